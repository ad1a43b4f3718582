//! Instants, civil times and zones, never mixed: an [`Instant`] is a point of true time, a [`Civil`] is what a
//! wall clock shows somewhere, and only a [`Zone`] leads from one to the other. The newcomer's mistake is to add
//! a day to an instant: a civil day has 23, 24 or 25 hours.

mod zone;

use chrono::{DateTime, Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc};
pub use zone::{Zone, ZoneOffset};

/// A point of true time, in UTC.
pub type Instant = DateTime<Utc>;
/// What a wall clock shows; no instant until a zone is named.
pub type Civil = NaiveDateTime;
/// A length of true time.
pub type Span = Duration;

/// The instant at which a wall clock of the zone shows the civil time. In a gap the offset before the gap is
/// used, so the clock already shows a later time; of a repeated time the first is meant (RFC 5545 §3.3.5).
pub fn instant_of(civil: Civil, zone: Zone) -> Instant {
    match zone.from_local_datetime(&civil) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.with_timezone(&Utc),
        LocalResult::None => {
            let before = zone.offset_from_utc_datetime(&(civil - Span::days(1))).fix();
            Utc.from_utc_datetime(&(civil - Span::seconds(i64::from(before.local_minus_utc()))))
        }
    }
}

/// What a wall clock of the zone shows at the instant.
pub fn civil_of(at: Instant, zone: Zone) -> Civil {
    at.with_timezone(&zone).naive_local()
}

/// The instant at which the civil day begins in the zone; where midnight does not exist, the first instant after it.
pub fn start_of_day(day: NaiveDate, zone: Zone) -> Instant {
    instant_of(day.and_time(NaiveTime::MIN), zone)
}

/// The GMT day of an instant: the carrier counts its quota in these.
pub fn gmt_day(at: Instant) -> NaiveDate {
    at.date_naive()
}

/// The instant at which the GMT day after the instant's own begins.
pub fn next_gmt_midnight(at: Instant) -> Instant {
    (at.date_naive() + Span::days(1)).and_time(NaiveTime::MIN).and_utc()
}

/// The first whole UTC hour after or at the instant.
pub fn hour_ceil(at: Instant) -> Instant {
    slot_ceil(at, Span::hours(1))
}

/// The last whole UTC hour before or at the instant.
pub fn hour_floor(at: Instant) -> Instant {
    slot_floor(at, Span::hours(1))
}

/// The first begin of a slot of the UTC clock after or at the instant; a slot is a minute or an hour.
pub fn slot_ceil(at: Instant, slot: Span) -> Instant {
    let floor = slot_floor(at, slot);
    if floor == at { at } else { floor + slot }
}

/// The last begin of a slot of the UTC clock before or at the instant.
pub fn slot_floor(at: Instant, slot: Span) -> Instant {
    let (seconds, slot) = (at.timestamp(), slot.num_seconds().max(1));
    DateTime::from_timestamp(seconds - seconds.rem_euclid(slot), 0).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn civil(text: &str) -> Civil {
        text.parse().unwrap()
    }

    #[test]
    fn a_time_in_the_gap_and_a_repeated_time_are_one_instant_each() {
        let zone = Zone::from(chrono_tz::America::New_York);
        assert_eq!(instant_of(civil("2026-03-08T02:30:00"), zone).to_string(), "2026-03-08 07:30:00 UTC");
        assert_eq!(instant_of(civil("2026-11-01T01:30:00"), zone).to_string(), "2026-11-01 05:30:00 UTC");
    }

    #[test]
    fn a_midnight_that_does_not_exist_begins_its_day_at_the_first_instant_after() {
        let cairo = Zone::from(chrono_tz::Africa::Cairo);
        let day = NaiveDate::from_ymd_opt(2026, 4, 24).unwrap();
        assert_eq!(start_of_day(day, cairo).to_string(), "2026-04-23 22:00:00 UTC");
    }

    #[test]
    fn a_gap_of_a_whole_day_does_not_confuse_the_offset() {
        let apia = Zone::from(chrono_tz::Pacific::Apia);
        assert_eq!(instant_of(civil("2011-12-30T12:00:00"), apia).to_string(), "2011-12-30 22:00:00 UTC");
    }

    #[test]
    fn hours_and_minutes_are_cut_in_utc() {
        let at = "2026-11-01T05:30:10Z".parse().unwrap();
        let hour = Span::hours(1);
        assert_eq!(slot_floor(at, hour).to_string(), "2026-11-01 05:00:00 UTC");
        assert_eq!(slot_ceil(at, hour).to_string(), "2026-11-01 06:00:00 UTC");
        assert_eq!(slot_ceil(slot_floor(at, hour), hour), slot_floor(at, hour));
        assert_eq!(slot_floor(at, Span::minutes(1)).to_string(), "2026-11-01 05:30:00 UTC");
        assert_eq!(slot_ceil(at, Span::minutes(1)).to_string(), "2026-11-01 05:31:00 UTC");
    }
}
