//! What a seed lets go wrong: sleep, kills, cuts, every fault the carrier knows, edits, and persons. Owns the choice;
//! what must hold all the same is `check`'s and `journal`'s.

use super::super::stage::{At, Published};
use super::journal::STRAY;
use super::run::Run;
use super::world::{CAST, Calendar, begin, office, tier};
use chrono::TimeDelta;
use tidegate_core::ids::CircuitId;
use tidegate_core::person::{self, Act, From};
use tidegate_sim::{Act as Trouble, Ending, Fault, Instead, On, Spoil, Times};

impl Run {
    /// One thing that goes wrong, and what comes of it until `calm` at the latest.
    pub(super) fn trouble(&mut self, calm: At) {
        match self.dice.below(32) {
            0..=7 => self.fault(),
            8..=13 => self.edit(),
            14 | 15 => self.sleeps(calm),
            16 => self.is_killed(calm),
            17 => self.stops_while_ordering(calm),
            18 | 19 => self.has_no_network(calm),
            20 => self.carrier_is_away(calm),
            21 => self.calendar_is_broken(calm),
            22 => {
                self.tell(|| "all tokens are made invalid".into());
                self.stage.carrier.expire_tokens();
            }
            23 if self.dice.below(3) == 0 => self.somebody_else(),
            23..=25 => self.person(),
            26 => self.act(&Act::Resume(None, From::Now)),
            27 => {
                let late = TimeDelta::seconds(self.dice.between(1, STRAY.num_seconds()));
                self.tell(|| format!("the next order arrives {} s late", late.num_seconds()));
                self.journal.strayed = true;
                self.stage.stray = Some(late);
            }
            28 | 29 => self.goes_on_failing(),
            _ => {}
        }
    }

    /// A span from the dice that ends before the calm.
    fn span(&mut self, low: i64, high: i64, calm: At) -> TimeDelta {
        TimeDelta::seconds(self.dice.between(low, high)).min(calm - self.stage.now)
    }

    fn sleeps(&mut self, calm: At) {
        let span = self.span(20, 9 * 3600, calm);
        self.tell(|| format!("the computer sleeps for {} min", span.num_minutes()));
        self.stage.sleep();
        self.meanwhile(span);
        self.wake();
    }

    fn is_killed(&mut self, calm: At) {
        let span = self.span(1, 2 * 3600, calm);
        self.tell(|| format!("the program is killed for {} min", span.num_minutes()));
        self.stage.kill();
        self.meanwhile(span);
        self.start();
    }

    /// What the carrier asked for may be forgotten, or its answer was lost.
    fn start(&mut self) {
        self.tell(|| "the program starts".into());
        self.journal.patience = None;
        self.stage.start();
    }

    fn wake(&mut self) {
        self.tell(|| "the computer wakes".into());
        self.journal.patience = None;
        self.stage.wake();
    }

    /// Killed, or put to sleep, just when an order is on its way.
    fn stops_while_ordering(&mut self, calm: At) {
        let sent = self.stage.orders_sent;
        let until = self.stage.now + self.span(3600, 12 * 3600, calm);
        self.stage.passes();
        self.look();
        while let Some(next) = self.stage.next(until).filter(|_| self.stage.orders_sent == sent) {
            self.stage.act_at(next);
            self.look();
        }
        if self.stage.orders_sent == sent {
            self.stage.now = until;
            return;
        }
        let is_kill = self.dice.below(2) == 0;
        self.tell(|| {
            format!("an order is on its way; the program is {}", if is_kill { "killed" } else { "asleep" })
        });
        if is_kill {
            self.stage.kill()
        } else {
            self.stage.sleep()
        }
        let short = TimeDelta::milliseconds(self.dice.between(10, 200)) * i32::from(self.dice.below(2) == 0);
        let span = short + self.span(1, 3600, calm);
        self.advance(span.min(calm - self.stage.now));
        if is_kill { self.start() } else { self.wake() }
    }

    fn has_no_network(&mut self, calm: At) {
        let span = self.span(5, 5 * 3600, calm);
        self.tell(|| format!("no network for {} min", span.num_minutes()));
        self.stage.connected = false;
        self.meanwhile(span);
        self.tell(|| "the network is back".into());
        self.stage.connected = true;
    }

    fn carrier_is_away(&mut self, calm: At) {
        let span = self.span(5, 3 * 3600, calm);
        self.tell(|| format!("the carrier is away for {} min", span.num_minutes()));
        self.stage.carrier.set_unreachable(true);
        self.meanwhile(span);
        self.tell(|| "the carrier is back".into());
        self.stage.carrier.set_unreachable(false);
    }

    fn calendar_is_broken(&mut self, calm: At) {
        let broken = match self.dice.below(4) {
            0 => Published::Status(503),
            1 => Published::Nothing,
            2 => Published::Text("<html><title>Sign in</title></html>".into()),
            _ => Published::Text(Calendar::default().text()),
        };
        self.tell(|| format!("the calendar is {broken:.60?}"));
        self.stage.published.insert(office(), broken);
        let span = self.span(60, 6 * 3600, calm);
        self.meanwhile(span);
        self.publish();
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

    /// The next requests go wrong, or the orders that come of them.
    fn fault(&mut self) {
        let (on, act) = self.what_fails();
        let times = u32::try_from(*self.dice.pick(&[1, 1, 1, 2, 3, 5, 40])).expect("small");
        let times = if on == On::Any || on == On::Inventory { times } else { times.min(5) };
        self.tell(|| format!("{times} times on {on:?}: {act:?}"));
        self.stage.carrier.add_fault(Fault { times: Times::Count(times), ..Fault::next(on, act) });
    }

    fn what_fails(&mut self) -> (On, Trouble) {
        let order = |ending| Trouble::Order(ending);
        let minutes = TimeDelta::minutes(self.dice.between(1, 8));
        match self.dice.below(29) {
            0 => (On::Change, order(Ending::Fail(None))),
            1 => (On::Change, order(Ending::Cancel(None))),
            2 => {
                self.journal.lagged = true;
                (On::Change, order(Ending::Lag(minutes)))
            }
            3 | 4 => (On::Change, Trouble::Spoil(Spoil::LoseReply)),
            5 => (On::Change, Trouble::Spoil(Spoil::Status(502))),
            6 => (On::Change, Trouble::Spoil(Spoil::Garbage)),
            7 => (On::Change, Trouble::Spoil(Spoil::Truncated)),
            8 => (On::Change, Trouble::Instead(Instead::LoseRequest)),
            9 => (On::Change, Trouble::Instead(Instead::Status(503))),
            10 => (On::Change, Trouble::Instead(Instead::Locked)),
            11 => (On::Change, Trouble::Instead(Instead::TooMany(Some("120".into())))),
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
            26 => (On::Change, order(Ending::Hollow)),
            27 => (On::Change, order(Ending::Stuck)),
            _ => (On::Any, Trouble::Instead(Instead::LoseRequest)),
        }
    }

    /// For hours every order of one circuit goes wrong in the same way.
    fn goes_on_failing(&mut self) {
        let (on, act) = match self.dice.below(8) {
            0..=2 => (On::Change, Trouble::Order(Ending::Fail(None))),
            3 => (On::Change, Trouble::Order(Ending::Hollow)),
            4 => (On::Change, Trouble::Instead(Instead::Locked)),
            5 => (On::Change, Trouble::Instead(Instead::QuoteExpired)),
            6 => (On::Quote, Trouble::Instead(Instead::NoRule)),
            _ => (On::Change, Trouble::Instead(Instead::TooMany(None))),
        };
        let until = self.stage.now - begin() + TimeDelta::minutes(self.dice.between(30, 6 * 60));
        let circuit = CAST[self.index()].name.to_owned();
        self.tell(|| format!("for hours on {on:?} of {circuit}: {act:?}"));
        let fault = Fault {
            times: Times::Always,
            until: Some(until),
            circuit: Some(circuit),
            ..Fault::next(on, act)
        };
        self.stage.carrier.add_fault(fault);
    }

    /// Somebody works on the calendar.
    fn edit(&mut self) {
        let today = self.stage.now.date_naive().and_hms_opt(0, 0, 0).expect("midnight").and_utc();
        self.tell(|| "somebody edits the calendar".into());
        let count = self.calendar.events.len() as u64;
        match self.dice.below(6) {
            0..=2 => {
                let day = today + TimeDelta::days(self.dice.between(0, 3));
                self.calendar.add(&mut self.dice, day, 5);
            }
            3 if count > 0 => {
                let index = self.dice.below(count);
                self.calendar.events.remove(usize::try_from(index).expect("an index"));
            }
            4 if count > 0 => {
                let index = usize::try_from(self.dice.below(count)).expect("an index");
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

    pub(super) fn publish(&mut self) {
        let week = self.stage.now - TimeDelta::days(3);
        self.calendar.events.retain(|event| event.end > week);
        self.stage.published.insert(office(), Published::Text(self.calendar.text()));
    }

    fn somebody_else(&mut self) {
        let cast = &CAST[self.index()];
        let mbps = *self.dice.pick(&[100, 200, 500, 1000]);
        let now = self.stage.now;
        self.journal.foreign.push((now, cast.name));
        if self.dice.below(2) == 0 {
            self.tell(|| format!("somebody sets {} to {mbps} Mbps in the portal", cast.name));
            self.stage.carrier.portal_change(now, cast.name, mbps);
        } else {
            let lasts = TimeDelta::minutes(self.dice.between(1, 120));
            let mbps = (self.dice.below(2) == 0).then_some(mbps);
            self.tell(|| format!("somebody orders {mbps:?} Mbps for {}", cast.name));
            self.journal.foreign.push((now + lasts, cast.name));
            self.stage.carrier.foreign_order(now, cast.name, lasts, mbps);
        }
    }

    fn index(&mut self) -> usize {
        usize::try_from(self.dice.below(CAST.len() as u64)).expect("small")
    }

    fn person(&mut self) {
        let id = CircuitId::from(CAST[self.index()].name);
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
    pub(super) fn act(&mut self, act: &Act) {
        if let (true, Ok(records)) =
            (self.stage.running, person::act(&self.stage.world, "ann", act, self.stage.now))
        {
            self.tell(|| format!("a person: {act:?}"));
            self.stage.commit(records);
        }
    }
}
