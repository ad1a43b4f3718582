//! Tier lists and quotes of the `lumen` dialect. Owns how a circuit is identified there, which differs between data
//! centers (`partnerId`) and customer ports (`serviceId`), and the life of a quote.

use super::route::Call;
use super::{Carrier, Reply};
use crate::bandwidth;
use crate::http::{Request, Response};
use crate::network::Circuit;
use crate::refusal;
use chrono::{DateTime, TimeDelta, Utc};
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// The product code of Internet On-Demand.
const PRODUCT_CODE: &str = "718";
/// A month as the carrier prices it.
const HOURS_A_MONTH: i64 = 720;

/// A price that can be ordered, once, for a while.
#[derive(Clone, Debug)]
pub(super) struct Quote {
    pub(super) circuit: usize,
    pub(super) mbps: u32,
    until: DateTime<Utc>,
    used: bool,
}

impl Carrier {
    pub(super) fn tiers(&self, customer: usize, request: &Request) -> Reply {
        if request.parameter("productCode") != Some(PRODUCT_CODE) {
            return Err(refusal::missing("productCode"));
        }
        let site = request.parameter("masterSiteId").ok_or_else(|| refusal::missing("masterSiteId"))?;
        // Since June 2026 the partner is refused here; the service id is always right.
        if request.parameter("partnerId").is_some() {
            return Err(refusal::not_naas());
        }
        let mut here =
            self.network.of_customer(customer).filter(|(_, circuit)| circuit.setup.master_site == site);
        let circuit = match request.parameter("serviceId") {
            Some(id) => here.find(|(_, circuit)| names(circuit, id)),
            None => here.find(|(_, circuit)| circuit.setup.partner_id.is_some()),
        };
        let (_, circuit) = circuit.ok_or_else(refusal::not_naas)?;
        let row = |tier: &crate::setup::TierSetup| {
            json!({
                "speed": bandwidth::mega(tier.mbps), "price": tier.price.map(dollars), "term": "Hourly Rate",
                "displayValue": bandwidth::usual(tier.mbps),
            })
        };
        let place = json!({"masterSiteId": site, "city": "Denver", "stateOrProvince": "CO", "country": "US"});
        let rows: Vec<Value> = circuit.setup.tiers.iter().map(row).collect();
        Ok(Response::json(200, &json!({"location": [place], "pricePerSpeed": rows})))
    }

    pub(super) fn quote(&mut self, now: DateTime<Utc>, customer: usize, call: &Call<'_>) -> Reply {
        self.check_quote_form(customer, call)?;
        let place = self.circuit_quoted(customer, call)?;
        let circuit = &self.network.circuits[place];
        let speed = call.text("/speed").ok_or_else(|| refusal::missing("speed"))?;
        let unreadable = || refusal::invalid("speed", &format!("\"{speed}\" is no speed"));
        let mbps = bandwidth::read(speed).ok_or_else(unreadable)?;
        if !circuit.offers(mbps) {
            return Err(refusal::no_tier("speed", mbps, &circuit.setup));
        }
        let hourly = circuit.setup.tiers.iter().find(|tier| tier.mbps == mbps).and_then(|tier| tier.price);
        let monthly = hourly.map(|price| price * Decimal::from(HOURS_A_MONTH));
        self.quoted += 1;
        let id = format!("NaaS-{}", 20_000 + self.quoted);
        let quote = Quote { circuit: place, mbps, until: now + self.quote_life(), used: false };
        self.quotes.retain(|_, quote| quote.until + TimeDelta::days(1) > now);
        self.quotes.insert(id.clone(), quote);
        let body = json!({
            "id": id,
            "priceRequest": call.body,
            "price": [
                {"speed": speed, "price": hourly.map(dollars), "term": "Hourly Rate"},
                {"speed": speed, "price": monthly.map(dollars), "term": "Monthly Rate"},
            ],
        });
        Ok(Response::json(200, &body))
    }

    fn check_quote_form(&self, customer: usize, call: &Call<'_>) -> Result<(), Response> {
        if call.body.is_none() {
            return Err(refusal::plain(400, "The body is not valid JSON"));
        }
        let customer = &self.setup.customers[customer];
        let source = call.text("/sourceSystem").ok_or_else(|| refusal::missing("sourceSystem"))?;
        let field = |name: &str| call.text(&format!("/{name}"));
        if !source.eq_ignore_ascii_case("NaaS ExternalApi") {
            return Err(refusal::invalid("sourceSystem", &format!("unknown source system {source}")));
        }
        let expected = [
            ("customerNumber", customer.number.as_str()),
            ("currencyCode", customer.currency.as_str()),
            ("productCode", PRODUCT_CODE),
        ];
        for (name, value) in expected {
            match field(name) {
                None => return Err(refusal::missing(name)),
                Some(found) if found != value => {
                    return Err(refusal::invalid(
                        name,
                        &format!("{name} {found} is not valid for this customer"),
                    ));
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// A data center is named by its partner, a customer port by the port's or the circuit's service id.
    fn circuit_quoted(&self, customer: usize, call: &Call<'_>) -> Result<usize, Response> {
        let site = call.text("/masterSiteId").ok_or_else(|| refusal::missing("masterSiteId"))?;
        let mut here =
            self.network.of_customer(customer).filter(|(_, circuit)| circuit.setup.master_site == site);
        let found = match (call.text("/serviceId"), call.text("/partnerId")) {
            (Some(id), _) => {
                let (place, circuit) =
                    here.find(|(_, circuit)| names(circuit, id)).ok_or_else(refusal::not_naas)?;
                if circuit.setup.partner_id.is_some() {
                    return Err(refusal::no_rule());
                }
                return Ok(place);
            }
            (None, Some(partner)) => {
                here.find(|(_, circuit)| circuit.setup.partner_id.as_deref() == Some(partner))
            }
            (None, None) => None,
        };
        found.map(|(place, _)| place).ok_or_else(refusal::not_naas)
    }

    fn quote_life(&self) -> TimeDelta {
        let scale = i64::from(self.setup.scale.max(1));
        TimeDelta::milliseconds(i64::from(self.setup.quote_seconds) * 1000 / scale)
    }

    /// The tier of a quote that may be ordered now for that circuit.
    pub(super) fn quoted_tier(&self, now: DateTime<Utc>, id: &str, circuit: usize) -> Result<u32, Response> {
        let quote = self.quotes.get(id).ok_or_else(|| refusal::bad_quote(id, "is unknown"))?;
        if quote.used {
            return Err(refusal::bad_quote(id, "was already used"));
        }
        if now >= quote.until {
            return Err(refusal::bad_quote(id, "has expired"));
        }
        if !self.same_price(quote.circuit, circuit) {
            return Err(refusal::bad_quote(id, "was made for another service"));
        }
        Ok(quote.mbps)
    }

    /// A quote names a data center or a port, so it is good for every circuit that the customer has there.
    fn same_price(&self, quoted: usize, ordered: usize) -> bool {
        let (quoted, ordered) = (&self.network.circuits[quoted], &self.network.circuits[ordered]);
        let (one, other) = (&quoted.setup, &ordered.setup);
        let same_port = match (&one.partner_id, &other.partner_id) {
            (None, None) => one.uni == other.uni,
            (one, other) => one == other,
        };
        same_port && one.master_site == other.master_site && quoted.customer == ordered.customer
    }

    pub(super) fn use_quote(&mut self, id: &str) {
        if let Some(quote) = self.quotes.get_mut(id) {
            quote.used = true;
        }
    }
}

fn names(circuit: &Circuit, service: &str) -> bool {
    circuit.setup.id == service || circuit.setup.uni == service
}

fn dollars(price: Decimal) -> String {
    format!("${price}")
}
