//! What a boost or hold would mean, before it is done: by the timeline that would be acted on.

use super::{ByHandPreview, glance, wall, written};
use crate::circuit::Circuit;
use crate::cost::{self, Cost};
use crate::ids::Actor;
use crate::overrides::{Override, OverrideKind};
use crate::person::{self, Act};
use crate::time::{Instant, Span, gmt_day, next_gmt_midnight};
use crate::timeline::{Because, Timeline};
use crate::units::Tier;
use crate::view::upcoming;
use crate::world::{Record, World};

/// What a boost or hold of a circuit until an instant would mean.
pub fn preview(
    world: &World,
    circuit: &Circuit,
    kind: OverrideKind,
    tier: Tier,
    until: Instant,
    now: Instant,
) -> ByHandPreview {
    let one = Override {
        circuit: circuit.id.clone(),
        kind,
        tier,
        from: now,
        until,
        actor: Actor::Person(String::new()),
        then_pause: false,
    };
    let asked = match kind {
        OverrideKind::Boost => Act::Boost(circuit.id.clone(), tier, until),
        OverrideKind::Hold => Act::Hold(circuit.id.clone(), tier, until),
    };
    let refused = person::act(world, "", &asked, now).err().map(|why| written::capital(&why.to_string()));
    let mut then = world.clone();
    then.apply(&[Record::Override(one)]);
    then.refresh(now);
    let price = |of: &World| cost_until(of, circuit, now, until.max(now));
    let (with, without) = (price(&then), price(world));
    let against = with.minus(&without).map_or_else(|| "unknown how much more".into(), |more| more.signed());
    ByHandPreview {
        costs: format!("{with} for {}, {against} against the plan", wall::length(until - now)),
        starts: starts(world, circuit, tier, now),
        ends: ends(&then, circuit, until),
        orders: orders(&then, now),
        button: match kind {
            OverrideKind::Boost => format!("Boost to {tier} for {with}"),
            OverrideKind::Hold => format!("Hold {tier} for {with}"),
        },
        refused,
    }
}

fn cost_until(world: &World, circuit: &Circuit, now: Instant, until: Instant) -> Cost {
    let tenant = &world.tenant;
    let stays = world.compiled.timelines.get(&circuit.id).map(|timeline| cost::stays(timeline, now, until));
    cost::of(circuit, &stays.unwrap_or_default(), tenant.billing, &tenant.profile.currency)
}

/// `at about 10:49 EST (HQ takes 4 min)`.
fn starts(world: &World, circuit: &Circuit, tier: Tier, now: Instant) -> String {
    if written::live(world, &circuit.id) == Some(tier) {
        return format!("at once: {} has it already", circuit.name);
    }
    let state = world.state(&circuit.id, now);
    let measured = state.raises.iter().copied().map(Span::milliseconds).collect();
    let takes = glance::median(measured).unwrap_or_else(|| state.lead());
    let at = wall::clock(now + takes, world.tenant.zone);
    format!("at about {at} ({} takes {})", circuit.name, wall::length(takes))
}

/// `12:45 EST, back to 500 Mbps ("Office hours")`.
fn ends(then: &World, circuit: &Circuit, until: Instant) -> String {
    let at = wall::clock(until, then.tenant.zone);
    let Some(timeline) = then.compiled.timelines.get(&circuit.id) else { return at };
    format!("{at}, then {} ({})", timeline.want(until), because(timeline, until))
}

fn because(timeline: &Timeline, at: Instant) -> String {
    match &timeline.at(at).because {
        Because::Baseline => "the baseline".into(),
        Because::Event(asker) | Because::Standing(asker) => format!("\"{}\"", asker.title),
        Because::Boost(_) => "a boost".into(),
        Because::Hold(_) => "a hold".into(),
    }
}

/// `8 of 24 today after this, 3 still planned`.
fn orders(then: &World, now: Instant) -> String {
    let quota = then.tenant.profile.quota_per_day;
    let used = quota - then.quota.get(&gmt_day(now)).cloned().unwrap_or_default().left(quota);
    let midnight = next_gmt_midnight(now);
    let coming: Vec<Instant> =
        then.circuits.keys().flat_map(|id| upcoming(then, id, now, midnight)).map(|one| one.at).collect();
    let at_once = coming.iter().filter(|at| **at <= now).count();
    let after = u64::from(used) + u64::try_from(at_once).unwrap_or_default();
    format!("{after} of {quota} today after this, {} still planned", coming.len() - at_once)
}
