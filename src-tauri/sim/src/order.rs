//! Orders: what the carrier was asked, and the states it walks through. Owns the walk; when it begins and what it does
//! to a circuit is `network.rs`.

use crate::fault::Ending;
use chrono::{DateTime, TimeDelta, Utc};

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Taken.
    Acknowledged,
    /// Waiting its turn.
    Pending,
    /// Being worked on.
    InProgress,
    /// Done: the circuit has the tier.
    Completed,
    /// Given up: the circuit is as before.
    Failed,
    /// Withdrawn by somebody: the circuit is as before.
    Cancelled,
}

impl State {
    /// Whether the order is over.
    pub fn is_end(self) -> bool {
        match self {
            Self::Acknowledged | Self::Pending | Self::InProgress => false,
            Self::Completed | Self::Failed | Self::Cancelled => true,
        }
    }

    /// The name as the `naas-v1` dialect writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Acknowledged => "ACKNOWLEDGED",
            Self::Pending => "PENDING",
            Self::InProgress => "IN_PROGRESS",
            Self::Completed => "COMPLETED",
            Self::Failed => "FAILED",
            Self::Cancelled => "CANCELLED",
        }
    }

    /// The name as the `lumen` dialect writes it.
    pub(crate) fn camel(self) -> &'static str {
        match self {
            Self::Acknowledged => "acknowledged",
            Self::Pending => "pending",
            Self::InProgress => "inProgress",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What an order is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// A circuit gets this tier.
    Tier(u32),
    /// A new circuit.
    Add,
    /// The end of a circuit.
    Delete,
    /// A circuit gets this name.
    Rename(String),
    /// Something that leaves the circuit as it is.
    Nothing,
}

impl Deed {
    pub(crate) fn tier(&self) -> Option<u32> {
        match self {
            Self::Tier(mbps) => Some(*mbps),
            Self::Add | Self::Delete | Self::Rename(_) | Self::Nothing => None,
        }
    }

    /// The action as an order form writes it.
    pub fn action(&self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Delete => "delete",
            Self::Tier(_) | Self::Rename(_) | Self::Nothing => "modify",
        }
    }

    /// The status that the inventory shows while it is worked on.
    pub(crate) fn status(&self) -> &'static str {
        match self {
            Self::Add => "In progress",
            Self::Delete => "Disconnecting",
            Self::Tier(_) | Self::Rename(_) | Self::Nothing => "Change pending",
        }
    }
}

/// One accepted order, ours or somebody else's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The carrier's id.
    pub id: String,
    /// The number of the customer who owns the circuit.
    pub customer: String,
    /// The circuit.
    pub circuit: String,
    /// The reference the client gave (`externalId`), if the dialect has one.
    pub reference: Option<String>,
    /// The tier asked for, in Mbps; `None` for an order about something else.
    pub target: Option<u32>,
    /// What it is about.
    pub deed: Deed,
    /// When it was accepted.
    pub accepted_at: DateTime<Utc>,
    /// Every state with the instant it began, the first at `accepted_at`.
    pub history: Vec<(DateTime<Utc>, State)>,
    /// Whether somebody else placed it.
    pub foreign: bool,
}

impl Order {
    /// The state it is in.
    pub fn state(&self) -> State {
        self.history.last().map_or(State::Acknowledged, |(_, state)| *state)
    }
}

/// The way an order will go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Course {
    /// The states to come, from the acceptance.
    pub(crate) steps: Vec<(TimeDelta, State)>,
    /// How long the inventory keeps the old tier after the end; `None` where the circuit itself keeps it.
    pub(crate) lag: Option<TimeDelta>,
}

impl Course {
    /// A tenth of the time until PENDING, three tenths until IN_PROGRESS, then the end.
    pub(crate) fn new(drawn: TimeDelta, ending: Option<Ending>) -> Self {
        let at_once = Some(TimeDelta::zero());
        let (length, end, lag) = match ending {
            None => (drawn, Some(State::Completed), at_once),
            Some(Ending::Fail(after)) => (after.unwrap_or(drawn), Some(State::Failed), None),
            Some(Ending::Cancel(after)) => (after.unwrap_or(drawn), Some(State::Cancelled), None),
            Some(Ending::Stuck) => (drawn, None, at_once),
            Some(Ending::Lag(lag)) => (drawn, Some(State::Completed), Some(lag)),
            Some(Ending::Hollow) => (drawn, Some(State::Completed), None),
        };
        let mut steps = vec![(length / 10, State::Pending), (length * 3 / 10, State::InProgress)];
        steps.extend(end.map(|state| (length, state)));
        Self { steps, lag }
    }
}
