//! Notices on a real desktop: dunst on a private display and a private bus.

#![cfg(target_os = "linux")]

mod session;

use session::{Daemon, bus, daemon, inside, run, start, wait_for_name, wait_until};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tidegate_core::ids::TenantId;
use tidegate_core::incident::{Notice, Remedy, Stage};
use tidegate_core::time::Span;
use tidegate_engine::desktop::{Desktop, Pressed, Shown};

const SERVICE: &str = "org.freedesktop.Notifications";

/// A display of a free number, which the server itself chooses.
fn display() -> (Daemon, String) {
    let mut command = Command::new("Xvfb");
    command.args(["-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp"]);
    let mut child = start("xvfb", command.stdout(Stdio::piped()).stderr(Stdio::null()));
    let mut number = String::new();
    BufReader::new(child.stdout.take().expect("a sound test session"))
        .read_line(&mut number)
        .expect("a sound test session");
    assert!(number.trim().parse::<u32>().is_ok(), "Xvfb named no display: {number:?}");
    (daemon(child, ""), format!(":{}", number.trim()))
}

fn dunst(folder: &Path, display: &str) -> Daemon {
    let config = folder.join("dunstrc");
    std::fs::write(&config, "[global]\nmarkup = full\nhistory_length = 50\n").expect("a sound test session");
    let mut command = Command::new("dunst");
    command.arg("-config").arg(&config).env("DISPLAY", display).stdout(Stdio::null()).stderr(Stdio::null());
    let dunst = daemon(start("dunst", &mut command), "");
    wait_for_name(SERVICE);
    dunst
}

fn dunstctl(arguments: &[&str]) -> String {
    run("dunst", "dunstctl", arguments)
}

/// What was shown, newest first; dunst lists a toast only after it is closed.
fn history() -> Vec<serde_json::Value> {
    dunstctl(&["close-all"]);
    wait_until("all toasts to close", || dunstctl(&["count", "displayed"]).trim() == "0");
    let all: serde_json::Value = serde_json::from_str(&dunstctl(&["history"])).expect("a sound test session");
    all["data"][0].as_array().expect("a sound test session").clone()
}

fn displayed() -> String {
    dunstctl(&["count", "displayed"]).trim().to_owned()
}

fn notice(key: &str, stage: Stage, body: &str) -> Notice {
    Notice {
        at: "2027-01-04T09:00:00Z".parse().expect("a sound test session"),
        key: key.into(),
        circuit: None,
        stage,
        title: format!("{key}: order failed"),
        body: body.into(),
        choices: Vec::new(),
    }
}

fn wait<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a sound test session")
        .block_on(future)
}

#[test]
fn a_notice_is_seen_replaced_in_place_and_hostile_text_stays_text() {
    let Some(folder) = inside("a_notice_is_seen_replaced_in_place_and_hostile_text_stays_text") else {
        return;
    };
    let _bus = bus(&folder);
    let (_display, number) = display();
    let _dunst = dunst(&folder, &number);
    wait(async {
        let desktop = Desktop::session(Span::seconds(5));
        assert_eq!(desktop.show(None, &notice("HQ", Stage::Opened, "first")).await, Shown::OnDesktop);
        assert_eq!(desktop.show(None, &notice("HQ", Stage::Opened, "<b>A</b> & B")).await, Shown::OnDesktop);
        wait_until("one toast", || displayed() == "1");
        assert_eq!(desktop.show(None, &notice("Branch", Stage::Closed, "over")).await, Shown::OnDesktop);
        wait_until("two toasts", || displayed() == "2");
    });
    let history = history();
    assert_eq!(history.len(), 2, "the second of one incident replaced the first: {history:#?}");
    let about = |key: &str| {
        let title = format!("{key}: order failed");
        history.iter().find(|toast| toast["summary"]["data"] == title.as_str()).expect("a sound test session")
    };
    assert_eq!(about("HQ")["timeout"]["data"], 0, "it stays until it is seen");
    assert_eq!(about("HQ")["appname"]["data"], "Tidegate");
    assert_eq!(about("HQ")["body"]["data"], "&lt;b&gt;A&lt;/b&gt; &amp; B");
    assert_ne!(about("Branch")["timeout"]["data"], 0, "it goes by itself");
}

#[test]
fn a_pressed_button_is_heard_with_what_it_is_about_also_after_the_toast_was_replaced() {
    let Some(folder) =
        inside("a_pressed_button_is_heard_with_what_it_is_about_also_after_the_toast_was_replaced")
    else {
        return;
    };
    let _bus = bus(&folder);
    let (_display, number) = display();
    let _dunst = dunst(&folder, &number);
    wait(async {
        let desktop = Desktop::session(Span::seconds(5));
        let mut pressed = desktop.pressed().expect("the first who asks hears them");
        assert!(desktop.pressed().is_none(), "and nobody else");
        let tenant = TenantId::from("office");
        let offering = |body: &str| Notice {
            circuit: Some("HQ".into()),
            choices: vec![Remedy::Retry, Remedy::Open],
            ..notice("HQ", Stage::Opened, body)
        };
        for body in ["first", "second"] {
            assert_eq!(desktop.show(Some(&tenant), &offering(body)).await, Shown::OnDesktop);
        }
        wait_until("one toast", || displayed() == "1");
        // dunst presses the first button of the newest toast: for it that is the toast itself.
        dunstctl(&["action", "0"]);
        let heard = tokio::time::timeout(Duration::from_secs(10), pressed.recv()).await;
        let heard = heard.expect("in time").expect("a button");
        let wanted = Pressed {
            tenant: Some(tenant.clone()),
            key: "HQ".into(),
            circuit: Some("HQ".into()),
            remedy: Remedy::Open,
        };
        assert_eq!(heard, wanted);
        // Two customers may have a problem of one name: neither takes the other's toast.
        let other = TenantId::from("clinic");
        assert_eq!(desktop.show(Some(&tenant), &offering("third")).await, Shown::OnDesktop);
        assert_eq!(desktop.show(Some(&other), &offering("fourth")).await, Shown::OnDesktop);
        wait_until("two toasts", || displayed() == "2");
    });
}

#[test]
fn without_a_desktop_a_notice_is_shown_nowhere_and_a_later_desktop_is_found() {
    let Some(folder) = inside("without_a_desktop_a_notice_is_shown_nowhere_and_a_later_desktop_is_found")
    else {
        return;
    };
    wait(async {
        let desktop = Desktop::session(Span::seconds(5));
        let one = notice("HQ", Stage::Opened, "one");
        assert_eq!(desktop.show(None, &one).await, Shown::Nowhere, "no bus");
        let _bus = bus(&folder);
        assert_eq!(desktop.show(None, &one).await, Shown::Nowhere, "a bus, and nobody on it");
        let (_display, number) = display();
        let first = dunst(&folder, &number);
        assert_eq!(desktop.show(None, &one).await, Shown::OnDesktop);
        drop(first);
        let _second = dunst(&folder, &number);
        assert_eq!(desktop.show(None, &one).await, Shown::OnDesktop, "the desktop's program was replaced");
        wait_until("the toast on the new one", || displayed() == "1");
    });
}

#[test]
fn a_desktop_that_hangs_holds_nothing_up() {
    let Some(folder) = inside("a_desktop_that_hangs_holds_nothing_up") else { return };
    let _bus = bus(&folder);
    let (_display, number) = display();
    let dunst = dunst(&folder, &number);
    run("procps", "kill", &["-STOP", &dunst.id()]);
    wait(async {
        let desktop = Desktop::session(Span::milliseconds(500));
        let begun = Instant::now();
        assert_eq!(desktop.show(None, &notice("HQ", Stage::Opened, "one")).await, Shown::Nowhere);
        assert!(begun.elapsed() < Duration::from_secs(3));
    });
    run("procps", "kill", &["-CONT", &dunst.id()]);
}
