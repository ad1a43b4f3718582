mod examples;
mod properties;

use super::*;
use crate::history::Stayed;
use crate::incident::{Incident, IncidentKind};
use crate::screen::past::tests::stay;
use crate::testing::{at, circuit, event, feed, reading, tier, world};
use crate::time::Zone;

/// January 2027, which begins 4,860 minutes before minute 0 and has 744 hours.
const BEGIN: i64 = -(3 * 1440 + 540);

pub(super) fn office(events: Vec<crate::calendar::Occurrence>) -> World {
    let mut hq = circuit("HQ", "100M");
    hq.highest = tier("1G");
    let mut world = world(&[hq], &[feed("office", &["HQ"])]);
    world.tenant.billing = cost::Billing::PerMinute;
    world.here.readings.insert("office".into(), (at(0), reading(events)));
    world.refresh(at(0));
    world
}

fn january(world: &World, stays: Vec<Stayed>, now: i64) -> Month {
    month(world, &Past { stays, ..Past::default() }, "2027-01-15".parse().unwrap(), at(now))
}

#[test]
fn a_month_is_what_it_was_and_then_what_is_planned() {
    let world = office(vec![event(600, 720, "1 Gbps, stream")]);
    let seen = january(&world, vec![stay(BEGIN, 0, "100M", "100M")], 0);
    // 744 h: 81 of them over, two of them at $1.20 to come, else $0.46.
    assert_eq!(seen.title, "Cost of January 2027");
    assert_eq!(
        (seen.month.as_str(), seen.previous.as_str(), seen.next.as_str()),
        ("2027-01", "2026-12", "2027-02")
    );
    assert_eq!(seen.hours, "744 h");
    let row = &seen.circuits[0];
    assert_eq!(row.actual.text, "$37.26");
    assert_eq!(row.projection.text, "$343.72");
    assert_eq!(row.planned.text, "$343.72");
    assert_eq!(row.baseline.text, "$342.24");
    assert_eq!((row.top.text.as_str(), row.top_tier.as_str()), ("$892.80", "top 1 Gbps"));
    assert_eq!(seen.sum.projection, row.projection);
    assert_eq!(seen.sentence, "$37.26 so far, $343.72 by the 31st: $549.08 less than always at the top.");
    assert!((seen.now.unwrap() - 3.375).abs() < 1e-9);
    assert_eq!((seen.points.len(), seen.points[3].day.as_str()), (31, "4 Jan"));
    assert!((seen.points[3].actual.unwrap() - 37.26).abs() < 1e-9 && seen.points[4].actual.is_none());
    assert!((seen.points[30].projection - 343.72).abs() < 1e-9);
    assert!(seen.against.is_empty(), "{:?}", seen.against);
    let event = &seen.events[0];
    assert_eq!((event.title.as_str(), event.times, event.hours.as_str()), ("1 Gbps, stream", 1, "2 h"));
    assert_eq!(event.adds.text, "$1.48");
}

#[test]
fn what_differs_from_the_plan_is_explained_line_by_line() {
    let world = office(vec![]);
    let stays = vec![
        stay(BEGIN, -600, "100M", "100M"),
        stay(-600, -594, "1G", "100M"),
        stay(-594, -540, "1G", "1G"),
        stay(-540, -378, "1G", "100M"),
        stay(-378, 0, "100M", "100M"),
    ];
    let failed = Incident {
        key: "order:HQ".into(),
        kind: IncidentKind::Failed,
        circuit: Some("HQ".into()),
        opened: at(-540),
        updated: at(-378),
        closed: Some(at(-378)),
        title: "Solved: HQ: drop to 100 Mbps failed".into(),
        body: String::new(),
        per_hour: None,
        choices: vec![],
    };
    let past = Past { stays, incidents: vec![failed], ..Past::default() };
    let seen = month(&world, &past, "2027-01-01".parse().unwrap(), at(0));
    let lines: Vec<(&str, &str)> =
        seen.against.iter().map(|line| (line.text.as_str(), line.amount.text.as_str())).collect();
    let expected = [
        ("HQ: drop to 100 Mbps failed, 2 h 42 min at 1 Gbps, Mon 4 Jan", "+$2.00"),
        ("HQ: one change made ahead of time, or while the carrier was at work", "+$0.07"),
    ];
    assert_eq!(lines, expected);
    let total = seen.circuits[0].projection.value.unwrap() - seen.circuits[0].planned.value.unwrap();
    assert!((total - 2.07).abs() < 1e-9, "the lines as they are shown, $2.00 and $0.07: {total}");
}

#[test]
fn by_whole_hours_the_lines_still_add_up() {
    let mut world = office(vec![]);
    world.tenant.billing = cost::Billing::ClockHour;
    let stays =
        vec![stay(BEGIN, -130, "100M", "100M"), stay(-130, -60, "1G", "100M"), stay(-60, 0, "100M", "100M")];
    let seen = january(&world, stays, 0);
    let sum: f64 = seen.against.iter().filter_map(|line| line.amount.value).sum();
    assert!((sum - 1.48).abs() < 1e-9, "two hours touched: {:?}", seen.against);
    assert_eq!(seen.differs.text, "+$1.48", "the lines have their sum");
    assert!(seen.against[1].text.starts_with("What is left"));
}

#[test]
fn a_month_with_a_change_of_clocks_has_its_true_hours() {
    let mut world = office(vec![]);
    world.tenant.zone = Zone::from(chrono_tz::America::New_York);
    let november: NaiveDate = "2026-11-10".parse().unwrap();
    let october: Instant = "2026-10-30T00:00:00Z".parse().unwrap();
    world.compiled.at = None;
    world.refresh(october);
    let seen = month(&world, &Past::default(), november, october);
    assert_eq!(seen.hours, "721 h, with the 25-hour Sunday 1 Nov");
    assert_eq!(seen.circuits[0].baseline.text, "$331.66", "721 hours at $0.46");
    assert_eq!(seen.sentence, "$331.66 as planned: $533.54 less than always at the top.");
}

#[test]
fn what_was_before_the_first_look_is_not_counted_and_an_unknown_price_is_not_zero() {
    let mut world = office(vec![]);
    let seen = january(&world, vec![stay(-60, 0, "100M", "100M")], 0);
    assert_eq!(seen.circuits[0].actual.text, "$0.46");
    assert!(seen.counted.contains("HQ is counted from Mon 4 Jan 08:00 UTC on"), "{}", seen.counted);
    for offer in &mut world.circuits.get_mut(&"HQ".into()).unwrap().offers {
        offer.per_hour = None;
    }
    let seen = january(&world, vec![stay(-60, 0, "100M", "100M")], 0);
    assert_eq!((seen.sum.projection.text.as_str(), seen.sum.projection.value), ("unknown", None));
}

#[test]
fn days_are_ordinals() {
    let said = [1, 2, 3, 4, 11, 12, 13, 22, 30, 31].map(ordinal);
    assert_eq!(said, ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "22nd", "30th", "31st"]);
}

#[test]
fn the_running_month_says_how_budgets_stand_and_what_would_be_cheaper() {
    let mut world = office(vec![event(600, 667, "1 Gbps, stream")]);
    world.tenant.billing = cost::Billing::ClockHour;
    world.tenant.budget = Some(crate::budget::Budget::new(crate::units::Money::new(50.into(), "USD")));
    // 81 hours at $0.46 are $37.26 of $50: 74.52 %. 19:00 to 20:07 buys the hour of 20:00 at $0.74 more.
    let stayed = stay(BEGIN, 0, "100M", "100M");
    world.apply(&[crate::world::Record::Stay(Box::new(stayed.clone()))]);
    let seen = january(&world, vec![stayed], 0);
    let bar = &seen.budgets[0];
    assert_eq!((bar.name.as_str(), bar.percent, bar.spent.text.as_str()), ("All circuits", 74, "$37.26"));
    assert!(bar.text.contains("from 100 % on") && bar.text.contains("each clock hour"), "{}", bar.text);
    assert_eq!((seen.advice.len(), seen.advice[0].saves.text.as_str()), (1, "$0.74"));
    let over = month(&world, &Past::default(), "2026-12-01".parse().unwrap(), at(0));
    assert!(over.budgets.is_empty() && over.advice.is_empty());
}
