//! The fault script: what goes wrong, on which request or order, and how often. Owns the kinds of fault and the
//! counting; how they are written is `fault/text.rs`, and what the broken answers look like `carrier/broken.rs`.
//!
//! What a newcomer gets wrong: faults that end an *order* (`fail`, `cancel`, `stuck`, `lag`, `hollow`) count accepted orders of
//! ours, all others count requests that arrive, refused ones included.

mod text;

use crate::setup::SetupError;
use chrono::TimeDelta;
pub(crate) use text::Written;

/// What a fault waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// A request for a token.
    Token,
    /// A reading of the inventory.
    Inventory,
    /// A reading of the tier list with its prices.
    Tiers,
    /// A request for a quote.
    Quote,
    /// A request that would change a tier, or the order that comes of it.
    Change,
    /// A reading of an order's state.
    OrderStatus,
    /// A reading of a calendar.
    Calendar,
    /// Any request to the carrier. Calendars live elsewhere and are not meant.
    Any,
}

/// How an accepted order of ours goes instead of COMPLETED in its drawn time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// `fail`: it ends FAILED, after that long or in its drawn time.
    Fail(Option<TimeDelta>),
    /// `cancel`: it ends CANCELLED, after that long or in its drawn time.
    Cancel(Option<TimeDelta>),
    /// `stuck`: it never ends, and the circuit stays "Change pending".
    Stuck,
    /// `lag`: it ends COMPLETED, but for that long the inventory shows "Active" with the old tier.
    Lag(TimeDelta),
    /// `hollow`: it ends COMPLETED, and the circuit stays as it was.
    Hollow,
}

/// What is answered to a request that takes no effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Instead {
    /// `429`, with any text as `Retry-After`.
    TooMany(Option<String>),
    /// `500`, `502`, `503` or `504`.
    Status(u16),
    /// `lose-request`: dropped before it was understood.
    LoseRequest,
    /// `unreachable`: as if there were no network.
    Unreachable,
    /// `html-403`: the page of the firewall in front.
    HtmlRefusal,
    /// `login-page`: 200 and a page of HTML.
    LoginPage,
    /// `404`.
    NotFound,
    /// `expired-token`: 401 in the gateway's words.
    ExpiredToken,
    /// `locked`: 422, another change is running.
    Locked,
    /// `quote-expired`: 422.
    QuoteExpired,
    /// `not-naas`: 422 "Not a NaaS Enabled Location".
    NotNaas,
    /// `no-rule`: 422 "No matching rule found ...".
    NoRule,
    /// `redirect`: 302 to `location`.
    Redirect(String),
}

/// What becomes of the answer to a request that took effect. A refusal is passed on as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spoil {
    /// `500`, `502`, `503` or `504` with `accepted = true`.
    Status(u16),
    /// `lose-reply`: the connection is dropped.
    LoseReply,
    /// `garbage`: success, and a body that means nothing.
    Garbage,
    /// `huge`: success, and a body without end in sight.
    Huge,
    /// `truncated`: success, and only the first half of the body.
    Truncated,
}

/// What a fault does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// The order is accepted and ends otherwise.
    Order(Ending),
    /// The request takes no effect.
    Instead(Instead),
    /// The request takes effect, and its answer is spoiled.
    Spoil(Spoil),
    /// `slow`: all is as usual, and the answer takes that long.
    Slow(TimeDelta),
}

/// How often a fault strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// So many matches in a row.
    Count(u32),
    /// Every match from the first on.
    Always,
}

/// One line of the script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What it waits for.
    pub on: On,
    /// Only for this circuit.
    pub circuit: Option<String>,
    /// Only for a change to this tier, in Mbps.
    pub to: Option<u32>,
    /// The first match that is struck, counted from 1.
    pub nth: u32,
    /// How many matches are struck.
    pub times: Times,
    /// Matches before this offset from the begin are not counted.
    pub from: Option<TimeDelta>,
    /// Matches at or after this offset from the begin are not counted.
    pub until: Option<TimeDelta>,
    /// What happens.
    pub act: Act,
}

impl Fault {
    /// A fault that strikes the next match only.
    pub fn next(on: On, act: Act) -> Self {
        Self { on, circuit: None, to: None, nth: 1, times: Times::Count(1), from: None, until: None, act }
    }

    /// Reads one fault, written as the body of a `[[fault]]`.
    ///
    /// # Errors
    /// The text is no TOML, or says something that is no fault.
    pub fn from_toml(text: &str) -> Result<Self, SetupError> {
        let written: Written = toml::from_str(text).map_err(|error| SetupError::Syntax(error.to_string()))?;
        written.read().map_err(SetupError::Fault)
    }

    /// Reads one fault, written as a JSON object with the same keys.
    ///
    /// # Errors
    /// The text is no JSON, or says something that is no fault.
    pub fn from_json(text: &str) -> Result<Self, SetupError> {
        let written: Written =
            serde_json::from_str(text).map_err(|error| SetupError::Syntax(error.to_string()))?;
        written.read().map_err(SetupError::Fault)
    }

    fn matches(&self, offset: TimeDelta, subject: &Subject) -> bool {
        let on = match self.on {
            On::Any => subject.on != Some(On::Calendar),
            On::Token
            | On::Inventory
            | On::Tiers
            | On::Quote
            | On::Change
            | On::OrderStatus
            | On::Calendar => subject.on == Some(self.on),
        };
        on && (self.circuit.is_none() || self.circuit == subject.circuit)
            && (self.to.is_none() || self.to == subject.to)
            && self.from.is_none_or(|from| offset >= from)
            && self.until.is_none_or(|until| offset < until)
    }
}

/// What a request or an order is about, as far as faults care.
#[derive(Clone, Debug, Default)]
pub(crate) struct Subject {
    pub(crate) on: Option<On>,
    pub(crate) circuit: Option<String>,
    pub(crate) to: Option<u32>,
}

/// What the script has in store for one request.
#[derive(Debug, Default)]
pub(crate) struct Met {
    pub(crate) delay: TimeDelta,
    pub(crate) act: Option<Act>,
}

/// All faults with what each has counted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Script(Vec<(Fault, u32)>);

impl Script {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.0.push((fault, 0));
    }

    /// A word about the end of the first order that no earlier word will end.
    pub(crate) fn queue(&mut self, fault: Fault) {
        let is_ahead = |(old, seen): &&(Fault, u32)| {
            matches!(old.act, Act::Order(_)) && old.circuit == fault.circuit && *seen < old.nth.max(1)
        };
        let ahead = u32::try_from(self.0.iter().filter(is_ahead).count()).unwrap_or(u32::MAX);
        self.add(Fault { nth: ahead.saturating_add(1), ..fault });
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The faults that strike this request: the first in the list, and every `slow`.
    pub(crate) fn meet(&mut self, offset: TimeDelta, subject: &Subject) -> Met {
        let mut met = Met::default();
        for (fault, seen) in &mut self.0 {
            if matches!(fault.act, Act::Order(_)) || !strikes(fault, seen, offset, subject) {
                continue;
            }
            match &fault.act {
                Act::Slow(delay) => met.delay += *delay,
                act @ (Act::Order(_) | Act::Instead(_) | Act::Spoil(_)) => {
                    met.act.get_or_insert_with(|| act.clone());
                }
            }
        }
        met
    }

    /// How this accepted order ends, if the script has a word in it.
    pub(crate) fn ending(&mut self, offset: TimeDelta, subject: &Subject) -> Option<Ending> {
        let mut ending = None;
        for (fault, seen) in &mut self.0 {
            let Act::Order(act) = &fault.act else { continue };
            let act = *act;
            if strikes(fault, seen, offset, subject) {
                ending.get_or_insert(act);
            }
        }
        ending
    }
}

fn strikes(fault: &Fault, seen: &mut u32, offset: TimeDelta, subject: &Subject) -> bool {
    if !fault.matches(offset, subject) {
        return false;
    }
    *seen = seen.saturating_add(1);
    let first = fault.nth.max(1);
    match fault.times {
        Times::Always => *seen >= first,
        Times::Count(times) => *seen >= first && *seen - first < times,
    }
}

#[cfg(test)]
mod tests;
