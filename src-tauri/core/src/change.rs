//! The life of one intended tier change. Owns the states, the way from one to the next, and the reference that the
//! carrier is given. When to take a step is `plan`'s matter, what a reply means `receive`'s.

use crate::carrier::Quote;
use crate::errand::Errand;
use crate::ids::{Actor, ChangeId, CircuitId};
use crate::time::{Instant, Span};
use crate::timings::Timings;
use crate::units::Tier;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Where a change stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Durable; nothing was sent that could change the circuit.
    Intended,
    /// Being sent: from here on the carrier may have it.
    Sent,
    /// The carrier took it.
    Accepted,
    /// The carrier is at work.
    Pending,
    /// The reply was lost or made no sense, or the order never ends: only the carrier knows.
    Unknown,
    /// The inventory shows the tier.
    Confirmed,
    /// It ended without effect.
    Failed,
    /// Somebody ended it.
    Cancelled,
    /// The carrier refused the request.
    Rejected,
    /// The wish went before anything was sent.
    Superseded,
    /// A fence or the carrier's quota stood before it.
    Blocked,
}

impl State {
    /// Every state, in the order of a life.
    pub const ALL: [Self; 11] = [
        Self::Intended,
        Self::Sent,
        Self::Accepted,
        Self::Pending,
        Self::Unknown,
        Self::Confirmed,
        Self::Failed,
        Self::Cancelled,
        Self::Rejected,
        Self::Superseded,
        Self::Blocked,
    ];

    /// Whether the life goes on.
    pub fn is_open(self) -> bool {
        match self {
            Self::Intended | Self::Sent | Self::Accepted | Self::Pending | Self::Unknown => true,
            Self::Confirmed
            | Self::Failed
            | Self::Cancelled
            | Self::Rejected
            | Self::Superseded
            | Self::Blocked => false,
        }
    }

    /// Whether `next` may follow. A change that is over stays so.
    pub fn may_become(self, next: Self) -> bool {
        match self {
            Self::Intended => matches!(next, Self::Sent | Self::Superseded | Self::Rejected | Self::Blocked),
            // A proved refusal, or bytes that never left, make it an intent again.
            Self::Sent => next != Self::Sent && next != Self::Superseded,
            Self::Accepted | Self::Pending => {
                matches!(
                    next,
                    Self::Pending | Self::Unknown | Self::Confirmed | Self::Failed | Self::Cancelled
                )
            }
            Self::Unknown => next != Self::Sent && next != Self::Superseded && next != Self::Unknown,
            Self::Confirmed
            | Self::Failed
            | Self::Cancelled
            | Self::Rejected
            | Self::Superseded
            | Self::Blocked => false,
        }
    }

    /// The word people see (design §1).
    pub fn word(self) -> &'static str {
        match self {
            Self::Intended => "Planned",
            Self::Sent | Self::Accepted => "Ordered",
            Self::Pending => "Pending",
            Self::Unknown => "Unknown",
            Self::Confirmed => "Confirmed",
            Self::Failed => "Failed",
            Self::Cancelled => "Cancelled",
            Self::Rejected => "Refused",
            Self::Superseded => "Replaced",
            Self::Blocked => "Held",
        }
    }
}

/// One intended tier change with its durable life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Its number in the ledger.
    pub id: ChangeId,
    /// The circuit.
    pub circuit: CircuitId,
    /// The live tier when it was intended.
    pub from: Tier,
    /// The tier wanted.
    pub to: Tier,
    /// The instant from which the timeline wants the tier; for a person's act, the act's.
    pub boundary: Instant,
    /// Grows only when the last order under the reference is known to be over.
    pub generation: u32,
    /// Our name for the order.
    pub reference: String,
    /// Where it stands.
    pub state: State,
    /// Who wanted it.
    pub actor: Actor,
    /// The event that asked for it.
    pub event_uid: Option<String>,
    /// Why, in a sentence.
    pub why: String,
    /// A return to the baseline.
    pub is_return: bool,
    /// When it was intended.
    pub opened: Instant,
    /// When it was first sent.
    pub sent: Option<Instant>,
    /// Since when its outcome is unknown.
    pub unknown: Option<Instant>,
    /// When it ended.
    pub ended: Option<Instant>,
    /// How often it was sent.
    pub attempts: u32,
    /// How often it was refused in a way that is worth another try.
    pub refusals: u32,
    /// Not before this instant again: the carrier said so, or a bounded retry waits.
    pub not_before: Option<Instant>,
    /// The quote it will refer to.
    pub quote: Option<Quote>,
    /// The carrier's order id.
    pub order: Option<String>,
    /// The carrier's order state says done; the inventory has not shown it yet.
    pub completed: bool,
    /// The inventory has shown an order at work since it was sent.
    pub pending_seen: bool,
    /// The GMT day against whose quota it is counted.
    pub counted: Option<NaiveDate>,
    /// Every word the carrier had for it, and when.
    pub words: Vec<(Instant, String)>,
    /// What it is about where it changes no tier; then `from` and `to` are the circuit's tier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub errand: Option<Errand>,
}

/// How many of the carrier's words are kept for one change.
const WORDS_KEPT: usize = 50;
/// How often one change is sent at most.
pub const ATTEMPTS: u32 = 3;
/// How many such refusals one change bears: one budget for all kinds, so that it cannot go round between them.
pub const REFUSALS: u32 = 12;

impl Change {
    /// Whether its life goes on.
    pub fn is_open(&self) -> bool {
        self.state.is_open()
    }

    /// Whether the carrier may have it and its end is awaited.
    pub fn is_out(&self) -> bool {
        self.is_open() && self.state != State::Intended
    }

    /// Takes a step of its life. A step that cannot be is refused: the change stays as it is.
    #[must_use]
    pub fn becomes(&self, next: State, at: Instant) -> Self {
        debug_assert!(self.state.may_become(next), "{:?} cannot become {next:?}", self.state);
        let mut new = self.clone();
        if self.state.may_become(next) {
            new.state = next;
            new.unknown = if next == State::Unknown { Some(at) } else { new.unknown };
            new.ended = (!next.is_open()).then_some(at);
        }
        new
    }

    /// Keeps a word of the carrier's, once.
    pub fn heard(&mut self, word: &str, at: Instant) {
        let said_last = self.words.last().is_some_and(|(_, last)| last == word);
        if !word.is_empty() && !said_last && self.words.len() < WORDS_KEPT {
            self.words.push((at, word.to_owned()));
        }
    }

    /// The carrier's last word.
    pub fn last_word(&self) -> Option<&str> {
        self.words.last().map(|(_, word)| word.as_str())
    }

    /// When an open change that is out is looked at next, `last` being when it was looked at last
    /// (design §3, Time: first after 45 s, then ever more slowly, for ever).
    pub fn poll_due(&self, last: Option<Instant>, timings: &Timings) -> Instant {
        let sent = self.sent.unwrap_or(self.opened);
        let Some(last) = last.filter(|last| *last > sent) else {
            return sent + timings.poll_first;
        };
        (last + timings.poll_after(last - sent)).max(sent + timings.poll_first)
    }

    /// Until when a late arrival of the order must be reckoned with.
    pub fn quiet_until(&self, timings: &Timings) -> Instant {
        self.unknown.max(self.sent).unwrap_or(self.opened) + timings.quiet
    }

    /// How long it took from sending to confirmation.
    pub fn took(&self) -> Option<Span> {
        Some(self.ended? - self.sent?)
    }
}

/// The reference of an order: the first 20 Crockford base-32 characters (100 bits; the carrier's field holds 20) of a
/// SHA-256 over tenant, circuit, boundary, tier and generation. The tenant goes in by its customer number, which is the
/// same on every computer, so that all of them derive the same.
pub fn reference(
    customer_number: &str,
    circuit: &CircuitId,
    boundary: Instant,
    tier: Tier,
    generation: u32,
) -> String {
    let text = format!(
        "{customer_number}\n{circuit}\n{}\n{}\n{generation}",
        boundary.timestamp_millis(),
        tier.mbps()
    );
    twenty(&text)
}

/// The reference of an errand: as [`reference`], over the customer number, the circuit's id (of a new one its place and
/// name), the instant of the person's act, and what it is.
pub fn errand_reference(customer_number: &str, about: &str, at: Instant, errand: &Errand) -> String {
    twenty(&format!("{customer_number}\n{about}\n{}\n{}\n0", at.timestamp_millis(), errand.word()))
}

fn twenty(text: &str) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let digest = Sha256::digest(text.as_bytes());
    let bit = |index: usize| usize::from(digest[index / 8] >> (7 - index % 8) & 1);
    let letter =
        |index: usize| char::from(ALPHABET[(0..5).fold(0, |value, one| value * 2 + bit(index * 5 + one))]);
    (0..20).map(letter).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    #[test]
    fn a_reference_is_twenty_characters_and_depends_on_each_of_its_parts() {
        let at: Instant = "2027-01-04T09:00:00Z".parse().unwrap();
        let tier = |text: &str| text.parse().unwrap();
        let base = reference("1-T", &"c".into(), at, tier("1G"), 0);
        assert_eq!(base.len(), 20);
        let others = [
            reference("1-U", &"c".into(), at, tier("1G"), 0),
            reference("1-T", &"d".into(), at, tier("1G"), 0),
            reference("1-T", &"c".into(), at + Span::seconds(1), tier("1G"), 0),
            reference("1-T", &"c".into(), at, tier("500M"), 0),
            reference("1-T", &"c".into(), at, tier("1G"), 1),
        ];
        assert!(others.iter().all(|other| *other != base));
        assert_eq!(
            base,
            reference("1-T", &"c".into(), at, tier("1000 Mbps"), 0),
            "the same on every computer"
        );
    }

    #[test]
    fn a_change_that_is_over_stays_over_and_what_was_sent_is_never_recalled() {
        for state in State::ALL {
            let can_go_on = State::ALL.iter().any(|next| state.may_become(*next));
            assert_eq!(can_go_on, state.is_open(), "{state:?}");
        }
        for sent in [State::Sent, State::Accepted, State::Pending, State::Unknown] {
            assert!(!sent.may_become(State::Superseded), "{sent:?}");
        }
    }

    #[test]
    fn polls_begin_after_45_seconds_and_slow_down_for_ever() {
        let timings = Timings::real();
        let sent: Instant = "2027-01-04T09:00:00Z".parse().unwrap();
        let mut change = sample(sent);
        let mut at = vec![];
        let mut last = None;
        for _ in 0..200 {
            let due = change.poll_due(last, &timings);
            at.push((due - sent).num_seconds());
            last = Some(due);
            if due - sent >= timings.poll_late_until && change.state != State::Unknown {
                change = change.becomes(State::Unknown, due);
            }
        }
        assert_eq!(&at[..3], [45, 60, 75]);
        assert!(at.contains(&360) && at.contains(&390), "every 30 s after 6 min: {at:?}");
        let steps: Vec<i64> = at.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(steps.is_sorted(), "never faster again: {steps:?}");
        assert_eq!(steps.last(), Some(&300));
    }

    pub(crate) fn sample(sent: Instant) -> Change {
        Change {
            id: ChangeId(1),
            circuit: "77".into(),
            from: "100M".parse().unwrap(),
            to: "1G".parse().unwrap(),
            boundary: sent,
            generation: 0,
            reference: "R".into(),
            state: State::Accepted,
            actor: Actor::Program,
            event_uid: None,
            why: String::new(),
            is_return: false,
            opened: sent,
            sent: Some(sent),
            unknown: None,
            ended: None,
            attempts: 1,
            refusals: 0,
            not_before: None,
            quote: None,
            order: None,
            completed: false,
            pending_seen: false,
            counted: None,
            words: vec![],
            errand: None,
        }
    }
}
