//! Orders for people: the ledger, one order's life, and what going on orders at once.

use super::{clock, line, list, money, table, text, tier};
use serde_json::Value;
use tidegate_core::units::Money;

pub(crate) fn orders(value: &Value) {
    let rows: Vec<Vec<String>> = list(value)
        .iter()
        .map(|one| {
            vec![
                text(&one["id"]),
                clock(&one["at"], &one["zone"]),
                text(&one["circuit"]),
                what(one),
                text(&one["state"]),
                text(&one["why"]),
            ]
        })
        .collect();
    if rows.is_empty() {
        line("Nothing was ordered yet.");
    } else {
        table(&["id", "when", "circuit", "change", "state", "why"], &rows);
    }
}

/// `100 Mbps -> 1 Gbps`, or what else it is about.
fn what(order: &Value) -> String {
    match order["errand"].as_str() {
        Some(errand) => errand.to_owned(),
        None => format!("{} -> {}", tier(&order["from"]), tier(&order["to"])),
    }
}

/// One order with its whole life.
pub(crate) fn order(value: &Value) {
    line(&format!(
        "Order {} for {}: {}, {}",
        value["id"],
        text(&value["circuit"]),
        what(value),
        text(&value["state"])
    ));
    line(&format!("Why: {}", text(&value["why"])));
    line(&format!(
        "Our reference {}, {}, sent {}",
        text(&value["reference"]),
        value["order"]
            .as_str()
            .map_or("the carrier named no order".into(), |id| format!("the carrier's order {id}")),
        if value["attempts"] == 1 { "once".into() } else { format!("{} times", value["attempts"]) }
    ));
    for word in list(&value["words"]) {
        line(&format!("  {}  {}", clock(&word[0], &value["zone"]), text(&word[1])));
    }
}

/// What was ordered at once by going on.
pub(crate) fn gone_on(answer: &Value) {
    line(&match at_once(answer) {
        orders if orders.is_empty() => "Done. Nothing is ordered now.".to_owned(),
        orders => format!("Done. Ordered now: {orders}."),
    });
}

/// What "now" would order, in a sentence.
pub(crate) fn would_order(answer: &Value) -> String {
    match at_once(answer) {
        orders if orders.is_empty() => "Nothing would be ordered now.".into(),
        orders => format!("Now would order: {orders}."),
    }
}

/// `, +$0.74/h`: what an hour costs more than before, or less; nothing where that is not known.
fn more(value: &Value) -> String {
    let more = serde_json::from_value::<Money>(value.clone());
    more.map_or_else(|_| String::new(), |more| format!(", {}/h", more.signed()))
}

fn at_once(answer: &Value) -> String {
    let one = |order: &Value| {
        let price = match order["per_hour"].as_object() {
            Some(_) => format!("{} an hour{}", money(&order["per_hour"]), more(&order["more"])),
            None => "price unknown".into(),
        };
        format!(
            "{} from {} to {} ({price})",
            text(&order["circuit"]),
            tier(&order["from"]),
            tier(&order["to"])
        )
    };
    list(&answer["orders"]).iter().map(one).collect::<Vec<_>>().join(", ")
}
