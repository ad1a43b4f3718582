//! The heart: one pure function that compares what should be with what is and says what to do, when to look again,
//! and why. It is the function that spends the money, and the preview people see is computed by it too.
//!
//! The engine commits a plan's records before it makes its calls; so no request that could change a circuit leaves
//! before its intent is durable. Applying a plan's records and planning again ends with a plan that has none.

mod circuit;
mod counting;
mod errands;
mod explain;
mod feeds;
mod judge;
mod open;
mod order;

pub use circuit::sentence;
pub(crate) use circuit::{clock_text, when_text};
pub(crate) use errands::price_differs;

use crate::audit::Entry;
use crate::budget;
use crate::carrier::Request;
use crate::change::{Change, State};
use crate::circuit::{Circuit, Due};
use crate::errand;
use crate::horizon::{AHEAD, BACK, COMPILED_FOR};
use crate::ids::{Actor, CircuitId, FeedId};
use crate::incident;
use crate::quota::QuotaDay;
use crate::set_back::set_back;
use crate::time::{Instant, Zone, start_of_day};
use crate::timings::{Limits, Timings};
use crate::units::Tier;
use crate::world::{Ask, Compiled, Credentials, Record, World};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What to do now, when to look again, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// To be made durable, and then true, before anything else.
    pub records: Vec<Record>,
    /// To be asked of the carrier after that, most urgent first.
    pub calls: Vec<Call>,
    /// Feeds to fetch.
    pub fetches: Vec<FeedId>,
    /// Feeds whose stored text is to be read into occurrences.
    pub readings: Vec<FeedId>,
    /// When to look again at the latest; a plan with records is carried out and planned again first.
    pub wake_at: Instant,
    /// Why each circuit is left, waited for or changed.
    pub reasons: BTreeMap<CircuitId, String>,
    /// When an order that ended badly is tried again, where it is.
    pub tries: BTreeMap<CircuitId, Instant>,
}

/// A question to the carrier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// What it is about.
    pub ask: Ask,
    /// The request.
    pub request: Request,
    /// Its place in the tenant's queue.
    pub urgency: Urgency,
}

/// The order in which a tenant's questions are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Money is running.
    Drop,
    /// Somebody waits for bandwidth.
    Raise,
    /// An order is out.
    Follow,
    /// Nothing waits for it.
    Rest,
}

/// The window that feeds are read in at an instant.
pub fn window(now: Instant) -> crate::calendar::Window {
    let day = start_of_day(now.date_naive(), Zone::UTC);
    crate::calendar::Window { from: day - BACK, to: day + AHEAD }
}

impl World {
    /// Compiles decisions and timelines where an input changed or the window has moved on.
    pub fn refresh(&mut self, now: Instant) {
        if self.compiled.at.is_some_and(|at| now - at < COMPILED_FOR && now >= at) {
            return;
        }
        let mut decided = crate::request::decide_all(self, now);
        let timelines = crate::timeline::compile(self, &mut decided);
        self.compiled = Compiled { at: Some(now), decided, timelines };
    }

    /// The next pass: `refresh`, then `plan`, on the corrected clock. Where that was set back, what is stamped with a
    /// later time is put right first.
    pub fn pass(&mut self, local: Instant, limits: &Limits) -> Plan {
        let now = self.tick(local, limits);
        let pulled = set_back(self, now, limits);
        self.refresh(now);
        let mut plan =
            if pulled.is_empty() { plan(self, now, limits) } else { only(self, now, limits, pulled) };
        explain::gap(self, &mut plan);
        self.here.passed_at = Some(now);
        plan.wake_at -= now - local;
        plan
    }
}

/// What to do at `now`. The world must have been refreshed.
pub fn plan(world: &World, now: Instant, limits: &Limits) -> Plan {
    let mut pass = Pass::new(world, now, limits);
    pass.end_overrides();
    // What has just ended is out of the timeline only when this is true: then the plan is another one.
    if !pass.records.is_empty() {
        pass.wake_at = now;
        return pass.finish();
    }
    pass.records.extend(budget::told(world, now));
    pass.feeds();
    pass.explain();
    for circuit in first_due_first(world, now) {
        pass.circuit(circuit);
    }
    if world.here.clock.is_in_question() {
        // What is late and what is over cannot be told by a clock that may be wrong; why nobody answers can.
        pass.look_by(now);
        pass.look();
        incident::reconcile_way(&mut pass);
    } else {
        pass.new_circuits();
        pass.look();
        incident::reconcile(&mut pass);
    }
    pass.finish()
}

/// Nothing is planned before the records are true.
fn only(world: &World, now: Instant, limits: &Limits, records: Vec<Record>) -> Plan {
    Pass { records, wake_at: now, ..Pass::new(world, now, limits) }.finish()
}

/// The circuits in the order in which they want what they want now: what is owed first is ordered first, where the
/// day's changes do not reach for all (design §6, Quota).
fn first_due_first(world: &World, now: Instant) -> Vec<&Circuit> {
    let since = |circuit: &Circuit| {
        let timeline = world.compiled.timelines.get(&circuit.id)?;
        timeline.boundary(timeline.want(now), now)
    };
    let mut circuits: Vec<&Circuit> = world.circuits.values().collect();
    circuits.sort_by_key(|circuit| since(circuit));
    circuits
}

/// A pass under way: the world is looked at, the plan grows.
pub(crate) struct Pass<'a> {
    pub(crate) world: &'a World,
    pub(crate) now: Instant,
    pub(crate) limits: &'a Limits,
    pub(crate) timings: &'a Timings,
    pub(crate) records: Vec<Record>,
    calls: Vec<Call>,
    fetches: Vec<FeedId>,
    readings: Vec<FeedId>,
    wake_at: Instant,
    inventory_by: Option<Instant>,
    feeds_by: Option<Instant>,
    next_change: i64,
    pub(crate) reasons: BTreeMap<CircuitId, String>,
    /// Circuits that wait for the quota, with live and wanted tier.
    pub(crate) quota_holds: Vec<(CircuitId, Tier, Tier)>,
    /// Wishes that are due and could not be ordered yet.
    pub(crate) dues: BTreeMap<CircuitId, Due>,
    /// What becomes of orders that ended badly.
    pub(crate) next_tries: BTreeMap<CircuitId, String>,
    tries: BTreeMap<CircuitId, Instant>,
}

impl<'a> Pass<'a> {
    fn new(world: &'a World, now: Instant, limits: &'a Limits) -> Self {
        let timings = &world.tenant.profile.timings;
        Self {
            world,
            now,
            limits,
            timings,
            records: vec![],
            calls: vec![],
            fetches: vec![],
            readings: vec![],
            wake_at: now + COMPILED_FOR,
            inventory_by: None,
            feeds_by: None,
            next_change: world.last_change.0 + 1,
            reasons: BTreeMap::new(),
            quota_holds: vec![],
            dues: BTreeMap::new(),
            next_tries: BTreeMap::new(),
            tries: BTreeMap::new(),
        }
    }

    fn finish(mut self) -> Plan {
        self.calls.sort_by(|a, b| (a.urgency, &a.ask).cmp(&(b.urgency, &b.ask)));
        Plan {
            records: self.records,
            calls: self.calls,
            fetches: self.fetches,
            readings: self.readings,
            wake_at: self.wake_at,
            reasons: self.reasons,
            tries: self.tries,
        }
    }

    /// Look again at the instant, or before. What is due already was done by this pass, or waits for a reply that
    /// brings a pass of its own: to look again at once for it would be to spin.
    fn wake(&mut self, at: Instant) {
        if at > self.now {
            self.wake_at = self.wake_at.min(at);
        }
    }

    fn because(&mut self, circuit: &CircuitId, why: impl Into<String>) {
        self.reasons.insert(circuit.clone(), why.into());
    }

    fn note(&mut self, entry: Entry) {
        self.records.push(Record::Audit(entry));
    }

    fn keep(&mut self, change: Change) {
        self.records.push(Record::Change(Box::new(change)));
    }

    /// Whether a question may be asked of the carrier now; else it waits, and the pass wakes when it may.
    fn may_ask(&mut self) -> bool {
        if self.world.here.credentials != Credentials::Ready {
            return false;
        }
        let here = &self.world.here;
        match here.not_before.max(here.asked_to_wait).filter(|at| *at > self.now) {
            Some(at) => {
                self.wake(at);
                false
            }
            None => true,
        }
    }

    fn ask(&mut self, ask: Ask, request: Request, urgency: Urgency) {
        if !self.world.here.asked.contains(&ask) {
            self.calls.push(Call { ask, request, urgency });
        }
    }

    /// The inventory is wanted by then.
    fn look_by(&mut self, at: Instant) {
        self.inventory_by = Some(self.inventory_by.map_or(at, |other| other.min(at)));
    }

    /// The feeds are wanted as of then.
    fn feeds_by(&mut self, at: Instant) {
        self.feeds_by = Some(self.feeds_by.map_or(at, |other| other.min(at)));
    }

    /// One list call a tenant: at rest every five minutes, sooner where a circuit needs it.
    fn look(&mut self) {
        let here = &self.world.here;
        let rest = here.inventory_tried.map_or(self.now, |tried| tried + self.timings.at_rest);
        let due = self.inventory_by.map_or(rest, |by| by.min(rest));
        let under_way = here.asked.iter().any(|ask| matches!(ask, Ask::Inventory(_)));
        if due > self.now {
            self.wake(due);
        } else if !under_way && self.may_ask() {
            self.ask(Ask::Inventory(1), self.world.tenant.profile.inventory(1), Urgency::Follow);
        }
        self.next_page();
        self.prices();
    }

    /// A full page has another behind it.
    fn next_page(&mut self) {
        if let Some(page) = self.world.here.next_page
            && self.may_ask()
        {
            self.ask(Ask::Inventory(page), self.world.tenant.profile.inventory(page), Urgency::Follow);
        }
    }

    /// Tiers and prices are asked for once a day.
    fn prices(&mut self) {
        for circuit in self.world.circuits.values() {
            let read = circuit.offers.iter().map(|offer| offer.quoted).max();
            let tried = self.world.here.tiers_tried.get(&circuit.id);
            let due = read.map_or(self.now, |read| read + self.timings.prices);
            // A port's limit is all that some kinds of account name: it has been named.
            let is_named = circuit.offers.is_empty() && circuit.port_limit.is_some();
            let again = if is_named { self.timings.prices } else { self.timings.retry_return };
            let due = tried.map_or(due, |tried| due.max(*tried + again));
            let is_known = self.world.states.get(&circuit.id).is_some_and(|state| state.seen.is_some());
            if due > self.now {
                self.wake(due);
            } else if is_known
                && let Ok(request) = self.world.tenant.profile.tiers(circuit)
                && self.may_ask()
            {
                self.ask(Ask::Tiers(circuit.id.clone()), request, Urgency::Rest);
            }
        }
    }

    /// Boosts and holds that are over; the kill switch's pause.
    fn end_overrides(&mut self) {
        for ((circuit, kind), one) in &self.world.overrides {
            if one.until <= self.now {
                self.records.push(Record::OverrideGone(circuit.clone(), *kind));
                let what = format!("{} at {} has ended", kind.word(), one.tier);
                let entry = Entry::new(self.now, Actor::Program, "override.ended", what).about(circuit);
                self.note(entry.from_to(Some(one.tier.to_string()), None));
            } else {
                self.wake(one.until);
            }
        }
    }

    /// A change takes a step, with its line in the audit trail.
    pub(crate) fn step(
        &mut self,
        change: &Change,
        next: State,
        actor: Actor,
        why: impl Into<String>,
    ) -> Change {
        let why = why.into();
        let (new, entry) = step(change, next, self.now, actor, why.clone());
        self.note(entry);
        let told = errand::notice(self.world, &new, &why, self.now);
        self.records.extend(told.map(|notice| Record::Notice(Box::new(notice))));
        if let Some(record) = give_back(&new, next, |day| self.pending_quota(day)) {
            self.records.push(record);
        }
        new
    }
}

/// A change's next step and its line in the audit trail.
pub(crate) fn step(change: &Change, next: State, at: Instant, actor: Actor, why: String) -> (Change, Entry) {
    let new = change.becomes(next, at);
    let mut entry = Entry::new(at, actor, act(next), why).about(&change.circuit);
    entry.event_uid.clone_from(&change.event_uid);
    entry.order = Some(change.order.clone().unwrap_or_else(|| change.reference.clone()));
    let (before, after) = match &change.errand {
        Some(errand) => errand.before_and_after(change),
        None => (Some(change.from.to_string()), Some(change.to.to_string())),
    };
    (new, entry.from_to(before, after))
}

/// What was never sent, or refused beyond doubt, is not counted against the quota.
pub(crate) fn give_back(
    change: &Change,
    next: State,
    counted: impl FnOnce(NaiveDate) -> QuotaDay,
) -> Option<Record> {
    let refused = next == State::Rejected || next == State::Blocked;
    let never_sent = next == State::Superseded && change.attempts == 0;
    let day = change.counted.filter(|_| refused || never_sent)?;
    let mut quota = counted(day);
    quota.ours = quota.ours.saturating_sub(1);
    Some(Record::Quota(day, quota))
}

fn act(state: State) -> &'static str {
    match state {
        State::Intended => "order.intended",
        State::Sent => "order.sent",
        State::Accepted => "order.accepted",
        State::Pending => "order.pending",
        State::Unknown => "order.unknown",
        State::Confirmed => "order.confirmed",
        State::Failed => "order.failed",
        State::Cancelled => "order.cancelled",
        State::Rejected => "order.refused",
        State::Superseded => "order.replaced",
        State::Blocked => "order.held",
    }
}

#[cfg(test)]
mod tests;
