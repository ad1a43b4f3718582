//! What waits for a person: problems that run, questions about events, and what was solved lately.

use super::{Action, Amount, Mark, Stamp};
use serde::Serialize;

/// What waits for a person, most expensive first.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Attention {
    /// `Five things wait for you, the most expensive first. Together they cost $1.03 more each hour.`
    pub sentence: String,
    /// Problems.
    pub cards: Vec<Card>,
    /// Questions about events.
    pub questions: Vec<Question>,
    /// What was solved lately, newest first.
    pub solved: Vec<Solved>,
}

/// A problem that runs.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Card {
    /// What names it.
    pub key: String,
    /// Its glyph.
    pub mark: Mark,
    /// Money or service is being lost now.
    pub bad: bool,
    /// The fact.
    pub title: String,
    /// What happened, what Tidegate did, what a person can do.
    pub body: String,
    /// More an hour than planned.
    pub per_hour: Option<Amount>,
    /// The same since it began: `$2.21 so far, since 08:00 EST`.
    pub so_far: Option<String>,
    /// When it began.
    pub since: Stamp,
    /// What can be done; the first is the usual answer.
    pub actions: Vec<Action>,
}

/// A question about an event.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Question {
    /// What names it when it is answered.
    pub id: String,
    /// Approval, or something not understood.
    pub mark: Mark,
    /// The event's title.
    pub title: String,
    /// `Sat 28 Nov 22:00–04:00 EST, Office`.
    pub when: String,
    /// What it is, and what to write or do instead.
    pub message: String,
    /// What approving it would cost above the baseline, where that is asked.
    pub cost: Option<Amount>,
    /// How many occurrences of its series ask the same, itself included.
    pub times: usize,
    /// What can be answered.
    pub actions: Vec<Action>,
}

/// A problem that is over.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Solved {
    /// When it was over.
    pub at: Stamp,
    /// The fact.
    pub title: String,
    /// How it ended.
    pub body: String,
}
