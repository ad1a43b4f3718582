//! A host with customers that come and go.

use super::*;
use crate::clock::Clock;
use crate::desktop::Desktop;
use crate::paths::Home;
use crate::secrets::{Memory, Secrets};
use std::time::Duration;
use tidegate_core::timings::Limits;
use tidegate_door::command::{Command, NewTenant};

async fn host(folder: &tempfile::TempDir) -> Arc<Host> {
    let owner = Owner::take(Home::locate(Some(folder.path())).unwrap()).unwrap();
    let machine = Machine {
        clock: Clock::machine(),
        limits: Limits::new(),
        secrets: Arc::new(Secrets::Memory(Memory::practice())),
        desktop: Arc::new(Desktop::recorded()),
    };
    let (host, troubles) = Host::open(owner, machine, Orders::Gives).await.unwrap();
    assert!(troubles.is_empty());
    host
}

async fn does(host: &Arc<Host>, command: Command) {
    let envelope = Envelope { tenant: None, command };
    host.answer(serde_json::to_value(envelope).unwrap()).await.unwrap();
}

fn customer(name: &str) -> Command {
    let tenant = NewTenant {
        name: name.into(),
        dialect: "naas-v1".into(),
        base: "http://127.0.0.1:1".into(),
        customer_number: "1".into(),
        zone: "UTC".into(),
        practice: true,
        ..NewTenant::default()
    };
    Command::TenantAdd { tenant }
}

/// Waits until exactly so many customers are seen.
async fn seen(views: &mut watch::Receiver<Views>, count: usize) {
    let seen = views.wait_for(|views| views.len() == count);
    drop(tokio::time::timeout(Duration::from_secs(20), seen).await.expect("in time").unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_later_is_seen_and_who_is_removed_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let host = host(&folder).await;
    let mut views = host.views();
    let mut written = host.written.subscribe();
    does(&host, customer("Office")).await;
    does(&host, customer("Clinic")).await;
    seen(&mut views, 2).await;
    does(&host, Command::TenantRemove { name: "Office".into() }).await;
    seen(&mut views, 1).await;
    let left = written.wait_for(|all| all.as_object().is_some_and(|all| all.len() == 1)).await.unwrap();
    let names: Vec<&Value> = left.as_object().unwrap().values().map(|view| &view["tenant"]).collect();
    assert_eq!(names, ["Clinic"], "the door tells the same");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_system_tells_reaches_every_customer() {
    let folder = tempfile::tempdir().unwrap();
    let host = host(&folder).await;
    does(&host, customer("Office")).await;
    does(&host, customer("Clinic")).await;
    host.settled().await;
    let before = chrono::Utc::now();
    host.signal(Signal::Resumed).await;
    for name in ["Office", "Clinic"] {
        let round = host.round(Some(name)).await.unwrap();
        let woke = || round.handle.at_desk(|desk| desk.world.here.awake_since);
        let waited = async {
            while woke().await.unwrap() < Some(before) {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), waited).await.expect("it woke");
    }
}
