//! What goes on beside the dialects: quota, other people, time, journals, chance.

use super::*;
use crate::fault::{Ending, Spoil};
use crate::setup;

#[test]
fn the_quota_is_counted_per_customer_and_begins_again_at_midnight_gmt() {
    let mut client = Client::new(&format!("quota_per_day = 2\nscale = 600\n{SETUP}"));
    for speed in [500, 100] {
        assert_eq!(client.modify("770001", speed, "Mbps").status, 200);
        client.wait(1);
    }
    let refused = client.modify("770001", 500, "Mbps");
    assert_eq!(refused.status, 429);
    assert!(text(&refused).contains("daily limit of 2 change requests"), "{}", text(&refused));
    assert_eq!(client.order("500 Mbps", "A").status, 429, "in every dialect");
    assert_eq!(client.carrier.quota_used(client.now, "1-ONE"), Some(2));
    assert_eq!(client.carrier.quota_used(client.now, "1-TWO"), Some(0));
    client.now = DateTime::parse_from_rfc3339("2027-01-04T23:59:59Z").unwrap().to_utc();
    client.log_in("one", "s3cret");
    assert_eq!(client.modify("770001", 500, "Mbps").status, 429);
    client.wait(1);
    assert_eq!(client.modify("770001", 500, "Mbps").status, 200);
}

#[test]
fn a_refused_change_is_not_counted_and_a_failed_one_is() {
    let mut client = Client::new(SETUP);
    client.modify("770001", 300, "Mbps");
    assert_eq!(client.carrier.quota_used(client.now, "1-ONE"), Some(0));
    client.carrier.break_next(On::Change, Act::Order(Ending::Fail(None)));
    client.modify("770001", 500, "Mbps");
    assert_eq!(client.carrier.quota_used(client.now, "1-ONE"), Some(1));
    client.carrier.set_quota("1-ONE", 1);
    client.wait(301);
    assert_eq!(client.modify("770001", 500, "Mbps").status, 429);
}

#[test]
fn a_quota_refusal_leaves_the_quote_good() {
    let mut client = Client::new(SETUP);
    client.carrier.set_quota("1-ONE", 0);
    let quote = client.quote("500 Mbps").to_json().unwrap()["id"].as_str().unwrap().to_owned();
    assert_eq!(client.post(ORDER, &order_form("770001", &quote, "A")).status, 429);
    client.carrier.set_quota("1-ONE", 1);
    assert_eq!(client.post(ORDER, &order_form("770001", &quote, "A")).status, 201);
}

#[test]
fn a_foreign_order_locks_a_circuit_and_may_leave_its_tier() {
    let foreign = "[[foreign]]\ncircuit = '770001'\nat = '10s'\nlasts = '8s'\n";
    let mut client = Client::new(&format!("{SETUP}{foreign}"));
    assert_eq!(client.carrier.next_event(), Some(client.now + TimeDelta::seconds(10)));
    client.wait(10);
    assert_eq!(client.shown("770001"), ("Change pending".into(), "100 Mbps".into()));
    assert_eq!(client.modify("770001", 500, "Mbps").status, 409);
    client.wait(8);
    assert_eq!(client.shown("770001"), ("Active".into(), "100 Mbps".into()));
    assert!(client.carrier.orders()[0].foreign);
    assert_eq!(client.carrier.quota_used(client.now, "1-ONE"), Some(0), "no tier was ordered");
    let lasts = TimeDelta::seconds(5);
    assert!(client.carrier.foreign_order(client.now, "770001", lasts, Some(500)));
    assert!(!client.carrier.foreign_order(client.now, "770001", lasts, Some(500)), "one at a time");
    client.wait(5);
    assert_eq!(client.carrier.tier_of("770001"), Some(500));
    assert_eq!(client.carrier.quota_used(client.now, "1-ONE"), Some(1));
}

#[test]
fn a_change_in_the_portal_is_at_once_and_no_order() {
    let mut client = Client::new(SETUP);
    assert!(client.carrier.portal_change(client.now, "770001", 500));
    assert_eq!(client.shown("770001"), ("Active".into(), "500 Mbps".into()));
    assert!(client.carrier.orders().is_empty());
    assert_eq!(client.carrier.tiers_of("770001").len(), 2);
    assert!(!client.carrier.portal_change(client.now, "nowhere", 500));
}

#[test]
fn secrets_tokens_and_the_whole_host_can_be_taken_away() {
    let mut client = Client::new(SETUP);
    let inventory = "/ProductInventory/v1/inventory";
    client.carrier.rotate_secret("1-ONE", "new");
    assert_eq!(client.get(inventory).status, 200, "tokens live on");
    client.carrier.expire_tokens();
    assert_eq!(client.get(inventory).status, 401);
    client.token.clear();
    let old = client.ask(token_request("/oauth/v2/token", "one", "s3cret")).unwrap();
    assert_eq!(old.status, 401);
    client.log_in("one", "new");
    client.carrier.set_unreachable(true);
    assert_eq!(client.ask(Request::new("GET", inventory)), None);
    client.carrier.set_unreachable(false);
    assert_eq!(client.get(inventory).status, 200);
}

#[test]
fn every_answer_is_dated_by_the_carriers_own_clock() {
    let mut client = Client::new(&format!("clock_skew_seconds = 90\n{SETUP}"));
    for target in ["/ProductInventory/v1/inventory", "/nowhere"] {
        assert_eq!(client.get(target).header("date"), Some("Mon, 04 Jan 2027 18:01:30 GMT"));
    }
}

#[test]
fn a_head_request_has_no_body() {
    let mut client = Client::new(SETUP);
    let answer = client.ask(Request::new("HEAD", "/ProductInventory/v1/inventory?serviceId=999")).unwrap();
    assert_eq!((answer.status, answer.body.len()), (404, 0));
}

#[test]
fn arrivals_are_remembered_with_what_they_were_about() {
    let mut client = Client::new(SETUP);
    client.shown("770001");
    client.modify("770001", 500, "Mbps");
    client.carrier.break_next(On::Change, Act::Spoil(Spoil::LoseReply));
    client.ask(Request::new("POST", ORDER).with_body(order_form("770002", "x", "A").to_string()));
    let about: Vec<(Option<&str>, bool, Option<u16>)> = client
        .carrier
        .requests()
        .iter()
        .skip(1)
        .map(|arrival| (arrival.circuit.as_deref(), arrival.is_change, arrival.status))
        .collect();
    let expected =
        [(Some("770001"), false, Some(200)), (Some("770001"), true, Some(200)), (Some("770002"), true, None)];
    assert_eq!(about, expected);
}

#[test]
fn the_journal_of_arrivals_is_bounded() {
    let mut client = Client::new(SETUP);
    for _ in 0..25_000 {
        client.get("/nowhere");
    }
    assert_eq!(client.carrier.requests().len(), 10_000);
}

#[test]
fn one_seed_gives_one_journal() {
    let story = |seed: u32| {
        let mut client = Client::new(&SETUP.replace("seed = 3", &format!("seed = {seed}")));
        for (speed, reference) in [("500 Mbps", "A"), ("100 Mbps", "B"), ("1 Gbps", "C")] {
            client.order(speed, reference);
            client.wait(301);
        }
        (client.carrier.orders().to_vec(), client.carrier.requests().to_vec(), client.token)
    };
    assert_eq!(story(3), story(3));
    assert_ne!(story(3).0, story(4).0);
}

#[test]
fn looking_often_or_seldom_makes_no_difference() {
    let story = |pause: i64| {
        let mut client = Client::new(SETUP);
        client.order("500 Mbps", "A");
        for _ in 0..600 / pause {
            client.wait(pause);
        }
        client.carrier.orders().to_vec()
    };
    assert_eq!(story(1), story(600));
}

/// The fixed story of the demonstration, by a client that knows what it will want.
#[test]
fn the_demo_goes_as_its_story_says() {
    let begin = DateTime::parse_from_rfc3339("2027-01-04T18:00:00Z").unwrap().to_utc();
    let carrier = Carrier::new(setup::demo(), begin);
    let mut client = Client { carrier, now: begin, token: String::new() };
    client.log_in("demo", "demo-secret");
    let mut at = |milliseconds: i64, circuit: &str, mbps: u32| {
        client.now = begin + TimeDelta::milliseconds(milliseconds);
        client.modify(circuit, mbps, "Mbps").status
    };
    assert_eq!(at(6_000, "CIRCUIT-A", 1000), 200);
    assert_eq!(at(10_000, "CIRCUIT-B", 1000), 200);
    assert_eq!(at(16_000, "CIRCUIT-C", 500), 409, "somebody else's order lies on it");
    assert_eq!(at(16_500, "CIRCUIT-B", 1000), 200, "the first has failed by then");
    assert_eq!(at(18_000, "CIRCUIT-C", 500), 200);
    assert_eq!(at(48_000, "CIRCUIT-C", 100), 200);
    assert_eq!(at(57_500, "CIRCUIT-C", 100), 200, "the first was cancelled by then");
    client.wait(6);
    let story: Vec<(&str, State, i64)> = client
        .carrier
        .orders()
        .iter()
        .map(|order| {
            let end = order.history.last().unwrap().0 - begin;
            (order.circuit.as_str(), order.state(), end.num_milliseconds())
        })
        .collect();
    let by = |place: usize, circuit: &str, state: State, latest: i64| {
        let (name, ended, at) = story[place];
        assert_eq!((name, ended), (circuit, state));
        assert!(at <= latest, "{circuit} ended at {at}");
    };
    by(0, "CIRCUIT-A", State::Completed, 11_000);
    by(1, "CIRCUIT-C", State::Completed, 18_000);
    by(2, "CIRCUIT-B", State::Failed, 15_500);
    by(3, "CIRCUIT-B", State::Completed, 24_000);
    by(4, "CIRCUIT-C", State::Completed, 23_000);
    by(5, "CIRCUIT-C", State::Cancelled, 54_000);
    by(6, "CIRCUIT-C", State::Completed, 62_500);
}
