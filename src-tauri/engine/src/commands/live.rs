//! Going live: a customer takes over what was tried in practice. What comes along is core's matter; here it is read
//! from the one, kept with the other, and each calendar is read anew. Only practice is ever read from: nothing of a
//! real customer reaches another.

use super::practice::SAMPLE;
use super::{Answer, CommandError, at_desk, feeds, words};
use crate::host::{Host, Round};
use serde_json::json;
use std::sync::Arc;
use tidegate_core::audit::Entry;
use tidegate_core::ids::Actor;
use tidegate_core::live::{TakenOver, taken_over};
use tidegate_core::world::{Record, World};

pub(super) async fn go_live(host: &Arc<Host>, round: &Round, from: &str) -> Answer {
    let source = host.round(Some(from)).await?;
    let tried = at_desk(&source, |desk| {
        let name = &desk.world.tenant.name;
        if desk.world.tenant.profile.practice {
            return Ok(desk.world.clone());
        }
        Err(CommandError::usage(format!(
            "only what was tried in practice can be taken over, and \"{name}\" is no practice; nothing was done"
        )))
    })
    .await?;
    let practice = tried.tenant.id.clone();
    let mut taken = keep(round, tried).await?;
    let mut calendars = Vec::new();
    for feed in taken.feeds {
        let name = feed.name.clone();
        match feeds::take_over(host, round, &practice, feed).await {
            Ok(_) => calendars.push(name),
            Err(error) => taken.left.push(format!("the calendar \"{name}\": {}", error.message)),
        }
    }
    Ok(json!({ "calendars": calendars, "rules": taken.tenant.rules.len(), "left": taken.left }))
}

/// Settings and limits, kept; the calendars are still to be read.
async fn keep(round: &Round, tried: World) -> Result<TakenOver, CommandError> {
    at_desk(round, move |desk| {
        if desk.world.tenant.automation || desk.world.tenant.profile.practice {
            return Err(CommandError::usage(
                "this can be done for a real customer only before automation is switched on; nothing was done"
                    .into(),
            ));
        }
        let taken = taken_over(&tried, &desk.world, &[SAMPLE]);
        let why = "rules, profiles and limits were taken over from practice";
        let entry = Entry::new(desk.now(), Actor::Person(words::person()), "settings.taken-over", why);
        let mut records = vec![Record::Tenant(Box::new(taken.tenant.clone())), Record::Audit(entry)];
        records.extend(taken.circuits.iter().cloned().map(|one| Record::Circuit(Box::new(one))));
        desk.commit(&records)?;
        Ok(taken)
    })
    .await
}
