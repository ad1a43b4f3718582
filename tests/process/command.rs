//! The command as people and scripts use it: what it prints, how it fails, and what it must never take or show.

mod household;

use household::{Household, bare, text, until};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Stdio;

fn example(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/calendars/feeds").join(name).display().to_string()
}

#[test]
fn calendar_expand_prints_the_agreed_form() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = example("own__outlook_published_basic.ics");
    let words = ["calendar", "expand", &file, "--from", "2026-03-30", "--to", "2026-05-05", "--json"];
    let output = bare(folder.path(), &words).output().expect("tidegate starts");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let value: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let moved = json!({
        "uid": "040000008200E00074C5B7101A82E008A1", "recurrence_id": "2026-03-30T08:00:00Z", "start": "2026-03-30T12:00:00Z",
        "end": "2026-03-30T13:00:00Z", "summary": "Daily stand-up", "status": null,
    });
    assert_eq!(value["occurrences"][0], moved);
    let all_day = value["occurrences"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|one| one["uid"] == "allday1")
        .expect("the all-day event");
    assert_eq!((&all_day["all_day"], &all_day["start"]), (&true.into(), &"2026-05-01T00:00:00Z".into()));
    assert_eq!(value["problems"], json!([]));
}

#[test]
fn calendar_check_tells_a_person_what_was_assumed_and_what_is_missing() {
    let folder = tempfile::tempdir().expect("a folder");
    let said = |lines: &str| {
        let file = folder.path().join("office.ics");
        std::fs::write(&file, lines).expect("a file");
        let file = file.display().to_string();
        let words = ["calendar", "check", &file, "--from", "2026-03-01", "--to", "2026-04-01"];
        text(&bare(folder.path(), &words).output().expect("tidegate starts").stdout)
    };
    let busy = said(
        "BEGIN:VCALENDAR\nX-WR-CALNAME:Office\nBEGIN:VEVENT\nUID:a\nDTSTART:20260302T090000\nSUMMARY:Busy\nSTATUS:CANCELLED\nEND:VEVENT\nEND:VCALENDAR\n",
    );
    for words in [
        "\"Office\": 1 event; from 2026-03-01 to 2026-04-01 it happens 1 time.",
        "read in UTC: neither the calendar nor --tz names one",
        "Mon 2 Mar 2026 09:00 UTC Busy: it is cancelled",
        "Google:",
        "Outlook:",
        "Apple:",
        "Everything in it can be read",
    ] {
        assert!(busy.contains(words), "{words} is not in\n{busy}");
    }
    let cut = said(
        "BEGIN:VCALENDAR\nX-WR-TIMEZONE:Europe/Berlin\nBEGIN:VEVENT\nUID:a\nDTSTART;TZID=Mars/Olympus:20260302T090000\nSUMMARY:1 Gbps\nEND:VEVENT\n",
    );
    for words in ["It stops in the middle", "read in Europe/Berlin: the calendar says so", "Mars/Olympus"] {
        assert!(cut.contains(words), "{words} is not in\n{cut}");
    }
}

#[test]
fn what_is_no_calendar_ends_with_1_and_wrong_words_with_2() {
    let folder = tempfile::tempdir().expect("a folder");
    let code = |words: &[&str]| bare(folder.path(), words).output().expect("tidegate starts").status.code();
    assert_eq!(code(&["calendar", "expand", &example("own__html_login_page.ics")]), Some(1));
    assert_eq!(code(&["calendar", "expand", &example("own__bom.ics"), "--from", "soon"]), Some(2));
    assert_eq!(code(&["no-such-verb"]), Some(2));
    assert_eq!(code(&["status"]), Some(1), "nothing is set up");
    for words in [&["--json", "no-such-verb"][..], &["--json", "status"]] {
        let told = bare(folder.path(), words).output().expect("tidegate starts").stderr;
        let told: Value = serde_json::from_slice(&told).expect("one object of JSON");
        assert!(told["error"].as_str().is_some_and(|words| !words.is_empty()), "{told}");
    }
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = example("own__outlook_published_basic.ics");
    let words = ["calendar", "expand", &file, "--from", "2020-01-01", "--to", "2030-01-01"];
    let mut command = bare(folder.path(), &words);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("tidegate starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
}

#[test]
fn every_verb_has_help_with_what_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let help = text(&bare(folder.path(), &["--help"]).output().expect("tidegate starts").stdout);
    let verbs: Vec<&str> = help
        .lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1)
        .take_while(|line| line.starts_with("  "))
        .collect();
    assert!(verbs.len() >= 25, "{help}");
    for line in verbs.iter().filter(|line| !line.starts_with("   ")) {
        assert!(line.split_whitespace().count() >= 3, "a verb without a sentence: {line}");
    }
}

#[test]
fn secrets_are_not_taken_as_arguments() {
    let folder = tempfile::tempdir().expect("a folder");
    for words in [
        &["feeds", "add", "Office", "https://calendar.example/secret.ics"][..],
        &["credentials", "set", "hunter2"],
    ] {
        let output = bare(folder.path(), words).output().expect("tidegate starts");
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        let said = text(&output.stdout) + &text(&output.stderr);
        assert!(!said.contains("hunter2") && !said.contains("secret.ics"), "{said}");
    }
}

#[test]
fn a_second_copy_on_one_machine_does_nothing_and_says_so() {
    let house = Household::new();
    house.set_up("naas-v1");
    let _first = house.run();
    let mut second = house.command(&["run", "--secret-from-env", "S"]);
    let output =
        second.env("S", "client_id=practice").stdin(Stdio::null()).output().expect("tidegate starts");
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr).contains("another Tidegate works with this data folder"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn an_office_is_set_up_raised_and_proved_from_the_command_line() {
    let house = Household::new();
    house.set_up("naas-v1");
    let running = house.run();
    house.take_circuits();
    let calendar = house.calendar(8, 300);
    let added = house.json(&["feeds", "add", "Office", "--file", &calendar]);
    assert_eq!((&added["fires"], &added["attention"]), (&1.into(), &0.into()), "{added}");
    until("HQ has 1 Gbps", || house.carrier().tier_of("77000000001") == Some(1000));
    until("the ledger says so", || house.json(&["orders", "list"])[0]["state"] == "Confirmed");
    let why = house.json(&["orders", "list"])[0]["why"].as_str().expect("a reason").to_owned();
    assert!(why.contains("1 Gbps because of \"#iod 1G @HQ\" in Office"), "{why}");
    house.done(&["hold", "HQ", "100M", "--until", "1h"]);
    until("HQ is held at 100 Mbps", || house.carrier().tier_of("77000000001") == Some(100));
    let refused = house.ask(&["boost", "HQ", "2G"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("above the highest tier"), "{}", text(&refused.stderr));
    drop(running);
    let export = house.folder.path().join("audit.jsonl").display().to_string();
    house.done(&["audit", "export", &export]);
    let verified = house.json(&["audit", "verify"]);
    assert_eq!(verified["ok"], true);
    assert_eq!(house.json(&["audit", "verify", &export])["head"], verified["head"]);
    no_secret_on_disk(&house.home());
}

#[test]
fn what_is_listed_is_told_to_people_in_words_and_on_the_home_zones_clock() {
    let house = Household::new();
    house.set_up("naas-v1");
    house.done(&["settings", "set", "zone", "America/Denver"]);
    let _running = house.run();
    house.take_circuits();
    house.done(&["rules", "add", "Board", "--contains", "board", "--asks", "500M", "--circuit", "HQ"]);
    house.done(&["profiles", "set", "video", "500M", "--circuit", "HQ"]);
    house.done(&["feeds", "add", "Office", "--file", &house.calendar(0, 300)]);
    until("it is ordered", || house.json(&["orders", "list"])[0]["state"] == "Confirmed");
    let when = ["--start", "2028-01-04T09:00", "--end", "2028-01-04T12:00"];
    let weekly = ["--repeats", "FREQ=WEEKLY;BYDAY=TU"];
    let added = house.done(&[&["events", "add", "#iod 1G @HQ"], &when[..], &weekly].concat());
    for words in ["Tue 4 Jan, 09:00–12:00 MST", "Asks for 1 Gbps on HQ", "adds $", "every week on Tue"] {
        assert!(added.contains(words), "{words} is not in\n{added}");
    }
    for (words, says) in [
        (&["rules", "list"][..], "1   Board  title contains \"board\"  500 Mbps on HQ"),
        (&["profiles", "list"], "video  500 Mbps on HQ  #iod video"),
        (&["settings", "get"], "clock-hour      how sums are reckoned"),
        (&["events", "list"], "Tue 4 Jan 2028 09:00 to 12:00 MST  every week on Tue  #iod 1G @HQ"),
        (&["credentials", "test"], "it lists 2 circuits"),
        (&["orders", "list"], " M"), // MST or MDT
        (&["feeds", "list"], " M"),
        (&["tenants", "list"], "Office"),
        (&["audit", "verify"], "The trail is whole"),
        (&["doctor"], "ledger of Office  opens (schema "),
    ] {
        let said = text(&house.ask(words).stdout);
        assert!(said.contains(says), "{words:?} does not say {says}:\n{said}");
        assert!(!said.contains("UTC") && !said.contains("{\""), "{words:?}:\n{said}");
    }
    let wrong = |rule: &str| {
        text(&house.ask(&[&["events", "add", "x"], &when[..], &["--repeats", rule]].concat()).stderr)
    };
    for rule in ["FREQ=NEVER", "FREQ=WEEKLY;BYDAY=MO"] {
        let said = wrong(rule);
        assert!(said.to_lowercase().contains("nothing was changed") && !said.contains("is listed"), "{said}");
    }
}

#[test]
fn going_on_says_what_would_be_ordered_now_with_its_price_and_asks_from_when() {
    let house = Household::new();
    house.set_up("naas-v1");
    let _running = house.run();
    house.take_circuits();
    house.done(&["pause"]);
    house.json(&["feeds", "add", "Office", "--file", &house.calendar(0, 300)]);
    let undecided = house.ask(&["resume"]);
    let said = text(&undecided.stderr);
    assert_eq!(undecided.status.code(), Some(2), "{said}");
    assert!(said.contains("--now") && said.contains("--from-next"), "{said}");
    let order = "HQ from 100 Mbps to 1 Gbps (";
    assert!(
        said.contains(order) && said.contains(" an hour, +$") && said.contains("Nothing was changed"),
        "{said}"
    );
    let later = text(&house.ask(&["resume", "--from-next"]).stdout);
    assert!(later.contains("Nothing is ordered now"), "{later}");
    house.done(&["pause"]);
    let now = house.json(&["resume", "--now"]);
    assert_eq!(
        (&now["orders"][0]["circuit"], &now["orders"][0]["to"]),
        (&"HQ".into(), &1000.into()),
        "{now}"
    );
    until("HQ has 1 Gbps", || house.carrier().tier_of("77000000001") == Some(1000));
}

#[test]
fn switching_on_asks_from_when_too() {
    let house = Household::new();
    house.set_up("naas-v1");
    let undecided = house.ask(&["automation", "on"]);
    let said = text(&undecided.stderr);
    assert_eq!(undecided.status.code(), Some(2), "{said}");
    assert!(said.contains("--now") && said.contains("--from-next"), "{said}");
    assert_eq!(house.json(&["status"])["automation"], false, "nothing was changed");
    house.done(&["automation", "on", "--from-next"]);
    assert_eq!(house.json(&["status"])["automation"], true);
}

#[test]
fn the_home_zone_does_not_follow_the_computer() {
    let house = Household::new();
    house.set_up("naas-v1");
    for zone in ["Asia/Tokyo", "America/Los_Angeles"] {
        let there = |words: &[&str]| {
            let output = house.command(words).env("TZ", zone).stdin(Stdio::null()).output();
            let output = output.expect("tidegate starts");
            assert!(output.status.success(), "{words:?}: {}", text(&output.stderr));
            serde_json::from_slice::<Value>(&output.stdout).expect("JSON")
        };
        assert_eq!(there(&["settings", "get", "--json"])["zone"], "UTC", "{zone}");
        let title = format!("#iod 1G, written in {zone}");
        let times = ["--start", "2030-01-04T09:00:00Z", "--end", "2030-01-04T10:00:00Z", "--json"];
        there(&[&["events", "add", &title][..], &times].concat());
    }
    let starts: Vec<Value> = house
        .json(&["events", "list"])
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one["start"].clone())
        .collect();
    assert_eq!(starts, ["20300104T090000", "20300104T090000"], "kept in the home zone");
}

/// Nothing that was given at the start is anywhere in the home.
fn no_secret_on_disk(folder: &Path) {
    for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
        let path = entry.path();
        if path.is_dir() {
            no_secret_on_disk(&path);
        } else {
            let bytes = std::fs::read(&path).unwrap_or_default();
            let found = bytes.windows(b"practice-secret".len()).any(|window| window == b"practice-secret");
            assert!(!found, "a secret in {}", path.display());
        }
    }
}

#[test]
fn starting_with_the_session_is_switched_on_and_off_and_seen() {
    let house = Household::new();
    house.set_up("naas-v1");
    let entry = house.home().join(".config/autostart/tidegate.desktop");
    let seen = || house.json(&["settings", "get"])["autostart"].clone();
    assert_eq!((seen(), entry.exists()), (false.into(), false));
    house.done(&["settings", "set", "autostart", "on"]);
    assert_eq!(seen(), true);
    let written = std::fs::read_to_string(&entry).expect("an entry of the session");
    assert!(
        written.contains(env!("CARGO_BIN_EXE_tidegate")) && written.contains(" tray --home "),
        "{written}"
    );
    house.done(&["settings", "set", "autostart", "off"]);
    assert_eq!((seen(), entry.exists()), (false.into(), false));
    let wrong = house.ask(&["settings", "set", "autostart", "maybe"]);
    assert_eq!(wrong.status.code(), Some(2), "{}", text(&wrong.stderr));
}
