//! Circuits: fetched from the carrier's inventory, and the person's settings for them.

use super::person::act;
use super::{Answer, CommandError, at_desk, json, words};
use crate::host::Round;
use serde_json::json;
use std::collections::BTreeSet;
use tidegate_core::audit::Entry;
use tidegate_core::budget::Budget;
use tidegate_core::carrier::Listed;
use tidegate_core::circuit::Circuit;
use tidegate_core::ids::Actor;
use tidegate_core::overrides::choices;
use tidegate_core::person::Act;
use tidegate_core::units::Tier;
use tidegate_core::world::Record;
use tidegate_door::command::CircuitSettings;

/// Pages after which a list is taken as it is.
const PAGES: u32 = 50;

pub(super) async fn list(round: &Round) -> Answer {
    at_desk(round, |desk| json(&desk.world.circuits.values().collect::<Vec<_>>())).await
}

/// Reads the inventory and takes in every circuit that is not known yet, at the tier it has.
pub(super) async fn sync(round: &Round) -> Answer {
    let (carrier, profile) =
        at_desk(round, |desk| Ok((desk.carrier(), desk.world.tenant.profile.clone()))).await?;
    let (mut listed, mut met) = (Vec::<Listed>::new(), BTreeSet::new());
    for page in 1..=PAGES {
        let response =
            carrier.ask(&profile.inventory(page)).await.map_err(|error| CommandError::unasked(&error))?;
        let read =
            profile.read_inventory(&response).map_err(|refusal| CommandError::failed(told(&refusal)))?;
        met.extend(read.met);
        listed.extend(read.value.circuits);
        if !read.value.more {
            break;
        }
    }
    at_desk(round, move |desk| {
        let now = desk.acts_at();
        let new: Vec<Circuit> = listed
            .iter()
            .filter(|one| desk.world.known(&one.id).is_none())
            .map(|one| Circuit { since: now, ..Circuit::from_inventory(one) })
            .collect();
        let names: Vec<String> = new.iter().map(|circuit| circuit.name.clone()).collect();
        let why = format!("the carrier lists {} circuits, {} of them new here", listed.len(), new.len());
        let mut records: Vec<Record> =
            new.into_iter().map(|circuit| Record::Circuit(Box::new(circuit))).collect();
        records.push(Record::Audit(Entry::new(now, Actor::Person(words::person()), "circuits.synced", why)));
        desk.commit(&records)?;
        // What is new here was not looked at yet: the next pass reads the inventory again.
        (desk.world.here.inventory_at, desk.world.here.inventory_tried) = (None, None);
        Ok(json!({ "listed": listed.len(), "new": names, "forms": met }))
    })
    .await
}

fn told(refusal: &tidegate_core::carrier::Refusal) -> String {
    format!("the inventory was not read and nothing was changed: {}", refusal.told())
}

pub(super) async fn set(round: &Round, circuit: String, settings: CircuitSettings) -> Answer {
    at_desk(round, move |desk| {
        let old = words::circuit(desk, &circuit)?.clone();
        let tier = |text: Option<String>, old: Tier| text.map_or(Ok(old), |text| words::tier(&text));
        let new = Circuit {
            name: settings.name.unwrap_or_else(|| old.name.clone()),
            baseline: tier(settings.baseline, old.baseline)?,
            highest: tier(settings.highest, old.highest)?,
            lowest: tier(settings.lowest, old.lowest)?,
            tags: settings.tags.unwrap_or_else(|| old.tags.clone()),
            budget: match &settings.budget {
                Some(text) => words::budget(text, &desk.world.tenant.profile.currency, old.budget.as_ref())?,
                None => old.budget.clone(),
            },
            ..old.clone()
        };
        check(&new)?;
        let clash =
            desk.world.circuits.values().any(|other| other.id != new.id && other.answers_to(&new.name));
        if clash {
            return Err(CommandError::usage(format!(
                "another circuit answers to \"{}\" already; choose another name",
                new.name
            )));
        }
        let since = if new.baseline == old.baseline { old.since } else { desk.acts_at() };
        let month = |budget: &Option<Budget>| {
            budget
                .as_ref()
                .map_or("no budget".to_owned(), |budget| format!("{} a month at most", budget.limit))
        };
        let budget = if new.budget == old.budget {
            String::new()
        } else {
            format!(", {} instead of {}", month(&new.budget), month(&old.budget))
        };
        let why = format!(
            "{}: baseline {}, calendars {} to {}{budget}",
            new.name, new.baseline, new.lowest, new.highest
        );
        let entry = Entry::new(desk.now(), Actor::Person(words::person()), "circuit.set", why).about(&new.id);
        let approved = new.approved.max(new.baseline);
        desk.commit(&[Record::Circuit(Box::new(Circuit { since, approved, ..new })), Record::Audit(entry)])?;
        Ok(json!({ "done": true }))
    })
    .await
}

/// Looks after a circuit no more; at the carrier nothing changes.
pub(super) async fn leave(round: &Round, circuit: String) -> Answer {
    act(round, move |desk| Ok(Act::Leave(words::circuit(desk, &circuit)?.id.clone()))).await
}

/// Looks after a circuit again that was taken out.
pub(super) async fn look_after(round: &Round, circuit: String) -> Answer {
    act(round, move |desk| {
        let mut taken_out = desk.world.ended.values().filter(|one| one.answers_to(&circuit));
        let found = taken_out.next().ok_or_else(|| {
            CommandError::not_found(format!(
                "no circuit \"{circuit}\" was taken out of Tidegate, so nothing was changed"
            ))
        })?;
        Ok(Act::LookAfter(found.id.clone()))
    })
    .await
}

/// Lowest <= baseline <= highest, each a tier the circuit can have.
fn check(circuit: &Circuit) -> Result<(), CommandError> {
    for tier in [circuit.lowest, circuit.baseline, circuit.highest] {
        if !circuit.can_have(tier) {
            return Err(CommandError::usage(format!(
                "{} cannot have {tier}; it can have {}",
                circuit.name,
                choices(circuit)
            )));
        }
    }
    if circuit.lowest <= circuit.baseline && circuit.baseline <= circuit.highest {
        return Ok(());
    }
    Err(CommandError::usage(format!(
        "the baseline ({}) must lie between the lowest ({}) and the highest tier ({}); set them together",
        circuit.baseline, circuit.lowest, circuit.highest
    )))
}
