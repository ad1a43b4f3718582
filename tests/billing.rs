//! A year on the stage, and what it costs twice: as the ledger's reports say, month by month, and as the carrier bills by
//! its own reckoning of the tiers it truly had. They agree to the cent, whichever rule is billed by.

#[expect(dead_code, reason = "the stories use more of the stage")]
mod stage;

use rust_decimal::{Decimal, RoundingStrategy};
use stage::{At, Published, Stage};
use tidegate_core::carrier::{Dialect, Listed, Profile};
use tidegate_core::circuit::{Circuit, Seen};
use tidegate_core::cost::Billing;
use tidegate_core::feed::{Feed, Source};
use tidegate_core::ids::FeedId;
use tidegate_core::screen::money::{bounds, report::report};
use tidegate_core::screen::past::Past;
use tidegate_core::time::Zone;
use tidegate_core::timings::Timings;
use tidegate_core::units::Tier;
use tidegate_core::world::{Record, Tenant};
use tidegate_sim::{Carrier, Rule, Setup};

fn at(text: &str) -> At {
    text.parse().expect("an instant")
}

fn tier(text: &str) -> Tier {
    text.parse().expect("a tier")
}

/// Midnight in Denver.
const BEGIN: &str = "2027-01-01T07:00:00Z";

/// Orders take 80 seconds: what is done in a minute is seen in that minute.
fn carrier() -> Carrier {
    let text =
        "scale = 1\nseed = 1\norder_seconds = [80, 80]\nquota_per_day = 24\ncustomer_number = \"1-YEAR\"
        [credentials]\nclient_id = \"id\"\nclient_secret = \"secret\"
        [[circuit]]\nid = \"HQ\"\nname = \"HQ\"\ntier = \"100 Mbps\"
        tiers = [{ speed = \"50 Mbps\", price = \"0.31\" }, { speed = \"100 Mbps\", price = \"0.47\" },
            { speed = \"500 Mbps\", price = \"0.79\" }, { speed = \"1000 Mbps\", price = \"1.0609\" }]";
    Carrier::new(Setup::from_toml(text).expect("a carrier"), at(BEGIN))
}

/// Office hours, a stream on Wednesdays, quiet Sundays, and a backup over each repeated or skipped hour.
const CALENDAR: [(&str, &str, &str, &str); 4] = [
    ("#iod 500M", "20270104T073000", "20270104T181000", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("#iod 1G", "20270106T100000", "20270106T113000", "FREQ=WEEKLY;BYDAY=WE"),
    ("#iod 50M", "20270103T060000", "20270103T220000", "FREQ=WEEKLY;BYDAY=SU"),
    ("#iod 1G", "20270103T003000", "20270103T042000", "FREQ=WEEKLY;BYDAY=SU"),
];

fn calendar() -> String {
    let mut text = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//year//EN\r\n");
    for (number, (title, start, end, rule)) in CALENDAR.iter().enumerate() {
        text += &format!(
            "BEGIN:VEVENT\r\nUID:{number}\r\nDTSTART;TZID=America/Denver:{start}\r\nDTEND;TZID=America/Denver:{end}\r\nRRULE:{rule}\r\nSUMMARY:{title}\r\nEND:VEVENT\r\n"
        );
    }
    text + "END:VCALENDAR\r\n"
}

fn office() -> Stage {
    let mut profile = Profile::practice(Dialect::NaasV1, "http://127.0.0.1", "1-YEAR");
    profile.timings = Timings::real();
    let zone = Zone::from(chrono_tz::America::Denver);
    let tenant = Tenant { automation: true, ..Tenant::new("office".into(), "Office", zone, profile) };
    let mut stage = Stage::new(tenant, carrier(), ("id", "secret"), at(BEGIN), 1);
    stage.is_heard = false;
    let feed = FeedId::from("office");
    stage.published.insert(feed.clone(), Published::Text(calendar()));
    let seen = Seen::new(tier("100M"), "Active");
    let listed = Listed { id: "HQ".into(), name: Some("HQ".into()), site: Default::default(), seen };
    let (highest, lowest) = (tier("1G"), tier("50M"));
    let hq =
        Circuit { highest, lowest, approved: highest, since: at(BEGIN), ..Circuit::from_inventory(&listed) };
    stage.commit(vec![Record::Circuit(Box::new(hq)), Record::Feed(Box::new(subscribed(feed)))]);
    stage
}

fn subscribed(id: FeedId) -> Feed {
    let source = Source::Address { host: "calendar.example".into() };
    Feed { bound: vec!["HQ".into()], ..Feed::new(id, "Office", source) }
}

/// The ledger's stays: the last word on each.
fn past(stage: &Stage) -> Past {
    let mut stays = std::collections::BTreeMap::new();
    for record in &stage.durable {
        if let Record::Stay(stay) = record {
            stays.insert(stay.from, (**stay).clone());
        }
    }
    Past { stays: stays.into_values().collect(), ..Past::default() }
}

#[test]
fn the_ledgers_year_is_the_carriers_bill_to_the_cent_under_each_rule() {
    let mut stage = office();
    let end = at("2028-01-01T07:10:00Z");
    stage.play_until(end);
    let past = past(&stage);
    let changes = stage.carrier.tiers_of("HQ").len();
    assert!(changes > 700, "a year of changes: {changes}");
    for (billing, rule) in [
        (Billing::ClockHour, Rule::ClockHour),
        (Billing::StartedHour, Rule::StartedHour),
        (Billing::PerMinute, Rule::Minute),
    ] {
        stage.world.tenant.billing = billing;
        let (mut ours, mut theirs) = (Decimal::ZERO, Decimal::ZERO);
        for month in 1..=12 {
            let day = chrono::NaiveDate::from_ymd_opt(2027, month, 15).expect("a day");
            let (from, to) = bounds(&stage.world, day);
            let report = report(&stage.world, &past, day, end);
            let json = serde_json::to_value(&report).expect("JSON");
            let actual = json["sum"]["actual"]["known"]["amount"].as_str().expect("an amount");
            let bill = stage.carrier.bill("HQ", from, to, rule).expect("every tier has a price");
            let bill = bill.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
            assert_eq!(actual.parse::<Decimal>().expect("a decimal"), bill, "{rule:?}, {day}");
            (ours, theirs) = (ours + actual.parse::<Decimal>().expect("a decimal"), theirs + bill);
        }
        assert_eq!(ours, theirs);
        println!("{rule:?}: {ours} in 12 months, {changes} changes of tier");
    }
}
