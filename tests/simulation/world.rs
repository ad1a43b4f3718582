//! The world a seed makes: a tenant, three circuits, a calendar, and the naive answer to "which tier is wanted when".

use super::super::stage::{At, Published, Stage};
use chrono::TimeDelta;
use std::fmt::Write;
use std::ops::Range;
use tidegate_core::carrier::{Dialect, Listed, Profile};
use tidegate_core::circuit::{Circuit, Seen};
use tidegate_core::feed::{Feed, Source};
use tidegate_core::ids::{CircuitId, FeedId};
use tidegate_core::time::Zone;
use tidegate_core::timings::Timings;
use tidegate_core::units::Tier;
use tidegate_core::world::{Record, Role, Tenant};
use tidegate_sim::{Carrier, Setup};

/// Chance, all from the seed (xorshift).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A whole number below `sides`.
    pub(crate) fn below(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % sides.max(1)
    }

    /// A whole number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + i64::try_from(self.below(u64::try_from(high - low + 1).expect("low <= high"))).expect("small")
    }

    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let index = self.below(list.len() as u64);
        &list[usize::try_from(index).expect("an index")]
    }
}

/// Who else is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Company {
    /// Nobody.
    Alone,
    /// The office's second laptop, which stands by.
    Standby,
    /// The office's second laptop, which acts as the first does.
    Primary,
    /// Another customer of the carrier.
    Stranger,
}

impl Company {
    pub(crate) fn of(seed: u64) -> Self {
        match seed / 4 % 4 {
            0 => Self::Alone,
            1 => Self::Standby,
            2 => Self::Stranger,
            _ => Self::Primary,
        }
    }

    /// Whether it orders for the same circuits.
    pub(crate) fn shares(self) -> bool {
        match self {
            Self::Standby | Self::Primary => true,
            Self::Alone | Self::Stranger => false,
        }
    }
}

/// A circuit of the cast: its tier at rest, the highest a calendar may ask, and what the calendar asks.
pub(crate) struct Cast {
    pub(crate) name: &'static str,
    pub(crate) baseline: u32,
    pub(crate) highest: u32,
    pub(crate) asks: [u32; 4],
}

/// A takes no 2 Gbps from a calendar; C is lowered only; the last is the stranger's.
pub(crate) const CAST: [Cast; 4] = [
    Cast { name: "A", baseline: 100, highest: 1000, asks: [200, 500, 1000, 2000] },
    Cast { name: "B", baseline: 100, highest: 2000, asks: [50, 500, 1000, 2000] },
    Cast { name: "C", baseline: 1000, highest: 1000, asks: [100, 200, 500, 100] },
    Cast { name: "Strange", baseline: 200, highest: 1000, asks: [500, 1000, 500, 2000] },
];
/// Ours of the cast.
pub(crate) const OURS: Range<usize> = 0..3;
/// The stranger's.
pub(crate) const THEIRS: Range<usize> = 3..4;
/// The two customers: number, key, secret.
pub(crate) const US: [&str; 3] = ["1-SIM", "id", "secret"];
pub(crate) const STRANGER: [&str; 3] = ["9-OTHER", "their-id", "their-word"];
/// Changes a day: more than anybody needs.
pub(crate) const PLENTY: u32 = 200;

const PRICES: [(u32, &str); 6] =
    [(50, "0.30"), (100, "0.46"), (200, "0.60"), (500, "0.80"), (1000, "1.20"), (2000, "1.95")];

pub(crate) fn begin() -> At {
    "2027-01-04T00:00:00Z".parse().expect("an instant")
}

pub(crate) fn office() -> FeedId {
    "office".into()
}

/// An event of the calendar.
#[derive(Clone)]
pub(crate) struct Event {
    pub(crate) number: u64,
    pub(crate) cast: usize,
    pub(crate) start: At,
    pub(crate) end: At,
    pub(crate) mbps: u32,
}

/// The calendar as its publisher has it.
#[derive(Clone)]
pub(crate) struct Calendar {
    pub(crate) events: Vec<Event>,
    /// Whose circuits it is about.
    cast: Range<usize>,
    next: u64,
}

impl Calendar {
    /// An empty one about some of the cast.
    pub(crate) fn of(cast: Range<usize>) -> Self {
        Self { events: vec![], cast, next: 0 }
    }

    /// Another event on a day: often long, at times hopelessly short, on whole minutes.
    pub(crate) fn add(&mut self, dice: &mut Dice, day: At, shortest: i64) {
        let some = dice.below(self.cast.len() as u64);
        let cast = self.cast.start + usize::try_from(some).expect("small");
        let start = day + TimeDelta::minutes(dice.between(0, 20 * 60));
        let longest = *dice.pick(&[40, 90, 180, 300]);
        let end = start + TimeDelta::minutes(dice.between(shortest, longest.max(shortest)));
        self.put(Event { number: 0, cast, start, end, mbps: *dice.pick(&CAST[cast].asks) });
        if dice.below(4) == 0 {
            // Back to back, or nearly so.
            let start = end + TimeDelta::minutes(dice.between(0, 14));
            let end = start + TimeDelta::minutes(dice.between(shortest, 120.max(shortest)));
            self.put(Event { number: 0, cast, start, end, mbps: *dice.pick(&CAST[cast].asks) });
        }
    }

    fn put(&mut self, mut event: Event) {
        self.next += 1;
        event.number = self.next;
        self.events.push(event);
    }

    pub(crate) fn text(&self) -> String {
        let stamp = |at: At| at.format("%Y%m%dT%H%M%SZ").to_string();
        let mut text = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//simulation//EN\r\n");
        for event in &self.events {
            let (name, mbps) = (CAST[event.cast].name, event.mbps);
            let (start, end) = (stamp(event.start), stamp(event.end));
            write!(
                text,
                "BEGIN:VEVENT\r\nUID:e{}\r\nDTSTART:{start}\r\nDTEND:{end}\r\nSUMMARY:#iod {mbps}M @{name}\r\nEND:VEVENT\r\n",
                event.number
            )
            .expect("a string");
        }
        text + "END:VCALENDAR\r\n"
    }

    /// The calendar in a text of its own making.
    pub(crate) fn read(text: &[u8]) -> Self {
        let text = String::from_utf8_lossy(text);
        let stamp = |text: &str| {
            chrono::NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%SZ").ok().map(|at| at.and_utc())
        };
        let event = |part: &str| {
            if part.contains("ORGANIZER") {
                return None;
            }
            let value = |key: &str| part.split("\r\n").find_map(|line| line.strip_prefix(key));
            let (mbps, name) = value("SUMMARY:#iod ")?.split_once("M @")?;
            Some(Event {
                number: value("UID:e")?.parse().ok()?,
                cast: CAST.iter().position(|cast| cast.name == name)?,
                start: stamp(value("DTSTART:")?)?,
                end: stamp(value("DTEND:")?)?,
                mbps: mbps.parse().ok()?,
            })
        };
        Self { events: text.split("BEGIN:VEVENT").filter_map(event).collect(), ..Self::of(0..CAST.len()) }
    }

    /// Every tier that some event asks for in a span.
    pub(crate) fn asked(&self, cast: usize, from: At, to: At) -> Vec<u32> {
        let meets = |event: &&Event| event.cast == cast && event.start <= to && from < event.end;
        self.events.iter().filter(meets).map(|event| event.mbps).collect()
    }

    /// What is wanted at an instant, found the naive way: the highest event that runs and is allowed, else the baseline.
    pub(crate) fn wants(&self, cast: usize, at: At) -> u32 {
        let runs = |event: &&Event| {
            event.cast == cast && event.start <= at && at < event.end && event.mbps <= CAST[cast].highest
        };
        self.events.iter().filter(runs).map(|event| event.mbps).max().unwrap_or(CAST[cast].baseline)
    }

    /// A circuit's events near an instant, for whoever looks for a mistake.
    pub(crate) fn around(&self, cast: usize, at: At) -> String {
        let near = self.events.iter().filter(|event| {
            event.cast == cast
                && event.start < at + TimeDelta::hours(2)
                && event.end > at - TimeDelta::hours(2)
        });
        let words = near.map(|event| {
            format!("{}-{} {}", event.start.format("%H:%M"), event.end.format("%H:%M"), event.mbps)
        });
        words.collect::<Vec<_>>().join(", ")
    }

    /// Every tier wanted in a span, looked at minute by minute.
    pub(crate) fn wanted(&self, cast: usize, from: At, to: At) -> Vec<u32> {
        let minutes = (to - from).num_minutes();
        (0..=minutes).map(|minute| self.wants(cast, from + TimeDelta::minutes(minute))).collect()
    }
}

pub(crate) fn tier(mbps: u32) -> Tier {
    Tier::from_mbps(mbps).expect("a tier")
}

/// Our computer and the carrier, with the cast in place.
pub(crate) fn stage(seed: u64, dialect: Dialect, quota: u32, take: [u32; 2], calendar: &Calendar) -> Stage {
    let tenant = tenant(dialect, quota, US, Role::Primary);
    computer(seed, tenant, US, carrier(seed, quota, take), calendar)
}

/// The other computer; the carrier is handed to it when it acts.
pub(crate) fn beside(
    seed: u64,
    dialect: Dialect,
    quota: u32,
    company: Company,
    calendar: &Calendar,
) -> Option<Stage> {
    let (who, role, quota) = match company {
        Company::Alone => return None,
        Company::Standby => (US, Role::Standby, quota),
        Company::Primary => (US, Role::Primary, quota),
        Company::Stranger => (STRANGER, Role::Primary, PLENTY),
    };
    let tenant = tenant(dialect, quota, who, role);
    Some(computer(seed + 1_000_000, tenant, who, carrier(seed, quota, [60, 60]), calendar))
}

fn tenant(dialect: Dialect, quota: u32, who: [&str; 3], role: Role) -> Tenant {
    let mut profile = Profile::practice(dialect, "http://127.0.0.1", who[0]);
    profile.timings = Timings::real();
    profile.quota_per_day = quota;
    let zone = Zone::from(chrono_tz::America::Denver);
    Tenant { automation: true, role, ..Tenant::new("sim".into(), "Simulation", zone, profile) }
}

fn computer(seed: u64, tenant: Tenant, who: [&str; 3], setup: Setup, calendar: &Calendar) -> Stage {
    let mut stage = Stage::new(tenant, Carrier::new(setup, begin()), (who[1], who[2]), begin(), seed);
    stage.is_heard = false;
    let feed = Feed::new(office(), "office", Source::Address { host: "calendar.example".into() });
    stage.published.insert(office(), Published::Text(calendar.text()));
    let circuits = CAST[calendar.cast.clone()].iter().map(|cast| Record::Circuit(Box::new(circuit(cast))));
    stage.commit(circuits.chain([Record::Feed(Box::new(feed))]).collect());
    stage
}

/// `take` is how long orders take, in seconds.
fn carrier(seed: u64, quota: u32, take: [u32; 2]) -> Setup {
    let tokens = [3600, 3600, 900][usize::try_from(seed % 3).expect("small")];
    let mut text = format!("scale = 1\nseed = {seed}\norder_seconds = {take:?}\ntoken_seconds = {tokens}\n");
    for (cast, who, quota) in [(OURS, US, quota), (THEIRS, STRANGER, PLENTY)] {
        let [number, id, secret] = who;
        write!(
            text,
            "[[customer]]\ncustomer_number = \"{number}\"\nquota_per_day = {quota}\n[customer.credentials]\nclient_id = \"{id}\"\nclient_secret = \"{secret}\"\n"
        )
        .expect("a string");
        CAST[cast].iter().for_each(|cast| text.push_str(&circuit_text(cast)));
    }
    Setup::from_toml(&text).expect("the cast makes a carrier")
}

fn circuit_text(cast: &Cast) -> String {
    let Cast { name, baseline, .. } = cast;
    let tier = |(mbps, price): &(u32, &str)| format!("{{ speed = \"{mbps} Mbps\", price = \"{price}\" }}");
    let tiers: Vec<String> = PRICES.iter().map(tier).collect();
    format!(
        "[[customer.circuit]]\nid = \"{name}\"\nname = \"{name}\"\ntier = \"{baseline} Mbps\"\ntiers = [{}]\n",
        tiers.join(", ")
    )
}

fn circuit(cast: &Cast) -> Circuit {
    let listed = Listed {
        id: CircuitId::from(cast.name),
        name: Some(cast.name.to_owned()),
        site: Default::default(),
        seen: Seen::new(tier(cast.baseline), "Active"),
    };
    Circuit {
        lowest: tier(50),
        highest: tier(cast.highest),
        approved: tier(cast.highest),
        since: begin(),
        ..Circuit::from_inventory(&listed)
    }
}
