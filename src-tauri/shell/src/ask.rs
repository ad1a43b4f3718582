//! What the page can invoke; there is nothing else. Commands go through the door as they are, and the owner answers.

use crate::confirm;
use crate::link::{Link, Push};
use serde::Serialize;
use serde_json::Value;
use tauri::ipc::Channel;
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;
use tidegate_door::CONFIRM;
use tidegate_door::caller::AskError;
use tidegate_door::command::{Command, Envelope};
use tokio::sync::oneshot;

/// Why a question has no answer, as the page shows it.
#[derive(Debug, Serialize)]
pub(crate) struct Refused {
    /// What programs branch on.
    pub(crate) code: String,
    /// What people read.
    pub(crate) text: String,
}

impl From<AskError> for Refused {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Refused(body) => Self { code: body.code, text: body.message },
            AskError::TooLong | AskError::NoAnswer => {
                Self { code: "unanswered".into(), text: error.to_string() }
            }
        }
    }
}

/// Asks a command of the table. What spends or raises a limit is asked of the person first, outside the page.
#[tauri::command]
pub(crate) async fn ask(
    app: AppHandle,
    link: State<'_, Link>,
    tenant: Option<String>,
    command: Command,
) -> Result<Value, Refused> {
    let envelope = Envelope { tenant, command };
    let mut confirmed = None;
    loop {
        match link.ask(&envelope, confirmed).await {
            Err(AskError::Refused(question)) if question.code == CONFIRM => {
                if !confirm::asked(&app, &question.message).await {
                    return Err(Refused { code: "declined".into(), text: "Nothing was done.".into() });
                }
                confirmed = Some(question.message);
            }
            answer => return answer.map_err(Refused::from),
        }
    }
}

/// The page listens from now on; a page that was reloaded takes the place of the one before.
#[tauri::command]
#[expect(clippy::needless_pass_by_value, reason = "Tauri hands a command its arguments by value")]
pub(crate) fn subscribe(link: State<'_, Link>, channel: Channel<Push>) {
    link.listen(channel);
}

/// The pages on the network that the page can have opened, in the person's own browser. There is no other.
const LINKS: &[(&str, &str)] = &[
    ("outlook-link", "https://support.microsoft.com/office/share-your-calendar-in-outlook-on-the-web"),
    ("google-link", "https://support.google.com/calendar/answer/37648"),
    ("carrier-keys", "https://developer.lumen.com/"),
];

/// Opens one of the known pages.
#[tauri::command]
pub(crate) fn open_link(link: &str) -> Result<(), Refused> {
    let address = LINKS.iter().find(|(name, _)| *name == link).map(|(_, address)| *address);
    let address =
        address.ok_or_else(|| Refused { code: "usage".into(), text: "That page is not known.".into() })?;
    open::that_detached(address).map_err(|error| Refused {
        code: "failed".into(),
        text: format!("No browser could be started ({error}). The address is {address}"),
    })
}

/// Lets the person choose a calendar's file; the page learns its path and the owner reads it.
#[tauri::command]
pub(crate) async fn choose_calendar(app: AppHandle) -> Option<String> {
    let (chosen, choice) = oneshot::channel();
    let dialog =
        app.dialog().file().set_title("A calendar file").add_filter("Calendars", &["ics", "ical", "ifb"]);
    dialog.pick_file(move |file| drop(chosen.send(file)));
    let file = choice.await.ok().flatten()?;
    Some(file.into_path().ok()?.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_pages_are_opened_and_all_of_them_are_encrypted() {
        let refused = open_link("https://example.com/").unwrap_err();
        assert_eq!((refused.code.as_str(), refused.text.as_str()), ("usage", "That page is not known."));
        for (name, address) in LINKS {
            assert!(address.starts_with("https://"), "{name}");
        }
    }
}
