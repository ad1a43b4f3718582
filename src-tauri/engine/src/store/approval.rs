//! A person's leave for single occurrences.

use super::{StoreError, bodies, written};
use rusqlite::{Connection, Transaction, params};
use tidegate_core::ids::OccurrenceKey;
use tidegate_core::world::Approval;
use tidegate_core::world::Record;

pub(super) const CREATE: &str = "CREATE TABLE approval (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT";

pub(super) fn put(to: &Transaction<'_>, row: &Approval) -> Result<(), StoreError> {
    let mut statement = to.prepare_cached("INSERT OR REPLACE INTO approval (id, body) VALUES (?1, ?2)")?;
    statement.execute(params![id(&row.key), written("approval", row)?])?;
    Ok(())
}

pub(super) fn all(from: &Connection) -> Result<Vec<Record>, StoreError> {
    let rows: Vec<Approval> = bodies(from, "approval", "SELECT body FROM approval ORDER BY id", [])?;
    Ok(rows.into_iter().map(Record::Approval).collect())
}

fn id(key: &OccurrenceKey) -> String {
    format!("{}\n{}\n{}", key.feed, key.start.timestamp(), key.uid)
}
