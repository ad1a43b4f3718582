//! A customer's settings.

mod would;

pub use would::{RuleEvent, RulePreview, would};

use super::{Mark, TierCell, wall, written};
use crate::horizon::SHOWN;
use crate::request::{Ignored, Verdict, plain};
use crate::rule::{NamedTier, Rule, RuleAsks};
use crate::time::{Instant, Span, Zone};
use crate::world::{Credentials, World};
use serde::Serialize;

/// A customer's settings.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Settings {
    /// `clock-hour`, `started-hour`, `per-minute`.
    pub billing: String,
    /// Home zone.
    pub zone: String,
    /// All zones, to choose from.
    pub zones: Vec<String>,
    /// Changes a customer may order a GMT day.
    pub quota: u32,
    /// A single event that costs more waits for a person; none until set.
    pub event_limit: Option<String>,
    /// `USD`.
    pub currency: String,
    /// `primary` or `standby`.
    pub role: String,
    /// Quiet hours: `22:00-07:00` of the home zone; none where notices always come.
    pub quiet: Option<String>,
    /// The eleven US federal holidays suppress raises.
    pub holidays: bool,
    /// `lumen`, `naas-v1`, `connections` or `eod-v5`.
    pub dialect: String,
    /// The carrier's address.
    pub base: String,
    /// The customer number.
    pub customer_number: String,
    /// Credentials: there, locked, absent, ... in words.
    pub credentials: String,
    /// Its glyph.
    pub credentials_mark: Mark,
    /// Where the secret is: a sentence.
    pub secret_is: String,
    /// The rules, in order; the first that fits wins.
    pub rules: Vec<RuleRow>,
    /// Named tiers.
    pub profiles: Vec<ProfileRow>,
    /// Tidegate's version.
    pub version: String,
    /// Where the data folder is.
    pub folder: String,
    /// Starts with the session.
    pub autostart: Option<bool>,
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RuleRow {
    /// Its name, for commands; none for the built-in ways, which keep their place.
    pub name: Option<String>,
    /// When it fits.
    pub when: String,
    /// What it asks for then.
    pub then: String,
    /// How many occurrences of the next fortnight it decides.
    pub fits: usize,
}

/// A named tier.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ProfileRow {
    /// Its name, as in `#iod video`.
    pub name: String,
    /// Each circuit and its tier.
    pub tiers: Vec<ProfileTier>,
}

/// A profile's tier on a circuit.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ProfileTier {
    /// The circuit's name.
    pub circuit: String,
    /// The tier.
    pub tier: TierCell,
}

/// What the program says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Program {
    /// Its version.
    pub version: String,
    /// Where the data folder is.
    pub folder: String,
    /// Whether it starts with the session; none where that is not its matter.
    pub autostart: Option<bool>,
}

/// A customer's settings.
pub fn settings(world: &World, program: &Program, now: Instant) -> Settings {
    let (tenant, profile) = (&world.tenant, &world.tenant.profile);
    let (credentials_mark, credentials) = credentials(world);
    Settings {
        billing: written::kebab(&tenant.billing),
        zone: tenant.zone.name().into(),
        zones: Zone::all().map(|zone| zone.name().to_owned()).collect(),
        quota: profile.quota_per_day,
        event_limit: tenant.event_limit.as_ref().map(|limit| limit.amount.to_string()),
        currency: profile.currency.clone(),
        role: written::kebab(&tenant.role),
        quiet: tenant.quiet.map(|quiet| quiet.to_string()),
        holidays: tenant.holidays.is_some(),
        dialect: written::kebab(&profile.dialect),
        base: profile.base.clone(),
        customer_number: profile.customer_number.clone(),
        credentials,
        credentials_mark,
        secret_is: written::secret_is(world).into(),
        rules: rules(world, now),
        profiles: tenant.profiles.iter().map(|one| profile_row(world, one)).collect(),
        version: program.version.clone(),
        folder: program.folder.clone(),
        autostart: program.autostart,
    }
}

fn credentials(world: &World) -> (Mark, String) {
    let in_memory = world.here.in_memory;
    match &world.here.credentials {
        Credentials::Ready if in_memory => (Mark::Fine, "In Tidegate's memory, until it stops".into()),
        Credentials::Ready => (Mark::Fine, "In this computer's keychain, and nowhere else".into()),
        Credentials::Unread => (Mark::Pending, "Being looked for".into()),
        Credentials::Locked if in_memory => {
            (Mark::Attention, "They were removed, or not given when Tidegate started: enter them".into())
        }
        Credentials::Locked => {
            (Mark::Attention, "The keychain is locked: unlock it, and Tidegate goes on by itself".into())
        }
        Credentials::Absent => (Mark::Attention, "There are none: enter the API key's id and secret".into()),
        Credentials::NoKeychain => {
            (Mark::Attention, "This computer has no keychain: give the secret when Tidegate starts".into())
        }
        Credentials::Refused(words) => {
            (Mark::Refused, format!("The carrier refuses them (\"{}\"): enter the new secret", plain(words)))
        }
    }
}

/// How an occurrence was decided, in the order in which the ways are tried (design §5).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way<'r> {
    Command,
    Older,
    Bare,
    Category,
    Rule(&'r str),
    Feed,
}

/// The ways in their order, the person's rules among them, each with how many occurrences of the fortnight it decides.
fn rules(world: &World, now: Instant) -> Vec<RuleRow> {
    let ways: Vec<Way<'_>> = decided_by(world, now);
    let fits = |way: Way<'_>| ways.iter().filter(|one| **one == way).count();
    let fixed = |way, when: &str, then: &str| RuleRow {
        name: None,
        when: when.into(),
        then: then.into(),
        fits: fits(way),
    };
    let before = [
        fixed(Way::Command, "a command: #iod \u{2026} or [IoD \u{2026}]", "tier and circuits as written"),
        fixed(
            Way::Older,
            "Lumen IoD | Start: \u{2026} | End: \u{2026}",
            "as written, the circuit from the location",
        ),
        fixed(
            Way::Bare,
            "the calendar is bound to circuits and the title names a tier",
            "that tier on those circuits",
        ),
        fixed(Way::Category, "a category is a profile's name", "the profile"),
    ];
    let own = world.tenant.rules.iter().map(|rule| RuleRow {
        name: Some(rule.name.clone()),
        when: when(rule),
        then: then(world, rule),
        fits: fits(Way::Rule(&rule.name)),
    });
    let after = fixed(Way::Feed, "the calendar has a tier of its own", "that tier");
    before.into_iter().chain(own).chain([after]).collect()
}

/// Which way decided each occurrence of the next fortnight that any way decided.
fn decided_by(world: &World, now: Instant) -> Vec<Way<'_>> {
    let near = world
        .compiled
        .decided
        .iter()
        .filter(|one| one.occurrence.end > now && one.occurrence.start < now + SHOWN);
    near.filter_map(|one| match &one.verdict {
        Verdict::Fires(request) => way(world, &request.way),
        Verdict::Ignored(Ignored::Rule(name)) => rule_named(world, name),
        Verdict::Ignored(_) | Verdict::Attention(_) => None,
    })
    .collect()
}

fn way<'w>(world: &'w World, words: &str) -> Option<Way<'w>> {
    if words.starts_with("the command in") {
        return Some(Way::Command);
    }
    if words.starts_with("the older form") {
        return Some(Way::Older);
    }
    if words == "the tier in its title" {
        return Some(Way::Bare);
    }
    if words.starts_with("its category") {
        return Some(Way::Category);
    }
    if words.starts_with("the tier of the feed") {
        return Some(Way::Feed);
    }
    rule_named(world, words.strip_prefix("your rule \"")?.trim_end_matches('"'))
}

fn rule_named<'w>(world: &'w World, name: &str) -> Option<Way<'w>> {
    world.tenant.rules.iter().find(|rule| rule.name == name).map(|rule| Way::Rule(&rule.name))
}

/// `title contains "stream", from dana@example.com`.
fn when(rule: &Rule) -> String {
    let all = [
        rule.contains.as_ref().map(|text| format!("title contains \"{text}\"")),
        rule.regex.as_ref().map(|text| format!("title matches {text}")),
        rule.organiser.as_ref().map(|one| format!("from {one}")),
        rule.category.as_ref().map(|one| format!("category is \"{one}\"")),
        rule.location.as_ref().map(|text| format!("location contains \"{text}\"")),
        rule.longer_than.map(|minutes| format!("at least {} long", wall::length(Span::minutes(minutes)))),
        rule.shorter_than.map(|minutes| format!("at most {} long", wall::length(Span::minutes(minutes)))),
    ];
    plain(&all.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

/// `1 Gbps on HQ`.
fn then(world: &World, rule: &Rule) -> String {
    let asks = match &rule.asks {
        RuleAsks::Nothing => return "nothing: it is an ordinary event".into(),
        RuleAsks::Tier(tier) => tier.to_string(),
        RuleAsks::Profile(name) => format!("the profile \"{name}\""),
    };
    let names: Vec<&str> = rule.circuits.iter().map(|id| world.name_of(id)).collect();
    if names.is_empty() { asks } else { format!("{asks} on {}", names.join(", ")) }
}

fn profile_row(world: &World, profile: &NamedTier) -> ProfileRow {
    let each = written::circuits(world).into_iter().filter_map(|circuit| {
        let tier = profile.tier(&circuit.id)?.into();
        Some(ProfileTier { circuit: circuit.name.clone(), tier })
    });
    ProfileRow { name: profile.name.clone(), tiers: each.collect() }
}

#[cfg(test)]
mod tests;
