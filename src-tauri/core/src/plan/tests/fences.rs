//! What stands before an order and what is counted for it (design §5 and §6): the quota for a person's word too, the
//! highest tier at the sending, a standby's patience.

use super::*;
use crate::budget::Budget;
use crate::carrier::{Dialect, Profile};
use crate::circuit::{Aim, Circuit, CircuitState};
use crate::incident::Remedy;
use crate::person::{Act, act};
use crate::screen::past::tests::stay;
use crate::units::Money;
use crate::world::Role;

fn does(world: &mut World, minute: i64, what: &Act) {
    let records = act(world, "ann", what, at(minute)).unwrap();
    world.apply(&records);
}

fn used(world: &mut World, minute: i64, ours: u32) {
    let quota = QuotaDay { ours, ..Default::default() };
    world.apply(&[Record::Quota(gmt_day(at(minute)), quota)]);
}

#[test]
fn what_a_person_wants_is_within_the_quota_and_the_highest_tier_at_its_sending() {
    let ordered = |what: fn(CircuitId, Tier, Instant) -> Act, ours: u32, highest: &str| {
        let mut world = ready(&["HQ"], &[], 4);
        does(&mut world, 4, &what("HQ".into(), tier("1G"), at(60)));
        used(&mut world, 4, ours);
        let lowered = Circuit { highest: tier(highest), ..world.circuits[&"HQ".into()].clone() };
        world.apply(&[Record::Circuit(Box::new(lowered))]);
        orders(&settle(&mut world, 4))
    };
    for what in [Act::Boost, Act::Hold] {
        // A raise leaves itself, its own drop and two.
        for (ours, highest, expected) in [(20, "2G", 1), (21, "2G", 0), (0, "1G", 1), (0, "500M", 0)] {
            let found = ordered(what, ours, highest);
            assert_eq!(
                found,
                expected,
                "{:?}, {ours} used, up to {highest}",
                what("HQ".into(), tier("1G"), at(60))
            );
        }
    }
}

#[test]
fn a_standby_waits_from_when_it_was_connected_itself() {
    for (minute, expected) in [(16, 0), (17, 1)] {
        let mut world = ready(&["HQ"], &[(0, 120, "1 Gbps, hall")], minute);
        world.tenant.role = Role::Standby;
        (world.here.awake_since, world.here.connected_since) = (Some(at(-1000)), Some(at(5)));
        assert_eq!(orders(&settle(&mut world, minute)), expected, "at minute {minute}");
    }
}

#[test]
fn a_tier_that_was_confirmed_once_is_approved() {
    let careful = Circuit { approved: tier("100M"), ..circuit("HQ", "100M") };
    let mut world = ready(&["HQ"], &[], 0);
    world.apply(&[Record::Circuit(Box::new(careful))]);
    does(&mut world, 0, &Act::Boost("HQ".into(), tier("1G"), at(60)));
    assert_eq!(orders(&settle(&mut world, 0)), 1);
    let approved = |world: &World| world.circuits[&"HQ".into()].approved;
    assert_eq!(approved(&world), tier("100M"), "an order alone proves nothing");
    let sent = world.open_change(&"HQ".into()).unwrap().becomes(State::Accepted, at(1));
    world.apply(&[Record::Change(Box::new(sent))]);
    shows(&mut world, "HQ", "1G", 3);
    settle(&mut world, 3);
    assert_eq!(approved(&world), tier("1G"));
}

#[test]
fn a_drift_offers_to_restore_and_to_hold() {
    let mut world = ready(&["HQ"], &[(-60, 120, "1 Gbps, hall")], 0);
    let aim = Some(Aim { tier: tier("1G"), since: at(-66), settled: true });
    let state = CircuitState { aim, ..world.state(&"HQ".into(), at(0)) };
    world.apply(&[Record::State(Box::new(state))]);
    settle(&mut world, 0);
    let offered = &world.incidents["drift:HQ"].choices;
    assert_eq!(*offered, [Remedy::Restore, Remedy::Hold, Remedy::Open]);
}

#[test]
fn calendars_are_fetched_at_once_on_waking_however_lately_they_were_tried() {
    for (awake, expected) in [(-1000, 0), (0, 1)] {
        let mut world = ready(&["HQ"], &[], 0);
        world.here.awake_since = Some(at(awake));
        let lately = FeedState { tried_at: Some(at(-3)), ..feed_state(&world) };
        world.apply(&[Record::FeedState(Box::new(lately))]);
        let fetches = world.pass(at(0), &Limits::new()).fetches;
        assert_eq!(fetches.len(), expected, "awake since {awake}");
    }
}

#[test]
fn a_change_is_counted_when_it_is_intended_though_only_a_quote_is_asked_for() {
    let mut world = ready(&["HQ"], &[(0, 120, "1 Gbps, hall")], -6);
    world.tenant.profile = Profile {
        timings: Timings::real(),
        ..Profile::practice(Dialect::Lumen, "http://127.0.0.1", "1-TEST")
    };
    let calls = settle(&mut world, -6);
    let quotes = calls.iter().filter(|call| matches!(call.ask, Ask::Quote(..))).count();
    assert_eq!((quotes, orders(&calls), counted(&world, -6)), (1, 0, 1));
}

#[test]
fn what_waits_for_the_quota_is_one_incident_with_the_sum_of_its_prices() {
    let mut world = ready(&["Branch", "HQ"], &[], 90);
    for name in ["Branch", "HQ"] {
        shows(&mut world, name, "1G", 90);
    }
    used(&mut world, 90, 24);
    assert_eq!(orders(&settle(&mut world, 90)), 0);
    let open: Vec<&String> = world.incidents.keys().collect();
    assert_eq!(open.len(), 1, "{open:?}");
    let incident = world.incidents.values().next().unwrap();
    assert_eq!((&incident.circuit, incident.per_hour.as_ref().unwrap().to_string()), (&None, "$1.48".into()));
    for part in ["Branch (100 Mbps), HQ (100 Mbps)", "$1.48 more each hour", "00:00 UTC"] {
        assert!(incident.body.contains(part), "{part}: {}", incident.body);
    }
}

#[test]
fn what_was_confirmed_and_undone_takes_no_change_that_another_circuit_is_owed() {
    // Minutes 0 to 60 on HQ and 0 to 120 on Branch; HQ went down at 60, and somebody raised it again.
    let orders_with = |ours: u32| {
        let mut world = ready(&["HQ", "Branch"], &[(0, 60, "#iod 1G @HQ"), (0, 120, "#iod 1G @Branch")], 70);
        let done = Change {
            circuit: "HQ".into(),
            from: tier("1G"),
            to: tier("100M"),
            boundary: at(60),
            state: State::Pending,
            ..sample(at(60))
        };
        world.apply(&[Record::Change(Box::new(done.becomes(State::Confirmed, at(63))))]);
        shows(&mut world, "Branch", "1G", 70);
        shows(&mut world, "HQ", "1G", 70);
        does(&mut world, 70, &Act::Restore("HQ".into()));
        used(&mut world, 70, ours);
        orders(&settle(&mut world, 70))
    };
    assert_eq!(orders_with(22), 1, "two left: one for HQ again, one that Branch is owed");
    assert_eq!(orders_with(23), 0, "the last one is Branch's drop");
}

#[test]
fn a_used_up_budget_holds_what_calendars_raise_and_nothing_else() {
    // Ten hours of 1 Gbps and the clock hour that has begun are 11 x 1.20 = 13.20.
    let office = |limit: &str, events: &[(i64, i64, &str)], minute: i64| {
        let mut world = ready(&["HQ"], events, minute);
        world.apply(&[Record::Stay(Box::new(stay(-600, 0, "1G", "1G")))]);
        let budget = Some(Budget::new(Money::from_carrier(limit, "USD").unwrap()));
        let hq = Circuit { budget, ..world.circuits[&"HQ".into()].clone() };
        world.apply(&[Record::Circuit(Box::new(hq))]);
        world
    };
    let raise = [(10, 120, "1 Gbps, hall")];
    let mut held = office("12.00", &raise, 4);
    assert_eq!(orders(&settle(&mut held, 4)), 0);
    assert!(
        said(&mut held, 4)
            .contains("HQ has cost $13.20 (each clock hour at the dearest tier in it) of the $12.00 that January is to cost at most; raises are held"),
        "{}",
        said(&mut held, 4)
    );
    assert_eq!(orders(&settle(&mut office("30.00", &raise, 4), 4)), 1, "with room it leaves");
    let mut by_hand = office("12.00", &[], 4);
    does(&mut by_hand, 4, &Act::Boost("HQ".into(), tier("1G"), at(60)));
    assert_eq!(orders(&settle(&mut by_hand, 4)), 1, "a person is only warned");
    let mut down = office("12.00", &[], 4);
    shows(&mut down, "HQ", "1G", 4);
    assert_eq!(orders(&settle(&mut down, 4)), 1, "going down is never held");
}
