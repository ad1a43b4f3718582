//! A carrier profile: where the carrier is and how it wants to be spoken to. Settings, with the defaults that
//! working clients use today; their sources are in the carrier research (lumen-api §1 to §4).

use super::{Dialect, Paths, Shapes, Words};
use crate::timings::Timings;
use serde::{Deserialize, Serialize};

/// How the client's id and secret travel to the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TokenTransport {
    /// HTTP Basic (lumen-api §2).
    Basic,
    /// Form fields in the body.
    Body,
}

/// Which identifier a customer port's quote names first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PortId {
    /// The characteristic `UNI Service ID`.
    UniService,
    /// The circuit's own service id.
    OwnService,
}

/// Everything that differs between carriers, environments and customers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The language.
    pub dialect: Dialect,
    /// `https://host[:port]`, without a slash at the end.
    pub base: String,
    /// Path of the token endpoint.
    pub token_path: String,
    /// How the credentials travel.
    pub token_transport: TokenTransport,
    /// Scopes that a token is asked for, parted by spaces; empty where the endpoint knows none.
    #[serde(default)]
    pub scope: String,
    /// A token's life in seconds where the endpoint names none.
    pub token_life: u32,
    /// The paths.
    pub paths: Paths,
    /// How the undocumented replies of `naas-v1` are read; `None` reads them as `lumen` has them.
    #[serde(default)]
    pub shapes: Option<Shapes>,
    /// Fixed texts in orders.
    pub literals: Literals,
    /// The customer number (BusOrg), such as `1-ABCDE`.
    pub customer_number: String,
    /// The billing account that `eod-v5` is asked for, such as `5-EXAMPLE1`; empty elsewhere.
    #[serde(default)]
    pub billing_account: String,
    /// What the carrier's words for a status mean.
    #[serde(default)]
    pub words: Words,
    /// Whom the carrier writes to about an order.
    pub contact: Contact,
    /// ISO 4217; the carrier knows USD only.
    pub currency: String,
    /// First identifier in a customer port's quote.
    pub port_id: PortId,
    /// Changes a customer may order in one GMT day (lumen-api §4.8).
    pub quota_per_day: u32,
    /// Requests a second that the carrier is asked at most.
    pub requests_per_second: u32,
    /// The world's durations.
    pub timings: Timings,
    /// The built-in simulator: no secret, no money.
    pub practice: bool,
}

/// Texts that the carrier expects verbatim (lumen-api §4.4, §4.5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Literals {
    /// `sourceSystem` and the channel's name.
    pub source_system: String,
    /// The channel's id.
    pub channel: String,
    /// Product code.
    pub product_code: String,
    /// Product name in quotes.
    pub product_name: String,
    /// Product offering and specification name in orders.
    pub offering_name: String,
    /// Product specification id.
    pub specification: String,
}

/// Whom the carrier writes to about an order. The name must have a first and a last part (lumen-api §4.5).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// First and last name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// US phone number.
    pub phone: String,
    /// Organisation.
    pub organization: String,
}

/// One of a carrier's two public environments (lumen-api §1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// Real circuits, real money.
    Production,
    /// The carrier's own test environment, with credentials of its own.
    Test,
}

impl Environment {
    /// Its address. Lumen's descriptions print the same two hosts for every dialect.
    pub fn base(self) -> &'static str {
        match self {
            Self::Production => "https://api.lumen.com",
            Self::Test => "https://api-test.lumen.com",
        }
    }
}

impl Profile {
    /// The profile of a dialect at an address, for a customer number, with today's defaults.
    pub fn new(dialect: Dialect, base: &str, customer_number: &str) -> Self {
        Self {
            dialect,
            base: base.trim_end_matches('/').to_owned(),
            token_path: token_path(dialect).into(),
            token_transport: TokenTransport::Basic,
            scope: scope(dialect).into(),
            token_life: 1500,
            paths: Paths::of(dialect),
            shapes: (dialect == Dialect::NaasV1).then(Shapes::default),
            literals: Literals {
                source_system: "NaaS ExternalApi".into(),
                channel: "99".into(),
                product_code: "718".into(),
                product_name: "Internet On-Demand".into(),
                offering_name: "NaaS Internet".into(),
                specification: "5001".into(),
            },
            customer_number: customer_number.to_owned(),
            billing_account: String::new(),
            words: Words::default(),
            contact: Contact::default(),
            currency: "USD".into(),
            port_id: PortId::UniService,
            quota_per_day: 24,
            requests_per_second: 8,
            timings: Timings::real(),
            practice: false,
        }
    }

    /// The profile of the built-in simulator: the same, sixty times as fast, and with no limit but its own.
    pub fn practice(dialect: Dialect, base: &str, customer_number: &str) -> Self {
        let contact = Contact {
            name: "Practice Person".into(),
            email: "practice@example.com".into(),
            phone: "+13035550100".into(),
            organization: "Practice".into(),
        };
        let requests_per_second = 8 * 60;
        let timings = Timings::scaled(60);
        Self {
            contact,
            requests_per_second,
            timings,
            practice: true,
            billing_account: practice_account(customer_number),
            ..Self::new(dialect, base, customer_number)
        }
    }
}

/// The description of `connections` prints a path of its own, with scopes; nobody was seen using it (lumen-api §2).
fn token_path(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Lumen | Dialect::NaasV1 | Dialect::EodV5 => "/oauth/v2/token",
        Dialect::Connections => "/oauth2/token",
    }
}

fn scope(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Lumen | Dialect::NaasV1 | Dialect::EodV5 => "",
        Dialect::Connections => "read write",
    }
}

/// The built-in simulator's billing account of a customer, unless its setup names another.
fn practice_account(customer_number: &str) -> String {
    format!("5-{}", customer_number.trim_start_matches("1-"))
}
