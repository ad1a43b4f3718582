//! Fifty customers at once: each has its own carrier's customer, key, circuit and ledger, and they act in the same
//! moments. Nothing of one is found with another, and those that fail delay nobody.

use super::*;
use serde_json::json;
use std::sync::Mutex as Lock;
use tidegate_sim::server::Server;
use tidegate_sim::{Calendars, Carrier as Practice, Setup};

const MANY: usize = 50;

fn canary(number: usize) -> String {
    format!("canary{number:02}x")
}

/// A carrier with a customer and a circuit for each.
fn setup() -> Setup {
    let customer = |number: usize| {
        let name = canary(number);
        format!(
            "[[customer]]\ncustomer_number = \"1-{0}\"\ncredentials = {{ client_id = \"{name}-key\", client_secret = \"{name}-secret\" }}\n\
             [[customer.circuit]]\nid = \"77{number:09}\"\nname = \"{name}-circuit\"\ntier = \"100 Mbps\"\n\
             tiers = [ {{ speed = \"100 Mbps\", price = \"0.46\" }}, {{ speed = \"1 Gbps\", price = \"1.20\" }} ]\n",
            name.to_uppercase()
        )
    };
    let all: String = (0..MANY).map(customer).collect();
    Setup::from_toml(&format!("scale = 600\n{all}")).unwrap()
}

async fn says(host: &Arc<Host>, tenant: Option<&str>, command: Value) -> Value {
    let told = command.to_string();
    let answer = host.answer(json!({"tenant": tenant, "command": command})).await;
    answer.unwrap_or_else(|error| panic!("{told}: {}", error.message))
}

async fn set_up(host: &Arc<Host>, number: usize, base: &str) {
    let name = canary(number);
    let tenant = json!({
        "name": name, "dialect": "lumen", "base": base, "customer-number": format!("1-{}", name.to_uppercase()),
        "zone": "UTC", "practice": true,
    });
    says(host, None, json!({"do": "tenant-add", "tenant": tenant})).await;
    let key = json!({"do": "credentials-set", "client-id": format!("{name}-key"), "client-secret": format!("{name}-secret")});
    says(host, Some(&name), key).await;
}

/// Takes the circuit in and lets it be raised.
async fn ready(host: &Arc<Host>, number: usize) {
    let name = canary(number);
    says(host, Some(&name), json!({"do": "circuits-sync"})).await;
    let circuit = format!("{name}-circuit");
    says(host, Some(&name), json!({"do": "circuit-set", "circuit": circuit, "settings": {"highest": "1G"}}))
        .await;
    says(host, Some(&name), json!({"do": "automation-on", "from": "now"})).await;
}

async fn boost(host: &Arc<Host>, number: usize) {
    let name = canary(number);
    let command = json!({"do": "boost", "circuit": format!("{name}-circuit"), "tier": "1G", "until": "2h"});
    says(host, Some(&name), command).await;
}

async fn serve() -> (Arc<Lock<Practice>>, Server) {
    let practice = Arc::new(Lock::new(Practice::new(setup(), chrono::Utc::now())));
    let server = Server::start(Arc::clone(&practice), Calendars::default()).await.unwrap();
    (practice, server)
}

async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..60 * 50 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("waited in vain until {what}");
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_customers_who_act_at_once_have_each_their_own_and_nothing_of_another() {
    let folder = tempfile::tempdir().unwrap();
    let host = host(&folder).await;
    let (practice, server) = serve().await;
    for number in 0..MANY {
        set_up(&host, number, &server.url()).await;
        ready(&host, number).await;
    }
    let mut all = tokio::task::JoinSet::new();
    for number in 0..MANY {
        let host = Arc::clone(&host);
        all.spawn(async move { boost(&host, number).await });
    }
    all.join_all().await;
    until("every circuit has its tier", async || {
        let practice = practice.lock().unwrap();
        (0..MANY).all(|number| practice.tier_of(&format!("77{number:09}")) == Some(1000))
    })
    .await;
    assert_eq!(practice.lock().unwrap().orders().len(), MANY, "one order each");
    for number in 0..MANY {
        let (own, name) = (canary(number), canary(number));
        let mut said = String::new();
        for command in [
            json!({"do": "status"}),
            json!({"do": "circuits"}),
            json!({"do": "circuits-screen"}),
            json!({"do": "orders", "circuit": null, "limit": 50}),
            json!({"do": "activity", "search": "", "circuit": null, "state": null, "limit": 50}),
            json!({"do": "inbox", "limit": 50}),
            json!({"do": "audit-rows", "after": 0}),
            json!({"do": "settings"}),
        ] {
            said.push_str(&says(&host, Some(&name), command).await.to_string().to_lowercase());
        }
        assert!(said.contains(&own), "its own is there");
        let others = (0..MANY).filter(|other| *other != number).map(canary);
        let found: Vec<String> = others.filter(|other| said.contains(other)).collect();
        assert!(found.is_empty(), "{name} was told of {found:?}");
    }
}

/// Somebody who takes every connection and never says a word.
async fn silent() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let mut kept = Vec::new();
        while let Ok((connection, _)) = listener.accept().await {
            kept.push(connection);
        }
    });
    format!("http://{address}")
}

/// How long the last customer's boost takes to reach the carrier, beside so many that fail.
async fn takes(beside: usize) -> Duration {
    let folder = tempfile::tempdir().unwrap();
    let host = host(&folder).await;
    let (practice, server) = serve().await;
    let dead = silent().await;
    let last = MANY - 1;
    for number in 0..beside {
        set_up(&host, number, &dead).await;
    }
    set_up(&host, last, &server.url()).await;
    ready(&host, last).await;
    until("it is looked at", async || {
        let round = host.round(Some(&canary(last))).await.unwrap();
        round.handle.at_desk(|desk| desk.world.here.inventory_at.is_some()).await.unwrap()
    })
    .await;
    let begun = std::time::Instant::now();
    boost(&host, last).await;
    until("the carrier has the order", async || !practice.lock().unwrap().orders().is_empty()).await;
    begun.elapsed()
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_nine_customers_whose_carrier_is_silent_do_not_delay_the_fiftieth_by_a_second() {
    let alone = takes(0).await;
    let beside = takes(MANY - 1).await;
    assert!(beside < alone + Duration::from_secs(1), "alone {alone:?}, beside forty-nine {beside:?}");
}
