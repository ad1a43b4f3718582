//! Where secrets are: the operating system's keychain, or memory for practice and for servers that have none. A secret
//! leaves this module only as [`SecretText`], which no log, error or serialiser can print. Each tenant has its own
//! namespace. The newcomer's mistake is to read "locked" as "absent" and ask a person to type everything again.

mod keychain;
mod platform;

pub use keychain::Keychain;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tidegate_core::ids::{FeedId, TenantId};
use zeroize::Zeroizing;

/// A text that nobody may see: it prints as dots, and its memory is wiped.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretText(Zeroizing<String>);

impl SecretText {
    /// Takes the text over.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text itself, for the one place that must send or store it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for SecretText {
    fn from(text: &str) -> Self {
        Self::new(text.to_owned())
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("•••")
    }
}

/// Which of a tenant's secrets.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SecretName {
    /// The carrier's client id; no secret by itself, but half of one.
    ClientId,
    /// The carrier's client secret.
    ClientSecret,
    /// A feed's address: who has it can read the calendar.
    Feed(FeedId),
    /// The key that the audit trail's head is signed with.
    AuditKey,
    /// The newest seal of the trail: no secret, but out of reach of who changes the ledger.
    AuditHead,
    /// The address that is told that Tidegate works: who has it can pretend so.
    Heartbeat,
}

impl SecretName {
    /// The user part of the keychain's entry.
    fn user(&self) -> String {
        match self {
            Self::ClientId => "client_id".into(),
            Self::ClientSecret => "client_secret".into(),
            Self::Feed(feed) => format!("feed.{feed}"),
            Self::AuditKey => "audit_key".into(),
            Self::AuditHead => "audit_head".into(),
            Self::Heartbeat => "heartbeat".into(),
        }
    }
}

/// The service part of a tenant's entries: its namespace in the keychain.
fn service(tenant: &TenantId) -> String {
    format!("tidegate.tenant.{tenant}")
}

/// What asking for a secret brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Here it is.
    Secret(SecretText),
    /// There is none, and that is known.
    Absent,
    /// It cannot be seen now: the keychain is locked or waits for a person, or nobody gave it at this start.
    Locked,
    /// There is no keychain, and why.
    NoKeychain(String),
}

/// Why a secret was not stored or removed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretsError {
    /// The keychain is locked, or waits for a person.
    #[error("the keychain is locked, so nothing was changed in it; unlock it and try again")]
    Locked,
    /// There is no keychain, and why.
    #[error(
        "this computer has no usable keychain ({0}), so nothing was stored or removed. On a server, do it while `tidegate run` runs with its secrets; elsewhere start the keychain: `tidegate doctor` says whether it answers"
    )]
    NoKeychain(String),
}

/// The place of secrets.
pub enum Secrets {
    /// The operating system's.
    Keychain(Keychain),
    /// This process's memory.
    Memory(Memory),
    /// The practice tenant's: the built-in carrier's key, which is no secret, in memory; all else where secrets are.
    BuiltIn {
        /// The key.
        given: Memory,
        /// The place of secrets.
        others: Arc<Secrets>,
    },
}

impl Secrets {
    /// Whether what is stored here is gone when this process ends.
    pub fn is_memory(&self) -> bool {
        match self {
            Self::Keychain(_) => false,
            Self::Memory(_) => true,
            Self::BuiltIn { others, .. } => others.is_memory(),
        }
    }

    /// Asks for a secret.
    pub async fn get(&self, tenant: &TenantId, name: &SecretName) -> Found {
        match self {
            Self::Keychain(keychain) => keychain.get(tenant, name).await,
            Self::Memory(memory) => memory.get(tenant, name),
            Self::BuiltIn { given, others } => match given.get(tenant, name) {
                found @ Found::Secret(_) => found,
                Found::Absent | Found::Locked | Found::NoKeychain(_) => {
                    Box::pin(others.get(tenant, name)).await
                }
            },
        }
    }

    /// Stores a secret in place of what was there.
    ///
    /// # Errors
    ///
    /// When the keychain is locked or not there; then nothing was stored, save that a call which overran its
    /// time-out may still take effect when the person answers the prompt.
    pub async fn set(
        &self,
        tenant: &TenantId,
        name: &SecretName,
        secret: SecretText,
    ) -> Result<(), SecretsError> {
        match self {
            Self::Keychain(keychain) => keychain.set(tenant, name, secret).await,
            Self::Memory(memory) => {
                memory.keep(tenant, name, secret);
                Ok(())
            }
            Self::BuiltIn { others, .. } => Box::pin(others.set(tenant, name, secret)).await,
        }
    }

    /// Removes a secret; one that is not there is removed already.
    ///
    /// # Errors
    ///
    /// As [`Self::set`].
    pub async fn remove(&self, tenant: &TenantId, name: &SecretName) -> Result<(), SecretsError> {
        match self {
            Self::Keychain(keychain) => keychain.remove(tenant, name).await,
            Self::Memory(memory) => {
                memory.lock().remove(&(tenant.clone(), name.clone()));
                Ok(())
            }
            Self::BuiltIn { others, .. } => Box::pin(others.remove(tenant, name)).await,
        }
    }

    /// Removes every secret of a tenant, those of forgotten feeds included; says how many there were.
    ///
    /// # Errors
    ///
    /// As [`Self::set`]; then some may be gone already.
    pub async fn remove_all(&self, tenant: &TenantId) -> Result<usize, SecretsError> {
        match self {
            Self::Keychain(keychain) => keychain.remove_all(tenant).await,
            Self::Memory(memory) => {
                let mut kept = memory.lock();
                let before = kept.len();
                kept.retain(|(owner, _), _| owner != tenant);
                Ok(before - kept.len())
            }
            Self::BuiltIn { others, .. } => Box::pin(others.remove_all(tenant)).await,
        }
    }
}

/// Secrets in this process's memory only.
pub struct Memory {
    kept: Mutex<BTreeMap<(TenantId, SecretName), SecretText>>,
    missing: Found,
}

impl Memory {
    /// For practice: what was not set does not exist.
    pub fn practice() -> Self {
        Self { kept: Mutex::default(), missing: Found::Absent }
    }

    /// For a server without a keychain that is given its secrets at each start: what was not given is somewhere else,
    /// so it is locked rather than absent.
    pub fn given_at_start() -> Self {
        Self { kept: Mutex::default(), missing: Found::Locked }
    }

    /// Keeps a secret in place of what was there.
    pub(crate) fn keep(&self, tenant: &TenantId, name: &SecretName, secret: SecretText) {
        self.lock().insert((tenant.clone(), name.clone()), secret);
    }

    fn get(&self, tenant: &TenantId, name: &SecretName) -> Found {
        let kept = self.lock();
        let found = kept.get(&(tenant.clone(), name.clone())).cloned();
        found.map_or_else(|| self.missing.clone(), Found::Secret)
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<(TenantId, SecretName), SecretText>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> [SecretName; 3] {
        [SecretName::ClientId, SecretName::ClientSecret, SecretName::Feed(FeedId::from("team"))]
    }

    #[test]
    fn a_secret_is_never_printed() {
        let found = Found::Secret(SecretText::from("hunter2"));
        assert_eq!(format!("{found:?}"), "Secret(•••)");
    }

    #[test]
    fn every_secret_of_every_tenant_has_its_own_place() {
        let users: Vec<String> = names().iter().map(SecretName::user).collect();
        assert_eq!(users, ["client_id", "client_secret", "feed.team"]);
        assert_eq!(service(&TenantId::from("acme")), "tidegate.tenant.acme");
    }

    #[tokio::test]
    async fn memory_keeps_tenants_apart_and_forgets_one_whole() {
        let secrets = Secrets::Memory(Memory::practice());
        let (one, two) = (TenantId::from("one"), TenantId::from("two"));
        for name in names() {
            secrets.set(&one, &name, "of one".into()).await.unwrap();
        }
        assert_eq!(secrets.get(&two, &SecretName::ClientId).await, Found::Absent);
        secrets.set(&two, &SecretName::ClientId, "of two".into()).await.unwrap();
        secrets.remove(&one, &SecretName::ClientId).await.unwrap();
        assert_eq!(secrets.get(&one, &SecretName::ClientId).await, Found::Absent);
        assert_eq!(secrets.remove_all(&one).await, Ok(2));
        assert_eq!(secrets.get(&one, &SecretName::ClientSecret).await, Found::Absent);
        assert_eq!(secrets.get(&two, &SecretName::ClientId).await, Found::Secret("of two".into()));
    }

    #[tokio::test]
    async fn the_practice_key_is_in_memory_and_all_else_where_secrets_are() {
        let tenant = TenantId::from("practice");
        let others = Arc::new(Secrets::Memory(Memory::practice()));
        let given = Memory::practice();
        given.keep(&tenant, &SecretName::ClientId, "practice".into());
        let secrets = Secrets::BuiltIn { given, others: Arc::clone(&others) };
        secrets.set(&tenant, &SecretName::Feed(FeedId::from("team")), "address".into()).await.unwrap();
        assert_eq!(secrets.get(&tenant, &SecretName::ClientId).await, Found::Secret("practice".into()));
        assert_eq!(others.get(&tenant, &SecretName::ClientId).await, Found::Absent);
        let feed = SecretName::Feed(FeedId::from("team"));
        assert_eq!(secrets.get(&tenant, &feed).await, Found::Secret("address".into()));
        assert_eq!(secrets.remove_all(&tenant).await, Ok(1));
    }

    #[tokio::test]
    async fn what_a_server_was_not_given_is_locked_not_absent() {
        let secrets = Secrets::Memory(Memory::given_at_start());
        assert_eq!(secrets.get(&TenantId::from("one"), &SecretName::ClientSecret).await, Found::Locked);
    }
}
