//! What failed and came late, priced by hand. An hour of 100 Mbps is $0.46, of 1 Gbps $1.20: $0.74 between them.

use super::*;
use crate::change::tests::sample;
use crate::cost::Billing;
use crate::incident::Incident;
use crate::screen::money::tests::office;
use crate::screen::past::tests::stay;
use crate::testing::{at, event, tier};

fn incident(from: i64, to: Option<i64>) -> Incident {
    Incident {
        key: "order:HQ".into(),
        kind: IncidentKind::Failed,
        circuit: Some("HQ".into()),
        opened: at(from),
        updated: at(from),
        closed: to.map(at),
        title: "HQ: drop to 100 Mbps failed".into(),
        body: String::new(),
        per_hour: None,
        choices: vec![],
    }
}

fn change(sent: i64, ended: i64, boundary: i64, state: State) -> Change {
    let raise = Change { circuit: "HQ".into(), boundary: at(boundary), state, ..sample(at(sent)) };
    Change { ended: Some(at(ended)), ..raise }
}

fn lived(world: &World, past: &Past, now: i64) -> Lived {
    let circuit = &world.circuits[&"HQ".into()];
    Lived::of(world, past, circuit, (at(0), at(20_000)), at(now))
}

fn lines(lived: &Lived) -> Vec<(&str, String)> {
    lived.avoidable.iter().map(|(text, money)| (text.as_str(), money.to_string())).collect()
}

#[test]
fn a_drop_that_failed_on_friday_says_what_it_cost_so_far_and_what_it_will_have_cost_on_monday() {
    // Friday 8 January 18:00 is minute 6300; Saturday 09:00 is now; on Monday at 08:00 1 Gbps is wanted again.
    let world = office(vec![event(10_020, 10_600, "1 Gbps, stock")]);
    let stays = vec![stay(0, 6300, "1G", "1G"), stay(6300, 7200, "1G", "100M")];
    let past = Past { stays, incidents: vec![incident(6302, None)], ..Past::default() };
    let lived = lived(&world, &past, 7200);
    // 15 h at $0.74, and 47 h to come at $0.74.
    let text = "HQ: drop to 100 Mbps failed, 15 h at 1 Gbps, Fri 8 Jan; $0.74 an hour, $34.78 more by Mon 11 Jan 08:00 UTC";
    assert_eq!(lines(&lived), [(text, "$11.10".to_owned())]);
}

#[test]
fn what_an_order_takes_is_no_fault_and_a_failed_one_is() {
    let world = office(vec![]);
    let ahead = vec![stay(0, 60, "100M", "100M"), stay(60, 66, "1G", "100M"), stay(66, 120, "1G", "1G")];
    let past = Past { stays: ahead.clone(), ..Past::default() };
    assert_eq!(lines(&lived(&world, &past, 120)), [], "a raise made ahead");
    let mut stays = ahead;
    stays.extend([stay(120, 132, "1G", "100M"), stay(132, 200, "100M", "100M")]);
    let drop = Past { stays, changes: vec![change(120, 132, 120, State::Confirmed)], ..Past::default() };
    assert_eq!(lines(&lived(&world, &drop, 200)), [], "twelve minutes are what a drop may take");
    let mut failed = drop;
    failed.changes.insert(0, change(120, 124, 120, State::Failed));
    // 12 min at $0.74 an hour: $0.148.
    let text = "HQ: 12 min at 1 Gbps instead of 100 Mbps, Mon 4 Jan";
    assert_eq!(lines(&lived(&world, &failed, 200)), [(text, "$0.15".to_owned())]);
}

#[test]
fn a_cheaper_tier_than_wanted_is_no_cost_to_be_avoided() {
    let world = office(vec![]);
    let stays = vec![stay(0, 60, "100M", "1G"), stay(60, 200, "1G", "1G")];
    let past = Past { stays, incidents: vec![incident(0, Some(60))], ..Past::default() };
    assert_eq!(lines(&lived(&world, &past, 200)), []);
}

#[test]
fn two_faults_in_one_clock_hour_cost_that_hour_once() {
    let mut world = office(vec![]);
    world.tenant.billing = Billing::ClockHour;
    let stays = vec![
        stay(0, 10, "100M", "100M"),
        stay(10, 20, "1G", "100M"),
        stay(20, 40, "100M", "100M"),
        stay(40, 50, "1G", "100M"),
        stay(50, 120, "100M", "100M"),
    ];
    let past = Past { stays, incidents: vec![incident(5, Some(55))], ..Past::default() };
    let lived = lived(&world, &past, 120);
    // 09:00 was billed at $1.20 instead of $0.46; both are at fault, and it is lost once.
    assert_eq!(lived.avoided().to_string(), "$0.74");
    assert_eq!((lived.cost.to_string(), lived.baseline.to_string()), ("$1.66".into(), "$0.92".into()));
}

#[test]
fn times_at_tiers_changes_and_how_long_they_took_are_the_ledgers() {
    let world = office(vec![]);
    let stays = vec![stay(0, 90, "100M", "100M"), stay(90, 210, "1G", "1G"), stay(300, 360, "100M", "100M")];
    let confirmed = |sent, took, boundary| change(sent, sent + took, boundary, State::Confirmed);
    let changes = vec![
        confirmed(80, 4, 90),
        confirmed(100, 30, 110), // wanted from minute 110, there at 130
        confirmed(140, 5, 200),
        change(150, 155, 150, State::Cancelled),
        change(-100, -90, -100, State::Failed),
    ];
    let mut past = Past { stays, changes, ..Past::default() };
    let lived = lived(&world, &past, 360);
    assert_eq!(
        lived.held,
        BTreeMap::from([(tier("100M"), Span::minutes(150)), (tier("1G"), Span::minutes(120))])
    );
    assert_eq!(lived.unseen, Span::minutes(90));
    assert_eq!((lived.confirmed, lived.failed, lived.late), (3, 1, 1), "of this time alone");
    // Of 4, 5 and 30 minutes the second is the median, and the third is what 95 of 100 took at most.
    let row = actual(&[lived]).circuits.remove(0);
    assert_eq!((row.median.as_str(), row.p95.as_str(), row.unseen.as_str()), ("5 min", "30 min", "1.5 h"));
    assert_eq!(row.held[1].hours, "2 h");
    // Lived, the gap counted as it was before: 2.5 h at $0.46 and 3.5 h at $1.20 are $5.35; six hours at $0.46 are $2.76.
    assert_eq!(row.above_baseline.text, "+$2.59");
    assert_eq!(row.below_top.text, "$1.85", "six hours at $1.20 are $7.20");
    past.stays.clear();
    let nobody = actual(&[Lived::of(&world, &past, &world.circuits[&"HQ".into()], (at(0), at(90)), at(90))]);
    assert_eq!((nobody.circuits[0].median.as_str(), nobody.avoided.text.as_str()), ("4 min", "$0.00"));
}
