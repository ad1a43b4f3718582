//! What the app weighs and how soon it is there, beside a Tauri app that is an empty window, in the same run: memory of
//! the tray, which has used TLS, the keychain and notices; with the window; a minute after it was closed; the first
//! paint; and the frames of drags in the real web view, drawn in software. It prints figures beside their aims.

#![cfg(target_os = "linux")]

#[path = "../window/desk/mod.rs"]
mod desk;
mod secure;
mod weight;

use desk::{Desk, Window, until};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant, SystemTime};

const ROUNDS: usize = 5;
/// A window that has just been drawn comes to rest.
const REST: Duration = Duration::from_secs(5);
/// From closing to "after".
const AFTER: Duration = Duration::from_secs(60);
const DRAG: Duration = Duration::from_secs(3);
/// Between two places of the pointer, in hundredths of a second.
const STEP: &str = "0.01";
const TIDEGATE: &str = env!("CARGO_BIN_EXE_tidegate-desktop");

fn main() {
    let mut desk = Desk::new();
    let base = desk.carrier();
    let source = secure::Source::start(&desk);
    let mut tray = tray(&desk);
    at_work(&desk, &base, &source);
    report(&(0..ROUNDS).map(|_| Round::measured(&desk, &tray)).collect::<Vec<_>>());
    let first = |app: &App| -> Vec<f64> { (0..ROUNDS).map(|_| first_paint(&desk, app)).collect() };
    println!(
        "first paint after the start: {:.0} ms (aim under 1000); the empty app's: {:.0} ms",
        middle(&first(&App::tidegate())),
        middle(&first(&App::empty()))
    );
    let drags = drags(&desk);
    let frames: Vec<String> = drags.iter().map(|one| format!("{:.0}", at(one, 95))).collect();
    println!(
        "frames while dragging in WebKitGTK, p95 of each drag of 3 s: {} ms (aim 40)",
        frames.join(", ")
    );
    let _ = tray.kill();
    let _ = tray.wait();
}

/// A program with a window, as Linux and the screen name it.
struct App {
    program: String,
    process: &'static str,
    title: &'static str,
}

impl App {
    fn tidegate() -> Self {
        Self { program: TIDEGATE.into(), process: "tidegate-deskto", title: "Tidegate" }
    }

    /// The empty app, which `make bench-window` builds before.
    fn empty() -> Self {
        let beside: PathBuf = Path::new(TIDEGATE).with_file_name("examples").join("empty");
        assert!(beside.exists(), "begin with: make bench-window");
        Self { program: beside.display().to_string(), process: "empty", title: "Empty" }
    }
}

/// The memory of one opening and closing, in KiB.
struct Round {
    before: u64,
    open: u64,
    empty: u64,
    after: u64,
}

impl Round {
    fn measured(desk: &Desk, tray: &Child) -> Self {
        let before = weight::of_tree(tray.id());
        let (ours, bare) = (App::tidegate(), App::empty());
        let mut window = opened(desk, &ours);
        let open = weight::of_tree(tray.id()) + weight::of_tree(window.id());
        close(desk, &ours, &mut window);
        let closed = Instant::now();
        let mut window = opened(desk, &bare);
        let empty = weight::of_tree(window.id());
        close(desk, &bare, &mut window);
        std::thread::sleep(AFTER.saturating_sub(closed.elapsed()));
        Self { before, open, empty, after: weight::of_tree(tray.id()) }
    }
}

fn report(rounds: &[Round]) {
    let mib = |of: fn(&Round) -> u64| {
        let all = rounds.iter().map(|round| f64::from(u32::try_from(of(round)).expect("fits")) / 1024.0);
        middle(&all.collect::<Vec<_>>())
    };
    let (before, open, empty, after) =
        (mib(|one| one.before), mib(|one| one.open), mib(|one| one.empty), mib(|one| one.after));
    println!("memory (PSS of the process tree, median of {ROUNDS}):");
    println!("  the tray, with TLS, keychain and notices used: {before:.1} MiB (aim at most 20)");
    println!(
        "  with the window: {open:.1} MiB; the empty app: {empty:.1} MiB; {:.2} times (aim at most 1.20)",
        open / empty
    );
    println!(
        "  a minute after closing: {after:.1} MiB, {:+.1} % (aim within 10)",
        (after / before - 1.0) * 100.0
    );
}

fn middle(all: &[f64]) -> f64 {
    at(all, 50)
}

/// The value that so many of a hundred do not exceed.
fn at(all: &[f64], percent: usize) -> f64 {
    let mut all = all.to_vec();
    all.sort_by(f64::total_cmp);
    all[(all.len() * percent).div_ceil(100) - 1]
}

fn tray(desk: &Desk) -> Child {
    let mut command = desk.command(&desk::tidegate(), &["tray"]);
    command.stdin(Stdio::null()).stderr(Stdio::null());
    let tray = command.spawn().expect("the tray starts");
    until("it answers", || desk.ask(&["tenants", "list"]).is_array());
    tray
}

/// A customer whose carrier and calendar are asked encrypted, with secrets in the keychain, and who was told something:
/// what the tray weighs at work. Practice would weigh its own carrier as well.
fn at_work(desk: &Desk, base: &str, source: &secure::Source) {
    let account = ["tenants", "add", "Office", "--customer-number", "1-PRACT", "--zone", "UTC"];
    desk.told(&[&account[..], &["--dialect", "naas-v1", "--base", base]].concat(), "");
    desk.told(&["credentials", "set", "-"], "practice\npractice-secret\n");
    desk.told(&["circuits", "sync"], "");
    let own = ["--own-network", &source.place()];
    desk.told(&[&["feeds", "add", "Office", "-", "--bind", "HQ"], &own[..]].concat(), &source.address());
    let noon = |hour: u32| format!("{}T{hour}:00", desk.run("date", &["-u", "+%F"]).1.trim());
    let (from, to) = (noon(12), noon(13));
    let event = ["events", "add", "#iod 500M @HQ", "--start", &from, "--end", &to, "--repeats", "FREQ=DAILY"];
    desk.told(&event, "");
    desk.told(&["automation", "on", "--from-next"], "");
    until("something was told", || desk.notices().contains("Tidegate"));
    // The window's first opening makes its folder; the figures are those of every day.
    let window = Window::open(desk);
    window.says("Week of");
    desk.close_window();
    until("the window has ended", || desk.windows().is_empty());
    std::thread::sleep(REST);
}

/// A window at rest.
fn opened(desk: &Desk, app: &App) -> Child {
    let mut command = desk.command(&app.program, &[]);
    let window = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let window = window.unwrap_or_else(|error| panic!("{}: {error}", app.program));
    until("the window is there", || desk.run("wmctrl", &["-l"]).1.contains(app.title));
    std::thread::sleep(REST);
    window
}

fn close(desk: &Desk, app: &App, window: &mut Child) {
    assert!(desk.run("wmctrl", &["-F", "-c", app.title]).0, "there is a window to close");
    window.wait().expect("it ends");
}

/// From the start of the process to the first text on the page, in milliseconds.
fn first_paint(desk: &Desk, app: &App) -> f64 {
    let window = Window::of(desk, &app.program, &[]);
    let mut painted = Value::Null;
    until("something is painted", || {
        painted = window.script(PAINTED, &json!([]));
        painted.is_number()
    });
    let begun = weight::begun(*desk.processes(app.process).first().expect("the program runs"));
    let begun = begun.duration_since(SystemTime::UNIX_EPOCH).expect("after 1970").as_secs_f64() * 1000.0;
    desk.run("wmctrl", &["-F", "-c", app.title]);
    until("the window has ended", || desk.processes(app.process).is_empty());
    painted.as_f64().expect("a number") - begun
}

const PAINTED: &str = "
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    return paint ? performance.timeOrigin + paint.startTime : null;
";

/// The frames of each drag of an own event around the calendar, in milliseconds. The pointer is the screen's.
fn drags(desk: &Desk) -> Vec<Vec<f64>> {
    let window = Window::open(desk);
    window.says("Week of");
    window.script("location.hash = '#/calendar'", &json!([]));
    let id = desk.run("xdotool", &["search", "--onlyvisible", "--name", "^Tidegate$"]).1;
    let id = id.lines().last().expect("a window on the screen").to_owned();
    (0..ROUNDS).map(|_| drag(desk, &window, &id)).collect()
}

fn drag(desk: &Desk, window: &Window, id: &str) -> Vec<f64> {
    let mut place = Value::Null;
    until("an own event is to be seen", || {
        place = window.script(TILE, &json!([]));
        place.is_array()
    });
    let (x, y) = (place[0].as_f64().expect("a place"), place[1].as_f64().expect("a place"));
    let to = |x: f64, y: f64| {
        ["mousemove", "--window", id, &format!("{x:.0}"), &format!("{y:.0}")].map(str::to_owned)
    };
    let mut words: Vec<String> = to(x, y).to_vec();
    words.extend(["mousedown", "1", "sleep", "0.1"].map(str::to_owned));
    words.extend(to(x + 8.0, y + 8.0));
    run(desk, &words);
    window.script(WATCH, &json!([]));
    let begun = Instant::now();
    while begun.elapsed() < DRAG {
        let way = (0..20).flat_map(|_| {
            let turn = begun.elapsed().as_secs_f64() / DRAG.as_secs_f64() * 4.0 * std::f64::consts::PI;
            let step = ["sleep", STEP].map(str::to_owned);
            to(650.0 + turn.cos() * 320.0, 430.0 + turn.sin() * 180.0).into_iter().chain(step)
        });
        run(desk, &way.collect::<Vec<_>>());
    }
    let frames = window.script(SEEN, &json!([]));
    run(desk, &["key", "Escape", "mouseup", "1"].map(str::to_owned));
    let frames: Vec<f64> = frames.as_array().expect("frames").iter().filter_map(Value::as_f64).collect();
    assert!(frames.len() > 30, "something was dragged, and seen");
    frames
}

fn run(desk: &Desk, words: &[String]) {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    assert!(desk.run("xdotool", &words).0, "xdotool moves the pointer");
}

/// The middle of the last own event that can be seen.
const TILE: &str = "
    const tile = [...document.querySelectorAll('button.ev.own')].at(-1);
    if (!tile) return null;
    tile.scrollIntoView({ block: 'center' });
    const box = tile.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + Math.min(box.height / 2, 12)];
";

const WATCH: &str = "
    window.seen = { frames: [], on: true };
    let last = null;
    const frame = (now) => {
        if (last !== null) window.seen.frames.push(now - last);
        last = now;
        if (window.seen.on) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
";

/// Without the panel that says what it would cost, nothing was dragged.
const SEEN: &str = "
    window.seen.on = false;
    return document.querySelector('main .panel') ? window.seen.frames : [];
";
