//! Where it is told that Tidegate works: the address to the keychain, the rest to the settings. It is tried once before
//! it is kept, so that a mistyped one is not found out by silence.

use super::{Answer, CommandError, at_desk, words};
use crate::fetch;
use crate::host::{Host, Round};
use crate::secrets::{SecretName, SecretText};
use serde_json::json;
use std::sync::Arc;
use tidegate_core::audit::Entry;
use tidegate_core::ids::Actor;
use tidegate_core::world::{Heartbeat, Record, Tenant};

pub(super) async fn set(
    host: &Arc<Host>,
    round: &Round,
    address: String,
    own_network: Option<String>,
) -> Answer {
    let address = SecretText::new(address.trim().to_owned());
    fetch::knock(&address, own_network.as_deref(), &host.machine().limits).await.map_err(|why| {
        CommandError::failed(format!("the heartbeat was not taken, so nothing was changed: {why}"))
    })?;
    let tenant = at_desk(round, |desk| Ok(desk.world.tenant.id.clone())).await?;
    host.machine().secrets.set(&tenant, &SecretName::Heartbeat, address).await?;
    kept(round, Some(Heartbeat { own_network }), "somebody is told every few minutes that Tidegate works")
        .await
}

pub(super) async fn off(host: &Arc<Host>, round: &Round) -> Answer {
    let tenant = at_desk(round, |desk| Ok(desk.world.tenant.id.clone())).await?;
    let answer = kept(round, None, "nobody is told any more that Tidegate works").await?;
    host.machine().secrets.remove(&tenant, &SecretName::Heartbeat).await?;
    Ok(answer)
}

async fn kept(round: &Round, heartbeat: Option<Heartbeat>, why: &'static str) -> Answer {
    at_desk(round, move |desk| {
        let tenant = Tenant { heartbeat, ..desk.world.tenant.clone() };
        let entry = Entry::new(desk.now(), Actor::Person(words::person()), "heartbeat.set", why);
        desk.commit(&[Record::Tenant(Box::new(tenant)), Record::Audit(entry)])?;
        desk.beat_anew();
        Ok(json!({ "done": true }))
    })
    .await
}
