use super::*;
use crate::circuit::{CircuitState, Seen};
use crate::overrides::OverrideKind;
use crate::testing::{at, circuit, event, feed, reading, tier, world};
use crate::world::Record;

fn office() -> World {
    let limited = Circuit { highest: tier("1G"), ..circuit("HQ", "100M") };
    let mut world = world(&[limited], &[feed("office", &["HQ"])]);
    world.tenant.billing = crate::cost::Billing::PerMinute;
    world.here.readings.insert("office".into(), (at(0), reading(vec![event(60, 240, "500 Mbps, hours")])));
    let state = CircuitState::new(&"HQ".into(), at(0), &world.tenant.profile.timings.clone());
    let raises = vec![240_000; 5];
    let seen = CircuitState { seen: Some(Seen::new(tier("100M"), "Active")), raises, ..state };
    world.apply(&[Record::State(Box::new(seen))]);
    world.here.inventory_at = Some(at(0));
    world.refresh(at(0));
    world
}

fn boost(tier_text: &str, until: i64) -> ByHandPreview {
    let world = office();
    preview(&world, &world.circuits[&"HQ".into()], OverrideKind::Boost, tier(tier_text), at(until), at(0))
}

#[test]
fn a_boost_is_priced_against_the_plan_and_says_what_comes_after() {
    let seen = boost("1G", 120);
    // An hour of the plan at $0.46 and one at $0.80 become two at $1.20.
    assert_eq!(seen.costs, "$2.40 for 2 h, +$1.14 against the plan");
    assert_eq!(seen.starts, "at about 09:04 UTC (HQ takes 4 min)");
    assert_eq!(seen.ends, "11:00 UTC, then 500 Mbps (\"500 Mbps, hours\")");
    assert_eq!(seen.orders, "1 of 24 today after this, 2 still planned");
    assert_eq!((seen.button.as_str(), seen.refused), ("Boost to 1 Gbps for $2.40", None));
}

#[test]
fn what_cannot_be_is_refused_before_it_is_tried() {
    assert!(boost("2G", 120).refused.unwrap().contains("above the highest tier"));
    assert!(boost("300M", 120).refused.unwrap().contains("cannot have 300 Mbps"));
    assert!(boost("1G", -5).refused.unwrap().contains("before it begins"));
    assert!(boost("1G", 5).refused.unwrap().contains("over before it is there"));
}

#[test]
fn a_preview_changes_nothing() {
    let world = office();
    let before = format!("{world:?}");
    preview(&world, &world.circuits[&"HQ".into()], OverrideKind::Hold, tier("1G"), at(60), at(0));
    assert_eq!(format!("{world:?}"), before);
}

#[test]
fn a_row_says_what_the_circuit_has_does_and_may() {
    let world = office();
    let mut change = crate::change::tests::sample(at(-60));
    (change.circuit, change.state, change.ended) = ("HQ".into(), State::Confirmed, Some(at(-56)));
    let past = Past { changes: vec![change], ..Past::default() };
    let seen = circuits(&world, None, &past, at(0));
    assert_eq!(
        seen.sentence,
        "One circuit of customer 1-TEST, read from the carrier's inventory at 09:00 UTC."
    );
    let row = &seen.rows[0];
    assert_eq!((row.mark, row.state.as_str()), (Mark::Fine, "As planned"));
    assert_eq!(row.next.as_deref(), Some("500 Mbps, today 09:54 UTC"));
    assert_eq!(row.takes, "4 min median, 4 min at worst of one change");
    assert_eq!(row.lead, "6 min, learnt");
    assert_eq!(row.feeds, ["office"]);
    let notes: Vec<&str> = row.offers.iter().map(|offer| offer.note.as_str()).collect();
    assert_eq!(notes, ["", "live now", "", "", "", "above your highest tier"]);
}

#[test]
fn each_price_has_the_day_it_was_quoted_on_and_an_unknown_price_has_none() {
    let mut world = office();
    let circuit = world.circuits.get_mut(&"HQ".into()).unwrap();
    circuit.offers.iter_mut().for_each(|offer| offer.quoted = "2026-11-01T09:00:00Z".parse().unwrap());
    circuit.offers[1].per_hour = None;
    let row = &circuits(&world, None, &Past::default(), at(0)).rows[0];
    let quoted: Vec<Option<&str>> = row.offers.iter().map(|offer| offer.quoted.as_deref()).collect();
    assert_eq!(quoted[..2], [Some("1 Nov 2026"), None]);
}

/// HQ at 1 Gbps, its drop to the baseline failed.
fn failed() -> World {
    let mut world = office();
    let mut state = world.state(&"HQ".into(), at(0));
    state.seen = Some(Seen::new(tier("1G"), "Active"));
    let incident = Incident {
        key: "order:HQ".into(),
        kind: IncidentKind::Failed,
        circuit: Some("HQ".into()),
        opened: at(0),
        updated: at(0),
        closed: None,
        title: "HQ: drop to 100 Mbps failed".into(),
        body: String::new(),
        per_hour: None,
        choices: vec![],
    };
    world.apply(&[Record::State(Box::new(state)), Record::Incident(Box::new(incident))]);
    world
}

#[test]
fn a_drop_that_failed_stands_as_the_next_change_with_its_next_try_or_that_it_needs_a_person() {
    let mut world = failed();
    let mut plan = crate::plan::plan(&world, at(0), &crate::timings::Limits::new());
    let next = |world: &World, plan: &Plan| {
        circuits(world, Some(plan), &Past::default(), at(0)).rows[0].next.clone().unwrap()
    };
    assert_eq!(next(&world, &plan), "100 Mbps, needs you");
    plan.tries.insert("HQ".into(), at(8));
    assert_eq!(next(&world, &plan), "100 Mbps, next try 09:08 UTC");
    plan.tries.clear();
    world.incidents.get_mut("order:HQ").unwrap().kind = IncidentKind::Quota;
    assert_eq!(next(&world, &plan), "100 Mbps, waits");
}

#[test]
fn a_paused_circuit_says_what_its_tier_goes_on_costing() {
    let mut world = failed();
    world.tenant.paused = Some(at(0));
    let state = |world: &World| circuits(world, None, &Past::default(), at(0)).rows[0].state.clone();
    assert_eq!(state(&world), "Paused, +$0.74/h");
    let mut level = office();
    level.tenant.paused = Some(at(0));
    assert_eq!(state(&level), "Paused");
}

#[test]
fn a_boost_in_force_says_until_when_and_by_whom() {
    let mut world = office();
    let act = crate::person::Act::Boost("HQ".into(), tier("1G"), at(120));
    let records = crate::person::act(&world, "ann", &act, at(0)).unwrap();
    world.apply(&records);
    let seen = circuits(&world, None, &Past::default(), at(0));
    assert_eq!(seen.rows[0].by_hand[0].text, "Boost to 1 Gbps until today 11:00 UTC, by ann");
}
