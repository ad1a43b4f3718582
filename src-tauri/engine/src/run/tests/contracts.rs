//! Somebody else's judgement: Prism stands between us and the simulator with the simulator's published interface, and
//! refuses what either side says against it. The tools lie in `tests/contracts` and are put there by `.ci/setup`.

use super::dialects::{Carriage, Played, cast_of, machine, whole};
use super::*;
use crate::carrier::CarrierClient;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tidegate_core::carrier::{DIALECTS, Read, Refusal, Request, Response, Spot};
use tidegate_core::change::State;
use tidegate_core::circuit::Offer;
use tidegate_core::new_circuit::NewCircuit;
use tidegate_core::person::{Act, act};
use tidegate_sim::Fault;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

fn tools() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/contracts")
}

/// A program of Node's that runs until it is dropped.
struct Tool {
    _child: Child,
    said: Lines<BufReader<ChildStdout>>,
}

impl Tool {
    fn run(script: &str, arguments: &[&str]) -> Self {
        let script = tools().join(script);
        assert!(script.exists(), "{} is missing: run .ci/setup", script.display());
        let mut child = Command::new("node")
            .arg(script)
            .args(arguments)
            .current_dir(tools())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { _child: child, said }
    }

    /// The first line that has the words.
    async fn says(&mut self, words: &str) -> String {
        while let Some(line) = self.said.next_line().await.unwrap() {
            if line.contains(words) {
                return line;
            }
        }
        panic!("it ended without saying {words:?}");
    }
}

/// Prism before a carrier, with the description of a dialect.
async fn judge(dialect: Dialect, carrier: &str) -> (Tool, String) {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (file, port) = (format!("{dialect}.yaml"), free.port().to_string());
    let arguments = ["proxy", &file, carrier, "--host", "127.0.0.1", "--port", &port, "--errors"];
    let mut tool = Tool::run("node_modules/@stoplight/prism-cli/dist/index.js", &arguments);
    tool.says("Prism is listening").await;
    (tool, format!("http://{free}"))
}

/// Plays a dialect before the judge, who lets nothing pass that is against its interface.
async fn judged(dialect: Dialect) -> Played {
    let carriage = Carriage::ready().await;
    let (_tool, base) = judge(dialect, &carriage.server.url()).await;
    carriage.plays(carriage.profile(dialect, &base)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_we_send_and_what_the_simulator_answers_is_as_its_interface_says_in_every_dialect() {
    let [lumen, naas, connections, eod] = DIALECTS;
    let all = tokio::join!(judged(lumen), judged(naas), judged(connections), judged(eod));
    for (dialect, played) in DIALECTS.into_iter().zip([all.0, all.1, all.2, all.3]) {
        assert_eq!(played, whole(dialect), "{dialect}: Prism refuses what is against {dialect}.yaml");
    }
}

/// Asks the carrier, and lets nobody's refusal pass.
async fn answers<T>(
    carrier: &Carrier,
    request: &Request,
    read: impl Fn(&Response) -> Result<Read<T>, Refusal>,
) -> T {
    let response = carrier.ask(request).await.unwrap();
    let said = String::from_utf8_lossy(&response.body).into_owned();
    read(&response).unwrap_or_else(|refusal| panic!("{}: {said}", refusal.told())).value
}

/// An office before the judge, its inventory read.
async fn office(carriage: &Carriage, profile: &Profile) -> Handle {
    let (tenant, now) = (TenantId::from("office"), chrono::Utc::now());
    let mut store = Store::in_memory(&tenant).unwrap();
    let cast = cast_of(&tenant, profile.clone(), &carriage.server, now);
    store.commit(&cast[..2]).unwrap();
    let (handle, _) = begin(store, machine(&tenant, &carriage.server).await, Orders::Gives).unwrap();
    until("the inventory is read", 30, async || {
        handle.at_desk(|desk| desk.world.here.inventory_at.is_some()).await.unwrap()
    })
    .await;
    handle
}

/// Does it, and waits until the inventory has proved it.
async fn does(handle: &Handle, what: Act) {
    let begin = move |desk: &mut Desk| {
        let records = act(&desk.world, "ann", &what, desk.acts_at()).unwrap();
        desk.commit(&records).unwrap();
    };
    handle.at_desk(begin).await.unwrap();
    until("it was carried out", 60, async || {
        let newest = |desk: &mut Desk| desk.store.changes(None, 1).unwrap().remove(0);
        let change = handle.at_desk(newest).await.unwrap();
        assert!(change.is_open() || change.state == State::Confirmed, "{change:?}");
        change.state == State::Confirmed
    })
    .await;
}

fn new_at(spot: Spot, offer: &Offer, profile: &Profile) -> NewCircuit {
    NewCircuit {
        name: "Ashburn".into(),
        spot,
        address: "Ashburn".into(),
        tier: offer.tier,
        speed: offer.speed.clone(),
        block: "/29".parse().unwrap(),
        account: "5-PRACT".into(),
        account_name: "Example Manufacturing".into(),
        contact: profile.contact.clone(),
        agreed: offer.per_hour.clone(),
        before: vec![],
        became: None,
    }
}

async fn taken_in(handle: &Handle) -> CircuitId {
    let taken = |desk: &mut Desk| desk.world.answering("Ashburn").first().map(|one| one.id.clone());
    handle.at_desk(taken).await.unwrap().expect("it is looked after")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_way_to_a_circuit_and_to_its_end_is_as_its_interface_says() {
    let carriage = Carriage::ready().await;
    let (_tool, base) = judge(Dialect::Lumen, &carriage.server.url()).await;
    let profile = carriage.profile(Dialect::Lumen, &base);
    let handle = office(&carriage, &profile).await;
    let carrier = handle.at_desk(|desk| desk.carrier()).await.unwrap();
    let now = chrono::Utc::now();

    let providers = answers(&carrier, &profile.providers().unwrap(), |one| profile.read_providers(one)).await;
    let provider = providers[0].id.clone();
    let request = profile.places(&provider, 1).unwrap();
    let places = answers(&carrier, &request, |one| profile.read_places(one)).await.places;
    let spot = Spot { place: places[0].id.clone(), provider: Some(provider) };
    let request = profile.tiers_at(&spot).unwrap();
    let offers = answers(&carrier, &request, |one| profile.read_tiers_at(one, now)).await.offers;
    let request = profile.quote_at(&spot, &offers[0].speed, "Tidegate").unwrap();
    let quote = answers(&carrier, &request, |one| profile.read_priced(one, chrono::Utc::now())).await.quote;
    let request = profile.accounts(1).unwrap();
    let (accounts, _) = answers(&carrier, &request, |one| profile.read_accounts(one)).await;
    let account = accounts[0].id.clone();
    let new = NewCircuit { account, agreed: quote.per_hour.clone(), ..new_at(spot, &offers[0], &profile) };
    does(&handle, Act::New(Box::new(new), Some(quote))).await;
    let id = taken_in(&handle).await;
    does(&handle, Act::Rename(id.clone(), "Ashburn 2".into())).await;
    does(&handle, Act::Disconnect(id.clone())).await;
    assert_eq!(carriage.practice.lock().unwrap().tier_of(id.as_str()), None, "it is gone");
    assert!(handle.at_desk(move |desk| desk.world.ended.contains_key(&id)).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_circuit_in_the_other_dialects_that_have_one_is_as_their_interfaces_say() {
    for dialect in [Dialect::NaasV1, Dialect::Connections] {
        let carriage = Carriage::ready().await;
        let (_tool, base) = judge(dialect, &carriage.server.url()).await;
        let profile = carriage.profile(dialect, &base);
        let handle = office(&carriage, &profile).await;
        let carrier = handle.at_desk(|desk| desk.carrier()).await.unwrap();
        let now = chrono::Utc::now();
        let mut spot = Spot { place: "PL0000000011".into(), provider: None };
        if let Ok(request) = profile.address("1 Example Ct, Ashburn") {
            let places = answers(&carrier, &request, |one| profile.read_places(one)).await.places;
            spot.place.clone_from(&places[0].id);
        }
        let tier = "500M".parse().unwrap();
        let mut offer = Offer { tier, speed: "500 Mbps".into(), per_hour: None, quoted: now };
        if let Ok(request) = profile.tiers_at(&spot) {
            offer = answers(&carrier, &request, |one| profile.read_tiers_at(one, now)).await.offers.remove(0);
        }
        does(&handle, Act::New(Box::new(new_at(spot, &offer, &profile)), None)).await;
        let id = taken_in(&handle).await;
        assert_eq!(carriage.practice.lock().unwrap().tier_of(id.as_str()), Some(500), "{dialect}");
        assert_eq!(carriage.practice.lock().unwrap().orders().len(), 1, "{dialect}: ordered once");
    }
}

/// The status, and whether it is the judge who says so.
fn verdict(response: &Response) -> (u16, bool) {
    let body = String::from_utf8_lossy(&response.body);
    (response.status, body.contains("stoplight.io/prism/errors"))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_judge_refuses_a_wrong_request_and_a_wrong_answer() {
    let carriage = Carriage::ready().await;
    let (_tool, base) = judge(Dialect::Connections, &carriage.server.url()).await;
    let profile = carriage.profile(Dialect::Connections, &base);
    let client = CarrierClient::new(&profile, &Limits::new()).unwrap();
    let put = |body: &str| Request {
        method: "PUT",
        path: "/internet-on-demand/connections/770001/bandwidth".into(),
        query: vec![],
        headers: vec![("content-type".into(), "application/json".into())],
        body: Some(body.into()),
    };
    let refused = client.exchange(&put(r#"{"bandwidth": 500}"#), &"t".into()).await.unwrap();
    assert_eq!(verdict(&refused), (422, true), "a bandwidth is a text");
    assert!(carriage.practice.lock().unwrap().requests().is_empty(), "it never reached the carrier");
    let well_formed = client.exchange(&put(r#"{"bandwidth": "500 Mbps"}"#), &"t".into()).await.unwrap();
    assert_eq!(verdict(&well_formed), (401, false), "this one did, and had no token");
    let broken = Fault::from_toml("on = 'inventory'\ndo = 'login-page'").unwrap();
    carriage.practice.lock().unwrap().add_fault(broken);
    let list =
        Request { method: "GET", path: "/internet-on-demand/connections".into(), body: None, ..put("") };
    let answered = client.exchange(&list, &"t".into()).await.unwrap();
    assert_eq!(verdict(&answered), (500, true), "a page is no list");
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_may_come_from_a_server_that_is_not_ours() {
    let carriage = Carriage::ready().await;
    let mut issuer = Tool::run("tokens.mjs", &[]);
    let line = issuer.says("issuer ").await;
    let address = line.trim_start_matches("issuer ");
    carriage.practice.lock().unwrap().trust_issuer("1-PRACT", address);
    let profile = Profile {
        token_path: format!("{}/token", address.replace("localhost", "127.0.0.1")),
        ..carriage.profile(Dialect::Connections, &carriage.server.url())
    };
    assert_eq!(carriage.plays(profile).await, whole(Dialect::Connections));
    let asked = carriage.practice.lock().unwrap().requests().iter().any(|one| one.path.contains("token"));
    assert!(!asked, "the carrier was asked for no token");
}
