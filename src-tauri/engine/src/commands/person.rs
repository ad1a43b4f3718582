//! What a person does: read the words, act by `core::person`, make it durable.

use super::{Answer, CommandError, at_desk, words};
use crate::host::Round;
use crate::run::Desk;
use serde::Serialize;
use serde_json::json;
use tidegate_core::ids::CircuitId;
use tidegate_core::person::{self, Act, From};
use tidegate_core::screen::circuits::GoingOn;
use tidegate_core::timings::Limits;
use tidegate_core::units::{Money, Tier};
use tidegate_core::view;
use tidegate_door::command::TakeUp;

/// Carries out an act that is made from the desk as it is.
pub(super) async fn act(
    round: &Round,
    make: impl FnOnce(&Desk) -> Result<Act, CommandError> + Send + 'static,
) -> Answer {
    at_desk(round, move |desk| {
        let act = make(desk)?;
        let records = person::act(&desk.world, &words::person(), &act, desk.acts_at())?;
        desk.commit(&records)?;
        Ok(match person::unheeded(&desk.world, &act) {
            Some(note) => json!({ "done": true, "note": note }),
            None => json!({ "done": true }),
        })
    })
    .await
}

fn from(take_up: TakeUp) -> From {
    match take_up {
        TakeUp::Now => From::Now,
        TakeUp::Next => From::Next,
    }
}

pub(super) async fn boost(round: &Round, circuit: String, tier: String, until: Option<String>) -> Answer {
    act(round, move |desk| {
        let until = words::until(until.as_deref(), desk.acts_at(), desk.world.tenant.zone)?;
        Ok(Act::Boost(words::circuit(desk, &circuit)?.id.clone(), words::tier(&tier)?, until))
    })
    .await
}

pub(super) async fn hold(round: &Round, circuit: String, tier: String, until: Option<String>) -> Answer {
    act(round, move |desk| {
        let until = words::until(until.as_deref(), desk.acts_at(), desk.world.tenant.zone)?;
        Ok(Act::Hold(words::circuit(desk, &circuit)?.id.clone(), words::tier(&tier)?, until))
    })
    .await
}

pub(super) async fn clear(round: &Round, circuit: String) -> Answer {
    act(round, move |desk| Ok(Act::Clear(words::circuit(desk, &circuit)?.id.clone()))).await
}

pub(super) async fn pause(round: &Round, circuit: Option<String>) -> Answer {
    act(round, move |desk| Ok(Act::Pause(named(desk, circuit.as_deref())?))).await
}

pub(super) async fn resume(round: &Round, circuit: Option<String>, take_up: TakeUp) -> Answer {
    go_on(round, move |desk| Ok(Act::Resume(named(desk, circuit.as_deref())?, from(take_up)))).await
}

pub(super) async fn switch_on(round: &Round, take_up: TakeUp) -> Answer {
    go_on(round, move |_| Ok(Act::On(from(take_up)))).await
}

/// Carries out an act after which the plan goes on, and says what it orders at once.
async fn go_on(
    round: &Round,
    make: impl FnOnce(&Desk) -> Result<Act, CommandError> + Send + 'static,
) -> Answer {
    at_desk(round, move |desk| {
        let act = make(desk)?;
        let orders = at_once(desk, &act)?;
        let records = person::act(&desk.world, &words::person(), &act, desk.acts_at())?;
        desk.commit(&records)?;
        Ok(json!({ "done": true, "orders": orders }))
    })
    .await
}

/// What would be ordered at once if a person went on now: switched automation on where it is off, else resumed.
pub(super) async fn would_order(round: &Round, circuit: Option<String>) -> Answer {
    at_desk(round, move |desk| {
        // A name that there is not is refused either way.
        let circuit = named(desk, circuit.as_deref())?;
        let act =
            if desk.world.tenant.automation { Act::Resume(circuit, From::Now) } else { Act::On(From::Now) };
        let orders = at_once(desk, &act)?;
        let words = orders.iter().map(AtOnce::words).collect();
        let seen = GoingOn { words, raises: orders.iter().any(|one| one.to > one.from) };
        Ok(json!({ "orders": orders, "words": seen.words, "raises": seen.raises }))
    })
    .await
}

fn named(desk: &Desk, circuit: Option<&str>) -> Result<Option<CircuitId>, CommandError> {
    circuit.map(|word| Ok(words::circuit(desk, word)?.id.clone())).transpose()
}

/// An order that an act would begin at once, with its price.
#[derive(Serialize)]
pub(super) struct AtOnce {
    circuit: String,
    from: Tier,
    to: Tier,
    /// For an hour at the new tier; nothing where the carrier named no price.
    per_hour: Option<Money>,
    /// What that hour costs more than one at the old tier, or less; nothing where a price is unknown or none changes.
    more: Option<Money>,
}

impl AtOnce {
    /// `HQ from 100 Mbps to 1 Gbps ($0.95 an hour, +$0.73/h)`.
    pub(super) fn words(&self) -> String {
        let price = self.per_hour.as_ref();
        let price = price.map_or_else(|| "price unknown".to_owned(), |price| format!("{price} an hour"));
        let more = self.more.as_ref().map(|more| format!(", {}/h", more.signed())).unwrap_or_default();
        format!("{} from {} to {} ({price}{more})", self.circuit, self.from, self.to)
    }
}

/// What an act would order at once.
pub(super) fn at_once(desk: &Desk, act: &Act) -> Result<Vec<AtOnce>, CommandError> {
    let begun = person::would_order(&desk.world, act, desk.acts_at(), &Limits::new())?;
    let named = begun.into_iter().filter_map(|one| {
        let circuit = desk.world.circuits.get(&one.circuit)?;
        let per_hour = circuit.price(one.to).cloned();
        let more = circuit.difference(one.to, one.from);
        Some(AtOnce { circuit: circuit.name.clone(), from: one.from, to: one.to, per_hour, more })
    });
    Ok(named.collect())
}

pub(super) async fn switch_off(round: &Round) -> Answer {
    act(round, |_| Ok(Act::Off)).await
}

pub(super) async fn baseline_all(round: &Round) -> Answer {
    act(round, |_| Ok(Act::BaselineAll)).await
}

pub(super) async fn retry(round: &Round, circuit: String) -> Answer {
    act(round, move |desk| Ok(Act::Retry(words::circuit(desk, &circuit)?.id.clone()))).await
}

pub(super) async fn restore(round: &Round, circuit: String) -> Answer {
    act(round, move |desk| Ok(Act::Restore(words::circuit(desk, &circuit)?.id.clone()))).await
}

pub(super) async fn keep(round: &Round, circuit: String) -> Answer {
    act(round, move |desk| Ok(Act::Keep(words::circuit(desk, &circuit)?.id.clone()))).await
}

pub(super) async fn believe(round: &Round, feed: String) -> Answer {
    act(round, move |desk| Ok(Act::Believe(words::feed(desk, &feed)?.id.clone()))).await
}

pub(super) async fn release(round: &Round, feed: String) -> Answer {
    act(round, move |desk| Ok(Act::Release(words::feed(desk, &feed)?.id.clone()))).await
}

/// Answers what needs attention: the choices are counted from one.
pub(super) async fn answer(round: &Round, id: String, choice: usize) -> Answer {
    act(round, move |desk| {
        let waiting = view::attention(&desk.world, desk.now());
        let found = waiting.into_iter().find(|one| one.id == id);
        let found = found.ok_or_else(|| {
            CommandError::not_found(format!(
                "nothing waits under \"{id}\"; `tidegate attention list` shows what does"
            ))
        })?;
        let count = found.choices.len();
        let choice = choice.checked_sub(1).and_then(|index| found.choices.into_iter().nth(index));
        let choice = choice.ok_or_else(|| {
            CommandError::usage(if count == 0 {
                "this cannot be answered here; change the event as its text says".into()
            } else {
                format!("choose a number from 1 to {count}")
            })
        })?;
        Ok(Act::Answer(found.key, choice))
    })
    .await
}
