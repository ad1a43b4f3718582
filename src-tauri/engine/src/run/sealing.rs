//! When the audit trail's head is signed: hourly while rows are added, and when an export is made. Owns the way between
//! the ledger and the keychain; keys are `seal`'s, what a seal proves is core's (`audit::seal`).

use super::{Desk, Ended, Event, Handle, Orders};
use crate::seal::{self, Kept, NoKey};
use crate::secrets::Secrets;
use crate::store::StoreError;
use std::sync::Arc;
use tidegate_core::audit::Entry;
use tidegate_core::audit::seal::Anchor;
use tidegate_core::ids::{Actor, TenantId};
use tidegate_core::time::Instant;
use tidegate_core::world::Record;
use tokio::sync::{Mutex, mpsc};

/// What a desk remembers of it.
#[derive(Default)]
pub(super) struct Sealing {
    /// When it was tried last.
    tried: Option<Instant>,
    /// Held from asking for the key until its newest seal is kept: two at once would make two keys.
    one_at_a_time: Arc<Mutex<()>>,
}

/// Why nothing was signed.
#[derive(Debug, thiserror::Error)]
pub enum NotSealed {
    /// There is no key to sign with.
    #[error(transparent)]
    NoKey(#[from] NoKey),
    /// The ledger.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The trail has no rows.
    #[error("the audit trail has no rows yet, so nothing is signed")]
    Nothing,
    /// The round.
    #[error(transparent)]
    Ended(#[from] Ended),
}

/// What the desk made of a key.
enum Made {
    Seal(Anchor),
    Nothing,
    /// The ledger has not what the keychain knows was signed.
    Lost(Anchor),
}

impl Desk {
    /// At every wake: an hour after the last time the trail's head is signed again.
    pub(super) fn seal_hourly(&mut self) {
        let (now, again) = (self.now(), self.machine.limits.seal);
        let is_fresh = |tried: Instant| now >= tried && now - tried < again;
        if self.orders == Orders::Never || self.sealing.tried.is_some_and(is_fresh) {
            return;
        }
        self.sealing.tried = Some(now);
        let events = self.events.clone();
        tokio::spawn(async move {
            // Without a key the trail is as provable as it was; `audit verify` says why it is not signed.
            let _ = sealed(&events).await;
        });
    }

    /// When that is.
    pub(super) fn seals_at(&self) -> Option<Instant> {
        Some(self.sealing.tried.filter(|_| self.orders == Orders::Gives)? + self.machine.limits.seal)
    }

    fn sealed_with(&mut self, kept: &Kept) -> Result<Made, StoreError> {
        let (key, now) = (kept.key.public(), self.now());
        let store = &mut self.store;
        let seal = || store.seal(&key, kept.newest.as_ref(), now, |seal| kept.key.sign(seal));
        Ok(match (tokio::task::block_in_place(seal)?, &kept.newest) {
            (Some(anchor), _) => Made::Seal(anchor),
            (None, Some(lost)) => Made::Lost(lost.clone()),
            (None, None) => Made::Nothing,
        })
    }

    /// A new key is in the trail before the first thing it signs.
    fn tell_key(&mut self, kept: &Kept, lost: Option<&Anchor>) -> Result<(), StoreError> {
        let fingerprint = seal::fingerprint(&kept.key.public()).unwrap_or_default();
        let text = format!("the trail's last row is signed hourly from now on, with the key {fingerprint}");
        if let Some(lost) = lost {
            let title = format!("{}: the audit trail is not the one that was signed", self.world.tenant.name);
            let body = format!(
                "Row {} was signed on {}, and the ledger has it no more: it was put back from an older copy, or somebody took rows out. Orders go on, and a new key begins. If you did not put a copy back, keep the data folder as it is and compare it with an earlier export.",
                lost.rows,
                lost.at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
            );
            self.tell("audit.lost", "audit", &title, body);
        }
        self.commit(&[Record::Audit(Entry::new(self.now(), Actor::Program, "audit.key", text))])
    }
}

impl Handle {
    /// Signs the trail's last row now, where it is not signed yet; the newest seal and the public key.
    ///
    /// # Errors
    ///
    /// [`NotSealed`]; nothing is signed then.
    pub async fn seal(&self) -> Result<(Anchor, String), NotSealed> {
        sealed(&self.events).await
    }
}

async fn sealed(events: &mpsc::Sender<Event>) -> Result<(Anchor, String), NotSealed> {
    let (secrets, tenant, lock) = super::at_desk(events, |desk: &mut Desk| {
        let lock = Arc::clone(&desk.sealing.one_at_a_time);
        (Arc::clone(&desk.machine.secrets), desk.world.tenant.id.clone(), lock)
    })
    .await?;
    let _alone = lock.lock().await;
    let mut kept = match seal::ask(&secrets, &tenant).await {
        Ok(kept) => Arc::new(kept),
        Err(NoKey::Absent) => begun(events, &secrets, &tenant, None).await?,
        Err(error) => return Err(error.into()),
    };
    let mut made = sealed_by(events, &kept).await?;
    if let Made::Lost(lost) = made {
        kept = begun(events, &secrets, &tenant, Some(lost)).await?;
        made = sealed_by(events, &kept).await?;
    }
    let Made::Seal(anchor) = made else { return Err(NotSealed::Nothing) };
    // Not kept means that a tail cut off since the one before is not found: the next hour tries again.
    let _ = seal::keep(&secrets, &tenant, &anchor).await;
    Ok((anchor, kept.key.public()))
}

async fn sealed_by(events: &mpsc::Sender<Event>, kept: &Arc<Kept>) -> Result<Made, NotSealed> {
    let kept = Arc::clone(kept);
    Ok(super::at_desk(events, move |desk: &mut Desk| desk.sealed_with(&kept)).await??)
}

/// A new key, in the trail.
async fn begun(
    events: &mpsc::Sender<Event>,
    secrets: &Secrets,
    tenant: &TenantId,
    lost: Option<Anchor>,
) -> Result<Arc<Kept>, NotSealed> {
    let kept = Arc::new(seal::make(secrets, tenant).await?);
    let told = Arc::clone(&kept);
    super::at_desk(events, move |desk: &mut Desk| desk.tell_key(&told, lost.as_ref())).await??;
    Ok(kept)
}

#[cfg(test)]
mod tests;
