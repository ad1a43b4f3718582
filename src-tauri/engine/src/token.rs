//! A tenant's token: OAuth client credentials exchanged at the carrier's token endpoint, kept in memory only, renewed
//! in time and by one at a time. Which credentials, it asks `secrets`; when they are asked for again after a refusal is
//! the caller's matter.

mod reply;

use crate::carrier::{CarrierClient, Transport};
use crate::secrets::{Found, SecretName, SecretText, Secrets};
use oauth2::basic::{BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse};
use oauth2::{
    AsyncHttpClient, AuthType, Client, ClientId, ClientSecret, HttpRequest, HttpResponse, RequestTokenError,
    Scope, StandardRevocableToken, TokenResponse, TokenUrl,
};
use reply::Reply;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use tidegate_core::carrier::{Profile, Response, TokenTransport, retry_after};
use tidegate_core::ids::TenantId;
use tidegate_core::time::{Instant, Span};
use tidegate_core::timings::Limits;

/// One tenant's token.
pub struct Tokens {
    tenant: TenantId,
    secrets: Arc<Secrets>,
    client: Arc<CarrierClient>,
    endpoint: Endpoint,
    kept: tokio::sync::Mutex<Kept>,
    /// The token of `kept` and its end, for those who come while it is being renewed.
    in_use: Mutex<Option<(SecretText, Instant)>>,
    /// Counts the sign-ins that ended, so that those who waited for one share how it ended.
    ended: AtomicU64,
}

/// What the profile says about tokens.
struct Endpoint {
    path: String,
    transport: TokenTransport,
    scopes: Vec<Scope>,
    life: Span,
    margin: Span,
    /// After an early renewal failed, the token at hand serves this long before the next try.
    again: Span,
}

#[derive(Default)]
struct Kept {
    token: Option<Token>,
    failure: Option<TokenError>,
}

struct Token {
    text: SecretText,
    renew_at: Instant,
    ends: Instant,
}

/// Why there is no token. The carrier's words are one short line without the credentials.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// The credentials are not at hand: absent, locked, or there is no keychain.
    #[error(
        "no credentials of this account are at hand, so the carrier was not asked; enter them with `tidegate credentials set` or unlock the keychain; on a server start `tidegate run` with its secrets first"
    )]
    NoCredentials(Found),
    /// The carrier refuses the credentials.
    #[error(
        "the carrier refuses the credentials (\"{words}\"); enter them again with `tidegate credentials set`, or ask the carrier whether the key is still good"
    )]
    Refused {
        /// The carrier's own words.
        words: String,
    },
    /// The carrier's sign-in answered with something else, which says nothing about the credentials.
    #[error(
        "the carrier's sign-in answers with error {status} (\"{words}\"), which says nothing about the credentials; try again in some minutes, or ask the carrier"
    )]
    Unclear {
        /// HTTP status.
        status: u16,
        /// The carrier's own words.
        words: String,
        /// How long it asked to be left alone.
        wait: Option<Span>,
    },
    /// No answer.
    #[error("signing in did not work: {0}")]
    Transport(Transport),
}

type OauthClient = Client<
    BasicErrorResponse,
    Reply,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
>;

impl Tokens {
    /// A tenant's token, not asked for yet.
    pub fn new(
        tenant: TenantId,
        profile: &Profile,
        limits: &Limits,
        secrets: Arc<Secrets>,
        client: Arc<CarrierClient>,
    ) -> Self {
        let endpoint = Endpoint {
            path: profile.token_path.clone(),
            transport: profile.token_transport,
            scopes: profile.scope.split_whitespace().map(|scope| Scope::new(scope.to_owned())).collect(),
            life: Span::seconds(i64::from(profile.token_life)),
            margin: profile.timings.token_margin,
            again: limits.http,
        };
        Self {
            tenant,
            secrets,
            client,
            endpoint,
            kept: tokio::sync::Mutex::default(),
            in_use: Mutex::default(),
            ended: AtomicU64::new(0),
        }
    }

    /// A token that is good for a while yet. Those who ask at once share one sign-in, and its failure; who comes while
    /// one that is still good is being renewed does not wait for that.
    ///
    /// # Errors
    ///
    /// Why there is none. While a token is still good, a sign-in that does not answer is no error.
    pub async fn fresh(&self, now: Instant) -> Result<SecretText, TokenError> {
        let seen = self.ended.load(Ordering::SeqCst);
        let mut kept = match self.kept.try_lock() {
            Ok(kept) => kept,
            Err(_) => match self.still_good(now) {
                Some(text) => return Ok(text),
                None => self.kept.lock().await,
            },
        };
        if let Some(token) = kept.token.as_ref().filter(|token| now < token.renew_at) {
            return Ok(token.text.clone());
        }
        self.shared(&kept, seen)?;
        match self.sign_in(&mut kept, now).await {
            Err(TokenError::Transport(_) | TokenError::Unclear { .. }) if kept.is_good(now) => {
                kept.serve_on(now, self.endpoint.again)
            }
            result => result,
        }
    }

    /// A token after one was refused. If another has been fetched since, it is that one.
    ///
    /// # Errors
    ///
    /// Why there is none.
    pub async fn renew_after_401(
        &self,
        refused: &SecretText,
        now: Instant,
    ) -> Result<SecretText, TokenError> {
        let seen = self.ended.load(Ordering::SeqCst);
        let mut kept = self.kept.lock().await;
        if let Some(token) = kept.token.as_ref().filter(|token| token.text != *refused && now < token.ends) {
            return Ok(token.text.clone());
        }
        self.shared(&kept, seen)?;
        kept.token = None;
        self.use_from_now(None);
        self.sign_in(&mut kept, now).await
    }

    /// Forgets the token, so that the next one is asked for with the credentials as they are then.
    pub async fn forget(&self) {
        self.use_from_now(None);
        self.kept.lock().await.token = None;
    }

    fn still_good(&self, now: Instant) -> Option<SecretText> {
        let in_use = self.in_use.lock().unwrap_or_else(PoisonError::into_inner);
        in_use.as_ref().filter(|(_, ends)| now < *ends).map(|(text, _)| text.clone())
    }

    fn use_from_now(&self, token: Option<(SecretText, Instant)>) {
        *self.in_use.lock().unwrap_or_else(PoisonError::into_inner) = token;
    }

    /// The failure of a sign-in that ended while we waited for our turn.
    fn shared(&self, kept: &Kept, seen: u64) -> Result<(), TokenError> {
        let ended_meanwhile = self.ended.load(Ordering::SeqCst) != seen;
        kept.failure.clone().filter(|_| ended_meanwhile).map_or(Ok(()), Err)
    }

    async fn sign_in(&self, kept: &mut Kept, now: Instant) -> Result<SecretText, TokenError> {
        let result = self.exchange().await;
        self.ended.fetch_add(1, Ordering::SeqCst);
        match result {
            Ok(reply) => {
                let token = self.endpoint.token(&reply, now);
                let text = token.text.clone();
                self.use_from_now(Some((text.clone(), token.ends)));
                *kept = Kept { token: Some(token), failure: None };
                Ok(text)
            }
            Err(error) => {
                kept.failure = Some(error.clone());
                Err(error)
            }
        }
    }

    async fn exchange(&self) -> Result<Reply, TokenError> {
        let id = self.credential(SecretName::ClientId).await?;
        let secret = self.credential(SecretName::ClientSecret).await?;
        let url = self.client.token_url(&self.endpoint.path).map_err(TokenError::Transport)?;
        let oauth = OauthClient::new(ClientId::new(id.expose().to_owned()))
            .set_client_secret(ClientSecret::new(secret.expose().to_owned()))
            .set_auth_type(self.endpoint.auth_type())
            .set_token_uri(TokenUrl::from_url(url));
        let post = Post { client: Arc::clone(&self.client), answered: Mutex::new(None) };
        let asked = oauth.exchange_client_credentials().add_scopes(self.endpoint.scopes.clone());
        let result = asked.request_async(&post).await;
        let answered = post.answered.into_inner().unwrap_or_else(PoisonError::into_inner);
        result.map_err(|error| refused(error, answered.as_ref(), &[&id, &secret]))
    }

    async fn credential(&self, name: SecretName) -> Result<SecretText, TokenError> {
        match self.secrets.get(&self.tenant, &name).await {
            Found::Secret(text) => Ok(text),
            state @ (Found::Absent | Found::Locked | Found::NoKeychain(_)) => {
                Err(TokenError::NoCredentials(state))
            }
        }
    }
}

/// The sending half that `oauth2` asks for. The answer is kept aside, since errors are read here and not there; its
/// content type is left out, since a token under a wrong label is still a token.
struct Post {
    client: Arc<CarrierClient>,
    answered: Mutex<Option<Response>>,
}

impl<'c> AsyncHttpClient<'c> for Post {
    type Error = Transport;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Transport>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}

impl Post {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, Transport> {
        let unsendable = |_| Transport::NotSent("the sign-in could not be put together".into());
        let request = reqwest::Request::try_from(request).map_err(unsendable)?;
        let response = self.client.send(request).await?;
        let mut handed = HttpResponse::new(response.body.clone());
        *handed.status_mut() = oauth2::http::StatusCode::from_u16(response.status)
            .map_err(|_| Transport::Lost("the answer has no status".into()))?;
        *self.answered.lock().unwrap_or_else(PoisonError::into_inner) = Some(response);
        Ok(handed)
    }
}

impl Kept {
    fn is_good(&self, now: Instant) -> bool {
        self.token.as_ref().is_some_and(|token| now < token.ends)
    }

    /// Goes on with the token at hand for a while.
    fn serve_on(&mut self, now: Instant, again: Span) -> Result<SecretText, TokenError> {
        let failure = self.failure.clone();
        let token = self.token.as_mut().ok_or(TokenError::NoCredentials(Found::Absent));
        let token = token.map_err(|absent| failure.unwrap_or(absent))?;
        token.renew_at = (now + again).min(token.ends);
        Ok(token.text.clone())
    }
}

impl Endpoint {
    fn auth_type(&self) -> AuthType {
        match self.transport {
            TokenTransport::Basic => AuthType::BasicAuth,
            TokenTransport::Body => AuthType::RequestBody,
        }
    }

    /// Renewed the margin before its end, or a fifth of its life before where that is shorter.
    fn token(&self, reply: &Reply, now: Instant) -> Token {
        let stated = reply.expires_in().and_then(|life| Span::from_std(life).ok());
        let life = stated.unwrap_or(self.life).min(LONGEST_LIFE);
        let text = SecretText::new(reply.access_token().secret().clone());
        Token { text, renew_at: now + life - self.margin.min(life / 5), ends: now + life }
    }
}

/// Longer than this no token is believed; it also keeps the sum of two instants in range.
const LONGEST_LIFE: Span = Span::days(1);

fn refused(
    error: RequestTokenError<Transport, BasicErrorResponse>,
    answered: Option<&Response>,
    secrets: &[&SecretText],
) -> TokenError {
    if let RequestTokenError::Request(transport) = error {
        return TokenError::Transport(transport);
    }
    let Some(response) = answered else {
        return TokenError::Transport(Transport::NotSent("the sign-in could not be put together".into()));
    };
    let (words, is_page) = reply::words(&response.body, secrets);
    // A firewall's page, a wrong path or a full server says nothing about the credentials.
    match response.status {
        400 | 401 | 403 if !is_page => TokenError::Refused { words },
        status => TokenError::Unclear { status, words, wait: retry_after(response) },
    }
}

#[cfg(test)]
mod tests;
