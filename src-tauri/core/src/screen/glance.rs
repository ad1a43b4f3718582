//! What stands around every screen of one customer, and the page of all customers.

mod raised;
mod trouble;

use super::{Amount, Mark, Stamp, TierCell, wall, written};
use crate::audit::Broken;
use crate::circuit::Circuit;
use crate::horizon::SHOWN;
use crate::time::{Instant, Span, gmt_day, next_gmt_midnight};
use crate::units::Money;
use crate::view::{self, Upcoming, upcoming};
use crate::world::World;
use serde::Serialize;
use std::collections::BTreeSet;
use trouble::trouble;

/// What stands around every screen of one customer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Glance {
    /// The customer's id, for commands.
    pub tenant: String,
    /// The customer's name.
    pub name: String,
    /// Two letters.
    pub initials: String,
    /// Now.
    pub now: Stamp,
    /// The home zone's name, such as `America/New_York`.
    pub zone: String,
    /// The carrier is the built-in one.
    pub practice: bool,
    /// What automation does.
    pub automation: Automation,
    /// `Automation is on`, `Paused: nothing is ordered`, ...
    pub headline: String,
    /// The next order of all circuits.
    pub next: Option<Next>,
    /// Said where there is no next order.
    pub no_next: String,
    /// How much waits for a person.
    pub attention: usize,
    /// What stands between Tidegate and its work, if anything: shown on every screen.
    pub trouble: Option<Trouble>,
    /// The status line's parts.
    pub status: Vec<String>,
    /// The circuits' names, in order.
    pub circuits: Vec<String>,
    /// The feeds' names, in order.
    pub feeds: Vec<String>,
    /// The tiers of all circuits, lowest first: the legend.
    pub tiers: Vec<TierCell>,
    /// Circuits above their baseline now: what pausing leaves up.
    pub raised: Vec<Raised>,
    /// Set-up is done: circuits are chosen and automation was switched on once.
    pub set_up: bool,
}

/// A circuit that stands above its baseline.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Raised {
    /// The circuit's name.
    pub circuit: String,
    /// What it has, and what that costs more than its baseline: `1 Gbps, +$0.73/h`.
    pub costs: String,
    /// When the plan drops it, where it does: `today 12:00 EST`. A pause stops that drop too.
    pub until: Option<String>,
}

/// What automation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Automation {
    /// It orders.
    On,
    /// It observes.
    Off,
    /// A person paused it.
    Paused,
}

/// The next order.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Next {
    /// The circuit's name.
    pub circuit: String,
    /// The tier.
    pub tier: TierCell,
    /// When it is sent.
    pub at: Stamp,
    /// `today 12:00 EST`.
    pub when: String,
    /// `in 1 h 18 min`; `now` for what is due.
    pub left: String,
}

/// Something that keeps Tidegate from its work.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Trouble {
    /// Money or service is being lost, not only a person waited for.
    pub bad: bool,
    /// The fact.
    pub title: String,
    /// What it means: whether anything is ordered, and what to do.
    pub body: String,
}

/// All customers, on a page of its own: names and totals only.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Customer {
    /// Its id, for commands.
    pub tenant: String,
    /// Its name.
    pub name: String,
    /// Two letters.
    pub initials: String,
    /// How many circuits.
    pub circuits: usize,
    /// As planned, needs attention, practice, ...
    pub mark: Mark,
    /// The same in words.
    pub state: String,
    /// When it orders next: `today 12:00 EST`.
    pub next: String,
    /// More an hour than planned.
    pub above: Amount,
    /// The carrier is the built-in one.
    pub practice: bool,
}

/// What a process knows of itself, beside the world.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Why the ledger cannot be written, where it cannot: nothing is ordered then.
    pub unwritable: Option<String>,
    /// Automation was switched on at least once.
    pub was_on: bool,
    /// When the audit trail was last verified from its first row on, and what came of it.
    pub trail: Option<Checked>,
}

/// What came of verifying the audit trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// When.
    pub at: Instant,
    /// Where it is broken, if it is.
    pub broken: Option<Broken>,
}

/// What stands around every screen. `now` is the corrected clock's.
pub fn glance(world: &World, facts: &Facts, now: Instant) -> Glance {
    let (tenant, zone) = (&world.tenant, world.tenant.zone);
    let circuits = written::circuits(world);
    let automation = automation(world);
    let trouble = trouble(world, facts);
    let stopped = trouble.as_ref().is_some_and(|one| one.bad);
    Glance {
        tenant: tenant.id.to_string(),
        name: tenant.name.clone(),
        initials: initials(&tenant.name),
        now: wall::stamp(now, zone),
        zone: zone.name().into(),
        practice: tenant.profile.practice,
        automation,
        headline: headline(automation, stopped).into(),
        next: next(world, now).filter(|_| !stopped).map(|(circuit, one)| Next {
            circuit: circuit.into(),
            tier: one.to.into(),
            at: wall::stamp(one.at, zone),
            when: wall::when(one.at, now, zone),
            left: if one.at > now { format!("in {}", wall::length(one.at - now)) } else { "now".into() },
        }),
        no_next: idle(world, stopped, now),
        attention: super::attention::waiting(world, now),
        trouble,
        status: status(world, facts, now),
        circuits: circuits.iter().map(|circuit| circuit.name.clone()).collect(),
        feeds: feeds(world),
        tiers: tiers(world, &circuits),
        raised: circuits.iter().filter_map(|circuit| raised::raised(world, circuit, now)).collect(),
        set_up: !circuits.is_empty() && (tenant.automation || facts.was_on),
    }
}

/// A customer among all.
pub fn customer(world: &World, facts: &Facts, now: Instant) -> Customer {
    let tenant = &world.tenant;
    let trouble = trouble(world, facts);
    let (mark, state) = standing(world, trouble.as_ref(), now);
    let stopped = trouble.as_ref().is_some_and(|one| one.bad);
    let next = next(world, now).filter(|_| !stopped).map(|(_, one)| wall::when(one.at, now, tenant.zone));
    Customer {
        tenant: tenant.id.to_string(),
        name: tenant.name.clone(),
        initials: initials(&tenant.name),
        circuits: world.circuits.len(),
        mark,
        state,
        next: next.unwrap_or_else(|| no_next(world, stopped, now).into()),
        above: above(world, trouble.is_some()),
        practice: tenant.profile.practice,
    }
}

fn automation(world: &World) -> Automation {
    match (world.tenant.automation, world.tenant.paused) {
        (false, _) => Automation::Off,
        (true, Some(_)) => Automation::Paused,
        (true, None) => Automation::On,
    }
}

/// What automation does; `stopped` is that something keeps it from its work.
fn headline(automation: Automation, stopped: bool) -> &'static str {
    match automation {
        Automation::On if stopped => "Automation is on, but nothing can be ordered",
        Automation::On => "Automation is on",
        Automation::Off => "Automation is off: the plan is shown, nothing is ordered",
        Automation::Paused => "Paused: nothing is ordered",
    }
}

/// The first letters of the first two words; of a single word its first two.
fn initials(name: &str) -> String {
    let words: Vec<Vec<char>> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().collect())
        .collect();
    let letters: Vec<char> = match &words[..] {
        [] => vec!['?'],
        [only] => only.iter().take(2).copied().collect(),
        [first, second, ..] => vec![first[0], second[0]],
    };
    letters.into_iter().flat_map(char::to_uppercase).collect()
}

/// The next order of all circuits that are not paused; none while nothing is ordered at all. A circuit whose order is
/// due and cannot be sent has none: what keeps it waits for a person.
fn next(world: &World, now: Instant) -> Option<(&str, Upcoming)> {
    if automation(world) != Automation::On {
        return None;
    }
    let acting = world.circuits.values().filter(|circuit| circuit.paused.is_none());
    let firsts = acting.filter_map(|circuit| {
        let coming = upcoming(world, &circuit.id, now, now + SHOWN);
        let first = coming.into_iter().next()?;
        (!view::is_kept(world, &circuit.id, &first, now)).then_some((circuit.name.as_str(), first))
    });
    firsts.min_by_key(|(name, one)| (one.at, *name))
}

/// Why there is no next order; names no circuit, since the list of all customers shows it too.
fn no_next(world: &World, stopped: bool, now: Instant) -> &'static str {
    let waits = |circuit: &Circuit| {
        let coming = upcoming(world, &circuit.id, now, now + SHOWN);
        coming.first().is_some_and(|first| view::is_kept(world, &circuit.id, first, now))
    };
    match automation(world) {
        Automation::Paused => "nothing is ordered until you resume",
        Automation::Off => "nothing is ordered until you switch automation on",
        Automation::On if stopped => "what is due waits until that is solved",
        Automation::On if world.circuits.values().any(waits) => "what is due waits: see Attention",
        Automation::On => "no order is planned",
    }
}

/// Said where there is no next order; while nothing is ordered, what stays up and costs.
fn idle(world: &World, stopped: bool, now: Instant) -> String {
    let until = match automation(world) {
        Automation::On => None,
        Automation::Off => Some("switch automation on"),
        Automation::Paused => Some("resume"),
    };
    match until.zip(raised::stay_up(world)) {
        Some((until, up)) => format!("Until you {until}, {up}."),
        None => format!("{}.", written::capital(no_next(world, stopped, now))),
    }
}

fn status(world: &World, facts: &Facts, now: Instant) -> Vec<String> {
    let zone = world.tenant.zone;
    let mut parts = Vec::new();
    let read = world.feed_states.values().filter_map(|state| state.read_at).max();
    parts.extend(read.map(|at| format!("Calendars read {}", wall::clock(at, zone))));
    parts.extend(world.here.inventory_at.map(|at| format!("Circuits read {}", wall::clock(at, zone))));
    let per_day = world.tenant.profile.quota_per_day;
    let today = world.quota.get(&gmt_day(now)).cloned().unwrap_or_default();
    let resets = wall::clock(next_gmt_midnight(now), zone);
    parts.push(format!("Orders today {} of {per_day}, resets {resets}", per_day - today.left(per_day)));
    let took = world.states.values().flat_map(|state| &state.raises).copied().map(Span::milliseconds);
    parts
        .extend(median(took.collect()).map(|took| format!("A change takes {} (median)", wall::length(took))));
    let whole = facts.trail.iter().filter(|checked| checked.broken.is_none());
    parts.extend(whole.map(|checked| format!("Audit trail verified {}", wall::when(checked.at, now, zone))));
    parts
}

/// The middle one of some lengths.
pub(crate) fn median(mut spans: Vec<Span>) -> Option<Span> {
    spans.sort_unstable();
    spans.get(spans.len() / 2).copied()
}

fn feeds(world: &World) -> Vec<String> {
    let mut names: Vec<String> = world.feeds.values().map(|feed| feed.name.clone()).collect();
    names.sort();
    names
}

fn tiers(world: &World, circuits: &[&Circuit]) -> Vec<TierCell> {
    let offered = circuits.iter().flat_map(|circuit| written::offers(world, circuit));
    offered.map(|offer| offer.tier).collect::<BTreeSet<_>>().into_iter().map(TierCell::from).collect()
}

fn standing(world: &World, trouble: Option<&Trouble>, now: Instant) -> (Mark, String) {
    if let Some(trouble) = trouble {
        return (if trouble.bad { Mark::Failed } else { Mark::Attention }, trouble.title.clone());
    }
    let costly = world.incidents.values().max_by_key(|one| one.per_hour.as_ref().map(|rate| rate.amount));
    if let Some(incident) = costly {
        return (super::attention::mark(incident.kind), incident.title.clone());
    }
    let waiting = super::attention::waiting(world, now);
    match (waiting, automation(world)) {
        (0, Automation::On) => (Mark::Fine, "As planned".into()),
        (0, Automation::Off) => (Mark::Planned, "Automation is off".into()),
        (0, Automation::Paused) => (Mark::Held, "Paused".into()),
        (waiting, _) => {
            (Mark::Attention, written::capital(&written::count(waiting, "question", "questions")))
        }
    }
}

/// More an hour than planned, over all open problems; unknown while the carrier cannot be asked.
fn above(world: &World, blind: bool) -> Amount {
    if blind {
        return Amount::unknown();
    }
    let rates = world.incidents.values().filter_map(|one| one.per_hour.as_ref());
    let sum = rates.map(|rate| rate.amount).sum();
    let money = Money::new(sum, &world.tenant.profile.currency);
    Amount { text: format!("{}/h", money.signed()), ..Amount::signed(&money) }
}

#[cfg(test)]
mod tests;
