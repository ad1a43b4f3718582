//! Bills beside a ledger, sums by hand. An hour of 100 Mbps is $0.46, of 1 Gbps $1.20; days are UTC's.

use super::*;
use crate::change::tests::sample;
use crate::change::{Change, State};
use crate::cost::Billing;
use crate::ids::ChangeId;
use crate::screen::money::tests::office;
use crate::screen::past::tests::stay;
use crate::testing::{at, tier};

/// 5 January 2027 begins so many minutes after minute 0.
const DAY: i64 = 900;

fn order(id: i64, sent: i64, ended: i64, state: State, to: &str) -> Change {
    let one = Change { id: ChangeId(id), circuit: "HQ".into(), state, to: tier(to), ..sample(at(sent)) };
    Change { ended: Some(at(ended)), ..one }
}

/// HQ at 1 Gbps from 08:56 to 17:04 of 5 January, ordered at 08:50 and 17:00.
fn past() -> Past {
    let (up, down) = (DAY + 536, DAY + 1024);
    let stays =
        vec![stay(0, up, "100M", "100M"), stay(up, down, "1G", "1G"), stay(down, 5000, "100M", "100M")];
    let mut changes = vec![
        order(1, DAY + 530, up, State::Confirmed, "1G"),
        order(2, DAY + 1020, down, State::Confirmed, "100M"),
    ];
    changes.reverse(); // newest first
    Past { stays, changes, ..Past::default() }
}

fn bill(rule: Billing, past: &Past, amount: &str) -> Compare {
    let mut world = office(vec![]);
    world.tenant.billing = rule;
    let text = format!("circuit,day,amount\nHQ,2027-01-05,{amount}\n");
    let (rows, _) = read(&text, None).unwrap();
    compared(&world, past, &rows, at(5000)).lines.remove(0)
}

#[test]
fn a_bill_that_agrees_says_so_and_one_by_another_rule_is_explained_by_it() {
    // By clock hours: 08:00 to 18:00 are ten hours at $1.20, the other 14 at $0.46: $18.44.
    let agrees = bill(Billing::ClockHour, &past(), "18.44");
    assert_eq!((agrees.more.unwrap().amount, agrees.because), (Decimal::ZERO, None));
    assert_eq!(agrees.orders, [1, 2]);
    // By the minute: 488 at $1.20 are $9.76, 952 at $0.46 $7.2987: $17.06.
    let other = bill(Billing::ClockHour, &past(), "17.06");
    assert_eq!(other.more.unwrap().signed(), "\u{2212}$1.38");
    assert_eq!(other.because.unwrap(), "it is billed by the minute, which the ledger is not reckoned by");
}

#[test]
fn a_bill_that_counts_from_the_order_on_names_the_orders() {
    // By the minute from 08:50 to 17:00: 490 at $1.20 are $9.80, 950 at $0.46 $7.2833: $17.08.
    let found = bill(Billing::PerMinute, &past(), "17.08");
    let said = found.because.unwrap();
    assert_eq!(said, "each tier is billed from when it was ordered, not from when it was there: orders 1, 2");
}

#[test]
fn a_failed_order_that_is_billed_is_named() {
    let mut past = past();
    past.changes.insert(0, order(3, DAY + 1200, DAY + 1210, State::Failed, "1G"));
    // From 20:10 to midnight at 1 Gbps: 230 minutes more at $0.74 an hour: $2.8367 on $17.0587.
    let found = bill(Billing::PerMinute, &past, "19.90");
    assert_eq!(found.because.unwrap(), "order 3 failed and is billed as if it had not");
}

#[test]
fn what_nobody_saw_explains_what_it_can_have_cost_and_no_more() {
    let stays = vec![stay(0, DAY + 600, "100M", "100M"), stay(DAY + 660, 5000, "100M", "100M")];
    let past = Past { stays, ..Past::default() };
    // 24 h at $0.46 are $11.04; the hour nobody saw can have cost up to $1.95 (2 Gbps) instead of $0.46.
    let found = bill(Billing::PerMinute, &past, "11.78");
    assert!(found.because.unwrap().starts_with("nobody looked for 1 h"));
    let found = bill(Billing::PerMinute, &past, "12.54");
    assert_eq!((found.because, found.more.unwrap().signed()), (None, "+$1.50".into()));
}

#[test]
fn what_nothing_explains_is_counted_as_that_and_an_unknown_circuit_is_named() {
    let mut world = office(vec![]);
    world.tenant.billing = Billing::ClockHour;
    let text = "circuit,day,amount\nHQ,2027-01-05,18.44\nHQ,2027-01-06,11.50\nAttic,2027-01-05,3.00\n";
    let (rows, _) = read(text, None).unwrap();
    let found = compared(&world, &past(), &rows, at(5000));
    assert_eq!((found.explained, found.unexplained), (0, 1));
    // 6 January: 24 h at $0.46 are $11.04, billed $11.50.
    assert_eq!(found.lines[1].more.as_ref().unwrap().signed(), "+$0.46");
    assert_eq!(found.more.signed(), "+$0.46");
    assert_eq!(found.unknown, [("Attic".to_owned(), Money::new(3.into(), "USD"))]);
    assert_eq!(span(&world, &rows), Some((at(DAY), at(DAY + 2880))));
}

#[test]
fn rows_of_one_circuit_and_time_are_added_up_before_they_are_compared() {
    let mut world = office(vec![]);
    world.tenant.billing = Billing::ClockHour;
    let text = "circuit,from,to,amount\nHQ,2027-01-05,2027-01-06,20.00\nHQ,2027-01-05,2027-01-06,9.48\n";
    let (rows, _) = read(text, None).unwrap();
    // 5 and 6 January: $18.44 and $11.04.
    let found = compared(&world, &past(), &rows, at(5000));
    assert_eq!((found.lines.len(), found.more.amount), (1, Decimal::ZERO));
}
