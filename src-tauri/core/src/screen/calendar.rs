//! The occurrences of a range of days, and what putting one somewhere would mean.

use super::{Amount, Day, EventKey, Mark, Stamp, TierCell};
use serde::Serialize;

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
    /// What it costs above the baseline in the hours when it sets the tier.
    pub adds: Option<Amount>,
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
