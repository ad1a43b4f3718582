//! Sums by hand.

use super::*;
use crate::carrier::Listed;
use crate::circuit::{Offer, Seen};

fn circuit() -> Circuit {
    let tier = |text: &str| -> Tier { text.parse().unwrap() };
    let listed = Listed {
        id: "77".into(),
        name: None,
        site: Default::default(),
        seen: Seen::new(tier("100M"), "Active"),
    };
    let offer = |text: &str, price: &str| Offer {
        tier: tier(text),
        speed: text.into(),
        per_hour: Money::from_carrier(price, "USD"),
        quoted: Instant::UNIX_EPOCH,
    };
    let offers =
        vec![offer("100M", "0.46"), offer("500M", "0.80"), offer("1G", "1.20"), offer("2G", "on request")];
    Circuit { offers, ..Circuit::from_inventory(&listed) }
}

fn stay(from: &str, to: &str, tier: &str) -> Stay {
    let at = |text: &str| format!("2027-01-04T{text}:00Z").parse().unwrap();
    Stay { from: at(from), to: at(to), tier: tier.parse().unwrap() }
}

fn sum(stays: &[Stay], rule: Billing) -> String {
    of(&circuit(), stays, rule, "USD").to_string()
}

#[test]
fn a_clock_hour_is_billed_at_its_dearest_tier() {
    let day = [stay("08:00", "09:50", "100M"), stay("09:50", "11:10", "1G"), stay("11:10", "12:00", "100M")];
    // 08: 0.46; 09 (0.46 or 1.20): 1.20; 10: 1.20; 11: 1.20
    assert_eq!(sum(&day, Billing::ClockHour), "$4.06");
    // 110 min -> 2 h, 80 min -> 2 h, 50 min -> 1 h
    assert_eq!(sum(&day, Billing::StartedHour), "$3.78");
    // 2 h 40 min at 0.46, 1 h 20 min at 1.20: 1.22666 + 1.60
    assert_eq!(sum(&day, Billing::PerMinute), "$2.83");
}

#[test]
fn two_stays_in_one_hour_are_one_clock_hour() {
    let hour = [stay("09:00", "09:20", "1G"), stay("09:20", "09:40", "500M"), stay("09:40", "10:00", "100M")];
    assert_eq!(sum(&hour, Billing::ClockHour), "$1.20");
}

#[test]
fn whole_hours_are_billed_once_each() {
    assert_eq!(sum(&[stay("00:00", "20:00", "100M")], Billing::ClockHour), "$9.20");
    assert_eq!(sum(&[stay("00:30", "03:30", "100M")], Billing::ClockHour), "$1.84");
}

#[test]
fn an_unknown_price_makes_the_sum_at_least() {
    let day = [stay("08:00", "09:00", "100M"), stay("09:00", "10:00", "2G")];
    assert_eq!(sum(&day, Billing::ClockHour), "at least $0.46");
    let mixed = [stay("08:00", "08:30", "100M"), stay("08:30", "09:00", "2G")];
    assert_eq!(sum(&mixed, Billing::ClockHour), "at least $0.00", "the unknown tier may be the dearer one");
}

#[test]
fn by_the_minute_the_parts_cost_what_the_whole_costs() {
    let mut dice = crate::testing::Dice(3);
    let tiers = ["100M", "500M", "1G"];
    for _ in 0..300 {
        let begin = crate::testing::at(dice.below(500));
        let (length, cut) = (2 + dice.below(3000), dice.below(3000));
        let (end, cut) = (begin + Span::minutes(length), begin + Span::minutes(cut % length));
        let tier = crate::testing::tier(tiers[usize::try_from(dice.below(3)).unwrap()]);
        let cost = |from, to| at_tier(&circuit(), tier, from, to, Billing::PerMinute, "USD").known.amount;
        let difference = cost(begin, end) - cost(begin, cut) - cost(cut, end);
        assert!(difference.abs() < Decimal::new(1, 20), "{begin} {cut} {end}: {difference}");
    }
}
