//! What any time costs as it is planned, whole or by circuit, and what it would cost if something were otherwise: another
//! baseline, other tiers, other events, another rule. Both are compiled by the functions that also spend the money; of
//! the past it is what was asked for then, as the calendars stand now.

use super::{EventCost, Past, written};
use crate::calendar::Reading;
use crate::circuit::Circuit;
use crate::cost::{self, Billing, Cost};
use crate::feed::Feed;
use crate::ids::{CircuitId, FeedId};
use crate::request::{Decided, Verdict, decide_all};
use crate::time::Instant;
use crate::timeline::compile;
use crate::units::{Money, Tier};
use crate::world::{Compiled, World};
use serde::Serialize;
use std::collections::BTreeSet;

/// A time, and the circuits it is asked of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Included.
    pub from: Instant,
    /// Excluded.
    pub to: Instant,
    /// These circuits; none named is all.
    pub circuits: BTreeSet<CircuitId>,
}

/// Which events are meant; what is named must all fit, and nothing named means none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Events {
    /// Of this feed.
    pub feed: Option<FeedId>,
    /// With these words in the title, in any case.
    pub title: Option<String>,
    /// Of this organiser, by address, in any case.
    pub organiser: Option<String>,
}

/// What would be otherwise.
#[derive(Clone, Debug, Default)]
pub struct WhatIf {
    /// Another baseline of the circuits asked of.
    pub baseline: Option<Tier>,
    /// Who asks for one tier would ask for another.
    pub instead: Vec<(Tier, Tier)>,
    /// These events would not be there.
    pub without: Option<Events>,
    /// These rules of the person would not be there.
    pub without_rules: Vec<String>,
    /// What this calendar asks for would be asked for too, as if it stood among the own events.
    pub also: Option<(Feed, Reading)>,
    /// Billed by another rule.
    pub billing: Option<Billing>,
}

/// What a time costs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Range {
    /// Included.
    pub from: Instant,
    /// Excluded.
    pub to: Instant,
    /// Its true hours.
    pub hours: i64,
    /// One a circuit.
    pub circuits: Vec<RangeRow>,
    /// All of them: the sum of their rows.
    pub sum: RangeRow,
    /// What each event adds above the baseline.
    pub events: Vec<EventCost>,
    /// The billing rule's name.
    pub rule: String,
}

/// A circuit's time, or their sum.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RangeRow {
    /// The circuit's name, or `Sum`.
    pub circuit: String,
    /// Always at the baseline.
    pub baseline: Cost,
    /// As planned.
    pub planned: Cost,
    /// Always at the top.
    pub top: Cost,
}

/// As it is, as it would be, and what that is more; `None` where some price is unknown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Compared {
    /// As it is.
    pub now: Range,
    /// As it would be.
    pub then: Range,
    /// What it would cost more; less is below zero.
    pub more: Option<Money>,
}

impl Events {
    fn are(&self, one: &Decided) -> bool {
        let has = |text: &str, words: &Option<String>| {
            words.as_ref().is_none_or(|words| text.to_lowercase().contains(&words.to_lowercase()))
        };
        let organiser = one.occurrence.details.organizer.as_deref().unwrap_or_default();
        *self != Self::default()
            && self.feed.as_ref().is_none_or(|feed| *feed == one.key.feed)
            && has(&one.occurrence.details.summary, &self.title)
            && has(organiser, &self.organiser)
    }
}

/// What a time costs as it is planned. The world must be compiled for that time.
pub fn range(world: &World, asked: &Asked) -> Range {
    let rows: Vec<RangeRow> = circuits(world, asked).map(|circuit| row(world, circuit, asked)).collect();
    let zero = || Cost::zero(&world.tenant.profile.currency);
    let sum = RangeRow { circuit: "Sum".into(), baseline: zero(), planned: zero(), top: zero() };
    let sum = rows.iter().fold(sum, |sum, row| RangeRow {
        circuit: sum.circuit,
        baseline: sum.baseline.plus(&row.baseline),
        planned: sum.planned.plus(&row.planned),
        top: sum.top.plus(&row.top),
    });
    let (from, to) = (asked.from, asked.to);
    let mut events = super::events::events(world, &Past::default(), from, to, from);
    events.retain(|event| rows.iter().any(|row| row.circuit == event.circuit));
    Range {
        from,
        to,
        hours: (to - from).num_hours(),
        circuits: rows,
        sum,
        events,
        rule: world.tenant.billing.name().into(),
    }
}

fn circuits<'a>(world: &'a World, asked: &'a Asked) -> impl Iterator<Item = &'a Circuit> {
    let is_asked = |one: &&Circuit| asked.circuits.is_empty() || asked.circuits.contains(&one.id);
    written::circuits(world).into_iter().filter(is_asked)
}

fn row(world: &World, circuit: &Circuit, asked: &Asked) -> RangeRow {
    let (rule, currency) = (world.tenant.billing, world.tenant.profile.currency.as_str());
    let whole = |tier| cost::at_tier(circuit, tier, asked.from, asked.to, rule, currency).in_cents();
    let timeline = world.compiled.timelines.get(&circuit.id);
    let planned = timeline.map_or_else(
        || Cost { at_least: true, ..Cost::zero(currency) },
        |timeline| cost::of(circuit, &cost::stays(timeline, asked.from, asked.to), rule, currency),
    );
    RangeRow {
        circuit: circuit.name.clone(),
        baseline: whole(circuit.baseline),
        planned: planned.in_cents(),
        top: whole(circuit.highest),
    }
}

/// A time as it is beside what it would be.
pub fn compared(world: &World, asked: &Asked, what: &WhatIf, now: Instant) -> Compared {
    let before = range(world, asked);
    let then = range(&otherwise(world, asked, what, now), asked);
    let more = then.sum.planned.minus(&before.sum.planned);
    Compared { now: before, then, more }
}

/// A world in which something is otherwise, compiled for the same time.
fn otherwise(world: &World, asked: &Asked, what: &WhatIf, now: Instant) -> World {
    let mut other = world.clone();
    let of_all = asked.circuits.is_empty();
    for (id, circuit) in &mut other.circuits {
        if let Some(tier) = what.baseline.filter(|_| of_all || asked.circuits.contains(id)) {
            circuit.baseline = tier;
            (circuit.lowest, circuit.highest) = (circuit.lowest.min(tier), circuit.highest.max(tier));
        }
    }
    other.tenant.billing = what.billing.unwrap_or(other.tenant.billing);
    other.tenant.rules.retain(|rule| !what.without_rules.contains(&rule.name));
    if let Some((feed, reading)) = &what.also {
        other.feeds.entry(feed.id.clone()).or_insert_with(|| feed.clone());
        match other.here.readings.get_mut(&feed.id) {
            Some((_, own)) => own.occurrences.extend(reading.occurrences.iter().cloned()),
            None => drop(other.here.readings.insert(feed.id.clone(), (now, reading.clone()))),
        }
    }
    let mut decided = decide_all(&other, now);
    decided.retain(|one| !what.without.as_ref().is_some_and(|events| events.are(one)));
    for one in &mut decided {
        if let Verdict::Fires(request) = &mut one.verdict {
            let instead =
                |tier: Tier| what.instead.iter().find(|(from, _)| *from == tier).map_or(tier, |(_, to)| *to);
            request.wishes.iter_mut().for_each(|(_, tier)| *tier = instead(*tier));
        }
    }
    let timelines = compile(&other, &mut decided);
    other.compiled = Compiled { at: Some(now), decided, timelines };
    other
}

#[cfg(test)]
mod tests;
