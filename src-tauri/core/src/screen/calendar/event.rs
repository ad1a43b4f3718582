//! One occurrence as the calendar shows it: where it lies, what it asks for, what becomes or became of it.

use super::{Amount, Day, Decided, Decider, Event, Ignored, Mark, Part, Past, Verdict, Wish, wall};
use crate::calendar::Occurrence;
use crate::change::{Change, State};
use crate::circuit::Circuit;
use crate::cost::{self, Cost, Stay};
use crate::horizon::MISSED_WITHIN;
use crate::ids::{CircuitId, FeedId, OccurrenceKey};
use crate::request::{Choice, plain, title};
use crate::time::{Instant, Span, Zone};
use crate::timeline::Because;
use crate::units::Tier;
use crate::view::Upcoming;
use crate::world::{Instead, World};
use std::collections::BTreeMap;

/// What events are written from.
pub(super) struct Sheet<'a> {
    pub(super) world: &'a World,
    pub(super) past: &'a Past,
    pub(super) decider: &'a Decider<'a>,
    pub(super) repeats: &'a BTreeMap<String, String>,
    /// The orders to come until the range ends.
    pub(super) coming: BTreeMap<CircuitId, Vec<Upcoming>>,
    pub(super) days: &'a [Day],
    pub(super) from: Instant,
    pub(super) now: Instant,
}

impl Sheet<'_> {
    pub(super) fn event(&self, one: &Decided) -> Event {
        let (occurrence, zone) = (&one.occurrence, self.world.tenant.zone);
        let wishes = self.wishes(one);
        let own = one.key.feed == FeedId::own();
        let source = self.moved_from(&one.key);
        let (mark, state) = self.becomes(one, &wishes);
        Event {
            key: (&one.key).into(),
            title: title(&occurrence.details.summary),
            feed: one.feed.clone(),
            own,
            series: occurrence.recurrence_id.is_some(),
            all_day: occurrence.all_day,
            start: wall::stamp(occurrence.start, zone),
            end: wall::stamp(occurrence.end, zone),
            time: if occurrence.all_day {
                "all day".into()
            } else {
                wall::between(occurrence.start, occurrence.end, zone)
            },
            other_time: self.other_time(occurrence),
            parts: self.parts(occurrence.start, occurrence.end),
            tier: wishes.iter().map(|(_, tier)| *tier).max().map(Into::into),
            wishes: wishes.iter().map(|(id, tier)| self.wish(id, *tier)).collect(),
            mark,
            state,
            // What was missed cost nothing, whatever it would have.
            adds: (mark != Mark::Missed).then(|| adds(self.world, &one.key)),
            over: occurrence.end <= self.now,
            taken_out: matches!(one.verdict, Verdict::Ignored(Ignored::Exception)),
            moved_from: source.map(|one| said(one, zone)),
            ghost: source.map(|one| self.parts(one.start, one.end)).unwrap_or_default(),
            organiser: occurrence.details.organizer.as_deref().map(title),
            repeats: self.repeats.get(&one.key.uid).filter(|_| own).cloned(),
        }
    }

    /// What it asks for; where it does not fire, what it would ask for.
    fn wishes(&self, one: &Decided) -> Vec<(CircuitId, Tier)> {
        if let Verdict::Fires(request) = &one.verdict {
            return request.wishes.clone();
        }
        let feed = self.world.feeds.get(&one.key.feed);
        feed.map(|feed| self.decider.asked(feed, &one.occurrence)).unwrap_or_default()
    }

    fn wish(&self, id: &CircuitId, tier: Tier) -> Wish {
        Wish { circuit: self.world.name_of(id).to_owned(), tier: tier.into() }
    }

    /// The same in the event's own zone, where its clocks differ then from the home zone's.
    fn other_time(&self, occurrence: &Occurrence) -> Option<String> {
        let own: Zone = occurrence.zone.parse().ok().filter(|_| !occurrence.all_day)?;
        let home = self.world.tenant.zone;
        let differs = wall::time(occurrence.start, own) != wall::time(occurrence.start, home);
        differs.then(|| wall::between(occurrence.start, occurrence.end, own))
    }

    /// Where a time lies in the range's days; one without length is a point of its day.
    fn parts(&self, start: Instant, end: Instant) -> Vec<Part> {
        let minute = |at: Instant| (at - self.from).num_minutes();
        let each = self.days.iter().enumerate().filter_map(|(day, one)| {
            let (begin, over) =
                (self.from + Span::minutes(one.begins), self.from + Span::minutes(one.begins + one.minutes));
            let touches = start < over && (end > begin || start >= begin);
            let within = |at: Instant| (minute(at) - one.begins).clamp(0, one.minutes);
            touches.then(|| Part { day, from: within(start), to: within(end) })
        });
        each.collect()
    }

    /// The occurrence as its calendar has it, where a person moved it here.
    fn moved_from(&self, key: &OccurrenceKey) -> Option<&Occurrence> {
        let exception = self.world.exceptions.get(key)?;
        match exception.instead {
            Instead::Nothing => None,
            Instead::Moved { .. } => {
                let (_, reading) = self.world.here.readings.get(&key.feed)?;
                reading.occurrences.iter().find(|one| crate::feed::key(&key.feed, one) == *key)
            }
        }
    }

    /// What becomes of it, or became.
    fn becomes(&self, one: &Decided, wishes: &[(CircuitId, Tier)]) -> (Mark, String) {
        match &one.verdict {
            Verdict::Ignored(Ignored::Suppressed(name)) => {
                (Mark::Suppressed, format!("Suppressed: {}", title(name)))
            }
            Verdict::Ignored(Ignored::Exception) => (Mark::Ignored, "Taken out by you".into()),
            Verdict::Ignored(why) => {
                (Mark::Ignored, format!("Asks for nothing: {}", plain(&why.to_string())))
            }
            Verdict::Attention(why) if why.choices.contains(&Choice::Approve) => {
                (Mark::Held, "Waits for approval".into())
            }
            Verdict::Attention(why) => (Mark::Attention, format!("Needs attention: {}", plain(&why.message))),
            Verdict::Fires(_) if one.occurrence.start > self.now => self.will(one, wishes),
            Verdict::Fires(_) => self.was(one, wishes),
        }
    }

    /// `Planned, order 07:24`.
    fn will(&self, one: &Decided, wishes: &[(CircuitId, Tier)]) -> (Mark, String) {
        let tenant = &self.world.tenant;
        if !tenant.automation || tenant.paused.is_some() {
            return (Mark::Planned, "Planned; nothing is ordered while automation is off or paused".into());
        }
        let start = one.occurrence.start;
        let orders = wishes.iter().filter_map(|(id, _)| {
            self.coming.get(id)?.iter().find(|order| order.wanted == start).map(|order| order.at)
        });
        match orders.min() {
            Some(at) => (Mark::Planned, format!("Planned, order {}", wall::time(at, tenant.zone))),
            None => (Mark::Planned, "Planned, no order needed".into()),
        }
    }

    /// What the ledger says of one that has begun.
    fn was(&self, one: &Decided, wishes: &[(CircuitId, Tier)]) -> (Mark, String) {
        let occurrence = &one.occurrence;
        let missed = self.past.missed.iter().any(|line| {
            line.event_uid.as_ref() == Some(&one.key.uid)
                && line.at >= occurrence.start
                && line.at <= occurrence.end + MISSED_WITHIN
        });
        if missed {
            return (Mark::Missed, "Missed, not ordered".into());
        }
        if let Some(change) = self.order(one, wishes) {
            let runs = if occurrence.end > self.now { ", runs" } else { "" };
            let at = change.ended.or(change.sent).unwrap_or(change.opened);
            let text = format!("{} {}", change.state.word(), wall::time(at, self.world.tenant.zone));
            let runs = if change.state == State::Confirmed { runs } else { "" };
            return (change.state.into(), format!("{text}{runs}"));
        }
        self.seen(occurrence, wishes)
    }

    fn order(&self, one: &Decided, wishes: &[(CircuitId, Tier)]) -> Option<&Change> {
        let of_event = self.past.changes.iter().filter(|change| {
            change.event_uid.as_ref() == Some(&one.key.uid)
                && wishes.iter().any(|(id, tier)| *id == change.circuit && *tier == change.to)
        });
        let near = of_event
            .filter(|change| change.boundary >= one.occurrence.start && change.boundary < one.occurrence.end);
        near.max_by_key(|change| change.id)
    }

    /// No order of its own: the circuit had the tier, or did not, or nobody looked.
    fn seen(&self, occurrence: &Occurrence, wishes: &[(CircuitId, Tier)]) -> (Mark, String) {
        let until = occurrence.end.min(self.now);
        let stays = self.past.stays.iter().filter(|stay| stay.from < until && stay.to > occurrence.start);
        let wished = |circuit: &CircuitId| wishes.iter().find(|(id, _)| id == circuit).map(|(_, tier)| *tier);
        let had: Vec<bool> = stays.filter_map(|stay| Some(stay.live >= wished(&stay.circuit)?)).collect();
        match (had.is_empty(), had.iter().any(|had| *had)) {
            (true, _) => (Mark::Unknown, "Not observed".into()),
            (false, true) => (Mark::Fine, "It had the tier, no order needed".into()),
            (false, false) => (Mark::Unknown, "No order of Tidegate's".into()),
        }
    }
}

/// `Fri 27 Nov 18:00–20:00 EST`.
fn said(occurrence: &Occurrence, zone: Zone) -> String {
    let day = wall::date(wall::day_of(occurrence.start, zone));
    format!("{day} {}", wall::between(occurrence.start, occurrence.end, zone))
}

/// What an event costs above the baseline in the hours when it sets the tier.
pub(super) fn adds(world: &World, key: &OccurrenceKey) -> Amount {
    let zero = Cost::zero(&world.tenant.profile.currency);
    let (asked, baseline) =
        world.circuits.values().fold((zero.clone(), zero), |(asked, baseline), circuit| {
            let stays = set_by(world, circuit, key);
            let (one, other) =
                (cost_of(world, circuit, &stays), cost_of(world, circuit, &at_baseline(circuit, &stays)));
            (asked.plus(&one), baseline.plus(&other))
        });
    asked.minus(&baseline).map_or_else(Amount::unknown, |money| Amount::of(&money))
}

/// The times in which an event sets a circuit's tier.
fn set_by(world: &World, circuit: &Circuit, key: &OccurrenceKey) -> Vec<Stay> {
    let timeline = world.compiled.timelines.get(&circuit.id);
    let segments = timeline.into_iter().flat_map(|timeline| &timeline.segments);
    let of_event = segments.filter(|segment| match &segment.because {
        Because::Event(asker) | Because::Standing(asker) => asker.key == *key,
        Because::Baseline | Because::Boost(_) | Because::Hold(_) => false,
    });
    of_event.filter_map(|one| Some(Stay { from: one.from, to: one.to?, tier: one.tier })).collect()
}

fn at_baseline(circuit: &Circuit, stays: &[Stay]) -> Vec<Stay> {
    stays.iter().map(|stay| Stay { tier: circuit.baseline, ..*stay }).collect()
}

fn cost_of(world: &World, circuit: &Circuit, stays: &[Stay]) -> Cost {
    cost::of(circuit, stays, world.tenant.billing, &world.tenant.profile.currency)
}
