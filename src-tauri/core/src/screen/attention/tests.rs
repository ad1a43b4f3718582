use super::*;
use crate::testing::{at, circuit, event, feed, reading, tier, world};
use crate::world::Record;

fn incident(key: &str, kind: IncidentKind, per_hour: Option<&str>, choices: &[Remedy]) -> Incident {
    Incident {
        key: key.into(),
        kind,
        circuit: key.starts_with("order").then(|| "HQ".into()),
        opened: at(0),
        updated: at(0),
        closed: None,
        title: key.into(),
        body: "What happened.".into(),
        per_hour: per_hour.map(|rate| Money::new(rate.parse().unwrap(), "USD")),
        choices: choices.to_vec(),
    }
}

fn office(events: Vec<crate::calendar::Occurrence>) -> World {
    let careful = crate::circuit::Circuit { approved: tier("500M"), ..circuit("HQ", "100M") };
    let mut world = world(&[careful], &[feed("office", &["HQ"])]);
    world.here.readings.insert("office".into(), (at(0), reading(events)));
    world.refresh(at(0));
    world
}

#[test]
fn what_waits_is_sorted_by_its_price_and_the_headline_counts_the_list() {
    let mut world = office(vec![]);
    let dear = incident("order:HQ", IncidentKind::Failed, Some("0.82"), &[Remedy::Retry, Remedy::Open]);
    let free = incident("feed:office", IncidentKind::Feed, None, &[Remedy::Open]);
    world.apply(&[Record::Incident(Box::new(free)), Record::Incident(Box::new(dear))]);
    let shown = attention(&world, &[], at(60));
    assert_eq!(
        shown.sentence,
        "Two things wait for you, the most expensive first. Together they cost $0.82 more each hour."
    );
    assert_eq!(shown.cards[0].key, "order:HQ");
    assert!(shown.cards[0].bad && !shown.cards[1].bad);
    assert_eq!(shown.cards[0].so_far.as_deref(), Some("$0.82 so far, since 09:00 UTC"));
    assert_eq!(shown.cards[0].actions[0].does, Does::Retry { circuit: "HQ".into() });
    assert_eq!(waiting(&world, at(60)), 2);
}

#[test]
fn nothing_is_said_as_nothing() {
    let world = office(vec![event(60, 120, "Lunch")]);
    assert!(attention(&world, &[], at(0)).sentence.starts_with("Nothing waits for you."));
}

#[test]
fn an_approval_names_its_price_and_a_series_asks_once() {
    let mut events = vec![event(60, 120, "1 Gbps, stream"), event(1500, 1560, "1 Gbps, stream")];
    events.iter_mut().for_each(|one| one.recurrence_id = Some(one.start));
    let shown = attention(&office(events), &[], at(0));
    let [question] = &shown.questions[..] else { panic!("one question: {:?}", shown.questions) };
    assert_eq!((question.times, question.mark), (2, Mark::Held));
    let [approve, leave_out, show] = &question.actions[..] else { panic!("{question:?}") };
    assert_eq!(approve.label, "Approve this one for $0.74", "an hour at $1.20 instead of $0.46");
    assert_eq!((leave_out.label.as_str(), show.label.as_str()), ("Leave this one out", "Show it"));
    assert_eq!(question.actions[0].does, Does::Answer { id: question.id.clone(), choice: 1 });
    assert_eq!(question.when, "Mon 4 Jan 10:00\u{2013}11:00 UTC, office");
}

#[test]
fn a_question_is_answered_by_leaving_the_event_out_unless_its_calendar_has_it_no_more() {
    let mut world = office(vec![event(60, 120, "1 Gbps, stream")]);
    let question = attention(&world, &[], at(0)).questions.remove(0);
    assert_eq!(question.actions[0].label, "Approve it for $0.74");
    let key = world.compiled.decided[0].key.clone();
    let does = Does::TakeOut { key: (&key).into(), title: "1 Gbps, stream".into() };
    assert_eq!(question.actions[1], Action { label: "Leave it out".into(), does });
    let records = crate::person::act(&world, "ann", &crate::person::Act::TakeOut(key), at(0)).unwrap();
    world.apply(&records);
    world.compiled.at = None;
    world.refresh(at(0));
    assert_eq!(waiting(&world, at(0)), 0);
    world.here.readings.insert("office".into(), (at(0), reading(vec![])));
    world.compiled.at = None;
    world.refresh(at(0));
    let gone = attention(&world, &[], at(0)).questions.remove(0);
    assert!(!gone.actions.iter().any(|one| matches!(one.does, Does::TakeOut { .. })), "{gone:?}");
}

#[test]
fn a_typo_offers_a_text_to_copy_that_is_itself_understood() {
    let shown = attention(&office(vec![event(60, 120, "Upload #iod 10 \u{202e}Gps")]), &[], at(0));
    let question = &shown.questions[0];
    assert!(!question.title.contains('\u{202e}') && !question.message.contains('\u{202e}'), "{question:?}");
    let typo = attention(&office(vec![event(60, 120, "Upload #iod 10 Gps")]), &[], at(0));
    let copy = Action { label: "Copy the fix".into(), does: Does::Copy { text: "#iod 10 Gbps".into() } };
    assert!(typo.questions[0].actions.contains(&copy), "{:?}", typo.questions[0]);
    let copied = |world: &World| {
        let shown = attention(world, &[], at(0));
        let does = shown.questions[0].actions.iter().map(|one| one.does.clone());
        does.filter(|does| matches!(does, Does::Copy { .. })).collect::<Vec<_>>()
    };
    let here = Does::Copy { text: "#iod set 500 Mbps @HQ".into() };
    assert_eq!(copied(&office(vec![event(60, 120, "#iod set 500 @HQ")])), [here]);
    assert_eq!(copied(&office(vec![event(60, 120, "#iod")])), [], "an example is no fix");
}

#[test]
fn what_was_solved_comes_newest_first() {
    let world = office(vec![]);
    let closed = |key: &str, minute| Incident {
        closed: Some(at(minute)),
        ..incident(key, IncidentKind::Drift, None, &[])
    };
    let shown = attention(
        &world,
        &[closed("a", 10), closed("b", 20), incident("c", IncidentKind::Drift, None, &[])],
        at(60),
    );
    assert_eq!(shown.solved.iter().map(|one| one.title.as_str()).collect::<Vec<_>>(), ["b", "a"]);
}
