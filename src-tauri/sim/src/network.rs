//! Circuits and the orders on them: everything that goes on by itself as time passes. Owns tiers, locks, the agenda of
//! what happens next, and the journals; knows no HTTP and no customers' credentials.
//!
//! One order at a time per circuit: whoever calls [`Network::accept`] has looked that none is open.

use crate::order::{Course, Deed, Order, State};
use crate::setup::{CircuitSetup, ForeignSetup, Setup};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeMap;

/// A circuit as it is now.
#[derive(Clone, Debug)]
pub(crate) struct Circuit {
    pub(crate) setup: CircuitSetup,
    /// Place of its customer in the setup.
    pub(crate) customer: usize,
    pub(crate) mbps: u32,
    /// Place of the open order in the journal.
    pub(crate) open: Option<usize>,
    /// The status that the inventory shows while it is open.
    busy: &'static str,
    /// It was disconnected, or never came to be.
    gone: bool,
    /// Until when the inventory shows an older tier, and which.
    stale: Option<(DateTime<Utc>, u32)>,
    history: Vec<(DateTime<Utc>, u32)>,
}

impl Circuit {
    fn change(&mut self, at: DateTime<Utc>, mbps: u32) {
        self.mbps = mbps;
        self.history.push((at, mbps));
    }

    /// The tier the inventory shows.
    pub(crate) fn shown(&self, now: DateTime<Utc>) -> u32 {
        self.stale.filter(|(until, _)| now < *until).map_or(self.mbps, |(_, old)| old)
    }

    /// The status the inventory shows.
    pub(crate) fn status(&self) -> &str {
        if self.open.is_some() { self.busy } else { &self.setup.status }
    }

    pub(crate) fn offers(&self, mbps: u32) -> bool {
        self.setup.tiers.iter().any(|tier| tier.mbps == mbps)
    }
}

/// An order about to be accepted.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub(crate) id: String,
    pub(crate) customer: String,
    pub(crate) reference: Option<String>,
    pub(crate) deed: Deed,
    pub(crate) foreign: bool,
}

/// What happens by itself.
#[derive(Clone, Debug)]
pub(crate) enum Event {
    /// An order goes one step on.
    Step { order: usize, circuit: usize, state: State, lag: Option<TimeDelta> },
    /// Somebody else's order is placed; done by the carrier, which knows ids and quotas.
    Foreign(ForeignSetup),
    /// An order of ours that was given for a date; placed by the carrier too.
    Scheduled { circuit: usize, mbps: u32 },
    /// The inventory begins to show the tier.
    Shown,
}

/// All circuits and orders.
#[derive(Clone, Debug, Default)]
pub(crate) struct Network {
    pub(crate) circuits: Vec<Circuit>,
    pub(crate) orders: Vec<Order>,
    by_name: BTreeMap<String, usize>,
    by_order: BTreeMap<String, usize>,
    agenda: BTreeMap<(DateTime<Utc>, u64), Event>,
    entries: u64,
}

impl Network {
    pub(crate) fn new(setup: &Setup, begin: DateTime<Utc>) -> Self {
        let mut network = Self::default();
        for (customer, circuits) in setup.customers.iter().map(|customer| &customer.circuits).enumerate() {
            for setup in circuits {
                network.add(setup, customer, begin);
            }
        }
        for foreign in &setup.foreign {
            network.note(begin + foreign.at, Event::Foreign(foreign.clone()));
        }
        network
    }

    /// Another circuit; its place.
    pub(crate) fn add(&mut self, setup: &CircuitSetup, customer: usize, begin: DateTime<Utc>) -> usize {
        let place = self.circuits.len();
        self.by_name.insert(setup.uni.clone(), place);
        self.by_name.insert(setup.id.clone(), place);
        self.circuits.push(Circuit {
            mbps: setup.mbps,
            setup: setup.clone(),
            customer,
            open: None,
            busy: "",
            gone: false,
            stale: None,
            history: vec![(begin, setup.mbps)],
        });
        place
    }

    /// A circuit is there no more, and nothing answers to its names.
    fn remove(&mut self, place: usize) {
        self.circuits[place].gone = true;
        self.by_name.retain(|_, other| *other != place);
    }

    /// The circuit of that service id or port id.
    pub(crate) fn place_of(&self, service: &str) -> Option<usize> {
        self.by_name.get(service).copied()
    }

    /// The circuit of exactly that service id.
    pub(crate) fn circuit(&self, id: &str) -> Option<&Circuit> {
        self.place_of(id).map(|place| &self.circuits[place]).filter(|circuit| circuit.setup.id == id)
    }

    /// The circuits of one customer with their places.
    pub(crate) fn of_customer(&self, customer: usize) -> impl Iterator<Item = (usize, &Circuit)> {
        let all = self.circuits.iter().enumerate();
        all.filter(move |(_, circuit)| circuit.customer == customer && !circuit.gone)
    }

    /// All circuits that are there.
    pub(crate) fn there(&self) -> impl Iterator<Item = &Circuit> {
        self.circuits.iter().filter(|circuit| !circuit.gone)
    }

    pub(crate) fn order(&self, id: &str) -> Option<&Order> {
        self.by_order.get(id).map(|place| &self.orders[*place])
    }

    pub(crate) fn history(&self, id: &str) -> &[(DateTime<Utc>, u32)] {
        self.circuit(id).map_or(&[], |circuit| &circuit.history)
    }

    /// Takes an order on a circuit that has none open.
    pub(crate) fn accept(&mut self, at: DateTime<Utc>, circuit: usize, placed: Placed, course: &Course) {
        let order = self.orders.len();
        for (after, state) in &course.steps {
            self.note(at + *after, Event::Step { order, circuit, state: *state, lag: course.lag });
        }
        self.circuits[circuit].open = Some(order);
        self.circuits[circuit].busy = placed.deed.status();
        self.by_order.insert(placed.id.clone(), order);
        self.orders.push(Order {
            id: placed.id,
            customer: placed.customer,
            circuit: self.circuits[circuit].setup.id.clone(),
            reference: placed.reference,
            target: placed.deed.tier(),
            deed: placed.deed,
            accepted_at: at,
            history: vec![(at, State::Acknowledged)],
            foreign: placed.foreign,
        });
    }

    /// A tier set by hand in the portal: at once, without an order.
    pub(crate) fn set(&mut self, at: DateTime<Utc>, circuit: usize, mbps: u32) {
        self.circuits[circuit].change(at, mbps);
        self.circuits[circuit].stale = None;
    }

    pub(crate) fn next_event(&self) -> Option<DateTime<Utc>> {
        self.agenda.first_key_value().map(|((at, _), _)| *at)
    }

    /// Takes the next event off the agenda if it is due.
    pub(crate) fn due(&mut self, now: DateTime<Utc>) -> Option<(DateTime<Utc>, Event)> {
        let next = self.agenda.first_entry().filter(|entry| entry.key().0 <= now)?;
        let ((at, _), event) = next.remove_entry();
        Some((at, event))
    }

    pub(crate) fn step(
        &mut self,
        at: DateTime<Utc>,
        order: usize,
        circuit: usize,
        state: State,
        lag: Option<TimeDelta>,
    ) {
        self.orders[order].history.push((at, state));
        if !state.is_end() {
            return;
        }
        self.circuits[circuit].open = None;
        let done = lag.filter(|_| state == State::Completed);
        match (self.orders[order].deed.clone(), done) {
            (Deed::Tier(target), Some(lag)) => self.complete(at, circuit, target, lag),
            (Deed::Rename(name), Some(_)) => self.circuits[circuit].setup.name = name,
            (Deed::Delete, Some(_)) | (Deed::Add, None) => self.remove(circuit),
            (Deed::Add | Deed::Nothing, Some(_)) => {}
            (Deed::Tier(_) | Deed::Rename(_) | Deed::Delete | Deed::Nothing, None) => {}
        }
    }

    /// Completes every open order that nothing else would end.
    pub(crate) fn complete_stuck(&mut self, at: DateTime<Utc>) {
        let ends = |event: &Event| match event {
            Event::Step { order, state, .. } => state.is_end().then_some(*order),
            Event::Foreign(_) | Event::Scheduled { .. } | Event::Shown => None,
        };
        let ending: Vec<usize> = self.agenda.values().filter_map(ends).collect();
        for circuit in 0..self.circuits.len() {
            let open = self.circuits[circuit].open;
            if let Some(order) = open.filter(|order| !ending.contains(order)) {
                self.step(at, order, circuit, State::Completed, Some(TimeDelta::zero()));
            }
        }
    }

    fn complete(&mut self, at: DateTime<Utc>, circuit: usize, target: u32, lag: TimeDelta) {
        let old = self.circuits[circuit].shown(at);
        self.circuits[circuit].stale = (lag > TimeDelta::zero()).then(|| (at + lag, old));
        self.circuits[circuit].change(at, target);
        if lag > TimeDelta::zero() {
            self.note(at + lag, Event::Shown);
        }
    }

    /// Keeps an order for a date.
    pub(crate) fn schedule(&mut self, at: DateTime<Utc>, circuit: usize, mbps: u32) {
        self.note(at, Event::Scheduled { circuit, mbps });
    }

    fn note(&mut self, at: DateTime<Utc>, event: Event) {
        self.agenda.insert((at, self.entries), event);
        self.entries += 1;
    }
}
