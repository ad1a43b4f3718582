//! The system bus: logind tells of sleep, NetworkManager of the network. Either may be missing, or come later. A
//! signal counts only from the owner of the well-known name: on this bus any program may send one.

use crate::clock::Signal;
use futures_util::future::ready;
use futures_util::stream::{Stream, StreamExt, select};
use std::time::Duration;
use tokio::sync::mpsc::Sender;
use zbus::proxy::{Builder, CacheProperties};
use zbus::zvariant::OwnedFd;
use zbus::{Connection, Message, Proxy};

/// Who tells, where, as what.
struct Source {
    name: &'static str,
    path: &'static str,
    interface: &'static str,
    signal: &'static str,
}

const SLEEP: Source = Source {
    name: "org.freedesktop.login1",
    path: "/org/freedesktop/login1",
    interface: "org.freedesktop.login1.Manager",
    signal: "PrepareForSleep",
};
const NETWORK: Source = Source {
    name: "org.freedesktop.NetworkManager",
    path: "/org/freedesktop/NetworkManager",
    interface: "org.freedesktop.NetworkManager",
    signal: "StateChanged",
};
/// `NM_STATE_CONNECTED_SITE`. The state above, "global", rests on a check of NetworkManager's own that may be wrong.
const CONNECTED: u32 = 60;

/// Passes on what the system bus tells, while there is one. Sleep is put off for a moment each time, so that what it
/// would miss can be told.
pub(super) async fn hear(told: Sender<Signal>, before_sleep: Duration) {
    let Ok(bus) = Connection::system().await else { return };
    let Ok(signals) = signals(&bus).await else { return };
    let mut signals = std::pin::pin!(signals);
    let mut delay = delay(&bus).await;
    while let Some(signal) = signals.next().await {
        if told.send(signal).await.is_err() {
            return;
        }
        match signal {
            Signal::Sleeping => {
                tokio::time::sleep(before_sleep).await;
                drop(delay.take());
            }
            Signal::Resumed => delay = self::delay(&bus).await,
            Signal::NetworkUp | Signal::LookAgain => {}
        }
    }
}

/// Asks logind to wait a moment before each sleep, for as long as the answer is held. Without logind there is none,
/// and the notice comes after the sleep.
async fn delay(bus: &Connection) -> Option<OwnedFd> {
    let manager = proxy(bus, &SLEEP).await.ok()?;
    let asked = ("sleep", "Tidegate", "to tell what a sleep would miss", "delay");
    manager.call("Inhibit", &asked).await.ok()
}

async fn signals(bus: &Connection) -> zbus::Result<impl Stream<Item = Signal> + use<>> {
    let sleep = messages(bus, &SLEEP).await?.filter_map(|message| ready(slept(&message)));
    let network = messages(bus, &NETWORK).await?.filter_map(|message| ready(connected(&message)));
    Ok(select(sleep, network))
}

async fn messages(bus: &Connection, source: &Source) -> zbus::Result<impl Stream<Item = Message> + use<>> {
    proxy(bus, source).await?.receive_signal(source.signal).await
}

async fn proxy(bus: &Connection, source: &Source) -> zbus::Result<Proxy<'static>> {
    Builder::new(bus)
        .destination(source.name)?
        .path(source.path)?
        .interface(source.interface)?
        .cache_properties(CacheProperties::No)
        .build()
        .await
}

/// `PrepareForSleep` comes twice: true before, false after.
fn slept(message: &Message) -> Option<Signal> {
    let sleeps: bool = message.body().deserialize().ok()?;
    Some(if sleeps { Signal::Sleeping } else { Signal::Resumed })
}

fn connected(message: &Message) -> Option<Signal> {
    let state: u32 = message.body().deserialize().ok()?;
    (state >= CONNECTED).then_some(Signal::NetworkUp)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufRead;
    use std::process::{Child, Command, Stdio};

    /// A bus of the test's own in the system bus's place; ends with the test.
    struct Bus(Child, String);

    impl Bus {
        fn start() -> Self {
            let mut child = Command::new("dbus-daemon")
                .args(["--session", "--nofork", "--print-address"])
                .stdout(Stdio::piped())
                .spawn()
                .expect("dbus-daemon (package dbus) starts");
            let mut line = String::new();
            std::io::BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
            Self(child, line.trim().to_owned())
        }

        async fn connect(&self) -> Connection {
            zbus::connection::Builder::address(self.1.as_str()).unwrap().build().await.unwrap()
        }
    }

    impl Drop for Bus {
        fn drop(&mut self) {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }

    async fn tells(
        from: &Connection,
        source: &Source,
        body: &(impl serde::Serialize + zbus::zvariant::DynamicType),
    ) {
        from.emit_signal(None::<&str>, source.path, source.interface, source.signal, body).await.unwrap();
    }

    async fn next(signals: &mut (impl Stream<Item = Signal> + Unpin)) -> Option<Signal> {
        tokio::time::timeout(Duration::from_secs(20), signals.next()).await.expect("a signal, or the end")
    }

    #[tokio::test]
    async fn sleeping_waking_and_a_network_are_heard_and_a_lost_network_is_not() {
        let bus = Bus::start();
        let system = bus.connect().await;
        system.request_name(SLEEP.name).await.unwrap();
        system.request_name(NETWORK.name).await.unwrap();
        let mut heard = Box::pin(signals(&bus.connect().await).await.unwrap());
        tells(&system, &SLEEP, &true).await;
        assert_eq!(next(&mut heard).await, Some(Signal::Sleeping));
        tells(&system, &NETWORK, &20_u32).await;
        tells(&system, &SLEEP, &false).await;
        assert_eq!(next(&mut heard).await, Some(Signal::Resumed));
        tells(&system, &NETWORK, &60_u32).await;
        assert_eq!(next(&mut heard).await, Some(Signal::NetworkUp));
    }

    /// logind's part that puts sleep off: it hands out one end of a pipe and sees when it is let go.
    struct Manager(std::sync::Mutex<Vec<std::io::PipeReader>>);

    #[zbus::interface(name = "org.freedesktop.login1.Manager")]
    impl Manager {
        fn inhibit(&self, what: &str, _who: &str, _why: &str, mode: &str) -> OwnedFd {
            assert_eq!((what, mode), ("sleep", "delay"));
            let (held, given) = std::io::pipe().unwrap();
            self.0.lock().unwrap().push(held);
            std::os::fd::OwnedFd::from(given).into()
        }
    }

    #[tokio::test]
    async fn sleep_is_put_off_until_it_was_told_and_again_after_each_wake() {
        let bus = Bus::start();
        let system = bus.connect().await;
        system.object_server().at(SLEEP.path, Manager(Default::default())).await.unwrap();
        system.request_name(SLEEP.name).await.unwrap();
        let caller = bus.connect().await;
        let first = delay(&caller).await;
        assert!(first.is_some());
        let second = delay(&caller).await;
        drop(first);
        let manager = system.object_server().interface::<_, Manager>(SLEEP.path).await.unwrap();
        let mut pipes = std::mem::take(&mut *manager.get().await.0.lock().unwrap());
        assert_eq!(pipes.len(), 2);
        let let_go = tokio::task::spawn_blocking(move || {
            let ended = std::io::Read::read(&mut pipes[0], &mut [0]).unwrap();
            (ended, pipes)
        });
        let (ended, _pipes) = tokio::time::timeout(Duration::from_secs(20), let_go).await.unwrap().unwrap();
        assert_eq!(ended, 0, "the first delay was let go, and logind sees it");
        drop(second);
    }

    #[tokio::test]
    async fn a_stranger_on_the_bus_wakes_nobody() {
        let bus = Bus::start();
        let (system, stranger) = (bus.connect().await, bus.connect().await);
        system.request_name(SLEEP.name).await.unwrap();
        system.request_name(NETWORK.name).await.unwrap();
        let mut heard = Box::pin(signals(&bus.connect().await).await.unwrap());
        tells(&stranger, &SLEEP, &false).await;
        // The bus answers the stranger only after it passed on what the stranger sent before.
        stranger.request_name("org.example.Done").await.unwrap();
        tells(&system, &NETWORK, &70_u32).await;
        assert_eq!(next(&mut heard).await, Some(Signal::NetworkUp));
    }

    #[tokio::test]
    async fn who_comes_later_is_heard_and_with_the_bus_it_ends() {
        let bus = Bus::start();
        let mut heard = Box::pin(signals(&bus.connect().await).await.unwrap());
        let system = bus.connect().await;
        system.request_name(SLEEP.name).await.unwrap();
        tells(&system, &SLEEP, &false).await;
        assert_eq!(next(&mut heard).await, Some(Signal::Resumed));
        drop(bus);
        assert_eq!(next(&mut heard).await, None);
    }
}
