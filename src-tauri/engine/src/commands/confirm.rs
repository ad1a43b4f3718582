//! What a person must say yes to outside the page: every command that spends money, or lets a calendar spend more. The
//! sentence that is asked is also the proof of the answer: whoever confirms sends it back, and where it has changed
//! meanwhile, a price for one, it is asked again. On a practice carrier nothing is spent, so nothing is asked; and
//! before automation is switched on no limit is worth a question, since switching on asks for them all.

use super::carrier::ends;
use super::person::{AtOnce, at_once};
use super::{CommandError, at_desk, words};
use crate::door::Asked;
use crate::host::Host;
use crate::run::Desk;
use std::sync::Arc;
use tidegate_core::budget::Budget;
use tidegate_core::circuit::Circuit;
use tidegate_core::person::{Act, From};
use tidegate_core::request::Choice;
use tidegate_core::units::{Money, Tier};
use tidegate_core::view;
use tidegate_door::CONFIRM;
use tidegate_door::command::{CircuitSettings, Command, Envelope, FeedSettings, NewOrder, TakeUp};

/// Refuses with the question where a yes is wanted and that very question was not answered with it. A command that
/// cannot be read, or names nobody, goes on: whoever carries it out says so.
pub(crate) async fn confirmed(host: &Arc<Host>, asked: &Asked) -> Result<(), CommandError> {
    let Ok(Envelope { tenant, command }) = serde_json::from_value(asked.command.clone()) else {
        return Ok(());
    };
    let Ok(round) = host.round(tenant.as_deref()).await else { return Ok(()) };
    let question = at_desk(&round, move |desk| Ok(question(desk, &command))).await?;
    match question {
        Some(question) if asked.confirmed.as_ref() != Some(&question) => {
            Err(CommandError { code: CONFIRM, message: question })
        }
        Some(_) | None => Ok(()),
    }
}

/// The question that a command asks for, if any.
fn question(desk: &Desk, command: &Command) -> Option<String> {
    let tenant = &desk.world.tenant;
    if tenant.profile.practice {
        return None;
    }
    let on = tenant.automation;
    match command {
        Command::AutomationOn { from } => Some(switch_on(desk, *from)),
        Command::Boost { circuit, tier, until } => by_hand(desk, "Boost", circuit, tier, until.as_deref()),
        Command::Hold { circuit, tier, until } => by_hand(desk, "Hold", circuit, tier, until.as_deref()),
        Command::Resume { circuit, from: TakeUp::Now } => resume(desk, circuit.as_deref()),
        Command::Restore { circuit } => restore(desk, circuit),
        Command::CircuitSet { circuit, settings } if on => bounds(desk, circuit, settings),
        Command::AttentionAnswer { id, choice } if on => answer(desk, id, *choice),
        Command::FeedRelease { feed } if on => {
            Some(format!("Let all raises go that are held in the calendar \"{}\"?", feed_name(desk, feed)?))
        }
        Command::FeedBelieve { feed } if on => Some(format!(
            "Believe the calendar \"{}\" as it is now, and order what it asks for?",
            feed_name(desk, feed)?
        )),
        Command::FeedSet { feed, settings } if on => allow(desk, feed, settings),
        Command::SettingSet { name, value } => {
            leads_elsewhere(name, value).or_else(|| limit(desk, name, value).filter(|_| on))
        }
        Command::CarrierOrder { order, .. } => new_circuit(desk, order),
        Command::CircuitDisconnect { circuit, typed: Some(_) } => disconnect(desk, circuit),
        // All others are listed, so that a new one is met by a decision.
        Command::CircuitSet { .. }
        | Command::AttentionAnswer { .. }
        | Command::FeedRelease { .. }
        | Command::FeedBelieve { .. }
        | Command::FeedSet { .. }
        | Command::Status { .. }
        | Command::Plan { .. }
        | Command::Why { .. }
        | Command::Cost { .. }
        | Command::Inbox { .. }
        | Command::Feeds { .. }
        | Command::FeedAdd { .. }
        | Command::FeedRefresh { .. }
        | Command::FeedRemove { .. }
        | Command::Events { .. }
        | Command::EventAdd { .. }
        | Command::EventEdit { .. }
        | Command::EventRemove { .. }
        | Command::EventsExport {}
        | Command::Rules { .. }
        | Command::RuleAdd { .. }
        | Command::RuleMove { .. }
        | Command::RuleRemove { .. }
        | Command::RulePreview { .. }
        | Command::RuleTry { .. }
        | Command::Profiles { .. }
        | Command::ProfileSet { .. }
        | Command::ProfileRemove { .. }
        | Command::Circuits { .. }
        | Command::CircuitsSync { .. }
        | Command::CircuitLeave { .. }
        | Command::CircuitLookAfter { .. }
        | Command::CircuitRename { .. }
        | Command::CircuitDisconnect { .. }
        | Command::CarrierProviders {}
        | Command::CarrierLocations { .. }
        | Command::CarrierTiers { .. }
        | Command::CarrierQuote { .. }
        | Command::CarrierAddress { .. }
        | Command::CarrierAccounts {}
        | Command::CarrierFollow {}
        | Command::Tenants { .. }
        | Command::TenantAdd { .. }
        | Command::TenantRemove { .. }
        | Command::TenantExport {}
        | Command::TenantImport { .. }
        | Command::CredentialsSet { .. }
        | Command::CredentialsTest { .. }
        | Command::CredentialsRemove { .. }
        | Command::AutomationOff { .. }
        | Command::Clear { .. }
        | Command::Pause { .. }
        | Command::Resume { .. }
        | Command::WouldOrder { .. }
        | Command::BaselineAll { .. }
        | Command::Attention { .. }
        | Command::Orders { .. }
        | Command::OrderShow { .. }
        | Command::Retry { .. }
        | Command::CostOf { .. }
        | Command::CostIf { .. }
        | Command::BillCompare { .. }
        | Command::Advice { .. }
        | Command::HeartbeatSet { .. }
        | Command::HeartbeatOff { .. }
        | Command::AuditRows { .. }
        | Command::AuditVerify { .. }
        | Command::AuditSeal { .. }
        | Command::AuditSeals { .. }
        | Command::Settings { .. }
        | Command::Customers { .. }
        | Command::Glance { .. }
        | Command::Week { .. }
        | Command::Calendar { .. }
        | Command::EventPreview { .. }
        | Command::EventMove { .. }
        | Command::EventTakeOut { .. }
        | Command::EventPutBack { .. }
        | Command::Activity { .. }
        | Command::Trail { .. }
        | Command::Month { .. }
        | Command::Report { .. }
        | Command::Waiting { .. }
        | Command::CircuitsScreen { .. }
        | Command::ByHandPreview { .. }
        | Command::Keep { .. }
        | Command::FeedsScreen { .. }
        | Command::TitleTried { .. }
        | Command::SettingsScreen { .. }
        | Command::SetUp { .. }
        | Command::Practise { .. }
        | Command::GoLive { .. }
        | Command::Break { .. } => None,
    }
}

fn switch_on(desk: &Desk, from: TakeUp) -> String {
    let mut circuits: Vec<&Circuit> = desk.world.circuits.values().collect();
    circuits.sort_by(|a, b| a.name.cmp(&b.name));
    let tops: Vec<String> =
        circuits.iter().map(|one| format!("{} up to {}", one.name, priced(one, one.highest))).collect();
    let now = match from {
        TakeUp::Now => orders_now(desk, &Act::On(From::Now)),
        TakeUp::Next => "Nothing is ordered before the plan's next change.".into(),
    };
    format!(
        "Switch automation on? From then on Tidegate orders what the calendars ask for: {}. {now}",
        tops.join(", ")
    )
}

fn by_hand(desk: &Desk, what: &str, circuit: &str, tier: &str, until: Option<&str>) -> Option<String> {
    let circuit = words::circuit(desk, circuit).ok()?;
    let tier = words::tier(tier).ok()?;
    if tier <= circuit.baseline {
        return None;
    }
    let how_long = match until {
        None => "for 2 hours".to_owned(),
        Some(text) => {
            let at = words::instant(text, desk.world.tenant.zone).ok();
            at.map_or_else(
                || format!("for {text}"),
                |at| {
                    format!(
                        "until {}",
                        at.with_timezone(&desk.world.tenant.zone).format("%a %-d %b %H:%M %Z")
                    )
                },
            )
        }
    };
    let instead = price(circuit, circuit.baseline);
    Some(format!(
        "{what} {} at {} {how_long}? The baseline costs {instead}.",
        circuit.name,
        priced(circuit, tier)
    ))
}

fn resume(desk: &Desk, circuit: Option<&str>) -> Option<String> {
    let id = circuit.and_then(|word| words::circuit(desk, word).ok()).map(|circuit| circuit.id.clone());
    let orders = orders_now(desk, &Act::Resume(id, From::Now));
    (orders != NOTHING).then(|| format!("Go on now? {orders}"))
}

const NOTHING: &str = "Nothing is ordered at once.";

/// What going on orders at once.
fn orders_now(desk: &Desk, act: &Act) -> String {
    let orders: Vec<String> = at_once(desk, act).unwrap_or_default().iter().map(AtOnce::words).collect();
    if orders.is_empty() {
        NOTHING.into()
    } else {
        format!("This is ordered at once: {}.", orders.join(", "))
    }
}

fn restore(desk: &Desk, circuit: &str) -> Option<String> {
    let circuit = words::circuit(desk, circuit).ok()?;
    let wanted = desk.world.compiled.timelines.get(&circuit.id)?.want(desk.acts_at());
    Some(format!("Order {} back to what the plan wants, {}?", circuit.name, priced(circuit, wanted)))
}

/// Only what lets a calendar spend more: a higher highest tier or a higher baseline.
fn bounds(desk: &Desk, circuit: &str, settings: &CircuitSettings) -> Option<String> {
    let circuit = words::circuit(desk, circuit).ok()?;
    let tier = |text: &Option<String>| text.as_deref().and_then(|text| words::tier(text).ok());
    let highest = tier(&settings.highest).filter(|new| *new > circuit.highest);
    let baseline = tier(&settings.baseline).filter(|new| *new > circuit.baseline);
    let raised = [("highest tier", highest), ("baseline", baseline)].map(|(what, new)| {
        new.map(|new| format!("Raise the {what} of {} to {}?", circuit.name, priced(circuit, new)))
    });
    let budget =
        settings.budget.as_deref().and_then(|text| more(circuit.budget.as_ref(), text, &circuit.name));
    // One yes is to all that was asked for, so all of it is said.
    let all: Vec<String> = raised.into_iter().chain([budget]).flatten().collect();
    (!all.is_empty()).then(|| all.join(" "))
}

/// A month's budget that is higher, or gone.
fn more(old: Option<&Budget>, text: &str, whose: &str) -> Option<String> {
    let old = &old?.limit;
    let new = Money::from_carrier(text, &old.currency);
    new.as_ref().is_none_or(|new| new.amount > old.amount).then(|| match new {
        Some(new) => format!("Let a month of {whose} cost up to {new} instead of {old}?"),
        None => format!("Let a month of {whose} cost more than {old}?"),
    })
}

fn answer(desk: &Desk, id: &str, choice: usize) -> Option<String> {
    let waiting = view::attention(&desk.world, desk.now()).into_iter().find(|one| one.id == id)?;
    let of = |circuit| desk.world.circuits.get(circuit);
    match waiting.choices.get(choice.checked_sub(1)?)? {
        Choice::Allow { organiser } => Some(format!("Let {organiser} ask for bandwidth from now on?")),
        Choice::AllowUpTo { circuit, tier } => {
            let circuit = of(circuit)?;
            Some(format!("Let calendars raise {} up to {}?", circuit.name, priced(circuit, *tier)))
        }
        Choice::AllowDownTo { .. } => None,
        Choice::Approve => Some(format!("Approve \"{}\" as it stands?", waiting.title)),
        Choice::Release => {
            Some(format!("Let all raises go that are held in the calendar \"{}\"?", waiting.feed))
        }
        Choice::TakeSource => Some(format!("Take \"{}\" as the calendar has it?", waiting.title)),
    }
}

fn allow(desk: &Desk, feed: &str, settings: &FeedSettings) -> Option<String> {
    let name = feed_name(desk, feed)?;
    let organisers = &settings.allow;
    (!organisers.is_empty())
        .then(|| format!("Let {} ask for bandwidth in the calendar \"{name}\"?", organisers.join(", ")))
}

/// Where secrets and files go, whether automation is on or not.
fn leads_elsewhere(name: &str, value: &str) -> Option<String> {
    match name {
        "base" | "token-path" => Some(format!("Send this account's id and secret to {value} from now on?")),
        "team-calendar" if value != "off" => {
            Some(format!("Keep the plan in {value}, for whoever can read that file?"))
        }
        _ => None,
    }
}

/// A higher or no limit for an event, and a higher quota.
fn limit(desk: &Desk, name: &str, value: &str) -> Option<String> {
    let tenant = &desk.world.tenant;
    match name {
        "event-limit" => {
            let old = tenant.event_limit.as_ref()?;
            let new = Money::from_carrier(value, &tenant.profile.currency);
            let more = new.as_ref().is_none_or(|new| new.amount > old.amount);
            more.then(|| match new {
                Some(new) => format!("Let single events cost up to {new} instead of {old} without asking?"),
                None => format!("Let single events cost more than {old} without asking?"),
            })
        }
        "budget" => more(tenant.budget.as_ref(), value, "all circuits"),
        "quota-per-day" => {
            let new: u32 = value.parse().ok()?;
            let old = tenant.profile.quota_per_day;
            (new > old).then(|| format!("Order up to {new} changes a GMT day instead of {old}?"))
        }
        _ => None,
    }
}

fn new_circuit(desk: &Desk, order: &NewOrder) -> Option<String> {
    let offered = desk.world.here.offered.get(order.quote.trim())?;
    Some(format!(
        "Order the new circuit \"{}\", {} at {}? It costs {} from when it is active until it is disconnected.",
        order.name.trim(),
        offered.tier,
        offered.address,
        offered.costs()
    ))
}

fn disconnect(desk: &Desk, circuit: &str) -> Option<String> {
    let circuit = words::circuit(desk, circuit).ok()?;
    Some(format!("Disconnect {}? {}", circuit.name, ends(desk, circuit)))
}

fn feed_name<'d>(desk: &'d Desk, word: &str) -> Option<&'d str> {
    words::feed(desk, word).ok().map(|feed| feed.name.as_str())
}

/// `1 Gbps, $0.95 an hour`.
fn priced(circuit: &Circuit, tier: Tier) -> String {
    format!("{tier} ({})", price(circuit, tier))
}

fn price(circuit: &Circuit, tier: Tier) -> String {
    circuit.price(tier).map_or_else(|| "price unknown".to_owned(), |price| format!("{price} an hour"))
}
