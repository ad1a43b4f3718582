//! The pass itself: what it records and asks, in worlds of one or two circuits whose calendars and inventory are read.

use super::*;
use crate::change::tests::sample;
use crate::circuit::Seen;
use crate::feed::{FeedState, FetchError};
use crate::ids::ChangeId;
use crate::testing::{at, circuit, event, feed, reading, tier, world};
use crate::time::gmt_day;

/// Circuits at their baseline of 100 Mbps in a bound feed with these events, inventory and feed just read.
fn ready(names: &[&str], events: &[(i64, i64, &str)], minute: i64) -> World {
    let circuits: Vec<_> = names.iter().map(|name| circuit(name, "100M")).collect();
    let mut world = world(&circuits, &[feed("office", names)]);
    let events = events.iter().map(|(from, to, title)| event(*from, *to, title)).collect();
    world.here.readings.insert("office".into(), (at(minute), reading(events)));
    world.here.connected_since = Some(at(-1000));
    for name in names {
        shows(&mut world, name, "100M", minute);
    }
    world
}

/// The inventory is read and shows the tier.
fn shows(world: &mut World, name: &str, text: &str, minute: i64) {
    let mut state = world.state(&name.into(), at(minute));
    state.seen = Some(Seen::new(tier(text), "Active"));
    world.apply(&[Record::State(Box::new(state))]);
    (world.here.inventory_at, world.here.inventory_tried) = (Some(at(minute)), Some(at(minute)));
}

/// Passes until nothing is recorded any more; what was asked on the way.
fn settle(world: &mut World, minute: i64) -> Vec<Call> {
    let mut calls = vec![];
    for _ in 0..20 {
        let plan = world.pass(at(minute), &Limits::new());
        world.apply(&plan.records);
        world.here.asked.extend(plan.calls.iter().map(|call| call.ask.clone()));
        calls.extend(plan.calls);
        if plan.records.is_empty() {
            return calls;
        }
    }
    panic!("the plan does not settle");
}

fn orders(calls: &[Call]) -> usize {
    calls.iter().filter(|call| matches!(call.ask, Ask::Order(..))).count()
}

fn counted(world: &World, minute: i64) -> u32 {
    world.quota.get(&gmt_day(at(minute))).map_or(0, |day| day.ours)
}

/// An intent for 1 Gbps from minute 0, counted on its day.
fn intend(world: &mut World, id: i64, name: &str, opened: i64) {
    let day = gmt_day(at(opened));
    let intent = Change {
        id: ChangeId(id),
        circuit: name.into(),
        state: State::Intended,
        boundary: at(0),
        opened: at(opened),
        sent: None,
        attempts: 0,
        counted: Some(day),
        ..sample(at(opened))
    };
    let mut quota = world.quota.get(&day).cloned().unwrap_or_default();
    quota.ours += 1;
    world.apply(&[Record::Change(Box::new(intent)), Record::Quota(day, quota)]);
}

#[test]
fn intents_that_go_in_one_pass_are_all_given_back() {
    let mut world = ready(&["Branch", "HQ"], &[], -5);
    intend(&mut world, 1, "Branch", -6);
    intend(&mut world, 2, "HQ", -6);
    assert_eq!(counted(&world, -5), 2);
    settle(&mut world, -5);
    assert_eq!(counted(&world, -5), 0);
}

#[test]
fn an_intent_that_waited_over_midnight_is_counted_on_the_day_on_which_it_leaves() {
    let midnight = 15 * 60;
    let mut world = ready(&["HQ"], &[(midnight, midnight + 120, "1 Gbps, night")], midnight - 6);
    let calls = settle(&mut world, midnight - 6);
    assert_eq!((orders(&calls), counted(&world, midnight - 6)), (1, 1));
    let sent = world.open_change(&"HQ".into()).unwrap().clone();
    let back = Change { state: State::Intended, attempts: 0, sent: None, ..sent };
    world.apply(&[Record::Change(Box::new(back))]);
    world.here.asked.clear();
    shows(&mut world, "HQ", "100M", midnight + 1);
    let calls = settle(&mut world, midnight + 1);
    assert_eq!(orders(&calls), 1);
    assert_eq!((counted(&world, midnight - 1), counted(&world, midnight + 1)), (0, 1));
}

#[test]
fn what_is_sent_a_second_time_is_counted_a_second_time() {
    let mut world = ready(&["HQ"], &[(0, 120, "1 Gbps, hall")], -6);
    settle(&mut world, -6);
    let sent = world.open_change(&"HQ".into()).unwrap().clone();
    let unknown = sent.becomes(State::Unknown, at(-5));
    world.apply(&[Record::Change(Box::new(unknown))]);
    world.here.asked.clear();
    shows(&mut world, "HQ", "100M", 7);
    let calls = settle(&mut world, 7);
    assert_eq!((orders(&calls), counted(&world, 7)), (1, 2));
}

#[test]
fn a_shortage_is_seen_days_before_with_the_reserve_and_the_days_count() {
    let day = 24 * 60;
    let on = |day: i64, number: i64| (day + number * 90 - 480, day + number * 90 - 440, "1 Gbps, meeting");
    let ten: Vec<_> = (0..10).map(|number| on(2 * day, number)).collect();
    let short = |events: &[(i64, i64, &str)], used: u32| {
        let mut world = ready(&["HQ"], events, -5);
        let quota = QuotaDay { ours: used, ..Default::default() };
        world.apply(&[Record::Quota(gmt_day(at(2 * day)), quota)]);
        let plan = world.pass(at(-5), &Limits::new());
        let short = crate::view::view(&world, &plan, at(-5)).shortages;
        short.into_iter().map(|one| (one.day, one.needed)).collect::<Vec<_>>()
    };
    assert_eq!(short(&ten, 0), [], "twenty changes and two kept for drops are no more than 24");
    assert_eq!(short(&ten, 3), [(gmt_day(at(2 * day)), 25)], "three counted already are one too many");
    let twelve: Vec<_> = (0..12).map(|number| on(2 * day, number)).collect();
    assert_eq!(short(&twelve, 0), [(gmt_day(at(2 * day)), 26)], "24 leave no reserve");
}

/// A feed whose last fetch failed for want of a network.
fn fetch_failed(world: &mut World, second: i64) {
    let now = at(0) + Span::seconds(second);
    let mut state = world.feed_states.get(&"office".into()).cloned().unwrap_or_else(|| feed_state(world));
    let error = FetchError::Unreachable("no network".into());
    state.failed(&error, now, world.here.awake_since, &Timings::real());
    world.apply(&[Record::FeedState(Box::new(state))]);
}

fn feed_state(world: &World) -> FeedState {
    let mut state = FeedState::new(&"office".into());
    (state.fingerprint, state.tried_at) = (Some("f".into()), world.here.awake_since);
    state
}

#[test]
fn a_fetch_that_failed_right_after_a_wake_up_is_made_again_until_the_network_had_its_time() {
    let mut world = ready(&["HQ"], &[(-30, 120, "1 Gbps, hall")], 0);
    (world.here.awake_since, world.here.connected_since) = (Some(at(0)), None);
    fetch_failed(&mut world, 1);
    let fetches = |world: &mut World, second: i64| {
        let plan = world.pass(at(0) + Span::seconds(second), &Limits::new());
        (plan.fetches.len(), orders(&plan.calls))
    };
    assert_eq!(fetches(&mut world, 2).0, 0, "not at once");
    assert_eq!(fetches(&mut world, 6), (1, 0), "and the order waits for it");
    fetch_failed(&mut world, 19);
    assert_eq!(fetches(&mut world, 25).0, 0, "after twenty seconds its own rhythm goes on");
    world.here.connected_since = Some(at(0) + Span::seconds(40));
    assert_eq!(fetches(&mut world, 41).0, 1, "the carrier answers: the network is there");
    fetch_failed(&mut world, 42);
    assert_eq!(fetches(&mut world, 43).0, 0, "once");
    crate::receive::network_up(&mut world);
    assert_eq!(fetches(&mut world, 44).0, 1, "the system says that the network is up");
}

#[test]
fn an_unknown_order_that_the_carrier_still_works_on_is_never_sent_again() {
    let mut world = ready(&["HQ"], &[(0, 600, "1 Gbps, hall")], -6);
    settle(&mut world, -6);
    let sent = world.open_change(&"HQ".into()).unwrap().clone();
    let mut unknown = Change { order: Some("ORD-1".into()), ..sent }.becomes(State::Unknown, at(55));
    unknown.heard("IN_PROGRESS", at(-4));
    world.apply(&[Record::Change(Box::new(unknown))]);
    world.here.asked.clear();
    for minute in (60..300).step_by(5) {
        shows(&mut world, "HQ", "100M", minute);
        assert_eq!(orders(&settle(&mut world, minute)), 0, "at minute {minute}");
    }
    assert_eq!(world.open_change(&"HQ".into()).unwrap().state, State::Unknown);
}

/// The wishes that a pass records as missed.
fn missed(world: &mut World, minute: i64) -> Vec<String> {
    let plan = world.pass(at(minute), &Limits::new());
    let entries = plan.records.iter().filter_map(|record| match record {
        Record::Audit(entry) if entry.act == "wish.missed" => entry.event_uid.clone(),
        _ => None,
    });
    entries.collect()
}

/// A change that was sent and confirmed three minutes later.
fn confirmed(world: &mut World, id: i64, from: &str, to: &str, sent: i64) {
    let change = Change {
        id: ChangeId(id),
        circuit: "HQ".into(),
        from: tier(from),
        to: tier(to),
        boundary: at(sent),
        state: State::Pending,
        ..sample(at(sent))
    };
    world.apply(&[Record::Change(Box::new(change.becomes(State::Confirmed, at(sent + 3))))]);
}

#[test]
fn a_wish_is_met_by_an_order_in_force_at_its_start_and_by_no_other_events() {
    let events = [(0, 30, "1 Gbps, one"), (40, 70, "1 Gbps, two")];
    let judged = |orders: &[(&str, &str, i64)]| {
        let mut world = ready(&["HQ"], &events, 200);
        let state = crate::circuit::CircuitState { judged: at(-60), ..world.state(&"HQ".into(), at(0)) };
        world.apply(&[Record::State(Box::new(state))]);
        shows(&mut world, "HQ", "100M", 200);
        for (id, (from, to, sent)) in (1..).zip(orders) {
            confirmed(&mut world, id, from, to, *sent);
        }
        missed(&mut world, 200)
    };
    let two = ["1 Gbps, two"];
    assert_eq!(judged(&[("100M", "1G", -6), ("1G", "100M", 30)]), two, "dropped before it began");
    assert_eq!(judged(&[("100M", "1G", -6)]), [""; 0], "never dropped: in force at its start");
    assert_eq!(judged(&[("100M", "1G", -6), ("1G", "100M", 30), ("100M", "1G", 45)]), [""; 0], "late");
    assert_eq!(judged(&[]), ["1 Gbps, one", "1 Gbps, two"]);
}
