//! How faults are read and counted.

use super::*;

fn change(circuit: &str) -> Subject {
    Subject { on: Some(On::Change), circuit: Some(circuit.to_owned()), to: Some(1000) }
}

fn struck(text: &str, requests: usize) -> Vec<bool> {
    let mut script = Script::default();
    script.add(Fault::from_toml(text).unwrap());
    (0..requests).map(|_| script.meet(TimeDelta::zero(), &change("A")).act.is_some()).collect()
}

#[test]
fn a_fault_strikes_once_at_the_first_match_unless_told_otherwise() {
    assert_eq!(struck("on = 'change'\ndo = 500", 3), [true, false, false]);
    assert_eq!(struck("on = 'change'\nnth = 2\ndo = 500", 3), [false, true, false]);
    assert_eq!(struck("on = 'change'\nnth = 2\ntimes = 2\ndo = 500", 4), [false, true, true, false]);
    assert_eq!(struck("on = 'change'\nnth = 2\ntimes = 'always'\ndo = 500", 3), [false, true, true]);
}

#[test]
fn a_window_lasts_as_long_as_it_says() {
    let mut script = Script::default();
    script.add(Fault::from_toml("from = '10s'\nuntil = '20s'\ndo = 'unreachable'").unwrap());
    let at =
        |script: &mut Script, seconds| script.meet(TimeDelta::seconds(seconds), &change("A")).act.is_some();
    let strikes: Vec<bool> = [9, 10, 15, 19, 20].into_iter().map(|s| at(&mut script, s)).collect();
    assert_eq!(strikes, [false, true, true, true, false]);
}

#[test]
fn circuit_and_tier_narrow_a_fault() {
    let mut script = Script::default();
    script.add(Fault::from_toml("on = 'change'\ncircuit = 'B'\nto = '1 Gbps'\ndo = 500").unwrap());
    assert!(script.meet(TimeDelta::zero(), &change("A")).act.is_none(), "another circuit");
    let lower = Subject { to: Some(100), ..change("B") };
    assert!(script.meet(TimeDelta::zero(), &lower).act.is_none(), "another tier");
    assert!(script.meet(TimeDelta::zero(), &change("B")).act.is_some());
}

#[test]
fn any_does_not_mean_calendars() {
    let mut script = Script::default();
    script.add(Fault::from_toml("times = 'always'\ndo = 500").unwrap());
    let calendar = Subject { on: Some(On::Calendar), ..Subject::default() };
    assert!(script.meet(TimeDelta::zero(), &calendar).act.is_none());
    assert!(script.meet(TimeDelta::zero(), &Subject::default()).act.is_some());
}

#[test]
fn slowness_adds_to_any_other_fault() {
    let mut script = Script::default();
    script.add(Fault::from_toml("do = 'slow'\ndelay = '2s'").unwrap());
    script.add(Fault::from_toml("do = 'slow'\ndelay = '1s'").unwrap());
    script.add(Fault::from_toml("do = 503").unwrap());
    let met = script.meet(TimeDelta::zero(), &change("A"));
    assert_eq!(met.delay, TimeDelta::seconds(3));
    assert_eq!(met.act, Some(Act::Instead(Instead::Status(503))));
}

#[test]
fn toml_and_json_say_the_same() {
    let toml = Fault::from_toml("on = 'token'\ndo = 429\nretry_after = 'soon'").unwrap();
    let json = Fault::from_json(r#"{"on":"token","do":"429","retry_after":"soon"}"#).unwrap();
    assert_eq!(toml, json);
}

#[test]
fn a_wrong_fault_is_told_what_to_write() {
    let cases = [
        ("do = 'explode'", "write one of fail, cancel"),
        ("on = 'lunch'\ndo = 500", "write one of token, inventory"),
        ("on = 'token'\ndo = 'fail'", "needs on = \"change\""),
        ("do = 'slow'", "needs delay"),
        ("do = 'slow'\ndelay = 'long'", "write 4.5s or 5m"),
        ("do = 500\ntimes = 'often'", "\"always\""),
        ("do = 500\nto = 'fast'", "write 500 Mbps"),
        ("do = 500\ncolour = 'red'", "unknown field"),
    ];
    for (text, expected) in cases {
        let message = Fault::from_toml(text).unwrap_err().to_string();
        assert!(message.contains(expected), "{text}: {message}");
    }
}

#[test]
fn every_kind_that_the_message_names_can_be_written() {
    for word in text::KINDS.split(", ") {
        let fault = Fault::from_toml(&format!("do = '{word}'\ndelay = '1s'")).unwrap();
        let about_orders = matches!(fault.act, Act::Order(_));
        assert_eq!(fault.on, if about_orders { On::Change } else { On::Any }, "{word}");
    }
}

#[test]
fn each_queued_fault_ends_an_order_of_its_own() {
    let mut script = Script::default();
    let ends = |script: &mut Script, circuit| script.ending(TimeDelta::zero(), &change(circuit)).is_some();
    let fault = || Fault { circuit: Some("A".into()), ..Fault::next(On::Change, Act::Order(Ending::Stuck)) };
    script.queue(fault());
    script.queue(fault());
    assert!(ends(&mut script, "A"));
    script.queue(fault());
    assert!(!ends(&mut script, "B"), "another circuit's orders are none of its");
    assert_eq!([ends(&mut script, "A"), ends(&mut script, "A"), ends(&mut script, "A")], [true, true, false]);
}
