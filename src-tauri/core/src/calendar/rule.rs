//! The text of a recurrence rule (RFC 5545 §3.3.10) to its parts: what is tolerated, what is refused, and the parts that
//! the text leaves to DTSTART (RFC 8984 §4.3.3.1). Owns no date arithmetic: [`super::recur`] does that.

use super::problems::quote;
use super::value::{Stamp, stamp};
use crate::time::Civil;
use chrono::{Datelike, NaiveTime, Weekday};

/// Times of one day, or of one hour, that a rule may name.
const MOST_TIMES: usize = 3_000;

/// FREQ, from the shortest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Frequency {
    Secondly,
    Minutely,
    Hourly,
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// A rule's parts. Lists are sorted and without doubles; an empty one stands for a part that is not there.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) frequency: Frequency,
    pub(super) interval: u32,
    pub(super) count: Option<u32>,
    /// The last wall time, UNTIL seen on the clock of the series.
    pub(super) last: Option<Civil>,
    pub(super) week_start: Weekday,
    pub(super) months: Vec<i32>,
    pub(super) week_numbers: Vec<i32>,
    pub(super) year_days: Vec<i32>,
    pub(super) month_days: Vec<i32>,
    /// With the ordinal, zero where there is none.
    pub(super) weekdays: Vec<(i32, Weekday)>,
    pub(super) hours: Vec<i32>,
    pub(super) minutes: Vec<i32>,
    pub(super) seconds: Vec<i32>,
    pub(super) positions: Vec<i32>,
    /// Without any BY part: instances follow one another at one distance.
    pub(super) plain: bool,
    /// What becomes of days that a month or year does not have.
    pub(super) skip: Skip,
    until: Option<Stamp>,
}

impl Rule {
    /// Reads a rule.
    ///
    /// # Errors
    ///
    /// Why it cannot be followed, for people.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let mut rule = Self::empty();
        let mut frequency = None;
        // A comma where a semicolon belongs.
        let text = text.to_ascii_uppercase().replace(",BY", ";BY");
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let Some((name, value)) = part.split_once('=') else {
                return Err(format!("{} is no part of a rule", quote(part)));
            };
            let (name, value) = (name.trim(), value.trim());
            if name == "FREQ" {
                frequency = Some(read_frequency(value)?);
            } else {
                rule.set(name, value).ok_or_else(|| format!("{} cannot be read", quote(part)))?;
            }
        }
        rule.frequency = frequency.ok_or("it has no FREQ")?;
        rule.refuse_what_cannot_be()?;
        Ok(rule)
    }

    fn empty() -> Self {
        Self {
            frequency: Frequency::Yearly,
            interval: 1,
            count: None,
            last: None,
            week_start: Weekday::Mon,
            months: vec![],
            week_numbers: vec![],
            year_days: vec![],
            month_days: vec![],
            weekdays: vec![],
            hours: vec![],
            minutes: vec![],
            seconds: vec![],
            positions: vec![],
            plain: false,
            skip: Skip::Omit,
            until: None,
        }
    }

    fn set(&mut self, name: &str, value: &str) -> Option<()> {
        match name {
            "INTERVAL" => self.interval = value.parse().ok().filter(|interval| *interval > 0)?,
            "COUNT" => self.count = Some(value.parse().ok().filter(|count| *count > 0)?),
            "UNTIL" => self.until = Some(stamp(value)?),
            "WKST" => self.week_start = weekday(value)?,
            "BYMONTH" => self.months = numbers(value, 1, 12, false)?,
            "BYWEEKNO" => self.week_numbers = numbers(value, 1, 53, true)?,
            "BYYEARDAY" => self.year_days = numbers(value, 1, 366, true)?,
            "BYMONTHDAY" => self.month_days = numbers(value, 1, 31, true)?,
            "BYSETPOS" => self.positions = numbers(value, 1, 366, true)?,
            "BYHOUR" => self.hours = numbers(value, 0, 23, false)?,
            "BYMINUTE" => self.minutes = numbers(value, 0, 59, false)?,
            "BYSECOND" => self.seconds = numbers(value, 0, 59, false)?,
            "BYDAY" => self.weekdays = weekdays(value)?,
            "BYEASTER" => return None,
            "RSCALE" => (value == "GREGORIAN").then_some(())?,
            "SKIP" => self.skip = skip(value)?,
            // Other publishers' own parts mean nothing here.
            _ => (),
        }
        Some(())
    }

    fn refuse_what_cannot_be(&self) -> Result<(), String> {
        let count = |lists: &[&Vec<i32>]| lists.iter().map(|list| list.len().max(1)).product::<usize>();
        let (times, period) = match self.frequency {
            Frequency::Secondly | Frequency::Minutely => (1, ""),
            Frequency::Hourly => (count(&[&self.minutes, &self.seconds]), "an hour"),
            Frequency::Daily | Frequency::Weekly | Frequency::Monthly | Frequency::Yearly => {
                (count(&[&self.hours, &self.minutes, &self.seconds]), "a day")
            }
        };
        if times > MOST_TIMES { Err(format!("it asks for {times} times {period}")) } else { Ok(()) }
    }

    /// The rule as it stands for a series: UNTIL on its wall clock, parts of time dropped for days, and the parts that
    /// come from DTSTART written out.
    pub(super) fn in_wall_time(
        mut self,
        start: Civil,
        all_day: bool,
        of_utc: impl Fn(Civil) -> Civil,
    ) -> Self {
        self.last = self.until.map(|until| match until {
            Stamp::Date(day) => day.and_time(NaiveTime::MIN),
            Stamp::Local(civil) | Stamp::Utc(civil) if all_day => civil.date().and_time(NaiveTime::MIN),
            Stamp::Local(civil) => civil,
            Stamp::Utc(civil) => of_utc(civil),
        });
        if all_day {
            (self.hours, self.minutes, self.seconds) = (vec![], vec![], vec![]);
        }
        self.plain =
            [&self.months, &self.week_numbers, &self.year_days, &self.month_days, &self.hours, &self.minutes]
                .iter()
                .chain([&&self.seconds, &&self.positions])
                .all(|list| list.is_empty())
                && self.weekdays.is_empty();
        self.complete(start);
        self
    }

    fn complete(&mut self, start: Civil) {
        let (month, day) = (number(start.month()), number(start.day()));
        let no_days = self.month_days.is_empty() && self.weekdays.is_empty();
        match self.frequency {
            Frequency::Yearly if self.year_days.is_empty() => {
                let whole_year = self.months.is_empty() && self.week_numbers.is_empty();
                if whole_year && (!self.month_days.is_empty() || self.weekdays.is_empty()) {
                    self.months = vec![month];
                }
                if no_days && self.week_numbers.is_empty() {
                    self.month_days = vec![day];
                } else if no_days {
                    self.weekdays = vec![(0, start.weekday())];
                }
            }
            Frequency::Monthly if no_days && self.week_numbers.is_empty() && self.year_days.is_empty() => {
                self.month_days = vec![day];
            }
            Frequency::Weekly if no_days && self.week_numbers.is_empty() && self.year_days.is_empty() => {
                self.weekdays = vec![(0, start.weekday())];
            }
            Frequency::Yearly
            | Frequency::Monthly
            | Frequency::Weekly
            | Frequency::Daily
            | Frequency::Hourly
            | Frequency::Minutely
            | Frequency::Secondly => (),
        }
    }
}

/// SKIP (RFC 7529 §4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Skip {
    Omit,
    Forward,
    Backward,
}

fn skip(value: &str) -> Option<Skip> {
    Some(match value {
        "OMIT" => Skip::Omit,
        "FORWARD" => Skip::Forward,
        "BACKWARD" => Skip::Backward,
        _ => return None,
    })
}

/// A small number of the calendar.
pub(super) fn number(value: u32) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}

fn read_frequency(value: &str) -> Result<Frequency, String> {
    Ok(match value {
        "SECONDLY" => Frequency::Secondly,
        "MINUTELY" => Frequency::Minutely,
        "HOURLY" => Frequency::Hourly,
        "DAILY" => Frequency::Daily,
        "WEEKLY" => Frequency::Weekly,
        "MONTHLY" => Frequency::Monthly,
        "YEARLY" => Frequency::Yearly,
        _ => return Err(format!("FREQ={} is not known", quote(value))),
    })
}

/// A list of numbers, each from `least` to `most`, or counted from the end where `negative` allows it.
fn numbers(text: &str, least: i32, most: i32, negative: bool) -> Option<Vec<i32>> {
    let read = |text: &str| {
        let number: i32 = text.trim().parse().ok()?;
        let fits = (least..=most).contains(&number) || (negative && (-most..=-least).contains(&number));
        fits.then_some(number)
    };
    let mut list =
        text.split(',').filter(|part| !part.trim().is_empty()).map(read).collect::<Option<Vec<_>>>()?;
    list.sort_unstable();
    list.dedup();
    (!list.is_empty()).then_some(list)
}

fn weekdays(text: &str) -> Option<Vec<(i32, Weekday)>> {
    let read = |text: &str| {
        let text = text.trim();
        let name_at = text.len().checked_sub(2)?;
        let (ordinal, name) = (text.get(..name_at)?, text.get(name_at..)?);
        let ordinal = if ordinal.is_empty() { 0 } else { ordinal.parse().ok()? };
        (-53..=53).contains(&ordinal).then_some((ordinal, weekday(name)?))
    };
    let parts = text.split(',').filter(|part| !part.trim().is_empty());
    let mut list = parts.map(read).collect::<Option<Vec<_>>>()?;
    list.sort_unstable_by_key(|(ordinal, day)| (*ordinal, day.num_days_from_monday()));
    list.dedup();
    (!list.is_empty()).then_some(list)
}

fn weekday(name: &str) -> Option<Weekday> {
    Some(match name {
        "MO" => Weekday::Mon,
        "TU" => Weekday::Tue,
        "WE" => Weekday::Wed,
        "TH" => Weekday::Thu,
        "FR" => Weekday::Fri,
        "SA" => Weekday::Sat,
        "SU" => Weekday::Sun,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_spellings_are_read() {
        let rule = Rule::read(
            "freq=weekly;byday=mo, +1fr,bymonth=3;X-FOO=BAR;WKST=su;INTERVAL=2;;RSCALE=GREGORIAN;",
        )
        .unwrap();
        assert_eq!((rule.frequency, rule.interval, rule.week_start), (Frequency::Weekly, 2, Weekday::Sun));
        assert_eq!(rule.weekdays, [(0, Weekday::Mon), (1, Weekday::Fri)]);
    }

    #[test]
    fn what_cannot_be_followed_is_refused_with_the_reason() {
        for text in [
            "",
            "COUNT=3",
            "FREQ=FORTNIGHTLY",
            "FREQ=DAILY;INTERVAL=0",
            "FREQ=DAILY;INTERVAL=99999999999",
            "FREQ=DAILY;COUNT=0",
            "FREQ=DAILY;UNTIL=123456T",
            "FREQ=DAILY;BYHOUR=24",
            "FREQ=MONTHLY;BYMONTHDAY=0",
            "FREQ=MONTHLY;BYDAY=",
            "FREQ=MONTHLY;BYDAY=é",
            "FREQ=YEARLY;BYEASTER=0",
            "FREQ=YEARLY;RSCALE=HEBREW",
            "FREQ=DAILY;COUNT",
        ] {
            assert!(Rule::read(text).is_err(), "{text}");
        }
        let all = |most: i32| (0..=most).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
        let bomb = format!("FREQ=DAILY;BYHOUR={};BYMINUTE={};BYSECOND={}", all(23), all(59), all(59));
        assert!(Rule::read(&bomb).unwrap_err().contains("86400 times a day"));
        let hourly = format!("FREQ=HOURLY;BYMINUTE={};BYSECOND={}", all(59), all(59));
        assert!(Rule::read(&hourly).unwrap_err().contains("3600 times an hour"));
        let most = format!("FREQ=HOURLY;BYMINUTE={};BYSECOND={}", all(59), all(49));
        assert!(Rule::read(&most).is_ok(), "3,000 are followed");
    }
}
