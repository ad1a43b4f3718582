//! The pace at which one tenant asks its carrier: so many requests in any second, so many at once, the most urgent
//! first. It decides nothing about what is asked; how urgent a request is comes from the plan. Each tenant has its
//! own, so that a busy one slows nobody else.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;

/// Requests of one tenant that are under way at once. Few: a carrier's rate limit counts requests, not connections,
/// and a lost network then quarantines four orders at most.
const AT_ONCE: usize = 4;
/// The rate limit is one of requests in a second, in any second.
const WINDOW: Duration = Duration::from_secs(1);

/// One tenant's pace. `U` says what goes first: the least of it.
#[derive(Clone)]
pub struct Budget<U> {
    shared: Arc<Shared<U>>,
}

struct Shared<U> {
    a_second: usize,
    state: Mutex<State<U>>,
    changed: Notify,
}

struct State<U> {
    waiting: BTreeSet<(U, u64)>,
    tickets: u64,
    under_way: usize,
    begun: VecDeque<Instant>,
}

impl<U: Ord + Copy> Budget<U> {
    /// A pace of at most `a_second` requests in any second; at least one.
    pub fn new(a_second: u32) -> Self {
        let state = State { waiting: BTreeSet::new(), tickets: 0, under_way: 0, begun: VecDeque::new() };
        let a_second = usize::try_from(a_second).unwrap_or(usize::MAX).max(1);
        Self { shared: Arc::new(Shared { a_second, state: Mutex::new(state), changed: Notify::new() }) }
    }

    /// Waits for the right to send one request; it ends with the permit. Among those who wait the most urgent is
    /// served first, and among equals the one who came first. Giving up the wait gives up the place.
    pub async fn permit(&self, urgency: U) -> Permit<U> {
        let place = self.queue(urgency);
        loop {
            let changed = self.shared.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable(); // before the look, so that no change is missed between look and wait
            let turn = self.shared.lock().turn(place.key, self.shared.a_second);
            match turn {
                Turn::Now => {
                    drop(place);
                    return Permit { shared: Arc::clone(&self.shared) };
                }
                Turn::AfterOthers => changed.await,
                Turn::At(at) => {
                    let _ = tokio::time::timeout_at(at, changed).await;
                }
            }
        }
    }

    fn queue(&self, urgency: U) -> Place<'_, U> {
        let mut state = self.shared.lock();
        state.tickets += 1;
        let key = (urgency, state.tickets);
        state.waiting.insert(key);
        Place { shared: &self.shared, key }
    }
}

impl<U> Shared<U> {
    fn lock(&self) -> MutexGuard<'_, State<U>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum Turn {
    Now,
    AfterOthers,
    At(Instant),
}

impl<U: Ord + Copy> State<U> {
    fn turn(&mut self, key: (U, u64), a_second: usize) -> Turn {
        if self.under_way >= AT_ONCE || self.waiting.first() != Some(&key) {
            return Turn::AfterOthers;
        }
        let now = Instant::now();
        while self.begun.front().is_some_and(|begun| *begun + WINDOW <= now) {
            self.begun.pop_front();
        }
        if let Some(oldest) = self.begun.front().filter(|_| self.begun.len() >= a_second) {
            return Turn::At(*oldest + WINDOW);
        }
        self.begun.push_back(now);
        self.under_way += 1;
        Turn::Now
    }
}

/// A place in the queue, left when dropped.
struct Place<'a, U: Ord + Copy> {
    shared: &'a Shared<U>,
    key: (U, u64),
}

impl<U: Ord + Copy> Drop for Place<'_, U> {
    fn drop(&mut self) {
        self.shared.lock().waiting.remove(&self.key);
        self.shared.changed.notify_waiters();
    }
}

/// The right to one request, given back when dropped.
pub struct Permit<U> {
    shared: Arc<Shared<U>>,
}

impl<U> Drop for Permit<U> {
    fn drop(&mut self) {
        self.shared.lock().under_way -= 1;
        self.shared.changed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tidegate_core::plan::Urgency;

    #[tokio::test(start_paused = true)]
    async fn no_second_holds_more_requests_than_allowed() {
        let budget = Budget::new(3);
        let mut begun = Vec::new();
        for _ in 0..20 {
            let _permit = budget.permit(Urgency::Rest).await;
            begun.push(Instant::now());
            tokio::time::sleep(Duration::from_millis(70)).await;
        }
        for window in begun.windows(4) {
            assert!(window[3] - window[0] >= WINDOW, "four within a second");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_most_urgent_goes_first_and_equals_in_their_order() {
        let budget = Budget::new(1);
        let served = Arc::new(Mutex::new(Vec::new()));
        let first = budget.permit(Urgency::Rest).await;
        let mut tasks = Vec::new();
        let asked = [
            (Urgency::Rest, 1),
            (Urgency::Raise, 2),
            (Urgency::Drop, 3),
            (Urgency::Raise, 4),
            (Urgency::Drop, 5),
        ];
        for (urgency, name) in asked {
            let (budget, served) = (budget.clone(), Arc::clone(&served));
            tasks.push(tokio::spawn(async move {
                let _permit = budget.permit(urgency).await;
                served.lock().unwrap().push(name);
            }));
            tokio::task::yield_now().await;
        }
        drop(first);
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(*served.lock().unwrap(), [3, 5, 2, 4, 1]);
    }

    #[tokio::test(start_paused = true)]
    async fn at_most_four_are_under_way_at_once() {
        let budget = Budget::new(1000);
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let tasks: Vec<_> = (0..30)
            .map(|_| {
                let (budget, now, most) = (budget.clone(), Arc::clone(&now), Arc::clone(&most));
                tokio::spawn(async move {
                    let _permit = budget.permit(Urgency::Follow).await;
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    tokio::time::sleep(Duration::from_millis(10)).await;
                    now.fetch_sub(1, Ordering::SeqCst);
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(most.load(Ordering::SeqCst), AT_ONCE);
    }

    #[tokio::test(start_paused = true)]
    async fn who_gives_up_waiting_holds_nobody_back() {
        let budget = Budget::new(1);
        drop(budget.permit(Urgency::Rest).await);
        let impatient = budget.permit(Urgency::Drop);
        assert!(tokio::time::timeout(Duration::from_millis(10), impatient).await.is_err());
        let waited = Instant::now();
        budget.permit(Urgency::Rest).await;
        assert!(waited.elapsed() <= WINDOW);
        assert!(budget.shared.lock().waiting.is_empty());
    }
}
