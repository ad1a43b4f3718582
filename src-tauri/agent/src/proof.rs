//! The audit trail out of the ledger and checked outside it: plain lines, and the evidence pack, a folder that proves
//! itself with nothing of Tidegate's. Owns the pack's files; what a row or a seal proves is core's, the key the owner's.

use crate::failure::Failure;
use crate::link::Link;
use crate::show;
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;
use tidegate_core::audit::seal::{Sealed, Seals};
use tidegate_core::audit::{Broken, Row, Verifier, WHEN_BROKEN, hash};
use tidegate_door::command::Command;
use tidegate_engine::seal;

const TRAIL: &str = "audit.jsonl";
const SEALS: &str = "seals.jsonl";
const KEY: &str = "key.pem";
const HOW: &str = "VERIFY.md";

/// Where the pack's form and the recipe are written down.
const README: &str = include_str!("../../../README.md");

/// Writes the trail's lines out, each exactly the bytes that are hashed.
pub(crate) async fn export(link: &Link, file: Option<&Path>) -> Result<ExitCode, Failure> {
    let out: Box<dyn Write> = match file {
        Some(path) => Box::new(File::create(path).map_err(Failure::file(path.display()))?),
        None => Box::new(std::io::stdout()),
    };
    lines(link, None, out).await?;
    Ok(ExitCode::SUCCESS)
}

/// Writes one customer's evidence pack into a new folder: the trail signed to its last row, what was signed and the
/// public key, and how to check all of it without Tidegate.
pub(crate) async fn pack(link: &Link, folder: &Path, json: bool) -> Result<ExitCode, Failure> {
    let is_empty = |mut files: std::fs::ReadDir| files.next().is_none();
    if folder.exists() && !std::fs::read_dir(folder).is_ok_and(is_empty) {
        return Err(Failure::Usage(format!(
            "{} is there already and not an empty folder, so nothing was written; name a new one",
            folder.display()
        )));
    }
    let mut sealed = link.ask(Command::AuditSeal {}).await?;
    std::fs::create_dir_all(folder).map_err(Failure::file(folder.display()))?;
    let create = |name: &str| {
        let path = folder.join(name);
        File::create(&path).map(BufWriter::new).map_err(Failure::file(path.display()))
    };
    sealed["lines"] = lines(link, sealed["rows"].as_i64(), create(TRAIL)?).await?.into();
    let mut out = create(SEALS)?;
    for one in seals(link, &sealed).await? {
        writeln!(out, "{one}").map_err(Failure::file("the evidence pack"))?;
    }
    out.flush().map_err(Failure::file("the evidence pack"))?;
    let how = README.split("## Proof").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap_or_default();
    for (name, text) in [(KEY, sealed["pem"].as_str().unwrap_or_default()), (HOW, &format!("# Proof{how}"))] {
        create(name)?.write_all(text.as_bytes()).map_err(Failure::file(name))?;
    }
    sealed["folder"] = folder.display().to_string().into();
    if json {
        show::json(&sealed)
    } else {
        show::packed(&sealed)
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes rows up to a number, or all; says how many.
async fn lines(link: &Link, up_to: Option<i64>, out: impl Write) -> Result<i64, Failure> {
    let (mut out, mut after) = (BufWriter::new(out), 0);
    loop {
        let rows = link.ask(Command::AuditRows { after }).await?;
        let rows: Vec<&Value> = rows
            .as_array()
            .into_iter()
            .flatten()
            .take_while(|row| up_to.is_none_or(|last| row["seq"].as_i64().is_some_and(|seq| seq <= last)))
            .collect();
        let Some(last) = rows.last() else { break };
        for row in &rows {
            writeln!(out, "{}", row["line"].as_str().unwrap_or("")).map_err(Failure::file("the export"))?;
        }
        after = last["seq"].as_i64().unwrap_or(after + 1);
    }
    out.flush().map_err(Failure::file("the export"))?;
    Ok(after)
}

async fn seals(link: &Link, sealed: &Value) -> Result<Vec<Value>, Failure> {
    let key = sealed["public"].as_str().unwrap_or_default();
    let mut all = Vec::new();
    loop {
        let command = Command::AuditSeals { key: key.to_owned(), after: all.len() };
        match link.ask(command).await?.as_array() {
            Some(some) if !some.is_empty() => all.extend(some.iter().cloned()),
            Some(_) | None => return Ok(all),
        }
    }
}

/// Verifies an exported file, or an evidence pack with what was signed: lines are the hashed bytes, so the hashes are
/// computed and the chain is followed.
pub(crate) fn verify(path: &Path, json: bool) -> Result<ExitCode, Failure> {
    let answer = if path.is_dir() { of_pack(path)? } else { of_trail(path, Seals::default())? };
    let answer = match answer {
        Ok(answer) => answer,
        Err(broken) => json!({ "ok": false, "problem": broken.to_string(), "what_to_do": WHEN_BROKEN }),
    };
    if json {
        show::json(&answer)
    } else {
        show::verified(&answer)
    }
    Ok(ExitCode::from(u8::from(answer["ok"] == false)))
}

fn of_trail(path: &Path, mut seals: Seals) -> Result<Result<Value, Broken>, Failure> {
    let mut verifier = Verifier::default();
    let file = BufReader::new(File::open(path).map_err(Failure::file(path.display()))?);
    for (line, seq) in file.lines().zip(1_i64..) {
        let line = line.map_err(Failure::file(path.display()))?;
        let row = Row { seq, hash: hash(line.as_bytes()), line };
        if let Err(broken) = verifier.take(&row).and_then(|()| seals.take(&row)) {
            return Ok(Err(broken));
        }
    }
    let found =
        json!({ "ok": true, "rows": verifier.rows(), "head": verifier.head(), "signed": seals.signed() });
    Ok(seals.end(verifier.rows()).map(|()| found))
}

fn of_pack(folder: &Path) -> Result<Result<Value, Broken>, Failure> {
    let read = |name: &str| {
        std::fs::read_to_string(folder.join(name)).map_err(Failure::file(folder.join(name).display()))
    };
    let key = seal::from_pem(&read(KEY)?).unwrap_or_default();
    // A line that cannot be read is a seal that nobody signed.
    let unread = || Sealed { line: String::new(), signature: String::new() };
    let sealed: Vec<Sealed> =
        read(SEALS)?.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| unread())).collect();
    let seals = match Seals::of(&sealed, |seal, one| seal::is_signed(&key, seal, one), None) {
        Ok(seals) => seals,
        Err(broken) => return Ok(Err(broken)),
    };
    let mut found = of_trail(&folder.join(TRAIL), seals)?;
    if let Ok(found) = &mut found {
        (found["key"], found["seals"]) = (seal::fingerprint(&key).into(), sealed.len().into());
    }
    Ok(found)
}
