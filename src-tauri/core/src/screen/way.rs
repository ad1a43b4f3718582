//! The way to a new circuit as it is shown, in the window and on the command line: providers, places, what a place can
//! have, a quote with the time it is still good for, billing accounts, and how each errand stands.

use super::{Amount, Mark, Stamp, TierCell, wall};
use crate::carrier::{Account, Place, PlacesPage, Provider, TierList};
use crate::change::Change;
use crate::errand::Offered;
use crate::time::Instant;
use crate::world::World;
use serde::Serialize;

/// Whose places a circuit can be at.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ProviderRow {
    /// The carrier's id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// Places, or a page of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Places {
    /// Those that are shown.
    pub places: Vec<PlaceRow>,
    /// `3 of 1,021`, or how many there are.
    pub counted: String,
    /// Another page may follow.
    pub more: bool,
}

/// A place.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PlaceRow {
    /// The carrier's id.
    pub id: String,
    /// The provider's name for it, else its address.
    pub name: String,
    /// Its address in one line.
    pub address: String,
    /// The market it belongs to.
    pub market: String,
    /// A circuit can be ordered there.
    pub takes_orders: bool,
}

/// What a place can have.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PlaceOffers {
    /// The place's id.
    pub place: String,
    /// Its address.
    pub address: String,
    /// The tiers, lowest first.
    pub tiers: Vec<PlaceOffer>,
}

/// A tier that a place can have.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PlaceOffer {
    /// The tier.
    pub tier: TierCell,
    /// Its price an hour.
    pub per_hour: Amount,
    /// As commands take it.
    pub command: String,
}

/// A quote while it is good.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct QuoteShown {
    /// Its id.
    pub quote: String,
    /// The tier.
    pub tier: TierCell,
    /// The place's id.
    pub place: String,
    /// The address.
    pub address: String,
    /// `$0.79 an hour (the carrier says $568.80 a month)`.
    pub costs: String,
    /// What is written to agree to the price.
    pub agree: String,
    /// When it runs out.
    pub until: Stamp,
    /// Seconds until then, when this was written.
    pub left: i64,
    /// The program that answers orders by it.
    pub orders: bool,
}

/// A billing account.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AccountRow {
    /// Its id.
    pub id: String,
    /// The name on its bills.
    pub name: String,
    /// The country of its headquarters.
    pub headquarters: String,
    /// Why a new circuit cannot be billed to it, if so.
    pub barred: Option<String>,
}

/// An errand and how it stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ErrandRow {
    /// Our reference.
    pub reference: String,
    /// `The new circuit "Ashburn"`.
    pub what: String,
    /// How it stands.
    pub mark: Mark,
    /// The same in a word.
    pub state: String,
    /// The last that was heard of it.
    pub said: String,
    /// When it was wanted.
    pub at: Stamp,
    /// It has ended.
    pub over: bool,
    /// The carrier's id for the order.
    pub order: Option<String>,
}

/// Providers by name.
pub fn providers(all: &[Provider]) -> Vec<ProviderRow> {
    let mut rows: Vec<ProviderRow> =
        all.iter().map(|one| ProviderRow { id: one.id.clone(), name: one.name.clone() }).collect();
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    rows
}

/// A page of places as the carrier gave it.
pub fn page(page: &PlacesPage) -> Places {
    let shown = page.places.len();
    let counted = page.total.map_or_else(|| shown.to_string(), |total| format!("{shown} of {total}"));
    Places { places: page.places.iter().map(place).collect(), counted, more: page.more }
}

/// The places among so many that have the words of a search.
pub fn found(all: &[Place], looked: usize) -> Places {
    Places {
        places: all.iter().map(place).collect(),
        counted: format!("{} of {looked}", all.len()),
        more: false,
    }
}

fn place(one: &Place) -> PlaceRow {
    PlaceRow {
        id: one.id.clone(),
        name: one.name.clone().unwrap_or_else(|| one.address.clone()),
        address: one.address.clone(),
        market: one.market.clone().unwrap_or_default(),
        takes_orders: one.enabled.unwrap_or(true),
    }
}

/// What a place can have.
pub fn offers(place: &str, address: &str, list: &TierList) -> PlaceOffers {
    let tiers = list.offers.iter().map(|one| PlaceOffer {
        tier: one.tier.into(),
        per_hour: Amount::price(one.per_hour.as_ref()),
        command: one.tier.to_string(),
    });
    PlaceOffers { place: place.to_owned(), address: address.to_owned(), tiers: tiers.collect() }
}

/// A quote, by a program that orders or does not.
pub fn quote(world: &World, offered: &Offered, orders: bool, now: Instant) -> QuoteShown {
    let until = offered.at + world.tenant.profile.timings.quote;
    QuoteShown {
        quote: offered.id.clone(),
        tier: offered.tier.into(),
        place: offered.spot.place.clone(),
        address: offered.address.clone(),
        costs: offered.costs(),
        agree: offered.agreement(),
        until: wall::stamp(until, world.tenant.zone),
        left: (until - now).num_seconds().max(0),
        orders,
    }
}

/// The billing accounts, those that can pay first.
pub fn accounts(all: &[Account]) -> Vec<AccountRow> {
    let row = |one: &Account| AccountRow {
        id: one.id.clone(),
        name: one.name.clone(),
        headquarters: one.headquarters.clone().unwrap_or_else(|| "not said".into()),
        barred: one.barred(),
    };
    let mut rows: Vec<AccountRow> = all.iter().map(row).collect();
    rows.sort_by_key(|row| row.barred.is_some());
    rows
}

/// How many errands are shown, newest first.
const SHOWN: usize = 50;

/// The errands, newest first.
pub fn errands(world: &World) -> Vec<ErrandRow> {
    let mut all: Vec<&Change> = world.errands.values().flat_map(|all| all.values()).collect();
    all.sort_by_key(|change| std::cmp::Reverse(change.id));
    all.into_iter().take(SHOWN).filter_map(|change| errand(world, change)).collect()
}

/// An errand; nothing of what is none.
pub fn errand(world: &World, change: &Change) -> Option<ErrandRow> {
    let what = change.errand.as_ref()?.told(world.name_of(&change.circuit));
    Some(ErrandRow {
        reference: change.reference.clone(),
        what: super::written::capital(&what),
        mark: change.state.into(),
        state: change.state.word().to_owned(),
        said: change.last_word().unwrap_or_default().to_owned(),
        at: wall::stamp(change.opened, world.tenant.zone),
        over: !change.is_open(),
        order: change.order.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carrier::Spot;
    use crate::testing::{at, tier, world};
    use crate::time::Span;
    use crate::units::Money;

    fn offered(price: Option<&str>) -> Offered {
        Offered {
            id: "NaaS-1".into(),
            at: at(0),
            per_hour: price.and_then(|price| Money::from_carrier(price, "USD")),
            quote: None,
            per_month: price.and_then(|_| Money::from_carrier("568.80", "USD")),
            spot: Spot { place: "PL1".into(), provider: None },
            address: "Ashburn".into(),
            tier: tier("500M"),
            speed: "500 Mbps".into(),
        }
    }

    #[test]
    fn a_quote_says_what_it_costs_and_how_long_it_is_good() {
        let world = world(&[], &[]);
        let shown = quote(&world, &offered(Some("0.79")), true, at(0) + Span::seconds(90));
        assert_eq!((shown.left, shown.until.clock.as_str()), (15 * 60 - 90, "09:15 UTC"));
        assert_eq!(shown.costs, "$0.79 an hour (the carrier says $568.80 a month)");
        assert_eq!(shown.agree, "0.79");
        assert_eq!(quote(&world, &offered(None), true, at(20)).left, 0, "never less than nothing");
        let unknown = quote(&world, &offered(None), true, at(0));
        assert_eq!((unknown.costs.as_str(), unknown.agree.as_str()), ("an unknown price", "unknown"));
    }

    #[test]
    fn accounts_that_can_pay_come_first() {
        let account = |id: &str, at: &str| Account {
            id: id.into(),
            name: id.into(),
            currency: None,
            headquarters: Some(at.to_owned()),
        };
        let rows = accounts(&[account("5-A", "CA"), account("5-B", "US")]);
        assert_eq!((rows[0].id.as_str(), rows[0].barred.is_none()), ("5-B", true));
        assert!(rows[1].barred.as_ref().unwrap().contains("are in CA"));
    }
}
