//! The words of setting up: feeds, own events, rules, named tiers, circuits, customers, credentials.

use super::whole;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

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
    #[command(after_help = "Example: tidegate feeds list")]
    List,
    /// Change a feed's settings
    #[command(
        after_help = "Example: tidegate feeds set Office --zone America/New_York --allow ann@example.com"
    )]
    Set {
        feed: String,
        #[command(flatten)]
        settings: FeedSettings,
    },
    /// Read now
    #[command(after_help = "Example: tidegate feeds refresh Office")]
    Refresh { feed: Option<String> },
    /// Believe a calendar that lost most of its events
    #[command(after_help = "Example: tidegate feeds believe Office")]
    Believe { feed: String },
    /// Let the raises of a mass change go
    #[command(after_help = "Example: tidegate feeds release Office")]
    Release { feed: String },
    /// Unsubscribe
    #[command(after_help = "Example: tidegate feeds remove Office")]
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
    /// An organiser who may ask no more
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) disallow: Vec<String>,
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
    /// A circuit, tag or feed whose raises its days suppress (`all` for all)
    #[arg(long, value_name = "NAME")]
    pub(crate) holidays_for: Option<Vec<String>>,
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
    #[command(
        after_help = "Example: tidegate events edit UID \"#iod 2G @HQ\" --start 2027-01-04T09:00 --end 2027-01-04T13:00"
    )]
    Edit {
        uid: String,
        title: String,
        #[command(flatten)]
        when: When,
    },
    /// Every own event
    #[command(after_help = "Example: tidegate events list")]
    List,
    /// Remove an event
    #[command(after_help = "Example: tidegate events remove UID")]
    Remove { uid: String },
    /// Print them as a calendar that Outlook, Google, Apple and Thunderbird take: put it into a file with > own-events.ics
    #[command(after_help = "Example: tidegate events export")]
    Export,
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
    #[command(after_help = "Example: tidegate rules list")]
    List,
    /// Add a rule at the end
    #[command(
        after_help = "Example: tidegate rules add \"Board meetings\" --contains board --asks 500M --circuit HQ"
    )]
    Add(RuleWords),
    /// Move a rule to a place, counted from 1
    #[command(after_help = "Example: tidegate rules move \"Board meetings\" 1")]
    Move {
        name: String,
        #[arg(value_parser = whole::<usize>(1..=1_000))]
        to: usize,
    },
    /// Remove a rule
    #[command(after_help = "Example: tidegate rules remove \"Board meetings\"")]
    Remove { name: String },
    /// What an event with this title would ask for
    #[command(after_help = "Example: tidegate rules try \"Board meeting, video\" --feed Office")]
    Try {
        title: String,
        #[arg(long)]
        feed: Option<String>,
    },
}

/// Minutes of 31 days: nothing that a rule is about lasts longer.
const MONTH: i64 = 31 * 24 * 60;

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
    #[arg(long, value_name = "MINUTES", value_parser = whole::<i64>(0..=MONTH), help = "At least so long")]
    pub(crate) longer_than: Option<i64>,
    #[arg(long, value_name = "MINUTES", value_parser = whole::<i64>(0..=MONTH), help = "At most so long")]
    pub(crate) shorter_than: Option<i64>,
    #[arg(long = "circuit", help = "Which circuits")]
    pub(crate) circuits: Vec<String>,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Profiles {
    /// Every named tier
    #[command(after_help = "Example: tidegate profiles list")]
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
    #[command(after_help = "Example: tidegate profiles remove video")]
    Remove { name: String },
}

#[derive(Subcommand, Debug)]
pub(crate) enum Circuits {
    /// Fetch the circuits of this account from the carrier
    #[command(after_help = "Example: tidegate circuits sync")]
    Sync,
    /// Every circuit with its tiers and prices
    #[command(after_help = "Example: tidegate circuits list")]
    List,
    /// Choose baseline, bounds, name and tags
    #[command(
        after_help = "Example: tidegate circuits set HQ --baseline 100M --lowest 100M --highest 1G --budget 500"
    )]
    Set(CircuitWords),
    /// Look after a circuit no more; at the carrier nothing changes
    #[command(after_help = "Example: tidegate circuits remove HQ")]
    Remove { circuit: String },
    /// Look after a circuit again that was taken out
    #[command(after_help = "Example: tidegate circuits restore HQ")]
    Restore { circuit: String },
    /// Give a circuit another name at the carrier, and here
    #[command(after_help = "Example: tidegate circuits rename HQ \"Denver office\"")]
    Rename { circuit: String, name: String },
    /// End a circuit at the carrier; without --typed it says what ends and does nothing
    #[command(after_help = "Example: tidegate circuits disconnect HQ --typed HQ")]
    Disconnect {
        circuit: String,
        /// The circuit's name once more, letter by letter: yes, this one
        #[arg(long, value_name = "NAME")]
        typed: Option<String>,
    },
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
    #[arg(long, value_name = "AMOUNT", help = "What a month of it is to cost at most, or off")]
    pub(crate) budget: Option<String>,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Tenants {
    /// Set up an account at a carrier; it only observes until automation is switched on
    #[command(
        after_help = "Example: tidegate tenants add Office --customer-number 1-ABCDE --environment production --zone America/Denver \\\n           \
        --contact-name \"Ann Lee\" --contact-email ann@example.com --contact-phone +13035550100"
    )]
    Add(Box<TenantWords>),
    /// Every customer
    #[command(after_help = "Example: tidegate tenants list")]
    List,
    /// Write a customer's settings to a file, without any secret; to standard output where no file is named
    #[command(after_help = "Example: tidegate tenants export office.json")]
    Export { file: Option<PathBuf> },
    /// Set a customer up from a file of settings; its key and calendars are entered again
    #[command(after_help = "Example: tidegate tenants import office.json --name \"Office west\"")]
    Import {
        file: PathBuf,
        /// Another name than the file's
        #[arg(long)]
        name: Option<String>,
    },
    /// Delete a customer with its ledger and its secrets
    #[command(after_help = "Example: tidegate tenants remove Office")]
    Remove { name: String },
}

#[derive(Args, Debug)]
pub(crate) struct TenantWords {
    pub(crate) name: String,
    /// The carrier's customer number
    #[arg(long)]
    pub(crate) customer_number: String,
    /// Which of the carrier's environments: production (real circuits, real money) or test
    #[arg(long, default_value = "")]
    pub(crate) environment: String,
    /// The carrier's address, instead of an environment
    #[arg(long, default_value = "")]
    pub(crate) base: String,
    /// Home zone
    #[arg(long)]
    pub(crate) zone: String,
    /// The carrier's dialect: lumen, naas-v1, connections or eod-v5
    #[arg(long, default_value = "lumen")]
    pub(crate) dialect: String,
    /// How credentials travel to the token endpoint: basic or body
    #[arg(long, default_value = "basic")]
    pub(crate) token_transport: String,
    /// The billing account of the circuits, for eod-v5
    #[arg(long, default_value = "")]
    pub(crate) billing_account: String,
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
    #[command(after_help = "Example: tidegate credentials test")]
    Test,
    /// Forget the key
    #[command(after_help = "Example: tidegate credentials remove")]
    Remove,
}
