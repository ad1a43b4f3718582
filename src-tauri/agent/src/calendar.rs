//! `tidegate calendar …`: reads a calendar from a file or an address and stores nothing.

use crate::cli::Reading as Options;
use crate::failure::Failure;
use crate::secrets::ask;
use chrono::{NaiveDate, Utc};
use serde_json::{Value, json};
use std::path::PathBuf;
use tidegate_core::calendar::{self, Busy, Lack, Occurrence, Options as How, Reading, Status, Window};
use tidegate_core::horizon::SHOWN;
use tidegate_core::time::{Instant, Zone, start_of_day};
use tidegate_core::timings::Limits;
use tidegate_engine::fetch::{Fetched, Known, fetch, read_file};
use tidegate_engine::secrets::SecretText;

/// Reads a calendar; refuses what is none.
pub(crate) async fn read(options: &Options) -> Result<Reading, Failure> {
    let home = zone(options)?;
    let window = window(options, home)?;
    let bytes = bytes(options).await?;
    calendar::read(&bytes, &How { zone: None, home, window })
        .map_err(|error| Failure::Failed(error.to_string()))
}

/// Without a home zone UTC is taken, never the machine's.
fn zone(options: &Options) -> Result<Zone, Failure> {
    let Some(name) = &options.tz else { return Ok(Zone::UTC) };
    name.parse()
        .map_err(|_| Failure::Usage(format!("\"{name}\" is no zone; write for example America/New_York")))
}

fn window(options: &Options, zone: Zone) -> Result<Window, Failure> {
    let today = || start_of_day(Utc::now().with_timezone(&zone).date_naive(), zone);
    let from = options.from.as_deref().map(|text| instant(text, zone)).transpose()?.unwrap_or_else(today);
    let to = options.to.as_deref().map(|text| instant(text, zone)).transpose()?.unwrap_or(from + SHOWN);
    if to < from {
        return Err(Failure::Usage("--to lies before --from".into()));
    }
    Ok(Window { from, to })
}

fn instant(text: &str, zone: Zone) -> Result<Instant, Failure> {
    if let Ok(at) = chrono::DateTime::parse_from_rfc3339(text) {
        return Ok(at.to_utc());
    }
    let day: Result<NaiveDate, _> = text.parse();
    day.map(|day| start_of_day(day, zone)).map_err(|_| {
        Failure::Usage(format!(
            "\"{text}\" is no time; write a date such as 2027-01-04, or RFC 3339 such as 2027-01-04T09:00:00Z"
        ))
    })
}

async fn bytes(options: &Options) -> Result<Vec<u8>, Failure> {
    let source = options.source.as_str();
    let is_address = source == "-" || source.contains("://");
    if !is_address {
        return read_file(&PathBuf::from(source)).await.map_err(|error| Failure::Failed(error.to_string()));
    }
    let text = if source == "-" { ask("Address: ", true)? } else { source.to_owned() };
    let address = SecretText::new(text);
    match fetch(&address, Known::default(), options.own_network.as_deref(), &Limits::new()).await {
        Ok(Fetched::Body { bytes, .. }) => Ok(bytes),
        Ok(Fetched::Unchanged) => {
            Err(Failure::Failed("the server says \"unchanged\" although it was never read".into()))
        }
        Err(error) => Err(Failure::Failed(error.to_string())),
    }
}

/// What a person wants to know before subscribing: what was read and in which zone, what asks for nothing, what is
/// missing and how it is published properly, and what could not be read as written.
pub(crate) fn checked(options: &Options, reading: &Reading) -> Result<Value, Failure> {
    let home = zone(options)?;
    let window = window(options, home)?;
    let mut value = expanded(reading);
    value["events"] = json!(reading.events);
    value["from"] = json!(stamp(window.from));
    value["to"] = json!(stamp(window.to));
    value["name"] = json!(reading.name);
    value["zone"] = json!(reading.zone.unwrap_or(home).name());
    value["zone_from"] = json!(match (reading.zone, &options.tz) {
        (Some(_), _) => "the calendar says so",
        (None, Some(_)) => "--tz says so",
        (None, None) => "neither the calendar nor --tz names one",
    });
    value["ignored"] = reading.occurrences.iter().filter_map(ignored).collect();
    value["lacks"] = calendar::lacks(reading).into_iter().map(advice).collect();
    Ok(value)
}

/// An occurrence that asks for nothing whatever its title says, and why.
fn ignored(one: &Occurrence) -> Option<Value> {
    let why = match (one.details.status, one.details.busy) {
        (Some(Status::Cancelled), _) => "it is cancelled",
        (Some(Status::Tentative), _) | (None, Busy::Tentative) => "it is tentative",
        (Some(Status::Confirmed) | None, _) => return None,
    };
    Some(json!({ "uid": one.uid, "start": stamp(one.start), "summary": one.details.summary, "why": why }))
}

/// What is missing, and what a person can do about it.
fn advice(lack: Lack) -> &'static str {
    match lack {
        Lack::Titles => {
            "It shows only when somebody is busy, not what the events are called, so no event can name a tier. Publish it with its titles:\n  \
             Google: the calendar's settings, \"Integrate calendar\", \"Secret address in iCal format\"\n  \
             Outlook: Settings, Calendar, Shared calendars, \"Publish a calendar\", \"Can view all details\", the ICS link\n  \
             Apple: share the calendar in Calendar on iCloud, \"Public Calendar\", and copy its link"
        }
        Lack::End => {
            "It stops in the middle, so events are missing; a subscription keeps its last good copy instead. Download it again; if it stops \
             again, publish it anew:\n  \
             Google: the calendar's settings, \"Integrate calendar\", \"Reset\" beside the secret address\n  \
             Outlook: Settings, Calendar, Shared calendars, \"Unpublish\", then \"Publish\"\n  \
             Apple: switch \"Public Calendar\" off and on again"
        }
    }
}

/// The zone on whose clock people are shown its times: the one they named, else the calendar's own.
pub(crate) fn shown_in(options: &Options, reading: &Reading) -> Result<&'static str, Failure> {
    Ok(if options.tz.is_some() { zone(options)? } else { reading.zone.unwrap_or(Zone::UTC) }.name())
}

/// The agreed form (design §9).
pub(crate) fn expanded(reading: &Reading) -> Value {
    json!({
        "occurrences": reading.occurrences.iter().map(occurrence).collect::<Vec<_>>(),
        "problems": reading.problems.iter().map(|one| json!({ "uid": one.uid, "kind": one.kind, "message": one.message })).collect::<Vec<_>>(),
    })
}

fn occurrence(one: &Occurrence) -> Value {
    let mut value = json!({
        "uid": one.uid,
        "recurrence_id": one.recurrence_id.map(stamp),
        "start": stamp(one.start),
        "end": stamp(one.end),
        "summary": one.details.summary,
        "status": one.details.status,
    });
    if one.all_day {
        value["all_day"] = json!(true);
    }
    value
}

fn stamp(at: Instant) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}
