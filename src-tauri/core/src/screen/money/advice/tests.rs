//! Advice with its sums by hand. An hour of 100 Mbps is $0.46, of 1 Gbps $1.20. Minute 0 is 09:00 of a Monday.

use super::*;
use crate::calendar::Occurrence;
use crate::cost::Billing;
use crate::screen::money::tests::office;
use crate::testing::{at, event};

fn found(rule: Billing, events: Vec<Occurrence>) -> Vec<(Kind, String, String)> {
    let mut world = office(events);
    world.tenant.billing = rule;
    let told = advice(&world, at(0)).hints.into_iter();
    told.map(|hint| (hint.kind, hint.text, hint.saves.to_string())).collect()
}

#[test]
fn an_end_a_few_minutes_past_a_billed_hour_buys_that_hour() {
    // 10:00 to 18:05: the hour of 18:00 is bought at $1.20 instead of $0.46.
    let stream = || vec![event(60, 545, "1 Gbps, stream")];
    let text = "HQ: end \"1 Gbps, stream\" at 17:58 instead of 18:05 UTC, Mon 4 Jan";
    assert_eq!(found(Billing::ClockHour, stream()), [(Kind::EndEarlier, text.into(), "$0.74".into())]);
    // By the minute: seven minutes at $0.74 an hour are $0.0863, of a fortnight's sum in cents $0.09.
    assert_eq!(found(Billing::PerMinute, stream())[0].2, "$0.09");
    assert_eq!(found(Billing::ClockHour, vec![event(60, 540, "1 Gbps, stream")]), [], "on the hour");
    assert_eq!(found(Billing::ClockHour, vec![event(60, 575, "1 Gbps, stream")]), [], "half past is meant");
}

#[test]
fn two_short_raises_pay_two_hours_and_one_behind_the_other_one() {
    // 10:00 to 10:20 and 14:00 to 14:20: two hours at $1.20 where one would do.
    let two = vec![event(60, 80, "1 Gbps, one"), event(300, 320, "1 Gbps, two")];
    let text =
        "HQ: put \"1 Gbps, two\" at 10:20 instead of 14:00 UTC, right behind the raise before it, Mon 4 Jan";
    let told = found(Billing::ClockHour, two);
    assert_eq!(told[0], (Kind::Merge, text.into(), "$0.74".into()));
    // On another day it is another matter.
    assert!(
        found(Billing::ClockHour, vec![event(60, 80, "1 Gbps, one"), event(1500, 1520, "1 Gbps, two")])
            .iter()
            .all(|one| one.0 != Kind::Merge)
    );
}

#[test]
fn a_dip_that_saves_nothing_is_told_and_one_that_saves_is_not() {
    // 10:00 to 12:10 and 12:50 to 14:00: every clock hour is the dearer one's anyway.
    let dip = || vec![event(60, 190, "1 Gbps, one"), event(230, 300, "1 Gbps, two")];
    let told = found(Billing::ClockHour, dip());
    let text = "HQ: stay at 1 Gbps from 12:10 to 12:50 UTC, Mon 4 Jan: going down for 40 min saves nothing and takes two changes";
    assert!(told.contains(&(Kind::StayUp, text.into(), "$0.00".into())), "{told:?}");
    assert!(
        found(Billing::PerMinute, dip()).iter().all(|one| one.0 != Kind::StayUp),
        "by the minute it saves"
    );
}

#[test]
fn the_coming_days_changes_stand_beside_the_quota() {
    let mut world = office(vec![event(60, 180, "1 Gbps, one"), event(1500, 1620, "1 Gbps, two")]);
    world.tenant.profile.quota_per_day = 3;
    let state = crate::circuit::CircuitState {
        seen: Some(crate::circuit::Seen::new(crate::testing::tier("100M"), "Active")),
        ..world.state(&"HQ".into(), at(0))
    };
    world.apply(&[crate::world::Record::State(Box::new(state))]);
    let days = advice(&world, at(0)).days;
    let told: Vec<_> = days.iter().map(|one| (one.day.to_string(), one.planned, one.allowed)).collect();
    assert_eq!(told, [("2027-01-04".into(), 2, 3), ("2027-01-05".into(), 2, 3)]);
}
