//! `HOME/home.db`: the list of tenants, the program's own settings, and receipts of deleted tenants. Nothing of any
//! tenant's own is in it but its name.

use crate::store::StoreError;
use rusqlite::{Connection, OptionalExtension, params};
use std::path::Path;
use tidegate_core::ids::TenantId;

const CREATE: &str = "
    CREATE TABLE IF NOT EXISTS tenant (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, made TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS receipt (at TEXT NOT NULL, tenant TEXT NOT NULL, text TEXT NOT NULL) STRICT;
";

/// The program's own database.
pub struct HomeStore {
    connection: Connection,
}

/// A tenant as the list has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: TenantId,
    /// Its name.
    pub name: String,
}

impl HomeStore {
    /// Opens the list, and makes it if it is not there.
    ///
    /// # Errors
    ///
    /// When SQLite says no.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let connection = Connection::open(path)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;",
        )?;
        connection.execute_batch(CREATE)?;
        Ok(Self { connection })
    }

    /// Every tenant, by name.
    ///
    /// # Errors
    ///
    /// When SQLite says no.
    pub fn tenants(&self) -> Result<Vec<Listed>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT id, name FROM tenant ORDER BY name")?;
        let rows =
            statement.query_map([], |row| Ok(Listed { id: TenantId(row.get(0)?), name: row.get(1)? }))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Adds a tenant to the list. Refuses a name that is taken.
    ///
    /// # Errors
    ///
    /// When SQLite says no.
    pub fn add(&self, tenant: &Listed, at: &str) -> Result<(), StoreError> {
        self.connection.execute(
            "INSERT INTO tenant (id, name, made) VALUES (?1, ?2, ?3)",
            params![tenant.id.as_str(), tenant.name, at],
        )?;
        Ok(())
    }

    /// Takes a tenant off the list and keeps a receipt of what was deleted.
    ///
    /// # Errors
    ///
    /// When SQLite says no.
    pub fn remove(&mut self, id: &TenantId, at: &str, receipt: &str) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        transaction.execute("DELETE FROM tenant WHERE id = ?1", [id.as_str()])?;
        transaction.execute(
            "INSERT INTO receipt (at, tenant, text) VALUES (?1, ?2, ?3)",
            params![at, id.as_str(), receipt],
        )?;
        transaction.commit()?;
        Ok(())
    }

    /// A setting of the program.
    ///
    /// # Errors
    ///
    /// When SQLite says no.
    pub fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(self
            .connection
            .query_row("SELECT value FROM setting WHERE name = ?1", [name], |row| row.get(0))
            .optional()?)
    }

    /// Sets a setting of the program.
    ///
    /// # Errors
    ///
    /// When SQLite says no.
    pub fn set(&self, name: &str, value: &str) -> Result<(), StoreError> {
        self.connection
            .execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)", [name, value])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenants_come_and_go_and_leave_a_receipt() {
        let folder = tempfile::tempdir().unwrap();
        let mut home = HomeStore::open(&folder.path().join("home.db")).unwrap();
        let acme = Listed { id: "a1".into(), name: "Acme".into() };
        home.add(&acme, "2027-01-04T08:00:00Z").unwrap();
        assert!(
            home.add(&Listed { id: "a2".into(), ..acme.clone() }, "2027-01-04T08:00:00Z").is_err(),
            "the name is taken"
        );
        assert_eq!(home.tenants().unwrap(), std::slice::from_ref(&acme));
        home.remove(&acme.id, "2027-01-05T08:00:00Z", "deleted").unwrap();
        assert_eq!(home.tenants().unwrap(), []);
        let receipts: i64 =
            home.connection.query_row("SELECT count(*) FROM receipt", [], |row| row.get(0)).unwrap();
        assert_eq!(receipts, 1);
    }
}
