//! The question that a page cannot answer: whether money is to be spent, or a limit raised. It is a dialog of the
//! desktop, with the owner's own sentence in it, and a key that is pressed by mistake says no.

use tauri::AppHandle;
use tokio::sync::oneshot;

/// What has to be pressed, and what ends it.
const YES: &str = "Do it";
const NO: &str = "Cancel";

/// Asks; true only where the person pressed the button that says so.
pub(crate) async fn asked(app: &AppHandle, question: &str) -> bool {
    let (pressed, answer) = oneshot::channel();
    show(app, question, pressed);
    answer.await.unwrap_or(false)
}

/// GTK's own dialog: the one of the plugin has no parent here, and its default button is the one that spends.
#[cfg(target_os = "linux")]
fn show(app: &AppHandle, question: &str, pressed: oneshot::Sender<bool>) {
    use tauri::Manager;
    let window = app.get_webview_window(crate::window::MAIN);
    let question = question.to_owned();
    // Where the window has gone nobody is asked, and the answer is no.
    let _ = app.run_on_main_thread(move || {
        let parent = window.and_then(|window| window.gtk_window().ok());
        dialog(parent.as_ref(), &question, pressed);
    });
}

#[cfg(target_os = "linux")]
fn dialog(parent: Option<&gtk::ApplicationWindow>, question: &str, pressed: oneshot::Sender<bool>) {
    use gtk::prelude::{DialogExt, GtkWindowExt, WidgetExt};
    use gtk::{ButtonsType, DialogFlags, MessageDialog, MessageType, ResponseType};
    let (kind, none) = (MessageType::Warning, ButtonsType::None);
    let dialog = MessageDialog::new(parent, DialogFlags::MODAL, kind, none, question);
    dialog.set_title("Tidegate");
    dialog.add_button(NO, ResponseType::Cancel);
    dialog.add_button(YES, ResponseType::Ok);
    dialog.set_default_response(ResponseType::Cancel);
    let pressed = std::cell::Cell::new(Some(pressed));
    dialog.connect_response(move |dialog, response| {
        if let Some(pressed) = pressed.take() {
            let _ = pressed.send(response == ResponseType::Ok); // nobody waits any more: the window is closing
        }
        dialog.close();
    });
    dialog.show_all();
}

#[cfg(not(target_os = "linux"))]
fn show(app: &AppHandle, question: &str, pressed: oneshot::Sender<bool>) {
    use tauri::Manager;
    use tauri_plugin_dialog::{DialogExt, MessageDialogButtons, MessageDialogKind};
    let mut dialog = app.dialog().message(question).title("Tidegate").kind(MessageDialogKind::Warning);
    if let Some(window) = app.get_webview_window(crate::window::MAIN) {
        dialog = dialog.parent(&window);
    }
    dialog.buttons(MessageDialogButtons::OkCancelCustom(YES.into(), NO.into())).show(move |yes| {
        let _ = pressed.send(yes); // nobody waits any more: the window is closing
    });
}
