//! Going live: what a customer takes over from practice. Calendars, rules, named tiers and limits come along; circuits
//! are another carrier's, so what names one is kept where a circuit of that name is there, and told where none is.
//! Decides only; reading the calendars and keeping the result is the engine's.

use crate::circuit::Circuit;
use crate::feed::{Feed, Source};
use crate::ids::CircuitId;
use crate::rule::{NamedTier, Rule};
use crate::units::Tier;
use crate::world::{Tenant, World};
use std::collections::BTreeMap;

/// What a customer has after it took over what was tried.
#[derive(Clone, Debug, PartialEq)]
pub struct TakenOver {
    /// Its settings.
    pub tenant: Tenant,
    /// Its circuits whose bounds are others now.
    pub circuits: Vec<Circuit>,
    /// The calendars to be added, each still to be read.
    pub feeds: Vec<Feed>,
    /// What does not come along, each with the reason, for people.
    pub left: Vec<String>,
}

/// What `here` has after it took over what was tried in practice. Calendars in `samples` are practice's own and stay
/// there, as do events written there.
pub fn taken_over(tried: &World, here: &World, samples: &[&str]) -> TakenOver {
    let same = same_names(tried, here);
    let mut left = Vec::new();
    let rules = tried.tenant.rules.iter().filter_map(|rule| kept_rule(rule, here, &same, &mut left));
    let rules: Vec<Rule> = here.tenant.rules.iter().cloned().chain(rules).collect();
    let profiles = tried.tenant.profiles.iter().filter_map(|one| kept_profile(one, here, &same, &mut left));
    let profiles: Vec<NamedTier> = here.tenant.profiles.iter().cloned().chain(profiles).collect();
    let is_taken = |feed: &&Feed| feed.source != Source::Own && !samples.contains(&feed.name.as_str());
    let feeds = tried.feeds.values().filter(is_taken).map(|feed| kept_feed(feed, &same, &mut left)).collect();
    let tenant = Tenant {
        event_limit: tried.tenant.event_limit.clone().or_else(|| here.tenant.event_limit.clone()),
        holidays: tried.tenant.holidays.clone().or_else(|| here.tenant.holidays.clone()),
        quiet: tried.tenant.quiet.or(here.tenant.quiet),
        billing: tried.tenant.billing,
        rules,
        profiles,
        ..here.tenant.clone()
    };
    let circuits = bounds(tried, here, &same, &mut left);
    TakenOver { tenant, circuits, feeds, left }
}

/// Circuits tried, and those of the same name here.
fn same_names(tried: &World, here: &World) -> BTreeMap<CircuitId, CircuitId> {
    let named = |name: &str| here.circuits.values().find(|one| one.name.eq_ignore_ascii_case(name));
    let pairs =
        tried.circuits.values().filter_map(|one| Some((one.id.clone(), named(&one.name)?.id.clone())));
    pairs.collect()
}

/// A rule for circuits of which none is here would ask for others: it stays behind.
fn kept_rule(
    rule: &Rule,
    here: &World,
    same: &BTreeMap<CircuitId, CircuitId>,
    left: &mut Vec<String>,
) -> Option<Rule> {
    if here.tenant.rules.iter().any(|other| other.name.eq_ignore_ascii_case(&rule.name)) {
        return None;
    }
    let circuits: Vec<CircuitId> = rule.circuits.iter().filter_map(|id| same.get(id).cloned()).collect();
    if circuits.len() < rule.circuits.len() {
        left.push(format!("the rule \"{}\", since a circuit that it names is not here", rule.name));
        return None;
    }
    Some(Rule { circuits, ..rule.clone() })
}

fn kept_profile(
    profile: &NamedTier,
    here: &World,
    same: &BTreeMap<CircuitId, CircuitId>,
    left: &mut Vec<String>,
) -> Option<NamedTier> {
    if here.tenant.profiles.iter().any(|other| other.name == profile.name) {
        return None;
    }
    let tiers: BTreeMap<CircuitId, Tier> =
        profile.tiers.iter().filter_map(|(id, tier)| Some((same.get(id)?.clone(), *tier))).collect();
    if tiers.is_empty() && profile.otherwise.is_none() {
        left.push(format!("the profile \"{}\", since no circuit that it names is here", profile.name));
        return None;
    }
    Some(NamedTier { tiers, ..profile.clone() })
}

/// A calendar bound to circuits that are not here comes along unbound: only what names a circuit counts then.
fn kept_feed(feed: &Feed, same: &BTreeMap<CircuitId, CircuitId>, left: &mut Vec<String>) -> Feed {
    let bound: Vec<CircuitId> = feed.bound.iter().filter_map(|id| same.get(id).cloned()).collect();
    if bound.len() < feed.bound.len() {
        left.push(format!(
            "which circuits the calendar \"{}\" is about; say it on its card under Feeds",
            feed.name
        ));
    }
    Feed { bound, ..feed.clone() }
}

/// The bounds of circuits of the same name, where they can have those tiers and the baseline lies between them.
fn bounds(
    tried: &World,
    here: &World,
    same: &BTreeMap<CircuitId, CircuitId>,
    left: &mut Vec<String>,
) -> Vec<Circuit> {
    let mut out = Vec::new();
    for one in tried.circuits.values() {
        let Some(mine) = same.get(&one.id).and_then(|id| here.circuits.get(id)) else {
            left.push(format!("the limits of {}, since no circuit of that name is here", one.name));
            continue;
        };
        let fits = [one.lowest, one.highest].iter().all(|tier| mine.can_have(*tier));
        if !fits || mine.baseline < one.lowest || mine.baseline > one.highest {
            left.push(format!("the limits of {}, since the circuit has other tiers here", one.name));
        } else if (mine.lowest, mine.highest) != (one.lowest, one.highest) {
            out.push(Circuit { lowest: one.lowest, highest: one.highest, ..mine.clone() });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::RuleAsks;
    use crate::testing::{circuit, feed, tier, world};

    fn practice() -> World {
        let own = Feed { source: Source::Own, ..feed("own", &[]) };
        let feeds = [feed("office", &["HQ"]), feed("branches", &["Branch"]), feed("sample", &["HQ"]), own];
        let mut tried = world(&[circuit("HQ", "100M"), circuit("Branch", "100M")], &feeds);
        let rule = |name: &str, of: &str| Rule {
            name: name.into(),
            contains: Some(name.into()),
            circuits: vec![of.into()],
            asks: RuleAsks::Tier(tier("500M")),
            ..Rule::default()
        };
        tried.tenant.rules = vec![rule("streams", "HQ"), rule("uploads", "Branch")];
        let tiers = [("Branch".into(), tier("1G"))].into();
        tried.tenant.profiles =
            vec![NamedTier { name: "video".into(), tiers, otherwise: Some(tier("500M")) }];
        if let Some(hq) = tried.circuits.get_mut(&"HQ".into()) {
            hq.highest = tier("500M");
        }
        tried
    }

    #[test]
    fn calendars_rules_and_limits_come_along_and_what_names_a_circuit_that_is_not_here_is_told() {
        let mut hq = circuit("HQ", "100M");
        hq.id = "770123".into();
        let here = world(&[hq], &[]);
        let taken = taken_over(&practice(), &here, &["sample"]);
        let feeds: Vec<_> = taken.feeds.iter().map(|one| (one.name.as_str(), one.bound.clone())).collect();
        assert_eq!(feeds, [("branches", vec![]), ("office", vec!["770123".into()])]);
        let rules: Vec<_> =
            taken.tenant.rules.iter().map(|one| (one.name.as_str(), one.circuits.clone())).collect();
        assert_eq!(rules, [("streams", vec!["770123".into()])]);
        assert_eq!(taken.tenant.profiles[0].tiers.len(), 0);
        assert_eq!(taken.circuits.iter().map(|one| one.highest).collect::<Vec<_>>(), [tier("500M")]);
        assert_eq!(
            taken.left,
            [
                "the rule \"uploads\", since a circuit that it names is not here",
                "which circuits the calendar \"branches\" is about; say it on its card under Feeds",
                "the limits of Branch, since no circuit of that name is here",
            ]
        );
        assert_eq!((taken.tenant.id, taken.tenant.automation), (here.tenant.id, here.tenant.automation));
    }

    #[test]
    fn taken_over_twice_nothing_is_there_twice() {
        let here = world(&[circuit("HQ", "100M")], &[]);
        let once = taken_over(&practice(), &here, &[]);
        let then = World { tenant: once.tenant.clone(), ..here };
        assert_eq!(taken_over(&practice(), &then, &[]).tenant, once.tenant);
    }
}
