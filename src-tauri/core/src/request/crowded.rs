//! Series that ask far too often: a typing error in a rule (MINUTELY for MONTHLY), or harm. Owns how often is too often;
//! that such a rule costs no time to read is the calendar's matter.

use super::{Attention, Decided, Verdict};
use crate::calendar::{Problem, ProblemKind, Reading};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Requests of one series in one day of its own zone: every half hour.
const MOST_A_DAY: usize = 48;

/// A reading without what no plan needs: of a day on which a series happens more often than may ask, only as much as
/// shows that. A series every second is 200,000 occurrences, and each pass goes through all of them. That something was
/// left out is listed as a problem of the series.
pub fn thinned(mut reading: Reading) -> Reading {
    let mut days: BTreeMap<(String, NaiveDate), usize> = BTreeMap::new();
    let mut crowded = BTreeMap::new();
    reading.occurrences.retain(|one| {
        if one.recurrence_id.is_none() {
            return true;
        }
        let count = days.entry((one.uid.clone(), one.civil_start.date())).or_insert(0);
        *count += 1;
        if *count > MOST_A_DAY + 1 {
            crowded.entry(one.uid.clone()).or_insert_with(|| super::title(&one.details.summary));
        }
        *count <= MOST_A_DAY + 1
    });
    reading.occurrences.shrink_to_fit();
    let left_out = |(uid, title): (String, String)| Problem {
        message: format!(
            "\"{title}\" happens more than {MOST_A_DAY} times a day: the later times of such a day are left out, and nothing is ordered for it; give it a rule that repeats less often"
        ),
        kind: ProblemKind::TooMany,
        uid: Some(uid),
    };
    reading.problems.extend(crowded.into_iter().map(left_out));
    reading
}

/// Holds every request of a series that asks more often on any day.
pub(super) fn hold(decided: &mut [Decided]) {
    let mut days = BTreeMap::new();
    for one in decided.iter().filter(|one| asks(one)) {
        *days.entry((one.occurrence.uid.as_str(), one.occurrence.civil_start.date())).or_insert(0) += 1;
    }
    let crowded = days.into_iter().filter(|(_, count)| *count > MOST_A_DAY);
    let crowded: BTreeSet<String> = crowded.map(|((uid, _), _)| uid.to_owned()).collect();
    for one in decided.iter_mut().filter(|one| asks(one) && crowded.contains(&one.occurrence.uid)) {
        one.verdict = Verdict::Attention(Attention {
            message: format!(
                "its series asks more than {MOST_A_DAY} times a day, so nothing is ordered for it; give the series a rule that repeats less often"
            ),
            choices: vec![],
            held: true,
        });
    }
}

fn asks(one: &Decided) -> bool {
    one.occurrence.recurrence_id.is_some() && matches!(one.verdict, Verdict::Fires(_))
}
