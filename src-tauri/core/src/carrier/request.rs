//! How a request is put together: its headers, its query, its body. Owns what all calls of a dialect share.

use super::{Dialect, Paths, Profile, Request};
use serde_json::Value;

impl Profile {
    pub(super) fn get(&self, path: &str, query: Vec<(String, String)>) -> Request {
        Request { method: "GET", path: path.to_owned(), query, headers: self.headers(), body: None }
    }

    pub(super) fn post(&self, path: &str, body: &Value) -> Request {
        self.send("POST", path, body)
    }

    pub(super) fn send(&self, method: &'static str, path: &str, body: &Value) -> Request {
        let mut headers = self.headers();
        headers.push(("content-type".into(), "application/json".into()));
        Request { method, path: path.to_owned(), query: vec![], headers, body: Some(body.to_string()) }
    }

    /// A path as it is set; of a profile that is older than this path, the dialect's own.
    pub(super) fn path(&self, which: impl Fn(&Paths) -> &String) -> String {
        let kept = which(&self.paths);
        if kept.is_empty() { which(&Paths::of(self.dialect)).clone() } else { kept.clone() }
    }

    /// Whom the request is for. `connections` has no header for that: its credentials say it.
    fn headers(&self) -> Vec<(String, String)> {
        let whom = match self.dialect {
            Dialect::Lumen | Dialect::NaasV1 => Some(("x-customer-number", &self.customer_number)),
            Dialect::Connections => None,
            Dialect::EodV5 => Some(("x-billing-account-number", &self.billing_account)),
        };
        let whom = whom.map(|(name, value)| (name.to_owned(), value.clone()));
        [("accept".to_owned(), "application/json".to_owned())].into_iter().chain(whom).collect()
    }
}

/// A path with the id in its place.
pub(super) fn with_id(path: &str, id: &str) -> String {
    path.replace("{id}", id)
}
