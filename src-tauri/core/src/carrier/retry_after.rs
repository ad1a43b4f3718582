//! `Retry-After` and `Date` (RFC 9110 §10.2.3, §5.6.7) in all the forms seen. A date is judged against the
//! reply's own `Date`, never against our clock.

use super::Response;
use crate::time::{Instant, Span};
use chrono::{DateTime, NaiveDateTime};

/// The longest wait a server may ask for; beyond it we look again anyway.
pub(crate) const LONGEST_WAIT_SECONDS: i64 = 6 * 3600;

/// How long the server asks us to wait; `None` where it says nothing readable. Never negative, at most six hours.
pub fn retry_after(response: &Response) -> Option<Span> {
    let text = response.header("retry-after")?.trim();
    let wait = match seconds(text) {
        Some(wait) => wait,
        None => date(text)? - server_date(response)?,
    };
    Some(wait.clamp(Span::zero(), Span::seconds(LONGEST_WAIT_SECONDS)))
}

/// The server's own idea of now.
pub fn server_date(response: &Response) -> Option<Instant> {
    date(response.header("date")?.trim())
}

/// Whole and decimal seconds; what is too large to count is the longest wait.
fn seconds(text: &str) -> Option<Span> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty()
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
        && digits.matches('.').count() <= 1;
    if !plain {
        return None;
    }
    if text.starts_with('-') {
        return Some(Span::zero());
    }
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().unwrap_or(LONGEST_WAIT_SECONDS) };
    let up = i64::from(fraction.chars().any(|c| c != '0'));
    Some(Span::seconds(whole.min(LONGEST_WAIT_SECONDS) + up))
}

/// IMF-fixdate, and the two obsolete forms a recipient must still read (RFC 9110 §5.6.7).
fn date(text: &str) -> Option<Instant> {
    if let Ok(at) = DateTime::parse_from_rfc2822(text) {
        return Some(at.to_utc());
    }
    const OBSOLETE: [&str; 2] = ["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];
    OBSOLETE
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .map(|civil| civil.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(value: &str) -> Option<i64> {
        let headers = vec![
            ("retry-after".to_owned(), value.to_owned()),
            ("date".to_owned(), "Mon, 04 Jan 2027 09:00:00 GMT".to_owned()),
        ];
        retry_after(&Response { status: 429, headers, body: vec![] }).map(|span| span.num_seconds())
    }

    #[test]
    fn every_form_of_retry_after_is_read() {
        for (value, seconds) in [
            ("120", Some(120)),
            ("1.5", Some(2)),
            ("0", Some(0)),
            ("-5", Some(0)),
            ("Mon, 04 Jan 2027 09:02:00 GMT", Some(120)),
            ("Monday, 04-Jan-27 09:02:00 GMT", Some(120)),
            ("Mon Jan  4 09:02:00 2027", Some(120)),
            ("Mon, 04 Jan 2027 08:00:00 GMT", Some(0)),
            ("99999999999999999999", Some(LONGEST_WAIT_SECONDS)),
            ("soon", None),
            ("", None),
            ("1.2.3", None),
        ] {
            assert_eq!(wait(value), seconds, "{value}");
        }
    }
}
