//! When feeds are fetched and read again. What a fetch brings is `receive`'s matter.

use super::Pass;
use super::order::Wish;
use crate::feed::{Feed, FeedState, Source};
use crate::horizon::READ_FOR;
use crate::ids::FeedId;
use crate::time::Instant;

impl Pass<'_> {
    /// Fetches what is due by its own rhythm, what a raise about to be sent wants fresh, and what a person asked for.
    pub(super) fn feeds(&mut self) {
        self.before_raises();
        for (id, feed) in &self.world.feeds {
            let fresh;
            let state = match self.world.feed_states.get(id) {
                Some(state) => state,
                None => {
                    fresh = FeedState::new(id);
                    &fresh
                }
            };
            self.read_again(id, state);
            if feed.source != Source::Own {
                self.fetch(feed, state);
            }
        }
    }

    fn fetch(&mut self, feed: &Feed, state: &FeedState) {
        // What is stored is read first: a fetch is compared with it, or everything would look new.
        let here = &self.world.here;
        let unread = state.fingerprint.is_some() && !here.readings.contains_key(&feed.id);
        if (unread && !here.unread.contains_key(&feed.id)) || self.world.here.fetching.contains(&feed.id) {
            return;
        }
        let mut due = state.due(self.timings);
        let blocked = state.not_before.is_some_and(|at| at > self.now);
        if let Some(by) =
            self.feeds_by.filter(|by| !blocked && state.tried_at.is_none_or(|tried| tried < *by))
        {
            due = due.min(by);
        }
        if let Some(awake) = self
            .world
            .here
            .awake_since
            .filter(|awake| !blocked && state.tried_at.is_none_or(|tried| tried < *awake))
        {
            due = due.min(awake);
        }
        if let Some(again) = self.after_wake(state).filter(|_| !blocked) {
            due = due.min(again);
        }
        if self.world.here.fetch_now.contains(&feed.id) || due <= self.now {
            self.fetches.push(feed.id.clone());
        } else {
            self.wake(due);
        }
    }

    /// What failed because the network was behind the wake-up is fetched again while the network has its time, and once
    /// when the carrier has answered.
    fn after_wake(&self, state: &FeedState) -> Option<Instant> {
        let here = &self.world.here;
        let tried =
            state.tried_at.filter(|_| state.failing.as_ref().is_some_and(|failing| failing.may_pass))?;
        let until = here.awake_since.map(|awake| awake + self.limits.network_after_wake);
        let again = tried + self.limits.network_after_wake / 4;
        let connected = here.connected_since.filter(|connected| tried < *connected);
        connected.or(until.and_then(|until| (again <= until).then_some(again)))
    }

    /// A stored text is read into occurrences at start and when the window has moved on.
    fn read_again(&mut self, id: &FeedId, state: &FeedState) {
        let read_at = self.world.here.readings.get(id).map(|(at, _)| *at);
        let is_stored = state.fingerprint.is_some();
        // One that could not be read is tried again at the pace of a fetch.
        let again = self.world.here.unread.get(id).map(|tried| *tried + self.timings.feed);
        if let Some(again) = again.filter(|again| *again > self.now) {
            self.wake(again);
            return;
        }
        match read_at {
            None if is_stored => self.readings.push(id.clone()),
            Some(at) if is_stored && self.now - at >= READ_FOR => self.readings.push(id.clone()),
            Some(at) if is_stored => self.wake(at + READ_FOR),
            Some(_) | None => {}
        }
    }

    /// Feeds are wanted as of three minutes before the next raise is sent (design §6, Feeds).
    fn before_raises(&mut self) {
        for circuit in self.world.circuits.values() {
            let Some(act) = self.next_raise(circuit) else { continue };
            let by = act - self.timings.read_before;
            if by > self.now {
                self.wake(by);
            } else {
                self.feeds_by(by);
            }
        }
    }

    /// Whether every feed that has a stored text was read into occurrences, or could not be.
    pub(super) fn feeds_are_read(&self) -> bool {
        self.world.unread_feeds().all(|feed| self.world.here.unread.contains_key(&feed.id))
    }

    /// After a sleep the feeds are read at once; an order waits for them, but not long.
    pub(super) fn waits_for_feeds(&self) -> Option<Instant> {
        let awake = self.world.here.awake_since?;
        let until = awake + self.limits.network_after_wake;
        let unread = |feed: &&Feed| {
            let state = self.world.feed_states.get(&feed.id);
            let tried = state.and_then(|state| state.tried_at);
            let may_pass = state.and_then(|state| state.failing.as_ref()).is_some_and(|one| one.may_pass);
            feed.source != Source::Own && (may_pass || tried.is_none_or(|tried| tried < awake))
        };
        (self.now < until && self.world.feeds.values().any(|feed| unread(&feed))).then_some(until)
    }

    /// A raise that was not foreseen, and so was not read for, is read for now, and waits for that as long as one
    /// fetch may take (design §6, Feeds). What a person wants, or the baseline, waits
    /// for no feed, and nothing for a publisher who asked for patience.
    pub(super) fn waits_for_late_reading(&mut self, wish: &Wish<'_>) -> Option<Instant> {
        // What a wake-up began is not waited for twice.
        let woke = self.world.here.awake_since.filter(|awake| wish.due - *awake < self.limits.feed_http);
        let until = woke.unwrap_or(wish.due) + self.limits.feed_http;
        let asks_a_feed = wish.is_raise() && !wish.is_return() && !wish.is_by_person();
        if !asks_a_feed || self.now >= until {
            return None;
        }
        let oldest = wish.due - self.timings.read_before;
        let is_old = |feed: &&Feed| {
            let state = self.world.feed_states.get(&feed.id);
            let blocked = state.and_then(|state| state.not_before).is_some_and(|at| at > self.now);
            let tried = state.and_then(|state| state.tried_at);
            feed.source != Source::Own && !blocked && tried.is_some_and(|tried| tried < oldest)
        };
        let old: Vec<FeedId> = self.world.feeds.values().filter(is_old).map(|feed| feed.id.clone()).collect();
        let is_asked = |id: &FeedId| self.world.here.fetching.contains(id) || self.fetches.contains(id);
        let asks: Vec<FeedId> = old.iter().filter(|id| !is_asked(id)).cloned().collect();
        self.fetches.extend(asks);
        (!old.is_empty()).then_some(until)
    }
}
