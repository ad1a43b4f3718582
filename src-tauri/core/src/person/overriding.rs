//! Boost and hold: set, refused where they could never be carried out, and ended. What they do to a timeline is
//! `timeline`'s.

use super::{Desk, Refused, heard};
use crate::circuit::{Circuit, CircuitState};
use crate::ids::CircuitId;
use crate::overrides::{Override, OverrideKind};
use crate::plan::when_text;
use crate::time::{Instant, Span};
use crate::units::Tier;
use crate::world::Record;

impl Desk<'_> {
    pub(super) fn put(
        &self,
        id: &CircuitId,
        kind: OverrideKind,
        tier: Tier,
        until: Instant,
    ) -> Result<Vec<Record>, Refused> {
        let circuit = self.circuit(id)?;
        let one = Override {
            circuit: id.clone(),
            kind,
            tier,
            from: self.now,
            until,
            actor: self.person.clone(),
            then_pause: false,
        };
        one.check(circuit)?;
        self.in_time(circuit, &one)?;
        let end = when_text(until, self.now, self.world.tenant.zone);
        let why = format!("{} of {} at {tier} until {end}", kind.word(), circuit.name);
        let entry = self.entry("override.set", why).about(id).from_to(None, Some(tier.to_string()));
        let answered = self.answered(&one);
        Ok([Record::Override(one), Record::Audit(entry)].into_iter().chain(answered).collect())
    }

    /// A person's word ends that the circuit is left as it is: after drift, or until the plan's next change. One that
    /// changes the plan's aim does so by itself; a boost asks for nothing where the circuit has as much already.
    fn answered(&self, one: &Override) -> Option<Record> {
        let state = self.world.states.get(&one.circuit)?;
        if state.stopped.is_some() {
            return Some(Record::State(Box::new(CircuitState { aim: None, adopted: None, ..heard(state) })));
        }
        state.adopted.as_ref()?;
        let has_enough = state.seen.as_ref().is_some_and(|seen| seen.tier >= one.tier);
        let aim = state.aim.as_ref()?.tier;
        let acts = match one.kind {
            OverrideKind::Hold => one.tier == aim,
            OverrideKind::Boost => one.tier <= aim && !has_enough,
        };
        acts.then(|| Record::State(Box::new(CircuitState { aim: None, adopted: None, ..state.clone() })))
    }

    /// One that is over before the circuit can have changed is refused: it would be kept and never ordered.
    fn in_time(&self, circuit: &Circuit, one: &Override) -> Result<(), Refused> {
        let state = self.world.state(&circuit.id, self.now);
        let lead = state.lead();
        let changes = state.seen.as_ref().is_some_and(|seen| match one.kind {
            OverrideKind::Boost => one.tier > seen.tier,
            OverrideKind::Hold => one.tier != seen.tier,
        });
        // What has begun must have a lead left when the order has been carried out (design §6, usable).
        let needs = lead * 2;
        if !changes || one.until - self.now >= needs {
            return Ok(());
        }
        Err(Refused::TooShort {
            word: one.kind.word(),
            circuit: circuit.name.clone(),
            takes: minutes(lead),
            needs: minutes(needs),
        })
    }

    pub(super) fn clear(&self, id: &CircuitId) -> Result<Vec<Record>, Refused> {
        let circuit = self.circuit(id)?;
        let found: Vec<_> = self.world.overrides.keys().filter(|(other, _)| other == id).collect();
        if found.is_empty() {
            return Err(Refused::NothingToClear(circuit.name.clone()));
        }
        let gone = found.into_iter().map(|(circuit, kind)| Record::OverrideGone(circuit.clone(), *kind));
        let entry =
            self.entry("override.cleared", format!("boost and hold of {} end", circuit.name)).about(id);
        Ok(gone.chain([Record::Audit(entry)]).collect())
    }
}

/// Whole minutes, up.
fn minutes(span: Span) -> i64 {
    (span.num_seconds() + 59) / 60
}
