//! Whether an event may have what it asks for: who wrote it, holidays, the circuit's tiers and bounds, approval.
//! An event is somebody else's wish to spend money.

use super::found::{Found, attention, with_choices};
use super::{
    Approval, Choice, Circuit, Decider, Feed, Ignored, Money, Occurrence, OccurrenceKey, Request, Span, Tier,
    Verdict, Writers, us_federal,
};
use crate::calendar::Answer;
use crate::cost::{self, Stay};
use crate::horizon::STANDING;
use crate::ids::{CircuitId, FeedId};
use crate::overrides::choices;
use chrono::NaiveDate;
use rust_decimal::Decimal;

impl Decider<'_> {
    pub(super) fn allowed(
        &self,
        feed: &Feed,
        key: &OccurrenceKey,
        occurrence: &Occurrence,
        mut found: Found,
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
            self.suppress(feed, occurrence, &mut found)?;
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

    /// A holiday suppresses a raise whose start falls into it, in the occurrence's own zone; on the circuits that the
    /// holiday is tied to.
    fn suppress(&self, feed: &Feed, occurrence: &Occurrence, found: &mut Found) -> Result<(), Verdict> {
        let then = found.then;
        let is_raise = |id: &CircuitId, tier: Tier| {
            let baseline = self.world.circuits.get(id).map(|circuit| circuit.baseline);
            baseline.is_some_and(|baseline| tier.max(then.unwrap_or(tier)) > baseline)
        };
        let mut name = None;
        found.wishes.retain(|(id, tier)| {
            let holiday = self.holiday(&feed.id, occurrence.civil_start.date(), id);
            let holiday = holiday.filter(|_| is_raise(id, *tier));
            name = name.take().or(holiday.clone());
            holiday.is_none()
        });
        match name.filter(|_| found.wishes.is_empty()) {
            Some(name) => Err(Verdict::Ignored(Ignored::Suppressed(super::title(&name)))),
            None => Ok(()),
        }
    }

    /// The holiday of a day that counts for a feed and a circuit.
    fn holiday(&self, feed: &FeedId, day: NaiveDate, circuit: &CircuitId) -> Option<String> {
        let hits = |scope: &crate::feed::Suppresses| {
            in_scope(&scope.feeds, feed) && in_circuits(&scope.circuits, circuit)
        };
        let of_feeds = self.holidays.iter().filter(|(scope, _)| hits(scope));
        let built_in = || {
            let scope = self.world.tenant.holidays.as_ref().filter(|scope| hits(scope));
            scope.and_then(|_| us_federal(day)).map(str::to_owned)
        };
        of_feeds.into_iter().find_map(|(_, days)| days.get(&day).cloned()).or_else(built_in)
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
        let mut stays = Vec::new();
        for (id, tier) in &found.wishes {
            let Some(circuit) = self.world.circuits.get(id) else { continue };
            let then = found.then.filter(|then| *then != circuit.baseline);
            let highest = then.map_or(*tier, |then| then.max(*tier));
            if highest > circuit.approved && !has_leave(highest) {
                let message =
                    format!("{} has never run at {highest} by a calendar; approve it once", circuit.name);
                return Err(with_choices(message, vec![Choice::Approve]));
            }
            let to = if found.set { occurrence.start + STANDING } else { occurrence.end };
            stays.push((circuit, Stay { from: occurrence.start, to, tier: *tier }));
            stays.extend(
                then.map(|tier| {
                    (circuit, Stay { from: occurrence.end, to: occurrence.end + STANDING, tier })
                }),
            );
        }
        let highest = stays.iter().map(|(_, stay)| stay.tier).max();
        match self.above_limit(&stays).filter(|_| highest.is_some_and(|highest| !has_leave(highest))) {
            Some(message) => Err(with_choices(message, vec![Choice::Approve])),
            None => Ok(()),
        }
    }

    /// Why an event's stays, on all its circuits together, are above the limit for a single event, by the rule that
    /// sums go by. A standing tier counts for as long as it may stand; what is below the baseline pays for nothing above
    /// it. What cannot be priced may be above any limit.
    fn above_limit(&self, stays: &[(&Circuit, Stay)]) -> Option<String> {
        let tenant = &self.world.tenant;
        let limit = tenant.event_limit.as_ref()?;
        let (rule, currency) = (tenant.billing, tenant.profile.currency.as_str());
        let mut sum = Money::new(Decimal::ZERO, currency);
        for (circuit, stay) in stays.iter().filter(|(circuit, stay)| stay.tier > circuit.baseline) {
            let low = Stay { tier: circuit.baseline, ..*stay };
            let [high, low] = [*stay, low].map(|stay| cost::of(circuit, &[stay], rule, currency));
            if high.at_least || low.at_least {
                return Some(format!(
                    "the price of {} is not known, so this event may cost more than your limit for a single event; approve it, or read the prices first: tidegate circuits sync",
                    circuit.name
                ));
            }
            sum.amount += (high.known.amount - low.known.amount).max(Decimal::ZERO);
        }
        (sum.amount > limit.amount).then(|| {
            format!("this one event costs {sum} more than the baseline, above your limit for a single event")
        })
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
            let message = format!(
                "it was written by {}, who may not ask for bandwidth in this feed yet; allow that address, or leave it",
                super::title(address)
            );
            Err(with_choices(message, vec![Choice::Allow { organiser: address.clone() }]))
        }
        (None, Writers::OthersToo) => Err(attention(format!(
            "it names no organiser, and others can write in \"{0}\", where only events of listed organisers count; if only you write in it, say so in its settings (tidegate feeds set \"{0}\" --writers only-us), else put it under Own events",
            feed.name
        ))),
    }
}

fn offered(circuit: &Circuit, tier: Tier) -> Result<(), Verdict> {
    if let Some(why) = circuit.barred(tier) {
        return Err(attention(why));
    }
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
