use super::*;
use crate::command;
use crate::feed::Failing;
use crate::testing::{at, circuit, event, feed, reading, world};
use crate::time::Zone;
use crate::units::Money;
use crate::world::Record;

fn office() -> World {
    let mut world = world(&[circuit("Branch 2", "100M"), circuit("HQ", "100M")], &[feed("office", &["HQ"])]);
    world.tenant.zone = Zone::from(chrono_tz::America::New_York);
    let events = vec![event(60, 120, "1 Gbps, stream"), event(300, 360, "Lunch"), event(400, 460, "9 Gbps")];
    world.here.readings.insert("office".into(), (at(0), reading(events)));
    let state =
        FeedState { read_at: Some(at(-4)), changed_at: Some(at(-44)), ..FeedState::new(&"office".into()) };
    world.apply(&[Record::FeedState(Box::new(state))]);
    world.refresh(at(0));
    world
}

#[test]
fn a_card_says_where_it_is_from_how_fresh_it_is_and_what_it_asks_for() {
    let seen = feeds(&office(), at(0));
    assert_eq!(seen.sentence, "One calendar, fresh.");
    let card = &seen.cards[0];
    assert_eq!(card.about, "Link at calendar.example, zone America/New_York, bound to HQ");
    assert_eq!((card.read.as_str(), card.changed.as_str()), ("03:56 EST, 4 min ago", "today 03:16 EST"));
    assert_eq!((card.fires, card.ignored, card.attention), (1, 1, 1));
    assert!(card.no_organisers);
}

#[test]
fn a_calendar_that_cannot_be_read_says_that_its_last_plan_stays() {
    let mut world = office();
    let failing = Failing {
        since: at(-90),
        awake: 0,
        times: 1,
        message: "no route".into(),
        may_pass: true,
        stopped: None,
    };
    let state = FeedState { failing: Some(failing), ..world.feed_states[&"office".into()].clone() };
    world.apply(&[Record::FeedState(Box::new(state))]);
    let seen = feeds(&world, at(0));
    let card = &seen.cards[0];
    assert_eq!((card.mark, card.state.as_str()), (Mark::Failed, "Not readable since today 02:30 EST"));
    assert_eq!(
        card.trouble.as_deref(),
        Some("No route. Its last good plan stays in force, and Tidegate tries again.")
    );
    assert_eq!(seen.sentence, "One calendar. None is fresh; look at \"office\".");
}

#[test]
fn what_its_last_change_changed_is_told_with_its_money() {
    let mut world = office();
    let asks =
        |from: i64, tier: &str| Asks { from: at(from), to: at(from + 60), tier: Some(tier.parse().unwrap()) };
    let money = |text: &str| Some(Money::new(text.parse().unwrap(), "USD"));
    let differs = |before, now, more| Differs { title: "stream".into(), before, now, more: money(more) };
    let found = crate::difference::Difference {
        at: at(-44),
        more: money("3.55"),
        differs: vec![
            differs(None, Some(asks(60, "1G")), "1.23"),
            differs(Some(asks(60, "1G")), Some(asks(120, "1G")), "0"),
            differs(Some(asks(60, "200M")), Some(asks(60, "500M")), "0.84"),
            differs(Some(asks(60, "500M")), None, "-0.84"),
        ],
        left_out: 0,
    };
    let state = FeedState { difference: Some(found), ..world.feed_states[&"office".into()].clone() };
    world.apply(&[Record::FeedState(Box::new(state))]);
    let card = &feeds(&world, at(0)).cards[0];
    assert_eq!(
        card.diff_title.as_deref(),
        Some("What changed on Mon 4 Jan 03:16 EST: +$3.55 for the next 14 days")
    );
    assert_eq!(
        card.diff.iter().map(|one| one.what.as_str()).collect::<Vec<_>>(),
        ["Added", "Moved", "Raised", "Gone"]
    );
    assert_eq!(card.diff[1].before, "Mon 4 Jan 05:00\u{2013}06:00 EST, 1 Gbps");
    assert_eq!((card.diff[0].before.as_str(), card.diff[3].now.as_str()), ("none", "none"));
}

#[test]
fn every_example_is_a_command_that_is_understood() {
    let seen = feeds(&office(), at(0)).examples;
    assert_eq!(seen[0].write, "#iod 2G @\"Branch 2\"");
    assert!(seen.len() >= 4);
    for example in seen {
        assert!(matches!(command::command(&example.write), Some(Ok(_))), "{}", example.write);
    }
}

#[test]
fn a_title_is_tried_without_being_written_anywhere() {
    let world = office();
    let try_it = |title: &str| tried(&world, &world.feeds[&"office".into()], title, at(0));
    let fires = try_it("#iod 2G @HQ");
    assert_eq!((fires.mark, fires.text.as_str()), (Mark::Fine, "HQ: 2 Gbps, $1.95 per hour."));
    assert_eq!(fires.way.as_deref(), Some("the command in its title"));
    assert_eq!(try_it("Lunch").mark, Mark::Ignored);
    let typo = try_it("#iod 10 Gps");
    assert!(typo.mark == Mark::Attention && typo.text.ends_with("write #iod 10 Gbps."), "{}", typo.text);
    let above = try_it("9 Gbps");
    assert_eq!((above.mark, above.wishes.len()), (Mark::Attention, 1));
}

#[test]
fn a_calendar_without_organisers_is_told_so_only_where_one_could_be_missed() {
    use crate::calendar::Details;
    let card = |by: Option<&str>, change: fn(Feed) -> Feed| {
        let mut world = office();
        let details = Details {
            summary: "1 Gbps, stream".into(),
            organizer: by.map(str::to_owned),
            ..Default::default()
        };
        let events = vec![crate::testing::with(60, 120, details)];
        world.here.readings.insert("office".into(), (at(0), reading(events)));
        world.apply(&[Record::Feed(Box::new(change(feed("office", &["HQ"]))))]);
        world.compiled.at = None;
        world.refresh(at(0));
        feeds(&world, at(0)).cards[0].no_organisers
    };
    type Row = (&'static str, Option<&'static str>, fn(Feed) -> Feed, bool);
    let rows: [Row; 4] = [
        ("none has one", None, |feed| feed, true),
        ("an event has one", Some("ann@example.com"), |feed| feed, false),
        ("own events", None, |feed| Feed { source: Source::Own, ..feed }, false),
        ("a holiday feed", None, |feed| Feed { suppresses: Some(Default::default()), ..feed }, false),
    ];
    for (what, by, change, expected) in rows {
        assert_eq!(card(by, change), expected, "{what}");
    }
}
