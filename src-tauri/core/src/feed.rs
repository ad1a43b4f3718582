//! A subscribed calendar: what a person said about it, how its fetches went, and which of its occurrences count.
//! What an occurrence asks for is `request`'s matter. A feed that breaks keeps its last good plan.

use crate::calendar::{NotACalendar, Occurrence, Reading};
use crate::horizon::SHOWN;
use crate::ids::{CircuitId, FeedId, OccurrenceKey};
use crate::time::{Instant, Span, Zone};
use crate::timings::Timings;
use crate::units::Tier;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A feed and what a person said about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feed {
    /// Its id.
    pub id: FeedId,
    /// The name people use.
    pub name: String,
    /// Where it is read from.
    pub source: Source,
    /// Circuits it is bound to: the calendar is only about their bandwidth, so a bare tier in a title counts.
    pub bound: Vec<CircuitId>,
    /// Who can write in it.
    pub writers: Writers,
    /// Organisers whose events count, lower case.
    pub organisers: Vec<String>,
    /// The feed's own address; where known, its answer to an invitation counts.
    pub address: Option<String>,
    /// The zone a person set for all-day and floating times.
    pub zone: Option<Zone>,
    /// Only busy events ask for bandwidth, commands excepted.
    pub busy_only: bool,
    /// The tier that every event of this feed asks for where nothing else does.
    pub tier: Option<Tier>,
    /// Its days suppress raises instead of asking for any.
    pub suppresses: Option<Suppresses>,
    /// A host and port on the person's own network that this feed may be read from, such as `10.0.0.5:8080`.
    pub own_network: Option<String>,
}

impl Feed {
    /// A feed about which nothing was said yet: bound to no circuit, written by us alone, every event counts.
    pub fn new(id: FeedId, name: impl Into<String>, source: Source) -> Self {
        Self {
            id,
            name: name.into(),
            source,
            bound: vec![],
            writers: Writers::OnlyUs,
            organisers: vec![],
            address: None,
            zone: None,
            busy_only: false,
            tier: None,
            suppresses: None,
            own_network: None,
        }
    }
}

/// Where a feed is read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Source {
    /// An address, kept in the keychain because it is a secret; only the host is kept here.
    Address {
        /// The host, for people.
        host: String,
    },
    /// A file on this computer.
    File {
        /// Its path.
        path: String,
    },
    /// Kept by Tidegate itself.
    Own,
}

/// Who can write in a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Writers {
    /// Only us: an event without organiser counts as ours.
    OnlyUs,
    /// Others too: only listed organisers count.
    OthersToo,
}

/// Whose raises a holiday calendar suppresses; an empty list means all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppresses {
    /// Feeds.
    pub feeds: Vec<FeedId>,
    /// Circuits.
    pub circuits: Vec<CircuitId>,
}

/// How the fetches of a feed went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedState {
    /// Which feed.
    pub id: FeedId,
    /// For If-None-Match.
    pub etag: Option<String>,
    /// For If-Modified-Since.
    pub last_modified: Option<String>,
    /// The fingerprint of the calendar in force, DTSTAMP left out.
    pub fingerprint: Option<String>,
    /// The last fetch that succeeded, unchanged or not.
    pub read_at: Option<Instant>,
    /// The last fetch tried.
    pub tried_at: Option<Instant>,
    /// The last fetch that brought something new.
    pub changed_at: Option<Instant>,
    /// Failing since.
    pub failing: Option<Failing>,
    /// Not before this instant: the publisher said so.
    pub not_before: Option<Instant>,
    /// The publisher's poll hint in milliseconds.
    pub hint: Option<i64>,
    /// A random delay in milliseconds, so that not everybody asks a publisher in the same second.
    pub spread: i64,
    /// A well-formed calendar that lost most of its occurrences, held.
    pub shrunken: Option<Shrunken>,
    /// Raises of a mass change, waiting for a person.
    pub held: BTreeSet<OccurrenceKey>,
    /// Occurrences first seen when their lead had already begun.
    pub late: BTreeMap<String, Instant>,
    /// What became of the occurrences that began until then is in the audit trail.
    #[serde(default)]
    pub explained: Option<Instant>,
    /// What could not be read as written, at most a hundred.
    pub problems: Vec<crate::calendar::Problem>,
    /// What its last change changed; none before the second text.
    #[serde(default)]
    pub difference: Option<crate::difference::Difference>,
}

/// A run of failed fetches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failing {
    /// The first failure.
    pub since: Instant,
    /// How long this computer was awake meanwhile, in milliseconds.
    pub awake: i64,
    /// How many in a row.
    pub times: u32,
    /// What happened, what a person can do.
    pub message: String,
    /// It may pass by itself: no network, an overloaded server.
    pub may_pass: bool,
    /// Since when it is too old for anything new to be begun from it.
    #[serde(default)]
    pub stopped: Option<Instant>,
}

/// A shrunken feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shrunken {
    /// First seen.
    pub at: Instant,
    /// Occurrences of the next 14 days before.
    pub before: usize,
    /// Occurrences of the next 14 days now.
    pub now: usize,
    /// A person said that it is right: the next reading is believed.
    #[serde(default)]
    pub believed: Option<Instant>,
}

/// Why a fetch brought no calendar.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// Name, connection, TLS or time-out.
    #[error("the calendar's server could not be reached: {0}")]
    Unreachable(String),
    /// An HTTP error.
    #[error("the calendar's server answered with error {status}{}", hint(*status))]
    Status {
        /// HTTP status.
        status: u16,
        /// `Retry-After`.
        retry_after: Option<Span>,
    },
    /// Larger than Tidegate reads.
    #[error("the calendar is larger than {0} MB, which no office calendar is; check the link")]
    TooLarge(u32),
    /// Private, loopback or link-local, or plain http on the public internet.
    #[error("{0}")]
    Forbidden(String),
    /// A file that cannot be read.
    #[error("the file cannot be read: {0}")]
    File(String),
    /// The text that was kept of it is lost or damaged.
    #[error(
        "what this computer kept of the calendar cannot be read, so it is fetched again; if this comes back, check this computer's disk ({0})"
    )]
    Kept(String),
    /// The address, a secret, is not at hand: where it is, and what to do.
    #[error("the calendar's address is not at hand, so it was not fetched: {0}")]
    NoAddress(String),
    /// Not a calendar.
    #[error("{0}")]
    Not(#[from] NotACalendar),
    /// Cut off.
    #[error("the calendar was cut off on its way; its last event is not complete. It is fetched again")]
    Truncated,
    /// Reading it took longer than the watchdog allows.
    #[error("the calendar takes too long to read; publish a smaller one, with less of the past in it")]
    TooSlow,
}

impl FetchError {
    /// Whether it may pass by itself, so that telling a person at once would be noise.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Unreachable(_) | Self::Truncated | Self::NoAddress(_) => true,
            Self::Status { status, .. } => *status == 429 || *status >= 500,
            Self::TooLarge(_) | Self::Forbidden(_) | Self::File(_) | Self::Kept(_) => false,
            Self::Not(_) | Self::TooSlow => false,
        }
    }
}

fn hint(status: u16) -> &'static str {
    match status {
        401 | 403 => "; the link asks for a login. Use the calendar's published or secret iCal address",
        404 | 410 => {
            "; the link no longer exists. Publish the calendar again, then give its new link in the window (Feeds, Paste new link), or remove the feed and add it again"
        }
        429 => "; it is asked too often and Tidegate waits",
        500.. => "; that is a fault of its own, and Tidegate keeps trying",
        _ => {
            "; open the link in a browser to see what it says, and check that it is the calendar's published or secret iCal address"
        }
    }
}

/// A feed is shrunken only if it lost at least so many.
const SHRUNKEN_LEAST: usize = 5;
/// A refresh is a mass change only if it adds or raises more than so many.
pub(crate) const MASS_MORE_THAN: usize = 20;

impl FeedState {
    /// A feed that was never read.
    pub fn new(id: &FeedId) -> Self {
        Self {
            id: id.clone(),
            etag: None,
            last_modified: None,
            fingerprint: None,
            read_at: None,
            tried_at: None,
            changed_at: None,
            failing: None,
            not_before: None,
            hint: None,
            spread: 0,
            shrunken: None,
            held: BTreeSet::new(),
            late: BTreeMap::new(),
            explained: None,
            problems: vec![],
            difference: None,
        }
    }

    /// Takes note of a failed fetch. Time asleep does not count as age: only what lies after `awake_since`.
    pub fn failed(
        &mut self,
        error: &FetchError,
        now: Instant,
        awake_since: Option<Instant>,
        timings: &Timings,
    ) {
        let from = self.tried_at.max(awake_since.filter(|_| self.tried_at.is_some()));
        let awake = from.map_or(Span::zero(), |from| (now - from).max(Span::zero()));
        let fresh =
            Failing { since: now, awake: 0, times: 0, message: String::new(), may_pass: true, stopped: None };
        let is_first = self.failing.is_none();
        let failing = self.failing.get_or_insert(fresh);
        failing.times += 1;
        if !is_first {
            failing.awake += awake.num_milliseconds();
        }
        if failing.awake >= timings.stale_stop.num_milliseconds() {
            failing.stopped.get_or_insert(now);
        }
        (failing.message, failing.may_pass) = (error.to_string(), error.may_pass());
        self.tried_at = Some(now);
        if let FetchError::Status { retry_after: Some(wait), .. } = error {
            // Longer than this nobody means it, and a person would not be told in time.
            self.not_before = Some(now + (*wait).min(timings.stale_told));
        }
    }

    /// Takes note of a fetch that brought an answer.
    pub fn reached(&mut self, now: Instant) {
        self.failing = None;
        self.not_before = None;
        self.tried_at = Some(now);
        self.read_at = Some(now);
    }

    /// Failing for so long while awake that a person is told.
    pub fn is_stale(&self, timings: &Timings) -> bool {
        self.failing.as_ref().is_some_and(|failing| failing.awake >= timings.stale_told.num_milliseconds())
    }

    /// Failing for so long while awake that nothing new is begun from it.
    pub fn is_stopped(&self) -> bool {
        self.failing.as_ref().is_some_and(|failing| failing.stopped.is_some())
    }

    /// Nothing that starts after this instant is begun from the feed; what runs then runs to its end.
    pub fn nothing_new_since(&self) -> Option<Instant> {
        let stopped = self.failing.as_ref().and_then(|failing| failing.stopped);
        [self.shrunken.as_ref().map(|shrunken| shrunken.at), stopped].into_iter().flatten().min()
    }

    /// What of this decides about occurrences: most fetches change nothing of it.
    pub(crate) fn counts(&self) -> (&BTreeSet<OccurrenceKey>, &BTreeMap<String, Instant>, Option<Instant>) {
        (&self.held, &self.late, self.nothing_new_since())
    }

    /// When the feed is to be read again by its own rhythm.
    pub fn due(&self, timings: &Timings) -> Instant {
        let hint = self.hint.map_or(timings.feed, Span::milliseconds).clamp(timings.feed, timings.feed_max);
        let own =
            self.tried_at.map_or(Instant::UNIX_EPOCH, |tried| tried + hint + Span::milliseconds(self.spread));
        let second =
            self.shrunken.as_ref().map(|one| one.believed.unwrap_or(one.at + timings.shrunken_again));
        // The second reading of a shrunken feed is begun once; where it fails, the own rhythm goes on.
        let second = second.filter(|second| self.tried_at.is_none_or(|tried| tried < *second));
        let again = second.map_or(own, |second| own.min(second));
        self.not_before.map_or(again, |not_before| again.max(not_before))
    }
}

/// Whether a calendar lost most of its next fortnight: more than half of, and at least five of, its occurrences.
pub fn shrunken(old: &[Occurrence], new: &[Occurrence], now: Instant) -> Option<Shrunken> {
    let keys = |list: &[Occurrence]| -> BTreeSet<(String, Instant)> {
        let near = list.iter().filter(|one| one.start >= now && one.start < now + SHOWN);
        near.map(|one| (one.uid.clone(), one.recurrence_id.unwrap_or(one.start))).collect()
    };
    let (before, after) = (keys(old), keys(new));
    let vanished = before.difference(&after).count();
    let is_shrunken = vanished >= SHRUNKEN_LEAST && vanished * 2 > before.len();
    is_shrunken.then_some(Shrunken { at: now, before: before.len(), now: after.len(), believed: None })
}

/// The end of the fortnight that feeds are compared over.
pub fn compared_until(now: Instant) -> Instant {
    now + SHOWN
}

/// A feed's occurrences as they count: nothing that starts after `nothing_new` is begun. While a feed is shrunken
/// `new` is what it says now, and a window that runs ends at the earlier of old and new end.
pub fn in_force(reading: &Reading, new: Option<&Reading>, nothing_new: Option<Instant>) -> Vec<Occurrence> {
    let Some(since) = nothing_new else {
        return reading.occurrences.clone();
    };
    let earlier_end = |one: &Occurrence| {
        let same = |other: &&Occurrence| other.uid == one.uid && other.recurrence_id == one.recurrence_id;
        new.and_then(|new| new.occurrences.iter().find(same))
            .map_or(one.end, |other| other.end.min(one.end).max(one.start))
    };
    let begun = reading.occurrences.iter().filter(|one| one.start <= since);
    begun.map(|one| Occurrence { end: earlier_end(one), ..one.clone() }).collect()
}

/// The key of an occurrence.
pub fn key(feed: &FeedId, occurrence: &Occurrence) -> OccurrenceKey {
    let start = occurrence.recurrence_id.unwrap_or(occurrence.start);
    OccurrenceKey { feed: feed.clone(), uid: occurrence.uid.clone(), start }
}

/// A short text for an occurrence's key, to keep small things by.
pub fn short(key: &OccurrenceKey) -> String {
    format!("{} {}", key.start.timestamp(), key.uid)
}
