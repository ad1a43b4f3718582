//! What holds of every month, whatever happened in it: parts add up to the whole to the last digit, and what was
//! projected is what it was, where nothing failed.

use super::super::report::{Report, report};
use super::*;
use crate::cost::Billing;
use crate::history::Stayed;
use crate::incident::IncidentKind;
use crate::testing::{Dice, at, circuit, event, tier};
use rust_decimal::Decimal;

const RULES: [Billing; 3] = [Billing::ClockHour, Billing::StartedHour, Billing::PerMinute];
const TIERS: [&str; 5] = ["50M", "100M", "500M", "1G", "2G"];
const NAMES: [&str; 3] = ["HQ", "Annex", "Branch"];

fn three(dice: &mut Dice, rule: Billing) -> World {
    let circuits = NAMES.map(|name| {
        let mut one = circuit(name, "100M");
        one.highest = tier("2G");
        one
    });
    let mut world = world(&circuits, &[feed("office", &[])]);
    world.tenant.billing = rule;
    let mut events = Vec::new();
    for number in 0..dice.below(12) {
        let (from, length) = (dice.below(30_000), 10 + dice.below(900));
        let (text, name) = (TIERS[pick(dice, 5)], NAMES[pick(dice, 3)]);
        events.push(event(from, from + length, &format!("#iod {text} @{name} {number}")));
    }
    world.here.readings.insert("office".into(), (at(0), reading(events)));
    world.refresh(at(0));
    world
}

fn pick(dice: &mut Dice, sides: i64) -> usize {
    usize::try_from(dice.below(sides)).unwrap()
}

/// A past of one circuit with gaps, faults and tiers of all kinds, to the second.
fn lived(dice: &mut Dice, name: &str, end: i64) -> Vec<Stayed> {
    let (mut all, mut from) = (Vec::new(), BEGIN * 60 + dice.below(9000));
    while from < end * 60 {
        let to = (from + 60 + dice.below(40_000)).min(end * 60);
        let (live, wanted) = (TIERS[pick(dice, 5)], TIERS[pick(dice, 5)]);
        let wanted = if dice.below(3) == 0 { wanted } else { live };
        let second = |second: i64| at(0) + crate::time::Span::seconds(second);
        all.push(Stayed {
            circuit: name.into(),
            from: second(from),
            to: second(to),
            ..stay(0, 0, live, wanted)
        });
        from = if dice.below(6) == 0 { to + dice.below(90_000) } else { to };
    }
    all
}

fn shown(dice: &mut Dice, rule: Billing) -> (Report, Month) {
    let world = three(dice, rule);
    let end = dice.below(30_000);
    let mut stays: Vec<Stayed> = NAMES.iter().flat_map(|name| lived(dice, name, end)).collect();
    stays.sort_by_key(|one| one.from);
    let incident = Incident {
        key: "order:HQ".into(),
        kind: IncidentKind::Failed,
        circuit: Some("HQ".into()),
        opened: at(0),
        updated: at(0),
        closed: None,
        title: "HQ: drop failed".into(),
        body: String::new(),
        per_hour: None,
        choices: vec![],
    };
    let past = Past { stays, incidents: vec![incident], ..Past::default() };
    let day = "2027-01-15".parse().unwrap();
    (report(&world, &past, day, at(end)), month(&world, &past, day, at(end)))
}

#[test]
fn parts_add_up_to_the_whole_to_the_last_digit() {
    let mut dice = Dice(7);
    for round in 0..120 {
        let (report, month) = shown(&mut dice, RULES[round % 3]);
        let json = serde_json::to_value(&report).unwrap();
        let amount = |row: &serde_json::Value, key: &str| -> Decimal {
            row[key]["known"]["amount"].as_str().unwrap().parse().unwrap()
        };
        for key in ["baseline", "planned", "actual", "projection", "top"] {
            let parts: Decimal =
                json["circuits"].as_array().unwrap().iter().map(|row| amount(row, key)).sum();
            assert_eq!(parts, amount(&json["sum"], key), "{key}, round {round}");
        }
        // What is said of the difference comes to the difference of the two columns, as far as it was lived.
        let lines: f64 = month.against.iter().filter_map(|line| line.amount.value).sum();
        assert!((lines - month.differs.value.unwrap()).abs() < 1e-6, "round {round}");
        let avoided: Decimal = report.actual.iter().map(|one| one.avoidable.amount).sum();
        let lines: f64 = report.avoidable.iter().filter_map(|line| line.amount.value).sum();
        assert!((lines - avoided.to_string().parse::<f64>().unwrap()).abs() < 1e-6, "round {round}");
        let csv = report.csv();
        let rows: Vec<Vec<&str>> =
            csv.trim_end().split("\r\n").map(|line| line.split(',').collect()).collect();
        for column in (4..9).chain([10]) {
            let cell = |row: &Vec<&str>| row[column].parse::<Decimal>().unwrap();
            let parts: Decimal = rows[1..4].iter().map(cell).sum();
            assert_eq!(parts, cell(&rows[4]), "column {column}, round {round}");
        }
    }
}

#[test]
fn what_was_projected_is_what_it_was_where_nothing_failed() {
    let mut dice = Dice(11);
    for round in 0..90 {
        let world = three(&mut dice, RULES[round % 3]);
        let day = "2027-01-15".parse().unwrap();
        let before =
            Past { stays: NAMES.iter().map(|name| of(name, BEGIN, 0, "100M")).collect(), ..Past::default() };
        let projected = month(&world, &before, day, at(0));
        // Everything came as the timeline wanted it, to the second; the month is over.
        let end = 31 * 1440 + BEGIN;
        let mut stays = before.stays;
        for name in NAMES {
            let timeline = &world.compiled.timelines[&name.into()];
            for segment in timeline.within(at(0), at(end)) {
                let (from, to) = (segment.from.max(at(0)), segment.to.map_or(at(end), |to| to.min(at(end))));
                let text = segment.tier.to_string();
                if from < to {
                    stays.push(Stayed { from, to, ..of(name, 0, 0, &text) });
                }
            }
        }
        stays.sort_by_key(|one| one.from);
        let lived = month(&world, &Past { stays, ..Past::default() }, day, at(end));
        for (projected, lived) in projected.circuits.iter().zip(&lived.circuits) {
            assert_eq!(projected.projection, lived.actual, "round {round}: {}", lived.circuit);
            assert_eq!(projected.planned, lived.actual, "round {round}: {}", lived.circuit);
        }
        assert_eq!(projected.sum.projection, lived.sum.actual, "round {round}");
        assert!(
            lived.against.is_empty() && lived.actual.avoidable.is_empty(),
            "round {round}: {:?}",
            lived.against
        );
    }
}

fn of(name: &str, from: i64, to: i64, text: &str) -> Stayed {
    Stayed { circuit: name.into(), ..stay(from, to, text, text) }
}
