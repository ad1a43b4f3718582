//! The simulation with the real ledger: what is durable is in SQLite, a program that starts reads it from there, and at
//! the end both ledgers know the same world. Claimed by the engine's package, whose store it is.

#[path = "../stage/mod.rs"]
#[expect(dead_code, reason = "the stories use more of the stage")]
mod stage;
#[path = "."]
#[expect(dead_code, reason = "the simulation with its own ledger prints more")]
mod simulation {
    mod calm;
    mod check;
    mod faults;
    mod journal;
    mod machine;
    pub(crate) mod reference;
    pub(crate) mod run;
    mod story;
    mod trouble;
    pub(crate) mod world;
}

use simulation::run::Run;
use stage::Ledger;
use std::path::Path;
use std::time::Instant;
use tidegate_core::carrier::Dialect;
use tidegate_core::world::{Record, World};
use tidegate_engine::store::{Known, Store};

/// How many seeds are played, and how many days each.
const SEEDS: u64 = 4;
const DAYS: i64 = 14;

struct OnDisk(Store);

impl Ledger for OnDisk {
    fn commit(&mut self, records: &[Record]) {
        self.0.commit(records).expect("the ledger takes it");
    }

    fn world(&self) -> World {
        self.0.world().expect("the ledger is read")
    }
}

fn dialect(seed: u64) -> Dialect {
    if seed % 4 < 2 { Dialect::Lumen } else { Dialect::NaasV1 }
}

/// Plays a seed with a ledger; the commits made. At the end both ledgers know the same.
fn plays(seed: u64, days: i64, store: Store) -> usize {
    let mut run = Run::new(seed, dialect(seed), false);
    run.stage.keeps_in(Box::new(OnDisk(store)));
    let wrong = run.play(days);
    assert!(wrong.is_empty(), "seed {seed}: {}", wrong.join("\n"));
    if run.stage.ledger.is_none() {
        run.turn();
    }
    let (memory, ledger) = run.stage.known();
    assert_eq!(memory, ledger, "seed {seed}: what was read from the ledger is not what was written");
    run.tally().commits
}

#[test]
fn with_the_real_ledger_the_promises_hold_too() {
    let begun = Instant::now();
    let seeds = std::env::var("SIM_SEEDS").ok().and_then(|text| text.parse().ok()).unwrap_or(SEEDS);
    let commits: usize =
        (1..=seeds).map(|seed| plays(seed, DAYS, Store::in_memory(&"sim".into()).expect("a ledger"))).sum();
    let (seconds, hours) = (begun.elapsed().as_secs_f64(), seeds as f64 * 3.0 * DAYS as f64 * 24.0);
    println!(
        "with SQLite on one thread: {:.0} circuit-hours a minute, {:.0} commits a minute",
        hours / seconds * 60.0,
        commits as f64 / seconds * 60.0
    );
}

#[test]
fn a_ledger_on_a_disk_has_a_trail_that_verifies_after_weeks_of_trouble() {
    let folder = tempfile::tempdir().expect("a folder");
    let path: &Path = &folder.path().join("ledger.db");
    let commits = plays(3, 3, Store::open(path, &"sim".into()).expect("a ledger"));
    let found = Store::verify_trail(path, &Known::default()).expect("the ledger is read");
    let rows = found.expect("the trail verifies").rows;
    assert!(commits > 100 && rows > 100, "{commits} commits and {rows} rows are no proof");
}
