//! Which addresses a feed may be read from. A feed's address comes from outside and could point into the person's own
//! network; so only public addresses are read, over https, unless a person marked one host and port as their own.
//! Checking a name and then connecting to it would ask the name twice, and the second answer may differ: the addresses
//! that were checked are the ones the connection is pinned to. Fetching is `fetch`'s matter.

use crate::secrets::SecretText;
use reqwest::Url;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use tidegate_core::feed::FetchError;

/// An address that may be asked, if its name leads where it may. It does not print itself: it is a secret.
pub(crate) struct Address {
    pub(crate) url: Url,
    /// The person marked exactly this host and port as their own network.
    pub(crate) own: bool,
}

impl Address {
    /// Reads an address as a person pasted it. `webcal://` and `webcals://` mean https.
    ///
    /// # Errors
    ///
    /// [`FetchError::Forbidden`] with what to do instead.
    pub(crate) fn read(secret: &SecretText, own_network: Option<&str>) -> Result<Self, FetchError> {
        let text = secret.expose().trim();
        let https = strip_scheme(text, "webcal://").or_else(|| strip_scheme(text, "webcals://"));
        let url = match https {
            Some(rest) => Url::parse(&format!("https://{rest}")),
            None => Url::parse(text),
        };
        let url = url.map_err(|_| forbidden("this is no web address; paste the calendar's iCal address, which begins with https:// or webcal://"))?;
        Self::check(url, own_network)
    }

    /// Checks what a redirect leads to. `own_network` is `None` once the chain has been outside: a public host never
    /// leads into a private network.
    pub(crate) fn check(url: Url, own_network: Option<&str>) -> Result<Self, FetchError> {
        if !matches!(url.scheme(), "https" | "http") {
            return Err(forbidden("only https:// and webcal:// addresses are read"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(forbidden(
                "the address contains a user name or password, which Tidegate never sends; use the calendar's published or secret iCal address",
            ));
        }
        let own = own_network.is_some_and(|marked| is_marked(&url, marked));
        if url.scheme() == "http" && !own {
            return Err(forbidden(
                "the address is not encrypted (http), so anybody on the way could change your orders; use its https address",
            ));
        }
        Ok(Self { url, own })
    }

    /// Asks the name where it leads, and checks every answer: one bad answer refuses them all.
    pub(crate) async fn resolve(&self) -> Result<Vec<SocketAddr>, FetchError> {
        let (host, port) = host_and_port(&self.url).ok_or_else(|| forbidden("the address names no host"))?;
        if is_local_name(host) && !self.own {
            return Err(inside(host, port));
        }
        let bare = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let found = match bare.parse::<IpAddr>() {
            Ok(ip) => vec![SocketAddr::new(ip, port)],
            Err(_) => tokio::net::lookup_host((bare.as_str(), port))
                .await
                .map_err(|_| {
                    FetchError::Unreachable(format!(
                        "the name {bare} was not found; check the address, and whether this computer's network is up (no such host)"
                    ))
                })?
                .collect(),
        };
        judge(host, port, found, self.own)
    }
}

/// The host of an address, for people; never more of it.
pub fn host_of(address: &SecretText) -> String {
    let text = address.expose().trim();
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let url = Url::parse(&format!("https://{rest}")).ok();
    url.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_else(|| "an unreadable address".into())
}

/// Refuses addresses that are not on the public internet, unless they are on the person's own network.
fn judge(host: &str, port: u16, found: Vec<SocketAddr>, own: bool) -> Result<Vec<SocketAddr>, FetchError> {
    if found.is_empty() {
        return Err(FetchError::Unreachable(format!("the name {host} leads nowhere; check the address")));
    }
    let allowed = |address: &SocketAddr| is_public(address.ip()) || (own && is_own(address.ip()));
    if found.iter().all(allowed) {
        return Ok(found);
    }
    Err(inside(host, port))
}

/// By name this computer, whatever a name service says (RFC 6761 §6.3).
fn is_local_name(host: &str) -> bool {
    let name = host.trim_end_matches('.');
    name == "localhost" || name.ends_with(".localhost")
}

fn inside(host: &str, port: u16) -> FetchError {
    forbidden(&format!(
        "{host} leads into a private network or this computer, so nothing was read; if it is your own server, say so \
         with --own-network {host}:{port} behind `tidegate feeds add` or `tidegate feeds set`"
    ))
}

fn forbidden(words: &str) -> FetchError {
    FetchError::Forbidden(words.to_owned())
}

fn strip_scheme<'a>(text: &'a str, scheme: &str) -> Option<&'a str> {
    let head = text.get(..scheme.len())?;
    head.eq_ignore_ascii_case(scheme).then(|| &text[scheme.len()..])
}

fn host_and_port(url: &Url) -> Option<(&str, u16)> {
    Some((url.host_str()?, url.port_or_known_default()?))
}

/// The mark names a host and a port; without a port it marks nothing.
fn is_marked(url: &Url, marked: &str) -> bool {
    let Ok(mark) = Url::parse(&format!("{}://{}", url.scheme(), marked.trim())) else { return false };
    let names_port = marked.trim().rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    names_port
        && mark.path() == "/"
        && mark.username().is_empty()
        && host_and_port(&mark) == host_and_port(url)
}

/// What a person may mark as their own network: never a group of hosts, never nowhere.
fn is_own(ip: IpAddr) -> bool {
    let ip = embedded(ip).map_or(ip, IpAddr::V4);
    let nowhere = ip.is_unspecified() || ip.is_multicast();
    !nowhere && ip != IpAddr::V4(Ipv4Addr::BROADCAST)
}

/// Whether an address is one of the public internet, by the IANA special-purpose registries (RFC 6890 and its
/// successors). What carries an IPv4 address inside is judged by that one.
pub(crate) fn is_public(ip: IpAddr) -> bool {
    match (embedded(ip), ip) {
        (Some(v4), _) | (None, IpAddr::V4(v4)) => is_public_v4(v4),
        (None, IpAddr::V6(v6)) => is_public_v6(v6),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || ip.is_multicast()
        || a == 0                                  // "this network", 0.0.0.0 among it
        || (a == 100 && (64..128).contains(&b))    // shared by carriers' translators, RFC 6598
        || (a, b, c) == (192, 0, 0)                // protocol assignments
        || (a, b, c) == (192, 88, 99)              // 6to4 relays, withdrawn
        || (a == 198 && (b == 18 || b == 19))      // benchmarks
        || a >= 240; // reserved, broadcast among it
    !special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, ..] = ip.segments();
    let global = a & 0xe000 == 0x2000; // 2000::/3 is all that is handed out
    let special = match a {
        0x2001 => b < 0x0200 || b == 0x0db8, // protocol assignments (Teredo, ORCHID); documentation
        0x3fff => true,                      // documentation, RFC 9637
        _ => false,
    };
    global && !special
}

/// The IPv4 address inside a mapped (`::ffff:0:0/96`), compatible, translated (`64:ff9b::/96`) or 6to4 address.
fn embedded(ip: IpAddr) -> Option<Ipv4Addr> {
    let IpAddr::V6(v6) = ip else { return None };
    let from = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Ipv4Addr::new(a, b, c, d)
    };
    match v6.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => None, // `::` and `::1` are their own
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] => Some(from(high, low)),
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(from(high, low)),
        [0x2002, high, low, ..] => Some(from(high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
