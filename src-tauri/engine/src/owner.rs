//! One process owns a data folder: it holds the operating system's lock on `owner.lock` for its life, and only it
//! opens a ledger or the door. The lock ends with the process, however that ends; the file itself stays and means
//! nothing.

use crate::paths::Home;
use std::fs::{File, TryLockError};

/// The right to a data folder, for as long as this value lives.
#[derive(Debug)]
pub struct Owner {
    home: Home,
    _lock: File,
}

/// Why this process does not own the folder.
#[derive(Debug, thiserror::Error)]
pub enum OwnerError {
    /// Another process does; ask it through the door.
    #[error(
        "another Tidegate works with this data folder, so nothing was done here; `tidegate status` asks it"
    )]
    Taken,
    /// The lock's file cannot be opened or locked.
    #[error(
        "the file owner.lock in the data folder cannot be locked; check that the disk is writable and local"
    )]
    Lock(#[source] std::io::Error),
}

impl Owner {
    /// Takes the folder, at once or not at all.
    ///
    /// # Errors
    ///
    /// [`OwnerError::Taken`] when another process, or another value in this one, holds it.
    pub fn take(home: Home) -> Result<Self, OwnerError> {
        let mut options = File::options();
        options.read(true).write(true).create(true).truncate(false);
        let file = options.open(home.owner_lock()).map_err(OwnerError::Lock)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { home, _lock: file }),
            Err(TryLockError::WouldBlock) => Err(OwnerError::Taken),
            Err(TryLockError::Error(source)) => Err(OwnerError::Lock(source)),
        }
    }

    /// The folder that is owned.
    pub fn home(&self) -> &Home {
        &self.home
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_one_owner_and_is_free_again_when_that_one_leaves() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::locate(Some(folder.path())).unwrap();
        let first = Owner::take(home.clone()).unwrap();
        assert!(matches!(Owner::take(home.clone()), Err(OwnerError::Taken)));
        drop(first);
        Owner::take(home).unwrap();
    }

    /// Takes the folder named in the environment and holds it until killed; started by the test below.
    #[test]
    fn holds_the_folder_when_told_to() {
        let Some(folder) = std::env::var_os("OWNER_TEST_HOLD") else { return };
        let _owner = Owner::take(Home::locate(Some(folder.as_ref())).unwrap()).unwrap();
        std::fs::write(std::path::Path::new(&folder).join("held"), "").unwrap();
        std::thread::sleep(std::time::Duration::from_secs(60));
    }

    #[test]
    fn a_folder_held_by_another_process_is_taken_until_that_one_is_killed() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::locate(Some(folder.path())).unwrap();
        let mut other = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "owner::tests::holds_the_folder_when_told_to"])
            .env("OWNER_TEST_HOLD", folder.path())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
        while !folder.path().join("held").exists() && std::time::Instant::now() < deadline {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        let while_held = Owner::take(home.clone());
        other.kill().unwrap();
        other.wait().unwrap();
        assert!(matches!(while_held, Err(OwnerError::Taken)));
        Owner::take(home).unwrap();
    }
}
