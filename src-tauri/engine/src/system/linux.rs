//! The system bus: logind tells of sleep, NetworkManager of the network. Either may be missing, or come later. A
//! signal counts only from the owner of the well-known name: on this bus any program may send one.

use crate::clock::Signal;
use futures_util::future::ready;
use futures_util::stream::{Stream, StreamExt, select};
use tokio::sync::mpsc::Sender;
use zbus::proxy::{Builder, CacheProperties};
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

/// Passes on what the system bus tells, while there is one.
pub(super) async fn hear(told: Sender<Signal>) {
    let Ok(bus) = Connection::system().await else { return };
    let Ok(signals) = signals(&bus).await else { return };
    let mut signals = std::pin::pin!(signals);
    while let Some(signal) = signals.next().await {
        if told.send(signal).await.is_err() {
            return;
        }
    }
}

async fn signals(bus: &Connection) -> zbus::Result<impl Stream<Item = Signal> + use<>> {
    let sleep = messages(bus, &SLEEP).await?.filter_map(|message| ready(woke(&message)));
    let network = messages(bus, &NETWORK).await?.filter_map(|message| ready(connected(&message)));
    Ok(select(sleep, network))
}

async fn messages(bus: &Connection, source: &Source) -> zbus::Result<impl Stream<Item = Message> + use<>> {
    let proxy: Proxy<'static> = Builder::new(bus)
        .destination(source.name)?
        .path(source.path)?
        .interface(source.interface)?
        .cache_properties(CacheProperties::No)
        .build()
        .await?;
    proxy.receive_signal(source.signal).await
}

/// `PrepareForSleep` comes twice: true before, false after.
fn woke(message: &Message) -> Option<Signal> {
    let sleeps: bool = message.body().deserialize().ok()?;
    (!sleeps).then_some(Signal::Resumed)
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
    use std::time::Duration;

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
    async fn waking_and_a_network_are_heard_and_their_opposites_are_not() {
        let bus = Bus::start();
        let system = bus.connect().await;
        system.request_name(SLEEP.name).await.unwrap();
        system.request_name(NETWORK.name).await.unwrap();
        let mut heard = Box::pin(signals(&bus.connect().await).await.unwrap());
        tells(&system, &SLEEP, &true).await;
        tells(&system, &NETWORK, &20_u32).await;
        tells(&system, &SLEEP, &false).await;
        assert_eq!(next(&mut heard).await, Some(Signal::Resumed));
        tells(&system, &NETWORK, &60_u32).await;
        assert_eq!(next(&mut heard).await, Some(Signal::NetworkUp));
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
