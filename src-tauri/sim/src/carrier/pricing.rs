//! Tier lists and quotes of the `lumen` dialect. Owns how a circuit is identified there, which differs between data
//! centers (`partnerId`) and customer ports (`serviceId`), and the life of a quote.

use super::route::Call;
use super::{Carrier, Reply};
use crate::bandwidth;
use crate::http::{Request, Response};
use crate::network::Circuit;
use crate::refusal;
use crate::setup::{LocationSetup, TierSetup};
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
    of: Quoted,
    pub(super) mbps: u32,
    until: DateTime<Utc>,
    used: bool,
}

/// What a quote is good for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Quoted {
    /// Every circuit that the customer has on the port of this one.
    Port(usize),
    /// Every circuit of the customer in a data center, there already or new.
    Center { customer: usize, site: String, partner: String },
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
        let tiers = match (circuit, request.parameter("serviceId"), self.location_of(site)) {
            (_, None, Some(location)) => &location.tiers,
            (Some((_, circuit)), _, _) => &circuit.setup.tiers,
            (None, _, _) => return Err(refusal::not_naas()),
        };
        let row = |tier: &TierSetup| {
            json!({
                "speed": bandwidth::mega(tier.mbps), "price": tier.price.map(dollars), "term": "Hourly Rate",
                "displayValue": bandwidth::usual(tier.mbps),
            })
        };
        let place = match self.location_of(site) {
            Some(one) => json!({
                "masterSiteId": site, "streetAddress": one.street, "city": one.city,
                "stateOrProvince": one.state, "country": "US", "postCode": one.post_code,
            }),
            None => json!({"masterSiteId": site, "city": "Denver", "stateOrProvince": "CO", "country": "US"}),
        };
        let rows: Vec<Value> = tiers.iter().map(row).collect();
        Ok(Response::json(200, &json!({"location": [place], "pricePerSpeed": rows})))
    }

    pub(super) fn quote(&mut self, now: DateTime<Utc>, customer: usize, call: &Call<'_>) -> Reply {
        self.check_quote_form(customer, call)?;
        let of = self.quoted(customer, call)?;
        let tiers = self.tiers_quoted(&of);
        let speed = call.text("/speed").ok_or_else(|| refusal::missing("speed"))?;
        let unreadable = || refusal::invalid("speed", &format!("\"{speed}\" is no speed"));
        let mbps = bandwidth::read(speed).ok_or_else(unreadable)?;
        let Some(tier) = tiers.iter().find(|tier| tier.mbps == mbps) else {
            return Err(match &of {
                Quoted::Port(place) => refusal::no_tier("speed", mbps, &self.network.circuits[*place].setup),
                Quoted::Center { .. } => {
                    refusal::invalid("speed", &format!("{} is not offered here", bandwidth::usual(mbps)))
                }
            });
        };
        let hourly = tier.price;
        let monthly = hourly.map(|price| price * Decimal::from(HOURS_A_MONTH));
        self.quoted += 1;
        let id = format!("NaaS-{}", 20_000 + self.quoted);
        let quote = Quote { of, mbps, until: now + self.quote_life(), used: false };
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

    /// What a thing that is quoted can have.
    fn tiers_quoted(&self, of: &Quoted) -> &[TierSetup] {
        match of {
            Quoted::Port(place) => &self.network.circuits[*place].setup.tiers,
            Quoted::Center { customer, site, partner } => {
                let location = self.location_of(site).map(|location| &location.tiers[..]);
                let there = |circuit: &&Circuit| is_at(circuit, site, partner);
                let circuits = self.network.of_customer(*customer).map(|(_, circuit)| circuit);
                let own = || circuits.into_iter().find(there).map(|circuit| &circuit.setup.tiers[..]);
                location.or_else(own).unwrap_or_default()
            }
        }
    }

    /// A data center is named by its partner, a customer port by the port's or the circuit's service id.
    fn quoted(&self, customer: usize, call: &Call<'_>) -> Result<Quoted, Response> {
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
                return Ok(Quoted::Port(place));
            }
            (None, Some(partner)) => {
                let has_circuit = here.any(|(_, circuit)| is_at(circuit, site, partner));
                let is_location = self.location_of(site).is_some_and(|one| one.provider == partner);
                (has_circuit || is_location).then_some(partner)
            }
            (None, None) => None,
        };
        let partner = found.ok_or_else(refusal::not_naas)?;
        Ok(Quoted::Center { customer, site: site.to_owned(), partner: partner.to_owned() })
    }

    fn quote_life(&self) -> TimeDelta {
        let scale = i64::from(self.setup.scale.max(1));
        TimeDelta::milliseconds(i64::from(self.setup.quote_seconds) * 1000 / scale)
    }

    /// The tier of a quote that may be ordered now for that circuit.
    pub(super) fn quoted_tier(&self, now: DateTime<Utc>, id: &str, circuit: usize) -> Result<u32, Response> {
        let quote = self.good_quote(now, id)?;
        if !self.same_price(&quote.of, circuit) {
            return Err(refusal::bad_quote(id, "was made for another service"));
        }
        Ok(quote.mbps)
    }

    /// Where and how fast a new circuit may be that is ordered by this quote.
    pub(super) fn quoted_new(
        &self,
        now: DateTime<Utc>,
        id: &str,
        customer: usize,
    ) -> Result<(&LocationSetup, u32), Response> {
        let quote = self.good_quote(now, id)?;
        let location = match &quote.of {
            Quoted::Center { customer: whose, site, .. } if *whose == customer => self.location_of(site),
            Quoted::Center { .. } | Quoted::Port(_) => None,
        };
        location
            .map(|location| (location, quote.mbps))
            .ok_or_else(|| refusal::bad_quote(id, "was not made for a new service at a location"))
    }

    fn good_quote(&self, now: DateTime<Utc>, id: &str) -> Result<&Quote, Response> {
        let quote = self.quotes.get(id).ok_or_else(|| refusal::bad_quote(id, "is unknown"))?;
        if quote.used {
            return Err(refusal::bad_quote(id, "was already used"));
        }
        if now >= quote.until {
            return Err(refusal::bad_quote(id, "has expired"));
        }
        Ok(quote)
    }

    /// A quote names a data center or a port, so it is good for every circuit that the customer has there.
    fn same_price(&self, of: &Quoted, ordered: usize) -> bool {
        let ordered = &self.network.circuits[ordered];
        match of {
            Quoted::Center { customer, site, partner } => {
                *customer == ordered.customer && is_at(ordered, site, partner)
            }
            Quoted::Port(place) => {
                let (one, other) = (&self.network.circuits[*place], &ordered.setup);
                let is_port = other.partner_id.is_none() && one.setup.uni == other.uni;
                is_port && one.setup.master_site == other.master_site && one.customer == ordered.customer
            }
        }
    }

    pub(super) fn use_quote(&mut self, id: &str) {
        if let Some(quote) = self.quotes.get_mut(id) {
            quote.used = true;
        }
    }
}

fn is_at(circuit: &Circuit, site: &str, partner: &str) -> bool {
    circuit.setup.master_site == site && circuit.setup.partner_id.as_deref() == Some(partner)
}

fn names(circuit: &Circuit, service: &str) -> bool {
    circuit.setup.id == service || circuit.setup.uni == service
}

fn dollars(price: Decimal) -> String {
    format!("${price}")
}
