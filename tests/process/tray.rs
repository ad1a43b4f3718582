//! `tidegate tray` as a panel sees it: a session bus of the test's own, a panel of the test's own, the menu read and
//! clicked over D-Bus.

#![cfg(target_os = "linux")]

mod household;

use household::{Household, Running, text, until};
use std::collections::HashMap;
use std::io::BufRead;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use zbus::blocking::{Connection, Proxy, connection};
use zbus::zvariant::{OwnedValue, Structure, Value};

/// A session bus; ends with the test.
struct Session {
    daemon: Child,
    address: String,
}

impl Session {
    fn start() -> Self {
        let mut daemon = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon (package dbus) starts");
        let mut line = String::new();
        let mut said = std::io::BufReader::new(daemon.stdout.take().expect("its standard output"));
        said.read_line(&mut line).expect("an address");
        Self { daemon, address: line.trim().to_owned() }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

/// The part of a panel that items report to.
struct Watcher(Arc<Mutex<Vec<String>>>);

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, name: &str) {
        self.0.lock().expect("nobody panics with it").push(name.to_owned());
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }
}

/// A panel: who reported, and how to look at it.
struct Panel {
    bus: Connection,
    items: Arc<Mutex<Vec<String>>>,
}

/// An item of a menu as the panel gets it.
#[derive(Debug)]
struct Item {
    id: i32,
    label: String,
    items: Vec<Item>,
}

type Layout = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

impl Panel {
    fn start(session: &Session) -> Self {
        let items = Arc::new(Mutex::new(Vec::new()));
        let bus = connection::Builder::address(session.address.as_str())
            .and_then(|bus| bus.serve_at("/StatusNotifierWatcher", Watcher(Arc::clone(&items))))
            .and_then(|bus| bus.name("org.kde.StatusNotifierWatcher"))
            .and_then(connection::Builder::build)
            .expect("a panel");
        let panel = Self { bus, items };
        until("the tray reports to the panel", || panel.item().is_some());
        panel
    }

    fn item(&self) -> Option<String> {
        self.items.lock().expect("nobody panics with it").last().cloned()
    }

    fn proxy(&self, path: &'static str, interface: &'static str) -> Proxy<'static> {
        let item = self.item().expect("an item");
        Proxy::new(&self.bus, item, path, interface).expect("a proxy")
    }

    fn property(&self, name: &str) -> OwnedValue {
        self.proxy("/StatusNotifierItem", "org.kde.StatusNotifierItem").get_property(name).expect(name)
    }

    fn menu(&self) -> Item {
        let arguments = (0_i32, -1_i32, Vec::<String>::new());
        let (_, layout): (u32, Layout) = self.dbusmenu().call("GetLayout", &arguments).expect("a menu");
        read(layout)
    }

    fn dbusmenu(&self) -> Proxy<'static> {
        self.proxy("/MenuBar", "com.canonical.dbusmenu")
    }

    /// Clicks an item by its label, once it is there, wherever it is.
    fn click(&self, label: &str) {
        until(&format!("the menu has \"{label}\""), || self.menu().find(label).is_some());
        let id = self.menu().find(label).expect("an item").id;
        let event = (id, "clicked", Value::from(""), 0_u32);
        self.dbusmenu().call::<_, _, ()>("Event", &event).expect("a click");
    }
}

impl Item {
    fn find(&self, label: &str) -> Option<&Self> {
        if self.label == label { Some(self) } else { self.items.iter().find_map(|item| item.find(label)) }
    }

    /// Every label, the sub menus' too.
    fn labels(&self) -> Vec<&str> {
        let below = self.items.iter().flat_map(Self::labels);
        std::iter::once(self.label.as_str()).chain(below).filter(|label| !label.is_empty()).collect()
    }
}

fn read((id, properties, items): Layout) -> Item {
    let label = properties.get("label").and_then(|label| label.downcast_ref::<String>().ok());
    let items = items.into_iter().map(|item| {
        let item = Structure::try_from(item).expect("an item is a structure");
        read(Layout::try_from(item).expect("of id, properties and items"))
    });
    Item { id, label: label.unwrap_or_default(), items: items.collect() }
}

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
