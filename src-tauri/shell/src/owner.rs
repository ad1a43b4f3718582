//! Starting an owner where none runs: the tray, beside this program. It lives on when the window closes.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tidegate_door::paths::{HOME_VARIABLE, Home};
use tidegate_door::patience;

/// The owners that this window has started.
pub(crate) struct Owners {
    due: Option<Instant>,
    next: Duration,
}

impl Default for Owners {
    /// The first one is started at once.
    fn default() -> Self {
        Self { due: Some(Instant::now()), next: patience::OWNER_FIRST }
    }
}

impl Owners {
    /// One is there.
    pub(crate) fn answered(&mut self) {
        self.due = None;
    }

    /// Nobody is there: starts one, if the last start was long enough ago.
    pub(crate) fn start_if_due(&mut self, home: &Home) {
        let now = Instant::now();
        if self.is_due(now) {
            start(home);
        }
    }

    fn is_due(&mut self, now: Instant) -> bool {
        let Some(due) = self.due else {
            self.due = Some(now + self.next);
            return false;
        };
        if now < due {
            return false;
        }
        self.due = Some(now + self.next);
        self.next = (self.next * 2).min(patience::OWNER_LONGEST);
        true
    }
}

/// The tray where the desktop has one of ours, else the owner without a face. One that cannot be started is missed by
/// the next try to connect, and the page says so.
fn start(home: &Home) {
    let verb = if cfg!(target_os = "linux") { "tray" } else { "run" };
    let mut command = Command::new(program());
    command.arg(verb).env(HOME_VARIABLE, home.root());
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    if let Ok(mut child) = command.spawn() {
        std::thread::spawn(move || child.wait());
    }
}

/// The command `tidegate` beside this program, else wherever programs are.
fn program() -> PathBuf {
    let name = if cfg!(windows) { "tidegate.exe" } else { "tidegate" };
    let beside = std::env::current_exe().ok().and_then(|own| Some(own.parent()?.join(name)));
    beside.filter(|path| path.exists()).unwrap_or_else(|| name.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_owner_is_started_at_once_and_one_that_keeps_dying_ever_more_seldom() {
        let mut owners = Owners::default();
        let begun = owners.due.unwrap();
        let at = |seconds: u64| begun + Duration::from_secs(seconds);
        let started: Vec<u64> = (0..200).filter(|second| owners.is_due(at(*second))).collect();
        assert_eq!(started, [0, 2, 6, 14, 30, 62, 122, 182]);
    }

    #[test]
    fn one_that_died_gets_two_seconds_to_be_started_by_somebody_else() {
        let mut owners = Owners::default();
        let begun = Instant::now();
        owners.answered();
        assert!(!owners.is_due(begun));
        assert!(!owners.is_due(begun + Duration::from_millis(1_900)));
        assert!(owners.is_due(begun + patience::OWNER_FIRST));
    }
}
