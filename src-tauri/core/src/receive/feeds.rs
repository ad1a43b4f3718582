//! What a fetch brought: unchanged, a new text, or a failure. A broken feed keeps its last good plan; a shrunken one is
//! held until a second reading agrees; a mass change waits for a person. Anything smaller is believed at once.

use crate::audit::{Entry, hash};
use crate::calendar::{Occurrence, Reading};
use crate::feed::{self, Feed, FeedState, FetchError, MASS_MORE_THAN, compared_until};
use crate::ids::{Actor, FeedId, OccurrenceKey};
use crate::request::{Decider, Verdict};
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
pub fn loaded(world: &mut World, id: &FeedId, reading: Reading, now: Instant) {
    world.here.readings.insert(id.clone(), (now, reading));
    world.compiled.at = None;
}

/// Takes a fetch: what must be made durable. Feeds that are gone meanwhile are ignored. `dice` is random, from 0 to 1.
pub fn received(world: &mut World, id: &FeedId, fetched: Fetched, local: Instant, dice: f64) -> Vec<Record> {
    let now = world.here.clock.corrected(local);
    world.here.fetching.remove(id);
    world.here.fetch_now.remove(id);
    let Some(feed) = world.feeds.get(id).cloned() else { return vec![] };
    let mut state = world.feed_states.get(id).cloned().unwrap_or_else(|| FeedState::new(id));
    let timings = world.tenant.profile.timings.clone();
    // Up to a tenth of the interval, never before its time.
    state.spread = super::jitter(timings.feed / 10, dice).num_milliseconds();
    match fetched {
        Fetched::Failed(error) => {
            let first = state.failing.is_none();
            state.failed(&error, now, &timings);
            let entry = first.then(|| {
                Record::Audit(Entry::new(
                    now,
                    Actor::Program,
                    "feed.failed",
                    format!("{}: {error}", feed.name),
                ))
            });
            entry.into_iter().chain([Record::FeedState(Box::new(state))]).collect()
        }
        Fetched::Unchanged if state.fingerprint.is_none() => vec![],
        Fetched::Unchanged => {
            state.reached(now);
            // The publisher says that the text in force is the text: what was lost is back.
            state.shrunken = None;
            world.here.shrunken.remove(id);
            vec![Record::FeedState(Box::new(state))]
        }
        Fetched::Text { reading, .. } if reading.truncated => {
            state.failed(&FetchError::Truncated, now, &timings);
            vec![Record::FeedState(Box::new(state))]
        }
        Fetched::Text { bytes, reading, etag, last_modified } => {
            state.reached(now);
            state.hint = reading.poll_hint.map(|hint| hint.num_milliseconds());
            text(world, &feed, state, Text { bytes, reading: *reading, etag, last_modified }, now)
        }
    }
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
    vec![
        Record::FeedText(feed.id.clone(), text.bytes),
        Record::FeedState(Box::new(state)),
        Record::Audit(entry),
    ]
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
    state.held.retain(|key| after.contains_key(key));
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
            Verdict::Fires(request) => Some((one.key, request.wishes.iter().map(|(_, tier)| *tier).max()?)),
            Verdict::Ignored(_) | Verdict::Attention(_) => None,
        })
        .collect()
}
