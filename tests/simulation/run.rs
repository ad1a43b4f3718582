//! One seed's story: trouble and calm by turns. Owns the course of time and who looks when; what goes wrong is
//! `trouble`'s, what must hold meanwhile `check`'s and `journal`'s, and how it must end `calm`'s.

use super::super::stage::{At, Published, Stage};
use super::check::Checks;
use super::journal::Journal;
use super::reference::{Distance, Reference};
use super::story::Story;
use super::world::{self, CAST, Calendar, Company, Dice, OURS, STRANGER, THEIRS, US, begin, office};
use chrono::TimeDelta;
use tidegate_core::carrier::Dialect;

/// One seed's story. One computer is in focus: what goes wrong goes wrong there, and it holds the carrier.
pub(crate) struct Run {
    pub(super) dice: Dice,
    pub(crate) stage: Stage,
    pub(super) calendar: Calendar,
    pub(super) checks: Checks,
    pub(super) journal: Journal,
    pub(super) quota: u32,
    pub(super) company: Company,
    pub(super) beside: Option<Beside>,
    /// Persons, and others than Tidegate, have a hand in it.
    pub(super) meddled: bool,
    /// The carrier cannot be reached by anybody.
    pub(super) carrier_away: bool,
    pub(super) story: Option<Story>,
    reference: Reference,
}

/// The other computer.
pub(super) struct Beside {
    pub(super) stage: Stage,
    pub(super) checks: Checks,
    /// A stranger's own calendar, and what is seen of its orders.
    pub(super) stranger: Option<(Calendar, Journal)>,
}

/// What a seed's story came to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) orders: usize,
    pub(crate) changes: usize,
    pub(crate) commits: usize,
    pub(crate) doubles: usize,
    pub(crate) distance: Distance,
}

impl Run {
    /// `tells`: whether its story is kept, which costs time.
    pub(crate) fn new(seed: u64, dialect: Dialect, tells: bool) -> Self {
        let mut dice = Dice::new(seed);
        let (mut calendar, mut theirs) = (Calendar::of(OURS), Calendar::of(THEIRS));
        for day in (0..4).map(TimeDelta::days) {
            (0..dice.between(0, 8)).for_each(|_| calendar.add(&mut dice, begin() + day, 5));
            (0..dice.between(0, 3)).for_each(|_| theirs.add(&mut dice, begin() + day, 5));
        }
        let (quota, company) = (*dice.pick(&[10, 24, 24, 60]), Company::of(seed));
        let stage = world::stage(seed, dialect, quota, [60, 400], &calendar);
        let stranger = company == Company::Stranger;
        let checks = || Checks::beside(stranger);
        let other = if stranger { &theirs } else { &calendar };
        let beside = world::beside(seed, dialect, quota, company, other).map(|stage| Beside {
            stage,
            checks: checks(),
            stranger: stranger.then(|| (theirs, Journal::of(STRANGER[0], false))),
        });
        let mut run = Self {
            dice,
            stage,
            calendar,
            checks: checks(),
            journal: Journal::of(US[0], company.shares()),
            quota,
            company,
            beside,
            meddled: seed.is_multiple_of(2),
            carrier_away: false,
            story: tells.then(Story::default),
            reference: Reference::default(),
        };
        run.publish();
        run
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
        let mut wrong =
            [std::mem::take(&mut self.checks.wrong), std::mem::take(&mut self.journal.wrong)].concat();
        if let Some(beside) = &mut self.beside {
            beside.stage.verify_audit();
            wrong.append(&mut beside.checks.wrong);
            wrong.extend(
                beside.stranger.iter_mut().flat_map(|(_, journal)| std::mem::take(&mut journal.wrong)),
            );
        }
        wrong
    }

    pub(super) fn is_well(&self) -> bool {
        let beside = self.beside.as_ref().is_none_or(|beside| {
            let journal = beside.stranger.as_ref().is_none_or(|(_, journal)| journal.wrong.is_empty());
            beside.checks.wrong.is_empty() && journal
        });
        self.checks.wrong.is_empty() && self.journal.wrong.is_empty() && beside
    }

    fn trouble_until(&mut self, calm: At) {
        while self.stage.now < calm && self.is_well() {
            let pause = TimeDelta::seconds(self.dice.between(20, 3 * 3600));
            self.advance(pause.min(calm - self.stage.now));
            if self.stage.now < calm {
                self.change_focus();
                self.trouble(calm);
            }
        }
    }

    /// The office's other computer comes into focus, at times.
    fn change_focus(&mut self) {
        if self.company.shares() && self.dice.below(2) == 0 {
            self.turn();
        }
    }

    /// The other computer is in focus from now on, and holds the carrier.
    pub(crate) fn turn(&mut self) {
        if let Some(beside) = &mut self.beside {
            std::mem::swap(&mut self.stage, &mut beside.stage);
            std::mem::swap(&mut self.checks, &mut beside.checks);
            std::mem::swap(&mut self.stage.carrier, &mut beside.stage.carrier);
            self.story.iter_mut().for_each(Story::turn);
        }
    }

    /// What two runs of one seed must have in common.
    pub(crate) fn transcript(&self) -> String {
        let beside = self.beside.as_ref().map(|beside| beside.stage.audit_hash());
        format!("{} {beside:?} {:?}", self.stage.audit_hash(), self.stage.carrier.orders())
    }

    /// What happened, for people.
    pub(crate) fn told(&self) -> String {
        self.story.as_ref().map(Story::told).unwrap_or_default()
    }

    /// What it came to. How far it was from a perfect agent is told where nobody meddled.
    pub(crate) fn tally(&self) -> Tally {
        let beside = self.beside.as_ref();
        let mut tally = Tally {
            orders: self.stage.carrier.orders().iter().filter(|order| !order.foreign).count(),
            commits: self.stage.commits + beside.map_or(0, |beside| beside.stage.commits),
            doubles: self.journal.doubles,
            ..Tally::default()
        };
        for cast in OURS {
            let had = self.stage.carrier.tiers_of(CAST[cast].name);
            tally.changes += had.len().saturating_sub(1);
            if !self.meddled && self.company == Company::Alone {
                tally.distance += self.reference.distance(cast, had, begin(), self.stage.now);
            }
        }
        tally
    }

    /// Lets time pass, and looks after every event.
    pub(super) fn advance(&mut self, span: TimeDelta) {
        let until = self.stage.now + span;
        self.stage.passes();
        self.look();
        self.happens_beside(Stage::passes);
        while self.is_well() && self.happens(until) {}
        self.stage.now = until;
        self.beside.iter_mut().for_each(|beside| beside.stage.now = until);
    }

    /// The next thing happens on either computer, if it does before `until`.
    pub(super) fn happens(&mut self, until: At) -> bool {
        let ours = self.stage.next(until);
        let theirs = self.beside.as_ref().and_then(|beside| beside.stage.next(until));
        match (ours, theirs) {
            (None, None) => return false,
            (Some(next), theirs) if theirs.is_none_or(|theirs| next <= theirs) => {
                self.stage.act_at(next);
                self.look();
            }
            (_, Some(next)) => self.happens_beside(|stage| stage.act_at(next)),
            (Some(_), None) => return false,
        }
        true
    }

    /// The carrier is handed over for a moment, and what is due there happens.
    fn happens_beside(&mut self, act: impl FnOnce(&mut Stage)) {
        let Some(beside) = &mut self.beside else { return };
        std::mem::swap(&mut self.stage.carrier, &mut beside.stage.carrier);
        act(&mut beside.stage);
        if let Some(story) = &mut self.story {
            story.look(1, &beside.stage);
        }
        let is_stranger = beside.stranger.is_some();
        let journal = beside.stranger.as_mut().map_or(&mut self.journal, |(_, journal)| journal);
        beside.checks.look(&beside.stage, journal);
        journal.look(&beside.stage);
        if is_stranger {
            self.journal.overhears(&beside.stage);
        }
        std::mem::swap(&mut self.stage.carrier, &mut beside.stage.carrier);
    }

    pub(super) fn look(&mut self) {
        if let Some(story) = &mut self.story {
            story.look(0, &self.stage);
        }
        let stage = &self.stage;
        self.checks.look(stage, &mut self.journal);
        self.journal.look(stage);
        if let Some((_, journal)) = self.beside.as_mut().and_then(|beside| beside.stranger.as_mut()) {
            journal.overhears(stage);
        }
        self.reference.is_able(stage.now, stage.can_order() && !self.carrier_away);
    }

    /// The calendar as it is now is what everybody can read.
    pub(super) fn publish(&mut self) {
        let week = self.stage.now - TimeDelta::days(3);
        self.calendar.events.retain(|event| event.end > week);
        self.reference.publishes(self.stage.now, &self.calendar);
        let text = self.calendar.text();
        self.serve(&Published::Text(text));
    }

    /// What is read at the calendar's address.
    pub(super) fn serve(&mut self, published: &Published) {
        self.stage.published.insert(office(), published.clone());
        if let Some(beside) = self.beside.as_mut().filter(|beside| beside.stranger.is_none()) {
            beside.stage.published.insert(office(), published.clone());
        }
    }

    /// A line of the story.
    pub(super) fn tell(&mut self, line: impl FnOnce() -> String) {
        if let Some(story) = &mut self.story {
            story.add(self.stage.now, "", &line());
        }
    }
}
