//! It is told while all is well, and what is not noticed is told a person once.

use crate::clock::Clock;
use crate::desktop::Desktop;
use crate::run::{Handle, Machine, Orders, begin};
use crate::secrets::{Memory, SecretName, SecretText, Secrets};
use crate::store::Store;
use crate::testing::{Server, answer};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tidegate_core::carrier::{Dialect, Profile};
use tidegate_core::ids::TenantId;
use tidegate_core::time::{Span, Zone};
use tidegate_core::timings::Limits;
use tidegate_core::world::{Heartbeat, Record, Tenant};

async fn office(server: &Server, orders: Orders) -> Handle {
    let tenant = TenantId::from("office");
    let secrets = Secrets::Memory(Memory::practice());
    let address = SecretText::new(format!("{}/ping/word", server.base()));
    secrets.set(&tenant, &SecretName::Heartbeat, address).await.unwrap();
    let profile = Profile::practice(Dialect::NaasV1, "http://127.0.0.1:9", "1-PRACT");
    let heartbeat = Some(Heartbeat { own_network: Some(server.at.clone()) });
    let settings = Tenant { heartbeat, ..Tenant::new(tenant.clone(), "Office", Zone::UTC, profile) };
    let mut store = Store::in_memory(&tenant).unwrap();
    store.commit(&[Record::Tenant(Box::new(settings))]).unwrap();
    let limits =
        Limits { heartbeat: Span::milliseconds(100), timer_chunk: Span::milliseconds(50), ..Limits::new() };
    let (clock, desktop) = (Clock::machine(), Arc::new(Desktop::recorded()));
    let (handle, _) =
        begin(store, Machine { clock, limits, secrets: Arc::new(secrets), desktop }, orders).unwrap();
    handle
}

/// Waits for a condition, not for a time, and not for ever.
async fn until(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..600 {
        if holds() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("waited in vain until {what}");
}

async fn told(handle: &Handle) -> usize {
    let notices = handle.at_desk(|desk| desk.store.notices(50).unwrap()).await.unwrap();
    notices.iter().filter(|one| one.key == "heartbeat").count()
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_told_again_and_again_and_a_person_once_when_nobody_takes_it() {
    let well = Arc::new(AtomicBool::new(true));
    let seen = Arc::clone(&well);
    let head = move |_: &str| answer(if seen.load(Ordering::SeqCst) { "200 OK" } else { "500 No" }, b"");
    let server = Server::with(Duration::ZERO, head).await;
    let handle = office(&server, Orders::Gives).await;
    until("it was told three times", || server.heard().len() >= 3).await;
    assert!(server.heard().iter().all(|one| one.starts_with("GET /ping/word ")));
    assert_eq!(told(&handle).await, 0);
    well.store(false, Ordering::SeqCst);
    let heard = server.heard().len();
    until("it was told four times more", || server.heard().len() >= heard + 4).await;
    assert_eq!(told(&handle).await, 1, "once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_only_reads_and_a_ledger_that_cannot_be_written_are_silent() {
    let server = Server::answering(answer("200 OK", b"")).await;
    let _short = office(&server, Orders::Never).await;
    let tight = office(&server, Orders::Gives).await;
    until("it was told", || !server.heard().is_empty()).await;
    tight.at_desk(|desk| desk.unwritable = Some("the disk is full".into())).await.unwrap();
    tokio::time::sleep(Duration::from_millis(150)).await;
    let heard = server.heard().len();
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert!(server.heard().len() <= heard, "silence is what is to be noticed");
}
