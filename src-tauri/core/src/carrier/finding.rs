//! Where a new circuit can be: the carrier's providers and their places, what a place can have and costs, a quote for
//! it, and the billing accounts that may pay. Owns what is asked and found, and the one dispatch; how a dialect says
//! it is that dialect's file. Nothing here orders anything.

use super::{
    Dialect, Profile, Question, Quote, Read, Refusal, Request, Response, TierList, Unable, lumen, naas_v1,
};
use crate::time::Instant;
use crate::units::{Money, Tier};
use serde::{Deserialize, Serialize};

/// Somebody at whose places the carrier has its network: a data centre's or a cloud's operator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Provider {
    /// The carrier's id, the `partnerId` of quotes.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The carrier's word for its kind, where it has one.
    pub kind: Option<String>,
}

/// A place where a circuit can be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The carrier's id, such as `PL0001247634`.
    pub id: String,
    /// Its address in one line.
    pub address: String,
    /// The provider's name for it, where the carrier says it.
    pub name: Option<String>,
    /// The market it belongs to.
    pub market: Option<String>,
    /// Whether circuits can be ordered there; `None` where the carrier does not say.
    pub enabled: Option<bool>,
    /// Speeds its access can have; empty where the carrier does not say.
    pub speeds: Vec<Tier>,
}

impl Place {
    /// Whether every one of the words stands in what is known of it, in any case.
    pub fn has(&self, words: &str) -> bool {
        let name = self.name.as_deref().unwrap_or_default();
        let market = self.market.as_deref().unwrap_or_default();
        let all = format!("{} {} {name} {market}", self.id, self.address).to_lowercase();
        words.split_whitespace().all(|word| all.contains(&word.to_lowercase()))
    }
}

/// One page of places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlacesPage {
    /// The places on this page that could be read.
    pub places: Vec<Place>,
    /// How many there are on all pages, where the carrier says so.
    pub total: Option<u64>,
    /// Whether another page may follow.
    pub more: bool,
}

/// The spot where a new circuit is wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// The place's id.
    pub place: String,
    /// The provider whose place it is.
    pub provider: Option<String>,
}

/// A quote and what the carrier says a month of it costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priced {
    /// The quote, with its price an hour.
    pub quote: Quote,
    /// Its price a month in the carrier's own words; not the sum of any hours that Tidegate knows.
    pub per_month: Option<Money>,
}

/// A billing account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Its id, such as `5-EXAMPLE1`.
    pub id: String,
    /// The name on its bills.
    pub name: String,
    /// Its currency, where the carrier says it.
    pub currency: Option<String>,
    /// The country of its headquarters, such as `US`; `None` where the carrier does not say.
    pub headquarters: Option<String>,
}

impl Account {
    /// Why a new circuit cannot be billed to it, if so: the carrier takes orders only for accounts whose headquarters
    /// are in the United States (lumen-api §4.5). A whole sentence without its stop.
    pub fn barred(&self) -> Option<String> {
        match self.headquarters.as_deref() {
            Some("US" | "USA") => None,
            Some(elsewhere) => Some(format!(
                "the headquarters of billing account {} are in {elsewhere}, and the carrier takes orders for a new circuit only for accounts with headquarters in the US",
                self.id
            )),
            None => Some(format!(
                "the carrier does not say where the headquarters of billing account {} are, and takes orders for a new circuit only for accounts with headquarters in the US",
                self.id
            )),
        }
    }
}

impl Profile {
    /// Asks for the providers.
    pub fn providers(&self) -> Result<Request, Unable> {
        match self.dialect {
            Dialect::Lumen => Ok(lumen::providers(self)),
            Dialect::NaasV1 | Dialect::Connections | Dialect::EodV5 => Err(self.unable(Question::Providers)),
        }
    }

    /// Reads the providers.
    pub fn read_providers(&self, response: &Response) -> Result<Read<Vec<Provider>>, Refusal> {
        lumen::read_providers(response)
    }

    /// Asks for one page of a provider's places, counted from one.
    pub fn places(&self, provider: &str, page: u32) -> Result<Request, Unable> {
        match self.dialect {
            Dialect::Lumen => Ok(lumen::places(self, provider, page)),
            Dialect::NaasV1 | Dialect::Connections | Dialect::EodV5 => Err(self.unable(Question::Places)),
        }
    }

    /// Asks whether a circuit can be at an address: the places that fit it.
    pub fn address(&self, address: &str) -> Result<Request, Unable> {
        match self.dialect {
            Dialect::NaasV1 => Ok(naas_v1::address(self, address)),
            Dialect::Lumen | Dialect::Connections | Dialect::EodV5 => Err(self.unable(Question::Address)),
        }
    }

    /// Reads a page of places, or the places that fit an address.
    pub fn read_places(&self, response: &Response) -> Result<Read<PlacesPage>, Refusal> {
        match self.dialect {
            Dialect::Lumen | Dialect::Connections | Dialect::EodV5 => lumen::read_places(response),
            Dialect::NaasV1 => naas_v1::read_places(self, response),
        }
    }

    /// Asks what a new circuit at a spot can have.
    pub fn tiers_at(&self, spot: &Spot) -> Result<Request, Unable> {
        match self.dialect {
            Dialect::Lumen => Ok(lumen::tiers_at(self, spot)),
            Dialect::NaasV1 => Ok(naas_v1::tiers_at(self, spot)),
            Dialect::Connections | Dialect::EodV5 => Err(self.unable(Question::TierList)),
        }
    }

    /// Reads what a new circuit can have.
    pub fn read_tiers_at(&self, response: &Response, at: Instant) -> Result<Read<TierList>, Refusal> {
        match self.dialect {
            Dialect::Lumen | Dialect::Connections | Dialect::EodV5 => lumen::read_tiers(self, response, at),
            Dialect::NaasV1 => naas_v1::read_tiers(self, response, at),
        }
    }

    /// The address that stands beside what a new circuit can have, where one does.
    pub fn read_address_at(&self, response: &Response) -> Option<String> {
        lumen::read_address_at(response)
    }

    /// Asks for a quote of a new circuit at a spot. `speed` is the tier as the carrier wrote it in its list.
    pub fn quote_at(&self, spot: &Spot, speed: &str, note: &str) -> Result<Request, Unable> {
        match self.dialect {
            Dialect::Lumen => Ok(lumen::quote_at(self, spot, speed, note)),
            Dialect::NaasV1 | Dialect::Connections | Dialect::EodV5 => Err(self.unable(Question::Quote)),
        }
    }

    /// Reads a quote with both of its prices.
    pub fn read_priced(&self, response: &Response, at: Instant) -> Result<Read<Priced>, Refusal> {
        lumen::read_priced(self, response, at)
    }

    /// Asks for the billing accounts.
    pub fn accounts(&self, page: u32) -> Result<Request, Unable> {
        match self.dialect {
            Dialect::Lumen => Ok(lumen::accounts(self, page)),
            Dialect::NaasV1 | Dialect::Connections | Dialect::EodV5 => Err(self.unable(Question::Accounts)),
        }
    }

    /// Reads the billing accounts, and whether another page may follow.
    pub fn read_accounts(&self, response: &Response) -> Result<Read<(Vec<Account>, bool)>, Refusal> {
        lumen::read_accounts(self, response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_found_by_any_of_its_words_in_any_case() {
        let place = Place {
            id: "PL0001247634".into(),
            address: "100 Example Dr, Monroe, LA 71203, US".into(),
            name: Some("Equinix DC2".into()),
            market: Some("WASHINGTON DC".into()),
            enabled: Some(true),
            speeds: vec![],
        };
        for words in ["monroe", "equinix washington", "pl0001247634", "LA 71203", ""] {
            assert!(place.has(words), "{words}");
        }
        assert!(!place.has("monroe denver"), "all of the words");
    }

    #[test]
    fn an_account_whose_headquarters_are_not_in_the_us_or_not_said_cannot_pay_and_says_why() {
        let account = |headquarters: Option<&str>| Account {
            id: "5-A".into(),
            name: "A".into(),
            currency: None,
            headquarters: headquarters.map(str::to_owned),
        };
        assert_eq!(account(Some("US")).barred(), None);
        assert!(account(Some("CA")).barred().unwrap().contains("are in CA"));
        assert!(account(None).barred().unwrap().contains("does not say where"));
    }
}
