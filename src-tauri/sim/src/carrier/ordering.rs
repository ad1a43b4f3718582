//! Orders of the `lumen` dialect. Owns what an order form must hold and the echo it is answered with.
//! The new tier is nowhere in the form: the quote carries it.

use super::route::Call;
use super::{Barred, Carrier, Reply};
use crate::http::Response;
use crate::refusal;
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
        let place = self.circuit_ordered(customer, form.service, call)?;
        let mbps = self.quoted_tier(now, form.quote, place)?;
        // The quote may have been made for a neighbour on the same port.
        if !self.network.circuits[place].offers(mbps) {
            return Err(refusal::no_tier("quote[0].id", mbps, &self.network.circuits[place].setup));
        }
        match self.barred(now, place) {
            Some(Barred::Status(status)) => return Err(refusal::locked(form.service, &status)),
            Some(Barred::Quota(per_day)) => return Err(refusal::quota(per_day)),
            None => {}
        }
        let id = self.seed.uuid("order", self.next_order());
        self.use_quote(form.quote);
        self.accept(now, place, mbps, &id, form.reference.map(str::to_owned));
        Ok(Response::json(201, &echo(body, &id)))
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
            "productOrderItem": [{"id": "1", "action": "modify", "state": state, "product": {"id": order.circuit}}],
        });
        Ok(Response::json(200, &body))
    }
}

struct Form<'a> {
    reference: Option<&'a str>,
    service: &'a str,
    quote: &'a str,
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
    match call.text("/productOrderItem/0/action") {
        Some("modify") => {}
        action => {
            let reason =
                format!("action {} is not offered by this practice carrier", action.unwrap_or("(none)"));
            return Err(refusal::invalid("productOrderItem[0].action", &reason));
        }
    }
    check_contact(body)?;
    Ok(Form {
        reference,
        service: call
            .text("/productOrderItem/0/product/id")
            .ok_or_else(|| refusal::missing("productOrderItem[0].product.id"))?,
        quote: call.text("/quote/0/id").ok_or_else(|| refusal::missing("quote[0].id"))?,
    })
}

/// The carrier mails the contact, and wants a first and a last name.
fn check_contact(body: &Value) -> Result<(), Response> {
    let contacts = body["relatedContactInformation"].as_array().map_or(&[][..], Vec::as_slice);
    let contact = contacts.iter().find(|contact| contact["role"] == "Order Contact");
    let contact = contact.ok_or_else(|| {
        refusal::invalid("relatedContactInformation", "a contact with the role \"Order Contact\" is required")
    })?;
    if contact["name"].as_str().is_some_and(|name| name.trim().contains(' ')) {
        return Ok(());
    }
    Err(refusal::invalid("relatedContactInformation[0].name", "first and last name are required"))
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
