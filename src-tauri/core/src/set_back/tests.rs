use super::*;
use crate::carrier::{Dialect, Quote};
use crate::change::State;
use crate::change::tests::sample;
use crate::circuit::{Aim, Due, Seen};
use crate::feed::{Failing, Shrunken};
use crate::ids::ChangeId;
use crate::incident::IncidentKind;
use crate::overrides::OverrideKind;
use crate::receive::{Outcome, receive};
use crate::testing::{at, circuit, event, feed, reading, tier, world};
use crate::world::{Ask, Credentials};

/// 70 years after minute 0, and so many minutes.
fn later(minute: i64) -> Instant {
    at(minute) + Span::days(70 * 365)
}

fn limits() -> Limits {
    Limits::new()
}

/// HQ at its baseline, seen at minute 0, with a calendar that was read then.
fn office() -> World {
    let mut world = world(&[circuit("HQ", "100M")], &[feed("office", &["HQ"])]);
    let mut state = world.state(&"HQ".into(), at(0));
    state.seen = Some(Seen::new(tier("100M"), "Active"));
    let read = FeedState { tried_at: Some(at(0)), read_at: Some(at(0)), ..FeedState::new(&"office".into()) };
    world.apply(&[Record::State(Box::new(state)), Record::FeedState(Box::new(read))]);
    world.here.readings.insert("office".into(), (at(0), reading(vec![event(60, 120, "1 Gbps, hall")])));
    (world.here.inventory_at, world.here.inventory_tried) = (Some(at(0)), Some(at(0)));
    world.here.connected_since = Some(at(-10));
    world
}

/// Passes at an instant of the local clock until nothing is recorded any more.
fn settle(world: &mut World, local: Instant) -> Vec<Ask> {
    let mut asked = vec![];
    for _ in 0..20 {
        let plan = world.pass(local, &limits());
        world.apply(&plan.records);
        asked.extend(plan.calls.into_iter().map(|call| call.ask));
        if plan.records.is_empty() {
            return asked;
        }
    }
    panic!("the plan does not settle");
}

/// The inventory answers, with the carrier's date.
fn answers(world: &mut World, server: Instant, local: Instant) {
    let date = server.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let body = r#"{"serviceInventory":[]}"#.into();
    let response = crate::carrier::Response { status: 500, headers: vec![("date".into(), date)], body };
    let outcome =
        Outcome { ask: Ask::Inventory(1), begun: world.now(local), result: Ok(response), dice: 0.5 };
    let records = receive(world, &outcome, local, &limits());
    world.apply(&records);
}

/// What would be put right at minute 10, from where nothing else was known.
fn pulled(world: &mut World) -> Vec<Record> {
    (world.here.latest, world.here.local) = (Some(later(0)), Some(at(10)));
    set_back(world, at(10), &limits())
}

#[test]
fn every_stamp_of_a_change_that_lies_ahead_is_as_of_now_and_its_name_stays() {
    let mut world = office();
    let ahead = Change {
        state: State::Unknown,
        boundary: later(6),
        unknown: Some(later(1)),
        ended: Some(later(2)),
        not_before: Some(later(0) + Span::seconds(90)),
        quote: Some(Quote { id: "Q".into(), per_hour: None, at: later(0) }),
        counted: Some(later(0).date_naive()),
        words: vec![(at(-5), "early".into()), (later(1), "late".into())],
        ..sample(later(0))
    };
    world.apply(&[Record::Change(Box::new(ahead.clone()))]);
    let records = pulled(&mut world);
    let expected = Change {
        opened: at(10),
        sent: Some(at(10)),
        unknown: Some(at(10)),
        ended: Some(at(10)),
        not_before: Some(at(10) + Span::seconds(90)),
        quote: None,
        counted: Some(at(10).date_naive()),
        words: vec![(at(-5), "early".into()), (at(10), "late".into())],
        ..ahead
    };
    assert!(records.contains(&Record::Change(Box::new(expected))), "{records:#?}");
}

#[test]
fn every_stamp_of_a_circuit_and_a_calendar_that_lies_ahead_is_as_of_now() {
    let mut world = office();
    let state = CircuitState {
        busy_at: Some(later(0)),
        aim: Some(Aim { tier: tier("1G"), since: later(0), settled: true }),
        adopted: Some(Adopted::Drift { at: later(0), from: tier("1G"), to: tier("2G") }),
        due: Some(Due { tier: tier("1G"), since: later(0) }),
        judged: later(0),
        retry_from: Some(later(0)),
        foreign: vec![at(-5), later(0)],
        stopped: Some(later(0)),
        ..world.state(&"HQ".into(), at(0))
    };
    let failing = Failing {
        since: later(0),
        awake: 0,
        times: 1,
        message: String::new(),
        may_pass: true,
        stopped: Some(later(0)),
    };
    let feed = FeedState {
        read_at: Some(later(0)),
        tried_at: Some(later(0)),
        changed_at: Some(later(0)),
        explained: Some(later(0)),
        not_before: Some(later(20)),
        failing: Some(failing.clone()),
        shrunken: Some(Shrunken { at: later(0), before: 9, now: 1, believed: Some(later(0)) }),
        late: [("key".to_owned(), later(0))].into(),
        ..FeedState::new(&"office".into())
    };
    world.apply(&[Record::State(Box::new(state.clone())), Record::FeedState(Box::new(feed.clone()))]);
    let records = pulled(&mut world);
    let now = Some(at(10));
    let state = CircuitState {
        busy_at: now,
        aim: Some(Aim { tier: tier("1G"), since: at(10), settled: true }),
        adopted: Some(Adopted::Drift { at: at(10), from: tier("1G"), to: tier("2G") }),
        due: Some(Due { tier: tier("1G"), since: at(10) }),
        judged: at(10),
        retry_from: now,
        foreign: vec![at(-5), at(10)],
        stopped: now,
        ..state
    };
    assert!(records.contains(&Record::State(Box::new(state))), "{records:#?}");
    let feed = FeedState {
        read_at: now,
        tried_at: now,
        changed_at: now,
        explained: now,
        not_before: Some(at(30)),
        failing: Some(Failing { since: at(10), stopped: now, ..failing }),
        shrunken: Some(Shrunken { at: at(10), before: 9, now: 1, believed: now }),
        late: [("key".to_owned(), at(10))].into(),
        ..feed
    };
    assert!(records.contains(&Record::FeedState(Box::new(feed))), "{records:#?}");
}

#[test]
fn a_boost_given_by_a_clock_that_ran_ahead_begins_now_and_lasts_as_long() {
    let mut world = office();
    let boost = Override {
        circuit: "HQ".into(),
        kind: OverrideKind::Boost,
        tier: tier("1G"),
        from: later(0),
        until: later(120),
        actor: Actor::Person("ann".into()),
        then_pause: false,
    };
    world.apply(&[Record::Override(boost.clone())]);
    let records = pulled(&mut world);
    assert!(records.contains(&Record::Override(Override { from: at(10), until: at(130), ..boost })));
}

#[test]
fn settings_prices_and_incidents_that_lie_ahead_are_as_of_now() {
    let mut world = office();
    let mut hq = Circuit { since: later(0), paused: Some(later(0)), ..circuit("HQ", "100M") };
    hq.offers[0].quoted = later(0);
    let tenant = Tenant { paused: Some(later(0)), ..world.tenant.clone() };
    let incident = Incident {
        key: "order:HQ".into(),
        kind: IncidentKind::Failed,
        circuit: Some("HQ".into()),
        opened: later(0),
        updated: later(1),
        closed: None,
        title: String::new(),
        body: String::new(),
        per_hour: None,
        choices: vec![],
    };
    world.apply(&[
        Record::Circuit(Box::new(hq)),
        Record::Tenant(Box::new(tenant)),
        Record::Incident(Box::new(incident)),
    ]);
    let records = pulled(&mut world);
    world.apply(&records);
    let hq = &world.circuits[&"HQ".into()];
    let stamps = [hq.since, hq.offers[0].quoted, world.incidents["order:HQ"].opened];
    assert_eq!(stamps, [at(10); 3]);
    assert_eq!((world.tenant.paused, hq.paused), (Some(at(10)), Some(at(10))));
    assert_eq!(world.incidents["order:HQ"].updated, at(10));
}

#[test]
fn what_was_counted_of_days_that_have_not_come_is_counted_today() {
    let mut world = office();
    let (today, then) = (at(10).date_naive(), later(0).date_naive());
    let day = |ours, foreign, full| QuotaDay { ours, foreign, full };
    world.apply(&[Record::Quota(today, day(2, 0, false)), Record::Quota(then, day(3, 1, true))]);
    let records = pulled(&mut world);
    world.apply(&records);
    assert_eq!(world.quota[&today], day(5, 1, true));
    assert_eq!(world.quota[&then], QuotaDay::default());
}

#[test]
fn what_this_process_saw_ahead_is_looked_at_again_and_its_waits_keep_what_is_left_of_them() {
    let mut world = office();
    let here = &mut world.here;
    (here.inventory_at, here.inventory_tried) = (Some(later(0)), Some(later(0)));
    here.readings.insert("office".into(), (later(0), reading(vec![])));
    here.followed.insert(ChangeId(1), later(0));
    here.tiers_tried.insert("HQ".into(), later(0));
    here.unread.insert("office".into(), later(0));
    here.awake_since = Some(later(0));
    here.connected_since = Some(later(0));
    here.failing_since = Some(later(0));
    here.not_before = Some(later(0) + Span::seconds(40));
    here.asked_to_wait = Some(later(30));
    pulled(&mut world);
    let here = &world.here;
    assert_eq!((here.inventory_at, here.inventory_tried), (None, None));
    assert!(here.readings.is_empty() && here.followed.is_empty() && here.tiers_tried.is_empty());
    assert_eq!(here.unread[&"office".into()], at(10));
    let since = [here.awake_since, here.connected_since, here.failing_since];
    assert_eq!(since, [Some(at(10)); 3]);
    assert_eq!(here.not_before, Some(at(10) + Span::seconds(40)));
    assert_eq!(here.asked_to_wait, Some(at(40)));
}

#[test]
fn nothing_is_touched_where_no_clock_was_set_back() {
    let mut world = office();
    let boost = FeedState { not_before: Some(at(500)), ..FeedState::new(&"office".into()) };
    world.apply(&[Record::FeedState(Box::new(boost))]);
    for second in [0, 60, 55, 120] {
        let now = at(10) + Span::seconds(second);
        assert_eq!(set_back(&mut world, now, &limits()), [], "after {second} s");
    }
    assert_eq!(world.here.latest, Some(at(12)));
}

#[test]
fn a_clock_that_is_set_back_is_not_believed_before_the_carrier_agrees() {
    let mut world = office();
    settle(&mut world, at(1));
    let asked = settle(&mut world, at(-300));
    assert!(world.here.clock.is_in_question());
    assert_eq!(world.now(at(-299)), at(2), "the time goes on as before");
    assert!(asked.contains(&Ask::Inventory(1)), "the carrier is asked at once: {asked:?}");
    answers(&mut world, at(1), at(-300));
    answers(&mut world, at(1), at(-300));
    assert!(world.here.clock.is_in_question(), "two replies are too few");
    answers(&mut world, at(1), at(-300));
    assert_eq!(world.now(at(-300)), at(1), "the carrier was right: the clock is corrected");
    assert!(!world.here.clock.is_in_question());
}

#[test]
fn a_clock_that_is_set_right_is_believed_at_the_first_reply_and_nothing_is_waited_for_until_then() {
    let mut world = office();
    settle(&mut world, later(0));
    assert_eq!(world.feed_states[&"office".into()].tried_at, Some(at(0)));
    crate::receive::received(&mut world, &"office".into(), crate::receive::Fetched::Unchanged, later(0), 0.5)
        .iter()
        .for_each(|record| world.apply(std::slice::from_ref(record)));
    settle(&mut world, at(20));
    assert!(world.here.clock.is_in_question());
    answers(&mut world, at(20), at(20));
    settle(&mut world, at(20));
    assert_eq!(world.now(at(20)), at(20));
    assert!(world.feed_states[&"office".into()].tried_at <= Some(at(20)));
    let plan = world.pass(at(45), &limits());
    assert_eq!(plan.fetches, ["office".into()]);
}

#[test]
fn a_program_that_starts_before_its_own_last_notes_asks_the_carrier_which_clock_is_right() {
    let mut started = office();
    started.here = Default::default();
    started.here.credentials = Credentials::Ready;
    let noted = FeedState { tried_at: Some(later(0)), ..FeedState::new(&"office".into()) };
    started.apply(&[Record::FeedState(Box::new(noted))]);
    let mut right = started.clone();
    assert!(settle(&mut started, at(30)).contains(&Ask::Inventory(1)));
    assert!(started.here.clock.is_in_question());
    answers(&mut started, at(30), at(30));
    settle(&mut started, at(30));
    assert_eq!(started.feed_states[&"office".into()].tried_at, Some(at(30)), "the notes were wrong");
    settle(&mut right, at(30));
    (0..3).for_each(|_| answers(&mut right, later(1), at(30)));
    settle(&mut right, at(30));
    assert_eq!(right.feed_states[&"office".into()].tried_at, Some(later(0)), "the clock was wrong");
}

#[test]
fn nothing_is_ordered_and_nothing_told_while_it_is_open_which_clock_is_right() {
    for dialect in [Dialect::NaasV1, Dialect::Lumen] {
        let mut world = office();
        world.tenant.profile.dialect = dialect;
        settle(&mut world, at(54));
        let mut held = world.clone();
        held.here.clock.question();
        let orders = |asked: Vec<Ask>| {
            let is_one = |ask: &&Ask| matches!(ask, Ask::Order(..) | Ask::Quote(..));
            asked.iter().filter(is_one).count()
        };
        for one in [&mut world, &mut held] {
            one.here.inventory_at = Some(at(55));
        }
        assert_eq!(orders(settle(&mut world, at(55))), 1, "{dialect:?}");
        let asked = settle(&mut held, at(55));
        assert!(asked.contains(&Ask::Inventory(1)), "{dialect:?}");
        assert_eq!(orders(asked), 0, "{dialect:?}");
        assert!(held.incidents.is_empty());
    }
}

#[test]
fn why_nobody_settles_which_clock_is_right_is_told_and_over_when_it_is() {
    let mut world = office();
    settle(&mut world, at(54));
    world.here.clock.question();
    world.here.credentials = Credentials::Refused("invalid_client".into());
    settle(&mut world, at(55));
    assert_eq!(world.incidents.keys().collect::<Vec<_>>(), ["sign-in"]);
    world.here.credentials = Credentials::Ready;
    settle(&mut world, at(56));
    assert!(world.here.clock.is_in_question() && world.incidents.is_empty(), "{:?}", world.incidents);
}

#[test]
fn a_clock_within_the_longest_lead_of_the_last_order_stands_still_whatever_another_circuit_noted() {
    let mut world = office();
    world.apply(&[Record::Circuit(Box::new(circuit("Branch", "100M")))]);
    let ids = [("HQ", at(10)), ("Branch", later(0))];
    for (number, (name, opened)) in (1..).zip(ids) {
        let change = Change { id: ChangeId(number), circuit: name.into(), ..sample(opened) };
        world.apply(&[Record::Change(Box::new(change))]);
    }
    assert_eq!(world.now(at(0)), at(10));
    assert_eq!(world.now(at(-20)), at(-20));
}
