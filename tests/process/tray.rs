//! `tidegate tray` as a panel sees it: a session bus of the test's own, a panel of the test's own, the menu read and
//! clicked over D-Bus.

#![cfg(target_os = "linux")]

mod household;
mod panel;

use household::{Household, Running, text, until};
use panel::{Panel, Session};
use std::process::{Command, Stdio};
use std::time::Duration;

/// The tray on this session's bus, away from the machine's own, its words in a file.
fn tray(house: &Household, session: &Session) -> Running {
    let log = std::fs::File::options().create(true).append(true).open(log(house)).expect("a log");
    let child = command(house, session).stderr(log).spawn().expect("tidegate starts");
    Running(child)
}

fn command(house: &Household, session: &Session) -> Command {
    let mut command = house.command(&["tray", "--secret-from-env", "PRACTICE_SECRETS"]);
    command
        .env("PRACTICE_SECRETS", "client_id=practice\nclient_secret=practice-secret")
        .env("DBUS_SESSION_BUS_ADDRESS", &session.address)
        .env("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command
}

fn log(house: &Household) -> std::path::PathBuf {
    house.folder.path().join("tray.log")
}

fn ends(running: &mut Running) {
    until("the tray has ended", || running.0.try_wait().expect("a child").is_some());
    let status = running.0.wait().expect("a child");
    assert!(status.success(), "it ends well: {status}");
}

#[test]
fn the_tray_shows_the_state_and_its_menu_does_what_it_says() {
    let (house, session) = (Household::new(), Session::start());
    house.set_up("naas-v1");
    let mut running = tray(&house, &session);
    let panel = Panel::start(&session);
    house.take_circuits();
    until("both circuits are in the menu", || {
        let menu = panel.menu();
        menu.find("HQ: 100 Mbps").is_some() && menu.find("Branch: 100 Mbps").is_some()
    });
    until("the first line tells the plan", || panel.menu().items[0].label == "Nothing planned");
    let pictures: Vec<(i32, i32, Vec<u8>)> = panel.property("IconPixmap").try_into().expect("pictures");
    let sizes: Vec<_> =
        pictures.iter().map(|(width, height, bytes)| (*width, *height, bytes.len())).collect();
    assert_eq!(sizes, [(22, 22, 22 * 22 * 4), (44, 44, 44 * 44 * 4)]);

    panel.click("Pause everything");
    until("all is paused", || !house.json(&["status"])["paused"].is_null());
    panel.click("Now");
    until("all goes on", || house.json(&["status"])["paused"].is_null());

    let labels = panel.menu().labels().join("\n");
    let boost = labels.lines().find(|label| label.starts_with("Boost to 1 Gbps for 2 h, $")).expect(&labels);
    panel.click(boost);
    until("HQ or Branch has 1 Gbps", || {
        ["77000000001", "77000000002"].iter().any(|id| house.carrier().tier_of(id) == Some(1000))
    });
    let asks = |label: &&str| label.starts_with("Quit and leave ");
    until("quitting asks first", || panel.menu().labels().iter().any(asks));
    panel.click("Stay");
    let menu = panel.menu();
    assert!(running.0.try_wait().expect("a child").is_none(), "it stays");
    panel.click(menu.labels().into_iter().find(asks).expect("an answer"));
    ends(&mut running);
}

#[test]
fn a_desktop_without_a_tray_is_told_once_and_a_panel_that_comes_later_is_found() {
    let (house, session) = (Household::new(), Session::start());
    house.set_up("naas-v1");
    let mut running = tray(&house, &session);
    let said = || std::fs::read_to_string(log(&house)).unwrap_or_default();
    until("it says so", || said().contains("shows no tray icons"));
    assert_eq!(house.json(&["status"])["running"], true, "and goes on");

    let second = command(&house, &session).stderr(Stdio::piped()).output().expect("tidegate starts");
    assert!(second.status.success(), "a second one ends well");
    assert!(text(&second.stderr).contains("Tidegate runs already"), "{}", text(&second.stderr));

    let panel = Panel::start(&session);
    panel.click("Quit");
    ends(&mut running);
    assert_eq!(said().matches("shows no tray icons").count(), 1, "{}", said());
}

#[test]
fn a_session_that_ends_leaves_the_rest_running_and_at_rest() {
    let (house, session) = (Household::new(), Session::start());
    house.set_up("naas-v1");
    let running = tray(&house, &session);
    let panel = Panel::start(&session);
    drop(session);
    drop(panel);
    std::thread::sleep(Duration::from_secs(1));
    let before = worked(&running);
    std::thread::sleep(Duration::from_secs(2));
    let ticks = worked(&running) - before;
    assert!(ticks < 100, "half of the time at work: {ticks} ticks in two seconds");
    assert_eq!(house.json(&["status"])["running"], true);
}

/// The processor time of a process so far, in hundredths of a second.
fn worked(running: &Running) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", running.0.id())).expect("Linux");
    let after_name = stat.rsplit(')').next().expect("a name in brackets");
    after_name.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<u64>().expect("a number")).sum()
}
