use super::*;
use crate::audit::{Entry, GENESIS, Row as AuditRow, row};
use crate::ids::{Actor, ChangeId};
use crate::testing::{at, circuit, tier, world};
use crate::world::Record;

fn change(id: i64, sent: i64, to: &str, state: State) -> Change {
    let mut one = crate::change::tests::sample(at(sent));
    (one.id, one.circuit, one.to, one.state) = (ChangeId(id), "HQ".into(), tier(to), state);
    one.ended = (!state.is_open()).then(|| at(sent + 4));
    one.why = "1 Gbps because of \"All-hands \u{202e}stream\"".into();
    one
}

fn line(minute: i64, act: &'static str, before: Option<&str>, after: &str) -> Line {
    let entry = Entry::new(at(minute), Actor::Program, act, "why").about(&"HQ".into());
    let entry = entry.from_to(before.map(str::to_owned), Some(after.to_owned()));
    serde_json::from_str(&row(1, GENESIS, &"t".into(), &entry).line).unwrap()
}

fn shown(filter: &Filter) -> Activity {
    let world = world(&[circuit("HQ", "100M")], &[]);
    let changes = [change(2, 60, "1G", State::Confirmed), change(1, 0, "500M", State::Failed)];
    let foreign = line(90, "circuit.foreign-change", Some("1 Gbps"), "500 Mbps");
    let drift = Line { act: "circuit.drift".into(), ..foreign.clone() };
    let lines = [line(30, "wish.missed", None, "2 Gbps"), foreign, drift];
    activity(&world, &changes, &lines, filter, at(120))
}

fn all() -> Filter {
    Filter { limit: 10, ..Filter::default() }
}

#[test]
fn orders_and_what_was_not_ordered_stand_in_one_list_newest_first() {
    let seen = shown(&all());
    let rows: Vec<(Option<i64>, &str, &str)> =
        seen.rows.iter().map(|row| (row.id, row.state.as_str(), row.per_hour.text.as_str())).collect();
    let expected = [
        (None, "Not ordered by Tidegate", "\u{2212}$0.40/h"),
        (Some(2), "Confirmed 10:04, 4 min", "+$0.74/h"),
        (None, "Missed, not ordered", "unknown"),
        (Some(1), "Failed 09:04", "\u{2212}$0.34/h"),
    ];
    assert_eq!(rows, expected);
    assert_eq!(seen.rows[1].steps, [Mark::Planned, Mark::Ordered, Mark::Confirmed]);
    assert!(!seen.rows[1].why.contains('\u{202e}'));
    assert_eq!(seen.counts.iter().map(|one| one.count).sum::<usize>(), 4);
}

#[test]
fn rows_are_found_by_words_circuit_and_state_and_the_counts_stay() {
    let found = |filter: Filter| shown(&filter).rows.len();
    assert_eq!(found(Filter { search: "HANDS hq".into(), ..all() }), 2);
    assert_eq!(found(Filter { search: "nothing".into(), ..all() }), 0);
    assert_eq!(found(Filter { circuit: Some("Annex".into()), ..all() }), 0);
    let failed = shown(&Filter { state: Some("failed".into()), ..all() });
    assert_eq!((failed.rows.len(), failed.counts.len()), (1, 4));
    let short = shown(&Filter { limit: 1, ..all() });
    assert!(short.more && short.rows.len() == 1);
}

fn rows() -> Vec<AuditRow> {
    let entry = |act, why: &str| {
        let entry = Entry::new(at(0), Actor::Program, act, why).about(&"HQ".into());
        entry.from_to(Some("100 Mbps".into()), Some("500 Mbps".into()))
    };
    let first = row(7, GENESIS, &"t".into(), &entry("order.intended", "because"));
    let second = row(8, &first.hash, &"t".into(), &entry("order.failed", "the carrier says \"locked\""));
    vec![first, second]
}

#[test]
fn the_trail_of_an_order_tells_its_life_and_is_a_text_for_support() {
    let mut world = world(&[circuit("HQ", "100M")], &[]);
    let failed = change(1, 0, "500M", State::Failed);
    world.apply(&[Record::Change(Box::new(failed.clone()))]);
    let seen = trail(&world, &failed, &rows(), at(120));
    assert_eq!(seen.title, "Audit trail of order R");
    assert_eq!(seen.lines[0].text, "intent stored (100 Mbps to 500 Mbps): because");
    assert_eq!((seen.lines[1].time.as_str(), seen.lines[1].who.as_str()), ("09:00:00", "Tidegate"));
    let chain = seen.facts.iter().find(|fact| fact.name == "Chain").unwrap();
    assert_eq!(chain.text, "rows 7 to 8, each as it was hashed");
    assert_eq!(seen.actions[0].label, "Try now");
    assert!(seen.text.contains("2027-01-04T09:00:00Z Tidegate: failed: the carrier says"), "{}", seen.text);
}

#[test]
fn a_changed_row_is_told_and_an_order_that_was_followed_by_another_is_not_tried_again() {
    let mut world = world(&[circuit("HQ", "100M")], &[]);
    let failed = change(1, 0, "500M", State::Failed);
    let later = change(2, 30, "500M", State::Confirmed);
    world.apply(&[Record::Change(Box::new(failed.clone())), Record::Change(Box::new(later))]);
    let mut rows = rows();
    rows[0].line = rows[0].line.replace("because", "for fun");
    let seen = trail(&world, &failed, &rows, at(120));
    assert!(seen.facts.iter().any(|fact| fact.text.contains("changed since")), "{:?}", seen.facts);
    assert_eq!(seen.actions.iter().map(|one| one.label.as_str()).collect::<Vec<_>>(), ["Copy as text"]);
}
