//! The structures of lumen-api §10, read and written.

use super::*;
use crate::carrier::{Dialect, RefusalKind};
use crate::circuit::Circuit;

fn profile() -> Profile {
    Profile::new(Dialect::Lumen, "https://carrier.example/", "1-EXMPL")
}

fn reply(body: &str) -> Response {
    Response { status: 200, headers: vec![], body: body.into() }
}

const INVENTORY: &str = r#"{"serviceInventory":[
  {"serviceId":"77000000001","product":{"status":"Active","productCharacteristic":[
     {"name":"Customer Service Name","value":"HQ internet"},{"name":"Bandwidth","value":"1 gbps"},
     {"name":"UNI Service ID","value":"CO/KXFN/000001/LVLC"}]},
   "billingAccount":{"id":"5-EXAMPLE1","name":"Example (West) (5-EXAMPLE1)"},
   "location":{"masterSiteid":"PL0000000001"},"locationProfile":{"dataCenter":false}},
  {"serviceId":"77000000002","status":"Change pending","productCharacteristic":[{"name":"Bandwidth","value":"100 Mbps"}],
   "locationProfile":{"dataCenter":true,"relatedParty":{"id":"43558"}}},
  {"serviceId":"77000000003","status":"Active","productCharacteristic":[{"name":"Bandwidth","value":"very fast"}]}
],"pageNumber":1,"pageSize":10}"#;

#[test]
fn the_inventory_is_read_in_both_of_its_shapes_and_an_odd_item_is_left_out() {
    let page = read_inventory(&profile(), &reply(INVENTORY)).unwrap().value;
    let ids: Vec<&str> = page.circuits.iter().map(|circuit| circuit.id.as_str()).collect();
    assert_eq!(ids, ["77000000001", "77000000002"]);
    let [hq, branch] = &page.circuits[..] else { panic!("two circuits") };
    assert_eq!((hq.seen.tier.mbps(), hq.seen.pending), (1000, false));
    assert_eq!(hq.site.account_name.as_deref(), Some("Example (West)"), "the account id is not sent back");
    assert_eq!((branch.seen.tier.mbps(), branch.seen.pending), (100, true));
    assert_eq!(branch.site.partner.as_deref(), Some("43558"));
    assert!(!page.more);
}

#[test]
fn tiers_and_prices_are_read_and_an_unreadable_price_stays_unknown() {
    let body = r#"{"pricePerSpeed":[
      {"speed":"1000 Mbps","price":"$1.20","term":"Hourly Rate","displayValue":"1 Gbps"},
      {"speed":"100 Mbps","price":"on request","term":"Hourly Rate"},
      {"speed":"100 Mbps","price":"$331.20","term":"Monthly Rate"}]}"#;
    let at = "2027-01-04T00:00:00Z".parse().unwrap();
    let offers = read_tiers(&profile(), &reply(body), at).unwrap().value.offers;
    let read: Vec<_> = offers
        .iter()
        .map(|offer| (offer.tier.mbps(), offer.per_hour.as_ref().map(ToString::to_string)))
        .collect();
    assert_eq!(read, [(100, None), (1000, Some("$1.20".into()))]);
}

#[test]
fn a_quote_names_port_or_partner_and_the_second_attempt_the_other_port() {
    let page = read_inventory(&profile(), &reply(INVENTORY)).unwrap().value;
    let circuits: Vec<Circuit> = page.circuits.iter().map(Circuit::from_inventory).collect();
    let tier = "500 Mbps".parse().unwrap();
    let body = |circuit, attempt| {
        let modify = Modify { circuit, tier, reference: "R", note: "n", quote: None };
        serde_json::from_str::<Value>(&quote(&profile(), &modify, attempt).body.unwrap()).unwrap()
    };
    assert_eq!(body(&circuits[0], 0)["serviceId"], "CO/KXFN/000001/LVLC");
    assert_eq!(body(&circuits[0], 1)["serviceId"], "77000000001");
    assert_eq!(body(&circuits[1], 0)["partnerId"], "43558");
    assert!(body(&circuits[1], 0)["serviceId"].is_null());
}

#[test]
fn a_quote_is_read_with_its_hourly_price() {
    let body = r#"{"id":"NaaS-20001","price":[{"term":"Hourly Rate","price":"$0.80"},{"term":"Monthly Rate","price":"$576.00"}]}"#;
    let at = "2027-01-04T00:00:00Z".parse().unwrap();
    let quote = read_quote(&profile(), &reply(body), at).unwrap().value;
    assert_eq!((quote.id.as_str(), quote.per_hour.unwrap().to_string().as_str()), ("NaaS-20001", "$0.80"));
    assert_eq!(read_quote(&profile(), &reply("{}"), at).unwrap_err().kind, RefusalKind::Unclear(None));
}

#[test]
fn an_order_refers_to_the_quote_and_carries_our_reference() {
    let page = read_inventory(&profile(), &reply(INVENTORY)).unwrap().value;
    let circuit = Circuit::from_inventory(&page.circuits[0]);
    let quote = Quote { id: "NaaS-1".into(), per_hour: None, at: "2027-01-04T00:00:00Z".parse().unwrap() };
    let tier = "500 Mbps".parse().unwrap();
    let modify =
        Modify { circuit: &circuit, tier, reference: "01234567890123456789", note: "n", quote: Some(&quote) };
    let body: Value = serde_json::from_str(&order(&profile(), &modify).body.unwrap()).unwrap();
    assert_eq!(body["externalId"], "01234567890123456789");
    assert_eq!(body["quote"][0]["id"], "NaaS-1");
    assert_eq!(body["productOrderItem"][0]["action"], "modify");
    assert_eq!(body["productOrderItem"][0]["product"]["id"], "77000000001");
}

#[test]
fn the_other_published_forms_of_inventory_tiers_and_quote_are_read_and_named() {
    let body = r#"{"services":[{"id":771234567,"name":"Lab","status":"active","customerNumber":"1-EXMPL",
        "billingAccountId":"5-A","masterSiteId":"PL1","mUniServiceId":"XX/1","bandwidth":100,"bandwidthUnit":"Mbps"}]}"#;
    let read = read_inventory(&profile(), &reply(body)).unwrap();
    let [lab] = &read.value.circuits[..] else { panic!("one circuit") };
    assert_eq!((lab.id.as_str(), lab.name.as_deref(), lab.seen.tier.mbps()), ("771234567", Some("Lab"), 100));
    assert_eq!(
        (lab.site.master_site.as_deref(), lab.site.port_service.as_deref()),
        (Some("PL1"), Some("XX/1"))
    );
    for form in ["circuits under services", "id under id", "id as a number", "bandwidth under bandwidth"] {
        assert!(read.met.iter().any(|met| met == form), "{form} in {:?}", read.met);
    }

    let at = "2027-01-04T00:00:00Z".parse().unwrap();
    let body = r#"{"offerings":[{"speed":1000,"displayValue":"1000 Mbps","price":{"currencyCode":"USD","hourly":1.5809}}]}"#;
    let offers = read_tiers(&profile(), &reply(body), at).unwrap().value.offers;
    assert_eq!((offers[0].tier.mbps(), offers[0].speed.as_str()), (1000, "1000 Mbps"));
    assert_eq!(offers[0].per_hour.as_ref().unwrap().amount.to_string(), "1.5809");

    let body = r#"{"quoteId":"NaaS-1001","status":"VALIDATED","speed":"100 Mbps","price":{"hourly":"0.46"}}"#;
    let quote = read_quote(&profile(), &reply(body), at).unwrap();
    assert_eq!(
        (quote.value.id.as_str(), &quote.met[..]),
        ("NaaS-1001", &["quote under quoteId".to_owned()][..])
    );
    assert_eq!(quote.value.per_hour.unwrap().to_string(), "$0.46");
}

#[test]
fn an_answer_about_another_customer_is_refused_whole() {
    let at = "2027-01-04T00:00:00Z".parse().unwrap();
    let quote =
        read_quote(&profile(), &reply(r#"{"id":"Q","priceRequest":{"customerNumber":"1-OTHER"}}"#), at);
    assert_eq!(quote.unwrap_err().kind, RefusalKind::OtherCustomer("1-OTHER".into()));
    let ours =
        read_quote(&profile(), &reply(r#"{"id":"Q","priceRequest":{"customerNumber":"1-EXMPL"}}"#), at);
    assert_eq!(ours.unwrap().value.id, "Q");
    let listed =
        r#"{"services":[{"id":"1","status":"active","bandwidth":"100 Mbps","customerNumber":"1-OTHER"}]}"#;
    let inventory = read_inventory(&profile(), &reply(listed));
    assert_eq!(inventory.unwrap_err().kind, RefusalKind::OtherCustomer("1-OTHER".into()));
}
