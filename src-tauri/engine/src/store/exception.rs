//! Local exceptions of single occurrences.

use super::{StoreError, bodies, written};
use rusqlite::{Connection, Transaction, params};
use tidegate_core::ids::OccurrenceKey;
use tidegate_core::world::Exception;
use tidegate_core::world::Record;

pub(super) const CREATE: &str = "CREATE TABLE exception (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT";

pub(super) fn put(to: &Transaction<'_>, row: &Exception) -> Result<(), StoreError> {
    let mut statement = to.prepare_cached("INSERT OR REPLACE INTO exception (id, body) VALUES (?1, ?2)")?;
    statement.execute(params![id(&row.key), written("exception", row)?])?;
    Ok(())
}

pub(super) fn all(from: &Connection) -> Result<Vec<Record>, StoreError> {
    let rows: Vec<Exception> = bodies(from, "exception", "SELECT body FROM exception ORDER BY id", [])?;
    Ok(rows.into_iter().map(Record::Exception).collect())
}

fn id(key: &OccurrenceKey) -> String {
    format!("{}\n{}\n{}", key.feed, key.start.timestamp(), key.uid)
}

pub(super) fn remove(from: &Transaction<'_>, key: &OccurrenceKey) -> Result<(), StoreError> {
    from.prepare_cached("DELETE FROM exception WHERE id = ?1")?.execute([id(key)])?;
    Ok(())
}
