//! Boosts and holds: at most one of each per circuit.

use super::{StoreError, bodies, written};
use rusqlite::{Connection, Transaction, params};
use tidegate_core::ids::CircuitId;
use tidegate_core::overrides::{Override, OverrideKind};
use tidegate_core::world::Record;

pub(super) const CREATE: &str = "CREATE TABLE override (circuit TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (circuit, kind)) STRICT";

pub(super) fn put(to: &Transaction<'_>, one: &Override) -> Result<(), StoreError> {
    let mut statement =
        to.prepare_cached("INSERT OR REPLACE INTO override (circuit, kind, body) VALUES (?1, ?2, ?3)")?;
    statement.execute(params![one.circuit.as_str(), one.kind.word(), written("override", one)?])?;
    Ok(())
}

pub(super) fn remove(
    from: &Transaction<'_>,
    circuit: &CircuitId,
    kind: OverrideKind,
) -> Result<(), StoreError> {
    let mut statement = from.prepare_cached("DELETE FROM override WHERE circuit = ?1 AND kind = ?2")?;
    statement.execute(params![circuit.as_str(), kind.word()])?;
    Ok(())
}

pub(super) fn all(from: &Connection) -> Result<Vec<Record>, StoreError> {
    let rows: Vec<Override> =
        bodies(from, "override", "SELECT body FROM override ORDER BY circuit, kind", [])?;
    Ok(rows.into_iter().map(Record::Override).collect())
}
