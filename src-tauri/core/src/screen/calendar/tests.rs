use super::*;
use crate::person::{Act, act};
use crate::screen::past::tests::stay;
use crate::testing::{at, circuit, event, feed, reading, tier, world};
use crate::time::Zone;

const DAY: &str = "2027-01-04";

fn office(events: Vec<crate::calendar::Occurrence>) -> World {
    let mut world = world(&[circuit("HQ", "100M")], &[feed("office", &["HQ"])]);
    world.tenant.billing = crate::cost::Billing::PerMinute;
    world.here.readings.insert("office".into(), (at(0), reading(events)));
    let state = crate::circuit::CircuitState::new(&"HQ".into(), at(0), &world.tenant.profile.timings.clone());
    let seen = Some(crate::circuit::Seen::new(tier("100M"), "Active"));
    world.apply(&[crate::world::Record::State(Box::new(crate::circuit::CircuitState { seen, ..state }))]);
    world.refresh(at(0));
    world
}

fn shown(world: &World, past: &Past, days: u32, all: bool, now: i64) -> Range {
    let wanted = Wanted { first: DAY.parse().unwrap(), days, all };
    range(world, past, &BTreeMap::new(), wanted, at(now))
}

fn moved(world: &World, title: &str, from: i64, to: i64) -> Preview {
    let key =
        world.compiled.decided.iter().find(|one| one.occurrence.uid == title).map(|one| one.key.clone());
    let draft = Draft { title: String::new(), start: at(from), end: at(to) };
    preview(world, &world.feeds[&"office".into()], key.as_ref(), &draft, at(0))
}

#[test]
fn what_asks_for_something_is_shown_and_the_rest_is_counted() {
    let world =
        office(vec![event(60, 120, "1 Gbps, stream"), event(60, 120, "Lunch"), event(200, 260, "9 Gbps")]);
    let seen = shown(&world, &Past::default(), 7, false, 0);
    let told: Vec<(&str, Mark, &str)> =
        seen.events.iter().map(|one| (one.title.as_str(), one.mark, one.time.as_str())).collect();
    assert_eq!(
        told,
        [
            ("1 Gbps, stream", Mark::Planned, "10:00\u{2013}11:00 UTC"),
            ("9 Gbps", Mark::Attention, "12:20\u{2013}13:20 UTC"),
        ]
    );
    assert_eq!((seen.hidden, shown(&world, &Past::default(), 7, true, 0).events.len()), (1, 3));
    assert_eq!((seen.title.as_str(), seen.now), ("4\u{2013}10 January", Some(540)));
    assert_eq!(seen.events[0].state, "Planned, order 09:54");
    assert_eq!(seen.events[0].adds.as_ref().unwrap().text, "$0.74");
    assert_eq!((seen.tops[0].mbps, seen.tops[1].mbps), (1000, 100));
    assert_eq!(seen.days[0].note, "today, 1 needs attention");
    assert_eq!(shown(&world, &Past::default(), 42, false, 0).title, "January 2027");
}

#[test]
fn a_low_request_shorter_than_the_bridge_is_shown_as_needing_no_order() {
    for (to, told) in [(68, "Planned, no order needed"), (120, "Planned, order 10:00")] {
        let mut world = office(vec![event(60, to, "100 Mbps, closed")]);
        let mut state = world.state(&"HQ".into(), at(0));
        state.seen = Some(crate::circuit::Seen::new(tier("1G"), "Active"));
        let records = [
            crate::world::Record::Circuit(Box::new(circuit("HQ", "1G"))),
            crate::world::Record::State(Box::new(state)),
        ];
        world.apply(&records);
        world.compiled.at = None;
        world.refresh(at(0));
        assert_eq!(shown(&world, &Past::default(), 7, false, 0).events[0].state, told, "until {to}");
    }
}

#[test]
fn an_event_over_midnight_lies_in_two_days_and_one_on_a_long_day_keeps_its_true_minutes() {
    let world = office(vec![event(780, 1140, "2 Gbps, backup")]);
    let parts: Vec<(usize, i64, i64)> = shown(&world, &Past::default(), 7, false, 0).events[0]
        .parts
        .iter()
        .map(|one| (one.day, one.from, one.to))
        .collect();
    assert_eq!(parts, [(0, 1320, 1440), (1, 0, 240)]);
    let mut autumn = office(vec![]);
    autumn.tenant.zone = Zone::from(chrono_tz::America::New_York);
    let start: Instant = "2026-11-01T06:30:00Z".parse().unwrap();
    let mut late = event(0, 0, "1 Gbps, night");
    (late.start, late.end) = (start, start + Span::hours(24));
    autumn.here.readings.insert("office".into(), (start, reading(vec![late])));
    autumn.compiled.at = None;
    autumn.refresh(start);
    let wanted = Wanted { first: "2026-11-01".parse().unwrap(), days: 2, all: false };
    let seen = range(&autumn, &Past::default(), &BTreeMap::new(), wanted, start);
    let parts: Vec<(usize, i64, i64)> =
        seen.events[0].parts.iter().map(|one| (one.day, one.from, one.to)).collect();
    assert_eq!(parts, [(0, 150, 1500), (1, 0, 90)], "01:30 EST is the day's 150th minute");
}

#[test]
fn what_is_over_is_told_by_the_ledger() {
    let world = office(vec![
        event(60, 120, "1 Gbps, stream"),
        event(200, 260, "500 Mbps, copy"),
        event(300, 360, "1 Gbps, lost"),
    ]);
    let mut order = crate::change::tests::sample(at(54));
    (order.circuit, order.boundary, order.event_uid) = ("HQ".into(), at(60), Some("1 Gbps, stream".into()));
    (order.state, order.ended) = (crate::change::State::Confirmed, Some(at(58)));
    let missed = crate::screen::past::Line {
        seq: 1,
        at: at(361),
        actor: "Tidegate".into(),
        act: "wish.missed".into(),
        circuit: Some("HQ".into()),
        event_uid: Some("1 Gbps, lost".into()),
        before: None,
        after: Some("1 Gbps".into()),
        why: "asleep".into(),
    };
    let stays = vec![stay(200, 260, "1G", "500M")];
    let past = Past { changes: vec![order], missed: vec![missed], stays, ..Past::default() };
    let seen = shown(&world, &past, 1, false, 400);
    let told: Vec<(Mark, &str)> = seen.events.iter().map(|one| (one.mark, one.state.as_str())).collect();
    assert_eq!(
        told,
        [
            (Mark::Confirmed, "Confirmed 09:58"),
            (Mark::Fine, "It had the tier, no order needed"),
            (Mark::Missed, "Missed, not ordered"),
        ]
    );
    let adds: Vec<Option<&str>> =
        seen.events.iter().map(|one| one.adds.as_ref().map(|adds| adds.text.as_str())).collect();
    assert_eq!(adds, [Some("$0.74"), Some("$0.34"), None], "what was missed adds nothing");
    let over =
        |now| shown(&world, &past, 1, false, now).events.iter().map(|one| one.over).collect::<Vec<_>>();
    assert_eq!(over(260), [true, true, false], "what ends now has ended");
}

#[test]
fn an_event_moved_here_leaves_a_ghost_and_one_taken_out_can_be_seen() {
    let mut world = office(vec![event(60, 120, "1 Gbps, stream"), event(200, 260, "500 Mbps, copy")]);
    let keys: Vec<OccurrenceKey> = world.compiled.decided.iter().map(|one| one.key.clone()).collect();
    for one in [Act::Move(keys[0].clone(), at(1500), at(1560)), Act::TakeOut(keys[1].clone())] {
        let records = act(&world, "ann", &one, at(0)).unwrap();
        world.apply(&records);
    }
    world.refresh(at(0));
    let seen = shown(&world, &Past::default(), 7, false, 0);
    let stream = seen.events.iter().find(|one| one.title == "1 Gbps, stream").unwrap();
    assert_eq!(stream.moved_from.as_deref(), Some("Mon 4 Jan 10:00\u{2013}11:00 UTC"));
    assert_eq!((stream.ghost[0].day, stream.parts[0].day), (0, 1));
    assert_eq!(stream.key.start, "2027-01-04T10:00:00Z", "it keeps its name");
    let copy = seen.events.iter().find(|one| one.title == "500 Mbps, copy").unwrap();
    assert_eq!((copy.mark, copy.state.as_str()), (Mark::Ignored, "Taken out by you"));
    assert!(copy.taken_out && !stream.taken_out);
}

#[test]
fn moving_an_event_under_another_is_cheaper_and_says_what_it_overlaps() {
    let world = office(vec![event(60, 540, "200 Mbps, hours"), event(600, 720, "500 Mbps, upload")]);
    let seen = moved(&world, "500 Mbps, upload", 300, 420);
    assert_eq!(seen.money, "$0.28 cheaper ($0.40 instead of $0.68)");
    assert!(seen.cheaper && !seen.short);
    assert_eq!(seen.overlaps, ["Overlaps \"200 Mbps, hours\" (200 Mbps). The highest wins."]);
    assert_eq!(seen.when, "Mon 4 Jan, 14:00\u{2013}16:00 UTC");
    assert_eq!(seen.quota, "4 of 24 orders in that GMT day, 2 kept for going down");
    assert_eq!(seen.verdict, "Asks for 500 Mbps on HQ");
    assert_eq!((seen.start.as_str(), seen.end.as_str()), ("2027-01-04T14:00:00Z", "2027-01-04T16:00:00Z"));
}

#[test]
fn a_new_event_says_what_it_adds_and_a_preview_changes_nothing() {
    let world = office(vec![]);
    let before = format!("{world:?}");
    let draft = |title: &str, from: i64| Draft { title: title.into(), start: at(from), end: at(from + 60) };
    let show = |draft: &Draft| preview(&world, &world.feeds[&"office".into()], None, draft, at(0));
    assert_eq!(show(&draft("1 Gbps, stream", 60)).money, "adds $0.74");
    assert!(show(&draft("Upload #iod 10 Gps", 60)).verdict.starts_with("Needs attention: "));
    assert!(show(&draft("1 Gbps, stream", -120)).verdict.starts_with("It would be over already"));
    assert_eq!(format!("{world:?}"), before);
}

#[test]
fn a_day_with_more_orders_than_the_carrier_takes_is_short() {
    let mut world =
        office((0..6).map(|n| event(60 + n * 120, 100 + n * 120, &format!("1 Gbps, {n}"))).collect());
    world.tenant.profile.quota_per_day = 10;
    let seen = moved(&world, "1 Gbps, 0", 70, 105);
    assert!(seen.short, "{}", seen.quota);
}
