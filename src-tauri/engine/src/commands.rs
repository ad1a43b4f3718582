//! The commands, carried out: each reads what a person wrote, acts at the tenant's desk, and answers with JSON. What
//! an act means is `core::person`'s matter; here words become values and mistakes become answers.

mod bill;
mod calendar;
mod carrier;
mod circuits;
mod confirm;
mod costs;
mod events;
mod feeds;
mod heartbeat;
mod live;
mod look;
mod new_tenant;
mod person;
mod portable;
mod practice;
mod profile;
mod proof;
mod rules;
mod tenants;
mod window;
mod words;

pub(crate) use confirm::confirmed;

use crate::carrier::{AskError, CarrierError};
use crate::door::ErrorBody;
use crate::host::{Host, HostError, Round};
use crate::run::{Desk, Ended};
use crate::secrets::SecretsError;
use crate::store::StoreError;
use crate::token::TokenError;
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;
use tidegate_core::carrier::Spot;
use tidegate_core::person::Refused;
use tidegate_door::command::{Command, Envelope};
use window::Wanted;

/// Why a command was not done.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct CommandError {
    code: &'static str,
    message: String,
}

impl CommandError {
    /// The person wrote something that cannot be meant; says what to write.
    pub(crate) fn usage(message: String) -> Self {
        Self { code: "usage", message }
    }

    /// What is named is not there.
    pub(crate) fn not_found(message: String) -> Self {
        Self { code: "not-found", message }
    }

    /// The carrier was to be asked for what it has, and gave no answer.
    pub(crate) fn unasked(error: &AskError) -> Self {
        Self::failed(match error {
            AskError::Token(error @ (TokenError::NoCredentials(_) | TokenError::Refused { .. })) => {
                error.to_string()
            }
            AskError::Token(TokenError::Unclear { .. } | TokenError::Transport(_))
            | AskError::Transport(_) => {
                format!("{error}. Nothing was changed; try again when that is put right")
            }
        })
    }

    /// It was tried and failed.
    pub(crate) fn failed(message: String) -> Self {
        Self { code: "failed", message }
    }

    /// Files of the data folder: what was not done with which, and why.
    pub(crate) fn files(undone: &str, path: &std::path::Path, error: &std::io::Error) -> Self {
        Self::failed(format!(
            "{undone}: {} cannot be changed ({error}). See who owns it and whether the disk is full, then try again",
            path.display()
        ))
    }
}

impl From<CommandError> for ErrorBody {
    fn from(error: CommandError) -> Self {
        Self { code: error.code.into(), message: error.message }
    }
}

macro_rules! failing {
    ($($error:ty),*) => {
        $(impl From<$error> for CommandError {
            fn from(error: $error) -> Self {
                Self::failed(crate::chain(&error))
            }
        })*
    };
}

failing!(StoreError, HostError, SecretsError, Ended, CarrierError);

impl From<Refused> for CommandError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::NoCircuit(_) | Refused::NoFeed(_) | Refused::NoQuestion | Refused::NoOccurrence => {
                Self::not_found(refused.to_string())
            }
            Refused::Override(_)
            | Refused::NothingToClear(_)
            | Refused::Backwards
            | Refused::TooShort { .. }
            | Refused::NothingToPutBack => Self::usage(refused.to_string()),
            Refused::Gone(_) | Refused::Errand(_) => Self::failed(refused.to_string()),
        }
    }
}

/// What a command brings.
pub(crate) type Answer = Result<Value, CommandError>;

fn json(value: &impl Serialize) -> Answer {
    serde_json::to_value(value).map_err(|error| {
        CommandError::failed(format!(
            "a mistake inside Tidegate: its answer cannot be written down ({error}). What you asked for may have been done; look with `tidegate status`, and report this"
        ))
    })
}

/// Does something at a tenant's desk that may fail.
async fn at_desk<T: Send + 'static>(
    round: &Round,
    work: impl FnOnce(&mut Desk) -> Result<T, CommandError> + Send + 'static,
) -> Result<T, CommandError> {
    round.handle.at_desk(work).await?
}

/// The one setting that is this computer's and no customer's.
const AUTOSTART: &str = "autostart";

/// Carries a command out: one line a command.
pub(crate) async fn carry_out(host: &Arc<Host>, envelope: Envelope) -> Answer {
    let Envelope { tenant, command } = envelope;
    let round = host.round(tenant.as_deref()).await;
    match command {
        Command::Tenants {} => tenants::list(host).await,
        Command::TenantAdd { tenant } => tenants::add(host, tenant).await,
        Command::TenantRemove { name } => tenants::remove(host, &name).await,
        Command::TenantExport {} => portable::export(&round?).await,
        Command::TenantImport { text, name } => portable::import(host, &text, name).await,
        Command::Status {} => look::status(host, &round?).await,
        Command::Plan { days } => look::plan(&round?, days).await,
        Command::Why { circuit, at } => look::why(&round?, circuit, at).await,
        Command::Cost { days } => look::cost(&round?, days).await,
        Command::CostOf { range } => costs::of(&round?, range).await,
        Command::Advice {} => costs::advise(&round?).await,
        Command::BillCompare { text, columns } => bill::compare(&round?, text, columns).await,
        Command::CostIf { range, otherwise } => costs::otherwise(&round?, range, otherwise).await,
        Command::Inbox { limit } => proof::inbox(&round?, limit).await,
        Command::Feeds {} => feeds::list(&round?).await,
        Command::FeedAdd { name, address, file, settings } => {
            feeds::add(host, &round?, name, address, file, settings).await
        }
        Command::FeedSet { feed, settings } => feeds::set(&round?, feed, settings).await,
        Command::FeedRefresh { feed } => feeds::refresh(host, &round?, feed).await,
        Command::FeedRemove { feed } => feeds::remove(host, &round?, feed).await,
        Command::FeedBelieve { feed } => person::believe(&round?, feed).await,
        Command::FeedRelease { feed } => person::release(&round?, feed).await,
        Command::Events {} => events::list(&round?).await,
        Command::EventAdd { event } => events::add(&round?, event).await,
        Command::EventEdit { uid, event } => events::edit(&round?, uid, event).await,
        Command::EventRemove { uid } => events::remove(&round?, uid).await,
        Command::EventsExport {} => events::export(&round?).await,
        Command::Rules {} => at_desk(&round?, |desk| json(&desk.world.tenant.rules)).await,
        Command::RuleAdd { rule } => rules::add(&round?, rule).await,
        Command::RuleMove { name, to } => rules::shift(&round?, name, to).await,
        Command::RuleRemove { name } => rules::remove(&round?, name).await,
        Command::RulePreview { rule } => rules::preview(&round?, rule).await,
        Command::RuleTry { title, feed } => rules::try_title(&round?, title, feed).await,
        Command::Profiles {} => at_desk(&round?, |desk| json(&desk.world.tenant.profiles)).await,
        Command::ProfileSet { name, tier, circuits } => {
            rules::set_profile(&round?, name, tier, circuits).await
        }
        Command::ProfileRemove { name } => rules::remove_profile(&round?, name).await,
        Command::Circuits {} => circuits::list(&round?).await,
        Command::CircuitsSync {} => circuits::sync(&round?).await,
        Command::CircuitSet { circuit, settings } => circuits::set(&round?, circuit, settings).await,
        Command::CircuitLeave { circuit } => circuits::leave(&round?, circuit).await,
        Command::CircuitLookAfter { circuit } => circuits::look_after(&round?, circuit).await,
        Command::CircuitRename { circuit, name } => carrier::rename(&round?, circuit, name).await,
        Command::CircuitDisconnect { circuit, typed } => carrier::disconnect(&round?, circuit, typed).await,
        Command::CarrierProviders {} => carrier::providers(&round?).await,
        Command::CarrierLocations { provider, search, page } => {
            carrier::locations(&round?, provider, search, page).await
        }
        Command::CarrierTiers { place, provider } => carrier::tiers(&round?, Spot { place, provider }).await,
        Command::CarrierQuote { place, provider, tier } => {
            carrier::quote(&round?, Spot { place, provider }, tier).await
        }
        Command::CarrierAddress { address } => carrier::address(&round?, address).await,
        Command::CarrierAccounts {} => carrier::accounts(&round?).await,
        Command::CarrierOrder { order, agreed } => carrier::order(&round?, order, agreed).await,
        Command::CarrierFollow {} => carrier::follow(&round?).await,
        Command::CredentialsSet { client_id, client_secret } => {
            tenants::set_credentials(host, &round?, client_id, client_secret).await
        }
        Command::CredentialsTest {} => tenants::test_credentials(&round?).await,
        Command::CredentialsRemove {} => tenants::remove_credentials(host, &round?).await,
        Command::AutomationOn { from } => person::switch_on(&round?, from).await,
        Command::AutomationOff {} => person::switch_off(&round?).await,
        Command::Boost { circuit, tier, until } => person::boost(&round?, circuit, tier, until).await,
        Command::Hold { circuit, tier, until } => person::hold(&round?, circuit, tier, until).await,
        Command::Clear { circuit } => person::clear(&round?, circuit).await,
        Command::Pause { circuit } => person::pause(&round?, circuit).await,
        Command::Resume { circuit, from } => person::resume(&round?, circuit, from).await,
        Command::WouldOrder { circuit } => person::would_order(&round?, circuit).await,
        Command::BaselineAll {} => person::baseline_all(&round?).await,
        Command::Attention {} => look::attention(&round?).await,
        Command::AttentionAnswer { id, choice } => person::answer(&round?, id, choice).await,
        Command::Orders { circuit, limit } => proof::orders(&round?, circuit, limit).await,
        Command::OrderShow { id } => proof::order(&round?, id).await,
        Command::Retry { circuit } => person::retry(&round?, circuit).await,
        Command::Restore { circuit } => person::restore(&round?, circuit).await,
        Command::HeartbeatSet { address, own_network } => {
            heartbeat::set(host, &round?, address, own_network).await
        }
        Command::HeartbeatOff {} => heartbeat::off(host, &round?).await,
        Command::AuditRows { after } => proof::rows(&round?, after).await,
        Command::AuditVerify {} => proof::verify(&round?).await,
        Command::AuditSeal {} => proof::seal(&round?).await,
        Command::AuditSeals { key, after } => proof::seals(&round?, key, after).await,
        Command::Settings {} => tenants::settings(host, &round?).await,
        Command::SettingSet { name, value } if name == AUTOSTART => tenants::set_autostart(host, &value),
        Command::SettingSet { name, value } => tenants::set(&round?, name, value).await,
        Command::Customers {} => window::customers(host).await,
        Command::Glance {} => window::glance(&round?).await,
        Command::SetUp {} => window::set_up(&round?).await,
        Command::Waiting {} => window::waiting(&round?).await,
        Command::Week { day } => window::week(&round?, day).await,
        Command::CircuitsScreen {} => window::circuits(&round?).await,
        Command::ByHandPreview { circuit, kind, tier, until } => {
            window::by_hand(&round?, circuit, kind, tier, until).await
        }
        Command::Keep { circuit } => person::keep(&round?, circuit).await,
        Command::FeedsScreen {} => window::feeds(&round?).await,
        Command::TitleTried { title, feed } => window::tried(&round?, title, feed).await,
        Command::Activity { search, circuit, state, limit } => {
            window::activity(&round?, Wanted { search, circuit, state, limit }).await
        }
        Command::Trail { id } => window::trail(&round?, id).await,
        Command::Calendar { from, days, all } => calendar::calendar(&round?, from, days, all).await,
        Command::EventPreview { key, event } => calendar::preview(&round?, key, event).await,
        Command::EventMove { key, start, end } => calendar::shift(&round?, key, start, end).await,
        Command::EventTakeOut { key } => calendar::take_out(&round?, key).await,
        Command::EventPutBack { key } => calendar::put_back(&round?, key).await,
        Command::Report { month } => calendar::report(&round?, month).await,
        Command::Month { month } => calendar::month(&round?, month).await,
        Command::SettingsScreen {} => window::settings(host, &round?).await,
        Command::Practise {} => practice::practise(host).await,
        Command::GoLive { from } => live::go_live(host, &round?, &from).await,
        Command::Break { how, circuit } => practice::breaks(host, &round?, how, circuit).await,
    }
}
