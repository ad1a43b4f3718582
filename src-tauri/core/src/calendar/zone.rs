//! Which clock a time is read on: TZID to a zone, in the order that gets most published calendars right, and the
//! assumption that is made and told where nothing fits. Owns no date; the publisher's own rules are [`super::vtimezone`]'s.

use super::clean::Line;
use super::problems::{Problems, quote};
use super::property::Property;
use super::tree::Block;
use super::value::{Moment, Stamp, stamp};
use super::vtimezone::OwnZone;
use super::{Options, ProblemKind, windows};
use crate::time::{self, Civil, Instant, Span, Zone};
use chrono::NaiveTime;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A wall clock with the name of its zone.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    name: Arc<str>,
    rules: Rules,
}

#[derive(Clone, Debug)]
enum Rules {
    Iana(Zone),
    Own(Arc<OwnZone>),
}

impl Clock {
    /// The clock of an IANA zone.
    pub(super) fn iana(zone: Zone) -> Self {
        Self { name: zone.name().into(), rules: Rules::Iana(zone) }
    }

    /// The zone's name.
    pub(super) fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// As [`time::instant_of`].
    pub(super) fn instant_of(&self, civil: Civil) -> Instant {
        match &self.rules {
            Rules::Iana(zone) => time::instant_of(civil, *zone),
            Rules::Own(zone) => zone.instant_of(civil),
        }
    }

    /// As [`time::civil_of`].
    pub(super) fn civil_of(&self, at: Instant) -> Civil {
        match &self.rules {
            Rules::Iana(zone) => time::civil_of(at, *zone),
            Rules::Own(zone) => zone.civil_of(at),
        }
    }

    /// Where something ends that starts when the clock shows `civil`, after the hands have gone on by `length`.
    /// A start that the clock never shows has true time instead: else the gap would swallow a part of it.
    pub(super) fn end(&self, civil: Civil, length: Span) -> Instant {
        let start = self.instant_of(civil);
        if self.civil_of(start) == civil {
            self.instant_of(civil + length).max(start)
        } else {
            start + length
        }
    }
}

/// The clocks of one VCALENDAR.
pub(super) struct Clocks<'a> {
    /// The clock of all-day and floating times.
    pub(super) floating: Clock,
    /// The zone that X-WR-TIMEZONE names.
    pub(super) published: Option<Zone>,
    assumed: Clock,
    own: Vec<(String, &'a Block)>,
    known: BTreeMap<String, Clock>,
    options: &'a Options,
}

/// Zones that one calendar may bring or name: each costs time before it is of use.
const MOST_ZONES: usize = 500;

impl<'a> Clocks<'a> {
    /// Reads the calendar's own zone, and which VTIMEZONEs there are.
    pub(super) fn new(
        block: &Block,
        zones: &'a [Block],
        options: &'a Options,
        problems: &mut Problems,
    ) -> Self {
        let named = text_of(&block.lines, "X-WR-TIMEZONE").or_else(|| text_of(&block.lines, "TIMEZONE-ID"));
        let published = named.as_deref().and_then(by_name);
        let fallback = options.zone.or(published).unwrap_or(options.home);
        if let (Some(named), None) = (&named, published) {
            let message = format!(
                "the calendar's zone {} is not known; {} was assumed. If its all-day events lie on the wrong day, choose the zone in the feed's settings",
                quote(named),
                fallback.name()
            );
            problems.general(ProblemKind::Zone, message);
        }
        let own =
            zones.iter().take(MOST_ZONES).filter_map(|zone| Some((text_of(&zone.lines, "TZID")?, zone)));
        Self {
            floating: Clock::iana(fallback),
            assumed: Clock::iana(published.or(options.zone).unwrap_or(options.home)),
            published,
            own: own.collect(),
            known: BTreeMap::new(),
            options,
        }
    }

    /// The clock of a TZID.
    pub(super) fn of(&mut self, tzid: &str, problems: &mut Problems) -> Clock {
        if let Some(known) = self.known.get(tzid) {
            return known.clone();
        }
        let resolved = if self.known.len() < MOST_ZONES { self.resolve(tzid) } else { None };
        let clock = resolved.unwrap_or_else(|| {
            let message = format!(
                "the zone {} is not known; {} was assumed. If events lie at the wrong time, choose a zone such as Europe/Berlin for them in the calendar they come from",
                quote(tzid),
                self.assumed.name
            );
            problems.general(ProblemKind::Zone, message);
            self.assumed.clone()
        });
        self.known.insert(tzid.to_owned(), clock.clone());
        clock
    }

    fn resolve(&self, tzid: &str) -> Option<Clock> {
        if let Some(zone) = utc(tzid).or_else(|| tzid.parse().ok()) {
            return Some(Clock::iana(zone));
        }
        let named = by_name(tzid);
        let Some(block) = self.own.iter().find(|(name, _)| name == tzid).map(|(_, block)| block) else {
            return named.map(Clock::iana);
        };
        let located = text_of(&block.lines, "X-LIC-LOCATION").and_then(|name| name.parse().ok());
        let Some(own) = located.is_none().then(|| OwnZone::read(block)).flatten() else {
            return located.or(named).map(Clock::iana);
        };
        // The publisher's rules count; where they are those of a zone we know, its name says more.
        match named.filter(|zone| self.agree(&own, *zone)) {
            Some(zone) => Some(Clock::iana(zone)),
            None => Some(Clock { name: tzid.into(), rules: Rules::Own(Arc::new(own)) }),
        }
    }

    /// Whether the publisher's rules and the zone show the same time all through the window and a year around it.
    fn agree(&self, own: &OwnZone, zone: Zone) -> bool {
        let (from, to) =
            (self.options.window.from - Span::days(366), self.options.window.to + Span::days(366));
        let mut at = from;
        for _ in 0..1_000 {
            if at > to {
                return true;
            }
            if own.civil_of(at) != time::civil_of(at, zone) {
                return false;
            }
            at += Span::hours(73);
        }
        true
    }

    /// Reads one date or date-time of a property on the clock it names, else on `otherwise`.
    /// A TZID wins over a `Z` behind the time: every other reader takes it so.
    pub(super) fn moment(
        &mut self,
        property: &Property,
        text: &str,
        otherwise: &Clock,
        problems: &mut Problems,
    ) -> Option<Moment> {
        let stamp = stamp(text)?;
        let tzid = property.param("TZID").filter(|tzid| !tzid.is_empty());
        let (civil, clock) = match (stamp, tzid) {
            (Stamp::Date(day), _) => (day.and_time(NaiveTime::MIN), otherwise.clone()),
            (Stamp::Local(civil) | Stamp::Utc(civil), Some(tzid)) => (civil, self.of(tzid, problems)),
            (Stamp::Local(civil), None) => (civil, otherwise.clone()),
            (Stamp::Utc(civil), None) => (civil, Clock::iana(Zone::UTC)),
        };
        let date_only = matches!(stamp, Stamp::Date(_));
        Some(Moment { at: clock.instant_of(civil), civil, date_only, written: civil.date(), clock })
    }
}

/// The value of a component's property.
pub(super) fn text_of(lines: &[Line], name: &str) -> Option<String> {
    let starts =
        |line: &&Line| line.text.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
    let mut found =
        lines.iter().filter(starts).filter_map(Property::read).filter(|property| property.name == name);
    found.next().map(|property| property.value.trim_matches('"').to_owned()).filter(|value| !value.is_empty())
}

/// The ways in which UTC is written.
fn utc(tzid: &str) -> Option<Zone> {
    const FORMS: [&str; 6] = [
        "UTC",
        "Z",
        "Etc/UTC",
        "tzone://Microsoft/Utc",
        "Coordinated Universal Time",
        "(UTC) Coordinated Universal Time",
    ];
    FORMS.iter().any(|form| form.eq_ignore_ascii_case(tzid)).then_some(Zone::UTC)
}

/// The zone of a name, however it is written.
fn by_name(tzid: &str) -> Option<Zone> {
    let tzid = tzid.trim();
    utc(tzid)
        .or_else(|| tzid.parse().ok())
        .or_else(|| windows::zone(tzid))
        .or_else(|| any_case(tzid))
        .or_else(|| behind_prefix(tzid))
        .or_else(|| whole_hours(tzid))
}

fn any_case(tzid: &str) -> Option<Zone> {
    let name = tzid.replace(' ', "_");
    Zone::all().find(|zone| zone.name().eq_ignore_ascii_case(&name))
}

/// `/mozilla.org/20050126_1/Europe/Berlin`: the longest end that is a zone.
fn behind_prefix(tzid: &str) -> Option<Zone> {
    let parts: Vec<&str> = tzid.split('/').filter(|part| !part.is_empty()).collect();
    (2..=3_usize)
        .rev()
        .filter(|count| *count < parts.len())
        .find_map(|count| any_case(&parts[parts.len() - count..].join("/")))
}

/// `GMT+0100`, `UTC-5`: whole hours only, as IANA has no others. IANA counts west of Greenwich as positive.
fn whole_hours(tzid: &str) -> Option<Zone> {
    let upper = tzid.to_ascii_uppercase();
    let offset = upper.strip_prefix("GMT").or_else(|| upper.strip_prefix("UTC"))?.trim();
    let sign = match offset.get(..1)? {
        "+" => '-',
        "-" => '+',
        _ => return None,
    };
    let digits = offset[1..].replace(':', "");
    let hours = digits.strip_suffix("00").filter(|_| digits.len() > 2).unwrap_or(&digits);
    let hours: u32 = hours.parse().ok().filter(|_| hours.len() <= 2)?;
    if hours == 0 { Some(Zone::UTC) } else { format!("Etc/GMT{sign}{hours}").parse().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_however_they_are_written() {
        let table = [
            ("europe/berlin", "Europe/Berlin"),
            ("/mozilla.org/20050126_1/Europe/Berlin", "Europe/Berlin"),
            (
                "/freeassociation.sourceforge.net/America/Argentina/Buenos_Aires",
                "America/Argentina/Buenos_Aires",
            ),
            ("America/New York", "America/New_York"),
            ("tzone://microsoft/utc", "UTC"),
            ("GMT+0100", "Etc/GMT-1"),
            ("UTC-05:00", "Etc/GMT+5"),
            ("UTC+00:00", "UTC"),
            ("Eastern Standard Time", "America/New_York"),
        ];
        for (name, zone) in table {
            assert_eq!(by_name(name).map(|zone| zone.name()), Some(zone), "{name}");
        }
        for name in ["Customized Time Zone", "Mars/Olympus", "GMT+0530", "UTC+99", "", "/", "GMTé"] {
            assert_eq!(by_name(name), None, "{name}");
        }
    }
}
