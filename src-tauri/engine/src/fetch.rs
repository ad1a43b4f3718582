//! Reads a feed's bytes from its address or its file, within limits: one address after the other as `address` allows,
//! so much on the wire, so much unpacked, so much time. It reads no calendar and keeps nothing; when to fetch and what
//! a failure means is core's. Nothing but the address and two conditional headers is sent: no cookies, no sign-in, no
//! proxy.

mod body;

use crate::address::Address;
use crate::secrets::SecretText;
use crate::wire;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
    LOCATION, RETRY_AFTER,
};
use reqwest::{Client, Response, StatusCode, Url};
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;
use tidegate_core::carrier::{self, server_date};
use tidegate_core::feed::FetchError;
use tidegate_core::time::Span;
use tidegate_core::timings::Limits;

/// Unpacked; what offices publish is a tenth of it at most.
const LARGEST: usize = 10 * MEGABYTE;
/// As it comes over the wire.
const LARGEST_ON_WIRE: usize = 5 * MEGABYTE;
const MEGABYTE: usize = 1024 * 1024;
/// Longer chains are loops.
const REDIRECTS: usize = 5;

/// An honest product token in the form that Outlook's publisher accepts: it answers unknown programs with an error
/// or a web page (ical.md §6).
const USER_AGENT: &str =
    concat!("Mozilla/5.0 (compatible; Tidegate/", env!("CARGO_PKG_VERSION"), "; calendar subscription)");

/// What a fetch brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    /// The server says that nothing changed since the last body.
    Unchanged,
    /// A body; whether it is a calendar is not known yet.
    Body {
        /// Its bytes, unpacked.
        bytes: Vec<u8>,
        /// For the next fetch.
        etag: Option<String>,
        /// For the next fetch.
        last_modified: Option<String>,
    },
}

/// What the last body came with, so that the server can say "unchanged".
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// Its `ETag`.
    pub etag: Option<&'a str>,
    /// Its `Last-Modified`.
    pub last_modified: Option<&'a str>,
}

/// Reads a feed from its address. `own_network` is the one `host:port` that a person marked as theirs.
///
/// # Errors
///
/// Why there is no body; the text never repeats more of the address than its host.
pub async fn fetch(
    address: &SecretText,
    known: Known<'_>,
    own_network: Option<&str>,
    limits: &Limits,
) -> Result<Fetched, FetchError> {
    let patience = limits.feed_http.to_std().unwrap_or_default();
    let all = follow(Address::read(address, own_network)?, known, own_network, patience);
    tokio::time::timeout(patience, all).await.unwrap_or_else(|_| {
        Err(FetchError::Unreachable(format!("it had not sent everything after {} s", patience.as_secs())))
    })
}

/// Asks an address for nothing but to be noticed: the same guards, and any answer that is no error is good.
///
/// # Errors
///
/// Why it was not noticed, in words that never repeat the address.
pub async fn knock(address: &SecretText, own_network: Option<&str>, limits: &Limits) -> Result<(), String> {
    let patience = limits.feed_http.to_std().unwrap_or_default();
    let asked = async {
        let at = Address::read(address, own_network)?;
        let response = ask(&at, Known::default(), patience).await?;
        if response.status().is_success() { Ok(()) } else { Err(status(&response)) }
    };
    match tokio::time::timeout(patience, asked).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(FetchError::Unreachable(words))) => Err(format!("it could not be reached: {words}")),
        Ok(Err(FetchError::Status { status, .. })) => Err(format!("it answered with {status}")),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err(format!("it had not answered after {} s", patience.as_secs())),
    }
}

/// Reads a feed from a file on this computer, with the same limit on its size.
///
/// # Errors
///
/// [`FetchError::File`], [`FetchError::TooLarge`].
pub async fn read_file(path: &Path) -> Result<Vec<u8>, FetchError> {
    let path = path.to_path_buf();
    let read = tokio::task::spawn_blocking(move || body::read_capped(&path, LARGEST)).await;
    read.unwrap_or_else(|_| Err(FetchError::File("reading it was interrupted".into())))
}

async fn follow(
    mut at: Address,
    known: Known<'_>,
    own_network: Option<&str>,
    patience: Duration,
) -> Result<Fetched, FetchError> {
    for _ in 0..=REDIRECTS {
        let response = ask(&at, known, patience).await?;
        let Some(next) = redirect(&response, &at.url)? else { return receive(response).await };
        at = lead_on(&at, next, own_network)?;
    }
    Err(FetchError::Forbidden(
        "the address leads from one address to the next without end; paste the one that it should lead to"
            .into(),
    ))
}

/// The next address of a chain. Once the chain has left the own network, the mark no longer counts: a public host
/// never leads into it. A refusal says where it comes from, since it is not what the person pasted.
fn lead_on(at: &Address, next: Url, own_network: Option<&str>) -> Result<Address, FetchError> {
    let inside = own_network.filter(|_| at.own);
    let refused = |error| {
        FetchError::Forbidden(format!("the address leads on to another one that is not read: {error}"))
    };
    Address::check(next, inside).map_err(refused)
}

/// One question to one address, on a connection that can only go to the addresses that were checked.
async fn ask(at: &Address, known: Known<'_>, patience: Duration) -> Result<Response, FetchError> {
    let pinned = at.resolve().await?;
    let client = client(pinned, patience).map_err(|error| unreachable(&error))?;
    let mut request =
        client.get(at.url.clone()).header(ACCEPT, "text/calendar, */*;q=0.1").header(ACCEPT_ENCODING, "gzip");
    if let Some(etag) = known.etag {
        request = request.header(IF_NONE_MATCH, etag);
    }
    if let Some(date) = known.last_modified {
        request = request.header(IF_MODIFIED_SINCE, date);
    }
    request.send().await.map_err(|error| unreachable(&error))
}

/// Built for each question: what it is pinned to belongs to this one host and this one moment.
fn client(pinned: Vec<SocketAddr>, patience: Duration) -> reqwest::Result<Client> {
    wire::client()
        .user_agent(USER_AGENT)
        .dns_resolver(Pinned(pinned))
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .no_gzip() // unpacked in `body`, which counts both sides
        .referer(false)
        .connect_timeout(patience)
        .tls_version_min(reqwest::tls::Version::TLS_1_2)
        .build()
}

/// Answers every name with the checked addresses, so that no second question to the name service can differ.
struct Pinned(Vec<SocketAddr>);

impl Resolve for Pinned {
    fn resolve(&self, _: Name) -> Resolving {
        let all: Addrs = Box::new(self.0.clone().into_iter());
        Box::pin(std::future::ready(Ok(all)))
    }
}

fn unreachable(error: &reqwest::Error) -> FetchError {
    FetchError::Unreachable(wire::words(error))
}

/// Where the answer sends us, if it does.
fn redirect(response: &Response, from: &Url) -> Result<Option<Url>, FetchError> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let target = text(response.headers(), &LOCATION).and_then(|target| from.join(&target).ok());
    let Some(target) = target else { return Err(status(response)) };
    if from.scheme() == "https" && target.scheme() == "http" {
        return Err(FetchError::Forbidden(
            "the address leads on to one that is not encrypted (http); paste the https address".into(),
        ));
    }
    Ok(Some(target))
}

async fn receive(response: Response) -> Result<Fetched, FetchError> {
    match response.status() {
        StatusCode::NOT_MODIFIED => Ok(Fetched::Unchanged),
        StatusCode::OK => {
            let etag = text(response.headers(), &ETAG);
            let last_modified = text(response.headers(), &LAST_MODIFIED);
            let bytes = body::read(response).await?;
            Ok(Fetched::Body { bytes, etag, last_modified })
        }
        _ => Err(status(&response)),
    }
}

fn status(response: &Response) -> FetchError {
    let retry_after = retry_after(response.headers());
    FetchError::Status { status: response.status().as_u16(), retry_after }
}

/// Seconds, or a date judged against the answer's own (RFC 9110 §10.2.3); never negative.
fn retry_after(headers: &HeaderMap) -> Option<Span> {
    let wait = text(headers, &RETRY_AFTER)?;
    let wait = match wait.trim().parse::<u32>() {
        Ok(seconds) => Span::seconds(i64::from(seconds)),
        Err(_) => date(wait)? - date(text(headers, &reqwest::header::DATE)?)?,
    };
    Some(wait.max(Span::zero()))
}

fn date(value: String) -> Option<tidegate_core::time::Instant> {
    server_date(&carrier::Response { headers: vec![("date".into(), value)], ..carrier::Response::default() })
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

#[cfg(test)]
mod tests;
