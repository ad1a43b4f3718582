//! Ranges and what-ifs, by hand. An hour of 100 Mbps is $0.46, of 500 Mbps $0.80, of 1 Gbps $1.20; billed by the minute.

use super::*;
use crate::calendar::Details;
use crate::rule::{Rule, RuleAsks};
use crate::testing::{at, circuit, event, feed, reading, tier, with};
use std::collections::BTreeMap;

/// HQ and Annex. On HQ 1 Gbps from minute 60 to 180, asked for by Ann in a calendar of her own; 500 Mbps from 120 to 240.
fn office() -> World {
    let circuits = ["HQ", "Annex"].map(|name| circuit(name, "100M"));
    let mut world = crate::testing::world(&circuits, &[feed("office", &["HQ"]), feed("ann", &["HQ"])]);
    world.tenant.billing = Billing::PerMinute;
    let ann = Details {
        summary: "1 Gbps, stream".into(),
        organizer: Some("ann@example.com".into()),
        ..Details::default()
    };
    world.feeds.get_mut(&"ann".into()).unwrap().organisers = vec!["ann@example.com".into()];
    world.here.readings = BTreeMap::from([
        ("office".into(), (at(0), reading(vec![event(120, 240, "500 Mbps, copy")]))),
        ("ann".into(), (at(0), reading(vec![with(60, 180, ann)]))),
    ]);
    world.refresh(at(0));
    world
}

fn asked(from: i64, to: i64, circuits: &[&str]) -> Asked {
    let circuits = circuits.iter().map(|name| (*name).into()).collect();
    Asked { from: at(from), to: at(to), circuits }
}

fn more(what: &WhatIf, asked: &Asked) -> String {
    compared(&office(), asked, what, at(0)).more.unwrap().signed()
}

#[test]
fn any_range_is_added_up_for_all_circuits_or_one() {
    // HQ: 1 h at $0.46, 2 h at $1.20, 1 h at $0.80, 1 h at $0.46: $4.12. Annex: 5 h at $0.46: $2.30.
    let all = range(&office(), &asked(0, 300, &[]));
    let told: Vec<(&str, String)> =
        all.circuits.iter().map(|row| (row.circuit.as_str(), row.planned.to_string())).collect();
    assert_eq!(told, [("Annex", "$2.30".into()), ("HQ", "$4.12".into())]);
    assert_eq!(
        (all.sum.planned.to_string(), all.sum.baseline.to_string(), all.hours),
        ("$6.42".into(), "$4.60".into(), 5)
    );
    let one = range(&office(), &asked(90, 150, &["HQ"]));
    assert_eq!((one.sum.planned.to_string(), one.circuits.len()), ("$1.20".into(), 1));
    let events: Vec<&str> = all.events.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(events, ["1 Gbps, stream", "500 Mbps, copy"]);
    assert!(range(&office(), &asked(0, 300, &["Annex"])).events.is_empty());
}

#[test]
fn without_some_events_the_others_take_their_place() {
    let without = |events: Events| WhatIf { without: Some(events), ..WhatIf::default() };
    let whole = asked(0, 300, &[]);
    // Without the stream: 60-120 at $0.46 for $1.20, and 120-180 at $0.80 for $1.20: 0.74 + 0.40.
    let by_organiser = Events { organiser: Some("ANN@example.com".into()), ..Events::default() };
    assert_eq!(more(&without(by_organiser), &whole), "\u{2212}$1.14");
    let by_feed = Events { feed: Some("office".into()), ..Events::default() };
    // Without the copy: 180-240 at $0.46 for $0.80.
    assert_eq!(more(&without(by_feed.clone()), &whole), "\u{2212}$0.34");
    let both = Events { title: Some("stream".into()), ..by_feed };
    assert_eq!(more(&without(both), &whole), "+$0.00", "no event of that calendar has that title");
    assert_eq!(more(&without(Events::default()), &whole), "+$0.00", "nothing named is nothing meant");
}

#[test]
fn another_baseline_other_tiers_another_rule_of_billing_and_more_events_are_compiled_like_the_plan() {
    let whole = asked(0, 300, &["HQ"]);
    // 2 h of baseline at $0.80 instead of $0.46.
    let baseline = WhatIf { baseline: Some(tier("500M")), ..WhatIf::default() };
    assert_eq!(more(&baseline, &whole), "+$0.68");
    // Two hours at $0.80 instead of $1.20.
    let instead = WhatIf { instead: vec![(tier("1G"), tier("500M"))], ..WhatIf::default() };
    assert_eq!(more(&instead, &whole), "\u{2212}$0.80");
    let half = asked(30, 90, &["HQ"]);
    // By clock hours: 09 at $0.46 and 10 at $1.20 are $1.66; by the minute 0.23 + 0.60.
    let billing = WhatIf { billing: Some(Billing::ClockHour), ..WhatIf::default() };
    assert_eq!(more(&billing, &half), "+$0.83");
    let own = feed("own", &["HQ"]);
    let also =
        WhatIf { also: Some((own, reading(vec![event(240, 300, "1 Gbps, more")]))), ..WhatIf::default() };
    // An hour at $1.20 instead of $0.46.
    assert_eq!(more(&also, &whole), "+$0.74");
    assert_eq!(more(&WhatIf::default(), &whole), "+$0.00");
}

#[test]
fn without_a_rule_what_it_asked_for_is_not_asked_for() {
    let mut world = office();
    world.tenant.rules = vec![Rule {
        name: "Board".into(),
        contains: Some("board".into()),
        circuits: vec!["Annex".into()],
        asks: RuleAsks::Tier(tier("1G")),
        ..Rule::default()
    }];
    world.here.readings.insert("office".into(), (at(0), reading(vec![event(60, 120, "Board meeting")])));
    world.compiled.at = None;
    world.refresh(at(0));
    let what = WhatIf { without_rules: vec!["Board".into()], ..WhatIf::default() };
    let seen = compared(&world, &asked(0, 300, &["Annex"]), &what, at(0));
    assert_eq!(
        (seen.now.sum.planned.to_string(), seen.more.unwrap().signed()),
        ("$3.04".into(), "\u{2212}$0.74".into())
    );
}
