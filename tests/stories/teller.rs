//! Plays a script on the stage and writes down what happened.

use super::super::stage::{At, Heard, Published, Stage};
use super::script::{Cast, Happening, Script, event_text, span};
use std::fmt::Write;
use tidegate_core::carrier::{Dialect, Profile};
use tidegate_core::circuit::{Circuit, CircuitState};
use tidegate_core::feed::{Feed, Source, Writers};
use tidegate_core::ids::{CircuitId, FeedId};
use tidegate_core::person::{self, Act, From};
use tidegate_core::request::Verdict;
use tidegate_core::timings::Timings;
use tidegate_core::units::Tier;
use tidegate_core::view::view;
use tidegate_core::world::{Credentials, Record, Role, Tenant};
use tidegate_core::{plan, setup};
use tidegate_sim::{Carrier, Setup};

const PRICES: [(u32, &str); 8] = [
    (50, "0.30"),
    (100, "0.46"),
    (200, "0.60"),
    (300, "0.68"),
    (500, "0.80"),
    (1000, "1.20"),
    (2000, "1.95"),
    (10_000, "6.00"),
];

/// The account's secret: no story may tell it.
const SECRET: &str = "the-secret-of-this-story";

struct Teller {
    script: Script,
    stage: Stage,
    out: String,
    failed: Vec<String>,
    told: usize,
    notices: Vec<String>,
}

/// Tells a story: the transcript, and the expectations that were not met.
pub(crate) fn tell(name: &str, text: &str) -> (String, Vec<String>) {
    let script = Script::read(text);
    let stage = stage(name, &script);
    let mut teller = Teller { script, stage, out: String::new(), failed: vec![], told: 0, notices: vec![] };
    teller.begin();
    for happening in teller.script.happenings.clone() {
        teller.stage.play_until(happening.at);
        teller.listen();
        teller.happens(&happening);
        teller.stage.passes();
        teller.listen();
    }
    teller.stage.play_until(teller.script.end);
    teller.listen();
    teller.close();
    (teller.out, teller.failed)
}

fn stage(name: &str, script: &Script) -> Stage {
    let setup = Setup::from_toml(&carrier_text(script)).expect("the cast makes a carrier");
    let carrier = Carrier::new(setup, script.begin);
    let dialect: Dialect = script.dialect.parse().expect("a dialect");
    let mut profile = Profile::practice(dialect, "http://127.0.0.1", "1-STORY");
    profile.timings = Timings::scaled(script.scale);
    profile.quota_per_day = script.quota;
    let tenant = Tenant {
        automation: !script.observe,
        role: if script.standby { Role::Standby } else { Role::Primary },
        ..Tenant::new("story".into(), "Story", script.zone.parse().expect("a zone"), profile)
    };
    let seed = name.bytes().fold(7_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    let mut stage = Stage::new(tenant, carrier, ("id", SECRET), script.begin, seed);
    stage.travel = chrono::TimeDelta::milliseconds(script.travel);
    stage
}

fn carrier_text(script: &Script) -> String {
    let mut text = format!(
        "scale = {}\nclock_skew_seconds = {3}\nseed = 1\norder_seconds = [{1}, {1}]\nquota_per_day = {2}\ncustomer_number = \"1-STORY\"\n[credentials]\nclient_id = \"id\"\nclient_secret = \"{SECRET}\"\n",
        script.scale, script.order_seconds, script.quota, script.skew
    );
    for circuit in &script.circuits {
        let tiers: Vec<String> = PRICES
            .iter()
            .map(|(mbps, price)| format!("{{ speed = \"{mbps} Mbps\", price = \"{price}\" }}"))
            .collect();
        let (name, live) = (&circuit.name, tier(&circuit.live));
        writeln!(
            text,
            "[[circuit]]\nid = \"{name}\"\nname = \"{name}\"\ntier = \"{live}\"\nstatus = \"{}\"\ntiers = [{}]",
            circuit.status,
            tiers.join(", ")
        )
        .expect("a string");
    }
    text
}

fn tier(text: &str) -> Tier {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

impl Teller {
    fn begin(&mut self) {
        let cast: Vec<Record> = self
            .script
            .circuits
            .iter()
            .map(|cast| Record::Circuit(Box::new(circuit(cast, self.script.begin))))
            .collect();
        self.stage.commit(cast);
        for calendar in self.script.feeds.clone() {
            let has = |word: &str| calendar.words.iter().any(|other| other == word);
            let bound = calendar.words.iter().skip_while(|word| *word != "bound").skip(1);
            let feed = Feed {
                bound: bound.map(|name| CircuitId(name.clone())).collect(),
                writers: if has("others") { Writers::OthersToo } else { Writers::OnlyUs },
                suppresses: has("holidays").then(Default::default),
                ..Feed::new(
                    FeedId(calendar.name.clone()),
                    calendar.name.clone(),
                    Source::Address { host: "calendar.example".into() },
                )
            };
            self.stage.published.insert(feed.id.clone(), Published::Text(wrapped(&calendar.body)));
            self.stage.commit(vec![Record::Feed(Box::new(feed))]);
        }
        self.told = self.stage.heard.len();
    }

    /// Writes down what was heard since.
    fn listen(&mut self) {
        for (at, heard) in self.stage.heard.drain(self.told..).collect::<Vec<_>>() {
            let line = match heard {
                Heard::Sent(request) => Some(format!("  -> {request}")),
                Heard::Record(record) => self.line(*record),
            };
            let Some(line) = line else { continue };
            self.write(at, &line);
        }
        self.told = self.stage.heard.len();
    }

    /// What a record has to say; most have nothing.
    fn line(&mut self, record: Record) -> Option<String> {
        if let Record::Notice(notice) = &record {
            let said = format!("{} | {}", notice.title, notice.body);
            self.notices.push(said.clone());
            let stage = format!("{:?}", notice.stage).replacen("Opened", "opened", 1);
            return Some(format!("NOTICE {}: {said}", stage.replacen("Closed", "closed", 1)));
        }
        let Record::Audit(entry) = record else { return None };
        let circuit = entry.circuit.map(|circuit| format!("{circuit} ")).unwrap_or_default();
        let tiers = [entry.before, entry.after].into_iter().flatten().collect::<Vec<_>>().join(" -> ");
        let tiers = if tiers.is_empty() { tiers } else { format!(" [{tiers}]") };
        Some(format!("{circuit}{}{tiers} {}: {}", entry.act, entry.actor, entry.why))
    }

    fn write(&mut self, at: At, line: &str) {
        let form =
            if at.date_naive() == self.script.begin.date_naive() { "%H:%M:%S" } else { "%m-%dT%H:%M:%S" };
        writeln!(self.out, "{} {line}", at.format(form)).expect("a string");
    }

    fn happens(&mut self, happening: &Happening) {
        if let Some(rest) = happening.text.strip_prefix("expect ") {
            self.expect(happening, rest);
            return;
        }
        self.write(happening.at, &format!("* {}", happening.text));
        let words: Vec<&str> = happening.text.split_whitespace().collect();
        let now = happening.at;
        match words[..] {
            ["sleep"] => self.stage.sleep(),
            ["wake"] => self.stage.wake(),
            ["set-clock", ahead] => self.stage.set_clock(span(ahead)),
            ["disconnect"] => self.stage.connected = false,
            ["connect"] => self.stage.connected = true,
            ["learn", circuit, lead, raises] => {
                // A lead in force, and raises that would teach another one at the next day.
                let (lead, took) = (span(lead).num_milliseconds(), span(raises).num_milliseconds());
                let state = self.stage.world.state(&circuit.into(), now);
                let lead_on = Some(now.date_naive());
                self.stage.commit(vec![Record::State(Box::new(CircuitState {
                    lead,
                    lead_on,
                    raises: vec![took; 5],
                    ..state
                }))]);
            }
            ["kill"] => self.stage.kill(),
            ["start"] => self.stage.start(),
            ["spoil", feed] => self.stage.spoil(&FeedId::from(feed)),
            ["lock-keychain"] => self.credentials(Credentials::Locked),
            ["unlock-keychain"] => self.credentials(Credentials::Ready),
            ["portal", circuit, to] => {
                assert!(self.stage.carrier.portal_change(now, circuit, tier(to).mbps()))
            }
            ["foreign", circuit, lasts] => {
                assert!(self.stage.carrier.foreign_order(now, circuit, span(lasts), None))
            }
            ["foreign", circuit, lasts, to] => {
                assert!(self.stage.carrier.foreign_order(now, circuit, span(lasts), Some(tier(to).mbps())));
            }
            ["carrier-quota", changes] => {
                self.stage.carrier.set_quota("1-STORY", changes.parse().expect("a number"))
            }
            ["expire-tokens"] => self.stage.carrier.expire_tokens(),
            ["rotate-secret"] => {
                self.stage.carrier.rotate_secret("1-STORY", "another");
                self.stage.carrier.expire_tokens();
            }
            ["unreachable", yes] => self.stage.carrier.set_unreachable(yes == "yes"),
            ["fault", ..] => {
                let text = happening.text.strip_prefix("fault ").expect("a fault");
                self.stage.carrier.add_fault(tidegate_sim::Fault::from_json(text).expect(text));
            }
            ["publish", feed, "again"] => self.change_feed(feed, |_| ()),
            ["publish", feed, status] => {
                let published = match status {
                    "login-page" => Published::Text("<html><title>Sign in</title></html>".into()),
                    "nothing" => Published::Nothing,
                    "empty" => Published::Text(wrapped("")),
                    "truncated" => Published::Text("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:x\r\n".into()),
                    status => Published::Status(status.parse().expect("a status")),
                };
                self.stage.published.insert(FeedId::from(feed), published);
            }
            ["event", feed, ..] => {
                let event = happening.text.splitn(3, ' ').nth(2).expect("an event");
                self.change_feed(feed, |body| body.push_str(&event_text(event)));
            }
            ["cancel", feed, ..] => {
                let title = happening.text.splitn(3, ' ').nth(2).expect("a title").to_owned();
                self.change_feed(feed, |body| {
                    let events: Vec<&str> = body
                        .split_inclusive("END:VEVENT\r\n")
                        .filter(|event| !event.contains(&title))
                        .collect();
                    *body = events.concat();
                });
            }
            ["refresh", feed] => drop(self.stage.world.here.fetch_now.insert(FeedId::from(feed))),
            ["set-up"] => self.set_up(),
            ["on", from] => self.act(&Act::On(order_from(from))),
            ["off"] => self.act(&Act::Off),
            ["boost", circuit, to, lasts] => {
                self.act(&Act::Boost(circuit.into(), tier(to), self.stage.acts_at() + span(lasts)))
            }
            ["hold", circuit, to, lasts] => {
                self.act(&Act::Hold(circuit.into(), tier(to), self.stage.acts_at() + span(lasts)))
            }
            ["clear", circuit] => self.act(&Act::Clear(circuit.into())),
            ["pause"] => self.act(&Act::Pause(None)),
            ["pause", circuit] => self.act(&Act::Pause(Some(circuit.into()))),
            ["resume", from] => self.act(&Act::Resume(None, order_from(from))),
            ["resume", from, circuit] => self.act(&Act::Resume(Some(circuit.into()), order_from(from))),
            ["retry", circuit] => self.act(&Act::Retry(circuit.into())),
            ["restore", circuit] => self.act(&Act::Restore(circuit.into())),
            ["baseline-all"] => self.act(&Act::BaselineAll),
            ["believe", feed] => self.act(&Act::Believe(feed.into())),
            ["release", feed] => self.act(&Act::Release(feed.into())),
            ["answer", ..] => self.answer(happening),
            _ => panic!("a story cannot \"{}\"", happening.text),
        }
    }

    fn credentials(&mut self, credentials: Credentials) {
        self.stage.credentials = credentials.clone();
        self.stage.world.here.credentials = credentials;
    }

    fn change_feed(&mut self, feed: &str, change: impl FnOnce(&mut String)) {
        let calendar = self.script.feeds.iter_mut().find(|calendar| calendar.name == feed).expect("a feed");
        change(&mut calendar.body);
        self.stage.published.insert(FeedId::from(feed), Published::Text(wrapped(&calendar.body)));
    }

    fn act(&mut self, act: &Act) {
        match person::act(&self.stage.world, "ann", act, self.stage.acts_at()) {
            Ok(records) => drop(self.stage.commit(records)),
            Err(refused) => {
                let line = format!("REFUSED: {refused}");
                self.write(self.stage.now, &line);
                self.notices.push(line);
            }
        }
    }

    /// What the set-up pages preselect, confirmed as it stands, and automation on.
    fn set_up(&mut self) {
        let world = &self.stage.world;
        let only: Vec<CircuitId> = world.circuits.keys().cloned().collect();
        let feeds: Vec<Record> = world
            .feeds
            .values()
            .filter(|feed| {
                world
                    .here
                    .readings
                    .get(&feed.id)
                    .is_some_and(|(_, reading)| setup::is_about_bandwidth(&reading.occurrences))
            })
            .map(|feed| Record::Feed(Box::new(Feed { bound: only.clone(), ..feed.clone() })))
            .collect();
        self.stage.commit(feeds);
        let bounds = setup::bounds(&self.stage.world, self.stage.now);
        let circuits = self.stage.world.circuits.values().map(|circuit| {
            let bounds = bounds[&circuit.id];
            let circuit = Circuit {
                lowest: bounds.lowest,
                highest: bounds.highest,
                approved: circuit.baseline,
                ..circuit.clone()
            };
            Record::Circuit(Box::new(circuit))
        });
        let circuits = circuits.collect();
        self.stage.commit(circuits);
        self.act(&Act::On(From::Now));
    }

    /// `answer TITLE-WORD N`: the Nth choice of the first occurrence whose title contains the word.
    fn answer(&mut self, happening: &Happening) {
        let words: Vec<&str> = happening.text.split_whitespace().collect();
        let number: usize = words[2].parse().expect("a choice");
        let found = self.stage.world.compiled.decided.iter().find_map(|one| match &one.verdict {
            Verdict::Attention(attention) if one.occurrence.details.summary.contains(words[1]) => {
                Some((one.key.clone(), attention.choices[number - 1].clone()))
            }
            Verdict::Attention(_) | Verdict::Fires(_) | Verdict::Ignored(_) => None,
        });
        let (key, choice) = found.expect("something to answer");
        self.act(&Act::Answer(key, choice));
    }

    fn expect(&mut self, happening: &Happening, rest: &str) {
        let (word, what) = rest.split_once(' ').expect("an expectation");
        let found = match word {
            "orders" => {
                let ours = self.stage.carrier.orders().iter().filter(|order| !order.foreign).count();
                (ours.to_string() == what, format!("{ours} orders"))
            }
            "sent" => {
                (self.stage.orders_sent.to_string() == what, format!("{} sent", self.stage.orders_sent))
            }
            "notices" => (
                self.notices.len().to_string() == what,
                format!("{} notices: {:#?}", self.notices.len(), self.notices),
            ),
            "notice" => (
                self.notices.iter().any(|notice| notice.contains(what)),
                format!("notices {:#?}", self.notices),
            ),
            "open" => {
                let open: Vec<&String> = self.stage.world.incidents.keys().collect();
                (
                    if what == "none" { open.is_empty() } else { open.iter().any(|key| key.contains(what)) },
                    format!("open: {open:?}"),
                )
            }
            "told" => self.told_now(what),
            "why" => {
                let (circuit, part) = what.split_once(' ').expect("a circuit and words");
                let reason = self
                    .stage
                    .plan
                    .as_ref()
                    .and_then(|plan| plan.reasons.get(&CircuitId::from(circuit)))
                    .cloned()
                    .unwrap_or_default();
                (reason.contains(part), reason)
            }
            "because" => self.because(what),
            "short" => self.short(what),
            "verdict" => self.verdict(what),
            circuit => {
                let live =
                    self.stage.carrier.tier_of(circuit).unwrap_or_else(|| panic!("no circuit {circuit}"));
                (live == tier(what).mbps(), format!("{live} Mbps"))
            }
        };
        if !found.0 {
            self.failed.push(format!(
                "at {} expected {rest}, but found {}",
                happening.at.format("%H:%M:%S"),
                found.1
            ));
        }
    }

    /// `told order:HQ words`: what the open incident of this key says now, after its updates.
    fn told_now(&self, what: &str) -> (bool, String) {
        let (key, part) = what.split_once(' ').expect("a key and words");
        let body = self.stage.world.incidents.get(key).map_or("nothing", |open| open.body.as_str());
        (body.contains(part), format!("\"{body}\""))
    }

    /// `short 2027-01-07`, or `short none`: the days of which a shortage is foreseen.
    fn short(&self, what: &str) -> (bool, String) {
        let plan = self.stage.plan.as_ref().expect("a plan");
        let days: Vec<String> = view(&self.stage.world, plan, self.stage.now)
            .shortages
            .iter()
            .map(|one| one.day.to_string())
            .collect();
        let right = if what == "none" { days.is_empty() } else { days == [what] };
        (right, format!("short on {days:?}"))
    }

    /// `because HQ 07:00 words`: what "why" answers for an instant.
    fn because(&self, what: &str) -> (bool, String) {
        let mut words = what.splitn(3, ' ');
        let (circuit, at, part) =
            (words.next().expect("circuit"), words.next().expect("time"), words.next().expect("words"));
        let id = CircuitId::from(circuit);
        let world = &self.stage.world;
        let said =
            plan::sentence(&world.circuits[&id], &world.compiled.timelines[&id], self.script.instant(at));
        (said.contains(part), said)
    }

    /// `verdict WORD fires|ignored|attention words`.
    fn verdict(&self, what: &str) -> (bool, String) {
        let mut words = what.splitn(3, ' ');
        let (title, kind, part) = (
            words.next().expect("a title word"),
            words.next().expect("a verdict"),
            words.next().unwrap_or(""),
        );
        let found = self
            .stage
            .world
            .compiled
            .decided
            .iter()
            .find(|one| one.occurrence.details.summary.contains(title));
        let said = found.map_or("nothing".into(), |one| match &one.verdict {
            Verdict::Fires(request) => format!("fires {}", request.way),
            Verdict::Ignored(ignored) => format!("ignored {ignored}"),
            Verdict::Attention(attention) => format!("attention {}", attention.message),
        });
        (said.starts_with(kind) && said.contains(part), said)
    }

    fn close(&mut self) {
        let orders = self.stage.carrier.orders().iter().filter(|order| !order.foreign);
        let lines: Vec<String> = orders
            .map(|order| {
                let target = order.target.map_or("no tier".into(), |mbps| format!("{mbps} Mbps"));
                format!(
                    "carrier: {} {} {target} {}",
                    order.accepted_at.format("%m-%dT%H:%M:%S"),
                    order.circuit,
                    order.state().name()
                )
            })
            .collect();
        self.out.push_str(&lines.iter().map(|line| format!("{line}\n")).collect::<String>());
        let rows = self.stage.verify_audit();
        writeln!(self.out, "audit: {rows} rows verify").expect("a string");
        for text in self.stage.secrets_told(SECRET) {
            self.failed.push(format!("a secret in a text: {text}"));
        }
        let doubled = self.stage.doubled();
        if !doubled.is_empty() {
            self.failed.push(format!("ordered twice: {doubled:?}"));
        }
    }
}

fn order_from(word: &str) -> From {
    match word {
        "now" => From::Now,
        "next" => From::Next,
        _ => panic!("now or next, not {word}"),
    }
}

fn circuit(cast: &Cast, begin: At) -> Circuit {
    let listed = tidegate_core::carrier::Listed {
        id: CircuitId(cast.name.clone()),
        name: Some(cast.name.clone()),
        site: Default::default(),
        seen: tidegate_core::circuit::Seen::new(tier(&cast.live), "Active"),
    };
    let bounds = cast.bounds.clone().unwrap_or(("50M".into(), "10G".into()));
    let (lowest, highest) = (tier(&bounds.0), tier(&bounds.1));
    Circuit {
        baseline: tier(&cast.baseline),
        lowest,
        highest,
        approved: highest,
        since: begin,
        ..Circuit::from_inventory(&listed)
    }
}

fn wrapped(body: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//story//EN\r\n{body}END:VCALENDAR\r\n")
}
