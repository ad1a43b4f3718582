//! The paths below a carrier's base address, one a role. Each dialect has its own; what a dialect has no path for is
//! empty, and nothing is asked there. All are settings, since the published documents disagree (lumen-api §9).

use super::Dialect;
use serde::{Deserialize, Serialize};

/// Paths below the base address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paths {
    /// List of circuits.
    pub inventory: String,
    /// Tier list with prices; in `eod-v5` the ports, which cap their circuits.
    pub price: String,
    /// Quote.
    pub quote: String,
    /// Order.
    pub order: String,
    /// The request that changes a bandwidth, where that is no order; `{id}` stands for the circuit.
    pub modify: String,
    /// An order's state; `{id}` stands for the order in `naas-v1`. In `eod-v5` the list of requests.
    pub order_state: String,
    /// Providers at whose places a new circuit can be.
    #[serde(default)]
    pub provider: String,
    /// Places of a provider; in `naas-v1` the question whether a circuit can be at an address.
    #[serde(default)]
    pub location: String,
    /// Billing accounts.
    #[serde(default)]
    pub account: String,
}

impl Paths {
    /// A dialect's paths, as its description prints them.
    pub fn of(dialect: Dialect) -> Self {
        let [inventory, price, quote, order, modify, order_state, provider, location, account] =
            match dialect {
                Dialect::Lumen => [
                    "/ProductInventory/v1/inventory",
                    "/Product/v1/price",
                    "/Product/v1/priceRequest",
                    "/Customer/v3/Ordering/orderRequest",
                    "",
                    "",
                    "/Network/v1/provider",
                    "/Network/v1/location",
                    "/Account/v1/billingAccount",
                ],
                // Inventory, location, price and orderRequest are named in its description without their place: not
                // documented.
                Dialect::NaasV1 => [
                    "/naas/v1/inventory",
                    "/naas/v1/price",
                    "",
                    "/naas/v1/orderRequest",
                    "/naas/v1/modifyBandwidth",
                    "/naas/v1/order/{id}",
                    "",
                    "/naas/v1/location",
                    "",
                ],
                Dialect::Connections => [
                    "/internet-on-demand/connections",
                    "",
                    "",
                    "/internet-on-demand/connections",
                    "/internet-on-demand/connections/{id}/bandwidth",
                    "",
                    "",
                    "",
                    "",
                ],
                Dialect::EodV5 => [
                    "/Network/v5/DynamicConnection/evcs",
                    "/Network/v5/DynamicConnection/unis",
                    "",
                    "/Network/v5/DynamicConnection/evcs",
                    "/Network/v5/DynamicConnection/evcs/{id}",
                    "/Network/v5/DynamicConnection/evcRequests",
                    "",
                    "",
                    "",
                ],
            }
            .map(str::to_owned);
        Self { inventory, price, quote, order, modify, order_state, provider, location, account }
    }
}
