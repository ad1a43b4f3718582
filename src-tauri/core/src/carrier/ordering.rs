//! What a person has the carrier do beside changing a tier, as requests: a new circuit, the end of one, another name.
//! Owns the one dispatch; the forms are each dialect's. What becomes of an answer is `errand`'s matter.

use super::{
    Accepted, Dialect, Profile, Question, Quote, Refusal, Request, Response, Unable, connections, errors,
    lumen, naas_v1,
};
use crate::circuit::Circuit;
use crate::errand::Errand;

/// An errand as it is sent.
#[derive(Clone, Copy, Debug)]
pub struct Carried<'a> {
    /// What it is.
    pub errand: &'a Errand,
    /// The circuit it is about; a new one is none yet.
    pub circuit: Option<&'a Circuit>,
    /// Our reference, at most 20 characters.
    pub reference: &'a str,
    /// A note for people at the carrier; no calendar text.
    pub note: &'a str,
    /// The quote, where one is needed.
    pub quote: Option<&'a Quote>,
}

impl Profile {
    /// Whether the dialect has words for an errand.
    pub fn can(&self, errand: &Errand) -> Result<(), Unable> {
        let question = match errand {
            Errand::New(_) => return self.can_order_new(),
            Errand::Disconnect => Question::Disconnect,
            Errand::Rename { .. } => Question::Rename,
        };
        match self.dialect {
            Dialect::Lumen => Ok(()),
            Dialect::NaasV1 | Dialect::Connections | Dialect::EodV5 => Err(self.unable(question)),
        }
    }

    /// Whether the dialect has words for a new circuit.
    pub fn can_order_new(&self) -> Result<(), Unable> {
        match self.dialect {
            Dialect::Lumen | Dialect::NaasV1 | Dialect::Connections => Ok(()),
            Dialect::EodV5 => Err(self.unable(Question::New)),
        }
    }

    /// Asks for the quote that an errand needs; `None` where it needs none.
    pub fn errand_quote(&self, errand: &Errand, note: &str) -> Option<Request> {
        match errand {
            Errand::New(new) => self.quote_at(&new.spot, &new.speed, note).ok(),
            Errand::Disconnect | Errand::Rename { .. } => None,
        }
    }

    /// The request that has an errand done; `None` where the dialect has none, or the circuit is not known any more.
    pub fn errand(&self, carried: &Carried<'_>) -> Option<Request> {
        let Carried { errand, circuit, reference, note, quote } = *carried;
        let quote = quote.map(|quote| quote.id.as_str());
        self.can(errand).ok()?;
        match errand {
            Errand::New(new) => match self.dialect {
                Dialect::Lumen => Some(lumen::add(self, new, reference, note, quote)),
                Dialect::NaasV1 => Some(naas_v1::add(self, new)),
                Dialect::Connections => Some(connections::add(self, new, note)),
                Dialect::EodV5 => None,
            },
            Errand::Disconnect => {
                let circuit = circuit?;
                Some(lumen::delete(self, &circuit.id, &circuit.site, reference, note))
            }
            Errand::Rename { to, .. } => {
                let circuit = circuit?;
                Some(lumen::rename(self, &circuit.id, &circuit.site, to, reference, note))
            }
        }
    }

    /// Reads the answer to an errand's request.
    pub fn read_errand(&self, response: &Response) -> Result<Accepted, Refusal> {
        match self.dialect {
            Dialect::Lumen => lumen::read_order(response),
            Dialect::NaasV1 => naas_v1::read_order(response),
            Dialect::Connections => connections::read_added(response),
            Dialect::EodV5 => Err(errors::unreadable(response)),
        }
    }
}
