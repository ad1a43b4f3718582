//! A session bus and a panel of the tests' own: what a tray reports to, its menu read and clicked over D-Bus.

use super::until;
use std::collections::HashMap;
use std::io::BufRead;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use zbus::blocking::{Connection, Proxy, connection};
use zbus::zvariant::{OwnedValue, Structure, Value};

/// A session bus; ends with the test.
pub(crate) struct Session {
    daemon: Child,
    pub(crate) address: String,
}

impl Session {
    pub(crate) fn start() -> Self {
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
pub(crate) struct Panel {
    bus: Connection,
    items: Arc<Mutex<Vec<String>>>,
}

/// An item of a menu as the panel gets it.
#[derive(Debug)]
pub(crate) struct Item {
    id: i32,
    pub(crate) label: String,
    pub(crate) items: Vec<Item>,
}

type Layout = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

impl Panel {
    pub(crate) fn start(session: &Session) -> Self {
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

    pub(crate) fn item(&self) -> Option<String> {
        self.items.lock().expect("nobody panics with it").last().cloned()
    }

    fn proxy(&self, path: &'static str, interface: &'static str) -> Proxy<'static> {
        let item = self.item().expect("an item");
        Proxy::new(&self.bus, item, path, interface).expect("a proxy")
    }

    pub(crate) fn property(&self, name: &str) -> OwnedValue {
        self.proxy("/StatusNotifierItem", "org.kde.StatusNotifierItem").get_property(name).expect(name)
    }

    pub(crate) fn menu(&self) -> Item {
        let arguments = (0_i32, -1_i32, Vec::<String>::new());
        let (_, layout): (u32, Layout) = self.dbusmenu().call("GetLayout", &arguments).expect("a menu");
        read(layout)
    }

    fn dbusmenu(&self) -> Proxy<'static> {
        self.proxy("/MenuBar", "com.canonical.dbusmenu")
    }

    /// Clicks an item by its label, once it is there, wherever it is.
    pub(crate) fn click(&self, label: &str) {
        until(&format!("the menu has \"{label}\""), || self.menu().find(label).is_some());
        let id = self.menu().find(label).expect("an item").id;
        let event = (id, "clicked", Value::from(""), 0_u32);
        self.dbusmenu().call::<_, _, ()>("Event", &event).expect("a click");
    }
}

impl Item {
    pub(crate) fn find(&self, label: &str) -> Option<&Self> {
        if self.label == label { Some(self) } else { self.items.iter().find_map(|item| item.find(label)) }
    }

    /// Every label, the sub menus' too.
    pub(crate) fn labels(&self) -> Vec<&str> {
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
