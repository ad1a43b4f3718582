//! What would be ordered at once if a person did something: the act and the plan on a copy of the world. Owns no rule:
//! the answer is that of the very functions that act and plan.

use super::{Act, Refused, act};
use crate::change::State;
use crate::ids::CircuitId;
use crate::plan::plan;
use crate::time::Instant;
use crate::timings::Limits;
use crate::units::Tier;
use crate::world::{Credentials, Here, Record, World};

/// One order that would be begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// The circuit.
    pub circuit: CircuitId,
    /// Its live tier.
    pub from: Tier,
    /// The tier that would be ordered.
    pub to: Tier,
}

/// The orders that would be begun at once if a person did this now, by the circuits' names. That the carrier must be
/// asked first, or cannot be asked just now, is left out: the wish would wait for it. Refused as the act itself is.
pub fn would_order(world: &World, what: &Act, now: Instant, limits: &Limits) -> Result<Vec<Begun>, Refused> {
    let mut then = world.clone();
    then.apply(&act(world, "", what, now)?);
    then.here = answering(&then.here, now);
    then.refresh(now);
    let mut plan_then = plan(&then, now, limits);
    // Boosts and holds that are over are put away by a pass of their own, and a drop may follow in the next.
    if plan_then.records.iter().any(|record| matches!(record, Record::OverrideGone(..))) {
        then.apply(&plan_then.records);
        then.refresh(now);
        plan_then = plan(&then, now, limits);
    }
    let mut begun: Vec<Begun> = plan_then.records.iter().filter_map(begins).collect();
    let name = |one: &Begun| world.circuits.get(&one.circuit).map(|circuit| circuit.name.clone());
    begun.sort_by_key(name);
    Ok(begun)
}

/// The carrier as it would be if it answered all questions now.
fn answering(here: &Here, now: Instant) -> Here {
    Here {
        credentials: Credentials::Ready,
        inventory_at: here.inventory_at.map(|_| now),
        inventory_tried: Some(now),
        not_before: None,
        asked_to_wait: None,
        ..here.clone()
    }
}

fn begins(record: &Record) -> Option<Begun> {
    let Record::Change(change) = record else { return None };
    let is_begun = matches!(change.state, State::Intended | State::Sent);
    is_begun.then(|| Begun { circuit: change.circuit.clone(), from: change.from, to: change.to })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::Seen;
    use crate::person::From;
    use crate::testing::{at, circuit, event, feed, reading, tier, world};

    fn paused() -> World {
        let mut world =
            world(&[circuit("HQ", "100M"), circuit("Branch", "100M")], &[feed("office", &["HQ", "Branch"])]);
        let events = vec![event(-30, 120, "500 Mbps, all hands")];
        world.here.readings.insert("office".into(), (at(0), reading(events)));
        for (name, live) in [("HQ", "100M"), ("Branch", "500M")] {
            let mut state = world.state(&name.into(), at(0));
            state.seen = Some(Seen::new(tier(live), "Active"));
            world.apply(&[Record::State(Box::new(state))]);
        }
        world.here.inventory_at = Some(at(-200));
        world.tenant.paused = Some(at(-60));
        world.refresh(at(0));
        world
    }

    #[test]
    fn resuming_now_would_order_what_the_plan_wants_and_from_the_next_change_on_nothing() {
        let world = paused();
        let would = |from| would_order(&world, &Act::Resume(None, from), at(0), &Limits::new()).unwrap();
        let raise = Begun { circuit: "HQ".into(), from: tier("100M"), to: tier("500M") };
        assert_eq!(would(From::Now), [raise], "the other has its tier");
        assert_eq!(would(From::Next), []);
        let branch = Act::Resume(Some("Branch".into()), From::Now);
        assert_eq!(would_order(&world, &branch, at(0), &Limits::new()), Ok(vec![]));
        let unknown = Act::Resume(Some("Moon".into()), From::Now);
        assert!(matches!(would_order(&world, &unknown, at(0), &Limits::new()), Err(Refused::NoCircuit(_))));
    }

    #[test]
    fn a_circuit_never_seen_would_not_be_ordered_and_a_carrier_that_is_put_off_hides_nothing() {
        let mut world = paused();
        world.here.not_before = Some(at(5));
        world.here.credentials = Credentials::Locked;
        let now = Act::Resume(None, From::Now);
        assert_eq!(would_order(&world, &now, at(0), &Limits::new()).unwrap().len(), 1);
        world.here.inventory_at = None;
        assert_eq!(would_order(&world, &now, at(0), &Limits::new()).unwrap().len(), 0);
    }
}
