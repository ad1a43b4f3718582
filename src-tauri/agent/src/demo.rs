//! `tidegate demo`: the main job for a newcomer. The practice carrier on loopback, a throw-away home, a served
//! calendar whose events begin within seconds, and the real engine on the real clock with timings a sixtieth of the
//! real ones. Owns the staging; what is told is read off the ledger's audit trail as it grows.

mod story;

use crate::failure::Failure;
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use story::{Story, Told};
use tidegate_core::carrier::{Dialect, Listed, Profile};
use tidegate_core::circuit::{Circuit, Seen};
use tidegate_core::feed::{Feed, Source};
use tidegate_core::ids::{FeedId, TenantId};
use tidegate_core::time::Zone;
use tidegate_core::timings::Limits;
use tidegate_core::view::{costs, upcoming};
use tidegate_core::world::{Record, Tenant};
use tidegate_engine::clock::Clock;
use tidegate_engine::desktop::Desktop;
use tidegate_engine::paths::Home;
use tidegate_engine::run::{Handle, Machine, Orders, begin};
use tidegate_engine::secrets::{Memory, SecretName, SecretText, Secrets};
use tidegate_engine::store::Store;
use tidegate_sim::server::Server;
use tidegate_sim::{Calendars, Carrier, Setup, samples, setup};

/// How the story is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Telling {
    /// In lines for people.
    Words,
    /// One JSON object a line.
    Json,
}

/// How often the ledger is looked at for something new to tell.
const GLANCE: Duration = Duration::from_millis(100);
/// How long engine, feed and inventory may take to be ready.
const READY_WITHIN: TimeDelta = TimeDelta::seconds(20);
/// The last event ends then; the story is not over before.
const LAST_EVENT: TimeDelta = TimeDelta::seconds(48);
/// And it is over, one way or the other, then.
const OVER: TimeDelta = TimeDelta::seconds(100);
/// The foreign order on circuit C.
const FOREIGN: (TimeDelta, TimeDelta) = (TimeDelta::seconds(10), TimeDelta::seconds(8));

/// Everything on the demo's stage.
struct Stage {
    carrier: Arc<Mutex<Carrier>>,
    calendars: Calendars,
    server: Server,
    handle: Handle,
    feed: FeedId,
    _home: tempfile::TempDir,
}

/// Plays the demo. Whether every circuit ended as wanted and every alert was followed by its recovery.
pub(crate) async fn play(telling: Telling) -> Result<bool, Failure> {
    let stage = set_up().await?;
    let start = ready(&stage).await?;
    stage.calendars.put("demo", samples::demo(start), start);
    let feed = stage.feed.clone();
    stage.handle.at_desk(move |desk| desk.world.here.fetch_now.insert(feed)).await?;
    foreign_order(Arc::clone(&stage.carrier), start);
    let mut story = Story::begin(start, telling);
    let mut planned = false;
    loop {
        tokio::time::sleep(GLANCE).await;
        if !planned {
            planned = tell_plan(&stage, &mut story).await?;
        }
        // Asked before the rows are read, so that the row which ended it is among them.
        let played = Utc::now() - start;
        let over = played > OVER || (played > LAST_EVENT && is_over(&stage).await?);
        let after = story.heard();
        let rows = stage.handle.at_desk(move |desk| desk.store.audit().after(after)).await??;
        rows.iter().for_each(|row| story.hear(row));
        if over {
            break;
        }
    }
    let told = close(&stage, start).await?;
    // Whatever its listener says now, the story is over.
    let _ = stage.server.stop().await;
    Ok(story.end(&told))
}

async fn set_up() -> Result<Stage, Failure> {
    let begin_at = Utc::now();
    // The foreign order is put on stage when the story begins; until then nobody knows when that is.
    let script = Setup { foreign: vec![], ..setup::demo() };
    let carrier = Arc::new(Mutex::new(Carrier::new(script.clone(), begin_at)));
    let calendars = Calendars::default();
    calendars.put("demo", EMPTY, begin_at);
    let server = Server::start(Arc::clone(&carrier), calendars.clone()).await.map_err(Failure::Server)?;
    let home = tempfile::tempdir().map_err(Failure::Folder)?;
    let handle = engine(&script, &server.url(), home.path()).await?;
    Ok(Stage { carrier, calendars, server, handle, feed: FeedId::from("demo"), _home: home })
}

/// A calendar without events, until the story begins.
const EMPTY: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tidegate//demo//EN\r\nEND:VCALENDAR\r\n";

/// The engine as it runs in earnest, on a ledger in a throw-away home; the practice carrier's credential is no secret.
async fn engine(script: &Setup, url: &str, home: &std::path::Path) -> Result<Handle, Failure> {
    let customer =
        script.customers.first().ok_or_else(|| Failure::Failed("the demo has no customer".into()))?;
    let tenant = TenantId::from("practice");
    let secrets = Secrets::Memory(Memory::practice());
    let feed = FeedId::from("demo");
    for (name, secret) in [
        (SecretName::ClientId, customer.client_id.clone()),
        (SecretName::ClientSecret, customer.client_secret.clone()),
        (SecretName::Feed(feed.clone()), format!("{url}/calendars/demo.ics")),
    ] {
        secrets.set(&tenant, &name, SecretText::new(secret)).await?;
    }
    let home = Home::locate(Some(home))?;
    let mut store = Store::open(&home.ledger(tenant.as_str())?, &tenant)?;
    store.commit(&cast(script, url, &tenant, &feed))?;
    let limits = Limits::new();
    let machine = Machine {
        clock: Clock::machine(),
        desktop: Arc::new(Desktop::session(limits.keychain)),
        secrets: Arc::new(secrets),
        limits,
    };
    let (handle, _) = begin(store, machine, Orders::Gives)?;
    Ok(handle)
}

/// The tenant, its feed and its three circuits, as set-up would have left them.
fn cast(script: &Setup, url: &str, tenant: &TenantId, feed: &FeedId) -> Vec<Record> {
    let numbers = script.customers.first().map(|customer| customer.number.clone()).unwrap_or_default();
    let tenant = Tenant {
        automation: true,
        ..Tenant::new(
            tenant.clone(),
            "Practice",
            Zone::UTC,
            Profile::practice(Dialect::NaasV1, url, &numbers),
        )
    };
    let host = url.trim_start_matches("http://").to_owned();
    let feed = Feed {
        own_network: Some(host.clone()),
        ..Feed::new(feed.clone(), "Demo calendar", Source::Address { host })
    };
    let circuits = script.customers.iter().flat_map(|customer| &customer.circuits).filter_map(circuit);
    let circuits = circuits.map(|circuit| Record::Circuit(Box::new(circuit)));
    [Record::Tenant(Box::new(tenant)), Record::Feed(Box::new(feed))].into_iter().chain(circuits).collect()
}

/// A circuit with its present tier as baseline; calendars may raise it to the highest it has.
fn circuit(cast: &setup::CircuitSetup) -> Option<Circuit> {
    let tier = |mbps| tidegate_core::units::Tier::from_mbps(mbps);
    let live = tier(cast.mbps)?;
    let highest = cast.tiers.iter().filter_map(|one| tier(one.mbps)).max()?;
    let listed = Listed {
        id: cast.id.as_str().into(),
        name: Some(cast.name.clone()),
        site: Default::default(),
        seen: Seen::new(live, "Active"),
    };
    Some(Circuit { highest, approved: highest, since: Utc::now(), ..Circuit::from_inventory(&listed) })
}

/// Waits until engine, feed and inventory are ready; then the story begins at the next whole second.
async fn ready(stage: &Stage) -> Result<DateTime<Utc>, Failure> {
    let begun = Utc::now();
    loop {
        let is_ready = stage.handle.at_desk(|desk| {
            let world = &desk.world;
            let priced = world.circuits.values().all(|circuit| !circuit.offers.is_empty());
            let read = world.feed_states.values().any(|state| state.read_at.is_some());
            world.here.inventory_at.is_some() && priced && read
        });
        if is_ready.await? {
            let now = Utc::now();
            return Ok(DateTime::from_timestamp(now.timestamp() + 1, 0).unwrap_or(now));
        }
        if Utc::now() - begun > READY_WITHIN {
            return Err(Failure::Failed(
                "the practice carrier did not become ready in time; try again".into(),
            ));
        }
        tokio::time::sleep(GLANCE).await;
    }
}

fn foreign_order(carrier: Arc<Mutex<Carrier>>, start: DateTime<Utc>) {
    tokio::spawn(async move {
        let (at, lasts) = FOREIGN;
        tokio::time::sleep((start + at - Utc::now()).to_std().unwrap_or_default()).await;
        let mut carrier = carrier.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let circuit = carrier.state(Utc::now())["circuits"].as_array().and_then(|all| {
            all.iter().find(|one| one["name"] == "C").and_then(|one| one["id"].as_str().map(str::to_owned))
        });
        if let Some(circuit) = circuit {
            carrier.foreign_order(Utc::now(), &circuit, lasts, None);
        }
    });
}

/// Tells what the plan will order, once the calendar has been read.
async fn tell_plan(stage: &Stage, story: &mut Story) -> Result<bool, Failure> {
    let until = story.start() + OVER;
    let coming = stage.handle.at_desk(move |desk| {
        let now = desk.now();
        let world = &desk.world;
        let all = world
            .circuits
            .values()
            .map(|circuit| (circuit.name.clone(), upcoming(world, &circuit.id, now, until)));
        all.collect::<Vec<_>>()
    });
    let coming = coming.await?;
    let is_read = coming.iter().any(|(_, orders)| !orders.is_empty());
    if is_read {
        story.plan(&coming);
    }
    Ok(is_read)
}

/// Every circuit has the tier that is wanted, no change is open and no problem either.
async fn is_over(stage: &Stage) -> Result<bool, Failure> {
    let over = stage.handle.at_desk(|desk| {
        let world = &desk.world;
        let now = desk.now();
        let settled = world.circuits.keys().all(|id| {
            let live = world.states.get(id).and_then(|state| state.seen.as_ref()).map(|seen| seen.tier);
            live == world.compiled.timelines.get(id).map(|timeline| timeline.want(now))
                && world.open_change(id).is_none()
        });
        settled && world.incidents.is_empty()
    });
    Ok(over.await?)
}

/// What the table at the end says beside what was told.
async fn close(stage: &Stage, start: DateTime<Utc>) -> Result<Told, Failure> {
    let settled = is_over(stage).await?;
    let told = stage.handle.at_desk(move |desk| {
        let (plan, top) = costs(&desk.world, start, start + TimeDelta::days(7));
        let verified = desk.store.audit().verify()?;
        let rule = desk.world.tenant.billing.name();
        Ok::<_, tidegate_engine::store::StoreError>(Told { settled, plan, top, rule, verified })
    });
    Ok(told.await??)
}
