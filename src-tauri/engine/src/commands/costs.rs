//! What any time costs as it is planned, and what it would cost if something were otherwise. Words become values here;
//! sums are core's (`screen::money::range`).

use super::calendar::reaching;
use super::window::{day_or_today, look};
use super::{Answer, CommandError, at_desk, events, json, words};
use crate::host::Round;
use crate::run::Desk;
use tidegate_core::calendar::Window;
use tidegate_core::cost::Billing;
use tidegate_core::screen::money::advice::advice;
use tidegate_core::screen::money::range::{Asked, Events, WhatIf, compared, range};
use tidegate_core::time::{Instant, start_of_day};
use tidegate_door::command::{self, CostRange};

/// How many days are asked of where no end is named.
const DAYS: u32 = 30;

/// A time's cost; where events are named, what they add: the time as it is less the time without them.
pub(super) async fn of(round: &Round, wanted: CostRange) -> Answer {
    at_desk(round, move |desk| {
        let now = look(desk);
        let (asked, meant) = (asked(desk, &wanted, now)?, meant(desk, &wanted)?);
        let world = reaching(desk, asked.from, asked.to, now)?;
        let mut answer = json(&range(&world, &asked))?;
        if meant != Events::default() {
            let without = WhatIf { without: Some(meant), ..WhatIf::default() };
            let adds = compared(&world, &asked, &without, now).more.map(|mut more| {
                more.amount = -more.amount;
                more
            });
            answer["adds"] = json(&adds)?;
        }
        answer["zone"] = desk.world.tenant.zone.name().into();
        Ok(answer)
    })
    .await
}

/// A time as it is beside what it would be.
pub(super) async fn otherwise(round: &Round, wanted: CostRange, what: command::WhatIf) -> Answer {
    at_desk(round, move |desk| {
        let now = look(desk);
        let asked = asked(desk, &wanted, now)?;
        let what = read(desk, &wanted, &what, &asked)?;
        let world = reaching(desk, asked.from, asked.to, now)?;
        let mut answer = json(&compared(&world, &asked, &what, now))?;
        answer["zone"] = desk.world.tenant.zone.name().into();
        Ok(answer)
    })
    .await
}

/// What would be cheaper in the coming fortnight.
pub(super) async fn advise(round: &Round) -> Answer {
    at_desk(round, |desk| {
        let now = look(desk);
        json(&advice(&desk.world, now))
    })
    .await
}

fn asked(desk: &Desk, wanted: &CostRange, now: Instant) -> Result<Asked, CommandError> {
    let zone = desk.world.tenant.zone;
    let read = |text: &String| match day_or_today(desk, Some(text), now) {
        Ok(day) => Ok(start_of_day(day, zone)),
        Err(_) => words::instant(text, zone),
    };
    let from = wanted.from.as_ref().map(read).transpose()?;
    let to = wanted.to.as_ref().map(read).transpose()?;
    let (from, to) = match (from, to) {
        (Some(from), Some(to)) => (from, to),
        (Some(from), None) => (from, from + words::days(DAYS)),
        (None, Some(to)) => (now, to),
        (None, None) => (now, now + words::days(DAYS)),
    };
    if to <= from || to - from > words::days(366) {
        return Err(CommandError::usage(
            "the time must end after it begins, and be no longer than a year; write for example --from 2027-01-01 --to 2027-02-01".into(),
        ));
    }
    let circuits = words::circuits(desk, &wanted.circuits)?.into_iter().collect();
    Ok(Asked { from, to, circuits })
}

fn meant(desk: &Desk, wanted: &CostRange) -> Result<Events, CommandError> {
    let feed = wanted.feed.as_deref().map(|word| words::feed(desk, word)).transpose()?;
    let (title, organiser) = (wanted.event.clone(), wanted.organiser.clone());
    Ok(Events { feed: feed.map(|feed| feed.id.clone()), title, organiser })
}

fn read(
    desk: &Desk,
    wanted: &CostRange,
    what: &command::WhatIf,
    asked: &Asked,
) -> Result<WhatIf, CommandError> {
    let instead = |text: &String| {
        let (from, to) = text.split_once('=').ok_or_else(|| {
            CommandError::usage(format!(
                "\"{text}\" does not say which tier in place of which; write for example 1G=500M"
            ))
        })?;
        Ok::<_, CommandError>((words::tier(from)?, words::tier(to)?))
    };
    let rules = &desk.world.tenant.rules;
    if let Some(name) = what.without_rules.iter().find(|name| !rules.iter().any(|rule| rule.name == **name)) {
        return Err(CommandError::not_found(format!(
            "there is no rule \"{name}\"; `tidegate rules list` shows them"
        )));
    }
    let window = Window { from: asked.from, to: asked.to };
    Ok(WhatIf {
        baseline: what.baseline.as_deref().map(words::tier).transpose()?,
        instead: what.instead.iter().map(instead).collect::<Result<_, _>>()?,
        without: if what.without { Some(meant(desk, wanted)?) } else { None },
        without_rules: what.without_rules.clone(),
        also: what.also.as_ref().map(|event| events::alone(desk, event, window)).transpose()?,
        billing: what.billing.as_deref().map(billing).transpose()?,
    })
}

fn billing(word: &str) -> Result<Billing, CommandError> {
    match word {
        "clock-hour" => Ok(Billing::ClockHour),
        "started-hour" => Ok(Billing::StartedHour),
        "per-minute" => Ok(Billing::PerMinute),
        _ => Err(CommandError::usage(format!("\"{word}\" is not clock-hour, started-hour or per-minute"))),
    }
}
