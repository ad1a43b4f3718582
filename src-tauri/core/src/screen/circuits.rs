//! The circuits of a customer, and what a boost or hold would mean.

use super::{Amount, Mark, Stamp, TierCell};
use serde::Serialize;

/// The circuits of a customer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Circuits {
    /// `Three circuits of customer 1-EXMPL, read from the carrier's inventory at 10:41 EST.`
    pub sentence: String,
    /// One a circuit.
    pub rows: Vec<CircuitRow>,
    /// Circuits that the inventory lists and nobody chose.
    pub others: Vec<String>,
}

/// A circuit.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CircuitRow {
    /// The carrier's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The live tier.
    pub live: Option<TierCell>,
    /// Its price an hour.
    pub per_hour: Option<Amount>,
    /// As planned, under way, failed, ...
    pub mark: Mark,
    /// The same in words.
    pub state: String,
    /// Why it is as it is, in a sentence.
    pub why: String,
    /// The baseline.
    pub baseline: TierCell,
    /// No calendar raises it above this.
    pub highest: TierCell,
    /// No calendar lowers it below this.
    pub lowest: TierCell,
    /// `500 Mbps, 12:00 EST`.
    pub next: Option<String>,
    /// Boost or hold: `Boost to 2 Gbps until 12:45 EST`.
    pub by_hand: Vec<ByHand>,
    /// Paused by a person.
    pub paused: bool,
    /// Tags.
    pub tags: Vec<String>,
    /// What it can have.
    pub offers: Vec<OfferRow>,
    /// `4 min median, 6 min at worst of 38 changes`.
    pub takes: String,
    /// `6 min, learnt`.
    pub lead: String,
    /// The feeds that are bound to it.
    pub feeds: Vec<String>,
}

/// A boost or hold that is in force.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ByHand {
    /// `boost` or `hold`.
    pub kind: String,
    /// The tier.
    pub tier: TierCell,
    /// Its end.
    pub until: Stamp,
    /// `Boost to 2 Gbps until 12:45 EST, by ann`.
    pub text: String,
}

/// A tier that a circuit can have.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OfferRow {
    /// The tier.
    pub tier: TierCell,
    /// Its price an hour.
    pub per_hour: Amount,
    /// `live now`, `above your highest tier`, ...
    pub note: String,
    /// As commands take it.
    pub command: String,
}

/// What a boost or hold would mean, before it is done.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ByHandPreview {
    /// `$3.90 for 2 h, +$1.81 against the plan`.
    pub costs: String,
    /// `at about 10:49 EST (HQ takes 4 min)`.
    pub starts: String,
    /// `12:45 EST, back to 500 Mbps ("Office hours")`.
    pub ends: String,
    /// `8 of 24 today after this, 3 still planned`.
    pub orders: String,
    /// The button's word: `Boost to 2 Gbps for $3.90`.
    pub button: String,
    /// Why it cannot be, where it cannot.
    pub refused: Option<String>,
}
