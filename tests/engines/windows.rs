//! What a window shows does not depend on the window: any split of one equals the whole, and fast-forward equals the walk.

use super::generate::{self, Dice};
use super::{read, stamp};
use chrono::Duration;
use tidegate_core::calendar::{Occurrence, Window};

fn shown(one: &Occurrence) -> (String, String) {
    (stamp(one.start.naive_utc()), stamp(one.end.naive_utc()))
}

#[test]
fn any_split_of_a_window_shows_what_the_whole_shows() {
    let mut dice = Dice::new(77);
    for _ in 0..1_500 {
        let calendar = generate::calendar(&mut dice);
        let from = dice.civil(2025..2027).and_utc();
        let to = from + Duration::days(180);
        let whole = read(&calendar, from, to).occurrences;
        let middle = from + Duration::minutes(i64::try_from(dice.below(180 * 24 * 60)).expect("minutes"));
        for part in [Window { from, to: middle }, Window { from: middle, to }] {
            let expected: Vec<Occurrence> =
                whole.iter().filter(|one| part.holds(one.start, one.end)).cloned().collect();
            assert_eq!(read(&calendar, part.from, part.to).occurrences, expected, "{part:?} of {calendar}");
        }
    }
}

#[test]
fn an_old_rule_gives_from_the_window_on_what_it_gives_walked_from_its_start() {
    let mut dice = Dice::new(78);
    let mut compared = 0;
    for _ in 0..2_500 {
        let mut case = generate::rule(&mut dice);
        case.parts.retain(|(name, _)| *name != "COUNT" && *name != "UNTIL");
        let series = |ends: &str| {
            format!(
                "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:{}\r\nDURATION:PT45M\r\nRRULE:{}{ends}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
                stamp(case.start),
                case.rule()
            )
        };
        let span = case.end - case.start;
        let from = (case.start + span * i32::try_from(dice.below(8)).expect("a small number")).and_utc();
        // With a COUNT that it never reaches it has to be walked from its start.
        let [skipped, walked] =
            [series(""), series(";COUNT=4000000000")].map(|text| read(&text, from, from + span / 8));
        if walked.problems.iter().any(|one| one.kind == tidegate_core::calendar::ProblemKind::TooMany) {
            continue;
        }
        let [skipped, walked] =
            [skipped, walked].map(|reading| reading.occurrences.iter().map(shown).collect::<Vec<_>>());
        assert_eq!(skipped, walked, "{} {} from {from}", stamp(case.start), case.rule());
        compared += 1;
    }
    println!("{compared} old rules are the same");
    assert!(compared > 2_000, "only {compared} could be walked");
}
