//! A real calendar server feeds the real agent over HTTP: Radicale, as an office might run it on its own network.

mod household;

use household::{Household, event, text, until};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

struct Radicale(Child);

impl Drop for Radicale {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(folder: &std::path::Path, port: u16) -> Radicale {
    let config = folder.join("radicale.conf");
    let storage = folder.join("radicale");
    // Everybody on this computer may read and write: it is only this test's.
    std::fs::write(folder.join("rights"), "[all]\nuser: .*\ncollection: .*\npermissions: RrWw\n")
        .expect("a file");
    let config_text = format!(
        "[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = none\n[rights]\ntype = from_file\nfile = {}\n[storage]\nfilesystem_folder = {}\n",
        folder.join("rights").display(),
        storage.display()
    );
    std::fs::write(&config, config_text).expect("a file");
    let mut command = Command::new("radicale");
    command.arg("--config").arg(&config).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let child = command.spawn().expect("radicale is installed (Debian package radicale)");
    until("Radicale listens", || TcpStream::connect(("127.0.0.1", port)).is_ok());
    Radicale(child)
}

fn put(port: u16, path: &str, body: &str) {
    ask(port, "PUT", path, body);
}

fn ask(port: u16, method: &str, path: &str, body: &str) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("Radicale listens");
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: text/calendar\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).expect("a request");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.0 201") || answer.starts_with("HTTP/1.1 201"), "{answer}");
}

#[test]
fn a_calendar_on_radicale_raises_the_circuit_and_an_edit_there_drops_it() {
    let house = Household::new();
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .and_then(|free| free.local_addr())
        .expect("a free port")
        .port();
    let _radicale = start(house.folder.path(), port);
    ask(port, "MKCOL", "/office/", "");
    put(port, "/office/bandwidth.ics/", &event("1 Gbps, all hands", 12, 900));
    house.set_up("naas-v1");
    let _running = house.run();
    house.take_circuits();
    let place = format!("127.0.0.1:{port}");
    let address = format!("http://{place}/office/bandwidth.ics/");
    let refused = give(&house, &address, &["feeds", "add", "Office", "-", "--bind", "HQ"]);
    assert!(!refused.status.success(), "an address inside needs a person's word");
    assert!(
        !text(&refused.stderr).contains("bandwidth.ics"),
        "and is not repeated: {}",
        text(&refused.stderr)
    );
    let added =
        give(&house, &address, &["feeds", "add", "Office", "-", "--bind", "HQ", "--own-network", &place]);
    assert!(added.status.success(), "{}", text(&added.stderr));
    until("HQ has 1 Gbps", || house.carrier().tier_of("77000000001") == Some(1000));
    put(port, "/office/bandwidth.ics/", &event("Moved to next year", 12, 900));
    house.done(&["feeds", "refresh"]);
    until("HQ has 100 Mbps again", || house.carrier().tier_of("77000000001") == Some(100));
}

fn give(house: &Household, address: &str, words: &[&str]) -> std::process::Output {
    let mut child = house
        .command(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("tidegate starts");
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(format!("{address}\n").as_bytes())
        .expect("a command that listens");
    child.wait_with_output().expect("it ends")
}
