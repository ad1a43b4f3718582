//! A customer's settings as a file, out and in. What is in it and what becomes of it is core's; reading and writing the
//! file is the caller's.

use super::{Answer, CommandError, at_desk, json, tenants, words};
use crate::host::{Host, Round};
use serde_json::json;
use std::sync::Arc;
use tidegate_core::audit::Entry;
use tidegate_core::ids::Actor;
use tidegate_core::portable::{NotPortable, exported, read};
use tidegate_core::world::Record;

impl From<NotPortable> for CommandError {
    fn from(error: NotPortable) -> Self {
        Self::usage(error.to_string())
    }
}

pub(super) async fn export(round: &Round) -> Answer {
    at_desk(round, |desk| json(&exported(&desk.world)?)).await
}

/// Makes a customer with these settings; it observes, and its keys and calendars are entered again.
pub(super) async fn import(host: &Arc<Host>, text: &str, name: Option<String>) -> Answer {
    let file = read(text)?;
    let name = name.unwrap_or_else(|| file.name.clone());
    let now = host.machine().clock.now();
    let (tenant, circuits) = file.imported(tenants::fresh_id(now, &name), name.trim(), now);
    let id = tenant.id.clone();
    host.add(tenant, &now.to_rfc3339()).await?;
    let round = host.round(Some(id.as_str())).await?;
    at_desk(&round, move |desk| {
        let why = "its settings were read from a file";
        let entry = Entry::new(desk.now(), Actor::Person(words::person()), "settings.imported", why);
        let records: Vec<Record> = circuits.into_iter().chain([Record::Audit(entry)]).collect();
        Ok(desk.commit(&records)?)
    })
    .await?;
    Ok(json!({ "id": id, "name": name, "calendars": file.calendars }))
}
