//! The window's commands, from the envelope to the screen, against the practice carrier on loopback.

mod settings;

use crate::clock::Clock;
use crate::desktop::Desktop;
use crate::host::Host;
use crate::owner::Owner;
use crate::paths::Home;
use crate::run::{Machine, Orders};
use crate::secrets::{Memory, Secrets};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tidegate_core::time::Zone;
use tidegate_core::timings::Limits;
use tidegate_sim::server::Server;
use tidegate_sim::{Calendars, Carrier, Setup, setup};

/// A host with one customer, whose carrier is the practice carrier; inventory and prices read.
struct Office {
    host: Arc<Host>,
    _folder: tempfile::TempDir,
    _server: Server,
}

impl Office {
    async fn open() -> Self {
        Self::with(setup::demo()).await
    }

    async fn with(script: Setup) -> Self {
        let customer = script.customers[0].clone();
        let carrier = Arc::new(Mutex::new(Carrier::new(script, chrono::Utc::now())));
        let server = Server::start(carrier, Calendars::default()).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let owner = Owner::take(Home::locate(Some(folder.path())).unwrap()).unwrap();
        let machine = Machine {
            clock: Clock::machine(),
            limits: Limits::new(),
            secrets: Arc::new(Secrets::Memory(Memory::practice())),
            desktop: Arc::new(Desktop::recorded()),
        };
        let (host, _) = Host::open(owner, machine, Orders::Gives).await.unwrap();
        let office = Self { host, _folder: folder, _server: server };
        let tenant = json!({ "name": "Office", "dialect": "naas-v1", "base": office._server.url(),
            "customer-number": customer.number, "zone": "America/New_York", "practice": true });
        office.does(json!({ "do": "tenant-add", "tenant": tenant })).await;
        let (id, secret) = (customer.client_id, customer.client_secret);
        office.does(json!({ "do": "credentials-set", "client-id": id, "client-secret": secret })).await;
        office.does(json!({ "do": "circuits-sync" })).await;
        office
            .until(json!({ "do": "set-up" }), |seen| {
                let circuits = seen["circuits"].as_array().unwrap();
                seen["connected"] == true && circuits.iter().all(|one| one["offers"] != json!([]))
            })
            .await;
        office
    }

    async fn does(&self, command: Value) -> Value {
        let said = command.to_string();
        self.host
            .answer(json!({ "command": command }))
            .await
            .unwrap_or_else(|error| panic!("{said}: {error:?}"))
    }

    /// Asks until it is so.
    async fn until(&self, command: Value, is_so: impl Fn(&Value) -> bool) -> Value {
        let waited = async {
            loop {
                let answer = self.does(command.clone()).await;
                if is_so(&answer) {
                    return answer;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), waited)
            .await
            .unwrap_or_else(|_| panic!("in time: {command}"))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn set_up_leads_from_circuits_to_a_plan_and_is_over_when_automation_was_on() {
    let office = Office::open().await;
    let seen = office.does(json!({ "do": "set-up" })).await;
    assert_eq!(seen["account"], "built-in");
    assert_eq!(seen["missing"].as_array().unwrap().len(), 1, "a calendar: {}", seen["missing"]);
    let event = json!({ "title": "#iod 1G @A", "start": "2030-01-04T09:00", "end": "2030-01-04T10:00" });
    office.does(json!({ "do": "event-add", "event": event })).await;
    assert_eq!(office.does(json!({ "do": "set-up" })).await["missing"], json!([]));
    assert_eq!(office.does(json!({ "do": "glance" })).await["set_up"], false);
    office.does(json!({ "do": "automation-on", "from": "next" })).await;
    office.does(json!({ "do": "automation-off" })).await;
    let glance = office.does(json!({ "do": "glance" })).await;
    assert_eq!((&glance["set_up"], &glance["automation"]), (&json!(true), &json!("off")));
    let rows = office.does(json!({ "do": "customers" })).await;
    assert_eq!((rows.as_array().unwrap().len(), &rows[0]["name"]), (1, &json!("Office")));
    let waiting = office.does(json!({ "do": "waiting" })).await;
    assert!(waiting["sentence"].as_str().unwrap().starts_with("Nothing waits"), "{waiting}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_week_shows_what_was_seen_and_refuses_what_is_no_day() {
    let office = Office::open().await;
    let week = office
        .until(json!({ "do": "week", "day": null }), |week| {
            let segments = week["lanes"][0]["segments"].as_array().unwrap();
            segments.iter().any(|one| one["kind"] == "future")
        })
        .await;
    assert_eq!(week["lanes"].as_array().unwrap().len(), 3);
    assert_eq!(week["days"].as_array().unwrap().len(), 7);
    let refused =
        office.host.answer(json!({ "command": { "do": "week", "day": "soon" } })).await.unwrap_err();
    assert!(refused.message.contains("write for example"), "{}", refused.message);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_boost_is_previewed_and_nothing_is_done() {
    let office = Office::open().await;
    let ask =
        json!({ "do": "by-hand-preview", "circuit": "A", "kind": "boost", "tier": "1G", "until": "1h" });
    let seen = office.does(ask).await;
    assert!(seen["button"].as_str().unwrap().starts_with("Boost to 1 Gbps for $"), "{seen}");
    assert!(seen["refused"].as_str().unwrap().contains("above the highest tier"), "{seen}");
    let rows = office.does(json!({ "do": "circuits-screen" })).await;
    assert_eq!(rows["rows"][0]["by_hand"], json!([]));
    let kept = office.host.answer(json!({ "command": { "do": "keep", "circuit": "A" } })).await.unwrap_err();
    assert!(kept.message.contains("needs no attention"), "{}", kept.message);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_title_is_tried_before_there_is_any_calendar_and_a_calendar_has_a_card() {
    let office = Office::open().await;
    let seen = office.does(json!({ "do": "title-tried", "title": "#iod 10 Gps @A", "feed": null })).await;
    assert_eq!(seen["mark"], "attention");
    assert_eq!(office.does(json!({ "do": "feeds-screen" })).await["cards"], json!([]));
    let event = json!({ "title": "#iod 1G @A", "start": "2030-01-04T09:00", "end": "2030-01-04T10:00" });
    office.does(json!({ "do": "event-add", "event": event })).await;
    let feeds = office.does(json!({ "do": "feeds-screen" })).await;
    assert_eq!((&feeds["cards"][0]["own"], &feeds["cards"][0]["state"]), (&json!(true), &json!("Fresh")));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_stands_in_the_activity_with_its_trail() {
    let office = Office::open().await;
    office.does(json!({ "do": "circuit-set", "circuit": "A", "settings": { "highest": "1G" } })).await;
    office.does(json!({ "do": "automation-on", "from": "now" })).await;
    office.does(json!({ "do": "boost", "circuit": "A", "tier": "1G", "until": "1h" })).await;
    let ask = json!({ "do": "activity", "search": "boost", "circuit": "A", "state": null, "limit": 5 });
    let seen = office.until(ask, |seen| seen["rows"] != json!([])).await;
    let row = &seen["rows"][0];
    assert_eq!((&row["circuit"], &row["to"]["text"]), (&json!("A"), &json!("1 Gbps")));
    let trail = office.does(json!({ "do": "trail", "id": row["id"] })).await;
    assert!(trail["lines"][0]["text"].as_str().unwrap().starts_with("intent stored"), "{trail}");
    let none = office.host.answer(json!({ "command": { "do": "trail", "id": 9999 } })).await.unwrap_err();
    assert_eq!(none.code, "not-found");
    let other = json!({ "do": "activity", "search": "", "circuit": "B", "state": null, "limit": 5 });
    assert_eq!(office.does(other).await["rows"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_is_previewed_moved_taken_out_and_put_back() {
    let office = Office::open().await;
    office.does(json!({ "do": "circuit-set", "circuit": "A", "settings": { "highest": "1G" } })).await;
    let event = |title: &str, hour: &str, repeats: Value| json!({ "title": title, "start": format!("2030-01-04T{hour}:00"), "end": format!("2030-01-04T{hour}:30"), "repeats": repeats });
    office.does(json!({ "do": "event-add", "event": event("#iod 1G @A", "09", Value::Null) })).await;
    office
        .does(json!({ "do": "event-add", "event": event("#iod 500M @A", "11", json!("FREQ=WEEKLY")) }))
        .await;
    // Years ahead of what is compiled: the stored calendar is read for the days asked for.
    let ask = json!({ "do": "calendar", "from": "2030-01-04", "days": 7, "all": false });
    let seen = office.does(ask.clone()).await;
    let events = seen["events"].as_array().unwrap();
    assert_eq!(events.len(), 2, "{seen}");
    assert_eq!(
        (&events[0]["time"], &events[1]["repeats"]),
        (&json!("09:00\u{2013}09:30 EST"), &json!("FREQ=WEEKLY"))
    );
    let preview =
        json!({ "do": "event-preview", "key": null, "event": event("#iod 1G @A", "10", Value::Null) });
    assert!(office.does(preview).await["money"].as_str().unwrap().starts_with("adds $"));
    let (start, end) = ("2030-01-04T13:00", "2030-01-04T13:30");
    office.does(json!({ "do": "event-move", "key": events[0]["key"], "start": start, "end": end })).await;
    let times = |seen: &Value| {
        seen["events"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["time"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(times(&office.does(ask.clone()).await), ["11:00\u{2013}11:30 EST", "13:00\u{2013}13:30 EST"]);
    let refused =
        office.host.answer(json!({ "command": { "do": "event-put-back", "key": events[1]["key"] } })).await;
    assert!(refused.unwrap_err().message.contains("nothing to put back"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_is_counted_from_the_first_look_on() {
    let office = Office::open().await;
    let ask = json!({ "do": "month", "month": null });
    let seen = office.until(ask, |seen| seen["sum"]["projection"]["value"].is_number()).await;
    assert_eq!(seen["circuits"].as_array().unwrap().len(), 3);
    let far = office.does(json!({ "do": "month", "month": "2030-02" })).await;
    assert_eq!((&far["title"], &far["hours"]), (&json!("Cost of February 2030"), &json!("672 h")));
    let refused = office.host.answer(json!({ "command": { "do": "month", "month": "soon" } })).await;
    let refused = refused.unwrap_err().message;
    assert!(refused.contains("write for example"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn quiet_hours_are_a_setting_and_what_is_none_is_refused() {
    let office = Office::open().await;
    assert_eq!(office.does(json!({ "do": "settings-screen" })).await["quiet"], Value::Null);
    office.does(json!({ "do": "setting-set", "name": "quiet", "value": "22:00-07:00" })).await;
    let seen = office.does(json!({ "do": "settings-screen" })).await;
    assert_eq!((&seen["quiet"], &seen["credentials_mark"]), (&json!("22:00-07:00"), &json!("fine")));
    let wrong = json!({ "command": { "do": "setting-set", "name": "quiet", "value": "always" } });
    assert!(office.host.answer(wrong).await.unwrap_err().message.contains("22:00-07:00"));
    office.does(json!({ "do": "setting-set", "name": "quiet", "value": "off" })).await;
    assert_eq!(office.does(json!({ "do": "settings" })).await["quiet"], "off");
}

#[tokio::test(flavor = "multi_thread")]
async fn going_live_takes_calendars_and_rules_from_practice_and_from_nobody_else() {
    let office = Office::open().await;
    let file = office._folder.path().join("office.ics");
    std::fs::write(&file, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//EN\r\nEND:VCALENDAR\r\n").unwrap();
    office.does(json!({ "do": "feed-add", "name": "Rooms", "file": file, "settings": {} })).await;
    let rule = json!({ "name": "streams", "contains": "stream", "asks": "500M" });
    office.does(json!({ "do": "rule-add", "rule": rule })).await;
    let real = json!({ "name": "Real", "dialect": "naas-v1", "base": "https://127.0.0.1:9",
        "customer-number": "1-REAL", "zone": "America/New_York" });
    office.does(json!({ "do": "tenant-add", "tenant": real })).await;

    let asks =
        |tenant: &str, from: &str| json!({ "tenant": tenant, "command": { "do": "go-live", "from": from } });
    let taken = office.host.answer(asks("Real", "Office")).await.unwrap();
    assert_eq!((&taken["calendars"], &taken["rules"]), (&json!(["Rooms"]), &json!(1)), "{taken}");
    let rules = office.host.answer(json!({ "tenant": "Real", "command": { "do": "rules" } })).await.unwrap();
    assert_eq!(rules[0]["name"], "streams");
    let again = office.host.answer(asks("Real", "Office")).await.unwrap();
    assert_eq!((&again["calendars"], &again["rules"]), (&json!([]), &json!(1)), "nothing is there twice");
    for (to, from) in [("Office", "Real"), ("Office", "Office"), ("Real", "Real")] {
        assert_eq!(office.host.answer(asks(to, from)).await.unwrap_err().code, "usage", "{from} to {to}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_months_ahead_can_be_moved_and_taken_out_and_put_back() {
    let office = Office::open().await;
    let start = chrono::Utc::now() + chrono::TimeDelta::days(120);
    let [from, to] = [0, 1].map(|hours| start + chrono::TimeDelta::hours(hours));
    let text = |at: chrono::DateTime<chrono::Utc>| at.format("%Y%m%dT%H0000Z").to_string();
    let calendar = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//EN\r\nBEGIN:VEVENT\r\nUID:far\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:{}\r\nDTEND:{}\r\nSUMMARY:#iod 500M @HQ\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        text(from),
        text(to)
    );
    let file = office._folder.path().join("far.ics");
    std::fs::write(&file, calendar).unwrap();
    office.does(json!({ "do": "feed-add", "name": "Far", "file": file, "settings": {} })).await;
    let day = start.with_timezone(&Zone::from(chrono_tz::America::New_York)).date_naive().to_string();
    let shown = json!({ "do": "calendar", "from": day, "days": 2, "all": true });
    let event = async || office.does(shown.clone()).await["events"][0].clone();
    let (key, mark) = (event().await["key"].clone(), event().await["mark"].clone());
    office.does(json!({ "do": "event-take-out", "key": key })).await;
    assert_eq!(event().await["mark"], "ignored");
    office.does(json!({ "do": "event-put-back", "key": key })).await;
    assert_eq!(event().await["mark"], mark);
    let later = |hours: i64| (start + chrono::TimeDelta::hours(hours)).to_rfc3339();
    office.does(json!({ "do": "event-move", "key": key, "start": later(2), "end": later(3) })).await;
    assert_ne!(event().await["moved_from"], Value::Null);
}
