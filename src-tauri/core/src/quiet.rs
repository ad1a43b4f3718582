//! Quiet hours: a time of the home zone's wall clock in which notices wait in the inbox, except while money runs.

use crate::incident::Notice;
use crate::time::{Instant, Zone, civil_of};
use crate::world::World;
use chrono::NaiveTime;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// From when to when; over midnight where the end is the earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    from: NaiveTime,
    to: NaiveTime,
}

/// Why a text is no quiet time; says what to write.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no time of quiet; write for example 22:00-07:00, or off")]
pub struct NotQuiet(String);

impl Quiet {
    /// Whether the wall clock of a zone lies in it.
    pub fn holds(&self, at: Instant, zone: Zone) -> bool {
        let time = civil_of(at, zone).time();
        if self.from <= self.to {
            (self.from..self.to).contains(&time)
        } else {
            time >= self.from || time < self.to
        }
    }
}

impl FromStr for Quiet {
    type Err = NotQuiet;

    fn from_str(text: &str) -> Result<Self, NotQuiet> {
        let wrong = || NotQuiet(text.to_owned());
        let (from, to) = text.split_once(['-', '\u{2013}']).ok_or_else(wrong)?;
        let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").map_err(|_| wrong());
        let quiet = Self { from: time(from)?, to: time(to)? };
        if quiet.from == quiet.to { Err(wrong()) } else { Ok(quiet) }
    }
}

impl fmt::Display for Quiet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{}", self.from.format("%H:%M"), self.to.format("%H:%M"))
    }
}

/// Whether a notice is shown now. The inbox has it either way. The world must know the notice's incident already.
pub fn is_shown(world: &World, notice: &Notice, now: Instant) -> bool {
    let is_quiet = world.tenant.quiet.is_some_and(|quiet| quiet.holds(now, world.tenant.zone));
    let rate = world.incidents.get(&notice.key).and_then(|incident| incident.per_hour.as_ref());
    !is_quiet || rate.is_some_and(|rate| rate.amount > Decimal::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::incident::{Incident, IncidentKind};
    use crate::testing::world;
    use crate::units::Money;
    use crate::world::Record;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn a_night_reaches_over_midnight_on_the_home_zones_clock() {
        let night: Quiet = "22:00-07:00".parse().unwrap();
        let york = Zone::from(chrono_tz::America::New_York);
        assert!(night.holds(at("2027-01-05T03:00:00Z"), york), "22:00 there");
        assert!(night.holds(at("2027-01-05T11:59:00Z"), york));
        assert!(!night.holds(at("2027-01-05T12:00:00Z"), york));
        let noon: Quiet = "12:00 \u{2013} 13:00".parse().unwrap();
        assert!(noon.holds(at("2027-01-05T12:30:00Z"), Zone::UTC));
        assert!(!noon.holds(at("2027-01-05T13:00:00Z"), Zone::UTC));
        assert_eq!(noon.to_string().parse::<Quiet>(), Ok(noon));
    }

    #[test]
    fn what_is_no_time_says_what_to_write() {
        for text in ["", "night", "22:00", "25:00-07:00", "08:00-08:00"] {
            assert!(text.parse::<Quiet>().unwrap_err().to_string().contains("22:00-07:00"), "{text}");
        }
    }

    #[test]
    fn in_quiet_hours_only_what_costs_money_is_shown() {
        let mut world = world(&[], &[]);
        let now = at("2027-01-05T03:00:00Z");
        let notice = |key: &str| Notice::once(now, key, None, "title", "body".into());
        assert!(is_shown(&world, &notice("missed"), now), "no quiet hours are set");
        world.tenant.quiet = Some("22:00-07:00".parse().unwrap());
        assert!(!is_shown(&world, &notice("missed"), now));
        let incident = |key: &str, rate: &str| Incident {
            key: key.into(),
            kind: IncidentKind::Failed,
            circuit: None,
            opened: now,
            updated: now,
            closed: None,
            title: String::new(),
            body: String::new(),
            per_hour: Some(Money::new(rate.parse().unwrap(), "USD")),
            choices: vec![],
        };
        for (key, rate) in [("dear", "0.82"), ("cheap", "-0.82")] {
            world.apply(&[Record::Incident(Box::new(incident(key, rate)))]);
        }
        assert!(is_shown(&world, &notice("dear"), now));
        assert!(!is_shown(&world, &notice("cheap"), now), "less than planned costs nobody money");
    }
}
