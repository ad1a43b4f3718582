//! The carrier and its calendars on a socket. Owns the real clock, the waiting and the cutting of connections; what is
//! answered is decided elsewhere, without time passing.
//!
//! A lost reply has to look like one: the connection closes before a byte of the answer was written, which is why the
//! socket is wrapped in something that can be severed.

mod control;
mod line;

use crate::calendars::Calendars;
use crate::carrier::Carrier;
use crate::http::{Answer, Request, Response};
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, State};
use chrono::{DateTime, TimeDelta, Utc};
use line::{Line, Lines};
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

/// No request of a client is longer.
const LONGEST_BODY: usize = 1 << 20;
/// How long connections may take to close at the end.
const GRACE: Duration = Duration::from_secs(1);

/// A carrier being served by a task of its own, until it is stopped or dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<io::Result<()>>,
}

impl Server {
    /// Serves on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// No port could be bound.
    pub async fn start(carrier: Arc<Mutex<Carrier>>, calendars: Calendars) -> io::Result<Self> {
        Self::start_on(carrier, calendars, TcpListener::bind("127.0.0.1:0").await?)
    }

    /// Serves on a listener that is already bound.
    ///
    /// # Errors
    /// The listener is not on a loopback address.
    pub fn start_on(
        carrier: Arc<Mutex<Carrier>>,
        calendars: Calendars,
        listener: TcpListener,
    ) -> io::Result<Self> {
        let address = loopback(&listener)?;
        let (stop, stopped) = oneshot::channel();
        // A dropped sender means the same as a sent stop.
        let end = async move { drop(stopped.await) };
        let task = tokio::spawn(serve(carrier, calendars, listener, end));
        Ok(Self { address, stop, task })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it listens, as the beginning of an address: `http://127.0.0.1:12345`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Stops it and waits until it has.
    ///
    /// # Errors
    /// The server ended by itself before.
    pub async fn stop(self) -> io::Result<()> {
        // It may have ended already; then nobody listens.
        let _ = self.stop.send(());
        self.task.await.map_err(io::Error::other)?
    }
}

#[derive(Clone)]
struct Post {
    carrier: Arc<Mutex<Carrier>>,
    calendars: Calendars,
    stopped: watch::Receiver<bool>,
}

/// Serves until `shutdown` is done; connections have a second to end.
///
/// # Errors
/// The listener is not on a loopback address, or accepting failed.
pub async fn serve(
    carrier: Arc<Mutex<Carrier>>,
    calendars: Calendars,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    loopback(&listener)?;
    let (stop, stopped) = watch::channel(false);
    let post = Post { carrier, calendars, stopped: stopped.clone() };
    let router = Router::new().fallback(meet).with_state(post);
    let mut told = stopped;
    let begun = async move { shut(&mut told).await };
    let end = async move {
        shutdown.await;
        stop.send_replace(true);
        tokio::time::sleep(GRACE).await;
    };
    let service = router.into_make_service_with_connect_info::<Line>();
    let serving = axum::serve(Lines(listener), service).with_graceful_shutdown(begun);
    tokio::select! {
        result = serving.into_future() => result,
        () = end => Ok(()),
    }
}

/// The address listened on, if nobody else in the network can reach it.
fn loopback(listener: &TcpListener) -> io::Result<SocketAddr> {
    let address = listener.local_addr()?;
    if address.ip().is_loopback() {
        return Ok(address);
    }
    let message = format!("the practice carrier is served on a loopback address only, not on {address}");
    Err(io::Error::new(io::ErrorKind::InvalidInput, message))
}

async fn shut(stopped: &mut watch::Receiver<bool>) {
    // An error means the sender is gone, which is as good as a stop.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

async fn meet(
    State(mut post): State<Post>,
    ConnectInfo(line): ConnectInfo<Line>,
    request: axum::extract::Request,
) -> axum::response::Response {
    let Some(request) = read(request).await else {
        return write(Response::empty(413));
    };
    let answer = decide(&post, &request);
    let pause = answer.delay.to_std().unwrap_or_default();
    if !pause.is_zero() {
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = shut(&mut post.stopped) => line.sever(),
        }
    }
    answer.response.map(write).unwrap_or_else(|| {
        line.sever();
        axum::response::Response::default()
    })
}

fn decide(post: &Post, request: &Request) -> Answer {
    let now = DateTime::<Utc>::from(SystemTime::now());
    let mut carrier = post.carrier.lock().unwrap_or_else(PoisonError::into_inner);
    if request.path.starts_with("/sim/") {
        let response = control::answer(now, request, &mut carrier, &post.calendars);
        return Answer { response: Some(response), delay: TimeDelta::zero() };
    }
    if request.path.starts_with("/calendars/") {
        return carrier.handle_calendar(now, request, &post.calendars);
    }
    carrier.handle(now, request)
}

async fn read(request: axum::extract::Request) -> Option<Request> {
    let (head, body) = request.into_parts();
    let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
    let mut read = Request::new(head.method.as_str(), target);
    for (name, value) in &head.headers {
        read = read.with_header(name.as_str(), &String::from_utf8_lossy(value.as_bytes()));
    }
    let body = axum::body::to_bytes(body, LONGEST_BODY).await.ok()?;
    Some(read.with_body(body))
}

fn write(response: Response) -> axum::response::Response {
    let mut written = axum::http::Response::builder().status(response.status);
    for (name, value) in &response.headers {
        // A script may hold any text; what is no header value is left out rather than breaking the answer.
        if let Ok(value) = axum::http::HeaderValue::from_str(value) {
            written = written.header(name, value);
        }
    }
    written.body(Body::from(response.body)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
