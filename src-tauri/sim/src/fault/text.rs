//! A fault as it is written, in TOML or JSON, and what can be wrong with it. Owns the words, defaults and messages.

use super::{Act, Ending, Fault, Instead, On, Spoil, Times};
use crate::{bandwidth, span};
use chrono::TimeDelta;
use serde::Deserialize;

/// A fault as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Written {
    on: Option<String>,
    circuit: Option<String>,
    to: Option<String>,
    nth: Option<u32>,
    times: Option<NumberOrWord>,
    from: Option<String>,
    until: Option<String>,
    #[serde(rename = "do")]
    act: NumberOrWord,
    after: Option<String>,
    delay: Option<String>,
    retry_after: Option<NumberOrWord>,
    accepted: Option<bool>,
    location: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum NumberOrWord {
    Number(u32),
    Word(String),
}

impl NumberOrWord {
    fn to_text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Word(word) => word.clone(),
        }
    }
}

pub(super) const KINDS: &str = "fail, cancel, stuck, lag, hollow, 404, 429, 500, 502, 503, 504, lose-reply, lose-request, html-403, \
    login-page, garbage, huge, truncated, expired-token, slow, unreachable, locked, quote-expired, not-naas, no-rule, \
    redirect";

impl Written {
    /// The fault, or a sentence that says what is wrong with it.
    pub(crate) fn read(&self) -> Result<Fault, String> {
        let act = self.act()?;
        let on = self.on(&act)?;
        if matches!(act, Act::Order(_)) && on != On::Change {
            return Err(format!("do = \"{}\" is about orders and needs on = \"change\"", self.act.to_text()));
        }
        Ok(Fault {
            on,
            circuit: self.circuit.clone(),
            to: self.to.as_deref().map(|text| tier(text, "to")).transpose()?,
            nth: self.nth.unwrap_or(1),
            times: self.times()?,
            from: length(self.from.as_deref(), "from")?,
            until: length(self.until.as_deref(), "until")?,
            act,
        })
    }

    pub(crate) fn circuit(&self) -> Option<&str> {
        self.circuit.as_deref()
    }

    fn act(&self) -> Result<Act, String> {
        let after = length(self.after.as_deref(), "after")?;
        let delay = length(self.delay.as_deref(), "delay")?;
        let needs_delay = |word: &str| delay.ok_or(format!("do = \"{word}\" needs delay, such as \"30s\""));
        Ok(match self.act.to_text().as_str() {
            "fail" => Act::Order(Ending::Fail(after)),
            "cancel" => Act::Order(Ending::Cancel(after)),
            "stuck" => Act::Order(Ending::Stuck),
            "hollow" => Act::Order(Ending::Hollow),
            "lag" => Act::Order(Ending::Lag(needs_delay("lag")?)),
            "slow" => Act::Slow(needs_delay("slow")?),
            "lose-reply" => Act::Spoil(Spoil::LoseReply),
            "garbage" => Act::Spoil(Spoil::Garbage),
            "huge" => Act::Spoil(Spoil::Huge),
            "truncated" => Act::Spoil(Spoil::Truncated),
            "429" => Act::Instead(Instead::TooMany(self.retry_after.as_ref().map(NumberOrWord::to_text))),
            "500" => self.server_error(500),
            "502" => self.server_error(502),
            "503" => self.server_error(503),
            "504" => self.server_error(504),
            word => Act::Instead(self.instead(word)?),
        })
    }

    fn server_error(&self, status: u16) -> Act {
        let accepted = self.accepted.unwrap_or(false);
        if accepted { Act::Spoil(Spoil::Status(status)) } else { Act::Instead(Instead::Status(status)) }
    }

    fn instead(&self, word: &str) -> Result<Instead, String> {
        Ok(match word {
            "404" => Instead::NotFound,
            "lose-request" => Instead::LoseRequest,
            "unreachable" => Instead::Unreachable,
            "html-403" => Instead::HtmlRefusal,
            "login-page" => Instead::LoginPage,
            "expired-token" => Instead::ExpiredToken,
            "locked" => Instead::Locked,
            "quote-expired" => Instead::QuoteExpired,
            "not-naas" => Instead::NotNaas,
            "no-rule" => Instead::NoRule,
            "redirect" => Instead::Redirect(self.location.clone().unwrap_or_else(|| "/login".to_owned())),
            _ => return Err(format!("do = \"{word}\" is no fault; write one of {KINDS}")),
        })
    }

    fn on(&self, act: &Act) -> Result<On, String> {
        let Some(word) = &self.on else {
            return Ok(if matches!(act, Act::Order(_)) { On::Change } else { On::Any });
        };
        Ok(match word.as_str() {
            "token" => On::Token,
            "inventory" => On::Inventory,
            "tiers" => On::Tiers,
            "quote" => On::Quote,
            "change" => On::Change,
            "order-status" => On::OrderStatus,
            "calendar" => On::Calendar,
            "any" => On::Any,
            _ => {
                return Err(format!(
                    "on = \"{word}\" is nothing to wait for; write one of token, inventory, tiers, quote, change, \
                     order-status, calendar, any"
                ));
            }
        })
    }

    /// A window without a count means the whole window.
    fn times(&self) -> Result<Times, String> {
        let windowed = self.nth.is_none() && (self.from.is_some() || self.until.is_some());
        match &self.times {
            Some(NumberOrWord::Number(times)) => Ok(Times::Count(*times)),
            Some(NumberOrWord::Word(word)) if word == "always" => Ok(Times::Always),
            Some(NumberOrWord::Word(word)) => {
                Err(format!("times = \"{word}\" is no count; write a number or \"always\""))
            }
            None if windowed => Ok(Times::Always),
            None => Ok(Times::Count(1)),
        }
    }
}

fn length(text: Option<&str>, key: &str) -> Result<Option<TimeDelta>, String> {
    let read =
        |text| span::read(text).ok_or(format!("{key} = \"{text}\" is no length of time; write 4.5s or 5m"));
    text.map(read).transpose()
}

fn tier(text: &str, key: &str) -> Result<u32, String> {
    bandwidth::read(text).ok_or(format!("{key} = \"{text}\" is no bandwidth; write 500 Mbps or 1 Gbps"))
}
