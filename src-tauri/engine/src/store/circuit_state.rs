//! What is kept about each circuit from pass to pass.

use super::{StoreError, bodies, written};
use rusqlite::{Connection, Transaction, params};
use tidegate_core::circuit::CircuitState;
use tidegate_core::world::Record;

pub(super) const CREATE: &str = "CREATE TABLE circuit_state (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT";

pub(super) fn put(to: &Transaction<'_>, row: &CircuitState) -> Result<(), StoreError> {
    let mut statement =
        to.prepare_cached("INSERT OR REPLACE INTO circuit_state (id, body) VALUES (?1, ?2)")?;
    statement.execute(params![row.id.as_str(), written("circuit_state", row)?])?;
    Ok(())
}

pub(super) fn all(from: &Connection) -> Result<Vec<Record>, StoreError> {
    let rows: Vec<CircuitState> =
        bodies(from, "circuit_state", "SELECT body FROM circuit_state ORDER BY id", [])?;
    Ok(rows.into_iter().map(|row| Record::State(Box::new(row))).collect())
}
