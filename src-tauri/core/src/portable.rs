//! A customer's settings as a file: what a person chose, to be kept or set up on another computer. Owns what is in it and
//! what becomes of it. No secret is: neither the carrier's key nor the address of a calendar, which are in the keychain
//! and entered again; nothing that happened is either: that is the ledger's.

use crate::budget::Budget;
use crate::carrier::{Profile, Site};
use crate::circuit::Circuit;
use crate::cost::Billing;
use crate::feed::{Feed, Source};
use crate::ids::{CircuitId, TenantId};
use crate::quiet::Quiet;
use crate::rule::{NamedTier, Rule};
use crate::time::{Instant, Zone};
use crate::units::{Money, Tier};
use crate::world::{Record, Tenant, World};
use serde::{Deserialize, Serialize};

/// The form that this program writes.
const FORM: u32 = 1;

/// A customer's settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Portable {
    /// Which form of the file it is.
    pub tidegate_settings: u32,
    /// The customer's name.
    pub name: String,
    /// Home zone.
    pub zone: Zone,
    /// The carrier.
    pub profile: Profile,
    /// How a partly used hour is billed.
    pub billing: Billing,
    /// A single event that costs more waits for a person.
    pub event_limit: Option<Money>,
    /// Quiet hours.
    pub quiet: Option<Quiet>,
    /// What a month of all circuits together is to cost at most.
    pub budget: Option<Money>,
    /// Whether the built-in US federal holidays are ticked, and for which circuits; none for all.
    pub holidays: Option<Vec<CircuitId>>,
    /// The rules in order.
    pub rules: Vec<Rule>,
    /// The named tiers.
    pub profiles: Vec<NamedTier>,
    /// What was chosen for circuits.
    pub circuits: Vec<Chosen>,
    /// Calendars by name, which must be added again: their addresses are secrets.
    pub calendars: Vec<String>,
}

/// What was chosen for a circuit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    /// The carrier's service id.
    pub id: CircuitId,
    /// The name people use.
    pub name: String,
    /// Tags.
    pub tags: Vec<String>,
    /// The baseline.
    pub baseline: Tier,
    /// The highest tier for calendars.
    pub highest: Tier,
    /// The lowest tier for calendars.
    pub lowest: Tier,
    /// What a month of it is to cost at most.
    pub budget: Option<Money>,
}

/// Why a text is no file of settings.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPortable {
    /// It cannot be read as one.
    #[error(
        "this is no file of Tidegate's settings ({0}); write one with `tidegate tenants export`. Nothing was changed"
    )]
    Unreadable(String),
    /// A newer program wrote it.
    #[error(
        "this file was written by a newer Tidegate (form {0}, this one reads {FORM}); install that version. Nothing was changed"
    )]
    Newer(u32),
    /// A practice customer's carrier is this program's own.
    #[error("a practice customer's settings are not exported or imported; \"go live\" takes them over")]
    Practice,
}

/// The settings of a customer.
///
/// # Errors
///
/// [`NotPortable::Practice`].
pub fn exported(world: &World) -> Result<Portable, NotPortable> {
    let tenant = &world.tenant;
    if tenant.profile.practice {
        return Err(NotPortable::Practice);
    }
    let calendars = world.feeds.values().filter(|feed| is_elsewhere(feed)).map(|feed| feed.name.clone());
    Ok(Portable {
        tidegate_settings: FORM,
        name: tenant.name.clone(),
        zone: tenant.zone,
        profile: tenant.profile.clone(),
        billing: tenant.billing,
        event_limit: tenant.event_limit.clone(),
        quiet: tenant.quiet,
        budget: tenant.budget.as_ref().map(|budget| budget.limit.clone()),
        holidays: tenant.holidays.as_ref().map(|scope| scope.circuits.clone()),
        rules: tenant.rules.clone(),
        profiles: tenant.profiles.clone(),
        circuits: world.circuits.values().map(chosen).collect(),
        calendars: calendars.collect(),
    })
}

fn is_elsewhere(feed: &Feed) -> bool {
    match feed.source {
        Source::Address { .. } | Source::File { .. } => true,
        Source::Own => false,
    }
}

fn chosen(circuit: &Circuit) -> Chosen {
    Chosen {
        id: circuit.id.clone(),
        name: circuit.name.clone(),
        tags: circuit.tags.clone(),
        baseline: circuit.baseline,
        highest: circuit.highest,
        lowest: circuit.lowest,
        budget: circuit.budget.as_ref().map(|budget| budget.limit.clone()),
    }
}

/// Reads a file of settings.
///
/// # Errors
///
/// When it is none that this program reads.
pub fn read(text: &str) -> Result<Portable, NotPortable> {
    #[derive(Deserialize)]
    struct Form {
        tidegate_settings: u32,
    }
    let unreadable = |error: serde_json::Error| NotPortable::Unreadable(error.to_string());
    let form: Form = serde_json::from_str(text).map_err(unreadable)?;
    if form.tidegate_settings > FORM {
        return Err(NotPortable::Newer(form.tidegate_settings));
    }
    let read: Portable = serde_json::from_str(text).map_err(unreadable)?;
    if read.profile.practice { Err(NotPortable::Practice) } else { Ok(read) }
}

impl Portable {
    /// A customer with these settings, under an id of its own. It observes; its circuits are as chosen, and what quotes
    /// and orders need of them is read from the inventory.
    pub fn imported(&self, id: TenantId, name: &str, now: Instant) -> (Tenant, Vec<Record>) {
        let budget = |limit: &Option<Money>| limit.clone().map(|limit| Budget { limit, told: None });
        let holidays =
            self.holidays.clone().map(|circuits| crate::feed::Suppresses { circuits, feeds: vec![] });
        let tenant = Tenant {
            billing: self.billing,
            event_limit: self.event_limit.clone(),
            quiet: self.quiet,
            budget: budget(&self.budget),
            holidays,
            rules: self.rules.clone(),
            profiles: self.profiles.clone(),
            ..Tenant::new(id, name, self.zone, self.profile.clone())
        };
        let circuit = |one: &Chosen| Circuit {
            id: one.id.clone(),
            name: one.name.clone(),
            tags: one.tags.clone(),
            site: Site::default(),
            offers: vec![],
            former: vec![],
            port_limit: None,
            baseline: one.baseline,
            highest: one.highest,
            lowest: one.lowest,
            approved: one.baseline,
            since: now,
            paused: None,
            budget: budget(&one.budget),
            refuses: None,
            ended: None,
        };
        let circuits = self.circuits.iter().map(|one| Record::Circuit(Box::new(circuit(one)))).collect();
        (tenant, circuits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::Suppresses;
    use crate::testing::{at, circuit, feed, tier, world};

    fn full() -> World {
        let hq = Circuit { tags: vec!["west".into()], ..circuit("HQ", "100M") };
        let mut world = world(&[hq, circuit("Branch", "500M")], &[feed("office", &["HQ"])]);
        world.tenant.profile.practice = false;
        world.tenant.automation = true;
        world.tenant.team_calendar = Some("/srv/plan.ics".into());
        world.tenant.holidays =
            Some(Suppresses { circuits: vec!["HQ".into()], feeds: vec!["office".into()] });
        world.tenant.budget = Some(Budget { limit: Money::from_carrier("500", "USD").unwrap(), told: None });
        world
    }

    #[test]
    fn what_was_chosen_comes_back_and_the_customer_observes() {
        let world = full();
        let text = serde_json::to_string_pretty(&exported(&world).unwrap()).unwrap();
        let (tenant, circuits) = read(&text).unwrap().imported("new".into(), "Office 2", at(0));
        let mut here = World::new(tenant);
        here.apply(&circuits);
        assert_eq!((here.tenant.name.as_str(), here.tenant.automation), ("Office 2", false));
        assert_eq!(here.tenant.profile, world.tenant.profile);
        assert_eq!(here.tenant.budget, world.tenant.budget);
        assert_eq!(here.tenant.holidays.as_ref().unwrap().circuits, ["HQ".into()]);
        assert_eq!(here.tenant.team_calendar, None, "a place on another computer");
        let hq = &here.circuits[&"HQ".into()];
        assert_eq!((hq.tags[0].as_str(), hq.baseline, hq.highest), ("west", tier("100M"), tier("2G")));
        assert_eq!(hq.approved, hq.baseline, "leave to spend does not travel");
        assert_eq!(exported(&here).unwrap().circuits, exported(&world).unwrap().circuits);
    }

    #[test]
    fn a_calendar_travels_by_its_name_alone() {
        let mut world = full();
        let secret = Source::Address { host: "private.calendar.example".into() };
        world.feeds.get_mut(&"office".into()).unwrap().source = secret;
        let file = exported(&world).unwrap();
        assert_eq!(file.calendars, ["office"]);
        assert!(!serde_json::to_string(&file).unwrap().contains("private.calendar"));
    }

    #[test]
    fn what_is_no_such_file_or_newer_or_of_practice_is_refused_in_words() {
        let good = serde_json::to_value(exported(&full()).unwrap()).unwrap();
        let mut newer = good.clone();
        newer["tidegate_settings"] = 2.into();
        newer["something_new"] = true.into();
        assert_eq!(read(&newer.to_string()), Err(NotPortable::Newer(2)));
        let mut practice = good.clone();
        practice["profile"]["practice"] = true.into();
        assert_eq!(read(&practice.to_string()), Err(NotPortable::Practice));
        let mut stray = good;
        stray["client_secret"] = "s".into();
        for text in ["", "[]", "BEGIN:VCALENDAR", &stray.to_string()] {
            let said = read(text).unwrap_err().to_string();
            assert!(said.contains("Nothing was changed"), "{said}");
        }
        let mut world = full();
        world.tenant.profile.practice = true;
        assert_eq!(exported(&world), Err(NotPortable::Practice));
    }
}
