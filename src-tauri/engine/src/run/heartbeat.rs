//! Tells an address of the person's choice every few minutes that Tidegate works, so that its silence is noticed by
//! somebody who watches for it. Owns when: never while the ledger cannot be written or the round has failed inside, for
//! then nothing is ordered. What is asked, and of whom not, is `fetch`'s.

use super::{Desk, Event, Orders, Work};
use crate::fetch;
use crate::secrets::{Found, SecretName};
use std::sync::Arc;
use tidegate_core::time::Instant;

/// What a desk remembers of it.
#[derive(Default)]
pub(super) struct Beat {
    /// When it was told last.
    tried: Option<Instant>,
    /// It was not noticed; told once, until it is.
    failed: bool,
}

impl Desk {
    /// At rest: a few minutes after the last time it is told again.
    pub(super) fn beat(&mut self) {
        let Some(heartbeat) = self.world.tenant.heartbeat.clone() else { return };
        let (now, again) = (self.now(), self.machine.limits.heartbeat);
        let is_fresh = |tried: Instant| now >= tried && now - tried < again;
        let is_well = self.unwritable.is_none() && !self.failed_inside;
        if self.orders == Orders::Never || !is_well || self.beat.tried.is_some_and(is_fresh) {
            return;
        }
        self.beat.tried = Some(now);
        let (events, limits) = (self.events.clone(), self.machine.limits.clone());
        let (secrets, tenant) = (Arc::clone(&self.machine.secrets), self.world.tenant.id.clone());
        tokio::spawn(async move {
            let result = match secrets.get(&tenant, &SecretName::Heartbeat).await {
                Found::Secret(address) => {
                    fetch::knock(&address, heartbeat.own_network.as_deref(), &limits).await
                }
                Found::Absent => Err("its address is not in the keychain any more".into()),
                Found::Locked => {
                    Err("the keychain is locked, or this server was not given heartbeat=".into())
                }
                Found::NoKeychain(why) => Err(format!("there is no keychain: {why}")),
            };
            let told: Work = Box::new(move |desk: &mut Self| desk.noticed(result));
            let _ = events.send(Event::Work(told)).await;
        });
    }

    /// When that is.
    pub(super) fn beats_at(&self) -> Option<Instant> {
        self.world.tenant.heartbeat.as_ref().filter(|_| self.orders == Orders::Gives)?;
        Some(self.beat.tried? + self.machine.limits.heartbeat)
    }

    fn noticed(&mut self, result: Result<(), String>) {
        let was_failed = std::mem::replace(&mut self.beat.failed, result.is_err());
        let Err(why) = result else { return };
        if !was_failed {
            let title = format!("{}: nobody notices that Tidegate works", self.world.tenant.name);
            let body = format!(
                "The heartbeat was not taken: {why}. Orders go on; it is tried again every few minutes. Whoever watches for silence will hear it: put that right, or stop it with `tidegate heartbeat off`."
            );
            self.tell("heartbeat.failed", "heartbeat", &title, body);
        }
    }

    /// Another address: it is told at the next rest.
    pub(crate) fn beat_anew(&mut self) {
        self.beat = Beat::default();
    }
}

#[cfg(test)]
mod tests;
