//! A clock that ran ahead and was set back (design §6, Clock). What was noted of a time that has not come is as of now:
//! else an order would be waited for until then, a calendar count as fresh, and a failure be forgotten. Owns which
//! stamps those are; which clock is believed is `clock`'s and [`World::now`]'s matter.

use crate::audit::Entry;
use crate::carrier::LONGEST_WAIT_SECONDS;
use crate::change::{Change, REFUSALS};
use crate::circuit::{Adopted, Circuit, CircuitState};
use crate::feed::FeedState;
use crate::ids::Actor;
use crate::incident::{Incident, words_of};
use crate::overrides::Override;
use crate::quota::QuotaDay;
use crate::tenant::Tenant;
use crate::time::{Instant, Span, gmt_day};
use crate::timings::{Limits, Timings};
use crate::world::{Here, Record, World};

impl World {
    /// The time to act by where the local clock shows this. A clock that was set back is in question, as is one that is
    /// behind what was noted before this process began.
    pub(crate) fn tick(&mut self, local: Instant, limits: &Limits) -> Instant {
        let before = self.here.local.replace(local);
        if before.is_none() {
            self.here.latest = self.here.latest.max(newest(self));
        }
        let known = before.or_else(|| self.here.latest.filter(|latest| *latest > local));
        self.here.clock.moved(known.map_or(Span::zero(), |known| local - known), limits);
        self.now(local)
    }

    /// As [`World::now`], with a note that something is stamped with it.
    pub(crate) fn noted(&mut self, local: Instant) -> Instant {
        let now = self.now(local);
        self.here.latest = self.here.latest.max(Some(now));
        now
    }
}

/// The latest instant that a circuit was judged, a calendar tried or an order noted at.
fn newest(world: &World) -> Option<Instant> {
    let judged = world.states.values().map(|state| state.judged);
    let tried = world.feed_states.values().filter_map(|state| state.tried_at);
    let noted = world.ledger().map(|change| change.ended.unwrap_or(change.opened));
    judged.chain(tried).chain(noted).max()
}

/// Where a clock was set back to.
struct Back<'a> {
    now: Instant,
    /// What lies behind this is of a time that has not come.
    ahead: Instant,
    /// The latest instant that this process has acted at.
    latest: Option<Instant>,
    limits: &'a Limits,
    timings: &'a Timings,
}

/// What must be made durable so that nothing is stamped with a time that has not come; what only this process knows is
/// put right in place. `now` must be the time to act by, [`World::now`]: before what was last ordered nothing is set
/// back. Nothing is done unless the clock is behind where it was by more than the small tolerance.
pub(crate) fn set_back(world: &mut World, now: Instant, limits: &Limits) -> Vec<Record> {
    let latest = world.here.latest;
    world.here.awake_since = world.here.awake_since.map(|awake| awake.min(now));
    if latest.is_some_and(|latest| latest - now <= limits.clock_small) {
        world.here.latest = latest.max(Some(now));
        return vec![];
    }
    let timings = world.tenant.profile.timings.clone();
    let back = Back { now, ahead: now + limits.clock_small, latest, limits, timings: &timings };
    back.here(&mut world.here);
    let mut records = back.rows(world);
    // Until what is durable is right too it is tried again.
    world.here.latest = records.is_empty().then_some(now);
    if !records.is_empty() {
        let by = latest.map(|latest| format!("{} ", words_of(latest - now))).unwrap_or_default();
        let why = format!(
            "it is {by}earlier than this computer's clock had said; what was noted of a later time counts as of now"
        );
        records.push(Record::Audit(Entry::new(now, Actor::Program, "clock.set-back", why)));
    }
    records
}

impl Back<'_> {
    fn pulled(&self, at: Instant) -> Instant {
        if at > self.ahead { self.now } else { at }
    }

    fn maybe(&self, at: Option<Instant>) -> Option<Instant> {
        at.map(|at| self.pulled(at))
    }

    /// What is left of a wait, which nobody asks to be longer than `longest`.
    fn wait(&self, until: Option<Instant>, longest: Span) -> Option<Instant> {
        let until = until.filter(|until| *until > self.ahead)?;
        let left = self.latest.map_or(until - self.now, |latest| (until - latest).max(Span::zero()));
        Some(if left > longest { self.now } else { self.now + left })
    }

    /// What was seen at a time that has not come was seen at some time before now: it is looked at again.
    fn here(&self, here: &mut Here) {
        let unless_ahead = |at: &mut Option<Instant>| *at = at.filter(|at| *at <= self.ahead);
        [&mut here.inventory_at, &mut here.inventory_tried].into_iter().for_each(unless_ahead);
        here.passed_at = self.maybe(here.passed_at);
        here.connected_since = self.maybe(here.connected_since);
        here.failing_since = self.maybe(here.failing_since);
        here.pages_begun = self.maybe(here.pages_begun);
        here.not_before = self.wait(here.not_before, self.limits.backoff_longest);
        here.asked_to_wait = self.wait(here.asked_to_wait, Span::seconds(LONGEST_WAIT_SECONDS));
        here.followed.retain(|_, at| *at <= self.ahead);
        here.tiers_tried.retain(|_, at| *at <= self.ahead);
        here.unread.values_mut().for_each(|at| *at = self.pulled(*at));
        // Read for the months around that time, it says little about these.
        here.readings.retain(|_, (at, _)| *at <= self.ahead);
    }

    fn rows(&self, world: &World) -> Vec<Record> {
        let mut records = Vec::new();
        records.extend(changed(&world.tenant, self.tenant(&world.tenant)).map(Record::Tenant));
        let circuits = world.circuits.values().filter_map(|one| changed(one, self.circuit(one)));
        records.extend(circuits.map(Record::Circuit));
        let states = world.states.values().filter_map(|one| changed(one, self.state(one)));
        records.extend(states.map(Record::State));
        let feeds = world.feed_states.values().filter_map(|one| changed(one, self.feed(one)));
        records.extend(feeds.map(Record::FeedState));
        let overrides = world.overrides.values().filter_map(|one| changed(one, self.by_person(one)));
        records.extend(overrides.map(|one| Record::Override(*one)));
        let changes = world.ledger().filter_map(|one| changed(one, self.change(one)));
        records.extend(changes.map(Record::Change));
        let incidents = world.incidents.values().filter_map(|one| changed(one, self.incident(one)));
        records.extend(incidents.map(Record::Incident));
        records.extend(self.quota(world));
        records
    }

    fn tenant(&self, old: &Tenant) -> Tenant {
        Tenant { paused: self.maybe(old.paused), ..old.clone() }
    }

    fn circuit(&self, old: &Circuit) -> Circuit {
        let mut new =
            Circuit { since: self.pulled(old.since), paused: self.maybe(old.paused), ..old.clone() };
        new.offers.iter_mut().for_each(|offer| offer.quoted = self.pulled(offer.quoted));
        new.former.iter_mut().for_each(|one| one.until = self.pulled(one.until));
        new
    }

    fn state(&self, old: &CircuitState) -> CircuitState {
        let mut new = CircuitState {
            busy_at: self.maybe(old.busy_at),
            judged: self.pulled(old.judged),
            retry_from: self.maybe(old.retry_from),
            stopped: self.maybe(old.stopped),
            ..old.clone()
        };
        new.foreign.iter_mut().for_each(|at| *at = self.pulled(*at));
        new.aim.iter_mut().for_each(|aim| aim.since = self.pulled(aim.since));
        new.due.iter_mut().for_each(|due| due.since = self.pulled(due.since));
        if let Some(Adopted::Drift { at, .. }) = &mut new.adopted {
            *at = self.pulled(*at);
        }
        new
    }

    fn feed(&self, old: &FeedState) -> FeedState {
        let mut new = FeedState {
            read_at: self.maybe(old.read_at),
            tried_at: self.maybe(old.tried_at),
            changed_at: self.maybe(old.changed_at),
            explained: self.maybe(old.explained),
            ..old.clone()
        };
        if old.not_before > Some(self.ahead) {
            new.not_before = self.wait(old.not_before, self.timings.stale_told);
        }
        new.late.values_mut().for_each(|at| *at = self.pulled(*at));
        if let Some(failing) = &mut new.failing {
            (failing.since, failing.stopped) = (self.pulled(failing.since), self.maybe(failing.stopped));
        }
        if let Some(shrunken) = &mut new.shrunken {
            (shrunken.at, shrunken.believed) = (self.pulled(shrunken.at), self.maybe(shrunken.believed));
        }
        new
    }

    /// It begins now and lasts as long as the person said.
    fn by_person(&self, old: &Override) -> Override {
        let from = self.pulled(old.from);
        Override { from, until: old.until - (old.from - from), ..old.clone() }
    }

    /// Its boundary stays: it is the order's name.
    fn change(&self, old: &Change) -> Change {
        let today = gmt_day(self.ahead);
        let mut new = Change {
            opened: self.pulled(old.opened),
            sent: self.maybe(old.sent),
            unknown: self.maybe(old.unknown),
            ended: self.maybe(old.ended),
            counted: old.counted.map(|day| day.min(today)),
            quote: old.quote.clone().filter(|quote| quote.at <= self.ahead),
            ..old.clone()
        };
        if old.not_before > Some(self.ahead) {
            let tries = i32::try_from(REFUSALS).unwrap_or(i32::MAX);
            new.not_before = self.wait(old.not_before, self.timings.poll_early * tries);
        }
        new.words.iter_mut().for_each(|(at, _)| *at = self.pulled(*at));
        new
    }

    /// It has lasted as long as it had when the clock was put right.
    fn incident(&self, old: &Incident) -> Incident {
        let by = self.latest.map_or(Span::zero(), |latest| (latest - self.now).max(Span::zero()));
        let opened = if old.opened > self.ahead { (old.opened - by).min(self.now) } else { old.opened };
        Incident { opened, updated: self.pulled(old.updated), ..old.clone() }
    }

    /// What was counted of days that have not come was ordered until today.
    fn quota(&self, world: &World) -> Vec<Record> {
        let today = gmt_day(self.ahead);
        let none = QuotaDay::default();
        let coming = world.quota.iter().filter(|(day, counted)| **day > today && **counted != none);
        let mut sum = world.quota.get(&today).cloned().unwrap_or_default();
        let mut records = Vec::new();
        for (day, counted) in coming {
            sum.ours += counted.ours;
            sum.foreign += counted.foreign;
            sum.full |= counted.full;
            records.push(Record::Quota(*day, none.clone()));
        }
        if !records.is_empty() {
            records.push(Record::Quota(today, sum));
        }
        records
    }
}

/// The new one where it differs.
fn changed<T: PartialEq>(old: &T, new: T) -> Option<Box<T>> {
    (new != *old).then(|| Box::new(new))
}

#[cfg(test)]
mod tests;
