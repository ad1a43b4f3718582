//! Where new circuits can be, in the `lumen` dialect: providers, their locations by page, and billing accounts. Owns the
//! shapes of these answers. Accounts whose headquarters are abroad are listed like all others: to see that they cannot
//! be ordered by is the client's matter.

use super::inventory::number;
use super::{Carrier, Reply};
use crate::bandwidth;
use crate::http::{Request, Response};
use crate::refusal;
use crate::setup::{AccountSetup, LocationSetup, ProviderSetup, TierSetup};
use serde_json::{Value, json};

const PAGE_SIZE: usize = 10;
const LARGEST_PAGE: usize = 100;

impl Carrier {
    pub(super) fn providers(&self) -> Response {
        let partner = |one: &ProviderSetup| {
            json!({
                "id": one.id, "name": one.name, "datacenterFabricUrl": "https://fabric.example/",
                "partnerType": "CLOUD_PARTNER",
            })
        };
        let all: Vec<Value> = self.setup.providers.iter().map(partner).collect();
        let pagination = [json!({"pageNumber": 1, "pageSize": all.len(), "totalRecords": all.len()})];
        Response::json(200, &json!({"pagination": pagination, "listPartners": all}))
    }

    pub(super) fn locations(&self, request: &Request) -> Reply {
        let partner = request.parameter("partnerId").ok_or_else(|| refusal::missing("partnerId"))?;
        let found: Vec<&LocationSetup> =
            self.setup.locations.iter().filter(|one| one.provider == partner).collect();
        let page = number(request, "pageNumber", 1)?;
        let size = number(request, "pageSize", PAGE_SIZE)?.min(LARGEST_PAGE);
        let items = found.iter().skip((page - 1).saturating_mul(size)).take(size);
        let items: Vec<Value> = items.map(|one| location(one)).collect();
        let pagination = [json!({"pageNumber": page, "pageSize": size, "totalRecords": found.len()})];
        Ok(Response::json(200, &json!({"pagination": pagination, "location": items})))
    }

    pub(super) fn accounts(&self, customer: usize, request: &Request) -> Reply {
        let all = &self.setup.customers[customer].accounts;
        let page = number(request, "pageNumber", 1)?;
        let size = number(request, "pageSize", PAGE_SIZE)?.min(LARGEST_PAGE);
        let items = all.iter().skip((page - 1).saturating_mul(size)).take(size);
        let items: Vec<Value> =
            items.map(|one| account(one, &self.setup.customers[customer].currency)).collect();
        let body = json!({
            "billingAccount": items, "pageNumber": page, "pageSize": size, "resultCount": all.len(),
        });
        Ok(Response::json(200, &body))
    }

    /// The location of a site, where new circuits can be ordered.
    pub(super) fn location_of(&self, site: &str) -> Option<&LocationSetup> {
        self.setup.locations.iter().find(|one| one.master_site == site && one.enabled)
    }
}

fn location(one: &LocationSetup) -> Value {
    let speed = |tier: &TierSetup| {
        json!({
            "speed": bandwidth::mega(tier.mbps).to_ascii_lowercase(),
            "displayValue": bandwidth::usual(tier.mbps).to_ascii_lowercase(),
            "circuitType": "Hosted-NNI Internet",
        })
    };
    let speeds: Vec<Value> = one.tiers.iter().map(speed).collect();
    json!({
        "masterSiteId": one.master_site, "streetAddress": one.street, "city": one.city,
        "stateOrProvince": one.state, "country": "US", "postCode": one.post_code,
        "networkStatus": "ON_NET", "naasEnabled": one.enabled, "partner": one.name, "market": one.market,
        "productFamily": {
            "productFamily": "Internet On-Demand",
            "accessCapabilities": [{"accessCapability": speeds}],
        },
    })
}

fn account(one: &AccountSetup, currency: &str) -> Value {
    json!({
        "name": one.name, "id": one.id, "invoiceDisplayNumber": one.id,
        "stringAddress": [{"streetAddress": "1 Example Blvd", "city": "Broomfield", "stateOrProvince": "CO",
            "country": "USA", "postcode": "80021"}],
        "currency": currency, "countryCode": "100", "hqCountry": one.headquarters,
    })
}
