//! The carrier's quota of changes per customer and GMT day (lumen-api §4.8): what is counted, what is owed, and
//! whether one more may go. Drops are owed first; a raise leaves enough for everything owed and two more.

use crate::time::Instant;
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
pub const RESERVE: u32 = 2;

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

/// Whether a move leads away from the baseline: what the quota may stop. One that crosses it ends what the tier before
/// cost, or lacked, and is owed.
pub fn is_away(baseline: Tier, from: Tier, to: Tier) -> bool {
    (to > from && from >= baseline) || (to < from && from <= baseline)
}

/// The moves still due on a circuit that is off its baseline: each step down, and the return up after a request below
/// it, from `from` to `until`. `live` is its tier then; where it was raised ahead, `from` is the raise's boundary.
pub fn owed(timeline: &Timeline, live: Tier, from: Instant, until: Instant) -> u32 {
    let mut tier = live;
    let mut moves = 0;
    if from >= until {
        return moves;
    }
    for segment in timeline.within(from, until).iter().filter(|segment| segment.from < until) {
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
    use crate::testing::{at, circuit, event, feed, reading, tier, world};

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
    fn a_move_is_away_only_where_it_begins_at_the_baseline_or_beyond_it() {
        let away = |from, to| is_away(tier("100M"), tier(from), tier(to));
        assert!(away("100M", "1G") && away("500M", "1G") && away("100M", "50M"));
        assert!(!away("1G", "500M") && !away("1G", "100M") && !away("50M", "100M"));
        assert!(!away("500M", "50M") && !away("50M", "500M"), "across the baseline");
    }

    #[test]
    fn what_a_raise_owes_is_counted_from_its_boundary_to_the_end_of_the_day() {
        let mut world = world(&[circuit("HQ", "100M")], &[feed("office", &["HQ"])]);
        let day = 24 * 60 - 9 * 60;
        let titles = [
            event(0, 60, "1 Gbps, one"),
            event(60, 120, "500 Mbps, two"),
            event(600, 660, "50 Mbps, low"),
            event(day - 30, day + 30, "1 Gbps, over midnight"),
        ];
        world.here.readings.insert("office".into(), (at(0), reading(titles.to_vec())));
        world.refresh(at(-6));
        let timeline = &world.compiled.timelines[&"HQ".into()];
        let owed = |live, from| owed(timeline, tier(live), at(from), at(day));
        assert_eq!(owed("1G", 0), 4, "500 Mbps, 100 Mbps, 50 Mbps and back up");
        assert_eq!(owed("500M", 60), 3);
        assert_eq!(owed("50M", 600), 1, "the return up; the raise after it is not owed");
        assert_eq!(owed("1G", day - 30), 0, "its drop is another day's");
        assert_eq!(owed("1G", day), 0);
    }

    #[test]
    fn a_full_day_has_nothing_left() {
        assert_eq!(QuotaDay { ours: 3, foreign: 2, full: false }.left(24), 19);
        assert_eq!(QuotaDay { ours: 3, foreign: 2, full: true }.left(24), 0);
    }
}
