//! The server over real sockets on the loopback interface.

use super::*;
use crate::fault::Fault;
use crate::setup::Setup;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const TOKEN: &str = "grant_type=client_credentials&client_id=practice&client_secret=practice-secret";

async fn started() -> (Server, Arc<Mutex<Carrier>>, Calendars) {
    let now = DateTime::<Utc>::from(SystemTime::now());
    let carrier = Arc::new(Mutex::new(Carrier::new(Setup::practice(), now)));
    let calendars = Calendars::default();
    calendars.put("demo", crate::samples::demo(now), now);
    let server = Server::start(Arc::clone(&carrier), calendars.clone()).await.unwrap();
    (server, carrier, calendars)
}

/// Everything the server sends until it closes.
async fn exchange(server: &Server, head: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(server.address()).await.unwrap();
    let text =
        format!("{head}\r\nHost: x\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // A severed connection may end in a reset; what came before it is what counts.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

async fn token(server: &Server) -> String {
    let answer = exchange(server, "POST /oauth/v2/token HTTP/1.1", TOKEN).await;
    let body = answer.split_once("\r\n\r\n").unwrap().1;
    serde_json::from_str::<serde_json::Value>(body).unwrap()["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_client_gets_a_token_and_reads_the_inventory() {
    let (server, _, _) = started().await;
    let token = token(&server).await;
    let head = format!(
        "GET /ProductInventory/v1/inventory?serviceType=Internet HTTP/1.1\r\nAuthorization: Bearer {token}"
    );
    let answer = exchange(&server, &head, "").await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert_eq!(answer.to_ascii_lowercase().matches("\r\ndate: ").count(), 1, "one Date, the carrier's");
    assert!(answer.contains("\"serviceId\":\"77000000001\""));
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_lost_reply_closes_the_connection_without_a_byte_and_the_order_stands() {
    let (server, carrier, _) = started().await;
    let token = token(&server).await;
    carrier.lock().unwrap().add_fault(Fault::from_toml("on = 'change'\ndo = 'lose-reply'").unwrap());
    let head = format!("POST /naas/v1/modifyBandwidth HTTP/1.1\r\nAuthorization: Bearer {token}");
    let body = r#"{"inventoryItemId":"77000000001","bandwidth":{"value":500,"unit":"Mbps"}}"#;
    assert_eq!(exchange(&server, &head, body).await, "");
    assert_eq!(carrier.lock().unwrap().orders().len(), 1);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_slow_answer_takes_its_time_and_holds_up_nobody_else() {
    let (server, carrier, _) = started().await;
    carrier.lock().unwrap().add_fault(Fault::from_toml("do = 'slow'\ndelay = '300ms'").unwrap());
    let begin = std::time::Instant::now();
    let slow = exchange(&server, "GET /nowhere HTTP/1.1", "");
    let quick = async {
        // The slow one has to arrive first.
        tokio::time::sleep(Duration::from_millis(50)).await;
        exchange(&server, "GET /nowhere HTTP/1.1", "").await;
        begin.elapsed()
    };
    let (slow, quick) = tokio::join!(slow, quick);
    assert!(slow.starts_with("HTTP/1.1 404"));
    assert!(quick < Duration::from_millis(300), "{quick:?}");
    assert!(begin.elapsed() >= Duration::from_millis(300));
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_calendar_is_served_once_per_change() {
    let (server, _, calendars) = started().await;
    let first = exchange(&server, "GET /calendars/demo.ics HTTP/1.1", "").await;
    assert!(first.contains("text/calendar; charset=utf-8") && first.contains("#iod 1G @A"), "{first}");
    let etag = first.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap().trim().to_owned();
    let head = format!("GET /calendars/demo.ics HTTP/1.1\r\nIf-None-Match: {etag}");
    assert!(exchange(&server, &head, "").await.starts_with("HTTP/1.1 304"));
    calendars.put("demo", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", DateTime::<Utc>::from(SystemTime::now()));
    assert!(exchange(&server, &head, "").await.starts_with("HTTP/1.1 200"));
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_tester_can_look_in_and_break_things() {
    let (server, carrier, calendars) = started().await;
    let state = exchange(&server, "GET /sim/state HTTP/1.1", "").await;
    assert!(state.contains("\"name\":\"HQ\""), "{state}");
    let done = [
        ("POST /sim/fault", r#"{"on":"inventory","do":503,"times":"always"}"#),
        ("POST /sim/fault", "on = 'token'\ndo = 429\nretry_after = 'soon'"),
        ("POST /sim/portal", r#"{"circuit":"77000000001","mbps":500}"#),
        ("POST /sim/foreign", r#"{"circuit":"77000000002","lasts":"8s"}"#),
        ("POST /sim/quota", r#"{"customer":"1-PRACT","per_day":3}"#),
        ("POST /sim/secret", r#"{"customer":"1-PRACT","secret":"new"}"#),
        ("POST /sim/expire-tokens", ""),
        ("PUT /sim/calendars/week", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
        ("DELETE /sim/fault", ""),
        ("POST /sim/unreachable", "true"),
    ];
    for (head, body) in done {
        let answer = exchange(&server, &format!("{head} HTTP/1.1"), body).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{head}: {answer}");
    }
    assert_eq!(carrier.lock().unwrap().tier_of("77000000001"), Some(500));
    assert!(carrier.lock().unwrap().pending("77000000002"));
    assert_eq!(calendars.names(), ["demo", "week"]);
    assert_eq!(exchange(&server, "GET /nowhere HTTP/1.1", "").await, "", "unreachable");
    assert!(exchange(&server, "GET /sim/requests HTTP/1.1", "").await.contains("/nowhere"));
    let wrong = [
        ("POST /sim/fault", r#"{"do":"explode"}"#, "400"),
        ("POST /sim/portal", r#"{"circuit":"X","mbps":500}"#, "404"),
        ("POST /sim/foreign", r#"{"circuit":"77000000002","lasts":"8s"}"#, "409"),
        ("POST /sim/nothing", "", "404"),
        ("GET /sim/state HTTP/1.1\r\nOrigin: http://evil.example\r\nX: ", "", "403"),
    ];
    for (head, body, status) in wrong {
        let head = if head.contains("HTTP/") { head.to_owned() } else { format!("{head} HTTP/1.1") };
        let answer = exchange(&server, &head, body).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{head}: {answer}");
    }
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_stop_does_not_wait_for_slow_answers() {
    let (server, carrier, _) = started().await;
    carrier.lock().unwrap().add_fault(Fault::from_toml("do = 'slow'\ndelay = '1h'").unwrap());
    let mut stream = TcpStream::connect(server.address()).await.unwrap();
    stream.write_all(b"GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    tokio::time::timeout(Duration::from_secs(3), server.stop()).await.unwrap().unwrap();
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest).await;
    assert!(rest.is_empty());
}

#[tokio::test]
async fn it_is_never_served_to_the_network() {
    let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
    let carrier = Arc::new(Mutex::new(Carrier::new(Setup::practice(), DateTime::UNIX_EPOCH)));
    let refused = serve(carrier, Calendars::default(), listener, std::future::pending()).await.unwrap_err();
    assert!(refused.to_string().contains("loopback address only"));
}
