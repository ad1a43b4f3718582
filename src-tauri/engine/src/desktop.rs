//! Notices on the person's desktop. A notice is shown or it is not; the inbox keeps it either way, so nothing here
//! retries. One incident has one toast: its later notices replace it in place. What a notice says is core's; buttons
//! are not shown yet. The newcomer's mistake is to forget the connection: some desktops take a toast away when the
//! one who showed it leaves the bus.

use crate::lane::{Lane, Stuck};
#[cfg(all(unix, not(target_os = "macos")))]
use notify_rust::{Hint, Timeout, Urgency};
use notify_rust::{Notification, NotificationHandle};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tidegate_core::incident::{Notice, Stage};
use tidegate_core::time::Span;

/// Where notices go.
pub enum Desktop {
    /// The session's notification service.
    Session(Session),
    /// Nowhere, but kept to be looked at: for tests, and for servers.
    Recorded(Recorded),
}

/// Whether somebody could see a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The desktop took it.
    OnDesktop,
    /// There is no desktop, or it did not answer; the inbox has it.
    Nowhere,
}

impl Desktop {
    /// The session's notification service; nothing is asked of it yet. One notice takes at most so long.
    pub fn session(patience: Span) -> Self {
        Self::Session(Session { lane: Lane::new("notices"), patience: patience.to_std().unwrap_or_default() })
    }

    /// Keeps notices instead of showing them.
    pub fn recorded() -> Self {
        Self::Recorded(Recorded::default())
    }

    /// Shows a notice, in place of an earlier one of the same key.
    pub async fn show(&self, notice: &Notice) -> Shown {
        match self {
            Self::Session(session) => session.show(notice).await,
            Self::Recorded(recorded) => recorded.keep(notice),
        }
    }
}

/// The notification service of this session.
pub struct Session {
    lane: Lane<Toasts>,
    patience: Duration,
}

impl Session {
    async fn show(&self, notice: &Notice) -> Shown {
        let notice = notice.clone();
        let shown = self.lane.run(self.patience, move |toasts| toasts.show(&notice)).await;
        match shown {
            Ok(true) => Shown::OnDesktop,
            Ok(false) | Err(Stuck) => Shown::Nowhere,
        }
    }
}

/// Notices that were kept.
#[derive(Default)]
pub struct Recorded {
    notices: Mutex<Vec<Notice>>,
}

impl Recorded {
    /// All so far, in their order.
    pub fn notices(&self) -> Vec<Notice> {
        self.notices.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep(&self, notice: &Notice) -> Shown {
        self.notices.lock().unwrap_or_else(PoisonError::into_inner).push(notice.clone());
        Shown::Nowhere
    }
}

/// Toasts that may still be on the screen, each with the connection that showed it, oldest first.
#[derive(Default)]
struct Toasts {
    open: Vec<(String, NotificationHandle)>,
}

/// Each open toast holds a connection to the bus. Older ones can no longer be replaced, only followed by a new one.
const OPEN_AT_MOST: usize = 16;

impl Toasts {
    fn show(&mut self, notice: &Notice) -> bool {
        let notification = notification(notice, is_markup());
        let place = self.open.iter().position(|(key, _)| *key == notice.key);
        let earlier = place.map(|place| self.open.remove(place).1);
        let Some(handle) = replace(earlier, &notification).or_else(|| notification.show().ok()) else {
            return false;
        };
        self.open.push((notice.key.clone(), handle));
        let surplus = self.open.len().saturating_sub(OPEN_AT_MOST);
        self.open.drain(..surplus);
        true
    }
}

/// Changes a toast that is there; `None` where there is none or its connection is gone.
#[cfg(all(unix, not(target_os = "macos")))]
fn replace(earlier: Option<NotificationHandle>, notification: &Notification) -> Option<NotificationHandle> {
    let mut handle = earlier?;
    *handle = notification.clone();
    handle.update().ok()?;
    Some(handle)
}

/// These desktops know no replacement through this library: the later toast follows the earlier one.
#[cfg(not(all(unix, not(target_os = "macos"))))]
fn replace(_: Option<NotificationHandle>, _: &Notification) -> Option<NotificationHandle> {
    None
}

fn notification(notice: &Notice, markup: bool) -> Notification {
    let body = if markup { escaped(&notice.body) } else { notice.body.clone() };
    let mut notification = Notification::new();
    notification.appname("Tidegate").summary(&notice.title).body(&body);
    weigh(&mut notification, notice.stage);
    notification
}

/// What costs money until somebody acts stays until it is seen; the rest goes by itself.
#[cfg(all(unix, not(target_os = "macos")))]
fn weigh(notification: &mut Notification, stage: Stage) {
    let (urgency, timeout) = match stage {
        Stage::Opened => (Urgency::Critical, Timeout::Never),
        Stage::Closed | Stage::Once => (Urgency::Normal, Timeout::Default),
    };
    notification
        .hint(Hint::Urgency(urgency))
        .hint(Hint::DesktopEntry("tidegate-desktop".into()))
        .timeout(timeout);
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn weigh(_: &mut Notification, _: Stage) {}

/// Whether this session's service reads `<b>` in bodies. One that does not would show `&amp;` as it stands.
#[cfg(all(unix, not(target_os = "macos")))]
fn is_markup() -> bool {
    notify_rust::get_capabilities().is_ok_and(|able| able.iter().any(|one| one == "body-markup"))
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn is_markup() -> bool {
    false
}

/// A title from somebody's calendar must not become a link or an image.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(key: &str, body: &str) -> Notice {
        Notice {
            at: "2027-01-04T09:00:00Z".parse().unwrap(),
            key: key.into(),
            circuit: None,
            stage: Stage::Opened,
            title: "HQ: <order> failed".into(),
            body: body.into(),
            choices: Vec::new(),
        }
    }

    #[test]
    fn markup_in_a_body_is_taken_apart_only_where_it_would_be_read() {
        let hostile = notice("a", "<a href=\"x\">A & B</a>");
        assert_eq!(notification(&hostile, true).body, "&lt;a href=\"x\"&gt;A &amp; B&lt;/a&gt;");
        assert_eq!(notification(&hostile, false).body, hostile.body);
        assert_eq!(notification(&hostile, true).summary, hostile.title, "titles are never markup");
    }

    #[tokio::test]
    async fn a_recorded_notice_was_shown_nowhere_and_can_be_looked_at() {
        let desktop = Desktop::recorded();
        assert_eq!(desktop.show(&notice("a", "b")).await, Shown::Nowhere);
        let Desktop::Recorded(recorded) = desktop else { panic!("recorded") };
        assert_eq!(recorded.notices(), [notice("a", "b")]);
    }
}
