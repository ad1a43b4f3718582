//! The engine's clock. Nothing else in it asks what time it is. Waiting is by the wall clock in short pieces, because
//! a wall clock is set and a laptop sleeps: one long timer would ring at the wrong time after either. Which time is
//! right when the carrier disagrees is `tidegate_core::clock`'s matter.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tidegate_core::time::{Instant, Span};
use tidegate_core::timings::Limits;
use tokio::sync::mpsc::Receiver;
use tokio::time::Instant as Steady;

/// A clock: the machine's, or one that tests steer.
#[derive(Clone, Debug)]
pub struct Clock {
    source: Source,
}

#[derive(Clone, Debug)]
enum Source {
    Machine,
    Steered { at: Instant, since: Steady, shift: Arc<AtomicI64> },
}

/// Why a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Woke {
    /// The time has come.
    Due,
    /// The wall clock and the steady one parted: the clock was set, or the machine slept.
    Jump {
        /// How far the wall clock moved beyond the time that passed; negative when it was set back.
        by: Span,
    },
    /// Something happened outside.
    Signal(Signal),
}

/// What the system may tell. Its senders (logind, the network) are the platform's matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// The machine is about to sleep.
    Sleeping,
    /// The machine woke from sleep.
    Resumed,
    /// The network came back.
    NetworkUp,
    /// Look again: a person acted, a reply came.
    LookAgain,
}

impl Clock {
    /// The machine's own clock.
    pub fn machine() -> Self {
        Self { source: Source::Machine }
    }

    /// A clock that shows `at` now and goes on with the runtime's time, which tests may pause; [`Self::shift`] sets it.
    pub fn steered(at: Instant) -> Self {
        Self { source: Source::Steered { at, since: Steady::now(), shift: Arc::new(AtomicI64::new(0)) } }
    }

    /// What the wall clock shows.
    pub fn now(&self) -> Instant {
        match &self.source {
            Source::Machine => chrono::Utc::now(),
            Source::Steered { at, since, shift } => {
                *at + span(since.elapsed()) + Span::milliseconds(shift.load(Ordering::SeqCst))
            }
        }
    }

    /// Sets a steered clock by so much, as a person or a sleep would; the machine's is left alone.
    pub fn shift(&self, by: Span) {
        match &self.source {
            Source::Machine => {}
            Source::Steered { shift, .. } => {
                shift.fetch_add(by.num_milliseconds(), Ordering::SeqCst);
            }
        }
    }

    /// Waits until the wall clock shows `until`, in pieces of [`Limits::timer_chunk`], or until a signal or a jump of
    /// more than [`Limits::clock_small`]. A closed channel of signals is only silent. After a jump the caller looks
    /// again at everything: what was due may be past, or no longer be due.
    pub async fn sleep_until(&self, until: Instant, limits: &Limits, signals: &mut Receiver<Signal>) -> Woke {
        loop {
            let (wall, steady) = (self.now(), Steady::now());
            if wall >= until {
                return Woke::Due;
            }
            let piece = (until - wall).min(limits.timer_chunk).to_std().unwrap_or_default();
            let heard = tokio::time::timeout(piece, next(signals)).await;
            if let Some(by) = self.jump(wall, steady, piece, limits) {
                return Woke::Jump { by };
            }
            if let Ok(signal) = heard {
                return Woke::Signal(signal);
            }
        }
    }

    /// On most systems the steady clock stands while the machine sleeps, so a sleep shows as a jump of the wall
    /// clock; where it does not, the piece took far longer than it was.
    fn jump(&self, wall: Instant, steady: Steady, piece: Duration, limits: &Limits) -> Option<Span> {
        let passed = span(steady.elapsed());
        let by = (self.now() - wall) - passed;
        let overslept = passed - span(piece);
        let far = |span: Span| span.abs() > limits.clock_small;
        if far(by) {
            return Some(by);
        }
        (overslept > Span::zero() && far(overslept)).then_some(overslept)
    }
}

async fn next(signals: &mut Receiver<Signal>) -> Signal {
    match signals.recv().await {
        Some(signal) => signal,
        None => std::future::pending().await,
    }
}

fn span(duration: Duration) -> Span {
    Span::from_std(duration).unwrap_or(Span::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::mpsc::channel;

    fn start() -> Instant {
        "2027-01-04T09:00:00Z".parse().unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn an_undisturbed_wait_ends_when_it_is_due() {
        let clock = Clock::steered(start());
        let (_sender, mut signals) = channel(1);
        let until = start() + Span::minutes(61);
        assert_eq!(clock.sleep_until(until, &Limits::new(), &mut signals).await, Woke::Due);
        assert!(clock.now() >= until && clock.now() < until + Span::seconds(1));
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_past_is_due_at_once() {
        let clock = Clock::steered(start());
        let (_sender, mut signals) = channel(1);
        let before = Steady::now();
        assert_eq!(clock.sleep_until(start(), &Limits::new(), &mut signals).await, Woke::Due);
        assert_eq!(before.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn a_jump_is_seen_within_one_piece_whichever_way_it_goes() {
        for by in [Span::hours(8), Span::hours(-1), Span::seconds(6), Span::seconds(-6)] {
            let clock = Clock::steered(start());
            let (_sender, mut signals) = channel(1);
            let other = clock.clone();
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_secs(20)).await;
                other.shift(by);
            });
            let before = Steady::now();
            let woke = clock.sleep_until(start() + Span::hours(2), &Limits::new(), &mut signals).await;
            let Woke::Jump { by: seen } = woke else { panic!("{woke:?}") };
            assert!((seen - by).abs() < Span::seconds(1), "{seen} for {by}");
            assert!(before.elapsed() <= Duration::from_secs(31), "seen late: {:?}", before.elapsed());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_small_correction_of_the_clock_is_no_jump() {
        let clock = Clock::steered(start());
        let (_sender, mut signals) = channel(1);
        let other = clock.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(20)).await;
            other.shift(Span::seconds(4));
        });
        let until = start() + Span::minutes(1);
        assert_eq!(clock.sleep_until(until, &Limits::new(), &mut signals).await, Woke::Due);
        assert!(clock.now() < until + Span::seconds(1), "due by the wall clock");
    }

    #[tokio::test(start_paused = true)]
    async fn a_signal_ends_the_wait_and_a_closed_channel_does_not() {
        let clock = Clock::steered(start());
        let (sender, mut signals) = channel(1);
        sender.send(Signal::NetworkUp).await.unwrap();
        drop(sender);
        let limits = Limits::new();
        let until = start() + Span::minutes(1);
        assert_eq!(clock.sleep_until(until, &limits, &mut signals).await, Woke::Signal(Signal::NetworkUp));
        assert_eq!(clock.sleep_until(until, &limits, &mut signals).await, Woke::Due);
    }

    #[test]
    fn the_machines_clock_is_the_systems() {
        let clock = Clock::machine();
        let before = clock.now();
        clock.shift(Span::hours(1));
        assert!(clock.now() - before < Span::seconds(5), "nobody sets the machine's clock");
    }
}
