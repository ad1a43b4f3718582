//! Keeps the arrows of the house: ui -> shell -> engine -> core, agent -> engine, and nothing else.
//! A new crate, or a new dependency between ours, fails here until the table says so. So does a dependency of
//! others' whose licence is not in `.deny.toml`, or that comes from anywhere but the registry.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::iter::Peekable;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::str::SplitWhitespace;

const HOUSE: &str = env!("CARGO_MANIFEST_DIR");

/// Every crate of ours, and those of ours that it may use in production.
const ARROWS: &[(&str, &[&str])] = &[
    ("tidegate-core", &[]),
    ("tidegate-door", &[]),
    ("tidegate-sim", &[]),
    ("tidegate-engine", &["tidegate-core", "tidegate-door"]),
    ("tidegate-agent", &["tidegate-core", "tidegate-door", "tidegate-engine", "tidegate-sim"]),
    ("tidegate-shell", &["tidegate-door"]),
    ("tidegate-desktop", &[]),
];

/// What a crate must never name among its production dependencies, with the reason.
const FENCES: &[(&str, &[&str], &str)] = &[
    (
        "tidegate-core",
        &["tokio", "reqwest", "rusqlite", "keyring", "rand", "tauri"],
        "core decides and touches nothing",
    ),
    ("tidegate-engine", &["tauri", "clap", "axum"], "the engine has no window and no command line"),
    ("tidegate-sim", &["reqwest", "rusqlite", "tauri"], "the simulator is a carrier, not a client"),
    (
        "tidegate-agent",
        &["tauri", "gtk", "rusqlite", "reqwest", "keyring"],
        "the agent reaches the world through the engine",
    ),
    (
        "tidegate-shell",
        &["rusqlite", "reqwest", "keyring", "tidegate-engine", "tidegate-core"],
        "the window shows what it is told",
    ),
];

/// Where a length of time may be named beside `core::timings`, and why (design §3, Time).
const DURATIONS: &[(&str, &str)] = &[
    ("core/src/horizon.rs", "civil time, never scaled"),
    ("door/src/patience.rs", "processes of one computer"),
    ("core/src/calendar/value.rs", "a bound on what an event may claim"),
    ("core/src/screen/wall.rs", "the grid of a drawing"),
    ("engine/src/budget.rs", "the second in \"requests a second\""),
    ("engine/src/token.rs", "a bound on what a carrier may claim"),
    ("engine/src/desktop/toasts.rs", "how fast a toast comes back from its own thread"),
    ("agent/src/demo.rs", "the demo's own script, on the real clock"),
];

fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let ours = packages(&["--no-deps", "--offline"]);
    ours.iter().map(|package| (name(package), production(package))).collect()
}

fn packages(arguments: &[&str]) -> Vec<Value> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1"])
        .args(arguments)
        .current_dir(HOUSE)
        .output()
        .expect("cargo metadata runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON");
    metadata["packages"].as_array().expect("packages").clone()
}

fn name(package: &Value) -> String {
    package["name"].as_str().expect("a package has a name").to_owned()
}

fn production(package: &Value) -> BTreeSet<String> {
    let all = package["dependencies"].as_array().expect("dependencies");
    all.iter().filter(|one| one["kind"].is_null()).map(name).collect()
}

#[test]
fn our_crates_use_each_other_in_one_direction_only() {
    let allowed: BTreeMap<_, _> = ARROWS.iter().copied().collect();
    for (package, uses) in dependencies() {
        let may = allowed
            .get(package.as_str())
            .unwrap_or_else(|| panic!("{package} is not in the table of arrows"));
        for used in uses.iter().filter(|used| used.starts_with("tidegate")) {
            assert!(may.contains(&used.as_str()), "{package} must not use {used}");
        }
    }
}

#[test]
fn no_crate_names_what_its_place_forbids() {
    let all = dependencies();
    for (package, never, reason) in FENCES {
        let uses = &all[*package];
        for forbidden in *never {
            assert!(!uses.contains(*forbidden), "{package} must not use {forbidden}: {reason}");
        }
    }
}

#[test]
fn only_the_host_folder_of_the_page_knows_tauri() {
    let source = Path::new(HOUSE).join("ui/src");
    let guilty: Vec<_> = files_below(&source)
        .into_iter()
        .filter(|file| !file.starts_with(source.join("host")))
        .filter(|file| std::fs::read_to_string(file).is_ok_and(|text| text.contains("@tauri-apps/")))
        .collect();
    assert!(guilty.is_empty(), "the page asks through ui/src/host alone: {guilty:?}");
}

#[test]
fn lengths_of_time_are_named_in_one_place_a_kind() {
    let sources = Path::new(HOUSE).join("src-tauri");
    let mut seen = BTreeSet::new();
    for name in ["core", "engine", "door", "agent", "shell"] {
        for file in files_below(&sources.join(name).join("src")) {
            let place = file.strip_prefix(&sources).expect("below").to_string_lossy().replace('\\', "/");
            let text = std::fs::read_to_string(&file).expect("a source file");
            let production = text.split("#[cfg(test)]").next().unwrap_or_default();
            let named = production.lines().filter(|line| names_a_length(line.trim())).count();
            if named == 0 || place.contains("/tests") || place.ends_with("testing.rs") {
                continue;
            }
            assert!(DURATIONS.iter().any(|(may, _)| *may == place), "{place} names a length of time");
            seen.insert(place);
        }
    }
    let stale: Vec<_> = DURATIONS.iter().filter(|(place, _)| !seen.contains(*place)).collect();
    assert!(stale.is_empty(), "these name none any more: {stale:?}");
}

fn names_a_length(line: &str) -> bool {
    let is_constant = [": Span =", ": Duration =", ": TimeDelta =", ": std::time::Duration ="];
    let makes = ["from_secs(", "from_millis("];
    let literal = |make: &str| {
        line.split(make).skip(1).any(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
    };
    (line.contains("const ") && is_constant.iter().any(|kind| line.contains(kind)))
        || makes.iter().any(|make| literal(make))
}

#[test]
fn every_dependency_comes_from_the_registry() {
    let lock = std::fs::read_to_string(Path::new(HOUSE).join("Cargo.lock")).expect("Cargo.lock is there");
    let sources: BTreeSet<_> = lock.lines().filter(|line| line.starts_with("source = ")).collect();
    let one_registry = sources.len() == 1 && sources.iter().all(|one| one.contains("\"registry+"));
    assert!(one_registry, "dependencies come from one registry and from no repository: {sources:?}");

    let ours: BTreeSet<_> = ARROWS.iter().map(|(package, _)| *package).collect();
    let strays: Vec<_> = everything()
        .iter()
        .filter(|package| package["source"].is_null())
        .map(name)
        .filter(|package| !ours.contains(package.as_str()))
        .collect();
    assert!(strays.is_empty(), "neither ours nor from the registry: {strays:?}");
}

#[test]
fn every_licence_is_one_that_we_accept() {
    let accepted = accepted_licences();
    let refused: Vec<_> = everything()
        .iter()
        .filter(|package| !accepts(package["license"].as_str().unwrap_or_default(), &accepted))
        .map(|package| format!("{} {} {}", name(package), package["version"], package["license"]))
        .collect();
    assert!(refused.is_empty(), "licences that are not in .deny.toml: {refused:#?}");
}

#[test]
fn a_licence_expression_is_read_as_it_is_meant() {
    let accepted = ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"].map(str::to_owned).into();
    for (expression, expected) in [
        ("MIT", true),
        ("GPL-3.0 OR MIT", true),
        ("GPL-3.0/MIT", true),
        ("MIT AND GPL-3.0", false),
        ("ISC AND (GPL-3.0 OR MIT)", true),
        ("(ISC AND GPL-3.0) OR LGPL-2.1", false),
        ("GPL-3.0 OR ISC AND MIT", true),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("Apache-2.0", false),
        ("MIT)", false),
        ("", false),
    ] {
        assert_eq!(accepts(expression, &accepted), expected, "{expression:?}");
    }
}

/// All packages of all platforms. Asks the registry only for what was never fetched here.
fn everything() -> Vec<Value> {
    packages(&["--locked"])
}

fn accepted_licences() -> BTreeSet<String> {
    let text = std::fs::read_to_string(Path::new(HOUSE).join(".deny.toml")).expect(".deny.toml is there");
    let settings: toml::Table = text.parse().expect(".deny.toml is TOML");
    let listed = settings["licenses"]["allow"].as_array().expect("a list of licences");
    listed.iter().map(|one| one.as_str().expect("a licence is a string").to_owned()).collect()
}

/// Whether the accepted licences are enough for what stands under this SPDX expression (or the older `A/B`).
fn accepts(expression: &str, accepted: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    any_of(&mut words, accepted) && words.next().is_none()
}

fn any_of(words: &mut Peekable<SplitWhitespace>, accepted: &BTreeSet<String>) -> bool {
    let mut enough = all_of(words, accepted);
    while words.next_if_eq(&"OR").is_some() {
        enough |= all_of(words, accepted);
    }
    enough
}

fn all_of(words: &mut Peekable<SplitWhitespace>, accepted: &BTreeSet<String>) -> bool {
    let mut enough = one_of(words, accepted);
    while words.next_if_eq(&"AND").is_some() {
        enough &= one_of(words, accepted);
    }
    enough
}

fn one_of(words: &mut Peekable<SplitWhitespace>, accepted: &BTreeSet<String>) -> bool {
    let Some(word) = words.next() else { return false };
    if word == "(" {
        let enough = any_of(words, accepted);
        return words.next() == Some(")") && enough;
    }
    if words.next_if_eq(&"WITH").is_none() {
        return accepted.contains(word);
    }
    words.next().is_some_and(|exception| accepted.contains(&format!("{word} WITH {exception}")))
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder of the page can be read");
    let paths = entries.map(|entry| entry.expect("an entry can be read").path());
    paths.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}
