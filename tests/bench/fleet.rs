//! Two figures of a fleet of 200 circuits of 20 customers, each with a calendar of its own: what the agent weighs and
//! burns while nothing happens, and how soon the orders of a boundary that all share reach the carrier.
//! The agent is the real binary; the carrier is the simulator in this process; timings are the real ones.

use chrono::{DateTime, TimeDelta, Utc};
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tidegate_core::carrier::{Dialect, Listed, Profile};
use tidegate_core::circuit::{Circuit, Seen};
use tidegate_core::feed::{Feed, Source};
use tidegate_core::ids::{FeedId, TenantId};
use tidegate_core::time::Zone;
use tidegate_core::timings::Timings;
use tidegate_core::world::{Record, Tenant};
use tidegate_engine::home::{HomeStore, Listed as ListedTenant};
use tidegate_engine::paths::Home;
use tidegate_engine::store::Store;
use tidegate_sim::server::Server;
use tidegate_sim::{Calendars, Carrier, Setup};

const CUSTOMERS: usize = 20;
const CIRCUITS: usize = 10;
/// Requests a second that each customer is allowed.
const PACE: u32 = 8;
/// Waited before anything is measured.
const SETTLE: Duration = Duration::from_secs(20);
/// How long idleness is measured.
const IDLE: Duration = Duration::from_secs(60);

type Problem = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> Result<(), Problem> {
    idle().await?;
    boundary().await?;
    Ok(())
}

/// A fleet on stage: the carrier, and the agent that looks after it.
struct Fleet {
    carrier: Arc<Mutex<Carrier>>,
    server: Server,
    agent: Child,
    _home: tempfile::TempDir,
}

impl Fleet {
    /// Every customer's calendar has one event for all its circuits.
    async fn start(event: (DateTime<Utc>, DateTime<Utc>)) -> Result<Self, Problem> {
        let carrier = Arc::new(Mutex::new(Carrier::new(Setup::from_toml(&carrier_text())?, Utc::now())));
        let server = Server::start(Arc::clone(&carrier), Calendars::default()).await?;
        let home = tempfile::tempdir()?;
        prepare(home.path(), &server.url(), event)?;
        let mut secrets = String::new();
        for customer in 0..CUSTOMERS {
            writeln!(
                secrets,
                "c{customer}/client_id=id{customer}\nc{customer}/client_secret=secret{customer}"
            )?;
        }
        let agent = Command::new(env!("CARGO_BIN_EXE_tidegate"))
            .args(["run", "--secret-from-env", "FLEET"])
            .env("FLEET", secrets)
            .env("TIDEGATE_HOME", home.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        Ok(Self { carrier, server, agent, _home: home })
    }

    async fn stop(mut self) -> Result<(), Problem> {
        self.agent.kill()?;
        self.agent.wait()?;
        Ok(self.server.stop().await?)
    }
}

fn carrier_text() -> String {
    let mut text = "seed = 1\nquota_per_day = 100000\n".to_owned();
    for customer in 0..CUSTOMERS {
        text += &format!(
            "[[customer]]\ncustomer_number = \"1-C{customer}\"\ncredentials = {{ client_id = \"id{customer}\", client_secret = \"secret{customer}\" }}\n"
        );
        for circuit in 0..CIRCUITS {
            text += &format!(
                "[[customer.circuit]]\nid = \"{customer}-{circuit}\"\nname = \"{customer}-{circuit}\"\ntier = \"100 Mbps\"\ntiers = [{{ speed = \"100 Mbps\", price = \"0.46\" }}, {{ speed = \"1 Gbps\", price = \"1.20\" }}]\n"
            );
        }
    }
    text
}

/// The ledgers as set-up would have left them.
fn prepare(folder: &Path, url: &str, event: (DateTime<Utc>, DateTime<Utc>)) -> Result<(), Problem> {
    let home = Home::locate(Some(folder))?;
    let list = HomeStore::open(&home.database())?;
    for customer in 0..CUSTOMERS {
        let id = TenantId(format!("c{customer}"));
        list.add(&ListedTenant { id: id.clone(), name: id.0.clone() }, "2027-01-01T00:00:00Z")?;
        let file = folder.join(format!("{id}.ics"));
        std::fs::write(&file, calendar(event))?;
        Store::open(&home.ledger(id.as_str())?, &id)?.commit(&cast(customer, &id, url, &file))?;
    }
    Ok(())
}

fn calendar((from, to): (DateTime<Utc>, DateTime<Utc>)) -> String {
    let stamp = |at: DateTime<Utc>| at.format("%Y%m%dT%H%M%SZ");
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bench//EN\r\nBEGIN:VEVENT\r\nUID:all\r\nDTSTART:{}\r\nDTEND:{}\r\nSUMMARY:1 Gbps, all hands\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        stamp(from),
        stamp(to)
    )
}

fn cast(customer: usize, id: &TenantId, url: &str, file: &Path) -> Vec<Record> {
    let mut profile = Profile::practice(Dialect::NaasV1, url, &format!("1-C{customer}"));
    profile.timings = Timings::real();
    profile.requests_per_second = PACE;
    profile.quota_per_day = 100_000;
    let circuits: Vec<Circuit> =
        (0..CIRCUITS).filter_map(|circuit| one(&format!("{customer}-{circuit}"))).collect();
    let feed = Feed {
        bound: circuits.iter().map(|circuit| circuit.id.clone()).collect(),
        ..Feed::new(FeedId::from("office"), "Office", Source::File { path: file.display().to_string() })
    };
    let tenant = Tenant { automation: true, ..Tenant::new(id.clone(), id.0.clone(), Zone::UTC, profile) };
    let settings = [Record::Tenant(Box::new(tenant)), Record::Feed(Box::new(feed))];
    settings
        .into_iter()
        .chain(circuits.into_iter().map(|circuit| Record::Circuit(Box::new(circuit))))
        .collect()
}

fn one(id: &str) -> Option<Circuit> {
    let tier = |mbps| tidegate_core::units::Tier::from_mbps(mbps);
    let listed = Listed {
        id: id.into(),
        name: Some(id.to_owned()),
        site: Default::default(),
        seen: Seen::new(tier(100)?, "Active"),
    };
    let top = tier(1000)?;
    Some(Circuit { highest: top, approved: top, since: Utc::now(), ..Circuit::from_inventory(&listed) })
}

/// What the agent weighs and burns while nothing happens.
async fn idle() -> Result<(), Problem> {
    let far = Utc::now() + TimeDelta::days(3);
    let fleet = Fleet::start((far, far + TimeDelta::hours(1))).await?;
    tokio::time::sleep(SETTLE).await;
    let pid = fleet.agent.id();
    let before = processor_ticks(pid)?;
    tokio::time::sleep(IDLE).await;
    let burnt = processor_ticks(pid)? - before;
    let (rss, pss) = memory(pid)?;
    // A tick is a hundredth of a second on Linux.
    let share = burnt as f64 / IDLE.as_secs_f64();
    println!(
        "idle: {} circuits, {CUSTOMERS} feeds: RSS {rss:.1} MB, PSS {pss:.1} MB, CPU {share:.2} % of a core (aim: under 60 MB RSS, 1 %)",
        CUSTOMERS * CIRCUITS
    );
    fleet.stop().await
}

fn processor_ticks(pid: u32) -> Result<u64, Problem> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let after_name = stat.rsplit(')').next().ok_or("no stat")?;
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    Ok(fields[11].parse::<u64>()? + fields[12].parse::<u64>()?)
}

fn memory(pid: u32) -> Result<(f64, f64), Problem> {
    let rollup = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup"))?;
    let field = |name: &str| -> Result<f64, Problem> {
        let line = rollup.lines().find(|line| line.starts_with(name)).ok_or("no such field")?;
        let kilobytes: f64 = line.split_whitespace().nth(1).ok_or("no figure")?.parse()?;
        Ok(kilobytes / 1000.0 * 1.024)
    };
    Ok((field("Rss:")?, field("Pss:")?))
}

/// How soon the orders of a boundary that all circuits share reach the carrier, from the instant they are due.
async fn boundary() -> Result<(), Problem> {
    let lead = Timings::real().lead_start;
    let due = DateTime::from_timestamp(Utc::now().timestamp() + 30, 0).ok_or("no such instant")?;
    let fleet = Fleet::start((due + lead, due + lead + TimeDelta::hours(2))).await?;
    tokio::time::sleep((due - Utc::now()).to_std()? + Duration::from_secs(15)).await;
    let mut delays: Vec<(usize, i64)> = Vec::new();
    {
        let carrier = fleet.carrier.lock().map_err(|_| "the carrier panicked")?;
        for arrival in carrier.requests().iter().filter(|arrival| arrival.is_change) {
            let circuit = arrival.circuit.as_deref().unwrap_or("");
            let customer = circuit.split('-').next().unwrap_or("").parse()?;
            delays.push((customer, (arrival.at - due).num_milliseconds()));
        }
    }
    let mut firsts: Vec<i64> = (0..CUSTOMERS)
        .filter_map(|customer| delays.iter().filter(|(of, _)| *of == customer).map(|(_, delay)| *delay).min())
        .collect();
    firsts.sort_unstable();
    let last = delays.iter().map(|(_, delay)| *delay).max().unwrap_or(0);
    let earliest = delays.iter().map(|(_, delay)| *delay).min().unwrap_or(0);
    let p50 = firsts.get(firsts.len() / 2).copied().unwrap_or(0);
    let p99 = firsts.last().copied().unwrap_or(0);
    let permitted = 1000 * i64::try_from((CIRCUITS - 1) / PACE as usize)?;
    println!(
        "boundary: {} of {} orders arrived; first of each customer p50 {p50} ms, slowest {p99} ms (aim: p50 at most 250 ms); last {last} ms (the pace permits {permitted} ms, aim: plus 1 s); earliest {earliest} ms",
        delays.len(),
        CUSTOMERS * CIRCUITS
    );
    fleet.stop().await
}
