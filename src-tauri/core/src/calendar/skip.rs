//! Days that a month or a year does not have, moved instead of left out: SKIP (RFC 7529 §4.1). Owns the days of such
//! rules, period by period, since a moved day may lie outside the period it comes from. Rules of weeks and shorter name
//! no day that is not there.

use super::days::fits_weekday;
use super::rule::{Frequency, Rule, Skip, number};
use chrono::{Datelike, NaiveDate};

/// When a rule's period begins, and its days, ascending; `None` beyond the years that a date can have, and for rules
/// that [`super::days`] can walk.
pub(super) fn period_days(rule: &Rule, start: NaiveDate, nth: u32) -> Option<(NaiveDate, Vec<NaiveDate>)> {
    let periods = i32::try_from(nth.checked_mul(rule.interval)?).ok()?;
    let (begin, mut days) = match rule.frequency {
        Frequency::Monthly => {
            let month = (start.year().checked_mul(12)? + number(start.month0())).checked_add(periods)?;
            let begin = first_of(month.div_euclid(12), month.rem_euclid(12) + 1)?;
            (begin, of_month(rule, begin))
        }
        Frequency::Yearly => {
            let begin = first_of(start.year().checked_add(periods)?, 1)?;
            (begin, of_year(rule, begin))
        }
        Frequency::Weekly
        | Frequency::Daily
        | Frequency::Hourly
        | Frequency::Minutely
        | Frequency::Secondly => return None,
    };
    days.sort_unstable();
    days.dedup();
    Some((begin, days))
}

/// Whether a rule has days that may have to be moved.
pub(super) fn moves_days(rule: &Rule) -> bool {
    let of_month = !rule.month_days.is_empty() && rule.year_days.is_empty() && rule.week_numbers.is_empty();
    let of_year = rule.frequency == Frequency::Yearly
        && !rule.year_days.is_empty()
        && rule.month_days.is_empty()
        && rule.week_numbers.is_empty();
    rule.skip != Skip::Omit && rule.frequency >= Frequency::Monthly && (of_month || of_year)
}

fn first_of(year: i32, month: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, 1)
}

fn of_month(rule: &Rule, first: NaiveDate) -> Vec<NaiveDate> {
    if !rule.months.is_empty() && !rule.months.contains(&number(first.month())) {
        return vec![];
    }
    let length = number(u32::from(first.num_days_in_month()));
    let days = rule.month_days.iter().filter_map(|day| placed(rule.skip, first, length, *day));
    days.filter(|day| fits_weekday(rule, *day)).collect()
}

fn of_year(rule: &Rule, first: NaiveDate) -> Vec<NaiveDate> {
    if rule.year_days.is_empty() {
        return (1..=12)
            .filter_map(|month| first_of(first.year(), month))
            .flat_map(|month| of_month(rule, month))
            .collect();
    }
    let length = if first.leap_year() { 366 } else { 365 };
    let days = rule.year_days.iter().filter_map(|day| placed(rule.skip, first, length, *day));
    let in_months = |day: &NaiveDate| rule.months.is_empty() || rule.months.contains(&number(day.month()));
    days.filter(in_months).filter(|day| fits_weekday(rule, *day)).collect()
}

/// The day with this number, counted from the end where negative, or the one beside the place where it would be.
fn placed(skip: Skip, first: NaiveDate, length: i32, number: i32) -> Option<NaiveDate> {
    let offset = if number > 0 { number - 1 } else { length + number };
    let offset = match skip {
        Skip::Omit => (0..length).contains(&offset).then_some(offset)?,
        Skip::Forward => offset.clamp(0, length),
        Skip::Backward => offset.clamp(-1, length - 1),
    };
    first.checked_add_signed(crate::time::Span::days(i64::from(offset)))
}
