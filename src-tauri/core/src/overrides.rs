//! A person's word that beats the calendar for a while: boost and hold. Pause is no tier and lies with the circuit
//! and the tenant.

use crate::circuit::Circuit;
use crate::horizon::LONGEST_OVERRIDE;
use crate::ids::{Actor, CircuitId};
use crate::time::Instant;
use crate::units::Tier;
use serde::{Deserialize, Serialize};

/// Boost or hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OverrideKind {
    /// At least this tier.
    Boost,
    /// Exactly this tier.
    Hold,
}

impl OverrideKind {
    /// The word people see.
    pub fn word(self) -> &'static str {
        match self {
            Self::Boost => "boost",
            Self::Hold => "hold",
        }
    }
}

/// A boost or hold. One of each per circuit; a newer one replaces the older.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// The circuit.
    pub circuit: CircuitId,
    /// Boost or hold.
    pub kind: OverrideKind,
    /// The tier.
    pub tier: Tier,
    /// When the person said so.
    pub from: Instant,
    /// When it ends.
    pub until: Instant,
    /// Who said so.
    pub actor: Actor,
    /// The kill switch: when the circuit is at the tier, or has failed to get there, it is paused.
    pub then_pause: bool,
}

/// Why an override is refused; says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OverrideError {
    /// The circuit cannot have the tier.
    #[error("{circuit} cannot have {tier}; it can have {choices}")]
    NotOffered {
        /// Name of the circuit.
        circuit: String,
        /// The tier.
        tier: Tier,
        /// The tiers it can have.
        choices: String,
    },
    /// The circuit's kind or its port stands before it.
    #[error("{0}")]
    Barred(String),
    /// Above the highest tier set for the circuit.
    #[error(
        "{tier} is above the highest tier set for {circuit}, {highest}; raise that first: tidegate circuits set \"{circuit}\" --highest \"{tier}\""
    )]
    AboveHighest {
        /// Name of the circuit.
        circuit: String,
        /// The tier.
        tier: Tier,
        /// The fence.
        highest: Tier,
    },
    /// The end is past.
    #[error("that would end before it begins; give an end in the future")]
    Past,
    /// The end is too far away.
    #[error("a boost or hold lasts at most 31 days; give an earlier end and set it again then")]
    TooLong,
}

impl Override {
    /// Checks it against the circuit's tier list and highest tier (design §5). Budgets warn and do not block.
    pub fn check(&self, circuit: &Circuit) -> Result<(), OverrideError> {
        if self.until <= self.from {
            return Err(OverrideError::Past);
        }
        if self.until - self.from > LONGEST_OVERRIDE {
            return Err(OverrideError::TooLong);
        }
        if let Some(why) = circuit.barred(self.tier) {
            return Err(OverrideError::Barred(why));
        }
        let name = circuit.name.clone();
        if !circuit.can_have(self.tier) {
            return Err(OverrideError::NotOffered {
                circuit: name,
                tier: self.tier,
                choices: choices(circuit),
            });
        }
        if self.tier > circuit.highest {
            return Err(OverrideError::AboveHighest {
                circuit: name,
                tier: self.tier,
                highest: circuit.highest,
            });
        }
        Ok(())
    }
}

/// The tiers a circuit can have, as a list for people.
pub fn choices(circuit: &Circuit) -> String {
    let tiers: Vec<String> = circuit.offers.iter().map(|offer| offer.tier.to_string()).collect();
    match circuit.port_limit {
        _ if !tiers.is_empty() => tiers.join(", "),
        Some(limit) => format!("whatever the carrier offers up to {limit}"),
        None => "whatever the carrier offers".into(),
    }
}
