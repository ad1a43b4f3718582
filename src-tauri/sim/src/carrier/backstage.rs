//! What a test or a tester sees and does behind the carrier's back: journals, other people's acts, faults, cuts.
//! No client of the carrier can reach any of it.

use super::{Arrival, Carrier, REMEMBERED};
use crate::fault::{Act, Fault, On};
use crate::network::Circuit;
use crate::order::{Order, State};
use crate::quota::Quota;
use crate::setup::ForeignSetup;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

impl Carrier {
    /// A person changes the tier in the carrier's portal: at once, counted, and no order of anybody.
    /// Answers whether there is such a circuit.
    pub fn portal_change(&mut self, now: DateTime<Utc>, circuit: &str, mbps: u32) -> bool {
        self.advance(now);
        let Some(place) = self.network.place_of(circuit) else { return false };
        self.network.set(now, place, mbps);
        self.quotas[self.network.circuits[place].customer].count(now);
        true
    }

    /// Somebody else's order begins to lie on a circuit; `None` leaves the tier as it is. Answers whether it was
    /// accepted, which it is not while another order is open.
    pub fn foreign_order(
        &mut self,
        now: DateTime<Utc>,
        circuit: &str,
        lasts: TimeDelta,
        mbps: Option<u32>,
    ) -> bool {
        self.advance(now);
        let foreign = ForeignSetup { circuit: circuit.to_owned(), at: now - self.begin, lasts, mbps };
        self.place_foreign(now, &foreign)
    }

    /// The tier a circuit has, in Mbps, whatever the inventory shows.
    pub fn tier_of(&self, circuit: &str) -> Option<u32> {
        self.network.circuit(circuit).map(|circuit| circuit.mbps)
    }

    /// The tier that the inventory shows for a circuit, and whether it shows an order at work.
    pub fn shown(&self, now: DateTime<Utc>, circuit: &str) -> Option<(u32, bool)> {
        self.network.circuit(circuit).map(|circuit| (circuit.shown(now), circuit.open.is_some()))
    }

    /// Every tier a circuit had, with the instant it began.
    pub fn tiers_of(&self, circuit: &str) -> &[(DateTime<Utc>, u32)] {
        self.network.history(circuit)
    }

    /// What an hour of a tier costs on a circuit; `None` where it has no such tier, or the carrier names no price.
    pub fn hourly(&self, circuit: &str, mbps: u32) -> Option<rust_decimal::Decimal> {
        let tiers = &self.network.circuit(circuit)?.setup.tiers;
        tiers.iter().find(|tier| tier.mbps == mbps)?.price
    }

    /// Whether an order is open on a circuit.
    pub fn pending(&self, circuit: &str) -> bool {
        self.network.circuit(circuit).is_some_and(|circuit| circuit.open.is_some())
    }

    /// Every order ever accepted, ours and others', oldest first.
    pub fn orders(&self) -> &[Order] {
        &self.network.orders
    }

    /// The last 10,000 requests, oldest first.
    pub fn requests(&self) -> &[Arrival] {
        &self.arrivals[self.arrivals.len().saturating_sub(REMEMBERED)..]
    }

    /// The requests after the first `count` that ever arrived, as far as they are remembered.
    pub fn requests_after(&self, count: usize) -> &[Arrival] {
        &self.arrivals[count.saturating_sub(self.forgotten).min(self.arrivals.len())..]
    }

    /// How many changes of a customer were counted in the GMT day of `now`.
    pub fn quota_used(&self, now: DateTime<Utc>, customer_number: &str) -> Option<u32> {
        self.customer(customer_number).map(|customer| self.quotas[customer].used(now))
    }

    /// Sets how many changes a day a customer may have.
    pub fn set_quota(&mut self, customer_number: &str, per_day: u32) {
        if let Some(customer) = self.customer(customer_number) {
            self.quotas[customer].per_day = per_day;
        }
    }

    /// Adds a fault to the script; it counts from now on.
    pub fn add_fault(&mut self, fault: Fault) {
        self.script.add(fault);
    }

    /// Ends the next order badly that no fault before this one ends.
    pub fn queue_fault(&mut self, fault: Fault) {
        self.script.queue(fault);
    }

    /// Breaks the next request of that kind, or the order that comes of it.
    pub fn break_next(&mut self, on: On, act: Act) {
        self.script.add(Fault::next(on, act));
    }

    /// Takes all faults away, those of the setup too.
    pub fn clear_faults(&mut self) {
        self.script.clear();
    }

    /// Completes what is stuck: orders that would never have ended.
    pub fn complete_stuck(&mut self, now: DateTime<Utc>) {
        self.advance(now);
        self.network.complete_stuck(now);
    }

    /// Cuts the carrier off, or connects it again. Calendars are on another host and stay.
    pub fn set_unreachable(&mut self, unreachable: bool) {
        self.unreachable = unreachable;
    }

    /// Makes every token given so far invalid.
    pub fn expire_tokens(&mut self) {
        self.gate.expire();
    }

    /// Replaces a customer's secret; tokens already given live on.
    pub fn rotate_secret(&mut self, customer_number: &str, secret: &str) {
        self.gate.rotate(customer_number, secret);
    }

    /// Takes tokens of an issuer elsewhere (JSON web tokens that name it and have not run out) for a customer's own.
    pub fn trust_issuer(&mut self, customer_number: &str, issuer: &str) {
        if let Some(customer) = self.customer(customer_number) {
            self.gate.trust(issuer, customer);
        }
    }

    /// The whole state as JSON, for people.
    pub fn state(&self, now: DateTime<Utc>) -> Value {
        let circuit = |circuit: &Circuit| {
            json!({
                "id": circuit.setup.id, "name": circuit.setup.name, "mbps": circuit.mbps,
                "shown_mbps": circuit.shown(now), "status": circuit.status(),
                "customer": self.setup.customers[circuit.customer].number,
            })
        };
        let quota = |(place, quota): (usize, &Quota)| {
            let number = &self.setup.customers[place].number;
            json!({"customer": number, "used": quota.used(now), "per_day": quota.per_day})
        };
        json!({
            "now": now, "begin": self.begin, "unreachable": self.unreachable,
            "circuits": self.network.there().map(circuit).collect::<Vec<_>>(),
            "quotas": self.quotas.iter().enumerate().map(quota).collect::<Vec<_>>(),
            "orders": self.orders().iter().map(order_json).collect::<Vec<_>>(),
        })
    }

    fn customer(&self, number: &str) -> Option<usize> {
        self.setup.customers.iter().position(|customer| customer.number == number)
    }
}

fn order_json(order: &Order) -> Value {
    let step = |(at, state): &(DateTime<Utc>, State)| json!({"at": at, "state": state.name()});
    json!({
        "id": order.id, "circuit": order.circuit, "customer": order.customer, "reference": order.reference,
        "target_mbps": order.target, "accepted_at": order.accepted_at, "state": order.state().name(),
        "history": order.history.iter().map(step).collect::<Vec<_>>(), "foreign": order.foreign,
    })
}
