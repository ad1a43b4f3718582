//! One VEVENT to an event: when it starts and ends, how it repeats, what it says. Owns what is assumed where a property is
//! missing or wrong; which events belong together is [`super::series`]'s. An event whose start or end cannot be read is
//! left out and listed.

use super::problems::{About, Problems, quote};
use super::property::{Property, texts};
use super::rule::Rule;
use super::tree::Block;
use super::value::{Moment, between, length};
use super::zone::{Clock, Clocks};
use super::{Answer, Attendee, Busy, Details, ProblemKind, Status};
use crate::time::{Civil, Instant, Span};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Characters of a description that are kept.
const DESCRIPTION: usize = 4_000;
/// Dates of RDATE and of EXDATE in one event, and people invited.
const MOST_DATES: usize = 2_000;
const MOST_PEOPLE: usize = 1_000;
/// Bytes of a UID, which every occurrence carries.
const LONGEST_UID: usize = 500;

/// A VEVENT, read.
pub(super) struct Event {
    pub(super) about: About,
    pub(super) start: Moment,
    /// Where the first instance ends.
    pub(super) end: Instant,
    /// How far the wall clock goes from start to end.
    pub(super) length: Span,
    pub(super) rules: Vec<Rule>,
    /// Had an RRULE, readable or not.
    pub(super) repeats: bool,
    /// RDATEs; a period brings its own length.
    pub(super) added: Vec<(Moment, Option<Span>)>,
    /// EXDATEs.
    pub(super) removed: Vec<Moment>,
    /// RECURRENCE-ID.
    pub(super) replaces: Option<Moment>,
    /// RANGE=THISANDFUTURE.
    pub(super) and_future: bool,
    pub(super) details: Arc<Details>,
}

impl Event {
    /// Whether it was given in days.
    pub(super) fn all_day(&self) -> bool {
        self.start.date_only
    }
}

/// Reads one VEVENT.
pub(super) fn read(block: &Block, clocks: &mut Clocks<'_>, problems: &mut Problems) -> Option<Event> {
    let properties: Vec<Property> = block.lines.iter().filter_map(Property::read).collect();
    let details = Arc::new(details(&properties));
    let (uid, is_made) = uid(block, &properties);
    let about = About { uid, details: Arc::clone(&details), day: None };
    let mut reader = Reader { about, properties: &properties, clocks, problems };
    let start = reader.start()?;
    reader.about.day = Some(start.civil.date());
    if is_made {
        reader.tell(ProblemKind::Syntax, "it has no UID; one was made from what it says");
    }
    let lost = block.lines.len() - properties.len();
    if lost > 0 {
        reader.tell(ProblemKind::Syntax, &format!("{lost} lines of it cannot be read and were left out"));
    }
    let (end, length) = reader.end(&start)?;
    let (rules, repeats) = reader.rules(&start);
    let added = reader.added(&start);
    let removed = reader.dates("EXDATE", &start.clock).into_iter().map(|(moment, _)| moment).collect();
    let (replaces, and_future) = reader.replaces(&start);
    Some(Event {
        about: reader.about,
        start,
        end,
        length,
        rules,
        repeats,
        added,
        removed,
        replaces,
        and_future,
        details,
    })
}

/// The UID, or one made of what the event says, so that the same text always has the same; and whether it was made.
fn uid(block: &Block, properties: &[Property]) -> (String, bool) {
    let given =
        properties.iter().find(|property| property.name == "UID").map_or("", |found| found.value.as_str());
    if given.len() > LONGEST_UID {
        return (format!("long-uid-{}", fingerprint([given])), false);
    }
    if !given.is_empty() {
        return (given.to_owned(), false);
    }
    let content = fingerprint(block.lines.iter().map(|line| line.text.as_str()));
    (format!("without-uid-{content}"), true)
}

fn fingerprint<'t>(lines: impl IntoIterator<Item = &'t str>) -> String {
    let mut hash = Sha256::new();
    for line in lines {
        hash.update(line.as_bytes());
        hash.update(b"\n");
    }
    hash.finalize().iter().take(10).map(|byte| format!("{byte:02x}")).collect()
}

struct Reader<'r, 'z> {
    about: About,
    properties: &'r [Property],
    clocks: &'r mut Clocks<'z>,
    problems: &'r mut Problems,
}

impl<'r> Reader<'r, '_> {
    fn first(&self, name: &str) -> Option<&'r Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    fn tell(&mut self, kind: ProblemKind, message: &str) {
        self.problems.of(&self.about, kind, message);
    }

    fn start(&mut self) -> Option<Moment> {
        let Some(given) = self.first("DTSTART") else {
            self.tell(ProblemKind::Time, "it has no start (DTSTART); it was left out");
            return None;
        };
        let floating = self.clocks.floating.clone();
        let start = self.clocks.moment(given, &given.value, &floating, self.problems);
        if start.is_none() {
            self.tell(
                ProblemKind::Time,
                &format!("its start {} cannot be read; it was left out", quote(&given.value)),
            );
        }
        start
    }

    /// Where the first instance ends, and the length of all.
    fn end(&mut self, start: &Moment) -> Option<(Instant, Span)> {
        let read = match (self.first("DTEND"), self.first("DURATION")) {
            (Some(end), _) => self.given_end(start, end).ok_or(&end.value),
            (None, Some(given)) => {
                length(&given.value).map(|length| (start.later(length), length)).ok_or(&given.value)
            }
            (None, None) => {
                let length = if start.date_only { Span::days(1) } else { Span::zero() };
                Ok((start.later(length), length))
            }
        };
        if let Err(text) = read {
            let message = format!("its end {} cannot be read or is absurd; it was left out", quote(text));
            self.tell(ProblemKind::Time, &message);
        }
        read.ok()
    }

    fn given_end(&mut self, start: &Moment, given: &'r Property) -> Option<(Instant, Span)> {
        let end = self.clocks.moment(given, &given.value, &start.clock, self.problems)?;
        if end.at < start.at {
            let message =
                format!("its end {} is before its start; it was read without length", quote(&given.value));
            self.tell(ProblemKind::Syntax, &message);
        }
        Some((end.at.max(start.at), between(start, &end)?))
    }

    fn rules(&mut self, start: &Moment) -> (Vec<Rule>, bool) {
        let mut rules = vec![];
        let mut repeats = false;
        for given in self.properties.iter().filter(|property| property.name == "RRULE") {
            repeats = true;
            match Rule::read(&given.value) {
                Ok(rule) => {
                    let of_utc = |utc: Civil| start.clock.civil_of(utc.and_utc());
                    rules.push(rule.in_wall_time(start.civil, start.date_only, of_utc));
                }
                Err(reason) => {
                    let rule = quote(&given.value);
                    let message = format!(
                        "its rule {rule} cannot be followed ({reason}); only the first instance is listed"
                    );
                    self.tell(ProblemKind::Recurrence, &message);
                }
            }
        }
        if self.first("EXRULE").is_some() {
            let message = "the rule by which it leaves days out (EXRULE) is of an old kind that is not followed, so those days are listed too; delete each of them in the calendar it comes from";
            self.tell(ProblemKind::Recurrence, message);
        }
        (rules, repeats)
    }

    /// RDATEs as starts of the series: days where it has days, times where it has times.
    fn added(&mut self, start: &Moment) -> Vec<(Moment, Option<Span>)> {
        let mut added = self.dates("RDATE", &start.clock);
        for (moment, _) in &mut added {
            if moment.date_only != start.date_only {
                let civil = moment.written.and_time(start.civil.time());
                *moment = Moment {
                    civil,
                    at: start.clock.instant_of(civil),
                    date_only: start.date_only,
                    ..start.clone()
                };
            }
        }
        added
    }

    /// All dates of a property that may stand several times, each with several.
    fn dates(&mut self, name: &str, clock: &Clock) -> Vec<(Moment, Option<Span>)> {
        let mut dates = vec![];
        for given in self.properties.iter().filter(|property| property.name == name) {
            let mut parts: Vec<&str> =
                given.value.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
            if given.cut {
                parts.pop();
            }
            if given.cut || dates.len() + parts.len() > MOST_DATES {
                self.tell(
                    ProblemKind::TooMany,
                    &format!("it has more dates ({name}) than are read; the last are left out"),
                );
            }
            for part in parts.into_iter().take(MOST_DATES.saturating_sub(dates.len())) {
                match self.date(given, part, clock) {
                    Some(date) => dates.push(date),
                    None => {
                        let message = format!("its {name} {} cannot be read and was left out", quote(part));
                        self.tell(ProblemKind::Recurrence, &message);
                    }
                }
            }
        }
        dates
    }

    fn date(&mut self, given: &Property, text: &str, clock: &Clock) -> Option<(Moment, Option<Span>)> {
        let Some((start, end)) = text.split_once('/') else {
            return Some((self.clocks.moment(given, text, clock, self.problems)?, None));
        };
        let start = self.clocks.moment(given, start, clock, self.problems)?;
        let lasts = match length(end) {
            Some(length) => length,
            None => between(&start, &self.clocks.moment(given, end, clock, self.problems)?)?,
        };
        Some((start, Some(lasts)))
    }

    fn replaces(&mut self, start: &Moment) -> (Option<Moment>, bool) {
        let Some(given) = self.first("RECURRENCE-ID") else { return (None, false) };
        let clock = start.clock.clone();
        let moment = self.clocks.moment(given, &given.value, &clock, self.problems);
        if moment.is_none() {
            let message = format!(
                "its RECURRENCE-ID {} cannot be read; its own start was assumed",
                quote(&given.value)
            );
            self.tell(ProblemKind::Recurrence, &message);
        }
        let and_future =
            given.param("RANGE").is_some_and(|range| range.eq_ignore_ascii_case("THISANDFUTURE"));
        (Some(moment.unwrap_or_else(|| start.clone())), and_future)
    }
}

fn details(properties: &[Property]) -> Details {
    let all = |name: &'static str| properties.iter().filter(move |property| property.name == name);
    let value = |name| all(name).next().map_or("", |property| property.value.as_str());
    let attendee = |property: &Property| {
        let answer = match property.param("PARTSTAT").map(str::to_ascii_uppercase).as_deref() {
            Some("ACCEPTED") => Answer::Accepted,
            Some("DECLINED") => Answer::Declined,
            Some("TENTATIVE") => Answer::Tentative,
            _ => Answer::NeedsAction,
        };
        Some(Attendee { address: property.address()?, answer })
    };
    Details {
        summary: value("SUMMARY").to_owned(),
        description: value("DESCRIPTION").chars().take(DESCRIPTION).collect(),
        location: value("LOCATION").to_owned(),
        categories: all("CATEGORIES").flat_map(|property| texts(&property.value)).collect(),
        organizer: all("ORGANIZER").find_map(Property::address),
        attendees: all("ATTENDEE").filter_map(attendee).take(MOST_PEOPLE).collect(),
        status: status(value("STATUS")),
        busy: busy(value("X-MICROSOFT-CDO-BUSYSTATUS"), value("TRANSP")),
        sequence: value("SEQUENCE").parse().unwrap_or(0),
    }
}

fn status(text: &str) -> Option<Status> {
    match text.to_ascii_uppercase().as_str() {
        "CONFIRMED" => Some(Status::Confirmed),
        "TENTATIVE" => Some(Status::Tentative),
        // The spelling of half the world's programs.
        "CANCELLED" | "CANCELED" => Some(Status::Cancelled),
        _ => None,
    }
}

/// Outlook's word where it is one of the four that [MS-OXCICAL] has, else TRANSP.
fn busy(outlook: &str, transparency: &str) -> Busy {
    match outlook.to_ascii_uppercase().as_str() {
        "FREE" => Busy::Free,
        "TENTATIVE" => Busy::Tentative,
        "BUSY" => Busy::Busy,
        "OOF" => Busy::OutOfOffice,
        _ if transparency.eq_ignore_ascii_case("TRANSPARENT") => Busy::Free,
        _ => Busy::Busy,
    }
}
