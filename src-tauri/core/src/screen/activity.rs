//! Orders, what was not ordered, and the audit behind each.

mod trail;

pub use trail::trail;

use super::past::Line;
use super::{Action, Amount, Mark, Stamp, TierCell, wall, written};
use crate::change::{Change, State};
use crate::circuit::Circuit;
use crate::errand::Errand;
use crate::ids::CircuitId;
use crate::request::plain;
use crate::time::{Instant, Zone};
use crate::units::{Money, Tier};
use crate::world::World;
use rust_decimal::Decimal;
use serde::Serialize;
use std::collections::BTreeMap;

/// Orders and what was not ordered, newest first.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Activity {
    /// `EST`.
    pub zone: String,
    /// The rows that were asked for.
    pub rows: Vec<Row>,
    /// How many there are of each state.
    pub counts: Vec<Count>,
    /// There are more than are shown.
    pub more: bool,
}

/// How many rows have a state.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Count {
    /// The state.
    pub mark: Mark,
    /// How many.
    pub count: usize,
    /// `14 confirmed`.
    pub text: String,
}

/// An order, or a decision not to order.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Row {
    /// The change's number; none for what was not ordered.
    pub id: Option<i64>,
    /// When.
    pub at: Stamp,
    /// The circuit's name.
    pub circuit: String,
    /// From.
    pub from: Option<TierCell>,
    /// To.
    pub to: Option<TierCell>,
    /// Why.
    pub why: String,
    /// The states it went through.
    pub steps: Vec<Mark>,
    /// The last of them.
    pub mark: Mark,
    /// `Confirmed 08:58, 4 min`.
    pub state: String,
    /// What it changes an hour.
    pub per_hour: Amount,
}

/// The audit behind an order.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Trail {
    /// `Audit trail of order NAAS-20261125-4417`.
    pub title: String,
    /// Its lines, oldest first.
    pub lines: Vec<TrailLine>,
    /// `Wanted`, `Live`, `Asked by`, `Answer`, `Chain`, ...
    pub facts: Vec<Fact>,
    /// What can be done.
    pub actions: Vec<Action>,
    /// All of it as a text for the carrier's support.
    pub text: String,
}

/// A line of the audit.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TrailLine {
    /// `08:20:00`.
    pub time: String,
    /// Who.
    pub who: String,
    /// What and why.
    pub text: String,
}

/// A name and what it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Fact {
    /// The name.
    pub name: String,
    /// What it is.
    pub text: String,
}

/// Which rows a person wants to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words that stand in a row, in any case; nothing finds all.
    pub search: String,
    /// Of this circuit only.
    pub circuit: Option<CircuitId>,
    /// Of this state only, by the page's name for it.
    pub state: Option<String>,
    /// At most so many.
    pub limit: usize,
}

/// Orders, and what was not ordered on purpose or by mischance. `lines` are the audit's of missed wishes and drift.
pub fn activity(
    world: &World,
    changes: &[Change],
    lines: &[Line],
    filter: &Filter,
    now: Instant,
) -> Activity {
    let orders = changes.iter().map(|change| Found::order(world, change));
    let told = lines.iter().filter(|line| !is_told_as_drift(world, line, lines));
    let others = told.filter_map(|line| Found::other(world, line));
    let mut found: Vec<Found> = orders.chain(others).filter(|one| one.is_wanted(filter)).collect();
    found.sort_by_key(|one| std::cmp::Reverse((one.at, one.row.id)));
    let counts = counts(&found);
    found.retain(|one| filter.state.as_deref().is_none_or(|state| written::mark_name(one.row.mark) == state));
    Activity {
        zone: wall::abbreviation(now, world.tenant.zone),
        more: found.len() > filter.limit,
        rows: found.into_iter().take(filter.limit).map(|one| one.row).collect(),
        counts,
    }
}

/// A change by somebody else that is drift has both lines; one is enough.
fn is_told_as_drift(world: &World, line: &Line, lines: &[Line]) -> bool {
    let near = world.tenant.profile.timings.at_rest;
    let same = |other: &Line| {
        other.act == "circuit.drift"
            && (&other.circuit, &other.after) == (&line.circuit, &line.after)
            && (other.at - line.at).abs() <= near
    };
    line.act == "circuit.foreign-change" && lines.iter().any(same)
}

/// A row, and what it is found by.
struct Found {
    at: Instant,
    circuit: CircuitId,
    text: String,
    row: Row,
}

impl Found {
    fn order(world: &World, change: &Change) -> Self {
        let zone = world.tenant.zone;
        let at = change.sent.unwrap_or(change.opened);
        let circuit = world.name_of(&change.circuit).to_owned();
        let order = change.order.as_ref().unwrap_or(&change.reference);
        let row = Row {
            id: Some(change.id.0),
            at: wall::stamp(at, zone),
            from: change.errand.is_none().then(|| change.from.into()),
            to: change.errand.is_none().then(|| change.to.into()),
            why: plain(&change.why),
            steps: steps(change),
            mark: change.state.into(),
            state: state(change, zone),
            per_hour: match &change.errand {
                None => per_hour(world.circuits.get(&change.circuit), change),
                Some(errand) => errand_per_hour(world.known(&change.circuit), errand, change),
            },
            circuit,
        };
        let text = format!("{} {} {} {} {order}", row.circuit, row.why, change.from, change.to);
        Self { at, circuit: change.circuit.clone(), text: text.to_lowercase(), row }
    }

    /// A missed wish, or a change by somebody else.
    fn other(world: &World, line: &Line) -> Option<Self> {
        let (mark, state) = match line.act.as_str() {
            "wish.missed" => (Mark::Missed, "Missed, not ordered"),
            "circuit.drift" | "circuit.foreign-change" => (Mark::Drift, "Not ordered by Tidegate"),
            _ => return None,
        };
        let id = line.circuit.clone()?;
        let tier = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<Tier>().ok());
        let (from, to) = (tier(&line.before), tier(&line.after));
        let circuit = world.circuits.get(&id);
        let rate = from.zip(to).zip(circuit).and_then(|((from, to), circuit)| difference(circuit, from, to));
        let row = Row {
            id: None,
            at: wall::stamp(line.at, world.tenant.zone),
            circuit: world.name_of(&id).to_owned(),
            from: from.map(Into::into),
            to: to.map(Into::into),
            why: plain(&line.why),
            steps: vec![mark],
            mark,
            state: state.into(),
            per_hour: rate.map_or_else(Amount::unknown, |rate| an_hour(&rate)),
        };
        let text = format!("{} {}", row.circuit, row.why).to_lowercase();
        Some(Self { at: line.at, circuit: id, text, row })
    }

    fn is_wanted(&self, filter: &Filter) -> bool {
        let mut words = filter.search.split_whitespace();
        filter.circuit.as_ref().is_none_or(|circuit| *circuit == self.circuit)
            && words.all(|word| self.text.contains(&word.to_lowercase()))
    }
}

/// How many there are of each state, most first.
fn counts(found: &[Found]) -> Vec<Count> {
    let mut all: BTreeMap<Mark, usize> = BTreeMap::new();
    found.iter().for_each(|one| *all.entry(one.row.mark).or_default() += 1);
    let mut counts: Vec<Count> = all
        .into_iter()
        .map(|(mark, count)| Count { mark, count, text: format!("{count} {}", written::mark_name(mark)) })
        .collect();
    counts.sort_by_key(|one| std::cmp::Reverse(one.count));
    counts
}

/// The states it went through, as far as the ledger tells.
fn steps(change: &Change) -> Vec<Mark> {
    let mut all = vec![Mark::Planned];
    all.extend(change.sent.map(|_| Mark::Ordered));
    all.extend(change.pending_seen.then_some(Mark::Pending));
    all.extend(change.unknown.map(|_| Mark::Unknown));
    all.push(change.state.into());
    all.dedup();
    all
}

/// `Confirmed 08:58, 4 min`.
fn state(change: &Change, zone: Zone) -> String {
    let word = change.state.word();
    let at = change.ended.or(change.unknown).or(change.sent);
    let time = at.map(|at| format!(" {}", wall::time(at, zone))).unwrap_or_default();
    let took = change.took().filter(|_| change.state == State::Confirmed);
    let took = took.map(|took| format!(", {}", wall::length(took))).unwrap_or_default();
    format!("{word}{time}{took}")
}

/// What it changes an hour; of one that ended badly, what that costs.
fn per_hour(circuit: Option<&Circuit>, change: &Change) -> Amount {
    let failed = matches!(change.state, State::Failed | State::Cancelled | State::Rejected | State::Blocked);
    let (from, to) = if failed { (change.to, change.from) } else { (change.from, change.to) };
    let rate = circuit.and_then(|circuit| difference(circuit, from, to));
    rate.map_or_else(Amount::unknown, |rate| an_hour(&rate))
}

/// What an errand changes an hour: a new circuit's price, what a circuit cost until its end, nothing for a name.
fn errand_per_hour(circuit: Option<&Circuit>, errand: &Errand, change: &Change) -> Amount {
    let rate = match errand {
        Errand::New(new) => new.agreed.clone(),
        Errand::Disconnect => {
            let price = circuit.and_then(|circuit| circuit.price(change.from));
            price.map(|price| Money::new(-price.amount, &price.currency))
        }
        Errand::Rename { .. } => {
            let currency =
                circuit.and_then(|circuit| circuit.price(change.from)).map(|price| &price.currency);
            currency.map(|currency| Money::new(Decimal::ZERO, currency))
        }
    };
    rate.map_or_else(Amount::unknown, |rate| an_hour(&rate))
}

fn difference(circuit: &Circuit, from: Tier, to: Tier) -> Option<Money> {
    let (from, to) = (circuit.price(from)?, circuit.price(to)?);
    Some(Money::new(to.amount - from.amount, &to.currency))
}

fn an_hour(rate: &Money) -> Amount {
    Amount { text: format!("{}/h", rate.signed()), ..Amount::signed(rate) }
}

#[cfg(test)]
mod tests;
