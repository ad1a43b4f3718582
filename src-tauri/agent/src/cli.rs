//! The command line as people write it. Owns words, help and examples; what a verb does is the engine's matter.

mod carrier;
mod money;
mod set_up;

pub(crate) use carrier::*;
pub(crate) use money::*;
pub(crate) use set_up::*;

use clap::{Args, Parser, Subcommand};
use std::ops::RangeInclusive;
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
    #[command(after_help = "Example: tidegate demo")]
    Demo,
    /// Run without a window: read calendars, order tiers, follow orders
    #[command(after_help = "Example: tidegate run --secrets-file /run/tidegate/secrets\n\
        A secrets file has lines such as client_id=..., client_secret=..., feed.office=https://..., audit_key=...;\n\
        with several customers each line begins with NAME/. It must be readable by you alone (mode 0600).")]
    Run(Run),
    /// Run with a tray icon: what `run` does, and its state and switches in the panel
    #[cfg(target_os = "linux")]
    #[command(after_help = "Example: tidegate tray\n\
        Secrets are taken from the keychain; where there is none, give them as to `tidegate run`.")]
    Tray(Run),
    #[command(flatten)]
    Ask(Question),
    /// Read a calendar without subscribing to it
    #[command(subcommand)]
    Calendar(Calendar),
    /// The practice carrier
    #[command(subcommand)]
    Sim(Sim),
    /// Print what a shell needs to complete words
    #[command(after_help = "Example: tidegate completions bash")]
    Completions { shell: clap_complete::Shell },
    /// Print the manual page
    #[command(after_help = "Example: tidegate man", hide = true)]
    Man,
    /// Look for what is wrong with this computer's part of things
    #[command(after_help = "Example: tidegate doctor")]
    Doctor,
}

/// What is asked of the owner of the data folder.
#[derive(Subcommand, Debug)]
pub(crate) enum Question {
    /// What every circuit has, wants and does next
    #[command(after_help = "Example: tidegate status")]
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
    /// What the plan costs; more of it with one of the words below
    #[command(after_help = "Example: tidegate cost --days 30", args_conflicts_with_subcommands = true)]
    Cost(Cost),
    /// What you were told
    #[command(after_help = "Example: tidegate inbox --limit 50")]
    Inbox {
        #[arg(long, default_value_t = 20, value_parser = whole::<u32>(1..=10_000))]
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
    /// The way to a new circuit: where it can be, what it costs, its order
    #[command(subcommand)]
    Carrier(CarrierVerb),
    /// Customers, each with its own credentials, circuits, feeds and ledger
    #[command(subcommand)]
    Tenants(Tenants),
    /// The carrier's API key, kept in the keychain; on a server without one in memory only
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
    #[command(after_help = "Example: tidegate clear HQ")]
    Clear { circuit: String },
    /// Order nothing, for one circuit or for all
    #[command(after_help = "Example: tidegate pause HQ")]
    Pause { circuit: Option<String> },
    /// Go on ordering
    #[command(after_help = "Example: tidegate resume --from-next")]
    Resume {
        circuit: Option<String>,
        #[command(flatten)]
        from: TakeUp,
    },
    /// The kill switch: every circuit to its baseline, then paused
    #[command(after_help = "Example: tidegate baseline --all")]
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
    /// A month on one page: what it cost, against what, and why
    #[command(after_help = "Example: tidegate report --month 2027-01 --html january.html")]
    Report(Report),
    /// Tell an address every few minutes that Tidegate works, so that somebody notices when it does not
    #[command(subcommand)]
    Heartbeat(Heartbeat),
    /// The customer's settings
    #[command(subcommand)]
    Settings(Settings),
}

#[derive(Args, Debug)]
pub(crate) struct Run {
    /// Make this computer the standby, until `settings set role primary`: it acts only where a circuit is still wrong 12 minutes after a boundary
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
    #[arg(long, value_name = "N", value_parser = whole::<u32>(0..=65_535))]
    pub(crate) secrets_fd: Option<u32>,
}

#[derive(Args, Debug)]
pub(crate) struct Days {
    /// How many days from now on
    #[arg(long, default_value_t = 7, value_parser = whole::<u32>(1..=60))]
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
    #[command(after_help = "Example: tidegate calendar check office.ics")]
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
pub(crate) enum Automation {
    /// Let Tidegate order; what the plan shows is approved
    #[command(after_help = "Example: tidegate automation on --from-next")]
    On(TakeUp),
    /// Only watch
    #[command(after_help = "Example: tidegate automation off")]
    Off,
}

/// One of the two; without either the command says what would be ordered now, and does nothing.
#[derive(Args, Debug)]
#[group(multiple = false)]
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
    #[command(after_help = "Example: tidegate attention list")]
    List,
    /// Answer one, by the number of the choice
    #[command(after_help = "Example: tidegate attention answer 3f2a 1")]
    Answer {
        id: String,
        #[arg(value_parser = whole::<usize>(1..=99))]
        choice: usize,
    },
}

#[derive(Subcommand, Debug)]
pub(crate) enum Orders {
    /// The newest orders
    #[command(after_help = "Example: tidegate orders list --circuit HQ")]
    List {
        #[arg(long)]
        circuit: Option<String>,
        #[arg(long, default_value_t = 20, value_parser = whole::<u32>(1..=10_000))]
        limit: u32,
    },
    /// One order with all its states
    #[command(after_help = "Example: tidegate orders show 12")]
    Show {
        #[arg(value_parser = whole::<i64>(1..=i64::MAX))]
        id: i64,
    },
    /// Try again what ended badly on a circuit
    #[command(after_help = "Example: tidegate orders retry HQ")]
    Retry { circuit: String },
    /// Order what the plan wants although somebody changed the circuit
    #[command(after_help = "Example: tidegate orders restore HQ")]
    Restore { circuit: String },
}

#[derive(Subcommand, Debug)]
pub(crate) enum Audit {
    /// The trail's lines, each exactly the bytes that are hashed; or a folder that proves them to anybody
    #[command(after_help = "Example: tidegate audit export --pack office-evidence")]
    Export {
        /// Where to; standard output where not given
        file: Option<PathBuf>,
        /// Write the evidence pack into this new folder: the trail, what was signed of it, the public key, and how to check them without Tidegate
        #[arg(long, value_name = "FOLDER", conflicts_with = "file")]
        pack: Option<PathBuf>,
    },
    /// Check the chain and what was signed: of the ledger, of an exported file, or of an evidence pack
    #[command(after_help = "Example: tidegate audit verify office-evidence")]
    Verify { file: Option<PathBuf> },
}

#[derive(Subcommand, Debug)]
pub(crate) enum Heartbeat {
    /// Name the address, such as that of a check at a monitoring service; it is asked for, or read from standard input
    #[command(after_help = "Example: tidegate heartbeat set -")]
    Set {
        /// Write - to read it from standard input
        from: Option<String>,
        /// A host and port on your own network that may be told
        #[arg(long, value_name = "HOST:PORT")]
        own_network: Option<String>,
    },
    /// Tell nobody any more
    #[command(after_help = "Example: tidegate heartbeat off")]
    Off,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Settings {
    /// Every setting
    #[command(after_help = "Example: tidegate settings get --json")]
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
        #[arg(long, default_value_t = 0, value_parser = whole::<u16>(0..=65_535), help = "0 chooses a free one")]
        port: u16,
        #[arg(long, help = "A TOML file that describes the carrier; the practice carrier where not given")]
        setup: Option<PathBuf>,
    },
}

/// A whole number of a range; what is none is answered with the range.
fn whole<T>(range: RangeInclusive<i64>) -> impl Fn(&str) -> Result<T, String> + Clone + Send + Sync + 'static
where
    T: TryFrom<i64> + Clone + Send + Sync + 'static,
{
    move |text| {
        let number = text.trim().parse().ok().filter(|number| range.contains(number));
        number.and_then(|number| T::try_from(number).ok()).ok_or_else(|| match range.end() {
            &i64::MAX => format!("write a whole number, {} or more", range.start()),
            end => format!("write a whole number from {} to {end}", range.start()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{Command, CommandFactory};

    /// Every verb that does something, with the words that lead to it.
    fn leaves(command: &Command, before: &str) -> Vec<(String, Command)> {
        let path = format!("{before}{} ", command.get_name());
        if !command.has_subcommands() {
            return vec![(path, command.clone())];
        }
        command.get_subcommands().flat_map(|inner| leaves(inner, &path)).collect()
    }

    #[test]
    fn a_number_that_is_none_or_too_large_is_answered_with_the_range() {
        for (words, says) in [
            (&["tidegate", "plan", "--days", "soon"][..], "from 1 to 60"),
            (&["tidegate", "plan", "--days", "61"], "from 1 to 60"),
            (&["tidegate", "inbox", "--limit", "-"], "from 1 to 10000"),
            (&["tidegate", "orders", "show", "first"], "a whole number, 1 or more"),
            (&["tidegate", "attention", "answer", "3f2a", "yes"], "from 1 to 99"),
            (&["tidegate", "rules", "move", "Board", "up"], "from 1 to 1000"),
            (&["tidegate", "rules", "add", "B", "--asks", "1G", "--longer-than", "1h"], "from 0 to 44640"),
            (&["tidegate", "sim", "serve", "--port", "99999"], "from 0 to 65535"),
            (&["tidegate", "run", "--secrets-fd", "three"], "from 0 to 65535"),
        ] {
            let said = Cli::try_parse_from(words).unwrap_err().to_string();
            assert!(said.contains(says) && !said.contains("digit"), "{words:?}: {said}");
        }
    }

    #[test]
    fn every_verb_has_a_sentence_and_an_example_that_can_be_typed_as_it_stands() {
        let all = leaves(&Cli::command(), "");
        assert!(all.len() >= 50, "{}", all.len());
        for (path, command) in all {
            assert!(command.get_about().is_some(), "{path}has no sentence");
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let help = help.replace("\\\n", " ");
            let example = help.lines().find_map(|line| line.strip_prefix("Example: "));
            let example = example.unwrap_or_else(|| panic!("{path}has no example"));
            let words =
                shlex::split(example.split("  (").next().unwrap_or(example)).expect("quotes are closed");
            assert!(format!("{} ", words.join(" ")).starts_with(&path), "{path}is not what {example} does");
            Cli::try_parse_from(&words).unwrap_or_else(|error| panic!("{example}: {error}"));
        }
    }
}
