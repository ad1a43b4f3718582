//! What is written as a setup, and what is told of it.

use super::*;
use crate::setup::{self, PRACTICE};
use chrono::TimeDelta;

const SMALL: &str = "[credentials]\nclient_id='a'\nclient_secret='b'\n[[circuit]]\nid='X'\ntier='100 Mbps'\n\
    tiers=[{speed='100 Mbps',price='0.46'},{speed='1G'}]\n";

#[test]
fn the_practice_setup_can_be_read() {
    let setup = Setup::practice();
    assert_eq!(setup.scale, 60);
    assert_eq!(setup.customers.len(), 1);
    assert!(PRACTICE.contains("[[circuit]]"));
}

#[test]
fn the_demo_has_three_circuits_named_by_a_letter() {
    let setup = setup::demo();
    let names: Vec<&str> = setup.customers[0].circuits.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["A", "B", "C"]);
    let prices: Vec<String> =
        setup.customers[0].circuits[0].tiers.iter().map(|t| t.price.unwrap().to_string()).collect();
    assert_eq!(prices, ["0.46", "0.79", "1.20", "1.95"]);
    assert_eq!(setup.foreign[0].lasts, TimeDelta::seconds(8));
}

#[test]
fn a_short_setup_gets_the_defaults() {
    let setup = Setup::from_toml(SMALL).unwrap();
    assert_eq!((setup.scale, setup.order_seconds, setup.quote_seconds), (1, [120, 300], 900));
    let customer = &setup.customers[0];
    assert_eq!((customer.quota_per_day, customer.currency.as_str()), (24, "USD"));
    let circuit = &customer.circuits[0];
    assert_eq!((circuit.name.as_str(), circuit.port_mbps, circuit.status.as_str()), ("X", 10_000, "Active"));
    assert_eq!(circuit.tiers[1].price, None);
}

#[test]
fn several_customers_are_several_tables() {
    let text = "quota_per_day = 5\n[[customer]]\ncustomer_number='1-A'\ncredentials={client_id='a',client_secret='x'}\n\
        [[customer]]\ncustomer_number='1-B'\nquota_per_day=7\ncredentials={client_id='b',client_secret='x'}\n\
        [[customer.circuit]]\nid='Y'\ntier='100 Mbps'\ntiers=[{speed='100 Mbps',price='1'}]\n";
    let setup = Setup::from_toml(text).unwrap();
    let quotas: Vec<u32> = setup.customers.iter().map(|c| c.quota_per_day).collect();
    assert_eq!(quotas, [5, 7]);
    assert_eq!(setup.customers[1].circuits[0].id, "Y");
}

#[test]
fn what_cannot_be_meant_is_told_with_its_place() {
    let cases = [
        (
            SMALL.replace("tier='100 Mbps'", "tier='300 Mbps'"),
            "circuit X, tier: 300 Mbps is not among its tiers",
        ),
        (SMALL.replace("tier='100 Mbps'", "tier='fast'"), "write 500 Mbps or 1 Gbps"),
        (SMALL.replace("0.46", "cheap"), "\"cheap\" is no price"),
        (SMALL.replace("id='X'", "id='X'\nport='500 Mbps'"), "1 Gbps is above the port"),
        (SMALL.replace("id='X'", "id='X'\ndata_center=true"), "partner_id: missing"),
        (SMALL.replace("id='X'", "id='X'\ncolour='red'"), "unknown field `colour`"),
        (format!("scale = 0\n{SMALL}"), "scale: must be 1 or more"),
        (format!("order_seconds = [5, 1]\n{SMALL}"), "the shorter time first"),
        (format!("{SMALL}[[fault]]\ncircuit='Z'\ndo=500"), "number 1: there is no circuit \"Z\""),
        (format!("{SMALL}[[fault]]\ndo='explode'"), "number 1: do = \"explode\""),
        (format!("{SMALL}[[foreign]]\ncircuit='Z'\nat='1s'\nlasts='1s'"), "there is no such circuit"),
        (format!("{SMALL}[[foreign]]\ncircuit='X'\nat='soon'\nlasts='1s'"), "\"soon\" is no length of time"),
        (
            format!("{SMALL}{}", &SMALL[SMALL.find("[[circuit]]").unwrap()..]),
            "circuit X: the id is used twice",
        ),
        (SMALL[SMALL.find("[[circuit]]").unwrap()..].to_owned(), "credentials: missing"),
        (
            format!(
                "{SMALL}[[location]]\nmaster_site='P'\nprovider='9'\nname=''\nstreet=''\ncity=''\nstate=''\npost_code=''\nmarket=''\ntiers=[]"
            ),
            "location P: there is no provider of that id",
        ),
        (String::new(), "customer: none"),
    ];
    for (text, expected) in cases {
        let message = Setup::from_toml(&text).unwrap_err().to_string();
        assert!(message.contains(expected), "expected {expected:?} in {message:?}");
    }
}
