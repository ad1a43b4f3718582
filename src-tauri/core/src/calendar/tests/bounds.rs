//! The bounds of one reading (issue: steps are bounded, never time), each at its edge: what is beyond is told, and what
//! stands before it stays.

use super::*;

fn at_noon(n: usize) -> String {
    event(&format!("UID:{n:06}\nDTSTART:20260302T120000Z"))
}

fn beyond(reading: &Reading) -> bool {
    kinds(reading).contains(&ProblemKind::TooMany)
}

#[test]
fn fifty_thousand_components_are_read_and_the_rest_is_told() {
    let calendar = |events: usize| (0..events).map(at_noon).collect::<Vec<_>>().join("\n");
    // The calendar itself is one.
    let most = reading_in(&calendar(49_999), &year_2026(UTC));
    assert_eq!((most.occurrences.len(), beyond(&most)), (49_999, false));
    let more = reading_in(&calendar(50_003), &year_2026(UTC));
    assert_eq!((more.occurrences.len(), beyond(&more), more.truncated), (49_999, true, false));
}

#[test]
fn components_are_read_eight_deep_and_the_event_around_them_stays() {
    let nested = |depth: usize| {
        let inside = ["BEGIN:X\n".repeat(depth), "SUMMARY:no\n".into(), "END:X\n".repeat(depth)].concat();
        event(&format!("UID:a\nDTSTART:20260302T120000Z\n{inside}SUMMARY:yes"))
    };
    for (depth, told) in [(6, false), (7, true), (9, true), (2_000, true)] {
        let reading = reading_in(&nested(depth), &year_2026(UTC));
        assert_eq!(beyond(&reading), told, "{depth}");
        assert_eq!(reading.occurrences.len(), 1, "{depth}");
        assert_eq!(reading.occurrences[0].details.summary, "yes", "{depth}");
        assert!(!reading.truncated, "{depth}");
    }
    let after = format!("{}\nEND:VEVENT\n{}", "BEGIN:X\n".repeat(50_100), at_noon(1));
    let none_left = read(format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{after}").as_bytes(), &year_2026(UTC));
    assert!(beyond(&none_left.unwrap()));
}

#[test]
fn ten_megabytes_are_read_and_one_byte_more_is_refused() {
    let text = |size: usize| {
        let calendar = format!("BEGIN:VCALENDAR\n{}\nEND:VCALENDAR\n", at_noon(1));
        let mut bytes = calendar.into_bytes();
        bytes.resize(size, b'\n');
        read(&bytes, &year_2026(UTC)).map(|reading| reading.occurrences.len())
    };
    assert_eq!(text(10 * 1024 * 1024), Ok(1));
    assert!(matches!(text(10 * 1024 * 1024 + 1), Err(NotACalendar::TooLarge(_))));
}

#[test]
fn a_line_has_at_most_64_kilobytes() {
    let summary = |length: usize| {
        let text = event(&format!("UID:a\nDTSTART:20260302T120000Z\nSUMMARY:{}", "x".repeat(length)));
        reading_in(&text, &year_2026(UTC)).occurrences[0].details.summary.len()
    };
    let room = 64 * 1024 - "SUMMARY:".len();
    assert_eq!((summary(room), summary(room + 1)), (room, room));
}

#[test]
fn two_thousand_dates_of_a_property_are_read() {
    let dates = |count: usize| {
        let date =
            |n: usize| format!("2026{:02}{:02}T{:02}{:02}00Z", n / 672 + 2, n / 24 % 28 + 1, n % 24, n % 60);
        let dates: Vec<String> = (0..count).map(date).collect();
        reading_in(
            &event(&format!("UID:a\nDTSTART:20260101T120000Z\nRDATE:{}", dates.join(","))),
            &year_2026(UTC),
        )
    };
    let (most, more) = (dates(2_000), dates(2_001));
    assert_eq!((most.occurrences.len(), beyond(&most)), (2_001, false));
    assert_eq!((more.occurrences.len(), beyond(&more)), (2_001, true));
}

#[test]
fn two_hundred_thousand_occurrences_of_a_feed_are_listed() {
    let hourly = |n: usize| event(&format!("UID:{n:02}\nDTSTART:20260101T000000Z\nRRULE:FREQ=HOURLY"));
    let feed =
        |series: usize| reading_in(&(0..series).map(hourly).collect::<Vec<_>>().join("\n"), &year_2026(UTC));
    let (most, more) = (feed(22), feed(23));
    assert_eq!((most.occurrences.len(), beyond(&most)), (22 * 365 * 24, false));
    assert_eq!((more.occurrences.len(), beyond(&more)), (200_000, true));
}

#[test]
fn a_runaway_series_leaves_room_for_the_others() {
    let runaway = event("UID:a\nDTSTART:19700101T000000Z\nRRULE:FREQ=SECONDLY");
    let reading = reading_in(&[runaway, at_noon(1)].join("\n"), &year_2026(UTC));
    assert_eq!((reading.occurrences.len(), beyond(&reading)), (50_001, true));
}

#[test]
fn two_million_steps_of_a_feed_are_taken() {
    // Each walks from 1970 to the window, since its days have to be counted: more than 100,000 steps.
    let counted = |n: usize| {
        event(&format!("UID:{n:02}\nDTSTART:19700101T090000Z\nRRULE:FREQ=DAILY;BYHOUR=8,9,10,11;COUNT=90000"))
    };
    let feed =
        |series: usize| reading_in(&(0..series).map(counted).collect::<Vec<_>>().join("\n"), &year_2026(UTC));
    let enough = feed(10);
    assert_eq!((enough.occurrences.len(), beyond(&enough)), (10 * 365 * 4, false));
    let more = feed(40);
    assert!(beyond(&more) && more.occurrences.len() < 40 * 365 * 4);
}

#[test]
fn three_thousand_instants_of_a_period_are_picked_from() {
    let all = |most: u32| (0..=most).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    let picked = |hours: u32| {
        let rule = format!("FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR={};BYSETPOS=-1", all(hours));
        reading_in(&event(&format!("UID:a\nDTSTART:20200101T000000Z\nRRULE:{rule}")), &year_2026(UTC))
    };
    let (most, more) = (picked(7), picked(8));
    assert_eq!((starts(&most), beyond(&most)), (vec!["2026-12-31T07:00".to_owned()], false));
    assert!(beyond(&more));
}
