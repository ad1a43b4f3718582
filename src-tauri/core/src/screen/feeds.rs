//! The calendars of a customer, and what a title would ask for.

use super::{Action, Amount, Mark, TierCell};
use serde::Serialize;

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
