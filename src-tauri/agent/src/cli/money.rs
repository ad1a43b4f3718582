//! Money as people ask for it: sums of any time, what would be otherwise, and a month on one page.

use super::Days;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Args, Debug)]
pub(crate) struct Cost {
    #[command(flatten)]
    pub(crate) days: Days,
    #[command(subcommand)]
    pub(crate) of: Option<CostOf>,
}

#[derive(Subcommand, Debug)]
pub(crate) enum CostOf {
    /// What a month was: time at each tier, changes, and what could have been avoided
    #[command(after_help = "Example: tidegate cost actual --month 2027-01")]
    Actual {
        /// Such as 2027-01; this month where not given
        #[arg(long)]
        month: Option<String>,
    },
    /// What any time costs as planned, or what some events add in it
    #[command(after_help = "Example: tidegate cost range --from 2027-01-01 --to 2027-02-01 --circuit HQ")]
    Range(CostRange),
    /// What would be cheaper in the coming fortnight, and the days' changes beside the carrier's quota
    #[command(after_help = "Example: tidegate cost advice")]
    Advice,
    /// The carrier's bill beside the ledger: what differs, and which orders explain it
    #[command(after_help = "Example: tidegate cost bill january.csv")]
    Bill(Bill),
    /// What a time would cost if something were otherwise; nothing is changed
    #[command(
        after_help = "Example: tidegate cost what-if --circuit HQ --baseline 200M\nWithout some events: tidegate cost what-if --event backup --without"
    )]
    WhatIf {
        #[command(flatten)]
        range: CostRange,
        #[command(flatten)]
        otherwise: Box<Otherwise>,
    },
}

/// A bill as CSV. Which columns hold what is guessed from their heads, or named, and remembered.
#[derive(Args, Debug)]
pub(crate) struct Bill {
    pub(crate) file: PathBuf,
    /// The column with the circuit's service id or name
    #[arg(long, value_name = "HEAD")]
    pub(crate) circuit_column: Option<String>,
    /// The column with the day, or the first of several
    #[arg(long, value_name = "HEAD")]
    pub(crate) from_column: Option<String>,
    /// The column with the last day, or none
    #[arg(long, value_name = "HEAD")]
    pub(crate) to_column: Option<String>,
    /// The column with the amount
    #[arg(long, value_name = "HEAD")]
    pub(crate) amount_column: Option<String>,
}

/// A time, and of what; the coming 30 days of everything where nothing is said.
#[derive(Args, Debug)]
pub(crate) struct CostRange {
    /// Begin: a date, or a time in the home zone; now where not given
    #[arg(long, value_name = "TIME")]
    pub(crate) from: Option<String>,
    /// End, not included; 30 days after the begin where not given
    #[arg(long, value_name = "TIME")]
    pub(crate) to: Option<String>,
    /// A circuit; again for more
    #[arg(long = "circuit", value_name = "CIRCUIT")]
    pub(crate) circuits: Vec<String>,
    /// Events of this feed
    #[arg(long)]
    pub(crate) feed: Option<String>,
    /// Events with these words in the title
    #[arg(long, value_name = "WORDS")]
    pub(crate) event: Option<String>,
    /// Events of this organiser
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) organiser: Option<String>,
}

/// What would be otherwise.
#[derive(Args, Debug)]
pub(crate) struct Otherwise {
    /// Another baseline
    #[arg(long, value_name = "TIER")]
    pub(crate) baseline: Option<String>,
    /// A tier in the place of another, such as 1G=500M; again for more
    #[arg(long, value_name = "TIER=TIER")]
    pub(crate) instead: Vec<String>,
    /// Without the events that --feed, --event and --organiser name
    #[arg(long)]
    pub(crate) without: bool,
    /// Without a rule, by its name; again for more
    #[arg(long, value_name = "NAME")]
    pub(crate) without_rule: Vec<String>,
    /// With an event more, by its title; needs --start and --end
    #[arg(long, value_name = "TITLE", requires = "start")]
    pub(crate) also: Option<String>,
    /// When it would begin
    #[arg(long, value_name = "TIME", requires = "end")]
    pub(crate) start: Option<String>,
    /// When it would end
    #[arg(long, value_name = "TIME")]
    pub(crate) end: Option<String>,
    /// How it would repeat, such as FREQ=WEEKLY;BYDAY=MO
    #[arg(long, value_name = "RULE")]
    pub(crate) repeats: Option<String>,
    /// Billed by clock-hour, started-hour or per-minute
    #[arg(long, value_name = "RULE")]
    pub(crate) billing: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Report {
    /// Such as 2027-01; this month where not given
    #[arg(long)]
    pub(crate) month: Option<String>,
    /// Every customer, each with its sums, and all together
    #[arg(long, conflicts_with = "html")]
    pub(crate) all: bool,
    /// Write a page to print to this file
    #[arg(long, value_name = "FILE", conflicts_with = "csv")]
    pub(crate) html: Option<PathBuf>,
    /// Write a table for a spreadsheet to this file
    #[arg(long, value_name = "FILE")]
    pub(crate) csv: Option<PathBuf>,
}
