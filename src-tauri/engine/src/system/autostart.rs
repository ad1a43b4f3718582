//! Starting with the person's session, without a window: an entry of the desktop's own, written and read by a library.
//! Owns what is started; whether it should be is a person's choice, and the entry itself is the only memory of it.

use crate::paths::Home;
use auto_launch::{AutoLaunch, AutoLaunchBuilder};

/// Whether it is on; `None` where this system cannot tell.
pub(crate) fn is_on(home: &Home) -> Option<bool> {
    entry(home).ok()?.is_enabled().ok()
}

/// Switches it on or off.
///
/// # Errors
///
/// Why the entry could not be written, in words.
pub(crate) fn set(on: bool, home: &Home) -> Result<(), String> {
    let entry = entry(home)?;
    let done = if on { entry.enable() } else { entry.disable() };
    done.map_err(|error| format!("the session's list of programs cannot be changed: {error}"))
}

/// The command that runs now, as the tray where the desktop has one of ours, for this data folder.
fn entry(home: &Home) -> Result<AutoLaunch, String> {
    let program =
        std::env::current_exe().map_err(|error| format!("this program's place is not known: {error}"))?;
    let verb = if cfg!(target_os = "linux") { "tray" } else { "run" };
    let root = home.root().display().to_string();
    AutoLaunchBuilder::new()
        .set_app_name("tidegate")
        .set_app_path(&program.display().to_string())
        .set_args(&[verb, "--home", &root])
        .build()
        .map_err(|error| format!("this session starts no programs by itself: {error}"))
}
