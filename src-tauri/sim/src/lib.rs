//! A carrier to practise on: a pure state machine with a fault script, an HTTP server over it, and calendars to read.
//! Owns everything that stands in for the world outside Tidegate; shares no type with `core` and `engine`, since that
//! would share their mistakes.
//!
//! * [`Carrier`] answers requests. It has no clock, no socket and no chance but its seed: the time is an argument.
//! * [`Setup`] is what it is made from, read from TOML; [`setup::PRACTICE`] documents the format by example.
//! * [`Fault`] is one thing that goes wrong; it can be in the setup or be added while the carrier runs.
//! * [`server::serve`] puts a carrier and [`Calendars`] on a loopback socket.
//! * [`samples`] are calendars to practise with.
//!
//! ```
//! use tidegate_sim::{Carrier, Request, Setup};
//!
//! let begin = "2027-01-04T18:00:00Z".parse().expect("an instant");
//! let mut carrier = Carrier::new(Setup::practice(), begin);
//! let answer = carrier.handle(begin, &Request::new("GET", "/ProductInventory/v1/inventory"));
//! assert_eq!(answer.response.expect("not dropped").status, 401, "no token was sent");
//! ```
//!
//! # Breaking it on purpose
//!
//! The server has paths of its own below `/sim/`, for a tester with curl (`$S` is its address):
//!
//! ```text
//! curl $S/sim/state                                    circuits, quotas and every order with its history
//! curl $S/sim/requests                                 the last requests that arrived
//! curl $S/sim/fault -d '{"on":"change","do":"lose-reply"}'     one fault, as JSON or as TOML
//! curl -X DELETE $S/sim/fault                          all faults away
//! curl $S/sim/portal -d '{"circuit":"77000000001","mbps":500}'
//! curl $S/sim/foreign -d '{"circuit":"77000000001","lasts":"8s","mbps":500}'   without mbps: leaves the tier
//! curl $S/sim/unreachable -d true                      and -d false
//! curl -X POST $S/sim/expire-tokens
//! curl $S/sim/secret -d '{"customer":"1-PRACT","secret":"new"}'
//! curl $S/sim/quota -d '{"customer":"1-PRACT","per_day":3}'
//! curl -X PUT --data-binary @week.ics $S/sim/calendars/week    then served at /calendars/week.ics
//! ```

mod bandwidth;
mod bill;
mod calendars;
mod carrier;
mod fault;
mod gate;
mod http;
mod network;
mod order;
mod quota;
mod random;
mod refusal;
pub mod samples;
pub mod server;
pub mod setup;
mod span;

pub use bill::Rule;
pub use calendars::Calendars;
pub use carrier::{Arrival, Carrier};
pub use fault::{Act, Ending, Fault, Instead, On, Spoil, Times};
pub use http::{Answer, Request, Response};
pub use order::{Deed, Order, State};
pub use setup::{Setup, SetupError};
