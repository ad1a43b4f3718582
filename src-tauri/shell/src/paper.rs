//! What the page can have written to a file. The page says which paper, never what stands in it or where: the owner
//! writes the words, and the person chooses the place in the desktop's own dialog.

use crate::ask::Refused;
use crate::link::Link;
use serde::Deserialize;
use serde_json::Value;
use std::path::PathBuf;
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;
use tidegate_door::command::{Command, Envelope};
use tokio::sync::oneshot;

/// A paper.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "paper", rename_all = "kebab-case")]
pub(crate) enum Paper {
    /// The audit trail: a line a row, exactly the bytes that are hashed.
    Trail,
    /// A month's report as a page; no month is the present one.
    Report { month: Option<String> },
    /// The same as a table for a spreadsheet.
    ReportTable { month: Option<String> },
}

impl Paper {
    /// The name that is proposed for it.
    fn name(&self) -> String {
        let of =
            |month: &Option<String>| month.as_deref().map(|month| format!("-{month}")).unwrap_or_default();
        match self {
            Self::Trail => "tidegate-audit.jsonl".into(),
            Self::Report { month } => format!("tidegate-report{}.html", of(month)),
            Self::ReportTable { month } => format!("tidegate-report{}.csv", of(month)),
        }
    }
}

/// Writes a paper where the person says; the answer is the file, and nothing where they chose none.
#[tauri::command]
pub(crate) async fn save(
    app: AppHandle,
    link: State<'_, Link>,
    tenant: Option<String>,
    paper: Paper,
) -> Result<Option<String>, Refused> {
    let text = match &paper {
        Paper::Trail => trail(&link, tenant).await?,
        Paper::Report { month } => report(&link, tenant, month.clone(), "html").await?,
        Paper::ReportTable { month } => report(&link, tenant, month.clone(), "csv").await?,
    };
    let Some(file) = place(&app, &paper.name()).await else { return Ok(None) };
    std::fs::write(&file, text).map_err(|error| Refused {
        code: "failed".into(),
        text: format!("{} could not be written ({error}). Choose another place.", file.display()),
    })?;
    Ok(Some(file.to_string_lossy().into_owned()))
}

async fn place(app: &AppHandle, name: &str) -> Option<PathBuf> {
    let (chosen, choice) = oneshot::channel();
    let dialog = app.dialog().file().set_title("Save").set_file_name(name);
    dialog.save_file(move |file| drop(chosen.send(file)));
    choice.await.ok().flatten()?.into_path().ok()
}

async fn report(
    link: &Link,
    tenant: Option<String>,
    month: Option<String>,
    form: &str,
) -> Result<String, Refused> {
    let answer = link.ask(&Envelope { tenant, command: Command::Report { month } }, None).await?;
    answer[form].as_str().map(str::to_owned).ok_or_else(unreadable)
}

/// The owner hands the trail out in parts: each begins after the last row of the one before.
async fn trail(link: &Link, tenant: Option<String>) -> Result<String, Refused> {
    let (mut text, mut after) = (String::new(), 0);
    loop {
        let command = Command::AuditRows { after };
        let rows = link.ask(&Envelope { tenant: tenant.clone(), command }, None).await?;
        match add(&mut text, &rows)? {
            Some(last) => after = last,
            None => return Ok(text),
        }
    }
}

/// Adds the lines of some rows; the last one's number, where there was any.
fn add(text: &mut String, rows: &Value) -> Result<Option<i64>, Refused> {
    let mut last = None;
    for row in rows.as_array().ok_or_else(unreadable)? {
        text.push_str(row["line"].as_str().ok_or_else(unreadable)?);
        text.push('\n');
        last = Some(row["seq"].as_i64().ok_or_else(unreadable)?);
    }
    Ok(last)
}

fn unreadable() -> Refused {
    let text =
        "Tidegate answered with something this window cannot read, so no file was written. Restart Tidegate.";
    Refused { code: "unanswered".into(), text: text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_trail_is_its_lines_byte_by_byte_and_ends_where_no_row_follows() {
        let mut text = String::new();
        let rows = json!([{ "seq": 1, "line": "{\"v\": 1}" }, { "seq": 7, "line": "{\"v\":2}" }]);
        assert_eq!(add(&mut text, &rows).unwrap(), Some(7));
        assert_eq!(add(&mut text, &json!([])).unwrap(), None);
        assert_eq!(text, "{\"v\": 1}\n{\"v\":2}\n");
        assert!(add(&mut text, &json!([{ "seq": 8 }])).is_err(), "a row without its line is no row");
    }

    #[test]
    fn the_page_names_a_paper_and_never_a_place_or_a_text() {
        let named: Paper = serde_json::from_value(json!({ "paper": "report", "month": "2026-10" })).unwrap();
        assert_eq!(named, Paper::Report { month: Some("2026-10".into()) });
        assert_eq!(named.name(), "tidegate-report-2026-10.html");
        assert!(serde_json::from_value::<Paper>(json!({ "paper": "letter" })).is_err());
    }
}
