//! The `connections` dialect: one list, one connection, and a `PUT` of its bandwidth, now or at a date.
//! It names no order: what becomes of a change is seen in the connection alone. A connection's bandwidth is written in a
//! spelling of its own, and while it changes its status is the one that a new connection has.

use super::ordering::Born;
use super::route::Call;
use super::{Barred, Carrier, Reply};
use crate::bandwidth::{self, Spelling};
use crate::http::Response;
use crate::network::Circuit;
use crate::refusal;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

impl Carrier {
    pub(super) fn connections(&self, now: DateTime<Utc>, customer: usize) -> Response {
        let all: Vec<Value> = self
            .network
            .of_customer(customer)
            .map(|(place, circuit)| self.connection_json(now, place, circuit))
            .collect();
        Response::json(200, &json!({"connections": all}))
    }

    pub(super) fn connection(&self, now: DateTime<Utc>, customer: usize, id: &str) -> Reply {
        let place = self.own_connection(customer, id)?;
        let circuit = &self.network.circuits[place];
        Ok(Response::json(200, &self.connection_json(now, place, circuit)))
    }

    pub(super) fn put_bandwidth(
        &mut self,
        now: DateTime<Utc>,
        customer: usize,
        id: &str,
        call: &Call<'_>,
    ) -> Reply {
        let place = self.own_connection(customer, id)?;
        let text = call.text("/bandwidth").ok_or_else(|| refusal::plain(400, "bandwidth is required"))?;
        let mbps = bandwidth::read(text)
            .ok_or_else(|| refusal::plain(400, &format!("\"{text}\" is no bandwidth")))?;
        let circuit = &self.network.circuits[place];
        if !circuit.offers(mbps) {
            let message = format!("{} is not available on connection {id}", bandwidth::usual(mbps));
            return Err(refusal::plain(400, &message));
        }
        if let Some(at) = effective(call)?.filter(|at| *at > now) {
            self.network.schedule(at, place, mbps);
            return Ok(Response::empty(200));
        }
        match self.barred(now, place) {
            Some(Barred::Status(status)) => {
                return Err(refusal::plain(400, &refusal::locked_text(id, &status)));
            }
            Some(Barred::Quota(per_day)) => return Err(refusal::quota(per_day)),
            None => {}
        }
        let order = self.seed.uuid("order", self.next_order());
        self.accept(now, place, mbps, &order, None);
        Ok(Response::empty(200))
    }

    /// A new connection, provisioning first. Its description is kept as its name.
    pub(super) fn add_connection(&mut self, now: DateTime<Utc>, customer: usize, call: &Call<'_>) -> Reply {
        let required = |name: &str| {
            let text = call.text(&format!("/{name}")).filter(|text| !text.is_empty());
            text.ok_or_else(|| refusal::plain(400, &format!("{name} is required")))
        };
        let (text, site) = (required("bandwidth")?, required("locationId")?);
        let name = call.text("/description").unwrap_or_default().to_owned();
        let mbps = bandwidth::read(text)
            .ok_or_else(|| refusal::plain(400, &format!("\"{text}\" is no bandwidth")))?;
        let location = self.location_of(site).cloned();
        let location = location.ok_or_else(|| refusal::plain(400, &format!("no location {site}")))?;
        if !location.tiers.iter().any(|tier| tier.mbps == mbps) {
            let message = format!("{} is not available at {site}", bandwidth::usual(mbps));
            return Err(refusal::plain(400, &message));
        }
        let order = self.seed.uuid("order", self.next_order());
        let born = Born { location: &location, name, mbps, account: self.usual_account(customer) };
        let place = self.bear(now, customer, born, &order, None)?;
        let circuit = &self.network.circuits[place];
        Ok(Response::json(201, &self.connection_json(now, place, circuit)))
    }

    fn own_connection(&self, customer: usize, id: &str) -> Result<usize, Response> {
        let mut own = self.network.of_customer(customer);
        let found = own.find(|(_, circuit)| circuit.setup.id == id).map(|(place, _)| place);
        found.ok_or_else(|| refusal::plain(404, &format!("Connection {id} not found")))
    }

    fn connection_json(&self, now: DateTime<Utc>, place: usize, circuit: &Circuit) -> Value {
        json!({
            "id": circuit.setup.id,
            "status": status(circuit),
            "bandwidth": Spelling::of(place).write(circuit.shown(now)),
            "location": circuit.setup.master_site,
            "createdAt": self.begin.to_rfc3339(),
        })
    }
}

/// The four words of the description.
fn status(circuit: &Circuit) -> String {
    match circuit.status() {
        "Change pending" | "In progress" => "provisioning".to_owned(),
        "Disconnecting" => "terminated".to_owned(),
        other => other.to_ascii_lowercase(),
    }
}

fn effective(call: &Call<'_>) -> Result<Option<DateTime<Utc>>, Response> {
    let Some(text) = call.text("/effectiveDate") else { return Ok(None) };
    let at = DateTime::parse_from_rfc3339(text).map(|at| at.to_utc());
    at.map(Some).map_err(|_| refusal::plain(400, &format!("effectiveDate \"{text}\" is no date-time")))
}
