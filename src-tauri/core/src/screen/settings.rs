//! A customer's settings.

use super::{Mark, TierCell};
use serde::Serialize;

/// A customer's settings.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Settings {
    /// `clock-hour`, `started-hour`, `per-minute`.
    pub billing: String,
    /// Home zone.
    pub zone: String,
    /// All zones, to choose from.
    pub zones: Vec<String>,
    /// Changes a customer may order a GMT day.
    pub quota: u32,
    /// A single event that costs more waits for a person; none until set.
    pub event_limit: Option<String>,
    /// `USD`.
    pub currency: String,
    /// `primary` or `standby`.
    pub role: String,
    /// Quiet hours: `22:00-07:00` of the home zone; none where notices always come.
    pub quiet: Option<String>,
    /// The eleven US federal holidays suppress raises.
    pub holidays: bool,
    /// `lumen` or `naas-v1`.
    pub dialect: String,
    /// The carrier's address.
    pub base: String,
    /// The customer number.
    pub customer_number: String,
    /// Credentials: there, locked, absent, ... in words.
    pub credentials: String,
    /// Its glyph.
    pub credentials_mark: Mark,
    /// The rules, in order; the first that fits wins.
    pub rules: Vec<RuleRow>,
    /// Named tiers.
    pub profiles: Vec<ProfileRow>,
    /// Tidegate's version.
    pub version: String,
    /// Where the data folder is.
    pub folder: String,
    /// Starts with the session.
    pub autostart: Option<bool>,
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RuleRow {
    /// Its name, for commands; none for the built-in ways, which keep their place.
    pub name: Option<String>,
    /// When it fits.
    pub when: String,
    /// What it asks for then.
    pub then: String,
    /// How many occurrences of the next fortnight it decides.
    pub fits: usize,
}

/// A named tier.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ProfileRow {
    /// Its name, as in `#iod video`.
    pub name: String,
    /// Each circuit and its tier.
    pub tiers: Vec<ProfileTier>,
}

/// A profile's tier on a circuit.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ProfileTier {
    /// The circuit's name.
    pub circuit: String,
    /// The tier.
    pub tier: TierCell,
}
