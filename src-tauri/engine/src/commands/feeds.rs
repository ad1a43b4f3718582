//! Feeds: added with a first reading, so that a wrong link is told at once; set, refreshed, removed.

use super::{Answer, CommandError, at_desk, words};
use crate::address::host_of;
use crate::fetch::Known;
use crate::host::{Host, Round};
use crate::run::{Desk, bring};
use crate::secrets::{Found, SecretName, SecretText};
use serde_json::json;
use std::sync::Arc;
use tidegate_core::audit::Entry;
use tidegate_core::calendar::Options;
use tidegate_core::feed::{Feed, Source, Writers};
use tidegate_core::ids::{Actor, FeedId, TenantId};
use tidegate_core::receive::{Fetched, received};
use tidegate_core::request::{Decider, Verdict, plain};
use tidegate_core::setup::is_about_bandwidth;
use tidegate_core::view;
use tidegate_core::world::Record;
use tidegate_door::command::FeedSettings;

pub(super) async fn list(round: &Round) -> Answer {
    at_desk(round, |desk| {
        let Some(plan) = desk.plan() else { return Ok(json!([])) };
        let seen = view::view(&desk.world, plan, desk.now());
        let feeds: Vec<_> = seen
            .feeds
            .iter()
            .map(|one| {
                let feed = desk.world.feeds.get(&one.id);
                let problems = desk.world.feed_states.get(&one.id).map(|state| state.problems.clone()).unwrap_or_default();
                json!({ "feed": one, "source": feed.map(|feed| &feed.source), "bound": feed.map(|feed| &feed.bound), "problems": problems, "zone": desk.world.tenant.zone.name() })
            })
            .collect();
        Ok(json!(feeds))
    })
    .await
}

/// Adds a feed and reads it at once; a link that brings no calendar is refused and nothing is kept.
pub(super) async fn add(
    host: &Arc<Host>,
    round: &Round,
    name: String,
    address: Option<String>,
    file: Option<String>,
    settings: FeedSettings,
) -> Answer {
    let address = address.map(|text| SecretText::new(text.trim().to_owned()));
    let source = match (&address, file) {
        (Some(address), None) => Source::Address { host: host_of(address) },
        (None, Some(path)) => Source::File { path },
        _ => return Err(CommandError::usage("give either an address or a file".into())),
    };
    let (feed, options, tenant) = at_desk(round, move |desk| {
        let feed = with_settings(desk, &new(desk, name, source)?, settings)?;
        let options = desk.options(&feed);
        Ok((feed, options, desk.world.tenant.id.clone()))
    })
    .await?;
    read_first(host, round, &tenant, feed, address, options).await
}

/// Adds a feed of the practice customer to another one, with its address and its settings.
pub(super) async fn take_over(host: &Arc<Host>, round: &Round, practice: &TenantId, feed: Feed) -> Answer {
    let secrets = &host.machine().secrets;
    let address = match &feed.source {
        Source::Address { .. } => match secrets.get(practice, &SecretName::Feed(feed.id.clone())).await {
            Found::Secret(address) => Some(address),
            Found::Absent | Found::Locked | Found::NoKeychain(_) => {
                return Err(CommandError::failed("its address is not to be had; add it again".into()));
            }
        },
        Source::File { .. } | Source::Own => None,
    };
    let (feed, options, tenant) = at_desk(round, move |desk| {
        let fresh = new(desk, feed.name.clone(), feed.source.clone())?;
        let feed = Feed { id: fresh.id, ..feed };
        let options = desk.options(&feed);
        Ok((feed, options, desk.world.tenant.id.clone()))
    })
    .await?;
    read_first(host, round, &tenant, feed, address, options).await
}

async fn read_first(
    host: &Arc<Host>,
    round: &Round,
    tenant: &TenantId,
    feed: Feed,
    address: Option<SecretText>,
    options: Options,
) -> Answer {
    let fetched = bring(&host.machine().limits, &feed, address.as_ref(), Known::default(), options).await;
    if let Fetched::Failed(error) = &fetched {
        return Err(CommandError::failed(format!("the calendar was not added: {error}")));
    }
    if let Some(address) = address {
        host.machine().secrets.set(tenant, &SecretName::Feed(feed.id.clone()), address).await?;
    }
    at_desk(round, move |desk| taken_in(desk, feed, fetched)).await
}

/// The feed's first reading becomes its plan; what its events ask for is told.
fn taken_in(desk: &mut Desk, mut feed: Feed, fetched: Fetched) -> Answer {
    let circuits: Vec<_> = desk.world.circuits.keys().cloned().collect();
    if let (Fetched::Text { reading, .. }, [only], true) = (&fetched, &circuits[..], feed.bound.is_empty())
        && feed.suppresses.is_none()
        && is_about_bandwidth(&reading.occurrences)
    {
        feed.bound = vec![only.clone()];
    }
    let entry = Entry::new(
        desk.now(),
        Actor::Person(words::person()),
        "feed.added",
        format!("the feed \"{}\" was added", feed.name),
    );
    desk.commit(&[Record::Feed(Box::new(feed.clone())), Record::Audit(entry)])?;
    let local = desk.now();
    let records = received(&mut desk.world, &feed.id, fetched, local, 0.5);
    desk.commit(&records)?;
    let reading =
        desk.world.here.readings.get(&feed.id).map(|(_, reading)| reading.clone()).unwrap_or_default();
    let decider = Decider::new(&desk.world);
    let decided = decider.decide_feed(&feed, &reading.occurrences);
    let count = |pick: fn(&Verdict) -> bool| {
        decided.iter().filter(|one| one.occurrence.end > local && pick(&one.verdict)).count()
    };
    let mut organisers: Vec<String> =
        reading.occurrences.iter().filter_map(|one| one.details.organizer.as_deref().map(plain)).collect();
    organisers.sort();
    organisers.dedup();
    Ok(json!({
        "id": feed.id, "name": feed.name, "bound": feed.bound,
        "fires": count(|verdict| matches!(verdict, Verdict::Fires(_))),
        "ignored": count(|verdict| matches!(verdict, Verdict::Ignored(_))),
        "attention": count(|verdict| matches!(verdict, Verdict::Attention(_))),
        "problems": reading.problems, "organisers": organisers,
        "writers": feed.writers, "suppresses": feed.suppresses.is_some(),
        "in_memory": desk.world.here.in_memory && matches!(feed.source, Source::Address { .. }),
    }))
}

fn new(desk: &Desk, name: String, source: Source) -> Result<Feed, CommandError> {
    let slug: String =
        name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let slug = slug.trim_matches('-').to_owned();
    let slug = if slug.is_empty() { "feed".to_owned() } else { slug };
    let taken = desk
        .world
        .feeds
        .values()
        .any(|feed| feed.id.as_str() == slug || feed.name.eq_ignore_ascii_case(&name));
    if taken || slug == FeedId::own().as_str() {
        return Err(CommandError::usage(format!("there is a feed \"{name}\" already; choose another name")));
    }
    Ok(Feed::new(FeedId(slug), name, source))
}

fn with_settings(desk: &Desk, old: &Feed, settings: FeedSettings) -> Result<Feed, CommandError> {
    let mut feed = old.clone();
    let none = |text: &String| text.eq_ignore_ascii_case("none");
    if let Some(name) = settings.name {
        feed.name = name;
    }
    if let Some(bind) = settings.bind {
        feed.bound = if bind.iter().any(none) { vec![] } else { words::circuits(desk, &bind)? };
    }
    match settings.writers.as_deref() {
        Some("only-us") => feed.writers = Writers::OnlyUs,
        Some("others-too") => feed.writers = Writers::OthersToo,
        Some(other) => {
            return Err(CommandError::usage(format!("\"{other}\" is neither only-us nor others-too")));
        }
        None => {}
    }
    let plain = |address: &String| address.trim().to_lowercase();
    feed.organisers.extend(settings.allow.iter().map(plain));
    if let Some(unknown) = settings.disallow.iter().map(plain).find(|one| !feed.organisers.contains(one)) {
        return Err(CommandError::usage(format!(
            "\"{unknown}\" was not allowed to ask in \"{}\"; nothing was changed. `tidegate feeds list --json` shows who is",
            feed.name
        )));
    }
    let gone: Vec<String> = settings.disallow.iter().map(plain).collect();
    feed.organisers.retain(|one| !gone.contains(one));
    if let Some(address) = settings.own_address {
        feed.address = (!none(&address)).then_some(address);
    }
    if let Some(zone) = settings.zone {
        let read = zone.parse().map_err(|_| {
            CommandError::usage(format!("\"{zone}\" is no zone; write for example America/New_York"))
        });
        feed.zone = if none(&zone) { None } else { Some(read?) };
    }
    if let Some(tier) = settings.tier {
        feed.tier = if none(&tier) { None } else { Some(words::tier(&tier)?) };
    }
    if let Some(holidays) = settings.holidays {
        feed.suppresses = holidays.then(|| feed.suppresses.clone().unwrap_or_default());
    }
    if let Some(names) = settings.holidays_for {
        feed.suppresses = Some(words::suppresses(desk, &names)?);
    }
    feed.busy_only = settings.busy_only.unwrap_or(feed.busy_only);
    feed.own_network = settings.own_network.or(feed.own_network);
    Ok(feed)
}

pub(super) async fn set(round: &Round, feed: String, settings: FeedSettings) -> Answer {
    at_desk(round, move |desk| {
        let new = with_settings(desk, words::feed(desk, &feed)?, settings)?;
        let entry = Entry::new(
            desk.now(),
            Actor::Person(words::person()),
            "feed.set",
            format!("the feed \"{}\" was changed", new.name),
        );
        let id = new.id.clone();
        let is_read_otherwise = desk.world.feeds.get(&id).is_some_and(|old| old.zone != new.zone);
        desk.commit(&[Record::Feed(Box::new(new)), Record::Audit(entry)])?;
        if is_read_otherwise {
            desk.world.here.readings.remove(&id); // what is stored is read again, in the new zone
        }
        Ok(json!({ "done": true }))
    })
    .await
}

/// "Sync now": the round reads the feeds at once.
pub(super) async fn refresh(host: &Arc<Host>, round: &Round, feed: Option<String>) -> Answer {
    if host.orders() == crate::run::Orders::Never {
        return Err(CommandError::failed(
            "nothing is running that reads calendars; start it with `tidegate run`".into(),
        ));
    }
    at_desk(round, move |desk| {
        let ids: Vec<FeedId> = match feed {
            Some(word) => vec![words::feed(desk, &word)?.id.clone()],
            None => desk.world.feeds.keys().cloned().collect(),
        };
        let count = ids.len();
        desk.world.here.fetch_now.extend(ids);
        Ok(json!({ "reading": count }))
    })
    .await
}

pub(super) async fn remove(host: &Arc<Host>, round: &Round, feed: String) -> Answer {
    let (id, tenant) =
        at_desk(round, move |desk| Ok((words::feed(desk, &feed)?.id.clone(), desk.world.tenant.id.clone())))
            .await?;
    // First, since it can fail: a keychain that is locked leaves the feed as it was.
    host.machine().secrets.remove(&tenant, &SecretName::Feed(id.clone())).await?;
    at_desk(round, move |desk| {
        let feed = words::feed(desk, id.as_str())?.clone();
        let why = format!("the feed \"{}\" was removed", feed.name);
        let entry = Entry::new(desk.now(), Actor::Person(words::person()), "feed.removed", why);
        desk.commit(&[Record::FeedGone(feed.id), Record::Audit(entry)])?;
        Ok(json!({ "done": true }))
    })
    .await
}
