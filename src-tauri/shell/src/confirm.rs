//! The question that a page cannot answer: whether money is to be spent, or a limit raised. It is a dialog of the
//! desktop, with the owner's own sentence in it.

use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::{DialogExt, MessageDialogButtons, MessageDialogKind};
use tokio::sync::oneshot;

/// What has to be pressed, and what ends it.
const YES: &str = "Do it";
const NO: &str = "Cancel";

/// Asks; true only where the person pressed the button that says so.
pub(crate) async fn asked(app: &AppHandle, question: &str) -> bool {
    let (pressed, answer) = oneshot::channel();
    let buttons = MessageDialogButtons::OkCancelCustom(YES.into(), NO.into());
    let mut dialog = app.dialog().message(question).title("Tidegate").kind(MessageDialogKind::Warning);
    if let Some(window) = app.get_webview_window(crate::window::MAIN) {
        dialog = dialog.parent(&window);
    }
    dialog.buttons(buttons).show(move |yes| {
        let _ = pressed.send(yes); // nobody waits any more: the window is closing
    });
    answer.await.unwrap_or(false)
}
