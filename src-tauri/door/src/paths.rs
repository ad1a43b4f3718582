//! The one place that knows directories: where the data lie, what the files are called, where the door's socket is.
//! It makes folders and keeps them private; it reads and writes no file. The newcomer's mistake is to put the
//! socket beside the data: a socket's path has about a hundred bytes, and a data folder may be deep.

mod synced;

use sha2::{Digest, Sha256};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Names another data folder than the platform's, as `--home` does.
pub const HOME_VARIABLE: &str = "TIDEGATE_HOME";

/// A data folder, with the runtime folder that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    root: PathBuf,
    runtime: PathBuf,
}

/// Why there is no data folder to work in.
#[derive(Debug, thiserror::Error)]
pub enum PathsError {
    /// Neither `--home` nor the platform names one.
    #[error("this computer names no folder for data; start Tidegate with --home DIR")]
    NoHome,
    /// A folder could not be made or looked at.
    #[error("the folder {} cannot be made or opened; check who owns it, or use --home DIR", path.display())]
    OpenFolder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A folder for the socket that others could write in, or that is somebody else's.
    #[error("the folder {} is not private to you, so Tidegate does not open its door there; remove it", .0.display())]
    NotPrivate(PathBuf),
    /// Another program copies what is in it.
    #[error(
        "the folder {} is kept in step with others by {by}; a ledger there can be torn, or written by two computers at once, so nothing was opened. Name another folder with --home DIR or {HOME_VARIABLE}", path.display()
    )]
    Synced {
        /// The folder.
        path: PathBuf,
        /// Who keeps it.
        by: String,
    },
    /// An id that could leave the data folder if it were used as a name.
    #[error("\"{0}\" cannot be the name of a customer's folder; use lower-case letters, digits and -")]
    NameTenant(String),
}

impl Home {
    /// The data folder: the argument, else `TIDEGATE_HOME`, else the platform's. It is made if it is not there.
    ///
    /// # Errors
    ///
    /// When no folder is named, or one cannot be made, or the runtime folder is not private.
    pub fn locate(explicit: Option<&Path>) -> Result<Self, PathsError> {
        Self::locate_in(explicit, &|name| std::env::var_os(name).filter(|value| !value.is_empty()))
    }

    fn locate_in(
        explicit: Option<&Path>,
        variable: &dyn Fn(&str) -> Option<OsString>,
    ) -> Result<Self, PathsError> {
        let root = explicit
            .map(Path::to_path_buf)
            .or_else(|| variable(HOME_VARIABLE).map(PathBuf::from))
            .or_else(|| platform_home(variable))
            .ok_or(PathsError::NoHome)?;
        make_private(&root)?;
        // One folder has one lock and one socket, by whatever way it was named.
        let root =
            root.canonicalize().map_err(|source| PathsError::OpenFolder { path: root.clone(), source })?;
        if let Some(by) = synced::kept_by(&root) {
            return Err(PathsError::Synced { path: root, by });
        }
        let runtime = runtime_folder(&root, variable)?;
        Ok(Self { root, runtime })
    }

    /// The data folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The list of tenants, the program's own settings, and receipts of deleted tenants.
    pub fn database(&self) -> PathBuf {
        self.root.join("home.db")
    }

    /// Locked by the one process that owns this folder.
    pub fn owner_lock(&self) -> PathBuf {
        self.root.join("owner.lock")
    }

    /// Locked by the one window of this folder.
    pub fn window_lock(&self) -> PathBuf {
        self.root.join("window.lock")
    }

    /// A tenant's own folder, made if it is not there; nobody else may look into it.
    ///
    /// # Errors
    ///
    /// When the id is no safe name, or the folder cannot be made.
    pub fn tenant(&self, tenant: &str) -> Result<PathBuf, PathsError> {
        if !is_safe_name(tenant) {
            return Err(PathsError::NameTenant(tenant.to_owned()));
        }
        let all = self.root.join("tenants");
        let own = all.join(tenant);
        make_private(&all)?;
        make_private(&own)?;
        Ok(own)
    }

    /// A tenant's ledger; its folder is made if it is not there.
    ///
    /// # Errors
    ///
    /// As [`Self::tenant`].
    pub fn ledger(&self, tenant: &str) -> Result<PathBuf, PathsError> {
        Ok(self.tenant(tenant)?.join("ledger.db"))
    }

    /// The door's socket: always shorter than a hundred bytes, and the same for everybody who means this folder.
    pub fn socket(&self) -> PathBuf {
        self.runtime.join(format!("{}.sock", self.short_name()))
    }

    /// Twelve hexadecimal digits that stand for this folder.
    pub fn short_name(&self) -> String {
        let digest = Sha256::digest(self.root.as_os_str().as_encoded_bytes());
        digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
    }
}

fn is_safe_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    !name.is_empty() && name.len() <= 64 && name.chars().all(plain)
}

#[cfg(target_os = "macos")]
fn platform_home(variable: &dyn Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    Some(PathBuf::from(variable("HOME")?).join("Library/Application Support/Tidegate"))
}

#[cfg(windows)]
fn platform_home(variable: &dyn Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    Some(PathBuf::from(variable("LOCALAPPDATA")?).join("Tidegate"))
}

/// The XDG base directories; a relative `XDG_DATA_HOME` is invalid there and passed over.
#[cfg(all(unix, not(target_os = "macos")))]
fn platform_home(variable: &dyn Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let data = variable("XDG_DATA_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let data = data.or_else(|| Some(PathBuf::from(variable("HOME")?).join(".local/share")))?;
    Some(data.join("tidegate"))
}

#[cfg(unix)]
fn make_private(path: &Path) -> Result<(), PathsError> {
    use std::os::unix::fs::DirBuilderExt;
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.map_err(|source| PathsError::OpenFolder { path: path.to_path_buf(), source })
}

/// The platform's data folder is private to its user by its inherited access list.
#[cfg(not(unix))]
fn make_private(path: &Path) -> Result<(), PathsError> {
    let made = std::fs::create_dir_all(path);
    made.map_err(|source| PathsError::OpenFolder { path: path.to_path_buf(), source })
}

#[cfg(not(unix))]
fn runtime_folder(root: &Path, _: &dyn Fn(&str) -> Option<OsString>) -> Result<PathBuf, PathsError> {
    Ok(root.to_path_buf()) // the door is a named pipe there, and needs no folder
}

/// A service and a terminal of one user must find the same folder, though the terminal may lack `XDG_RUNTIME_DIR`.
#[cfg(unix)]
fn runtime_folder(root: &Path, variable: &dyn Fn(&str) -> Option<OsString>) -> Result<PathBuf, PathsError> {
    use std::os::unix::fs::MetadataExt;
    let meta = std::fs::metadata(root)
        .map_err(|source| PathsError::OpenFolder { path: root.to_path_buf(), source })?;
    let user = meta.uid();
    let named = variable("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|path| path.is_absolute());
    let usual = PathBuf::from(format!("/run/user/{user}"));
    let folder = named
        .filter(|path| leaves_room(path))
        .or_else(|| Some(usual).filter(|path| path.is_dir()))
        .map(|path| path.join("tidegate"))
        .unwrap_or_else(|| std::env::temp_dir().join(format!("tidegate-{user}")));
    make_private(&folder)?;
    check_private(folder, user)
}

/// `sun_path` has 108 bytes on Linux and 104 on macOS; `/tidegate/` and the socket's name take 27 of them.
#[cfg(unix)]
fn leaves_room(path: &Path) -> bool {
    path.as_os_str().len() <= 72
}

/// In a folder that others share, anybody may have made ours before us.
#[cfg(unix)]
fn check_private(folder: PathBuf, user: u32) -> Result<PathBuf, PathsError> {
    use std::os::unix::fs::MetadataExt;
    let meta = std::fs::symlink_metadata(&folder)
        .map_err(|source| PathsError::OpenFolder { path: folder.clone(), source })?;
    let private = meta.is_dir() && meta.uid() == user && meta.mode() & 0o077 == 0;
    if private { Ok(folder) } else { Err(PathsError::NotPrivate(folder)) }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::{MetadataExt, PermissionsExt};

    struct Machine {
        folder: tempfile::TempDir,
    }

    impl Machine {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            make_private(&folder.path().join("run")).unwrap();
            Self { folder }
        }

        fn home(&self, explicit: Option<&Path>, set: &[(&str, &str)]) -> Result<Home, PathsError> {
            Home::locate_in(explicit, &|name| match name {
                "XDG_RUNTIME_DIR" => Some(self.folder.path().join("run").into_os_string()),
                "HOME" => Some(self.folder.path().join("me").into_os_string()),
                other => set
                    .iter()
                    .find(|(key, _)| *key == other)
                    .map(|(_, value)| self.folder.path().join(value).into_os_string()),
            })
        }
    }

    #[test]
    fn an_argument_goes_before_the_variable_and_that_before_the_platform() {
        let machine = Machine::new();
        let set = [(HOME_VARIABLE, "by-variable"), ("XDG_DATA_HOME", "data")];
        let argument = machine.folder.path().join("by-argument");
        let root = |home: Result<Home, PathsError>| home.unwrap().root().to_path_buf();
        let real = machine.folder.path().canonicalize().unwrap();
        assert_eq!(root(machine.home(Some(&argument), &set)), real.join("by-argument"));
        assert_eq!(root(machine.home(None, &set)), real.join("by-variable"));
        #[cfg(not(target_os = "macos"))]
        {
            assert_eq!(root(machine.home(None, &set[1..])), real.join("data/tidegate"));
            assert_eq!(root(machine.home(None, &[])), real.join("me/.local/share/tidegate"));
        }
    }

    #[test]
    fn a_folder_that_is_synced_is_refused_with_another_way() {
        let machine = Machine::new();
        let refused = machine.home(Some(&machine.folder.path().join("Dropbox/tidegate")), &[]).unwrap_err();
        let words = refused.to_string();
        assert!(
            words.contains("Dropbox") && words.contains("--home") && words.contains("nothing"),
            "{words}"
        );
    }

    #[test]
    fn folders_are_private_and_a_tenant_has_its_own() {
        let machine = Machine::new();
        let home = machine.home(None, &[]).unwrap();
        let ledger = home.ledger("acme-1").unwrap();
        assert_eq!(ledger, home.root().join("tenants/acme-1/ledger.db"));
        for folder in [home.root(), &home.root().join("tenants"), ledger.parent().unwrap()] {
            assert_eq!(std::fs::metadata(folder).unwrap().mode() & 0o777, 0o700, "{}", folder.display());
        }
    }

    #[test]
    fn an_id_that_would_leave_the_data_folder_is_refused() {
        let machine = Machine::new();
        let home = machine.home(None, &[]).unwrap();
        for id in ["", "..", "a/b", "../x", "A", "a b", "a.b", "ä"] {
            assert!(matches!(home.tenant(id), Err(PathsError::NameTenant(_))), "{id:?}");
        }
    }

    #[test]
    fn two_ways_to_name_one_folder_lead_to_one_short_socket() {
        let machine = Machine::new();
        let deep = machine.folder.path().join("deep".repeat(40));
        std::fs::create_dir(&deep).unwrap();
        let link = machine.folder.path().join("link");
        std::os::unix::fs::symlink(&deep, &link).unwrap();
        let (one, two) = (machine.home(Some(&deep), &[]).unwrap(), machine.home(Some(&link), &[]).unwrap());
        assert_eq!(one.socket(), two.socket());
        assert!(one.socket().as_os_str().len() < 100);
        assert_eq!(one.short_name().len(), 12);
    }

    #[test]
    fn a_runtime_folder_that_others_can_enter_or_that_is_a_link_is_refused() {
        let machine = Machine::new();
        let folder = machine.folder.path().join("run/tidegate");
        machine.home(None, &[]).unwrap();
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
        assert!(matches!(machine.home(None, &[]), Err(PathsError::NotPrivate(_))));
        std::fs::remove_dir(&folder).unwrap();
        std::os::unix::fs::symlink(machine.folder.path().join("me"), &folder).unwrap();
        assert!(matches!(machine.home(None, &[]), Err(PathsError::NotPrivate(_))));
    }
}
