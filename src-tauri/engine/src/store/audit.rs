//! The audit trail: appended to, never changed; each row's line is exactly the bytes that are hashed.

use super::{StoreError, seal};
use crate::seal::is_signed;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use tidegate_core::audit::seal::{Anchor, Seals};
use tidegate_core::audit::{Broken, Entry, GENESIS, Row, Verifier, row};
use tidegate_core::ids::TenantId;

pub(super) const CREATE: &str = "
    CREATE TABLE audit (seq INTEGER PRIMARY KEY, line TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
    CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
    CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
";

/// Finds lines by what was done, and by the order they are about, without reading them all.
pub(super) const BY_ACT: &str = "
    CREATE INDEX audit_by_act ON audit (json_extract(line, '$.act'), seq);
    CREATE INDEX audit_by_order ON audit (json_extract(line, '$.order'), seq);
";

/// Rows read at a time: memory does not grow with the trail.
const CHUNK: i64 = 1000;

/// The end of the trail, which the next row refers to.
#[derive(Clone)]
pub(super) struct Head {
    seq: i64,
    hash: String,
}

impl Head {
    /// The last row's number and hash.
    pub(super) fn row(&self) -> (i64, &str) {
        (self.seq, &self.hash)
    }
}

/// What is known of a trail's seals elsewhere than in its ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The customer's public key.
    pub key: Option<String>,
    /// The newest seal.
    pub newest: Option<Anchor>,
}

/// A trail that is whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How many rows.
    pub rows: i64,
    /// The hash of the last one.
    pub head: String,
    /// The last row that is signed; zero where none is.
    pub signed: i64,
    /// The key that signed it.
    pub key: Option<String>,
    /// How many seals the ledger has, of this key and earlier ones.
    pub seals: usize,
}

pub(super) fn head(from: &Connection) -> Result<Head, StoreError> {
    let last = from.query_row("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1", [], |row| {
        Ok(Head { seq: row.get(0)?, hash: row.get(1)? })
    });
    Ok(last.optional()?.unwrap_or(Head { seq: 0, hash: GENESIS.to_owned() }))
}

pub(super) fn append(
    to: &Transaction<'_>,
    head: &mut Head,
    tenant: &TenantId,
    entry: &Entry,
) -> Result<(), StoreError> {
    let Row { seq, line, hash } = row(head.seq + 1, &head.hash, tenant, entry);
    to.prepare_cached("INSERT INTO audit (seq, line, hash) VALUES (?1, ?2, ?3)")?
        .execute(params![seq, line, hash])?;
    *head = Head { seq, hash };
    Ok(())
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    Ok(Row { seq: row.get(0)?, line: row.get(1)?, hash: row.get(2)? })
}

/// The trail, to be read row by row.
pub struct AuditTrail<'a> {
    connection: &'a Connection,
}

impl<'a> AuditTrail<'a> {
    pub(super) fn new(connection: &'a Connection) -> Self {
        Self { connection }
    }

    /// The rows after `seq`, at most a thousand.
    pub fn after(&self, seq: i64) -> Result<Vec<Row>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT seq, line, hash FROM audit WHERE seq > ?1 ORDER BY seq LIMIT ?2")?;
        let rows = statement.query_map([seq, CHUNK], read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The newest lines of one act, newest first, at most so many.
    pub fn of_act(&self, act: &str, limit: u32) -> Result<Vec<Row>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT seq, line, hash FROM audit WHERE json_extract(line, '$.act') = ?1 ORDER BY seq DESC LIMIT ?2",
        )?;
        let rows = statement.query_map(params![act, limit], read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The lines about one order, by our reference or the carrier's id, oldest first.
    pub fn of_order(&self, name: &str) -> Result<Vec<Row>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT seq, line, hash FROM audit WHERE json_extract(line, '$.order') = ?1 ORDER BY seq",
        )?;
        let rows = statement.query_map([name], read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Hands every row to `each`, in order.
    pub fn each(&self, mut each: impl FnMut(&Row)) -> Result<(), StoreError> {
        let mut seq = 0;
        loop {
            let rows = self.after(seq)?;
            let Some(last) = rows.last() else { return Ok(()) };
            seq = last.seq;
            rows.iter().for_each(&mut each);
        }
    }

    /// Verifies the whole trail and what was signed of it: the chain, every seal of every key, and that the ledger has
    /// what is known of it elsewhere. Without a known key that of the newest seal is taken.
    pub fn verify_sealed(&self, known: &Known) -> Result<Result<Verified, Broken>, StoreError> {
        let mut keys = seal::keys(self.connection)?;
        let newest = known.key.clone().or_else(|| keys.last().cloned());
        keys.extend(known.key.clone().filter(|key| !keys.contains(key)));
        let (mut count, mut all) = (0, Vec::new());
        for key in &keys {
            let sealed = seal::of_key(self.connection, key)?;
            let kept = known.newest.as_ref().filter(|_| known.key.as_ref() == Some(key));
            match Seals::of(&sealed, |seal, one| is_signed(key, seal, one), kept) {
                Ok(seals) => all.push((key, seals)),
                Err(broken) => return Ok(Err(broken)),
            }
            count += sealed.len();
        }
        let mut verifier = Verifier::default();
        let mut broken = None;
        self.each(|row| {
            let mut take = || {
                verifier.take(row)?;
                all.iter_mut().try_for_each(|(_, seals)| seals.take(row))
            };
            if broken.is_none() {
                broken = take().err();
            }
        })?;
        let ends =
            |all: &[(&String, Seals)]| all.iter().try_for_each(|(_, seals)| seals.end(verifier.rows()));
        if let Some(broken) = broken.or_else(|| ends(&all).err()) {
            return Ok(Err(broken));
        }
        let signed =
            all.iter().find(|(key, _)| newest.as_ref() == Some(key)).map_or(0, |(_, seals)| seals.signed());
        let key = newest.filter(|_| signed > 0);
        Ok(Ok(Verified {
            rows: verifier.rows(),
            head: verifier.head().to_owned(),
            signed,
            key,
            seals: count,
        }))
    }

    /// Verifies the whole trail: the number of rows and the last hash, or where it is broken.
    pub fn verify(&self) -> Result<Result<(i64, String), Broken>, StoreError> {
        let mut verifier = Verifier::default();
        let mut broken = None;
        self.each(|row| {
            if broken.is_none() {
                broken = verifier.take(row).err();
            }
        })?;
        Ok(broken.map_or_else(|| Ok((verifier.rows(), verifier.head().to_owned())), Err))
    }
}
