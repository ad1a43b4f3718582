//! Money on the command line: from words to commands of the one table, and reports to files.

use crate::cli::{self, Cost, CostOf};
use crate::failure::Failure;
use crate::link::Link;
use crate::show;
use crate::verbs::Show;
use std::process::ExitCode;
use tidegate_door::command::{Command, CostRange, OwnEvent, WhatIf};

/// What is asked about cost, and how the answer is shown.
pub(crate) fn cost(wanted: Cost) -> (Command, Show, bool) {
    match wanted.of {
        None => (Command::Cost { days: wanted.days.days }, show::cost, false),
        Some(CostOf::Actual { month }) => (Command::Report { month }, show::actual, false),
        Some(CostOf::Range(words)) => (Command::CostOf { range: range(words) }, show::range, false),
        Some(CostOf::WhatIf { range: words, otherwise: what }) => {
            let command = Command::CostIf { range: range(words), otherwise: otherwise(*what) };
            (command, show::compared, false)
        }
    }
}

fn range(words: cli::CostRange) -> CostRange {
    let cli::CostRange { from, to, circuits, feed, event, organiser } = words;
    CostRange { from, to, circuits, feed, event, organiser }
}

fn otherwise(words: cli::Otherwise) -> WhatIf {
    let (start, end) = (words.start.unwrap_or_default(), words.end.unwrap_or_default());
    WhatIf {
        baseline: words.baseline,
        instead: words.instead,
        without: words.without,
        without_rules: words.without_rule,
        also: words.also.map(|title| OwnEvent { title, start, end, repeats: words.repeats }),
        billing: words.billing,
    }
}

/// A month's report: shown, or written to a file.
pub(crate) async fn report(link: &Link, wanted: &cli::Report, json: bool) -> Result<ExitCode, Failure> {
    let answer = link.ask(Command::Report { month: wanted.month.clone() }).await?;
    let form = [("html", &wanted.html), ("csv", &wanted.csv)];
    let file = form.into_iter().find_map(|(form, file)| file.as_ref().map(|file| (form, file)));
    match file {
        Some((form, file)) => {
            let text = answer[form].as_str().unwrap_or_default();
            std::fs::write(file, text).map_err(Failure::file(file.display()))?;
            show::line(&format!("Written to {}", file.display()));
        }
        None if json => show::json(&answer["report"]),
        None => show::report(&answer["report"]),
    }
    Ok(ExitCode::SUCCESS)
}
