use super::*;
use crate::testing::{Server, answer};
use tidegate_core::carrier::Dialect;
use tidegate_core::time::Span;
use tokio::net::TcpListener;

fn client(base: &str) -> CarrierClient {
    within(Span::seconds(30), base)
}

fn within(patience: Span, base: &str) -> CarrierClient {
    let limits = Limits { http: patience, ..Limits::new() };
    CarrierClient::new(&Profile::practice(Dialect::Lumen, base, "1-ABCDE"), &limits).unwrap()
}

fn order() -> Request {
    Request {
        method: "POST",
        path: "/Customer/v3/Ordering/orderRequest".into(),
        query: vec![("q".into(), "a b&c".into())],
        headers: vec![("x-customer-number".into(), "1-ABCDE".into())],
        body: Some("{}".into()),
    }
}

async fn ask(base: &str) -> Result<Response, Transport> {
    client(base).exchange(&order(), &"TOPSECRET".into()).await
}

async fn ask_hastily(base: &str) -> Result<Response, Transport> {
    within(Span::milliseconds(800), base).exchange(&order(), &"TOPSECRET".into()).await
}

#[tokio::test]
async fn a_request_is_sent_as_it_was_put_together_and_the_answer_handed_back() {
    let server = Server::answering(answer("201 Created\r\nX-Track: Abc", b"{\"id\":1}")).await;
    let response = ask(&server.base()).await.unwrap();
    assert_eq!((response.status, response.body.as_slice()), (201, b"{\"id\":1}".as_slice()));
    assert_eq!(response.header("x-track"), Some("Abc"));
    let heard = server.heard().remove(0);
    assert!(heard.starts_with("POST /Customer/v3/Ordering/orderRequest?q=a+b%26c HTTP/1.1\r\n"), "{heard}");
    for line in
        ["authorization: Bearer TOPSECRET", "x-customer-number: 1-ABCDE", "content-type: application/json"]
    {
        assert!(heard.contains(line), "{line} in {heard}");
    }
    assert!(heard.ends_with("\r\n\r\n{}"));
}

#[tokio::test]
async fn a_refusal_and_a_redirect_are_answers_like_any_other() {
    let elsewhere = Server::answering(answer("200 OK", b"")).await;
    for (head, status) in
        [("500 Oops".to_owned(), 500), (format!("302 Found\r\nLocation: {}", elsewhere.base()), 302)]
    {
        let server = Server::answering(answer(&head, b"x")).await;
        assert_eq!(ask(&server.base()).await.unwrap().status, status);
        assert_eq!(server.heard().len(), 1);
    }
    assert!(elsewhere.heard().is_empty(), "the token went nowhere else");
}

#[tokio::test]
async fn what_never_connected_was_not_sent() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let refused = ask(&format!("http://{free}")).await;
    assert!(matches!(refused, Err(Transport::NotSent(_))), "{refused:?}");
    let unknown = ask("https://carrier.invalid").await;
    assert!(matches!(unknown, Err(Transport::NotSent(_))), "{unknown:?}");
}

#[tokio::test]
async fn a_handshake_that_fails_or_never_ends_left_nothing_of_the_request() {
    let server = Server::answering(answer("200 OK", b"")).await;
    let plain = ask(&format!("https://{}", server.at)).await;
    assert!(matches!(plain, Err(Transport::NotSent(_))), "{plain:?}");
    assert!(server.heard().iter().all(|heard| !heard.contains("POST")));
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let waiting = ask_hastily(&format!("https://{}", silent.local_addr().unwrap())).await;
    assert!(matches!(waiting, Err(Transport::NotSent(_))), "{waiting:?}");
}

#[tokio::test]
async fn whatever_happens_after_the_connection_may_have_arrived() {
    let mut cut = answer("201 Created", b"{\"id\":\"1\"}");
    cut.truncate(cut.len() - 4);
    let garbled = b"this is not http at all\r\n\r\n".to_vec();
    for (what, bytes) in [("closed at once", Vec::new()), ("cut off", cut), ("garbled", garbled)] {
        let server = Server::answering(bytes).await;
        let lost = ask(&server.base()).await;
        assert!(matches!(lost, Err(Transport::Lost(_))), "{what}: {lost:?}");
        assert_eq!(server.heard().len(), 1, "{what}: sent once and no more");
    }
    let slow = Server::slowly(answer("201 Created", b""), Duration::from_secs(30)).await;
    let lost = ask_hastily(&slow.base()).await;
    assert!(matches!(lost, Err(Transport::Lost(_))), "{lost:?}");
    assert_eq!(slow.heard().len(), 1);
}

#[tokio::test]
async fn an_answer_without_end_is_lost_and_not_kept_in_memory() {
    let server = Server::answering(answer("200 OK", &vec![b'x'; LARGEST + 1])).await;
    let limits = Limits::new();
    let client =
        CarrierClient::new(&Profile::practice(Dialect::Lumen, &server.base(), "1"), &limits).unwrap();
    let lost = client.exchange(&order(), &"t".into()).await;
    assert!(matches!(lost, Err(Transport::Lost(_))), "{lost:?}");
}

#[tokio::test]
async fn what_cannot_be_a_request_is_not_sent() {
    let server = Server::answering(answer("200 OK", b"")).await;
    let with = |change: fn(&mut Request)| {
        let mut request = order();
        change(&mut request);
        request
    };
    let requests = [
        with(|request| request.path = "/naas/v1/order/../../admin".into()),
        with(|request| request.path = "/naas/v1/order/1?x=y".into()),
        with(|request| request.path = "/naas/v1/order/1#x".into()),
        with(|request| request.headers = vec![("x".into(), "a\r\nb: c".into())]),
        with(|request| request.headers = vec![("x y".into(), "a".into())]),
    ];
    for request in requests {
        let refused = client(&server.base()).exchange(&request, &"t".into()).await;
        assert!(matches!(refused, Err(Transport::NotSent(_))), "{request:?}: {refused:?}");
    }
    assert!(server.heard().is_empty());
}

#[tokio::test]
async fn no_error_repeats_the_address_or_the_token() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for base in [format!("http://{free}"), "https://carrier.invalid".into()] {
        let words = format!("{:?}", ask(&base).await.unwrap_err());
        for secret in ["TOPSECRET", "a b", "a+b", "orderRequest"] {
            assert!(!words.contains(secret), "{words}");
        }
    }
}

#[test]
fn plain_http_is_for_practice_on_this_computer_only() {
    let limits = Limits::new();
    let real = |base: &str| CarrierClient::new(&Profile::new(Dialect::Lumen, base, "1"), &limits).is_ok();
    let practice =
        |base: &str| CarrierClient::new(&Profile::practice(Dialect::Lumen, base, "1"), &limits).is_ok();
    assert!(real("https://api.example.com") && practice("https://api.example.com"));
    assert!(practice("http://127.0.0.1:8080") && practice("http://[::1]:8080"));
    assert!(!real("http://127.0.0.1:8080") && !real("http://api.example.com"));
    for base in [
        "http://api.example.com",
        "http://10.0.0.1",
        "ftp://127.0.0.1",
        "https://u:p@api.example.com",
        "x",
        "",
    ] {
        assert!(!practice(base), "{base}");
    }
}
