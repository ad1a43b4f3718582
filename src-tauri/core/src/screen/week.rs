//! A week of all circuits: what was live, what is planned, and why.

mod lane;

use super::attention::{self, Card};
use super::past::Past;
use super::{Amount, Day, Mark, TierCell, wall, written};
use crate::cost::Cost;
use crate::request::Decider;
use crate::time::{Instant, Span, start_of_day};
use crate::world::World;
use chrono::{Days, NaiveDate};
use lane::Sheet;
use serde::Serialize;
use std::collections::BTreeSet;

/// A week of all circuits.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Week {
    /// `Week of 23–29 November`.
    pub title: String,
    /// What there is to say of it, with its cost.
    pub sentence: String,
    /// `EST`: what its times are in.
    pub zone: String,
    /// Seven days.
    pub days: Vec<Day>,
    /// All days together, in true minutes.
    pub minutes: i64,
    /// The present, in true minutes since the week began.
    pub now: Option<i64>,
    /// `10:42`.
    pub now_text: String,
    /// A day of the week before, to ask for it.
    pub previous: String,
    /// A day of the week after.
    pub next: String,
    /// One a circuit.
    pub lanes: Vec<Lane>,
    /// The tiers that occur, lowest first.
    pub legend: Vec<TierCell>,
    /// Problems that run now, most expensive first.
    pub cards: Vec<Card>,
}

/// A circuit's lane.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Lane {
    /// The circuit's name.
    pub circuit: String,
    /// The first of its tags: where lanes are many they stand together by it.
    pub tag: Option<String>,
    /// The live tier.
    pub live: Option<TierCell>,
    /// Its price an hour.
    pub per_hour: Option<Amount>,
    /// The week's cost: what it was, and then what is planned.
    pub cost: Amount,
    /// The same a day.
    pub days: Vec<Amount>,
    /// The highest tier in it, in Mbps: what the lane's height stands for.
    pub top: u32,
    /// Without gap, in order.
    pub segments: Vec<Segment>,
    /// Exceptions: failed, missed, drifted, suppressed, waiting.
    pub marks: Vec<Spot>,
}

/// An unbroken time in which one tier was live or is planned, for one reason.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Segment {
    /// True minutes since the week began.
    pub from: i64,
    /// The same.
    pub to: i64,
    /// How it is drawn.
    pub kind: Kind,
    /// The tier: live in the past, planned in the future; none where nobody looked.
    pub tier: Option<TierCell>,
    /// In the past, what was planned where the live tier differed.
    pub planned: Option<TierCell>,
    /// Its full name: tier, from, to, why; what a screen reader says.
    pub name: String,
    /// Why.
    pub why: Why,
}

/// How a segment is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Kind {
    /// It was so.
    Past,
    /// Nobody looked.
    Unknown,
    /// It is planned.
    Future,
}

/// Why a circuit has, had or will have a tier.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Why {
    /// `Why 1 Gbps?`
    pub title: String,
    /// One sentence with the event, the rule and what it beat.
    pub sentence: String,
    /// What it costs: `$3.60 for 3 h, +$1.23 against the baseline`.
    pub cost: String,
    /// The way that the wish was found by, where there was one.
    pub read_from: Option<String>,
    /// The order behind it.
    pub order: Option<i64>,
    /// The order's state.
    pub mark: Option<Mark>,
    /// `Ordered 08:54, confirmed 08:58 EST`.
    pub proof: Option<String>,
}

/// Something to be seen at a time.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Spot {
    /// True minutes since the week began.
    pub at: i64,
    /// Its end, where it has one: a suppressed window is drawn dotted.
    pub to: Option<i64>,
    /// What.
    pub mark: Mark,
    /// In words.
    pub text: String,
    /// The tier that it would have been.
    pub tier: Option<TierCell>,
}

/// Days of a week.
const DAYS: u32 = 7;

/// The first instant and the end of the week that a day lies in: what the past is wanted of.
pub fn bounds(world: &World, day: NaiveDate) -> (Instant, Instant) {
    let (first, zone) = (wall::monday(day), world.tenant.zone);
    let end = first.checked_add_days(Days::new(DAYS.into())).unwrap_or(first);
    (start_of_day(first, zone), start_of_day(end, zone))
}

/// The week that a day lies in. `past` is what the ledger keeps of it; `now` the corrected clock's.
pub fn week(world: &World, past: &Past, day: NaiveDate, now: Instant) -> Week {
    let (first, zone) = (wall::monday(day), world.tenant.zone);
    let mut days = wall::days(first, DAYS, zone, now);
    let begin = start_of_day(first, zone);
    let edges: Vec<Instant> = edges(begin, &days);
    let minutes = days.iter().map(|day| day.minutes).sum();
    let sheet = Sheet { world, past, decider: Decider::new(world), edges: &edges, now };
    let lanes: Vec<Lane> = written::circuits(world).into_iter().map(|circuit| sheet.lane(circuit)).collect();
    note(&mut days, &lanes, &edges, now);
    let last = first.checked_add_days(Days::new(u64::from(DAYS) - 1)).unwrap_or(first);
    let is_within = (begin..sheet.to()).contains(&now);
    Week {
        title: format!("Week of {}", wall::days_text(first, last, wall::day_of(now, zone))),
        sentence: sentence(&sheet),
        zone: wall::abbreviation(if is_within { now } else { begin }, zone),
        days,
        minutes,
        now: is_within.then(|| (now - begin).num_minutes()),
        now_text: wall::time(now, zone),
        previous: first.pred_opt().unwrap_or(first).to_string(),
        next: wall::after(last).to_string(),
        legend: legend(&lanes),
        lanes,
        cards: attention::cards(world, now),
    }
}

fn edges(begin: Instant, days: &[Day]) -> Vec<Instant> {
    let starts = days.iter().map(|day| begin + Span::minutes(day.begins));
    let end = days.last().map(|day| begin + Span::minutes(day.begins + day.minutes));
    starts.chain(end).collect()
}

fn legend(lanes: &[Lane]) -> Vec<TierCell> {
    let segments = lanes.iter().flat_map(|lane| &lane.segments).flat_map(|one| [&one.tier, &one.planned]);
    let marks = lanes.iter().flat_map(|lane| &lane.marks).map(|spot| &spot.tier);
    let mut seen = BTreeSet::new();
    let mut tiers: Vec<TierCell> =
        segments.chain(marks).flatten().filter(|tier| seen.insert(tier.mbps)).cloned().collect();
    tiers.sort_by_key(|tier| tier.mbps);
    tiers
}

/// What there is to say of each day: its exceptions; a day without any that is over went as planned.
fn note(days: &mut [Day], lanes: &[Lane], edges: &[Instant], now: Instant) {
    for (index, day) in days.iter_mut().enumerate() {
        let within = day.begins..day.begins + day.minutes;
        let spots = lanes.iter().flat_map(|lane| &lane.marks).filter(|spot| within.contains(&spot.at));
        let spots: Vec<&Spot> = spots.collect();
        let unseen = lanes
            .iter()
            .flat_map(|lane| &lane.segments)
            .any(|one| one.kind == Kind::Unknown && one.from < within.end && one.to > within.start);
        let is_over = edges.get(index + 1).is_some_and(|end| *end <= now);
        let said = said(&spots);
        day.note = match (day.today, said.is_empty()) {
            (true, true) => "today".into(),
            (true, false) => format!("today, {said}"),
            (false, true) if is_over && unseen => "partly not observed".into(),
            (false, true) if is_over => "as planned".into(),
            (false, _) => said,
        };
    }
}

/// `1 missed, 1 failed`, or the holiday's name.
fn said(spots: &[&Spot]) -> String {
    let words = [
        (Mark::Missed, "missed"),
        (Mark::Failed, "failed"),
        (Mark::Cancelled, "cancelled"),
        (Mark::Refused, "refused"),
        (Mark::Unknown, "without an answer"),
        (Mark::Drift, "drift"),
        (Mark::Held, "held"),
        (Mark::Attention, "to look at"),
    ];
    let counts = words.iter().filter_map(|(mark, word)| {
        let count = spots.iter().filter(|spot| spot.mark == *mark).count();
        (count > 0).then(|| format!("{count} {word}"))
    });
    let holiday = spots.iter().find(|spot| spot.mark == Mark::Suppressed).and_then(|spot| named(&spot.text));
    counts.chain(holiday.map(str::to_owned)).collect::<Vec<_>>().join(", ")
}

/// The last thing in quotation marks: the holiday that suppresses.
fn named(text: &str) -> Option<&str> {
    text.trim_end_matches('"').rsplit('"').next().filter(|name| !name.is_empty())
}

/// `Two circuits are not as planned. The week will cost $284.99, that is $1.63 more than planned.`
fn sentence(sheet: &Sheet<'_>) -> String {
    let world = sheet.world;
    if world.circuits.is_empty() {
        return "There is no circuit yet.".into();
    }
    let zero = || Cost::zero(&world.tenant.profile.currency);
    let mut is_known = false;
    let (lived, planned) = world.circuits.values().fold((zero(), zero()), |(lived, planned), circuit| {
        let course = sheet.course(circuit, sheet.from(), sheet.to());
        is_known |= !course.lived.is_empty();
        let (one, other) = course.costs(world, circuit);
        (lived.plus(&one), planned.plus(&other))
    });
    if !is_known {
        return "Nothing is known of this week.".into();
    }
    let verb = if sheet.to() <= sheet.now { "cost" } else { "will cost" };
    let against = match lived.minus(&planned) {
        Some(more) if more.amount.round_dp(2).is_zero() => ", as planned".into(),
        Some(more) if more.amount.is_sign_negative() => {
            format!(", that is {} less than planned", crate::units::Money { amount: -more.amount, ..more })
        }
        Some(more) => format!(", that is {more} more than planned"),
        None => String::new(),
    };
    format!("{}The week {verb} {lived}{against}.", troubled(sheet))
}

fn troubled(sheet: &Sheet<'_>) -> String {
    let open = sheet.world.incidents.values().filter_map(|one| one.circuit.as_ref());
    let count = open.collect::<BTreeSet<_>>().len();
    let is_now = (sheet.from()..sheet.to()).contains(&sheet.now);
    match count {
        _ if !is_now => String::new(),
        0 => "Every circuit is as planned. ".into(),
        1 => "One circuit is not as planned. ".into(),
        many => {
            format!("{} are not as planned. ", written::capital(&written::count(many, "circuit", "circuits")))
        }
    }
}

#[cfg(test)]
mod tests;
