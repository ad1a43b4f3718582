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
