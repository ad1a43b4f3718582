//! What must hold at every moment of one computer (design §4), looked up in what it made durable. What the carrier's own
//! journal must show is `journal`'s.

use super::super::stage::{At, Disk, Stage};
use super::journal::{Journal, Sent};
use super::world::{CAST, Calendar, STRANGER, US, office};
use chrono::TimeDelta;
use std::collections::{BTreeMap, BTreeSet};
use tidegate_core::change::{Change, State};
use tidegate_core::ids::{Actor, ChangeId, CircuitId};
use tidegate_core::world::{Record, Role};

/// Passes that an hour may cost at most: more is a plan that wakes for nothing.
const PASSES: u64 = 6000;
/// How far ahead an order may be for: twice the longest lead, and what a clock may be off.
const AHEAD: TimeDelta = TimeDelta::minutes(45);
/// How long a standby computer leaves a wish to the first one.
const GRACE: TimeDelta = TimeDelta::minutes(12);
/// How far the time that a computer orders by may be from the true one: an inventory is no older than three minutes
/// then, and a clock that jumped since was not noticed.
const OFF: TimeDelta = TimeDelta::seconds(190);

/// What was checked so far.
#[derive(Default)]
pub(crate) struct Checks {
    /// Another customer is there whose names must not be seen.
    strangers: bool,
    records: usize,
    passes: u64,
    hour: Option<At>,
    intended: BTreeSet<ChangeId>,
    /// When each change was sent last, by the true time.
    sent: BTreeMap<ChangeId, At>,
    /// Automation is off, or all is paused, as it was made durable last.
    stopped: bool,
    paused: BTreeSet<CircuitId>,
    open: BTreeMap<CircuitId, BTreeSet<ChangeId>>,
    /// The calendar as the computer keeps it.
    kept: Option<(Vec<u8>, Calendar)>,
    pub(crate) wrong: Vec<String>,
}

impl Checks {
    /// Of a computer, where another customer is there or not.
    pub(crate) fn beside(strangers: bool) -> Self {
        Self { strangers, ..Self::default() }
    }

    /// An older ledger was put in the place of the one that was looked at.
    pub(crate) fn put_back(&mut self, stage: &Stage) {
        let world = &stage.world;
        let open = world.circuits.keys().filter_map(|id| world.open_change(id));
        self.open = BTreeMap::new();
        for change in open {
            self.intended.insert(change.id);
            self.open.entry(change.circuit.clone()).or_default().insert(change.id);
        }
        // A person has not looked yet.
        self.stopped = true;
        let paused = world.circuits.values().filter(|circuit| circuit.paused.is_some());
        self.paused = paused.map(|circuit| circuit.id.clone()).collect();
        self.records = stage.durable.len();
    }

    /// Looks at everything that was made durable since the last look.
    pub(crate) fn look(&mut self, stage: &Stage, journal: &mut Journal) {
        for record in &stage.durable[self.records..] {
            if self.strangers {
                self.belongs(stage, record);
            }
            match record {
                Record::Change(change) => self.change(stage, change, journal),
                Record::Tenant(tenant) => self.stopped = !tenant.automation || tenant.paused.is_some(),
                Record::Circuit(circuit) if circuit.paused.is_some() => {
                    self.paused.insert(circuit.id.clone());
                }
                Record::Circuit(circuit) => {
                    self.paused.remove(&circuit.id);
                }
                Record::Quota(..) => journal.counts(stage),
                Record::State(_) | Record::Feed(_) | Record::FeedState(_) | Record::FeedText(..) => {}
                Record::FeedGone(_) | Record::Override(_) | Record::OverrideGone(..) => {}
                Record::Incident(_) | Record::Notice(_) | Record::Exception(_) => {}
                Record::ExceptionGone(_) | Record::Approval(_) => {}
                Record::Stay(_) | Record::Audit(_) => {}
            }
        }
        self.records = stage.durable.len();
        self.work(stage);
    }

    fn change(&mut self, stage: &Stage, change: &Change, journal: &mut Journal) {
        let open = self.open.entry(change.circuit.clone()).or_default();
        if change.is_open() {
            open.insert(change.id)
        } else {
            open.remove(&change.id)
        };
        if open.len() > 1 {
            self.wrong.push(format!("I3 two open changes on {} at {}", change.circuit, change.opened));
        }
        if change.state == State::Intended {
            self.intended.insert(change.id);
        }
        if matches!(change.state, State::Accepted | State::Pending) {
            journal.knows(&change.reference);
        }
        if change.state == State::Confirmed {
            self.confirmed(change, journal);
        }
        if change.state != State::Sent {
            return;
        }
        let at = stage.now;
        self.sent.insert(change.id, at);
        self.may_be_sent(stage, change, at);
        if let Some(order) = journal.running(stage, change.circuit.as_str(), at) {
            self.wrong.push(format!("I2 sent at {at} while our order {order} runs: {change:?}"));
        }
        journal.sent.push(Sent {
            circuit: change.circuit.clone(),
            mbps: change.to.mbps(),
            reference: change.reference.clone(),
            at,
        });
    }

    /// Its intent is durable, nobody has stopped it, it is within the fences, and it is still wanted.
    fn may_be_sent(&mut self, stage: &Stage, change: &Change, at: At) {
        if self.stopped || self.paused.contains(&change.circuit) {
            self.wrong.push(format!("I4 sent at {at} although a person has stopped it: {change:?}"));
        }
        self.may_by_its_computer(stage, change, at);
        if !self.intended.contains(&change.id) {
            self.wrong.push(format!("I1 sent at {at} without a durable intent: {change:?}"));
        }
        let index = CAST.iter().position(|cast| cast.name == change.circuit.as_str()).expect("of the cast");
        if change.to.mbps() > CAST[index].highest {
            self.wrong.push(format!("I5 {} above the highest tier of {} at {at}", change.to, change.circuit));
        }
        let text = stage.text(&office());
        if self.kept.as_ref().is_none_or(|(kept, _)| kept != text) {
            self.kept = Some((text.to_vec(), Calendar::read(text)));
        }
        let Some((_, kept)) = &self.kept else { return };
        let off = stage.acts_at() - at;
        if off.abs() > OFF && !self.stands_still(stage) {
            self.wrong.push(format!("I4 sent at {at} by a clock that is {off} off: {change:?}"));
        }
        let by_person = stage.world.overrides.iter().any(|((circuit, _), one)| {
            *circuit == change.circuit && one.tier == change.to && one.until > at - OFF
        });
        let is_wanted = change.is_return || by_person || {
            let asks = kept.asked(index, at - OFF, at + AHEAD);
            asks.contains(&change.to.mbps())
        };
        if !is_wanted {
            let events = kept.around(index, at);
            self.wrong.push(format!("I4 sent at {at} and wanted no more: {change:?}; events: {events}"));
        }
    }

    /// A raise does not use the room that is kept for drops, and a standby computer waits its grace.
    fn may_by_its_computer(&mut self, stage: &Stage, change: &Change, at: At) {
        if stage.disk == Disk::Tight && change.to > change.from && !change.is_return {
            self.wrong.push(format!("I4 raised at {at} although the disk is full: {change:?}"));
        }
        let by_person = matches!(change.actor, Actor::Person(_));
        let due = change.boundary.max(stage.world.here.awake_since.unwrap_or(change.boundary)) + GRACE;
        if stage.world.tenant.role == Role::Standby && !by_person && stage.acts_at() < due {
            self.wrong.push(format!("I4 sent at {at} by a standby that did not wait its grace: {change:?}"));
        }
    }

    /// Confirmed is what the carrier's inventory showed after it was sent, with no order at work.
    fn confirmed(&mut self, change: &Change, journal: &Journal) {
        let (Some(sent), Some(ended)) = (self.sent.get(&change.id), change.ended) else {
            self.wrong.push(format!("I2 confirmed and never sent: {change:?}"));
            return;
        };
        if !journal.has_shown(change.circuit.as_str(), change.to.mbps(), *sent) {
            self.wrong
                .push(format!("I2 confirmed at {ended} and the inventory has not shown it: {change:?}"));
        }
    }

    /// Nothing that is kept of one customer names another.
    fn belongs(&mut self, stage: &Stage, record: &Record) {
        let ours = stage.world.tenant.profile.customer_number.as_str();
        let others = [US, STRANGER].into_iter().find(|who| who[0] != ours);
        let text = format!("{record:?}");
        let names = |what: &str| text.contains(what);
        if others.is_some_and(|who| names(who[0]) || names(who[2])) || (ours == US[0] && names("Strange")) {
            self.wrong.push(format!("I8 {ours} keeps what is another's: {text}"));
        }
    }

    /// A clock that was set back stands still until it is where the last order was, within the longest lead.
    fn stands_still(&self, stage: &Stage) -> bool {
        let newest = stage.world.changes.values().filter_map(|all| all.values().next_back());
        let clock = stage.world.here.clock.corrected(stage.local());
        newest.map(|change| change.opened).max().is_some_and(|opened| clock < opened)
    }

    fn work(&mut self, stage: &Stage) {
        let hour = *self.hour.get_or_insert(stage.now);
        if stage.now - hour < TimeDelta::hours(1) {
            return;
        }
        let passes = stage.passes_made - self.passes;
        let hours = u64::try_from((stage.now - hour).num_minutes() / 60 + 1).expect("later");
        if passes > PASSES * hours {
            self.wrong.push(format!("I9 {passes} passes in the hour before {}", stage.now));
        }
        (self.passes, self.hour) = (stage.passes_made, Some(stage.now));
    }
}
