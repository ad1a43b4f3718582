//! The computer's life: started, killed, frozen, asleep, its clock set, its ledger put back from a copy. Owns what is
//! known and what is under way after each; what it does meanwhile is the stage's matter.

use super::{Delivery, Stage};
use chrono::TimeDelta;
use tidegate_core::receive::{Outcome, Transport, withheld};
use tidegate_core::world::{Ask, World};

impl Stage {
    /// Starts the program: what is durable is true again, and nothing else is known.
    pub(crate) fn start(&mut self) {
        self.world = World::new(self.tenant.clone());
        self.world.apply(&self.durable);
        if let Some(ledger) = &self.ledger {
            self.world = ledger.world();
        }
        self.world.here.awake_since = Some(self.local());
        self.world.here.credentials = self.credentials.clone();
        self.running = true;
    }

    /// Somebody, or something, sets the computer's clock. One that is set forward looks like one that slept.
    pub(crate) fn set_clock(&mut self, skew: TimeDelta) {
        let forward = skew > self.skew;
        self.skew = skew;
        if forward && self.running && self.awake {
            self.looks_awake();
        }
    }

    fn looks_awake(&mut self) {
        let now = self.acts_at();
        let here = &mut self.world.here;
        (here.awake_since, here.connected_since, here.not_before) = (Some(now), None, None);
    }

    /// Kills the program: requests on their way still arrive, their answers find nobody.
    pub(crate) fn kill(&mut self) {
        self.running = false;
        self.plan = None;
        self.inbox.retain(|_, delivery| delivery.is_under_way());
    }

    pub(crate) fn sleep(&mut self) {
        self.awake = false;
    }

    /// Wakes the computer: what was on its way meanwhile is lost.
    pub(crate) fn wake(&mut self) {
        self.awake = true;
        if self.running {
            self.looks_awake();
        }
        let due: Vec<_> = self.inbox.range(..=(self.now, u64::MAX)).map(|(key, _)| *key).collect();
        for key in due {
            if let Some(Delivery::Reply(outcome)) = self.inbox.get_mut(&key) {
                outcome.result =
                    Err(Transport::Lost("the connection was lost while the computer slept".into()));
            }
        }
    }

    /// The program alone stands still, as under SIGSTOP: what it was about to send is not sent.
    pub(crate) fn freeze(&mut self) {
        self.awake = false;
        let now = self.now;
        for delivery in self.inbox.values_mut() {
            if let Delivery::Arrives(ask, request, _) = delivery {
                *delivery = Delivery::Frozen(ask.clone(), request.clone(), now);
            }
        }
    }

    /// It goes on: what waited too long for its turn is not sent.
    pub(crate) fn thaw(&mut self) {
        self.awake = true;
        self.looks_awake();
        let (now, limits) = (self.now, self.limits.clone());
        let (begun, dice) = (self.acts_at(), self.chance());
        for delivery in self.inbox.values_mut() {
            let Delivery::Frozen(ask, request, since) = delivery else { continue };
            let why = match &*ask {
                Ask::Order(circuit, _) => withheld(&self.world, circuit, now - *since, &limits),
                Ask::Quote(..) | Ask::Follow(..) | Ask::Inventory(_) | Ask::Tiers(_) => None,
            };
            *delivery = match why {
                Some(why) => {
                    let result = Err(Transport::Withheld(why));
                    Delivery::Reply(Outcome { ask: ask.clone(), begun, result, dice })
                }
                None => Delivery::Arrives(ask.clone(), request.clone(), begun),
            };
        }
    }
}
