//! Set-up as far as it has come.

use super::{Amount, Mark, OfferChoice, TierCell, wall, written};
use crate::circuit::Circuit;
use crate::cost::{self, Cost};
use crate::feed::{Feed, FeedState};
use crate::horizon::SHOWN;
use crate::ids::CircuitId;
use crate::request::{Decided, Decider, Ignored, Verdict, plain, title};
use crate::setup::{Bounds, bounds};
use crate::time::{Instant, Span, gmt_day, start_of_day};
use crate::view::{Upcoming, upcoming};
use crate::world::World;
use chrono::{Datelike, Days, NaiveDate};
use serde::Serialize;
use std::collections::BTreeMap;

/// Set-up as far as it has come.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SetUp {
    /// The customer number, or `built-in`.
    pub account: String,
    /// The carrier is the built-in one.
    pub practice: bool,
    /// Credentials work: the carrier's inventory was read.
    pub connected: bool,
    /// Why not, where not.
    pub connect_trouble: Option<String>,
    /// Where the secret is: a sentence.
    pub secret_is: String,
    /// Circuits to choose from: tiers, baseline, bounds.
    pub circuits: Vec<SetUpCircuit>,
    /// The feeds so far: name and what they ask for in the next two weeks.
    pub feeds: Vec<SetUpFeed>,
    /// The plan of two weeks.
    pub plan: Option<TwoWeeks>,
    /// What must be done before automation can be switched on; nothing where it can.
    pub missing: Vec<String>,
}

/// A circuit in set-up.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SetUpCircuit {
    /// Its name.
    pub name: String,
    /// The live tier.
    pub live: Option<TierCell>,
    /// The baseline chosen.
    pub baseline: TierCell,
    /// The highest tier chosen.
    pub highest: TierCell,
    /// The lowest tier chosen.
    pub lowest: TierCell,
    /// The highest that the calendars' events ask for: preselected.
    pub suggested_highest: TierCell,
    /// The lowest.
    pub suggested_lowest: TierCell,
    /// What it can have.
    pub offers: Vec<OfferChoice>,
}

/// A feed in set-up.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SetUpFeed {
    /// Its name.
    pub name: String,
    /// `Read just now, 38 events in the next two weeks`.
    pub read: String,
    /// How many fire.
    pub fires: usize,
    /// How many are suppressed.
    pub suppressed: usize,
    /// How many need attention.
    pub attention: usize,
    /// How many are ignored.
    pub ignored: usize,
    /// Its titles, each once, those that fire first.
    pub titles: Vec<SetUpTitle>,
    /// Organisers found in it.
    pub organisers: Vec<String>,
    /// Those who may ask.
    pub allowed: Vec<String>,
    /// It is only about bandwidth: bound to circuits.
    pub only_bandwidth: bool,
    /// What could not be read as written.
    pub problems: Vec<String>,
}

/// A title in a feed and what becomes of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SetUpTitle {
    /// The title.
    pub title: String,
    /// Will fire, ignored, needs attention, suppressed.
    pub mark: Mark,
    /// When, and why or what to write instead.
    pub text: String,
    /// The highest tier that it asks for.
    pub tier: Option<TierCell>,
    /// How often in two weeks.
    pub times: usize,
}

/// Two weeks as Tidegate would do them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TwoWeeks {
    /// `Mon 9 to Sun 22 Nov 2026, as Tidegate would do it`.
    pub title: String,
    /// `$565.87`.
    pub cost: Amount,
    /// All circuits at their baselines all the time.
    pub baseline: Amount,
    /// All at the highest offered tier all the time.
    pub top: Amount,
    /// `$942.77 less`.
    pub saves: String,
    /// What stands under the lanes at their begin, middle and end: `Wed 25 Nov`.
    pub dates: [String; 3],
    /// One a circuit: the step line, from 0 to 1 over the two weeks.
    pub lanes: Vec<PlanLane>,
    /// `Prices as quoted ..., billed ... First change: ... Busiest GMT day: 6 of 24 orders.`
    pub notes: String,
}

/// A circuit's two weeks.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PlanLane {
    /// Its name.
    pub circuit: String,
    /// Begin of each step, 0 to 1 over the two weeks, and its tier.
    pub steps: Vec<PlanStep>,
    /// At the baseline all the time.
    pub baseline: Amount,
    /// With the calendar.
    pub planned: Amount,
    /// At the highest offered tier all the time.
    pub top: Amount,
}

/// A step of a lane.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PlanStep {
    /// Its begin, 0 to 1.
    pub from: f64,
    /// Mbps.
    pub mbps: u32,
}

/// Set-up as far as it has come. `now` is the corrected clock's.
pub fn set_up(world: &World, now: Instant) -> SetUp {
    let suggested = bounds(world, now);
    let profile = &world.tenant.profile;
    let connected = world.here.inventory_at.is_some();
    let circuits = written::circuits(world);
    SetUp {
        account: if profile.practice { "built-in".into() } else { profile.customer_number.clone() },
        practice: profile.practice,
        connected,
        connect_trouble: if connected { None } else { connect_trouble(world) },
        secret_is: written::secret_is(world).into(),
        circuits: circuits.iter().map(|circuit| set_up_circuit(world, circuit, &suggested)).collect(),
        feeds: feeds(world, now),
        plan: two_weeks(world, &circuits, now),
        missing: missing(world, connected),
    }
}

fn connect_trouble(world: &World) -> Option<String> {
    let open = ["sign-in", "credentials", "unreachable"].iter().find_map(|key| world.incidents.get(*key));
    open.map(|incident| incident.body.clone()).or_else(|| world.here.failure.as_deref().map(written::capital))
}

fn missing(world: &World, connected: bool) -> Vec<String> {
    let wanting = [
        (!connected, "The carrier's inventory was not read yet: connect the account first."),
        (world.circuits.is_empty(), "No circuit is chosen: read the circuits of the account."),
        (
            world.circuits.values().any(|circuit| written::offers(world, circuit).is_empty()),
            "The tiers and prices of some circuit were not read yet; that takes a moment after the circuits.",
        ),
        (world.feeds.is_empty(), "There is no calendar yet: add one, or an event of your own."),
    ];
    wanting.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, words)| words.to_owned()).collect()
}

fn set_up_circuit(world: &World, circuit: &Circuit, suggested: &BTreeMap<CircuitId, Bounds>) -> SetUpCircuit {
    let baseline = Bounds { lowest: circuit.baseline, highest: circuit.baseline };
    let bounds = suggested.get(&circuit.id).copied().unwrap_or(baseline);
    SetUpCircuit {
        name: circuit.name.clone(),
        live: written::live(world, &circuit.id).map(TierCell::from),
        baseline: circuit.baseline.into(),
        highest: circuit.highest.into(),
        lowest: circuit.lowest.into(),
        suggested_highest: bounds.highest.into(),
        suggested_lowest: bounds.lowest.into(),
        offers: written::offers(world, circuit).iter().map(written::choice).collect(),
    }
}

fn feeds(world: &World, now: Instant) -> Vec<SetUpFeed> {
    let mut all: Vec<&Feed> = world.feeds.values().collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    let decider = Decider::new(world);
    all.into_iter().map(|feed| set_up_feed(world, &decider, feed, now)).collect()
}

fn set_up_feed(world: &World, decider: &Decider<'_>, feed: &Feed, now: Instant) -> SetUpFeed {
    let until = now + SHOWN;
    let all = world.compiled.decided.iter().filter(|one| one.key.feed == feed.id && one.occurrence.end > now);
    let near: Vec<&Decided> = all.clone().filter(|one| one.occurrence.start < until).collect();
    let count = |mark: Mark| near.iter().filter(|one| verdict_mark(&one.verdict) == mark).count();
    let state = world.feed_states.get(&feed.id);
    // Everybody who will ask some day, not only in the fortnight that is shown.
    let mut organisers: Vec<String> =
        all.filter_map(|one| one.occurrence.details.organizer.as_deref().map(title)).collect();
    organisers.sort();
    organisers.dedup();
    SetUpFeed {
        name: feed.name.clone(),
        read: read(state, near.len(), now),
        fires: count(Mark::Planned),
        suppressed: count(Mark::Suppressed),
        attention: count(Mark::Attention),
        ignored: count(Mark::Ignored),
        titles: titles(world, decider, feed, &near),
        organisers,
        allowed: feed.organisers.iter().map(|address| title(address)).collect(),
        only_bandwidth: !feed.bound.is_empty(),
        problems: problems(state),
    }
}

/// What a feed's text has that could not be read as written.
pub(crate) fn problems(state: Option<&FeedState>) -> Vec<String> {
    state.map(|state| state.problems.iter().map(|one| plain(&one.message)).collect()).unwrap_or_default()
}

/// What becomes of an occurrence: will fire, ignored, needs attention, suppressed.
pub(crate) fn verdict_mark(verdict: &Verdict) -> Mark {
    match verdict {
        Verdict::Fires(_) => Mark::Planned,
        Verdict::Ignored(Ignored::Suppressed(_)) => Mark::Suppressed,
        Verdict::Ignored(_) => Mark::Ignored,
        Verdict::Attention(_) => Mark::Attention,
    }
}

/// `Read just now, 38 events in the next two weeks`.
fn read(state: Option<&FeedState>, events: usize, now: Instant) -> String {
    let Some(state) = state.filter(|state| state.read_at.is_some()) else { return "Not read yet".into() };
    let ago = now - state.read_at.unwrap_or(now);
    let when = if ago < Span::minutes(1) { "just now".into() } else { format!("{} ago", wall::length(ago)) };
    format!("Read {when}, {} in the next two weeks", written::count(events, "event", "events"))
}

/// Each title once, those that fire first, then those that need a person.
fn titles(world: &World, decider: &Decider<'_>, feed: &Feed, near: &[&Decided]) -> Vec<SetUpTitle> {
    let mut found: BTreeMap<(usize, String), SetUpTitle> = BTreeMap::new();
    for one in near {
        let title = title(&one.occurrence.details.summary);
        let mark = verdict_mark(&one.verdict);
        let entry = found.entry((rank(mark), title.clone()));
        let shown = entry.or_insert_with(|| SetUpTitle {
            title,
            mark,
            text: said(world, one),
            tier: decider
                .asked(feed, &one.occurrence)
                .iter()
                .map(|(_, tier)| *tier)
                .max()
                .map(TierCell::from),
            times: 0,
        });
        shown.times += 1;
    }
    found.into_values().collect()
}

fn rank(mark: Mark) -> usize {
    let order = [Mark::Planned, Mark::Attention, Mark::Suppressed, Mark::Ignored];
    order.iter().position(|one| *one == mark).unwrap_or(order.len())
}

/// When the first one is and what it asks for, or why it does not and what to write instead.
fn said(world: &World, one: &Decided) -> String {
    let (occurrence, zone) = (&one.occurrence, world.tenant.zone);
    let day = wall::date(wall::day_of(occurrence.start, zone));
    let when = format!("{day} {}", wall::between(occurrence.start, occurrence.end, zone));
    match &one.verdict {
        Verdict::Fires(request) => {
            let names: Vec<&str> = request.wishes.iter().map(|(id, _)| world.name_of(id)).collect();
            format!("{when} on {}", names.join(", "))
        }
        Verdict::Ignored(ignored @ Ignored::Unbound { .. }) => written::capital(&ignored.to_string()),
        Verdict::Ignored(Ignored::NoTier) => "Nothing in it asks for bandwidth".into(),
        Verdict::Ignored(why) => format!("{when}: {}", plain(&why.to_string())),
        Verdict::Attention(attention) => written::capital(&plain(&attention.message)),
    }
}

/// The plan of the fourteen days from today on, by the same timelines that are acted on.
fn two_weeks(world: &World, circuits: &[&Circuit], now: Instant) -> Option<TwoWeeks> {
    let zone = world.tenant.zone;
    let first = wall::day_of(now, zone);
    let last = first.checked_add_days(Days::new(SHOWN.num_days().unsigned_abs() - 1))?;
    let (from, to) = (start_of_day(first, zone), start_of_day(wall::after(last), zone));
    let planned: Vec<Planned> =
        circuits.iter().filter_map(|circuit| planned(world, circuit, from, to)).collect();
    let zero = || Cost::zero(&world.tenant.profile.currency);
    let sum = |pick: fn(&Planned) -> &Cost| planned.iter().fold(zero(), |sum, one| sum.plus(pick(one)));
    let (cost, baseline, top) = (sum(|one| &one.cost), sum(|one| &one.baseline), sum(|one| &one.top));
    let less = top.minus(&cost).map_or_else(|| "unknown how much less".into(), |less| format!("{less} less"));
    let begin =
        if first.month() == last.month() { first.format("%a %-d") } else { first.format("%a %-d %b") };
    (!planned.is_empty()).then(|| TwoWeeks {
        title: format!("{begin} to {}, as Tidegate would do it", last.format("%a %-d %b %Y")),
        cost: Amount::cost(&cost),
        baseline: Amount::cost(&baseline),
        top: Amount::cost(&top),
        dates: [first, first + Days::new(7), last].map(wall::date),
        saves: format!("{less} than always at the highest tier ({top})"),
        notes: notes(world, circuits, now, to),
        lanes: planned.into_iter().map(|one| one.lane).collect(),
    })
}

struct Planned {
    lane: PlanLane,
    cost: Cost,
    baseline: Cost,
    top: Cost,
}

fn planned(world: &World, circuit: &Circuit, from: Instant, to: Instant) -> Option<Planned> {
    let timeline = world.compiled.timelines.get(&circuit.id)?;
    let (rule, currency) = (world.tenant.billing, world.tenant.profile.currency.as_str());
    let stays = cost::stays(timeline, from, to);
    let cost = cost::of(circuit, &stays, rule, currency);
    let dearest = circuit.offers.last().map_or(circuit.highest, |offer| offer.tier);
    // A circuit that was taken in today has no plan for the hours before; they are compared with nothing.
    let begun = stays.first().map_or(from, |stay| stay.from);
    let at = |tier| cost::at_tier(circuit, tier, begun, to, rule, currency);
    let step = |at: Instant| written::share(at - from, to - from);
    let steps = stays.iter().map(|stay| PlanStep { from: step(stay.from), mbps: stay.tier.mbps() });
    let (baseline, top) = (at(circuit.baseline), at(dearest));
    let lane = PlanLane {
        circuit: circuit.name.clone(),
        steps: steps.collect(),
        baseline: Amount::cost(&baseline),
        planned: Amount::cost(&cost),
        top: Amount::cost(&top),
    };
    Some(Planned { lane, cost, baseline, top })
}

fn notes(world: &World, circuits: &[&Circuit], now: Instant, to: Instant) -> String {
    let zone = world.tenant.zone;
    let quoted = circuits.iter().flat_map(|circuit| circuit.offers.iter().map(|offer| offer.quoted)).max();
    let prices = quoted.map_or_else(
        || "The carrier's prices are not known yet".into(),
        |at| format!("Prices as quoted by the carrier on {}", wall::day_of(at, zone).format("%-d %b %Y")),
    );
    let mut orders: Vec<(&str, Upcoming)> = circuits
        .iter()
        .flat_map(|circuit| {
            upcoming(world, &circuit.id, now, to).into_iter().map(|one| (circuit.name.as_str(), one))
        })
        .collect();
    orders.sort_by_key(|(name, one)| (one.at, *name));
    let first = orders.first().map_or_else(
        || " Nothing needs to be changed.".into(),
        |(name, one)| format!(" First change: {}, {name} to {}.", wall::text(one.at, zone), one.to),
    );
    let mut days: BTreeMap<NaiveDate, usize> = BTreeMap::new();
    orders.iter().for_each(|(_, one)| *days.entry(gmt_day(one.at)).or_default() += 1);
    let quota = world.tenant.profile.quota_per_day;
    let busiest = days.values().max().map(|most| format!(" Busiest GMT day: {most} of {quota} orders."));
    format!("{prices}, billed {}.{first}{}", world.tenant.billing.name(), busiest.unwrap_or_default())
}

#[cfg(test)]
mod tests;
