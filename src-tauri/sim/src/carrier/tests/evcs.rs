//! The `eod-v5` dialect.

use super::*;

const ROOT: &str = "/Network/v5/DynamicConnection";

fn ask(client: &mut Client, method: &str, path: &str, body: &Value) -> Response {
    let request =
        Request::new(method, &format!("{ROOT}{path}")).with_header("X-Billing-Account-Number", "5-ONE");
    client.ask(request.with_body(body.to_string())).expect("the connection holds")
}

fn get(client: &mut Client, path: &str) -> Value {
    ask(client, "GET", path, &Value::Null).to_json().unwrap()
}

fn patch(client: &mut Client, circuit: &str, bandwidth: &Value) -> Response {
    let body = json!({"bandwidth": bandwidth, "userEmail": "noc@example.com"});
    ask(client, "PATCH", &format!("/evcs/{circuit}"), &body)
}

#[test]
fn a_patch_is_taken_and_its_request_completes_with_the_bandwidth() {
    let mut client = Client::new(SETUP);
    let placed = patch(&mut client, "770001", &json!(750));
    let body = placed.to_json().unwrap();
    assert_eq!((placed.status, &body["status"]), (202, &json!("MODIFYING")));
    assert_eq!(get(&mut client, "/evcs/770001")["status"], "MODIFYING");
    let request = |client: &mut Client| get(client, "/evcRequests?evcId=770001")["evcRequests"][0].clone();
    assert_eq!(request(&mut client)["requestId"], body["evcRequestId"]);
    assert_eq!(request(&mut client)["status"], "IN_PROGRESS");
    client.wait(300);
    assert_eq!(request(&mut client)["status"], "COMPLETED");
    let evc = get(&mut client, "/evcs/770001");
    assert_eq!(
        (&evc["status"], &evc["bandwidth"]),
        (&json!("ACTIVE"), &json!(750)),
        "any whole number of Mbps"
    );
}

#[test]
fn refusals_come_in_an_envelope_and_with_codes_of_their_own() {
    let mut client = Client::new(SETUP);
    for (circuit, bandwidth, code, says) in [
        ("770002", json!(500), "400004", "Bandwidth modify is not allowed for equinix-data-center"),
        ("770001", json!("500 Mbps"), "400002", "whole number of Mbps"),
        ("770001", json!(5000), "400005", "exceeds max available 2000 Mbps on UNI CO/KXFN/1"),
        ("999", json!(500), "404001", "EVC 999 not found"),
    ] {
        let body = patch(&mut client, circuit, &bandwidth).to_json().unwrap();
        assert_eq!(body["exception"]["code"], code, "{body}");
        assert!(body["exception"]["detail"].as_str().unwrap().contains(says), "{body}");
    }
    let nobody = ask(&mut client, "PATCH", "/evcs/770001", &json!({"bandwidth": 500}));
    assert!(text(&nobody).contains("userEmail is required"));
    patch(&mut client, "770001", &json!(500));
    let busy = patch(&mut client, "770001", &json!(600));
    assert!(
        text(&busy).contains("is MODIFYING; bandwidth can only be modified while ACTIVE"),
        "{}",
        text(&busy)
    );
}

#[test]
fn circuits_are_listed_by_page_from_zero_for_the_account_in_the_header() {
    let mut client = Client::new(SETUP);
    let page = get(&mut client, "/evcs?pageIndex=1&pageSize=2");
    assert_eq!(
        (&page["evcs"][0]["evcId"], &page["lastPage"], &page["totalElements"]),
        (&json!("770003"), &json!(true), &json!(3))
    );
    assert_eq!(get(&mut client, "/evcs?pageIndex=0&pageSize=2")["lastPage"], false);
    let bare = client.get(&format!("{ROOT}/evcs"));
    assert!((bare.status, text(&bare).contains("x-billing-account-number is required")) == (400, true));
    client.log_in("two", "other");
    assert_eq!(ask(&mut client, "GET", "/evcs", &Value::Null).status, 403, "another customer's account");
}

#[test]
fn the_ports_say_what_a_circuit_on_them_can_have() {
    let mut client = Client::new(SETUP);
    let ports = get(&mut client, "/unis");
    let port =
        ports["unis"].as_array().unwrap().iter().find(|port| port["uniServiceId"] == "CO/KXFN/1").unwrap();
    assert_eq!(port["maxAvailableBandwidth"], 2000);
}
