//! Incidents and notices. Which problems there are is read off the world at each pass, level-triggered like all else:
//! one that is new opens with one notice, one that changes is updated in place, one that is gone closes with one.

mod problems;
mod sleep;
mod waiting;

pub use sleep::before_sleep;

pub(crate) use problems::capital;
pub(crate) use waiting::is_told_late;

use crate::audit::Entry;
use crate::ids::{Actor, CircuitId};
use crate::plan::Pass;
use crate::time::{Instant, Span};
use crate::units::Money;
use crate::world::{Credentials, Record};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A problem, open or closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// What it is about; at most one is open of each.
    pub key: String,
    /// What sort of problem.
    pub kind: IncidentKind,
    /// The circuit, where it is one's.
    pub circuit: Option<CircuitId>,
    /// When it opened.
    pub opened: Instant,
    /// When its text last changed.
    pub updated: Instant,
    /// When it closed.
    pub closed: Option<Instant>,
    /// The fact, at most 60 characters.
    pub title: String,
    /// What happened, what Tidegate did, what a person can do.
    pub body: String,
    /// What it costs an hour, more or less than the plan, while it lasts; `None` is unknown or nothing.
    pub per_hour: Option<Money>,
    /// What a person can answer.
    pub choices: Vec<Remedy>,
}

/// The sorts of problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IncidentKind {
    /// An order failed.
    Failed,
    /// An order was cancelled.
    Cancelled,
    /// An order was refused.
    Refused,
    /// An order never ends, or nobody knows whether it was taken.
    Stuck,
    /// Somebody changed the tier.
    Drift,
    /// Somebody changed it twice: automation stands still there.
    Foreign,
    /// The day's changes are used up.
    Quota,
    /// A circuit in a state that takes no orders, or gone.
    Unavailable,
    /// Keychain locked, absent or empty.
    Credentials,
    /// The carrier refuses the credentials.
    SignIn,
    /// The carrier does not answer.
    Unreachable,
    /// Our clock is wrong.
    Clock,
    /// The disk is full.
    Disk,
    /// A feed cannot be read.
    Feed,
    /// A feed lost most of its occurrences.
    Shrunken,
    /// A refresh raised very much at once.
    MassChange,
    /// Wishes are held until a person answers.
    Held,
    /// A wish is due and could not be ordered.
    Unsent,
}

/// What a person can do about an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Remedy {
    /// Order it again now.
    Retry,
    /// Hold the live tier for a while.
    Hold,
    /// Hold the baseline until the plan would drop to it.
    Drop,
    /// Order what the plan wants now.
    Restore,
    /// Let automation go on.
    Resume,
    /// Believe the calendar as it is.
    Believe,
    /// Let the raises of a mass change go.
    Release,
    /// Show it.
    Open,
}

/// Something a person is told once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// When.
    pub at: Instant,
    /// The incident, or the sort of a single event such as `missed`.
    pub key: String,
    /// The circuit, where it is one's.
    pub circuit: Option<CircuitId>,
    /// Opened, closed, or a single event.
    pub stage: Stage,
    /// At most 60 characters, the circuit in it.
    pub title: String,
    /// At most three sentences.
    pub body: String,
    /// Its buttons, where the desktop has buttons.
    pub choices: Vec<Remedy>,
}

/// A notice's place in its incident's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// The incident opened.
    Opened,
    /// It closed: recovery.
    Closed,
    /// No incident.
    Once,
}

impl Notice {
    /// A notice of something that is over when it is told.
    pub fn once(at: Instant, key: &str, circuit: Option<&CircuitId>, title: &str, body: String) -> Self {
        Self {
            at,
            key: key.to_owned(),
            circuit: circuit.cloned(),
            stage: Stage::Once,
            title: shortened(title),
            body,
            choices: vec![Remedy::Open],
        }
    }
}

/// A problem as this pass sees it.
struct Problem {
    kind: IncidentKind,
    circuit: Option<CircuitId>,
    title: String,
    body: String,
    per_hour: Option<Money>,
    choices: Vec<Remedy>,
}

/// Opens, updates and closes incidents so that they say what this pass sees.
pub(crate) fn reconcile(pass: &mut Pass<'_>) {
    let seen = problems::problems(pass);
    level(pass, &seen, |_| true);
}

/// The same for what stands on the way to the carrier, which needs no clock to be seen: while it is open which clock is
/// right, this is what keeps it open.
pub(crate) fn reconcile_way(pass: &mut Pass<'_>) {
    let seen = problems::on_the_way(pass);
    level(pass, &seen, |kind| match kind {
        IncidentKind::Credentials | IncidentKind::SignIn | IncidentKind::Unreachable => true,
        IncidentKind::Failed | IncidentKind::Cancelled | IncidentKind::Refused | IncidentKind::Stuck => false,
        IncidentKind::Drift | IncidentKind::Foreign | IncidentKind::Quota => false,
        IncidentKind::Unavailable | IncidentKind::Clock | IncidentKind::Disk | IncidentKind::Feed => false,
        IncidentKind::Shrunken | IncidentKind::MassChange | IncidentKind::Held | IncidentKind::Unsent => {
            false
        }
    });
}

/// Makes the incidents of some kinds say what was seen.
fn level(pass: &mut Pass<'_>, seen: &BTreeMap<String, Problem>, of_these: fn(IncidentKind) -> bool) {
    let open = &pass.world.incidents;
    let mut records = Vec::new();
    for (key, problem) in seen {
        match open.get(key) {
            None => records.extend(opened(key, problem, pass.now)),
            Some(incident)
                if incident.title != shortened(&problem.title)
                    || incident.body != problem.body
                    || incident.kind != problem.kind =>
            {
                records.extend(updated(incident, problem, pass.now));
            }
            Some(_) => {}
        }
    }
    for (key, incident) in open.iter().filter(|(_, incident)| of_these(incident.kind)) {
        if !seen.contains_key(key) && is_over(pass, incident) {
            records.extend(closed(pass, incident));
        }
    }
    pass.records.extend(records);
}

fn opened(key: &str, problem: &Problem, at: Instant) -> [Record; 3] {
    let incident = incident(key, problem, at, at);
    let entry = entry(at, "incident.opened", &incident);
    let notice = notice(at, &incident, Stage::Opened);
    [Record::Incident(Box::new(incident)), Record::Audit(entry), Record::Notice(Box::new(notice))]
}

fn updated(old: &Incident, problem: &Problem, at: Instant) -> Vec<Record> {
    let mut new = incident(&old.key, problem, old.opened, at);
    new.per_hour = new.per_hour.or_else(|| old.per_hour.clone());
    // One incident is told once; a turn it takes, such as failed to cancelled, is kept in the trail.
    let turn = (old.kind != new.kind).then(|| Record::Audit(entry(at, "incident.updated", &new)));
    turn.into_iter().chain([Record::Incident(Box::new(new))]).collect()
}

fn closed(pass: &Pass<'_>, old: &Incident) -> [Record; 3] {
    let body = recovery(pass, old);
    let word = if is_met(pass, old) { "Solved" } else { "Over" };
    let title = shortened(&format!("{word}: {}", old.title));
    let new =
        Incident { closed: Some(pass.now), updated: pass.now, title, body, choices: vec![], ..old.clone() };
    let entry = entry(pass.now, "incident.closed", &new);
    let notice = notice(pass.now, &new, Stage::Closed);
    [Record::Incident(Box::new(new)), Record::Audit(entry), Record::Notice(Box::new(notice))]
}

fn incident(key: &str, problem: &Problem, opened: Instant, updated: Instant) -> Incident {
    Incident {
        key: key.to_owned(),
        kind: problem.kind,
        circuit: problem.circuit.clone(),
        opened,
        updated,
        closed: None,
        title: shortened(&problem.title),
        body: problem.body.clone(),
        per_hour: problem.per_hour.clone(),
        choices: problem.choices.clone(),
    }
}

fn notice(at: Instant, incident: &Incident, stage: Stage) -> Notice {
    let choices = if stage == Stage::Closed { vec![Remedy::Open] } else { incident.choices.clone() };
    let (key, circuit) = (incident.key.clone(), incident.circuit.clone());
    Notice { at, key, circuit, stage, title: incident.title.clone(), body: incident.body.clone(), choices }
}

fn entry(at: Instant, act: &'static str, incident: &Incident) -> Entry {
    let mut entry = Entry::new(at, Actor::Program, act, format!("{}. {}", incident.title, incident.body));
    entry.circuit.clone_from(&incident.circuit);
    entry
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= 60 { text.to_owned() } else { text.chars().take(59).chain(['…']).collect() }
}

/// While nothing is known of a circuit, as after a start, its incidents are neither confirmed nor solved.
fn is_over(pass: &Pass<'_>, incident: &Incident) -> bool {
    match incident.kind {
        IncidentKind::Failed | IncidentKind::Cancelled | IncidentKind::Refused | IncidentKind::Stuck => {
            pass.world.here.inventory_at.is_some()
        }
        IncidentKind::Drift | IncidentKind::Foreign | IncidentKind::Quota | IncidentKind::Unavailable => {
            pass.world.here.inventory_at.is_some()
        }
        IncidentKind::Credentials | IncidentKind::SignIn => pass.world.here.credentials == Credentials::Ready,
        // A program just started has asked nobody yet.
        IncidentKind::Unreachable => pass.world.here.connected_since.is_some(),
        IncidentKind::Clock => pass.world.here.clock.is_known(pass.limits),
        IncidentKind::Disk | IncidentKind::Feed | IncidentKind::Shrunken | IncidentKind::MassChange => true,
        IncidentKind::Held | IncidentKind::Unsent => waiting::is_over(pass, incident),
    }
}

/// Whether an order's incident closes because the circuit got its tier, not because nobody wants it any more.
fn is_met(pass: &Pass<'_>, old: &Incident) -> bool {
    let is_order = matches!(
        old.kind,
        IncidentKind::Failed
            | IncidentKind::Cancelled
            | IncidentKind::Refused
            | IncidentKind::Stuck
            | IncidentKind::Unsent
    );
    if old.kind == IncidentKind::Held {
        return false;
    }
    let Some(state) = old.circuit.as_ref().and_then(|circuit| pass.world.states.get(circuit)) else {
        return true;
    };
    let live = state.seen.as_ref().map(|seen| seen.tier);
    let wanted = if is_order {
        pass.world.changes_of(&state.id).next().map(|change| change.to)
    } else if old.kind == IncidentKind::Drift {
        state.aim.as_ref().map(|aim| aim.tier)
    } else {
        live
    };
    live.is_some() && live == wanted
}

fn recovery(pass: &Pass<'_>, old: &Incident) -> String {
    let lasted = pass.now - old.opened;
    let lasted = (lasted >= Span::seconds(1)).then(|| format!("It lasted {}.", words_of(lasted)));
    let hours = Decimal::from((pass.now - old.opened).num_seconds()) / Decimal::from(3600);
    let cost =
        old.per_hour.as_ref().map(|rate| Money::new((rate.amount * hours).round_dp(2), &rate.currency));
    let cost = cost
        .filter(|cost| cost.amount > Decimal::ZERO)
        .map(|cost| format!("It cost {cost} more than the plan."));
    let live = old.circuit.as_ref().and_then(|id| {
        let tier = pass.world.states.get(id)?.seen.as_ref()?.tier;
        Some(format!("{} has {tier} now.", pass.world.name_of(id)))
    });
    let is_key = matches!(old.kind, IncidentKind::Credentials | IncidentKind::SignIn);
    let goes_on = is_key.then(|| "The credentials are there, and Tidegate goes on.".to_owned());
    let said: Vec<String> = [live, goes_on, lasted, cost].into_iter().flatten().collect();
    if said.is_empty() { "It was over at once.".into() } else { said.join(" ") }
}

/// A length of time for people.
pub(crate) fn words_of(span: Span) -> String {
    let seconds = (span.num_milliseconds() + 500) / 1000;
    let minutes = if seconds < 60 { 0 } else { (seconds + 30) / 60 };
    match (minutes / 60, minutes) {
        (0, 0) => format!("{seconds} s"),
        (0, minutes) => format!("{minutes} min"),
        (hours, minutes) if minutes == hours * 60 => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {} min", minutes - hours * 60),
    }
}
