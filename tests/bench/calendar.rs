//! How fast calendars are read, beside libical (C), ical.js, and the two crates used as their documentation shows, in one
//! run on the same made-up files. Each works in a process of its own, so that its peak of memory is its own. Owns no
//! verdict: the aims stand beside the figures.

use chrono::{Duration, TimeZone};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant as Timer;
use tidegate_core::calendar::{self, Options, Window};
use tidegate_core::carrier::{Dialect, Listed, Profile};
use tidegate_core::circuit::{Circuit, Seen};
use tidegate_core::feed::{Feed, Source};
use tidegate_core::plan;
use tidegate_core::receive::{self, Fetched};
use tidegate_core::time::{Instant, Zone};
use tidegate_core::timings::Limits;
use tidegate_core::units::Tier;
use tidegate_core::world::{Credentials, Record, Tenant, World};

const FROM: &str = "20260101T000000Z";
const TO: &str = "20270101T000000Z";
const REPEATS: usize = 5;

fn main() {
    let words: Vec<String> = std::env::args().collect();
    match words.get(1).map(String::as_str) {
        Some("ours") => report(ours, &words[2]),
        Some("crates") => report(crates, &words[2]),
        _ => all(),
    }
}

fn all() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let driver = folder.join("bench-libical");
    let source = here("libical.c");
    let built = Command::new("cc").arg("-O2").arg("-o").arg(&driver).arg(source).arg("-lical").status();
    assert!(
        built.is_ok_and(|status| status.success()),
        "libical's driver cannot be built: is libical-dev there?"
    );
    for (name, text, slow_too) in files() {
        let file = folder.join(format!("{name}.ics"));
        std::fs::write(&file, &text).expect("a file");
        println!("\n{name} ({} KB), occurrences of 2026, medians of {REPEATS}", text.len() / 1024);
        let me = std::env::current_exe().expect("this program");
        let engine = |program: &Path, first: &[&str]| {
            let mut command = Command::new(program);
            command.args(first).arg(&file).args([FROM, TO]);
            command
        };
        show("Tidegate", REPEATS, || engine(&me, &["ours"]));
        show("libical 3.0 (C)", REPEATS, || engine(&driver, &[]));
        show("icalendar + rrule", REPEATS, || engine(&me, &["crates"]));
        if slow_too {
            let script = here("icaljs.mjs").display().to_string();
            show("ical.js", 1, || engine(Path::new("node"), &[script.as_str()]));
        }
    }
    hundred_feeds(&driver);
    import();
    old_rules();
    hostile_rules();
}

/// A morning's start: every feed of an MSP is read, two at a time. Tidegate does so on threads of its own, libical in two
/// processes at a time, whose start is no part of the time they report.
fn hundred_feeds(libical: &Path) {
    let feeds: Vec<String> = (0..100)
        .map(|feed| calendar(&(0..100).map(|n| office(feed * 100 + n)).collect::<Vec<_>>()))
        .collect();
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let files: Vec<PathBuf> = (0..feeds.len()).map(|n| folder.join(format!("feed-{n}.ics"))).collect();
    files.iter().zip(&feeds).for_each(|(file, text)| std::fs::write(file, text).expect("a file"));
    let began = Timer::now();
    let found: usize = halves(&feeds, |half| half.iter().map(|text| ours(text)).sum::<usize>()).sum();
    let time = began.elapsed().as_secs_f64() * 1e3;
    println!(
        "\n100 feeds of 100 events, two at a time\n  Tidegate             {time:>9.1} ms {found:>8} found"
    );
    let asked = |half: &[PathBuf]| -> (f64, usize) {
        let answers = half.iter().map(|file| {
            let output = Command::new(libical).arg(file).args([FROM, TO]).output().expect("libical runs");
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            let mut words = said.split_whitespace();
            let time: f64 = words.next().and_then(|word| word.parse().ok()).expect("a time");
            (time, words.next().and_then(|word| word.parse::<usize>().ok()).expect("a count"))
        });
        answers.fold((0.0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    };
    let (time, found) =
        halves(&files, asked).fold((0.0_f64, 0), |all, half| (all.0.max(half.0), all.1 + half.1));
    println!("  libical 3.0 (C)      {time:>9.1} ms {found:>8} found");
}

/// Does the work for both halves of a list at once.
fn halves<T: Sync, R: Send>(list: &[T], work: impl Fn(&[T]) -> R + Sync) -> impl Iterator<Item = R> {
    let done: Vec<R> = std::thread::scope(|scope| {
        let halves: Vec<_> = list.chunks(list.len() / 2).map(|half| scope.spawn(|| work(half))).collect();
        halves.into_iter().map(|half| half.join().expect("it is done")).collect()
    });
    done.into_iter()
}

/// A publisher's calendar of 10,000 events has changed: from its bytes to the next plan of 200 circuits.
fn import() {
    let now = year().from + Duration::days(90);
    let mut world = office_world(200);
    // In every version another tenth of the events is a quarter of an hour later.
    let text = |version| calendar(&(0..10_000).map(|n| asking(n, version)).collect::<Vec<_>>());
    take(&mut world, &text(0), now);
    let mut later = now;
    let mut runs: Vec<(f64, usize)> = (1..=REPEATS)
        .map(|version| {
            let text = text(version);
            later += Duration::minutes(15);
            let began = Timer::now();
            let boundaries = take(&mut world, &text, later);
            (began.elapsed().as_secs_f64() * 1e3, boundaries)
        })
        .collect();
    runs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (time, boundaries) = runs[runs.len() / 2];
    println!("\na changed calendar of 10,000 events to the plan of 200 circuits (aim: under 1,000 ms)");
    println!("  Tidegate             {time:>9.1} ms {boundaries:>8} segments");
}

/// A tenant with circuits that one calendar speaks of.
fn office_world(circuits: usize) -> World {
    let profile = Profile::practice(Dialect::NaasV1, "http://127.0.0.1", "1-BENCH");
    let tenant = Tenant { automation: true, ..Tenant::new("bench".into(), "Bench", Zone::UTC, profile) };
    let mut world = World::new(tenant);
    let tier = |mbps| Tier::from_mbps(mbps).expect("a tier");
    let circuit = |n: usize| {
        let seen = Seen::new(tier(100), "Active");
        let name = format!("C{n}");
        let listed = Listed { id: name.as_str().into(), name: Some(name), site: Default::default(), seen };
        let (lowest, highest) = (tier(50), tier(1000));
        Record::Circuit(Box::new(Circuit {
            lowest,
            highest,
            approved: highest,
            ..Circuit::from_inventory(&listed)
        }))
    };
    let feed = Feed::new("office".into(), "office", Source::Address { host: "calendar.example".into() });
    let records: Vec<Record> = (0..circuits).map(circuit).chain([Record::Feed(Box::new(feed))]).collect();
    world.apply(&records);
    world.here.credentials = Credentials::Ready;
    world.here.awake_since = Some(year().from);
    world
}

/// Takes the calendar's next text as the engine does, and plans: how many segments the circuits have then.
fn take(world: &mut World, text: &str, now: Instant) -> usize {
    let options = Options { zone: None, home: Zone::UTC, window: plan::window(now) };
    let reading = Box::new(calendar::read(text.as_bytes(), &options).expect("a calendar"));
    let fetched = Fetched::Text { bytes: text.as_bytes().to_vec(), reading, etag: None, last_modified: None };
    let records = receive::received(world, &"office".into(), fetched, now, 0.5);
    world.apply(&records);
    let plan = world.pass(now, &Limits::new());
    assert!(plan.reasons.len() == world.circuits.len(), "every circuit is planned");
    world.compiled.timelines.values().map(|timeline| timeline.segments.len()).sum()
}

/// An office's event that asks a circuit for bandwidth.
fn asking(n: usize, version: usize) -> String {
    let minute = if n % 10 == version { 15 } else { 0 };
    let start = format!("2026{:02}{:02}T{:02}{minute:02}00", n % 12 + 1, n % 28 + 1, n % 24);
    let rule = if n.is_multiple_of(18) { "RRULE:FREQ=WEEKLY;COUNT=20\r\n" } else { "" };
    event(n, &start, rule).replace(&format!("Meeting {n}\\, 1 Gbps"), &format!("#iod 500M @C{}", n % 200))
}

fn calendar(events: &[String]) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//b//EN\r\n{}END:VCALENDAR\r\n", events.concat())
}

fn here(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench").join(name)
}

/// Runs an engine some times and shows the median of its time, what it found, and its peak of memory.
fn show(name: &str, repeats: usize, command: impl Fn() -> Command) {
    let mut runs: Vec<(f64, String, String)> = (0..repeats)
        .map(|_| {
            let run = command();
            let mut timed = Command::new("/usr/bin/time");
            timed.arg("-f").arg("%M").arg(run.get_program()).args(run.get_args());
            let output = timed.output().expect("the engine runs; /usr/bin/time is there");
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            let mut words = said.split_whitespace();
            let time = words.next().and_then(|word| word.parse().ok()).unwrap_or(f64::NAN);
            let found = words.next().unwrap_or("?").to_owned();
            let peak =
                String::from_utf8_lossy(&output.stderr).split_whitespace().last().unwrap_or("?").to_owned();
            (time, found, peak)
        })
        .collect();
    runs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (time, found, peak) = &runs[runs.len() / 2];
    println!(
        "  {name:<20} {time:>9.1} ms {found:>8} found {:>5} MiB",
        peak.parse::<u64>().unwrap_or(0) / 1024
    );
}

/// In the engine's own process: time and count.
fn report(work: fn(&str) -> usize, file: &str) {
    let text = std::fs::read_to_string(file).expect("a file");
    let began = Timer::now();
    let found = work(&text);
    println!("{} {found}", began.elapsed().as_secs_f64() * 1e3);
}

fn year() -> Window {
    let day = |year| chrono::Utc.with_ymd_and_hms(year, 1, 1, 0, 0, 0).single().expect("a day");
    Window { from: day(2026), to: day(2027) }
}

fn read(text: &str, window: Window) -> usize {
    let options = Options { zone: None, home: Zone::UTC, window };
    calendar::read(text.as_bytes(), &options).map_or(0, |reading| reading.occurrences.len())
}

fn ours(text: &str) -> usize {
    read(text, year())
}

/// icalendar's reader and rrule's sets as their documentation shows, without overrides.
fn crates(text: &str) -> usize {
    use icalendar::parser::{read_calendar, unfold};
    let text = unfold(text);
    let Ok(calendar) = read_calendar(&text) else { return 0 };
    let Window { from, to } = year();
    let zone = rrule::Tz::UTC;
    let series = |event: &icalendar::parser::Component<'_>| {
        let lines =
            event.properties.iter().filter(|one| matches!(one.name.as_str(), "DTSTART" | "RRULE" | "EXDATE"));
        let text: Vec<String> = lines.map(ToString::to_string).collect();
        let set: rrule::RRuleSet = text.concat().trim().parse().ok()?;
        Some(set.after(from.with_timezone(&zone)).before(to.with_timezone(&zone)).all(u16::MAX).dates.len())
    };
    let events = calendar.components.iter().filter(|part| part.name == "VEVENT");
    events.map(|event| if event.find_prop("RRULE").is_some() { series(event).unwrap_or(0) } else { 1 }).sum()
}

/// Name, text, and whether the slow ones are asked too.
fn files() -> Vec<(&'static str, String, bool)> {
    let old = |n: usize| {
        let rule = ["DAILY", "WEEKLY;BYDAY=TU,TH", "MONTHLY;BYDAY=-1FR"][n % 3];
        event(n, "19970902T090000", &format!("RRULE:FREQ={rule}\r\n"))
    };
    vec![
        ("10,000 events", calendar(&(0..10_000).map(office).collect::<Vec<_>>()), true),
        ("300 rules from 1997", calendar(&(0..300).map(old).collect::<Vec<_>>()), true),
    ]
}

fn event(n: usize, start: &str, more: &str) -> String {
    format!(
        "BEGIN:VEVENT\r\nUID:event-{n}@example.com\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;TZID=Europe/Berlin:{start}\r\nDURATION:PT1H\r\nSUMMARY:Meeting {n}\\, 1 Gbps\r\nDESCRIPTION:{}\r\nLOCATION:Room {}\r\nORGANIZER;CN=Ann:mailto:ann@example.com\r\n{more}END:VEVENT\r\n",
        "What is to be said about it. ".repeat(6),
        n % 40
    )
}

/// Most are single; the others make some 160,000 occurrences of a year.
fn office(n: usize) -> String {
    let start = format!("2026{:02}{:02}T{:02}{:02}00", n % 12 + 1, n % 28 + 1, n % 24, n % 4 * 15);
    match n % 18 {
        0 => event(n, &start, "RRULE:FREQ=DAILY\r\n"),
        1 => event(n, &start, "RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR\r\n"),
        2 => event(n, &start, "RRULE:FREQ=MONTHLY;BYDAY=2TU\r\n"),
        3 => event(n, &start, "RRULE:FREQ=WEEKLY;COUNT=20\r\nEXDATE;TZID=Europe/Berlin:20260401T090000\r\n"),
        _ => event(n, &start, ""),
    }
}

fn timed(name: &str, rule: &str, start: &str, days: i64) {
    let text = format!(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:{start}\r\nRRULE:{rule}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    );
    let from: Instant = year().from + Duration::days(90);
    let began = Timer::now();
    let found = read(&text, Window { from, to: from + Duration::days(days) });
    println!("  {name:<44} {:>9.3} ms {found:>8} found", began.elapsed().as_secs_f64() * 1e3);
}

fn old_rules() {
    println!("\nrules from 1997 over a month (aim: under 1 ms)");
    for rule in
        ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=TU,TH", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MINUTELY;INTERVAL=15"]
    {
        timed(rule, rule, "19970902T090000Z", 31);
    }
}

fn hostile_rules() {
    println!("\nhostile rules over a year (aim: under 100 ms)");
    let all = |last: u32| (0..=last).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    let bomb = format!("FREQ=DAILY;BYHOUR={};BYMINUTE={};BYSECOND={}", all(23), all(59), all(59));
    let dense = format!("FREQ=HOURLY;BYMINUTE={};BYSECOND={};COUNT=4000000000", all(59), all(49));
    let rules = [
        ("SECONDLY from 1970", "FREQ=SECONDLY"),
        ("MINUTELY from 1970, counted", "FREQ=MINUTELY;BYSECOND=0;COUNT=4000000000"),
        ("30 February, every second", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30"),
        ("30 February, every year", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
        ("week 53 in June", "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6"),
        ("the 366th position of a year", "FREQ=YEARLY;BYDAY=MO;BYSETPOS=366"),
        ("every second of every day, by its parts", bomb.as_str()),
        ("3,000 times an hour, counted", dense.as_str()),
    ];
    for (name, rule) in rules {
        timed(name, rule, "19700101T000000Z", 365);
    }
}
