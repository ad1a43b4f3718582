//! Practising: a tenant whose carrier is built in, ready to be tried, and ways to break that carrier on purpose.

use super::{Answer, CommandError, at_desk, circuits, feeds, words};
use crate::host::{Host, Round};
use crate::practice::{PRACTICE, is_practice, tenant};
use serde_json::json;
use std::sync::Arc;
use tidegate_door::command::{Breakage, FeedSettings};

/// The sample calendar's name, of its feed and of its file in the tenant's folder.
pub(super) const SAMPLE: &str = "Sample calendar";
const SAMPLE_FILE: &str = "sample.ics";

/// Makes the practice tenant: its circuits read, a sample calendar subscribed to, automation off. One that is there
/// stays as it is.
pub(super) async fn practise(host: &Arc<Host>) -> Answer {
    let practice = host.practice().cloned().ok_or_else(no_carrier)?;
    let made = tenant();
    let answer = json!({ "id": made.id, "name": made.name });
    if host.tenants().await?.iter().any(|one| is_practice(&one.id)) {
        return Ok(answer);
    }
    let now = host.machine().clock.now();
    host.add(made, &now.to_rfc3339()).await?;
    let round = host.round(Some(PRACTICE)).await?;
    circuits::sync(&round).await?;
    let path = host.tenant_folder(&PRACTICE.into())?.join(SAMPLE_FILE);
    std::fs::write(&path, practice.sample(now))
        .map_err(|error| CommandError::files("the practice calendar was not written", &path, &error))?;
    let first =
        at_desk(&round, |desk| Ok(desk.world.circuits.values().next().map(|one| one.name.clone()))).await?;
    let settings = FeedSettings { bind: first.map(|name| vec![name]), ..FeedSettings::default() };
    feeds::add(host, &round, SAMPLE.into(), None, Some(path.display().to_string()), settings).await?;
    Ok(answer)
}

/// Breaks the built-in carrier, or repairs it.
pub(super) async fn breaks(
    host: &Arc<Host>,
    round: &Round,
    how: Breakage,
    circuit: Option<String>,
) -> Answer {
    let practice = host.practice().ok_or_else(no_carrier)?;
    let id = at_desk(round, move |desk| {
        if !is_practice(&desk.world.tenant.id) {
            let name = &desk.world.tenant.name;
            return Err(CommandError::usage(format!(
                "only the built-in carrier can be broken, and \"{name}\" has another; nothing was done"
            )));
        }
        match circuit {
            Some(word) => Ok(Some(words::circuit(desk, &word)?.id.0.clone())),
            None => Ok(None),
        }
    })
    .await?;
    practice.breaks(how, id.as_deref()).map_err(CommandError::failed)?;
    Ok(json!({ "done": true }))
}

fn no_carrier() -> CommandError {
    CommandError::failed(
        "only a running Tidegate has the built-in carrier; start it with `tidegate run` or `tidegate tray`"
            .into(),
    )
}
