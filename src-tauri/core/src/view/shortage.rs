//! The days ahead whose plan needs more changes than the carrier takes: the coming orders are played through by the
//! rule that will hold when each is due, with today's count and the reserve.

use super::Upcoming;
use crate::circuit::Circuit;
use crate::ids::CircuitId;
use crate::quota::{self, Move, QuotaDay, RESERVE};
use crate::time::{Instant, gmt_day, next_gmt_midnight};
use crate::units::Tier;
use crate::world::World;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A day whose plan needs more changes than the quota has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shortage {
    /// The GMT day.
    pub day: NaiveDate,
    /// Changes the plan needs, with those counted already and those kept for drops.
    pub needed: usize,
    /// Changes the carrier takes.
    pub quota: u32,
}

/// The days of the coming orders on which some order would have to wait.
pub(super) fn shortages(world: &World, coming: &BTreeMap<&CircuitId, Vec<Upcoming>>) -> Vec<Shortage> {
    let mut orders: Vec<(&CircuitId, &Upcoming)> =
        coming.iter().flat_map(|(id, list)| list.iter().map(move |one| (*id, one))).collect();
    orders.sort_by_key(|(id, one)| (one.at, *id));
    let live = |id: &CircuitId| Some(world.states.get(id)?.seen.as_ref()?.tier);
    let mut present: BTreeMap<&CircuitId, (Tier, Instant)> =
        coming.keys().filter_map(|id| Some((*id, (live(id)?, Instant::UNIX_EPOCH)))).collect();
    let mut days: BTreeMap<NaiveDate, QuotaDay> = BTreeMap::new();
    let mut short: BTreeSet<NaiveDate> = BTreeSet::new();
    for (id, order) in orders {
        let day = gmt_day(order.at);
        let counted = days.entry(day).or_insert_with(|| world.quota.get(&day).cloned().unwrap_or_default());
        if !may_go(world, id, order, counted, &present) {
            short.insert(day);
        }
        counted.ours += 1;
        present.insert(id, (order.to, order.wanted));
    }
    let quota = world.tenant.profile.quota_per_day;
    let needed = |day: &NaiveDate| (days[day].ours + days[day].foreign + RESERVE) as usize;
    short.iter().map(|day| Shortage { day: *day, needed: needed(day), quota }).collect()
}

fn may_go(
    world: &World,
    id: &CircuitId,
    order: &Upcoming,
    counted: &QuotaDay,
    present: &BTreeMap<&CircuitId, (Tier, Instant)>,
) -> bool {
    let until = next_gmt_midnight(order.at);
    let owed = |circuit: &Circuit, tier, wanted: Instant| {
        let timeline = world.compiled.timelines.get(&circuit.id);
        timeline.map_or(0, |timeline| quota::owed(timeline, tier, wanted.max(order.at), until))
    };
    let others = present.iter().filter(|(other, _)| **other != id).filter_map(|(other, (tier, wanted))| {
        let circuit = world.circuits.get(*other)?;
        (*tier != circuit.baseline).then(|| owed(circuit, *tier, *wanted))
    });
    let Some(circuit) = world.circuits.get(id) else { return true };
    let one = if quota::is_away(circuit.baseline, order.from, order.to) {
        Move::Away { own: owed(circuit, order.to, order.wanted) }
    } else {
        Move::Owed
    };
    quota::allows(one, counted.left(world.tenant.profile.quota_per_day), others.sum())
}
