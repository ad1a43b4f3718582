//! The `connections` dialect: a list of connections, and a `PUT` of one's bandwidth (lumen-api §9 C, §10). It has no
//! price, no quote, no order id and no reference field: the connection itself is the only proof, and a lost reply is
//! resolved by it alone.

use super::request::with_id;
use super::shape::{Met, text, tier};
use super::{
    Accepted, InventoryPage, Listed, Modify, Profile, Read, Refusal, Request, Response, Site, errors, json,
};
use crate::ids::CircuitId;
use crate::new_circuit::NewCircuit;
use serde_json::{Value, json};

/// The list has no pages.
pub(super) fn inventory(profile: &Profile) -> Request {
    profile.get(&profile.paths.inventory, vec![])
}

pub(super) fn read_inventory(profile: &Profile, response: &Response) -> Result<Read<InventoryPage>, Refusal> {
    let value: Value = json(response)?;
    let mut met = Met::default();
    let items = met.first("circuits", &[("", &value)], &["connections"]);
    let items = items.and_then(Value::as_array).ok_or_else(|| errors::unreadable(response))?;
    let circuits = items.iter().filter_map(|item| listed(profile, item, &mut met)).collect();
    Ok(met.with(InventoryPage { circuits, more: false }))
}

fn listed(profile: &Profile, item: &Value, met: &mut Met) -> Option<Listed> {
    let status = met.text("status", &[("", item)], &["status"])?;
    let bandwidth = met.first("bandwidth", &[("", item)], &["bandwidth"])?;
    if bandwidth.is_number() {
        met.note("bandwidth as a number".into());
    }
    Some(Listed {
        id: CircuitId(met.text("id", &[("", item)], &["id", "connectionId"])?),
        name: None,
        site: Site { place: text(&item["location"]), ..Site::default() },
        seen: profile.words.seen(tier(bandwidth)?, &status),
    })
}

pub(super) fn order(profile: &Profile, modify: &Modify<'_>) -> Request {
    let body = json!({ "bandwidth": modify.circuit.speed_text(modify.tier) });
    profile.send("PUT", &with_id(&profile.paths.modify, modify.circuit.id.as_str()), &body)
}

/// A new connection: the description's three fields; our note travels in the last.
pub(super) fn add(profile: &Profile, new: &NewCircuit, note: &str) -> Request {
    let body = json!({
        "bandwidth": new.speed,
        "locationId": new.spot.place,
        "description": format!("{} ({note})", new.name),
    });
    profile.post(&profile.paths.order, &body)
}

/// The connection that comes of it is its own order: its id is named at once.
pub(super) fn read_added(response: &Response) -> Result<Accepted, Refusal> {
    match json::<Value>(response) {
        Ok(value) => Ok(Accepted { order: text(&value["id"]).or_else(|| text(&value["connectionId"])) }),
        Err(_) if response.is_success() => Ok(Accepted { order: None }),
        Err(refusal) => Err(refusal),
    }
}

/// Any success was accepted; whatever its body says, it names no order.
pub(super) fn read_order(response: &Response) -> Result<Accepted, Refusal> {
    if response.is_success() { Ok(Accepted { order: None }) } else { Err(errors::classify(response)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carrier::Dialect;
    use crate::circuit::Circuit;

    fn profile() -> Profile {
        Profile::new(Dialect::Connections, "https://carrier.example", "1-EXMPL")
    }

    fn reply(status: u16, body: &str) -> Response {
        Response { status, headers: vec![], body: body.into() }
    }

    #[test]
    fn each_status_of_a_connection_means_what_its_description_says() {
        let of = |status: &str| {
            let body =
                format!(r#"{{"connections":[{{"id":"c","status":"{status}","bandwidth":"1 Gbps"}}]}}"#);
            let page = read_inventory(&profile(), &reply(200, &body)).unwrap().value;
            let seen = &page.circuits[0].seen;
            (seen.pending, seen.takes_orders())
        };
        assert_eq!(of("active"), (false, true));
        assert_eq!(of("provisioning"), (true, true));
        assert_eq!(of("suspended"), (false, false));
        assert_eq!(of("terminated"), (false, false));
    }

    #[test]
    fn a_change_is_a_put_of_the_bandwidth_as_text_and_no_customer_is_named() {
        let body =
            r#"{"connections":[{"connectionId":7,"status":"active","bandwidth":100,"location":"Denver"}]}"#;
        let read = read_inventory(&profile(), &reply(200, body)).unwrap();
        assert!(read.met.contains(&"id under connectionId".to_owned()), "{:?}", read.met);
        let circuit = Circuit::from_inventory(&read.value.circuits[0]);
        assert_eq!(circuit.site.place.as_deref(), Some("Denver"));
        let tier = "1 Gbps".parse().unwrap();
        let modify = Modify { circuit: &circuit, tier, reference: "R", note: "n", quote: None };
        let request = order(&profile(), &modify);
        assert_eq!(
            (request.method, request.path.as_str()),
            ("PUT", "/internet-on-demand/connections/7/bandwidth")
        );
        assert_eq!(request.body.as_deref(), Some(r#"{"bandwidth":"1000 Mbps"}"#));
        assert!(request.headers.iter().all(|(name, _)| !name.starts_with("x-")), "{:?}", request.headers);
    }

    #[test]
    fn an_empty_success_was_accepted_and_names_no_order() {
        assert_eq!(read_order(&reply(200, "")), Ok(Accepted { order: None }));
        assert_eq!(read_order(&reply(200, r#"{"id":"conn-1"}"#)), Ok(Accepted { order: None }));
        assert!(read_order(&reply(400, r#"{"message":"no"}"#)).is_err());
    }
}
