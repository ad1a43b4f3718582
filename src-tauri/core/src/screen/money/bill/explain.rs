//! Why a bill differs from the ledger: one way of billing after another is tried on the circuit's own orders, and one
//! that gives exactly what is billed explains it. None that does leaves the difference unexplained: nothing is guessed.

use super::Past;
use crate::change::{Change, State};
use crate::circuit::Circuit;
use crate::cost::{self, Billing, Stay};
use crate::time::{Instant, Span};
use crate::units::Tier;
use crate::world::World;
use rust_decimal::Decimal;

/// A circuit's time in the ledger.
pub(super) struct Time<'a> {
    pub(super) world: &'a World,
    pub(super) past: &'a Past,
    pub(super) circuit: &'a Circuit,
    pub(super) from: Instant,
    pub(super) to: Instant,
    pub(super) lived: &'a [Stay],
}

impl Time<'_> {
    /// The orders that left for this circuit in this time, oldest first.
    pub(super) fn orders(&self) -> impl Iterator<Item = &Change> {
        let here = |one: &&Change| {
            one.circuit == self.circuit.id && one.sent.is_some_and(|sent| self.from <= sent && sent < self.to)
        };
        self.past.changes.iter().rev().filter(here)
    }

    /// What gives exactly the sum that is billed.
    pub(super) fn because(&self, billed: Decimal) -> Option<String> {
        self.by_another_rule(billed)
            .or_else(|| self.since_the_order(billed))
            .or_else(|| self.a_failed_order_counted(billed))
            .or_else(|| self.unseen(billed))
    }

    fn sum(&self, stays: &[Stay], rule: Billing) -> Decimal {
        cost::of(self.circuit, stays, rule, &self.world.tenant.profile.currency).in_cents().known.amount
    }

    fn rule(&self) -> Billing {
        self.world.tenant.billing
    }

    fn by_another_rule(&self, billed: Decimal) -> Option<String> {
        let rules = [Billing::ClockHour, Billing::StartedHour, Billing::PerMinute];
        let mut others = rules.into_iter().filter(|rule| *rule != self.rule());
        let found = others.find(|rule| self.sum(self.lived, *rule) == billed)?;
        Some(format!("it is billed {}, which the ledger is not reckoned by", found.name()))
    }

    /// Each confirmed order's tier counts from when it was sent, not from when it was there.
    fn since_the_order(&self, billed: Decimal) -> Option<String> {
        let confirmed: Vec<&Change> = self.orders().filter(|one| one.state == State::Confirmed).collect();
        let mut stays = self.lived.to_vec();
        for change in &confirmed {
            let (Some(sent), Some(ended)) = (change.sent, change.ended) else { continue };
            stays = painted(&stays, sent, ended.min(self.to), change.to);
        }
        let found = !confirmed.is_empty() && self.sum(&stays, self.rule()) == billed;
        let numbers: Vec<String> = confirmed.iter().map(|change| change.id.0.to_string()).collect();
        found.then(|| {
            format!(
                "each tier is billed from when it was ordered, not from when it was there: orders {}",
                numbers.join(", ")
            )
        })
    }

    /// One order that ended without effect is billed as if it had been carried out, until the next that was, or the end.
    fn a_failed_order_counted(&self, billed: Decimal) -> Option<String> {
        let failed = self.orders().filter(|one| matches!(one.state, State::Failed | State::Cancelled));
        failed.into_iter().find_map(|change| {
            let begin = change.ended.unwrap_or(self.to).max(self.from);
            let next = self.orders().filter(|one| one.state == State::Confirmed).filter_map(|one| one.ended);
            let end = next.filter(|at| *at > begin).min().unwrap_or(self.to);
            let stays = painted(self.lived, begin, end, change.to);
            let way = if change.state == State::Failed { "failed" } else { "was cancelled" };
            (self.sum(&stays, self.rule()) == billed)
                .then(|| format!("order {} {way} and is billed as if it had not", change.id.0))
        })
    }

    /// The difference lies within what the time in which nobody looked can have cost.
    fn unseen(&self, billed: Decimal) -> Option<String> {
        let pieces = self.past.pieces(self.world, &self.circuit.id, self.from, self.to);
        let gaps: Vec<_> = pieces.iter().filter(|piece| piece.stay.is_none()).collect();
        let time = gaps.iter().fold(Span::zero(), |sum, gap| sum + (gap.to - gap.from));
        let tiers =
            || self.circuit.offers.iter().filter(|offer| offer.per_hour.is_some()).map(|offer| offer.tier);
        let all = |tier: Tier| {
            let stays =
                gaps.iter().fold(self.lived.to_vec(), |stays, gap| painted(&stays, gap.from, gap.to, tier));
            self.sum(&stays, self.rule())
        };
        let sums: Vec<Decimal> = if gaps.is_empty() { vec![] } else { tiers().map(all).collect() };
        let (least, most) = (sums.iter().min()?, sums.iter().max()?);
        (least <= &billed && &billed <= most).then(|| {
            format!(
                "nobody looked for {}, and what was there then can have cost that",
                crate::screen::wall::length(time)
            )
        })
    }
}

/// Stays with another tier in a time; what lies outside every stay begins one.
fn painted(stays: &[Stay], from: Instant, to: Instant, tier: Tier) -> Vec<Stay> {
    if from >= to {
        return stays.to_vec();
    }
    let mut parts: Vec<Stay> = vec![Stay { from, to, tier }];
    for stay in stays {
        let (before, after) =
            (Stay { to: stay.to.min(from), ..*stay }, Stay { from: stay.from.max(to), ..*stay });
        parts.extend([before, after].into_iter().filter(|part| part.from < part.to));
    }
    parts.sort_by_key(|part| part.from);
    let mut out: Vec<Stay> = Vec::new();
    for part in parts {
        match out.last_mut().filter(|last| last.tier == part.tier && last.to == part.from) {
            Some(last) => last.to = part.to,
            None => out.push(part),
        }
    }
    out
}
