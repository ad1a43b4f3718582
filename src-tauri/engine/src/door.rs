//! Both ends of the local channel: the owner of a data folder opens a door, everybody else of the same user calls at
//! it. What travels are the lines of `tidegate-door`; the commands inside are values that this module does not read.
//! A caller that is too slow, too loud or of another version costs nobody but itself.

mod caller;
mod lines;
#[cfg(windows)]
#[path = "door/pipe.rs"]
mod local;
#[cfg(unix)]
#[path = "door/socket.rs"]
mod local;
mod serve;

pub use caller::{AskError, Caller};
pub use tidegate_door::{ErrorBody, Role};

use crate::owner::Owner;
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Who connects says who they are within this time.
const HELLO: Duration = Duration::from_secs(2);
/// Who does not take a line in this time is not listening.
const WRITE: Duration = Duration::from_secs(5);
/// A command may ask the carrier something; this is longer than any of that.
const ANSWER: Duration = Duration::from_secs(120);
/// A new owner has its lock before its door.
const OPENING: Duration = Duration::from_secs(2);
/// Between two tries to connect.
const AGAIN: Duration = Duration::from_millis(50);

/// An open door; it closes when dropped, and with the process.
pub struct Door {
    accepting: JoinHandle<()>,
    _place: local::Place,
}

/// Why there is no conversation.
#[derive(Debug, thiserror::Error)]
pub enum DoorError {
    /// Nobody owns the data folder, or the owner has no door.
    #[error("no Tidegate is running for this data folder; start it with tidegate run")]
    NoOwner,
    /// The owner said no, and why.
    #[error("{0}")]
    Rejected(String),
    /// Somebody else's process answered.
    #[error("the door of this data folder is held by another user, so nothing was said to it")]
    Stranger,
    /// Something that is no owner of a data folder answered, or nothing did in time.
    #[error("the running Tidegate does not answer; look at its log, or restart it")]
    NoAnswer,
    /// The door could not be opened.
    #[error("the door for windows and commands cannot be opened; check the folder for sockets")]
    Open(#[source] std::io::Error),
}

impl Door {
    /// Opens the door of a folder that this process owns. `handler` answers commands, several at a time; whoever
    /// subscribes is pushed what `views` holds, now and at each change, and may miss what was replaced meanwhile.
    /// It must be called inside a runtime.
    ///
    /// # Errors
    ///
    /// [`DoorError::Open`].
    pub fn open<H, F>(owner: &Owner, handler: H, views: watch::Receiver<Value>) -> Result<Self, DoorError>
    where
        H: Fn(Value) -> F + Send + Sync + 'static,
        F: Future<Output = Result<Value, ErrorBody>> + Send + 'static,
    {
        let (mut listener, place) = local::listen(owner.home()).map_err(DoorError::Open)?;
        let handler = Arc::new(handler);
        let accepting = tokio::spawn(async move {
            // Callers end with the door.
            let mut callers = tokio::task::JoinSet::new();
            loop {
                let accepted = listener.accept().await;
                while callers.try_join_next().is_some() {}
                match accepted {
                    Ok(Some(stream)) if callers.len() < serve::CALLERS_AT_MOST => {
                        callers.spawn(serve::serve(stream, Arc::clone(&handler), views.clone()));
                    }
                    Ok(_) => {} // a stranger, or one too many: closed without a word
                    Err(_) => tokio::time::sleep(serve::AFTER_FAILURE).await,
                }
            }
        });
        Ok(Self { accepting, _place: place })
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests;
