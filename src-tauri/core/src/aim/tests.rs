//! The rules of acting in time (design §6), one row each. Minutes count from the first boundary; lead is 6 minutes,
//! late_min 10, the bridge 12.

use super::*;
use crate::testing::{at, tier};
use crate::timeline::Segment;

/// `(from, tier)` in minutes; what a word follows is special: `lenient`, `hold`.
type Wanted<'a> = &'a [(i64, &'a str)];

fn timeline(baseline: &str, wanted: Wanted<'_>) -> Timeline {
    let mut segments: Vec<Segment> = wanted
        .iter()
        .map(|(from, words)| {
            let (text, word) = words.split_once(' ').unwrap_or((words, ""));
            let because = match word {
                "hold" => Because::Hold("ann".into()),
                _ if text == baseline => Because::Baseline,
                _ => Because::Boost("ann".into()),
            };
            let lenient = word == "lenient";
            Segment { from: at(*from), to: None, tier: tier(text), because, beats: vec![], lenient }
        })
        .collect();
    for index in 1..segments.len() {
        segments[index - 1].to = Some(segments[index].from);
    }
    Timeline { segments, baseline: tier(baseline), run_out: vec![] }
}

fn goal(timeline: &Timeline, present: &str, settled: Option<&str>, now: i64) -> Goal {
    goal_at(Timings::real().lead_start, timeline, present, settled, now)
}

fn goal_at(lead: Span, timeline: &Timeline, present: &str, settled: Option<&str>, now: i64) -> Goal {
    let timings = Timings::real();
    let settled = settled.map(tier);
    Situation { timeline, present: tier(present), settled, lead, timings: &timings, now: at(now) }.goal()
}

struct Row<'a>(&'a str, &'a str, Wanted<'a>, &'a str, Option<&'a str>, i64, &'a str, &'a str);

fn check(rows: &[Row<'_>]) {
    for Row(rule, baseline, wanted, present, settled, now, aim, target) in rows {
        let found = goal(&timeline(baseline, wanted), present, *settled, *now);
        assert_eq!((found.aim, found.target), (tier(aim), tier(target)), "{rule}: {found:?}");
    }
}

const HALL: Wanted<'_> = &[(-600, "100M"), (0, "1G"), (180, "100M")];

#[test]
fn a_raise_is_gone_for_a_lead_before_its_boundary_and_while_enough_of_it_is_left() {
    check(&[
        Row("not yet", "100M", HALL, "100M", None, -7, "100M", "100M"),
        Row("a lead before", "100M", HALL, "100M", None, -6, "1G", "1G"),
        Row("late, ten minutes left at arrival", "100M", HALL, "100M", None, 164, "1G", "1G"),
        Row("late, nine left", "100M", HALL, "100M", None, 165, "100M", "100M"),
        Row("its end", "100M", HALL, "1G", Some("1G"), 180, "100M", "100M"),
        Row("met: it stays to its end", "100M", HALL, "1G", Some("1G"), 179, "1G", "1G"),
        Row("never met, but there: kept, not lowered", "100M", HALL, "1G", None, 179, "100M", "1G"),
    ]);
}

#[test]
fn what_is_of_use_is_never_shorter_than_a_lead_that_is_longer_than_ten_minutes() {
    // How long 1 Gbps is wanted, now, and the aim; the lead is 15 minutes.
    let table = [(14, -15, "100M"), (15, -15, "1G"), (180, 150, "1G"), (180, 151, "100M")];
    for (minutes, now, aim) in table {
        let wanted = timeline("100M", &[(-600, "100M"), (0, "1G"), (minutes, "100M")]);
        let found = goal_at(Span::minutes(15), &wanted, "100M", None, now);
        assert_eq!(found.aim, tier(aim), "{minutes} minutes long, at {now}");
    }
}

#[test]
fn a_person_and_an_event_first_seen_late_need_the_lead_alone() {
    let late: Wanted<'_> = &[(-600, "100M"), (0, "1G lenient"), (180, "100M")];
    let short: Wanted<'_> = &[(-600, "100M"), (0, "1G lenient"), (7, "100M")];
    check(&[
        Row("nine minutes left are enough", "100M", late, "100M", None, 165, "1G", "1G"),
        Row("less than a lead is not", "100M", late, "100M", None, 169, "100M", "100M"),
        Row("seven minutes long", "100M", short, "100M", None, -6, "1G", "1G"),
    ]);
}

#[test]
fn what_is_too_short_or_too_late_holds_nothing_lower_back() {
    let short: Wanted<'_> = &[(-600, "100M"), (0, "1G"), (9, "100M")];
    let peak: Wanted<'_> = &[(-600, "100M"), (0, "1G"), (20, "500M"), (120, "100M")];
    let joint: Wanted<'_> = &[(-600, "100M"), (0, "500M"), (8, "1G"), (60, "100M")];
    check(&[
        Row("nine minutes long", "100M", short, "100M", None, -6, "100M", "100M"),
        Row("the peak is over soon, the rest is not", "100M", peak, "100M", None, 12, "500M", "500M"),
        Row("a stretch reaches across joints", "100M", joint, "100M", None, -6, "500M", "500M"),
    ]);
}

#[test]
fn stairs_within_two_leads_are_one_order_and_later_ones_are_not() {
    let stairs: Wanted<'_> = &[(-600, "100M"), (0, "200M"), (4, "500M"), (6, "1G"), (120, "100M")];
    let wide: Wanted<'_> = &[(-600, "100M"), (0, "200M"), (7, "1G"), (120, "100M")];
    let peak: Wanted<'_> = &[(-600, "100M"), (0, "200M"), (4, "1G"), (9, "200M"), (120, "100M")];
    check(&[
        Row("three steps", "100M", stairs, "100M", None, -6, "200M", "1G"),
        Row("a peak of five minutes is no step", "100M", peak, "100M", None, -6, "200M", "200M"),
        Row("beyond two leads", "100M", wide, "100M", None, -6, "200M", "200M"),
    ]);
    let found = goal(&timeline("100M", stairs), "100M", None, -6);
    assert_eq!((found.kept, found.boundary), (Some(Kept::Stairs(at(6))), at(6)));
}

#[test]
fn a_short_gap_is_bridged_and_a_longer_one_is_not() {
    let gap = |minutes: i64| [(-600, "1G"), (0, "100M"), (minutes, "1G"), (minutes + 60, "100M")];
    let (short, long) = (gap(12), gap(13));
    check(&[
        Row("twelve minutes", "100M", &short, "1G", Some("1G"), 0, "100M", "1G"),
        Row("thirteen minutes", "100M", &long, "1G", Some("1G"), 0, "100M", "100M"),
    ]);
    assert_eq!(goal(&timeline("100M", &short), "1G", None, 0).kept, Some(Kept::Bridged(at(12))));
}

#[test]
fn going_down_it_goes_straight_to_the_first_tier_between_that_is_wanted_soon() {
    let between: Wanted<'_> = &[(-600, "2G"), (0, "100M"), (10, "500M"), (60, "100M")];
    let two: Wanted<'_> = &[(-600, "2G"), (0, "100M"), (7, "500M"), (10, "1G"), (60, "100M")];
    let joint: Wanted<'_> = &[(-600, "2G"), (0, "500M"), (60, "100M")];
    let far: Wanted<'_> = &[(-600, "2G"), (0, "100M"), (13, "500M"), (60, "100M")];
    check(&[
        Row("500 in ten minutes", "100M", between, "2G", Some("2G"), 0, "100M", "500M"),
        Row("500 before 1 Gbps: the first", "100M", two, "2G", Some("2G"), 0, "100M", "500M"),
        Row("at a joint, one order", "100M", joint, "2G", Some("2G"), 0, "500M", "500M"),
        Row("500 only in thirteen", "100M", far, "2G", Some("2G"), 0, "100M", "100M"),
    ]);
}

#[test]
fn the_start_of_a_hold_is_never_bridged() {
    let hold: Wanted<'_> = &[(-600, "1G"), (0, "100M hold"), (10, "1G"), (60, "100M")];
    check(&[Row(
        "though 1 Gbps is wanted in ten minutes",
        "100M",
        hold,
        "1G",
        Some("1G"),
        0,
        "100M",
        "100M",
    )]);
}

#[test]
fn a_low_window_lowers_at_its_start_and_is_over_in_time_for_its_end() {
    let low: Wanted<'_> = &[(-600, "1G"), (0, "100M"), (120, "1G")];
    let short: Wanted<'_> = &[(-600, "1G"), (0, "100M"), (8, "1G")];
    check(&[
        Row("not before its start", "1G", low, "1G", Some("1G"), -6, "1G", "1G"),
        Row("at its start", "1G", low, "1G", Some("1G"), 0, "100M", "100M"),
        Row("up again a lead before its end", "1G", low, "100M", Some("100M"), 114, "1G", "1G"),
        Row("not a minute earlier", "1G", low, "100M", Some("100M"), 113, "100M", "100M"),
        Row("shorter than the bridge: nothing", "1G", short, "1G", Some("1G"), 0, "100M", "1G"),
    ]);
}

#[test]
fn a_gap_between_two_low_windows_is_used_only_if_it_is_long_enough() {
    let gap = |minutes: i64| [(-600, "1G"), (0, "100M"), (60, "1G"), (60 + minutes, "100M"), (180, "1G")];
    let (short, long) = (gap(9), gap(10));
    check(&[
        Row("nine minutes of baseline", "1G", &short, "100M", Some("100M"), 54, "100M", "100M"),
        Row("ten minutes of baseline", "1G", &long, "100M", Some("100M"), 54, "1G", "1G"),
        Row("the last baseline has no end", "1G", &short, "100M", Some("100M"), 174, "1G", "1G"),
    ]);
}

#[test]
fn the_next_look_is_never_later_than_the_next_thing_to_do() {
    let timings = Timings::real();
    let timeline = timeline("100M", HALL);
    let situation = |now| Situation {
        timeline: &timeline,
        present: tier("100M"),
        settled: None,
        lead: timings.lead_start,
        timings: &timings,
        now: at(now),
    };
    assert_eq!(situation(-100).next_act(), None, "the raise is beyond four leads");
    assert_eq!(situation(-20).next_act(), Some(at(-6)));
    assert!(situation(-20).next().is_some_and(|next| next <= at(-6)));
    assert!(situation(0).next().is_some_and(|next| next <= at(164)), "when it becomes too late");
}
