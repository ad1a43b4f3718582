//! A circuit's lane: its segments, past and future, each with its why, and the exceptions drawn above them.

use super::{Kind, Lane, Segment, Spot, Why};
use crate::circuit::Circuit;
use crate::history::longest_blink;
use crate::plan::sentence;
use crate::request::{Decided, Decider, Ignored, Verdict};
use crate::screen::past::{Course, Past, Piece};
use crate::screen::{Amount, Mark, attention, setup, wall, written};
use crate::time::{Instant, Span};
use crate::timeline::{self, Because};
use crate::units::{Money, Tier};
use crate::world::World;
use rust_decimal::Decimal;

/// What lanes are drawn from.
pub(super) struct Sheet<'a> {
    pub(super) world: &'a World,
    pub(super) past: &'a Past,
    pub(super) decider: Decider<'a>,
    /// Begins of the days, and the end of the last.
    pub(super) edges: &'a [Instant],
    pub(super) now: Instant,
}

/// A piece of a lane before it is written.
struct Drawn {
    from: Instant,
    to: Instant,
    kind: Kind,
    tier: Option<Tier>,
    planned: Option<Tier>,
    why: Why,
}

impl Sheet<'_> {
    pub(super) fn from(&self) -> Instant {
        self.edges.first().copied().unwrap_or(self.now)
    }

    pub(super) fn to(&self) -> Instant {
        self.edges.last().copied().unwrap_or(self.now)
    }

    fn minute(&self, at: Instant) -> i64 {
        (at - self.from()).num_minutes()
    }

    /// A circuit's course between two instants.
    pub(super) fn course(&self, circuit: &Circuit, from: Instant, to: Instant) -> Course {
        Course::of(self.world, self.past, circuit, from, to, self.now)
    }

    pub(super) fn lane(&self, circuit: &Circuit) -> Lane {
        let live = written::live(self.world, &circuit.id);
        let mut drawn = self.seen(circuit);
        drawn.extend(self.planned(circuit));
        let marks = self.marks(circuit);
        let course = self.course(circuit, self.from(), self.to());
        let tiers = drawn.iter().flat_map(|one| [one.tier, one.planned]).flatten().map(Tier::mbps);
        let top = tiers.chain(marks.iter().filter_map(|one| Some(one.tier.as_ref()?.mbps))).max();
        Lane {
            circuit: circuit.name.clone(),
            tag: circuit.tags.first().cloned(),
            live: live.map(Into::into),
            per_hour: live.map(|tier| Amount::price(circuit.price(tier))),
            cost: self.cost(circuit, &course),
            days: self
                .edges
                .windows(2)
                .map(|day| self.cost(circuit, &course.within(day[0], day[1])))
                .collect(),
            top: top.unwrap_or_else(|| circuit.baseline.mbps()),
            segments: drawn.into_iter().filter_map(|one| self.segment(circuit, one)).collect(),
            marks,
        }
    }

    fn cost(&self, circuit: &Circuit, course: &Course) -> Amount {
        if course.lived.is_empty() {
            Amount::unknown()
        } else {
            Amount::cost(&course.costs(self.world, circuit).0)
        }
    }

    /// One that is shorter than the page's minute is not drawn.
    fn segment(&self, circuit: &Circuit, one: Drawn) -> Option<Segment> {
        let (from, to) = (self.minute(one.from), self.minute(one.to));
        (from < to).then(|| Segment {
            from,
            to,
            kind: one.kind,
            name: self.name(circuit, &one),
            tier: one.tier.map(Into::into),
            planned: one.planned.map(Into::into),
            why: one.why,
        })
    }

    /// `HQ, Mon 23 Nov 07:30 to Mon 23 Nov 18:00 EST: 500 Mbps, $0.79 per hour, confirmed`.
    fn name(&self, circuit: &Circuit, one: &Drawn) -> String {
        let zone = self.world.tenant.zone;
        let time =
            format!("{}, {} to {}", circuit.name, wall::text(one.from, zone), wall::text(one.to, zone));
        let Some(tier) = one.tier else { return format!("{time}: not observed") };
        let price =
            circuit.price(tier).map_or_else(|| "price unknown".into(), |price| format!("{price} per hour"));
        let state = if one.kind == Kind::Future { "planned" } else { "confirmed" };
        let planned = one.planned.map(|tier| format!("; planned was {tier}")).unwrap_or_default();
        format!("{time}: {tier}, {price}, {state}{planned}")
    }

    fn seen(&self, circuit: &Circuit) -> Vec<Drawn> {
        let to = self.to().min(self.now).max(self.from());
        let pieces = self.past.pieces(self.world, &circuit.id, self.from(), to);
        let mut out: Vec<Drawn> = Vec::new();
        // A raise made ahead, and a tier kept for what comes next, belong to what comes next.
        let mut ahead: Option<Instant> = None;
        for (index, piece) in pieces.iter().enumerate() {
            if ahead.is_none() && self.is_ahead(piece, pieces.get(index + 1)) {
                ahead = Some(piece.from);
                continue;
            }
            let from = ahead.take().unwrap_or(piece.from);
            out.push(match piece.stay {
                Some(stay) => {
                    let off = stay.live != stay.wanted && !self.is_wanted_soon(circuit, piece);
                    let planned = off.then_some(stay.wanted);
                    let why = self.why_seen(circuit, piece, from, planned);
                    Drawn { from, to: piece.to, kind: Kind::Past, tier: Some(stay.live), planned, why }
                }
                None => Drawn {
                    from,
                    to: piece.to,
                    kind: Kind::Unknown,
                    tier: None,
                    planned: None,
                    why: unseen(),
                },
            });
        }
        out
    }

    fn is_ahead(&self, piece: &Piece<'_>, next: Option<&Piece<'_>>) -> bool {
        let short = piece.to - piece.from <= self.world.tenant.profile.timings.lead_max * 2;
        let (Some(stay), Some(next)) = (piece.stay, next.and_then(|next| next.stay)) else { return false };
        short && stay.live > stay.wanted && next.live == stay.live && next.wanted == stay.live
    }

    /// At the present's edge what comes next lies in the plan.
    fn is_wanted_soon(&self, circuit: &Circuit, piece: &Piece<'_>) -> bool {
        let Some(stay) = piece.stay.filter(|_| piece.to == self.now) else { return false };
        let soon = self.now + self.world.tenant.profile.timings.lead_max;
        let timeline = self.world.compiled.timelines.get(&circuit.id);
        stay.live > stay.wanted
            && timeline
                .is_some_and(|one| one.within(self.now, soon).iter().any(|segment| segment.tier == stay.live))
    }

    fn why_seen(&self, circuit: &Circuit, piece: &Piece<'_>, from: Instant, planned: Option<Tier>) -> Why {
        let Some(stay) = piece.stay else { return unseen() };
        let zone = self.world.tenant.zone;
        let blink = longest_blink(&self.world.tenant.profile.timings);
        let order = self.past.order_behind(&circuit.id, stay.live, stay.from, blink);
        let incident = self.past.incidents.iter().find(|one| {
            planned.is_some()
                && one.circuit.as_ref() == Some(&circuit.id)
                && one.opened < piece.to
                && one.closed.is_none_or(|closed| closed > from)
        });
        let so_far = if piece.to == self.now { "so far " } else { "" };
        let proof = order.and_then(|one| Some((one.sent?, one.ended?)));
        let sentence = match planned {
            Some(wanted) => format!("The plan wanted {wanted}: {}.", stay.why),
            None => format!("{}.", written::capital(&stay.why)),
        };
        Why {
            title: format!("Why {}?", stay.live),
            sentence,
            cost: format!("{so_far}{}", price_of(circuit, stay.live, piece.to - from)),
            read_from: stay.way.clone().filter(|_| planned.is_none()),
            order: order.map(|one| one.id.0),
            mark: incident.map(|one| attention::mark(one.kind)).or(order.map(|one| one.state.into())),
            proof: proof.map(|(sent, ended)| {
                format!("Ordered {}, confirmed {}", wall::time(sent, zone), wall::clock(ended, zone))
            }),
        }
    }

    fn planned(&self, circuit: &Circuit) -> Vec<Drawn> {
        let Some(timeline) = self.world.compiled.timelines.get(&circuit.id) else { return vec![] };
        let (begin, end) = (self.from().max(self.now), self.to());
        let known = crate::plan::window(self.now).to.min(end);
        let mut out = Vec::new();
        for segment in timeline.within(begin, end).iter().filter(|_| begin < known) {
            let (from, to) = (segment.from.max(begin), segment.to.unwrap_or(known).min(known));
            if from < to {
                let why = self.why_planned(circuit, timeline, segment, to - from);
                out.push(Drawn {
                    from,
                    to,
                    kind: Kind::Future,
                    tier: Some(segment.tier),
                    planned: None,
                    why,
                });
            }
        }
        if known < end {
            out.push(Drawn {
                from: known.max(begin),
                to: end,
                kind: Kind::Unknown,
                tier: None,
                planned: None,
                why: beyond(),
            });
        }
        out
    }

    fn why_planned(
        &self,
        circuit: &Circuit,
        timeline: &timeline::Timeline,
        segment: &timeline::Segment,
        lasts: Span,
    ) -> Why {
        let zone = self.world.tenant.zone;
        let because = sentence(circuit, timeline, segment.from);
        let then =
            segment.to.map(|to| format!(" At {} it goes to {}.", wall::clock(to, zone), timeline.want(to)));
        let order = self.world.open_change(&circuit.id).filter(|one| one.to == segment.tier);
        let way = match &segment.because {
            Because::Event(asker) | Because::Standing(asker) => Some(asker.way.clone()),
            Because::Baseline | Because::Boost(_) | Because::Hold(_) => None,
        };
        Why {
            title: format!("Why {}?", segment.tier),
            sentence: format!("{}.{}", written::capital(&because), then.unwrap_or_default()),
            cost: price_of(circuit, segment.tier, lasts),
            read_from: way,
            order: order.map(|one| one.id.0),
            mark: order.map(|one| one.state.into()),
            proof: order.and_then(|one| one.sent).map(|sent| format!("Ordered {}", wall::clock(sent, zone))),
        }
    }

    /// Exceptions, in order: what went wrong, what was missed, what is suppressed or waits for a person.
    fn marks(&self, circuit: &Circuit) -> Vec<Spot> {
        let (from, to) = (self.from(), self.to());
        let incidents = self.past.incidents.iter().filter(|one| one.circuit.as_ref() == Some(&circuit.id));
        let wrong = incidents.filter(|one| from <= one.opened && one.opened < to).map(|one| Spot {
            at: self.minute(one.opened),
            to: None,
            mark: attention::mark(one.kind),
            text: one.title.clone(),
            tier: None,
        });
        let missed = self.past.missed.iter().filter(|line| line.circuit.as_ref() == Some(&circuit.id));
        let missed = missed.filter(|line| from <= line.at && line.at < to).map(|line| Spot {
            at: self.minute(line.at),
            to: None,
            mark: Mark::Missed,
            text: line.why.clone(),
            tier: line.after.as_deref().and_then(|text| text.parse::<Tier>().ok()).map(Into::into),
        });
        let events = self.world.compiled.decided.iter().filter_map(|one| self.waits(circuit, one));
        let mut all: Vec<Spot> = wrong.chain(missed).chain(events).collect();
        all.sort_by_key(|spot| spot.at);
        all
    }

    /// An event that would move this circuit and does not: suppressed, or waiting for a person.
    fn waits(&self, circuit: &Circuit, one: &Decided) -> Option<Spot> {
        let occurrence = &one.occurrence;
        if occurrence.end <= self.from() || occurrence.start >= self.to() {
            return None;
        }
        let mark = setup::verdict_mark(&one.verdict);
        let why = match &one.verdict {
            Verdict::Ignored(why @ Ignored::Suppressed(_)) => why.to_string(),
            Verdict::Attention(attention) => attention.message.clone(),
            Verdict::Fires(_) | Verdict::Ignored(_) => return None,
        };
        let feed = self.world.feeds.get(&one.key.feed)?;
        let asked = self.decider.asked(feed, occurrence);
        let (_, tier) = asked.into_iter().find(|(id, _)| *id == circuit.id)?;
        Some(Spot {
            at: self.minute(occurrence.start.max(self.from())),
            to: Some(self.minute(occurrence.end.min(self.to()))),
            mark,
            text: format!(
                "\"{}\": {}",
                crate::request::title(&occurrence.details.summary),
                crate::request::plain(&why)
            ),
            tier: Some(tier.into()),
        })
    }
}

fn unseen() -> Why {
    Why {
        title: "Not observed".into(),
        sentence: "Nobody looked then: this computer was asleep or off, or the carrier could not be reached."
            .into(),
        cost: "unknown".into(),
        read_from: None,
        order: None,
        mark: None,
        proof: None,
    }
}

fn beyond() -> Why {
    let sentence = "The plan does not reach so far ahead yet; come back nearer the time.";
    Why { title: "Not planned yet".into(), sentence: sentence.into(), ..unseen() }
}

/// `$3.60 for 3 h, +$2.22 against the baseline`.
fn price_of(circuit: &Circuit, tier: Tier, lasts: Span) -> String {
    let Some(price) = circuit.price(tier) else { return "unknown: the carrier named no price".into() };
    let hours = Decimal::from(lasts.num_seconds()) / Decimal::from(3600);
    let sum = |money: &Money| Money::new(money.amount * hours, &money.currency);
    let total = format!("{} for {}", sum(price), wall::length(lasts));
    match circuit.price(circuit.baseline) {
        Some(baseline) if tier != circuit.baseline => {
            let more = Money::new(sum(price).amount - sum(baseline).amount, &price.currency);
            format!("{total}, {} against the baseline", more.signed())
        }
        Some(_) | None => total,
    }
}
