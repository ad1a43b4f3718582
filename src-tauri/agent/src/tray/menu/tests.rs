//! Whole menus as values.

use super::*;
use tidegate_core::carrier::Listed;
use tidegate_core::circuit::{Offer, Seen};
use tidegate_core::ids::Actor;
use tidegate_core::overrides::{Override, OverrideKind};
use tidegate_core::time::Zone;
use tidegate_core::units::{Money, Tier};
use tidegate_core::view::Upcoming;

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn tier(text: &str) -> Tier {
    text.parse().unwrap()
}

/// 08:00 of a Monday in New York.
fn now() -> Instant {
    at("2027-01-04T13:00:00Z")
}

fn circuit() -> Circuit {
    let listed = Listed {
        id: "77".into(),
        name: Some("HQ".into()),
        site: Default::default(),
        seen: Seen::new(tier("100M"), "Active"),
    };
    let offer = |text: &str, price: Option<&str>| Offer {
        tier: tier(text),
        speed: text.into(),
        per_hour: price.and_then(|price| Money::from_carrier(price, "USD")),
        quoted: now(),
    };
    Circuit {
        offers: vec![
            offer("100M", Some("0.46")),
            offer("1G", Some("1.20")),
            offer("2G", None),
            offer("10G", Some("5")),
        ],
        highest: tier("2G"),
        ..Circuit::from_inventory(&listed)
    }
}

fn seen() -> CircuitView {
    CircuitView {
        id: "77".into(),
        name: "HQ".into(),
        live: Some(tier("100M")),
        status: Some("Active".into()),
        wanted: Some(tier("100M")),
        baseline: tier("100M"),
        bounds: [tier("100M"), tier("2G")],
        per_hour: None,
        why: "HQ has its baseline".into(),
        order: None,
        next: None,
        overrides: vec![],
        paused: None,
    }
}

fn upcoming(text: &str) -> Upcoming {
    let at = at(text);
    Upcoming { at, from: tier("100M"), to: tier("1G"), wanted: at, why: String::new(), raise: true }
}

fn office(circuit_view: CircuitView) -> Customer {
    let view = View {
        at: now(),
        tenant: "Office".into(),
        zone: Zone::from(chrono_tz::America::New_York),
        practice: false,
        automation: true,
        paused: None,
        trouble: None,
        circuits: vec![circuit_view],
        feeds: vec![],
        incidents: vec![],
        attention: vec![],
        quota_left: 10,
        quota: 10,
        shortages: vec![],
    };
    Customer {
        id: "office".into(),
        view: Arc::new(view),
        circuits: vec![circuit()],
        billing: Billing::ClockHour,
    }
}

fn with(change: impl FnOnce(&mut View)) -> Customer {
    let mut one = office(seen());
    change(Arc::make_mut(&mut one.view));
    one
}

fn does(command: Command) -> Click {
    Click::Do(vec![Envelope { tenant: Some("office".into()), command }])
}

fn boost(label: &str, to: &str, until: &str) -> Item {
    let command = Command::Boost { circuit: "77".into(), tier: to.into(), until: Some(until.into()) };
    Item::Act(label.into(), does(command))
}

fn hq() -> Item {
    let hold = Command::Hold { circuit: "77".into(), tier: "100 Mbps".into(), until: Some("2h".into()) };
    Item::Sub(
        "HQ: 100 Mbps".into(),
        vec![
            Item::Line("HQ has its baseline".into()),
            Item::Separator,
            Item::Sub(
                "Boost to 1 Gbps".into(),
                vec![
                    boost("Boost to 1 Gbps for 1 h, $0.74 more", "1 Gbps", "1h"),
                    boost("Boost to 1 Gbps for 2 h, $1.48 more", "1 Gbps", "2h"),
                    boost("Boost to 1 Gbps for 4 h, $2.96 more", "1 Gbps", "4h"),
                ],
            ),
            Item::Sub(
                "Boost to 2 Gbps".into(),
                vec![
                    boost("Boost to 2 Gbps for 1 h, price unknown", "2 Gbps", "1h"),
                    boost("Boost to 2 Gbps for 2 h, price unknown", "2 Gbps", "2h"),
                    boost("Boost to 2 Gbps for 4 h, price unknown", "2 Gbps", "4h"),
                ],
            ),
            Item::Act("Hold 100 Mbps for 2 h".into(), does(hold)),
        ],
    )
}

#[test]
fn one_customer_at_rest() {
    let one = office(CircuitView { next: Some(upcoming("2027-01-04T13:54:00Z")), ..seen() });
    let expected = Menu {
        shape: Shape::Fine,
        tooltip: "As planned: HQ: 1 Gbps at 08:54 EST".into(),
        items: vec![
            Item::Line("HQ: 1 Gbps at 08:54 EST".into()),
            Item::Separator,
            hq(),
            Item::Separator,
            Item::Act("Pause everything".into(), does(Command::Pause { circuit: None })),
            Item::Act("Read calendars now".into(), does(Command::FeedRefresh { feed: None })),
            Item::Separator,
            Item::Act("Open Tidegate".into(), Click::Open(None)),
            Item::Act("Quit".into(), Click::Quit),
        ],
    };
    assert_eq!(menu(&[one]), expected);
}

#[test]
fn nothing_is_set_up() {
    let expected = Menu {
        shape: Shape::Paused,
        tooltip: "Nothing is ordered: Nothing is set up yet".into(),
        items: vec![
            Item::Line("Nothing is set up yet".into()),
            Item::Separator,
            Item::Act("Open Tidegate".into(), Click::Open(None)),
            Item::Act("Quit".into(), Click::Quit),
        ],
    };
    assert_eq!(menu(&[]), expected);
}

#[test]
fn who_is_paused_is_offered_both_ways_to_resume() {
    let shown = menu(&[with(|view| view.paused = Some(now()))]);
    let resume = |from| does(Command::Resume { circuit: None, from });
    assert_eq!(
        (shown.shape, &shown.items[0]),
        (Shape::Paused, &Item::Line("Paused: nothing is ordered".into()))
    );
    let item = Item::Sub(
        "Resume".into(),
        vec![
            Item::Act("From the next change on".into(), resume(TakeUp::Next)),
            Item::Act("Now".into(), resume(TakeUp::Now)),
        ],
    );
    assert!(shown.items.contains(&item), "{shown:?}");
}

#[test]
fn a_circuits_line_tells_its_live_tier_and_what_beats_the_calendar() {
    let boosted = Override {
        circuit: "77".into(),
        kind: OverrideKind::Boost,
        tier: tier("1G"),
        from: now(),
        until: at("2027-01-04T15:00:00Z"),
        actor: Actor::Person("desk".into()),
        then_pause: false,
    };
    let line = |view: CircuitView| {
        let Item::Sub(line, _) = circuit::item(&office(view.clone()), &view) else {
            panic!("a circuit has a sub menu")
        };
        line
    };
    let view = CircuitView { overrides: vec![boosted], live: Some(tier("1G")), ..seen() };
    assert_eq!(line(view), "HQ: 1 Gbps, boost 1 Gbps until 10:00 EST");
    assert_eq!(line(CircuitView { live: None, paused: Some(now()), ..seen() }), "HQ: unknown, paused");
}

#[test]
fn a_raised_circuit_makes_quitting_a_question() {
    let one = office(CircuitView { live: Some(tier("1G")), ..seen() });
    let drop = Envelope { tenant: Some(one.id.0.clone()), command: Command::BaselineAll {} };
    let shown = menu(&[one]);
    let question = Item::Sub(
        "Quit".into(),
        vec![
            Item::Act("Stay".into(), Click::Stay),
            Item::Act("Drop to the baselines, pause, then quit".into(), Click::DropAndQuit(vec![drop])),
            Item::Act("Quit and leave HQ at 1 Gbps".into(), Click::Quit),
        ],
    );
    assert_eq!(shown.items.last(), Some(&question));
}

#[test]
fn several_customers_have_a_sub_menu_each_and_one_pause_for_all() {
    let branch = Customer { id: "clinic".into(), ..with(|view| view.tenant = "Clinic".into()) };
    let later = office(CircuitView { next: Some(upcoming("2027-01-06T13:54:00Z")), ..seen() });
    let shown = menu(&[branch, later]);
    assert_eq!(shown.items[0], Item::Line("Office, HQ: 1 Gbps on Wed 6 Jan at 08:54 EST".into()));
    let names: Vec<&str> = shown
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Sub(name, _) => Some(name.as_str()),
            Item::Line(_) | Item::Separator | Item::Act(..) => None,
        })
        .collect();
    assert_eq!(names, ["Clinic", "Office"]);
    let pause = |id: &str| Envelope { tenant: Some(id.into()), command: Command::Pause { circuit: None } };
    let all = Item::Act("Pause everything".into(), Click::Do(vec![pause("clinic"), pause("office")]));
    assert!(shown.items.contains(&all), "{shown:?}");
}

#[test]
fn the_shape_is_the_gravest_that_is_true() {
    let practice = with(|view| view.practice = true);
    let trouble = with(|view| (view.practice, view.trouble) = (true, Some("the keychain is locked".into())));
    let paused = with(|view| view.paused = Some(now()));
    let watching = with(|view| view.automation = false);
    let fine = office(seen());
    for (customers, expected) in [
        (vec![practice.clone()], Shape::Practice),
        (vec![practice.clone(), fine.clone()], Shape::Fine),
        (vec![practice, paused.clone()], Shape::Paused),
        (vec![fine.clone(), watching], Shape::Paused),
        (vec![trouble, fine, paused], Shape::Attention),
    ] {
        assert_eq!(menu(&customers).shape, expected, "{customers:?}");
    }
}
