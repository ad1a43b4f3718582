//! What the ledger keeps of the past, and a circuit's course through a time: as it was where it was seen, and then as
//! it is planned. Gaps are told as gaps; money counts them as said at [`Course`].

use crate::audit::Row;
use crate::change::{Change, State};
use crate::circuit::Circuit;
use crate::cost::{self, Cost, Stay};
use crate::history::{Stayed, longest_blink};
use crate::ids::CircuitId;
use crate::incident::Incident;
use crate::time::{Instant, Span};
use crate::timeline::Timeline;
use crate::units::Tier;
use crate::world::World;
use serde::Deserialize;

/// What the ledger keeps of a time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Past {
    /// The stays that touch it, oldest first, after the last one of each circuit before it.
    pub stays: Vec<Stayed>,
    /// Changes intended in it and somewhat before, newest first.
    pub changes: Vec<Change>,
    /// Incidents, open and closed, in any order.
    pub incidents: Vec<Incident>,
    /// Lines of the audit trail: wishes that were missed.
    pub missed: Vec<Line>,
}

/// A line of the audit trail, read.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Line {
    /// Its number.
    pub seq: i64,
    /// When it happened.
    pub at: Instant,
    /// Who did it.
    pub actor: String,
    /// What was done.
    pub act: String,
    /// The circuit's id.
    pub circuit: Option<CircuitId>,
    /// The event's UID.
    pub event_uid: Option<String>,
    /// Before.
    pub before: Option<String>,
    /// After.
    pub after: Option<String>,
    /// Why.
    pub why: String,
}

impl Line {
    /// Reads a row of the trail; `None` for one of a form that is not known here.
    pub fn of(row: &Row) -> Option<Self> {
        serde_json::from_str(&row.line).ok()
    }
}

/// A piece of a circuit's past; no stay where nobody looked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece<'a> {
    pub(crate) from: Instant,
    pub(crate) to: Instant,
    pub(crate) stay: Option<&'a Stayed>,
}

impl Past {
    /// A circuit's past between two instants, `to` being now or before, without gap or overlap.
    pub(crate) fn pieces(
        &self,
        world: &World,
        circuit: &CircuitId,
        from: Instant,
        to: Instant,
    ) -> Vec<Piece<'_>> {
        let blink = longest_blink(&world.tenant.profile.timings);
        let mut at = from;
        let mut out = Vec::new();
        for stay in self.stays.iter().filter(|stay| stay.circuit == *circuit) {
            let (begin, mut end) = (stay.from.max(at), stay.to.min(to));
            // Between the last look and the present, or the next one, the tier seen is the best that is known.
            if to > stay.to && to - stay.to <= blink && self.is_last(stay) {
                end = to;
            }
            if begin >= end {
                continue;
            }
            if begin > at {
                out.push(Piece { from: at, to: begin, stay: None });
            }
            out.push(Piece { from: begin, to: end, stay: Some(stay) });
            at = end;
        }
        if at < to {
            out.push(Piece { from: at, to, stay: None });
        }
        out
    }

    /// The tier that was seen last before an instant, where that is still known.
    fn before(&self, world: &World, circuit: &Circuit, at: Instant) -> Option<Tier> {
        let kept = world.stays.get(&circuit.id).into_iter().flatten();
        let earlier =
            self.stays.iter().chain(kept).filter(|stay| stay.circuit == circuit.id && stay.to <= at);
        earlier.max_by_key(|stay| stay.to).map(|stay| stay.live)
    }

    fn is_last(&self, stay: &Stayed) -> bool {
        self.stays
            .iter()
            .rfind(|other| other.circuit == stay.circuit)
            .is_some_and(|last| last.from == stay.from)
    }

    /// The confirmed order that brought the circuit to the tier it had at an instant; none where somebody else did.
    pub(crate) fn order_behind(
        &self,
        circuit: &CircuitId,
        tier: Tier,
        at: Instant,
        blink: Span,
    ) -> Option<&Change> {
        let confirmed =
            self.changes.iter().filter(|one| one.circuit == *circuit && one.state == State::Confirmed);
        let newest = confirmed
            .filter(|one| one.ended.is_some_and(|ended| ended <= at + blink))
            .max_by_key(|one| one.ended);
        newest.filter(|one| one.to == tier)
    }
}

/// A circuit's course, as money counts it: what was seen; a gap as the tier before it, or the dearer of its two ends;
/// from now on the plan. What lies before the first look is not counted: nobody knows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Course {
    /// As it was, and then as planned.
    pub(crate) lived: Vec<Stay>,
    /// As it was planned all the time.
    pub(crate) planned: Vec<Stay>,
}

impl Course {
    pub(crate) fn of(
        world: &World,
        past: &Past,
        circuit: &Circuit,
        from: Instant,
        to: Instant,
        now: Instant,
    ) -> Self {
        let mut course = Self::default();
        let timeline = world.compiled.timelines.get(&circuit.id);
        let pieces = past.pieces(world, &circuit.id, from, to.min(now).max(from));
        for (index, piece) in pieces.iter().enumerate() {
            match piece.stay {
                Some(stay) => {
                    push(&mut course.lived, piece.from, piece.to, stay.live);
                    push(&mut course.planned, piece.from, piece.to, stay.wanted);
                }
                None => {
                    let before = course
                        .lived
                        .last()
                        .map_or_else(|| past.before(world, circuit, from), |one| Some(one.tier));
                    let next = pieces.get(index + 1).and_then(|next| next.stay);
                    course.gap(circuit, timeline, piece, before, next);
                }
            }
        }
        if let Some(timeline) = timeline.filter(|_| to > now) {
            for stay in cost::stays(timeline, from.max(now), to) {
                push(&mut course.lived, stay.from, stay.to, stay.tier);
                push(&mut course.planned, stay.from, stay.to, stay.tier);
            }
        }
        course
    }

    /// Nobody looked: counted as it was before, or as it was after where that is dearer.
    fn gap(
        &mut self,
        circuit: &Circuit,
        timeline: Option<&Timeline>,
        piece: &Piece<'_>,
        before: Option<Tier>,
        next: Option<&Stayed>,
    ) {
        let Some(before) = before else { return };
        let rank = |tier: &Tier| circuit.price(*tier).map(|price| price.amount);
        let tier = next.map_or(before, |next| std::cmp::max_by_key(before, next.live, rank));
        push(&mut self.lived, piece.from, piece.to, tier);
        let known = timeline.filter(|one| one.segments.first().is_some_and(|first| first.from <= piece.from));
        match known {
            Some(timeline) => cost::stays(timeline, piece.from, piece.to)
                .iter()
                .for_each(|stay| push(&mut self.planned, stay.from, stay.to, stay.tier)),
            None => push(&mut self.planned, piece.from, piece.to, tier),
        }
    }

    /// The part of it that lies between two instants.
    pub(crate) fn within(&self, from: Instant, to: Instant) -> Self {
        let cut = |stays: &[Stay]| {
            let near = stays.iter().filter(|stay| stay.from < to && stay.to > from);
            near.map(|stay| Stay { from: stay.from.max(from), to: stay.to.min(to), ..*stay }).collect()
        };
        Self { lived: cut(&self.lived), planned: cut(&self.planned) }
    }

    /// What the course costs, and what it was planned to cost.
    pub(crate) fn costs(&self, world: &World, circuit: &Circuit) -> (Cost, Cost) {
        let (rule, currency) = (world.tenant.billing, world.tenant.profile.currency.as_str());
        (cost::of(circuit, &self.lived, rule, currency), cost::of(circuit, &self.planned, rule, currency))
    }
}

fn push(stays: &mut Vec<Stay>, from: Instant, to: Instant, tier: Tier) {
    match stays.last_mut() {
        Some(last) if last.tier == tier && last.to == from => last.to = to,
        Some(_) | None if from < to => stays.push(Stay { from, to, tier }),
        Some(_) | None => {}
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::testing::{at, circuit, event, feed, reading, tier, world};

    pub(crate) fn stay(from: i64, to: i64, live: &str, wanted: &str) -> Stayed {
        Stayed {
            circuit: "HQ".into(),
            from: at(from),
            to: at(to),
            live: tier(live),
            wanted: tier(wanted),
            why: format!("{wanted} because"),
            event: None,
            way: None,
        }
    }

    fn office() -> World {
        let mut world = world(&[circuit("HQ", "100M")], &[feed("office", &["HQ"])]);
        world
            .here
            .readings
            .insert("office".into(), (at(0), reading(vec![event(300, 360, "1 Gbps, stream")])));
        world.refresh(at(0));
        world
    }

    fn course(stays: Vec<Stayed>, from: i64, to: i64, now: i64) -> Vec<(Instant, Instant, Tier)> {
        let (world, past) = (office(), Past { stays, ..Past::default() });
        let course = Course::of(&world, &past, &world.circuits[&"HQ".into()], at(from), at(to), at(now));
        course.lived.iter().map(|stay| (stay.from, stay.to, stay.tier)).collect()
    }

    #[test]
    fn the_past_is_as_seen_and_the_rest_as_planned() {
        let lived = course(vec![stay(0, 100, "500M", "100M"), stay(100, 195, "100M", "100M")], 0, 400, 200);
        let expected = [
            (at(0), at(100), tier("500M")),
            (at(100), at(300), tier("100M")),
            (at(300), at(360), tier("1G")),
            (at(360), at(400), tier("100M")),
        ];
        assert_eq!(lived, expected);
    }

    #[test]
    fn a_gap_is_told_as_a_gap_and_counted_as_the_dearer_of_its_ends() {
        let stays = vec![stay(0, 30, "100M", "100M"), stay(90, 120, "500M", "500M")];
        let (world, past) = (office(), Past { stays: stays.clone(), ..Past::default() });
        let pieces = past.pieces(&world, &"HQ".into(), at(0), at(120));
        assert_eq!(pieces.iter().map(|one| one.stay.is_some()).collect::<Vec<_>>(), [true, false, true]);
        let lived = course(stays, 0, 120, 120);
        assert_eq!(lived, [(at(0), at(30), tier("100M")), (at(30), at(120), tier("500M"))]);
    }

    #[test]
    fn what_lies_before_the_first_look_is_not_counted() {
        assert_eq!(
            course(vec![stay(60, 120, "100M", "100M")], 0, 120, 120),
            [(at(60), at(120), tier("100M"))]
        );
    }

    #[test]
    fn the_last_look_counts_until_now_only_while_it_is_fresh() {
        let past = Past { stays: vec![stay(0, 100, "100M", "100M")], ..Past::default() };
        let ends = |now: i64| past.pieces(&office(), &"HQ".into(), at(0), at(now))[0].to;
        assert_eq!((ends(110), ends(111)), (at(110), at(100)));
    }
}
