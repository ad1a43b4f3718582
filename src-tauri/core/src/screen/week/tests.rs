use super::*;
use crate::circuit::{CircuitState, Seen};
use crate::history::Stayed;
use crate::incident::{Incident, IncidentKind};
use crate::screen::past::tests::stay;
use crate::testing::{at, circuit, event, feed, reading, tier, world};
use crate::time::Zone;
use crate::world::Record;

fn office(events: Vec<crate::calendar::Occurrence>) -> World {
    let mut world = world(&[circuit("HQ", "100M")], &[feed("office", &["HQ"])]);
    world.here.readings.insert("office".into(), (at(0), reading(events)));
    let state = CircuitState::new(&"HQ".into(), at(0), &world.tenant.profile.timings.clone());
    let seen = CircuitState { seen: Some(Seen::new(tier("100M"), "Active")), ..state };
    world.apply(&[Record::State(Box::new(seen))]);
    world.tenant.billing = crate::cost::Billing::PerMinute;
    world.compiled.at = None;
    world.refresh(at(0));
    world
}

/// The week of Monday 4 January 2027, in UTC; minute 0 of `at` is 09:00, the week's minute 540.
fn monday(world: &World, stays: Vec<Stayed>, now: i64) -> Week {
    week(world, &Past { stays, ..Past::default() }, wall::day_of(at(0), world.tenant.zone), at(now))
}

/// Begin, end, kind, live and planned tier.
type Drawn = (i64, i64, Kind, Option<u32>, Option<u32>);

fn drawn(week: &Week) -> Vec<Drawn> {
    let mbps = |cell: &Option<TierCell>| cell.as_ref().map(|cell| cell.mbps);
    week.lanes[0]
        .segments
        .iter()
        .map(|one| (one.from, one.to, one.kind, mbps(&one.tier), mbps(&one.planned)))
        .collect()
}

#[test]
fn the_past_is_as_it_was_seen_the_rest_as_planned_and_the_gap_is_a_gap() {
    let world = office(vec![event(120, 180, "1 Gbps, stream")]);
    let seen = monday(&world, vec![stay(0, 60, "100M", "100M")], 60);
    let expected = [
        (0, 540, Kind::Unknown, None, None),
        (540, 600, Kind::Past, Some(100), None),
        (600, 660, Kind::Future, Some(100), None),
        (660, 720, Kind::Future, Some(1000), None),
        (720, 7 * 1440, Kind::Future, Some(100), None),
    ];
    assert_eq!(drawn(&seen), expected);
    assert_eq!(
        (seen.title.as_str(), seen.minutes, seen.now),
        ("Week of 4\u{2013}10 January", 10080, Some(600))
    );
    assert_eq!((seen.previous.as_str(), seen.next.as_str()), ("2027-01-03", "2027-01-11"));
    let why = &seen.lanes[0].segments[3].why;
    assert_eq!(why.title, "Why 1 Gbps?");
    assert_eq!(why.cost, "$1.20 for 1 h, +$0.74 against the baseline");
    assert_eq!(why.read_from.as_deref(), Some("the tier in its title"));
    assert!(why.sentence.ends_with("At 12:00 UTC it goes to 100 Mbps."), "{}", why.sentence);
}

#[test]
fn a_week_that_is_over_is_not_told_by_todays_calendar() {
    let world = office(vec![]);
    let stays = vec![stay(0, 60, "100M", "100M"), stay(60, 120, "1G", "1G"), stay(120, 9540, "100M", "100M")];
    let seen = monday(&world, stays, 20_000);
    assert_eq!(
        drawn(&seen)[2],
        (600, 660, Kind::Past, Some(1000), None),
        "the event is gone, the past is not"
    );
    assert!(seen.sentence.starts_with("The week cost "), "{}", seen.sentence);
    assert_eq!(seen.now, None);
}

#[test]
fn a_raise_made_ahead_belongs_to_its_event_and_a_drop_that_failed_is_shaded() {
    let world = office(vec![]);
    let stays = vec![
        stay(0, 54, "100M", "100M"),
        stay(54, 60, "1G", "100M"),
        stay(60, 120, "1G", "1G"),
        stay(120, 180, "1G", "100M"),
    ];
    let seen = drawn(&monday(&world, stays, 180));
    assert_eq!(seen[2], (594, 660, Kind::Past, Some(1000), None));
    assert_eq!(seen[3], (660, 720, Kind::Past, Some(1000), Some(100)));
}

#[test]
fn the_sentence_says_what_the_week_costs_and_how_far_that_is_from_the_plan() {
    let mut world = office(vec![]);
    let stays = vec![stay(-540, 120, "100M", "100M"), stay(120, 180, "1G", "100M")];
    let seen = monday(&world, stays.clone(), 180);
    // 167 h at $0.46 and one at $1.20.
    assert_eq!(
        seen.sentence,
        "Every circuit is as planned. The week will cost $78.02, that is $0.74 more than planned."
    );
    assert_eq!(seen.lanes[0].cost.text, "$78.02");
    assert_eq!(seen.lanes[0].days[0].text, "$11.78");
    assert_eq!(seen.lanes[0].days[1].text, "$11.04");
    let failed = Incident {
        key: "order:HQ".into(),
        kind: IncidentKind::Failed,
        circuit: Some("HQ".into()),
        opened: at(120),
        updated: at(120),
        closed: None,
        title: "HQ: drop to 100 Mbps failed".into(),
        body: String::new(),
        per_hour: None,
        choices: vec![],
    };
    world.apply(&[Record::Incident(Box::new(failed.clone()))]);
    let past = Past { stays, incidents: vec![failed], ..Past::default() };
    let seen = week(&world, &past, wall::day_of(at(0), Zone::UTC), at(180));
    assert!(seen.sentence.starts_with("One circuit is not as planned."), "{}", seen.sentence);
    assert_eq!((seen.cards.len(), seen.days[0].note.as_str()), (1, "today, 1 failed"));
    let spot = &seen.lanes[0].marks[0];
    assert_eq!((spot.at, spot.mark), (660, Mark::Failed));
    assert_eq!(seen.lanes[0].segments[1].why.mark, Some(Mark::Failed));
}

#[test]
fn suppressed_and_unclear_events_are_spots_with_the_tier_they_would_have_been() {
    let mut world = office(vec![event(60, 120, "1 Gbps \u{202e}stream"), event(300, 360, "9 Gbps, stream")]);
    world.tenant.holidays = Some(Default::default());
    world.compiled.at = None;
    let mut readings = world.here.readings[&"office".into()].1.occurrences.clone();
    readings[0].civil_start = "2027-01-01T10:00:00".parse().unwrap();
    world.here.readings.insert("office".into(), (at(0), reading(readings)));
    world.refresh(at(0));
    let seen = monday(&world, vec![], 0);
    let marks: Vec<(Mark, Option<i64>, u32)> =
        seen.lanes[0].marks.iter().map(|one| (one.mark, one.to, one.tier.as_ref().unwrap().mbps)).collect();
    assert_eq!(marks, [(Mark::Suppressed, Some(660), 1000), (Mark::Attention, Some(900), 9000)]);
    assert!(!seen.lanes[0].marks[0].text.contains('\u{202e}'));
    assert_eq!(seen.lanes[0].top, 9000);
    assert_eq!(seen.days[0].note, "today, 1 to look at, New Year's Day");
}

#[test]
fn a_week_with_a_change_of_clocks_has_its_true_minutes() {
    let mut world = office(vec![]);
    world.tenant.zone = Zone::from(chrono_tz::America::New_York);
    let seen = week(&world, &Past::default(), "2026-11-01".parse().unwrap(), at(0));
    assert_eq!((seen.minutes, seen.days[6].minutes), (7 * 1440 + 60, 1500));
    assert_eq!(drawn(&seen), [(0, 7 * 1440 + 60, Kind::Unknown, None, None)]);
    assert_eq!(seen.sentence, "Nothing is known of this week.");
}

#[test]
fn an_order_that_was_confirmed_is_the_proof() {
    let world = office(vec![]);
    let mut change = crate::change::tests::sample(at(54));
    (change.circuit, change.state, change.ended) =
        ("HQ".into(), crate::change::State::Confirmed, Some(at(58)));
    let past = Past { stays: vec![stay(58, 120, "1G", "1G")], changes: vec![change], ..Past::default() };
    let seen = week(&world, &past, wall::day_of(at(0), Zone::UTC), at(120));
    let why = &seen.lanes[0].segments[1].why;
    assert_eq!((why.order, why.mark), (Some(1), Some(Mark::Confirmed)));
    assert_eq!(why.cost, "so far $1.24 for 1 h 2 min, +$0.76 against the baseline");
    let later = week(&world, &past, wall::day_of(at(0), Zone::UTC), at(180));
    assert_eq!(later.lanes[0].segments[1].why.cost, "$1.24 for 1 h 2 min, +$0.76 against the baseline");
    assert_eq!(why.proof.as_deref(), Some("Ordered 09:54, confirmed 09:58 UTC"));
}
