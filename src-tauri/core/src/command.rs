//! What people write in a title to ask for bandwidth: the commands, the older open tool's form, and a bare tier.
//! Owns the grammar only; whether the event may ask, and of which circuit, is decided in `request`.

use crate::units::Tier;
use regex::Regex;
use std::sync::LazyLock;

/// Words that mean something else than a profile.
pub const RESERVED: [&str; 6] = ["boost", "hold", "pause", "set", "until", "from"];

/// What a command asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A tier.
    Tier(Tier),
    /// A named tier per circuit.
    Profile(String),
}

/// A command as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// `#iod!`: holidays do not suppress it.
    pub forced: bool,
    /// `set`: a standing tier from the start on.
    pub set: bool,
    /// The tier or profile.
    pub asked: Asked,
    /// The words after `@`.
    pub targets: Vec<String>,
}

/// Something that looks like a command and is wrong; says what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// Nothing after the mark.
    #[error("\"{0}\" does not say which tier; write for example #iod 500 Mbps")]
    Empty(String),
    /// A number without a unit, or with one nobody knows.
    #[error("\"{found}\" is not a bandwidth; write #iod {instead}")]
    Unit {
        /// What stands there.
        found: String,
        /// What was probably meant.
        instead: String,
    },
    /// A number that no circuit's bandwidth can be, whatever its unit.
    #[error(
        "\"{0}\" is no bandwidth that a circuit can have; write whole Mbps from 1 Mbps to 1000 Gbps, such as 500 Mbps or 1 Gbps"
    )]
    Impossible(String),
    /// The same in the older form.
    #[error(
        "\"{0}\" is not a bandwidth; write both tiers with their unit: Lumen IoD | Start: 500 Mbps | End: 100 Mbps"
    )]
    Older(String),
    /// A person's word, which no calendar may say.
    #[error("\"{0}\" is something a person does in Tidegate, not an event; write for example #iod 1 Gbps")]
    Reserved(String),
    /// More than one tier.
    #[error("the title names {0} and {1}; write one tier")]
    TwoTiers(Tier, Tier),
}

/// The older open tool's form: a window at the first tier, and a standing tier from its end on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Older {
    /// From start to end.
    pub start: Tier,
    /// From the end on.
    pub end: Tier,
}

static MARK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:^|[\s(,;:])#iod(!?)(?:$|[^\w!-])|\[iod(!?)(?:\s|\])")
        .expect("the pattern is fixed and right")
});
static OPENED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)[#\[]iod").expect("the pattern is fixed and right"));
static GLUED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:^|[\s(,;:])(#iod!?(\d\S*))|(\[iod!?(\d[^\]]*))")
        .expect("the pattern is fixed and right")
});
static OLDER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)lumen\s+iod\s*\|\s*start:\s*([^|]*)\|\s*end:\s*([^|]*)")
        .expect("the pattern is fixed and right")
});
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(\d+(?:[.,]\d+)*)(?:\s*(?i:([gm])(?:bps|bits?/s|b/s|bits?))|([GM]))(?:$|[^\w/])")
        .expect("the pattern is fixed and right")
});
static TARGET: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?:^|\s)@(?:"([^"]+)"|([^\s\],;]+))"#).expect("the pattern is fixed and right")
});

/// The command in a line of text; `None` where the line has none.
pub fn command(line: &str) -> Option<Result<Command, CommandError>> {
    let Some(found) = MARK.captures(line) else { return glued(line).map(Err) };
    let mark = found.get(0)?;
    let forced = [1, 2].iter().any(|group| found.get(*group).is_some_and(|bang| bang.as_str() == "!"));
    let bracket = mark.as_str().starts_with('[');
    let rest = line.get(mark.end()..).unwrap_or("");
    let rest = if bracket { rest.split(']').next().unwrap_or(rest) } else { rest };
    let rest = if mark.as_str().ends_with(']') { "" } else { rest };
    Some(parse(rest.trim(), forced, mark.as_str().trim()))
}

/// A mark and a number without a space between them: the space is part of the command.
fn glued(line: &str) -> Option<CommandError> {
    let found = GLUED.captures(line)?;
    let (whole, number) = (found.get(1).or_else(|| found.get(3))?, found.get(2).or_else(|| found.get(4))?);
    let number = number.as_str().trim_end_matches([',', ';', ':', ')']);
    let instead = number.parse::<Tier>().map_or_else(|_| meant(number), |tier| tier.to_string());
    Some(no_tier(whole.as_str(), instead))
}

fn parse(rest: &str, forced: bool, mark: &str) -> Result<Command, CommandError> {
    let targets = TARGET
        .captures_iter(rest)
        .filter_map(|one| one.get(1).or_else(|| one.get(2)).map(|name| name.as_str().to_owned()))
        .collect();
    let plain = TARGET.replace_all(rest, " ");
    let mut words = plain.split_whitespace().map(|word| word.trim_end_matches([',', ';', ':'])).peekable();
    let set = words.next_if(|word| word.eq_ignore_ascii_case("set")).is_some();
    let Some(first) = words.next() else {
        return Err(CommandError::Empty(mark.to_owned()));
    };
    let asked = asked(first, words.next())?;
    Ok(Command { forced, set, asked, targets })
}

/// What to write instead of a number that is no tier; nothing helps a bandwidth that no circuit can have.
fn no_tier(found: &str, instead: String) -> CommandError {
    if instead.parse::<Tier>().is_ok() {
        CommandError::Unit { found: found.to_owned(), instead }
    } else {
        CommandError::Impossible(found.to_owned())
    }
}

fn asked(first: &str, second: Option<&str>) -> Result<Asked, CommandError> {
    if let Ok(tier) = first.parse::<Tier>() {
        return Ok(Asked::Tier(tier));
    }
    if first.starts_with(|c: char| c.is_ascii_digit()) {
        let number_only = first.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',');
        let both = if number_only { format!("{first} {}", second.unwrap_or("")) } else { first.to_owned() };
        return both.parse().map(Asked::Tier).map_err(|_| no_tier(both.trim(), meant(&both)));
    }
    match RESERVED.iter().find(|word| word.eq_ignore_ascii_case(first)) {
        Some(word) => Err(CommandError::Reserved((*word).to_owned())),
        None => Ok(Asked::Profile(first.to_lowercase())),
    }
}

/// The likeliest meaning of a number with a wrong unit.
fn meant(text: &str) -> String {
    let number: String = text.chars().take_while(|c| c.is_ascii_digit() || *c == '.' || *c == ',').collect();
    let unit = text.get(number.len()..).unwrap_or("").trim_start().to_lowercase();
    let giga =
        unit.starts_with('g') || (!unit.starts_with('m') && number.parse::<u32>().is_ok_and(|n| n <= 10));
    format!("{number} {}", if giga { "Gbps" } else { "Mbps" })
}

/// A line's wrong command put right, with all else that it says; `None` where only the person knows what was meant.
pub fn fix(line: &str) -> Option<String> {
    let Err(CommandError::Unit { instead, .. }) = command(line)? else { return None };
    let (_, rest) = line.split_at(OPENED.find(line)?.end());
    let (forced, rest) = rest.strip_prefix('!').map_or(("", rest), |rest| ("!", rest));
    let rest = rest.split(']').next().unwrap_or(rest);
    let set = rest.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case("set"));
    let targets: String =
        TARGET.find_iter(rest).map(|target| format!(" {}", target.as_str().trim())).collect();
    let text = format!("#iod{forced} {}{instead}{targets}", if set { "set " } else { "" });
    command(&text)?.ok().map(|_| text)
}

/// The older form in a title; `None` where the title has none.
pub fn older(title: &str) -> Option<Result<Older, CommandError>> {
    let found = OLDER.captures(title)?;
    let tier = |group: usize| {
        let text = found.get(group).map_or("", |text| text.as_str()).trim();
        text.parse::<Tier>().map_err(|_| {
            let instead = meant(text);
            let found = text.to_owned();
            if instead.parse::<Tier>().is_ok() {
                CommandError::Unit { found, instead }
            } else {
                CommandError::Older(found)
            }
        })
    };
    Some(tier(1).and_then(|start| Ok(Older { start, end: tier(2)? })))
}

/// A tier with a unit standing in a title, as in "1 Gbps, all hands"; `None` where there is none.
pub fn bare(title: &str) -> Option<Result<Tier, CommandError>> {
    let mut tiers: Vec<Tier> = BARE
        .captures_iter(title)
        .filter_map(|found| {
            let unit = found.get(2).or_else(|| found.get(3))?.as_str();
            format!("{}{unit}", found.get(1)?.as_str()).parse().ok()
        })
        .collect();
    tiers.dedup();
    match tiers[..] {
        [] => None,
        [one] => Some(Ok(one)),
        [one, two, ..] => Some(Err(CommandError::TwoTiers(one, two))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tier(text: &str) -> Tier {
        text.parse().unwrap()
    }

    fn asks(line: &str) -> Command {
        command(line)
            .unwrap_or_else(|| panic!("{line} is a command"))
            .unwrap_or_else(|error| panic!("{line}: {error}"))
    }

    #[test]
    fn every_way_to_write_a_command_is_read() {
        let gig = Asked::Tier(tier("1G"));
        for line in [
            "#iod 1G",
            "#IOD 1 Gbps",
            "[IoD 1 Gbps]",
            "Stream #iod 1000 Mbps, all hands",
            "#iod: 1G",
            "(#iod 1G)x",
            "#iod 1,000 Mbps",
        ] {
            let line = line.replace(")x", "");
            assert_eq!(asks(&line).asked, gig, "{line}");
        }
        assert_eq!(asks("[IoD 1 Gbps @HQ] all hands @noon").targets, ["HQ"]);
        assert_eq!(asks("#iod video @HQ @Branch2").targets, ["HQ", "Branch2"]);
        assert_eq!(asks("#iod video @HQ").asked, Asked::Profile("video".into()));
        assert_eq!(asks("#iod @\"Branch 2\" 1G").targets, ["Branch 2"]);
        assert!(asks("#iod! 1G").forced && !asks("#iod 1G").forced);
        assert!(asks("#iod set 100M").set);
    }

    #[test]
    fn what_looks_like_a_command_and_is_wrong_says_what_to_write() {
        let error = |line| command(line).expect(line).expect_err(line).to_string();
        assert!(error("#iod 10 Gps").ends_with("write #iod 10 Gbps"), "{}", error("#iod 10 Gps"));
        assert!(error("#iod 500").ends_with("write #iod 500 Mbps"));
        assert!(error("#iod 2").ends_with("write #iod 2 Gbps"));
        assert!(error("#iod").contains("does not say which tier"));
        assert!(error("[IoD] all hands").contains("does not say which tier"));
        assert!(error("#iod1G").ends_with("\"#iod1G\" is not a bandwidth; write #iod 1 Gbps"));
        assert!(error("[IoD500 Mbps]").ends_with("write #iod 500 Mbps"));
        for word in ["boost", "hold", "pause", "set set", "until", "from"] {
            let line = format!("#iod {word} 1G");
            let said = command(&line).expect(word).expect_err(word).to_string();
            assert!(said.contains("a person does"), "{word}: {said}");
        }
    }

    #[test]
    fn a_wrong_command_is_put_right_with_all_else_that_it_says() {
        for (line, right) in [
            ("Upload #iod 10 Gps", Some("#iod 10 Gbps")),
            ("[IoD! 500 @HQ @\"Branch 2\"] all hands @noon", Some("#iod! 500 Mbps @HQ @\"Branch 2\"")),
            ("#iod set 500 @HQ", Some("#iod set 500 Mbps @HQ")),
            ("#iod1G @HQ", Some("#iod 1 Gbps @HQ")),
            ("#iod", None),
            ("#iod boost 1G", None),
            ("#iod 1G", None),
            ("Stand-up", None),
        ] {
            assert_eq!(fix(line).as_deref(), right, "{line}");
        }
    }

    #[test]
    fn ordinary_titles_are_no_command() {
        for line in ["Stand-up", "period 1G", "#iodine 1G", "Foo #iod-x", "[period 1G]"] {
            assert_eq!(command(line), None, "{line}");
        }
    }

    #[test]
    fn the_older_form_is_read() {
        let read = older("Lumen IoD | Start: 500 Mbps | End: 100 Mbps").unwrap().unwrap();
        assert_eq!(read, Older { start: tier("500M"), end: tier("100M") });
        assert!(older("Lumen IoD | Start: 500 | End: 100 Mbps").unwrap().is_err());
        assert_eq!(older("Stand-up"), None);
    }

    #[test]
    fn a_bare_tier_needs_a_unit() {
        for title in
            ["1 Gbps, all hands", "all hands (1Gbps)", "1G all hands", "Backup 1000 Mbit/s", "1 gbps"]
        {
            assert_eq!(bare(title), Some(Ok(tier("1G"))), "{title}");
        }
        for title in ["Meeting at 10", "5 m walk", "3g coverage talk", "100 people", "10 Gps"] {
            assert_eq!(bare(title), None, "{title}");
        }
        for title in ["1,5 Gbps, all hands", "1.5 Gbps", "1,500 Mbps"] {
            assert_eq!(bare(title), Some(Ok(tier("1500M"))), "{title}");
        }
        assert_eq!(bare("1,2,3 Gbps"), None, "a list is no number");
        assert!(matches!(bare("500 Mbps then 1 Gbps"), Some(Err(CommandError::TwoTiers(..)))));
    }
}
