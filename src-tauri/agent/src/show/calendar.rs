//! A calendar that is only looked at, for people: its occurrences, and what is to be known before subscribing to it.
//! Times are shown on the clock of the zone that is named beside them.

use super::{line, list, table, text, zone_of};
use chrono::{DateTime, Utc};
use serde_json::Value;
use tidegate_core::request::title;

/// Events listed one by one that ask for nothing.
const MOST_IGNORED: usize = 10;

/// An instant with its year: a calendar is looked at in any.
fn when(value: &Value, zone: &Value) -> String {
    in_form(value, zone, "%a %-d %b %Y %H:%M %Z")
}

fn in_form(value: &Value, zone: &Value, form: &str) -> String {
    let at = value.as_str().and_then(|text| text.parse::<DateTime<Utc>>().ok());
    at.map_or_else(|| "-".into(), |at| at.with_timezone(&zone_of(zone)).format(form).to_string())
}

fn called(value: &Value) -> String {
    title(value.as_str().unwrap_or(""))
}

/// `1 event`, `3 events`.
fn counted(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

pub(crate) fn expanded(value: &Value) {
    let zone = &value["zone"];
    let row = |one: &Value| {
        let status = one["status"].as_str().unwrap_or("").to_lowercase();
        vec![when(&one["start"], zone), when(&one["end"], zone), status, called(&one["summary"])]
    };
    let all = list(&value["occurrences"]);
    table(&["start", "end", "status", "title"], &all.iter().map(row).collect::<Vec<_>>());
    let problems = list(&value["problems"]);
    line(&format!("{}, {}", counted(all.len(), "occurrence"), counted(problems.len(), "problem")));
    list_problems(problems);
}

/// What is to be known of a calendar before subscribing to it.
pub(crate) fn checked(value: &Value) {
    let zone = &value["zone"];
    let name = value["name"].as_str().map(|name| format!("\"{}\": ", title(name)));
    let day = |key: &str| in_form(&value[key], zone, "%Y-%m-%d");
    let (events, times) = (value["events"].as_u64().unwrap_or(0), list(&value["occurrences"]).len());
    line(&format!(
        "{}{}; from {} to {} {} {}.",
        name.unwrap_or_default(),
        counted(usize::try_from(events).unwrap_or(usize::MAX), "event"),
        day("from"),
        day("to"),
        if events == 1 { "it happens" } else { "they happen" },
        counted(times, "time")
    ));
    line(&format!(
        "Days and times without a zone are read in {}: {}.",
        text(zone),
        text(&value["zone_from"])
    ));
    ignored(value);
    for lack in list(&value["lacks"]) {
        line(&format!("\n{}", text(lack)));
    }
    line("");
    match list(&value["problems"]) {
        [] => line("Everything in it can be read as it is written."),
        all => {
            line(&format!("{} could not be read as written:", counted(all.len(), "thing")));
            list_problems(all);
        }
    }
}

fn ignored(value: &Value) {
    let ignored = list(&value["ignored"]);
    match ignored.len() {
        0 => {}
        1 => line("\n1 of these times asks for nothing:"),
        many => line(&format!("\n{many} of these times ask for nothing:")),
    }
    for one in ignored.iter().take(MOST_IGNORED) {
        let at = when(&one["start"], &value["zone"]);
        line(&format!("- {at} {}: {}", called(&one["summary"]), text(&one["why"])));
    }
    if ignored.len() > MOST_IGNORED {
        line(&format!("- and {} more", ignored.len() - MOST_IGNORED));
    }
}

fn list_problems(all: &[Value]) {
    all.iter().for_each(|one| line(&format!("- {}", text(&one["message"]))));
}
