//! Money from the command line, by the real program: any time's cost, what-ifs, the carrier's bill, advice, several
//! customers' months on one page, and the heartbeat.

mod household;

use household::{Household, text, until};
use serde_json::{Value, json};
use std::io::Write;
use std::process::Stdio;

#[test]
fn what_any_time_costs_and_what_it_would_cost_otherwise_is_told_and_nothing_is_changed() {
    let house = Household::new();
    house.set_up("naas-v1");
    let _running = house.run();
    house.take_circuits();
    let when = ["--start", "2028-01-04T09:00", "--end", "2028-01-04T12:00"];
    house.done(&[&["events", "add", "#iod 1G @HQ"], &when[..]].concat());
    let day = ["--from", "2028-01-04", "--to", "2028-01-05"];
    let amount =
        |value: &Value| value["amount"].as_str().expect("an amount").parse::<f64>().expect("a number");
    let price = |mbps: u32| {
        let circuits = house.json(&["circuits", "list"]);
        let hq =
            circuits.as_array().expect("a list").iter().find(|one| one["name"] == "HQ").expect("HQ").clone();
        let offer = hq["offers"].as_array().expect("offers").iter().find(|one| one["tier"] == mbps).cloned();
        amount(&offer.expect("a tier")["per_hour"])
    };
    let (low, high, middle) = (price(100), price(1000), price(500));
    let near =
        |found: f64, expected: f64| assert!((found - expected).abs() < 0.006, "{found} is not {expected}");
    // Three hours at 1 Gbps, 21 at 100 Mbps.
    let range = house.json(&[&["cost", "range", "--circuit", "HQ"], &day[..]].concat());
    near(amount(&range["sum"]["planned"]["known"]), 3.0 * high + 21.0 * low);
    let adds = house.json(&[&["cost", "range", "--event", "1G @hq"], &day[..]].concat());
    near(amount(&adds["adds"]), 3.0 * (high - low));
    let what =
        |words: &[&str]| amount(&house.json(&[&["cost", "what-if"], words, &day[..]].concat())["more"]);
    near(what(&["--event", "1G", "--without"]), -3.0 * (high - low));
    near(what(&["--circuit", "HQ", "--baseline", "500M"]), 21.0 * (middle - low));
    near(what(&["--instead", "1G=500M"]), 3.0 * (middle - high));
    let also = ["--also", "#iod 500M @HQ", "--start", "2028-01-04T01:00", "--end", "2028-01-04T02:00"];
    assert!(what(&also) > 0.0);
    let said =
        house.done(&[&["cost", "what-if", "--circuit", "HQ", "--baseline", "500M"], &day[..]].concat());
    assert!(said.contains("As it would be") && said.contains("more"), "{said}");
    let circuits = house.json(&["circuits", "list"]);
    let baselines = circuits.as_array().expect("a list").iter().map(|one| one["baseline"].clone());
    assert_eq!(baselines.collect::<Vec<_>>(), [json!(100), json!(100)], "nothing was changed");
    assert_eq!(house.json(&["events", "list"]).as_array().map(Vec::len), Some(1));
    let actual = house.done(&["cost", "actual"]);
    assert!(actual.contains("Avoidable") && actual.contains("HQ"), "{actual}");
    for wrong in [
        &["cost", "range", "--from", "2028-01-05", "--to", "2028-01-04"][..],
        &["cost", "what-if", "--instead", "1G"],
    ] {
        assert_eq!(house.ask(wrong).status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn the_carriers_bill_is_compared_by_columns_that_are_remembered() {
    let house = Household::new();
    house.set_up("naas-v1");
    let _running = house.run();
    house.take_circuits();
    let bill = |text: &str| {
        let file = house.folder.path().join("bill.csv");
        std::fs::write(&file, text).expect("a file");
        file.display().to_string()
    };
    let day = chrono::Utc::now().date_naive();
    let odd = bill(&format!("Wo,Wann,Wieviel\nHQ,{day},1000.00\nAttic,{day},2.00\n"));
    let unknown = house.ask(&["cost", "bill", &odd]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("--circuit-column"), "{}", text(&unknown.stderr));
    let named = ["--circuit-column", "Wo", "--from-column", "Wann", "--amount-column", "Wieviel"];
    let found = house.json(&[&["cost", "bill", &odd], &named[..]].concat());
    assert_eq!((&found["unexplained"], &found["lines"][0]["circuit"]), (&1.into(), &"HQ".into()), "{found}");
    assert_eq!(found["unknown"][0][0], "Attic");
    let again = house.done(&["cost", "bill", &odd]);
    assert!(
        again.contains("unexplained") && again.contains("no circuit here"),
        "the columns are remembered: {again}"
    );
}

#[test]
fn every_customers_month_stands_on_one_page_with_the_sum_of_all() {
    let house = Household::new();
    house.set_up("naas-v1");
    let _running = house.run();
    house.take_circuits();
    let url = house.url();
    let other = ["tenants", "add", "Shop", "--customer-number", "1-SHOP", "--base", &url, "--zone", "UTC"];
    house.done(&[&other[..], &["--dialect", "naas-v1", "--practice"]].concat());
    let all = house.json(&["report", "--all"]);
    let names: Vec<&Value> =
        all["customers"].as_array().expect("a list").iter().map(|one| &one["customer"]).collect();
    assert_eq!(names.len(), 2, "{all}");
    assert!(names.contains(&&json!("Office")) && names.contains(&&json!("Shop")), "{names:?}");
    let said = house.done(&["report", "--all"]);
    assert!(said.lines().any(|line| line.starts_with("Sum")), "{said}");
    let file = house.folder.path().join("all.csv");
    house.done(&["report", "--all", "--csv", &file.display().to_string()]);
    let table = std::fs::read_to_string(&file).expect("a table");
    assert_eq!(table.matches("customer,month,circuit").count(), 1, "one line of heads: {table}");
    assert!(table.contains("Office,") && table.contains("Shop,"), "{table}");
    assert!(house.done(&["--tenant", "Office", "cost", "advice"]).contains("Billed"));
}

#[test]
fn an_address_is_told_that_tidegate_works_and_it_is_no_argument_and_nowhere_on_the_disk() {
    let house = Household::new();
    house.set_up("naas-v1");
    let _running = house.run();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let at = listener.local_addr().expect("an address").to_string();
    let heard = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let count = std::sync::Arc::clone(&heard);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut bytes = [0; 1024];
            let read = std::io::Read::read(&mut stream, &mut bytes).unwrap_or(0);
            let asked = text(&bytes[..read]).starts_with("GET /ping/open-sesame ");
            count.fetch_add(usize::from(asked), std::sync::atomic::Ordering::SeqCst);
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        }
    });
    let address = format!("http://{at}/ping/open-sesame");
    assert_eq!(house.ask(&["heartbeat", "set", &address]).status.code(), Some(2), "no argument");
    let set = |words: &[&str]| {
        let mut child = house
            .command(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("tidegate starts");
        child.stdin.take().expect("its input").write_all(address.as_bytes()).expect("written");
        child.wait_with_output().expect("it ends")
    };
    let refused = set(&["heartbeat", "set", "-"]);
    assert_eq!(
        refused.status.code(),
        Some(1),
        "a loopback address is nobody's without a word: {}",
        text(&refused.stderr)
    );
    assert!(!text(&refused.stderr).contains("open-sesame"), "{}", text(&refused.stderr));
    let taken = set(&["heartbeat", "set", "-", "--own-network", &at]);
    assert!(taken.status.success(), "{}", text(&taken.stderr));
    until("it is told when it is set and at the next rest", || {
        heard.load(std::sync::atomic::Ordering::SeqCst) >= 2
    });
    assert_eq!(house.json(&["settings", "get"])["heartbeat"], true);
    house.done(&["heartbeat", "off"]);
    assert_eq!(house.json(&["settings", "get"])["heartbeat"], false);
    let found = std::process::Command::new("grep")
        .args(["-rl", "open-sesame"])
        .arg(house.home())
        .output()
        .expect("grep");
    assert_eq!(text(&found.stdout), "", "the address is in memory, or the keychain, alone");
}
