//! The key that an audit trail's head is signed with: made here, kept where secrets are, with the newest seal beside it.
//! Owns keys, signatures and how both are written; what a seal says and what it proves is core's (`audit::seal`), and
//! when one is made the round's (`run::sealing`).

use crate::secrets::{Found, SecretName, SecretText, Secrets, SecretsError};
use crate::store::Known;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ring::rand::SystemRandom;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use tidegate_core::audit::hash;
use tidegate_core::audit::seal::{Anchor, Seal, Sealed};
use tidegate_core::ids::TenantId;

/// An Ed25519 key (RFC 8032), and the text that it is kept as.
pub struct Key {
    pair: Ed25519KeyPair,
    kept: SecretText,
}

/// Why there is no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoKey {
    /// Nobody has made one yet.
    #[error("no key was made yet")]
    Absent,
    /// It cannot be seen now.
    #[error(
        "the keychain is locked, or this server was not given audit_key when it started, so nothing is signed"
    )]
    Locked,
    /// There is no keychain, and why.
    #[error("this computer has no usable keychain ({0}), so nothing is signed")]
    NoKeychain(String),
    /// What is kept as one is none.
    #[error(
        "what is kept as the audit trail's key is none, so nothing is signed; remove it from the keychain (audit_key), and another is made"
    )]
    Unreadable,
    /// A new one could not be kept, and why.
    #[error("a key for the audit trail could not be kept, so nothing is signed: {0}")]
    NotKept(SecretsError),
}

/// A tenant's key and the newest seal that its keychain knows of.
pub struct Kept {
    /// The key.
    pub key: Key,
    /// The newest seal; none before the first.
    pub newest: Option<Anchor>,
}

impl Key {
    /// A new one.
    ///
    /// # Errors
    ///
    /// Where the system has no randomness to make it of.
    pub fn new() -> Result<Self, NoKey> {
        let der = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).map_err(|_| NoKey::Unreadable)?;
        Self::read(&SecretText::new(BASE64_STANDARD.encode(der.as_ref())))
    }

    /// Reads a key as it is kept: PKCS #8 in base 64, which `openssl genpkey` makes too.
    pub fn read(text: &SecretText) -> Result<Self, NoKey> {
        let der = BASE64_STANDARD.decode(text.expose().trim()).map_err(|_| NoKey::Unreadable)?;
        // What openssl makes has no public half to be compared with.
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der).map_err(|_| NoKey::Unreadable)?;
        Ok(Self { pair, kept: text.clone() })
    }

    /// The public half as it stands in seals: its 32 bytes in base 64.
    pub fn public(&self) -> String {
        BASE64_STANDARD.encode(self.pair.public_key().as_ref())
    }

    /// Signs a seal.
    pub fn sign(&self, seal: &Seal) -> Sealed {
        let line = seal.line();
        let signature = BASE64_STANDARD.encode(self.pair.sign(line.as_bytes()).as_ref());
        Sealed { line, signature }
    }
}

/// Whether a seal's signature is that of the key it names, and that key is this one.
pub fn is_signed(public: &str, seal: &Seal, sealed: &Sealed) -> bool {
    let (Ok(key), Ok(signature)) =
        (BASE64_STANDARD.decode(public), BASE64_STANDARD.decode(&sealed.signature))
    else {
        return false;
    };
    let key = UnparsedPublicKey::new(&ED25519, &key);
    seal.key == public && key.verify(sealed.line.as_bytes(), &signature).is_ok()
}

/// What stands before the 32 bytes in the usual form of a public key (RFC 8410).
const FORM: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// The public key as a file that `openssl` reads; none where it is no key.
pub fn pem(public: &str) -> Option<String> {
    let der = der(public)?;
    Some(format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", BASE64_STANDARD.encode(der)))
}

/// The public key out of such a file.
pub fn from_pem(text: &str) -> Option<String> {
    let inner: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
    let der = BASE64_STANDARD.decode(inner).ok()?;
    let key = der.strip_prefix(&FORM).filter(|key| key.len() == 32)?;
    Some(BASE64_STANDARD.encode(key))
}

/// By what people tell a key: the SHA-256 of its usual form, in hex. `openssl pkey -pubin -in key.pem -outform DER |
/// sha256sum` says the same.
pub fn fingerprint(public: &str) -> Option<String> {
    der(public).map(|der| hash(&der))
}

fn der(public: &str) -> Option<Vec<u8>> {
    let key = BASE64_STANDARD.decode(public).ok().filter(|key| key.len() == 32)?;
    Some([&FORM[..], &key].concat())
}

/// The tenant's key, with the newest seal it signed.
pub async fn ask(secrets: &Secrets, tenant: &TenantId) -> Result<Kept, NoKey> {
    let key = match secrets.get(tenant, &SecretName::AuditKey).await {
        Found::Secret(text) => Key::read(&text)?,
        Found::Absent => return Err(NoKey::Absent),
        Found::Locked => return Err(NoKey::Locked),
        Found::NoKeychain(why) => return Err(NoKey::NoKeychain(why)),
    };
    let newest = match secrets.get(tenant, &SecretName::AuditHead).await {
        Found::Secret(text) => serde_json::from_str(text.expose()).ok(),
        // A server that keeps nothing knows its key alone.
        Found::Absent | Found::Locked | Found::NoKeychain(_) => None,
    };
    Ok(Kept { key, newest })
}

/// What the tenant's keychain knows of the seals.
pub async fn known(secrets: &Secrets, tenant: &TenantId) -> Result<Known, NoKey> {
    ask(secrets, tenant).await.map(|kept| Known { key: Some(kept.key.public()), newest: kept.newest })
}

/// Makes a key and keeps it in the place of any other.
pub async fn make(secrets: &Secrets, tenant: &TenantId) -> Result<Kept, NoKey> {
    let key = Key::new()?;
    secrets.set(tenant, &SecretName::AuditKey, key.kept.clone()).await.map_err(NoKey::NotKept)?;
    secrets.remove(tenant, &SecretName::AuditHead).await.map_err(NoKey::NotKept)?;
    Ok(Kept { key, newest: None })
}

/// Keeps the newest seal beside the key.
pub async fn keep(secrets: &Secrets, tenant: &TenantId, newest: &Anchor) -> Result<(), SecretsError> {
    let text = serde_json::to_string(newest).unwrap_or_default();
    secrets.set(tenant, &SecretName::AuditHead, SecretText::new(text)).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secrets::Memory;
    use tidegate_core::audit::GENESIS;

    fn seal(key: &str) -> Seal {
        let at = "2027-01-04T09:00:00Z".parse().unwrap();
        Seal::after(None, &"office".into(), (7, GENESIS), key, at)
    }

    #[test]
    fn a_signature_is_good_for_its_line_and_its_key_alone() {
        let (ours, others) = (Key::new().unwrap(), Key::new().unwrap());
        let sealed = ours.sign(&seal(&ours.public()));
        assert!(is_signed(&ours.public(), &seal(&ours.public()), &sealed));
        assert!(!is_signed(&others.public(), &seal(&ours.public()), &sealed), "another key");
        let changed = Sealed { line: sealed.line.replace(":7,", ":8,"), ..sealed.clone() };
        assert!(!is_signed(&ours.public(), &seal(&ours.public()), &changed), "another line");
        assert!(
            !is_signed(&ours.public(), &seal(&others.public()), &sealed),
            "a seal that names another key"
        );
        assert!(!is_signed("no key", &seal("no key"), &Sealed { signature: "!".into(), ..sealed }));
    }

    #[test]
    fn the_public_key_is_written_as_others_read_it() {
        let key = Key::new().unwrap();
        let pem = pem(&key.public()).unwrap();
        assert_eq!(from_pem(&pem), Some(key.public()));
        assert_eq!(fingerprint(&key.public()).map(|text| text.len()), Some(64));
        assert_eq!((super::pem("AAAA"), from_pem("nothing")), (None, None));
    }

    #[tokio::test]
    async fn a_key_that_was_kept_is_the_same_when_it_is_asked_for_again() {
        let (secrets, tenant) = (Secrets::Memory(Memory::practice()), TenantId::from("office"));
        assert_eq!(ask(&secrets, &tenant).await.err(), Some(NoKey::Absent));
        let made = make(&secrets, &tenant).await.unwrap();
        let anchor = Anchor::from(&seal(&made.key.public()));
        keep(&secrets, &tenant, &anchor).await.unwrap();
        let again = ask(&secrets, &tenant).await.unwrap();
        assert_eq!((again.key.public(), again.newest), (made.key.public(), Some(anchor)));
        let other = make(&secrets, &tenant).await.unwrap();
        let again = ask(&secrets, &tenant).await.unwrap();
        assert_eq!((again.key.public(), again.newest), (other.key.public(), None), "a new key begins anew");
    }

    #[tokio::test]
    async fn a_server_that_was_not_given_the_key_signs_nothing_and_makes_none() {
        let (secrets, tenant) = (Secrets::Memory(Memory::given_at_start()), TenantId::from("office"));
        assert_eq!(ask(&secrets, &tenant).await.err(), Some(NoKey::Locked));
        secrets.set(&tenant, &SecretName::AuditKey, "nonsense".into()).await.unwrap();
        assert_eq!(ask(&secrets, &tenant).await.err(), Some(NoKey::Unreadable));
    }
}
