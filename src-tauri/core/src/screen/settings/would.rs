//! What a rule would decide, before it is kept: everything is decided and compiled as if it stood after the others.

use super::{Mark, SHOWN, wall};
use crate::request::{Decided, Ignored, Verdict, title};
use crate::rule::Rule;
use crate::screen::calendar::verdict;
use crate::time::Instant;
use crate::units::Money;
use crate::view::costs;
use crate::world::{Compiled, Tenant, World};
use serde::Serialize;

/// As many events of one preview are named.
const NAMED: usize = 8;

/// What a rule would mean for the next fortnight.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RulePreview {
    /// `It would decide three events of the next 14 days, and add $2.21 to the plan.`
    pub sentence: String,
    /// Those events, soonest first; not all where there are many.
    pub events: Vec<RuleEvent>,
    /// How many more there are.
    pub more: usize,
}

/// An event that a rule would decide.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RuleEvent {
    /// Its title.
    pub title: String,
    /// `Fri 27 Nov, 13:00–15:00 EST, Office`.
    pub when: String,
    /// It would fire, be ignored, or need attention.
    pub mark: Mark,
    /// `Asks for 500 Mbps on HQ`.
    pub text: String,
}

/// What a rule would mean if it were kept.
pub fn would(world: &World, rule: &Rule, now: Instant) -> RulePreview {
    let rules = world.tenant.rules.iter().chain([rule]).cloned().collect();
    let tenant = Tenant { rules, ..world.tenant.clone() };
    let mut then = World { tenant, compiled: Compiled::default(), ..world.clone() };
    then.refresh(now);
    let all: Vec<&Decided> = then.compiled.decided.iter().filter(|one| differs(world, one, now)).collect();
    let events = all.iter().take(NAMED).map(|one| event(&then, one, now)).collect();
    RulePreview {
        sentence: sentence(world, &then, all.len(), now),
        events,
        more: all.len().saturating_sub(NAMED),
    }
}

/// Whether an occurrence that is shown is decided otherwise than it is now.
fn differs(world: &World, one: &Decided, now: Instant) -> bool {
    let near = one.occurrence.end > now && one.occurrence.start < now + SHOWN;
    let before = world.compiled.decided.iter().find(|other| other.key == one.key);
    near && before.is_none_or(|before| before.verdict != one.verdict)
}

fn event(then: &World, one: &Decided, now: Instant) -> RuleEvent {
    let (occurrence, zone) = (&one.occurrence, then.tenant.zone);
    let day = wall::date(wall::day_of(occurrence.start, zone));
    RuleEvent {
        title: title(&occurrence.details.summary),
        when: format!("{day}, {}, {}", wall::between(occurrence.start, occurrence.end, zone), one.feed),
        mark: match &one.verdict {
            Verdict::Fires(_) => Mark::Planned,
            Verdict::Ignored(Ignored::Suppressed(_)) => Mark::Suppressed,
            Verdict::Ignored(_) => Mark::Ignored,
            Verdict::Attention(_) => Mark::Attention,
        },
        text: verdict(then, one, now),
    }
}

fn sentence(world: &World, then: &World, events: usize, now: Instant) -> String {
    if events == 0 {
        return "It would decide no event of the next 14 days.".into();
    }
    let (was, is) = (costs(world, now, now + SHOWN).0, costs(then, now, now + SHOWN).0);
    let money = match is.minus(&was) {
        None => "what that costs is unknown, as the carrier named no price".to_owned(),
        Some(more) if more.amount.round_dp(2).is_zero() => "the plan costs the same".into(),
        Some(less) if less.amount.is_sign_negative() => {
            format!("take {} off the plan's cost", Money::new(less.amount.abs(), &less.currency))
        }
        Some(more) => format!("add {more} to the plan's cost"),
    };
    let count = super::written::count(events, "event", "events");
    format!("It would decide {count} of the next 14 days, and {money}.")
}
