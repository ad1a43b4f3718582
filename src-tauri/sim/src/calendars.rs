//! The calendars that are served beside the carrier. Owns names, texts, ETags and conditional reading; what is in a
//! sample calendar is `samples.rs`.

use crate::http::{self, Request, Response, decoded};
use crate::random;
use crate::refusal;
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Named calendars at `/calendars/{name}.ics`. A clone is the same shelf: what is put there is served at once.
#[derive(Clone, Debug, Default)]
pub struct Calendars(Arc<Mutex<BTreeMap<String, Kept>>>);

#[derive(Clone, Debug)]
struct Kept {
    text: Vec<u8>,
    etag: String,
    modified: DateTime<Utc>,
}

impl Calendars {
    /// Puts a calendar up, or another in its place, as changed at `at`. The name stands without `.ics`.
    pub fn put(&self, name: &str, text: impl Into<Vec<u8>>, at: DateTime<Utc>) {
        let text = text.into();
        let etag = format!("\"{}\"", random::hex(&Sha256::digest(&text)));
        self.shelf().insert(name.to_owned(), Kept { text, etag, modified: at });
    }

    /// Takes a calendar away.
    pub fn remove(&self, name: &str) {
        self.shelf().remove(name);
    }

    /// The names of all calendars.
    pub fn names(&self) -> Vec<String> {
        self.shelf().keys().cloned().collect()
    }

    /// Answers a request for a calendar, without faults.
    pub fn answer(&self, request: &Request) -> Response {
        if request.method != "GET" && request.method != "HEAD" {
            return refusal::plain(405, "Method Not Allowed");
        }
        let name = request.path.strip_prefix("/calendars/").and_then(|rest| rest.strip_suffix(".ics"));
        let shelf = self.shelf();
        let Some(kept) = name.and_then(|name| shelf.get(&decoded(name))) else {
            return refusal::not_found(&request.path);
        };
        let response = if is_known(request, kept) {
            Response::empty(304)
        } else {
            Response::of(200, "text/calendar; charset=utf-8", kept.text.clone())
        };
        response.with_header("ETag", &kept.etag).with_header("Last-Modified", &http::date(kept.modified))
    }

    fn shelf(&self) -> MutexGuard<'_, BTreeMap<String, Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An ETag beats a date where both are sent.
fn is_known(request: &Request, kept: &Kept) -> bool {
    if let Some(tags) = request.header("if-none-match") {
        let same = |tag: &str| tag == "*" || tag.trim_start_matches("W/") == kept.etag;
        return tags.split(',').map(str::trim).any(same);
    }
    let since = request.header("if-modified-since").and_then(|text| DateTime::parse_from_rfc2822(text).ok());
    since.is_some_and(|since| kept.modified.timestamp() <= since.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    fn shelf() -> (Calendars, DateTime<Utc>) {
        let at = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let calendars = Calendars::default();
        calendars.put("office", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", at);
        (calendars, at)
    }

    #[test]
    fn a_calendar_is_served_with_a_strong_etag() {
        let (calendars, at) = shelf();
        let answer = calendars.answer(&Request::new("GET", "/calendars/office.ics"));
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("content-type"), Some("text/calendar; charset=utf-8"));
        assert_eq!(answer.header("last-modified"), Some(http::date(at).as_str()));
        let etag = answer.header("etag").unwrap();
        assert!(etag.starts_with('"') && etag.len() == 66, "{etag}");
    }

    #[test]
    fn a_known_calendar_is_not_sent_again_until_it_changes() {
        let (calendars, at) = shelf();
        let request = Request::new("GET", "/calendars/office.ics");
        let etag = calendars.answer(&request).header("etag").unwrap().to_owned();
        for known in [etag.clone(), format!("\"other\", W/{etag}"), "*".to_owned()] {
            let again = calendars.answer(&request.clone().with_header("If-None-Match", &known));
            assert_eq!((again.status, again.body.len()), (304, 0), "{known}");
            assert_eq!(again.header("etag"), Some(etag.as_str()));
        }
        calendars.put("office", "BEGIN:VCALENDAR\r\nX:1\r\nEND:VCALENDAR\r\n", at + TimeDelta::seconds(5));
        let changed = calendars.answer(&request.with_header("If-None-Match", &etag));
        assert_eq!(changed.status, 200);
    }

    #[test]
    fn a_date_is_believed_where_no_etag_is_sent() {
        let (calendars, at) = shelf();
        let asked = |since: DateTime<Utc>| {
            let request = Request::new("GET", "/calendars/office.ics");
            calendars.answer(&request.with_header("If-Modified-Since", &http::date(since))).status
        };
        assert_eq!(asked(at), 304);
        assert_eq!(asked(at - TimeDelta::seconds(1)), 200);
    }

    #[test]
    fn other_names_and_methods_are_refused() {
        let (calendars, _) = shelf();
        for (method, target, status) in [
            ("GET", "/calendars/other.ics", 404),
            ("GET", "/calendars/office", 404),
            ("POST", "/calendars/office.ics", 405),
        ] {
            assert_eq!(calendars.answer(&Request::new(method, target)).status, status, "{method} {target}");
        }
        calendars.remove("office");
        assert!(calendars.names().is_empty());
    }
}
