//! The carrier seen from its clients. Here: the client that all these tests use; the tests are in the files below.

mod connections;
mod evcs;
mod faults;
mod lumen;
mod naas;
mod way;
mod world;

use super::*;
use crate::fault::Fault;
use crate::http::{Request, Response};
use crate::order::State;
use serde_json::{Value, json};

pub(super) const SETUP: &str = r#"
seed = 3
[[customer]]
customer_number = "1-ONE"
credentials = { client_id = "one", client_secret = "s3cret" }
[[customer.circuit]]
id = "770001"
name = "HQ"
tier = "100 Mbps"
port = "2 Gbps"
master_site = "PL1"
uni = "CO/KXFN/1"
account_id = "5-ONE"
account_name = "One Inc"
tiers = [ { speed = "100 Mbps", price = "0.46" }, { speed = "500 Mbps", price = "0.79" }, { speed = "1 Gbps", price = "1.20" } ]
[[customer.circuit]]
id = "770002"
name = "Center"
tier = "1 Gbps"
data_center = true
partner_id = "43558"
master_site = "PL2"
account_id = "5-ONE"
tiers = [ { speed = "100 Mbps", price = "0.46" }, { speed = "1 Gbps", price = "1.20" } ]
[[customer.circuit]]
id = "770003"
name = "Shut"
tier = "1 Gbps"
status = "Suspended"
tiers = [ { speed = "1 Gbps" } ]
[[customer]]
customer_number = "1-TWO"
credentials = { client_id = "two", client_secret = "other" }
[[customer.circuit]]
id = "880001"
tier = "100 Mbps"
tiers = [ { speed = "100 Mbps", price = "0.46" }, { speed = "500 Mbps", price = "0.79" } ]
"#;

/// A client of one customer, with a clock of its own that only it moves.
pub(super) struct Client {
    pub(super) carrier: Carrier,
    pub(super) now: DateTime<Utc>,
    pub(super) token: String,
}

impl Client {
    pub(super) fn new(setup: &str) -> Self {
        let begin = DateTime::parse_from_rfc3339("2027-01-04T18:00:00Z").unwrap().to_utc();
        let carrier = Carrier::new(Setup::from_toml(setup).unwrap(), begin);
        let mut client = Self { carrier, now: begin, token: String::new() };
        client.log_in("one", "s3cret");
        client
    }

    pub(super) fn log_in(&mut self, id: &str, secret: &str) {
        let answer = self.ask(token_request("/oauth/v2/token", id, secret)).unwrap();
        self.token = answer.to_json().unwrap()["access_token"].as_str().unwrap().to_owned();
    }

    /// The answer, or `None` where the connection was dropped.
    pub(super) fn ask(&mut self, request: Request) -> Option<Response> {
        let token = format!("Bearer {}", self.token);
        let known = request.header("authorization").is_some() || self.token.is_empty();
        let request = if known { request } else { request.with_header("Authorization", &token) };
        self.carrier.handle(self.now, &request).response
    }

    pub(super) fn get(&mut self, target: &str) -> Response {
        self.ask(Request::new("GET", target)).expect("the connection holds")
    }

    pub(super) fn post(&mut self, path: &str, body: &Value) -> Response {
        self.ask(Request::new("POST", path).with_body(body.to_string())).expect("the connection holds")
    }

    pub(super) fn wait(&mut self, seconds: i64) {
        self.now += TimeDelta::seconds(seconds);
        self.carrier.advance(self.now);
    }

    pub(super) fn quote(&mut self, speed: &str) -> Response {
        self.post("/Product/v1/priceRequest", &quote_form(speed))
    }

    /// Quotes and orders a tier for HQ.
    pub(super) fn order(&mut self, speed: &str, reference: &str) -> Response {
        let quote = self.quote(speed).to_json().unwrap()["id"].as_str().unwrap().to_owned();
        self.post(ORDER, &order_form("770001", &quote, reference))
    }

    pub(super) fn modify(&mut self, circuit: &str, value: u32, unit: &str) -> Response {
        let body = json!({"inventoryItemId": circuit, "bandwidth": {"value": value, "unit": unit}});
        self.post("/naas/v1/modifyBandwidth", &body)
    }

    /// Status and bandwidth of one circuit as the inventory shows them.
    pub(super) fn shown(&mut self, circuit: &str) -> (String, String) {
        let body =
            self.get(&format!("/ProductInventory/v1/inventory?serviceId={circuit}")).to_json().unwrap();
        let product = &body["serviceInventory"][0]["product"];
        let bandwidth = product["productCharacteristic"]
            .as_array()
            .unwrap()
            .iter()
            .find(|characteristic| characteristic["name"] == "Bandwidth")
            .unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&product["status"]), text(&bandwidth["value"]))
    }
}

pub(super) const ORDER: &str = "/Customer/v3/Ordering/orderRequest";

pub(super) fn token_request(path: &str, id: &str, secret: &str) -> Request {
    Request::new("POST", path)
        .with_body(format!("grant_type=client_credentials&client_id={id}&client_secret={secret}"))
}

pub(super) fn quote_form(speed: &str) -> Value {
    json!({
        "sourceSystem": "NaaS ExternalApi", "customerPriceRequestDescription": "Scheduled bandwidth change",
        "customerNumber": "1-ONE", "currencyCode": "USD", "masterSiteId": "PL1", "productCode": "718",
        "productName": "Internet On-Demand", "speed": speed, "serviceId": "CO/KXFN/1",
    })
}

pub(super) fn order_form(circuit: &str, quote: &str, reference: &str) -> Value {
    json!({
        "externalId": reference,
        "billingAccount": {"id": "5-ONE", "name": "One Inc"},
        "channel": [{"id": "99", "name": "NaaS ExternalApi"}],
        "note": [{"text": "calendar event 42"}],
        "productOrderItem": [{
            "id": "1", "quantity": 1, "action": "modify",
            "product": {
                "id": circuit, "productCharacteristic": [],
                "productSpecification": {"id": "5001", "name": "NaaS Internet"},
            },
            "productOffering": {"id": "718", "name": "NaaS Internet"},
        }],
        "quote": [{"id": quote, "name": "quoteId"}],
        "relatedContactInformation": [{
            "number": "+13035550100", "emailAddress": "noc@example.com", "role": "Order Contact",
            "organization": "Example", "name": "Network Scheduler", "numberExtension": "",
        }],
    })
}

pub(super) fn text(response: &Response) -> String {
    String::from_utf8_lossy(&response.body).into_owned()
}
