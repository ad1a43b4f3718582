//! A week of all circuits: what was live, what is planned, and why.

use super::attention::Card;
use super::{Amount, Day, Mark, TierCell};
use serde::Serialize;

/// A week of all circuits.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Week {
    /// `Week of 23–29 November`.
    pub title: String,
    /// What there is to say of it, with its cost.
    pub sentence: String,
    /// `EST`: what its times are in.
    pub zone: String,
    /// Seven days.
    pub days: Vec<Day>,
    /// All days together, in true minutes.
    pub minutes: i64,
    /// The present, in true minutes since the week began.
    pub now: Option<i64>,
    /// `10:42`.
    pub now_text: String,
    /// A day of the week before, to ask for it.
    pub previous: String,
    /// A day of the week after.
    pub next: String,
    /// One a circuit.
    pub lanes: Vec<Lane>,
    /// The tiers that occur, lowest first.
    pub legend: Vec<TierCell>,
    /// Problems that run now, most expensive first.
    pub cards: Vec<Card>,
}

/// A circuit's lane.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Lane {
    /// The circuit's name.
    pub circuit: String,
    /// The live tier.
    pub live: Option<TierCell>,
    /// Its price an hour.
    pub per_hour: Option<Amount>,
    /// The week's cost: what it was, and then what is planned.
    pub cost: Amount,
    /// The same a day.
    pub days: Vec<Amount>,
    /// The highest tier in it, in Mbps: what the lane's height stands for.
    pub top: u32,
    /// Without gap, in order.
    pub segments: Vec<Segment>,
    /// Exceptions: failed, missed, drifted, suppressed, waiting.
    pub marks: Vec<Spot>,
}

/// An unbroken time in which one tier was live or is planned, for one reason.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Segment {
    /// True minutes since the week began.
    pub from: i64,
    /// The same.
    pub to: i64,
    /// How it is drawn.
    pub kind: Kind,
    /// The tier: live in the past, planned in the future; none where nobody looked.
    pub tier: Option<TierCell>,
    /// In the past, what was planned where the live tier differed.
    pub planned: Option<TierCell>,
    /// Its full name: tier, from, to, why; what a screen reader says.
    pub name: String,
    /// Why.
    pub why: Why,
}

/// How a segment is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Kind {
    /// It was so.
    Past,
    /// Nobody looked.
    Unknown,
    /// It is planned.
    Future,
}

/// Why a circuit has, had or will have a tier.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Why {
    /// `Why 1 Gbps?`
    pub title: String,
    /// One sentence with the event, the rule and what it beat.
    pub sentence: String,
    /// What it costs: `$3.60 for 3 h, +$1.23 against the baseline`.
    pub cost: String,
    /// The way that the wish was found by, where there was one.
    pub read_from: Option<String>,
    /// The order behind it.
    pub order: Option<i64>,
    /// The order's state.
    pub mark: Option<Mark>,
    /// `Ordered 08:54, confirmed 08:58 EST`.
    pub proof: Option<String>,
}

/// Something to be seen at a time.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Spot {
    /// True minutes since the week began.
    pub at: i64,
    /// Its end, where it has one: a suppressed window is drawn dotted.
    pub to: Option<i64>,
    /// What.
    pub mark: Mark,
    /// In words.
    pub text: String,
    /// The tier that it would have been.
    pub tier: Option<TierCell>,
}
