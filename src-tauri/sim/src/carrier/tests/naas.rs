//! The `naas-v1` dialect.

use super::*;

#[test]
fn an_order_walks_its_states_and_then_the_inventory_shows_the_tier() {
    let mut client = Client::new(SETUP);
    let placed = client.modify("770001", 1, "Gbps");
    assert_eq!((placed.status, placed.to_json().unwrap()), (200, json!({"orderId": "ORD-1"})));
    let mut seen = Vec::new();
    for _ in 0..301 {
        let body = client.get("/naas/v1/order/ORD-1").to_json().unwrap();
        assert_eq!(body["orderId"], "ORD-1");
        let state = body["state"].as_str().unwrap().to_owned();
        if seen.last() != Some(&state) {
            seen.push(state);
        }
        client.wait(1);
    }
    assert_eq!(seen, ["ACKNOWLEDGED", "PENDING", "IN_PROGRESS", "COMPLETED"]);
    assert_eq!(client.shown("770001"), ("Active".into(), "1 Gbps".into()));
}

#[test]
fn a_wrong_change_is_refused_by_name() {
    let mut client = Client::new(SETUP);
    for (circuit, value, unit, status, reason) in [
        ("770001", 300, "Mbps", 422, "300 Mbps is not offered for 770001"),
        ("770001", 10, "Gbps", 422, "10 Gbps exceeds the port speed 2 Gbps of 770001"),
        ("770001", 500, "Kbps", 422, "the unit Mbps or Gbps"),
        ("999", 500, "Mbps", 404, "no inventory item 999"),
    ] {
        let refused = client.modify(circuit, value, unit);
        assert_eq!(refused.status, status);
        assert!(text(&refused).contains(reason), "{}", text(&refused));
    }
    assert_eq!(client.post("/naas/v1/modifyBandwidth", &json!({})).status, 422);
    assert_eq!(client.get("/naas/v1/order/ORD-9").status, 404);
    assert_eq!(client.get("/naas/v1/modifyBandwidth").status, 405);
}

#[test]
fn a_locked_circuit_is_a_conflict_in_the_live_words() {
    let mut client = Client::new(SETUP);
    client.modify("770001", 500, "Mbps");
    let second = client.modify("770001", 1, "Gbps");
    assert_eq!(second.status, 409);
    assert!(text(&second).contains("cannot be modified since the current status is - Change pending"));
}

#[test]
fn an_order_is_shown_to_its_own_customer_only() {
    let mut client = Client::new(SETUP);
    client.modify("770001", 500, "Mbps");
    client.log_in("two", "other");
    assert_eq!(client.get("/naas/v1/order/ORD-1").status, 404);
}

#[test]
fn inventory_and_prices_count_in_units_that_differ() {
    let mut client = Client::new(SETUP);
    let body = client.get("/naas/v1/inventory").to_json().unwrap();
    assert_eq!(body["inventory"][0]["bandwidth"], json!({"value": 100, "unit": "Mbps"}));
    assert_eq!(body["inventory"][1]["bandwidth"], json!({"value": 1, "unit": "Gbps"}));
    assert_eq!(body["inventory"].as_array().unwrap().len(), 3, "the customer's own");
    let prices = client.get("/naas/v1/price?inventoryItemId=770002").to_json().unwrap();
    assert_eq!(
        prices["prices"][1],
        json!({"bandwidth": {"value": 1, "unit": "Gbps"}, "hourlyPrice": "1.20"})
    );
    assert_eq!(client.get("/naas/v1/price?inventoryItemId=880001").status, 404);
    assert_eq!(client.get("/naas/v1/price").status, 422);
}
