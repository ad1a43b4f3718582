//! What must hold at the carrier (design §4): every order is explained by a durable change, none is taken twice, the
//! day's count is kept, and nobody is asked more often than needed. What a computer must have kept is `check`'s.

use super::super::stage::{At, Stage};
use chrono::{NaiveDate, TimeDelta};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use tidegate_core::ids::CircuitId;
use tidegate_sim::{Arrival, Order, State};

/// How long a request travels on the stage.
const TRAVEL: TimeDelta = TimeDelta::milliseconds(100);
/// How late a request that was taken for lost arrives at most: less than the quiet period.
pub(crate) const STRAY: TimeDelta = TimeDelta::minutes(10);
/// Requests about one circuit in an hour at most.
const REQUESTS: usize = 300;
/// Requests for a quote or an order of one circuit in an hour at most: a refused one is asked again ever more slowly.
const ASKS: usize = 80;

/// How long an answer takes at most.
const SLOWEST: TimeDelta = TimeDelta::seconds(31);

pub(crate) struct Sent {
    pub(crate) circuit: CircuitId,
    pub(crate) mbps: u32,
    pub(crate) reference: String,
    pub(crate) at: At,
}

/// What was seen of one customer at the carrier so far.
#[derive(Default)]
pub(crate) struct Journal {
    customer: &'static str,
    /// Two computers order for this customer, each with a ledger of its own.
    is_shared: bool,
    orders: usize,
    arrivals: usize,
    pub(crate) sent: Vec<Sent>,
    accepted: BTreeMap<String, String>,
    /// References whose order the ledger knows to have been taken.
    known: BTreeSet<String>,
    /// Orders taken, by the GMT day on which they were sent, and what the ledger counts of that day.
    taken: BTreeMap<NaiveDate, u32>,
    /// Of this day a ledger has forgotten what was counted.
    uncounted: Option<NaiveDate>,
    /// When the inventory showed a circuit at a tier last, with no order at work.
    shown: BTreeMap<(String, u32), At>,
    /// The requests of the last hour about each circuit; those that ask for a change.
    asked: BTreeMap<String, VecDeque<(At, bool)>>,
    /// Orders whose tier the inventory shows late: from then on an order for a tier that is there is no mistake.
    pub(crate) lagged: bool,
    /// Some order arrived late: from then on others may too.
    pub(crate) strayed: bool,
    /// What somebody else did, and when.
    pub(crate) foreign: Vec<(At, &'static str)>,
    /// The carrier asked for patience from and until then.
    pub(crate) patience: Option<(At, At)>,
    /// Orders for what was there already, where two computers order and no inventory or order was late.
    pub(crate) doubles: usize,
    pub(crate) wrong: Vec<String>,
}

impl Journal {
    /// Of a customer, for whom one computer orders or two.
    pub(crate) fn of(customer: &'static str, is_shared: bool) -> Self {
        Self { customer, is_shared, ..Self::default() }
    }

    /// Looks at everything that arrived since the last look; what came from this computer came from this customer.
    pub(crate) fn look(&mut self, stage: &Stage) {
        for arrival in stage.carrier.requests_after(self.arrivals) {
            self.arrivals += 1;
            self.arrival(stage, arrival);
        }
        self.orders(stage);
    }

    /// What arrived was another customer's.
    pub(crate) fn overhears(&mut self, stage: &Stage) {
        self.arrivals += stage.carrier.requests_after(self.arrivals).len();
    }

    fn orders(&mut self, stage: &Stage) {
        let first = self.orders;
        self.orders = stage.carrier.orders().len();
        for order in stage.carrier.orders()[first..].iter().filter(|order| !order.foreign) {
            if order.customer == self.customer {
                self.order(stage, order);
            }
        }
    }

    /// An older ledger was put back: what was taken since is not in it.
    pub(crate) fn forgets(&mut self, now: At) {
        self.accepted.clear();
        self.known.clear();
        self.uncounted = Some(now.date_naive());
    }

    /// The ledger's count of today has changed.
    pub(crate) fn counts(&mut self, stage: &Stage) {
        self.reckon(stage);
    }

    /// Every order that the carrier took is counted: whatever was never sent or was refused may be given back, and
    /// nothing else. A clock that is wrong counts on another day, for as long as it is.
    fn reckon(&mut self, stage: &Stage) {
        let day = stage.now.date_naive();
        let is_right = (stage.acts_at() - stage.now).abs() < TimeDelta::seconds(1);
        if self.is_shared || !is_right || self.uncounted == Some(day) {
            return;
        }
        let taken = self.taken.get(&day).copied().unwrap_or(0);
        let counted = stage.world.quota.get(&day).map_or(0, |quota| quota.ours);
        if taken > counted {
            self.wrong
                .push(format!("I9 the carrier took {taken} orders of {day}, the ledger counts {counted}"));
        }
    }

    /// The ledger says that the order was taken.
    pub(crate) fn knows(&mut self, reference: &str) {
        if !self.known.contains(reference) {
            self.known.insert(reference.to_owned());
        }
    }

    /// Whether the inventory showed the tier, with no order at work, after the instant.
    pub(crate) fn has_shown(&self, circuit: &str, mbps: u32, since: At) -> bool {
        self.shown.get(&(circuit.to_owned(), mbps)).is_some_and(|at| *at > since)
    }

    /// The order of ours that runs on a circuit.
    pub(crate) fn running(&self, stage: &Stage, circuit: &str, at: At) -> Option<String> {
        if self.is_shared {
            return None;
        }
        let last = stage.carrier.orders().iter().rev().find(|order| order.circuit == circuit)?;
        let ended = last.history.iter().find(|(_, state)| state.is_end()).map(|(at, _)| *at);
        let runs = !last.foreign && last.accepted_at < at && ended.is_none_or(|ended| ended > at);
        runs.then(|| last.id.clone())
    }

    fn arrival(&mut self, stage: &Stage, arrival: &Arrival) {
        let patience = self.patience.filter(|_| !self.is_shared);
        if patience.is_some_and(|(from, until)| from < arrival.at && arrival.at < until) {
            self.wrong.push(format!("I9 a request at {} although the carrier asked to wait", arrival.at));
        }
        if let Some(seconds) = arrival.retry_after.filter(|_| self.is_heard(arrival)) {
            // The answer may be slow, and until then more may be asked.
            let until = arrival.at + TimeDelta::seconds(seconds);
            self.patience = Some((arrival.at + SLOWEST, until));
        }
        let Some(circuit) = &arrival.circuit else {
            let is_inventory = arrival.path.ends_with("/inventory") && arrival.status == Some(200);
            if is_inventory {
                self.inventory(stage, arrival.at);
            }
            return;
        };
        let asks = arrival.is_change || arrival.path.ends_with("Request");
        let last = self.asked.entry(circuit.clone()).or_default();
        while last.front().is_some_and(|(at, _)| arrival.at - *at > TimeDelta::hours(1)) {
            last.pop_front();
        }
        last.push_back((arrival.at, asks));
        let asked = last.iter().filter(|(_, asks)| *asks).count();
        if last.len() > REQUESTS || asked > ASKS {
            let all = last.len();
            self.wrong.push(format!(
                "I9 {all} requests about {circuit} within the hour before {}, {asked} of them for a change",
                arrival.at
            ));
        }
    }

    /// Nobody hears what is answered to a request that was taken for lost.
    fn is_heard(&self, arrival: &Arrival) -> bool {
        !arrival.is_change || self.sent.last().is_some_and(|sent| sent.at + TRAVEL == arrival.at)
    }

    fn inventory(&mut self, stage: &Stage, at: At) {
        for circuit in stage.world.circuits.keys() {
            if let Some((mbps, false)) = stage.carrier.shown(at, circuit.as_str()) {
                self.shown.insert((circuit.to_string(), mbps), at);
            }
        }
    }

    fn order(&mut self, stage: &Stage, order: &Order) {
        let at = order.accepted_at;
        let sent = self.sent.iter().rev().find(|sent| {
            sent.circuit.as_str() == order.circuit
                && Some(sent.mbps) == order.target
                && (sent.at + TRAVEL == at || (self.strayed && at > sent.at && at - sent.at <= STRAY))
        });
        let Some(sent) = sent else {
            self.wrong.push(format!("I1 an order at {at} that no durable change explains: {order:?}"));
            return;
        };
        let (day, reference) = (sent.at.date_naive(), sent.reference.clone());
        *self.taken.entry(day).or_default() += 1;
        self.reckon(stage);
        self.double(stage, order, &reference);
        self.needless(stage, order);
    }

    /// A lost order that had no effect or was undone by others looks as if it had never been taken: it may be sent again.
    fn double(&mut self, stage: &Stage, order: &Order, reference: &str) {
        let before = self.accepted.insert(reference.to_owned(), order.id.clone());
        let before = before.and_then(|id| stage.carrier.orders().iter().rev().find(|other| other.id == id));
        let touched = |since: At| {
            self.foreign.iter().any(|(when, circuit)| *circuit == order.circuit && *when >= since)
        };
        let is_double = before.is_some_and(|other| {
            self.known.contains(reference) || (has_effect(stage, other) && !touched(other.accepted_at))
        });
        if is_double && !self.is_shared {
            self.wrong
                .push(format!("I2 accepted twice under one reference at {}: {reference}", order.accepted_at));
        }
    }

    fn needless(&mut self, stage: &Stage, order: &Order) {
        let at = order.accepted_at;
        let had = stage.carrier.tiers_of(&order.circuit).iter().rev().find(|(from, _)| *from < at);
        let others = self
            .foreign
            .iter()
            .any(|(when, circuit)| *circuit == order.circuit && at - *when < TimeDelta::minutes(10));
        let is_needless = had.map(|(_, mbps)| *mbps) == order.target && !self.lagged && !others;
        if is_needless && self.is_shared {
            self.doubles += usize::from(!self.strayed);
        } else if is_needless {
            self.wrong.push(format!("I2 ordered at {at} what was there already: {order:?}"));
        }
    }
}

/// Whether an order runs, or has changed the tier.
fn has_effect(stage: &Stage, order: &Order) -> bool {
    match order.state() {
        State::Acknowledged | State::Pending | State::InProgress => true,
        State::Failed | State::Cancelled => false,
        State::Completed => {
            let ended = order.history.last().map(|(at, _)| *at);
            stage.carrier.tiers_of(&order.circuit).iter().any(|(at, _)| Some(*at) == ended)
        }
    }
}
