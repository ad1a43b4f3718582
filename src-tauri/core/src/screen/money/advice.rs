//! What would be cheaper: ends a few minutes past a billed hour, short raises that pay an hour each, dips that save
//! nothing. Each is found by reckoning the plan's own stays both ways by the billing rule; what saves nothing is not said.
//! And the changes of the coming days beside what the carrier's quota lets through.

use super::{wall, written};
use crate::circuit::Circuit;
use crate::cost::{self, Cost, Stay};
use crate::horizon::{BEFORE_THE_HOUR, PAST_THE_HOUR, SHOWN};
use crate::time::{Instant, Span, gmt_day, slot_floor};
use crate::timeline::{Because, Timeline};
use crate::units::Money;
use crate::view::upcoming;
use crate::world::World;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;
use std::collections::BTreeMap;

/// Advice for the coming fortnight.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Advice {
    /// The dearest first.
    pub hints: Vec<Hint>,
    /// What they save together, each by itself.
    pub saves: Money,
    /// The changes of each coming GMT day that has some.
    pub days: Vec<QuotaDay>,
    /// The billing rule's name.
    pub rule: String,
}

/// Something that would be cheaper.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hint {
    /// What kind.
    pub kind: Kind,
    /// The circuit's name.
    pub circuit: String,
    /// When it is about.
    pub at: Instant,
    /// The title of the event to change, where it is one's.
    pub event: Option<String>,
    /// What to do.
    pub text: String,
    /// What that saves.
    pub saves: Money,
    /// How many changes it saves.
    pub changes: u32,
}

/// The kinds of advice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// End before a billed hour begins.
    EndEarlier,
    /// Put two short raises into one.
    Merge,
    /// Stay up over a gap.
    StayUp,
}

/// A GMT day's changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuotaDay {
    /// The day.
    pub day: NaiveDate,
    /// Changes that are planned.
    pub planned: u32,
    /// Changes that the carrier lets through.
    pub allowed: u32,
}

struct Sheet<'a> {
    world: &'a World,
    circuit: &'a Circuit,
    timeline: &'a Timeline,
    stays: Vec<Stay>,
}

/// What would be cheaper in the coming fortnight.
pub fn advice(world: &World, now: Instant) -> Advice {
    let mut hints: Vec<Hint> = Vec::new();
    for circuit in written::circuits(world) {
        let Some(timeline) = world.compiled.timelines.get(&circuit.id) else { continue };
        let sheet = Sheet { world, circuit, timeline, stays: cost::stays(timeline, now, now + SHOWN) };
        hints.extend(sheet.ends());
        hints.extend(sheet.pairs());
    }
    hints.retain(|hint| {
        hint.saves.amount >= Decimal::ZERO && (hint.saves.amount > Decimal::ZERO || hint.changes > 0)
    });
    hints.sort_by_key(|hint| (std::cmp::Reverse(hint.saves.amount), hint.at));
    let saves = hints.iter().map(|hint| hint.saves.amount).sum();
    let rule = world.tenant.billing.name().into();
    let saves = Money::new(saves, &world.tenant.profile.currency);
    Advice { hints, saves, days: days(world, now), rule }
}

impl Sheet<'_> {
    fn cost(&self, stays: &[Stay]) -> Cost {
        let (rule, currency) = (self.world.tenant.billing, self.world.tenant.profile.currency.as_str());
        cost::of(self.circuit, stays, rule, currency)
    }

    /// What the plan costs more than with these stays, in whole cents; `None` where some price is unknown.
    fn saves(&self, with: &[Stay]) -> Option<Money> {
        let known = self.cost(&self.stays).minus(&self.cost(with))?;
        Some(Cost { known, at_least: false }.in_cents().known)
    }

    fn event(&self, at: Instant) -> Option<String> {
        match &self.timeline.at(at).because {
            Because::Event(asker) | Because::Standing(asker) => Some(asker.title.clone()),
            Because::Baseline | Because::Boost(_) | Because::Hold(_) => None,
        }
    }

    fn hint(
        &self,
        kind: Kind,
        at: Instant,
        of: Instant,
        changes: u32,
        (text, saves): (String, Money),
    ) -> Hint {
        let text = format!("{}: {text}", self.circuit.name);
        Hint { kind, circuit: self.circuit.name.clone(), at, event: self.event(of), text, saves, changes }
    }

    /// Steps down shortly after a billed hour has begun.
    fn ends(&self) -> impl Iterator<Item = Hint> {
        let pairs = self.stays.windows(2).enumerate();
        pairs.filter_map(|(place, pair)| {
            let [up, down] = pair else { return None };
            let hour = slot_floor(up.to, Span::hours(1));
            let earlier = hour - BEFORE_THE_HOUR;
            let worth = up.tier > down.tier && hour < up.to && up.to - hour <= PAST_THE_HOUR;
            if !worth || earlier <= up.from || self.event(up.from).is_none() {
                return None;
            }
            let mut stays = self.stays.clone();
            (stays[place].to, stays[place + 1].from) = (earlier, earlier);
            let zone = self.world.tenant.zone;
            let saves = self.saves(&stays).filter(|saves| saves.amount > Decimal::ZERO)?;
            let last = up.to - Span::milliseconds(1);
            let text = format!(
                "end \"{}\" at {} instead of {}, {}",
                self.event(last)?,
                wall::time(earlier, zone),
                wall::clock(up.to, zone),
                wall::date(wall::day_of(up.to, zone))
            );
            Some(self.hint(Kind::EndEarlier, up.to, last, 0, (text, saves)))
        })
    }

    /// Two raises of one tier on one day with a lower time between: the gap filled, or the second put behind the first.
    fn pairs(&self) -> impl Iterator<Item = Hint> {
        let triples = self.stays.windows(3).enumerate();
        triples.flat_map(|(place, triple)| {
            let [first, dip, second] = triple else { return vec![] };
            if first.tier != second.tier || dip.tier >= first.tier || self.event(second.from).is_none() {
                return vec![];
            }
            let stay_up = self.stay_up(place, dip);
            let merged = if stay_up.is_some() { None } else { self.merged(place, first, dip, second) };
            stay_up.into_iter().chain(merged).collect()
        })
    }

    fn stay_up(&self, place: usize, dip: &Stay) -> Option<Hint> {
        let mut stays = self.stays.clone();
        let last = stays[place + 2].to;
        stays.drain(place + 1..place + 3);
        stays[place].to = last;
        let saves = self.saves(&stays).filter(|saves| saves.amount >= Decimal::ZERO)?;
        let zone = self.world.tenant.zone;
        let text = format!(
            "stay at {} from {} to {}, {}: going down for {} saves nothing and takes two changes",
            self.stays[place].tier,
            wall::time(dip.from, zone),
            wall::clock(dip.to, zone),
            wall::date(wall::day_of(dip.from, zone)),
            wall::length(dip.to - dip.from)
        );
        Some(self.hint(Kind::StayUp, dip.from, dip.to, 2, (text, saves)))
    }

    fn merged(&self, place: usize, first: &Stay, dip: &Stay, second: &Stay) -> Option<Hint> {
        let zone = self.world.tenant.zone;
        let (long, next) = (second.to - second.from, self.stays.get(place + 3));
        let same_day = wall::day_of(first.from, zone) == wall::day_of(second.from, zone);
        if !same_day || long > Span::hours(1) || next.is_some_and(|next| next.tier != dip.tier) {
            return None;
        }
        let mut stays = self.stays.clone();
        stays[place].to = first.to + long;
        stays[place + 1] = Stay { from: first.to + long, to: second.to, tier: dip.tier };
        if let Some(next) = next {
            stays[place + 1].to = next.to;
            stays.remove(place + 3);
        }
        stays.remove(place + 2);
        let saves = self.saves(&stays).filter(|saves| saves.amount > Decimal::ZERO)?;
        let text = format!(
            "put \"{}\" at {} instead of {}, right behind the raise before it, {}",
            self.event(second.from)?,
            wall::time(first.to, zone),
            wall::clock(second.from, zone),
            wall::date(wall::day_of(second.from, zone))
        );
        Some(self.hint(Kind::Merge, second.from, second.from, 2, (text, saves)))
    }
}

/// The changes that are planned, by the GMT days in which the carrier counts them.
fn days(world: &World, now: Instant) -> Vec<QuotaDay> {
    let mut planned: BTreeMap<NaiveDate, u32> = BTreeMap::new();
    for circuit in world.circuits.keys() {
        for one in upcoming(world, circuit, now, now + SHOWN) {
            *planned.entry(gmt_day(one.at)).or_default() += 1;
        }
    }
    let allowed = world.tenant.profile.quota_per_day;
    planned.into_iter().map(|(day, planned)| QuotaDay { day, planned, allowed }).collect()
}

#[cfg(test)]
mod tests;
