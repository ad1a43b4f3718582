//! Doubt about our clock. It is corrected only when the carrier's `Date` is off by more than the small tolerance in
//! three replies running, all to the same side; beyond the large one raises are held and a person is told. From the
//! first reply that is off, or when the clock was set back, it is in question until that is settled: nothing is ordered.

use crate::time::{Instant, Span};
use crate::timings::Limits;

/// What the carrier's replies say about our clock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    off: Vec<i64>,
    correction: i64,
    /// Replies to hear until it is settled which clock is right.
    open: usize,
    /// So far the clock was set back since, in milliseconds: until it is settled that did not happen.
    carried: i64,
}

/// Replies that must agree.
const RUNNING: usize = 3;

impl Clock {
    /// Takes note of a reply: `server` is its `Date` (whole seconds), `local` what our clock showed in the exchange
    /// nearest to it.
    pub fn heard(&mut self, server: Instant, local: Instant, limits: &Limits) {
        let off = (server - local).num_milliseconds();
        let small = limits.clock_small.num_milliseconds();
        if self.open == 0 && (off - self.correction).abs() > small {
            self.question();
        }
        self.off.push(off);
        let surplus = self.off.len().saturating_sub(RUNNING);
        self.off.drain(..surplus);
        let one_side = self.off.iter().all(|off| *off > small) || self.off.iter().all(|off| *off < -small);
        if self.off.len() == RUNNING && one_side {
            let mut sorted = self.off.clone();
            sorted.sort_unstable();
            self.correction = sorted[RUNNING / 2];
        } else if self.off.last().is_some_and(|off| off.abs() <= small) {
            self.correction = 0;
        }
        let agrees = (off - self.correction).abs() <= small;
        self.leave(if agrees { 0 } else { self.open.saturating_sub(1) });
    }

    /// Takes note of a reply without a date: a carrier that names none settles nothing, and is not waited for.
    pub fn heard_undated(&mut self) {
        self.leave(self.open.saturating_sub(1));
    }

    /// Our clock moved by so much since it was looked at last. One that was set back is in question.
    pub fn moved(&mut self, by: Span, limits: &Limits) {
        let (by, small) = (by.num_milliseconds(), limits.clock_small.num_milliseconds());
        if by < -small {
            self.question();
            self.carried -= by;
        } else if by + small >= self.carried {
            // It was set to where it was, or as much time has passed.
            self.carried = 0;
        }
    }

    /// What was heard before says nothing any more: a few replies are heard first.
    pub(crate) fn question(&mut self) {
        self.off.clear();
        self.open = RUNNING;
    }

    fn leave(&mut self, open: usize) {
        self.open = open;
        self.carried = if open == 0 { 0 } else { self.carried };
    }

    /// Whether it is open which clock is right.
    pub fn is_in_question(&self) -> bool {
        self.open > 0
    }

    /// Our clock's time, corrected, and not set back while it is in question.
    pub fn corrected(&self, local: Instant) -> Instant {
        local + Span::milliseconds(self.correction + self.carried)
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
    fn a_clock_is_in_question_from_the_first_reply_that_is_off_until_three_agree_or_one_is_right() {
        let limits = Limits::new();
        let local: Instant = "2027-01-04T09:00:00Z".parse().unwrap();
        let after = |offs: &[i64]| {
            let mut clock = Clock::default();
            offs.iter().for_each(|off| clock.heard(local + Span::seconds(*off), local, &limits));
            (clock.is_in_question(), (clock.corrected(local) - local).num_seconds())
        };
        let table: [(&[i64], bool, i64); 8] = [
            (&[0, 5, -5], false, 0),
            (&[0, 6], true, 0),
            (&[0, 6, 6], true, 0),
            (&[0, 6, 6, 7], false, 6),
            (&[0, 6, 0], false, 0),
            (&[6, 6, 6, 0], false, 0),
            (&[6, 6, 6, 400], true, 6),
            (&[600, -600, 600], false, 0),
        ];
        for (offs, in_question, corrected) in table {
            assert_eq!(after(offs), (in_question, corrected), "{offs:?}");
        }
    }

    #[test]
    fn a_clock_that_is_set_back_goes_on_as_before_until_it_is_settled_that_it_was_wrong() {
        let limits = Limits::new();
        let at = |minute: i64| "2027-01-04T09:00:00Z".parse::<Instant>().unwrap() + Span::minutes(minute);
        let mut clock = Clock::default();
        clock.moved(Span::seconds(-4), &limits);
        assert!(!clock.is_in_question(), "a small step is none");
        clock.moved(Span::minutes(-60), &limits);
        assert!(clock.is_in_question());
        assert_eq!(clock.corrected(at(0)), at(60));
        clock.moved(Span::minutes(5), &limits);
        assert_eq!(clock.corrected(at(5)), at(65), "it goes on");
        let mut forth = clock.clone();
        forth.moved(Span::minutes(60), &limits);
        assert_eq!(forth.corrected(at(65)), at(65), "set to where it was");
        clock.heard(at(5), at(5), &limits);
        assert_eq!(clock.corrected(at(5)), at(5), "the carrier agrees with the clock as it was set");
    }

    #[test]
    fn a_carrier_that_names_no_date_is_not_waited_for() {
        let mut clock = Clock::default();
        clock.question();
        for left in [true, true, false] {
            clock.heard_undated();
            assert_eq!(clock.is_in_question(), left);
        }
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
