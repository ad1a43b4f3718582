//! Calendar text (RFC 5545) to occurrences in a window of true time. Owns everything between a publisher's bytes
//! and instants; knows nothing of tiers. One bad event is a listed problem and never costs the others.

mod clean;
mod days;
mod event;
mod lacks;
mod problems;
mod property;
mod recur;
mod rule;
mod series;
mod skip;
#[cfg(test)]
mod tests;
mod tree;
mod value;
mod vtimezone;
mod windows;
pub mod written;
mod zone;

use crate::time::{Civil, Instant, Span, Zone};
use chrono::NaiveDate;
pub use lacks::{Lack, lacks};
use problems::Problems;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// One instance of a calendar event: two instants, its civil origin kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The event's UID; made up from its content where the publisher gave none.
    pub uid: String,
    /// The original start of an instance of a series, moved or not; `None` for a single event.
    pub recurrence_id: Option<Instant>,
    /// Start, true time.
    pub start: Instant,
    /// End, true time; never before the start.
    pub end: Instant,
    /// Given as dates: from local midnight to local midnight.
    pub all_day: bool,
    /// What the wall clock of [`Self::zone`] shows at the start.
    pub civil_start: Civil,
    /// The name of the zone the event was read in: an IANA name, or the publisher's own where it brings its rules.
    pub zone: Arc<str>,
    /// What the event says, shared by the instances of a series.
    pub details: Arc<Details>,
}

/// What an event says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// SUMMARY, unescaped. Hostile text.
    pub summary: String,
    /// DESCRIPTION, unescaped, at most its first 4,000 characters. Hostile text.
    pub description: String,
    /// LOCATION, unescaped. Hostile text.
    pub location: String,
    /// CATEGORIES, unescaped.
    pub categories: Vec<String>,
    /// The organiser's address, lower case, without `mailto:`.
    pub organizer: Option<String>,
    /// Everybody invited.
    pub attendees: Vec<Attendee>,
    /// STATUS, where given.
    pub status: Option<Status>,
    /// Whether the time counts as busy: X-MICROSOFT-CDO-BUSYSTATUS where known, else TRANSP.
    pub busy: Busy,
    /// SEQUENCE, zero where absent.
    pub sequence: u32,
}

/// Somebody invited, and the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendee {
    /// Address, lower case, without `mailto:`.
    pub address: String,
    /// PARTSTAT (RFC 5545 §3.2.12); NEEDS-ACTION where absent.
    pub answer: Answer,
}

/// PARTSTAT, as far as it decides anything here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Will come.
    Accepted,
    /// Will not come.
    Declined,
    /// May come.
    Tentative,
    /// Has not answered, or answered in a way of the publisher's own.
    NeedsAction,
}

/// STATUS of a VEVENT (RFC 5545 §3.8.1.11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Status {
    /// It will be.
    Confirmed,
    /// It may be.
    Tentative,
    /// It will not be.
    Cancelled,
}

/// Whether the time counts as taken ([MS-OXCICAL] 2.1.3.1.1.20.31, RFC 5545 §3.8.2.7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Busy {
    /// Taken.
    #[default]
    Busy,
    /// Free.
    Free,
    /// Outlook's tentative.
    Tentative,
    /// Outlook's out of office: taken.
    OutOfOffice,
}

/// Something in a calendar that could not be read as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The event it concerns; `None` for the calendar as a whole.
    pub uid: Option<String>,
    /// What sort of problem, for machines.
    pub kind: ProblemKind,
    /// What it is, what was assumed instead, for people.
    pub message: String,
}

/// The sorts of problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemKind {
    /// Bytes, lines or structure outside RFC 5545; what could be read was.
    Syntax,
    /// A zone that could not be resolved; the message names the zone assumed.
    Zone,
    /// A start or end that cannot be read; the event is left out.
    Time,
    /// A recurrence that cannot be followed; the first instance is kept.
    Recurrence,
    /// More occurrences than Tidegate follows.
    TooMany,
}

/// From when (included) to when (excluded) occurrences are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Included.
    pub from: Instant,
    /// Excluded.
    pub to: Instant,
}

impl Window {
    /// Whether an occurrence belongs into the window: `start < to and (end > from or start >= from)`.
    pub fn holds(&self, start: Instant, end: Instant) -> bool {
        start < self.to && (end > self.from || start >= self.from)
    }
}

/// How a calendar is to be read.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The zone a person set for this feed: it wins over X-WR-TIMEZONE for all-day and floating times.
    pub zone: Option<Zone>,
    /// The tenant's home zone, where neither the person nor the calendar names one.
    pub home: Zone,
    /// The window of occurrences wanted.
    pub window: Window,
}

/// A calendar, read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// How many events the text has, in the window or not, readable or not.
    pub events: usize,
    /// Sorted by start, UID, recurrence id.
    pub occurrences: Vec<Occurrence>,
    /// What could not be read as written.
    pub problems: Vec<Problem>,
    /// X-WR-CALNAME.
    pub name: Option<String>,
    /// X-WR-TIMEZONE, where it names a zone.
    pub zone: Option<Zone>,
    /// The publisher's poll hint: X-PUBLISHED-TTL or REFRESH-INTERVAL (RFC 7986 §5.7).
    pub poll_hint: Option<Span>,
    /// The text ended before its END:VCALENDAR: what was there is listed, but a subscription must not believe it.
    pub truncated: bool,
}

/// Why bytes are no calendar.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotACalendar {
    /// Nothing came.
    #[error("the answer was empty; publish the calendar again, or check the link")]
    Empty,
    /// A web page.
    #[error(
        "this is a web page, not a calendar: the link may ask for a login, or be the page that shows the calendar; use the calendar's published or secret iCal address"
    )]
    WebPage,
    /// Anything else.
    #[error(
        "this is not a calendar: it has no BEGIN:VCALENDAR line; use the calendar's published or secret iCal address"
    )]
    NoCalendar,
    /// Larger or deeper than anything an office publishes.
    #[error(
        "the calendar is larger than Tidegate reads: {0}; publish a smaller one, with less of the past in it, or check the link"
    )]
    TooLarge(String),
}

/// The years in which anything is looked for.
const YEARS: std::ops::RangeInclusive<i32> = 1..=9_990;

/// Reads a calendar: its occurrences in the window, and what could not be read as written.
///
/// # Errors
///
/// When the bytes are no calendar at all, or one that nobody publishes.
pub fn read(bytes: &[u8], options: &Options) -> Result<Reading, NotACalendar> {
    let mut problems = Problems::default();
    let tree = tree::read(bytes, &mut problems)?;
    let options = Options { window: believable(options.window), ..*options };
    let mut reading = Reading { truncated: tree.truncated, ..Reading::default() };
    let mut events = vec![];
    for calendar in &tree.calendars {
        let mut clocks = zone::Clocks::new(&calendar.block, &calendar.zones, &options, &mut problems);
        reading.events += calendar.events.len();
        events.extend(
            calendar.events.iter().filter_map(|block| event::read(block, &mut clocks, &mut problems)),
        );
        let text = |name| zone::text_of(&calendar.block.lines, name);
        let hint = text("REFRESH-INTERVAL").or_else(|| text("X-PUBLISHED-TTL"));
        reading.name = reading.name.or_else(|| text("X-WR-CALNAME")).or_else(|| text("NAME"));
        reading.zone = reading.zone.or(clocks.published);
        reading.poll_hint = reading.poll_hint.or_else(|| value::length(&hint?));
    }
    reading.occurrences = series::occurrences(events, options.window, &mut problems);
    reading
        .occurrences
        .sort_unstable_by(|a, b| (a.start, &a.uid, a.recurrence_id).cmp(&(b.start, &b.uid, b.recurrence_id)));
    reading.problems = problems.finish();
    Ok(reading)
}

/// Checks a recurrence rule that somebody is writing.
///
/// # Errors
///
/// Why it cannot be followed, for people.
pub fn check_rule(text: &str) -> Result<(), String> {
    rule::Rule::read(text).map(drop)
}

/// The part of a window that lies in years with four digits, so that no arithmetic leaves the range of dates.
fn believable(window: Window) -> Window {
    let midnight =
        |year| NaiveDate::from_ymd_opt(year, 1, 1)?.and_hms_opt(0, 0, 0).map(|civil| civil.and_utc());
    let (first, last) = (midnight(*YEARS.start()), midnight(*YEARS.end()));
    let within = |at: Instant| first.map_or(at, |first| at.max(first)).min(last.unwrap_or(at));
    Window { from: within(window.from), to: within(window.to) }
}
