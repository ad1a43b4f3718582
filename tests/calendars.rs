//! Recurrences and whole calendars against what independent engines make of them (`tests/calendars/`). A case that
//! is decided otherwise stands in `decided.jsonl` with what Tidegate gives instead, and why.
//! Where the cases come from: `tests/calendars/README.md`.

use chrono::{NaiveDate, NaiveTime};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tidegate_core::calendar::{self, Occurrence, Options, Reading, Status, Window};
use tidegate_core::time::{Instant, Zone};

#[test]
fn every_recurrence_is_what_independent_engines_agree_on() {
    let decided = decided();
    let mut failed = vec![];
    let mut cases = 0;
    for case in rows("rules.jsonl") {
        let id = text(&case["id"]);
        let content: Vec<&str> =
            case["content"].as_array().expect("a sound test case").iter().map(text).collect();
        let ours = decided.get(id).map(|row| &row["ours"]);
        let Some(expected) = ours.or(Some(&case["expected"])).and_then(Value::as_array) else {
            failed.push(format!("{id}: contested, and nothing decided"));
            continue;
        };
        let expected: Vec<String> = expected.iter().map(|value| instant_or_day(text(value))).collect();
        let reading = read(event_with(&content).as_bytes(), day(1600), day(9000));
        let mut got: Vec<String> = reading.occurrences.iter().map(start).collect();
        if let Some(limit) = case["limit"].as_u64() {
            got.truncate(usize::try_from(limit).expect("a sound test case"));
        }
        cases += 1;
        if got != expected {
            failed.push(format!("{id}: {content:?}\n  expected {expected:?}\n  got      {got:?}"));
        }
    }
    assert!(failed.is_empty(), "{} of {cases} recurrences differ:\n{}", failed.len(), failed.join("\n"));
    assert_eq!(cases, 131, "a case was lost");
}

#[test]
fn every_calendar_has_the_occurrences_that_independent_engines_find() {
    let decided = decided();
    let mut failed = vec![];
    let mut cases = 0;
    for case in rows("feeds-expected.jsonl") {
        let file = text(&case["file"]);
        let bytes = std::fs::read(folder().join("feeds").join(file)).expect("a sound test case");
        let (from, to) = (date(text(&case["window"][0])), date(text(&case["window"][1])));
        let row = decided.get(file).map_or(&case["occurrences"], |row| &row["ours"]);
        let mut expected: Vec<[String; 3]> =
            row.as_array().into_iter().flatten().filter_map(listed).collect();
        expected.sort();
        let got = calendar::read(&bytes, &options(from, to)).map(|reading| occurrences(&reading));
        cases += 1;
        match got {
            Ok(got) if got == expected => (),
            Err(_) if expected.is_empty() => (),
            got => failed.push(format!("{file}:\n  expected {expected:?}\n  got      {got:?}")),
        }
    }
    assert!(failed.is_empty(), "{} of {cases} calendars differ:\n{}", failed.len(), failed.join("\n"));
    assert_eq!(cases, 54, "a case was lost");
}

#[test]
fn a_decided_difference_is_about_a_contested_case_and_says_why() {
    let core: Vec<Value> =
        rows("rules.jsonl").into_iter().filter(|case| case["class"] == "own-core").collect();
    let agreed: Vec<Value> =
        rows("feeds-expected.jsonl").into_iter().filter(|case| case["status"] == "agree").collect();
    for (case, row) in decided() {
        assert!(text(&row["why"]).len() > 20, "{case} does not say why");
        assert!(
            !core.iter().any(|core| core["id"] == case.as_str()),
            "{case} is agreed on and cannot be decided otherwise"
        );
        assert!(!agreed.iter().any(|feed| feed["file"] == case.as_str()), "{case} is agreed on");
    }
}

#[test]
fn the_same_bytes_always_give_the_same_reading() {
    for case in rows("feeds-expected.jsonl") {
        let bytes =
            std::fs::read(folder().join("feeds").join(text(&case["file"]))).expect("a sound test case");
        let twice = [(); 2].map(|()| calendar::read(&bytes, &options(day(2020), day(2030))));
        let [first, second] =
            twice.map(|reading| reading.map(|reading| (reading.occurrences, reading.problems)));
        assert_eq!(first, second, "{}", case["file"]);
    }
}

#[test]
fn a_window_shows_what_the_whole_shows_there() {
    for case in rows("rules.jsonl") {
        let content: Vec<&str> =
            case["content"].as_array().expect("a sound test case").iter().map(text).collect();
        let calendar = event_with(&content);
        let whole = read(calendar.as_bytes(), day(2000), day(2040)).occurrences;
        for year in [2011, 2025, 2026, 2027, 2033] {
            let (from, to) =
                (day(year) + chrono::Duration::days(64), day(year) + chrono::Duration::days(133));
            let window = Window { from, to };
            let part = read(calendar.as_bytes(), from, to).occurrences;
            let cut: Vec<Occurrence> =
                whole.iter().filter(|o| window.holds(o.start, o.end)).cloned().collect();
            assert_eq!(part, cut, "{} in {year}", case["id"]);
        }
    }
}

fn event_with(content: &[&str]) -> String {
    let lines = content.join("\r\n");
    format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:case\r\n{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
}

fn read(bytes: &[u8], from: Instant, to: Instant) -> Reading {
    calendar::read(bytes, &options(from, to)).expect("a sound test case")
}

fn options(from: Instant, to: Instant) -> Options {
    Options { zone: None, home: Zone::UTC, window: Window { from, to } }
}

fn occurrences(reading: &Reading) -> Vec<[String; 3]> {
    let shown = reading.occurrences.iter().filter(|o| o.details.status != Some(Status::Cancelled));
    let mut shown: Vec<_> = shown.map(|o| [o.uid.clone(), start(o), end(o)]).collect();
    for occurrence in &mut shown {
        // Identical input gives an identical UID; the engines give none.
        if occurrence[0].starts_with("without-uid-") {
            occurrence[0].clear();
        }
    }
    shown.sort();
    shown
}

/// `[uid, start, end, status]`.
fn listed(row: &Value) -> Option<[String; 3]> {
    let uid = row[0].as_str().unwrap_or_default().to_owned();
    (row[3] != "CANCELLED").then(|| [uid, instant_or_day(text(&row[1])), instant_or_day(text(&row[2]))])
}

/// Days and floating times are read in UTC here.
fn instant_or_day(text: &str) -> String {
    if text.len() == 8 || text.ends_with('Z') { text.to_owned() } else { format!("{text}Z") }
}

fn start(occurrence: &Occurrence) -> String {
    match occurrence.all_day {
        true => occurrence.civil_start.format("%Y%m%d").to_string(),
        false => instant(occurrence.start),
    }
}

fn end(occurrence: &Occurrence) -> String {
    let zone: Zone = occurrence.zone.parse().unwrap_or(Zone::UTC);
    match occurrence.all_day {
        true => occurrence.end.with_timezone(&zone).format("%Y%m%d").to_string(),
        false => instant(occurrence.end),
    }
}

fn instant(at: Instant) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

fn day(year: i32) -> Instant {
    NaiveDate::from_ymd_opt(year, 1, 1).expect("a sound test case").and_time(NaiveTime::MIN).and_utc()
}

fn date(text: &str) -> Instant {
    NaiveDate::parse_from_str(text, "%Y%m%d").expect("a sound test case").and_time(NaiveTime::MIN).and_utc()
}

fn decided() -> BTreeMap<String, Value> {
    rows("decided.jsonl").into_iter().map(|row| (text(&row["case"]).to_owned(), row)).collect()
}

fn rows(name: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(folder().join(name)).expect("a sound test case");
    text.lines().map(|line| serde_json::from_str(line).expect("a sound test case")).collect()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/calendars")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a sound test case")
}
