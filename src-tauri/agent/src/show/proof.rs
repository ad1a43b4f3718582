//! Proof for people: whether a trail is whole, how far it is signed, and where an evidence pack was written.

use super::{line, text};
use serde_json::Value;

/// Whether the trail is whole, and how far it is signed.
pub(crate) fn verified(value: &Value) {
    if value["ok"] != true {
        line(&format!("The trail is broken: {}.", text(&value["problem"]).trim_end_matches('.')));
        line(&text(&value["what_to_do"]));
        return;
    }
    line(&format!("The trail is whole: {} lines, none changed, none missing.", value["rows"]));
    line(&format!("Its last hash: {}", text(&value["head"])));
    if let Some(key) = value["key"].as_str() {
        line(&format!("Signed to line {} with the key {key}", value["signed"]));
        let (signed, rows) = (value["signed"].as_i64().unwrap_or(0), value["rows"].as_i64().unwrap_or(0));
        if signed < rows {
            line(&format!("Lines {} to {rows} are not signed", signed + 1));
        }
    }
    if let Some(why) = value["unsigned"].as_str() {
        line(&format!("It is not signed now: {why}"));
    }
}

/// Where an evidence pack is, and what is to be kept apart from it.
pub(crate) fn packed(value: &Value) {
    line(&format!("Written to {}: {} lines of the audit trail", text(&value["folder"]), value["lines"]));
    match value["key"].as_str() {
        Some(key) => {
            line(&format!("Signed with the key {key}"));
            line(
                "Give that line to whoever checks the pack by another way than the pack; VERIFY.md in it says how",
            );
        }
        None => line("Nothing in it is signed"),
    }
    if let Some(why) = value["unsigned"].as_str() {
        line(&format!("Its last lines are not signed: {why}"));
    }
}
