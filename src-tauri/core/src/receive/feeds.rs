//! What a fetch brought: unchanged, a new text, or a failure. A broken feed keeps its last good plan; a shrunken one is
//! held until a second reading agrees; a mass change waits for a person. Anything smaller is believed at once.

use crate::audit::{Entry, hash};
use crate::calendar::{Occurrence, Reading};
use crate::feed::{self, Feed, FeedState, FetchError, MASS_MORE_THAN, Source, compared_until};
use crate::ids::{Actor, CircuitId, FeedId, OccurrenceKey};
use crate::incident::Notice;
use crate::request::{Decided, Decider, Verdict};
use crate::time::Instant;
use crate::units::Tier;
use crate::world::{Record, World};
use std::collections::{BTreeMap, BTreeSet};

/// What a fetch brought.
#[derive(Clone, Debug)]
pub enum Fetched {
    /// 304, or the same text.
    Unchanged,
    /// A text, read in [`crate::plan::window`].
    Text {
        /// The bytes as they came.
        bytes: Vec<u8>,
        /// What they say.
        reading: Box<Reading>,
        /// For the next fetch.
        etag: Option<String>,
        /// For the next fetch.
        last_modified: Option<String>,
    },
    /// Nothing usable.
    Failed(FetchError),
}

/// Problems kept of one feed.
const PROBLEMS_KEPT: usize = 100;

/// A stored text, read again: at start, or because the window moved on.
pub fn loaded(world: &mut World, id: &FeedId, reading: Reading, local: Instant) {
    let now = world.noted(local);
    put(world, id, reading, now);
}

fn put(world: &mut World, id: &FeedId, reading: Reading, now: Instant) {
    world.here.readings.insert(id.clone(), (now, reading));
    world.here.unread.remove(id);
    world.compiled.at = None;
}

/// A stored text that cannot be read: what was read of it before stays in force, it is reported, and the whole text
/// is fetched anew.
pub fn unreadable(world: &mut World, id: &FeedId, error: &FetchError, local: Instant) -> Vec<Record> {
    let now = world.noted(local);
    let (Some(feed), Some(kept)) = (world.feeds.get(id), world.feed_states.get(id)) else { return vec![] };
    let mut state = FeedState { etag: None, last_modified: None, ..kept.clone() };
    state.failed(error, now, world.here.awake_since, &world.tenant.profile.timings);
    let entry = Entry::new(now, Actor::Program, "feed.unreadable", format!("{}: {error}", feed.name));
    world.here.fetching.remove(id);
    world.here.fetch_now.insert(id.clone());
    let first = world.here.unread.insert(id.clone(), now).is_none();
    first.then_some(Record::Audit(entry)).into_iter().chain([Record::FeedState(Box::new(state))]).collect()
}

/// Takes a fetch: what must be made durable. Feeds that are gone meanwhile are ignored. `dice` is random, from 0 to 1.
pub fn received(world: &mut World, id: &FeedId, fetched: Fetched, local: Instant, dice: f64) -> Vec<Record> {
    let now = world.noted(local);
    world.here.fetching.remove(id);
    world.here.fetch_now.remove(id);
    let Some(feed) = world.feeds.get(id).cloned() else { return vec![] };
    let mut state = world.feed_states.get(id).cloned().unwrap_or_else(|| FeedState::new(id));
    let timings = world.tenant.profile.timings.clone();
    // Up to a tenth of the interval, never before its time.
    state.spread = super::jitter(timings.feed / 10, dice).num_milliseconds();
    match fetched {
        Fetched::Failed(error) => failed(world, &feed, state, &error, now),
        Fetched::Unchanged if state.fingerprint.is_none() && feed.source != Source::Own => {
            (state.etag, state.last_modified) = (None, None);
            let error = FetchError::Unreachable("it says \"unchanged\" of a calendar never read; the next time it is asked for the whole of it".into());
            failed(world, &feed, state, &error, now)
        }
        Fetched::Unchanged => {
            state.reached(now);
            // The publisher says that the text in force is the text: what was lost is back.
            state.shrunken = None;
            world.here.shrunken.remove(id);
            vec![Record::FeedState(Box::new(state))]
        }
        Fetched::Text { reading, .. } if reading.truncated => {
            failed(world, &feed, state, &FetchError::Truncated, now)
        }
        Fetched::Text { bytes, reading, etag, last_modified } => {
            state.reached(now);
            state.hint = reading.poll_hint.map(|hint| hint.num_milliseconds());
            text(world, &feed, state, Text { bytes, reading: *reading, etag, last_modified }, now)
        }
    }
}

/// A fetch that brought nothing; the first of a run is a line of the trail.
fn failed(world: &World, feed: &Feed, mut state: FeedState, error: &FetchError, now: Instant) -> Vec<Record> {
    let first = state.failing.is_none();
    state.failed(error, now, world.here.awake_since, &world.tenant.profile.timings);
    let entry = Entry::new(now, Actor::Program, "feed.failed", format!("{}: {error}", feed.name));
    first.then_some(Record::Audit(entry)).into_iter().chain([Record::FeedState(Box::new(state))]).collect()
}

struct Text {
    bytes: Vec<u8>,
    reading: Reading,
    etag: Option<String>,
    last_modified: Option<String>,
}

fn text(world: &mut World, feed: &Feed, mut state: FeedState, text: Text, now: Instant) -> Vec<Record> {
    let fingerprint = fingerprint(&text.bytes);
    if state.fingerprint.as_ref() == Some(&fingerprint) {
        // What was lost is back: the feed is whole again.
        state.shrunken = None;
        world.here.shrunken.remove(&feed.id);
        (state.etag, state.last_modified) = (text.etag, text.last_modified);
        if world.here.unread.contains_key(&feed.id) {
            // What was kept of it was damaged: it is kept anew.
            put(world, &feed.id, text.reading, now);
            return vec![Record::FeedText(feed.id.clone(), text.bytes), Record::FeedState(Box::new(state))];
        }
        world.here.readings.insert(feed.id.clone(), (now, text.reading));
        return vec![Record::FeedState(Box::new(state))];
    }
    let old = world.here.readings.get(&feed.id).map(|(_, reading)| reading.occurrences.clone());
    if let Some(held) = old.as_ref().and_then(|old| feed::shrunken(old, &text.reading.occurrences, now)) {
        let first = state.shrunken.get_or_insert(held);
        if first.believed.is_none() && now < first.at + world.tenant.profile.timings.shrunken_again {
            return hold_shrunken(world, feed, state, text.reading, now);
        }
    }
    state.shrunken = None;
    world.here.shrunken.remove(&feed.id);
    believe(world, feed, state, text, old.as_deref(), fingerprint, now)
}

fn hold_shrunken(
    world: &mut World,
    feed: &Feed,
    state: FeedState,
    reading: Reading,
    now: Instant,
) -> Vec<Record> {
    let is_new = world.here.shrunken.insert(feed.id.clone(), reading).is_none();
    world.compiled.at = None;
    let why =
        format!("{}: most of its next two weeks is gone; held until a second reading agrees", feed.name);
    let entry = is_new.then(|| Record::Audit(Entry::new(now, Actor::Program, "feed.shrunken", why)));
    entry.into_iter().chain([Record::FeedState(Box::new(state))]).collect()
}

fn believe(
    world: &mut World,
    feed: &Feed,
    mut state: FeedState,
    text: Text,
    old: Option<&[Occurrence]>,
    fingerprint: String,
    now: Instant,
) -> Vec<Record> {
    let taken_out = taken_out(world, feed, &text.reading.occurrences, now);
    late(world, feed, &mut state, old.unwrap_or(&[]), &text.reading.occurrences, now);
    mass_change(world, feed, &mut state, old, &text.reading.occurrences, now);
    let new = &text.reading.occurrences;
    state.difference = old.map(|old| crate::difference::difference(world, feed, old, new, now));
    state.fingerprint = Some(fingerprint);
    state.changed_at = Some(now);
    (state.etag, state.last_modified) = (text.etag, text.last_modified);
    state.problems = text.reading.problems.iter().take(PROBLEMS_KEPT).cloned().collect();
    let count = text.reading.occurrences.len();
    let why = format!("{}: {count} occurrences, {} problems", feed.name, text.reading.problems.len());
    let entry = Entry::new(now, Actor::Program, "feed.read", why)
        .from_to(old.map(|old| old.len().to_string()), Some(count.to_string()));
    world.here.readings.insert(feed.id.clone(), (now, text.reading));
    world.here.unread.remove(&feed.id);
    let kept = [
        Record::FeedText(feed.id.clone(), text.bytes),
        Record::FeedState(Box::new(state)),
        Record::Audit(entry),
    ];
    kept.into_iter().chain(taken_out).collect()
}

/// A notice for each circuit whose tier is up by an event that runs and that this reading has no more, or has as over:
/// it says when the calendar was read, since until then the tier was kept.
fn taken_out(world: &World, feed: &Feed, new: &[Occurrence], now: Instant) -> Vec<Record> {
    let runs = |one: &Occurrence| one.start <= now && now < one.end;
    let goes_on = |old: &Decided| {
        let same = |one: &&Occurrence| {
            one.uid == old.occurrence.uid && one.recurrence_id == old.occurrence.recurrence_id
        };
        new.iter().find(same).is_some_and(runs)
    };
    let mut notices = BTreeMap::new();
    for old in world.compiled.decided.iter().filter(|old| old.key.feed == feed.id && runs(&old.occurrence)) {
        let Verdict::Fires(request) = &old.verdict else { continue };
        if request.set || world.exceptions.contains_key(&old.key) || goes_on(old) {
            continue;
        }
        let up = |(id, tier): &&(CircuitId, Tier)| {
            let live = world.states.get(id).and_then(|state| state.seen.as_ref()).map(|seen| seen.tier);
            world.circuits.get(id).is_some_and(|circuit| *tier > circuit.baseline) && live >= Some(*tier)
        };
        for (id, tier) in request.wishes.iter().filter(up) {
            notices.entry(id.clone()).or_insert_with(|| taken_out_notice(world, old, id, *tier, now));
        }
    }
    notices.into_values().map(|notice| Record::Notice(Box::new(notice))).collect()
}

fn taken_out_notice(world: &World, old: &Decided, id: &CircuitId, tier: Tier, now: Instant) -> Notice {
    let read = crate::plan::clock_text(now, world.tenant.zone);
    let (name, title) = (world.name_of(id), crate::request::title(&old.occurrence.details.summary));
    let body = format!(
        "\"{title}\" is not in \"{}\" any more, or is over there: the calendar was read at {read}. {name} had {tier} for it until now, and goes to what the plan wants without it.",
        old.feed
    );
    Notice::once(now, "taken-out", Some(id), &format!("{name}: its event has ended early"), body)
}

/// A text's fingerprint. DTSTAMP is left out: publishers write a fresh one at every request (ical research §6).
fn fingerprint(bytes: &[u8]) -> String {
    let kept: Vec<&[u8]> =
        bytes.split(|byte| *byte == b'\n').filter(|line| !line.starts_with(b"DTSTAMP")).collect();
    hash(&kept.join(&b'\n'))
}

/// Notes occurrences first seen when their lead had already begun: they are of use even for a short time.
fn late(
    world: &World,
    feed: &Feed,
    state: &mut FeedState,
    old: &[Occurrence],
    new: &[Occurrence],
    now: Instant,
) {
    let lead_max = world.tenant.profile.timings.lead_max;
    let known: BTreeSet<(&str, Instant)> = old.iter().map(|one| (one.uid.as_str(), one.start)).collect();
    state.late.retain(|key, _| {
        key.split(' ')
            .next()
            .and_then(|at| at.parse().ok())
            .is_some_and(|at: i64| at > now.timestamp() - 86_400)
    });
    for one in new.iter().filter(|one| one.start - lead_max < now && now < one.end) {
        if !known.contains(&(one.uid.as_str(), one.start)) {
            state.late.entry(feed::short(&feed::key(&feed.id, one))).or_insert(now);
        }
    }
}

/// Holds the raises of a refresh that adds or raises more than twenty windows of the next fortnight and more than
/// half as many as were there. A first import and own events never are one.
fn mass_change(
    world: &World,
    feed: &Feed,
    state: &mut FeedState,
    old: Option<&[Occurrence]>,
    new: &[Occurrence],
    now: Instant,
) {
    let decider = Decider::new(world);
    let after = windows(&decider, feed, new, now);
    // By its key alone: what is held does not fire, so it is in no list of windows that would.
    let there: BTreeSet<OccurrenceKey> = new.iter().map(|one| feed::key(&feed.id, one)).collect();
    state.held.retain(|key| there.contains(key));
    let Some(old) = old.filter(|_| feed.id != FeedId::own()) else { return };
    let before = windows(&decider, feed, old, now);
    let is_more = |key: &OccurrenceKey, tier: Tier| before.get(key).is_none_or(|was| *was < tier);
    let more: Vec<OccurrenceKey> =
        after.iter().filter(|(key, tier)| is_more(key, **tier)).map(|(key, _)| key.clone()).collect();
    if more.len() > MASS_MORE_THAN && more.len() * 2 > before.len() {
        state.held.extend(more);
    }
}

/// The windows of the next fortnight that would fire, with their highest tier.
fn windows(
    decider: &Decider<'_>,
    feed: &Feed,
    occurrences: &[Occurrence],
    now: Instant,
) -> BTreeMap<OccurrenceKey, Tier> {
    let near: Vec<Occurrence> =
        occurrences.iter().filter(|one| one.end > now && one.start < compared_until(now)).cloned().collect();
    let decided = decider.decide_feed(feed, &near);
    decided
        .into_iter()
        .filter_map(|one| match one.verdict {
            Verdict::Fires(request) => {
                Some((one.key, request.wishes.iter().map(|(_, tier)| *tier).chain(request.then).max()?))
            }
            Verdict::Ignored(_) | Verdict::Attention(_) => None,
        })
        .collect()
}
