//! Keeps the arrows of the house: ui -> shell -> engine -> core, agent -> engine, and nothing else.
//! A new crate, or a new dependency between ours, fails here until the table says so.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// Every crate of ours, and those of ours that it may use in production.
const ARROWS: &[(&str, &[&str])] = &[
    ("tidegate-core", &[]),
    ("tidegate-door", &[]),
    ("tidegate-sim", &[]),
    ("tidegate-engine", &["tidegate-core", "tidegate-door"]),
    ("tidegate-agent", &["tidegate-core", "tidegate-door", "tidegate-engine", "tidegate-sim"]),
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
];

fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo metadata runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    packages.iter().map(|package| (name(package), production(package))).collect()
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
fn every_dependency_comes_from_the_registry() {
    let lock = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.lock"))
        .expect("Cargo.lock is there");
    let foreign: Vec<_> =
        lock.lines().filter(|line| line.starts_with("source") && line.contains("git+")).collect();
    assert!(foreign.is_empty(), "git dependencies are not allowed: {foreign:?}");
}
