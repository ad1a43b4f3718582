//! What is wanted at an instant (design §5, Resolution), by examples and against a naive evaluation.

use super::*;
use crate::ids::Actor;
use crate::request::{Ignored, decide_all};
use crate::testing::{Dice, at, circuit, event, feed, reading, tier, world};
use crate::world::Record;

fn over(kind: OverrideKind, text: &str, from: i64, until: i64) -> Override {
    let actor = Actor::Person("ann".into());
    let (from, until) = (at(from), at(until));
    Override { circuit: "HQ".into(), kind, tier: tier(text), from, until, actor, then_pause: false }
}

/// The timeline of HQ from titles in a bound feed, and overrides.
fn compiled(baseline: &str, events: &[(i64, i64, &str)], overrides: &[Override]) -> (Timeline, Vec<Decided>) {
    let mut world = world(&[circuit("HQ", baseline)], &[feed("office", &["HQ"])]);
    let occurrences = events.iter().map(|(from, to, title)| event(*from, *to, title)).collect();
    world.here.readings.insert("office".into(), (at(0), reading(occurrences)));
    world.apply(&overrides.iter().cloned().map(Record::Override).collect::<Vec<_>>());
    let mut decided = decide_all(&world, at(0));
    let timelines = compile(&world, &mut decided);
    (timelines[&CircuitId::from("HQ")].clone(), decided)
}

fn wants(timeline: &Timeline, minute: i64) -> String {
    timeline.want(at(minute)).to_string()
}

#[test]
fn of_overlapping_windows_the_highest_wins_whichever_starts_first() {
    let events = [(0, 180, "500 Mbps, backup"), (60, 120, "1 Gbps, stream")];
    let (timeline, _) = compiled("100M", &events, &[]);
    let found: Vec<String> =
        [-1, 0, 59, 60, 119, 120, 179, 180].map(|minute| wants(&timeline, minute)).into();
    assert_eq!(
        found,
        ["100 Mbps", "500 Mbps", "500 Mbps", "1 Gbps", "1 Gbps", "500 Mbps", "500 Mbps", "100 Mbps"]
    );
    assert_eq!(timeline.at(at(90)).beats, ["500 Mbps by \"500 Mbps, backup\""]);
}

#[test]
fn a_lone_request_below_the_baseline_lowers_and_any_higher_one_wins() {
    let events = [(0, 180, "100 Mbps, closed"), (60, 120, "200 Mbps, cleaning robots")];
    let (timeline, _) = compiled("1G", &events, &[]);
    assert_eq!(
        [30, 90, 150, 200].map(|minute| wants(&timeline, minute)),
        ["100 Mbps", "200 Mbps", "100 Mbps", "1 Gbps"]
    );
}

#[test]
fn a_hold_beats_the_higher_of_boost_and_calendar() {
    let events = [(0, 180, "500 Mbps, backup")];
    let boost = over(OverrideKind::Boost, "1G", 30, 120);
    let hold = over(OverrideKind::Hold, "200M", 60, 90);
    let (timeline, _) = compiled("100M", &events, &[boost, hold]);
    assert_eq!(
        [0, 30, 60, 90, 120, 180].map(|minute| wants(&timeline, minute)),
        ["500 Mbps", "1 Gbps", "200 Mbps", "1 Gbps", "500 Mbps", "100 Mbps"]
    );
    let lenient = [0, 30, 60].map(|minute| timeline.at(at(minute)).lenient);
    assert_eq!(lenient, [false, true, true], "a person's act is of use even for a short time");
}

#[test]
fn a_boost_never_lowers_and_counts_over_a_low_request() {
    let boost = over(OverrideKind::Boost, "200M", 0, 120);
    let (timeline, _) = compiled("1G", &[(60, 180, "100 Mbps, closed")], &[boost]);
    assert_eq!(
        [0, 60, 120, 180].map(|minute| wants(&timeline, minute)),
        ["1 Gbps", "200 Mbps", "100 Mbps", "1 Gbps"]
    );
}

#[test]
fn a_standing_tier_holds_until_the_next_one_and_at_most_seven_days() {
    let day = 24 * 60;
    let sets = [(0, 1, "#iod set 200M one"), (2 * day, 2 * day + 1, "#iod set 500M two")];
    let (timeline, _) = compiled("100M", &sets, &[]);
    assert_eq!(
        [-1, 0, 2 * day - 1, 2 * day, 9 * day - 1, 9 * day].map(|minute| wants(&timeline, minute)),
        ["100 Mbps", "200 Mbps", "200 Mbps", "500 Mbps", "500 Mbps", "100 Mbps"]
    );
    let (timeline, _) = compiled("100M", &[(0, 1, "#iod set 500M"), (60, 120, "200 Mbps, low")], &[]);
    assert_eq!(wants(&timeline, 90), "200 Mbps", "every window ranks above a standing tier");
    let (timeline, _) = compiled("100M", &sets[1..], &[]);
    assert_eq!(wants(&timeline, day), "100 Mbps", "a set-point goes with its event");
}

#[test]
fn the_older_forms_end_is_a_standing_tier_unless_it_is_the_baseline() {
    let older = |end: &str| format!("Lumen IoD | Start: 500 Mbps | End: {end}");
    let (timeline, _) = compiled("100M", &[(0, 60, &older("200 Mbps"))], &[]);
    assert_eq!(
        [0, 60, 6 * 24 * 60].map(|minute| wants(&timeline, minute)),
        ["500 Mbps", "200 Mbps", "200 Mbps"]
    );
    let (timeline, _) = compiled("100M", &[(0, 60, &older("100 Mbps"))], &[]);
    assert_eq!(timeline.at(at(61)).because, Because::Baseline);
    let events = [(0, 1, "#iod set 200M"), (60, 120, &*older("100 Mbps"))];
    let (timeline, _) = compiled("100M", &events, &[]);
    assert_eq!(wants(&timeline, 130), "200 Mbps", "the baseline as an end ends no standing tier");
}

#[test]
fn an_event_too_short_to_be_of_use_needs_attention_and_is_left_out() {
    let (timeline, decided) = compiled("100M", &[(0, 9, "1 Gbps, photo")], &[]);
    assert_eq!(wants(&timeline, 5), "100 Mbps");
    let message = match &decided[0].verdict {
        Verdict::Attention(attention) => attention.message.clone(),
        Verdict::Fires(_) | Verdict::Ignored(_) => "fires".into(),
    };
    assert!(message.contains("too short"), "{message}");
    let (timeline, _) = compiled("100M", &[(0, 9, "1 Gbps, photo"), (9, 30, "1 Gbps, film")], &[]);
    assert_eq!(wants(&timeline, 5), "1 Gbps", "together they are long enough");
}

#[test]
fn an_event_is_too_short_below_ten_minutes_or_below_a_longer_lead() {
    let fires = |lead: i64, minutes: i64| {
        let mut world = world(&[circuit("HQ", "100M")], &[feed("office", &["HQ"])]);
        let state = crate::circuit::CircuitState { lead: lead * 60_000, ..world.state(&"HQ".into(), at(0)) };
        world.apply(&[Record::State(Box::new(state))]);
        world
            .here
            .readings
            .insert("office".into(), (at(0), reading(vec![event(0, minutes, "1 Gbps, photo")])));
        let mut decided = decide_all(&world, at(0));
        compile(&world, &mut decided);
        matches!(decided[0].verdict, Verdict::Fires(_))
    };
    let table = [(6, 9, false), (6, 10, true), (15, 14, false), (15, 15, true)];
    for (lead, minutes, expected) in table {
        assert_eq!(fires(lead, minutes), expected, "lead {lead}, {minutes} minutes long");
    }
}

#[test]
fn what_is_ignored_asks_for_nothing() {
    let (timeline, decided) = compiled("100M", &[(0, 60, "lunch")], &[]);
    assert_eq!(decided[0].verdict, Verdict::Ignored(Ignored::NoTier));
    assert_eq!(timeline.segments.len(), 1);
}

/// Resolution as the design says it, at one instant, with nothing clever.
fn naive(inputs: &Inputs<'_>, now: Instant) -> Tier {
    let holds = |one: &&Override| one.from <= now && now < one.until;
    if let Some(hold) = inputs.by_person.hold.filter(holds) {
        return hold.tier;
    }
    let windows = inputs.windows.iter().filter(|window| window.from <= now && now < window.to);
    let last = inputs.set_points.iter().filter(|point| point.at <= now).max_by_key(|point| point.at);
    let standing = last.filter(|point| now < point.at + Span::days(7)).map(|point| point.tier);
    let calendar = windows.map(|window| window.tier).max().or(standing).unwrap_or(inputs.circuit.baseline);
    inputs.by_person.boost.filter(holds).map_or(calendar, |boost| boost.tier.max(calendar))
}

#[test]
fn a_timeline_has_neither_gap_nor_overlap_and_says_what_the_naive_evaluation_says() {
    let tiers = ["50M", "100M", "200M", "500M", "1G", "2G"];
    let mut dice = Dice(11);
    for round in 0..300 {
        let pick = |dice: &mut Dice| tiers[usize::try_from(dice.below(6)).unwrap()];
        let circuit = Circuit { since: at(-300), ..circuit("HQ", pick(&mut dice)) };
        let asker = |number: i64| Asker {
            key: OccurrenceKey { feed: "f".into(), uid: format!("{number:03}"), start: at(0) },
            title: format!("event {number}"),
            feed: "f".into(),
            way: "way".into(),
            organiser: None,
        };
        let mut windows = vec![];
        let mut set_points = vec![];
        for number in 0..dice.below(12) {
            let from = dice.below(2000) - 200;
            let to = at(from + 1 + dice.below(400));
            let tier = tier(pick(&mut dice));
            windows.push(Window {
                from: at(from),
                to,
                tier,
                asker: asker(number),
                lenient: dice.below(2) == 0,
            });
        }
        for number in 0..dice.below(4) {
            let at = at(dice.below(20_000) - 200 + number);
            set_points.push(SetPoint { at, tier: tier(pick(&mut dice)), asker: asker(100 + number) });
        }
        set_points.sort_by(|a, b| (a.at, &a.asker.key).cmp(&(b.at, &b.asker.key)));
        set_points.dedup_by_key(|point| point.at);
        let from = dice.below(1000);
        let boost = over(OverrideKind::Boost, pick(&mut dice), from, from + 1 + dice.below(500));
        let hold = over(OverrideKind::Hold, pick(&mut dice), from + dice.below(300), from + 700);
        let (boost, hold) = ((round % 2 == 0).then_some(&boost), (round % 3 == 0).then_some(&hold));
        let inputs = Inputs { circuit: &circuit, windows, set_points, by_person: Overrides { boost, hold } };
        let timeline = inputs.sweep(inputs.by_person);
        let pairs = timeline.segments.windows(2);
        assert!(
            pairs.into_iter().all(|pair| pair[0].to == Some(pair[1].from) && pair[0].from < pair[1].from)
        );
        assert_eq!(timeline.segments.last().unwrap().to, None, "the last has no end");
        assert_eq!(timeline.segments[0].from, at(-300));
        for _ in 0..200 {
            let now = at(dice.below(32_000) - 300);
            assert_eq!(timeline.want(now), naive(&inputs, now), "round {round} at {now}");
        }
    }
}

#[test]
fn a_persons_word_makes_no_event_too_short() {
    let hold = over(OverrideKind::Hold, "100M", 8, 60);
    let (timeline, decided) = compiled("100M", &[(0, 180, "1 Gbps, all hands")], &[hold]);
    assert!(matches!(decided[0].verdict, Verdict::Fires(_)), "{:?}", decided[0].verdict);
    assert_eq!([30, 90].map(|minute| wants(&timeline, minute)), ["100 Mbps", "1 Gbps"]);
    let boost = over(OverrideKind::Boost, "1G", 0, 60);
    let (_, decided) = compiled("100M", &[(60, 65, "1 Gbps, short")], &[boost]);
    assert!(matches!(decided[0].verdict, Verdict::Attention(_)), "a boost before it makes it no longer");
}

#[test]
fn an_event_too_short_on_one_circuit_still_counts_on_the_other() {
    let mut world =
        world(&[circuit("Branch", "100M"), circuit("HQ", "100M")], &[feed("office", &["Branch", "HQ"])]);
    let slow = crate::circuit::CircuitState { lead: 15 * 60_000, ..world.state(&"Branch".into(), at(0)) };
    world.apply(&[Record::State(Box::new(slow))]);
    let occurrences = vec![event(0, 12, "1 Gbps, twelve minutes")];
    world.here.readings.insert("office".into(), (at(0), reading(occurrences)));
    let mut decided = decide_all(&world, at(0));
    let timelines = compile(&world, &mut decided);
    assert!(matches!(decided[0].verdict, Verdict::Fires(_)), "{:?}", decided[0].verdict);
    assert_eq!(wants(&timelines[&CircuitId::from("HQ")], 5), "1 Gbps");
}

#[test]
fn the_boundary_of_what_stands_since_the_begin_is_the_same_every_day() {
    let since = Circuit { since: at(-30), ..circuit("HQ", "100M") };
    let mut world = world(&[since], &[feed("office", &["HQ"])]);
    let mut boundary = |day: i64| {
        world.refresh(at(day * 24 * 60));
        world.compiled.timelines[&CircuitId::from("HQ")].boundary(tier("100M"), at(day * 24 * 60))
    };
    let days: Vec<Option<Instant>> = (0..12).map(&mut boundary).collect();
    assert!(days.iter().all(|one| *one == Some(at(-30))), "{days:?}");
}

#[test]
fn a_persons_word_has_its_own_instant_as_its_boundary() {
    let events = [(0, 180, "1 Gbps, all hands")];
    let hold = over(OverrideKind::Hold, "1G", 60, 240);
    let (timeline, _) = compiled("100M", &events, &[hold]);
    let boundary = |minute| timeline.boundary(tier("1G"), at(minute));
    assert_eq!((boundary(30), boundary(90), boundary(200)), (Some(at(0)), Some(at(60)), Some(at(60))));
}
