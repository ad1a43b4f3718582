//! One question to the carrier with a token that is fresh. A 401 means that the request was not accepted, a change
//! included (RFC 9110 §15.5.2); so it is repeated once with a new token, and only then.

use super::{CarrierClient, CarrierError, Transport};
use crate::clock::Clock;
use crate::secrets::Secrets;
use crate::token::{TokenError, Tokens};
use std::sync::Arc;
use tidegate_core::carrier::{Profile, Request, Response};
use tidegate_core::ids::TenantId;
use tidegate_core::timings::Limits;

/// One tenant's carrier.
pub struct Carrier {
    client: Arc<CarrierClient>,
    tokens: Tokens,
    clock: Clock,
}

/// Why a question brought no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// There was no token, so nothing was asked.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// It was asked, or tried.
    #[error(transparent)]
    Transport(#[from] Transport),
}

impl AskError {
    /// Proved: nothing of the question left, so it can be asked again freely.
    pub fn was_not_sent(&self) -> bool {
        match self {
            Self::Token(_) | Self::Transport(Transport::NotSent(_)) => true,
            Self::Transport(Transport::Lost(_)) => false,
        }
    }
}

impl Carrier {
    /// A tenant's carrier, by its profile; nothing is asked yet.
    ///
    /// # Errors
    ///
    /// When the profile's address is not acceptable, or TLS cannot be set up.
    pub fn new(
        tenant: TenantId,
        profile: &Profile,
        limits: &Limits,
        secrets: Arc<Secrets>,
        clock: Clock,
    ) -> Result<Self, CarrierError> {
        let client = Arc::new(CarrierClient::new(profile, limits)?);
        let tokens = Tokens::new(tenant, profile, limits, secrets, Arc::clone(&client));
        Ok(Self { client, tokens, clock })
    }

    /// Asks, and hands back whatever was answered; a second 401 included.
    ///
    /// # Errors
    ///
    /// When there is no token, or no answer.
    pub async fn ask(&self, request: &Request) -> Result<Response, AskError> {
        let token = self.tokens.fresh(self.clock.now()).await?;
        let response = self.client.exchange(request, &token).await?;
        if response.status != 401 {
            return Ok(response);
        }
        let token = self.tokens.renew_after_401(&token, self.clock.now()).await?;
        Ok(self.client.exchange(request, &token).await?)
    }

    /// Signs in now, to try credentials that were just entered.
    ///
    /// # Errors
    ///
    /// What is wrong with them, or with the way there.
    pub async fn sign_in(&self) -> Result<(), TokenError> {
        self.tokens.forget().await;
        self.tokens.fresh(self.clock.now()).await.map(drop)
    }
}
