//! What people see: built from the world by the same functions that spend the money, from scratch each time. Window,
//! tray and command line show this and hold no truth of their own.

mod shortage;

pub use shortage::Shortage;

use crate::aim::Situation;
use crate::change::Change;
use crate::circuit::Circuit;
use crate::cost::{self, Cost, Stay};
use crate::horizon::SHOWN;
use crate::ids::{CircuitId, FeedId, OccurrenceKey};
use crate::incident::Incident;
use crate::overrides::Override;
use crate::plan::{Plan, sentence};
use crate::request::{Choice, Verdict, title};
use crate::time::{Instant, Zone};
use crate::timeline::Timeline;
use crate::units::{Money, Tier};
use crate::world::{Credentials, World};
use serde::Serialize;
use std::collections::BTreeMap;

/// A tenant at a glance.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct View {
    /// When it was true.
    pub at: Instant,
    /// The tenant's name.
    pub tenant: String,
    /// Home zone.
    pub zone: Zone,
    /// The built-in simulator.
    pub practice: bool,
    /// Whether anything is ordered at all.
    pub automation: bool,
    /// Paused since.
    pub paused: Option<Instant>,
    /// What stands between Tidegate and the carrier, if anything.
    pub trouble: Option<String>,
    /// The circuits, by name.
    pub circuits: Vec<CircuitView>,
    /// The feeds, by name.
    pub feeds: Vec<FeedView>,
    /// Open problems.
    pub incidents: Vec<Incident>,
    /// Occurrences that need attention, soonest first.
    pub attention: Vec<AttentionView>,
    /// Changes left of today's quota, and the quota.
    pub quota_left: u32,
    /// The carrier's changes per GMT day.
    pub quota: u32,
    /// Days whose plan needs more changes than the quota has.
    pub shortages: Vec<Shortage>,
}

/// A circuit at a glance.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CircuitView {
    /// Its id.
    pub id: CircuitId,
    /// Its name.
    pub name: String,
    /// The live tier; `None` is unknown.
    pub live: Option<Tier>,
    /// The carrier's word for its status.
    pub status: Option<String>,
    /// The tier wanted now.
    pub wanted: Option<Tier>,
    /// The baseline.
    pub baseline: Tier,
    /// The lowest and highest tier for calendars.
    pub bounds: [Tier; 2],
    /// Price of the live tier an hour.
    pub per_hour: Option<Money>,
    /// Why nothing, or what, is done now.
    pub why: String,
    /// The change that is not over.
    pub order: Option<OrderView>,
    /// The next change the plan will order.
    pub next: Option<Upcoming>,
    /// Boost and hold.
    pub overrides: Vec<Override>,
    /// Paused since.
    pub paused: Option<Instant>,
}

/// A change at a glance.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OrderView {
    /// Its number in the ledger.
    pub id: i64,
    /// The circuit's name.
    pub circuit: String,
    /// From.
    pub from: Tier,
    /// To.
    pub to: Tier,
    /// The word for its state.
    pub state: &'static str,
    /// When it was intended.
    pub at: Instant,
    /// When it was sent.
    pub sent: Option<Instant>,
    /// When it ended.
    pub ended: Option<Instant>,
    /// Our reference.
    pub reference: String,
    /// The carrier's order id.
    pub order: Option<String>,
    /// Why.
    pub why: String,
    /// The carrier's words.
    pub words: Vec<(Instant, String)>,
    /// What it is about where it changes no tier, in a few words.
    pub errand: Option<String>,
}

/// A change the plan will order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Upcoming {
    /// When the order leaves.
    pub at: Instant,
    /// From.
    pub from: Tier,
    /// To.
    pub to: Tier,
    /// From when the tier is wanted.
    pub wanted: Instant,
    /// Why.
    pub why: String,
    /// The order takes the circuit above its baseline, or back.
    pub raise: bool,
}

/// A feed at a glance.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FeedView {
    /// Its id.
    pub id: FeedId,
    /// Its name.
    pub name: String,
    /// The last fetch that succeeded.
    pub read_at: Option<Instant>,
    /// The last fetch that brought something new.
    pub changed_at: Option<Instant>,
    /// What is wrong with it, if anything.
    pub trouble: Option<String>,
    /// How many of its occurrences of the next fortnight fire, are ignored, need attention.
    pub counts: [usize; 3],
    /// What could not be read as written.
    pub problems: usize,
}

/// An occurrence that needs attention.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AttentionView {
    /// What to name it by when answering.
    pub id: String,
    /// Its key.
    pub key: OccurrenceKey,
    /// Its title, for people.
    pub title: String,
    /// Its feed's name.
    pub feed: String,
    /// Its start.
    pub start: Instant,
    /// What it is, and what to do.
    pub message: String,
    /// What can be answered.
    pub choices: Vec<Choice>,
}

/// More turns of the plan than any circuit has in a summary's time.
const TURNS: usize = 5_000;

/// The tenant at a glance, after a pass. `now` is the corrected clock's.
pub fn view(world: &World, plan: &Plan, now: Instant) -> View {
    let tenant = &world.tenant;
    let coming: BTreeMap<&CircuitId, Vec<Upcoming>> =
        world.circuits.keys().map(|id| (id, upcoming(world, id, now, now + SHOWN))).collect();
    let today = world.quota.get(&now.date_naive()).cloned().unwrap_or_default();
    let mut circuits: Vec<CircuitView> =
        world.circuits.values().map(|one| circuit(world, plan, one, &coming[&one.id], now)).collect();
    circuits.sort_by(|a, b| a.name.cmp(&b.name));
    View {
        at: now,
        tenant: tenant.name.clone(),
        zone: tenant.zone,
        practice: tenant.profile.practice,
        automation: tenant.automation,
        paused: tenant.paused,
        trouble: trouble(world),
        circuits,
        feeds: feeds(world, now),
        incidents: world.incidents.values().cloned().collect(),
        attention: attention(world, now),
        quota_left: today.left(tenant.profile.quota_per_day),
        quota: tenant.profile.quota_per_day,
        shortages: shortage::shortages(world, &coming),
    }
}

fn trouble(world: &World) -> Option<String> {
    match &world.here.credentials {
        Credentials::Ready => world.here.failure.clone(),
        Credentials::Unread => None,
        Credentials::Locked if world.here.in_memory => Some(
            "the credentials were removed, or not given when Tidegate started; give them now: tidegate credentials set"
                .into(),
        ),
        Credentials::Locked => Some("the keychain is locked; unlock it".into()),
        Credentials::Absent => {
            Some("there are no credentials for this account; enter them: tidegate credentials set".into())
        }
        Credentials::NoKeychain => Some(
            "this computer has no keychain; give the secret at the start: tidegate run --help says how"
                .into(),
        ),
        Credentials::Refused(words) => Some(format!(
            "the carrier refuses the credentials: {words}. If the secret was renewed, enter the new one: tidegate credentials set"
        )),
    }
}

fn circuit(world: &World, plan: &Plan, circuit: &Circuit, coming: &[Upcoming], now: Instant) -> CircuitView {
    let seen = world.states.get(&circuit.id).and_then(|state| state.seen.as_ref());
    let timeline = world.compiled.timelines.get(&circuit.id);
    let live = seen.map(|seen| seen.tier);
    CircuitView {
        id: circuit.id.clone(),
        name: circuit.name.clone(),
        live,
        status: seen.map(|seen| seen.status.clone()),
        wanted: timeline.map(|timeline| timeline.want(now)),
        baseline: circuit.baseline,
        bounds: [circuit.lowest, circuit.highest],
        per_hour: live.and_then(|tier| circuit.price(tier)).cloned(),
        why: plan.reasons.get(&circuit.id).cloned().unwrap_or_default(),
        order: (world.open_errand(&circuit.id))
            .or_else(|| world.open_change(&circuit.id))
            .map(|change| order(world, change)),
        next: coming.first().filter(|next| !is_kept(world, &circuit.id, next, now)).cloned(),
        overrides: world.overrides.values().filter(|one| one.circuit == circuit.id).cloned().collect(),
        paused: circuit.paused.or(world.tenant.paused),
    }
}

/// A change at a glance.
pub fn order(world: &World, change: &Change) -> OrderView {
    OrderView {
        id: change.id.0,
        circuit: world.name_of(&change.circuit).to_owned(),
        from: change.from,
        to: change.to,
        state: change.state.word(),
        at: change.opened,
        sent: change.sent,
        ended: change.ended,
        reference: change.reference.clone(),
        order: change.order.clone(),
        why: change.why.clone(),
        words: change.words.clone(),
        errand: change.errand.as_ref().map(|errand| errand.told(world.name_of(&change.circuit))),
    }
}

/// The orders that the plan will give for a circuit if all goes well, by the function that gives them.
pub fn upcoming(world: &World, id: &CircuitId, now: Instant, until: Instant) -> Vec<Upcoming> {
    let (Some(circuit), Some(state), Some(timeline)) =
        (world.circuits.get(id), world.states.get(id), world.compiled.timelines.get(id))
    else {
        return vec![];
    };
    let open = world.open_change(id).map(|change| change.to);
    let Some(mut present) = open.or(state.seen.as_ref().map(|seen| seen.tier)) else { return vec![] };
    let mut settled = state.aim.as_ref().filter(|aim| aim.settled).map(|aim| aim.tier);
    // Left as it is until the aim changes, as after drift.
    let mut left = state.adopted.as_ref().and(state.aim.as_ref()).map(|aim| aim.tier);
    let (mut at, mut out) = (now, Vec::new());
    for _ in 0..TURNS {
        let situation = Situation {
            timeline,
            present,
            settled,
            lead: state.lead(),
            timings: &world.tenant.profile.timings,
            now: at,
        };
        let goal = situation.goal();
        left = left.filter(|aim| *aim == goal.aim);
        if goal.target != present && left.is_none() {
            let why = sentence(circuit, timeline, goal.boundary.max(at));
            out.push(Upcoming {
                at,
                from: present,
                to: goal.target,
                wanted: goal.boundary,
                why,
                raise: goal.target > present,
            });
            present = goal.target;
        }
        settled = Some(goal.aim).filter(|aim| *aim <= present);
        match situation.next().filter(|next| *next < until) {
            Some(next) => at = next,
            None => break,
        }
    }
    out
}

/// Whether an order is due and a problem of its circuit keeps it from being sent: when it will be, nobody can say.
pub(crate) fn is_kept(world: &World, id: &CircuitId, next: &Upcoming, now: Instant) -> bool {
    next.at <= now && world.incidents.values().any(|one| one.circuit.as_ref() == Some(id))
}

fn feeds(world: &World, now: Instant) -> Vec<FeedView> {
    let mut counts: BTreeMap<&FeedId, [usize; 3]> = BTreeMap::new();
    for one in world
        .compiled
        .decided
        .iter()
        .filter(|one| one.occurrence.end > now && one.occurrence.start < now + SHOWN)
    {
        let index = match one.verdict {
            Verdict::Fires(_) => 0,
            Verdict::Ignored(_) => 1,
            Verdict::Attention(_) => 2,
        };
        counts.entry(&one.key.feed).or_default()[index] += 1;
    }
    let mut views: Vec<FeedView> = world
        .feeds
        .values()
        .map(|feed| {
            let state = world.feed_states.get(&feed.id);
            FeedView {
                id: feed.id.clone(),
                name: feed.name.clone(),
                read_at: state.and_then(|state| state.read_at),
                changed_at: state.and_then(|state| state.changed_at),
                trouble: state
                    .and_then(|state| state.failing.as_ref())
                    .map(|failing| failing.message.clone()),
                counts: counts.get(&feed.id).copied().unwrap_or_default(),
                problems: state.map_or(0, |state| state.problems.len()),
            }
        })
        .collect();
    views.sort_by(|a, b| a.name.cmp(&b.name));
    views
}

/// The occurrences that need attention, soonest first; their ids are short and the same at each look.
pub fn attention(world: &World, now: Instant) -> Vec<AttentionView> {
    let waiting = world.compiled.decided.iter().filter(|one| one.occurrence.end >= now);
    waiting
        .filter_map(|one| match &one.verdict {
            Verdict::Attention(attention) => {
                let digest = crate::audit::hash(format!("{:?}", one.key).as_bytes());
                Some(AttentionView {
                    id: digest.chars().take(8).collect(),
                    key: one.key.clone(),
                    title: title(&one.occurrence.details.summary),
                    feed: one.feed.clone(),
                    start: one.occurrence.start,
                    message: attention.message.clone(),
                    choices: attention.choices.clone(),
                })
            }
            Verdict::Fires(_) | Verdict::Ignored(_) => None,
        })
        .collect()
}

/// The stays that the coming orders make: each tier from the order for it on, so the lead is in it. Where a circuit
/// was never seen, what its timeline wants.
fn stays(world: &World, id: &CircuitId, timeline: &Timeline, from: Instant, to: Instant) -> Vec<Stay> {
    let orders = upcoming(world, id, from, to);
    let live = world.states.get(id).and_then(|state| state.seen.as_ref()).map(|seen| seen.tier);
    let open = world.open_change(id).map(|change| change.to);
    let Some(mut tier) = open.or(live) else { return cost::stays(timeline, from, to) };
    let mut begin = from;
    let mut stays = Vec::new();
    for order in orders {
        stays.push(Stay { from: begin, to: order.at, tier });
        (begin, tier) = (order.at, order.to);
    }
    stays.push(Stay { from: begin, to, tier });
    stays.retain(|stay| stay.from < stay.to);
    stays
}

/// What the plan of all circuits costs from an instant, from which nothing is ordered yet, to another, and what it
/// would cost at each circuit's top tier.
pub fn costs(world: &World, from: Instant, to: Instant) -> (Cost, Cost) {
    let tenant = &world.tenant;
    let currency = tenant.profile.currency.as_str();
    let zero = || Cost::zero(currency);
    world.circuits.values().fold((zero(), zero()), |(plan, top), circuit| {
        let Some(timeline) = world.compiled.timelines.get(&circuit.id) else { return (plan, top) };
        let planned =
            cost::of(circuit, &stays(world, &circuit.id, timeline, from, to), tenant.billing, currency);
        let dearest = circuit.offers.last().map_or(circuit.highest, |offer| offer.tier);
        (plan.plus(&planned), top.plus(&cost::at_tier(circuit, dearest, from, to, tenant.billing, currency)))
    })
}
