//! A customer at the carrier and what is set for it: its settings, and this computer's part in it. What is known of it
//! is the `world`.

use crate::budget::Budget;
use crate::carrier::Profile;
use crate::cost::Billing;
use crate::feed::Suppresses;
use crate::ids::TenantId;
use crate::quiet::Quiet;
use crate::rule::{NamedTier, Rule};
use crate::screen::money::bill::Columns;
use crate::time::{Instant, Zone};
use crate::units::Money;
use serde::{Deserialize, Serialize};

/// A tenant and its settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenant {
    /// Its id; never shown to a small business.
    pub id: TenantId,
    /// Its name.
    pub name: String,
    /// Home zone, for all-day and floating times.
    pub zone: Zone,
    /// The carrier.
    pub profile: Profile,
    /// Whether the engine may order, or only observes.
    pub automation: bool,
    /// Paused since, for all circuits.
    pub paused: Option<Instant>,
    /// This computer's part in the tenant.
    pub role: Role,
    /// A single event that costs more waits for a person; off until set.
    pub event_limit: Option<Money>,
    /// The built-in US federal holidays, where ticked.
    pub holidays: Option<Suppresses>,
    /// How a partly used hour is billed.
    pub billing: Billing,
    /// The person's rules in order.
    pub rules: Vec<Rule>,
    /// The person's named tiers.
    pub profiles: Vec<NamedTier>,
    /// Quiet hours, where a person set them.
    #[serde(default)]
    pub quiet: Option<Quiet>,
    /// What a month of all circuits together is to cost at most; none until set.
    #[serde(default)]
    pub budget: Option<Budget>,
    /// The file in which the plan is kept as a calendar for a team to subscribe to; none until a person names one.
    #[serde(default)]
    pub team_calendar: Option<String>,
    /// Somebody is told every few minutes that Tidegate works, so that silence is noticed; none until set.
    #[serde(default)]
    pub heartbeat: Option<Heartbeat>,
    /// Which columns of the carrier's bill hold what, as a person named them.
    #[serde(default)]
    pub bill_columns: Option<Columns>,
}

impl Tenant {
    /// A tenant that nobody has set anything for: it observes, as primary, and bills by the default rule.
    pub fn new(id: TenantId, name: impl Into<String>, zone: Zone, profile: Profile) -> Self {
        Self {
            id,
            name: name.into(),
            zone,
            profile,
            automation: false,
            paused: None,
            role: Role::Primary,
            event_limit: None,
            holidays: None,
            billing: Billing::default(),
            rules: vec![],
            profiles: vec![],
            quiet: None,
            budget: None,
            team_calendar: None,
            heartbeat: None,
            bill_columns: None,
        }
    }
}

/// Where it is told that Tidegate works; the address itself is a secret and in the keychain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heartbeat {
    /// The host and port that a person marked as on their own network.
    pub own_network: Option<String>,
}

/// A computer's part in a tenant that several computers look after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Acts in time.
    #[default]
    Primary,
    /// Acts only where the circuit is still wrong a grace later.
    Standby,
}
