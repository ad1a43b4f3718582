//! What a seed lets go wrong, and the quiet day at the end in which everything must find back.

use super::super::stage::{At, Published, Stage};
use super::check::{Checks, STRAY};
use super::world::{self, CAST, Calendar, Dice, begin, office, tier};
use chrono::TimeDelta;
use tidegate_core::carrier::Dialect;
use tidegate_core::ids::CircuitId;
use tidegate_core::person::{self, Act, From};
use tidegate_core::world::{Credentials, Record, Tenant};
use tidegate_sim::{Act as Trouble, Ending, Fault, Instead, On, Spoil, Times};

/// One seed's story.
pub(crate) struct Run {
    dice: Dice,
    stage: Stage,
    calendar: Calendar,
    checks: Checks,
    quota: u32,
}

impl Run {
    pub(crate) fn new(seed: u64, dialect: Dialect) -> Self {
        let mut dice = Dice::new(seed);
        let mut calendar = Calendar::default();
        for day in 0..4 {
            for _ in 0..dice.between(0, 8) {
                calendar.add(&mut dice, begin() + TimeDelta::days(day), 5);
            }
        }
        let quota = *dice.pick(&[10, 24, 24, 60]);
        let stage = world::stage(seed, dialect, quota, [60, 400], &calendar);
        Self { dice, stage, calendar, checks: Checks::default(), quota }
    }

    /// Plays so many days, the last one quiet; what went wrong.
    pub(crate) fn play(&mut self, days: i64) -> Vec<String> {
        let quiet = begin() + TimeDelta::days(days - 1);
        while self.stage.now < quiet && self.checks.wrong.is_empty() {
            let pause = TimeDelta::seconds(self.dice.between(20, 3 * 3600));
            self.advance(pause.min(quiet - self.stage.now));
            if self.stage.now < quiet {
                self.trouble(quiet);
            }
        }
        if self.checks.wrong.is_empty() {
            self.quiet_day();
        }
        self.stage.verify_audit();
        std::mem::take(&mut self.checks.wrong)
    }

    /// What two runs of one seed must have in common.
    pub(crate) fn transcript(&self) -> String {
        format!("{} {:?}", self.stage.audit_hash(), self.stage.carrier.orders())
    }

    /// Lets time pass, and looks at least once an hour.
    fn advance(&mut self, span: TimeDelta) {
        let until = self.stage.now + span;
        while self.stage.now < until {
            let next = (self.stage.now + TimeDelta::hours(1)).min(until);
            self.stage.play_until(next);
            self.checks.look(&self.stage, self.quota);
        }
    }

    fn trouble(&mut self, quiet: At) {
        let left = quiet - self.stage.now;
        let some =
            |dice: &mut Dice, low: i64, high: i64| TimeDelta::seconds(dice.between(low, high)).min(left);
        match self.dice.below(30) {
            0..=7 => self.fault(),
            8..=13 => self.edit(),
            14 | 15 => {
                self.stage.sleep();
                let span = some(&mut self.dice, 20, 9 * 3600);
                self.meanwhile(span);
                self.stage.wake();
            }
            16 => {
                self.stage.kill();
                let span = some(&mut self.dice, 1, 2 * 3600);
                self.meanwhile(span);
                self.stage.start();
            }
            17 => {
                // Killed, or put to sleep, just when an order is on its way.
                let sent = self.stage.orders_sent;
                let until = self.stage.now + some(&mut self.dice, 3600, 12 * 3600);
                self.stage.play_until_order(until);
                self.checks.look(&self.stage, self.quota);
                if self.stage.orders_sent == sent {
                    return;
                }
                let is_kill = self.dice.below(2) == 0;
                if is_kill {
                    self.stage.kill()
                } else {
                    self.stage.sleep()
                }
                let span = TimeDelta::milliseconds(self.dice.between(10, 200))
                    * i32::from(self.dice.below(2) == 0)
                    + some(&mut self.dice, 1, 3600).min(quiet - self.stage.now);
                self.advance(span.min(quiet - self.stage.now));
                if is_kill { self.stage.start() } else { self.stage.wake() }
            }
            18 | 19 => {
                self.stage.connected = false;
                let span = some(&mut self.dice, 5, 5 * 3600);
                self.meanwhile(span);
                self.stage.connected = true;
            }
            20 => {
                self.stage.carrier.set_unreachable(true);
                let span = some(&mut self.dice, 5, 3 * 3600);
                self.meanwhile(span);
                self.stage.carrier.set_unreachable(false);
            }
            21 => {
                let broken = match self.dice.below(4) {
                    0 => Published::Status(503),
                    1 => Published::Nothing,
                    2 => Published::Text("<html><title>Sign in</title></html>".into()),
                    _ => Published::Text(Calendar::default().text()),
                };
                self.stage.published.insert(office(), broken);
                let span = some(&mut self.dice, 60, 6 * 3600);
                self.meanwhile(span);
                self.publish();
            }
            22 => self.stage.carrier.expire_tokens(),
            23 if self.dice.below(3) == 0 => self.somebody_else(),
            23..=25 => self.person(),
            27 => {
                self.checks.strayed = true;
                let late = self.dice.between(1, STRAY.num_seconds());
                self.stage.stray = Some(TimeDelta::seconds(late));
            }
            26 => self.act(&Act::Resume(None, From::Now)),
            _ => {}
        }
    }

    /// Time passes in which one more thing may happen.
    fn meanwhile(&mut self, span: TimeDelta) {
        self.advance(span / 2);
        match self.dice.below(8) {
            0 | 1 => self.edit(),
            2 => self.fault(),
            3 => self.somebody_else(),
            _ => {}
        }
        self.advance(span - span / 2);
    }

    fn fault(&mut self) {
        let order = |ending| Trouble::Order(ending);
        let minutes = TimeDelta::minutes(self.dice.between(1, 8));
        let (on, act) = match self.dice.below(27) {
            0 => (On::Change, order(Ending::Fail(None))),
            1 => (On::Change, order(Ending::Cancel(None))),
            2 => {
                self.checks.lagged = true;
                (On::Change, order(Ending::Lag(minutes)))
            }
            3 | 4 => (On::Change, Trouble::Spoil(Spoil::LoseReply)),
            5 => (On::Change, Trouble::Spoil(Spoil::Status(502))),
            6 => (On::Change, Trouble::Spoil(Spoil::Garbage)),
            7 => (On::Change, Trouble::Spoil(Spoil::Truncated)),
            8 => (On::Change, Trouble::Instead(Instead::LoseRequest)),
            9 => (On::Change, Trouble::Instead(Instead::Status(503))),
            10 => (On::Change, Trouble::Instead(Instead::Locked)),
            11 => (On::Change, Trouble::Instead(Instead::TooMany(Some("30".into())))),
            12 => (On::Change, Trouble::Instead(Instead::LoginPage)),
            13 => (On::Change, Trouble::Instead(Instead::HtmlRefusal)),
            14 => (On::Quote, Trouble::Instead(Instead::NotNaas)),
            15 => (On::Quote, Trouble::Instead(Instead::NoRule)),
            16 => (On::Quote, Trouble::Instead(Instead::Status(500))),
            17 => (On::Change, Trouble::Instead(Instead::QuoteExpired)),
            18 => (On::Inventory, Trouble::Spoil(Spoil::Garbage)),
            19 => (On::Inventory, Trouble::Instead(Instead::Status(500))),
            20 => (On::Inventory, Trouble::Instead(Instead::LoginPage)),
            21 => (On::OrderStatus, Trouble::Instead(Instead::NotFound)),
            22 => (On::OrderStatus, Trouble::Spoil(Spoil::LoseReply)),
            23 => (On::Any, Trouble::Instead(Instead::TooMany(None))),
            24 => (On::Any, Trouble::Instead(Instead::Status(500))),
            25 => (On::Any, Trouble::Slow(TimeDelta::seconds(self.dice.between(2, 29)))),
            _ => (On::Any, Trouble::Instead(Instead::LoseRequest)),
        };
        let times = u32::try_from(*self.dice.pick(&[1, 1, 1, 2, 3, 5, 40])).expect("small");
        let times = if on == On::Any || on == On::Inventory { times } else { times.min(5) };
        self.stage.carrier.add_fault(Fault { times: Times::Count(times), ..Fault::next(on, act) });
    }

    /// Somebody works on the calendar.
    fn edit(&mut self) {
        let today = self.stage.now.date_naive().and_hms_opt(0, 0, 0).expect("midnight").and_utc();
        match self.dice.below(6) {
            0..=2 => {
                let day = today + TimeDelta::days(self.dice.between(0, 3));
                self.calendar.add(&mut self.dice, day, 5);
            }
            3 if !self.calendar.events.is_empty() => {
                let index = self.dice.below(self.calendar.events.len() as u64);
                self.calendar.events.remove(usize::try_from(index).expect("an index"));
            }
            4 if !self.calendar.events.is_empty() => {
                let index =
                    usize::try_from(self.dice.below(self.calendar.events.len() as u64)).expect("an index");
                let minutes = TimeDelta::minutes(self.dice.between(-90, 90));
                let event = &mut self.calendar.events[index];
                event.end = (event.end + minutes).max(event.start + TimeDelta::minutes(5));
            }
            _ => {
                // What runs now ends at once.
                let now = self.stage.now;
                self.calendar.events.retain(|event| !(event.start <= now && now < event.end));
            }
        }
        self.publish();
    }

    fn publish(&mut self) {
        let week = self.stage.now - TimeDelta::days(3);
        self.calendar.events.retain(|event| event.end > week);
        self.stage.published.insert(office(), Published::Text(self.calendar.text()));
    }

    fn somebody_else(&mut self) {
        let index = usize::try_from(self.dice.below(3)).expect("small");
        let cast = &CAST[index];
        let mbps = *self.dice.pick(&[100, 200, 500, 1000]);
        let now = self.stage.now;
        self.checks.foreign.push((now, cast.name));
        if self.dice.below(2) == 0 {
            self.stage.carrier.portal_change(now, cast.name, mbps);
        } else {
            let lasts = TimeDelta::minutes(self.dice.between(1, 120));
            let mbps = (self.dice.below(2) == 0).then_some(mbps);
            self.checks.foreign.push((now + lasts, cast.name));
            self.stage.carrier.foreign_order(now, cast.name, lasts, mbps);
        }
    }

    fn person(&mut self) {
        let index = usize::try_from(self.dice.below(3)).expect("small");
        let id = CircuitId::from(CAST[index].name);
        let until = self.stage.now + TimeDelta::minutes(self.dice.between(5, 300));
        let mbps = tier(*self.dice.pick(&[50, 100, 200, 500, 1000, 2000]));
        let act = match self.dice.below(11) {
            0 | 1 => Act::Boost(id, mbps, until),
            2 | 3 => Act::Hold(id, mbps, until),
            4 => Act::Clear(id),
            5 => Act::Pause(Some(id)),
            6 => Act::Resume(Some(id), *self.dice.pick(&[From::Now, From::Next])),
            7 => Act::Retry(id),
            8 => Act::BaselineAll,
            9 => self.dice.pick(&[Act::Off, Act::On(From::Now), Act::On(From::Next)]).clone(),
            _ => Act::Restore(id),
        };
        self.act(&act);
    }

    /// A person acts; what is refused is no matter here.
    fn act(&mut self, act: &Act) {
        if let (true, Ok(records)) =
            (self.stage.running, person::act(&self.stage.world, "ann", act, self.stage.now))
        {
            self.stage.commit(records);
        }
    }

    /// No trouble any more and a calendar for the day: every event is served in time, and at the end nothing is open.
    fn quiet_day(&mut self) {
        let day = self.stage.now;
        self.calendar.events.retain(|event| event.end <= day);
        for _ in 0..6 {
            self.calendar.add(&mut self.dice, day + TimeDelta::hours(2), 30);
        }
        let last = day + TimeDelta::hours(20);
        self.calendar.events.retain(|event| event.end <= last);
        self.publish();
        self.stage.carrier.clear_faults();
        self.stage.stray = None;
        self.stage.carrier.set_quota("1-SIM", 200);
        self.quota = 200;
        self.all_is_well_again();
        self.advance(TimeDelta::hours(2));
        while self.stage.now < day + TimeDelta::hours(23) {
            self.advance(TimeDelta::minutes(5));
            (0..CAST.len()).for_each(|cast| self.served(cast));
        }
        let open: Vec<&String> = self.stage.world.incidents.keys().collect();
        if !open.is_empty() {
            self.checks.wrong.push(format!("I6 still open after a quiet day: {open:?}"));
        }
    }

    /// What persons do when the trouble is over.
    fn all_is_well_again(&mut self) {
        let mut tenant: Tenant = self.stage.world.tenant.clone();
        tenant.profile.quota_per_day = 200;
        self.stage.credentials = Credentials::Ready;
        self.stage.world.here.credentials = Credentials::Ready;
        self.stage.commit(vec![Record::Tenant(Box::new(tenant))]);
        self.act(&Act::On(From::Now));
        for cast in &CAST {
            self.act(&Act::Clear(cast.name.into()));
            self.act(&Act::Resume(Some(cast.name.into()), From::Now));
        }
        self.act(&Act::Believe(office()));
        self.stage.passes();
    }

    /// The live tier is one that was wanted in the last minutes, or one kept or raised ahead for what is wanted soon.
    fn served(&mut self, cast: usize) {
        let now = self.stage.now;
        let name = CAST[cast].name;
        let live = self.stage.carrier.tier_of(name).expect("of the cast");
        let just = self.calendar.wanted(cast, now - TimeDelta::minutes(25), now);
        let soon = self.calendar.wanted(cast, now, now + TimeDelta::minutes(45));
        // A baseline for a few minutes between two lower requests is too short to be of use.
        let gap = TimeDelta::minutes(20);
        let around = self.calendar.wanted(cast, now - gap, now + gap);
        let ahead = soon.contains(&live) && around.iter().any(|wanted| *wanted <= live);
        if !just.contains(&live) && !ahead {
            let why = self.stage.plan.as_ref().and_then(|plan| plan.reasons.get(&CircuitId::from(name)));
            self.checks.wrong.push(format!(
                "I6 at {now} {name} has {live}, wanted is {}: {why:?}; its events then: {}",
                self.calendar.wants(cast, now),
                self.calendar.around(cast, now)
            ));
        }
    }
}
