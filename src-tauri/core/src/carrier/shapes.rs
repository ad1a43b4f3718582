//! Where things stand in the replies of `naas-v1` beside its order: not documented, since its only description names
//! inventory, price, location and orderRequest without their fields (lumen-api §9 B). So they are settings: names of
//! fields, below each other parted by dots. The defaults are the built-in simulator's.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Field names of replies. Where `quantity` stands, a bandwidth may be an object of value and unit, a text with its unit
/// or a number of Mbps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Shapes {
    /// The list of circuits.
    pub circuits: String,
    /// A circuit's id.
    pub circuit_id: String,
    /// A circuit's name.
    pub circuit_name: String,
    /// A circuit's status.
    pub circuit_status: String,
    /// A circuit's bandwidth, a quantity.
    pub circuit_bandwidth: String,
    /// A circuit's place.
    pub circuit_place: String,
    /// The billing account of a circuit.
    pub circuit_account: String,
    /// The list of tiers with prices.
    pub tiers: String,
    /// A tier's bandwidth, a quantity.
    pub tier_bandwidth: String,
    /// A tier's price an hour.
    pub tier_price: String,
    /// The list of places that fit an address.
    pub places: String,
    /// A place's id.
    pub place_id: String,
    /// A place's address in one line.
    pub place_address: String,
    /// Whether a circuit can be there.
    pub place_enabled: String,
    /// How an address is asked for.
    pub asked_address: String,
    /// How a place is named in questions and orders.
    pub asked_place: String,
    /// How an order names the bandwidth, an object of value and unit.
    pub asked_bandwidth: String,
    /// How an order names the new circuit's name.
    pub asked_name: String,
    /// How an order names the billing account.
    pub asked_account: String,
}

impl Default for Shapes {
    fn default() -> Self {
        Self {
            circuits: "inventory".into(),
            circuit_id: "inventoryItemId".into(),
            circuit_name: "name".into(),
            circuit_status: "status".into(),
            circuit_bandwidth: "bandwidth".into(),
            circuit_place: "locationId".into(),
            circuit_account: "billingAccountId".into(),
            tiers: "prices".into(),
            tier_bandwidth: "bandwidth".into(),
            tier_price: "hourlyPrice".into(),
            places: "locations".into(),
            place_id: "locationId".into(),
            place_address: "address".into(),
            place_enabled: "qualified".into(),
            asked_address: "address".into(),
            asked_place: "locationId".into(),
            asked_bandwidth: "bandwidth".into(),
            asked_name: "name".into(),
            asked_account: "billingAccountId".into(),
        }
    }
}

/// What stands at a dotted name; nothing where it does not lead anywhere.
pub(super) fn at<'v>(value: &'v Value, name: &str) -> &'v Value {
    const NOTHING: &Value = &Value::Null;
    name.split('.').fold(value, |value, part| value.get(part.trim()).unwrap_or(NOTHING))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_dotted_name_leads_down_or_to_nothing() {
        let value = json!({"result": {"items": [1], "id": 7}});
        assert_eq!(at(&value, "result.items"), &json!([1]));
        assert_eq!(at(&value, "result . id"), &json!(7));
        assert_eq!(at(&value, "result.id.deeper"), &Value::Null);
        assert_eq!(at(&value, "items"), &Value::Null);
    }
}
