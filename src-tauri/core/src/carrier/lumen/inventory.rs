//! The inventory of the `lumen` dialect, in every form that was seen or published (lumen-api §4.1): items under
//! `serviceInventory` or `services`, status and characteristics under `product` or at the item's top, `masterSiteid`
//! with its small d, the bandwidth among the characteristics or as a field of its own.

use crate::carrier::shape::{Met, text, tier, whole};
use crate::carrier::{InventoryPage, Listed, Profile, Read, Refusal, Request, Response, Site, errors, json};
use crate::ids::CircuitId;
use crate::units::Tier;
use serde_json::Value;

const PAGE_SIZE: usize = 100;

/// All circuits of the customer: `serviceType` knows only `Internet` and `Port`.
pub(in crate::carrier) fn inventory(profile: &Profile, page: u32) -> Request {
    let query = vec![
        ("serviceType".into(), "Internet".into()),
        ("pageNumber".into(), page.to_string()),
        ("pageSize".into(), PAGE_SIZE.to_string()),
    ];
    profile.get(&profile.paths.inventory, query)
}

/// An item that cannot be read is left out: the circuit then counts as not seen, and nothing is ordered for it.
pub(in crate::carrier) fn read_inventory(
    profile: &Profile,
    response: &Response,
) -> Result<Read<InventoryPage>, Refusal> {
    let value: Value = json(response)?;
    let mut met = Met::default();
    let items = met.first("circuits", &[("", &value)], &["serviceInventory", "services"]);
    let items = items.and_then(Value::as_array).ok_or_else(|| errors::unreadable(response))?;
    for item in items {
        profile.is_for_us(&[&item["customerNumber"]], response)?;
    }
    // What the carrier made of the page size that was asked for.
    let size = whole(&value["pageSize"]).and_then(|size| usize::try_from(size).ok()).filter(|size| *size > 0);
    let more = items.len() >= size.unwrap_or(PAGE_SIZE).min(PAGE_SIZE);
    let circuits = items.iter().filter_map(|item| listed(profile, item, &mut met)).collect();
    Ok(met.with(InventoryPage { more, circuits }))
}

fn listed(profile: &Profile, item: &Value, met: &mut Met) -> Option<Listed> {
    let places = [("product.", &item["product"]), ("", item)];
    let status = met.text("status", &places, &["status"])?;
    let characteristics = met.first("characteristics", &places, &["productCharacteristic"]);
    let characteristic = |name: &str| {
        let all = characteristics.and_then(Value::as_array)?;
        all.iter().find(|one| one["name"] == name).map(|one| &one["value"])
    };
    let tier = match characteristic("Bandwidth") {
        Some(bandwidth) => tier(bandwidth)?,
        None => bare_tier(item, met)?,
    };
    let own_name = || characteristic("Customer Service Name").and_then(text);
    Some(Listed {
        id: CircuitId(met.text("id", &[("", item)], &["serviceId", "id"])?),
        name: own_name().or_else(|| text(&item["name"])),
        site: site(item, characteristic("UNI Service ID").and_then(text), met),
        seen: profile.words.seen(tier, &status),
    })
}

/// A number with its unit beside it.
fn bare_tier(item: &Value, met: &mut Met) -> Option<Tier> {
    let number = text(met.first("bandwidth", &[("", item)], &["bandwidth"])?)?;
    let unit = text(&item["bandwidthUnit"]).unwrap_or_default();
    tier(&Value::String(format!("{number} {unit}")))
}

fn site(item: &Value, port: Option<String>, met: &mut Met) -> Site {
    let account = text(&item["billingAccount"]["id"]).or_else(|| text(&item["billingAccountId"]));
    let name = text(&item["billingAccount"]["name"]);
    let at = [("location.", &item["location"]), ("", item)];
    Site {
        master_site: met.text("site", &at, &["masterSiteid", "masterSiteId"]),
        data_center: item["locationProfile"]["dataCenter"].as_bool().unwrap_or(false),
        partner: text(&item["locationProfile"]["relatedParty"]["id"]),
        port_service: port.or_else(|| text(&item["mUniServiceId"])),
        account_name: name.map(|name| without_suffix(&name, account.as_deref())),
        account,
        ..Site::default()
    }
}

/// The inventory appends the account id in brackets; sent back so, the firewall refuses it (lumen-api §4.5).
pub(super) fn without_suffix(name: &str, account: Option<&str>) -> String {
    let suffix = account.map(|account| format!("({account})")).unwrap_or_default();
    let trimmed = name.trim();
    if suffix.is_empty() {
        trimmed.to_owned()
    } else {
        trimmed.trim_end_matches(suffix.as_str()).trim_end().to_owned()
    }
}
