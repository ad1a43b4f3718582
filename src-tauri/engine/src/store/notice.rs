//! The inbox: every notice, whether or not the desktop showed it.

use super::{StoreError, bodies, written};
use rusqlite::{Connection, Transaction, params};
use tidegate_core::incident::Notice;

pub(super) const CREATE: &str = "CREATE TABLE notice (id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL) STRICT";

/// A notice as it is kept.
pub type Kept = Notice;

pub(super) fn put(to: &Transaction<'_>, notice: &Notice) -> Result<(), StoreError> {
    let mut statement = to.prepare_cached("INSERT INTO notice (at, key, body) VALUES (?1, ?2, ?3)")?;
    statement.execute(params![notice.at.to_rfc3339(), notice.key, written("notice", notice)?])?;
    Ok(())
}

pub(super) fn list(from: &Connection, limit: u32) -> Result<Vec<Kept>, StoreError> {
    bodies(from, "notice", "SELECT body FROM notice ORDER BY id DESC LIMIT ?1", [limit])
}
