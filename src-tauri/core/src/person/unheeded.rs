//! What a person asks for while nothing is ordered: it is kept, and said that nothing leaves.

use super::Act;
use crate::ids::CircuitId;
use crate::world::World;

/// What must be said instead of "done", where automation is off or a pause stands before what was asked.
pub fn unheeded(world: &World, act: &Act) -> Option<String> {
    match act {
        Act::Boost(id, ..) | Act::Hold(id, ..) | Act::Retry(id) | Act::Restore(id) => one(world, id),
        Act::BaselineAll => all(world),
        Act::Clear(_) | Act::Pause(_) | Act::Resume(..) | Act::On(_) | Act::Off | Act::Keep(_) => None,
        Act::Believe(_) | Act::Release(_) | Act::Move(..) | Act::TakeOut(_) | Act::PutBack(_) => None,
        Act::Leave(_) | Act::LookAfter(_) => None,
        Act::Answer(..) | Act::New(..) | Act::Disconnect(_) | Act::Rename(..) => None,
    }
}

fn one(world: &World, id: &CircuitId) -> Option<String> {
    if !world.tenant.automation {
        let how = "it counts from the moment you switch that on, in the window or with tidegate automation on --now";
        return Some(format!("Kept, but nothing is ordered: automation is off; {how}."));
    }
    let name = world.name_of(id);
    let is_paused = world.circuits.get(id).is_some_and(|circuit| circuit.paused.is_some());
    let how = match (world.tenant.paused.is_some(), is_paused) {
        (true, _) => "tidegate resume --now".to_owned(),
        (false, true) => format!("tidegate resume \"{name}\" --now"),
        (false, false) => return None,
    };
    Some(format!("Kept, but nothing is ordered: {name} is paused. Go on with {how}."))
}

/// The kill switch drops what is paused too; without automation it drops nothing.
fn all(world: &World) -> Option<String> {
    if world.tenant.automation {
        return None;
    }
    let above = world.circuits.values().filter_map(|circuit| {
        let live = world.states.get(&circuit.id)?.seen.as_ref()?.tier;
        (live > circuit.baseline).then(|| format!("{} ({live})", circuit.name))
    });
    let above: Vec<String> = above.collect();
    let still = if above.is_empty() { "no circuit".into() } else { above.join(", ") };
    Some(format!(
        "Nothing was ordered: automation is off, so Tidegate changes no circuit. Above its baseline as last seen: {still}. Lower it at the carrier, or switch automation on first, in the window or with tidegate automation on --from-next, and then do this again (tidegate baseline --all)."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::Seen;
    use crate::testing::{at, circuit, tier, world};
    use crate::world::Record;

    #[test]
    fn what_is_asked_while_nothing_is_ordered_is_answered_with_that() {
        let mut world = world(&[circuit("HQ", "100M")], &[]);
        let mut state = world.state(&"HQ".into(), at(0));
        state.seen = Some(Seen::new(tier("1G"), "Active"));
        world.apply(&[Record::State(Box::new(state))]);
        let boost = Act::Boost("HQ".into(), tier("1G"), at(60));
        assert_eq!((unheeded(&world, &boost), unheeded(&world, &Act::BaselineAll)), (None, None));
        world.tenant.paused = Some(at(0));
        assert!(unheeded(&world, &boost).is_some_and(|said| said.contains("HQ is paused")));
        world.tenant.automation = false;
        assert!(unheeded(&world, &boost).is_some_and(|said| said.contains("automation is off")));
        let said = unheeded(&world, &Act::BaselineAll).unwrap();
        assert!(said.contains("Nothing was ordered") && said.contains("HQ (1 Gbps)"), "{said}");
    }
}
