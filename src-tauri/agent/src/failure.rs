//! Why a command could not be done, and the exit code that says so. Texts say what happened, what Tidegate did, and
//! what the person can do.

use tidegate_engine::paths::PathsError;
use tidegate_engine::run::{BeginError, Ended};
use tidegate_engine::secrets::SecretsError;
use tidegate_engine::store::StoreError;

/// A command that failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The demo's or the simulator's own stage.
    #[error("{0}")]
    Stage(&'static str),
    /// No loopback port.
    #[error("the practice carrier cannot listen on this computer's loopback address")]
    Server(#[source] std::io::Error),
    /// No folder for what is thrown away.
    #[error("no temporary folder can be made; set TMPDIR to one that can be written")]
    Folder(#[source] std::io::Error),
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
    pub(crate) fn no_server(error: std::io::Error) -> Self {
        Self::Server(error)
    }

    pub(crate) fn no_folder(error: std::io::Error) -> Self {
        Self::Folder(error)
    }
}
