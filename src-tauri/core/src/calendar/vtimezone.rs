//! A zone as its publisher describes it (RFC 5545 §3.6.5), for names that nobody else knows. Owns the table of its
//! clock changes. A day without change looks the same as before 1970 or after 2100: nobody bills those hours.

use super::property::Property;
use super::recur::{Budget, expand};
use super::rule::Rule;
use super::tree::Block;
use super::value::{Stamp, stamp};
use crate::time::{Civil, Instant, Span};
use chrono::NaiveDate;

/// Changes of one zone, and the STANDARD and DAYLIGHT parts they come from.
const MOST_CHANGES: usize = 2_000;
const MOST_PARTS: usize = 64;

/// A zone with rules of its own.
#[derive(Debug)]
pub(super) struct OwnZone {
    first: Span,
    changes: Vec<Change>,
}

/// One change of the clock.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Change {
    at: Instant,
    /// From when on a wall time is read with the new offset: the end of the gap, or of the repeated time.
    settled: Civil,
    after: Span,
}

impl OwnZone {
    /// Reads a VTIMEZONE; `None` where it says nothing usable.
    pub(super) fn read(block: &Block) -> Option<Self> {
        let mut changes = vec![];
        let mut budget = Budget::for_zone();
        let mut first: Option<(Instant, Span)> = None;
        for part in block.parts.iter().take(MOST_PARTS) {
            let Some(part) = Part::read(part) else { continue };
            for civil in part.onsets(&mut budget) {
                let at = (civil - part.from).and_utc();
                if first.is_none_or(|(earliest, _)| at < earliest) {
                    first = Some((at, part.from));
                }
                changes.push(Change {
                    at,
                    settled: (at + part.from.max(part.to)).naive_utc(),
                    after: part.to,
                });
            }
        }
        changes.sort_unstable();
        changes.dedup_by_key(|change| change.at);
        changes.truncate(MOST_CHANGES);
        first.map(|(_, first)| Self { first, changes })
    }

    /// As [`crate::time::instant_of`]: before a gap's end and in a repeated time the old offset counts.
    pub(super) fn instant_of(&self, civil: Civil) -> Instant {
        let passed = self.changes.partition_point(|change| change.settled <= civil);
        (civil - self.offset(passed)).and_utc()
    }

    /// As [`crate::time::civil_of`].
    pub(super) fn civil_of(&self, at: Instant) -> Civil {
        let passed = self.changes.partition_point(|change| change.at <= at);
        (at + self.offset(passed)).naive_utc()
    }

    fn offset(&self, passed: usize) -> Span {
        passed
            .checked_sub(1)
            .and_then(|last| self.changes.get(last))
            .map_or(self.first, |change| change.after)
    }
}

/// STANDARD or DAYLIGHT.
struct Part {
    start: Civil,
    from: Span,
    to: Span,
    rules: Vec<Rule>,
    dates: Vec<Civil>,
}

impl Part {
    fn read(block: &Block) -> Option<Self> {
        let properties: Vec<Property> = block.lines.iter().filter_map(Property::read).collect();
        let value = |name: &str| properties.iter().find(|p| p.name == name).map(|p| p.value.as_str());
        let from = offset(value("TZOFFSETFROM")?)?;
        let local = |text: &str| match stamp(text)? {
            Stamp::Date(day) => day.and_hms_opt(0, 0, 0),
            Stamp::Local(civil) => Some(civil),
            Stamp::Utc(civil) => Some(civil + from),
        };
        let start = local(value("DTSTART")?)?;
        let rules = properties.iter().filter(|p| p.name == "RRULE").filter_map(|p| Rule::read(&p.value).ok());
        let rules = rules.map(|rule| rule.in_wall_time(start, false, |utc| utc + from)).collect();
        let dates = properties
            .iter()
            .filter(|p| p.name == "RDATE")
            .flat_map(|p| p.value.split(','))
            .filter_map(local);
        Some(Self {
            start,
            from,
            to: offset(value("TZOFFSETTO")?)?,
            rules,
            dates: dates.take(MOST_CHANGES).collect(),
        })
    }

    /// The wall times at which this part begins.
    fn onsets(&self, budget: &mut Budget) -> Vec<Civil> {
        let mut onsets = vec![self.start];
        onsets.extend(&self.dates);
        let year = |year| NaiveDate::from_ymd_opt(year, 1, 1).and_then(|day| day.and_hms_opt(0, 0, 0));
        if let (Some(from), Some(to)) = (year(1969), year(2101)) {
            for rule in &self.rules {
                onsets.extend(expand(rule, self.start, from, to, budget).starts);
            }
        }
        onsets
    }
}

/// Reads `+0100`, `-053000`.
fn offset(text: &str) -> Option<Span> {
    let (sign, digits) = match text.as_bytes().first()? {
        b'+' => (1, &text[1..]),
        b'-' => (-1, &text[1..]),
        _ => (1, text),
    };
    if !matches!(digits.len(), 4 | 6) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let two = |at: usize| digits.get(at..at + 2).map_or(Some(0), |part| part.parse::<i64>().ok());
    let seconds = two(0)? * 3600 + two(2)? * 60 + two(4)?;
    (seconds < 86_400).then(|| Span::seconds(sign * seconds))
}

#[cfg(test)]
mod tests {
    use super::super::clean::Line;
    use super::*;
    use crate::time::Zone;

    fn block(text: &str) -> Block {
        Block {
            lines: text.lines().map(|text| Line { text: text.to_owned(), cut: false }).collect(),
            parts: vec![],
        }
    }

    fn berlin() -> OwnZone {
        let rule = "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=";
        let standard = format!("DTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n{rule}10");
        let daylight = format!("DTSTART:16010101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n{rule}3");
        OwnZone::read(&Block { lines: vec![], parts: vec![block(&standard), block(&daylight)] }).unwrap()
    }

    #[test]
    fn rules_from_1601_give_the_hours_of_the_zone_they_describe() {
        let (own, zone) = (berlin(), Zone::from(chrono_tz::Europe::Berlin));
        let mut civil: Civil = "1996-12-01T00:30:00".parse().unwrap();
        while civil < "2037-01-01T00:00:00".parse().unwrap() {
            let at = own.instant_of(civil);
            assert_eq!(at, crate::time::instant_of(civil, zone), "{civil}");
            assert_eq!(own.civil_of(at), crate::time::civil_of(at, zone), "{civil}");
            civil += Span::minutes(90);
        }
    }

    #[test]
    fn a_zone_without_changes_has_one_offset() {
        let part = block("DTSTART:16010101T000000\nTZOFFSETFROM:-0330\nTZOFFSETTO:-0330");
        let own = OwnZone::read(&Block { lines: vec![], parts: vec![part] }).unwrap();
        assert_eq!(
            own.instant_of("2026-01-01T00:00:00".parse().unwrap()).to_string(),
            "2026-01-01 03:30:00 UTC"
        );
    }

    #[test]
    fn a_zone_that_says_nothing_is_none() {
        assert!(OwnZone::read(&Block::default()).is_none());
        let part = block("DTSTART:16010101T000000\nTZOFFSETFROM:é1\nTZOFFSETTO:-0330");
        assert!(OwnZone::read(&Block { lines: vec![], parts: vec![part] }).is_none());
        assert_eq!(offset("+9900"), None);
    }
}
