//! The rejection matrix: every command that names something of a customer's, said to another customer, is refused and
//! changes nothing of either; said to its own customer it finds what it names. Every other command tells nothing of
//! anybody else. A command that is in neither table fails the test.

use super::*;
use serde_json::json;
use std::collections::BTreeSet;
use tidegate_core::change::{Change, State};
use tidegate_core::ids::{Actor, ChangeId};
use tidegate_core::units::Tier;

/// A word that stands in everything of one customer's that has a name.
const CANARIES: [&str; 2] = ["canaryalpha", "canarybravo"];

/// A customer with one of everything that a command can name.
async fn full(host: &Arc<Host>, folder: &Path, canary: &str) {
    let Command::TenantAdd { tenant } = customer(canary) else { panic!("a customer") };
    let tenant = NewTenant { customer_number: format!("1-{}", canary.to_uppercase()), ..tenant };
    says(host, None, json!({"do": "tenant-add", "tenant": tenant})).await.unwrap();
    let round = host.round(Some(canary)).await.unwrap();
    let name = format!("{canary}-circuit");
    let committed = round.handle.at_desk(move |desk| {
        let tier = |mbps| Tier::from_mbps(mbps).unwrap();
        let listed = tidegate_core::carrier::Listed {
            id: format!("{name}-id").as_str().into(),
            name: Some(name),
            site: Default::default(),
            seen: tidegate_core::circuit::Seen::new(tier(100), "Active"),
        };
        let circuit = tidegate_core::circuit::Circuit {
            highest: tier(1000),
            ..tidegate_core::circuit::Circuit::from_inventory(&listed)
        };
        let change = ended(&listed.id, desk.now());
        desk.commit(&[Record::Circuit(Box::new(circuit)), Record::Change(Box::new(change))])
    });
    committed.await.unwrap().unwrap();
    let file = folder.join(format!("{canary}.ics"));
    std::fs::write(&file, calendar(canary)).unwrap();
    let file = file.display().to_string();
    for command in [
        json!({"do": "feed-add", "name": format!("{canary}-feed"), "address": null, "file": file, "settings": {"bind": [format!("{canary}-circuit")]}}),
        json!({"do": "rule-add", "rule": {"name": format!("{canary}-rule"), "contains": canary, "asks": "1G"}}),
        json!({"do": "profile-set", "name": format!("{canary}profile"), "tier": "1G", "circuits": []}),
        json!({"do": "credentials-set", "client-id": format!("{canary}-key"), "client-secret": format!("{canary}-secret")}),
        json!({"do": "event-add", "event": own(canary)}),
    ] {
        says(host, Some(canary), command).await.unwrap();
    }
}

/// An order that is over; its number differs from customer to customer.
fn ended(circuit: &tidegate_core::ids::CircuitId, now: tidegate_core::time::Instant) -> Change {
    let number = if circuit.as_str().starts_with(CANARIES[0]) { 41 } else { 42 };
    let tier = |mbps| Tier::from_mbps(mbps).unwrap();
    let body = json!({
        "id": number, "circuit": circuit, "from": tier(100), "to": tier(1000), "boundary": now, "generation": 0,
        "reference": format!("R{number}"), "state": State::Confirmed, "actor": Actor::Calendar, "event_uid": null,
        "why": format!("because of {circuit}"), "is_return": false, "opened": now, "sent": now, "unknown": null,
        "ended": now, "attempts": 1, "refusals": 0, "not_before": null, "quote": null, "order": null,
        "completed": false, "pending_seen": false, "counted": null, "words": [],
    });
    let change: Change = serde_json::from_value(body).unwrap();
    assert_eq!(change.id, ChangeId(number));
    change
}

fn calendar(canary: &str) -> String {
    let day = (chrono::Utc::now() + chrono::TimeDelta::days(2)).format("%Y%m%d");
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:{canary}-uid\r\nDTSTAMP:20270101T000000Z\r\n\
         DTSTART:{day}T100000Z\r\nDTEND:{day}T120000Z\r\nSUMMARY:#iod 1G {canary}-event\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

fn own(canary: &str) -> Value {
    let at = |hours| (chrono::Utc::now() + chrono::TimeDelta::hours(hours)).to_rfc3339();
    json!({"title": format!("#iod 1G {canary}-own"), "start": at(30), "end": at(32)})
}

async fn says(host: &Arc<Host>, tenant: Option<&str>, command: Value) -> Result<Value, ErrorBody> {
    host.answer(json!({"tenant": tenant, "command": command})).await
}

/// What of one customer's a command can name.
struct Things {
    circuit: String,
    feed: String,
    rule: String,
    profile: String,
    key: Value,
    own: String,
    order: i64,
}

async fn things(host: &Arc<Host>, canary: &'static str) -> Things {
    let round = host.round(Some(canary)).await.unwrap();
    round
        .handle
        .at_desk(move |desk| {
            let now = desk.now();
            desk.world.refresh(now);
            let of = |own: bool| {
                let mut decided = desk.world.compiled.decided.iter();
                decided
                    .find(|one| (one.key.feed.as_str() == "own") == own)
                    .expect("it is decided")
                    .key
                    .clone()
            };
            let event = of(false);
            Things {
                circuit: format!("{canary}-circuit"),
                feed: format!("{canary}-feed"),
                rule: format!("{canary}-rule"),
                profile: format!("{canary}profile"),
                key: json!({"feed": event.feed, "uid": event.uid, "start": event.start.to_rfc3339()}),
                own: of(true).uid,
                order: if canary == CANARIES[0] { 41 } else { 42 },
            }
        })
        .await
        .unwrap()
}

/// Every command that names something of a customer's, naming that of these things. What ends things comes last.
fn naming(of: &Things) -> Vec<Value> {
    let Things { circuit, feed, rule, profile, key, own, order } = of;
    let event = json!({"title": "#iod 1G", "start": "2099-01-04T09:00:00Z", "end": "2099-01-04T10:00:00Z"});
    let (start, end) = ("2099-01-04T09:00:00Z", "2099-01-04T10:00:00Z");
    vec![
        json!({"do": "why", "circuit": circuit, "at": null}),
        json!({"do": "cost-of", "range": {"circuits": [circuit]}}),
        json!({"do": "cost-of", "range": {"feed": feed}}),
        json!({"do": "cost-if", "range": {"circuits": [circuit]}, "otherwise": {}}),
        json!({"do": "cost-if", "range": {}, "otherwise": {"without-rules": [rule]}}),
        json!({"do": "feed-set", "feed": feed, "settings": {"busy-only": true}}),
        json!({"do": "feed-refresh", "feed": feed}),
        json!({"do": "feed-believe", "feed": feed}),
        json!({"do": "feed-release", "feed": feed}),
        json!({"do": "rule-preview", "rule": {"name": "x", "contains": "x", "asks": "1G", "circuits": [circuit]}}),
        json!({"do": "rule-try", "title": "x", "feed": feed}),
        json!({"do": "title-tried", "title": "x", "feed": feed}),
        json!({"do": "profile-set", "name": "x", "tier": "1G", "circuits": [circuit]}),
        json!({"do": "circuit-set", "circuit": circuit, "settings": {"tags": ["x"]}}),
        json!({"do": "circuit-leave", "circuit": circuit}),
        json!({"do": "circuit-look-after", "circuit": circuit}),
        json!({"do": "circuit-rename", "circuit": circuit, "name": "x"}),
        json!({"do": "circuit-disconnect", "circuit": circuit, "typed": circuit}),
        json!({"do": "boost", "circuit": circuit, "tier": "1G", "until": null}),
        json!({"do": "hold", "circuit": circuit, "tier": "1G", "until": null}),
        json!({"do": "by-hand-preview", "circuit": circuit, "kind": "boost", "tier": "1G", "until": null}),
        json!({"do": "clear", "circuit": circuit}),
        json!({"do": "pause", "circuit": circuit}),
        json!({"do": "would-order", "circuit": circuit}),
        json!({"do": "resume", "circuit": circuit, "from": "next"}),
        json!({"do": "orders", "circuit": circuit, "limit": 5}),
        json!({"do": "activity", "search": "", "circuit": circuit, "state": null, "limit": 5}),
        json!({"do": "order-show", "id": order}),
        json!({"do": "trail", "id": order}),
        json!({"do": "retry", "circuit": circuit}),
        json!({"do": "restore", "circuit": circuit}),
        json!({"do": "keep", "circuit": circuit}),
        json!({"do": "setting-set", "name": "us-federal-holidays", "value": circuit}),
        json!({"do": "event-edit", "uid": own, "event": event}),
        json!({"do": "event-preview", "key": key, "event": event}),
        json!({"do": "event-move", "key": key, "start": start, "end": end}),
        json!({"do": "event-take-out", "key": key}),
        json!({"do": "event-put-back", "key": key}),
        json!({"do": "attention-answer", "id": "none", "choice": 1}),
        json!({"do": "rule-move", "name": rule, "to": 1}),
        json!({"do": "rule-remove", "name": rule}),
        json!({"do": "profile-remove", "name": profile}),
        json!({"do": "event-remove", "uid": own}),
        json!({"do": "feed-remove", "feed": feed}),
    ]
}

/// Of what names something, what its own customer does not find either, here: there is no drift to keep, and nothing
/// waits. What is found may still be refused: the carrier of this stage cannot be reached, and nobody reads calendars.
const NOT_THERE: [&str; 2] = ["keep", "attention-answer"];

/// Every command that names nothing of a customer's; some ask the carrier, which is not there.
fn plain() -> Vec<Value> {
    let rule = json!({"name": "plain", "contains": "plain", "asks": "1G"});
    vec![
        json!({"do": "status"}),
        json!({"do": "plan", "days": 7}),
        json!({"do": "cost", "days": 7}),
        json!({"do": "inbox", "limit": 50}),
        json!({"do": "feeds"}),
        json!({"do": "feed-add", "name": "plain", "address": null, "file": "/nowhere/plain.ics", "settings": {}}),
        json!({"do": "events"}),
        json!({"do": "event-add", "event": own("plain")}),
        json!({"do": "events-export"}),
        json!({"do": "rules"}),
        json!({"do": "rule-add", "rule": rule}),
        json!({"do": "profiles"}),
        json!({"do": "circuits"}),
        json!({"do": "circuits-sync"}),
        json!({"do": "carrier-providers"}),
        json!({"do": "carrier-locations", "provider": "1", "search": "", "page": 1}),
        json!({"do": "carrier-address", "address": "x"}),
        json!({"do": "carrier-tiers", "place": "x", "provider": null}),
        json!({"do": "carrier-quote", "place": "x", "provider": null, "tier": "1G"}),
        json!({"do": "carrier-accounts"}),
        json!({"do": "carrier-order", "order": {"quote": "x"}, "agreed": "1"}),
        json!({"do": "carrier-follow"}),
        json!({"do": "credentials-test"}),
        json!({"do": "automation-on", "from": "next"}),
        json!({"do": "automation-off"}),
        json!({"do": "baseline-all"}),
        json!({"do": "attention"}),
        json!({"do": "tenant-export"}),
        json!({"do": "audit-rows", "after": 0}),
        json!({"do": "audit-verify"}),
        json!({"do": "advice"}),
        json!({"do": "bill-compare", "text": "x", "columns": {}}),
        json!({"do": "heartbeat-set", "address": "x", "own-network": null}),
        json!({"do": "heartbeat-off"}),
        json!({"do": "audit-seal"}),
        json!({"do": "audit-seals", "key": "x", "after": 0}),
        json!({"do": "settings"}),
        json!({"do": "glance"}),
        json!({"do": "week", "day": null}),
        json!({"do": "calendar", "from": null, "days": 14, "all": true}),
        json!({"do": "month", "month": null}),
        json!({"do": "report", "month": null}),
        json!({"do": "waiting"}),
        json!({"do": "circuits-screen"}),
        json!({"do": "feeds-screen"}),
        json!({"do": "settings-screen"}),
        json!({"do": "set-up"}),
        json!({"do": "break", "how": "repaired", "circuit": null}),
        json!({"do": "credentials-set", "client-id": "plain", "client-secret": "plain"}),
        json!({"do": "credentials-remove"}),
    ]
}

/// The portfolio, and what makes and ends customers: about all of them, on purpose.
const OF_ALL: [&str; 7] =
    ["tenants", "tenant-add", "tenant-remove", "tenant-import", "customers", "practise", "go-live"];

fn name_of(command: &Value) -> String {
    command["do"].as_str().unwrap().to_owned()
}

/// The commands that there are, as the page's bindings list them.
fn all_commands() -> BTreeSet<String> {
    let bindings = include_str!("../../../../../ui/src/host/commands.ts");
    let names = bindings.lines().filter_map(|line| line.trim().strip_prefix("| { do: \""));
    names.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
}

/// Everything durable of a customer's.
async fn kept(host: &Arc<Host>, canary: &str) -> String {
    let round = host.round(Some(canary)).await.unwrap();
    let kept = round.handle.at_desk(|desk| {
        let world = desk.store.world().unwrap();
        let trail = desk.store.audit().verify().unwrap().unwrap();
        format!("{trail:?} {:?} {:?} {:?} {:?}", world.tenant, world.circuits, world.feeds, world.overrides)
    });
    kept.await.unwrap()
}

async fn stage(folder: &tempfile::TempDir) -> Arc<Host> {
    let owner = Owner::take(Home::locate(Some(&folder.path().join("home"))).unwrap()).unwrap();
    let machine = Machine {
        clock: Clock::machine(),
        limits: Limits::new(),
        secrets: Arc::new(Secrets::Memory(Memory::practice())),
        desktop: Arc::new(Desktop::recorded()),
    };
    // A short owner: nothing happens by itself between two looks.
    let (host, _) = Host::open(owner, machine, Orders::Never).await.unwrap();
    for canary in CANARIES {
        full(&host, folder.path(), canary).await;
    }
    host
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_one_customers_cannot_be_reached_through_another_by_any_command() {
    let folder = tempfile::tempdir().unwrap();
    let host = stage(&folder).await;
    let [alpha, bravo] = CANARIES;
    let (of_alpha, of_bravo) = (things(&host, alpha).await, things(&host, bravo).await);
    for (whose, other, foreign) in [(alpha, bravo, &of_bravo), (bravo, alpha, &of_alpha)] {
        let before = (kept(&host, alpha).await, kept(&host, bravo).await);
        for command in naming(foreign) {
            let answer = says(&host, Some(whose), command.clone()).await;
            let refused = answer.expect_err(&format!("{command} of {other}'s, said to {whose}"));
            assert!(
                !refused.message.contains(&format!("{other}-circuit,")),
                "{command}: {}",
                refused.message
            );
        }
        assert_eq!((kept(&host, alpha).await, kept(&host, bravo).await), before, "neither was changed");
    }
    for (whose, own) in [(alpha, &of_alpha), (bravo, &of_bravo)] {
        for command in naming(own) {
            let answer = says(&host, Some(whose), command.clone()).await;
            match answer {
                Ok(_) => {}
                Err(refused) => {
                    let is_found =
                        refused.code != "not-found" || NOT_THERE.contains(&name_of(&command).as_str());
                    assert!(is_found, "{command}, said to its own customer: {}", refused.message);
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_to_a_customer_says_anything_of_another() {
    let folder = tempfile::tempdir().unwrap();
    let host = stage(&folder).await;
    for (whose, other) in [(CANARIES[0], CANARIES[1]), (CANARIES[1], CANARIES[0])] {
        let own = things(&host, whose).await;
        for command in naming(&own).into_iter().chain(plain()) {
            let said = match says(&host, Some(whose), command.clone()).await {
                Ok(answer) => answer.to_string(),
                Err(refused) => refused.message,
            };
            assert!(!said.to_lowercase().contains(other), "{command}, said to {whose}: {said}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_is_in_a_table_and_none_goes_without_a_name_where_there_are_several_customers() {
    let folder = tempfile::tempdir().unwrap();
    let host = stage(&folder).await;
    let own = things(&host, CANARIES[0]).await;
    let named: Vec<Value> = naming(&own).into_iter().chain(plain()).collect();
    let mut tried: BTreeSet<String> = named.iter().map(name_of).collect();
    for command in &named {
        let refused = says(&host, None, command.clone()).await.expect_err("whose?");
        assert!(refused.message.contains("several customers"), "{command}: {}", refused.message);
    }
    tried.extend(OF_ALL.map(str::to_owned));
    assert_eq!(tried, all_commands());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_acts_stands_with_the_act_in_the_trail() {
    let folder = tempfile::tempdir().unwrap();
    let host = stage(&folder).await;
    let [alpha, _] = CANARIES;
    let own = things(&host, alpha).await;
    let rows = async || {
        let rows = says(&host, Some(alpha), json!({"do": "audit-rows", "after": 0})).await.unwrap();
        let lines = rows.as_array().unwrap().iter().map(|row| row["line"].as_str().unwrap().to_owned());
        lines.collect::<Vec<_>>()
    };
    let who = ["USER", "USERNAME", "LOGNAME"].iter().find_map(|name| std::env::var(name).ok());
    let operator = format!("person {}", who.unwrap_or_else(|| "somebody".into()));
    let mut acted = 0;
    for command in naming(&own).into_iter().chain(plain()) {
        let before = rows().await.len();
        let done = says(&host, Some(alpha), command.clone()).await.is_ok();
        let mut new: Vec<Value> =
            rows().await[before..].iter().map(|line| serde_json::from_str(line).unwrap()).collect();
        // The first seal tells of its key: that is Tidegate's own, whoever asked.
        new.retain(|line| line["act"] != "audit.key");
        let by_operator = new.iter().any(|line| line["actor"] == operator.as_str());
        assert!(new.is_empty() || by_operator, "{command}: {new:?}");
        acted += u32::from(done && by_operator);
    }
    assert!(acted >= 20, "{acted} acts were seen");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_takes_ledger_and_secrets_along_leaves_a_receipt_and_touches_nobody_else() {
    let folder = tempfile::tempdir().unwrap();
    let host = stage(&folder).await;
    let [alpha, bravo] = CANARIES;
    let id = async |name: &str| {
        let all = host.tenants().await.unwrap();
        all.into_iter().find(|one| one.name == name).expect("it is listed").id
    };
    let (gone, stays) = (id(alpha).await, id(bravo).await);
    // Not asked of `Home`, which makes the folder that it names.
    let ledger = |id: &TenantId| host.owner.home().root().join("tenants").join(id.as_str()).join("ledger.db");
    let secrets = &host.machine.secrets;
    let has_key = async |id: &TenantId| {
        let found = secrets.get(id, &crate::secrets::SecretName::ClientSecret).await;
        matches!(found, crate::secrets::Found::Secret(_))
    };
    assert!(ledger(&gone).exists() && has_key(&gone).await, "the stage is set");
    let said = says(&host, None, json!({"do": "tenant-remove", "name": alpha})).await.unwrap();
    let receipt = said["receipt"].as_str().unwrap().to_owned();
    assert!(receipt.contains(alpha) && receipt.contains("2 secrets"), "{receipt}");
    assert!(!ledger(&gone).parent().unwrap().exists(), "its folder is gone");
    assert!(!has_key(&gone).await);
    assert!(ledger(&stays).exists() && has_key(&stays).await, "the other's are there");
    let list = rusqlite::Connection::open(host.owner.home().database()).unwrap();
    let kept: (String, String) =
        list.query_row("SELECT tenant, text FROM receipt", [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    assert_eq!(kept, (gone.0, receipt));
    let refused = says(&host, Some(alpha), json!({"do": "status"})).await.unwrap_err();
    assert!(refused.message.contains("there is no customer"), "{}", refused.message);
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_travel_in_a_file_without_any_secret_and_make_a_customer_that_observes() {
    let folder = tempfile::tempdir().unwrap();
    let host = host(&folder).await;
    paying(&host).await;
    let key = json!({"do": "credentials-set", "client-id": "canary-key", "client-secret": "canary-secret"});
    says(&host, None, key).await.unwrap();
    says(
        &host,
        None,
        json!({"do": "rule-add", "rule": {"name": "Board", "contains": "board", "asks": "1G"}}),
    )
    .await
    .unwrap();
    let file = says(&host, None, json!({"do": "tenant-export"})).await.unwrap();
    assert!(!file.to_string().contains("canary"), "{file}");
    let taken =
        says(&host, None, json!({"do": "tenant-import", "text": file.to_string(), "name": null})).await;
    assert!(taken.unwrap_err().message.contains("choose another name"));
    let text = file.to_string();
    says(&host, None, json!({"do": "tenant-import", "text": text, "name": "West"})).await.unwrap();
    let again = says(&host, Some("West"), json!({"do": "tenant-export"})).await.unwrap();
    assert_eq!((&again["rules"], &again["circuits"]), (&file["rules"], &file["circuits"]));
    let status = says(&host, Some("West"), json!({"do": "status"})).await.unwrap();
    assert_eq!(status["automation"], false);
    let nonsense = json!({"do": "tenant-import", "text": "{}", "name": "North"});
    assert!(says(&host, None, nonsense).await.unwrap_err().message.contains("Nothing was changed"));
}
