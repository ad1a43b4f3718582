//! Tokens: the current call and the legacy one, each with its own way of saying no.

use super::Carrier;
use crate::gate::Denied;
use crate::http::{Request, Response};
use crate::refusal;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

impl Carrier {
    pub(super) fn token(&mut self, now: DateTime<Utc>, request: &Request, legacy: bool) -> Response {
        let granted =
            request.form().iter().any(|(key, value)| key == "grant_type" && value == "client_credentials");
        let answer = if legacy {
            self.legacy_token(now, request, granted)
        } else {
            self.new_token(now, request, granted)
        };
        if !legacy {
            return answer;
        }
        let number = self.arrivals.len() as u64;
        answer.with_header("TrackingId", &self.seed.uuid("tracking", number))
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

    fn legacy_token(&mut self, now: DateTime<Utc>, request: &Request, granted: bool) -> Response {
        if !granted {
            let body =
                json!({"ErrorCode": "invalid_grant_type", "Error": "The grant type is missing or unknown"});
            return Response::json(500, &body);
        }
        match self.gate.give(now, request) {
            Err(Denied::Missing | Denied::Wrong | Denied::Stale | Denied::OtherCustomer) => {
                Response::json(401, &json!({"ErrorCode": "invalid_client", "Error": "ClientId is Invalid"}))
            }
            Ok((token, life)) => Response::json(200, &given(&token, life)),
        }
    }
}

fn given(token: &str, life: u32) -> Value {
    json!({"access_token": token, "token_type": "Bearer", "expires_in": life})
}
