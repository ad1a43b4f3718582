//! A setup as it is written in TOML, and what can be wrong with it. Owns the format, its defaults and its messages.

use super::{
    AccountSetup, CircuitSetup, CustomerSetup, ForeignSetup, LocationSetup, ProviderSetup, Setup, SetupError,
    TierSetup,
};
use crate::fault::{Fault, Written};
use crate::{bandwidth, span};
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::str::FromStr;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetupText {
    scale: Option<u32>,
    seed: Option<u64>,
    order_seconds: Option<[u32; 2]>,
    quote_seconds: Option<u32>,
    token_seconds: Option<u32>,
    clock_skew_seconds: Option<i64>,
    order_status: Option<bool>,
    flat_inventory: Option<bool>,
    quota_per_day: Option<u32>,
    currency: Option<String>,
    credentials: Option<CredentialsText>,
    customer_number: Option<String>,
    #[serde(default)]
    provider: Vec<ProviderText>,
    #[serde(default)]
    location: Vec<LocationText>,
    #[serde(default)]
    account: Vec<AccountText>,
    #[serde(default)]
    circuit: Vec<CircuitText>,
    #[serde(default)]
    customer: Vec<CustomerText>,
    #[serde(default)]
    fault: Vec<Written>,
    #[serde(default)]
    foreign: Vec<ForeignText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CredentialsText {
    client_id: String,
    client_secret: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CustomerText {
    customer_number: String,
    credentials: CredentialsText,
    quota_per_day: Option<u32>,
    currency: Option<String>,
    #[serde(default)]
    account: Vec<AccountText>,
    #[serde(default)]
    circuit: Vec<CircuitText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProviderText {
    id: String,
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LocationText {
    master_site: String,
    provider: String,
    name: String,
    street: String,
    city: String,
    state: String,
    post_code: String,
    market: String,
    enabled: Option<bool>,
    tiers: Vec<TierText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AccountText {
    id: String,
    name: String,
    headquarters: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CircuitText {
    id: String,
    name: Option<String>,
    tier: String,
    port: Option<String>,
    data_center: Option<bool>,
    partner_id: Option<String>,
    master_site: Option<String>,
    uni: Option<String>,
    account_id: Option<String>,
    account_name: Option<String>,
    status: Option<String>,
    tiers: Vec<TierText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TierText {
    speed: String,
    price: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ForeignText {
    circuit: String,
    at: String,
    lasts: String,
    tier: Option<String>,
}

pub(super) fn read(text: &str) -> Result<Setup, SetupError> {
    let mut text: SetupText = toml::from_str(text).map_err(|error| SetupError::Syntax(error.to_string()))?;
    let setup = Setup {
        scale: text.scale.unwrap_or(1),
        seed: text.seed.unwrap_or(1),
        order_seconds: text.order_seconds.unwrap_or([120, 300]),
        quote_seconds: text.quote_seconds.unwrap_or(900),
        token_seconds: text.token_seconds.unwrap_or(3600),
        clock_skew_seconds: text.clock_skew_seconds.unwrap_or(0),
        order_status: text.order_status.unwrap_or(false),
        flat_inventory: text.flat_inventory.unwrap_or(false),
        providers: text.provider.iter().map(provider).collect(),
        locations: text.location.iter().map(location).collect::<Result<_, _>>()?,
        customers: customers(&mut text)?,
        faults: Vec::new(),
        foreign: text.foreign.iter().map(foreign).collect::<Result<_, _>>()?,
    };
    let circuits = check(&setup)?;
    let faults = faults(&text.fault, &circuits)?;
    Ok(Setup { faults, ..setup })
}

fn customers(text: &mut SetupText) -> Result<Vec<CustomerSetup>, SetupError> {
    let mut written: Vec<CustomerText> = only_customer(text)?.into_iter().collect();
    written.append(&mut text.customer);
    let mut place = 0;
    let customer = |customer: CustomerText| {
        let circuits = customer.circuit.iter().map(|text| {
            place += 1;
            circuit(text, &customer.customer_number, place)
        });
        let circuits: Vec<CircuitSetup> = circuits.collect::<Result<_, _>>()?;
        Ok(CustomerSetup {
            accounts: accounts(&customer.account, &circuits),
            circuits,
            quota_per_day: customer.quota_per_day.or(text.quota_per_day).unwrap_or(24),
            currency: customer.currency.or_else(|| text.currency.clone()).unwrap_or_else(|| "USD".to_owned()),
            number: customer.customer_number,
            client_id: customer.credentials.client_id,
            client_secret: customer.credentials.client_secret,
        })
    };
    written.into_iter().map(customer).collect()
}

/// The customer that stands at the top of a setup for one.
fn only_customer(text: &mut SetupText) -> Result<Option<CustomerText>, SetupError> {
    let number = text.customer_number.take();
    let circuit = std::mem::take(&mut text.circuit);
    let account = std::mem::take(&mut text.account);
    match text.credentials.take() {
        Some(credentials) => Ok(Some(CustomerText {
            customer_number: number.unwrap_or_else(|| "1-PRACT".to_owned()),
            credentials,
            quota_per_day: None,
            currency: None,
            account,
            circuit,
        })),
        None if number.is_some() || !circuit.is_empty() || !account.is_empty() => {
            Err(wrong("credentials", "missing; write [credentials] with client_id and client_secret"))
        }
        None => Ok(None),
    }
}

fn provider(text: &ProviderText) -> ProviderSetup {
    ProviderSetup { id: text.id.clone(), name: text.name.clone() }
}

fn location(text: &LocationText) -> Result<LocationSetup, SetupError> {
    let place = format!("location {}", text.master_site);
    Ok(LocationSetup {
        master_site: text.master_site.clone(),
        provider: text.provider.clone(),
        name: text.name.clone(),
        street: text.street.clone(),
        city: text.city.clone(),
        state: text.state.clone(),
        post_code: text.post_code.clone(),
        market: text.market.clone(),
        enabled: text.enabled.unwrap_or(true),
        tiers: text.tiers.iter().map(|tier| priced(tier, &place)).collect::<Result<_, _>>()?,
    })
}

/// Those that are written, else those of the circuits, all of them in the US.
fn accounts(written: &[AccountText], circuits: &[CircuitSetup]) -> Vec<AccountSetup> {
    let named = written.iter().map(|text| AccountSetup {
        id: text.id.clone(),
        name: text.name.clone(),
        headquarters: text.headquarters.clone(),
    });
    let mut all: Vec<AccountSetup> = named.collect();
    for circuit in circuits.iter().filter(|_| written.is_empty()) {
        if !all.iter().any(|one| one.id == circuit.account_id) {
            let (id, name) = (circuit.account_id.clone(), circuit.account_name.clone());
            all.push(AccountSetup { id, name, headquarters: "US".to_owned() });
        }
    }
    all
}

fn circuit(text: &CircuitText, customer: &str, place: usize) -> Result<CircuitSetup, SetupError> {
    let at = |key: &str| format!("circuit {}, {key}", text.id);
    let port_mbps = text.port.as_deref().map_or(Ok(10_000), |port| tier(port, &at("port")))?;
    let partner_id = match (text.data_center.unwrap_or(false), &text.partner_id) {
        (true, None) => return Err(wrong(&at("partner_id"), "missing; a circuit in a data center has one")),
        (true, Some(partner)) => Some(partner.clone()),
        (false, Some(_)) => return Err(wrong(&at("partner_id"), "only for data_center = true")),
        (false, None) => None,
    };
    let read = Ok(CircuitSetup {
        id: text.id.clone(),
        name: text.name.clone().unwrap_or_else(|| text.id.clone()),
        mbps: tier(&text.tier, &at("tier"))?,
        port_mbps,
        partner_id,
        master_site: text.master_site.clone().unwrap_or_else(|| format!("PL{place:010}")),
        uni: text.uni.clone().unwrap_or_else(|| format!("CO/KXFN/{place:06}/PRAC")),
        account_id: text
            .account_id
            .clone()
            .unwrap_or_else(|| format!("5-{}", customer.trim_start_matches("1-"))),
        account_name: text.account_name.clone().unwrap_or_else(|| "Example Manufacturing".to_owned()),
        status: text.status.clone().unwrap_or_else(|| "Active".to_owned()),
        tiers: text.tiers.iter().map(|tier| priced(tier, &at("tiers"))).collect::<Result<_, _>>()?,
    });
    read.and_then(|circuit| offered(circuit, &at("tier")))
}

fn offered(circuit: CircuitSetup, place: &str) -> Result<CircuitSetup, SetupError> {
    if let Some(high) = circuit.tiers.iter().find(|tier| tier.mbps > circuit.port_mbps) {
        return Err(wrong(place, &format!("{} is above the port", bandwidth::usual(high.mbps))));
    }
    if circuit.tiers.iter().any(|tier| tier.mbps == circuit.mbps) {
        return Ok(circuit);
    }
    Err(wrong(place, &format!("{} is not among its tiers", bandwidth::usual(circuit.mbps))))
}

fn priced(text: &TierText, place: &str) -> Result<TierSetup, SetupError> {
    let price = text.price.as_deref().map(|price| {
        Decimal::from_str(price.trim_start_matches('$'))
            .map_err(|_| wrong(place, &format!("\"{price}\" is no price; write \"0.46\"")))
    });
    Ok(TierSetup { mbps: tier(&text.speed, place)?, price: price.transpose()? })
}

fn foreign(text: &ForeignText) -> Result<ForeignSetup, SetupError> {
    let place = format!("foreign order on {}", text.circuit);
    let length = |text: &str| {
        span::read(text)
            .ok_or_else(|| wrong(&place, &format!("\"{text}\" is no length of time; write 10s or 5m")))
    };
    Ok(ForeignSetup {
        circuit: text.circuit.clone(),
        at: length(&text.at)?,
        lasts: length(&text.lasts)?,
        mbps: text.tier.as_deref().map(|text| tier(text, &place)).transpose()?,
    })
}

/// What no single value can tell; gives back the ids of all circuits.
fn check(setup: &Setup) -> Result<BTreeSet<String>, SetupError> {
    if setup.scale == 0 {
        return Err(wrong("scale", "must be 1 or more"));
    }
    if setup.order_seconds[0] > setup.order_seconds[1] {
        return Err(wrong("order_seconds", "write the shorter time first, such as [120, 300]"));
    }
    if setup.customers.is_empty() {
        return Err(wrong("customer", "none; write [credentials] and [[circuit]], or [[customer]]"));
    }
    let (mut numbers, mut keys, mut circuits) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for customer in &setup.customers {
        if !numbers.insert(&customer.number) || !keys.insert(&customer.client_id) {
            return Err(wrong(&format!("customer {}", customer.number), "number or client_id is used twice"));
        }
        if let Some(twice) = customer.circuits.iter().find(|circuit| !circuits.insert(circuit.id.clone())) {
            return Err(wrong(&format!("circuit {}", twice.id), "the id is used twice"));
        }
    }
    let unknown = |one: &&LocationSetup| !setup.providers.iter().any(|provider| provider.id == one.provider);
    if let Some(stray) = setup.locations.iter().find(unknown) {
        return Err(wrong(&format!("location {}", stray.master_site), "there is no provider of that id"));
    }
    match setup.foreign.iter().find(|foreign| !circuits.contains(&foreign.circuit)) {
        Some(stray) => Err(wrong(&format!("foreign order on {}", stray.circuit), "there is no such circuit")),
        None => Ok(circuits),
    }
}

fn faults(written: &[Written], circuits: &BTreeSet<String>) -> Result<Vec<Fault>, SetupError> {
    let fault = |(place, text): (usize, &Written)| {
        let numbered = |message: String| SetupError::Fault(format!("number {}: {message}", place + 1));
        match text.circuit().filter(|circuit| !circuits.contains(*circuit)) {
            Some(circuit) => Err(numbered(format!("there is no circuit \"{circuit}\""))),
            None => text.read().map_err(numbered),
        }
    };
    written.iter().enumerate().map(fault).collect()
}

fn tier(text: &str, place: &str) -> Result<u32, SetupError> {
    bandwidth::read(text)
        .ok_or_else(|| wrong(place, &format!("\"{text}\" is no bandwidth; write 500 Mbps or 1 Gbps")))
}

fn wrong(place: &str, message: &str) -> SetupError {
    SetupError::Value { place: place.to_owned(), message: message.to_owned() }
}

#[cfg(test)]
mod tests;
