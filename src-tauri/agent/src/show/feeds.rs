//! Calendars for people: each feed, what a new one says, and what a title would ask for.

use super::{clock, line, list, text};
use serde_json::Value;

pub(crate) fn feeds(value: &Value) {
    for one in list(value) {
        let feed = &one["feed"];
        let source = [&one["source"]["host"], &one["source"]["path"]]
            .into_iter()
            .find_map(Value::as_str)
            .unwrap_or("kept by Tidegate");
        let read = match feed["read_at"].is_null() {
            true => "not read yet".to_owned(),
            false => format!("read {}", clock(&feed["read_at"], &one["zone"])),
        };
        line(&format!("{} ({source}), {read}", text(&feed["name"])));
        let counts = list(&feed["counts"]);
        if let [fires, ignored, attention] = counts {
            line(&format!(
                "  next two weeks: {fires} will fire, {ignored} ignored, {} you",
                waiting(attention)
            ));
        }
        if let Some(trouble) = feed["trouble"].as_str() {
            line(&format!("  {trouble}"));
        }
        for problem in list(&one["problems"]) {
            line(&format!("  {}", text(&problem["message"])));
        }
    }
    if list(value).is_empty() {
        line("No feeds yet; subscribe with `tidegate feeds add NAME`.");
    }
}

/// `1 needs`, `3 need`.
fn waiting(count: &Value) -> String {
    format!("{count} {}", if *count == 1 { "needs" } else { "need" })
}

pub(crate) fn feed_added(value: &Value) {
    line(&format!(
        "{} was read: {} will fire, {} ignored, {} you.",
        text(&value["name"]),
        value["fires"],
        value["ignored"],
        waiting(&value["attention"])
    ));
    if !list(&value["bound"]).is_empty() {
        line(
            "It looks like a calendar that is only about bandwidth, so a tier in a title counts. (`feeds set … --bind none` undoes that.)",
        );
    }
    if !list(&value["organisers"]).is_empty() {
        line(&format!(
            "Organisers found: {}. Let one ask with `feeds set … --allow ADDRESS`.",
            text(&value["organisers"])
        ));
    } else if value["suppresses"] == true {
        line("Its days suppress raises; none of its events asks for a tier.");
    } else if value["writers"] == "others-too" {
        line(
            "It names no organisers, and others can write in it: so none of its events counts. If only you write in it, say so with `feeds set … --writers only-us`.",
        );
    } else {
        line("It names no organisers: whoever writes in it may ask, up to each circuit's highest tier.");
    }
    if value["fires"] == 0 && list(&value["bound"]).is_empty() && value["suppresses"] == false {
        line(
            "Nothing in it will fire. If it is only about bandwidth, bind it with `feeds set … --bind CIRCUIT`; else write a command such as #iod 1G @CIRCUIT in a title.",
        );
    }
    if value["in_memory"] == true {
        line(&format!(
            "Its address is in Tidegate's memory only and gone when it stops: put a line feed.{}=ADDRESS among the secrets of each start.",
            text(&value["id"])
        ));
    }
    for problem in list(&value["problems"]) {
        line(&format!("- {}", text(&problem["message"])));
    }
}

/// What a title would ask for.
pub(crate) fn tried(value: &Value) {
    let feed = text(&value["feed"]);
    match value["verdict"].as_str() {
        Some("fires") => {
            for one in list(&value["asks"]) {
                line(&format!(
                    "In {feed} it will fire: {} for {}, by {}.",
                    text(&one["tier"]),
                    text(&one["circuit"]),
                    text(&value["by"])
                ));
            }
        }
        Some("ignored") => line(&format!("In {feed} it is ignored: {}.", text(&value["why"]))),
        _ => line(&format!("In {feed} it needs attention: {}.", text(&value["why"]))),
    }
}
