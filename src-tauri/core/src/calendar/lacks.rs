//! What a calendar does not say although an office's calendar could: titles, or its end. Owns how that is noticed; how a
//! person publishes it properly is told where people are spoken to.

use super::{Occurrence, Reading};

/// What is missing from a calendar as it is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// It says only when somebody is busy: no event has a title of its own, so none can name a tier.
    Titles,
    /// It stops before its END:VCALENDAR.
    End,
}

/// What stands instead of a title where only availability is published (Outlook, Exchange, Google).
const NO_TITLES: [&str; 8] =
    ["", "busy", "free", "tentative", "away", "out of office", "working elsewhere", "private appointment"];

/// What a calendar lacks, judged by what it shows in its window; nothing where it shows nothing.
pub fn lacks(reading: &Reading) -> Vec<Lack> {
    let mut lacks = vec![];
    if reading.truncated {
        lacks.push(Lack::End);
    }
    let untitled = |one: &Occurrence| {
        NO_TITLES.contains(&one.details.summary.trim().to_lowercase().as_str())
            && one.details.description.trim().is_empty()
    };
    if !reading.occurrences.is_empty() && reading.occurrences.iter().all(untitled) {
        lacks.push(Lack::Titles);
    }
    lacks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Options, Window, read};
    use crate::time::Zone;

    fn found(titles: &[&str], end: &str) -> Vec<Lack> {
        let event = |title: &&str| {
            format!("BEGIN:VEVENT\nUID:{title}\nDTSTART:20260302T090000Z\nSUMMARY:{title}\nEND:VEVENT\n")
        };
        let events: String = titles.iter().map(event).collect();
        let [from, to] = ["2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"].map(|at| at.parse().unwrap());
        let options = Options { zone: None, home: Zone::UTC, window: Window { from, to } };
        lacks(&read(format!("BEGIN:VCALENDAR\n{events}{end}").as_bytes(), &options).unwrap())
    }

    #[test]
    fn a_calendar_of_busy_times_lacks_its_titles() {
        assert_eq!(found(&["Busy", "Tentative", ""], "END:VCALENDAR"), [Lack::Titles]);
        assert_eq!(found(&["Busy", "1 Gbps"], "END:VCALENDAR"), []);
        assert_eq!(found(&[], "END:VCALENDAR"), [], "an empty calendar says nothing of how it is published");
    }

    #[test]
    fn a_calendar_that_stops_lacks_its_end() {
        assert_eq!(found(&["1 Gbps"], ""), [Lack::End]);
    }
}
