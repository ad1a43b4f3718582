//! The timeline: per circuit, the tier wanted at every true instant, as segments, each with its reason. Lead is never
//! part of it, and pause is not either. How the wish is met is `aim`'s and `plan`'s matter.

use crate::circuit::Circuit;
use crate::horizon::STANDING;
use crate::ids::{CircuitId, OccurrenceKey};
use crate::overrides::{Override, OverrideKind};
use crate::request::{Attention, Decided, Request, Verdict, title};
use crate::time::{Instant, Span};
use crate::timings::Timings;
use crate::units::Tier;
use crate::world::World;
use std::collections::{BTreeMap, BTreeSet};

/// Why a tier is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Because {
    /// Nothing asks for another.
    Baseline,
    /// A set-point's standing tier.
    Standing(Asker),
    /// An event.
    Event(Asker),
    /// A person's boost.
    Boost(String),
    /// A person's hold.
    Hold(String),
}

impl Because {
    /// A person's word, which nothing waits for and no calendar loses.
    pub fn is_by_person(&self) -> bool {
        match self {
            Self::Boost(_) | Self::Hold(_) => true,
            Self::Baseline | Self::Standing(_) | Self::Event(_) => false,
        }
    }
}

/// The event that asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asker {
    /// Its key.
    pub key: OccurrenceKey,
    /// Its title, for people.
    pub title: String,
    /// The name of its feed.
    pub feed: String,
    /// Which way of asking won.
    pub way: String,
    /// Who wrote it, where the feed names somebody.
    pub organiser: Option<String>,
}

/// An unbroken time in which one tier is wanted for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Included.
    pub from: Instant,
    /// Excluded; `None` is for ever, as far as is known.
    pub to: Option<Instant>,
    /// The tier.
    pub tier: Tier,
    /// Why.
    pub because: Because,
    /// What it beat, at most three, strongest first: "500 Mbps by \"Backup\"".
    pub beats: Vec<String>,
    /// A person's act, or an event first seen late: of use even for a short time.
    pub lenient: bool,
}

impl Segment {
    /// Whether the instant lies in it.
    pub fn holds(&self, at: Instant) -> bool {
        self.from <= at && self.to.is_none_or(|to| at < to)
    }
}

/// What a circuit should do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// Without gap or overlap; the last has no end.
    pub segments: Vec<Segment>,
    /// The circuit's baseline.
    pub baseline: Tier,
    /// The standing tiers that end because they may stand no longer, not because another one was set.
    pub run_out: Vec<RunOut>,
}

/// A standing tier that ends by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunOut {
    /// When.
    pub at: Instant,
    /// The tier.
    pub tier: Tier,
    /// The event that set it.
    pub asker: Asker,
}

/// An unbroken time in which at least some tier is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Its begin; the horizon's where it began before.
    pub from: Instant,
    /// Its end; `None` is for ever, as far as is known.
    pub to: Option<Instant>,
    /// Some part of it is of use even for a short time.
    pub lenient: bool,
}

impl Timeline {
    /// The segment at an instant. Before the first, the first.
    pub fn at(&self, at: Instant) -> &Segment {
        let index = self.segments.partition_point(|segment| segment.from <= at);
        &self.segments[index.saturating_sub(1)]
    }

    /// The tier wanted at an instant.
    pub fn want(&self, at: Instant) -> Tier {
        self.at(at).tier
    }

    /// The segments that touch `[from, to]`.
    pub fn within(&self, from: Instant, to: Instant) -> &[Segment] {
        let first = self.segments.partition_point(|segment| segment.from <= from).saturating_sub(1);
        let last = self.segments.partition_point(|segment| segment.from <= to);
        &self.segments[first..last.max(first + 1)]
    }

    /// The stretches of a tier that touch `[from, to]`, each in its whole length.
    pub fn stretches(&self, tier: Tier, from: Instant, to: Instant) -> Vec<Stretch> {
        let inside = |index: usize| self.segments[index].tier >= tier;
        let mut first = self.segments.partition_point(|segment| segment.from <= from).saturating_sub(1);
        while first > 0 && inside(first) && inside(first - 1) {
            first -= 1;
        }
        let mut out: Vec<Stretch> = Vec::new();
        let mut open: Option<Stretch> = None;
        for segment in &self.segments[first..] {
            if segment.tier >= tier {
                let stretch =
                    open.get_or_insert(Stretch { from: segment.from, to: segment.to, lenient: false });
                stretch.to = segment.to;
                stretch.lenient |= segment.lenient;
            } else {
                out.extend(open.take());
                if segment.from > to {
                    break;
                }
            }
        }
        out.extend(open);
        out.retain(|stretch| stretch.from <= to && stretch.to.is_none_or(|end| end > from));
        out
    }

    /// The instant from which exactly this tier is wanted: the begin of its run at `now`, else of the next run. A
    /// person's word begins a run of its own.
    pub fn boundary(&self, tier: Tier, now: Instant) -> Option<Instant> {
        let current = self.segments.partition_point(|segment| segment.from <= now).saturating_sub(1);
        let first = (current..self.segments.len()).find(|index| self.segments[*index].tier == tier)?;
        let goes_on = |before: &Segment, after: &Segment| {
            before.tier == tier && (!after.because.is_by_person() || before.because == after.because)
        };
        let mut run = first;
        while run > 0 && goes_on(&self.segments[run - 1], &self.segments[run]) {
            run -= 1;
        }
        Some(self.segments[run].from)
    }
}

struct Window {
    from: Instant,
    to: Instant,
    tier: Tier,
    asker: Asker,
    lenient: bool,
}

struct SetPoint {
    at: Instant,
    tier: Tier,
    asker: Asker,
}

/// Compiles the timelines of all circuits, and marks what is too short to be of use on every circuit it asks for: such
/// an event gets the verdict *needs attention* and is left out.
pub fn compile(world: &World, decided: &mut [Decided]) -> BTreeMap<CircuitId, Timeline> {
    let timings = &world.tenant.profile.timings;
    let lead = |id: &CircuitId| world.states.get(id).map_or(timings.lead_start, |state| state.lead());
    let mut all: Vec<Inputs<'_>> = world
        .circuits
        .values()
        .map(|circuit| Inputs::of(world, circuit, decided, lead(&circuit.id)))
        .collect();
    let mut short: BTreeMap<OccurrenceKey, Span> = BTreeMap::new();
    let mut long: BTreeSet<OccurrenceKey> = BTreeSet::new();
    for inputs in &all {
        let lead = lead(&inputs.circuit.id);
        let too_short = inputs.too_short(timings, lead);
        let keys = inputs.windows.iter().map(|window| &window.asker.key);
        long.extend(keys.filter(|key| !too_short.contains(key)).cloned());
        short.extend(too_short.into_iter().map(|key| (key, timings.late(lead))));
    }
    short.retain(|key, _| !long.contains(key));
    mark(decided, &short);
    let compiled = |inputs: &mut Inputs<'_>| {
        inputs.windows.retain(|window| !short.contains_key(&window.asker.key));
        (inputs.circuit.id.clone(), inputs.sweep(inputs.by_person))
    };
    all.iter_mut().map(compiled).collect()
}

fn mark(decided: &mut [Decided], short: &BTreeMap<OccurrenceKey, Span>) {
    for one in decided {
        let Some(least) = short.get(&one.key) else { continue };
        let message = format!(
            "it is too short to be of use: a change takes minutes, and less than {} of it would be left; make it longer",
            minutes(*least)
        );
        one.verdict = Verdict::Attention(Attention { message, choices: vec![], held: false });
    }
}

fn minutes(span: Span) -> String {
    if span < Span::minutes(1) {
        format!("{} s", span.num_seconds())
    } else {
        format!("{} min", span.num_minutes())
    }
}

struct Inputs<'a> {
    circuit: &'a Circuit,
    windows: Vec<Window>,
    set_points: Vec<SetPoint>,
    by_person: Overrides<'a>,
}

/// A person's words for a circuit.
#[derive(Clone, Copy, Default)]
struct Overrides<'a> {
    boost: Option<&'a Override>,
    hold: Option<&'a Override>,
}

impl<'a> Inputs<'a> {
    fn of(world: &'a World, circuit: &'a Circuit, decided: &[Decided], lead: Span) -> Self {
        let kind = |kind| world.overrides.get(&(circuit.id.clone(), kind));
        let by_person = Overrides { boost: kind(OverrideKind::Boost), hold: kind(OverrideKind::Hold) };
        let mut inputs = Self { circuit, windows: vec![], set_points: vec![], by_person };
        for one in decided {
            let Verdict::Fires(request) = &one.verdict else { continue };
            let Some((_, tier)) = request.wishes.iter().find(|(id, _)| *id == circuit.id) else { continue };
            inputs.add(one, request, *tier, lead);
        }
        inputs.set_points.sort_by(|a, b| (a.at, &a.asker.key).cmp(&(b.at, &b.asker.key)));
        inputs
    }

    fn add(&mut self, one: &Decided, request: &Request, tier: Tier, lead: Span) {
        let asker = Asker {
            key: one.key.clone(),
            title: title(&one.occurrence.details.summary),
            feed: one.feed.clone(),
            way: request.way.clone(),
            organiser: request.organiser.clone(),
        };
        let (from, to) = (one.occurrence.start, one.occurrence.end);
        if request.set {
            self.set_points.push(SetPoint { at: from, tier, asker });
            return;
        }
        if let Some(then) = request.then.filter(|then| *then != self.circuit.baseline) {
            self.set_points.push(SetPoint { at: to, tier: then, asker: asker.clone() });
        }
        let lenient = one.late.is_some_and(|seen| seen > from - lead);
        self.windows.push(Window { from, to, tier, asker, lenient });
    }

    /// Events above the baseline that could never be of use, however early the order left (design §6, usable). A
    /// person's word makes no event shorter or longer.
    fn too_short(&self, timings: &Timings, lead: Span) -> BTreeSet<OccurrenceKey> {
        let timeline = self.sweep(Overrides::default());
        let least = |lenient| if lenient { lead } else { timings.late(lead) };
        let short = |window: &&Window| {
            window.tier > self.circuit.baseline
                && window.to - window.from < least(window.lenient)
                && timeline
                    .stretches(window.tier, window.from, window.from)
                    .iter()
                    .any(|stretch| stretch.to.is_some_and(|to| to - stretch.from < least(stretch.lenient)))
        };
        self.windows.iter().filter(short).map(|window| window.asker.key.clone()).collect()
    }

    /// Walks the breakpoints in order; at each the strongest wish wins (design §5, Resolution).
    ///
    /// The first segment begins when the circuit was taken in: its boundary must be the same each day, since orders
    /// are named and retried by it.
    fn sweep(&self, by_person: Overrides<'_>) -> Timeline {
        let begin = self.circuit.since;
        let mut points: BTreeSet<Instant> = BTreeSet::from([begin]);
        let mut starts: BTreeMap<Instant, Vec<usize>> = BTreeMap::new();
        let mut ends: BTreeMap<Instant, Vec<usize>> = BTreeMap::new();
        for (index, window) in self.windows.iter().enumerate().filter(|(_, window)| window.to > begin) {
            starts.entry(window.from.max(begin)).or_default().push(index);
            ends.entry(window.to).or_default().push(index);
        }
        points.extend(starts.keys().chain(ends.keys()));
        points.extend(self.set_points.iter().flat_map(|point| [point.at, point.at + STANDING]));
        points.extend(
            [by_person.boost, by_person.hold].into_iter().flatten().flat_map(|one| [one.from, one.until]),
        );
        points.retain(|point| *point >= begin);
        let mut active: BTreeSet<(Tier, std::cmp::Reverse<Instant>, usize)> = BTreeSet::new();
        let mut segments: Vec<Segment> = Vec::new();
        let key =
            |index: &usize| (self.windows[*index].tier, std::cmp::Reverse(self.windows[*index].from), *index);
        for point in points {
            active.extend(starts.get(&point).into_iter().flatten().map(key));
            for index in ends.get(&point).into_iter().flatten() {
                active.remove(&key(index));
            }
            let strongest = active.iter().rev().map(|(_, _, index)| &self.windows[*index]);
            push(&mut segments, self.resolve(point, strongest, by_person));
        }
        Timeline { segments, baseline: self.circuit.baseline, run_out: self.run_out() }
    }

    fn run_out(&self) -> Vec<RunOut> {
        let next = self.set_points.iter().skip(1).map(|point| Some(point.at)).chain([None]);
        let runs_out = |(point, next): (&SetPoint, Option<Instant>)| {
            let at = point.at + STANDING;
            let is_over = next.is_none_or(|next| next > at) && point.tier != self.circuit.baseline;
            is_over.then(|| RunOut { at, tier: point.tier, asker: point.asker.clone() })
        };
        self.set_points.iter().zip(next).filter_map(runs_out).collect()
    }

    /// A hold; else the higher of the boost and what the calendar gives; the calendar gives the highest active
    /// window, else a standing tier, else the baseline.
    fn resolve<'w>(
        &self,
        at: Instant,
        mut strongest: impl Iterator<Item = &'w Window>,
        overrides: Overrides<'_>,
    ) -> Segment {
        let segment =
            |tier, because, lenient| Segment { from: at, to: None, tier, because, beats: vec![], lenient };
        let first = strongest.next();
        let mut beaten: Vec<String> =
            strongest.take(3).map(|window| said(window.tier, &window.asker.title)).collect();
        let calendar = match (first, self.standing(at)) {
            (Some(window), _) => segment(window.tier, Because::Event(window.asker.clone()), window.lenient),
            (None, Some(point)) => segment(point.tier, Because::Standing(point.asker.clone()), false),
            (None, None) => segment(self.circuit.baseline, Because::Baseline, false),
        };
        let holds = |one: &&Override| one.from <= at && at < one.until;
        let by_person = match (overrides.hold.filter(holds), overrides.boost.filter(holds)) {
            (Some(hold), _) => Some(segment(hold.tier, Because::Hold(hold.actor.name()), true)),
            (None, Some(boost)) if boost.tier > calendar.tier => {
                Some(segment(boost.tier, Because::Boost(boost.actor.name()), true))
            }
            (None, _) => None,
        };
        let Some(mut person) = by_person else {
            return Segment { beats: beaten, ..calendar };
        };
        if let Because::Event(asker) | Because::Standing(asker) = &calendar.because {
            beaten.insert(0, said(calendar.tier, &asker.title));
        }
        person.beats = beaten.into_iter().take(3).collect();
        person
    }

    fn standing(&self, at: Instant) -> Option<&SetPoint> {
        let last = self.set_points.iter().rev().find(|point| point.at <= at)?;
        (at < last.at + STANDING && last.tier != self.circuit.baseline).then_some(last)
    }
}

fn said(tier: Tier, title: &str) -> String {
    format!("{tier} by \"{title}\"")
}

/// Appends a segment, or lengthens the last where nothing changes.
fn push(segments: &mut Vec<Segment>, next: Segment) {
    if let Some(last) = segments.last_mut() {
        let same = last.tier == next.tier
            && last.because == next.because
            && last.beats == next.beats
            && last.lenient == next.lenient;
        if same {
            return;
        }
        last.to = Some(next.from);
    }
    segments.push(next);
}

#[cfg(test)]
mod tests;
