//! One caller, from the owner's side.

use super::{Asked, Calls, ErrorBody, Role};
use serde_json::Value;
use std::io;
use std::sync::Arc;
use tidegate_door::lines::{Lines, write};
use tidegate_door::local::Stream;
use tidegate_door::patience::HELLO;

use tidegate_door::{Frame, Hello, LONGEST_ANSWER, LONGEST_LINE, VERSION};
use tokio::io::{AsyncWrite, BufReader};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};
use tokio::task::JoinSet;

/// Windows and commands of one person; more is a loop somewhere.
pub(super) const CALLERS_AT_MOST: usize = 32;
/// Questions of one caller that are answered at once; the next one waits unread.
const QUESTIONS_AT_ONCE: usize = 16;

/// What happens next with a caller.
enum Event {
    Line(io::Result<Option<Vec<u8>>>),
    Answer(Frame),
    View,
    Called(Frame),
}

/// Talks with one caller until it leaves, breaks the rules or stops listening.
pub(super) async fn serve<H, F>(
    stream: Stream,
    handler: Arc<H>,
    mut views: watch::Receiver<Value>,
    calls: Calls,
) where
    H: Fn(Asked) -> F + Send + Sync + 'static,
    F: Future<Output = Result<Value, ErrorBody>> + Send + 'static,
{
    let (reader, mut writer) = tokio::io::split(stream);
    let mut lines = Lines::new(BufReader::new(reader), LONGEST_LINE);
    let Some(role) = greet(&mut lines, &mut writer).await else { return };
    let mut answers = JoinSet::new();
    let mut subscribed = false;
    let mut called = None;
    loop {
        let event = tokio::select! {
            line = lines.next(), if answers.len() < QUESTIONS_AT_ONCE => Event::Line(line),
            Some(answer) = answers.join_next() => Event::Answer(answer.unwrap_or_else(|_| unanswered())),
            Ok(()) = views.changed(), if subscribed => Event::View,
            Some(frame) = next_call(&mut called) => Event::Called(frame),
        };
        let kept = match event {
            Event::Answer(frame) => answer(&mut writer, frame).await,
            Event::View => push(&mut writer, &mut views).await,
            Event::Called(frame) => write(&mut writer, &frame, LONGEST_ANSWER).await,
            Event::Line(Ok(Some(line))) => match serde_json::from_slice(&line) {
                Ok(Frame::Ask { id, command, confirmed }) => {
                    let handler = Arc::clone(&handler);
                    let asked = Asked { role, command, confirmed };
                    answers.spawn(async move { Frame::reply(id, answered(handler, asked).await) });
                    Ok(())
                }
                Ok(summons @ Frame::Summon { .. }) => {
                    let _ = calls.send(summons); // no window has subscribed yet: it is just opening
                    Ok(())
                }
                Ok(Frame::Subscribe {}) => {
                    subscribed = true;
                    called = (role == Role::Window).then(|| calls.subscribe());
                    push(&mut writer, &mut views).await
                }
                Ok(Frame::Reply { .. } | Frame::Push { .. } | Frame::Reject { .. } | Frame::Leave {})
                | Err(_) => {
                    return reject(&mut writer, "that line is none of this version's; restart Tidegate")
                        .await;
                }
            },
            Event::Line(Err(error)) if error.kind() == io::ErrorKind::InvalidData => {
                return reject(&mut writer, "that line is longer than any of this version's").await;
            }
            Event::Line(Ok(None) | Err(_)) => return,
        };
        if kept.is_err() {
            return; // it does not listen, and is not waited for
        }
    }
}

/// A handler that panics is an answer too, so that no caller waits for ever. It has a task of its own: what was begun
/// is brought to its end, though the caller may have left.
async fn answered<H, F>(handler: Arc<H>, asked: Asked) -> Result<Value, ErrorBody>
where
    H: Fn(Asked) -> F + Send + Sync + 'static,
    F: Future<Output = Result<Value, ErrorBody>> + Send + 'static,
{
    tokio::spawn(async move { handler(asked).await }).await.unwrap_or_else(|_| {
        let message =
            "Tidegate failed inside while it did this, so nobody knows how far it got. Look at tidegate status.";
        Err(ErrorBody { code: "internal".into(), message: message.into() })
    })
}

/// The task around an answer neither panics nor is aborted while its caller is served.
fn unanswered() -> Frame {
    Frame::Reject { reason: "an answer was lost inside Tidegate; restart it".into() }
}

/// The next call to this window; never for anybody else.
async fn next_call(called: &mut Option<broadcast::Receiver<Frame>>) -> Option<Frame> {
    loop {
        match called.as_mut()?.recv().await {
            Ok(frame) => return Some(frame),
            Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => *called = None,
        }
    }
}

/// Hears who it is, and says who we are. `None` where the conversation ends here.
async fn greet(
    lines: &mut Lines<impl tokio::io::AsyncBufRead + Unpin>,
    writer: &mut (impl AsyncWrite + Unpin),
) -> Option<Role> {
    let Ok(Ok(Some(line))) = tokio::time::timeout(HELLO, lines.next()).await else { return None };
    let Ok(hello) = serde_json::from_slice::<Hello>(&line) else {
        reject(writer, "the first line must say who calls").await;
        return None;
    };
    if hello.version != VERSION {
        let reason = format!(
            "Tidegate {VERSION} is running, and this is {}: it was updated while it ran. Quit the running one, then restart Tidegate.",
            hello.version
        );
        reject(writer, &reason).await;
        return None;
    }
    let us = Hello { version: VERSION.into(), role: Role::Owner };
    write(writer, &us, LONGEST_ANSWER).await.is_ok().then_some(hello.role)
}

async fn reject(writer: &mut (impl AsyncWrite + Unpin), reason: &str) {
    let _ = write(writer, &Frame::Reject { reason: reason.to_owned() }, LONGEST_ANSWER).await;
}

async fn push(writer: &mut (impl AsyncWrite + Unpin), views: &mut watch::Receiver<Value>) -> io::Result<()> {
    let view = views.borrow_and_update().clone();
    write(writer, &Frame::Push { view }, LONGEST_ANSWER).await
}

/// An answer too long to send is told as an error, and the conversation goes on.
async fn answer(writer: &mut (impl AsyncWrite + Unpin), frame: Frame) -> io::Result<()> {
    match (write(writer, &frame, LONGEST_ANSWER).await, frame) {
        (Err(error), Frame::Reply { id, .. }) if error.kind() == io::ErrorKind::InvalidData => {
            let message = "the answer is too long to hand over; ask for less at a time".into();
            write(
                writer,
                &Frame::reply(id, Err(ErrorBody { code: "too-long".into(), message })),
                LONGEST_ANSWER,
            )
            .await
        }
        (result, _) => result,
    }
}
