//! Which call a request is. Owns the table of paths.

use crate::fault::On;
use crate::http::{Request, decoded};
use serde_json::Value;

/// One call of the carrier's interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Route {
    Token { legacy: bool },
    Inventory,
    Tiers,
    Quote,
    Order,
    LumenOrderState(String),
    Modify,
    OrderState(String),
    WrongMethod,
    Unknown,
}

impl Route {
    fn of(request: &Request) -> Self {
        let (method, route) = match request.path.trim_end_matches('/') {
            "/oauth/v2/token" => ("POST", Self::Token { legacy: false }),
            "/oauth/v1/token" => ("POST", Self::Token { legacy: true }),
            "/ProductInventory/v1/inventory" => ("GET", Self::Inventory),
            "/Product/v1/price" => ("GET", Self::Tiers),
            "/Product/v1/priceRequest" => ("POST", Self::Quote),
            "/Customer/v3/Ordering/orderRequest" => ("POST", Self::Order),
            "/naas/v1/modifyBandwidth" => ("POST", Self::Modify),
            path => ("GET", Self::of_order(path)),
        };
        let fits = request.method == method || (method == "GET" && request.method == "HEAD");
        if fits || route == Self::Unknown { route } else { Self::WrongMethod }
    }

    fn of_order(path: &str) -> Self {
        let id = |id: &str| (!id.is_empty() && !id.contains('/')).then(|| decoded(id));
        let lumen = path.strip_prefix("/Customer/v3/Ordering/orderRequest/").and_then(id);
        let naas = path.strip_prefix("/naas/v1/order/").and_then(id);
        lumen.map(Self::LumenOrderState).or(naas.map(Self::OrderState)).unwrap_or(Self::Unknown)
    }

    /// What a fault has to wait for to strike this call.
    pub(super) fn on(&self) -> Option<On> {
        match self {
            Self::Token { .. } => Some(On::Token),
            Self::Inventory => Some(On::Inventory),
            Self::Tiers => Some(On::Tiers),
            Self::Quote => Some(On::Quote),
            Self::Order | Self::Modify => Some(On::Change),
            Self::LumenOrderState(_) | Self::OrderState(_) => Some(On::OrderStatus),
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
            ("POST", "/oauth/v2/token", Route::Token { legacy: false }),
            ("POST", "/oauth/token", Route::Unknown),
            ("GET", "/oauth/v2/token", Route::WrongMethod),
            ("HEAD", "/ProductInventory/v1/inventory?serviceId=7", Route::Inventory),
            ("POST", "/Product/v1/priceRequest", Route::Quote),
            ("GET", "/naas/v1/order/ORD-1", Route::OrderState("ORD-1".into())),
            ("GET", "/naas/v1/order/a/b", Route::Unknown),
            ("GET", "/naas/v1/order/", Route::Unknown),
            ("GET", "/Customer/v3/Ordering/orderRequest/x", Route::LumenOrderState("x".into())),
            ("DELETE", "/naas/v1/order/ORD-1", Route::WrongMethod),
        ];
        for (method, target, route) in cases {
            assert_eq!(Route::of(&Request::new(method, target)), route, "{method} {target}");
        }
    }
}
