use super::*;
use crate::testing::{Server, answer};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use tidegate_core::calendar::NotACalendar;

const CALENDAR: &[u8] = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";

impl Server {
    async fn read(&self, known: Known<'_>) -> Result<Fetched, FetchError> {
        read(&format!("{}/TOPSECRET.ics", self.base()), known, &self.at).await
    }
}

async fn read(address: &str, known: Known<'_>, own: &str) -> Result<Fetched, FetchError> {
    fetch(&address.into(), known, Some(own), &Limits::new()).await
}

fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain).unwrap();
    encoder.finish().unwrap()
}

fn body(fetched: Result<Fetched, FetchError>) -> Vec<u8> {
    match fetched.unwrap() {
        Fetched::Body { bytes, .. } => bytes,
        Fetched::Unchanged => panic!("unchanged"),
    }
}

/// Lines that do not repeat, as calendars have: packed they are about a seventh.
fn lines(bytes: usize) -> Vec<u8> {
    let mut text = String::from("BEGIN:VCALENDAR\r\n");
    let mut number = 1_u64;
    while text.len() < bytes {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        text.push_str(&format!("SUMMARY:{number:x}\r\n"));
    }
    text.truncate(bytes);
    text.into_bytes()
}

#[tokio::test]
async fn a_calendar_comes_with_what_makes_the_next_question_cheap() {
    let head = "200 OK\r\nContent-Type: text/calendar\r\nETag: \"abc\"\r\nLast-Modified: Mon, 04 Jan 2027 09:00:00 GMT";
    let server = Server::answering(answer(head, CALENDAR)).await;
    let fetched = server.read(Known::default()).await.unwrap();
    let expected = Fetched::Body {
        bytes: CALENDAR.to_vec(),
        etag: Some("\"abc\"".into()),
        last_modified: Some("Mon, 04 Jan 2027 09:00:00 GMT".into()),
    };
    assert_eq!(fetched, expected);
}

#[tokio::test]
async fn the_question_is_honest_and_carries_nothing_else() {
    let server = Server::answering(answer("304 Not Modified", b"")).await;
    let known = Known { etag: Some("\"abc\""), last_modified: Some("Mon, 04 Jan 2027 09:00:00 GMT") };
    assert_eq!(server.read(known).await, Ok(Fetched::Unchanged));
    let heard = server.heard().remove(0).to_lowercase();
    for line in [
        "if-none-match: \"abc\"\r\n",
        "if-modified-since: mon, 04 jan 2027 09:00:00 gmt\r\n",
        "accept-encoding: gzip\r\n",
        "user-agent: mozilla/5.0 (compatible; tidegate/",
    ] {
        assert!(heard.contains(line), "{line} in {heard}");
    }
    let names: Vec<&str> =
        heard.lines().skip(1).filter_map(|line| line.split_once(':')).map(|(name, _)| name).collect();
    for name in &names {
        let allowed =
            ["accept", "accept-encoding", "user-agent", "host", "if-none-match", "if-modified-since"];
        assert!(allowed.contains(name), "{name} was sent");
    }
}

#[tokio::test]
async fn a_packed_calendar_is_unpacked() {
    let plain = lines(2 * MEGABYTE);
    let server = Server::answering(answer("200 OK\r\nContent-Encoding: gzip", &gzip(&plain))).await;
    assert_eq!(body(server.read(Known::default()).await), plain);
}

#[tokio::test]
async fn a_bomb_is_refused_though_it_is_small_on_the_wire() {
    let packed = gzip(&vec![b'A'; 8 * MEGABYTE]);
    assert!(packed.len() < 16 * 1024);
    let server = Server::answering(answer("200 OK\r\nContent-Encoding: gzip", &packed)).await;
    assert_eq!(server.read(Known::default()).await, Err(FetchError::TooLarge(10)));
}

#[tokio::test]
async fn too_much_is_refused_plain_packed_and_without_a_stated_length() {
    let plain = Server::answering(answer("200 OK", &lines(6 * MEGABYTE))).await;
    assert_eq!(plain.read(Known::default()).await, Err(FetchError::TooLarge(5)));
    let packed = gzip(&lines(11 * MEGABYTE));
    assert!(
        packed.len() > 1024 && packed.len() * RATIO_SEEN > 11 * MEGABYTE,
        "refused for its size, not its ratio"
    );
    let server = Server::answering(answer("200 OK\r\nContent-Encoding: gzip", &packed)).await;
    let refused = server.read(Known::default()).await;
    assert!(matches!(refused, Err(FetchError::TooLarge(_))), "{refused:?}");
    let mut endless = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_vec();
    endless.extend(lines(6 * MEGABYTE));
    assert_eq!(Server::answering(endless).await.read(Known::default()).await, Err(FetchError::TooLarge(5)));
}

const RATIO_SEEN: usize = 100;

#[tokio::test]
async fn what_is_cut_off_is_said_to_be_cut_off() {
    let mut short = answer("200 OK", CALENDAR);
    short.truncate(short.len() - 5);
    assert_eq!(Server::answering(short).await.read(Known::default()).await, Err(FetchError::Truncated));
    let mut packed = gzip(&lines(100_000));
    packed.truncate(packed.len() / 2);
    let server = Server::answering(answer("200 OK\r\nContent-Encoding: gzip", &packed)).await;
    assert_eq!(server.read(Known::default()).await, Err(FetchError::Truncated));
}

#[tokio::test]
async fn a_web_page_is_named_and_a_calendar_under_a_wrong_label_is_read() {
    let page =
        Server::answering(answer("200 OK\r\nContent-Type: text/html; charset=utf-8", b"<html>sign in")).await;
    assert_eq!(page.read(Known::default()).await, Err(FetchError::Not(NotACalendar::WebPage)));
    let labelled = Server::answering(answer("200 OK\r\nContent-Type: text/html", CALENDAR)).await;
    assert_eq!(body(labelled.read(Known::default()).await), CALENDAR);
}

#[tokio::test]
async fn an_encoding_that_was_not_asked_for_is_not_read() {
    let server = Server::answering(answer("200 OK\r\nContent-Encoding: br", b"\x0b\x02")).await;
    assert!(matches!(server.read(Known::default()).await, Err(FetchError::Not(_))));
}

#[tokio::test]
async fn errors_keep_their_number_and_their_wish_to_be_left_alone() {
    let cases = [
        ("404 Not Found", 404, None),
        ("429 Too Many\r\nRetry-After: 120", 429, Some(Span::seconds(120))),
        (
            "503 Busy\r\nDate: Mon, 04 Jan 2027 09:00:00 GMT\r\nRetry-After: Mon, 04 Jan 2027 09:05:00 GMT",
            503,
            Some(Span::minutes(5)),
        ),
        ("500 Oops\r\nRetry-After: soon", 500, None),
        ("204 No Content", 204, None),
        ("302 Found", 302, None),
    ];
    for (head, status, retry_after) in cases {
        let server = Server::answering(answer(head, b"")).await;
        let expected = FetchError::Status { status, retry_after };
        assert_eq!(server.read(Known::default()).await, Err(expected), "{head}");
    }
}

#[tokio::test]
async fn a_slow_server_is_given_up() {
    let server = Server::slowly(answer("200 OK", CALENDAR), Duration::from_secs(60)).await;
    let limits = Limits { feed_http: Span::milliseconds(200), ..Limits::new() };
    let address = format!("http://{}/TOPSECRET.ics", server.at);
    let begun = std::time::Instant::now();
    let refused = fetch(&address.as_str().into(), Known::default(), Some(&server.at), &limits).await;
    assert!(matches!(refused, Err(FetchError::Unreachable(_))), "{refused:?}");
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_redirect_within_the_marked_host_is_followed_and_a_circle_is_not() {
    let circle = Server::answering(answer("302 Found\r\nLocation: /again", b"")).await;
    let refused = circle.read(Known::default()).await;
    assert!(matches!(refused, Err(FetchError::Forbidden(_))), "{refused:?}");
    assert_eq!(circle.heard().len(), 1 + REDIRECTS);
    assert!(circle.heard()[1].starts_with("GET /again "), "relative addresses are joined");
}

#[tokio::test]
async fn a_redirect_into_the_own_network_or_off_to_plain_http_is_refused() {
    let inside = Server::answering(answer("200 OK", CALENDAR)).await;
    for target in [
        format!("http://{}/", inside.at),
        format!("https://{}/", inside.at),
        "https://169.254.169.254/latest/meta-data/".into(),
        "http://example.com/".into(),
        "file:///etc/passwd".into(),
        "https://user:word@8.8.8.8/".into(),
    ] {
        let server = Server::answering(answer(&format!("302 Found\r\nLocation: {target}"), b"")).await;
        let refused = server.read(Known::default()).await;
        assert!(matches!(refused, Err(FetchError::Forbidden(_))), "{target}: {refused:?}");
    }
    assert!(inside.heard().is_empty(), "nothing was asked of it");
}

#[tokio::test]
async fn a_public_address_never_leads_into_the_own_network_though_it_is_marked() {
    let marked = Some("10.0.0.5:8443");
    let target = || Url::parse("https://10.0.0.5:8443/").unwrap();
    let outside = Address::read(&"https://8.8.8.8/x.ics".into(), marked).unwrap();
    let led = lead_on(&outside, target(), marked).unwrap();
    assert!(matches!(led.resolve().await, Err(FetchError::Forbidden(_))));
    let inside = Address::read(&"https://10.0.0.5:8443/x.ics".into(), marked).unwrap();
    assert!(lead_on(&inside, target(), marked).unwrap().resolve().await.is_ok());
}

#[tokio::test]
async fn a_name_that_leads_inside_is_refused_before_it_is_asked() {
    let server = Server::answering(answer("200 OK", CALENDAR)).await;
    let port = server.at.rsplit_once(':').unwrap().1;
    let address = format!("https://localhost:{port}/TOPSECRET.ics");
    let refused = read(&address, Known::default(), "elsewhere:1").await.unwrap_err();
    assert!(matches!(refused, FetchError::Forbidden(_)), "{refused:?}");
    assert!(server.heard().is_empty(), "nothing was asked of it");
    let own = format!("localhost:{port}");
    let address = format!("http://{own}/TOPSECRET.ics");
    assert_eq!(body(read(&address, Known::default(), &own).await), CALENDAR, "marked, it is read");
}

#[tokio::test]
async fn no_error_repeats_the_secret_part_of_the_address() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let refused = read(&format!("http://{free}/TOPSECRET"), Known::default(), &free).await.unwrap_err();
    assert!(matches!(refused, FetchError::Unreachable(_)));
    assert!(!format!("{refused} {refused:?}").contains("TOPSECRET"));
}

#[tokio::test]
async fn the_connection_goes_to_the_checked_address_whatever_the_name_says() {
    let server = Server::answering(answer("200 OK", CALENDAR)).await;
    let pinned = vec![server.at.parse().unwrap()];
    let port = server.at.rsplit_once(':').unwrap().1;
    let client = client(pinned, Duration::from_secs(5)).unwrap();
    let response = client.get(format!("http://calendar.invalid:{port}/")).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert!(server.heard()[0].to_lowercase().contains("host: calendar.invalid"));
}

#[tokio::test]
async fn a_file_is_read_up_to_the_limit_and_nothing_else_is_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let (good, large) = (folder.path().join("good.ics"), folder.path().join("large.ics"));
    std::fs::write(&good, CALENDAR).unwrap();
    std::fs::write(&large, vec![b'A'; LARGEST + 1]).unwrap();
    assert_eq!(read_file(&good).await.unwrap(), CALENDAR);
    assert_eq!(read_file(&large).await, Err(FetchError::TooLarge(10)));
    assert!(matches!(read_file(&folder.path().join("none")).await, Err(FetchError::File(_))));
    assert!(matches!(read_file(folder.path()).await, Err(FetchError::File(_))));
    #[cfg(unix)]
    assert!(matches!(read_file(Path::new("/dev/zero")).await, Err(FetchError::File(_))));
}

#[tokio::test]
async fn a_knock_is_answered_by_any_success_and_an_error_never_repeats_the_address() {
    let told = async |server: &Server| {
        let address = format!("{}/ping/secret-word", server.base()).as_str().into();
        knock(&address, Some(&server.at), &Limits::new()).await
    };
    assert_eq!(told(&Server::answering(answer("204 No Content", b"")).await).await, Ok(()));
    let gone = Server::answering(answer("410 Gone", b"")).await;
    assert_eq!(told(&gone).await, Err("it answered with 410".into()));
    assert!(gone.heard()[0].starts_with("GET /ping/secret-word "));
    let moved = Server::answering(answer("302 Found\r\nLocation: /elsewhere", b"")).await;
    assert_eq!(told(&moved).await, Err("it answered with 302".into()), "it is not followed");
    let private = knock(&"https://192.168.1.7/ping/secret-word".into(), None, &Limits::new()).await;
    assert!(private.as_ref().is_err_and(|words| !words.contains("secret-word")), "{private:?}");
}
