//! Speaks HTTP with one tenant's carrier: sends what `tidegate_core::carrier` put together and hands back what came.
//! It reads no answer and repeats nothing but what was refused for its token. What matters here is the proof: [`Transport::NotSent`] only where no byte
//! of the request can have left, because an order that may have left is never sent again blindly.

mod ask;

pub use ask::{AskError, Carrier};

use crate::secrets::SecretText;
use crate::wire;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method, Url};
use std::time::Duration;
use tidegate_core::carrier::{Profile, Request, Response};
use tidegate_core::timings::Limits;

/// The largest answer that is read, unpacked. An inventory page has kilobytes.
const LARGEST: usize = 10 * 1024 * 1024;

/// The HTTP client of one tenant; it shares no connection with another's.
pub struct CarrierClient {
    http: Client,
    base: Url,
    practice: bool,
}

/// Why an exchange brought no answer. The words name no address, header or body.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Transport {
    /// Proved: nothing of the request left this computer's side of a connection.
    #[error("the carrier could not be asked: {0}")]
    NotSent(String),
    /// It may have arrived, and may have been acted on.
    #[error("the carrier was asked, but its answer did not arrive: {0}")]
    Lost(String),
}

/// Why there is no client for a profile.
#[derive(Debug, thiserror::Error)]
pub enum CarrierError {
    /// The base address is none, or asks for plain http outside practice on this computer.
    #[error(
        "the carrier's address must begin with https://; plain http is only for practice on this computer"
    )]
    Base,
    /// The client could not be set up, such as when the system's certificates cannot be read.
    #[error("a secure connection cannot be set up; check the certificates of this computer")]
    Build(#[source] reqwest::Error),
}

impl CarrierClient {
    /// A client for the profile's carrier. One exchange takes [`Limits::http`] at most, half of it to connect.
    ///
    /// # Errors
    ///
    /// When the profile's address is not acceptable, or TLS cannot be set up.
    pub fn new(profile: &Profile, limits: &Limits) -> Result<Self, CarrierError> {
        let base = Url::parse(&profile.base).map_err(|_| CarrierError::Base)?;
        if !may_speak_to(&base, profile.practice) {
            return Err(CarrierError::Base);
        }
        let patience = limits.http.to_std().unwrap_or_default();
        let http = build(patience).map_err(CarrierError::Build)?;
        Ok(Self { http, base, practice: profile.practice })
    }

    /// Sends one request with the token, and waits for the whole answer.
    ///
    /// # Errors
    ///
    /// No answer, and whether the request may have arrived. Any status is an answer.
    pub async fn exchange(&self, request: &Request, token: &SecretText) -> Result<Response, Transport> {
        let headers = headers(request, token)?;
        let method =
            Method::from_bytes(request.method.as_bytes()).map_err(|_| not_sent("its method is none"))?;
        let mut sent = reqwest::Request::new(method, self.url(&request.path, &request.query)?);
        *sent.headers_mut() = headers;
        *sent.body_mut() = request.body.clone().map(reqwest::Body::from);
        self.send(sent).await
    }

    /// The address of a path below the base. A path that would become another address, because an id in it was no
    /// id, is not sent.
    pub(crate) fn url(&self, path: &str, query: &[(String, String)]) -> Result<Url, Transport> {
        let mut url = self.base.clone();
        let whole = format!("{}{path}", self.base.path().trim_end_matches('/'));
        url.set_path(&whole);
        if url.path() != whole {
            return Err(not_sent("its path is not plain"));
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        Ok(url)
    }

    /// The address of the token endpoint: a path below the base, or a whole address of its own, which some carriers'
    /// descriptions print for another host than their API's (lumen-api §1).
    pub(crate) fn token_url(&self, place: &str) -> Result<Url, Transport> {
        if place.starts_with('/') {
            return self.url(place, &[]);
        }
        let url = Url::parse(place).map_err(|_| not_sent("the sign-in's address is none"))?;
        if !may_speak_to(&url, self.practice) {
            return Err(not_sent("the sign-in's address does not begin with https://"));
        }
        Ok(url)
    }

    /// Sends a request as it is.
    pub(crate) async fn send(&self, request: reqwest::Request) -> Result<Response, Transport> {
        let mut answer = self.http.execute(request).await.map_err(|error| unanswered(&error))?;
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|error| Transport::Lost(wire::words(&error)))? {
            if body.len() + chunk.len() > LARGEST {
                return Err(Transport::Lost("the answer is larger than any that a carrier gives".into()));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Response { status: answer.status().as_u16(), headers: listed(answer.headers()), body })
    }
}

/// No connection is kept: one that the other side closes while a request goes out would leave that request's fate
/// unknown and the circuit quarantined. A handshake more per request is cheap against that.
fn build(patience: Duration) -> reqwest::Result<Client> {
    wire::client()
        .user_agent(concat!("Tidegate/", env!("CARGO_PKG_VERSION")))
        .pool_max_idle_per_host(0)
        .retry(reqwest::retry::never())
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .referer(false)
        .tls_version_min(reqwest::tls::Version::TLS_1_2)
        // Shorter than the whole, so that a time-out of the whole always means: connected, perhaps sent.
        .connect_timeout(patience / 2)
        .timeout(patience)
        .build()
}

fn may_speak_to(base: &Url, practice: bool) -> bool {
    let bare = base.username().is_empty() && base.password().is_none() && base.query().is_none();
    let here =
        base.host_str().and_then(|host| host.trim_matches(['[', ']']).parse::<std::net::IpAddr>().ok());
    let is_here = here.is_some_and(|ip| ip.is_loopback());
    bare && base.has_host() && (base.scheme() == "https" || (base.scheme() == "http" && practice && is_here))
}

fn headers(request: &Request, token: &SecretText) -> Result<HeaderMap, Transport> {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    if request.body.is_some() {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    for (name, value) in &request.headers {
        let name =
            HeaderName::from_bytes(name.as_bytes()).map_err(|_| not_sent("a header's name is none"))?;
        let value = HeaderValue::from_str(value).map_err(|_| not_sent("a header's value cannot be sent"))?;
        headers.insert(name, value);
    }
    let mut bearer = HeaderValue::from_str(&format!("Bearer {}", token.expose()))
        .map_err(|_| not_sent("the carrier's token cannot be sent"))?;
    bearer.set_sensitive(true);
    headers.insert(AUTHORIZATION, bearer);
    Ok(headers)
}

/// Name service, connection and TLS handshake come before the first byte of a request; a request that could not be
/// put together never had one. Everything else may have arrived.
fn unanswered(error: &reqwest::Error) -> Transport {
    let words = wire::words(error);
    if error.is_connect() || error.is_builder() { Transport::NotSent(words) } else { Transport::Lost(words) }
}

fn not_sent(why: &str) -> Transport {
    Transport::NotSent(why.to_owned())
}

/// Names come in lower case.
fn listed(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}

#[cfg(test)]
mod tests;
