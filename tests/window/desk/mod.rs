//! A desktop of the tests' own: a screen nobody sees, a window manager, a session bus with a panel, a keychain and a
//! notification service, and a WebDriver that presses what is in the window. Nothing of the person's own is touched.
//! What is started ends with the value that started it.

#![expect(dead_code, reason = "each test uses its part of the desktop")]

mod driver;
mod encrypted;
#[path = "../../process/panel.rs"]
mod panel;

pub(crate) use driver::Window;
pub(crate) use encrypted::free_port;
pub(crate) use panel::Panel;

use panel::Session;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long anything may take before a test gives up on it.
const PATIENCE: Duration = Duration::from_secs(60);

/// A process that ends with this value.
pub(crate) struct Daemon(Child);

impl Daemon {
    pub(crate) fn start(mut command: Command) -> Self {
        let name = command.get_program().display().to_string();
        Self(
            command
                .spawn()
                .unwrap_or_else(|error| panic!("{name} cannot be started ({error}): see .ci/packages.txt")),
        )
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The desktop.
pub(crate) struct Desk {
    folder: tempfile::TempDir,
    display: String,
    session: Session,
    daemons: Vec<Daemon>,
}

impl Drop for Desk {
    /// The tray lives on when a window closes, by design; here it must not outlive the test.
    fn drop(&mut self) {
        if let Some(owner) = self.owner() {
            let _ = Command::new("kill").args(["-9", &owner.to_string()]).status();
        }
        self.daemons.clear();
    }
}

impl Desk {
    /// Screen, window manager, keychain and notices; the panel comes with [`Self::panel`].
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["home", "me", "run"] {
            private(&folder.path().join(name));
        }
        let (screen, display) = screen();
        let session = Session::start();
        let mut desk = Self { folder, display, session, daemons: vec![Daemon(screen)] };
        desk.start("openbox", &["--sm-disable"], "");
        desk.start(
            "gnome-keyring-daemon",
            &["--foreground", "--unlock", "--components=secrets"],
            "a password",
        );
        let settings = desk.folder.path().join("dunstrc");
        // Whoever asks a notice for its buttons gets the one whose name lies in a file.
        let choose = format!("[global]\ndmenu = grep -m1 -f {}\n", desk.button().display());
        std::fs::write(&settings, choose).expect("a file");
        desk.start("dunst", &["-conf", &settings.display().to_string()], "");
        until("notices can be shown", || desk.run("notify-send", &["Desk", "is ready"]).0);
        desk
    }

    /// A panel that shows the tray's icon, once it is there.
    pub(crate) fn panel(&self) -> Panel {
        Panel::start(&self.session)
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// Starts a part of the desktop, away from the machine's own.
    fn start(&mut self, program: &str, arguments: &[&str], input: &str) {
        let mut command = self.command(program, arguments);
        let log = std::fs::File::create(self.folder.path().join(format!("{program}.log"))).expect("a log");
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(log).spawn().unwrap_or_else(|error| {
                panic!("{program} cannot be started ({error}): see .ci/packages.txt")
            });
        let mut stdin = child.stdin.take().expect("its input");
        let _ = stdin.write_all(input.as_bytes());
        self.daemons.push(Daemon(child));
    }

    /// A program on this desktop.
    pub(crate) fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let folder = self.folder.path();
        let mut command = Command::new(program);
        command.args(arguments).env_clear();
        for name in ["PATH", "LANG"] {
            command.env(name, std::env::var_os(name).unwrap_or_default());
        }
        if encrypted::trusted(folder).exists() {
            command.env("SSL_CERT_FILE", encrypted::trusted(folder));
        }
        command
            .env("HOME", folder.join("me"))
            .env("XDG_RUNTIME_DIR", folder.join("run"))
            .env("TIDEGATE_HOME", self.home())
            .env("DISPLAY", &self.display)
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1")
            // Without a graphics card the web view's compositor is slow, and now and then falls over.
            .env("WEBKIT_DISABLE_COMPOSITING_MODE", "1")
            .env("DBUS_SESSION_BUS_ADDRESS", &self.session.address)
            .env("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus");
        command
    }

    /// Runs a program to its end: whether it went well, and what it printed.
    pub(crate) fn run(&self, program: &str, arguments: &[&str]) -> (bool, String) {
        let output = self.command(program, arguments).stdin(Stdio::null()).output();
        let output = output.unwrap_or_else(|error| panic!("{program} cannot be started: {error}"));
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Asks the command `tidegate` for JSON.
    pub(crate) fn ask(&self, words: &[&str]) -> serde_json::Value {
        let words = [words, &["--json"]].concat();
        let output =
            self.command(&tidegate(), &words).stdin(Stdio::null()).output().expect("tidegate starts");
        serde_json::from_slice(&output.stdout).unwrap_or(serde_json::Value::Null)
    }

    /// Runs the command `tidegate` to a good end, with what it reads.
    pub(crate) fn told(&self, words: &[&str], input: &str) -> String {
        let mut command = self.command(&tidegate(), words);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("tidegate starts");
        child.stdin.take().expect("its input").write_all(input.as_bytes()).expect("it reads");
        let output = child.wait_with_output().expect("it ends");
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        assert!(output.status.success(), "{words:?}: {said}");
        said
    }

    /// The process that owns the data folder, if there is one.
    pub(crate) fn owner(&self) -> Option<u32> {
        self.processes("tidegate").into_iter().next()
    }

    /// The processes of the window's program on this desktop.
    pub(crate) fn windows(&self) -> Vec<u32> {
        self.processes("tidegate-deskto")
    }

    /// The processes on this desktop whose name, cut as Linux cuts it, is this one.
    pub(crate) fn processes(&self, name: &str) -> Vec<u32> {
        processes(name, &self.home())
    }

    /// Closes the window as a person does.
    pub(crate) fn close_window(&self) {
        assert!(self.run("wmctrl", &["-F", "-c", "Tidegate"]).0, "there is a window to close");
    }

    /// What was shown as notices so far, newest first. dunst lists a toast only after it is closed, so all are.
    pub(crate) fn notices(&self) -> String {
        self.run("dunstctl", &["close-all"]);
        self.run("dunstctl", &["history"]).1
    }

    fn button(&self) -> PathBuf {
        self.folder.path().join("button")
    }

    /// Presses a button on a notice that is shown.
    pub(crate) fn press_on_notice(&self, name: &str) {
        std::fs::write(self.button(), name).expect("a file");
        assert!(self.run("dunstctl", &["context"]).0, "dunst shows the buttons");
    }

    /// A carrier at an address of its own: a real account's, as far as Tidegate can tell. It is a program of its own
    /// too, so that it is not taken for the owner and shares no memory with it.
    pub(crate) fn carrier(&mut self) -> String {
        let (port, program) = (free_port(), self.folder.path().join("carrier"));
        std::fs::copy(tidegate(), &program).expect("a copy");
        let words = ["sim", "serve", "--port", &port.to_string()];
        let mut command = self.command(&program.display().to_string(), &words);
        command.stdin(Stdio::null()).stdout(Stdio::null());
        self.daemons.push(Daemon::start(command));
        self.encrypted(port)
    }

    /// Presses keys in the dialog before the window, once it is there, and waits until it has gone.
    pub(crate) fn answer(&self, keys: &[&str]) {
        let found = || self.run("xdotool", &["search", "--onlyvisible", "--name", "^Tidegate$"]).1;
        let all = || found().lines().filter_map(|id| id.parse::<u64>().ok()).collect::<Vec<_>>();
        until("a question is asked", || all().len() > 1);
        // The younger of the two.
        let dialog = all().into_iter().max().expect("a dialog").to_string();
        let words = [&["windowactivate", "--sync", &dialog, "key"], keys].concat();
        assert!(self.run("xdotool", &words).0, "keys are pressed");
        until("the question has gone", || all().len() == 1);
    }

    /// Takes a picture of the whole screen, to be looked at.
    pub(crate) fn picture(&self, name: &str) {
        let folder = shots();
        let file = folder.join(format!("{name}.xwd"));
        let path = file.display().to_string();
        // A window that goes at the same moment spoils it.
        until("there is a picture of the screen", || self.run("xwd", &["-root", "-silent", "-out", &path]).0);
    }
}

/// Where pictures go: kept as the tests' output, never committed.
pub(crate) fn shots() -> PathBuf {
    let target =
        Path::new(env!("CARGO_BIN_EXE_tidegate-desktop")).ancestors().nth(2).expect("a target folder");
    let folder = target.join("window-shots");
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// The command beside the window's program, where the window itself looks for it.
pub(crate) fn tidegate() -> String {
    let path = Path::new(env!("CARGO_BIN_EXE_tidegate-desktop")).with_file_name("tidegate");
    assert!(path.exists(), "build the command first: cargo build --package tidegate-agent");
    path.display().to_string()
}

/// A screen that nobody sees, and its name.
fn screen() -> (Child, String) {
    let mut command = Command::new("Xvfb");
    command.args(["-displayfd", "1", "-screen", "0", "1400x900x24", "-nolisten", "tcp"]);
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("Xvfb (package xvfb)");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("a display");
    (child, format!(":{}", line.trim()))
}

fn private(folder: &Path) {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().mode(0o700).create(folder).expect("a folder");
}

/// The processes of this name whose data folder this is.
fn processes(name: &str, home: &Path) -> Vec<u32> {
    let all = std::fs::read_dir("/proc").expect("Linux").filter_map(Result::ok);
    let ids = all.filter_map(|entry| entry.file_name().to_string_lossy().parse::<u32>().ok());
    let wanted = format!("TIDEGATE_HOME={}", home.display());
    let is_ours = |id: &u32| {
        let comm = std::fs::read_to_string(format!("/proc/{id}/comm")).unwrap_or_default();
        let environment = std::fs::read(format!("/proc/{id}/environ")).unwrap_or_default();
        let has = environment.split(|byte| *byte == 0).any(|one| one == wanted.as_bytes());
        let alive =
            std::fs::read_to_string(format!("/proc/{id}/stat")).is_ok_and(|stat| !stat.contains(") Z "));
        comm.trim() == name && has && alive
    };
    ids.filter(is_ours).collect()
}

/// Waits for a condition, not for a time.
pub(crate) fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < PATIENCE, "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
