//! Answers for people: short, aligned, in sentences where a sentence is due. Programs take `--json`.

use chrono::{DateTime, Utc};
use serde_json::Value;

/// Prints a line.
#[expect(clippy::print_stdout, reason = "this is where a command speaks")]
pub(crate) fn line(text: &str) {
    println!("{text}");
}

/// Prints what a program reads.
pub(crate) fn json(value: &Value) {
    line(&value.to_string());
}

/// Prints rows with a heading, each column as wide as it must be.
fn table(heading: &[&str], rows: &[Vec<String>]) {
    let width = |column: usize| {
        rows.iter().map(|row| row[column].chars().count()).chain([heading[column].len()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..heading.len()).map(width).collect();
    let put = |cells: &[String]| {
        let padded: Vec<String> =
            cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        line(padded.join("  ").trim_end());
    };
    put(&heading.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
    rows.iter().for_each(|row| put(row));
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "-".into(),
        Value::Number(number) => number.to_string(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.into(),
        Value::Array(all) => all.iter().map(text).collect::<Vec<_>>().join(", "),
        Value::Object(_) => value.to_string(),
    }
}

/// A tier out of JSON, where it is a number of Mbps.
fn tier(value: &Value) -> String {
    let mbps = value
        .as_u64()
        .and_then(|mbps| u32::try_from(mbps).ok())
        .and_then(tidegate_core::units::Tier::from_mbps);
    mbps.map_or_else(|| "unknown".into(), |tier| tier.to_string())
}

/// An instant as the home zone's clock shows it.
fn clock(value: &Value, zone: &Value) -> String {
    let at = value.as_str().and_then(|text| text.parse::<DateTime<Utc>>().ok());
    let zone: tidegate_core::time::Zone =
        zone.as_str().and_then(|name| name.parse().ok()).unwrap_or(tidegate_core::time::Zone::UTC);
    at.map_or_else(
        || "-".into(),
        |at| at.with_timezone(&zone).format("%a %d %b %H:%M:%S %Z").to_string().replace(":00 ", " "),
    )
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

pub(crate) fn status(view: &Value) {
    let zone = &view["zone"];
    let mode = match (view["automation"].as_bool(), view["paused"].is_null()) {
        (Some(false), _) => "observing: nothing is ordered until `tidegate automation on`",
        (_, false) => "paused: nothing is ordered until `tidegate resume`",
        _ => "automation is on",
    };
    let practice = if view["practice"] == true { "Practice: " } else { "" };
    line(&format!("{practice}{}, {mode}", text(&view["tenant"])));
    if view["running"] == false {
        line("Nothing is running to act; start it with `tidegate run`.");
    }
    if let Some(trouble) = view["trouble"].as_str() {
        line(&format!("Trouble: {trouble}"));
    }
    let rows: Vec<Vec<String>> = list(&view["circuits"])
        .iter()
        .map(|one| {
            let next = &one["next"];
            let coming = if next.is_null() {
                "nothing planned".into()
            } else {
                format!("{} at {}", tier(&next["to"]), clock(&next["at"], zone))
            };
            vec![text(&one["name"]), tier(&one["live"]), tier(&one["wanted"]), coming, text(&one["why"])]
        })
        .collect();
    if rows.is_empty() {
        line("No circuits yet; fetch them with `tidegate circuits sync`.");
    } else {
        table(&["circuit", "has", "wants", "next", "why"], &rows);
    }
    for feed in list(&view["feeds"]) {
        let trouble = feed["trouble"].as_str().map(|why| format!("; {why}")).unwrap_or_default();
        line(&format!("Feed {}: read {}{trouble}", text(&feed["name"]), clock(&feed["read_at"], zone)));
    }
    line(&format!("Quota: {} of {} changes left today (GMT).", view["quota_left"], view["quota"]));
    for short in list(&view["shortages"]) {
        line(&format!(
            "On {} the plan needs {} changes, those kept for drops included, and the carrier takes {}.",
            text(&short["day"]),
            short["needed"],
            short["quota"]
        ));
    }
    let waiting = list(&view["incidents"]).len() + list(&view["attention"]).len();
    if waiting > 0 {
        line(&format!("{waiting} waiting for you: `tidegate attention list`."));
    }
}

pub(crate) fn plan(value: &Value) {
    let zone = &value["zone"];
    let rows: Vec<Vec<String>> = list(&value["orders"])
        .iter()
        .map(|one| {
            vec![
                clock(&one["at"], zone),
                text(&one["circuit"]),
                format!("{} -> {}", text(&one["from"]), text(&one["to"])),
                text(&one["why"]),
            ]
        })
        .collect();
    if rows.is_empty() {
        line("The plan orders nothing in this time.");
    } else {
        table(&["when", "circuit", "change", "why"], &rows);
    }
    if value["automation"] == false {
        line("Automation is off: this is shown, and nothing of it is ordered.");
    }
    sums(value);
}

fn sums(value: &Value) {
    line(&format!(
        "It costs {}; at the top tier all the time {}.",
        text(&value["cost"]["text"]),
        text(&value["cost_at_top"]["text"])
    ));
    line(&format!("(Billing rule: {}.)", text(&value["rule"])));
}

pub(crate) fn cost(value: &Value) {
    let rows: Vec<Vec<String>> = list(&value["circuits"])
        .iter()
        .map(|one| {
            vec![
                text(&one["circuit"]),
                text(&one["cost"]["text"]),
                one["prices_of"].as_str().map_or("unknown".into(), |at| at.chars().take(10).collect()),
            ]
        })
        .collect();
    table(&["circuit", "cost", "prices of"], &rows);
    sums(value);
}

pub(crate) fn why(value: &Value) {
    line(&format!("{}: {}", text(&value["circuit"]), text(&value["why"])));
    if let Some(live) = value["live"].as_str() {
        line(&format!("It has {live}. {}", text(&value["doing"])));
    }
}

pub(crate) fn attention(value: &Value) {
    for one in list(&value["incidents"]) {
        line(&format!("! {}\n  {}", text(&one["title"]), text(&one["body"])));
    }
    for one in list(&value["events"]) {
        line(&format!(
            "{}  \"{}\" in {}, {}",
            text(&one["id"]),
            text(&one["title"]),
            text(&one["feed"]),
            text(&one["start"])
        ));
        line(&format!("          {}", text(&one["message"])));
        for (number, choice) in list(&one["choices"]).iter().enumerate() {
            line(&format!("          {}. {}", number + 1, choice_words(choice)));
        }
    }
    if list(&value["incidents"]).is_empty() && list(&value["events"]).is_empty() {
        line("Nothing waits for you.");
    }
}

fn choice_words(choice: &Value) -> String {
    match choice["choice"].as_str().unwrap_or("") {
        "allow" => format!("let {} ask from now on", text(&choice["organiser"])),
        "allow-up-to" => format!("allow calendars up to {}", tier(&choice["tier"])),
        "allow-down-to" => format!("allow calendars down to {}", tier(&choice["tier"])),
        "approve" => "approve this one".into(),
        "release" => "release all raises of this refresh".into(),
        "take-source" => "take the calendar's own event again".into(),
        other => other.to_owned(),
    }
}

pub(crate) fn orders(value: &Value) {
    let rows: Vec<Vec<String>> = list(value)
        .iter()
        .map(|one| {
            let change = format!("{} -> {}", tier(&one["from"]), tier(&one["to"]));
            vec![
                text(&one["id"]),
                text(&one["at"]).chars().take(19).collect(),
                text(&one["circuit"]),
                change,
                text(&one["state"]),
                text(&one["why"]),
            ]
        })
        .collect();
    if rows.is_empty() {
        line("Nothing was ordered yet.");
    } else {
        table(&["id", "when (UTC)", "circuit", "change", "state", "why"], &rows);
    }
}

pub(crate) fn circuits(value: &Value) {
    for one in list(value) {
        line(&format!(
            "{} ({}): baseline {}, calendars {} to {}",
            text(&one["name"]),
            text(&one["id"]),
            tier(&one["baseline"]),
            tier(&one["lowest"]),
            tier(&one["highest"])
        ));
        for offer in list(&one["offers"]) {
            let price = offer["per_hour"]["amount"].as_str().map_or("unknown price".into(), |amount| {
                format!("{amount} {} an hour", text(&offer["per_hour"]["currency"]))
            });
            line(&format!("  {:>9}  {price}", tier(&offer["tier"])));
        }
    }
    if list(value).is_empty() {
        line("No circuits yet; fetch them with `tidegate circuits sync`.");
    }
}

pub(crate) fn feeds(value: &Value) {
    for one in list(value) {
        let feed = &one["feed"];
        let source = [&one["source"]["host"], &one["source"]["path"]]
            .into_iter()
            .find_map(Value::as_str)
            .unwrap_or("kept by Tidegate");
        let read = text(&feed["read_at"]).chars().take(19).collect::<String>();
        line(&format!("{} ({source}), read {read} UTC", text(&feed["name"])));
        let counts = list(&feed["counts"]);
        if let [fires, ignored, attention] = counts {
            line(&format!(
                "  next two weeks: {fires} will fire, {ignored} ignored, {attention} need attention"
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

pub(crate) fn feed_added(value: &Value) {
    line(&format!(
        "{} was read: {} will fire, {} are ignored, {} need attention.",
        text(&value["name"]),
        value["fires"],
        value["ignored"],
        value["attention"]
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
    } else {
        line("It names no organisers: whoever writes in it may ask, up to each circuit's highest tier.");
    }
    for problem in list(&value["problems"]) {
        line(&format!("- {}", text(&problem["message"])));
    }
}

pub(crate) fn calendar(value: &Value) {
    let rows: Vec<Vec<String>> = list(&value["occurrences"])
        .iter()
        .map(|one| {
            vec![
                text(&one["start"]),
                text(&one["end"]),
                one["status"].as_str().unwrap_or("").to_owned(),
                tidegate_core::request::title(one["summary"].as_str().unwrap_or("")),
            ]
        })
        .collect();
    table(&["start (UTC)", "end (UTC)", "status", "title"], &rows);
    problems(value);
}

/// Events listed one by one that ask for nothing.
const MOST_IGNORED: usize = 10;

/// What is to be known of a calendar before subscribing to it.
pub(crate) fn checked(value: &Value) {
    let name = value["name"].as_str().map(|name| format!("\"{}\": ", tidegate_core::request::title(name)));
    let day = |key: &str| text(&value[key]).chars().take(10).collect::<String>();
    line(&format!(
        "{}{} events; from {} to {} they happen {} times.",
        name.unwrap_or_default(),
        text(&value["events"]),
        day("from"),
        day("to"),
        list(&value["occurrences"]).len()
    ));
    line(&format!(
        "Days and times without a zone are read in {}: {}.",
        text(&value["zone"]),
        text(&value["zone_from"])
    ));
    let ignored = list(&value["ignored"]);
    if !ignored.is_empty() {
        line(&format!("\n{} of these times ask for nothing:", ignored.len()));
    }
    for one in ignored.iter().take(MOST_IGNORED) {
        let title = tidegate_core::request::title(one["summary"].as_str().unwrap_or(""));
        line(&format!("- {} {title}: {}", text(&one["start"]), text(&one["why"])));
    }
    if ignored.len() > MOST_IGNORED {
        line(&format!("- and {} more", ignored.len() - MOST_IGNORED));
    }
    for lack in list(&value["lacks"]) {
        line(&format!("\n{}", text(lack)));
    }
    line("");
    match list(&value["problems"]) {
        [] => line("Everything in it can be read as it is written."),
        all => {
            line(&format!("{} things could not be read as they are written:", all.len()));
            list_problems(all);
        }
    }
}

fn problems(value: &Value) {
    let all = list(&value["problems"]);
    line(&format!("{} occurrences, {} problems", list(&value["occurrences"]).len(), all.len()));
    list_problems(all);
}

fn list_problems(all: &[Value]) {
    for one in all {
        line(&format!(
            "- {}{}",
            one["uid"].as_str().map(|uid| format!("{uid}: ")).unwrap_or_default(),
            text(&one["message"])
        ));
    }
}

pub(crate) fn inbox(value: &Value) {
    for one in list(value) {
        line(&format!(
            "{}  {}\n  {}",
            text(&one["at"]).chars().take(19).collect::<String>(),
            text(&one["title"]),
            text(&one["body"])
        ));
    }
    if list(value).is_empty() {
        line("You were told nothing yet.");
    }
}

pub(crate) fn findings(value: &Value) {
    for one in list(value) {
        let mark = if one["well"] == true { "ok  " } else { "look" };
        line(&format!("{mark}  {:<16} {}", text(&one["what"]), text(&one["found"])));
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

/// One order with its whole life.
pub(crate) fn order(value: &Value) {
    line(&format!(
        "Order {} for {}: {} -> {}, {}",
        value["id"],
        text(&value["circuit"]),
        tier(&value["from"]),
        tier(&value["to"]),
        text(&value["state"])
    ));
    line(&format!("Why: {}", text(&value["why"])));
    line(&format!(
        "Our reference {}, the carrier's order {}, sent {} times",
        text(&value["reference"]),
        text(&value["order"]),
        value["attempts"]
    ));
    for word in list(&value["words"]) {
        line(&format!("  {}  {}", text(&word[0]).chars().take(19).collect::<String>(), text(&word[1])));
    }
}

/// Anything else: a key and a value a line.
pub(crate) fn plain(value: &Value) {
    match value {
        Value::Object(fields) if fields.len() == 1 && value["done"] == true => line("Done."),
        Value::Object(fields) => fields.iter().for_each(|(key, one)| line(&format!("{key}: {}", text(one)))),
        Value::Array(all) if all.is_empty() => line("None."),
        Value::Array(all) => all.iter().for_each(plain_row),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => line(&text(value)),
    }
}

fn plain_row(value: &Value) {
    match value.as_object() {
        Some(fields) => {
            let said: Vec<String> = fields
                .iter()
                .filter(|(_, one)| !one.is_null())
                .map(|(key, one)| format!("{key} {}", text(one)))
                .collect();
            line(&said.join(", "));
        }
        None => line(&text(value)),
    }
}
