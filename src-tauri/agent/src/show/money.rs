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
