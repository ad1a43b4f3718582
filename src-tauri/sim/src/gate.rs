//! Who may come in: API keys, tokens, customer numbers. Owns what is checked before anything else; the shapes of the
//! refusals are `refusal.rs`.
//!
//! A new secret leaves tokens that were already given alone, as the real carrier does: they die of age.

use crate::http::{Request, decoded};
use crate::random::Seed;
use crate::setup::Setup;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// Why somebody was not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Denied {
    /// No token, or no credentials.
    Missing,
    /// A token that is unknown or too old.
    Stale,
    /// Credentials that are not right.
    Wrong,
    /// A customer number that the key may not act for.
    OtherCustomer,
    /// A token that may only read.
    ReadsOnly,
}

#[derive(Clone, Debug)]
struct Key {
    id: String,
    secret: String,
    customer_number: String,
}

/// The keys of all customers and the tokens given for them.
#[derive(Clone, Debug)]
pub(crate) struct Gate {
    keys: Vec<Key>,
    tokens: BTreeMap<String, (usize, DateTime<Utc>)>,
    /// An issuer of tokens elsewhere whose tokens are good for a customer.
    issuer: Option<(String, usize)>,
    /// Those tokens that were given for reading alone.
    reading: BTreeSet<String>,
    given: u64,
    life: u32,
    seed: Seed,
}

impl Gate {
    pub(crate) fn new(setup: &Setup) -> Self {
        let key = |customer: &crate::setup::CustomerSetup| Key {
            id: customer.client_id.clone(),
            secret: customer.client_secret.clone(),
            customer_number: customer.number.clone(),
        };
        Self {
            keys: setup.customers.iter().map(key).collect(),
            tokens: BTreeMap::new(),
            issuer: None,
            reading: BTreeSet::new(),
            given: 0,
            life: setup.token_seconds,
            seed: Seed(setup.seed),
        }
    }

    /// A new token and its life in seconds.
    pub(crate) fn give(&mut self, now: DateTime<Utc>, request: &Request) -> Result<(String, u32), Denied> {
        let (id, secret) = credentials(request).ok_or(Denied::Missing)?;
        let fits = |key: &Key| {
            (key.id == id && key.secret == secret)
                || (key.id == decoded(&id) && key.secret == decoded(&secret))
        };
        let customer = self.keys.iter().position(fits).ok_or(Denied::Wrong)?;
        let token = self.seed.token("token", self.given);
        self.given += 1;
        self.tokens.retain(|_, (_, until)| *until > now);
        self.tokens.insert(token.clone(), (customer, now + TimeDelta::seconds(i64::from(self.life))));
        Ok((token, self.life))
    }

    /// From now on a token may only read.
    pub(crate) fn reads_only(&mut self, token: &str) {
        self.reading.insert(token.to_owned());
    }

    /// The customer a request that changes something speaks for.
    pub(crate) fn admit_to_write(&self, now: DateTime<Utc>, request: &Request) -> Result<usize, Denied> {
        let customer = self.admit(now, request)?;
        let token = request.header("authorization").and_then(|value| scheme(value, "bearer"));
        let reads_only = token.is_some_and(|token| self.reading.contains(token));
        if reads_only { Err(Denied::ReadsOnly) } else { Ok(customer) }
    }

    /// The customer a request speaks for.
    pub(crate) fn admit(&self, now: DateTime<Utc>, request: &Request) -> Result<usize, Denied> {
        let token = request.header("authorization").and_then(|value| scheme(value, "bearer"));
        let customer = self.bearer(now, token.ok_or(Denied::Missing)?).ok_or(Denied::Stale)?;
        let number = request.header("x-customer-number");
        if number.is_some_and(|number| number != self.keys[customer].customer_number) {
            return Err(Denied::OtherCustomer);
        }
        Ok(customer)
    }

    /// Whom a token was given to: one of ours that still lives, or one of the trusted issuer. The signature of the latter
    /// is not looked at: this is a stage, and no gate to anything.
    fn bearer(&self, now: DateTime<Utc>, token: &str) -> Option<usize> {
        if let Some((customer, until)) = self.tokens.get(token) {
            return (*until > now).then_some(*customer);
        }
        let (issuer, customer) = self.issuer.as_ref()?;
        let payload = base64(token.split('.').nth(1)?)?;
        let claims: serde_json::Value = serde_json::from_slice(&payload).ok()?;
        let lives = claims["exp"].as_i64().is_some_and(|until| until > now.timestamp());
        (claims["iss"] == issuer.as_str() && lives).then_some(*customer)
    }

    /// From now on tokens of this issuer are good for a customer.
    pub(crate) fn trust(&mut self, issuer: &str, customer: usize) {
        self.issuer = Some((issuer.to_owned(), customer));
    }

    pub(crate) fn expire(&mut self) {
        self.reading.clear();
        self.tokens.clear();
    }

    /// Replaces the secret of one customer's key.
    pub(crate) fn rotate(&mut self, customer_number: &str, secret: &str) {
        for key in self.keys.iter_mut().filter(|key| key.customer_number == customer_number) {
            secret.clone_into(&mut key.secret);
        }
    }
}

/// Id and secret, from the header or from the form.
fn credentials(request: &Request) -> Option<(String, String)> {
    if let Some(basic) = request.header("authorization").and_then(|value| scheme(value, "basic")) {
        let text = String::from_utf8(base64(basic)?).ok()?;
        return text.split_once(':').map(|(id, secret)| (id.to_owned(), secret.to_owned()));
    }
    let form = request.form();
    let field = |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    Some((field("client_id")?, field("client_secret")?))
}

fn scheme<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    let (scheme, rest) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case(name).then(|| rest.trim())
}

/// The bytes of a base64 text of either alphabet, padded or not; small enough not to be worth a library.
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut bits, mut held) = (0_u32, 0_u32);
    for letter in text.trim_end_matches('=').bytes() {
        let six = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(six);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held).to_le_bytes()[0]);
            bits &= (1 << held) - 1;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_with_and_without_padding() {
        for (text, plain) in
            [("aWQ6c2VjcmV0", "id:secret"), ("YTpi", "a:b"), ("YTpiYg==", "a:bb"), ("YTpiYg", "a:bb")]
        {
            assert_eq!(base64(text).unwrap(), plain.as_bytes());
        }
        assert_eq!(base64("a*b"), None);
    }
}
