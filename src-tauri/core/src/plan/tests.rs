//! The pass itself: what it records and asks, in worlds of one or two circuits whose calendars and inventory are read.

use super::*;
use crate::change::tests::sample;
use crate::circuit::Seen;
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
