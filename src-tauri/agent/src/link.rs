//! The way from a verb to the owner of the data folder: through the door where a Tidegate runs; else this process takes
//! the folder for a moment, reads or records, and never orders.

use crate::failure::Failure;
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;
use tidegate_core::timings::Limits;
use tidegate_door::command::{Command, Envelope};
use tidegate_engine::clock::Clock;
use tidegate_engine::desktop::Desktop;
use tidegate_engine::door::{AskError, Caller, DoorError, Role};
use tidegate_engine::host::Host;
use tidegate_engine::owner::{Owner, OwnerError};
use tidegate_engine::paths::Home;
use tidegate_engine::run::{Machine, Orders};
use tidegate_engine::secrets::{Keychain, Secrets};

/// How often a folder that other commands hold for their moment is asked for.
const TRIES: u32 = 10;

/// Asks the owner, or answers as a short one.
pub(crate) struct Link {
    to: To,
    tenant: Option<String>,
}

enum To {
    Owner(Caller),
    Here(Arc<Host>),
}

impl Link {
    /// Finds the owner of the folder, or takes it.
    pub(crate) async fn open(home: Option<&Path>, tenant: Option<String>) -> Result<Self, Failure> {
        let home = Home::locate(home)?;
        for _ in 0..TRIES {
            match Owner::take(home.clone()) {
                Ok(owner) => return Ok(Self { to: To::Here(short_owner(owner).await?), tenant }),
                Err(error @ OwnerError::Lock(_)) => return Err(error.into()),
                Err(OwnerError::Taken) => {}
            }
            match Caller::connect_to_owner(&home, Role::Command).await {
                Ok(caller) => return Ok(Self { to: To::Owner(caller), tenant }),
                // Another command held the folder for its moment.
                Err(DoorError::NoOwner) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Failure::Failed("another program holds this data folder and does not answer: a Tidegate that begins or ends, or another command; nothing was done. Try again in a minute".into()))
    }

    /// Whether a Tidegate runs that acts on what is recorded.
    pub(crate) fn is_running(&self) -> bool {
        matches!(self.to, To::Owner(_))
    }

    /// Asks a command.
    pub(crate) async fn ask(&self, command: Command) -> Result<Value, Failure> {
        self.ask_of(self.tenant.clone(), command).await
    }

    /// Asks a command of one customer.
    pub(crate) async fn ask_of(&self, tenant: Option<String>, command: Command) -> Result<Value, Failure> {
        let envelope = Envelope { tenant, command };
        let command = serde_json::to_value(envelope).map_err(Failure::unwritable)?;
        match &self.to {
            To::Here(host) => {
                host.answer(command).await.map_err(|error| Failure::Refused(AskError::Refused(error)))
            }
            To::Owner(caller) => caller.ask(command).await.map_err(Failure::Refused),
        }
    }
}

async fn short_owner(owner: Owner) -> Result<Arc<Host>, Failure> {
    let limits = Limits::new();
    let machine = Machine {
        clock: Clock::machine(),
        secrets: Arc::new(Secrets::Keychain(Keychain::new(&limits))),
        desktop: Arc::new(Desktop::recorded()),
        limits,
    };
    // A customer that cannot begin says so when it is asked; the others answer.
    let (host, _) = Host::open(owner, machine, Orders::Never).await?;
    host.settled().await;
    Ok(host)
}
