//! Orders of the `lumen` dialect. Owns what an order form must hold and the echo it is answered with.
//! The new tier is nowhere in the form: the quote carries it, for a new circuit too.

use super::route::Call;
use super::{Barred, Carrier, Reply};
use crate::http::Response;
use crate::order::Deed;
use crate::refusal;
use crate::setup::{CircuitSetup, LocationSetup};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

/// The longest reference of a client.
const LONGEST_REFERENCE: usize = 20;

impl Carrier {
    pub(super) fn order(&mut self, now: DateTime<Utc>, customer: usize, call: &Call<'_>) -> Reply {
        let Some(body) = &call.body else {
            return Err(refusal::plain(400, "The body is not valid JSON"));
        };
        let form = read_form(call, body)?;
        let id = self.seed.uuid("order", self.next_order());
        match form.action {
            Action::Add => self.add(now, customer, call, body, &form, &id)?,
            Action::Modify | Action::Delete => self.on_circuit(now, customer, call, &form, &id)?,
        }
        Ok(Response::json(201, &echo(body, &id)))
    }

    /// An order on a circuit that is there: another tier, another name, or its end.
    fn on_circuit(
        &mut self,
        now: DateTime<Utc>,
        customer: usize,
        call: &Call<'_>,
        form: &Form<'_>,
        id: &str,
    ) -> Result<(), Response> {
        let service = form.service.ok_or_else(|| refusal::missing("productOrderItem[0].product.id"))?;
        let place = self.circuit_ordered(customer, service, call)?;
        let deed = self.deed(now, call, form, place)?;
        match self.barred(now, place) {
            Some(Barred::Status(status)) => return Err(refusal::locked(service, &status)),
            Some(Barred::Quota(per_day)) => return Err(refusal::quota(per_day)),
            None => {}
        }
        if let (Deed::Tier(_), Some(quote)) = (&deed, form.quote) {
            self.use_quote(quote);
        }
        self.accept_deed(now, place, deed, id, form.reference.map(str::to_owned));
        Ok(())
    }

    /// What a form wants of a circuit. A modify with a quote is about the tier, one without about the name.
    fn deed(
        &self,
        now: DateTime<Utc>,
        call: &Call<'_>,
        form: &Form<'_>,
        place: usize,
    ) -> Result<Deed, Response> {
        let circuit = &self.network.circuits[place];
        let name = characteristic(call, "Customer Service Name");
        match (form.action, form.quote, name) {
            (Action::Delete, ..) => Ok(Deed::Delete),
            (_, Some(quote), _) => {
                let mbps = self.quoted_tier(now, quote, place)?;
                if self.is_fixed(place) {
                    return Err(refusal::fixed_site());
                }
                // The quote may have been made for a neighbour on the same port.
                if !circuit.offers(mbps) {
                    return Err(refusal::no_tier("quote[0].id", mbps, &circuit.setup));
                }
                Ok(Deed::Tier(mbps))
            }
            (_, None, Some(name)) => Ok(Deed::Rename(name.to_owned())),
            (_, None, None) => Err(refusal::missing("quote[0].id")),
        }
    }

    /// Whether a circuit lies at a provider whose sites change no bandwidth.
    fn is_fixed(&self, place: usize) -> bool {
        let partner = self.network.circuits[place].setup.partner_id.as_ref();
        let provider = self.setup.providers.iter().find(|one| Some(&one.id) == partner);
        provider.is_some_and(|one| one.name.eq_ignore_ascii_case("Flexential"))
    }

    fn add(
        &mut self,
        now: DateTime<Utc>,
        customer: usize,
        call: &Call<'_>,
        body: &Value,
        form: &Form<'_>,
        id: &str,
    ) -> Result<(), Response> {
        let name = new_name(call)?.to_owned();
        let quote = form.quote.ok_or_else(|| refusal::missing("quote[0].id"))?;
        let (account_id, account_name) = self.account_ordered(customer, call, body)?;
        let (location, mbps) = self.quoted_new(now, quote, customer)?;
        let location = location.clone();
        let born = Born { location: &location, name, mbps, account: (account_id, account_name) };
        self.bear(now, customer, born, id, form.reference.map(str::to_owned))?;
        self.use_quote(quote);
        Ok(())
    }

    /// A new circuit comes into being, in progress first; its place.
    pub(super) fn bear(
        &mut self,
        now: DateTime<Utc>,
        customer: usize,
        born: Born<'_>,
        order: &str,
        reference: Option<String>,
    ) -> Result<usize, Response> {
        let Born { location, name, mbps, account: (account_id, account_name) } = born;
        let quota = &self.quotas[customer];
        if quota.is_spent(now) {
            return Err(refusal::quota(quota.per_day));
        }
        let number = self.network.circuits.len();
        let setup = CircuitSetup {
            id: format!("77{:09}", 900_000_000 + number),
            name,
            mbps,
            port_mbps: location.tiers.iter().map(|tier| tier.mbps).max().unwrap_or(mbps),
            partner_id: Some(location.provider.clone()),
            master_site: location.master_site.clone(),
            uni: format!("CO/KXFN/9{number:05}/PRAC"),
            account_id,
            account_name,
            status: "Active".to_owned(),
            tiers: location.tiers.clone(),
        };
        let place = self.network.add(&setup, customer, now);
        self.accept_deed(now, place, Deed::Add, order, reference);
        Ok(place)
    }

    /// The first of a customer's accounts in the US, where a dialect names none.
    pub(super) fn usual_account(&self, customer: usize) -> (String, String) {
        let accounts = &self.setup.customers[customer].accounts;
        let found = accounts.iter().find(|one| one.headquarters == "US");
        found.map(|one| (one.id.clone(), one.name.clone())).unwrap_or_default()
    }

    /// The billing account of a new circuit: one of the customer's, with headquarters in the US.
    fn account_ordered(
        &self,
        customer: usize,
        call: &Call<'_>,
        body: &Value,
    ) -> Result<(String, String), Response> {
        let id = call.text("/billingAccount/id").ok_or_else(|| refusal::missing("billingAccount.id"))?;
        let known = self.setup.customers[customer].accounts.iter().find(|one| one.id == id);
        let Some(account) = known else {
            return Err(refusal::invalid("billingAccount.id", &format!("no billing account {id}")));
        };
        if account.headquarters != "US" {
            let reason =
                format!("billing account {id} has hqCountry {}; US is required", account.headquarters);
            return Err(refusal::invalid("billingAccount.id", &reason));
        }
        let name = body["billingAccount"]["name"].as_str().unwrap_or(&account.name);
        Ok((id.to_owned(), name.to_owned()))
    }

    fn circuit_ordered(&self, customer: usize, service: &str, call: &Call<'_>) -> Result<usize, Response> {
        let (place, circuit) = self
            .network
            .of_customer(customer)
            .find(|(_, circuit)| circuit.setup.id == service)
            .ok_or_else(|| refusal::not_found(&format!("no service {service}")))?;
        match call.text("/billingAccount/id") {
            None => Err(refusal::missing("billingAccount.id")),
            Some(account) if account != circuit.setup.account_id => {
                let reason = format!("billing account {account} is not the one of {service}");
                Err(refusal::invalid("billingAccount.id", &reason))
            }
            Some(_) => Ok(place),
        }
    }

    pub(super) fn lumen_order(&self, customer: usize, id: &str) -> Reply {
        let number = &self.setup.customers[customer].number;
        let order = self.network.order(id).filter(|order| order.customer == *number);
        let order = order.ok_or_else(|| refusal::not_found(&format!("no order {id}")))?;
        let state = order.state().camel();
        let body = json!({
            "id": order.id, "externalId": order.reference, "state": state,
            "productOrderItem": [{"id": "1", "action": order.deed.action(), "state": state, "product": {"id": order.circuit}}],
        });
        Ok(Response::json(200, &body))
    }
}

/// A circuit about to come into being.
pub(super) struct Born<'a> {
    pub(super) location: &'a LocationSetup,
    pub(super) name: String,
    pub(super) mbps: u32,
    /// Id and name of the billing account.
    pub(super) account: (String, String),
}

#[derive(Clone, Copy)]
enum Action {
    Add,
    Modify,
    Delete,
}

struct Form<'a> {
    reference: Option<&'a str>,
    action: Action,
    service: Option<&'a str>,
    quote: Option<&'a str>,
}

fn read_form<'a>(call: &'a Call<'_>, body: &Value) -> Result<Form<'a>, Response> {
    let reference = call.text("/externalId");
    if reference.is_some_and(|text| text.chars().count() > LONGEST_REFERENCE) {
        return Err(refusal::invalid("externalId", "externalId must not be longer than 20 characters"));
    }
    let items = body["productOrderItem"].as_array().map_or(0, Vec::len);
    if items != 1 || body["productOrderItem"][0]["quantity"] != 1 {
        return Err(refusal::invalid("productOrderItem", "exactly one item of quantity 1 is required"));
    }
    let action = match call.text("/productOrderItem/0/action") {
        Some("add") => Action::Add,
        Some("modify") => Action::Modify,
        Some("delete") => Action::Delete,
        action => {
            let reason = format!("action {} is none of add, modify, delete", action.unwrap_or("(none)"));
            return Err(refusal::invalid("productOrderItem[0].action", &reason));
        }
    };
    check_contact(body)?;
    let (service, quote) = (call.text("/productOrderItem/0/product/id"), call.text("/quote/0/id"));
    Ok(Form { reference, action, service, quote })
}

/// A characteristic's value, by its name.
fn characteristic<'a>(call: &'a Call<'_>, name: &str) -> Option<&'a str> {
    let all = call.body.as_ref()?.pointer("/productOrderItem/0/product/productCharacteristic")?;
    let found = all.as_array()?.iter().find(|one| one["name"] == name)?;
    found["value"].as_str().filter(|value| !value.is_empty())
}

/// The name of a new circuit, once everything that the form of one must hold is there.
fn new_name<'a>(call: &'a Call<'_>) -> Result<&'a str, Response> {
    let place = "productOrderItem[0].product.productCharacteristic";
    let expected: [(&str, &[&str]); 3] = [
        ("VLAN Assignment", &["Auto Assign"]),
        ("IPV4 Block Size", &["/28", "/29", "/30"]),
        ("Routing Options", &["Static"]),
    ];
    for (name, values) in expected {
        if !characteristic(call, name).is_some_and(|value| values.contains(&value)) {
            let reason = format!("{name} must be one of {}", values.join(", "));
            return Err(refusal::invalid(place, &reason));
        }
    }
    let missing = || refusal::invalid(place, "Customer Service Name is required");
    characteristic(call, "Customer Service Name").ok_or_else(missing)
}

/// The carrier mails the contact, and wants a first and a last name.
fn check_contact(body: &Value) -> Result<(), Response> {
    let contacts = body["relatedContactInformation"].as_array().map_or(&[][..], Vec::as_slice);
    let contact = contacts.iter().find(|contact| contact["role"] == "Order Contact");
    let contact = contact.ok_or_else(|| {
        refusal::invalid("relatedContactInformation", "a contact with the role \"Order Contact\" is required")
    })?;
    if !contact["name"].as_str().is_some_and(|name| name.trim().contains(' ')) {
        return Err(refusal::invalid(
            "relatedContactInformation[0].name",
            "first and last name are required",
        ));
    }
    if contact["number"].as_str().is_some_and(is_us_number) {
        return Ok(());
    }
    Err(refusal::invalid("relatedContactInformation[0].number", "a US telephone number is required"))
}

fn is_us_number(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if text.starts_with('+') { text.starts_with("+1") && digits == 11 } else { digits == 10 }
}

/// The form as sent, the id, and null where the real one has null.
fn echo(body: &Value, id: &str) -> Value {
    let mut echo = body.clone();
    echo["id"] = json!(id);
    echo["productOrderItem"][0]["state"] = Value::Null;
    echo["productOrderItem"][0]["@type"] = json!("ProductOrderItem");
    echo
}

/// Whether the account's name holds two groups in parentheses side by side, which the firewall takes for an attack.
pub(super) fn offends_firewall(call: &Call<'_>) -> bool {
    let Some(name) = call.text("/billingAccount/name") else { return false };
    let mut closed = false;
    for letter in name.chars().filter(|letter| !letter.is_whitespace()) {
        if closed && letter == '(' {
            return true;
        }
        closed = letter == ')';
    }
    false
}
