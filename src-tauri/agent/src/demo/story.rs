//! The demo's story as it is told: each new row of the audit trail becomes a line for people or a JSON object, and is
//! counted; at the end the table. Prints; decides only whether the story went as written.

use super::Telling;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tidegate_core::audit::{Broken, Row};
use tidegate_core::cost::Cost;
use tidegate_core::view::Upcoming;

/// What is known at the end.
pub(super) struct Told {
    pub(super) settled: bool,
    pub(super) plan: Cost,
    pub(super) top: Cost,
    pub(super) rule: &'static str,
    pub(super) verified: Result<(i64, String), Broken>,
}

/// What happened to one circuit.
#[derive(Default)]
struct Counts {
    planned: usize,
    ordered: usize,
    confirmed: usize,
    failed: usize,
    cancelled: usize,
}

/// A story under way.
pub(super) struct Story {
    start: DateTime<Utc>,
    telling: Telling,
    heard: i64,
    names: BTreeMap<String, String>,
    counts: BTreeMap<String, Counts>,
    notices: usize,
    alerts: i64,
}

/// The story is fixed: it is told right only if it went so.
const WRITTEN: (usize, usize, usize, usize) = (6, 1, 1, 4);

impl Story {
    pub(super) fn begin(start: DateTime<Utc>, telling: Telling) -> Self {
        let story = Self {
            start,
            telling,
            heard: 0,
            names: BTreeMap::new(),
            counts: BTreeMap::new(),
            notices: 0,
            alerts: 0,
        };
        story.words(
            "Tidegate demo. A practice carrier on this computer, sixty times as fast as a real one: a change takes\n\
             2 to 5 seconds, and Tidegate orders 6 seconds ahead. Nothing is real, nothing is kept. About 70 seconds.\n\n\
             Circuits A, B and C have 100 Mbps. A calendar asks for more. The carrier will let B's first order fail,\n\
             somebody else's order will lie on C, and C's first return to 100 Mbps will be cancelled.\n",
        );
        story
    }

    pub(super) fn start(&self) -> DateTime<Utc> {
        self.start
    }

    /// The last row that was heard.
    pub(super) fn heard(&self) -> i64 {
        self.heard
    }

    /// The plan, as soon as the calendar was read.
    pub(super) fn plan(&mut self, coming: &[(String, Vec<Upcoming>)]) {
        self.words("The plan (seconds from the start):");
        for (name, orders) in coming {
            for order in orders {
                self.counts.entry(name.clone()).or_default().planned += 1;
                let change = format!("{} -> {}", order.from, order.to);
                self.line(order.at, name, "Planned", &format!("{change:<22} {}", order.why));
                self.object(&json!({
                    "at": stamp(order.at), "event": "planned", "circuit": name,
                    "from": order.from.to_string(), "to": order.to.to_string(), "why": order.why,
                }));
            }
        }
        self.words("\nWhat happens:");
    }

    /// A new row of the audit trail.
    pub(super) fn hear(&mut self, row: &Row) {
        self.heard = row.seq;
        let Ok(line) = serde_json::from_str::<Value>(&row.line) else { return };
        let text = |key: &str| line[key].as_str().unwrap_or("").to_owned();
        let Ok(at) = text("at").parse::<DateTime<Utc>>() else { return };
        let circuit = self.name_of(&text("circuit"));
        let (event, word, said) = match text("act").as_str() {
            "order.sent" => ("ordered", "Ordered", format!("{} -> {}", text("before"), text("after"))),
            "order.accepted" => ("state", "Accepted", text("why")),
            "order.pending" => ("state", "Pending", text("why")),
            "order.state" => ("state", "Pending", text("why")),
            "order.confirmed" => ("confirmed", "Confirmed", text("why")),
            "order.failed" => ("failed", "Failed", text("why")),
            "order.cancelled" => ("cancelled", "Cancelled", text("why")),
            "circuit.locked" => ("state", "Locked", text("why")),
            "circuit.free" => ("state", "Free", text("why")),
            "order.unknown" => ("unknown", "Unknown", text("why")),
            "incident.opened" | "incident.updated" => ("notice", "Notice", text("why")),
            "incident.closed" => ("notice", "Solved", text("why")),
            _ => return,
        };
        self.count(&circuit, event, word);
        self.line(at, &circuit, word, &said);
        self.object(&json!({
            "at": text("at"), "event": event, "circuit": circuit, "order": line["order"], "from": line["before"],
            "to": line["after"], "why": line["why"],
        }));
    }

    /// A circuit's friendly name: the demo's ids end in it.
    fn name_of(&mut self, id: &str) -> String {
        let last = id.rsplit('-').next().unwrap_or(id);
        self.names.entry(id.to_owned()).or_insert_with(|| last.to_owned()).clone()
    }

    fn count(&mut self, circuit: &str, event: &str, word: &str) {
        if event == "notice" {
            self.notices += 1;
            self.alerts += if word == "Solved" { -1 } else { 1 };
            return;
        }
        let counts = self.counts.entry(circuit.to_owned()).or_default();
        match event {
            "ordered" => counts.ordered += 1,
            "confirmed" => counts.confirmed += 1,
            "failed" => counts.failed += 1,
            "cancelled" => counts.cancelled += 1,
            _ => {}
        }
    }

    fn line(&self, at: DateTime<Utc>, circuit: &str, word: &str, said: &str) {
        let seconds = (at - self.start).num_milliseconds();
        let sign = if seconds < 0 { "-" } else { "+" };
        let (whole, tenth) = (seconds.abs() / 1000, seconds.abs() % 1000 / 100);
        self.words(&format!("{:>7}  {circuit:<2} {word:<10} {said}", format!("{sign}{whole}.{tenth}")));
    }

    #[expect(clippy::print_stdout, reason = "telling the story is what the demo is for")]
    fn words(&self, text: &str) {
        if self.telling == Telling::Words {
            println!("{text}");
        }
    }

    #[expect(clippy::print_stdout, reason = "telling the story is what the demo is for")]
    fn object(&self, value: &Value) {
        if self.telling == Telling::Json {
            println!("{value}");
        }
    }

    /// The table, the sums and the proof; whether it went as written.
    pub(super) fn end(&self, told: &Told) -> bool {
        let sum = |pick: fn(&Counts) -> usize| self.counts.values().map(pick).sum::<usize>();
        let (confirmed, failed, cancelled) =
            (sum(|one| one.confirmed), sum(|one| one.failed), sum(|one| one.cancelled));
        let audit_ok = told.verified.is_ok();
        let as_written =
            (confirmed, failed, cancelled) == (WRITTEN.0, WRITTEN.1, WRITTEN.2) && self.notices >= WRITTEN.3;
        let good = told.settled && self.alerts == 0 && audit_ok && as_written;
        self.table();
        let (plan, top) = (&told.plan, &told.top);
        self.words(&format!(
            "\nThis plan costs {plan} in a week; all three circuits at their top tier all week cost {top}."
        ));
        self.words(&format!("(Billing rule: {}.)", told.rule));
        self.words(&match &told.verified {
            Ok((rows, head)) => format!(
                "The audit trail's {rows} rows verify; the last hash is {}.",
                head.chars().take(16).collect::<String>()
            ),
            Err(broken) => format!("The audit trail does not verify: {broken}."),
        });
        self.words(if good {
            "Every circuit ended where it should be, and every alert was followed by its recovery."
        } else {
            "This did not go as it should: see the lines above for the circuit that did not end where it should be."
        });
        self.object(&json!({
            "event": "summary", "confirmed": confirmed, "failed": failed, "cancelled": cancelled, "notices": self.notices,
            "cost": plan.known.amount.to_string(), "cost_at_top": top.known.amount.to_string(),
            "currency": plan.known.currency, "audit_ok": audit_ok,
        }));
        good
    }

    fn table(&self) {
        self.words("\n           planned  ordered  confirmed  failed  cancelled");
        for (name, one) in &self.counts {
            let row = [one.planned, one.ordered, one.confirmed, one.failed, one.cancelled];
            self.words(&format!(
                "circuit {name:<3}{:>7}{:>9}{:>11}{:>8}{:>11}",
                row[0], row[1], row[2], row[3], row[4]
            ));
        }
    }
}

fn stamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}
