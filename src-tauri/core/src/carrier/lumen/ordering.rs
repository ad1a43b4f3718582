//! Order forms of the `lumen` dialect (lumen-api §4.5): exactly one item an order, its action add, modify or delete.
//! Of a bandwidth the form says nothing: the quote carries it. A rename and a disconnect have no quote.

use crate::carrier::{Contact, Modify, Profile, Request, Site};
use crate::ids::CircuitId;
use crate::new_circuit::NewCircuit;
use serde_json::{Value, json};

/// What differs between the forms.
struct Form<'a> {
    reference: &'a str,
    note: &'a str,
    account: [Option<&'a str>; 2],
    contact: &'a Contact,
    action: &'static str,
    service: Option<&'a CircuitId>,
    characteristics: Vec<Value>,
    quote: Option<&'a str>,
}

/// A change of the tier, which its quote names.
pub(in crate::carrier) fn order(profile: &Profile, modify: &Modify<'_>) -> Request {
    let form = Form {
        reference: modify.reference,
        note: modify.note,
        account: account(&modify.circuit.site),
        contact: &profile.contact,
        action: "modify",
        service: Some(&modify.circuit.id),
        characteristics: vec![],
        quote: modify.quote.map(|quote| quote.id.as_str()),
    };
    sent(profile, &form)
}

/// A new circuit.
pub(in crate::carrier) fn add(
    profile: &Profile,
    new: &NewCircuit,
    reference: &str,
    note: &str,
    quote: Option<&str>,
) -> Request {
    let form = Form {
        reference,
        note,
        account: [Some(&new.account), Some(&new.account_name)],
        contact: &new.contact,
        action: "add",
        service: None,
        // The two without a choice have one value each that the carrier supports.
        characteristics: vec![
            characteristic("Customer Service Name", &new.name),
            characteristic("VLAN Assignment", "Auto Assign"),
            characteristic("IPV4 Block Size", new.block.text()),
            characteristic("Routing Options", "Static"),
        ],
        quote,
    };
    sent(profile, &form)
}

/// The end of a circuit.
pub(in crate::carrier) fn delete(
    profile: &Profile,
    circuit: &CircuitId,
    site: &Site,
    reference: &str,
    note: &str,
) -> Request {
    let form = Form {
        reference,
        note,
        account: account(site),
        contact: &profile.contact,
        action: "delete",
        service: Some(circuit),
        characteristics: vec![],
        quote: None,
    };
    sent(profile, &form)
}

/// Another name for a circuit.
pub(in crate::carrier) fn rename(
    profile: &Profile,
    circuit: &CircuitId,
    site: &Site,
    name: &str,
    reference: &str,
    note: &str,
) -> Request {
    let form = Form {
        reference,
        note,
        account: account(site),
        contact: &profile.contact,
        action: "modify",
        service: Some(circuit),
        characteristics: vec![characteristic("Customer Service Name", name)],
        quote: None,
    };
    sent(profile, &form)
}

fn account(site: &Site) -> [Option<&str>; 2] {
    [site.account.as_deref(), site.account_name.as_deref()]
}

fn characteristic(name: &str, value: &str) -> Value {
    json!({ "name": name, "valueType": "String", "value": value })
}

fn sent(profile: &Profile, form: &Form<'_>) -> Request {
    let literals = &profile.literals;
    let mut product = json!({
        "productCharacteristic": form.characteristics,
        "productSpecification": { "id": literals.specification, "name": literals.offering_name },
    });
    if let Some(service) = form.service {
        product["id"] = json!(service);
    }
    let mut body = json!({
        "externalId": form.reference,
        "billingAccount": { "id": form.account[0], "name": form.account[1] },
        "channel": [{ "id": literals.channel, "name": literals.source_system }],
        "note": [{ "text": form.note }],
        "productOrderItem": [{
            "id": "1",
            "quantity": 1,
            "action": form.action,
            "product": product,
            "productOffering": { "id": literals.product_code, "name": literals.offering_name },
        }],
        "relatedContactInformation": [{
            "number": form.contact.phone,
            "emailAddress": form.contact.email,
            "role": "Order Contact",
            "organization": form.contact.organization,
            "name": form.contact.name,
            "numberExtension": "",
        }],
    });
    if let Some(quote) = form.quote {
        body["quote"] = json!([{ "id": quote, "name": "quoteId" }]);
    }
    profile.post(&profile.paths.order, &body)
}
