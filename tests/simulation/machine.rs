//! What goes wrong at a computer: sleep, kills, frozen programs, clocks, disks, keychains, an old ledger put back. Owns the
//! choice and the length; what a computer does then is the stage's matter.

use super::super::stage::{At, Disk};
use super::run::Run;
use chrono::TimeDelta;
use tidegate_core::person::{Act, From};
use tidegate_core::time::Zone;
use tidegate_core::world::{Credentials, Record, Tenant};

impl Run {
    pub(super) fn sleeps(&mut self, calm: At) {
        let span = self.span(20, 9 * 3600, calm);
        self.tell(|| format!("the computer sleeps for {} min", span.num_minutes()));
        self.stage.sleep();
        self.meanwhile(span);
        self.wake();
    }

    pub(super) fn is_killed(&mut self, calm: At) {
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
    pub(super) fn stops_while_ordering(&mut self, calm: At) {
        let sent = self.stage.orders_sent;
        let until = self.stage.now + self.span(3600, 12 * 3600, calm);
        while self.stage.orders_sent == sent && self.is_well() && self.happens(until) {}
        if self.stage.orders_sent == sent {
            self.goes_on_until(until);
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

    pub(super) fn has_no_network(&mut self, calm: At) {
        let span = self.span(5, 5 * 3600, calm);
        self.tell(|| format!("no network for {} min", span.num_minutes()));
        self.stage.connected = false;
        self.meanwhile(span);
        self.tell(|| "the network is back".into());
        self.stage.connected = true;
    }

    /// Killed at some effect soon: before a commit, after it, before a call leaves, after its answer was stored.
    pub(super) fn dies_at_an_effect(&mut self, calm: At) {
        let effects = u32::try_from(self.dice.between(0, 40)).expect("small");
        self.tell(|| format!("the program dies after {effects} effects"));
        self.stage.dies_in = Some(effects);
        let until = self.stage.now + self.span(60, 12 * 3600, calm);
        while self.stage.running && self.is_well() && self.happens(until) {}
        self.stage.dies_in = None;
        if self.stage.running {
            self.goes_on_until(until);
            return;
        }
        let span = self.span(1, 1800, calm);
        self.tell(|| format!("the program has died, for {} s", span.num_seconds()));
        self.advance(span);
        self.start();
    }

    fn goes_on_until(&mut self, until: At) {
        self.advance((until - self.stage.now).max(TimeDelta::zero()));
    }

    /// The program alone stands still, at times just when an order is on its way.
    pub(super) fn is_frozen(&mut self, calm: At) {
        if self.dice.below(2) == 0 {
            let (sent, until) = (self.stage.orders_sent, self.stage.now + self.span(60, 6 * 3600, calm));
            while self.stage.orders_sent == sent && self.is_well() && self.happens(until) {}
        }
        let span = self.span(1, 3600, calm).max(TimeDelta::zero());
        self.tell(|| format!("the program is frozen for {} s", span.num_seconds()));
        self.journal.strayed = true;
        self.stage.freeze();
        self.meanwhile(span);
        self.tell(|| "the program goes on".into());
        self.journal.patience = None;
        self.stage.thaw();
    }

    /// Its clock is wrong for a while: by minutes, hours, or seventy years, either way.
    pub(super) fn has_a_wrong_clock(&mut self, calm: At) {
        let seconds = match self.dice.below(6) {
            0 => self.dice.between(6, 240),
            1 => self.dice.between(240, 3600),
            2 => self.dice.between(3600, 12 * 3600),
            3 => 7 * 86_400,
            4 => 70 * 365 * 86_400,
            _ => self.dice.between(3, 60) * 60,
        };
        let ahead = TimeDelta::seconds(if self.dice.below(2) == 0 { seconds } else { -seconds });
        let span = self.span(20, 5 * 3600, calm);
        self.tell(|| format!("its clock is {ahead} ahead for {} min", span.num_minutes()));
        self.journal.patience = None;
        self.stage.set_clock(ahead);
        self.meanwhile(span);
        self.sets_the_clock_right();
    }

    /// Somebody sets the clock right.
    pub(super) fn sets_the_clock_right(&mut self) {
        if !self.stage.skew.is_zero() {
            self.tell(|| "its clock is set right".into());
            self.journal.patience = None;
            self.stage.set_clock(TimeDelta::zero());
        }
    }

    /// The disk is nearly full, or takes nothing at all.
    pub(super) fn has_a_full_disk(&mut self, calm: At) {
        let disk = *self.dice.pick(&[Disk::Tight, Disk::Refuses]);
        let span = self.span(20, 4 * 3600, calm);
        self.tell(|| format!("the disk is {disk:?} for {} min", span.num_minutes()));
        self.stage.disk = disk;
        self.meanwhile(span);
        self.tell(|| "the disk has room".into());
        self.stage.disk = Disk::Takes;
        self.journal.patience = None;
    }

    /// The keychain is locked: what is not in memory cannot be had.
    pub(super) fn has_a_locked_keychain(&mut self, calm: At) {
        let span = self.span(20, 3 * 3600, calm);
        self.tell(|| format!("the keychain is locked for {} min", span.num_minutes()));
        self.stage.credentials = Credentials::Locked;
        if self.dice.below(2) == 0 {
            self.stage.carrier.expire_tokens();
        }
        self.meanwhile(span);
        self.unlocks();
    }

    /// Unlocked, which the engine sees within seconds.
    pub(super) fn unlocks(&mut self) {
        if self.stage.credentials != Credentials::Ready {
            self.tell(|| "the keychain is unlocked".into());
            self.stage.credentials = Credentials::Ready;
            self.stage.world.here.credentials = Credentials::Ready;
        }
    }

    /// A copy of the ledger is put in its place, and after a while a person switches automation on again.
    pub(super) fn has_an_old_ledger(&mut self, calm: At) {
        let copy = self.stage.copied();
        let age = self.span(60, 20 * 3600, calm);
        self.tell(|| "a copy is made of the ledger".into());
        self.advance(age);
        if !self.stage.running || !self.stage.awake || !self.is_well() {
            return;
        }
        self.tell(|| format!("a copy of the ledger is put back, {} min old", age.num_minutes()));
        self.stage.put_back(copy);
        self.checks.put_back(&self.stage);
        self.journal.forgets(self.stage.now);
        let span = self.span(60, 3 * 3600, calm);
        self.advance(span);
        self.act(&Act::On(From::Now));
    }

    /// A person moves house: all-day and floating times are read in another zone from now on.
    pub(super) fn moves_to_another_zone(&mut self) {
        let zones = [chrono_tz::Asia::Kolkata, chrono_tz::Pacific::Kiritimati, chrono_tz::America::Denver];
        let zone = Zone::from(*self.dice.pick(&zones));
        self.tell(|| format!("the home zone is {zone}"));
        let tenant = Tenant { zone, ..self.stage.world.tenant.clone() };
        self.stage.commit(vec![Record::Tenant(Box::new(tenant))]);
    }
}
