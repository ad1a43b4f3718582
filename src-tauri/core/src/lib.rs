//! Every decision of Tidegate, as pure functions: same inputs, same outputs.
//!
//! feeds -> [`calendar`] -> occurrences -> [`request`] -> [`timeline`] -> [`plan`] -> records and calls,
//! which the engine stores and sends. [`receive`] turns what came back into records again.
//! Nothing here has a clock, a file, a socket or randomness: `now` is always an argument.

#![deny(missing_docs)]

pub mod aim;
pub mod audit;
pub mod budget;
pub mod calendar;
pub mod carrier;
pub mod change;
pub mod circuit;
pub mod clock;
pub mod command;
pub mod cost;
pub mod difference;
pub mod errand;
pub mod feed;
pub mod history;
pub mod holiday;
pub mod horizon;
pub mod ids;
pub mod incident;
pub mod live;
pub mod new_circuit;
pub mod overrides;
pub mod person;
pub mod plan;
pub mod portable;
pub mod price;
pub mod quiet;
pub mod quota;
pub mod receive;
pub mod request;
pub mod restored;
pub mod rule;
pub mod screen;
mod set_back;
pub mod setup;
pub mod tenant;
#[cfg(test)]
mod testing;
pub mod time;
pub mod timeline;
pub mod timings;
pub mod units;
pub mod view;
pub mod world;
