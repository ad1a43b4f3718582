//! Everything a pass may look at, for one tenant, and the records by which it changes. A record is "this row now
//! is so": the store keeps exactly these, and a world is what one gets by applying all that were kept.
//! Nothing is decided here.

use crate::audit;
use crate::calendar::Reading;
use crate::carrier::Listed;
use crate::change::Change;
use crate::circuit::{Circuit, CircuitState};
use crate::clock::Clock;
use crate::errand::Offered;
use crate::feed::{Feed, FeedState, Suppresses};
use crate::history::Stayed;
use crate::horizon::MONTH;
use crate::ids::{ChangeId, CircuitId, FeedId, OccurrenceKey};
use crate::incident::{Incident, Notice};
use crate::overrides::{Override, OverrideKind};
use crate::quota::QuotaDay;
use crate::request::Decided;
pub use crate::tenant::{Heartbeat, Role, Tenant};
use crate::time::Instant;
use crate::timeline::Timeline;
use crate::units::Tier;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A person's change of one occurrence of a feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    /// What it changes.
    pub key: OccurrenceKey,
    /// The fingerprint of what it replaced; a source that changes ends the exception.
    pub fingerprint: String,
    /// What holds instead.
    pub instead: Instead,
}

/// What an exception puts in an occurrence's place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Instead {
    /// Nothing.
    Nothing,
    /// The same at another time.
    Moved {
        /// New start.
        start: Instant,
        /// New end.
        end: Instant,
    },
}

/// A person's leave for one occurrence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// The occurrence.
    pub key: OccurrenceKey,
    /// Up to this tier.
    pub tier: Tier,
    /// At most so long, in seconds.
    pub seconds: i64,
}

/// One row that now is so.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// The tenant's settings.
    Tenant(Box<Tenant>),
    /// A circuit's settings.
    Circuit(Box<Circuit>),
    /// What is kept about a circuit from pass to pass.
    State(Box<CircuitState>),
    /// A feed's settings.
    Feed(Box<Feed>),
    /// How a feed's fetches went.
    FeedState(Box<FeedState>),
    /// A feed's text in force.
    FeedText(FeedId, Vec<u8>),
    /// A feed is gone, with all that was kept about it.
    FeedGone(FeedId),
    /// A boost or hold.
    Override(Override),
    /// A boost or hold has ended.
    OverrideGone(CircuitId, OverrideKind),
    /// A change in the ledger.
    Change(Box<Change>),
    /// An incident.
    Incident(Box<Incident>),
    /// A notice for a person.
    Notice(Box<Notice>),
    /// A local exception.
    Exception(Exception),
    /// A local exception has ended.
    ExceptionGone(OccurrenceKey),
    /// A person's leave.
    Approval(Approval),
    /// What was counted against a GMT day's quota.
    Quota(NaiveDate, QuotaDay),
    /// A stay of a circuit at a tier: new, or grown.
    Stay(Box<Stayed>),
    /// A line for the audit trail.
    Audit(audit::Entry),
}

/// Whether the credentials can be had.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Credentials {
    /// In memory.
    Ready,
    /// Not asked yet.
    #[default]
    Unread,
    /// The keychain is locked.
    Locked,
    /// The keychain has none.
    Absent,
    /// There is no keychain.
    NoKeychain,
    /// The carrier refuses them.
    Refused(String),
}

/// What one question to the carrier is about; also its name while it is under way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ask {
    /// The request that changes a tier.
    Order(CircuitId, ChangeId),
    /// A quote for it.
    Quote(CircuitId, ChangeId),
    /// An accepted order's state.
    Follow(CircuitId, ChangeId),
    /// A page of the inventory.
    Inventory(u32),
    /// A circuit's tiers and prices.
    Tiers(CircuitId),
}

/// What is known in this process only, and lost with it.
#[derive(Clone, Debug, Default)]
pub struct Here {
    /// The last pass.
    pub passed_at: Option<Instant>,
    /// The latest instant that was acted at: a clock before it was set back.
    pub latest: Option<Instant>,
    /// What the local clock showed last.
    pub local: Option<Instant>,
    /// Awake since: start of the process or end of the last sleep.
    pub awake_since: Option<Instant>,
    /// Connected since: the first answer of the carrier after that.
    pub connected_since: Option<Instant>,
    /// The credentials.
    pub credentials: Credentials,
    /// Secrets are in this program's memory only, given at each start; there is no keychain.
    pub in_memory: bool,
    /// Failed questions to the carrier in a row, and not before when the next is asked.
    pub failures: u32,
    /// The carrier is asked nothing before this, by our own back-off.
    pub not_before: Option<Instant>,
    /// The same, by its own `Retry-After`: neither a wake nor a new network ends that.
    pub asked_to_wait: Option<Instant>,
    /// What the last failure was, in words, and since when they last.
    pub failure: Option<String>,
    /// The first failure of the run.
    pub failing_since: Option<Instant>,
    /// The run is of refused inventories: only an inventory ends it.
    pub inventory_refused: bool,
    /// Questions under way.
    pub asked: BTreeSet<Ask>,
    /// When the last complete inventory was asked for.
    pub inventory_at: Option<Instant>,
    /// When an inventory was last begun, successful or not.
    pub inventory_tried: Option<Instant>,
    /// Every circuit the last complete inventory listed, chosen by a person or not.
    pub listed: Vec<Listed>,
    /// Quotes for new circuits that a person was shown, by their id.
    pub offered: BTreeMap<String, Offered>,
    /// Pages read of an inventory under way.
    pub pages: Vec<Listed>,
    /// Its next page.
    pub next_page: Option<u32>,
    /// The begin of the inventory under way.
    pub pages_begun: Option<Instant>,
    /// When each accepted order was last asked for its state.
    pub followed: BTreeMap<ChangeId, Instant>,
    /// When each circuit's tiers were last asked for.
    pub tiers_tried: BTreeMap<CircuitId, Instant>,
    /// Feeds being fetched.
    pub fetching: BTreeSet<FeedId>,
    /// Feeds a person wants read now.
    pub fetch_now: BTreeSet<FeedId>,
    /// The disk was full, and what is left of it is kept for what money runs by: raises wait.
    pub disk_is_full: bool,
    /// What we know about our clock.
    pub clock: Clock,
    /// The feeds as read, and the instant they were read for.
    pub readings: BTreeMap<FeedId, (Instant, Reading)>,
    /// Feeds whose stored text could not be read into occurrences, and when that was tried last.
    pub unread: BTreeMap<FeedId, Instant>,
    /// What a shrunken feed says now.
    pub shrunken: BTreeMap<FeedId, Reading>,
}

/// What the inputs compile to.
#[derive(Clone, Debug, Default)]
pub struct Compiled {
    /// When it was compiled.
    pub at: Option<Instant>,
    /// Every occurrence and its verdict.
    pub decided: Vec<Decided>,
    /// Every circuit's timeline.
    pub timelines: BTreeMap<CircuitId, Timeline>,
}

/// How many changes of a circuit a world remembers: more than any retry or generation looks back.
pub const CHANGES_KEPT: usize = 64;

/// Everything a pass may look at.
#[derive(Clone, Debug)]
pub struct World {
    /// The tenant.
    pub tenant: Tenant,
    /// Circuits.
    pub circuits: BTreeMap<CircuitId, Circuit>,
    /// Circuits that are not looked after any more: for their names, and for what they cost.
    pub ended: BTreeMap<CircuitId, Circuit>,
    /// What is kept about them.
    pub states: BTreeMap<CircuitId, CircuitState>,
    /// Feeds.
    pub feeds: BTreeMap<FeedId, Feed>,
    /// How their fetches went.
    pub feed_states: BTreeMap<FeedId, FeedState>,
    /// Boosts and holds.
    pub overrides: BTreeMap<(CircuitId, OverrideKind), Override>,
    /// The newest changes of each circuit; the store keeps all.
    pub changes: BTreeMap<CircuitId, BTreeMap<ChangeId, Change>>,
    /// The newest errands of each circuit, by the id that the ledger has for it: what a person has the carrier do
    /// beside changing tiers.
    pub errands: BTreeMap<CircuitId, BTreeMap<ChangeId, Change>>,
    /// The highest number in the ledger.
    pub last_change: ChangeId,
    /// Open incidents by key.
    pub incidents: BTreeMap<String, Incident>,
    /// Local exceptions.
    pub exceptions: BTreeMap<OccurrenceKey, Exception>,
    /// Approvals.
    pub approvals: BTreeMap<OccurrenceKey, Approval>,
    /// What was counted against each GMT day's quota.
    pub quota: BTreeMap<NaiveDate, QuotaDay>,
    /// The stays of each circuit in the last month, oldest first; the store keeps all.
    pub stays: BTreeMap<CircuitId, Vec<Stayed>>,
    /// Known in this process only.
    pub here: Here,
    /// What the inputs compile to; `refresh` keeps it.
    pub compiled: Compiled,
}

impl World {
    /// The time to act by: the corrected clock's, and never before what was last ordered, so that a correction moves no
    /// boundary that was already acted on (design §6, Clock). It stands still until the clock is there again. A clock
    /// that is back before anything that was ordered could have been acted on is believed, once the carrier's has
    /// agreed with it: until then it was not set back.
    pub fn now(&self, local: Instant) -> Instant {
        let corrected = self.here.clock.corrected(local);
        let in_question = self.here.clock.is_in_question();
        let now = self.here.latest.filter(|_| in_question).map_or(corrected, |latest| latest.max(corrected));
        let newest = self.changes.values().chain(self.errands.values());
        let newest = newest.filter_map(|all| all.values().next_back());
        let within = |acted: &Instant| *acted - now <= self.tenant.profile.timings.lead_max;
        newest.map(|change| change.opened).filter(within).max().map_or(now, |acted| acted.max(now))
    }

    /// The circuits and feeds whose raises a holiday calendar suppresses, by name; empty for all.
    pub fn names_in(&self, scope: &Suppresses) -> Vec<String> {
        let circuits = scope.circuits.iter().map(|id| self.name_of(id).to_owned());
        let feeds = scope.feeds.iter().filter_map(|id| Some(self.feeds.get(id)?.name.clone()));
        circuits.chain(feeds).collect()
    }

    /// A tenant of which nothing else is known.
    pub fn new(tenant: Tenant) -> Self {
        Self {
            tenant,
            circuits: BTreeMap::new(),
            ended: BTreeMap::new(),
            states: BTreeMap::new(),
            feeds: BTreeMap::new(),
            feed_states: BTreeMap::new(),
            overrides: BTreeMap::new(),
            changes: BTreeMap::new(),
            errands: BTreeMap::new(),
            last_change: ChangeId(0),
            incidents: BTreeMap::new(),
            exceptions: BTreeMap::new(),
            approvals: BTreeMap::new(),
            quota: BTreeMap::new(),
            stays: BTreeMap::new(),
            here: Here::default(),
            compiled: Compiled::default(),
        }
    }

    /// Makes the rows so. Records whose row shapes the timeline make the next `refresh` compile again.
    pub fn apply(&mut self, records: &[Record]) {
        for record in records {
            if self.shapes_the_timeline(record) {
                self.compiled.at = None;
            }
            self.apply_one(record);
        }
    }

    /// A stay that grew replaces itself; what is older than a month goes.
    fn keep_stay(&mut self, stay: &Stayed) {
        let all = self.stays.entry(stay.circuit.clone()).or_default();
        match all.last_mut().filter(|last| last.from == stay.from) {
            Some(last) => *last = stay.clone(),
            None => all.push(stay.clone()),
        }
        let old = all.partition_point(|one| one.to < stay.to - MONTH);
        all.drain(..old);
    }

    fn apply_one(&mut self, record: &Record) {
        match record {
            Record::Tenant(tenant) => self.tenant = (**tenant).clone(),
            Record::Circuit(circuit) => self.apply_circuit(circuit),
            Record::State(state) => drop(self.states.insert(state.id.clone(), (**state).clone())),
            Record::Feed(feed) => drop(self.feeds.insert(feed.id.clone(), (**feed).clone())),
            Record::FeedState(state) => drop(self.feed_states.insert(state.id.clone(), (**state).clone())),
            Record::FeedGone(id) => self.forget_feed(id),
            Record::Override(one) => {
                drop(self.overrides.insert((one.circuit.clone(), one.kind), one.clone()))
            }
            Record::OverrideGone(circuit, kind) => drop(self.overrides.remove(&(circuit.clone(), *kind))),
            Record::Change(change) => self.apply_change(change),
            Record::Incident(incident) => self.apply_incident(incident),
            Record::Exception(exception) => {
                drop(self.exceptions.insert(exception.key.clone(), exception.clone()))
            }
            Record::ExceptionGone(key) => drop(self.exceptions.remove(key)),
            Record::Approval(approval) => drop(self.approvals.insert(approval.key.clone(), approval.clone())),
            Record::Quota(day, quota) => drop(self.quota.insert(*day, quota.clone())),
            Record::Stay(stay) => self.keep_stay(stay),
            Record::FeedText(..) | Record::Notice(_) | Record::Audit(_) => {}
        }
    }

    fn apply_circuit(&mut self, circuit: &Circuit) {
        let (into, from) = match circuit.ended {
            None => (&mut self.circuits, &mut self.ended),
            Some(_) => (&mut self.ended, &mut self.circuits),
        };
        from.remove(&circuit.id);
        into.insert(circuit.id.clone(), circuit.clone());
    }

    fn apply_incident(&mut self, incident: &Incident) {
        match incident.closed {
            Some(_) => drop(self.incidents.remove(&incident.key)),
            None => drop(self.incidents.insert(incident.key.clone(), incident.clone())),
        }
    }

    fn forget_feed(&mut self, id: &FeedId) {
        self.feeds.remove(id);
        self.feed_states.remove(id);
        self.here.readings.remove(id);
        self.here.shrunken.remove(id);
        self.here.unread.remove(id);
        self.exceptions.retain(|key, _| key.feed != *id);
        self.approvals.retain(|key, _| key.feed != *id);
    }

    fn apply_change(&mut self, change: &Change) {
        self.last_change = self.last_change.max(change.id);
        let all = if change.errand.is_some() { &mut self.errands } else { &mut self.changes };
        let of_circuit = all.entry(change.circuit.clone()).or_default();
        of_circuit.insert(change.id, change.clone());
        while of_circuit.len() > CHANGES_KEPT {
            of_circuit.pop_first();
        }
    }

    /// The feeds whose stored text has not been read into occurrences in this process.
    pub fn unread_feeds(&self) -> impl Iterator<Item = &Feed> {
        let stored = |id: &FeedId| self.feed_states.get(id).is_some_and(|state| state.fingerprint.is_some());
        let unread = move |feed: &&Feed| stored(&feed.id) && !self.here.readings.contains_key(&feed.id);
        self.feeds.values().filter(unread)
    }

    /// The changes of a circuit, newest first.
    pub fn changes_of(&self, circuit: &CircuitId) -> impl Iterator<Item = &Change> {
        self.changes.get(circuit).into_iter().flat_map(|all| all.values().rev())
    }

    /// The change of a circuit that is not over; there is at most one, and it is the newest.
    pub fn open_change(&self, circuit: &CircuitId) -> Option<&Change> {
        self.changes_of(circuit).next().filter(|change| change.is_open())
    }

    /// The errand of a circuit that is not over; a tier is not ordered beside it.
    pub fn open_errand(&self, circuit: &CircuitId) -> Option<&Change> {
        self.errands.get(circuit)?.values().next_back().filter(|change| change.is_open())
    }

    /// The newest in the ledger of a circuit, change or errand.
    pub fn newest_of(&self, circuit: &CircuitId) -> Option<&Change> {
        let errand = self.errands.get(circuit).and_then(|all| all.values().next_back());
        self.changes_of(circuit).next().into_iter().chain(errand).max_by_key(|change| change.id)
    }

    /// Everything in the ledger that the world remembers, errands too.
    pub fn ledger(&self) -> impl Iterator<Item = &Change> {
        self.changes.values().chain(self.errands.values()).flat_map(|all| all.values())
    }

    /// A change or an errand by its number.
    pub fn change(&self, circuit: &CircuitId, id: ChangeId) -> Option<&Change> {
        self.changes
            .get(circuit)
            .and_then(|all| all.get(&id))
            .or_else(|| self.errands.get(circuit).and_then(|all| all.get(&id)))
    }

    /// What is kept about a circuit, or what there is before anything is.
    pub fn state(&self, circuit: &CircuitId, now: Instant) -> CircuitState {
        let fresh = || CircuitState::new(circuit, now, &self.tenant.profile.timings);
        self.states.get(circuit).cloned().unwrap_or_else(fresh)
    }

    /// The circuits that answer to a word; those that are not looked after any more only where no other does.
    pub fn answering(&self, word: &str) -> Vec<&Circuit> {
        let there: Vec<&Circuit> = self.circuits.values().filter(|one| one.answers_to(word)).collect();
        if there.is_empty() {
            return self.ended.values().filter(|one| one.answers_to(word)).collect();
        }
        there
    }

    /// A circuit, looked after or not any more.
    pub fn known(&self, id: &CircuitId) -> Option<&Circuit> {
        self.circuits.get(id).or_else(|| self.ended.get(id))
    }

    /// The name of a circuit, for people; of a new one that has no id yet, the name it will have.
    pub fn name_of<'a>(&'a self, circuit: &'a CircuitId) -> &'a str {
        let named = self.known(circuit).map(|circuit| circuit.name.as_str());
        let errand = || self.errands.get(circuit)?.values().next_back()?.errand.as_ref();
        named.or_else(|| errand()?.name_of_new()).unwrap_or(circuit.as_str())
    }

    fn shapes_the_timeline(&self, record: &Record) -> bool {
        match record {
            Record::Tenant(_) | Record::Circuit(_) | Record::Feed(_) | Record::FeedGone(_) => true,
            Record::FeedState(new) => {
                self.feed_states.get(&new.id).is_none_or(|old| old.counts() != new.counts())
            }
            Record::Override(_) | Record::OverrideGone(..) => true,
            Record::Exception(_) | Record::ExceptionGone(_) => true,
            Record::Approval(_) | Record::FeedText(..) => true,
            Record::State(_) | Record::Change(_) | Record::Incident(_) | Record::Notice(_) => false,
            Record::Quota(..) | Record::Stay(_) | Record::Audit(_) => false,
        }
    }
}
