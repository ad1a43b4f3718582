//! What came back, as records: the carrier's replies and the feeds' texts. Owns what a reply means for a change;
//! what to do next is `plan`'s matter. Randomness (for back-off) and time come in as arguments.

mod feeds;
mod inventory;
mod replies;

pub use feeds::{Fetched, loaded, received, unreadable as feed_unreadable};

use crate::carrier::{Refusal, RefusalKind, Response, server_date};
use crate::ids::CircuitId;
use crate::time::{Instant, Span};
use crate::timings::Limits;
use crate::world::{Ask, Credentials, Record, World};

/// Why a request has no reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transport {
    /// Nothing of it left this computer: it was not accepted.
    NotSent(String),
    /// It may have arrived.
    Lost(String),
    /// Nothing of it left either: the sign-in asked to be left alone for so long.
    PutOff(String, Span),
    /// There is no token to send it with, and why.
    NoToken(Credentials),
    /// It waited for its turn, and meanwhile it was no longer to be sent: see [`withheld`].
    Withheld(String),
}

/// Why an order that waited for its turn so long does not leave, if so. The wait is the tenant's own rate limit, or a
/// sleep that came between; what was decided before it is decided again.
pub fn withheld(world: &World, circuit: &CircuitId, waited: Span, limits: &Limits) -> Option<String> {
    let paused = match world.circuits.get(circuit) {
        Some(circuit) => circuit.paused.is_some(),
        // A new circuit has none yet.
        None => world.open_errand(circuit).is_none(),
    };
    if !world.tenant.automation || world.tenant.paused.is_some() || paused {
        return Some("it was stopped by a person while it waited for its turn".into());
    }
    (waited > limits.timer_chunk).then(|| "it waited too long for its turn, and is decided anew".into())
}

/// A question's outcome.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The question.
    pub ask: Ask,
    /// When it was begun, on the corrected clock.
    pub begun: Instant,
    /// The reply, or why there is none.
    pub result: Result<Response, Transport>,
    /// A random number from 0 to 1, for the back-off.
    pub dice: f64,
}

/// Takes an outcome: keeps what only this process knows, and answers with what must be made durable.
pub fn receive(world: &mut World, outcome: &Outcome, local: Instant, limits: &Limits) -> Vec<Record> {
    world.here.asked.remove(&outcome.ask);
    let before = world.tick(local, limits);
    if let Ok(response) = &outcome.result {
        heard(world, response, local, before - outcome.begun, limits);
    }
    let now = world.noted(local);
    match &outcome.result {
        Ok(response) => {
            world.here.connected_since.get_or_insert(now);
            let failures = world.here.failures;
            let records = replies::reply(world, outcome, response, now, limits);
            // An answer that asks for patience is another failure of the same run, not its end.
            if world.here.failures == failures && ends_the_run(world, &outcome.ask) {
                reached(world);
            }
            records
        }
        Err(transport) => {
            failed(world, transport, now, outcome.dice, limits);
            replies::no_reply(world, outcome, transport, now)
        }
    }
}

/// What a reply says of our clock. It was written some time in the exchange: a slow one proves nothing.
fn heard(world: &mut World, response: &Response, local: Instant, took: Span, limits: &Limits) {
    match server_date(response) {
        Some(server) => {
            let begun = (local - took).min(local);
            world.here.clock.heard(server, server.clamp(begun, local), limits);
        }
        None => world.here.clock.heard_undated(),
    }
}

/// The network is back: what could not be fetched for want of it is fetched now.
pub fn network_up(world: &mut World) {
    let failing = world.feed_states.values().filter(|state| {
        state.failing.as_ref().is_some_and(|failing| failing.may_pass) && state.not_before.is_none()
    });
    world.here.fetch_now.extend(failing.map(|state| state.id.clone()).collect::<Vec<_>>());
}

/// An inventory that is refused is not asked for again because an order of one circuit was answered meanwhile.
fn ends_the_run(world: &World, ask: &Ask) -> bool {
    matches!(ask, Ask::Inventory(_)) || !world.here.inventory_refused
}

/// The carrier answered, and not only to put us off. A wait that it asked for stays: what is answered before its end was
/// asked before.
fn reached(world: &mut World) {
    let here = &mut world.here;
    (here.failures, here.failing_since, here.failure) = (0, None, None);
    (here.not_before, here.inventory_refused) = (None, false);
}

fn failed(world: &mut World, transport: &Transport, now: Instant, dice: f64, limits: &Limits) {
    let (words, asked_for) = match transport {
        Transport::NotSent(words) | Transport::Lost(words) => (words, None),
        Transport::PutOff(words, wait) => (words, Some(*wait)),
        Transport::Withheld(_) => return,
        Transport::NoToken(state) => {
            world.here.credentials = state.clone();
            return;
        }
    };
    back_off(world, format!("the carrier cannot be reached: {words}"), asked_for, now, dice, limits);
}

/// Nothing is asked for a while: as long as the carrier says, else ever longer, with jitter.
fn back_off(
    world: &mut World,
    words: String,
    asked_for: Option<Span>,
    now: Instant,
    dice: f64,
    limits: &Limits,
) {
    let here = &mut world.here;
    here.failures = here.failures.saturating_add(1);
    here.failing_since.get_or_insert(now);
    here.failure = Some(words);
    if let Some(wait) = asked_for {
        here.asked_to_wait = Some(now + wait + jitter(limits.jitter, dice));
        return;
    }
    let doublings = (here.failures - 1).min(16);
    let longest = (limits.backoff_first * (1 << doublings)).min(limits.backoff_longest);
    here.not_before = Some(now + jitter(longest, dice));
}

/// Between half of a span and all of it.
fn jitter(span: Span, dice: f64) -> Span {
    let half = span / 2;
    half + Span::milliseconds(i64::from(permille(dice)) * half.num_milliseconds() / 1000)
}

fn permille(dice: f64) -> u16 {
    // Whole steps keep the result the same on every machine.
    (0..1000).rev().find(|step| f64::from(*step) <= dice * 1000.0).unwrap_or(0)
}

/// A refusal of a question about one circuit, where it is about the account or the pace. An error that asks for no
/// patience is that circuit's own: it delays nobody else.
fn general(world: &mut World, refusal: &Refusal, now: Instant, dice: f64, limits: &Limits) {
    match &refusal.kind {
        RefusalKind::Unauthorized => world.here.credentials = Credentials::Refused(refusal.words.clone()),
        RefusalKind::TooMany(wait) => back_off(world, error_words(refusal), *wait, now, dice, limits),
        RefusalKind::Unclear(Some(wait)) => {
            back_off(world, error_words(refusal), Some(*wait), now, dice, limits);
        }
        RefusalKind::Unclear(None) | RefusalKind::Forbidden | RefusalKind::Firewall => {}
        RefusalKind::NotFound | RefusalKind::Locked | RefusalKind::QuoteGone => {}
        RefusalKind::NotEnabled | RefusalKind::WrongIdentifier => {}
        RefusalKind::DailyQuota | RefusalKind::Invalid => {}
        RefusalKind::Fixed | RefusalKind::OtherCustomer(_) => {}
    }
}

fn error_words(refusal: &Refusal) -> String {
    let words = if refusal.words.is_empty() { String::new() } else { format!(" (\"{}\")", refusal.words) };
    format!("the carrier answers with error {}{words}", refusal.status)
}

/// The inventory is refused: whatever the reason, it is not asked for again and again.
fn unreadable(world: &mut World, refusal: &Refusal, now: Instant, dice: f64, limits: &Limits) {
    world.here.inventory_refused = true;
    match &refusal.kind {
        RefusalKind::Unauthorized | RefusalKind::TooMany(_) | RefusalKind::Unclear(Some(_)) => {
            general(world, refusal, now, dice, limits);
        }
        RefusalKind::Unclear(None) => back_off(world, error_words(refusal), None, now, dice, limits),
        RefusalKind::Forbidden
        | RefusalKind::Firewall
        | RefusalKind::NotFound
        | RefusalKind::Locked
        | RefusalKind::QuoteGone
        | RefusalKind::NotEnabled
        | RefusalKind::WrongIdentifier
        | RefusalKind::DailyQuota
        | RefusalKind::Fixed
        | RefusalKind::OtherCustomer(_)
        | RefusalKind::Invalid => {
            let words = format!("the carrier does not show its inventory: {refusal}");
            back_off(world, words, None, now, dice, limits);
        }
    }
}

#[cfg(test)]
mod tests;
