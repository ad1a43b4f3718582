//! Other engines and how they are asked. Owns processes and their answers; what an answer is worth is the test's to say.

use super::generate::Case;
use chrono::{NaiveDateTime, TimeZone};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Instances that are compared of one rule.
pub(crate) const MOST: usize = 60;

/// An engine's answer; `None` where it has none.
pub(crate) type Answer = Option<Vec<String>>;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/engines")
}

/// libical, through a driver that is built for this run.
pub(crate) fn libical(cases: &[Case]) -> Vec<Answer> {
    ask(Command::new(driver("libical.c")), &lines(cases))
}

/// libical's judge of calendars.
pub(crate) fn validator() -> PathBuf {
    driver("valid.c")
}

/// What it says of a calendar: what is wrong, and UID and title of each event.
pub(crate) fn valid(validator: &Path, calendar: &str) -> Vec<String> {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("written.ics");
    std::fs::write(&file, calendar).expect("a file");
    let output = Command::new(validator).arg(&file).output().expect("the validator runs");
    assert!(output.status.success(), "libical reads no calendar in\n{calendar}");
    String::from_utf8(output.stdout).expect("text").lines().map(str::to_owned).collect()
}

/// Builds a driver of libical.
fn driver(source: &str) -> PathBuf {
    let driver = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("tidegate-{source}")).with_extension("");
    let source = folder().join(source);
    let built = Command::new("cc").arg("-O1").arg("-o").arg(&driver).arg(source).arg("-lical").status();
    assert!(
        built.is_ok_and(|status| status.success()),
        "libical's driver cannot be built: is libical-dev there?"
    );
    driver
}

/// ical.js, in node.
pub(crate) fn icaljs(cases: &[Case]) -> Vec<Answer> {
    ask(node(), &lines(cases))
}

/// The occurrences that ical.js finds in calendars, each "uid start end".
pub(crate) fn icaljs_calendars(calendars: &[String], from: &str, to: &str) -> Vec<Answer> {
    let line = |text: &String| serde_json::json!({ "text": text, "from": from, "to": to }).to_string();
    ask(node(), &calendars.iter().map(line).collect::<Vec<_>>())
}

fn node() -> Command {
    let mut node = Command::new("node");
    node.arg(folder().join("icaljs.mjs"));
    node
}

fn lines(cases: &[Case]) -> Vec<String> {
    let stamp = |civil: NaiveDateTime| civil.format("%Y%m%dT%H%M%SZ").to_string();
    cases
        .iter()
        .map(|case| format!("{}\t{}\t{}\t{MOST}", stamp(case.start), case.rule(), stamp(case.end)))
        .collect()
}

fn ask(mut engine: Command, lines: &[String]) -> Vec<Answer> {
    let mut engine = engine.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the engine starts");
    let mut asks = engine.stdin.take().expect("its input");
    let text = lines.join("\n") + "\n";
    let asking = std::thread::spawn(move || asks.write_all(text.as_bytes()));
    let answers = BufReader::new(engine.stdout.take().expect("its output")).lines();
    let read = |line: std::io::Result<String>| match line.expect("an answer").as_str() {
        refused if refused.ends_with('?') => None,
        "" => Some(vec![]),
        found => Some(found.split(',').map(str::to_owned).collect()),
    };
    let answers: Vec<Answer> = answers.map(read).collect();
    asking.join().expect("asked").expect("all was asked");
    assert!(engine.wait().is_ok_and(|status| status.success()), "the engine failed");
    assert_eq!(answers.len(), lines.len(), "an answer to every question");
    answers
}

/// The rrule crate's own walk from the start on: none of its parts is left to us, and nothing is skipped.
pub(crate) fn rrule(case: &Case) -> Answer {
    let text = format!("DTSTART:{}\nRRULE:{}", case.start.format("%Y%m%dT%H%M%SZ"), case.rule());
    let set: rrule::RRuleSet = text.parse().ok()?;
    // Its end is included.
    let end = case.end - chrono::Duration::seconds(1);
    let walked = set.before(rrule::Tz::UTC.from_utc_datetime(&end)).all(60);
    Some(walked.dates.iter().map(|at| at.format("%Y%m%dT%H%M%SZ").to_string()).collect())
}
