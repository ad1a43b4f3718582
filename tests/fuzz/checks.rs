//! What must hold of any bytes that come from outside, one function a sort of input: the fuzzer calls them with what
//! it makes up (`make fuzz`), and `tests/corpora.rs` with what is kept in `tests/fuzz/corpus`.

use tidegate_core::calendar::{Occurrence, Options, ProblemKind, Reading, Window, read};
use tidegate_core::carrier::{DIALECTS, Listed, Profile, Response, Site, retry_after, server_date};
use tidegate_core::circuit::{Circuit, Seen};
use tidegate_core::command::{bare, command, older};
use tidegate_core::request::{plain, title};
use tidegate_core::time::{Instant, Zone};
use tidegate_core::units::{Money, Tier};

/// A way to look at bytes; it panics where what must hold does not.
pub(crate) type Check = fn(&[u8]);

/// Every check, by the name of its corpus and fuzz target.
pub(crate) const CHECKS: [(&str, Check); 5] =
    [("feed", feed), ("rule", rule), ("reply", reply), ("wait", wait), ("title", titles)];

/// Any bytes as a feed: reading ends, and what it lists is in its window, in order, with no end before its start.
pub(crate) fn feed(bytes: &[u8]) {
    if let Some(reading) = reading(bytes, at("2026-01-01T00:00:00Z"), at("2026-07-01T00:00:00Z")) {
        assert!(reading.occurrences.len() <= 200_000);
        assert!(reading.occurrences.is_sorted_by_key(|one| one.start));
        assert!(
            reading.problems.iter().all(|one| one.message == plain(&one.message)),
            "a problem is one plain line"
        );
    }
}

/// A rule behind a byte that chooses the series' start: whatever it says, two halves of a window are the whole.
pub(crate) fn rule(bytes: &[u8]) {
    const STARTS: [&str; 8] = [
        "DTSTART:19970902T090000Z",
        "DTSTART;TZID=America/New_York:19970902T090000",
        "DTSTART;TZID=America/New_York:20260308T023000",
        "DTSTART;TZID=Europe/Berlin:20251026T023000",
        "DTSTART;TZID=Pacific/Apia:20111230T120000",
        "DTSTART;VALUE=DATE:20240229",
        "DTSTART:20260131T000000",
        "DTSTART:20260331T235959Z",
    ];
    let [choice, rule @ ..] = bytes else { return };
    let Ok(rule) = std::str::from_utf8(rule) else { return };
    let start = STARTS[usize::from(*choice) % STARTS.len()];
    let rule: String = rule.chars().filter(|c| !c.is_control()).collect();
    let text = format!(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n{start}\r\nDURATION:PT30M\r\nRRULE:{rule}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    );
    let [from, middle, to] = ["2026-01-01T00:00:00Z", "2026-03-08T07:15:00Z", "2026-06-01T00:00:00Z"].map(at);
    let halves =
        [(from, middle), (middle, to), (from, to)].map(|(from, to)| reading(text.as_bytes(), from, to));
    let [Some(first), Some(second), Some(whole)] = halves else { panic!("it is a calendar") };
    // A rule that is cut short has fewer occurrences in the whole than in its parts.
    if [&first, &second, &whole]
        .iter()
        .any(|one| one.problems.iter().any(|problem| problem.kind == ProblemKind::TooMany))
    {
        return;
    }
    let mut parts: Vec<&Occurrence> = first.occurrences.iter().chain(&second.occurrences).collect();
    parts.sort_by_key(|one| one.start);
    parts.dedup();
    assert_eq!(parts, whole.occurrences.iter().collect::<Vec<_>>(), "{start} {rule}");
}

fn reading(bytes: &[u8], from: Instant, to: Instant) -> Option<Reading> {
    let home: Zone = "America/New_York".parse().expect("a zone");
    let window = Window { from, to };
    let reading = read(bytes, &Options { zone: None, home, window }).ok()?;
    assert!(reading.occurrences.iter().all(|one| one.start <= one.end && window.holds(one.start, one.end)));
    Some(reading)
}

/// A status, a type and a body from the carrier: each reader says yes or no, and its words are one short plain line.
pub(crate) fn reply(bytes: &[u8]) {
    const STATUS: [u16; 12] = [200, 201, 202, 400, 401, 403, 404, 409, 422, 429, 500, 503];
    const TYPES: [&str; 3] = ["application/json", "text/html", "application/problem+json"];
    let [status, kind, body @ ..] = bytes else { return };
    let headers = vec![("content-type".to_owned(), TYPES[usize::from(*kind) % TYPES.len()].to_owned())];
    let response =
        Response { status: STATUS[usize::from(*status) % STATUS.len()], headers, body: body.to_vec() };
    let now = at("2026-11-25T12:00:00Z");
    let circuit = circuit();
    for dialect in DIALECTS {
        let profile = Profile::new(dialect, "https://carrier.example", "1-ABC");
        let orderly = |price: &Option<Money>| {
            price.as_ref().is_none_or(|money| money.to_string() == plain(&money.to_string()))
        };
        let refusals = [
            profile.read_inventory(&response).map(drop),
            profile
                .read_tiers(&circuit, &response, now)
                .map(|all| assert!(all.value.offers.iter().all(|one| orderly(&one.per_hour)))),
            profile
                .read_quote(&response, now)
                .map(|quote| assert!(orderly(&quote.value.per_hour) && !quote.value.id.is_empty())),
            profile.read_order(&response).map(drop),
            profile.read_follow("ORD-1", &response).map(drop),
        ];
        for refusal in refusals.into_iter().filter_map(Result::err) {
            assert!(refusal.words.chars().count() <= 200, "{}", refusal.words);
            assert_eq!(refusal.words, plain(&refusal.words));
        }
    }
}

/// The circuit that replies are read for.
fn circuit() -> Circuit {
    let seen = Seen::new("100 Mbps".parse().expect("a tier"), "Active");
    Circuit::from_inventory(&Listed { id: "77000000001".into(), name: None, site: Site::default(), seen })
}

/// `Retry-After` on the first line, `Date` on the second: a wait is between nothing and six hours.
pub(crate) fn wait(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (after, date) = text.split_once('\n').unwrap_or((text, "Mon, 04 Jan 2027 09:00:00 GMT"));
    let headers = vec![("retry-after".to_owned(), after.to_owned()), ("date".to_owned(), date.to_owned())];
    let response = Response { status: 429, headers, body: vec![] };
    if let Some(wait) = retry_after(&response) {
        assert!((0..=6 * 3600).contains(&wait.num_seconds()));
    }
    server_date(&response);
}

/// An event's title: what is shown of it is one plain line, and what it asks for is a tier that a circuit can have.
pub(crate) fn titles(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let shown = title(&text);
    assert!(shown.chars().count() <= 60 && shown == plain(&shown) && !shown.chars().any(char::is_control));
    let asked =
        older(&text).and_then(Result::ok).map(|older| vec![older.start, older.end]).unwrap_or_default();
    let tiers = asked.into_iter().chain(bare(&text).and_then(Result::ok));
    assert!(tiers.into_iter().all(|tier| Tier::from_mbps(tier.mbps()) == Some(tier)));
    for line in text.lines() {
        if let Some(Err(error)) = command(line) {
            assert!(!error.to_string().is_empty());
        }
    }
}

fn at(text: &str) -> Instant {
    text.parse().expect("a time")
}
