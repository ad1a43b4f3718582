//! What waits: wishes that are held until a person answers, and wishes that are due and could not be ordered.
//! Owns how they are told; why they wait is `request`'s and `plan`'s matter.

use super::problems::{an_hour, capital};
use super::{Incident, IncidentKind, Problem, Remedy};
use crate::change::{Change, State};
use crate::circuit::{Circuit, CircuitState};
use crate::ids::{CircuitId, FeedId};
use crate::plan::{Pass, when_text};
use crate::request::{Attention, Choice, Decided, Verdict, title};
use crate::world::World;
use std::collections::BTreeMap;

/// Reasons told of one feed, each once; what is held for others beside them is told together. A stranger who can
/// write in a calendar must not be able to send notices without end.
const TOLD: usize = 5;

/// The wishes that wait for a person, by the reason why (design §5: nothing is held without one notice).
/// A mass change has an incident of its own.
pub(super) fn held(pass: &Pass<'_>) -> BTreeMap<String, Problem> {
    let mut all = BTreeMap::new();
    if !pass.world.tenant.automation || !tiers_are_asked(pass.world) {
        return all;
    }
    let mut feeds: BTreeMap<&FeedId, BTreeMap<&str, Vec<&Decided>>> = BTreeMap::new();
    for one in pass.world.compiled.decided.iter().filter(|one| one.occurrence.end > pass.now) {
        if let Verdict::Attention(attention) = &one.verdict
            && is_held(attention)
        {
            let reasons = feeds.entry(&one.key.feed).or_default();
            reasons.entry(&attention.message).or_default().push(one);
        }
    }
    for (feed, reasons) in feeds {
        let key = |message: &str| format!("held:{feed}:{}", &crate::audit::hash(message.as_bytes())[..8]);
        let mut groups: Vec<(String, &str, Vec<&Decided>)> =
            reasons.into_iter().map(|(message, group)| (key(message), message, group)).collect();
        let is_new = |key: &String| !pass.world.incidents.contains_key(key);
        groups.sort_by_key(|(key, _, group)| (is_new(key), group[0].occurrence.start));
        let more: Vec<&Decided> =
            groups.split_off(groups.len().min(TOLD)).into_iter().flat_map(|(_, _, group)| group).collect();
        all.extend(groups.into_iter().map(|(key, message, group)| (key, waits(pass, message, &group))));
        if !more.is_empty() {
            all.insert(
                format!("held:{feed}"),
                waits(pass, "it waits for you for a reason of its own", &more),
            );
        }
    }
    all
}

/// Before the carrier has named its tiers, the reason why something is held may be another one soon. Some have no list
/// to be asked for, and of a circuit that the inventory does not show none is asked.
fn tiers_are_asked(world: &World) -> bool {
    let is_gone = |circuit: &Circuit| {
        world.here.inventory_at.is_some()
            && world.states.get(&circuit.id).is_none_or(|state| state.seen.is_none())
    };
    world.circuits.values().all(|circuit| {
        !circuit.offers.is_empty()
            || world.here.tiers_tried.contains_key(&circuit.id)
            || world.tenant.profile.tiers(circuit).is_err()
            || is_gone(circuit)
    })
}

fn can_answer(decided: &Decided) -> bool {
    matches!(&decided.verdict, Verdict::Attention(attention) if !attention.choices.is_empty())
}

fn is_held(attention: &Attention) -> bool {
    attention.held && !attention.choices.contains(&Choice::Release)
}

fn waits(pass: &Pass<'_>, message: &str, group: &[&Decided]) -> Problem {
    let first = group[0];
    let begins = first.occurrence.start.with_timezone(&pass.world.tenant.zone).format("%a %-d %b %H:%M %Z");
    let more = match group.len() - 1 {
        0 => String::new(),
        more => format!(", and {more} more wait for the same"),
    };
    Problem {
        kind: IncidentKind::Held,
        circuit: None,
        title: format!("Waits for you: \"{}\"", brief(&first.occurrence.details.summary)),
        body: format!(
            "{}. It begins {begins}, in \"{}\"{more}. Nothing is ordered for it until {}.",
            capital(message),
            first.feed,
            if can_answer(first) {
                "you answer, in the window under Attention or with tidegate attention list"
            } else {
                "it is changed"
            }
        ),
        per_hour: None,
        choices: vec![Remedy::Open],
    }
}

/// A title that leaves room for our own words beside it.
fn brief(summary: &str) -> String {
    let name = title(summary);
    if name.chars().count() > 42 { name.chars().take(41).chain(['…']).collect() } else { name }
}

/// A wish that is due and could not be ordered for longer than a raise must be of use; told until its order ended.
pub(super) fn unsent(pass: &Pass<'_>, circuit: &Circuit, state: &CircuitState) -> Option<Problem> {
    let due = pass.dues.get(&circuit.id)?;
    let out = pass.world.open_change(&circuit.id).is_some_and(Change::is_out);
    let is_open = is_told_late(pass.world, &circuit.id);
    if pass.now < pass.told_late(due) || (out && !is_open) {
        return None;
    }
    let live = state.seen.as_ref()?.tier;
    let rate = circuit.difference(live, due.tier);
    let change = pass.world.open_change(&circuit.id).filter(|change| change.state == State::Intended);
    let why = change
        .and_then(|change| change.last_word().map(str::to_owned))
        .or_else(|| pass.reasons.get(&circuit.id).cloned())
        .unwrap_or_default();
    let way = if due.tier > live { "raise" } else { "drop" };
    Some(Problem {
        kind: IncidentKind::Unsent,
        circuit: Some(circuit.id.clone()),
        title: format!("{}: {way} to {} could not be ordered", circuit.name, due.tier),
        body: format!(
            "{} still has {live}; {} is due since {}: {why}.{} It is ordered as soon as it can be, if it is wanted then.",
            circuit.name,
            due.tier,
            when_text(due.since, pass.now, pass.world.tenant.zone),
            an_hour(rate.as_ref())
        ),
        per_hour: rate,
        choices: vec![Remedy::Hold, Remedy::Open],
    })
}

/// The incident of a circuit's order, whatever is the matter with it: its turns are told as one.
pub(super) fn key(circuit: &CircuitId) -> String {
    format!("order:{circuit}")
}

/// Whether a circuit's wish was told as late.
pub(crate) fn is_told_late(world: &World, circuit: &CircuitId) -> bool {
    world.incidents.get(&key(circuit)).is_some_and(|incident| incident.kind == IncidentKind::Unsent)
}

/// Whether it is known that nothing waits any more: after a start the calendars are read first.
pub(super) fn is_over(pass: &Pass<'_>, incident: &Incident) -> bool {
    match incident.circuit {
        Some(_) => pass.world.here.inventory_at.is_some(),
        None => pass.world.unread_feeds().next().is_none() && tiers_are_asked(pass.world),
    }
}
