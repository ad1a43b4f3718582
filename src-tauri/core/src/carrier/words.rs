//! The carrier's words for how a circuit or an order stands, and what they mean. They are settings: which words a live
//! carrier uses is only partly known (lumen-api §9, §12.5). Compared without regard to case.

use super::OrderState;
use crate::circuit::Seen;
use crate::units::Tier;
use serde::{Deserialize, Serialize};

/// Lists of words, each parted by commas.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// A circuit that has its tier and takes orders.
    pub ready: String,
    /// A circuit on which an order is at work.
    pub pending: String,
    /// An order that was carried out; the inventory has the last word.
    pub completed: String,
    /// An order that ended without effect.
    pub failed: String,
    /// An order that somebody ended.
    pub cancelled: String,
    /// A circuit that is there no more, where it stays listed for a while.
    #[serde(default = "gone")]
    pub gone: String,
}

fn gone() -> String {
    "disconnected, terminated, deleted, ceased".into()
}

impl Default for Words {
    fn default() -> Self {
        Self {
            ready: "active".into(),
            pending: "change pending, pending, in progress, modifying, updating, provisioning, creating"
                .into(),
            completed: "completed, complete, succeeded, success".into(),
            failed: "failed, rejected, error, partial".into(),
            cancelled: "cancelled, canceled".into(),
            gone: gone(),
        }
    }
}

impl Words {
    /// A circuit's tier and status, with what the status means here.
    pub fn seen(&self, tier: Tier, status: &str) -> Seen {
        let pending = has(&self.pending, status);
        Seen { tier, pending, ready: pending || has(&self.ready, status), status: status.to_owned() }
    }

    /// Whether a status says that the circuit is there no more.
    pub fn is_gone(&self, status: &str) -> bool {
        has(&self.gone, status)
    }

    /// What an order's state means; a word nobody knows is work still going on, bounded by the polls' end.
    pub fn order_state(&self, state: &str, reason: &str) -> OrderState {
        if has(&self.completed, state) {
            OrderState::Completed
        } else if has(&self.failed, state) {
            OrderState::Failed(reason.to_owned())
        } else if has(&self.cancelled, state) {
            OrderState::Cancelled(reason.to_owned())
        } else {
            OrderState::Working(state.to_owned())
        }
    }
}

fn has(list: &str, word: &str) -> bool {
    list.split(',').any(|one| one.trim().eq_ignore_ascii_case(word.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_a_person_added_counts_and_an_unknown_one_is_work_going_on() {
        let words = Words { completed: "completed, Fertig".into(), ..Words::default() };
        assert_eq!(words.order_state("fertig", ""), OrderState::Completed);
        assert_eq!(words.order_state("HELD", "why"), OrderState::Working("HELD".into()));
        assert_eq!(words.order_state("Rejected", "why"), OrderState::Failed("why".into()));
        assert_eq!(words.order_state("CANCELED", ""), OrderState::Cancelled(String::new()));
    }

    #[test]
    fn a_status_is_ready_at_work_or_neither() {
        let words = Words { ready: "active, in service".into(), ..Words::default() };
        let of = |status: &str| {
            let seen = words.seen("100M".parse().unwrap(), status);
            (seen.takes_orders(), seen.pending)
        };
        assert_eq!(of("In Service"), (true, false));
        assert_eq!(of(" MODIFYING "), (true, true));
        assert_eq!(of("suspended"), (false, false));
        assert!(words.is_gone("Terminated") && !words.is_gone("Disconnecting"));
    }
}
