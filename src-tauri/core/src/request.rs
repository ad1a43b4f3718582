//! What an occurrence asks for. Every occurrence gets exactly one verdict: it will fire, is ignored, or needs
//! attention, each with its reason. Tier and circuits are found separately and the most explicit wins (design §5).
//! When the wish is met is the timeline's and the plan's matter.

mod allowed;
mod crowded;
mod found;

pub use crowded::thinned;
pub(crate) use found::command_lines;

use crate::calendar::{Busy, Occurrence, Status};
use crate::circuit::Circuit;
use crate::feed::{Feed, FeedState, Writers};
use crate::holiday::us_federal;
use crate::ids::{CircuitId, FeedId, OccurrenceKey};
use crate::rule::{Matcher, NamedTier};
use crate::time::{Instant, Span, Zone, civil_of};
use crate::units::{Money, Tier};
use crate::world::{Approval, Exception, Instead, World};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// An occurrence and its verdict.
#[derive(Clone, Debug)]
pub struct Decided {
    /// Its key.
    pub key: OccurrenceKey,
    /// The name of its feed.
    pub feed: String,
    /// The occurrence, with a local exception applied.
    pub occurrence: Occurrence,
    /// The verdict.
    pub verdict: Verdict,
    /// First seen when its lead had already begun.
    pub late: Option<Instant>,
}

/// What becomes of an occurrence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It will fire.
    Fires(Request),
    /// It asks for nothing, or for nothing that counts.
    Ignored(Ignored),
    /// A person must look at it.
    Attention(Attention),
}

/// What an occurrence asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Each circuit and its tier.
    pub wishes: Vec<(CircuitId, Tier)>,
    /// A standing tier from the start on, instead of a window.
    pub set: bool,
    /// The older form's standing tier from the end on.
    pub then: Option<Tier>,
    /// Which way of asking won, in words.
    pub way: String,
    /// Who asked, where the feed names somebody.
    pub organiser: Option<String>,
}

/// The end of the UIDs in the plan that Tidegate writes as a calendar: whatever such an event says, it asks for nothing.
pub const OWN_PLAN: &str = "@plan.tidegate";

/// Why an event that asks for nothing does: an ordinary one, or a bare tier where that does not count.
fn nothing(feed: &Feed, occurrence: &Occurrence) -> Ignored {
    match crate::command::bare(&occurrence.details.summary) {
        Some(Ok(tier)) if feed.bound.is_empty() => Ignored::Unbound { tier, feed: feed.name.clone() },
        Some(Ok(_) | Err(_)) | None => Ignored::NoTier,
    }
}

/// Why an occurrence asks for nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Ignored {
    /// An ordinary event.
    #[error("it names no tier")]
    NoTier,
    /// A bare tier in a feed that is bound to no circuit.
    #[error(
        "its title names {tier}, but \"{feed}\" is bound to no circuit, and only in a bound calendar a bare tier counts; write #iod {tier} @CIRCUIT, or bind it: tidegate feeds set \"{feed}\" --bind CIRCUIT"
    )]
    Unbound {
        /// The tier.
        tier: Tier,
        /// The feed's name.
        feed: String,
    },
    /// A rule says so.
    #[error("your rule \"{0}\" says that it asks for nothing")]
    Rule(String),
    /// STATUS:CANCELLED.
    #[error("it is cancelled")]
    Cancelled,
    /// STATUS:TENTATIVE, or Outlook's tentative.
    #[error("it is tentative")]
    Tentative,
    /// The feed's own address has not accepted it.
    #[error("the invitation was not accepted")]
    NotAccepted,
    /// Free, in a feed where only busy events count.
    #[error("it is marked free, and in this feed only busy events count")]
    Free,
    /// A holiday.
    #[error("suppressed by \"{0}\"")]
    Suppressed(String),
    /// A holiday calendar's own event.
    #[error("it is a day of a holiday calendar")]
    Suppressor,
    /// A person took it out.
    #[error("you took this occurrence out")]
    Exception,
    /// An event of the calendar that Tidegate writes.
    #[error("it is Tidegate's own plan, written as a calendar")]
    OwnPlan,
}

/// Why a person must look at an occurrence, and what the person can answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attention {
    /// What it is, and what to write or do instead.
    pub message: String,
    /// What can be answered.
    pub choices: Vec<Choice>,
    /// What it asks for was understood and is held: a person is told once.
    pub held: bool,
}

/// An answer to something that needs attention.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "choice", rename_all = "kebab-case")]
pub enum Choice {
    /// Let this organiser ask, from now on.
    Allow {
        /// The address.
        organiser: String,
    },
    /// Raise the circuit's highest tier.
    AllowUpTo {
        /// The circuit.
        circuit: CircuitId,
        /// The tier.
        tier: Tier,
    },
    /// Lower the circuit's lowest tier.
    AllowDownTo {
        /// The circuit.
        circuit: CircuitId,
        /// The tier.
        tier: Tier,
    },
    /// Approve this occurrence as it is.
    Approve,
    /// Let all raises of the mass change go.
    Release,
    /// End the local exception and take the calendar's event again.
    TakeSource,
}

impl Verdict {
    /// The same, told to a person where one must look at it.
    fn held(self) -> Self {
        match self {
            Self::Attention(attention) => Self::Attention(Attention { held: true, ..attention }),
            Self::Fires(_) | Self::Ignored(_) => self,
        }
    }
}

/// What deciding needs to know, prepared once for many occurrences.
pub struct Decider<'a> {
    world: &'a World,
    rules: Vec<Matcher>,
    profiles: BTreeMap<&'a str, &'a NamedTier>,
    holidays: Vec<(&'a crate::feed::Suppresses, BTreeMap<NaiveDate, String>)>,
}

impl<'a> Decider<'a> {
    /// Prepares the rules, names and holidays of a world. A rule whose regular expression cannot be read matches nothing.
    pub fn new(world: &'a World) -> Self {
        let rules = world.tenant.rules.iter().filter_map(|rule| Matcher::new(rule).ok()).collect();
        let profiles = world.tenant.profiles.iter().map(|one| (one.name.as_str(), one)).collect();
        let suppressor = |feed: &'a Feed| {
            let scope = feed.suppresses.as_ref()?;
            let reading = &world.here.readings.get(&feed.id)?.1;
            Some((scope, days_of(&reading.occurrences)))
        };
        Self { world, rules, profiles, holidays: world.feeds.values().filter_map(suppressor).collect() }
    }

    /// All occurrences of a feed, each with its verdict. A series that asks more than 48 times a day is held.
    pub fn decide_feed(&self, feed: &Feed, occurrences: &[Occurrence]) -> Vec<Decided> {
        let mut decided: Vec<Decided> =
            occurrences.iter().map(|occurrence| self.decide(feed, occurrence)).collect();
        crowded::hold(&mut decided);
        decided
    }

    /// One occurrence.
    pub fn decide(&self, feed: &Feed, occurrence: &Occurrence) -> Decided {
        let key = crate::feed::key(&feed.id, occurrence);
        let late = self
            .world
            .feed_states
            .get(&feed.id)
            .and_then(|state| state.late.get(&crate::feed::short(&key)).copied());
        let mut occurrence = occurrence.clone();
        let exception = self.world.exceptions.get(&key);
        let verdict = match exception.map(|exception| apply_exception(exception, &mut occurrence)) {
            Some(Err(verdict)) => verdict,
            Some(Ok(())) | None => self.verdict(feed, &key, &occurrence),
        };
        Decided { key, feed: feed.name.clone(), occurrence, verdict, late }
    }

    /// The highest tier an occurrence asks for, whether or not it may.
    pub(crate) fn highest_asked(&self, feed: &Feed, occurrence: &Occurrence) -> Option<Tier> {
        let found = self.find(feed, occurrence).ok().flatten()?;
        found.wishes.iter().map(|(_, tier)| *tier).chain(found.then).max()
    }

    /// Each circuit and tier an occurrence asks for, whether or not it may; none where that cannot be told.
    pub(crate) fn asked(&self, feed: &Feed, occurrence: &Occurrence) -> Vec<(CircuitId, Tier)> {
        self.find(feed, occurrence).ok().flatten().map(|found| found.wishes).unwrap_or_default()
    }

    fn verdict(&self, feed: &Feed, key: &OccurrenceKey, occurrence: &Occurrence) -> Verdict {
        if feed.suppresses.is_some() {
            return Verdict::Ignored(Ignored::Suppressor);
        }
        if let Some(ignored) = by_status(occurrence) {
            return Verdict::Ignored(ignored);
        }
        let found = match self.find(feed, occurrence) {
            Ok(Some(found)) => found,
            Ok(None) => return Verdict::Ignored(nothing(feed, occurrence)),
            Err(verdict) => return verdict,
        };
        self.allowed(feed, key, occurrence, found).unwrap_or_else(Verdict::held)
    }
}

/// The fingerprint of what a person's exception replaced.
pub fn fingerprint(occurrence: &Occurrence) -> String {
    let details = &occurrence.details;
    let text = format!(
        "{}\n{}\n{}\n{}\n{}",
        occurrence.start, occurrence.end, details.summary, details.description, details.location
    );
    crate::audit::hash(text.as_bytes())
}

fn apply_exception(exception: &Exception, occurrence: &mut Occurrence) -> Result<(), Verdict> {
    if fingerprint(occurrence) != exception.fingerprint {
        return Err(Verdict::Attention(Attention {
            message: "you changed this occurrence here, and since then it changed in the calendar too; nothing is ordered for it until you choose".into(),
            choices: vec![Choice::TakeSource],
            held: true,
        }));
    }
    match exception.instead {
        Instead::Nothing => return Err(Verdict::Ignored(Ignored::Exception)),
        Instead::Moved { start, end } => {
            // Whether a holiday falls on it is asked of its new day, in its own zone.
            occurrence.civil_start = match occurrence.zone.parse::<Zone>() {
                Ok(zone) => civil_of(start, zone),
                Err(_) => occurrence.civil_start + (start - occurrence.start),
            };
            (occurrence.start, occurrence.end) = (start, end.max(start));
        }
    }
    Ok(())
}

fn by_status(occurrence: &Occurrence) -> Option<Ignored> {
    match (occurrence.details.status, occurrence.details.busy) {
        (Some(Status::Cancelled), _) => Some(Ignored::Cancelled),
        (Some(Status::Tentative), _) | (None, Busy::Tentative) => Some(Ignored::Tentative),
        (Some(Status::Confirmed) | None, _) => None,
    }
}

/// The civil days of a holiday calendar, each with its name.
fn days_of(occurrences: &[Occurrence]) -> BTreeMap<NaiveDate, String> {
    let live = occurrences.iter().filter(|one| by_status(one).is_none());
    live.flat_map(|one| {
        let first = one.civil_start.date();
        let hours = (one.end - one.start).num_hours();
        let days = ((hours + 12) / 24).max(1);
        (0..days).map(move |day| (first + Span::days(day), one.details.summary.clone()))
    })
    .collect()
}

/// Compiles every feed of a world: the occurrences in force, each with its verdict.
pub fn decide_all(world: &World, now: Instant) -> Vec<Decided> {
    let decider = Decider::new(world);
    let mut all: Vec<Decided> = Vec::new();
    for (id, feed) in &world.feeds {
        let Some((_, reading)) = world.here.readings.get(id) else { continue };
        let nothing_new = world.feed_states.get(id).and_then(FeedState::nothing_new_since);
        let occurrences = crate::feed::in_force(reading, world.here.shrunken.get(id), nothing_new);
        all.extend(decider.decide_feed(feed, &occurrences));
    }
    all.extend(gone_sources(world, &all, now));
    all.sort_by(|a, b| (a.occurrence.start, &a.key).cmp(&(b.occurrence.start, &b.key)));
    all
}

/// Exceptions whose source is gone: they end, and a person is told.
fn gone_sources(world: &World, decided: &[Decided], now: Instant) -> Vec<Decided> {
    let known: std::collections::BTreeSet<&OccurrenceKey> = decided.iter().map(|one| &one.key).collect();
    let until = crate::plan::window(now).to;
    // While nothing new is begun from a feed it does not say what is gone; nor does it of what lies further ahead.
    let whole = |id: &FeedId| world.feed_states.get(id).and_then(FeedState::nothing_new_since).is_none();
    let read = |key: &OccurrenceKey| {
        world.here.readings.contains_key(&key.feed)
            && whole(&key.feed)
            && key.start > now
            && key.start < until
    };
    let gone = world.exceptions.values().filter(|one| !known.contains(&one.key) && read(&one.key));
    gone.filter_map(|exception| {
        let feed = world.feeds.get(&exception.key.feed)?;
        let message = "you changed this occurrence here, and it is no longer in the calendar; nothing is ordered for it";
        Some(Decided {
            key: exception.key.clone(),
            feed: feed.name.clone(),
            occurrence: placeholder(&exception.key),
            verdict: Verdict::Attention(Attention {
                message: message.into(),
                choices: vec![Choice::TakeSource],
                held: true,
            }),
            late: None,
        })
    })
    .collect()
}

fn placeholder(key: &OccurrenceKey) -> Occurrence {
    Occurrence {
        uid: key.uid.clone(),
        recurrence_id: Some(key.start),
        start: key.start,
        end: key.start,
        all_day: false,
        civil_start: key.start.naive_utc(),
        zone: "UTC".into(),
        details: Default::default(),
    }
}

/// A title for people: one line, at most 60 characters, no control or direction marks.
pub fn title(text: &str) -> String {
    let line = plain(text);
    if line.chars().count() <= 60 { line } else { line.chars().take(59).chain(['…']).collect() }
}

/// A text for people in its whole length: one line, no control or direction marks.
pub fn plain(text: &str) -> String {
    let marks = |c: &char| !matches!(*c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let plain: String = text.chars().filter(marks).map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
