//! What a person sets, and what is preset: a new calendar, a circuit's bounds, a profile's name, the day's quota.

use super::*;

impl Office {
    async fn refuses(&self, command: Value) -> String {
        let said = command.to_string();
        match self.host.answer(json!({ "command": command })).await {
            Err(error) => error.message,
            Ok(answer) => panic!("{said}: {answer}"),
        }
    }

    /// Adds a calendar of these titles, each an hour on one of the next days.
    async fn adds(&self, name: &str, titles: &[&str], settings: Value) -> Value {
        let event = |(title, day): (&&str, i64)| {
            let start = chrono::Utc::now() + chrono::TimeDelta::days(day);
            let start = start.format("%Y%m%dT%H0000Z");
            format!(
                "BEGIN:VEVENT\r\nUID:{day}\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:{start}\r\nDURATION:PT1H\r\nSUMMARY:{title}\r\nEND:VEVENT\r\n"
            )
        };
        let events: String = titles.iter().zip(1..).map(event).collect();
        let file = self._folder.path().join(format!("{name}.ics"));
        let text = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//EN\r\n{events}END:VCALENDAR\r\n");
        std::fs::write(&file, text).unwrap();
        self.does(json!({ "do": "feed-add", "name": name, "file": file, "settings": settings })).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_calendar_is_ours_and_bound_to_the_only_circuit_where_it_is_about_bandwidth() {
    let mut one = setup::demo();
    one.customers[0].circuits.truncate(1);
    one.foreign.clear();
    let (one, several) = (Office::with(one).await, Office::open().await);
    let (about, half) = (["1 Gbps, show", "500 Mbps, copy", "Lunch"], ["1 Gbps, show", "Lunch"]);
    let bare = json!({});
    let rows = [
        (&one, "About", &about[..], bare.clone(), json!(["CIRCUIT-A"])),
        (&one, "Half", &half, bare.clone(), json!([])),
        (&one, "Holidays", &about, json!({ "holidays": true }), json!([])),
        (&several, "About", &about, bare, json!([])),
        (&several, "Bound", &half, json!({ "bind": ["B"] }), json!(["CIRCUIT-B"])),
    ];
    for (office, name, titles, settings, bound) in rows {
        let added = office.adds(name, titles, settings).await;
        assert_eq!((&added["bound"], &added["writers"]), (&bound, &json!("only-us")), "{name}: {added}");
    }
    let cards = one.does(json!({ "do": "feeds-screen" })).await;
    for card in cards["cards"].as_array().unwrap() {
        assert_eq!((&card["busy_only"], &card["allowed"]), (&json!(false), &json!([])), "{card}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_baseline_lies_between_the_lowest_and_the_highest_tier() {
    let office = Office::open().await;
    let set = |settings: Value| json!({ "do": "circuit-set", "circuit": "A", "settings": settings });
    // A has 100 Mbps, which is all three of its tiers at first.
    for settings in [
        json!({ "baseline": "500M" }),
        json!({ "lowest": "500M" }),
        json!({ "lowest": "500M", "highest": "1G" }),
        json!({ "lowest": "1G", "baseline": "1G" }),
    ] {
        let told = office.refuses(set(settings.clone())).await;
        assert!(told.contains("must lie between"), "{settings}: {told}");
    }
    for settings in [
        json!({ "highest": "1G" }),
        json!({ "baseline": "500M" }),
        json!({ "lowest": "500M" }),
        json!({ "baseline": "1G" }),
    ] {
        office.does(set(settings)).await;
    }
    let told = office.refuses(set(json!({ "highest": "500M" }))).await;
    assert!(told.contains("must lie between"), "{told}");
    let told = office.refuses(set(json!({ "highest": "50M" }))).await;
    assert!(told.contains("cannot have 50 Mbps"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_that_means_something_else_names_no_profile() {
    let office = Office::open().await;
    let set = |name: &str| json!({ "do": "profile-set", "name": name, "tier": "1G", "circuits": [] });
    for name in ["boost", "hold", "pause", "set", "until", "Until", "from", "1G", "two words"] {
        let told = office.refuses(set(name)).await;
        assert!(told.contains("cannot be a profile's name"), "{name}: {told}");
    }
    office.does(set("video")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_days_quota_is_a_setting() {
    let office = Office::open().await;
    let set = |value: &str| json!({ "do": "setting-set", "name": "quota-per-day", "value": value });
    assert_eq!(office.does(json!({ "do": "settings" })).await["quota-per-day"], 24);
    office.does(set("30")).await;
    assert_eq!(office.does(json!({ "do": "settings" })).await["quota-per-day"], 30);
    let told = office.refuses(set("many")).await;
    assert!(told.contains("is not a whole number"), "{told}");
    office.until(json!({ "do": "status" }), |seen| seen["quota"] == 30).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn holidays_are_tied_to_the_circuits_and_calendars_that_a_person_names() {
    let office = Office::open().await;
    office.adds("Holidays", &["New Year"], json!({ "holidays": true })).await;
    let tied = |cards: Value| cards["cards"].as_array().unwrap()[0]["holidays_for"].clone();
    let set =
        |names: Value| json!({ "do": "feed-set", "feed": "Holidays", "settings": { "holidays-for": names } });
    let told = office.refuses(set(json!(["Nowhere"]))).await;
    assert!(told.contains("no circuit, tag or feed \"Nowhere\""), "{told}");
    assert_eq!(tied(office.does(json!({ "do": "feeds-screen" })).await), json!([]), "all");
    office.does(set(json!(["B", "Holidays"]))).await;
    assert_eq!(tied(office.does(json!({ "do": "feeds-screen" })).await), json!(["B", "Holidays"]));
    office.does(set(json!(["all"]))).await;
    assert_eq!(tied(office.does(json!({ "do": "feeds-screen" })).await), json!([]));
    let federal = |value: &str| json!({ "do": "setting-set", "name": "us-federal-holidays", "value": value });
    office.does(federal("A,B")).await;
    let told = office.does(json!({ "do": "settings" })).await;
    assert_eq!(told["us-federal-holidays"], "A,B");
    office.does(federal("off")).await;
    assert_eq!(office.does(json!({ "do": "settings" })).await["us-federal-holidays"], false);
}
