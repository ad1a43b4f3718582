//! The calendars of a customer, and what a title would ask for.

mod tried;

pub use tried::{hour_of, tried};

use super::{Action, Amount, Mark, TierCell, attention, setup, wall, written};
use crate::circuit::Circuit;
use crate::difference::{Asks, Differs};
use crate::feed::{Feed, FeedState, Source, Writers};
use crate::horizon::SHOWN;
use crate::incident::Incident;
use crate::request::{plain, title};
use crate::time::{Instant, Zone};
use crate::world::World;
use serde::Serialize;
use std::collections::BTreeSet;

/// The calendars of a customer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Feeds {
    /// `Three calendars. Two are fresh; one shows a login page, so its last good copy stays in force.`
    pub sentence: String,
    /// One a feed.
    pub cards: Vec<FeedCard>,
    /// What one can write, with what it means here.
    pub examples: Vec<Example>,
}

/// A feed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FeedCard {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it comes from, its zone, its circuits.
    pub about: String,
    /// Kept by Tidegate itself.
    pub own: bool,
    /// `10:38 EST, 4 min ago`.
    pub read: String,
    /// `today 09:58 EST`.
    pub changed: String,
    /// Fresh, stale, not readable, reading.
    pub mark: Mark,
    /// The same in words.
    pub state: String,
    /// How many of the next fortnight fire, are ignored, need attention, are suppressed.
    pub fires: usize,
    /// The same.
    pub ignored: usize,
    /// The same.
    pub attention: usize,
    /// The same.
    pub suppressed: usize,
    /// What is wrong with it, what Tidegate does, what to do.
    pub trouble: Option<String>,
    /// What can be done about that.
    pub actions: Vec<Action>,
    /// `What changed at 09:58 EST: +$3.55 for the next 14 days`.
    pub diff_title: Option<String>,
    /// What its last change changed.
    pub diff: Vec<Difference>,
    /// What could not be read as written.
    pub problems: Vec<String>,
    /// It carries no organisers at all: the highest tier is the guard.
    pub no_organisers: bool,
    /// Settings: `only-us` or `others-too`.
    pub writers: String,
    /// Organisers who may ask.
    pub allowed: Vec<String>,
    /// All organisers found in it.
    pub found: Vec<String>,
    /// Its own address, for participation.
    pub address: Option<String>,
    /// The zone a person set.
    pub zone: Option<String>,
    /// Circuits it is bound to, by name.
    pub bound: Vec<String>,
    /// Only busy events count.
    pub busy_only: bool,
    /// The tier that every event of it asks for.
    pub tier: Option<String>,
    /// Its days suppress raises.
    pub holidays: bool,
    /// The circuits and feeds whose raises they suppress, by name; empty for all.
    pub holidays_for: Vec<String>,
}

/// One thing that a feed's change changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Difference {
    /// `Added`, `Moved`, `Raised`, `Lowered`, `Gone`.
    pub what: String,
    /// The title.
    pub title: String,
    /// Before, in words.
    pub before: String,
    /// Now, in words.
    pub now: String,
    /// What it costs more or less.
    pub money: Amount,
}

/// Something one can write, and what it means.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Example {
    /// `#iod 1G @HQ`.
    pub write: String,
    /// `1 Gbps on HQ`.
    pub means: String,
}

/// What a title would ask for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Tried {
    /// What becomes of it.
    pub mark: Mark,
    /// The same in words.
    pub text: String,
    /// Circuits and tiers.
    pub wishes: Vec<TriedWish>,
    /// Which way found it.
    pub way: Option<String>,
}

/// A circuit and the tier that a title asks for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TriedWish {
    /// The circuit's name.
    pub circuit: String,
    /// The tier.
    pub tier: TierCell,
    /// Its price an hour.
    pub per_hour: Amount,
}

/// The calendars by name, the own events among them. `now` is the corrected clock's.
pub fn feeds(world: &World, now: Instant) -> Feeds {
    let mut all: Vec<&Feed> = world.feeds.values().collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    let cards: Vec<FeedCard> = all.into_iter().map(|feed| card(world, feed, now)).collect();
    Feeds { sentence: sentence(&cards), cards, examples: examples(world) }
}

/// `Three calendars. Two are fresh; "Warehouse" cannot be read.`
fn sentence(cards: &[FeedCard]) -> String {
    if cards.is_empty() {
        return "No calendar yet. Every circuit stays at its baseline.".into();
    }
    let count = written::capital(&written::count(cards.len(), "calendar", "calendars"));
    let fresh = cards.iter().filter(|card| card.mark == Mark::Fine).count();
    let troubled: Vec<String> =
        cards.iter().filter(|card| card.trouble.is_some()).map(|card| format!("\"{}\"", card.name)).collect();
    if troubled.is_empty() && fresh == cards.len() {
        return if fresh == 1 { format!("{count}, fresh.") } else { format!("{count}, all fresh.") };
    }
    let waiting = cards.len() - fresh - troubled.len();
    let fresh = if fresh == 0 {
        "none is fresh".into()
    } else {
        format!("{} fresh", written::count(fresh, "is", "are"))
    };
    let read = (waiting > 0).then(|| format!("{} being read", written::count(waiting, "is", "are")));
    let wrong = (!troubled.is_empty()).then(|| format!("look at {}", troubled.join(", ")));
    let parts: Vec<String> = [Some(fresh), read, wrong].into_iter().flatten().collect();
    format!("{count}. {}.", written::capital(&parts.join("; ")))
}

fn card(world: &World, feed: &Feed, now: Instant) -> FeedCard {
    let fresh;
    let state = match world.feed_states.get(&feed.id) {
        Some(state) => state,
        None => {
            fresh = FeedState::new(&feed.id);
            &fresh
        }
    };
    let zone = world.tenant.zone;
    let incident = incident(world, feed);
    let (mark, word) = standing(world, feed, state, now);
    let count = |mark: Mark| counted(world, feed, mark, now);
    let organisers = organisers(world, feed);
    FeedCard {
        id: feed.id.to_string(),
        name: feed.name.clone(),
        about: about(world, feed),
        own: feed.source == Source::Own,
        read: read(state, now, zone),
        changed: state.changed_at.map_or_else(|| "not yet".into(), |at| wall::when(at, now, zone)),
        mark,
        state: word,
        fires: count(Mark::Planned),
        ignored: count(Mark::Ignored),
        attention: count(Mark::Attention),
        suppressed: count(Mark::Suppressed),
        trouble: trouble(state, incident),
        actions: incident.map(|one| attention::actions(world, one, now)).unwrap_or_default(),
        diff_title: diff_title(state, zone),
        diff: diff(state, zone),
        problems: setup::problems(Some(state)),
        no_organisers: organisers.is_empty()
            && feed.source != Source::Own
            && feed.suppresses.is_none()
            && state.read_at.is_some(),
        writers: match feed.writers {
            Writers::OnlyUs => "only-us".into(),
            Writers::OthersToo => "others-too".into(),
        },
        allowed: feed.organisers.iter().map(|one| title(one)).collect(),
        found: organisers.into_iter().collect(),
        address: feed.address.clone(),
        zone: feed.zone.map(|zone| zone.name().into()),
        bound: feed.bound.iter().map(|id| world.name_of(id).to_owned()).collect(),
        busy_only: feed.busy_only,
        tier: feed.tier.map(|tier| tier.to_string()),
        holidays: feed.suppresses.is_some(),
        holidays_for: feed.suppresses.as_ref().map(|scope| world.names_in(scope)).unwrap_or_default(),
    }
}

/// The open problem of a feed; one that cannot be read is told before what it last said.
fn incident<'w>(world: &'w World, feed: &Feed) -> Option<&'w Incident> {
    ["feed", "shrunken", "mass"].iter().find_map(|sort| world.incidents.get(&format!("{sort}:{}", feed.id)))
}

fn trouble(state: &FeedState, incident: Option<&Incident>) -> Option<String> {
    incident.map(|one| one.body.clone()).or_else(|| {
        let failing = state.failing.as_ref()?;
        let stays = if state.read_at.is_some() {
            "Its last good plan stays in force"
        } else {
            "Nothing is ordered from it"
        };
        Some(format!("{}. {stays}, and Tidegate tries again.", written::capital(&plain(&failing.message))))
    })
}

/// Fresh, stale, not readable, reading, held.
fn standing(world: &World, feed: &Feed, state: &FeedState, now: Instant) -> (Mark, String) {
    let zone = world.tenant.zone;
    let since = |at| wall::when(at, now, zone);
    match &state.failing {
        Some(failing) if state.is_stale(&world.tenant.profile.timings) => {
            (Mark::Attention, format!("Stale: not readable since {}", since(failing.since)))
        }
        Some(failing) => (Mark::Failed, format!("Not readable since {}", since(failing.since))),
        None if state.shrunken.is_some() => (Mark::Held, "Lost most of its events: held".into()),
        None if state.held.iter().any(|key| key.start > now) => (Mark::Held, "Raises wait for you".into()),
        None if feed.source == Source::Own || state.read_at.is_some() => (Mark::Fine, "Fresh".into()),
        None => (Mark::Pending, "Being read".into()),
    }
}

/// `Link at outlook.office365.com, zone America/New_York, bound to HQ`.
fn about(world: &World, feed: &Feed) -> String {
    let place = match &feed.source {
        Source::Address { host } => format!("Link at {host}"),
        Source::File { path } => format!("File {path}"),
        Source::Own => "Kept by Tidegate".into(),
    };
    let said = world.here.readings.get(&feed.id).and_then(|(_, reading)| reading.zone);
    let zone = feed.zone.or(said).unwrap_or(world.tenant.zone);
    let names: Vec<&str> = feed.bound.iter().map(|id| world.name_of(id)).collect();
    let role = match (&feed.suppresses, names.is_empty()) {
        (Some(_), _) => "its days suppress raises".into(),
        (None, true) => "for any circuit named in the event".into(),
        (None, false) => format!("bound to {}", names.join(", ")),
    };
    format!("{place}, zone {}, {role}", zone.name())
}

/// `10:38 EST, 4 min ago`.
fn read(state: &FeedState, now: Instant, zone: Zone) -> String {
    let Some(at) = state.read_at else { return "never".into() };
    let day = if wall::day_of(at, zone) == wall::day_of(now, zone) {
        wall::clock(at, zone)
    } else {
        wall::text(at, zone)
    };
    format!("{day}, {} ago", wall::length(now - at))
}

fn counted(world: &World, feed: &Feed, mark: Mark, now: Instant) -> usize {
    let near = world.compiled.decided.iter().filter(|one| {
        one.key.feed == feed.id && one.occurrence.end > now && one.occurrence.start < now + SHOWN
    });
    near.filter(|one| setup::verdict_mark(&one.verdict) == mark).count()
}

fn organisers(world: &World, feed: &Feed) -> BTreeSet<String> {
    let reading = world.here.readings.get(&feed.id);
    let all = reading.into_iter().flat_map(|(_, reading)| &reading.occurrences);
    all.filter_map(|one| one.details.organizer.as_deref().map(title)).collect()
}

/// `What changed at 09:58 EST: +$3.55 for the next 14 days`.
fn diff_title(state: &FeedState, zone: Zone) -> Option<String> {
    let found = state.difference.as_ref()?;
    let at = wall::text(found.at, zone);
    if found.differs.is_empty() {
        return Some(format!("What changed on {at} asks for no bandwidth"));
    }
    let money = found.more.as_ref().map_or_else(|| "unknown how much".into(), |more| more.signed());
    let rest =
        if found.left_out > 0 { format!(", {} more not listed", found.left_out) } else { String::new() };
    Some(format!("What changed on {at}: {money} for the next 14 days{rest}"))
}

fn diff(state: &FeedState, zone: Zone) -> Vec<Difference> {
    let all = state.difference.iter().flat_map(|found| &found.differs);
    all.map(|one| Difference {
        what: what(one).into(),
        title: one.title.clone(),
        before: one.before.map_or_else(|| "none".into(), |asks| said(asks, zone)),
        now: one.now.map_or_else(|| "none".into(), |asks| said(asks, zone)),
        money: one.more.as_ref().map_or_else(Amount::unknown, Amount::signed),
    })
    .collect()
}

fn what(one: &Differs) -> &'static str {
    match (one.before, one.now) {
        (None, _) => "Added",
        (Some(_), None) => "Gone",
        (Some(was), Some(is)) if (was.from, was.to) != (is.from, is.to) => "Moved",
        (Some(was), Some(is)) if is.tier > was.tier => "Raised",
        (Some(_), Some(_)) => "Lowered",
    }
}

/// When it is, and what it asks for.
fn said(asks: Asks, zone: Zone) -> String {
    let day = wall::date(wall::day_of(asks.from, zone));
    let tier = asks.tier.map(|tier| format!(", {tier}")).unwrap_or_default();
    format!("{day} {}{tier}", wall::between(asks.from, asks.to, zone))
}

/// What one can write, with the names and tiers that there are.
fn examples(world: &World) -> Vec<Example> {
    let circuits = written::circuits(world);
    let Some(first) = circuits.first() else { return vec![] };
    let (name, top) = (at(first), first.highest);
    let short = top.short().replace(' ', "");
    let example = |write: String, means: String| Example { write, means };
    let mut all = vec![example(format!("#iod {short} {name}"), format!("{top} on {}", first.name))];
    if let [first, second, ..] = &circuits[..] {
        let tier = first.highest.min(second.highest);
        all.push(example(
            format!("[IoD {tier} {} {}]", at(first), at(second)),
            format!("{tier} on {} and {}", first.name, second.name),
        ));
    }
    let profile = world.tenant.profiles.first();
    all.extend(
        profile
            .map(|one| example(format!("#iod {} {name}", one.name), format!("the profile \"{}\"", one.name))),
    );
    let base = first.baseline;
    all.push(example(
        format!("#iod set {} {name}", base.short().replace(' ', "")),
        format!("{base} on {} from its start on, for 7 days at most", first.name),
    ));
    all.push(example(format!("#iod! {short} {name}"), "the same, on holidays too".into()));
    all
}

/// A circuit as a command names it.
fn at(circuit: &Circuit) -> String {
    if circuit.name.contains(char::is_whitespace) {
        format!("@\"{}\"", circuit.name)
    } else {
        format!("@{}", circuit.name)
    }
}

#[cfg(test)]
mod tests;
