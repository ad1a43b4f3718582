//! What must hold at every moment of one computer (design §4), looked up in what it made durable. What the carrier's own
//! journal must show is `journal`'s.

use super::super::stage::{At, Stage};
use super::journal::{Journal, Sent};
use super::world::{CAST, Calendar, office};
use chrono::TimeDelta;
use std::collections::{BTreeMap, BTreeSet};
use tidegate_core::change::{Change, State};
use tidegate_core::ids::{ChangeId, CircuitId};
use tidegate_core::world::Record;

/// Passes that an hour may cost at most: more is a plan that wakes for nothing.
const PASSES: u64 = 6000;
/// How far ahead an order may be for: twice the longest lead, and a minute.
const AHEAD: TimeDelta = TimeDelta::minutes(41);

/// What was checked so far.
#[derive(Default)]
pub(crate) struct Checks {
    records: usize,
    passes: u64,
    hour: Option<At>,
    intended: BTreeSet<ChangeId>,
    /// Automation is off, or all is paused, as it was made durable last.
    stopped: bool,
    paused: BTreeSet<CircuitId>,
    open: BTreeMap<CircuitId, BTreeSet<ChangeId>>,
    /// The calendar as the computer keeps it.
    kept: (Vec<u8>, Calendar),
    pub(crate) wrong: Vec<String>,
}

impl Checks {
    /// Looks at everything that was made durable since the last look.
    pub(crate) fn look(&mut self, stage: &Stage, journal: &mut Journal) {
        for record in &stage.durable[self.records..] {
            match record {
                Record::Change(change) => self.change(stage, change, journal),
                Record::Tenant(tenant) => self.stopped = !tenant.automation || tenant.paused.is_some(),
                Record::Circuit(circuit) if circuit.paused.is_some() => {
                    self.paused.insert(circuit.id.clone());
                }
                Record::Circuit(circuit) => {
                    self.paused.remove(&circuit.id);
                }
                Record::Quota(day, quota) => journal.counts(*day, quota.ours),
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
        let Some(at) = change.sent.filter(|_| change.state == State::Sent) else { return };
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
        if !self.intended.contains(&change.id) {
            self.wrong.push(format!("I1 sent at {at} without a durable intent: {change:?}"));
        }
        let index = CAST.iter().position(|cast| cast.name == change.circuit.as_str()).expect("of the cast");
        if change.to.mbps() > CAST[index].highest {
            self.wrong.push(format!("I5 {} above the highest tier of {} at {at}", change.to, change.circuit));
        }
        let text = stage.text(&office());
        if self.kept.0 != text {
            self.kept = (text.to_vec(), Calendar::read(text));
        }
        let by_person =
            stage.world.overrides.iter().any(|((circuit, _), one)| {
                *circuit == change.circuit && one.tier == change.to && one.until > at
            });
        let is_wanted = change.is_return || by_person || {
            let asks = self.kept.1.asked(index, at, at + AHEAD);
            asks.contains(&change.to.mbps())
        };
        if !is_wanted {
            let events = self.kept.1.around(index, at);
            self.wrong.push(format!("I4 sent at {at} and wanted no more: {change:?}; events: {events}"));
        }
    }

    /// Confirmed is what the carrier's inventory showed after it was sent, with no order at work.
    fn confirmed(&mut self, change: &Change, journal: &Journal) {
        let (Some(sent), Some(ended)) = (change.sent, change.ended) else {
            self.wrong.push(format!("I2 confirmed and never sent: {change:?}"));
            return;
        };
        if !journal.has_shown(change.circuit.as_str(), change.to.mbps(), sent) {
            self.wrong
                .push(format!("I2 confirmed at {ended} and the inventory has not shown it: {change:?}"));
        }
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
