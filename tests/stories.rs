//! Stories: a script in, a transcript out, in virtual time. Each file `stories/NAME.story` is played on the stage and
//! what happened is compared, line by line, with `stories/NAME.out`. The scripts' own `expect` lines say what the
//! story is about. `STORIES=write cargo test --test stories` writes the transcripts anew, to be read before they are kept.

#[expect(dead_code, reason = "the simulation uses more of the stage")]
mod stage;
mod stories {
    pub(crate) mod script;
    pub(crate) mod teller;
}

use std::path::{Path, PathBuf};

fn scripts() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories");
    let all = std::fs::read_dir(&folder)
        .expect("the folder of stories")
        .map(|entry| entry.expect("an entry").path());
    let mut scripts: Vec<PathBuf> =
        all.filter(|path| path.extension().is_some_and(|ext| ext == "story")).collect();
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
                return Some(format!(
                    "line {number}\n  written: {}\n  now:     {}",
                    one.unwrap_or("(end)"),
                    other.unwrap_or("(end)")
                ));
            }
        }
    }
    None
}

#[test]
fn each_behaviour_that_can_be_told_has_its_story() {
    let names: Vec<String> = scripts()
        .iter()
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    let told = [2, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 28];
    let missing: Vec<u32> = told
        .into_iter()
        .filter(|number| !names.iter().any(|name| name.starts_with(&format!("b{number:02}"))))
        .collect();
    assert!(missing.is_empty(), "no story for the behaviours {missing:?}");
}

/// `@N` is an instant, `%N` the same as calendars write it, `~N` a length, all in minutes.
const EITHER_WAY: &str = "begin 2027-01-04T08:00:00Z
circuit HQ at 100M allow 50M..2G
circuit Branch at 1G allow 100M..1G
feed office
ics office
BEGIN:VEVENT
UID:stream
DTSTART:%60
DTEND:%120
SUMMARY:#iod 500M @HQ stream
END:VEVENT
BEGIN:VEVENT
UID:film
DTSTART:%120
DTEND:%180
SUMMARY:#iod 1G @HQ film
END:VEVENT
BEGIN:VEVENT
UID:closed
DTSTART:%70
DTEND:%300
SUMMARY:#iod 100M @Branch closed
END:VEVENT
BEGIN:VEVENT
UID:short
DTSTART:%190
DTEND:%230
SUMMARY:#iod 1G @HQ bridged
END:VEVENT
end
at @20 fault {\"on\":\"change\",\"circuit\":\"HQ\",\"do\":\"fail\"}
at @240 boost HQ 2G ~30
at @280 hold HQ 50M ~20
at @310 sleep
at @330 wake
at @340 pause
at @350 resume next
at @360 boost HQ 200M ~40
at @370 clear HQ
end @420
";

/// Who did what to which circuit, and in which minute of the story.
fn told(scale: i64) -> Vec<(i64, String)> {
    let begin: stage::At = "2027-01-04T08:00:00Z".parse().expect("an instant");
    let at = |minutes: i64| begin + chrono::TimeDelta::seconds(minutes * 60 / scale);
    let mut text = String::new();
    let mut rest = EITHER_WAY;
    while let Some(place) = rest.find(['@', '%', '~']) {
        text.push_str(&rest[..place]);
        let digits = rest[place + 1..].find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len() - place - 1);
        let number = rest[place + 1..place + 1 + digits].parse::<i64>();
        match (number, &rest[place..=place]) {
            (Ok(number), "@") => text.push_str(&at(number).format("%Y-%m-%dT%H:%M:%S").to_string()),
            (Ok(number), "%") => text.push_str(&at(number).format("%Y%m%dT%H%M%SZ").to_string()),
            (Ok(number), _) => text.push_str(&format!("{}s", number * 60 / scale)),
            (Err(_), mark) => text.push_str(mark),
        }
        rest = &rest[place + 1 + digits..];
    }
    // The network is the machine's and never scaled; here it is, so that instants can be compared.
    let head = format!("timings {scale}\ntravel {}\ncircuit", 600 / scale);
    let script = format!("{text}{rest}").replacen("circuit", &head, 1);
    let (transcript, failed) = stories::teller::tell("either way", &script);
    assert!(failed.is_empty(), "{failed:?}");
    let lines = transcript.lines().filter(|line| line.as_bytes().get(2) == Some(&b':'));
    let lines = lines.filter(|line| !line.contains("NOTICE") && !line[9..].starts_with('*'));
    lines
        .map(|line| {
            let time: chrono::NaiveTime = line[..8].parse().expect(line);
            let minute = (time - begin.time()).num_seconds() * scale / 60;
            let (what, _) = line[9..].split_once(": ").unwrap_or((&line[9..], ""));
            (minute, what.to_owned())
        })
        .collect()
}

#[test]
fn a_story_told_sixty_times_as_fast_is_the_same_story() {
    let (real, fast) = (told(1), told(60));
    let order = real.iter().filter(|(_, what)| what.contains("order.sent")).count();
    assert!(order >= 10, "the story must be one: {real:#?}");
    for (one, other) in real.iter().zip(&fast) {
        assert_eq!(one, other, "the scaled story goes another way");
    }
    assert_eq!(real.len(), fast.len());
}
