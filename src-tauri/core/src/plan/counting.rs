//! What an order counts against the day's quota (design §6, Quota): whether it may go, what the other circuits are
//! owed, and on which day it is counted. The rule itself is `quota`'s.

use super::Pass;
use super::order::Wish;
use crate::change::{Change, State};
use crate::circuit::Circuit;
use crate::quota::{self, Move};
use crate::time::{gmt_day, next_gmt_midnight};
use crate::units::Tier;
use crate::world::Record;

impl Pass<'_> {
    pub(super) fn quota_allows(&self, wish: &Wish<'_>) -> bool {
        let day = gmt_day(self.now);
        let counted = self.pending_quota(day);
        let left = counted.left(self.world.tenant.profile.quota_per_day);
        let is_retry = self.is_retry(wish);
        let one = if wish.is_away() {
            let from = wish.goal.boundary.max(self.now);
            let own = quota::owed(wish.timeline, wish.goal.target, from, next_gmt_midnight(self.now));
            Move::Away { own }
        } else if is_retry {
            Move::Retry
        } else {
            Move::Owed
        };
        quota::allows(one, left, self.owed_by_others(wish.circuit))
    }

    fn is_retry(&self, wish: &Wish<'_>) -> bool {
        let mut ended = self.world.changes_of(&wish.circuit.id).filter(|change| !change.is_open());
        // The same wish again is a generation more: it failed, or somebody undid what was done.
        ended.any(|one| {
            one.to == wish.goal.target
                && one.boundary == wish.goal.boundary
                && matches!(one.state, State::Failed | State::Cancelled | State::Confirmed)
        })
    }

    /// The day's count, with what this very pass has added.
    pub(super) fn pending_quota(&self, day: chrono::NaiveDate) -> quota::QuotaDay {
        let in_pass = self.records.iter().rev().find_map(|record| {
            let Record::Quota(other, quota) = record else { return None };
            (*other == day).then(|| quota.clone())
        });
        in_pass.or_else(|| self.world.quota.get(&day).cloned()).unwrap_or_default()
    }

    /// Moves owed today by the other circuits that are off their baseline, or about to be by an open change.
    pub(super) fn owed_by_others(&self, circuit: &Circuit) -> u32 {
        let others = self.world.circuits.values().filter(|other| other.id != circuit.id);
        others
            .filter_map(|other| {
                let timeline = self.world.compiled.timelines.get(&other.id)?;
                let state = self.world.states.get(&other.id)?;
                let live = state.seen.as_ref()?.tier;
                let opened = self
                    .opened_in_pass(other)
                    .or_else(|| self.world.open_change(&other.id).map(|change| change.to));
                let tier = opened.unwrap_or(live);
                // A tier raised ahead owes nothing before its boundary.
                let ahead = self.now + self.timings.bridge(state.lead());
                let from = timeline.boundary(tier, self.now).filter(|from| *from <= ahead);
                let from = from.map_or(self.now, |from| from.max(self.now));
                let until = next_gmt_midnight(self.now);
                (tier != other.baseline).then(|| quota::owed(timeline, tier, from, until))
            })
            .sum()
    }

    fn opened_in_pass(&self, circuit: &Circuit) -> Option<Tier> {
        self.records.iter().find_map(|record| {
            let Record::Change(change) = record else { return None };
            (change.circuit == circuit.id && change.is_open()).then_some(change.to)
        })
    }

    /// A request is counted against the day on which it leaves: an intent may have waited over midnight, and what is
    /// sent a second time may be counted a second time.
    pub(super) fn count_today(&mut self, change: &mut Change) {
        let today = gmt_day(self.now);
        if change.counted == Some(today) {
            return;
        }
        if let Some(day) = change.counted.replace(today) {
            let mut quota = self.pending_quota(day);
            quota.ours = quota.ours.saturating_sub(1);
            self.records.push(Record::Quota(day, quota));
        }
        let mut quota = self.pending_quota(today);
        quota.ours += 1;
        self.records.push(Record::Quota(today, quota));
    }
}
