//! Any bytes as a feed: reading ends, and what it lists is in its window, in order, with no end before its start.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tidegate_core::calendar::{Options, Window, read};
use tidegate_core::time::Zone;

fuzz_target!(|bytes: &[u8]| {
    let [from, to] = ["2026-01-01T00:00:00Z", "2026-07-01T00:00:00Z"].map(|at| at.parse().expect("a time"));
    let window = Window { from, to };
    let home: Zone = "America/New_York".parse().expect("a zone");
    let Ok(reading) = read(bytes, &Options { zone: None, home, window }) else { return };
    assert!(reading.occurrences.len() <= 200_000);
    assert!(reading.occurrences.iter().all(|one| one.start <= one.end && window.holds(one.start, one.end)));
    assert!(reading.occurrences.is_sorted_by_key(|one| one.start));
});
