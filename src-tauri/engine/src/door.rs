//! The owner's end of the local channel: it opens the door of a data folder, and everybody else of the same user calls
//! at it. What travels are the lines of `tidegate-door`, which has the calling end too; the commands inside are values
//! that this module does not read. A caller that is too slow, too loud or of another version costs nobody but itself.

mod serve;

pub use tidegate_door::caller::{AskError, Caller, DoorError};
pub use tidegate_door::{ErrorBody, Role};

use crate::owner::Owner;
use serde_json::Value;
use std::sync::Arc;
use tidegate_door::patience;
use tidegate_door::{Frame, local};
use tokio::sync::{broadcast, watch};
use tokio::task::JoinHandle;

/// A command as it came through the door.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Who asks.
    pub role: Role,
    /// The command, not read yet.
    pub command: Value,
    /// What a person said yes to, outside the page.
    pub confirmed: Option<String>,
}

/// Calls to every window, [`Frame::Summon`] and [`Frame::Leave`].
pub type Calls = broadcast::Sender<Frame>;

/// An open door; it closes when dropped, and with the process.
pub struct Door {
    accepting: JoinHandle<()>,
    _place: local::Place,
}

impl Door {
    /// Opens the door of a folder that this process owns. `handler` answers commands, several at a time; whoever
    /// subscribes is pushed what `views` holds, now and at each change, and may miss what was replaced meanwhile. A
    /// window that subscribes hears `calls` too; anybody's summons go there.
    /// It must be called inside a runtime.
    ///
    /// # Errors
    ///
    /// [`DoorError::Open`].
    pub fn open<H, F>(
        owner: &Owner,
        handler: H,
        views: watch::Receiver<Value>,
        calls: Calls,
    ) -> Result<Self, DoorError>
    where
        H: Fn(Asked) -> F + Send + Sync + 'static,
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
                        callers.spawn(serve::serve(
                            stream,
                            Arc::clone(&handler),
                            views.clone(),
                            calls.clone(),
                        ));
                    }
                    Ok(_) => {} // a stranger, or one too many: closed without a word
                    Err(_) => tokio::time::sleep(patience::ACCEPT_AGAIN).await,
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
