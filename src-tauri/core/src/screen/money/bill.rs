//! The carrier's bill beside the ledger: read from a table whose columns a person named once, compared by circuit and
//! time, every difference explained to the cent or marked unexplained. Owns the reading of the table and the attempts at
//! an explanation; how a course is billed is `cost`'s.

mod explain;
mod table;

pub use table::{Columns, NoBill, Row, read};

use super::Past;
use crate::circuit::Circuit;
use crate::cost;
use crate::screen::past::Course;
use crate::time::{Instant, start_of_day};
use crate::units::Money;
use crate::world::World;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;
use std::collections::BTreeMap;

/// A bill beside the ledger.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Compared {
    /// By circuit and time.
    pub lines: Vec<Compare>,
    /// All that is billed.
    pub billed: Money,
    /// What the ledger says of the same.
    pub ledger: Money,
    /// What is billed more; below zero is less.
    pub more: Money,
    /// So many lines differ and are explained.
    pub explained: usize,
    /// So many differ and nothing here explains it.
    pub unexplained: usize,
    /// What is billed for circuits that nobody here knows, by the bill's name for them.
    pub unknown: Vec<(String, Money)>,
    /// The rule that the ledger was reckoned by.
    pub rule: String,
}

/// A circuit's time on the bill and in the ledger.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Compare {
    /// The circuit's name.
    pub circuit: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// Billed.
    pub billed: Money,
    /// By the ledger; `None` where some price is unknown.
    pub ledger: Option<Money>,
    /// Billed more; below zero is less.
    pub more: Option<Money>,
    /// What explains the difference to the cent; `None` for none that does, and where there is no difference.
    pub because: Option<String>,
    /// Orders on that circuit in that time: where to look.
    pub orders: Vec<i64>,
}

/// The last instant that must be known of to compare these rows, and the first.
pub fn span(world: &World, rows: &[Row]) -> Option<(Instant, Instant)> {
    let zone = world.tenant.zone;
    let from = rows.iter().map(|row| row.from).min()?;
    let to = rows.iter().map(|row| row.to).max()?.succ_opt()?;
    Some((start_of_day(from, zone), start_of_day(to, zone)))
}

/// A bill's rows beside the ledger. Days are the home zone's; of what is not over only the lived part is known.
pub fn compared(world: &World, past: &Past, rows: &[Row], now: Instant) -> Compared {
    let currency = world.tenant.profile.currency.as_str();
    let money = |amount| Money::new(amount, currency);
    let mut billed: BTreeMap<(String, NaiveDate, NaiveDate), Decimal> = BTreeMap::new();
    for row in rows {
        *billed.entry((row.circuit.clone(), row.from, row.to)).or_default() += row.amount;
    }
    let (mut lines, mut unknown): (Vec<Compare>, BTreeMap<String, Decimal>) = (Vec::new(), BTreeMap::new());
    for ((name, from, to), amount) in billed {
        match world.circuits.values().find(|circuit| circuit.answers_to(&name)) {
            Some(circuit) => lines.push(line(world, past, circuit, (from, to), amount, now)),
            None => *unknown.entry(name).or_default() += amount,
        }
    }
    lines.sort_by(|a, b| (&a.circuit, a.from, a.to).cmp(&(&b.circuit, b.from, b.to)));
    let sum = |each: &dyn Fn(&Compare) -> Decimal| money(lines.iter().map(each).sum());
    let differs = |line: &&Compare| line.more.as_ref().is_none_or(|more| !more.amount.is_zero());
    let (billed, ledger) = (
        sum(&|line| line.billed.amount),
        sum(&|line| line.ledger.as_ref().map_or(Decimal::ZERO, |money| money.amount)),
    );
    Compared {
        more: money(billed.amount - ledger.amount),
        explained: lines.iter().filter(differs).filter(|line| line.because.is_some()).count(),
        unexplained: lines.iter().filter(differs).filter(|line| line.because.is_none()).count(),
        unknown: unknown.into_iter().map(|(name, amount)| (name, money(amount))).collect(),
        rule: world.tenant.billing.name().into(),
        lines,
        billed,
        ledger,
    }
}

fn line(
    world: &World,
    past: &Past,
    circuit: &Circuit,
    (first, last): (NaiveDate, NaiveDate),
    amount: Decimal,
    now: Instant,
) -> Compare {
    let (rule, currency) = (world.tenant.billing, world.tenant.profile.currency.as_str());
    let zone = world.tenant.zone;
    let (from, to) = (start_of_day(first, zone), start_of_day(last.succ_opt().unwrap_or(last), zone));
    let end = to.min(now).max(from);
    let lived = Course::of(world, past, circuit, from, end, now).lived;
    let cost = cost::of(circuit, &lived, rule, currency).in_cents();
    let billed = Money::new(amount, currency);
    let ledger = (!cost.at_least).then(|| cost.known.clone());
    let more = ledger.as_ref().map(|ledger| Money::new(amount - ledger.amount, currency));
    let differs = more.as_ref().is_some_and(|more| !more.amount.is_zero());
    let time = explain::Time { world, past, circuit, from, to: end, lived: &lived };
    Compare {
        circuit: circuit.name.clone(),
        from: first,
        to: last,
        because: if differs { time.because(amount) } else { None },
        orders: time.orders().map(|change| change.id.0).collect(),
        billed,
        ledger,
        more,
    }
}

#[cfg(test)]
mod tests;
