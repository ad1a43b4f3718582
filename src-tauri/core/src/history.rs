//! What was: which tier a circuit was seen at, which one was wanted then, and why. A circuit is seen when an inventory
//! shows it; two looks in a row at most make the time between known, a longer gap was not observed and stays so.

use crate::circuit::{Circuit, CircuitState};
use crate::ids::CircuitId;
use crate::plan::sentence;
use crate::time::{Instant, Span};
use crate::timeline::{Because, Segment, Timeline};
use crate::timings::Timings;
use crate::units::Tier;
use crate::world::{Record, World};
use serde::{Deserialize, Serialize};

/// An unbroken time in which a circuit was seen at one tier while one was wanted for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stayed {
    /// The circuit.
    pub circuit: CircuitId,
    /// Included; with the circuit, its name.
    pub from: Instant,
    /// Excluded: the last look. Grows while nothing changes.
    pub to: Instant,
    /// The tier seen.
    pub live: Tier,
    /// The tier the timeline wanted.
    pub wanted: Tier,
    /// Why it wanted that, in a sentence.
    pub why: String,
    /// The title of the event that asked, where one did.
    pub event: Option<String>,
    /// Which way of asking won, where an event asked.
    pub way: Option<String>,
}

impl Stayed {
    /// Whether another goes on where this one ends, with the same to say.
    fn goes_on_as(&self, other: &Self) -> bool {
        self.to == other.from
            && (self.live, self.wanted) == (other.live, other.wanted)
            && (&self.why, &self.event) == (&other.why, &other.event)
    }
}

/// Two looks farther apart than this leave the time between unknown.
pub fn longest_blink(timings: &Timings) -> Span {
    timings.at_rest * 2
}

/// What a complete inventory adds to a circuit's history. Nothing while the calendars were not read, when nobody knows
/// what was wanted, nor while it is open which clock is right: a stay in a year to come would push out this month's.
pub(crate) fn observed(world: &World, circuit: &Circuit, state: &CircuitState, now: Instant) -> Vec<Record> {
    if world.here.clock.is_in_question() {
        return vec![];
    }
    let Some(seen) = state.seen.as_ref().filter(|_| are_read(world)) else { return vec![] };
    let Some(timeline) = world.compiled.timelines.get(&circuit.id) else { return vec![] };
    let blink = longest_blink(&world.tenant.profile.timings);
    let last = world
        .stays
        .get(&circuit.id)
        .and_then(|all| all.last())
        .filter(|last| last.to <= now && now - last.to <= blink);
    let Some(last) = last else {
        let first = stayed(circuit, timeline, timeline.at(now), seen.tier, now, now);
        return vec![Record::Stay(Box::new(first))];
    };
    // Until this look the tier of the last one counts: the change was some time between, and at most a poll ago.
    let mut all = vec![last.clone()];
    for segment in timeline.within(last.to, now) {
        let (from, to) = (segment.from.max(last.to), segment.to.map_or(now, |to| to.min(now)));
        push(&mut all, stayed(circuit, timeline, segment, last.live, from, to));
    }
    if seen.tier != last.live {
        push(&mut all, stayed(circuit, timeline, timeline.at(now), seen.tier, now, now));
    }
    all.into_iter().map(|one| Record::Stay(Box::new(one))).collect()
}

fn push(all: &mut Vec<Stayed>, next: Stayed) {
    match all.last_mut() {
        Some(last) if last.goes_on_as(&next) => last.to = next.to,
        Some(_) | None => all.push(next),
    }
}

fn stayed(
    circuit: &Circuit,
    timeline: &Timeline,
    segment: &Segment,
    live: Tier,
    from: Instant,
    to: Instant,
) -> Stayed {
    let asker = match &segment.because {
        Because::Event(asker) | Because::Standing(asker) => Some(asker),
        Because::Baseline | Because::Boost(_) | Because::Hold(_) => None,
    };
    Stayed {
        circuit: circuit.id.clone(),
        from,
        to: to.max(from),
        live,
        wanted: segment.tier,
        why: sentence(circuit, timeline, segment.from),
        event: asker.map(|asker| asker.title.clone()),
        way: asker.map(|asker| asker.way.clone()),
    }
}

fn are_read(world: &World) -> bool {
    let stored = world.feed_states.values().filter(|state| state.fingerprint.is_some());
    let mut known = stored.filter(|state| world.feeds.contains_key(&state.id));
    known.all(|state| world.here.readings.contains_key(&state.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::Seen;
    use crate::testing::{at, circuit, event, feed, reading, tier, world};

    fn office() -> World {
        let mut world = world(&[circuit("HQ", "100M")], &[feed("office", &["HQ"])]);
        world.here.readings.insert("office".into(), (at(0), reading(vec![event(60, 120, "1 Gbps, stream")])));
        world.refresh(at(0));
        world
    }

    fn look(world: &mut World, minute: i64, live: &str) -> Vec<Stayed> {
        let state =
            CircuitState { seen: Some(Seen::new(tier(live), "Active")), ..world.state(&"HQ".into(), at(0)) };
        let records = observed(world, &world.circuits[&"HQ".into()].clone(), &state, at(minute));
        world.apply(&records);
        let stay = |record| if let Record::Stay(stay) = record { Some(*stay) } else { None };
        records.into_iter().filter_map(stay).collect()
    }

    fn told(stays: &[Stayed]) -> Vec<(Instant, Instant, Tier, Tier)> {
        stays.iter().map(|one| (one.from, one.to, one.live, one.wanted)).collect()
    }

    #[test]
    fn a_stay_grows_while_nothing_changes_and_ends_where_the_plan_or_the_tier_does() {
        let mut world = office();
        look(&mut world, 50, "100M");
        assert_eq!(told(&look(&mut world, 55, "100M")), [(at(50), at(55), tier("100M"), tier("100M"))]);
        // The raise of 09:54 is seen at 09:58, the event begins at 10:00.
        look(&mut world, 58, "1G");
        let over = look(&mut world, 63, "1G");
        let expected = [(at(58), at(60), tier("1G"), tier("100M")), (at(60), at(63), tier("1G"), tier("1G"))];
        assert_eq!(told(&over), expected);
        assert_eq!(over[1].event.as_deref(), Some("1 Gbps, stream"));
        assert_eq!(over[1].way.as_deref(), Some("the tier in its title"));
    }

    #[test]
    fn a_gap_longer_than_two_looks_is_left_open() {
        let mut world = office();
        look(&mut world, 0, "100M");
        assert_eq!(told(&look(&mut world, 30, "100M")), [(at(30), at(30), tier("100M"), tier("100M"))]);
        assert_eq!(look(&mut world, 40, "100M")[0].from, at(30), "ten minutes are two looks");
    }

    #[test]
    fn a_failed_drop_is_kept_as_what_was_and_what_was_wanted() {
        let mut world = office();
        look(&mut world, 115, "1G");
        let stays = look(&mut world, 124, "1G");
        assert_eq!(told(&stays)[1], (at(120), at(124), tier("1G"), tier("100M")));
    }

    #[test]
    fn before_the_calendars_are_read_nobody_knows_what_was_wanted() {
        let mut world = office();
        let kept = crate::feed::FeedState {
            fingerprint: Some("x".into()),
            ..crate::feed::FeedState::new(&"office".into())
        };
        world.apply(&[Record::FeedState(Box::new(kept))]);
        world.here.readings.clear();
        assert_eq!(look(&mut world, 50, "100M"), []);
    }
}
