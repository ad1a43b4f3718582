//! What fetches of feeds bring: shrunken, broken, unchanged, late, very much at once, old.

use super::super::*;
use crate::feed::{FeedState, FetchError};
use crate::ids::FeedId;
use crate::testing::{at, circuit, event, feed, reading, world};
use crate::timings::Timings;

fn text(
    world: &mut World,
    events: Vec<crate::calendar::Occurrence>,
    bytes: &str,
    minute: i64,
) -> Vec<Record> {
    let fetched = Fetched::Text {
        bytes: bytes.as_bytes().to_vec(),
        reading: Box::new(reading(events)),
        etag: None,
        last_modified: None,
    };
    fetched_at(world, fetched, minute)
}

fn fetched_at(world: &mut World, fetched: Fetched, minute: i64) -> Vec<Record> {
    let records = received(world, &"office".into(), fetched, at(minute), 0.5);
    world.apply(&records);
    records
}

fn state(world: &World) -> &FeedState {
    &world.feed_states[&FeedId::from("office")]
}

fn events(count: i64) -> Vec<crate::calendar::Occurrence> {
    (0..count)
        .map(|number| event(600 * (number + 1), 600 * (number + 1) + 60, &format!("1 Gbps {number}")))
        .collect()
}

fn known(world: &World) -> usize {
    world.here.readings[&FeedId::from("office")].1.occurrences.len()
}

fn offices() -> World {
    let mut world = world(&[circuit("HQ", "100M")], &[feed("office", &["HQ"])]);
    text(&mut world, events(10), "ten", 0);
    world
}

#[test]
fn a_shrunken_feed_is_held_until_a_second_reading_ten_minutes_later_agrees() {
    let mut world = offices();
    text(&mut world, events(2), "two", 10);
    assert!(state(&world).shrunken.is_some());
    assert_eq!(known(&world), 10, "the last good plan stands");
    text(&mut world, events(2), "two", 15);
    assert_eq!(known(&world), 10, "five minutes are too soon");
    assert_eq!(state(&world).due(&Timings::real()), at(20));
    text(&mut world, events(2), "two", 20);
    assert_eq!((known(&world), state(&world).shrunken.is_none()), (2, true));
}

#[test]
fn a_shrunken_feed_that_is_whole_again_is_as_it_was() {
    for fetched in [None, Some(Fetched::Unchanged)] {
        let mut world = offices();
        text(&mut world, events(2), "two", 10);
        match fetched {
            Some(fetched) => drop(fetched_at(&mut world, fetched, 12)),
            None => drop(text(&mut world, events(10), "ten", 12)),
        }
        assert_eq!((known(&world), state(&world).shrunken.is_none()), (10, true));
        assert!(world.here.shrunken.is_empty());
    }
}

#[test]
fn the_second_reading_that_fails_is_not_begun_again_at_once() {
    let mut world = offices();
    text(&mut world, events(2), "two", 10);
    fetched_at(&mut world, Fetched::Failed(FetchError::Unreachable("no network".into())), 20);
    assert!(state(&world).due(&Timings::real()) >= at(30), "the feed's own rhythm goes on");
}

#[test]
fn a_person_who_believes_a_shrunken_feed_takes_nothing_away_before_it_is_read() {
    let mut world = offices();
    text(&mut world, events(2), "two", 10);
    let act = crate::person::Act::Believe("office".into());
    world.apply(&crate::person::act(&world, "ann", &act, at(11)).unwrap());
    let timings = Timings::real();
    assert_eq!(state(&world).nothing_new_since(), Some(at(10)), "what ran goes on until then");
    assert_eq!(state(&world).due(&timings), at(11), "it is read at once");
    text(&mut world, events(2), "two", 11);
    assert_eq!(known(&world), 2);
}

#[test]
fn a_calendar_that_lost_its_only_event_is_believed() {
    let mut world = world(&[circuit("HQ", "100M")], &[feed("office", &["HQ"])]);
    text(&mut world, events(1), "one", 0);
    text(&mut world, vec![], "none", 10);
    assert_eq!(known(&world), 0);
}

#[test]
fn a_broken_feed_keeps_its_last_good_plan() {
    let mut world = offices();
    let mut cut = reading(vec![]);
    cut.truncated = true;
    let cut = Fetched::Text { bytes: vec![], reading: Box::new(cut), etag: None, last_modified: None };
    for (fetched, minute) in [(cut, 10), (Fetched::Failed(crate::calendar::NotACalendar::WebPage.into()), 20)]
    {
        fetched_at(&mut world, fetched, minute);
        assert_eq!((known(&world), state(&world).read_at), (10, Some(at(0))));
        assert!(state(&world).failing.is_some());
    }
    fetched_at(&mut world, Fetched::Unchanged, 30);
    assert_eq!((state(&world).failing.clone(), state(&world).read_at), (None, Some(at(30))));
}

#[test]
fn a_fresh_dtstamp_alone_is_no_change() {
    let mut world = offices();
    text(&mut world, events(10), "DTSTAMP:1\nSUMMARY:x", 10);
    let changed = state(&world).changed_at;
    let records = text(&mut world, events(10), "DTSTAMP:2\nSUMMARY:x", 20);
    assert_eq!(state(&world).changed_at, changed);
    assert!(!records.iter().any(|record| matches!(record, Record::FeedText(..))));
}

#[test]
fn an_event_first_seen_when_its_lead_has_begun_is_noted_as_late() {
    let mut world = offices();
    let mut more = events(10);
    more.push(event(12, 40, "1 Gbps now"));
    more.push(event(-60, 8, "over"));
    text(&mut world, more, "eleven", 10);
    let late: Vec<&String> = state(&world).late.keys().collect();
    assert!(late.len() == 1 && late[0].contains("1 Gbps now"), "{late:?}");
}

#[test]
fn a_refresh_that_adds_very_much_is_held_and_a_first_import_is_not() {
    let mut world = offices();
    assert!(state(&world).held.is_empty());
    text(&mut world, events(33), "many", 10);
    assert_eq!(state(&world).held.len(), 23, "what was there before goes on");
    let mut first = self::world(&[circuit("HQ", "100M")], &[feed("office", &["HQ"])]);
    text(&mut first, events(33), "many", 0);
    assert!(state(&first).held.is_empty());
    let mut least = offices();
    text(&mut least, events(31), "least", 10);
    assert_eq!(state(&least).held.len(), 21, "twenty-one are more than twenty");
    let mut few = offices();
    text(&mut few, events(30), "few", 10);
    assert!(state(&few).held.is_empty(), "twenty are not more than twenty");
}

#[test]
fn a_mass_change_may_be_one_of_raising_and_is_one_only_beyond_half_of_what_was_there() {
    let titled = |count: i64, tier: &str, from: i64| {
        (from..from + count)
            .map(|number| {
                let mut one = event(30 * (number + 1), 30 * (number + 1) + 20, &format!("{tier} window"));
                one.uid = format!("{number}");
                one
            })
            .collect::<Vec<_>>()
    };
    let held = |before: Vec<crate::calendar::Occurrence>, after: Vec<crate::calendar::Occurrence>| {
        let mut world = world(&[circuit("HQ", "100M")], &[feed("office", &["HQ"])]);
        text(&mut world, before, "before", 0);
        text(&mut world, after, "after", 10);
        state(&world).held.len()
    };
    assert_eq!(held(titled(30, "500 Mbps", 0), titled(30, "1 Gbps", 0)), 30, "raised");
    assert_eq!(held(titled(30, "1 Gbps", 0), titled(30, "500 Mbps", 0)), 0, "lowered");
    let older = |end: &str| titled(30, &format!("Lumen IoD | Start: 500 Mbps | End: {end} |"), 0);
    assert_eq!(held(older("200 Mbps"), older("1 Gbps")), 30, "raised by the tier from its end on");
    let with = |more: i64| [titled(60, "1 Gbps", 0), titled(more, "1 Gbps", 100)].concat();
    assert_eq!(held(titled(60, "1 Gbps", 0), with(30)), 0, "thirty are not more than half of sixty");
    assert_eq!(held(titled(60, "1 Gbps", 0), with(31)), 31);
}

#[test]
fn own_events_are_never_a_mass_change() {
    let own = FeedId::own();
    let mine =
        crate::feed::Feed { id: own.clone(), source: crate::feed::Source::Own, ..feed("office", &["HQ"]) };
    let mut world = world(&[circuit("HQ", "100M")], &[mine]);
    for (count, minute) in [(1, 0), (33, 10)] {
        let fetched = Fetched::Text {
            bytes: vec![u8::try_from(count).unwrap()],
            reading: Box::new(reading(events(count))),
            etag: None,
            last_modified: None,
        };
        let records = received(&mut world, &own, fetched, at(minute), 0.5);
        world.apply(&records);
    }
    assert!(world.feed_states[&own].held.is_empty());
}

#[test]
fn age_counts_awake_time_only() {
    let timings = Timings::real();
    let mut failing = FeedState::new(&"office".into());
    let error = FetchError::Unreachable("no answer".into());
    let (mut now, mut awake) = (0, 0);
    let mut fail = |failing: &mut FeedState, minutes: i64, slept: bool| {
        now += minutes;
        awake = if slept { now } else { awake };
        failing.failed(&error, at(now), Some(at(awake)), &timings);
    };
    fail(&mut failing, 0, false);
    (0..143).for_each(|_| fail(&mut failing, 10, false));
    assert!(!failing.is_stale(&timings));
    fail(&mut failing, 60 * 72, true);
    assert!(!failing.is_stale(&timings), "three days asleep are no age");
    fail(&mut failing, 10, false);
    assert!(failing.is_stale(&timings) && !failing.is_stopped(), "24 hours awake");
    (0..16).for_each(|_| fail(&mut failing, 180, false));
    assert!(failing.is_stopped(), "72 hours awake, however seldom it was asked");
    let stopped = at(1430 + 60 * 72 + 10 + 16 * 180);
    assert_eq!(failing.nothing_new_since(), Some(stopped), "what began before was begun rightly");
}

#[test]
fn a_publisher_is_waited_for_as_long_as_it_says_but_not_longer_than_a_day() {
    let timings = Timings::real();
    let due = |minutes: i64| {
        let mut failing = FeedState::new(&"office".into());
        let retry_after = Some(Span::minutes(minutes));
        failing.failed(&FetchError::Status { status: 429, retry_after }, at(0), None, &timings);
        failing.due(&timings)
    };
    assert_eq!((due(180), due(60 * 24 * 365)), (at(180), at(24 * 60)));
}

#[test]
fn a_stored_text_that_cannot_be_read_leaves_the_old_reading_in_force_and_is_fetched_whole() {
    let mut world = offices();
    let mut kept = state(&world).clone();
    kept.etag = Some("e".into());
    world.apply(&[Record::FeedState(Box::new(kept))]);
    let error = FetchError::Kept("damaged".into());
    let records = feed_unreadable(&mut world, &"office".into(), &error, at(10));
    world.apply(&records);
    assert_eq!(known(&world), 10);
    assert_eq!((state(&world).etag.clone(), state(&world).failing.is_some()), (None, true));
    assert!(world.here.fetch_now.contains(&FeedId::from("office")));
    let records = text(&mut world, events(10), "ten", 11);
    let is_kept = |record: &Record| matches!(record, Record::FeedText(_, bytes) if bytes == b"ten");
    assert!(records.iter().any(is_kept), "the damaged text is replaced: {records:?}");
    assert!(state(&world).failing.is_none());
}

#[test]
fn a_stored_text_counts_as_read_when_the_corrected_clock_says() {
    let mut world = offices();
    for _ in 0..3 {
        world.here.clock.heard(at(0), at(600), &Limits::new());
    }
    loaded(&mut world, &"office".into(), reading(events(10)), at(610));
    assert_eq!(world.here.readings[&FeedId::from("office")].0, at(10));
}

#[test]
fn the_next_edit_of_a_feed_does_not_release_what_a_mass_change_holds() {
    let mut world = offices();
    text(&mut world, events(40), "forty", 10);
    assert_eq!(state(&world).held.len(), 23, "those of the next fortnight");
    let mut more = events(40);
    more.push(event(700, 760, "1 Gbps, one more"));
    text(&mut world, more, "forty-one", 20);
    assert_eq!(state(&world).held.len(), 23);
    text(&mut world, events(39)[1..].to_vec(), "fewer", 30);
    assert_eq!(state(&world).held.len(), 23, "what is gone was not held, what is held is still there");
}

#[test]
fn unchanged_is_no_answer_about_a_calendar_that_was_never_read() {
    let mut world = world(&[circuit("HQ", "100M")], &[feed("office", &["HQ"])]);
    fetched_at(&mut world, Fetched::Unchanged, 0);
    assert!(state(&world).failing.is_some());
    assert!(state(&world).due(&Timings::real()) > at(1), "and is not asked again at once");
}
