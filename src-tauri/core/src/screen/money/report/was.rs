//! How a circuit's month was, in the report's three forms: data, cells of the table, rows of the page.

use super::super::actual::Lived;
use super::{cell, text};
use crate::screen::wall;
use crate::time::Span;
use crate::units::{Money, Tier};
use rust_decimal::Decimal;
use serde::Serialize;

/// How a circuit's month was. Amounts are decimals with their currency; none is unknown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Was {
    /// The circuit's name.
    pub circuit: String,
    /// Whole minutes at each tier, by Mbps, the lowest first.
    pub minutes: Vec<(Tier, i64)>,
    /// Whole minutes in which nobody looked.
    pub unseen: i64,
    /// Changes that were confirmed.
    pub confirmed: usize,
    /// Changes that failed, or were cancelled, refused or held.
    pub failed: usize,
    /// Raises confirmed after the instant from which they were wanted.
    pub late: usize,
    /// How long half of the confirmed changes took at most, in whole seconds.
    pub median: Option<i64>,
    /// How long 95 of 100 took at most, in whole seconds.
    pub p95: Option<i64>,
    /// What could have been avoided.
    pub avoidable: Money,
    /// What it cost more than always at the baseline; below zero is saved.
    pub above_baseline: Option<Money>,
    /// What it cost less than always at the top.
    pub below_top: Option<Money>,
}

/// The heads of the page's table.
pub(super) const HEADS: &str = "<tr><th>Circuit</th><th>Time at each tier</th><th>Changes</th><th>Failed</th><th>Late</th>\
    <th>Half took at most</th><th>95 % took at most</th><th>Avoidable</th><th>Against the baseline</th></tr>";

const COLUMNS: [&str; 7] =
    ["Avoidable", "Minutes unseen", "Confirmed", "Failed", "Late", "Median seconds", "95 % seconds"];

/// The heads of the table's further columns, each after a comma.
pub(super) fn columns() -> String {
    COLUMNS.iter().map(|name| format!(",{}", cell(name))).collect()
}

/// A circuit's further cells; of the sum, where none is named, what can be added.
pub(super) fn cells(was: Option<&Was>, all: &[Was]) -> String {
    let whole = |number: usize| number.to_string();
    let maybe = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    let of = |each: &dyn Fn(&Was) -> usize| whole(all.iter().map(each).sum());
    let cells = match was {
        Some(was) => [
            was.avoidable.amount.to_string(),
            was.unseen.to_string(),
            whole(was.confirmed),
            whole(was.failed),
            whole(was.late),
            maybe(was.median),
            maybe(was.p95),
        ],
        None => [
            all.iter().map(|one| one.avoidable.amount).sum::<Decimal>().to_string(),
            all.iter().map(|one| one.unseen).sum::<i64>().to_string(),
            of(&|one| one.confirmed),
            of(&|one| one.failed),
            of(&|one| one.late),
            String::new(),
            String::new(),
        ],
    };
    cells.iter().map(|text| format!(",{text}")).collect()
}

impl Was {
    pub(super) fn of(lived: &Lived) -> Self {
        let seconds = |percent| lived.took_at_most(percent).map(|span| span.num_seconds());
        Self {
            circuit: lived.circuit.clone(),
            minutes: lived.held.iter().map(|(tier, time)| (*tier, time.num_minutes())).collect(),
            unseen: lived.unseen.num_minutes(),
            confirmed: lived.confirmed,
            failed: lived.failed,
            late: lived.late,
            median: seconds(50),
            p95: seconds(95),
            avoidable: lived.avoided(),
            above_baseline: lived.cost.minus(&lived.baseline),
            below_top: lived.top.minus(&lived.cost),
        }
    }

    pub(super) fn html(&self) -> String {
        let held = self.minutes.iter().map(|(tier, minutes)| {
            format!("{tier} {}", super::super::actual::hours(Span::minutes(*minutes)))
        });
        let mut held: Vec<String> = held.collect();
        if self.unseen > 0 {
            held.push(format!("not seen {}", super::super::actual::hours(Span::minutes(self.unseen))));
        }
        let took =
            |seconds: Option<i64>| seconds.map(|one| wall::length(Span::seconds(one))).unwrap_or_default();
        let cells = [
            self.circuit.clone(),
            held.join(", "),
            self.confirmed.to_string(),
            self.failed.to_string(),
            self.late.to_string(),
            took(self.median),
            took(self.p95),
            self.avoidable.to_string(),
            self.above_baseline.as_ref().map_or_else(|| "unknown".into(), Money::signed),
        ];
        let cells: String = cells.iter().map(|cell| format!("<td>{}</td>", text(cell))).collect();
        format!("<tr>{cells}</tr>")
    }
}
