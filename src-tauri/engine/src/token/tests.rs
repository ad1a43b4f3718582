use super::*;
use crate::carrier::{AskError, Carrier};
use crate::clock::Clock;
use crate::secrets::Memory;
use crate::testing::{Server, answer};
use std::time::Duration;
use tidegate_core::carrier::{Dialect, Request};

const ID: &str = "the-id";
const SECRET: &str = "TOP/SECRET+";

fn start() -> Instant {
    "2027-01-04T09:00:00Z".parse().unwrap()
}

fn tenant() -> TenantId {
    TenantId::from("acme")
}

async fn secrets() -> Arc<Secrets> {
    let secrets = Secrets::Memory(Memory::practice());
    secrets.set(&tenant(), &SecretName::ClientId, ID.into()).await.unwrap();
    secrets.set(&tenant(), &SecretName::ClientSecret, SECRET.into()).await.unwrap();
    Arc::new(secrets)
}

fn profile(server: &Server) -> Profile {
    Profile {
        timings: Profile::new(Dialect::Lumen, "", "").timings,
        ..Profile::practice(Dialect::Lumen, &server.base(), "1-ABCDE")
    }
}

async fn tokens_of(profile: &Profile) -> Tokens {
    let limits = Limits { http: Span::seconds(20), ..Limits::new() };
    let client = Arc::new(CarrierClient::new(profile, &limits).unwrap());
    Tokens::new(tenant(), profile, &limits, secrets().await, client)
}

async fn tokens(server: &Server) -> Tokens {
    tokens_of(&profile(server)).await
}

/// Gives the tokens t1, t2 and so on, each for as long as the text says.
async fn counting(expires_in: &'static str) -> Server {
    let given = AtomicU64::new(0);
    let life = if expires_in.is_empty() { String::new() } else { format!(r#","expires_in":{expires_in}"#) };
    Server::with(Duration::from_millis(20), move |_| {
        let number = given.fetch_add(1, Ordering::SeqCst) + 1;
        answer(
            "200 OK\r\nContent-Type: text/plain",
            format!(r#"{{"access_token":"t{number}"{life}}}"#).as_bytes(),
        )
    })
    .await
}

async fn failing(head: &str, body: &str) -> TokenError {
    let server = Server::answering(answer(head, body.as_bytes())).await;
    tokens(&server).await.fresh(start()).await.unwrap_err()
}

#[tokio::test]
async fn credentials_travel_by_basic_or_in_the_body_as_the_profile_says() {
    let server = counting("3600").await;
    tokens(&server).await.fresh(start()).await.unwrap();
    let in_body = Profile { token_transport: TokenTransport::Body, ..profile(&server) };
    tokens_of(&in_body).await.fresh(start()).await.unwrap();
    let heard = server.heard();
    assert!(heard[0].starts_with("POST /oauth/v2/token HTTP/1.1\r\n"), "{}", heard[0]);
    assert!(heard[0].contains("authorization: Basic dGhlLWlkOlRPUCUyRlNFQ1JFVCUyQg==\r\n"), "{}", heard[0]);
    assert!(heard[0].ends_with("\r\n\r\ngrant_type=client_credentials"), "{}", heard[0]);
    assert!(!heard[1].contains("authorization:"));
    assert!(heard[1].contains("&client_id=the-id&client_secret=TOP%2FSECRET%2B"), "{}", heard[1]);
}

#[tokio::test]
async fn a_token_is_renewed_the_margin_before_its_end_or_a_fifth_of_its_life_where_that_is_shorter() {
    // stated life, profile's life 1500 s where none is stated, margin 300 s
    let cases = [
        ("3600", 3300),
        ("\"3600\"", 3300),
        ("3599.9", 3299),
        ("600", 480),
        ("", 1200),
        ("\"soon\"", 1200),
        ("-5", 1200),
    ];
    for (stated, renewed_at) in cases {
        let server = counting(stated).await;
        let tokens = tokens(&server).await;
        let at = |seconds: i64| start() + Span::seconds(seconds);
        assert_eq!(tokens.fresh(at(0)).await.unwrap().expose(), "t1");
        assert_eq!(tokens.fresh(at(renewed_at - 1)).await.unwrap().expose(), "t1", "{stated:?}");
        assert_eq!(tokens.fresh(at(renewed_at)).await.unwrap().expose(), "t2", "{stated:?}");
    }
}

#[tokio::test]
async fn many_who_ask_at_once_share_one_sign_in() {
    let server = counting("3600").await;
    let tokens = Arc::new(tokens(&server).await);
    let asking: Vec<_> = (0..20)
        .map(|_| {
            let tokens = Arc::clone(&tokens);
            tokio::spawn(async move { tokens.fresh(start()).await })
        })
        .collect();
    for one in asking {
        assert_eq!(one.await.unwrap().unwrap().expose(), "t1");
    }
    assert_eq!(server.heard().len(), 1);
}

#[tokio::test]
async fn many_who_ask_at_once_share_one_failure_and_the_next_tries_again() {
    let server = Server::slowly(answer("503 Busy", b"later"), Duration::from_millis(50)).await;
    let tokens = Arc::new(tokens(&server).await);
    let asking: Vec<_> = (0..20)
        .map(|_| {
            let tokens = Arc::clone(&tokens);
            tokio::spawn(async move { tokens.fresh(start()).await })
        })
        .collect();
    for one in asking {
        assert!(matches!(one.await.unwrap(), Err(TokenError::Unclear { status: 503, .. })));
    }
    assert_eq!(server.heard().len(), 1);
    tokens.fresh(start()).await.unwrap_err();
    assert_eq!(server.heard().len(), 2);
}

#[tokio::test]
async fn who_comes_while_a_good_token_is_being_renewed_does_not_wait() {
    let times = AtomicU64::new(0);
    let server =
        Server::with(Duration::from_millis(300), move |_| match times.fetch_add(1, Ordering::SeqCst) {
            0 => answer("200 OK", br#"{"access_token":"t1","expires_in":3600}"#),
            _ => answer("200 OK", br#"{"access_token":"t2","expires_in":3600}"#),
        })
        .await;
    let tokens = Arc::new(tokens(&server).await);
    tokens.fresh(start()).await.unwrap();
    let late = start() + Span::seconds(3400);
    let renews = tokio::spawn({
        let tokens = Arc::clone(&tokens);
        async move { tokens.fresh(late).await }
    });
    while server.heard().len() < 2 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert_eq!(tokens.fresh(late).await.unwrap().expose(), "t1", "not held up");
    assert!(!renews.is_finished());
    assert_eq!(renews.await.unwrap().unwrap().expose(), "t2");
    assert_eq!(tokens.fresh(late).await.unwrap().expose(), "t2");
}

#[tokio::test]
async fn a_sign_in_that_asks_for_patience_is_left_alone_so_long() {
    let busy = b"HTTP/1.1 503 Busy\r\nretry-after: 120\r\ncontent-length: 0\r\n\r\n".to_vec();
    let server = Server::with(Duration::ZERO, move |_| busy.clone()).await;
    let error = tokens(&server).await.fresh(start()).await.unwrap_err();
    let TokenError::Unclear { wait: Some(wait), .. } = error else { panic!("{error:?}") };
    assert_eq!(wait, Span::seconds(120));
}

#[tokio::test]
async fn a_token_that_is_still_good_serves_on_while_the_sign_in_is_down() {
    let times = AtomicU64::new(0);
    let server = Server::with(Duration::ZERO, move |_| match times.fetch_add(1, Ordering::SeqCst) {
        0 => answer("200 OK", br#"{"access_token":"t1","expires_in":3600}"#),
        _ => answer("503 Busy", b""),
    })
    .await;
    let tokens = tokens(&server).await;
    tokens.fresh(start()).await.unwrap();
    let late = start() + Span::seconds(3400);
    assert_eq!(tokens.fresh(late).await.unwrap().expose(), "t1");
    assert_eq!(tokens.fresh(late).await.unwrap().expose(), "t1");
    assert_eq!(server.heard().len(), 2, "the sign-in is not asked again at once");
    assert!(tokens.fresh(start() + Span::seconds(3600)).await.is_err(), "its end is its end");
}

#[tokio::test]
async fn the_carriers_words_are_found_in_every_shape_seen() {
    let cases = [
        (
            r#"{"reason":"Unauthorized","message":"no credentials","code":"missingCredentials"}"#,
            "no credentials",
        ),
        (r#"{"ErrorCode":"invalid_client","Error":"Client  id\nis invalid"}"#, "Client id is invalid"),
        (r#"{"error":"invalid_client","error_description":"unknown client"}"#, "unknown client"),
        (r#"{"error":"invalid_client"}"#, "invalid_client"),
        ("just words", "just words"),
        ("{}", "it gave no reason"),
        ("", "it gave no reason"),
    ];
    for (body, expected) in cases {
        assert_eq!(failing("401 No", body).await, TokenError::Refused { words: expected.into() }, "{body}");
    }
}

#[tokio::test]
async fn what_says_nothing_about_the_credentials_is_not_called_a_refusal() {
    for (head, body, status) in [
        ("403 Forbidden", "<html>firewall</html>", 403),
        ("404 Not Found", r#"{"code":"404","message":"Not Found"}"#, 404),
        ("429 Slow down", "", 429),
        ("500 Oops", r#"{"ErrorCode":"invalid_grant_type"}"#, 500),
        ("302 Found\r\nLocation: /login", "", 302),
        ("200 OK", "<html>sign in</html>", 200),
        ("200 OK", "{}", 200),
    ] {
        let error = failing(head, body).await;
        assert!(matches!(&error, TokenError::Unclear { status: seen, .. } if *seen == status), "{error:?}");
    }
}

#[tokio::test]
async fn an_answer_that_repeats_the_credentials_is_not_passed_on() {
    let error = failing("401 No", &format!(r#"{{"message":"bad secret {SECRET} for {ID}"}}"#)).await;
    assert_eq!(error, TokenError::Refused { words: "bad secret ••• for •••".into() });
}

#[tokio::test]
async fn credentials_that_are_not_at_hand_are_named_as_what_they_are_and_nothing_is_asked() {
    let server = counting("3600").await;
    for (memory, state) in [(Memory::practice(), Found::Absent), (Memory::given_at_start(), Found::Locked)] {
        let limits = Limits::new();
        let client = Arc::new(CarrierClient::new(&profile(&server), &limits).unwrap());
        let tokens =
            Tokens::new(tenant(), &profile(&server), &limits, Arc::new(Secrets::Memory(memory)), client);
        assert_eq!(tokens.fresh(start()).await, Err(TokenError::NoCredentials(state)));
    }
    assert!(server.heard().is_empty());
}

/// A carrier whose API takes only the given token; its sign-in gives t1, t2 and so on.
async fn carrier_taking(good: &'static str) -> (Server, Carrier) {
    let given = AtomicU64::new(0);
    let server = Server::with(Duration::from_millis(5), move |question| {
        if question.starts_with("POST /oauth/") {
            let number = given.fetch_add(1, Ordering::SeqCst) + 1;
            answer("200 OK", format!(r#"{{"access_token":"t{number}"}}"#).as_bytes())
        } else if question.contains(&format!("authorization: Bearer {good}\r\n")) {
            answer("201 Created", b"done")
        } else {
            answer("401 Unauthorized", b"")
        }
    })
    .await;
    let carrier =
        Carrier::new(tenant(), &profile(&server), &Limits::new(), secrets().await, Clock::steered(start()))
            .unwrap();
    (server, carrier)
}

fn order() -> Request {
    Request { method: "POST", path: "/order".into(), query: vec![], headers: vec![], body: Some("{}".into()) }
}

fn count(server: &Server, what: &str) -> usize {
    server.heard().iter().filter(|heard| heard.starts_with(what)).count()
}

#[tokio::test]
async fn a_refused_token_is_renewed_once_and_the_request_repeated_once() {
    let (server, carrier) = carrier_taking("t2").await;
    assert_eq!(carrier.ask(&order()).await.unwrap().status, 201);
    assert_eq!((count(&server, "POST /order"), count(&server, "POST /oauth")), (2, 2));
}

#[tokio::test]
async fn a_second_refusal_is_handed_back_and_not_repeated() {
    let (server, carrier) = carrier_taking("none").await;
    assert_eq!(carrier.ask(&order()).await.unwrap().status, 401);
    assert_eq!((count(&server, "POST /order"), count(&server, "POST /oauth")), (2, 2));
}

#[tokio::test]
async fn many_whose_token_was_refused_share_one_renewal() {
    let (server, carrier) = carrier_taking("t2").await;
    let carrier = Arc::new(carrier);
    let asking: Vec<_> = (0..8)
        .map(|_| {
            let carrier = Arc::clone(&carrier);
            tokio::spawn(async move { carrier.ask(&order()).await.unwrap().status })
        })
        .collect();
    for one in asking {
        assert_eq!(one.await.unwrap(), 201);
    }
    assert_eq!(count(&server, "POST /oauth"), 2);
}

#[tokio::test]
async fn without_a_token_nothing_is_sent_and_that_is_proved() {
    let server = Server::answering(answer("503 Busy", b"")).await;
    let carrier =
        Carrier::new(tenant(), &profile(&server), &Limits::new(), secrets().await, Clock::steered(start()))
            .unwrap();
    let error = carrier.ask(&order()).await.unwrap_err();
    assert!(matches!(error, AskError::Token(TokenError::Unclear { .. })) && error.was_not_sent());
    assert_eq!(count(&server, "POST /order"), 0);
    assert!(carrier.sign_in().await.is_err());
}
