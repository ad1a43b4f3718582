//! The calling end: one connection, many questions at a time, each answered by its number.

use crate::lines::{Lines, write};
use crate::local::{self, Stream};
use crate::paths::Home;
use crate::patience;
use crate::{ErrorBody, Frame, Hello, LONGEST_ANSWER, LONGEST_LINE, Role, VERSION};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncRead, BufReader, ReadHalf, WriteHalf};
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

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

/// A connection to the owner of a data folder; it ends when dropped.
pub struct Caller {
    writer: tokio::sync::Mutex<WriteHalf<Stream>>,
    waiting: Arc<Waiting>,
    views: watch::Receiver<Value>,
    summons: watch::Receiver<Option<Frame>>,
    numbers: AtomicU64,
    reading: JoinHandle<()>,
}

/// Why a question has no result.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// The owner did not do it, and says why.
    #[error("{}", .0.message)]
    Refused(ErrorBody),
    /// The question is longer than an owner reads; nothing was sent.
    #[error("that is too much to hand to the running Tidegate at once; give it less")]
    TooLong,
    /// The connection ended, or the answer took too long: whether it was done is not known.
    #[error("the running Tidegate did not answer; look at tidegate status before you ask again")]
    NoAnswer,
}

/// Who waits for which answer; `None` once the connection has ended.
struct Waiting(Mutex<Option<Askers>>);

type Askers = BTreeMap<u64, oneshot::Sender<Result<Value, ErrorBody>>>;

impl Caller {
    /// Calls at the door of a data folder, if there is one now.
    ///
    /// # Errors
    ///
    /// [`DoorError::NoOwner`] where nobody is there; else why there is no conversation.
    pub async fn connect(home: &Home, role: Role) -> Result<Self, DoorError> {
        Self::connect_as(home, Hello { version: VERSION.into(), role }, Duration::ZERO).await
    }

    /// Calls at the door of a folder that is known to be owned ([`crate::owner::OwnerError::Taken`]): an owner that
    /// has just started has its lock before its door, and gets two seconds to open it.
    ///
    /// # Errors
    ///
    /// As [`Self::connect`].
    pub async fn connect_to_owner(home: &Home, role: Role) -> Result<Self, DoorError> {
        Self::connect_as(home, Hello { version: VERSION.into(), role }, patience::OPENING).await
    }

    /// Calls and says who it is, whoever that is.
    ///
    /// # Errors
    ///
    /// As [`Self::connect`].
    pub async fn connect_as(home: &Home, hello: Hello, patience: Duration) -> Result<Self, DoorError> {
        let (reader, mut writer) = tokio::io::split(local::connect(home, patience).await?);
        let mut lines = Lines::new(BufReader::new(reader), LONGEST_ANSWER);
        write(&mut writer, &hello, LONGEST_LINE).await.map_err(|_| DoorError::NoAnswer)?;
        let heard = tokio::time::timeout(patience::HELLO, lines.next()).await;
        let Ok(Ok(Some(line))) = heard else { return Err(DoorError::NoAnswer) };
        welcomed(&line)?;
        let waiting = Arc::new(Waiting(Mutex::new(Some(BTreeMap::new()))));
        let (view, views) = watch::channel(Value::Null);
        let (summoned, summons) = watch::channel(None);
        let reading = tokio::spawn(listen(lines, Arc::clone(&waiting), view, summoned));
        let writer = tokio::sync::Mutex::new(writer);
        Ok(Self { writer, waiting, views, summons, numbers: AtomicU64::new(1), reading })
    }

    /// Asks, and waits for the answer.
    ///
    /// # Errors
    ///
    /// The owner's refusal, or no answer.
    pub async fn ask(&self, command: Value) -> Result<Value, AskError> {
        self.ask_confirmed(command, None).await
    }

    /// Asks with the sentence that a person said yes to, where there is one.
    ///
    /// # Errors
    ///
    /// As [`Self::ask`].
    pub async fn ask_confirmed(&self, command: Value, confirmed: Option<String>) -> Result<Value, AskError> {
        let id = self.numbers.fetch_add(1, Ordering::Relaxed);
        let (sender, answer) = oneshot::channel();
        match self.waiting.lock().as_mut() {
            Some(waiting) => waiting.insert(id, sender),
            None => return Err(AskError::NoAnswer),
        };
        let _place = Place { waiting: &self.waiting, id };
        self.say(&Frame::Ask { id, command, confirmed }).await?;
        match tokio::time::timeout(patience::ANSWER, answer).await {
            Ok(Ok(result)) => result.map_err(AskError::Refused),
            Ok(Err(_)) | Err(_) => Err(AskError::NoAnswer),
        }
    }

    /// Asks for the view, now and at each change. The receiver holds null until the first came, and ends with the
    /// connection.
    ///
    /// # Errors
    ///
    /// [`AskError::NoAnswer`] where the connection has ended.
    pub async fn subscribe(&self) -> Result<watch::Receiver<Value>, AskError> {
        self.say(&Frame::Subscribe {}).await?;
        Ok(self.views())
    }

    /// What was pushed last; null until something was, and for ever for who did not subscribe.
    pub fn views(&self) -> watch::Receiver<Value> {
        self.views.clone()
    }

    /// What the owner calls a window for, [`Frame::Summon`] or [`Frame::Leave`]: the last one; it ends with the
    /// connection.
    pub fn summons(&self) -> watch::Receiver<Option<Frame>> {
        self.summons.clone()
    }

    /// Asks the owner to call the window forward.
    ///
    /// # Errors
    ///
    /// [`AskError::NoAnswer`] where the connection has ended.
    pub async fn summon(
        &self,
        screen: Option<String>,
        tenant: Option<String>,
        token: Option<String>,
    ) -> Result<(), AskError> {
        self.say(&Frame::Summon { screen, tenant, token }).await
    }

    async fn say(&self, frame: &Frame) -> Result<(), AskError> {
        let mut writer = self.writer.lock().await;
        match write(&mut *writer, frame, LONGEST_LINE).await {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == std::io::ErrorKind::InvalidData => Err(AskError::TooLong),
            Err(_) => Err(AskError::NoAnswer),
        }
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        self.reading.abort();
    }
}

impl Waiting {
    fn lock(&self) -> MutexGuard<'_, Option<Askers>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place among those who wait, left when dropped.
struct Place<'a> {
    waiting: &'a Waiting,
    id: u64,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if let Some(waiting) = self.waiting.lock().as_mut() {
            waiting.remove(&self.id);
        }
    }
}

fn welcomed(line: &[u8]) -> Result<(), DoorError> {
    if let Ok(Frame::Reject { reason }) = serde_json::from_slice(line) {
        return Err(DoorError::Rejected(reason));
    }
    let hello: Hello = serde_json::from_slice(line).map_err(|_| DoorError::NoAnswer)?;
    if hello.version == VERSION {
        return Ok(());
    }
    let reason = format!(
        "Tidegate {} is running, and this is {VERSION}: it was updated while it ran, so nothing was done. Quit the running one (in its tray menu, or stop `tidegate run`), then start it again: restart Tidegate.",
        hello.version
    );
    Err(DoorError::Rejected(reason))
}

/// Hands answers to those who wait, until the connection ends; then nobody waits in vain.
async fn listen<R>(
    mut lines: Lines<BufReader<ReadHalf<R>>>,
    waiting: Arc<Waiting>,
    view: watch::Sender<Value>,
    summoned: watch::Sender<Option<Frame>>,
) where
    R: AsyncRead + Unpin,
{
    while let Ok(Some(line)) = lines.next().await {
        match serde_json::from_slice(&line) {
            Ok(Frame::Reply { id, ok, error }) => {
                let asker = waiting.lock().as_mut().and_then(|waiting| waiting.remove(&id));
                let result = error.map_or(Ok(ok.unwrap_or(Value::Null)), Err);
                if let Some(asker) = asker {
                    let _ = asker.send(result);
                }
            }
            Ok(Frame::Push { view: new }) => {
                view.send_replace(new);
            }
            Ok(called @ (Frame::Summon { .. } | Frame::Leave {})) => {
                summoned.send_replace(Some(called));
            }
            Ok(Frame::Ask { .. } | Frame::Subscribe {} | Frame::Reject { .. }) | Err(_) => break,
        }
    }
    *waiting.lock() = None;
}
