//! Notices on the person's desktop, and the buttons on them. A notice is shown or it is not; the inbox keeps it either
//! way, so nothing here retries. One incident of one customer has one toast: its later notices replace it in place.
//! What a notice says and offers is core's; what a button does is decided by who hears it was pressed.

mod toasts;

use crate::lane::{Lane, Stuck};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tidegate_core::ids::{CircuitId, TenantId};
use tidegate_core::incident::{Notice, Remedy};
use tidegate_core::time::Span;
use toasts::Toasts;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// Where notices go.
pub enum Desktop {
    /// The session's notification service.
    Session(Session),
    /// Nowhere, but kept to be looked at: for tests, and for servers.
    Recorded(Recorded),
}

/// Whether somebody could see a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The desktop took it.
    OnDesktop,
    /// There is no desktop, or it did not answer; the inbox has it.
    Nowhere,
}

impl Desktop {
    /// The session's notification service; nothing is asked of it yet. One notice takes at most so long.
    pub fn session(patience: Span) -> Self {
        let (pressed, heard) = unbounded_channel();
        let patience = patience.to_std().unwrap_or_default();
        Self::Session(Session {
            lane: Lane::new("notices"),
            patience,
            pressed,
            heard: Mutex::new(Some(heard)),
        })
    }

    /// Keeps notices instead of showing them.
    pub fn recorded() -> Self {
        Self::Recorded(Recorded::default())
    }

    /// What is pressed on toasts from now on; for the first who asks, and for nobody where no toast is shown.
    pub fn pressed(&self) -> Option<UnboundedReceiver<Pressed>> {
        match self {
            Self::Session(session) => session.heard.lock().unwrap_or_else(PoisonError::into_inner).take(),
            Self::Recorded(_) => None,
        }
    }

    /// Who shows notices here, by name.
    ///
    /// # Errors
    ///
    /// Why nobody does.
    pub async fn service(&self) -> Result<String, String> {
        match self {
            Self::Session(session) => match session.lane.run(session.patience, |_| toasts::service()).await {
                Ok(answer) => answer,
                Err(Stuck) => Err("the desktop does not answer".into()),
            },
            Self::Recorded(_) => Err("they are only kept".into()),
        }
    }

    /// Shows a notice of a customer, or of none, in place of an earlier one of the same customer and key.
    pub async fn show(&self, tenant: Option<&TenantId>, notice: &Notice) -> Shown {
        match self {
            Self::Session(session) => session.show(tenant, notice).await,
            Self::Recorded(recorded) => recorded.keep(notice),
        }
    }
}

/// A button that a person pressed on a toast, or [`Remedy::Open`] for the toast itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pressed {
    /// The customer, where the notice was one's.
    pub tenant: Option<TenantId>,
    /// The notice's key.
    pub key: String,
    /// The circuit, where the notice was one's.
    pub circuit: Option<CircuitId>,
    /// The button.
    pub remedy: Remedy,
}

/// The notification service of this session.
pub struct Session {
    lane: Lane<Toasts>,
    patience: Duration,
    pressed: UnboundedSender<Pressed>,
    heard: Mutex<Option<UnboundedReceiver<Pressed>>>,
}

impl Session {
    async fn show(&self, tenant: Option<&TenantId>, notice: &Notice) -> Shown {
        let (tenant, notice, pressed) = (tenant.cloned(), notice.clone(), self.pressed.clone());
        let runtime = tokio::runtime::Handle::current();
        let show = move |toasts: &mut Toasts| toasts.show(tenant.as_ref(), &notice, &runtime, &pressed);
        let shown = self.lane.run(self.patience, show).await;
        match shown {
            Ok(true) => Shown::OnDesktop,
            Ok(false) | Err(Stuck) => Shown::Nowhere,
        }
    }
}

/// Notices that were kept.
#[derive(Default)]
pub struct Recorded {
    notices: Mutex<Vec<Notice>>,
}

impl Recorded {
    /// All so far, in their order.
    pub fn notices(&self) -> Vec<Notice> {
        self.notices.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep(&self, notice: &Notice) -> Shown {
        self.notices.lock().unwrap_or_else(PoisonError::into_inner).push(notice.clone());
        Shown::Nowhere
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tidegate_core::incident::Stage;

    #[tokio::test]
    async fn a_recorded_notice_was_shown_nowhere_and_can_be_looked_at() {
        let at = "2027-01-04T09:00:00Z".parse().unwrap();
        let notice = Notice { stage: Stage::Opened, ..Notice::once(at, "a", None, "HQ", "b".into()) };
        let desktop = Desktop::recorded();
        assert_eq!(desktop.show(None, &notice).await, Shown::Nowhere);
        assert!(desktop.pressed().is_none());
        let Desktop::Recorded(recorded) = desktop else { panic!("recorded") };
        assert_eq!(recorded.notices(), [notice]);
    }
}
