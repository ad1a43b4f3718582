//! What a person does, and what is refused.

use super::*;
use crate::request::Attention;
use crate::testing::{at, circuit, event, feed, reading, tier, world};

#[test]
fn switching_on_approves_the_tiers_and_lengths_of_the_plan_shown_and_no_others() {
    let careful = Circuit { approved: tier("100M"), ..circuit("HQ", "100M") };
    let mut world = world(&[careful], &[feed("office", &["HQ"])]);
    world.tenant.automation = false;
    world.tenant.event_limit = crate::units::Money::from_carrier("1.00", "USD");
    let verdict = |world: &mut World, from, to, title: &str| {
        let shown = event(60, 300, "500 Mbps, four hours");
        let events = vec![shown, event(from, to, title)];
        world.here.readings.insert("office".into(), (at(0), reading(events)));
        world.compiled.at = None;
        world.refresh(at(0));
        let found = world.compiled.decided.iter().find(|one| one.occurrence.details.summary == title);
        found.unwrap().verdict.clone()
    };
    verdict(&mut world, 400, 410, "lunch");
    let records = act(&world, "ann", &Act::On(From::Now), at(0)).unwrap();
    world.apply(&records);
    let fires = |verdict| matches!(verdict, Verdict::Fires(_));
    assert!(fires(verdict(&mut world, 60, 300, "500 Mbps, four hours")), "shown: its tier and its price");
    assert!(!fires(verdict(&mut world, 400, 430, "1 Gbps, higher")), "a tier that was not in the plan");
    assert!(fires(verdict(&mut world, 400, 430, "500 Mbps, short")));
    assert!(!fires(verdict(&mut world, 400, 700, "500 Mbps, another long one")), "above the limit");
    let mut empty = self::world(&[Circuit { approved: tier("100M"), ..circuit("HQ", "100M") }], &[]);
    let records = act(&empty, "ann", &Act::On(From::Now), at(0)).unwrap();
    empty.apply(&records);
    let hq = &empty.circuits[&"HQ".into()];
    assert_eq!(hq.approved, hq.highest, "an empty plan shows the bound alone");
}

#[test]
fn an_approval_covers_one_occurrence_and_no_other_of_its_series() {
    let careful = Circuit { approved: tier("500M"), ..circuit("HQ", "100M") };
    let mut world = world(&[careful], &[feed("office", &["HQ"])]);
    let [one, other] = [60, 1500].map(|from| {
        let one = event(from, from + 60, "1 Gbps, weekly");
        crate::calendar::Occurrence { recurrence_id: Some(one.start), ..one }
    });
    assert_eq!(one.uid, other.uid);
    world.here.readings.insert("office".into(), (at(0), reading(vec![one, other])));
    world.refresh(at(0));
    let key = world.compiled.decided[0].key.clone();
    let records = act(&world, "ann", &Act::Answer(key, Choice::Approve), at(0)).unwrap();
    world.apply(&records);
    world.compiled.at = None;
    world.refresh(at(0));
    let fires: Vec<bool> =
        world.compiled.decided.iter().map(|one| matches!(one.verdict, Verdict::Fires(_))).collect();
    assert_eq!(fires, [true, false]);
}

#[test]
fn a_drift_that_is_kept_is_left_as_it_is_and_asks_no_more() {
    let mut world = world(&[circuit("HQ", "100M")], &[]);
    assert_eq!(act(&world, "ann", &Act::Keep("HQ".into()), at(0)), Err(Refused::NoQuestion));
    let drift = Adopted::Drift { at: at(0), from: tier("100M"), to: tier("500M") };
    let state = CircuitState { adopted: Some(drift), ..world.state(&"HQ".into(), at(0)) };
    world.apply(&[Record::State(Box::new(state))]);
    let records = act(&world, "ann", &Act::Keep("HQ".into()), at(1)).unwrap();
    world.apply(&records);
    assert_eq!(world.state(&"HQ".into(), at(1)).adopted, Some(Adopted::FromNext));
}

#[test]
fn an_approval_covers_the_occurrence_as_high_and_as_long_as_it_is_now() {
    let careful = Circuit { approved: tier("500M"), ..circuit("HQ", "100M") };
    let mut world = world(&[careful], &[feed("office", &["HQ"])]);
    let show = |world: &mut World, title: &str| {
        let mut one = event(60, 120, title);
        one.uid = "one".into();
        world.here.readings.insert("office".into(), (at(0), reading(vec![one])));
        world.compiled.at = None;
        world.refresh(at(0));
        world.compiled.decided[0].clone()
    };
    let seen = show(&mut world, "1 Gbps, stream");
    assert!(
        matches!(&seen.verdict, Verdict::Attention(Attention { choices, .. }) if *choices == [Choice::Approve])
    );
    let records = act(&world, "ann", &Act::Answer(seen.key, Choice::Approve), at(0)).unwrap();
    world.apply(&records);
    assert!(matches!(show(&mut world, "1 Gbps, stream").verdict, Verdict::Fires(_)));
    let grown = show(&mut world, "2 Gbps, stream");
    assert!(matches!(grown.verdict, Verdict::Attention(_)), "one that grows is asked again");
}
