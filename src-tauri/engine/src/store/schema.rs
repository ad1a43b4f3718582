//! The ledger's schema and how it came to be: forward only, one transaction a step, never edited once released.

use super::copies;
use super::{
    StoreError, approval, audit, change, circuit, circuit_state, exception, feed, feed_state, feed_text,
};
use super::{incident, notice, overrides, quota, seal, stay, tenant};
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

/// "Tide", so that a stray file can be told.
const APPLICATION_ID: i32 = 0x5469_6465;

/// The first SQLite without the WAL-reset bug (reliability research §4.1).
const SAFE_VERSION: i32 = 3_051_003;

/// The steps, oldest first. A released step is never changed; a new one is appended.
const STEPS: &[&[&str]] = &[
    &[
        tenant::CREATE,
        circuit::CREATE,
        circuit_state::CREATE,
        feed::CREATE,
        feed_state::CREATE,
        feed_text::CREATE,
        overrides::CREATE,
        change::CREATE,
        incident::CREATE,
        notice::CREATE,
        exception::CREATE,
        approval::CREATE,
        quota::CREATE,
        audit::CREATE,
    ],
    &[stay::CREATE, audit::BY_ACT],
    &[tenant::NAME_TIMINGS],
    &[seal::CREATE],
];

/// Sets a connection up: every commit is on the disk when it returns, and the schema is ours.
pub(super) fn prepare(connection: &mut Connection, path: Option<&Path>) -> Result<(), StoreError> {
    if rusqlite::version_number() < SAFE_VERSION {
        return Err(StoreError::Sqlite3Version(rusqlite::version().to_owned()));
    }
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = 1; PRAGMA checkpoint_fullfsync = 1;
         PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;
         PRAGMA busy_timeout = 5000;",
    )?;
    sound(connection)?;
    let found: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let known = u32::try_from(STEPS.len()).unwrap_or(u32::MAX);
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    if let Some(path) = path.filter(|_| (1..known).contains(&found)) {
        copies::before_change(connection, path, found)?;
    }
    for (step, version) in STEPS.iter().zip(1_u32..).skip_while(|(_, version)| *version <= found) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for statement in *step {
            transaction.execute_batch(statement)?;
        }
        transaction.pragma_update(None, "user_version", version)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.commit()?;
    }
    Ok(())
}

/// Refuses a file whose pages do not fit together.
pub(super) fn sound(connection: &Connection) -> Result<(), StoreError> {
    let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if found == "ok" { Ok(()) } else { Err(StoreError::Damaged { found, copies: String::new() }) }
}
