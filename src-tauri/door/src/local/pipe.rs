//! The channel on Windows: a named pipe under the folder's short name. Its default access list lets only this user
//! (and administrators) write, and the owner says nothing before it was written to, so who can only read hears nothing.
//! Never compiled on the machine it was written on.

use crate::caller::DoorError;
use crate::paths::Home;
use crate::patience::{CONNECT_AGAIN, OPENING};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::windows::named_pipe::{ClientOptions, NamedPipeClient, NamedPipeServer, ServerOptions};

/// A conversation's bytes, whichever end.
pub enum Stream {
    Owner(NamedPipeServer),
    Caller(NamedPipeClient),
}

/// The listening end: the instance that the next caller gets.
pub struct Listener {
    name: String,
    next: NamedPipeServer,
}

/// A pipe has no file to remove.
pub struct Place;

/// Opens the pipe. The first instance must be ours: a name that somebody took before is refused.
pub fn listen(home: &Home) -> io::Result<(Listener, Place)> {
    let name = name(home);
    let next = ServerOptions::new().first_pipe_instance(true).reject_remote_clients(true).create(&name)?;
    Ok((Listener { name, next }, Place))
}

impl Listener {
    /// The next caller.
    pub async fn accept(&mut self) -> io::Result<Option<Stream>> {
        self.next.connect().await?;
        let next = ServerOptions::new().reject_remote_clients(true).create(&self.name)?;
        Ok(Some(Stream::Owner(std::mem::replace(&mut self.next, next))))
    }
}

/// Connects, trying for so long; a pipe between two callers is busy for a moment, which is no absence.
pub async fn connect(home: &Home, patience: Duration) -> Result<Stream, DoorError> {
    let name = name(home);
    let begun = tokio::time::Instant::now();
    loop {
        let error = match ClientOptions::new().open(&name) {
            Ok(client) => return Ok(Stream::Caller(client)),
            Err(error) => error,
        };
        let patience = if error.raw_os_error() == Some(BUSY) { patience.max(OPENING) } else { patience };
        if begun.elapsed() >= patience {
            return Err(DoorError::NoOwner);
        }
        tokio::time::sleep(CONNECT_AGAIN).await;
    }
}

/// `ERROR_PIPE_BUSY`: every instance has its caller.
const BUSY: i32 = 231;

fn name(home: &Home) -> String {
    format!(r"\\.\pipe\tidegate-{}", home.short_name())
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Owner(pipe) => Pin::new(pipe).poll_read(context, into),
            Self::Caller(pipe) => Pin::new(pipe).poll_read(context, into),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Owner(pipe) => Pin::new(pipe).poll_write(context, bytes),
            Self::Caller(pipe) => Pin::new(pipe).poll_write(context, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Owner(pipe) => Pin::new(pipe).poll_flush(context),
            Self::Caller(pipe) => Pin::new(pipe).poll_flush(context),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Owner(pipe) => Pin::new(pipe).poll_shutdown(context),
            Self::Caller(pipe) => Pin::new(pipe).poll_shutdown(context),
        }
    }
}
