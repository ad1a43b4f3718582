//! What goes wrong at the carrier: every fault that it knows, once or for hours, and others who order there. Owns the
//! choice; what must hold all the same is `check`'s and `journal`'s.

use super::super::stage::At;
use super::run::Run;
use super::world::{CAST, OURS, begin};
use chrono::TimeDelta;
use tidegate_sim::{Act as Trouble, Ending, Fault, Instead, On, Spoil, Times};

impl Run {
    pub(super) fn carrier_is_away(&mut self, calm: At) {
        let span = self.span(5, 3 * 3600, calm);
        self.tell(|| format!("the carrier is away for {} min", span.num_minutes()));
        self.stage.carrier.set_unreachable(true);
        self.carrier_away = true;
        self.meanwhile(span);
        self.tell(|| "the carrier is back".into());
        self.stage.carrier.set_unreachable(false);
        self.carrier_away = false;
    }

    /// The next requests go wrong, or the orders that come of them.
    pub(super) fn fault(&mut self) {
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
    pub(super) fn goes_on_failing(&mut self) {
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

    pub(super) fn somebody_else(&mut self) {
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

    /// One of our circuits.
    pub(super) fn index(&mut self) -> usize {
        usize::try_from(self.dice.below(OURS.len() as u64)).expect("small")
    }
}
