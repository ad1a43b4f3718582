//! What circuits cost: exact decimals over real hours, by the rule that the carrier is believed to bill by.
//! An unknown price stays unknown and makes a sum "at least".

use crate::circuit::Circuit;
use crate::time::{Instant, Span, hour_ceil, hour_floor};
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
    /// By the minute.
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

/// What stays cost, by the circuit's own quoted prices.
pub fn of(circuit: &Circuit, stays: &[Stay], rule: Billing, currency: &str) -> Cost {
    let hours: Vec<(Tier, Decimal)> = match rule {
        Billing::ClockHour => clock_hours(circuit, stays),
        Billing::StartedHour => stays.iter().map(|stay| (stay.tier, started(stay.to - stay.from))).collect(),
        Billing::PerMinute => stays.iter().map(|stay| (stay.tier, fraction(stay.to - stay.from))).collect(),
    };
    hours.into_iter().fold(Cost::zero(currency), |sum, (tier, hours)| match circuit.price(tier) {
        Some(price) => Cost { known: Money::new(sum.known.amount + price.amount * hours, currency), ..sum },
        None => Cost { at_least: true, ..sum },
    })
}

fn fraction(span: Span) -> Decimal {
    Decimal::from(span.num_milliseconds()) / Decimal::from(3_600_000)
}

fn started(span: Span) -> Decimal {
    fraction(span).ceil()
}

/// Each UTC hour touched, at its dearest tier; an unknown price counts as dearest, so that a sum does not flatter.
/// Whole hours inside one stay are taken at once.
fn clock_hours(circuit: &Circuit, stays: &[Stay]) -> Vec<(Tier, Decimal)> {
    let rank =
        |tier: Tier| (circuit.price(tier).is_none(), circuit.price(tier).map(|price| price.amount), tier);
    let mut edges: std::collections::BTreeMap<Instant, Tier> = std::collections::BTreeMap::new();
    let mut out = Vec::new();
    for stay in stays.iter().filter(|stay| stay.from < stay.to) {
        let (inner_from, inner_to) = (hour_ceil(stay.from), hour_floor(stay.to));
        for edge in [hour_floor(stay.from), hour_floor(stay.to - Span::milliseconds(1))] {
            let is_whole = edge >= inner_from && edge + Span::hours(1) <= inner_to;
            if !is_whole {
                edges
                    .entry(edge)
                    .and_modify(|tier| *tier = std::cmp::max_by_key(*tier, stay.tier, |one| rank(*one)))
                    .or_insert(stay.tier);
            }
        }
        if inner_from < inner_to {
            out.push((stay.tier, Decimal::from((inner_to - inner_from).num_hours())));
        }
    }
    out.extend(edges.into_values().map(|tier| (tier, Decimal::ONE)));
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
