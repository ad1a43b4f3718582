//! A zone described for whoever does not know its name: VTIMEZONE (RFC 5545 §3.6.5). Owns finding the clock changes of
//! the IANA database that is built in, and the rule behind them where there is a simple one; else they are listed.

use crate::time::{Civil, Instant, Span, Zone};
use chrono::{Datelike, NaiveDate, Offset, TimeZone, Weekday};
use std::fmt::Write;

/// Years after the first for which a zone without a simple rule is described.
const YEARS: i32 = 12;

/// A clock change.
#[derive(Clone, Copy, Debug)]
struct Change {
    /// What the clock would have shown had it not been changed.
    civil: Civil,
    /// Seconds east of Greenwich before.
    before: i32,
    /// And after.
    after: i32,
}

/// When in a year a clock change is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Yearly {
    month: u32,
    /// From 1; -1 for the last.
    ordinal: i32,
    weekday: Weekday,
}

/// The VTIMEZONE of a zone, good from the beginning of a year on.
pub(super) fn described(zone: Zone, since: i32) -> String {
    let changes = changes(zone, since);
    let mut text = format!("BEGIN:VTIMEZONE\r\nTZID:{}\r\n", zone.name());
    let begin = midnight(since).naive_utc();
    let first = offset(zone, midnight(since));
    match (by_rule(&changes, since), changes.as_slice()) {
        (Some(rules), [one, other, ..]) => {
            observance(&mut text, one, &rule(rules[0]));
            observance(&mut text, other, &rule(rules[1]));
        }
        (_, listed) => {
            observance(&mut text, &Change { civil: begin, before: first, after: first }, "");
            listed.iter().for_each(|change| observance(&mut text, change, ""));
        }
    }
    text + "END:VTIMEZONE\r\n"
}

fn midnight(year: i32) -> Instant {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default().and_time(Default::default()).and_utc()
}

fn offset(zone: Zone, at: Instant) -> i32 {
    zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc()
}

/// The clock changes of the described years: looked for day by day, then by halves to the second.
fn changes(zone: Zone, since: i32) -> Vec<Change> {
    let mut found = vec![];
    let (mut day, end) = (midnight(since), midnight(since + YEARS));
    while day < end {
        let next = day + Span::days(1);
        let (before, after) = (offset(zone, day), offset(zone, next));
        if before != after {
            let (mut low, mut high) = (day, next);
            while high - low > Span::seconds(1) {
                let middle = low + (high - low) / 2;
                let half = if offset(zone, middle) == before { &mut low } else { &mut high };
                *half = middle;
            }
            let civil = high.naive_utc() + Span::seconds(i64::from(before));
            found.push(Change { civil, before, after });
        }
        day = next;
    }
    found
}

/// The rule of the first and of the second change of every year; `None` where years differ.
fn by_rule(changes: &[Change], since: i32) -> Option<[Yearly; 2]> {
    let years = usize::try_from(YEARS).ok()?;
    let of_year =
        |year: i32| -> Vec<&Change> { changes.iter().filter(|change| change.civil.year() == year).collect() };
    let all: Vec<[&Change; 2]> =
        (since..since + YEARS).filter_map(|year| of_year(year).try_into().ok()).collect();
    let alike = |slot: usize| {
        let first = all.first()?[slot];
        let mut slots = all.iter().map(|year| year[slot]);
        let same = |one: &Change| {
            (one.before, one.after, one.civil.time()) == (first.before, first.after, first.civil.time())
        };
        slots.all(same).then(|| {
            let ways = [from_the_end, from_the_start];
            ways.into_iter().find_map(|way| {
                let rule = way(first)?;
                all.iter().all(|year| way(year[slot]) == Some(rule)).then_some(rule)
            })
        })?
    };
    (all.len() == years).then(|| Some([alike(0)?, alike(1)?]))?
}

fn from_the_end(change: &Change) -> Option<Yearly> {
    let date = change.civil.date();
    let is_last = (date + Span::days(7)).month() != date.month();
    is_last.then_some(Yearly { month: date.month(), ordinal: -1, weekday: date.weekday() })
}

fn from_the_start(change: &Change) -> Option<Yearly> {
    let date = change.civil.date();
    let ordinal = i32::try_from(date.day0() / 7).ok()? + 1;
    Some(Yearly { month: date.month(), ordinal, weekday: date.weekday() })
}

fn rule(Yearly { month, ordinal, weekday }: Yearly) -> String {
    let day = weekday.to_string().to_uppercase();
    format!("RRULE:FREQ=YEARLY;BYMONTH={month};BYDAY={ordinal}{}\r\n", &day[..2])
}

/// STANDARD or DAYLIGHT. Which of both only colours what a reader shows.
fn observance(text: &mut String, change: &Change, rule: &str) {
    let name = if change.after > change.before { "DAYLIGHT" } else { "STANDARD" };
    let (start, from, to) =
        (change.civil.format("%Y%m%dT%H%M%S"), written(change.before), written(change.after));
    // Writing into a string cannot fail.
    let _ = write!(
        text,
        "BEGIN:{name}\r\nDTSTART:{start}\r\n{rule}TZOFFSETFROM:{from}\r\nTZOFFSETTO:{to}\r\nEND:{name}\r\n"
    );
}

/// UTC-OFFSET (RFC 5545 §3.3.14): seconds only where there are any.
fn written(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let all = seconds.abs();
    let (hours, minutes, rest) = (all / 3600, all / 60 % 60, all % 60);
    let short = format!("{sign}{hours:02}{minutes:02}");
    if rest == 0 { short } else { format!("{short}{rest:02}") }
}

#[cfg(test)]
mod tests {
    use super::super::super::problems::Problems;
    use super::super::super::{tree, vtimezone::OwnZone};
    use super::*;
    use crate::time::civil_of;

    #[test]
    fn simple_rules_are_found_and_others_are_listed() {
        let berlin = described(Zone::from(chrono_tz::Europe::Berlin), 2026);
        assert!(berlin.contains("DTSTART:20260329T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200"), "{berlin}");
        let denver = described(Zone::from(chrono_tz::America::Denver), 2026);
        assert!(denver.contains("RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"), "{denver}");
        let kolkata = described(Zone::from(chrono_tz::Asia::Kolkata), 2026);
        assert!(kolkata.contains("TZOFFSETTO:+0530") && !kolkata.contains("RRULE"), "{kolkata}");
        let jerusalem = described(Zone::from(chrono_tz::Asia::Jerusalem), 2026);
        assert!(
            !jerusalem.contains("RRULE") && jerusalem.matches("BEGIN:DAYLIGHT").count() == 12,
            "{jerusalem}"
        );
    }

    #[test]
    fn every_zone_described_shows_the_time_that_the_zone_shows() {
        for zone in Zone::all() {
            let text = format!("BEGIN:VCALENDAR\r\n{}END:VCALENDAR\r\n", described(zone, 2026));
            let mut problems = Problems::default();
            let tree = tree::read(text.as_bytes(), &mut problems).unwrap();
            let own = OwnZone::read(&tree.calendars[0].zones[0]).unwrap();
            let (mut at, end) = (midnight(2026), midnight(2037));
            while at < end {
                assert_eq!(own.civil_of(at), civil_of(at, zone), "{zone} at {at}\n{text}");
                at += Span::minutes(30 * 11);
            }
        }
    }
}
