//! Every decision of Tidegate, as pure functions: same inputs, same outputs.
//!
//! feeds -> [`calendar`] -> occurrences -> [`request`] -> [`timeline`] -> [`plan`] -> records and calls,
//! which the engine stores and sends. [`receive`] turns what came back into records again.
//! Nothing here has a clock, a file, a socket or randomness: `now` is always an argument.

#![deny(missing_docs)]

pub mod calendar;
pub mod time;
pub mod timings;
pub mod units;
