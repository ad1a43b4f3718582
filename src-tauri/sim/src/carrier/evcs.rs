//! The `eod-v5` dialect: Ethernet virtual circuits. A circuit at a customer port runs between two ports and can be
//! patched; one in a data center cannot, and says so with a code of its own. Everything but the ports is asked for one
//! billing account, which stands in a header. Pages count from zero. There is no list of tiers: any whole number of Mbps
//! up to the port is taken.

use super::route::Call;
use super::{Barred, Carrier, Reply};
use crate::http::{Request, Response};
use crate::network::Circuit;
use crate::order::{Order, State};
use crate::refusal;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

const PAGE_SIZE: usize = 100;

impl Carrier {
    pub(super) fn evcs(&self, now: DateTime<Utc>, customer: usize, request: &Request) -> Reply {
        let account = self.account_asked(customer, request)?;
        let of_account =
            self.network.of_customer(customer).filter(|(_, circuit)| circuit.setup.account_id == account);
        page("evcs", of_account.map(|(_, circuit)| evc_json(now, circuit)).collect(), request)
    }

    pub(super) fn evc(&self, now: DateTime<Utc>, customer: usize, id: &str, request: &Request) -> Reply {
        let place = self.own_evc(customer, id, request)?;
        Ok(Response::json(200, &evc_json(now, &self.network.circuits[place])))
    }

    pub(super) fn patch_evc(
        &mut self,
        now: DateTime<Utc>,
        customer: usize,
        id: &str,
        call: &Call<'_>,
    ) -> Reply {
        let place = self.own_evc(customer, id, call.request)?;
        if call.text("/userEmail").is_none_or(|mail| !mail.contains('@')) {
            return Err(invalid("400001", "userEmail is required"));
        }
        let wanted = call.body.as_ref().and_then(bandwidth_of);
        let mbps = wanted.ok_or_else(|| invalid("400002", "bandwidth must be a whole number of Mbps"))?;
        let circuit = &self.network.circuits[place];
        if circuit.setup.partner_id.is_some() {
            return Err(invalid("400004", "Bandwidth modify is not allowed for equinix-data-center"));
        }
        if mbps > circuit.setup.port_mbps {
            let (most, uni) = (circuit.setup.port_mbps, &circuit.setup.uni);
            let detail =
                format!("requested bandwidth {mbps} Mbps exceeds max available {most} Mbps on UNI {uni}");
            return Err(invalid("400005", &detail));
        }
        match self.barred(now, place) {
            Some(Barred::Status(_)) => {
                let is = status(circuit);
                let detail = format!("EVC {id} is {is}; bandwidth can only be modified while ACTIVE");
                return Err(invalid("400003", &detail));
            }
            Some(Barred::Quota(per_day)) => return Err(refusal::quota(per_day)),
            None => {}
        }
        let order = self.seed.uuid("order", self.next_order());
        self.accept(now, place, mbps, &order, None);
        let body = json!({"evcId": id, "evcRequestId": order, "status": "MODIFYING"});
        Ok(Response::json(202, &body))
    }

    pub(super) fn evc_requests(&self, customer: usize, request: &Request) -> Response {
        let number = &self.setup.customers[customer].number;
        let wanted = request.parameter("evcId");
        let ours = self.network.orders.iter().filter(|order| order.customer == *number);
        let about = ours.filter(|order| wanted.is_none_or(|id| order.circuit == id));
        Response::json(200, &json!({"evcRequests": about.map(request_json).collect::<Vec<_>>()}))
    }

    pub(super) fn unis(&self, customer: usize, request: &Request) -> Reply {
        let ports = self.network.of_customer(customer).flat_map(|(_, circuit)| {
            let port = |service: String| {
                json!({
                    "uniId": format!("uni-{service}"), "uniServiceId": service, "status": "ACTIVE",
                    "portSpeed": circuit.setup.port_mbps, "maxAvailableBandwidth": circuit.setup.port_mbps,
                })
            };
            [port(circuit.setup.uni.clone()), port(far_port(circuit))]
        });
        page("unis", ports.collect(), request)
    }

    fn own_evc(&self, customer: usize, id: &str, request: &Request) -> Result<usize, Response> {
        let account = self.account_asked(customer, request)?;
        let mut own = self.network.of_customer(customer);
        let found = own.find(|(_, circuit)| circuit.setup.id == id && circuit.setup.account_id == account);
        found
            .map(|(place, _)| place)
            .ok_or_else(|| refusal::exception(404, "404001", "Not Found", &format!("EVC {id} not found")))
    }

    /// The account in the header, if it is the customer's.
    fn account_asked<'r>(&self, customer: usize, request: &'r Request) -> Result<&'r str, Response> {
        let missing = || invalid("400000", "x-billing-account-number is required");
        let account = request.header("x-billing-account-number").filter(|text| !text.is_empty());
        let account = account.ok_or_else(missing)?;
        let mut own = self.network.of_customer(customer);
        if own.any(|(_, circuit)| circuit.setup.account_id == account) {
            return Ok(account);
        }
        let detail = format!("not entitled to billing account {account}");
        Err(refusal::exception(403, "403001", "Forbidden", &detail))
    }
}

fn invalid(code: &str, detail: &str) -> Response {
    refusal::exception(400, code, "Invalid data", detail)
}

/// The bandwidth a body asks for, in Mbps: a number, and no text.
pub(super) fn bandwidth_of(body: &Value) -> Option<u32> {
    body["bandwidth"].as_u64().and_then(|mbps| u32::try_from(mbps).ok()).filter(|mbps| *mbps > 0)
}

fn evc_json(now: DateTime<Utc>, circuit: &Circuit) -> Value {
    let setup = &circuit.setup;
    let far = match &setup.partner_id {
        Some(partner) => json!({"cloudProvider": "equinix-data-center", "interconnectId": partner}),
        None => json!({"uniServiceId": far_port(circuit), "ceVlan": 100}),
    };
    json!({
        "evcId": setup.id, "evcName": setup.name, "evcServiceAlias": null, "status": status(circuit),
        "haEvcId": null, "bandwidth": circuit.shown(now), "billingType": "hourly", "cos": "basic",
        "endPoint1": {"uniServiceId": setup.uni, "ceVlan": 100}, "endPoint2": far,
        "billingAccountNumber": setup.account_id,
    })
}

fn far_port(circuit: &Circuit) -> String {
    format!("{}/Z", circuit.setup.uni)
}

fn status(circuit: &Circuit) -> String {
    match circuit.status() {
        "Change pending" => "MODIFYING".to_owned(),
        other => other.to_ascii_uppercase(),
    }
}

fn request_json(order: &Order) -> Value {
    let status = match order.state() {
        State::Acknowledged | State::Pending | State::InProgress => "IN_PROGRESS",
        end @ (State::Completed | State::Failed | State::Cancelled) => end.name(),
    };
    json!({
        "requestId": order.id, "evcId": order.circuit, "action": "MODIFY", "status": status,
        "requestedBandwidth": order.target, "createdDateTime": order.accepted_at.to_rfc3339(),
    })
}

fn page(key: &str, all: Vec<Value>, request: &Request) -> Reply {
    let number = |name: &str, usual: usize| match request.parameter(name).map(str::parse::<usize>) {
        None => Ok(usual),
        Some(Ok(number)) => Ok(number),
        Some(Err(_)) => Err(invalid("400006", &format!("{name} must be a whole number"))),
    };
    let (index, size) = (number("pageIndex", 0)?, number("pageSize", PAGE_SIZE)?.clamp(1, PAGE_SIZE));
    let (total, pages) = (all.len(), all.len().div_ceil(size).max(1));
    let shown: Vec<Value> = all.into_iter().skip(index.saturating_mul(size)).take(size).collect();
    let body = json!({
        key: shown, "pageIndex": index, "pageSize": size, "totalElements": total, "totalPages": pages,
        "firstPage": index == 0, "lastPage": index.saturating_add(1) >= pages,
    });
    Ok(Response::json(200, &body))
}
