//! What was committed is what is read back; the trail cannot be changed; a newer ledger is left alone.

use super::*;
use chrono::{DateTime, Utc};
use tidegate_core::audit::Entry;
use tidegate_core::carrier::{Dialect, Listed, Profile};
use tidegate_core::change::{State, reference};
use tidegate_core::circuit::{Circuit, CircuitState, Seen};
use tidegate_core::feed::FeedState;
use tidegate_core::history::Stayed;
use tidegate_core::ids::{Actor, ChangeId};
use tidegate_core::overrides::{Override, OverrideKind};
use tidegate_core::quota::QuotaDay;
use tidegate_core::time::Zone;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn tenant() -> Tenant {
    Tenant {
        automation: true,
        ..Tenant::new(
            "office".into(),
            "Office",
            Zone::from(chrono_tz::America::New_York),
            Profile::new(Dialect::Lumen, "https://carrier.example", "1-ABCDE"),
        )
    }
}

fn circuit() -> Circuit {
    let seen = Seen::new("100M".parse().unwrap(), "Active");
    Circuit::from_inventory(&Listed { id: "77".into(), name: None, site: Default::default(), seen })
}

fn change(id: i64, state: State) -> Change {
    let boundary = at("2027-01-04T09:00:00Z");
    Change {
        id: ChangeId(id),
        circuit: "77".into(),
        from: "100M".parse().unwrap(),
        to: "1G".parse().unwrap(),
        boundary,
        generation: 0,
        reference: reference("1-OFFICE", &"77".into(), boundary, "1G".parse().unwrap(), 0),
        state,
        actor: Actor::Calendar,
        event_uid: Some("u".into()),
        why: "because".into(),
        is_return: false,
        opened: boundary,
        sent: Some(boundary),
        unknown: None,
        ended: None,
        attempts: 1,
        refusals: 0,
        not_before: None,
        quote: None,
        order: None,
        completed: false,
        pending_seen: false,
        counted: Some(boundary.date_naive()),
        words: vec![(boundary, "PENDING".into())],
        errand: None,
    }
}

fn stay(from: &str, to: &str) -> Stayed {
    Stayed {
        circuit: "77".into(),
        from: at(from),
        to: at(to),
        live: "100M".parse().unwrap(),
        wanted: "100M".parse().unwrap(),
        why: "because".into(),
        event: None,
        way: None,
    }
}

fn everything() -> Vec<Record> {
    let now = at("2027-01-04T08:00:00Z");
    let hold = Override {
        circuit: "77".into(),
        kind: OverrideKind::Hold,
        tier: "100M".parse().unwrap(),
        from: now,
        until: at("2027-01-05T08:00:00Z"),
        actor: Actor::Person("ann".into()),
        then_pause: false,
    };
    vec![
        Record::Tenant(Box::new(tenant())),
        Record::Circuit(Box::new(circuit())),
        Record::State(Box::new(CircuitState::new(&"77".into(), now, &tenant().profile.timings))),
        Record::FeedState(Box::new(FeedState::new(&"office".into()))),
        Record::Override(hold),
        Record::Change(Box::new(change(1, State::Confirmed))),
        Record::Change(Box::new(change(2, State::Accepted))),
        Record::Stay(Box::new(stay("2027-01-04T07:00:00Z", "2027-01-04T07:30:00Z"))),
        Record::Stay(Box::new(stay("2027-01-04T07:30:00Z", "2027-01-04T07:30:00Z"))),
        Record::Stay(Box::new(stay("2027-01-04T07:30:00Z", "2027-01-04T08:00:00Z"))),
        Record::Quota(now.date_naive(), QuotaDay { ours: 2, foreign: 1, full: false }),
        Record::Audit(Entry::new(now, Actor::Program, "feed.read", "one")),
        Record::Audit(Entry::new(now, Actor::Program, "order.sent", "two")),
    ]
}

#[test]
fn a_world_read_back_is_the_world_that_was_committed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let records = everything();
    Store::open(&path, &"office".into()).unwrap().commit(&records).unwrap();
    let read = Store::open(&path, &"office".into()).unwrap().world().unwrap();
    let mut applied = World::new(tenant());
    applied.apply(&records);
    assert_eq!(format!("{read:?}"), format!("{applied:?}"));
}

#[test]
fn a_commit_is_all_or_nothing() {
    let mut store = Store::in_memory(&"office".into()).unwrap();
    store.commit(&everything()).unwrap();
    let second_open_change = Record::Change(Box::new(change(3, State::Intended)));
    let entry =
        Record::Audit(Entry::new(at("2027-01-04T08:00:00Z"), Actor::Program, "order.intended", "three"));
    store
        .commit(&[entry.clone(), second_open_change])
        .expect_err("at most one open change a circuit, by the schema too");
    assert_eq!(store.audit().verify().unwrap().unwrap().0, 2, "the audit line went with it");
    store.commit(&[entry]).unwrap();
    assert_eq!(store.audit().verify().unwrap().unwrap().0, 3, "and the trail goes on where it was");
}

#[test]
fn the_trail_cannot_be_changed_by_accident_and_a_change_by_force_is_found() {
    let mut store = Store::in_memory(&"office".into()).unwrap();
    store.commit(&everything()).unwrap();
    assert!(store.connection.execute("UPDATE audit SET line = 'x'", []).is_err());
    assert!(store.connection.execute("DELETE FROM audit", []).is_err());
    store
        .connection
        .execute_batch(
            "DROP TRIGGER audit_no_update; UPDATE audit SET line = replace(line, 'one', 'won') WHERE seq = 1",
        )
        .unwrap();
    assert!(store.audit().verify().unwrap().is_err());
}

#[test]
fn a_ledger_of_a_newer_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let store = Store::open(&path, &"office".into()).unwrap();
    store.connection.pragma_update(None, "user_version", 99).unwrap();
    drop(store);
    assert!(matches!(Store::open(&path, &"office".into()), Err(StoreError::Newer { found: 99, .. })));
}

#[test]
fn every_commit_reaches_the_disk_before_it_returns() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("ledger.db"), &"office".into()).unwrap();
    let pragma = |name: &str| -> String {
        store
            .connection
            .query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, rusqlite::types::Value>(0))
            .map(|value| format!("{value:?}"))
            .unwrap()
    };
    assert_eq!(pragma("journal_mode"), "Text(\"wal\")");
    assert_eq!(pragma("synchronous"), "Integer(2)", "FULL");
}

#[test]
fn a_stay_that_grew_is_one_and_the_past_is_found_by_its_time() {
    let mut store = Store::in_memory(&"office".into()).unwrap();
    store.commit(&everything()).unwrap();
    let all = store.stays(at("2027-01-04T06:00:00Z"), at("2027-01-04T09:00:00Z")).unwrap();
    let second = stay("2027-01-04T07:30:00Z", "2027-01-04T08:00:00Z");
    assert_eq!(all, [stay("2027-01-04T07:00:00Z", "2027-01-04T07:30:00Z"), second.clone()]);
    assert_eq!(store.stays(at("2027-01-04T07:45:00Z"), at("2027-01-04T09:00:00Z")).unwrap(), [second]);
    assert_eq!(store.changes_since(at("2027-01-04T09:00:01Z")).unwrap(), []);
    assert_eq!(store.changes_since(at("2027-01-04T09:00:00Z")).unwrap().len(), 2);
}

#[test]
fn lines_are_found_by_act_and_by_order() {
    let mut store = Store::in_memory(&"office".into()).unwrap();
    store.commit(&everything()).unwrap();
    let mut entry = Entry::new(at("2027-01-04T08:00:00Z"), Actor::Program, "order.sent", "three");
    entry.order = Some("R1".into());
    store.commit(&[Record::Audit(entry)]).unwrap();
    let numbers = |rows: Vec<tidegate_core::audit::Row>| rows.iter().map(|row| row.seq).collect::<Vec<_>>();
    assert_eq!(numbers(store.audit().of_act("order.sent", 10).unwrap()), [3, 2]);
    assert_eq!(numbers(store.audit().of_act("order.sent", 1).unwrap()), [3]);
    assert_eq!(numbers(store.audit().of_order("R1").unwrap()), [3]);
}

#[test]
fn a_ledger_of_the_first_schema_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let store = Store::open(&path, &"office".into()).unwrap();
    store
        .connection
        .execute_batch(
            "DROP TABLE seal; DROP TABLE stay; DROP INDEX audit_by_act; DROP INDEX audit_by_order; PRAGMA user_version = 1",
        )
        .unwrap();
    drop(store);
    let mut store = Store::open(&path, &"office".into()).unwrap();
    store.commit(&everything()).unwrap();
    assert_eq!(store.audit().of_act("feed.read", 10).unwrap().len(), 1);
}

#[test]
fn durations_that_were_a_list_once_have_names() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let store = Store::open(&path, &"office".into()).unwrap();
    // The list of the second schema, each an hour and its place in minutes: the feed interval is the twentieth.
    let list: Vec<i64> = (1..=29).map(|place| 3_600_000 + place * 60_000).collect();
    let mut body = serde_json::to_value(tenant()).unwrap();
    body["profile"]["timings"] = serde_json::json!(list);
    store.connection.execute("INSERT INTO tenant (id, body) VALUES (1, ?1)", [body.to_string()]).unwrap();
    store.connection.execute_batch("DROP TABLE seal; PRAGMA user_version = 2").unwrap();
    drop(store);
    let store = Store::open(&path, &"office".into()).unwrap();
    let timings = tenant::get(&store.connection).unwrap().unwrap().profile.timings;
    let minutes = [timings.lead_min, timings.quiet, timings.feed, timings.quote].map(|one| one.num_minutes());
    assert_eq!(minutes, [61, 65, 80, 89]);
    assert_eq!(
        timings.look_before,
        tidegate_core::timings::Timings::real().look_before,
        "what the list did not have"
    );
}

#[test]
fn the_stays_of_a_time_begin_with_the_last_one_before_it() {
    let mut store = Store::in_memory(&"office".into()).unwrap();
    let days = [("01", "02"), ("03", "04"), ("20", "21")];
    let stays = days.map(|(from, to)| {
        let day = |day| format!("2027-01-{day}T00:00:00Z");
        Record::Stay(Box::new(stay(&day(from), &day(to))))
    });
    store.commit(&[&[Record::Circuit(Box::new(circuit()))], &stays[..]].concat()).unwrap();
    let found = store.stays(at("2027-01-10T00:00:00Z"), at("2027-02-01T00:00:00Z")).unwrap();
    let began: Vec<String> = found.iter().map(|one| one.from.format("%d").to_string()).collect();
    assert_eq!(began, ["03", "20"], "not the one before it, and each once");
    let touching = store.stays(at("2027-01-04T00:00:00Z"), at("2027-01-05T00:00:00Z")).unwrap();
    assert_eq!(touching.len(), 1);
}
