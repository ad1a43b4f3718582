//! One circuit in a pass: from what is wanted and what is there to a wish that stands, or the reason why nothing is
//! done. Every return names its reason.

use super::order::Wish;
use super::{Pass, State};
use crate::aim::{Goal, Kept, Situation};
use crate::audit::Entry;
use crate::circuit::{Adopted, Aim, Circuit, CircuitState, Due, Seen};
use crate::ids::Actor;
use crate::incident;
use crate::time::Instant;
use crate::timeline::{Because, Segment, Timeline};
use crate::units::Tier;
use crate::world::{Credentials, Record};

impl<'a> Pass<'a> {
    /// Looks at one circuit.
    pub(super) fn circuit(&mut self, circuit: &'a Circuit) {
        let kept = self.world.state(&circuit.id, self.now);
        let mut state = kept.clone();
        self.decide(circuit, &mut state);
        if state != kept || !self.world.states.contains_key(&circuit.id) {
            self.records.push(Record::State(Box::new(state)));
        }
    }

    fn decide(&mut self, circuit: &'a Circuit, state: &mut CircuitState) {
        if self.world.here.clock.is_in_question() {
            let why = "this computer's clock and the carrier's differ, or this one was set back; the carrier is asked which is right before anything is ordered";
            self.because(&circuit.id, why);
            return;
        }
        if let Some(change) = self.world.open_errand(&circuit.id) {
            self.errand(Some(circuit), change);
            return;
        }
        if let Some(change) = self.world.open_change(&circuit.id).filter(|change| change.is_out()) {
            // What is being sent may come back unsent.
            let goes_on = change.state == State::Sent || incident::is_told_late(self.world, &circuit.id);
            state.due = state.due.filter(|_| goes_on);
            self.dues.extend(state.due.map(|due| (circuit.id.clone(), due)));
            self.follow(circuit, state, change);
            return;
        }
        let due = state.due.take();
        if let Some(why) = self.standing_still(circuit, state) {
            self.drop_intent(circuit, &why);
            let live = state.seen.as_ref().map_or(circuit.baseline, |seen| seen.tier);
            let up = if live > circuit.baseline {
                format!("; {} stays at {live}{}", circuit.name, circuit.costs_more(live, circuit.baseline))
            } else {
                String::new()
            };
            self.because(&circuit.id, format!("{why}{up}"));
            return;
        }
        let Some((timeline, seen)) = self.known(circuit, state) else { return };
        self.learn_lead(timeline, &seen, state);
        let situation = self.situation(timeline, &seen, state);
        let goal = situation.goal();
        if let Some(next) = situation.next() {
            self.wake(next);
        }
        if let Some(why) = self.kept_for_unread(&goal, &seen, timeline) {
            self.drop_intent(circuit, &why);
            self.because(&circuit.id, why);
            return;
        }
        if let Some(act) = situation.next_act() {
            self.look_before(act);
        }
        self.follow_aim(circuit, state, &goal, &seen, timeline);
        self.judge(circuit, state, &situation);
        if let Some(adopted) = &state.adopted {
            let why = adopted.words();
            self.drop_intent(circuit, &why);
            self.because(&circuit.id, why);
            return;
        }
        if goal.target == seen.tier && !seen.pending {
            self.nothing_to_do(circuit, state, &goal, timeline);
            return;
        }
        let wish = Wish {
            circuit,
            goal: &goal,
            from: seen.tier,
            segment: timeline.at(goal.boundary.max(self.now)),
            timeline,
            due: due.filter(|due| due.tier == goal.target).map_or(self.now, |due| due.since),
        };
        let is_due = if seen.pending { self.wait_for_lock(&wish, state) } else { self.pursue(&wish, state) };
        // A trouble of the whole account is told as such.
        if is_due && (self.carrier_answers() || incident::is_told_late(self.world, &circuit.id)) {
            let due = Due { tier: goal.target, since: wish.due };
            self.wake(self.told_late(&due));
            self.dues.insert(circuit.id.clone(), due);
            state.due = Some(due);
        }
    }

    fn carrier_answers(&self) -> bool {
        let here = &self.world.here;
        let fails = here.failing_since.is_some_and(|since| self.now >= since + self.timings.late_min);
        here.credentials == Credentials::Ready && !fails
    }

    /// From when on a wish that is due and was not ordered is told; time asleep does not count.
    pub(crate) fn told_late(&self, due: &Due) -> Instant {
        let since = self.world.here.awake_since.map_or(due.since, |awake| due.since.max(awake));
        since + self.timings.late_min
    }

    /// Observing, paused, or stopped: nothing is sent, and an intent that was not sent is taken back.
    fn standing_still(&self, circuit: &Circuit, state: &CircuitState) -> Option<String> {
        if !self.world.tenant.automation {
            return Some("automation is off: the plan is shown and nothing is ordered".into());
        }
        if self.world.tenant.paused.is_some() || circuit.paused.is_some() {
            return Some("paused: nothing is ordered until you resume".into());
        }
        let stopped = state.stopped.is_some();
        stopped.then(|| "somebody else changed this circuit twice within a day; Tidegate orders nothing for it until you answer: resume, restore the plan, or hold a tier".into())
    }

    /// What must be known before anything is decided; says what is missing.
    fn known(&mut self, circuit: &Circuit, state: &CircuitState) -> Option<(&'a Timeline, Seen)> {
        let id = &circuit.id;
        let Some(timeline) = self.world.compiled.timelines.get(id) else {
            self.because(id, "the plan is being made; look again in a moment");
            return None;
        };
        if !self.feeds_are_read() {
            self.because(id, "the calendars are being read");
            return None;
        }
        if let Some(why) = circuit.fixed() {
            let why = why.to_owned();
            self.because(id, format!("nothing can be ordered for it: {why}"));
            return None;
        }
        match (&state.seen, self.world.here.inventory_at) {
            (Some(seen), Some(_)) if !seen.takes_orders() => {
                self.because(
                    id,
                    format!("the carrier lists it as \"{}\"; in that state it takes no orders", seen.status),
                );
                None
            }
            (Some(seen), Some(_)) => Some((timeline, seen.clone())),
            (None, Some(_)) => {
                self.because(
                    id,
                    "the carrier's inventory does not show this circuit; nothing is ordered for it",
                );
                None
            }
            (_, None) => {
                let why = self.unreached();
                self.because(id, why);
                None
            }
        }
    }

    /// A calendar that could not be read may want the present tier: nothing goes down without it, a person's word
    /// excepted. What other calendars raise goes on.
    fn kept_for_unread(&self, goal: &Goal, seen: &Seen, timeline: &Timeline) -> Option<String> {
        let feed = self.world.unread_feeds().next()?;
        let by_person = timeline.at(self.now).because.is_by_person();
        (goal.target < seen.tier && !by_person).then(|| {
            format!("kept at {}: the calendar \"{}\" cannot be read and may want it", seen.tier, feed.name)
        })
    }

    /// Why the carrier was not asked yet.
    pub(super) fn unreached(&self) -> String {
        let here = &self.world.here;
        match &here.credentials {
            Credentials::Ready => {
                here.failure.clone().unwrap_or_else(|| "the carrier's inventory is being read".into())
            }
            Credentials::Unread => "the credentials are being read".into(),
            Credentials::Locked => "the keychain is locked".into(),
            Credentials::Absent => "the keychain has no credentials for this account".into(),
            Credentials::NoKeychain => {
                "this computer has no keychain, and no secret was given at the start".into()
            }
            Credentials::Refused(words) => format!("the carrier refuses the credentials: {words}"),
        }
    }

    pub(super) fn situation(
        &self,
        timeline: &'a Timeline,
        seen: &Seen,
        state: &CircuitState,
    ) -> Situation<'a> {
        let settled = state.aim.as_ref().filter(|aim| aim.settled).map(|aim| aim.tier);
        Situation {
            timeline,
            present: seen.tier,
            settled,
            lead: state.lead(),
            timings: self.timings,
            now: self.now,
        }
    }

    /// When the next raise of a circuit is sent, as far as can be told without looking.
    pub(super) fn next_raise(&self, circuit: &Circuit) -> Option<Instant> {
        let state = self.world.states.get(&circuit.id)?;
        let timeline = self.world.compiled.timelines.get(&circuit.id)?;
        let near = timeline.within(self.now, self.now + state.lead() * 2 + self.timings.read_before * 2);
        let raises = near
            .windows(2)
            .filter(|pair| pair[1].tier > pair[0].tier)
            .map(|pair| pair[1].from - state.lead());
        raises.filter(|act| *act > self.now).min()
    }

    /// The inventory is read shortly before an order is due.
    fn look_before(&mut self, act: Instant) {
        let by = act - self.timings.look_before;
        let looked = self.world.here.inventory_tried.is_some_and(|tried| tried >= by);
        if by > self.now {
            self.wake(by);
        } else if !looked {
            self.look_by(self.now);
        }
    }

    /// Learned at most once a day, and never while a raise made ahead waits for its start (design §6, Lead).
    fn learn_lead(&self, timeline: &Timeline, seen: &Seen, state: &mut CircuitState) {
        let today = self.now.date_naive();
        let waits_ahead = seen.tier > timeline.want(self.now)
            && timeline
                .within(self.now, self.now + self.timings.lead_max)
                .iter()
                .any(|segment| segment.tier >= seen.tier);
        if state.lead_on == Some(today) || waits_ahead {
            return;
        }
        state.lead = state.learned_lead(self.timings).num_milliseconds();
        state.lead_on = Some(today);
    }

    /// Keeps the aim, whether it was met, and notices drift: a met aim that the live tier left, with no order of ours.
    fn follow_aim(
        &mut self,
        circuit: &Circuit,
        state: &mut CircuitState,
        goal: &Goal,
        seen: &Seen,
        timeline: &Timeline,
    ) {
        let is_new = state.aim.as_ref().is_none_or(|aim| aim.tier != goal.aim);
        if is_new {
            if state.aim.is_some() && state.adopted.take().is_some() {
                let why = "the plan goes on with its next change";
                self.note(Entry::new(self.now, Actor::Program, "plan.goes-on", why).about(&circuit.id));
            }
            state.aim = Some(Aim { tier: goal.aim, since: self.now, settled: false });
        }
        let Some(aim) = &mut state.aim else { return };
        let looked_since = self.world.here.inventory_at.is_some_and(|at| at >= aim.since);
        if looked_since && !seen.pending && seen.tier == aim.tier {
            aim.settled = true;
        }
        if aim.settled && state.adopted.is_none() && !seen.pending && seen.tier != aim.tier {
            let from = aim.tier;
            state.adopted = Some(self.adopt(circuit, from, seen.tier, timeline));
        }
    }

    /// What left a met aim: drift, or another computer of ours that is ahead of us.
    fn adopt(&mut self, circuit: &Circuit, from: Tier, to: Tier, timeline: &Timeline) -> Adopted {
        let near = timeline.within(self.now, self.now + self.timings.lead_max);
        let is_ahead = |segment: &Segment| segment.from > self.now && segment.tier == to;
        if to > from && near.iter().any(is_ahead) {
            return Adopted::FromNext;
        }
        let why = "the live tier left the plan with no order of Tidegate's open; nothing is ordered until you answer or the plan changes";
        let entry = Entry::new(self.now, Actor::Carrier, "circuit.drift", why).about(&circuit.id);
        self.note(entry.from_to(Some(from.to_string()), Some(to.to_string())));
        Adopted::Drift { at: self.now, from, to }
    }

    fn nothing_to_do(&mut self, circuit: &Circuit, state: &CircuitState, goal: &Goal, timeline: &Timeline) {
        self.drop_intent(circuit, "the circuit has the tier already");
        self.pause_after_kill_switch(circuit, "the kill switch has done its part");
        let newly_settled = state.aim.as_ref().is_some_and(|aim| aim.settled)
            && self
                .world
                .states
                .get(&circuit.id)
                .and_then(|kept| kept.aim.as_ref())
                .is_none_or(|kept| !kept.settled || kept.tier != goal.aim);
        let ours = self
            .world
            .changes_of(&circuit.id)
            .next()
            .is_some_and(|change| change.state == State::Confirmed && change.to == goal.aim);
        if newly_settled && !ours && goal.kept.is_none() {
            let why = format!("{} has {} already; nothing to order", circuit.name, goal.target);
            self.note(Entry::new(self.now, Actor::Program, "plan.nothing-to-do", why).about(&circuit.id));
        }
        let why = self.why_left(circuit, goal, timeline);
        self.because(&circuit.id, why);
    }

    /// Why a circuit that has its target has it, and what that costs where the plan wants less.
    fn why_left(&self, circuit: &Circuit, goal: &Goal, timeline: &Timeline) -> String {
        let at = |at| clock_text(at, self.world.tenant.zone);
        let (now, target) = (timeline.at(self.now), goal.target);
        if let Some(Kept::Bridged(again)) = goal.kept.filter(|_| goal.aim < target) {
            let costs = circuit.costs_more(target, goal.aim);
            return format!("kept at {target} because at least that is wanted again at {}{costs}", at(again));
        }
        if now.tier > target {
            let left_out = sentence(circuit, timeline, self.now);
            return format!("{target}, and not {left_out}: too little of that is left to be of use");
        }
        let ahead = timeline.within(self.now, self.now + self.timings.lead_max * 2);
        let next = ahead.iter().find(|segment| segment.tier >= target && segment.from > self.now);
        match next.filter(|_| now.tier < target) {
            Some(next) => {
                let costs = circuit.costs_more(target, now.tier);
                format!("kept at {target} because at least that is wanted at {}{costs}", at(next.from))
            }
            None => sentence(circuit, timeline, self.now),
        }
    }

    /// The kill switch holds a circuit at its baseline and then pauses it.
    pub(super) fn pause_after_kill_switch(&mut self, circuit: &Circuit, why: &str) {
        let hold = self.world.overrides.get(&(circuit.id.clone(), crate::overrides::OverrideKind::Hold));
        if hold.is_some_and(|hold| hold.then_pause) && circuit.paused.is_none() {
            let paused = Circuit { paused: Some(self.now), ..circuit.clone() };
            self.records.push(Record::Circuit(Box::new(paused)));
            let why = format!("{why}; the circuit is paused until you resume");
            self.note(Entry::new(self.now, Actor::Program, "pause", why).about(&circuit.id));
        }
    }

    /// Somebody's order is at work: it is waited for at the pace of an open order, not hammered.
    /// Whether the wish is due.
    fn wait_for_lock(&mut self, wish: &Wish<'_>, state: &CircuitState) -> bool {
        let is_due = self.passes_gate(wish, state).is_some() && self.standby_until(wish, state).is_none();
        let (circuit, goal) = (wish.circuit, wish.goal);
        let intended = self.world.open_change(&circuit.id);
        if intended.is_some_and(|change| change.to != goal.target || change.boundary != goal.boundary) {
            self.drop_intent(circuit, "the plan wants another tier now");
        }
        let tried = self.world.here.inventory_tried.unwrap_or(self.now);
        let due = tried + self.timings.poll_after(tried - wish.due);
        if due <= self.now {
            self.look_by(self.now);
        } else {
            self.look_by(due);
            self.wake(due);
        }
        // What was last seen at work before our own order ended was ours; the inventory may lag.
        let ended = self.world.changes_of(&circuit.id).next().and_then(|change| change.ended);
        let whose = if ended.is_some_and(|ended| state.busy_at.is_none_or(|busy| busy <= ended)) {
            "the last order is still"
        } else {
            "somebody else's order is"
        };
        let why =
            format!("{whose} at work on {}; {} is ordered when it has ended", circuit.name, goal.target);
        self.because(&circuit.id, why);
        is_due
    }

    /// An intent that was not sent is superseded at once when its wish goes.
    pub(super) fn drop_intent(&mut self, circuit: &Circuit, why: &str) {
        if let Some(change) =
            self.world.open_change(&circuit.id).filter(|change| change.state == State::Intended)
        {
            let new = self.step(change, State::Superseded, Actor::Program, why);
            self.keep(new);
        }
    }
}

impl Adopted {
    /// Why nothing is ordered, for people.
    pub fn words(&self) -> String {
        match self {
            Self::Drift { from, to, .. } => {
                format!(
                    "somebody changed it from {from} to {to}; it is left so until you answer or the plan's next change"
                )
            }
            Self::FromNext => "left as it is until the plan's next change".into(),
        }
    }
}

/// A wall-clock time for people, in a zone; seconds only where they are not zero.
pub(crate) fn clock_text(at: Instant, zone: crate::time::Zone) -> String {
    let form = if at.timestamp() % 60 == 0 { "%H:%M %Z" } else { "%H:%M:%S %Z" };
    at.with_timezone(&zone).format(form).to_string()
}

/// As [`clock_text`], with its day where that is not today.
pub(crate) fn when_text(at: Instant, now: Instant, zone: crate::time::Zone) -> String {
    let (there, today) = (at.with_timezone(&zone), now.with_timezone(&zone).date_naive());
    if there.date_naive() == today {
        clock_text(at, zone)
    } else {
        there.format("%a %-d %b %H:%M %Z").to_string()
    }
}

/// Why a circuit should have its tier at an instant: one sentence with the event, the rule and what it beat.
pub fn sentence(circuit: &Circuit, timeline: &Timeline, at: Instant) -> String {
    let segment = timeline.at(at);
    let tier = segment.tier;
    let said = match &segment.because {
        Because::Baseline => {
            format!("{tier} because nothing asks for another tier: that is the baseline of {}", circuit.name)
        }
        Because::Event(asker) => {
            format!("{tier} because of \"{}\" in {}, by {}", asker.title, asker.feed, asker.way)
        }
        Because::Standing(asker) => {
            format!("{tier} stands since \"{}\" in {} set it", asker.title, asker.feed)
        }
        Because::Boost(who) => format!("{tier} because of a boost by {}", who.trim_start_matches("person ")),
        Because::Hold(who) => format!("{tier} because of a hold by {}", who.trim_start_matches("person ")),
    };
    if segment.beats.is_empty() { said } else { format!("{said}; it beats {}", segment.beats.join(" and ")) }
}
