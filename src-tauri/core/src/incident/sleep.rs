//! What is told before the computer sleeps: circuits that are up now and would be dropped while nobody is awake to
//! drop them, with what that costs.

use super::{Notice, Remedy};
use crate::circuit::Circuit;
use crate::horizon::NEXT_DAY;
use crate::plan::when_text;
use crate::time::Instant;
use crate::units::{Money, Tier};
use crate::view::upcoming;
use crate::world::World;

/// A circuit that is up, and its next drop.
struct Up<'w> {
    circuit: &'w Circuit,
    live: Tier,
    drop: Option<(Instant, Tier)>,
    per_hour: Option<Money>,
}

/// The notice before sleep; none where nothing is above its baseline, or nothing is ordered anyway. `now` is the
/// corrected clock's.
pub fn before_sleep(world: &World, now: Instant) -> Option<Notice> {
    if !world.tenant.automation || world.tenant.paused.is_some() {
        return None;
    }
    let all: Vec<Up<'_>> = world.circuits.values().filter_map(|circuit| up(world, circuit, now)).collect();
    let first = all.first()?;
    let lines: Vec<String> = all.iter().map(|one| line(world, one, now)).collect();
    let body = format!("{} Tidegate goes on when the computer wakes.", lines.join(" "));
    let title = match all.len() {
        1 => format!("{} is still at {}", first.circuit.name, first.live),
        several => format!("{several} circuits are still above their baselines"),
    };
    let only = (all.len() == 1).then_some(&first.circuit.id);
    let mut notice = Notice::once(now, "sleep", only, &title, body);
    if only.is_some() {
        notice.choices.insert(0, Remedy::Drop);
    }
    Some(notice)
}

fn up<'w>(world: &'w World, circuit: &'w Circuit, now: Instant) -> Option<Up<'w>> {
    let live = world.states.get(&circuit.id)?.seen.as_ref()?.tier;
    if live <= circuit.baseline || circuit.paused.is_some() {
        return None;
    }
    let coming = upcoming(world, &circuit.id, now, now + NEXT_DAY);
    let drop = coming.iter().find(|one| one.to < live).map(|one| (one.at, one.to));
    let per_hour = circuit.difference(live, drop.map_or(circuit.baseline, |(_, to)| to));
    Some(Up { circuit, live, drop, per_hour })
}

fn line(world: &World, one: &Up<'_>, now: Instant) -> String {
    let costs =
        one.per_hour.as_ref().map_or(String::new(), |rate| format!(": {rate} more each hour until it wakes"));
    match one.drop {
        Some((at, to)) => format!(
            "{} is to drop from {} to {to} at {}. If this computer sleeps then, nobody orders it{costs}.",
            one.circuit.name,
            one.live,
            when_text(at, now, world.tenant.zone)
        ),
        None => format!(
            "{} has {} and stays there while this computer sleeps{costs}.",
            one.circuit.name, one.live
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::{Offer, Seen};
    use crate::testing::{at, circuit, event, feed, reading, tier, world};
    use crate::world::Record;

    fn office(live: &str) -> World {
        let offer = |text: &str, price: &str| Offer {
            tier: tier(text),
            speed: text.into(),
            per_hour: Money::from_carrier(price, "USD"),
            quoted: at(0),
        };
        let hq = Circuit {
            offers: vec![offer("100M", "0.47"), offer("1G", "1.95")],
            highest: tier("1G"),
            approved: tier("1G"),
            ..circuit("HQ", "100M")
        };
        let mut world = world(&[hq], &[feed("office", &["HQ"])]);
        world.tenant.automation = true;
        let mut state = world.state(&"HQ".into(), at(0));
        state.seen = Some(Seen::new(tier(live), "Active"));
        world.apply(&[Record::State(Box::new(state))]);
        world.here.readings.insert("office".into(), (at(0), reading(vec![event(0, 120, "1 Gbps, stream")])));
        world.refresh(at(30));
        world
    }

    #[test]
    fn a_circuit_that_is_up_is_told_with_what_sleeping_through_its_drop_costs() {
        let notice = before_sleep(&office("1G"), at(30)).unwrap();
        assert_eq!(notice.title, "HQ is still at 1 Gbps");
        assert!(notice.body.contains("to drop from 1 Gbps to 100 Mbps"), "{}", notice.body);
        assert!(notice.body.contains("$1.48 more each hour until it wakes"), "{}", notice.body);
        assert_eq!(notice.choices, [Remedy::Drop, Remedy::Open]);
        assert_eq!(notice.circuit, Some("HQ".into()));
    }

    #[test]
    fn nothing_is_told_where_nothing_is_up_or_nobody_would_drop_it_anyway() {
        assert_eq!(before_sleep(&office("100M"), at(30)), None);
        let mut paused = office("1G");
        paused.tenant.paused = Some(at(0));
        assert_eq!(before_sleep(&paused, at(30)), None);
        let mut off = office("1G");
        off.tenant.automation = false;
        assert_eq!(before_sleep(&off, at(30)), None);
    }
}
