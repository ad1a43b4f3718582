//! A circuit's line and what can be done about it from there.

use super::{Click, Customer, Item, when};
use tidegate_core::circuit::Circuit;
use tidegate_core::cost::{self, Cost, Stay};
use tidegate_core::overrides::Override;
use tidegate_core::time::Span;
use tidegate_core::units::{Money, Tier};
use tidegate_core::view::CircuitView;
use tidegate_door::command::Command;

/// The boosts that a click can ask for, in hours.
const BOOSTS: [i64; 3] = [1, 2, 4];
/// A hold's length, as the command has it.
const HOLD: &str = "2h";
/// A menu is as wide as its longest line.
const LINE: usize = 60;

pub(super) fn item(one: &Customer, seen: &CircuitView) -> Item {
    let mut items = Vec::new();
    if !seen.why.is_empty() {
        items.extend([Item::Line(cut(&seen.why)), Item::Separator]);
    }
    items.extend(boosts(one, seen));
    if let Some(live) = seen.live {
        let hold = Command::Hold { circuit: id(seen), tier: live.to_string(), until: Some(HOLD.into()) };
        items.push(Item::Act(format!("Hold {live} for 2 h"), Click::Do(vec![one.does(hold)])));
    }
    if !seen.overrides.is_empty() {
        let clear = one.does(Command::Clear { circuit: id(seen) });
        items.push(Item::Act("End boost and hold".into(), Click::Do(vec![clear])));
    }
    Item::Sub(line(one, seen), items)
}

/// `HQ: 1 Gbps, boost to 2 Gbps until 12:42 EST`.
fn line(one: &Customer, seen: &CircuitView) -> String {
    let mut parts = vec![seen.live.map_or("unknown".to_owned(), |live| live.to_string())];
    parts.extend(seen.order.as_ref().map(|order| format!("{} {}", order.to, order.state.to_lowercase())));
    parts.extend(seen.overrides.iter().map(|word| said(one, word)));
    if seen.paused.is_some() {
        parts.push("paused".into());
    }
    format!("{}: {}", seen.name, parts.join(", "))
}

fn said(one: &Customer, word: &Override) -> String {
    let end = when(word.until, one.view.at, one.view.zone);
    let end = end.trim_start_matches("at ");
    format!("{} {} until {end}", word.kind.word(), word.tier)
}

/// A sub menu for each tier above the live one that a person may ask for.
fn boosts(one: &Customer, seen: &CircuitView) -> Vec<Item> {
    let Some(circuit) = one.circuits.iter().find(|circuit| circuit.id == seen.id) else { return vec![] };
    let from = seen.live.unwrap_or(seen.baseline);
    let tiers = circuit.offers.iter().map(|offer| offer.tier);
    let tiers = tiers.filter(|tier| *tier > from && *tier <= circuit.highest);
    tiers
        .map(|tier| {
            let each = BOOSTS.iter().map(|hours| boost(one, circuit, from, tier, *hours)).collect();
            Item::Sub(format!("Boost to {tier}"), each)
        })
        .collect()
}

fn boost(one: &Customer, circuit: &Circuit, from: Tier, tier: Tier, hours: i64) -> Item {
    let price = extra(one, circuit, from, tier, hours)
        .map_or("price unknown".to_owned(), |money| format!("{money} more"));
    let command = Command::Boost {
        circuit: circuit.id.0.clone(),
        tier: tier.to_string(),
        until: Some(format!("{hours}h")),
    };
    Item::Act(format!("Boost to {tier} for {hours} h, {price}"), Click::Do(vec![one.does(command)]))
}

/// What so many hours at a tier cost beyond staying where it is, by the customer's billing rule.
fn extra(one: &Customer, circuit: &Circuit, from: Tier, tier: Tier, hours: i64) -> Option<Money> {
    let currency = circuit.price(tier)?.currency.as_str();
    let sum = |tier| -> Cost {
        let stay = Stay { from: one.view.at, to: one.view.at + Span::hours(hours), tier };
        cost::of(circuit, &[stay], one.billing, currency)
    };
    let (high, low) = (sum(tier), sum(from));
    let known = !high.at_least && !low.at_least;
    known.then(|| Money::new(high.known.amount - low.known.amount, currency))
}

fn id(seen: &CircuitView) -> String {
    seen.id.0.clone()
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LINE {
        return text.to_owned();
    }
    text.chars().take(LINE - 1).chain(['\u{2026}']).collect()
}
