//! A ledger that was put back from a copy. Owns what that means: what happened since the copy is not in it, so nothing
//! is ordered by it until a person has looked (design §4.5).

use crate::audit::Entry;
use crate::ids::Actor;
use crate::incident::Notice;
use crate::time::Instant;
use crate::world::{Record, Tenant, World};

/// Back to observing, a line in the trail, and a notice. `made` is when the copy was made, `now` the present.
pub fn restored(world: &World, made: Instant, now: Instant) -> Vec<Record> {
    let zone = world.tenant.zone;
    let made_words = made.with_timezone(&zone).format("%a %-d %b %Y %H:%M %Z").to_string();
    let tenant = Tenant { automation: false, ..world.tenant.clone() };
    let why = format!("the ledger was put back from the copy of {made_words}; automation is off");
    let title = format!("{}: a copy of the ledger was put back", world.tenant.name);
    let body = format!(
        "It is as of {made_words}; what was ordered since is not in it. Automation is off and nothing is ordered. Compare the circuits with the carrier's, then switch automation on again."
    );
    vec![
        Record::Tenant(Box::new(tenant)),
        Record::Audit(Entry::new(now, Actor::Program, "ledger.restored", why)),
        Record::Notice(Box::new(Notice::once(now, "restored", None, &title, body))),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at, circuit, world};

    #[test]
    fn a_ledger_put_back_observes_and_says_as_of_when_it_is() {
        let mut world = world(&[circuit("HQ", "100M")], &[]);
        let records = restored(&world, at(-60), at(0));
        world.apply(&records);
        assert!(!world.tenant.automation);
        let Some(Record::Notice(notice)) = records.last() else { panic!("a notice") };
        assert!(notice.body.contains("Mon 4 Jan 2027 08:00 UTC"), "{}", notice.body);
    }
}
