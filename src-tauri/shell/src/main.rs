//! The window. It shows what the owner of the data folder says, and decides nothing: the page asks, `link` carries it
//! to the owner, and what spends money is asked of the person by `confirm`, outside the page.
//!
//! One window a data folder: a second start calls the first one forward and ends. What the page may ask for is listed
//! in `tauri.conf.json` (`app.security.capabilities`) and `build.rs`; anything else is refused.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

mod ask;
mod confirm;
mod link;
mod owner;
mod paper;
mod window;

use link::{Link, Push};
use std::ffi::OsString;
use std::fs::{File, TryLockError};
use std::path::PathBuf;
use std::process::ExitCode;
use tidegate_door::paths::Home;

fn main() -> ExitCode {
    let home = match Home::locate(after("--home").map(PathBuf::from).as_deref()) {
        Ok(home) => home,
        Err(error) => return told(&error.to_string()),
    };
    let text = |word| after(word).map(|text| text.to_string_lossy().into_owned());
    let (screen, tenant) = (text("--screen"), text("--customer"));
    let Some(_only) = (match only_one(&home) {
        Ok(lock) => lock,
        Err(error) => {
            return told(&format!("the file window.lock in the data folder cannot be locked: {error}"));
        }
    }) else {
        return link::call_the_other(&home, screen, tenant)
            .map_or_else(|error| told(&error.to_string()), |()| ExitCode::SUCCESS);
    };
    let link = Link::new(home, std::env::args_os().any(|word| word == "--practise"));
    if let Some(screen) = screen {
        link.push(Push::Open { screen, tenant });
    }
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .plugin(window::remembered(link.home()))
        .invoke_handler(tauri::generate_handler![
            ask::ask,
            ask::subscribe,
            ask::open_link,
            ask::choose_calendar,
            paper::save
        ])
        .manage(link)
        .setup(|app| Ok(window::open(app)?))
        .on_window_event(window::happened)
        .run(tauri::generate_context!("../../tauri.conf.json"));
    match app {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => told(&format!("no window can be opened ({error}); is there a display?")),
    }
}

/// What stands after a word of the command line: `--home DIR`, as the command has it, and what the tray opens the
/// window for, `--screen NAME --customer ID`.
fn after(name: &str) -> Option<OsString> {
    let mut words = std::env::args_os().skip(1);
    words.find(|word| word == name).and_then(|_| words.next())
}

/// The right to be this folder's window; `None` where another one is. It ends with the process.
fn only_one(home: &Home) -> std::io::Result<Option<File>> {
    let file =
        File::options().read(true).write(true).create(true).truncate(false).open(home.window_lock())?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

#[expect(clippy::print_stderr, reason = "without a window this is where a failure can be told")]
fn told(text: &str) -> ExitCode {
    eprintln!("tidegate-desktop: {text}");
    ExitCode::FAILURE
}
