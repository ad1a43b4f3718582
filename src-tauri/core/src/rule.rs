//! The person's own rules and named tiers: which ordinary events mean bandwidth. Rules stand in a visible order and
//! the first that matches decides.

use crate::calendar::Occurrence;
use crate::ids::CircuitId;
use crate::units::Tier;
use regex::Regex;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One rule: every condition that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The name shown in "why".
    pub name: String,
    /// The title contains this, in any case.
    pub contains: Option<String>,
    /// The title matches this regular expression, in any case.
    pub regex: Option<String>,
    /// The organiser's address.
    pub organiser: Option<String>,
    /// One of the categories.
    pub category: Option<String>,
    /// The location contains this, in any case.
    pub location: Option<String>,
    /// At least so many minutes long.
    pub longer_than: Option<i64>,
    /// At most so many minutes long.
    pub shorter_than: Option<i64>,
    /// Which circuits; none means that the feed's binding or the only circuit decides.
    pub circuits: Vec<CircuitId>,
    /// What a match asks for.
    pub asks: RuleAsks,
}

/// What a rule asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleAsks {
    /// Nothing: the event is an ordinary one, whatever rules stand below.
    #[default]
    Nothing,
    /// A tier.
    Tier(Tier),
    /// A named tier per circuit.
    Profile(String),
}

/// A named tier per circuit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedTier {
    /// Lower case; not a reserved word.
    pub name: String,
    /// The tier of each circuit that has one of its own.
    pub tiers: BTreeMap<CircuitId, Tier>,
    /// The tier of every other circuit.
    pub otherwise: Option<Tier>,
}

impl NamedTier {
    /// The tier the name means for a circuit.
    pub fn tier(&self, circuit: &CircuitId) -> Option<Tier> {
        self.tiers.get(circuit).copied().or(self.otherwise)
    }
}

/// A rule ready to be asked many times.
#[derive(Clone, Debug)]
pub struct Matcher {
    /// The rule as written.
    pub rule: Rule,
    regex: Option<Regex>,
}

/// Largest compiled regular expression, in bytes: a person's rule must not eat the machine.
const REGEX_BYTES: usize = 1 << 20;

impl Matcher {
    /// Prepares a rule. Refuses a regular expression that cannot be read, or one that is too large, with its words.
    pub fn new(rule: &Rule) -> Result<Self, regex::Error> {
        let build = |text: &String| {
            let mut builder = regex::RegexBuilder::new(text);
            builder.case_insensitive(true).size_limit(REGEX_BYTES).build()
        };
        Ok(Self { rule: rule.clone(), regex: rule.regex.as_ref().map(build).transpose()? })
    }

    /// Whether every given condition holds.
    pub fn matches(&self, occurrence: &Occurrence) -> bool {
        let (rule, details) = (&self.rule, &occurrence.details);
        let minutes = (occurrence.end - occurrence.start).num_minutes();
        let contains = |text: &str, part: &String| text.to_lowercase().contains(&part.to_lowercase());
        rule.contains.as_ref().is_none_or(|part| contains(&details.summary, part))
            && self.regex.as_ref().is_none_or(|regex| regex.is_match(&details.summary))
            && rule.organiser.as_ref().is_none_or(|one| {
                details.organizer.as_ref().is_some_and(|other| one.eq_ignore_ascii_case(other))
            })
            && rule.category.as_ref().is_none_or(|one| {
                details.categories.iter().any(|other| one.to_lowercase() == other.to_lowercase())
            })
            && rule.location.as_ref().is_none_or(|part| contains(&details.location, part))
            && rule.longer_than.is_none_or(|least| minutes >= least)
            && rule.shorter_than.is_none_or(|most| minutes <= most)
    }
}
