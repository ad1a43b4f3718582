//! What the tray says, as a value: its shape, its tooltip, its menu, and what each item would do. Pure; drawing it and
//! acting on it are `item`'s and `tray`'s matter. Amounts are those of the circuit's own prices by the customer's own
//! billing rule.

mod circuit;

use std::sync::Arc;
use tidegate_core::circuit::Circuit;
use tidegate_core::cost::Billing;
use tidegate_core::ids::TenantId;
use tidegate_core::time::{Instant, Zone};
use tidegate_core::view::{CircuitView, View};
use tidegate_door::command::{Command, Envelope, TakeUp};

/// A customer as the tray sees it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Customer {
    pub(crate) id: TenantId,
    pub(crate) view: Arc<View>,
    /// For tiers and prices.
    pub(crate) circuits: Vec<Circuit>,
    pub(crate) billing: Billing,
}

/// The tray's five shapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Everything is as planned.
    Fine,
    /// An order is under way.
    Working,
    /// A person is needed.
    Attention,
    /// Nothing is ordered.
    Paused,
    /// The built-in simulator.
    Practice,
}

/// What the tray shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Menu {
    pub(crate) shape: Shape,
    /// One line.
    pub(crate) tooltip: String,
    pub(crate) items: Vec<Item>,
}

/// An item of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    /// Only to be read.
    Line(String),
    Separator,
    Act(String, Click),
    Sub(String, Vec<Item>),
}

/// What a click asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Click {
    /// Commands, as they would come through the door.
    Do(Vec<Envelope>),
    /// The window, at this screen where one is named.
    Open(Option<&'static str>),
    /// Every customer with something raised: to its baselines, then paused, then quit.
    DropAndQuit(Vec<Envelope>),
    /// Nothing: an answer to "quit?".
    Stay,
    Quit,
}

impl Customer {
    fn does(&self, command: Command) -> Envelope {
        Envelope { tenant: Some(self.id.0.clone()), command }
    }

    /// Nothing is ordered, by a person's wish.
    fn stands_still(&self) -> bool {
        let circuits = &self.view.circuits;
        !self.view.automation
            || self.view.paused.is_some()
            || (!circuits.is_empty() && circuits.iter().all(|one| one.paused.is_some()))
    }

    fn waiting(&self) -> usize {
        self.view.incidents.len() + self.view.attention.len()
    }
}

/// The tray of these customers.
pub(crate) fn menu(customers: &[Customer]) -> Menu {
    let next = first_line(customers);
    let shape = shape(customers);
    let mut items = vec![Item::Line(next.clone()), Item::Separator];
    match customers {
        [] => {}
        [only] => items.extend(customer(only)),
        several => {
            items.extend(several.iter().map(|one| Item::Sub(one.view.tenant.clone(), customer(one))));
            items.push(Item::Separator);
            items.push(pause_or_resume(several));
            items.push(read_calendars(several));
        }
    }
    if !customers.is_empty() {
        items.push(Item::Separator);
    }
    let waiting: usize = customers.iter().map(Customer::waiting).sum();
    if waiting > 0 {
        items.push(Item::Act(format!("Attention ({waiting})"), Click::Open(Some("attention"))));
    }
    items.push(Item::Act("Open Tidegate".into(), Click::Open(None)));
    items.push(quit(customers));
    Menu { shape, tooltip: format!("{}: {next}", word(shape)), items }
}

fn word(shape: Shape) -> &'static str {
    match shape {
        Shape::Fine => "As planned",
        Shape::Working => "Order under way",
        Shape::Attention => "Needs attention",
        Shape::Paused => "Nothing is ordered",
        Shape::Practice => "Practice",
    }
}

/// What needs a person comes first, then what stands still: both are what somebody would otherwise miss. Practice
/// customers beside real ones count only where they need attention.
fn shape(customers: &[Customer]) -> Shape {
    if customers.iter().any(|one| one.waiting() > 0 || one.view.trouble.is_some()) {
        return Shape::Attention;
    }
    let real: Vec<&Customer> = customers.iter().filter(|one| !one.view.practice).collect();
    if real.is_empty() && !customers.is_empty() {
        Shape::Practice
    } else if real.is_empty() || real.iter().any(|one| one.stands_still()) {
        Shape::Paused
    } else if real.iter().any(|one| one.view.circuits.iter().any(|circuit| circuit.order.is_some())) {
        Shape::Working
    } else {
        Shape::Fine
    }
}

/// The next change of all circuits, or why there is none.
fn first_line(customers: &[Customer]) -> String {
    let acting = customers.iter().filter(|one| !one.stands_still());
    let coming = acting.flat_map(|one| one.view.circuits.iter().map(move |circuit| (one, circuit)));
    let next = coming
        .filter(|(_, circuit)| circuit.paused.is_none())
        .filter_map(|(one, circuit)| Some((one, circuit, circuit.next.as_ref()?)))
        .min_by_key(|(_, _, next)| next.at);
    match (next, customers) {
        (Some((one, circuit, next)), _) => {
            let whose = if customers.len() > 1 { format!("{}, ", one.view.tenant) } else { String::new() };
            let when = when(next.at, one.view.at, one.view.zone);
            format!("{whose}{}: {} {when}", circuit.name, next.to)
        }
        (None, []) => "Nothing is set up yet".into(),
        (None, [only]) if only.view.paused.is_some() => "Paused: nothing is ordered".into(),
        (None, [only]) if !only.view.automation => "Watching only: nothing is ordered".into(),
        (None, _) => "Nothing planned".into(),
    }
}

/// `at 08:54 EST` on the same day, with the day otherwise.
fn when(at: Instant, now: Instant, zone: Zone) -> String {
    let (at, now) = (at.with_timezone(&zone), now.with_timezone(&zone));
    if at <= now {
        "now".into()
    } else if at.date_naive() == now.date_naive() {
        at.format("at %H:%M %Z").to_string()
    } else {
        at.format("on %a %-d %b at %H:%M %Z").to_string()
    }
}

fn customer(one: &Customer) -> Vec<Item> {
    let mut items: Vec<Item> = one.view.circuits.iter().map(|seen| circuit::item(one, seen)).collect();
    if let Some(trouble) = &one.view.trouble {
        items.push(Item::Line(trouble.clone()));
    }
    items.push(Item::Separator);
    items.push(pause_or_resume(std::slice::from_ref(one)));
    items.push(read_calendars(std::slice::from_ref(one)));
    items
}

/// Whoever is paused is resumed before anybody is paused.
fn pause_or_resume(customers: &[Customer]) -> Item {
    let all = |of: &dyn Fn(&Customer) -> bool, command: Command| {
        Click::Do(customers.iter().filter(|one| of(one)).map(|one| one.does(command.clone())).collect())
    };
    let paused = |one: &Customer| one.view.automation && one.view.paused.is_some();
    if customers.iter().any(paused) {
        let resume = |from| all(&paused, Command::Resume { circuit: None, from });
        Item::Sub(
            "Resume".into(),
            vec![
                Item::Act("From the next change on".into(), resume(TakeUp::Next)),
                Item::Act("Now".into(), resume(TakeUp::Now)),
            ],
        )
    } else if customers.iter().any(|one| one.view.automation) {
        Item::Act(
            "Pause everything".into(),
            all(&|one| one.view.automation, Command::Pause { circuit: None }),
        )
    } else {
        Item::Line("Automation is off".into())
    }
}

fn read_calendars(customers: &[Customer]) -> Item {
    let commands = customers.iter().map(|one| one.does(Command::FeedRefresh { feed: None })).collect();
    Item::Act("Read calendars now".into(), Click::Do(commands))
}

/// While a circuit is above its baseline, quitting leaves it there with nobody to bring it down: that is asked first.
fn quit(customers: &[Customer]) -> Item {
    let above = |one: &CircuitView| one.live.is_some_and(|live| live > one.baseline);
    let circuits = customers.iter().flat_map(|one| &one.view.circuits);
    let raised: Vec<&CircuitView> = circuits.filter(|one| above(one)).collect();
    let keep = match &raised[..] {
        [] => return Item::Act("Quit".into(), Click::Quit),
        [one] => format!("Quit and leave {} at {}", one.name, one.live.unwrap_or(one.baseline)),
        several => format!("Quit and leave {} circuits above their baselines", several.len()),
    };
    let whose = customers.iter().filter(|one| one.view.automation && one.view.circuits.iter().any(above));
    let drop: Vec<Envelope> = whose.map(|one| one.does(Command::BaselineAll {})).collect();
    let mut answers = vec![Item::Act("Stay".into(), Click::Stay)];
    if !drop.is_empty() {
        answers.push(Item::Act("Drop to the baselines, pause, then quit".into(), Click::DropAndQuit(drop)));
    }
    answers.push(Item::Act(keep, Click::Quit));
    Item::Sub("Quit".into(), answers)
}

#[cfg(test)]
mod tests;
