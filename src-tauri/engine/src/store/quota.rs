//! What was counted against each GMT day's quota. Days long past are kept: they are proof.

use super::{StoreError, written};
use chrono::NaiveDate;
use rusqlite::{Connection, Transaction, params};
use tidegate_core::quota::QuotaDay;
use tidegate_core::world::Record;

pub(super) const CREATE: &str = "CREATE TABLE quota (day TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT";

/// Days that a world needs: today's, and those around a change of day.
const DAYS: u32 = 7;

pub(super) fn put(to: &Transaction<'_>, day: NaiveDate, quota: &QuotaDay) -> Result<(), StoreError> {
    let mut statement = to.prepare_cached("INSERT OR REPLACE INTO quota (day, body) VALUES (?1, ?2)")?;
    statement.execute(params![day.to_string(), written("quota", &(day, quota))?])?;
    Ok(())
}

pub(super) fn all(from: &Connection) -> Result<Vec<Record>, StoreError> {
    let rows: Vec<(NaiveDate, QuotaDay)> =
        super::bodies(from, "quota", "SELECT body FROM quota ORDER BY day DESC LIMIT ?1", [DAYS])?;
    Ok(rows.into_iter().map(|(day, quota)| Record::Quota(day, quota)).collect())
}
