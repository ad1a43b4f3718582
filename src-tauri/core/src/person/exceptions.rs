//! A person's change of one occurrence of a calendar: moved, taken out, put back. The calendar itself is not touched;
//! what it says meanwhile is told by the exception's fingerprint (design §1).

use super::{Desk, Refused};
use crate::calendar::Occurrence;
use crate::ids::OccurrenceKey;
use crate::plan::when_text;
use crate::request::{fingerprint, title};
use crate::time::Instant;
use crate::world::{Exception, Instead, Record};

impl Desk<'_> {
    pub(super) fn shift(
        &self,
        key: &OccurrenceKey,
        start: Instant,
        end: Instant,
    ) -> Result<Vec<Record>, Refused> {
        if end < start {
            return Err(Refused::Backwards);
        }
        let source = self.source(key)?;
        let said = title(&source.details.summary);
        let zone = self.world.tenant.zone;
        let (from, to) = (when_text(start, self.now, zone), when_text(end, self.now, zone));
        let why = format!("\"{said}\" counts from {from} to {to} here");
        Ok(self.instead(key, source, Instead::Moved { start, end }, "exception.moved", why))
    }

    pub(super) fn take_out(&self, key: &OccurrenceKey) -> Result<Vec<Record>, Refused> {
        let source = self.source(key)?;
        let why = format!("\"{}\" asks for nothing here", title(&source.details.summary));
        Ok(self.instead(key, source, Instead::Nothing, "exception.taken-out", why))
    }

    pub(super) fn put_back(&self, key: &OccurrenceKey) -> Result<Vec<Record>, Refused> {
        if !self.world.exceptions.contains_key(key) {
            return Err(Refused::NothingToPutBack);
        }
        let mut entry = self.entry("exception.ended", "the calendar's own event counts again");
        entry.event_uid = Some(key.uid.clone());
        Ok(vec![Record::ExceptionGone(key.clone()), Record::Audit(entry)])
    }

    /// The occurrence as its calendar has it.
    fn source(&self, key: &OccurrenceKey) -> Result<&Occurrence, Refused> {
        let reading = self.world.here.readings.get(&key.feed).ok_or(Refused::NoOccurrence)?;
        let mut all = reading.1.occurrences.iter();
        all.find(|one| crate::feed::key(&key.feed, one) == *key).ok_or(Refused::NoOccurrence)
    }

    fn instead(
        &self,
        key: &OccurrenceKey,
        source: &Occurrence,
        instead: Instead,
        act: &'static str,
        why: String,
    ) -> Vec<Record> {
        let mut entry = self.entry(act, why);
        entry.event_uid = Some(key.uid.clone());
        let exception = Exception { key: key.clone(), fingerprint: fingerprint(source), instead };
        vec![Record::Exception(exception), Record::Audit(entry)]
    }
}

#[cfg(test)]
mod tests {
    use crate::ids::OccurrenceKey;
    use crate::person::{Act, Refused, act};
    use crate::request::{Ignored, Verdict};
    use crate::testing::{at, circuit, event, feed, reading, tier, world};
    use crate::world::World;

    fn office() -> (World, OccurrenceKey) {
        let mut world = world(&[circuit("HQ", "100M")], &[feed("office", &["HQ"])]);
        world.here.readings.insert("office".into(), (at(0), reading(vec![event(60, 120, "1 Gbps, stream")])));
        world.refresh(at(0));
        let key = world.compiled.decided[0].key.clone();
        (world, key)
    }

    fn does(world: &mut World, one: &Act) {
        let records = act(world, "ann", one, at(0)).unwrap();
        world.apply(&records);
        world.refresh(at(0));
    }

    #[test]
    fn an_occurrence_is_moved_here_taken_out_and_put_back_as_the_calendar_has_it() {
        let (mut world, key) = office();
        let wants = |world: &World, minute| world.compiled.timelines[&"HQ".into()].want(at(minute));
        does(&mut world, &Act::Move(key.clone(), at(300), at(360)));
        assert_eq!((wants(&world, 90), wants(&world, 330)), (tier("100M"), tier("1G")));
        does(&mut world, &Act::TakeOut(key.clone()));
        assert_eq!(wants(&world, 330), tier("100M"));
        assert_eq!(world.compiled.decided[0].verdict, Verdict::Ignored(Ignored::Exception));
        does(&mut world, &Act::PutBack(key.clone()));
        assert_eq!(wants(&world, 90), tier("1G"));
        assert_eq!(act(&world, "ann", &Act::PutBack(key), at(0)), Err(Refused::NothingToPutBack));
    }

    #[test]
    fn what_is_not_in_the_calendar_or_ends_before_it_begins_is_refused() {
        let (world, key) = office();
        let gone = OccurrenceKey { uid: "other".into(), ..key.clone() };
        assert_eq!(act(&world, "ann", &Act::TakeOut(gone), at(0)), Err(Refused::NoOccurrence));
        assert_eq!(act(&world, "ann", &Act::Move(key, at(60), at(30)), at(0)), Err(Refused::Backwards));
    }
}
