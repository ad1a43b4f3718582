//! Money for people: a month's report.

use super::{line, list, table, text};
use serde_json::Value;

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
