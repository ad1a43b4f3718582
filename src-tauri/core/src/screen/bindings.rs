//! The page's types are these types. `UPDATE_BINDINGS=1 cargo test -p tidegate-core screen` writes them anew.

use super::{Action, Amount, Day, Does, EventKey, Hour, Mark, OfferChoice, Stamp, TierCell};
use super::{activity, attention, calendar, circuits, feeds, glance, money, settings, setup, way, week};
use std::collections::BTreeSet;
use ts_rs::{Config, TS};

/// `screens.ts` there names the files of the folder `screens` beside it, one a screen.
const HOST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/host");
const MADE: &str = "// Made from the Rust types by a test; do not edit.\n";

macro_rules! declared {
    ($($place:literal: $($type:ty),+;)+) => {
        [$(($place, vec![$(declaration::<$type>()),+])),+]
    };
}

/// Each file by its path in [`HOST`], and what it says.
fn bindings() -> Vec<(String, String)> {
    let places = declared!(
        "shared": Stamp, TierCell, Amount, OfferChoice, Mark, EventKey, Day, Hour, Action, Does;
        "activity": activity::Activity, activity::Count, activity::Row, activity::Trail, activity::TrailLine,
            activity::Fact;
        "attention": attention::Attention, attention::Card, attention::Question, attention::Solved;
        "calendar": calendar::Range, calendar::Event, calendar::Wish, calendar::Part, calendar::Preview;
        "circuits": circuits::Circuits, circuits::CircuitRow, circuits::ByHand, circuits::OfferRow,
            circuits::ByHandPreview, circuits::GoingOn;
        "feeds": feeds::Feeds, feeds::FeedCard, feeds::Difference, feeds::Example, feeds::Tried,
            feeds::TriedWish;
        "glance": glance::Glance, glance::Automation, glance::Raised, glance::Next, glance::Trouble, glance::Customer;
        "money": money::Month, money::Point, money::CostRow, money::Line, money::EventCost, money::Actual, money::ActualRow,
            money::Held, money::BudgetBar, money::Advised;
        "settings": settings::Settings, settings::RuleRow, settings::RulePreview, settings::RuleEvent,
            settings::ProfileRow, settings::ProfileTier;
        "setup": setup::SetUp, setup::SetUpCircuit, setup::SetUpFeed, setup::SetUpTitle, setup::TwoWeeks,
            setup::PlanLane, setup::PlanStep;
        "way": way::ProviderRow, way::Places, way::PlaceRow, way::PlaceOffers, way::PlaceOffer, way::QuoteShown,
            way::AccountRow, way::ErrandRow;
        "week": week::Week, week::Lane, week::Segment, week::Kind, week::Why, week::Spot;
    );
    let all: String =
        places.iter().map(|(place, _)| format!("export type * from \"./screens/{place}\";\n")).collect();
    let file = |(place, types): &(&str, Vec<String>)| {
        let types = types.join("\n");
        let others = places.iter().filter(|(other, _)| other != place);
        let imports: String = others.filter_map(|(other, named)| import(&types, other, named)).collect();
        (format!("screens/{place}.ts"), format!("{MADE}{imports}\n{types}\n"))
    };
    places.iter().map(file).chain([("screens.ts".to_owned(), format!("{MADE}{all}"))]).collect()
}

/// What some types use of another file's; `None` is nothing.
fn import(types: &str, other: &str, named: &[String]) -> Option<String> {
    let code = types.lines().filter(|line| !line.trim_start().starts_with("/**"));
    let words: BTreeSet<&str> = code.flat_map(|line| line.split(|c: char| !c.is_alphanumeric())).collect();
    let name = |one: &String| Some(one.split_once("export type ")?.1.split([' ', '<']).next()?.to_owned());
    let mut used: Vec<String> =
        named.iter().filter_map(name).filter(|name| words.contains(name.as_str())).collect();
    used.sort();
    (!used.is_empty()).then(|| format!("import type {{ {} }} from \"./{other}\";\n", used.join(", ")))
}

/// A type as the page reads it: a line a field, a line a line of its docs.
fn declaration<T: TS>() -> String {
    let config = Config::new().with_large_int("number");
    let tagged = Does::inline_flattened(&config);
    let plain = T::decl(&config).replace(&tagged, "Does").replace("\"does\":", "does:");
    let docs = T::docs().unwrap_or_default();
    let mut out: Vec<String> = docs.lines().filter_map(|line| documented(line, "")).collect();
    let mut fields = Vec::new();
    for line in plain.lines() {
        let rest = line.trim_end().trim_end_matches("};").trim_end().trim_end_matches(',');
        fields.extend(documented(line, "  ").or_else(|| field(rest)));
    }
    out.push(laid_out(&plain, &fields));
    out.join("\n")
}

/// A line of docs as a comment of its own; `None` is none.
fn documented(line: &str, indent: &str) -> Option<String> {
    let text = line.trim_start().strip_prefix("* ").filter(|text| !text.is_empty())?;
    Some(format!("{indent}/** {} */", text.trim_end_matches("*/").trim()))
}

fn field(line: &str) -> Option<String> {
    let is_field = line.contains(": ") && !line.starts_with("type ") && !line.starts_with("/**");
    is_field.then(|| format!("  {};", line.split(" } & ").next().unwrap_or(line).trim_end_matches(',')))
}

fn laid_out(plain: &str, fields: &[String]) -> String {
    let (name, body) = plain.split_once(" = ").expect("a declaration has a body");
    if body.contains("does: \"") {
        let kept = body.lines().map(str::trim).filter(|line| !line.starts_with(['*', '/']));
        let variants = kept.collect::<Vec<_>>().join(" ").replace(", }", " }").replace(", ", "; ");
        return format!("export {name} =\n  | {}", variants.replace(" | {", "\n  | {"));
    }
    if fields.is_empty() {
        return format!("export {plain}");
    }
    let tail = if body.contains("& Does") { "\n  /** What it does. */\n} & Does" } else { "\n}" };
    format!("export {name} = {{\n{}{tail};", fields.join("\n"))
}

#[test]
#[expect(clippy::disallowed_methods, reason = "this test makes a file of the page; core itself does not")]
fn the_pages_types_are_these_types() {
    for (file, made) in bindings() {
        let path = format!("{HOST}/{file}");
        if std::env::var_os("UPDATE_BINDINGS").is_some() {
            std::fs::write(&path, &made).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap();
        assert!(kept == made, "{path} is not what the types say; write it with UPDATE_BINDINGS=1");
    }
}
