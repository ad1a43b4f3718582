//! Errands: a new circuit, the end of one, another name. Each is checked as a whole and then made durable as an intent;
//! sending it is the next pass's matter. Nothing is begun while observing or paused: then nothing is sent that could
//! change or cost anything (design §1).

use super::{Desk, Refused};
use crate::audit::Entry;
use crate::carrier::{Dialect, Profile, Quote};
use crate::change::{Change, State, errand_reference};
use crate::circuit::{Circuit, Ended, EndedBy};
use crate::errand::{Errand, id_of_new};
use crate::ids::{ChangeId, CircuitId};
use crate::new_circuit::{NewCircuit, wrong_contact, wrong_name};
use crate::overrides::OverrideKind;
use crate::plan::{clock_text, give_back, step};
use crate::quota::RESERVE;
use crate::time::{gmt_day, next_gmt_midnight};
use crate::units::Tier;
use crate::world::Record;

/// What an intent is about.
struct Intent {
    circuit: CircuitId,
    reference: String,
    tier: Tier,
    errand: Errand,
    quote: Option<Quote>,
    why: String,
    /// What had to make room for it.
    freed: Vec<Record>,
}

impl Desk<'_> {
    pub(super) fn order_new(&self, new: &NewCircuit, quote: Option<&Quote>) -> Result<Vec<Record>, Refused> {
        let errand = Errand::New(Box::new(NewCircuit { before: self.listed(), became: None, ..new.clone() }));
        self.may_begin(&errand, RESERVE)?;
        // Only the real flow's form names a contact.
        let asks_contact = self.profile().dialect == Dialect::Lumen;
        let mut wrong = if asks_contact { wrong_contact(&new.contact) } else { vec![] };
        wrong.extend(wrong_name(&new.name).or_else(|| self.name_taken(&new.name, None)));
        if new.account.trim().is_empty() && self.profile().accounts(1).is_ok() {
            wrong.push("the billing account is missing; `tidegate carrier accounts` lists them".into());
        }
        if !wrong.is_empty() {
            return Err(refused(&format!("{}. Nothing was ordered", wrong.join("; "))));
        }
        let about = format!("{} {}", new.spot.place, new.name);
        let reference = errand_reference(&self.profile().customer_number, &about, self.now, &errand);
        let price = new.agreed.as_ref().map_or_else(
            || "at a price the carrier does not name".to_owned(),
            |price| format!("{price} an hour"),
        );
        let why = format!("a new circuit \"{}\", {}, {price}, at {}", new.name, new.tier, new.address);
        let circuit = id_of_new(&reference);
        let quote = quote.cloned();
        Ok(self.intend(Intent { circuit, reference, tier: new.tier, errand, quote, why, freed: vec![] }))
    }

    pub(super) fn disconnect(&self, id: &CircuitId) -> Result<Vec<Record>, Refused> {
        let circuit = self.circuit(id)?;
        self.may_begin(&Errand::Disconnect, 0)?;
        let freed = self.free_for_errand(circuit)?;
        let why = format!("{} is to be disconnected", circuit.name);
        Ok(self.intend(self.on(circuit, Errand::Disconnect, why, freed)))
    }

    pub(super) fn rename(&self, id: &CircuitId, name: &str) -> Result<Vec<Record>, Refused> {
        let circuit = self.circuit(id)?;
        let listed = self.world.here.listed.iter().find(|one| one.id == *id);
        let from = listed.and_then(|one| one.name.clone()).unwrap_or_else(|| circuit.name.clone());
        let errand = Errand::Rename { from: from.clone(), to: name.trim().to_owned() };
        self.may_begin(&errand, RESERVE)?;
        if let Some(wrong) = wrong_name(name).or_else(|| self.name_taken(name, Some(id))) {
            return Err(refused(&format!("{wrong}. Nothing was ordered")));
        }
        if from == name.trim() {
            return Err(refused(&format!("the carrier calls it \"{from}\" already, so nothing was ordered")));
        }
        let freed = self.free_for_errand(circuit)?;
        let why = format!("{} is to be called \"{}\" at the carrier", circuit.name, name.trim());
        Ok(self.intend(self.on(circuit, errand, why, freed)))
    }

    /// What is at the carrier stays there; here nothing is ordered for it any more. An order that is out is waited for
    /// first: its end would be lost.
    pub(super) fn give_up(&self, id: &CircuitId) -> Result<Vec<Record>, Refused> {
        let circuit = self.circuit(id)?;
        let mut records = self.nothing_out(circuit)?;
        let ended = Some(Ended { at: self.now, by: EndedBy::Person });
        let gone = [OverrideKind::Boost, OverrideKind::Hold]
            .into_iter()
            .filter(|kind| self.world.overrides.contains_key(&(id.clone(), *kind)))
            .map(|kind| Record::OverrideGone(id.clone(), kind));
        records.extend(gone);
        let why = format!("{} is not looked after any more; at the carrier it stays as it is", circuit.name);
        records.push(Record::Circuit(Box::new(Circuit { ended, ..circuit.clone() })));
        records.push(Record::Audit(self.entry("circuit.left", why).about(id)));
        Ok(records)
    }

    /// What a person took out is looked after again, with the settings it had; what was disconnected is there no more.
    pub(super) fn look_after(&self, id: &CircuitId) -> Result<Vec<Record>, Refused> {
        let known = self.world.known(id).ok_or_else(|| Refused::NoCircuit(id.to_string()))?;
        if known.ended.is_none_or(|ended| ended.by != EndedBy::Person) {
            return Err(refused(&format!(
                "{} was not taken out of Tidegate, so nothing was changed",
                known.name
            )));
        }
        let circuit = Circuit { ended: None, since: self.now, ..known.clone() };
        let why = format!("{} is looked after again", circuit.name);
        let entry = self.entry("circuit.taken-in", why).about(id);
        let fresh = self.fresh_start(id, super::From::Next);
        Ok(vec![Record::Circuit(Box::new(circuit)), fresh, Record::Audit(entry)])
    }

    fn profile(&self) -> &Profile {
        &self.world.tenant.profile
    }

    fn listed(&self) -> Vec<CircuitId> {
        self.world.here.listed.iter().map(|one| one.id.clone()).collect()
    }

    /// What must be so for any errand. `kept` of the day's changes stay for drops.
    fn may_begin(&self, errand: &Errand, kept: u32) -> Result<(), Refused> {
        self.profile().can(errand).map_err(|unable| refused(&format!("{unable}. Nothing was ordered")))?;
        if !self.world.tenant.automation {
            return Err(refused(
                "automation is off, and then Tidegate sends the carrier nothing that changes or costs anything, so nothing was ordered; switch it on first: `tidegate automation on --from-next`",
            ));
        }
        if self.world.tenant.paused.is_some() {
            return Err(refused(
                "Tidegate is paused, so nothing was ordered; resume first: `tidegate resume --from-next`",
            ));
        }
        if self.world.here.inventory_at.is_none() {
            return Err(refused(
                "the carrier's inventory has not been read yet, so nothing was ordered: what is there must be known first; try again in a minute, `tidegate status` says what stands before it",
            ));
        }
        let counted = self.world.quota.get(&gmt_day(self.now)).cloned().unwrap_or_default();
        if counted.left(self.profile().quota_per_day) > kept {
            return Ok(());
        }
        let at = clock_text(next_gmt_midnight(self.now), self.world.tenant.zone);
        Err(refused(&format!(
            "the carrier's changes for today are used up or kept for drops, so nothing was ordered; order it after {at}"
        )))
    }

    /// A name must mean one circuit, here and at the carrier: by it the new one is recognised.
    fn name_taken(&self, name: &str, own: Option<&CircuitId>) -> Option<String> {
        let name = name.trim();
        let here =
            self.world.answering(name).into_iter().any(|one| one.ended.is_none() && Some(&one.id) != own);
        let listed = self.world.here.listed.iter().filter(|one| Some(&one.id) != own);
        let there =
            listed.filter_map(|one| one.name.as_deref()).any(|other| other.eq_ignore_ascii_case(name));
        let open = self.world.errands.keys().filter_map(|id| self.world.open_errand(id));
        let coming = open
            .filter_map(|change| change.errand.as_ref()?.name_of_new())
            .any(|other| other.eq_ignore_ascii_case(name));
        (here || there || coming).then(|| {
            format!("a circuit answers to \"{name}\" already, or is ordered under that name; choose another")
        })
    }

    /// At most one order is open on a circuit. A tier that was intended and not sent makes room.
    fn free_for_errand(&self, circuit: &Circuit) -> Result<Vec<Record>, Refused> {
        let name = &circuit.name;
        if circuit.paused.is_some() {
            return Err(refused(&format!(
                "{name} is paused, so nothing was ordered; resume it first: `tidegate resume {name} --from-next`"
            )));
        }
        self.nothing_out(circuit)
    }

    /// Refuses while an order is out; a tier that was intended and not sent is taken back.
    fn nothing_out(&self, circuit: &Circuit) -> Result<Vec<Record>, Refused> {
        let name = &circuit.name;
        if let Some(errand) = self.world.open_errand(&circuit.id) {
            let what = errand.errand.as_ref().map(|errand| errand.told(name)).unwrap_or_default();
            return Err(refused(&format!(
                "{what} is under way, so nothing was ordered; `tidegate carrier follow` shows it"
            )));
        }
        let Some(open) = self.world.open_change(&circuit.id) else { return Ok(vec![]) };
        if open.is_out() {
            return Err(refused(&format!(
                "an order of {} for {name} is under way, so nothing was ordered; try again when it has ended, `tidegate status` shows it",
                open.to
            )));
        }
        let why = "a person's word comes first".to_owned();
        let (new, entry) = step(open, State::Superseded, self.now, self.person.clone(), why);
        let day = |day| self.world.quota.get(&day).cloned().unwrap_or_default();
        let quota = give_back(&new, State::Superseded, day);
        Ok([Record::Change(Box::new(new)), Record::Audit(entry)].into_iter().chain(quota).collect())
    }

    fn on(&self, circuit: &Circuit, errand: Errand, why: String, freed: Vec<Record>) -> Intent {
        let customer = &self.profile().customer_number;
        let reference = errand_reference(customer, circuit.id.as_str(), self.now, &errand);
        let seen = self.world.states.get(&circuit.id).and_then(|state| state.seen.as_ref());
        let tier = seen.map_or(circuit.baseline, |seen| seen.tier);
        Intent { circuit: circuit.id.clone(), reference, tier, errand, quote: None, why, freed }
    }

    /// The intent becomes durable; nothing leaves with it.
    fn intend(&self, intent: Intent) -> Vec<Record> {
        let Intent { circuit, reference, tier, errand, quote, why, freed: mut records } = intent;
        let day = gmt_day(self.now);
        let given_back = records.iter().find_map(|record| {
            let Record::Quota(other, quota) = record else { return None };
            (*other == day).then(|| quota.clone())
        });
        let change = Change {
            id: ChangeId(self.world.last_change.0 + 1),
            circuit,
            from: tier,
            to: tier,
            boundary: self.now,
            generation: 0,
            reference,
            state: State::Intended,
            actor: self.person.clone(),
            event_uid: None,
            why,
            is_return: false,
            opened: self.now,
            sent: None,
            unknown: None,
            ended: None,
            attempts: 0,
            refusals: 0,
            not_before: None,
            quote,
            order: None,
            completed: false,
            pending_seen: false,
            counted: Some(day),
            words: vec![],
            errand: Some(errand),
        };
        let kept = || self.world.quota.get(&day).cloned().unwrap_or_default();
        let mut quota = given_back.unwrap_or_else(kept);
        quota.ours += 1;
        let mut entry = Entry::new(self.now, self.person.clone(), "order.intended", change.why.clone());
        entry.order = Some(change.reference.clone());
        let (before, after) =
            change.errand.as_ref().map_or((None, None), |errand| errand.before_and_after(&change));
        let entry = entry.about(&change.circuit).from_to(before, after);
        records.extend([Record::Change(Box::new(change)), Record::Quota(day, quota), Record::Audit(entry)]);
        records
    }
}

fn refused(why: &str) -> Refused {
    Refused::Errand(why.to_owned())
}
