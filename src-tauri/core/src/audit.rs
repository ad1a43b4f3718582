//! The audit trail's lines: how a row is written, hashed and verified. Where rows are kept is the store's matter.
//!
//! A row is `seq`, `line`, `hash`. `line` is one line of JSON and exactly the bytes that are hashed; it contains
//! `prev`, the hash of the line before, so that no line can be changed, added or taken away unseen.

pub mod seal;

use crate::ids::{Actor, CircuitId, TenantId};
use crate::time::Instant;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The `prev` of the first line.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What is to be written down; number and hashes come from the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When it happened.
    pub at: Instant,
    /// Who did it.
    pub actor: Actor,
    /// What was done, in one word such as `order.sent` or `feed.read`.
    pub act: &'static str,
    /// The circuit concerned.
    pub circuit: Option<CircuitId>,
    /// The event that asked for it.
    pub event_uid: Option<String>,
    /// The order's reference, or the carrier's id once known.
    pub order: Option<String>,
    /// What was before.
    pub before: Option<String>,
    /// What is after.
    pub after: Option<String>,
    /// Why, in a sentence.
    pub why: String,
}

impl Entry {
    /// An entry that concerns the tenant as a whole.
    pub fn new(at: Instant, actor: Actor, act: &'static str, why: impl Into<String>) -> Self {
        Self {
            at,
            actor,
            act,
            circuit: None,
            event_uid: None,
            order: None,
            before: None,
            after: None,
            why: why.into(),
        }
    }

    /// The same entry, about a circuit.
    #[must_use]
    pub fn about(mut self, circuit: &CircuitId) -> Self {
        self.circuit = Some(circuit.clone());
        self
    }

    /// The same entry, with what was and what is.
    #[must_use]
    pub fn from_to(mut self, before: Option<String>, after: Option<String>) -> Self {
        (self.before, self.after) = (before, after);
        self
    }
}

#[derive(Serialize)]
struct Line<'a> {
    v: u8,
    seq: i64,
    at: String,
    tenant: &'a TenantId,
    actor: String,
    act: &'a str,
    circuit: Option<&'a CircuitId>,
    event_uid: Option<&'a str>,
    order: Option<&'a str>,
    before: Option<&'a str>,
    after: Option<&'a str>,
    why: &'a str,
    prev: &'a str,
}

#[derive(Deserialize)]
struct Linked {
    seq: i64,
    prev: String,
}

/// A row of the trail, as stored and exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Counts from one without a gap.
    pub seq: i64,
    /// One line of JSON: the bytes that are hashed.
    pub line: String,
    /// Lower-case hex SHA-256 of `line`.
    pub hash: String,
}

/// Writes the row that follows `prev`.
pub fn row(seq: i64, prev: &str, tenant: &TenantId, entry: &Entry) -> Row {
    let line = Line {
        v: 1,
        seq,
        at: entry.at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
        tenant,
        actor: entry.actor.to_string(),
        act: entry.act,
        circuit: entry.circuit.as_ref(),
        event_uid: entry.event_uid.as_deref(),
        order: entry.order.as_deref(),
        before: entry.before.as_deref(),
        after: entry.after.as_deref(),
        why: &entry.why,
        prev,
    };
    let line = serde_json::to_string(&line).expect("a line of strings and numbers is always JSON");
    let hash = hash(line.as_bytes());
    Row { seq, line, hash }
}

/// Lower-case hex SHA-256.
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a person does about a broken trail.
pub const WHEN_BROKEN: &str = "from that row on the trail proves nothing. Keep a copy of the data folder or file as it is, compare it with an earlier export, and find out who changed it";

/// Where a trail is broken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// A line's bytes do not have the hash kept beside it.
    #[error("row {0} was changed: its line does not have the hash kept with it")]
    Changed(i64),
    /// A line does not name the hash of the line before it.
    #[error("row {0} does not follow the row before it: a row was changed, added or taken away")]
    Unlinked(i64),
    /// A row's number is not one more than the number before it.
    #[error("row {0} is missing or out of order")]
    Missing(i64),
    /// A line is not JSON of this trail.
    #[error("row {0} is not a line of an audit trail")]
    Unreadable(i64),
    /// A row is not the one that was signed, although the chain to it holds.
    #[error(
        "row {row} is not the row that was signed on {}: something in rows {} to {row} was written anew",
        said(*at), after + 1
    )]
    Rewritten {
        /// The last row before it that is as it was signed; zero for none.
        after: i64,
        /// The row that was signed.
        row: i64,
        /// When.
        at: Instant,
    },
    /// The trail went further when it was signed.
    #[error(
        "the trail ends at row {rows}, but row {signed} was signed on {}: rows {} to {signed} were cut off",
        said(*at), rows + 1
    )]
    CutOff {
        /// Its last row now.
        rows: i64,
        /// The last row that was signed.
        signed: i64,
        /// When.
        at: Instant,
    },
    /// A seal is not signed with the customer's key.
    #[error("seal {0} is not signed with this customer's key: it was changed, or somebody else made it")]
    Unsigned(i64),
    /// A seal is not the one that follows the seal before it.
    #[error("seal {0} is missing or out of order")]
    SealMissing(i64),
}

fn said(at: Instant) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

/// A running check of a trail from its first row; memory does not grow with the trail.
#[derive(Clone, Debug)]
pub struct Verifier {
    seq: i64,
    prev: String,
}

impl Default for Verifier {
    fn default() -> Self {
        Self { seq: 0, prev: GENESIS.to_owned() }
    }
}

impl Verifier {
    /// Takes the next row. Refuses one that does not follow, naming its number.
    pub fn take(&mut self, row: &Row) -> Result<(), Broken> {
        let expected = self.seq + 1;
        let linked: Linked = serde_json::from_str(&row.line).map_err(|_| Broken::Unreadable(expected))?;
        if linked.seq != expected || row.seq != expected {
            return Err(Broken::Missing(expected));
        }
        if hash(row.line.as_bytes()) != row.hash {
            return Err(Broken::Changed(expected));
        }
        if linked.prev != self.prev {
            return Err(Broken::Unlinked(expected));
        }
        self.seq = expected;
        self.prev.clone_from(&row.hash);
        Ok(())
    }

    /// How many rows were taken.
    pub fn rows(&self) -> i64 {
        self.seq
    }

    /// The hash of the last row taken: whoever kept it can tell later that the end was not cut off.
    pub fn head(&self) -> &str {
        &self.prev
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trail(rows: i64) -> Vec<Row> {
        let tenant = TenantId::from("office");
        let mut prev = GENESIS.to_owned();
        let mut out = Vec::new();
        for seq in 1..=rows {
            let at = "2027-01-04T08:54:00.250Z".parse().unwrap();
            let entry =
                Entry::new(at, Actor::Program, "order.sent", format!("row {seq}")).about(&"77".into());
            let row = row(seq, &prev, &tenant, &entry);
            prev.clone_from(&row.hash);
            out.push(row);
        }
        out
    }

    fn verify(rows: &[Row]) -> Result<i64, Broken> {
        let mut verifier = Verifier::default();
        rows.iter().try_for_each(|row| verifier.take(row))?;
        Ok(verifier.rows())
    }

    #[test]
    fn a_trail_as_written_verifies() {
        assert_eq!(verify(&trail(5)), Ok(5));
    }

    #[test]
    fn the_keys_stand_in_the_agreed_order() {
        let line = &trail(1)[0].line;
        let keys = [
            "v",
            "seq",
            "at",
            "tenant",
            "actor",
            "act",
            "circuit",
            "event_uid",
            "order",
            "before",
            "after",
            "why",
            "prev",
        ];
        let found: Vec<usize> =
            keys.iter().map(|key| line.find(&format!("\"{key}\":")).expect(key)).collect();
        assert!(found.is_sorted(), "{line}");
        assert!(line.contains("\"at\":\"2027-01-04T08:54:00.250Z\""), "{line}");
    }

    #[test]
    fn a_changed_a_missing_and_a_re_hashed_row_are_each_found_with_their_number() {
        let mut changed = trail(5);
        changed[2].line = changed[2].line.replace("row 3", "row x");
        assert_eq!(verify(&changed), Err(Broken::Changed(3)));
        let mut missing = trail(5);
        missing.remove(1);
        assert_eq!(verify(&missing), Err(Broken::Missing(2)));
        let mut rehashed = trail(5);
        rehashed[2].line = rehashed[2].line.replace("row 3", "row x");
        rehashed[2].hash = hash(rehashed[2].line.as_bytes());
        assert_eq!(verify(&rehashed), Err(Broken::Unlinked(4)));
    }
}
