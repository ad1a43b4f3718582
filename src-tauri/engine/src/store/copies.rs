//! Copies of a ledger: one a day, and one before each change of its schema, each looked through before it counts. A
//! copy says in itself that it is one, so that a ledger that was put back from one is known. Copies hold no secret:
//! the ledger holds none.

use super::{StoreError, schema};
use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday};
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use std::path::{Path, PathBuf};

/// Daily copies that are kept; of older ones the Mondays'.
const DAYS_KEPT: usize = 7;
/// Mondays' copies that are kept beyond those.
const MONDAYS_KEPT: usize = 4;
/// Copies from before a change of the schema that are kept.
const CHANGES_KEPT: usize = 3;

/// The folder of a ledger's copies.
pub fn folder(ledger: &Path) -> PathBuf {
    ledger.with_file_name("copies")
}

/// Makes the copy of a day, if it is not there. With a connection of its own: the ledger is written meanwhile.
///
/// # Errors
///
/// When there is no room, or the copy is not sound: then there is none of this day.
pub fn of_day(ledger: &Path, now: DateTime<Utc>) -> Result<PathBuf, StoreError> {
    let path = folder(ledger).join(format!("ledger-{}.db", now.date_naive()));
    if path.exists() {
        return Ok(path);
    }
    let connection = Connection::open_with_flags(ledger, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    make(&connection, &path, now)?;
    prune(ledger);
    Ok(path)
}

/// Makes the copy from before a change of the schema.
pub(super) fn before_change(connection: &Connection, ledger: &Path, found: u32) -> Result<(), StoreError> {
    let path = folder(ledger).join(format!("ledger-before-schema-{}.db", found + 1));
    if path.exists() {
        return Ok(());
    }
    make(connection, &path, Utc::now())?;
    prune(ledger);
    Ok(())
}

/// When the copy was made that this ledger was put back from, if it was.
pub(super) fn made(connection: &Connection) -> Result<Option<DateTime<Utc>>, StoreError> {
    let is_copy: bool = connection.query_row(
        "SELECT count(*) > 0 FROM sqlite_schema WHERE type = 'table' AND name = 'copy'",
        [],
        |row| row.get(0),
    )?;
    if !is_copy {
        return Ok(None);
    }
    let text: Option<String> =
        connection.query_row("SELECT made FROM copy", [], |row| row.get(0)).optional()?;
    Ok(Some(text.and_then(|text| text.parse().ok()).unwrap_or(DateTime::UNIX_EPOCH)))
}

/// This ledger is no copy any more: what that means was made durable.
pub(super) fn in_force(connection: &Connection) -> Result<(), StoreError> {
    Ok(connection.execute_batch("DROP TABLE IF EXISTS copy")?)
}

fn make(from: &Connection, path: &Path, now: DateTime<Utc>) -> Result<(), StoreError> {
    let unfinished = path.with_extension("unfinished");
    let _ = std::fs::create_dir_all(path.with_file_name("")); // where that fails, the copy says why
    let _ = std::fs::remove_file(&unfinished);
    let result = written(from, &unfinished, now).and_then(|()| {
        std::fs::rename(&unfinished, path).map_err(|error| StoreError::Copy(error.to_string()))
    });
    if result.is_err() {
        let _ = std::fs::remove_file(&unfinished);
    }
    result
}

fn written(from: &Connection, path: &Path, now: DateTime<Utc>) -> Result<(), StoreError> {
    from.execute("VACUUM INTO ?1", [path.to_string_lossy()])?;
    let copy = Connection::open(path)?;
    copy.execute_batch("CREATE TABLE IF NOT EXISTS copy (made TEXT NOT NULL) STRICT; DELETE FROM copy;")?;
    copy.execute("INSERT INTO copy (made) VALUES (?1)", [now.to_rfc3339()])?;
    schema::sound(&copy)?;
    if let Err(broken) = super::audit::AuditTrail::new(&copy).verify()? {
        return Err(StoreError::Copy(broken.to_string()));
    }
    Ok(())
}

/// Removes the copies that are not kept. What cannot be removed is tried again tomorrow.
fn prune(ledger: &Path) {
    let files = std::fs::read_dir(folder(ledger)).into_iter().flatten().flatten().map(|entry| entry.path());
    let (mut days, mut changes) = (Vec::new(), Vec::new());
    for file in files {
        let name = file.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if let Some(day) = name.strip_prefix("ledger-").and_then(|day| day.parse::<NaiveDate>().ok()) {
            days.push((day, file));
        } else if name.starts_with("ledger-before-schema-") {
            changes.push(file);
        }
    }
    days.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    changes.sort_by_key(|file| std::cmp::Reverse(file.clone()));
    let older = days.iter().skip(DAYS_KEPT);
    let kept: Vec<NaiveDate> = older
        .clone()
        .map(|(day, _)| *day)
        .filter(|day| day.weekday() == Weekday::Mon)
        .take(MONDAYS_KEPT)
        .collect();
    let gone = older.filter(|(day, _)| !kept.contains(day)).map(|(_, file)| file);
    for file in gone.chain(changes.iter().skip(CHANGES_KEPT)) {
        let _ = std::fs::remove_file(file);
    }
}
