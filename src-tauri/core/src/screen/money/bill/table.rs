//! A carrier's bill as a table (RFC 4180): which columns hold what is a person's word, remembered; guessed at from their
//! heads the first time. Whatever cannot be read is refused with its line, and nothing is left out silently.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Which columns hold what, by their heads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Columns {
    /// The circuit: its service id, or its name here.
    pub circuit: String,
    /// The day, or the first of several.
    pub from: String,
    /// The last day; none where each row is one day.
    pub to: Option<String>,
    /// The amount.
    pub amount: String,
}

/// A row of a bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The bill's name for the circuit.
    pub circuit: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// What is billed.
    pub amount: Decimal,
}

/// Why a text is no bill that can be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoBill {
    /// There is nothing in it.
    #[error("the file is empty; export the bill again, as CSV")]
    Empty,
    /// A column is not there.
    #[error(
        "no column is called \"{column}\"; there are {there}. Name the right ones with --circuit-column, --from-column, --to-column and --amount-column"
    )]
    NoColumn {
        /// The one that was named.
        column: String,
        /// Those that are.
        there: String,
    },
    /// Nobody said which column holds this, and none is called like it.
    #[error(
        "which column holds the {0}? Name it with --circuit-column, --from-column, --to-column or --amount-column; it is remembered. There are {1}"
    )]
    Which(&'static str, String),
    /// A cell cannot be read.
    #[error("line {line}: \"{cell}\" is no {what}; nothing was compared")]
    Cell {
        /// The line of the file.
        line: usize,
        /// What stands there.
        cell: String,
        /// What should.
        what: &'static str,
    },
}

/// Words in heads that mean a circuit, a first day, a last day, an amount; the likelier first. Those of the carrier's
/// service level charges (lumen-api §4.11) are among them.
const CIRCUIT: [&str; 6] = ["billingserviceid", "serviceid", "service", "circuit", "product", "name"];
const FROM: [&str; 6] = ["chargefromdate", "fromdate", "from", "start", "day", "date"];
const TO: [&str; 5] = ["chargetodate", "todate", "until", "end", "to"];
const AMOUNT: [&str; 5] = ["netamount", "chargeamount", "amount", "charge", "total"];

/// Reads a bill. Which columns were used is handed back, to be remembered.
pub fn read(text: &str, known: Option<&Columns>) -> Result<(Vec<Row>, Columns), NoBill> {
    let mut records = records(text.trim_start_matches('\u{feff}')).into_iter();
    let (_, heads) = records.next().ok_or(NoBill::Empty)?;
    let columns = match known {
        Some(known) => known.clone(),
        None => guessed(&heads)?,
    };
    let place = |name: &String| {
        let found = heads.iter().position(|head| head.trim().eq_ignore_ascii_case(name.trim()));
        found.ok_or_else(|| NoBill::NoColumn { column: name.clone(), there: heads.join(", ") })
    };
    let (circuit, from, amount) = (place(&columns.circuit)?, place(&columns.from)?, place(&columns.amount)?);
    let to = columns.to.as_ref().map(place).transpose()?;
    let mut rows = Vec::new();
    for (line, cells) in records {
        let cell = |place: usize| cells.get(place).map_or("", |cell| cell.trim());
        let wrong = |place: usize, what| NoBill::Cell { line, cell: cell(place).to_owned(), what };
        if cell(circuit).is_empty() {
            continue; // a sum, or a line of words
        }
        let first = day(cell(from)).ok_or_else(|| wrong(from, "day such as 2027-01-31"))?;
        let last = match to {
            Some(to) => day(cell(to)).ok_or_else(|| wrong(to, "day such as 2027-01-31"))?,
            None => first,
        };
        let amount = money(cell(amount)).ok_or_else(|| wrong(amount, "amount such as 12.34"))?;
        rows.push(Row { circuit: cell(circuit).to_owned(), from: first, to: last.max(first), amount });
    }
    Ok((rows, columns))
}

fn guessed(heads: &[String]) -> Result<Columns, NoBill> {
    let plain =
        |head: &String| head.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    // A short word is all of a head: "to" stands in "total" too.
    let is = |head: &String, word: &str| match word.len() {
        0..=3 => plain(head) == word,
        _ => plain(head).contains(word),
    };
    let find =
        |words: &[&str]| words.iter().find_map(|word| heads.iter().find(|head| is(head, word)).cloned());
    let which = |what, words: &[&str]| find(words).ok_or_else(|| NoBill::Which(what, heads.join(", ")));
    Ok(Columns {
        circuit: which("circuit", &CIRCUIT)?,
        from: which("day", &FROM)?,
        to: find(&TO),
        amount: which("amount", &AMOUNT)?,
    })
}

/// `2027-01-31`, `01/31/2027`, `31.01.2027`, with or without a time after it.
fn day(text: &str) -> Option<NaiveDate> {
    let date = text.split(['T', ' ']).next()?;
    ["%Y-%m-%d", "%m/%d/%Y", "%d.%m.%Y"].iter().find_map(|form| NaiveDate::parse_from_str(date, form).ok())
}

/// `12.34`, `$1,234.56`, `-3.00`, `(3.00)`; to the last digit.
fn money(text: &str) -> Option<Decimal> {
    let (is_credit, inner) = match text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => (true, inner),
        None => (text.starts_with(['-', '\u{2212}']), text.trim_start_matches(['-', '\u{2212}'])),
    };
    let plain: String = inner.chars().filter(|c| !matches!(c, '$' | ',' | ' ')).collect();
    let amount: Decimal = plain.parse().ok().filter(|amount: &Decimal| !amount.is_sign_negative())?;
    Some(if is_credit { -amount } else { amount })
}

/// The records of a table, each with the line it begins on.
fn records(text: &str) -> Vec<(usize, Vec<String>)> {
    let (mut out, mut cells, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut line, mut begun, mut quoted) = (1, 1, false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        line += usize::from(letter == '\n');
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                cells.push(std::mem::take(&mut cell));
                out.push((begun, std::mem::take(&mut cells)));
                begun = line;
            }
            '\r' if !quoted => {}
            other => cell.push(other),
        }
    }
    if !cell.is_empty() || !cells.is_empty() {
        cells.push(cell);
        out.push((begun, cells));
    }
    out.retain(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_carriers_table_is_read_with_quotes_credits_and_dates_of_all_kinds() {
        let text = "\u{feff}Billing Service Id,Charge From Date,Charge To Date,Description,Net Amount\r\n\
            77,01/04/2027,01/05/2027,\"IoD, \"\"1 Gbps\"\"\nhourly\",\"$1,234.56\"\r\n\
            77,2027-01-06T00:00:00,2027-01-06,credit,(3.10)\r\n,,,sum,99\r\n";
        let (rows, columns) = read(text, None).unwrap();
        let row = |from: &str, to: &str, amount: &str| Row {
            circuit: "77".into(),
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
            amount: amount.parse().unwrap(),
        };
        assert_eq!(
            rows,
            [row("2027-01-04", "2027-01-05", "1234.56"), row("2027-01-06", "2027-01-06", "-3.10")]
        );
        assert_eq!(
            (columns.circuit.as_str(), columns.to.as_deref()),
            ("Billing Service Id", Some("Charge To Date"))
        );
    }

    #[test]
    fn columns_that_a_person_named_are_taken_and_others_refused_with_those_that_are_there() {
        let text = "Wo,Wann,Wieviel\n77,31.01.2027,1.5\n";
        let named = |amount: &str| Columns {
            circuit: "wo".into(),
            from: "Wann".into(),
            to: None,
            amount: amount.into(),
        };
        assert_eq!(read(text, Some(&named("Wieviel"))).unwrap().0[0].amount.to_string(), "1.5");
        assert!(
            read(text, Some(&named("Betrag")))
                .unwrap_err()
                .to_string()
                .contains("there are Wo, Wann, Wieviel")
        );
        assert!(matches!(read(text, None), Err(NoBill::Which("circuit", _))));
        assert_eq!(read("", None), Err(NoBill::Empty));
    }

    #[test]
    fn a_cell_that_cannot_be_read_is_named_with_its_line() {
        let wrong =
            |row: &str| read(&format!("circuit,day,amount\nHQ,2027-01-01,1\n{row}\n"), None).unwrap_err();
        assert_eq!(
            wrong("HQ,soon,1"),
            NoBill::Cell { line: 3, cell: "soon".into(), what: "day such as 2027-01-31" }
        );
        assert_eq!(
            wrong("HQ,2027-01-02,free"),
            NoBill::Cell { line: 3, cell: "free".into(), what: "amount such as 12.34" }
        );
    }
}
