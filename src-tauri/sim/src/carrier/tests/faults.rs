//! Every fault once, and what remains of the request it strikes.

use super::*;
use crate::fault::{Ending, Instead};

/// What a struck change comes to: the status (`None` = dropped), a part of the body, and whether it was accepted.
type Case = (&'static str, Option<u16>, &'static str, bool);

#[test]
fn every_fault_on_a_change_looks_as_it_should() {
    let cases: [Case; 27] = [
        ("do = 'fail'", Some(200), "orderId", true),
        ("do = 'cancel'", Some(200), "orderId", true),
        ("do = 'stuck'", Some(200), "orderId", true),
        ("do = 'lag'\ndelay = '9m'", Some(200), "orderId", true),
        ("do = 'hollow'", Some(200), "orderId", true),
        ("do = 'slow'\ndelay = '2s'", Some(200), "orderId", true),
        ("do = 404", Some(404), "Not Found", false),
        ("do = 429", Some(429), "Too many requests", false),
        ("do = 500", Some(500), "500 Internal", false),
        ("do = 502", Some(502), "502 Bad", false),
        ("do = 503", Some(503), "503 Service", false),
        ("do = 504", Some(504), "504 Gateway", false),
        ("do = 500\naccepted = true", Some(500), "500 Internal", true),
        ("do = 503\naccepted = true", Some(503), "503 Service", true),
        ("do = 'lose-reply'", None, "", true),
        ("do = 'lose-request'", None, "", false),
        ("do = 'unreachable'", None, "", false),
        ("do = 'html-403'", Some(403), "<html>", false),
        ("do = 'login-page'", Some(200), "Sign in", false),
        ("do = 'garbage'", Some(200), "NaaS", true),
        ("do = 'truncated'", Some(200), "{\"order", true),
        ("do = 'expired-token'", Some(401), "invalidToken", false),
        (
            "do = 'locked'",
            Some(422),
            "Service Id 770001 cannot be modified since the current status is - Change pending",
            false,
        ),
        ("do = 'quote-expired'", Some(422), "has expired", false),
        ("do = 'not-naas'", Some(422), "Not a NaaS Enabled Location", false),
        ("do = 'no-rule'", Some(422), "No matching rule found for portSpeed=0 and deviceCode=null", false),
        ("do = 'redirect'", Some(302), "", false),
    ];
    for (fault, status, part, accepted) in cases {
        let mut client = Client::new(SETUP);
        client.carrier.add_fault(Fault::from_toml(&format!("on = 'change'\n{fault}")).unwrap());
        let form = json!({"inventoryItemId": "770001", "bandwidth": {"value": 500, "unit": "Mbps"}});
        let answer = client.ask(Request::new("POST", "/naas/v1/modifyBandwidth").with_body(form.to_string()));
        assert_eq!(answer.as_ref().map(|answer| answer.status), status, "{fault}");
        let body = answer.as_ref().map(text).unwrap_or_default();
        assert!(body.contains(part), "{fault}: {body}");
        assert_eq!(client.carrier.orders().len(), usize::from(accepted), "{fault}");
        assert_eq!(client.carrier.pending("770001"), accepted, "{fault}");
    }
}

#[test]
fn every_accepted_spoil_applies_to_a_lumen_order_too() {
    for fault in ["do = 502\naccepted = true", "do = 'lose-reply'", "do = 'garbage'"] {
        let mut client = Client::new(SETUP);
        client.carrier.add_fault(Fault::from_toml(&format!("on = 'change'\n{fault}")).unwrap());
        let quote = client.quote("500 Mbps").to_json().unwrap()["id"].as_str().unwrap().to_owned();
        let form = order_form("770001", &quote, "REF-1").to_string();
        client.ask(Request::new("POST", ORDER).with_body(form));
        assert_eq!(client.carrier.orders()[0].reference.as_deref(), Some("REF-1"), "{fault}");
        assert!(client.carrier.requests().last().unwrap().is_change);
    }
}

#[test]
fn a_huge_answer_is_the_true_one_with_no_end_in_sight() {
    let mut client = Client::new(SETUP);
    client.carrier.add_fault(Fault::from_toml("on = 'inventory'\ndo = 'huge'").unwrap());
    let answer = client.get("/ProductInventory/v1/inventory");
    assert!(answer.body.len() > 20_000_000);
    assert!(answer.body.starts_with(b"{\""));
}

#[test]
fn a_spoiled_refusal_is_only_a_refusal() {
    let mut client = Client::new(SETUP);
    client.carrier.add_fault(Fault::from_toml("on = 'change'\ndo = 500\naccepted = true").unwrap());
    assert_eq!(client.modify("770001", 300, "Mbps").status, 422);
}

#[test]
fn orders_end_as_the_script_says_and_leave_the_old_tier() {
    for (word, state) in [("fail", State::Failed), ("cancel", State::Cancelled)] {
        let mut client = Client::new(SETUP);
        let fault = format!("do = '{word}'\nafter = '4.5s'\nto = '500 Mbps'");
        client.carrier.add_fault(Fault::from_toml(&fault).unwrap());
        client.order("500 Mbps", "A");
        client.now += TimeDelta::milliseconds(4499);
        assert_eq!(client.shown("770001"), ("Change pending".into(), "100 Mbps".into()));
        client.now += TimeDelta::milliseconds(1);
        assert_eq!(client.shown("770001"), ("Active".into(), "100 Mbps".into()));
        assert_eq!(client.carrier.orders()[0].state(), state);
        client.order("500 Mbps", "B");
        client.wait(301);
        assert_eq!(client.shown("770001"), ("Active".into(), "500 Mbps".into()), "the next order succeeds");
    }
}

#[test]
fn a_refused_change_does_not_use_up_a_fault_on_orders() {
    let mut client = Client::new(SETUP);
    client.carrier.add_fault(Fault::from_toml("on = 'change'\ndo = 'fail'\nafter = '1s'").unwrap());
    client.modify("770001", 300, "Mbps");
    client.modify("770001", 500, "Mbps");
    client.wait(1);
    assert_eq!(client.carrier.orders()[0].state(), State::Failed);
}

#[test]
fn a_stuck_order_keeps_its_circuit_locked_for_ever() {
    let mut client = Client::new(SETUP);
    client.carrier.break_next(On::Change, Act::Order(Ending::Stuck));
    client.order("500 Mbps", "A");
    client.wait(7 * 86_400);
    client.log_in("one", "s3cret");
    assert_eq!(client.shown("770001").0, "Change pending");
    assert_eq!(client.carrier.orders()[0].state(), State::InProgress);
    assert_eq!(client.carrier.next_event(), None);
}

#[test]
fn a_stuck_order_is_completed_by_whoever_repairs_the_carrier_and_no_other_order_is() {
    let mut client = Client::new(SETUP);
    client.carrier.break_next(On::Change, Act::Order(Ending::Stuck));
    client.modify("770001", 500, "Mbps");
    client.wait(7 * 86_400);
    client.carrier.complete_stuck(client.now);
    assert_eq!(client.carrier.tier_of("770001"), Some(500));
    client.log_in("one", "s3cret");
    client.modify("770001", 100, "Mbps");
    client.carrier.complete_stuck(client.now);
    assert!(client.carrier.pending("770001"), "one that is on its way ends in its own time");
}

#[test]
fn a_lagging_inventory_shows_the_old_tier_of_a_completed_order() {
    let mut client = Client::new(SETUP);
    client.carrier.break_next(On::Change, Act::Order(Ending::Lag(TimeDelta::seconds(60))));
    client.modify("770001", 500, "Mbps");
    while client.carrier.pending("770001") {
        client.wait(1);
    }
    assert_eq!(client.get("/naas/v1/order/ORD-1").to_json().unwrap()["state"], "COMPLETED");
    assert_eq!(client.shown("770001"), ("Active".into(), "100 Mbps".into()));
    assert_eq!(client.carrier.tier_of("770001"), Some(500));
    client.wait(60);
    assert_eq!(client.shown("770001"), ("Active".into(), "500 Mbps".into()));
}

#[test]
fn a_hollow_order_is_completed_and_the_circuit_stays_as_it_was() {
    let mut client = Client::new(SETUP);
    client.carrier.break_next(On::Change, Act::Order(Ending::Hollow));
    client.modify("770001", 500, "Mbps");
    while client.carrier.pending("770001") {
        client.wait(1);
    }
    assert_eq!(client.get("/naas/v1/order/ORD-1").to_json().unwrap()["state"], "COMPLETED");
    assert_eq!(client.shown("770001"), ("Active".into(), "100 Mbps".into()));
    assert_eq!(client.carrier.tier_of("770001"), Some(100));
    assert_eq!(client.carrier.shown(client.now, "770001"), Some((100, false)));
}

#[test]
fn each_kind_of_request_can_be_struck_alone() {
    let calls = [
        ("token", token_request("/oauth/v2/token", "one", "s3cret")),
        ("inventory", Request::new("GET", "/ProductInventory/v1/inventory")),
        ("tiers", Request::new("GET", "/Product/v1/price?productCode=718&masterSiteId=PL1&serviceId=770001")),
        (
            "quote",
            Request::new("POST", "/Product/v1/priceRequest").with_body(quote_form("500 Mbps").to_string()),
        ),
        ("order-status", Request::new("GET", "/naas/v1/order/ORD-1")),
    ];
    for (word, _) in &calls {
        let mut client = Client::new(SETUP);
        client.modify("770001", 500, "Mbps");
        let fault = format!("on = '{word}'\ndo = 503\ntimes = 'always'");
        client.carrier.add_fault(Fault::from_toml(&fault).unwrap());
        for (other, request) in &calls {
            let status = client.ask(request.clone()).unwrap().status;
            assert_eq!(status == 503, word == other, "{word} on {other}: {status}");
        }
    }
}

#[test]
fn retry_after_may_be_any_text() {
    for retry_after in ["30", "1.5", "Wed, 21 Oct 2037 07:28:00 GMT", "a while"] {
        let mut client = Client::new(SETUP);
        client.carrier.break_next(On::Any, Act::Instead(Instead::TooMany(Some(retry_after.into()))));
        let answer = client.get("/ProductInventory/v1/inventory");
        assert_eq!((answer.status, answer.header("retry-after")), (429, Some(retry_after)));
    }
}

#[test]
fn a_slow_answer_says_how_long_it_takes() {
    let mut client = Client::new(SETUP);
    client.carrier.break_next(On::Any, Act::Slow(TimeDelta::seconds(30)));
    let answer = client.carrier.handle(client.now, &Request::new("GET", "/nowhere"));
    assert_eq!(answer.delay, TimeDelta::seconds(30));
    assert_eq!(client.carrier.handle(client.now, &Request::new("GET", "/nowhere")).delay, TimeDelta::zero());
}

#[test]
fn faults_strike_calendars_only_by_name() {
    let calendars = Calendars::default();
    let mut client = Client::new(SETUP);
    calendars.put("office", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", client.now);
    let request = Request::new("GET", "/calendars/office.ics");
    let mut struck = |fault: &str| {
        client.carrier.clear_faults();
        client.carrier.add_fault(Fault::from_toml(fault).unwrap());
        client.carrier.handle_calendar(client.now, &request, &calendars).response
    };
    assert_eq!(struck("do = 500").unwrap().status, 200, "any means the carrier");
    assert_eq!(struck("on = 'calendar'\ndo = 500").unwrap().status, 500);
    assert_eq!(struck("on = 'calendar'\ndo = 404").unwrap().status, 404);
    assert!(text(&struck("on = 'calendar'\ndo = 'login-page'").unwrap()).contains("Sign in"));
    assert_eq!(text(&struck("on = 'calendar'\ndo = 'truncated'").unwrap()), "BEGIN:VCALENDAR\r");
    let away = struck("on = 'calendar'\ndo = 'redirect'\nlocation = 'http://127.0.0.1:1/'").unwrap();
    assert_eq!(away.header("location"), Some("http://127.0.0.1:1/"));
    assert!(struck("on = 'calendar'\ndo = 'huge'").unwrap().body.len() > 20_000_000);
    assert!(struck("on = 'calendar'\ndo = 'lose-reply'").is_none());
}
