//! Connections that are encrypted under a certificate made for this desktop, which everybody on it trusts.

use super::{Daemon, Desk};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// The certificate's own wishes: it signs nothing but itself.
const WISHES: &str = "[req]\ndistinguished_name=dn\nx509_extensions=v3\nprompt=no\n[dn]\nCN=localhost\n[v3]\nsubjectAltName=DNS:localhost\nbasicConstraints=critical,CA:FALSE\n";
/// Where the system keeps those it trusts.
const SYSTEM: &str = "/etc/ssl/certs/ca-certificates.crt";
/// Passes an encrypted connection on to a plain one.
const PASS_ON: &str = "
    const [folder, from, to] = process.argv.slice(1);
    const read = (name) => require('fs').readFileSync(`${folder}/${name}`);
    const pass = (socket) => {
        const plain = require('net').connect(Number(to), '127.0.0.1');
        for (const end of [socket, plain]) end.on('error', () => { socket.destroy(); plain.destroy(); });
        socket.pipe(plain).pipe(socket);
    };
    require('tls').createServer({ cert: read('certificate'), key: read('key') }, pass).listen(Number(from), 'localhost');
";

/// Where the certificate lies in a desktop's folder.
pub(super) fn place(folder: &Path) -> PathBuf {
    folder.join("encrypted")
}

/// Whom to trust: whom the system does, and the certificate.
pub(super) fn trusted(folder: &Path) -> PathBuf {
    place(folder).join("trusted")
}

impl Desk {
    /// The certificate, made where there is none; where it lies, with its key.
    pub(crate) fn certificate(&self) -> PathBuf {
        let folder = place(self.folder.path());
        if trusted(self.folder.path()).exists() {
            return folder;
        }
        std::fs::create_dir(&folder).expect("a folder");
        std::fs::write(folder.join("wishes"), WISHES).expect("a file");
        let make = "req -x509 -newkey rsa:2048 -nodes -keyout key -out certificate -days 2 -config wishes";
        let mut command = self.command("openssl", &make.split(' ').collect::<Vec<_>>());
        command.current_dir(&folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        assert!(command.status().expect("openssl starts").success(), "a certificate");
        let mut trusted = std::fs::File::create(trusted(self.folder.path())).expect("a file");
        for file in [PathBuf::from(SYSTEM), folder.join("certificate")] {
            trusted.write_all(&std::fs::read(file).unwrap_or_default()).expect("it can be written");
        }
        folder
    }

    /// Puts encryption before a plain address; what is asked for there comes from it.
    pub(crate) fn encrypted(&mut self, port: u16) -> String {
        let folder = self.certificate().display().to_string();
        let from = free_port();
        let mut command =
            self.command("node", &["-e", PASS_ON, &folder, &from.to_string(), &port.to_string()]);
        command.stdin(Stdio::null());
        self.daemons.push(Daemon::start(command));
        format!("https://localhost:{from}")
    }
}

/// A port that nobody listens on.
pub(crate) fn free_port() -> u16 {
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr());
    port.expect("a port").port()
}
