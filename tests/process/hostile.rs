//! Two hundred calendars turn hostile at once under the real program: it stays alive and small, goes nowhere it must not
//! go, and orders for the one honest calendar in time. What one hostile calendar does to its reader alone is tested with
//! the reader (`core`) and the fetcher (`engine`).

mod attacks;
mod household;

use attacks::{Attacker, attacks};
use household::{Household, Running, event, text, until};
use std::io::Write;
use std::process::Stdio;

/// What the program may weigh at most while it reads all of them, in KiB: two are read at a time, and each may take
/// 256 MiB.
const HEAVIEST_KIB: u64 = 2 * 256 * 1024;

#[test]
fn two_hundred_calendars_that_turn_hostile_at_once_neither_stop_nor_feed_nor_delay_anything() {
    let house = Household::new();
    let attacks = attacks();
    assert!(attacks.len() >= 200, "only {} attacks", attacks.len());
    let attacker = Attacker::start(&attacks);
    house.set_up("naas-v1");
    let mut running = house.run();
    house.take_circuits();
    subscribe(&house, &attacker, attacks.len());
    attacker.turn();
    let honest = house.calendar(30, 600);
    house.done(&["feeds", "add", "Honest", "--file", &honest]);
    house.done(&["feeds", "refresh"]);
    until("HQ has 1 Gbps by the honest calendar", || house.carrier().tier_of("77000000001") == Some(1000));
    until("every attack was made", || attacker.asked().iter().all(|times| *times > 0));
    assert_eq!(running.0.try_wait().expect("a process"), None, "it is alive");
    assert_eq!(attacker.lured(), 0, "nobody went where a redirect led");
    assert_eq!((house.orders(1000), house.carrier().orders().len()), (1, 1), "no attack was paid for");
    let heaviest = heaviest(&running);
    println!("{} hostile calendars; the program weighed {} MiB at most", attacks.len(), heaviest / 1024);
    assert!(heaviest <= HEAVIEST_KIB, "{heaviest} KiB");
    let log = std::fs::read_to_string(house.folder.path().join("run.log")).expect("a log");
    assert!(!log.contains("panicked"), "{log}");
}

/// Each is an honest calendar until it turns.
fn subscribe(house: &Household, attacker: &Attacker, count: usize) {
    let place = attacker.place();
    let add = |number: usize| {
        let name = format!("N{number}");
        let mut child = house
            .command(&["feeds", "add", &name, "-", "--own-network", &place])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("tidegate starts");
        let address = format!("http://{place}/{number}\n");
        child.stdin.take().expect("a pipe").write_all(address.as_bytes()).expect("a command that listens");
        let output = child.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{name}: {}", text(&output.stderr));
    };
    (0..count).for_each(add);
}

/// The most memory the program ever held, in KiB.
fn heaviest(running: &Running) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", running.0.id())).expect("a process");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("its peak");
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("a number")
}

/// What the attacker serves before it turns.
fn honest() -> String {
    event("Nothing", 86_400, 90_000)
}
