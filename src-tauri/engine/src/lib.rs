//! Every effect of Tidegate: it runs what `core` decides and makes no choices.
//!
//! [`run`] is one tenant's round: plan, commit, call, receive. [`store`] keeps its ledger; [`carrier`], [`token`],
//! [`fetch`], [`secrets`] and [`desktop`] reach the world outside; [`owner`] and [`door`] see to it that one process
//! owns a data folder and everybody else asks it.

#![deny(missing_docs)]

pub mod address;
pub mod budget;
pub mod carrier;
pub mod clock;
pub mod commands;
pub mod desktop;
pub mod door;
pub mod fetch;
pub mod home;
pub mod host;
mod lane;
pub mod owner;
pub mod practice;
pub mod run;
pub mod seal;
pub mod secrets;
pub mod store;
mod system;
#[cfg(test)]
mod testing;
pub mod token;
mod wire;

pub use tidegate_door::paths;

/// An error with all its causes, on one line: for logs and for people.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}
