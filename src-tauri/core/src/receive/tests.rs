//! What came back, kind by kind: replies, lost replies and inventories; feeds are in a file of their own.

mod calendars;

use super::*;
use crate::change::{Change, State};
use crate::circuit::Seen;
use crate::ids::{Actor, ChangeId};
use crate::testing::{Dice, at, circuit, event, feed, reading, tier, world};

fn change(state: State) -> Change {
    Change {
        id: ChangeId(1),
        circuit: "HQ".into(),
        from: tier("100M"),
        to: tier("1G"),
        boundary: at(0),
        generation: 0,
        reference: "R".into(),
        state,
        actor: Actor::Program,
        event_uid: None,
        why: String::new(),
        is_return: false,
        opened: at(-6),
        sent: Some(at(-6)),
        unknown: None,
        ended: None,
        attempts: 1,
        refusals: 0,
        not_before: None,
        quote: None,
        order: None,
        completed: false,
        pending_seen: false,
        counted: Some(at(0).date_naive()),
        words: vec![],
        errand: None,
    }
}

fn with_change(state: State) -> World {
    let mut world = world(&[circuit("HQ", "100M")], &[feed("office", &["HQ"])]);
    let quota = crate::quota::QuotaDay { ours: 1, ..Default::default() };
    let mut seen = world.state(&"HQ".into(), at(-10));
    seen.seen = Some(Seen::new(tier("100M"), "Active"));
    world.apply(&[
        Record::Change(Box::new(change(state))),
        Record::Quota(at(0).date_naive(), quota),
        Record::State(Box::new(seen)),
    ]);
    world
}

fn take(world: &mut World, ask: Ask, result: Result<Response, Transport>, minute: i64) -> Vec<Record> {
    let begun = world.here.clock.corrected(at(minute));
    let outcome = Outcome { ask, begun, result, dice: 0.5 };
    let records = receive(world, &outcome, at(minute), &Limits::new());
    world.apply(&records);
    records
}

fn reply(status: u16, body: &str) -> Result<Response, Transport> {
    Ok(Response { status, headers: vec![], body: body.into() })
}

fn order() -> Ask {
    Ask::Order("HQ".into(), ChangeId(1))
}

fn state_of(world: &World) -> State {
    world.change(&"HQ".into(), ChangeId(1)).unwrap().state
}

fn left(world: &World) -> u32 {
    24 - world.quota[&at(0).date_naive()].left(24)
}

const LOCKED: &str = r#"{"reason":"cannot be modified since the current status is - Change pending"}"#;
const DAILY: &str = r#"{"message":"The daily limit of 24 change requests has been reached"}"#;

#[test]
fn each_answer_to_an_order_leads_to_its_state_and_gives_back_what_was_refused() {
    let table = [
        (200, r#"{"orderId":"ORD-1"}"#, State::Accepted, 1),
        (200, "garbage", State::Accepted, 1),
        (500, "", State::Unknown, 1),
        (401, "", State::Intended, 1),
        (429, "", State::Intended, 1),
        (409, LOCKED, State::Intended, 1),
        (422, r#"{"reason":"Not a NaaS Enabled Location"}"#, State::Intended, 1),
        (429, DAILY, State::Blocked, 24),
        (403, r#"{"reason":"no such product"}"#, State::Rejected, 0),
        (403, "<html><title>Request Rejected</title>", State::Rejected, 0),
        (404, "", State::Rejected, 0),
        (400, "", State::Rejected, 0),
    ];
    for (status, body, expected, counted) in table {
        let mut world = with_change(State::Sent);
        take(&mut world, order(), reply(status, body), 0);
        assert_eq!((state_of(&world), left(&world)), (expected, counted), "{status} {body}");
    }
}

#[test]
fn an_order_whose_reply_was_lost_is_unknown_and_one_that_never_left_is_not() {
    let table = [
        (Transport::Lost("reset".into()), State::Unknown, 1),
        (Transport::NotSent("no network".into()), State::Intended, 0),
        (Transport::NoToken(Credentials::Locked), State::Intended, 0),
    ];
    for (transport, expected, attempts) in table {
        let mut world = with_change(State::Sent);
        take(&mut world, order(), Err(transport.clone()), 0);
        let change = world.change(&"HQ".into(), ChangeId(1)).unwrap();
        assert_eq!((change.state, change.attempts), (expected, attempts), "{transport:?}");
    }
}

#[test]
fn a_quote_that_is_refused_never_makes_an_order_unknown() {
    let table = [(500, "", State::Intended), (429, "", State::Intended), (400, "", State::Rejected)];
    for (status, body, expected) in table {
        let mut world = with_change(State::Intended);
        take(&mut world, Ask::Quote("HQ".into(), ChangeId(1)), reply(status, body), 0);
        assert_eq!(state_of(&world), expected, "{status}");
    }
}

#[test]
fn refusals_worth_another_try_share_one_budget_and_then_it_is_refused() {
    let mut world = with_change(State::Intended);
    let quote = || Ask::Quote("HQ".into(), ChangeId(1));
    for _ in 0..crate::change::REFUSALS {
        take(&mut world, quote(), reply(422, r#"{"reason":"No matching rule found for portSpeed=0"}"#), 0);
    }
    assert_eq!(state_of(&world), State::Rejected);
}

#[test]
fn an_orders_own_state_is_followed_and_the_inventory_has_the_last_word() {
    let follow = || Ask::Follow("HQ".into(), ChangeId(1));
    let table = [
        (r#"{"state":"IN_PROGRESS"}"#, State::Pending),
        (r#"{"state":"COMPLETED"}"#, State::Accepted),
        (r#"{"state":"FAILED"}"#, State::Failed),
        (r#"{"state":"CANCELLED"}"#, State::Cancelled),
    ];
    for (body, expected) in table {
        let mut world = with_change(State::Accepted);
        take(&mut world, follow(), reply(200, body), 0);
        assert_eq!(state_of(&world), expected, "{body}");
    }
    let mut world = with_change(State::Accepted);
    take(&mut world, follow(), reply(404, ""), 0);
    assert_eq!(state_of(&world), State::Accepted, "an order that cannot be read is not over");
}

#[test]
fn the_waits_double_with_jitter_in_their_bounds_and_end_with_an_answer() {
    let limits = Limits::new();
    for dice in [0.0, 0.5, 1.0] {
        let mut world = with_change(State::Confirmed);
        let mut longest = limits.backoff_first;
        for number in 0..12 {
            let result = if number % 2 == 0 { reply(500, "") } else { Err(Transport::NotSent("no".into())) };
            let outcome = Outcome { ask: Ask::Inventory(1), begun: at(0), result, dice };
            receive(&mut world, &outcome, at(0), &limits);
            let wait = world.here.not_before.unwrap() - at(0);
            assert!(longest / 2 <= wait && wait <= longest, "failure {number}: {wait} of {longest}");
            longest = (longest * 2).min(limits.backoff_longest);
        }
        assert_eq!(world.here.failing_since, Some(at(0)), "one run of failures, errors of a server included");
        take(&mut world, Ask::Tiers("HQ".into()), reply(404, ""), 1);
        assert!(world.here.not_before.is_some(), "an inventory that is refused stays put off");
        take(&mut world, Ask::Inventory(1), reply(200, r#"{"inventory":[]}"#), 1);
        assert_eq!((world.here.failures, world.here.not_before), (0, None), "a clear answer ends the run");
    }
    let mut world = with_change(State::Confirmed);
    take(&mut world, Ask::Inventory(1), Err(Transport::NotSent("no".into())), 0);
    take(&mut world, Ask::Tiers("HQ".into()), reply(404, ""), 1);
    assert_eq!(world.here.not_before, None, "the network is back, whatever it was that was answered");
}

#[test]
fn an_error_about_one_circuit_delays_no_other_and_is_asked_again_ever_more_slowly() {
    let hq = || CircuitId::from("HQ");
    let asks = [Ask::Tiers(hq()), Ask::Follow(hq(), ChangeId(1)), Ask::Quote(hq(), ChangeId(1)), order()];
    for ask in asks {
        let is_order = ask == order();
        let mut world = with_change(if is_order { State::Sent } else { State::Intended });
        take(&mut world, ask.clone(), reply(503, ""), 0);
        assert_eq!((world.here.failures, world.here.not_before), (0, None), "{ask:?}");
    }
    for status in [500, 429] {
        let mut world = with_change(State::Intended);
        let mut waits = vec![];
        for minute in [-6, -5, 0, 60] {
            take(&mut world, Ask::Quote(hq(), ChangeId(1)), reply(status, ""), minute);
            let again = world.change(&hq(), ChangeId(1)).unwrap().not_before.unwrap();
            waits.push((again - at(minute)).num_seconds());
        }
        assert_eq!(waits, [15, 60, 60, 60], "{status}");
        assert_eq!(state_of(&world), State::Intended, "as long as the wish stands");
    }
}

#[test]
fn retry_after_is_honoured() {
    let mut world = with_change(State::Sent);
    let headers = vec![("retry-after".into(), "90".into())];
    take(&mut world, order(), Ok(Response { status: 429, headers, body: vec![] }), 0);
    let wait = world.here.asked_to_wait.unwrap() - at(0);
    assert!(wait >= Span::seconds(90) && wait <= Span::seconds(93), "{wait}");
    // The answer to what was asked before says nothing about it.
    take(&mut world, Ask::Tiers("HQ".into()), reply(404, ""), 1);
    assert!(world.here.asked_to_wait.is_some(), "only time ends a wait that the carrier asked for");
}

#[test]
fn a_sign_in_that_asks_for_patience_is_one_failure_of_the_whole_account() {
    let mut world = with_change(State::Sent);
    take(&mut world, order(), Err(Transport::PutOff("busy".into(), Span::seconds(300))), 0);
    let wait = world.here.asked_to_wait.unwrap() - at(0);
    assert!(wait >= Span::seconds(300) && wait <= Span::seconds(303), "{wait}");
    let change = world.change(&"HQ".into(), ChangeId(1)).unwrap();
    assert_eq!((change.state, change.attempts), (State::Intended, 0), "nothing left this computer");
}

#[test]
fn a_slow_reply_proves_nothing_about_our_clock() {
    let limits = Limits::new();
    let mut world = with_change(State::Confirmed);
    let dated = |date: &str| {
        let headers = vec![("date".to_owned(), date.to_owned())];
        Ok(Response { status: 404, headers, body: vec![] })
    };
    for _ in 0..5 {
        let begun = at(0) - Span::seconds(25);
        let result = dated("Mon, 04 Jan 2027 08:59:36 GMT");
        let outcome = Outcome { ask: Ask::Tiers("HQ".into()), begun, result, dice: 0.5 };
        receive(&mut world, &outcome, at(0), &limits);
    }
    assert_eq!(world.here.clock.corrected(at(0)), at(0), "the date lies within the exchange");
    for _ in 0..3 {
        let result = dated("Mon, 04 Jan 2027 09:06:00 GMT");
        let outcome = Outcome { ask: Ask::Tiers("HQ".into()), begun: at(0), result, dice: 0.5 };
        receive(&mut world, &outcome, at(0), &limits);
    }
    assert_eq!(world.here.clock.doubt(&limits), Some(Span::minutes(6)));
}

fn listed(name: &str, text: &str, status: &str) -> crate::carrier::Listed {
    crate::carrier::Listed {
        id: name.into(),
        name: None,
        site: Default::default(),
        seen: Seen::new(tier(text), status),
    }
}

fn page(world: &mut World, number: u32, circuits: &[(&str, &str)], more: bool, minute: i64) -> Vec<Record> {
    let circuits = circuits.iter().map(|(name, text)| listed(name, text, "Active")).collect();
    let page = crate::carrier::InventoryPage { circuits, more };
    let records = inventory::page(world, number, page, at(minute), at(minute));
    world.apply(&records);
    records
}

#[test]
fn pages_are_put_together_and_only_a_complete_list_makes_a_circuit_unseen() {
    let mut world = world(&[circuit("HQ", "100M"), circuit("Branch", "100M")], &[]);
    let seen = |world: &World, name: &str| {
        world.states.get(&CircuitId::from(name)).and_then(|state| state.seen.clone()).map(|seen| seen.tier)
    };
    page(&mut world, 1, &[("HQ", "100M")], true, 0);
    assert_eq!((world.here.next_page, world.here.inventory_at), (Some(2), None));
    page(&mut world, 2, &[("Branch", "500M")], false, 1);
    assert_eq!((seen(&world, "HQ"), seen(&world, "Branch")), (Some(tier("100M")), Some(tier("500M"))));
    assert_eq!(world.here.inventory_at, Some(at(0)), "as old as its first page");
    page(&mut world, 1, &[("HQ", "100M")], true, 5);
    inventory::abandoned(&mut world, 2, at(5));
    assert_eq!(seen(&world, "Branch"), Some(tier("500M")), "half a list says nothing of the rest");
    page(&mut world, 1, &[("HQ", "100M")], false, 6);
    assert_eq!(seen(&world, "Branch"), None, "a complete list without it");
}

#[test]
fn a_carrier_that_shows_one_page_again_and_again_has_no_more_of_them() {
    let mut world = world(&[circuit("HQ", "100M")], &[]);
    page(&mut world, 1, &[("HQ", "100M")], true, 0);
    page(&mut world, 2, &[("HQ", "100M")], true, 0);
    assert_eq!((world.here.next_page, world.here.inventory_at), (None, Some(at(0))));
    assert_eq!(world.here.listed.len(), 1, "each circuit once");
}

#[test]
fn a_change_that_no_order_of_ours_and_no_plan_explains_is_foreign_and_two_stop() {
    let foreign = |world: &World| world.states[&"HQ".into()].foreign.len();
    let mut ours = with_change(State::Confirmed);
    page(&mut ours, 1, &[("HQ", "1G")], false, 10);
    assert_eq!(foreign(&ours), 0, "our own order of the last hour explains it");
    page(&mut ours, 1, &[("HQ", "500M")], false, 15);
    assert_eq!(foreign(&ours), 1);
    assert_eq!(ours.quota[&at(0).date_naive()].foreign, 1, "it is counted against the day");
    assert_eq!(ours.states[&"HQ".into()].stopped, None);
    page(&mut ours, 1, &[("HQ", "200M")], false, 20);
    assert!(ours.states[&"HQ".into()].stopped.is_some(), "two within a day");
    let mut planned = with_change(State::Rejected);
    planned.here.readings.insert("office".into(), (at(0), reading(vec![event(0, 60, "500 Mbps")])));
    planned.refresh(at(0));
    page(&mut planned, 1, &[("HQ", "500M")], false, 10);
    assert_eq!(foreign(&planned), 0, "a second computer that does what the plan wants is none");
    let changed_at = |minute: i64, automation: bool| {
        let mut world = with_change(State::Rejected);
        world.tenant.automation = automation;
        world.here.readings.insert("office".into(), (at(0), reading(vec![event(0, 60, "1 Gbps")])));
        world.refresh(at(0));
        page(&mut world, 1, &[("HQ", "1G")], false, minute - 10);
        let before = world.quota.get(&at(0).date_naive()).map_or(0, |day| day.foreign);
        page(&mut world, 1, &[("HQ", "100M")], false, minute);
        world.quota.get(&at(0).date_naive()).map_or(0, |day| day.foreign) - before
    };
    assert_eq!(changed_at(45, true), 1, "a drop before the end is nobody's plan");
    assert_eq!(changed_at(65, true), 0, "one after it is");
    assert_eq!(changed_at(45, false), 1, "it is counted also while nothing is ordered");
    let mut unread = with_change(State::Rejected);
    let stored = crate::feed::FeedState {
        fingerprint: Some("f".into()),
        ..crate::feed::FeedState::new(&"office".into())
    };
    unread.apply(&[Record::FeedState(Box::new(stored))]);
    unread.refresh(at(0));
    page(&mut unread, 1, &[("HQ", "500M")], false, 10);
    assert_eq!(foreign(&unread), 0, "before the calendars are read nobody knows what was wanted");
}

#[test]
fn whatever_the_dice_say_a_jitter_lies_between_half_and_the_whole() {
    let mut dice = Dice(5);
    for _ in 0..1000 {
        let thrown = f64::from(u32::try_from(dice.below(1_000_001)).unwrap()) / 1_000_000.0;
        let span = jitter(Span::seconds(10), thrown);
        assert!(Span::seconds(5) <= span && span <= Span::seconds(10), "{thrown}: {span}");
    }
}

#[test]
fn a_late_answer_about_an_order_that_was_given_up_ends_nothing() {
    for state in [State::Intended, State::Sent] {
        let mut world = with_change(state);
        let follow = Ask::Follow("HQ".into(), ChangeId(1));
        take(&mut world, follow, reply(200, r#"{"state":"FAILED"}"#), 0);
        assert_eq!(state_of(&world), state);
    }
}

#[test]
fn an_order_whose_turn_came_late_or_after_a_pause_is_withheld() {
    let limits = Limits::new();
    let (mut world, id) = (world(&[circuit("HQ", "100M")], &[]), "HQ".into());
    let soon = limits.timer_chunk;
    assert_eq!(withheld(&world, &id, soon, &limits), None);
    assert!(withheld(&world, &id, soon + Span::seconds(1), &limits).unwrap().contains("decided anew"));
    let stopped =
        |world: &World| withheld(world, &id, Span::zero(), &limits).is_some_and(|why| why.contains("person"));
    world.circuits.get_mut(&id).unwrap().paused = Some(at(0));
    assert!(stopped(&world), "the circuit is paused");
    world.circuits.get_mut(&id).unwrap().paused = None;
    world.tenant.paused = Some(at(0));
    assert!(stopped(&world), "the customer is paused");
    world.tenant.paused = None;
    world.tenant.automation = false;
    assert!(stopped(&world), "automation was switched off");
}
