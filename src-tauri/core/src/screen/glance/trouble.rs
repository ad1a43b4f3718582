//! What stands between Tidegate and its work. Owns which of several is told; the words are the incident's own.

use super::{Checked, Facts, Trouble};
use crate::incident::IncidentKind;
use crate::screen::written;
use crate::world::World;

/// What keeps Tidegate from its work; said once, by the incident that is open about it.
pub(super) fn trouble(world: &World, facts: &Facts) -> Option<Trouble> {
    if let Some(words) = &facts.unwritable {
        let body = format!(
            "Nothing is ordered until it can; each circuit keeps its tier. Look whether the disk is full or read-only: {words}."
        );
        return Some(Trouble { bad: true, title: "The ledger cannot be written".into(), body });
    }
    let open =
        ["sign-in", "credentials", "unreachable", "clock"].iter().find_map(|key| world.incidents.get(*key));
    let open = open.map(|open| Trouble {
        bad: open.kind != IncidentKind::Clock,
        title: open.title.clone(),
        body: open.body.clone(),
    });
    open.or_else(|| broken(facts.trail.as_ref()?))
}

/// A trail that somebody else wrote in proves nothing any more, and stops nothing.
fn broken(checked: &Checked) -> Option<Trouble> {
    let body = format!(
        "{}. Tidegate goes on ordering and adds to it. Keep a copy of the data folder as it is, and ask who else writes in it.",
        written::capital(&checked.broken.as_ref()?.to_string())
    );
    Some(Trouble { bad: false, title: "The audit trail does not verify".into(), body })
}
