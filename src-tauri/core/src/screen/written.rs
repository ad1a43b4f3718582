//! Tiers, money and states as the screens write them.

use super::{Amount, Mark, OfferChoice, TierCell};
use crate::change::State;
use crate::circuit::{Circuit, Offer};
use crate::cost::Cost;
use crate::ids::{CircuitId, FeedId};
use crate::time::Span;
use crate::units::{Money, Tier};
use crate::world::World;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;
use std::collections::BTreeSet;

/// Where the carrier's secret is, and for how long.
pub(crate) fn secret_is(world: &World) -> &'static str {
    if world.here.in_memory {
        "The secret is in Tidegate's memory only and gone when it stops: give it again at each start."
    } else {
        "The secret is in this computer's keychain and nowhere else."
    }
}

impl From<Tier> for TierCell {
    fn from(tier: Tier) -> Self {
        Self { mbps: tier.mbps(), text: tier.to_string(), short: tier.short() }
    }
}

impl Amount {
    /// Not known: never zero.
    pub(crate) fn unknown() -> Self {
        Self { text: "unknown".into(), value: None }
    }

    /// A price or sum.
    pub(crate) fn of(money: &Money) -> Self {
        Self { text: money.to_string(), value: money.amount.to_f64() }
    }

    /// A difference, with its sign.
    pub(crate) fn signed(money: &Money) -> Self {
        Self { text: money.signed(), value: money.amount.to_f64() }
    }

    /// A price that may be unknown.
    pub(crate) fn price(money: Option<&Money>) -> Self {
        money.map_or_else(Self::unknown, Self::of)
    }

    /// A sum of which some may be unknown.
    pub(crate) fn cost(cost: &Cost) -> Self {
        if cost.at_least && cost.known.amount.is_zero() {
            return Self::unknown();
        }
        Self { text: cost.to_string(), value: cost.known.amount.to_f64() }
    }
}

impl Cost {
    /// What it is more than another; `None` where some price of either is unknown.
    pub(crate) fn minus(&self, other: &Self) -> Option<Money> {
        let known = !self.at_least && !other.at_least;
        known.then(|| Money::new(self.known.amount - other.known.amount, &self.known.currency))
    }
}

impl From<State> for Mark {
    fn from(state: State) -> Self {
        match state {
            State::Intended => Self::Planned,
            State::Sent | State::Accepted => Self::Ordered,
            State::Pending => Self::Pending,
            State::Unknown => Self::Unknown,
            State::Confirmed => Self::Confirmed,
            State::Failed => Self::Failed,
            State::Cancelled => Self::Cancelled,
            State::Rejected => Self::Refused,
            State::Superseded => Self::Replaced,
            State::Blocked => Self::Held,
        }
    }
}

/// A setting's value as commands take it.
pub(crate) fn kebab(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The page's name of a state.
pub(crate) fn mark_name(mark: Mark) -> &'static str {
    match mark {
        Mark::Planned => "planned",
        Mark::Ordered => "ordered",
        Mark::Pending => "pending",
        Mark::Confirmed => "confirmed",
        Mark::Failed => "failed",
        Mark::Cancelled => "cancelled",
        Mark::Refused => "refused",
        Mark::Unknown => "unknown",
        Mark::Missed => "missed",
        Mark::Drift => "drift",
        Mark::Held => "held",
        Mark::Replaced => "replaced",
        Mark::Attention => "attention",
        Mark::Suppressed => "suppressed",
        Mark::Ignored => "ignored",
        Mark::Fine => "fine",
    }
}

/// Bandwidths that are commonly ordered, in Mbps: choices where the carrier lists none.
const USUAL: [u32; 12] = [10, 20, 50, 100, 200, 300, 500, 1_000, 2_000, 3_000, 5_000, 10_000];

/// What a circuit can be set to. Where its kind of account has no list of tiers: the usual ones, as far as the port goes,
/// and those that it has and was given, at no known price.
pub(crate) fn offers(world: &World, circuit: &Circuit) -> Vec<Offer> {
    if world.tenant.profile.lists_tiers() || !circuit.offers.is_empty() {
        return circuit.offers.clone();
    }
    let usual = USUAL.into_iter().filter_map(Tier::from_mbps);
    let given =
        [circuit.baseline, circuit.highest, circuit.lowest].into_iter().chain(live(world, &circuit.id));
    let tiers: BTreeSet<Tier> = usual.chain(given).filter(|tier| circuit.can_have(*tier)).collect();
    let offer = |tier| Offer { tier, speed: circuit.speed_text(tier), per_hour: None, quoted: circuit.since };
    tiers.into_iter().map(offer).collect()
}

/// `100 Mbps · $0.47/h`.
pub(crate) fn choice(offer: &Offer) -> OfferChoice {
    let price = offer.per_hour.as_ref().map_or_else(|| "price unknown".into(), |price| format!("{price}/h"));
    OfferChoice {
        command: offer.tier.to_string(),
        text: format!("{} \u{b7} {price}", offer.tier),
        mbps: offer.tier.mbps(),
    }
}

/// The circuits by name.
pub(crate) fn circuits(world: &World) -> Vec<&Circuit> {
    let mut all: Vec<&Circuit> = world.circuits.values().collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

/// The live tier of a circuit, as last read.
pub(crate) fn live(world: &World, circuit: &CircuitId) -> Option<Tier> {
    Some(world.states.get(circuit)?.seen.as_ref()?.tier)
}

/// What an hour of a tier costs more or less than the baseline's: `+$0.73/h`.
pub(crate) fn above_baseline(circuit: &Circuit, tier: Tier) -> String {
    match (circuit.price(tier), circuit.price(circuit.baseline)) {
        (Some(price), Some(baseline)) => {
            format!("{}/h", Money::new(price.amount - baseline.amount, &price.currency).signed())
        }
        (Some(_) | None, Some(_) | None) => "price unknown".into(),
    }
}

/// The name of a feed, for people.
pub(crate) fn feed_name(world: &World, feed: &FeedId) -> String {
    world.feeds.get(feed).map_or_else(|| feed.to_string(), |feed| feed.name.clone())
}

/// How much of a whole a part is, from 0 to 1.
pub(crate) fn share(part: Span, whole: Span) -> f64 {
    let milliseconds = |span: Span| Decimal::from(span.num_milliseconds());
    milliseconds(part).checked_div(milliseconds(whole)).and_then(|share| share.to_f64()).unwrap_or_default()
}

/// `one circuit`, `3 circuits`; small numbers as words.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    const WORDS: [&str; 10] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    let word = WORDS.get(number).map_or_else(|| number.to_string(), |word| (*word).to_owned());
    format!("{word} {}", if number == 1 { one } else { many })
}

/// With a capital at its begin.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(text: &str, at_least: bool) -> Cost {
        Cost { known: Money::new(text.parse().unwrap(), "USD"), at_least }
    }

    #[test]
    fn what_is_unknown_is_the_word_and_never_zero() {
        assert_eq!(Amount::cost(&cost("0", true)), Amount::unknown());
        assert_eq!(Amount::cost(&cost("3", true)).text, "at least $3.00");
        assert_eq!(Amount::price(None).value, None);
        assert_eq!(cost("3", true).minus(&cost("1", false)), None);
        assert_eq!(cost("1", false).minus(&cost("1.14", false)).unwrap().signed(), "\u{2212}$0.14");
    }

    #[test]
    fn numbers_agree_with_their_words() {
        assert_eq!(count(1, "circuit", "circuits"), "one circuit");
        assert_eq!(count(3, "circuit", "circuits"), "three circuits");
        assert_eq!(count(12, "circuit", "circuits"), "12 circuits");
        assert_eq!(capital("two things"), "Two things");
    }
}
