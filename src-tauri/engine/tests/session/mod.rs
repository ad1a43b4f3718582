//! A private session for a test: its own message bus and home folder, so that nothing of the person's own is touched.
//! Environment variables belong to the whole process, so each test runs its step in a process of its own: the test
//! program starts itself again. What is started ends with the value that started it.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const STEP: &str = "TIDEGATE_TEST_FOLDER";

/// A process that ends with this value.
pub(crate) struct Daemon(Child);

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Daemon {
    pub(crate) fn id(&self) -> String {
        self.0.id().to_string()
    }
}

/// Runs the test named `test` of this program in a private session; inside it, gives the session's folder.
pub(crate) fn inside(test: &str) -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os(STEP) {
        return Some(PathBuf::from(folder));
    }
    let folder = tempfile::tempdir().expect("a sound test session");
    let bus = format!("unix:path={}", folder.path().join("bus").display());
    let done = Command::new(std::env::current_exe().expect("a sound test session"))
        .args(["--exact", test, "--nocapture"])
        .env(STEP, folder.path())
        .env("HOME", folder.path())
        .env("XDG_RUNTIME_DIR", folder.path())
        .env("XDG_DATA_HOME", folder.path().join("data"))
        .env("XDG_CONFIG_HOME", folder.path().join("config"))
        .env("DBUS_SESSION_BUS_ADDRESS", bus)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .stderr(Stdio::inherit())
        .output()
        .expect("a sound test session");
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "the step in its own session failed: {said}");
    assert!(said.contains("running 1 test"), "there is no test \"{test}\": {said}");
    None
}

/// Starts a program of the named Debian package.
pub(crate) fn start(package: &str, command: &mut Command) -> Child {
    let name = command.get_program().to_owned();
    command
        .spawn()
        .unwrap_or_else(|error| panic!("{name:?} cannot be started ({error}): install the package {package}"))
}

/// Runs a program of the named package to its end, and gives what it printed.
pub(crate) fn run<S: AsRef<OsStr>>(package: &str, program: &str, arguments: &[S]) -> String {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let output = start(package, &mut command).wait_with_output().expect("a sound test session");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A message bus at the session's address; it starts no services by itself.
pub(crate) fn bus(folder: &Path) -> Daemon {
    let address = folder.join("bus");
    let _ = std::fs::remove_file(&address);
    let config = folder.join("bus.conf");
    let text = format!(
        r#"<busconfig><type>session</type><listen>unix:path={}</listen><auth>EXTERNAL</auth>
        <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
        </busconfig>"#,
        address.display()
    );
    std::fs::write(&config, text).expect("a sound test session");
    let mut command = Command::new("dbus-daemon");
    command.arg("--nofork").arg("--print-address").arg(format!("--config-file={}", config.display()));
    let mut child = start("dbus-daemon", command.stdout(Stdio::piped()));
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("a sound test session"))
        .read_line(&mut line)
        .expect("a sound test session");
    assert!(line.starts_with("unix:"), "the bus did not start: {line}");
    Daemon(child)
}

/// Hands a started child over to this value's life, its standard input written and closed.
pub(crate) fn daemon(mut child: Child, input: &str) -> Daemon {
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input.as_bytes()).expect("a sound test session");
    }
    Daemon(child)
}

/// Waits until the bus knows a name.
pub(crate) fn wait_for_name(name: &str) {
    wait_until(&format!("{name} on the bus"), || {
        let call = ["call", "--session", "-d", "org.freedesktop.DBus", "-o", "/", "-m"];
        let arguments = [&call[..], &["org.freedesktop.DBus.NameHasOwner", name]].concat();
        run("libglib2.0-bin", "gdbus", &arguments).contains("true")
    });
}

/// Waits until something holds; ten seconds at most.
pub(crate) fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(10), "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
