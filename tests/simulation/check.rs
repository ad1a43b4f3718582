//! What must hold at every moment (design §4), looked up in what was made durable and in the carrier's own journal.

use super::super::stage::{At, Stage};
use super::world::CAST;
use chrono::{NaiveDate, TimeDelta};
use std::collections::{BTreeMap, BTreeSet};
use tidegate_core::change::{Change, State};
use tidegate_core::ids::{ChangeId, CircuitId};
use tidegate_core::world::Record;

/// How long a request travels on the stage.
const TRAVEL: TimeDelta = TimeDelta::milliseconds(100);
/// How late a request that was taken for lost arrives at most: less than the quiet period.
pub(crate) const STRAY: TimeDelta = TimeDelta::minutes(10);
/// Requests that a circuit may cost in an hour at most.
const REQUESTS: usize = 300;
/// Passes that an hour may cost at most: more is a plan that wakes for nothing.
const PASSES: u64 = 6000;

struct Sent {
    circuit: CircuitId,
    mbps: u32,
    reference: String,
    at: At,
}

/// What was checked so far.
#[derive(Default)]
pub(crate) struct Checks {
    records: usize,
    orders: usize,
    passes: u64,
    looked: Option<At>,
    intended: BTreeSet<ChangeId>,
    /// Automation is off, or all is paused, as it was made durable last.
    stopped: bool,
    paused: BTreeSet<CircuitId>,
    open: BTreeMap<CircuitId, BTreeSet<ChangeId>>,
    sent: Vec<Sent>,
    accepted: BTreeMap<String, String>,
    of_day: BTreeMap<NaiveDate, u32>,
    /// Orders whose tier the inventory shows late: from then on an order for a tier that is there is no mistake.
    pub(crate) lagged: bool,
    /// Some order arrived late: from then on others may too.
    pub(crate) strayed: bool,
    /// What somebody else did, and when.
    pub(crate) foreign: Vec<(At, &'static str)>,
    pub(crate) wrong: Vec<String>,
}

impl Checks {
    /// Looks at everything that happened since the last look, which is at most an hour ago.
    pub(crate) fn look(&mut self, stage: &Stage, quota: u32) {
        for record in &stage.durable[self.records..] {
            match record {
                Record::Change(change) => self.change(stage, change),
                Record::Tenant(tenant) => self.stopped = !tenant.automation || tenant.paused.is_some(),
                Record::Circuit(circuit) if circuit.paused.is_some() => {
                    self.paused.insert(circuit.id.clone());
                }
                Record::Circuit(circuit) => {
                    self.paused.remove(&circuit.id);
                }
                Record::State(_) | Record::Feed(_) | Record::FeedState(_) | Record::FeedText(..) => {}
                Record::FeedGone(_) | Record::Override(_) | Record::OverrideGone(..) => {}
                Record::Incident(_) | Record::Notice(_) | Record::Exception(_) => {}
                Record::ExceptionGone(_) | Record::Approval(_) | Record::Quota(..) => {}
                Record::Stay(_) | Record::Audit(_) => {}
            }
        }
        self.records = stage.durable.len();
        let first = self.orders;
        self.orders = stage.carrier.orders().len();
        for order in stage.carrier.orders()[first..].iter().filter(|order| !order.foreign) {
            self.order(stage, order);
            let day = self.of_day.entry(order.accepted_at.date_naive()).or_default();
            *day += 1;
            if *day > quota {
                self.wrong.push(format!("I9 more orders than the quota on {}", order.accepted_at));
            }
        }
        self.work(stage);
    }

    fn change(&mut self, stage: &Stage, change: &Change) {
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
        if change.state == State::Confirmed {
            self.confirmed(stage, change);
        }
        let Some(at) = change.sent.filter(|_| change.state == State::Sent) else { return };
        if self.stopped || self.paused.contains(&change.circuit) {
            self.wrong.push(format!("I4 sent at {at} although a person has stopped it: {change:?}"));
        }
        if !self.intended.contains(&change.id) {
            self.wrong.push(format!("I1 sent at {at} without a durable intent: {change:?}"));
        }
        let cast = CAST.iter().find(|cast| cast.name == change.circuit.as_str()).expect("of the cast");
        if change.to.mbps() > cast.highest {
            self.wrong.push(format!("I5 {} above the highest tier of {} at {at}", change.to, cast.name));
        }
        let ours = stage.carrier.orders().iter().filter(|order| !order.foreign);
        let running = ours.filter(|order| order.circuit == change.circuit.as_str()).find(|order| {
            let ended = order.history.iter().find(|(_, state)| state.is_end()).map(|(at, _)| *at);
            order.accepted_at < at && ended.is_none_or(|ended| ended > at)
        });
        if let Some(order) = running {
            self.wrong.push(format!("I2 sent at {at} while our order {} runs: {change:?}", order.id));
        }
        self.sent.push(Sent {
            circuit: change.circuit.clone(),
            mbps: change.to.mbps(),
            reference: change.reference.clone(),
            at,
        });
    }

    /// Confirmed is what the circuit really had since it was ordered.
    fn confirmed(&mut self, stage: &Stage, change: &Change) {
        let (Some(sent), Some(ended)) = (change.sent, change.ended) else {
            self.wrong.push(format!("I2 confirmed and never sent: {change:?}"));
            return;
        };
        let stays = stage.carrier.tiers_of(change.circuit.as_str());
        let had = stays.iter().enumerate().any(|(index, (from, mbps))| {
            let until = stays.get(index + 1).map_or(ended, |(next, _)| *next);
            *mbps == change.to.mbps() && *from <= ended && until >= sent
        });
        if !had {
            self.wrong.push(format!("I2 confirmed at {ended} and never live: {change:?}"));
        }
    }

    fn order(&mut self, stage: &Stage, order: &tidegate_sim::Order) {
        let at = order.accepted_at;
        let sent = self.sent.iter().rev().find(|sent| {
            sent.circuit.as_str() == order.circuit
                && Some(sent.mbps) == order.target
                && (sent.at + TRAVEL == at || (self.strayed && at > sent.at && at - sent.at <= STRAY))
        });
        let Some(sent) = sent else {
            let story = story(stage, &order.circuit, "");
            self.wrong
                .push(format!("I1 an order at {at} that no durable change explains: {order:?} {story}"));
            return;
        };
        // A lost order that failed or was undone by others looks as if it had never been taken: it may be sent again.
        let before = self.accepted.insert(sent.reference.clone(), order.id.clone());
        let before = before.and_then(|id| stage.carrier.orders().iter().find(|other| other.id == id));
        let touched = |since: At| {
            self.foreign.iter().any(|(when, circuit)| *circuit == order.circuit && *when >= since)
        };
        let is_double = before.is_some_and(|other| {
            !matches!(other.state(), tidegate_sim::State::Failed | tidegate_sim::State::Cancelled)
                && !touched(other.accepted_at)
        });
        if is_double {
            let story = story(stage, &order.circuit, &sent.reference);
            self.wrong.push(format!("I2 accepted twice under one reference at {at}: {story}"));
        }
        let had = stage.carrier.tiers_of(&order.circuit).iter().rev().find(|(from, _)| *from < at);
        let others = self
            .foreign
            .iter()
            .any(|(when, circuit)| *circuit == order.circuit && at - *when < TimeDelta::minutes(10));
        if had.map(|(_, mbps)| *mbps) == order.target && !self.lagged && !others {
            self.wrong.push(format!("I2 ordered at {at} what was there already: {order:?}"));
        }
    }

    fn work(&mut self, stage: &Stage) {
        let since = self.looked.replace(stage.now).unwrap_or(stage.now);
        let hours = usize::try_from((stage.now - since).num_minutes() / 60 + 1).expect("later");
        let requests = stage.carrier.requests().iter().rev().take_while(|one| one.at > since).count();
        if requests > REQUESTS * CAST.len() * hours {
            self.wrong.push(format!("I9 {requests} requests in the hour before {}", stage.now));
        }
        let passes = stage.passes_made - self.passes;
        if passes > PASSES * hours as u64 {
            self.wrong.push(format!("I9 {passes} passes in the hour before {}", stage.now));
        }
        self.passes = stage.passes_made;
    }
}

/// The changes under a reference, or all of a circuit, and the carrier's orders there, for whoever looks for the mistake.
fn story(stage: &Stage, circuit: &str, reference: &str) -> String {
    let told = |change: &Change| {
        format!(
            "\n    {:?} {} -> {} gen {} {:?} sent {:?} ended {:?} {:?} {:?}",
            change.id,
            change.from,
            change.to,
            change.generation,
            change.state,
            change.sent,
            change.ended,
            change.order,
            change.words.last()
        )
    };
    let changes = stage.durable.iter().filter_map(|record| {
        let Record::Change(change) = record else { return None };
        (change.circuit.as_str() == circuit && change.reference.contains(reference)).then(|| told(change))
    });
    let orders = stage.carrier.orders().iter().filter(|order| order.circuit == circuit).map(|order| {
        format!(
            "\n    {} {:?} {:?} {:?}",
            order.accepted_at,
            order.target,
            order.reference,
            order.history.last()
        )
    });
    let (changes, orders): (Vec<String>, Vec<String>) = (changes.collect(), orders.collect());
    changes[changes.len().saturating_sub(14)..].concat() + &orders[orders.len().saturating_sub(5)..].concat()
}
