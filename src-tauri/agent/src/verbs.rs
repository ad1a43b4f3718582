//! Verbs to commands of the one table, and answers to people or programs.

use crate::calendar as reading;
use crate::cli::{
    self, Attention, Audit, Automation, Calendar, CarrierVerb, Circuits, Credentials, Events, Feeds,
    Heartbeat, Orders, Profiles, Question, Rules, Settings, Tenants,
};
use crate::failure::Failure;
use crate::link::Link;
use crate::money;
use crate::proof;
use crate::secrets::ask as ask_secret;
use crate::show;
use serde_json::Value;
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use tidegate_door::command::{CircuitSettings, Command, FeedSettings, NewTenant, OwnEvent, RuleText, TakeUp};
use tidegate_sim::server::Server;
use tidegate_sim::{Calendars, Carrier, Setup, samples};

mod way;

/// How an answer is shown to people.
pub(crate) type Show = fn(&Value);

/// Asks the owner and shows the answer. Exit code 3 where status or attention have something that waits.
pub(crate) async fn ask(
    home: Option<&Path>,
    tenant: Option<String>,
    verb: Question,
    json: bool,
) -> Result<ExitCode, Failure> {
    if let Question::Audit(Audit::Verify { file: Some(file) }) = &verb {
        return proof::verify(file, json);
    }
    let link = Link::open(home, tenant).await?;
    if let Question::Audit(Audit::Export { file, pack }) = &verb {
        return match pack {
            Some(folder) => proof::pack(&link, folder, json).await,
            None => proof::export(&link, file.as_deref()).await,
        };
    }
    if let Question::Resume { circuit, from } = &verb {
        chosen(&link, from, "resume", circuit.clone()).await?;
    }
    if let Question::Automation(Automation::On(from)) = &verb {
        chosen(&link, from, "automation on", None).await?;
    }
    if let Question::Carrier(CarrierVerb::Follow { reference, wait: true }) = &verb {
        return way::wait(&link, reference.as_deref(), json).await;
    }
    if let Question::Tenants(Tenants::Export { file: Some(file) }) = &verb {
        return written(&link, file).await;
    }
    if let Question::Report(wanted) = &verb {
        return money::report(&link, wanted, json).await;
    }
    let waits = matches!(verb, Question::Status | Question::Attention(Attention::List));
    let (command, show, acts) = command(verb, json)?;
    let answer = link.ask(command).await?;
    if json {
        show::json(&answer)
    } else {
        show(&answer)
    }
    if acts && !json && !link.is_running() {
        show::line("Recorded. Nothing is running to act on it; start it with `tidegate run`.");
    }
    let waiting = |key: &str| answer[key].as_array().is_some_and(|all| !all.is_empty());
    let needs = waits && (waiting("incidents") || waiting("attention") || waiting("events"));
    let broken = answer["ok"] == false;
    Ok(ExitCode::from(if needs { 3 } else { u8::from(broken) }))
}

/// Refuses a going-on that does not say from when, with what "now" would order.
async fn chosen(link: &Link, from: &cli::TakeUp, verb: &str, circuit: Option<String>) -> Result<(), Failure> {
    if from.now || from.from_next {
        return Ok(());
    }
    let orders = show::would_order(&link.ask(Command::WouldOrder { circuit }).await?);
    Err(Failure::Usage(format!(
        "say from when: `tidegate {verb} --now` or `tidegate {verb} --from-next` (from the plan's next change on). {orders} Nothing was changed"
    )))
}

/// A verb's command, how its answer is shown, and whether somebody must be running for it to have an effect.
fn command(verb: Question, json: bool) -> Result<(Command, Show, bool), Failure> {
    // People are shown what the window shows: there circuits have names.
    let screen = |data: Command| if json { data } else { Command::SettingsScreen {} };
    let look = |command, show: Show| Ok((command, show, false));
    let act = |command| Ok((command, show::done as Show, true));
    match verb {
        Question::Status => look(Command::Status {}, show::status),
        Question::Plan(days) => look(Command::Plan { days: days.days }, show::plan),
        Question::Cost(wanted) => money::cost(wanted),
        Question::Why { circuit, at } => look(Command::Why { circuit, at }, show::why),
        Question::Inbox { limit } => look(Command::Inbox { limit }, show::inbox),
        Question::Feeds(verb) => feeds(verb),
        Question::Events(Events::List) => look(Command::Events {}, show::events),
        Question::Events(Events::Add { title, when }) => {
            Ok((Command::EventAdd { event: event(title, when) }, show::event_added, true))
        }
        Question::Events(Events::Edit { uid, title, when }) => {
            Ok((Command::EventEdit { uid, event: event(title, when) }, show::event_changed, true))
        }
        Question::Events(Events::Remove { uid }) => act(Command::EventRemove { uid }),
        Question::Events(Events::Export) => look(Command::EventsExport {}, show::exported),
        Question::Rules(Rules::List) => look(screen(Command::Rules {}), show::rules),
        Question::Rules(Rules::Add(words)) => act(Command::RuleAdd { rule: rule(words) }),
        Question::Rules(Rules::Move { name, to }) => act(Command::RuleMove { name, to }),
        Question::Rules(Rules::Remove { name }) => act(Command::RuleRemove { name }),
        Question::Rules(Rules::Try { title, feed }) => look(Command::RuleTry { title, feed }, show::tried),
        Question::Profiles(Profiles::List) => look(screen(Command::Profiles {}), show::profiles),
        Question::Profiles(Profiles::Set { name, tier, circuits }) => {
            act(Command::ProfileSet { name, tier, circuits })
        }
        Question::Profiles(Profiles::Remove { name }) => act(Command::ProfileRemove { name }),
        Question::Circuits(Circuits::Sync) => look(Command::CircuitsSync {}, show::synced),
        Question::Circuits(Circuits::List) => look(Command::Circuits {}, show::circuits),
        Question::Circuits(Circuits::Set(words)) => act(circuit(words)),
        Question::Circuits(Circuits::Remove { circuit }) => act(Command::CircuitLeave { circuit }),
        Question::Circuits(Circuits::Restore { circuit }) => act(Command::CircuitLookAfter { circuit }),
        Question::Circuits(Circuits::Rename { circuit, name }) => {
            look(Command::CircuitRename { circuit, name }, show::begun)
        }
        Question::Circuits(Circuits::Disconnect { circuit, typed }) => {
            look(Command::CircuitDisconnect { circuit, typed }, show::begun)
        }
        Question::Carrier(verb) => Ok(way::command(verb)),
        Question::Tenants(Tenants::List) => look(Command::Tenants {}, show::tenants),
        Question::Tenants(Tenants::Add(words)) => {
            look(Command::TenantAdd { tenant: tenant(*words) }, show::tenant_added)
        }
        // Answered before where a file is named.
        Question::Tenants(Tenants::Export { .. }) => look(Command::TenantExport {}, show::json),
        Question::Tenants(Tenants::Import { file, name }) => {
            let text = std::fs::read_to_string(&file).map_err(Failure::file(file.display()))?;
            look(Command::TenantImport { text, name }, show::tenant_imported)
        }
        Question::Tenants(Tenants::Remove { name }) => {
            look(Command::TenantRemove { name }, show::tenant_removed)
        }
        Question::Credentials(Credentials::Set { from }) => credentials(from.as_deref()),
        Question::Credentials(Credentials::Test) => {
            look(Command::CredentialsTest {}, show::credentials_tested)
        }
        Question::Credentials(Credentials::Remove) => act(Command::CredentialsRemove {}),
        Question::Automation(Automation::On(from)) => {
            Ok((Command::AutomationOn { from: take_up(&from) }, show::gone_on, true))
        }
        Question::Automation(Automation::Off) => act(Command::AutomationOff {}),
        Question::Boost(one) => {
            act(Command::Boost { circuit: one.circuit, tier: one.tier, until: one.until })
        }
        Question::Hold(one) => act(Command::Hold { circuit: one.circuit, tier: one.tier, until: one.until }),
        Question::Clear { circuit } => act(Command::Clear { circuit }),
        Question::Pause { circuit } => act(Command::Pause { circuit }),
        Question::Resume { circuit, from } => {
            Ok((Command::Resume { circuit, from: take_up(&from) }, show::gone_on, true))
        }
        Question::Baseline { all: _ } => act(Command::BaselineAll {}),
        Question::Attention(Attention::List) => look(Command::Attention {}, show::attention),
        Question::Attention(Attention::Answer { id, choice }) => act(Command::AttentionAnswer { id, choice }),
        Question::Orders(Orders::List { circuit, limit }) => {
            look(Command::Orders { circuit, limit }, show::orders)
        }
        Question::Orders(Orders::Show { id }) => look(Command::OrderShow { id }, show::order),
        Question::Orders(Orders::Retry { circuit }) => act(Command::Retry { circuit }),
        Question::Orders(Orders::Restore { circuit }) => act(Command::Restore { circuit }),
        Question::Audit(_) => look(Command::AuditVerify {}, show::verified),
        // Answered before: it may be written to a file.
        Question::Report(wanted) => look(Command::Report { month: wanted.month }, show::report),
        Question::Heartbeat(Heartbeat::Set { from, own_network }) => {
            if from.as_deref().is_some_and(|word| word != "-") {
                return Err(Failure::Usage("the address is a secret, so it is not taken as an argument; leave it out to be asked, or write - and give it on standard input".into()));
            }
            let address = ask_secret("Address of the heartbeat: ", from.is_some())?;
            act(Command::HeartbeatSet { address, own_network })
        }
        Question::Heartbeat(Heartbeat::Off) => act(Command::HeartbeatOff {}),
        Question::Settings(Settings::Get) => look(Command::Settings {}, show::settings),
        Question::Settings(Settings::Set { name, value }) => act(Command::SettingSet { name, value }),
    }
}

fn feeds(verb: Feeds) -> Result<(Command, Show, bool), Failure> {
    Ok(match verb {
        Feeds::List => (Command::Feeds {}, show::feeds, false),
        Feeds::Add { name, address, file, settings } => {
            if address.as_deref().is_some_and(|text| text != "-") {
                return Err(Failure::Usage("an address is a secret, so it is not taken as an argument; leave it out to be asked, or write - and give it on standard input".into()));
            }
            let address = match &file {
                Some(_) => None,
                None => Some(ask_secret("Address of the calendar: ", address.is_some())?),
            };
            let file = file.map(|path| std::path::absolute(&path).unwrap_or(path).display().to_string());
            (Command::FeedAdd { name, address, file, settings: feed(settings) }, show::feed_added, true)
        }
        Feeds::Set { feed: name, settings } => {
            (Command::FeedSet { feed: name, settings: feed(settings) }, show::done, true)
        }
        Feeds::Refresh { feed } => (Command::FeedRefresh { feed }, show::done, true),
        Feeds::Believe { feed } => (Command::FeedBelieve { feed }, show::done, true),
        Feeds::Release { feed } => (Command::FeedRelease { feed }, show::done, true),
        Feeds::Remove { feed } => (Command::FeedRemove { feed }, show::done, true),
    })
}

fn feed(words: cli::FeedSettings) -> FeedSettings {
    FeedSettings {
        name: words.rename,
        bind: words.bind,
        writers: words.writers.map(|word| match word {
            cli::WritersWord::OnlyUs => "only-us".into(),
            cli::WritersWord::OthersToo => "others-too".into(),
        }),
        allow: words.allow,
        disallow: words.disallow,
        own_address: words.own_address,
        zone: words.zone,
        busy_only: words.busy_only,
        tier: words.tier,
        holidays: words.holidays,
        holidays_for: words.holidays_for,
        own_network: words.own_network,
    }
}

fn event(title: String, when: cli::When) -> OwnEvent {
    OwnEvent { title, start: when.start, end: when.end, repeats: when.repeats }
}

fn rule(words: cli::RuleWords) -> RuleText {
    RuleText {
        name: words.name,
        contains: words.contains,
        regex: words.regex,
        organiser: words.organiser,
        category: words.category,
        location: words.location,
        longer_than: words.longer_than,
        shorter_than: words.shorter_than,
        circuits: words.circuits,
        asks: words.asks,
    }
}

fn circuit(words: cli::CircuitWords) -> Command {
    let cli::CircuitWords { circuit, name, baseline, highest, lowest, tags, budget } = words;
    Command::CircuitSet {
        circuit,
        settings: CircuitSettings { name, baseline, highest, lowest, tags, budget },
    }
}

fn tenant(words: cli::TenantWords) -> NewTenant {
    NewTenant {
        name: words.name,
        dialect: words.dialect,
        base: words.base,
        environment: words.environment,
        billing_account: words.billing_account,
        customer_number: words.customer_number,
        zone: words.zone,
        contact_name: words.contact_name,
        contact_email: words.contact_email,
        contact_phone: words.contact_phone,
        token_transport: words.token_transport,
        practice: words.practice,
    }
}

fn take_up(from: &cli::TakeUp) -> TakeUp {
    if from.now { TakeUp::Now } else { TakeUp::Next }
}

fn credentials(from: Option<&str>) -> Result<(Command, Show, bool), Failure> {
    if from.is_some_and(|word| word != "-") {
        return Err(Failure::Usage("a secret is not taken as an argument; leave it out to be asked, or write - and give it on standard input".into()));
    }
    let client_id = ask_secret("Client id: ", from.is_some())?;
    let client_secret = ask_secret("Client secret: ", from.is_some())?;
    Ok((Command::CredentialsSet { client_id, client_secret }, show::done, false))
}

/// `calendar expand` and `calendar check`.
pub(crate) async fn calendar(verb: &Calendar, json: bool) -> Result<ExitCode, Failure> {
    let (read, show): (_, Show) = match verb {
        Calendar::Expand(options) => (shown(options, &reading::read(options).await?, json)?, show::expanded),
        Calendar::Check(options) => {
            (reading::checked(options, &reading::read(options).await?)?, show::checked)
        }
    };
    if json {
        show::json(&read)
    } else {
        show(&read)
    }
    Ok(ExitCode::SUCCESS)
}

/// The agreed form; for people with the zone whose clock its times are shown on.
fn shown(
    options: &cli::Reading,
    reading: &tidegate_core::calendar::Reading,
    json: bool,
) -> Result<Value, Failure> {
    let mut value = reading::expanded(reading);
    if !json {
        value["zone"] = reading::shown_in(options, reading)?.into();
    }
    Ok(value)
}

/// A customer's settings, written to a file.
async fn written(link: &Link, file: &Path) -> Result<ExitCode, Failure> {
    let settings = link.ask(Command::TenantExport {}).await?;
    let text = serde_json::to_string_pretty(&settings).map_err(Failure::unwritable)? + "\n";
    std::fs::write(file, text).map_err(Failure::file(file.display()))?;
    show::line(&format!("Written to {}, without any secret.", file.display()));
    Ok(ExitCode::SUCCESS)
}

/// Serves the practice carrier until it is interrupted.
pub(crate) async fn serve_carrier(port: u16, setup: Option<&Path>, json: bool) -> Result<(), Failure> {
    let setup = match setup {
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(Failure::file(path.display()))?;
            Setup::from_toml(&text).map_err(|error| Failure::Usage(error.to_string()))?
        }
        None => Setup::practice(),
    };
    let now = chrono::Utc::now();
    let calendars = Calendars::default();
    calendars.put("outlook", samples::outlook(now), now);
    calendars.put("google", samples::google(now), now);
    let customers: Vec<Value> = setup
        .customers
        .iter()
        .map(|one| {
            serde_json::json!({ "number": one.number, "client_id": one.client_id, "client_secret": one.client_secret })
        })
        .collect();
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await.map_err(Failure::Server)?;
    let carrier = Arc::new(Mutex::new(Carrier::new(setup, now)));
    let server = Server::start_on(carrier, calendars, listener).map_err(Failure::Server)?;
    let calendars: Vec<String> =
        ["outlook", "google"].iter().map(|name| format!("{}/calendars/{name}.ics", server.url())).collect();
    let serving = serde_json::json!({ "url": server.url(), "customers": customers, "calendars": calendars });
    if json {
        show::json(&serving);
    } else {
        show::serving(&serving);
    }
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
    server.stop().await.map_err(Failure::Server)
}
