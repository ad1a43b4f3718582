//! Which problems there are now, each read off the world as this pass sees it. How they open and close is the
//! parent's matter.

use super::{IncidentKind, Problem, Remedy, waiting, words_of};
use crate::change::{Change, State};
use crate::circuit::{Adopted, Circuit, CircuitState};
use crate::plan::Pass;
use crate::time::Span;
use crate::units::{Money, Tier};
use crate::world::Credentials;
use std::collections::BTreeMap;

pub(super) fn problems(pass: &Pass<'_>) -> BTreeMap<String, Problem> {
    let mut all = BTreeMap::new();
    let mut add = |key: String, problem: Option<Problem>| problem.map(|problem| all.insert(key, problem));
    for (id, circuit) in &pass.world.circuits {
        let Some(state) = pass.world.states.get(id) else { continue };
        let order = order(pass, circuit, state).or_else(|| waiting::unsent(pass, circuit, state));
        add(waiting::key(id), order);
        add(format!("drift:{id}"), drift(pass, circuit, state));
        add(format!("foreign:{id}"), foreign(circuit, state));
        add(format!("unavailable:{id}"), unavailable(pass, circuit, state));
    }
    add("quota".into(), quota(pass));
    add("clock".into(), clock(pass));
    add("disk".into(), disk(pass));
    for (id, feed) in &pass.world.feeds {
        let Some(state) = pass.world.feed_states.get(id) else { continue };
        add(format!("feed:{id}"), unreadable(pass, feed, state));
        add(format!("shrunken:{id}"), shrunken(pass, feed, state));
        add(format!("mass:{id}"), mass_change(pass, feed, state));
    }
    all.extend(on_the_way(pass));
    all.extend(waiting::held(pass));
    all
}

/// What stands between Tidegate and the carrier.
pub(super) fn on_the_way(pass: &Pass<'_>) -> BTreeMap<String, Problem> {
    let credentials = credentials(pass).map(|problem| {
        let key = if problem.kind == IncidentKind::SignIn { "sign-in" } else { "credentials" };
        (key.to_owned(), problem)
    });
    let unreachable = unreachable(pass).map(|problem| ("unreachable".to_owned(), problem));
    credentials.into_iter().chain(unreachable).collect()
}

pub(super) fn an_hour(rate: Option<&Money>) -> String {
    match rate {
        Some(rate) if rate.amount.is_sign_negative() => String::new(),
        Some(rate) => format!(" That costs {rate} more each hour."),
        None => String::new(),
    }
}

/// The last order that ended badly, until the circuit has what the plan wants.
fn order(pass: &Pass<'_>, circuit: &Circuit, state: &CircuitState) -> Option<Problem> {
    let newest = pass.world.open_change(&circuit.id);
    if let Some(change) = newest.filter(|change| change.state == State::Unknown && is_told(pass, change)) {
        return Some(stuck(circuit, state, change));
    }
    let has = state.seen.as_ref().filter(|seen| !seen.pending).map(|seen| seen.tier);
    if state.aim.as_ref().is_some_and(|aim| aim.settled || has == Some(aim.tier)) {
        return None;
    }
    let ended = |change: &&Change| {
        matches!(change.state, State::Failed | State::Cancelled | State::Rejected | State::Confirmed)
    };
    // A failure of an earlier aim is history, unless it was told and the circuit still has not what the plan wants.
    let open = pass.world.incidents.get(&waiting::key(&circuit.id));
    let is_open = open.is_some_and(|incident| incident.kind != IncidentKind::Unsent);
    let last = pass
        .world
        .changes_of(&circuit.id)
        .find(ended)
        .filter(|last| is_open || state.aim.as_ref().is_some_and(|aim| last.opened >= aim.since))?;
    let (kind, word) = match last.state {
        State::Failed => (IncidentKind::Failed, "failed"),
        State::Cancelled => (IncidentKind::Cancelled, "was cancelled"),
        State::Rejected => (IncidentKind::Refused, "was refused"),
        State::Intended | State::Sent | State::Accepted | State::Pending | State::Unknown => return None,
        State::Confirmed | State::Superseded | State::Blocked => return None,
    };
    let way = if last.to > last.from { "raise" } else { "drop" };
    let live = state.seen.as_ref().map_or(last.from, |seen| seen.tier);
    let rate = circuit.difference(live, last.to);
    let words = why_ended(pass, last, live);
    let paused = pass.world.tenant.paused.is_some() || circuit.paused.is_some();
    let next = match (pass.next_tries.get(&circuit.id), newest) {
        _ if paused => " Tidegate is paused: nothing is tried again until you resume.".into(),
        (Some(why), _) => format!(" {}.", capital(why)),
        (None, Some(_)) => " Tidegate is trying again.".into(),
        (None, None) => String::new(),
    };
    Some(Problem {
        kind,
        circuit: Some(circuit.id.clone()),
        title: format!("{}: {way} to {} {word}", circuit.name, last.to),
        body: format!("{} still has {live}.{words}{}{next}", circuit.name, an_hour(rate.as_ref())),
        per_hour: rate,
        choices: vec![Remedy::Retry, Remedy::Hold, Remedy::Open],
    })
}

/// What the carrier says of an order that has ended. Its state is its own word; a circuit's status seen on the way is
/// no reason.
fn why_ended(pass: &Pass<'_>, last: &Change, live: Tier) -> String {
    let is_own = pass.world.tenant.profile.follows_orders();
    match (last.last_word(), last.state) {
        (Some(word), State::Rejected) => format!(" {}.", capital(word)),
        (None, State::Rejected) => String::new(),
        (Some(word), _) if is_own && !word.contains("(HTTP ") => format!(" The carrier says \"{word}\"."),
        _ => format!(
            " The order ended without effect: the inventory shows {live} and no order at work, and no reason."
        ),
    }
}

/// A lost reply is told when the quiet period has not solved it; an order that never ends when its time is over.
fn is_told(pass: &Pass<'_>, change: &Change) -> bool {
    let over = change.sent.is_some_and(|sent| pass.now >= sent + pass.timings.poll_late_until);
    over || pass.now > change.quiet_until(pass.timings)
}

fn stuck(circuit: &Circuit, state: &CircuitState, change: &Change) -> Problem {
    let live = state.seen.as_ref().map_or(change.from, |seen| seen.tier);
    let rate = circuit.difference(live, change.to);
    Problem {
        kind: IncidentKind::Stuck,
        circuit: Some(circuit.id.clone()),
        title: format!("{}: no end of the order for {}", circuit.name, change.to),
        body: format!(
            "Whether the carrier has the order for {} is not known; {} still has {live}.{} Tidegate keeps reading the inventory, and sends the order again only where that shows it was never taken. To ask the carrier, name {}.",
            change.to,
            circuit.name,
            an_hour(rate.as_ref()),
            change.order.as_ref().map_or_else(
                || format!("our reference {}", change.reference),
                |id| format!("its order {id}")
            )
        ),
        per_hour: rate,
        choices: vec![Remedy::Open],
    }
}

fn drift(pass: &Pass<'_>, circuit: &Circuit, state: &CircuitState) -> Option<Problem> {
    let Some(Adopted::Drift { from, to, .. }) = &state.adopted else { return None };
    let rate = circuit.difference(*to, *from);
    let until = pass.world.compiled.timelines.get(&circuit.id).and_then(|timeline| timeline.at(pass.now).to);
    let until = until
        .map(|at| format!(" at {}", crate::plan::when_text(at, pass.now, pass.world.tenant.zone)))
        .unwrap_or_default();
    Some(Problem {
        kind: IncidentKind::Drift,
        circuit: Some(circuit.id.clone()),
        title: format!("{}: somebody changed it to {to}", circuit.name),
        body: format!(
            "It had {from}, as planned, and has {to} now, by no order of Tidegate's.{} It is left so until the plan's next change{until}; restore it now, or hold it.",
            an_hour(rate.as_ref())
        ),
        per_hour: rate,
        choices: vec![Remedy::Restore, Remedy::Hold, Remedy::Open],
    })
}

fn foreign(circuit: &Circuit, state: &CircuitState) -> Option<Problem> {
    state.stopped?;
    Some(Problem {
        kind: IncidentKind::Foreign,
        circuit: Some(circuit.id.clone()),
        title: format!("{}: automation stopped", circuit.name),
        body: "Somebody or something else changed this circuit twice within a day. Tidegate orders nothing for it until you answer: resume, restore the plan, or hold a tier. Find out first who else changes it.".into(),
        per_hour: None,
        choices: vec![Remedy::Resume, Remedy::Hold, Remedy::Open],
    })
}

fn unavailable(pass: &Pass<'_>, circuit: &Circuit, state: &CircuitState) -> Option<Problem> {
    pass.world.here.inventory_at?;
    // An errand of a person's own is told by its own end.
    if pass.world.open_errand(&circuit.id).is_some() {
        return None;
    }
    let what = match &state.seen {
        None => "the carrier's inventory does not show it".to_owned(),
        Some(seen) if !seen.takes_orders() => format!("the carrier lists it as \"{}\"", seen.status),
        Some(_) => circuit.fixed()?.to_owned(),
    };
    Some(Problem {
        kind: IncidentKind::Unavailable,
        circuit: Some(circuit.id.clone()),
        title: format!("{}: takes no orders", circuit.name),
        body: format!(
            "Nothing is ordered for {0}: {what}. Ask the carrier, or take the circuit out of Tidegate: tidegate circuits remove \"{0}\".",
            circuit.name
        ),
        per_hour: None,
        choices: vec![Remedy::Open],
    })
}

/// One incident for everything that waits for the quota.
fn quota(pass: &Pass<'_>) -> Option<Problem> {
    let first = pass.quota_holds.first()?;
    let rates = pass
        .quota_holds
        .iter()
        .filter_map(|(id, live, wanted)| pass.world.circuits.get(id)?.difference(*live, *wanted));
    let total = rates
        .reduce(|sum, one| Money::new(sum.amount + one.amount, &one.currency))
        .filter(|sum| !sum.amount.is_zero());
    let names: Vec<String> = pass
        .quota_holds
        .iter()
        .map(|(id, _, wanted)| format!("{} ({wanted})", pass.world.name_of(id)))
        .collect();
    let until = crate::plan::clock_text(crate::time::next_gmt_midnight(pass.now), pass.world.tenant.zone);
    Some(Problem {
        kind: IncidentKind::Quota,
        circuit: (pass.quota_holds.len() == 1).then(|| first.0.clone()),
        title: "No changes left for today".into(),
        body: format!(
            "The carrier takes {} changes a GMT day; what is left is kept for drops. These wait until {until}, and are ordered then if still wanted: {}.{} If it is urgent, order in the carrier's portal or ask it for more changes.",
            pass.world.tenant.profile.quota_per_day,
            names.join(", "),
            an_hour(total.as_ref())
        ),
        per_hour: total,
        choices: vec![Remedy::Open],
    })
}

fn credentials(pass: &Pass<'_>) -> Option<Problem> {
    let (kind, title, what) = match &pass.world.here.credentials {
        Credentials::Ready | Credentials::Unread => return None,
        Credentials::Locked if pass.world.here.in_memory => {
            let what = "They were removed, or not given when Tidegate started. Give them now, tidegate credentials set, or start it again with them: tidegate run --help says how.";
            (IncidentKind::Credentials, "No credentials", what.to_owned())
        }
        Credentials::Locked => (
            IncidentKind::Credentials,
            "The keychain is locked",
            "Unlock it; Tidegate goes on by itself.".to_owned(),
        ),
        Credentials::Absent => {
            let what = "The keychain holds no credentials for this account. Enter them again: tidegate credentials set.";
            (IncidentKind::Credentials, "No credentials", what.to_owned())
        }
        Credentials::NoKeychain => {
            let what = "This computer has no keychain. Give the secret when Tidegate starts: tidegate run --help says how.";
            (IncidentKind::Credentials, "No keychain", what.to_owned())
        }
        Credentials::Refused(words) => {
            let what = format!(
                "The carrier says \"{words}\". If the secret was renewed, enter the new one, in the window under Settings, Account, or with tidegate credentials set."
            );
            (IncidentKind::SignIn, "The carrier refuses the credentials", what)
        }
    };
    let body = format!(
        "Nothing can be ordered and no circuit can be looked at; each keeps its present tier. {what}"
    );
    Some(Problem {
        kind,
        circuit: None,
        title: title.into(),
        body,
        per_hour: None,
        choices: vec![Remedy::Open],
    })
}

/// Told when it lasts: a network that is seconds behind a wake-up is no news.
fn unreachable(pass: &Pass<'_>) -> Option<Problem> {
    let here = &pass.world.here;
    // Time asleep is no time without an answer.
    let since = here
        .failing_since
        .map(|since| here.awake_since.map_or(since, |awake| since.max(awake)))
        .filter(|since| pass.now - *since >= pass.timings.late_min.max(pass.limits.network_after_wake))?;
    let failure = here.failure.as_deref().unwrap_or("no answer");
    let since = crate::plan::when_text(since, pass.now, pass.world.tenant.zone);
    let (title, what) = if here.inventory_refused {
        ("The carrier does not answer as it should", "If it lasts, ask the carrier and quote that.")
    } else {
        ("The carrier cannot be reached", "Check this computer's network; if that is right, ask the carrier.")
    };
    Some(Problem {
        kind: IncidentKind::Unreachable,
        circuit: None,
        title: title.into(),
        body: format!(
            "Since {since}: {failure}. Nothing is ordered, every circuit keeps its present tier, and Tidegate keeps trying. {what}"
        ),
        per_hour: None,
        choices: vec![Remedy::Open],
    })
}

fn clock(pass: &Pass<'_>) -> Option<Problem> {
    let off = pass.world.here.clock.doubt(pass.limits)?;
    let way = if off > Span::zero() { "slow" } else { "fast" };
    Some(Problem {
        kind: IncidentKind::Clock,
        circuit: None,
        title: "This computer's clock is wrong".into(),
        body: format!(
            "By the carrier's clock it is {} {way}. Raises wait until it is set right; drops go on by the carrier's clock.",
            words_of(off.abs())
        ),
        per_hour: None,
        choices: vec![Remedy::Open],
    })
}

fn disk(pass: &Pass<'_>) -> Option<Problem> {
    pass.world.here.disk_is_full.then(|| Problem {
        kind: IncidentKind::Disk,
        circuit: None,
        title: "The disk of this computer is full".into(),
        body: "Tidegate gave up the room it had put aside, and writes drops and the ends of orders into that. Raises wait until there is room: free at least 10 MB.".into(),
        per_hour: None,
        choices: vec![Remedy::Open],
    })
}

fn unreadable(pass: &Pass<'_>, feed: &crate::feed::Feed, state: &crate::feed::FeedState) -> Option<Problem> {
    let failing = state.failing.as_ref()?;
    let stale = state.is_stale(pass.timings);
    let unread = pass.world.unread_feeds().any(|unread| unread.id == feed.id);
    if !stale && ((failing.may_pass && !unread) || failing.times < 2) {
        return None;
    }
    let stopped = state.is_stopped();
    let then = match (state.read_at, stopped) {
        (None, _) => "It was never read, so nothing is ordered from it.".to_owned(),
        (Some(_), _) if unread => {
            "Until it is read, every circuit keeps at least its present tier.".to_owned()
        }
        (Some(at), false) => format!(
            "The plan of {} stays in force.",
            at.with_timezone(&pass.world.tenant.zone).format("%a %-d %b %H:%M %Z")
        ),
        (Some(_), true) => "It is too old now: nothing new is begun from it.".to_owned(),
    };
    Some(Problem {
        kind: IncidentKind::Feed,
        circuit: None,
        title: format!("The calendar \"{}\" cannot be read", feed.name),
        body: format!("{}. {then}", capital(&failing.message)),
        per_hour: None,
        choices: vec![Remedy::Open],
    })
}

fn shrunken(pass: &Pass<'_>, feed: &crate::feed::Feed, state: &crate::feed::FeedState) -> Option<Problem> {
    let shrunken = state.shrunken.as_ref()?;
    let again = crate::plan::clock_text(shrunken.at + pass.timings.shrunken_again, pass.world.tenant.zone);
    Some(Problem {
        kind: IncidentKind::Shrunken,
        circuit: None,
        title: format!("The calendar \"{}\" lost most of its events", feed.name),
        body: format!(
            "Of {} events in the next two weeks {} are left. Nothing new is begun from it until a second reading at {again} agrees, or you say that it is right.",
            shrunken.before, shrunken.now
        ),
        per_hour: None,
        choices: vec![Remedy::Believe, Remedy::Open],
    })
}

fn mass_change(pass: &Pass<'_>, feed: &crate::feed::Feed, state: &crate::feed::FeedState) -> Option<Problem> {
    let waiting = state.held.iter().filter(|key| key.start > pass.now).count();
    (waiting > 0).then(|| Problem {
        kind: IncidentKind::MassChange,
        circuit: None,
        title: format!("The calendar \"{}\" asks for very much at once", feed.name),
        body: format!(
            "One refresh added or raised so many events that their raises wait for you: {waiting}. What was there before goes on. Look at them, then release them or leave them."
        ),
        per_hour: None,
        choices: vec![Remedy::Release, Remedy::Open],
    })
}

pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
