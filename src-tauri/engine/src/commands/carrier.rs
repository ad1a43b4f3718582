//! The whole way to a circuit: providers, their places, what can be had there, a quote, the billing accounts, the order;
//! and the orders that end or rename a circuit. What is only asked is asked here, beside the plan; what is ordered
//! becomes an intent in the ledger, and the plan sends it. Every order says first what it costs.

use super::{Answer, CommandError, at_desk, json, words};
use crate::host::Round;
use crate::run::{Desk, Orders};
use serde_json::json;
use tidegate_core::carrier::{
    Account, Contact, Place, Profile, Read, Refusal, Request, Response, Spot, TierList, Unable,
};
use tidegate_core::circuit::{Circuit, Offer};
use tidegate_core::errand::Offered;
use tidegate_core::new_circuit::{Block, NewCircuit, NoBlock, us_phone};
use tidegate_core::person::{self, Act};
use tidegate_core::screen::way;
use tidegate_core::time::Instant;
use tidegate_core::units::{Money, Tier};
use tidegate_door::command::NewOrder;

/// Pages after which a list is taken as it is.
const PAGES: u32 = 50;

pub(super) async fn providers(round: &Round) -> Answer {
    let read =
        ask(round, Profile::providers, |profile, response, _| profile.read_providers(response)).await?;
    json(&way::providers(&read))
}

/// A page of a provider's places; with words to search for, all places that have them.
pub(super) async fn locations(round: &Round, provider: String, search: String, page: u32) -> Answer {
    let at = async |page: u32| {
        let request = |profile: &Profile| profile.places(&provider, page);
        ask(round, request, |profile, response, _| profile.read_places(response)).await
    };
    if search.trim().is_empty() {
        return json(&way::page(&at(page.max(1)).await?));
    }
    let (mut found, mut looked) = (Vec::<Place>::new(), 0_usize);
    for page in 1..=PAGES {
        let one = at(page).await?;
        looked += one.places.len();
        found.extend(one.places.into_iter().filter(|place| place.has(&search)));
        if !one.more {
            break;
        }
    }
    json(&way::found(&found, looked))
}

/// The places that fit an address.
pub(super) async fn address(round: &Round, address: String) -> Answer {
    let request = |profile: &Profile| profile.address(&address);
    let page = ask(round, request, |profile, response, _| profile.read_places(response)).await?;
    json(&way::page(&page))
}

pub(super) async fn tiers(round: &Round, spot: Spot) -> Answer {
    let (list, address) = tiers_at(round, &spot).await?;
    json(&way::offers(&spot.place, &address, &list))
}

async fn tiers_at(round: &Round, spot: &Spot) -> Result<(TierList, String), CommandError> {
    let read = |profile: &Profile, response: &Response, at| {
        let list = profile.read_tiers_at(response, at)?;
        let address = profile.read_address_at(response);
        Ok(Read { value: (list.value, address), met: list.met })
    };
    let (list, address) = ask(round, |profile| profile.tiers_at(spot), read).await?;
    let address = address.map_or_else(|| spot.place.clone(), |address| format!("{address} ({})", spot.place));
    Ok((list, address))
}

/// A quote, or in dialects that have none the price of the list: what it says is kept while the program runs, and may
/// be ordered by until it runs out.
pub(super) async fn quote(round: &Round, spot: Spot, tier: String) -> Answer {
    let tier = words::tier(&tier)?;
    let profile = at_desk(round, |desk| Ok(desk.world.tenant.profile.clone())).await?;
    if let Err(unable) = profile.can_order_new() {
        return Err(CommandError::failed(format!("{unable}. Nothing was asked")));
    }
    let (offer, address) = offer_at(round, &profile, &spot, tier).await?;
    let speed = offer.speed.clone();
    let request = profile.quote_at(&spot, &speed, "Tidegate");
    let priced = match request {
        Ok(_) => {
            let request = |profile: &Profile| profile.quote_at(&spot, &speed, "Tidegate");
            Some(ask(round, request, Profile::read_priced).await?)
        }
        Err(_) => None,
    };
    at_desk(round, move |desk| {
        let now = desk.acts_at();
        let (quote, per_month) = priced.map_or((None, None), |one| (Some(one.quote), one.per_month));
        let named = || format!("P{}", now.timestamp_millis());
        let offered = Offered {
            id: quote.as_ref().map_or_else(named, |quote| quote.id.clone()),
            at: quote.as_ref().map_or(now, |quote| quote.at),
            per_hour: quote.as_ref().map_or(offer.per_hour, |quote| quote.per_hour.clone()),
            quote,
            per_month,
            spot,
            address,
            tier,
            speed: offer.speed,
        };
        let shown = way::quote(&desk.world, &offered, desk.orders() == Orders::Gives, now);
        let life = desk.world.tenant.profile.timings.quote;
        desk.world.here.offered.retain(|_, one| now - one.at < life);
        desk.world.here.offered.insert(offered.id.clone(), offered);
        json(&shown)
    })
    .await
}

/// A tier as the carrier's list has it there; of a dialect without lists, as it is written, at an unknown price.
async fn offer_at(
    round: &Round,
    profile: &Profile,
    spot: &Spot,
    tier: Tier,
) -> Result<(Offer, String), CommandError> {
    if profile.tiers_at(spot).is_err() {
        let speed = format!("{} Mbps", tier.mbps());
        return Ok((Offer { tier, speed, per_hour: None, quoted: Instant::UNIX_EPOCH }, spot.place.clone()));
    }
    let (list, address) = tiers_at(round, spot).await?;
    let offered: Vec<String> = list.offers.iter().map(|one| one.tier.to_string()).collect();
    match list.offers.into_iter().find(|one| one.tier == tier) {
        Some(offer) => Ok((offer, address)),
        None => Err(CommandError::usage(format!(
            "{tier} cannot be had at {address}, so no quote was asked for; it can have {}",
            offered.join(", ")
        ))),
    }
}

pub(super) async fn accounts(round: &Round) -> Answer {
    json(&way::accounts(&all_accounts(round).await?))
}

async fn all_accounts(round: &Round) -> Result<Vec<Account>, CommandError> {
    let mut all = Vec::new();
    for page in 1..=PAGES {
        let request = |profile: &Profile| profile.accounts(page);
        let (some, more) =
            ask(round, request, |profile, response, _| profile.read_accounts(response)).await?;
        all.extend(some);
        if !more {
            break;
        }
    }
    Ok(all)
}

/// Orders a new circuit by a quote. Without a word on its price it says what it would cost, and nothing else happens.
pub(super) async fn order(round: &Round, order: NewOrder, agreed: Option<String>) -> Answer {
    let id = order.quote.trim().to_owned();
    let (offered, profile) =
        at_desk(round, move |desk| Ok((good(desk, &id)?, desk.world.tenant.profile.clone()))).await?;
    agree(&order, &offered, agreed.as_deref())?;
    let block = order.block.parse().map_err(|error: NoBlock| CommandError::usage(error.to_string()))?;
    let account = payer(round, &profile, order.account.trim()).await?;
    let new = ordered(&order, &offered, &profile, block, account);
    at_desk(round, move |desk| {
        let act = Act::New(Box::new(new), offered.quote.clone());
        let answer = begin(desk, &act)?;
        desk.world.here.offered.remove(&offered.id);
        Ok(answer)
    })
    .await
}

/// The quote, while it is good.
fn good(desk: &Desk, id: &str) -> Result<Offered, CommandError> {
    let offered = desk.world.here.offered.get(id).cloned().ok_or_else(|| {
        CommandError::not_found(format!(
            "there is no quote \"{id}\" here, so nothing was ordered; a quote is kept while Tidegate runs, for fifteen minutes: ask for one with `tidegate carrier quote`"
        ))
    })?;
    let life = desk.world.tenant.profile.timings.quote;
    if desk.acts_at() - offered.at < life {
        return Ok(offered);
    }
    Err(CommandError::failed(format!(
        "the quote {id} has run out, so nothing was ordered; a quote is good for fifteen minutes: ask for a new one with `tidegate carrier quote`"
    )))
}

/// The price that a person agrees to must be the quote's.
fn agree(order: &NewOrder, offered: &Offered, agreed: Option<&str>) -> Result<(), CommandError> {
    let what = format!(
        "a new circuit \"{}\", {} at {}, costs {} from when it is active until it is disconnected",
        order.name.trim(),
        offered.tier,
        offered.address,
        offered.costs()
    );
    let agree = offered.agreement();
    let Some(text) = agreed else {
        return Err(CommandError::usage(format!(
            "{what}. Nothing was ordered; to order it, agree to the price: --agree {agree}"
        )));
    };
    let same = match &offered.per_hour {
        Some(price) => Money::from_carrier(text, &price.currency).as_ref() == Some(price),
        None => text.trim().eq_ignore_ascii_case("unknown"),
    };
    if same {
        return Ok(());
    }
    Err(CommandError::usage(format!(
        "\"{text}\" is not the price: {what}. Nothing was ordered; to order it, agree to that: --agree {agree}"
    )))
}

/// The billing account, where the carrier lists it and takes it for a new circuit. A dialect without a list of them
/// takes what a person wrote.
async fn payer(round: &Round, profile: &Profile, id: &str) -> Result<Account, CommandError> {
    if profile.accounts(1).is_err() {
        let (id, name) = (id.to_owned(), id.to_owned());
        return Ok(Account { id, name, currency: None, headquarters: None });
    }
    let all = all_accounts(round).await?;
    let Some(account) = all.iter().find(|one| one.id == id) else {
        let known: Vec<&str> = all.iter().map(|one| one.id.as_str()).collect();
        return Err(CommandError::not_found(format!(
            "the carrier lists no billing account \"{id}\", so nothing was ordered; it lists {}",
            known.join(", ")
        )));
    };
    match account.barred() {
        Some(why) => Err(CommandError::failed(format!("{why}. Nothing was ordered; name another account"))),
        None => Ok(account.clone()),
    }
}

fn ordered(
    order: &NewOrder,
    offered: &Offered,
    profile: &Profile,
    block: Block,
    account: Account,
) -> NewCircuit {
    let or = |written: &str, kept: &str| {
        if written.trim().is_empty() { kept.trim().to_owned() } else { written.trim().to_owned() }
    };
    let phone = or(&order.contact_phone, &profile.contact.phone);
    NewCircuit {
        name: order.name.trim().to_owned(),
        spot: offered.spot.clone(),
        address: offered.address.clone(),
        tier: offered.tier,
        speed: offered.speed.clone(),
        block,
        account: account.id,
        account_name: account.name,
        contact: Contact {
            name: or(&order.contact_name, &profile.contact.name),
            email: or(&order.contact_email, &profile.contact.email),
            phone: us_phone(&phone).unwrap_or(phone),
            organization: or(&order.organization, &profile.contact.organization),
        },
        agreed: offered.per_hour.clone(),
        before: vec![],
        became: None,
    }
}

/// Ends a circuit at the carrier. Its name must be typed; until it is, what would end and be saved is said.
pub(super) async fn disconnect(round: &Round, circuit: String, typed: Option<String>) -> Answer {
    at_desk(round, move |desk| {
        let found = words::circuit(desk, &circuit)?;
        if typed.as_deref() != Some(found.name.as_str()) {
            let name = &found.name;
            let wrong = typed.map_or_else(String::new, |typed| format!("\"{typed}\" is not \"{name}\". "));
            return Err(CommandError::usage(format!(
                "{wrong}This ends {name} at the carrier. {} Nothing was ordered; to do it, type its name: tidegate circuits disconnect \"{name}\" --typed \"{name}\"",
                ends(desk, found)
            )));
        }
        let act = Act::Disconnect(found.id.clone());
        begin(desk, &act)
    })
    .await
}

/// What the end of a circuit saves, and what is lost.
pub(super) fn ends(desk: &Desk, circuit: &Circuit) -> String {
    let seen = desk.world.states.get(&circuit.id).and_then(|state| state.seen.as_ref());
    let tier = seen.map_or(circuit.baseline, |seen| seen.tier);
    let saved = circuit.offer(tier).and_then(|Offer { per_hour, .. }| per_hour.as_ref()).map_or_else(
        || format!("What {tier} costs there is not known; it costs nothing after that."),
        |price| format!("It costs {price} an hour now at {tier}, and nothing after that."),
    );
    format!(
        "{saved} Its traffic stops, its addresses are lost, and it cannot be undone: a new circuit is another one."
    )
}

/// Renames a circuit at the carrier, and here when that is done.
pub(super) async fn rename(round: &Round, circuit: String, name: String) -> Answer {
    at_desk(round, move |desk| {
        let act = Act::Rename(words::circuit(desk, &circuit)?.id.clone(), name);
        begin(desk, &act)
    })
    .await
}

/// Makes an errand's intent durable; the next pass sends it. A process that never orders takes none: nobody would
/// know when it is sent, and at what price.
fn begin(desk: &mut Desk, act: &Act) -> Answer {
    if desk.orders() == Orders::Never {
        return Err(CommandError::failed(
            "nothing is running to order it, so nothing was ordered; start Tidegate with `tidegate run` or `tidegate tray`, then order it".into(),
        ));
    }
    let records = person::act(&desk.world, &words::person(), act, desk.acts_at())?;
    desk.commit(&records)?;
    let newest = desk.world.ledger().max_by_key(|change| change.id);
    let errand = newest.and_then(|change| way::errand(&desk.world, change));
    Ok(json!({ "done": true, "errand": errand }))
}

/// The errands that are open or ended lately, newest first.
pub(super) async fn follow(round: &Round) -> Answer {
    at_desk(round, |desk| json(&way::errands(&desk.world))).await
}

/// Asks the carrier a question beside the plan, and reads the answer.
async fn ask<T>(
    round: &Round,
    request: impl Fn(&Profile) -> Result<Request, Unable>,
    read: impl Fn(&Profile, &Response, Instant) -> Result<Read<T>, Refusal>,
) -> Result<T, CommandError> {
    let (carrier, profile, now) =
        at_desk(round, |desk| Ok((desk.carrier(), desk.world.tenant.profile.clone(), desk.acts_at())))
            .await?;
    let request =
        request(&profile).map_err(|unable| CommandError::failed(format!("{unable}. Nothing was asked")))?;
    let response = carrier.ask(&request).await.map_err(|error| CommandError::unasked(&error))?;
    let read = read(&profile, &response, now);
    read.map(|read| read.value)
        .map_err(|refusal| CommandError::failed(format!("nothing was ordered: {}", refusal.told())))
}
