//! The keychain of a real desktop: gnome-keyring on a private bus, in every state it can be in.

#![cfg(target_os = "linux")]

mod session;

use session::{Daemon, bus, daemon, inside, run, start, wait_for_name};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tidegate_core::ids::{FeedId, TenantId};
use tidegate_core::time::Span;
use tidegate_core::timings::Limits;
use tidegate_engine::secrets::{Found, Keychain, SecretName, Secrets, SecretsError};
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};

const PASSWORD: &str = "test-pass";
const SERVICE: &str = "org.freedesktop.secrets";

fn unlocked() -> Daemon {
    keyring(&["--foreground", "--components=secrets", "--unlock"], PASSWORD)
}

fn locked() -> Daemon {
    keyring(&["--foreground", "--components=secrets"], "")
}

fn keyring(arguments: &[&str], input: &str) -> Daemon {
    let mut command = Command::new("gnome-keyring-daemon");
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let daemon = daemon(start("gnome-keyring", &mut command), input);
    wait_for_name(SERVICE);
    daemon
}

fn keychain() -> Secrets {
    keychain_with(Span::seconds(10))
}

fn keychain_with(patience: Span) -> Secrets {
    Secrets::Keychain(Keychain::new(&Limits { keychain: patience, ..Limits::new() }))
}

fn tenant() -> TenantId {
    TenantId::from("acme")
}

/// Waits on a runtime of its own, as the agent does.
fn wait<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a sound test session")
        .block_on(future)
}

fn lock() {
    let login = "['/org/freedesktop/secrets/collection/login']";
    let call = ["call", "--session", "-d", SERVICE, "-o", "/org/freedesktop/secrets", "-m"];
    run("libglib2.0-bin", "gdbus", &[&call[..], &["org.freedesktop.Secret.Service.Lock", login]].concat());
}

/// Unlocks the collection as a person's answer to the prompt would, inside the running keychain.
fn unlock() {
    let bus = zbus::blocking::Connection::session().expect("a sound test session");
    let service = "/org/freedesktop/secrets";
    let opened = bus
        .call_method(
            Some(SERVICE),
            service,
            Some("org.freedesktop.Secret.Service"),
            "OpenSession",
            &("plain", Value::from("")),
        )
        .expect("a sound test session");
    let (_, session): (OwnedValue, OwnedObjectPath) =
        opened.body().deserialize().expect("a sound test session");
    let login =
        ObjectPath::try_from("/org/freedesktop/secrets/collection/login").expect("a sound test session");
    let password = (session, Vec::<u8>::new(), PASSWORD.as_bytes(), "text/plain");
    let interface = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface";
    bus.call_method(Some(SERVICE), service, Some(interface), "UnlockWithMasterPassword", &(login, password))
        .expect("a sound test session");
}

fn secret() -> Found {
    Found::Secret("s3cret".into())
}

#[test]
fn what_is_stored_is_read_back_by_name_and_tenant_and_removed_whole() {
    let Some(folder) = inside("what_is_stored_is_read_back_by_name_and_tenant_and_removed_whole") else {
        return;
    };
    let (_bus, _keyring) = (bus(&folder), unlocked());
    wait(async {
        let secrets = keychain();
        let feed = SecretName::Feed(FeedId::from("team"));
        assert_eq!(secrets.get(&tenant(), &SecretName::ClientSecret).await, Found::Absent);
        for (name, text) in
            [(&SecretName::ClientId, "id"), (&SecretName::ClientSecret, "old"), (&feed, "https://x")]
        {
            secrets.set(&tenant(), name, text.into()).await.expect("a sound test session");
        }
        secrets
            .set(&tenant(), &SecretName::ClientSecret, "s3cret".into())
            .await
            .expect("a sound test session");
        secrets
            .set(&TenantId::from("other"), &SecretName::ClientId, "of another".into())
            .await
            .expect("a sound test session");
        assert_eq!(secrets.get(&tenant(), &SecretName::ClientSecret).await, secret());
        assert_eq!(
            keychain().get(&tenant(), &SecretName::ClientSecret).await,
            secret(),
            "by another process too"
        );
        let seen = ["lookup", "service", "tidegate.tenant.acme", "username", "client_secret"];
        assert_eq!(
            run("libsecret-tools", "secret-tool", &seen),
            "s3cret",
            "other programs see it by this name"
        );

        secrets.remove(&tenant(), &SecretName::ClientId).await.expect("a sound test session");
        secrets.remove(&tenant(), &SecretName::ClientId).await.expect("a sound test session");
        assert_eq!(secrets.get(&tenant(), &SecretName::ClientId).await, Found::Absent);
        assert_eq!(secrets.remove_all(&tenant()).await, Ok(2));
        assert_eq!(secrets.remove_all(&tenant()).await, Ok(0));
        assert_eq!(secrets.get(&tenant(), &feed).await, Found::Absent);
        let others = secrets.get(&TenantId::from("other"), &SecretName::ClientId).await;
        assert_eq!(others, Found::Secret("of another".into()));
    });
}

#[test]
fn a_locked_keychain_is_seen_at_once_and_goes_on_when_it_is_unlocked() {
    let Some(folder) = inside("a_locked_keychain_is_seen_at_once_and_goes_on_when_it_is_unlocked") else {
        return;
    };
    let (_bus, _keyring) = (bus(&folder), unlocked());
    wait(async {
        let secrets = keychain();
        secrets
            .set(&tenant(), &SecretName::ClientSecret, "s3cret".into())
            .await
            .expect("a sound test session");
        lock();
        let begun = Instant::now();
        assert_eq!(secrets.get(&tenant(), &SecretName::ClientSecret).await, Found::Locked);
        assert_eq!(secrets.get(&tenant(), &SecretName::ClientId).await, Found::Locked, "locked, not absent");
        let refused = secrets.set(&tenant(), &SecretName::ClientSecret, "new".into()).await;
        assert_eq!(refused, Err(SecretsError::Locked));
        assert_eq!(secrets.remove(&tenant(), &SecretName::ClientSecret).await, Err(SecretsError::Locked));
        assert_eq!(secrets.remove_all(&tenant()).await, Err(SecretsError::Locked));
        assert!(begun.elapsed() < Duration::from_secs(3), "no prompt was waited for");
        unlock();
        assert_eq!(secrets.get(&tenant(), &SecretName::ClientSecret).await, secret());
    });
}

#[test]
fn a_session_that_begins_locked_is_locked_and_not_empty() {
    let Some(folder) = inside("a_session_that_begins_locked_is_locked_and_not_empty") else { return };
    let _bus = bus(&folder);
    let before = unlocked();
    wait(async {
        keychain()
            .set(&tenant(), &SecretName::ClientSecret, "s3cret".into())
            .await
            .expect("a sound test session")
    });
    drop(before);
    let _keyring = locked();
    wait(async {
        let secrets = keychain();
        assert_eq!(secrets.get(&tenant(), &SecretName::ClientSecret).await, Found::Locked);
        unlock();
        assert_eq!(secrets.get(&tenant(), &SecretName::ClientSecret).await, secret());
    });
}

#[test]
fn a_keychain_that_appears_later_is_found_without_a_restart() {
    let Some(folder) = inside("a_keychain_that_appears_later_is_found_without_a_restart") else { return };
    wait(async {
        let secrets = keychain();
        assert!(matches!(asked(&secrets).await, Found::NoKeychain(_)), "no bus");
        let refused = secrets.set(&tenant(), &SecretName::ClientSecret, "s3cret".into()).await;
        assert!(matches!(refused, Err(SecretsError::NoKeychain(_))), "{refused:?}");
        let first_bus = bus(&folder);
        assert!(matches!(asked(&secrets).await, Found::NoKeychain(_)), "a bus, and nobody on it");
        let first = unlocked();
        secrets
            .set(&tenant(), &SecretName::ClientSecret, "s3cret".into())
            .await
            .expect("a sound test session");
        assert_eq!(asked(&secrets).await, secret());
        drop(first);
        assert!(matches!(asked(&secrets).await, Found::NoKeychain(_)), "the keychain's program ended");
        drop(first_bus);
        let (_bus, _keyring) = (bus(&folder), unlocked());
        assert_eq!(asked(&secrets).await, secret(), "another bus, another keychain");
    });
}

async fn asked(secrets: &Secrets) -> Found {
    secrets.get(&tenant(), &SecretName::ClientSecret).await
}

#[test]
fn a_keychain_that_does_not_answer_is_given_up_in_time_and_found_again() {
    let Some(folder) = inside("a_keychain_that_does_not_answer_is_given_up_in_time_and_found_again") else {
        return;
    };
    let (_bus, keyring) = (bus(&folder), unlocked());
    wait(async {
        let secrets = keychain_with(Span::seconds(1));
        secrets
            .set(&tenant(), &SecretName::ClientSecret, "s3cret".into())
            .await
            .expect("a sound test session");
        signal("-STOP", &keyring);
        for _ in 0..2 {
            let begun = Instant::now();
            assert_eq!(secrets.get(&tenant(), &SecretName::ClientSecret).await, Found::Locked);
            assert!(begun.elapsed() < Duration::from_secs(3));
        }
        signal("-CONT", &keyring);
        wait_for_name(SERVICE);
        assert_eq!(secrets.get(&tenant(), &SecretName::ClientSecret).await, secret());
    });
}

fn signal(name: &str, daemon: &Daemon) {
    run("procps", "kill", &[name, &daemon.id()]);
}

#[test]
fn a_keychain_without_a_collection_holds_nothing_and_takes_nothing() {
    let Some(folder) = inside("a_keychain_without_a_collection_holds_nothing_and_takes_nothing") else {
        return;
    };
    let (_bus, _keyring) = (bus(&folder), locked());
    wait(async {
        let secrets = keychain();
        assert_eq!(secrets.get(&tenant(), &SecretName::ClientSecret).await, Found::Absent);
        let refused = secrets.set(&tenant(), &SecretName::ClientSecret, "s3cret".into()).await;
        assert!(matches!(refused, Err(SecretsError::NoKeychain(_))), "{refused:?}");
    });
}
