//! Lines of a limited length, read and written with patience. Reading may be given up at any point and gone on with
//! later: what came so far is kept.

use crate::patience;
use serde::Serialize;
use std::io;
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncWrite, AsyncWriteExt};

/// Reads lines.
pub struct Lines<R> {
    reader: R,
    longest: usize,
    line: Vec<u8>,
}

impl<R: AsyncBufRead + Unpin> Lines<R> {
    /// Reads lines of at most so many bytes, their ends included.
    pub fn new(reader: R, longest: usize) -> Self {
        Self { reader, longest, line: Vec::new() }
    }

    /// The next line without its end; `None` where the other side has closed. A line that is too long is an error, and
    /// so is one that was cut off.
    pub async fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            let part = self.reader.fill_buf().await?;
            if part.is_empty() {
                return if self.line.is_empty() {
                    Ok(None)
                } else {
                    Err(io::ErrorKind::UnexpectedEof.into())
                };
            }
            let end = part.iter().position(|byte| *byte == b'\n');
            let taken = end.map_or(part.len(), |end| end + 1);
            if self.line.len() + taken > self.longest {
                return Err(io::ErrorKind::InvalidData.into());
            }
            self.line.extend_from_slice(&part[..end.unwrap_or(taken)]);
            self.reader.consume(taken);
            if end.is_some() {
                return Ok(Some(std::mem::take(&mut self.line)));
            }
        }
    }
}

/// Writes one line of at most so many bytes, all of it or an error; one that is too long is not begun.
pub async fn write(
    writer: &mut (impl AsyncWrite + Unpin),
    words: &impl Serialize,
    longest: usize,
) -> io::Result<()> {
    let line = crate::line(words).map_err(io::Error::other)?;
    if line.len() > longest {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let written = tokio::time::timeout(patience::WRITE, writer.write_all(line.as_bytes())).await;
    written.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}
