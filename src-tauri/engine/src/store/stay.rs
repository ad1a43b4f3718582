//! What was: each circuit's stays at its tiers, for ever. A stay that grew replaces itself.

use super::{StoreError, bodies, written};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, Transaction, params};
use tidegate_core::history::Stayed;
use tidegate_core::horizon::MONTH;
use tidegate_core::world::Record;

pub(super) const CREATE: &str = "
    CREATE TABLE stay (
        circuit TEXT NOT NULL, began INTEGER NOT NULL, ended INTEGER NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (circuit, began)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX stay_by_end ON stay (ended);
";

pub(super) fn put(to: &Transaction<'_>, stay: &Stayed) -> Result<(), StoreError> {
    let mut statement = to.prepare_cached(
        "INSERT OR REPLACE INTO stay (circuit, began, ended, body) VALUES (?1, ?2, ?3, ?4)",
    )?;
    let (began, ended) = (stay.from.timestamp_millis(), stay.to.timestamp_millis());
    statement.execute(params![stay.circuit.as_str(), began, ended, written("stay", stay)?])?;
    Ok(())
}

/// Of each circuit the newest stay and those of the month before it, oldest first.
pub(super) fn of_month(from: &Connection) -> Result<Vec<Record>, StoreError> {
    let query = "SELECT body FROM stay AS one
        WHERE ended >= (SELECT max(ended) FROM stay WHERE circuit = one.circuit) - ?1 ORDER BY began";
    let rows: Vec<Stayed> = bodies(from, "stay", query, params![MONTH.num_milliseconds()])?;
    Ok(rows.into_iter().map(|row| Record::Stay(Box::new(row))).collect())
}

/// The stays that touch a time, oldest first, and of each circuit the last one before it: nobody may have looked since.
pub(super) fn within(
    from: &Connection,
    begin: DateTime<Utc>,
    end: DateTime<Utc>,
) -> Result<Vec<Stayed>, StoreError> {
    // One look into the key per circuit finds the last one before.
    let query = "SELECT body, began, circuit FROM stay WHERE ended >= ?1 AND began <= ?2
        UNION ALL
        SELECT stay.body, stay.began, stay.circuit FROM circuit JOIN stay ON stay.circuit = circuit.id AND stay.began =
            (SELECT max(began) FROM stay AS one WHERE one.circuit = circuit.id AND one.began < ?1)
        WHERE stay.ended < ?1
        ORDER BY began, circuit";
    bodies(from, "stay", query, params![begin.timestamp_millis(), end.timestamp_millis()])
}
