//! The window as a process: it starts an owner, there is one of it, it closes alone, and it outlives its owner.

#![cfg(target_os = "linux")]

mod desk;

use desk::{Desk, Window, until};

#[test]
fn the_window_starts_an_owner_and_closes_alone_and_the_tray_opens_it_again() {
    let desk = Desk::new();
    let window = Window::open(&desk);
    window.says("Set up Tidegate");
    until("the owner runs", || desk.owner().is_some());
    let owner = desk.owner();
    let panel = desk.panel();
    until("the tray says that nothing is set up", || panel.menu().items[0].label == "Nothing is set up yet");

    assert!(desk.run(env!("CARGO_BIN_EXE_tidegate-desktop"), &[]).0, "a second start ends well");
    assert_eq!(desk.windows().len(), 1, "and calls the first one forward");

    desk.close_window();
    until("the window's process has ended", || desk.windows().is_empty());
    assert_eq!(desk.owner(), owner, "and no other");

    panel.click("Open Tidegate");
    until("there is a window again", || desk.run("wmctrl", &["-l"]).1.contains("Tidegate"));
    panel.click("Open Tidegate");
    std::thread::sleep(std::time::Duration::from_millis(500));
    assert_eq!(desk.windows().len(), 1, "opened twice, it is there once");

    panel.click("Quit");
    until("everything has ended", || desk.windows().is_empty() && desk.owner().is_none());
}

#[test]
fn a_window_outlives_its_owner_says_so_and_starts_another() {
    let desk = Desk::new();
    let window = Window::open(&desk);
    window.says("Set up Tidegate");
    until("the owner runs", || desk.owner().is_some());
    let first = desk.owner().expect("an owner");
    assert!(desk.run("kill", &["-9", &first.to_string()]).0);
    until("another owner runs", || desk.owner().is_some_and(|owner| owner != first));
    window.says("Set up Tidegate");
}
