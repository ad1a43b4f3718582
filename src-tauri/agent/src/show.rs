//! Answers for people: short, aligned, in sentences where a sentence is due. Programs take `--json`.

mod calendar;
mod carrier;
mod feeds;
mod money;
mod ordered;
mod own;
mod proof;
mod set_up;

pub(crate) use calendar::{checked, expanded};
pub(crate) use carrier::{accounts, begun, errand_step, errands, locations, providers, quoted, tiers};
pub(crate) use feeds::{feed_added, feeds, tried};
pub(crate) use money::{actual, advice, bill, compared, portfolio, range, report};
pub(crate) use ordered::{gone_on, order, orders, would_order};
pub(crate) use own::{event_added, event_changed, events, exported};
pub(crate) use proof::{packed, verified};
pub(crate) use set_up::{
    credentials_tested, profiles, rules, settings, synced, tenant_added, tenant_imported, tenant_removed,
    tenants,
};

use chrono::{DateTime, Utc};
use serde_json::Value;
use std::io::{ErrorKind, Write};
use tidegate_core::time::Zone;

/// Prints a line. A reader that has gone (`tidegate status | head`) wants no more of it: what was to be done is done.
pub(crate) fn line(text: &str) {
    if writeln!(std::io::stdout(), "{text}").is_err_and(|error| error.kind() == ErrorKind::BrokenPipe) {
        std::process::exit(0);
    }
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

/// An amount with its currency, as people write it.
fn money(value: &Value) -> String {
    serde_json::from_value::<tidegate_core::units::Money>(value.clone())
        .map_or_else(|_| "unknown".into(), |money| money.to_string())
}

/// An instant as the home zone's clock shows it.
fn clock(value: &Value, zone: &Value) -> String {
    let at = value.as_str().and_then(|text| text.parse::<DateTime<Utc>>().ok());
    let zone = zone_of(zone);
    at.map_or_else(
        || "-".into(),
        |at| at.with_timezone(&zone).format("%a %d %b %H:%M:%S %Z").to_string().replace(":00 ", " "),
    )
}

fn zone_of(zone: &Value) -> Zone {
    zone.as_str().and_then(|name| name.parse().ok()).unwrap_or(Zone::UTC)
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
        list(&one["choices"])
            .iter()
            .filter_map(|remedy| remedy_words(one, remedy))
            .for_each(|how| line(&how));
    }
    for one in list(&value["events"]) {
        line(&format!(
            "{}  \"{}\" in {}, {}",
            text(&one["id"]),
            text(&one["title"]),
            text(&one["feed"]),
            clock(&one["start"], &value["zone"])
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

/// How an incident is answered from here; nothing for what only a window can do.
fn remedy_words(incident: &Value, remedy: &Value) -> Option<String> {
    let circuit = text(&incident["circuit"]);
    let feed = incident["key"].as_str().and_then(|key| key.split_once(':')).map_or("FEED", |(_, feed)| feed);
    Some(match remedy.as_str()? {
        "retry" => format!("  to order it again: tidegate orders retry {circuit}"),
        "restore" => format!("  to order what the plan wants: tidegate orders restore {circuit}"),
        "hold" => format!("  to keep a tier for a while: tidegate hold {circuit} TIER --until 2h"),
        "resume" => format!("  to go on: tidegate resume {circuit} --now, or --from-next"),
        "believe" => format!("  if it is right as it is: tidegate feeds believe {feed}"),
        "release" => format!("  to let its raises go: tidegate feeds release {feed}"),
        _ => return None,
    })
}

fn choice_words(choice: &Value) -> String {
    match choice["choice"].as_str().unwrap_or("") {
        "allow" => format!("let {} ask from now on", text(&choice["organiser"])),
        "allow-up-to" => {
            format!("allow calendars up to {} on {}", tier(&choice["tier"]), text(&choice["circuit"]))
        }
        "allow-down-to" => {
            format!("allow calendars down to {} on {}", tier(&choice["tier"]), text(&choice["circuit"]))
        }
        "approve" => "approve this one".into(),
        "release" => "release all raises of this refresh".into(),
        "take-source" => "take the calendar's own event again".into(),
        other => other.to_owned(),
    }
}

pub(crate) fn circuits(value: &Value) {
    for one in list(value) {
        let limit = Some(&one["budget"]["limit"]).filter(|limit| !limit.is_null());
        let budget = limit.map_or(String::new(), |limit| format!(", at most {} a month", money(limit)));
        line(&format!(
            "{} ({}): baseline {}, calendars {} to {}{budget}",
            text(&one["name"]),
            text(&one["id"]),
            tier(&one["baseline"]),
            tier(&one["lowest"]),
            tier(&one["highest"])
        ));
        for offer in list(&one["offers"]) {
            let price = match offer["per_hour"].is_null() {
                true => "unknown price".into(),
                false => format!("{} an hour", money(&offer["per_hour"])),
            };
            line(&format!("  {:>9}  {price}", tier(&offer["tier"])));
        }
    }
    if list(value).is_empty() {
        line("No circuits yet; fetch them with `tidegate circuits sync`.");
    }
}

pub(crate) fn inbox(value: &Value) {
    for one in list(value) {
        line(&format!(
            "{}  {}\n  {}",
            clock(&one["at"], &one["zone"]),
            text(&one["title"]),
            text(&one["body"])
        ));
    }
    if list(value).is_empty() {
        line("You were told nothing yet.");
    }
}

pub(crate) fn findings(value: &Value) {
    let width = list(value).iter().map(|one| text(&one["what"]).chars().count()).max().unwrap_or(0);
    for one in list(value) {
        let mark = if one["well"] == true { "ok  " } else { "look" };
        line(&format!("{mark}  {:<width$}  {}", text(&one["what"]), text(&one["found"])));
    }
}

/// What was done and needs no more words; a note where there is one.
pub(crate) fn done(value: &Value) {
    line(value["note"].as_str().unwrap_or("Done."));
}

/// The practice carrier as it serves.
pub(crate) fn serving(value: &Value) {
    let one = |one: &Value| {
        let words = [&one["number"], &one["client_id"], &one["client_secret"]].map(text);
        format!("{} (client id {}, secret {})", words[0], words[1], words[2])
    };
    let customers: Vec<String> = list(&value["customers"]).iter().map(one).collect();
    line(&format!("The practice carrier is at {}; customers: {}", text(&value["url"]), customers.join(", ")));
    line(&format!("Calendars: {}. Stop it with Ctrl-C.", text(&value["calendars"])));
}
