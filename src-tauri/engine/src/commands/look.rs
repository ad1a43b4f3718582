//! Looking: status, plan, why, cost, attention. Nothing is changed.

use super::{Answer, CommandError, at_desk, json, words};
use crate::host::{Host, Round};
use crate::run::Orders;
use serde_json::json;
use std::sync::Arc;
use tidegate_core::cost::{self, Cost};
use tidegate_core::plan::sentence;
use tidegate_core::view;

pub(super) async fn status(host: &Arc<Host>, round: &Round) -> Answer {
    let mut seen = round.handle.view();
    let view = seen.wait_for(Option::is_some).await.ok().and_then(|view| view.clone());
    let mut answer = view.map_or(Ok(serde_json::Value::Null), |view| json(&*view))?;
    answer["running"] = json!(host.orders() == Orders::Gives);
    Ok(answer)
}

/// The orders the plan will give, soonest first.
pub(super) async fn plan(round: &Round, days: u32) -> Answer {
    at_desk(round, move |desk| {
        let now = desk.now();
        let until = now + words::days(days);
        let mut orders: Vec<_> = desk
            .world
            .circuits
            .values()
            .flat_map(|circuit| {
                view::upcoming(&desk.world, &circuit.id, now, until)
                    .into_iter()
                    .map(|one| (circuit.name.clone(), one))
            })
            .collect();
        orders.sort_by_key(|(name, one)| (one.at, name.clone()));
        let (plan, top) = view::costs(&desk.world, now, until);
        Ok(json!({
            "orders": orders.iter().map(|(name, one)| json!({
                "at": one.at, "circuit": name, "from": one.from.to_string(), "to": one.to.to_string(),
                "wanted": one.wanted, "why": one.why,
            })).collect::<Vec<_>>(),
            "cost": money(&plan), "cost_at_top": money(&top), "rule": desk.world.tenant.billing.name(),
            "zone": desk.world.tenant.zone.name(), "automation": desk.world.tenant.automation,
        }))
    })
    .await
}

pub(super) async fn why(round: &Round, circuit: String, at: Option<String>) -> Answer {
    at_desk(round, move |desk| {
        let now = desk.now();
        let zone = desk.world.tenant.zone;
        let at = at.map(|text| words::instant(&text, zone)).transpose()?;
        let circuit = words::circuit(desk, &circuit)?;
        let timeline = desk.world.compiled.timelines.get(&circuit.id);
        let timeline = timeline.ok_or_else(|| CommandError::failed("the calendars are still being read; try again in a moment".into()))?;
        let doing = desk.plan().and_then(|plan| plan.reasons.get(&circuit.id)).cloned();
        let live = desk.world.states.get(&circuit.id).and_then(|state| state.seen.as_ref()).map(|seen| seen.tier.to_string());
        Ok(json!({
            "circuit": circuit.name, "at": at.unwrap_or(now), "tier": timeline.want(at.unwrap_or(now)).to_string(),
            "why": sentence(circuit, timeline, at.unwrap_or(now)),
            "live": live.filter(|_| at.is_none()), "doing": doing.filter(|_| at.is_none()),
        }))
    })
    .await
}

/// What each circuit will cost, and what it would cost at its top tier.
pub(super) async fn cost(round: &Round, days: u32) -> Answer {
    at_desk(round, move |desk| {
        let (now, tenant) = (desk.now(), &desk.world.tenant);
        let until = now + words::days(days);
        let currency = tenant.profile.currency.as_str();
        let circuits: Vec<_> = desk
            .world
            .circuits
            .values()
            .filter_map(|circuit| {
                let timeline = desk.world.compiled.timelines.get(&circuit.id)?;
                let planned = cost::of(circuit, &cost::stays(timeline, now, until), tenant.billing, currency);
                let quoted = circuit.offers.iter().map(|offer| offer.quoted).max();
                Some(json!({ "circuit": circuit.name, "cost": money(&planned), "prices_of": quoted }))
            })
            .collect();
        let (plan, top) = view::costs(&desk.world, now, until);
        Ok(json!({
            "from": now, "to": until, "circuits": circuits, "cost": money(&plan), "cost_at_top": money(&top),
            "rule": tenant.billing.name(),
        }))
    })
    .await
}

fn money(cost: &Cost) -> serde_json::Value {
    json!({ "amount": cost.known.amount.to_string(), "currency": cost.known.currency, "at_least": cost.at_least, "text": cost.to_string() })
}

pub(super) async fn attention(round: &Round) -> Answer {
    at_desk(round, |desk| {
        let waiting = view::attention(&desk.world, desk.now());
        Ok(json!({ "incidents": desk.world.incidents.values().collect::<Vec<_>>(), "events": waiting, "zone": desk.world.tenant.zone.name() }))
    })
    .await
}
