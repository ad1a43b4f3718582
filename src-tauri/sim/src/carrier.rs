//! The carrier itself: a pure state machine that is handed every request and the time of day. Owns the order of the
//! checks and the journals; each dialect's calls are in a file of their own below `carrier/`.
//!
//! Nothing here looks at a clock or waits. Two carriers with one setup that are asked the same things at the same
//! instants answer the same bytes.

mod backstage;
mod broken;
mod connections;
mod evcs;
mod finding;
mod inventory;
mod naas;
mod ordering;
mod pricing;
mod route;
mod token;

use crate::calendars::Calendars;
use crate::fault::{Act, On, Script, Subject};
use crate::gate::Gate;
use crate::http::{self, Answer, Request, Response};
use crate::network::{Event, Network, Placed};
use crate::order::{Course, Deed};
use crate::quota::Quota;
use crate::random::Seed;
use crate::refusal;
use crate::setup::{ForeignSetup, Setup};
use chrono::{DateTime, TimeDelta, Utc};
use pricing::Quote;
use route::{Call, Route};
use std::collections::BTreeMap;

/// How many arrivals are remembered.
const REMEMBERED: usize = 10_000;

/// A reply, or the refusal that takes its place.
type Reply = Result<Response, Response>;

/// Why a circuit takes no order.
enum Barred {
    /// It is changing, suspended or the like.
    Status(String),
    /// So many changes a day, and no more.
    Quota(u32),
}

/// One request that arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// When.
    pub at: DateTime<Utc>,
    /// Its method.
    pub method: String,
    /// Its path, without the query.
    pub path: String,
    /// The circuit it is about, if it names one that exists.
    pub circuit: Option<String>,
    /// Whether it would change a tier.
    pub is_change: bool,
    /// The status that was answered; `None` if the connection was dropped.
    pub status: Option<u16>,
    /// For how many seconds the answer asks to be left alone.
    pub retry_after: Option<i64>,
}

/// A carrier to practise on.
#[derive(Clone, Debug)]
pub struct Carrier {
    setup: Setup,
    begin: DateTime<Utc>,
    seed: Seed,
    gate: Gate,
    network: Network,
    quotas: Vec<Quota>,
    quotes: BTreeMap<String, Quote>,
    quoted: u64,
    script: Script,
    unreachable: bool,
    arrivals: Vec<Arrival>,
    /// Arrivals that are not remembered any more.
    forgotten: usize,
}

impl Carrier {
    /// A carrier as set up; offsets in the script count from `begin`.
    pub fn new(setup: Setup, begin: DateTime<Utc>) -> Self {
        let mut script = Script::default();
        setup.faults.iter().cloned().for_each(|fault| script.add(fault));
        Self {
            begin,
            seed: Seed(setup.seed),
            gate: Gate::new(&setup),
            network: Network::new(&setup, begin),
            quotas: setup
                .customers
                .iter()
                .map(|customer| Quota::new(customer.quota_per_day, begin))
                .collect(),
            quotes: BTreeMap::new(),
            quoted: 0,
            script,
            unreachable: false,
            arrivals: Vec::new(),
            forgotten: 0,
            setup,
        }
    }

    /// Answers one request to the carrier's host, after everything that was due by `now`.
    pub fn handle(&mut self, now: DateTime<Utc>, request: &Request) -> Answer {
        self.advance(now);
        let call = Call::read(request);
        let subject = self.subject(&call);
        if self.unreachable {
            return self.answer(now, request, subject, TimeDelta::zero(), None);
        }
        let met = self.script.meet(now - self.begin, &subject);
        let response = match met.act {
            None | Some(Act::Order(_) | Act::Slow(_)) => Some(self.reply(now, &call)),
            Some(Act::Instead(instead)) => broken::instead(&instead, &subject),
            Some(Act::Spoil(spoil)) => broken::spoil(&spoil, self.reply(now, &call)),
        };
        self.answer(now, request, subject, met.delay, response)
    }

    /// Answers one request for a calendar, which lives on a host of its own.
    pub fn handle_calendar(
        &mut self,
        now: DateTime<Utc>,
        request: &Request,
        calendars: &Calendars,
    ) -> Answer {
        self.advance(now);
        let subject = Subject { on: Some(On::Calendar), ..Subject::default() };
        let met = self.script.meet(now - self.begin, &subject);
        let response = match met.act {
            None | Some(Act::Order(_) | Act::Slow(_)) => Some(calendars.answer(request)),
            Some(Act::Instead(instead)) => broken::instead(&instead, &subject),
            Some(Act::Spoil(spoil)) => broken::spoil(&spoil, calendars.answer(request)),
        };
        self.answer(now, request, subject, met.delay, response)
    }

    /// Lets everything happen that is due by `now`.
    pub fn advance(&mut self, now: DateTime<Utc>) {
        while let Some((at, event)) = self.network.due(now) {
            match event {
                Event::Step { order, circuit, state, lag } => {
                    self.network.step(at, order, circuit, state, lag)
                }
                Event::Foreign(foreign) => {
                    self.place_foreign(at, &foreign);
                }
                Event::Scheduled { circuit, mbps } => self.place_scheduled(at, circuit, mbps),
                Event::Shown => {}
            }
        }
    }

    /// The next instant at which something changes by itself.
    pub fn next_event(&self) -> Option<DateTime<Utc>> {
        self.network.next_event()
    }

    fn subject(&self, call: &Call<'_>) -> Subject {
        let circuit = self.circuit_meant(call);
        Subject {
            on: call.route.on(),
            to: self.tier_meant(call),
            circuit: circuit.map(|place| self.network.circuits[place].setup.id.clone()),
        }
    }

    /// The circuit a request is about, whether or not the caller may see it.
    fn circuit_meant(&self, call: &Call<'_>) -> Option<usize> {
        match &call.route {
            Route::Inventory | Route::Tiers => {
                call.request.parameter("serviceId").and_then(|id| self.network.place_of(id))
            }
            Route::NaasPrices => self.network.place_of(call.request.parameter("inventoryItemId")?),
            Route::Quote => self.network.place_of(call.text("/serviceId")?),
            Route::Order => self.network.place_of(call.text("/productOrderItem/0/product/id")?),
            Route::Modify => self.network.place_of(call.text("/inventoryItemId")?),
            Route::OrderState(id) | Route::LumenOrderState(id) => {
                self.network.order(id).and_then(|order| self.network.place_of(&order.circuit))
            }
            Route::Connection(id) | Route::ConnectionBandwidth(id) => self.network.place_of(id),
            Route::Evc(id) | Route::EvcBandwidth(id) => self.network.place_of(id),
            Route::EvcRequests => self.network.place_of(call.request.parameter("evcId")?),
            Route::Connections | Route::Evcs | Route::Unis | Route::NaasInventory => None,
            Route::Providers | Route::Locations | Route::Accounts => None,
            Route::NaasLocations | Route::NaasAdd | Route::ConnectionAdd => None,
            Route::Token(_) | Route::WrongMethod | Route::Unknown => None,
        }
    }

    fn tier_meant(&self, call: &Call<'_>) -> Option<u32> {
        match &call.route {
            Route::Quote => crate::bandwidth::read(call.text("/speed")?),
            Route::Order => self.quotes.get(call.text("/quote/0/id")?).map(|quote| quote.mbps),
            Route::Modify | Route::NaasAdd => naas::bandwidth_of(call.body.as_ref()?),
            Route::ConnectionBandwidth(_) | Route::ConnectionAdd => {
                crate::bandwidth::read(call.text("/bandwidth")?)
            }
            Route::EvcBandwidth(_) => evcs::bandwidth_of(call.body.as_ref()?),
            Route::Inventory | Route::Tiers | Route::OrderState(_) | Route::LumenOrderState(_) => None,
            Route::Connections | Route::Connection(_) | Route::Evcs | Route::Evc(_) => None,
            Route::EvcRequests | Route::Unis | Route::NaasInventory | Route::NaasPrices => None,
            Route::Providers | Route::Locations | Route::Accounts | Route::NaasLocations => None,
            Route::Token(_) | Route::WrongMethod | Route::Unknown => None,
        }
    }

    fn reply(&mut self, now: DateTime<Utc>, call: &Call<'_>) -> Response {
        self.routed(now, call).unwrap_or_else(|refusal| refusal)
    }

    fn routed(&mut self, now: DateTime<Utc>, call: &Call<'_>) -> Reply {
        // These come before anybody asks who it is: the firewall and the gateway's table of paths.
        match &call.route {
            Route::Token(endpoint) => return Ok(self.token(now, call.request, *endpoint)),
            Route::Order if ordering::offends_firewall(call) => return Err(refusal::firewall()),
            Route::LumenOrderState(_) if !self.setup.order_status => {
                return Err(refusal::not_found(&call.request.path));
            }
            Route::WrongMethod => return Err(refusal::plain(405, "Method Not Allowed")),
            Route::Unknown => return Err(refusal::not_found(&call.request.path)),
            Route::Inventory | Route::Tiers | Route::Quote | Route::Order | Route::Modify => {}
            Route::OrderState(_) | Route::LumenOrderState(_) | Route::Unis | Route::EvcRequests => {}
            Route::Connections | Route::Connection(_) | Route::ConnectionBandwidth(_) => {}
            Route::Evcs | Route::Evc(_) | Route::EvcBandwidth(_) => {}
            Route::NaasInventory | Route::NaasPrices => {}
            Route::Providers | Route::Locations | Route::Accounts => {}
            Route::NaasLocations | Route::NaasAdd | Route::ConnectionAdd => {}
        }
        let writes = call.route.on() == Some(On::Change);
        let admitted = if writes {
            self.gate.admit_to_write(now, call.request)
        } else {
            self.gate.admit(now, call.request)
        };
        let customer = admitted.map_err(refusal::denied)?;
        self.admitted(now, customer, call)
    }

    fn admitted(&mut self, now: DateTime<Utc>, customer: usize, call: &Call<'_>) -> Reply {
        match &call.route {
            Route::Inventory => self.inventory(now, customer, call.request),
            Route::Tiers => self.tiers(customer, call.request),
            Route::Providers => Ok(self.providers()),
            Route::Locations => self.locations(call.request),
            Route::Accounts => self.accounts(customer, call.request),
            Route::Quote => self.quote(now, customer, call),
            Route::Order => self.order(now, customer, call),
            Route::LumenOrderState(id) => self.lumen_order(customer, id),
            Route::Modify => self.modify(now, customer, call),
            Route::OrderState(id) => self.naas_order(customer, id),
            Route::NaasInventory => Ok(self.naas_inventory(now, customer)),
            Route::NaasLocations => self.naas_locations(call.request),
            Route::NaasAdd => self.naas_add(now, customer, call),
            Route::ConnectionAdd => self.add_connection(now, customer, call),
            Route::NaasPrices => self.naas_prices(customer, call.request),
            Route::Connections => Ok(self.connections(now, customer)),
            Route::Connection(id) => self.connection(now, customer, id),
            Route::ConnectionBandwidth(id) => self.put_bandwidth(now, customer, id, call),
            Route::Evcs => self.evcs(now, customer, call.request),
            Route::Evc(id) => self.evc(now, customer, id, call.request),
            Route::EvcBandwidth(id) => self.patch_evc(now, customer, id, call),
            Route::EvcRequests => Ok(self.evc_requests(customer, call.request)),
            Route::Unis => self.unis(customer, call.request),
            Route::Token(_) | Route::WrongMethod | Route::Unknown => {
                Err(refusal::not_found(&call.request.path))
            }
        }
    }

    fn answer(
        &mut self,
        now: DateTime<Utc>,
        request: &Request,
        subject: Subject,
        delay: TimeDelta,
        response: Option<Response>,
    ) -> Answer {
        if self.arrivals.len() >= 2 * REMEMBERED {
            self.arrivals.drain(..REMEMBERED);
            self.forgotten += REMEMBERED;
        }
        self.arrivals.push(Arrival {
            at: now,
            method: request.method.clone(),
            path: request.path.clone(),
            circuit: subject.circuit,
            is_change: subject.on == Some(On::Change),
            status: response.as_ref().map(|response| response.status),
            retry_after: response.as_ref().and_then(|one| one.header("retry-after")?.parse().ok()),
        });
        let date = http::date(now + TimeDelta::seconds(self.setup.clock_skew_seconds));
        let dated = response.map(|mut response| {
            if request.method == "HEAD" {
                response.body.clear();
            }
            response.with_header("Date", &date)
        });
        Answer { response: dated, delay }
    }

    /// Why no order may be accepted on a circuit now, if none may.
    fn barred(&self, now: DateTime<Utc>, circuit: usize) -> Option<Barred> {
        let circuit = &self.network.circuits[circuit];
        if circuit.status() != "Active" {
            return Some(Barred::Status(circuit.status().to_owned()));
        }
        let quota = &self.quotas[circuit.customer];
        quota.is_spent(now).then_some(Barred::Quota(quota.per_day))
    }

    /// Accepts an order of ours.
    fn accept(&mut self, now: DateTime<Utc>, place: usize, mbps: u32, id: &str, reference: Option<String>) {
        self.accept_deed(now, place, Deed::Tier(mbps), id, reference);
    }

    /// Accepts an order of ours, whatever it is about.
    fn accept_deed(
        &mut self,
        now: DateTime<Utc>,
        place: usize,
        deed: Deed,
        id: &str,
        reference: Option<String>,
    ) {
        let circuit = &self.network.circuits[place];
        let customer = circuit.customer;
        let subject =
            Subject { on: Some(On::Change), circuit: Some(circuit.setup.id.clone()), to: deed.tier() };
        let ending = self.script.ending(now - self.begin, &subject);
        let course = Course::new(self.drawn_time(), ending);
        let customer_number = self.setup.customers[customer].number.clone();
        let placed = Placed { id: id.to_owned(), customer: customer_number, reference, deed, foreign: false };
        self.network.accept(now, place, placed, &course);
        self.quotas[customer].count(now);
    }

    /// How long the next order takes.
    fn drawn_time(&self) -> TimeDelta {
        let [low, high] = self.setup.order_seconds.map(|seconds| u64::from(seconds) * 1000);
        let scale = u64::from(self.setup.scale.max(1));
        let drawn = self.seed.between("order time", self.next_order(), low / scale, high / scale);
        TimeDelta::milliseconds(i64::try_from(drawn).unwrap_or(i64::MAX / 1000))
    }

    fn next_order(&self) -> u64 {
        self.network.orders.len() as u64
    }

    /// An order that was given for a date, on that date; where none can be given then, nothing happens.
    fn place_scheduled(&mut self, at: DateTime<Utc>, circuit: usize, mbps: u32) {
        if self.barred(at, circuit).is_none() {
            let id = self.seed.uuid("order", self.next_order());
            self.accept(at, circuit, mbps, &id, None);
        }
    }

    fn place_foreign(&mut self, at: DateTime<Utc>, foreign: &ForeignSetup) -> bool {
        let Some(place) = self.network.place_of(&foreign.circuit) else { return false };
        let circuit = &self.network.circuits[place];
        if circuit.open.is_some() {
            return false;
        }
        let customer = circuit.customer;
        let placed = Placed {
            id: self.seed.uuid("order", self.next_order()),
            customer: self.setup.customers[customer].number.clone(),
            reference: None,
            deed: foreign.mbps.map_or(Deed::Nothing, Deed::Tier),
            foreign: true,
        };
        self.network.accept(at, place, placed, &Course::new(foreign.lasts, None));
        if foreign.mbps.is_some() {
            self.quotas[customer].count(at);
        }
        true
    }
}

#[cfg(test)]
mod tests;
