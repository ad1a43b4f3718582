//! What waits for a person: problems that run, questions about events, and what was solved lately.

mod support;

use super::{Action, Amount, Does, Mark, Stamp, wall, written};
use crate::command;
use crate::cost::{self, Cost};
use crate::incident::{Incident, IncidentKind, Remedy};
use crate::request::{Choice, Decided, Decider, command_lines, plain, title};
use crate::time::Instant;
use crate::units::Money;
use crate::view::{self, AttentionView};
use crate::world::World;
use rust_decimal::Decimal;
use serde::Serialize;

/// What waits for a person, most expensive first.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Attention {
    /// `Five things wait for you, the most expensive first. Together they cost $1.03 more each hour.`
    pub sentence: String,
    /// Problems.
    pub cards: Vec<Card>,
    /// Questions about events.
    pub questions: Vec<Question>,
    /// What was solved lately, newest first.
    pub solved: Vec<Solved>,
}

/// A problem that runs.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Card {
    /// What names it.
    pub key: String,
    /// Its glyph.
    pub mark: Mark,
    /// Money or service is being lost now.
    pub bad: bool,
    /// The fact.
    pub title: String,
    /// What happened, what Tidegate did, what a person can do.
    pub body: String,
    /// More an hour than planned.
    pub per_hour: Option<Amount>,
    /// The same since it began: `$2.21 so far, since 08:00 EST`.
    pub so_far: Option<String>,
    /// When it began.
    pub since: Stamp,
    /// What can be done; the first is the usual answer.
    pub actions: Vec<Action>,
}

/// A question about an event.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Question {
    /// What names it when it is answered.
    pub id: String,
    /// Approval, or something not understood.
    pub mark: Mark,
    /// The event's title.
    pub title: String,
    /// `Sat 28 Nov 22:00–04:00 EST, Office`.
    pub when: String,
    /// What it is, and what to write or do instead.
    pub message: String,
    /// What approving it would cost above the baseline, where that is asked.
    pub cost: Option<Amount>,
    /// How many occurrences of its series ask the same, itself included.
    pub times: usize,
    /// What can be answered.
    pub actions: Vec<Action>,
}

/// A problem that is over.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Solved {
    /// When it was over.
    pub at: Stamp,
    /// The fact.
    pub title: String,
    /// How it ended.
    pub body: String,
}

/// What waits for a person. `past` are incidents of the last days, closed ones among them, in any order.
pub fn attention(world: &World, past: &[Incident], now: Instant) -> Attention {
    let (cards, questions) = (cards(world, now), questions(world, now));
    Attention {
        sentence: sentence(world, cards.len() + questions.len()),
        cards,
        questions,
        solved: solved(world, past),
    }
}

/// How much waits for a person: as many as the screen has cards and questions.
pub(crate) fn waiting(world: &World, now: Instant) -> usize {
    told(world).count() + asked(world, now).len()
}

/// The problems that have a card. What is held for a person is there as the question itself, which can be answered.
fn told(world: &World) -> impl Iterator<Item = &Incident> {
    world.incidents.values().filter(|one| one.kind != IncidentKind::Held)
}

/// Open problems, most expensive first.
pub(crate) fn cards(world: &World, now: Instant) -> Vec<Card> {
    let mut open: Vec<&Incident> = told(world).collect();
    let rate = |one: &Incident| one.per_hour.as_ref().map(|rate| rate.amount).unwrap_or_default();
    open.sort_by_key(|one| (std::cmp::Reverse(rate(one)), one.opened));
    open.into_iter().map(|one| card(world, one, now)).collect()
}

/// The glyph of a sort of problem.
pub(crate) fn mark(kind: IncidentKind) -> Mark {
    match kind {
        IncidentKind::Failed | IncidentKind::Unavailable => Mark::Failed,
        IncidentKind::Cancelled => Mark::Cancelled,
        IncidentKind::Refused | IncidentKind::SignIn => Mark::Refused,
        IncidentKind::Stuck | IncidentKind::Unreachable => Mark::Unknown,
        IncidentKind::Drift | IncidentKind::Foreign => Mark::Drift,
        IncidentKind::Quota | IncidentKind::MassChange | IncidentKind::Held => Mark::Held,
        IncidentKind::Unsent => Mark::Missed,
        IncidentKind::Credentials | IncidentKind::Clock | IncidentKind::Disk => Mark::Attention,
        IncidentKind::Feed | IncidentKind::Shrunken => Mark::Attention,
    }
}

fn sentence(world: &World, things: usize) -> String {
    if things == 0 {
        return "Nothing waits for you. Tidegate speaks up when something needs you.".into();
    }
    let verb = if things == 1 { "waits" } else { "wait" };
    let order = if things == 1 { "" } else { ", the most expensive first" };
    let count = written::capital(&written::count(things, "thing", "things"));
    let rates = world.incidents.values().filter_map(|one| one.per_hour.as_ref()).map(|rate| rate.amount);
    let sum = Money::new(rates.sum(), &world.tenant.profile.currency);
    let cost = if sum.amount > Decimal::ZERO {
        let whole = if things == 1 { "It costs" } else { "Together they cost" };
        format!(" {whole} {sum} more each hour.")
    } else {
        String::new()
    };
    format!("{count} {verb} for you{order}.{cost}")
}

fn card(world: &World, one: &Incident, now: Instant) -> Card {
    let zone = world.tenant.zone;
    let costs = one.per_hour.as_ref().filter(|rate| rate.amount > Decimal::ZERO);
    let so_far = costs.map(|rate| {
        let hours = Decimal::from((now - one.opened).num_seconds()) / Decimal::from(3600);
        let sum = Money::new(rate.amount * hours, &rate.currency);
        format!("{sum} so far, since {}", wall::clock(one.opened, zone))
    });
    let stops_all = matches!(
        one.kind,
        IncidentKind::Credentials
            | IncidentKind::SignIn
            | IncidentKind::Unreachable
            | IncidentKind::Unavailable
    );
    Card {
        key: one.key.clone(),
        mark: mark(one.kind),
        bad: costs.is_some() || stops_all,
        title: one.title.clone(),
        body: one.body.clone(),
        per_hour: one
            .per_hour
            .as_ref()
            .map(|rate| Amount { text: format!("{}/h", rate.signed()), ..Amount::signed(rate) }),
        so_far,
        since: wall::stamp(one.opened, zone),
        actions: actions(world, one, now),
    }
}

/// The incident's remedies as buttons; a drift can also be left as it is.
pub(crate) fn actions(world: &World, one: &Incident, now: Instant) -> Vec<Action> {
    let mut all: Vec<Action> =
        one.choices.iter().filter_map(|choice| remedy(world, one, *choice, now)).collect();
    let circuit = one.circuit.as_ref().filter(|_| one.kind == IncidentKind::Drift);
    if let Some(id) = circuit {
        let until = world.compiled.timelines.get(id).and_then(|timeline| timeline.at(now).to);
        let until = until.map_or_else(
            || "Keep it".into(),
            |at| format!("Keep until {}", wall::clock(at, world.tenant.zone)),
        );
        let keep = Action { label: until, does: Does::Keep { circuit: world.name_of(id).to_owned() } };
        all.insert(0, keep);
    }
    all.extend(support::copy(world, one));
    all
}

fn remedy(world: &World, one: &Incident, choice: Remedy, now: Instant) -> Option<Action> {
    let circuit = || Some(world.name_of(one.circuit.as_ref()?).to_owned());
    let feed = || Some(written::feed_name(world, &one.key.split_once(':')?.1.into()));
    let wanted = || Some(world.compiled.timelines.get(one.circuit.as_ref()?)?.want(now));
    let live = || written::live(world, one.circuit.as_ref()?);
    let (label, does) = match choice {
        Remedy::Retry => ("Try now".into(), Does::Retry { circuit: circuit()? }),
        Remedy::Hold => {
            let tier = live()?;
            (format!("Hold {tier}\u{2026}"), Does::Hold { circuit: circuit()?, tier: tier.to_string() })
        }
        // Only a notice before sleep offers it, and that is no incident.
        Remedy::Drop => return None,
        Remedy::Restore => (format!("Restore {}", wanted()?), Does::Restore { circuit: circuit()? }),
        Remedy::Resume => ("Go on\u{2026}".into(), Does::Resume { circuit: circuit() }),
        Remedy::Believe => ("It is right as it is".into(), Does::Believe { feed: feed()? }),
        Remedy::Release => ("Let them go".into(), Does::Release { feed: feed()? }),
        Remedy::Open => ("Details".into(), Does::Open { screen: screen(one.kind).into() }),
    };
    Some(Action { label, does })
}

/// Where a sort of problem is looked at.
fn screen(kind: IncidentKind) -> &'static str {
    match kind {
        IncidentKind::Failed | IncidentKind::Cancelled | IncidentKind::Refused | IncidentKind::Stuck => {
            "activity"
        }
        IncidentKind::Drift | IncidentKind::Foreign | IncidentKind::Unavailable | IncidentKind::Unsent => {
            "circuits"
        }
        IncidentKind::Held => "attention",
        IncidentKind::Quota => "activity",
        IncidentKind::Credentials | IncidentKind::SignIn | IncidentKind::Unreachable => "settings",
        IncidentKind::Clock | IncidentKind::Disk => "settings",
        IncidentKind::Feed | IncidentKind::Shrunken | IncidentKind::MassChange => "feeds",
    }
}

/// A question, the first of those that are alike, and how many those are.
struct Asked {
    view: AttentionView,
    decided: Decided,
    times: usize,
}

/// The occurrences that need attention; those of one series that ask the same are one question.
fn asked(world: &World, now: Instant) -> Vec<Asked> {
    let mut all: Vec<Asked> = Vec::new();
    for view in view::attention(world, now) {
        let alike = all.iter_mut().find(|one| {
            (&one.view.key.feed, &one.view.key.uid, &one.view.message)
                == (&view.key.feed, &view.key.uid, &view.message)
        });
        let found = world.compiled.decided.iter().find(|one| one.key == view.key);
        match (alike, found) {
            (Some(one), _) => one.times += 1,
            (None, Some(decided)) => all.push(Asked { view, decided: decided.clone(), times: 1 }),
            (None, None) => {}
        }
    }
    all
}

/// Questions about events, soonest first.
fn questions(world: &World, now: Instant) -> Vec<Question> {
    let decider = Decider::new(world);
    asked(world, now).into_iter().map(|one| question(world, &decider, one)).collect()
}

fn question(world: &World, decider: &Decider<'_>, one: Asked) -> Question {
    let occurrence = &one.decided.occurrence;
    let zone = world.tenant.zone;
    let is_approval = one.view.choices.contains(&Choice::Approve);
    let cost = is_approval.then(|| above_baseline(world, decider, &one.decided));
    let day = wall::date(wall::day_of(occurrence.start, zone));
    Question {
        mark: if is_approval { Mark::Held } else { Mark::Attention },
        title: one.view.title.clone(),
        when: format!("{day} {}, {}", wall::between(occurrence.start, occurrence.end, zone), one.view.feed),
        message: format!("{}.", written::capital(plain(&one.view.message).trim_end_matches('.'))),
        actions: answers(world, &one, cost.as_ref()),
        cost,
        times: one.times,
        id: one.view.id,
    }
}

/// What an occurrence would cost above the baseline, if it got what it asks for.
fn above_baseline(world: &World, decider: &Decider<'_>, one: &Decided) -> Amount {
    let Some(feed) = world.feeds.get(&one.key.feed) else { return Amount::unknown() };
    let (tenant, occurrence) = (&world.tenant, &one.occurrence);
    let currency = tenant.profile.currency.as_str();
    let at = |circuit, tier| {
        cost::at_tier(circuit, tier, occurrence.start, occurrence.end, tenant.billing, currency)
    };
    let nothing = (Cost::zero(currency), Cost::zero(currency));
    let (asked, baseline) =
        decider.asked(feed, occurrence).iter().fold(nothing, |(asked, baseline), (id, tier)| {
            let Some(circuit) = world.circuits.get(id) else { return (asked, baseline) };
            (asked.plus(&at(circuit, *tier)), baseline.plus(&at(circuit, circuit.baseline)))
        });
    asked.minus(&baseline).map_or_else(Amount::unknown, |money| Amount::of(&money))
}

fn answers(world: &World, asked: &Asked, cost: Option<&Amount>) -> Vec<Action> {
    let Asked { view, decided, times } = asked;
    let choices = view.choices.iter().zip(1..);
    let answer = choices.map(|(choice, number)| Action {
        label: label(world, choice, cost, *times),
        does: Does::Answer { id: view.id.clone(), choice: number },
    });
    let copy = fix(decided).map(|text| Action { label: "Copy the fix".into(), does: Does::Copy { text } });
    let open = Action { label: "Show it".into(), does: Does::Open { screen: "calendar".into() } };
    answer.chain(copy).chain(leave_out(world, decided, *times)).chain([open]).collect()
}

/// What is no longer in its calendar asks for nothing anyway.
fn leave_out(world: &World, decided: &Decided, times: usize) -> Option<Action> {
    let (_, reading) = world.here.readings.get(&decided.key.feed)?;
    reading.occurrences.iter().find(|one| crate::feed::key(&decided.key.feed, one) == decided.key)?;
    let title = title(&decided.occurrence.details.summary);
    Some(Action {
        label: if times > 1 { "Leave this one out" } else { "Leave it out" }.into(),
        does: Does::TakeOut { key: (&decided.key).into(), title },
    })
}

/// The word of an answer. Where several of a series ask the same, an approval is the first one's only.
fn label(world: &World, choice: &Choice, cost: Option<&Amount>, times: usize) -> String {
    match choice {
        Choice::Allow { organiser } => format!("Let {} ask", title(organiser)),
        Choice::AllowUpTo { circuit, tier } => format!("Allow up to {tier} on {}", world.name_of(circuit)),
        Choice::AllowDownTo { circuit, tier } => {
            format!("Allow down to {tier} on {}", world.name_of(circuit))
        }
        Choice::Approve => {
            let which = if times > 1 { " this one" } else { " it" };
            let price = cost.filter(|cost| cost.value.is_some()).map(|cost| format!(" for {}", cost.text));
            format!("Approve{which}{}", price.unwrap_or_default())
        }
        Choice::Release => "Let all of them go".into(),
        Choice::TakeSource => "Take the calendar's own event".into(),
    }
}

/// What this very event should say instead: its own command put right, where it is certain what was meant.
fn fix(one: &Decided) -> Option<String> {
    let wrong = command_lines(&one.occurrence.details).find(|line| command::command(line).is_some())?;
    command::fix(wrong).map(|text| plain(&text))
}

fn solved(world: &World, past: &[Incident]) -> Vec<Solved> {
    let mut closed: Vec<(Instant, &Incident)> =
        past.iter().filter_map(|one| Some((one.closed?, one))).collect();
    closed.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let shown = closed.into_iter().take(SOLVED_SHOWN);
    shown
        .map(|(at, one)| Solved {
            at: wall::stamp(at, world.tenant.zone),
            title: one.title.clone(),
            body: one.body.clone(),
        })
        .collect()
}

/// Solved problems shown.
const SOLVED_SHOWN: usize = 20;

#[cfg(test)]
mod tests;
