//! What an HTTP client says about a failure, in words fit for people and logs: never an address, which may be a
//! secret, never a header. Shared by `fetch` and `carrier`; it decides nothing.

use std::error::Error;
use std::io::ErrorKind;

/// The failure in a few words.
pub(crate) fn words(error: &reqwest::Error) -> String {
    if error.is_dns() {
        return "its name was not found; is the network up?".into();
    }
    if error.is_connect() {
        return format!("no connection: {}", root(error));
    }
    if error.is_timeout() {
        return "no answer in time".into();
    }
    if error.is_builder() {
        return "the request could not be put together".into();
    }
    if error.is_body() || error.is_decode() {
        return "the connection broke in the middle of the answer".into();
    }
    "the connection broke before the answer".into()
}

/// Why the answer's end is missing, where that is what happened.
pub(crate) fn is_cut_off(error: &reqwest::Error) -> bool {
    !error.is_timeout() && (error.is_body() || error.is_decode())
}

/// The innermost cause of a failed connection: of the system ("connection refused") or of TLS ("invalid peer
/// certificate"); neither knows the address's path or query.
fn root(error: &reqwest::Error) -> String {
    let mut innermost: &dyn Error = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    match innermost.downcast_ref::<std::io::Error>().map(std::io::Error::kind) {
        Some(ErrorKind::ConnectionRefused) => "nothing listens there (connection refused)".into(),
        Some(ErrorKind::TimedOut) => "nothing answered in time".into(),
        Some(ErrorKind::UnexpectedEof) => "it was closed while it was made secure".into(),
        Some(_) | None => innermost.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn client() -> reqwest::Client {
        reqwest::Client::builder().no_proxy().connect_timeout(Duration::from_secs(5)).build().unwrap()
    }

    #[tokio::test]
    async fn words_never_repeat_the_address() {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        for (url, expected) in [
            (format!("http://{free}/TOPSECRET?k=TOPSECRET"), "connection refused"),
            ("http://TOPSECRET.invalid/".to_owned(), "name was not found"),
        ] {
            let error = client().get(&url).send().await.unwrap_err();
            let words = words(&error);
            assert!(words.contains(expected), "{words}");
            assert!(!words.to_lowercase().contains("topsecret"), "{words}");
        }
    }
}
