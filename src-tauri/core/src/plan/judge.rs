//! Whether wishes were met: one that came too late, or passed while this computer slept, is recorded as missed and
//! told once. A wish that was ordered is the ledger's matter, not a missed one.

use super::Pass;
use crate::aim::Situation;
use crate::audit::Entry;
use crate::change::{Change, State};
use crate::circuit::{Circuit, CircuitState};
use crate::ids::Actor;
use crate::incident::Notice;
use crate::time::Instant;
use crate::timeline::{Because, RunOut, Segment, Timeline};
use crate::world::{Credentials, Record};

impl Pass<'_> {
    /// Judges the raises that have begun, in order; stops at the first that can still be met.
    pub(super) fn judge(&mut self, circuit: &Circuit, state: &mut CircuitState, situation: &Situation<'_>) {
        let timeline = situation.timeline;
        let before = state.judged;
        self.judge_raises(circuit, state, situation);
        for one in timeline.run_out.iter().filter(|one| before <= one.at && one.at < state.judged) {
            self.ran_out(circuit, timeline, one);
        }
    }

    fn judge_raises(&mut self, circuit: &Circuit, state: &mut CircuitState, situation: &Situation<'_>) {
        let timeline = situation.timeline;
        for segment in timeline.within(state.judged, self.now) {
            if segment.from < state.judged || segment.from > self.now {
                continue;
            }
            let after = segment
                .to
                .map_or(self.now, |to| to.min(self.now))
                .max(segment.from + chrono::Duration::milliseconds(1));
            let is_raise = segment.tier > timeline.baseline;
            if !is_raise || self.was_met(circuit, state, situation, segment) {
                state.judged = after;
                continue;
            }
            if self.can_still_be_met(situation, segment) {
                return;
            }
            self.missed(circuit, segment);
            state.judged = after;
        }
    }

    fn was_met(
        &self,
        circuit: &Circuit,
        state: &CircuitState,
        situation: &Situation<'_>,
        segment: &Segment,
    ) -> bool {
        let lives = segment.holds(self.now) && situation.present >= segment.tier;
        lives || self.was_ordered(circuit, situation, segment) || state.adopted.is_some()
    }

    /// Ordered while it ran; or before, and in force when it began: the last order before it led there, and ended well
    /// or was this wish's own.
    fn was_ordered(&self, circuit: &Circuit, situation: &Situation<'_>, segment: &Segment) -> bool {
        let to = segment.to.unwrap_or(self.now);
        let sent = || {
            let all = self.world.changes_of(&circuit.id);
            // One that was refused before it was sent is the ledger's matter too.
            let refused = |change: &Change| (change.state == State::Rejected).then_some(change.opened);
            all.filter_map(move |change| Some((change.sent.or(refused(change))?, change)))
        };
        let begun = situation.timeline.boundary(segment.tier, segment.from).unwrap_or(segment.from);
        let before = sent().find(|(sent, _)| *sent <= segment.from);
        let in_force = before.is_some_and(|(_, change)| {
            let well = change.is_open() || change.state == State::Confirmed;
            change.to >= segment.tier && (well || change.boundary >= begun)
        });
        let meanwhile =
            sent().any(|(sent, change)| sent > segment.from && sent <= to && change.to >= segment.tier);
        in_force || meanwhile
    }

    fn can_still_be_met(&self, situation: &Situation<'_>, segment: &Segment) -> bool {
        let stretches = situation.timeline.stretches(segment.tier, segment.from, segment.from);
        segment.holds(self.now) && stretches.iter().any(|stretch| situation.is_usable(segment.tier, stretch))
    }

    fn missed(&mut self, circuit: &Circuit, segment: &Segment) {
        let (Because::Event(asker) | Because::Standing(asker)) = &segment.because else { return };
        let why = self.why_missed(segment.from);
        let said = format!("{} did not get {} for \"{}\": {why}", circuit.name, segment.tier, asker.title);
        let mut entry = Entry::new(self.now, Actor::Program, "wish.missed", said).about(&circuit.id);
        entry.event_uid = Some(asker.key.uid.clone());
        self.note(entry.from_to(None, Some(segment.tier.to_string())));
        let title = format!("Missed on {}: {}", circuit.name, segment.tier);
        let body = format!(
            "\"{}\" began {}; {why}. Nothing was ordered for it; if it is still needed, boost {}.",
            asker.title,
            super::circuit::when_text(segment.from, self.now, self.world.tenant.zone),
            circuit.name
        );
        self.records.push(Record::Notice(Box::new(Notice::once(
            self.now,
            "missed",
            Some(&circuit.id),
            &title,
            body,
        ))));
    }

    /// A standing tier that nobody renewed is told: somebody may have meant it for longer (design §5, Set-points).
    fn ran_out(&mut self, circuit: &Circuit, timeline: &Timeline, one: &RunOut) {
        let why = format!(
            "{} set by \"{}\" has stood for seven days, and stands no longer",
            one.tier, one.asker.title
        );
        let mut entry = Entry::new(self.now, Actor::Program, "standing.ended", why).about(&circuit.id);
        entry.event_uid = Some(one.asker.key.uid.clone());
        let now = timeline.want(self.now);
        self.note(entry.from_to(Some(one.tier.to_string()), Some(now.to_string())));
        let title = format!("{}: {} stands no longer", circuit.name, one.tier);
        let body = format!(
            "\"{}\" set it seven days ago, and a standing tier lasts no longer. The plan wants {now} for {} now. Write #iod set in the calendar again to keep it.",
            one.asker.title, circuit.name
        );
        let notice = Notice::once(self.now, "standing", Some(&circuit.id), &title, body);
        self.records.push(Record::Notice(Box::new(notice)));
    }

    fn why_missed(&self, from: Instant) -> &'static str {
        let here = &self.world.here;
        match here.credentials {
            Credentials::Ready => {}
            Credentials::Refused(_) => return "the carrier refused the credentials",
            Credentials::Absent => return "there were no credentials for this account",
            Credentials::NoKeychain => return "no secret was given when Tidegate started",
            Credentials::Locked | Credentials::Unread => return "the keychain could not be read in time",
        }
        if self.world.incidents.contains_key("quota") {
            return "the carrier's changes for the day were used up or kept for drops";
        }
        if here.awake_since.is_some_and(|awake| awake > from) {
            return "this computer was asleep or Tidegate was not running";
        }
        if here.connected_since.is_none_or(|connected| connected > from) {
            return "the carrier could not be reached in time";
        }
        "too little of it was left when it could have been ordered"
    }
}
