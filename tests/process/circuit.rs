//! The whole way to a circuit and to its end, with the real program: found, quoted, ordered, followed until active,
//! renamed, disconnected; each says first what it costs, and none is ordered twice.

mod household;

use household::{Household, Running, text, until};
use serde_json::Value;
use tidegate_sim::{Deed, Fault};

/// An office at the real flow, switched on, with its circuits taken in.
fn office() -> (Household, Running) {
    let house = Household::new();
    house.set_up("lumen");
    let running = house.run();
    house.take_circuits();
    (house, running)
}

/// Asks for a quote of 500 Mbps at the data centre in Ashburn; its id.
fn quote(house: &Household) -> String {
    let quote = house.json(&["carrier", "quote", "PL0000000011", "500M", "--provider", "43558"]);
    quote["quote"].as_str().unwrap_or_else(|| panic!("{quote}")).to_owned()
}

fn order_words(quote: &str) -> [&str; 9] {
    ["carrier", "order", quote, "--name", "Ashburn", "--account", "5-PRACT1", "--agree", "0.79"]
}

/// The orders of ours of that sort that the carrier took.
fn taken(house: &Household, deed: &Deed) -> usize {
    house.carrier().orders().iter().filter(|order| order.deed == *deed).count()
}

/// Exit code and what is told on standard error.
fn refused(house: &Household, words: &[&str]) -> (Option<i32>, String) {
    let output = house.ask(words);
    (output.status.code(), text(&output.stderr))
}

#[test]
fn a_circuit_is_found_quoted_ordered_followed_renamed_and_disconnected_on_the_command_line() {
    let (house, _running) = office();
    assert!(house.done(&["carrier", "providers"]).contains("43558   Equinix"));
    let found = house.done(&["carrier", "locations", "43558", "--search", "ashburn equinix"]);
    assert!(found.contains("PL0000000011") && found.contains("1 of 3"), "{found}");
    let all = house.done(&["carrier", "locations", "43558"]);
    let shut = all.lines().find(|line| line.contains("PL0000000012")).expect("it is listed");
    assert!(shut.ends_with("no"), "what takes no orders is told: {shut}");
    let tiers = house.done(&["carrier", "tiers", "PL0000000011", "--provider", "43558"]);
    assert!(
        tiers.contains("21715 Example Court, Ashburn, VA 20147, US") && tiers.contains("$0.79"),
        "{tiers}"
    );
    let told = house.done(&["carrier", "quote", "PL0000000011", "500M", "--provider", "43558"]);
    assert!(
        told.contains("$0.79 an hour (the carrier says $568.80 a month)") && told.contains("--agree 0.79"),
        "{told}"
    );
    let accounts = house.done(&["carrier", "accounts"]);
    assert!(accounts.contains("5-PRACT2 are in CA"), "{accounts}");

    let quote = quote(&house);
    let words = order_words(&quote);
    let (code, told) = refused(&house, &words[..7]);
    assert_eq!(code, Some(2), "{told}");
    assert!(
        told.contains("$0.79 an hour (the carrier says $568.80 a month)"),
        "its cost comes first: {told}"
    );
    let abroad: Vec<&str> =
        words.iter().map(|word| if *word == "5-PRACT1" { "5-PRACT2" } else { word }).collect();
    let (code, told) = refused(&house, &abroad);
    assert!(code == Some(1) && told.contains("only for accounts with headquarters in the US"), "{told}");
    let (code, told) = refused(&house, &[&words[..7], &["--agree", "0.97"]].concat());
    assert!(code == Some(2) && told.contains("\"0.97\" is not the price"), "{told}");
    let wrong = [&words[..], &["--contact-name", "Ann", "--contact-phone", "+44 20 7946 0958"]].concat();
    let (code, told) = refused(&house, &wrong);
    assert!(
        code == Some(1) && told.contains("first and last name") && told.contains("no US phone number"),
        "{told}"
    );
    assert_eq!(taken(&house, &Deed::Add), 0, "nothing was ordered by any of these");

    house.done(&words);
    let followed = house.done(&["carrier", "follow", "--wait"]);
    assert!(followed.contains("Confirmed  The new circuit \"Ashburn\""), "{followed}");
    let circuits = house.json(&["circuits", "list"]);
    let new = circuits.as_array().expect("circuits").iter().find(|one| one["name"] == "Ashburn");
    assert_eq!(new.expect("it is looked after")["baseline"], 500);
    let (code, told) = refused(&house, &words);
    assert!(code == Some(1) && told.contains("no quote"), "a quote is ordered by once: {told}");

    house.done(&["circuits", "rename", "Ashburn", "Ashburn lab"]);
    house.done(&["carrier", "follow", "--wait"]);
    let (code, told) = refused(&house, &["circuits", "disconnect", "Ashburn lab"]);
    assert!(code == Some(2) && told.contains("It costs $0.79 an hour now"), "{told}");
    let (code, told) = refused(&house, &["circuits", "disconnect", "Ashburn lab", "--typed", "ashburn"]);
    assert!(code == Some(2) && told.contains("\"ashburn\" is not \"Ashburn lab\""), "{told}");
    assert_eq!(taken(&house, &Deed::Delete), 0);
    house.done(&["circuits", "disconnect", "Ashburn lab", "--typed", "Ashburn lab"]);
    let followed = house.done(&["carrier", "follow", "--wait"]);
    assert!(followed.contains("Confirmed  The disconnect of Ashburn lab"), "{followed}");
    assert_eq!((taken(&house, &Deed::Add), taken(&house, &Deed::Delete)), (1, 1));
    let (code, told) = refused(&house, &["why", "Ashburn lab"]);
    assert!(code == Some(1) && told.contains("was disconnected on"), "{told}");
    is_in_the_trail(&house);
}

/// Every step of all three orders is in the audit trail, with the person who wanted it.
fn is_in_the_trail(house: &Household) {
    assert_eq!(house.json(&["audit", "verify"])["ok"], true);
    let trail = house.done(&["audit", "export"]);
    let lines: Vec<Value> = trail.lines().map(|line| serde_json::from_str(line).expect("a line")).collect();
    for words in ["a new circuit \"Ashburn\"", "Ashburn is to be called", "Ashburn lab is to be disconnected"]
    {
        let is_intent = |line: &&Value| {
            line["act"] == "order.intended" && line["why"].as_str().is_some_and(|why| why.contains(words))
        };
        let intent = lines.iter().find(is_intent).unwrap_or_else(|| panic!("no intent for {words}"));
        assert!(intent["actor"].as_str().is_some_and(|who| who.starts_with("person ")), "{intent}");
        let of_circuit =
            |act: &str| lines.iter().any(|line| line["act"] == act && line["circuit"] == intent["circuit"]);
        for act in ["order.sent", "order.accepted", "order.confirmed"] {
            assert!(of_circuit(act), "{act} of {words}");
        }
    }
}

#[test]
fn a_new_circuit_whose_reply_is_lost_is_found_again_after_a_kill_and_never_ordered_twice() {
    let (house, mut running) = office();
    let lost = Fault::from_toml("on = 'change'\ndo = 'lose-reply'").expect("a fault");
    house.carrier().add_fault(lost);
    house.done(&order_words(&quote(&house)));
    until("the carrier has the order", || taken(&house, &Deed::Add) == 1);
    running.0.kill().expect("it is killed");
    running.0.wait().expect("it is gone");
    drop(running);
    let _running = house.run();
    let followed = house.done(&["carrier", "follow", "--wait"]);
    assert!(followed.contains("Confirmed  The new circuit \"Ashburn\""), "{followed}");
    assert_eq!(taken(&house, &Deed::Add), 1, "ordered once");
    let circuits = house.json(&["circuits", "list"]);
    assert_eq!(
        circuits.as_array().expect("circuits").iter().filter(|one| one["name"] == "Ashburn").count(),
        1
    );
}

#[test]
fn nothing_is_ordered_while_observing_nor_where_nobody_would_send_it() {
    let (house, running) = office();
    house.done(&["automation", "off"]);
    let words = quote(&house);
    let (code, told) = refused(&house, &order_words(&words));
    assert!(code == Some(1) && told.contains("tidegate automation on --from-next"), "{told}");
    let (code, told) = refused(&house, &["circuits", "disconnect", "HQ", "--typed", "HQ"]);
    assert!(code == Some(1) && told.contains("automation is off"), "{told}");
    drop(running);
    let (code, told) = refused(&house, &["circuits", "disconnect", "HQ", "--typed", "HQ"]);
    assert!(code == Some(1) && told.contains("start Tidegate"), "{told}");
    assert_eq!(house.carrier().orders().len(), 0);
}

#[test]
fn a_dialect_that_has_no_words_for_it_says_so_by_its_name() {
    let house = Household::new();
    house.set_up("eod-v5");
    let _running = house.run();
    for words in [
        &["carrier", "providers"][..],
        &["carrier", "locations", "1"],
        &["carrier", "accounts"],
        &["carrier", "quote", "PL1", "1G"],
    ] {
        let (code, told) = refused(&house, words);
        assert!(code == Some(1) && told.contains("dialect eod-v5 has no"), "{words:?}: {told}");
    }
}
