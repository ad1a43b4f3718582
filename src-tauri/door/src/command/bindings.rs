//! The page's commands are these. `UPDATE_BINDINGS=1 cargo test -p tidegate-door bindings` writes them anew.

use super::{
    BillColumns, Breakage, ByHand, CircuitSettings, Command, CostRange, EventKey, FeedSettings, NewOrder,
    NewTenant, OwnEvent, RuleText, TakeUp, WhatIf,
};
use ts_rs::{Config, TS};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/host/commands.ts");

fn bindings() -> String {
    let parts = [
        whole::<TakeUp>(),
        defaulted::<FeedSettings>(),
        defaulted::<RuleText>(),
        defaulted::<CircuitSettings>(),
        defaulted::<NewTenant>(),
        defaulted::<NewOrder>(),
        defaulted::<OwnEvent>(),
        defaulted::<CostRange>(),
        defaulted::<WhatIf>(),
        defaulted::<BillColumns>(),
        defaulted::<EventKey>(),
        whole::<ByHand>(),
        whole::<Breakage>(),
        whole::<Command>(),
    ];
    format!("// Made from the Rust types by a test; do not edit.\n{}\n", parts.join("\n"))
}

/// A type all of whose fields must be sent.
fn whole<T: TS>() -> String {
    let docs = T::docs().unwrap_or_default();
    let docs = docs.lines().filter_map(|line| line.trim().strip_prefix("* ")).collect::<Vec<_>>().join(" ");
    format!("/** {docs} */\nexport {}", laid_out(&undocumented(&declaration::<T>())))
}

/// A type with defaults: any field may be left out.
fn defaulted<T: TS>() -> String {
    whole::<T>().replace(": ", "?: ").replace("/** ?", "/** ")
}

fn declaration<T: TS>() -> String {
    T::decl(&Config::new().with_large_int("number"))
}

/// Without the comments on fields: they are the command line's.
fn undocumented(text: &str) -> String {
    let kept = text.lines().filter(|line| !line.trim_start().starts_with(['*', '/']));
    kept.map(str::trim).collect::<Vec<_>>().join(" ")
}

/// A line a field, or a line a variant.
fn laid_out(text: &str) -> String {
    let text = text.replace("\"do\": ", "do: ").replace(", }", " }");
    if text.contains("{ do: ") {
        return text
            .replace(", ", "; ")
            .replace("| {", "\n  | {")
            .replacen("= {", "=\n  | {", 1)
            .replace(" \n", "\n");
    }
    if text.contains(" = {") {
        return text.replace(", ", ";\n  ").replace("= { ", "= {\n  ").replace(" }", ";\n}");
    }
    text
}

#[test]
fn the_pages_commands_are_these() {
    let made = bindings();
    if std::env::var_os("UPDATE_BINDINGS").is_some() {
        std::fs::write(FILE, &made).unwrap();
    }
    let kept = std::fs::read_to_string(FILE).unwrap();
    assert!(
        kept == made,
        "ui/src/host/commands.ts is not what the types say; write it with UPDATE_BINDINGS=1"
    );
}
