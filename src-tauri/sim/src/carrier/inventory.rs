//! The inventory, which all dialects prove their changes by. Owns its shape and its paging.
//! An order that failed or was cancelled leaves no trace here but the old bandwidth.

use super::{Carrier, Reply};
use crate::bandwidth::Spelling;
use crate::http::{Request, Response};
use crate::network::Circuit;
use crate::refusal;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

const PAGE_SIZE: usize = 10;
const LARGEST_PAGE: usize = 100;

impl Carrier {
    pub(super) fn inventory(&self, now: DateTime<Utc>, customer: usize, request: &Request) -> Reply {
        let kind = request.parameter("serviceType").unwrap_or("Internet");
        if kind != "Internet" && kind != "Port" {
            return Err(refusal::plain(500, "Internal Server Error"));
        }
        let wanted = request.parameter("serviceId");
        let found: Vec<(usize, &Circuit)> = self
            .network
            .of_customer(customer)
            .filter(|(_, circuit)| kind == "Internet" && wanted.is_none_or(|id| circuit.setup.id == id))
            .collect();
        if let (true, Some(id)) = (found.is_empty(), wanted) {
            return Err(refusal::not_found(&format!("no service {id}")));
        }
        let page = number(request, "pageNumber", 1)?;
        let size = number(request, "pageSize", PAGE_SIZE)?.min(LARGEST_PAGE);
        let items: Vec<Value> = found
            .into_iter()
            .skip((page - 1).saturating_mul(size))
            .take(size)
            .map(|(place, circuit)| self.item(now, place, circuit))
            .collect();
        Ok(Response::json(200, &json!({"serviceInventory": items, "pageNumber": page, "pageSize": size})))
    }

    fn item(&self, now: DateTime<Utc>, place: usize, circuit: &Circuit) -> Value {
        let setup = &circuit.setup;
        let bandwidth = Spelling::of(place).write(circuit.shown(now));
        let mut characteristics = vec![
            json!({"name": "Customer Service Name", "value": setup.name}),
            json!({"name": "Bandwidth", "value": bandwidth}),
        ];
        if setup.partner_id.is_none() {
            characteristics.push(json!({"name": "UNI Service ID", "value": setup.uni}));
        }
        characteristics.push(json!({"name": "IPV4 Block Size", "value": "/29"}));
        let mut item = json!({
            "serviceId": setup.id,
            "billingAccount": {"id": setup.account_id, "name": setup.account_name},
            "location": {"masterSiteid": setup.master_site},
            "locationProfile": profile(setup.partner_id.as_deref()),
        });
        let product = json!({"status": circuit.status(), "productCharacteristic": characteristics});
        if self.setup.flat_inventory {
            item["status"] = product["status"].clone();
            item["productCharacteristic"] = product["productCharacteristic"].clone();
        } else {
            item["product"] = product;
        }
        item
    }
}

fn profile(partner: Option<&str>) -> Value {
    match partner {
        Some(partner) => json!({"dataCenter": true, "relatedParty": {"id": partner}}),
        None => json!({"dataCenter": false}),
    }
}

pub(super) fn number(request: &Request, name: &str, usual: usize) -> Result<usize, Response> {
    match request.parameter(name).map(str::parse::<usize>) {
        None => Ok(usual),
        Some(Ok(number)) if number > 0 => Ok(number),
        Some(_) => Err(refusal::invalid(name, &format!("{name} must be a number from 1"))),
    }
}
