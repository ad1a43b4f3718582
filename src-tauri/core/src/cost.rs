//! What circuits cost: exact decimals over real hours, by the rule that the carrier is believed to bill by, at the
//! prices of each time.
//! An unknown price stays unknown and makes a sum "at least".

use crate::circuit::Circuit;
use crate::time::{Instant, Span, slot_ceil, slot_floor};
use crate::timeline::Timeline;
use crate::units::{Money, Tier};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// How a partly used hour is billed. The carrier's documents do not say (lumen-api §6), so it is a setting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Billing {
    /// Each UTC hour at the dearest tier ordered in it: never flatters.
    #[default]
    ClockHour,
    /// Each stay at a tier in started hours.
    StartedHour,
    /// Each UTC minute at the dearest tier in it, for a sixtieth of its hour.
    PerMinute,
}

impl Billing {
    /// The rule's name, beside every sum.
    pub fn name(self) -> &'static str {
        match self {
            Self::ClockHour => "each clock hour at the dearest tier in it",
            Self::StartedHour => "each stay at a tier in started hours",
            Self::PerMinute => "by the minute",
        }
    }
}

/// A sum, and whether some of it is unknown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cost {
    /// What is known of it.
    pub known: Money,
    /// Some price is unknown: the true sum is at least this.
    pub at_least: bool,
}

impl Cost {
    /// Nothing.
    pub fn zero(currency: &str) -> Self {
        Self { known: Money::new(Decimal::ZERO, currency), at_least: false }
    }

    /// In whole cents, half a cent away from zero: as it is shown.
    #[must_use]
    pub fn in_cents(self) -> Self {
        let cents = self.known.amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
        Self { known: Money::new(cents, &self.known.currency), ..self }
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: &Self) -> Self {
        let known = Money::new(self.known.amount + other.known.amount, &self.known.currency);
        Self { known, at_least: self.at_least || other.at_least }
    }
}

impl std::fmt::Display for Cost {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let prefix = if self.at_least { "at least " } else { "" };
        write!(formatter, "{prefix}{}", self.known)
    }
}

/// An unbroken stay at one tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    /// Included.
    pub from: Instant,
    /// Excluded.
    pub to: Instant,
    /// The tier.
    pub tier: Tier,
}

/// The stays that a timeline plans between two instants.
pub fn stays(timeline: &Timeline, from: Instant, to: Instant) -> Vec<Stay> {
    let mut out: Vec<Stay> = Vec::new();
    for segment in timeline.within(from, to) {
        let (begin, end) = (segment.from.max(from), segment.to.unwrap_or(to).min(to));
        match out.last_mut() {
            Some(last) if last.tier == segment.tier => last.to = end,
            Some(_) | None if begin < end => out.push(Stay { from: begin, to: end, tier: segment.tier }),
            Some(_) | None => {}
        }
    }
    out
}

/// What stays cost, by the circuit's own quoted prices, each at its time. Exact but for a last division by the minute.
pub fn of(circuit: &Circuit, stays: &[Stay], rule: Billing, currency: &str) -> Cost {
    let (used, an_hour) = match rule {
        Billing::ClockHour => (slots(circuit, stays, Span::hours(1)), 1),
        Billing::StartedHour => (stays.iter().flat_map(|stay| started_hours(circuit, stay)).collect(), 1),
        Billing::PerMinute => (slots(circuit, stays, Span::minutes(1)), 60),
    };
    let sum = used.into_iter().fold(Cost::zero(currency), |sum, (price, many)| match price {
        Some(price) => Cost { known: Money::new(sum.known.amount + price * many, currency), ..sum },
        None => Cost { at_least: true, ..sum },
    });
    Cost { known: Money::new(sum.known.amount / Decimal::from(an_hour), currency), ..sum }
}

/// A part of a stay in which its tier has one price; none where that is unknown.
struct Piece {
    from: Instant,
    to: Instant,
    price: Option<Decimal>,
}

/// Stays, cut where the price of their tier changed.
fn pieces(circuit: &Circuit, stays: &[Stay]) -> Vec<Piece> {
    let mut out = Vec::new();
    for stay in stays.iter().filter(|stay| stay.from < stay.to) {
        let ends = circuit.price_changes(stay.tier, stay.from, stay.to).chain([stay.to]);
        let mut from = stay.from;
        for to in ends {
            let price = circuit.price_at(stay.tier, from).map(|price| price.amount);
            out.push(Piece { from, to, price });
            from = to;
        }
    }
    out
}

/// The started hours of a stay, counted from its begin, each at the price of its own begin.
fn started_hours(circuit: &Circuit, stay: &Stay) -> Vec<(Option<Decimal>, Decimal)> {
    let hour = Span::hours(1).num_milliseconds();
    let begun = |at: Instant| {
        (at - stay.from).num_milliseconds().max(0).cast_unsigned().div_ceil(hour.cast_unsigned())
    };
    let parts = pieces(circuit, std::slice::from_ref(stay));
    parts.iter().map(|one| (one.price, Decimal::from(begun(one.to) - begun(one.from)))).collect()
}

/// Each slot of the clock touched, hours or minutes of UTC, at the dearest price in it; an unknown price counts as
/// dearest, so that a sum does not flatter. Whole slots inside one piece are taken at once.
fn slots(circuit: &Circuit, stays: &[Stay], slot: Span) -> Vec<(Option<Decimal>, Decimal)> {
    let rank = |price: &Option<Decimal>| (price.is_none(), *price);
    let mut edges: std::collections::BTreeMap<Instant, Option<Decimal>> = std::collections::BTreeMap::new();
    let mut out = Vec::new();
    for piece in pieces(circuit, stays) {
        let (inner_from, inner_to) = (slot_ceil(piece.from, slot), slot_floor(piece.to, slot));
        for edge in [slot_floor(piece.from, slot), slot_floor(piece.to - Span::milliseconds(1), slot)] {
            let is_whole = edge >= inner_from && edge + slot <= inner_to;
            if !is_whole {
                edges
                    .entry(edge)
                    .and_modify(|price| *price = std::cmp::max_by_key(*price, piece.price, rank))
                    .or_insert(piece.price);
            }
        }
        if inner_from < inner_to {
            let whole = (inner_to - inner_from).num_milliseconds() / slot.num_milliseconds();
            out.push((piece.price, Decimal::from(whole)));
        }
    }
    out.extend(edges.into_values().map(|price| (price, Decimal::ONE)));
    out
}

/// What a whole time at one tier would cost.
pub fn at_tier(
    circuit: &Circuit,
    tier: Tier,
    from: Instant,
    to: Instant,
    rule: Billing,
    currency: &str,
) -> Cost {
    of(circuit, &[Stay { from, to, tier }], rule, currency)
}

#[cfg(test)]
mod tests;
