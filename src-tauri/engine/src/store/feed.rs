//! Feeds and what a person said about them; their addresses are in the keychain.

use super::{StoreError, bodies, written};
use rusqlite::{Connection, Transaction, params};
use tidegate_core::feed::Feed;
use tidegate_core::ids::FeedId;
use tidegate_core::world::Record;

pub(super) const CREATE: &str = "CREATE TABLE feed (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT";

pub(super) fn put(to: &Transaction<'_>, row: &Feed) -> Result<(), StoreError> {
    let mut statement = to.prepare_cached("INSERT OR REPLACE INTO feed (id, body) VALUES (?1, ?2)")?;
    statement.execute(params![row.id.as_str(), written("feed", row)?])?;
    Ok(())
}

pub(super) fn all(from: &Connection) -> Result<Vec<Record>, StoreError> {
    let rows: Vec<Feed> = bodies(from, "feed", "SELECT body FROM feed ORDER BY id", [])?;
    Ok(rows.into_iter().map(|row| Record::Feed(Box::new(row))).collect())
}

/// A feed goes with all that was kept about it.
pub(super) fn remove(from: &Transaction<'_>, id: &FeedId) -> Result<(), StoreError> {
    for table in ["feed", "feed_state", "feed_text"] {
        from.execute(&format!("DELETE FROM {table} WHERE id = ?1"), [id.as_str()])?;
    }
    // Their keys begin with the feed's id and a line break.
    for table in ["exception", "approval"] {
        from.execute(
            &format!("DELETE FROM {table} WHERE substr(id, 1, length(?1)) = ?1"),
            [format!("{id}\n")],
        )?;
    }
    Ok(())
}
