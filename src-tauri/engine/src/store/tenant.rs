//! The tenant's settings: exactly one row.

use super::{StoreError, bodies, written};
use rusqlite::{Connection, Transaction, params};
use tidegate_core::world::Tenant;

pub(super) const CREATE: &str =
    "CREATE TABLE tenant (id INTEGER PRIMARY KEY CHECK (id = 1), body TEXT NOT NULL) STRICT";

pub(super) fn put(to: &Transaction<'_>, tenant: &Tenant) -> Result<(), StoreError> {
    let mut statement = to.prepare_cached("INSERT OR REPLACE INTO tenant (id, body) VALUES (1, ?1)")?;
    statement.execute(params![written("tenant", tenant)?])?;
    Ok(())
}

pub(super) fn get(from: &Connection) -> Result<Option<Tenant>, StoreError> {
    Ok(bodies(from, "tenant", "SELECT body FROM tenant", [])?.pop())
}
