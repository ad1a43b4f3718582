//! The `naas-v1` dialect: `POST modifyBandwidth`, then the order's own state (lumen-api §9 B, §10). It has no
//! reference field: a lost reply is resolved by the inventory alone.

use super::{Accepted, Modify, OrderState, Profile, Refusal, Request, Response, json};
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
struct Ordered {
    #[serde(rename = "orderId")]
    order_id: Option<String>,
}

#[derive(Deserialize)]
struct State {
    state: String,
    #[serde(default)]
    message: Option<String>,
}

pub(super) fn order(profile: &Profile, modify: &Modify<'_>) -> Request {
    let body = json!({
        "inventoryItemId": modify.circuit.id,
        "bandwidth": { "value": modify.tier.mbps(), "unit": "Mbps" },
    });
    profile.post(&profile.paths.modify, &body)
}

/// A success without a readable order id is still a success: the order was taken.
pub(super) fn read_order(response: &Response) -> Result<Accepted, Refusal> {
    match json::<Ordered>(response) {
        Ok(ordered) => Ok(Accepted { order: ordered.order_id }),
        Err(_) if response.is_success() => Ok(Accepted { order: None }),
        Err(refusal) => Err(refusal),
    }
}

pub(super) fn follow(profile: &Profile, order: &str) -> Request {
    profile.get(&profile.paths.order_state.replace("{id}", order), vec![])
}

/// Normalised as lumen-api §9 suggests; a word nobody knows is work still going on, bounded by the polls' end.
pub(super) fn read_follow(response: &Response) -> Result<OrderState, Refusal> {
    let State { state, message } = json(response)?;
    let words = message.unwrap_or_default();
    Ok(match state.to_ascii_lowercase().as_str() {
        "completed" | "complete" | "succeeded" | "success" => OrderState::Completed,
        "failed" | "rejected" | "error" | "partial" => OrderState::Failed(words),
        "cancelled" | "canceled" => OrderState::Cancelled(words),
        _ => OrderState::Working(state),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(status: u16, body: &str) -> Response {
        Response { status, headers: vec![], body: body.into() }
    }

    #[test]
    fn every_state_word_has_a_meaning() {
        let state =
            |word: &str| read_follow(&reply(200, &format!(r#"{{"orderId":"1","state":"{word}"}}"#))).unwrap();
        assert_eq!(state("COMPLETED"), OrderState::Completed);
        assert_eq!(state("Canceled"), OrderState::Cancelled(String::new()));
        assert_eq!(state("FAILED"), OrderState::Failed(String::new()));
        assert_eq!(state("HELD"), OrderState::Working("HELD".into()));
    }

    #[test]
    fn a_success_that_cannot_be_read_was_accepted() {
        assert_eq!(read_order(&reply(200, "garbage")), Ok(Accepted { order: None }));
        assert_eq!(
            read_order(&reply(200, r#"{"orderId":"ORD-1"}"#)),
            Ok(Accepted { order: Some("ORD-1".into()) })
        );
        assert!(read_order(&reply(503, "")).is_err());
    }
}
