//! What differs from the plan, and why: each stretch in which a circuit had another tier than was wanted, with its money.

use super::{Amount, Course, Line, Past, wall, written};
use crate::circuit::Circuit;
use crate::cost::{self, Cost, Stay};
use crate::screen::past::Piece;
use crate::time::Instant;
use crate::units::{Money, Tier};
use crate::world::World;
use rust_decimal::Decimal;

/// A stretch in which a circuit had one tier while another was wanted.
pub(super) struct Off {
    pub(super) from: Instant,
    pub(super) to: Instant,
    pub(super) live: Tier,
    pub(super) wanted: Tier,
}

/// Lines shown, the dearest first.
const SHOWN: usize = 20;

/// The lines that explain the difference between what was planned and what was, and their sum; what they leave is a
/// line too.
pub(super) fn against(
    world: &World,
    past: &Past,
    from: Instant,
    to: Instant,
    now: Instant,
) -> (Vec<Line>, Amount) {
    let end = to.min(now).max(from);
    let mut told: Vec<(String, Money)> = Vec::new();
    let mut rest = Decimal::ZERO;
    for circuit in written::circuits(world) {
        let (lived, planned) = Course::of(world, past, circuit, from, end, now).costs(world, circuit);
        let Some(total) = lived.in_cents().minus(&planned.in_cents()) else { continue };
        // In cents, as they are shown: the lines add up to the difference of the sums to the last one.
        let lines: Vec<(String, Money)> = of_circuit(world, past, circuit, from, end)
            .into_iter()
            .map(|(text, money)| (text, Cost { known: money, at_least: false }.in_cents().known))
            .collect();
        rest += total.amount - lines.iter().map(|(_, money)| money.amount).sum::<Decimal>();
        told.extend(lines);
    }
    told.retain(|(_, money)| !money.amount.round_dp(2).is_zero());
    told.sort_by_key(|(_, money)| std::cmp::Reverse(money.amount.abs()));
    rest += told.iter().skip(SHOWN).map(|(_, money)| money.amount).sum::<Decimal>();
    told.truncate(SHOWN);
    if !rest.round_dp(2).is_zero() {
        let text = "What is left: part hours as they are billed, and times in which nobody looked";
        told.push((text.into(), Money::new(rest, &world.tenant.profile.currency)));
    }
    let sum = told.iter().map(|(_, money)| money.amount).sum();
    let sum = Amount::signed(&Money::new(sum, &world.tenant.profile.currency));
    let lines = told.into_iter().map(|(text, money)| Line { text, amount: Amount::signed(&money) });
    (lines.collect(), sum)
}

/// Each long stretch by itself; the short ones, which orders take, together.
fn of_circuit(
    world: &World,
    past: &Past,
    circuit: &Circuit,
    from: Instant,
    to: Instant,
) -> Vec<(String, Money)> {
    let short = world.tenant.profile.timings.lead_max * 2;
    let all = stretches(&past.pieces(world, &circuit.id, from, to));
    let (brief, long): (Vec<Off>, Vec<Off>) = all.into_iter().partition(|off| off.to - off.from <= short);
    let lines =
        long.iter().filter_map(|off| Some((said(world, past, circuit, off), money(world, circuit, off)?)));
    let mut lines: Vec<(String, Money)> = lines.collect();
    let sum = brief
        .iter()
        .filter_map(|off| money(world, circuit, off))
        .reduce(|sum, one| Money::new(sum.amount + one.amount, &sum.currency));
    let count = written::count(brief.len(), "change", "changes");
    let text = format!("{}: {count} made ahead of time, or while the carrier was at work", circuit.name);
    lines.extend(sum.map(|sum| (text, sum)));
    lines
}

pub(super) fn stretches(pieces: &[Piece<'_>]) -> Vec<Off> {
    let mut out: Vec<Off> = Vec::new();
    for piece in pieces {
        let Some(stay) = piece.stay.filter(|stay| stay.live != stay.wanted) else { continue };
        let same =
            |last: &&mut Off| last.to == piece.from && (last.live, last.wanted) == (stay.live, stay.wanted);
        match out.last_mut().filter(same) {
            Some(last) => last.to = piece.to,
            None => {
                out.push(Off { from: piece.from, to: piece.to, live: stay.live, wanted: stay.wanted });
            }
        }
    }
    out
}

/// `HQ: drop to 100 Mbps failed, 2 h 42 min at 1 Gbps, Wed 25 Nov`.
pub(super) fn said(world: &World, past: &Past, circuit: &Circuit, off: &Off) -> String {
    let incident = past.incidents.iter().find(|one| {
        one.circuit.as_ref() == Some(&circuit.id)
            && one.opened < off.to
            && one.closed.is_none_or(|closed| closed > off.from)
    });
    let day = wall::date(wall::day_of(off.from, world.tenant.zone));
    let lasted = wall::length(off.to - off.from);
    match incident {
        Some(incident) => {
            let title = incident.title.trim_start_matches("Solved: ").trim_start_matches("Over: ");
            format!("{title}, {lasted} at {}, {day}", off.live)
        }
        None => format!("{}: {lasted} at {} instead of {}, {day}", circuit.name, off.live, off.wanted),
    }
}

fn money(world: &World, circuit: &Circuit, off: &Off) -> Option<Money> {
    let at = |tier| -> Cost {
        let stay = Stay { from: off.from, to: off.to, tier };
        cost::of(circuit, &[stay], cost::Billing::PerMinute, &world.tenant.profile.currency)
    };
    at(off.live).minus(&at(off.wanted))
}
