//! What a seed lets go wrong, and how often: at a computer, at the carrier, at the calendar, and by persons. Owns the
//! choice; what must hold all the same is `check`'s and `journal`'s.

use super::super::stage::{At, Published};
use super::journal::STRAY;
use super::run::Run;
use super::world::{CAST, Calendar, OURS, tier};
use chrono::TimeDelta;
use tidegate_core::ids::CircuitId;
use tidegate_core::person::{self, Act, From};

impl Run {
    /// One thing that goes wrong, and what comes of it until `calm` at the latest.
    pub(super) fn trouble(&mut self, calm: At) {
        match self.dice.below(44) {
            0..=7 => self.fault(),
            8..=13 => self.edit(),
            14 | 15 => self.sleeps(calm),
            16 => self.is_killed(calm),
            17 => self.stops_while_ordering(calm),
            18 | 19 => self.has_no_network(calm),
            20 => self.carrier_is_away(calm),
            21 => self.calendar_is_broken(calm),
            22 => {
                self.tell(|| "all tokens are made invalid".into());
                self.stage.carrier.expire_tokens();
            }
            23..=27 => self.meddle(calm),
            28 => self.next_order_strays(),
            29 | 30 => self.goes_on_failing(),
            31 | 32 => self.dies_at_an_effect(calm),
            33 | 34 => self.is_frozen(calm),
            35..=37 => self.has_a_wrong_clock(calm),
            38 => self.has_a_full_disk(calm),
            39 => self.has_a_locked_keychain(calm),
            40 => self.calendar_is_hostile(calm),
            41 => self.moves_to_another_zone(),
            _ => {}
        }
    }

    /// What persons do, and others who order; in some stories nobody does.
    fn meddle(&mut self, calm: At) {
        if !self.meddled {
            return;
        }
        match self.dice.below(16) {
            0 => self.somebody_else(),
            1..=3 => self.act(&Act::Resume(None, From::Now)),
            4 if !self.company.shares() && self.stage.ledger.is_none() => self.has_an_old_ledger(calm),
            _ => self.person(),
        }
    }

    fn next_order_strays(&mut self) {
        let late = TimeDelta::seconds(self.dice.between(1, STRAY.num_seconds()));
        self.tell(|| format!("the next order arrives {} s late", late.num_seconds()));
        self.journal.strayed = true;
        self.stage.stray = Some(late);
    }

    /// A span from the dice that ends before the calm.
    pub(super) fn span(&mut self, low: i64, high: i64, calm: At) -> TimeDelta {
        TimeDelta::seconds(self.dice.between(low, high)).min(calm - self.stage.now)
    }

    fn calendar_is_broken(&mut self, calm: At) {
        let broken = match self.dice.below(4) {
            0 => Published::Status(503),
            1 => Published::Nothing,
            2 => Published::Text("<html><title>Sign in</title></html>".into()),
            _ => Published::Text(Calendar::of(OURS).text()),
        };
        self.tell(|| format!("the calendar is {broken:.60?}"));
        self.serve(&broken);
        let span = self.span(60, 6 * 3600, calm);
        self.meanwhile(span);
        self.publish();
    }

    /// Somebody who may not writes in the calendar, or its text is made to hurt.
    fn calendar_is_hostile(&mut self, calm: At) {
        let hostile = match self.dice.below(5) {
            0 => "ORGANIZER:mailto:stranger@example.net\r\nSUMMARY:#iod 1000M @A\r\n".to_owned(),
            1 => "SUMMARY:#iod 100G @A @B @C\r\n".to_owned(),
            2 => "RRULE:FREQ=SECONDLY\r\nSUMMARY:#iod 1000M\r\n".to_owned(),
            3 => format!("SUMMARY:{}\u{202e}\u{7}<script>\r\n", "#iod ".repeat(500)),
            _ => "BEGIN:VEVENT\r\n".repeat(300) + &"END:VEVENT\r\n".repeat(300),
        };
        self.tell(|| format!("the calendar is hostile: {hostile:.40?}"));
        let start = self.stage.now.format("%Y%m%dT%H%M%SZ");
        let event = format!(
            "BEGIN:VEVENT\r\nUID:hostile\r\nDTSTART:{start}\r\nDURATION:PT9H\r\n{hostile}END:VEVENT\r\nEND:VCALENDAR"
        );
        let text = self.calendar.text().replacen("END:VCALENDAR", &event, 1);
        self.serve(&Published::Text(text));
        let span = self.span(60, 6 * 3600, calm);
        self.meanwhile(span);
        self.publish();
    }

    /// Time passes in which one more thing may happen.
    pub(super) fn meanwhile(&mut self, span: TimeDelta) {
        self.advance(span / 2);
        match self.dice.below(8) {
            0 | 1 => self.edit(),
            2 => self.fault(),
            3 if self.meddled => self.somebody_else(),
            _ => {}
        }
        self.advance(span - span / 2);
    }

    /// Somebody works on the calendar.
    fn edit(&mut self) {
        let today = self.stage.now.date_naive().and_hms_opt(0, 0, 0).expect("midnight").and_utc();
        self.tell(|| "somebody edits the calendar".into());
        let count = self.calendar.events.len() as u64;
        match self.dice.below(6) {
            0..=2 => {
                let day = today + TimeDelta::days(self.dice.between(0, 3));
                self.calendar.add(&mut self.dice, day, 5);
            }
            3 if count > 0 => {
                let index = self.dice.below(count);
                self.calendar.events.remove(usize::try_from(index).expect("an index"));
            }
            4 if count > 0 => {
                let index = usize::try_from(self.dice.below(count)).expect("an index");
                let minutes = TimeDelta::minutes(self.dice.between(-90, 90));
                let event = &mut self.calendar.events[index];
                event.end = (event.end + minutes).max(event.start + TimeDelta::minutes(5));
            }
            _ => {
                // What runs now ends at once.
                let now = self.stage.now;
                self.calendar.events.retain(|event| !(event.start <= now && now < event.end));
            }
        }
        self.publish();
    }

    fn person(&mut self) {
        let id = CircuitId::from(CAST[self.index()].name);
        let until = self.stage.acts_at() + TimeDelta::minutes(self.dice.between(5, 300));
        let mbps = tier(*self.dice.pick(&[50, 100, 200, 500, 1000, 2000]));
        let act = match self.dice.below(11) {
            0 | 1 => Act::Boost(id, mbps, until),
            2 | 3 => Act::Hold(id, mbps, until),
            4 => Act::Clear(id),
            5 => Act::Pause(Some(id)),
            6 => Act::Resume(Some(id), *self.dice.pick(&[From::Now, From::Next])),
            7 => Act::Retry(id),
            8 => Act::BaselineAll,
            9 => self.dice.pick(&[Act::Off, Act::On(From::Now), Act::On(From::Next)]).clone(),
            _ => Act::Restore(id),
        };
        self.act(&act);
    }

    /// A person acts; what is refused is no matter here.
    pub(super) fn act(&mut self, act: &Act) {
        if let (true, Ok(records)) =
            (self.stage.running, person::act(&self.stage.world, "ann", act, self.stage.acts_at()))
        {
            self.tell(|| format!("a person: {act:?}"));
            self.stage.commit(records);
        }
    }
}
