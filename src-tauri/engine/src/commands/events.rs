//! The tenant's own events: a feed that Tidegate keeps itself, trusted as its person. Kept as iCalendar text, so that
//! they are read by the same code as everybody's.

use super::calendar::meaning;
use super::{Answer, CommandError, at_desk, words};
use crate::host::Round;
use crate::run::Desk;
use chrono::NaiveDateTime;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tidegate_core::audit::Entry;
use tidegate_core::calendar::{self, Problem, ProblemKind};
use tidegate_core::feed::{Feed, Source, Writers};
use tidegate_core::ids::{Actor, FeedId};
use tidegate_core::receive::{Fetched, received};
use tidegate_core::request::{Decided, title};
use tidegate_core::screen::calendar::Preview;
use tidegate_core::time::{Instant, instant_of};
use tidegate_core::world::Record;
use tidegate_door::command::OwnEvent;

pub(super) async fn list(round: &Round) -> Answer {
    at_desk(round, |desk| {
        let events = text(desk)?;
        let zone = desk.world.tenant.zone.name();
        let list: Vec<_> = blocks(&events)
            .into_iter()
            .map(|block| {
                json!({ "uid": field(block, "UID"), "title": field(block, "SUMMARY"),
            "start": field(block, "DTSTART"), "end": field(block, "DTEND"), "repeats": field(block, "RRULE"),
            "from": at(block, "DTSTART"), "to": at(block, "DTEND"), "zone": zone })
            })
            .collect();
        Ok(json!(list))
    })
    .await
}

pub(super) async fn add(round: &Round, event: OwnEvent) -> Answer {
    at_desk(round, move |desk| {
        let stamp = format!("{}{}", desk.now().timestamp_micros(), event.title);
        let digest = tidegate_core::audit::hash(stamp.as_bytes());
        let uid: String = digest.chars().take(12).collect();
        let old = text(desk)?;
        let new = format!("{old}{}", block(desk, &uid, &event)?);
        let means = meaning(desk, None, &event)?;
        keep(desk, &new, format!("\"{}\" was added", title(&event.title)))?;
        Ok(told(desk, &uid, &event, &means))
    })
    .await
}

pub(super) async fn edit(round: &Round, uid: String, event: OwnEvent) -> Answer {
    at_desk(round, move |desk| {
        let new = block(desk, &uid, &event)?;
        let own = |one: &&Decided| one.key.feed == FeedId::own() && one.key.uid == uid;
        let key = desk.world.compiled.decided.iter().find(own).map(|one| one.key.clone());
        let means = meaning(desk, key.as_ref(), &event)?;
        replace(desk, &uid, &new, format!("\"{}\" was changed", title(&event.title)))?;
        Ok(told(desk, &uid, &event, &means))
    })
    .await
}

/// What an event that was kept will do.
fn told(desk: &Desk, uid: &str, event: &OwnEvent, means: &Preview) -> Value {
    let automation = desk.world.tenant.automation;
    json!({ "done": true, "uid": uid, "repeats": event.repeats, "means": means, "automation": automation })
}

pub(super) async fn remove(round: &Round, uid: String) -> Answer {
    at_desk(round, move |desk| replace(desk, &uid, "", format!("the event {uid} was removed"))).await
}

fn replace(desk: &mut Desk, uid: &str, new: &str, why: String) -> Answer {
    let old = text(desk)?;
    let all = blocks(&old);
    if !all.iter().any(|block| field(block, "UID").as_deref() == Some(uid)) {
        return Err(CommandError::not_found(format!(
            "there is no event {uid}; `tidegate events list` shows them"
        )));
    }
    let kept: String = all
        .into_iter()
        .map(|block| if field(block, "UID").as_deref() == Some(uid) { new } else { block })
        .collect();
    keep(desk, &kept, why)?;
    Ok(json!({ "done": true }))
}

/// The rules by which own events repeat, by UID.
pub(super) fn repeats(desk: &Desk) -> Result<BTreeMap<String, String>, CommandError> {
    let events = text(desk)?;
    let rules =
        blocks(&events).into_iter().filter_map(|block| Some((field(block, "UID")?, field(block, "RRULE")?)));
    Ok(rules.collect())
}

/// The title of a single event of the own calendar; none for one of a series, and for other feeds.
pub(super) fn single(desk: &Desk, feed: &str, uid: &str) -> Result<Option<String>, CommandError> {
    let events = if feed == FeedId::own().as_str() { text(desk)? } else { String::new() };
    let all = blocks(&events);
    let block = all.into_iter().find(|block| field(block, "UID").as_deref() == Some(uid));
    Ok(block.filter(|block| field(block, "RRULE").is_none()).and_then(|block| field(block, "SUMMARY")))
}

/// The events' lines, without the calendar around them.
fn text(desk: &Desk) -> Result<String, CommandError> {
    let bytes = desk.store.feed_text(&FeedId::own())?.unwrap_or_default();
    let whole = String::from_utf8_lossy(&bytes).into_owned();
    Ok(whole.strip_prefix(OPEN).and_then(|rest| rest.strip_suffix(CLOSE)).unwrap_or("").to_owned())
}

const OPEN: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tidegate//own events//EN\r\n";
const CLOSE: &str = "END:VCALENDAR\r\n";
const END: &str = "END:VEVENT\r\n";

fn blocks(text: &str) -> Vec<&str> {
    text.split_inclusive(END).collect()
}

fn field(block: &str, name: &str) -> Option<String> {
    block.lines().find_map(|line| {
        let rest = line.strip_prefix(name)?;
        let value = rest.strip_prefix(':').or_else(|| {
            rest.starts_with(';').then(|| rest.split_once(':').map(|(_, value)| value)).flatten()
        })?;
        Some(value.replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\"))
    })
}

/// The instant of a start or an end, read on the clock of the zone that stands beside it.
fn at(block: &str, name: &str) -> Option<Instant> {
    let line = block.lines().find(|line| line.starts_with(name))?;
    let (zone, civil) = line.split_once(";TZID=")?.1.split_once(':')?;
    let civil = NaiveDateTime::parse_from_str(civil, CIVIL).ok()?;
    Some(instant_of(civil, zone.parse().ok()?))
}

const CIVIL: &str = "%Y%m%dT%H%M%S";

/// An event as lines; times stand in the home zone, so that a series keeps its wall-clock time.
fn block(desk: &Desk, uid: &str, event: &OwnEvent) -> Result<String, CommandError> {
    let zone = desk.world.tenant.zone;
    let (start, end) = (words::instant(&event.start, zone)?, words::instant(&event.end, zone)?);
    if end < start {
        return Err(CommandError::usage("the event would end before it begins".into()));
    }
    if event.title.trim().is_empty() {
        return Err(CommandError::usage(
            "give it a title that says what it asks for, such as \"#iod 1G @HQ\"".into(),
        ));
    }
    let civil = |at: Instant| tidegate_core::time::civil_of(at, zone).format(CIVIL);
    let escaped =
        event.title.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace(['\r', '\n'], " ");
    let repeats = match &event.repeats {
        Some(rule) if rule.chars().any(char::is_control) => {
            return Err(CommandError::usage(format!(
                "a rule is one line, so nothing was changed; {SUCH_AS}"
            )));
        }
        Some(rule) => {
            let rule = rule.trim_start_matches("RRULE:");
            calendar::check_rule(rule).map_err(|why| {
                CommandError::usage(format!(
                    "the rule \"{}\" cannot be followed: {why}. Nothing was changed; {SUCH_AS}",
                    title(rule)
                ))
            })?;
            format!("RRULE:{rule}\r\n")
        }
        None => String::new(),
    };
    Ok(format!(
        "BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:{escaped}\r\nDTSTART;TZID={zone}:{}\r\nDTEND;TZID={zone}:{}\r\n{repeats}{END}",
        civil(start),
        civil(end)
    ))
}

const SUCH_AS: &str = "write one such as FREQ=WEEKLY;BYDAY=MO,WE";

/// What a reading would make of it otherwise is no help here: it is refused, and nothing is assumed.
fn refused(problem: &Problem) -> CommandError {
    CommandError::usage(match problem.kind {
        ProblemKind::Recurrence => {
            "the event does not begin on a day of its own rule, so nothing was changed; begin it on such a day, or change the rule".into()
        }
        ProblemKind::TooMany => {
            "it would repeat more often than Tidegate follows, so nothing was changed; let it repeat less often, or end with UNTIL or COUNT".into()
        }
        ProblemKind::Syntax | ProblemKind::Zone | ProblemKind::Time => {
            format!("it could not be read again as it was written, so nothing was changed ({})", problem.message)
        }
    })
}

/// Takes the new text as a reading of the own feed. A rule that cannot be followed is refused and nothing is kept.
fn keep(desk: &mut Desk, events: &str, why: String) -> Result<(), CommandError> {
    let own = FeedId::own();
    let feed = desk.world.feeds.get(&own).cloned().unwrap_or_else(own_feed);
    let bytes = format!("{OPEN}{events}{CLOSE}").into_bytes();
    let reading = calendar::read(&bytes, &desk.options(&feed))
        .map_err(|error| CommandError::failed(error.to_string()))?;
    if let Some(problem) = reading.problems.first() {
        return Err(refused(problem));
    }
    let entry = Entry::new(desk.now(), Actor::Person(words::person()), "event.kept", why);
    desk.commit(&[Record::Feed(Box::new(feed)), Record::Audit(entry)])?;
    let local = desk.now();
    let fetched = Fetched::Text { bytes, reading: Box::new(reading), etag: None, last_modified: None };
    let records = received(&mut desk.world, &own, fetched, local, 0.5);
    Ok(desk.commit(&records)?)
}

/// The feed of own events, as it is made.
pub(super) fn own_feed() -> Feed {
    Feed {
        id: FeedId::own(),
        name: "Own events".into(),
        source: Source::Own,
        bound: vec![],
        writers: Writers::OnlyUs,
        organisers: vec![],
        address: None,
        zone: None,
        busy_only: false,
        tier: None,
        suppresses: None,
        own_network: None,
    }
}
