//! What a perfect agent could have done, told from the calendars as they were published and from when anything could be
//! ordered at all; and how far the real one was from it. Shares nothing with the plan: it knows neither leads nor
//! bridges, retries nor quotas, and its orders always succeed.

use super::super::stage::At;
use super::world::Calendar;
use chrono::TimeDelta;
use std::ops::AddAssign;

/// So long a perfect agent's order takes: the longest that the carrier takes.
const ORDER: TimeDelta = TimeDelta::minutes(7);

/// What was published, and when anything could be ordered, each from an instant on.
#[derive(Default)]
pub(crate) struct Reference {
    published: Vec<(At, Calendar)>,
    able: Vec<(At, bool)>,
}

/// Minutes of circuits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Distance {
    /// All that were looked at.
    pub(crate) minutes: u64,
    /// Times that another tier was wanted than the minute before.
    pub(crate) changes: u64,
    /// Below what was wanted although a perfect agent would not have been.
    pub(crate) late: u64,
    /// Above what was wanted although a perfect agent would not have been.
    pub(crate) over: u64,
    /// Below or above what was wanted, and nobody could have helped it.
    pub(crate) unavoidable: u64,
}

impl AddAssign for Distance {
    fn add_assign(&mut self, other: Self) {
        self.minutes += other.minutes;
        self.changes += other.changes;
        self.late += other.late;
        self.over += other.over;
        self.unavoidable += other.unavoidable;
    }
}

impl Reference {
    /// The calendar is as it is from now on.
    pub(crate) fn publishes(&mut self, now: At, calendar: &Calendar) {
        self.published.push((now, calendar.clone()));
    }

    /// From now on something can, or cannot, be ordered.
    pub(crate) fn is_able(&mut self, now: At, able: bool) {
        if self.able.last().is_none_or(|(_, last)| *last != able) {
            self.able.push((now, able));
        }
    }

    /// How far a circuit was from a perfect agent's in a span, by the tiers that it had, each from an instant on.
    pub(crate) fn distance(&self, cast: usize, had: &[(At, u32)], from: At, to: At) -> Distance {
        let mut sum = Distance::default();
        let (mut perfect, mut before) = (None, None);
        let mut minute = from;
        while minute < to {
            let (Some(want), Some(live)) = (self.wants(cast, minute, minute), last(had, minute)) else {
                minute += TimeDelta::minutes(1);
                continue;
            };
            // What it orders now it has when the order is done; where it cannot order, it keeps what it has.
            let begun = minute - ORDER;
            let ordered = last(&self.able, begun).filter(|able| *able);
            perfect = ordered.and_then(|_| self.wants(cast, begun, minute)).or(perfect).or(Some(live));
            let could = perfect.unwrap_or(want);
            sum.minutes += 1;
            sum.changes += u64::from(before.is_some_and(|before| before != want));
            sum.late += u64::from(live < want && could >= want);
            sum.over += u64::from(live > want && could <= want);
            sum.unavoidable += u64::from((live < want && could < want) || (live > want && could > want));
            before = Some(want);
            minute += TimeDelta::minutes(1);
        }
        sum
    }

    /// What is wanted at an instant, by the calendar that was published at another.
    fn wants(&self, cast: usize, known: At, at: At) -> Option<u32> {
        let index = self.published.partition_point(|(from, _)| *from <= known);
        index.checked_sub(1).map(|index| self.published[index].1.wants(cast, at))
    }
}

/// What held at an instant, of what is listed by its begin.
fn last<T: Copy>(all: &[(At, T)], at: At) -> Option<T> {
    let index = all.partition_point(|(from, _)| *from <= at);
    index.checked_sub(1).map(|index| all[index].1)
}
