//! The person this is for, from the first page to quitting: practises, brings a calendar, sees the plan, switches on,
//! sees an order confirmed, breaks the carrier, is told, solves it, closes to the tray, comes back, quits.

#![cfg(target_os = "linux")]

mod desk;

use desk::{Desk, Window, until};

/// A calendar file with one event, so many seconds from now.
fn calendar(desk: &Desk, title: &str, from: i64, to: i64) -> String {
    let at = |seconds: i64| {
        let time = std::time::SystemTime::now() + std::time::Duration::from_secs(seconds.unsigned_abs());
        let output = desk.run("date", &["-u", "-d", &format!("@{}", unix(time)), "+%Y%m%dT%H%M%SZ"]);
        output.1.trim().to_owned()
    };
    let text = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:journey\r\n\
         DTSTAMP:20260101T000000Z\r\nDTSTART:{}\r\nDTEND:{}\r\nSUMMARY:{title}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        at(from),
        at(to)
    );
    let path = desk.home().with_file_name("office.ics");
    std::fs::write(&path, text).expect("a file");
    path.display().to_string()
}

fn unix(time: std::time::SystemTime) -> u64 {
    time.duration_since(std::time::UNIX_EPOCH).expect("after 1970").as_secs()
}

#[test]
fn a_first_run_in_practice_ends_in_a_confirmed_order_and_one_that_fails_is_told_and_solved() {
    let desk = Desk::new();
    let file = calendar(&desk, "#iod 1G @HQ All hands stream", 40, 1800);
    let window = Window::open(&desk);
    window.says("Set up Tidegate");
    window.picture("1-first-page");
    window.press("Practise");
    window.says("You practise with the built-in carrier");
    window.press("Add another calendar");
    window.type_into("Calendar link", &file);
    window.press("Read it");
    window.says("will fire");
    window.says("All hands stream");
    window.picture("2-calendar");
    window.press("Confirm these tiers");
    window.says("for 14 days");
    window.picture("3-plan");
    window.press("Switch on");
    window.says("Week of");
    window.picture("4-week");

    window.press("Activity");
    window.says("1 Gbps");
    window.says("Confirmed");
    window.picture("5-confirmed");

    // The first order fails, and both tries after it: the next one is due half a minute later.
    for _ in 0..3 {
        window.press("Break the carrier");
        window.choose("On which circuit", "HQ");
        window.press("Break it");
        until("the dialog has closed", || !window.text().contains("Only in practice mode."));
    }
    window.press("Circuits");
    window.press("Hold\u{2026}HQ");
    window.press("500 M");
    window.press("Hold 500 Mbps");
    until("the desktop has the notice", || desk.notices().contains("HQ: drop to 500 Mbps failed"));
    window.press("Attention");
    window.says("failed");
    window.says("The drop keeps failing");
    window.picture("6-failed");
    window.press("Try now");
    window.says("Solved");
    window.picture("7-solved");
    until("the desktop has the recovery", || desk.notices().contains("Solved: HQ"));

    let panel = desk.panel();
    desk.close_window();
    until("the window's process has ended", || desk.windows().is_empty());
    assert!(desk.owner().is_some(), "and the owner goes on");
    panel.click("Open Tidegate");
    until("there is a window again", || desk.run("wmctrl", &["-l"]).1.contains("Tidegate"));
    let labels = panel.menu().labels().join("\n");
    assert!(labels.contains("Quit and leave HQ at 500 Mbps"), "{labels}");
    panel.click("Drop to the baselines, pause, then quit");
    until("everything has ended", || desk.windows().is_empty() && desk.owner().is_none());
}
