//! Every duration of Tidegate, in one value per carrier profile. Code has no other durations.
//! [`Timings`] are the world's and may be scaled (the practice carrier runs sixty times as fast);
//! [`Limits`] are the machine's and never are. The GMT day, the billing hour and the ends people choose are neither.

use crate::time::Span;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The world's durations. Source of the figures: design, "Time". Written down as milliseconds by name; a name that is
/// missing, because a later version brought it, stands for the real carrier's figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "BTreeMap<String, i64>", from = "BTreeMap<String, i64>")]
pub struct Timings {
    /// The shortest lead a circuit can learn.
    pub lead_min: Span,
    /// The lead until enough confirmed raises are known.
    pub lead_start: Span,
    /// The longest lead a circuit can learn.
    pub lead_max: Span,
    /// The least time a raised tier must be of use.
    pub late_min: Span,
    /// How long after a lost reply the carrier might still act on it.
    pub quiet: Span,
    /// First poll of an open change after it was sent.
    pub poll_first: Span,
    /// Poll interval until [`Self::poll_early_until`].
    pub poll_early: Span,
    /// End of the early polls, from the sending.
    pub poll_early_until: Span,
    /// Poll interval until [`Self::poll_middle_until`].
    pub poll_middle: Span,
    /// End of the middle polls, from the sending.
    pub poll_middle_until: Span,
    /// Poll interval until [`Self::poll_late_until`].
    pub poll_late: Span,
    /// From here on an open change is unknown and a person is told.
    pub poll_late_until: Span,
    /// Poll interval of an unknown change.
    pub poll_stuck: Span,
    /// Inventory interval while nothing happens; one list call a tenant.
    pub at_rest: Span,
    /// Wait before the first retry after FAILED.
    pub retry_first: Span,
    /// Wait before the second retry after FAILED.
    pub retry_second: Span,
    /// Wait before the one retry after CANCELLED.
    pub retry_cancelled: Span,
    /// Interval at which a failed return to the baseline goes on.
    pub retry_return: Span,
    /// How long a standby laptop leaves the boundary to the primary.
    pub standby_grace: Span,
    /// Feed interval.
    pub feed: Span,
    /// The longest feed interval a publisher's hint may ask for.
    pub feed_max: Span,
    /// Feeds are read this long before a raise is due.
    pub read_before: Span,
    /// The inventory is read this long before an order is due, and is no older than twice this when the order leaves:
    /// what another laptop ordered meanwhile has to be seen.
    pub look_before: Span,
    /// Wait before a shrunken feed is read again.
    pub shrunken_again: Span,
    /// Failed fetches for this long (while awake) are told.
    pub stale_told: Span,
    /// Failed fetches for this long: nothing new is begun from the feed.
    pub stale_stop: Span,
    /// Two foreign changes within this span stop automation on a circuit.
    pub foreign: Span,
    /// A token is renewed this long before it expires.
    pub token_margin: Span,
    /// A circuit's tiers and prices are asked for again after this.
    pub prices: Span,
    /// How long a quote may be ordered (lumen-api §4.4).
    pub quote: Span,
}

impl Timings {
    /// The figures that hold for a real carrier.
    pub fn real() -> Self {
        Self {
            lead_min: Span::minutes(3),
            lead_start: Span::minutes(6),
            lead_max: Span::minutes(20),
            late_min: Span::minutes(10),
            quiet: Span::minutes(11),
            poll_first: Span::seconds(45),
            poll_early: Span::seconds(15),
            poll_early_until: Span::minutes(6),
            poll_middle: Span::seconds(30),
            poll_middle_until: Span::minutes(20),
            poll_late: Span::seconds(60),
            poll_late_until: Span::minutes(60),
            poll_stuck: Span::minutes(5),
            at_rest: Span::minutes(5),
            retry_first: Span::minutes(2),
            retry_second: Span::minutes(10),
            retry_cancelled: Span::minutes(5),
            retry_return: Span::minutes(30),
            standby_grace: Span::minutes(12),
            feed: Span::minutes(10),
            feed_max: Span::minutes(60),
            read_before: Span::minutes(3),
            look_before: Span::seconds(20),
            shrunken_again: Span::minutes(10),
            stale_told: Span::hours(24),
            stale_stop: Span::hours(72),
            foreign: Span::hours(24),
            token_margin: Span::minutes(5),
            prices: Span::hours(24),
            quote: Span::minutes(15),
        }
    }

    /// The same world, `divisor` times as fast; the practice carrier uses 60. A divisor below one is one.
    pub fn scaled(divisor: i32) -> Self {
        let milliseconds: BTreeMap<String, i64> = Self::real().into();
        let scaled = milliseconds.into_iter().map(|(name, one)| (name, one / i64::from(divisor.max(1))));
        scaled.collect::<BTreeMap<_, _>>().into()
    }

    /// How long after a look the next one is due, at what has gone on for so long.
    pub fn poll_after(&self, age: Span) -> Span {
        if age < self.poll_early_until {
            self.poll_early
        } else if age < self.poll_middle_until {
            self.poll_middle
        } else if age < self.poll_late_until {
            self.poll_late
        } else {
            self.poll_stuck
        }
    }

    /// How long a wish must last, and have left, to be of use: the larger of ten minutes and the lead (design §6).
    pub fn late(&self, lead: Span) -> Span {
        self.late_min.max(lead)
    }

    /// How far ahead a tier is kept although nothing asks for it now: twice the lead.
    pub fn bridge(&self, lead: Span) -> Span {
        lead * 2
    }
}

macro_rules! named {
    ($($field:ident),* $(,)?) => {
        impl From<Timings> for BTreeMap<String, i64> {
            fn from(timings: Timings) -> Self {
                Self::from([$((stringify!($field).to_owned(), timings.$field.num_milliseconds())),*])
            }
        }
        impl From<BTreeMap<String, i64>> for Timings {
            fn from(named: BTreeMap<String, i64>) -> Self {
                let real = Self::real();
                let one = |name, real| named.get(name).map_or(real, |one| Span::milliseconds(*one));
                Self { $($field: one(stringify!($field), real.$field)),* }
            }
        }
    };
}

named!(
    lead_min,
    lead_start,
    lead_max,
    late_min,
    quiet,
    poll_first,
    poll_early,
    poll_early_until,
    poll_middle,
    poll_middle_until,
    poll_late,
    poll_late_until,
    poll_stuck,
    at_rest,
    retry_first,
    retry_second,
    retry_cancelled,
    retry_return,
    standby_grace,
    feed,
    feed_max,
    read_before,
    look_before,
    shrunken_again,
    stale_told,
    stale_stop,
    foreign,
    token_margin,
    prices,
    quote,
);

/// The machine's durations, never scaled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The longest single timer: wall clocks jump and laptops sleep.
    pub timer_chunk: Span,
    /// One HTTP exchange with the carrier.
    pub http: Span,
    /// One HTTP exchange with a calendar's publisher.
    pub feed_http: Span,
    /// One question to the keychain.
    pub keychain: Span,
    /// Reading one feed's text into occurrences.
    pub feed_watchdog: Span,
    /// A carrier's clock that differs by more than this three times running corrects ours.
    pub clock_small: Span,
    /// Beyond this raises are held and a person is told.
    pub clock_large: Span,
    /// The longest random delay put before a repeated fetch.
    pub jitter: Span,
    /// How long sleep is put off so that what it would miss can be told.
    pub before_sleep: Span,
    /// How long the network may take to come back after a sleep before that is an error.
    pub network_after_wake: Span,
    /// The wait after the first failed exchange; it doubles with each further one.
    pub backoff_first: Span,
    /// The longest such wait.
    pub backoff_longest: Span,
    /// The audit trail's head is signed again after this, where rows were added.
    pub seal: Span,
    /// Whoever watches for silence is told again after this that Tidegate works.
    pub heartbeat: Span,
}

impl Limits {
    /// The figures of every machine.
    pub fn new() -> Self {
        Self {
            timer_chunk: Span::seconds(15),
            http: Span::seconds(30),
            feed_http: Span::seconds(20),
            keychain: Span::seconds(10),
            feed_watchdog: Span::seconds(5),
            clock_small: Span::seconds(5),
            clock_large: Span::minutes(5),
            jitter: Span::seconds(3),
            before_sleep: Span::seconds(2),
            network_after_wake: Span::seconds(20),
            backoff_first: Span::seconds(1),
            backoff_longest: Span::seconds(60),
            seal: Span::hours(1),
            heartbeat: Span::minutes(5),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scaling_divides_every_timing_and_nothing_else() {
        let [real, fast] = [Timings::real(), Timings::scaled(60)].map(BTreeMap::<String, i64>::from);
        assert!(real.iter().all(|(name, real)| *real / 60 == fast[name]), "each is a sixtieth");
        assert_eq!(Timings::scaled(1), Timings::real());
    }

    #[test]
    fn the_figures_are_those_of_the_design() {
        let (timings, limits) = (Timings::real(), Limits::new());
        let seconds =
            [timings.lead_min, timings.lead_max, timings.foreign, limits.clock_large, limits.feed_http];
        assert_eq!(seconds.map(|one| one.num_seconds()), [3 * 60, 20 * 60, 24 * 3600, 5 * 60, 20]);
    }

    #[test]
    fn what_goes_on_for_long_is_looked_at_ever_more_slowly() {
        let timings = Timings::real();
        let after = |minutes| timings.poll_after(Span::minutes(minutes)).num_seconds();
        assert_eq!([0, 5, 6, 19, 20, 59, 60, 10_000].map(after), [15, 15, 30, 30, 60, 60, 300, 300]);
    }

    #[test]
    fn a_duration_that_was_not_written_down_is_the_real_carriers() {
        let read: Timings = serde_json::from_str(r#"{"quiet":1000,"gone":5}"#).unwrap();
        assert_eq!(read, Timings { quiet: Span::seconds(1), ..Timings::real() });
    }

    #[test]
    fn timings_survive_being_written_down() {
        let written = serde_json::to_string(&Timings::real()).unwrap();
        assert_eq!(serde_json::from_str::<Timings>(&written).unwrap(), Timings::real());
    }
}
