//! What an event asks for and whether it may (design §5), one rule a test.

mod crowded;
mod fences;
mod rules;
mod ways;

use super::*;
use crate::calendar::{Answer, Attendee, Details};
use crate::feed::{FeedState, Suppresses};
use crate::ids::FeedId;
use crate::rule::{Rule, RuleAsks};
use crate::testing::{at, circuit, event, feed, reading, tier, with, world};
use crate::world::Record;

fn verdict(world: &World, feed: &Feed, occurrence: &Occurrence) -> Verdict {
    Decider::new(world).decide(feed, occurrence).verdict
}

/// `HQ 1 Gbps` for what fires, else the reason or the message.
fn said(world: &World, feed: &Feed, occurrence: &Occurrence) -> String {
    match verdict(world, feed, occurrence) {
        Verdict::Fires(request) => {
            let wishes: Vec<String> =
                request.wishes.iter().map(|(id, tier)| format!("{id} {tier}")).collect();
            format!("{} by {}", wishes.join(", "), request.way)
        }
        Verdict::Ignored(ignored) => format!("ignored: {ignored}"),
        Verdict::Attention(attention) => format!("attention: {}", attention.message),
    }
}

fn titled(world: &World, feed: &Feed, title: &str) -> String {
    said(world, feed, &event(0, 60, title))
}

fn details(summary: &str) -> Details {
    Details { summary: summary.to_owned(), ..Default::default() }
}

fn office() -> World {
    world(&[circuit("HQ", "100M")], &[feed("office", &["HQ"])])
}

#[test]
fn the_ways_to_name_a_tier_are_asked_in_their_order() {
    let mut world = office();
    world.tenant.rules = vec![Rule {
        name: "meetings".into(),
        contains: Some("meeting".into()),
        asks: RuleAsks::Tier(tier("200M")),
        ..Rule::default()
    }];
    world.tenant.profiles =
        vec![NamedTier { name: "video".into(), tiers: BTreeMap::new(), otherwise: Some(tier("500M")) }];
    let feed = Feed { tier: Some(tier("50M")), ..feed("office", &["HQ"]) };
    let all = Details {
        description: "first line\n#iod 2G\n".into(),
        categories: vec!["Video".into()],
        ..details("Lumen IoD | Start: 1 Gbps | End: 100 Mbps")
    };
    let ways = [
        (
            Details { summary: "meeting #iod video".into(), ..all.clone() },
            "HQ 500 Mbps by the command in its title",
        ),
        (all.clone(), "HQ 2 Gbps by the command in its description"),
        (Details { description: String::new(), ..all }, "HQ 1 Gbps by the older form in its title"),
        (details("1 Gbps, meeting"), "HQ 1 Gbps by the tier in its title"),
        (Details { categories: vec!["Video".into()], ..details("meeting") }, "HQ 500 Mbps by its category"),
        (details("meeting"), "HQ 200 Mbps by your rule \"meetings\""),
        (details("lunch"), "HQ 50 Mbps by the tier of the feed"),
    ];
    for (details, expected) in ways {
        let found = said(&world, &feed, &with(0, 60, details));
        assert!(found.starts_with(expected), "{found}, not {expected}");
    }
    let fourth = Details { description: "1\n2\n3\n#iod 2G".into(), ..details("lunch") };
    assert!(said(&world, &feed, &with(0, 60, fourth)).contains("50 Mbps"), "only three lines are read");
}

#[test]
fn a_bare_tier_counts_in_a_bound_feed_only() {
    let world = office();
    let said = titled(&world, &feed("loose", &[]), "1 Gbps, all hands");
    assert!(
        said.starts_with("ignored: its title names 1 Gbps, but \"loose\" is bound to no circuit"),
        "{said}"
    );
    assert_eq!(titled(&world, &feed("loose", &[]), "all hands"), "ignored: it names no tier");
}

#[test]
fn the_circuits_are_found_in_their_order() {
    let branch = Circuit { tags: vec!["sites".into()], ..circuit("Branch", "100M") };
    let hq = Circuit { tags: vec!["sites".into()], ..circuit("HQ", "100M") };
    let mut world = world(&[hq, branch], &[]);
    world.tenant.rules = vec![Rule {
        name: "backup".into(),
        contains: Some("backup".into()),
        circuits: vec!["Branch".into()],
        asks: RuleAsks::Tier(tier("200M")),
        ..Rule::default()
    }];
    let (bound, both, loose) = (feed("a", &["HQ"]), feed("b", &["HQ", "Branch"]), feed("c", &[]));
    assert!(titled(&world, &bound, "#iod 1G @branch").starts_with("Branch 1 Gbps by"), "@ beats the binding");
    assert!(titled(&world, &bound, "#iod 1G @sites").starts_with("Branch 1 Gbps, HQ 1 Gbps by"), "a tag");
    let older = Details { location: "HQ".into(), ..details("Lumen IoD | Start: 1 Gbps | End: 100 Mbps") };
    assert!(said(&world, &loose, &with(0, 60, older)).starts_with("HQ 1 Gbps by the older form"));
    assert!(titled(&world, &bound, "backup").starts_with("Branch 200 Mbps by your rule"), "the rule's own");
    assert!(
        titled(&world, &both, "1 Gbps at Branch").starts_with("Branch 1 Gbps by"),
        "a name narrows the binding"
    );
    assert!(titled(&world, &both, "1 Gbps").starts_with("HQ 1 Gbps, Branch 1 Gbps by"));
    assert!(titled(&world, &loose, "#iod 1G").starts_with("attention: which circuit?"));
    assert!(
        titled(&world, &loose, "#iod 1G @Nowhere").contains("no circuit or tag \"Nowhere\"; write one of")
    );
    assert!(titled(&office(), &feed("c", &[]), "#iod 1G").starts_with("HQ 1 Gbps by"), "the only circuit");
}

#[test]
fn what_looks_like_a_command_and_is_wrong_says_what_to_write() {
    let (world, feed) = (office(), feed("office", &["HQ"]));
    let wrong = [
        ("#iod 10 Gps", "write #iod 10 Gbps"),
        ("#iod 300M", "is none of the tiers"),
        ("#iod 20G", "is above what HQ can have"),
        ("#iod films", "no profile \"films\""),
        ("#iod boost", "something a person does"),
        ("#iod", "does not say which tier"),
    ];
    for (title, part) in wrong {
        let found = titled(&world, &feed, title);
        assert!(found.starts_with("attention: ") && found.contains(part), "{title}: {found}");
    }
    assert!(said(&world, &feed, &event(0, 0, "#iod 1G")).contains("no length"));
    assert!(
        said(&world, &feed, &event(0, 0, "#iod set 1G")).starts_with("HQ 1 Gbps"),
        "a set-point needs none"
    );
}

#[test]
fn who_may_ask_depends_on_who_can_write() {
    let world = office();
    let ours = Feed { organisers: vec!["ann@example.com".into()], ..feed("office", &["HQ"]) };
    let others = Feed { writers: Writers::OthersToo, ..ours.clone() };
    let by =
        |who: Option<&str>| with(0, 60, Details { organizer: who.map(str::to_owned), ..details("1 Gbps") });
    let table = [
        (&ours, None, "HQ 1 Gbps"),
        (&ours, Some("Ann@Example.com"), "HQ 1 Gbps"),
        (&ours, Some("eve@evil.example"), "attention: it was written by eve@evil.example"),
        (&others, None, "attention: it names no organiser"),
        (&others, Some("ann@example.com"), "HQ 1 Gbps"),
        (&others, Some("eve@evil.example"), "attention: it was written by"),
    ];
    for (feed, who, expected) in table {
        let found = said(&world, feed, &by(who));
        assert!(found.starts_with(expected), "{:?} {who:?}: {found}", feed.writers);
    }
    let Verdict::Attention(attention) = verdict(&world, &ours, &by(Some("eve@evil.example"))) else {
        panic!("a stranger needs attention")
    };
    assert_eq!(attention.choices, [Choice::Allow { organiser: "eve@evil.example".into() }]);
}

#[test]
fn participation_counts_only_where_the_feeds_own_address_is_known() {
    let world = office();
    let plain = feed("office", &["HQ"]);
    let known = Feed { address: Some("ann@example.com".into()), ..plain.clone() };
    let answered = |answer| {
        let attendees = vec![Attendee { address: "ann@example.com".into(), answer }];
        with(0, 60, Details { attendees, ..details("1 Gbps") })
    };
    for answer in [Answer::Declined, Answer::Tentative, Answer::NeedsAction] {
        assert_eq!(verdict(&world, &known, &answered(answer)), Verdict::Ignored(Ignored::NotAccepted));
        assert!(said(&world, &plain, &answered(answer)).starts_with("HQ 1 Gbps"), "{answer:?}");
    }
    assert!(said(&world, &known, &answered(Answer::Accepted)).starts_with("HQ 1 Gbps"));
    assert!(titled(&world, &known, "1 Gbps").starts_with("HQ 1 Gbps"), "no ATTENDEE line means accepted");
}

#[test]
fn cancelled_and_tentative_events_ask_for_nothing_and_busy_is_for_busy_only_feeds() {
    let (world, plain) = (office(), feed("office", &["HQ"]));
    let of = |status, busy| with(0, 60, Details { status, busy, ..details("1 Gbps") });
    let table = [
        (Some(Status::Cancelled), Busy::Busy, "ignored: it is cancelled"),
        (Some(Status::Tentative), Busy::Busy, "ignored: it is tentative"),
        (None, Busy::Tentative, "ignored: it is tentative"),
        (Some(Status::Confirmed), Busy::Tentative, "HQ 1 Gbps"),
        (None, Busy::Free, "HQ 1 Gbps"),
    ];
    for (status, busy, expected) in table {
        let found = said(&world, &plain, &of(status, busy));
        assert!(found.starts_with(expected), "{status:?} {busy:?}: {found}");
    }
    let strict = Feed { busy_only: true, ..plain };
    assert_eq!(verdict(&world, &strict, &of(None, Busy::Free)), Verdict::Ignored(Ignored::Free));
    let command = with(0, 60, Details { busy: Busy::Free, ..details("#iod 1G") });
    assert!(said(&world, &strict, &command).starts_with("HQ 1 Gbps"), "never matters for a command");
}

/// Monday 4 January 2027 is a holiday of the feed `days`; minute 0 is 09:00 UTC of it.
fn holiday() -> World {
    let days = Feed { suppresses: Some(Suppresses::default()), ..feed("days", &[]) };
    let mut world = world(&[circuit("HQ", "500M")], &[feed("office", &["HQ"]), days]);
    world.here.readings.insert("days".into(), (at(0), reading(vec![event(-540, 900, "Plant closed")])));
    world
}

#[test]
fn a_holiday_suppresses_raises_that_start_in_it_and_nothing_else() {
    let (world, office) = (holiday(), feed("office", &["HQ"]));
    let suppressed = Verdict::Ignored(Ignored::Suppressed("Plant closed".into()));
    assert_eq!(verdict(&world, &office, &event(0, 60, "1 Gbps, stream")), suppressed);
    assert!(titled(&world, &office, "#iod! 1G").starts_with("HQ 1 Gbps"), "#iod! is untouched");
    assert!(
        titled(&world, &office, "100 Mbps, closed").starts_with("HQ 100 Mbps"),
        "a lower request is untouched"
    );
    assert!(
        said(&world, &office, &event(-600, 60, "1 Gbps")).starts_with("HQ 1 Gbps"),
        "it began the day before"
    );
    assert!(said(&world, &office, &event(900, 960, "1 Gbps")).starts_with("HQ 1 Gbps"), "the day after");
    // 23:30 of the 3rd in its own zone, though the 4th in UTC.
    let own = Occurrence { civil_start: at(-570).naive_utc(), ..event(0, 60, "1 Gbps") };
    assert!(
        said(&world, &office, &own).starts_with("HQ 1 Gbps"),
        "the occurrence's own zone decides the day"
    );
    assert_eq!(
        verdict(&world, &world.feeds[&"days".into()], &event(0, 1, "x")),
        Verdict::Ignored(Ignored::Suppressor)
    );
}

#[test]
fn the_federal_holidays_are_off_until_ticked_and_tied_to_feeds_or_circuits() {
    let mut world = office();
    let office = feed("office", &["HQ"]);
    let king = event(14 * 24 * 60, 14 * 24 * 60 + 60, "1 Gbps");
    assert!(said(&world, &office, &king).starts_with("HQ 1 Gbps"), "off by default");
    world.tenant.holidays = Some(Suppresses::default());
    assert!(said(&world, &office, &king).contains("Martin Luther King"));
    world.tenant.holidays = Some(Suppresses { feeds: vec!["other".into()], circuits: vec![] });
    assert!(said(&world, &office, &king).starts_with("HQ 1 Gbps"), "tied to another feed");
}

#[test]
fn bounds_and_approval_ask_a_person_when_the_event_is_seen() {
    let bounded = Circuit {
        lowest: tier("100M"),
        highest: tier("1G"),
        approved: tier("500M"),
        ..circuit("HQ", "100M")
    };
    let mut world = world(&[bounded], &[feed("office", &["HQ"])]);
    let office = feed("office", &["HQ"]);
    let choices = |world: &World, title: &str| match verdict(world, &office, &event(0, 60, title)) {
        Verdict::Attention(attention) => attention.choices,
        Verdict::Fires(_) | Verdict::Ignored(_) => vec![],
    };
    let hq = || CircuitId::from("HQ");
    assert_eq!(choices(&world, "2 Gbps"), [Choice::AllowUpTo { circuit: hq(), tier: tier("2G") }]);
    assert_eq!(choices(&world, "50 Mbps"), [Choice::AllowDownTo { circuit: hq(), tier: tier("50M") }]);
    assert_eq!(choices(&world, "1 Gbps"), [Choice::Approve], "never ran that high by a calendar");
    assert!(titled(&world, &office, "500 Mbps").starts_with("HQ 500 Mbps"));
    let key = crate::feed::key(&office.id, &event(0, 60, "1 Gbps"));
    let leave = Approval { key, tier: tier("1G"), seconds: 3600 };
    world.apply(&[Record::Approval(leave)]);
    assert!(titled(&world, &office, "1 Gbps").starts_with("HQ 1 Gbps"), "approved");
    let grown = event(0, 61, "1 Gbps");
    assert!(matches!(verdict(&world, &office, &grown), Verdict::Attention(_)), "longer: asked again");
    let own = Feed { id: FeedId::own(), source: crate::feed::Source::Own, ..office.clone() };
    assert!(titled(&world, &own, "1 Gbps").starts_with("HQ 1 Gbps"), "own events are trusted");
}

#[test]
fn an_event_above_the_persons_limit_waits() {
    let mut world = office();
    let office = feed("office", &["HQ"]);
    world.tenant.event_limit = Some(Money::from_carrier("1.00", "USD").unwrap());
    // 1 Gbps costs 1.20, the baseline 0.46: 0.74 an hour more.
    assert!(said(&world, &office, &event(0, 60, "1 Gbps")).starts_with("HQ 1 Gbps"));
    let found = said(&world, &office, &event(0, 120, "1 Gbps"));
    assert!(found.contains("$1.48 more than the baseline"), "{found}");
    // Half an hour is billed as the whole clock hour that it lies in, and over an hour's end as two.
    assert!(said(&world, &office, &event(0, 30, "1 Gbps")).starts_with("HQ 1 Gbps"));
    let found = said(&world, &office, &event(30, 90, "1 Gbps"));
    assert!(found.contains("$1.48 more than the baseline"), "{found}");
    world.tenant.event_limit = Some(Money::from_carrier("1.48", "USD").unwrap());
    assert!(
        said(&world, &office, &event(0, 120, "1 Gbps")).starts_with("HQ 1 Gbps"),
        "the limit itself is not above it"
    );
}

#[test]
fn the_limit_is_for_all_circuits_of_an_event_together_and_an_unknown_price_is_asked_about() {
    let mut world = world(&[circuit("HQ", "100M"), circuit("Branch", "100M")], &[]);
    let both = feed("office", &["HQ", "Branch"]);
    world.tenant.event_limit = Some(Money::from_carrier("1.00", "USD").unwrap());
    let found = said(&world, &both, &event(0, 60, "1 Gbps"));
    assert!(found.contains("$1.48 more than the baseline"), "{found}");
    let mut unpriced = circuit("HQ", "100M");
    unpriced.offers.iter_mut().for_each(|offer| offer.per_hour = None);
    world.apply(&[Record::Circuit(Box::new(unpriced))]);
    let found = said(&world, &feed("office", &["HQ"]), &event(0, 60, "1 Gbps"));
    assert!(found.contains("the price of HQ is not known"), "{found}");
}

fn moved(occurrence: &Occurrence, instead: Instead) -> Exception {
    Exception {
        key: crate::feed::key(&"office".into(), occurrence),
        fingerprint: fingerprint(occurrence),
        instead,
    }
}

#[test]
fn a_persons_exception_holds_until_its_source_changes_or_goes() {
    let mut world = office();
    let source = event(60, 120, "1 Gbps");
    let decided = |world: &World| decide_all(world, at(0));
    let read = |world: &mut World, occurrence: Vec<Occurrence>| {
        drop(world.here.readings.insert("office".into(), (at(0), reading(occurrence))))
    };
    read(&mut world, vec![source.clone()]);
    world.apply(&[Record::Exception(moved(&source, Instead::Moved { start: at(200), end: at(260) }))]);
    assert_eq!(decided(&world)[0].occurrence.start, at(200));
    assert!(matches!(decided(&world)[0].verdict, Verdict::Fires(_)));
    read(&mut world, vec![event(60, 150, "1 Gbps")]);
    let Verdict::Attention(changed) = &decided(&world)[0].verdict else { panic!("its source changed") };
    assert_eq!((changed.choices.as_slice(), changed.held), ([Choice::TakeSource].as_slice(), true));
    read(&mut world, vec![]);
    let Verdict::Attention(gone) = &decided(&world)[0].verdict else { panic!("its source is gone") };
    assert!(gone.message.contains("no longer in the calendar") && gone.held);
    let shrunken = crate::feed::Shrunken { at: at(0), before: 9, now: 1, believed: None };
    let held = FeedState { shrunken: Some(shrunken), ..FeedState::new(&"office".into()) };
    world.apply(&[Record::FeedState(Box::new(held))]);
    assert!(decided(&world).is_empty(), "a shrunken calendar does not say what is gone");
    world.apply(&[Record::FeedState(Box::new(FeedState::new(&"office".into())))]);
    let far = event(60 * 24 * 80, 60 * 24 * 80 + 60, "1 Gbps, far ahead");
    world.apply(&[Record::Exception(moved(&far, Instead::Nothing))]);
    assert_eq!(decided(&world).len(), 1, "nor one that is not read so far ahead");
    read(&mut world, vec![source.clone()]);
    world.apply(&[Record::Exception(moved(&source, Instead::Nothing))]);
    assert_eq!(decided(&world)[0].verdict, Verdict::Ignored(Ignored::Exception));
}

#[test]
fn the_raises_of_a_mass_change_wait_and_lower_requests_do_not() {
    let mut world = office();
    let office = feed("office", &["HQ"]);
    let (raise, low) = (event(0, 60, "1 Gbps"), event(0, 60, "50 Mbps"));
    let mut state = FeedState::new(&office.id);
    state.held = [&raise, &low].map(|one| crate::feed::key(&office.id, one)).into();
    world.apply(&[Record::FeedState(Box::new(state))]);
    let Verdict::Attention(attention) = verdict(&world, &office, &raise) else { panic!("held") };
    assert_eq!(attention.choices, [Choice::Release]);
    assert!(said(&world, &office, &low).starts_with("HQ 50 Mbps"));
}

#[test]
fn a_title_is_shown_on_one_short_line_without_marks() {
    assert_eq!(title("a\u{202e}b\n  c\u{0007}d"), "ab c d");
    assert_eq!(title(&"x".repeat(100)).chars().count(), 60);
}

#[test]
fn a_standing_tier_is_a_raise_for_the_fences_and_priced_for_as_long_as_it_may_stand() {
    let careful = Circuit { approved: tier("500M"), ..circuit("HQ", "100M") };
    let mut world = world(&[careful], &[feed("office", &["HQ"])]);
    let office = feed("office", &["HQ"]);
    let older = event(0, 60, "Lumen IoD | Start: 500 Mbps | End: 1 Gbps");
    let Verdict::Attention(attention) = verdict(&world, &office, &older) else {
        panic!("never ran at 1 Gbps")
    };
    assert_eq!(attention.choices, [Choice::Approve]);
    let key = crate::feed::key(&office.id, &older);
    world.apply(&[Record::Approval(Approval { key, tier: tier("1G"), seconds: 3600 })]);
    assert!(matches!(verdict(&world, &office, &older), Verdict::Fires(_)), "approved with its end");
    world.tenant.event_limit = Some(Money::from_carrier("10.00", "USD").unwrap());
    // 0.34 an hour more than the baseline, for 168 hours.
    let found = said(&world, &office, &event(0, 0, "#iod set 500M"));
    assert!(found.contains("$57.12 more than the baseline"), "{found}");
    assert!(said(&world, &office, &event(0, 60, "500 Mbps")).starts_with("HQ 500 Mbps"));
}

#[test]
fn an_organiser_is_allowed_by_the_whole_address_however_long_it_is() {
    let mut world = office();
    let office = feed("office", &["HQ"]);
    let address = format!("{}@stranger.example", "x".repeat(80));
    let invitation = with(
        0,
        60,
        Details { summary: "#iod 1G @HQ".into(), organizer: Some(address.clone()), ..Default::default() },
    );
    let Verdict::Attention(attention) = verdict(&world, &office, &invitation) else { panic!("a stranger") };
    assert_eq!(attention.choices, [Choice::Allow { organiser: address }]);
    world.compiled.decided = vec![Decider::new(&world).decide(&office, &invitation)];
    let key = crate::feed::key(&office.id, &invitation);
    let act = crate::person::Act::Answer(key, attention.choices[0].clone());
    let records = crate::person::act(&world, "ann", &act, at(0)).unwrap();
    world.apply(&records);
    let allowed = world.feeds[&office.id].clone();
    assert!(matches!(verdict(&world, &allowed, &invitation), Verdict::Fires(_)));
}

#[test]
fn a_holiday_tied_to_one_circuit_leaves_the_others_their_raise() {
    let mut world = holiday();
    let days = Feed {
        suppresses: Some(Suppresses { feeds: vec![], circuits: vec!["HQ".into()] }),
        ..feed("days", &[])
    };
    world.apply(&[Record::Feed(Box::new(days)), Record::Circuit(Box::new(circuit("Branch", "100M")))]);
    let both = feed("office", &["Branch", "HQ"]);
    assert_eq!(said(&world, &both, &event(0, 60, "1 Gbps")), "Branch 1 Gbps by the tier in its title");
    let hq = feed("office", &["HQ"]);
    assert!(matches!(
        verdict(&world, &hq, &event(0, 60, "1 Gbps")),
        Verdict::Ignored(Ignored::Suppressed(_))
    ));
}

#[test]
fn an_occurrence_moved_off_a_holiday_is_not_suppressed_and_one_moved_onto_it_is() {
    let mut world = holiday();
    let (on, off) = (event(0, 60, "1 Gbps, on it"), event(1440, 1500, "1 Gbps, the day after"));
    world.here.readings.insert("office".into(), (at(0), reading(vec![on.clone(), off.clone()])));
    let to = |start| Instead::Moved { start: at(start), end: at(start + 60) };
    world.apply(&[Record::Exception(moved(&on, to(1440))), Record::Exception(moved(&off, to(60)))]);
    let verdict = |title: &str| {
        decide_all(&world, at(-10)).into_iter().find(|one| one.occurrence.uid == title).unwrap().verdict
    };
    assert!(matches!(verdict("1 Gbps, on it"), Verdict::Fires(_)));
    assert!(matches!(verdict("1 Gbps, the day after"), Verdict::Ignored(Ignored::Suppressed(_))));
}
