//! The audit behind one order: its lines, its facts, and all of it as a text for the carrier's support.

use super::{
    Action, Change, Fact, Instant, Line, State, Trail, TrailLine, World, Zone, plain, wall, written,
};
use crate::audit::{Row, hash};
use crate::screen::Does;

/// The audit behind an order. `rows` are the trail's about it, oldest first.
pub fn trail(world: &World, change: &Change, rows: &[Row], now: Instant) -> Trail {
    let zone = world.tenant.zone;
    let read: Vec<Line> = rows.iter().filter_map(|row| serde_json::from_str(&row.line).ok()).collect();
    let lines: Vec<TrailLine> = read.iter().map(|line| told(line, zone)).collect();
    let title = format!("Audit trail of order {}", change.order.as_ref().unwrap_or(&change.reference));
    let facts = facts(world, change, rows, now);
    let text = as_text(world, &title, &facts, &read);
    Trail { title, lines, actions: actions(world, change, &text), facts, text }
}

fn told(line: &Line, zone: Zone) -> TrailLine {
    TrailLine {
        time: line.at.with_timezone(&zone).format("%H:%M:%S").to_string(),
        who: written::capital(who(line)),
        text: said(line),
    }
}

/// A person by the name alone.
fn who(line: &Line) -> &str {
    line.actor.trim_start_matches("person ")
}

/// What was done and why, in words.
fn said(line: &Line) -> String {
    let done = match line.act.as_str() {
        "order.intended" => "intent stored",
        "order.sent" => "sent to the carrier",
        "order.accepted" => "taken by the carrier",
        "order.pending" => "the carrier is at work",
        "order.unknown" => "its outcome is unknown",
        "order.confirmed" => "the inventory shows it",
        "order.failed" => "failed",
        "order.cancelled" => "cancelled",
        "order.refused" => "refused",
        "order.replaced" => "replaced before it was sent",
        "order.held" => "held",
        _ => "",
    };
    let from_to = match (&line.before, &line.after) {
        (Some(before), Some(after)) if line.act == "order.intended" => format!(" ({before} to {after})"),
        _ => String::new(),
    };
    let why = plain(&line.why);
    if done.is_empty() { why } else { format!("{done}{from_to}: {why}") }
}

fn facts(world: &World, change: &Change, rows: &[Row], now: Instant) -> Vec<Fact> {
    let zone = world.tenant.zone;
    let fact = |name: &str, text: String| Fact { name: name.into(), text };
    let live = written::live(world, &change.circuit).map(|tier| match world.here.inventory_at {
        Some(at) => format!("{tier}, read {}", wall::when(at, now, zone)),
        None => format!("{tier}, when it was last read"),
    });
    let chain = rows.first().zip(rows.last()).map(|(first, last)| {
        let whole = rows.iter().all(|row| hash(row.line.as_bytes()) == row.hash);
        let state = if whole { "each as it was hashed" } else { "changed since they were hashed" };
        format!("rows {} to {}, {state}", first.seq, last.seq)
    });
    let all = [
        Some(fact("Circuit", world.name_of(&change.circuit).to_owned())),
        Some(fact("Wanted", wanted(world, change))),
        live.map(|live| fact("Live", live)),
        Some(fact("Asked by", plain(&change.why))),
        change.last_word().map(|word| fact("Answer", format!("\"{}\"", plain(word)))),
        Some(fact("Reference", change.reference.clone())),
        change.order.clone().map(|order| fact("Order", order)),
        chain.map(|chain| fact("Chain", chain)),
    ];
    all.into_iter().flatten().collect()
}

/// The tier and from when, or what else was wanted.
fn wanted(world: &World, change: &Change) -> String {
    let at = wall::text(change.boundary, world.tenant.zone);
    match &change.errand {
        None => format!("{} from {at}", change.to),
        Some(errand) => format!("{}, said {at}", errand.told(world.name_of(&change.circuit))),
    }
}

/// One that ended badly can be tried again, as long as no later one took its place.
fn actions(world: &World, change: &Change, text: &str) -> Vec<Action> {
    let failed = matches!(change.state, State::Failed | State::Cancelled | State::Rejected);
    let is_last = world.changes_of(&change.circuit).next().is_some_and(|newest| newest.id == change.id);
    let circuit = world.name_of(&change.circuit).to_owned();
    let retry =
        (failed && is_last).then(|| Action { label: "Try now".into(), does: Does::Retry { circuit } });
    let copy = Action { label: "Copy as text".into(), does: Does::Copy { text: text.to_owned() } };
    retry.into_iter().chain([copy]).collect()
}

/// For somebody who has no Tidegate: instants in UTC.
fn as_text(world: &World, title: &str, facts: &[Fact], lines: &[Line]) -> String {
    let customer = format!("Customer: {}", world.tenant.profile.customer_number);
    let facts = facts.iter().map(|fact| format!("{}: {}", fact.name, fact.text));
    let lines =
        lines.iter().map(|line| format!("{} {}: {}", wall::sent_back(line.at), who(line), said(line)));
    [title.to_owned(), customer].into_iter().chain(facts).chain(lines).collect::<Vec<_>>().join("\n")
}
