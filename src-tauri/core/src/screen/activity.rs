//! Orders, what was not ordered, and the audit behind each.

use super::{Action, Amount, Mark, Stamp, TierCell};
use serde::Serialize;

/// Orders and what was not ordered, newest first.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Activity {
    /// `EST`.
    pub zone: String,
    /// The rows that were asked for.
    pub rows: Vec<Row>,
    /// How many there are of each state.
    pub counts: Vec<Count>,
    /// There are more than are shown.
    pub more: bool,
}

/// How many rows have a state.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Count {
    /// The state.
    pub mark: Mark,
    /// How many.
    pub count: usize,
    /// `14 confirmed`.
    pub text: String,
}

/// An order, or a decision not to order.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Row {
    /// The change's number; none for what was not ordered.
    pub id: Option<i64>,
    /// When.
    pub at: Stamp,
    /// The circuit's name.
    pub circuit: String,
    /// From.
    pub from: Option<TierCell>,
    /// To.
    pub to: Option<TierCell>,
    /// Why.
    pub why: String,
    /// The states it went through.
    pub steps: Vec<Mark>,
    /// The last of them.
    pub mark: Mark,
    /// `Confirmed 08:58, 4 min`.
    pub state: String,
    /// What it changes an hour.
    pub per_hour: Amount,
}

/// The audit behind an order.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Trail {
    /// `Audit trail of order NAAS-20261125-4417`.
    pub title: String,
    /// Its lines, oldest first.
    pub lines: Vec<TrailLine>,
    /// `Wanted`, `Live`, `Asked by`, `Answer`, `Chain`, ...
    pub facts: Vec<Fact>,
    /// What can be done.
    pub actions: Vec<Action>,
    /// All of it as a text for the carrier's support.
    pub text: String,
}

/// A line of the audit.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TrailLine {
    /// `08:20:00`.
    pub time: String,
    /// Who.
    pub who: String,
    /// What and why.
    pub text: String,
}

/// A name and what it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Fact {
    /// The name.
    pub name: String,
    /// What it is.
    pub text: String,
}
