//! The practice tenant: one whose carrier is built in. The carrier itself is brought by whoever starts the host, since
//! the engine must not know it; here it is begun before its tenant's round, at whatever address it got this time.

use crate::run::{BeginError, Machine};
use crate::secrets::{Memory, SecretName, SecretText, Secrets};
use crate::store::Store;
use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use tidegate_core::carrier::{Dialect, Profile};
use tidegate_core::ids::TenantId;
use tidegate_core::time::{Instant, Zone};
use tidegate_core::world::{Record, Tenant};
use tidegate_door::command::Breakage;

/// The id of the practice tenant: there is one in a data folder.
pub const PRACTICE: &str = "practice";

/// A carrier to practise on.
pub trait Practice: Send + Sync {
    /// Begins it, its circuits at these tiers in Mbps where they are named; one that was begun already goes on as it
    /// is. Says where it is, or why it cannot be.
    fn begin(&self, tiers: BTreeMap<String, u32>) -> Begun<'_>;

    /// A calendar to practise with, from a day on, as iCalendar text.
    fn sample(&self, from: Instant) -> String;

    /// Breaks it, or repairs it; a circuit by its id where that matters. Says why not, where not.
    fn breaks(&self, how: Breakage, circuit: Option<&str>) -> Result<(), String>;
}

/// What beginning brings.
pub type Begun<'a> = Pin<Box<dyn Future<Output = Result<BuiltIn, String>> + Send + 'a>>;

/// Where the built-in carrier is and how it is signed in to. None of it is a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuiltIn {
    /// Its address, such as `http://127.0.0.1:12345`.
    pub base: String,
    /// Its customer's number.
    pub customer_number: String,
    /// The API key's id.
    pub client_id: String,
    /// The API key's secret.
    pub client_secret: String,
}

/// The practice tenant as it is made: it observes until a person switches automation on.
pub(crate) fn tenant() -> Tenant {
    Tenant::new(
        PRACTICE.into(),
        "Practice",
        system_zone(),
        Profile::practice(Dialect::NaasV1, "http://127.0.0.1", ""),
    )
}

/// Begins the carrier for its tenant, keeps where it is now, and brings the machine that can sign in to it.
pub(crate) async fn begun(
    practice: &dyn Practice,
    store: &mut Store,
    machine: &Machine,
) -> Result<Machine, BeginError> {
    let world = store.world()?;
    let live = world
        .states
        .values()
        .filter_map(|state| Some((state.id.0.clone(), state.seen.as_ref()?.tier.mbps())));
    let built = practice.begin(live.collect()).await.map_err(BeginError::Practice)?;
    let mut tenant = world.tenant;
    if (&tenant.profile.base, &tenant.profile.customer_number) != (&built.base, &built.customer_number) {
        (tenant.profile.base, tenant.profile.customer_number) =
            (built.base.clone(), built.customer_number.clone());
        store.commit(&[Record::Tenant(Box::new(tenant.clone()))])?;
    }
    let given = Memory::practice();
    given.keep(&tenant.id, &SecretName::ClientId, SecretText::new(built.client_id));
    given.keep(&tenant.id, &SecretName::ClientSecret, SecretText::new(built.client_secret));
    let secrets = Secrets::BuiltIn { given, others: Arc::clone(&machine.secrets) };
    Ok(Machine { secrets: Arc::new(secrets), ..machine.clone() })
}

/// Whether a tenant is the practice tenant.
pub(crate) fn is_practice(tenant: &TenantId) -> bool {
    tenant.as_str() == PRACTICE
}

/// The zone this computer's clock shows; UTC where it does not say.
fn system_zone() -> Zone {
    let by_name = std::env::var("TZ").ok().and_then(|name| name.trim_start_matches(':').parse().ok());
    let by_link = || {
        let link = std::fs::read_link("/etc/localtime").ok()?;
        link.to_str()?.split_once("zoneinfo/")?.1.parse().ok()
    };
    by_name.or_else(by_link).unwrap_or(Zone::UTC)
}
