//! What is set up, for people: rules, named tiers, settings, customers, and whether the carrier's key works.

use super::{line, list, table, text};
use serde_json::Value;

/// The person's own rules, numbered as `rules move` counts them, out of the settings that the window shows.
pub(crate) fn rules(value: &Value) {
    let own = list(&value["rules"]).iter().filter(|one| one["name"].is_string());
    let row = |(number, one): (usize, &Value)| {
        let fits = if one["fits"] == 1 { "1 event".into() } else { format!("{} events", one["fits"]) };
        vec![(number + 1).to_string(), text(&one["name"]), text(&one["when"]), text(&one["then"]), fits]
    };
    let rows: Vec<Vec<String>> = own.enumerate().map(row).collect();
    if rows.is_empty() {
        line("No rules yet: an event asks for a tier in its title. Add one with `tidegate rules add`.");
    } else {
        table(&["no", "name", "when", "asks for", "next two weeks"], &rows);
        line("A tier in an event's own title comes before all of these.");
    }
}

pub(crate) fn profiles(value: &Value) {
    let row = |one: &Value| {
        let tier = |each: &Value| format!("{} on {}", text(&each["tier"]["text"]), text(&each["circuit"]));
        let tiers: Vec<String> = list(&one["tiers"]).iter().map(tier).collect();
        vec![text(&one["name"]), tiers.join(", "), format!("#iod {}", text(&one["name"]))]
    };
    let rows: Vec<Vec<String>> = list(&value["profiles"]).iter().map(row).collect();
    if rows.is_empty() {
        line("No named tiers yet; give a name a tier with `tidegate profiles set video 500M`.");
    } else {
        table(&["name", "means", "write in a title"], &rows);
    }
}

/// What each setting is for; those of the carrier's interface follow, under a heading of their own.
const MEANINGS: &[(&str, &str)] = &[
    ("zone", "the home zone: times are read and shown on its clock"),
    ("billing", "how sums are reckoned: clock-hour, started-hour or per-minute"),
    ("event-limit", "an event that costs more is asked about first; off: none is"),
    (
        "budget",
        "what a month of all circuits is to cost at most, see also `circuits set --budget`; off: no limit",
    ),
    ("quota-per-day", "changes that the carrier takes in a GMT day"),
    ("quiet", "hours in which notices wait, such as 22:00-07:00; off: none"),
    (
        "us-federal-holidays",
        "whether US federal holidays suppress raises: on, off, or the names whose, such as HQ,Branch",
    ),
    (
        "team-calendar",
        "a file ending in .ics that holds what is planned, for a team to subscribe to; off: none",
    ),
    ("role", "primary: this computer orders; standby: only if the other one does not"),
    ("requests-per-second", "how often the carrier is asked at most"),
    ("autostart", "whether Tidegate starts when you log in"),
];

pub(crate) fn settings(value: &Value) {
    let shown = |name: &str| match value[name].as_bool() {
        Some(true) => "on".to_owned(),
        Some(false) => "off".to_owned(),
        None if value[name].is_null() => "unknown".to_owned(),
        None => text(&value[name]),
    };
    let row = |(name, meaning): &(&str, &str)| vec![(*name).to_owned(), shown(name), (*meaning).to_owned()];
    table(&["setting", "is", "what it is for"], &MEANINGS.iter().map(row).collect::<Vec<_>>());
    line(&format!(
        "\nHow the carrier is spoken with ({}); change it only if the carrier says so:",
        shown("dialect")
    ));
    let all = value["profile"].as_object();
    let rows: Vec<Vec<String>> =
        all.into_iter().flatten().map(|(name, is)| vec![name.clone(), text(is)]).collect();
    table(&["setting", "is"], &rows);
    line("\nChange one with `tidegate settings set NAME VALUE`.");
}

pub(crate) fn tenants(value: &Value) {
    let rows: Vec<Vec<String>> =
        list(value).iter().map(|one| vec![text(&one["name"]), text(&one["id"])]).collect();
    if rows.is_empty() {
        line("Nobody yet: set an account up with `tidegate tenants add`, or try `tidegate demo`.");
    } else {
        table(&["customer", "id"], &rows);
    }
}

pub(crate) fn tenant_added(value: &Value) {
    line(&format!("{} is set up. Nothing is ordered until you switch automation on.", text(&value["name"])));
    line("Next: `tidegate credentials set`, then `tidegate circuits sync`.");
}

pub(crate) fn tenant_imported(value: &Value) {
    line(&format!("{} is set up as in the file, and observes.", text(&value["name"])));
    if !list(&value["calendars"]).is_empty() {
        line(&format!(
            "Add its calendars again, their addresses are secrets: {}.",
            text(&value["calendars"])
        ));
    }
    line("Next: `tidegate credentials set`, then `tidegate circuits sync`.");
}

pub(crate) fn tenant_removed(value: &Value) {
    line(&format!("{}.", text(&value["receipt"])));
}

pub(crate) fn credentials_tested(value: &Value) {
    line(&format!(
        "The sign-in works, and the carrier's inventory can be read: it lists {}. Nothing was changed.",
        circuits(value["circuits"].as_u64().unwrap_or(0))
    ));
}

pub(crate) fn synced(value: &Value) {
    let listed = circuits(value["listed"].as_u64().unwrap_or(0));
    match list(&value["new"]) {
        [] => line(&format!("The carrier lists {listed}; none is new.")),
        _ => {
            line(&format!("The carrier lists {listed}; new here: {}.", text(&value["new"])));
            line("Say how far calendars may go: `tidegate circuits set NAME --highest 1G`.");
        }
    }
}

fn circuits(number: u64) -> String {
    if number == 1 { "1 circuit".into() } else { format!("{number} circuits") }
}
