//! Which call a request is. Owns the table of paths.

use crate::fault::On;
use crate::http::{Request, decoded};
use serde_json::Value;

/// A token endpoint, each with its own manners.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Endpoint {
    /// The one that real clients use.
    Current,
    /// The older one, which answers live too.
    Legacy,
    /// The one that the description of `connections` prints: it knows scopes.
    Scoped,
}

/// One call of the carrier's interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Route {
    Token(Endpoint),
    Inventory,
    Tiers,
    Providers,
    Locations,
    Accounts,
    Quote,
    Order,
    LumenOrderState(String),
    Modify,
    OrderState(String),
    NaasInventory,
    NaasPrices,
    NaasLocations,
    NaasAdd,
    Connections,
    ConnectionAdd,
    Connection(String),
    ConnectionBandwidth(String),
    Evcs,
    Evc(String),
    EvcBandwidth(String),
    EvcRequests,
    Unis,
    WrongMethod,
    Unknown,
}

impl Route {
    fn of(request: &Request) -> Self {
        let (method, route) = match request.path.trim_end_matches('/') {
            "/oauth/v2/token" => ("POST", Self::Token(Endpoint::Current)),
            "/oauth/v1/token" => ("POST", Self::Token(Endpoint::Legacy)),
            "/oauth2/token" => ("POST", Self::Token(Endpoint::Scoped)),
            "/ProductInventory/v1/inventory" => ("GET", Self::Inventory),
            "/Product/v1/price" => ("GET", Self::Tiers),
            "/Network/v1/provider" => ("GET", Self::Providers),
            "/Network/v1/location" => ("GET", Self::Locations),
            "/Account/v1/billingAccount" => ("GET", Self::Accounts),
            "/Product/v1/priceRequest" => ("POST", Self::Quote),
            "/Customer/v3/Ordering/orderRequest" => ("POST", Self::Order),
            "/naas/v1/modifyBandwidth" => ("POST", Self::Modify),
            "/naas/v1/inventory" => ("GET", Self::NaasInventory),
            "/naas/v1/price" => ("GET", Self::NaasPrices),
            "/naas/v1/location" => ("GET", Self::NaasLocations),
            "/naas/v1/orderRequest" => ("POST", Self::NaasAdd),
            "/internet-on-demand/connections" if request.method == "POST" => ("POST", Self::ConnectionAdd),
            "/internet-on-demand/connections" => ("GET", Self::Connections),
            "/Network/v5/DynamicConnection/evcs" => ("GET", Self::Evcs),
            "/Network/v5/DynamicConnection/evcRequests" => ("GET", Self::EvcRequests),
            "/Network/v5/DynamicConnection/unis" => ("GET", Self::Unis),
            path => Self::of_one(&request.method, path),
        };
        let fits = request.method == method || (method == "GET" && request.method == "HEAD");
        if fits || route == Self::Unknown { route } else { Self::WrongMethod }
    }

    /// What is about one thing, whose id stands in the path.
    fn of_one(method: &str, path: &str) -> (&'static str, Self) {
        let id = |id: &str| (!id.is_empty() && !id.contains('/')).then(|| decoded(id));
        let below = |folder: &str| path.strip_prefix(folder).and_then(id);
        if let Some(order) = below("/Customer/v3/Ordering/orderRequest/") {
            return ("GET", Self::LumenOrderState(order));
        }
        if let Some(order) = below("/naas/v1/order/") {
            return ("GET", Self::OrderState(order));
        }
        if let Some(circuit) = below("/Network/v5/DynamicConnection/evcs/") {
            let patches = method == "PATCH";
            return if patches {
                ("PATCH", Self::EvcBandwidth(circuit))
            } else {
                ("GET", Self::Evc(circuit))
            };
        }
        let Some(rest) = path.strip_prefix("/internet-on-demand/connections/") else {
            return ("GET", Self::Unknown);
        };
        match rest.strip_suffix("/bandwidth") {
            Some(rest) => ("PUT", id(rest).map_or(Self::Unknown, Self::ConnectionBandwidth)),
            None => ("GET", id(rest).map_or(Self::Unknown, Self::Connection)),
        }
    }

    /// What a fault has to wait for to strike this call.
    pub(super) fn on(&self) -> Option<On> {
        match self {
            Self::Token(_) => Some(On::Token),
            Self::Inventory | Self::Connections | Self::Connection(_) => Some(On::Inventory),
            Self::Evcs | Self::Evc(_) | Self::NaasInventory => Some(On::Inventory),
            Self::Tiers | Self::NaasPrices | Self::Unis => Some(On::Tiers),
            Self::Providers | Self::Locations | Self::Accounts | Self::NaasLocations => Some(On::Tiers),
            Self::Quote => Some(On::Quote),
            Self::Order | Self::Modify | Self::NaasAdd | Self::ConnectionAdd => Some(On::Change),
            Self::ConnectionBandwidth(_) | Self::EvcBandwidth(_) => Some(On::Change),
            Self::LumenOrderState(_) | Self::OrderState(_) | Self::EvcRequests => Some(On::OrderStatus),
            Self::WrongMethod | Self::Unknown => None,
        }
    }
}

/// A request with what was read out of it once.
#[derive(Clone, Debug)]
pub(super) struct Call<'a> {
    pub(super) request: &'a Request,
    pub(super) route: Route,
    pub(super) body: Option<Value>,
}

impl<'a> Call<'a> {
    pub(super) fn read(request: &'a Request) -> Self {
        let body = serde_json::from_slice(&request.body).ok();
        Self { route: Route::of(request), body, request }
    }

    /// A text in the body, by its JSON pointer.
    pub(super) fn text(&self, pointer: &str) -> Option<&str> {
        self.body.as_ref()?.pointer(pointer)?.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_methods_are_told_apart() {
        let cases = [
            ("POST", "/oauth/v2/token", Route::Token(Endpoint::Current)),
            ("POST", "/oauth/token", Route::Unknown),
            ("GET", "/oauth/v2/token", Route::WrongMethod),
            ("HEAD", "/ProductInventory/v1/inventory?serviceId=7", Route::Inventory),
            ("POST", "/Product/v1/priceRequest", Route::Quote),
            ("GET", "/naas/v1/order/ORD-1", Route::OrderState("ORD-1".into())),
            ("GET", "/naas/v1/order/a/b", Route::Unknown),
            ("GET", "/naas/v1/order/", Route::Unknown),
            ("GET", "/Customer/v3/Ordering/orderRequest/x", Route::LumenOrderState("x".into())),
            ("DELETE", "/naas/v1/order/ORD-1", Route::WrongMethod),
            ("GET", "/Network/v1/location?partnerId=1", Route::Locations),
            ("POST", "/Account/v1/billingAccount", Route::WrongMethod),
            ("POST", "/internet-on-demand/connections", Route::ConnectionAdd),
            ("POST", "/naas/v1/orderRequest", Route::NaasAdd),
            ("POST", "/oauth2/token", Route::Token(Endpoint::Scoped)),
            ("GET", "/internet-on-demand/connections/c1", Route::Connection("c1".into())),
            ("PUT", "/internet-on-demand/connections/c1/bandwidth", Route::ConnectionBandwidth("c1".into())),
            ("GET", "/internet-on-demand/connections/c1/bandwidth", Route::WrongMethod),
            ("GET", "/internet-on-demand/connections/a/b", Route::Unknown),
            ("GET", "/Network/v5/DynamicConnection/evcs/e1", Route::Evc("e1".into())),
            ("PATCH", "/Network/v5/DynamicConnection/evcs/e1", Route::EvcBandwidth("e1".into())),
            ("POST", "/Network/v5/DynamicConnection/evcs/e1", Route::WrongMethod),
        ];
        for (method, target, route) in cases {
            assert_eq!(Route::of(&Request::new(method, target)), route, "{method} {target}");
        }
    }
}
