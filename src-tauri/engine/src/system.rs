//! What the system tells of itself: it is about to sleep, it woke from sleep, the network is back. Nothing depends on being told, since the
//! clock sees a jump by itself and everything is asked again in time; whoever is told is only sooner. So a system
//! that tells nothing is no trouble and is not mentioned.

pub(crate) mod autostart;
#[cfg(target_os = "linux")]
mod linux;

use crate::clock::Signal;
use std::time::Duration;
use tokio::sync::mpsc::Sender;

/// Passes on what the system tells until nobody listens. Where the system tells nothing it ends at once.
#[cfg(target_os = "linux")]
pub(crate) async fn hear(told: Sender<Signal>, before_sleep: Duration) {
    linux::hear(told, before_sleep).await;
}

/// Passes on what the system tells: here nothing; the clock's own jump has to do.
#[cfg(not(target_os = "linux"))]
pub(crate) async fn hear(told: Sender<Signal>, _: Duration) {
    told.closed().await;
}
