//! Calendars to practise with, made for a start instant. Owns their events; they are modelled on what published Outlook
//! and Google calendars look like, which carry no ORGANIZER and no ATTENDEE.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};

/// The demonstration's calendar: three events whose bandwidths begin 12, 16 and 22 s after `t0`, each again on the
/// four days after. `t0` should be a whole second, since a calendar knows nothing smaller.
pub fn demo(t0: DateTime<Utc>) -> String {
    let mut lines = head("-//Tidegate//Practice calendar//EN");
    lines.push("X-WR-CALNAME:Demo week".to_owned());
    let events = [
        ("a", 12, 32, "#iod 1G @A  All hands stream"),
        ("b", 16, 40, "#iod 1G @B  Off-site backup"),
        ("c", 22, 48, "#iod 500M @C  Video call with the board"),
    ];
    for (uid, from, to, title) in events {
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!("UID:demo-{uid}@practice.tidegate"),
            format!("DTSTAMP:{}", utc(t0)),
            format!("DTSTART:{}", utc(t0 + TimeDelta::seconds(from))),
            format!("DTEND:{}", utc(t0 + TimeDelta::seconds(to))),
            "RRULE:FREQ=DAILY;COUNT=5".to_owned(),
            format!("SUMMARY:{title}"),
            "END:VEVENT".to_owned(),
        ]);
    }
    closed(lines)
}

/// A published Outlook calendar of an office in Denver: two weeks from the day of `start`, Windows zone names.
pub fn outlook(start: DateTime<Utc>) -> String {
    let mut lines = head("Microsoft Exchange Server 2010");
    lines.insert(1, "METHOD:PUBLISH".to_owned());
    lines.extend(MOUNTAIN_TIME.lines().map(str::to_owned));
    let office = Office {
        stamp: start,
        first: start.date_naive(),
        zone: "Mountain Standard Time",
        style: Style::Outlook,
    };
    lines.extend(office.series("Daily stand-up", 1, ["090000", "091500"]));
    lines.extend(office.moved("Daily stand-up", 1, 7, ["090000", "140000", "143000"]));
    lines.extend(office.single("1 Gbps\\, all hands", 2, ["100000", "113000"]));
    lines.extend(office.single("Lunch with the new colleagues", 2, ["120000", "130000"]));
    lines.extend(office.series("500 Mbps\\, backup to the data center", 3, ["200000", "233000"]));
    lines.extend(office.single("1 Gbps\\, product launch stream", 5, ["080000", "120000"]));
    lines.extend(office.single("Dentist", 6, ["160000", "170000"]));
    lines.extend(office.whole_day("Office closed for inventory", 9));
    closed(lines)
}

/// A Google calendar at its secret address: two weeks from the day of `start`, in New York.
pub fn google(start: DateTime<Utc>) -> String {
    let mut lines = head("-//Google Inc//Google Calendar 70.9054//EN");
    lines.insert(1, "METHOD:PUBLISH".to_owned());
    lines.push("CALSCALE:GREGORIAN".to_owned());
    lines.push("X-WR-CALNAME:office@example.com".to_owned());
    lines.push("X-WR-TIMEZONE:America/New_York".to_owned());
    let office =
        Office { stamp: start, first: start.date_naive(), zone: "America/New_York", style: Style::Google };
    lines.extend(office.series("Team sync", 1, ["093000", "100000"]));
    lines.extend(office.moved("Team sync", 1, 7, ["093000", "150000", "153000"]));
    lines.extend(office.single("1 Gbps\\, all hands", 2, ["110000", "123000"]));
    lines.extend(office.single("Interview", 3, ["140000", "150000"]));
    lines.extend(office.series("500 Mbps\\, nightly backup", 4, ["220000", "235900"]));
    lines.extend(office.single("2 Gbps\\, render farm upload", 6, ["180000", "210000"]));
    lines.extend(office.whole_day("Company holiday", 10));
    closed(lines)
}

#[derive(Clone, Copy)]
enum Style {
    Outlook,
    Google,
}

/// Days are counted from the first; times are civil, written `HHMMSS`.
struct Office {
    stamp: DateTime<Utc>,
    first: NaiveDate,
    zone: &'static str,
    style: Style,
}

impl Office {
    fn single(&self, title: &str, day: u64, times: [&str; 2]) -> Vec<String> {
        self.event(title, day, times, Vec::new())
    }

    /// Once a week, four times, the third left out.
    fn series(&self, title: &str, day: u64, times: [&str; 2]) -> Vec<String> {
        let weekday = self.date(day).weekday().to_string().to_ascii_uppercase();
        let rule = format!("RRULE:FREQ=WEEKLY;COUNT=4;INTERVAL=1;BYDAY={}", &weekday[..2]);
        let left_out = format!("EXDATE;TZID={}:{}", self.zone, self.civil(day + 14, times[0]));
        self.event(title, day, times, vec![rule, left_out])
    }

    /// One instance of a series, moved on its day; the times are the original start and the new start and end.
    fn moved(&self, title: &str, day: u64, later: u64, times: [&str; 3]) -> Vec<String> {
        let instance = format!("RECURRENCE-ID;TZID={}:{}", self.zone, self.civil(day + later, times[0]));
        let mut lines = self.event(title, day + later, [times[1], times[2]], vec![instance]);
        let own = format!("UID:{}", self.uid(title, day + later));
        let series = format!("UID:{}", self.uid(title, day));
        lines.iter_mut().filter(|line| **line == own).for_each(|line| line.clone_from(&series));
        lines
    }

    fn event(&self, title: &str, day: u64, times: [&str; 2], more: Vec<String>) -> Vec<String> {
        let mut lines = vec!["BEGIN:VEVENT".to_owned()];
        lines.extend(more);
        lines.extend([
            format!("UID:{}", self.uid(title, day)),
            format!("SUMMARY:{title}"),
            format!("DTSTART;TZID={}:{}", self.zone, self.civil(day, times[0])),
            format!("DTEND;TZID={}:{}", self.zone, self.civil(day, times[1])),
        ]);
        lines.extend(self.marks("OPAQUE", "BUSY"));
        lines
    }

    fn whole_day(&self, title: &str, day: u64) -> Vec<String> {
        let mut lines = vec![
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}", self.uid(title, day)),
            format!("SUMMARY:{title}"),
            format!("DTSTART;VALUE=DATE:{}", self.date(day).format("%Y%m%d")),
            format!("DTEND;VALUE=DATE:{}", self.date(day + 1).format("%Y%m%d")),
        ];
        lines.extend(self.marks("TRANSPARENT", "FREE"));
        lines
    }

    fn marks(&self, transparency: &str, busy: &str) -> Vec<String> {
        let mut lines = vec![format!("DTSTAMP:{}", utc(self.stamp)), format!("TRANSP:{transparency}")];
        lines.extend(["STATUS:CONFIRMED".to_owned(), "SEQUENCE:0".to_owned()]);
        match self.style {
            Style::Outlook => lines.extend([
                "CLASS:PUBLIC".to_owned(),
                "PRIORITY:5".to_owned(),
                format!("X-MICROSOFT-CDO-BUSYSTATUS:{busy}"),
                format!("X-MICROSOFT-CDO-ALLDAYEVENT:{}", if busy == "FREE" { "TRUE" } else { "FALSE" }),
            ]),
            Style::Google => {}
        }
        lines.push("END:VEVENT".to_owned());
        lines
    }

    fn uid(&self, title: &str, day: u64) -> String {
        let letters: String = title.chars().filter(char::is_ascii_alphanumeric).take(12).collect();
        match self.style {
            Style::Outlook => format!("040000008200E00074C5B7101A82E008{day:02}{letters}"),
            Style::Google => format!("{}{day}@google.com", letters.to_ascii_lowercase()),
        }
    }

    fn date(&self, day: u64) -> NaiveDate {
        self.first.checked_add_days(Days::new(day)).unwrap_or(self.first)
    }

    fn civil(&self, day: u64, time: &str) -> String {
        format!("{}T{time}", self.date(day).format("%Y%m%d"))
    }
}

const MOUNTAIN_TIME: &str = "BEGIN:VTIMEZONE
TZID:Mountain Standard Time
BEGIN:STANDARD
DTSTART:16010101T020000
TZOFFSETFROM:-0600
TZOFFSETTO:-0700
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:-0700
TZOFFSETTO:-0600
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=2SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE";

fn head(product: &str) -> Vec<String> {
    vec!["BEGIN:VCALENDAR".to_owned(), format!("PRODID:{product}"), "VERSION:2.0".to_owned()]
}

fn closed(mut lines: Vec<String>) -> String {
    lines.push("END:VCALENDAR".to_owned());
    lines.push(String::new());
    lines.join("\r\n")
}

fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn monday() -> DateTime<Utc> {
        DateTime::parse_from_rfc3339("2027-01-04T18:00:00Z").unwrap().to_utc()
    }

    #[test]
    fn the_demo_has_three_daily_events_in_utc() {
        let text = demo(monday());
        assert_eq!(text.matches("RRULE:FREQ=DAILY;COUNT=5\r\n").count(), 3);
        for line in [
            "DTSTART:20270104T180012Z\r\nDTEND:20270104T180032Z",
            "DTSTART:20270104T180016Z\r\nDTEND:20270104T180040Z",
            "DTSTART:20270104T180022Z\r\nDTEND:20270104T180048Z",
            "SUMMARY:#iod 1G @A  All hands stream\r\n",
            "SUMMARY:#iod 1G @B ",
            "SUMMARY:#iod 500M @C ",
        ] {
            assert!(text.contains(line), "{line}");
        }
    }

    #[test]
    fn samples_are_well_formed_and_name_nobody() {
        for text in [demo(monday()), outlook(monday()), google(monday())] {
            assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
            assert_eq!(text.matches("BEGIN:VEVENT").count(), text.matches("END:VEVENT").count());
            assert!(!text.contains("ORGANIZER") && !text.contains("ATTENDEE"));
            assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "every line ends in CRLF");
            assert!(text.lines().all(|line| line.len() <= 75), "no line needs folding");
        }
    }

    #[test]
    fn weekly_events_recur_on_the_day_they_start() {
        // The day after Monday, 4 January 2027.
        let text = outlook(monday());
        assert!(text.contains("BYDAY=TU"), "{text}");
        assert!(text.contains("DTSTART;TZID=Mountain Standard Time:20270105T090000"));
        assert!(text.contains("RECURRENCE-ID;TZID=Mountain Standard Time:20270112T090000"));
        assert!(text.contains("SUMMARY:1 Gbps\\, all hands"));
    }

    #[test]
    fn a_moved_instance_keeps_the_identity_of_its_series() {
        let text = google(monday());
        assert_eq!(text.matches("UID:teamsync1@google.com").count(), 2);
    }
}
