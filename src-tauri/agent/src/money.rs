//! Money on the command line: from words to commands of the one table, and reports to files.

use crate::cli::{self, Cost, CostOf};
use crate::failure::Failure;
use crate::link::Link;
use crate::show;
use crate::verbs::Show;
use std::process::ExitCode;
use tidegate_door::command::{BillColumns, Command, CostRange, OwnEvent, WhatIf};

/// What is asked about cost, and how the answer is shown.
pub(crate) fn cost(wanted: Cost) -> Result<(Command, Show, bool), Failure> {
    Ok(match wanted.of {
        None => (Command::Cost { days: wanted.days.days }, show::cost, false),
        Some(CostOf::Actual { month }) => (Command::Report { month }, show::actual, false),
        Some(CostOf::Advice) => (Command::Advice {}, show::advice, false),
        Some(CostOf::Bill(words)) => {
            let text = std::fs::read_to_string(&words.file).map_err(Failure::file(words.file.display()))?;
            (Command::BillCompare { text, columns: columns(words) }, show::bill, false)
        }
        Some(CostOf::Range(words)) => (Command::CostOf { range: range(words) }, show::range, false),
        Some(CostOf::WhatIf { range: words, otherwise: what }) => {
            let command = Command::CostIf { range: range(words), otherwise: otherwise(*what) };
            (command, show::compared, false)
        }
    })
}

fn columns(words: cli::Bill) -> BillColumns {
    let cli::Bill { file: _, circuit_column, from_column, to_column, amount_column } = words;
    BillColumns { circuit: circuit_column, from: from_column, to: to_column, amount: amount_column }
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

/// Every customer's month: each customer's sums, and those of all together by currency. Customers are asked one by one,
/// and one that cannot answer is named and leaves the others theirs.
async fn portfolio(link: &Link, wanted: &cli::Report, json: bool) -> Result<ExitCode, Failure> {
    let tenants = link.ask(Command::Tenants {}).await?;
    let (mut reports, mut table, mut failed) = (Vec::new(), String::new(), Vec::new());
    for tenant in tenants.as_array().into_iter().flatten() {
        let id = tenant["id"].as_str().unwrap_or_default().to_owned();
        match link.ask_of(Some(id), Command::Report { month: wanted.month.clone() }).await {
            Ok(answer) => {
                let csv = answer["csv"].as_str().unwrap_or_default();
                let begin = if table.is_empty() { 0 } else { csv.find('\n').map_or(0, |end| end + 1) };
                table.push_str(&csv[begin..]);
                reports.push(answer["report"].clone());
            }
            Err(error) => failed.push(
                serde_json::json!({ "customer": tenant["name"], "error": tidegate_engine::chain(&error) }),
            ),
        }
    }
    let answer = serde_json::json!({ "customers": reports, "failed": failed });
    match &wanted.csv {
        Some(file) => {
            std::fs::write(file, table).map_err(Failure::file(file.display()))?;
            show::line(&format!("Written to {}", file.display()));
        }
        None if json => show::json(&answer),
        None => show::portfolio(&answer),
    }
    Ok(ExitCode::from(u8::from(!failed.is_empty())))
}

/// A month's report: shown, or written to a file.
pub(crate) async fn report(link: &Link, wanted: &cli::Report, json: bool) -> Result<ExitCode, Failure> {
    if wanted.all {
        return portfolio(link, wanted, json).await;
    }
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
