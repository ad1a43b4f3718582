//! The text of each feed that is in force: the last good plan of a feed that breaks.

use super::StoreError;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use tidegate_core::ids::FeedId;

pub(super) const CREATE: &str = "CREATE TABLE feed_text (id TEXT PRIMARY KEY, text BLOB NOT NULL) STRICT";

pub(super) fn put(to: &Transaction<'_>, id: &FeedId, text: &[u8]) -> Result<(), StoreError> {
    let mut statement = to.prepare_cached("INSERT OR REPLACE INTO feed_text (id, text) VALUES (?1, ?2)")?;
    statement.execute(params![id.as_str(), text])?;
    Ok(())
}

pub(super) fn get(from: &Connection, id: &FeedId) -> Result<Option<Vec<u8>>, StoreError> {
    let mut statement = from.prepare_cached("SELECT text FROM feed_text WHERE id = ?1")?;
    Ok(statement.query_row([id.as_str()], |row| row.get(0)).optional()?)
}
