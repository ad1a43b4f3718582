//! The way to a new circuit, for people.

use super::{line, list, table, text};
use serde_json::Value;

pub(crate) fn providers(value: &Value) {
    let rows: Vec<Vec<String>> =
        list(value).iter().map(|one| vec![text(&one["id"]), text(&one["name"])]).collect();
    if rows.is_empty() {
        line("The carrier lists no providers.");
        return;
    }
    table(&["id", "provider"], &rows);
    line("Its places: `tidegate carrier locations ID`");
}

pub(crate) fn locations(value: &Value) {
    let row =
        |one: &Value| ["id", "name", "address", "market", "takes_orders"].map(|key| text(&one[key])).to_vec();
    let rows: Vec<Vec<String>> = list(&value["places"]).iter().map(row).collect();
    if rows.is_empty() {
        line("No place there; look at another page, or search with other words.");
        return;
    }
    table(&["id", "place", "address", "market", "takes orders"], &rows);
    let more = if value["more"] == true { "; there are more pages: --page N, or --search WORDS" } else { "" };
    line(&format!("{}{more}", text(&value["counted"])));
}

pub(crate) fn tiers(value: &Value) {
    line(&format!("{} can have:", text(&value["address"])));
    let row = |one: &Value| vec![text(&one["tier"]["text"]), text(&one["per_hour"]["text"])];
    table(&["tier", "an hour"], &list(&value["tiers"]).iter().map(row).collect::<Vec<_>>());
}

pub(crate) fn quoted(value: &Value) {
    let (quote, tier) = (text(&value["quote"]), text(&value["tier"]["text"]));
    line(&format!("Quote {quote}: {tier} at {}", text(&value["address"])));
    line(&format!("It costs {}.", text(&value["costs"])));
    line(&format!("Good until {}; nothing is ordered yet.", text(&value["until"]["text"])));
    if value["orders"] == true {
        let agree = text(&value["agree"]);
        line(&format!(
            "Order by it: `tidegate carrier order {quote} --name NAME --account ID --agree {agree}`"
        ));
    } else {
        line(
            "Nothing is running, so nothing can be ordered by it; start Tidegate, then ask for a quote again.",
        );
    }
}

pub(crate) fn accounts(value: &Value) {
    let row = |one: &Value| {
        let takes = if one["barred"].is_null() { "yes" } else { "no" };
        vec![text(&one["id"]), text(&one["name"]), text(&one["headquarters"]), takes.to_owned()]
    };
    let rows: Vec<Vec<String>> = list(value).iter().map(row).collect();
    if rows.is_empty() {
        line("The carrier lists no billing account.");
        return;
    }
    table(&["id", "name", "headquarters", "for a new circuit"], &rows);
    for why in list(value).iter().filter_map(|one| one["barred"].as_str()) {
        line(&format!("No: {why}."));
    }
}

/// An errand that was begun.
pub(crate) fn begun(value: &Value) {
    let (what, reference) = (text(&value["errand"]["what"]), text(&value["errand"]["reference"]));
    line(&format!("{what}: recorded, and sent now."));
    line(&format!("Our reference {reference}; follow it with `tidegate carrier follow {reference} --wait`"));
}

pub(crate) fn errands(value: &Value) {
    let row = |one: &Value| {
        let cells = [&one["at"]["text"], &one["what"], &one["state"], &one["reference"], &one["order"]];
        cells.map(text).to_vec()
    };
    let rows: Vec<Vec<String>> = list(value).iter().map(row).collect();
    if rows.is_empty() {
        line("No circuit was ordered, disconnected or renamed yet.");
    } else {
        table(&["when", "what", "state", "our reference", "the carrier's order"], &rows);
    }
}

/// One step of an errand that is waited for.
pub(crate) fn errand_step(one: &Value) {
    let said = one["said"].as_str().filter(|said| !said.is_empty());
    let said = said.map(|said| format!(": {said}")).unwrap_or_default();
    line(&format!("{}  {}{said}", text(&one["state"]), text(&one["what"])));
}
