//! Errands: a new circuit, a disconnect, a rename. Each is intended, sent, quarantined and followed as a tier is.

use super::*;
use crate::carrier::{Contact, Dialect, Listed, Quote, Response, Site, Spot};
use crate::errand::Errand;
use crate::new_circuit::{Block, NewCircuit};
use crate::person::{Act, act};
use crate::receive::{Outcome, Transport, receive};
use crate::request::Verdict;
use crate::units::Money;

const PLACE: &str = "PL0000000011";

/// An office at the real flow, with HQ at 100 Mbps and its inventory just read.
fn office(minute: i64) -> World {
    let mut world = ready(&["HQ"], &[], minute);
    world.tenant.profile.dialect = Dialect::Lumen;
    world.tenant.profile.paths = crate::carrier::Paths::of(Dialect::Lumen);
    world.tenant.profile.contact = contact();
    list(&mut world, &[("HQ", "HQ", "100M", "Active")], minute);
    world
}

fn contact() -> Contact {
    Contact {
        name: "Ann Lee".into(),
        email: "ann@example.com".into(),
        phone: "+13035550100".into(),
        organization: "Example".into(),
    }
}

/// The inventory is read and lists these: id, name, tier, status.
fn list(world: &mut World, circuits: &[(&str, &str, &str, &str)], minute: i64) {
    let one = |(id, name, text, status): &(&str, &str, &str, &str)| Listed {
        id: (*id).into(),
        name: Some((*name).to_owned()),
        site: Site { master_site: Some(PLACE.into()), account: Some("5-A".into()), ..Site::default() },
        seen: Seen::new(tier(text), status),
    };
    world.here.listed = circuits.iter().map(one).collect();
    for id in world.circuits.keys().cloned().collect::<Vec<_>>() {
        let mut state = world.state(&id, at(minute));
        state.seen = world.here.listed.iter().find(|one| one.id == id).map(|one| one.seen.clone());
        if state.seen.as_ref().is_some_and(|seen| seen.pending) {
            state.busy_at = Some(at(minute));
        }
        world.apply(&[Record::State(Box::new(state))]);
    }
    (world.here.inventory_at, world.here.inventory_tried) = (Some(at(minute)), Some(at(minute)));
}

fn quote(minute: i64) -> Quote {
    Quote { id: "NaaS-1".into(), per_hour: Money::from_carrier("0.79", "USD"), at: at(minute) }
}

fn new() -> NewCircuit {
    NewCircuit {
        name: "Ashburn".into(),
        spot: Spot { place: PLACE.into(), provider: Some("43558".into()) },
        address: "21715 Example Court, Ashburn, VA".into(),
        tier: tier("500M"),
        speed: "500 Mbps".into(),
        block: Block::Eight,
        account: "5-A".into(),
        account_name: "Example".into(),
        contact: contact(),
        agreed: Money::from_carrier("0.79", "USD"),
        before: vec![],
        became: None,
    }
}

fn does(world: &mut World, what: &Act, minute: i64) -> Result<(), String> {
    let records = act(world, "ann", what, at(minute)).map_err(|refused| refused.to_string())?;
    world.apply(&records);
    Ok(())
}

fn order_new(world: &mut World, minute: i64) -> Result<(), String> {
    does(world, &Act::New(Box::new(new()), Some(quote(minute))), minute)
}

/// The only errand there ever was.
fn errand(world: &World) -> &Change {
    let mut all = world.errands.values().flat_map(|all| all.values());
    let one = all.next().unwrap();
    assert!(all.next().is_none(), "one errand");
    one
}

fn answered(world: &mut World, call: &Call, status: u16, body: &str, minute: i64) -> Vec<Record> {
    let response = Response { status, headers: vec![], body: body.into() };
    outcome(world, call, Ok(response), minute)
}

fn outcome(world: &mut World, call: &Call, result: Result<Response, Transport>, minute: i64) -> Vec<Record> {
    let outcome = Outcome { ask: call.ask.clone(), begun: at(minute), result, dice: 0.5 };
    let records = receive(world, &outcome, at(minute), &Limits::new());
    world.apply(&records);
    records
}

fn sent(calls: &[Call]) -> &Call {
    calls.iter().find(|call| matches!(call.ask, Ask::Order(..))).expect("an order is sent")
}

fn body(call: &Call) -> serde_json::Value {
    serde_json::from_str(call.request.body.as_deref().unwrap()).unwrap()
}

#[test]
fn a_new_circuit_is_sent_by_the_quote_that_was_shown_and_taken_in_when_the_inventory_shows_it_active() {
    let mut world = office(0);
    order_new(&mut world, 0).unwrap();
    assert_eq!((errand(&world).state, counted(&world, 0)), (State::Intended, 1), "durable before it is sent");
    let calls = settle(&mut world, 0);
    assert_eq!(orders(&calls), 1);
    let form = body(sent(&calls));
    assert_eq!(form["productOrderItem"][0]["action"], "add");
    assert_eq!(form["quote"][0]["id"], "NaaS-1", "the very quote, not another");
    assert_eq!(form["externalId"], errand(&world).reference.as_str());
    answered(&mut world, sent(&calls), 201, r#"{"id":"0f0e"}"#, 1);
    assert_eq!(errand(&world).state, State::Accepted);
    list(&mut world, &[("HQ", "HQ", "100M", "Active"), ("78", "Ashburn", "500M", "In progress")], 2);
    settle(&mut world, 2);
    assert_eq!(errand(&world).state, State::Pending, "not active yet");
    assert!(!world.circuits.contains_key(&"78".into()));
    list(&mut world, &[("HQ", "HQ", "100M", "Active"), ("78", "Ashburn", "500M", "Active")], 4);
    settle(&mut world, 4);
    assert_eq!(errand(&world).state, State::Confirmed);
    let taken = &world.circuits[&"78".into()];
    assert_eq!((taken.name.as_str(), taken.baseline, taken.since), ("Ashburn", tier("500M"), at(4)));
    let Some(Errand::New(new)) = &errand(&world).errand else { panic!("a new circuit") };
    assert_eq!(new.became, Some("78".into()));
}

#[test]
fn a_new_circuit_whose_reply_was_lost_is_sent_again_under_the_same_reference_only_after_the_quiet_period() {
    let mut world = office(0);
    order_new(&mut world, 0).unwrap();
    let calls = settle(&mut world, 0);
    let first = body(sent(&calls));
    outcome(&mut world, sent(&calls), Err(Transport::Lost("timed out".into())), 1);
    assert_eq!(errand(&world).state, State::Unknown);
    for minute in [3, 8, 11] {
        list(&mut world, &[("HQ", "HQ", "100M", "Active")], minute);
        assert_eq!(orders(&settle(&mut world, minute)), 0, "minute {minute} is within the quiet period");
    }
    list(&mut world, &[("HQ", "HQ", "100M", "Active")], 13);
    let calls = settle(&mut world, 13);
    let Some(again) = calls.iter().find(|call| matches!(call.ask, Ask::Quote(..))) else {
        panic!("its quote has run out, another is asked for: {calls:?}")
    };
    answered(&mut world, again, 200, &quoted("$0.79"), 13);
    let calls = settle(&mut world, 13);
    let second = body(sent(&calls));
    assert_eq!(second["externalId"], first["externalId"]);
    assert_eq!(second["quote"][0]["id"], "NaaS-2");
}

fn quoted(price: &str) -> String {
    format!(
        r#"{{"id":"NaaS-2","priceRequest":{{"customerNumber":"1-TEST"}},"price":[{{"speed":"500 Mbps","price":"{price}","term":"Hourly Rate"}}]}}"#
    )
}

#[test]
fn a_new_circuit_whose_reply_was_lost_is_adopted_where_the_inventory_shows_it() {
    let mut world = office(0);
    order_new(&mut world, 0).unwrap();
    let calls = settle(&mut world, 0);
    outcome(&mut world, sent(&calls), Err(Transport::Lost("timed out".into())), 1);
    list(&mut world, &[("HQ", "HQ", "100M", "Active"), ("78", "Ashburn", "500M", "In progress")], 14);
    assert_eq!(orders(&settle(&mut world, 14)), 0);
    assert_eq!(errand(&world).state, State::Pending);
}

#[test]
fn a_circuit_that_was_there_before_is_not_taken_for_the_new_one() {
    let mut world = office(0);
    order_new(&mut world, 0).unwrap();
    let calls = settle(&mut world, 0);
    answered(&mut world, sent(&calls), 201, r#"{"id":"0f0e"}"#, 1);
    // Somebody renamed HQ in the portal to just that name, and it is at that place.
    list(&mut world, &[("HQ", "Ashburn", "500M", "Active")], 3);
    settle(&mut world, 3);
    assert_eq!(errand(&world).state, State::Accepted);
}

#[test]
fn a_new_circuit_that_the_carrier_took_is_never_sent_again_however_long_it_is_not_listed() {
    let mut world = office(0);
    order_new(&mut world, 0).unwrap();
    let calls = settle(&mut world, 0);
    answered(&mut world, sent(&calls), 201, r#"{"id":"0f0e"}"#, 1);
    for minute in [13, 30, 61, 90, 24 * 60] {
        list(&mut world, &[("HQ", "HQ", "100M", "Active")], minute);
        assert_eq!(orders(&settle(&mut world, minute)), 0, "minute {minute}");
        assert!(errand(&world).is_open(), "minute {minute}: {:?}", errand(&world).state);
    }
    assert_eq!(errand(&world).state, State::Unknown, "and a person was told");
}

#[test]
fn a_new_circuit_is_not_ordered_at_another_price_than_was_agreed_to() {
    let mut world = office(0);
    order_new(&mut world, 0).unwrap();
    let stale = Change { quote: None, ..errand(&world).clone() };
    world.apply(&[Record::Change(Box::new(stale))]);
    let calls = settle(&mut world, 0);
    let asked = calls.iter().find(|call| matches!(call.ask, Ask::Quote(..))).unwrap().clone();
    let records = answered(&mut world, &asked, 200, &quoted("$0.80"), 0);
    assert_eq!(errand(&world).state, State::Rejected);
    assert_eq!(orders(&settle(&mut world, 0)), 0);
    let told = records.iter().find_map(|record| {
        if let Record::Notice(notice) = record { Some(notice.body.clone()) } else { None }
    });
    let told = told.unwrap();
    assert!(told.contains("$0.80 an hour now, and you agreed to $0.79 an hour"), "{told}");
    assert_eq!(counted(&world, 0), 0, "what was not sent is given back to the quota");
}

#[test]
fn an_errand_that_was_being_sent_when_the_program_ended_is_in_question() {
    let mut world = office(0);
    order_new(&mut world, 0).unwrap();
    settle(&mut world, 0);
    world.here.asked.clear();
    assert_eq!(orders(&settle(&mut world, 1)), 0);
    assert_eq!(errand(&world).state, State::Unknown);
}

#[test]
fn an_errand_is_refused_in_words_where_nothing_may_be_sent_or_something_is_wrong() {
    let refusal = |change: Before, what: &Act| {
        let mut world = office(0);
        change(&mut world);
        let refused = does(&mut world, what, 0).unwrap_err();
        assert!(world.errands.is_empty(), "{refused}");
        refused
    };
    let ordered = Act::New(Box::new(new()), Some(quote(0)));
    let hq = || "HQ".into();
    let cases: Vec<(Before, Act, &str)> = vec![
        (|world| world.tenant.automation = false, ordered.clone(), "tidegate automation on"),
        (|world| world.tenant.paused = Some(at(0)), ordered.clone(), "Tidegate is paused"),
        (|world| world.here.inventory_at = None, ordered.clone(), "inventory has not been read yet"),
        (|world| world.tenant.profile.quota_per_day = 2, ordered.clone(), "used up or kept for drops"),
        (|world| world.tenant.profile.dialect = Dialect::EodV5, ordered, "eod-v5 has no order for a new"),
        (
            |_| {},
            Act::New(Box::new(NewCircuit { name: "hq".into(), ..new() }), Some(quote(0))),
            "answers to \"hq\"",
        ),
        (|_| {}, Act::Rename(hq(), "HQ".into()), "calls it \"HQ\" already"),
        (|_| {}, Act::Rename(hq(), " ".into()), "has no name"),
        (|world| intend_sent(world), Act::Disconnect(hq()), "an order of 1 Gbps for HQ is under way"),
    ];
    for (change, what, words) in cases {
        let said = refusal(change, &what);
        assert!(said.contains(words), "{words} is not in {said}");
        assert!(said.contains("othing was ordered"), "{said}");
    }
}

/// What happened before an errand is asked for.
type Before = fn(&mut World);

/// A tier is out on HQ.
fn intend_sent(world: &mut World) {
    intend(world, 1, "HQ", -1);
    let change = Change { sent: Some(at(-1)), ..world.open_change(&"HQ".into()).unwrap().clone() };
    world.apply(&[Record::Change(Box::new(Change { state: State::Accepted, ..change }))]);
}

#[test]
fn a_disconnect_makes_room_is_followed_until_the_circuit_is_gone_and_ends_everything_there() {
    let mut world = office(0);
    intend(&mut world, 1, "HQ", 0);
    does(&mut world, &Act::Boost("HQ".into(), tier("1G"), at(600)), 0).unwrap();
    does(&mut world, &Act::Disconnect("HQ".into()), 0).unwrap();
    assert_eq!(world.changes_of(&"HQ".into()).next().unwrap().state, State::Superseded);
    assert_eq!(counted(&world, 0), 1, "the tier was given back, the disconnect counts");
    let calls = settle(&mut world, 0);
    assert_eq!(orders(&calls), 1, "no tier beside it");
    let form = body(sent(&calls));
    let item = &form["productOrderItem"][0];
    assert_eq!((&item["action"], &item["product"]["id"]), (&"delete".into(), &"HQ".into()));
    assert_eq!(form["quote"], serde_json::Value::Null);
    answered(&mut world, sent(&calls), 201, r#"{"id":"0f0e"}"#, 1);
    list(&mut world, &[("HQ", "HQ", "100M", "Disconnecting")], 2);
    assert_eq!(orders(&settle(&mut world, 2)), 0);
    assert_eq!(errand(&world).state, State::Pending);
    list(&mut world, &[], 4);
    settle(&mut world, 4);
    assert_eq!(errand(&world).state, State::Confirmed);
    assert_eq!(world.ended[&"HQ".into()].ended.map(|ended| ended.at), Some(at(4)));
    assert!(world.circuits.is_empty());
    assert!(world.overrides.is_empty());
    assert!(world.incidents.is_empty(), "{:?}", world.incidents);
    let events = vec![event(60, 120, "1 Gbps, hall")];
    world.here.readings.insert("office".into(), (at(5), reading(events)));
    world.compiled.at = None;
    assert_eq!(orders(&settle(&mut world, 54)), 0, "nothing is ordered for it");
    let Verdict::Attention(attention) = &world.compiled.decided[0].verdict else {
        panic!("{:?}", world.compiled.decided[0].verdict)
    };
    assert!(attention.message.contains("HQ was disconnected on Mon 4 Jan 2027"), "{}", attention.message);
    let again = does(&mut world, &Act::Disconnect("HQ".into()), 55).unwrap_err();
    assert!(again.contains("was disconnected on"), "{again}");
}

#[test]
fn a_disconnect_that_had_no_effect_has_failed_and_the_circuit_goes_on() {
    let mut world = office(0);
    does(&mut world, &Act::Disconnect("HQ".into()), 0).unwrap();
    let calls = settle(&mut world, 0);
    answered(&mut world, sent(&calls), 201, r#"{"id":"0f0e"}"#, 1);
    list(&mut world, &[("HQ", "HQ", "100M", "Disconnecting")], 2);
    settle(&mut world, 2);
    list(&mut world, &[("HQ", "HQ", "100M", "Active")], 4);
    settle(&mut world, 4);
    assert_eq!(errand(&world).state, State::Failed);
    assert!(world.ended.is_empty());
}

#[test]
fn a_rename_is_proved_by_the_inventory_and_then_counts_here_too() {
    let mut world = office(0);
    does(&mut world, &Act::Rename("HQ".into(), "Denver".into()), 0).unwrap();
    let calls = settle(&mut world, 0);
    let form = body(sent(&calls));
    let item = &form["productOrderItem"][0];
    assert_eq!(item["action"], "modify");
    assert_eq!(item["product"]["productCharacteristic"][0]["value"], "Denver");
    answered(&mut world, sent(&calls), 201, r#"{"id":"0f0e"}"#, 1);
    list(&mut world, &[("HQ", "HQ", "100M", "Change pending")], 2);
    settle(&mut world, 2);
    assert_eq!((errand(&world).state, world.name_of(&"HQ".into())), (State::Pending, "HQ"));
    list(&mut world, &[("HQ", "Denver", "100M", "Active")], 3);
    settle(&mut world, 3);
    assert_eq!((errand(&world).state, world.name_of(&"HQ".into())), (State::Confirmed, "Denver"));
}

#[test]
fn what_was_not_sent_is_taken_back_when_a_person_pauses() {
    let mut world = office(0);
    order_new(&mut world, 0).unwrap();
    does(&mut world, &Act::Pause(None), 0).unwrap();
    assert_eq!(orders(&settle(&mut world, 0)), 0);
    assert_eq!((errand(&world).state, counted(&world, 0)), (State::Superseded, 0));
}
