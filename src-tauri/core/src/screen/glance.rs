//! What stands around every screen of one customer, and the page of all customers.

use super::{Amount, Mark, Stamp, TierCell};
use serde::Serialize;

/// What stands around every screen of one customer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Glance {
    /// The customer's id, for commands.
    pub tenant: String,
    /// The customer's name.
    pub name: String,
    /// Two letters.
    pub initials: String,
    /// Now.
    pub now: Stamp,
    /// The home zone's name, such as `America/New_York`.
    pub zone: String,
    /// The carrier is the built-in one.
    pub practice: bool,
    /// What automation does.
    pub automation: Automation,
    /// `Automation is on`, `Paused: nothing is ordered`, ...
    pub headline: String,
    /// The next order of all circuits.
    pub next: Option<Next>,
    /// How much waits for a person.
    pub attention: usize,
    /// What stands between Tidegate and its work, if anything: shown on every screen.
    pub trouble: Option<Trouble>,
    /// The status line's parts.
    pub status: Vec<String>,
    /// The circuits' names, in order.
    pub circuits: Vec<String>,
    /// The feeds' names, in order.
    pub feeds: Vec<String>,
    /// The tiers of all circuits, lowest first: the legend.
    pub tiers: Vec<TierCell>,
    /// Circuits above their baseline now: `HQ at 1 Gbps until 12:00 EST`. What quitting would leave up.
    pub raised: Vec<String>,
    /// Set-up is done: circuits are chosen and automation was switched on once.
    pub set_up: bool,
}

/// What automation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Automation {
    /// It orders.
    On,
    /// It observes.
    Off,
    /// A person paused it.
    Paused,
}

/// The next order.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Next {
    /// The circuit's name.
    pub circuit: String,
    /// The tier.
    pub tier: TierCell,
    /// When it is sent.
    pub at: Stamp,
    /// `today 12:00 EST`.
    pub when: String,
    /// `in 1 h 18 min`.
    pub left: String,
}

/// Something that keeps Tidegate from its work.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Trouble {
    /// Money or service is being lost, not only a person waited for.
    pub bad: bool,
    /// The fact.
    pub title: String,
    /// What it means: whether anything is ordered, and what to do.
    pub body: String,
}

/// All customers, on a page of its own: names and totals only.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Customer {
    /// Its id, for commands.
    pub tenant: String,
    /// Its name.
    pub name: String,
    /// Two letters.
    pub initials: String,
    /// How many circuits.
    pub circuits: usize,
    /// As planned, needs attention, practice, ...
    pub mark: Mark,
    /// The same in words.
    pub state: String,
    /// When it orders next: `today 12:00 EST`.
    pub next: String,
    /// More an hour than planned.
    pub above: Amount,
    /// The carrier is the built-in one.
    pub practice: bool,
}
