//! Worked examples: each sum is done by hand in the comment beside it. An hour of 50 Mbps is $0.30, of 100 Mbps $0.46, of
//! 500 Mbps $0.80, of 1 Gbps $1.20.

use super::*;
use crate::circuit::Circuit;
use crate::cost::{Billing, Stay, at_tier, of};
use crate::testing::{at, circuit, event, tier};
use crate::time::{Instant, Span, Zone};
use crate::units::Money;

fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

/// An office in New York as it is seen at an instant, nothing having been looked at before.
fn new_york(now: &str, events: Vec<crate::calendar::Occurrence>) -> (World, Instant) {
    let mut world = office(vec![]);
    world.tenant.zone = Zone::from(chrono_tz::America::New_York);
    world.here.readings.insert("office".into(), (instant(now), reading(events)));
    world.compiled.at = None;
    world.refresh(instant(now));
    (world, instant(now))
}

fn planned(world: &World, name: &str, now: Instant) -> Month {
    month(world, &Past::default(), format!("{name}-10").parse().unwrap(), now)
}

/// The circuit with another price of a tier from an instant on.
fn repriced(circuit: &Circuit, text: &str, price: &str, from: Instant) -> Circuit {
    let mut offers = circuit.offers.clone();
    let offer = offers.iter_mut().find(|offer| offer.tier == tier(text)).unwrap();
    (offer.per_hour, offer.quoted) = (Money::from_carrier(price, "USD"), from);
    circuit.with_offers(offers)
}

fn sum(circuit: &Circuit, stays: &[Stay], rule: Billing) -> String {
    of(circuit, stays, rule, "USD").to_string()
}

#[test]
fn a_month_in_which_the_clocks_go_forward_has_an_hour_less() {
    // March 2027 in New York: 31 days are 744 hours, less the one of 14 March. 743 x $0.46 = $341.78.
    let (world, now) = new_york("2027-02-27T00:00:00Z", vec![]);
    let march = planned(&world, "2027-03", now);
    assert_eq!(
        (march.hours.as_str(), march.circuits[0].baseline.text.as_str()),
        ("743 h, with the 23-hour Sunday 14 Mar", "$341.78")
    );
    assert_eq!(march.sum.planned.text, "$341.78");
}

#[test]
fn an_event_over_the_repeated_hour_costs_that_hour_twice() {
    // 7 November 2027 in New York, 00:30 EDT (04:30 UTC) to 03:30 EST (08:30 UTC): four hours, not three.
    // The month has 721 hours: 717 x $0.46 = $329.82, and 4 x $1.20 = $4.80. Together $334.62.
    let night = crate::calendar::Occurrence {
        start: instant("2027-11-07T04:30:00Z"),
        end: instant("2027-11-07T08:30:00Z"),
        civil_start: "2027-11-07T00:30:00".parse().unwrap(),
        zone: "America/New_York".into(),
        ..event(0, 60, "1 Gbps, backup")
    };
    let (world, now) = new_york("2027-10-30T00:00:00Z", vec![night]);
    let november = planned(&world, "2027-11", now);
    assert_eq!(november.sum.planned.text, "$334.62");
    assert_eq!((november.events[0].hours.as_str(), november.events[0].adds.text.as_str()), ("4 h", "$2.96"));
}

#[test]
fn a_change_inside_an_hour_is_billed_by_each_rule_as_it_says() {
    let hq = circuit("HQ", "100M");
    let stay = |from: i64, to: i64, text: &str| Stay { from: at(from), to: at(to), tier: tier(text) };
    let day = [stay(0, 80, "100M"), stay(80, 120, "1G")];
    // 09: $0.46; 10, with both: $1.20.
    assert_eq!(sum(&hq, &day, Billing::ClockHour), "$1.66");
    // 80 min are two hours at $0.46, 40 min one at $1.20.
    assert_eq!(sum(&hq, &day, Billing::StartedHour), "$2.12");
    // 80/60 x $0.46 = $0.6133, 40/60 x $1.20 = $0.80.
    assert_eq!(sum(&hq, &day, Billing::PerMinute), "$1.41");
}

#[test]
fn a_minute_in_which_two_tiers_were_on_is_the_dearer_ones() {
    let hq = circuit("HQ", "100M");
    let half = at(10) + Span::seconds(30);
    let day = [
        Stay { from: at(0), to: half, tier: tier("100M") },
        Stay { from: half, to: at(60), tier: tier("1G") },
    ];
    // Ten minutes at $0.46 are $0.0767, fifty at $1.20 are $1.00: $1.0767.
    assert_eq!(sum(&hq, &day, Billing::PerMinute), "$1.08");
}

#[test]
fn a_drop_that_failed_over_a_weekend_costs_the_difference_for_every_hour_of_it() {
    // Friday 8 January 18:00 to Monday 11 January 08:00 are 62 hours: at $0.74 that is $45.88.
    let mut world = office(vec![]);
    world.tenant.billing = Billing::ClockHour;
    let (friday, monday) = (4 * 1440 + 540, 7 * 1440 - 60);
    let stays = vec![
        stay(BEGIN, friday - 600, "100M", "100M"),
        stay(friday - 600, friday, "1G", "1G"),
        stay(friday, monday, "1G", "100M"),
        stay(monday, monday + 60, "100M", "100M"),
    ];
    let seen = january(&world, stays, monday + 60);
    assert_eq!(seen.actual.avoided.text, "$45.88");
    assert_eq!(seen.actual.avoidable[0].text, "HQ: 2 days at 1 Gbps instead of 100 Mbps, Fri 8 Jan");
    assert_eq!(seen.differs.text, "+$45.88");
}

#[test]
fn a_price_that_changed_in_the_month_counts_from_its_day_on() {
    // January 2027 at 1 Gbps: 14 days and 12 hours are 348 h at $1.20 = $417.60, the other 396 h at $1.30 = $514.80.
    let hq = repriced(&circuit("HQ", "100M"), "1G", "1.30", instant("2027-01-15T12:00:00Z"));
    let whole = at_tier(
        &hq,
        tier("1G"),
        instant("2027-01-01T00:00:00Z"),
        instant("2027-02-01T00:00:00Z"),
        Billing::ClockHour,
        "USD",
    );
    assert_eq!(whole.to_string(), "$932.40");
}

#[test]
fn a_price_that_changed_inside_an_hour_is_the_dearer_one_by_the_clock_and_the_begins_by_started_hours() {
    let hq = repriced(&circuit("HQ", "100M"), "1G", "1.30", at(30));
    let two = [Stay { from: at(0), to: at(120), tier: tier("1G") }];
    // Both clock hours have the new price in them.
    assert_eq!(sum(&hq, &two, Billing::ClockHour), "$2.60");
    // The first hour was begun at the old price.
    assert_eq!(sum(&hq, &two, Billing::StartedHour), "$2.50");
    // Half an hour at $1.20, one and a half at $1.30.
    assert_eq!(sum(&hq, &two, Billing::PerMinute), "$2.55");
    // A started hour that a change cuts in two is one: 09:15 to 10:05, begun at the old price.
    let one = [Stay { from: at(15), to: at(65), tier: tier("1G") }];
    assert_eq!(sum(&hq, &one, Billing::StartedHour), "$1.20");
}

#[test]
fn a_quote_with_a_float_s_noise_is_the_price_that_was_meant() {
    let hq = repriced(&circuit("HQ", "100M"), "1G", "$331.20000000000005", at(0));
    let day = [Stay { from: at(0), to: at(180), tier: tier("1G") }];
    let cost = of(&hq, &day, Billing::ClockHour, "USD");
    // Three hours at $331.20, to the last digit.
    assert_eq!(cost.known.amount.normalize().to_string(), "993.6");
}

#[test]
fn a_tier_lowered_at_night_saves_against_the_baseline() {
    // Ten hours at $0.30 instead of $0.46: $1.60 saved, 14 hours at $0.46 are $6.44, ten at $0.30 $3.00.
    let world = office(vec![]);
    let stays =
        vec![stay(0, 540, "100M", "100M"), stay(540, 1140, "50M", "50M"), stay(1140, 1440, "100M", "100M")];
    let seen = january(&world, stays, 1440);
    assert_eq!(seen.sum.actual.text, "$9.44");
    assert_eq!(seen.actual.circuits[0].above_baseline.text, "\u{2212}$1.60");
    assert_eq!(seen.actual.circuits[0].below_top.text, "$19.36", "24 h at $1.20 are $28.80");
}

#[test]
fn an_unknown_price_is_told_and_never_summed_as_nothing() {
    // 22 hours at $0.46 are $10.12; the two at 1 Gbps have no price.
    let mut world = office(vec![]);
    let hq = world.circuits.get_mut(&"HQ".into()).unwrap();
    *hq = repriced(hq, "1G", "on request", Instant::UNIX_EPOCH);
    let stays =
        vec![stay(0, 600, "100M", "100M"), stay(600, 720, "1G", "1G"), stay(720, 1440, "100M", "100M")];
    let seen = january(&world, stays, 1440);
    assert_eq!(seen.sum.actual.text, "at least $10.12");
    assert_eq!(seen.actual.circuits[0].above_baseline.text, "unknown");
}

#[test]
fn two_events_that_share_an_hour_pay_it_once() {
    // 10:00 to 10:20 and 10:40 to 11:00 at 1 Gbps: by clock hours the hour of 10:00 is $1.20, once. The month's other
    // 743 hours are $0.46 each, $341.78. Together $342.98.
    let mut world = office(vec![event(60, 80, "1 Gbps, one"), event(100, 120, "1 Gbps, two")]);
    world.tenant.billing = Billing::ClockHour;
    let seen = january(&world, vec![stay(BEGIN, 0, "100M", "100M")], 0);
    assert_eq!(seen.sum.projection.text, "$342.98");
}
