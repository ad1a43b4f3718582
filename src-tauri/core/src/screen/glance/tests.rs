use super::*;
use crate::circuit::{CircuitState, Seen};
use crate::incident::IncidentKind;
use crate::testing::{at, circuit, event, feed, reading, tier, world};
use crate::time::Zone;
use crate::world::Record;

fn office() -> World {
    let mut world = world(&[circuit("HQ", "100M"), circuit("Annex", "100M")], &[feed("office", &["HQ"])]);
    world.tenant.zone = Zone::from(chrono_tz::America::New_York);
    world.here.readings.insert("office".into(), (at(0), reading(vec![event(60, 120, "1 Gbps, stream")])));
    let timings = world.tenant.profile.timings.clone();
    let seen = |name: &str, live: &str| {
        let state = CircuitState::new(&name.into(), at(0), &timings);
        Record::State(Box::new(CircuitState { seen: Some(Seen::new(tier(live), "Active")), ..state }))
    };
    world.apply(&[seen("HQ", "100M"), seen("Annex", "500M")]);
    world.here.inventory_at = Some(at(0));
    world.refresh(at(0));
    world
}

fn incident(key: &str, kind: IncidentKind, circuit: Option<&str>) -> crate::incident::Incident {
    crate::incident::Incident {
        key: key.into(),
        kind,
        circuit: circuit.map(Into::into),
        opened: at(0),
        updated: at(0),
        closed: None,
        title: key.into(),
        body: "Nothing can be ordered.".into(),
        per_hour: None,
        choices: vec![],
    }
}

#[test]
fn the_next_order_is_the_first_of_all_circuits_and_says_how_far_away_it_is() {
    let mut world = office();
    world.circuits.get_mut(&"Annex".into()).unwrap().paused = Some(at(0));
    let seen = glance(&world, &Facts::default(), at(0));
    let next = seen.next.unwrap();
    assert_eq!((next.circuit.as_str(), next.tier.text.as_str()), ("HQ", "1 Gbps"));
    assert_eq!((next.when.as_str(), next.left.as_str()), ("today 04:54 EST", "in 54 min"));
    assert_eq!(seen.circuits, ["Annex", "HQ"]);
    assert!(seen.set_up);
}

#[test]
fn an_order_that_is_due_leaves_now_and_one_that_is_kept_waits_for_a_person() {
    let mut world = office();
    let due = glance(&world, &Facts::default(), at(0)).next.unwrap();
    assert_eq!((due.circuit.as_str(), due.left.as_str()), ("Annex", "now"));
    world.apply(&[Record::Incident(Box::new(incident("failed:Annex", IncidentKind::Failed, Some("Annex"))))]);
    let seen = glance(&world, &Facts::default(), at(0));
    assert_eq!(seen.next.unwrap().circuit, "HQ");
    world.circuits.remove(&"HQ".into());
    let seen = glance(&world, &Facts::default(), at(0));
    assert_eq!((seen.next, seen.no_next.as_str()), (None, "What is due waits: see Attention."));
    assert_eq!(customer(&world, &Facts::default(), at(0)).next, "what is due waits: see Attention");
}

#[test]
fn an_audit_trail_is_told_as_verified_and_one_that_is_not_as_trouble() {
    let verified = |broken| Facts { trail: Some(Checked { at: at(-60), broken }), ..Facts::default() };
    let whole = glance(&office(), &verified(None), at(0));
    assert!(whole.status.contains(&"Audit trail verified today 03:00 EST".to_owned()), "{:?}", whole.status);
    let broken = glance(&office(), &verified(Some(Broken::Changed(3))), at(0));
    assert!(!broken.status.iter().any(|part| part.contains("verified")), "{:?}", broken.status);
    let trouble = broken.trouble.unwrap();
    assert!(!trouble.bad && trouble.body.starts_with("Row 3 was changed"), "{trouble:?}");
}

#[test]
fn while_nothing_is_ordered_no_next_order_is_promised() {
    for (automation, paused, headline) in [
        (false, None, "Automation is off: the plan is shown, nothing is ordered"),
        (true, Some(at(0)), "Paused: nothing is ordered"),
    ] {
        let mut world = office();
        (world.tenant.automation, world.tenant.paused) = (automation, paused);
        let seen = glance(&world, &Facts::default(), at(0));
        assert_eq!((seen.next, seen.headline.as_str()), (None, headline));
    }
}

#[test]
fn set_up_is_done_for_good_once_automation_was_on() {
    let mut world = office();
    world.tenant.automation = false;
    assert!(!glance(&world, &Facts::default(), at(0)).set_up);
    assert!(glance(&world, &Facts { was_on: true, ..Facts::default() }, at(0)).set_up);
}

#[test]
fn what_a_pause_leaves_up_is_named_with_its_price_an_hour() {
    let annex = |world: &World| glance(world, &Facts::default(), at(0)).raised;
    let up = Raised {
        circuit: "Annex".into(),
        costs: "500 Mbps, +$0.34/h".into(),
        until: Some("today 04:00 EST".into()),
    };
    assert_eq!(annex(&office()), [up]);
    let mut unpriced = office();
    unpriced.circuits.get_mut(&"Annex".into()).unwrap().offers.clear();
    assert_eq!(annex(&unpriced)[0].costs, "500 Mbps, price unknown");
}

#[test]
fn while_nothing_is_ordered_what_stays_up_and_its_price_stand_in_place_of_the_next_order() {
    let told = |change: fn(&mut World)| {
        let mut world = office();
        change(&mut world);
        glance(&world, &Facts::default(), at(0)).no_next
    };
    let paused = told(|world| world.tenant.paused = Some(at(0)));
    assert_eq!(paused, "Until you resume, Annex stays at 500 Mbps, +$0.34/h.");
    let off = told(|world| world.tenant.automation = false);
    assert_eq!(off, "Until you switch automation on, Annex stays at 500 Mbps, +$0.34/h.");
    let none = told(|world| {
        world.tenant.paused = Some(at(0));
        world.circuits.remove(&"Annex".into());
    });
    assert_eq!(none, "Nothing is ordered until you resume.");
    let mut paused = office();
    paused.tenant.paused = Some(at(0));
    assert_eq!(customer(&paused, &Facts::default(), at(0)).next, "nothing is ordered until you resume");
}

#[test]
fn of_many_circuits_that_stay_up_the_count_and_the_sum_are_told() {
    let mut world = office();
    let mut state = world.state(&"HQ".into(), at(0));
    state.seen = Some(Seen::new(tier("1G"), "Active"));
    world.apply(&[Record::State(Box::new(state))]);
    world.tenant.paused = Some(at(0));
    let told = |world: &World| glance(world, &Facts::default(), at(0)).no_next;
    assert_eq!(told(&world), "Until you resume, two circuits stay up, together +$1.08/h.");
    world.circuits.get_mut(&"HQ".into()).unwrap().offers.clear();
    assert_eq!(told(&world), "Until you resume, two circuits stay up, together at least +$0.34/h.");
}

#[test]
fn the_status_line_counts_the_orders_of_the_gmt_day() {
    let mut world = office();
    let today = crate::quota::QuotaDay { ours: 5, foreign: 2, full: false };
    world.apply(&[Record::Quota(gmt_day(at(0)), today)]);
    let status = glance(&world, &Facts::default(), at(0)).status;
    assert!(status.contains(&"Orders today 7 of 24, resets 19:00 EST".to_owned()), "{status:?}");
    assert!(status.contains(&"Circuits read 04:00 EST".to_owned()), "{status:?}");
}

#[test]
fn a_ledger_that_cannot_be_written_is_told_before_all_else() {
    let facts = Facts { unwritable: Some("disk full".into()), was_on: true, trail: None };
    let trouble = glance(&office(), &facts, at(0)).trouble.unwrap();
    assert!(trouble.bad && trouble.body.starts_with("Nothing is ordered"), "{trouble:?}");
    assert_eq!(customer(&office(), &facts, at(0)).above.text, "unknown");
}

#[test]
fn a_customer_has_two_letters_and_no_circuits_names() {
    assert_eq!(initials("Copperline Foods"), "CF");
    assert_eq!(initials("acme"), "AC");
    assert_eq!(initials("!"), "?");
    let row = customer(&office(), &Facts::default(), at(0));
    assert_eq!((row.circuits, row.state.as_str(), row.above.text.as_str()), (2, "As planned", "+$0.00/h"));
}

#[test]
fn whatever_keeps_tidegate_from_its_carrier_is_told_on_every_screen() {
    for (key, kind, bad) in [
        ("sign-in", IncidentKind::SignIn, true),
        ("credentials", IncidentKind::Credentials, true),
        ("unreachable", IncidentKind::Unreachable, true),
        ("clock", IncidentKind::Clock, false),
    ] {
        let mut world = office();
        world.apply(&[Record::Incident(Box::new(incident(key, kind, None)))]);
        let trouble = glance(&world, &Facts::default(), at(0)).trouble.unwrap();
        assert_eq!((trouble.title.as_str(), trouble.bad), (key, bad));
        let seen = glance(&world, &Facts::default(), at(0));
        let headline = match bad {
            true => "Automation is on, but nothing can be ordered",
            false => "Automation is on",
        };
        assert_eq!((seen.headline.as_str(), seen.next.is_none()), (headline, bad), "{key}");
        let listed = customer(&world, &Facts::default(), at(0)).next;
        assert_eq!(listed == "what is due waits until that is solved", bad, "{listed}");
    }
}
