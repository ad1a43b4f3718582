//! What the audit trail must say beside what is done: what became of every occurrence when its time came, and when
//! nothing could be done because this computer slept or the program did not run (design §4, 6).

use super::{Pass, Plan, clock_text, when_text};
use crate::audit::Entry;
use crate::feed::FeedState;
use crate::ids::Actor;
use crate::request::{Decided, Ignored, Request, Verdict, title};
use crate::time::Instant;
use crate::world::{Record, World};

impl Pass<'_> {
    /// Writes down the verdict of each occurrence that has begun since the last time, once.
    pub(super) fn explain(&mut self) {
        for (id, state) in &self.world.feed_states {
            if !self.world.here.readings.contains_key(id) {
                continue;
            }
            let decided = self.world.compiled.decided.iter().filter(|one| one.key.feed == *id);
            let begun: Vec<Entry> = match state.explained {
                Some(since) => decided.filter_map(|one| self.begun(one, since)).collect(),
                None => vec![],
            };
            if state.explained.is_none() || !begun.is_empty() {
                self.records.extend(begun.into_iter().map(Record::Audit));
                let explained = FeedState { explained: Some(self.now), ..state.clone() };
                self.records.push(Record::FeedState(Box::new(explained)));
            }
        }
    }

    fn begun(&self, one: &Decided, since: Instant) -> Option<Entry> {
        // What is seen only after its start has begun for us when it is seen.
        let start = one.late.map_or(one.occurrence.start, |seen| seen.max(one.occurrence.start));
        if start <= since || start > self.now || one.verdict == Verdict::Ignored(Ignored::Suppressor) {
            return None;
        }
        let verdict = match &one.verdict {
            Verdict::Fires(request) => format!("it fires: {}", self.wishes(request)),
            Verdict::Ignored(ignored) => format!("it is ignored: {ignored}"),
            Verdict::Attention(attention) => format!("it needs attention: {}", attention.message),
        };
        let why = format!("\"{}\" in {} begins; {verdict}", title(&one.occurrence.details.summary), one.feed);
        let mut entry = Entry::new(self.now, Actor::Calendar, "event.begun", why);
        entry.event_uid = Some(one.key.uid.clone());
        Some(entry)
    }

    fn wishes(&self, request: &Request) -> String {
        let wishes = request.wishes.iter();
        let wishes: Vec<String> =
            wishes.map(|(id, tier)| format!("{tier} for {}", self.world.name_of(id))).collect();
        format!("{}, by {}", wishes.join(", "), request.way)
    }
}

/// The first pass after a start or a sleep says so: the trail shows until when it was looked before.
pub(super) fn gap(world: &World, plan: &mut Plan) {
    let Some(awake) = world.here.awake_since else { return };
    let (act, why) = match world.here.passed_at {
        None => ("program.started", "Tidegate was not running until now".to_owned()),
        Some(passed) if passed < awake => {
            let zone = world.tenant.zone;
            let (from, to) = (when_text(passed, awake, zone), clock_text(awake, zone));
            ("computer.woke", format!("this computer slept: nothing was looked at from {from} to {to}"))
        }
        Some(_) => return,
    };
    plan.records.insert(0, Record::Audit(Entry::new(awake, Actor::Program, act, why)));
}
