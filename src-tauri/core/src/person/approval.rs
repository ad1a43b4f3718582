//! A person's leave: for one occurrence that was asked about, and for everything in the plan shown where automation is
//! switched on (design §5, Fences by default).

use super::Desk;
use crate::circuit::Circuit;
use crate::horizon::SHOWN;
use crate::request::{Decided, Decider, Request, Verdict, decide_all, title};
use crate::units::Tier;
use crate::world::{Approval, Record};
use std::collections::BTreeSet;

impl Desk<'_> {
    /// Leave for the occurrences of the plan shown, where a limit for single events is set that might ask for it.
    pub(super) fn leave_for(&self, shown: &[(Decided, Request)]) -> Vec<Record> {
        if self.world.tenant.event_limit.is_none() {
            return vec![];
        }
        // A series that is shown is shown with its recurrence.
        let series: BTreeSet<&str> = shown.iter().map(|(decided, _)| decided.key.uid.as_str()).collect();
        let coming = self.coming();
        let of_series = coming.iter().filter(|(decided, _)| series.contains(decided.key.uid.as_str()));
        of_series.filter_map(|(decided, _)| self.leave(decided)).map(Record::Approval).collect()
    }

    /// Leave for one occurrence that was asked about.
    pub(super) fn approve(&self, decided: &Decided) -> Vec<Record> {
        let Some(leave) = self.leave(decided) else { return vec![] };
        let why = format!("\"{}\" is approved", title(&decided.occurrence.details.summary));
        let mut entry = self.entry("event.approved", why);
        entry.event_uid = Some(decided.key.uid.clone());
        vec![Record::Approval(leave), Record::Audit(entry)]
    }

    /// As high and as long as it is now.
    fn leave(&self, decided: &Decided) -> Option<Approval> {
        let feed = self.world.feeds.get(&decided.key.feed)?;
        let tier = Decider::new(self.world).highest_asked(feed, &decided.occurrence)?;
        let seconds = (decided.occurrence.end - decided.occurrence.start).num_seconds();
        Some(Approval { key: decided.key.clone(), tier, seconds })
    }

    /// Those of them that the screen shows where automation is switched on.
    pub(super) fn shown(&self) -> Vec<(Decided, Request)> {
        let until = self.now + SHOWN;
        self.coming().into_iter().filter(|(decided, _)| decided.occurrence.start < until).collect()
    }

    /// The occurrences to come that fire and what they ask for, by the settings as they are now.
    fn coming(&self) -> Vec<(Decided, Request)> {
        let coming = decide_all(self.world, self.now).into_iter().filter(|one| one.occurrence.end > self.now);
        let fires = |one: Decided| match &one.verdict {
            Verdict::Fires(request) => Some((one.clone(), request.clone())),
            Verdict::Ignored(_) | Verdict::Attention(_) => None,
        };
        coming.filter_map(fires).collect()
    }
}

/// The highest tier that the plan shown names for a circuit. Where it names none above the baseline, the bound that the
/// person set is all that the screen shows, and so what is approved.
pub(super) fn highest_of(shown: &[(Decided, Request)], circuit: &Circuit) -> Tier {
    let asked = |request: &Request| {
        let wish = request.wishes.iter().find(|(id, _)| *id == circuit.id)?;
        Some(request.then.map_or(wish.1, |then| then.max(wish.1)))
    };
    let named = shown.iter().filter_map(|(_, request)| asked(request)).max();
    named.filter(|tier| *tier > circuit.baseline).unwrap_or(circuit.highest)
}
