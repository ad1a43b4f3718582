//! What a person does, as records. Every act says who, is refused with what to do instead, and takes effect at the
//! next pass. Nothing here orders anything.

mod approval;
mod errands;
mod exceptions;
mod foresight;
mod overriding;
mod unheeded;

pub use foresight::{Begun, would_order};
pub use unheeded::unheeded;

use crate::audit::Entry;
use crate::carrier::Quote;
use crate::circuit::{Adopted, Circuit, CircuitState};
use crate::feed::{Feed, FeedState};
use crate::horizon::LONGEST_OVERRIDE;
use crate::ids::{Actor, CircuitId, FeedId, OccurrenceKey};
use crate::new_circuit::NewCircuit;
use crate::overrides::{Override, OverrideError, OverrideKind};
use crate::request::{Choice, Verdict};
use crate::time::Instant;
use crate::units::Tier;
use crate::world::{Record, Tenant, World};

/// Which change a person wants first after pause or automation off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// What the plan wants now is ordered now.
    Now,
    /// Each circuit is left as it is until the plan's next change.
    Next,
}

/// What a person does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// At least this tier until then.
    Boost(CircuitId, Tier, Instant),
    /// Exactly this tier until then.
    Hold(CircuitId, Tier, Instant),
    /// End boost and hold.
    Clear(CircuitId),
    /// Send nothing, for a circuit or all.
    Pause(Option<CircuitId>),
    /// Go on.
    Resume(Option<CircuitId>, From),
    /// Switch automation on, with leave for everything the plan shows.
    On(From),
    /// Back to observing.
    Off,
    /// Order what failed once more.
    Retry(CircuitId),
    /// Order what the plan wants although somebody changed it.
    Restore(CircuitId),
    /// Leave a drift as it is until the plan's next change.
    Keep(CircuitId),
    /// The kill switch: hold every circuit at its baseline, then pause it.
    BaselineAll,
    /// Believe a shrunken feed.
    Believe(FeedId),
    /// Let the raises of a mass change go.
    Release(FeedId),
    /// Move one occurrence, here only.
    Move(OccurrenceKey, Instant, Instant),
    /// Let one occurrence ask for nothing, here only.
    TakeOut(OccurrenceKey),
    /// Undo either.
    PutBack(OccurrenceKey),
    /// Answer one occurrence that needs attention.
    Answer(OccurrenceKey, Choice),
    /// Look after a circuit no more; at the carrier nothing changes.
    Leave(CircuitId),
    /// Look after it again.
    LookAfter(CircuitId),
    /// Order a new circuit, by a quote in dialects that have them.
    New(Box<NewCircuit>, Option<Quote>),
    /// End a circuit at the carrier.
    Disconnect(CircuitId),
    /// Give a circuit another name at the carrier.
    Rename(CircuitId, String),
}

/// Why an act is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// No such circuit.
    #[error("there is no circuit \"{0}\"; `tidegate circuits list` shows them")]
    NoCircuit(String),
    /// No such feed.
    #[error("there is no feed \"{0}\"; `tidegate feeds list` shows them")]
    NoFeed(String),
    /// The boost or hold cannot be.
    #[error(transparent)]
    Override(#[from] OverrideError),
    /// Nothing to answer.
    #[error("this needs no attention any more; `tidegate attention list` shows what does")]
    NoQuestion,
    /// No such occurrence.
    #[error(
        "there is no such event in the calendars as they were last read; look again, it may have been moved or deleted"
    )]
    NoOccurrence,
    /// An end before its start.
    #[error("that would end before it begins; give a later end")]
    Backwards,
    /// Nothing to undo.
    #[error("this event is as its calendar has it; there is nothing to put back")]
    NothingToPutBack,
    /// Over before the circuit can have changed.
    #[error(
        "{circuit} takes about {takes} min to change, so a {word} this short would be over before it is there; nothing was ordered, give it {needs} min at least"
    )]
    TooShort {
        /// Boost or hold.
        word: &'static str,
        /// Name of the circuit.
        circuit: String,
        /// How long a change takes, in whole minutes.
        takes: i64,
        /// The shortest that can be, in whole minutes.
        needs: i64,
    },
    /// What was disconnected takes no act.
    #[error("{0}, so nothing can be done with it any more; nothing was changed")]
    Gone(String),
    /// An errand that cannot be begun, and why.
    #[error("{0}")]
    Errand(String),
    /// Nothing to end.
    #[error(
        "{0} has neither boost nor hold, so there is nothing to end; `tidegate status` shows what it has"
    )]
    NothingToClear(String),
}

/// Carries out a person's act.
pub fn act(world: &World, who: &str, act: &Act, now: Instant) -> Result<Vec<Record>, Refused> {
    let person = Actor::Person(who.to_owned());
    let desk = Desk { world, person, now };
    match act {
        Act::Boost(id, tier, until) => desk.put(id, OverrideKind::Boost, *tier, *until),
        Act::Hold(id, tier, until) => desk.put(id, OverrideKind::Hold, *tier, *until),
        Act::Clear(id) => desk.clear(id),
        Act::Pause(id) => desk.pause(id.as_ref(), Some(now)),
        Act::Resume(id, from) => desk.resume(id.as_ref(), *from),
        Act::On(from) => Ok(desk.switch_on(*from)),
        Act::Off => Ok(desk.switch_off()),
        Act::Retry(id) => desk.retry(id),
        Act::Restore(id) => desk.restore(id),
        Act::Keep(id) => desk.keep(id),
        Act::BaselineAll => Ok(desk.baseline_all()),
        Act::Believe(id) => desk.believe(id),
        Act::Release(id) => desk.release(id),
        Act::Move(key, start, end) => desk.shift(key, *start, *end),
        Act::TakeOut(key) => desk.take_out(key),
        Act::PutBack(key) => desk.put_back(key),
        Act::Answer(key, choice) => desk.answer(key, choice),
        Act::Leave(id) => desk.give_up(id),
        Act::LookAfter(id) => desk.look_after(id),
        Act::New(new, quote) => desk.order_new(new, quote.as_ref()),
        Act::Disconnect(id) => desk.disconnect(id),
        Act::Rename(id, name) => desk.rename(id, name),
    }
}

/// Whatever a person says of a circuit answers that others changed it: automation goes on there (design §6, Drift).
fn heard(state: &CircuitState) -> CircuitState {
    match state.stopped {
        Some(_) => CircuitState { foreign: vec![], stopped: None, ..state.clone() },
        None => state.clone(),
    }
}

struct Desk<'a> {
    world: &'a World,
    person: Actor,
    now: Instant,
}

impl Desk<'_> {
    fn circuit(&self, id: &CircuitId) -> Result<&Circuit, Refused> {
        let circuit = self.world.known(id).ok_or_else(|| Refused::NoCircuit(id.to_string()))?;
        match circuit.gone(self.world.tenant.zone) {
            Some(gone) => Err(Refused::Gone(gone)),
            None => Ok(circuit),
        }
    }

    fn feed(&self, id: &FeedId) -> Result<(&Feed, FeedState), Refused> {
        let feed = self.world.feeds.get(id).ok_or_else(|| Refused::NoFeed(id.to_string()))?;
        Ok((feed, self.world.feed_states.get(id).cloned().unwrap_or_else(|| FeedState::new(id))))
    }

    fn entry(&self, act: &'static str, why: impl Into<String>) -> Entry {
        Entry::new(self.now, self.person.clone(), act, why)
    }

    fn note(&self, act: &'static str, why: impl Into<String>) -> Record {
        Record::Audit(self.entry(act, why))
    }

    fn pause(&self, id: Option<&CircuitId>, since: Option<Instant>) -> Result<Vec<Record>, Refused> {
        let word = if since.is_some() { "pause" } else { "resume" };
        Ok(match id {
            Some(id) => {
                let circuit = Circuit { paused: since, ..self.circuit(id)?.clone() };
                let entry = self.entry(word, format!("{word} of {}", circuit.name)).about(id);
                vec![Record::Circuit(Box::new(circuit)), Record::Audit(entry)]
            }
            None => {
                let tenant = Tenant { paused: since, ..self.world.tenant.clone() };
                vec![Record::Tenant(Box::new(tenant)), self.note(word, format!("{word} of every circuit"))]
            }
        })
    }

    fn resume(&self, id: Option<&CircuitId>, from: From) -> Result<Vec<Record>, Refused> {
        let mut records = self.pause(id, None)?;
        let circuits = self.world.circuits.keys().filter(|other| id.is_none_or(|id| id == *other));
        for circuit in circuits {
            records.extend(self.after_kill_switch(circuit));
            records.push(self.fresh_start(circuit, from));
        }
        Ok(records)
    }

    /// What the kill switch put on a circuit goes when a person goes on: its hold, which would pause it again at once,
    /// and its pause.
    fn after_kill_switch(&self, id: &CircuitId) -> Vec<Record> {
        let hold = self.world.overrides.get(&(id.clone(), OverrideKind::Hold));
        let Some(circuit) = hold.filter(|hold| hold.then_pause).and_then(|_| self.world.circuits.get(id))
        else {
            return vec![];
        };
        let resumed = Circuit { paused: None, ..circuit.clone() };
        vec![Record::OverrideGone(id.clone(), OverrideKind::Hold), Record::Circuit(Box::new(resumed))]
    }

    /// A circuit looked at anew: nothing of the time before counts as missed, drifted or failed.
    fn fresh_start(&self, id: &CircuitId, from: From) -> Record {
        let adopted = match from {
            From::Now => None,
            From::Next => Some(Adopted::FromNext),
        };
        let state = self.world.state(id, self.now);
        let fresh = CircuitState {
            aim: None,
            adopted,
            judged: self.now,
            retry_from: Some(self.now),
            foreign: vec![],
            stopped: None,
            ..state
        };
        Record::State(Box::new(fresh))
    }

    /// Everything in the plan shown is approved: tiers, lengths and recurrences (design §5, Fences by default). Tiers
    /// that no event of it names are not.
    fn switch_on(&self, from: From) -> Vec<Record> {
        let shown = self.shown();
        let tenant = Tenant { automation: true, paused: None, ..self.world.tenant.clone() };
        let mut records =
            vec![Record::Tenant(Box::new(tenant)), self.note("automation.on", "automation is switched on")];
        for circuit in self.world.circuits.values() {
            let released = self.after_kill_switch(&circuit.id);
            let paused = circuit.paused.filter(|_| released.is_empty());
            let tier = approval::highest_of(&shown, circuit).max(circuit.approved);
            let approved = Circuit { approved: tier, paused, ..circuit.clone() };
            records.extend(released);
            records.push(Record::Circuit(Box::new(approved)));
            records.push(self.fresh_start(&circuit.id, from));
        }
        records.extend(self.leave_for(&shown));
        records
    }

    fn switch_off(&self) -> Vec<Record> {
        let tenant = Tenant { automation: false, ..self.world.tenant.clone() };
        vec![
            Record::Tenant(Box::new(tenant)),
            self.note("automation.off", "automation is switched off: the plan is shown, nothing is ordered"),
        ]
    }

    fn retry(&self, id: &CircuitId) -> Result<Vec<Record>, Refused> {
        let circuit = self.circuit(id)?;
        let state = CircuitState { retry_from: Some(self.now), ..heard(&self.world.state(id, self.now)) };
        let entry = self
            .entry("order.retry", format!("what the plan wants for {} is tried again", circuit.name))
            .about(id);
        Ok(vec![Record::State(Box::new(state)), Record::Audit(entry)])
    }

    /// The aim counts as not met, so that the wish stands and is pursued.
    fn restore(&self, id: &CircuitId) -> Result<Vec<Record>, Refused> {
        let circuit = self.circuit(id)?;
        let state = self.world.state(id, self.now);
        let state = CircuitState { aim: None, adopted: None, retry_from: Some(self.now), ..heard(&state) };
        let entry = self
            .entry("drift.restore", format!("what the plan wants for {} is restored", circuit.name))
            .about(id);
        Ok(vec![Record::State(Box::new(state)), Record::Audit(entry)])
    }

    /// A drift is accepted: nothing is said of it any more, and the plan goes on with its next change.
    fn keep(&self, id: &CircuitId) -> Result<Vec<Record>, Refused> {
        let circuit = self.circuit(id)?;
        let state = self.world.state(id, self.now);
        let Some(Adopted::Drift { from, to, .. }) = &state.adopted else { return Err(Refused::NoQuestion) };
        let why = format!("{} is left at {to} until the plan's next change", circuit.name);
        let entry =
            self.entry("drift.kept", why).about(id).from_to(Some(from.to_string()), Some(to.to_string()));
        let kept = CircuitState { adopted: Some(Adopted::FromNext), ..heard(&state) };
        Ok(vec![Record::State(Box::new(kept)), Record::Audit(entry)])
    }

    fn baseline_all(&self) -> Vec<Record> {
        let holds = self.world.circuits.values().flat_map(|circuit| {
            let hold = Override {
                circuit: circuit.id.clone(),
                kind: OverrideKind::Hold,
                tier: circuit.baseline,
                from: self.now,
                until: self.now + LONGEST_OVERRIDE,
                actor: self.person.clone(),
                then_pause: true,
            };
            let boost = Record::OverrideGone(circuit.id.clone(), OverrideKind::Boost);
            // A pause must not keep money running: each circuit is paused again when it has come down.
            let awake = Record::Circuit(Box::new(Circuit { paused: None, ..circuit.clone() }));
            [boost, awake, Record::Override(hold), self.fresh_start(&circuit.id, From::Now)]
        });
        let tenant = Tenant { paused: None, ..self.world.tenant.clone() };
        let note = self.note("baseline.all", "every circuit goes to its baseline and is paused then");
        holds.chain([Record::Tenant(Box::new(tenant)), note]).collect()
    }

    fn believe(&self, id: &FeedId) -> Result<Vec<Record>, Refused> {
        let (feed, state) = self.feed(id)?;
        // Until the next reading what was held goes on as it was; that reading, begun at once, is believed.
        let shrunken =
            state.shrunken.clone().map(|one| crate::feed::Shrunken { believed: Some(self.now), ..one });
        let state = FeedState { shrunken, etag: None, last_modified: None, ..state };
        Ok(vec![
            Record::FeedState(Box::new(state)),
            self.note("feed.believed", format!("{} is right as it is", feed.name)),
        ])
    }

    fn release(&self, id: &FeedId) -> Result<Vec<Record>, Refused> {
        let (feed, state) = self.feed(id)?;
        let state = FeedState { held: Default::default(), ..state };
        Ok(vec![
            Record::FeedState(Box::new(state)),
            self.note("feed.released", format!("the raises of {} may go", feed.name)),
        ])
    }

    fn answer(&self, key: &OccurrenceKey, choice: &Choice) -> Result<Vec<Record>, Refused> {
        let decided =
            self.world.compiled.decided.iter().find(|one| one.key == *key).ok_or(Refused::NoQuestion)?;
        let offered =
            matches!(&decided.verdict, Verdict::Attention(attention) if attention.choices.contains(choice));
        if !offered {
            return Err(Refused::NoQuestion);
        }
        match choice {
            Choice::Allow { organiser } => self.allow(&key.feed, organiser),
            Choice::AllowUpTo { circuit, tier } => {
                let old = self.circuit(circuit)?;
                let new = Circuit { highest: *tier, approved: old.approved.max(*tier), ..old.clone() };
                Ok(self.bounds(new, format!("calendars may raise {} up to {tier}", old.name)))
            }
            Choice::AllowDownTo { circuit, tier } => {
                let old = self.circuit(circuit)?;
                Ok(self.bounds(
                    Circuit { lowest: *tier, ..old.clone() },
                    format!("calendars may lower {} down to {tier}", old.name),
                ))
            }
            Choice::Approve => Ok(self.approve(decided)),
            Choice::Release => self.release(&key.feed),
            Choice::TakeSource => {
                let note = self.note("exception.ended", "the calendar's own event counts again");
                Ok(vec![Record::ExceptionGone(key.clone()), note])
            }
        }
    }

    fn allow(&self, feed: &FeedId, organiser: &str) -> Result<Vec<Record>, Refused> {
        let (feed, _) = self.feed(feed)?;
        let mut feed = feed.clone();
        feed.organisers.push(organiser.to_lowercase());
        let note = self.note("organiser.allowed", format!("{organiser} may ask in {}", feed.name));
        Ok(vec![Record::Feed(Box::new(feed)), note])
    }

    fn bounds(&self, circuit: Circuit, why: String) -> Vec<Record> {
        let entry = self.entry("circuit.bounds", why).about(&circuit.id);
        vec![Record::Circuit(Box::new(circuit)), Record::Audit(entry)]
    }
}

#[cfg(test)]
mod tests;
