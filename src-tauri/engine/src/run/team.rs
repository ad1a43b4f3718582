//! The file in which the plan is kept as a calendar for a team. Owns when it is written and how; what stands in it is
//! core's (`screen::team`). A reader never finds half a file: the new one takes the old one's place in one step.

use super::{Desk, Orders};
use std::io::Write;
use std::path::Path;
use tidegate_core::screen::team;

/// What the team was told last.
#[derive(Default)]
pub(super) struct Team {
    /// The file and its text, as written.
    written: Option<(String, String)>,
    /// It could not be written; told once, until it can.
    failed: bool,
}

impl Desk {
    /// Writes the plan into the file that a person named, where it says something else than it did.
    pub(super) fn tell_team(&mut self) {
        let Some(file) = self.world.tenant.team_calendar.clone() else { return };
        if self.orders == Orders::Never {
            return;
        }
        let now = self.world.now(self.now());
        let Ok(past) = self.store.past(team::since(now), now) else { return }; // the ledger's trouble is told as such
        let told = (file, team::calendar(&self.world, &past, now));
        if self.team.written.as_ref() == Some(&told) {
            return;
        }
        let result = tokio::task::block_in_place(|| put(Path::new(&told.0), &told.1));
        match result {
            Ok(()) => self.team = Team { written: Some(told), failed: false },
            Err(error) if !std::mem::replace(&mut self.team.failed, true) => {
                let title = format!("{}: the team's calendar cannot be written", self.world.tenant.name);
                let body = format!(
                    "{}: {error}. Orders go on, and it is tried again. Name another file with `tidegate settings set team-calendar FILE`, or turn it off with `tidegate settings set team-calendar off`.",
                    told.0
                );
                self.tell("team-calendar.failed", "team-calendar", &title, body);
            }
            Err(_) => {}
        }
    }
}

/// Puts a text into a file's place.
pub(crate) fn put(file: &Path, text: &str) -> std::io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("/"));
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let beside = folder.join(format!(".{name}.new"));
    let mut new = std::fs::File::create(&beside)?;
    new.write_all(text.as_bytes())?;
    new.sync_all()?;
    std::fs::rename(&beside, file)
}
