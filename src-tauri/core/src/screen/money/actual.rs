//! What a time was, off the ledger: at which tiers a circuit stood and how long, how its changes went, and what of its
//! cost could have been avoided, because a change failed, came late or was made by somebody else. What orders take, and
//! what is kept up between two wishes, is the price of changing and not avoidable.

use super::against::{Off, said, stretches};
use super::{Amount, Line, Past, TierCell, wall, written};
use crate::change::{Change, State};
use crate::circuit::Circuit;
use crate::cost::{self, Cost, Stay};
use crate::incident::{Incident, IncidentKind};
use crate::screen::past::Course;
use crate::time::{Instant, Span};
use crate::units::{Money, Tier};
use crate::world::World;
use rust_decimal::Decimal;
use serde::Serialize;
use std::collections::BTreeMap;

/// What a month was.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Actual {
    /// One a circuit.
    pub circuits: Vec<ActualRow>,
    /// What could have been avoided, the dearest first.
    pub avoidable: Vec<Line>,
    /// Those lines together.
    pub avoided: Amount,
}

/// What a circuit's month was.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ActualRow {
    /// The circuit's name.
    pub circuit: String,
    /// How long it was seen at each tier, the lowest first.
    pub held: Vec<Held>,
    /// How long nobody looked; empty where that was never so.
    pub unseen: String,
    /// Changes that were confirmed.
    pub confirmed: usize,
    /// Changes that failed, or were cancelled, refused or held.
    pub failed: usize,
    /// Raises that were confirmed after the instant from which they were wanted.
    pub late: usize,
    /// How long half of the confirmed changes took at most: `4 min`; empty where none was confirmed.
    pub median: String,
    /// How long 95 of 100 took at most.
    pub p95: String,
    /// What could have been avoided.
    pub avoidable: Amount,
    /// What it cost more than always at the baseline; less is saved.
    pub above_baseline: Amount,
    /// What it cost less than always at the top.
    pub below_top: Amount,
}

/// A time at a tier.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Held {
    /// The tier.
    pub tier: TierCell,
    /// Whole minutes.
    pub minutes: i64,
    /// `196.5 h`.
    pub hours: String,
}

/// A circuit's time, before it is written.
pub(crate) struct Lived {
    pub(crate) circuit: String,
    pub(crate) held: BTreeMap<Tier, Span>,
    pub(crate) unseen: Span,
    pub(crate) confirmed: usize,
    pub(crate) failed: usize,
    pub(crate) late: usize,
    /// How long confirmed changes took, the shortest first.
    pub(crate) took: Vec<Span>,
    pub(crate) avoidable: Vec<(String, Money)>,
    pub(crate) cost: Cost,
    pub(crate) baseline: Cost,
    pub(crate) top: Cost,
}

impl Lived {
    /// A circuit between two instants, as far as it was lived.
    pub(crate) fn of(
        world: &World,
        past: &Past,
        circuit: &Circuit,
        (from, to): (Instant, Instant),
        now: Instant,
    ) -> Self {
        let end = to.min(now).max(from);
        let (rule, currency) = (world.tenant.billing, world.tenant.profile.currency.as_str());
        let course = Course::of(world, past, circuit, from, end, now);
        let counted = course.lived.first().map_or(end, |stay| stay.from);
        let whole = |tier| cost::at_tier(circuit, tier, counted, end, rule, currency).in_cents();
        let (mut held, mut unseen) = (BTreeMap::new(), Span::zero());
        for piece in past.pieces(world, &circuit.id, counted, end) {
            match piece.stay {
                Some(stay) => *held.entry(stay.live).or_insert_with(Span::zero) += piece.to - piece.from,
                None => unseen += piece.to - piece.from,
            }
        }
        let ours = || past.changes.iter().filter(|one| one.circuit == circuit.id);
        let ended = |one: &&Change| one.ended.is_some_and(|at| from <= at && at < end);
        let confirmed = || ours().filter(ended).filter(|one| one.state == State::Confirmed);
        let mut took: Vec<Span> = confirmed().filter_map(Change::took).collect();
        took.sort();
        Self {
            circuit: circuit.name.clone(),
            held,
            unseen,
            confirmed: confirmed().count(),
            failed: ours().filter(ended).filter(|one| has_failed(one.state)).count(),
            late: confirmed().filter(|one| one.to > one.from && one.ended > Some(one.boundary)).count(),
            took,
            avoidable: avoidable(world, past, circuit, (from, end), now),
            cost: cost::of(circuit, &course.lived, rule, currency).in_cents(),
            baseline: whole(circuit.baseline),
            top: whole(circuit.highest),
        }
    }

    /// What could have been avoided, together.
    pub(crate) fn avoided(&self) -> Money {
        let sum = self.avoidable.iter().map(|(_, money)| money.amount).sum();
        Money::new(sum, &self.cost.known.currency)
    }

    /// How long so many of 100 confirmed changes took at most (nearest rank).
    pub(crate) fn took_at_most(&self, percent: usize) -> Option<Span> {
        let rank = (self.took.len() * percent).div_ceil(100).max(1);
        self.took.get(rank - 1).copied()
    }

    fn row(&self) -> ActualRow {
        let took = |percent| self.took_at_most(percent).map(wall::length).unwrap_or_default();
        let held = self.held.iter().map(|(tier, time)| Held {
            tier: (*tier).into(),
            minutes: time.num_minutes(),
            hours: hours(*time),
        });
        let signed = |money: Option<Money>| money.as_ref().map_or_else(Amount::unknown, Amount::signed);
        ActualRow {
            circuit: self.circuit.clone(),
            held: held.collect(),
            unseen: if self.unseen.is_zero() { String::new() } else { hours(self.unseen) },
            confirmed: self.confirmed,
            failed: self.failed,
            late: self.late,
            median: took(50),
            p95: took(95),
            avoidable: Amount::of(&self.avoided()),
            above_baseline: signed(self.cost.minus(&self.baseline)),
            below_top: self.top.minus(&self.cost).as_ref().map_or_else(Amount::unknown, Amount::of),
        }
    }
}

fn has_failed(state: State) -> bool {
    match state {
        State::Failed | State::Cancelled | State::Rejected | State::Blocked => true,
        State::Intended | State::Sent | State::Accepted | State::Pending | State::Unknown => false,
        State::Confirmed | State::Superseded => false,
    }
}

/// `196.5 h`.
pub(super) fn hours(time: Span) -> String {
    let hours = (Decimal::from(time.num_minutes()) / Decimal::from(60)).round_dp(1).normalize();
    format!("{hours} h")
}

/// Every circuit's month, as far as it was lived.
pub(super) fn lived(world: &World, past: &Past, span: (Instant, Instant), now: Instant) -> Vec<Lived> {
    written::circuits(world).into_iter().map(|circuit| Lived::of(world, past, circuit, span, now)).collect()
}

/// The same, written.
pub(super) fn actual(all: &[Lived]) -> Actual {
    let mut lines: Vec<&(String, Money)> = all.iter().flat_map(|one| &one.avoidable).collect();
    lines.sort_by_key(|(_, money)| std::cmp::Reverse(money.amount));
    let sum =
        all.iter().map(Lived::avoided).reduce(|sum, one| Money::new(sum.amount + one.amount, &sum.currency));
    Actual {
        circuits: all.iter().map(Lived::row).collect(),
        avoidable: lines
            .into_iter()
            .map(|(text, money)| Line { text: text.clone(), amount: Amount::of(money) })
            .collect(),
        avoided: sum.as_ref().map_or_else(Amount::unknown, Amount::of),
    }
}

/// The stretches in which a circuit stood dearer than was wanted and need not have, each with what it cost by the
/// billing rule: each is mended after the one before, so that they add up whatever hours they share.
fn avoidable(
    world: &World,
    past: &Past,
    circuit: &Circuit,
    (from, end): (Instant, Instant),
    now: Instant,
) -> Vec<(String, Money)> {
    let (rule, currency) = (world.tenant.billing, world.tenant.profile.currency.as_str());
    let mut course = Course::of(world, past, circuit, from, end, now).lived;
    let mut before = cost::of(circuit, &course, rule, currency).in_cents();
    let mut out = Vec::new();
    for off in stretches(&past.pieces(world, &circuit.id, from, end)) {
        if !is_avoidable(world, past, circuit, &off) {
            continue;
        }
        course = mended(&course, &off);
        let after = cost::of(circuit, &course, rule, currency).in_cents();
        let Some(money) = before.minus(&after).filter(|money| money.amount > Decimal::ZERO) else { continue };
        let going_on = if off.to == now { going_on(world, circuit, &off, now) } else { String::new() };
        out.push((format!("{}{going_on}", said(world, past, circuit, &off)), money));
        before = after;
    }
    out
}

/// Dearer than wanted; and longer than orders take, or while something had gone wrong there.
fn is_avoidable(world: &World, past: &Past, circuit: &Circuit, off: &Off) -> bool {
    let dearer = circuit.price_at(off.live, off.from).zip(circuit.price_at(off.wanted, off.from));
    let is_dearer = dearer.is_some_and(|(live, wanted)| live.amount > wanted.amount);
    let short = world.tenant.profile.timings.lead_max * 2;
    let touches = |from: Instant, to: Option<Instant>| from < off.to && to.is_none_or(|to| off.from < to);
    let trouble = past.incidents.iter().any(|one| {
        one.circuit.as_ref() == Some(&circuit.id) && went_wrong(one) && touches(one.opened, one.closed)
    });
    let failed = past
        .changes
        .iter()
        .any(|one| one.circuit == circuit.id && has_failed(one.state) && touches(one.opened, one.ended));
    is_dearer && (off.to - off.from > short || trouble || failed)
}

fn went_wrong(incident: &Incident) -> bool {
    match incident.kind {
        IncidentKind::Failed | IncidentKind::Cancelled | IncidentKind::Refused | IncidentKind::Stuck => true,
        IncidentKind::Drift | IncidentKind::Foreign | IncidentKind::Unavailable | IncidentKind::Unsent => {
            true
        }
        IncidentKind::Quota
        | IncidentKind::Credentials
        | IncidentKind::SignIn
        | IncidentKind::Unreachable => false,
        IncidentKind::Clock | IncidentKind::Disk | IncidentKind::Feed | IncidentKind::Shrunken => false,
        IncidentKind::MassChange | IncidentKind::Held => false,
    }
}

/// A course in which a stretch has the tier that was wanted in it.
fn mended(course: &[Stay], off: &Off) -> Vec<Stay> {
    let mut out: Vec<Stay> = Vec::new();
    for stay in course {
        let (begin, end) = (off.from.clamp(stay.from, stay.to), off.to.clamp(stay.from, stay.to));
        let parts = [
            Stay { to: begin, ..*stay },
            Stay { from: begin, to: end, tier: off.wanted },
            Stay { from: end, ..*stay },
        ];
        for part in parts.into_iter().filter(|part| part.from < part.to) {
            match out.last_mut().filter(|last| last.tier == part.tier && last.to == part.from) {
                Some(last) => last.to = part.to,
                None => out.push(part),
            }
        }
    }
    out
}

/// `; $0.60 an hour, $37.20 more by Mon 11 Jan 08:00 UTC`: what it comes to until at least that tier is wanted again.
fn going_on(world: &World, circuit: &Circuit, off: &Off, now: Instant) -> String {
    let Some(rate) = circuit.difference(off.live, off.wanted) else { return String::new() };
    let Some(timeline) = world.compiled.timelines.get(&circuit.id) else {
        return format!("; {rate} an hour");
    };
    let ahead = now + crate::horizon::SHOWN;
    let Some(again) = timeline.stretches(off.live, now, ahead).first().map(|stretch| stretch.from) else {
        return format!("; {rate} an hour until it drops");
    };
    let (rule, currency) = (world.tenant.billing, world.tenant.profile.currency.as_str());
    let stays = cost::at_tier(circuit, off.live, now, again, rule, currency);
    let drops = cost::of(circuit, &cost::stays(timeline, now, again), rule, currency);
    let more = stays.minus(&drops).map_or_else(|| "an unknown sum".into(), |more| more.to_string());
    format!("; {rate} an hour, {more} more by {}", wall::text(again, world.tenant.zone))
}

#[cfg(test)]
mod tests;
