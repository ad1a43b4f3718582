//! What a struck request is answered. Owns the look of every fault that concerns one request.

use crate::fault::{Instead, Spoil, Subject};
use crate::gate::Denied;
use crate::http::Response;
use crate::refusal;

/// More than any client should be willing to read.
const HUGE: usize = 24 << 20;

/// The answer to a request that takes no effect; `None` drops the connection.
pub(super) fn instead(instead: &Instead, subject: &Subject) -> Option<Response> {
    Some(match instead {
        Instead::LoseRequest | Instead::Unreachable => return None,
        Instead::TooMany(retry_after) => too_many(retry_after.as_deref()),
        Instead::Status(status) => server_error(*status),
        Instead::HtmlRefusal => refusal::firewall(),
        Instead::LoginPage => refusal::login_page(),
        Instead::NotFound => refusal::not_found("broken on purpose"),
        Instead::ExpiredToken => refusal::denied(Denied::Stale),
        Instead::Locked => refusal::locked(subject.circuit.as_deref().unwrap_or("unknown"), "Change pending"),
        Instead::QuoteExpired => refusal::bad_quote("of this order", "has expired"),
        Instead::NotNaas => refusal::not_naas(),
        Instead::NoRule => refusal::no_rule(),
        Instead::Redirect(location) => Response::empty(302).with_header("Location", location),
    })
}

/// What is left of the answer to a request that took effect. A refusal took none, so it is passed on.
pub(super) fn spoil(spoil: &Spoil, response: Response) -> Option<Response> {
    if !response.is_success() && *spoil != Spoil::LoseReply {
        return Some(response);
    }
    Some(match spoil {
        Spoil::LoseReply => return None,
        Spoil::Status(status) => server_error(*status),
        Spoil::Garbage => Response { body: b"\0\xff{\"id\": \"NaaS".to_vec(), ..response },
        Spoil::Huge => huge(response),
        Spoil::Truncated => truncated(response),
    })
}

fn too_many(retry_after: Option<&str>) -> Response {
    let response = refusal::plain(429, "Too many requests");
    match retry_after {
        Some(text) => response.with_header("Retry-After", text),
        None => response,
    }
}

fn server_error(status: u16) -> Response {
    let name = match status {
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Internal Server Error",
    };
    Response::html(status, &format!("<html><body><h1>{status} {name}</h1></body></html>"))
}

fn huge(mut response: Response) -> Response {
    response.body.resize(HUGE, b' ');
    response
}

fn truncated(mut response: Response) -> Response {
    response.body.truncate(response.body.len() / 2);
    response
}
