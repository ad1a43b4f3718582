//! The way to a new circuit: its verbs, and waiting for the end of an order.

use super::Show;
use crate::cli::{CarrierVerb, OrderWords};
use crate::failure::Failure;
use crate::link::Link;
use crate::show;
use serde_json::Value;
use std::process::ExitCode;
use tidegate_door::command::{Command, NewOrder};
use tidegate_door::patience::LOOK_AGAIN;

/// A verb's command, how its answer is shown, and that nothing has to run afterwards for it to have an effect.
pub(super) fn command(verb: CarrierVerb) -> (Command, Show, bool) {
    let (command, show): (Command, Show) = match verb {
        CarrierVerb::Providers => (Command::CarrierProviders {}, show::providers),
        CarrierVerb::Locations { provider, search, page } => {
            (Command::CarrierLocations { provider, search, page }, show::locations)
        }
        CarrierVerb::Address { address } => (Command::CarrierAddress { address }, show::locations),
        CarrierVerb::Tiers(spot) => {
            (Command::CarrierTiers { place: spot.place, provider: spot.provider }, show::tiers)
        }
        CarrierVerb::Quote { place, tier, provider } => {
            (Command::CarrierQuote { place, provider, tier }, show::quoted)
        }
        CarrierVerb::Accounts => (Command::CarrierAccounts {}, show::accounts),
        CarrierVerb::Order(words) => (order(words), show::begun),
        CarrierVerb::Follow { .. } => (Command::CarrierFollow {}, show::errands),
    };
    (command, show, false)
}

fn order(words: OrderWords) -> Command {
    let OrderWords {
        quote,
        name,
        account,
        ipv4: block,
        contact_name,
        contact_email,
        contact_phone,
        organization,
        agree: agreed,
    } = words;
    let order =
        NewOrder { quote, name, block, account, contact_name, contact_email, contact_phone, organization };
    Command::CarrierOrder { order, agreed }
}

/// Shows each step of an order until it has ended. It is no error of the order when nobody waits for it any more.
pub(super) async fn wait(link: &Link, reference: Option<&str>, json: bool) -> Result<ExitCode, Failure> {
    let mut last = Value::Null;
    let mut meant = reference.map(str::to_owned);
    loop {
        let all = link.ask(Command::CarrierFollow {}).await?;
        let rows = all.as_array().map_or(&[][..], Vec::as_slice);
        let is_meant = |one: &&Value| meant.as_deref().is_none_or(|meant| one["reference"] == meant);
        let Some(one) = rows.iter().find(is_meant) else {
            return Err(Failure::Failed(
                "there is no such order; `tidegate carrier follow` shows what there is".into(),
            ));
        };
        meant = one["reference"].as_str().map(str::to_owned);
        if (&one["state"], &one["said"]) != (&last["state"], &last["said"]) {
            if json { show::json(one) } else { show::errand_step(one) }
        }
        last = one.clone();
        if last["over"] == true {
            return Ok(ExitCode::from(u8::from(last["state"] != "Confirmed")));
        }
        if !link.is_running() {
            return Err(Failure::Failed(
                "nothing is running that follows it; start Tidegate with `tidegate run`, then wait again"
                    .into(),
            ));
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}
