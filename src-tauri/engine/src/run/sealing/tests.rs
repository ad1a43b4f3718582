//! Heads are signed hourly and for exports; what was taken out of a ledger, rows and seals together, is found by what
//! the keychain knows.

use crate::clock::Clock;
use crate::desktop::Desktop;
use crate::run::{Handle, Machine, Orders, begin};
use crate::seal::{self, NoKey};
use crate::secrets::{Memory, SecretName, Secrets};
use crate::store::Store;
use std::path::Path;
use std::sync::Arc;
use tidegate_core::audit::Broken;
use tidegate_core::audit::Entry;
use tidegate_core::carrier::{Dialect, Profile};
use tidegate_core::ids::{Actor, TenantId};
use tidegate_core::time::{Span, Zone};
use tidegate_core::timings::Limits;
use tidegate_core::world::{Record, Tenant};
use tokio::task::JoinHandle;

fn office() -> TenantId {
    "office".into()
}

/// An office that only observes, on a ledger of its own; sealed again after so long.
fn begun(ledger: &Path, secrets: &Arc<Secrets>, again: Span) -> (Handle, JoinHandle<()>) {
    let mut store = Store::open(ledger, &office()).unwrap();
    let profile = Profile::practice(Dialect::NaasV1, "http://127.0.0.1:9", "1-PRACT");
    let tenant = Tenant::new(office(), "Office", Zone::UTC, profile);
    store.commit(&[Record::Tenant(Box::new(tenant)), noted("began")]).unwrap();
    let machine = Machine {
        clock: Clock::machine(),
        limits: Limits { seal: again, timer_chunk: Span::milliseconds(50), ..Limits::new() },
        secrets: Arc::clone(secrets),
        desktop: Arc::new(Desktop::recorded()),
    };
    begin(store, machine, Orders::Gives).unwrap()
}

fn noted(why: &str) -> Record {
    Record::Audit(Entry::new(chrono::Utc::now(), Actor::Program, "test", why))
}

async fn add(handle: &Handle, rows: usize) {
    let records: Vec<Record> = (0..rows).map(|one| noted(&one.to_string())).collect();
    handle.at_desk(move |desk| desk.commit(&records).unwrap()).await.unwrap();
}

async fn seals(handle: &Handle) -> usize {
    handle
        .at_desk(|desk| {
            let keys = desk.store.sealed_by().unwrap();
            keys.iter().map(|key| desk.store.seals(key).unwrap().len()).sum()
        })
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_head_is_signed_again_after_an_hour_where_rows_were_added() {
    let folder = tempfile::tempdir().unwrap();
    let secrets = Arc::new(Secrets::Memory(Memory::practice()));
    let (handle, _) = begun(&folder.path().join("ledger.db"), &secrets, Span::milliseconds(200));
    while seals(&handle).await < 1 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    add(&handle, 3).await;
    while seals(&handle).await < 2 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let (rows, before) = handle.at_desk(|desk| desk.store.audit().verify().unwrap().unwrap()).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(600)).await;
    let known = seal::known(&secrets, &office()).await.unwrap();
    let newest = known.newest.clone().unwrap();
    assert_eq!((newest.rows, newest.head), (rows, before), "the keychain knows the newest");
    let found =
        handle.at_desk(move |desk| desk.store.audit().verify_sealed(&known).unwrap()).await.unwrap().unwrap();
    assert_eq!((found.signed, found.rows), (rows, rows));
    assert_eq!(seals(&handle).await, usize::try_from(newest.seal).unwrap(), "no rows, no seal");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_is_signed_to_its_last_row_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let secrets = Arc::new(Secrets::Memory(Memory::practice()));
    let (handle, _) = begun(&folder.path().join("ledger.db"), &secrets, Span::hours(1));
    let (first, key) = handle.seal().await.unwrap();
    add(&handle, 2).await;
    let (second, same) = handle.seal().await.unwrap();
    assert!(second.rows >= first.rows + 2 && second.seal > first.seal, "{first:?} {second:?}");
    assert_eq!(key, same);
    // A pass may have had something to write down meanwhile; once nothing is new, nothing is signed.
    let mut last = second;
    loop {
        let next = handle.seal().await.unwrap().0;
        if next.rows == last.rows {
            assert_eq!(next, last, "nothing new, nothing to sign");
            return;
        }
        last = next;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_and_seals_taken_out_together_are_found_told_and_never_signed_over() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("ledger.db");
    let secrets = Arc::new(Secrets::Memory(Memory::practice()));
    let (handle, round) = begun(&ledger, &secrets, Span::hours(1));
    add(&handle, 5).await;
    let (kept, old) = handle.seal().await.unwrap();
    add(&handle, 5).await;
    let (lost, _) = handle.seal().await.unwrap();
    round.abort();
    let _ = round.await;
    let thief = rusqlite::Connection::open(&ledger).unwrap();
    thief.execute_batch("DROP TRIGGER audit_no_delete; DROP TRIGGER seal_no_delete;").unwrap();
    thief.execute("DELETE FROM audit WHERE seq > ?1", [kept.rows]).unwrap();
    thief.execute("DELETE FROM seal WHERE number > ?1", [kept.seal]).unwrap();
    drop(thief);
    let known = seal::known(&secrets, &office()).await.unwrap();
    let found = Store::verify_trail(&ledger, &known).unwrap();
    assert_eq!(found, Err(Broken::CutOff { rows: kept.rows, signed: lost.rows, at: lost.at }));
    let (handle, _) = begun(&ledger, &secrets, Span::hours(1));
    let (_, new) = handle.seal().await.unwrap();
    assert_ne!(new, old, "another key: whoever noted the old one sees it");
    let told = handle.at_desk(|desk| desk.store.notices(10).unwrap()).await.unwrap();
    // What looks through the ledger may have told it too, in words of its own.
    let words = format!("Row {} was signed", lost.rows);
    assert!(told.iter().any(|one| one.key == "audit" && one.body.contains(&words)), "{told:?}");
    let lines = handle.at_desk(|desk| desk.store.audit().of_act("audit.lost", 10).unwrap()).await.unwrap();
    assert_eq!(lines.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_its_key_goes_on_unsigned_and_makes_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let secrets = Arc::new(Secrets::Memory(Memory::given_at_start()));
    let (handle, _) = begun(&folder.path().join("ledger.db"), &secrets, Span::hours(1));
    let Err(error) = handle.seal().await else { panic!("nothing is to be signed") };
    assert_eq!(error.to_string(), NoKey::Locked.to_string());
    let key = secrets.get(&office(), &SecretName::AuditKey).await;
    assert_eq!((key, seals(&handle).await), (crate::secrets::Found::Locked, 0));
}
