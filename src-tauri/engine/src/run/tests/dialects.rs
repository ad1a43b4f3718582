//! The whole way in every dialect, over real connections: a subscribed calendar raises a circuit at the simulator and
//! drops it again, and each step is confirmed by what the carrier's inventory shows.

use super::*;
use tidegate_core::carrier::DIALECTS;
use tidegate_core::change::State;
use tidegate_core::feed::{Feed, Source};
use tidegate_core::timings::Timings;

/// As the built-in practice goes; quicker would leave no time on a machine that is busy.
const SCALE: u32 = 60;
/// When the event begins and ends, in seconds from now.
const EVENT: [i64; 2] = [20, 45];
const ONE: &str = "770001";

fn setup() -> Setup {
    let text = format!(
        "scale = {SCALE}\ncustomer_number = \"1-PRACT\"\n[credentials]\nclient_id = \"practice\"\n\
         client_secret = \"practice-secret\"\n[[circuit]]\nid = \"{ONE}\"\nname = \"HQ\"\ntier = \"100 Mbps\"\n\
         tiers = [ {{ speed = \"100 Mbps\", price = \"0.46\" }}, {{ speed = \"1 Gbps\", price = \"1.20\" }} ]\n\
         [[provider]]\nid = \"43558\"\nname = \"Equinix\"\n\
         [[location]]\nmaster_site = \"PL0000000011\"\nprovider = \"43558\"\nname = \"DC2\"\n\
         street = \"1 Example Ct\"\ncity = \"Ashburn\"\nstate = \"VA\"\npost_code = \"20147\"\n\
         market = \"WASHINGTON DC\"\ntiers = [ {{ speed = \"500 Mbps\", price = \"0.79\" }} ]\n"
    );
    Setup::from_toml(&text).unwrap()
}

/// One event that asks for 1 Gbps, from so many seconds on until so many.
fn calendar(now: Instant, [from, until]: [i64; 2]) -> String {
    let at = |seconds| (now + Span::seconds(seconds)).format("%Y%m%dT%H%M%SZ").to_string();
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:all-hands\r\nDTSTAMP:{0}\r\n\
         DTSTART:{1}\r\nDTEND:{2}\r\nSUMMARY:1 Gbps, all hands\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        at(0),
        at(from),
        at(until)
    )
}

/// An office that has the circuit, and a calendar bound to it.
pub(super) fn cast_of(tenant: &TenantId, profile: Profile, server: &Server, now: Instant) -> Vec<Record> {
    let tier = |text: &str| text.parse().unwrap();
    let listed = Listed {
        id: ONE.into(),
        name: Some("HQ".into()),
        site: Default::default(),
        seen: Seen::new(tier("100M"), "Active"),
    };
    let circuit =
        Circuit { highest: tier("1G"), approved: tier("1G"), since: now, ..Circuit::from_inventory(&listed) };
    let feed = Feed {
        bound: vec![ONE.into()],
        own_network: Some(server.address().to_string()),
        ..Feed::new("week".into(), "Week", Source::Address { host: "127.0.0.1".into() })
    };
    let office = Tenant { automation: true, ..Tenant::new(tenant.clone(), "Office", Zone::UTC, profile) };
    vec![Record::Tenant(Box::new(office)), Record::Circuit(Box::new(circuit)), Record::Feed(Box::new(feed))]
}

pub(super) async fn machine(tenant: &TenantId, server: &Server) -> Machine {
    let secrets = Secrets::Memory(Memory::practice());
    let address = format!("{}/calendars/week.ics", server.url());
    for (name, text) in [
        (SecretName::ClientId, "practice".to_owned()),
        (SecretName::ClientSecret, "practice-secret".to_owned()),
        (SecretName::Feed("week".into()), address),
    ] {
        secrets.set(tenant, &name, SecretText::new(text)).await.unwrap();
    }
    Machine {
        clock: Clock::machine(),
        limits: Limits::new(),
        secrets: Arc::new(secrets),
        desktop: Arc::new(Desktop::recorded()),
    }
}

/// What came of it.
#[derive(Debug, PartialEq)]
pub(super) struct Played {
    /// The tiers the circuit had.
    tiers: Vec<u32>,
    /// How each change ended in the ledger, oldest first.
    changes: Vec<(u32, State)>,
    /// Whether the carrier's word about what the circuit can have was read.
    knows_limits: bool,
}

/// What must come of it.
pub(super) fn whole(dialect: Dialect) -> Played {
    Played {
        tiers: vec![100, 1000, 100],
        changes: vec![(1000, State::Confirmed), (100, State::Confirmed)],
        knows_limits: dialect != Dialect::Connections,
    }
}

/// A carrier to play at, and the shelf of its calendars.
pub(super) struct Carriage {
    pub(super) practice: Arc<Mutex<Practice>>,
    pub(super) server: Server,
    calendars: Calendars,
}

impl Carriage {
    pub(super) async fn ready() -> Self {
        let practice = Arc::new(Mutex::new(Practice::new(setup(), chrono::Utc::now())));
        let calendars = Calendars::default();
        let server = Server::start(Arc::clone(&practice), calendars.clone()).await.unwrap();
        Self { practice, server, calendars }
    }

    /// The profile of a dialect at an address, as fast as the carrier.
    pub(super) fn profile(&self, dialect: Dialect, base: &str) -> Profile {
        let timings = Timings::scaled(i32::try_from(SCALE).unwrap());
        Profile { timings, ..Profile::practice(dialect, base, "1-PRACT") }
    }

    /// Plays it with a profile, which may lead through somebody else to the carrier.
    pub(super) async fn plays(&self, profile: Profile) -> Played {
        let (tenant, now, dialect) = (TenantId::from("office"), chrono::Utc::now(), profile.dialect);
        self.calendars.put("week", calendar(now, EVENT), now);
        let mut store = Store::in_memory(&tenant).unwrap();
        store.commit(&cast_of(&tenant, profile, &self.server, now)).unwrap();
        let (handle, _) = begin(store, machine(&tenant, &self.server).await, Orders::Gives).unwrap();
        let changes = async || handle.at_desk(|desk| desk.store.changes(None, 10).unwrap()).await.unwrap();
        let ended = async || changes().await.iter().filter(|change| !change.is_open()).count() == 2;
        until(&format!("{dialect}: raised and dropped"), 120, ended).await;
        let circuit = handle.at_desk(|desk| desk.world.circuits[&ONE.into()].clone()).await.unwrap();
        let changes = changes().await;
        Played {
            tiers: self.practice.lock().unwrap().tiers_of(ONE).iter().map(|(_, mbps)| *mbps).collect(),
            changes: changes.iter().rev().map(|change| (change.to.mbps(), change.state)).collect(),
            knows_limits: !circuit.offers.is_empty() || circuit.port_limit.is_some(),
        }
    }
}

async fn played(dialect: Dialect) -> Played {
    let carriage = Carriage::ready().await;
    carriage.plays(carriage.profile(dialect, &carriage.server.url())).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_raises_and_drops_a_circuit_in_every_dialect_and_the_inventory_confirms_it() {
    let [lumen, naas, connections, eod] = DIALECTS;
    let all = tokio::join!(played(lumen), played(naas), played(connections), played(eod));
    for (dialect, played) in DIALECTS.into_iter().zip([all.0, all.1, all.2, all.3]) {
        assert_eq!(played, whole(dialect), "{dialect}");
    }
}
