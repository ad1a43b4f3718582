//! Folders that another program copies behind our back, or that lie on another computer: a ledger there can be torn,
//! or be written by two computers at once (reliability research §4.1). Owns how they are told; refusing is `paths`'.

use std::path::Path;

/// Folders as the sync programs name them, in lower case; a company's name may follow after a space.
const NAMES: &[(&str, &str)] = &[
    ("dropbox", "Dropbox"),
    ("onedrive", "OneDrive"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("icloud drive", "iCloud"),
    ("mobile documents", "iCloud"),
    ("com~apple~clouddocs", "iCloud"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("box sync", "Box"),
    ("pcloud drive", "pCloud"),
];

/// What sync programs leave in a folder that they keep.
const MARKS: &[(&str, &str)] = &[
    (".stfolder", "Syncthing"),
    (".dropbox", "Dropbox"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    (".SynologyDrive", "Synology Drive"),
];

/// File systems of other computers.
#[cfg(target_os = "linux")]
const REMOTE: &[&str] =
    &["nfs", "nfs4", "cifs", "smb3", "davfs", "fuse.sshfs", "fuse.rclone", "fuse.davfs2", "afs", "ceph"];

/// Who keeps a folder in step with others, if somebody is known to. The path is absolute and without links.
pub(super) fn kept_by(folder: &Path) -> Option<String> {
    by_name(folder).or_else(|| by_mark(folder)).map(str::to_owned).or_else(|| by_mount(folder))
}

fn by_name(folder: &Path) -> Option<&'static str> {
    let is = |part: &str, name: &str| part == name || part.starts_with(&format!("{name} "));
    folder.components().find_map(|part| {
        let part = part.as_os_str().to_string_lossy().to_lowercase();
        NAMES.iter().find(|(name, _)| is(&part, name)).map(|(_, who)| *who)
    })
}

fn by_mark(folder: &Path) -> Option<&'static str> {
    let marked = |at: &Path| MARKS.iter().find(|(mark, _)| at.join(mark).exists()).map(|(_, who)| *who);
    folder.ancestors().find_map(marked)
}

#[cfg(target_os = "linux")]
fn by_mount(folder: &Path) -> Option<String> {
    let mounts = std::fs::read_to_string("/proc/self/mounts").ok()?;
    remote(&mounts, folder)
}

#[cfg(not(target_os = "linux"))]
fn by_mount(_: &Path) -> Option<String> {
    None
}

/// The file system of the innermost mount, where that is another computer's.
#[cfg(target_os = "linux")]
fn remote(mounts: &str, folder: &Path) -> Option<String> {
    let fields = mounts.lines().filter_map(|line| {
        let mut fields = line.split(' ').skip(1);
        Some((fields.next()?.replace("\\040", " "), fields.next()?))
    });
    let inside = fields.filter(|(point, _)| folder.starts_with(point));
    let (_, kind) = inside.max_by_key(|(point, _)| point.len())?;
    REMOTE.contains(&kind).then(|| format!("another computer ({kind})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_a_sync_program_is_known_by_its_name_or_its_mark() {
        let named = |path: &str| kept_by(Path::new(path));
        assert_eq!(named("/home/ann/Dropbox/tidegate"), Some("Dropbox".into()));
        assert_eq!(named("/home/ann/OneDrive - Acme Inc/data"), Some("OneDrive".into()));
        assert_eq!(named("/Users/ann/Library/Mobile Documents/com~apple~CloudDocs"), Some("iCloud".into()));
        assert_eq!(named("/home/ann/dropbox-importer/data"), None);
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("a/b");
        std::fs::create_dir_all(&deep).unwrap();
        assert_eq!(kept_by(&deep), None);
        std::fs::create_dir(folder.path().join(".stfolder")).unwrap();
        assert_eq!(kept_by(&deep), Some("Syncthing".into()));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_folder_on_another_computer_is_known_by_its_innermost_mount() {
        let mounts = "/dev/sda / ext4 rw 0 0\nserver:/homes /home nfs4 rw 0 0\n/dev/sdb /home/ann/own\\040disk ext4 rw 0 0\n";
        let on = |path: &str| remote(mounts, Path::new(path));
        assert_eq!(on("/var/lib"), None);
        assert_eq!(on("/home/ann"), Some("another computer (nfs4)".into()));
        assert_eq!(on("/home/ann/own disk/x"), None);
        assert_eq!(on("/homes"), None, "whole names, not beginnings");
    }
}
