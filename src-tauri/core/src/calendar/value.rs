//! Date, date-time and duration values as text writes them. Owns their grammar and the sane range of each; which zone
//! a date-time is read in is [`super::zone`]'s to say. A length is the way the hands of a wall clock go, not true time:
//! a night shift from 22:00 to 06:00 ends at 06:00 when the clocks change, and `PT24H` is a day. RFC 5545 would have
//! it otherwise for `PT24H`, but people, and the engines we measure ourselves by, do not.

use super::zone::Clock;
use crate::time::{Civil, Instant, Span};
use chrono::{NaiveDate, NaiveTime};

/// The longest event that is believed: two years. Longer ones are typing errors, or harm.
const LONGEST: Span = Span::days(366 * 2);

/// A date or date-time as written, no zone applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stamp {
    /// A day.
    Date(NaiveDate),
    /// A wall clock's time.
    Local(Civil),
    /// A time in UTC.
    Utc(Civil),
}

/// A date or date-time with its clock: what was written and which instant it is.
#[derive(Clone, Debug)]
pub(super) struct Moment {
    /// What the wall clock of `clock` shows; midnight for a date.
    pub(super) civil: Civil,
    /// Given as a date.
    pub(super) date_only: bool,
    /// The date as written, before any zone.
    pub(super) written: NaiveDate,
    /// True time.
    pub(super) at: Instant,
    /// The clock it was read on.
    pub(super) clock: Clock,
}

impl Moment {
    /// The instant a length after this moment.
    pub(super) fn later(&self, length: Span) -> Instant {
        self.clock.end(self.civil, length)
    }
}

/// Reads `20260302`, `20260302T090000`, `20260302T090000Z`. Years before 1 and after 9999 are refused.
pub(super) fn stamp(text: &str) -> Option<Stamp> {
    let text = text.trim();
    let (date, time) = match text.split_once(['T', 't']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let [year, month, day] = numbers(date, [4, 2, 2])?;
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day).filter(|_| year > 0)?;
    let Some(time) = time else { return Some(Stamp::Date(date)) };
    // Twice, as one publisher writes it.
    let digits = time.trim_end_matches(['Z', 'z']);
    let (time, utc) = (digits, digits.len() < time.len());
    let [hour, minute, second] = numbers(time, [2, 2, 2])?;
    // A leap second is the last second of its minute to everybody who keeps appointments.
    let civil =
        date.and_time(NaiveTime::from_hms_opt(hour, minute, second.min(if second == 60 { 59 } else { 99 }))?);
    Some(if utc { Stamp::Utc(civil) } else { Stamp::Local(civil) })
}

/// Splits digits into fields of these widths.
fn numbers(text: &str, widths: [usize; 3]) -> Option<[u32; 3]> {
    if text.len() != widths.iter().sum::<usize>() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (first, rest) = text.split_at(widths[0]);
    let (second, third) = rest.split_at(widths[1]);
    Some([first.parse().ok()?, second.parse().ok()?, third.parse().ok()?])
}

/// Reads `P1W`, `P1DT2H`, `PT30M`. Negative ones are no time at all; absurd ones are refused.
pub(super) fn length(text: &str) -> Option<Span> {
    let upper = text.trim().to_ascii_uppercase();
    let (negative, rest) = match upper.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, upper.strip_prefix('+').unwrap_or(&upper)),
    };
    let rest = rest.strip_prefix('P')?;
    let (days, time) = rest.split_once('T').unwrap_or((rest, ""));
    if days.is_empty() && time.is_empty() {
        return None;
    }
    let days = units(days, &[('W', 7), ('D', 1)])?;
    let seconds = units(time, &[('H', 3600), ('M', 60), ('S', 1)])?;
    let length = Span::try_days(days)?.checked_add(&Span::try_seconds(seconds)?)?;
    (length <= LONGEST).then_some(if negative { Span::zero() } else { length })
}

/// The sum of numbers with units, `1H30M`.
fn units(text: &str, known: &[(char, i64)]) -> Option<i64> {
    let mut sum = 0_i64;
    let mut number = String::new();
    for c in text.chars() {
        if c.is_ascii_digit() {
            number.push(c);
            continue;
        }
        let (_, size) = known.iter().find(|(unit, _)| *unit == c)?;
        sum = sum.checked_add(number.parse::<i64>().ok()?.checked_mul(*size)?)?;
        number.clear();
    }
    number.is_empty().then_some(sum)
}

/// The length between two moments: of the wall clock where both are read on the same, else true time.
/// `None` beyond what is believed.
pub(super) fn between(start: &Moment, end: &Moment) -> Option<Span> {
    let same_clock = start.clock.name() == end.clock.name();
    let length = if same_clock { end.civil - start.civil } else { end.at - start.at };
    (length <= LONGEST).then(|| length.max(Span::zero()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_are_read_and_anything_else_is_not() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        assert_eq!(stamp("20260302"), Some(Stamp::Date(day)));
        assert_eq!(stamp("20260302T090000"), Some(Stamp::Local(day.and_hms_opt(9, 0, 0).unwrap())));
        assert_eq!(stamp("20260302t235960z"), Some(Stamp::Utc(day.and_hms_opt(23, 59, 59).unwrap())));
        for bad in [
            "",
            "2026-03-02 09:00",
            "20260230",
            "20260302T0900",
            "20260302T240000",
            "00000101",
            "２０２６0302",
        ] {
            assert_eq!(stamp(bad), None, "{bad}");
        }
    }

    #[test]
    fn durations_are_read_and_absurd_ones_are_not() {
        assert_eq!(length("P1DT2H"), Some(Span::hours(26)));
        assert_eq!(length("+P2W"), Some(Span::days(14)));
        assert_eq!(length("-PT15M"), Some(Span::zero()));
        for bad in
            ["", "P", "PT", "1H", "PT1", "P1X", "P999999999999999999W", "PT99999999999999999999S", "P9999D"]
        {
            assert_eq!(length(bad), None, "{bad}");
        }
    }
}
