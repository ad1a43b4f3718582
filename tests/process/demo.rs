//! `tidegate demo` as a newcomer runs it, without display, D-Bus or keychain: the story is fixed, and its exit code
//! says whether it went so.

mod household;

use chrono::{DateTime, TimeDelta, Utc};
use household::{bare, text};
use serde_json::Value;

#[test]
fn the_demo_tells_its_whole_story_and_ends_well() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = bare(folder.path(), &["demo", "--json"]).output().expect("tidegate starts");
    let said = text(&output.stdout);
    assert!(output.status.success(), "{said}{}", text(&output.stderr));
    let lines: Vec<Value> =
        said.lines().map(|line| serde_json::from_str(line).expect("one object a line")).collect();
    let summary = lines.last().expect("a summary");
    assert_eq!(summary["event"], "summary");
    let counts = ["confirmed", "failed", "cancelled"].map(|key| summary[key].as_u64().expect(key));
    assert_eq!(counts, [6, 1, 1], "{summary}");
    assert!(summary["notices"].as_u64().expect("notices") >= 4, "{summary}");
    assert_eq!((&summary["audit_ok"], &summary["currency"]), (&true.into(), &"USD".into()));
    let amount = |key: &str| summary[key].as_str().expect(key).parse::<f64>().expect("a decimal");
    assert!(amount("cost") > 0.0 && amount("cost") < amount("cost_at_top"), "{summary}");
    story_goes_as_written(&lines);
    assert!(
        std::fs::read_dir(folder.path()).expect("the home").next().is_none(),
        "the demo leaves nothing behind"
    );
}

/// Each change at its time, in seconds from the start (which lies 6 s before A's raise).
fn story_goes_as_written(lines: &[Value]) {
    let at = |line: &Value| line["at"].as_str().expect("at").parse::<DateTime<Utc>>().expect("RFC 3339");
    let find = |circuit: &str, event: &str, to: &str, nth: usize| {
        let same = lines
            .iter()
            .filter(|line| line["circuit"] == circuit && line["event"] == event && line["to"] == to);
        at(same.clone().nth(nth).unwrap_or_else(|| panic!("{circuit} {event} {to} number {nth}")))
    };
    let start = find("A", "planned", "1 Gbps", 0) - TimeDelta::seconds(6);
    let seconds = |at: DateTime<Utc>| (at - start).num_milliseconds() as f64 / 1000.0;
    let written = [
        ("A", "ordered", "1 Gbps", 0, 5.5..8.0),
        ("B", "ordered", "1 Gbps", 0, 9.5..12.0),
        ("B", "failed", "1 Gbps", 0, 12.0..17.5),
        ("B", "confirmed", "1 Gbps", 0, 16.0..26.0),
        ("C", "ordered", "500 Mbps", 0, 17.5..21.0),
        ("C", "confirmed", "500 Mbps", 0, 19.0..26.0),
        ("A", "confirmed", "100 Mbps", 0, 32.0..40.0),
        ("B", "confirmed", "100 Mbps", 0, 40.0..48.0),
        ("C", "cancelled", "100 Mbps", 0, 50.0..56.0),
        ("C", "confirmed", "100 Mbps", 0, 57.0..68.0),
    ];
    for (circuit, event, to, nth, range) in written {
        let found = seconds(find(circuit, event, to, nth));
        assert!(range.contains(&found), "{circuit} {event} {to} at {found} s, written {range:?}");
    }
}
