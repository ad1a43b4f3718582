//! The way to the carrier and to the calendars' publishers, which can be late, lost or away; and the token, as the engine
//! keeps it. Owns what arrives; when something leaves is the stage's matter.

use super::{At, Delivery, Stage};
use chrono::TimeDelta;
use tidegate_core::calendar::{self, NotACalendar, Options, Reading};
use tidegate_core::carrier::{Request, Response};
use tidegate_core::feed::FetchError;
use tidegate_core::ids::FeedId;
use tidegate_core::plan::window;
use tidegate_core::receive::{Fetched, Outcome, Transport, received};
use tidegate_core::world::{Ask, Credentials};

/// What a feed's publisher serves.
#[derive(Clone, Debug)]
pub(crate) enum Published {
    Text(String),
    Status(u16),
    Nothing,
}

impl Stage {
    pub(super) fn arrive(&mut self, ask: Ask, request: &Request, begun: At) {
        let result = if self.connected {
            match self.exchange(request) {
                Ok((response, delay)) => (Ok(response), self.travel + delay),
                Err(transport) => (Err(transport), self.travel),
            }
        } else {
            (Err(Transport::NotSent("no network".into())), self.travel)
        };
        let dice = self.chance();
        let outcome = Outcome { ask, begun, result: result.0, dice };
        self.later(result.1, Delivery::Reply(outcome));
    }

    /// One exchange with the carrier; a token that is refused is renewed once, as the engine does.
    pub(super) fn exchange(&mut self, request: &Request) -> Result<(Response, TimeDelta), Transport> {
        let first = self.with_token(request)?;
        if first.0.status != 401 {
            return Ok(first);
        }
        self.token = None;
        self.with_token(request)
    }

    fn with_token(&mut self, request: &Request) -> Result<(Response, TimeDelta), Transport> {
        if self.token.is_none() {
            if self.credentials != Credentials::Ready {
                return Err(Transport::NoToken(self.credentials.clone()));
            }
            let form = format!(
                "grant_type=client_credentials&client_id={}&client_secret={}",
                self.client.0, self.client.1
            );
            let ask = tidegate_sim::Request::new("POST", "/oauth/v2/token")
                .with_header("content-type", "application/x-www-form-urlencoded")
                .with_body(form);
            let answer = self.carrier.handle(self.now, &ask).response.ok_or_else(cut)?;
            let token = answer.to_json().and_then(|json| json["access_token"].as_str().map(str::to_owned));
            let Some(token) = token else { return Ok((reply(answer), TimeDelta::zero())) };
            self.token = Some(token);
        }
        let mut wire = tidegate_sim::Request::new(request.method, &request.path);
        wire.query.clone_from(&request.query);
        wire.headers.clone_from(&request.headers);
        wire = wire.with_header("authorization", &format!("Bearer {}", self.token.as_deref().unwrap_or("")));
        wire = wire.with_body(request.body.clone().unwrap_or_default());
        let answer = self.carrier.handle(self.now, &wire);
        Ok((reply(answer.response.ok_or_else(cut)?), answer.delay))
    }

    pub(super) fn options(&self, feed: &FeedId) -> Options {
        let zone = self.world.feeds.get(feed).and_then(|feed| feed.zone);
        Options { zone, home: self.world.tenant.zone, window: window(self.acts_at()) }
    }

    pub(super) fn fetched(&mut self, id: &FeedId) {
        let published = self.published.get(id).cloned().unwrap_or(Published::Nothing);
        let fetched = match published {
            _ if !self.connected => Fetched::Failed(FetchError::Unreachable("no network".into())),
            Published::Nothing => Fetched::Failed(FetchError::Unreachable("no answer".into())),
            Published::Status(status) => Fetched::Failed(FetchError::Status { status, retry_after: None }),
            Published::Text(text) => match self.reading(id, &text) {
                Ok(reading) => Fetched::Text {
                    bytes: text.into_bytes(),
                    reading: Box::new(reading),
                    etag: None,
                    last_modified: None,
                },
                Err(error) => Fetched::Failed(error.into()),
            },
        };
        let dice = self.chance();
        let local = self.local();
        let records = received(&mut self.world, id, fetched, local, dice);
        let _ = self.lives() && self.commit(records) && self.lives();
    }

    fn reading(&mut self, id: &FeedId, text: &str) -> Result<Reading, NotACalendar> {
        let options = self.options(id);
        if let Some((_, _, reading)) =
            self.read.get(id).filter(|(known, window, _)| known == text && *window == options.window)
        {
            return Ok(reading.clone());
        }
        let reading = calendar::read(text.as_bytes(), &options)?;
        self.read.insert(id.clone(), (text.to_owned(), options.window, reading.clone()));
        Ok(reading)
    }
}

fn cut() -> Transport {
    Transport::Lost("the connection was cut".into())
}

fn reply(response: tidegate_sim::Response) -> Response {
    let headers = response.headers.into_iter().map(|(name, value)| (name.to_lowercase(), value)).collect();
    Response { status: response.status, headers, body: response.body }
}
