//! The tenant's own events: a feed that Tidegate keeps itself, trusted as its person. Kept as iCalendar text, so that
//! they are read by the same code as everybody's.

use super::calendar::meaning;
use super::{Answer, CommandError, at_desk, words};
use crate::host::Round;
use crate::run::Desk;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tidegate_core::audit::Entry;
use tidegate_core::calendar::written::{Event, write, written};
use tidegate_core::calendar::{self, Options, Problem, ProblemKind, Reading, Window};
use tidegate_core::feed::{Feed, Source};
use tidegate_core::ids::{Actor, FeedId};
use tidegate_core::receive::{Fetched, received};
use tidegate_core::request::{Decided, title};
use tidegate_core::screen::calendar::Preview;
use tidegate_core::time::{civil_of, instant_of};
use tidegate_core::world::Record;
use tidegate_door::command::OwnEvent;

pub(super) async fn list(round: &Round) -> Answer {
    at_desk(round, |desk| {
        let zone = desk.world.tenant.zone.name();
        let shown = |event: &Event| {
            json!({ "uid": event.uid, "title": event.title, "start": event.start.format(CIVIL).to_string(),
            "end": event.end.format(CIVIL).to_string(), "repeats": event.repeats,
            "from": instant_of(event.start, event.zone), "to": instant_of(event.end, event.zone), "zone": zone })
        };
        Ok(json!(events(desk)?.iter().map(shown).collect::<Vec<_>>()))
    })
    .await
}

pub(super) async fn add(round: &Round, event: OwnEvent) -> Answer {
    at_desk(round, move |desk| {
        let stamp = format!("{}{}", desk.now().timestamp_micros(), event.title);
        let digest = tidegate_core::audit::hash(stamp.as_bytes());
        let uid: String = digest.chars().take(12).collect();
        let mut all = events(desk)?;
        all.push(to_write(desk, &uid, &event)?);
        let means = meaning(desk, None, &event)?;
        keep(desk, &all, format!("\"{}\" was added", title(&event.title)))?;
        Ok(told(desk, &uid, &event, &means))
    })
    .await
}

pub(super) async fn edit(round: &Round, uid: String, event: OwnEvent) -> Answer {
    at_desk(round, move |desk| {
        let new = to_write(desk, &uid, &event)?;
        let own = |one: &&Decided| one.key.feed == FeedId::own() && one.key.uid == uid;
        let key = desk.world.compiled.decided.iter().find(own).map(|one| one.key.clone());
        let means = meaning(desk, key.as_ref(), &event)?;
        let (mut all, at) = with_place_of(desk, &uid)?;
        all[at] = new;
        keep(desk, &all, format!("\"{}\" was changed", title(&event.title)))?;
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
    at_desk(round, move |desk| {
        let (mut all, at) = with_place_of(desk, &uid)?;
        all.remove(at);
        keep(desk, &all, format!("the event {uid} was removed"))?;
        Ok(json!({ "done": true }))
    })
    .await
}

/// The own calendar as text for others, every zone in it described; one that is damaged as it is kept.
pub(super) async fn export(round: &Round) -> Answer {
    at_desk(round, |desk| {
        let kept = kept(desk)?;
        Ok(json!({ "text": written(&kept).map_or(kept, |events| write(NAME, &events)) }))
    })
    .await
}

/// All own events, and where in the list this one is.
fn with_place_of(desk: &Desk, uid: &str) -> Result<(Vec<Event>, usize), CommandError> {
    let all = events(desk)?;
    let missing =
        || CommandError::not_found(format!("there is no event {uid}; `tidegate events list` shows them"));
    let at = all.iter().position(|event| event.uid == uid).ok_or_else(missing)?;
    Ok((all, at))
}

/// The rules by which own events repeat, by UID.
pub(super) fn repeats(desk: &Desk) -> Result<BTreeMap<String, String>, CommandError> {
    // A damaged calendar is told where somebody would change it; it must not take the rest of the screen with it.
    let all = written(&kept(desk)?).unwrap_or_default();
    Ok(all.into_iter().filter_map(|event| Some((event.uid, event.repeats?))).collect())
}

/// The title of a single event of the own calendar; none for one of a series, and for other feeds.
pub(super) fn single(desk: &Desk, feed: &str, uid: &str) -> Result<Option<String>, CommandError> {
    let own = if feed == FeedId::own().as_str() { events(desk)? } else { vec![] };
    let event = own.into_iter().find(|event| event.uid == uid);
    Ok(event.filter(|event| event.repeats.is_none()).map(|event| event.title))
}

fn events(desk: &Desk) -> Result<Vec<Event>, CommandError> {
    written(&kept(desk)?).map_err(|damaged| {
        CommandError::failed(format!(
            "{damaged}, so no own event can be changed: it would be lost. Nothing was changed; `tidegate events export` has all that is kept"
        ))
    })
}

/// The own calendar's text, as it is kept; before there was an event, an empty calendar's.
fn kept(desk: &Desk) -> Result<String, CommandError> {
    let bytes = desk.store.feed_text(&FeedId::own())?;
    Ok(bytes.map_or_else(|| write(NAME, &[]), |bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

const CIVIL: &str = "%Y%m%dT%H%M%S";
const NAME: &str = "Own events";

/// An event to be kept; times stand in the home zone, so that a series keeps its wall-clock time.
fn to_write(desk: &Desk, uid: &str, event: &OwnEvent) -> Result<Event, CommandError> {
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
    Ok(Event {
        uid: uid.to_owned(),
        changed: desk.now(),
        title: event.title.replace(['\r', '\n'], " "),
        description: String::new(),
        start: civil_of(start, zone),
        end: civil_of(end, zone),
        zone,
        repeats: event.repeats.as_deref().map(rule).transpose()?,
    })
}

/// A rule that can be followed.
fn rule(text: &str) -> Result<String, CommandError> {
    if text.chars().any(char::is_control) {
        return Err(CommandError::usage(format!("a rule is one line, so nothing was changed; {SUCH_AS}")));
    }
    let rule = text.trim_start_matches("RRULE:");
    calendar::check_rule(rule).map_err(|why| {
        CommandError::usage(format!(
            "the rule \"{}\" cannot be followed: {why}. Nothing was changed; {SUCH_AS}",
            title(rule)
        ))
    })?;
    Ok(rule.to_owned())
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
fn keep(desk: &mut Desk, events: &[Event], why: String) -> Result<(), CommandError> {
    let own = FeedId::own();
    let feed = desk.world.feeds.get(&own).cloned().unwrap_or_else(own_feed);
    let bytes = write(NAME, events).into_bytes();
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

/// The own calendar with one event and no other, read in a time; nothing is kept.
pub(super) fn alone(desk: &Desk, event: &OwnEvent, window: Window) -> Result<(Feed, Reading), CommandError> {
    let feed = desk.world.feeds.get(&FeedId::own()).cloned().unwrap_or_else(own_feed);
    let text = write(NAME, &[to_write(desk, "what-if", event)?]);
    let options = Options { zone: feed.zone, home: desk.world.tenant.zone, window };
    let reading =
        calendar::read(text.as_bytes(), &options).map_err(|error| CommandError::failed(error.to_string()))?;
    match reading.problems.first() {
        Some(problem) => Err(refused(problem)),
        None => Ok((feed, reading)),
    }
}

/// The feed of own events, as it is made.
pub(super) fn own_feed() -> Feed {
    Feed::new(FeedId::own(), NAME, Source::Own)
}
