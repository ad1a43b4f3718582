//! Which store each platform has, and whether it can be asked without a prompt. `keyring` would choose the same
//! stores, but it makes one for the process's life and keeps a failure as long.

use keyring::Result;
use keyring_core::CredentialStore;
use std::collections::HashMap;
use std::sync::Arc;

/// Whether the keychain would answer about an entry without asking a person first.
#[cfg_attr(
    not(all(unix, not(target_os = "macos"))),
    expect(dead_code, reason = "only the Secret Service can be asked")
)]
pub(super) enum Access {
    /// It would.
    Open,
    /// It would put up a prompt, or there is nobody to see one.
    Locked,
    /// It is there, has nothing of ours, and has no place where something could be put.
    NoPlace,
}

/// The platform's store, connected.
pub(super) struct Opened {
    store: Arc<CredentialStore>,
    #[cfg(all(unix, not(target_os = "macos")))]
    service: secret_service::blocking::SecretService<'static>,
}

impl Opened {
    pub(super) fn entry(&self, service: &str, user: &str) -> Result<keyring_core::Entry> {
        self.store.build(service, user, None)
    }

    /// Every entry of a namespace.
    pub(super) fn entries_of(&self, service: &str) -> Result<Vec<keyring_core::Entry>> {
        #[cfg(windows)]
        {
            // The target's name there is `user.service`, and the search is by pattern.
            let pattern = format!(r"\.{}$", service.replace('.', r"\."));
            self.store.search(&HashMap::from([("pattern", pattern.as_str())]))
        }
        #[cfg(not(windows))]
        self.store.search(&HashMap::from([("service", service)]))
    }
}

#[cfg(target_os = "macos")]
pub(super) fn open() -> Result<Opened> {
    Ok(Opened { store: apple_native_keyring_store::keychain::Store::new()? })
}

#[cfg(windows)]
pub(super) fn open() -> Result<Opened> {
    Ok(Opened { store: windows_native_keyring_store::Store::new()? })
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
impl Opened {
    /// These keychains are unlocked with the session, or refuse at once; the time-out covers the rest.
    pub(super) fn access(&self, _: &str, _: Option<&str>) -> Result<Access> {
        Ok(Access::Open)
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
pub(super) use secret_service_bus::open;

/// The Secret Service, spoken to over D-Bus.
#[cfg(all(unix, not(target_os = "macos")))]
mod secret_service_bus {
    use super::{Access, HashMap, Opened, Result};
    use keyring::Error;
    use secret_service::EncryptionType;
    use secret_service::blocking::SecretService;
    use zbus_secret_service_keyring_store::Store;

    pub(in super::super) fn open() -> Result<Opened> {
        // Questions about locks carry no secret, so their session needs no key exchange.
        let service = SecretService::connect(EncryptionType::Plain).map_err(unusable)?;
        Ok(Opened { store: Store::new()?, service })
    }

    impl Opened {
        /// A locked item says so; where there is none the default collection's lock decides, since a locked one may
        /// hide what it has.
        pub(in super::super) fn access(&self, service: &str, user: Option<&str>) -> Result<Access> {
            let mut attributes = HashMap::from([("service", service)]);
            attributes.extend(user.map(|user| ("username", user)));
            let found = self.service.search_items(attributes).map_err(unusable)?;
            if !found.locked.is_empty() {
                return Ok(Access::Locked);
            }
            if !found.unlocked.is_empty() {
                return Ok(Access::Open);
            }
            match self.service.get_default_collection() {
                Ok(collection) if collection.is_locked().map_err(unusable)? => Ok(Access::Locked),
                Ok(_) => Ok(Access::Open),
                Err(secret_service::Error::NoResult) => Ok(Access::NoPlace),
                Err(error) => Err(unusable(error)),
            }
        }
    }

    fn unusable(error: secret_service::Error) -> Error {
        Error::PlatformFailure(Box::new(error))
    }
}
