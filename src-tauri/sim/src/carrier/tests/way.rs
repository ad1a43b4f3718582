//! The whole way to a circuit in the `lumen` dialect, and to its end.

use super::*;

const PLACES: &str = r#"
[[provider]]
id = "43558"
name = "Equinix"
[[provider]]
id = "777"
name = "Flexential"
[[location]]
master_site = "PL9"
provider = "43558"
name = "DC2"
street = "1 Example Ct"
city = "Ashburn"
state = "VA"
post_code = "20147"
market = "WASHINGTON DC"
tiers = [ { speed = "100 Mbps", price = "0.46" }, { speed = "500 Mbps", price = "0.79" } ]
[[location]]
master_site = "PL8"
provider = "43558"
name = "SV1"
street = "2 Example St"
city = "San Jose"
state = "CA"
post_code = "95119"
market = "SAN FRANCISCO"
enabled = false
tiers = [ { speed = "100 Mbps" } ]
[[location]]
master_site = "PL7"
provider = "777"
name = "F1"
street = "3 Example St"
city = "Boise"
state = "ID"
post_code = "83702"
market = "BOISE"
tiers = [ { speed = "100 Mbps", price = "0.46" }, { speed = "500 Mbps", price = "0.79" } ]
"#;

fn client() -> Client {
    let accounts = "account_id = \"5-ONE\"\naccount_name = \"One Inc\"\n";
    let setup = SETUP.replacen(
        "[[customer.circuit]]\nid = \"770001\"",
        "[[customer.account]]\nid = \"5-ONE\"\nname = \"One Inc\"\nheadquarters = \"US\"\n\
         [[customer.account]]\nid = \"5-ABROAD\"\nname = \"One Ltd\"\nheadquarters = \"GB\"\n\
         [[customer.circuit]]\nid = \"770001\"",
        1,
    );
    assert!(setup.contains(accounts));
    Client::new(&format!("{setup}{PLACES}"))
}

fn quote_at(client: &mut Client, site: &str, partner: &str, speed: &str) -> Response {
    let mut form = quote_form(speed);
    form["masterSiteId"] = json!(site);
    form["partnerId"] = json!(partner);
    form.as_object_mut().unwrap().remove("serviceId");
    client.post("/Product/v1/priceRequest", &form)
}

fn quoted(client: &mut Client, site: &str, partner: &str, speed: &str) -> String {
    let quote = quote_at(client, site, partner, speed);
    quote.to_json().unwrap()["id"].as_str().unwrap().to_owned()
}

fn add_form(quote: &str) -> Value {
    let mut form = order_form("", quote, "TG-9");
    form["productOrderItem"][0]["action"] = json!("add");
    form["productOrderItem"][0]["product"].as_object_mut().unwrap().remove("id");
    form["productOrderItem"][0]["product"]["productCharacteristic"] = json!([
        {"name": "Customer Service Name", "valueType": "String", "value": "Ashburn"},
        {"name": "VLAN Assignment", "valueType": "String", "value": "Auto Assign"},
        {"name": "IPV4 Block Size", "valueType": "String", "value": "/29"},
        {"name": "Routing Options", "valueType": "String", "value": "Static"},
    ]);
    form
}

/// The circuit of that name as the inventory shows it: id and status.
fn listed(client: &mut Client, name: &str) -> Option<(String, String)> {
    let body = client.get("/ProductInventory/v1/inventory?pageSize=100").to_json().unwrap();
    let items = body["serviceInventory"].as_array().unwrap().clone();
    let is_it = |item: &&Value| item["product"]["productCharacteristic"][0]["value"] == name;
    let item = items.iter().find(is_it)?;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    Some((text(&item["serviceId"]), text(&item["product"]["status"])))
}

#[test]
fn places_are_listed_by_provider_and_page_and_what_cannot_be_ordered_is_listed_too() {
    let mut client = client();
    let partners = client.get("/Network/v1/provider").to_json().unwrap();
    assert_eq!(partners["listPartners"][0]["id"], "43558");
    let page = client.get("/Network/v1/location?partnerId=43558&pageNumber=2&pageSize=1").to_json().unwrap();
    assert_eq!(page["pagination"][0], json!({"pageNumber": 2, "pageSize": 1, "totalRecords": 2}));
    assert_eq!(
        (&page["location"][0]["masterSiteId"], &page["location"][0]["naasEnabled"]),
        (&json!("PL8"), &json!(false))
    );
    assert_eq!(client.get("/Network/v1/location").status, 422, "whose places?");
    let accounts = client.get("/Account/v1/billingAccount").to_json().unwrap();
    let countries: Vec<&Value> =
        accounts["billingAccount"].as_array().unwrap().iter().map(|one| &one["hqCountry"]).collect();
    assert_eq!(countries, ["US", "GB"]);
}

#[test]
fn a_place_is_priced_without_its_partner_and_quoted_with_it() {
    let mut client = client();
    let prices = client.get("/Product/v1/price?productCode=718&masterSiteId=PL9").to_json().unwrap();
    assert_eq!(prices["pricePerSpeed"][1]["speed"], "500 Mbps");
    assert_eq!(prices["location"][0]["city"], "Ashburn");
    let with = client.get("/Product/v1/price?productCode=718&masterSiteId=PL9&partnerId=43558");
    assert!(text(&with).contains("Not a NaaS Enabled Location"), "{}", text(&with));
    let shut = client.get("/Product/v1/price?productCode=718&masterSiteId=PL8");
    assert!(text(&shut).contains("Not a NaaS Enabled Location"), "{}", text(&shut));
    assert_eq!(quote_at(&mut client, "PL9", "43558", "500 Mbps").status, 200);
    assert_eq!(quote_at(&mut client, "PL9", "777", "500 Mbps").status, 422, "another partner's place");
    assert_eq!(quote_at(&mut client, "PL9", "43558", "1000 Mbps").status, 422, "not offered there");
}

#[test]
fn a_new_circuit_is_in_progress_first_then_active_and_is_the_customers_alone() {
    let mut client = client();
    let quote = quoted(&mut client, "PL9", "43558", "500 Mbps");
    let placed = client.post(ORDER, &add_form(&quote));
    assert_eq!(placed.status, 201, "{}", text(&placed));
    let (id, status) = listed(&mut client, "Ashburn").unwrap();
    assert_eq!(status, "In progress");
    client.wait(301);
    assert_eq!(listed(&mut client, "Ashburn"), Some((id.clone(), "Active".into())));
    assert_eq!(client.carrier.tier_of(&id), Some(500));
    assert_eq!(client.carrier.quota_used(client.now, "1-ONE"), Some(1));
    assert_eq!(client.post(ORDER, &add_form(&quote)).status, 422, "a quote is good for one order");
    client.log_in("two", "other");
    assert_eq!(client.get(&format!("/ProductInventory/v1/inventory?serviceId={id}")).status, 404);
}

#[test]
fn a_new_circuit_whose_order_failed_never_came_to_be() {
    let mut client = client();
    let quote = quoted(&mut client, "PL9", "43558", "500 Mbps");
    client.carrier.break_next(On::Change, Act::Order(crate::fault::Ending::Fail(None)));
    assert_eq!(client.post(ORDER, &add_form(&quote)).status, 201);
    assert!(listed(&mut client, "Ashburn").is_some());
    client.wait(301);
    assert_eq!(listed(&mut client, "Ashburn"), None);
}

#[test]
fn a_form_for_a_new_circuit_that_lacks_something_is_refused_by_its_name() {
    let mut client = client();
    let cases: [(&str, Value, &str); 9] = [
        ("/billingAccount/id", json!("5-ABROAD"), "hqCountry GB; US is required"),
        ("/billingAccount/id", json!("5-OTHER"), "no billing account 5-OTHER"),
        ("/relatedContactInformation/0/name", json!("Ann"), "first and last name"),
        ("/relatedContactInformation/0/number", json!("+442079460958"), "a US telephone number"),
        ("/externalId", json!("123456789012345678901"), "longer than 20"),
        ("/productOrderItem/0/quantity", json!(2), "exactly one item"),
        (
            "/productOrderItem/0/product/productCharacteristic/2/value",
            json!("/27"),
            "IPV4 Block Size must be",
        ),
        ("/productOrderItem/0/product/productCharacteristic/0/value", json!(""), "Customer Service Name"),
        ("/quote/0/id", json!("NaaS-9"), "is unknown"),
    ];
    for (pointer, value, words) in cases {
        let quote = quoted(&mut client, "PL9", "43558", "500 Mbps");
        let mut form = add_form(&quote);
        *form.pointer_mut(pointer).unwrap() = value;
        let refused = client.post(ORDER, &form);
        assert_eq!(refused.status, 422, "{pointer}");
        assert!(text(&refused).contains(words), "{words} is not in {}", text(&refused));
    }
    let quote = quoted(&mut client, "PL9", "43558", "500 Mbps");
    client.wait(900);
    assert!(text(&client.post(ORDER, &add_form(&quote))).contains("has expired"));
    assert_eq!(listed(&mut client, "Ashburn"), None);
}

#[test]
fn a_circuit_at_a_provider_that_changes_nothing_can_be_ordered_and_keeps_its_tier() {
    let mut client = client();
    let quote = quoted(&mut client, "PL7", "777", "100 Mbps");
    assert_eq!(client.post(ORDER, &add_form(&quote)).status, 201);
    client.wait(301);
    let (id, _) = listed(&mut client, "Ashburn").unwrap();
    let quote = quoted(&mut client, "PL7", "777", "500 Mbps");
    let refused = client.post(ORDER, &order_form(&id, &quote, "TG-10"));
    assert!(text(&refused).contains("not available on Flexential sites"), "{}", text(&refused));
}

#[test]
fn a_circuit_is_renamed_and_ended_by_orders_without_a_quote() {
    let mut client = client();
    let mut rename = order_form("770001", "", "TG-1");
    rename.as_object_mut().unwrap().remove("quote");
    assert!(text(&client.post(ORDER, &rename)).contains("quote[0].id is required"), "nothing to modify");
    rename["productOrderItem"][0]["product"]["productCharacteristic"] =
        json!([{"name": "Customer Service Name", "valueType": "String", "value": "Head office"}]);
    assert_eq!(client.post(ORDER, &rename).status, 201);
    assert_eq!(client.shown("770001").0, "Change pending");
    client.wait(301);
    assert_eq!(listed(&mut client, "Head office"), Some(("770001".into(), "Active".into())));
    let mut delete = rename.clone();
    delete["productOrderItem"][0]["action"] = json!("delete");
    assert_eq!(client.post(ORDER, &delete).status, 201);
    assert_eq!(client.shown("770001").0, "Disconnecting");
    assert_eq!(client.post(ORDER, &delete).status, 422, "once");
    client.wait(301);
    assert_eq!(client.get("/ProductInventory/v1/inventory?serviceId=770001").status, 404);
    assert_eq!(listed(&mut client, "Head office"), None);
}
