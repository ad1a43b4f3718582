//! Series that ask far too often: held whole, told, and kept out of what every pass goes through.

use super::*;

fn is_held(one: &&Decided) -> bool {
    let Verdict::Attention(attention) = &one.verdict else { return false };
    attention.held && attention.message.contains("48 times a day")
}

#[test]
fn a_series_that_asks_more_than_48_times_a_day_is_held_whole() {
    let world = office();
    let office = feed("office", &["HQ"]);
    let series = |times: i64| -> Vec<Occurrence> {
        let instance = |n: i64| {
            let one = event(n * 30, n * 30 + 10, "1 Gbps");
            Occurrence { recurrence_id: Some(one.start), civil_start: at(0).naive_utc(), ..one }
        };
        (0..times).map(instance).collect()
    };
    let held = |times: i64| {
        let decided = Decider::new(&world).decide_feed(&office, &series(times));
        decided.iter().filter(is_held).count()
    };
    assert_eq!((held(48), held(49)), (0, 49));
}

#[test]
fn a_reading_keeps_of_a_crowded_day_only_what_shows_that_it_is_crowded() {
    let world = office();
    let office = feed("office", &["HQ"]);
    let series = |uid: &'static str, day: i64, times: i64| {
        let instance = move |n: i64| {
            let mut one = event(day * 1440 + n, day * 1440 + n + 1, "1 Gbps");
            (one.uid, one.recurrence_id) = (uid.to_owned(), Some(one.start));
            one.civil_start = at(day * 1440).naive_utc();
            one
        };
        (0..times).map(instance)
    };
    let all = series("crowded", 0, 400).chain(series("crowded", 1, 3)).chain(series("calm", 0, 48));
    let alone = (0..60).map(|n| event(n, n + 1, "1 Gbps")); // no series
    let thin = thinned(reading(all.chain(alone).collect()));
    let of = |uid: &str| thin.occurrences.iter().filter(|one| one.uid == uid).count();
    assert_eq!((of("crowded"), of("calm"), thin.occurrences.len()), (49 + 3, 48, 52 + 48 + 60));
    let problems: Vec<_> = thin.problems.iter().map(|one| (one.uid.as_deref(), one.kind)).collect();
    assert_eq!(problems, [(Some("crowded"), crate::calendar::ProblemKind::TooMany)]);
    assert!(thin.problems[0].message.starts_with("\"1 Gbps\" happens more than 48 times a day"));
    let held = Decider::new(&world).decide_feed(&office, &thin.occurrences);
    assert_eq!(held.iter().filter(is_held).count(), 52, "the series is held whole, as before");
}
