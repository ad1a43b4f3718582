//! The care of a ledger beside its rounds: what was put back from a copy, a look through the trail at the start, the
//! copy of the day, and the reserve for a full disk. What these mean for orders is core's.

use super::{Desk, Event, Orders, Work};
use crate::seal;
use crate::store::{Store, StoreError, copies};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tidegate_core::audit::{Broken, Entry};
use tidegate_core::ids::Actor;
use tidegate_core::incident::Notice;
use tidegate_core::restored::restored;
use tidegate_core::screen::glance::Checked;
use tidegate_core::world::Record;

impl Desk {
    /// Before the first pass: a ledger that was put back from a copy observes.
    pub(super) fn begin_care(&mut self) {
        if self.orders == Orders::Never {
            return;
        }
        let made = match self.store.copied_at() {
            Ok(made) => made,
            Err(error) => {
                self.unwritable = Some(crate::chain(&error));
                return;
            }
        };
        if let Some(made) = made {
            let records = restored(&self.world, made, self.now());
            // Where this cannot be written nothing is ordered either; the next start finds the copy again.
            if self.commit(&records).is_ok()
                && let Err(error) = self.store.is_in_force()
            {
                self.unwritable = Some(crate::chain(&error));
            }
        }
    }

    /// At every wake: the reserve; once a day the look through the trail, and the copy.
    pub(super) fn go_on_caring(&mut self) {
        if self.store.is_tight() {
            tokio::task::block_in_place(|| self.store.refill());
        }
        self.world.here.disk_is_full = self.store.is_tight();
        let today = self.now().date_naive();
        let Some(path) = self.store.path().map(Path::to_path_buf) else { return };
        if self.orders == Orders::Never || self.cared_on == Some(today) {
            return;
        }
        self.cared_on = Some(today);
        self.look_through(path.clone());
        self.copy(path);
    }

    /// Verifies the whole trail and what was signed of it. What was changed is told when it is found; orders go on.
    fn look_through(&self, path: PathBuf) {
        let (events, secrets) = (self.events.clone(), Arc::clone(&self.machine.secrets));
        let tenant = self.world.tenant.id.clone();
        tokio::spawn(async move {
            let known = seal::known(&secrets, &tenant).await.unwrap_or_default();
            let look = move || Store::verify_trail(&path, &known);
            // A ledger that cannot be read is told as such.
            let Ok(Ok(result)) = tokio::task::spawn_blocking(look).await else { return };
            let told: Work = Box::new(move |desk: &mut Self| desk.looked_through(result.err()));
            let _ = events.send(Event::Work(told)).await;
        });
    }

    fn looked_through(&mut self, broken: Option<Broken>) {
        let known = self.trail.as_ref().and_then(|checked| checked.broken.as_ref());
        let is_new = broken.is_some() && known != broken.as_ref();
        self.trail = Some(Checked { at: self.now(), broken: broken.clone() });
        if let Some(broken) = broken.filter(|_| is_new) {
            let title = format!("{}: the audit trail was changed", self.world.tenant.name);
            let body = format!(
                "Looking through it: {broken}. Orders go on; from that row on the trail proves nothing. Keep a copy of the data folder as it is, compare it with an earlier export, and find out who changed it."
            );
            self.tell("audit.broken", "audit", &title, body);
        }
    }

    fn copy(&self, path: PathBuf) {
        let now = self.now();
        self.beside(
            move || copies::of_day(&path, now),
            |desk, result| {
                if let Err(error) = result {
                    let title = format!("{}: no copy of the ledger today", desk.world.tenant.name);
                    let body = format!(
                        "{}. The ledger itself goes on; it is tried again tomorrow.",
                        crate::chain(&error)
                    );
                    desk.tell("ledger.not-copied", "copy", &title, body);
                }
            },
        );
    }

    /// Does slow work on a thread of its own and takes its result at the desk.
    fn beside<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
        then: impl FnOnce(&mut Self, T) + Send + 'static,
    ) {
        let events = self.events.clone();
        tokio::spawn(async move {
            if let Ok(result) = tokio::task::spawn_blocking(work).await {
                let _ = events.send(Event::Work(Box::new(move |desk: &mut Self| then(desk, result)))).await;
            }
        });
    }

    /// A line of the trail and a notice. Not written means not told: then the ledger's own trouble is.
    pub(super) fn tell(&mut self, act: &'static str, key: &str, title: &str, body: String) {
        let entry = Entry::new(self.now(), Actor::Program, act, body.clone());
        let notice = Notice::once(self.now(), key, None, title, body);
        let _: Result<(), StoreError> =
            self.commit(&[Record::Audit(entry), Record::Notice(Box::new(notice))]);
    }
}
