//! The carrier's limit of changes a day. Owns the count of one customer; the day is the GMT day, whatever the scale.

use chrono::{DateTime, NaiveDate, Utc};

/// How many changes one customer has had accepted today.
#[derive(Clone, Debug)]
pub(crate) struct Quota {
    pub(crate) per_day: u32,
    day: NaiveDate,
    used: u32,
}

impl Quota {
    pub(crate) fn new(per_day: u32, begin: DateTime<Utc>) -> Self {
        Self { per_day, day: begin.date_naive(), used: 0 }
    }

    pub(crate) fn used(&self, now: DateTime<Utc>) -> u32 {
        if now.date_naive() == self.day { self.used } else { 0 }
    }

    pub(crate) fn is_spent(&self, now: DateTime<Utc>) -> bool {
        self.used(now) >= self.per_day
    }

    pub(crate) fn count(&mut self, now: DateTime<Utc>) {
        self.used = self.used(now).saturating_add(1);
        self.day = now.date_naive();
    }
}
