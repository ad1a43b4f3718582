//! A household for tests that start the real `tidegate`: a practice carrier in this process, a throw-away home, and
//! the command. Nothing of the person's own is touched: home, keychain and desktop are away.

#![expect(dead_code, reason = "each test uses its part of the household")]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};
use tidegate_sim::server::Server;
use tidegate_sim::{Calendars, Carrier, Setup};

pub(crate) struct Household {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) calendars: Calendars,
    carrier: Arc<Mutex<Carrier>>,
    server: Server,
    runtime: tokio::runtime::Runtime,
}

/// A `tidegate run` under way; killed when dropped.
pub(crate) struct Running(pub(crate) Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// How long anything may take before a test gives up on it.
const PATIENCE: Duration = Duration::from_secs(60);

impl Household {
    /// The practice carrier of the simulator, sixty times as fast as a real one.
    pub(crate) fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("threads");
        let carrier = Arc::new(Mutex::new(Carrier::new(Setup::practice(), chrono::Utc::now())));
        let calendars = Calendars::default();
        let server = runtime
            .block_on(Server::start(Arc::clone(&carrier), calendars.clone()))
            .expect("a loopback port");
        Self { folder: tempfile::tempdir().expect("a folder"), calendars, carrier, server, runtime }
    }

    pub(crate) fn url(&self) -> String {
        self.server.url()
    }

    pub(crate) fn carrier(&self) -> MutexGuard<'_, Carrier> {
        self.carrier.lock().expect("nobody panics with the carrier")
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// The command, with nothing of the person's own around it.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        bare(&self.home(), words)
    }

    /// Runs a command to its end.
    pub(crate) fn ask(&self, words: &[&str]) -> Output {
        self.command(words).stdin(Stdio::null()).output().expect("tidegate starts")
    }

    /// Runs a command that must work; its standard output.
    pub(crate) fn done(&self, words: &[&str]) -> String {
        let output = self.ask(words);
        assert!(output.status.success(), "{words:?}: {}{}", text(&output.stdout), text(&output.stderr));
        text(&output.stdout)
    }

    pub(crate) fn json(&self, words: &[&str]) -> serde_json::Value {
        let output = self.ask(&[words, &["--json"]].concat());
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
            panic!("{words:?}: {error}: {}{}", text(&output.stdout), text(&output.stderr))
        })
    }

    /// Starts `tidegate run` with the practice credentials given at the start, and waits for its door.
    pub(crate) fn run(&self) -> Running {
        self.run_with("client_id=practice\nclient_secret=practice-secret")
    }

    /// As [`Self::run`], with these secrets.
    pub(crate) fn run_with(&self, secrets: &str) -> Running {
        let mut command = self.command(&["run", "--secret-from-env", "PRACTICE_SECRETS"]);
        command.env("PRACTICE_SECRETS", secrets);
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.folder.path().join("run.log"))
            .expect("a log");
        let child =
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn().expect("tidegate starts");
        let running = Running(child);
        until("the door is open", || {
            self.ask(&["status", "--json"]).status.code() != Some(1) && self.is_running()
        });
        running
    }

    fn is_running(&self) -> bool {
        let output = self.ask(&["status", "--json"]);
        serde_json::from_slice::<serde_json::Value>(&output.stdout).is_ok_and(|view| view["running"] == true)
    }

    /// An office set up and switched on: circuits HQ and Branch at 100 Mbps, calendars may go to 1 Gbps.
    pub(crate) fn set_up(&self, dialect: &str) {
        let url = self.url();
        let tenant = [
            "tenants",
            "add",
            "Office",
            "--customer-number",
            "1-PRACT",
            "--base",
            &url,
            "--zone",
            "UTC",
            "--dialect",
            dialect,
            "--practice",
        ];
        self.done(&tenant);
    }

    /// The circuits, once a Tidegate with credentials runs.
    pub(crate) fn take_circuits(&self) {
        self.done(&["circuits", "sync"]);
        until("tiers and prices are known", || {
            let circuits = self.json(&["circuits", "list"]);
            circuits.as_array().is_some_and(|all| {
                all.len() == 2 && all.iter().all(|one| !one["offers"].as_array().expect("offers").is_empty())
            })
        });
        self.done(&["circuits", "set", "HQ", "--highest", "1G"]);
        self.done(&["automation", "on", "--now"]);
    }

    /// A calendar file with one event on HQ, so many seconds from now.
    pub(crate) fn calendar(&self, from: i64, to: i64) -> String {
        let path = self.folder.path().join("office.ics");
        std::fs::write(&path, event("#iod 1G @HQ", from, to)).expect("a file");
        path.display().to_string()
    }

    /// The orders of ours that the carrier took on a circuit.
    pub(crate) fn orders(&self, mbps: u32) -> usize {
        let carrier = self.carrier();
        carrier.orders().iter().filter(|order| !order.foreign && order.target == Some(mbps)).count()
    }
}

/// A calendar with one event, its times in seconds from now.
pub(crate) fn event(title: &str, from: i64, to: i64) -> String {
    let at = |seconds| (chrono::Utc::now() + chrono::TimeDelta::seconds(seconds)).format("%Y%m%dT%H%M%SZ");
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:one\r\nDTSTAMP:20270101T000000Z\r\nDTSTART:{}\r\nDTEND:{}\r\nSUMMARY:{title}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        at(from),
        at(to)
    )
}

/// `tidegate` in a home of its own, without keychain, desktop or anything else of the person's.
pub(crate) fn bare(home: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tidegate"));
    command.args(words).env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("HOME", home).env("TIDEGATE_HOME", home.join("data")).env("TMPDIR", std::env::temp_dir());
    std::fs::create_dir_all(home).expect("a home");
    command
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Waits for a condition, not for a time.
pub(crate) fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < PATIENCE, "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
