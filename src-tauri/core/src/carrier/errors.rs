//! What a carrier's refusal means. All error shapes of lumen-api §4.9 are read, HTML included; what decides is the
//! meaning, not the status. The carrier's own words are kept for people, one line and short.

use super::Response;
use super::retry_after::retry_after;
use crate::time::Span;
use serde_json::Value;

/// The carrier said no, or something that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct Refusal {
    /// What it means.
    pub kind: RefusalKind,
    /// HTTP status.
    pub status: u16,
    /// The carrier's own words, at most 200 characters on one line; empty where it had none.
    pub words: String,
}

impl Refusal {
    /// The whole of it for a person: what it means, the carrier's own words, the HTTP status, and what can be done.
    pub fn told(&self) -> String {
        let words =
            if self.words.is_empty() { String::new() } else { format!("; its words: \"{}\"", self.words) };
        let advice = self.kind.advice();
        let advice = if advice.is_empty() { String::new() } else { format!(". {advice}") };
        format!("{}{words} (HTTP status {}){advice}", self.kind, self.status)
    }
}

impl RefusalKind {
    /// What a person can do, where the meaning itself does not say it.
    fn advice(&self) -> &'static str {
        match self {
            Self::Unauthorized => {
                "Enter the key again with `tidegate credentials set`, or ask the carrier whether it is still good"
            }
            Self::Locked => "Wait until that order has ended, then try again",
            Self::QuoteGone => "Ask for a new quote",
            Self::NotEnabled | Self::Unclear(_) => {
                "Try again in some minutes; if it stays so, ask the carrier"
            }
            Self::WrongIdentifier => {
                "Name the other one first: `tidegate settings set quote-identifier own-service`, or uni-service"
            }
            Self::DailyQuota => "It begins anew at 00:00 GMT",
            Self::TooMany(_) => "Try again in some minutes",
            Self::Forbidden | Self::Firewall | Self::NotFound | Self::Fixed => "",
            Self::OtherCustomer(_) | Self::Invalid => "",
        }
    }
}

/// What a refusal means, and so what may be done about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefusalKind {
    /// 401: the token is not valid (any more). Not accepted.
    #[error("the carrier did not accept the sign-in")]
    Unauthorized,
    /// 403 with a reason: the key lacks a product or a customer number. Not accepted, and will repeat.
    #[error(
        "the carrier's API key may not do this; ask the carrier to allow it inventory, quotes and orders for this customer number"
    )]
    Forbidden,
    /// 403 as a web page: the firewall before the carrier's API. Not accepted, and will repeat.
    #[error(
        "the carrier's firewall answered with a web page instead of its API; try from another network, or ask the carrier"
    )]
    Firewall,
    /// The carrier changes no bandwidth on a circuit of this kind (`eod-v5` 400004, Flexential sites). Will repeat.
    #[error(
        "the carrier changes no bandwidth on this circuit: what it leads to, or its site, does not allow it; only deleting it and ordering it anew would"
    )]
    Fixed,
    /// The answer names another customer or billing account. Nothing is taken from it.
    #[error(
        "the carrier answered for {0} and not for the customer set here, so nothing was taken from its answer; compare the customer number and the billing account with the carrier's, and whose key this is"
    )]
    OtherCustomer(String),
    /// 404. Not accepted.
    #[error(
        "the carrier does not know the circuit, or the address it was asked at; compare the carrier's address (`tidegate settings get`) with its documents, or ask the carrier"
    )]
    NotFound,
    /// An order is running on the circuit. Not accepted.
    #[error("the circuit is locked by an order that is still running")]
    Locked,
    /// The quote is unknown, used or too old. Not accepted.
    #[error("the quote is no longer valid")]
    QuoteGone,
    /// "Not a NaaS Enabled Location": also a passing fault of the carrier. Not accepted.
    #[error("the carrier says this location cannot be changed; that is often a passing fault of its own")]
    NotEnabled,
    /// "No matching rule found for portSpeed": the other identifier is wanted. Not accepted.
    #[error("the carrier could not price this circuit by the identifier it was given")]
    WrongIdentifier,
    /// The day's changes are used up. Not accepted until 00:00 GMT.
    #[error("the carrier's daily number of changes is used up")]
    DailyQuota,
    /// Too many requests. Not accepted; wait so long, where it says how long.
    #[error("the carrier asks for a slower pace")]
    TooMany(Option<Span>),
    /// Any other 4xx: the request itself is refused. Not accepted, and will repeat.
    #[error("the carrier refused the request as it is; ask the carrier why")]
    Invalid,
    /// 5xx, or an answer that cannot be read: it may have been accepted.
    #[error("the carrier answered with an error of its own, or with something that cannot be read")]
    Unclear(Option<Span>),
}

/// Reads a reply that is no success.
pub(super) fn classify(response: &Response) -> Refusal {
    let said = said(&response.body);
    let kind = kind(response, &said);
    Refusal { kind, status: response.status, words: said.words }
}

/// A success whose body could not be read.
pub(super) fn unreadable(response: &Response) -> Refusal {
    Refusal { kind: RefusalKind::Unclear(None), status: response.status, words: said(&response.body).words }
}

/// A success that is about somebody else.
pub(super) fn of_other_customer(named: &str, response: &Response) -> Refusal {
    Refusal { kind: RefusalKind::OtherCustomer(plain(named)), status: response.status, words: String::new() }
}

struct Said {
    is_html: bool,
    words: String,
    lower: String,
}

fn kind(response: &Response, said: &Said) -> RefusalKind {
    let says = |part: &str| said.lower.contains(part);
    if response.status >= 500 || response.status < 400 {
        return RefusalKind::Unclear(retry_after(response));
    }
    let is_changing = says("modified while active") && (says("modifying") || says("creating"));
    if says("current status is - change pending") || is_changing || response.status == 423 {
        return RefusalKind::Locked;
    }
    if says("modify is not allowed for") || says("bandwidth update is not available") {
        return RefusalKind::Fixed;
    }
    if says("not a naas enabled location") {
        return RefusalKind::NotEnabled;
    }
    if says("no matching rule found for portspeed") {
        return RefusalKind::WrongIdentifier;
    }
    let is_daily = ["per day", "daily", "start of the day"].iter().any(|word| says(word));
    let is_limit = ["limit", "exceed", "maximum", "quota"].iter().any(|word| says(word));
    if is_daily && (is_limit || response.status == 429) {
        return RefusalKind::DailyQuota;
    }
    if says("quote")
        && ["expired", "not found", "unknown", "already used", "invalid", "no longer valid"]
            .iter()
            .any(|word| says(word))
    {
        return RefusalKind::QuoteGone;
    }
    match response.status {
        401 => RefusalKind::Unauthorized,
        403 if said.is_html => RefusalKind::Firewall,
        403 => RefusalKind::Forbidden,
        404 => RefusalKind::NotFound,
        429 => RefusalKind::TooMany(retry_after(response)),
        408 => RefusalKind::Unclear(retry_after(response)),
        _ => RefusalKind::Invalid,
    }
}

/// The carrier's words out of any of its envelopes.
fn said(body: &[u8]) -> Said {
    let text = String::from_utf8_lossy(body);
    let start = text.trim_start().to_ascii_lowercase();
    let is_html = start.starts_with('<');
    let words = match serde_json::from_slice::<Value>(body) {
        Ok(value) => envelope(&value),
        Err(_) if is_html => title(&text),
        Err(_) => text.to_string(),
    };
    let words = plain(&words);
    Said { is_html, lower: words.to_ascii_lowercase(), words }
}

/// The fields that carry words, over the envelopes of lumen-api §4.9: `reason`, `message`, `Error`, `info`, `title`
/// and `detail`, at the top, under `exception`, and in a problem's `errors`.
fn envelope(value: &Value) -> String {
    const FIELDS: [&str; 8] =
        ["reason", "message", "Error", "error", "error_description", "title", "detail", "info"];
    let mut parts: Vec<&str> = Vec::new();
    let inner = value["errors"].as_array().into_iter().flatten();
    for place in [value, &value["exception"]].into_iter().chain(inner) {
        for field in FIELDS {
            if let Some(text) = place[field].as_str().filter(|text| !text.is_empty() && !parts.contains(text))
            {
                parts.push(text);
            }
        }
    }
    parts.join("; ")
}

fn title(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let between = |open: &str, close: &str| {
        let from = lower.find(open)? + open.len();
        let to = from + lower.get(from..)?.find(close)?;
        html.get(from..to)
    };
    between("<title>", "</title>").or_else(|| between("<h1>", "</h1>")).unwrap_or("").to_owned()
}

fn plain(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(status: u16, body: &str) -> RefusalKind {
        classify(&Response { status, headers: vec![], body: body.into() }).kind
    }

    #[test]
    fn every_error_shape_is_read_for_what_it_means() {
        use RefusalKind::*;
        let table = [
            (
                401,
                r#"{"reason":"Missing or no credentials provided","message":"000 -- gateway","referenceError":"","code":"missingCredentials"}"#,
                Unauthorized,
            ),
            (
                422,
                r#"{"reason":"Not a NaaS Enabled Location","code":"INVALIDVALUE","propertyPath":"masterSiteId"}"#,
                NotEnabled,
            ),
            (
                422,
                r#"{"reason":"No matching rule found for portSpeed=0 and deviceCode=null","code":"INVALIDVALUE"}"#,
                WrongIdentifier,
            ),
            (401, r#"{"ErrorCode":"invalid_client","Error":"The client is unknown"}"#, Unauthorized),
            (404, r#"{"code":"404","message":"Not Found","info":"no such path"}"#, NotFound),
            (
                400,
                r#"{"exception":{"httpStatusCode":"400","code":"400004","message":"Invalid data","detail":"Bandwidth modify is not allowed for azure"}}"#,
                Fixed,
            ),
            (
                422,
                r#"{"type":"about:blank","title":"Unprocessable","errors":[{"detail":"Service 77 cannot be modified since the current status is - Change pending"}]}"#,
                Locked,
            ),
            (403, "<html><head><title>Request Rejected</title></head></html>", Firewall),
            (403, r#"{"reason":"API product missing"}"#, Forbidden),
            (422, r#"{"reason":"Quote NaaS-1 has expired"}"#, QuoteGone),
            (429, r#"{"code":400,"message":"Exceeded 24 change requests per day"}"#, DailyQuota),
            (422, r#"{"reason":"The maximum of 24 changes per day has been reached"}"#, DailyQuota),
            (400, r#"{"message":"Daily limit exceeded"}"#, DailyQuota),
            (429, "try again at the start of the day", DailyQuota),
            (400, r#"{"message":"the daily rate is not offered here"}"#, Invalid),
            (429, "", TooMany(None)),
            (500, r#"{"message":"oops"}"#, Unclear(None)),
            (502, "<html>bad gateway</html>", Unclear(None)),
            (200, "garbage", Unclear(None)),
        ];
        for (status, body, expected) in table {
            assert_eq!(kind_of(status, body), expected, "{status} {body}");
        }
    }

    #[test]
    fn the_carriers_words_are_one_short_line() {
        let body = format!("<html><title>Request\n Rejected {}</title>", "x".repeat(500));
        let refusal = classify(&Response { status: 403, headers: vec![], body: body.into() });
        assert!(refusal.words.starts_with("Request Rejected x"), "{}", refusal.words);
        assert_eq!(refusal.words.chars().count(), 200);
    }
}
