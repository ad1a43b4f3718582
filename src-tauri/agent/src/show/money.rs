//! Money for people: reports, sums of any time, what-ifs, bills and advice.

use super::{line, list, table, text};
use rust_decimal::Decimal;
use serde_json::Value;
use std::collections::BTreeMap;

/// A month's report.
pub(crate) fn report(value: &Value) {
    line(&format!("{}, {}. {}", text(&value["customer"]), text(&value["month"]), text(&value["sentence"])));
    line("");
    let amount = |cost: &Value| {
        let sum = format!("{} {}", text(&cost["known"]["amount"]), text(&cost["known"]["currency"]));
        if cost["at_least"] == true { format!("at least {sum}") } else { sum }
    };
    let row = |row: &Value| {
        let cells = ["baseline", "planned", "actual", "projection", "top"].map(|key| amount(&row[key]));
        [text(&row["circuit"])].into_iter().chain(cells).collect::<Vec<_>>()
    };
    let rows: Vec<Vec<String>> = list(&value["circuits"]).iter().chain([&value["sum"]]).map(row).collect();
    table(
        &["Circuit", "Baseline", "As planned", "As it was", "With what is planned", "Always at the top"],
        &rows,
    );
    for one in list(&value["against"]) {
        line(&format!("  {}: {}", text(&one["text"]), text(&one["amount"]["text"])));
    }
    line("");
    line(&format!("{}. Billed {}. {}", text(&value["hours"]), text(&value["rule"]), text(&value["counted"])));
}

fn money(value: &Value) -> String {
    if value.is_null() {
        return "unknown".into();
    }
    format!("{} {}", text(&value["amount"]), text(&value["currency"]))
}

fn sum(cost: &Value) -> String {
    let known = money(&cost["known"]);
    if cost["at_least"] == true { format!("at least {known}") } else { known }
}

/// What a month was, off its report.
pub(crate) fn actual(value: &Value) {
    let report = &value["report"];
    line(&format!("{}, {}", text(&report["customer"]), text(&report["month"])));
    let seconds = |value: &Value| value.as_i64().map(|one| format!("{} s", one)).unwrap_or_default();
    let row = |row: &Value| {
        let held = list(&row["minutes"]).iter().map(|one| format!("{} Mbps {} min", one[0], one[1]));
        let mut held: Vec<String> = held.collect();
        held.extend(row["unseen"].as_i64().filter(|one| *one > 0).map(|one| format!("not seen {one} min")));
        let counts = ["confirmed", "failed", "late"].map(|key| row[key].to_string());
        let [confirmed, failed, late] = counts;
        vec![
            text(&row["circuit"]),
            held.join(", "),
            confirmed,
            failed,
            late,
            seconds(&row["median"]),
            seconds(&row["p95"]),
            money(&row["avoidable"]),
            money(&row["above_baseline"]),
            money(&row["below_top"]),
        ]
    };
    let rows: Vec<Vec<String>> = list(&report["actual"]).iter().map(row).collect();
    let heads = ["Circuit", "Time at each tier", "Changes", "Failed", "Late", "Median", "p95"];
    table(&[&heads[..], &["Avoidable", "Above baseline", "Below top"]].concat(), &rows);
    for one in list(&report["avoidable"]) {
        line(&format!("  {}: {}", text(&one["text"]), text(&one["amount"]["text"])));
    }
    line(&format!("Billed {}. {}", text(&report["rule"]), text(&report["counted"])));
}

fn rows(range: &Value) -> Vec<Vec<String>> {
    let row = |row: &Value| {
        let cells = ["baseline", "planned", "top"].map(|key| sum(&row[key]));
        [text(&row["circuit"])].into_iter().chain(cells).collect()
    };
    list(&range["circuits"]).iter().chain([&range["sum"]]).map(row).collect()
}

const HEADS: [&str; 4] = ["Circuit", "Always at the baseline", "As planned", "Always at the top"];

/// What a time costs, and what some events add in it.
pub(crate) fn range(value: &Value) {
    line(&format!("From {} to {}, {} h", text(&value["from"]), text(&value["to"]), value["hours"]));
    table(&HEADS, &rows(value));
    if let Some(adds) = value.get("adds") {
        line(&format!("These events add {}", money(adds)));
    }
    line(&format!("Billed {}", text(&value["rule"])));
}

/// A time as it is beside what it would be.
pub(crate) fn compared(value: &Value) {
    let (now, then) = (&value["now"], &value["then"]);
    line(&format!("From {} to {}, {} h", text(&now["from"]), text(&now["to"]), now["hours"]));
    line("As it is:");
    table(&HEADS, &rows(now));
    line("As it would be:");
    table(&HEADS, &rows(then));
    line(&format!("That is {} more", money(&value["more"])));
    line(&format!("Billed {}; it would be billed {}", text(&now["rule"]), text(&then["rule"])));
}

/// The carrier's bill beside the ledger.
pub(crate) fn bill(value: &Value) {
    let row = |row: &Value| {
        let differs =
            row["more"]["amount"].as_str().is_none_or(|more| more.chars().any(|c| ('1'..='9').contains(&c)));
        let orders: Vec<String> = list(&row["orders"]).iter().map(ToString::to_string).collect();
        let because = match row["because"].as_str() {
            Some(because) => because.to_owned(),
            None if !differs => String::new(),
            None if orders.is_empty() => "unexplained; no order left then".into(),
            None => format!("unexplained; look at order {}", orders.join(", ")),
        };
        vec![
            text(&row["circuit"]),
            text(&row["from"]),
            text(&row["to"]),
            money(&row["billed"]),
            money(&row["ledger"]),
            money(&row["more"]),
            because,
        ]
    };
    let rows: Vec<Vec<String>> = list(&value["lines"]).iter().map(row).collect();
    table(&["Circuit", "From", "To", "Billed", "Ledger", "More", "Because"], &rows);
    for one in list(&value["unknown"]) {
        line(&format!("Billed for {}, which is no circuit here: {}", text(&one[0]), money(&one[1])));
    }
    line(&format!(
        "Billed {}, by the ledger {}: {} more. {} explained, {} unexplained. The ledger is reckoned {}",
        money(&value["billed"]),
        money(&value["ledger"]),
        money(&value["more"]),
        value["explained"],
        value["unexplained"],
        text(&value["rule"])
    ));
}

/// What would be cheaper.
pub(crate) fn advice(value: &Value) {
    let hints = list(&value["hints"]);
    if hints.is_empty() {
        line("Nothing would be cheaper in the coming fortnight.");
    }
    for hint in hints {
        line(&format!("  {}; saves {}", text(&hint["text"]), money(&hint["saves"])));
    }
    for day in list(&value["days"]) {
        line(&format!(
            "{} (GMT): {} of {} changes are planned",
            text(&day["day"]),
            day["planned"],
            day["allowed"]
        ));
    }
    line(&format!("Billed {}", text(&value["rule"])));
}

/// Every customer's month, and all together by currency.
pub(crate) fn portfolio(value: &Value) {
    let customers = list(&value["customers"]);
    let mut sums: BTreeMap<String, [Decimal; 5]> = BTreeMap::new();
    let row = |report: &Value| {
        let sum = &report["sum"];
        let currency = text(&sum["projection"]["known"]["currency"]);
        let all = sums.entry(currency).or_default();
        for (place, key) in WAYS.iter().enumerate() {
            let amount = sum[key]["known"]["amount"].as_str().and_then(|one| one.parse::<Decimal>().ok());
            all[place] += amount.unwrap_or_default();
        }
        let cells = WAYS.map(|key| self::sum(&sum[key]));
        [text(&report["customer"])].into_iter().chain(cells).collect()
    };
    let mut rows: Vec<Vec<String>> = customers.iter().map(row).collect();
    for (currency, all) in &sums {
        let cells = all.iter().map(|amount| format!("{amount} {currency}"));
        rows.push(["Sum".to_owned()].into_iter().chain(cells).collect());
    }
    table(
        &["Customer", "Baseline", "As planned", "As it was", "With what is planned", "Always at the top"],
        &rows,
    );
    for one in list(&value["failed"]) {
        line(&format!("{} is not in it: {}", text(&one["customer"]), text(&one["error"])));
    }
}

const WAYS: [&str; 5] = ["baseline", "planned", "actual", "projection", "top"];
