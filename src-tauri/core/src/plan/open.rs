//! A change that is out: its end is awaited, whatever the plan wants meanwhile. The inventory has the last word;
//! time alone makes a change unknown, and never ended.

use super::{Pass, Urgency};
use crate::change::{ATTEMPTS, Change, State};
use crate::circuit::{Circuit, CircuitState, Seen};
use crate::ids::Actor;
use crate::time::Instant;
use crate::world::{Ask, Record};

impl<'a> Pass<'a> {
    /// Follows a change that is out.
    pub(super) fn follow(&mut self, circuit: &Circuit, state: &mut CircuitState, change: &'a Change) {
        if self.is_being_sent(change) {
            return;
        }
        let shown = self.shown_since(change);
        match shown.and_then(|seen| self.by_inventory(circuit, state, change, seen)) {
            Some(new) => self.keep(new),
            None => self.keep_polling(change),
        }
    }

    /// Whether its request is on its way, or was when the program ended: then only the carrier knows.
    pub(super) fn is_being_sent(&mut self, change: &Change) -> bool {
        if change.state != State::Sent {
            return false;
        }
        if self.world.here.asked.contains(&Ask::Order(change.circuit.clone(), change.id)) {
            let what = change.subject(self.world.name_of(&change.circuit));
            self.because(&change.circuit, format!("{what} is being ordered"));
            return true;
        }
        let why = "the program ended before the carrier's answer was stored";
        let new = self.step(change, State::Unknown, Actor::Program, why);
        self.keep(new);
        true
    }

    /// What the inventory showed after the change was sent.
    fn shown_since(&self, change: &Change) -> Option<&'a Seen> {
        let sent = change.sent?;
        self.world.here.inventory_at.filter(|at| *at > sent)?;
        self.world.states.get(&change.circuit)?.seen.as_ref()
    }

    /// The step that the inventory proves, if any.
    fn by_inventory(
        &mut self,
        circuit: &Circuit,
        state: &mut CircuitState,
        change: &Change,
        seen: &Seen,
    ) -> Option<Change> {
        if seen.tier == change.to && !seen.pending {
            return Some(self.confirm(circuit, state, change));
        }
        if seen.pending {
            return self.at_work(change, &seen.status);
        }
        let shows = format!("the inventory shows {} and no order at work", seen.tier);
        self.without_effect(state.busy_at, change, shows)
    }

    /// The inventory shows an order at work.
    pub(super) fn at_work(&mut self, change: &Change, status: &str) -> Option<Change> {
        let adopted = matches!(change.state, State::Accepted | State::Unknown) && !self.is_stuck(change);
        adopted.then(|| {
            let why = format!("the inventory shows \"{status}\"");
            let mut new = self.step(change, State::Pending, Actor::Carrier, why);
            new.pending_seen = true;
            new.heard(status, self.now);
            new
        })
    }

    fn confirm(&mut self, circuit: &Circuit, state: &mut CircuitState, change: &Change) -> Change {
        let late = change
            .sent
            .map(|_| self.now - change.boundary)
            .filter(|late| change.to > change.from && late.num_seconds() > 60);
        let late =
            late.map(|late| format!(", {} min after its time", late.num_minutes())).unwrap_or_default();
        let new = self.step(
            change,
            State::Confirmed,
            Actor::Carrier,
            format!("the inventory shows {}{late}", change.to),
        );
        // A time that was slept through teaches nothing.
        let awake = self.world.here.awake_since.is_none_or(|awake| change.sent >= Some(awake));
        if let (true, Some(took)) = (change.to > change.from && awake, new.took()) {
            state.learn(took);
        }
        if let Some(aim) = state.aim.as_mut().filter(|aim| aim.tier == change.to) {
            aim.settled = true;
        }
        if change.to > circuit.approved {
            let approved = Circuit { approved: change.to, ..circuit.clone() };
            self.records.push(Record::Circuit(Box::new(approved)));
        }
        new
    }

    /// The inventory shows neither what was ordered nor an order at work, since `busy_at` where it showed one before.
    pub(super) fn without_effect(
        &mut self,
        busy_at: Option<Instant>,
        change: &Change,
        shows: String,
    ) -> Option<Change> {
        let looked_after_quiet =
            self.world.here.inventory_at.is_some_and(|at| at >= change.quiet_until(self.timings));
        let readable = change.order.is_some() && self.world.tenant.profile.follows_orders();
        // An inventory may lag behind the end of an order: the tier is looked for once more.
        let looked_again = busy_at.is_none_or(|busy| {
            self.world.here.inventory_at.is_some_and(|at| at >= busy + self.timings.poll_middle)
        });
        if change.is_awaited() {
            return None;
        }
        match change.state {
            State::Accepted | State::Pending | State::Unknown if change.completed => {
                self.is_hollow(change).then(|| {
                    let why = format!("the carrier says COMPLETED, and {shows}");
                    self.step(change, State::Failed, Actor::Carrier, why)
                })
            }
            State::Unknown if !looked_after_quiet => None,
            // It has an order that the carrier has not ended: a second one would be one too many.
            State::Unknown if readable => None,
            State::Unknown if change.attempts >= ATTEMPTS => Some(self.step(
                change,
                State::Failed,
                Actor::Carrier,
                format!("{shows}, {} times", change.attempts),
            )),
            State::Unknown => {
                let why = format!(
                    "{shows} after the quiet period: it was never taken, and may be sent again under the same reference"
                );
                let mut new = self.step(change, State::Intended, Actor::Program, why);
                new.pending_seen = false;
                // What may have been taken stays counted; the next sending is counted anew.
                new.counted = None;
                Some(new)
            }
            // An order whose own state can be asked ends by that state alone.
            State::Accepted | State::Pending if readable => None,
            State::Accepted | State::Pending
                if (change.pending_seen && looked_again) || looked_after_quiet =>
            {
                Some(self.step(change, State::Failed, Actor::Carrier, shows))
            }
            State::Accepted | State::Pending => None,
            State::Intended | State::Sent | State::Confirmed | State::Failed | State::Cancelled => None,
            State::Rejected | State::Superseded | State::Blocked => None,
        }
    }

    /// Its order was completed so long ago that an inventory which lags would show its tier by now.
    fn is_hollow(&self, change: &Change) -> bool {
        let said = change.words.last().map(|(at, _)| *at);
        let looked = self.world.here.inventory_at;
        said.zip(looked).is_some_and(|(said, looked)| looked >= said + self.timings.quiet)
    }

    fn is_stuck(&self, change: &Change) -> bool {
        change.sent.is_some_and(|sent| self.now >= sent + self.timings.poll_late_until)
    }

    pub(super) fn keep_polling(&mut self, change: &Change) {
        if change.state != State::Unknown && self.is_stuck(change) {
            let why = "the order has not ended in all this time; Tidegate keeps looking every few minutes";
            let new = self.step(change, State::Unknown, Actor::Program, why);
            self.keep(new);
            return;
        }
        self.poll(change);
        let what = change.subject(self.world.name_of(&change.circuit));
        let why = match change.state {
            State::Unknown => format!(
                "{what} was ordered, but whether the carrier has it is not known; the inventory is read until it is"
            ),
            State::Intended | State::Sent | State::Accepted | State::Pending => {
                format!("{what} is ordered; the carrier is at work{}", self.unwanted(change))
            }
            State::Confirmed | State::Failed | State::Cancelled => String::new(),
            State::Rejected | State::Superseded | State::Blocked => String::new(),
        };
        self.because(&change.circuit, why);
    }

    /// That the plan does not want the order any more: what was sent is not recalled, its end is awaited.
    fn unwanted(&self, change: &Change) -> String {
        let (world, id) = (self.world, &change.circuit);
        let (Some(circuit), Some(timeline), Some(state), None) =
            (world.circuits.get(id), world.compiled.timelines.get(id), world.states.get(id), &change.errand)
        else {
            return String::new();
        };
        let near = timeline.within(self.now, self.now + self.timings.bridge(state.lead()));
        if near.iter().any(|segment| segment.tier == change.to) {
            return String::new();
        }
        let want = timeline.want(self.now);
        let costs = circuit.costs_more(change.to, want);
        format!(". The plan wants {want} now: a sent order is not recalled, its end is awaited{costs}")
    }

    /// Asks the order's own state while it has one that can be asked, else the inventory.
    fn poll(&mut self, change: &Change) {
        let followed = self.world.here.followed.get(&change.id).copied();
        let request = change
            .order
            .as_deref()
            .and_then(|order| self.world.tenant.profile.follow(&change.circuit, order))
            .filter(|_| !change.completed);
        let unknown = change.state == State::Unknown;
        if request.is_none() || unknown {
            let due = change.poll_due(self.looked(), self.timings);
            let due = if unknown && self.now < change.quiet_until(self.timings) {
                due
            } else {
                due.min(self.after_quiet(change, due))
            };
            self.look_by(due);
            self.wake(due);
        }
        let Some(request) = request else { return };
        let due = change.poll_due(followed, self.timings);
        if due > self.now {
            self.wake(due);
        } else if self.may_ask() {
            self.ask(Ask::Follow(change.circuit.clone(), change.id), request, Urgency::Follow);
        }
    }

    /// When a completed order's tier is looked for: at once.
    fn after_quiet(&self, change: &Change, due: Instant) -> Instant {
        let looked = self.looked().unwrap_or(Instant::UNIX_EPOCH);
        let seen_completed = change.words.last().map(|(at, _)| *at).filter(|_| change.completed);
        if seen_completed.is_some_and(|at| looked < at) { self.now } else { due }
    }

    fn looked(&self) -> Option<Instant> {
        self.world.here.inventory_tried
    }
}
