//! Instants as wall clocks of a zone show them. Owns all zone arithmetic of the screens: days of 23 and 25 hours have
//! as many true minutes as they have, a repeated hour is there twice and a skipped one is not.

use super::{Day, Hour, Stamp};
use crate::time::{Instant, Span, Zone, civil_of, start_of_day};
use chrono::{Datelike, NaiveDate, Timelike, Weekday};

/// An instant on a wall clock.
pub(crate) fn stamp(at: Instant, zone: Zone) -> Stamp {
    let day = day_of(at, zone);
    Stamp {
        at: sent_back(at),
        day: day.to_string(),
        minute: (at - start_of_day(day, zone)).num_minutes(),
        time: time(at, zone),
        clock: clock(at, zone),
        text: text(at, zone),
    }
}

/// RFC 3339 in UTC, as commands take it.
pub(crate) fn sent_back(at: Instant) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}

/// The civil day of an instant.
pub(crate) fn day_of(at: Instant, zone: Zone) -> NaiveDate {
    civil_of(at, zone).date()
}

/// `09:00`.
pub(crate) fn time(at: Instant, zone: Zone) -> String {
    at.with_timezone(&zone).format("%H:%M").to_string()
}

/// `09:00 EST`.
pub(crate) fn clock(at: Instant, zone: Zone) -> String {
    at.with_timezone(&zone).format("%H:%M %Z").to_string()
}

/// `Wed 25 Nov 09:00 EST`.
pub(crate) fn text(at: Instant, zone: Zone) -> String {
    at.with_timezone(&zone).format("%a %-d %b %H:%M %Z").to_string()
}

/// `Wed 25 Nov`.
pub(crate) fn date(day: NaiveDate) -> String {
    day.format("%a %-d %b").to_string()
}

/// `1 Nov 2026`.
pub(crate) fn dated(at: Instant, zone: Zone) -> String {
    day_of(at, zone).format("%-d %b %Y").to_string()
}

/// The zone's own short name at an instant: `EST`.
pub(crate) fn abbreviation(at: Instant, zone: Zone) -> String {
    at.with_timezone(&zone).format("%Z").to_string()
}

/// `today 12:00 EST`, `tomorrow 07:24 EST`, `Fri 27 Nov 07:24 EST`; with the year where it is another.
pub(crate) fn when(at: Instant, now: Instant, zone: Zone) -> String {
    let (day, today) = (day_of(at, zone), day_of(now, zone));
    match (day - today).num_days() {
        0 => format!("today {}", clock(at, zone)),
        1 => format!("tomorrow {}", clock(at, zone)),
        _ if day.year() == today.year() => text(at, zone),
        _ => format!("{} {}", day.format("%-d %b %Y"), clock(at, zone)),
    }
}

/// A length of time: `40 s`, `18 min`, `1 h 18 min`, `2 h`, `3 days`.
pub(crate) fn length(span: Span) -> String {
    let (days, hours, minutes) = (span.num_days(), span.num_hours(), span.num_minutes());
    match (days, hours, minutes) {
        (_, 0, 0) => format!("{} s", span.num_seconds().max(0)),
        (_, 0, minutes) => format!("{minutes} min"),
        (0 | 1, hours, minutes) if minutes % 60 == 0 => format!("{hours} h"),
        (0 | 1, hours, minutes) => format!("{hours} h {} min", minutes % 60),
        (days, _, _) => format!("{days} days"),
    }
}

/// `07:30–18:00 EST`; where the clocks change between, each end says its own: `22:00 EDT–04:00 EST`.
pub(crate) fn between(from: Instant, to: Instant, zone: Zone) -> String {
    if abbreviation(from, zone) == abbreviation(to, zone) {
        format!("{}\u{2013}{}", time(from, zone), clock(to, zone))
    } else {
        format!("{}\u{2013}{}", clock(from, zone), clock(to, zone))
    }
}

/// `23–29 November`, `30 November – 6 December`; with the year where it is not the present one.
pub(crate) fn days_text(first: NaiveDate, last: NaiveDate, today: NaiveDate) -> String {
    let begin = if (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{}\u{2013}", first.day())
    } else {
        format!("{} \u{2013} ", first.format("%-d %B"))
    };
    let year = if last.year() == today.year() { "" } else { " %Y" };
    format!("{begin}{}", last.format(&format!("%-d %B{year}")))
}

/// Days in a row, the first from its own midnight on; `note` is left empty.
pub(crate) fn days(first: NaiveDate, count: u32, zone: Zone, now: Instant) -> Vec<Day> {
    let begin = start_of_day(first, zone);
    let all = first.iter_days().take(usize::try_from(count).unwrap_or(usize::MAX));
    all.map(|day| {
        let (from, to) = (start_of_day(day, zone), start_of_day(after(day), zone));
        Day {
            day: day.to_string(),
            head: day.format("%a %-d").to_string(),
            note: String::new(),
            minutes: (to - from).num_minutes(),
            begins: (from - begin).num_minutes(),
            today: from <= now && now < to,
            weekend: matches!(day.weekday(), Weekday::Sat | Weekday::Sun),
            hours: hours(from, to, zone),
        }
    })
    .collect()
}

/// The day after; the last that the calendar knows stays.
pub(crate) fn after(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

/// The Monday of a day's week.
pub(crate) fn monday(day: NaiveDate) -> NaiveDate {
    day.week(Weekday::Mon).first_day()
}

/// Every zone's clocks differ from UTC by whole quarters of an hour.
const QUARTER: Span = Span::minutes(15);

fn hours(from: Instant, to: Instant, zone: Zone) -> Vec<Hour> {
    let quarters = (0..).map(|quarter| from + QUARTER * quarter).take_while(|at| *at < to);
    let whole = quarters.filter(|at| civil_of(*at, zone).minute() == 0);
    whole.map(|at| Hour { minute: (at - from).num_minutes(), text: time(at, zone) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn york() -> Zone {
        Zone::from(chrono_tz::America::New_York)
    }

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_of_25_hours_has_its_repeated_hour_twice_and_one_of_23_lacks_the_skipped_one() {
        let noon = at("2026-11-01T17:00:00Z");
        let autumn = &days(day("2026-11-01"), 1, york(), noon)[0];
        assert_eq!((autumn.minutes, autumn.hours.len()), (1500, 25));
        let texts: Vec<&str> = autumn.hours.iter().map(|hour| hour.text.as_str()).collect();
        assert_eq!(&texts[..4], ["00:00", "01:00", "01:00", "02:00"]);
        let spring = &days(day("2026-03-08"), 1, york(), noon)[0];
        assert_eq!((spring.minutes, spring.hours.len()), (1380, 23));
        assert_eq!((spring.hours[2].minute, spring.hours[2].text.as_str()), (120, "03:00"));
    }

    #[test]
    fn days_after_a_long_day_begin_later_and_only_one_is_today() {
        let week = days(day("2026-10-26"), 7, york(), at("2026-11-01T05:30:00Z"));
        assert_eq!(week.iter().map(|day| day.begins).collect::<Vec<_>>()[..2], [0, 1440]);
        assert_eq!(week.iter().map(|day| day.minutes).sum::<i64>(), 7 * 1440 + 60);
        assert_eq!(week.iter().position(|day| day.today), Some(6));
        assert_eq!(week.iter().filter(|day| day.weekend).count(), 2);
    }

    #[test]
    fn a_stamp_counts_true_minutes_of_its_day() {
        let second_one = stamp(at("2026-11-01T06:30:00Z"), york());
        assert_eq!((second_one.minute, second_one.clock.as_str()), (150, "01:30 EST"));
        assert_eq!(stamp(at("2026-11-02T04:59:00Z"), york()).minute, 1499);
        assert_eq!(stamp(at("2026-11-25T14:00:00Z"), york()).text, "Wed 25 Nov 09:00 EST");
        assert_eq!(second_one.at, "2026-11-01T06:30:00Z");
    }

    #[test]
    fn times_are_written_as_people_say_them() {
        let now = at("2026-11-25T15:42:00Z");
        assert_eq!(when(at("2026-11-25T17:00:00Z"), now, york()), "today 12:00 EST");
        assert_eq!(when(at("2026-11-26T12:24:00Z"), now, york()), "tomorrow 07:24 EST");
        assert_eq!(when(at("2027-01-02T12:24:00Z"), now, york()), "2 Jan 2027 07:24 EST");
        assert_eq!(length(Span::minutes(78)), "1 h 18 min");
        assert_eq!(length(Span::hours(2)), "2 h");
        assert_eq!(length(Span::seconds(40)), "40 s");
        assert_eq!(
            between(at("2026-11-25T12:30:00Z"), at("2026-11-25T23:00:00Z"), york()),
            "07:30–18:00 EST"
        );
        assert_eq!(
            between(at("2026-11-01T02:00:00Z"), at("2026-11-01T09:00:00Z"), york()),
            "22:00 EDT–04:00 EST"
        );
        assert_eq!(days_text(day("2026-11-23"), day("2026-11-29"), day("2026-11-25")), "23–29 November");
        assert_eq!(
            days_text(day("2026-11-30"), day("2026-12-06"), day("2027-01-01")),
            "30 November – 6 December 2026"
        );
    }
}
