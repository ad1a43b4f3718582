//! When things are done (design §6): leads, retries, feeds and drift around a raise made ahead.

use super::*;
use crate::circuit::{Adopted, Aim, CircuitState};

/// Orders given in passes at so many seconds after minute 0, until nothing is recorded any more.
fn ordered_at(world: &mut World, second: i64) -> usize {
    let mut calls = vec![];
    for _ in 0..20 {
        let plan = world.pass(at(0) + Span::seconds(second), &Limits::new());
        world.apply(&plan.records);
        world.here.asked.extend(plan.calls.iter().map(|call| call.ask.clone()));
        calls.extend(plan.calls);
        if plan.records.is_empty() {
            return orders(&calls);
        }
    }
    panic!("the plan does not settle");
}

#[test]
fn a_publishers_hint_lengthens_the_rhythm_to_an_hour_at_most_and_sync_now_asks_at_once() {
    let due = |minutes: i64| {
        let hint = Some(Span::minutes(minutes).num_milliseconds());
        let state = FeedState { hint, tried_at: Some(at(0)), ..FeedState::new(&"office".into()) };
        state.due(&Timings::real())
    };
    assert_eq!([2, 30, 600].map(due), [at(10), at(30), at(60)]);
    let mut world = ready(&["HQ"], &[], 0);
    let blocked = FeedState { not_before: Some(at(500)), ..feed_state(&world) };
    world.apply(&[Record::FeedState(Box::new(blocked))]);
    let fetches = |world: &mut World| world.pass(at(100), &Limits::new()).fetches.len();
    assert_eq!(fetches(&mut world), 0, "the publisher said when");
    world.here.fetch_now.insert("office".into());
    assert_eq!(fetches(&mut world), 1);
}

#[test]
fn after_a_wake_up_an_order_waits_for_the_calendars_and_not_longer_than_twenty_seconds() {
    let mut world = ready(&["HQ"], &[(-30, 120, "1 Gbps, hall")], 0);
    world.here.awake_since = Some(at(0));
    let old = FeedState { tried_at: Some(at(-60)), ..feed_state(&world) };
    world.apply(&[Record::FeedState(Box::new(old))]);
    world.here.fetching.insert("office".into());
    assert_eq!(ordered_at(&mut world, 1), 0);
    assert_eq!(ordered_at(&mut world, 19), 0);
    assert_eq!(ordered_at(&mut world, 20), 1, "what has not answered is not waited for");
}

#[test]
fn a_correction_of_the_clock_never_moves_a_boundary_that_was_acted_on() {
    let mut world = ready(&["HQ"], &[(0, 120, "1 Gbps, hall")], -8);
    let state = CircuitState {
        raises: vec![Span::minutes(3).num_milliseconds(); 20],
        ..world.state(&"HQ".into(), at(-8))
    };
    world.apply(&[Record::State(Box::new(state))]);
    settle(&mut world, -8);
    let read = FeedState { tried_at: Some(at(-4)), ..feed_state(&world) };
    world.apply(&[Record::FeedState(Box::new(read))]);
    shows(&mut world, "HQ", "100M", -3);
    assert_eq!(orders(&settle(&mut world, -3)), 1, "a lead of three minutes before the start");
    shows(&mut world, "HQ", "1G", -2);
    let sent = world.open_change(&"HQ".into()).unwrap().clone();
    world.apply(&[Record::Change(Box::new(sent.becomes(State::Confirmed, at(-2) - Span::seconds(10))))]);
    settle(&mut world, -2);
    for _ in 0..3 {
        world.here.clock.heard(at(-2) - Span::seconds(290), at(-2), &Limits::new());
    }
    assert_eq!(world.here.clock.corrected(at(-2)), at(-2) - Span::seconds(290));
    assert_eq!(world.state(&"HQ".into(), at(-2)).lead(), Span::minutes(3));
    for minute in -2..8 {
        shows(&mut world, "HQ", "1G", minute);
        assert_eq!(orders(&settle(&mut world, minute)), 0, "neither dropped nor raised again at {minute}");
    }
}

#[test]
fn a_lead_is_learned_once_a_day_and_never_while_a_raise_made_ahead_waits_for_its_start() {
    let took = |world: &mut World, minutes: i64| {
        let raises = vec![Span::minutes(minutes).num_milliseconds(); 20];
        let state = CircuitState { raises, ..world.state(&"HQ".into(), at(0)) };
        world.apply(&[Record::State(Box::new(state))]);
    };
    let lead = |world: &mut World, minute: i64| {
        settle(world, minute);
        world.state(&"HQ".into(), at(minute)).lead().num_minutes()
    };
    // Midnight lies 900 minutes after minute 0.
    let mut world = ready(&["HQ"], &[], 0);
    took(&mut world, 9);
    assert_eq!(lead(&mut world, 1), 9);
    took(&mut world, 4);
    assert_eq!((lead(&mut world, 100), lead(&mut world, 899)), (9, 9), "the same day");
    assert_eq!(lead(&mut world, 901), 4, "the next");
    let mut ahead = ready(&["HQ"], &[(905, 960, "1 Gbps, night")], 880);
    took(&mut ahead, 9);
    assert_eq!(lead(&mut ahead, 880), 9);
    shows(&mut ahead, "HQ", "1G", 899);
    took(&mut ahead, 4);
    assert_eq!(lead(&mut ahead, 901), 9, "raised ahead: a shorter lead would lower it again");
    assert_eq!(lead(&mut ahead, 906), 4);
}

#[test]
fn a_failed_order_is_tried_again_only_while_its_wish_stands_and_under_a_new_generation() {
    let mut world = ready(&["HQ"], &[(0, 120, "1 Gbps, hall")], -6);
    settle(&mut world, -6);
    let sent = world.open_change(&"HQ".into()).unwrap().clone();
    let failed = sent.becomes(State::Accepted, at(-6)).becomes(State::Failed, at(-3));
    world.apply(&[Record::Change(Box::new(failed))]);
    world.here.asked.clear();
    shows(&mut world, "HQ", "100M", -2);
    assert_eq!(orders(&settle(&mut world, -2)), 0, "not before two minutes have passed");
    let mut gone = world.clone();
    crate::receive::loaded(&mut gone, &"office".into(), reading(vec![]), at(-1));
    shows(&mut gone, "HQ", "100M", 0);
    assert_eq!(orders(&settle(&mut gone, 0)), 0, "the wish has gone");
    shows(&mut world, "HQ", "100M", 0);
    assert_eq!(orders(&settle(&mut world, 0)), 1);
    let again = world.open_change(&"HQ".into()).unwrap();
    assert_eq!((again.generation, again.boundary), (1, sent.boundary));
    assert_ne!(again.reference, sent.reference);
}

#[test]
fn a_problem_says_when_its_order_is_tried_again_and_under_a_pause_that_it_is_not() {
    let mut world = ready(&["HQ"], &[(0, 120, "1 Gbps, hall")], -6);
    settle(&mut world, -6);
    let sent = world.open_change(&"HQ".into()).unwrap().clone();
    let failed = sent.becomes(State::Accepted, at(-6)).becomes(State::Failed, at(-3));
    world.apply(&[Record::Change(Box::new(failed))]);
    shows(&mut world, "HQ", "100M", -2);
    let plan = world.pass(at(-2), &Limits::new());
    assert_eq!(plan.tries, BTreeMap::from([("HQ".into(), at(-1))]));
    world.apply(&plan.records);
    let body = |world: &World| world.incidents.values().next().unwrap().body.clone();
    assert!(body(&world).ends_with("1 Gbps is tried again at 08:59 UTC."), "{}", body(&world));
    let records = crate::person::act(&world, "ann", &crate::person::Act::Pause(None), at(-2)).unwrap();
    world.apply(&records);
    settle(&mut world, -2);
    let paused = " Tidegate is paused: nothing is tried again until you resume.";
    assert!(body(&world).ends_with(paused), "{}", body(&world));
}

#[test]
fn a_tier_raised_ahead_that_somebody_lowers_before_the_start_is_drift() {
    let mut world = ready(&["HQ"], &[(0, 120, "1 Gbps, hall")], -2);
    let aim = Some(Aim { tier: tier("1G"), since: at(-6), settled: true });
    let state = CircuitState { aim, ..world.state(&"HQ".into(), at(-2)) };
    world.apply(&[Record::State(Box::new(state))]);
    assert_eq!(orders(&settle(&mut world, -2)), 0, "not fought over");
    let adopted = world.state(&"HQ".into(), at(-2)).adopted;
    let drift = Adopted::Drift { at: at(-2), from: tier("1G"), to: tier("100M") };
    assert_eq!(adopted, Some(drift));
    assert!(world.incidents.contains_key("drift:HQ"), "and told");
}

/// HQ's change as sent at minute -6, taken and at work.
fn at_work(world: &mut World) -> Change {
    settle(world, -6);
    let sent = world.open_change(&"HQ".into()).unwrap().clone();
    let pending = Change { pending_seen: true, ..sent.becomes(State::Accepted, at(-6)) };
    let pending = pending.becomes(State::Pending, at(-5));
    world.apply(&[Record::Change(Box::new(pending.clone()))]);
    world.here.asked.clear();
    pending
}

#[test]
fn a_raise_that_was_slept_through_teaches_no_lead() {
    for (awake, learned) in [(-1000, 1), (5, 0)] {
        let mut world = ready(&["HQ"], &[(0, 120, "1 Gbps, hall")], -6);
        at_work(&mut world);
        world.here.awake_since = Some(at(awake));
        shows(&mut world, "HQ", "1G", 10);
        settle(&mut world, 10);
        assert_eq!(world.state(&"HQ".into(), at(10)).raises.len(), learned, "awake since {awake}");
    }
}

#[test]
fn an_order_counts_as_failed_only_when_the_inventory_was_looked_at_twice_after_its_end() {
    let mut world = ready(&["HQ"], &[(0, 120, "1 Gbps, hall")], -6);
    at_work(&mut world);
    let busy = CircuitState { busy_at: Some(at(-4)), ..world.state(&"HQ".into(), at(-4)) };
    world.apply(&[Record::State(Box::new(busy))]);
    let mut looked = |second: i64| {
        let now = at(-4) + Span::seconds(second);
        (world.here.inventory_at, world.here.inventory_tried) = (Some(now), Some(now));
        let plan = world.pass(now, &Limits::new());
        world.apply(&plan.records);
        world.changes_of(&"HQ".into()).next().unwrap().state
    };
    assert_eq!(looked(15), State::Pending, "the inventory may lag");
    assert_eq!(looked(30), State::Failed);
}

#[test]
fn a_lock_is_somebody_elses_only_where_it_was_not_our_own_order() {
    let mut world = ready(&["HQ"], &[(0, 120, "1 Gbps, hall")], -6);
    let failed = at_work(&mut world).becomes(State::Failed, at(-3));
    let mut why = |busy: i64| {
        let mut state = world.state(&"HQ".into(), at(2));
        state.seen = Some(Seen::new(tier("100M"), "Change pending"));
        state.busy_at = Some(at(busy));
        world.apply(&[Record::State(Box::new(state)), Record::Change(Box::new(failed.clone()))]);
        (world.here.inventory_at, world.here.inventory_tried) = (Some(at(2)), Some(at(2)));
        world.pass(at(2), &Limits::new()).reasons[&"HQ".into()].clone()
    };
    assert!(why(-4).starts_with("the last order is still at work"), "{}", why(-4));
    assert!(why(1).starts_with("somebody else's order is at work"), "{}", why(1));
}

#[test]
fn of_two_owed_moves_the_first_due_takes_the_last_change_of_the_day() {
    let titles = [(0, 60, "#iod 1G @Branch"), (0, 30, "#iod 1G @HQ")];
    let mut world = ready(&["Branch", "HQ"], &titles, 90);
    for name in ["Branch", "HQ"] {
        shows(&mut world, name, "1G", 90);
    }
    let quota = QuotaDay { ours: 23, ..Default::default() };
    world.apply(&[Record::Quota(gmt_day(at(90)), quota)]);
    let calls = settle(&mut world, 90);
    let of: Vec<&Ask> =
        calls.iter().map(|call| &call.ask).filter(|ask| matches!(ask, Ask::Order(..))).collect();
    assert_eq!(of, [&Ask::Order("HQ".into(), ChangeId(1))]);
}

/// Orders for HQ with so many changes left of the day: HQ raised or dropped at minute 0, Branch raised until minute 200
/// or at its baseline all day.
fn ordered_with(left: u32, branch_is_up: bool, hq_drops: bool, failed_before: bool) -> usize {
    let hq = if hq_drops { (-120, 0, "#iod 1G @HQ") } else { (0, 60, "#iod 1G @HQ") };
    let mut titles = vec![hq];
    titles.extend(branch_is_up.then_some((-120, 200, "#iod 1G @Branch")));
    let mut world = ready(&["Branch", "HQ"], &titles, 4);
    shows(&mut world, "HQ", if hq_drops { "1G" } else { "100M" }, 4);
    shows(&mut world, "Branch", if branch_is_up { "1G" } else { "100M" }, 4);
    if failed_before {
        let (from, to) = if hq_drops { ("1G", "100M") } else { ("100M", "1G") };
        let sent = Change { circuit: "HQ".into(), boundary: at(0), ..sample(at(0)) };
        let failed = Change { from: tier(from), to: tier(to), is_return: hq_drops, ..sent };
        world.apply(&[Record::Change(Box::new(failed.becomes(State::Failed, at(1))))]);
    }
    let quota = QuotaDay { ours: 24 - left, ..Default::default() };
    world.apply(&[Record::Quota(gmt_day(at(4)), quota)]);
    let is_hq = |call: &&Call| matches!(&call.ask, Ask::Order(circuit, _) if *circuit == "HQ".into());
    settle(&mut world, 4).iter().filter(is_hq).count()
}

#[test]
fn what_is_left_of_the_day_goes_to_what_is_owed_and_the_least_that_lets_a_move_go_is_exact() {
    let (alone, beside) = (false, true);
    let (raise, drop) = (false, true);
    let (first, again) = (false, true);
    // How many must be left: a raise itself, its own drop and two; one more for another circuit's drop.
    let table = [
        (alone, raise, first, 4),
        (beside, raise, first, 5),
        (alone, raise, again, 4),
        (beside, raise, again, 5),
        (alone, drop, first, 1),
        (beside, drop, first, 1),
        (alone, drop, again, 1),
        (beside, drop, again, 2),
    ];
    for (branch_is_up, hq_drops, failed_before, least) in table {
        let what = format!("Branch up {branch_is_up}, HQ drops {hq_drops}, again {failed_before}");
        assert_eq!(ordered_with(least, branch_is_up, hq_drops, failed_before), 1, "{what}: {least} left");
        assert_eq!(ordered_with(least - 1, branch_is_up, hq_drops, failed_before), 0, "{what}: one less");
    }
}
