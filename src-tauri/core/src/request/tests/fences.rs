//! The fences for the tier that an event of the older form leaves behind at its end (design §5, Set-points).

use super::*;

fn older(end: &str) -> Occurrence {
    event(0, 60, &format!("Lumen IoD | Start: 500 Mbps | End: {end}"))
}

fn asked(world: &World, occurrence: &Occurrence) -> (String, Vec<Choice>) {
    match verdict(world, &feed("office", &["HQ"]), occurrence) {
        Verdict::Attention(attention) => (attention.message, attention.choices),
        Verdict::Fires(_) => ("fires".into(), vec![]),
        Verdict::Ignored(ignored) => (ignored.to_string(), vec![]),
    }
}

#[test]
fn an_end_is_within_the_tiers_and_bounds_of_its_circuit() {
    let bounded = Circuit { lowest: tier("100M"), highest: tier("1G"), ..circuit("HQ", "100M") };
    let world = world(&[bounded], &[feed("office", &["HQ"])]);
    let up = Choice::AllowUpTo { circuit: "HQ".into(), tier: tier("2G") };
    let down = Choice::AllowDownTo { circuit: "HQ".into(), tier: tier("50M") };
    let rows = [
        ("2 Gbps", "above the highest tier", vec![up]),
        ("50 Mbps", "below the lowest tier", vec![down]),
        ("700 Mbps", "none of the tiers", vec![]),
        ("1 Gbps", "fires", vec![]),
        ("100 Mbps", "fires", vec![]),
    ];
    for (end, part, choices) in rows {
        let found = asked(&world, &older(end));
        assert!(found.0.contains(part) && found.1 == choices, "{end}: {found:?}");
    }
}

#[test]
fn an_end_above_the_baseline_is_a_raise_for_a_holiday_and_for_a_mass_change() {
    let mut world = holiday();
    let (up, down) = (older("1 Gbps"), older("100 Mbps"));
    let suppressed = Ignored::Suppressed("Plant closed".into()).to_string();
    assert_eq!(asked(&world, &up).0, suppressed);
    assert_eq!(asked(&world, &down).0, "fires");
    world.apply(&[Record::FeedGone("days".into())]);
    assert_eq!(asked(&world, &up).0, "fires");
    let mut state = FeedState::new(&"office".into());
    state.held = [&up, &down].map(|one| crate::feed::key(&"office".into(), one)).into();
    world.apply(&[Record::FeedState(Box::new(state))]);
    assert_eq!(asked(&world, &up).1, [Choice::Release]);
    assert_eq!(asked(&world, &down).0, "fires");
}
