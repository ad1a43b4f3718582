//! How each feed's fetches went.

use super::{StoreError, bodies, written};
use rusqlite::{Connection, Transaction, params};
use tidegate_core::feed::FeedState;
use tidegate_core::world::Record;

pub(super) const CREATE: &str = "CREATE TABLE feed_state (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT";

pub(super) fn put(to: &Transaction<'_>, row: &FeedState) -> Result<(), StoreError> {
    let mut statement = to.prepare_cached("INSERT OR REPLACE INTO feed_state (id, body) VALUES (?1, ?2)")?;
    statement.execute(params![row.id.as_str(), written("feed_state", row)?])?;
    Ok(())
}

pub(super) fn all(from: &Connection) -> Result<Vec<Record>, StoreError> {
    let rows: Vec<FeedState> = bodies(from, "feed_state", "SELECT body FROM feed_state ORDER BY id", [])?;
    Ok(rows.into_iter().map(|row| Record::FeedState(Box::new(row))).collect())
}
