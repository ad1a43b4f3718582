//! A wish that stands and is not met: retries, standby, fences and quota, and then the intent and its sending.
//! An intent is durable before its request leaves; that is what two passes are for.

use super::{Pass, Urgency};
use crate::aim::Goal;
use crate::audit::Entry;
use crate::budget;
use crate::carrier::{Modify, Quote, Request};
use crate::change::{Change, State, reference};
use crate::circuit::{Circuit, CircuitState};
use crate::ids::{Actor, ChangeId};
use crate::incident::Notice;
use crate::quota;
use crate::time::{Instant, gmt_day, next_gmt_midnight};
use crate::timeline::{Because, Segment, Timeline};
use crate::units::Tier;
use crate::world::{Ask, Record, Role};

/// A wish that stands.
pub(super) struct Wish<'a> {
    pub(super) circuit: &'a Circuit,
    pub(super) goal: &'a Goal,
    pub(super) from: Tier,
    pub(super) segment: &'a Segment,
    pub(super) timeline: &'a Timeline,
    /// Since when it could have been ordered.
    pub(super) due: Instant,
}

/// Whether the history of a wish lets it be ordered.
enum Gate {
    Open {
        generation: u32,
    },
    Later {
        at: Instant,
        why: &'static str,
    },
    /// Has failed, and is tried again all the same as long as it stands.
    GoesOn {
        at: Instant,
        why: &'static str,
    },
    Closed {
        why: &'static str,
    },
}

impl Wish<'_> {
    pub(super) fn is_raise(&self) -> bool {
        self.goal.target > self.from
    }

    pub(super) fn is_return(&self) -> bool {
        self.goal.target == self.circuit.baseline
    }

    /// Away from the baseline: what the quota and the fences may stop.
    pub(super) fn is_away(&self) -> bool {
        quota::is_away(self.circuit.baseline, self.from, self.goal.target)
    }

    pub(super) fn is_by_person(&self) -> bool {
        self.segment.because.is_by_person()
    }
}

impl Pass<'_> {
    /// Orders what the wish wants, or says why not yet; whether it is due: neither its own history, nor the quota, nor
    /// a doubtful clock, nor a standby's grace stands before it.
    pub(super) fn pursue(&mut self, wish: &Wish<'_>, state: &CircuitState) -> bool {
        let id = &wish.circuit.id;
        let Some(generation) = self.passes_gate(wish, state) else { return false };
        if let Some(why) = self.not_now(wish, state) {
            self.because(id, why);
            let for_quota = self.quota_holds.iter().any(|(held, ..)| held == id);
            return !for_quota && !self.waits_for_clock(wish) && self.standby_until(wish, state).is_none();
        }
        let intended = self.world.open_change(id);
        let same = intended.filter(|change| {
            change.to == wish.goal.target
                && change.boundary == wish.goal.boundary
                && change.generation == generation
        });
        match (same, intended) {
            (Some(change), _) => self.send(wish, change),
            (None, Some(_)) => self.drop_intent(wish.circuit, "the plan wants another tier now"),
            (None, None) => self.intend(wish, generation),
        }
        true
    }

    /// The generation to order under, where the wish's history allows an order now; else says what becomes of it.
    pub(super) fn passes_gate(&mut self, wish: &Wish<'_>, state: &CircuitState) -> Option<u32> {
        let id = &wish.circuit.id;
        let gate = self.gate(wish, state);
        if matches!(gate, Gate::GoesOn { .. } | Gate::Closed { .. }) {
            self.pause_after_kill_switch(wish.circuit, "the kill switch could not bring it to its baseline");
        }
        let why = match gate {
            Gate::Open { generation } => return Some(generation),
            Gate::Later { at, why } | Gate::GoesOn { at, why } => {
                self.wake(at);
                self.tries.insert(id.clone(), at);
                let at = super::circuit::clock_text(at, self.world.tenant.zone);
                format!("{why}; {} is tried again at {at}", wish.goal.target)
            }
            Gate::Closed { why } => why.to_owned(),
        };
        self.next_tries.insert(id.clone(), why.clone());
        self.because(id, why);
        None
    }

    /// Retries (design §6): FAILED at most twice, CANCELLED once; a return to the baseline goes on.
    fn gate(&self, wish: &Wish<'_>, state: &CircuitState) -> Gate {
        let of_wish = || {
            let all = self.world.changes_of(&wish.circuit.id).filter(|change| !change.is_open());
            all.filter(|change| change.to == wish.goal.target && change.boundary == wish.goal.boundary)
        };
        let generation = of_wish().next().map_or(0, |last| match last.state {
            State::Confirmed | State::Failed | State::Cancelled => last.generation + 1,
            State::Rejected | State::Superseded | State::Blocked => last.generation,
            State::Intended | State::Sent | State::Accepted | State::Pending | State::Unknown => {
                last.generation
            }
        });
        let counts = |change: &&Change| change.ended > state.retry_from;
        let tail: Vec<&Change> =
            of_wish().take_while(|change| change.state != State::Confirmed).filter(counts).collect();
        let number = |state| {
            u32::try_from(tail.iter().filter(|change| change.state == state).count()).unwrap_or(u32::MAX)
        };
        let Some(last) = tail
            .iter()
            .find(|change| matches!(change.state, State::Failed | State::Cancelled | State::Rejected))
        else {
            return Gate::Open { generation };
        };
        let ended = last.ended.unwrap_or(last.opened);
        let after = |wait, why| match ended + wait {
            at if at <= self.now => Gate::Open { generation },
            at => Gate::Later { at, why },
        };
        let goes_on = |why| match after(self.timings.retry_return, why) {
            Gate::Later { at, why } => Gate::GoesOn { at, why },
            gate @ (Gate::Open { .. } | Gate::GoesOn { .. } | Gate::Closed { .. }) => gate,
        };
        match (last.state, number(last.state)) {
            (State::Failed, 1) => after(self.timings.retry_first, "the order failed"),
            (State::Failed, 2) => after(self.timings.retry_second, "the order failed twice"),
            (State::Cancelled, 1) => after(self.timings.retry_cancelled, "the order was cancelled"),
            (State::Cancelled, _) => Gate::Closed {
                why: "cancelled twice; somebody may have meant it: it needs you, order it again or leave it",
            },
            // A step down costs as long as it fails, and is a way back like the last one.
            (State::Failed, _) if !wish.is_away() => goes_on(match wish.is_return() {
                true => "the return to the baseline keeps failing",
                false => "the drop keeps failing",
            }),
            (State::Rejected, _) if !wish.is_away() => goes_on(match wish.is_return() {
                true => "the carrier refuses the return to the baseline",
                false => "the carrier refuses the drop",
            }),
            (State::Failed, _) => {
                Gate::Closed { why: "failed three times; it needs you, order it again or ask the carrier" }
            }
            _ => Gate::Closed {
                why: "the carrier refused the order; it needs you, order it again when the cause is gone",
            },
        }
    }

    /// What must be waited for before an order may leave. A circuit in trouble delays no other.
    fn not_now(&mut self, wish: &Wish<'_>, state: &CircuitState) -> Option<String> {
        if let Some(until) = self.waits_for_feeds() {
            self.wake(until);
            return Some("the calendars are being read after the wake-up".into());
        }
        if let Some(at) = self.standby_until(wish, state) {
            self.wake(at);
            let at = super::circuit::clock_text(at, self.world.tenant.zone);
            return Some(format!(
                "this computer is standby: it acts at {at} if the circuit is still wrong then"
            ));
        }
        if self.waits_for_clock(wish) {
            return Some(
                "this computer's clock is more than five minutes off; raises wait until it is set right"
                    .into(),
            );
        }
        if wish.is_raise() && !wish.is_return() && self.world.here.disk_is_full {
            return Some("the disk is full; what room is left is kept for drops, and raises wait".into());
        }
        if wish.is_raise()
            && !wish.is_return()
            && !wish.is_by_person()
            && let Some(standing) = budget::used_up(self.world, wish.circuit, self.now)
        {
            return Some(budget::held(self.world, &standing));
        }
        if let Some(why) = self.fenced(wish) {
            return Some(why);
        }
        if let Some(until) = self.waits_for_late_reading(wish) {
            self.wake(until);
            return Some("the calendars are being read before the raise".into());
        }
        if !self.may_ask() {
            return Some(self.unreached());
        }
        let last_end = self.world.changes_of(&wish.circuit.id).find_map(|change| change.ended);
        let oldest = self.now - self.timings.look_before * 2;
        let fresh = |at: &Instant| *at >= oldest && last_end.is_none_or(|end| *at > end);
        if !self.world.here.inventory_at.as_ref().is_some_and(fresh) {
            self.look_by(self.now);
            return Some("the inventory is read before anything is ordered".into());
        }
        None
    }

    fn waits_for_clock(&self, wish: &Wish<'_>) -> bool {
        wish.is_raise() && self.world.here.clock.doubt(self.limits).is_some()
    }

    /// A standby computer acts only where the circuit is still wrong a grace after the boundary and after it was
    /// awake and connected itself, with no order of anybody open in that time. A person's word is not waited for.
    pub(super) fn standby_until(&self, wish: &Wish<'_>, state: &CircuitState) -> Option<Instant> {
        if self.world.tenant.role == Role::Primary || wish.is_by_person() {
            return None;
        }
        let here = &self.world.here;
        let since = [Some(wish.goal.boundary), here.awake_since, here.connected_since, state.busy_at];
        let at = since.into_iter().flatten().max()? + self.timings.standby_grace;
        (at > self.now).then_some(at)
    }

    /// The fences that stand before every order. Going down to the baseline is never stopped, the quota excepted.
    fn fenced(&mut self, wish: &Wish<'_>) -> Option<String> {
        let (circuit, tier) = (wish.circuit, wish.goal.target);
        if !wish.is_return() && !circuit.can_have(tier) {
            return Some(format!(
                "{} cannot have {tier}; it can have {}",
                circuit.name,
                crate::overrides::choices(circuit)
            ));
        }
        if wish.is_raise() && !wish.is_return() && tier > circuit.highest {
            return Some(format!(
                "{tier} is above the highest tier set for {}, {}",
                circuit.name, circuit.highest
            ));
        }
        let today = Some(gmt_day(self.now));
        let is_counted = self.world.open_change(&circuit.id).is_some_and(|change| change.counted == today);
        if is_counted || self.quota_allows(wish) {
            return None;
        }
        let midnight = next_gmt_midnight(self.now);
        self.wake(midnight);
        self.quota_holds.push((circuit.id.clone(), wish.from, tier));
        let at = super::circuit::clock_text(midnight, self.world.tenant.zone);
        Some(format!(
            "the carrier's changes for today are used up or kept for drops; {tier} waits until {at}"
        ))
    }

    /// The intent becomes durable; nothing leaves in this pass.
    fn intend(&mut self, wish: &Wish<'_>, generation: u32) {
        let (circuit, goal) = (wish.circuit, wish.goal);
        let day = gmt_day(self.now);
        let (actor, event_uid) = asker(wish.segment);
        let customer = &self.world.tenant.profile.customer_number;
        let change = Change {
            id: ChangeId(self.next_change),
            circuit: circuit.id.clone(),
            from: wish.from,
            to: goal.target,
            boundary: goal.boundary,
            generation,
            reference: reference(customer, &circuit.id, goal.boundary, goal.target, generation),
            state: State::Intended,
            actor,
            event_uid,
            why: super::circuit::sentence(circuit, wish.timeline, goal.boundary.max(self.now)),
            is_return: wish.is_return(),
            opened: self.now,
            sent: None,
            unknown: None,
            ended: None,
            attempts: 0,
            refusals: 0,
            not_before: None,
            quote: None,
            order: None,
            completed: false,
            pending_seen: false,
            counted: Some(day),
            words: vec![],
            errand: None,
        };
        self.next_change += 1;
        let mut quota = self.pending_quota(day);
        quota.ours += 1;
        self.records.push(Record::Quota(day, quota));
        let mut entry = Entry::new(self.now, change.actor.clone(), "order.intended", change.why.clone())
            .about(&circuit.id);
        entry.event_uid.clone_from(&change.event_uid);
        entry.order = Some(change.reference.clone());
        self.note(entry.from_to(Some(change.from.to_string()), Some(change.to.to_string())));
        self.because(&circuit.id, change.why.clone());
        if self.world.tenant.role == Role::Standby && !wish.is_by_person() && generation == 0 {
            self.tell_standby(wish);
        }
        self.keep(change);
    }

    /// A standby computer that acts says so: the one that should have acted did not.
    fn tell_standby(&mut self, wish: &Wish<'_>) {
        let since = super::circuit::clock_text(wish.goal.boundary, self.world.tenant.zone);
        let (name, tier) = (&wish.circuit.name, wish.goal.target);
        let title = format!("{name}: the standby computer orders {tier}");
        let body = format!(
            "{name} still has {}, {tier} is wanted since {since}, and nobody's order is open. This computer, the standby, orders it now; see why the first one did not.",
            wish.from
        );
        let notice = Notice::once(self.now, "standby", Some(&wish.circuit.id), &title, body);
        self.records.push(Record::Notice(Box::new(notice)));
    }

    /// The request leaves, after its quote where one is needed.
    fn send(&mut self, wish: &Wish<'_>, change: &Change) {
        if let Some(at) = change.not_before.filter(|at| *at > self.now) {
            self.wake(at);
            let (word, at) = (
                change.last_word().unwrap_or("not now"),
                super::circuit::clock_text(at, self.world.tenant.zone),
            );
            self.because(
                &wish.circuit.id,
                format!("not ordered yet: {word}; the carrier is asked again at {at}"),
            );
            return;
        }
        self.because(&wish.circuit.id, change.why.clone());
        let urgency = if wish.is_raise() { Urgency::Raise } else { Urgency::Drop };
        let note = format!("Tidegate {}", change.reference);
        let quote = change.quote.clone().filter(|quote| self.is_valid(quote));
        let modify = Modify {
            circuit: wish.circuit,
            tier: change.to,
            reference: &change.reference,
            note: &note,
            quote: quote.as_ref(),
        };
        let profile = &self.world.tenant.profile;
        if quote.is_none()
            && let Ok(request) = profile.quote(&modify, change.refusals)
        {
            self.ask(Ask::Quote(change.circuit.clone(), change.id), request, urgency);
            return;
        }
        self.leave(change, profile.order(&modify), urgency);
    }

    /// From here on the carrier may have it.
    pub(super) fn leave(&mut self, change: &Change, request: Request, urgency: Urgency) {
        let mut new = self.step(change, State::Sent, Actor::Program, change.why.clone());
        new.sent = Some(self.now);
        new.attempts += 1;
        new.order = None;
        self.count_today(&mut new);
        self.keep(new);
        self.ask(Ask::Order(change.circuit.clone(), change.id), request, urgency);
    }

    /// A quote is used in the first two thirds of its life, so that it does not run out on the way.
    pub(super) fn is_valid(&self, quote: &Quote) -> bool {
        self.now - quote.at < self.timings.quote * 2 / 3
    }
}

/// Who wants a segment's tier, and by which event.
fn asker(segment: &Segment) -> (Actor, Option<String>) {
    match &segment.because {
        Because::Event(asker) | Because::Standing(asker) => {
            let who = asker.organiser.clone().map_or(Actor::Calendar, Actor::Organiser);
            (who, Some(asker.key.uid.clone()))
        }
        Because::Boost(who) | Because::Hold(who) => (Actor::Person(who.clone()), None),
        Because::Baseline => (Actor::Program, None),
    }
}
