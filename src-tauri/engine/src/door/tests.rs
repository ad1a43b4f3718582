use super::*;
use crate::paths::Home;
use serde_json::json;
use std::os::unix::fs::PermissionsExt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tidegate_door::patience::HELLO;
use tidegate_door::{Hello, LONGEST_ANSWER, LONGEST_LINE, VERSION};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;

struct House {
    home: Home,
    door: Door,
    views: watch::Sender<Value>,
    calls: Calls,
    _owner: Owner,
    _folder: tempfile::TempDir,
}

/// Doubles numbers, refuses text, is slow with null, and panics over a list.
async fn double(asked: Asked) -> Result<Value, ErrorBody> {
    match asked.command {
        Value::Number(number) => Ok(json!(number.as_i64().unwrap() * 2)),
        Value::Null => {
            tokio::time::sleep(Duration::from_millis(300)).await;
            Ok(Value::Null)
        }
        Value::Array(_) => panic!("on purpose"),
        Value::Object(_) => Ok(json!("x".repeat(LONGEST_ANSWER))),
        Value::String(_) | Value::Bool(_) => {
            Err(ErrorBody { code: "no-number".into(), message: "That is no number.".into() })
        }
    }
}

fn house() -> House {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::locate(Some(folder.path())).unwrap();
    let owner = Owner::take(home.clone()).unwrap();
    let (views, receiver) = watch::channel(json!({"n": 0}));
    let calls = broadcast::Sender::new(4);
    let door = Door::open(&owner, double, receiver, calls.clone()).unwrap();
    House { home, door, views, calls, _owner: owner, _folder: folder }
}

impl House {
    async fn caller(&self) -> Caller {
        Caller::connect(&self.home, Role::Command).await.unwrap()
    }

    /// A caller that says whatever it likes.
    async fn raw(&self, said: &[u8]) -> UnixStream {
        let mut stream = UnixStream::connect(self.home.socket()).await.unwrap();
        stream.write_all(said).await.unwrap();
        stream
    }
}

fn hello() -> Vec<u8> {
    tidegate_door::line(&Hello { version: VERSION.into(), role: Role::Window }).unwrap().into_bytes()
}

async fn heard(mut stream: UnixStream) -> String {
    let mut text = String::new();
    let read = tokio::time::timeout(Duration::from_secs(8), stream.read_to_string(&mut text)).await;
    assert!(read.is_ok(), "the owner did not end the conversation");
    text
}

#[tokio::test]
async fn a_question_is_answered_a_refusal_told_and_a_failure_inside_is_no_silence() {
    let house = house();
    let caller = house.caller().await;
    assert_eq!(caller.ask(json!(21)).await.unwrap(), json!(42));
    let refused = caller.ask(json!("x")).await;
    assert!(matches!(refused, Err(AskError::Refused(ErrorBody { code, .. })) if code == "no-number"));
    let failed = caller.ask(json!([])).await;
    assert!(matches!(failed, Err(AskError::Refused(ErrorBody { code, .. })) if code == "internal"));
    let long = caller.ask(json!({})).await;
    assert!(matches!(long, Err(AskError::Refused(ErrorBody { code, .. })) if code == "too-long"));
    let question = caller.ask(json!("x".repeat(LONGEST_LINE))).await;
    assert!(matches!(question, Err(AskError::TooLong)));
    assert_eq!(caller.ask(json!(1)).await.unwrap(), json!(2), "and goes on");
}

#[tokio::test]
async fn a_slow_answer_holds_up_neither_its_caller_nor_another() {
    let house = house();
    let (one, two) = (house.caller().await, house.caller().await);
    let order = AtomicUsize::new(0);
    let slow = async {
        one.ask(Value::Null).await.unwrap();
        order.fetch_add(1, Ordering::SeqCst)
    };
    let quick = async {
        assert_eq!(one.ask(json!(2)).await.unwrap(), json!(4));
        assert_eq!(two.ask(json!(3)).await.unwrap(), json!(6));
        order.fetch_add(1, Ordering::SeqCst)
    };
    assert_eq!(tokio::join!(slow, quick), (1, 0));
}

#[tokio::test]
async fn who_subscribes_gets_the_view_now_and_at_each_change_and_who_does_not_gets_none() {
    let house = house();
    let (one, two, three) = (house.caller().await, house.caller().await, house.caller().await);
    let mut views = [one.subscribe().await.unwrap(), two.subscribe().await.unwrap()];
    for seen in &mut views {
        seen.wait_for(|view| *view == json!({"n": 0})).await.unwrap();
    }
    house.views.send_replace(json!({"n": 1}));
    for seen in &mut views {
        seen.wait_for(|view| *view == json!({"n": 1})).await.unwrap();
    }
    assert_eq!(three.ask(json!(1)).await.unwrap(), json!(2));
    assert_eq!(*three.views().borrow(), Value::Null);
}

#[tokio::test]
async fn a_summons_reaches_every_window_that_listens_and_nobody_else() {
    let house = house();
    assert!(house.calls.send(Frame::Leave {}).is_err(), "no window is there");
    let window = Caller::connect(&house.home, Role::Window).await.unwrap();
    let mut heard = window.summons();
    window.subscribe().await.unwrap().wait_for(|view| !view.is_null()).await.unwrap();
    let command = house.caller().await;
    command.subscribe().await.unwrap().wait_for(|view| !view.is_null()).await.unwrap();
    command.summon(Some("attention".into()), None, Some("token".into())).await.unwrap();
    let forward =
        Frame::Summon { screen: Some("attention".into()), tenant: None, token: Some("token".into()) };
    assert_eq!(*heard.wait_for(Option::is_some).await.unwrap(), Some(forward));
    assert_eq!(house.calls.send(Frame::Leave {}).unwrap(), 1, "the window alone hears the owner");
    heard.wait_for(|call| *call == Some(Frame::Leave {})).await.unwrap();
    assert_eq!(*command.summons().borrow(), None);
}

#[tokio::test]
async fn the_owner_knows_who_asks_and_what_was_confirmed() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::locate(Some(folder.path())).unwrap();
    let owner = Owner::take(home.clone()).unwrap();
    let echo = |asked: Asked| async move { Ok(json!([asked.role, asked.confirmed])) };
    let _door = Door::open(&owner, echo, watch::channel(Value::Null).1, broadcast::Sender::new(4)).unwrap();
    let window = Caller::connect(&home, Role::Window).await.unwrap();
    assert_eq!(window.ask(json!(1)).await.unwrap(), json!(["window", null]));
    assert_eq!(window.ask_confirmed(json!(1), Some("Yes?".into())).await.unwrap(), json!(["window", "Yes?"]));
    let command = Caller::connect(&home, Role::Command).await.unwrap();
    assert_eq!(command.ask(json!(1)).await.unwrap(), json!(["command", null]));
}

#[tokio::test]
async fn another_version_is_told_to_restart() {
    let house = house();
    let old = Hello { version: "0.0.1".into(), role: Role::Window };
    let Err(DoorError::Rejected(reason)) = Caller::connect_as(&house.home, old, Duration::ZERO).await else {
        panic!("not rejected")
    };
    assert!(
        reason.contains("restart Tidegate") && reason.contains("0.0.1") && reason.contains(VERSION),
        "{reason}"
    );
    let newer = house.raw(b"{\"version\":\"99.0.0\",\"role\":\"drone\",\"more\":{}}\n").await;
    assert!(heard(newer).await.contains("restart Tidegate"));
}

#[tokio::test]
async fn a_line_without_end_ends_the_conversation_and_no_other() {
    let house = house();
    let other = house.caller().await;
    let mut loud = house.raw(&hello()).await;
    let _ = loud.write_all(&vec![b'x'; LONGEST_LINE + 1]).await;
    let heard = heard(loud).await;
    assert!(heard.contains("\"type\":\"reject\"") && heard.contains("longer"), "{heard}");
    assert_eq!(other.ask(json!(1)).await.unwrap(), json!(2));
}

#[tokio::test]
async fn what_is_no_line_of_this_version_ends_the_conversation() {
    let house = house();
    for said in
        ["nonsense", "{\"type\":\"ask\",\"id\":1,\"command\":1,\"x\":1}", "{\"type\":\"push\",\"view\":1}"]
    {
        let stream = house.raw(&[hello(), said.as_bytes().to_vec(), b"\n".to_vec()].concat()).await;
        assert!(heard(stream).await.contains("reject"), "{said}");
    }
    assert!(heard(house.raw(b"{\"type\":\"subscribe\"}\n").await).await.contains("who calls"));
}

#[tokio::test]
async fn who_does_not_say_who_they_are_is_sent_away_in_time() {
    let house = house();
    let begun = std::time::Instant::now();
    assert_eq!(heard(house.raw(b"").await).await, "");
    assert!(begun.elapsed() < HELLO * 2);
}

#[tokio::test]
async fn what_was_begun_is_done_though_its_caller_left() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::locate(Some(folder.path())).unwrap();
    let owner = Owner::take(home.clone()).unwrap();
    let (begun, done) = (Arc::new(tokio::sync::Notify::new()), Arc::new(tokio::sync::Notify::new()));
    let told = (Arc::clone(&begun), Arc::clone(&done));
    let slow = move |_: Asked| {
        let (begun, done) = told.clone();
        async move {
            begun.notify_one();
            tokio::time::sleep(Duration::from_millis(100)).await;
            done.notify_one();
            Ok(Value::Null)
        }
    };
    let _door = Door::open(&owner, slow, watch::channel(Value::Null).1, broadcast::Sender::new(4)).unwrap();
    let caller = Caller::connect(&home, Role::Command).await.unwrap();
    tokio::select! {
        _ = caller.ask(Value::Null) => panic!("answered too soon"),
        () = begun.notified() => {}
    }
    drop(caller);
    tokio::time::timeout(Duration::from_secs(5), done.notified()).await.unwrap();
}

#[tokio::test]
async fn who_stops_listening_is_left_and_holds_nobody_up() {
    let house = house();
    let mut deaf = house.raw(&hello()).await;
    deaf.write_all(b"{\"type\":\"subscribe\"}\n").await.unwrap();
    let caller = house.caller().await;
    let mut views = caller.subscribe().await.unwrap();
    for number in 0..40 {
        house.views.send_replace(json!({"n": number, "text": "x".repeat(100_000)}));
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    views.wait_for(|view| view["n"] == 39).await.unwrap();
    assert_eq!(caller.ask(json!(1)).await.unwrap(), json!(2));
}

#[tokio::test]
async fn the_socket_is_private_and_goes_with_the_door() {
    let house = house();
    let socket = house.home.socket();
    assert_eq!(std::fs::metadata(&socket).unwrap().permissions().mode() & 0o777, 0o600);
    let caller = house.caller().await;
    let mut views = caller.subscribe().await.unwrap();
    drop(house.door);
    assert!(!socket.exists());
    while views.changed().await.is_ok() {}
    assert!(matches!(caller.ask(json!(1)).await, Err(AskError::NoAnswer)), "nobody waits in vain");
}

#[tokio::test]
async fn a_socket_left_by_a_dead_owner_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::locate(Some(folder.path())).unwrap();
    drop(std::os::unix::net::UnixListener::bind(home.socket()).unwrap());
    assert!(home.socket().exists(), "the file outlives its owner");
    assert!(matches!(Caller::connect(&home, Role::Command).await, Err(DoorError::NoOwner)));
    let owner = Owner::take(home.clone()).unwrap();
    let _door = Door::open(&owner, double, watch::channel(Value::Null).1, broadcast::Sender::new(4)).unwrap();
    let caller = Caller::connect(&home, Role::Command).await.unwrap();
    assert_eq!(caller.ask(json!(4)).await.unwrap(), json!(8));
}

#[tokio::test]
async fn without_an_owner_the_caller_knows_at_once_and_a_known_owner_gets_time_to_open() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::locate(Some(folder.path())).unwrap();
    let begun = std::time::Instant::now();
    assert!(matches!(Caller::connect(&home, Role::Command).await, Err(DoorError::NoOwner)));
    assert!(begun.elapsed() < Duration::from_secs(1));
    let owner = Owner::take(home.clone()).unwrap();
    let opening = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        Door::open(&owner, double, watch::channel(Value::Null).1, broadcast::Sender::new(4)).unwrap()
    };
    let (_door, caller) = tokio::join!(opening, Caller::connect_to_owner(&home, Role::Command));
    assert_eq!(caller.unwrap().ask(json!(1)).await.unwrap(), json!(2));
}

#[tokio::test]
async fn something_that_is_no_owner_is_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::locate(Some(folder.path())).unwrap();
    let _silent = tokio::net::UnixListener::bind(home.socket()).unwrap();
    assert!(matches!(Caller::connect(&home, Role::Command).await, Err(DoorError::NoAnswer)));
}
