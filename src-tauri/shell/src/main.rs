//! The window. It shows what the owner of the data folder says, and decides nothing.
//!
//! So far it shows a page without any data. What the page may ask for is listed in `tauri.conf.json`
//! (`app.security.capabilities`); a command that is not listed there is refused.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

fn main() {
    tauri::Builder::default()
        .run(tauri::generate_context!("../../tauri.conf.json"))
        .expect("a window can be opened: is there a display?");
}
