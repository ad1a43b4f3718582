//! How the `lumen` dialect asks for providers, places, prices at a place, a quote there, and billing accounts
//! (lumen-api §4.2 to §4.4, §4.11). Forms that only a simulator of somebody else's prints are read too.

use super::{price, read_quote};
use crate::carrier::shape::{Met, text, tier, whole};
use crate::carrier::{
    Account, Place, PlacesPage, Priced, Profile, Provider, Read, Refusal, Request, Response, Spot, errors,
    json,
};
use crate::time::Instant;
use crate::units::Tier;
use serde_json::{Value, json};

/// Asked for at once; the carrier may give fewer.
const PAGE_SIZE: u64 = 100;

pub(in crate::carrier) fn providers(profile: &Profile) -> Request {
    profile.get(&profile.path(|paths| &paths.provider), vec![])
}

pub(in crate::carrier) fn read_providers(response: &Response) -> Result<Read<Vec<Provider>>, Refusal> {
    let value: Value = json(response)?;
    let mut met = Met::default();
    let items = met.first("providers", &[("", &value)], &["listPartners", "providers"]);
    let items = items.and_then(Value::as_array).ok_or_else(|| errors::unreadable(response))?;
    let provider = |item: &Value| {
        let id = text(&item["id"]).or_else(|| text(&item["providerId"]))?;
        Some(Provider {
            name: text(&item["name"]).unwrap_or_else(|| id.clone()),
            kind: text(&item["partnerType"]),
            id,
        })
    };
    let all = items.iter().filter_map(provider).collect();
    Ok(met.with(all))
}

/// How further pages are asked for is not documented; the inventory's way is taken, and the reply's numbers believed.
pub(in crate::carrier) fn places(profile: &Profile, provider: &str, page: u32) -> Request {
    let query = [("partnerId", provider.to_owned())].into_iter().chain(paged(page));
    profile.get(
        &profile.path(|paths| &paths.location),
        query.map(|(name, value)| (name.into(), value)).collect(),
    )
}

fn paged(page: u32) -> [(&'static str, String); 2] {
    [("pageNumber", page.to_string()), ("pageSize", PAGE_SIZE.to_string())]
}

/// What is said of a place stands beside its address or, as printed in the documentation, at the top of the reply.
pub(in crate::carrier) fn read_places(response: &Response) -> Result<Read<PlacesPage>, Refusal> {
    let value: Value = json(response)?;
    let mut met = Met::default();
    let items = met.first("places", &[("", &value)], &["location", "locations"]);
    let items = items.and_then(Value::as_array).ok_or_else(|| errors::unreadable(response))?;
    let numbers = value["pagination"].get(0).unwrap_or(&value["pagination"]);
    let total = whole(&numbers["totalRecords"]);
    let more = match (total, whole(&numbers["pageNumber"]), whole(&numbers["pageSize"])) {
        (Some(total), Some(page), Some(size)) => page.saturating_mul(size) < total,
        _ => u64::try_from(items.len()).is_ok_and(|items| items >= PAGE_SIZE),
    };
    let places = items.iter().filter_map(|item| place(&value, item, &mut met)).collect();
    Ok(met.with(PlacesPage { places, total, more }))
}

fn place(top: &Value, item: &Value, met: &mut Met) -> Option<Place> {
    let at = [("location.", item), ("", top)];
    Some(Place {
        id: met.text("place", &[("", item)], &["masterSiteId", "masterSiteid"])?,
        address: address(item),
        name: met.text("name", &at, &["partner", "name"]),
        market: met.text("market", &at, &["market"]),
        enabled: met.first("enabled", &at, &["naasEnabled"]).and_then(Value::as_bool),
        speeds: met.first("speeds", &at, &["productFamily"]).map(speeds).unwrap_or_default(),
    })
}

/// `100 Example Dr, Monroe, LA 71203, US`, of the parts that are there.
fn address(item: &Value) -> String {
    let region = [&item["stateOrProvince"], &item["postCode"]];
    let region = region.into_iter().filter_map(text).collect::<Vec<_>>().join(" ");
    let parts = [text(&item["streetAddress"]), text(&item["city"]), Some(region), text(&item["country"])];
    let whole = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    if whole.is_empty() { text(&item["address"]).unwrap_or_default() } else { whole }
}

fn speeds(family: &Value) -> Vec<Tier> {
    let groups = family["accessCapabilities"].as_array().into_iter().flatten();
    let each = groups.flat_map(|group| group["accessCapability"].as_array().into_iter().flatten());
    let mut all: Vec<Tier> = each.filter_map(|one| tier(&one["speed"])).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Never the partner: since June 2026 the carrier refuses it here, and takes the place alone (lumen-api §4.3).
pub(in crate::carrier) fn tiers_at(profile: &Profile, spot: &Spot) -> Request {
    let query = vec![
        ("productCode".into(), profile.literals.product_code.clone()),
        ("masterSiteId".into(), spot.place.clone()),
    ];
    profile.get(&profile.paths.price, query)
}

/// The first place of the reply.
pub(in crate::carrier) fn read_address_at(response: &Response) -> Option<String> {
    let value: Value = json(response).ok()?;
    Some(address(value["location"].get(0)?)).filter(|address| !address.is_empty())
}

/// At a data centre the quote names the provider.
pub(in crate::carrier) fn quote_at(profile: &Profile, spot: &Spot, speed: &str, note: &str) -> Request {
    let mut body = json!({
        "sourceSystem": profile.literals.source_system,
        "customerPriceRequestDescription": note,
        "customerNumber": profile.customer_number,
        "currencyCode": profile.currency,
        "masterSiteId": spot.place,
        "productCode": profile.literals.product_code,
        "productName": profile.literals.product_name,
        "speed": speed,
    });
    if let Some(provider) = &spot.provider {
        body["partnerId"] = json!(provider);
    }
    profile.post(&profile.paths.quote, &body)
}

/// The monthly price is kept as the carrier writes it, float noise rounded away.
pub(in crate::carrier) fn read_priced(
    profile: &Profile,
    response: &Response,
    at: Instant,
) -> Result<Read<Priced>, Refusal> {
    let Read { value: quote, met } = read_quote(profile, response, at)?;
    let value: Value = json(response)?;
    let is_monthly =
        |row: &&Value| row["term"].as_str().is_some_and(|term| term.eq_ignore_ascii_case("monthly rate"));
    let row = value["price"].as_array().into_iter().flatten().find(is_monthly);
    let per_month = row.and_then(|row| price(&row["price"], &profile.currency));
    Ok(Read { value: Priced { quote, per_month }, met })
}

pub(in crate::carrier) fn accounts(profile: &Profile, page: u32) -> Request {
    let query = paged(page).into_iter().map(|(name, value)| (name.into(), value)).collect();
    profile.get(&profile.path(|paths| &paths.account), query)
}

pub(in crate::carrier) fn read_accounts(
    profile: &Profile,
    response: &Response,
) -> Result<Read<(Vec<Account>, bool)>, Refusal> {
    let value: Value = json(response)?;
    let mut met = Met::default();
    let items = met.first("accounts", &[("", &value)], &["billingAccount", "billingAccounts"]);
    let items = items.and_then(Value::as_array).ok_or_else(|| errors::unreadable(response))?;
    for item in items {
        profile.is_for_us(&[&item["customerNumber"]], response)?;
    }
    let account = |item: &Value| {
        let id = text(&item["id"])?;
        Some(Account {
            name: text(&item["name"])
                .map_or_else(|| id.clone(), |name| super::inventory::without_suffix(&name, Some(&id))),
            currency: text(&item["currency"]),
            headquarters: text(&item["hqCountry"]),
            id,
        })
    };
    let all: Vec<Account> = items.iter().filter_map(account).collect();
    let more = match (whole(&value["resultCount"]), whole(&value["pageNumber"]), whole(&value["pageSize"])) {
        (Some(total), Some(page), Some(size)) => page.saturating_mul(size) < total,
        _ => false,
    };
    Ok(met.with((all, more)))
}
