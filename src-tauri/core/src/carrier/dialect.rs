//! The languages Tidegate speaks, by name, and what each of them cannot say. A dialect refuses by name what it has no
//! words for; nothing is tried that its description does not have.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The languages Tidegate speaks (lumen-api §9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dialect {
    /// The real flow: inventory, quote, order with action modify; proof by inventory.
    Lumen,
    /// `modifyBandwidth`, then the order's state, then inventory.
    NaasV1,
    /// A `PUT` of the connection's bandwidth; proof by the connection.
    Connections,
    /// A `PATCH` of an Ethernet virtual circuit; then its request's state, then the circuit.
    EodV5,
}

/// All of them, the real one first.
pub const DIALECTS: [Dialect; 4] = [Dialect::Lumen, Dialect::NaasV1, Dialect::Connections, Dialect::EodV5];

impl Dialect {
    /// Its name, as people write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lumen => "lumen",
            Self::NaasV1 => "naas-v1",
            Self::Connections => "connections",
            Self::EodV5 => "eod-v5",
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// A name that is no dialect's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no dialect; write lumen, naas-v1, connections or eod-v5")]
pub struct NoDialect(String);

impl FromStr for Dialect {
    type Err = NoDialect;

    fn from_str(text: &str) -> Result<Self, NoDialect> {
        let named = DIALECTS.into_iter().find(|dialect| dialect.name() == text.trim());
        named.ok_or_else(|| NoDialect(text.to_owned()))
    }
}

/// A question that not every dialect has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// A circuit's tiers and prices.
    TierList,
    /// A price that an order refers to.
    Quote,
    /// Whose places a new circuit can be at.
    Providers,
    /// The places of a provider.
    Places,
    /// Whether a circuit can be at an address.
    Address,
    /// The billing accounts that may pay for a circuit.
    Accounts,
    /// A new circuit.
    New,
    /// The end of a circuit.
    Disconnect,
    /// Another name of a circuit at the carrier.
    Rename,
}

impl Question {
    fn words(self) -> &'static str {
        match self {
            Self::TierList => {
                "no list of tiers and prices, so any tier may be asked for and its cost is unknown"
            }
            Self::Quote => "no quotes; an order names its tier itself",
            Self::Providers => "no list of providers",
            Self::Places => "no list of locations",
            Self::Address => "no question whether a circuit can be at an address",
            Self::Accounts => "no list of billing accounts",
            Self::New => {
                "no order for a new circuit; order it in the carrier's portal, then fetch it with `tidegate circuits sync`"
            }
            Self::Disconnect => "no order that ends a circuit; disconnect it in the carrier's portal",
            Self::Rename => {
                "no order that renames a circuit; rename it in the carrier's portal, or here alone with `tidegate circuits set NAME --name NEW`"
            }
        }
    }
}

/// What a dialect has no words for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the carrier's dialect {dialect} has {}", question.words())]
pub struct Unable {
    /// The dialect.
    pub dialect: Dialect,
    /// What was wanted of it.
    pub question: Question,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dialect_is_read_back_by_its_name_and_another_word_is_answered_with_all_names() {
        for dialect in DIALECTS {
            assert_eq!(dialect.to_string().parse(), Ok(dialect));
            assert_eq!(serde_json::to_value(dialect).unwrap(), dialect.name());
        }
        let said = "soap".parse::<Dialect>().unwrap_err().to_string();
        assert!(DIALECTS.iter().all(|dialect| said.contains(dialect.name())), "{said}");
    }
}
