//! Why a command could not be done, and the exit code that says so. Texts say what happened, what Tidegate did, and
//! what the person can do.

use std::process::ExitCode;
use tidegate_engine::door::{AskError, DoorError};
use tidegate_engine::host::HostError;
use tidegate_engine::owner::OwnerError;
use tidegate_engine::paths::PathsError;
use tidegate_engine::run::{BeginError, Ended};
use tidegate_engine::secrets::SecretsError;
use tidegate_engine::store::StoreError;

/// A command that failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// It cannot be done, and why.
    #[error("{0}")]
    Failed(String),
    /// It was written wrongly, and what to write.
    #[error("{0}")]
    Usage(String),
    /// No loopback port.
    #[error(
        "the practice carrier cannot listen on this computer's loopback address, so it was not started; the port may be taken: name another with --port, or 0 for a free one"
    )]
    Server(#[source] std::io::Error),
    /// No folder for what is thrown away.
    #[error(
        "no temporary folder can be made, so nothing was started; set TMPDIR to a folder that can be written"
    )]
    Folder(#[source] std::io::Error),
    /// A file or a pipe.
    #[error(
        "{what} cannot be read or written, so nothing was done with it; check its name, who may read or write it, and whether the disk is full"
    )]
    File {
        /// Which.
        what: String,
        /// Why.
        source: std::io::Error,
    },
    /// The owner, or this process in its place, said no.
    #[error(transparent)]
    Refused(AskError),
    /// The door.
    #[error(transparent)]
    Door(#[from] DoorError),
    /// The lock.
    #[error(transparent)]
    Owner(#[from] OwnerError),
    /// The data folder.
    #[error(transparent)]
    Host(#[from] HostError),
    /// The ledger.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A round did not begin.
    #[error(transparent)]
    Begin(#[from] BeginError),
    /// A round ended.
    #[error(transparent)]
    Ended(#[from] Ended),
    /// Secrets.
    #[error(transparent)]
    Secrets(#[from] SecretsError),
    /// Folders.
    #[error(transparent)]
    Paths(#[from] PathsError),
}

impl Failure {
    pub(crate) fn file(what: impl std::fmt::Display) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.to_string();
        move |source| Self::File { what, source }
    }

    #[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
    pub(crate) fn unwritable(error: serde_json::Error) -> Self {
        Self::Failed(format!(
            "a mistake inside Tidegate: the command cannot be written down ({error}), so nothing was done; please report it"
        ))
    }

    /// 2 for wrong usage, 1 for everything else.
    pub(crate) fn exit_code(&self) -> ExitCode {
        let refused = matches!(self, Self::Refused(AskError::Refused(error)) if error.code == "usage");
        let is_usage = refused || matches!(self, Self::Usage(_));
        ExitCode::from(if is_usage { 2 } else { 1 })
    }
}
