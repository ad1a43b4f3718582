//! Rules in their order, named tiers, and "what would this title ask for?".

use super::window::look;
use super::{Answer, CommandError, at_desk, json, words};
use crate::host::Round;
use crate::run::Desk;
use serde_json::json;
use tidegate_core::audit::Entry;
use tidegate_core::command::RESERVED;
use tidegate_core::ids::Actor;
use tidegate_core::overrides::choices;
use tidegate_core::request::{Decider, Verdict};
use tidegate_core::rule::{Matcher, NamedTier, Rule, RuleAsks};
use tidegate_core::screen::feeds::hour_of;
use tidegate_core::screen::settings::would;
use tidegate_core::units::Tier;
use tidegate_core::world::{Record, Tenant};
use tidegate_door::command::RuleText;

/// Keeps the tenant's settings as changed, with a line in the trail.
fn keep(desk: &mut Desk, tenant: Tenant, act: &'static str, why: String) -> Answer {
    let entry = Entry::new(desk.now(), Actor::Person(words::person()), act, why);
    desk.commit(&[Record::Tenant(Box::new(tenant)), Record::Audit(entry)])?;
    Ok(json!({ "done": true }))
}

pub(super) async fn add(round: &Round, text: RuleText) -> Answer {
    at_desk(round, move |desk| {
        let rule = read(desk, text)?;
        if desk.world.tenant.rules.iter().any(|other| other.name.eq_ignore_ascii_case(&rule.name)) {
            return Err(CommandError::usage(format!(
                "there is a rule \"{}\" already; choose another name",
                rule.name
            )));
        }
        let mut tenant = desk.world.tenant.clone();
        let why = format!("the rule \"{}\" was added", rule.name);
        tenant.rules.push(rule);
        keep(desk, tenant, "rule.added", why)
    })
    .await
}

/// What a rule would decide if it were kept.
pub(super) async fn preview(round: &Round, text: RuleText) -> Answer {
    at_desk(round, move |desk| {
        let rule = read(desk, text)?;
        let now = look(desk);
        json(&would(&desk.world, &rule, now))
    })
    .await
}

/// A rule as written; refused when it has no condition, names a tier no circuit can have, or cannot be read.
fn read(desk: &Desk, text: RuleText) -> Result<Rule, CommandError> {
    let asks = match text.asks.as_str() {
        "nothing" => RuleAsks::Nothing,
        word => match word.parse::<Tier>() {
            Ok(tier) => RuleAsks::Tier(tier),
            Err(_) if desk.world.tenant.profiles.iter().any(|one| one.name == word.to_lowercase()) => {
                RuleAsks::Profile(word.to_lowercase())
            }
            Err(error) => {
                return Err(CommandError::usage(format!(
                    "{error}. Or write a profile's name, or the word nothing for events that ask for none"
                )));
            }
        },
    };
    let circuits = words::circuits(desk, &text.circuits)?;
    if let RuleAsks::Tier(tier) = asks {
        offered(desk, tier, &circuits)?;
    }
    let rule = Rule {
        name: text.name,
        contains: text.contains,
        regex: text.regex,
        organiser: text.organiser,
        category: text.category,
        location: text.location,
        longer_than: text.longer_than,
        shorter_than: text.shorter_than,
        circuits,
        asks,
    };
    let unconditional = Rule {
        name: rule.name.clone(),
        circuits: rule.circuits.clone(),
        asks: rule.asks.clone(),
        ..Rule::default()
    };
    if rule == unconditional {
        return Err(CommandError::usage(
            "a rule without a condition would match every event; give one, such as --contains".into(),
        ));
    }
    Matcher::new(&rule)
        .map_err(|error| {
            let words = error.to_string();
            let last = words.lines().last().unwrap_or_default().trim_start_matches("error: ");
            CommandError::usage(format!(
                "the regular expression cannot be read, so no rule was added: {last}. Plain words need none: use --contains"
            ))
        })?;
    Ok(rule)
}

fn offered(desk: &Desk, tier: Tier, circuits: &[tidegate_core::ids::CircuitId]) -> Result<(), CommandError> {
    let named =
        desk.world.circuits.values().filter(|circuit| circuits.is_empty() || circuits.contains(&circuit.id));
    for circuit in named {
        if let Some(why) = circuit.barred(tier) {
            return Err(CommandError::usage(why));
        }
        if !circuit.can_have(tier) {
            let choices = choices(circuit);
            return Err(CommandError::usage(format!(
                "{} cannot have {tier}; it can have {choices}",
                circuit.name
            )));
        }
    }
    Ok(())
}

/// Moves a rule to a place, counted from one.
pub(super) async fn shift(round: &Round, name: String, to: usize) -> Answer {
    at_desk(round, move |desk| {
        let mut tenant = desk.world.tenant.clone();
        let index = index_of(&tenant, &name)?;
        let rule = tenant.rules.remove(index);
        let place = to.saturating_sub(1).min(tenant.rules.len());
        tenant.rules.insert(place, rule);
        keep(desk, tenant, "rule.moved", format!("the rule \"{name}\" is number {} now", place + 1))
    })
    .await
}

pub(super) async fn remove(round: &Round, name: String) -> Answer {
    at_desk(round, move |desk| {
        let mut tenant = desk.world.tenant.clone();
        let index = index_of(&tenant, &name)?;
        tenant.rules.remove(index);
        keep(desk, tenant, "rule.removed", format!("the rule \"{name}\" was removed"))
    })
    .await
}

fn index_of(tenant: &Tenant, name: &str) -> Result<usize, CommandError> {
    let found = tenant.rules.iter().position(|rule| rule.name.eq_ignore_ascii_case(name));
    found.ok_or_else(|| {
        CommandError::not_found(format!("there is no rule \"{name}\"; `tidegate rules list` shows them"))
    })
}

/// What an event of this title, an hour long from the next hour on, would ask for.
pub(super) async fn try_title(round: &Round, title: String, feed: Option<String>) -> Answer {
    at_desk(round, move |desk| {
        let feed = match feed {
            Some(word) => words::feed(desk, &word)?.clone(),
            None => desk.world.feeds.values().next().cloned().ok_or_else(|| {
                CommandError::usage("there is no feed yet whose settings could be tried; add one with `tidegate feeds add`".into())
            })?,
        };
        let occurrence = hour_of(&desk.world, &feed, &title, desk.now());
        let decided = Decider::new(&desk.world).decide(&feed, &occurrence);
        Ok(match decided.verdict {
            Verdict::Fires(request) => json!({
                "verdict": "fires", "by": request.way, "feed": feed.name,
                "asks": request.wishes.iter().map(|(id, tier)| json!({ "circuit": desk.world.name_of(id), "tier": tier.to_string() })).collect::<Vec<_>>(),
            }),
            Verdict::Ignored(why) => json!({ "verdict": "ignored", "why": why.to_string(), "feed": feed.name }),
            Verdict::Attention(attention) => json!({ "verdict": "attention", "why": attention.message, "feed": feed.name }),
        })
    })
    .await
}

/// Gives a named tier a tier: of some circuits, or of all others.
pub(super) async fn set_profile(round: &Round, name: String, tier: String, circuits: Vec<String>) -> Answer {
    at_desk(round, move |desk| {
        let name = name.to_lowercase();
        if RESERVED.contains(&name.as_str())
            || name.parse::<Tier>().is_ok()
            || name.contains(char::is_whitespace)
        {
            return Err(CommandError::usage(format!(
                "\"{name}\" cannot be a profile's name; choose one word that is no tier and none of {}",
                RESERVED.join(", ")
            )));
        }
        let tier = words::tier(&tier)?;
        let ids = words::circuits(desk, &circuits)?;
        offered(desk, tier, &ids)?;
        let mut tenant = desk.world.tenant.clone();
        let index = tenant.profiles.iter().position(|one| one.name == name).unwrap_or_else(|| {
            tenant.profiles.push(NamedTier {
                name: name.clone(),
                tiers: Default::default(),
                otherwise: None,
            });
            tenant.profiles.len() - 1
        });
        let profile = &mut tenant.profiles[index];
        if ids.is_empty() {
            profile.otherwise = Some(tier);
        }
        profile.tiers.extend(ids.into_iter().map(|id| (id, tier)));
        keep(desk, tenant, "profile.set", format!("the profile \"{name}\" means {tier}"))
    })
    .await
}

pub(super) async fn remove_profile(round: &Round, name: String) -> Answer {
    at_desk(round, move |desk| {
        let mut tenant = desk.world.tenant.clone();
        let before = tenant.profiles.len();
        tenant.profiles.retain(|one| one.name != name.to_lowercase());
        if tenant.profiles.len() == before {
            return Err(CommandError::not_found(format!(
                "there is no profile \"{name}\"; `tidegate profiles list` shows them"
            )));
        }
        keep(desk, tenant, "profile.removed", format!("the profile \"{name}\" was removed"))
    })
    .await
}
