//! The circuits of a customer, and what a boost or hold would mean.

mod by_hand;

pub use by_hand::preview;

use super::past::Past;
use super::{Amount, Mark, Stamp, TierCell, attention, glance, wall, written};
use crate::change::State;
use crate::circuit::{Circuit, Offer};
use crate::horizon::SHOWN;
use crate::ids::CircuitId;
use crate::incident::{Incident, IncidentKind};
use crate::overrides::Override;
use crate::plan::Plan;
use crate::request::plain;
use crate::time::{Instant, Span, Zone};
use crate::units::Tier;
use crate::view::{self, Upcoming, upcoming};
use crate::world::World;
use serde::Serialize;

/// The circuits of a customer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Circuits {
    /// `Three circuits of customer 1-EXMPL, read from the carrier's inventory at 10:41 EST.`
    pub sentence: String,
    /// One a circuit.
    pub rows: Vec<CircuitRow>,
    /// Circuits that the inventory lists and nobody chose.
    pub others: Vec<String>,
}

/// A circuit.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CircuitRow {
    /// The carrier's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The live tier.
    pub live: Option<TierCell>,
    /// Its price an hour.
    pub per_hour: Option<Amount>,
    /// As planned, under way, failed, ...
    pub mark: Mark,
    /// The same in words.
    pub state: String,
    /// Why it is as it is, in a sentence.
    pub why: String,
    /// The baseline.
    pub baseline: TierCell,
    /// No calendar raises it above this.
    pub highest: TierCell,
    /// No calendar lowers it below this.
    pub lowest: TierCell,
    /// `500 Mbps, today 12:00 EST`; of an order that ended badly `100 Mbps, next try 10:50 EST`.
    pub next: Option<String>,
    /// Boost or hold: `Boost to 2 Gbps until 12:45 EST`.
    pub by_hand: Vec<ByHand>,
    /// Paused by a person.
    pub paused: bool,
    /// Tags.
    pub tags: Vec<String>,
    /// What it can have.
    pub offers: Vec<OfferRow>,
    /// `4 min median, 6 min at worst of 38 changes`.
    pub takes: String,
    /// `6 min, learnt`.
    pub lead: String,
    /// The feeds that are bound to it.
    pub feeds: Vec<String>,
}

/// A boost or hold that is in force.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ByHand {
    /// `boost` or `hold`.
    pub kind: String,
    /// The tier.
    pub tier: TierCell,
    /// Its end.
    pub until: Stamp,
    /// `Boost to 2 Gbps until 12:45 EST, by ann`.
    pub text: String,
}

/// A tier that a circuit can have.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OfferRow {
    /// The tier.
    pub tier: TierCell,
    /// Its price an hour.
    pub per_hour: Amount,
    /// The day the carrier quoted that price on: `1 Nov 2026`; none where it named no price.
    pub quoted: Option<String>,
    /// `live now`, `above your highest tier`, ...
    pub note: String,
    /// As commands take it.
    pub command: String,
}

/// What going on would order at once, before it is done.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct GoingOn {
    /// Each order: `HQ from 100 Mbps to 1 Gbps ($0.95 an hour, +$0.73/h)`.
    pub words: Vec<String>,
    /// One of them is a raise: that is not to be chosen for a person.
    pub raises: bool,
}

/// What a boost or hold would mean, before it is done.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ByHandPreview {
    /// `$3.90 for 2 h, +$1.81 against the plan`.
    pub costs: String,
    /// `at about 10:49 EST (HQ takes 4 min)`.
    pub starts: String,
    /// `12:45 EST, back to 500 Mbps ("Office hours")`.
    pub ends: String,
    /// `8 of 24 today after this, 3 still planned`.
    pub orders: String,
    /// The button's word: `Boost to 2 Gbps for $3.90`.
    pub button: String,
    /// Why it cannot be, where it cannot.
    pub refused: Option<String>,
}

/// The circuits by name. `plan` is the last pass's, for its reasons; `past` what the ledger keeps of the last days.
pub fn circuits(world: &World, plan: Option<&Plan>, past: &Past, now: Instant) -> Circuits {
    let chosen = written::circuits(world);
    let others = world.here.listed.iter().filter(|one| !world.circuits.contains_key(&one.id));
    Circuits {
        sentence: sentence(world),
        rows: chosen.into_iter().map(|circuit| row(world, plan, past, circuit, now)).collect(),
        others: others.map(|one| plain(one.name.as_deref().unwrap_or(one.id.as_str()))).collect(),
    }
}

fn sentence(world: &World) -> String {
    let count = written::capital(&written::count(world.circuits.len(), "circuit", "circuits"));
    let number = &world.tenant.profile.customer_number;
    let read = match world.here.inventory_at {
        Some(at) => format!("read from the carrier's inventory at {}", wall::clock(at, world.tenant.zone)),
        None => "the carrier's inventory was not read yet".into(),
    };
    format!("{count} of customer {number}, {read}.")
}

fn row(world: &World, plan: Option<&Plan>, past: &Past, circuit: &Circuit, now: Instant) -> CircuitRow {
    let live = written::live(world, &circuit.id);
    let (mark, state) = state(world, circuit, live, now);
    let next = upcoming(world, &circuit.id, now, now + SHOWN).into_iter().next();
    let acts = world.tenant.automation && world.tenant.paused.is_none() && circuit.paused.is_none();
    CircuitRow {
        id: circuit.id.to_string(),
        name: circuit.name.clone(),
        live: live.map(Into::into),
        per_hour: live.map(|tier| Amount::price(circuit.price(tier))),
        mark,
        state,
        why: plan
            .and_then(|plan| plan.reasons.get(&circuit.id))
            .map_or_else(String::new, |why| written::capital(why)),
        baseline: circuit.baseline.into(),
        highest: circuit.highest.into(),
        lowest: circuit.lowest.into(),
        next: next
            .filter(|_| acts)
            .map(|one| format!("{}, {}", one.to, when(world, plan, circuit, &one, now))),
        by_hand: overrides(world, &circuit.id),
        paused: circuit.paused.is_some() || world.tenant.paused.is_some(),
        tags: circuit.tags.clone(),
        offers: written::offers(world, circuit)
            .iter()
            .map(|offer| offer_row(world.tenant.zone, circuit, live, offer))
            .collect(),
        takes: takes(past, &circuit.id),
        lead: lead(world, &circuit.id),
        feeds: feeds(world, &circuit.id),
    }
}

/// When an order leaves; of one that is due and cannot be sent, when it is tried again, or that it needs a person.
fn when(world: &World, plan: Option<&Plan>, circuit: &Circuit, one: &Upcoming, now: Instant) -> String {
    let zone = world.tenant.zone;
    if !view::is_kept(world, &circuit.id, one, now) {
        return wall::when(one.at, now, zone);
    }
    match (plan.and_then(|plan| plan.tries.get(&circuit.id)), open(world, circuit).map(|one| one.kind)) {
        (Some(at), _) => format!("next try {}", wall::clock(*at, zone)),
        (None, Some(IncidentKind::Failed | IncidentKind::Cancelled | IncidentKind::Refused)) => {
            "needs you".into()
        }
        (None, Some(_) | None) => "waits".into(),
    }
}

/// What is wrong on a circuit.
fn open<'a>(world: &'a World, circuit: &Circuit) -> Option<&'a Incident> {
    world.incidents.values().find(|one| one.circuit.as_ref() == Some(&circuit.id))
}

fn state(world: &World, circuit: &Circuit, live: Option<Tier>, now: Instant) -> (Mark, String) {
    if circuit.paused.is_some() || world.tenant.paused.is_some() {
        let up = live.filter(|live| *live > circuit.baseline);
        let costs = up.map(|live| format!(", {}", written::above_baseline(circuit, live)));
        return (Mark::Held, format!("Paused{}", costs.unwrap_or_default()));
    }
    if let Some(open) = open(world, circuit) {
        let what = open.title.trim_start_matches(circuit.name.as_str()).trim_start_matches(": ");
        let rate = open.per_hour.as_ref().map(|rate| format!(", {}/h", rate.signed())).unwrap_or_default();
        return (attention::mark(open.kind), format!("{}{rate}", written::capital(what)));
    }
    if let Some(change) = world.open_errand(&circuit.id) {
        let what = change.errand.as_ref().map(|errand| errand.told(&circuit.name)).unwrap_or_default();
        return (change.state.into(), format!("{}: {what}", change.state.word()));
    }
    if let Some(change) = world.open_change(&circuit.id) {
        return (change.state.into(), format!("{}: {}", change.state.word(), change.to));
    }
    let wanted = world.compiled.timelines.get(&circuit.id).map(|timeline| timeline.want(now));
    match (live, wanted) {
        (None, _) => (Mark::Unknown, "Not read yet".into()),
        _ if !world.tenant.automation => (Mark::Planned, "Observed only".into()),
        (Some(live), Some(wanted)) if live != wanted => (Mark::Planned, format!("Planned is {wanted}")),
        (Some(_), _) => (Mark::Fine, "As planned".into()),
    }
}

fn overrides(world: &World, circuit: &CircuitId) -> Vec<ByHand> {
    let of_circuit = world.overrides.values().filter(|one| one.circuit == *circuit);
    of_circuit
        .map(|one| ByHand {
            kind: one.kind.word().into(),
            tier: one.tier.into(),
            until: wall::stamp(one.until, world.tenant.zone),
            text: said(world, one),
        })
        .collect()
}

/// `Boost to 2 Gbps until today 12:45 EST, by ann`.
fn said(world: &World, one: &Override) -> String {
    let who = one.actor.name();
    let kind = written::capital(one.kind.word());
    format!("{kind} to {} until {}, by {who}", one.tier, wall::when(one.until, one.from, world.tenant.zone))
}

fn offer_row(zone: Zone, circuit: &Circuit, live: Option<Tier>, offer: &Offer) -> OfferRow {
    let tier = offer.tier;
    let note = if Some(tier) == live {
        "live now"
    } else if tier > circuit.highest {
        "above your highest tier"
    } else if tier < circuit.lowest {
        "below your lowest tier"
    } else if tier == circuit.baseline {
        "baseline"
    } else {
        ""
    };
    OfferRow {
        tier: tier.into(),
        per_hour: Amount::price(offer.per_hour.as_ref()),
        quoted: offer.per_hour.is_some().then(|| wall::dated(offer.quoted, zone)),
        note: note.into(),
        command: tier.to_string(),
    }
}

/// `4 min median, 6 min at worst of 38 changes`.
fn takes(past: &Past, circuit: &CircuitId) -> String {
    let confirmed =
        past.changes.iter().filter(|one| one.circuit == *circuit && one.state == State::Confirmed);
    let took: Vec<Span> = confirmed.filter_map(crate::change::Change::took).collect();
    let Some((median, worst)) = glance::median(took.clone()).zip(took.iter().max()) else {
        return "No change was measured lately".into();
    };
    let count = written::count(took.len(), "change", "changes");
    format!("{} median, {} at worst of {count}", wall::length(median), wall::length(*worst))
}

fn lead(world: &World, circuit: &CircuitId) -> String {
    let start = world.tenant.profile.timings.lead_start;
    let Some(state) = world.states.get(circuit) else { return wall::length(start) };
    let how = if state.is_lead_learned() { "learnt" } else { "until enough raises were measured" };
    format!("{}, {how}", wall::length(state.lead()))
}

fn feeds(world: &World, circuit: &CircuitId) -> Vec<String> {
    let mut names: Vec<String> = world
        .feeds
        .values()
        .filter_map(|feed| match &feed.suppresses {
            Some(scope) if scope.circuits.is_empty() || scope.circuits.contains(circuit) => {
                Some(format!("{} (lowers)", feed.name))
            }
            Some(_) => None,
            None => feed.bound.contains(circuit).then(|| feed.name.clone()),
        })
        .collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests;
