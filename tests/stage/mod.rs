//! A computer and a carrier in virtual time: the real `core` on one side, the simulator on the other, and between them
//! a network that can be late, lost or away. Owns what the engine owns in earnest (commit before call, one question at
//! a time, what a crash forgets); decides nothing. Stories and the simulation both play on it.

pub(crate) mod together;

use chrono::{DateTime, TimeDelta, Utc};
use std::collections::{BTreeMap, BTreeSet};
use tidegate_core::audit::{self, Row, Verifier};
use tidegate_core::calendar::{self, NotACalendar, Options, Reading};
use tidegate_core::carrier::{Request, Response};
use tidegate_core::feed::FetchError;
use tidegate_core::ids::FeedId;
use tidegate_core::plan::{Plan, window};
use tidegate_core::receive::{Fetched, Outcome, Transport, feed_unreadable, loaded, receive, received};
use tidegate_core::timings::Limits;
use tidegate_core::world::{Ask, Credentials, Record, Tenant, World};
use tidegate_sim::Carrier;

pub(crate) type At = DateTime<Utc>;

/// How long a request travels, where nobody says otherwise.
const TRAVEL: TimeDelta = TimeDelta::milliseconds(100);
/// Passes in a row that still change something; more than this is a plan that never settles.
const SETTLES_WITHIN: usize = 50;

/// What a feed's publisher serves.
#[derive(Clone, Debug)]
pub(crate) enum Published {
    Text(String),
    Status(u16),
    Nothing,
}

enum Delivery {
    Arrives(Ask, Request, At),
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
    pub(crate) now: At,
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
    /// Whether `heard` is kept; nobody listens in the simulation.
    pub(crate) is_heard: bool,
    /// How long a request travels, and how long its answer.
    pub(crate) travel: TimeDelta,
    /// The next order is taken for lost, and arrives so much later after all.
    pub(crate) stray: Option<TimeDelta>,
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
            is_heard: true,
            travel: TRAVEL,
            stray: None,
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

    /// Makes records durable and then true.
    pub(crate) fn commit(&mut self, records: Vec<Record>) {
        for record in &records {
            if let Record::Audit(entry) = record {
                let prev = self.audit.last().map_or(audit::GENESIS.to_owned(), |row| row.hash.clone());
                let seq = i64::try_from(self.audit.len()).expect("few rows") + 1;
                self.audit.push(audit::row(seq, &prev, &self.tenant.id, entry));
            }
            if let Record::FeedText(id, bytes) = record {
                self.texts.insert(id.clone(), bytes.clone());
            }
            if self.is_heard {
                self.heard.push((self.now, Heard::Record(Box::new(record.clone()))));
            }
        }
        self.world.apply(&records);
        self.durable.extend(
            records.into_iter().filter(|record| !matches!(record, Record::Audit(_) | Record::FeedText(..))),
        );
    }

    /// Starts the program: what is durable is true again, and nothing else is known.
    pub(crate) fn start(&mut self) {
        self.world = World::new(self.tenant.clone());
        self.world.apply(&self.durable);
        self.world.here.awake_since = Some(self.now);
        self.world.here.credentials = self.credentials.clone();
        self.running = true;
    }

    /// Damages what is kept of a feed.
    pub(crate) fn spoil(&mut self, feed: &FeedId) {
        self.texts.insert(feed.clone(), b"damaged".to_vec());
    }

    /// Kills the program: requests on their way still arrive, their answers find nobody.
    pub(crate) fn kill(&mut self) {
        self.running = false;
        self.plan = None;
        self.inbox.retain(|_, delivery| delivery.is_under_way());
    }

    pub(crate) fn sleep(&mut self) {
        self.awake = false;
    }

    /// Wakes the computer: what was on its way meanwhile is lost.
    pub(crate) fn wake(&mut self) {
        self.awake = true;
        if self.running {
            self.world.here.awake_since = Some(self.now);
            self.world.here.connected_since = None;
        }
        let due: Vec<_> = self.inbox.range(..=(self.now, u64::MAX)).map(|(key, _)| *key).collect();
        for key in due {
            if let Some(Delivery::Reply(outcome)) = self.inbox.get_mut(&key) {
                outcome.result =
                    Err(Transport::Lost("the connection was lost while the computer slept".into()));
            }
        }
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
            .map(|plan| plan.wake_at.max(self.now + TimeDelta::milliseconds(1)));
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
                    let records = receive(&mut self.world, &outcome, self.now, &self.limits);
                    self.commit(records);
                }
                Some(Delivery::Feed(id)) if self.running => self.fetched(&id),
                Some(Delivery::Reply(_) | Delivery::Feed(_)) | None => {}
            }
        }
    }

    /// Passes until nothing changes any more: the heart must come to rest.
    pub(crate) fn passes(&mut self) {
        if !(self.awake && self.running) {
            return;
        }
        for _ in 0..SETTLES_WITHIN {
            self.passes_made += 1;
            let plan = self.world.pass(self.now, &self.limits);
            let is_done = plan.records.is_empty()
                && plan.calls.is_empty()
                && plan.fetches.is_empty()
                && plan.readings.is_empty();
            self.carry_out(&plan);
            self.plan = Some(plan);
            if is_done {
                return;
            }
        }
        panic!("the plan does not settle at {}: {:#?}", self.now, self.plan);
    }

    /// Commits first, calls after.
    fn carry_out(&mut self, plan: &Plan) {
        self.commit(plan.records.clone());
        for call in &plan.calls {
            if let Ask::Order(..) = call.ask {
                self.orders_sent += 1;
                if self.is_heard {
                    let line = format!("{} {}", call.request.method, call.request.path);
                    self.heard.push((self.now, Heard::Sent(line)));
                }
            }
            self.world.here.asked.insert(call.ask.clone());
            let begun = self.world.now(self.now);
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
            self.world.here.fetching.insert(feed.clone());
            self.later(self.travel * 2, Delivery::Feed(feed.clone()));
        }
        for feed in &plan.readings {
            let bytes = self.texts.get(feed).cloned().unwrap_or_default();
            match calendar::read(&bytes, &self.options(feed)) {
                Ok(reading) => loaded(&mut self.world, feed, reading, self.now),
                Err(error) => {
                    let records = feed_unreadable(&mut self.world, feed, &error.into(), self.now);
                    self.commit(records);
                }
            }
        }
    }

    fn later(&mut self, span: TimeDelta, delivery: Delivery) {
        self.sequence += 1;
        self.inbox.insert((self.now + span, self.sequence), delivery);
    }

    fn arrive(&mut self, ask: Ask, request: &Request, begun: At) {
        let result = if self.connected {
            match self.exchange(request) {
                Some((response, delay)) => (Ok(response), self.travel + delay),
                None => (Err(Transport::Lost("the connection was cut".into())), self.travel),
            }
        } else {
            (Err(Transport::NotSent("no network".into())), self.travel)
        };
        let dice = self.chance();
        let outcome = Outcome { ask, begun, result: result.0, dice };
        self.later(result.1, Delivery::Reply(outcome));
    }

    /// One exchange with the carrier; a token that is refused is renewed once, as the engine does.
    fn exchange(&mut self, request: &Request) -> Option<(Response, TimeDelta)> {
        let first = self.with_token(request)?;
        if first.0.status != 401 {
            return Some(first);
        }
        self.token = None;
        self.with_token(request)
    }

    fn with_token(&mut self, request: &Request) -> Option<(Response, TimeDelta)> {
        if self.token.is_none() {
            let form = format!(
                "grant_type=client_credentials&client_id={}&client_secret={}",
                self.client.0, self.client.1
            );
            let ask = tidegate_sim::Request::new("POST", &self.tenant.profile.token_path)
                .with_header("content-type", "application/x-www-form-urlencoded")
                .with_body(form);
            let answer = self.carrier.handle(self.now, &ask).response?;
            let token = answer.to_json().and_then(|json| json["access_token"].as_str().map(str::to_owned));
            let Some(token) = token else { return Some((reply(answer), TimeDelta::zero())) };
            self.token = Some(token);
        }
        let mut wire = tidegate_sim::Request::new(request.method, &request.path);
        wire.query.clone_from(&request.query);
        wire.headers.clone_from(&request.headers);
        wire = wire.with_header("authorization", &format!("Bearer {}", self.token.as_deref().unwrap_or("")));
        wire = wire.with_body(request.body.clone().unwrap_or_default());
        let answer = self.carrier.handle(self.now, &wire);
        Some((reply(answer.response?), answer.delay))
    }

    fn options(&self, feed: &FeedId) -> Options {
        let zone = self.world.feeds.get(feed).and_then(|feed| feed.zone);
        Options { zone, home: self.world.tenant.zone, window: window(self.now) }
    }

    fn fetched(&mut self, id: &FeedId) {
        let published = self.published.get(id).cloned().unwrap_or(Published::Nothing);
        let fetched = match published {
            _ if !self.connected => Fetched::Failed(FetchError::Unreachable("no network".into())),
            Published::Nothing => Fetched::Failed(FetchError::Unreachable("no answer".into())),
            Published::Status(status) => Fetched::Failed(FetchError::Status { status, retry_after: None }),
            Published::Text(text) => match self.reading(id, &text) {
                Ok(reading) => Fetched::Text {
                    bytes: text.into_bytes(),
                    reading: Box::new(reading),
                    etag: None,
                    last_modified: None,
                },
                Err(error) => Fetched::Failed(error.into()),
            },
        };
        let dice = self.chance();
        let records = received(&mut self.world, id, fetched, self.now, dice);
        self.commit(records);
    }

    fn reading(&mut self, id: &FeedId, text: &str) -> Result<Reading, NotACalendar> {
        let options = self.options(id);
        if let Some((_, _, reading)) =
            self.read.get(id).filter(|(known, window, _)| known == text && *window == options.window)
        {
            return Ok(reading.clone());
        }
        let reading = calendar::read(text.as_bytes(), &options)?;
        self.read.insert(id.clone(), (text.to_owned(), options.window, reading.clone()));
        Ok(reading)
    }

    /// The feed's text as it was made durable last.
    pub(crate) fn text(&self, feed: &FeedId) -> &[u8] {
        self.texts.get(feed).map_or(&[], Vec::as_slice)
    }

    /// The audit trail verifies, and how long it is.
    pub(crate) fn verify_audit(&self) -> i64 {
        let mut verifier = Verifier::default();
        self.audit.iter().for_each(|row| verifier.take(row).expect("the audit trail verifies"));
        verifier.rows()
    }

    /// The last line of the audit trail's hash: two runs of one story end with the same.
    pub(crate) fn audit_hash(&self) -> String {
        self.audit.last().map(|row| row.hash.clone()).unwrap_or_default()
    }

    /// What was kept or told although the secret, or a token, stands in it.
    pub(crate) fn secrets_told(&self, secret: &str) -> Vec<String> {
        let kept = self.durable.iter().map(|record| format!("{record:?}"));
        let texts = kept.chain(self.audit.iter().map(|row| row.line.clone()));
        let told = |text: &String| {
            text.contains(secret) || self.token.as_ref().is_some_and(|token| text.contains(token.as_str()))
        };
        texts.filter(told).collect()
    }

    /// References under which the carrier accepted more than one order of ours.
    pub(crate) fn doubled(&self) -> BTreeSet<String> {
        let mut seen = BTreeSet::new();
        let ours = self.carrier.orders().iter().filter_map(|order| order.reference.clone());
        ours.filter(|reference| !seen.insert(reference.clone())).collect()
    }
}

fn reply(response: tidegate_sim::Response) -> Response {
    let headers = response.headers.into_iter().map(|(name, value)| (name.to_lowercase(), value)).collect();
    Response { status: response.status, headers, body: response.body }
}
