//! What set-up preselects, one row a case.

use super::*;
use crate::testing::{at, circuit, event, feed, reading, tier, world};

#[test]
fn the_bounds_are_the_lowest_and_highest_tier_of_what_would_fire_in_the_plan_shown() {
    const DAY: i64 = 24 * 60;
    let preselected = |events: &[(i64, i64, &str)]| {
        let mut world = world(&[circuit("HQ", "100M")], &[feed("office", &["HQ"])]);
        let events = events.iter().map(|(from, to, title)| event(*from, *to, title)).collect();
        world.here.readings.insert("office".into(), (at(0), reading(events)));
        let found = bounds(&world, at(0))[&"HQ".into()];
        (found.lowest, found.highest)
    };
    type Row<'a> = (&'a str, &'a [(i64, i64, &'a str)], &'a str, &'a str);
    let rows: [Row<'_>; 8] = [
        ("no request: the baseline", &[(60, 120, "Lunch")], "100M", "100M"),
        ("a raise", &[(60, 120, "1 Gbps, show")], "100M", "1G"),
        ("a low request", &[(60, 120, "50 Mbps, closed")], "50M", "100M"),
        ("both", &[(60, 120, "1 Gbps, show"), (200, 300, "50 Mbps, closed")], "50M", "1G"),
        ("the older form's end", &[(60, 120, "Lumen IoD | Start: 500 Mbps | End: 1 Gbps")], "100M", "1G"),
        ("the last day shown", &[(14 * DAY, 14 * DAY + 60, "2 Gbps, later")], "100M", "2G"),
        ("the day after", &[(15 * DAY, 15 * DAY + 60, "2 Gbps, later")], "100M", "100M"),
        ("too short to be of use", &[(60, 65, "1 Gbps, photo")], "100M", "100M"),
    ];
    for (rule, events, lowest, highest) in rows {
        assert_eq!(preselected(events), (tier(lowest), tier(highest)), "{rule}");
    }
}

#[test]
fn a_calendar_is_about_bandwidth_when_more_than_half_of_its_titles_name_a_tier() {
    let named = ["1 Gbps, show", "#iod 500M", "Lumen IoD | Start: 1 Gbps | End: 100 Mbps"];
    let plain = ["Lunch", "Stand-up", "Budget"];
    // How many titles name a tier, how many do not.
    for (naming, others, expected) in
        [(0, 0, false), (2, 2, false), (2, 1, true), (3, 2, true), (1, 2, false)]
    {
        let titles = named.iter().take(naming).chain(plain.iter().take(others));
        let events: Vec<Occurrence> = titles.map(|title| event(0, 60, title)).collect();
        assert_eq!(is_about_bandwidth(&events), expected, "{naming} of {}", naming + others);
    }
}
