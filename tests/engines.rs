//! Tidegate's reader beside other engines on thousands of made-up rules, zones and calendars, the same in every run.
//! An engine is asked only what it is known to answer right: each of its faults is named below with the section of
//! RFC 5545 that it breaks, and there is no other tolerance. What no engine is sound for is checked against our own plain
//! walk, from the start on, without fast-forward.

#[path = "engines/ask.rs"]
mod ask;
#[path = "engines/generate.rs"]
mod generate;
#[path = "engines/windows.rs"]
mod windows;
#[path = "engines/written.rs"]
mod written;
#[path = "engines/zones.rs"]
mod zones;

use ask::{Answer, MOST};
use chrono::NaiveDateTime;
use generate::{Case, Dice};
use tidegate_core::calendar::{self, Options, Reading, Status, Window};
use tidegate_core::time::{Instant, Zone};

/// Rules made up in each run.
const RULES: usize = 2_000;
/// Calendars made up in each run.
const CALENDARS: usize = 600;

/// A rule that an engine gets wrong, and how.
type Fault = (&'static str, fn(&Case) -> bool);

/// libical 3.0.16.
const LIBICAL: [Fault; 6] = [
    ("BYSETPOS is applied to days of months and years only, times are not counted (§3.3.10)", |case| {
        case.has("BYSETPOS")
    }),
    ("negative BYMONTHDAY and BYYEARDAY match nothing in DAILY and shorter (§3.3.10)", |case| {
        short(case) && (negative(case, "BYMONTHDAY") || negative(case, "BYYEARDAY"))
    }),
    ("BYWEEKNO loses weeks at the turn of the year (§3.3.10)", |case| case.has("BYWEEKNO")),
    ("steps are counted from the first one found, not from DTSTART (§3.3.10)", counts_time),
    ("weeks are counted from the first one found where the first is not full (§3.3.10)", |case| {
        case.frequency() == "WEEKLY" && case.has("INTERVAL") && (!fits_itself(case) || case.has("BYDAY"))
    }),
    ("an ordinal weekday of a month is not looked for where BYMONTHDAY is there too (§3.3.10)", |case| {
        case.has("BYMONTHDAY")
            && case.part("BYDAY").is_some_and(|days| days.contains(|c: char| c.is_ascii_digit()))
    }),
];

/// ical.js 2.2.
const ICALJS: [Fault; 6] = [
    ("steps are counted from the first one found, not from DTSTART (§3.3.10)", counts_time),
    ("BYSETPOS is applied to days of months only (§3.3.10)", |case| case.has("BYSETPOS")),
    (
        "a rule's first instance is DTSTART although the rule does not give it (§3.8.5.3 leaves that open)",
        |case| !fits_itself(case),
    ),
    ("negative BYMONTHDAY and BYYEARDAY match nothing in DAILY and shorter (§3.3.10)", |case| {
        short(case) && (negative(case, "BYMONTHDAY") || negative(case, "BYYEARDAY"))
    }),
    ("day parts of a year are expanded each for itself (§3.3.10)", |case| {
        case.frequency() == "YEARLY" && days(case) > 0
    }),
    ("the 29th to 31st of months that have none invent days (§3.3.10)", |case| {
        matches!(case.frequency(), "MONTHLY" | "YEARLY") && !case.has("BYDAY")
    }),
];

/// rrule 0.14.
const RRULE: [Fault; 5] = [
    ("parts that a yearly rule leaves to DTSTART are expanded to all (RFC 8984 §4.3.3.1)", |case| {
        case.frequency() == "YEARLY"
            && case.has("BYMONTHDAY")
            && !case.has("BYMONTH")
            && !case.has("BYYEARDAY")
    }),
    (
        "week 53 of years that have none leaks into January, and weeks end at the year's end (§3.3.10)",
        |case| case.has("BYWEEKNO"),
    ),
    ("plain and ordinal weekdays in one BYDAY give nothing (§3.3.10)", mixed),
    ("a first week that began before DTSTART is counted from DTSTART by BYSETPOS (§3.3.10)", |case| {
        case.frequency() == "WEEKLY" && case.has("BYSETPOS")
    }),
    ("steps that miss a part of time once end the walk (§3.3.10)", counts_time),
];

/// A rule by hours, minutes or seconds that is limited by a part of its own unit or a longer one.
fn counts_time(case: &Case) -> bool {
    match case.frequency() {
        "HOURLY" => case.has("BYHOUR"),
        "MINUTELY" => case.has("BYHOUR") || case.has("BYMINUTE"),
        "SECONDLY" => case.has("BYHOUR") || case.has("BYMINUTE") || case.has("BYSECOND"),
        _ => false,
    }
}

fn short(case: &Case) -> bool {
    !matches!(case.frequency(), "YEARLY" | "MONTHLY" | "WEEKLY")
}

fn negative(case: &Case, part: &str) -> bool {
    case.part(part).is_some_and(|value| value.contains('-'))
}

/// How many parts name days.
fn days(case: &Case) -> usize {
    ["BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYDAY"].iter().filter(|part| case.has(part)).count()
}

fn mixed(case: &Case) -> bool {
    let ordinal = |day: &str| day.len() > 2;
    case.part("BYDAY").is_some_and(|list| list.split(',').any(ordinal) && !list.split(',').all(ordinal))
}

fn fits_itself(case: &Case) -> bool {
    ours(case).first().is_some_and(|first| *first == stamp(case.start))
}

fn stamp(civil: NaiveDateTime) -> String {
    civil.format("%Y%m%dT%H%M%SZ").to_string()
}

#[test]
fn rules_give_what_libical_icaljs_and_rrule_give() {
    let mut dice = Dice::new(5545);
    let cases: Vec<Case> = (0..RULES).map(|_| generate::rule(&mut dice)).collect();
    let [libical, icaljs, rrule] = std::thread::scope(|scope| {
        let libical = scope.spawn(|| ask::libical(&cases));
        let icaljs = scope.spawn(|| ask::icaljs(&cases));
        let rrule = scope.spawn(|| cases.iter().map(ask::rrule).collect::<Vec<_>>());
        [libical, icaljs, rrule].map(|asked| asked.join().expect("all answers"))
    });
    let failed = [
        compare("libical", &LIBICAL, &cases, &libical, RULES / 3),
        compare("ical.js", &ICALJS, &cases, &icaljs, RULES / 20),
        compare("rrule", &RRULE, &cases, &rrule, RULES / 2),
    ]
    .concat();
    assert!(failed.is_empty(), "{} rules differ:\n{}", failed.len(), failed.join("\n"));
    let agrees =
        |n: usize| [&libical, &icaljs, &rrule].iter().any(|all| all[n].as_ref() == Some(&ours(&cases[n])));
    let agreed = (0..RULES).filter(|n| agrees(*n)).count();
    println!("{agreed} of {RULES} rules have an engine that gives the same, whatever its faults");
    assert!(agreed >= RULES * 19 / 20, "an engine agrees on only {agreed} rules");
}

/// The differences that are no named fault. Fails where an engine was good for less than `least` rules.
fn compare(engine: &str, faults: &[Fault], cases: &[Case], answers: &[Answer], least: usize) -> Vec<String> {
    let mut counts = vec![(0, 0); faults.len()];
    let (mut same, mut silent, mut failed) = (0, 0, vec![]);
    for (case, answer) in cases.iter().zip(answers) {
        let Some(answer) = answer else {
            silent += 1;
            continue;
        };
        let ours = ours(case);
        if let Some(fault) = faults.iter().position(|(_, is_at_fault)| is_at_fault(case)) {
            counts[fault].0 += 1;
            counts[fault].1 += usize::from(ours != *answer);
        } else if ours == *answer {
            same += 1;
        } else {
            let shown = |list: &[String]| list.iter().take(6).cloned().collect::<Vec<_>>().join(" ");
            failed.push(format!(
                "{engine}: {} {}\n  ours   {}\n  theirs {}",
                stamp(case.start),
                case.rule(),
                shown(&ours),
                shown(answer)
            ));
        }
    }
    println!("{engine}: {same} the same, {silent} without an answer");
    for ((all, differ), (why, _)) in counts.iter().zip(faults) {
        println!("  {all} not asked ({differ} differ): {why}");
    }
    assert!(same >= least, "{engine} was good for only {same}");
    failed
}

/// Our starts of a rule.
fn ours(case: &Case) -> Vec<String> {
    let text = format!(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:case\r\nDTSTART:{}\r\nRRULE:{}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        stamp(case.start),
        case.rule()
    );
    let reading = read(&text, case.start.and_utc(), case.end.and_utc());
    reading.occurrences.iter().take(MOST).map(|one| stamp(one.start.naive_utc())).collect()
}

fn read(text: &str, from: Instant, to: Instant) -> Reading {
    let options = Options { zone: None, home: Zone::UTC, window: Window { from, to } };
    calendar::read(text.as_bytes(), &options).expect("a calendar")
}

#[test]
fn calendars_hold_what_icaljs_finds_in_them() {
    let mut dice = Dice::new(5546);
    let calendars: Vec<String> = (0..CALENDARS).map(|_| generate::calendar(&mut dice)).collect();
    let (from, to) = ("2026-02-01T00:00:00Z", "2026-12-01T00:00:00Z");
    let theirs = ask::icaljs_calendars(&calendars, from, to);
    let (mut asked, mut failed) = (0, vec![]);
    for (calendar, theirs) in calendars.iter().zip(theirs) {
        let reading = read(calendar, from.parse().expect("a time"), to.parse().expect("a time"));
        let shown = reading.occurrences.iter().filter(|one| one.details.status != Some(Status::Cancelled));
        let mut ours: Vec<String> = shown
            .map(|one| format!("{} {} {}", one.uid, stamp(one.start.naive_utc()), stamp(one.end.naive_utc())))
            .collect();
        ours.sort();
        assert_eq!(reading.problems, [], "{calendar}");
        let Some(theirs) = theirs else { continue };
        asked += 1;
        if ours != theirs {
            let only = |some: &[String], others: &[String]| -> Vec<String> {
                some.iter().filter(|one| !others.contains(one)).take(4).cloned().collect()
            };
            failed.push(format!(
                "{calendar}only ours {:?}\nonly theirs {:?}",
                only(&ours, &theirs),
                only(&theirs, &ours)
            ));
        }
    }
    println!("{asked} calendars are the same in ical.js");
    assert!(failed.is_empty(), "{} calendars differ:\n{}", failed.len(), failed.join("\n"));
    assert!(asked > CALENDARS * 9 / 10, "ical.js answered only {asked}");
}
