//! Toasts that may still be on the screen. The newcomer's mistake is to forget the connection: some desktops take a
//! toast away when the one who showed it leaves the bus, and tell only that one which button was pressed. So whoever
//! waits for a button holds the toast, and gives it back when it is to be replaced.

use super::Pressed;
#[cfg(all(unix, not(target_os = "macos")))]
use notify_rust::{Hint, NotificationResponse, Timeout, Urgency};
use notify_rust::{Notification, NotificationHandle};
use std::time::Duration;
use tidegate_core::ids::TenantId;
use tidegate_core::incident::{Notice, Remedy, Stage};
use tokio::runtime::Handle;
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::oneshot;

/// Each open toast holds a connection to the bus. Older ones can no longer be replaced, only followed by a new one.
const OPEN_AT_MOST: usize = 16;
/// A toast comes back at once; if it does not, a new one follows it.
const BACK: Duration = Duration::from_secs(1);
/// More buttons than this do not fit on a toast.
const BUTTONS: usize = 3;

/// The toasts, oldest first.
#[derive(Default)]
pub(super) struct Toasts {
    open: Vec<(String, Toast)>,
}

impl Toasts {
    /// Shows a notice; false where nobody can see it.
    pub(super) fn show(
        &mut self,
        tenant: Option<&TenantId>,
        notice: &Notice,
        runtime: &Handle,
        pressed: &UnboundedSender<Pressed>,
    ) -> bool {
        let key = format!("{}/{}", tenant.map_or("", TenantId::as_str), notice.key);
        let notification = notification(notice, &abilities());
        let place = self.open.iter().position(|(open, _)| *open == key);
        let earlier = place.and_then(|place| self.open.remove(place).1.back());
        let Some(handle) = replace(earlier, &notification).or_else(|| notification.show().ok()) else {
            return false;
        };
        let about = About { tenant: tenant.cloned(), notice: notice.clone(), pressed: pressed.clone() };
        self.open.push((key, Toast::kept(handle, about, runtime)));
        let surplus = self.open.len().saturating_sub(OPEN_AT_MOST);
        self.open.drain(..surplus);
        true
    }
}

/// What a pressed button is about.
struct About {
    tenant: Option<TenantId>,
    notice: Notice,
    pressed: UnboundedSender<Pressed>,
}

/// A toast that somebody waits at; when this is dropped, nobody does any more.
struct Toast {
    stop: oneshot::Sender<()>,
    given_back: std::sync::mpsc::Receiver<NotificationHandle>,
}

impl Toast {
    /// Waits for a button beside everything else.
    #[cfg(all(unix, not(target_os = "macos")))]
    fn kept(handle: NotificationHandle, about: About, runtime: &Handle) -> Self {
        let (stop, stopped) = oneshot::channel();
        let (back, given_back) = std::sync::mpsc::channel();
        runtime.spawn(async move {
            let mut response = None;
            tokio::select! {
                () = handle.wait_for_action_async(|heard| response = remedy(heard)) => {}
                _ = stopped => {}
            }
            if let Some(remedy) = response {
                about.tell(remedy);
            }
            let _ = back.send(handle); // nobody wants it back: its key was shown anew, or the program ends
        });
        Self { stop, given_back }
    }

    /// These desktops have no buttons through this library.
    #[cfg(not(all(unix, not(target_os = "macos"))))]
    fn kept(handle: NotificationHandle, about: About, _: &Handle) -> Self {
        drop(about);
        let (stop, _) = oneshot::channel();
        let (back, given_back) = std::sync::mpsc::channel();
        let _ = back.send(handle);
        Self { stop, given_back }
    }

    fn back(self) -> Option<NotificationHandle> {
        let _ = self.stop.send(());
        self.given_back.recv_timeout(BACK).ok()
    }
}

impl About {
    #[cfg(all(unix, not(target_os = "macos")))]
    fn tell(self, remedy: Remedy) {
        let Notice { key, circuit, .. } = self.notice;
        let _ = self.pressed.send(Pressed { tenant: self.tenant, key, circuit, remedy });
    }
}

/// What was pressed: the toast itself opens, as its last button does.
#[cfg(all(unix, not(target_os = "macos")))]
fn remedy(response: &NotificationResponse) -> Option<Remedy> {
    match response {
        NotificationResponse::Default => Some(Remedy::Open),
        NotificationResponse::Action(id) => {
            ALL.iter().find(|(known, _, _)| known == id).map(|(_, one, _)| *one)
        }
        NotificationResponse::Closed(_) | NotificationResponse::Reply(_) => None,
    }
}

/// The buttons: what the desktop calls them, and what a person reads.
const ALL: &[(&str, Remedy, &str)] = &[
    ("retry", Remedy::Retry, "Try now"),
    ("hold", Remedy::Hold, "Hold for 2 h"),
    ("drop", Remedy::Drop, "Drop now"),
    ("restore", Remedy::Restore, "Restore"),
    ("resume", Remedy::Resume, "Go on"),
    ("believe", Remedy::Believe, "It is right"),
    ("release", Remedy::Release, "Let them go"),
    ("open", Remedy::Open, "Open"),
];

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

fn notification(notice: &Notice, able: &Abilities) -> Notification {
    let body = if able.markup { escaped(&notice.body) } else { notice.body.clone() };
    let mut notification = Notification::new();
    notification.appname("Tidegate").summary(&notice.title).body(&body);
    if able.actions {
        notification.action("default", "Open");
        for remedy in notice.choices.iter().take(BUTTONS) {
            if let Some((id, _, label)) = ALL.iter().find(|(_, known, _)| known == remedy) {
                notification.action(id, label);
            }
        }
    }
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

/// What this session's service can show.
struct Abilities {
    /// It reads `<b>` in bodies. One that does not would show `&amp;` as it stands.
    markup: bool,
    /// It has buttons.
    actions: bool,
}

#[cfg(all(unix, not(target_os = "macos")))]
fn abilities() -> Abilities {
    let able = notify_rust::get_capabilities().unwrap_or_default();
    let has = |name: &str| able.iter().any(|one| one == name);
    Abilities { markup: has("body-markup"), actions: has("actions") }
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn abilities() -> Abilities {
    Abilities { markup: false, actions: false }
}

/// The name of this session's service.
#[cfg(all(unix, not(target_os = "macos")))]
pub(super) fn service() -> Result<String, String> {
    notify_rust::get_server_information().map(|server| server.name).map_err(|error| error.to_string())
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
pub(super) fn service() -> Result<String, String> {
    Ok("the system".into())
}

/// A title from somebody's calendar must not become a link or an image.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice() -> Notice {
        Notice {
            at: "2027-01-04T09:00:00Z".parse().unwrap(),
            key: "a".into(),
            circuit: None,
            stage: Stage::Opened,
            title: "HQ: <order> failed".into(),
            body: "<a href=\"x\">A & B</a>".into(),
            choices: vec![Remedy::Retry, Remedy::Hold, Remedy::Open],
        }
    }

    #[test]
    fn markup_in_a_body_is_taken_apart_only_where_it_would_be_read() {
        let able = |markup| Abilities { markup, actions: false };
        let hostile = notice();
        let escaped = "&lt;a href=\"x\"&gt;A &amp; B&lt;/a&gt;";
        assert_eq!(notification(&hostile, &able(true)).body, escaped);
        assert_eq!(notification(&hostile, &able(false)).body, hostile.body);
        assert_eq!(notification(&hostile, &able(true)).summary, hostile.title, "titles are never markup");
    }

    #[test]
    fn buttons_are_offered_where_there_can_be_any_and_the_last_one_opens() {
        let with = |actions| notification(&notice(), &Abilities { markup: false, actions }).actions;
        assert_eq!(with(false), Vec::<String>::new());
        let wanted = ["default", "Open", "retry", "Try now", "hold", "Hold for 2 h", "open", "Open"]
            .map(str::to_owned);
        assert_eq!(with(true), wanted);
    }
}
