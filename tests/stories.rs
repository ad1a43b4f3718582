//! Stories: a script in, a transcript out, in virtual time. Each file `stories/NAME.story` is played on the stage and
//! what happened is compared, line by line, with `stories/NAME.out`. The scripts' own `expect` lines say what the
//! story is about. `STORIES=write cargo test --test stories` writes the transcripts anew, to be read before they are kept.

mod stage;
mod stories {
    pub(crate) mod script;
    pub(crate) mod teller;
}

use std::path::{Path, PathBuf};

fn scripts() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories");
    let all = std::fs::read_dir(&folder).expect("the folder of stories").map(|entry| entry.expect("an entry").path());
    let mut scripts: Vec<PathBuf> = all.filter(|path| path.extension().is_some_and(|ext| ext == "story")).collect();
    scripts.sort();
    scripts
}

#[test]
fn every_story_goes_as_it_was_written_down() {
    let only = std::env::var("STORY").ok();
    let write = std::env::var("STORIES").is_ok_and(|word| word == "write");
    let mut wrong = Vec::new();
    let mut told = 0;
    for path in scripts() {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        if only.as_ref().is_some_and(|only| !name.contains(only.as_str())) {
            continue;
        }
        told += 1;
        let text = std::fs::read_to_string(&path).expect("a readable story");
        let (transcript, failed) = stories::teller::tell(&name, &text);
        wrong.extend(failed.into_iter().map(|line| format!("{name}: {line}")));
        let out = path.with_extension("out");
        if write {
            std::fs::write(&out, &transcript).expect("a writable folder");
            continue;
        }
        let kept = std::fs::read_to_string(&out).unwrap_or_default();
        if let Some(line) = first_difference(&kept, &transcript) {
            wrong.push(format!("{name}: {line}"));
        }
    }
    assert!(told > 0, "no story was told");
    assert!(wrong.is_empty(), "{} things went otherwise:\n{}", wrong.len(), wrong.join("\n"));
}

fn first_difference(kept: &str, told: &str) -> Option<String> {
    let (mut left, mut right) = (kept.lines(), told.lines());
    for number in 1.. {
        match (left.next(), right.next()) {
            (None, None) => return None,
            (one, other) if one == other => {}
            (one, other) => {
                return Some(format!("line {number}\n  written: {}\n  now:     {}", one.unwrap_or("(end)"), other.unwrap_or("(end)")));
            }
        }
    }
    None
}

#[test]
fn each_behaviour_that_can_be_told_has_its_story() {
    let names: Vec<String> = scripts().iter().map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned()).collect();
    let told = [2, 5, 7, 8, 9, 10, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 23, 24, 25, 26, 28];
    let missing: Vec<u32> = told.into_iter().filter(|number| !names.iter().any(|name| name.starts_with(&format!("b{number:02}")))).collect();
    assert!(missing.is_empty(), "no story for the behaviours {missing:?}");
}
