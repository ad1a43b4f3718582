//! The paths below `/sim/`, by which a tester looks into the carrier and breaks it. Owns their bodies and messages; the
//! crate's documentation lists them.

use crate::calendars::Calendars;
use crate::carrier::{Arrival, Carrier};
use crate::fault::Fault;
use crate::http::{Request, Response, decoded};
use crate::{refusal, span};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

type Reply = Result<Response, Response>;

/// Answers a request below `/sim/`.
pub(super) fn answer(
    now: DateTime<Utc>,
    request: &Request,
    carrier: &mut Carrier,
    calendars: &Calendars,
) -> Response {
    // Only a browser sends this, on behalf of a page that has no business here.
    if request.header("origin").is_some() {
        return refusal::plain(403, "the control paths are not for web pages");
    }
    carrier.advance(now);
    routed(now, request, carrier, calendars).unwrap_or_else(|refusal| refusal)
}

fn routed(now: DateTime<Utc>, request: &Request, carrier: &mut Carrier, calendars: &Calendars) -> Reply {
    match (request.method.as_str(), request.path.as_str()) {
        ("GET", "/sim/state") => return Ok(Response::json(200, &carrier.state(now))),
        ("GET", "/sim/requests") => {
            let arrivals: Vec<Value> = carrier.requests().iter().map(arrival_json).collect();
            return Ok(Response::json(200, &json!({"requests": arrivals})));
        }
        ("POST", "/sim/fault") => carrier.add_fault(fault(request)?),
        ("DELETE", "/sim/fault") => carrier.clear_faults(),
        ("POST", "/sim/portal") => portal(now, request, carrier)?,
        ("POST", "/sim/foreign") => foreign(now, request, carrier)?,
        ("POST", "/sim/unreachable") => carrier.set_unreachable(body(request)?),
        ("POST", "/sim/expire-tokens") => carrier.expire_tokens(),
        ("POST", "/sim/secret") => {
            let Secret { customer, secret } = body(request)?;
            carrier.rotate_secret(&customer, &secret);
        }
        ("POST", "/sim/quota") => {
            let Quota { customer, per_day } = body(request)?;
            carrier.set_quota(&customer, per_day);
        }
        ("PUT", path) => put_calendar(now, path, request, calendars)?,
        _ => return Err(refusal::not_found(&request.path)),
    }
    Ok(Response::json(200, &json!({"done": true})))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Portal {
    circuit: String,
    mbps: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Foreign {
    circuit: String,
    lasts: String,
    mbps: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Secret {
    customer: String,
    secret: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Quota {
    customer: String,
    per_day: u32,
}

fn body<T: for<'de> Deserialize<'de>>(request: &Request) -> Result<T, Response> {
    serde_json::from_slice(&request.body).map_err(|error| refusal::plain(400, &error.to_string()))
}

fn fault(request: &Request) -> Result<Fault, Response> {
    let text = String::from_utf8_lossy(&request.body);
    let read =
        if text.trim_start().starts_with('{') { Fault::from_json(&text) } else { Fault::from_toml(&text) };
    read.map_err(|error| refusal::plain(400, &error.to_string()))
}

fn portal(now: DateTime<Utc>, request: &Request, carrier: &mut Carrier) -> Result<(), Response> {
    let Portal { circuit, mbps } = body(request)?;
    if carrier.portal_change(now, &circuit, mbps) { Ok(()) } else { Err(no_circuit(&circuit)) }
}

fn foreign(now: DateTime<Utc>, request: &Request, carrier: &mut Carrier) -> Result<(), Response> {
    let Foreign { circuit, lasts, mbps } = body(request)?;
    let unreadable =
        || refusal::plain(400, &format!("lasts = \"{lasts}\" is no length of time; write 8s or 5m"));
    let lasts = span::read(&lasts).ok_or_else(unreadable)?;
    if carrier.tier_of(&circuit).is_none() {
        return Err(no_circuit(&circuit));
    }
    let accepted = carrier.foreign_order(now, &circuit, lasts, mbps);
    if accepted { Ok(()) } else { Err(refusal::plain(409, "an order is open on this circuit")) }
}

fn put_calendar(
    now: DateTime<Utc>,
    path: &str,
    request: &Request,
    calendars: &Calendars,
) -> Result<(), Response> {
    let name = path.strip_prefix("/sim/calendars/").filter(|name| !name.is_empty() && !name.contains('/'));
    let name = name.ok_or_else(|| refusal::not_found(path))?;
    calendars.put(&decoded(name), request.body.clone(), now);
    Ok(())
}

fn no_circuit(circuit: &str) -> Response {
    refusal::plain(404, &format!("there is no circuit {circuit}"))
}

fn arrival_json(arrival: &Arrival) -> Value {
    json!({
        "at": arrival.at, "method": arrival.method, "path": arrival.path, "circuit": arrival.circuit,
        "is_change": arrival.is_change, "status": arrival.status,
    })
}
