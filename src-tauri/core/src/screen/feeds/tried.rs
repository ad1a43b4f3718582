//! What a title would ask for, before anybody writes it into a calendar.

use super::{Mark, Tried, TriedWish, plain, setup, written};
use crate::calendar::{Details, Occurrence};
use crate::feed::Feed;
use crate::request::{Decider, Verdict};
use crate::screen::Amount;
use crate::time::{Instant, Span, civil_of, hour_ceil};
use crate::world::World;
use std::sync::Arc;

/// An event of a title in a feed, an hour long from the next hour on.
pub fn hour_of(world: &World, feed: &Feed, title: &str, now: Instant) -> Occurrence {
    let zone = feed.zone.unwrap_or(world.tenant.zone);
    let start = hour_ceil(now);
    Occurrence {
        uid: "try".into(),
        recurrence_id: None,
        start,
        end: start + Span::hours(1),
        all_day: false,
        civil_start: civil_of(start, zone),
        zone: zone.name().into(),
        details: Arc::new(Details { summary: title.to_owned(), ..Details::default() }),
    }
}

/// What such an event would ask for.
pub fn tried(world: &World, feed: &Feed, title: &str, now: Instant) -> Tried {
    let occurrence = hour_of(world, feed, title, now);
    let decider = Decider::new(world);
    let decided = decider.decide(feed, &occurrence);
    let asked = decider.asked(feed, &occurrence);
    let wishes: Vec<TriedWish> = asked
        .iter()
        .filter_map(|(id, tier)| {
            let circuit = world.circuits.get(id)?;
            let (circuit, per_hour) = (circuit.name.clone(), Amount::price(circuit.price(*tier)));
            Some(TriedWish { circuit, tier: (*tier).into(), per_hour })
        })
        .collect();
    let mark = setup::verdict_mark(&decided.verdict);
    let (text, way) = match decided.verdict {
        Verdict::Fires(request) => (said(&wishes), Some(request.way)),
        Verdict::Ignored(why) => (format!("Asks for nothing: {}.", plain(&why.to_string())), None),
        Verdict::Attention(why) => (format!("{}.", written::capital(&plain(&why.message))), None),
    };
    let mark = if mark == Mark::Planned { Mark::Fine } else { mark };
    Tried { mark, text, wishes, way }
}

/// `HQ: 2 Gbps, $1.95 per hour.`
fn said(wishes: &[TriedWish]) -> String {
    let each = wishes.iter().map(|one| {
        let price = if one.per_hour.value.is_some() { &one.per_hour.text } else { "an unknown price" };
        format!("{}: {}, {price} per hour.", one.circuit, one.tier.text)
    });
    each.collect::<Vec<_>>().join(" ")
}
