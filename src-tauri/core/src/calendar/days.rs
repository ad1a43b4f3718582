//! The days of a rule. rrule walks the periods (years, months, weeks, days) and gives the days in them, labelled UTC;
//! which of them fit is decided here part by part, because rrule walks on for thousands of years where nothing fits, and
//! gets some of the parts wrong (mixed BYDAY, BYWEEKNO=53, the fifth last weekday). Never hand it a zone: it loses
//! instances when clocks change at midnight.

use super::rule::{Frequency, Rule, number};
use crate::time::{Civil, Span};
use chrono::{Datelike, Month, NaiveDate, NaiveTime, Weekday};
use rrule::{NWeekday, RRule, RRuleSet, Tz};

/// The first day rrule is asked for: of the first period, or, where nothing has to be counted, of the last period
/// before the range. A first week, month or year is whole, so that BYSETPOS counts in it as in any other (RFC 5545
/// §3.3.10: in one interval of the rule); what lies before the start is left out afterwards.
pub(super) fn first_day(rule: &Rule, base: Civil, from: Civil) -> Option<NaiveDate> {
    let start = base.date();
    let ahead = if rule.count.is_some() { start } else { from.date().max(start) };
    let whole = |distance: i64, interval: i64| (distance.div_euclid(interval)) * interval;
    let interval = i64::from(rule.interval);
    match rule.frequency {
        Frequency::Yearly => {
            let year = i64::from(start.year()) + whole(i64::from(ahead.year() - start.year()), interval);
            NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, 1, 1)
        }
        Frequency::Monthly => {
            let month = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
            let month = month(start) + whole(month(ahead) - month(start), interval);
            let month0 = u32::try_from(month.rem_euclid(12)).ok()?;
            NaiveDate::from_ymd_opt(i32::try_from(month.div_euclid(12)).ok()?, month0 + 1, 1)
        }
        Frequency::Weekly => {
            let first = week_begin(start, rule.week_start);
            Some(first + Span::days(whole((ahead - first).num_days(), interval * 7)))
        }
        Frequency::Daily | Frequency::Hourly | Frequency::Minutely | Frequency::Secondly => {
            Some(start + Span::days(whole((ahead - start).num_days(), interval)))
        }
    }
}

/// The days of the rule's periods from a first day on, thinned out by rrule only where every period keeps some.
pub(super) fn days(rule: &Rule, first: NaiveDate) -> Option<impl Iterator<Item = NaiveDate>> {
    let frequency = match rule.frequency {
        Frequency::Yearly => rrule::Frequency::Yearly,
        Frequency::Monthly => rrule::Frequency::Monthly,
        Frequency::Weekly => rrule::Frequency::Weekly,
        Frequency::Daily | Frequency::Hourly | Frequency::Minutely | Frequency::Secondly => {
            rrule::Frequency::Daily
        }
    };
    let mut periods =
        RRule::new(frequency).interval(u16::try_from(rule.interval).ok()?).week_start(rule.week_start);
    if rule.frequency > Frequency::Daily {
        let days_that_every_month_has = rule.month_days.iter().any(|day| day.abs() <= 28);
        if rule.frequency > Frequency::Weekly && rule.weekdays.is_empty() && days_that_every_month_has {
            periods = periods
                .by_month_day(rule.month_days.iter().filter_map(|day| i8::try_from(*day).ok()).collect());
        } else {
            periods = periods.by_weekday(weekdays(rule).into_iter().map(NWeekday::Every).collect());
        }
    }
    if rule.frequency == Frequency::Yearly {
        let month = |number: &i32| Month::try_from(u8::try_from(*number).ok()?).ok();
        periods = periods.by_month(&rule.months.iter().filter_map(month).collect::<Vec<_>>());
    }
    let start = first.and_time(NaiveTime::MIN).and_utc().with_timezone(&Tz::UTC);
    let set = RRuleSet::new(start).rrule(periods.validate(start).ok()?).limit();
    Some((&set).into_iter().map(|day| day.date_naive()))
}

/// The weekdays a rule names, all where it names none.
fn weekdays(rule: &Rule) -> Vec<Weekday> {
    const ALL: [Weekday; 7] =
        [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
    let named =
        |day: &Weekday| rule.weekdays.is_empty() || rule.weekdays.iter().any(|(_, named)| named == day);
    ALL.into_iter().filter(named).collect()
}

/// Whether a day is one of the rule's: every part that is there must agree.
pub(super) fn fits(rule: &Rule, day: NaiveDate) -> bool {
    let (month_length, year_length) = lengths(day);
    let counted = |list: &[i32], at: i32, length: i32| {
        list.is_empty() || list.contains(&at) || list.contains(&(at - length - 1))
    };
    (rule.months.is_empty() || rule.months.contains(&number(day.month())))
        && counted(&rule.month_days, number(day.day()), month_length)
        && counted(&rule.year_days, number(day.ordinal()), year_length)
        && fits_week_number(rule, day)
        && fits_weekday(rule, day)
}

/// The days of its month and of its year.
fn lengths(day: NaiveDate) -> (i32, i32) {
    (number(u32::from(day.num_days_in_month())), if day.leap_year() { 366 } else { 365 })
}

/// Week one is the first with four days in the year (ISO 8601, with the rule's own first day of the week).
fn fits_week_number(rule: &Rule, day: NaiveDate) -> bool {
    if rule.week_numbers.is_empty() {
        return true;
    }
    let middle = |day: NaiveDate| week_begin(day, rule.week_start) + Span::days(3);
    let week = number(middle(day).ordinal0() / 7 + 1);
    let Some(late) = NaiveDate::from_ymd_opt(middle(day).year(), 12, 28) else { return false };
    let weeks = number(middle(late).ordinal0() / 7 + 1);
    rule.week_numbers.contains(&week) || rule.week_numbers.contains(&(week - weeks - 1))
}

/// An ordinal counts in the month or the year, and nowhere else.
pub(super) fn fits_weekday(rule: &Rule, day: NaiveDate) -> bool {
    let (month_length, year_length) = lengths(day);
    let (at, length) = match rule.frequency {
        Frequency::Monthly => (number(day.day()), month_length),
        Frequency::Yearly if !rule.months.is_empty() => (number(day.day()), month_length),
        Frequency::Yearly if rule.week_numbers.is_empty() => (number(day.ordinal()), year_length),
        Frequency::Yearly
        | Frequency::Weekly
        | Frequency::Daily
        | Frequency::Hourly
        | Frequency::Minutely
        | Frequency::Secondly => (0, 0),
    };
    let nth = |ordinal: i32| match ordinal {
        _ if at == 0 || ordinal == 0 => true,
        1.. => (at - 1) / 7 + 1 == ordinal,
        _ => (length - at) / 7 + 1 == -ordinal,
    };
    rule.weekdays.is_empty()
        || rule.weekdays.iter().any(|(ordinal, weekday)| *weekday == day.weekday() && nth(*ordinal))
}

/// What BYSETPOS counts in; without it every day stands alone.
pub(super) fn period(rule: &Rule, day: NaiveDate) -> i32 {
    match rule.frequency {
        Frequency::Yearly if !rule.positions.is_empty() => day.year(),
        Frequency::Monthly if !rule.positions.is_empty() => day.year() * 12 + number(day.month0()),
        Frequency::Weekly if !rule.positions.is_empty() => {
            week_begin(day, rule.week_start).num_days_from_ce()
        }
        Frequency::Yearly
        | Frequency::Monthly
        | Frequency::Weekly
        | Frequency::Daily
        | Frequency::Hourly
        | Frequency::Minutely
        | Frequency::Secondly => day.num_days_from_ce(),
    }
}

fn week_begin(day: NaiveDate, week_start: Weekday) -> NaiveDate {
    day - Span::days(i64::from(day.weekday().days_since(week_start)))
}
