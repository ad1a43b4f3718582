//! The window's screens: each is built in core from the world and from what the ledger keeps of the past.

use super::{Answer, CommandError, at_desk, events, json, words};
use crate::host::{Host, Round};
use crate::run::Desk;
use chrono::NaiveDate;
use std::sync::Arc;
use tidegate_core::horizon::LATELY;
use tidegate_core::ids::ChangeId;
use tidegate_core::overrides::OverrideKind;
use tidegate_core::screen::activity::{self, Filter};
use tidegate_core::screen::glance::{self, Facts};
use tidegate_core::screen::past::Line;
use tidegate_core::screen::settings::{self, Program};
use tidegate_core::screen::{attention, circuits, feeds, setup, week};
use tidegate_core::time::{Instant, civil_of};
use tidegate_door::command::ByHand;

/// Incidents looked through for what was solved lately.
const INCIDENTS: u32 = 100;

/// Orders looked through for the activity.
const ORDERS: u32 = 2000;
/// Lines of one act looked through.
const LINES: u32 = 1000;

/// Builds a screen from the desk as it is, on the corrected clock.
async fn screen<S: serde::Serialize>(
    round: &Round,
    build: impl FnOnce(&Desk, Instant) -> Result<S, CommandError> + Send + 'static,
) -> Answer {
    at_desk(round, move |desk| {
        let now = look(desk);
        json(&build(desk, now)?)
    })
    .await
}

/// Brings what is compiled up to date, and says what the corrected clock shows.
pub(super) fn look(desk: &mut Desk) -> Instant {
    let now = desk.world.now(desk.now());
    desk.world.refresh(now);
    now
}

fn facts(desk: &Desk) -> Result<Facts, CommandError> {
    let was_on = !desk.store.audit().of_act("automation.on", 1)?.is_empty();
    Ok(Facts { unwritable: desk.unwritable().map(str::to_owned), was_on, trail: desk.trail.clone() })
}

pub(super) async fn glance(round: &Round) -> Answer {
    at_desk(round, |desk| {
        let now = look(desk);
        json(&glance::glance(&desk.world, &facts(desk)?, now))
    })
    .await
}

/// All customers, by name. One whose round has ended is left out: its own window says why.
pub(super) async fn customers(host: &Arc<Host>) -> Answer {
    let mut rows = Vec::new();
    for round in host.all().await {
        let row = at_desk(&round, |desk| {
            let now = look(desk);
            Ok(glance::customer(&desk.world, &facts(desk)?, now))
        });
        rows.extend(row.await.ok());
    }
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    json(&rows)
}

pub(super) async fn set_up(round: &Round) -> Answer {
    screen(round, |desk, now| Ok(setup::set_up(&desk.world, now))).await
}

pub(super) async fn waiting(round: &Round) -> Answer {
    screen(round, |desk, now| {
        let past = desk.store.incidents(INCIDENTS)?;
        Ok(attention::attention(&desk.world, &past, now))
    })
    .await
}

pub(super) async fn week(round: &Round, day: Option<String>) -> Answer {
    screen(round, move |desk, now| {
        let day = day_or_today(desk, day.as_deref(), now)?;
        let (from, to) = week::bounds(&desk.world, day);
        Ok(week::week(&desk.world, &desk.store.past(from, to)?, day, now))
    })
    .await
}

pub(super) async fn circuits(round: &Round) -> Answer {
    screen(round, |desk, now| {
        let past = desk.store.past(now - LATELY, now)?;
        Ok(circuits::circuits(&desk.world, desk.plan(), &past, now))
    })
    .await
}

pub(super) async fn by_hand(
    round: &Round,
    circuit: String,
    kind: ByHand,
    tier: String,
    until: Option<String>,
) -> Answer {
    screen(round, move |desk, now| {
        let until = words::until(until.as_deref(), now, desk.world.tenant.zone)?;
        let kind = match kind {
            ByHand::Boost => OverrideKind::Boost,
            ByHand::Hold => OverrideKind::Hold,
        };
        let circuit = words::circuit(desk, &circuit)?;
        Ok(circuits::preview(&desk.world, circuit, kind, words::tier(&tier)?, until, now))
    })
    .await
}

pub(super) async fn feeds(round: &Round) -> Answer {
    screen(round, |desk, now| Ok(feeds::feeds(&desk.world, now))).await
}

/// What an event of a title would ask for: in a feed, else in the first there is, else among the own events.
pub(super) async fn tried(round: &Round, title: String, feed: Option<String>) -> Answer {
    screen(round, move |desk, now| {
        let feed = match feed {
            Some(word) => words::feed(desk, &word)?.clone(),
            None => desk.world.feeds.values().next().cloned().unwrap_or_else(events::own_feed),
        };
        Ok(feeds::tried(&desk.world, &feed, &title, now))
    })
    .await
}

/// What rows of the activity are wanted, as the page asks.
pub(super) struct Wanted {
    pub(super) search: String,
    pub(super) circuit: Option<String>,
    pub(super) state: Option<String>,
    pub(super) limit: u32,
}

pub(super) async fn activity(round: &Round, wanted: Wanted) -> Answer {
    screen(round, move |desk, now| {
        let circuit = match wanted.circuit {
            Some(word) => Some(words::circuit(desk, &word)?.id.clone()),
            None => None,
        };
        let limit = usize::try_from(wanted.limit.min(ORDERS)).unwrap_or(usize::MAX);
        let filter = Filter { search: wanted.search, circuit, state: wanted.state, limit };
        let mut lines = Vec::new();
        for act in ["wish.missed", "circuit.drift", "circuit.foreign-change"] {
            lines.extend(desk.store.audit().of_act(act, LINES)?.iter().filter_map(Line::of));
        }
        let changes = desk.store.changes(None, ORDERS)?;
        Ok(activity::activity(&desk.world, &changes, &lines, &filter, now))
    })
    .await
}

pub(super) async fn trail(round: &Round, id: i64) -> Answer {
    screen(round, move |desk, now| {
        let found = desk.store.change(ChangeId(id))?;
        let change = found.ok_or_else(|| {
            CommandError::not_found(format!("there is no order {id}; the activity lists those there are"))
        })?;
        let mut rows = desk.store.audit().of_order(&change.reference)?;
        if let Some(order) = change.order.as_ref().filter(|order| **order != change.reference) {
            rows.extend(desk.store.audit().of_order(order)?);
        }
        rows.sort_by_key(|row| row.seq);
        Ok(activity::trail(&desk.world, &change, &rows, now))
    })
    .await
}

pub(super) async fn settings(host: &Arc<Host>, round: &Round) -> Answer {
    let program = Program {
        version: env!("CARGO_PKG_VERSION").into(),
        folder: host.folder(),
        autostart: host.autostart(),
    };
    screen(round, move |desk, now| Ok(settings::settings(&desk.world, &program, now))).await
}

/// A civil day of the home zone; today where none is given.
pub(super) fn day_or_today(desk: &Desk, day: Option<&str>, now: Instant) -> Result<NaiveDate, CommandError> {
    let Some(text) = day else { return Ok(civil_of(now, desk.world.tenant.zone).date()) };
    text.parse()
        .map_err(|_| CommandError::usage(format!("\"{text}\" is no day; write for example 2027-01-04")))
}

#[cfg(test)]
mod tests;
