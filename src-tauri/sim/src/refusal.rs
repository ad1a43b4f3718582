//! The shapes in which the carrier says no. Owns every envelope and every text a client may have to recognise.
//! There are several envelopes on one host, on purpose: that is how the real one answers.

use crate::bandwidth;
use crate::gate::Denied;
use crate::http::Response;
use serde_json::json;

/// 422 about one field.
pub(crate) fn invalid(property: &str, reason: &str) -> Response {
    Response::json(422, &json!({"reason": reason, "code": "INVALIDVALUE", "propertyPath": property}))
}

pub(crate) fn missing(property: &str) -> Response {
    invalid(property, &format!("{property} is required"))
}

/// A plain code and a message.
pub(crate) fn plain(status: u16, message: &str) -> Response {
    Response::json(status, &json!({"code": status, "message": message}))
}

/// The gateway's words about who may come in.
pub(crate) fn denied(why: Denied) -> Response {
    let (status, reason, code) = match why {
        Denied::Missing => (401, "Missing or no credentials provided", "missingCredentials"),
        Denied::Stale => (401, "Invalid or expired access token", "invalidToken"),
        Denied::Wrong => (401, "Invalid client credentials provided", "invalidCredentials"),
        Denied::ReadsOnly => (403, "The scope write is needed for this", "insufficientScope"),
        Denied::OtherCustomer => (403, "The API key is not entitled to this customer number", "notEntitled"),
    };
    let body = json!({
        "reason": reason,
        "message": format!("000 -- {reason}"),
        "referenceError": "",
        "code": code,
    });
    Response::json(status, &body)
}

/// No such path, or no such thing on a path that exists.
pub(crate) fn not_found(info: &str) -> Response {
    Response::json(404, &json!({"code": "404", "message": "Not Found", "info": info}))
}

pub(crate) fn locked(circuit: &str, state: &str) -> Response {
    invalid("productOrderItem[0].product.id", &locked_text(circuit, state))
}

/// The words every dialect has for a circuit that takes no order now.
pub(crate) fn locked_text(circuit: &str, state: &str) -> String {
    format!("Service Id {circuit} cannot be modified since the current status is - {state}")
}

pub(crate) fn quota(per_day: u32) -> Response {
    let message = format!(
        "The daily limit of {per_day} change requests per customer has been reached; it resets at 00:00 GMT"
    );
    plain(429, &message)
}

pub(crate) fn not_naas() -> Response {
    invalid("masterSiteId", "Not a NaaS Enabled Location")
}

/// The bandwidth of a circuit at such a place is never changed.
pub(crate) fn fixed_site() -> Response {
    invalid("productOrderItem[0].product.id", "Bandwidth update is not available on Flexential sites")
}

pub(crate) fn no_rule() -> Response {
    invalid("serviceId", "No matching rule found for portSpeed=0 and deviceCode=null")
}

pub(crate) fn bad_quote(id: &str, why: &str) -> Response {
    invalid("quote[0].id", &format!("Quote {id} {why}; request a new quote"))
}

/// The envelope of Ethernet On-Demand.
pub(crate) fn exception(status: u16, code: &str, message: &str, detail: &str) -> Response {
    let body = json!({"exception": {
        "httpStatusCode": status.to_string(), "code": code, "message": message, "detail": detail,
    }});
    Response::json(status, &body)
}

/// A tier that the circuit cannot have.
pub(crate) fn no_tier(property: &str, mbps: u32, circuit: &crate::setup::CircuitSetup) -> Response {
    let wanted = bandwidth::usual(mbps);
    let reason = if mbps > circuit.port_mbps {
        format!("{wanted} exceeds the port speed {} of {}", bandwidth::usual(circuit.port_mbps), circuit.id)
    } else {
        let offered: Vec<String> = circuit.tiers.iter().map(|tier| bandwidth::usual(tier.mbps)).collect();
        format!("{wanted} is not offered for {}; offered are {}", circuit.id, offered.join(", "))
    };
    invalid(property, &reason)
}

/// The page of the firewall in front of the gateway.
pub(crate) fn firewall() -> Response {
    Response::html(
        403,
        "<html><head><title>Access Denied</title></head><body><h1>Access Denied</h1>\
         <p>You don't have permission to access this resource on this server.</p>\
         <p>Reference #18.practice</p></body></html>",
    )
}

/// What somebody sees whose session ended.
pub(crate) fn login_page() -> Response {
    Response::html(
        200,
        "<!DOCTYPE html><html><head><title>Sign in to your account</title></head><body>\
         <form method=\"post\" action=\"/login\"><input name=\"user\"><input type=\"password\" name=\"password\">\
         </form></body></html>",
    )
}
