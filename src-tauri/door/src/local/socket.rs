//! The channel on Unix: a socket in a folder that only this user can enter. Whoever may open the door holds the
//! folder's lock, so a socket file found there belongs to an owner that is dead.

use crate::caller::DoorError;
use crate::paths::Home;
use crate::patience::CONNECT_AGAIN;
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::net::{UnixListener, UnixStream};

/// A conversation's bytes.
pub type Stream = UnixStream;

/// The listening end.
pub struct Listener {
    listener: UnixListener,
    user: u32,
}

/// The socket's file, removed when dropped.
pub struct Place(PathBuf);

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Opens the socket.
pub fn listen(home: &Home) -> io::Result<(Listener, Place)> {
    let path = home.socket();
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let listener = UnixListener::bind(&path)?;
    let place = Place(path);
    std::fs::set_permissions(&place.0, std::fs::Permissions::from_mode(0o600))?;
    let user = user_of(&place.0)?;
    Ok((Listener { listener, user }, place))
}

impl Listener {
    /// The next caller; `None` for one of another user, of whom nothing was read.
    pub async fn accept(&mut self) -> io::Result<Option<Stream>> {
        let (stream, _) = self.listener.accept().await?;
        let same = stream.peer_cred().is_ok_and(|peer| peer.uid() == self.user);
        Ok(same.then_some(stream))
    }
}

/// Connects, trying for so long.
pub async fn connect(home: &Home, patience: Duration) -> Result<Stream, DoorError> {
    let path = home.socket();
    let begun = tokio::time::Instant::now();
    loop {
        match UnixStream::connect(&path).await {
            Ok(stream) => return of_same_user(stream, home),
            Err(_) if begun.elapsed() >= patience => return Err(DoorError::NoOwner),
            Err(_) => tokio::time::sleep(CONNECT_AGAIN).await,
        }
    }
}

/// Secrets are said through the door, so the caller looks too.
fn of_same_user(stream: Stream, home: &Home) -> Result<Stream, DoorError> {
    let ours = user_of(home.root()).map_err(|_| DoorError::NoOwner)?;
    let same = stream.peer_cred().is_ok_and(|peer| peer.uid() == ours);
    if same { Ok(stream) } else { Err(DoorError::Stranger) }
}

/// A socket that this process made belongs to the user it runs as.
fn user_of(path: &Path) -> io::Result<u32> {
    Ok(std::fs::symlink_metadata(path)?.uid())
}
