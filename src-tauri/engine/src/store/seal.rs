//! Seals of the audit trail: appended to, never changed. What they prove is core's (`audit::seal`).

use super::StoreError;
use rusqlite::{Connection, OptionalExtension, params};
use tidegate_core::audit::seal::{Anchor, Sealed};

pub(super) const CREATE: &str = "
    CREATE TABLE seal (
        key TEXT NOT NULL, number INTEGER NOT NULL, line TEXT NOT NULL, signature TEXT NOT NULL, PRIMARY KEY (key, number)
    ) STRICT;
    CREATE TRIGGER seal_no_update BEFORE UPDATE ON seal BEGIN SELECT RAISE(ABORT, 'seals are never changed'); END;
    CREATE TRIGGER seal_no_delete BEFORE DELETE ON seal BEGIN SELECT RAISE(ABORT, 'seals are never removed'); END;
";

pub(super) fn put(to: &Connection, key: &str, number: i64, sealed: &Sealed) -> Result<(), StoreError> {
    let mut statement =
        to.prepare_cached("INSERT INTO seal (key, number, line, signature) VALUES (?1, ?2, ?3, ?4)")?;
    statement.execute(params![key, number, sealed.line, sealed.signature])?;
    Ok(())
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Sealed> {
    Ok(Sealed { line: row.get(0)?, signature: row.get(1)? })
}

/// A key's seals, in their order.
pub(super) fn of_key(from: &Connection, key: &str) -> Result<Vec<Sealed>, StoreError> {
    let mut statement =
        from.prepare_cached("SELECT line, signature FROM seal WHERE key = ?1 ORDER BY number")?;
    let rows = statement.query_map([key], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A key's newest seal.
pub(super) fn last(from: &Connection, key: &str) -> Result<Option<Sealed>, StoreError> {
    let mut statement =
        from.prepare_cached("SELECT line, signature FROM seal WHERE key = ?1 ORDER BY number DESC LIMIT 1")?;
    Ok(statement.query_row([key], read).optional()?)
}

/// The keys that signed, the oldest first.
pub(super) fn keys(from: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = from.prepare_cached("SELECT key FROM seal GROUP BY key ORDER BY min(rowid)")?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether the ledger has the row and the seal that are known elsewhere.
pub(super) fn holds(from: &Connection, key: &str, known: &Anchor) -> Result<bool, StoreError> {
    let hash: Option<String> = from
        .prepare_cached("SELECT hash FROM audit WHERE seq = ?1")?
        .query_row([known.rows], |row| row.get(0))
        .optional()?;
    let seal: Option<i64> = from
        .prepare_cached("SELECT number FROM seal WHERE key = ?1 AND number = ?2")?
        .query_row(params![key, known.seal], |row| row.get(0))
        .optional()?;
    Ok(hash.as_ref() == Some(&known.head) && seal.is_some())
}
