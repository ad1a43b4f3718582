//! `tidegate doctor`: looks for what is wrong with this computer's part of things, and says what to do.

use crate::failure::Failure;
use crate::link::Link;
use serde_json::{Value, json};
use std::path::Path;
use tidegate_core::ids::TenantId;
use tidegate_core::timings::Limits;
use tidegate_door::command::Command;
use tidegate_engine::desktop::Desktop;
use tidegate_engine::paths::Home;
use tidegate_engine::secrets::{Found, Keychain, SecretName, Secrets};

/// One thing looked at: its name, whether it is well, and what was found.
struct Finding(String, bool, String);

/// Looks at everything; the list, and whether all is well.
pub(crate) async fn look(home: Option<&Path>) -> Result<(Value, bool), Failure> {
    let folder = Home::locate(home)?;
    let link = Link::open(home, None).await;
    let running = link.as_ref().is_ok_and(Link::is_running);
    let mut findings = vec![Finding("data folder".into(), true, folder.root().display().to_string())];
    findings.extend(match &link {
        Ok(link) => ledgers(link).await,
        Err(error) => vec![Finding("customers".into(), false, tidegate_engine::chain(error))],
    });
    findings.extend([
        Finding(
            "running".into(),
            running,
            if running {
                "a Tidegate runs here".into()
            } else {
                "none runs, so nothing is ordered; start it with tidegate run".into()
            },
        ),
        keychain().await,
        notices().await,
    ]);
    let well = findings.iter().all(|Finding(_, well, _)| *well);
    let list: Vec<Value> = findings
        .iter()
        .map(|Finding(what, well, said)| json!({ "what": what, "well": well, "found": said }))
        .collect();
    Ok((json!(list), well))
}

/// A line for each customer: a ledger that cannot be opened holds up nobody else's.
async fn ledgers(link: &Link) -> Vec<Finding> {
    let tenants = match link.ask(Command::Tenants {}).await {
        Ok(tenants) => tenants,
        Err(error) => return vec![Finding("customers".into(), false, tidegate_engine::chain(&error))],
    };
    let mut findings = vec![];
    for one in tenants.as_array().into_iter().flatten() {
        let id = one["id"].as_str().unwrap_or_default().to_owned();
        let answer = link.ask_of(Some(id), Command::AuditVerify {}).await;
        let what = format!("ledger of {}", one["name"].as_str().unwrap_or_default());
        findings.push(match answer {
            Ok(seen) if seen["ok"] == true => {
                let said = format!("opens (schema {}); its {} lines are whole", seen["schema"], seen["rows"]);
                Finding(what, true, said)
            }
            Ok(seen) => {
                let word = |key: &str| seen[key].as_str().unwrap_or_default().to_owned();
                let said = format!(
                    "opens (schema {}), but {}. {}",
                    seen["schema"],
                    word("problem"),
                    word("what_to_do")
                );
                Finding(what, false, said)
            }
            Err(error) => Finding(what, false, tidegate_engine::chain(&error)),
        });
    }
    if findings.is_empty() {
        findings.push(Finding(
            "customers".into(),
            true,
            "none yet; set one up with tidegate tenants add".into(),
        ));
    }
    findings
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
    Finding("keychain".into(), well, said)
}

async fn notices() -> Finding {
    match Desktop::session(Limits::new().keychain).service().await {
        Ok(name) => Finding("desktop notices".into(), true, format!("{name} shows them")),
        Err(why) => {
            let said = format!("nobody shows them ({why}); they go to `tidegate inbox` only");
            Finding("desktop notices".into(), false, said)
        }
    }
}
