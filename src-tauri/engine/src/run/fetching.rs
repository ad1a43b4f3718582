//! Feeds: fetched from where they are, read into occurrences on a thread that may take long, watched.

use super::{Desk, Event, Machine};
use crate::fetch::{self, Known, fetch, read_file};
use crate::secrets::{Found, SecretName, SecretText};
use std::path::Path;
use std::sync::Arc;
use tidegate_core::calendar::{self, Options, Reading};
use tidegate_core::feed::{Feed, FetchError, Source};
use tidegate_core::ids::{FeedId, TenantId};
use tidegate_core::plan::window;
use tidegate_core::receive::Fetched;
use tidegate_core::request::thinned;
use tidegate_core::timings::Limits;
use tokio::sync::Semaphore;

impl Desk {
    /// Fetches a feed; what it brought comes back as an event.
    pub(super) fn fetch(&mut self, id: &FeedId) {
        let Some(feed) = self.world.feeds.get(id).cloned() else { return };
        self.world.here.fetching.insert(id.clone());
        let state = self.world.feed_states.get(id);
        let known = state.map(|state| (state.etag.clone(), state.last_modified.clone())).unwrap_or_default();
        let options = self.options(&feed);
        let (machine, tenant, events) =
            (self.machine.clone(), self.world.tenant.id.clone(), self.events.clone());
        let id = id.clone();
        tokio::spawn(async move {
            let address = address_of(&machine, &tenant, &feed).await;
            let known = Known { etag: known.0.as_deref(), last_modified: known.1.as_deref() };
            let fetched = match address {
                Ok(address) => bring(&machine.limits, &feed, address.as_ref(), known, options).await,
                Err(error) => Fetched::Failed(error),
            };
            let _ = events.send(Event::Fetched(id, fetched)).await;
        });
    }

    /// Reads a feed's stored text again. Whether that was begun: one that is being read already is not read twice.
    pub(super) fn read_again(&mut self, id: &FeedId) -> bool {
        let Some(feed) = self.world.feeds.get(id).cloned() else { return false };
        if !self.world.here.fetching.insert(id.clone()) {
            return false;
        }
        let text = self.store.feed_text(id);
        let options = self.options(&feed);
        let (limits, events, id) = (self.machine.limits.clone(), self.events.clone(), id.clone());
        tokio::spawn(async move {
            let reading = match text {
                Ok(Some(text)) => read(text, options, &limits).await.map(|(_, reading)| reading),
                Ok(None) => Err(FetchError::Kept("the file is not there".into())),
                Err(error) => Err(FetchError::Kept(crate::chain(&error))),
            };
            let _ = events.send(Event::Read(id, reading)).await;
        });
        true
    }

    /// How a feed is read at this desk.
    pub(crate) fn options(&self, feed: &Feed) -> Options {
        let now = self.world.now(self.now());
        Options { zone: feed.zone, home: self.world.tenant.zone, window: window(now) }
    }
}

const GONE: &str = "it is not in the keychain any more; give it again, in the window under Feeds, or remove the feed and add it anew";

/// A feed's address out of the keychain; a file has none.
async fn address_of(
    machine: &Machine,
    tenant: &TenantId,
    feed: &Feed,
) -> Result<Option<SecretText>, FetchError> {
    match &feed.source {
        Source::Own | Source::File { .. } => Ok(None),
        Source::Address { .. } => match machine.secrets.get(tenant, &SecretName::Feed(feed.id.clone())).await
        {
            Found::Secret(address) => Ok(Some(address)),
            Found::Absent => Err(FetchError::NoAddress(GONE.into())),
            Found::Locked => Err(FetchError::NoAddress(match machine.secrets.is_memory() {
                true => format!(
                    "it was not given when Tidegate started; start it again with a line feed.{}=ADDRESS among its secrets",
                    feed.id
                ),
                false => "the keychain is locked; unlock it, and Tidegate goes on by itself".into(),
            })),
            Found::NoKeychain(why) => Err(FetchError::NoAddress(format!(
                "this computer has no keychain ({why}); give the address when Tidegate starts: `tidegate run --help` says how"
            ))),
        },
    }
}

/// So many feeds of all customers are fetched at once: each may bring the largest text there is, and one that drips
/// must not hold up the others.
static FETCHES: Semaphore = Semaphore::const_new(16);
/// So many texts are read at once: each may be as large and as tangled as the bounds of reading allow.
static READERS: Semaphore = Semaphore::const_new(2);

/// Fetches a feed and reads it.
pub(crate) async fn bring(
    limits: &Limits,
    feed: &Feed,
    address: Option<&SecretText>,
    known: Known<'_>,
    options: Options,
) -> Fetched {
    let _turn = FETCHES.acquire().await;
    let body = match (&feed.source, address) {
        (Source::File { path }, _) => read_file(Path::new(path)).await.map(whole),
        (Source::Address { .. }, Some(address)) => {
            fetch(address, known, feed.own_network.as_deref(), limits).await
        }
        (Source::Address { .. }, None) => Err(FetchError::NoAddress(GONE.into())),
        (Source::Own, _) => return Fetched::Unchanged,
    };
    match body {
        Ok(fetch::Fetched::Unchanged) => Fetched::Unchanged,
        Ok(fetch::Fetched::Body { bytes, etag, last_modified }) => match read(bytes, options, limits).await {
            Ok((bytes, reading)) => Fetched::Text { bytes, reading: Box::new(reading), etag, last_modified },
            Err(error) => Fetched::Failed(error),
        },
        Err(error) => Fetched::Failed(error),
    }
}

fn whole(bytes: Vec<u8>) -> fetch::Fetched {
    fetch::Fetched::Body { bytes, etag: None, last_modified: None }
}

/// Reads a text into occurrences, on a thread of its own and not for longer than the watchdog allows. What no plan
/// needs of a series is left out.
async fn read(bytes: Vec<u8>, options: Options, limits: &Limits) -> Result<(Vec<u8>, Reading), FetchError> {
    let bytes = Arc::new(bytes);
    let reader = Arc::clone(&bytes);
    let turn = READERS.acquire().await;
    let reading = tokio::task::spawn_blocking(move || {
        let _turn = turn; // also where the watchdog has given up on it
        calendar::read(&reader, &options).map(thinned)
    });
    let patience = limits.feed_watchdog.to_std().unwrap_or_default();
    match tokio::time::timeout(patience, reading).await {
        Ok(Ok(Ok(reading))) => Ok((Arc::unwrap_or_clone(bytes), reading)),
        Ok(Ok(Err(not_a_calendar))) => Err(not_a_calendar.into()),
        Ok(Err(_)) | Err(_) => Err(FetchError::TooSlow),
    }
}
