//! What a person lets a month cost: one circuit, or all of a customer's together. Owns the sum of the month so far, the
//! warnings at half and four fifths, and whether raises are held because all of it is used. Going down is never held,
//! and what a person asks for by hand is only warned of (design §5).

use crate::audit::Entry;
use crate::circuit::Circuit;
use crate::cost::Cost;
use crate::ids::{Actor, CircuitId};
use crate::incident::Notice;
use crate::screen::money::bounds;
use crate::screen::past::{Course, Past};
use crate::tenant::Tenant;
use crate::time::{Instant, civil_of};
use crate::units::Money;
use crate::world::{Record, World};
use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// The parts of a budget, in percent, at which a person is told. From the last on raises are held.
pub const TOLD_AT: [u8; 3] = [50, 80, 100];

/// A limit for a civil month of the home zone, in the carrier's currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// The most that a month is to cost.
    pub limit: Money,
    /// The first day of the month in which a person was told last, and the part that was told.
    pub told: Option<(NaiveDate, u8)>,
}

impl Budget {
    /// A budget of which nothing was told.
    pub fn new(limit: Money) -> Self {
        Self { limit, told: None }
    }
}

/// How a budget stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The circuit; none for all together.
    pub circuit: Option<CircuitId>,
    /// The budget.
    pub budget: Budget,
    /// The month so far, by the billing rule; what nobody looked at counts as the tier seen before.
    pub spent: Cost,
    /// The month's first day.
    pub month: NaiveDate,
}

impl Standing {
    /// The part that is used, in whole percent, rounded down; a budget of nothing is used up.
    pub fn percent(&self) -> u32 {
        let part = self.spent.known.amount.checked_div(self.budget.limit.amount);
        let percent = part.map_or(Decimal::ONE_HUNDRED, |part| part * Decimal::ONE_HUNDRED);
        u32::try_from(percent.trunc().mantissa().max(0)).unwrap_or(u32::MAX)
    }

    /// Whether raises are held.
    pub fn is_used_up(&self) -> bool {
        self.percent() >= 100
    }

    /// The highest of the parts that is reached and was not told in this month.
    pub(crate) fn untold(&self) -> Option<u8> {
        let reached = TOLD_AT.into_iter().rfind(|part| self.percent() >= u32::from(*part))?;
        let told = self.budget.told.filter(|(month, _)| *month == self.month).map(|(_, part)| part);
        told.is_none_or(|told| told < reached).then_some(reached)
    }
}

/// How every budget that is set stands: circuits in the order of their ids, then the customer's.
pub fn standings(world: &World, now: Instant) -> Vec<Standing> {
    let of = |circuit: &Circuit| {
        let budget = circuit.budget.clone()?;
        Some(standing(world, Some(circuit), budget, now))
    };
    let mut all: Vec<Standing> = world.circuits.values().filter_map(of).collect();
    all.extend(world.tenant.budget.clone().map(|budget| standing(world, None, budget, now)));
    all
}

/// The used-up budget that holds raises of a circuit, if one does.
pub(crate) fn used_up(world: &World, circuit: &Circuit, now: Instant) -> Option<Standing> {
    let own = circuit.budget.clone().map(|budget| standing(world, Some(circuit), budget, now));
    own.filter(Standing::is_used_up).or_else(|| {
        let budget = world.tenant.budget.clone()?;
        Some(standing(world, None, budget, now)).filter(Standing::is_used_up)
    })
}

/// Why a raise is held, and what lets it go.
pub(crate) fn held(world: &World, standing: &Standing) -> String {
    let (whose, how) = words(world, standing);
    format!(
        "{whose} cost {} ({}) of the {} that {} is to cost at most; raises are held. Raise the budget to let them go: {how}",
        standing.spent,
        world.tenant.billing.name(),
        standing.budget.limit,
        standing.month.format("%B")
    )
}

/// Whose budget it is, and the command that changes it.
fn words(world: &World, standing: &Standing) -> (String, String) {
    match &standing.circuit {
        Some(id) => {
            let name = world.name_of(id);
            (format!("{name} has"), format!("tidegate circuits set \"{name}\" --budget AMOUNT"))
        }
        None => ("All circuits together have".into(), "tidegate settings set budget AMOUNT".into()),
    }
}

/// What a person is told when another part of a budget is used, and what remembers that it was told.
pub(crate) fn told(world: &World, now: Instant) -> Vec<Record> {
    let reached = standings(world, now).into_iter().filter_map(|one| Some((one.untold()?, one)));
    reached.flat_map(|(part, standing)| tell(world, &standing, part, now)).collect()
}

fn tell(world: &World, standing: &Standing, part: u8, now: Instant) -> Vec<Record> {
    let (_, how) = words(world, standing);
    let (limit, month) = (&standing.budget.limit, standing.month.format("%B"));
    let whose = standing.circuit.as_ref().map_or(world.tenant.name.as_str(), |id| world.name_of(id));
    let then = match part {
        100 => {
            "Raises that calendars ask for are held until the month ends; drops go on, and what you ask for by hand is ordered"
        }
        _ => "Nothing is held yet; at 100 % raises that calendars ask for are",
    };
    let title = format!("{whose}: {part} % of {month}'s budget is used");
    let rule = world.tenant.billing.name();
    let body = format!("{} of {limit} so far, {rule}. {then}. To change it: {how}.", standing.spent);
    let mut entry = Entry::new(now, Actor::Program, "budget.told", format!("{title}; {body}"));
    entry.circuit.clone_from(&standing.circuit);
    let notice = Notice::once(now, "budget", standing.circuit.as_ref(), &title, body);
    let budget = Some(Budget { told: Some((standing.month, part)), ..standing.budget.clone() });
    let kept = match standing.circuit.as_ref().and_then(|id| world.circuits.get(id)) {
        Some(circuit) => Record::Circuit(Box::new(Circuit { budget, ..circuit.clone() })),
        None => Record::Tenant(Box::new(Tenant { budget, ..world.tenant.clone() })),
    };
    vec![kept, Record::Audit(entry), Record::Notice(Box::new(notice))]
}

fn standing(world: &World, circuit: Option<&Circuit>, budget: Budget, now: Instant) -> Standing {
    let day = civil_of(now, world.tenant.zone).date();
    let (from, _) = bounds(world, day);
    let whose: Vec<&Circuit> = circuit.map_or_else(|| world.circuits.values().collect(), |one| vec![one]);
    let zero = Cost::zero(&world.tenant.profile.currency);
    let spent =
        whose.into_iter().map(|one| spent(world, one, from, now)).fold(zero, |sum, one| sum.plus(&one));
    let month = day.with_day(1).unwrap_or(day);
    Standing { circuit: circuit.map(|one| one.id.clone()), budget, spent, month }
}

/// What a circuit has cost since an instant, as the month's report counts it.
fn spent(world: &World, circuit: &Circuit, from: Instant, now: Instant) -> Cost {
    let stays = world.stays.get(&circuit.id).cloned().unwrap_or_default();
    let past = Past { stays, ..Past::default() };
    Course::of(world, &past, circuit, from, now, now).costs(world, circuit).0
}

#[cfg(test)]
mod tests;
