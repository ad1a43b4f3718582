//! What the screens of the window show, ready to be drawn: every word, amount and time is written here, where the zones
//! and prices are; the page places it and does no arithmetic. Owns the shared forms; each screen's own lie in its file.
//! Nothing is decided here: all is read off the world by the functions that also spend the money.

pub mod activity;
pub mod attention;
#[cfg(test)]
mod bindings;
pub mod calendar;
pub mod circuits;
pub mod feeds;
pub mod glance;
pub mod money;
pub mod past;
pub mod settings;
pub mod setup;
pub mod team;
mod wall;
pub mod way;
pub mod week;
pub mod wide;
mod written;

use serde::Serialize;

/// A time as a wall clock shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Stamp {
    /// The instant, RFC 3339 in UTC; to be sent back, never to be reckoned with.
    pub at: String,
    /// The day there, such as `2026-11-25`.
    pub day: String,
    /// True minutes since that day began there: on a 25-hour day up to 1499.
    pub minute: i64,
    /// `09:00`.
    pub time: String,
    /// `09:00 EST`.
    pub clock: String,
    /// `Wed 25 Nov 09:00 EST`.
    pub text: String,
}

/// A tier in its written forms.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TierCell {
    /// Mbps.
    pub mbps: u32,
    /// `1 Gbps`.
    pub text: String,
    /// `1 G`, for narrow places.
    pub short: String,
}

/// An amount of money as it is written.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Amount {
    /// `$1,234.56`, `+$0.82`, `at least $3.00`, `unknown`.
    pub text: String,
    /// The exact decimal, for charts and sorting; `null` is unknown.
    pub value: Option<f64>,
}

/// A tier to choose from a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OfferChoice {
    /// As commands take it.
    pub command: String,
    /// `100 Mbps · $0.47/h`.
    pub text: String,
    /// Mbps.
    pub mbps: u32,
}

/// The state of a change, an event or a circuit: a glyph and a word on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Mark {
    /// Intended, not sent.
    Planned,
    /// Sent, or taken by the carrier.
    Ordered,
    /// The carrier is at work.
    Pending,
    /// The inventory shows it.
    Confirmed,
    /// It ended without effect.
    Failed,
    /// Somebody ended it.
    Cancelled,
    /// The carrier refused it.
    Refused,
    /// Only the carrier knows, or nobody looked.
    Unknown,
    /// It came too late.
    Missed,
    /// Somebody else changed the tier.
    Drift,
    /// A fence, the quota, a pause or a person holds it.
    Held,
    /// The wish went before anything was sent.
    Replaced,
    /// A person must look at it.
    Attention,
    /// A holiday suppresses it.
    Suppressed,
    /// It asks for nothing.
    Ignored,
    /// As planned.
    Fine,
}

/// What names one occurrence, to be sent back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct EventKey {
    /// The feed.
    pub feed: String,
    /// The event.
    pub uid: String,
    /// Its original start, RFC 3339 in UTC.
    pub start: String,
}

/// A day of a range.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Day {
    /// `2026-11-25`.
    pub day: String,
    /// `Wed 25`.
    pub head: String,
    /// What there is to say of it: `as planned`, `1 missed`, `Thanksgiving`, `today`.
    pub note: String,
    /// True minutes: 1440, or 1380 and 1500 where the clocks change.
    pub minutes: i64,
    /// True minutes from the range's begin to this day's.
    pub begins: i64,
    /// It holds the present.
    pub today: bool,
    /// Saturday or Sunday.
    pub weekend: bool,
    /// Hours of the wall clock and where they lie in the day, in true minutes: a repeated hour is there twice, a
    /// skipped one is not.
    pub hours: Vec<Hour>,
}

/// An hour of a day's wall clock.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Hour {
    /// True minutes since the day began.
    pub minute: i64,
    /// `09:00`.
    pub text: String,
}

/// What a person can do about something, and how its button is called. The page turns it into a command.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Action {
    /// The button's word.
    pub label: String,
    /// What it does.
    #[serde(flatten)]
    pub does: Does,
}

/// What a button does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "does", rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Does {
    /// Orders again what the plan wants.
    Retry {
        /// The circuit's name.
        circuit: String,
    },
    /// Orders what the plan wants in place of a drift.
    Restore {
        /// The circuit's name.
        circuit: String,
    },
    /// Holds a tier; its end is asked for.
    Hold {
        /// The circuit's name.
        circuit: String,
        /// The tier, as commands take it.
        tier: String,
    },
    /// Leaves a drift as it is until the next change.
    Keep {
        /// The circuit's name.
        circuit: String,
    },
    /// Ends a pause.
    Resume {
        /// The circuit's name; none is the whole customer.
        circuit: Option<String>,
    },
    /// Takes a shrunken calendar as it is.
    Believe {
        /// The feed's name.
        feed: String,
    },
    /// Lets the raises of a mass change go.
    Release {
        /// The feed's name.
        feed: String,
    },
    /// Answers a question about an event.
    Answer {
        /// The question's.
        id: String,
        /// Which answer, counted from one as the command counts.
        choice: usize,
    },
    /// Lets one occurrence ask for nothing, here only; that can be undone in the calendar.
    TakeOut {
        /// Which.
        key: EventKey,
        /// Its title.
        title: String,
    },
    /// Copies a text.
    Copy {
        /// The text.
        text: String,
    },
    /// Goes to a screen.
    Open {
        /// The screen's name.
        screen: String,
    },
}
