//! Finding what an event asks for: the tier by six ways in order, the circuits by five. Whether it may is `allowed`.

use super::{Attention, Choice, Decider, Ignored, OWN_PLAN, Verdict};
use crate::calendar::{Busy, Details, Occurrence};
use crate::circuit::Circuit;
use crate::command::{self, Asked, Command, CommandError, Older};
use crate::feed::Feed;
use crate::ids::CircuitId;
use crate::rule::{Rule, RuleAsks};
use crate::units::Tier;

/// What an event asks for, before anybody asks whether it may.
pub(super) struct Found {
    pub(super) wishes: Vec<(CircuitId, Tier)>,
    pub(super) set: bool,
    pub(super) then: Option<Tier>,
    pub(super) forced: bool,
    pub(super) way: String,
}

/// A tier by one of the ways, and what that way says of the circuits.
struct Way<'r> {
    asked: Asked,
    set: bool,
    then: Option<Tier>,
    forced: bool,
    is_command: bool,
    targets: Vec<String>,
    rule: Option<&'r Rule>,
    words: String,
}

impl<'r> Way<'r> {
    fn plain(asked: Asked, words: impl Into<String>) -> Self {
        let words = words.into();
        Self {
            asked,
            set: false,
            then: None,
            forced: false,
            is_command: false,
            targets: vec![],
            rule: None,
            words,
        }
    }

    fn command(command: Command, line: &str) -> Self {
        let Command { forced, set, asked, targets } = command;
        let words = format!("the command in its {line}");
        Self { set, forced, is_command: true, targets, ..Self::plain(asked, words) }
    }

    fn older(older: Older, location: &str) -> Self {
        let targets = if location.trim().is_empty() { vec![] } else { vec![location.trim().to_owned()] };
        let plain = Self::plain(Asked::Tier(older.start), "the older form in its title");
        Self { then: Some(older.end), targets, ..plain }
    }
}

/// How many lines of a description may hold a command.
const DESCRIPTION_LINES: usize = 3;

/// The lines of an event that may hold a command.
pub(crate) fn command_lines(details: &Details) -> impl Iterator<Item = &str> {
    let description = details.description.lines().take(DESCRIPTION_LINES);
    std::iter::once(details.summary.as_str()).chain(description)
}

impl Decider<'_> {
    /// What an event asks for; `None` where it asks for nothing.
    pub(super) fn find(&self, feed: &Feed, occurrence: &Occurrence) -> Result<Option<Found>, Verdict> {
        if occurrence.uid.ends_with(OWN_PLAN) {
            return Err(Verdict::Ignored(Ignored::OwnPlan));
        }
        let Some(way) = self.way(feed, occurrence)? else { return Ok(None) };
        if feed.busy_only && !way.is_command && occurrence.details.busy == Busy::Free {
            return Err(Verdict::Ignored(Ignored::Free));
        }
        let circuits = self.circuits(feed, occurrence, &way)?;
        let wishes = circuits.iter().map(|circuit| Ok((circuit.id.clone(), self.tier(&way.asked, circuit)?)));
        let wishes = wishes.collect::<Result<Vec<_>, Verdict>>()?;
        Ok(Some(Found { wishes, set: way.set, then: way.then, forced: way.forced, way: way.words }))
    }

    /// The first of the six ways that names a tier (design §5).
    fn way(&self, feed: &Feed, occurrence: &Occurrence) -> Result<Option<Way<'_>>, Verdict> {
        let details = &occurrence.details;
        let places = std::iter::once("title").chain(std::iter::repeat("description"));
        for (place, line) in places.zip(command_lines(details)) {
            if let Some(read) = command::command(line) {
                return read.map(|command| Some(Way::command(command, place))).map_err(|error| wrong(&error));
            }
        }
        if let Some(read) = command::older(&details.summary) {
            return read
                .map(|older| Some(Way::older(older, &details.location)))
                .map_err(|error| wrong(&error));
        }
        if !feed.bound.is_empty()
            && let Some(read) = command::bare(&details.summary)
        {
            return read
                .map(|tier| Some(Way::plain(Asked::Tier(tier), "the tier in its title")))
                .map_err(|error| wrong(&error));
        }
        let named = details
            .categories
            .iter()
            .map(|one| one.to_lowercase())
            .find(|one| self.profiles.contains_key(one.as_str()));
        if let Some(name) = named {
            let words = format!("its category \"{name}\"");
            return Ok(Some(Way::plain(Asked::Profile(name), words)));
        }
        if let Some(matcher) = self.rules.iter().find(|matcher| matcher.matches(occurrence)) {
            return self.by_rule(&matcher.rule);
        }
        Ok(feed
            .tier
            .map(|tier| Way::plain(Asked::Tier(tier), format!("the tier of the feed \"{}\"", feed.name))))
    }

    fn by_rule<'r>(&self, rule: &'r Rule) -> Result<Option<Way<'r>>, Verdict> {
        let asked = match &rule.asks {
            RuleAsks::Nothing => return Err(Verdict::Ignored(Ignored::Rule(rule.name.clone()))),
            RuleAsks::Tier(tier) => Asked::Tier(*tier),
            RuleAsks::Profile(name) => Asked::Profile(name.to_lowercase()),
        };
        Ok(Some(Way { rule: Some(rule), ..Way::plain(asked, format!("your rule \"{}\"", rule.name)) }))
    }

    /// The circuits: what stands after `@`, the older form's location, the rule's, the feed's binding, the only one.
    fn circuits(
        &self,
        feed: &Feed,
        occurrence: &Occurrence,
        way: &Way<'_>,
    ) -> Result<Vec<&Circuit>, Verdict> {
        let found = self.circuits_meant(feed, occurrence, way)?;
        let gone = found.iter().find_map(|circuit| circuit.gone(self.world.tenant.zone));
        match gone {
            Some(gone) => Err(attention(format!(
                "{gone}; write another circuit after @, or take it out of the rule or the feed that names it"
            ))),
            None => Ok(found),
        }
    }

    fn circuits_meant(
        &self,
        feed: &Feed,
        occurrence: &Occurrence,
        way: &Way<'_>,
    ) -> Result<Vec<&Circuit>, Verdict> {
        if !way.targets.is_empty() {
            return self.by_names(&way.targets);
        }
        let by_ids = |ids: &[CircuitId]| -> Vec<&Circuit> {
            ids.iter().filter_map(|id| self.world.known(id)).collect()
        };
        let by_rule = way.rule.map(|rule| by_ids(&rule.circuits)).unwrap_or_default();
        if !by_rule.is_empty() {
            return Ok(by_rule);
        }
        let bound = by_ids(&feed.bound);
        if !bound.is_empty() {
            return Ok(narrowed(bound, occurrence));
        }
        let mut all = self.world.circuits.values();
        match (all.next(), all.next()) {
            (Some(only), None) => Ok(vec![only]),
            (None, _) => {
                Err(attention("there is no circuit yet; read them in first: tidegate circuits sync"))
            }
            (Some(first), Some(_)) => Err(attention(format!(
                "which circuit? Write it after @, such as @{}, or bind the feed \"{}\" to a circuit",
                quoted(&first.name),
                feed.name
            ))),
        }
    }

    fn by_names(&self, names: &[String]) -> Result<Vec<&Circuit>, Verdict> {
        let mut found: Vec<&Circuit> = Vec::new();
        for name in names {
            let before = found.len();
            found.extend(self.world.answering(name));
            if found.len() == before {
                let known: Vec<String> =
                    self.world.circuits.values().map(|one| format!("@{}", quoted(&one.name))).collect();
                let known = known.join(", ");
                return Err(attention(format!(
                    "there is no circuit or tag \"{}\"; write one of {known}",
                    super::title(name)
                )));
            }
        }
        found.sort_by_key(|circuit| &circuit.id);
        found.dedup_by_key(|circuit| &circuit.id);
        Ok(found)
    }

    fn tier(&self, asked: &Asked, circuit: &Circuit) -> Result<Tier, Verdict> {
        let name = match asked {
            Asked::Tier(tier) => return Ok(*tier),
            Asked::Profile(name) => name,
        };
        let Some(profile) = self.profiles.get(name.as_str()) else {
            let known: Vec<&str> = self.profiles.keys().copied().collect();
            let known = if known.is_empty() {
                String::new()
            } else {
                format!(", or one of your profiles: {}", known.join(", "))
            };
            return Err(attention(format!(
                "there is no profile \"{}\"; write a tier such as 500 Mbps{known}",
                super::title(name)
            )));
        };
        let missing =
            || attention(format!("the profile \"{name}\" has no tier for {}; give it one", circuit.name));
        profile.tier(&circuit.id).ok_or_else(missing)
    }
}

/// In a bound feed a circuit's name in title or location narrows the binding.
fn narrowed<'c>(bound: Vec<&'c Circuit>, occurrence: &Occurrence) -> Vec<&'c Circuit> {
    let text = format!(" {} {} ", occurrence.details.summary, occurrence.details.location).to_lowercase();
    let words: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let spaced = format!(" {} ", words.split_whitespace().collect::<Vec<_>>().join(" "));
    let named = |circuit: &&Circuit| {
        let name: String =
            circuit.name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        !name.is_empty() && spaced.contains(&format!(" {name} "))
    };
    let some: Vec<&Circuit> = bound.iter().copied().filter(named).collect();
    if some.is_empty() { bound } else { some }
}

fn quoted(name: &str) -> String {
    if name.contains(char::is_whitespace) { format!("\"{name}\"") } else { name.to_owned() }
}

fn wrong(error: &CommandError) -> Verdict {
    attention(error.to_string())
}

pub(super) fn attention(message: impl Into<String>) -> Verdict {
    with_choices(message, vec![])
}

pub(super) fn with_choices(message: impl Into<String>, choices: Vec<Choice>) -> Verdict {
    Verdict::Attention(Attention { message: message.into(), choices, held: false })
}
