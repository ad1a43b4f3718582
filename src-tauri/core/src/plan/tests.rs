//! The pass itself: what it records and asks, in worlds of one or two circuits whose calendars and inventory are read.

mod errands;
mod fences;
mod timing;

use super::*;
use crate::change::tests::sample;
use crate::circuit::Seen;
use crate::feed::{FeedState, FetchError};
use crate::ids::ChangeId;
use crate::testing::{at, circuit, event, feed, reading, tier, world};
use crate::time::{Span, gmt_day};

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
fn a_raise_that_was_not_foreseen_reads_the_calendars_first_and_waits_one_fetch_at_most() {
    let read = |minute: i64| FeedState {
        tried_at: Some(at(minute)),
        read_at: Some(at(minute)),
        ..FeedState::new(&"office".into())
    };
    let paused = |tried: i64| {
        let mut world = ready(&["HQ"], &[(0, 120, "1 Gbps, hall")], 30);
        world.apply(&[Record::FeedState(Box::new(read(tried)))]);
        world
    };
    let mut world = paused(23);
    let plan = world.pass(at(30), &Limits::new());
    assert_eq!((plan.fetches, orders(&plan.calls)), (vec!["office".into()], 0), "seven minutes old");
    world.apply(&plan.records);
    world.here.fetching.insert("office".into());
    let later = at(30) + Limits::new().feed_http;
    let early = world.pass(later - Span::seconds(1), &Limits::new());
    assert!(early.records.iter().all(|record| !matches!(record, Record::Change(_))), "it waits");
    assert!(early.fetches.is_empty() && early.wake_at <= later);
    let plan = world.pass(later, &Limits::new());
    assert!(plan.records.iter().any(|record| matches!(record, Record::Change(_))), "and then acts");
    assert_eq!(orders(&settle(&mut paused(26), 30)), 0, "four minutes old");
    assert_eq!(orders(&settle(&mut paused(27), 30)), 1, "read three minutes before: fresh enough");
    let patient = FeedState { not_before: Some(at(60)), ..read(0) };
    let mut world = paused(0);
    world.apply(&[Record::FeedState(Box::new(patient))]);
    assert_eq!(orders(&settle(&mut world, 30)), 1, "a publisher who asked for patience is not waited for");
    let mut world = paused(0);
    let boost = crate::person::Act::Boost("HQ".into(), tier("2G"), at(90));
    let records = crate::person::act(&world, "ann", &boost, at(30)).unwrap();
    world.apply(&records);
    assert_eq!(orders(&settle(&mut world, 30)), 1, "a person's own word does not wait");
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
    let entries = plan.records.iter().filter_map(|record| {
        let Record::Audit(entry) = record else { return None };
        (entry.act == "wish.missed").then(|| entry.event_uid.clone())?
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

/// What a pass says about HQ.
fn said(world: &mut World, minute: i64) -> String {
    settle(world, minute);
    let plan = world.pass(at(minute), &Limits::new());
    plan.reasons.get(&"HQ".into()).cloned().unwrap_or_default()
}

#[test]
fn what_keeps_money_running_says_what_it_costs_an_hour() {
    let joint = [(0, 60, "1 Gbps, one"), (71, 120, "1 Gbps, two")];
    let mut bridged = ready(&["HQ"], &joint, 61);
    shows(&mut bridged, "HQ", "1G", 61);
    let why = said(&mut bridged, 61);
    assert!(
        why.contains("wanted again at 10:11 UTC; that costs $0.74 more each hour than 100 Mbps"),
        "{why}"
    );
    let mut paused = ready(&["HQ"], &joint, 30);
    shows(&mut paused, "HQ", "1G", 30);
    let records = crate::person::act(&paused, "ann", &crate::person::Act::Pause(None), at(30)).unwrap();
    paused.apply(&records);
    let why = said(&mut paused, 30);
    assert!(why.contains("HQ stays at 1 Gbps; that costs $0.74 more each hour than 100 Mbps"), "{why}");
    let mut sent = ready(&["HQ"], &joint, -6);
    settle(&mut sent, -6);
    sent.here.asked.clear();
    let accepted = sent.open_change(&"HQ".into()).unwrap().becomes(State::Accepted, at(-6));
    sent.apply(&[Record::Change(Box::new(accepted))]);
    assert!(!said(&mut sent, -5).contains("not recalled"));
    loaded(&mut sent, vec![], -4);
    let why = said(&mut sent, -4);
    assert!(why.contains("its end is awaited; that costs $0.74 more each hour than 100 Mbps"), "{why}");
}

/// The calendar is read again.
fn loaded(world: &mut World, events: Vec<crate::calendar::Occurrence>, minute: i64) {
    crate::receive::loaded(world, &"office".into(), reading(events), at(minute));
}

#[test]
fn a_wish_that_is_left_out_is_not_given_as_the_reason_for_what_is_there() {
    let mut world = ready(&["HQ"], &[(0, 60, "1 Gbps, hall")], 52);
    let why = said(&mut world, 52);
    assert!(why.starts_with("100 Mbps, and not 1 Gbps because of \"1 Gbps, hall\""), "{why}");
}

#[test]
fn the_lead_is_in_the_price_of_the_plan() {
    let mut world = ready(&["HQ"], &[(0, 60, "1 Gbps, hall")], -30);
    world.tenant.billing = crate::cost::Billing::PerMinute;
    settle(&mut world, -30);
    let (plan, _) = crate::view::costs(&world, at(-30), at(90));
    // 66 minutes at 1.20 and 54 at 0.46.
    assert_eq!(plan.known.amount, "1.734".parse().unwrap());
}

/// What the audit trail is told by a pass, as act and words.
fn told(world: &mut World, minute: i64) -> Vec<(&'static str, String)> {
    let plan = world.pass(at(minute), &Limits::new());
    world.apply(&plan.records);
    let entries = plan.records.into_iter().filter_map(|record| {
        let Record::Audit(entry) = record else { return None };
        Some((entry.act, entry.why))
    });
    entries.filter(|(act, _)| !act.starts_with("order")).collect()
}

#[test]
fn every_occurrence_is_explained_once_when_its_time_has_come() {
    let events = [(0, 60, "1 Gbps, hall"), (10, 20, "lunch"), (30, 40, "#iod 1T much"), (60, 90, "later")];
    let mut world = ready(&["HQ"], &events, -20);
    let state = feed_state(&world);
    world.apply(&[Record::FeedState(Box::new(state))]);
    settle(&mut world, -20);
    let begun = |world: &mut World, minute: i64| {
        world.here.inventory_at = None;
        let told = told(world, minute);
        told.into_iter().filter(|(act, _)| *act == "event.begun").map(|(_, why)| why).collect::<Vec<_>>()
    };
    assert_eq!(begun(&mut world, -1), [""; 0]);
    let found = begun(&mut world, 35);
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found[0].contains("it fires: 1 Gbps for HQ, by the tier in its title"), "{found:?}");
    assert!(found[1].contains("\"lunch\" in office begins; it is ignored: it names no tier"), "{found:?}");
    assert!(found[2].contains("it needs attention:"), "{found:?}");
    assert_eq!(begun(&mut world, 36), [""; 0], "once");
}

#[test]
fn a_sleep_and_a_start_leave_their_line() {
    let mut world = ready(&["HQ"], &[], 0);
    let gaps = |world: &mut World, minute: i64| {
        let told = told(world, minute);
        let is_gap = |act: &&str| matches!(*act, "program.started" | "computer.woke");
        told.into_iter().map(|(act, _)| act).filter(is_gap).collect::<Vec<_>>()
    };
    assert_eq!(gaps(&mut world, 0), ["program.started"]);
    assert_eq!(gaps(&mut world, 10), [""; 0]);
    world.here.awake_since = Some(at(100));
    assert_eq!(gaps(&mut world, 100), ["computer.woke"]);
    assert_eq!(gaps(&mut world, 101), [""; 0]);
}

#[test]
fn a_wish_that_was_refused_before_it_was_sent_is_no_missed_one() {
    let mut world = ready(&["HQ"], &[(0, 60, "1 Gbps, hall")], -6);
    settle(&mut world, -6);
    let intended = world.changes_of(&"HQ".into()).next().unwrap().clone();
    let back = Change { state: State::Intended, sent: None, attempts: 0, ..intended };
    world.apply(&[Record::Change(Box::new(back.becomes(State::Rejected, at(-5))))]);
    shows(&mut world, "HQ", "100M", 70);
    assert_eq!(missed(&mut world, 70), [""; 0]);
}

#[test]
fn an_intent_whose_wish_has_gone_is_superseded_behind_a_lock_too() {
    let mut world = ready(&["HQ"], &[(0, 120, "500 Mbps, hall")], -5);
    intend(&mut world, 1, "HQ", -6);
    let mut state = world.state(&"HQ".into(), at(-5));
    state.seen = Some(Seen::new(tier("100M"), "Change pending"));
    world.apply(&[Record::State(Box::new(state))]);
    settle(&mut world, -5);
    assert_eq!(world.change(&"HQ".into(), ChangeId(1)).unwrap().state, State::Superseded);
}
