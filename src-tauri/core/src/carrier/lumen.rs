//! The `lumen` dialect, the real flow: inventory, tier list, quote, order with action modify, proof by inventory
//! (lumen-api §4). The new tier travels in the quote alone; the order refers to it. How the inventory is read is
//! `lumen/inventory.rs`, how a place for a new circuit is found `lumen/finding.rs`, what an order form holds
//! `lumen/ordering.rs`.

mod finding;
mod inventory;
mod ordering;

pub(super) use finding::{
    accounts, places, providers, quote_at, read_accounts, read_address_at, read_places, read_priced,
    read_providers, tiers_at,
};
pub(super) use inventory::{inventory, read_inventory};
pub(super) use ordering::{add, delete, order, rename};

use super::shape::{Met, text};
use super::{
    Accepted, Modify, PortId, Profile, Quote, Read, Refusal, Request, Response, TierList, errors, json,
};
use crate::circuit::Offer;
use crate::time::Instant;
use crate::units::Money;
use serde_json::{Value, json};

/// `serviceId` always and `partnerId` never was the safe form (lumen-api §4.3).
pub(super) fn tiers(profile: &Profile, circuit: &crate::circuit::Circuit) -> Request {
    let mut query = vec![("productCode".into(), profile.literals.product_code.clone())];
    query.extend(circuit.site.master_site.clone().map(|site| ("masterSiteId".into(), site)));
    query.push(("serviceId".into(), circuit.id.0.clone()));
    profile.get(&profile.paths.price, query)
}

/// Only rows that can be read as a tier; a price that cannot be read stays unknown. Rows stand under `pricePerSpeed`
/// with their unit, or under `offerings` with a number and a price of several terms.
pub(super) fn read_tiers(
    profile: &Profile,
    response: &Response,
    at: Instant,
) -> Result<Read<TierList>, Refusal> {
    let value: Value = json(response)?;
    let mut met = Met::default();
    let rows = met.first("tiers", &[("", &value)], &["pricePerSpeed", "offerings"]);
    let rows = rows.and_then(Value::as_array).ok_or_else(|| errors::unreadable(response))?;
    let mut offers: Vec<Offer> =
        rows.iter().filter(|row| is_hourly(row)).filter_map(|row| offer(profile, row, at)).collect();
    offers.sort_by_key(|offer| offer.tier);
    offers.dedup_by_key(|offer| offer.tier);
    Ok(met.with(TierList { offers, port_limit: None }))
}

fn is_hourly(row: &Value) -> bool {
    row["term"].as_str().is_none_or(|term| term.is_empty() || term.eq_ignore_ascii_case("hourly rate"))
}

fn offer(profile: &Profile, row: &Value, at: Instant) -> Option<Offer> {
    let tier = super::shape::tier(&row["speed"])?;
    let speed = if row["speed"].is_string() { text(&row["speed"])? } else { format!("{} Mbps", tier.mbps()) };
    Some(Offer { tier, speed, per_hour: price(&row["price"], &profile.currency), quoted: at })
}

pub(super) fn price(value: &Value, currency: &str) -> Option<Money> {
    match value {
        Value::String(text) => Money::from_carrier(text, currency),
        Value::Number(number) => Money::from_carrier(&number.to_string(), currency),
        Value::Object(terms) => terms.get("hourly").and_then(|hourly| price(hourly, currency)),
        Value::Null | Value::Bool(_) | Value::Array(_) => None,
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

/// The quote's id stands under `id` or `quoteId`; the customer it was made for is compared with the profile's.
pub(super) fn read_quote(
    profile: &Profile,
    response: &Response,
    at: Instant,
) -> Result<Read<Quote>, Refusal> {
    let value: Value = json(response)?;
    let mut met = Met::default();
    let id = met.text("quote", &[("", &value)], &["id", "quoteId"]);
    let id = id.ok_or_else(|| errors::unreadable(response))?;
    profile.is_for_us(&[&value["priceRequest"]["customerNumber"], &value["customerNumber"]], response)?;
    let hourly = match value["price"].as_array() {
        Some(rows) => {
            rows.iter().find(|row| row["term"].is_string() && is_hourly(row)).map(|row| &row["price"])
        }
        None => Some(&value["price"]),
    };
    let per_hour = hourly.and_then(|hourly| price(hourly, &profile.currency));
    Ok(met.with(Quote { id, per_hour, at }))
}

/// A success without a readable id is still a success: the order was taken.
pub(super) fn read_order(response: &Response) -> Result<Accepted, Refusal> {
    match json::<Value>(response) {
        Ok(value) => Ok(Accepted { order: text(&value["id"]) }),
        Err(_) if response.is_success() => Ok(Accepted { order: None }),
        Err(refusal) => Err(refusal),
    }
}

#[cfg(test)]
mod tests;
