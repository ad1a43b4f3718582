//! The person's rules, set-points and overrides (design §5), one row a case.

use super::*;
use crate::overrides::{Override, OverrideError, OverrideKind};
use crate::person::{Act, Refused, act};

fn asks(name: &str, asks: RuleAsks) -> Rule {
    Rule { name: name.into(), asks, ..Rule::default() }
}

#[test]
fn a_rule_matches_where_every_condition_it_names_holds() {
    let rule = |change: fn(&mut Rule)| {
        let mut rule = asks("rule", RuleAsks::Tier(tier("1G")));
        change(&mut rule);
        rule
    };
    let meeting = Details {
        summary: "Board meeting, quarterly".into(),
        location: "HQ, room 4".into(),
        organizer: Some("boss@office.example".into()),
        categories: vec!["Video".into()],
        ..Default::default()
    };
    type Row = (&'static str, fn(&mut Rule), bool);
    let rows: [Row; 15] = [
        ("contains", |rule| rule.contains = Some("BOARD".into()), true),
        ("contains another", |rule| rule.contains = Some("bored".into()), false),
        ("regex", |rule| rule.regex = Some("^board.*quarterly$".into()), true),
        ("regex elsewhere", |rule| rule.regex = Some("^quarterly".into()), false),
        ("organiser", |rule| rule.organiser = Some("Boss@Office.example".into()), true),
        ("another organiser", |rule| rule.organiser = Some("eve@office.example".into()), false),
        ("category", |rule| rule.category = Some("video".into()), true),
        ("part of a category", |rule| rule.category = Some("vid".into()), false),
        ("location", |rule| rule.location = Some("room 4".into()), true),
        ("another location", |rule| rule.location = Some("room 5".into()), false),
        ("as long", |rule| rule.longer_than = Some(60), true),
        ("longer", |rule| rule.longer_than = Some(61), false),
        ("at most as long", |rule| rule.shorter_than = Some(60), true),
        ("shorter", |rule| rule.shorter_than = Some(59), false),
        (
            "one of two does not hold",
            |rule| {
                rule.contains = Some("board".into());
                rule.location = Some("room 5".into());
            },
            false,
        ),
    ];
    let mut world = world(&[circuit("HQ", "100M")], &[feed("office", &["HQ"])]);
    let event = with(0, 60, meeting);
    let office = Feed { organisers: vec!["boss@office.example".into()], ..feed("office", &["HQ"]) };
    for (name, change, expected) in rows {
        world.tenant.rules = vec![rule(change)];
        let fires = matches!(verdict(&world, &office, &event), Verdict::Fires(_));
        assert_eq!(fires, expected, "{name}");
    }
    world.tenant.rules = vec![rule(|rule| rule.regex = Some("(".into()))];
    let found = verdict(&world, &office, &event);
    assert_eq!(found, Verdict::Ignored(Ignored::NoTier), "one that cannot be read matches nothing");
}

#[test]
fn the_first_rule_that_matches_decides_and_one_that_asks_for_nothing_ends_the_search() {
    let mut world = office();
    world.tenant.profiles = vec![NamedTier {
        name: "video".into(),
        tiers: BTreeMap::from([(CircuitId::from("HQ"), tier("500M"))]),
        otherwise: None,
    }];
    let any = |name: &str, what| Rule { contains: Some("meeting".into()), ..asks(name, what) };
    let (low, high) = (RuleAsks::Tier(tier("200M")), RuleAsks::Tier(tier("1G")));
    let office = Feed { tier: Some(tier("50M")), ..feed("office", &["HQ"]) };
    let mut first = |rules: [Rule; 2]| {
        world.tenant.rules = rules.into();
        titled(&world, &office, "meeting")
    };
    assert_eq!(first([any("a", low.clone()), any("b", high.clone())]), "HQ 200 Mbps by your rule \"a\"");
    assert_eq!(first([any("b", high.clone()), any("a", low)]), "HQ 1 Gbps by your rule \"b\"");
    assert_eq!(
        first([any("quiet", RuleAsks::Nothing), any("b", high.clone())]),
        "ignored: your rule \"quiet\" says that it asks for nothing",
        "neither the rules below nor the feed's own tier"
    );
    let named = first([any("video", RuleAsks::Profile("Video".into())), any("b", high.clone())]);
    assert_eq!(named, "HQ 500 Mbps by your rule \"video\"");
    let missing = first([any("film", RuleAsks::Profile("film".into())), any("b", high)]);
    assert!(missing.starts_with("attention: there is no profile \"film\""), "{missing}");
}

#[test]
fn a_set_point_ends_with_the_event_that_made_it() {
    let mut world = holiday();
    world.circuits.get_mut(&CircuitId::from("HQ")).unwrap().baseline = tier("100M");
    let set = event(60, 60, "#iod set 500M");
    let stands = |world: &mut World, events: Vec<Occurrence>| {
        world.here.readings.insert("office".into(), (at(0), reading(events)));
        world.compiled.at = None;
        world.refresh(at(0));
        world.compiled.timelines[&CircuitId::from("HQ")].want(at(3000)) == tier("500M")
    };
    assert!(!stands(&mut world, vec![set.clone()]), "suppressed by the holiday it starts in");
    world.apply(&[Record::FeedGone("days".into())]);
    assert!(stands(&mut world, vec![set.clone()]));
    assert!(!stands(&mut world, vec![]), "deleted");
    world.apply(&[Record::Exception(moved(&set, Instead::Nothing))]);
    assert!(!stands(&mut world, vec![set.clone()]), "taken out by a person");
    let later = Instead::Moved { start: at(4000), end: at(4000) };
    world.apply(&[Record::Exception(moved(&set, later))]);
    assert!(!stands(&mut world, vec![set]), "moved: it stands from its new start");
    let want = |world: &World, minute| world.compiled.timelines[&CircuitId::from("HQ")].want(at(minute));
    assert_eq!((want(&world, 3999), want(&world, 4001)), (tier("100M"), tier("500M")));
}

#[test]
fn a_boost_or_hold_needs_an_end_within_31_days_and_a_tier_that_the_circuit_may_have() {
    let bounded = Circuit { highest: tier("1G"), ..circuit("HQ", "100M") };
    let world = world(&[bounded], &[]);
    let day = 24 * 60;
    let put = |text: &str, minutes: i64| {
        act(&world, "ann", &Act::Hold("HQ".into(), tier(text), at(minutes)), at(0)).err()
    };
    assert_eq!(put("500M", 31 * day), None);
    assert_eq!(put("500M", 31 * day + 1), Some(Refused::Override(OverrideError::TooLong)));
    assert_eq!(put("500M", 0), Some(Refused::Override(OverrideError::Past)));
    assert!(matches!(put("2G", 60), Some(Refused::Override(OverrideError::AboveHighest { .. }))));
    assert!(matches!(put("700M", 60), Some(Refused::Override(OverrideError::NotOffered { .. }))));
}

#[test]
fn a_newer_boost_replaces_the_older_and_leaves_the_hold() {
    let mut world = world(&[circuit("HQ", "100M")], &[]);
    let acts = [
        Act::Boost("HQ".into(), tier("500M"), at(60)),
        Act::Hold("HQ".into(), tier("200M"), at(30)),
        Act::Boost("HQ".into(), tier("1G"), at(90)),
    ];
    for one in acts {
        let records = act(&world, "ann", &one, at(0)).unwrap();
        world.apply(&records);
    }
    let kept: Vec<(OverrideKind, Tier, Instant)> =
        world.overrides.values().map(|one: &Override| (one.kind, one.tier, one.until)).collect();
    assert_eq!(kept, [(OverrideKind::Boost, tier("1G"), at(90)), (OverrideKind::Hold, tier("200M"), at(30))]);
}
