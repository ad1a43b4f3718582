//! The occurrences of a range of days, and what putting one somewhere would mean.

mod event;
mod preview;

pub(super) use preview::verdict;
pub use preview::{Draft, preview};

use super::past::{Course, Past};
use super::{Amount, Day, EventKey, Mark, Stamp, TierCell, wall, written};
use crate::circuit::Circuit;
use crate::cost::Cost;
use crate::ids::OccurrenceKey;
use crate::request::{Decided, Decider, Ignored, Verdict};
use crate::time::{Instant, Span, start_of_day};
use crate::units::Tier;
use crate::view::upcoming;
use crate::world::World;
use chrono::{Days, NaiveDate};
use serde::Serialize;
use std::collections::BTreeMap;

/// The occurrences of a range of days.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Range {
    /// `23–29 November`.
    pub title: String,
    /// `EST`.
    pub zone: String,
    /// The days.
    pub days: Vec<Day>,
    /// The present, in true minutes since the range began.
    pub now: Option<i64>,
    /// `10:42`.
    pub now_text: String,
    /// What asks for something, and what should: soonest first.
    pub events: Vec<Event>,
    /// Ordinary events, which ask for nothing, that are left out unless asked for.
    pub hidden: usize,
    /// What the range costs a day.
    pub costs: Vec<Amount>,
    /// The highest tier of any circuit a day, for the month.
    pub tops: Vec<TierCell>,
}

/// An occurrence.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Event {
    /// What names it.
    pub key: EventKey,
    /// Its title, for people.
    pub title: String,
    /// Its feed's name.
    pub feed: String,
    /// Of the own calendar: may be edited.
    pub own: bool,
    /// One of a series.
    pub series: bool,
    /// From midnight to midnight.
    pub all_day: bool,
    /// Its start.
    pub start: Stamp,
    /// Its end.
    pub end: Stamp,
    /// `07:30–18:00 EST`.
    pub time: String,
    /// The same in the event's own zone, where that differs.
    pub other_time: Option<String>,
    /// Where it lies in the range's days.
    pub parts: Vec<Part>,
    /// Circuits and tiers it asks for.
    pub wishes: Vec<Wish>,
    /// The highest of those.
    pub tier: Option<TierCell>,
    /// What becomes of it.
    pub mark: Mark,
    /// The same in words: `Planned, order 07:24`.
    pub state: String,
    /// What it costs above the baseline in the hours when it sets the tier; none where it was missed.
    pub adds: Option<Amount>,
    /// It has ended: nothing about it can be changed any more.
    pub over: bool,
    /// A person left it out, here only; it can be put back.
    pub taken_out: bool,
    /// Moved here by a person: when it was before.
    pub moved_from: Option<String>,
    /// Where it lay before.
    pub ghost: Vec<Part>,
    /// Who wrote it.
    pub organiser: Option<String>,
    /// The repetition, of an own event.
    pub repeats: Option<String>,
}

/// A circuit and the tier that an event asks for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Wish {
    /// The circuit's name.
    pub circuit: String,
    /// The tier.
    pub tier: TierCell,
}

/// Where an occurrence lies in one day.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Part {
    /// Which day of the range, from 0.
    pub day: usize,
    /// True minutes since that day began.
    pub from: i64,
    /// The same.
    pub to: i64,
}

/// What putting an event somewhere would mean, before it is done.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Preview {
    /// `Fri 27 Nov, 13:00–15:00 EST`.
    pub when: String,
    /// `$0.22 cheaper ($0.42 instead of $0.64)`.
    pub money: String,
    /// It costs less or the same.
    pub cheaper: bool,
    /// `Overlaps "Branch hours" (200 Mbps). The highest wins.`
    pub overlaps: Vec<String>,
    /// `6 of 24 orders in that GMT day, 2 kept for going down`.
    pub quota: String,
    /// More than the carrier takes that day.
    pub short: bool,
    /// What it would ask for, or why not.
    pub verdict: String,
    /// One line for a screen reader.
    pub spoken: String,
    /// The start, to be sent back.
    pub start: String,
    /// The end, to be sent back.
    pub end: String,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The first day.
    pub first: NaiveDate,
    /// How many days.
    pub days: u32,
    /// Ordinary events too.
    pub all: bool,
}

/// The first instant of a range and its end: what the past is wanted of.
pub fn bounds(world: &World, wanted: Wanted) -> (Instant, Instant) {
    let zone = world.tenant.zone;
    let end = wanted.first.checked_add_days(Days::new(wanted.days.into())).unwrap_or(wanted.first);
    (start_of_day(wanted.first, zone), start_of_day(end, zone))
}

/// The occurrences of a range. `repeats` are the rules of the own events, by UID.
pub fn range(
    world: &World,
    past: &Past,
    repeats: &BTreeMap<String, String>,
    wanted: Wanted,
    now: Instant,
) -> Range {
    let zone = world.tenant.zone;
    let (from, to) = bounds(world, wanted);
    let mut days = wall::days(wanted.first, wanted.days, zone, now);
    let decider = Decider::new(world);
    let near = world.compiled.decided.iter().filter(|one| touches(one, from, to));
    let (shown, hidden): (Vec<&Decided>, Vec<&Decided>) =
        near.partition(|one| wanted.all || is_about_bandwidth(world, &decider, one));
    let coming = world.circuits.keys().map(|id| (id.clone(), upcoming(world, id, now, to.max(now))));
    let coming = coming.collect();
    let sheet = event::Sheet { world, past, decider: &decider, repeats, coming, days: &days, from, now };
    let events: Vec<Event> = shown.into_iter().map(|one| sheet.event(one)).collect();
    let (costs, tops) = days_cost(world, past, &days, from, now);
    note(&mut days, &events, now, from);
    let is_within = (from..to).contains(&now);
    Range {
        title: title(wanted, wall::day_of(now, zone)),
        zone: wall::abbreviation(if is_within { now } else { from }, zone),
        days,
        now: is_within.then(|| (now - from).num_minutes()),
        now_text: wall::time(now, zone),
        events,
        hidden: hidden.len(),
        costs,
        tops,
    }
}

fn touches(one: &Decided, from: Instant, to: Instant) -> bool {
    let occurrence = &one.occurrence;
    occurrence.start < to && (occurrence.end > from || occurrence.start >= from)
}

/// More than a fortnight is a month: the one that its middle lies in.
const FORTNIGHT: u32 = 14;

fn title(wanted: Wanted, today: NaiveDate) -> String {
    let day = |days: u32| wanted.first.checked_add_days(Days::new(days.into())).unwrap_or(wanted.first);
    match wanted.days {
        0 | 1 => wall::date(wanted.first),
        days if days <= FORTNIGHT => wall::days_text(wanted.first, day(days - 1), today),
        days => day(days / 2).format("%B %Y").to_string(),
    }
}

/// What asks for something, should, or was taken out by a person. Ordinary events and holidays are not.
fn is_about_bandwidth(world: &World, decider: &Decider<'_>, one: &Decided) -> bool {
    match &one.verdict {
        Verdict::Fires(_) | Verdict::Attention(_) => true,
        Verdict::Ignored(Ignored::Suppressed(_) | Ignored::Exception) => true,
        Verdict::Ignored(
            Ignored::NoTier
            | Ignored::Unbound { .. }
            | Ignored::Suppressor
            | Ignored::Rule(_)
            | Ignored::OwnPlan,
        ) => false,
        Verdict::Ignored(Ignored::Cancelled | Ignored::Tentative | Ignored::NotAccepted | Ignored::Free) => {
            let feed = world.feeds.get(&one.key.feed);
            feed.is_some_and(|feed| !decider.asked(feed, &one.occurrence).is_empty())
        }
    }
}

/// What each day costs over all circuits, and the highest tier of any.
fn days_cost(
    world: &World,
    past: &Past,
    days: &[Day],
    from: Instant,
    now: Instant,
) -> (Vec<Amount>, Vec<TierCell>) {
    let at = |minutes| from + Span::minutes(minutes);
    let end = days.last().map_or(from, |day| at(day.begins + day.minutes));
    let course = |circuit| (circuit, Course::of(world, past, circuit, from, end, now));
    let courses: Vec<(&Circuit, Course)> = world.circuits.values().map(course).collect();
    let each = days.iter().map(|day| day_cost(world, &courses, at(day.begins), at(day.begins + day.minutes)));
    let lowest = Tier::from_mbps(1);
    let rows = each.filter_map(|(cost, top)| Some((cost, TierCell::from(top.or(lowest)?))));
    rows.unzip()
}

fn day_cost(
    world: &World,
    courses: &[(&Circuit, Course)],
    from: Instant,
    to: Instant,
) -> (Amount, Option<Tier>) {
    let mut sum = Cost::zero(&world.tenant.profile.currency);
    let mut top = None;
    let mut is_known = false;
    for (circuit, course) in courses {
        let of_day = course.within(from, to);
        sum = sum.plus(&of_day.costs(world, circuit).0);
        top = top.max(of_day.lived.iter().map(|stay| stay.tier).max()).max(Some(circuit.baseline));
        is_known |= !of_day.lived.is_empty();
    }
    (if is_known { Amount::cost(&sum) } else { Amount::unknown() }, top)
}

/// What there is to say of each day: what did not go as planned, else what waits, else the holiday.
fn note(days: &mut [Day], events: &[Event], now: Instant, from: Instant) {
    for (index, day) in days.iter_mut().enumerate() {
        let of_day: Vec<&Event> =
            events.iter().filter(|one| one.parts.first().is_some_and(|part| part.day == index)).collect();
        let count = |mark: Mark| of_day.iter().filter(|one| one.mark == mark).count();
        let words = [
            (Mark::Missed, "missed"),
            (Mark::Failed, "failed"),
            (Mark::Attention, "needs attention"),
            (Mark::Held, "to approve"),
        ];
        let said = words
            .iter()
            .filter(|(mark, _)| count(*mark) > 0)
            .map(|(mark, word)| format!("{} {word}", count(*mark)));
        let holiday = of_day.iter().find(|one| one.mark == Mark::Suppressed);
        let holiday = holiday.map(|one| one.state.trim_start_matches("Suppressed: ").to_owned());
        let today = day.today.then(|| "today".to_owned());
        let said: Vec<String> = today.into_iter().chain(said).chain(holiday).collect();
        let is_over = from + Span::minutes(day.begins + day.minutes) <= now;
        day.note = if said.is_empty() && is_over { "as planned".into() } else { said.join(", ") };
    }
}

impl From<&OccurrenceKey> for EventKey {
    fn from(key: &OccurrenceKey) -> Self {
        Self { feed: key.feed.to_string(), uid: key.uid.clone(), start: wall::sent_back(key.start) }
    }
}

#[cfg(test)]
mod tests;
