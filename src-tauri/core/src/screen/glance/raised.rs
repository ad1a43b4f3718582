//! The circuits above their baselines, and what they cost while nothing is ordered and so nothing drops them (design
//! §5, Pause).

use super::Raised;
use crate::circuit::Circuit;
use crate::cost::Cost;
use crate::horizon::SHOWN;
use crate::screen::{wall, written};
use crate::time::Instant;
use crate::units::{Money, Tier};
use crate::view::upcoming;
use crate::world::World;

/// A circuit above its baseline, with what that costs an hour.
pub(super) fn raised(world: &World, circuit: &Circuit, now: Instant) -> Option<Raised> {
    let live = above(world, circuit)?;
    let coming = upcoming(world, &circuit.id, now, now + SHOWN);
    let until = coming.iter().find(|one| one.to < live);
    Some(Raised {
        circuit: circuit.name.clone(),
        costs: format!("{live}, {}", written::above_baseline(circuit, live)),
        until: until.map(|one| wall::when(one.at, now, world.tenant.zone)),
    })
}

fn above(world: &World, circuit: &Circuit) -> Option<Tier> {
    written::live(world, &circuit.id).filter(|live| *live > circuit.baseline)
}

/// `HQ stays at 1 Gbps, +$0.73/h`, or how many do and what they cost together; nothing where none does.
pub(super) fn stay_up(world: &World) -> Option<String> {
    let circuits = written::circuits(world);
    let up: Vec<(&Circuit, Tier)> =
        circuits.into_iter().filter_map(|circuit| Some((circuit, above(world, circuit)?))).collect();
    match up[..] {
        [] => None,
        [(circuit, live)] => {
            let costs = written::above_baseline(circuit, live);
            Some(format!("{} stays at {live}, {costs}", circuit.name))
        }
        [..] => {
            let count = written::count(up.len(), "circuit", "circuits");
            Some(format!("{count} stay up, together {}/h", together(world, &up)))
        }
    }
}

/// `+$1.87`, or `at least +$1.87` where a price is not known.
fn together(world: &World, up: &[(&Circuit, Tier)]) -> String {
    let currency = &world.tenant.profile.currency;
    let each = up.iter().map(|(circuit, live)| {
        let known = circuit.price(*live).zip(circuit.price(circuit.baseline));
        let more = known.map(|(price, baseline)| Money::new(price.amount - baseline.amount, currency));
        let at_least = more.is_none();
        Cost { known: more.unwrap_or_else(|| Cost::zero(currency).known), at_least }
    });
    let sum = each.fold(Cost::zero(currency), |sum, one| sum.plus(&one));
    format!("{}{}", if sum.at_least { "at least " } else { "" }, sum.known.signed())
}
