//! The commands: one table for the command line, the tray and the window. Values are as people write them (`1G`,
//! `2h`, `@HQ`); whoever carries them out reads them, so that a mistake is answered with the same words everywhere.

use serde::{Deserialize, Serialize};

/// A command, and the tenant it is for. Where there is exactly one tenant nobody needs to name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Envelope {
    /// The tenant's name or id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<String>,
    /// The command.
    pub command: Command,
}

/// From where a plan is taken up again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum TakeUp {
    /// What the plan wants now is ordered now.
    Now,
    /// Each circuit is left as it is until the plan's next change.
    Next,
}

/// Settings of a feed; what is `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct FeedSettings {
    /// A new name.
    pub name: Option<String>,
    /// Circuits it is only about; `none` for none.
    pub bind: Option<Vec<String>>,
    /// `only-us` or `others-too`.
    pub writers: Option<String>,
    /// Organisers who may ask from now on.
    pub allow: Vec<String>,
    /// Organisers who may not ask any more.
    pub disallow: Vec<String>,
    /// Its own address, for participation.
    pub own_address: Option<String>,
    /// An IANA zone for all-day and floating times.
    pub zone: Option<String>,
    /// Only busy events count, commands excepted.
    pub busy_only: Option<bool>,
    /// The tier every event asks for; `none` for none.
    pub tier: Option<String>,
    /// Its days suppress raises.
    pub holidays: Option<bool>,
    /// Circuits and feeds whose raises they suppress; `all` for all. Its days are holidays then.
    pub holidays_for: Option<Vec<String>>,
    /// A host and port on the person's own network.
    pub own_network: Option<String>,
}

/// A rule as a person writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct RuleText {
    /// Its name.
    pub name: String,
    /// The title contains this.
    pub contains: Option<String>,
    /// The title matches this regular expression.
    pub regex: Option<String>,
    /// The organiser's address.
    pub organiser: Option<String>,
    /// A category.
    pub category: Option<String>,
    /// The location contains this.
    pub location: Option<String>,
    /// At least so many minutes.
    pub longer_than: Option<i64>,
    /// At most so many minutes.
    pub shorter_than: Option<i64>,
    /// Circuits.
    pub circuits: Vec<String>,
    /// A tier, a profile's name, or `nothing`.
    pub asks: String,
}

/// Settings of a circuit; what is `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct CircuitSettings {
    /// A new name.
    pub name: Option<String>,
    /// The tier when nothing asks for another.
    pub baseline: Option<String>,
    /// No calendar raises it above this.
    pub highest: Option<String>,
    /// No calendar lowers it below this.
    pub lowest: Option<String>,
    /// Tags, all of them.
    pub tags: Option<Vec<String>>,
    /// What a month of it is to cost at most, or `off`.
    pub budget: Option<String>,
}

/// A new tenant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct NewTenant {
    /// Its name.
    pub name: String,
    /// `lumen`, `naas-v1`, `connections` or `eod-v5`.
    pub dialect: String,
    /// The carrier's address; empty where an environment is named.
    pub base: String,
    /// `production` or `test`; empty where an address is given.
    pub environment: String,
    /// The billing account, which `eod-v5` is asked for.
    pub billing_account: String,
    /// The customer number.
    pub customer_number: String,
    /// Home zone.
    pub zone: String,
    /// Whom the carrier writes to: first and last name.
    pub contact_name: String,
    /// Mail address.
    pub contact_email: String,
    /// Phone.
    pub contact_phone: String,
    /// `basic` or `body`.
    pub token_transport: String,
    /// The built-in simulator: timings a sixtieth of the real ones, no money.
    pub practice: bool,
}

/// A new circuit as a person orders it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct NewOrder {
    /// The quote that was shown, by the carrier's id: place, tier and price come from it.
    pub quote: String,
    /// The circuit's name.
    pub name: String,
    /// `/28`, `/29` or `/30`.
    pub block: String,
    /// The billing account's id.
    pub account: String,
    /// First and last name of whom the carrier writes to; the account's contact where empty.
    pub contact_name: String,
    /// Mail address; the account's contact where empty.
    pub contact_email: String,
    /// US phone number; the account's contact where empty.
    pub contact_phone: String,
    /// Organisation; the account's contact where empty.
    pub organization: String,
}

/// An event of the tenant's own calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct OwnEvent {
    /// Its title, such as `1 Gbps, all hands` or `#iod 1G @HQ`.
    pub title: String,
    /// Start: RFC 3339, or a wall-clock time in the home zone such as `2027-01-04T09:00`.
    pub start: String,
    /// End, written as the start.
    pub end: String,
    /// An RRULE's value, such as `FREQ=WEEKLY;BYDAY=MO`.
    pub repeats: Option<String>,
}

/// A time whose cost is asked, and of what. Nothing named is the coming 30 days of everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct CostRange {
    /// Begin: a date, RFC 3339, or a wall-clock time in the home zone.
    pub from: Option<String>,
    /// End, not included, written as the begin.
    pub to: Option<String>,
    /// Circuits and tags.
    pub circuits: Vec<String>,
    /// What events of this feed add.
    pub feed: Option<String>,
    /// What events with these words in the title add.
    pub event: Option<String>,
    /// What this organiser's events add.
    pub organiser: Option<String>,
}

/// What would be otherwise; nothing is kept of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct WhatIf {
    /// Another baseline.
    pub baseline: Option<String>,
    /// Tiers that would be asked for in place of others: `1G=500M`.
    pub instead: Vec<String>,
    /// The feed, title or organiser of the range would not be there.
    pub without: bool,
    /// Rules that would not be there, by name.
    pub without_rules: Vec<String>,
    /// An event that would be there too.
    pub also: Option<OwnEvent>,
    /// `clock-hour`, `started-hour` or `per-minute`.
    pub billing: Option<String>,
}

/// Which columns of the carrier's bill hold what, by their heads; what is `None` is as it was the last time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct BillColumns {
    /// The circuit.
    pub circuit: Option<String>,
    /// The day, or the first one.
    pub from: Option<String>,
    /// The last day; `none` where each row is one day.
    pub to: Option<String>,
    /// The amount.
    pub amount: Option<String>,
}

/// What names one occurrence of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct EventKey {
    /// The feed's id.
    pub feed: String,
    /// The event's UID.
    pub uid: String,
    /// Its original start, RFC 3339 in UTC.
    pub start: String,
}

/// What a person puts on a circuit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum ByHand {
    /// At least a tier.
    Boost,
    /// Exactly a tier.
    Hold,
}

/// A way to break the built-in carrier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Breakage {
    /// The next order fails.
    OrderFails,
    /// Somebody cancels the next order.
    OrderCancelled,
    /// The next order never ends.
    OrderHangs,
    /// The circuit takes no order.
    Locked,
    /// Somebody changes the tier in the carrier's portal.
    Portal,
    /// Too many requests.
    TooMany,
    /// A firewall's page instead of an answer.
    Firewall,
    /// No answer at all.
    Unreachable,
    /// All of that is over.
    Repaired,
}

/// A command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "do", rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each is the command of the same name; its words are the command line's help"
)]
pub enum Command {
    Status {},
    Plan { days: u32 },
    Why { circuit: String, at: Option<String> },
    Cost { days: u32 },
    CostOf { range: CostRange },
    Advice {},
    BillCompare { text: String, columns: BillColumns },
    CostIf { range: CostRange, otherwise: WhatIf },
    Inbox { limit: u32 },
    Feeds {},
    FeedAdd { name: String, address: Option<String>, file: Option<String>, settings: FeedSettings },
    FeedSet { feed: String, settings: FeedSettings },
    FeedRefresh { feed: Option<String> },
    FeedRemove { feed: String },
    FeedBelieve { feed: String },
    FeedRelease { feed: String },
    Events {},
    EventAdd { event: OwnEvent },
    EventEdit { uid: String, event: OwnEvent },
    EventRemove { uid: String },
    EventsExport {},
    Rules {},
    RuleAdd { rule: RuleText },
    RuleMove { name: String, to: usize },
    RuleRemove { name: String },
    RulePreview { rule: RuleText },
    RuleTry { title: String, feed: Option<String> },
    Profiles {},
    ProfileSet { name: String, tier: String, circuits: Vec<String> },
    ProfileRemove { name: String },
    Circuits {},
    CircuitsSync {},
    CircuitSet { circuit: String, settings: CircuitSettings },
    CircuitLeave { circuit: String },
    CircuitLookAfter { circuit: String },
    CircuitRename { circuit: String, name: String },
    CircuitDisconnect { circuit: String, typed: Option<String> },
    CarrierProviders {},
    CarrierLocations { provider: String, search: String, page: u32 },
    CarrierTiers { place: String, provider: Option<String> },
    CarrierQuote { place: String, provider: Option<String>, tier: String },
    CarrierAddress { address: String },
    CarrierAccounts {},
    CarrierOrder { order: NewOrder, agreed: Option<String> },
    CarrierFollow {},
    Tenants {},
    TenantAdd { tenant: NewTenant },
    TenantRemove { name: String },
    TenantExport {},
    TenantImport { text: String, name: Option<String> },
    CredentialsSet { client_id: String, client_secret: String },
    CredentialsTest {},
    CredentialsRemove {},
    AutomationOn { from: TakeUp },
    AutomationOff {},
    Boost { circuit: String, tier: String, until: Option<String> },
    Hold { circuit: String, tier: String, until: Option<String> },
    Clear { circuit: String },
    Pause { circuit: Option<String> },
    Resume { circuit: Option<String>, from: TakeUp },
    WouldOrder { circuit: Option<String> },
    BaselineAll {},
    Attention {},
    AttentionAnswer { id: String, choice: usize },
    Orders { circuit: Option<String>, limit: u32 },
    OrderShow { id: i64 },
    Retry { circuit: String },
    Restore { circuit: String },
    HeartbeatSet { address: String, own_network: Option<String> },
    HeartbeatOff {},
    AuditRows { after: i64 },
    AuditVerify {},
    AuditSeal {},
    AuditSeals { key: String, after: usize },
    Settings {},
    SettingSet { name: String, value: String },
    Customers {},
    Glance {},
    Week { day: Option<String> },
    Calendar { from: Option<String>, days: u32, all: bool },
    EventPreview { key: Option<EventKey>, event: OwnEvent },
    EventMove { key: EventKey, start: String, end: String },
    EventTakeOut { key: EventKey },
    EventPutBack { key: EventKey },
    Activity { search: String, circuit: Option<String>, state: Option<String>, limit: u32 },
    Trail { id: i64 },
    Month { month: Option<String> },
    Report { month: Option<String> },
    Waiting {},
    CircuitsScreen {},
    ByHandPreview { circuit: String, kind: ByHand, tier: String, until: Option<String> },
    Keep { circuit: String },
    FeedsScreen {},
    TitleTried { title: String, feed: Option<String> },
    SettingsScreen {},
    SetUp {},
    Practise {},
    GoLive { from: String },
    Break { how: Breakage, circuit: Option<String> },
}

#[cfg(test)]
mod bindings;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_one_json_object_and_unknown_fields_are_refused() {
        let boost = Envelope {
            tenant: None,
            command: Command::Boost { circuit: "HQ".into(), tier: "2G".into(), until: None },
        };
        let text = r#"{"command":{"do":"boost","circuit":"HQ","tier":"2G","until":null}}"#;
        assert_eq!(serde_json::to_string(&boost).unwrap(), text);
        assert_eq!(serde_json::from_str::<Envelope>(text).unwrap(), boost);
        assert!(
            serde_json::from_str::<Envelope>(
                r#"{"command":{"do":"boost","circuit":"HQ","tier":"2G","speed":1}}"#
            )
            .is_err()
        );
    }
}
