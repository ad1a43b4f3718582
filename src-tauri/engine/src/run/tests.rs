//! The round itself: it outlives a mistake of ours, commits before it calls, and a short owner never orders.

mod contracts;
mod dialects;

use super::*;
use crate::secrets::{Memory, SecretText};
use std::sync::Mutex;
use tidegate_core::carrier::{Dialect, Listed, Profile};
use tidegate_core::circuit::{Circuit, Seen};
use tidegate_core::ids::TenantId;
use tidegate_core::overrides::{Override, OverrideKind};
use tidegate_core::time::Zone;
use tidegate_core::world::Tenant;
use tidegate_sim::server::Server;
use tidegate_sim::{Calendars, Carrier as Practice, Setup};

const HQ: &str = "77000000001";

async fn office(orders: Orders) -> (Handle, Arc<Mutex<Practice>>, Server) {
    let practice = Arc::new(Mutex::new(Practice::new(Setup::practice(), chrono::Utc::now())));
    let server = Server::start(Arc::clone(&practice), Calendars::default()).await.unwrap();
    let tenant = TenantId::from("office");
    let secrets = Secrets::Memory(Memory::practice());
    for (name, text) in [(SecretName::ClientId, "practice"), (SecretName::ClientSecret, "practice-secret")] {
        secrets.set(&tenant, &name, SecretText::new(text.into())).await.unwrap();
    }
    let mut store = Store::in_memory(&tenant).unwrap();
    store.commit(&cast(&tenant, &server.url())).unwrap();
    let machine = Machine {
        clock: Clock::machine(),
        limits: Limits::new(),
        secrets: Arc::new(secrets),
        desktop: Arc::new(Desktop::recorded()),
    };
    let (handle, _) = begin(store, machine, orders).unwrap();
    (handle, practice, server)
}

/// An office whose person boosts HQ: something to order at once.
fn cast(tenant: &TenantId, url: &str) -> Vec<Record> {
    let tier = |text: &str| text.parse().unwrap();
    let settings = Tenant {
        automation: true,
        ..Tenant::new(tenant.clone(), "Office", Zone::UTC, Profile::practice(Dialect::NaasV1, url, "1-PRACT"))
    };
    let seen = Seen::new(tier("100M"), "Active");
    let hq = Circuit::from_inventory(&Listed {
        id: HQ.into(),
        name: Some("HQ".into()),
        site: Default::default(),
        seen,
    });
    let now = chrono::Utc::now();
    let boost = Override {
        circuit: HQ.into(),
        kind: OverrideKind::Boost,
        tier: tier("1G"),
        from: now,
        until: now + Span::hours(1),
        actor: tidegate_core::ids::Actor::Person("ann".into()),
        then_pause: false,
    };
    vec![
        Record::Tenant(Box::new(settings)),
        Record::Circuit(Box::new(Circuit { highest: tier("1G"), approved: tier("1G"), since: now, ..hq })),
        Record::Override(boost),
    ]
}

async fn until(what: &str, seconds: u32, mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..seconds * 20 {
        if holds().await {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("waited in vain until {what}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_given_followed_and_confirmed_and_every_order_has_its_intent() {
    let (handle, practice, _server) = office(Orders::Gives).await;
    until("HQ has 1 Gbps", 20, async || practice.lock().unwrap().tier_of(HQ) == Some(1000)).await;
    until("the ledger says so", 20, async || {
        let changes = handle.at_desk(|desk| desk.store.changes(None, 10).unwrap()).await.unwrap();
        changes.first().is_some_and(|change| change.state == tidegate_core::change::State::Confirmed)
    })
    .await;
    let changes = handle.at_desk(|desk| desk.store.changes(None, 10).unwrap()).await.unwrap();
    let orders = practice.lock().unwrap().orders().len();
    assert_eq!((changes.len(), orders), (1, 1));
    assert_eq!(handle.at_desk(|desk| desk.store.audit().verify().unwrap().is_ok()).await.ok(), Some(true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_short_owner_reads_and_records_and_never_orders() {
    let (handle, practice, _server) = office(Orders::Never).await;
    let mut view = handle.view();
    view.wait_for(Option::is_some).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    assert!(practice.lock().unwrap().requests().is_empty(), "not even the inventory was asked for");
    assert!(handle.at_desk(|desk| desk.store.changes(None, 1).unwrap().is_empty()).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_ended_does_not_keep_a_short_owner_from_a_plan() {
    let (handle, _practice, _server) = office(Orders::Never).await;
    let looked_at = handle.at_desk(|desk| {
        desk.world.overrides.values_mut().for_each(|one| one.until = one.from);
        desk.passes();
        desk.plan.as_ref().map_or(0, |plan| plan.reasons.len())
    });
    assert_eq!(looked_at.await, Ok(1), "the circuit was come to");
    assert!(handle.at_desk(|desk| desk.store.world().unwrap().overrides.len() == 1).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_outlives_a_panic_and_goes_on_from_what_is_durable() {
    let (handle, practice, _server) = office(Orders::Gives).await;
    handle.at_desk(|desk| desk.world.circuits.clear()).await.unwrap();
    let panicked: Result<(), Ended> =
        handle.at_desk(|_| panic!("a mistake of ours, made by this test")).await;
    assert_eq!(panicked, Err(Ended::Failed), "who asked is told");
    let told = handle.at_desk(|desk| desk.store.notices(5).unwrap()).await.unwrap();
    assert!(
        told.iter().any(|notice| notice.title == "Office: Tidegate failed inside"),
        "and so is the person"
    );
    let circuits = handle.at_desk(|desk| desk.world.circuits.len()).await.unwrap();
    assert_eq!(circuits, 1, "what was only in memory is gone, what was durable is back");
    until("HQ has 1 Gbps all the same", 20, async || practice.lock().unwrap().tier_of(HQ) == Some(1000))
        .await;
    assert_eq!(practice.lock().unwrap().orders().len(), 1, "and it was ordered once");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_waited_for_its_turn_does_not_leave_once_a_person_has_paused() {
    let (handle, _practice, _server) = office(Orders::Never).await;
    let ask = Ask::Order(HQ.into(), tidegate_core::ids::ChangeId(1));
    let now = chrono::Utc::now();
    assert_eq!(withheld(&handle.events, &ask, now).await, None);
    assert_eq!(withheld(&handle.events, &Ask::Tiers(HQ.into()), now - Span::hours(1)).await, None);
    let slept = withheld(&handle.events, &ask, now - Span::minutes(1)).await;
    assert_eq!(slept.as_deref(), Some("it waited too long for its turn, and is decided anew"));
    handle
        .at_desk(move |desk| {
            let paused = Tenant { paused: Some(now), ..desk.world.tenant.clone() };
            desk.commit(&[Record::Tenant(Box::new(paused))])
        })
        .await
        .unwrap()
        .unwrap();
    let stopped = withheld(&handle.events, &ask, now).await;
    assert_eq!(stopped.as_deref(), Some("it was stopped by a person while it waited for its turn"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_plan_is_kept_in_the_teams_file_and_a_file_that_cannot_be_written_is_told_once() {
    let (handle, _practice, _server) = office(Orders::Gives).await;
    let folder = tempfile::tempdir().unwrap();
    let name = async |file: std::path::PathBuf| {
        let named = move |desk: &mut Desk| {
            let team_calendar = Some(file.display().to_string());
            let tenant = Tenant { team_calendar, ..desk.world.tenant.clone() };
            desk.commit(&[Record::Tenant(Box::new(tenant))]).unwrap();
        };
        handle.at_desk(named).await.unwrap();
    };
    let file = folder.path().join("plan.ics");
    let text = || std::fs::read_to_string(folder.path().join("plan.ics")).unwrap_or_default();
    name(file).await;
    until("the boost is in the file", 20, async || text().contains("HQ to have 1 Gbps")).await;
    let ended = Record::OverrideGone(HQ.into(), OverrideKind::Boost);
    handle.at_desk(move |desk| desk.commit(&[ended]).unwrap()).await.unwrap();
    until("its end is too", 20, async || {
        text().ends_with("END:VCALENDAR\r\n") && !text().contains("to have")
    })
    .await;
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");

    let told = async || {
        let notices = handle.at_desk(|desk| desk.store.notices(50).unwrap()).await.unwrap();
        notices.into_iter().filter(|notice| notice.key == "team-calendar").collect::<Vec<_>>()
    };
    name(folder.path().join("gone/plan.ics")).await;
    until("the failure is told", 20, async || !told().await.is_empty()).await;
    name(folder.path().join("gone/plan.ics")).await;
    assert_eq!(told().await.len(), 1, "and told once");
    assert!(told().await[0].body.contains("Orders go on"));
}
