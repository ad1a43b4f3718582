//! Errands in a pass: sent once their intent is durable, then followed to their end. The life is a tier change's and so
//! is the way it is followed; what the inventory must show to prove the end is told here.

use super::{Pass, Urgency};
use crate::audit::Entry;
use crate::carrier::{Carried, Listed, Quote};
use crate::change::{Change, State};
use crate::circuit::{Circuit, Ended, EndedBy};
use crate::errand::Errand;
use crate::ids::Actor;
use crate::new_circuit::NewCircuit;
use crate::overrides::OverrideKind;
use crate::units::Money;
use crate::world::{Ask, Record};

/// What the inventory shows of an errand.
enum Shown<'a> {
    /// It was carried out; the circuit as it is listed, where there is one.
    Done(Option<&'a Listed>),
    /// The carrier is at work; its word for it.
    AtWork(&'a str),
    /// Neither; what it shows instead.
    Nothing(String),
}

impl<'a> Pass<'a> {
    /// The errands about circuits that have no id yet: the new ones.
    pub(super) fn new_circuits(&mut self) {
        let unknown = self.world.errands.keys().filter(|id| !self.world.circuits.contains_key(*id));
        let open: Vec<&Change> = unknown.filter_map(|id| self.world.open_errand(id)).collect();
        for change in open {
            self.errand(None, change);
        }
    }

    /// Sends an errand, or follows it.
    pub(super) fn errand(&mut self, circuit: Option<&'a Circuit>, change: &'a Change) {
        let Some(errand) = &change.errand else { return };
        if change.is_out() {
            self.follow_errand(errand, change);
            return;
        }
        if let Some(why) = self.errand_stopped(circuit) {
            let new = self.step(change, State::Superseded, Actor::Program, why);
            self.keep(new);
            return;
        }
        if let Some(why) = self.errand_waits(circuit, change) {
            self.because(&change.circuit, why);
            return;
        }
        self.because(&change.circuit, change.why.clone());
        self.send_errand(circuit, errand, change);
    }

    /// Observing and pausing send nothing (design §1, §5), and what a person stopped is not sent later by surprise.
    fn errand_stopped(&self, circuit: Option<&Circuit>) -> Option<&'static str> {
        if !self.world.tenant.automation {
            return Some("automation was switched off before it was sent");
        }
        let paused = self.world.tenant.paused.is_some() || circuit.is_some_and(|one| one.paused.is_some());
        paused.then_some("it was paused before it was sent")
    }

    fn errand_waits(&mut self, circuit: Option<&Circuit>, change: &Change) -> Option<String> {
        if let Some(at) = change.not_before.filter(|at| *at > self.now) {
            self.wake(at);
            let at = super::clock_text(at, self.world.tenant.zone);
            return Some(format!(
                "not ordered yet: {}; the carrier is asked again at {at}",
                change.last_word().unwrap_or("not now")
            ));
        }
        if !self.may_ask() {
            return Some(self.unreached());
        }
        let state = circuit.and_then(|one| self.world.states.get(&one.id));
        if state.and_then(|state| state.seen.as_ref()).is_some_and(|seen| seen.pending) {
            let tried = self.world.here.inventory_tried.unwrap_or(self.now);
            let due = tried + self.timings.poll_after(tried - change.opened);
            self.look_by(due.max(self.now));
            self.wake(due);
            return Some(
                "somebody else's order is at work on it; this is ordered when that has ended".into(),
            );
        }
        None
    }

    /// The request leaves, after its quote where one is needed.
    fn send_errand(&mut self, circuit: Option<&Circuit>, errand: &Errand, change: &Change) {
        let profile = &self.world.tenant.profile;
        let note = format!("Tidegate {}", change.reference);
        let quote = change.quote.clone().filter(|quote| self.is_valid(quote));
        if quote.is_none()
            && let Some(request) = profile.errand_quote(errand, &note)
        {
            self.ask(Ask::Quote(change.circuit.clone(), change.id), request, Urgency::Raise);
            return;
        }
        let carried =
            Carried { errand, circuit, reference: &change.reference, note: &note, quote: quote.as_ref() };
        let urgency = match errand {
            Errand::Disconnect => Urgency::Drop,
            Errand::New(_) | Errand::Rename { .. } => Urgency::Raise,
        };
        match profile.errand(&carried) {
            Some(request) => self.leave(change, request, urgency),
            None => {
                let why = "the carrier's dialect has no order for it any more: the profile was changed";
                let new = self.step(change, State::Superseded, Actor::Program, why);
                self.keep(new);
            }
        }
    }

    fn follow_errand(&mut self, errand: &'a Errand, change: &'a Change) {
        if self.is_being_sent(change) {
            return;
        }
        let looked = change.sent.is_some_and(|sent| self.world.here.inventory_at > Some(sent));
        let step = if looked { self.proved(errand, change) } else { None };
        match step {
            Some(new) => self.keep(new),
            None => self.keep_polling(change),
        }
    }

    /// The step that the inventory proves, if any.
    fn proved(&mut self, errand: &'a Errand, change: &Change) -> Option<Change> {
        match self.shown(errand, change) {
            Shown::Done(listed) => Some(self.carried_out(errand, change, listed)),
            Shown::AtWork(status) => self.at_work(change, status),
            Shown::Nothing(shows) => {
                let busy = self.world.states.get(&change.circuit).and_then(|state| state.busy_at);
                self.without_effect(busy, change, shows)
            }
        }
    }

    fn shown(&self, errand: &Errand, change: &Change) -> Shown<'a> {
        let listed = &self.world.here.listed;
        let of_circuit = listed.iter().find(|one| one.id == change.circuit);
        let words = &self.world.tenant.profile.words;
        match (errand, of_circuit) {
            (Errand::New(new), _) => match new.found(listed, change.order.as_deref()) {
                Some(one) if one.seen.ready && !one.seen.pending => Shown::Done(Some(one)),
                Some(one) => Shown::AtWork(&one.seen.status),
                None => Shown::Nothing("the inventory does not show it".into()),
            },
            (Errand::Disconnect, None) => Shown::Done(None),
            (Errand::Disconnect, Some(one)) if words.is_gone(&one.seen.status) => Shown::Done(None),
            (Errand::Disconnect, Some(one)) if one.seen.ready && !one.seen.pending => {
                Shown::Nothing(format!("the inventory shows it as \"{}\"", one.seen.status))
            }
            (Errand::Disconnect | Errand::Rename { .. }, Some(one))
                if one.seen.pending || !one.seen.ready =>
            {
                Shown::AtWork(&one.seen.status)
            }
            (Errand::Rename { to, .. }, Some(one)) if one.name.as_ref() == Some(to) => Shown::Done(Some(one)),
            (Errand::Rename { .. } | Errand::Disconnect, Some(one)) => {
                let name = one.name.as_deref().unwrap_or("without a name");
                Shown::Nothing(format!("the inventory shows it as \"{name}\" and no order at work"))
            }
            (Errand::Rename { .. }, None) => Shown::Nothing("the inventory does not show it".into()),
        }
    }

    /// It is done: what follows from that is true with it.
    fn carried_out(&mut self, errand: &Errand, change: &Change, listed: Option<&Listed>) -> Change {
        let mut change = change.clone();
        let why = match (errand, listed) {
            (Errand::New(new), Some(listed)) => {
                let new = NewCircuit { became: Some(listed.id.clone()), ..(**new).clone() };
                self.take_in(&new, listed);
                let why =
                    format!("the inventory shows {} as {}, \"{}\"", new.name, listed.id, listed.seen.status);
                change.errand = Some(Errand::New(Box::new(new)));
                why
            }
            (Errand::Disconnect, _) => {
                self.end_circuit(&change);
                "the inventory does not show it any more".into()
            }
            (Errand::Rename { to, .. }, _) => {
                self.rename_here(&change, to);
                format!("the inventory shows the name \"{to}\"")
            }
            (Errand::New(_), None) => "the inventory shows it".into(),
        };
        self.step(&change, State::Confirmed, Actor::Carrier, why)
    }

    /// A new circuit is looked after from now on, at the tier it has. One that was fetched meanwhile stays as it is.
    fn take_in(&mut self, new: &NewCircuit, listed: &Listed) {
        if self.world.circuits.contains_key(&listed.id) {
            return;
        }
        let circuit = Circuit { name: new.name.clone(), since: self.now, ..Circuit::from_inventory(listed) };
        let why = format!("the new circuit {} is there; its baseline is {}", circuit.name, circuit.baseline);
        let entry = Entry::new(self.now, Actor::Program, "circuit.taken-in", why).about(&circuit.id);
        self.note(entry.from_to(None, Some(circuit.baseline.to_string())));
        self.records.push(Record::Circuit(Box::new(circuit)));
    }

    fn end_circuit(&mut self, change: &Change) {
        let Some(circuit) = self.world.circuits.get(&change.circuit) else { return };
        let ended =
            Circuit { ended: Some(Ended { at: self.now, by: EndedBy::Disconnect }), ..circuit.clone() };
        self.records.push(Record::Circuit(Box::new(ended)));
        for kind in [OverrideKind::Boost, OverrideKind::Hold] {
            if self.world.overrides.contains_key(&(circuit.id.clone(), kind)) {
                self.records.push(Record::OverrideGone(circuit.id.clone(), kind));
            }
        }
    }

    /// People's own name follows the carrier's, unless another circuit answers to it.
    fn rename_here(&mut self, change: &Change, name: &str) {
        let mut others = self.world.circuits.values().filter(|one| one.id != change.circuit);
        let is_free = !others.any(|one| one.answers_to(name));
        if let Some(circuit) = self.world.circuits.get(&change.circuit).filter(|_| is_free) {
            let renamed = Circuit { name: name.to_owned(), ..circuit.clone() };
            self.records.push(Record::Circuit(Box::new(renamed)));
        }
    }
}

impl NewCircuit {
    /// The circuit that came of it among those listed: the one whose id the carrier named as the order's, else one that
    /// was not there before, at the place and with the name ordered; where the carrier keeps no names, the only one of
    /// that tier.
    pub(crate) fn found<'a>(&self, listed: &'a [Listed], order: Option<&str>) -> Option<&'a Listed> {
        if let Some(named) = listed.iter().find(|one| order == Some(one.id.as_str())) {
            return Some(named);
        }
        let at = |one: &Listed| {
            let place = Some(&self.spot.place);
            one.site.master_site.as_ref() == place || one.site.place.as_ref() == place
        };
        let new: Vec<&Listed> =
            listed.iter().filter(|one| !self.before.contains(&one.id) && at(one)).collect();
        let named = new.iter().find(|one| one.name.as_ref() == Some(&self.name));
        let nameless = || match new[..] {
            [one] if one.name.is_none() && one.seen.tier == self.tier => Some(one),
            _ => None,
        };
        named.copied().or_else(nameless)
    }
}

impl Change {
    /// Whether the carrier has taken it under a name of its own, so that its absence from the inventory proves nothing:
    /// what is not built yet is not listed everywhere.
    pub(super) fn is_awaited(&self) -> bool {
        matches!(self.errand, Some(Errand::New(_))) && self.order.is_some() && !self.pending_seen
    }

    /// What it is about, in a sentence: the tier, or the errand.
    pub(super) fn subject(&self, name: &str) -> String {
        match &self.errand {
            None => self.to.to_string(),
            Some(errand) => errand.told(name),
        }
    }
}

/// A quote whose price a person did not agree to is not ordered by: the reason, if it is so. An errand alone has a price
/// that was agreed to; a tier's stands in its circuit's list.
pub(crate) fn price_differs(change: &Change, quote: &Quote) -> Option<String> {
    let Some(Errand::New(new)) = &change.errand else { return None };
    if new.agreed == quote.per_hour {
        return None;
    }
    let price = |price: &Option<Money>| {
        price.as_ref().map_or_else(|| "no price".to_owned(), |price| format!("{price} an hour"))
    };
    Some(format!(
        "the carrier's price is {} now, and you agreed to {}",
        price(&quote.per_hour),
        price(&new.agreed)
    ))
}
