//! `tidegate doctor`: looks for what is wrong with this computer's part of things, and says what to do.

use crate::failure::Failure;
use crate::link::Link;
use serde_json::{Value, json};
use std::path::Path;
use tidegate_core::ids::TenantId;
use tidegate_core::timings::Limits;
use tidegate_engine::desktop::Desktop;
use tidegate_engine::paths::Home;
use tidegate_engine::secrets::{Found, Keychain, SecretName, Secrets};

/// One thing looked at: its name, whether it is well, and what was found.
struct Finding(&'static str, bool, String);

/// Looks at everything; the list, and whether all is well.
pub(crate) async fn look(home: Option<&Path>) -> Result<(Value, bool), Failure> {
    let folder = Home::locate(home)?;
    let link = Link::open(home, None).await;
    let running = link.as_ref().is_ok_and(Link::is_running);
    let findings = [
        Finding("data folder", true, folder.root().display().to_string()),
        Finding(
            "customers",
            link.is_ok(),
            link.as_ref().err().map_or("can be opened".into(), |error| tidegate_engine::chain(error)),
        ),
        Finding(
            "running",
            running,
            if running {
                "a Tidegate runs here".into()
            } else {
                "none runs, so nothing is ordered; start it with tidegate run".into()
            },
        ),
        keychain().await,
        notices().await,
    ];
    let well = findings.iter().all(|Finding(_, well, _)| *well);
    let list: Vec<Value> = findings
        .iter()
        .map(|Finding(what, well, said)| json!({ "what": what, "well": well, "found": said }))
        .collect();
    Ok((json!(list), well))
}

async fn keychain() -> Finding {
    let keychain = Secrets::Keychain(Keychain::new(&Limits::new()));
    let found = keychain.get(&TenantId::from("doctor"), &SecretName::ClientId).await;
    let (well, said) = match found {
        Found::Secret(_) | Found::Absent => (true, "it answers".to_owned()),
        Found::Locked => (false, "it is locked; unlock it, or log in again".to_owned()),
        Found::NoKeychain(why) => (
            false,
            format!(
                "there is none ({why}); a server gives the secrets to tidegate run, see tidegate run --help"
            ),
        ),
    };
    Finding("keychain", well, said)
}

async fn notices() -> Finding {
    match Desktop::session(Limits::new().keychain).service().await {
        Ok(name) => Finding("desktop notices", true, format!("{name} shows them")),
        Err(why) => {
            let said = format!("nobody shows them ({why}); they go to `tidegate inbox` only");
            Finding("desktop notices", false, said)
        }
    }
}
