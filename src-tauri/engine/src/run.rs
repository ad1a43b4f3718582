//! One tenant's round: plan, commit, call, receive; then wait until something is due or happens. Each tenant has a
//! task, a ledger and a client of its own; they share nothing but the machine. What to do is decided in `core`;
//! here its records are made durable before its calls leave.

mod care;
mod fetching;
mod heartbeat;
mod sealing;
mod team;

pub(crate) use fetching::bring;
pub use sealing::NotSealed;
pub(crate) use team::put;

use crate::budget::Budget;
use crate::carrier::{AskError, Carrier, CarrierError, Transport};
use crate::clock::{Clock, Signal, Woke};
use crate::desktop::Desktop;
use crate::secrets::{Found, SecretName, Secrets};
use crate::store::{Store, StoreError};
use crate::token::TokenError;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use tidegate_core::calendar::Reading;
use tidegate_core::carrier::Profile;
use tidegate_core::feed::FetchError;
use tidegate_core::ids::{CircuitId, FeedId};
use tidegate_core::incident::{self, Notice};
use tidegate_core::plan::{Call, Plan, Urgency};
use tidegate_core::quiet::is_shown;
use tidegate_core::receive::{
    self, Fetched, Outcome, feed_unreadable, loaded, network_up, receive, received,
};
use tidegate_core::screen::glance::Checked;
use tidegate_core::time::{Instant, Span};
use tidegate_core::timings::Limits;
use tidegate_core::view::{View, view};
use tidegate_core::world::{Ask, Credentials, Record, World};
use tokio::sync::{mpsc, oneshot, watch};

/// What a round needs of the machine.
#[derive(Clone)]
pub struct Machine {
    /// The clock.
    pub clock: Clock,
    /// The machine's durations.
    pub limits: Limits,
    /// Where secrets are.
    pub secrets: Arc<Secrets>,
    /// Where notices are shown.
    pub desktop: Arc<Desktop>,
}

/// Something that happened to a tenant.
enum Event {
    Reply(Outcome),
    Fetched(FeedId, Fetched),
    Read(FeedId, Result<Reading, FetchError>),
    Credentials(Credentials),
    /// An order's turn has come, asked for at this instant: why it does not leave after all, if so.
    Leaves(CircuitId, Instant, oneshot::Sender<Option<String>>),
    Work(Work),
}

/// Something to do at a tenant's desk, between two passes.
type Work = Box<dyn FnOnce(&mut Desk) + Send>;

/// One tenant's desk: its world, its ledger, and what it reaches the outside with.
pub struct Desk {
    /// The world as it is.
    pub world: World,
    /// The ledger.
    pub store: Store,
    machine: Machine,
    orders: Orders,
    carrier: Arc<Carrier>,
    budget: Budget<Urgency>,
    events: mpsc::Sender<Event>,
    plan: Option<Plan>,
    /// The ledger could not be written; nothing is ordered until it can.
    unwritable: Option<String>,
    /// The round failed inside and has not come to rest since.
    failed_inside: bool,
    view: watch::Sender<Option<Arc<View>>>,
    secrets_asked: Option<Instant>,
    /// The day of the last look through the ledger.
    cared_on: Option<chrono::NaiveDate>,
    /// When the audit trail was last verified, and what came of it.
    pub(crate) trail: Option<Checked>,
    team: team::Team,
    sealing: sealing::Sealing,
    beat: heartbeat::Beat,
}

/// Whether this process may order: a command that found no owner reads and records, and never orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Orders {
    /// A long owner: it acts.
    Gives,
    /// A short owner: it only records.
    Never,
}

/// A tenant's round from outside.
#[derive(Clone)]
pub struct Handle {
    events: mpsc::Sender<Event>,
    signals: mpsc::Sender<Signal>,
    view: watch::Receiver<Option<Arc<View>>>,
}

/// Nothing came back from the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Ended {
    /// The round has ended.
    #[error("this customer's part of Tidegate has stopped; restart Tidegate")]
    Stopped,
    /// A mistake of ours; the round goes on from its ledger.
    #[error(
        "Tidegate failed inside while it did this and went on from its ledger, so it was done whole or not at all; \
         look at `tidegate status` before you do it again"
    )]
    Failed,
}

/// Why a round cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    /// The ledger.
    #[error("its ledger cannot be opened")]
    Store(#[from] StoreError),
    /// The built-in carrier.
    #[error("the built-in carrier cannot begin: {0}; restart Tidegate to try again")]
    Practice(String),
    /// The profile names an address that cannot be asked.
    #[error("the carrier's address cannot be used; correct it with `tidegate settings set base https://...`")]
    Carrier(#[from] CarrierError),
}

/// What is told of a mistake of ours.
const FAILED_INSIDE: &str = "A mistake inside Tidegate stopped its work for a moment. It went on from its ledger, and \
    tries again every few seconds; an order that was sent is still followed. If this stays or comes again, restart \
    Tidegate and report it with the log.";
/// Events waiting at once; whoever brings more waits.
const EVENTS: usize = 256;
/// Passes in a row that change something. More means a plan that does not come to rest, which must not spin.
const PASSES: usize = 200;

impl Handle {
    /// Does something at the desk and brings back the result; a pass follows.
    ///
    /// # Errors
    ///
    /// [`Ended`].
    pub async fn at_desk<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Desk) -> T + Send + 'static,
    ) -> Result<T, Ended> {
        at_desk(&self.events, work).await
    }

    /// Tells it what the system told.
    pub async fn signal(&self, signal: Signal) {
        let _ = self.signals.send(signal).await;
    }

    /// The view after each pass that came to rest; `None` before the first.
    pub fn view(&self) -> watch::Receiver<Option<Arc<View>>> {
        self.view.clone()
    }
}

async fn at_desk<T: Send + 'static>(
    events: &mpsc::Sender<Event>,
    work: impl FnOnce(&mut Desk) -> T + Send + 'static,
) -> Result<T, Ended> {
    let (reply, answer) = oneshot::channel();
    let work: Work = Box::new(move |desk| {
        let _ = reply.send(work(desk));
    });
    events.send(Event::Work(work)).await.map_err(|_| Ended::Stopped)?;
    answer.await.map_err(|_| if events.is_closed() { Ended::Stopped } else { Ended::Failed })
}

/// Begins a tenant's round in a task of its own. The machine's clock starts its "awake since".
///
/// # Errors
///
/// When ledger or profile cannot be used; then nothing runs.
pub fn begin(
    store: Store,
    machine: Machine,
    orders: Orders,
) -> Result<(Handle, tokio::task::JoinHandle<()>), BeginError> {
    let mut world = store.world()?;
    world.here.awake_since = Some(machine.clock.now());
    world.here.in_memory = machine.secrets.is_memory();
    let profile = &world.tenant.profile;
    let (id, secrets, clock) = (world.tenant.id.clone(), Arc::clone(&machine.secrets), machine.clock.clone());
    let carrier = Arc::new(Carrier::new(id, profile, &machine.limits, secrets, clock)?);
    let budget = Budget::new(profile.requests_per_second);
    let (events, inbox) = mpsc::channel(EVENTS);
    let (signals, heard) = mpsc::channel(EVENTS);
    let (view, seen) = watch::channel(None);
    let handle = Handle { events: events.clone(), signals, view: seen };
    let desk = Desk {
        world,
        store,
        machine,
        orders,
        carrier,
        budget,
        events,
        plan: None,
        unwritable: None,
        failed_inside: false,
        view,
        secrets_asked: None,
        cared_on: None,
        trail: None,
        team: team::Team::default(),
        sealing: sealing::Sealing::default(),
        beat: heartbeat::Beat::default(),
    };
    Ok((handle, tokio::spawn(desk.go_round(inbox, heard))))
}

impl Desk {
    /// Round and round, until its task is ended.
    async fn go_round(mut self, mut inbox: mpsc::Receiver<Event>, mut signals: mpsc::Receiver<Signal>) {
        let (clock, limits) = (self.machine.clock.clone(), self.machine.limits.clone());
        self.guarded(Self::begin_care);
        loop {
            self.guarded(Self::go_on_caring);
            self.guarded(Self::seal_hourly);
            let wake_at = self.guarded(Self::passes).unwrap_or_else(|| clock.now() + limits.timer_chunk);
            let wake_at = self.tells_at().map_or(wake_at, |tells| wake_at.min(tells));
            tokio::select! {
                event = inbox.recv() => match event {
                    Some(event) => drop(self.guarded(|desk| desk.happens(event))),
                    None => return,
                },
                woke = clock.sleep_until(wake_at, &limits, &mut signals) => self.woken(woke),
            }
            while let Ok(event) = inbox.try_recv() {
                self.guarded(|desk| desk.happens(event));
            }
        }
    }

    /// When the trail is to be signed, or the heartbeat told, next; never sooner than the shortest wait.
    fn tells_at(&self) -> Option<Instant> {
        let soonest = self.now() + self.machine.limits.timer_chunk;
        [self.seals_at(), self.beats_at()].into_iter().flatten().min().map(|at| at.max(soonest))
    }

    /// A mistake of ours must not end a customer's round unseen: after a panic only what is durable is believed, as
    /// after a crash of the whole program, and the round goes on.
    fn guarded<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let done = std::panic::catch_unwind(AssertUnwindSafe(|| work(self)));
        if done.is_err() {
            self.plan = None;
            match self.store.world() {
                Ok(world) => {
                    self.world = world;
                    self.world.here.awake_since = Some(self.now());
                    self.secrets_asked = None;
                    self.unwritable = None;
                }
                Err(error) => self.unwritable = Some(crate::chain(&error)),
            }
            self.tell_failure();
        }
        done.ok()
    }

    /// Once a run of failures a notice, and on the last view for as long as no pass comes to rest: a failure that
    /// comes again and again must not look like a quiet day.
    fn tell_failure(&mut self) {
        if !std::mem::replace(&mut self.failed_inside, true) {
            let name = self.world.tenant.name.clone();
            let title = format!("{name}: Tidegate failed inside");
            let notice = Notice::once(self.now(), "inside", None, &title, FAILED_INSIDE.into());
            // Where this cannot be written either, the ledger's own trouble is told.
            let _ = self.commit(&[Record::Notice(Box::new(notice))]);
        }
        let last = self.view.borrow().clone();
        if let Some(last) = last {
            let trouble = Some(FAILED_INSIDE.to_owned());
            self.view.send_replace(Some(Arc::new(View { trouble, ..(*last).clone() })));
        }
    }

    /// The local clock.
    pub fn now(&self) -> Instant {
        self.machine.clock.now()
    }

    /// The time to act by: the local clock's, corrected.
    pub fn acts_at(&self) -> Instant {
        self.world.now(self.now())
    }

    /// Passes until the plan comes to rest; says when to look again.
    fn passes(&mut self) -> Instant {
        self.ask_for_credentials();
        for _ in 0..PASSES {
            let plan = self.world.pass(self.now(), &self.machine.limits);
            let at_rest = self.carry_out(&plan);
            let wake_at = plan.wake_at;
            self.plan = Some(plan);
            if self.unwritable.is_some() {
                break;
            }
            if at_rest {
                self.failed_inside = false;
                self.beat();
                if self.plan.as_ref().is_some_and(|plan| plan.readings.is_empty()) {
                    self.tell_team();
                    self.publish();
                }
                return wake_at;
            }
        }
        self.publish();
        self.now() + self.machine.limits.timer_chunk
    }

    /// Records first, durable; calls after. Whether there was nothing to do.
    fn carry_out(&mut self, plan: &Plan) -> bool {
        let may_order = self.orders == Orders::Gives;
        if may_order && self.commit(&plan.records).is_err() {
            return false;
        }
        let mut at_rest = plan.records.is_empty() || !(may_order || self.ends_in_memory(&plan.records));
        for call in plan.calls.iter().filter(|_| may_order) {
            self.call(call.clone());
            at_rest = false;
        }
        for feed in plan.fetches.iter().filter(|_| may_order) {
            self.fetch(feed);
            at_rest = false;
        }
        for feed in &plan.readings {
            at_rest &= !self.read_again(feed);
        }
        at_rest
    }

    /// A short owner writes nothing down; what has ended has ended for its plan too, else it would come to none. Whether
    /// anything had.
    fn ends_in_memory(&mut self, records: &[Record]) -> bool {
        let is_end = |record: &&Record| matches!(record, Record::OverrideGone(..));
        let ended: Vec<Record> = records.iter().filter(is_end).cloned().collect();
        self.world.apply(&ended);
        !ended.is_empty()
    }

    /// Makes records durable, then true, then tells people. On failure nothing of the three happens.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be written; the desk orders nothing until it can.
    pub fn commit(&mut self, records: &[Record]) -> Result<(), StoreError> {
        if records.is_empty() {
            return Ok(());
        }
        // The disk is waited for here and nowhere else; other tenants' tasks move to other threads meanwhile.
        let store = &mut self.store;
        if let Err(error) = tokio::task::block_in_place(|| store.commit(records)) {
            self.unwritable = Some(crate::chain(&error));
            return Err(error);
        }
        self.unwritable = None;
        self.world.apply(records);
        for record in records {
            if let Record::Notice(notice) = record
                && is_shown(&self.world, notice, self.now())
            {
                let (desktop, notice) = (Arc::clone(&self.machine.desktop), notice.clone());
                let tenant = self.world.tenant.id.clone();
                tokio::spawn(async move { desktop.show(Some(&tenant), &notice).await });
            }
        }
        Ok(())
    }

    /// Something happened; what it means is made durable.
    fn happens(&mut self, event: Event) {
        let local = self.now();
        let records = match event {
            Event::Reply(outcome) => receive(&mut self.world, &outcome, local, &self.machine.limits),
            Event::Fetched(feed, fetched) => received(&mut self.world, &feed, fetched, local, dice()),
            Event::Read(feed, Ok(reading)) => {
                self.world.here.fetching.remove(&feed);
                loaded(&mut self.world, &feed, reading, local);
                vec![]
            }
            Event::Read(feed, Err(error)) => feed_unreadable(&mut self.world, &feed, &error, local),
            Event::Credentials(credentials) => {
                self.world.here.credentials = credentials;
                vec![]
            }
            Event::Leaves(circuit, asked, answer) => {
                let waited = local - asked;
                let _ = answer.send(receive::withheld(&self.world, &circuit, waited, &self.machine.limits));
                vec![]
            }
            Event::Work(work) => {
                work(self);
                vec![]
            }
        };
        // A failure is kept in `unwritable`: the next pass holds everything and tries again.
        let _ = self.commit(&records);
    }

    fn woken(&mut self, woke: Woke) {
        let slept = match woke {
            Woke::Due | Woke::Signal(Signal::LookAgain) => false,
            Woke::Jump { by } => by > Span::zero(),
            Woke::Signal(Signal::Resumed) => true,
            Woke::Signal(Signal::Sleeping) => {
                self.before_sleep();
                false
            }
            Woke::Signal(Signal::NetworkUp) => {
                self.world.here.not_before = None; // our own patience; what the carrier asked for stands
                network_up(&mut self.world);
                false
            }
        };
        if slept {
            let now = self.acts_at();
            let here = &mut self.world.here;
            (here.awake_since, here.connected_since, here.not_before) = (Some(now), None, None);
        }
    }

    /// The machine is about to sleep: what it would sleep through is told.
    fn before_sleep(&mut self) {
        let now = self.acts_at();
        if let Some(notice) = incident::before_sleep(&self.world, now) {
            // Not written means not told: the machine sleeps anyway, and after it only the present counts.
            let _ = self.commit(&[Record::Notice(Box::new(notice))]);
        }
    }

    /// Asks the carrier, at the tenant's pace; the answer comes back as an event.
    fn call(&mut self, call: Call) {
        self.world.here.asked.insert(call.ask.clone());
        let (carrier, budget, events) = (Arc::clone(&self.carrier), self.budget.clone(), self.events.clone());
        let (clock, now) = (self.machine.clock.clone(), self.now());
        let correction = self.world.now(now) - now;
        tokio::spawn(async move {
            let permit = budget.permit(call.urgency).await;
            let begun = clock.now() + correction;
            let result = match withheld(&events, &call.ask, now).await {
                Some(why) => Err(receive::Transport::Withheld(why)),
                None => carrier.ask(&call.request).await.map_err(unanswered),
            };
            drop(permit);
            let outcome = Outcome { ask: call.ask, begun, result, dice: dice() };
            let _ = events.send(Event::Reply(outcome)).await;
        });
    }

    /// Asks the keychain whether the credentials are there, and again while they are not.
    fn ask_for_credentials(&mut self) {
        let again = match &self.world.here.credentials {
            Credentials::Ready => return,
            Credentials::Unread | Credentials::Locked | Credentials::Absent | Credentials::NoKeychain => {
                self.machine.limits.timer_chunk
            }
            // A wrong secret is not tried again and again: the carrier may lock the account.
            Credentials::Refused(_) => self.world.tenant.profile.timings.at_rest,
        };
        let now = self.now();
        if self.secrets_asked.is_some_and(|asked| now >= asked && now - asked < again) {
            return;
        }
        self.secrets_asked = Some(now);
        let (secrets, tenant, events) =
            (Arc::clone(&self.machine.secrets), self.world.tenant.id.clone(), self.events.clone());
        let carrier = Arc::clone(&self.carrier);
        let was_refused = matches!(self.world.here.credentials, Credentials::Refused(_));
        tokio::spawn(async move {
            let found = [
                secrets.get(&tenant, &SecretName::ClientId).await,
                secrets.get(&tenant, &SecretName::ClientSecret).await,
            ];
            let mut state = found
                .into_iter()
                .map(|found| state_of(&found))
                .find(|state| *state != Credentials::Ready)
                .unwrap_or(Credentials::Ready);
            if was_refused && let Err(TokenError::Refused { words }) = carrier.sign_in().await {
                state = Credentials::Refused(words);
            }
            let _ = events.send(Event::Credentials(state)).await;
        });
    }

    /// The tenant's carrier, to ask it something beside the plan.
    pub fn carrier(&self) -> Arc<Carrier> {
        Arc::clone(&self.carrier)
    }

    /// Whether what is intended here is sent.
    pub fn orders(&self) -> Orders {
        self.orders
    }

    /// What this desk has of the machine.
    pub fn machine(&self) -> &Machine {
        &self.machine
    }

    /// The last plan.
    pub fn plan(&self) -> Option<&Plan> {
        self.plan.as_ref()
    }

    /// Who would ask the carrier of another profile, at its pace.
    ///
    /// # Errors
    ///
    /// When its address cannot be asked.
    pub fn asked_by(&self, profile: &Profile) -> Result<(Carrier, Budget<Urgency>), CarrierError> {
        let (id, secrets) = (self.world.tenant.id.clone(), Arc::clone(&self.machine.secrets));
        let carrier = Carrier::new(id, profile, &self.machine.limits, secrets, self.machine.clock.clone())?;
        Ok((carrier, Budget::new(profile.requests_per_second)))
    }

    /// From now on the carrier is asked so; what is under way comes back as it was asked.
    pub fn ask_by(&mut self, (carrier, budget): (Carrier, Budget<Urgency>)) {
        (self.carrier, self.budget) = (Arc::new(carrier), budget);
    }

    /// Why the ledger cannot be written, where it cannot.
    pub fn unwritable(&self) -> Option<&str> {
        self.unwritable.as_deref()
    }

    /// The credentials were changed: they are asked for at the next pass.
    pub fn credentials_changed(&mut self) {
        self.secrets_asked = None;
        self.world.here.credentials = Credentials::Unread;
    }

    fn publish(&mut self) {
        let Some(plan) = &self.plan else { return };
        let mut seen = view(&self.world, plan, self.acts_at());
        if let Some(error) = &self.unwritable {
            seen.trouble = Some(format!("the ledger cannot be written, so nothing is ordered: {error}"));
        }
        self.view.send_replace(Some(Arc::new(seen)));
    }
}

/// Why an order whose turn has come does not leave after all, if so; everything else always leaves. A round that has
/// ended lets nothing out.
async fn withheld(events: &mpsc::Sender<Event>, ask: &Ask, asked: Instant) -> Option<String> {
    let Ask::Order(circuit, _) = ask else { return None };
    let (answer, answered) = oneshot::channel();
    let sent = events.send(Event::Leaves(circuit.clone(), asked, answer)).await.is_ok();
    let answered = if sent { answered.await.ok() } else { None };
    answered.unwrap_or_else(|| Some("Tidegate is ending".into()))
}

fn state_of(found: &Found) -> Credentials {
    match found {
        Found::Secret(_) => Credentials::Ready,
        Found::Absent => Credentials::Absent,
        Found::Locked => Credentials::Locked,
        Found::NoKeychain(_) => Credentials::NoKeychain,
    }
}

/// Why there is no answer, in the plan's terms.
fn unanswered(error: AskError) -> receive::Transport {
    match error {
        AskError::Transport(Transport::NotSent(words)) => receive::Transport::NotSent(words),
        AskError::Transport(Transport::Lost(words)) => receive::Transport::Lost(words),
        AskError::Token(TokenError::NoCredentials(found)) => receive::Transport::NoToken(state_of(&found)),
        AskError::Token(TokenError::Refused { words }) => {
            receive::Transport::NoToken(Credentials::Refused(words))
        }
        AskError::Token(TokenError::Unclear { wait: Some(wait), status, .. }) => {
            let words = format!("its sign-in answers with error {status} and asks for patience");
            receive::Transport::PutOff(words, wait)
        }
        AskError::Token(error @ (TokenError::Unclear { .. } | TokenError::Transport(_))) => {
            receive::Transport::NotSent(error.to_string())
        }
    }
}

/// A random number from 0 to 1. The standard library's hash keys are random, and back-off needs no better.
fn dice() -> f64 {
    let bits = RandomState::new().build_hasher().finish() >> 32;
    f64::from(u32::try_from(bits).unwrap_or(0)) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests;
