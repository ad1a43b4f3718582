//! What a person is asked and told outside the page: a notice's own button, and the question before money is spent.

#![cfg(target_os = "linux")]

mod desk;

use desk::{Desk, Window, until};

#[test]
fn the_button_on_a_notice_tries_again_and_solves_what_it_tells() {
    let desk = Desk::new();
    let window = Window::open(&desk);
    window.says("Set up Tidegate");
    window.press("Practise");
    window.says("You practise with the built-in carrier");
    desk.told(&["automation", "on", "--now"], "");
    window.script("location.hash = '#/week'", &serde_json::json!([]));
    // The first order fails, and both tries after it: then a person is needed.
    for _ in 0..3 {
        window.press("Break the carrier");
        window.choose("On which circuit", "HQ");
        window.press("Break it");
        until("the dialog has closed", || !window.text().contains("Only in practice mode."));
    }
    desk.told(&["circuits", "set", "HQ", "--highest", "1G"], "");
    desk.told(&["hold", "HQ", "500M"], "");
    window.press("Attention");
    window.says("Failed three times");
    desk.close_window();
    until("the window's process has ended", || desk.windows().is_empty());

    desk.picture("8-notice");
    desk.press_on_notice("Try now");
    let failed = |one: &serde_json::Value| one["kind"] == "failed";
    let solved = || desk.ask(&["status"])["incidents"].as_array().is_some_and(|all| !all.iter().any(failed));
    until("no order is failed any more", solved);
    let told = desk.notices();
    assert!(told.contains("Solved: HQ"), "the desktop has the recovery: {told}");

    let window = Window::at(&desk, "attention");
    window.says("Solved");
}

#[test]
fn what_spends_money_is_asked_outside_the_page_and_no_orders_nothing() {
    let mut desk = Desk::new();
    let base = desk.carrier();
    let window = Window::open(&desk);
    window.says("Set up Tidegate");
    let account = ["tenants", "add", "Office", "--customer-number", "1-PRACT", "--zone", "UTC"];
    desk.told(&[&account[..], &["--dialect", "naas-v1", "--base", &base]].concat(), "");
    desk.told(&["credentials", "set", "-"], "practice\npractice-secret\n");
    desk.told(&["circuits", "sync"], "");
    until("tiers and prices are known", || {
        let circuits = desk.ask(&["circuits", "list"]);
        let known = |one: &serde_json::Value| one["offers"].as_array().is_some_and(|all| !all.is_empty());
        circuits.as_array().is_some_and(|all| !all.is_empty() && all.iter().all(known))
    });
    desk.told(&["circuits", "set", "HQ", "--highest", "1G"], "");
    desk.told(&["automation", "on", "--from-next"], "");

    window.script("location.hash = '#/circuits'", &serde_json::json!([]));
    window.press("Boost\u{2026}HQ");
    window.press("1 G");
    window.press("Boost to 1 Gbps");
    // Neither the key that closes a dialog nor the one that confirms what has the focus spends anything.
    for key in ["Escape", "Return"] {
        desk.answer(&[key]);
        window.says("Nothing was done.");
        assert_eq!(desk.ask(&["orders", "list"]), serde_json::json!([]), "{key} orders nothing");
        window.press("Boost to 1 Gbps");
    }

    desk.picture("9-question");
    desk.answer(&["Tab", "Return"]);
    until("it was ordered", || {
        desk.ask(&["orders", "list"])
            .as_array()
            .is_some_and(|all| all.iter().any(|one| !one["sent"].is_null()))
    });
}
