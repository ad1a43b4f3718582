//! Incidents, open and closed.

use super::{StoreError, bodies, written};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, Transaction, params};
use tidegate_core::incident::Incident;
use tidegate_core::world::Record;

pub(super) const CREATE: &str = "
    CREATE TABLE incident (
        key TEXT NOT NULL, opened TEXT NOT NULL, closed TEXT, body TEXT NOT NULL, PRIMARY KEY (key, opened)
    ) STRICT;
    CREATE UNIQUE INDEX incident_open ON incident (key) WHERE closed IS NULL;
";

pub(super) fn put(to: &Transaction<'_>, incident: &Incident) -> Result<(), StoreError> {
    let mut statement = to.prepare_cached(
        "INSERT INTO incident (key, opened, closed, body) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (key, opened) DO UPDATE SET closed = excluded.closed, body = excluded.body",
    )?;
    let closed = incident.closed.map(|at| at.to_rfc3339());
    statement.execute(params![
        incident.key,
        incident.opened.to_rfc3339(),
        closed,
        written("incident", incident)?
    ])?;
    Ok(())
}

pub(super) fn open(from: &Connection) -> Result<Vec<Record>, StoreError> {
    let rows: Vec<Incident> =
        bodies(from, "incident", "SELECT body FROM incident WHERE closed IS NULL ORDER BY key", [])?;
    Ok(rows.into_iter().map(|row| Record::Incident(Box::new(row))).collect())
}

pub(super) fn list(from: &Connection, limit: u32) -> Result<Vec<Incident>, StoreError> {
    bodies(from, "incident", "SELECT body FROM incident ORDER BY opened DESC, key LIMIT ?1", [limit])
}

/// Incidents that touch a time, newest first.
pub(super) fn within(
    from: &Connection,
    begin: DateTime<Utc>,
    end: DateTime<Utc>,
) -> Result<Vec<Incident>, StoreError> {
    let query = "SELECT body FROM incident WHERE opened < ?2 AND (closed IS NULL OR closed > ?1) ORDER BY opened DESC, key";
    bodies(from, "incident", query, [begin.to_rfc3339(), end.to_rfc3339()])
}
