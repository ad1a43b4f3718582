//! What is said to a carrier and what it answers, in every dialect: pairs written by us from the published facts, one
//! folder a dialect below `exchanges/`. What Tidegate would send must be the pair's request, and what it makes of the
//! reply must be what the pair says. Every error shape and every meaning of a refusal is among them, each with a text of
//! its own.

use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tidegate_core::carrier::{
    Accepted, Account, Carried, DIALECTS, Dialect, InventoryPage, Modify, OrderState, PlacesPage, Priced,
    Profile, Provider, Quote, Read, Refusal, Request, Response, Site, Spot, TierList,
};
use tidegate_core::circuit::{Circuit, Seen};
use tidegate_core::errand::Errand;
use tidegate_core::new_circuit::NewCircuit;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    /// Which of our questions it is.
    ask: Ask,
    /// What is special about it.
    #[expect(dead_code, reason = "for whoever reads the file")]
    about: String,
    request: Sent,
    reply: Answered,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
enum Ask {
    Inventory,
    SecondPage,
    Tiers,
    Quote,
    QuoteAgain,
    Order,
    Follow,
    Providers,
    Places,
    TiersAt,
    QuoteAt,
    Accounts,
    Address,
    New,
    Disconnect,
    Rename,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    line: String,
    #[serde(default)]
    headers: Vec<String>,
    #[serde(default)]
    body: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answered {
    status: u16,
    #[serde(default)]
    headers: Vec<String>,
    #[serde(default)]
    body: String,
    /// What is read of it, a line each.
    #[serde(default)]
    reads: Vec<String>,
    /// The published form that was met.
    #[serde(default)]
    forms: Vec<String>,
    /// The shape of the error, by its number in the facts (lumen-api §4.9).
    shape: Option<u8>,
    /// What a person is told of a refusal.
    told: Option<String>,
}

/// What Tidegate makes of a reply.
struct Made {
    reads: Vec<String>,
    forms: Vec<String>,
    refusal: Option<Refusal>,
}

fn pairs() -> Vec<(Dialect, String, Pair)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exchanges");
    let of = |dialect: Dialect| {
        let folder = std::fs::read_dir(root.join(dialect.name())).expect("every dialect has a folder");
        let mut files: Vec<_> = folder.map(|entry| entry.expect("an entry").path()).collect();
        files.sort();
        files.into_iter().map(move |file| {
            let text = std::fs::read_to_string(&file).expect("a pair can be read");
            let name = format!("{dialect}/{}", file.file_name().unwrap_or_default().to_string_lossy());
            let pair = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
            (dialect, name, pair)
        })
    };
    DIALECTS.into_iter().flat_map(of).collect()
}

fn profile(dialect: Dialect) -> Profile {
    let mut profile = Profile::new(dialect, "https://carrier.example", "1-EXMPL");
    profile.billing_account = "5-EXAMPLE1".into();
    profile.contact.name = "Ann Lee".into();
    profile.contact.email = "noc@example.com".into();
    profile.contact.phone = "+13035550100".into();
    profile.contact.organization = "Example Manufacturing".into();
    profile
}

/// The circuit that all pairs are about.
fn circuit() -> Circuit {
    let site = Site {
        master_site: Some("PL0000000001".into()),
        port_service: Some("CO/KXFN/000001/LVLC".into()),
        far_port: Some("CO/KXFN/000002/LVLC".into()),
        account: Some("5-EXAMPLE1".into()),
        account_name: Some("Example Manufacturing".into()),
        ..Site::default()
    };
    let seen = Seen::new("100M".parse().expect("a tier"), "Active");
    let listed =
        tidegate_core::carrier::Listed { id: "77000000001".into(), name: Some("HQ".into()), site, seen };
    Circuit::from_inventory(&listed)
}

fn asked(profile: &Profile, ask: Ask) -> Request {
    let circuit = circuit();
    let at = "2027-01-04T18:00:00Z".parse().expect("an instant");
    let quote = Quote { id: "NaaS-20001".into(), per_hour: None, at };
    let tier = "500 Mbps".parse().expect("a tier");
    let modify = Modify {
        circuit: &circuit,
        tier,
        reference: "TG-0001",
        note: "Tidegate TG-0001",
        quote: Some(&quote),
    };
    match ask {
        Ask::Inventory => profile.inventory(1),
        Ask::SecondPage => profile.inventory(2),
        Ask::Tiers => profile.tiers(&circuit).expect("the dialect has tiers"),
        Ask::Quote => profile.quote(&modify, 0).expect("the dialect has quotes"),
        Ask::QuoteAgain => profile.quote(&modify, 1).expect("the dialect has quotes"),
        Ask::Order => profile.order(&modify),
        Ask::Follow => profile.follow(&circuit.id, "ORD-1").expect("the dialect follows its orders"),
        Ask::Providers => profile.providers().expect("the dialect has providers"),
        Ask::Places => profile.places("43558", 1).expect("the dialect has places"),
        Ask::TiersAt => profile.tiers_at(&spot()).expect("the dialect has prices at a place"),
        Ask::QuoteAt => profile.quote_at(&spot(), "100 Mbps", "Tidegate").expect("the dialect has quotes"),
        Ask::Address => profile.address("100 Example Dr, Monroe").expect("the dialect qualifies addresses"),
        Ask::Accounts => profile.accounts(1).expect("the dialect has accounts"),
        Ask::New | Ask::Disconnect | Ask::Rename => {
            let errand = errand(profile, ask);
            let carried = Carried {
                errand: &errand,
                circuit: Some(&circuit),
                reference: "TG-0001",
                note: "Tidegate TG-0001",
                quote: matches!(errand, Errand::New(_)).then_some(&quote),
            };
            profile.errand(&carried).expect("the dialect does it")
        }
    }
}

/// Where all pairs want a new circuit.
fn spot() -> Spot {
    Spot { place: "PL0000000011".into(), provider: Some("43558".into()) }
}

fn errand(profile: &Profile, ask: Ask) -> Errand {
    if matches!(ask, Ask::Disconnect) {
        Errand::Disconnect
    } else if matches!(ask, Ask::Rename) {
        Errand::Rename { from: "HQ".into(), to: "Denver office".into() }
    } else {
        Errand::New(Box::new(NewCircuit {
            name: "Monroe".into(),
            spot: spot(),
            address: String::new(),
            tier: "500 Mbps".parse().expect("a tier"),
            speed: "500 Mbps".into(),
            block: "/29".parse().expect("a block"),
            account: "5-EXAMPLE1".into(),
            account_name: "Example Manufacturing".into(),
            contact: profile.contact.clone(),
            agreed: None,
            before: vec![],
            became: None,
        }))
    }
}

fn is_as_recorded(name: &str, sent: &Request, recorded: &Sent) {
    let query: Vec<String> = sent.query.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let mark = if query.is_empty() { "" } else { "?" };
    assert_eq!(format!("{} {}{mark}{}", sent.method, sent.path, query.join("&")), recorded.line, "{name}");
    let written: BTreeSet<String> = sent
        .headers
        .iter()
        .filter(|(key, _)| key.starts_with("x-"))
        .map(|(key, value)| format!("{key}: {value}"))
        .collect();
    assert_eq!(written, recorded.headers.iter().cloned().collect(), "{name}");
    let json = |text: &str| serde_json::from_str::<Value>(text).unwrap_or(Value::Null);
    assert_eq!(json(sent.body.as_deref().unwrap_or_default()), json(&recorded.body), "{name}");
}

fn made(profile: &Profile, ask: Ask, response: &Response) -> Made {
    let at = "2027-01-04T18:00:00Z".parse().expect("an instant");
    match ask {
        Ask::Inventory | Ask::SecondPage => read(profile.read_inventory(response), inventory),
        Ask::Tiers => read(profile.read_tiers(&circuit(), response, at), tiers),
        Ask::Quote | Ask::QuoteAgain => read(profile.read_quote(response, at), quote),
        Ask::Order => read(bare(profile.read_order(response)), order),
        Ask::Follow => read(bare(profile.read_follow("ORD-1", response)), state),
        Ask::Providers => read(profile.read_providers(response), |all| providers(all)),
        Ask::Places | Ask::Address => read(profile.read_places(response), places),
        Ask::TiersAt => read(profile.read_tiers_at(response, at), tiers),
        Ask::QuoteAt => read(profile.read_priced(response, at), priced),
        Ask::Accounts => read(profile.read_accounts(response), |(all, _)| accounts(all)),
        Ask::New | Ask::Disconnect | Ask::Rename => read(bare(profile.read_errand(response)), order),
    }
}

fn bare<T>(result: Result<T, Refusal>) -> Result<Read<T>, Refusal> {
    result.map(|value| Read { value, met: vec![] })
}

fn read<T>(result: Result<Read<T>, Refusal>, lines: impl Fn(&T) -> Vec<String>) -> Made {
    match result {
        Ok(read) => Made { reads: lines(&read.value), forms: read.met, refusal: None },
        Err(refusal) => Made { reads: vec![], forms: vec![], refusal: Some(refusal) },
    }
}

fn inventory(page: &InventoryPage) -> Vec<String> {
    let more = page.more.then(|| "more pages".to_owned());
    let line = |one: &tidegate_core::carrier::Listed| {
        let site = &one.site;
        let rest = [
            one.name.clone(),
            site.master_site.clone(),
            site.partner.as_ref().map(|partner| format!("partner {partner}")),
            site.port_service.as_ref().map(|port| format!("port {port}")),
            site.account
                .as_ref()
                .map(|id| format!("account {id} {}", site.account_name.as_deref().unwrap_or(""))),
            site.place.clone(),
            site.fixed.as_ref().map(|why| format!("fixed: {why}")),
        ];
        let rest: Vec<String> = rest.into_iter().flatten().collect();
        let works = match (one.seen.pending, one.seen.takes_orders()) {
            (true, _) => "at work",
            (false, true) => "ready",
            (false, false) => "takes no orders",
        };
        format!("{}: {}, {works}; {}", one.id, one.seen.tier, rest.join("; ")).trim_end().to_owned()
    };
    page.circuits.iter().map(line).chain(more).collect()
}

fn tiers(list: &TierList) -> Vec<String> {
    let price = |offer: &tidegate_core::circuit::Offer| {
        offer.per_hour.as_ref().map_or("price unknown".to_owned(), ToString::to_string)
    };
    let offers = list.offers.iter().map(|offer| format!("\"{}\" {}", offer.speed, price(offer)));
    offers.chain(list.port_limit.map(|limit| format!("at most {limit}"))).collect()
}

fn quote(quote: &Quote) -> Vec<String> {
    let price = quote.per_hour.as_ref().map_or("price unknown".to_owned(), ToString::to_string);
    vec![format!("{} {price}", quote.id)]
}

fn providers(all: &[Provider]) -> Vec<String> {
    all.iter().map(|one| format!("{} {}", one.id, one.name)).collect()
}

fn places(page: &PlacesPage) -> Vec<String> {
    let line = |one: &tidegate_core::carrier::Place| {
        let takes = one.enabled.map(|yes| if yes { "takes orders" } else { "takes no orders" }.to_owned());
        let speeds = one.speeds.iter().map(ToString::to_string);
        let rest = [one.name.clone(), one.market.clone(), takes].into_iter().flatten().chain(speeds);
        let rest: Vec<String> = rest.collect();
        format!("{}: {}; {}", one.id, one.address, rest.join("; "))
    };
    let total = page.total.map(|total| format!("{total} in all"));
    let more = page.more.then(|| "more pages".to_owned());
    page.places.iter().map(line).chain(total).chain(more).collect()
}

fn priced(priced: &Priced) -> Vec<String> {
    let month = priced.per_month.as_ref().map_or("price unknown".to_owned(), ToString::to_string);
    quote(&priced.quote).into_iter().map(|quote| format!("{quote}, {month} a month")).collect()
}

fn accounts(all: &[Account]) -> Vec<String> {
    let at = |one: &Account| one.headquarters.clone().unwrap_or_else(|| "somewhere".into());
    all.iter().map(|one| format!("{} {} {}", one.id, one.name, at(one))).collect()
}

fn order(accepted: &Accepted) -> Vec<String> {
    vec![accepted.order.clone().unwrap_or_else(|| "accepted without a name".into())]
}

fn state(state: &OrderState) -> Vec<String> {
    vec![format!("{state:?}")]
}

fn response(answered: &Answered) -> Response {
    let header = |line: &String| {
        let (name, value) = line.split_once(": ").expect("a header has a name and a value");
        (name.to_lowercase(), value.to_owned())
    };
    Response {
        status: answered.status,
        headers: answered.headers.iter().map(header).collect(),
        body: answered.body.clone().into_bytes(),
    }
}

#[test]
fn what_is_sent_and_what_is_made_of_the_answer_is_as_recorded_in_every_dialect() {
    let mut asked_of: BTreeMap<&str, BTreeSet<Ask>> = BTreeMap::new();
    for (dialect, name, pair) in pairs() {
        let profile = profile(dialect);
        is_as_recorded(&name, &asked(&profile, pair.ask), &pair.request);
        let made = made(&profile, pair.ask, &response(&pair.reply));
        assert_eq!(made.reads, pair.reply.reads, "{name}");
        let forms: Vec<&String> = pair.reply.forms.iter().filter(|form| !made.forms.contains(form)).collect();
        assert!(forms.is_empty(), "{name}: {forms:?} not among {:?}", made.forms);
        assert_eq!(made.refusal.map(|refusal| refusal.told()), pair.reply.told, "{name}");
        asked_of.entry(dialect.name()).or_default().insert(pair.ask);
    }
    use Ask::*;
    let whole: [(&str, &[Ask]); 4] = [
        ("connections", &[Inventory, Order, New]),
        ("eod-v5", &[Inventory, SecondPage, Tiers, Order, Follow]),
        (
            "lumen",
            &[
                Inventory, SecondPage, Tiers, Quote, QuoteAgain, Order, Providers, Places, TiersAt, QuoteAt,
                Accounts, New, Disconnect, Rename,
            ],
        ),
        ("naas-v1", &[Inventory, Tiers, Order, Follow, TiersAt, Address, New]),
    ];
    let asked_of: Vec<(&str, Vec<Ask>)> =
        asked_of.into_iter().map(|(name, all)| (name, all.into_iter().collect())).collect();
    let whole: Vec<(&str, Vec<Ask>)> = whole.map(|(name, all)| (name, all.to_vec())).into();
    assert_eq!(asked_of, whole, "every question of a dialect has a pair");
}

#[test]
fn every_error_shape_and_every_meaning_has_a_text_of_its_own() {
    let (mut shapes, mut kinds, mut texts) = (BTreeSet::new(), BTreeSet::new(), BTreeMap::new());
    for (dialect, name, pair) in pairs() {
        let Some(refusal) = made(&profile(dialect), pair.ask, &response(&pair.reply)).refusal else {
            continue;
        };
        let kind = format!("{:?}", refusal.kind);
        kinds.insert(kind.split('(').next().unwrap_or_default().to_owned());
        shapes.extend(pair.reply.shape);
        if let Some(other) = texts.insert(refusal.told(), name.clone()) {
            panic!("{name} and {other} are told alike: {}", refusal.told());
        }
    }
    assert_eq!(shapes, (1..=8).collect(), "every shape of the facts");
    let all = [
        "DailyQuota",
        "Firewall",
        "Fixed",
        "Forbidden",
        "Invalid",
        "Locked",
        "NotEnabled",
        "NotFound",
        "OtherCustomer",
        "QuoteGone",
        "TooMany",
        "Unauthorized",
        "Unclear",
        "WrongIdentifier",
    ];
    assert_eq!(kinds, all.map(str::to_owned).into(), "every meaning of a refusal");
}
