//! The `naas-v1` dialect: one call that changes a bandwidth, one that reads the order back, and the inventory and prices
//! that its description names and nowhere describes: their fields are our own. It has no field for a reference of the
//! client's.

use super::ordering::Born;
use super::route::Call;
use super::{Barred, Carrier, Reply};
use crate::bandwidth;
use crate::http::{Request, Response};
use crate::network::Circuit;
use crate::refusal;
use crate::setup::{LocationSetup, TierSetup};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

impl Carrier {
    pub(super) fn modify(&mut self, now: DateTime<Utc>, customer: usize, call: &Call<'_>) -> Reply {
        let Some(body) = &call.body else {
            return Err(refusal::plain(400, "The body is not valid JSON"));
        };
        let id = call.text("/inventoryItemId").ok_or_else(|| refusal::missing("inventoryItemId"))?;
        let (place, circuit) = self
            .network
            .of_customer(customer)
            .find(|(_, circuit)| circuit.setup.id == id)
            .ok_or_else(|| refusal::not_found(&format!("no inventory item {id}")))?;
        let mbps = bandwidth_of(body).ok_or_else(|| {
            refusal::invalid("bandwidth", "bandwidth must have a whole value and the unit Mbps or Gbps")
        })?;
        if !circuit.offers(mbps) {
            return Err(refusal::no_tier("bandwidth", mbps, &circuit.setup));
        }
        match self.barred(now, place) {
            Some(Barred::Status(status)) => {
                return Err(refusal::plain(409, &refusal::locked_text(id, &status)));
            }
            Some(Barred::Quota(per_day)) => return Err(refusal::quota(per_day)),
            None => {}
        }
        let order = format!("ORD-{}", self.next_order() + 1);
        self.accept(now, place, mbps, &order, None);
        Ok(Response::json(200, &json!({"orderId": order})))
    }

    pub(super) fn naas_inventory(&self, now: DateTime<Utc>, customer: usize) -> Response {
        let item = |(place, circuit): (usize, &Circuit)| {
            let setup = &circuit.setup;
            json!({
                "inventoryItemId": setup.id, "name": setup.name, "status": circuit.status(),
                "bandwidth": quantity(place, circuit.shown(now)),
                "locationId": setup.master_site, "billingAccountId": setup.account_id,
            })
        };
        let all: Vec<Value> = self.network.of_customer(customer).map(item).collect();
        Response::json(200, &json!({"inventory": all}))
    }

    pub(super) fn naas_prices(&self, customer: usize, request: &Request) -> Reply {
        if let Some(site) = request.parameter("locationId") {
            let location = self.location_of(site);
            let location = location.ok_or_else(|| refusal::not_found(&format!("no location {site}")))?;
            return Ok(prices(0, &location.tiers));
        }
        let id = request.parameter("inventoryItemId").ok_or_else(|| refusal::missing("inventoryItemId"))?;
        let (place, circuit) = self
            .network
            .of_customer(customer)
            .find(|(_, circuit)| circuit.setup.id == id)
            .ok_or_else(|| refusal::not_found(&format!("no inventory item {id}")))?;
        Ok(prices(place, &circuit.setup.tiers))
    }

    /// The locations whose address has all the words of the one asked for.
    pub(super) fn naas_locations(&self, request: &Request) -> Reply {
        let wanted = request.parameter("address").ok_or_else(|| refusal::missing("address"))?;
        let wanted = wanted.to_ascii_lowercase();
        let words: Vec<&str> = wanted.split([' ', ',']).filter(|word| !word.is_empty()).collect();
        let address =
            |one: &LocationSetup| format!("{}, {}, {} {}", one.street, one.city, one.state, one.post_code);
        let fits = |one: &&LocationSetup| {
            let has = address(one).to_ascii_lowercase();
            words.iter().all(|word| has.contains(word))
        };
        let row = |one: &LocationSetup| json!({"locationId": one.master_site, "address": address(one), "qualified": one.enabled});
        let all: Vec<Value> = self.setup.locations.iter().filter(fits).map(row).collect();
        Ok(Response::json(200, &json!({"locations": all})))
    }

    /// A new circuit, by place, bandwidth and name.
    pub(super) fn naas_add(&mut self, now: DateTime<Utc>, customer: usize, call: &Call<'_>) -> Reply {
        let body = call.body.as_ref().ok_or_else(|| refusal::plain(400, "The body is not valid JSON"))?;
        let site = call.text("/locationId").ok_or_else(|| refusal::missing("locationId"))?;
        let name =
            call.text("/name").filter(|name| !name.is_empty()).ok_or_else(|| refusal::missing("name"))?;
        let mbps = bandwidth_of(body).ok_or_else(|| {
            refusal::invalid("bandwidth", "bandwidth must have a whole value and the unit Mbps or Gbps")
        })?;
        let location = self.location_of(site).cloned();
        let location = location.ok_or_else(|| refusal::not_found(&format!("no location {site}")))?;
        if !location.tiers.iter().any(|tier| tier.mbps == mbps) {
            return Err(refusal::invalid(
                "bandwidth",
                &format!("{} is not offered here", bandwidth::usual(mbps)),
            ));
        }
        let usual = self.usual_account(customer);
        let account = call.text("/billingAccountId").map_or(usual.clone(), |id| (id.to_owned(), usual.1));
        let order = format!("ORD-{}", self.next_order() + 1);
        let born = Born { location: &location, name: name.to_owned(), mbps, account };
        self.bear(now, customer, born, &order, None)?;
        Ok(Response::json(200, &json!({"orderId": order})))
    }

    pub(super) fn naas_order(&self, customer: usize, id: &str) -> Reply {
        let number = &self.setup.customers[customer].number;
        let order = self.network.order(id).filter(|order| order.customer == *number);
        let order = order.ok_or_else(|| refusal::not_found(&format!("no order {id}")))?;
        Ok(Response::json(200, &json!({"orderId": order.id, "state": order.state().name()})))
    }
}

fn prices(place: usize, tiers: &[TierSetup]) -> Response {
    let row = |tier: &TierSetup| {
        let price = tier.price.map(|price| price.to_string());
        json!({"bandwidth": quantity(place, tier.mbps), "hourlyPrice": price})
    };
    let rows: Vec<Value> = tiers.iter().map(row).collect();
    Response::json(200, &json!({"prices": rows}))
}

/// Value and unit; every other circuit counts in Gbps where it can.
fn quantity(place: usize, mbps: u32) -> Value {
    if place % 2 == 1 && mbps.is_multiple_of(1000) {
        json!({"value": mbps / 1000, "unit": "Gbps"})
    } else {
        json!({"value": mbps, "unit": "Mbps"})
    }
}

/// The bandwidth a body asks for, in Mbps.
pub(super) fn bandwidth_of(body: &Value) -> Option<u32> {
    let bandwidth = &body["bandwidth"];
    let value = bandwidth["value"].as_u64()?;
    bandwidth::read(&format!("{value} {}", bandwidth["unit"].as_str()?))
}
