//! Circuits and the person's settings for them.

use super::{StoreError, bodies, written};
use rusqlite::{Connection, Transaction, params};
use tidegate_core::circuit::Circuit;
use tidegate_core::world::Record;

pub(super) const CREATE: &str = "CREATE TABLE circuit (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT";

pub(super) fn put(to: &Transaction<'_>, row: &Circuit) -> Result<(), StoreError> {
    let mut statement = to.prepare_cached("INSERT OR REPLACE INTO circuit (id, body) VALUES (?1, ?2)")?;
    statement.execute(params![row.id.as_str(), written("circuit", row)?])?;
    Ok(())
}

pub(super) fn all(from: &Connection) -> Result<Vec<Record>, StoreError> {
    let rows: Vec<Circuit> = bodies(from, "circuit", "SELECT body FROM circuit ORDER BY id", [])?;
    Ok(rows.into_iter().map(|row| Record::Circuit(Box::new(row))).collect())
}
