//! `tidegate run`, and what `tidegate tray` shares with it: the long owner without a window. It holds the folder, opens the door, and ends on a signal; whatever
//! is under way then is found again at the next start.

use crate::cli::Run;
use crate::failure::Failure;
use crate::practice::BuiltInCarrier;
use crate::secrets;
use std::path::Path;
use std::sync::Arc;
use tidegate_core::ids::TenantId;
use tidegate_core::timings::Limits;
use tidegate_door::Frame;
use tidegate_door::command::{Command, Envelope};
use tidegate_door::patience;
use tidegate_engine::clock::Clock;
use tidegate_engine::desktop::Desktop;
use tidegate_engine::door::{Caller, Door, Role};
use tidegate_engine::home::{HomeStore, Listed};
use tidegate_engine::host::Host;
use tidegate_engine::owner::{Owner, OwnerError};
use tidegate_engine::paths::Home;
use tidegate_engine::practice::Practice;
use tidegate_engine::run::{Machine, Orders};
use tidegate_engine::secrets::{Keychain, Memory, Secrets};

/// Runs until a signal.
pub(crate) async fn run(home: Option<&Path>, options: &Run) -> Result<(), Failure> {
    let home = Home::locate(home)?;
    let owner = take(&home).await?.ok_or_else(|| Failure::Failed(TAKEN.into()))?;
    let working = begin(owner, options).await?;
    let host = Arc::clone(&working.host);
    working.host.hear_buttons(move |tenant| {
        host.call_windows(attention(tenant)); // without a window the person looks with `tidegate status`
    });
    say(&format!("tidegate: running for {}; stop it with Ctrl-C", working.names));
    until_told_to_stop().await;
    Ok(())
}

/// The call for the screen that notices are about.
pub(crate) fn attention(tenant: Option<TenantId>) -> Frame {
    Frame::Summon { screen: Some("attention".into()), tenant: tenant.map(|id| id.0), token: None }
}

const TAKEN: &str =
    "another Tidegate works with this data folder already; this one did nothing. `tidegate status` asks it";

/// A data folder at work, its door open.
pub(crate) struct Working {
    pub(crate) host: Arc<Host>,
    pub(crate) desktop: Arc<Desktop>,
    names: String,
    _door: Door,
}

/// Puts a folder to work as its long owner; a customer that cannot begin is said and holds up nobody.
pub(crate) async fn begin(owner: Owner, options: &Run) -> Result<Working, Failure> {
    let tenants = HomeStore::open(&owner.home().database())?.tenants()?;
    let machine = machine(options, &tenants).await?;
    let desktop = Arc::clone(&machine.desktop);
    let practice: Arc<dyn Practice> = Arc::new(BuiltInCarrier::default());
    let (host, troubles) = Host::open_with(owner, machine, Orders::Gives, Some(practice)).await?;
    for trouble in &troubles {
        say(&format!("tidegate: {}", tidegate_engine::chain(trouble)));
    }
    let door = host.open_door()?;
    host.hear_system();
    if options.standby {
        stand_by(&host, &tenants).await?;
    }
    Ok(Working { host, desktop, names: names(&tenants), _door: door })
}

/// How often a folder that a command holds for a moment is asked for again, and how long between.
const TRIES: u32 = 50;

/// Takes the folder. `None`: a long owner has it, with a door, and there is nothing to do here; a command leaves in a
/// moment.
pub(crate) async fn take(home: &Home) -> Result<Option<Owner>, Failure> {
    for _ in 0..TRIES {
        match Owner::take(home.clone()) {
            Ok(owner) => return Ok(Some(owner)),
            Err(error @ OwnerError::Lock(_)) => return Err(error.into()),
            Err(OwnerError::Taken) if Caller::connect(home, Role::Command).await.is_ok() => return Ok(None),
            Err(OwnerError::Taken) => tokio::time::sleep(patience::TAKE_AGAIN).await,
        }
    }
    Err(Failure::Failed(TAKEN.into()))
}

#[expect(clippy::print_stderr, reason = "what a service says of itself goes to its log")]
pub(crate) fn say(text: &str) {
    eprintln!("{text}");
}

fn names(tenants: &[Listed]) -> String {
    match tenants {
        [] => "nobody yet: set an account up with `tidegate tenants add`".into(),
        some => some.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", "),
    }
}

async fn machine(options: &Run, tenants: &[Listed]) -> Result<Machine, Failure> {
    let limits = Limits::new();
    let secrets = match secrets::given(&options.secrets)? {
        None => Secrets::Keychain(Keychain::new(&limits)),
        Some(given) => in_memory(given, tenants).await?,
    };
    let desktop = Arc::new(Desktop::session(limits.keychain));
    Ok(Machine { clock: Clock::machine(), secrets: Arc::new(secrets), desktop, limits })
}

async fn in_memory(given: secrets::Given, tenants: &[Listed]) -> Result<Secrets, Failure> {
    let memory = Secrets::Memory(Memory::given_at_start());
    for (name, which, secret) in given {
        let tenant = match (&name, tenants) {
            (Some(name), all) => {
                all.iter().find(|one| one.name.eq_ignore_ascii_case(name) || one.id.as_str() == name)
            }
            (None, [only]) => Some(only),
            (None, _) => None,
        };
        let tenant = tenant.ok_or_else(|| {
            let whose = name.as_deref().map_or(
                match tenants {
                    [] => "no account is set up yet; begin with `tidegate tenants add`".to_owned(),
                    _ => "there are several customers; begin each line with NAME/".to_owned(),
                },
                |name| format!("there is no customer \"{name}\"; `tidegate tenants list` shows them"),
            );
            Failure::Usage(format!(
                "nothing was started, since it is not clear whose the secrets are: {whose}"
            ))
        })?;
        memory.set(&tenant.id, &which, secret).await?;
    }
    Ok(memory)
}

/// This computer's part is kept with each customer, so that `status` tells it.
async fn stand_by(host: &Arc<Host>, tenants: &[Listed]) -> Result<(), Failure> {
    for tenant in tenants {
        let command = Command::SettingSet { name: "role".into(), value: "standby".into() };
        let envelope = Envelope { tenant: Some(tenant.id.0.clone()), command };
        let command = serde_json::to_value(envelope).map_err(Failure::unwritable)?;
        host.answer(command).await.map_err(|error| Failure::Failed(error.message))?;
    }
    Ok(())
}

#[cfg(unix)]
pub(crate) async fn until_told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return interrupted().await;
    };
    tokio::select! {
        () = interrupted() => {}
        _ = terminate.recv() => {}
    }
}

#[cfg(not(unix))]
pub(crate) async fn until_told_to_stop() {
    interrupted().await;
}

async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
