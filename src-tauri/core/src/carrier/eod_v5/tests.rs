//! The structures of lumen-api §7, read and written.

use super::*;
use crate::carrier::{Dialect, RefusalKind};

fn profile() -> Profile {
    let mut profile = Profile::new(Dialect::EodV5, "https://carrier.example", "1-EXMPL");
    profile.billing_account = "5-EXAMPLE1".into();
    profile.contact.email = "noc@example.com".into();
    profile
}

fn reply(status: u16, body: &str) -> Response {
    Response { status, headers: vec![], body: body.into() }
}

const EVCS: &str = r#"{"evcs":[
  {"evcId":"e1","evcName":"HQ to DC","status":"ACTIVE","haEvcId":null,"bandwidth":100,
   "endPoint1":{"uniServiceId":"CO/1"},"endPoint2":{"uniServiceId":"CO/2"},"billingAccountNumber":"5-EXAMPLE1"},
  {"evcId":"e2","evcName":"Cloud","status":"MODIFYING","bandwidth":"500",
   "endPoint1":{"uniServiceId":"CO/1"},"endPoint2":{"cloudProvider":"aws-hosted-connection"}},
  {"evcId":"e3","evcName":"Leg","status":"DELETING","haEvcId":"ha-9","bandwidth":50},
  {"evcId":"e4","evcName":"Odd","status":"ACTIVE","bandwidth":"very much"}
],"pageIndex":0,"pageSize":100,"totalElements":4,"totalPages":1,"lastPage":true}"#;

fn circuits() -> Vec<Listed> {
    read_inventory(&profile(), &reply(200, EVCS)).unwrap().value.circuits
}

#[test]
fn circuits_are_read_and_those_that_cannot_be_changed_say_why() {
    let read: Vec<_> = circuits()
        .into_iter()
        .map(|one| {
            (one.id.0, one.seen.tier.mbps(), one.seen.pending, one.seen.takes_orders(), one.site.fixed)
        })
        .collect();
    let [first, cloud, leg] = &read[..] else { panic!("three can be read: {read:?}") };
    assert_eq!(*first, ("e1".into(), 100, false, true, None));
    assert_eq!((cloud.1, cloud.2, cloud.3), (500, true, true));
    assert!(cloud.4.as_ref().unwrap().contains("aws-hosted-connection"));
    assert!(!leg.3 && leg.4.as_ref().unwrap().contains("ha-9"));
}

#[test]
fn another_page_follows_as_long_as_the_list_says_so() {
    let more = |fields: &str| {
        let body = format!(r#"{{"evcs":[]{fields}}}"#);
        read_inventory(&profile(), &reply(200, &body)).unwrap().value.more
    };
    assert!(!more(""));
    assert!(more(r#","lastPage":false"#));
    assert!(more(r#","pageIndex":"0","totalPages":2"#) && !more(r#","pageIndex":1,"totalPages":2"#));
    assert_eq!(inventory(&profile(), 2).query[0], ("pageIndex".into(), "1".into()), "counted from zero");
}

#[test]
fn circuits_of_another_account_are_refused_whole() {
    let body = EVCS.replace("5-EXAMPLE1", "5-OTHER");
    let refused = read_inventory(&profile(), &reply(200, &body)).unwrap_err();
    assert_eq!(refused.kind, RefusalKind::OtherCustomer("5-OTHER".into()));
}

#[test]
fn a_change_names_whole_mbps_and_who_wants_it() {
    let circuit = Circuit::from_inventory(&circuits()[0]);
    let tier = "1 Gbps".parse().unwrap();
    let request =
        order(&profile(), &Modify { circuit: &circuit, tier, reference: "R", note: "n", quote: None });
    assert_eq!((request.method, request.path.as_str()), ("PATCH", "/Network/v5/DynamicConnection/evcs/e1"));
    assert_eq!(request.body.as_deref(), Some(r#"{"bandwidth":1000,"userEmail":"noc@example.com"}"#));
    assert!(request.headers.contains(&("x-billing-account-number".into(), "5-EXAMPLE1".into())));
    let taken = r#"{"evcId":"e1","evcRequestId":"r1","status":"MODIFYING"}"#;
    assert_eq!(read_order(&reply(202, taken)), Ok(Accepted { order: Some("r1".into()) }));
    assert_eq!(read_order(&reply(202, "garbage")), Ok(Accepted { order: None }));
}

#[test]
fn the_request_is_found_among_the_circuits_requests_by_its_id() {
    let body = r#"{"evcRequests":[{"requestId":"r0","status":"COMPLETED"},{"requestId":"r1","status":"IN_PROGRESS"},
        {"evcRequestId":"r2","status":"FAILED","message":"no route"}]}"#;
    let state = |order: &str| read_follow(&profile(), order, &reply(200, body)).unwrap();
    assert_eq!(state("r0"), OrderState::Completed);
    assert_eq!(state("r1"), OrderState::Working("IN_PROGRESS".into()));
    assert_eq!(state("r2"), OrderState::Failed("no route".into()));
    assert_eq!(state("r9"), OrderState::Working("not listed".into()));
}

#[test]
fn the_smaller_port_caps_a_circuit() {
    let circuit = Circuit::from_inventory(&circuits()[0]);
    let body = r#"{"unis":[{"uniServiceId":"CO/1","maxAvailableBandwidth":10000},
        {"uniServiceId":"CO/2","maxAvailableBandwidth":"1000"},{"uniServiceId":"CO/3","maxAvailableBandwidth":10}]}"#;
    let read = read_ports(&circuit, &reply(200, body)).unwrap().value;
    assert_eq!(read.port_limit.map(|tier| tier.mbps()), Some(1000));
    assert_eq!(read_ports(&circuit, &reply(200, r#"{"unis":[]}"#)).unwrap().value.port_limit, None);
}
