//! The ledger and the audit trail, read.

use super::{Answer, CommandError, at_desk, json, words};
use crate::host::Round;
use crate::run::Desk;
use serde_json::{Value, json};
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

pub(super) async fn verify(round: &Round) -> Answer {
    at_desk(round, |desk| {
        let schema = desk.store.schema()?;
        Ok(match desk.store.audit().verify()? {
            Ok((rows, head)) => json!({ "ok": true, "rows": rows, "head": head, "schema": schema }),
            Err(broken) => json!({ "ok": false, "problem": broken.to_string(), "what_to_do": WHEN_BROKEN, "schema": schema }),
        })
    })
    .await
}
