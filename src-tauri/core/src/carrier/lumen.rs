//! The `lumen` dialect, the real flow: inventory, tier list, quote, order with action modify, proof by inventory
//! (lumen-api §4). The new tier travels in the quote alone; the order refers to it.

use super::{
    Accepted, InventoryPage, Listed, Modify, PortId, Profile, Quote, Refusal, Request, Response, Site, json,
};
use crate::circuit::{Offer, Seen};
use crate::ids::CircuitId;
use crate::time::Instant;
use crate::units::{Money, Tier};
use serde::Deserialize;
use serde_json::{Value, json};

const PAGE_SIZE: usize = 100;

impl Profile {
    pub(super) fn get(&self, path: &str, query: Vec<(String, String)>) -> Request {
        Request { method: "GET", path: path.to_owned(), query, headers: self.headers(), body: None }
    }

    pub(super) fn post(&self, path: &str, body: &Value) -> Request {
        let mut headers = self.headers();
        headers.push(("content-type".into(), "application/json".into()));
        Request {
            method: "POST",
            path: path.to_owned(),
            query: vec![],
            headers,
            body: Some(body.to_string()),
        }
    }

    fn headers(&self) -> Vec<(String, String)> {
        vec![
            ("accept".into(), "application/json".into()),
            ("x-customer-number".into(), self.customer_number.clone()),
        ]
    }
}

/// All circuits of the customer: `serviceType` knows only `Internet` and `Port` (lumen-api §4.1).
pub(super) fn inventory(profile: &Profile, page: u32) -> Request {
    let query = vec![
        ("serviceType".into(), "Internet".into()),
        ("pageNumber".into(), page.to_string()),
        ("pageSize".into(), PAGE_SIZE.to_string()),
    ];
    profile.get(&profile.paths.inventory, query)
}

#[derive(Deserialize)]
struct Inventory {
    #[serde(rename = "serviceInventory")]
    items: Vec<Value>,
    /// What the carrier made of the page size that was asked for.
    #[serde(rename = "pageSize", default)]
    page_size: Value,
}

/// An item that cannot be read is left out: the circuit then counts as not seen, and nothing is ordered for it.
pub(super) fn read_inventory(response: &Response) -> Result<InventoryPage, Refusal> {
    let Inventory { items, page_size } = json(response)?;
    let stated = page_size.as_u64().or_else(|| page_size.as_str()?.parse().ok());
    let size = stated.and_then(|size| usize::try_from(size).ok()).filter(|size| *size > 0);
    let more = items.len() >= size.unwrap_or(PAGE_SIZE).min(PAGE_SIZE);
    Ok(InventoryPage { more, circuits: items.iter().filter_map(listed).collect() })
}

/// Status and characteristics stand under `product` or at the item's top (lumen-api §4.1).
fn listed(item: &Value) -> Option<Listed> {
    let product = &item["product"];
    let either = |field: &str| if product[field].is_null() { &item[field] } else { &product[field] };
    let characteristic = |name: &str| {
        let all = either("productCharacteristic").as_array()?;
        all.iter().find(|one| one["name"] == name)?["value"].as_str().map(str::to_owned)
    };
    let status = either("status").as_str()?.trim().to_owned();
    let tier: Tier = characteristic("Bandwidth")?.parse().ok()?;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let account = text(&item["billingAccount"]["id"]);
    let account_name =
        text(&item["billingAccount"]["name"]).map(|name| without_suffix(&name, account.as_deref()));
    let site = Site {
        master_site: text(&item["location"]["masterSiteid"])
            .or_else(|| text(&item["location"]["masterSiteId"])),
        data_center: item["locationProfile"]["dataCenter"].as_bool().unwrap_or(false),
        partner: text(&item["locationProfile"]["relatedParty"]["id"]),
        port_service: characteristic("UNI Service ID"),
        account,
        account_name,
    };
    let id = CircuitId(text(&item["serviceId"])?);
    Some(Listed { id, name: characteristic("Customer Service Name"), site, seen: Seen::new(tier, &status) })
}

/// The inventory appends the account id in brackets; sent back so, the firewall refuses it (lumen-api §4.5).
fn without_suffix(name: &str, account: Option<&str>) -> String {
    let suffix = account.map(|account| format!("({account})")).unwrap_or_default();
    let trimmed = name.trim();
    if suffix.is_empty() {
        trimmed.to_owned()
    } else {
        trimmed.trim_end_matches(suffix.as_str()).trim_end().to_owned()
    }
}

/// `serviceId` always and `partnerId` never was the safe form (lumen-api §4.3).
pub(super) fn tiers(profile: &Profile, circuit: &crate::circuit::Circuit) -> Request {
    let mut query = vec![("productCode".into(), profile.literals.product_code.clone())];
    query.extend(circuit.site.master_site.clone().map(|site| ("masterSiteId".into(), site)));
    query.push(("serviceId".into(), circuit.id.0.clone()));
    profile.get(&profile.paths.price, query)
}

#[derive(Deserialize)]
struct Prices {
    #[serde(rename = "pricePerSpeed")]
    rows: Vec<PriceRow>,
}

#[derive(Deserialize)]
struct PriceRow {
    speed: String,
    price: Value,
    #[serde(default)]
    term: String,
}

/// Only rows that can be read as a tier; a price that cannot be read stays unknown.
pub(super) fn read_tiers(profile: &Profile, response: &Response, at: Instant) -> Result<Vec<Offer>, Refusal> {
    let Prices { rows } = json(response)?;
    let hourly =
        rows.iter().filter(|row| row.term.is_empty() || row.term.eq_ignore_ascii_case("hourly rate"));
    let mut offers: Vec<Offer> = hourly
        .filter_map(|row| {
            let tier = row.speed.parse().ok()?;
            Some(Offer {
                tier,
                speed: row.speed.clone(),
                per_hour: price(&row.price, &profile.currency),
                quoted: at,
            })
        })
        .collect();
    offers.sort_by_key(|offer| offer.tier);
    offers.dedup_by_key(|offer| offer.tier);
    Ok(offers)
}

fn price(value: &Value, currency: &str) -> Option<Money> {
    match value {
        Value::String(text) => Money::from_carrier(text, currency),
        Value::Number(number) => Money::from_carrier(&number.to_string(), currency),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// At a data centre by partner, else by port; the second attempt names the other port identifier.
pub(super) fn quote(profile: &Profile, modify: &Modify<'_>, attempt: u32) -> Request {
    let site = &modify.circuit.site;
    let mut body = json!({
        "sourceSystem": profile.literals.source_system,
        "customerPriceRequestDescription": modify.note,
        "customerNumber": profile.customer_number,
        "currencyCode": profile.currency,
        "productCode": profile.literals.product_code,
        "productName": profile.literals.product_name,
        "speed": modify.circuit.speed_text(modify.tier),
    });
    if let Some(master) = &site.master_site {
        body["masterSiteId"] = json!(master);
    }
    match (&site.partner, site.data_center) {
        (Some(partner), true) => body["partnerId"] = json!(partner),
        _ => body["serviceId"] = json!(port_id(profile, modify, attempt)),
    }
    profile.post(&profile.paths.quote, &body)
}

fn port_id<'a>(profile: &Profile, modify: &Modify<'a>, attempt: u32) -> &'a str {
    let own = modify.circuit.id.as_str();
    let port = modify.circuit.site.port_service.as_deref().unwrap_or(own);
    let own_first = profile.port_id == PortId::OwnService;
    if own_first == attempt.is_multiple_of(2) { own } else { port }
}

pub(super) fn read_quote(profile: &Profile, response: &Response, at: Instant) -> Result<Quote, Refusal> {
    let value: Value = json(response)?;
    let id = value["id"].as_str().or_else(|| value["quoteId"].as_str());
    let Some(id) = id else {
        return Err(super::errors::unreadable(response));
    };
    let rows = value["price"].as_array().into_iter().flatten();
    let hourly = rows
        .into_iter()
        .find(|row| row["term"].as_str().is_some_and(|term| term.eq_ignore_ascii_case("hourly rate")));
    Ok(Quote {
        id: id.to_owned(),
        per_hour: hourly.and_then(|row| price(&row["price"], &profile.currency)),
        at,
    })
}

/// Exactly one item, action modify, no characteristics: the quote carries the tier (lumen-api §4.5).
pub(super) fn order(profile: &Profile, modify: &Modify<'_>) -> Request {
    let (literals, contact, site) = (&profile.literals, &profile.contact, &modify.circuit.site);
    let body = json!({
        "externalId": modify.reference,
        "billingAccount": { "id": site.account, "name": site.account_name },
        "channel": [{ "id": literals.channel, "name": literals.source_system }],
        "note": [{ "text": modify.note }],
        "productOrderItem": [{
            "id": "1",
            "quantity": 1,
            "action": "modify",
            "product": {
                "id": modify.circuit.id,
                "productCharacteristic": [],
                "productSpecification": { "id": literals.specification, "name": literals.offering_name },
            },
            "productOffering": { "id": literals.product_code, "name": literals.offering_name },
        }],
        "quote": [{ "id": modify.quote.map(|quote| &quote.id), "name": "quoteId" }],
        "relatedContactInformation": [{
            "number": contact.phone,
            "emailAddress": contact.email,
            "role": "Order Contact",
            "organization": contact.organization,
            "name": contact.name,
            "numberExtension": "",
        }],
    });
    profile.post(&profile.paths.order, &body)
}

/// A success without a readable id is still a success: the order was taken.
pub(super) fn read_order(response: &Response) -> Result<Accepted, Refusal> {
    match json::<Value>(response) {
        Ok(value) => Ok(Accepted { order: value["id"].as_str().map(str::to_owned) }),
        Err(_) if response.is_success() => Ok(Accepted { order: None }),
        Err(refusal) => Err(refusal),
    }
}

#[cfg(test)]
mod tests;
