//! What a token endpoint answers, read as leniently as live ones need: no `token_type` at all, `expires_in` as text,
//! errors in four shapes or as a web page (lumen-api.md §2).

use crate::secrets::SecretText;
use oauth2::basic::BasicTokenType;
use oauth2::{AccessToken, RefreshToken, Scope, TokenResponse};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use std::time::Duration;

/// A token and its life. What else the endpoint says is not read: there is nothing to choose.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Reply {
    access_token: AccessToken,
    #[serde(default = "bearer", skip)]
    token_type: BasicTokenType,
    #[serde(default, deserialize_with = "seconds")]
    expires_in: Option<u64>,
}

impl TokenResponse for Reply {
    type TokenType = BasicTokenType;

    fn access_token(&self) -> &AccessToken {
        &self.access_token
    }

    fn token_type(&self) -> &BasicTokenType {
        &self.token_type
    }

    fn expires_in(&self) -> Option<Duration> {
        self.expires_in.map(Duration::from_secs)
    }

    fn refresh_token(&self) -> Option<&RefreshToken> {
        None
    }

    fn scopes(&self) -> Option<&Vec<Scope>> {
        None
    }
}

fn bearer() -> BasicTokenType {
    BasicTokenType::Bearer
}

/// Whole seconds as a number or as text; what cannot be read is not there.
fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let text = value.as_str().map(str::to_owned).unwrap_or_else(|| value.to_string());
    let whole = text.trim().split('.').next().unwrap_or_default();
    Ok(whole.parse().ok().filter(|seconds| *seconds > 0))
}

/// The keys under which errors speak, most telling first.
const SPEAKING: [&str; 7] = ["error_description", "message", "Error", "reason", "error", "code", "ErrorCode"];
const LONGEST: usize = 200;

/// The carrier's own words, on one line without the credentials; and whether they are a web page.
pub(super) fn words(body: &[u8], secrets: &[&SecretText]) -> (String, bool) {
    let text = String::from_utf8_lossy(body);
    let is_page = text.trim_start().starts_with('<');
    if is_page {
        return ("it answered with a web page".into(), true);
    }
    let value: Option<Value> = serde_json::from_slice(body).ok();
    let said = value.as_ref().and_then(|value| SPEAKING.iter().find_map(|key| value.get(key)?.as_str()));
    let mut said = match (said, &value) {
        (Some(said), _) => said.to_owned(),
        (None, Some(_)) => "it gave no reason".into(),
        (None, None) => text.into_owned(),
    };
    for secret in secrets.iter().filter(|secret| !secret.expose().is_empty()) {
        said = said.replace(secret.expose(), "•••");
    }
    let line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    (if line.is_empty() { "it gave no reason".into() } else { line }, false)
}
