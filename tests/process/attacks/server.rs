//! Serves the attacks: honest until it turns, then `/N` is answered with attack N. Beside it listens the lure, which
//! counts whoever comes.

use super::Attack;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub(crate) struct Attacker {
    place: String,
    turned: Arc<AtomicBool>,
    asked: Arc<Mutex<Vec<usize>>>,
    lured: Arc<AtomicUsize>,
}

impl Attacker {
    /// Listens; the threads end with the test's process.
    pub(crate) fn start(attacks: &[Attack]) -> Self {
        let lure = TcpListener::bind("127.0.0.1:0").expect("a loopback port");
        let lured = Arc::new(AtomicUsize::new(0));
        let port = lure.local_addr().expect("a port").port();
        let count = Arc::clone(&lured);
        std::thread::spawn(move || {
            lure.incoming().for_each(|_| {
                count.fetch_add(1, Ordering::SeqCst);
            })
        });
        let server = TcpListener::bind("127.0.0.1:0").expect("a loopback port");
        let place = server.local_addr().expect("a port").to_string();
        let all: Arc<Vec<Attack>> = Arc::new(attacks.iter().map(|one| aimed(one, port)).collect());
        let turned = Arc::new(AtomicBool::new(false));
        let asked = Arc::new(Mutex::new(vec![0; all.len()]));
        let (is_turned, counts) = (Arc::clone(&turned), Arc::clone(&asked));
        std::thread::spawn(move || {
            for stream in server.incoming().flatten() {
                let (all, is_turned, counts) =
                    (Arc::clone(&all), Arc::clone(&is_turned), Arc::clone(&counts));
                std::thread::spawn(move || serve(stream, &all, &is_turned, &counts));
            }
        });
        Self { place, turned, asked, lured }
    }

    /// Host and port.
    pub(crate) fn place(&self) -> String {
        self.place.clone()
    }

    /// From now on it attacks.
    pub(crate) fn turn(&self) {
        self.turned.store(true, Ordering::SeqCst);
    }

    /// How often each attack was asked for since.
    pub(crate) fn asked(&self) -> Vec<usize> {
        self.asked.lock().expect("nobody panics with it").clone()
    }

    /// How many came to the lure.
    pub(crate) fn lured(&self) -> usize {
        self.lured.load(Ordering::SeqCst)
    }
}

/// With the lure's address in it.
fn aimed(attack: &Attack, port: u16) -> Attack {
    let Attack::Bytes(bytes) = attack else { return attack.clone() };
    match std::str::from_utf8(bytes) {
        Ok(text) if text.contains("LURE") => {
            let text =
                text.replace("LUREPORT", &port.to_string()).replace("LURE", &format!("127.0.0.1:{port}"));
            Attack::Bytes(text.into_bytes())
        }
        Ok(_) | Err(_) => attack.clone(),
    }
}

fn serve(mut stream: TcpStream, all: &[Attack], turned: &AtomicBool, counts: &Mutex<Vec<usize>>) {
    let mut request = [0; 8192];
    let Ok(read) = stream.read(&mut request) else { return };
    let request = String::from_utf8_lossy(&request[..read]).into_owned();
    let number = request.split(['/', ' ']).find_map(|word| word.parse::<usize>().ok());
    let Some(number) = number.filter(|number| *number < all.len()) else { return };
    let attack = if turned.load(Ordering::SeqCst) {
        counts.lock().expect("nobody panics with it")[number] += 1;
        all[number].clone()
    } else {
        let body = crate::honest();
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/calendar\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        Attack::Bytes([head, body].concat().into_bytes())
    };
    send(&mut stream, &attack);
}

/// Whoever is attacked may leave at any time.
fn send(stream: &mut TcpStream, attack: &Attack) {
    let (first, again): (&[u8], Option<(&[u8], Duration)>) = match attack {
        Attack::Bytes(bytes) => (bytes, None),
        Attack::Drip(bytes) => (bytes, Some((b"x", Duration::from_secs(1)))),
        Attack::Endless(bytes) => (b"", Some((bytes, Duration::ZERO))),
        Attack::Silence => (b"", Some((b"", Duration::from_secs(1)))),
    };
    let mut left = stream.write_all(first).is_err();
    while let (Some((more, pause)), false) = (again, left) {
        std::thread::sleep(pause);
        left = stream.write_all(more).is_err()
            || (more.is_empty() && stream.peek(&mut [0]).is_ok_and(|read| read == 0));
    }
}
