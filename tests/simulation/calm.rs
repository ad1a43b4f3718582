//! When the trouble is over: a day in which every event must be served in time, and nothing may stay open. Owns what
//! persons do then, and how near to its calendar a circuit must be.

use super::super::stage::At;
use super::run::Run;
use super::world::{CAST, office};
use chrono::TimeDelta;
use tidegate_core::change::State;
use tidegate_core::ids::CircuitId;
use tidegate_core::person::{Act, From};
use tidegate_core::world::{Credentials, Record, Tenant};

/// Changes a day while it is calm: more than anybody needs.
const PLENTY: u32 = 200;

impl Run {
    /// No trouble any more and a calendar for the day: every event is served in time, and at the end nothing is open.
    pub(super) fn calm(&mut self) {
        if !self.is_well() {
            return;
        }
        self.tell(|| "the trouble is over".into());
        let (day, quota) = (self.stage.now, self.quota);
        self.calendar.events.retain(|event| event.end <= day);
        for _ in 0..6 {
            self.calendar.add(&mut self.dice, day + TimeDelta::hours(2), 30);
        }
        let last = day + TimeDelta::hours(20);
        self.calendar.events.retain(|event| event.end <= last);
        self.publish();
        self.stage.carrier.clear_faults();
        self.stage.carrier.complete_stuck(day);
        self.stage.stray = None;
        self.all_is_well_again();
        self.advance(TimeDelta::hours(2));
        self.persons_answer();
        while self.stage.now < day + TimeDelta::hours(24) && self.is_well() {
            self.advance(TimeDelta::minutes(5));
            (0..CAST.len()).for_each(|cast| self.served(cast));
        }
        self.nothing_is_open();
        self.set_quota(quota);
    }

    fn nothing_is_open(&mut self) {
        let open: Vec<&String> = self.stage.world.incidents.keys().collect();
        if !open.is_empty() {
            self.checks.wrong.push(format!("I6 still open after a quiet day: {open:?}"));
        }
    }

    fn set_quota(&mut self, quota: u32) {
        self.stage.carrier.set_quota("1-SIM", quota);
        let mut tenant: Tenant = self.stage.world.tenant.clone();
        tenant.profile.quota_per_day = quota;
        self.stage.commit(vec![Record::Tenant(Box::new(tenant))]);
    }

    /// What persons do when the trouble is over.
    fn all_is_well_again(&mut self) {
        self.stage.credentials = Credentials::Ready;
        self.stage.world.here.credentials = Credentials::Ready;
        self.set_quota(PLENTY);
        self.act(&Act::On(From::Now));
        for cast in &CAST {
            self.act(&Act::Clear(cast.name.into()));
            self.act(&Act::Resume(Some(cast.name.into()), From::Now));
        }
        self.act(&Act::Believe(office()));
        self.stage.passes();
    }

    /// An order that was cancelled twice waits for a person; nothing else does.
    fn persons_answer(&mut self) {
        for cast in &CAST {
            let id = CircuitId::from(cast.name);
            let last = self.stage.world.changes_of(&id).next().map(|change| change.state);
            if last == Some(State::Cancelled) {
                self.act(&Act::Retry(id));
            }
        }
        self.advance(TimeDelta::minutes(15));
    }

    /// The live tier is one that was wanted in the last minutes, or one kept or raised ahead for what is wanted soon.
    fn served(&mut self, cast: usize) {
        let now = self.stage.now;
        let name = CAST[cast].name;
        let live = self.stage.carrier.tier_of(name).expect("of the cast");
        if !self.is_served(cast, live, now) {
            let why = self.stage.plan.as_ref().and_then(|plan| plan.reasons.get(&CircuitId::from(name)));
            self.checks.wrong.push(format!(
                "I6 at {now} {name} has {live}, wanted is {}: {why:?}; its events then: {}",
                self.calendar.wants(cast, now),
                self.calendar.around(cast, now)
            ));
        }
    }

    fn is_served(&self, cast: usize, live: u32, now: At) -> bool {
        let just = self.calendar.wanted(cast, now - TimeDelta::minutes(25), now);
        let soon = self.calendar.wanted(cast, now, now + TimeDelta::minutes(45));
        // A baseline for a few minutes between two lower requests is too short to be of use.
        let gap = TimeDelta::minutes(20);
        let around = self.calendar.wanted(cast, now - gap, now + gap);
        just.contains(&live) || (soon.contains(&live) && around.iter().any(|wanted| *wanted <= live))
    }
}
