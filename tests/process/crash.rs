//! `kill -9` at each of the points around a request, and a restart: the order is found again and never given twice.
//! What was durable at each point is what the simulator saw by then.

mod household;

use household::{Household, Running, until};
use tidegate_sim::Fault;

/// An office whose calendar asks for 1 Gbps from a few seconds on.
fn office(dialect: &str) -> (Household, Running) {
    let house = Household::new();
    house.set_up(dialect);
    let running = house.run();
    house.take_circuits();
    (house, running)
}

fn kill(mut running: Running) {
    running.0.kill().expect("it was running");
    running.0.wait().expect("it ends");
}

fn raised_once(house: &Household) {
    until("HQ has 1 Gbps", || house.carrier().tier_of("77000000001") == Some(1000));
    until("the ledger says so", || house.json(&["orders", "list"])[0]["state"] == "Confirmed");
    assert_eq!(house.orders(1000), 1, "ordered exactly once");
    let problems = house.json(&["status"])["incidents"].clone();
    assert_eq!(problems, serde_json::json!([]), "nobody needs to look");
}

fn arrivals(house: &Household, path: &str) -> usize {
    house.carrier().requests().iter().filter(|arrival| arrival.path.contains(path)).count()
}

#[test]
fn killed_before_the_intent() {
    let (house, running) = office("naas-v1");
    let calendar = house.calendar(14, 600);
    house.done(&["feeds", "add", "Office", "--file", &calendar]);
    kill(running);
    assert_eq!(house.orders(1000), 0);
    let _again = house.run();
    raised_once(&house);
}

#[test]
fn killed_after_the_intent_and_before_anything_was_sent() {
    let (house, running) = office("lumen");
    // The quote is asked for when the intent is durable; while it is slow nothing has been sent.
    house
        .carrier()
        .add_fault(Fault::from_json(r#"{"on":"quote","do":"slow","delay":"20s"}"#).expect("a fault"));
    let calendar = house.calendar(8, 600);
    house.done(&["feeds", "add", "Office", "--file", &calendar]);
    until("a quote was asked for", || arrivals(&house, "priceRequest") > 0);
    kill(running);
    assert_eq!(house.orders(1000), 0);
    let intent = house.json(&["orders", "list"]);
    assert_eq!((&intent[0]["state"], &intent[0]["to"]), (&"Planned".into(), &1000.into()), "{intent}");
    let _again = house.run();
    raised_once(&house);
}

#[test]
fn killed_after_the_carrier_took_it_and_before_its_answer_came() {
    for dialect in ["naas-v1", "lumen"] {
        let (house, running) = office(dialect);
        house
            .carrier()
            .add_fault(Fault::from_json(r#"{"on":"change","do":"slow","delay":"20s"}"#).expect("a fault"));
        let calendar = house.calendar(8, 600);
        house.done(&["feeds", "add", "Office", "--file", &calendar]);
        until("the order arrived", || house.orders(1000) > 0);
        kill(running);
        let _again = house.run();
        raised_once(&house);
    }
}

#[test]
fn killed_when_the_request_was_lost_on_its_way() {
    let (house, running) = office("naas-v1");
    house.carrier().add_fault(Fault::from_json(r#"{"on":"change","do":"lose-request"}"#).expect("a fault"));
    let calendar = house.calendar(8, 600);
    house.done(&["feeds", "add", "Office", "--file", &calendar]);
    until("the request arrived and was lost", || arrivals(&house, "modifyBandwidth") > 0);
    kill(running);
    let _again = house.run();
    // The quiet period, then the same order once more.
    raised_once(&house);
}

#[test]
fn killed_after_the_answer_was_stored() {
    let (house, running) = office("naas-v1");
    let calendar = house.calendar(8, 600);
    house.done(&["feeds", "add", "Office", "--file", &calendar]);
    until("the answer is stored", || {
        let orders = house.json(&["orders", "list"]);
        orders[0]["order"].is_string() && orders[0]["state"] != "Confirmed"
    });
    kill(running);
    let _again = house.run();
    raised_once(&house);
}

#[test]
fn a_copy_of_the_ledger_that_was_put_back_observes_until_a_person_has_looked() {
    let (house, running) = office("naas-v1");
    let ledger = std::fs::read_dir(house.home().join("data/tenants"))
        .expect("customers' folders")
        .map(|entry| entry.expect("an entry").path().join("ledger.db"))
        .find(|file| file.exists())
        .expect("a ledger");
    let copies = ledger.with_file_name("copies");
    let copy = || std::fs::read_dir(&copies).into_iter().flatten().flatten().map(|entry| entry.path()).next();
    until("the copy of the day is there", || {
        copy().is_some_and(|file| file.extension() == Some("db".as_ref()))
    });
    let calendar = house.calendar(8, 600);
    house.done(&["feeds", "add", "Office", "--file", &calendar]);
    raised_once(&house);
    kill(running);
    for log in ["db-wal", "db-shm"] {
        let _ = std::fs::remove_file(ledger.with_extension(log));
    }
    std::fs::copy(copy().expect("a copy"), &ledger).expect("put back");
    let _again = house.run();
    until("it says so", || house.json(&["inbox"]).to_string().contains("a copy of the ledger was put back"));
    let status = house.json(&["status"]);
    assert_eq!(status["automation"], false, "{status}");
    let rows = house.ask(&["audit", "export"]);
    assert!(String::from_utf8_lossy(&rows.stdout).contains("ledger.restored"));
    assert_eq!(house.orders(1000), 1, "nothing was ordered by what is old");
    house.done(&["automation", "on", "--from-next"]);
    assert_eq!(house.json(&["status"])["automation"], true, "a person has looked");
}
