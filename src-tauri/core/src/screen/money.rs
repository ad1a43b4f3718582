//! A month's cost.

use super::{Amount, TierCell};
use serde::Serialize;

/// A month's cost.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Month {
    /// `Cost of November 2026`.
    pub title: String,
    /// `$995.46 so far, $1,214.50 by the 30th: $2,022.79 less than always at the top.`
    pub sentence: String,
    /// `2026-11`.
    pub month: String,
    /// The month before, to ask for it.
    pub previous: String,
    /// The month after.
    pub next: String,
    /// `721 h, with the 25-hour Sunday 1 Nov`.
    pub hours: String,
    /// Added up over the month, one a day's end.
    pub points: Vec<Point>,
    /// Where the present lies: days since the month began, with fraction.
    pub now: Option<f64>,
    /// One a circuit.
    pub circuits: Vec<CostRow>,
    /// All circuits.
    pub sum: CostRow,
    /// What differs from the plan, and why.
    pub against: Vec<Line>,
    /// What each event adds above the baseline.
    pub events: Vec<EventCost>,
    /// The billing rule's name.
    pub rule: String,
    /// Where the prices come from, and how what is not known is counted.
    pub counted: String,
}

/// A day's end in the chart.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Point {
    /// `25 Nov`.
    pub day: String,
    /// Added up until then: what it was, as far as it was.
    pub actual: Option<f64>,
    /// What it was and then is planned to be.
    pub projection: f64,
    /// Always at the top.
    pub top: f64,
}

/// A circuit's row, or their sum.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CostRow {
    /// The circuit's name, or `Sum`.
    pub circuit: String,
    /// `top 2 Gbps`.
    pub top_tier: String,
    /// At the baseline all the time.
    pub baseline: Amount,
    /// As planned all the time.
    pub planned: Amount,
    /// What it was until now.
    pub actual: Amount,
    /// What it was and then is planned to be.
    pub projection: Amount,
    /// At the highest tier all the time.
    pub top: Amount,
}

/// A sentence and its amount.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Line {
    /// The sentence.
    pub text: String,
    /// The amount.
    pub amount: Amount,
}

/// What a title adds in a month.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct EventCost {
    /// The title.
    pub title: String,
    /// The circuit's name.
    pub circuit: String,
    /// The tier.
    pub tier: TierCell,
    /// How often.
    pub times: usize,
    /// Hours in which it sets the tier.
    pub hours: String,
    /// What it adds.
    pub adds: Amount,
}
