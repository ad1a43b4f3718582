//! The ledger when its file is not as it was left: torn and bit-flipped log images, a full disk, a damaged file, and a
//! copy that was put back.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use std::path::{Path, PathBuf};
use std::process::Command;
use tidegate_core::audit::Entry;
use tidegate_core::carrier::{Dialect, Profile};
use tidegate_core::ids::{Actor, TenantId};
use tidegate_core::quota::QuotaDay;
use tidegate_core::time::Zone;
use tidegate_core::world::{Record, Tenant};
use tidegate_engine::store::{Store, StoreError, copies};

fn begin() -> DateTime<Utc> {
    "2027-01-04T09:00:00Z".parse().expect("an instant")
}

fn office() -> TenantId {
    "office".into()
}

fn tenant() -> Record {
    Record::Tenant(Box::new(Tenant {
        automation: true,
        ..Tenant::new(
            office(),
            "Office",
            Zone::UTC,
            Profile::new(Dialect::NaasV1, "https://carrier.example", "1-OFFICE"),
        )
    }))
}

/// One commit: the day's count is so many, and the trail says so.
fn commit(store: &mut Store, number: u32) -> Result<(), StoreError> {
    let quota = QuotaDay { ours: number, ..QuotaDay::default() };
    let why = format!("number {number} {}", "x".repeat(300));
    store.commit(&[
        Record::Quota(day(), quota),
        Record::Audit(Entry::new(begin(), Actor::Program, "order.intended", why)),
    ])
}

fn day() -> NaiveDate {
    begin().date_naive()
}

/// What a ledger says of itself: its count, and its rows where the chain holds.
fn says(store: &Store) -> (u32, i64) {
    let count = store.world().expect("a world").quota.get(&day()).map_or(0, |quota| quota.ours);
    let (rows, _) = store.audit().verify().expect("readable").expect("the chain holds");
    (count, rows)
}

/// Chance that is the same at every run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 20).expect("small") % sides.max(1)
    }
}

/// A log as a power cut, a bad disk or a copying program may leave it.
fn spoilt(wal: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut image = wal.to_vec();
    match dice.below(4) {
        0 => image.truncate(dice.below(wal.len())),
        1 => (0..=dice.below(8)).for_each(|_| image[dice.below(wal.len())] ^= 1 << dice.below(8)),
        2 => {
            let sector = dice.below(wal.len() / 512) * 512;
            image[sector..sector + 512].fill(0);
        }
        _ => {
            // A later sector was written before an earlier one.
            let (one, other) = (dice.below(wal.len() / 512) * 512, dice.below(wal.len() / 512) * 512);
            image.copy_within(one..one + 512, other);
        }
    }
    image
}

#[test]
fn a_torn_or_flipped_log_opens_as_some_commit_left_it_or_is_refused() {
    const COMMITS: u32 = 60;
    let folder = tempfile::tempdir().expect("a folder");
    let whole = folder.path().join("ledger.db");
    let mut store = Store::open(&whole, &office()).expect("a ledger");
    store.commit(&[tenant()]).expect("the tenant");
    (1..=COMMITS).for_each(|number| commit(&mut store, number).expect("a commit"));
    let (main, wal) = (std::fs::read(&whole).expect("it"), std::fs::read(log_of(&whole)).expect("its log"));
    let (mut dice, mut opened, mut refused, mut shorter) = (Dice(0x7469_6465), 0, 0, 0);
    for image in 0..1500 {
        let torn = folder.path().join("torn.db");
        std::fs::write(&torn, &main).expect("it");
        std::fs::write(log_of(&torn), spoilt(&wal, &mut dice)).expect("its log");
        let _ = std::fs::remove_file(folder.path().join("torn.db-shm"));
        match Store::open(&torn, &office()).and_then(|store| Ok((store.tenant()?, says(&store)))) {
            Ok((_, (count, rows))) => {
                assert_eq!(i64::from(count), rows, "image {image}: one commit is whole or not there");
                assert!(count <= COMMITS);
                opened += 1;
                shorter += u32::from(count < COMMITS);
            }
            Err(StoreError::Damaged { .. } | StoreError::NoTenant | StoreError::Sqlite(_)) => refused += 1,
            Err(error) => panic!("image {image}: {error:?}"),
        }
    }
    println!(
        "1500 torn or flipped logs: {opened} opened ({shorter} of them lost commits), {refused} refused"
    );
    assert!(shorter > 200, "the images must hurt, or this proves nothing: {shorter}");
}

fn log_of(ledger: &Path) -> PathBuf {
    ledger.with_extension("db-wal")
}

#[test]
fn a_damaged_ledger_is_refused_with_what_to_do_and_left_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = folder.path().join("ledger.db");
    let mut store = Store::open(&ledger, &office()).expect("a ledger");
    store.commit(&[tenant()]).expect("the tenant");
    (1..=200).for_each(|number| commit(&mut store, number).expect("a commit"));
    drop(store);
    let mut bytes = std::fs::read(&ledger).expect("it");
    bytes[8 * 4096..12 * 4096].fill(0xa5);
    std::fs::write(&ledger, &bytes).expect("it");
    let error = Store::open(&ledger, &office()).err().expect("refused");
    let words = error.to_string();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
    assert!(words.contains("copies") && words.contains("left as it is"), "{words}");
    assert_eq!(std::fs::read(&ledger).expect("it"), bytes);
    std::fs::write(&ledger, b"this is no database at all, only words").expect("it");
    assert!(matches!(Store::open(&ledger, &office()).err(), Some(StoreError::Damaged { .. })));
}

#[test]
fn a_copy_a_day_is_kept_for_a_week_and_mondays_for_a_month_and_each_is_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = folder.path().join("ledger.db");
    let mut store = Store::open(&ledger, &office()).expect("a ledger");
    store.commit(&[tenant()]).expect("the tenant");
    for number in 1..=60 {
        commit(&mut store, number).expect("a commit");
        copies::of_day(&ledger, begin() + TimeDelta::days(i64::from(number))).expect("a copy");
    }
    let mut names: Vec<String> = std::fs::read_dir(copies::folder(&ledger))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let days = ["2027-02-01", "2027-02-08", "2027-02-15", "2027-02-22", "2027-02-27", "2027-02-28"];
    let days = [&days[..], &["2027-03-01", "2027-03-02", "2027-03-03", "2027-03-04", "2027-03-05"]].concat();
    assert_eq!(names, days.iter().map(|day| format!("ledger-{day}.db")).collect::<Vec<_>>());
    assert_eq!(store.copied_at().expect("readable"), None, "the ledger itself is none");
    drop(store);
    for log in ["ledger.db-wal", "ledger.db-shm"] {
        let _ = std::fs::remove_file(folder.path().join(log));
    }
    std::fs::copy(copies::folder(&ledger).join("ledger-2027-02-22.db"), &ledger).expect("put back");
    let store = Store::open(&ledger, &office()).expect("a ledger");
    assert_eq!(says(&store), (49, 49), "as it was on that day");
    assert_eq!(store.copied_at().expect("readable"), Some(begin() + TimeDelta::days(49)));
    store.is_in_force().expect("written");
    assert_eq!(store.copied_at().expect("readable"), None);
}

/// On a disk of its own, 12 MiB small.
#[test]
fn on_a_full_disk_the_reserve_takes_what_must_be_written() {
    const STEP: &str = "TIDEGATE_TEST_SMALL_DISK";
    if let Some(disk) = std::env::var_os(STEP) {
        return fills(Path::new(&disk));
    }
    let folder = tempfile::tempdir().expect("a folder");
    let script = format!("mount -t tmpfs -o size=12m small {0} && exec \"$@\"", folder.path().display());
    let own = if Command::new("unshare").args(["-m", "true"]).status().is_ok_and(|ran| ran.success()) {
        &["-m"][..]
    } else {
        &["--map-root-user", "-m"]
    };
    let test = std::env::current_exe().expect("this test");
    let name = "on_a_full_disk_the_reserve_takes_what_must_be_written";
    let done = Command::new("unshare")
        .args(own)
        .args(["sh", "-c", &script, "sh"])
        .arg(test)
        .args(["--exact", name, "--nocapture"])
        .env(STEP, folder.path())
        .output()
        .expect("unshare (package util-linux) starts");
    let said = String::from_utf8_lossy(&done.stdout) + String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success() && said.contains("running 1 test"), "{said}");
}

fn fills(disk: &Path) {
    let mut store = Store::open(&disk.join("ledger.db"), &office()).expect("a ledger");
    store.commit(&[tenant()]).expect("the tenant");
    assert!(!store.is_tight());
    let filler = disk.join("somebody-elses-file");
    let mut more = vec![0_u8; 16 * 1024 * 1024];
    while std::fs::write(&filler, &more).is_err() {
        more.truncate(more.len() - 64 * 1024);
    }
    let mut number = 0;
    while !store.is_tight() {
        number += 1;
        commit(&mut store, number).expect("the reserve takes it");
    }
    for _ in 0..100 {
        number += 1;
        commit(&mut store, number).expect("there is room for much more");
    }
    store.refill();
    assert!(store.is_tight(), "no room for a reserve yet");
    let mut full = 0;
    while commit(&mut store, number + 1).is_ok() {
        number += 1;
        full += 1;
        assert!(full < 100_000, "the disk is not full");
    }
    assert_eq!(says(&store), (number, i64::from(number)), "what did not fit is not there at all");
    std::fs::remove_file(&filler).expect("there is room again");
    commit(&mut store, number + 1).expect("it goes on");
    store.refill();
    assert!(!store.is_tight(), "and has a reserve again");
}
