//! What a person does, and what is refused.

use super::*;
use crate::request::Attention;
use crate::testing::{at, circuit, event, feed, reading, tier, world};
use crate::time::Zone;

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
    let mut far = self::world(
        &[Circuit { approved: tier("100M"), ..circuit("HQ", "100M") }],
        &[feed("office", &["HQ"])],
    );
    far.tenant.automation = false;
    let day = 24 * 60;
    let events = vec![event(60, 120, "500 Mbps, near"), event(20 * day, 20 * day + 60, "1 Gbps, far")];
    far.here.readings.insert("office".into(), (at(0), reading(events)));
    far.refresh(at(0));
    let records = act(&far, "ann", &Act::On(From::Now), at(0)).unwrap();
    far.apply(&records);
    assert_eq!(far.circuits[&"HQ".into()].approved, tier("500M"), "the screen shows a fortnight");
    let mut empty = self::world(&[Circuit { approved: tier("100M"), ..circuit("HQ", "100M") }], &[]);
    let records = act(&empty, "ann", &Act::On(From::Now), at(0)).unwrap();
    empty.apply(&records);
    let hq = &empty.circuits[&"HQ".into()];
    assert_eq!(hq.approved, hq.highest, "an empty plan shows the bound alone");
}

/// A circuit that was seen at a tier.
fn seen(tier_text: &str) -> World {
    let mut world = world(&[circuit("HQ", "100M")], &[]);
    let state = CircuitState {
        seen: Some(crate::circuit::Seen::new(tier(tier_text), "Active")),
        ..world.state(&"HQ".into(), at(0))
    };
    world.apply(&[Record::State(Box::new(state))]);
    world
}

#[test]
fn a_boost_or_hold_that_would_be_over_before_the_circuit_has_changed_is_refused() {
    let least = |live: &str, asked: fn(CircuitId, Tier, Instant) -> Act, to: &str| {
        let world = seen(live);
        let fits = |minute: i64| act(&world, "ann", &asked("HQ".into(), tier(to), at(minute)), at(0)).is_ok();
        let least = (1..60).find(|minute| fits(*minute)).unwrap();
        assert!((least..60).all(fits));
        // What is taken is ordered: the shortest one, too.
        let mut taken = seen(live);
        taken.tenant.automation = true;
        let records = act(&taken, "ann", &asked("HQ".into(), tier(to), at(least)), at(0)).unwrap();
        taken.apply(&records);
        taken.compiled.at = None;
        taken.refresh(at(0));
        let timeline = &taken.compiled.timelines[&"HQ".into()];
        let state = taken.state(&"HQ".into(), at(0));
        let timings = taken.tenant.profile.timings.clone();
        let goal = crate::aim::Situation {
            timeline,
            now: at(0),
            lead: state.lead(),
            present: tier(live),
            settled: Some(tier(live)),
            timings: &timings,
        }
        .goal();
        assert_eq!(goal.target, tier(to), "{live} to {to}");
        least
    };
    assert_eq!(least("100M", Act::Boost, "1G"), 12, "two leads of six minutes");
    assert_eq!(least("100M", Act::Hold, "1G"), 12);
    assert_eq!(least("1G", Act::Hold, "100M"), 12);
    assert_eq!(least("1G", Act::Boost, "500M"), 1, "it has as much already");
    assert_eq!(least("1G", Act::Hold, "1G"), 1);
    let refused = act(&seen("100M"), "ann", &Act::Boost("HQ".into(), tier("1G"), at(5)), at(0)).unwrap_err();
    assert!(refused.to_string().contains("give it 12 min at least"), "{refused}");
}

#[test]
fn whatever_a_person_orders_for_a_stopped_circuit_lets_automation_go_on_there() {
    let mut stopped = seen("500M");
    let state = CircuitState {
        stopped: Some(at(-5)),
        foreign: vec![at(-30), at(-5)],
        ..stopped.state(&"HQ".into(), at(0))
    };
    stopped.apply(&[Record::State(Box::new(state))]);
    let id = || CircuitId::from("HQ");
    let acts = [
        Act::Restore(id()),
        Act::Retry(id()),
        Act::Hold(id(), tier("500M"), at(60)),
        Act::Boost(id(), tier("1G"), at(60)),
        Act::Resume(Some(id()), From::Now),
    ];
    for one in acts {
        let mut world = stopped.clone();
        let records = act(&world, "ann", &one, at(0)).unwrap();
        world.apply(&records);
        assert_eq!(world.state(&id(), at(0)).stopped, None, "{one:?}");
    }
    let mut once = seen("500M");
    let state = CircuitState { foreign: vec![at(-30)], ..once.state(&id(), at(0)) };
    once.apply(&[Record::State(Box::new(state))]);
    let records = act(&once, "ann", &Act::Restore(id()), at(0)).unwrap();
    once.apply(&records);
    assert_eq!(once.state(&id(), at(0)).foreign.len(), 1, "one that was answered still counts as one of two");
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

#[test]
fn a_time_in_a_reason_is_that_of_the_home_zones_clock() {
    let mut world = world(&[circuit("HQ", "100M")], &[feed("office", &["HQ"])]);
    world.tenant.zone = Zone::from(chrono_tz::America::Denver);
    let mut one = event(60, 120, "1 Gbps");
    one.uid = "one".into();
    let key = crate::feed::key(&"office".into(), &one);
    world.here.readings.insert("office".into(), (at(0), reading(vec![one])));
    let tier = tier("2G");
    for (done, says) in [
        (Act::Hold("HQ".into(), tier, at(3 * 24 * 60)), "until"),
        (Act::Move(key, at(90), at(150)), "counts from"),
    ] {
        let records = act(&world, "ann", &done, at(0)).unwrap();
        let Record::Audit(entry) = &records[1] else { panic!("{records:?}") };
        let why = &entry.why;
        assert!(why.contains(says) && why.contains(" MST") && !why.contains("+00:00"), "{why}");
    }
}
