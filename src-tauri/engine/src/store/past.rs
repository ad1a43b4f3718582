//! What the ledger keeps of a time, put together from its tables for screens and reports. Owns how far back is read.

use super::{Store, StoreError};
use tidegate_core::horizon::SOON;
use tidegate_core::screen::past::{Line, Past};
use tidegate_core::time::Instant;

/// Lines of one act that are read, newest first.
const LINES: u32 = 1000;

impl Store {
    /// The past between two instants.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be read.
    pub fn past(&self, from: Instant, to: Instant) -> Result<Past, StoreError> {
        let missed = self.audit().of_act("wish.missed", LINES)?;
        let missed = missed.iter().filter_map(Line::of);
        Ok(Past {
            stays: self.stays(from, to)?,
            changes: self
                .changes_since(from - SOON)?
                .into_iter()
                .filter(|one| one.errand.is_none())
                .collect(),
            incidents: super::incident::within(&self.connection, from, to)?,
            missed: missed.filter(|line| from <= line.at && line.at < to).collect(),
        })
    }
}
