use super::*;

fn literal(text: &str) -> Result<Vec<SocketAddr>, FetchError> {
    let address = Address::read(&text.into(), None)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(address.resolve())
}

#[test]
fn addresses_inside_networks_are_refused_in_every_way_to_write_them() {
    let refused = [
        // this computer
        "https://127.0.0.1/",
        "https://127.8.9.10/",
        "https://2130706433/",      // decimal
        "https://0x7f000001/",      // hexadecimal
        "https://0x7f.0.0.1/",      // mixed
        "https://0177.0.0.1/",      // octal
        "https://017700000001/",    // octal, whole
        "https://127.1/",           // short
        "https://127.0.0.1./",      // trailing dot
        "https://127.0.0.1:8443/",  // port
        "https://１２７.０.０.１/", // full-width digits
        "https://127。0。0。1/",    // ideographic full stops
        "https://%31%32%37.0.0.1/", // percent-encoded
        "https://localhost/",
        "https://LOCALHOST/",
        "https://localhost./",
        "https://calendar.localhost/",
        "webcal://127.0.0.1/",
        "WEBCAL://127.0.0.1/",
        "webcals://127.0.0.1/",
        // nowhere and everybody
        "https://0.0.0.0/",
        "https://0/",
        "https://0.1.2.3/",
        "https://255.255.255.255/",
        "https://224.0.0.1/",
        "https://239.255.255.250/",
        "https://240.0.0.1/",
        // private, shared, link-local
        "https://10.0.0.5/",
        "https://10.255.255.255/",
        "https://172.16.0.1/",
        "https://172.31.255.255/",
        "https://192.168.1.1/",
        "https://3232235777/", // 192.168.1.1
        "https://100.64.0.1/",
        "https://100.127.255.255/",
        "https://169.254.169.254/", // cloud metadata
        "https://0xa9fea9fe/",
        // registries
        "https://192.0.0.8/",
        "https://192.0.2.1/",
        "https://198.51.100.1/",
        "https://203.0.113.1/",
        "https://198.18.0.1/",
        "https://198.19.255.255/",
        "https://192.88.99.1/",
        // IPv6
        "https://[::]/",
        "https://[::1]/",
        "https://[0:0:0:0:0:0:0:1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[::127.0.0.1]/",
        "https://[64:ff9b::10.0.0.1]/",
        "https://[64:ff9b:1::1]/",
        "https://[2002:7f00:1::]/", // 6to4 of 127.0.0.1
        "https://[2002:a00:1::1]/",
        "https://[fe80::1]/",
        "https://[fec0::1]/",
        "https://[fc00::1]/",
        "https://[fd12:3456::1]/",
        "https://[ff02::1]/",
        "https://[2001::1]/", // Teredo
        "https://[2001:db8::1]/",
        "https://[3fff::1]/",
        "https://[100::1]/",
        "https://[5f00::1]/",
    ];
    for text in refused {
        assert!(matches!(literal(text), Err(FetchError::Forbidden(_))), "{text}: {:?}", literal(text));
    }
}

#[test]
fn addresses_of_the_public_internet_are_allowed() {
    let allowed = [
        ("https://8.8.8.8/x.ics", "8.8.8.8:443"),
        ("webcal://8.8.8.8/x.ics", "8.8.8.8:443"),
        ("https://8.8.8.8:8443/", "8.8.8.8:8443"),
        ("https://134744072/", "8.8.8.8:443"),
        ("https://100.63.255.255/", "100.63.255.255:443"),
        ("https://100.128.0.1/", "100.128.0.1:443"),
        ("https://172.15.0.1/", "172.15.0.1:443"),
        ("https://172.32.0.1/", "172.32.0.1:443"),
        ("https://192.0.1.1/", "192.0.1.1:443"),
        ("https://223.255.255.255/", "223.255.255.255:443"),
        ("https://[2606:4700::1111]/", "[2606:4700::1111]:443"),
        ("https://[::ffff:8.8.8.8]/", "[::ffff:8.8.8.8]:443"),
        ("https://[64:ff9b::8.8.8.8]/", "[64:ff9b::808:808]:443"),
        ("https://[2001:4860::8888]/", "[2001:4860::8888]:443"),
    ];
    for (text, expected) in allowed {
        assert_eq!(literal(text).unwrap(), [expected.parse::<SocketAddr>().unwrap()], "{text}");
    }
}

#[test]
fn what_is_no_encrypted_web_address_is_refused_before_anything_is_asked() {
    let refused = [
        "",
        "calendar",
        "http://8.8.8.8/",
        "http://calendar.example.com/",
        "ftp://8.8.8.8/",
        "file:///etc/passwd",
        "data:text/calendar,BEGIN:VCALENDAR",
        "https://",
        "https://person@8.8.8.8/",
        "https://person:word@8.8.8.8/",
        "https://calendar.google.com@127.0.0.1/",
        "https://8.8.8.8:99999/",
        "https://[::1/",
        "https://a b/",
    ];
    for text in refused {
        let read = Address::read(&text.into(), None);
        assert!(matches!(read, Err(FetchError::Forbidden(_))), "{text}");
    }
}

#[test]
fn a_refusal_never_repeats_the_secret_part() {
    for text in
        ["http://example.com/private-TOPSECRET/basic.ics", "https://u:TOPSECRET@example.com/", "x TOPSECRET"]
    {
        let Err(error) = Address::read(&text.into(), None) else { panic!("{text} was allowed") };
        assert!(!error.to_string().contains("TOPSECRET"), "{error}");
    }
}

#[test]
fn only_the_very_host_and_port_that_was_marked_is_the_own_network() {
    let own =
        |text: &str, mark: &str| Address::read(&text.into(), Some(mark)).is_ok_and(|address| address.own);
    let yes = [
        ("http://10.0.0.5:8080/x", "10.0.0.5:8080"),
        ("https://10.0.0.5/x", "10.0.0.5:443"),
        ("http://nas.local:8080/x", "NAS.local:8080"),
        ("webcal://nas.local/x", "nas.local:443"),
        ("http://[fd00::1]:8080/x", "[fd00::1]:8080"),
        ("http://127.1:8080/x", "127.0.0.1:8080"),
    ];
    for (text, mark) in yes {
        assert!(own(text, mark), "{text} as {mark}");
    }
    let no = [
        ("https://10.0.0.5:8081/x", "10.0.0.5:8080"),
        ("https://10.0.0.6:8080/x", "10.0.0.5:8080"),
        ("https://10.0.0.5/x", "10.0.0.5"),
        ("https://x.nas.local:8080/x", "nas.local:8080"),
        ("https://10.0.0.5:8080/x", "10.0.0.5:8080/x"),
        ("https://10.0.0.5:8080/x", ""),
        ("https://10.0.0.5:8080/x", "me@10.0.0.5:8080"),
    ];
    for (text, mark) in no {
        assert!(!own(text, mark), "{text} as {mark}");
    }
}

#[test]
fn one_private_answer_among_public_ones_refuses_the_name_and_a_mark_never_opens_everything() {
    let addresses = |list: &[&str]| list.iter().map(|ip| SocketAddr::new(ip.parse().unwrap(), 443)).collect();
    assert!(judge("rebind.example", 443, addresses(&["8.8.8.8", "192.168.0.1"]), false).is_err());
    assert!(judge("rebind.example", 443, addresses(&["8.8.8.8", "8.8.4.4"]), false).is_ok());
    assert!(judge("nas.local", 443, addresses(&["192.168.0.1"]), true).is_ok());
    assert!(judge("nas.local", 443, addresses(&["0.0.0.0"]), true).is_err());
    assert!(judge("nas.local", 443, addresses(&["::ffff:224.0.0.1"]), true).is_err());
    assert!(matches!(judge("empty.example", 443, Vec::new(), false), Err(FetchError::Unreachable(_))));
}

#[test]
fn people_are_shown_the_host_and_nothing_more() {
    for (text, host) in [
        ("https://calendar.google.com/calendar/ical/x/private-abc/basic.ics", "calendar.google.com"),
        ("webcal://p01-caldav.icloud.com/published/2/abc", "p01-caldav.icloud.com"),
        ("https://u:p@example.com:8443/x?y=z#w", "example.com"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("not an address", "an unreadable address"),
    ] {
        assert_eq!(host_of(&text.into()), host);
    }
}
