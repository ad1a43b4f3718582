//! A calendar that is served encrypted, by `openssl`.

use super::desk::{Daemon, Desk, free_port};
use std::process::Stdio;

/// The server; it ends with this value.
pub(crate) struct Source {
    port: u16,
    _server: Daemon,
}

impl Source {
    pub(crate) fn start(desk: &Desk) -> Self {
        let folder = desk.certificate();
        std::fs::write(folder.join("office.ics"), CALENDAR.replace('\n', "\r\n")).expect("a file");
        let port = free_port();
        let address = format!("127.0.0.1:{port}");
        let words = ["s_server", "-WWW", "-accept", &address, "-cert", "certificate", "-key", "key"];
        let mut command = desk.command("openssl", &words);
        command.current_dir(&folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Self { port, _server: Daemon::start(command) }
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
