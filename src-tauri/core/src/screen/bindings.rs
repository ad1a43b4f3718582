//! The page's types are these types. `UPDATE_BINDINGS=1 cargo test -p tidegate-core screen` writes them anew.

use super::{Action, Amount, Day, Does, EventKey, Hour, Mark, OfferChoice, Stamp, TierCell};
use super::{activity, attention, calendar, circuits, feeds, glance, money, settings, setup, week};
use ts_rs::{Config, TS};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/host/screens.ts");

macro_rules! declared {
    ($($place:literal: $($type:ty),+;)+) => {
        [$(format!("// {}", $place), $(declaration::<$type>(),)+)+]
    };
}

fn bindings() -> String {
    let parts = declared!(
        "screen.rs": Stamp, TierCell, Amount, OfferChoice, Mark, EventKey, Day, Hour, Action, Does;
        "screen/activity.rs": activity::Activity, activity::Count, activity::Row, activity::Trail, activity::TrailLine,
            activity::Fact;
        "screen/attention.rs": attention::Attention, attention::Card, attention::Question, attention::Solved;
        "screen/calendar.rs": calendar::Range, calendar::Event, calendar::Wish, calendar::Part, calendar::Preview;
        "screen/circuits.rs": circuits::Circuits, circuits::CircuitRow, circuits::ByHand, circuits::OfferRow,
            circuits::ByHandPreview, circuits::GoingOn;
        "screen/feeds.rs": feeds::Feeds, feeds::FeedCard, feeds::Difference, feeds::Example, feeds::Tried,
            feeds::TriedWish;
        "screen/glance.rs": glance::Glance, glance::Automation, glance::Next, glance::Trouble, glance::Customer;
        "screen/money.rs": money::Month, money::Point, money::CostRow, money::Line, money::EventCost;
        "screen/settings.rs": settings::Settings, settings::RuleRow, settings::RulePreview, settings::RuleEvent,
            settings::ProfileRow, settings::ProfileTier;
        "screen/setup.rs": setup::SetUp, setup::SetUpCircuit, setup::SetUpFeed, setup::SetUpTitle, setup::TwoWeeks,
            setup::PlanLane, setup::PlanStep;
        "screen/week.rs": week::Week, week::Lane, week::Segment, week::Kind, week::Why, week::Spot;
    );
    format!("// Made from the Rust types by a test; do not edit.\n{}\n", parts.join("\n"))
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
    let made = bindings();
    if std::env::var_os("UPDATE_BINDINGS").is_some() {
        std::fs::write(FILE, &made).unwrap();
    }
    let kept = std::fs::read_to_string(FILE).unwrap();
    assert!(
        kept == made,
        "ui/src/host/screens.ts is not what the types say; write it with UPDATE_BINDINGS=1"
    );
}
