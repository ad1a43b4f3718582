//! The text with which the carrier is asked about an order that ended badly or not at all: what it needs to find the
//! order, and nothing else.

use super::{Action, Does};
use crate::change::{Change, State};
use crate::incident::{Incident, IncidentKind};
use crate::request::plain;
use crate::world::World;

/// Copies it, where the carrier gave the order a number of its own.
pub(super) fn copy(world: &World, incident: &Incident) -> Option<Action> {
    let (state, word) = match incident.kind {
        IncidentKind::Failed => (State::Failed, "failed"),
        IncidentKind::Cancelled => (State::Cancelled, "was cancelled"),
        IncidentKind::Stuck => (State::Unknown, "has not ended, sent"),
        IncidentKind::Refused | IncidentKind::Drift | IncidentKind::Foreign | IncidentKind::Quota => {
            return None;
        }
        IncidentKind::Unavailable | IncidentKind::Credentials | IncidentKind::SignIn => return None,
        IncidentKind::Unreachable | IncidentKind::Clock | IncidentKind::Disk => return None,
        IncidentKind::Feed | IncidentKind::Shrunken | IncidentKind::MassChange => return None,
        IncidentKind::Held | IncidentKind::Unsent => return None,
    };
    let change = world.changes_of(incident.circuit.as_ref()?).find(|one| one.state == state)?;
    let text = text(change, word)?;
    Some(Action { label: "Copy text for the carrier".into(), does: Does::Copy { text } })
}

/// `Order NAAS-4417, service 77000000002, from 1 Gbps to 100 Mbps: failed 2026-11-25 13:21:32 UTC, "Service locked".`
fn text(change: &Change, word: &str) -> Option<String> {
    let order = change.order.as_ref()?;
    let at = change.ended.or(change.sent).unwrap_or(change.opened).format("%Y-%m-%d %H:%M:%S UTC");
    let said = change.last_word().map(|word| format!(", \"{}\"", plain(word))).unwrap_or_default();
    let (circuit, from, to) = (&change.circuit, change.from, change.to);
    Some(format!("Order {order}, service {circuit}, from {from} to {to}: {word} {at}{said}."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screen::attention::attention;
    use crate::testing::{at, circuit, feed, world};
    use crate::world::Record;

    #[test]
    fn an_order_that_failed_has_the_text_that_the_carrier_needs_to_find_it_and_one_without_a_number_has_none()
    {
        let mut world = world(&[circuit("HQ", "100M")], &[feed("office", &["HQ"])]);
        let mut change = crate::change::tests::sample(at(0));
        (change.circuit, change.state, change.ended) = ("HQ".into(), State::Failed, Some(at(2)));
        change.order = Some("NAAS-4417".into());
        change.words = vec![(at(2), "Service \u{202e}locked".into())];
        let incident = Incident {
            key: "order:HQ".into(),
            kind: IncidentKind::Failed,
            circuit: Some("HQ".into()),
            opened: at(2),
            updated: at(2),
            closed: None,
            title: "HQ: raise to 1 Gbps failed".into(),
            body: String::new(),
            per_hour: None,
            choices: vec![],
        };
        world.apply(&[Record::Incident(Box::new(incident)), Record::Change(Box::new(change.clone()))]);
        let actions = |world: &World| attention(world, &[], at(5)).cards.remove(0).actions;
        let text = format!(
            "Order NAAS-4417, service HQ, from {} to {}: failed 2027-01-04 09:02:00 UTC, \"Service locked\".",
            change.from, change.to
        );
        let label = "Copy text for the carrier".into();
        assert_eq!(actions(&world), [Action { label, does: Does::Copy { text } }]);
        world.apply(&[Record::Change(Box::new(Change { order: None, ..change }))]);
        assert_eq!(actions(&world), []);
    }
}
