//! The `naas-v1` dialect: `POST modifyBandwidth`, then the order's own state (lumen-api §9 B, §10). It has no
//! reference field: a lost reply is resolved by the inventory alone. Inventory and prices are named by its description
//! and nowhere described: they are read as the profile's shapes say, or, in a profile that was made before there were
//! any, as `lumen` has them.

use super::request::with_id;
use super::shape::{self, Met, text};
use super::shapes::{Shapes, at};
use super::{
    Accepted, InventoryPage, Listed, Modify, OrderState, Place, PlacesPage, Profile, Read, Refusal, Request,
    Response, Site, Spot, TierList, errors, json, lumen,
};
use crate::circuit::{Circuit, Offer};
use crate::ids::CircuitId;
use crate::new_circuit::NewCircuit;
use crate::time::Instant;
use crate::units::Tier;
use serde::Deserialize;
use serde_json::{Value, json};

/// All circuits at once: how its pages are asked for is not documented.
pub(super) fn inventory(profile: &Profile, page: u32) -> Request {
    match profile.shapes {
        Some(_) => profile.get(&profile.paths.inventory, vec![]),
        None => lumen::inventory(profile, page),
    }
}

pub(super) fn read_inventory(profile: &Profile, response: &Response) -> Result<Read<InventoryPage>, Refusal> {
    let Some(shapes) = &profile.shapes else { return lumen::read_inventory(profile, response) };
    let value: Value = json(response)?;
    let items = at(&value, &shapes.circuits).as_array().ok_or_else(|| errors::unreadable(response))?;
    for item in items {
        profile.is_for_us(&[&item["customerNumber"]], response)?;
    }
    let mut met = Met::default();
    met.note(format!("circuits under {}", shapes.circuits));
    let circuits = items.iter().filter_map(|item| listed(profile, shapes, item)).collect();
    Ok(met.with(InventoryPage { circuits, more: false }))
}

fn listed(profile: &Profile, shapes: &Shapes, item: &Value) -> Option<Listed> {
    let status = text(at(item, &shapes.circuit_status))?;
    let site = Site {
        master_site: text(at(item, &shapes.circuit_place)),
        account: text(at(item, &shapes.circuit_account)),
        ..Site::default()
    };
    Some(Listed {
        id: CircuitId(text(at(item, &shapes.circuit_id))?),
        name: text(at(item, &shapes.circuit_name)),
        site,
        seen: profile.words.seen(quantity(at(item, &shapes.circuit_bandwidth))?, &status),
    })
}

/// A bandwidth as an object of value and unit, as a text, or as a number of Mbps.
fn quantity(value: &Value) -> Option<Tier> {
    if !value.is_object() {
        return shape::tier(value);
    }
    let unit = text(&value["unit"]).unwrap_or_default();
    shape::tier(&Value::String(format!("{} {unit}", text(&value["value"])?)))
}

pub(super) fn tiers(profile: &Profile, circuit: &Circuit) -> Request {
    match profile.shapes {
        Some(_) => {
            let query = vec![("inventoryItemId".into(), circuit.id.0.clone())];
            profile.get(&profile.paths.price, query)
        }
        None => lumen::tiers(profile, circuit),
    }
}

pub(super) fn read_tiers(
    profile: &Profile,
    response: &Response,
    now: Instant,
) -> Result<Read<TierList>, Refusal> {
    let Some(shapes) = &profile.shapes else { return lumen::read_tiers(profile, response, now) };
    let value: Value = json(response)?;
    let rows = at(&value, &shapes.tiers).as_array().ok_or_else(|| errors::unreadable(response))?;
    let offer = |row: &Value| {
        let tier = quantity(at(row, &shapes.tier_bandwidth))?;
        let per_hour = lumen::price(at(row, &shapes.tier_price), &profile.currency);
        Some(Offer { tier, speed: format!("{} Mbps", tier.mbps()), per_hour, quoted: now })
    };
    let mut offers: Vec<Offer> = rows.iter().filter_map(offer).collect();
    offers.sort_by_key(|offer| offer.tier);
    offers.dedup_by_key(|offer| offer.tier);
    let mut met = Met::default();
    met.note(format!("tiers under {}", shapes.tiers));
    Ok(met.with(TierList { offers, port_limit: None }))
}

/// Which places fit an address: not documented, asked and read as the profile's shapes say.
pub(super) fn address(profile: &Profile, address: &str) -> Request {
    let shapes = shapes(profile);
    let query = vec![(shapes.asked_address, address.to_owned())];
    profile.get(&profile.path(|paths| &paths.location), query)
}

pub(super) fn read_places(profile: &Profile, response: &Response) -> Result<Read<PlacesPage>, Refusal> {
    let shapes = shapes(profile);
    let value: Value = json(response)?;
    let items = at(&value, &shapes.places).as_array().ok_or_else(|| errors::unreadable(response))?;
    let place = |item: &Value| {
        Some(Place {
            id: text(at(item, &shapes.place_id))?,
            address: text(at(item, &shapes.place_address)).unwrap_or_default(),
            name: None,
            market: None,
            enabled: at(item, &shapes.place_enabled).as_bool(),
            speeds: vec![],
        })
    };
    let places: Vec<Place> = items.iter().filter_map(place).collect();
    let mut met = Met::default();
    met.note(format!("places under {}", shapes.places));
    let total = u64::try_from(places.len()).ok();
    Ok(met.with(PlacesPage { places, total, more: false }))
}

pub(super) fn tiers_at(profile: &Profile, spot: &Spot) -> Request {
    let query = vec![(shapes(profile).asked_place, spot.place.clone())];
    profile.get(&profile.paths.price, query)
}

/// A new circuit: not documented, written as the profile's shapes say.
pub(super) fn add(profile: &Profile, new: &NewCircuit) -> Request {
    let shapes = shapes(profile);
    let mut body = json!({});
    body[shapes.asked_place.as_str()] = json!(new.spot.place);
    body[shapes.asked_bandwidth.as_str()] = json!({ "value": new.tier.mbps(), "unit": "Mbps" });
    body[shapes.asked_name.as_str()] = json!(new.name);
    if !new.account.is_empty() {
        body[shapes.asked_account.as_str()] = json!(new.account);
    }
    profile.post(&profile.paths.order, &body)
}

/// A profile that is older than the shapes has the usual ones.
fn shapes(profile: &Profile) -> Shapes {
    profile.shapes.clone().unwrap_or_default()
}

#[derive(Deserialize)]
struct Ordered {
    #[serde(rename = "orderId")]
    order_id: Option<String>,
}

#[derive(Deserialize)]
struct State {
    state: String,
    #[serde(default)]
    message: Option<String>,
}

pub(super) fn order(profile: &Profile, modify: &Modify<'_>) -> Request {
    let body = json!({
        "inventoryItemId": modify.circuit.id,
        "bandwidth": { "value": modify.tier.mbps(), "unit": "Mbps" },
    });
    profile.post(&profile.paths.modify, &body)
}

/// A success without a readable order id is still a success: the order was taken.
pub(super) fn read_order(response: &Response) -> Result<Accepted, Refusal> {
    match json::<Ordered>(response) {
        Ok(ordered) => Ok(Accepted { order: ordered.order_id }),
        Err(_) if response.is_success() => Ok(Accepted { order: None }),
        Err(refusal) => Err(refusal),
    }
}

pub(super) fn follow(profile: &Profile, order: &str) -> Request {
    profile.get(&with_id(&profile.paths.order_state, order), vec![])
}

pub(super) fn read_follow(profile: &Profile, response: &Response) -> Result<OrderState, Refusal> {
    let State { state, message } = json(response)?;
    Ok(profile.words.order_state(&state, &message.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carrier::Dialect;

    fn reply(status: u16, body: &str) -> Response {
        Response { status, headers: vec![], body: body.into() }
    }

    #[test]
    fn every_state_word_has_a_meaning() {
        let profile = Profile::new(Dialect::NaasV1, "https://carrier.example", "1-EXMPL");
        let state = |word: &str| {
            read_follow(&profile, &reply(200, &format!(r#"{{"orderId":"1","state":"{word}"}}"#))).unwrap()
        };
        assert_eq!(state("COMPLETED"), OrderState::Completed);
        assert_eq!(state("Canceled"), OrderState::Cancelled(String::new()));
        assert_eq!(state("FAILED"), OrderState::Failed(String::new()));
        assert_eq!(state("HELD"), OrderState::Working("HELD".into()));
    }

    #[test]
    fn a_success_that_cannot_be_read_was_accepted() {
        assert_eq!(read_order(&reply(200, "garbage")), Ok(Accepted { order: None }));
        assert_eq!(
            read_order(&reply(200, r#"{"orderId":"ORD-1"}"#)),
            Ok(Accepted { order: Some("ORD-1".into()) })
        );
        assert!(read_order(&reply(503, "")).is_err());
    }
}
