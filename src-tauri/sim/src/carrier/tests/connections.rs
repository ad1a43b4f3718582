//! The `connections` dialect.

use super::*;

const LIST: &str = "/internet-on-demand/connections";

fn put(client: &mut Client, circuit: &str, body: &Value) -> Response {
    let request = Request::new("PUT", &format!("{LIST}/{circuit}/bandwidth"));
    client.ask(request.with_body(body.to_string())).expect("the connection holds")
}

fn one(client: &mut Client, circuit: &str) -> (String, String) {
    let body = client.get(&format!("{LIST}/{circuit}")).to_json().unwrap();
    (body["status"].as_str().unwrap().to_owned(), body["bandwidth"].as_str().unwrap().to_owned())
}

#[test]
fn a_put_answers_nothing_and_the_connection_provisions_until_it_has_the_bandwidth() {
    let mut client = Client::new(SETUP);
    let placed = put(&mut client, "770001", &json!({"bandwidth": "1000 Mbps"}));
    assert_eq!((placed.status, placed.body.len()), (200, 0));
    assert_eq!(one(&mut client, "770001"), ("provisioning".into(), "100 Mbps".into()));
    client.wait(300);
    assert_eq!(one(&mut client, "770001"), ("active".into(), "1 Gbps".into()));
}

#[test]
fn the_list_is_the_customers_own_in_the_words_of_its_description() {
    let mut client = Client::new(SETUP);
    let body = client.get(LIST).to_json().unwrap();
    let listed: Vec<_> =
        body["connections"].as_array().unwrap().iter().map(|one| (&one["id"], &one["status"])).collect();
    assert_eq!(
        listed,
        [
            (&json!("770001"), &json!("active")),
            (&json!("770002"), &json!("active")),
            (&json!("770003"), &json!("suspended"))
        ]
    );
    client.log_in("two", "other");
    assert_eq!(client.get(&format!("{LIST}/770001")).status, 404);
    assert_eq!(put(&mut client, "770001", &json!({"bandwidth": "500 Mbps"})).status, 404);
}

#[test]
fn what_cannot_be_put_is_a_bad_request() {
    let mut client = Client::new(SETUP);
    for (circuit, body, says) in [
        ("770001", json!({}), "bandwidth is required"),
        ("770001", json!({"bandwidth": "fast"}), "no bandwidth"),
        ("770001", json!({"bandwidth": "300 Mbps"}), "not available"),
        ("770001", json!({"bandwidth": "500 Mbps", "effectiveDate": "tomorrow"}), "no date-time"),
        ("770003", json!({"bandwidth": "1 Gbps"}), "current status is - Suspended"),
    ] {
        let refused = put(&mut client, circuit, &body);
        assert_eq!(refused.status, 400, "{body}");
        assert!(text(&refused).contains(says), "{}", text(&refused));
    }
    put(&mut client, "770001", &json!({"bandwidth": "500 Mbps"}));
    let locked = put(&mut client, "770001", &json!({"bandwidth": "1 Gbps"}));
    assert!(text(&locked).contains("current status is - Change pending"), "{}", text(&locked));
}

#[test]
fn a_change_for_a_date_begins_on_that_date() {
    let mut client = Client::new(SETUP);
    let at = client.now + TimeDelta::minutes(30);
    let body = json!({"bandwidth": "500 Mbps", "effectiveDate": at.to_rfc3339()});
    assert_eq!(put(&mut client, "770001", &body).status, 200);
    client.wait(29 * 60);
    assert_eq!(one(&mut client, "770001"), ("active".into(), "100 Mbps".into()));
    client.wait(61);
    assert_eq!(one(&mut client, "770001").0, "provisioning");
    client.wait(300);
    assert_eq!(one(&mut client, "770001"), ("active".into(), "500 Mbps".into()));
}

#[test]
fn a_token_for_reading_alone_changes_nothing() {
    let mut client = Client::new(SETUP);
    let ask = |client: &mut Client, scope: &str| {
        client.token.clear();
        let form = format!("grant_type=client_credentials&client_id=one&client_secret=s3cret&scope={scope}");
        let answer = client.ask(Request::new("POST", "/oauth2/token").with_body(form)).unwrap();
        let body = answer.to_json().unwrap();
        client.token = body["access_token"].as_str().unwrap_or_default().to_owned();
        (answer.status, body)
    };
    assert_eq!(ask(&mut client, "read").1["scope"], "read");
    assert_eq!(client.get(LIST).status, 200);
    assert_eq!(put(&mut client, "770001", &json!({"bandwidth": "500 Mbps"})).status, 403);
    assert_eq!(ask(&mut client, "read+write").0, 200);
    assert_eq!(put(&mut client, "770001", &json!({"bandwidth": "500 Mbps"})).status, 200);
    assert_eq!(ask(&mut client, "admin").1["error"], "invalid_scope");
}
