//! Doubt about our clock. It is corrected only when the carrier's `Date` is off by more than the small tolerance in
//! three replies running, all to the same side; beyond the large one raises are held and a person is told.

use crate::time::{Instant, Span};
use crate::timings::Limits;

/// What the carrier's replies say about our clock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    off: Vec<i64>,
    correction: i64,
}

/// Replies that must agree.
const RUNNING: usize = 3;

impl Clock {
    /// Takes note of a reply: `server` is its `Date` (whole seconds), `local` what our clock showed in the exchange
    /// nearest to it.
    pub fn heard(&mut self, server: Instant, local: Instant, limits: &Limits) {
        self.off.push((server - local).num_milliseconds());
        let surplus = self.off.len().saturating_sub(RUNNING);
        self.off.drain(..surplus);
        let small = limits.clock_small.num_milliseconds();
        let one_side = self.off.iter().all(|off| *off > small) || self.off.iter().all(|off| *off < -small);
        if self.off.len() == RUNNING && one_side {
            let mut sorted = self.off.clone();
            sorted.sort_unstable();
            self.correction = sorted[RUNNING / 2];
        } else if self.off.last().is_some_and(|off| off.abs() <= small) {
            self.correction = 0;
        }
    }

    /// Our clock's time, corrected.
    pub fn corrected(&self, local: Instant) -> Instant {
        local + Span::milliseconds(self.correction)
    }

    /// Whether enough replies were heard to say that our clock is right, or how far off.
    pub fn is_known(&self, limits: &Limits) -> bool {
        let is_right = |off: &i64| off.abs() <= limits.clock_small.num_milliseconds();
        self.off.len() == RUNNING || self.off.last().is_some_and(is_right)
    }

    /// How far our clock is off, where that is beyond the large tolerance.
    pub fn doubt(&self, limits: &Limits) -> Option<Span> {
        (self.correction.abs() > limits.clock_large.num_milliseconds())
            .then(|| Span::milliseconds(self.correction))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_three_replies_running_to_one_side_correct_the_clock() {
        let limits = Limits::new();
        let local: Instant = "2027-01-04T09:00:00Z".parse().unwrap();
        let mut clock = Clock::default();
        for seconds in [60, 60, -60, 60, 60] {
            clock.heard(local + Span::seconds(seconds), local, &limits);
            assert_eq!(clock.corrected(local), local);
        }
        clock.heard(local + Span::seconds(62), local, &limits);
        assert_eq!(clock.corrected(local), local + Span::seconds(60));
        assert_eq!(clock.doubt(&limits), None);
        clock.heard(local, local, &limits);
        assert_eq!(clock.corrected(local), local, "one right reply ends the correction");
    }

    #[test]
    fn a_clock_five_minutes_off_is_in_doubt() {
        let limits = Limits::new();
        let local: Instant = "2027-01-04T09:00:00Z".parse().unwrap();
        let mut clock = Clock::default();
        for _ in 0..3 {
            clock.heard(local + Span::minutes(6), local, &limits);
        }
        assert_eq!(clock.doubt(&limits), Some(Span::minutes(6)));
    }
}
