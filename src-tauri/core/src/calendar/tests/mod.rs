//! What calendars in the wild do, one test for each oddity.

mod bounds;
mod on_purpose;

use super::*;
use chrono_tz::{America, Europe, Tz::UTC};

/// Reads events (the lines between BEGIN:VCALENDAR and its end) in a window of 2026.
fn reading_in(lines: &str, options: &Options) -> Reading {
    let text = format!("BEGIN:VCALENDAR\n{lines}\nEND:VCALENDAR\n");
    read(text.as_bytes(), options).unwrap()
}

fn year_2026(home: impl Into<Zone>) -> Options {
    Options { zone: None, home: home.into(), window: window("2026-01-01", "2027-01-01") }
}

fn window(from: &str, to: &str) -> Window {
    let at = |day: &str| format!("{day}T00:00:00Z").parse().unwrap();
    Window { from: at(from), to: at(to) }
}

fn event(lines: &str) -> String {
    format!("BEGIN:VEVENT\n{lines}\nEND:VEVENT")
}

/// `recurrence id|start/end`, in UTC.
fn shown(reading: &Reading) -> Vec<String> {
    let short = |at: Instant| at.format("%m%dT%H%M").to_string();
    let one = |o: &Occurrence| {
        let origin = o.recurrence_id.map_or_else(|| "-".to_owned(), short);
        format!("{origin}|{}/{}", short(o.start), short(o.end))
    };
    reading.occurrences.iter().map(one).collect()
}

fn list(lines: &str) -> Vec<String> {
    shown(&reading_in(lines, &year_2026(UTC)))
}

fn kinds(reading: &Reading) -> Vec<ProblemKind> {
    reading.problems.iter().map(|problem| problem.kind).collect()
}

fn starts(reading: &Reading) -> Vec<String> {
    reading.occurrences.iter().map(|o| o.start.format("%Y-%m-%dT%H:%M").to_string()).collect()
}

mod zones {
    use super::*;

    const ALL_DAY: &str = "UID:a\nDTSTART;VALUE=DATE:20260302";

    #[test]
    fn all_day_and_floating_times_are_read_in_the_persons_zone_then_the_calendars_then_home() {
        let published = format!("X-WR-TIMEZONE:Europe/Paris\n{}", event(ALL_DAY));
        let person = Options { zone: Some(America::New_York.into()), ..year_2026(UTC) };
        assert_eq!(shown(&reading_in(&published, &person)), ["-|0302T0500/0303T0500"]);
        assert_eq!(shown(&reading_in(&published, &year_2026(UTC))), ["-|0301T2300/0302T2300"]);
        assert_eq!(
            shown(&reading_in(&event(ALL_DAY), &year_2026(America::New_York))),
            ["-|0302T0500/0303T0500"]
        );
        let floating = event("UID:a\nDTSTART:20260302T090000\nDURATION:PT1H");
        assert_eq!(shown(&reading_in(&floating, &year_2026(Europe::Berlin))), ["-|0302T0800/0302T0900"]);
    }

    #[test]
    fn a_day_of_a_clock_change_has_23_hours() {
        let day = event("UID:a\nDTSTART;VALUE=DATE:20260308\nDTEND;VALUE=DATE:20260309");
        let reading = reading_in(&day, &year_2026(America::New_York));
        assert_eq!(shown(&reading), ["-|0308T0500/0309T0400"]);
        assert!(reading.occurrences[0].all_day);
    }

    #[test]
    fn an_unknown_zone_is_assumed_and_told_once() {
        let lines = "UID:a\nDTSTART;TZID=tzone://Microsoft/Custom:20260302T090000\nRRULE:FREQ=DAILY;COUNT=2";
        let reading = reading_in(
            &[event(lines), event(&lines.replace("UID:a", "UID:b"))].join("\n"),
            &year_2026(Europe::Berlin),
        );
        assert_eq!(reading.occurrences.len(), 4);
        assert_eq!(reading.occurrences[0].start.to_string(), "2026-03-02 08:00:00 UTC");
        assert_eq!(kinds(&reading), [ProblemKind::Zone]);
        assert!(reading.problems[0].message.contains("tzone://Microsoft/Custom"), "{:?}", reading.problems);
        assert!(reading.problems[0].message.contains("Europe/Berlin was assumed"));
        assert!(reading.problems[0].message.contains("choose a zone"), "and what to do about it");
    }

    #[test]
    fn an_unknown_zone_of_the_calendar_itself_is_told() {
        let reading = reading_in(&format!("X-WR-TIMEZONE:Mars/Olympus\n{}", event(ALL_DAY)), &year_2026(UTC));
        assert_eq!((kinds(&reading), reading.zone), (vec![ProblemKind::Zone], None));
    }

    fn with_zone(tzid: &str, extra: &str) -> String {
        let part = |name: &str, at: &str, from: &str, to: &str, month: &str| {
            format!(
                "BEGIN:{name}\nDTSTART:16010101T{at}\nTZOFFSETFROM:{from}\nTZOFFSETTO:{to}\n\
                 RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH={month}\nEND:{name}"
            )
        };
        let standard = part("STANDARD", "030000", "+0200", "+0100", "10");
        let daylight = part("DAYLIGHT", "020000", "+0100", "+0200", "3");
        let zone = format!("BEGIN:VTIMEZONE\nTZID:{tzid}\n{extra}{standard}\n{daylight}\nEND:VTIMEZONE");
        let times =
            event(&format!("UID:a\nDTSTART;TZID=\"{tzid}\":20260328T090000\nRRULE:FREQ=DAILY;COUNT=2"));
        format!("{times}\n{zone}")
    }

    #[test]
    fn the_publishers_rules_count_and_a_zone_that_is_the_same_lends_its_name() {
        for (tzid, extra, zone) in [
            ("Customized Time Zone", "", "Customized Time Zone"),
            ("W. Europe Standard Time", "", "Europe/Berlin"),
            ("Eastern Standard Time", "", "Eastern Standard Time"),
            ("My Zone", "X-LIC-LOCATION:Europe/Vienna\n", "Europe/Vienna"),
            ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "", "Europe/Berlin"),
        ] {
            let reading = reading_in(&with_zone(tzid, extra), &year_2026(UTC));
            assert_eq!(starts(&reading), ["2026-03-28T08:00", "2026-03-29T07:00"], "{tzid}");
            assert_eq!(reading.occurrences[0].zone.as_ref(), zone);
            assert_eq!(reading.occurrences[1].civil_start.to_string(), "2026-03-29 09:00:00");
            assert_eq!(kinds(&reading), []);
        }
    }

    #[test]
    fn an_iana_name_needs_no_rules_and_believes_none() {
        let reading = reading_in(&with_zone("America/New_York", ""), &year_2026(UTC));
        assert_eq!(starts(&reading)[0], "2026-03-28T13:00");
    }
}

mod times {
    use super::*;

    #[test]
    fn a_night_shift_ends_when_the_wall_clock_says_so() {
        let lines = "UID:a\nDTSTART;TZID=America/New_York:20260306T220000\nDTEND;TZID=America/New_York:20260307T060000\nRRULE:FREQ=DAILY;COUNT=2";
        assert_eq!(list(&event(lines)), ["0307T0300|0307T0300/0307T1100", "0308T0300|0308T0300/0308T1000"]);
    }

    #[test]
    fn an_event_without_end_takes_no_time_and_a_day_one_day() {
        assert_eq!(list(&event("UID:a\nDTSTART:20260302T090000Z")), ["-|0302T0900/0302T0900"]);
        assert_eq!(list(&event("UID:a\nDTSTART:20260302")), ["-|0302T0000/0303T0000"]);
    }

    #[test]
    fn a_problem_of_an_event_names_its_title_and_day_and_neither_can_pass_for_something_else() {
        let said = |lines: &str| {
            let reading = reading_in(&event(lines), &year_2026(UTC));
            reading.problems.iter().map(|one| one.message.clone()).collect::<Vec<_>>().join("\n")
        };
        let named = said("UID:a\nSUMMARY:All hands\nDTSTART:20260302T090000\nRRULE:FREQ=NEVER");
        assert!(named.starts_with("\"All hands\" on Mon 2 Mar 2026: its rule"), "{named}");
        let hostile = said(&format!("UID:a\nSUMMARY:a\u{202e}b\\n{}\nDTSTART:tomorrow", "x".repeat(99)));
        assert!(hostile.starts_with("\"ab xxx") && hostile.contains("x…\": its start"), "{hostile}");
        let bare = said("UID:a\nDTSTART:20260302T090000\nDTEND:never");
        assert!(bare.starts_with("an event without a title on Mon 2 Mar 2026: its end"), "{bare}");
        let old = said("UID:a\nSUMMARY:Old\nDTSTART:20260302T090000\nEXRULE:FREQ=DAILY");
        assert!(old.contains("delete each of them"), "{old}");
    }

    #[test]
    fn an_end_that_cannot_be_leaves_the_event_out_and_only_it() {
        for end in ["DURATION:P999999999999999999W", "DTEND:tomorrow", "DTEND:99990101T000000Z"] {
            let bad = event(&format!("UID:bad\nDTSTART:20260302T090000Z\n{end}"));
            let reading =
                reading_in(&[bad, event("UID:ok\nDTSTART:20260303T090000Z")].join("\n"), &year_2026(UTC));
            assert_eq!(shown(&reading), ["-|0303T0900/0303T0900"], "{end}");
            assert_eq!(
                (kinds(&reading), reading.problems[0].uid.as_deref()),
                (vec![ProblemKind::Time], Some("bad"))
            );
        }
    }

    #[test]
    fn an_event_that_reaches_into_the_window_is_listed_and_one_that_ends_at_its_start_is_not() {
        let options = Options { window: window("2026-03-02", "2026-03-03"), ..year_2026(UTC) };
        let at = |start: &str, end: &str| {
            let lines = event(&format!("UID:a\nDTSTART:{start}\nDTEND:{end}\nRRULE:FREQ=YEARLY"));
            reading_in(&lines, &options).occurrences.len()
        };
        assert_eq!(at("20250301T220000Z", "20250302T060000Z"), 1);
        assert_eq!(at("20250301T220000Z", "20250302T000000Z"), 0);
        assert_eq!(at("20250302T000000Z", "20250302T000000Z"), 1);
        assert_eq!(at("20250303T000000Z", "20250303T010000Z"), 0);
        assert_eq!(at("20241201T000000Z", "20250601T000000Z"), 1);
    }
}

mod changed {
    use super::*;

    const WEEKLY: &str = "UID:a\nDTSTART:20260302T090000Z\nDTEND:20260302T100000Z\nRRULE:FREQ=WEEKLY;COUNT=4";

    #[test]
    fn an_override_is_found_wherever_it_was_moved_from() {
        let moved = "UID:a\nRECURRENCE-ID:20260309T090000Z\nDTSTART:20260609T090000Z\nDTEND:20260609T093000Z";
        let both = [event(WEEKLY), event(moved)].join("\n");
        let june = Options { window: window("2026-06-01", "2026-07-01"), ..year_2026(UTC) };
        let march = Options { window: window("2026-03-01", "2026-03-15"), ..year_2026(UTC) };
        assert_eq!(shown(&reading_in(&both, &june)), ["0309T0900|0609T0900/0609T0930"]);
        assert_eq!(shown(&reading_in(&both, &march)), ["0302T0900|0302T0900/0302T1000"]);
    }

    #[test]
    fn an_override_of_a_removed_instance_is_removed() {
        let moved = event("UID:a\nRECURRENCE-ID:20260309T090000Z\nDTSTART:20260310T090000Z");
        let lines = [event(&format!("{WEEKLY}\nEXDATE:20260309T090000Z")), moved].join("\n");
        assert_eq!(list(&lines).len(), 3);
    }

    #[test]
    fn the_highest_sequence_wins_wherever_it_stands() {
        let moved = |sequence: u32, hour: &str| {
            event(&format!(
                "UID:a\nSEQUENCE:{sequence}\nRECURRENCE-ID:20260309T090000Z\nDTSTART:20260309T{hour}0000Z"
            ))
        };
        let lines = [moved(3, "15"), event(WEEKLY), moved(1, "12")].join("\n");
        assert_eq!(list(&lines)[1], "0309T0900|0309T1500/0309T1500");
        let twice =
            [event(&format!("{WEEKLY}\nSEQUENCE:2")), event("UID:a\nDTSTART:20260302T090000Z\nSEQUENCE:1")];
        assert_eq!(list(&twice.join("\n")).len(), 4);
    }

    #[test]
    fn this_and_future_moves_what_follows_and_a_single_override_still_wins() {
        let later = event(
            "UID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260309T090000Z\nDTSTART:20260310T110000Z\nDTEND:20260310T130000Z\nSUMMARY:later",
        );
        let single = event("UID:a\nRECURRENCE-ID:20260323T090000Z\nDTSTART:20260323T080000Z");
        assert_eq!(
            list(&[event(WEEKLY), later, single].join("\n")),
            [
                "0302T0900|0302T0900/0302T1000",
                "0309T0900|0310T1100/0310T1300",
                "0316T0900|0317T1100/0317T1300",
                "0323T0900|0323T0800/0323T0800"
            ]
        );
    }

    #[test]
    fn an_override_without_its_series_is_an_event_that_keeps_its_origin() {
        let orphan = event("UID:a\nRECURRENCE-ID:20260309T090000Z\nDTSTART:20260309T130000Z");
        assert_eq!(list(&orphan), ["0309T0900|0309T1300/0309T1300"]);
    }

    #[test]
    fn an_override_may_name_a_day_of_a_timed_series_and_a_time_of_an_all_day_one() {
        let timed = "UID:a\nDTSTART;TZID=Europe/Berlin:20260302T090000\nRRULE:FREQ=DAILY;COUNT=2";
        let by_day = event("UID:a\nRECURRENCE-ID;VALUE=DATE:20260303\nDTSTART:20260304T090000Z");
        assert_eq!(
            list(&[event(timed), by_day].join("\n")),
            ["0302T0800|0302T0800/0302T0800", "0303T0800|0304T0900/0304T0900"]
        );
        let days = "UID:a\nDTSTART;VALUE=DATE:20260302\nRRULE:FREQ=DAILY;COUNT=2";
        let by_time = event("UID:a\nRECURRENCE-ID:20260302T230000Z\nDTSTART;VALUE=DATE:20260305");
        let reading = reading_in(&[event(days), by_time].join("\n"), &year_2026(Europe::Berlin));
        assert_eq!(shown(&reading), ["0301T2300|0301T2300/0302T2300", "0302T2300|0304T2300/0305T2300"]);
    }

    #[test]
    fn a_cancelled_instance_and_a_cancelled_series_are_listed_as_such() {
        let cancelled =
            event("UID:a\nRECURRENCE-ID:20260309T090000Z\nDTSTART:20260309T090000Z\nSTATUS:CANCELLED");
        let reading = reading_in(&[event(WEEKLY), cancelled].join("\n"), &year_2026(UTC));
        let status: Vec<_> = reading.occurrences.iter().map(|o| o.details.status).collect();
        assert_eq!(status, [None, Some(Status::Cancelled), None, None]);
        let all = reading_in(&event(&format!("{WEEKLY}\nSTATUS:canceled")), &year_2026(UTC));
        assert!(all.occurrences.iter().all(|o| o.details.status == Some(Status::Cancelled)));
    }

    #[test]
    fn added_periods_bring_their_length_and_an_instance_that_is_there_already_is_not_doubled() {
        let lines = "UID:a\nDTSTART:20260302T090000Z\nDTEND:20260302T100000Z\nRRULE:FREQ=DAILY;COUNT=2\n\
            RDATE:20260303T090000Z\nRDATE;VALUE=PERIOD:20260305T090000Z/PT30M,20260306T090000Z/20260306T120000Z";
        assert_eq!(
            list(&event(lines)),
            [
                "0302T0900|0302T0900/0302T1000",
                "0303T0900|0303T0900/0303T1000",
                "0305T0900|0305T0900/0305T0930",
                "0306T0900|0306T0900/0306T1200"
            ]
        );
    }

    #[test]
    fn the_same_uid_in_two_calendars_of_one_file_is_one_series() {
        let moved = event("UID:a\nRECURRENCE-ID:20260309T090000Z\nDTSTART:20260309T130000Z");
        let two = format!("{}\nEND:VCALENDAR\nBEGIN:VCALENDAR\n{moved}", event(WEEKLY));
        assert_eq!(list(&two)[1], "0309T0900|0309T1300/0309T1300");
    }
}

mod rules {
    use super::*;

    fn days(rule: &str, start: &str) -> Vec<String> {
        let reading =
            reading_in(&event(&format!("UID:a\nDTSTART;VALUE=DATE:{start}\nRRULE:{rule}")), &year_2026(UTC));
        reading.occurrences.iter().map(|o| o.start.format("%m%d").to_string()).collect()
    }

    #[test]
    fn plain_and_ordinal_weekdays_mix() {
        assert_eq!(days("FREQ=MONTHLY;BYDAY=1FR,2MO;COUNT=4", "20260101"), ["0102", "0112", "0206", "0209"]);
        assert_eq!(
            days("FREQ=MONTHLY;BYDAY=MO,1FR;COUNT=6", "20260101"),
            ["0102", "0105", "0112", "0119", "0126", "0202"]
        );
    }

    #[test]
    fn the_fifth_last_weekday_is_found_where_there_is_one() {
        assert_eq!(days("FREQ=MONTHLY;BYDAY=-5TH;COUNT=3", "20260101"), ["0101", "0402", "0702"]);
    }

    #[test]
    fn parts_that_the_text_leaves_out_come_from_the_start() {
        assert_eq!(days("FREQ=YEARLY;BYMONTHDAY=5,6", "20260305"), ["0305", "0306"]);
        assert_eq!(days("FREQ=YEARLY;BYWEEKNO=20", "20260511"), ["0511"]);
        assert_eq!(days("FREQ=YEARLY;BYDAY=1MO,-1MO", "20260105"), ["0105", "1228"]);
    }

    #[test]
    fn a_day_of_a_week_53_that_the_year_does_not_have_is_not_invented() {
        let lines = event("UID:a\nDTSTART;VALUE=DATE:20201228\nRRULE:FREQ=YEARLY;BYWEEKNO=53;BYDAY=SA");
        let options = Options { window: window("2021-01-01", "2034-01-01"), ..year_2026(UTC) };
        assert_eq!(
            starts(&reading_in(&lines, &options)),
            ["2021-01-02T00:00", "2027-01-02T00:00", "2033-01-01T00:00"]
        );
    }

    #[test]
    fn a_first_week_is_whole_when_positions_are_counted() {
        // From a Wednesday on: first and third of Monday to Friday.
        assert_eq!(
            days("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,3;COUNT=4", "20260304"),
            ["0304", "0309", "0311", "0316"]
        );
        assert_eq!(days("FREQ=WEEKLY;BYDAY=MO,FR;BYSETPOS=1;COUNT=2", "20260304"), ["0309", "0316"]);
        // A Sunday, the first of what is left of its week.
        assert_eq!(days("FREQ=WEEKLY;BYDAY=SU,MO;BYSETPOS=1;COUNT=3", "20260222"), ["0222", "0223", "0302"]);
    }

    #[test]
    fn days_that_a_month_does_not_have_are_moved_where_the_rule_says_so() {
        let moved = |rule: &str, start: &str| days(&format!("RSCALE=GREGORIAN;{rule};COUNT=4"), start);
        assert_eq!(moved("FREQ=MONTHLY;SKIP=BACKWARD", "20260131"), ["0131", "0228", "0331", "0430"]);
        assert_eq!(moved("FREQ=MONTHLY;SKIP=FORWARD", "20260131"), ["0131", "0301", "0331", "0501"]);
        assert_eq!(moved("FREQ=MONTHLY;SKIP=OMIT", "20260131"), ["0131", "0331", "0531", "0731"]);
        assert_eq!(
            moved("FREQ=MONTHLY;BYMONTHDAY=1,31;SKIP=FORWARD", "20260131"),
            ["0131", "0201", "0301", "0331"],
            "two days moved to one are one"
        );
        assert_eq!(
            moved("FREQ=MONTHLY;BYMONTHDAY=-31;SKIP=BACKWARD", "20260101"),
            ["0101", "0131", "0301", "0331"]
        );
        assert_eq!(moved("FREQ=YEARLY;BYYEARDAY=366;SKIP=FORWARD", "20250201"), ["0101"]);
        assert_eq!(moved("FREQ=YEARLY;BYYEARDAY=366;SKIP=BACKWARD", "20260101"), ["1231"]);
    }

    #[test]
    fn a_rule_that_cannot_be_followed_keeps_the_first_instance_and_says_why() {
        for rule in ["FREQ=FORTNIGHTLY", "FREQ=DAILY;UNTIL=123456T", "FREQ=DAILY;INTERVAL=0"] {
            let reading = reading_in(
                &event(&format!("UID:a\nDTSTART:20260302T090000Z\nRRULE:{rule}")),
                &year_2026(UTC),
            );
            assert_eq!(shown(&reading), ["0302T0900|0302T0900/0302T0900"], "{rule}");
            assert_eq!(kinds(&reading), [ProblemKind::Recurrence], "{rule}");
        }
    }

    #[test]
    fn a_first_date_that_its_rule_does_not_give_is_told() {
        let reading = reading_in(
            &event("UID:a\nDTSTART:20260303T090000Z\nRRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=1"),
            &year_2026(UTC),
        );
        assert_eq!(shown(&reading), ["0309T0900|0309T0900/0309T0900"]);
        assert_eq!(kinds(&reading), [ProblemKind::Recurrence]);
    }

    #[test]
    fn an_old_series_is_the_same_whether_it_is_followed_from_its_start_or_from_the_window() {
        for rule in [
            "FREQ=DAILY;INTERVAL=3",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU",
            "FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=-1",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "FREQ=YEARLY;INTERVAL=7;BYMONTH=2,9;BYDAY=2TU",
            "FREQ=HOURLY;INTERVAL=7;BYDAY=MO,WE",
            "FREQ=MINUTELY;INTERVAL=50;BYHOUR=9,10",
            "FREQ=DAILY;BYHOUR=8,17;BYMINUTE=0,30",
            "FREQ=WEEKLY;BYDAY=TU,TH;BYSETPOS=2",
            "FREQ=YEARLY;BYWEEKNO=1,53;BYDAY=MO,SA",
            "FREQ=YEARLY;BYYEARDAY=-1,60",
        ] {
            let series = |start: &str, count: &str| {
                let lines = event(&format!("UID:a\nDTSTART:{start}T081500Z\nRRULE:{rule}{count}"));
                starts(&reading_in(&lines, &year_2026(UTC)))
            };
            let endless = series("20190902", "");
            assert_eq!(endless, series("20190902", ";COUNT=100000"), "{rule}");
            assert!(!endless.is_empty());
        }
    }
}

mod text {
    use super::*;

    #[test]
    fn events_without_uid_get_one_that_stays_and_are_not_merged() {
        let two =
            [event("SUMMARY:A\nDTSTART:20260302T090000Z"), event("SUMMARY:B\nDTSTART:20260302T090000Z")]
                .join("\n");
        let [first, second] = [(); 2].map(|()| reading_in(&two, &year_2026(UTC)));
        assert_eq!(first.occurrences, second.occurrences);
        assert_eq!(first.occurrences.len(), 2);
        assert_eq!(kinds(&first), [ProblemKind::Syntax; 2]);
        let stamped = two.replace("SUMMARY:A", "DTSTAMP:20260101T000000Z\nSUMMARY:A");
        assert_eq!(
            reading_in(&stamped, &year_2026(UTC)).occurrences,
            first.occurrences,
            "DTSTAMP changes at every fetch"
        );
    }

    #[test]
    fn what_an_event_says_is_read() {
        let lines = "UID:a\nDTSTART:20260302T090000Z\nSUMMARY:#iod 1G\\, all hands\nDESCRIPTION:one\\ntwo\nLOCATION:HQ\n\
            CATEGORIES:Video,Big\\, day\nCATEGORIES:More\nORGANIZER;CN=Ann:MAILTO:Ann@X.org\nSEQUENCE:4\nSTATUS:TENTATIVE\n\
            ATTENDEE;PARTSTAT=DECLINED:mailto:b@x.org\nATTENDEE:mailto:c@x.org\nTRANSP:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:OOF";
        let reading = reading_in(&event(lines), &year_2026(UTC));
        let attendee = |address: &str, answer| Attendee { address: address.to_owned(), answer };
        let expected = Details {
            summary: "#iod 1G, all hands".to_owned(),
            description: "one\ntwo".to_owned(),
            location: "HQ".to_owned(),
            categories: ["Video", "Big, day", "More"].map(str::to_owned).to_vec(),
            organizer: Some("ann@x.org".to_owned()),
            attendees: vec![attendee("b@x.org", Answer::Declined), attendee("c@x.org", Answer::NeedsAction)],
            status: Some(Status::Tentative),
            busy: Busy::OutOfOffice,
            sequence: 4,
        };
        assert_eq!(reading.occurrences[0].details.as_ref(), &expected);
        assert_eq!(kinds(&reading), []);
    }

    #[test]
    fn the_calendars_own_words_are_read() {
        let reading = reading_in(
            "X-WR-CALNAME:Office\nX-WR-TIMEZONE:Europe/Berlin\nX-PUBLISHED-TTL:PT20M",
            &year_2026(UTC),
        );
        assert_eq!(reading.name.as_deref(), Some("Office"));
        assert_eq!((reading.zone, reading.poll_hint), (Some(Europe::Berlin.into()), Some(Span::minutes(20))));
    }

    #[test]
    fn garbage_is_left_out_and_told_with_the_first_of_it() {
        let reading = reading_in(&event("UID:a\nGARBAGE\nDTSTART:20260302T090000Z\n???:x"), &year_2026(UTC));
        assert_eq!(reading.occurrences.len(), 1);
        assert!(
            reading.problems[0].message.contains("2 lines")
                && reading.problems[0].message.contains("\"GARBAGE\"")
        );
    }

    #[test]
    fn a_calendar_that_stops_says_so() {
        let text = format!(
            "BEGIN:VCALENDAR\n{}\nBEGIN:VEVENT\nUID:b\nSUMM",
            event("UID:a\nDTSTART:20260302T090000Z")
        );
        let reading = read(text.as_bytes(), &year_2026(UTC)).unwrap();
        assert!(reading.truncated && reading.occurrences.len() == 1);
    }
}
