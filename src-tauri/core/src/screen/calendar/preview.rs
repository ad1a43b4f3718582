//! What putting an event somewhere would mean, before it is done: computed by deciding and compiling it as if it were.

use super::{Decided, Decider, Preview, Verdict, wall, written};
use crate::calendar::{Details, Occurrence};
use crate::cost::{self, Cost};
use crate::feed::Feed;
use crate::horizon::BACK;
use crate::ids::OccurrenceKey;
use crate::request::{plain, title};
use crate::time::{Instant, Zone, civil_of, gmt_day, hour_ceil, hour_floor, next_gmt_midnight};
use crate::timeline::compile;
use crate::units::Money;
use crate::view::upcoming;
use crate::world::{Compiled, World};
use std::sync::Arc;

/// An event as a person would put it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its title; empty keeps the title there is.
    pub title: String,
    /// Its start.
    pub start: Instant,
    /// Its end; one before the start counts as the start.
    pub end: Instant,
}

/// What a draft would mean: of an occurrence there is, or of a new one in `feed`.
pub fn preview(
    world: &World,
    feed: &Feed,
    key: Option<&OccurrenceKey>,
    draft: &Draft,
    now: Instant,
) -> Preview {
    let old = key.and_then(|key| world.compiled.decided.iter().find(|one| one.key == *key));
    let occurrence = put(world, feed, old, draft);
    let new = decide(world, feed, old, &occurrence);
    let then = with(world, old, Some(&new), now);
    let money = money(world, old, &new, &then, now);
    let verdict = verdict(world, &new, now);
    let (quota, short) = quota(&then, occurrence.start, now);
    let zone = world.tenant.zone;
    let day = wall::date(wall::day_of(occurrence.start, zone));
    Preview {
        when: format!("{day}, {}", wall::between(occurrence.start, occurrence.end, zone)),
        spoken: spoken(&occurrence, zone, &money.text, &verdict),
        money: money.text,
        cheaper: money.cheaper,
        overlaps: overlaps(world, old, &new),
        quota,
        short,
        verdict,
        start: wall::sent_back(occurrence.start),
        end: wall::sent_back(occurrence.end),
    }
}

/// `Camera upload, now Friday 27 November 13:00 to 15:00 EST, $0.22 cheaper. Asks for 500 Mbps on Branch 2`.
fn spoken(occurrence: &Occurrence, zone: Zone, money: &str, verdict: &str) -> String {
    format!(
        "{}, now {} {} to {}, {money}. {verdict}",
        title(&occurrence.details.summary),
        wall::day_of(occurrence.start, zone).format("%A %-d %B"),
        wall::time(occurrence.start, zone),
        wall::clock(occurrence.end, zone),
    )
}

/// The occurrence where it would be.
fn put(world: &World, feed: &Feed, old: Option<&Decided>, draft: &Draft) -> Occurrence {
    let end = draft.end.max(draft.start);
    let summary = draft.title.trim();
    let Some(old) = old else {
        let zone = feed.zone.unwrap_or(world.tenant.zone);
        return Occurrence {
            uid: "draft".into(),
            recurrence_id: None,
            start: draft.start,
            end,
            all_day: false,
            civil_start: civil_of(draft.start, zone),
            zone: zone.name().into(),
            details: Arc::new(Details { summary: summary.to_owned(), ..Details::default() }),
        };
    };
    let details = if summary.is_empty() {
        Arc::clone(&old.occurrence.details)
    } else {
        Arc::new(Details { summary: summary.to_owned(), ..(*old.occurrence.details).clone() })
    };
    let zone = old.occurrence.zone.parse().unwrap_or(world.tenant.zone);
    Occurrence {
        start: draft.start,
        end,
        civil_start: civil_of(draft.start, zone),
        details,
        ..old.occurrence.clone()
    }
}

/// Decided as if the calendar had it so: an exception that is there already does not move it once more.
fn decide(world: &World, feed: &Feed, old: Option<&Decided>, occurrence: &Occurrence) -> Decided {
    let key = old.map_or_else(|| crate::feed::key(&feed.id, occurrence), |old| old.key.clone());
    let free = World { exceptions: Default::default(), ..world.clone() };
    Decided { key, ..Decider::new(&free).decide(feed, occurrence) }
}

/// The world if an occurrence were replaced.
fn with(world: &World, old: Option<&Decided>, new: Option<&Decided>, now: Instant) -> World {
    let kept = world.compiled.decided.iter().filter(|one| old.is_none_or(|old| old.key != one.key));
    let mut decided: Vec<Decided> = kept.chain(new).cloned().collect();
    decided.sort_by(|a, b| (a.occurrence.start, &a.key).cmp(&(b.occurrence.start, &b.key)));
    let timelines = compile(world, &mut decided);
    World { compiled: Compiled { at: Some(now), decided, timelines }, ..world.clone() }
}

struct Told {
    text: String,
    cheaper: bool,
}

fn money(world: &World, old: Option<&Decided>, new: &Decided, then: &World, now: Instant) -> Told {
    let ends = [old, Some(new)].into_iter().flatten().map(|one| (one.occurrence.start, one.occurrence.end));
    let from = ends.clone().map(|(start, _)| start).min().map_or(now, hour_floor);
    // A set-point's tier stands for days after it.
    let to = ends.map(|(_, end)| end).max().map_or(now, hour_ceil) + BACK;
    let without = cost(&with(world, old, None, now), from, to);
    let more = |of: &World| cost(of, from, to).minus(&without);
    let is = more(then);
    match (old, old.and_then(|_| more(world)), is) {
        (_, _, None) => Told { text: "unknown: the carrier named no price".into(), cheaper: false },
        (Some(_), None, Some(_)) => {
            Told { text: "unknown: the carrier named no price".into(), cheaper: false }
        }
        (None, _, Some(is)) => {
            Told { text: format!("adds {is}"), cheaper: is.amount.is_zero() || is.amount.is_sign_negative() }
        }
        (Some(_), Some(was), Some(is)) => compared(&was, &is),
    }
}

fn compared(was: &Money, is: &Money) -> Told {
    let amount = (is.amount - was.amount).round_dp(2);
    let by = Money::new(amount.abs(), &is.currency);
    let text = if amount.is_zero() {
        format!("costs the same ({is})")
    } else if amount.is_sign_negative() {
        format!("{by} cheaper ({is} instead of {was})")
    } else {
        format!("{by} dearer ({is} instead of {was})")
    };
    Told { text, cheaper: amount.is_zero() || amount.is_sign_negative() }
}

fn cost(world: &World, from: Instant, to: Instant) -> Cost {
    let tenant = &world.tenant;
    world.circuits.values().fold(Cost::zero(&tenant.profile.currency), |sum, circuit| {
        let Some(timeline) = world.compiled.timelines.get(&circuit.id) else { return sum };
        sum.plus(&cost::of(
            circuit,
            &cost::stays(timeline, from, to),
            tenant.billing,
            &tenant.profile.currency,
        ))
    })
}

/// `Overlaps "Branch hours" (200 Mbps). The highest wins.`
fn overlaps(world: &World, old: Option<&Decided>, new: &Decided) -> Vec<String> {
    let Verdict::Fires(request) = &new.verdict else { return vec![] };
    let (start, end) = (new.occurrence.start, new.occurrence.end);
    let others = world.compiled.decided.iter().filter(|one| {
        old.is_none_or(|old| old.key != one.key) && one.occurrence.start < end && one.occurrence.end > start
    });
    let said = others.filter_map(|one| {
        let Verdict::Fires(other) = &one.verdict else { return None };
        let shared = |id| request.wishes.iter().any(|(mine, _)| mine == id);
        let (_, tier) = other.wishes.iter().find(|(id, _)| shared(id))?;
        Some(format!("Overlaps \"{}\" ({tier}). The highest wins.", title(&one.occurrence.details.summary)))
    });
    said.collect()
}

/// `6 of 24 orders in that GMT day, 2 kept for going down`, and whether that is more than the carrier takes.
fn quota(then: &World, start: Instant, now: Instant) -> (String, bool) {
    let quota = then.tenant.profile.quota_per_day;
    let day = gmt_day(start);
    let used = if day == gmt_day(now) {
        quota - then.quota.get(&day).cloned().unwrap_or_default().left(quota)
    } else {
        0
    };
    let all = then.circuits.keys().flat_map(|id| upcoming(then, id, now, next_gmt_midnight(start)));
    let planned = all.filter(|one| gmt_day(one.at) == day).count();
    let needed = u64::from(used) + u64::try_from(planned).unwrap_or(u64::MAX);
    let kept = crate::quota::RESERVE;
    (
        format!("{needed} of {quota} orders in that GMT day, {kept} kept for going down"),
        needed > u64::from(quota),
    )
}

/// What it would ask for, or why not.
pub(in crate::screen) fn verdict(world: &World, new: &Decided, now: Instant) -> String {
    if new.occurrence.end <= now {
        return "It would be over already: nothing is ordered for it".into();
    }
    match &new.verdict {
        Verdict::Fires(request) => {
            let each = request.wishes.iter().map(|(id, tier)| format!("{tier} on {}", world.name_of(id)));
            format!("Asks for {}", each.collect::<Vec<_>>().join(" and "))
        }
        Verdict::Ignored(why) => format!("Asks for nothing: {}", plain(&why.to_string())),
        Verdict::Attention(why) => format!("Needs attention: {}", written::capital(&plain(&why.message))),
    }
}
