//! A rule to wall times in a range: COUNT, UNTIL, BYSETPOS and the times of a day. Owns the bounds of that work; which
//! days a rule has is [`super::days`]'. There is no zone here, and so no clock change: that comes after.

use super::days::{days, first_day, fits, period};
use super::rule::{Frequency, Rule, number};
use super::skip::{moves_days, period_days};
use crate::time::{Civil, Span};
use chrono::{NaiveDate, NaiveTime, Timelike};
use std::ops::ControlFlow;

/// Instances of one series in one window: every minute of a month. A quarter of what a feed may have, so that one
/// runaway series does not crowd out a whole office.
pub(super) const MOST_OF_SERIES: usize = 50_000;
/// Days and times looked at for one series, and for all of one feed. A daily series of a hundred years is 36,525.
const STEPS_OF_SERIES: u32 = 400_000;
const STEPS_OF_FEED: u32 = 2_000_000;
/// Candidates in one period that BYSETPOS picks from.
const MOST_OF_PERIOD: usize = 3_000;
const STEPS_OF_ZONE: u32 = 20_000;

/// Work that may still be done.
#[derive(Debug)]
pub(super) struct Budget {
    feed: u32,
    series: u32,
}

impl Budget {
    /// For a whole feed.
    pub(super) fn for_feed() -> Self {
        Self { feed: STEPS_OF_FEED, series: STEPS_OF_SERIES }
    }

    /// For the clock changes of one zone: its rules have a few days to look at in each year.
    pub(super) fn for_zone() -> Self {
        Self { feed: STEPS_OF_ZONE, series: STEPS_OF_ZONE }
    }

    /// For something that stands alone.
    pub(super) fn for_one_series() -> Self {
        Self { feed: STEPS_OF_SERIES, series: STEPS_OF_SERIES }
    }

    /// The next series has its own part of the work.
    pub(super) fn next_series(&mut self) {
        self.series = STEPS_OF_SERIES;
    }

    fn step(&mut self) -> ControlFlow<End> {
        match (self.feed.checked_sub(1), self.series.checked_sub(1)) {
            (Some(feed), Some(series)) => {
                (self.feed, self.series) = (feed, series);
                ControlFlow::Continue(())
            }
            _ => ControlFlow::Break(End::TooMany),
        }
    }
}

/// What a rule gives in a range.
pub(super) struct Expansion {
    /// Wall times, ascending.
    pub(super) starts: Vec<Civil>,
    /// Whether that is all of them.
    pub(super) complete: bool,
}

/// Why a walk ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Done,
    TooMany,
}

/// The wall times of a rule from `from` (included) to `to` (excluded), never before its start.
pub(super) fn expand(rule: &Rule, start: Civil, from: Civil, to: Civil, budget: &mut Budget) -> Expansion {
    let mut taken = Taken { start, last: rule.last, left: rule.count, from, to, starts: vec![] };
    let base = taken.skip(rule);
    let end = match (base, rule.frequency) {
        (None, _) => ControlFlow::Break(End::Done),
        (Some(base), Frequency::Hourly | Frequency::Minutely | Frequency::Secondly) => {
            within_days(rule, base, &mut taken, budget)
        }
        (Some(base), _) if moves_days(rule) => by_moved_days(rule, base, &mut taken, budget),
        (Some(base), Frequency::Daily | Frequency::Weekly | Frequency::Monthly | Frequency::Yearly) => {
            by_days(rule, base, &mut taken, budget)
        }
    };
    Expansion { starts: taken.starts, complete: end != ControlFlow::Break(End::TooMany) }
}

/// The instances taken so far, and which are wanted.
struct Taken {
    start: Civil,
    last: Option<Civil>,
    left: Option<u32>,
    from: Civil,
    to: Civil,
    starts: Vec<Civil>,
}

impl Taken {
    /// Judges the next instance of the rule.
    fn take(&mut self, civil: Civil) -> ControlFlow<End> {
        if civil < self.start {
            return ControlFlow::Continue(());
        }
        if civil >= self.to || self.last.is_some_and(|last| civil > last) {
            return ControlFlow::Break(End::Done);
        }
        if civil >= self.from {
            if self.starts.len() >= MOST_OF_SERIES {
                return ControlFlow::Break(End::TooMany);
            }
            self.starts.push(civil);
        }
        match &mut self.left {
            Some(1) => ControlFlow::Break(End::Done),
            Some(left) => {
                *left -= 1;
                ControlFlow::Continue(())
            }
            None => ControlFlow::Continue(()),
        }
    }

    /// The day after which no instance is wanted.
    fn last_day(&self) -> NaiveDate {
        self.last.map_or(self.to, |last| last.min(self.to)).date()
    }

    /// Where the walk may begin: a rule at one distance is counted forward to the range without walking.
    /// `None` when its COUNT ends before.
    fn skip(&mut self, rule: &Rule) -> Option<Civil> {
        let Some(unit) = distance(rule).filter(|_| rule.plain && self.from > self.start) else {
            return Some(self.start);
        };
        let skipped = (self.from - self.start).num_seconds() / unit;
        if let Some(left) = self.left {
            let left = i64::from(left) - skipped;
            self.left = Some(u32::try_from(left).ok().filter(|left| *left > 0)?);
        }
        Some(self.start + Span::seconds(skipped * unit))
    }
}

/// The seconds between the periods of a rule, where they are always the same.
fn distance(rule: &Rule) -> Option<i64> {
    let unit = match rule.frequency {
        Frequency::Secondly => 1,
        Frequency::Minutely => 60,
        Frequency::Hourly => 3_600,
        Frequency::Daily => 86_400,
        Frequency::Weekly => 7 * 86_400,
        Frequency::Monthly | Frequency::Yearly => return None,
    };
    Some(unit * i64::from(rule.interval))
}

/// Rules of days and longer.
fn by_days(rule: &Rule, base: Civil, taken: &mut Taken, budget: &mut Budget) -> ControlFlow<End> {
    let times = times(rule, base);
    let last_day = taken.last_day();
    let Some(days) = first_day(rule, base, taken.from).and_then(|first| days(rule, first)) else {
        // No period of such a distance lies in anybody's calendar: only the first instance does.
        return taken.take(base);
    };
    let mut picks = Picks::new(&rule.positions);
    let mut group: Vec<NaiveDate> = vec![];
    let mut open = None;
    for day in days {
        budget.step()?;
        // A whole period more, since BYSETPOS counts from its end.
        if day > last_day + Span::days(366) {
            break;
        }
        if !fits(rule, day) {
            continue;
        }
        let period = period(rule, day);
        if open != Some(period) {
            take_rest_of_week(rule, &group, &times, base, taken)?;
            take_group(&mut picks, &group, &times, taken, budget)?;
            group.clear();
            open = Some(period);
            if day > last_day {
                break;
            }
        }
        group.push(day);
    }
    take_rest_of_week(rule, &group, &times, base, taken)?;
    take_group(&mut picks, &group, &times, taken, budget)
}

/// Rules whose days may be moved out of their period (SKIP).
fn by_moved_days(rule: &Rule, base: Civil, taken: &mut Taken, budget: &mut Budget) -> ControlFlow<End> {
    let times = times(rule, base);
    let last_day = taken.last_day();
    let mut picks = Picks::new(&rule.positions);
    let mut before = None;
    for nth in 0.. {
        budget.step()?;
        let Some((begin, mut days)) = period_days(rule, base.date(), nth) else { break };
        // A day is moved by one at most.
        if begin > last_day + Span::days(1) {
            break;
        }
        // The last day of a month may also be the first one moved back to.
        days.retain(|day| before.is_none_or(|before| before < *day));
        before = days.last().copied().or(before);
        take_group(&mut picks, &days, &times, taken, budget)?;
    }
    ControlFlow::Continue(())
}

/// A first week of which only the rest is left: DTSTART stands if BYSETPOS picks it from that rest, although it would
/// not from the whole week. Engines count one way or the other; nobody means a series that leaves out its own start.
fn take_rest_of_week(
    rule: &Rule,
    days: &[NaiveDate],
    times: &[NaiveTime],
    base: Civil,
    taken: &mut Taken,
) -> ControlFlow<End> {
    let first = days.iter().position(|day| *day == base.date());
    let Some(first) = first.filter(|_| rule.frequency == Frequency::Weekly && !rule.positions.is_empty())
    else {
        return ControlFlow::Continue(());
    };
    let picks_start = |days: &[NaiveDate]| {
        let mut picks = Picks::new(&rule.positions);
        let is_start =
            |at: &usize| days[at / times.len()] == base.date() && times[at % times.len()] == base.time();
        picks.of(days.len() * times.len()).iter().any(is_start)
    };
    if picks_start(&days[first..]) && !picks_start(days) {
        taken.take(base)
    } else {
        ControlFlow::Continue(())
    }
}

/// The instances of one period: all, or those that BYSETPOS picks.
fn take_group(
    picks: &mut Picks<'_>,
    days: &[NaiveDate],
    times: &[NaiveTime],
    taken: &mut Taken,
    budget: &mut Budget,
) -> ControlFlow<End> {
    if days.len() * times.len() > MOST_OF_PERIOD {
        return ControlFlow::Break(End::TooMany);
    }
    for index in picks.of(days.len() * times.len()) {
        budget.step()?;
        if let (Some(day), Some(time)) = (days.get(index / times.len()), times.get(index % times.len())) {
            taken.take(day.and_time(*time))?;
        }
    }
    ControlFlow::Continue(())
}

/// Which candidates of a period BYSETPOS picks; counted anew only where a period has another size than the one before.
struct Picks<'r> {
    positions: &'r [i32],
    size: usize,
    indexes: Vec<usize>,
}

impl<'r> Picks<'r> {
    fn new(positions: &'r [i32]) -> Self {
        Self { positions, size: 0, indexes: vec![] }
    }

    /// The indexes picked of `size` candidates, ascending.
    fn of(&mut self, size: usize) -> &[usize] {
        if self.size != size {
            self.size = size;
            let index = |position: &i32| {
                let back = usize::try_from(position.unsigned_abs()).ok()?;
                if *position > 0 { Some(back - 1) } else { size.checked_sub(back) }
            };
            self.indexes = match self.positions {
                [] => (0..size).collect(),
                positions => positions.iter().filter_map(index).filter(|index| *index < size).collect(),
            };
            self.indexes.sort_unstable();
            self.indexes.dedup();
        }
        &self.indexes
    }
}

/// The times of a day, ascending.
fn times(rule: &Rule, start: Civil) -> Vec<NaiveTime> {
    let or = |list: &[i32], own: u32| if list.is_empty() { vec![number(own)] } else { list.to_vec() };
    let (hours, minutes) = (or(&rule.hours, start.hour()), or(&rule.minutes, start.minute()));
    let seconds = or(&rule.seconds, start.second());
    let mut times = vec![];
    for hour in &hours {
        for minute in &minutes {
            times.extend(seconds.iter().filter_map(|second| time(*hour, *minute, *second)));
        }
    }
    times
}

fn time(hour: i32, minute: i32, second: i32) -> Option<NaiveTime> {
    let part = |value: i32| u32::try_from(value).ok();
    NaiveTime::from_hms_opt(part(hour)?, part(minute)?, part(second)?)
}

/// Rules of hours, minutes and seconds: the days that fit, and in each the periods by plain arithmetic.
fn within_days(rule: &Rule, base: Civil, taken: &mut Taken, budget: &mut Budget) -> ControlFlow<End> {
    let Some(unit) = distance(rule) else { return ControlFlow::Continue(()) };
    let mut picks = Picks::new(&rule.positions);
    let origin = truncated(base, rule.frequency);
    let last_day = taken.last_day();
    let mut day = if rule.count.is_some() { base.date() } else { taken.from.date().max(base.date()) };
    while day <= last_day {
        budget.step()?;
        let midnight = day.and_time(NaiveTime::MIN);
        let Some(tomorrow) = day.succ_opt() else { break };
        if fits(rule, day) {
            let end = tomorrow.and_time(NaiveTime::MIN);
            let mut at = next_period(origin, unit, midnight);
            while at < end {
                budget.step()?;
                at = match wait(rule, at) {
                    Some(later) => next_period(origin, unit, later),
                    None => {
                        take_period(rule, &mut picks, at, base, taken, budget)?;
                        at + Span::seconds(unit)
                    }
                };
            }
            day = tomorrow.max(at.date());
        } else {
            day = tomorrow;
        }
    }
    ControlFlow::Continue(())
}

/// The beginning of the period that a time lies in.
fn truncated(civil: Civil, frequency: Frequency) -> Civil {
    let below = match frequency {
        Frequency::Secondly => 0,
        Frequency::Minutely => civil.second(),
        Frequency::Hourly | Frequency::Daily | Frequency::Weekly | Frequency::Monthly | Frequency::Yearly => {
            civil.minute() * 60 + civil.second()
        }
    };
    civil - Span::seconds(i64::from(below))
}

/// The first period at or after a time.
fn next_period(origin: Civil, unit: i64, after: Civil) -> Civil {
    let seconds = (after - origin).num_seconds().max(0);
    origin + Span::seconds((seconds + unit - 1) / unit * unit)
}

/// Until when nothing can fit, where the period's hour, minute or second is not one of the rule's.
fn wait(rule: &Rule, at: Civil) -> Option<Civil> {
    let day = at.date().and_time(NaiveTime::MIN);
    let hour = truncated(at, Frequency::Hourly);
    if let Some(next) = missed(&rule.hours, at.hour(), 24) {
        return Some(day + Span::hours(next));
    }
    if rule.frequency <= Frequency::Minutely
        && let Some(next) = missed(&rule.minutes, at.minute(), 60)
    {
        return Some(hour + Span::minutes(next));
    }
    let minute = truncated(at, Frequency::Minutely);
    missed(&rule.seconds, at.second(), 60)
        .filter(|_| rule.frequency == Frequency::Secondly)
        .map(|next| minute + Span::seconds(next))
}

/// The next of a list's values after one that is not in it, else where the count begins anew.
fn missed(list: &[i32], value: u32, round: i64) -> Option<i64> {
    let value = number(value);
    let misses = !list.is_empty() && !list.contains(&value);
    misses.then(|| list.iter().find(|listed| **listed > value).map_or(round, |next| i64::from(*next)))
}

/// The instances of one hour, minute or second.
fn take_period(
    rule: &Rule,
    picks: &mut Picks<'_>,
    at: Civil,
    start: Civil,
    taken: &mut Taken,
    budget: &mut Budget,
) -> ControlFlow<End> {
    let own = |list: &[i32], value: u32| if list.is_empty() { vec![number(value)] } else { list.to_vec() };
    let (minutes, seconds) = match rule.frequency {
        Frequency::Secondly => (vec![number(at.minute())], vec![number(at.second())]),
        Frequency::Minutely => (vec![number(at.minute())], own(&rule.seconds, start.second())),
        Frequency::Hourly | Frequency::Daily | Frequency::Weekly | Frequency::Monthly | Frequency::Yearly => {
            (own(&rule.minutes, start.minute()), own(&rule.seconds, start.second()))
        }
    };
    for index in picks.of(minutes.len() * seconds.len()) {
        budget.step()?;
        let (minute, second) = (minutes.get(index / seconds.len()), seconds.get(index % seconds.len()));
        if let (Some(minute), Some(second)) = (minute, second)
            && let Some(time) = time(number(at.hour()), *minute, *second)
        {
            taken.take(at.date().and_time(time))?;
        }
    }
    ControlFlow::Continue(())
}
