use super::*;
use crate::testing::{at, circuit, event, feed, reading, tier, world};

fn office() -> World {
    let mut world = world(&[circuit("HQ", "100M"), circuit("Annex", "100M")], &[feed("office", &["HQ"])]);
    let rule = |name: &str, contains: &str, asks| Rule {
        name: name.into(),
        contains: Some(contains.into()),
        longer_than: Some(60),
        circuits: vec!["HQ".into()],
        asks,
        ..Rule::default()
    };
    world.tenant.rules = vec![
        rule("streams", "stream", RuleAsks::Tier(tier("1G"))),
        rule("lunch", "lunch", RuleAsks::Nothing),
    ];
    let tiers = [("HQ".into(), tier("1G"))].into();
    world.tenant.profiles = vec![NamedTier { name: "video".into(), tiers, otherwise: Some(tier("500M")) }];
    let titles = ["#iod 1G @HQ", "500 Mbps, hours", "stream", "Lunch with Sam", "Talk", "#iod 10 Gps"];
    let events = titles.iter().zip(0..).map(|(title, n)| event(n * 200 + 60, n * 200 + 120, title)).collect();
    world.here.readings.insert("office".into(), (at(0), reading(events)));
    world.compiled.at = None;
    world.refresh(at(0));
    world
}

#[test]
fn the_ways_stand_in_the_order_in_which_they_are_tried_with_what_each_decides() {
    let seen = settings(&office(), &Program::default(), at(0));
    let rows: Vec<(Option<&str>, usize)> =
        seen.rules.iter().map(|row| (row.name.as_deref(), row.fits)).collect();
    let expected =
        [(None, 1), (None, 0), (None, 1), (None, 0), (Some("streams"), 1), (Some("lunch"), 1), (None, 0)];
    assert_eq!(rows, expected);
    assert_eq!(seen.rules[4].when, "title contains \"stream\", at least 1 h long");
    assert_eq!(seen.rules[4].then, "1 Gbps on HQ");
}

#[test]
fn every_way_that_an_event_can_be_decided_by_is_known_here() {
    let mut world = office();
    world.feeds.get_mut(&"office".into()).unwrap().tier = Some(tier("200M"));
    let mut categorised = event(60, 120, "Show");
    categorised.details = crate::calendar::Details {
        summary: "Show".into(),
        categories: vec!["video".into()],
        ..Default::default()
    }
    .into();
    let events = vec![
        categorised,
        event(200, 260, "Lumen IoD | Start: 500 Mbps | End: 100 Mbps"),
        event(400, 460, "Talk"),
    ];
    world.here.readings.insert("office".into(), (at(0), reading(events)));
    world.compiled.at = None;
    world.refresh(at(0));
    let fits: Vec<usize> =
        settings(&world, &Program::default(), at(0)).rules.iter().map(|row| row.fits).collect();
    assert_eq!(fits, [0, 1, 0, 1, 0, 0, 1]);
}

#[test]
fn settings_are_written_as_commands_take_them() {
    let mut world = office();
    world.tenant.quiet = Some("22:00-07:00".parse().unwrap());
    world.here.credentials = Credentials::Refused("bad \u{202e}key".into());
    let seen = settings(&world, &Program { folder: "/data".into(), ..Program::default() }, at(0));
    assert_eq!(
        (seen.billing.as_str(), seen.role.as_str(), seen.dialect.as_str()),
        ("clock-hour", "primary", "naas-v1")
    );
    assert_eq!((seen.quiet.as_deref(), seen.zone.as_str()), (Some("22:00-07:00"), "UTC"));
    assert!(seen.zones.contains(&"America/New_York".to_owned()));
    assert_eq!(seen.credentials_mark, Mark::Refused);
    assert!(!seen.credentials.contains('\u{202e}'));
    let tiers: Vec<(&str, u32)> =
        seen.profiles[0].tiers.iter().map(|one| (one.circuit.as_str(), one.tier.mbps)).collect();
    assert_eq!(tiers, [("Annex", 500), ("HQ", 1000)]);
}

#[test]
fn a_rule_says_what_it_would_decide_and_what_that_costs_before_it_is_kept() {
    let mut world = world(&[circuit("HQ", "100M")], &[feed("office", &[])]);
    let events = vec![event(60, 120, "Stream"), event(180, 240, "Lunch"), event(300, 360, "Stream again")];
    world.here.readings.insert("office".into(), (at(0), reading(events)));
    world.refresh(at(0));
    let rule = |contains: &str| Rule {
        name: "stream".into(),
        contains: Some(contains.into()),
        asks: RuleAsks::Tier(tier("1G")),
        ..Rule::default()
    };
    let seen = would(&world, &rule("stream"), at(0));
    let titles: Vec<&str> = seen.events.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(titles, ["Stream", "Stream again"]);
    assert_eq!(seen.events[0].text, "Asks for 1 Gbps on HQ");
    assert!(seen.sentence.starts_with("It would decide two events of the next 14 days, and "), "{seen:?}");
    assert!(seen.sentence.contains(" to the plan's cost."), "{seen:?}");
    assert!(world.tenant.rules.is_empty(), "nothing is kept");
    let none = would(&world, &rule("nowhere"), at(0));
    assert_eq!(
        (none.events.len(), none.sentence.as_str()),
        (0, "It would decide no event of the next 14 days.")
    );
}

#[test]
fn where_the_secret_is_is_said_truly() {
    let mut world = world(&[circuit("HQ", "100M")], &[]);
    world.here.credentials = Credentials::Ready;
    let said = |world: &World| {
        let shown = settings(world, &Program::default(), at(0));
        format!(
            "{} {} {}",
            shown.credentials,
            shown.secret_is,
            crate::screen::setup::set_up(world, at(0)).secret_is
        )
    };
    assert!(said(&world).contains("keychain") && !said(&world).contains("memory"), "{}", said(&world));
    world.here.in_memory = true;
    assert!(said(&world).contains("memory") && !said(&world).contains("keychain"), "{}", said(&world));
    world.here.credentials = Credentials::Locked;
    assert!(said(&world).contains("not given when Tidegate started"), "{}", said(&world));
}
