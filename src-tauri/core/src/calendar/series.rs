//! Events to occurrences: which events belong together, what replaces what, and what of it lies in the window. Owns
//! overrides, exceptions and added dates. The newcomer's mistake is to look for an override only where its series has
//! an instance in the window: it may have been moved in from far outside, or its series may not be there at all.

use super::event::Event;
use super::problems::Problems;
use super::recur::{Budget, expand};
use super::value::Moment;
use super::{Occurrence, ProblemKind, Window};
use crate::time::{Civil, Instant, Span};
use chrono::NaiveTime;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Occurrences listed of one feed.
const MOST_OF_FEED: usize = 200_000;

/// All events of a feed to its occurrences, in no order.
pub(super) fn occurrences(events: Vec<Event>, window: Window, problems: &mut Problems) -> Vec<Occurrence> {
    let mut by_uid: BTreeMap<String, Vec<Event>> = BTreeMap::new();
    for event in events {
        by_uid.entry(event.about.uid.clone()).or_default().push(event);
    }
    let mut budget = Budget::for_feed();
    let mut listed = vec![];
    for events in by_uid.into_values() {
        let series = Series::new(events, problems);
        series.list(window, &mut budget, &mut listed, problems);
        if listed.len() > MOST_OF_FEED {
            listed.truncate(MOST_OF_FEED);
            let message = format!(
                "the calendar has more than {MOST_OF_FEED} occurrences in this time; the rest is left out"
            );
            problems.general(ProblemKind::TooMany, message);
            break;
        }
    }
    listed
}

/// All events of one UID.
struct Series {
    masters: Vec<Event>,
    overrides: BTreeMap<Instant, Event>,
    /// The originals of those overrides that change what follows, too.
    turns: Vec<Instant>,
    /// How far those move an instance at most, and how long they make it.
    moved: Span,
    longest: Span,
}

/// One instance before anything replaces it.
#[derive(Clone, Copy)]
struct Instance {
    civil: Civil,
    length: Option<Span>,
}

impl Series {
    fn new(events: Vec<Event>, problems: &mut Problems) -> Self {
        let (overrides, masters): (Vec<_>, Vec<_>) =
            events.into_iter().partition(|event| event.replaces.is_some());
        let mut by_start: BTreeMap<(Instant, bool), Event> = BTreeMap::new();
        for master in masters {
            keep_newer(&mut by_start, (master.start.at, master.all_day()), master);
        }
        if let Some(second) = by_start.values().nth(1) {
            let message =
                format!("{} events with different starts have this UID; all are listed", by_start.len());
            problems.of(&second.about, ProblemKind::Syntax, &message);
        }
        let masters: Vec<Event> = by_start.into_values().collect();
        let mut by_origin: BTreeMap<Instant, Event> = BTreeMap::new();
        for replacing in overrides {
            if let Some(replaced) = &replacing.replaces {
                keep_newer(&mut by_origin, original_start(replaced, masters.first()), replacing);
            }
        }
        let turning = || by_origin.iter().filter(|(_, event)| event.and_future);
        let far =
            |event: &Event| masters.first().map_or_else(Span::zero, |master| shift(event, master).abs());
        Self {
            turns: turning().map(|(origin, _)| *origin).collect(),
            moved: turning().map(|(_, event)| far(event)).fold(Span::zero(), Span::max),
            longest: turning().map(|(_, event)| event.length).fold(Span::zero(), Span::max),
            overrides: by_origin,
            masters,
        }
    }

    fn list(
        &self,
        window: Window,
        budget: &mut Budget,
        listed: &mut Vec<Occurrence>,
        problems: &mut Problems,
    ) {
        for master in &self.masters {
            budget.next_series();
            self.list_master(master, window, budget, listed, problems);
        }
        let removed = Removed::of(&self.masters);
        for (origin, event) in &self.overrides {
            let local =
                self.masters.first().map_or(event.start.civil, |master| master.start.clock.civil_of(*origin));
            let gone = removed.holds(*origin, local);
            if !gone {
                let moved = Instance { civil: event.start.civil, length: None };
                listed.extend(occurrence(event, moved, Some(*origin), window));
            }
        }
    }

    fn list_master(
        &self,
        master: &Event,
        window: Window,
        budget: &mut Budget,
        listed: &mut Vec<Occurrence>,
        problems: &mut Problems,
    ) {
        let removed = Removed::of(std::slice::from_ref(master));
        let series = master.repeats || !master.added.is_empty();
        for (at, instance) in instances(master, self.reach(master, window), budget, problems) {
            if removed.holds(at, instance.civil) || self.overrides.contains_key(&at) {
                continue;
            }
            let origin = series.then_some(at);
            match self.turned(at) {
                Some(event) => {
                    let civil = instance.civil + shift(event, master);
                    listed.extend(occurrence(event, Instance { civil, length: None }, origin, window));
                }
                None => listed.extend(occurrence(master, instance, origin, window)),
            }
        }
    }

    /// The override that changed everything from some time before an instance on.
    fn turned(&self, at: Instant) -> Option<&Event> {
        let before = self.turns.partition_point(|turn| *turn < at).checked_sub(1)?;
        self.overrides.get(self.turns.get(before)?)
    }

    /// The wall times in which instances of a master may start that touch the window, moved by an override or not.
    fn reach(&self, master: &Event, window: Window) -> (Civil, Civil) {
        let longest = master.added.iter().filter_map(|(_, length)| *length).fold(master.length, Span::max);
        let longest = longest.max(self.longest);
        let (from, to) = (window.from - longest - self.moved, window.to + self.moved);
        // A clock change may lie between the start of an instance and the edge: the wider of both offsets counts.
        let day = Span::days(1);
        let wall =
            |at: Instant| (master.start.clock.civil_of(at), master.start.clock.civil_of(at - day) + day);
        let (from, to) = (wall(from), wall(to));
        (from.0.min(from.1), to.0.max(to.1))
    }
}

/// The newer of two events under one key: the higher SEQUENCE, else the later in the text.
fn keep_newer<K: Ord>(events: &mut BTreeMap<K, Event>, key: K, event: Event) {
    match events.get(&key) {
        Some(older) if older.details.sequence > event.details.sequence => (),
        _ => {
            events.insert(key, event);
        }
    }
}

/// How far a THISANDFUTURE moves the wall time of the instances behind it.
fn shift(event: &Event, master: &Event) -> Span {
    let Some(replaced) = &event.replaces else { return Span::zero() };
    let original = if replaced.date_only { replaced.civil } else { master.start.clock.civil_of(replaced.at) };
    let original = match replaced.date_only != master.all_day() {
        true => replaced.written.and_time(master.start.civil.time()),
        false => original,
    };
    event.start.clock.civil_of(event.start.at) - original
}

/// The instance that a RECURRENCE-ID or EXDATE means: a date means the instance of that day, and of a time only the day
/// counts where the series has days.
fn original_start(replaced: &Moment, master: Option<&Event>) -> Instant {
    match master {
        Some(master) if replaced.date_only && !master.all_day() => {
            master.start.clock.instant_of(replaced.written.and_time(master.start.civil.time()))
        }
        Some(master) if !replaced.date_only && master.all_day() => {
            master.start.clock.instant_of(day_of(replaced, master).and_time(NaiveTime::MIN))
        }
        Some(master) if replaced.date_only => master.start.clock.instant_of(replaced.civil),
        _ => replaced.at,
    }
}

/// The day that a time means in a series of days: its local midnight's, else the day as written.
fn day_of(moment: &Moment, master: &Event) -> chrono::NaiveDate {
    let local = master.start.clock.civil_of(moment.at);
    if local.time() == NaiveTime::MIN { local.date() } else { moment.written }
}

/// The EXDATEs of masters.
struct Removed {
    instants: BTreeSet<Instant>,
    days: BTreeSet<chrono::NaiveDate>,
}

impl Removed {
    fn of(masters: &[Event]) -> Self {
        let mut removed = Self { instants: BTreeSet::new(), days: BTreeSet::new() };
        for (master, moment) in
            masters.iter().flat_map(|master| master.removed.iter().map(move |m| (master, m)))
        {
            if moment.date_only {
                removed.days.insert(moment.written);
            } else if master.all_day() {
                removed.days.insert(day_of(moment, master));
            } else {
                removed.instants.insert(moment.at);
            }
        }
        removed
    }

    fn holds(&self, at: Instant, civil: Civil) -> bool {
        self.instants.contains(&at) || self.days.contains(&civil.date())
    }
}

/// The instances of a master that start within reach, by their instant, each once: an RDATE with a length of its own wins.
fn instances(
    master: &Event,
    (from, to): (Civil, Civil),
    budget: &mut Budget,
    problems: &mut Problems,
) -> Vec<(Instant, Instance)> {
    let clock = &master.start.clock;
    let start = master.start.civil;
    let mut found = vec![];
    let mut add = |civil: Civil, at: Instant, length: Option<Span>| {
        if (from..to).contains(&civil) {
            found.push((at, Instance { civil, length }));
        }
    };
    if master.rules.is_empty() {
        add(start, master.start.at, None);
    }
    for rule in &master.rules {
        let expansion = expand(rule, start, from, to, budget);
        if expansion.starts.is_empty() && !expansion.complete {
            add(start, master.start.at, None);
        }
        for civil in expansion.starts {
            add(civil, clock.instant_of(civil), None);
        }
        if !expansion.complete {
            let message = "it repeats more often than is followed; only the first instances are listed";
            problems.of(&master.about, ProblemKind::TooMany, message);
        }
    }
    if !master.rules.is_empty() && !starts_itself(master) {
        let message = format!(
            "its first date {} does not fit its own rule and is not listed",
            start.format("%Y-%m-%d")
        );
        problems.of(&master.about, ProblemKind::Recurrence, &message);
    }
    for (moment, length) in &master.added {
        add(clock.civil_of(moment.at), moment.at, *length);
    }
    found.sort_by_key(|(at, _)| *at);
    found.dedup_by(|later, kept| {
        let same = later.0 == kept.0;
        if same {
            *kept = *later;
        }
        same
    });
    found
}

/// Whether one of the rules gives DTSTART itself. RFC 5545 leaves the other case undefined.
fn starts_itself(master: &Event) -> bool {
    let start = master.start.civil;
    let mut budget = Budget::for_one_series();
    master.rules.iter().any(|rule| {
        rule.plain && rule.last.is_none_or(|last| start <= last)
            || !expand(rule, start, start, start + Span::seconds(1), &mut budget).starts.is_empty()
    })
}

/// The occurrence of an instance, if it touches the window.
fn occurrence(
    event: &Event,
    instance: Instance,
    origin: Option<Instant>,
    window: Window,
) -> Option<Occurrence> {
    let clock = &event.start.clock;
    let start = clock.instant_of(instance.civil);
    let first = instance.civil == event.start.civil && instance.length.is_none();
    let end =
        if first { event.end } else { clock.end(instance.civil, instance.length.unwrap_or(event.length)) };
    window.holds(start, end).then(|| Occurrence {
        uid: event.about.uid.clone(),
        recurrence_id: origin,
        start,
        end,
        all_day: event.all_day(),
        civil_start: clock.civil_of(start),
        zone: Arc::clone(clock.name()),
        details: Arc::clone(&event.details),
    })
}
