//! A month's cost.

mod actual;
pub mod advice;
mod against;
pub mod bill;
mod events;
pub mod range;
pub mod report;

pub use actual::{Actual, ActualRow, Held};

use super::past::{Course, Past};
use super::{Action, Amount, Does, TierCell, wall, written};
use crate::circuit::Circuit;
use crate::cost::{self, Cost};
use crate::time::{Instant, start_of_day};
use crate::world::World;
use chrono::{Datelike, Months, NaiveDate};
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

/// A month's cost.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Month {
    /// `Cost of November 2026`.
    pub title: String,
    /// `$995.46 so far, $1,214.50 by the 30th: $2,022.79 less than always at the top.`
    pub sentence: String,
    /// `2026-11`.
    pub month: String,
    /// The month before, to ask for it.
    pub previous: String,
    /// The month after.
    pub next: String,
    /// `721 h, with the 25-hour Sunday 1 Nov`.
    pub hours: String,
    /// Added up over the month, one a day's end.
    pub points: Vec<Point>,
    /// Where the present lies: days since the month began, with fraction.
    pub now: Option<f64>,
    /// One a circuit.
    pub circuits: Vec<CostRow>,
    /// All circuits.
    pub sum: CostRow,
    /// What differs from the plan, and why.
    pub against: Vec<Line>,
    /// What those lines come to: actual less planned, as far as both are known.
    pub differs: Amount,
    /// What each event adds above the baseline.
    pub events: Vec<EventCost>,
    /// How it was: tiers, changes, and what could have been avoided.
    pub actual: Actual,
    /// How the month's budgets stand; of the running month only.
    pub budgets: Vec<BudgetBar>,
    /// What would be cheaper in the coming fortnight; with the running month only.
    pub advice: Vec<Advised>,
    /// The billing rule's name.
    pub rule: String,
    /// Where the prices come from, and how what is not known is counted.
    pub counted: String,
}

/// A day's end in the chart.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Point {
    /// `25 Nov`.
    pub day: String,
    /// Added up until then: what it was, as far as it was.
    pub actual: Option<f64>,
    /// What it was and then is planned to be.
    pub projection: f64,
    /// Always at the top.
    pub top: f64,
}

/// A circuit's row, or their sum.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CostRow {
    /// The circuit's name, or `Sum`.
    pub circuit: String,
    /// `top 2 Gbps`.
    pub top_tier: String,
    /// At the baseline all the time.
    pub baseline: Amount,
    /// As planned all the time.
    pub planned: Amount,
    /// What it was until now.
    pub actual: Amount,
    /// What it was and then is planned to be.
    pub projection: Amount,
    /// At the highest tier all the time.
    pub top: Amount,
}

/// A sentence and its amount.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Line {
    /// The sentence.
    pub text: String,
    /// The amount.
    pub amount: Amount,
}

/// How a budget stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct BudgetBar {
    /// The circuit's name, or `All circuits`.
    pub name: String,
    /// `$1,300.00`.
    pub limit: Amount,
    /// What is used of it.
    pub spent: Amount,
    /// The part of it, in whole percent.
    pub percent: u32,
    /// `77 % used. Raises that calendars ask for are held from 100 % on.`
    pub text: String,
}

/// Something that would be cheaper.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Advised {
    /// What to do.
    pub text: String,
    /// What it saves.
    pub saves: Amount,
    /// Where it is done.
    pub action: Action,
}

/// What a title adds in a month.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct EventCost {
    /// The title.
    pub title: String,
    /// The circuit's name.
    pub circuit: String,
    /// The tier.
    pub tier: TierCell,
    /// How often.
    pub times: usize,
    /// Hours in which it sets the tier.
    pub hours: String,
    /// What it adds.
    pub adds: Amount,
}

/// The first instant of a month and its end: what the past is wanted of. `first` is any day of it.
pub fn bounds(world: &World, first: NaiveDate) -> (Instant, Instant) {
    let (begin, end) = days_of(first);
    (start_of_day(begin, world.tenant.zone), start_of_day(end, world.tenant.zone))
}

/// The first day of a day's month, and of the month after.
fn days_of(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = day.with_day(1).unwrap_or(day);
    (first, first.checked_add_months(Months::new(1)).unwrap_or(first))
}

/// A circuit's month.
struct Sheet<'a> {
    circuit: &'a Circuit,
    course: Course,
    /// Counted from here on: where nobody looked before, nothing is known.
    counted: Instant,
}

/// A month's cost: what it was as far as it was seen, and then as planned. `first` is any day of it.
pub fn month(world: &World, past: &Past, first: NaiveDate, now: Instant) -> Month {
    let ((begin, after), (from, to)) = (days_of(first), bounds(world, first));
    let sheets = sheets(world, past, first, now);
    let rows: Vec<Row> = sheets.iter().map(|sheet| row(world, sheet, to, now)).collect();
    let sum = rows.iter().fold(Row::zero(world), |sum, row| sum.plus(row));
    let named = rows.iter().zip(&sheets);
    let (against, differs) = against::against(world, past, from, to, now);
    Month {
        title: format!("Cost of {}", begin.format("%B %Y")),
        sentence: sentence(&sum, after, from, to, now),
        month: begin.format("%Y-%m").to_string(),
        previous: begin.pred_opt().unwrap_or(begin).format("%Y-%m").to_string(),
        next: after.format("%Y-%m").to_string(),
        hours: hours(world, begin, after, now),
        points: points(world, &sheets, begin, after, now),
        now: (from..to).contains(&now).then(|| days_since(world, begin, now)),
        circuits: named.map(|(row, sheet)| row.written(&sheet.circuit.name, Some(sheet.circuit))).collect(),
        sum: sum.written("Sum", None),
        against,
        differs,
        events: events::events(world, past, from, to, now),
        actual: actual::actual(&actual::lived(world, past, (from, to), now)),
        budgets: if (from..to).contains(&now) { budgets(world, now) } else { vec![] },
        advice: if (from..to).contains(&now) { advised(world, now) } else { vec![] },
        rule: world.tenant.billing.name().into(),
        counted: counted(world, &sheets, from, now),
    }
}

fn budgets(world: &World, now: Instant) -> Vec<BudgetBar> {
    let bar = |one: crate::budget::Standing| {
        let percent = one.percent();
        let then = if one.is_used_up() {
            "raises that calendars ask for are held until the month ends"
        } else {
            "from 100 % on raises that calendars ask for are held"
        };
        let unknown = if one.spent.at_least { "; some price is unknown and not in it" } else { "" };
        BudgetBar {
            name: one
                .circuit
                .as_ref()
                .map_or_else(|| "All circuits".into(), |id| world.name_of(id).to_owned()),
            limit: Amount::of(&one.budget.limit),
            spent: Amount::cost(&one.spent),
            percent,
            text: format!("{percent} % used; {then}{unknown}. Billed {}.", world.tenant.billing.name()),
        }
    };
    crate::budget::standings(world, now).into_iter().map(bar).collect()
}

fn advised(world: &World, now: Instant) -> Vec<Advised> {
    let open =
        || Action { label: "Open the calendar".into(), does: Does::Open { screen: "calendar".into() } };
    let hints = advice::advice(world, now).hints.into_iter().take(ADVISED);
    hints.map(|hint| Advised { text: hint.text, saves: Amount::of(&hint.saves), action: open() }).collect()
}

/// Pieces of advice shown, the dearest first.
const ADVISED: usize = 8;

/// One a circuit, by their names.
fn sheets<'a>(world: &'a World, past: &Past, first: NaiveDate, now: Instant) -> Vec<Sheet<'a>> {
    let (from, to) = bounds(world, first);
    let sheet = |circuit| {
        let course = Course::of(world, past, circuit, from, to, now);
        let counted = course.lived.first().map_or(to, |stay| stay.from);
        Sheet { circuit, course, counted }
    };
    written::circuits(world).into_iter().map(sheet).collect()
}

/// The sums of one row, each in whole cents, so that what is shown adds up to the sum that is shown.
struct Row {
    baseline: Cost,
    planned: Cost,
    actual: Cost,
    projection: Cost,
    top: Cost,
}

fn row(world: &World, sheet: &Sheet<'_>, to: Instant, now: Instant) -> Row {
    let (rule, currency) = (world.tenant.billing, world.tenant.profile.currency.as_str());
    let at = |tier| cost::at_tier(sheet.circuit, tier, sheet.counted, to, rule, currency);
    let (projection, planned) = sheet.course.costs(world, sheet.circuit);
    let (actual, _) = sheet.course.within(sheet.counted, now.min(to)).costs(world, sheet.circuit);
    Row {
        baseline: at(sheet.circuit.baseline).in_cents(),
        planned: planned.in_cents(),
        actual: actual.in_cents(),
        projection: projection.in_cents(),
        top: at(sheet.circuit.highest).in_cents(),
    }
}

impl Row {
    fn zero(world: &World) -> Self {
        let zero = || Cost::zero(&world.tenant.profile.currency);
        Self { baseline: zero(), planned: zero(), actual: zero(), projection: zero(), top: zero() }
    }

    fn plus(self, other: &Self) -> Self {
        Self {
            baseline: self.baseline.plus(&other.baseline),
            planned: self.planned.plus(&other.planned),
            actual: self.actual.plus(&other.actual),
            projection: self.projection.plus(&other.projection),
            top: self.top.plus(&other.top),
        }
    }

    fn written(&self, name: &str, circuit: Option<&Circuit>) -> CostRow {
        CostRow {
            circuit: name.to_owned(),
            top_tier: circuit.map_or_else(String::new, |circuit| format!("top {}", circuit.highest)),
            baseline: Amount::cost(&self.baseline),
            planned: Amount::cost(&self.planned),
            actual: Amount::cost(&self.actual),
            projection: Amount::cost(&self.projection),
            top: Amount::cost(&self.top),
        }
    }
}

/// `$995.46 so far, $1,214.50 by the 30th: $2,022.79 less than always at the top.`
fn sentence(sum: &Row, after: NaiveDate, from: Instant, to: Instant, now: Instant) -> String {
    let less = sum.top.minus(&sum.projection);
    let less = less
        .map_or_else(|| "some price is unknown".into(), |less| format!("{less} less than always at the top"));
    let last = after.pred_opt().unwrap_or(after);
    if now < from {
        return format!("{} as planned: {less}.", sum.projection);
    }
    if now >= to {
        return format!("{} in all: {less}.", sum.actual);
    }
    format!("{} so far, {} by the {}: {less}.", sum.actual, sum.projection, ordinal(last.day()))
}

fn ordinal(day: u32) -> String {
    let ending = match (day % 10, day % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{day}{ending}")
}

/// `721 h, with the 25-hour Sunday 1 Nov`.
fn hours(world: &World, begin: NaiveDate, after: NaiveDate, now: Instant) -> String {
    let days = wall::days(begin, count(begin, after), world.tenant.zone, now);
    let minutes: i64 = days.iter().map(|day| day.minutes).sum();
    let odd = begin.iter_days().zip(&days).filter(|(_, day)| day.minutes != MINUTES);
    let odd: Vec<String> = odd
        .map(|(date, day)| format!("the {}-hour {}", day.minutes / 60, date.format("%A %-d %b")))
        .collect();
    let with = if odd.is_empty() { String::new() } else { format!(", with {}", odd.join(" and ")) };
    format!("{} h{with}", minutes / 60)
}

/// Of a day on which no clock changes.
const MINUTES: i64 = 1440;

fn count(begin: NaiveDate, after: NaiveDate) -> u32 {
    u32::try_from((after - begin).num_days()).unwrap_or_default()
}

/// Added up, one a day's end; the day that runs has what it was until now.
fn points(
    world: &World,
    sheets: &[Sheet<'_>],
    begin: NaiveDate,
    after: NaiveDate,
    now: Instant,
) -> Vec<Point> {
    let zone = world.tenant.zone;
    let value = |cost: &Cost| cost.known.amount.to_f64().unwrap_or_default();
    let (mut actual, mut projection, mut top) = (0.0, 0.0, 0.0);
    let days = begin.iter_days().take_while(|day| *day < after);
    days.map(|day| {
        let (from, to) = (start_of_day(day, zone), start_of_day(wall::after(day), zone));
        for sheet in sheets {
            let part = |to| value(&sheet.course.within(from, to).costs(world, sheet.circuit).0);
            actual += part(to.min(now).max(from));
            projection += part(to);
            top += value(&at_top(world, sheet, from, to));
        }
        let day = day.format("%-d %b").to_string();
        Point { day, actual: (from < now).then_some(actual), projection, top }
    })
    .collect()
}

fn at_top(world: &World, sheet: &Sheet<'_>, from: Instant, to: Instant) -> Cost {
    let (from, to) = (from.max(sheet.counted), to.max(sheet.counted));
    let (rule, currency) = (world.tenant.billing, world.tenant.profile.currency.as_str());
    cost::at_tier(sheet.circuit, sheet.circuit.highest, from, to, rule, currency)
}

/// Days since the month began, with the fraction of the one that runs.
fn days_since(world: &World, begin: NaiveDate, now: Instant) -> f64 {
    let zone = world.tenant.zone;
    let today = wall::day_of(now, zone);
    let (from, to) = (start_of_day(today, zone), start_of_day(wall::after(today), zone));
    f64::from(count(begin, today)) + written::share(now - from, to - from)
}

/// Where the prices come from, and how what is not known is counted.
fn counted(world: &World, sheets: &[Sheet<'_>], from: Instant, now: Instant) -> String {
    let zone = world.tenant.zone;
    let quoted = sheets.iter().flat_map(|sheet| sheet.circuit.offers.iter().map(|offer| offer.quoted)).max();
    let prices = quoted.map_or_else(
        || "The carrier's prices are not known yet.".into(),
        |at| {
            format!(
                "Hourly prices as quoted by the carrier on {}.",
                wall::day_of(at, zone).format("%-d %b %Y")
            )
        },
    );
    let late = sheets.iter().filter(|sheet| sheet.counted > from && sheet.counted <= now);
    let since = late.map(|sheet| {
        let at = wall::text(sheet.counted, zone);
        format!(" {} is counted from {at} on, when it was first looked at.", sheet.circuit.name)
    });
    format!(
        "{prices} Actual is the tier that the carrier's inventory showed; a time in which nobody looked counts as the tier before it, or as the dearer of its two ends.{}",
        since.collect::<String>()
    )
}

#[cfg(test)]
mod tests;
