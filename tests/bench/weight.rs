//! What processes weigh, and when they began, as Linux tells it.

use std::collections::BTreeMap;
use std::fs::read_to_string;
use std::time::{Duration, SystemTime};

/// A process's ticks are hundredths of a second on every Linux that we measure on.
const TICK: Duration = Duration::from_millis(10);

/// The memory of a process and of all below it, shared pages by their share (PSS), in KiB.
pub(crate) fn of_tree(root: u32) -> u64 {
    let parents = parents();
    let below = |id: u32| {
        let mut id = id;
        while let (false, Some(parent)) = (id == root, parents.get(&id)) {
            id = *parent;
        }
        id == root
    };
    parents.keys().filter(|id| below(**id)).map(|id| of(*id)).sum()
}

/// One that has ended meanwhile weighs nothing.
fn of(id: u32) -> u64 {
    let told = read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
    let line = told.lines().find_map(|line| line.strip_prefix("Pss:")).unwrap_or("0 kB");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

fn parents() -> BTreeMap<u32, u32> {
    let all = std::fs::read_dir("/proc").expect("Linux").filter_map(Result::ok);
    let ids = all.filter_map(|entry| entry.file_name().to_string_lossy().parse::<u32>().ok());
    ids.filter_map(|id| Some((id, stat(id)?.get(1)?.parse().ok()?))).collect()
}

/// What stands after the name in a process's line, its state first.
fn stat(id: u32) -> Option<Vec<String>> {
    let line = read_to_string(format!("/proc/{id}/stat")).ok()?;
    let (_, rest) = line.rsplit_once(')')?;
    Some(rest.split_whitespace().map(str::to_owned).collect())
}

/// When a process began, to a hundredth of a second.
pub(crate) fn begun(id: u32) -> SystemTime {
    let ticks: u32 = stat(id).expect("it runs")[19].parse().expect("a number");
    let up = read_to_string("/proc/uptime").expect("Linux");
    let up: f64 = up.split_whitespace().next().and_then(|word| word.parse().ok()).expect("a number");
    SystemTime::now() - Duration::from_secs_f64(up) + TICK * ticks
}
