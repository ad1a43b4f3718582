//! The plan as a calendar (RFC 5545) for a team to subscribe to: what each circuit had in the last two weeks, what failed,
//! and what is planned for the next two. Owns its titles: they hold nothing that a calendar's reader takes for a
//! command, and every UID ends in [`OWN_PLAN`], which Tidegate ignores wherever it reads it, so that there is no loop.

use super::past::Past;
use crate::calendar::written::{Event, write};
use crate::change::State;
use crate::circuit::Circuit;
use crate::horizon::SHOWN;
use crate::plan::sentence;
use crate::request::OWN_PLAN;
use crate::time::{Instant, Zone, start_of_day};
use crate::units::Tier;
use crate::world::World;

/// From when on a past is wanted: from the day's beginning, so that what is cut there changes once a day.
pub fn since(now: Instant) -> Instant {
    start_of_day(now.date_naive(), Zone::UTC) - SHOWN
}

/// The calendar's text. The same world and past on one day give the same text, whatever the minute.
pub fn calendar(world: &World, past: &Past, now: Instant) -> String {
    let mut events: Vec<Event> = vec![];
    for circuit in world.circuits.values() {
        events.extend(had(world, past, circuit, now));
        events.extend(failed(past, circuit, now));
        events.extend(planned(world, circuit, now));
    }
    let written = start_of_day(now.date_naive(), Zone::UTC);
    events.iter_mut().for_each(|event| event.changed = written);
    write(&format!("{}: bandwidth", plain(&world.tenant.name)), &events)
}

/// Whether a file's text is a plan that Tidegate wrote for this customer, and nothing else.
pub fn is_ours(text: &str, world: &World) -> bool {
    let own = calendar(&World::new(world.tenant.clone()), &Past::default(), Instant::default());
    let Some(head) = own.strip_suffix("END:VCALENDAR\r\n") else { return false };
    // A UID is short enough never to be folded.
    let is_own = |line: &str| line.strip_prefix("UID:").is_none_or(|uid| uid.ends_with(OWN_PLAN));
    text.starts_with(head) && text.lines().all(is_own)
}

/// What the carrier showed, wherever that was no baseline or not what was wanted. What runs as planned is told by the
/// plan, with its end.
fn had(world: &World, past: &Past, circuit: &Circuit, now: Instant) -> Vec<Event> {
    let pieces = past.pieces(world, &circuit.id, since(now), now);
    let runs = |tier| world.compiled.timelines.get(&circuit.id).is_some_and(|one| one.want(now) == tier);
    let stays = pieces.iter().filter_map(|piece| Some((piece.from, piece.to, piece.stay?)));
    let over = stays.filter(|(_, to, stay)| *to < now || !runs(stay.live));
    let told = over.filter(|(_, _, stay)| stay.live != circuit.baseline || stay.wanted != stay.live);
    told.map(|(from, to, stay)| {
        let title = match stay.live == stay.wanted {
            true => format!("{} had {}", plain(&circuit.name), stay.live),
            false => format!("{} had {} instead of {}", plain(&circuit.name), stay.live, stay.wanted),
        };
        event(circuit, "had", from, to, title, &stay.why)
    })
    .collect()
}

/// Orders that ended without effect, at the minute they ended.
fn failed(past: &Past, circuit: &Circuit, now: Instant) -> Vec<Event> {
    let ended = past.changes.iter().filter(|change| change.circuit == circuit.id).filter_map(|change| {
        let what = match change.state {
            State::Failed => "failed",
            State::Cancelled => "was cancelled",
            State::Rejected => "was refused",
            State::Intended
            | State::Sent
            | State::Accepted
            | State::Pending
            | State::Unknown
            | State::Confirmed
            | State::Superseded
            | State::Blocked => return None,
        };
        let at = change.ended.filter(|at| *at >= since(now))?;
        let title = format!("{}: the change to {} {what}", plain(&circuit.name), change.to);
        Some(event(circuit, "failed", at, at, title, &change.why))
    });
    ended.collect()
}

/// What is wanted from now on, wherever that is not the baseline.
fn planned(world: &World, circuit: &Circuit, now: Instant) -> Vec<Event> {
    let Some(timeline) = world.compiled.timelines.get(&circuit.id) else { return vec![] };
    let until = start_of_day(now.date_naive(), Zone::UTC) + SHOWN;
    let ahead = timeline.within(now, until).iter().filter(|segment| segment.tier != circuit.baseline);
    ahead
        .filter(|segment| segment.to.is_none_or(|to| to > now))
        .map(|segment| {
            let title = format!("{} to have {}", plain(&circuit.name), segment.tier);
            let why =
                format!("{}\n{}", sentence(circuit, timeline, segment.from), price(circuit, segment.tier));
            event(circuit, "planned", segment.from, segment.to.unwrap_or(until).min(until), title, &why)
        })
        .collect()
}

fn price(circuit: &Circuit, tier: Tier) -> String {
    circuit.price(tier).map_or_else(|| "Its price is not known.".into(), |price| format!("{price} per hour."))
}

fn event(circuit: &Circuit, kind: &str, from: Instant, to: Instant, title: String, why: &str) -> Event {
    Event {
        uid: format!(
            "{kind}-{}-{}{OWN_PLAN}",
            crate::audit::hash(circuit.id.0.as_bytes()).split_at(8).0,
            from.timestamp()
        ),
        changed: from,
        title,
        description: plain(why),
        start: from.naive_utc(),
        end: to.naive_utc(),
        zone: Zone::UTC,
        repeats: None,
    }
}

/// Somebody's words without what begins a command: in another reader's calendar they must be words only.
fn plain(text: &str) -> String {
    text.replace(['#', '[', ']', '|'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Options, read};
    use crate::request::{Ignored, Verdict, decide_all};
    use crate::screen::past::tests::stay;
    use crate::testing::{at, circuit, event as meeting, feed, reading, tier, world};

    fn office() -> World {
        let mut hq = circuit("HQ", "100M");
        hq.name = "HQ #iod 2G [x]".into();
        let mut world = world(&[hq], &[feed("office", &["HQ"]), feed("plan", &["HQ"])]);
        let asks = reading(vec![meeting(600, 720, "#iod 1G @HQ"), meeting(900, 960, "500 Mbps, backup")]);
        world.here.readings.insert("office".into(), (at(0), asks));
        world.refresh(at(0));
        world
    }

    fn past() -> Past {
        let stays =
            vec![stay(-600, -300, "100M", "100M"), stay(-300, -200, "1G", "1G"), stay(-200, 0, "1G", "100M")];
        Past { stays, ..Past::default() }
    }

    #[test]
    fn the_team_sees_what_was_and_what_is_planned() {
        let text = calendar(&office(), &past(), at(0));
        let events = crate::calendar::written::written(&text).unwrap();
        let titles: Vec<&str> = events.iter().map(|event| event.title.as_str()).collect();
        let name = "HQ  iod 2G  x ";
        let expected = ["had 1 Gbps", "had 1 Gbps instead of 100 Mbps", "to have 1 Gbps", "to have 500 Mbps"];
        assert_eq!(titles, expected.map(|title| format!("{name} {title}")));
        assert_eq!(events[2].start, at(600).naive_utc());
        assert!(events[2].description.ends_with("$1.20 per hour."), "{}", events[2].description);
    }

    #[test]
    fn the_minute_is_no_change_even_for_what_is_up_for_longer_than_the_calendar_shows() {
        let mut world = office();
        let stays = vec![stay(-60_000, -60, "1G", "1G"), stay(-60, 0, "100M", "100M")];
        let past = Past { stays, ..Past::default() };
        let texts = [at(0), at(1)].map(|now| {
            world.refresh(now);
            calendar(&world, &past, now)
        });
        assert_eq!(texts[0], texts[1]);
    }

    #[test]
    fn a_file_is_ours_only_where_all_of_it_is_this_customers_plan() {
        let world = office();
        let text = calendar(&world, &past(), at(0));
        assert!(is_ours(&text, &world));
        let mut other = office();
        other.tenant.name = "Another".into();
        assert!(!is_ours(&text, &other), "another customer's");
        assert!(!is_ours(&text.replacen(OWN_PLAN, "@example.com", 1), &world), "somebody's event in it");
        let imported = text.replace("-//Tidegate//Tidegate//EN", "-//Somebody//EN");
        assert!(!is_ours(&imported, &world), "somebody's calendar with our plan in it");
    }

    #[test]
    fn a_calendar_with_the_plan_in_it_asks_for_nothing() {
        let mut world = office();
        let text = calendar(&world, &past(), at(0));
        let options = Options { zone: None, home: Zone::UTC, window: crate::plan::window(at(0)) };
        let read = read(text.as_bytes(), &options).unwrap();
        assert_eq!((read.problems.len(), read.occurrences.len()), (0, 4));
        world.here.readings.insert("plan".into(), (at(0), read));
        let own = |one: &&crate::request::Decided| one.feed == "plan";
        let decided = decide_all(&world, at(0));
        assert!(decided.iter().filter(own).all(|one| one.verdict == Verdict::Ignored(Ignored::OwnPlan)));
        assert_eq!(decided.iter().filter(own).count(), 4);
        world.refresh(at(0));
        assert_eq!(world.compiled.timelines[&"HQ".into()].at(at(650)).tier, tier("1G"));
    }
}
