//! What a button on a notice means as a command: one that everybody else could send.

use crate::desktop::Pressed;
use tidegate_core::incident::Remedy;
use tidegate_core::view::{CircuitView, View};
use tidegate_door::command::{Command, TakeUp};

/// The command of a button, read against the view as it is now; none where there is nothing left to do it to.
pub(super) fn command(view: &View, pressed: &Pressed) -> Option<Command> {
    let circuit = pressed.circuit.as_ref().and_then(|id| view.circuits.iter().find(|one| one.id == *id));
    let id = circuit.map(|one| one.id.0.clone());
    let feed = pressed.key.split_once(':').map(|(_, id)| id.to_owned());
    match pressed.remedy {
        Remedy::Retry => Some(Command::Retry { circuit: id? }),
        Remedy::Restore => Some(Command::Restore { circuit: id? }),
        Remedy::Hold => Some(Command::Hold { circuit: id?, tier: circuit?.live?.to_string(), until: None }),
        Remedy::Drop => circuit.and_then(drop_now),
        Remedy::Resume => Some(Command::Resume { circuit: id, from: TakeUp::Now }),
        Remedy::Believe => Some(Command::FeedBelieve { feed: feed? }),
        Remedy::Release => Some(Command::FeedRelease { feed: feed? }),
        Remedy::Open => None,
    }
}

/// The baseline at once, and until the plan would have dropped to it; without such a drop for as long as any hold.
fn drop_now(circuit: &CircuitView) -> Option<Command> {
    let live = circuit.live.filter(|live| *live > circuit.baseline)?;
    let drop = circuit.next.as_ref().filter(|next| next.to < live);
    Some(Command::Hold {
        circuit: circuit.id.0.clone(),
        tier: circuit.baseline.to_string(),
        until: drop.map(|next| next.at.to_rfc3339()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tidegate_core::time::{Instant, Span, Zone};
    use tidegate_core::units::Tier;
    use tidegate_core::view::Upcoming;

    fn tier(text: &str) -> Tier {
        text.parse().unwrap()
    }

    /// HQ with a baseline of 100 Mbps, at a tier, and the plan's next change.
    fn seen(live: Option<&str>, next: Option<(&str, Instant)>) -> View {
        let circuit = CircuitView {
            id: "c-1".into(),
            name: "HQ".into(),
            live: live.map(tier),
            status: None,
            wanted: None,
            baseline: tier("100M"),
            bounds: [tier("100M"), tier("2G")],
            per_hour: None,
            why: String::new(),
            order: None,
            next: next.map(|(to, at)| Upcoming {
                at,
                from: tier("1G"),
                to: tier(to),
                wanted: at,
                why: String::new(),
                raise: false,
            }),
            overrides: vec![],
            paused: None,
        };
        View {
            at: Instant::UNIX_EPOCH,
            tenant: "Office".into(),
            zone: Zone::UTC,
            practice: false,
            automation: true,
            paused: None,
            trouble: None,
            circuits: vec![circuit],
            feeds: vec![],
            incidents: vec![],
            attention: vec![],
            quota_left: 24,
            quota: 24,
            shortages: vec![],
        }
    }

    #[test]
    fn drop_now_is_a_hold_at_the_baseline_until_the_plan_would_have_dropped() {
        let at = Instant::UNIX_EPOCH + Span::hours(3);
        let hold = |until: Option<&str>| {
            let (circuit, tier) = ("c-1".into(), "100 Mbps".into());
            Some(Command::Hold { circuit, tier, until: until.map(str::to_owned) })
        };
        let drop = Some("1970-01-01T03:00:00+00:00");
        let rows = [
            ("to the baseline", Some("1G"), Some(("100M", at)), hold(drop)),
            ("to a tier between", Some("1G"), Some(("500M", at)), hold(drop)),
            ("a raise is no drop", Some("1G"), Some(("2G", at)), hold(None)),
            ("nothing comes", Some("1G"), None, hold(None)),
            ("at the baseline", Some("100M"), Some(("50M", at)), None),
            ("below it", Some("50M"), None, None),
            ("not known", None, Some(("100M", at)), None),
        ];
        for (what, live, next, expected) in rows {
            let (key, circuit) = ("order:c-1".to_owned(), Some("c-1".into()));
            let pressed = Pressed { tenant: None, key, circuit, remedy: Remedy::Drop };
            assert_eq!(command(&seen(live, next), &pressed), expected, "{what}");
        }
    }
}
