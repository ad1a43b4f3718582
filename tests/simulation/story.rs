//! A seed's story, for whoever looks for the mistake: what the harness did, what the computer made durable, and what the
//! carrier took, line by line in the order of time. Kept only when a seed is told.

use super::super::stage::{At, Stage};
use tidegate_core::change::Change;
use tidegate_core::world::Record;
use tidegate_sim::Order;

/// The lines of the end that are printed: what matters happened lately.
const LINES: usize = 60;

/// The lines so far.
#[derive(Default)]
pub(crate) struct Story {
    lines: Vec<String>,
    /// What was taken over of each computer's records.
    records: [usize; 2],
    /// For each order how many of its states were told.
    orders: Vec<usize>,
}

impl Story {
    /// Another line: whom it is about, and what happened.
    pub(crate) fn add(&mut self, at: At, whom: &str, line: &str) {
        self.lines.push(format!("{} {whom:3} {line}", at.format("%a %d %H:%M:%S")));
    }

    /// Takes over what is new on a computer: 0 is the one in focus.
    pub(crate) fn look(&mut self, computer: usize, stage: &Stage) {
        let whose = ["", "the other computer's "][computer];
        for record in stage.durable.get(self.records[computer]..).unwrap_or_default() {
            match record {
                Record::Change(change) => {
                    let line = format!("{whose}{}", change_line(change));
                    self.add(stage.now, change.circuit.as_str(), &line);
                }
                Record::Incident(one) => {
                    let word = if one.closed.is_some() { "closed" } else { "open" };
                    self.add(stage.now, "", &format!("incident {} is {word}", one.key));
                }
                Record::Override(one) => {
                    let line =
                        format!("{} at {} until {}", one.kind.word(), one.tier, one.until.format("%H:%M:%S"));
                    self.add(stage.now, one.circuit.as_str(), &line);
                }
                Record::Tenant(_) | Record::Circuit(_) | Record::State(_) | Record::Feed(_) => {}
                Record::FeedState(_) | Record::FeedText(..) | Record::FeedGone(_) => {}
                Record::OverrideGone(..) | Record::Notice(_) | Record::Exception(_) => {}
                Record::ExceptionGone(_) | Record::Approval(_) | Record::Quota(..) => {}
                Record::Stay(_) | Record::Audit(_) => {}
            }
        }
        self.records[computer] = stage.durable.len();
        for (index, order) in stage.carrier.orders().iter().enumerate() {
            let told = self.orders.get(index).copied().unwrap_or(0);
            order.history[told..]
                .iter()
                .for_each(|(at, state)| self.add(*at, &order.circuit, &order_line(order, *state)));
            if told == 0 {
                self.orders.push(order.history.len())
            } else {
                self.orders[index] = order.history.len()
            }
        }
    }

    /// The other computer is in focus.
    pub(crate) fn turn(&mut self) {
        self.records.reverse();
    }

    pub(crate) fn told(&self) -> String {
        self.lines[self.lines.len().saturating_sub(LINES)..].join("\n    ")
    }
}

fn change_line(change: &Change) -> String {
    format!(
        "change {} from {} to {}: {:?}, generation {}, sending {}{}",
        change.id.0,
        change.from,
        change.to,
        change.state,
        change.generation,
        change.attempts,
        change.last_word().map(|word| format!(", the carrier said \"{word}\"")).unwrap_or_default()
    )
}

fn order_line(order: &Order, state: tidegate_sim::State) -> String {
    let whose = if order.foreign { "somebody else's" } else { "our" };
    let tier = order.target.map_or("no tier".into(), |mbps| format!("{mbps} Mbps"));
    format!("        carrier: {whose} order {} to {tier} is {state:?}", order.id)
}
