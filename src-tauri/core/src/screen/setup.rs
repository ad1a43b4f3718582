//! Set-up as far as it has come.

use super::{Amount, Mark, OfferChoice, TierCell};
use serde::Serialize;

/// Set-up as far as it has come.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SetUp {
    /// The customer number, or `built-in`.
    pub account: String,
    /// The carrier is the built-in one.
    pub practice: bool,
    /// Credentials work: the carrier's inventory was read.
    pub connected: bool,
    /// Why not, where not.
    pub connect_trouble: Option<String>,
    /// Circuits to choose from: tiers, baseline, bounds.
    pub circuits: Vec<SetUpCircuit>,
    /// The feeds so far: name and what they ask for in the next two weeks.
    pub feeds: Vec<SetUpFeed>,
    /// The plan of two weeks.
    pub plan: Option<TwoWeeks>,
    /// What must be done before automation can be switched on; nothing where it can.
    pub missing: Vec<String>,
}

/// A circuit in set-up.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SetUpCircuit {
    /// Its name.
    pub name: String,
    /// The live tier.
    pub live: Option<TierCell>,
    /// The baseline chosen.
    pub baseline: TierCell,
    /// The highest tier chosen.
    pub highest: TierCell,
    /// The lowest tier chosen.
    pub lowest: TierCell,
    /// The highest that the calendars' events ask for: preselected.
    pub suggested_highest: TierCell,
    /// The lowest.
    pub suggested_lowest: TierCell,
    /// What it can have.
    pub offers: Vec<OfferChoice>,
}

/// A feed in set-up.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SetUpFeed {
    /// Its name.
    pub name: String,
    /// `Read just now, 38 events in the next two weeks`.
    pub read: String,
    /// How many fire.
    pub fires: usize,
    /// How many are suppressed.
    pub suppressed: usize,
    /// How many need attention.
    pub attention: usize,
    /// How many are ignored.
    pub ignored: usize,
    /// Its titles, each once, those that fire first.
    pub titles: Vec<SetUpTitle>,
    /// Organisers found in it.
    pub organisers: Vec<String>,
    /// Those who may ask.
    pub allowed: Vec<String>,
    /// It is only about bandwidth: bound to circuits.
    pub only_bandwidth: bool,
    /// What could not be read as written.
    pub problems: Vec<String>,
}

/// A title in a feed and what becomes of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SetUpTitle {
    /// The title.
    pub title: String,
    /// Will fire, ignored, needs attention, suppressed.
    pub mark: Mark,
    /// When, and why or what to write instead.
    pub text: String,
    /// The highest tier that it asks for.
    pub tier: Option<TierCell>,
    /// How often in two weeks.
    pub times: usize,
}

/// Two weeks as Tidegate would do them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TwoWeeks {
    /// `Mon 9 to Sun 22 Nov 2026, as Tidegate would do it`.
    pub title: String,
    /// `$565.87`.
    pub cost: Amount,
    /// `$942.77 less`.
    pub saves: String,
    /// One a circuit: the step line, from 0 to 1 over the two weeks.
    pub lanes: Vec<PlanLane>,
    /// `Prices as quoted ..., billed ... First change: ... Busiest GMT day: 6 of 24 orders.`
    pub notes: String,
}

/// A circuit's two weeks.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PlanLane {
    /// Its name.
    pub circuit: String,
    /// Begin of each step, 0 to 1 over the two weeks, and its tier.
    pub steps: Vec<PlanStep>,
    /// At the baseline all the time.
    pub baseline: Amount,
    /// With the calendar.
    pub planned: Amount,
    /// At the highest offered tier all the time.
    pub top: Amount,
}

/// A step of a lane.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PlanStep {
    /// Its begin, 0 to 1.
    pub from: f64,
    /// Mbps.
    pub mbps: u32,
}
