//! A thread of its own for something that may block for ever (a keychain that waits for a prompt, a notification
//! daemon that hangs). Each job has a time-out. A thread that overran it is given up and replaced, so that one stuck
//! call never blocks the next; how many may be stuck at once is limited.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::oneshot;

type Job<S> = Box<dyn FnOnce(&mut S) + Send>;

/// Threads of one lane, the stuck ones included: each holds a connection, and at worst a prompt on the screen.
const THREADS_AT_MOST: usize = 4;

/// A thread and the state that only it touches.
pub(crate) struct Lane<S> {
    name: &'static str,
    current: Mutex<Current<S>>,
    alive: Arc<AtomicUsize>,
}

struct Current<S> {
    /// Counts the threads begun, so that one is never taken for its successor.
    number: u64,
    jobs: Option<Sender<Job<S>>>,
}

/// The job did not end in time, or too many before it did not.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Stuck;

impl<S: Default + 'static> Lane<S> {
    /// A lane whose thread starts with its first job; `name` is the thread's.
    pub(crate) fn new(name: &'static str) -> Self {
        let current = Mutex::new(Current { number: 0, jobs: None });
        Self { name, current, alive: Arc::new(AtomicUsize::new(0)) }
    }

    /// Does the job on the lane's thread, after those asked before it. A job whose asker gave up while it waited in
    /// the queue is not begun; one that had begun may still happen.
    pub(crate) async fn run<R: Send + 'static>(
        &self,
        patience: Duration,
        job: impl FnOnce(&mut S) -> R + Send + 'static,
    ) -> Result<R, Stuck> {
        let (reply, answer) = oneshot::channel();
        let job: Job<S> = Box::new(move |state| {
            if !reply.is_closed() {
                let _ = reply.send(job(state));
            }
        });
        let thread = self.enqueue(job)?;
        let Ok(Ok(result)) = tokio::time::timeout(patience, answer).await else {
            self.give_up(thread);
            return Err(Stuck);
        };
        Ok(result)
    }

    /// Hands the job over, and says to which thread.
    fn enqueue(&self, mut job: Job<S>) -> Result<u64, Stuck> {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(jobs) = &current.jobs {
            match jobs.send(job) {
                Ok(()) => return Ok(current.number),
                Err(returned) => job = returned.0, // its thread ended by a panic
            }
        }
        let jobs = self.start()?;
        jobs.send(job).map_err(|_| Stuck)?;
        current.number += 1;
        current.jobs = Some(jobs);
        Ok(current.number)
    }

    fn start(&self) -> Result<Sender<Job<S>>, Stuck> {
        let alive = Alive(Arc::clone(&self.alive));
        if alive.0.fetch_add(1, Ordering::SeqCst) >= THREADS_AT_MOST {
            return Err(Stuck);
        }
        let (sender, jobs) = channel::<Job<S>>();
        let body = move || {
            let _alive = alive;
            let mut state = S::default();
            for job in jobs {
                job(&mut state);
            }
        };
        std::thread::Builder::new().name(self.name.into()).spawn(body).map_err(|_| Stuck)?;
        Ok(sender)
    }

    /// Lets the thread end as soon as its present call returns, unless it was replaced already.
    fn give_up(&self, thread: u64) {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if current.number == thread {
            current.jobs = None;
        }
    }
}

/// Counts a thread for as long as it lives.
struct Alive(Arc<AtomicUsize>);

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: Duration = Duration::from_millis(50);
    const LONG: Duration = Duration::from_secs(10);

    #[tokio::test]
    async fn jobs_share_one_thread_and_its_state() {
        let lane: Lane<u32> = Lane::new("lane");
        for expected in 1..=3 {
            let count = |state: &mut u32| {
                *state += 1;
                *state
            };
            assert_eq!(lane.run(LONG, count).await, Ok(expected));
        }
    }

    #[tokio::test]
    async fn a_stuck_job_does_not_block_the_next_and_too_many_are_refused() {
        let lane: Lane<u32> = Lane::new("lane");
        let (release, gate) = channel::<()>();
        let gate = Arc::new(Mutex::new(gate));
        for _ in 0..THREADS_AT_MOST {
            let gate = Arc::clone(&gate);
            assert_eq!(lane.run(SHORT, move |_| gate.lock().unwrap().recv().is_ok()).await, Err(Stuck));
            if lane.alive.load(Ordering::SeqCst) < THREADS_AT_MOST {
                assert_eq!(lane.run(LONG, |_| 7).await, Ok(7), "the next goes to a new thread");
            }
        }
        assert_eq!(lane.run(LONG, |_| 7).await, Err(Stuck), "refused at once");
        drop(release);
        while lane.alive.load(Ordering::SeqCst) > 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        assert_eq!(lane.run(LONG, |_| 7).await, Ok(7), "the stuck ones came back");
    }

    #[tokio::test]
    async fn a_job_that_panics_costs_its_thread_only() {
        let lane: Lane<u32> = Lane::new("lane");
        assert_eq!(lane.run(LONG, |_| -> u32 { panic!("on purpose") }).await, Err(Stuck));
        assert_eq!(lane.run(LONG, |_| 7).await, Ok(7));
    }
}
