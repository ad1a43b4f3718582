//! A circuit: what the carrier says of it, what the person chose for it, and what Tidegate learned about it.
//! What it *should* do is the timeline's matter; what is being done about it is the ledger's.

use crate::budget::Budget;
use crate::carrier::{Listed, Site, Words};
use crate::ids::CircuitId;
use crate::price::Former;
use crate::time::{Instant, Span};
use crate::timings::Timings;
use crate::units::{Money, Tier};
use serde::{Deserialize, Serialize};

/// A circuit and the person's settings for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Circuit {
    /// The carrier's service id.
    pub id: CircuitId,
    /// The name people use, in `@name` too.
    pub name: String,
    /// Tags, for `@tag`.
    pub tags: Vec<String>,
    /// What quotes and orders need.
    pub site: Site,
    /// Tiers and prices, lowest first; empty until the carrier was asked.
    pub offers: Vec<Offer>,
    /// Prices that hold no more, oldest first.
    #[serde(default)]
    pub former: Vec<Former>,
    /// The most its port can have, where the carrier says so.
    #[serde(default)]
    pub port_limit: Option<Tier>,
    /// The tier when nothing asks for another.
    pub baseline: Tier,
    /// No calendar raises it above this.
    pub highest: Tier,
    /// No calendar lowers it below this.
    pub lowest: Tier,
    /// The highest tier ever confirmed or approved here; above it a calendar's wish waits for a person.
    pub approved: Tier,
    /// Since when Tidegate looks after it with these settings.
    pub since: Instant,
    /// Paused since, by a person.
    pub paused: Option<Instant>,
    /// What a month of it is to cost at most; none until set.
    #[serde(default)]
    pub budget: Option<Budget>,
    /// That the carrier changes no bandwidth here, in its own words, learned from its refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refuses: Option<String>,
    /// That it is not looked after any more; it is kept for what it cost, and nothing is ordered for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
}

/// The end of Tidegate's looking after a circuit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// When.
    pub at: Instant,
    /// By what.
    pub by: EndedBy,
}

/// Why a circuit is not looked after any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EndedBy {
    /// The carrier carried out a disconnect of ours.
    Disconnect,
    /// A person took it out of Tidegate; at the carrier it may be there.
    Person,
}

/// One tier the circuit can have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The tier.
    pub tier: Tier,
    /// Exactly the text the carrier writes it as; sent back verbatim.
    pub speed: String,
    /// Price an hour; `None` is unknown, never zero.
    pub per_hour: Option<Money>,
    /// When the carrier said so.
    pub quoted: Instant,
}

/// What the inventory showed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The live tier.
    pub tier: Tier,
    /// An order is at work on the circuit.
    pub pending: bool,
    /// The status is one in which the circuit takes orders, or will when the one at work has ended.
    #[serde(default)]
    pub ready: bool,
    /// The carrier's word for its status.
    pub status: String,
}

/// The goal a circuit follows, kept so that drift can be told from a wish not yet met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aim {
    /// The tier aimed at.
    pub tier: Tier,
    /// When it became the aim.
    pub since: Instant,
    /// Whether the inventory has shown it since then.
    pub settled: bool,
}

/// A tier that should have been ordered: nothing but the way to the carrier stands before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The tier.
    pub tier: Tier,
    /// Since when it could have been ordered.
    pub since: Instant,
}

/// Why a circuit is left as it is until its aim changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum Adopted {
    /// Somebody changed the tier away from a met aim.
    Drift {
        /// When it was noticed.
        at: Instant,
        /// The tier before.
        from: Tier,
        /// The tier found.
        to: Tier,
    },
    /// A person resumed "from the next change on".
    FromNext,
}

/// What Tidegate keeps about a circuit from pass to pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CircuitState {
    /// Which circuit.
    pub id: CircuitId,
    /// The last inventory; `None` while the inventory does not show the circuit.
    pub seen: Option<Seen>,
    /// When an order of anybody was last seen open.
    pub busy_at: Option<Instant>,
    /// The goal followed.
    pub aim: Option<Aim>,
    /// Left as it is until the aim changes.
    pub adopted: Option<Adopted>,
    /// A tier that should have been ordered, and was not yet.
    #[serde(default)]
    pub due: Option<Due>,
    /// Wishes that began before this were judged met or missed.
    pub judged: Instant,
    /// Failures before this no longer count: a person said "retry".
    pub retry_from: Option<Instant>,
    /// Changes by somebody else, newest last.
    pub foreign: Vec<Instant>,
    /// Two foreign changes: automation stands still until a person answers.
    pub stopped: Option<Instant>,
    /// How long the last confirmed raises took, newest last, at most twenty, in milliseconds.
    pub raises: Vec<i64>,
    /// The lead, in milliseconds.
    pub lead: i64,
    /// The GMT day on which the lead was last learned.
    pub lead_on: Option<chrono::NaiveDate>,
}

/// How many confirmed raises a lead is learned from, and how many it needs.
const RAISES_KEPT: usize = 20;
const RAISES_NEEDED: usize = 5;

impl Seen {
    /// What the usual words of a status mean; a profile's own words are read by [`Words::seen`].
    pub fn new(tier: Tier, status: &str) -> Self {
        Words::default().seen(tier, status)
    }

    /// Whether the circuit can take an order at all (design §7: suspended, terminated, disconnecting ones take none).
    pub fn takes_orders(&self) -> bool {
        self.ready
    }
}

impl Circuit {
    /// A circuit as the inventory shows it, before a person chose anything: baseline and both bounds are the live tier.
    pub fn from_inventory(listed: &Listed) -> Self {
        let tier = listed.seen.tier;
        Self {
            id: listed.id.clone(),
            name: listed.name.clone().unwrap_or_else(|| listed.id.0.clone()),
            tags: vec![],
            site: listed.site.clone(),
            offers: vec![],
            former: vec![],
            port_limit: None,
            baseline: tier,
            highest: tier,
            lowest: tier,
            approved: tier,
            since: Instant::UNIX_EPOCH,
            paused: None,
            budget: None,
            refuses: None,
            ended: None,
        }
    }

    /// That it is not looked after any more, as a sentence without its stop.
    pub fn gone(&self, zone: crate::time::Zone) -> Option<String> {
        let ended = self.ended?;
        let at = ended.at.with_timezone(&zone).format("%a %-d %b %Y %H:%M %Z");
        let how = match ended.by {
            EndedBy::Disconnect => "disconnected",
            EndedBy::Person => "taken out of Tidegate",
        };
        Some(format!("{} was {how} on {at}", self.name))
    }

    /// Why the carrier changes no bandwidth here, if it does not: by its inventory, or by what it refused.
    pub fn fixed(&self) -> Option<&str> {
        self.site.fixed.as_deref().or(self.refuses.as_deref())
    }

    /// The offer of a tier.
    pub fn offer(&self, tier: Tier) -> Option<&Offer> {
        self.offers.iter().find(|offer| offer.tier == tier)
    }

    /// The price of a tier an hour; `None` where the carrier named none.
    pub fn price(&self, tier: Tier) -> Option<&Money> {
        self.offer(tier)?.per_hour.as_ref()
    }

    /// What one tier costs more an hour than another; negative where the other costs more.
    pub fn difference(&self, tier: Tier, other: Tier) -> Option<Money> {
        let (tier, other) = (self.price(tier)?, self.price(other)?);
        (tier.amount != other.amount).then(|| Money::new(tier.amount - other.amount, &tier.currency))
    }

    /// "; that costs $0.74 more each hour than 100 Mbps", where it does and the prices are known.
    pub fn costs_more(&self, tier: Tier, other: Tier) -> String {
        match self.difference(tier, other).filter(|more| more.amount.is_sign_positive()) {
            Some(more) => format!("; that costs {more} more each hour than {other}"),
            None => String::new(),
        }
    }

    /// Whether the circuit can have the tier: on its list, and within its port. Until the list is known, any.
    pub fn can_have(&self, tier: Tier) -> bool {
        let fits = self.port_limit.is_none_or(|limit| tier <= limit);
        fits && (self.offers.is_empty() || self.offer(tier).is_some())
    }

    /// What stands before a tier whatever the list says: the circuit's kind, or its port. A whole sentence without its
    /// stop.
    pub fn barred(&self, tier: Tier) -> Option<String> {
        if let Some(why) = self.fixed() {
            return Some(format!("{} keeps its bandwidth: {why}", self.name));
        }
        let limit = self.port_limit.filter(|limit| tier > *limit)?;
        Some(format!("{tier} is above what the port of {} can have, {limit}", self.name))
    }

    /// The text to send for a tier: the carrier's own where it has named one.
    pub fn speed_text(&self, tier: Tier) -> String {
        self.offer(tier).map_or_else(|| format!("{} Mbps", tier.mbps()), |offer| offer.speed.clone())
    }

    /// Whether `@word` means this circuit: its name, its id or one of its tags, in any case.
    pub fn answers_to(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        self.name.to_lowercase() == word
            || self.id.0.to_lowercase() == word
            || self.tags.iter().any(|tag| tag.to_lowercase() == word)
    }
}

impl CircuitState {
    /// A circuit of which nothing is known yet.
    pub fn new(id: &CircuitId, now: Instant, timings: &Timings) -> Self {
        Self {
            id: id.clone(),
            seen: None,
            busy_at: None,
            aim: None,
            adopted: None,
            due: None,
            judged: now,
            retry_from: None,
            foreign: vec![],
            stopped: None,
            raises: vec![],
            lead: timings.lead_start.num_milliseconds(),
            lead_on: None,
        }
    }

    /// How long before a boundary a raise is sent.
    pub fn lead(&self) -> Span {
        Span::milliseconds(self.lead)
    }

    /// Takes note of how long a confirmed raise took.
    pub fn learn(&mut self, took: Span) {
        self.raises.push(took.num_milliseconds());
        let surplus = self.raises.len().saturating_sub(RAISES_KEPT);
        self.raises.drain(..surplus);
    }

    /// Whether enough raises were measured for a lead of the circuit's own.
    pub fn is_lead_learned(&self) -> bool {
        self.raises.len() >= RAISES_NEEDED
    }

    /// The lead that the raises so far suggest: their p95, within the bounds; the starting lead until five are known.
    pub fn learned_lead(&self, timings: &Timings) -> Span {
        if self.raises.len() < RAISES_NEEDED {
            return timings.lead_start;
        }
        let mut sorted = self.raises.clone();
        sorted.sort_unstable();
        let rank = (sorted.len() * 95).div_ceil(100);
        Span::milliseconds(sorted[rank - 1]).clamp(timings.lead_min, timings.lead_max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lead_is_the_p95_of_the_last_twenty_raises_within_its_bounds() {
        let timings = Timings::real();
        let mut state = CircuitState::new(&"77".into(), Instant::UNIX_EPOCH, &timings);
        for minutes in [2, 2, 2, 2] {
            state.learn(Span::minutes(minutes));
        }
        assert_eq!(state.learned_lead(&timings), timings.lead_start, "four raises teach nothing");
        state.learn(Span::minutes(2));
        assert_eq!(state.learned_lead(&timings), timings.lead_min);
        for minutes in 1..=20 {
            state.learn(Span::minutes(minutes));
        }
        assert_eq!(state.learned_lead(&timings), Span::minutes(19), "the nineteenth of twenty");
        for _ in 0..20 {
            state.learn(Span::minutes(50));
        }
        assert_eq!(state.learned_lead(&timings), timings.lead_max);
    }

    #[test]
    fn a_circuit_that_is_suspended_takes_no_order() {
        let tier = "100M".parse().unwrap();
        assert!(Seen::new(tier, "Active").takes_orders());
        assert!(Seen::new(tier, "Change pending").pending);
        assert!(!Seen::new(tier, "Suspended").takes_orders());
        assert!(!Seen::new(tier, "disconnecting").takes_orders());
    }
}
