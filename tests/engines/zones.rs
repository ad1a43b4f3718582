//! Every clock change of every zone from 2020 to 2045, crossed by a daily, a weekly and an hourly series, beside jiff:
//! another zone library with another copy of the zone tables. Its reading of wall times is the one of RFC 5545 §3.3.5.

use super::{read, stamp};
use chrono::{Duration, NaiveDateTime};
use jiff::civil::DateTime;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use std::collections::BTreeSet;
use tidegate_core::time::Zone;

/// Greenland went from summer to standard time without moving a clock: jiff has no 23:30 in that night and takes another
/// instant for it. 23:30 is shown then by its own table too, read from the instant.
const NO_CLOCK_MOVED: [&str; 2] = ["America/Godthab", "America/Nuuk"];
const THAT_NIGHT: (&str, &str) = ("hourly-7", "20231029T013000Z");

#[test]
fn every_clock_change_is_crossed_as_another_zone_library_crosses_it() {
    let zones = TimeZoneDatabase::bundled();
    let (mut changes, mut instances, mut unknown, mut differ) = (0, 0, vec![], vec![]);
    for zone in Zone::all() {
        let Ok(theirs) = zones.get(zone.name()) else {
            unknown.push(zone.name());
            continue;
        };
        let (text, crossed) = crossing(zone.name(), &theirs);
        let reading = read(
            &text,
            "2019-01-01T00:00:00Z".parse().expect("a time"),
            "2047-01-01T00:00:00Z".parse().expect("a time"),
        );
        let found: BTreeSet<(String, String)> =
            reading.occurrences.iter().map(|one| (one.uid.clone(), stamp(one.start.naive_utc()))).collect();
        let mut expected: BTreeSet<(String, String)> =
            crossed.iter().flat_map(|series| series.expected(&theirs)).collect();
        if NO_CLOCK_MOVED.contains(&zone.name()) {
            expected.insert((THAT_NIGHT.0.to_owned(), THAT_NIGHT.1.to_owned()));
        }
        if found != expected {
            differ.push(zone.name());
        }
        assert_eq!(reading.problems, [], "{}", zone.name());
        changes += crossed.len() / 3;
        instances += found.len();
    }
    println!("{changes} clock changes crossed by {instances} instances");
    assert_eq!(differ, [""; 0], "crossed otherwise");
    assert!(changes > 5_000, "only {changes} clock changes");
    assert_eq!(unknown, [""; 0], "zones that the other library does not know");
}

struct Series {
    uid: String,
    start: NaiveDateTime,
    step: Duration,
    count: i32,
    rule: &'static str,
}

impl Series {
    fn expected(&self, zone: &TimeZone) -> Vec<(String, String)> {
        let civil = |n: i32| self.start + self.step * n;
        (0..self.count).map(|n| (self.uid.clone(), instant(civil(n), zone))).collect()
    }
}

/// Wall times are read with the offset before a gap, and the first of two.
fn instant(civil: NaiveDateTime, zone: &TimeZone) -> String {
    let civil: DateTime = civil.format("%Y-%m-%dT%H:%M:%S").to_string().parse().expect("a civil time");
    let at = zone.to_ambiguous_zoned(civil).compatible().expect("a time in range").timestamp();
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A calendar whose series cross every change of a zone, and those series.
fn crossing(name: &str, zone: &TimeZone) -> (String, Vec<Series>) {
    let from: jiff::Timestamp = "2020-01-01T00:00:00Z".parse().expect("a time");
    let to: jiff::Timestamp = "2046-01-01T00:00:00Z".parse().expect("a time");
    let changes = zone.following(from).take_while(|change| change.timestamp() < to);
    let crossed: Vec<Series> =
        changes.enumerate().flat_map(|(n, change)| around(n, zone, change.timestamp())).collect();
    let event = |one: &Series| {
        format!(
            "BEGIN:VEVENT\r\nUID:{}\r\nDTSTART;TZID={name}:{}\r\nRRULE:{};COUNT={}\r\nEND:VEVENT\r\n",
            one.uid,
            one.start.format("%Y%m%dT%H%M%S"),
            one.rule,
            one.count
        )
    };
    let events: String = crossed.iter().map(event).collect();
    (format!("BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n"), crossed)
}

/// Series with an instance 30 minutes after the change begins on the wall clock: in the gap, or in the repeated time.
fn around(n: usize, zone: &TimeZone, at: jiff::Timestamp) -> [Series; 3] {
    let before = zone.to_datetime(at - jiff::SignedDuration::from_secs(1));
    let wall: NaiveDateTime = before.to_string().parse().expect("a civil time");
    let wall = wall + Duration::seconds(1)
        - Duration::minutes(i64::try_from(n % 2).expect("one or zero") * 60)
        + Duration::minutes(30);
    let one = |what: &str, step: Duration, before: i32, count: i32, rule| Series {
        uid: format!("{what}-{n}"),
        start: wall - step * before,
        step,
        count,
        rule,
    };
    [
        one("daily", Duration::days(1), 3, 6, "FREQ=DAILY"),
        one("weekly", Duration::weeks(1), 2, 4, "FREQ=WEEKLY"),
        one("hourly", Duration::hours(1), 12, 24, "FREQ=HOURLY"),
    ]
}
