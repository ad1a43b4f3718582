//! The operating system's keychain, asked on a thread of its own with a time-out each: a locked one blocks for as
//! long as its prompt is open. The platform's store is made when first needed and made again after every failure, so
//! a keychain that appears later (a bus, a daemon, an unlock) is found without a restart.

use super::platform::{self, Access, Opened};
use super::{Found, SecretName, SecretText, SecretsError, service};
use crate::lane::Lane;
use keyring::{Entry, Error};
use std::time::Duration;
use tidegate_core::ids::TenantId;
use tidegate_core::timings::Limits;

/// The keychain of this user.
pub struct Keychain {
    lane: Lane<Option<Opened>>,
    patience: Duration,
}

/// Why a call on the keychain's thread brought nothing.
enum Refusal {
    Absent,
    Locked,
    NoKeychain(String),
}

impl Keychain {
    /// The keychain; nothing is asked of it yet. Each question takes [`Limits::keychain`] at most.
    pub fn new(limits: &Limits) -> Self {
        let patience = limits.keychain.to_std().unwrap_or_default();
        Self { lane: Lane::new("keychain"), patience }
    }

    pub(super) async fn get(&self, tenant: &TenantId, name: &SecretName) -> Found {
        let (service, user) = (service(tenant), name.user());
        let read = move |opened: &Opened| match opened.access(&service, Some(&user))? {
            Access::Locked => Err(Refusal::Locked),
            Access::NoPlace => Err(Refusal::Absent),
            Access::Open => Ok(entry(opened, &service, &user)?.get_password()?),
        };
        match self.ask(read).await {
            Ok(text) => Found::Secret(SecretText::new(text)),
            Err(Refusal::Absent) => Found::Absent,
            Err(Refusal::Locked) => Found::Locked,
            Err(Refusal::NoKeychain(why)) => Found::NoKeychain(why),
        }
    }

    pub(super) async fn set(
        &self,
        tenant: &TenantId,
        name: &SecretName,
        secret: SecretText,
    ) -> Result<(), SecretsError> {
        let (service, user) = (service(tenant), name.user());
        let write = move |opened: &Opened| {
            may_write(opened, &service, Some(&user))?;
            Ok(entry(opened, &service, &user)?.set_password(secret.expose())?)
        };
        self.ask(write).await.map_err(Refusal::into_error)
    }

    pub(super) async fn remove(&self, tenant: &TenantId, name: &SecretName) -> Result<(), SecretsError> {
        let (service, user) = (service(tenant), name.user());
        let remove = move |opened: &Opened| {
            may_remove(opened, &service, Some(&user))?;
            Ok(entry(opened, &service, &user)?.delete_credential()?)
        };
        match self.ask(remove).await {
            Ok(()) | Err(Refusal::Absent) => Ok(()),
            Err(refusal) => Err(refusal.into_error()),
        }
    }

    pub(super) async fn remove_all(&self, tenant: &TenantId) -> Result<usize, SecretsError> {
        let service = service(tenant);
        let remove = move |opened: &Opened| {
            may_remove(opened, &service, None)?;
            let entries = opened.entries_of(&service)?;
            let count = entries.len();
            entries.iter().try_for_each(|entry| entry.delete_credential())?;
            Ok(count)
        };
        match self.ask(remove).await {
            Ok(count) => Ok(count),
            Err(Refusal::Absent) => Ok(0),
            Err(refusal) => Err(refusal.into_error()),
        }
    }

    /// Does a call on the keychain's thread. No answer in time means a prompt is open, which means locked.
    async fn ask<R: Send + 'static>(
        &self,
        call: impl Fn(&Opened) -> Result<R, Refusal> + Send + 'static,
    ) -> Result<R, Refusal> {
        let job = move |kept: &mut Option<Opened>| {
            // One that was kept may belong to a bus or a daemon that has gone; a new one is tried before giving up.
            if let Some(opened) = kept.take() {
                let result = call(&opened);
                if !matches!(result, Err(Refusal::NoKeychain(_))) {
                    *kept = Some(opened);
                    return result;
                }
            }
            let opened = platform::open()?;
            let result = call(&opened);
            if !matches!(result, Err(Refusal::NoKeychain(_))) {
                *kept = Some(opened);
            }
            result
        };
        self.lane.run(self.patience, job).await.unwrap_or(Err(Refusal::Locked))
    }
}

fn entry(opened: &Opened, service: &str, user: &str) -> Result<Entry, Refusal> {
    let inner = opened.entry(service, user)?;
    Ok(Entry { inner })
}

fn may_write(opened: &Opened, service: &str, user: Option<&str>) -> Result<(), Refusal> {
    match opened.access(service, user)? {
        Access::Open => Ok(()),
        Access::Locked => Err(Refusal::Locked),
        Access::NoPlace => Err(Refusal::NoKeychain("it has no default collection".into())),
    }
}

fn may_remove(opened: &Opened, service: &str, user: Option<&str>) -> Result<(), Refusal> {
    match opened.access(service, user)? {
        Access::Open => Ok(()),
        Access::Locked => Err(Refusal::Locked),
        Access::NoPlace => Err(Refusal::Absent),
    }
}

impl Refusal {
    fn into_error(self) -> SecretsError {
        match self {
            Self::Locked => SecretsError::Locked,
            Self::NoKeychain(why) => SecretsError::NoKeychain(why),
            Self::Absent => SecretsError::NoKeychain("it lost the entry while it was written".into()),
        }
    }
}

/// What the keychain's error means. Its text names no secret: the variants that carry one do not print it, and the
/// one that prints entries is put in our own words.
impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        if matches!(error, Error::NoEntry) {
            Self::Absent
        } else if matches!(error, Error::NoStorageAccess(_)) {
            Self::Locked
        } else if matches!(error, Error::Ambiguous(_)) {
            Self::NoKeychain(
                "it holds the entry more than once; remove one in the keychain's own program".into(),
            )
        } else {
            Self::NoKeychain("no keychain service answers in this session".into())
        }
    }
}
