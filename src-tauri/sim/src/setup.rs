//! What a practice carrier consists of before it begins: customers, circuits, prices, faults, other people's orders.
//! Owns the values and the sample setups; how they are written down is `setup/text.rs`.
//!
//! `scale` divides the carrier's own durations (how long orders take, how long a quote lives). What travels in whole
//! seconds (a token's life, `Retry-After`) and what a script says exactly (`at`, `lasts`, `after`, `delay`) is never scaled.

mod text;

use crate::fault::Fault;
use chrono::TimeDelta;
use rust_decimal::Decimal;

/// A setup to begin with: two circuits in different places, nothing broken. Documents the format by example.
pub const PRACTICE: &str = include_str!("../examples/practice.toml");

/// The setup of the demonstration: three circuits and the mishaps of its story.
pub const DEMO: &str = include_str!("../examples/demo.toml");

/// All that a carrier is made from.
#[derive(Clone, Debug)]
pub struct Setup {
    /// What the carrier's own durations are divided by.
    pub scale: u32,
    /// What everything random is derived from.
    pub seed: u64,
    /// The shortest and the longest time of an order, in seconds before scaling.
    pub order_seconds: [u32; 2],
    /// How long a quote can be ordered, in seconds before scaling.
    pub quote_seconds: u32,
    /// How long a token lives, in real seconds.
    pub token_seconds: u32,
    /// How much the carrier's clock is ahead of ours.
    pub clock_skew_seconds: i64,
    /// Whether the state of a `lumen` order can be read.
    pub order_status: bool,
    /// Whether inventory items carry status and characteristics at their top level, as some replies do.
    pub flat_inventory: bool,
    /// At whose places new circuits can be.
    pub providers: Vec<ProviderSetup>,
    /// Where new circuits can be.
    pub locations: Vec<LocationSetup>,
    /// The customers, each unseen by the others.
    pub customers: Vec<CustomerSetup>,
    /// The fault script.
    pub faults: Vec<Fault>,
    /// Orders of somebody else that will lie on circuits.
    pub foreign: Vec<ForeignSetup>,
}

/// One customer of the carrier.
#[derive(Clone, Debug)]
pub struct CustomerSetup {
    /// The customer number, as in `x-customer-number`.
    pub number: String,
    /// The name half of the API key.
    pub client_id: String,
    /// The secret half of the API key.
    pub client_secret: String,
    /// Accepted changes a GMT day.
    pub quota_per_day: u32,
    /// The only currency quotes are given in.
    pub currency: String,
    /// The customer's billing accounts.
    pub accounts: Vec<AccountSetup>,
    /// The customer's circuits.
    pub circuits: Vec<CircuitSetup>,
}

/// Somebody at whose places circuits can be.
#[derive(Clone, Debug)]
pub struct ProviderSetup {
    /// The partner id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A place where new circuits can be.
#[derive(Clone, Debug)]
pub struct LocationSetup {
    /// The id of the site.
    pub master_site: String,
    /// The provider's id.
    pub provider: String,
    /// The provider's name for it.
    pub name: String,
    /// The street with its number.
    pub street: String,
    /// The city.
    pub city: String,
    /// The state, such as `CO`.
    pub state: String,
    /// The post code.
    pub post_code: String,
    /// The market it belongs to.
    pub market: String,
    /// Whether circuits can be ordered there.
    pub enabled: bool,
    /// The tiers a circuit there can have.
    pub tiers: Vec<TierSetup>,
}

/// One billing account.
#[derive(Clone, Debug)]
pub struct AccountSetup {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The country of its headquarters, such as `US`.
    pub headquarters: String,
}

/// One circuit.
#[derive(Clone, Debug)]
pub struct CircuitSetup {
    /// The service id, unique in the whole setup.
    pub id: String,
    /// The customer's name for it.
    pub name: String,
    /// The tier at the begin.
    pub mbps: u32,
    /// The speed of the port it is on.
    pub port_mbps: u32,
    /// The partner, if the circuit is in a data center; else it is at a customer port.
    pub partner_id: Option<String>,
    /// The id of the site.
    pub master_site: String,
    /// The id of the customer port.
    pub uni: String,
    /// The billing account's id.
    pub account_id: String,
    /// The billing account's name.
    pub account_name: String,
    /// The status while no order is open, such as `Active`.
    pub status: String,
    /// The tiers it can have.
    pub tiers: Vec<TierSetup>,
}

/// One tier of a circuit.
#[derive(Clone, Debug)]
pub struct TierSetup {
    /// The bandwidth.
    pub mbps: u32,
    /// The price of an hour, if the carrier says one.
    pub price: Option<Decimal>,
}

/// Somebody else's order.
#[derive(Clone, Debug)]
pub struct ForeignSetup {
    /// The circuit it lies on.
    pub circuit: String,
    /// When it begins, from the carrier's begin.
    pub at: TimeDelta,
    /// How long it stays open.
    pub lasts: TimeDelta,
    /// The tier it ends with; `None` leaves the tier as it is.
    pub mbps: Option<u32>,
}

/// Why a text is no setup or no fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetupError {
    /// The text itself cannot be read.
    #[error("the setup cannot be read: {0}")]
    Syntax(String),
    /// One value is wrong.
    #[error("{place}: {message}")]
    Value {
        /// Where it is.
        place: String,
        /// What is wrong, and what to write.
        message: String,
    },
    /// One fault is wrong.
    #[error("fault: {0}")]
    Fault(String),
}

impl Setup {
    /// Reads a setup; [`PRACTICE`] shows all that can be written.
    ///
    /// # Errors
    /// The text is no TOML, or something in it cannot be meant; the message says where and what to write.
    pub fn from_toml(text: &str) -> Result<Self, SetupError> {
        text::read(text)
    }

    /// The setup of [`PRACTICE`].
    pub fn practice() -> Self {
        Self::from_toml(PRACTICE).expect("the built-in practice setup is read by a test")
    }
}

/// The setup of the demonstration, whose begin is the story's T0.
pub fn demo() -> Setup {
    Setup::from_toml(DEMO).expect("the built-in demo setup is read by a test")
}
