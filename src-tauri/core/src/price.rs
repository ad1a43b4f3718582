//! What a tier costs an hour, and what it cost before: the carrier's prices with their history. A sum over the past goes
//! by the prices of then. What was unknown stays unknown.

use crate::audit::Entry;
use crate::circuit::{Circuit, Offer};
use crate::ids::Actor;
use crate::time::Instant;
use crate::units::{Money, Tier};
use serde::{Deserialize, Serialize};

/// A price that holds no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Former {
    /// The tier.
    pub tier: Tier,
    /// Price an hour; `None` was unknown.
    pub per_hour: Option<Money>,
    /// It held until then, excluded: when the carrier first named another.
    pub until: Instant,
}

impl Circuit {
    /// The price of a tier an hour at an instant; before the first that is known, that one. `None` where the carrier
    /// named none.
    pub fn price_at(&self, tier: Tier, at: Instant) -> Option<&Money> {
        match self.former.iter().find(|one| one.tier == tier && at < one.until) {
            Some(former) => former.per_hour.as_ref(),
            None => self.price(tier),
        }
    }

    /// When the price of a tier changed between two instants, both excluded; oldest first.
    pub fn price_changes(&self, tier: Tier, from: Instant, to: Instant) -> impl Iterator<Item = Instant> {
        let of_tier = self.former.iter().filter(move |one| one.tier == tier);
        of_tier.map(|one| one.until).filter(move |until| from < *until && *until < to)
    }

    /// The circuit with the offers as the carrier names them now; prices that were others are kept with their end.
    #[must_use]
    pub fn with_offers(&self, offers: Vec<Offer>) -> Self {
        let mut former = self.former.clone();
        for old in &self.offers {
            let Some(new) = offers.iter().find(|new| new.tier == old.tier) else { continue };
            if new.per_hour != old.per_hour {
                former.push(Former { tier: old.tier, per_hour: old.per_hour.clone(), until: new.quoted });
            }
        }
        Self { offers, former, ..self.clone() }
    }
}

/// A line of the trail for each price that changed.
pub(crate) fn told(old: &Circuit, new: &Circuit, now: Instant) -> Vec<Entry> {
    let written =
        |price: Option<&Money>| price.map_or_else(|| "unknown".into(), |price| price.amount.to_string());
    let changed = new.former.iter().skip(old.former.len());
    changed
        .map(|one| {
            let price = new.price(one.tier);
            let why = format!("the carrier names another price an hour for {} of {}", one.tier, new.name);
            let (before, after) = (written(one.per_hour.as_ref()), written(price));
            Entry::new(now, Actor::Carrier, "price.changed", why)
                .about(&new.id)
                .from_to(Some(before), Some(after))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at, circuit, tier};

    fn priced(circuit: &Circuit, text: &str, price: &str, minute: i64) -> Circuit {
        let mut offers = circuit.offers.clone();
        for offer in &mut offers {
            offer.quoted = at(minute);
            if offer.tier == tier(text) {
                offer.per_hour = Money::from_carrier(price, "USD");
            }
        }
        circuit.with_offers(offers)
    }

    #[test]
    fn the_past_keeps_its_prices() {
        let first = priced(&circuit("HQ", "100M"), "1G", "1.20", 0);
        assert_eq!(first.former, [], "the same price again is no change");
        let second = priced(&first, "1G", "1.30", 100);
        let third = priced(&second, "1G", "on request", 200);
        let price = |minute| third.price_at(tier("1G"), at(minute)).map(|price| price.amount.to_string());
        assert_eq!(price(-5000).as_deref(), Some("1.2"));
        assert_eq!(price(99).as_deref(), Some("1.2"));
        assert_eq!(price(100).as_deref(), Some("1.3"), "from the quote on");
        assert_eq!(price(200), None, "unknown is no old price");
        assert_eq!(third.price_at(tier("100M"), at(0)), first.price(tier("100M")));
        let changes = |from, to| third.price_changes(tier("1G"), at(from), at(to)).collect::<Vec<_>>();
        assert_eq!(changes(0, 300), [at(100), at(200)]);
        assert!(changes(100, 200).is_empty());
    }

    #[test]
    fn a_change_of_price_is_told_once_with_both_prices() {
        let first = circuit("HQ", "100M");
        let second = priced(&first, "1G", "1.30", 100);
        let lines: Vec<_> =
            told(&first, &second, at(100)).into_iter().map(|one| (one.before, one.after)).collect();
        assert_eq!(lines, [(Some("1.2".into()), Some("1.3".into()))]);
        assert_eq!(told(&second, &second, at(101)), []);
    }
}
