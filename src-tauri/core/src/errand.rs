//! What a person has the carrier do to a circuit beside changing its tier: order a new one, end one, rename one. An
//! errand lives the life of a change (`change`): durable before it is sent, the same reference at each sending,
//! quarantined where its outcome is not known, followed to its end over restarts. Owns what it is about, how it is
//! named, and what a person is told of its end. When a step is taken is `plan`'s and `receive`'s matter.

use crate::carrier::{Quote, Spot};
use crate::change::{Change, State};
use crate::ids::{ChangeId, CircuitId};
use crate::incident::{Notice, capital};
use crate::new_circuit::NewCircuit;
use crate::time::Instant;
use crate::units::{Money, Tier};
use crate::world::World;
use serde::{Deserialize, Serialize};

/// What it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "errand", rename_all = "kebab-case")]
pub enum Errand {
    /// A new circuit.
    New(Box<NewCircuit>),
    /// The end of a circuit.
    Disconnect,
    /// Another name at the carrier.
    Rename {
        /// The name it had.
        from: String,
        /// The name it is to have.
        to: String,
    },
}

impl Errand {
    /// The word for it in references; never changed, since all computers derive the same reference from it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::New(_) => "new",
            Self::Disconnect => "disconnect",
            Self::Rename { .. } => "rename",
        }
    }

    /// What was before and what is after, as the audit trail has it.
    pub fn before_and_after(&self, change: &Change) -> (Option<String>, Option<String>) {
        match self {
            Self::New(new) => (None, Some(new.tier.to_string())),
            Self::Disconnect => (Some(change.from.to_string()), None),
            Self::Rename { from, to } => (Some(from.clone()), Some(to.clone())),
        }
    }

    /// The name of a circuit that is new.
    pub fn name_of_new(&self) -> Option<&str> {
        match self {
            Self::New(new) => Some(&new.name),
            Self::Disconnect | Self::Rename { .. } => None,
        }
    }

    /// The order in a few words: `the new circuit "Denver"`, `the disconnect of HQ`.
    pub fn told(&self, circuit: &str) -> String {
        match self {
            Self::New(new) => format!("the new circuit \"{}\"", new.name),
            Self::Disconnect => format!("the disconnect of {circuit}"),
            Self::Rename { to, .. } => format!("the renaming of {circuit} to \"{to}\""),
        }
    }
}

/// The id under which the ledger keeps a circuit that the carrier has not named yet.
pub fn id_of_new(reference: &str) -> CircuitId {
    CircuitId(format!("new-{reference}"))
}

/// A price that a person was shown and may order by, for as long as it is good. Kept in this process only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// What it is called: the quote's id, or a name of ours in dialects that have no quotes.
    pub id: String,
    /// When it was shown.
    pub at: Instant,
    /// The price an hour; `None` where the carrier names none.
    pub per_hour: Option<Money>,
    /// The carrier's quote, in dialects that have them.
    pub quote: Option<Quote>,
    /// What the carrier says a month of it costs.
    pub per_month: Option<Money>,
    /// Where.
    pub spot: Spot,
    /// The address in one line.
    pub address: String,
    /// The tier.
    pub tier: Tier,
    /// The tier as the carrier writes it.
    pub speed: String,
}

impl Offered {
    /// `$0.79 an hour (the carrier says $568.80 a month)`.
    pub fn costs(&self) -> String {
        let hour = self.per_hour.as_ref();
        let hour = hour.map_or_else(|| "an unknown price".to_owned(), |price| format!("{price} an hour"));
        let month = self.per_month.as_ref();
        month.map_or_else(|| hour.clone(), |month| format!("{hour} (the carrier says {month} a month)"))
    }

    /// What a person writes to agree to the price.
    pub fn agreement(&self) -> String {
        self.per_hour.as_ref().map_or_else(|| "unknown".to_owned(), |price| price.amount.to_string())
    }
}

/// What a person is told when an errand comes to this state; nothing while it goes its way.
pub fn notice(world: &World, change: &Change, why: &str, now: Instant) -> Option<Notice> {
    let errand = change.errand.as_ref()?;
    let name = world.name_of(&change.circuit).to_owned();
    let what = errand.told(&name);
    let (title, body) = match change.state {
        State::Confirmed => ("was carried out", done(errand, change, &name)),
        State::Failed => ("failed", format!("The order ended without effect: {why}. {NOTHING}.")),
        State::Cancelled => ("was cancelled", format!("Somebody ended the order: {why}. {NOTHING}.")),
        State::Rejected => ("was refused", format!("{}. {NOTHING}.", capital(why))),
        State::Blocked => ("was not taken", format!("{}. Order it again tomorrow.", capital(why))),
        State::Unknown => (
            "is in question",
            format!(
                "{}. Tidegate does not order it anew by guess: it reads the inventory until that shows what became of it. To ask the carrier, name {}.",
                capital(why),
                change.order.as_ref().map_or_else(
                    || format!("our reference {}", change.reference),
                    |id| format!("its order {id}")
                )
            ),
        ),
        State::Superseded => ("was taken back", format!("{}. Nothing was sent.", capital(why))),
        State::Intended | State::Sent | State::Accepted | State::Pending => return None,
    };
    let title = format!("{} {title}", capital(&what));
    let about = world.circuits.contains_key(&change.circuit).then_some(&change.circuit);
    Some(Notice::once(now, &key(change.id), about, &title, body))
}

fn key(id: ChangeId) -> String {
    format!("errand:{}", id.0)
}

const NOTHING: &str = "Nothing more is sent; if you still want it, order it again";

fn done(errand: &Errand, change: &Change, name: &str) -> String {
    match errand {
        Errand::New(new) => {
            let price = new
                .agreed
                .as_ref()
                .map_or_else(String::new, |price| format!(" It costs {price} an hour from now on."));
            format!(
                "The inventory shows it at {}, {}.{price} Its baseline is {}; say how far calendars may go with `tidegate circuits set`.",
                new.tier, new.address, new.tier
            )
        }
        Errand::Disconnect => format!(
            "The inventory does not show {name} any more, so it costs nothing from now on. What asks for it in calendars asks for nothing."
        ),
        Errand::Rename { from, to } => {
            let took = change.took().map(|took| took.num_minutes()).filter(|minutes| *minutes > 0);
            let took = took.map(|minutes| format!(" after {minutes} min")).unwrap_or_default();
            format!("The inventory shows the new name{took}. Calendars that say @{from} must say @{to} now.")
        }
    }
}
