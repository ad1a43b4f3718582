//! The eleven US federal holidays with their observed days (5 U.S.C. 6103): one on a Saturday is observed on the
//! Friday before, one on a Sunday on the Monday after. Days are civil; whose zone is the occurrence's matter.

use crate::time::Span;
use chrono::{Datelike, NaiveDate, Weekday};

/// The name of the federal holiday that falls on, or is observed on, the day.
pub fn us_federal(day: NaiveDate) -> Option<&'static str> {
    // New Year's Day of next year may be observed on this year's last Friday.
    let years = [day.year(), day.year() + 1];
    years
        .into_iter()
        .flat_map(of_year)
        .find(|(holiday, _)| *holiday == day || observed(*holiday) == day)
        .map(|(_, name)| name)
}

fn observed(holiday: NaiveDate) -> NaiveDate {
    match holiday.weekday() {
        Weekday::Sat => holiday - Span::days(1),
        Weekday::Sun => holiday + Span::days(1),
        Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri => holiday,
    }
}

fn of_year(year: i32) -> impl Iterator<Item = (NaiveDate, &'static str)> {
    let fixed = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let nth = |month, weekday, n| NaiveDate::from_weekday_of_month_opt(year, month, weekday, n);
    let memorial = nth(5, Weekday::Mon, 5).or_else(|| nth(5, Weekday::Mon, 4));
    [
        (fixed(1, 1), "New Year's Day"),
        (nth(1, Weekday::Mon, 3), "Birthday of Martin Luther King, Jr."),
        (nth(2, Weekday::Mon, 3), "Washington's Birthday"),
        (memorial, "Memorial Day"),
        (fixed(6, 19), "Juneteenth National Independence Day"),
        (fixed(7, 4), "Independence Day"),
        (nth(9, Weekday::Mon, 1), "Labor Day"),
        (nth(10, Weekday::Mon, 2), "Columbus Day"),
        (fixed(11, 11), "Veterans Day"),
        (nth(11, Weekday::Thu, 4), "Thanksgiving Day"),
        (fixed(12, 25), "Christmas Day"),
    ]
    .into_iter()
    .filter_map(|(day, name)| Some((day?, name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_holidays_of_2026_to_2028_are_those_the_government_lists() {
        let listed = [
            "2026-01-01",
            "2026-01-19",
            "2026-02-16",
            "2026-05-25",
            "2026-06-19",
            "2026-07-03",
            "2026-09-07",
            "2026-10-12",
            "2026-11-11",
            "2026-11-26",
            "2026-12-25",
            "2027-06-18",
            "2027-07-05",
            "2027-12-24",
            "2027-12-31",
        ];
        for day in listed {
            assert!(us_federal(day.parse().unwrap()).is_some(), "{day}");
        }
        assert_eq!(
            us_federal("2026-07-04".parse().unwrap()),
            Some("Independence Day"),
            "the day itself counts too"
        );
        assert_eq!(us_federal("2026-11-27".parse().unwrap()), None, "the Friday after Thanksgiving is none");
    }
}
