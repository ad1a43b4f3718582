//! The ledger and the audit trail, read.

use super::{Answer, CommandError, at_desk, json, words};
use crate::host::Round;
use crate::run::{Desk, NotSealed};
use crate::seal;
use serde_json::{Value, json};
use std::sync::Arc;
use tidegate_core::audit::WHEN_BROKEN;
use tidegate_core::view;

pub(super) async fn orders(round: &Round, circuit: Option<String>, limit: u32) -> Answer {
    at_desk(round, move |desk| {
        let id =
            circuit.map(|word| Ok::<_, CommandError>(words::circuit(desk, &word)?.id.clone())).transpose()?;
        let changes = desk.store.changes(id.as_ref(), limit)?;
        let seen: Vec<_> = changes.iter().map(|change| view::order(&desk.world, change)).collect();
        with_zone(desk, json(&seen)?)
    })
    .await
}

/// The newest notices.
pub(super) async fn inbox(round: &Round, limit: u32) -> Answer {
    at_desk(round, move |desk| {
        let notices = desk.store.notices(limit)?;
        with_zone(desk, json(&notices)?)
    })
    .await
}

/// Each row with the zone whose clock its times are shown on.
fn with_zone(desk: &Desk, mut rows: Value) -> Answer {
    for row in rows.as_array_mut().into_iter().flatten() {
        row["zone"] = desk.world.tenant.zone.name().into();
    }
    Ok(rows)
}

pub(super) async fn order(round: &Round, id: i64) -> Answer {
    at_desk(round, move |desk| {
        let found = desk.store.change(tidegate_core::ids::ChangeId(id))?;
        let change = found.ok_or_else(|| {
            CommandError::not_found(format!("there is no order {id}; `tidegate orders list` shows them"))
        })?;
        let mut order = json(&view::order(&desk.world, &change))?;
        order["attempts"] = change.attempts.into();
        order["zone"] = desk.world.tenant.zone.name().into();
        Ok(order)
    })
    .await
}

/// The rows after a number, at most a thousand: the export asks until none come.
pub(super) async fn rows(round: &Round, after: i64) -> Answer {
    at_desk(round, move |desk| {
        let rows = desk.store.audit().after(after)?;
        Ok(json!(
            rows.iter()
                .map(|row| json!({ "seq": row.seq, "line": row.line, "hash": row.hash }))
                .collect::<Vec<_>>()
        ))
    })
    .await
}

/// The chain, and what was signed of it with the customer's key.
pub(super) async fn verify(round: &Round) -> Answer {
    let (secrets, tenant) =
        at_desk(round, |desk| Ok((Arc::clone(&desk.machine().secrets), desk.world.tenant.id.clone())))
            .await?;
    let asked = seal::known(&secrets, &tenant).await;
    let unsigned = asked.as_ref().err().map(ToString::to_string);
    let known = asked.unwrap_or_default();
    at_desk(round, move |desk| {
        let schema = desk.store.schema()?;
        Ok(match desk.store.audit().verify_sealed(&known)? {
            Ok(found) => json!({
                "ok": true, "rows": found.rows, "head": found.head, "schema": schema, "signed": found.signed,
                "seals": found.seals, "key": found.key.as_deref().and_then(seal::fingerprint), "unsigned": unsigned,
            }),
            Err(broken) => json!({ "ok": false, "problem": broken.to_string(), "what_to_do": WHEN_BROKEN, "schema": schema }),
        })
    })
    .await
}

/// Signs the trail's last row for an export: up to which row it is signed and with which key. Where it cannot be signed
/// now, what the newest key signed before, and why.
pub(super) async fn seal(round: &Round) -> Answer {
    match round.handle.seal().await {
        Ok((anchor, key)) => Ok(sealed(&key, Some(anchor.rows), None)),
        Err(NotSealed::Store(error)) => Err(error.into()),
        Err(NotSealed::Ended(ended)) => Err(ended.into()),
        Err(error @ (NotSealed::NoKey(_) | NotSealed::Nothing)) => {
            let keys = at_desk(round, |desk| Ok(desk.store.sealed_by()?)).await?;
            let key = keys.last().cloned().unwrap_or_default();
            Ok(sealed(&key, None, Some(&error.to_string())))
        }
    }
}

fn sealed(key: &str, rows: Option<i64>, unsigned: Option<&str>) -> Value {
    json!({
        "public": key, "key": seal::fingerprint(key), "pem": seal::pem(key), "rows": rows, "unsigned": unsigned,
    })
}

/// Seals of a key after a number, at most a thousand: the export asks until none come.
pub(super) async fn seals(round: &Round, key: String, after: usize) -> Answer {
    at_desk(round, move |desk| {
        let seals = desk.store.seals(&key)?;
        json(&seals.into_iter().skip(after).take(SEALS).collect::<Vec<_>>())
    })
    .await
}

/// Seals handed out at a time.
const SEALS: usize = 1000;
