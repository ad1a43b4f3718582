//! A host with customers that come and go.

mod fleet;
mod foreign;

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

/// A customer of a real carrier with one circuit, HQ at 100 Mbps, that may have 1 Gbps.
async fn paying(host: &Arc<Host>) {
    let Command::TenantAdd { tenant } = customer("Office") else { panic!("a customer") };
    does(
        host,
        Command::TenantAdd {
            tenant: NewTenant { practice: false, base: "https://127.0.0.1:1".into(), ..tenant },
        },
    )
    .await;
    let round = host.round(None).await.unwrap();
    let committed = round.handle.at_desk(|desk| {
        let tier = |mbps| tidegate_core::units::Tier::from_mbps(mbps).unwrap();
        let listed = tidegate_core::carrier::Listed {
            id: "c-1".into(),
            name: Some("HQ".into()),
            site: Default::default(),
            seen: tidegate_core::circuit::Seen::new(tier(100), "Active"),
        };
        let offer = |mbps, price: &str| tidegate_core::circuit::Offer {
            tier: tier(mbps),
            speed: format!("{mbps} Mbps"),
            per_hour: tidegate_core::units::Money::from_carrier(price, "USD"),
            quoted: desk.now(),
        };
        let circuit = tidegate_core::circuit::Circuit {
            offers: vec![offer(100, "0.47"), offer(1000, "1.95")],
            highest: tier(1000),
            ..tidegate_core::circuit::Circuit::from_inventory(&listed)
        };
        desk.commit(&[Record::Circuit(Box::new(circuit))])
    });
    committed.await.unwrap().unwrap();
}

async fn asks(
    host: &Arc<Host>,
    role: Role,
    command: &Command,
    confirmed: Option<&str>,
) -> Result<Value, ErrorBody> {
    let envelope = Envelope { tenant: None, command: command.clone() };
    let command = serde_json::to_value(envelope).unwrap();
    host.answer_caller(Asked { role, command, confirmed: confirmed.map(str::to_owned) }).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_cannot_spend_before_a_person_said_yes_to_that_very_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let host = host(&folder).await;
    paying(&host).await;
    let boost = Command::Boost { circuit: "HQ".into(), tier: "1G".into(), until: Some("2h".into()) };
    let sentence = "Boost HQ at 1 Gbps ($1.95 an hour) for 2h? The baseline costs $0.47 an hour.";
    for confirmed in [None, Some("Boost HQ at 1 Gbps ($0.10 an hour) for 2h?")] {
        let question = asks(&host, Role::Window, &boost, confirmed).await.unwrap_err();
        assert_eq!((question.code.as_str(), question.message.as_str()), (tidegate_door::CONFIRM, sentence));
    }
    let overrides = || async {
        host.round(None).await.unwrap().handle.at_desk(|desk| desk.world.overrides.len()).await.unwrap()
    };
    assert_eq!(overrides().await, 0, "asking is not doing");
    asks(&host, Role::Window, &boost, Some(sentence)).await.unwrap();
    assert_eq!(overrides().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_costs_no_more_is_not_asked_and_the_command_line_says_yes_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let host = host(&folder).await;
    paying(&host).await;
    let low = Command::Hold { circuit: "HQ".into(), tier: "100M".into(), until: None };
    asks(&host, Role::Window, &low, None).await.unwrap();
    let high = Command::Hold { circuit: "HQ".into(), tier: "1G".into(), until: None };
    asks(&host, Role::Command, &high, None).await.unwrap();
    let question =
        asks(&host, Role::Window, &Command::AutomationOn { from: tidegate_door::command::TakeUp::Now }, None);
    let text = question.await.unwrap_err().message;
    assert!(
        text.starts_with("Switch automation on?") && text.contains("HQ up to 1 Gbps ($1.95 an hour)"),
        "{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn raising_a_limit_is_asked_once_automation_is_on_and_lowering_it_never() {
    let folder = tempfile::tempdir().unwrap();
    let host = host(&folder).await;
    paying(&host).await;
    let highest = |tier: &str| Command::CircuitSet {
        circuit: "HQ".into(),
        settings: tidegate_door::command::CircuitSettings {
            highest: Some(tier.into()),
            ..Default::default()
        },
    };
    asks(&host, Role::Window, &highest("100M"), None).await.unwrap();
    asks(&host, Role::Command, &Command::AutomationOn { from: tidegate_door::command::TakeUp::Next }, None)
        .await
        .unwrap();
    let question = asks(&host, Role::Window, &highest("1G"), None).await.unwrap_err();
    assert_eq!(question.message, "Raise the highest tier of HQ to 1 Gbps ($1.95 an hour)?");
    asks(&host, Role::Window, &highest("1G"), Some(&question.message)).await.unwrap();
    asks(&host, Role::Window, &highest("100M"), None).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_whose_carrier_cannot_be_asked_is_refused_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let host = host(&folder).await;
    let Command::TenantAdd { tenant } = customer("Office") else { panic!("a customer") };
    let plain = Command::TenantAdd { tenant: NewTenant { practice: false, ..tenant } };
    let refused = asks(&host, Role::Command, &plain, None).await.unwrap_err();
    assert!(refused.message.contains("must begin with https://"), "{}", refused.message);
    assert_eq!(host.tenants().await.unwrap(), []);
    does(&host, customer("Office")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_that_cannot_begin_says_why_and_holds_up_nobody_and_can_be_removed() {
    let folder = tempfile::tempdir().unwrap();
    let first = host(&folder).await;
    does(&first, customer("Office")).await;
    does(&first, customer("Clinic")).await;
    let broken = first.tenants().await.unwrap().into_iter().find(|one| one.name == "Office").unwrap().id;
    let ledger = first.owner.home().ledger(broken.as_str()).unwrap();
    for round in first.rounds.lock().await.values() {
        round.task.abort();
    }
    drop(first);
    std::fs::write(&ledger, "this is no database, and it is long enough to be looked at as one").unwrap();
    let owner = async {
        loop {
            match Owner::take(Home::locate(Some(folder.path())).unwrap()) {
                Ok(owner) => return owner,
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        }
    };
    let machine = Machine {
        clock: Clock::machine(),
        limits: Limits::new(),
        secrets: Arc::new(Secrets::Memory(Memory::practice())),
        desktop: Arc::new(Desktop::recorded()),
    };
    let owner = tokio::time::timeout(Duration::from_secs(20), owner).await.unwrap();
    let (host, troubles) = Host::open(owner, machine, Orders::Never).await.unwrap();
    assert_eq!(troubles.len(), 1);
    assert!(host.round(Some("Clinic")).await.is_ok());
    let told = host.round(Some("Office")).await.err().unwrap().to_string();
    assert!(told.contains("\"Office\" cannot be started"), "{told}");
    let several = host.round(None).await.err().unwrap().to_string();
    assert!(several.contains("several customers"), "{several}");
    does(&host, Command::TenantRemove { name: "Office".into() }).await;
    assert!(host.round(None).await.is_ok(), "the other is the only one now");
}
