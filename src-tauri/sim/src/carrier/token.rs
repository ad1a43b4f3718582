//! Tokens: the current call, the legacy one and the one with scopes, each with its own way of saying no.

use super::Carrier;
use super::route::Endpoint;
use crate::http::{Request, Response};
use crate::refusal;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

impl Carrier {
    pub(super) fn token(&mut self, now: DateTime<Utc>, request: &Request, endpoint: Endpoint) -> Response {
        let granted =
            request.form().iter().any(|(key, value)| key == "grant_type" && value == "client_credentials");
        match endpoint {
            Endpoint::Current => self.new_token(now, request, granted),
            Endpoint::Scoped => self.scoped_token(now, request, granted),
            Endpoint::Legacy => {
                let number = self.arrivals.len() as u64;
                let tracking = self.seed.uuid("tracking", number);
                self.legacy_token(now, request, granted).with_header("TrackingId", &tracking)
            }
        }
    }

    fn new_token(&mut self, now: DateTime<Utc>, request: &Request, granted: bool) -> Response {
        match self.gate.give(now, request) {
            Err(why) => refusal::denied(why),
            Ok(_) if !granted => Response::json(
                400,
                &json!({
                    "reason": "grant_type must be client_credentials",
                    "message": "000 -- invalid request", "referenceError": "", "code": "invalidRequest",
                }),
            ),
            Ok((token, life)) => Response::json(200, &given(&token, life)),
        }
    }

    /// Answers and refuses as RFC 6749 has it. Without a scope a token is good for everything.
    fn scoped_token(&mut self, now: DateTime<Utc>, request: &Request, granted: bool) -> Response {
        let refused = |status: u16, error: &str, words: &str| {
            Response::json(status, &json!({"error": error, "error_description": words}))
        };
        if !granted {
            return refused(400, "unsupported_grant_type", "grant_type must be client_credentials");
        }
        let form = request.form();
        let scope = form.iter().find(|(key, _)| key == "scope").map_or("read write", |(_, value)| value);
        if let Some(unknown) = scope.split_whitespace().find(|one| *one != "read" && *one != "write") {
            return refused(
                400,
                "invalid_scope",
                &format!("the scope {unknown} is unknown; write read or write"),
            );
        }
        match self.gate.give(now, request) {
            Err(_) => refused(401, "invalid_client", "the client is unknown or its secret is wrong"),
            Ok((token, life)) => {
                if !scope.split_whitespace().any(|one| one == "write") {
                    self.gate.reads_only(&token);
                }
                let mut body = given(&token, life);
                body["scope"] = json!(scope);
                Response::json(200, &body)
            }
        }
    }

    fn legacy_token(&mut self, now: DateTime<Utc>, request: &Request, granted: bool) -> Response {
        if !granted {
            let body =
                json!({"ErrorCode": "invalid_grant_type", "Error": "The grant type is missing or unknown"});
            return Response::json(500, &body);
        }
        match self.gate.give(now, request) {
            Err(_) => {
                Response::json(401, &json!({"ErrorCode": "invalid_client", "Error": "ClientId is Invalid"}))
            }
            Ok((token, life)) => Response::json(200, &given(&token, life)),
        }
    }
}

fn given(token: &str, life: u32) -> Value {
    json!({"access_token": token, "token_type": "Bearer", "expires_in": life})
}
