//! What set-up preselects and a person confirms: whether a calendar is only about bandwidth, and the bounds within
//! which calendars may move a circuit (design §5, Fences by default).

use crate::calendar::Occurrence;
use crate::circuit::Circuit;
use crate::command;
use crate::horizon::SHOWN;
use crate::ids::CircuitId;
use crate::request::{Verdict, decide_all};
use crate::time::Instant;
use crate::timeline;
use crate::units::Tier;
use crate::world::World;
use std::collections::{BTreeMap, BTreeSet};

/// The lowest and highest tier that calendars may ask of a circuit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Not below.
    pub lowest: Tier,
    /// Not above.
    pub highest: Tier,
}

/// Whether more than half of a calendar's titles name a tier: then it is preselected as being only about bandwidth.
pub fn is_about_bandwidth(occurrences: &[Occurrence]) -> bool {
    let titles: BTreeSet<(&str, &str)> =
        occurrences.iter().map(|one| (one.uid.as_str(), one.details.summary.as_str())).collect();
    let names = |title: &str| {
        command::command(title).is_some() || command::older(title).is_some() || command::bare(title).is_some()
    };
    let naming = titles.iter().filter(|(_, title)| names(title)).count();
    naming * 2 > titles.len()
}

/// For each circuit the highest and lowest tier among the requests that would fire in the plan shown if no bound stood
/// in their way; the baseline where none does.
pub fn bounds(world: &World, now: Instant) -> BTreeMap<CircuitId, Bounds> {
    let mut open = world.clone();
    for circuit in open.circuits.values_mut() {
        let offered = |pick: fn(&mut dyn Iterator<Item = Tier>) -> Option<Tier>| {
            pick(&mut circuit.offers.iter().map(|offer| offer.tier))
        };
        let (low, high) = (offered(|tiers| tiers.min()), offered(|tiers| tiers.max()));
        circuit.lowest = low.or(Tier::from_mbps(1)).unwrap_or(circuit.lowest);
        circuit.highest = high.or(Tier::from_mbps(1_000_000)).unwrap_or(circuit.highest);
        circuit.approved = circuit.highest;
    }
    let mut found: BTreeMap<CircuitId, Bounds> =
        world.circuits.values().map(|circuit| (circuit.id.clone(), at_baseline(circuit))).collect();
    let mut decided = decide_all(&open, now);
    // What is too short to be of use asks for nothing.
    drop(timeline::compile(&open, &mut decided));
    for decided in decided {
        let Verdict::Fires(request) = decided.verdict else { continue };
        if decided.occurrence.end < now || decided.occurrence.start > now + SHOWN {
            continue;
        }
        for (id, tier) in request.wishes {
            let tiers = [Some(tier), request.then];
            for tier in tiers.into_iter().flatten() {
                found.entry(id.clone()).and_modify(|bounds| {
                    bounds.lowest = bounds.lowest.min(tier);
                    bounds.highest = bounds.highest.max(tier);
                });
            }
        }
    }
    found
}

fn at_baseline(circuit: &Circuit) -> Bounds {
    Bounds { lowest: circuit.baseline, highest: circuit.baseline }
}

#[cfg(test)]
mod tests;
