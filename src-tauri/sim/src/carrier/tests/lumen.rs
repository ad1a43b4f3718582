//! The `lumen` dialect: tokens, inventory, quotes, orders.

use super::*;

#[test]
fn a_change_goes_by_quote_and_order_and_is_proved_by_the_inventory() {
    let mut client = Client::new(SETUP);
    assert_eq!(client.shown("770001"), ("Active".into(), "100 Mbps".into()));
    let quote = client.quote("500 Mbps");
    let body = quote.to_json().unwrap();
    assert_eq!(quote.status, 200);
    assert_eq!(body["price"][0], json!({"speed": "500 Mbps", "price": "$0.79", "term": "Hourly Rate"}));
    assert_eq!(body["price"][1]["price"], "$568.80");
    assert_eq!(body["priceRequest"]["masterSiteId"], "PL1");
    let placed = client.post(ORDER, &order_form("770001", body["id"].as_str().unwrap(), "TG-1"));
    assert_eq!(placed.status, 201, "{}", text(&placed));
    let echo = placed.to_json().unwrap();
    assert_eq!(echo["id"].as_str().unwrap().len(), 36);
    assert_eq!((&echo["externalId"], &echo["productOrderItem"][0]["state"]), (&json!("TG-1"), &Value::Null));
    assert_eq!(echo["billingAccount"]["id"], "5-ONE", "the form is echoed");
    assert_eq!(client.shown("770001"), ("Change pending".into(), "100 Mbps".into()));
    client.wait(301);
    assert_eq!(client.shown("770001"), ("Active".into(), "500 Mbps".into()));
    let order = &client.carrier.orders()[0];
    assert_eq!((order.reference.as_deref(), order.target, order.foreign), (Some("TG-1"), Some(500), false));
    let took = order.history.last().unwrap().0 - order.accepted_at;
    assert!((120..=300).contains(&took.num_seconds()), "{took}");
}

#[test]
fn tokens_are_given_for_the_right_credentials_only() {
    let mut client = Client::new(SETUP);
    client.token.clear();
    let basic = |pair: &str| {
        Request::new("POST", "/oauth/v2/token")
            .with_header("Authorization", &format!("Basic {pair}"))
            .with_body("grant_type=client_credentials")
    };
    let given = client.ask(basic("b25lOnMzY3JldA==")).unwrap();
    assert_eq!((given.status, given.to_json().unwrap()["expires_in"].clone()), (200, json!(3600)));
    let missing = client
        .ask(Request::new("POST", "/oauth/v2/token").with_body("grant_type=client_credentials"))
        .unwrap();
    assert_eq!(
        (missing.status, missing.to_json().unwrap()["code"].clone()),
        (401, json!("missingCredentials"))
    );
    let wrong = client.ask(token_request("/oauth/v2/token", "one", "guess")).unwrap();
    assert_eq!((wrong.status, wrong.to_json().unwrap()["code"].clone()), (401, json!("invalidCredentials")));
    let unnamed = Request::new("POST", "/oauth/v2/token").with_body("client_id=one&client_secret=s3cret");
    assert_eq!(client.ask(unnamed).unwrap().status, 400);
    let other = client.ask(token_request("/oauth/token", "one", "s3cret")).unwrap();
    assert_eq!((other.status, other.to_json().unwrap()["code"].clone()), (404, json!("404")));
}

#[test]
fn the_legacy_token_call_has_errors_of_its_own() {
    let mut client = Client::new(SETUP);
    client.token.clear();
    let given = client.ask(token_request("/oauth/v1/token", "one", "s3cret")).unwrap();
    assert_eq!(given.status, 200);
    assert_eq!(given.header("trackingid").unwrap().len(), 36);
    let wrong = client.ask(token_request("/oauth/v1/token", "one", "guess")).unwrap();
    assert_eq!((wrong.status, wrong.to_json().unwrap()["ErrorCode"].clone()), (401, json!("invalid_client")));
    let unnamed = client.ask(Request::new("POST", "/oauth/v1/token")).unwrap();
    let code = unnamed.to_json().unwrap()["ErrorCode"].clone();
    assert_eq!((unnamed.status, code), (500, json!("invalid_grant_type")));
}

#[test]
fn nothing_is_shown_without_a_living_token() {
    let mut client = Client::new(SETUP);
    let inventory = "/ProductInventory/v1/inventory";
    client.now += TimeDelta::seconds(3599);
    assert_eq!(client.get(inventory).status, 200);
    client.now += TimeDelta::seconds(1);
    let stale = client.get(inventory);
    assert_eq!((stale.status, stale.to_json().unwrap()["code"].clone()), (401, json!("invalidToken")));
    client.token.clear();
    let missing = client.get(inventory);
    assert_eq!(
        (missing.status, missing.to_json().unwrap()["code"].clone()),
        (401, json!("missingCredentials"))
    );
    assert_eq!(client.get("/nowhere").status, 404);
}

#[test]
fn customers_see_their_own_circuits_only() {
    let mut client = Client::new(SETUP);
    client.log_in("two", "other");
    let list = client.get("/ProductInventory/v1/inventory?serviceType=Internet").to_json().unwrap();
    let ids: Vec<&Value> =
        list["serviceInventory"].as_array().unwrap().iter().map(|item| &item["serviceId"]).collect();
    assert_eq!(ids, [&json!("880001")]);
    assert_eq!(client.get("/ProductInventory/v1/inventory?serviceId=770001").status, 404);
    let foreign = client.post(ORDER, &order_form("770001", "NaaS-20001", "X"));
    assert_eq!(foreign.status, 404);
    assert_eq!(client.modify("770001", 500, "Mbps").status, 404);
    let numbered = |number: &str| {
        Request::new("GET", "/ProductInventory/v1/inventory").with_header("x-customer-number", number)
    };
    assert_eq!(client.ask(numbered("1-TWO")).unwrap().status, 200);
    let other = client.ask(numbered("1-ONE")).unwrap();
    assert_eq!((other.status, other.header("content-type")), (403, Some("application/json")));
}

#[test]
fn the_inventory_has_the_shape_of_the_real_one() {
    let mut client = Client::new(SETUP);
    let body =
        client.get("/ProductInventory/v1/inventory?serviceType=Internet&pageSize=100").to_json().unwrap();
    let items = body["serviceInventory"].as_array().unwrap();
    assert_eq!(items[0]["location"], json!({"masterSiteid": "PL1"}));
    assert_eq!(items[0]["locationProfile"], json!({"dataCenter": false}));
    assert_eq!(items[0]["billingAccount"], json!({"id": "5-ONE", "name": "One Inc"}));
    assert_eq!(
        items[0]["product"]["productCharacteristic"][0],
        json!({"name": "Customer Service Name", "value": "HQ"})
    );
    assert_eq!(items[0]["product"]["productCharacteristic"][2]["name"], "UNI Service ID");
    assert_eq!(items[1]["locationProfile"], json!({"dataCenter": true, "relatedParty": {"id": "43558"}}));
    let spelled = |item: &Value| item["product"]["productCharacteristic"][1]["value"].clone();
    assert_eq!(spelled(&items[1]), "1 gbps");
    assert_eq!(spelled(&items[2]), "1000 Mbps");
    assert_eq!(items[2]["product"]["status"], "Suspended");
    assert_eq!(client.get("/ProductInventory/v1/inventory?serviceType=Internet+On-Demand").status, 500);
}

#[test]
fn the_inventory_can_be_flat() {
    let mut client = Client::new(&format!("flat_inventory = true\n{SETUP}"));
    let item =
        client.get("/ProductInventory/v1/inventory?serviceId=770001").to_json().unwrap()["serviceInventory"]
            [0]
        .clone();
    assert_eq!((&item["status"], &item["product"]), (&json!("Active"), &Value::Null));
    assert!(item["productCharacteristic"].is_array());
}

#[test]
fn the_inventory_is_read_in_pages() {
    let mut client = Client::new(SETUP);
    let mut page = |number: u32| {
        let target = format!("/ProductInventory/v1/inventory?pageNumber={number}&pageSize=2");
        client.get(&target).to_json().unwrap()["serviceInventory"].as_array().unwrap().len()
    };
    assert_eq!([page(1), page(2), page(3)], [2, 1, 0]);
    assert_eq!(client.get("/ProductInventory/v1/inventory?pageNumber=0").status, 422);
}

#[test]
fn the_tier_list_names_prices_as_text() {
    let mut client = Client::new(SETUP);
    let answer = client.get("/Product/v1/price?productCode=718&masterSiteId=PL1&serviceId=770001");
    let rows = answer.to_json().unwrap()["pricePerSpeed"].clone();
    assert_eq!(
        rows[2],
        json!({"speed": "1000 Mbps", "price": "$1.20", "term": "Hourly Rate", "displayValue": "1 Gbps"})
    );
    for (query, reason) in [
        ("productCode=718&masterSiteId=PL1", "Not a NaaS Enabled Location"),
        ("productCode=718&masterSiteId=PL9&serviceId=770001", "Not a NaaS Enabled Location"),
        ("productCode=718&masterSiteId=PL2&partnerId=43558", "Not a NaaS Enabled Location"),
        ("masterSiteId=PL1&serviceId=770001", "productCode is required"),
    ] {
        let refused = client.get(&format!("/Product/v1/price?{query}"));
        assert_eq!(
            (refused.status, refused.to_json().unwrap()["reason"].clone()),
            (422, json!(reason)),
            "{query}"
        );
    }
    assert_eq!(client.get("/Product/v1/price?productCode=718&masterSiteId=PL2").status, 200, "a data center");
}

#[test]
fn a_quote_is_refused_with_the_field_that_is_wrong() {
    let mut client = Client::new(SETUP);
    for (field, value, reason) in [
        ("speed", json!("300 Mbps"), "300 Mbps is not offered for 770001; offered are 100 Mbps"),
        ("speed", json!("10 Gbps"), "10 Gbps exceeds the port speed 2 Gbps"),
        ("speed", json!("fast"), "is no speed"),
        ("customerNumber", json!("1-TWO"), "is not valid for this customer"),
        ("currencyCode", json!("EUR"), "is not valid for this customer"),
        ("productCode", Value::Null, "productCode is required"),
        ("masterSiteId", json!("PL9"), "Not a NaaS Enabled Location"),
        ("serviceId", Value::Null, "Not a NaaS Enabled Location"),
    ] {
        let mut form = quote_form("500 Mbps");
        form[field] = value;
        let refused = client.post("/Product/v1/priceRequest", &form);
        assert_eq!(refused.status, 422);
        assert!(text(&refused).contains(reason), "{field}: {}", text(&refused));
    }
}

#[test]
fn a_data_center_is_quoted_by_its_partner_and_not_by_a_service() {
    let mut client = Client::new(SETUP);
    let mut form = quote_form("100 Mbps");
    form["masterSiteId"] = json!("PL2");
    form["serviceId"] = json!("770002");
    let refused = client.post("/Product/v1/priceRequest", &form);
    assert!(text(&refused).contains("No matching rule found for portSpeed=0 and deviceCode=null"));
    form.as_object_mut().unwrap().remove("serviceId");
    form["partnerId"] = json!("43558");
    let quote = client.post("/Product/v1/priceRequest", &form).to_json().unwrap()["id"].clone();
    let placed = client.post(ORDER, &order_form("770002", quote.as_str().unwrap(), "DC"));
    assert_eq!(placed.status, 201, "{}", text(&placed));
    client.wait(301);
    assert_eq!(client.shown("770002").1, "100 mbps");
}

#[test]
fn a_quote_is_good_once_for_a_quarter_of_an_hour_and_for_its_own_service() {
    let mut client = Client::new(SETUP);
    let quoted =
        |client: &mut Client| client.quote("500 Mbps").to_json().unwrap()["id"].as_str().unwrap().to_owned();
    let (old, used, other) = (quoted(&mut client), quoted(&mut client), quoted(&mut client));
    client.now += TimeDelta::seconds(899);
    assert_eq!(client.post(ORDER, &order_form("770001", &used, "A")).status, 201);
    client.now += TimeDelta::seconds(1);
    client.wait(0);
    let fresh = quoted(&mut client);
    for (circuit, quote, why) in [
        ("770001", old.as_str(), "has expired"),
        ("770001", used.as_str(), "was already used"),
        ("770001", "NaaS-1", "is unknown"),
        ("770002", fresh.as_str(), "was made for another service"),
        ("770001", other.as_str(), "has expired"),
    ] {
        let refused = client.post(ORDER, &order_form(circuit, quote, "B"));
        assert_eq!(refused.status, 422);
        assert!(text(&refused).contains(why), "{quote}: {}", text(&refused));
    }
}

#[test]
fn a_quote_lives_shorter_in_a_scaled_carrier_and_a_token_does_not() {
    let mut client = Client::new(&format!("scale = 60\n{SETUP}"));
    let quote = client.quote("500 Mbps").to_json().unwrap()["id"].as_str().unwrap().to_owned();
    client.now += TimeDelta::seconds(15);
    let refused = client.post(ORDER, &order_form("770001", &quote, "A"));
    assert!(text(&refused).contains("has expired"));
    client.now += TimeDelta::seconds(3000);
    assert_eq!(client.order("500 Mbps", "B").status, 201);
    client.wait(5);
    assert_eq!(client.carrier.tier_of("770001"), Some(500), "two to five minutes are two to five seconds");
}

#[test]
fn an_order_form_is_refused_with_the_field_that_is_wrong() {
    let mut client = Client::new(SETUP);
    for (pointer, value, reason) in [
        ("/externalId", json!("a reference of 21 let"), "20 characters"),
        ("/productOrderItem/0/quantity", json!(2), "exactly one item"),
        ("/productOrderItem/0/action", json!("cancel"), "action cancel is none of add, modify, delete"),
        ("/productOrderItem/0/action", json!("add"), "VLAN Assignment must be one of Auto Assign"),
        ("/billingAccount/id", json!("5-OTHER"), "is not the one of 770001"),
        ("/relatedContactInformation/0/role", json!("Contact"), "Order Contact"),
        ("/relatedContactInformation/0/name", json!("Scheduler"), "first and last name"),
        ("/quote", json!([]), "quote[0].id is required"),
    ] {
        let mut form = order_form("770001", "NaaS-20001", "A");
        *form.pointer_mut(pointer).unwrap() = value;
        let refused = client.post(ORDER, &form);
        assert_eq!(refused.status, 422, "{pointer}");
        assert!(text(&refused).contains(reason), "{pointer}: {}", text(&refused));
    }
    let unreadable = client.ask(Request::new("POST", ORDER).with_body("{")).unwrap();
    assert_eq!(unreadable.status, 400);
    assert!(client.carrier.orders().is_empty());
}

#[test]
fn the_firewall_refuses_two_groups_in_parentheses_with_a_page() {
    let mut client = Client::new(SETUP);
    for (name, status) in [("One (US) (5-ONE)", 403), ("One (US)(5-ONE)", 403), ("One (US)", 422)] {
        let mut form = order_form("770001", "NaaS-1", "A");
        form["billingAccount"]["name"] = json!(name);
        let answer = client.post(ORDER, &form);
        assert_eq!(answer.status, status, "{name}");
        assert_eq!(answer.header("content-type").unwrap().starts_with("text/html"), status == 403);
    }
}

#[test]
fn a_circuit_takes_one_order_at_a_time_and_none_while_suspended() {
    let mut client = Client::new(SETUP);
    assert_eq!(client.order("500 Mbps", "A").status, 201);
    let second = client.order("1000 Mbps", "B");
    assert_eq!(second.status, 422);
    assert!(text(&second).contains("cannot be modified since the current status is - Change pending"));
    client.wait(301);
    assert_eq!(client.order("1000 Mbps", "C").status, 201);
    let shut = client.modify("770003", 1, "Gbps");
    assert!(text(&shut).contains("current status is - Suspended"));
}

#[test]
fn an_order_can_be_read_back_only_where_the_setup_says_so() {
    let mut silent = Client::new(SETUP);
    let id = silent.order("500 Mbps", "A").to_json().unwrap()["id"].as_str().unwrap().to_owned();
    assert_eq!(silent.get(&format!("{ORDER}/{id}")).status, 404);
    let mut client = Client::new(&format!("order_status = true\n{SETUP}"));
    let id = client.order("500 Mbps", "A").to_json().unwrap()["id"].as_str().unwrap().to_owned();
    let state =
        |client: &mut Client| client.get(&format!("{ORDER}/{id}")).to_json().unwrap()["state"].clone();
    assert_eq!(state(&mut client), "acknowledged");
    client.wait(301);
    assert_eq!(state(&mut client), "completed");
    client.log_in("two", "other");
    assert_eq!(client.get(&format!("{ORDER}/{id}")).status, 404, "somebody else's order");
}

#[test]
fn a_quote_for_a_port_is_good_for_both_circuits_on_it() {
    let second = "[[customer.circuit]]\nid = \"770009\"\ntier = \"100 Mbps\"\nmaster_site = \"PL1\"\nuni = \"CO/KXFN/1\"\n\
        account_id = \"5-ONE\"\ntiers = [{ speed = \"100 Mbps\" }, { speed = \"500 Mbps\" }]\n";
    let setup = SETUP.replacen(
        "[[customer]]\ncustomer_number = \"1-TWO\"",
        &format!("{second}[[customer]]\ncustomer_number = \"1-TWO\""),
        1,
    );
    let mut client = Client::new(&setup);
    let mut place = |speed: &str| {
        let quote = client.quote(speed).to_json().unwrap()["id"].as_str().unwrap().to_owned();
        client.post(ORDER, &order_form("770009", &quote, "A")).status
    };
    assert_eq!(place("1 Gbps"), 422, "the neighbour's tier");
    assert_eq!(place("500 Mbps"), 201);
}
