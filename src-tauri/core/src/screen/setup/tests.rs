use super::*;
use crate::carrier::Dialect;
use crate::circuit::{Circuit, CircuitState, Seen};
use crate::testing::{at, circuit, event, feed, reading, tier, world};
use crate::time::Zone;
use crate::world::Record;

fn office(titles: &[(&str, i64)]) -> World {
    let mut world = world(&[circuit("HQ", "100M")], &[feed("office", &["HQ"])]);
    world.tenant.zone = Zone::from(chrono_tz::America::New_York);
    world.tenant.automation = false;
    let events = titles.iter().map(|(title, from)| event(*from, from + 60, title)).collect();
    world.here.readings.insert("office".into(), (at(0), reading(events)));
    let state = CircuitState::new(&"HQ".into(), at(0), &world.tenant.profile.timings.clone());
    world.apply(&[
        Record::State(Box::new(CircuitState { seen: Some(Seen::new(tier("100M"), "Active")), ..state })),
        Record::FeedState(Box::new(FeedState { read_at: Some(at(0)), ..FeedState::new(&"office".into()) })),
    ]);
    world.here.inventory_at = Some(at(0));
    world.refresh(at(0));
    world
}

#[test]
fn the_highest_and_lowest_that_events_ask_for_are_preselected() {
    let seen = set_up(&office(&[("1 Gbps, stream", 60), ("50 Mbps, night", 600)]), at(0));
    let circuit = &seen.circuits[0];
    assert_eq!(circuit.suggested_highest.text, "1 Gbps");
    assert_eq!(circuit.suggested_lowest.text, "50 Mbps");
    assert_eq!(circuit.offers[1].text, "100 Mbps \u{b7} $0.46/h");
    assert!(seen.missing.is_empty(), "{:?}", seen.missing);
}

#[test]
fn where_no_tiers_are_listed_the_usual_ones_are_choices_and_set_up_can_end() {
    for (dialect, limit) in [(Dialect::Connections, None), (Dialect::EodV5, Some(tier("500M")))] {
        let mut world = office(&[("300 Mbps, stream", 60)]);
        world.tenant.profile.dialect = dialect;
        let hq = world.circuits[&"HQ".into()].clone();
        let bare = Circuit { offers: vec![], port_limit: limit, highest: tier("100M"), ..hq };
        world.apply(&[Record::Circuit(Box::new(bare))]);
        let seen = set_up(&world, at(0));
        let choices: Vec<u32> = seen.circuits[0].offers.iter().map(|one| one.mbps).collect();
        assert!(choices.contains(&100) && choices.contains(&300), "{choices:?}");
        assert_eq!(
            choices.iter().any(|mbps| *mbps > 500),
            limit.is_none(),
            "as far as the port goes: {choices:?}"
        );
        assert!(seen.circuits[0].offers.iter().all(|one| one.text.ends_with("price unknown")));
        assert!(seen.missing.is_empty(), "{:?}", seen.missing);
    }
}

#[test]
fn each_title_is_shown_once_with_what_becomes_of_it_those_that_fire_first() {
    let world = office(&[
        ("Lunch", 30),
        ("Upload #iod 10 Gps", 60),
        ("1 Gbps, stream", 90),
        ("1 Gbps, stream", 1500),
    ]);
    let feed = &set_up(&world, at(0)).feeds[0];
    let shown: Vec<(&str, Mark, usize)> =
        feed.titles.iter().map(|one| (one.title.as_str(), one.mark, one.times)).collect();
    let expected = [
        ("1 Gbps, stream", Mark::Planned, 2),
        ("Upload #iod 10 Gps", Mark::Attention, 1),
        ("Lunch", Mark::Ignored, 1),
    ];
    assert_eq!(shown, expected);
    assert_eq!((feed.fires, feed.attention, feed.ignored), (2, 1, 1));
    assert_eq!(feed.titles[0].text, "Mon 4 Jan 05:30\u{2013}06:30 EST on HQ");
    assert_eq!(feed.read, "Read just now, four events in the next two weeks");
}

#[test]
fn the_plan_costs_what_the_timelines_cost_and_says_how_it_is_billed() {
    let plan = set_up(&office(&[("1 Gbps, stream", 60)]), at(0)).plan.unwrap();
    assert_eq!(plan.title, "Mon 4 to Sun 17 Jan 2027, as Tidegate would do it");
    // 14 days of 24 h: 335 h at $0.46 and one at $1.20; at the top 336 h at $1.95.
    assert_eq!(plan.cost.text, "$155.30");
    assert_eq!(plan.saves, "$499.90 less than always at the highest tier ($655.20)");
    assert_eq!((plan.baseline.text.as_str(), plan.top.text.as_str()), ("$154.56", "$655.20"));
    assert_eq!(plan.dates, ["Mon 4 Jan", "Mon 11 Jan", "Sun 17 Jan"]);
    let steps: Vec<u32> = plan.lanes[0].steps.iter().map(|step| step.mbps).collect();
    assert_eq!(steps, [100, 1000, 100]);
    assert!((plan.lanes[0].steps[1].from - 5.0 / 336.0).abs() < 1e-9);
    assert!(plan.notes.contains("First change: Mon 4 Jan 04:54 EST, HQ to 1 Gbps."), "{}", plan.notes);
    assert!(plan.notes.contains("Busiest GMT day: 2 of 24 orders."), "{}", plan.notes);
}

#[test]
fn two_weeks_over_a_change_of_clocks_have_their_true_hours() {
    let mut world = office(&[]);
    let october: Instant = "2026-10-26T12:00:00Z".parse().unwrap();
    world.compiled.at = None;
    world.refresh(october);
    let plan = set_up(&world, october).plan.unwrap();
    assert_eq!(plan.cost.text, "$155.02", "337 hours at $0.46");
}

#[test]
fn what_is_missing_is_said_with_what_to_do() {
    let mut world = office(&[]);
    world.circuits.clear();
    world.feeds.clear();
    world.here.inventory_at = None;
    world.here.failure = Some("the carrier cannot be reached: no route".into());
    let seen = set_up(&world, at(0));
    assert_eq!((seen.missing.len(), seen.plan), (3, None));
    assert_eq!(seen.connect_trouble.as_deref(), Some("The carrier cannot be reached: no route"));
}

#[test]
fn a_circuit_taken_in_today_is_compared_over_the_hours_that_are_planned() {
    let mut world = office(&[]);
    world.circuits.get_mut(&"HQ".into()).unwrap().since = at(0);
    world.compiled.at = None;
    world.refresh(at(0));
    let lane = set_up(&world, at(0)).plan.unwrap().lanes.remove(0);
    assert_eq!(lane.planned, lane.baseline, "nothing is asked for");
}

#[test]
fn everybody_who_will_ask_some_day_is_named_though_only_a_fortnight_is_shown() {
    let mut world = office(&[("1 Gbps, stream", 60)]);
    let day = 24 * 60;
    let mut far = event(20 * day, 20 * day + 60, "1 Gbps, far");
    let details =
        crate::calendar::Details { organizer: Some("eve@example.com".into()), ..(*far.details).clone() };
    far.details = details.into();
    world.here.readings.insert("office".into(), (at(0), reading(vec![far])));
    world.compiled.at = None;
    world.refresh(at(0));
    let feed = &set_up(&world, at(0)).feeds[0];
    assert_eq!(
        (feed.organisers.as_slice(), feed.titles.len()),
        (["eve@example.com".to_owned()].as_slice(), 0)
    );
}
