//! What a reply, or its absence, means for the change it is about.

use super::{Outcome, Transport, general, inventory, unreadable};
use crate::audit::Entry;
use crate::carrier::{OrderState, Quote, Refusal, RefusalKind, Response, TierList};
use crate::change::{Change, REFUSALS, State};
use crate::circuit::Circuit;
use crate::errand;
use crate::ids::{Actor, ChangeId, CircuitId};
use crate::plan::{give_back, price_differs, step};
use crate::price;
use crate::time::Instant;
use crate::timings::Limits;
use crate::world::{Ask, Record, World};

pub(super) fn reply(
    world: &mut World,
    outcome: &Outcome,
    response: &Response,
    now: Instant,
    limits: &Limits,
) -> Vec<Record> {
    let refused = |world: &mut World, refusal: &Refusal| general(world, refusal, now, outcome.dice, limits);
    let profile = world.tenant.profile.clone();
    match &outcome.ask {
        Ask::Inventory(page) => match profile.read_inventory(response) {
            Ok(read) => inventory::page(world, *page, read.value, outcome.begun, now),
            Err(refusal) => {
                unreadable(world, &refusal, now, outcome.dice, limits);
                inventory::abandoned(world, *page, outcome.begun)
            }
        },
        Ask::Tiers(id) => {
            world.here.tiers_tried.insert(id.clone(), now);
            let Some(circuit) = world.circuits.get(id) else { return vec![] };
            match profile.read_tiers(circuit, response, now) {
                Ok(read) => tiers(circuit, read.value, now),
                Err(refusal) => {
                    refused(world, &refusal);
                    vec![]
                }
            }
        }
        Ask::Quote(circuit, id) => {
            let read = profile.read_quote(response, now);
            read.as_ref().err().into_iter().for_each(|refusal| refused(world, refusal));
            let Some(change) = open(world, circuit, *id) else { return vec![] };
            match read {
                Ok(quote) => quoted(world, change, quote.value, now),
                Err(refusal) => refused_change(world, &change, &refusal, now),
            }
        }
        Ask::Order(circuit, id) => {
            let is_errand = world.change(circuit, *id).is_some_and(|change| change.errand.is_some());
            let read = if is_errand { profile.read_errand(response) } else { profile.read_order(response) };
            read.as_ref().err().into_iter().for_each(|refusal| refused(world, refusal));
            let Some(change) = open(world, circuit, *id) else { return vec![] };
            match read {
                Ok(accepted) => accept(&change, accepted.order, now),
                Err(refusal) => refused_change(world, &change, &refusal, now),
            }
        }
        Ask::Follow(circuit, id) => {
            world.here.followed.insert(*id, now);
            // The answer may be about an order that was given up: what is intended or being sent anew has none yet.
            let has_one = |change: &Change| change.is_out() && change.state != State::Sent;
            let Some(change) = open(world, circuit, *id).filter(has_one) else { return vec![] };
            match profile.read_follow(change.order.as_deref().unwrap_or_default(), response) {
                Ok(state) => followed(world, &change, &state, now),
                Err(refusal) => {
                    refused(world, &refusal);
                    vec![]
                }
            }
        }
    }
}

pub(super) fn no_reply(
    world: &mut World,
    outcome: &Outcome,
    transport: &Transport,
    now: Instant,
) -> Vec<Record> {
    match &outcome.ask {
        Ask::Inventory(page) => inventory::abandoned(world, *page, outcome.begun),
        Ask::Tiers(id) => {
            world.here.tiers_tried.insert(id.clone(), now);
            vec![]
        }
        Ask::Follow(_, id) => {
            world.here.followed.insert(*id, now);
            vec![]
        }
        Ask::Quote(..) => vec![],
        Ask::Order(circuit, id) => {
            let Some(change) = open(world, circuit, *id).filter(|change| change.state == State::Sent) else {
                return vec![];
            };
            match transport {
                Transport::Lost(words) => {
                    let why = format!("the carrier's answer was lost ({words}); it may have taken the order");
                    stepped(world, &change, State::Unknown, Actor::Program, why, now)
                }
                Transport::NotSent(words) | Transport::PutOff(words, _) | Transport::Withheld(words) => {
                    unsent(world, change, words, now)
                }
                Transport::NoToken(_) => unsent(world, change, "there is no valid sign-in", now),
            }
        }
    }
}

/// Nothing left this computer: it is an intent as before, and its attempt does not count.
fn unsent(world: &World, mut change: Change, words: &str, now: Instant) -> Vec<Record> {
    change.attempts = change.attempts.saturating_sub(1);
    stepped(world, &change, State::Intended, Actor::Program, format!("nothing was sent: {words}"), now)
}

fn open(world: &World, circuit: &CircuitId, id: ChangeId) -> Option<Change> {
    world.change(circuit, id).filter(|change| change.is_open()).cloned()
}

fn kept(change: Change) -> Record {
    Record::Change(Box::new(change))
}

/// A step, its audit line, and what it gives back to the quota.
fn stepped(
    world: &World,
    change: &Change,
    next: State,
    actor: Actor,
    why: impl Into<String>,
    now: Instant,
) -> Vec<Record> {
    let why = why.into();
    let (new, entry) = step(change, next, now, actor, why.clone());
    let quota = give_back(&new, next, |day| world.quota.get(&day).cloned().unwrap_or_default());
    let told = told(world, &new, &why, now);
    [kept(new), Record::Audit(entry)].into_iter().chain(quota).chain(told).collect()
}

/// What a person is told of an errand.
fn told(world: &World, change: &Change, why: &str, now: Instant) -> Option<Record> {
    errand::notice(world, change, why, now).map(|notice| Record::Notice(Box::new(notice)))
}

/// A quote is kept with what it is for, unless its price is another than a person agreed to.
fn quoted(world: &World, change: Change, quote: Quote, now: Instant) -> Vec<Record> {
    match price_differs(&change, &quote) {
        Some(why) if change.state == State::Intended => {
            let mut heard = change;
            heard.heard(&why, now);
            stepped(world, &heard, State::Rejected, Actor::Program, why, now)
        }
        Some(_) | None => vec![kept(Change { quote: Some(quote), ..change })],
    }
}

/// What is empty says nothing: the tiers known so far stay.
fn tiers(circuit: &Circuit, list: TierList, now: Instant) -> Vec<Record> {
    let offers = if list.offers.is_empty() { circuit.offers.clone() } else { list.offers };
    let port_limit = list.port_limit.or(circuit.port_limit);
    let new = Circuit { port_limit, ..circuit.with_offers(offers) };
    if new == *circuit {
        return vec![];
    }
    let mut records: Vec<Record> = price::told(circuit, &new, now).into_iter().map(Record::Audit).collect();
    records.push(Record::Circuit(Box::new(new)));
    records
}

fn accept(change: &Change, order: Option<String>, now: Instant) -> Vec<Record> {
    if change.state != State::Sent {
        return vec![];
    }
    let why = match &order {
        Some(id) => format!("the carrier took it as order {id}"),
        None => "the carrier took it without naming an order".into(),
    };
    let with_order = Change { order, ..change.clone() };
    let (new, entry) = step(&with_order, State::Accepted, now, Actor::Carrier, why);
    vec![kept(new), Record::Audit(entry)]
}

/// An accepted order's own state; every word of the carrier's is kept.
fn followed(world: &World, change: &Change, state: &OrderState, now: Instant) -> Vec<Record> {
    let mut heard = change.clone();
    match state {
        OrderState::Working(word) => {
            heard.heard(word, now);
            if heard.state == State::Accepted {
                return stepped(
                    world,
                    &heard,
                    State::Pending,
                    Actor::Carrier,
                    format!("the carrier says \"{word}\""),
                    now,
                );
            }
            let is_new = heard.words.len() > change.words.len();
            if is_new { vec![word_noted(&heard, word, now), kept(heard)] } else { vec![] }
        }
        OrderState::Completed if change.completed => vec![],
        OrderState::Completed => {
            heard.heard("COMPLETED", now);
            heard.completed = true;
            vec![word_noted(&heard, "COMPLETED", now), kept(heard)]
        }
        OrderState::Failed(words) => {
            heard.heard(if words.is_empty() { "FAILED" } else { words }, now);
            stepped(world, &heard, State::Failed, Actor::Carrier, said("FAILED", words), now)
        }
        OrderState::Cancelled(words) => {
            heard.heard(if words.is_empty() { "CANCELLED" } else { words }, now);
            stepped(world, &heard, State::Cancelled, Actor::Carrier, said("CANCELLED", words), now)
        }
    }
}

fn said(state: &str, words: &str) -> String {
    if words.is_empty() {
        format!("the carrier says {state}")
    } else {
        format!("the carrier says {state}: \"{words}\"")
    }
}

fn word_noted(change: &Change, word: &str, now: Instant) -> Record {
    let mut entry = Entry::new(now, Actor::Carrier, "order.state", format!("the carrier says \"{word}\""))
        .about(&change.circuit);
    entry.event_uid.clone_from(&change.event_uid);
    entry.order.clone_from(&change.order);
    Record::Audit(entry)
}

/// What a refusal means for a change that is being quoted or sent. All kinds worth another try share one budget.
fn refused_change(world: &mut World, change: &Change, refusal: &Refusal, now: Instant) -> Vec<Record> {
    let mut heard = change.clone();
    let why = format!("{refusal} (HTTP {})", refusal.status);
    let words = if refusal.words.is_empty() { String::new() } else { format!(": \"{}\"", refusal.words) };
    heard.heard(&format!("{why}{words}"), now);
    let was_sent = change.state == State::Sent;
    match &refusal.kind {
        RefusalKind::Unclear(_) if was_sent => {
            let why = format!("{why}; it may have taken the order");
            stepped(world, &heard, State::Unknown, Actor::Carrier, why, now)
        }
        // What another question is answered meanwhile does not end this patience.
        RefusalKind::Unclear(None) | RefusalKind::TooMany(None) => {
            again(world, paced(world, heard, now), why, now)
        }
        RefusalKind::Unclear(Some(_)) | RefusalKind::Unauthorized | RefusalKind::TooMany(Some(_)) => {
            again(world, heard, why, now)
        }
        RefusalKind::Locked => {
            let mut records = again_bounded(world, heard, why, now);
            records.extend(locked(world, &change.circuit, now));
            records
        }
        RefusalKind::QuoteGone => again_bounded(world, Change { quote: None, ..heard }, why, now),
        RefusalKind::NotEnabled | RefusalKind::WrongIdentifier => again_bounded(world, heard, why, now),
        RefusalKind::DailyQuota => {
            let day = crate::time::gmt_day(now);
            let mut quota = world.quota.get(&day).cloned().unwrap_or_default();
            quota.full = true;
            let (new, entry) = step(&heard, State::Blocked, now, Actor::Carrier, why.clone());
            let told = told(world, &new, &why, now);
            [kept(new), Record::Audit(entry), Record::Quota(day, quota)].into_iter().chain(told).collect()
        }
        RefusalKind::Fixed => {
            let mut records = stepped(world, &heard, State::Rejected, Actor::Carrier, why, now);
            records.extend(learned(world, &change.circuit, refusal));
            records
        }
        RefusalKind::Forbidden
        | RefusalKind::Firewall
        | RefusalKind::NotFound
        | RefusalKind::OtherCustomer(_)
        | RefusalKind::Invalid => stepped(world, &heard, State::Rejected, Actor::Carrier, why, now),
    }
}

/// A site whose bandwidth the carrier never changes is known from then on: what asks for another tier there is refused
/// when it is made.
fn learned(world: &World, circuit: &CircuitId, refusal: &Refusal) -> Option<Record> {
    let circuit = world.circuits.get(circuit)?;
    let words = if refusal.words.is_empty() { String::new() } else { format!(": \"{}\"", refusal.words) };
    let refuses = Some(format!("the carrier changes no bandwidth there{words}"));
    (circuit.refuses != refuses).then(|| Record::Circuit(Box::new(Circuit { refuses, ..circuit.clone() })))
}

/// Not accepted, beyond doubt: an intent again, at once or when the carrier may be asked.
fn again(world: &World, mut change: Change, why: String, now: Instant) -> Vec<Record> {
    if change.state == State::Intended {
        return vec![kept(change)];
    }
    change.attempts = change.attempts.saturating_sub(1);
    stepped(world, &change, State::Intended, Actor::Carrier, why, now)
}

/// Nothing was ordered yet and the carrier fails at this circuit's quote: it is asked again as long as the wish stands,
/// each time after as long as has been tried, between the early and the late poll's interval.
fn paced(world: &World, change: Change, now: Instant) -> Change {
    let timings = &world.tenant.profile.timings;
    let wait = (now - change.opened).clamp(timings.poll_early, timings.poll_late);
    Change { not_before: Some(now + wait), ..change }
}

/// As `again`, each time a little later, and at last no more.
fn again_bounded(world: &World, mut change: Change, why: String, now: Instant) -> Vec<Record> {
    change.refusals += 1;
    if change.refusals >= REFUSALS {
        return stepped(
            world,
            &change,
            State::Rejected,
            Actor::Carrier,
            format!("{why}, {REFUSALS} times"),
            now,
        );
    }
    let poll = world.tenant.profile.timings.poll_early;
    let tries = i32::try_from(change.refusals).unwrap_or(1);
    // The first refusal may only have named the wrong identifier: the other is tried at once.
    change.not_before = Some(if tries == 1 { now } else { now + poll * tries });
    again(world, change, why, now)
}

/// The carrier says that an order is running on the circuit: it is waited for.
fn locked(world: &World, circuit: &CircuitId, now: Instant) -> Option<Record> {
    let mut state = world.states.get(circuit)?.clone();
    let seen = state.seen.as_mut()?;
    (seen.pending, seen.status) = (true, "Change pending".into());
    state.busy_at = Some(now);
    Some(Record::State(Box::new(state)))
}
