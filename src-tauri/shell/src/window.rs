//! The one window: opening it, bringing it forward, remembering where it was. Closing it ends this process, and no
//! other: the owner goes on.

use crate::link::{Link, Push};
use tauri::plugin::TauriPlugin;
use tauri::{App, AppHandle, DragDropEvent, Manager, WebviewWindowBuilder, Window, WindowEvent, Wry};
use tidegate_door::paths::Home;

/// Its label in `tauri.conf.json`.
pub(crate) const MAIN: &str = "main";

/// Opens the window, as `tauri.conf.json` describes it, and starts its connection beside it.
pub(crate) fn open(app: &App) -> tauri::Result<()> {
    let link = app.state::<Link>().inner().clone();
    let web_data = link.home().root().join("window");
    tauri::async_runtime::spawn(link.keep(app.handle().clone()));
    let config = app.config().app.windows.iter().find(|window| window.label == MAIN);
    let config = config.ok_or(tauri::Error::WindowNotFound)?;
    WebviewWindowBuilder::from_config(app, config)?.data_directory(web_data).build()?;
    Ok(())
}

/// Remembers size and place in the data folder.
pub(crate) fn remembered(home: &Home) -> TauriPlugin<Wry> {
    let file = home.root().join("window.json").to_string_lossy().into_owned();
    tauri_plugin_window_state::Builder::new().with_filename(file).build()
}

/// What happens to the window.
pub(crate) fn happened(window: &Window, event: &WindowEvent) {
    if let WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) = event
        && let Some(path) = paths.first()
    {
        window.state::<Link>().push(Push::Dropped { path: path.to_string_lossy().into_owned() });
    }
}

/// Brings it before all others, as far as the desktop lets it.
pub(crate) fn come_forward(app: &AppHandle, token: Option<String>) {
    let Some(window) = app.get_webview_window(MAIN) else { return };
    // A desktop that refuses leaves the window where it is, marked in its bar.
    let _ = window.unminimize();
    activate(&window, token);
    let _ = window.set_focus();
}

/// Wayland lets a window come forward only with a token of whoever was clicked; GTK 3 takes it as a start-up id.
#[cfg(target_os = "linux")]
fn activate(window: &tauri::WebviewWindow, token: Option<String>) {
    use gtk::prelude::GtkWindowExt;
    let Some(token) = token else { return };
    let shown = window.clone();
    let _ = window.run_on_main_thread(move || {
        if let Ok(window) = shown.gtk_window() {
            window.set_startup_id(&token);
        }
    });
}

#[cfg(not(target_os = "linux"))]
fn activate(_: &tauri::WebviewWindow, _: Option<String>) {}

/// The token that whoever started this process gave it.
pub(crate) fn token() -> Option<String> {
    ["XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID"].iter().find_map(|name| std::env::var(name).ok())
}
