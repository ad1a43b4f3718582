//! A time zone of the IANA database. Owns which tables say what its clocks show: those of chrono-tz, and for the few
//! zones whose rules the IANA changed after those were made, the newer ones of jiff. `tests/engines/zones.rs` crosses
//! every clock change of every zone, and fails where one is missing in the list of those few; a test here where one is
//! there for nothing.

use chrono::{FixedOffset, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone};
use chrono_tz::Tz;
use jiff::tz::{AmbiguousOffset, TimeZone as Table};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

/// A time zone, by its name in the IANA database as built into this program. Any other name is refused.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Zone(Tz);

/// Zones whose rules changed after chrono-tz 0.10.4 was made: the west of Canada and Manitoba stay on summer time and
/// Morocco leaves it in 2026, Moldova moved its hour of change.
const RENEWED: [Tz; 13] = [
    Tz::Africa__Casablanca,
    Tz::Africa__El_Aaiun,
    Tz::America__Edmonton,
    Tz::America__Inuvik,
    Tz::America__Rainy_River,
    Tz::America__Vancouver,
    Tz::America__Winnipeg,
    Tz::America__Yellowknife,
    Tz::Canada__Central,
    Tz::Canada__Mountain,
    Tz::Canada__Pacific,
    Tz::Europe__Chisinau,
    Tz::Europe__Tiraspol,
];

/// Their tables, in the same order.
static TABLES: LazyLock<[Table; RENEWED.len()]> =
    LazyLock::new(|| RENEWED.map(|zone| Table::get(zone.name()).unwrap_or(Table::UTC)));

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(Tz::UTC);

    /// The name in the IANA database.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// Every zone there is, in the order of their names.
    pub fn all() -> impl Iterator<Item = Self> {
        chrono_tz::TZ_VARIANTS.into_iter().map(Self)
    }

    fn renewed(self) -> Option<&'static Table> {
        RENEWED.iter().position(|zone| *zone == self.0).map(|at| &TABLES[at])
    }
}

impl Ord for Zone {
    fn cmp(&self, other: &Self) -> Ordering {
        self.name().cmp(other.name())
    }
}

impl PartialOrd for Zone {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<Tz> for Zone {
    fn from(zone: Tz) -> Self {
        Self(zone)
    }
}

impl FromStr for Zone {
    type Err = chrono_tz::ParseError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        name.parse().map(Self)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a zone's clocks are off from UTC, and what they call it (`MST`); shown by that name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ZoneOffset {
    zone: Zone,
    told: Told,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    Old(<Tz as TimeZone>::Offset),
    New { table: &'static Table, at: jiff::Timestamp },
}

impl ZoneOffset {
    fn new(zone: Zone, table: &'static Table, utc_seconds: i64) -> Self {
        let at = jiff::Timestamp::from_second(utc_seconds).unwrap_or(jiff::Timestamp::MAX);
        Self { zone, told: Told::New { table, at } }
    }
}

impl Offset for ZoneOffset {
    fn fix(&self) -> FixedOffset {
        match &self.told {
            Told::Old(offset) => offset.fix(),
            Told::New { table, at } => {
                FixedOffset::east_opt(table.to_offset(*at).seconds()).unwrap_or(chrono::Utc.fix())
            }
        }
    }
}

impl fmt::Display for ZoneOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.told {
            Told::Old(offset) => offset.fmt(f),
            Told::New { table, at } => f.write_str(table.to_offset_info(*at).abbreviation()),
        }
    }
}

impl fmt::Debug for ZoneOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TimeZone for Zone {
    type Offset = ZoneOffset;

    fn from_offset(offset: &ZoneOffset) -> Self {
        offset.zone
    }

    fn offset_from_local_date(&self, local: &NaiveDate) -> LocalResult<ZoneOffset> {
        self.offset_from_local_datetime(&local.and_time(NaiveTime::MIN))
    }

    fn offset_from_local_datetime(&self, local: &NaiveDateTime) -> LocalResult<ZoneOffset> {
        let Some(table) = self.renewed() else {
            let told = self.0.offset_from_local_datetime(local);
            return told.map(|offset| ZoneOffset { zone: *self, told: Told::Old(offset) });
        };
        let seconds = local.and_utc().timestamp();
        let with =
            |east: jiff::tz::Offset| ZoneOffset::new(*self, table, seconds - i64::from(east.seconds()));
        match civil(local).map(|civil| table.to_ambiguous_timestamp(civil).offset()) {
            Some(AmbiguousOffset::Unambiguous { offset }) => LocalResult::Single(with(offset)),
            Some(AmbiguousOffset::Fold { before, after }) => {
                LocalResult::Ambiguous(with(before), with(after))
            }
            Some(AmbiguousOffset::Gap { .. }) | None => LocalResult::None,
        }
    }

    fn offset_from_utc_date(&self, utc: &NaiveDate) -> ZoneOffset {
        self.offset_from_utc_datetime(&utc.and_time(NaiveTime::MIN))
    }

    fn offset_from_utc_datetime(&self, utc: &NaiveDateTime) -> ZoneOffset {
        match self.renewed() {
            Some(table) => ZoneOffset::new(*self, table, utc.and_utc().timestamp()),
            None => ZoneOffset { zone: *self, told: Told::Old(self.0.offset_from_utc_datetime(utc)) },
        }
    }
}

/// The same wall time in jiff's words, to the second; `None` beyond its years.
fn civil(local: &NaiveDateTime) -> Option<jiff::civil::DateTime> {
    let epoch = jiff::civil::DateTime::new(1970, 1, 1, 0, 0, 0, 0).ok()?;
    epoch.checked_add(jiff::SignedDuration::from_secs(local.and_utc().timestamp())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{Instant, instant_of};

    #[test]
    fn a_zone_is_renewed_only_as_long_as_the_older_tables_say_otherwise() {
        let begin = jiff::Timestamp::from_second(1_577_836_800).unwrap();
        // Every thirty days from 2020 to 2045, and an hour around each change of the clocks.
        let months = (0..26 * 12).map(|month| 1_577_836_800 + month * 30 * 86_400);
        for (zone, table) in RENEWED.iter().zip(TABLES.iter()) {
            let older = |second| {
                let at = chrono::DateTime::from_timestamp(second, 0).unwrap();
                zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc()
            };
            let newer = |second| table.to_offset(jiff::Timestamp::from_second(second).unwrap()).seconds();
            let changes = table.following(begin).take(60).map(|change| change.timestamp().as_second());
            let around = changes.flat_map(|at| [at - 3600, at - 1, at, at + 3600]);
            let differ = months.clone().chain(around).any(|at| older(at) != newer(at));
            assert!(differ, "{zone} is to leave the list");
        }
    }

    fn shown(zone: &str, at: &str) -> String {
        let at: Instant = at.parse().unwrap();
        at.with_timezone(&zone.parse::<Zone>().unwrap()).format("%H:%M %Z %z").to_string()
    }

    #[test]
    fn a_zone_whose_rules_changed_lately_shows_what_its_people_see() {
        assert_eq!(shown("America/Vancouver", "2026-02-01T20:00:00Z"), "12:00 PST -0800");
        assert_eq!(shown("America/Vancouver", "2027-01-15T20:00:00Z").split_once(' ').unwrap().0, "13:00");
        assert_eq!(shown("America/Denver", "2027-01-15T20:00:00Z"), "13:00 MST -0700");
    }

    #[test]
    fn their_wall_times_are_instants_gaps_and_repeated_times_included() {
        let zone: Zone = "Europe/Chisinau".parse().unwrap();
        for (civil, at) in [
            ("2026-03-29T03:30:00", "2026-03-29T01:30:00Z"),
            ("2026-10-25T03:30:00", "2026-10-25T00:30:00Z"),
            ("2026-07-01T12:00:00", "2026-07-01T09:00:00Z"),
        ] {
            assert_eq!(instant_of(civil.parse().unwrap(), zone).to_rfc3339(), at.replace('Z', "+00:00"));
        }
    }

    #[test]
    fn a_zone_is_its_name_in_text_and_other_names_are_refused() {
        let zone: Zone = "America/Denver".parse().unwrap();
        assert_eq!(serde_json::to_string(&zone).unwrap(), "\"America/Denver\"");
        assert_eq!(serde_json::from_str::<Zone>("\"America/Denver\"").unwrap(), zone);
        assert!("Middle/Earth".parse::<Zone>().is_err());
        assert_eq!(Zone::all().count(), chrono_tz::TZ_VARIANTS.len());
    }
}
