//! Own events for people: when each is, on the home zone's clock, how it repeats, and what a new one will do.

use super::{line, list, table, text, zone_of};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use tidegate_core::request::title;

pub(crate) fn events(value: &Value) {
    let row = |one: &Value| {
        let repeats = one["repeats"].as_str().map_or("once".into(), repeats);
        vec![when(one), repeats, title(one["title"].as_str().unwrap_or("")), text(&one["uid"])]
    };
    let rows: Vec<Vec<String>> = list(value).iter().map(row).collect();
    if rows.is_empty() {
        line("No events of your own yet; add one with `tidegate events add`.");
    } else {
        table(&["when", "repeats", "title", "id"], &rows);
    }
}

/// The calendar's very text, so that it can be kept in a file.
pub(crate) fn exported(value: &Value) {
    let text = value["text"].as_str().unwrap_or_default();
    line(text.strip_suffix('\n').unwrap_or(text));
}

/// `Sat 28 Nov 2026 09:00 to 12:00 MST`.
fn when(one: &Value) -> String {
    let zone = zone_of(&one["zone"]);
    let at = |key: &str| Some(one[key].as_str()?.parse::<DateTime<Utc>>().ok()?.with_timezone(&zone));
    let (Some(from), Some(to)) = (at("from"), at("to")) else { return "-".into() };
    let same_day = from.date_naive() == to.date_naive();
    let end = if same_day { "%H:%M %Z" } else { "%a %-d %b %Y %H:%M %Z" };
    format!("{} to {}", from.format("%a %-d %b %Y %H:%M"), to.format(end))
}

/// The usual rules in words; an unusual one as it is written.
fn repeats(rule: &str) -> String {
    in_words(rule).unwrap_or_else(|| rule.to_owned())
}

fn in_words(rule: &str) -> Option<String> {
    let (mut unit, mut every, mut days, mut end) = (None, 1, String::new(), String::new());
    for part in rule.split(';').filter(|part| !part.is_empty()) {
        match part.split_once('=')? {
            ("FREQ", "DAILY") => unit = Some("day"),
            ("FREQ", "WEEKLY") => unit = Some("week"),
            ("FREQ", "MONTHLY") => unit = Some("month"),
            ("FREQ", "YEARLY") => unit = Some("year"),
            ("INTERVAL", number) => every = number.parse::<u32>().ok()?,
            ("BYDAY", names) => days = format!(" on {}", weekdays(names)?),
            ("COUNT", number) => end = format!(", {} times", number.parse::<u32>().ok()?),
            ("UNTIL", day) => {
                let day = NaiveDate::parse_from_str(day.get(..8)?, "%Y%m%d").ok()?;
                end = format!(", until {}", day.format("%-d %b %Y"));
            }
            _ => return None,
        }
    }
    let unit = unit?;
    let every = if every == 1 { format!("every {unit}") } else { format!("every {every} {unit}s") };
    Some(format!("{every}{days}{end}"))
}

fn weekdays(names: &str) -> Option<String> {
    const DAYS: [(&str, &str); 7] = [
        ("MO", "Mon"),
        ("TU", "Tue"),
        ("WE", "Wed"),
        ("TH", "Thu"),
        ("FR", "Fri"),
        ("SA", "Sat"),
        ("SU", "Sun"),
    ];
    let word = |name: &str| DAYS.iter().find(|(short, _)| *short == name).map(|(_, word)| *word);
    names.split(',').map(word).collect::<Option<Vec<_>>>().map(|all| all.join(", "))
}

/// What a new event will do, as the window shows it before it is added.
pub(crate) fn event_added(value: &Value) {
    event("Added for", value);
}

/// What an event will do as it is now.
pub(crate) fn event_changed(value: &Value) {
    event("Changed: it is for", value);
}

fn event(done: &str, value: &Value) {
    let means = &value["means"];
    let each = if value["repeats"].is_null() { "" } else { " each time, reckoned for the first" };
    line(&format!("{done} {}. {}.", text(&means["when"]), text(&means["verdict"])));
    line(&format!("Cost{each}: {}.", text(&means["money"])));
    if let Some(rule) = value["repeats"].as_str() {
        line(&format!("It repeats: {}.", repeats(rule.trim_start_matches("RRULE:"))));
    }
    list(&means["overlaps"]).iter().for_each(|one| line(&text(one)));
    if means["short"] == true {
        line(&format!("The carrier takes no more: {}.", text(&means["quota"])));
    }
    if value["automation"] == false {
        line("Automation is off: nothing is ordered for it until `tidegate automation on`.");
    }
    line(&format!(
        "Change it with `tidegate events edit {0}`, take it out with `tidegate events remove {0}`.",
        text(&value["uid"])
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_rules_are_told_in_words_and_an_unusual_one_as_it_is() {
        for (rule, words) in [
            ("FREQ=WEEKLY;BYDAY=MO,WE", "every week on Mon, Wed"),
            ("FREQ=DAILY;INTERVAL=2;COUNT=5", "every 2 days, 5 times"),
            ("FREQ=MONTHLY;UNTIL=20270104T120000Z", "every month, until 4 Jan 2027"),
            ("FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYDAY=-1FR"),
        ] {
            assert_eq!(repeats(rule), words);
        }
    }
}
