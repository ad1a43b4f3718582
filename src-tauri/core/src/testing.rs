//! What the tests of several modules build their worlds from.

use crate::calendar::{Details, Occurrence, Reading};
use crate::carrier::{Dialect, Listed, Profile};
use crate::circuit::{Circuit, Offer, Seen};
use crate::feed::{Feed, Source};
use crate::time::{Instant, Span, Zone};
use crate::timings::Timings;
use crate::units::{Money, Tier};
use crate::world::{Credentials, Record, Tenant, World};

/// 09:00 of a Monday: minute 0 of every test.
pub(crate) fn at(minute: i64) -> Instant {
    let nine: Instant = "2027-01-04T09:00:00Z".parse().unwrap();
    nine + Span::minutes(minute)
}

pub(crate) fn tier(text: &str) -> Tier {
    text.parse().unwrap()
}

/// A chance that is the same at every run (xorshift).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, sides: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        i64::try_from(self.0 >> 33).unwrap() % sides
    }
}

pub(crate) fn circuit(name: &str, baseline: &str) -> Circuit {
    let listed = Listed {
        id: name.into(),
        name: Some(name.to_owned()),
        site: Default::default(),
        seen: Seen::new(tier(baseline), "Active"),
    };
    let offer = |text: &str, price: &str| Offer {
        tier: tier(text),
        speed: text.into(),
        per_hour: Money::from_carrier(price, "USD"),
        quoted: Instant::UNIX_EPOCH,
    };
    let prices = [
        ("50M", "0.30"),
        ("100M", "0.46"),
        ("200M", "0.60"),
        ("500M", "0.80"),
        ("1G", "1.20"),
        ("2G", "1.95"),
    ];
    Circuit {
        offers: prices.into_iter().map(|(text, price)| offer(text, price)).collect(),
        lowest: tier("50M"),
        highest: tier("2G"),
        approved: tier("2G"),
        ..Circuit::from_inventory(&listed)
    }
}

pub(crate) fn feed(name: &str, bound: &[&str]) -> Feed {
    Feed {
        bound: bound.iter().map(|id| (*id).into()).collect(),
        ..Feed::new(name.into(), name, Source::Address { host: "calendar.example".into() })
    }
}

/// A tenant with circuits and feeds, automation on, credentials at hand.
pub(crate) fn world(circuits: &[Circuit], feeds: &[Feed]) -> World {
    let mut profile = Profile::practice(Dialect::NaasV1, "http://127.0.0.1", "1-TEST");
    profile.timings = Timings::real();
    let mut world =
        World::new(Tenant { automation: true, ..Tenant::new("test".into(), "Test", Zone::UTC, profile) });
    let circuits = circuits.iter().map(|one| Record::Circuit(Box::new(one.clone())));
    let feeds = feeds.iter().map(|one| Record::Feed(Box::new(one.clone())));
    world.apply(&circuits.chain(feeds).collect::<Vec<_>>());
    world.here.credentials = Credentials::Ready;
    world.here.awake_since = Some(at(-1000));
    world
}

/// An event from minute to minute, its UID being its title.
pub(crate) fn event(from: i64, to: i64, title: &str) -> Occurrence {
    with(from, to, Details { summary: title.to_owned(), ..Default::default() })
}

pub(crate) fn with(from: i64, to: i64, details: Details) -> Occurrence {
    Occurrence {
        uid: details.summary.clone(),
        recurrence_id: None,
        start: at(from),
        end: at(to),
        all_day: false,
        civil_start: at(from).naive_utc(),
        zone: "UTC".into(),
        details: details.into(),
    }
}

/// A calendar read without problems.
pub(crate) fn reading(occurrences: Vec<Occurrence>) -> Reading {
    let empty = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nEND:VCALENDAR\r\n";
    let options =
        crate::calendar::Options { zone: None, home: Zone::UTC, window: crate::plan::window(at(0)) };
    Reading { occurrences, ..crate::calendar::read(empty.as_bytes(), &options).unwrap() }
}
