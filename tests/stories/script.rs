//! A story's script: the cast first, then what happens when. Owns the words of the script language:
//!
//! ```text
//! begin 2027-01-04T08:00Z            times below are UTC, of that day: 08:50, or whole: 2027-01-05T08:50
//! zone America/New_York              home zone (UTC)
//! dialect lumen                      (naas-v1)
//! orders take 180s                   seconds an order takes (180)
//! timings 60                         so many times as fast (1)
//! travel 100                         milliseconds that a request, and its answer, is on its way (100)
//! quota 24 / role standby
//! clock 360                          seconds that our clock is behind the carrier's (0)
//! circuit HQ at 100M allow 50M..2G   live tier and baseline; bounds (all); `baseline 1G` where it differs;
//!                                    `status Suspended` where the carrier lists it so
//! feed office bound HQ / feed office others / feed office free
//! event office 2027-01-04 09:00-12:00 1 Gbps, all hands
//! ics office ... end                 lines inside a VCALENDAR
//! at 08:50 sleep                     what happens; see `teller`
//! at 09:10 expect HQ 1G
//! end 14:00
//! ```

use super::super::stage::At;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

/// One line that happens at an instant.
#[derive(Clone, Debug)]
pub(crate) struct Happening {
    pub(crate) at: At,
    pub(crate) text: String,
}

/// A circuit of the cast.
#[derive(Clone, Debug)]
pub(crate) struct Cast {
    pub(crate) name: String,
    pub(crate) live: String,
    pub(crate) baseline: String,
    pub(crate) bounds: Option<(String, String)>,
    pub(crate) status: String,
}

/// A feed of the cast.
#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    pub(crate) name: String,
    pub(crate) words: Vec<String>,
    pub(crate) body: String,
}

/// A whole script.
#[derive(Clone, Debug)]
pub(crate) struct Script {
    pub(crate) begin: At,
    pub(crate) end: At,
    pub(crate) zone: String,
    pub(crate) dialect: String,
    pub(crate) order_seconds: u32,
    pub(crate) scale: i32,
    pub(crate) travel: i64,
    pub(crate) skew: i64,
    pub(crate) quota: u32,
    pub(crate) standby: bool,
    pub(crate) observe: bool,
    pub(crate) circuits: Vec<Cast>,
    pub(crate) feeds: Vec<Calendar>,
    pub(crate) happenings: Vec<Happening>,
}

impl Script {
    /// Reads a script; a line it does not know is a mistake in the story.
    pub(crate) fn read(text: &str) -> Self {
        let epoch = DateTime::UNIX_EPOCH;
        let mut script = Self {
            begin: epoch,
            end: epoch,
            zone: "UTC".into(),
            dialect: "naas-v1".into(),
            order_seconds: 180,
            scale: 1,
            travel: 100,
            skew: 0,
            quota: 24,
            standby: false,
            observe: false,
            circuits: vec![],
            feeds: vec![],
            happenings: vec![],
        };
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(name) = line.strip_prefix("ics ") {
                let body: Vec<&str> = lines.by_ref().take_while(|line| line.trim() != "end").collect();
                script.feed(name).body.push_str(&(body.join("\r\n") + "\r\n"));
                continue;
            }
            script.line(line);
        }
        script
    }

    fn line(&mut self, line: &str) {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "begin" => self.begin = self.instant(rest),
            "end" => self.end = self.instant(rest),
            "zone" => self.zone = rest.to_owned(),
            "dialect" => self.dialect = rest.to_owned(),
            "orders" => {
                self.order_seconds =
                    rest.trim_start_matches("take ").trim_end_matches('s').parse().expect(line)
            }
            "timings" => self.scale = rest.parse().expect(line),
            "travel" => self.travel = rest.parse().expect(line),
            "clock" => self.skew = rest.parse().expect(line),
            "quota" => self.quota = rest.parse().expect(line),
            "role" => self.standby = rest == "standby",
            "observe" => self.observe = true,
            "circuit" => self.circuits.push(cast(rest)),
            "feed" => {
                let mut words = rest.split_whitespace().map(str::to_owned);
                let name = words.next().expect(line);
                self.feeds.push(Calendar { name, words: words.collect(), body: String::new() });
            }
            "event" => {
                let (name, event) = rest.split_once(' ').expect(line);
                let body = event_text(event);
                self.feed(name).body.push_str(&body);
            }
            "at" => {
                let (at, text) = rest.split_once(' ').expect(line);
                let at = self.instant(at);
                self.happenings.push(Happening { at, text: text.trim().to_owned() });
            }
            _ => panic!("a story has no line \"{line}\""),
        }
    }

    fn feed(&mut self, name: &str) -> &mut Calendar {
        self.feeds.iter_mut().find(|feed| feed.name == name).unwrap_or_else(|| panic!("no feed {name}"))
    }

    /// `08:50`, `08:50:30` or a whole instant.
    pub(crate) fn instant(&self, text: &str) -> At {
        let text = text.trim_end_matches('Z');
        let whole =
            if text.contains('T') { text.to_owned() } else { format!("{}T{text}", self.begin.date_naive()) };
        let read = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"]
            .iter()
            .find_map(|form| NaiveDateTime::parse_from_str(&whole, form).ok());
        read.unwrap_or_else(|| panic!("\"{text}\" is no time")).and_utc()
    }
}

fn cast(text: &str) -> Cast {
    let words: Vec<&str> = text.split_whitespace().collect();
    let after =
        |word: &str| words.iter().position(|other| *other == word).map(|index| words[index + 1].to_owned());
    let live = after("at").expect("a circuit is at a tier");
    Cast {
        name: words[0].to_owned(),
        baseline: after("baseline").unwrap_or_else(|| live.clone()),
        live,
        status: after("status").unwrap_or("Active".into()),
        bounds: after("allow").map(|bounds| {
            let (low, high) = bounds.split_once("..").expect("bounds are low..high");
            (low.to_owned(), high.to_owned())
        }),
    }
}

/// `2027-01-04 09:00-12:00 title`; an end before the start is on the next day.
pub(crate) fn event_text(text: &str) -> String {
    let (day, rest) = text.split_once(' ').expect(text);
    let (times, title) = rest.split_once(' ').expect(text);
    let (from, to) = times.split_once('-').expect(text);
    let at = |time: &str| -> DateTime<Utc> { format!("{day}T{time}:00Z").parse().expect(text) };
    let (start, mut end) = (at(from), at(to));
    if end < start {
        end += TimeDelta::days(1);
    }
    let stamp = |at: DateTime<Utc>| at.format("%Y%m%dT%H%M%SZ").to_string();
    let uid = title.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    let start = stamp(start);
    format!(
        "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART:{start}\r\nDTEND:{}\r\nSUMMARY:{title}\r\nEND:VEVENT\r\n",
        stamp(end)
    )
}

/// `90s`, `8m`, `2h`, `3d`, `70y` of 365 days.
pub(crate) fn span(text: &str) -> TimeDelta {
    let (number, unit) = text.split_at(text.len() - 1);
    let number: i64 = number.parse().unwrap_or_else(|_| panic!("\"{text}\" is no length"));
    match unit {
        "s" => TimeDelta::seconds(number),
        "m" => TimeDelta::minutes(number),
        "h" => TimeDelta::hours(number),
        "d" => TimeDelta::days(number),
        "y" => TimeDelta::days(number * 365),
        _ => panic!("\"{text}\" has no unit"),
    }
}
