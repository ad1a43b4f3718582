//! The list of what could not be read as written. Owns its length, and how foreign text is quoted in it.

use super::{Details, Problem, ProblemKind};
use crate::request::{plain, title};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A page of complaints is read by nobody; a hostile feed must not fill the memory with them.
const MOST: usize = 200;

/// The event that a problem is about, as its people know it; the UID is for programs.
pub(super) struct About {
    pub(super) uid: String,
    pub(super) details: Arc<Details>,
    /// The day of its start, where that can be read.
    pub(super) day: Option<NaiveDate>,
}

impl About {
    fn name(&self) -> String {
        let called = match title(&self.details.summary) {
            none if none.is_empty() => "an event without a title".to_owned(),
            title => format!("\"{title}\""),
        };
        match self.day {
            Some(day) => format!("{called} on {}", day.format("%a %-d %b %Y")),
            None => called,
        }
    }
}

/// Collects problems, each said once.
#[derive(Default)]
pub(super) struct Problems {
    list: Vec<Problem>,
    said: BTreeSet<(Option<String>, String)>,
    unsaid: usize,
}

impl Problems {
    /// Adds a problem of one event; the message begins with which one it is.
    pub(super) fn of(&mut self, about: &About, kind: ProblemKind, message: &str) {
        self.add(Some(quote_plain(&about.uid)), kind, format!("{}: {message}", about.name()));
    }

    /// Adds a problem of the calendar as a whole.
    pub(super) fn general(&mut self, kind: ProblemKind, message: String) {
        self.add(None, kind, message);
    }

    fn add(&mut self, uid: Option<String>, kind: ProblemKind, message: String) {
        if self.list.len() >= MOST {
            self.unsaid += 1;
        } else if self.said.insert((uid.clone(), message.clone())) {
            self.list.push(Problem { uid, kind, message });
        }
    }

    /// The list, with a last line for what did not fit.
    pub(super) fn finish(mut self) -> Vec<Problem> {
        if self.unsaid > 0 {
            let message = format!("{} more problems of this calendar are not listed", self.unsaid);
            self.list.push(Problem { uid: None, kind: ProblemKind::TooMany, message });
        }
        self.list
    }
}

/// Foreign text inside a message: in quotes, one plain line of at most 60 characters.
pub(super) fn quote(text: &str) -> String {
    format!("\"{}\"", title(text))
}

/// A UID as the name of what a problem is about: whole where it is of a sane length.
fn quote_plain(uid: &str) -> String {
    plain(uid).chars().take(300).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_text_is_cut_and_cannot_turn_the_line_around() {
        assert_eq!(quote("a\u{202e}b\u{61c}\n  c"), "\"ab c\"");
        assert_eq!(quote(&"x".repeat(99)).chars().count(), 62);
    }

    #[test]
    fn a_problem_is_said_once_and_a_flood_is_cut() {
        let mut problems = Problems::default();
        for n in 0..1000 {
            problems.general(ProblemKind::Syntax, format!("line {}", n / 2));
        }
        let list = problems.finish();
        assert_eq!(list.len(), MOST + 1);
        assert!(list[MOST].message.contains("more problems"));
    }
}
