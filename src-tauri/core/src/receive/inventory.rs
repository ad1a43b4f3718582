//! The inventory: what is live, what somebody else did, what is gone. Pages are put together first: a circuit counts
//! as gone only when a complete list does not have it.

use crate::audit::Entry;
use crate::carrier::{InventoryPage, Listed};
use crate::change::State;
use crate::circuit::{Circuit, CircuitState, Seen};
use crate::ids::{Actor, CircuitId};
use crate::incident::Notice;
use crate::time::{Instant, Span, gmt_day};
use crate::units::Tier;
use crate::world::{Record, World};

/// Pages after which a list is taken as it is.
const PAGES: u32 = 50;
/// Foreign changes within the span that stop automation.
const FOREIGN_STOPS: usize = 2;

/// Takes a page; the last one makes the inventory complete.
pub(super) fn page(
    world: &mut World,
    number: u32,
    page: InventoryPage,
    begun: Instant,
    now: Instant,
) -> Vec<Record> {
    let here = &mut world.here;
    if number == 1 {
        here.pages.clear();
        here.pages_begun = Some(begun);
    }
    let is_known = |one: &Listed| here.pages.iter().any(|known| known.id == one.id);
    let new: Vec<Listed> = page.circuits.into_iter().filter(|one| !is_known(one)).collect();
    // A carrier that shows the same page again has no more of them.
    let more = page.more && number < PAGES && !new.is_empty();
    here.pages.extend(new);
    here.next_page = more.then_some(number + 1);
    if here.next_page.is_some() {
        return vec![];
    }
    let begun = here.pages_begun.take().unwrap_or(begun);
    let read_before = here.inventory_at.is_some();
    let before = std::mem::replace(&mut here.listed, std::mem::take(&mut here.pages));
    here.inventory_at = Some(begun);
    here.inventory_tried = Some(begun);
    let mut records = complete(world, now);
    if read_before {
        records.extend(appeared(world, &before, now));
    }
    records
}

/// Circuits that were not listed before and that nobody here has ordered or chosen are offered, once.
fn appeared(world: &World, before: &[Listed], now: Instant) -> Vec<Record> {
    let ordered = |one: &Listed| {
        let open = world.errands.keys().filter_map(|id| world.open_errand(id));
        let mut names = open.filter_map(|change| change.errand.as_ref()?.name_of_new());
        names.any(|name| one.name.as_deref().is_none_or(|other| other == name))
    };
    let is_new = |one: &&Listed| {
        world.known(&one.id).is_none() && !before.iter().any(|old| old.id == one.id) && !ordered(one)
    };
    let notice = |one: &Listed| {
        let name = one.name.as_deref().unwrap_or(one.id.as_str());
        let title = format!("The carrier lists a new circuit: {name}");
        let body = format!(
            "It has {} and is \"{}\". Tidegate does not look after it yet: fetch it with tidegate circuits sync, or leave it.",
            one.seen.tier, one.seen.status
        );
        Record::Notice(Box::new(Notice::once(now, "circuit-new", None, &title, body)))
    };
    world.here.listed.iter().filter(is_new).map(notice).collect()
}

/// A page that did not come: the list is begun again at its time.
pub(super) fn abandoned(world: &mut World, _page: u32, begun: Instant) -> Vec<Record> {
    let here = &mut world.here;
    here.pages.clear();
    (here.pages_begun, here.next_page) = (None, None);
    here.inventory_tried = Some(begun);
    vec![]
}

fn complete(world: &World, now: Instant) -> Vec<Record> {
    let mut records = Vec::new();
    let mut foreign = 0;
    for (id, circuit) in &world.circuits {
        let listed = world.here.listed.iter().find(|listed| listed.id == *id);
        let old = world.state(id, now);
        let mut new = old.clone();
        new.seen = listed.map(|listed| listed.seen.clone());
        if new.seen.as_ref().is_some_and(|seen| seen.pending) {
            new.busy_at = Some(now);
        }
        records.extend(lock_noted(world, &old, &new, now));
        if let Some((from, to)) = changed(&old, &new).filter(|change| is_foreign(world, id, *change, now)) {
            foreign += 1;
            // While nothing is ordered nobody is crossed: it only counts.
            if world.tenant.automation {
                records.extend(noticed(world, &mut new, from, to, now));
            }
        }
        records.extend(crate::history::observed(world, circuit, &new, now));
        if new != old {
            records.push(Record::State(Box::new(new)));
        }
        records.extend(listed.and_then(|listed| moved(circuit, listed)));
    }
    if foreign > 0 {
        let day = gmt_day(now);
        let mut quota = world.quota.get(&day).cloned().unwrap_or_default();
        quota.foreign += foreign;
        records.push(Record::Quota(day, quota));
    }
    records
}

/// Somebody else's order has begun, or ended, on a circuit.
fn lock_noted(world: &World, old: &CircuitState, new: &CircuitState, now: Instant) -> Option<Record> {
    let pending = |state: &CircuitState| state.seen.as_ref().is_some_and(|seen| seen.pending);
    let (act, why) = match (pending(old), pending(new)) {
        (false, true) => {
            ("circuit.locked", "an order that is not Tidegate's is at work on the circuit; it is waited for")
        }
        (true, false) => ("circuit.free", "the order that was not Tidegate's has ended"),
        (true, true) | (false, false) => return None,
    };
    // Our own order, under way or just ended, is told by its own states.
    let newest = world.newest_of(&new.id);
    let ours = newest.is_some_and(|change| {
        change.is_out() || change.ended.is_some_and(|ended| world.here.inventory_tried <= Some(ended))
    });
    let since = newest
        .and_then(|change| change.ended)
        .is_some_and(|ended| old.busy_at.is_none_or(|busy| busy <= ended));
    let is_ours = ours || (act == "circuit.free" && since);
    (!is_ours).then(|| Record::Audit(Entry::new(now, Actor::Carrier, act, why).about(&new.id)))
}

fn changed(old: &CircuitState, new: &CircuitState) -> Option<(Tier, Tier)> {
    let tier = |seen: &Option<Seen>| seen.as_ref().filter(|seen| !seen.pending).map(|seen| seen.tier);
    let (from, to) = (old.seen.as_ref().map(|seen| seen.tier)?, tier(&new.seen)?);
    (from != to).then_some((from, to))
}

/// A change to a tier that our timeline did not want then and that no order of ours explains (design §6, Drift).
/// *Then* is some time since the inventory was read before; a second laptop of ours raises a lead ahead, and drops never
/// ahead. Before the calendars are read nobody knows what was wanted.
fn is_foreign(world: &World, circuit: &CircuitId, (from, to): (Tier, Tier), now: Instant) -> bool {
    if world.unread_feeds().next().is_some() {
        return false;
    }
    let timings = &world.tenant.profile.timings;
    let ours = world.changes_of(circuit).any(|change| {
        let recent = change.sent.is_some_and(|sent| now - sent <= timings.poll_late_until);
        change.to == to && (recent || (change.is_open() && change.state != State::Intended))
    });
    let ahead = if to > from { timings.lead_max } else { Span::zero() };
    let since = world.here.inventory_at.unwrap_or(now).min(now);
    let wanted =
        world.compiled.timelines.get(circuit).is_some_and(|timeline| {
            timeline.within(since, now + ahead).iter().any(|segment| segment.tier == to)
        });
    !ours && !wanted
}

fn noticed(world: &World, state: &mut CircuitState, from: Tier, to: Tier, now: Instant) -> Option<Record> {
    let span = world.tenant.profile.timings.foreign;
    state.foreign.retain(|at| now - *at < span);
    state.foreign.push(now);
    if state.foreign.len() >= FOREIGN_STOPS {
        state.stopped.get_or_insert(now);
    }
    let why = "the inventory shows a change that neither the plan nor an order of Tidegate explains";
    let entry = Entry::new(now, Actor::Carrier, "circuit.foreign-change", why).about(&state.id);
    Some(Record::Audit(entry.from_to(Some(from.to_string()), Some(to.to_string()))))
}

/// What quotes and orders need may change at the carrier.
fn moved(circuit: &Circuit, listed: &Listed) -> Option<Record> {
    (circuit.site != listed.site)
        .then(|| Record::Circuit(Box::new(Circuit { site: listed.site.clone(), ..circuit.clone() })))
}
