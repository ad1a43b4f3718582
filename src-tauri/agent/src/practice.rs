//! The carrier to practise on, as the engine is handed it: the simulator, served on this computer's loopback address
//! for as long as this process lives. Owns what each way of breaking it means there.

use chrono::Utc;
use std::collections::BTreeMap;
use std::sync::{Arc, MutexGuard, PoisonError};
use tidegate_core::time::Instant;
use tidegate_door::command::Breakage;
use tidegate_engine::practice::{Begun, BuiltIn, Practice};
use tidegate_sim::server::Server;
use tidegate_sim::{Act, Calendars, Carrier, Ending, Fault, Instead, On, Setup, Times, samples};

/// The simulator; it begins when a practice tenant does.
#[derive(Default)]
pub(crate) struct BuiltInCarrier {
    running: tokio::sync::Mutex<Option<(BuiltIn, Server)>>,
    carrier: std::sync::Mutex<Option<Arc<std::sync::Mutex<Carrier>>>>,
}

/// Refusals for too many requests, until the carrier is patient again.
const TOO_MANY: u32 = 5;
/// What it then asks for, in seconds.
const PATIENCE: &str = "2";

impl Practice for BuiltInCarrier {
    fn begin(&self, tiers: BTreeMap<String, u32>) -> Begun<'_> {
        Box::pin(async move {
            let mut running = self.running.lock().await;
            if let Some((built, _)) = &*running {
                return Ok(built.clone());
            }
            let setup = at_tiers(Setup::practice(), &tiers);
            let customer = setup.customers.first().cloned().ok_or("it has no customer")?;
            let carrier = Arc::new(std::sync::Mutex::new(Carrier::new(setup, Utc::now())));
            let server = Server::start(Arc::clone(&carrier), Calendars::default())
                .await
                .map_err(|error| format!("it cannot listen on this computer's loopback address: {error}"))?;
            let built = BuiltIn {
                base: server.url(),
                customer_number: customer.number,
                client_id: customer.client_id,
                client_secret: customer.client_secret,
            };
            *self.place() = Some(carrier);
            *running = Some((built.clone(), server));
            Ok(built)
        })
    }

    fn sample(&self, from: Instant) -> String {
        samples::outlook(from)
    }

    fn breaks(&self, how: Breakage, circuit: Option<&str>) -> Result<(), String> {
        let place = self.place();
        let carrier = place.as_ref().ok_or("the built-in carrier is not running; practise first")?;
        let mut carrier = carrier.lock().unwrap_or_else(PoisonError::into_inner);
        match how {
            Breakage::OrderFails => carrier.queue_fault(order(Ending::Fail(None), circuit)),
            Breakage::OrderCancelled => carrier.queue_fault(order(Ending::Cancel(None), circuit)),
            Breakage::OrderHangs => carrier.queue_fault(order(Ending::Stuck, circuit)),
            Breakage::Locked => carrier.add_fault(always(On::Change, Instead::Locked, circuit)),
            Breakage::Firewall => carrier.add_fault(always(On::Any, Instead::HtmlRefusal, None)),
            Breakage::TooMany => {
                let fault = always(On::Any, Instead::TooMany(Some(PATIENCE.into())), None);
                carrier.add_fault(Fault { times: Times::Count(TOO_MANY), ..fault });
            }
            Breakage::Unreachable => carrier.set_unreachable(true),
            Breakage::Portal => portal(&mut carrier, circuit)?,
            Breakage::Repaired => {
                carrier.clear_faults();
                carrier.set_unreachable(false);
                carrier.complete_stuck(Utc::now());
            }
        }
        Ok(())
    }
}

impl BuiltInCarrier {
    fn place(&self) -> MutexGuard<'_, Option<Arc<std::sync::Mutex<Carrier>>>> {
        self.carrier.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The circuits as they were left: a restart of this program changes nobody's tier.
fn at_tiers(mut setup: Setup, tiers: &BTreeMap<String, u32>) -> Setup {
    for circuit in setup.customers.iter_mut().flat_map(|customer| &mut customer.circuits) {
        circuit.mbps = tiers.get(&circuit.id).copied().unwrap_or(circuit.mbps);
    }
    setup
}

/// The next order ends otherwise.
fn order(ending: Ending, circuit: Option<&str>) -> Fault {
    Fault { circuit: circuit.map(str::to_owned), ..Fault::next(On::Change, Act::Order(ending)) }
}

/// Every request of a kind is refused until the carrier is repaired.
fn always(on: On, instead: Instead, circuit: Option<&str>) -> Fault {
    let fault = Fault::next(on, Act::Instead(instead));
    Fault { circuit: circuit.map(str::to_owned), times: Times::Always, ..fault }
}

/// Somebody changes a circuit in the carrier's portal, to another tier of those it has.
fn portal(carrier: &mut Carrier, circuit: Option<&str>) -> Result<(), String> {
    let setup = Setup::practice();
    let mut circuits = setup.customers.iter().flat_map(|customer| &customer.circuits);
    let found = circuits.find(|one| circuit.is_none_or(|id| one.id == id));
    let found = found.ok_or("the built-in carrier has no such circuit")?;
    let live = carrier.tier_of(&found.id);
    let other = found.tiers.iter().map(|tier| tier.mbps).find(|mbps| Some(*mbps) != live);
    let other = other.ok_or("this circuit has one tier only")?;
    if carrier.portal_change(Utc::now(), &found.id, other) {
        return Ok(());
    }
    Err("the built-in carrier has no such circuit".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use tidegate_core::timings::Limits;
    use tidegate_engine::clock::Clock;
    use tidegate_engine::desktop::Desktop;
    use tidegate_engine::host::Host;
    use tidegate_engine::owner::Owner;
    use tidegate_engine::paths::Home;
    use tidegate_engine::run::{Machine, Orders};
    use tidegate_engine::secrets::{Memory, Secrets};

    #[tokio::test]
    async fn it_begins_once_with_the_tiers_that_were_left() {
        let built_in = BuiltInCarrier::default();
        assert!(built_in.breaks(Breakage::Portal, None).unwrap_err().contains("practise first"));
        let first = built_in.begin([("77000000001".to_owned(), 500)].into()).await.unwrap();
        let again = built_in.begin(BTreeMap::new()).await.unwrap();
        assert_eq!(first, again);
        let tier = |id: &str| built_in.place().as_ref().unwrap().lock().unwrap().tier_of(id);
        assert_eq!((tier("77000000001"), tier("77000000002")), (Some(500), Some(100)));
        built_in.breaks(Breakage::Portal, Some("77000000001")).unwrap();
        assert_ne!(tier("77000000001"), Some(500));
        assert!(built_in.breaks(Breakage::Portal, Some("nowhere")).is_err());
    }

    #[tokio::test]
    async fn every_way_to_break_it_is_known_and_can_be_repaired() {
        let built_in = BuiltInCarrier::default();
        built_in.begin(BTreeMap::new()).await.unwrap();
        for how in [
            Breakage::OrderFails,
            Breakage::OrderCancelled,
            Breakage::OrderHangs,
            Breakage::Locked,
            Breakage::TooMany,
            Breakage::Firewall,
            Breakage::Unreachable,
            Breakage::Repaired,
        ] {
            built_in.breaks(how, Some("77000000001")).unwrap();
        }
    }

    async fn host(folder: &tempfile::TempDir) -> Arc<Host> {
        let owner = Owner::take(Home::locate(Some(folder.path())).unwrap()).unwrap();
        let machine = Machine {
            clock: Clock::machine(),
            limits: Limits::new(),
            secrets: Arc::new(Secrets::Memory(Memory::practice())),
            desktop: Arc::new(Desktop::recorded()),
        };
        let practice: Arc<dyn Practice> = Arc::new(BuiltInCarrier::default());
        let (host, troubles) = Host::open_with(owner, machine, Orders::Gives, Some(practice)).await.unwrap();
        assert!(troubles.is_empty(), "{troubles:?}");
        host
    }

    async fn does(host: &Arc<Host>, command: Value) -> Value {
        host.answer(json!({ "command": command })).await.unwrap()
    }

    async fn connected(host: &Arc<Host>) -> Value {
        for _ in 0..200 {
            let seen = does(host, json!({ "do": "set-up" })).await;
            let circuits = seen["circuits"].as_array().unwrap();
            if seen["connected"] == true && circuits.iter().all(|one| one["offers"] != json!([])) {
                return seen;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("the built-in carrier was not reached in time")
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn practising_makes_a_customer_that_is_ready_to_be_tried_and_is_found_again_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let first = host(&folder).await;
        let made = does(&first, json!({ "do": "practise" })).await;
        let seen = connected(&first).await;
        assert_eq!(seen["circuits"].as_array().unwrap().len(), 2);
        assert_eq!((&seen["practice"], &seen["missing"]), (&json!(true), &json!([])));
        assert!(
            seen["feeds"][0]["fires"].as_u64().unwrap() + seen["feeds"][0]["attention"].as_u64().unwrap() > 0
        );
        assert_eq!(does(&first, json!({ "do": "practise" })).await, made, "there is one");
        does(&first, json!({ "do": "break", "how": "portal", "circuit": "HQ" })).await;
        let wrong = json!({ "command": { "do": "break", "how": "portal", "circuit": "nowhere" } });
        assert_eq!(first.answer(wrong).await.unwrap_err().code, "not-found");
        does(&first, json!({ "do": "tenant-remove", "name": "Practice" })).await;
        assert_eq!(does(&first, json!({ "do": "practise" })).await, made, "and it can be made anew");
        drop(connected(&first).await);
    }

    /// Each start has a runtime of its own, which ends with all that ran in it.
    fn in_a_start<T>(folder: &tempfile::TempDir, story: impl AsyncFnOnce(Arc<Host>) -> T) -> T {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async { story(host(folder).await).await })
    }

    #[test]
    fn the_built_in_carrier_is_found_again_at_its_new_address() {
        let folder = tempfile::tempdir().unwrap();
        let base = in_a_start(&folder, async |host| {
            does(&host, json!({ "do": "practise" })).await;
            drop(connected(&host).await);
            does(&host, json!({ "do": "settings" })).await["profile"]["base"].clone()
        });
        // The old port is taken now, so that the carrier cannot be where it was.
        let _taken = std::net::TcpListener::bind(base.as_str().unwrap().trim_start_matches("http://"));
        in_a_start(&folder, async |host| {
            drop(connected(&host).await);
            assert_ne!(does(&host, json!({ "do": "settings" })).await["profile"]["base"], base);
        });
    }
}
