//! The words of the way to a new circuit.

use super::whole;
use clap::{Args, Subcommand};

#[derive(Subcommand, Debug)]
pub(crate) enum CarrierVerb {
    /// Whose places a circuit can be at
    #[command(after_help = "Example: tidegate carrier providers")]
    Providers,
    /// The places of a provider
    #[command(after_help = "Example: tidegate carrier locations 43558 --search \"ashburn va\"")]
    Locations {
        /// The provider's id
        provider: String,
        /// Words that must all stand in the place's name, address or market
        #[arg(long, value_name = "WORDS", default_value = "")]
        search: String,
        /// Which page, of a list that is not searched
        #[arg(long, default_value_t = 1, value_parser = whole::<u32>(1..=10_000))]
        page: u32,
    },
    /// Whether a circuit can be at an address: the places that fit it
    #[command(after_help = "Example: tidegate carrier address \"21715 Example Court, Ashburn\"")]
    Address { address: String },
    /// The tiers a circuit can have at a place, with their prices
    #[command(after_help = "Example: tidegate carrier tiers PL0000000011 --provider 43558")]
    Tiers(Spot),
    /// A quote for a tier at a place, good for fifteen minutes; it orders nothing
    #[command(after_help = "Example: tidegate carrier quote PL0000000011 500M --provider 43558")]
    Quote {
        /// The place's id
        place: String,
        /// Such as 500M or "1 Gbps"
        tier: String,
        /// The provider whose place it is
        #[arg(long, value_name = "ID")]
        provider: Option<String>,
    },
    /// The billing accounts, and which of them a new circuit can be billed to
    #[command(after_help = "Example: tidegate carrier accounts")]
    Accounts,
    /// Order a new circuit by a quote; without --agree it says what it costs and does nothing
    #[command(
        after_help = "Example: tidegate carrier order NaaS-20001 --name Ashburn --account 5-ABCDE --ipv4 /29 --agree 0.79"
    )]
    Order(OrderWords),
    /// The orders for new circuits, disconnects and names: how each stands
    #[command(after_help = "Example: tidegate carrier follow --wait")]
    Follow {
        /// Our reference of one of them; the newest where not given
        reference: Option<String>,
        /// Show each step until it has ended; exit code 0 if it was carried out, 1 if not
        #[arg(long)]
        wait: bool,
    },
}

#[derive(Args, Debug)]
pub(crate) struct Spot {
    /// The place's id
    pub(crate) place: String,
    /// The provider whose place it is
    #[arg(long, value_name = "ID")]
    pub(crate) provider: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct OrderWords {
    /// The quote's id
    pub(crate) quote: String,
    /// The new circuit's name
    #[arg(long)]
    pub(crate) name: String,
    /// The billing account; its headquarters must be in the US
    #[arg(long, value_name = "ID")]
    pub(crate) account: String,
    /// Public IPv4 addresses: /28 (16), /29 (8) or /30 (4)
    #[arg(long, value_name = "SIZE", default_value = "/29")]
    pub(crate) ipv4: String,
    #[arg(
        long,
        value_name = "NAME",
        default_value = "",
        help = "First and last name for the carrier's mail"
    )]
    pub(crate) contact_name: String,
    #[arg(long, value_name = "MAIL", default_value = "", help = "Mail address for the carrier's mail")]
    pub(crate) contact_email: String,
    #[arg(long, value_name = "PHONE", default_value = "", help = "US phone number")]
    pub(crate) contact_phone: String,
    #[arg(long, value_name = "NAME", default_value = "", help = "The contact's organisation")]
    pub(crate) organization: String,
    /// The price an hour that you agree to, as the quote names it
    #[arg(long, value_name = "PRICE")]
    pub(crate) agree: Option<String>,
}
