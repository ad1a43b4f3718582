//! What an HTTP client says about a failure, in words fit for people and logs: never an address, which may be a
//! secret, never a header. Shared by `fetch` and `carrier`, and so is where
//! their clients begin; it decides nothing.

use rustls::CertificateError;
use std::error::Error;
use std::io::{self, ErrorKind};

/// Where every client of the engine begins. Its TLS is rustls with ring, which Windows, macOS and Linux build alike
/// and which weighs less in a tray than what reqwest chooses by itself.
pub(crate) fn client() -> reqwest::ClientBuilder {
    // Refused where it was chosen before, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
}

/// The failure in a few words.
pub(crate) fn words(error: &reqwest::Error) -> String {
    if error.is_dns() {
        return "its name was not found; check the address, and whether this computer's network is up (no such host)".into();
    }
    if error.is_connect() && error.is_timeout() {
        return of_system(&ErrorKind::TimedOut.into());
    }
    if error.is_connect() {
        return unconnected(error);
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

/// Why there is no connection: of the system or of TLS, the technical words last; neither knows the address's path
/// or query.
fn unconnected(error: &reqwest::Error) -> String {
    let mut innermost: &dyn Error = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    match innermost.downcast_ref::<io::Error>() {
        Some(error) => of_system(error),
        None => innermost.downcast_ref().map_or_else(|| format!("no connection ({innermost})"), of_tls),
    }
}

/// TLS hides its errors inside those of the system.
fn of_system(error: &io::Error) -> String {
    if let Some(inner) = error.get_ref() {
        if let Some(tls) = inner.downcast_ref() {
            return of_tls(tls);
        }
        // The HTTP library wraps one of the system into another.
        if let Some(error) = inner.downcast_ref() {
            return of_system(error);
        }
    }
    let plain = SYSTEM.iter().find(|(kind, ..)| *kind == error.kind());
    plain.map_or_else(|| format!("no connection ({error})"), |(_, plain, words)| format!("{plain} ({words})"))
}

/// What the system says: in plain words with what to do, and its own.
#[rustfmt::skip]
const SYSTEM: &[(ErrorKind, &str, &str)] = &[
    (ErrorKind::ConnectionRefused, "nothing listens there; check the address, and whether that server runs", "connection refused"),
    (ErrorKind::TimedOut, "nothing answered in time; check this computer's network, and whether a firewall stands between", "timed out"),
    (ErrorKind::NetworkUnreachable, "no way leads there; check this computer's network", "network unreachable"),
    (ErrorKind::HostUnreachable, "no way leads there; check the address and this computer's network", "host unreachable"),
    (ErrorKind::ConnectionReset, "the connection was cut; see whether a firewall stands between", "connection reset"),
    (ErrorKind::ConnectionAborted, "the connection was cut; see whether a firewall stands between", "connection aborted"),
    (ErrorKind::UnexpectedEof, "it was closed while it was made secure; check that the address takes https", "end of file"),
];

fn of_tls(error: &rustls::Error) -> String {
    let rustls::Error::InvalidCertificate(why) = error else {
        return format!("no secure connection could be agreed on; check the address ({error})");
    };
    let plain = CERTIFICATE.iter().find(|(is, ..)| is(why));
    plain.map_or_else(
        || format!("its certificate cannot be trusted, such as one that the server made for itself; whoever runs that server must get one from a known issuer ({error})"),
        |(_, plain, words)| format!("{plain} ({words})"),
    )
}

type Judge = fn(&CertificateError) -> bool;

/// What may be wrong with a certificate: in plain words with what to do, and in technical ones.
#[rustfmt::skip]
const CERTIFICATE: &[(Judge, &str, &str)] = &[
    (|why| matches!(why, CertificateError::UnknownIssuer),
     "its certificate comes from nobody this computer trusts; where a firewall opens secure connections, let this computer trust the firewall's certificate", "unknown issuer"),
    (|why| matches!(why, CertificateError::Expired | CertificateError::ExpiredContext { .. }),
     "its certificate has expired; check this computer's date, else whoever runs that server must renew it", "certificate expired"),
    (|why| matches!(why, CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. }),
     "its certificate is not valid yet; check this computer's date", "certificate not yet valid"),
    (|why| matches!(why, CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. }),
     "its certificate belongs to another name; check the address, somebody else may be answering", "wrong name in the certificate"),
    (|why| matches!(why, CertificateError::Revoked),
     "its certificate was called back; whoever runs that server must renew it", "certificate revoked"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn connecting() -> reqwest::Client {
        client().no_proxy().connect_timeout(Duration::from_secs(5)).build().unwrap()
    }

    #[test]
    fn what_is_wrong_with_a_certificate_is_said_in_plain_words_with_what_to_do() {
        for (why, plain, technical) in [
            (CertificateError::UnknownIssuer, "nobody this computer trusts", "(unknown issuer)"),
            (CertificateError::Expired, "check this computer's date", "(certificate expired)"),
            (CertificateError::NotValidForName, "check the address", "(wrong name in the certificate)"),
            (CertificateError::BadSignature, "cannot be trusted", "BadSignature"),
        ] {
            let error = rustls::Error::InvalidCertificate(why);
            let inner = io::Error::new(ErrorKind::InvalidData, error);
            let words = of_system(&io::Error::other(inner));
            assert!(words.contains(plain) && words.contains(technical), "{words}");
        }
        let timed_out = of_system(&ErrorKind::TimedOut.into());
        assert!(timed_out.contains("firewall") && timed_out.ends_with("(timed out)"), "{timed_out}");
        let no_way = of_system(&ErrorKind::NetworkUnreachable.into());
        assert!(no_way.contains("check this computer's network"), "{no_way}");
    }

    #[tokio::test]
    async fn words_never_repeat_the_address() {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        for (url, expected) in [
            (format!("http://{free}/TOPSECRET?k=TOPSECRET"), "connection refused"),
            ("http://TOPSECRET.invalid/".to_owned(), "name was not found"),
        ] {
            let error = connecting().get(&url).send().await.unwrap_err();
            let words = words(&error);
            assert!(words.contains(expected), "{words}");
            assert!(!words.to_lowercase().contains("topsecret"), "{words}");
        }
    }
}
