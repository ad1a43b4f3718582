//! Rules and calendars made up from a seed: the same seed makes the same ones, everywhere. Owns what is made up, and
//! knows no engine.

use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, Weekday};

/// Numbers that look random (xorshift64*).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// From zero up to this one, which is left out.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(high).expect("31 bits") % end
    }

    /// In so many of a hundred throws.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn one<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len())]
    }

    /// One to `most` of them, in the order of the list.
    pub(crate) fn some<T: Clone>(&mut self, list: &[T], most: usize) -> Vec<T> {
        let mut picked: Vec<usize> = (0..=self.below(most)).map(|_| self.below(list.len())).collect();
        picked.sort_unstable();
        picked.dedup();
        picked.into_iter().map(|at| list[at].clone()).collect()
    }

    /// A minute of these years; its seconds are zero.
    pub(crate) fn civil(&mut self, years: std::ops::Range<i32>) -> NaiveDateTime {
        let span = usize::try_from(years.end - years.start).expect("a sound range");
        let year = years.start + i32::try_from(self.below(span)).expect("a sound range");
        let day =
            NaiveDate::from_yo_opt(year, 1).expect("a sound year") + Duration::days(to_i64(self.below(365)));
        day.and_hms_opt(0, 0, 0).expect("midnight") + Duration::minutes(15 * to_i64(self.below(96)))
    }
}

fn to_i64(number: usize) -> i64 {
    i64::try_from(number).expect("a small number")
}

/// A rule, its start on a wall clock, and until when it is asked.
pub(crate) struct Case {
    pub(crate) start: NaiveDateTime,
    pub(crate) end: NaiveDateTime,
    /// Name and value of each part, FREQ first.
    pub(crate) parts: Vec<(&'static str, String)>,
}

impl Case {
    pub(crate) fn rule(&self) -> String {
        let parts: Vec<String> = self.parts.iter().map(|(name, value)| format!("{name}={value}")).collect();
        parts.join(";")
    }

    pub(crate) fn part(&self, name: &str) -> Option<&str> {
        self.parts.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.part(name).is_some()
    }

    pub(crate) fn frequency(&self) -> &str {
        self.part("FREQ").expect("every rule has one")
    }
}

const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// A rule that RFC 5545 §3.3.10 allows.
pub(crate) fn rule(dice: &mut Dice) -> Case {
    let frequency = *dice.one(&[
        "YEARLY", "MONTHLY", "WEEKLY", "DAILY", "YEARLY", "MONTHLY", "WEEKLY", "HOURLY", "MINUTELY",
        "SECONDLY",
    ]);
    let start = dice.civil(1997..2027);
    let mut parts = vec![("FREQ", frequency.to_owned())];
    if dice.chance(50) {
        parts.push(("INTERVAL", dice.one(&[2, 3, 4, 5, 7, 12, 24, 45, 90]).to_string()));
    }
    if dice.chance(30) {
        parts.push(("WKST", (*dice.one(&DAYS)).to_owned()));
    }
    day_parts(dice, frequency, &mut parts);
    time_parts(dice, frequency, &mut parts);
    if parts.iter().any(|(name, _)| name.starts_with("BY")) && dice.chance(15) {
        parts.push(("BYSETPOS", list(&dice.some(&[-3, -2, -1, 1, 2, 3, 5], 2))));
    }
    let hours = match frequency {
        "YEARLY" => 12 * 365 * 24,
        "MONTHLY" => 4 * 365 * 24,
        "WEEKLY" | "DAILY" | "HOURLY" => 365 * 24,
        "MINUTELY" => 20 * 24,
        _ => 26,
    };
    match dice.below(10) {
        0..=4 => parts.push(("COUNT", (1 + dice.below(25)).to_string())),
        5..=6 => {
            let until = start + Duration::hours(to_i64(dice.below(hours)));
            parts.push(("UNTIL", until.format("%Y%m%dT%H%M%SZ").to_string()));
        }
        _ => (),
    }
    Case { start, end: start + Duration::hours(to_i64(hours)), parts }
}

fn list<T: ToString>(values: &[T]) -> String {
    values.iter().map(T::to_string).collect::<Vec<_>>().join(",")
}

fn day_parts(dice: &mut Dice, frequency: &str, parts: &mut Vec<(&'static str, String)>) {
    if dice.chance(30) {
        parts.push(("BYMONTH", list(&dice.some(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 4))));
    }
    if frequency == "YEARLY" && dice.chance(12) {
        parts.push(("BYWEEKNO", list(&dice.some(&[1, 2, 20, 52, 53, -1, -2], 2))));
    }
    if matches!(frequency, "YEARLY" | "HOURLY" | "MINUTELY" | "SECONDLY") && dice.chance(10) {
        parts.push(("BYYEARDAY", list(&dice.some(&[1, 60, 100, 200, 365, 366, -1, -2, -366], 3))));
    }
    if frequency != "WEEKLY" && dice.chance(25) {
        parts.push(("BYMONTHDAY", list(&dice.some(&[1, 2, 13, 15, 28, 29, 30, 31, -1, -2, -31], 3))));
    }
    if dice.chance(40) {
        parts.push(("BYDAY", weekdays(dice, frequency, parts)));
    }
}

/// Ordinals only where RFC 5545 allows them.
fn weekdays(dice: &mut Dice, frequency: &str, parts: &[(&'static str, String)]) -> String {
    let days = dice.some(&DAYS, 3);
    let has = |wanted: &str| parts.iter().any(|(name, _)| *name == wanted);
    let counts = frequency == "MONTHLY" || (frequency == "YEARLY" && !has("BYWEEKNO"));
    if !counts || dice.chance(40) {
        return days.join(",");
    }
    let in_month = frequency == "MONTHLY" || has("BYMONTH");
    let ordinals: &[i32] = if in_month { &[1, 2, 3, 4, 5, -1, -2, -5] } else { &[1, 2, 20, 53, -1, -2, -53] };
    let mixed = dice.chance(20);
    let one = |day: &&str| {
        if mixed && dice.chance(50) { (*day).to_owned() } else { format!("{}{day}", dice.one(ordinals)) }
    };
    days.iter().map(one).collect::<Vec<_>>().join(",")
}

fn time_parts(dice: &mut Dice, frequency: &str, parts: &mut Vec<(&'static str, String)>) {
    if dice.chance(15) {
        parts.push(("BYHOUR", list(&dice.some(&[0, 3, 8, 9, 12, 17, 23], 3))));
    }
    if dice.chance(15) {
        parts.push(("BYMINUTE", list(&dice.some(&[0, 5, 15, 30, 45, 59], 3))));
    }
    if frequency != "SECONDLY" && dice.chance(5) || frequency == "SECONDLY" && dice.chance(40) {
        parts.push(("BYSECOND", list(&dice.some(&[0, 10, 20, 59], 2))));
    }
}

/// Where the events of a calendar are.
const PLACES: [&str; 3] = ["UTC", "Europe/Berlin", "America/New_York"];

/// The publishers' own description of those places, as good from 2007 on.
const ZONES: &str = "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:19700329T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\nBEGIN:VTIMEZONE\r\nTZID:America/New_York\r\nBEGIN:STANDARD\r\nDTSTART:20071104T020000\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:20070311T020000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n";

/// A calendar of a few series with what happens to series: moved, cancelled, excepted and added instances.
pub(crate) fn calendar(dice: &mut Dice) -> String {
    let events: String = (0..=dice.below(3)).map(|n| series(dice, n)).collect();
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tidegate//tests//EN\r\n{ZONES}{events}END:VCALENDAR\r\n"
    )
}

fn series(dice: &mut Dice, n: usize) -> String {
    let place = *dice.one(&PLACES);
    // Between the hours that clocks leave out or repeat.
    let day = dice.civil(2024..2027).date();
    let start = day.and_hms_opt(u32::try_from(4 + dice.below(17)).expect("an hour"), 15, 0).expect("a time");
    let at = |name: &str, civil: NaiveDateTime| match place {
        "UTC" => format!("{name}:{}Z\r\n", civil.format("%Y%m%dT%H%M%S")),
        _ => format!("{name};TZID={place}:{}\r\n", civil.format("%Y%m%dT%H%M%S")),
    };
    let event = |lines: String| {
        format!("BEGIN:VEVENT\r\nUID:series-{n}\r\nDTSTAMP:20260101T000000Z\r\n{lines}END:VEVENT\r\n")
    };
    let length = Duration::minutes(30 * to_i64(1 + dice.below(10)));
    let rule = series_rule(dice, start.weekday());
    let later = |dice: &mut Dice| start + Duration::days(*dice.one(&[1, 2, 7, 14]));
    let mut lines = format!("{}{}RRULE:{rule}\r\n", at("DTSTART", start), at("DTEND", start + length));
    if dice.chance(30) {
        lines += &at("EXDATE", later(dice));
    }
    if dice.chance(20) {
        lines += &at("RDATE", later(dice) + Duration::hours(1));
    }
    let master = event(lines);
    if dice.chance(50) {
        return master;
    }
    // One that the rule has: ical.js knows no orphans.
    let moved = start + Duration::days(*dice.one(&[0, 1, -1, 12])) + Duration::hours(2);
    let status = if dice.chance(25) { "STATUS:CANCELLED\r\n" } else { "" };
    let replacing = event(format!(
        "SEQUENCE:1\r\n{}{}{}{status}",
        at("RECURRENCE-ID", start),
        at("DTSTART", moved),
        at("DTEND", moved + length)
    ));
    if dice.chance(30) { replacing + &master } else { master + &replacing }
}

/// A rule that has its own start.
fn series_rule(dice: &mut Dice, weekday: Weekday) -> String {
    let own = DAYS[usize::try_from(weekday.num_days_from_monday()).expect("a weekday")];
    let base = match dice.below(4) {
        0 => "FREQ=DAILY".to_owned(),
        1 => format!("FREQ=WEEKLY;BYDAY={own}"),
        2 => format!("FREQ=WEEKLY;BYDAY={own},{}", dice.one(&DAYS)),
        _ => "FREQ=MONTHLY".to_owned(),
    };
    let interval = 1 + dice.below(3);
    let end = if dice.chance(50) { format!(";COUNT={}", 1 + dice.below(40)) } else { String::new() };
    format!("{base};INTERVAL={interval}{end}")
}
