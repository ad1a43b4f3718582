//! A body within its limits: counted as it comes and as it unpacks, while it streams, so that sixteen kilobytes which
//! unpack to half a gigabyte are refused after the first few.

use super::{LARGEST, LARGEST_ON_WIRE, MEGABYTE};
use crate::wire;
use flate2::write::MultiGzDecoder;
use reqwest::Response;
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE};
use std::io::{self, Read, Write};
use std::path::Path;
use tidegate_core::calendar::NotACalendar;
use tidegate_core::feed::FetchError;

/// Calendars shrink to a tenth; what unpacks to more than a hundred times its size is made to harm.
const RATIO: usize = 100;
/// Below this size the ratio means nothing.
const SMALL: usize = 64 * 1024;

/// Reads the body, unpacked.
pub(super) async fn read(mut response: Response) -> Result<Vec<u8>, FetchError> {
    let mut sink = match header(&response, &CONTENT_ENCODING).as_deref() {
        None | Some("identity" | "") => Sink::Plain(Counted::default()),
        Some("gzip" | "x-gzip") => Sink::Gzip(Box::new(MultiGzDecoder::new(Counted::default()))),
        Some(_) => return Err(NotACalendar::NoCalendar.into()), // not what was asked for: nothing else was accepted
    };
    let is_page = header(&response, &CONTENT_TYPE).is_some_and(|kind| kind.starts_with("text/html"));
    let mut wire = 0;
    loop {
        let chunk = response.chunk().await.map_err(|error| broken(&error))?;
        let Some(chunk) = chunk else { break };
        wire += chunk.len();
        if wire > LARGEST_ON_WIRE {
            return Err(too_large(LARGEST_ON_WIRE));
        }
        sink.write(&chunk, wire)?;
    }
    let bytes = sink.finish(wire)?;
    // A calendar under a wrong label is still a calendar.
    if is_page && !begins_like_a_calendar(&bytes) { Err(NotACalendar::WebPage.into()) } else { Ok(bytes) }
}

/// Reads a file of at most so many bytes.
pub(super) fn read_capped(path: &Path, largest: usize) -> Result<Vec<u8>, FetchError> {
    let failed = |error: io::Error| {
        FetchError::File(if error.kind() == io::ErrorKind::NotFound {
            "it is not there; check its name and folder".into()
        } else if error.kind() == io::ErrorKind::PermissionDenied {
            "you may not read it; change its rights".into()
        } else {
            error.to_string()
        })
    };
    let file = std::fs::File::open(path).map_err(failed)?;
    // A pipe or a device may never end.
    if !file.metadata().map_err(failed)?.is_file() {
        return Err(FetchError::File("it is no ordinary file; name an .ics file".into()));
    }
    let mut bytes = Vec::new();
    let limit = u64::try_from(largest).unwrap_or(u64::MAX).saturating_add(1);
    file.take(limit).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() > largest { Err(too_large(largest)) } else { Ok(bytes) }
}

enum Sink {
    Plain(Counted),
    Gzip(Box<MultiGzDecoder<Counted>>),
}

impl Sink {
    /// Takes what came; `wire` is all that came so far.
    fn write(&mut self, chunk: &[u8], wire: usize) -> Result<(), FetchError> {
        let written = match self {
            Self::Plain(counted) => {
                counted.allow(wire);
                counted.write_all(chunk)
            }
            Self::Gzip(decoder) => {
                decoder.get_mut().allow(wire);
                decoder.write_all(chunk)
            }
        };
        written.map_err(|error| unpacking(&error))
    }

    fn finish(self, wire: usize) -> Result<Vec<u8>, FetchError> {
        match self {
            Self::Plain(counted) => Ok(counted.bytes),
            Self::Gzip(_) if wire == 0 => Ok(Vec::new()),
            Self::Gzip(decoder) => {
                decoder.finish().map(|counted| counted.bytes).map_err(|error| unpacking(&error))
            }
        }
    }
}

/// What was unpacked, up to what is allowed.
#[derive(Default)]
struct Counted {
    bytes: Vec<u8>,
    allowed: usize,
}

impl Counted {
    fn allow(&mut self, wire: usize) {
        self.allowed = (SMALL + wire.saturating_mul(RATIO)).min(LARGEST);
    }
}

impl Write for Counted {
    fn write(&mut self, chunk: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + chunk.len() > self.allowed {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        self.bytes.extend_from_slice(chunk);
        Ok(chunk.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn unpacking(error: &io::Error) -> FetchError {
    // What cannot be unpacked was damaged or cut off on its way.
    if error.kind() == io::ErrorKind::FileTooLarge { too_large(LARGEST) } else { FetchError::Truncated }
}

fn broken(error: &reqwest::Error) -> FetchError {
    if wire::is_cut_off(error) { FetchError::Truncated } else { FetchError::Unreachable(wire::words(error)) }
}

fn too_large(limit: usize) -> FetchError {
    FetchError::TooLarge(u32::try_from(limit / MEGABYTE).unwrap_or(u32::MAX))
}

fn header(response: &Response, name: &reqwest::header::HeaderName) -> Option<String> {
    let value = response.headers().get(name)?.to_str().ok()?;
    Some(value.trim().to_ascii_lowercase())
}

fn begins_like_a_calendar(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    bytes.get(..15).is_some_and(|head| head.eq_ignore_ascii_case(b"BEGIN:VCALENDAR"))
}
