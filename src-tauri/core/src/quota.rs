//! The carrier's quota of changes per customer and GMT day (lumen-api §4.8): what is counted, what is owed, and
//! whether one more may go. Drops are owed first; a raise leaves enough for everything owed and two more.

use crate::time::{Instant, next_gmt_midnight};
use crate::timeline::Timeline;
use crate::units::Tier;
use serde::{Deserialize, Serialize};

/// What was counted against one GMT day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotaDay {
    /// Ours: counted when the intent is committed, given back by a proved refusal.
    pub ours: u32,
    /// Changes by somebody else that were seen.
    pub foreign: u32,
    /// The carrier said that the day's number is used up.
    pub full: bool,
}

/// Kept free beyond what is owed.
pub(crate) const RESERVE: u32 = 2;

impl QuotaDay {
    /// How many changes are left of a day's quota.
    pub fn left(&self, per_day: u32) -> u32 {
        if self.full { 0 } else { per_day.saturating_sub(self.ours + self.foreign) }
    }
}

/// What sort of move wants to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// Away from the baseline; `own` are the moves it will owe today.
    Away {
        /// Moves owed because of it.
        own: u32,
    },
    /// A step back towards the baseline.
    Owed,
    /// A second or later generation.
    Retry,
}

/// Whether a move may go: `left` of the day's quota, `owed` by all other circuits that day.
pub fn allows(one: Move, left: u32, owed_by_others: u32) -> bool {
    match one {
        Move::Away { own } => left > owed_by_others + own + RESERVE,
        Move::Owed => left > 0,
        Move::Retry => left > owed_by_others,
    }
}

/// The moves still due today on a circuit that is off its baseline: each step down, and the return up after a
/// request below it, from `now` to 00:00 GMT. `live` is its tier now.
pub fn owed(timeline: &Timeline, live: Tier, now: Instant) -> u32 {
    let until = next_gmt_midnight(now);
    let mut tier = live;
    let mut moves = 0;
    for segment in timeline.within(now, until).iter().filter(|segment| segment.from < until) {
        if segment.tier < tier || (tier < timeline.baseline && segment.tier > tier) {
            moves += 1;
        }
        // A raise that is still to come is not owed: it may be refused, and then owes nothing either.
        if segment.tier < tier || tier < timeline.baseline {
            tier = segment.tier;
        }
    }
    moves
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_raise_leaves_enough_for_everything_owed_and_two_more() {
        assert!(allows(Move::Away { own: 1 }, 4, 0), "itself, its drop, and two");
        assert!(!allows(Move::Away { own: 1 }, 3, 0));
        assert!(!allows(Move::Away { own: 1 }, 6, 3));
        assert!(allows(Move::Owed, 1, 5), "what is owed uses the reserve");
        assert!(!allows(Move::Owed, 0, 0));
        assert!(!allows(Move::Retry, 2, 2), "a retry takes nothing that another circuit is owed");
        assert!(allows(Move::Retry, 3, 2));
    }

    #[test]
    fn a_full_day_has_nothing_left() {
        assert_eq!(QuotaDay { ours: 3, foreign: 2, full: false }.left(24), 19);
        assert_eq!(QuotaDay { ours: 3, foreign: 2, full: true }.left(24), 0);
    }
}
