//! How secrets come in: prompted without echo, from standard input, or, for a server, from a file of mode 0600, an
//! environment variable or an open descriptor. Never from an argument.

use crate::cli::SecretsGiven;
use crate::failure::Failure;
use std::io::{BufRead, IsTerminal, Read, stdin};
use std::path::Path;
use tidegate_core::ids::FeedId;
use tidegate_engine::secrets::{SecretName, SecretText};

/// One secret: prompted for, or a line of standard input.
pub(crate) fn ask(prompt: &str, from_stdin: bool) -> Result<String, Failure> {
    let text = if from_stdin || !stdin().is_terminal() {
        let mut line = String::new();
        stdin().lock().read_line(&mut line).map_err(Failure::file("standard input"))?;
        line
    } else {
        rpassword::prompt_password(prompt).map_err(Failure::file("the terminal"))?
    };
    let text = text.trim().to_owned();
    if text.is_empty() {
        return Err(Failure::Usage("nothing was given, so nothing was changed".into()));
    }
    Ok(text)
}

/// The secrets of a server: which customer's, which, and the secret.
pub(crate) type Given = Vec<(Option<String>, SecretName, SecretText)>;

/// Reads what `run` was given, if anything was.
pub(crate) fn given(given: &SecretsGiven) -> Result<Option<Given>, Failure> {
    let text = match given {
        SecretsGiven { secrets_file: Some(path), .. } => Some(private_file(path)?),
        SecretsGiven { secret_from_env: Some(name), .. } => {
            Some(std::env::var(name).map_err(|_| Failure::Usage(format!("there is no environment variable {name} that can be read, so nothing was started; set it, or give the secrets with --secrets-file")))?)
        }
        SecretsGiven { secrets_fd: Some(number), .. } => Some(descriptor(*number)?),
        SecretsGiven { .. } => None,
    };
    text.map(|text| lines(&text)).transpose()
}

fn private_file(path: &Path) -> Result<String, Failure> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(path).map_err(Failure::file(path.display()))?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(Failure::Usage(format!(
                "{0} can be read by others, so its secrets were not taken and nothing was started; make it yours alone: chmod 600 {0}",
                path.display()
            )));
        }
    }
    std::fs::read_to_string(path).map_err(Failure::file(path.display()))
}

/// An open descriptor, by the name the system has for it.
fn descriptor(number: u32) -> Result<String, Failure> {
    let path = format!("/dev/fd/{number}");
    let mut text = String::new();
    let mut file = std::fs::File::open(&path).map_err(Failure::file(format!("descriptor {number}")))?;
    file.read_to_string(&mut text).map_err(Failure::file(format!("descriptor {number}")))?;
    Ok(text)
}

/// Lines `[CUSTOMER/]client_id=…`, `[CUSTOMER/]client_secret=…`, `[CUSTOMER/]feed.NAME=…`.
fn lines(text: &str) -> Result<Given, Failure> {
    let meant = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    meant
        .map(|line| {
            // Without a key all of it may be a secret.
            let (key, secret) =
                line.split_once('=').filter(|(key, _)| is_key(key)).ok_or_else(|| wrong(None))?;
            let (tenant, key) = key
                .split_once('/')
                .map_or((None, key), |(tenant, key)| (Some(tenant.trim().to_owned()), key));
            let name = match key.trim() {
                "client_id" => SecretName::ClientId,
                "client_secret" => SecretName::ClientSecret,
                "audit_key" => SecretName::AuditKey,
                "heartbeat" => SecretName::Heartbeat,
                other => SecretName::Feed(FeedId::from(
                    other.strip_prefix("feed.").ok_or_else(|| wrong(Some(other)))?,
                )),
            };
            Ok((tenant, name, SecretText::new(secret.trim().to_owned())))
        })
        .collect()
}

/// A key is short and of plain letters; a secret that was given bare may have a `=` at its end.
fn is_key(text: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || "/._- ".contains(c);
    text.chars().count() <= KEY && text.chars().all(plain)
}

const KEY: usize = 80;

/// Names the key where there is one, never the secret.
fn wrong(key: Option<&str>) -> Failure {
    let line = key.map_or("a line without a name".to_owned(), |key| format!("a line \"{key}=\""));
    Failure::Usage(format!(
        "the secrets have {line} that is none of client_id=, client_secret=, feed.NAME=, audit_key=, heartbeat=; nothing was started. Put that right; `tidegate run --help` shows an example"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_a_server_are_read_and_a_wrong_one_never_shows_its_secret() {
        let read =
            lines("# office\nclient_id=abc\nAcme/client_secret = s=1\nAcme/feed.office=https://x\n").unwrap();
        let names: Vec<_> = read
            .iter()
            .map(|(tenant, name, secret)| (tenant.as_deref(), format!("{name:?}"), secret.expose()))
            .collect();
        assert_eq!(names[0], (None, "ClientId".into(), "abc"));
        assert_eq!(names[1], (Some("Acme"), "ClientSecret".into(), "s=1"));
        assert_eq!(names[2].2, "https://x");
        let error = lines("password=hunter2").unwrap_err().to_string();
        assert!(error.contains("password") && !error.contains("hunter2"), "{error}");
        for bare in ["hunter2", "hunter+2hunter==", "https://calendar.example/private-hunter2?key=hunter2"] {
            let error = lines(bare).unwrap_err().to_string();
            assert!(!error.contains("hunter2") && error.contains("without a name"), "{error}");
        }
    }
}
