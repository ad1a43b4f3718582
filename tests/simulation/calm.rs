//! When the trouble is over: a day in which every event must be served in time, and nothing may stay open. Owns what
//! persons do then, and how near to its calendar a circuit must be.

use super::super::stage::{At, Disk, Published};
use super::run::Run;
use super::world::{CAST, Calendar, Dice, OURS, PLENTY, THEIRS, US, office};
use chrono::TimeDelta;
use tidegate_core::change::State;
use tidegate_core::ids::CircuitId;
use tidegate_core::person::{self, Act, From};
use tidegate_core::world::{Record, Tenant};

impl Run {
    /// No trouble any more and a calendar for the day: every event is served in time, and at the end nothing is open.
    pub(super) fn calm(&mut self) {
        if !self.is_well() {
            return;
        }
        self.tell(|| "the trouble is over".into());
        let day = self.stage.now;
        day_of(&mut self.calendar, &mut self.dice, day);
        self.publish();
        self.strangers_day(day);
        self.stage.carrier.clear_faults();
        self.stage.carrier.complete_stuck(day);
        self.on_each(Self::all_is_well_again);
        self.advance(TimeDelta::hours(2));
        self.on_each(Self::persons_answer);
        self.advance(TimeDelta::minutes(15));
        while self.stage.now < day + TimeDelta::hours(24) && self.is_well() {
            self.advance(TimeDelta::minutes(5));
            OURS.for_each(|cast| self.served(cast));
            self.stranger_is_served();
        }
        self.on_each(Self::nothing_is_open);
        self.on_each(|run| run.set_quota(run.quota));
    }

    /// On each computer of the office.
    fn on_each(&mut self, act: impl Fn(&mut Self)) {
        act(self);
        if self.company.shares() {
            self.turn();
            act(self);
            self.turn();
        }
    }

    fn strangers_day(&mut self, day: At) {
        let Some(beside) = &mut self.beside else { return };
        if let Some((calendar, _)) = &mut beside.stranger {
            day_of(calendar, &mut self.dice, day);
            beside.stage.published.insert(office(), Published::Text(calendar.text()));
            let now = beside.stage.acts_at();
            if let Ok(records) = person::act(&beside.stage.world, "bob", &Act::Believe(office()), now) {
                beside.stage.commit(records);
            }
        }
    }

    /// Whatever went wrong for one customer, another's circuit is served.
    fn stranger_is_served(&mut self) {
        let now = self.stage.now;
        let Some((calendar, _)) = self.beside.as_ref().and_then(|beside| beside.stranger.as_ref()) else {
            return;
        };
        for cast in THEIRS {
            let live = self.stage.carrier.tier_of(CAST[cast].name).expect("of the cast");
            if !is_served(calendar, cast, live, now) {
                let around = calendar.around(cast, now);
                self.checks
                    .wrong
                    .push(format!("I6 at {now} the stranger has {live}; its events then: {around}"));
            }
        }
    }

    fn nothing_is_open(&mut self) {
        let open: Vec<&String> = self.stage.world.incidents.keys().collect();
        if !open.is_empty() {
            self.checks.wrong.push(format!("I6 still open after a quiet day: {open:?}"));
        }
    }

    fn set_quota(&mut self, quota: u32) {
        self.stage.carrier.set_quota(US[0], quota);
        let mut tenant: Tenant = self.stage.world.tenant.clone();
        tenant.profile.quota_per_day = quota;
        self.stage.commit(vec![Record::Tenant(Box::new(tenant))]);
    }

    /// What persons do when the trouble is over.
    fn all_is_well_again(&mut self) {
        self.stage.stray = None;
        self.stage.disk = Disk::Takes;
        self.sets_the_clock_right();
        self.unlocks();
        self.stage.passes();
        self.set_quota(PLENTY);
        self.act(&Act::On(From::Now));
        for cast in &CAST[OURS] {
            self.act(&Act::Clear(cast.name.into()));
            self.act(&Act::Resume(Some(cast.name.into()), From::Now));
        }
        self.act(&Act::Believe(office()));
        self.stage.passes();
    }

    /// An order that was cancelled twice waits for a person; nothing else does.
    fn persons_answer(&mut self) {
        for cast in &CAST[OURS] {
            let id = CircuitId::from(cast.name);
            let last = self.stage.world.changes_of(&id).next().map(|change| change.state);
            if last == Some(State::Cancelled) {
                self.act(&Act::Retry(id));
            }
        }
    }

    /// The live tier is one that was wanted in the last minutes, or one kept or raised ahead for what is wanted soon.
    fn served(&mut self, cast: usize) {
        let now = self.stage.now;
        let name = CAST[cast].name;
        let live = self.stage.carrier.tier_of(name).expect("of the cast");
        if !is_served(&self.calendar, cast, live, now) {
            let why = self.stage.plan.as_ref().and_then(|plan| plan.reasons.get(&CircuitId::from(name)));
            self.checks.wrong.push(format!(
                "I6 at {now} {name} has {live}, wanted is {}: {why:?}; its events then: {}",
                self.calendar.wants(cast, now),
                self.calendar.around(cast, now)
            ));
        }
    }
}

/// A calendar for a day without trouble: every event long enough to be served, and over before the day is.
fn day_of(calendar: &mut Calendar, dice: &mut Dice, day: At) {
    calendar.events.retain(|event| event.end <= day);
    (0..6).for_each(|_| calendar.add(dice, day + TimeDelta::hours(2), 30));
    let last = day + TimeDelta::hours(20);
    calendar.events.retain(|event| event.end <= last);
}

fn is_served(calendar: &Calendar, cast: usize, live: u32, now: At) -> bool {
    let just = calendar.wanted(cast, now - TimeDelta::minutes(25), now);
    let soon = calendar.wanted(cast, now, now + TimeDelta::minutes(45));
    // A baseline for a few minutes between two lower requests is too short to be of use.
    let gap = TimeDelta::minutes(20);
    let around = calendar.wanted(cast, now - gap, now + gap);
    just.contains(&live) || (soon.contains(&live) && around.iter().any(|wanted| *wanted <= live))
}
