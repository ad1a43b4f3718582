//! What each event adds above the baseline, in the hours when it sets the tier: as it was, and then as planned.

use super::actual::hours;
use super::{Amount, EventCost, Past, wall, written};
use crate::circuit::Circuit;
use crate::cost::{self, Stay};
use crate::time::{Instant, Span};
use crate::timeline::Because;
use crate::units::Money;
use crate::world::World;
use std::collections::BTreeMap;

/// Titles listed, the dearest first.
const LISTED: usize = 50;

/// The events of a month, the dearest first.
pub(super) fn events(world: &World, past: &Past, from: Instant, to: Instant, now: Instant) -> Vec<EventCost> {
    let mut all: Vec<(Option<Money>, EventCost)> = Vec::new();
    for circuit in written::circuits(world) {
        let found = found(world, past, circuit, from, to, now);
        all.extend(found.into_iter().map(|(title, stays)| row(world, circuit, title, &stays)));
    }
    all.sort_by_key(|(adds, row)| {
        (std::cmp::Reverse(adds.as_ref().map(|money| money.amount)), row.title.clone())
    });
    all.into_iter().take(LISTED).map(|(_, row)| row).collect()
}

/// The times in which each title set the tier wanted on a circuit.
fn found(
    world: &World,
    past: &Past,
    circuit: &Circuit,
    from: Instant,
    to: Instant,
    now: Instant,
) -> BTreeMap<String, Vec<Stay>> {
    let mut all: BTreeMap<String, Vec<Stay>> = BTreeMap::new();
    for piece in past.pieces(world, &circuit.id, from, to.min(now).max(from)) {
        let Some(stay) = piece.stay else { continue };
        let Some(title) = &stay.event else { continue };
        let stay = Stay { from: piece.from, to: piece.to, tier: stay.wanted };
        add(all.entry(title.clone()).or_default(), stay);
    }
    let timeline = world.compiled.timelines.get(&circuit.id);
    let begin = from.max(now);
    let segments = timeline.into_iter().flat_map(|one| one.within(begin, to)).filter(|_| begin < to);
    for segment in segments {
        let (Because::Event(asker) | Because::Standing(asker)) = &segment.because else { continue };
        let (from, to) = (segment.from.max(begin), segment.to.unwrap_or(to).min(to));
        add(all.entry(asker.title.clone()).or_default(), Stay { from, to, tier: segment.tier });
    }
    all.retain(|_, stays| !stays.is_empty());
    all
}

fn add(stays: &mut Vec<Stay>, next: Stay) {
    match stays.last_mut() {
        Some(last) if last.to == next.from && last.tier == next.tier => last.to = next.to,
        Some(_) | None if next.from < next.to => stays.push(next),
        Some(_) | None => {}
    }
}

fn row(world: &World, circuit: &Circuit, title: String, stays: &[Stay]) -> (Option<Money>, EventCost) {
    let (rule, currency) = (world.tenant.billing, world.tenant.profile.currency.as_str());
    let baseline: Vec<Stay> = stays.iter().map(|stay| Stay { tier: circuit.baseline, ..*stay }).collect();
    let adds = cost::of(circuit, stays, rule, currency).minus(&cost::of(circuit, &baseline, rule, currency));
    let time = stays.iter().fold(Span::zero(), |sum, stay| sum + (stay.to - stay.from));
    let row = EventCost {
        title,
        circuit: circuit.name.clone(),
        tier: stays.iter().map(|stay| stay.tier).max().unwrap_or(circuit.baseline).into(),
        times: times(world, stays),
        hours: hours(time),
        adds: adds.as_ref().map_or_else(Amount::unknown, Amount::of),
    };
    (adds, row)
}

/// How often: what another event interrupts on the same day is still one.
fn times(world: &World, stays: &[Stay]) -> usize {
    let mut days: Vec<_> = stays.iter().map(|stay| wall::day_of(stay.from, world.tenant.zone)).collect();
    days.dedup();
    days.len()
}
