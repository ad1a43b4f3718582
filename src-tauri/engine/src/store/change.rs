//! The ledger of changes: every one that was ever intended, with its whole life.

use super::{StoreError, bodies, written};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, Transaction, params};
use tidegate_core::change::Change;
use tidegate_core::ids::{ChangeId, CircuitId};
use tidegate_core::world::{CHANGES_KEPT, Record};

pub(super) const CREATE: &str = "
    CREATE TABLE change (
        id INTEGER PRIMARY KEY, circuit TEXT NOT NULL, reference TEXT NOT NULL, state TEXT NOT NULL,
        boundary TEXT NOT NULL, mbps INTEGER NOT NULL, opened TEXT NOT NULL, body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX change_by_circuit ON change (circuit, id);
    CREATE UNIQUE INDEX change_open ON change (circuit) WHERE state IN ('intended', 'sent', 'accepted', 'pending', 'unknown');
";

pub(super) fn put(to: &Transaction<'_>, change: &Change) -> Result<(), StoreError> {
    let mut statement = to.prepare_cached(
        "INSERT INTO change (id, circuit, reference, state, boundary, mbps, opened, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (id) DO UPDATE SET state = excluded.state, body = excluded.body",
    )?;
    let state = written("change", &change.state)?;
    statement.execute(params![
        change.id.0,
        change.circuit.as_str(),
        change.reference,
        state.trim_matches('"'),
        change.boundary.to_rfc3339(),
        change.to.mbps(),
        change.opened.to_rfc3339(),
        written("change", change)?,
    ])?;
    Ok(())
}

/// The newest changes of each circuit: as many as a world remembers.
pub(super) fn newest(from: &Connection) -> Result<Vec<Record>, StoreError> {
    let query = "SELECT body FROM (SELECT id, body, row_number() OVER (PARTITION BY circuit ORDER BY id DESC) AS age FROM change)
                 WHERE age <= ?1 ORDER BY id";
    let rows: Vec<Change> = bodies(from, "change", query, [i64::try_from(CHANGES_KEPT).unwrap_or(i64::MAX)])?;
    Ok(rows.into_iter().map(|row| Record::Change(Box::new(row))).collect())
}

pub(super) fn one(from: &Connection, id: ChangeId) -> Result<Option<Change>, StoreError> {
    Ok(bodies(from, "change", "SELECT body FROM change WHERE id = ?1", [id.0])?.pop())
}

pub(super) fn since(from: &Connection, since: DateTime<Utc>) -> Result<Vec<Change>, StoreError> {
    let query = "SELECT body FROM change WHERE opened >= ?1 ORDER BY id DESC";
    bodies(from, "change", query, [since.to_rfc3339()])
}

pub(super) fn list(
    from: &Connection,
    circuit: Option<&CircuitId>,
    limit: u32,
) -> Result<Vec<Change>, StoreError> {
    let query = "SELECT body FROM change WHERE ?1 IS NULL OR circuit = ?1 ORDER BY id DESC LIMIT ?2";
    bodies(from, "change", query, params![circuit.map(CircuitId::as_str), limit])
}
