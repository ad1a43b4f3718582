//! What somebody might do on purpose: every reading ends, within bounds that can be asserted.

use super::*;

fn series(lines: &str) -> Reading {
    reading_in(&event(&format!("UID:a\n{lines}")), &year_2026(UTC))
}

#[test]
fn lines_and_names_without_end_are_read_in_part_or_not_at_all() {
    let long = "x".repeat(1_000_000);
    let reading = series(&format!("DTSTART:20260302T090000Z\nSUMMARY:{long}\n{long}\nX-{long}:a"));
    assert!(reading.occurrences[0].details.summary.len() <= clean::LONGEST_LINE);
    assert!(reading.problems.iter().all(|problem| problem.message.len() < 500));
}

#[test]
fn a_rule_that_runs_away_is_cut_and_told() {
    for rule in [
        "FREQ=MINUTELY",
        "FREQ=SECONDLY",
        "FREQ=SECONDLY;BYSECOND=0,20,40",
        "FREQ=SECONDLY;INTERVAL=60",
        "FREQ=HOURLY;BYMINUTE=0,5,10,15,20,25,30,35,40,45,50,55",
    ] {
        let reading = series(&format!("DTSTART:19700101T000000Z\nRRULE:{rule}"));
        assert_eq!(reading.occurrences.len(), recur::MOST_OF_SERIES, "{rule}");
        assert_eq!(kinds(&reading), [ProblemKind::TooMany], "{rule}");
    }
    let counted = series("DTSTART:19700101T000000Z\nRRULE:FREQ=MINUTELY;BYSECOND=0,30;COUNT=4000000000");
    assert_eq!((counted.occurrences.len(), kinds(&counted)), (0, vec![ProblemKind::TooMany]));
    let plain = series("DTSTART:20251231T235900Z\nRRULE:FREQ=MINUTELY;COUNT=3");
    assert_eq!(plain.occurrences.len(), 2, "what ends is followed to its end");
}

#[test]
fn a_rule_that_never_comes_ends_at_the_window() {
    for rule in [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31",
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=SECONDLY;BYSECOND=0;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYDAY=MO;BYSETPOS=366",
        "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=65535;BYMONTH=7;BYMONTHDAY=31",
        "FREQ=HOURLY;INTERVAL=24;BYHOUR=3",
        "FREQ=YEARLY;INTERVAL=4000000000",
        "FREQ=MINUTELY;INTERVAL=4000000000;BYDAY=MO",
        "FREQ=YEARLY;INTERVAL=65535;BYDAY=53MO",
    ] {
        let reading = series(&format!("DTSTART:19700228T000000Z\nRRULE:{rule}"));
        assert_eq!(reading.occurrences, [], "{rule}");
    }
}

#[test]
fn five_thousand_daily_series_since_1997_are_all_read() {
    let one = |n: usize| event(&format!("UID:{n}\nDTSTART:19970902T090000Z\nRRULE:FREQ=DAILY"));
    let all: Vec<String> = (0..5_000).map(one).collect();
    let options = Options { window: window("2026-03-01", "2026-03-08"), ..year_2026(UTC) };
    let reading = reading_in(&all.join("\n"), &options);
    assert_eq!((reading.occurrences.len(), kinds(&reading)), (35_000, vec![]));
}

#[test]
fn many_long_counts_use_up_the_feeds_work_and_no_more() {
    let one = |n: usize| {
        event(&format!(
            "UID:{n:04}\nDTSTART:19000101T090000Z\nRRULE:FREQ=DAILY;BYHOUR=3,4,5,6,7,8,9;COUNT=4000000000"
        ))
    };
    let all: Vec<String> = (0..200).map(one).collect();
    let reading = reading_in(&all.join("\n"), &year_2026(UTC));
    assert!(!reading.problems.is_empty() && kinds(&reading).iter().all(|kind| *kind == ProblemKind::TooMany));
}

#[test]
fn every_part_at_once_is_bounded() {
    let all = |from: i32, to: i32| {
        (from..=to).filter(|n| *n != 0).map(|n| n.to_string()).collect::<Vec<_>>().join(",")
    };
    for frequency in ["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY"] {
        let times = if frequency == "HOURLY" || frequency == "MINUTELY" { "" } else { ";BYHOUR=1,2,3" };
        let rule = format!(
            "FREQ={frequency};BYMONTH={};BYMONTHDAY={};BYYEARDAY={};BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS={}{times};COUNT=4000000",
            all(1, 12),
            all(-31, 31),
            all(-366, 366),
            all(-366, 366)
        );
        let reading = series(&format!("DTSTART:19700101T000000Z\nRRULE:{rule}"));
        assert!(reading.occurrences.len() <= recur::MOST_OF_SERIES, "{frequency}");
    }
}

#[test]
fn dates_without_end_are_cut_and_told() {
    let dates: Vec<String> =
        (0..100_000).map(|n| format!("202603{:02}T{:02}{:02}00Z", n % 28 + 1, n % 24, n % 60)).collect();
    let plain = series(&format!("DTSTART:20260302T090000Z\nRDATE:{}", dates.join(",")));
    assert!(kinds(&plain).contains(&ProblemKind::TooMany));
    let lines: Vec<String> = dates.iter().map(|date| format!("RDATE:{date}")).collect();
    let many_lines = series(&format!("DTSTART:20260302T090000Z\n{}", lines.join("\n")));
    assert!(kinds(&many_lines).contains(&ProblemKind::TooMany));
    assert!(plain.occurrences.len() <= 2_001 && many_lines.occurrences.len() <= 2_001);
}

#[test]
fn times_at_the_end_of_time_do_not_overflow() {
    let far = Options {
        window: Window { from: Instant::MIN_UTC, to: Instant::MAX_UTC },
        ..year_2026(Europe::Berlin)
    };
    for start in ["00010101T000000", "99991231T235959Z", "99991231", "00010101"] {
        for rule in
            ["FREQ=YEARLY", "FREQ=MONTHLY;BYDAY=-1SU", "FREQ=WEEKLY", "FREQ=DAILY;COUNT=3", "FREQ=HOURLY"]
        {
            for duration in ["P2Y", "P700D", "PT1S"] {
                let lines = event(&format!("UID:a\nDTSTART:{start}\nRRULE:{rule}\nDURATION:{duration}"));
                let reading = reading_in(&lines, &far);
                let listed = reading.occurrences.len();
                assert!(listed <= recur::MOST_OF_SERIES, "{listed} of {start} {rule} {duration}");
            }
        }
    }
}

#[test]
fn random_bytes_and_random_calendars_never_panic() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below).unwrap()).unwrap()
    };
    const PIECES: [&str; 40] = [
        "BEGIN:VEVENT\n",
        "END:VEVENT\n",
        "BEGIN:VTIMEZONE\n",
        "END:VTIMEZONE\n",
        "BEGIN:STANDARD\n",
        "END:STANDARD\n",
        "UID:a\n",
        "DTSTART",
        "DTEND",
        "RRULE:",
        "RDATE",
        "EXDATE",
        "RECURRENCE-ID",
        ";TZID=",
        "Customized Time Zone",
        ";VALUE=DATE",
        ":",
        "20260302T090000Z",
        "20260308T023000",
        "20260301",
        "FREQ=",
        "DAILY",
        "YEARLY",
        "MINUTELY",
        ";BYDAY=",
        "-1SU,MO",
        ";COUNT=",
        ";UNTIL=",
        "9",
        "\n",
        "\r",
        "\n ",
        "\0",
        "é",
        "\"",
        ",",
        "/",
        "PT1H",
        "TZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n",
        ";RANGE=THISANDFUTURE",
    ];
    for _ in 0..3_000 {
        let mut text = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20260101T000000Z\n".to_vec();
        for _ in 0..next(60) {
            match next(12) {
                0 => text.push(u8::try_from(next(256)).unwrap()),
                _ => text.extend(PIECES[next(PIECES.len())].as_bytes()),
            }
        }
        let reading = read(&text, &year_2026(America::New_York)).unwrap();
        assert!(reading.occurrences.iter().all(|o| o.start <= o.end));
    }
}

#[test]
fn many_events_of_one_uid_are_no_square_of_work() {
    let minute = |n: usize| format!("202603{:02}T{:02}{:02}00Z", n / 1440 % 28 + 1, n / 60 % 24, n % 60);
    let master = |n: usize| event(&format!("UID:a\nDTSTART:{}\nRRULE:FREQ=DAILY;COUNT=2", minute(n)));
    let turn =
        |n: usize| event(&format!("UID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE:{0}\nDTSTART:{0}", minute(n)));
    let all: Vec<String> = (0..20_000).flat_map(|n| [master(n), turn(n)]).collect();
    let reading = reading_in(&all.join("\n"), &year_2026(UTC));
    assert!(reading.occurrences.len() >= 20_000);
}

#[test]
fn a_long_uid_is_not_carried_by_every_occurrence() {
    let lines = format!("UID:{}\nDTSTART:20260101T000000Z\nRRULE:FREQ=HOURLY", "u".repeat(60_000));
    assert!(reading_in(&event(&lines), &year_2026(UTC)).occurrences.iter().all(|o| o.uid.len() < 60));
}

#[test]
fn many_zones_with_costly_rules_are_bounded() {
    let part = "BEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:FREQ=HOURLY;BYDAY=MO\nEND:STANDARD";
    let zone = |n: usize| {
        let lines = event(&format!("UID:{n}\nDTSTART;TZID=z{n}:20260302T090000"));
        format!("BEGIN:VTIMEZONE\nTZID:z{n}\n{part}\nEND:VTIMEZONE\n{lines}")
    };
    let all: Vec<String> = (0..1_000).map(zone).collect();
    assert_eq!(reading_in(&all.join("\n"), &year_2026(UTC)).occurrences.len(), 1_000);
}
