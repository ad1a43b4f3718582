//! Two laptops of one office and one carrier (design §6, Two laptops; behaviour 22): both waking together, a standby
//! beside its primary, and two whose plans differ.

#[expect(dead_code, reason = "the stories use more of the stage")]
mod stage;

use stage::{At, Heard, Published, Stage, together};
use tidegate_core::carrier::{Dialect, Listed, Profile};
use tidegate_core::circuit::{Circuit, Seen};
use tidegate_core::feed::{Feed, Source};
use tidegate_core::ids::{CircuitId, FeedId};
use tidegate_core::time::Zone;
use tidegate_core::timings::Timings;
use tidegate_core::units::Tier;
use tidegate_core::world::{Record, Role, Tenant};
use tidegate_sim::{Carrier, Setup};

fn at(time: &str) -> At {
    format!("2027-01-04T{time}Z").parse().expect("a time")
}

fn tier(text: &str) -> Tier {
    text.parse().expect("a tier")
}

fn carrier() -> Carrier {
    let text = "scale = 1\nseed = 1\norder_seconds = [180, 180]\nquota_per_day = 24\ncustomer_number = \"1-TWO\"
        [credentials]\nclient_id = \"id\"\nclient_secret = \"secret\"
        [[circuit]]\nid = \"HQ\"\nname = \"HQ\"\ntier = \"100 Mbps\"
        tiers = [{ speed = \"100 Mbps\", price = \"0.46\" }, { speed = \"500 Mbps\", price = \"0.80\" }, { speed = \"1000 Mbps\", price = \"1.20\" }]";
    Carrier::new(Setup::from_toml(text).expect("a carrier"), at("08:00:00"))
}

/// A laptop of the office, on since 08:00, whose calendar has one event from 09:00 to 12:00.
fn laptop(dialect: Dialect, role: Role, title: &str, seed: u64) -> Stage {
    let mut profile = Profile::practice(dialect, "http://127.0.0.1", "1-TWO");
    profile.timings = Timings::real();
    let tenant =
        Tenant { automation: true, role, ..Tenant::new("office".into(), "Office", Zone::UTC, profile) };
    let mut stage = Stage::new(tenant, carrier(), ("id", "secret"), at("08:00:00"), seed);
    let office = FeedId::from("office");
    let text = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//two//EN\r\nBEGIN:VEVENT\r\nUID:one\r\nDTSTART:20270104T090000Z\r\nDTEND:20270104T120000Z\r\nSUMMARY:{title}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    );
    stage.published.insert(office.clone(), Published::Text(text));
    stage.commit(vec![circuit(), feed(office)]);
    stage
}

fn circuit() -> Record {
    let seen = Seen::new(tier("100M"), "Active");
    let listed = Listed { id: "HQ".into(), name: Some("HQ".into()), site: Default::default(), seen };
    let since = at("08:00:00");
    let (highest, approved) = (tier("1G"), tier("1G"));
    Record::Circuit(Box::new(Circuit { highest, approved, since, ..Circuit::from_inventory(&listed) }))
}

fn feed(id: FeedId) -> Record {
    Record::Feed(Box::new(Feed {
        bound: vec![CircuitId::from("HQ")],
        ..Feed::new(id, "office", Source::Address { host: "calendar.example".into() })
    }))
}

fn notices(stage: &Stage) -> Vec<String> {
    let said = stage.heard.iter().filter_map(|(_, heard)| {
        let Heard::Record(record) = heard else { return None };
        let Record::Notice(notice) = &**record else { return None };
        Some(format!("{} | {}", notice.title, notice.body))
    });
    said.collect()
}

/// The orders the carrier took, as instant and Mbps.
fn orders(computers: &[Stage]) -> Vec<(String, u32)> {
    let orders = computers[0].carrier.orders().iter();
    orders.map(|one| (one.accepted_at.format("%H:%M").to_string(), one.target.unwrap_or(0))).collect()
}

fn live(computers: &[Stage]) -> Option<u32> {
    computers[0].carrier.tier_of("HQ")
}

#[test]
fn both_laptops_waking_together_order_once_and_neither_takes_the_other_for_a_stranger() {
    for dialect in [Dialect::Lumen, Dialect::NaasV1] {
        let mut both = [1, 2].map(|seed| laptop(dialect, Role::Primary, "1 Gbps, all hands", seed));
        together::play_until(&mut both, at("08:50:00"));
        both.iter_mut().for_each(Stage::sleep);
        together::play_until(&mut both, at("09:40:00"));
        both.iter_mut().for_each(Stage::wake);
        together::play_until(&mut both, at("10:00:00"));
        assert_eq!(orders(&both), [("09:40".to_owned(), 1000)], "{dialect:?}");
        assert_eq!(live(&both), Some(1000));
        assert_eq!(both.each_ref().map(|one| one.orders_sent), [1, 1], "both tried: {dialect:?}");
        together::play_until(&mut both, at("12:20:00"));
        assert_eq!(orders(&both)[1..], [("12:00".to_owned(), 100)], "{dialect:?}");
        assert_eq!(live(&both), Some(100));
        for one in &both {
            assert_eq!(notices(one), [""; 0], "{dialect:?}");
            assert!(one.world.states[&CircuitId::from("HQ")].foreign.is_empty(), "{dialect:?}");
            one.verify_audit();
        }
    }
}

#[test]
fn a_standby_that_wakes_with_its_primary_leaves_it_the_work() {
    let primary = laptop(Dialect::NaasV1, Role::Primary, "1 Gbps, all hands", 1);
    let standby = laptop(Dialect::NaasV1, Role::Standby, "1 Gbps, all hands", 2);
    let mut both = [primary, standby];
    together::play_until(&mut both, at("12:30:00"));
    assert_eq!(orders(&both), [("08:54".to_owned(), 1000), ("12:00".to_owned(), 100)]);
    assert_eq!((both[1].orders_sent, notices(&both[1])), (0, vec![]));
}

#[test]
fn a_standby_acts_twelve_minutes_after_it_woke_where_the_primary_stays_asleep_and_says_so() {
    let primary = laptop(Dialect::NaasV1, Role::Primary, "1 Gbps, all hands", 1);
    let standby = laptop(Dialect::NaasV1, Role::Standby, "1 Gbps, all hands", 2);
    let mut both = [primary, standby];
    both.iter_mut().for_each(Stage::sleep);
    together::play_until(&mut both, at("09:40:00"));
    both[1].wake();
    together::play_until(&mut both, at("09:51:00"));
    assert_eq!(both[1].orders_sent, 0);
    together::play_until(&mut both, at("10:00:00"));
    assert_eq!((both[1].orders_sent, live(&both)), (1, Some(1000)));
    let said = notices(&both[1]);
    assert!(said.len() == 1 && said[0].contains("the standby computer orders 1 Gbps"), "{said:?}");
    // The primary comes back: what is there is what it wants.
    both[0].wake();
    together::play_until(&mut both, at("10:30:00"));
    assert_eq!(both[0].orders_sent, 0);
    assert_eq!(notices(&both[0]), [""; 0]);
}

#[test]
fn two_primaries_whose_plans_differ_stop_by_the_foreign_change_rule() {
    let one = laptop(Dialect::NaasV1, Role::Primary, "1 Gbps, all hands", 1);
    let other = laptop(Dialect::NaasV1, Role::Primary, "500 Mbps, all hands", 2);
    let mut both = [one, other];
    together::play_until(&mut both, at("20:00:00"));
    let mbps: Vec<u32> = orders(&both).into_iter().map(|(_, mbps)| mbps).collect();
    assert_eq!(mbps, [1000, 500, 1000, 100], "one each way, and then no more");
    let said = notices(&both[1]);
    assert!(said.len() == 1 && said[0].contains("HQ: automation stopped"), "{said:?}");
    assert!(both[1].world.states[&CircuitId::from("HQ")].stopped.is_some());
}
