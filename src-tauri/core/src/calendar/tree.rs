//! Lines to components, without recursion: which calendars there are, their zones, their events. Owns the structure
//! and its limits; reads no property beyond its name. A missing END, a stray END and garbage between lines are listed
//! and cost nothing else.

use super::clean::{Line, Lines, as_utf8};
use super::problems::{Problems, quote};
use super::{NotACalendar, ProblemKind};

/// Bytes of one calendar. Ten thousand events are half of this.
const MOST_BYTES: usize = 10 * 1024 * 1024;
/// Components in one calendar, alarms included.
const MOST_COMPONENTS: usize = 50_000;
/// Components inside components. RFC 5545 knows three levels.
const DEEPEST: usize = 8;
/// Properties of one component.
const MOST_PROPERTIES: usize = 5_000;

/// A component as far as it is of interest: its lines, and the parts of a VTIMEZONE.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// The properties worth reading.
    pub(super) lines: Vec<Line>,
    /// STANDARD and DAYLIGHT of a VTIMEZONE.
    pub(super) parts: Vec<Block>,
}

/// One VCALENDAR.
#[derive(Debug, Default)]
pub(super) struct Calendar {
    /// Its own properties.
    pub(super) block: Block,
    /// Its VTIMEZONEs.
    pub(super) zones: Vec<Block>,
    /// Its VEVENTs.
    pub(super) events: Vec<Block>,
}

/// All calendars of one text.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// In the order of the text.
    pub(super) calendars: Vec<Calendar>,
    /// Whether the text ended inside a component.
    pub(super) truncated: bool,
}

/// Reads the structure of a calendar.
pub(super) fn read(bytes: &[u8], problems: &mut Problems) -> Result<Tree, NotACalendar> {
    if bytes.len() > MOST_BYTES {
        let size = bytes.len() / (1024 * 1024);
        return Err(NotACalendar::TooLarge(format!("it has {size} MB, and at most 10 MB are read")));
    }
    let bytes = as_utf8(bytes);
    let mut lines = Lines::new(&bytes);
    let mut walk =
        Walk { tree: Tree::default(), open: vec![], components: 0, skipped: 0, strays: vec![], stray: 0 };
    for line in &mut lines {
        walk.take(line, problems);
    }
    walk.tree.truncated = !walk.open.is_empty();
    walk.close_down_to(0, problems);
    walk.tell(&lines, problems);
    if walk.tree.calendars.is_empty() { Err(no_calendar(&bytes)) } else { Ok(walk.tree) }
}

/// Says what was found instead of a calendar.
fn no_calendar(bytes: &[u8]) -> NotACalendar {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let text = head.trim_start_matches('\u{feff}').trim_matches(|c: char| c.is_whitespace() || c == '\0');
    match text {
        "" => NotACalendar::Empty,
        _ if text.starts_with("<!doctype") || text.contains("<html") || text.contains("<head") => {
            NotACalendar::WebPage
        }
        _ => NotACalendar::NoCalendar,
    }
}

struct Open {
    name: String,
    block: Block,
}

struct Walk {
    tree: Tree,
    open: Vec<Open>,
    components: usize,
    /// Open components that are not read.
    skipped: usize,
    strays: Vec<String>,
    stray: usize,
}

impl Walk {
    fn take(&mut self, line: Line, problems: &mut Problems) {
        let name_ends = line.text.find([':', ';']).unwrap_or(line.text.len());
        let (name, value) = line.text.split_at(name_ends);
        let value = value.strip_prefix(':').unwrap_or_default().trim();
        if name.eq_ignore_ascii_case("BEGIN") {
            self.begin(value.to_ascii_uppercase(), problems);
        } else if name.eq_ignore_ascii_case("END") {
            self.end(&value.to_ascii_uppercase(), problems);
        } else if !sound(name) || name_ends == line.text.len() {
            self.set_aside(&line.text);
        } else if wanted(name) {
            self.keep(line, problems);
        }
    }

    fn begin(&mut self, name: String, problems: &mut Problems) {
        self.components += 1;
        match name.as_str() {
            "VCALENDAR" => {
                self.close_down_to(0, problems);
                if self.components <= MOST_COMPONENTS {
                    self.tree.calendars.push(Calendar::default());
                }
            }
            "VEVENT" | "VTODO" | "VJOURNAL" | "VFREEBUSY" | "VTIMEZONE" => self.close_down_to(1, problems),
            _ => (),
        }
        if self.is_beyond(problems) {
            self.skipped += 1;
            return;
        }
        // What stands before the first calendar belongs to none.
        if !self.tree.calendars.is_empty() {
            self.open.push(Open { name, block: Block::default() });
        }
    }

    /// Whether one more component would be more than is read; those before it stay.
    fn is_beyond(&self, problems: &mut Problems) -> bool {
        let message = if self.components > MOST_COMPONENTS {
            format!("it has more than {MOST_COMPONENTS} components; the rest is left out")
        } else if self.open.len() >= DEEPEST {
            format!("its components are nested more than {DEEPEST} deep; what is deeper is left out")
        } else {
            return false;
        };
        problems.general(ProblemKind::TooMany, message);
        true
    }

    fn end(&mut self, name: &str, problems: &mut Problems) {
        match self.open.iter().rposition(|open| open.name == name) {
            Some(at) => {
                self.close_down_to(at + 1, problems);
                self.close();
            }
            None if self.skipped > 0 => self.skipped -= 1,
            None => self.set_aside(&format!("END:{name}")),
        }
    }

    /// Closes what its publisher forgot to close.
    fn close_down_to(&mut self, depth: usize, problems: &mut Problems) {
        if self.open.len() > depth {
            self.skipped = 0;
        }
        while self.open.len() > depth {
            if let Some(open) = self.open.last() {
                let message = format!("{} has no END; it was read as far as it goes", quote(&open.name));
                problems.general(ProblemKind::Syntax, message);
            }
            self.close();
        }
    }

    fn close(&mut self) {
        let (Some(done), Some(calendar)) = (self.open.pop(), self.tree.calendars.last_mut()) else { return };
        match done.name.as_str() {
            "VCALENDAR" => calendar.block = done.block,
            "VEVENT" => calendar.events.push(done.block),
            "VTIMEZONE" => calendar.zones.push(done.block),
            "STANDARD" | "DAYLIGHT" => {
                if let Some(zone) = self.open.last_mut() {
                    zone.block.parts.push(done.block);
                }
            }
            _ => (),
        }
    }

    fn keep(&mut self, line: Line, problems: &mut Problems) {
        let Some(open) = self.open.last_mut().filter(|_| self.skipped == 0) else { return };
        if !matches!(open.name.as_str(), "VCALENDAR" | "VEVENT" | "VTIMEZONE" | "STANDARD" | "DAYLIGHT") {
            return;
        }
        if open.block.lines.len() < MOST_PROPERTIES {
            open.block.lines.push(line);
        } else {
            let message =
                format!("{} has more than {MOST_PROPERTIES} lines; the rest of them is left out", open.name);
            problems.general(ProblemKind::TooMany, message);
        }
    }

    fn set_aside(&mut self, text: &str) {
        self.stray += 1;
        if self.strays.is_empty() {
            self.strays.push(quote(text));
        }
    }

    fn tell(&self, lines: &Lines<'_>, problems: &mut Problems) {
        let mut syntax = |message: String| problems.general(ProblemKind::Syntax, message);
        if let Some(first) = self.strays.first() {
            syntax(format!("{} lines are no iCalendar and were left out, the first is {first}", self.stray));
        }
        if lines.latin > 0 {
            syntax(format!("{} lines are not UTF-8; they were read as Latin-1", lines.latin));
        }
        if lines.nul > 0 {
            syntax(format!("{} NUL bytes were left out", lines.nul));
        }
        if self.tree.truncated {
            syntax("the text ends before its END:VCALENDAR: it may have been cut on the way".to_owned());
        }
    }
}

/// Whether a property may bear this name.
fn sound(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

/// The properties that are read; all others are skipped before they cost memory.
fn wanted(name: &str) -> bool {
    const WANTED: [&str; 29] = [
        "UID",
        "DTSTART",
        "DTEND",
        "DURATION",
        "RRULE",
        "EXRULE",
        "RDATE",
        "EXDATE",
        "RECURRENCE-ID",
        "SUMMARY",
        "DESCRIPTION",
        "LOCATION",
        "CATEGORIES",
        "ORGANIZER",
        "ATTENDEE",
        "STATUS",
        "TRANSP",
        "SEQUENCE",
        "X-MICROSOFT-CDO-BUSYSTATUS",
        "TZID",
        "X-LIC-LOCATION",
        "TZOFFSETFROM",
        "TZOFFSETTO",
        "X-WR-TIMEZONE",
        "X-WR-CALNAME",
        "NAME",
        "X-PUBLISHED-TTL",
        "REFRESH-INTERVAL",
        "TIMEZONE-ID",
    ];
    WANTED.iter().any(|wanted| name.eq_ignore_ascii_case(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> (Tree, Vec<String>) {
        let mut problems = Problems::default();
        let tree = read(text.as_bytes(), &mut problems).unwrap();
        (tree, problems.finish().into_iter().map(|problem| problem.message).collect())
    }

    #[test]
    fn alarms_and_unknown_components_do_not_leak_into_the_event() {
        let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nBEGIN:VALARM\nUID:b\nDESCRIPTION:x\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR";
        let (tree, problems) = tree(text);
        assert_eq!(tree.calendars[0].events[0].lines.len(), 1);
        assert_eq!(problems, [""; 0]);
        assert!(!tree.truncated);
    }

    #[test]
    fn an_event_without_end_ends_where_the_next_begins() {
        let (tree, problems) =
            tree("begin:vcalendar\nBEGIN:VEVENT\nUID:a\nBEGIN:VEVENT\nUID:b\nEND:VEVENT\nEND:VCALENDAR");
        assert_eq!(tree.calendars[0].events.len(), 2);
        assert!(problems[0].contains("VEVENT") && !tree.truncated);
    }

    #[test]
    fn a_text_that_stops_is_truncated_and_read() {
        let (tree, problems) = tree("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nEND:VEVENT\n");
        assert!(tree.truncated && tree.calendars[0].events.len() == 1 && !problems.is_empty());
    }

    #[test]
    fn what_is_no_calendar_is_named() {
        let no = |bytes: &[u8]| read(bytes, &mut Problems::default()).map(|_| ()).unwrap_err();
        assert_eq!(no(b""), NotACalendar::Empty);
        assert_eq!(no(b"\xef\xbb\xbf \r\n"), NotACalendar::Empty);
        assert_eq!(no(b"<!DOCTYPE html><html>"), NotACalendar::WebPage);
        assert_eq!(no(b"BEGIN:VEVENT\nEND:VEVENT"), NotACalendar::NoCalendar);
        assert!(matches!(no(&vec![b'x'; MOST_BYTES + 1]), NotACalendar::TooLarge(_)));
    }
}
