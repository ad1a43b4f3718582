//! The `eod-v5` dialect: Ethernet virtual circuits, whose bandwidth is patched (lumen-api §7). The account stands in a
//! header; whoever changes a circuit is named by mail address. Only circuits between two ports of the customer can be
//! changed: one that ends at a cloud or a data centre, or is a leg of a redundant pair, is shown and never ordered for.

use super::request::with_id;
use super::shape::{Met, text, tier, whole};
use super::{
    Accepted, InventoryPage, Listed, Modify, OrderState, Profile, Read, Refusal, Request, Response, Site,
    TierList, errors, json,
};
use crate::circuit::Circuit;
use crate::ids::CircuitId;
use serde_json::{Value, json};

const PAGE_SIZE: u32 = 100;

/// Pages count from zero here.
pub(super) fn inventory(profile: &Profile, page: u32) -> Request {
    profile.get(&profile.paths.inventory, paged(page))
}

fn paged(page: u32) -> Vec<(String, String)> {
    let index = page.saturating_sub(1);
    vec![("pageIndex".into(), index.to_string()), ("pageSize".into(), PAGE_SIZE.to_string())]
}

pub(super) fn read_inventory(profile: &Profile, response: &Response) -> Result<Read<InventoryPage>, Refusal> {
    let value: Value = json(response)?;
    let mut met = Met::default();
    let items = met.first("circuits", &[("", &value)], &["evcs"]);
    let items = items.and_then(Value::as_array).ok_or_else(|| errors::unreadable(response))?;
    for item in items {
        profile.is_of_our_account(&item["billingAccountNumber"], response)?;
    }
    let circuits = items.iter().filter_map(|item| listed(profile, item, &mut met)).collect();
    Ok(met.with(InventoryPage { circuits, more: has_more(&value, items.len()) }))
}

/// Whether there is another page: as it says, else as its numbers say, else while pages are full.
fn has_more(value: &Value, items: usize) -> bool {
    if let Some(last) = value["lastPage"].as_bool() {
        return !last;
    }
    match (whole(&value["pageIndex"]), whole(&value["totalPages"])) {
        (Some(index), Some(pages)) => index.saturating_add(1) < pages,
        _ => u64::try_from(items).is_ok_and(|items| items >= u64::from(PAGE_SIZE)),
    }
}

fn listed(profile: &Profile, item: &Value, met: &mut Met) -> Option<Listed> {
    let status = met.text("status", &[("", item)], &["status"])?;
    let bandwidth = met.first("bandwidth", &[("", item)], &["bandwidth"])?;
    if bandwidth.is_string() {
        met.note("bandwidth as text".into());
    }
    let port = |end: &str| text(&item[end]["uniServiceId"]);
    let site = Site {
        port_service: port("endPoint1"),
        far_port: port("endPoint2"),
        account: text(&item["billingAccountNumber"]),
        fixed: fixed(item),
        ..Site::default()
    };
    Some(Listed {
        id: CircuitId(met.text("id", &[("", item)], &["evcId"])?),
        name: text(&item["evcName"]),
        site,
        seen: profile.words.seen(tier(bandwidth)?, &status),
    })
}

/// Why the carrier changes no bandwidth here, where it says so (code 400004, "not allowed for ...").
fn fixed(item: &Value) -> Option<String> {
    let provider = |end: &str| text(&item[end]["cloudProvider"]);
    if let Some(provider) = provider("endPoint1").or_else(|| provider("endPoint2")) {
        return Some(format!(
            "it ends at {provider}, and the carrier changes only circuits between two of your own ports"
        ));
    }
    let pair = text(&item["haEvcId"])?;
    Some(format!("it is one half of the redundant pair {pair}, which Tidegate does not change"))
}

/// There is no list of tiers; the customer's ports say how much a circuit on them can have.
pub(super) fn ports(profile: &Profile) -> Request {
    profile.get(&profile.paths.price, paged(1))
}

/// The smaller of what a circuit's ports can have; `None` where neither is listed.
pub(super) fn read_ports(circuit: &Circuit, response: &Response) -> Result<Read<TierList>, Refusal> {
    let value: Value = json(response)?;
    let mut met = Met::default();
    let ports = met.first("ports", &[("", &value)], &["unis"]);
    let ports = ports.and_then(Value::as_array).ok_or_else(|| errors::unreadable(response))?;
    let ends = [&circuit.site.port_service, &circuit.site.far_port];
    let is_ours = |port: &&Value| ends.into_iter().flatten().any(|end| port["uniServiceId"] == end.as_str());
    let limit = ports.iter().filter(is_ours).filter_map(|port| tier(&port["maxAvailableBandwidth"])).min();
    Ok(met.with(TierList { offers: vec![], port_limit: limit }))
}

pub(super) fn order(profile: &Profile, modify: &Modify<'_>) -> Request {
    let body = json!({ "bandwidth": modify.tier.mbps(), "userEmail": profile.contact.email });
    profile.send("PATCH", &with_id(&profile.paths.modify, modify.circuit.id.as_str()), &body)
}

/// A success without a readable request id is still a success: the change was taken.
pub(super) fn read_order(response: &Response) -> Result<Accepted, Refusal> {
    match json::<Value>(response) {
        Ok(value) => Ok(Accepted { order: text(&value["evcRequestId"]) }),
        Err(_) if response.is_success() => Ok(Accepted { order: None }),
        Err(refusal) => Err(refusal),
    }
}

/// A circuit's requests; ours is found among them by its id.
pub(super) fn follow(profile: &Profile, circuit: &CircuitId) -> Request {
    profile.get(&profile.paths.order_state, vec![("evcId".into(), circuit.0.clone())])
}

/// A request that is not listed, or not yet, is work going on.
pub(super) fn read_follow(
    profile: &Profile,
    order: &str,
    response: &Response,
) -> Result<OrderState, Refusal> {
    let value: Value = json(response)?;
    let all = value["evcRequests"].as_array().ok_or_else(|| errors::unreadable(response))?;
    let is_ours = |one: &&Value| ["requestId", "evcRequestId"].iter().any(|name| one[*name] == order);
    let Some(ours) = all.iter().find(is_ours) else {
        return Ok(OrderState::Working("not listed".into()));
    };
    let state = text(&ours["status"]).ok_or_else(|| errors::unreadable(response))?;
    Ok(profile.words.order_state(&state, &text(&ours["message"]).unwrap_or_default()))
}

#[cfg(test)]
mod tests;
