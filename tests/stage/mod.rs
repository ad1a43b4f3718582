//! A computer and a carrier in virtual time: the real `core` on one side, the simulator on the other, and between them
//! a network that can be late, lost or away. Owns what the engine owns in earnest (commit before call, one question at
//! a time, what a crash forgets); decides nothing. Stories and the simulation both play on it.

mod kept;
mod life;
mod network;
pub(crate) mod together;

pub(crate) use kept::{Disk, Ledger};
pub(crate) use network::Published;

use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeMap;
use tidegate_core::audit::Row;
use tidegate_core::calendar::{self, Reading};
use tidegate_core::carrier::Request;
use tidegate_core::ids::FeedId;
use tidegate_core::plan::Plan;
use tidegate_core::receive::{Outcome, Transport, feed_unreadable, loaded, receive};
use tidegate_core::timings::Limits;
use tidegate_core::world::{Ask, Credentials, Record, Tenant, World};
use tidegate_sim::Carrier;

pub(crate) type At = DateTime<Utc>;

/// How long a request travels, where nobody says otherwise.
const TRAVEL: TimeDelta = TimeDelta::milliseconds(100);
/// Passes in a row that still change something; more than this is a plan that never settles.
const SETTLES_WITHIN: usize = 50;

enum Delivery {
    Arrives(Ask, Request, At),
    /// Decided and not sent: the program was frozen in between, at this instant.
    Frozen(Ask, Request, At),
    /// A request that we took for lost arrives after all.
    Strays(Request),
    Reply(Outcome),
    Feed(FeedId),
}

impl Delivery {
    /// On its way to the carrier: neither a kill nor sleep holds it up.
    fn is_under_way(&self) -> bool {
        matches!(self, Self::Arrives(..) | Self::Strays(_))
    }
}

/// Everything on the stage.
pub(crate) struct Stage {
    /// The true time, which the carrier's clock shows.
    pub(crate) now: At,
    /// So far is the computer's clock ahead of it.
    pub(crate) skew: TimeDelta,
    pub(crate) carrier: Carrier,
    pub(crate) world: World,
    pub(crate) plan: Option<Plan>,
    pub(crate) running: bool,
    pub(crate) awake: bool,
    pub(crate) connected: bool,
    pub(crate) published: BTreeMap<FeedId, Published>,
    /// What was committed and what was said, in order, for whoever listens.
    pub(crate) heard: Vec<(At, Heard)>,
    /// Requests that would change a tier, as they left.
    pub(crate) orders_sent: u64,
    /// Passes made so far: a plan that wakes for nothing shows here.
    pub(crate) passes_made: u64,
    pub(crate) credentials: Credentials,
    /// What was committed, in order, audit lines and feed texts left out.
    pub(crate) durable: Vec<Record>,
    /// Transactions of the ledger so far.
    pub(crate) commits: usize,
    /// Whether `heard` is kept; nobody listens in the simulation.
    pub(crate) is_heard: bool,
    /// How long a request travels, and how long its answer.
    pub(crate) travel: TimeDelta,
    /// The next order is taken for lost, and arrives so much later after all.
    pub(crate) stray: Option<TimeDelta>,
    /// What the disk takes.
    pub(crate) disk: Disk,
    /// After so many more effects the program dies.
    pub(crate) dies_in: Option<u32>,
    /// Where everything durable is kept beside, if anywhere; a start reads it from there.
    pub(crate) ledger: Option<Box<dyn Ledger>>,
    limits: Limits,
    /// What was read of each feed last: the same text in the same window reads the same.
    read: BTreeMap<FeedId, (String, calendar::Window, Reading)>,
    texts: BTreeMap<FeedId, Vec<u8>>,
    audit: Vec<Row>,
    inbox: BTreeMap<(At, u64), Delivery>,
    sequence: u64,
    tenant: Tenant,
    client: (String, String),
    token: Option<String>,
    dice: u64,
}

/// Something worth a line.
#[derive(Clone, Debug)]
pub(crate) enum Heard {
    Record(Box<Record>),
    Sent(String),
}

impl Stage {
    /// A computer that is on, connected and knows nothing but its tenant.
    pub(crate) fn new(tenant: Tenant, carrier: Carrier, client: (&str, &str), now: At, seed: u64) -> Self {
        let mut stage = Self {
            now,
            skew: TimeDelta::zero(),
            carrier,
            world: World::new(tenant.clone()),
            plan: None,
            running: false,
            awake: true,
            connected: true,
            published: BTreeMap::new(),
            heard: vec![],
            orders_sent: 0,
            passes_made: 0,
            credentials: Credentials::Ready,
            durable: vec![],
            commits: 0,
            is_heard: true,
            travel: TRAVEL,
            stray: None,
            disk: Disk::Takes,
            dies_in: None,
            ledger: None,
            limits: Limits::new(),
            read: BTreeMap::new(),
            texts: BTreeMap::new(),
            audit: vec![],
            inbox: BTreeMap::new(),
            sequence: 0,
            tenant,
            client: (client.0.to_owned(), client.1.to_owned()),
            token: None,
            dice: seed | 1,
        };
        stage.start();
        stage
    }

    /// What the computer's clock shows.
    pub(crate) fn local(&self) -> At {
        self.now + self.skew
    }

    /// The time that the computer acts by.
    pub(crate) fn acts_at(&self) -> At {
        self.world.now(self.local())
    }

    /// Whether an order could leave and its answer be kept, for all that this computer knows.
    pub(crate) fn can_order(&self) -> bool {
        let is_there = self.running && self.awake && self.connected;
        is_there && self.disk != Disk::Refuses && self.credentials == Credentials::Ready
    }

    /// A random number from 0 to 1 (xorshift; the stage's own, so that a seed is a story).
    pub(crate) fn chance(&mut self) -> f64 {
        self.dice ^= self.dice << 13;
        self.dice ^= self.dice >> 7;
        self.dice ^= self.dice << 17;
        f64::from(u32::try_from(self.dice >> 33).expect("31 bits")) / f64::from(1_u32 << 31)
    }

    /// Plays until the instant, which is then now.
    pub(crate) fn play_until(&mut self, until: At) {
        self.passes();
        while let Some(next) = self.next(until) {
            self.act_at(next);
        }
        self.now = until;
    }

    /// What is due at the instant happens.
    pub(crate) fn act_at(&mut self, next: At) {
        self.now = self.now.max(next);
        self.deliver();
        self.passes();
    }

    /// Plays until an order has left, or the instant.
    pub(crate) fn play_until_order(&mut self, until: At) {
        let sent = self.orders_sent;
        self.passes();
        while self.orders_sent == sent {
            let Some(next) = self.next(until) else {
                self.now = until;
                return;
            };
            self.now = self.now.max(next);
            self.deliver();
            self.passes();
        }
    }

    /// The next instant at which something happens before `until`.
    pub(crate) fn next(&self, until: At) -> Option<At> {
        let acting = self.awake && self.running;
        let wake = self
            .plan
            .as_ref()
            .filter(|_| acting)
            .map(|plan| (plan.wake_at - self.skew).max(self.now + TimeDelta::milliseconds(1)));
        let held = |delivery: &Delivery| !self.awake && !delivery.is_under_way();
        let delivery = self.inbox.iter().find(|(_, delivery)| !held(delivery)).map(|((at, _), _)| *at);
        wake.into_iter().chain(delivery).min().filter(|next| *next < until)
    }

    fn deliver(&mut self) {
        let due: Vec<_> = self.inbox.range(..=(self.now, u64::MAX)).map(|(key, _)| *key).collect();
        for key in due {
            let stays = !self.awake && !self.inbox.get(&key).is_some_and(Delivery::is_under_way);
            if stays {
                continue;
            }
            match self.inbox.remove(&key) {
                Some(Delivery::Arrives(ask, request, begun)) => self.arrive(ask, &request, begun),
                Some(Delivery::Strays(request)) => drop(self.exchange(&request)),
                Some(Delivery::Reply(outcome)) if self.running => {
                    let local = self.local();
                    let records = receive(&mut self.world, &outcome, local, &self.limits);
                    let _ = self.lives() && self.commit(records) && self.lives();
                }
                Some(Delivery::Feed(id)) if self.running => self.fetched(&id),
                Some(Delivery::Reply(_) | Delivery::Feed(_) | Delivery::Frozen(..)) | None => {}
            }
        }
    }

    /// Passes until nothing changes any more: the heart must come to rest.
    pub(crate) fn passes(&mut self) {
        if !(self.awake && self.running) {
            return;
        }
        self.world.here.disk_is_full = self.disk != Disk::Takes;
        for _ in 0..SETTLES_WITHIN {
            self.passes_made += 1;
            let mut plan = self.world.pass(self.local(), &self.limits);
            let is_done = plan.records.is_empty()
                && plan.calls.is_empty()
                && plan.fetches.is_empty()
                && plan.readings.is_empty();
            if !self.carry_out(&plan) {
                // What could not be written is tried again soon, unless that was the end of the program.
                plan.wake_at = self.local() + self.limits.timer_chunk;
                self.plan = self.running.then_some(plan);
                return;
            }
            self.plan = Some(plan);
            if is_done {
                return;
            }
        }
        panic!("the plan does not settle at {}: {:#?}", self.now, self.plan);
    }

    /// An effect comes, or has come: whether the program outlives it.
    fn lives(&mut self) -> bool {
        match &mut self.dies_in {
            Some(0) => {
                self.dies_in = None;
                self.kill();
            }
            Some(left) => *left -= 1,
            None => {}
        }
        self.running
    }

    /// Commits first, calls after; whether all of it could be done.
    fn carry_out(&mut self, plan: &Plan) -> bool {
        if !(self.lives() && self.commit(plan.records.clone())) {
            return false;
        }
        for call in &plan.calls {
            if !self.lives() {
                return false;
            }
            if let Ask::Order(..) = call.ask {
                self.orders_sent += 1;
                if self.is_heard {
                    let line = format!("{} {}", call.request.method, call.request.path);
                    self.heard.push((self.now, Heard::Sent(line)));
                }
            }
            self.world.here.asked.insert(call.ask.clone());
            let begun = self.acts_at();
            let stray = self.stray.take_if(|_| matches!(call.ask, Ask::Order(..)));
            if let Some(late) = stray {
                let result = Err(Transport::Lost("no answer in time".into()));
                let outcome = Outcome { ask: call.ask.clone(), begun, result, dice: 0.5 };
                self.later(self.limits.http, Delivery::Reply(outcome));
                self.later(late, Delivery::Strays(call.request.clone()));
            } else {
                self.later(self.travel, Delivery::Arrives(call.ask.clone(), call.request.clone(), begun));
            }
        }
        for feed in &plan.fetches {
            if !self.lives() {
                return false;
            }
            self.world.here.fetching.insert(feed.clone());
            self.later(self.travel * 2, Delivery::Feed(feed.clone()));
        }
        let local = self.local();
        for feed in &plan.readings {
            let bytes = self.texts.get(feed).cloned().unwrap_or_default();
            match calendar::read(&bytes, &self.options(feed)) {
                Ok(reading) => loaded(&mut self.world, feed, reading, local),
                Err(error) => {
                    let records = feed_unreadable(&mut self.world, feed, &error.into(), local);
                    self.commit(records);
                }
            }
        }
        self.lives()
    }

    fn later(&mut self, span: TimeDelta, delivery: Delivery) {
        self.sequence += 1;
        self.inbox.insert((self.now + span, self.sequence), delivery);
    }
}
