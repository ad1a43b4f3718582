//! A calendar that is served encrypted, by `openssl`, under a certificate made for this run.

use super::desk::{Daemon, Desk};
use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;

/// The certificate's own wishes: it signs nothing but itself.
const WISHES: &str = "[req]\ndistinguished_name=dn\nx509_extensions=v3\nprompt=no\n[dn]\nCN=localhost\n[v3]\nsubjectAltName=DNS:localhost\nbasicConstraints=critical,CA:FALSE\n";
/// Where the system keeps those it trusts.
const SYSTEM: &str = "/etc/ssl/certs/ca-certificates.crt";

/// The server; it ends with this value.
pub(crate) struct Source {
    folder: PathBuf,
    port: u16,
    _server: Daemon,
}

impl Source {
    pub(crate) fn start(desk: &Desk) -> Self {
        let folder = desk.home().with_file_name("source");
        std::fs::create_dir(&folder).expect("a folder");
        std::fs::write(folder.join("wishes"), WISHES).expect("a file");
        std::fs::write(folder.join("office.ics"), CALENDAR.replace('\n', "\r\n")).expect("a file");
        let in_folder = |words: &[&str]| {
            let mut command = desk.command("openssl", words);
            command.current_dir(&folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            command
        };
        let make = "req -x509 -newkey rsa:2048 -nodes -keyout key -out certificate -days 2 -config wishes";
        let made = in_folder(&make.split(' ').collect::<Vec<_>>()).status();
        assert!(made.expect("openssl starts").success(), "a certificate");
        let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr());
        let port = port.expect("a port").port();
        let place = format!("127.0.0.1:{port}");
        let server =
            in_folder(&["s_server", "-WWW", "-accept", &place, "-cert", "certificate", "-key", "key"]);
        let source = Self { folder: folder.clone(), port, _server: Daemon::start(server) };
        let mut trusted = std::fs::File::create(source.trusted()).expect("a file");
        for file in [PathBuf::from(SYSTEM), folder.join("certificate")] {
            trusted.write_all(&std::fs::read(file).unwrap_or_default()).expect("it can be written");
        }
        source
    }

    /// Whom to trust: whom the system does, and this.
    pub(crate) fn trusted(&self) -> PathBuf {
        self.folder.join("trusted")
    }

    pub(crate) fn place(&self) -> String {
        format!("localhost:{}", self.port)
    }

    pub(crate) fn address(&self) -> String {
        format!("https://{}/office.ics", self.place())
    }
}

const CALENDAR: &str = "BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//bench//EN
BEGIN:VEVENT
UID:hands
DTSTAMP:20260101T000000Z
DTSTART:20260105T140000Z
DTEND:20260105T160000Z
RRULE:FREQ=WEEKLY
SUMMARY:1 Gbps, all hands
END:VEVENT
END:VCALENDAR
";
