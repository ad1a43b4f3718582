//! The carriers' languages as pure encode and decode: one enum, one dispatch, one file each.
//! Hosts, paths and literals are a profile's settings, since the published documents disagree.
//! Nothing here sends anything; the engine does.

mod connections;
mod dialect;
mod eod_v5;
mod errors;
mod finding;
mod lumen;
mod naas_v1;
mod ordering;
mod paths;
mod profile;
mod request;
mod retry_after;
mod shape;
mod shapes;
mod words;

pub use dialect::{DIALECTS, Dialect, NoDialect, Question, Unable};
pub use errors::{Refusal, RefusalKind};
pub use finding::{Account, Place, PlacesPage, Priced, Provider, Spot};
pub use ordering::Carried;
pub use paths::Paths;
pub use profile::{Contact, Environment, Literals, PortId, Profile, TokenTransport};
pub(crate) use retry_after::LONGEST_WAIT_SECONDS;
pub use retry_after::{retry_after, server_date};
pub use shape::Read;
pub use shapes::Shapes;
pub use words::Words;

use crate::circuit::{Circuit, Offer, Seen};
use crate::ids::CircuitId;
use crate::time::Instant;
use crate::units::{Money, Tier};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A request to the carrier; the engine adds host, token and time-out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `POST`, `PUT` or `PATCH`.
    pub method: &'static str,
    /// Path below the profile's base address.
    pub path: String,
    /// Query parameters, not yet escaped.
    pub query: Vec<(String, String)>,
    /// Headers beside `Authorization`.
    pub headers: Vec<(String, String)>,
    /// JSON body.
    pub body: Option<String>,
}

/// What came back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body, already capped by the engine.
    pub body: Vec<u8>,
}

impl Response {
    /// A header's value; `name` in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// One page of the inventory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InventoryPage {
    /// The circuits on this page that could be read.
    pub circuits: Vec<Listed>,
    /// Whether another page may follow.
    pub more: bool,
}

/// A circuit as the inventory shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The carrier's service id.
    pub id: CircuitId,
    /// The name the carrier keeps for it, where it has one.
    pub name: Option<String>,
    /// What is needed to quote and order for it.
    pub site: Site,
    /// Its live tier and status.
    pub seen: Seen,
}

/// Where a circuit is and who pays for it, in the carrier's terms.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// The carrier's site id, such as `PL0000000001`.
    pub master_site: Option<String>,
    /// In a data centre quotes go by partner, else by port.
    pub data_center: bool,
    /// Partner id at a data centre.
    pub partner: Option<String>,
    /// The customer port's own service id.
    pub port_service: Option<String>,
    /// Billing account id.
    pub account: Option<String>,
    /// Billing account name, without the account id that the inventory appends in brackets
    /// (the carrier's firewall refuses two adjacent bracketed groups: lumen-api §4.5).
    pub account_name: Option<String>,
    /// The place in the carrier's words, where it names one.
    #[serde(default)]
    pub place: Option<String>,
    /// The port at the other end, of a circuit between two ports.
    #[serde(default)]
    pub far_port: Option<String>,
    /// Why the carrier changes no bandwidth here, if it does not; nothing is ordered then.
    #[serde(default)]
    pub fixed: Option<String>,
}

/// What a circuit can have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TierList {
    /// Tiers with their prices, lowest first.
    pub offers: Vec<Offer>,
    /// The most its port can have, where the carrier says so.
    pub port_limit: Option<Tier>,
}

/// A quote: the tier and price that one order may refer to, for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The carrier's quote id.
    pub id: String,
    /// Price an hour, where the quote names one.
    pub per_hour: Option<Money>,
    /// When it was given; valid fifteen minutes of the carrier's time.
    pub at: Instant,
}

/// What a change request brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The carrier's order id; `None` where the answer was accepted but unreadable.
    pub order: Option<String>,
}

/// What an order's own state says (`naas-v1`, `eod-v5`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderState {
    /// Still at work; the carrier's word for it.
    Working(String),
    /// Done, says the carrier; the inventory has the last word.
    Completed,
    /// Ended without effect.
    Failed(String),
    /// Ended by somebody.
    Cancelled(String),
}

/// What a new order is about.
#[derive(Clone, Copy, Debug)]
pub struct Modify<'a> {
    /// The circuit, with the site that the inventory showed.
    pub circuit: &'a Circuit,
    /// The tier wanted.
    pub tier: Tier,
    /// Our reference, at most 20 characters.
    pub reference: &'a str,
    /// A note for people at the carrier; no calendar text.
    pub note: &'a str,
    /// The quote, in dialects that need one.
    pub quote: Option<&'a Quote>,
}

impl Profile {
    /// Asks for one page of the inventory, counted from one.
    pub fn inventory(&self, page: u32) -> Request {
        match self.dialect {
            Dialect::Lumen => lumen::inventory(self, page),
            Dialect::NaasV1 => naas_v1::inventory(self, page),
            Dialect::Connections => connections::inventory(self),
            Dialect::EodV5 => eod_v5::inventory(self, page),
        }
    }

    /// Reads a page of the inventory. One that names another customer is refused whole.
    pub fn read_inventory(&self, response: &Response) -> Result<Read<InventoryPage>, Refusal> {
        match self.dialect {
            Dialect::Lumen => lumen::read_inventory(self, response),
            Dialect::NaasV1 => naas_v1::read_inventory(self, response),
            Dialect::Connections => connections::read_inventory(self, response),
            Dialect::EodV5 => eod_v5::read_inventory(self, response),
        }
    }

    /// Whether the tiers that a circuit can have are listed; else any may be asked for, as far as its port goes.
    pub fn lists_tiers(&self) -> bool {
        match self.dialect {
            Dialect::Lumen | Dialect::NaasV1 => true,
            Dialect::Connections | Dialect::EodV5 => false,
        }
    }

    /// Asks for what a circuit can have.
    pub fn tiers(&self, circuit: &Circuit) -> Result<Request, Unable> {
        match self.dialect {
            Dialect::Lumen => Ok(lumen::tiers(self, circuit)),
            Dialect::NaasV1 => Ok(naas_v1::tiers(self, circuit)),
            Dialect::Connections => Err(self.unable(Question::TierList)),
            Dialect::EodV5 => Ok(eod_v5::ports(self)),
        }
    }

    /// Reads what a circuit can have.
    pub fn read_tiers(
        &self,
        circuit: &Circuit,
        response: &Response,
        at: Instant,
    ) -> Result<Read<TierList>, Refusal> {
        match self.dialect {
            Dialect::Lumen | Dialect::Connections => lumen::read_tiers(self, response, at),
            Dialect::NaasV1 => naas_v1::read_tiers(self, response, at),
            Dialect::EodV5 => eod_v5::read_ports(circuit, response),
        }
    }

    /// Whether an accepted order can be asked for its state.
    pub fn follows_orders(&self) -> bool {
        match self.dialect {
            Dialect::Lumen | Dialect::Connections => false,
            Dialect::NaasV1 | Dialect::EodV5 => true,
        }
    }

    /// Asks for a quote, where an order must name one. `attempt` counts from zero: the second try names the other
    /// identifier (lumen-api §4.4: which one the pricing service resolves is not documented).
    pub fn quote(&self, modify: &Modify<'_>, attempt: u32) -> Result<Request, Unable> {
        match self.dialect {
            Dialect::Lumen => Ok(lumen::quote(self, modify, attempt)),
            Dialect::NaasV1 | Dialect::Connections | Dialect::EodV5 => Err(self.unable(Question::Quote)),
        }
    }

    /// Reads a quote.
    pub fn read_quote(&self, response: &Response, at: Instant) -> Result<Read<Quote>, Refusal> {
        lumen::read_quote(self, response, at)
    }

    /// The request that changes the tier.
    pub fn order(&self, modify: &Modify<'_>) -> Request {
        match self.dialect {
            Dialect::Lumen => lumen::order(self, modify),
            Dialect::NaasV1 => naas_v1::order(self, modify),
            Dialect::Connections => connections::order(self, modify),
            Dialect::EodV5 => eod_v5::order(self, modify),
        }
    }

    /// Reads the answer to the request that changes the tier.
    pub fn read_order(&self, response: &Response) -> Result<Accepted, Refusal> {
        match self.dialect {
            Dialect::Lumen => lumen::read_order(response),
            Dialect::NaasV1 => naas_v1::read_order(response),
            Dialect::Connections => connections::read_order(response),
            Dialect::EodV5 => eod_v5::read_order(response),
        }
    }

    /// Asks for the state of an order on a circuit, where the dialect has such a question.
    pub fn follow(&self, circuit: &CircuitId, order: &str) -> Option<Request> {
        match self.dialect {
            Dialect::Lumen | Dialect::Connections => None,
            Dialect::NaasV1 => Some(naas_v1::follow(self, order)),
            Dialect::EodV5 => Some(eod_v5::follow(self, circuit)),
        }
    }

    /// Reads an order's state.
    pub fn read_follow(&self, order: &str, response: &Response) -> Result<OrderState, Refusal> {
        match self.dialect {
            Dialect::Lumen | Dialect::NaasV1 | Dialect::Connections => naas_v1::read_follow(self, response),
            Dialect::EodV5 => eod_v5::read_follow(self, order, response),
        }
    }

    fn unable(&self, question: Question) -> Unable {
        Unable { dialect: self.dialect, question }
    }

    /// Refuses a reply in which another customer's number stands.
    fn is_for_us(&self, named: &[&Value], response: &Response) -> Result<(), Refusal> {
        is_ours(&self.customer_number, named, response)
    }

    /// Refuses a reply in which another billing account stands.
    fn is_of_our_account(&self, named: &Value, response: &Response) -> Result<(), Refusal> {
        is_ours(&self.billing_account, &[named], response)
    }
}

fn is_ours(ours: &str, named: &[&Value], response: &Response) -> Result<(), Refusal> {
    let stranger = named.iter().filter_map(|value| shape::text(value)).find(|number| number != ours);
    match stranger {
        Some(number) => Err(errors::of_other_customer(&number, response)),
        None => Ok(()),
    }
}

fn json<T: serde::de::DeserializeOwned>(response: &Response) -> Result<T, Refusal> {
    if !response.is_success() {
        return Err(errors::classify(response));
    }
    serde_json::from_slice(&response.body).map_err(|_| errors::unreadable(response))
}
