//! The names by which things are kept. An id is never shown where a name would do, and never guessed.

use crate::time::Instant;
use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

id!(
    /// One customer of the carrier; also the name of its folder.
    TenantId
);
id!(
    /// A circuit, by the carrier's service id.
    CircuitId
);
id!(
    /// A subscribed calendar.
    FeedId
);

impl FeedId {
    /// The feed that Tidegate keeps itself, one per tenant, trusted as its person.
    pub fn own() -> Self {
        Self("own".into())
    }
}

/// One occurrence, for as long as its source keeps it: feed, UID, original start.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OccurrenceKey {
    /// The feed it is from.
    pub feed: FeedId,
    /// The event's UID.
    pub uid: String,
    /// The original start: of a moved instance, where it was before.
    pub start: Instant,
}

/// A change's number in the tenant's ledger, from one upwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChangeId(pub i64);

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", content = "name", rename_all = "lowercase")]
pub enum Actor {
    /// Tidegate itself, carrying out the plan.
    Program,
    /// A person at this computer, by the name the computer knows.
    Person(String),
    /// Somebody who wrote an event, by address.
    Organiser(String),
    /// An event of a feed that names nobody.
    Calendar,
    /// The carrier.
    Carrier,
}

impl Actor {
    /// The name alone, as it stands in a sentence: `a boost by ann`.
    pub fn name(&self) -> String {
        match self {
            Self::Person(name) | Self::Organiser(name) => name.clone(),
            Self::Program | Self::Calendar | Self::Carrier => self.to_string(),
        }
    }
}

/// With the sort of actor before the name, as the audit trail keeps it.
impl fmt::Display for Actor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Program => formatter.write_str("Tidegate"),
            Self::Person(name) => write!(formatter, "person {name}"),
            Self::Organiser(address) => write!(formatter, "organiser {address}"),
            Self::Calendar => formatter.write_str("the calendar"),
            Self::Carrier => formatter.write_str("the carrier"),
        }
    }
}
