//! Whether an event may have what it asks for: who wrote it, holidays, the circuit's tiers and bounds, approval.
//! An event is somebody else's wish to spend money.

use super::found::{Found, attention, with_choices};
use super::{
    Approval, Choice, Circuit, Decider, Feed, Ignored, Money, Occurrence, OccurrenceKey, Request, Span, Tier,
    Verdict, Writers, us_federal,
};
use crate::calendar::Answer;
use crate::ids::{CircuitId, FeedId};
use crate::overrides::choices;
use rust_decimal::Decimal;

impl Decider<'_> {
    pub(super) fn allowed(
        &self,
        feed: &Feed,
        key: &OccurrenceKey,
        occurrence: &Occurrence,
        found: Found,
    ) -> Result<Verdict, Verdict> {
        participation(feed, occurrence)?;
        writer(feed, occurrence)?;
        if occurrence.start == occurrence.end && !found.set {
            return Err(attention(
                "it has no length, so it asks for nothing; give it an end, or write #iod set to change the tier from its start on",
            ));
        }
        let mut raises = false;
        for (id, tier) in &found.wishes {
            let Some(circuit) = self.world.circuits.get(id) else { continue };
            offered(circuit, *tier)?;
            bounds(circuit, *tier)?;
            if let Some(then) = found.then.filter(|then| *then != circuit.baseline) {
                offered(circuit, then)?;
                bounds(circuit, then)?;
            }
            raises |= *tier > circuit.baseline || found.then.is_some_and(|then| then > circuit.baseline);
        }
        if raises && !found.forced {
            self.suppressed(feed, occurrence, &found.wishes)?;
        }
        self.approved(key, occurrence, &found)?;
        self.held(key, raises)?;
        Ok(Verdict::Fires(Request {
            wishes: found.wishes,
            set: found.set,
            then: found.then,
            way: found.way,
            organiser: occurrence.details.organizer.clone(),
        }))
    }

    /// A holiday suppresses a raise whose start falls into it, in the occurrence's own zone.
    fn suppressed(
        &self,
        feed: &Feed,
        occurrence: &Occurrence,
        wishes: &[(CircuitId, Tier)],
    ) -> Result<(), Verdict> {
        let day = occurrence.civil_start.date();
        let hits = |scope: &crate::feed::Suppresses| {
            in_scope(&scope.feeds, &feed.id) && wishes.iter().all(|(id, _)| in_circuits(&scope.circuits, id))
        };
        let from_feeds = self
            .holidays
            .iter()
            .filter(|(scope, _)| hits(scope))
            .find_map(|(_, days)| days.get(&day).cloned());
        let built_in = self
            .world
            .tenant
            .holidays
            .as_ref()
            .filter(|scope| hits(scope))
            .and_then(|_| us_federal(day))
            .map(str::to_owned);
        match from_feeds.or(built_in) {
            Some(name) => Err(Verdict::Ignored(Ignored::Suppressed(super::title(&name)))),
            None => Ok(()),
        }
    }

    /// Approval is asked for a tier above any confirmed or approved before, and for a single event above the
    /// person's limit; when the event is seen, not when it is due (design §5).
    fn approved(&self, key: &OccurrenceKey, occurrence: &Occurrence, found: &Found) -> Result<(), Verdict> {
        let length = occurrence.end - occurrence.start;
        let has_leave =
            |tier: Tier| self.world.approvals.get(key).is_some_and(|leave| covers(leave, tier, length));
        // Switching automation on approves the plan shown; until then nothing is asked, and nothing ordered.
        if key.feed == FeedId::own() || !self.world.tenant.automation {
            return Ok(());
        }
        for (id, tier) in &found.wishes {
            let Some(circuit) = self.world.circuits.get(id) else { continue };
            if *tier > circuit.approved && !has_leave(*tier) {
                let message =
                    format!("{} has never run at {tier} by a calendar; approve it once", circuit.name);
                return Err(with_choices(message, vec![Choice::Approve]));
            }
            if let Some(cost) = self.above_limit(circuit, *tier, length)
                && !has_leave(*tier)
            {
                let message = format!(
                    "this one event costs {cost} more than the baseline, above your limit for a single event"
                );
                return Err(with_choices(message, vec![Choice::Approve]));
            }
        }
        Ok(())
    }

    fn above_limit(&self, circuit: &Circuit, tier: Tier, length: Span) -> Option<Money> {
        let limit = self.world.tenant.event_limit.as_ref()?;
        let (high, low) = (circuit.price(tier)?, circuit.price(circuit.baseline)?);
        let hours = Decimal::from(length.num_seconds()) / Decimal::from(3600);
        let cost = Money::new((high.amount - low.amount) * hours, &high.currency);
        (cost.amount > limit.amount).then_some(cost)
    }

    /// A mass change waits for a person.
    fn held(&self, key: &OccurrenceKey, raises: bool) -> Result<(), Verdict> {
        let held = self.world.feed_states.get(&key.feed).is_some_and(|state| state.held.contains(key));
        if held && raises {
            let message =
                "it came with many others in one refresh of the calendar; release them all, or leave them";
            return Err(with_choices(message, vec![Choice::Release]));
        }
        Ok(())
    }
}

fn covers(leave: &Approval, tier: Tier, length: Span) -> bool {
    tier <= leave.tier && length.num_seconds() <= leave.seconds
}

fn in_scope(list: &[FeedId], feed: &FeedId) -> bool {
    list.is_empty() || list.contains(feed)
}

fn in_circuits(list: &[CircuitId], circuit: &CircuitId) -> bool {
    list.is_empty() || list.contains(circuit)
}

/// Read only where the feed's own address is known; no ATTENDEE line means accepted.
fn participation(feed: &Feed, occurrence: &Occurrence) -> Result<(), Verdict> {
    let Some(own) = &feed.address else { return Ok(()) };
    let answer = occurrence
        .details
        .attendees
        .iter()
        .find(|one| one.address.eq_ignore_ascii_case(own))
        .map(|one| one.answer);
    match answer {
        Some(Answer::Declined | Answer::Tentative | Answer::NeedsAction) => {
            Err(Verdict::Ignored(Ignored::NotAccepted))
        }
        Some(Answer::Accepted) | None => Ok(()),
    }
}

fn writer(feed: &Feed, occurrence: &Occurrence) -> Result<(), Verdict> {
    if feed.id == FeedId::own() {
        return Ok(());
    }
    match (&occurrence.details.organizer, feed.writers) {
        (None, Writers::OnlyUs) => Ok(()),
        (Some(address), _) if feed.organisers.iter().any(|one| one.eq_ignore_ascii_case(address)) => Ok(()),
        (Some(address), _) => {
            let address = super::title(address);
            let message =
                format!("it was written by {address}, who may not ask for bandwidth in this feed yet");
            Err(with_choices(message, vec![Choice::Allow { organiser: address }]))
        }
        (None, Writers::OthersToo) => Err(attention(
            "it names no organiser, and others can write in this feed; only events of listed organisers count there",
        )),
    }
}

fn offered(circuit: &Circuit, tier: Tier) -> Result<(), Verdict> {
    if circuit.can_have(tier) {
        return Ok(());
    }
    let top = circuit.offers.last().map(|offer| offer.tier);
    let what = if top.is_some_and(|top| tier > top) { "is above what" } else { "is none of the tiers that" };
    Err(attention(format!("{tier} {what} {} can have; write one of {}", circuit.name, choices(circuit))))
}

fn bounds(circuit: &Circuit, tier: Tier) -> Result<(), Verdict> {
    let id = circuit.id.clone();
    if tier > circuit.highest {
        let message = format!(
            "{tier} is above the highest tier you allow calendars on {}, {}",
            circuit.name, circuit.highest
        );
        return Err(with_choices(message, vec![Choice::AllowUpTo { circuit: id, tier }]));
    }
    if tier < circuit.lowest {
        let message = format!(
            "{tier} is below the lowest tier you allow calendars on {}, {}",
            circuit.name, circuit.lowest
        );
        return Err(with_choices(message, vec![Choice::AllowDownTo { circuit: id, tier }]));
    }
    Ok(())
}
