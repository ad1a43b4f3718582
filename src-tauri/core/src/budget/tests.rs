//! Every sum here is done by hand: 1 Gbps costs 1.20 an hour, 100 Mbps 0.46; minute 0 is 09:00 of Monday 4 January 2027.

use super::*;
use crate::screen::past::tests::stay;
use crate::testing::{at, circuit, world};

/// An office that had these stays, with a budget for HQ.
fn office(stays: &[(i64, i64, &str)], budget: &str) -> World {
    let mut hq = circuit("HQ", "100M");
    hq.budget = Some(Budget::new(dollars(budget)));
    let mut world = world(&[hq, circuit("Branch", "100M")], &[]);
    for (from, to, tier) in stays {
        world.apply(&[Record::Stay(Box::new(stay(*from, *to, tier, tier)))]);
    }
    world
}

fn dollars(text: &str) -> Money {
    Money::from_carrier(text, "USD").unwrap()
}

fn spent_of(world: &World, minute: i64) -> (String, u32) {
    let standing = &standings(world, at(minute))[0];
    (standing.spent.to_string(), standing.percent())
}

#[test]
fn the_month_so_far_is_what_was_seen_by_the_billing_rule() {
    // 23:00 to 09:00 at 1 Gbps: 10 h x 1.20 = 12.00; then 90 minutes at 100 Mbps touch two clock hours: 2 x 0.46 = 0.92.
    let world = office(&[(-600, 0, "1G"), (0, 90, "100M")], "24");
    assert_eq!(spent_of(&world, 0), ("$12.00".into(), 50));
    assert_eq!(spent_of(&world, 90), ("$12.92".into(), 53));
    // Ten hours of the same tier in the last month are another month's: 15:00 to 01:00 over the turn of the year is one
    // hour of January.
    let turn = -(3 * 1440 + 480);
    let world = office(&[(turn - 600, turn, "1G")], "24");
    assert_eq!(spent_of(&world, turn), ("$1.20".into(), 5));
}

#[test]
fn a_gap_counts_as_the_dearer_of_its_two_ends() {
    // Seen until 05:00 at 100 Mbps and from 07:00 on at 1 Gbps: 4 h x 0.46 + 2 h x 1.20 + 2 h x 1.20 = 6.64.
    let world = office(&[(-480, -240, "100M"), (-120, 0, "1G")], "24");
    assert_eq!(spent_of(&world, 0).0, "$6.64");
}

#[test]
fn what_nobody_looked_at_over_the_turn_of_a_month_counts_in_both() {
    // Seen at 1 Gbps until 15:00 of 31 December, and not again until 09:00 of 4 January: 81 h of January x 1.20 = 97.20.
    let turn = -(3 * 1440 + 540);
    let world = office(&[(turn - 600, turn - 540, "1G"), (0, 1, "1G")], "1000");
    assert_eq!(spent_of(&world, 0).0, "$97.20");
}

#[test]
fn a_person_is_told_once_at_half_at_four_fifths_and_at_the_whole() {
    let mut world = office(&[(-600, 0, "1G")], "24");
    let mut after = |minute: i64, budget: Option<&str>| {
        if let Some(budget) = budget {
            let told = world.circuits[&"HQ".into()].budget.clone().unwrap().told;
            let new = Budget { limit: dollars(budget), told };
            let hq = Circuit { budget: Some(new), ..world.circuits[&"HQ".into()].clone() };
            world.apply(&[Record::Circuit(Box::new(hq))]);
        }
        let records = told(&world, at(minute));
        world.apply(&records);
        let title =
            |record: &Record| if let Record::Notice(one) = record { Some(one.title.clone()) } else { None };
        records.iter().filter_map(title).collect::<Vec<_>>()
    };
    assert_eq!(after(0, None), ["HQ: 50 % of January's budget is used"]);
    assert_eq!(after(1, None), [""; 0], "and not again");
    // 12.00 of 15 are 80 %, of 12 all of it; of 11 more than all.
    assert_eq!(after(1, Some("15")), ["HQ: 80 % of January's budget is used"]);
    assert_eq!(after(1, Some("12")), ["HQ: 100 % of January's budget is used"]);
    assert_eq!(after(1, Some("11")), [""; 0]);
    // A new month begins anew: ten hours of February by its fourth.
    let february = 31 * 1440;
    world.apply(&[Record::Stay(Box::new(stay(february - 600, february, "1G", "1G")))]);
    let again = told(&world, at(february));
    assert!(again.iter().any(
        |one| matches!(one, Record::Notice(one) if one.title == "HQ: 100 % of February's budget is used")
    ));
}

#[test]
fn a_budget_of_all_circuits_is_their_sum() {
    let mut world = office(&[(-600, 0, "1G")], "1000");
    let mut branch = stay(-600, 0, "100M", "100M");
    branch.circuit = "Branch".into();
    world.apply(&[Record::Stay(Box::new(branch))]);
    world.tenant.budget = Some(Budget::new(dollars("16.60")));
    // 12.00 for HQ and 10 h x 0.46 = 4.60 for Branch.
    let all = standings(&world, at(0));
    assert_eq!((all.len(), all[1].spent.to_string(), all[1].percent()), (2, "$16.60".into(), 100));
    assert!(
        used_up(&world, &world.circuits[&"Branch".into()], at(0)).is_some_and(|one| one.circuit.is_none())
    );
}

#[test]
fn an_unknown_price_makes_the_sum_at_least() {
    let mut world = office(&[(-600, 0, "1G")], "24");
    let mut hq = world.circuits[&"HQ".into()].clone();
    hq.offers
        .iter_mut()
        .filter(|offer| offer.tier.to_string() == "1 Gbps")
        .for_each(|offer| offer.per_hour = None);
    world.apply(&[Record::Circuit(Box::new(hq))]);
    assert_eq!(spent_of(&world, 0), ("at least $0.00".into(), 0));
}

#[test]
fn a_month_is_kept_and_what_is_older_is_not() {
    let mut world = office(&[], "24");
    for day in 0..60 {
        let from = day * 1440;
        world.apply(&[Record::Stay(Box::new(stay(from, from + 600, "1G", "1G")))]);
        world.apply(&[Record::Stay(Box::new(stay(from, from + 660, "1G", "1G")))]);
    }
    let kept = &world.stays[&"HQ".into()];
    assert_eq!((kept.len(), kept.first().map(|one| one.from)), (33, Some(at(27 * 1440))));
}
