//! The window's calendar: a range of days, what putting an event somewhere would mean, and a person's changes of
//! single occurrences.

use super::window::{day_or_today, look, past};
use super::{Answer, CommandError, at_desk, events, json, person, words};
use crate::host::Round;
use crate::run::Desk;
use chrono::NaiveDate;
use std::borrow::Cow;
use std::collections::BTreeMap;
use tidegate_core::calendar::{Options, Window, read};
use tidegate_core::feed::Feed;
use tidegate_core::ids::{FeedId, OccurrenceKey};
use tidegate_core::person::Act;
use tidegate_core::screen::calendar::{Draft, Preview, Wanted, bounds, preview as previewed, range};
use tidegate_core::screen::money::{self, report};
use tidegate_core::screen::past::Past;
use tidegate_core::screen::wide;
use tidegate_core::time::{Instant, Span};
use tidegate_core::world::World;
use tidegate_door::command::{EventKey, OwnEvent};

/// Days shown at once: six weeks, as a month is drawn, and some to spare.
const DAYS: u32 = 62;

pub(super) async fn calendar(round: &Round, from: Option<String>, days: u32, all: bool) -> Answer {
    at_desk(round, move |desk| {
        let now = look(desk);
        let first = day_or_today(desk, from.as_deref(), now)?;
        let wanted = Wanted { first, days: days.clamp(1, DAYS), all };
        let (from, to) = bounds(&desk.world, wanted);
        let world = reaching(desk, from, to, now)?;
        json(&range(&world, &past(desk, from, to)?, &events::repeats(desk)?, wanted, now))
    })
    .await
}

/// The world as far as a time: as it is, or compiled for that time from the stored calendars.
pub(super) fn reaching(
    desk: &Desk,
    from: Instant,
    to: Instant,
    now: Instant,
) -> Result<Cow<'_, World>, CommandError> {
    match wide::window(from, to, now) {
        None => Ok(Cow::Borrowed(&desk.world)),
        Some(window) => tokio::task::block_in_place(|| compiled_in(desk, window, now)).map(Cow::Owned),
    }
}

fn compiled_in(desk: &Desk, window: Window, now: Instant) -> Result<World, CommandError> {
    let mut readings = BTreeMap::new();
    for feed in desk.world.feeds.values() {
        let Some(text) = desk.store.feed_text(&feed.id)? else { continue };
        let options = Options { zone: feed.zone, home: desk.world.tenant.zone, window };
        // What is stored was read before; should it not be readable now, its days are shown without it.
        readings.extend(read(&text, &options).ok().map(|reading| (feed.id.clone(), reading)));
    }
    Ok(wide::compiled_in(&desk.world, readings, now))
}

pub(super) async fn month(round: &Round, month: Option<String>) -> Answer {
    of_month(round, month, |world, past, day, now| json(&money::month(world, past, day, now))).await
}

/// A month's report, as data with the two forms to give away.
pub(super) async fn report(round: &Round, month: Option<String>) -> Answer {
    of_month(round, month, |world, past, day, now| {
        let report = report::report(world, past, day, now);
        Ok(serde_json::json!({ "report": json(&report)?, "csv": report.csv(), "html": report.html() }))
    })
    .await
}

async fn of_month(
    round: &Round,
    month: Option<String>,
    build: impl FnOnce(&World, &Past, NaiveDate, Instant) -> Answer + Send + 'static,
) -> Answer {
    at_desk(round, move |desk| {
        let now = look(desk);
        let day = month.map(|month| format!("{month}-01"));
        let day = day_or_today(desk, day.as_deref(), now)
            .map_err(|_| CommandError::usage("that is no month; write for example 2027-01".into()))?;
        let (from, to) = money::bounds(&desk.world, day);
        let world = reaching(desk, from.max(now), to.max(now), now)?;
        build(&world, &past(desk, from, to)?, day, now)
    })
    .await
}

pub(super) async fn preview(round: &Round, key: Option<EventKey>, event: OwnEvent) -> Answer {
    at_desk(round, move |desk| {
        let key = key.map(|key| read_key(&key)).transpose()?;
        json(&meaning(desk, key.as_ref(), &event)?)
    })
    .await
}

/// What an event would ask for there, when, and what it would cost; of a series, its first time.
pub(super) fn meaning(
    desk: &mut Desk,
    key: Option<&OccurrenceKey>,
    event: &OwnEvent,
) -> Result<Preview, CommandError> {
    let now = look(desk);
    let zone = desk.world.tenant.zone;
    let feed = feed_of(desk, key)?;
    let (start, end) = (words::instant(&event.start, zone)?, words::instant(&event.end, zone)?);
    let draft = Draft { title: event.title.clone(), start, end };
    let begin = key.map_or(start, |key| key.start.min(start));
    let world = reaching(desk, begin, end.max(start), now)?;
    Ok(previewed(&world, &feed, key, &draft, now))
}

/// The feed of an occurrence; of a new one, the own events.
fn feed_of(desk: &Desk, key: Option<&OccurrenceKey>) -> Result<Feed, CommandError> {
    let id = key.map_or_else(FeedId::own, |key| key.feed.clone());
    match desk.world.feeds.get(&id) {
        Some(feed) => Ok(feed.clone()),
        None if key.is_none() => Ok(events::own_feed()),
        None => Err(CommandError::not_found(format!("there is no feed \"{id}\" any more; look again"))),
    }
}

/// Moves an occurrence. A single event of the own calendar is changed there; all else is moved here only.
pub(super) async fn shift(round: &Round, key: EventKey, start: String, end: String) -> Answer {
    let title = key.clone();
    let own = at_desk(round, move |desk| events::single(desk, &title.feed, &title.uid)).await?;
    if let Some(title) = own {
        let event = OwnEvent { title, start, end, repeats: None };
        return events::edit(round, key.uid, event).await;
    }
    let key = read_key(&key)?;
    instead(round, key.start, move |desk| {
        let zone = desk.world.tenant.zone;
        let (start, end) = (words::instant(&start, zone)?, words::instant(&end, zone)?);
        Ok(Act::Move(key, start, end))
    })
    .await
}

pub(super) async fn take_out(round: &Round, key: EventKey) -> Answer {
    let key = read_key(&key)?;
    instead(round, key.start, move |_| Ok(Act::TakeOut(key))).await
}

/// Does something to an occurrence that may lie beyond what is compiled: its calendar is read as far as that.
async fn instead(
    round: &Round,
    at: Instant,
    make: impl FnOnce(&Desk) -> Result<Act, CommandError> + Send + 'static,
) -> Answer {
    at_desk(round, move |desk| {
        let now = look(desk);
        let act = make(desk)?;
        let world = reaching(desk, at, at + Span::days(1), now)?;
        let records = tidegate_core::person::act(&world, &words::person(), &act, desk.acts_at())?;
        drop(world);
        desk.commit(&records)?;
        Ok(serde_json::json!({ "done": true }))
    })
    .await
}

pub(super) async fn put_back(round: &Round, key: EventKey) -> Answer {
    person::act(round, move |_| Ok(Act::PutBack(read_key(&key)?))).await
}

fn read_key(key: &EventKey) -> Result<OccurrenceKey, CommandError> {
    let start = chrono::DateTime::parse_from_rfc3339(&key.start).map_err(|_| {
        CommandError::usage(format!(
            "\"{}\" is no original start; send back the key of the event as it came",
            key.start
        ))
    })?;
    Ok(OccurrenceKey { feed: key.feed.as_str().into(), uid: key.uid.clone(), start: start.to_utc() })
}
