//! One seed's story: trouble and calm by turns. Owns the course of time and who looks when; what goes wrong is
//! `trouble`'s, what must hold meanwhile `check`'s and `journal`'s, and how it must end `calm`'s.

use super::super::stage::{At, Stage};
use super::check::Checks;
use super::journal::Journal;
use super::story::Story;
use super::world::{self, Calendar, Dice, begin};
use chrono::TimeDelta;
use tidegate_core::carrier::Dialect;

/// One seed's story.
pub(crate) struct Run {
    pub(super) dice: Dice,
    pub(super) stage: Stage,
    pub(super) calendar: Calendar,
    pub(super) checks: Checks,
    pub(super) journal: Journal,
    pub(super) quota: u32,
    pub(super) story: Option<Story>,
}

impl Run {
    /// `tells`: whether its story is kept, which costs time.
    pub(crate) fn new(seed: u64, dialect: Dialect, tells: bool) -> Self {
        let mut dice = Dice::new(seed);
        let mut calendar = Calendar::default();
        for day in 0..4 {
            for _ in 0..dice.between(0, 8) {
                calendar.add(&mut dice, begin() + TimeDelta::days(day), 5);
            }
        }
        let quota = *dice.pick(&[10, 24, 24, 60]);
        let stage = world::stage(seed, dialect, quota, [60, 400], &calendar);
        let story = tells.then(Story::default);
        let (checks, journal) = (Checks::default(), Journal::default());
        Self { dice, stage, calendar, checks, journal, quota, story }
    }

    /// Plays so many days: trouble for some, a calm day, and so on, the last one calm. What went wrong.
    pub(crate) fn play(&mut self, days: i64) -> Vec<String> {
        let end = begin() + TimeDelta::days(days);
        while self.stage.now < end && self.is_well() {
            let left = (end - self.stage.now).num_days();
            let trouble = self.dice.between(1, 5).min(left - 1).max(0);
            self.trouble_until(self.stage.now + TimeDelta::days(trouble));
            self.calm();
        }
        self.stage.verify_audit();
        [std::mem::take(&mut self.checks.wrong), std::mem::take(&mut self.journal.wrong)].concat()
    }

    pub(super) fn is_well(&self) -> bool {
        self.checks.wrong.is_empty() && self.journal.wrong.is_empty()
    }

    fn trouble_until(&mut self, calm: At) {
        while self.stage.now < calm && self.is_well() {
            let pause = TimeDelta::seconds(self.dice.between(20, 3 * 3600));
            self.advance(pause.min(calm - self.stage.now));
            if self.stage.now < calm {
                self.trouble(calm);
            }
        }
    }

    /// What two runs of one seed must have in common.
    pub(crate) fn transcript(&self) -> String {
        format!("{} {:?}", self.stage.audit_hash(), self.stage.carrier.orders())
    }

    /// What happened, for people.
    pub(crate) fn told(&self) -> String {
        self.story.as_ref().map(Story::told).unwrap_or_default()
    }

    /// Lets time pass, and looks after every event.
    pub(super) fn advance(&mut self, span: TimeDelta) {
        let until = self.stage.now + span;
        self.stage.passes();
        self.look();
        while let Some(next) = self.stage.next(until).filter(|_| self.is_well()) {
            self.stage.act_at(next);
            self.look();
        }
        self.stage.now = until;
    }

    pub(super) fn look(&mut self) {
        if let Some(story) = &mut self.story {
            story.look(&self.stage);
        }
        self.checks.look(&self.stage, &mut self.journal);
        self.journal.look(&self.stage);
    }

    /// A line of the story.
    pub(super) fn tell(&mut self, line: impl FnOnce() -> String) {
        if let Some(story) = &mut self.story {
            story.add(self.stage.now, "", &line());
        }
    }
}
