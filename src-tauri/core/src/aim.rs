//! What a circuit should do *now*: from the timeline (what is wanted, and when) and the live tier to the tier to go
//! for. Owns lead, bridge, stairs, joints and gaps (design §6). Knows no orders, quota or persons.

use crate::horizon::SOON;
use crate::time::{Instant, Span};
use crate::timeline::{Because, Stretch, Timeline};
use crate::timings::Timings;
use crate::units::Tier;

/// What to go for now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// The tier aimed at: the highest that is of use within a lead.
    pub aim: Tier,
    /// The tier the circuit should have now: the aim, or what it is kept at or raised to with it.
    pub target: Tier,
    /// The instant from which the timeline wants the target.
    pub boundary: Instant,
    /// Why the target is not the aim, where it is not.
    pub kept: Option<Kept>,
}

/// Why a circuit is not brought to its aim now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// At least the live tier is wanted again at this instant: no dip.
    Bridged(Instant),
    /// An order locks the circuit for about a lead, so one order takes it where it is wanted next.
    Stairs(Instant),
}

/// What the goal depends on.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// What is wanted.
    pub timeline: &'a Timeline,
    /// The live tier.
    pub present: Tier,
    /// The aim, where the inventory has shown it since it became the aim.
    pub settled: Option<Tier>,
    /// How long before a boundary a raise is sent.
    pub lead: Span,
    /// The world's durations.
    pub timings: &'a Timings,
    /// Now.
    pub now: Instant,
}

impl Situation<'_> {
    /// What to go for now.
    pub fn goal(&self) -> Goal {
        let aim = self.aim();
        let goal = |target, kept| Goal { aim, target, boundary: self.boundary(target), kept };
        if aim > self.present {
            let further = self.highest_usable(self.lead * 2).unwrap_or(aim).max(aim);
            let stairs = (further > aim).then(|| Kept::Stairs(self.boundary(further)));
            return goal(further, stairs);
        }
        if aim == self.present || self.is_hold_below() {
            return goal(aim, None);
        }
        match self.wanted_again() {
            Some(at) => goal(self.present, Some(Kept::Bridged(at))),
            None => goal(self.first_between(aim), None),
        }
    }

    /// The highest tier with a usable stretch in [now, now + lead]; the lowest wanted there where none has.
    fn aim(&self) -> Tier {
        let lowest =
            || self.timeline.within(self.now, self.now + self.lead).iter().map(|segment| segment.tier).min();
        self.highest_usable(self.lead).or_else(lowest).unwrap_or(self.timeline.baseline)
    }

    /// A stretch of a lower tier may reach beyond that of a higher one which came too late, so every tier that is
    /// wanted some time soon is asked for, not only those wanted in the window itself.
    fn highest_usable(&self, ahead: Span) -> Option<Tier> {
        let until = self.now + ahead;
        let mut tiers: Vec<Tier> =
            self.timeline.within(self.now, self.now + SOON).iter().map(|segment| segment.tier).collect();
        tiers.sort_unstable();
        tiers.dedup();
        let usable = |tier: &Tier| {
            self.timeline.stretches(*tier, self.now, until).iter().any(|one| self.is_usable(*tier, one))
        };
        tiers.into_iter().rev().find(usable)
    }

    /// At least `late_min` long, and not begun or with `late_min` left at now + lead. What was already reached is of
    /// use to its end: nothing needs to be ordered for it.
    pub fn is_usable(&self, tier: Tier, stretch: &Stretch) -> bool {
        let Some(to) = stretch.to else { return true };
        if self.settled.is_some_and(|settled| tier <= settled) && stretch.from <= self.now {
            return true;
        }
        let least = if stretch.lenient { self.lead } else { self.timings.late(self.lead) };
        let has_begun = stretch.from <= self.now;
        to - stretch.from >= least && (!has_begun || to - (self.now + self.lead) >= least)
    }

    /// The start of a hold, "drop now" and the kill switch are never bridged.
    fn is_hold_below(&self) -> bool {
        let segment = self.timeline.at(self.now);
        matches!(segment.because, Because::Hold(_)) && segment.tier < self.present
    }

    /// When at least the live tier is wanted within the bridge: now, or again.
    fn wanted_again(&self) -> Option<Instant> {
        let until = self.now + self.timings.bridge(self.lead).max(self.lead);
        let near = self.timeline.within(self.now, until);
        near.iter().find(|segment| segment.tier >= self.present).map(|segment| segment.from.max(self.now))
    }

    /// Going down: the first tier between aim and live tier that is wanted within the bridge, else the aim.
    fn first_between(&self, aim: Tier) -> Tier {
        let until = self.now + self.timings.bridge(self.lead).max(self.lead);
        let near = self.timeline.within(self.now, until);
        near.iter()
            .map(|segment| segment.tier)
            .find(|tier| *tier > aim && *tier < self.present)
            .unwrap_or(aim)
    }

    fn boundary(&self, tier: Tier) -> Instant {
        self.timeline.boundary(tier, self.now).unwrap_or(self.now)
    }

    /// The next instant at which the goal may change by time alone, and the one at which an order may become due.
    pub fn next(&self) -> Option<Instant> {
        let bridge = self.timings.bridge(self.lead).max(self.lead);
        let least = self.timings.late(self.lead);
        let points = self.timeline.within(self.now, self.now + SOON).iter().flat_map(|segment| {
            let edges = [Some(segment.from), segment.to];
            edges.into_iter().flatten().flat_map(move |edge| {
                [edge, edge - self.lead, edge - self.lead * 2, edge - bridge, edge - self.lead - least]
            })
        });
        points.filter(|point| *point > self.now).min()
    }

    /// The next instant at which an order will become due: a raise a lead before its boundary, a drop at its own.
    pub fn next_act(&self) -> Option<Instant> {
        let near = self.timeline.within(self.now, self.now + self.lead * 4);
        let acts = near.windows(2).map(|pair| match pair[1].tier > pair[0].tier {
            true => pair[1].from - self.lead,
            false => pair[1].from,
        });
        acts.filter(|act| *act > self.now).min()
    }
}

#[cfg(test)]
mod tests;
