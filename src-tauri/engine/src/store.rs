//! A tenant's ledger on disk: one SQLite file, one file of code a table. It keeps exactly the records that `core`
//! hands out, in one transaction a pass, synced to the disk before anything is sent. It decides nothing.

mod approval;
mod audit;
mod change;
mod circuit;
mod circuit_state;
pub mod copies;
mod exception;
mod feed;
mod feed_state;
mod feed_text;
mod incident;
mod notice;
mod overrides;
mod past;
mod quota;
mod reserve;
mod schema;
mod seal;
mod stay;
mod tenant;

pub use audit::{AuditTrail, Known, Verified};
pub use notice::Kept as KeptNotice;

use chrono::{DateTime, Utc};
use reserve::Reserve;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};
use tidegate_core::audit::Broken;
use tidegate_core::audit::seal::{Anchor, Seal, Sealed};
use tidegate_core::change::Change;
use tidegate_core::history::Stayed;
use tidegate_core::ids::{ChangeId, CircuitId, FeedId, TenantId};
use tidegate_core::incident::Incident;
use tidegate_core::world::{Record, Tenant, World};

/// A tenant's ledger, opened for writing by the one owner of the data folder.
pub struct Store {
    connection: Connection,
    trail: audit::Head,
    tenant: TenantId,
    path: Option<PathBuf>,
    reserve: Option<Reserve>,
}

/// Why the ledger cannot be read or written. Nothing is ordered while it is so.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite says no: disk full, file damaged, folder gone.
    #[error(
        "the ledger cannot be read or written, so nothing is ordered; see whether the disk is full or read-only, then restart Tidegate. The cause"
    )]
    Sqlite(#[from] rusqlite::Error),
    /// A row does not read as what it should be.
    #[error(
        "a line of the ledger ({table}) is damaged, so nothing is ordered; it was left as it is. Put the newest file of the folder copies beside it in its place. The cause"
    )]
    Row {
        /// The table.
        table: &'static str,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// Written by a newer program.
    #[error(
        "the ledger was written by a newer Tidegate (schema {found}, this one knows {known}); install that version again"
    )]
    Newer {
        /// Its schema.
        found: u32,
        /// Ours.
        known: u32,
    },
    /// The linked SQLite can lose data.
    #[error("this build links SQLite {0}, which can corrupt a ledger; build it with the bundled one")]
    Sqlite3Version(String),
    /// It is no sound database any more.
    #[error(
        "the ledger is damaged ({found}); it was left as it is. Put the newest copy from {copies} in its place, under the name ledger.db and without the files ledger.db-wal and ledger.db-shm, and start Tidegate again: it then only observes until you switch automation on"
    )]
    Damaged {
        /// SQLite's words.
        found: String,
        /// Where the copies are.
        copies: String,
    },
    /// A copy of it could not be made.
    #[error("a copy of the ledger could not be made ({0}); make room, or look at the data folder's rights")]
    Copy(String),
    /// There is no tenant in it.
    #[error(
        "this customer's ledger is empty: its set-up was not finished, or the file was lost. Nothing is ordered for it. Put back the newest file of the folder copies, or remove the customer with `tidegate tenants remove` and add it again"
    )]
    NoTenant,
}

impl Store {
    /// The number of its schema.
    ///
    /// # Errors
    ///
    /// SQLite's.
    pub fn schema(&self) -> Result<u32, StoreError> {
        Ok(self.connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
    }

    /// Opens a ledger, makes it if it is not there, and brings its schema up to date. Refuses one that a newer
    /// Tidegate wrote.
    pub fn open(path: &Path, tenant: &TenantId) -> Result<Self, StoreError> {
        let connection = Connection::open(path)?;
        let mut store = Self::with(connection, tenant, Some(path)).map_err(|error| named(error, path))?;
        store.reserve = Some(Reserve::beside(path));
        Ok(store)
    }

    /// A ledger in memory: for what is thrown away.
    pub fn in_memory(tenant: &TenantId) -> Result<Self, StoreError> {
        Self::with(Connection::open_in_memory()?, tenant, None)
    }

    fn with(mut connection: Connection, tenant: &TenantId, path: Option<&Path>) -> Result<Self, StoreError> {
        schema::prepare(&mut connection, path)?;
        let trail = audit::head(&connection)?;
        let path = path.map(Path::to_path_buf);
        Ok(Self { connection, trail, tenant: tenant.clone(), path, reserve: None })
    }

    /// Verifies the whole trail of a ledger that another connection writes meanwhile, and what was signed of it.
    pub fn verify_trail(path: &Path, known: &Known) -> Result<Result<Verified, Broken>, StoreError> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        AuditTrail::new(&connection).verify_sealed(known)
    }

    /// Signs the trail's last row, where it is not signed yet, and keeps the seal. The newest seal of the key is the
    /// answer; none for a trail without rows, and for a ledger that has not what is known of it elsewhere.
    pub fn seal(
        &mut self,
        key: &str,
        known: Option<&Anchor>,
        at: DateTime<Utc>,
        sign: impl FnOnce(&Seal) -> Sealed,
    ) -> Result<Option<Anchor>, StoreError> {
        if let Some(known) = known
            && !seal::holds(&self.connection, key, known)?
        {
            return Ok(None);
        }
        let (last, head) = (seal::last(&self.connection, key)?, self.trail.row());
        if head.0 == 0 {
            return Ok(None);
        }
        let newest: Option<Seal> = last.as_ref().and_then(|last| serde_json::from_str(&last.line).ok());
        if let Some(newest) = newest.filter(|newest| newest.rows == head.0) {
            return Ok(Some(Anchor::from(&newest)));
        }
        let seal = Seal::after(last.as_ref(), &self.tenant, head, key, at);
        seal::put(&self.connection, key, seal.seal, &sign(&seal))?;
        Ok(Some(Anchor::from(&seal)))
    }

    /// A key's seals, in their order.
    pub fn seals(&self, key: &str) -> Result<Vec<Sealed>, StoreError> {
        seal::of_key(&self.connection, key)
    }

    /// The keys that signed, the oldest first.
    pub fn sealed_by(&self) -> Result<Vec<String>, StoreError> {
        seal::keys(&self.connection)
    }

    /// Where it is; nowhere for one in memory.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// When the copy was made that this ledger was put back from, if it was and nobody has said so yet.
    pub fn copied_at(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        copies::made(&self.connection)
    }

    /// What follows from that is durable: from now on it is the ledger.
    pub fn is_in_force(&self) -> Result<(), StoreError> {
        copies::in_force(&self.connection)
    }

    /// Whether the disk was full and has no room for a reserve since.
    pub fn is_tight(&self) -> bool {
        self.reserve.as_ref().is_some_and(Reserve::is_spent)
    }

    /// Makes the reserve again where there is room.
    pub fn refill(&mut self) {
        if let Some(reserve) = &mut self.reserve {
            reserve.refill();
        }
    }

    /// Makes records durable: all or none, synced to the disk when it returns. On a full disk the reserve is given up
    /// and it is tried once more.
    pub fn commit(&mut self, records: &[Record]) -> Result<(), StoreError> {
        match self.commit_once(records) {
            Err(error) if is_full(&error) && self.reserve.as_mut().is_some_and(Reserve::give_up) => {
                self.commit_once(records)
            }
            result => result,
        }
    }

    fn commit_once(&mut self, records: &[Record]) -> Result<(), StoreError> {
        let mut trail = self.trail.clone();
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for record in records {
            keep(&transaction, &mut trail, &self.tenant, record)?;
        }
        transaction.commit()?;
        self.trail = trail;
        Ok(())
    }

    /// The tenant's settings.
    pub fn tenant(&self) -> Result<Tenant, StoreError> {
        tenant::get(&self.connection)?.ok_or(StoreError::NoTenant)
    }

    /// The world as it was when the last commit returned; what only a process knows is empty.
    pub fn world(&self) -> Result<World, StoreError> {
        let mut world = World::new(self.tenant()?);
        let from = &self.connection;
        let records = [
            circuit::all(from)?,
            circuit_state::all(from)?,
            feed::all(from)?,
            feed_state::all(from)?,
            overrides::all(from)?,
            change::newest(from)?,
            incident::open(from)?,
            exception::all(from)?,
            approval::all(from)?,
            quota::all(from)?,
            stay::of_month(from)?,
        ];
        world.apply(&records.concat());
        Ok(world)
    }

    /// The text of a feed that is in force.
    pub fn feed_text(&self, feed: &FeedId) -> Result<Option<Vec<u8>>, StoreError> {
        feed_text::get(&self.connection, feed)
    }

    /// The whole ledger of changes, newest first, at most so many; of one circuit where one is named.
    pub fn changes(&self, circuit: Option<&CircuitId>, limit: u32) -> Result<Vec<Change>, StoreError> {
        change::list(&self.connection, circuit, limit)
    }

    /// The changes intended since an instant, newest first.
    pub fn changes_since(&self, since: DateTime<Utc>) -> Result<Vec<Change>, StoreError> {
        change::since(&self.connection, since)
    }

    /// One change, by its number in the ledger.
    pub fn change(&self, id: ChangeId) -> Result<Option<Change>, StoreError> {
        change::one(&self.connection, id)
    }

    /// What was between two instants: the stays that touch it, oldest first.
    pub fn stays(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Vec<Stayed>, StoreError> {
        stay::within(&self.connection, from, to)
    }

    /// Incidents, newest first, at most so many, closed ones too.
    pub fn incidents(&self, limit: u32) -> Result<Vec<Incident>, StoreError> {
        incident::list(&self.connection, limit)
    }

    /// The inbox, newest first, at most so many.
    pub fn notices(&self, limit: u32) -> Result<Vec<KeptNotice>, StoreError> {
        notice::list(&self.connection, limit)
    }

    /// The audit trail, row by row.
    pub fn audit(&self) -> AuditTrail<'_> {
        AuditTrail::new(&self.connection)
    }
}

/// Errors of opening that say that the file is damaged, in words a person can act on.
fn named(error: StoreError, path: &Path) -> StoreError {
    let copies = copies::folder(path).display().to_string();
    if let StoreError::Damaged { found, .. } = error {
        return StoreError::Damaged { found, copies };
    }
    let is_damaged =
        matches!(sqlite_code(&error), Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt));
    if let (StoreError::Sqlite(words), true) = (&error, is_damaged) {
        // SQLite's own words alone: what our error adds is for a disk, not for a damaged file.
        return StoreError::Damaged { found: words.to_string(), copies };
    }
    error
}

fn is_full(error: &StoreError) -> bool {
    sqlite_code(error) == Some(ErrorCode::DiskFull)
}

fn sqlite_code(error: &StoreError) -> Option<ErrorCode> {
    if let StoreError::Sqlite(error) = error { error.sqlite_error_code() } else { None }
}

fn keep(
    to: &Transaction<'_>,
    trail: &mut audit::Head,
    tenant: &TenantId,
    record: &Record,
) -> Result<(), StoreError> {
    match record {
        Record::Tenant(one) => tenant::put(to, one),
        Record::Circuit(one) => circuit::put(to, one),
        Record::State(one) => circuit_state::put(to, one),
        Record::Feed(one) => feed::put(to, one),
        Record::FeedState(one) => feed_state::put(to, one),
        Record::FeedText(id, bytes) => feed_text::put(to, id, bytes),
        Record::FeedGone(id) => feed::remove(to, id),
        Record::Override(one) => overrides::put(to, one),
        Record::OverrideGone(circuit, kind) => overrides::remove(to, circuit, *kind),
        Record::Change(one) => change::put(to, one),
        Record::Incident(one) => incident::put(to, one),
        Record::Notice(one) => notice::put(to, one),
        Record::Exception(one) => exception::put(to, one),
        Record::ExceptionGone(key) => exception::remove(to, key),
        Record::Approval(one) => approval::put(to, one),
        Record::Quota(day, one) => quota::put(to, *day, one),
        Record::Stay(one) => stay::put(to, one),
        Record::Audit(entry) => audit::append(to, trail, tenant, entry),
    }
}

/// A row's body as it is kept.
fn written<T: Serialize>(table: &'static str, row: &T) -> Result<String, StoreError> {
    serde_json::to_string(row).map_err(|source| StoreError::Row { table, source })
}

/// The bodies of a query's rows, read.
fn bodies<T: DeserializeOwned>(
    from: &Connection,
    table: &'static str,
    query: &str,
    parameters: impl rusqlite::Params,
) -> Result<Vec<T>, StoreError> {
    let mut statement = from.prepare_cached(query)?;
    let mut rows = statement.query(parameters)?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let body: String = row.get(0)?;
        out.push(serde_json::from_str(&body).map_err(|source| StoreError::Row { table, source })?);
    }
    Ok(out)
}

#[cfg(test)]
mod tests;
