//! The command line as people write it. Owns words, help and examples; what a verb does is the engine's matter.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Turns a shared calendar into the bandwidth of internet circuits that are billed by the hour.
#[derive(Parser, Debug)]
#[command(
    name = "tidegate",
    version,
    max_term_width = 110,
    propagate_version = true,
    disable_help_subcommand = true
)]
#[command(
    after_help = "Try it: tidegate demo\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 needs attention"
)]
pub(crate) struct Cli {
    /// Keep everything in this folder instead of the usual one
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) home: Option<PathBuf>,
    /// The customer it is about; not needed while there is only one
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) tenant: Option<String>,
    /// Print JSON for programs
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Verb {
    /// Show the main job on a practice carrier, in about 70 seconds
    Demo,
    /// Run without a window: read calendars, order tiers, follow orders
    #[command(after_help = "Example: tidegate run --secrets-file /run/tidegate/secrets\n\
        A secrets file has lines such as client_id=..., client_secret=..., feed.office=https://...;\n\
        with several customers each line begins with NAME/. It must be readable by you alone (mode 0600).")]
    Run(Run),
    #[command(flatten)]
    Ask(Question),
    /// Read a calendar without subscribing to it
    #[command(subcommand)]
    Calendar(Calendar),
    /// The practice carrier
    #[command(subcommand)]
    Sim(Sim),
    /// Look for what is wrong with this computer's part of things
    Doctor,
}

/// What is asked of the owner of the data folder.
#[derive(Subcommand, Debug)]
pub(crate) enum Question {
    /// What every circuit has, wants and does next
    Status,
    /// The orders of the next days, with their cost
    #[command(after_help = "Example: tidegate plan --days 14")]
    Plan(Days),
    /// Why a circuit has its tier, now or at another time
    #[command(after_help = "Example: tidegate why HQ --at 2027-01-12T07:00")]
    Why {
        circuit: String,
        #[arg(long, value_name = "TIME")]
        at: Option<String>,
    },
    /// What the plan costs
    Cost(Days),
    /// What you were told
    Inbox {
        #[arg(long, default_value_t = 20)]
        limit: u32,
    },
    /// The calendars you subscribe to
    #[command(subcommand)]
    Feeds(Feeds),
    /// Your own events, kept by Tidegate
    #[command(subcommand)]
    Events(Events),
    /// Rules for events that name no tier, in their order
    #[command(subcommand)]
    Rules(Rules),
    /// Named tiers, such as `video`
    #[command(subcommand)]
    Profiles(Profiles),
    /// The circuits of your account, their tiers and bounds
    #[command(subcommand)]
    Circuits(Circuits),
    /// Customers, each with its own credentials, circuits, feeds and ledger
    #[command(subcommand)]
    Tenants(Tenants),
    /// The carrier's API key, kept in the keychain
    #[command(subcommand)]
    Credentials(Credentials),
    /// Let Tidegate order, or only watch
    #[command(subcommand)]
    Automation(Automation),
    /// At least this tier for a while
    #[command(after_help = "Example: tidegate boost HQ 2G --until 2h")]
    Boost(Override),
    /// Exactly this tier for a while
    #[command(after_help = "Example: tidegate hold HQ 100M --until 2027-01-11T08:00")]
    Hold(Override),
    /// End boost and hold of a circuit
    Clear { circuit: String },
    /// Order nothing, for one circuit or for all
    Pause { circuit: Option<String> },
    /// Go on ordering
    #[command(after_help = "Example: tidegate resume --from-next")]
    Resume {
        circuit: Option<String>,
        #[command(flatten)]
        from: TakeUp,
    },
    /// The kill switch: every circuit to its baseline, then paused
    Baseline {
        /// Yes, all of them
        #[arg(long, required = true)]
        all: bool,
    },
    /// What waits for you
    #[command(subcommand)]
    Attention(Attention),
    /// The ledger of orders
    #[command(subcommand)]
    Orders(Orders),
    /// What happened, provably
    #[command(subcommand)]
    Audit(Audit),
    /// The customer's settings
    #[command(subcommand)]
    Settings(Settings),
}

#[derive(Args, Debug)]
pub(crate) struct Run {
    /// Leave boundaries to another computer, and act only where the circuit is still wrong 12 minutes later
    #[arg(long)]
    pub(crate) standby: bool,
    #[command(flatten)]
    pub(crate) secrets: SecretsGiven,
}

/// Secrets where there is no keychain: kept in memory only, given at each start.
#[derive(Args, Debug, Default)]
#[group(multiple = false)]
pub(crate) struct SecretsGiven {
    /// Read the secrets from this file, which must be readable by you alone
    #[arg(long, value_name = "FILE")]
    pub(crate) secrets_file: Option<PathBuf>,
    /// Read the secrets from this environment variable
    #[arg(long, value_name = "NAME")]
    pub(crate) secret_from_env: Option<String>,
    /// Read the secrets from this open file descriptor
    #[arg(long, value_name = "N")]
    pub(crate) secrets_fd: Option<u32>,
}

#[derive(Args, Debug)]
pub(crate) struct Days {
    /// How many days from now on
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=60))]
    pub(crate) days: u32,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Calendar {
    /// List the occurrences in a window
    #[command(
        after_help = "Example: tidegate calendar expand office.ics --from 2027-01-04 --to 2027-01-11 --tz America/New_York"
    )]
    Expand(Reading),
    /// Say what could not be read as written, and what was assumed
    Check(Reading),
}

#[derive(Args, Debug)]
pub(crate) struct Reading {
    /// A file, a public https address, or - for an address on standard input
    pub(crate) source: String,
    /// Begin: RFC 3339, or a date (midnight in --tz); today where not given
    #[arg(long)]
    pub(crate) from: Option<String>,
    /// End, not included; two weeks after the begin where not given
    #[arg(long)]
    pub(crate) to: Option<String>,
    /// Home zone for all-day and floating times; the calendar's own zone comes first, and without either UTC
    #[arg(long, value_name = "ZONE")]
    pub(crate) tz: Option<String>,
    /// A host and port on your own network that may be read
    #[arg(long, value_name = "HOST:PORT")]
    pub(crate) own_network: Option<String>,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Feeds {
    /// Subscribe: the address is asked for without echo, or read from standard input with -
    #[command(
        after_help = "Example: tidegate feeds add Office --bind HQ        (asks for the address)\n         \
        pass show calendar | tidegate feeds add Office -"
    )]
    Add {
        name: String,
        /// - to read the address from standard input
        address: Option<String>,
        /// A file instead of an address
        #[arg(long, conflicts_with = "address")]
        file: Option<PathBuf>,
        #[command(flatten)]
        settings: FeedSettings,
    },
    /// Every feed, when it was read, what is wrong with it
    List,
    /// Change a feed's settings
    Set {
        feed: String,
        #[command(flatten)]
        settings: FeedSettings,
    },
    /// Read now
    Refresh { feed: Option<String> },
    /// Believe a calendar that lost most of its events
    Believe { feed: String },
    /// Let the raises of a mass change go
    Release { feed: String },
    /// Unsubscribe
    Remove { feed: String },
}

#[derive(Args, Debug)]
pub(crate) struct FeedSettings {
    /// A new name
    #[arg(long, value_name = "NAME")]
    pub(crate) rename: Option<String>,
    /// This calendar is only about the bandwidth of these circuits (`none` to undo)
    #[arg(long, value_name = "CIRCUIT", num_args = 1..)]
    pub(crate) bind: Option<Vec<String>>,
    /// Who can write in it
    #[arg(long, value_enum)]
    pub(crate) writers: Option<WritersWord>,
    /// An organiser who may ask
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) allow: Vec<String>,
    /// The calendar's own address: then its answer to an invitation counts
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) own_address: Option<String>,
    /// Zone for its all-day and floating times
    #[arg(long, value_name = "ZONE")]
    pub(crate) zone: Option<String>,
    /// Only busy events count, commands excepted
    #[arg(long, value_name = "YES|NO", value_parser = yes_no)]
    pub(crate) busy_only: Option<bool>,
    /// The tier every event asks for where nothing else does (`none` to undo)
    #[arg(long, value_name = "TIER")]
    pub(crate) tier: Option<String>,
    /// Its days suppress raises
    #[arg(long, value_name = "YES|NO", value_parser = yes_no)]
    pub(crate) holidays: Option<bool>,
    /// A host and port on your own network that this feed may be read from
    #[arg(long, value_name = "HOST:PORT")]
    pub(crate) own_network: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum WritersWord {
    OnlyUs,
    OthersToo,
}

fn yes_no(text: &str) -> Result<bool, String> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err("write yes or no".into()),
    }
}

#[derive(Subcommand, Debug)]
pub(crate) enum Events {
    /// Add an event
    #[command(
        after_help = "Example: tidegate events add \"#iod 1G @HQ\" --start 2027-01-04T09:00 --end 2027-01-04T12:00 --repeats 'FREQ=WEEKLY;BYDAY=MO'"
    )]
    Add {
        title: String,
        #[command(flatten)]
        when: When,
    },
    /// Change an event
    Edit {
        uid: String,
        title: String,
        #[command(flatten)]
        when: When,
    },
    /// Every own event
    List,
    /// Remove an event
    Remove { uid: String },
}

#[derive(Args, Debug)]
pub(crate) struct When {
    /// Start, in the home zone or RFC 3339
    #[arg(long)]
    pub(crate) start: String,
    /// End
    #[arg(long)]
    pub(crate) end: String,
    /// An RRULE
    #[arg(long, value_name = "RRULE")]
    pub(crate) repeats: Option<String>,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Rules {
    /// The rules in their order
    List,
    /// Add a rule at the end
    #[command(
        after_help = "Example: tidegate rules add \"Board meetings\" --contains board --asks 500M --circuit HQ"
    )]
    Add(RuleWords),
    /// Move a rule to a place, counted from 1
    Move { name: String, to: usize },
    /// Remove a rule
    Remove { name: String },
    /// What an event with this title would ask for
    Try {
        title: String,
        #[arg(long)]
        feed: Option<String>,
    },
}

#[derive(Args, Debug)]
pub(crate) struct RuleWords {
    pub(crate) name: String,
    /// A tier, a profile, or `nothing`
    #[arg(long)]
    pub(crate) asks: String,
    #[arg(long, help = "The title contains this")]
    pub(crate) contains: Option<String>,
    #[arg(long, help = "The title matches this regular expression")]
    pub(crate) regex: Option<String>,
    #[arg(long, help = "The organiser's address")]
    pub(crate) organiser: Option<String>,
    #[arg(long, help = "One of its categories")]
    pub(crate) category: Option<String>,
    #[arg(long, help = "The location contains this")]
    pub(crate) location: Option<String>,
    #[arg(long, value_name = "MINUTES", help = "At least so long")]
    pub(crate) longer_than: Option<i64>,
    #[arg(long, value_name = "MINUTES", help = "At most so long")]
    pub(crate) shorter_than: Option<i64>,
    #[arg(long = "circuit", help = "Which circuits")]
    pub(crate) circuits: Vec<String>,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Profiles {
    /// Every named tier
    List,
    /// Give a name a tier
    #[command(after_help = "Example: tidegate profiles set video 500M --circuit HQ")]
    Set {
        name: String,
        tier: String,
        #[arg(long = "circuit")]
        circuits: Vec<String>,
    },
    /// Remove a name
    Remove { name: String },
}

#[derive(Subcommand, Debug)]
pub(crate) enum Circuits {
    /// Fetch the circuits of this account from the carrier
    Sync,
    /// Every circuit with its tiers and prices
    List,
    /// Choose baseline, bounds, name and tags
    #[command(after_help = "Example: tidegate circuits set HQ --baseline 100M --lowest 100M --highest 1G")]
    Set(CircuitWords),
}

#[derive(Args, Debug)]
pub(crate) struct CircuitWords {
    pub(crate) circuit: String,
    #[arg(long, help = "A new name")]
    pub(crate) name: Option<String>,
    #[arg(long, help = "The tier when nothing asks for another")]
    pub(crate) baseline: Option<String>,
    #[arg(long, help = "No calendar raises it above this")]
    pub(crate) highest: Option<String>,
    #[arg(long, help = "No calendar lowers it below this")]
    pub(crate) lowest: Option<String>,
    #[arg(long = "tag", help = "A tag for @tag")]
    pub(crate) tags: Option<Vec<String>>,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Tenants {
    /// Set up an account at a carrier; it only observes until automation is switched on
    #[command(
        after_help = "Example: tidegate tenants add Office --customer-number 1-ABCDE --base https://api.lumen.com --zone America/Denver \\\n           \
        --contact-name \"Ann Lee\" --contact-email ann@example.com --contact-phone +13035550100"
    )]
    Add(TenantWords),
    /// Every customer
    List,
    /// Delete a customer with its ledger and its keychain items
    Remove { name: String },
}

#[derive(Args, Debug)]
pub(crate) struct TenantWords {
    pub(crate) name: String,
    /// The carrier's customer number
    #[arg(long)]
    pub(crate) customer_number: String,
    /// The carrier's address
    #[arg(long)]
    pub(crate) base: String,
    /// Home zone
    #[arg(long)]
    pub(crate) zone: String,
    /// The carrier's dialect: lumen or naas-v1
    #[arg(long, default_value = "lumen")]
    pub(crate) dialect: String,
    /// How credentials travel to the token endpoint: basic or body
    #[arg(long, default_value = "basic")]
    pub(crate) token_transport: String,
    #[arg(long, default_value = "", help = "First and last name for the carrier's mail")]
    pub(crate) contact_name: String,
    #[arg(long, default_value = "", help = "Mail address for the carrier's mail")]
    pub(crate) contact_email: String,
    #[arg(long, default_value = "", help = "US phone number")]
    pub(crate) contact_phone: String,
    /// The carrier is the practice carrier of `tidegate sim serve`
    #[arg(long)]
    pub(crate) practice: bool,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Credentials {
    /// Enter the API key: prompted without echo, or - to read id and secret as two lines from standard input
    #[command(
        after_help = "Example: tidegate credentials set\n         printf '%s\\n%s\\n' \"$ID\" \"$SECRET\" | tidegate credentials set -"
    )]
    Set { from: Option<String> },
    /// Sign in and read the inventory, to see that the key works
    Test,
    /// Forget the key
    Remove,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Automation {
    /// Let Tidegate order; what the plan shows is approved
    #[command(after_help = "Example: tidegate automation on --from-next")]
    On(TakeUp),
    /// Only watch
    Off,
}

#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub(crate) struct TakeUp {
    /// Order now what the plan wants now
    #[arg(long)]
    pub(crate) now: bool,
    /// Leave every circuit as it is until the plan's next change
    #[arg(long)]
    pub(crate) from_next: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Override {
    pub(crate) circuit: String,
    /// Such as 500M or "1 Gbps"
    pub(crate) tier: String,
    /// A length such as 2h or 3d, or a time in the home zone; 2h where not given
    #[arg(long, value_name = "END")]
    pub(crate) until: Option<String>,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Attention {
    /// Open problems, and events that need a person
    List,
    /// Answer one, by the number of the choice
    Answer { id: String, choice: usize },
}

#[derive(Subcommand, Debug)]
pub(crate) enum Orders {
    /// The newest orders
    List {
        #[arg(long)]
        circuit: Option<String>,
        #[arg(long, default_value_t = 20)]
        limit: u32,
    },
    /// One order with all its states
    Show { id: i64 },
    /// Try again what ended badly on a circuit
    Retry { circuit: String },
    /// Order what the plan wants although somebody changed the circuit
    Restore { circuit: String },
}

#[derive(Subcommand, Debug)]
pub(crate) enum Audit {
    /// The trail's lines, each exactly the bytes that are hashed
    Export {
        /// Where to; standard output where not given
        file: Option<PathBuf>,
    },
    /// Check the chain, of the ledger or of an exported file
    Verify { file: Option<PathBuf> },
}

#[derive(Subcommand, Debug)]
pub(crate) enum Settings {
    /// Every setting
    Get,
    /// Change one
    #[command(after_help = "Example: tidegate settings set billing per-minute")]
    Set { name: String, value: String },
}

#[derive(Subcommand, Debug)]
pub(crate) enum Sim {
    /// Serve the practice carrier on this computer's loopback address
    #[command(
        after_help = "Example: tidegate sim serve --port 8080\nThen break it on purpose: curl localhost:8080/sim/fault -d '{\"on\":\"change\",\"do\":\"fail\"}'"
    )]
    Serve {
        #[arg(long, default_value_t = 0, help = "0 chooses a free one")]
        port: u16,
        #[arg(long, help = "A TOML file that describes the carrier; the practice carrier where not given")]
        setup: Option<PathBuf>,
    },
}
