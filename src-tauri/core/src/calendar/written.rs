//! Calendar text as others read it (RFC 5545): the tenant's own events, and what is planned. Owns the frame, which
//! properties an event has, and that every zone that is named is described ([`zone`]). How a line is escaped and folded
//! is the `icalendar` crate's. Decides nothing, and is no reader of foreign calendars: that is [`super::read`].

mod zone;

use crate::time::{Civil, Instant, Zone};
use chrono::Datelike;
use icalendar::{Calendar, Component, Property};
use std::collections::BTreeMap;

/// An event as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// UID: lasting, and nobody else's (RFC 5545 §3.8.4.7).
    pub uid: String,
    /// When what it says was written: DTSTAMP and LAST-MODIFIED.
    pub changed: Instant,
    /// SUMMARY. One line.
    pub title: String,
    /// DESCRIPTION; none where empty.
    pub description: String,
    /// What the wall clock of `zone` shows at the start.
    pub start: Civil,
    /// What it shows at the end.
    pub end: Civil,
    /// The zone of both; UTC is written without one.
    pub zone: Zone,
    /// RRULE, checked by [`super::check_rule`].
    pub repeats: Option<String>,
}

/// A whole calendar of this name. The same events give the same text.
pub fn write(name: &str, events: &[Event]) -> String {
    let head = [
        ("VERSION", "2.0"),
        ("PRODID", "-//Tidegate//Tidegate//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("X-WR-CALNAME", name),
    ];
    let mut text = String::from("BEGIN:VCALENDAR\r\n");
    head.into_iter().for_each(|(name, value)| text.push_str(&line(Property::new(name, value))));
    zones(events).into_iter().for_each(|(zone, since)| text.push_str(&zone::described(zone, since)));
    events.iter().for_each(|event| text.push_str(&component(event)));
    text + "END:VCALENDAR\r\n"
}

/// The zones that are named, each with the year before the first event in it.
fn zones(events: &[Event]) -> BTreeMap<Zone, i32> {
    let mut zones = BTreeMap::new();
    for event in events.iter().filter(|event| event.zone != Zone::UTC) {
        let year = event.start.year() - 1;
        zones.entry(event.zone).and_modify(|since: &mut i32| *since = year.min(*since)).or_insert(year);
    }
    zones
}

fn component(event: &Event) -> String {
    let changed = event.changed.format("%Y%m%dT%H%M%SZ").to_string();
    let mut lines = icalendar::Event::new();
    lines.uid(&event.uid).summary(&event.title).timestamp(event.changed);
    lines.add_property("LAST-MODIFIED", changed);
    lines.append_property(moment("DTSTART", event.start, event.zone));
    lines.append_property(moment("DTEND", event.end, event.zone));
    if !event.description.is_empty() {
        lines.description(&event.description);
    }
    if let Some(rule) = &event.repeats {
        lines.add_property("RRULE", rule.as_str());
    }
    // Writing into a string fails for no event.
    lines.try_into_string().unwrap_or_default()
}

fn moment(name: &str, civil: Civil, zone: Zone) -> Property {
    let civil = civil.format(CIVIL).to_string();
    match zone {
        Zone::UTC => Property::new(name, civil + "Z"),
        _ => Property::new(name, civil).add_parameter("TZID", zone.name()).done(),
    }
}

const CIVIL: &str = "%Y%m%dT%H%M%S";

/// A property's line, folded.
fn line(property: Property) -> String {
    property.try_into().unwrap_or_default()
}

/// What was to be an own event and is none: damaged, or in a zone that the tables do not know any more.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Damaged(String);

/// The events of a text that [`write`] wrote, or Tidegate 0.1 before there was a `write`. Other parts are left out.
///
/// # Errors
///
/// Names the first event that cannot be read whole: who writes what was read would lose it.
pub fn written(text: &str) -> Result<Vec<Event>, Damaged> {
    let calendar: Calendar =
        text.parse().map_err(|_| Damaged("the calendar of own events is damaged".into()))?;
    let one = |lines: &icalendar::Event| {
        event(lines).ok_or_else(|| {
            let title = lines.get_summary().or_else(|| lines.get_uid()).unwrap_or("an event");
            Damaged(format!("the own event \"{title}\" is damaged"))
        })
    };
    calendar.events().map(one).collect()
}

fn event(lines: &icalendar::Event) -> Option<Event> {
    let start = lines.properties().get("DTSTART")?;
    let zone = start.params().get("TZID").map_or(Some(Zone::UTC), |zone| zone.value().parse().ok())?;
    let civil =
        |property: &Property| Civil::parse_from_str(property.value().trim_end_matches('Z'), CIVIL).ok();
    Some(Event {
        uid: lines.get_uid()?.to_owned(),
        changed: lines.get_timestamp().unwrap_or_default(),
        title: lines.get_summary().unwrap_or_default().to_owned(),
        description: lines.get_description().unwrap_or_default().to_owned(),
        start: civil(start)?,
        end: civil(lines.properties().get("DTEND")?)?,
        zone,
        repeats: lines.property_value("RRULE").map(str::to_owned),
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Options, Window, read};
    use super::*;

    const HOSTILE: [&str; 6] = [
        "#iod 1G @HQ",
        "a\\, b\\\\; c\\n, and \\",
        "\"quoted\"; BEGIN:VEVENT",
        "ein sehr langer Titel, der über mehrere Zeilen gefaltet werden muss, mit Ümläuten an jeder Stelle: ääääääääääääääääääääääääääääääää 🚀🚀🚀🚀🚀🚀",
        "=1+1;,;,\\;\\,",
        "\u{202e}reversed\u{202c} <b>bold</b>",
    ];

    fn event(n: usize, zone: Zone) -> Event {
        let civil = |text: &str| text.parse().unwrap();
        Event {
            uid: format!("u{n}"),
            changed: "2027-01-01T00:00:00Z".parse().unwrap(),
            title: HOSTILE[n % HOSTILE.len()].to_owned(),
            description: if n.is_multiple_of(2) { "two\nlines, and; more\\".into() } else { String::new() },
            start: civil("2027-03-12T09:00:00"),
            end: civil("2027-03-12T10:30:00"),
            zone,
            repeats: (n % 3 == 1).then(|| "FREQ=DAILY;COUNT=30".to_owned()),
        }
    }

    #[test]
    fn what_was_written_is_read_again_as_it_was() {
        let zones =
            [Zone::UTC, Zone::from(chrono_tz::Europe::Berlin), Zone::from(chrono_tz::America::Denver)];
        let events: Vec<Event> = (0..18).map(|n| event(n, zones[n / 6])).collect();
        let text = write("Own events", &events);
        assert_eq!(written(&text).as_ref(), Ok(&events));
        assert_eq!(write("Own events", &written(&text).unwrap()), text);
        assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{text}");
    }

    #[test]
    fn our_own_reader_finds_every_event_and_no_problem() {
        let events: Vec<Event> = (0..6).map(|n| event(n, Zone::from(chrono_tz::Europe::Berlin))).collect();
        let window = Window {
            from: "2027-03-01T00:00:00Z".parse().unwrap(),
            to: "2027-06-01T00:00:00Z".parse().unwrap(),
        };
        let options = Options { zone: None, home: Zone::UTC, window };
        let reading = read(write("Own events", &events).as_bytes(), &options).unwrap();
        assert_eq!(reading.problems, []);
        assert_eq!(reading.name.as_deref(), Some("Own events"));
        assert_eq!(reading.occurrences.len(), 4 + 2 * 30);
        for event in &events {
            let found = reading.occurrences.iter().find(|one| one.uid == event.uid).unwrap();
            assert_eq!((&found.details.summary, found.civil_start), (&event.title, event.start));
        }
    }

    #[test]
    fn own_events_of_before_are_read() {
        let old = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tidegate//own events//EN\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:#iod 1G\\, @HQ\r\nDTSTART;TZID=Europe/Berlin:20270312T090000\r\nDTEND;TZID=Europe/Berlin:20270312T100000\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        let [event] = written(old).unwrap().try_into().unwrap();
        assert_eq!((event.title.as_str(), event.repeats.as_deref()), ("#iod 1G, @HQ", Some("FREQ=DAILY")));
        assert_eq!((event.zone, event.changed), (Zone::from(chrono_tz::Europe::Berlin), Instant::UNIX_EPOCH));
        for damage in [("Europe/Berlin", "Europe/Atlantis"), ("T100000", "T25"), ("UID:a\r\n", "")] {
            let damaged = written(&old.replace(damage.0, damage.1));
            assert_eq!(
                damaged,
                Err(Damaged("the own event \"#iod 1G, @HQ\" is damaged".into())),
                "{damage:?}"
            );
        }
    }
}
