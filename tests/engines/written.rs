//! The calendars that Tidegate writes, read by others: libical says whether they are valid and what their titles are,
//! ical.js when their events are. It knows no zones but those that a calendar describes.

use super::generate::Dice;
use super::{ask, read, stamp};
use chrono::Duration;
use tidegate_core::calendar::written::{Event, write};
use tidegate_core::time::Zone;

/// Calendars made up in each run.
const CALENDARS: usize = 120;

const TITLES: [&str; 6] = [
    "#iod 1G @HQ",
    "a\\, b\\\\; c\\n, and \\",
    "\"quoted\"; BEGIN:VEVENT: END:VEVENT",
    "ein langer Titel mit Umlauten, der gefaltet werden muss: ääääääääääääääääääääääääääääääääääää 🚀🚀🚀🚀🚀🚀🚀🚀",
    ";,;,\\;\\,",
    "<b>bold</b> & {braces} = 'quotes'",
];

fn calendar(dice: &mut Dice) -> Vec<Event> {
    let zone = *dice.one(&Zone::all().collect::<Vec<_>>());
    let event = |n: usize| {
        // Between the hours that clocks leave out or repeat, wherever it is.
        let start = dice.civil(2026..2029).date().and_hms_opt(12, 15, 0).expect("a time");
        Event {
            uid: format!("event-{n}@example.com"),
            changed: start.and_utc(),
            title: (*dice.one(&TITLES)).to_owned(),
            description: (*dice.one(&["", "two\nlines, and; more"])).to_owned(),
            start,
            end: start + Duration::minutes(45),
            zone: if n == 0 { Zone::UTC } else { zone },
            repeats: dice.chance(60).then(|| format!("FREQ=DAILY;INTERVAL=11;COUNT={}", 2 + dice.below(60))),
        }
    };
    (0..5).map(event).collect()
}

#[test]
fn calendars_that_are_written_are_read_alike_by_others() {
    let mut dice = Dice::new(7986);
    let calendars: Vec<Vec<Event>> = (0..CALENDARS).map(|_| calendar(&mut dice)).collect();
    let texts: Vec<String> = calendars.iter().map(|events| write("Own events", events)).collect();
    let (from, to) = ("2026-01-01T00:00:00Z", "2030-01-01T00:00:00Z");
    let theirs = ask::icaljs_calendars(&texts, from, to);
    let driver = ask::validator();
    for ((events, text), theirs) in calendars.iter().zip(&texts).zip(theirs) {
        let said = ask::valid(&driver, text);
        let titles: Vec<String> =
            events.iter().map(|event| format!("{}\t{}", event.uid, event.title)).collect();
        assert_eq!(said, titles, "libical on\n{text}");
        let reading = read(text, from.parse().expect("a time"), to.parse().expect("a time"));
        assert_eq!(reading.problems, [], "{text}");
        let mut ours: Vec<String> = reading
            .occurrences
            .iter()
            .map(|one| format!("{} {} {}", one.uid, stamp(one.start.naive_utc()), stamp(one.end.naive_utc())))
            .collect();
        ours.sort();
        assert_eq!(theirs, Some(ours), "ical.js on\n{text}");
    }
}
