//! The way from the window to the owner of the data folder: one connection, made again whenever it ends. It pushes to
//! the page that something changed, that the connection is lost or back, and that a screen is called for; it starts an
//! owner where none runs. It keeps no data: the page asks again.

use crate::owner::Owners;
use crate::window;
use serde::Serialize;
use serde_json::{Map, Value};
use std::sync::{Arc, Mutex, PoisonError};
use tauri::AppHandle;
use tauri::ipc::Channel;
use tidegate_door::caller::{AskError, Caller, DoorError};
use tidegate_door::command::{Command, Envelope};
use tidegate_door::paths::Home;
use tidegate_door::patience;
use tidegate_door::{Frame, Role};
use tokio::sync::watch;

/// What the page is told without asking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "push", rename_all = "kebab-case")]
pub(crate) enum Push {
    /// The view of a customer is another one than before.
    Changed { tenant: String },
    /// Whether there is an owner to ask; the text says what to do where there is none.
    Connection { state: Connection, text: String },
    /// A screen is called for, by a notice or the tray.
    Open { screen: String, tenant: Option<String> },
    /// A file was dropped on the window.
    Dropped { path: String },
}

/// Whether there is an owner to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Connection {
    /// There is.
    Up,
    /// Not now; it is looked for.
    Lost,
    /// One of another version runs.
    Mismatch,
}

/// The window's connection.
#[derive(Clone)]
pub(crate) struct Link {
    home: Home,
    caller: watch::Sender<Option<Arc<Caller>>>,
    page: Arc<Mutex<Page>>,
    practise: bool,
}

/// The page's end, and what it is told first when it comes or comes again.
struct Page {
    channel: Option<Channel<Push>>,
    connection: Push,
    wanted: Option<Push>,
}

impl Link {
    /// With `practise` a folder without customers gets the practice one.
    pub(crate) fn new(home: Home, practise: bool) -> Self {
        let page = Page { channel: None, connection: lost(&DoorError::NoOwner), wanted: None };
        Self { home, caller: watch::Sender::default(), page: Arc::new(Mutex::new(page)), practise }
    }

    pub(crate) fn home(&self) -> &Home {
        &self.home
    }

    /// Asks the owner; the first question waits for the first connection.
    pub(crate) async fn ask(
        &self,
        envelope: &Envelope,
        confirmed: Option<String>,
    ) -> Result<Value, AskError> {
        let command = serde_json::to_value(envelope).map_err(|_| AskError::TooLong)?;
        let mut connected = self.caller.subscribe();
        let there = tokio::time::timeout(patience::WINDOW_WAIT, connected.wait_for(Option::is_some)).await;
        let caller = there.ok().and_then(|seen| seen.ok()?.clone()).ok_or(AskError::NoAnswer)?;
        caller.ask_confirmed(command, confirmed).await
    }

    /// The page listens: it hears how the connection is, and what was called for before it was there.
    pub(crate) fn listen(&self, channel: Channel<Push>) {
        let mut page = self.page();
        let first = [Some(page.connection.clone()), page.wanted.take()];
        for push in first.into_iter().flatten() {
            let _ = channel.send(push);
        }
        page.channel = Some(channel);
    }

    pub(crate) fn push(&self, push: Push) {
        let mut page = self.page();
        match (&push, &page.channel) {
            (_, Some(channel)) => drop(channel.send(push.clone())), // a page that is reloading asks again
            (Push::Open { .. }, None) => page.wanted = Some(push.clone()),
            (Push::Changed { .. } | Push::Connection { .. } | Push::Dropped { .. }, None) => {}
        }
        if matches!(push, Push::Connection { .. }) {
            page.connection = push;
        }
    }

    fn page(&self) -> std::sync::MutexGuard<'_, Page> {
        self.page.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Connects and stays connected, for as long as the window lives.
    pub(crate) async fn keep(self, app: AppHandle) {
        let mut owners = Owners::default();
        loop {
            match Caller::connect(&self.home, Role::Window).await {
                Ok(caller) => {
                    owners.answered();
                    let caller = Arc::new(caller);
                    if self.practise {
                        practise(&caller).await;
                    }
                    self.caller.send_replace(Some(Arc::clone(&caller)));
                    self.push(Push::Connection { state: Connection::Up, text: String::new() });
                    self.attend(&caller, &app).await;
                    self.caller.send_replace(None);
                    self.push(lost(&DoorError::NoOwner));
                }
                Err(error) => {
                    if matches!(error, DoorError::NoOwner) {
                        owners.start_if_due(&self.home);
                    }
                    let now = lost(&error);
                    if self.page().connection != now {
                        self.push(now);
                    }
                }
            }
            tokio::time::sleep(patience::WINDOW_AGAIN).await;
        }
    }

    /// Passes on what the owner pushes, until the connection ends.
    async fn attend(&self, caller: &Caller, app: &AppHandle) {
        let mut calls = caller.summons();
        let Ok(mut views) = caller.subscribe().await else { return };
        let mut before = Value::Null;
        loop {
            tokio::select! {
                changed = views.changed() => {
                    if changed.is_err() {
                        return;
                    }
                    let now = views.borrow_and_update().clone();
                    for tenant in differing(&before, &now) {
                        self.push(Push::Changed { tenant });
                    }
                    before = now;
                }
                called = calls.changed() => {
                    if called.is_err() {
                        return;
                    }
                    let call = calls.borrow_and_update().clone();
                    self.called(call, app);
                }
            }
        }
    }

    fn called(&self, call: Option<Frame>, app: &AppHandle) {
        match call {
            Some(Frame::Summon { screen, tenant, token }) => {
                window::come_forward(app, token);
                if let Some(screen) = screen {
                    self.push(Push::Open { screen, tenant });
                }
            }
            Some(Frame::Leave {}) => app.exit(0),
            Some(
                Frame::Ask { .. }
                | Frame::Subscribe {}
                | Frame::Reply { .. }
                | Frame::Push { .. }
                | Frame::Reject { .. },
            )
            | None => {}
        }
    }
}

/// Makes the practice customer where there is none at all; one that cannot be made is met again on the first page.
async fn practise(caller: &Caller) {
    let ask = |command| Envelope { tenant: None, command };
    let Ok(list) = serde_json::to_value(ask(Command::Tenants {})) else { return };
    let none = caller.ask(list).await.is_ok_and(|all| all.as_array().is_some_and(Vec::is_empty));
    if let (true, Ok(practise)) = (none, serde_json::to_value(ask(Command::Practise {}))) {
        let _ = caller.ask(practise).await;
    }
}

/// How the page is told that there is nobody to ask.
fn lost(error: &DoorError) -> Push {
    let (state, text) = match error {
        DoorError::NoOwner => (
            Connection::Lost,
            "Tidegate's background part is not running, so nothing is ordered now; it is being started."
                .to_owned(),
        ),
        DoorError::Rejected(reason) => (Connection::Mismatch, reason.clone()),
        DoorError::Stranger | DoorError::NoAnswer | DoorError::Open(_) => {
            (Connection::Lost, error.to_string())
        }
    };
    Push::Connection { state, text }
}

/// The customers whose view is another one; the time of looking is no difference.
fn differing(before: &Value, now: &Value) -> Vec<String> {
    let none = Map::new();
    let (old, new) = (before.as_object().unwrap_or(&none), now.as_object().unwrap_or(&none));
    let timeless = |view: &Value| {
        let mut view = view.clone();
        view.as_object_mut().and_then(|view| view.remove("at"));
        view
    };
    let gone = old.keys().filter(|id| !new.contains_key(*id));
    let changed =
        new.iter().filter(|(id, view)| old.get(*id).map(timeless) != Some(timeless(view))).map(|(id, _)| id);
    changed.chain(gone).cloned().collect()
}

/// Calls the window that is there already forward, with the screen that this one was to open.
pub(crate) fn call_the_other(
    home: &Home,
    screen: Option<String>,
    tenant: Option<String>,
) -> Result<(), AskError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|_| AskError::NoAnswer)?;
    runtime.block_on(async {
        let caller = Caller::connect_to_owner(home, Role::Command).await.map_err(|_| AskError::NoAnswer)?;
        caller.summon(screen, tenant, window::token()).await
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_customers_that_changed_are_told_and_the_time_of_looking_is_no_change() {
        let before = json!({"a": {"at": 1, "n": 1}, "b": {"at": 1, "n": 1}, "c": {"at": 1}});
        let now = json!({"a": {"at": 2, "n": 1}, "b": {"at": 2, "n": 2}, "d": {"at": 2}});
        assert_eq!(differing(&before, &now), ["b", "d", "c"]);
        assert_eq!(differing(&now, &now), [""; 0]);
        assert_eq!(differing(&Value::Null, &before), ["a", "b", "c"]);
    }

    #[test]
    fn an_owner_of_another_version_is_no_lost_one() {
        let push = lost(&DoorError::Rejected("Restart Tidegate.".into()));
        let mismatch = Push::Connection { state: Connection::Mismatch, text: "Restart Tidegate.".into() };
        assert_eq!(push, mismatch);
        assert_eq!(
            serde_json::to_value(&push).unwrap(),
            json!({"push": "connection", "state": "mismatch", "text": "Restart Tidegate."})
        );
    }
}
