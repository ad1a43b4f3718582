//! Room kept for a full disk: a file that is given up when SQLite finds no room, so that what money runs by (drops, and
//! what became of orders) can still be written. Raises wait meanwhile; that is the plan's matter.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

/// Enough for some thousand records.
const SIZE: usize = 4 * 1024 * 1024;

/// The reserve of one ledger.
pub(super) struct Reserve {
    path: PathBuf,
    is_there: bool,
}

impl Reserve {
    /// The reserve beside a ledger, made where it is missing and there is room.
    pub(super) fn beside(ledger: &std::path::Path) -> Self {
        let path = ledger.with_extension("reserve");
        let whole = std::fs::metadata(&path).is_ok_and(|file| usize::try_from(file.len()) == Ok(SIZE));
        let mut reserve = Self { path, is_there: whole };
        reserve.refill();
        reserve
    }

    /// Whether it was given up, and there was no room since.
    pub(super) fn is_spent(&self) -> bool {
        !self.is_there
    }

    /// Gives it up; whether there was one.
    pub(super) fn give_up(&mut self) -> bool {
        let was_there = std::mem::take(&mut self.is_there);
        was_there && std::fs::remove_file(&self.path).is_ok()
    }

    /// Makes it again where there is room. Half a reserve is none, and takes none.
    pub(super) fn refill(&mut self) {
        if self.is_there {
            return;
        }
        let written = File::create(&self.path).and_then(|mut file| {
            // Real bytes: a hole in a file keeps no room.
            let block = [0x54; 64 * 1024];
            (0..SIZE / block.len()).try_for_each(|_| file.write_all(&block))?;
            file.sync_all()
        });
        self.is_there = written.is_ok();
        if !self.is_there {
            let _ = std::fs::remove_file(&self.path); // what is left of it only takes room
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reserve_is_given_up_once_and_made_again() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = folder.path().join("ledger.db");
        let mut reserve = Reserve::beside(&ledger);
        let file = folder.path().join("ledger.reserve");
        assert_eq!(std::fs::metadata(&file).unwrap().len(), SIZE as u64);
        assert!(!reserve.is_spent() && reserve.give_up() && reserve.is_spent() && !file.exists());
        assert!(!reserve.give_up(), "there is only one");
        reserve.refill();
        assert!(!reserve.is_spent() && file.exists());
    }
}
