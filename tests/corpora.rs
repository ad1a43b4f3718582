//! What comes from outside and is kept: inputs that once broke something, and those the fuzzer begins with. Each is
//! looked at with the same checks that the fuzzer uses (`make fuzz`); one that breaks its check is named.

#[path = "fuzz/checks.rs"]
mod checks;

use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

const HOUSE: &str = env!("CARGO_MANIFEST_DIR");

#[test]
fn what_is_kept_of_hostile_input_still_meets_its_check() {
    let mut broken = Vec::new();
    for (name, check) in checks::CHECKS {
        let kept = files(&Path::new(HOUSE).join("tests/fuzz/corpus").join(name));
        let shared =
            if name == "feed" { files(&Path::new(HOUSE).join("tests/calendars/feeds")) } else { vec![] };
        assert!(!kept.is_empty(), "{name} has a corpus");
        for file in kept.iter().chain(&shared) {
            let bytes = std::fs::read(file).expect("it can be read");
            if catch_unwind(|| check(&bytes)).is_err() {
                broken.push(format!("{name}: {}", file.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files
}
