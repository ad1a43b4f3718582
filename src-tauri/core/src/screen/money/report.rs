//! A month on one page for people who were not there: a boss, a customer, an auditor. As data, as a table for a
//! spreadsheet, and as a page to print that needs nothing else. Every amount is in whole cents, and the columns add up
//! to their sums to the last cent. Titles are hostile text in all three.

mod was;

pub use was::Was;

use super::{EventCost, Line, Month, Past, Row, month, row, sheets};
use crate::cost::Cost;
use crate::time::Instant;
use crate::world::World;
use chrono::{NaiveDate, SecondsFormat};
use serde::Serialize;
use std::fmt::Write;

/// A customer's month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// The customer.
    pub customer: String,
    /// `2026-11`.
    pub month: String,
    /// When it was made, RFC 3339; a month that is not over has a projection in it.
    pub made: String,
    /// The month in a sentence.
    pub sentence: String,
    /// `721 h, with the 25-hour Sunday 1 Nov`.
    pub hours: String,
    /// One a circuit.
    pub circuits: Vec<ReportRow>,
    /// All circuits: the sum of their rows, cent by cent.
    pub sum: ReportRow,
    /// What differs from the plan, and why.
    pub against: Vec<Line>,
    /// What each event adds.
    pub events: Vec<EventCost>,
    /// How it was: tiers, changes, and what could have been avoided.
    pub actual: Vec<Was>,
    /// What could have been avoided, the dearest first.
    pub avoidable: Vec<Line>,
    /// The billing rule's name.
    pub rule: String,
    /// Where the prices come from.
    pub counted: String,
    /// `November 2026`.
    #[serde(skip)]
    month_words: String,
    /// `Wed 25 Nov 2026 06:30 MST`.
    #[serde(skip)]
    made_words: String,
    #[serde(skip)]
    chart: String,
}

/// A circuit's row, or their sum. Money is a decimal with its currency; `at_least` says that some price is unknown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReportRow {
    /// The circuit's name, or `Sum`.
    pub circuit: String,
    /// At the baseline all the time.
    pub baseline: Cost,
    /// As planned all the time.
    pub planned: Cost,
    /// What it was until now.
    pub actual: Cost,
    /// What it was and then is planned to be.
    pub projection: Cost,
    /// At the highest tier all the time.
    pub top: Cost,
}

impl ReportRow {
    fn of(name: &str, row: Row) -> Self {
        let Row { baseline, planned, actual, projection, top } = row;
        Self { circuit: name.to_owned(), baseline, planned, actual, projection, top }
    }

    fn cells(&self) -> [&Cost; 5] {
        [&self.baseline, &self.planned, &self.actual, &self.projection, &self.top]
    }
}

const COLUMNS: [&str; 5] =
    ["Always at the baseline", "As planned", "As it was", "With what is planned", "Always at the top"];

/// The report of a month; `first` is any day of it, `now` the corrected clock's.
pub fn report(world: &World, past: &Past, first: NaiveDate, now: Instant) -> Report {
    let (from, to) = super::bounds(world, first);
    let named: Vec<(String, Row)> = sheets(world, past, first, now)
        .iter()
        .map(|sheet| (sheet.circuit.name.clone(), row(world, sheet, to, now)))
        .collect();
    let sum = named.iter().fold(Row::zero(world), |sum, (_, row)| sum.plus(row));
    let Month { month, sentence, hours, against, events, actual, rule, counted, points, .. } =
        month(world, past, first, now);
    let was = super::actual::lived(world, past, (from, to), now);
    let line =
        |value: &dyn Fn(&super::Point) -> Option<f64>| points.iter().map_while(value).collect::<Vec<_>>();
    let lines = [
        ("top", line(&|point| Some(point.top))),
        ("projection", line(&|point| Some(point.projection))),
        ("actual", line(&|point| point.actual)),
    ];
    Report {
        customer: world.tenant.name.clone(),
        month,
        made: now.to_rfc3339_opts(SecondsFormat::Secs, true),
        month_words: first.format("%B %Y").to_string(),
        made_words: now.with_timezone(&world.tenant.zone).format("%a %-d %b %Y %H:%M %Z").to_string(),
        sentence,
        hours,
        circuits: named.into_iter().map(|(name, row)| ReportRow::of(&name, row)).collect(),
        sum: ReportRow::of("Sum", sum),
        against,
        events,
        actual: was.iter().map(Was::of).collect(),
        avoidable: actual.avoidable,
        rule,
        counted,
        chart: chart(&lines),
    }
}

impl Report {
    /// A table for a spreadsheet (RFC 4180): plain decimals with a point. A cell that a spreadsheet would take for a
    /// formula begins with an apostrophe.
    pub fn csv(&self) -> String {
        let mut out = String::from("customer,month,circuit,currency");
        for column in COLUMNS {
            let _ = write!(out, ",{}", cell(column));
        }
        out.push_str(",complete");
        out.push_str(&was::columns());
        out.push_str("\r\n");
        let was = self.actual.iter().map(Some).chain([None]);
        for (row, was) in self.circuits.iter().chain([&self.sum]).zip(was) {
            let currency = &row.sum_currency();
            let names = [self.customer.as_str(), &self.month, &row.circuit, currency].map(cell);
            let amounts = row.cells().map(|cost| cost.known.amount.to_string());
            let complete = if row.cells().iter().any(|cost| cost.at_least) { "at least" } else { "yes" };
            let was = was::cells(was, &self.actual);
            let _ = write!(out, "{},{},{complete}{was}\r\n", names.join(","), amounts.join(","));
        }
        out
    }

    /// A page to print: no script, nothing fetched.
    pub fn html(&self) -> String {
        let mut rows = String::new();
        for row in &self.circuits {
            rows.push_str(&html_row("td", row));
        }
        let sum = html_row("th", &self.sum);
        let columns: String = COLUMNS.iter().map(|column| format!("<th>{column}</th>")).collect();
        let against: String = self.against.iter().map(html_line).collect();
        let events: String = self.events.iter().map(html_event).collect();
        let was: String = self.actual.iter().map(Was::html).collect();
        let avoidable: String = self.avoidable.iter().map(html_line).collect();
        let none = |rows: &str, width: u8| match rows.is_empty() {
            true => format!("<tr><td colspan=\"{width}\">Nothing.</td></tr>"),
            false => rows.to_owned(),
        };
        format!(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
             <title>{customer}, {month}</title><style>{STYLE}</style></head><body>\n\
             <h1>{customer}</h1><p class=\"lead\">Internet circuits in {month}. {sentence}</p>\n{chart}\n\
             <table><thead><tr><th>Circuit</th>{columns}</tr></thead><tbody>{rows}</tbody><tfoot>{sum}</tfoot></table>\n\
             <h2>What differs from the plan</h2><table><tbody>{against}</tbody></table>\n\
             <h2>What could have been avoided</h2><table><tbody>{avoidable}</tbody></table>\n\
             <h2>How it was</h2><table><thead>{heads}</thead><tbody>{was}</tbody></table>\n\
             <h2>What the events add to the baseline</h2><table><thead><tr><th>Event</th><th>Circuit</th><th>Tier</th>\
             <th>Times</th><th>Time</th><th>Adds</th></tr></thead><tbody>{events}</tbody></table>\n\
             <p class=\"small\">{hours}. Billed {rule}. {counted} Made {made} by Tidegate.</p>\n</body></html>\n",
            customer = text(&self.customer),
            month = text(&self.month_words),
            sentence = text(&self.sentence),
            chart = self.chart,
            against = none(&against, 2),
            avoidable = none(&avoidable, 2),
            heads = was::HEADS,
            events = none(&events, 6),
            hours = text(&self.hours),
            rule = text(&self.rule),
            counted = text(&self.counted),
            made = text(&self.made_words),
        )
    }
}

impl ReportRow {
    fn sum_currency(&self) -> String {
        self.projection.known.currency.clone()
    }
}

fn html_row(tag: &str, row: &ReportRow) -> String {
    let cells: String =
        row.cells().iter().map(|cost| format!("<{tag}>{}</{tag}>", text(&cost.to_string()))).collect();
    format!("<tr><{tag}>{}</{tag}>{cells}</tr>", text(&row.circuit))
}

fn html_line(line: &Line) -> String {
    format!("<tr><td>{}</td><td>{}</td></tr>", text(&line.text), text(&line.amount.text))
}

fn html_event(event: &EventCost) -> String {
    let times = event.times.to_string();
    let cells = [&event.title, &event.circuit, &event.tier.text, &times, &event.hours, &event.adds.text];
    let cells: String = cells.iter().map(|cell| format!("<td>{}</td>", text(cell))).collect();
    format!("<tr>{cells}</tr>")
}

const STYLE: &str = "body{font:11pt/1.4 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#111}\
h1{font-size:1.5rem;margin:0}h2{font-size:1rem;margin:1.5rem 0 .3rem}.lead{margin:.2rem 0 1rem}.small{font-size:.85rem;color:#444}\
table{border-collapse:collapse;width:100%}th,td{padding:.25rem .5rem;text-align:right;border-bottom:1px solid #ddd}\
th:first-child,td:first-child{text-align:left;overflow-wrap:anywhere}thead th{font-weight:600;vertical-align:bottom}\
tfoot th{border-top:2px solid #111;border-bottom:0}svg{width:100%;height:auto}.top{stroke:#bbb}.projection{stroke:#2563a8;stroke-dasharray:4 3}\
.actual{stroke:#111}@page{margin:15mm}@media print{body{margin:0;max-width:none}}";

/// The money added up over the month's days, as lines.
fn chart(lines: &[(&str, Vec<f64>)]) -> String {
    let (width, height) = (800.0, 160.0);
    let days = lines.iter().map(|(_, line)| line.len()).max().unwrap_or(0);
    let most = lines.iter().flat_map(|(_, line)| line).copied().fold(0.0, f64::max);
    if days < 2 || most <= 0.0 {
        return String::new();
    }
    let step = width / f64::from(u32::try_from(days).unwrap_or(31) - 1);
    let mut out = String::from(
        "<svg viewBox=\"-2 -2 804 164\" role=\"img\" aria-label=\"Money added up over the month: grey always at the top, \
         dashed with what is planned, black as it was. The table has the sums.\">",
    );
    for (class, line) in lines {
        let points: Vec<String> = (0_u32..)
            .zip(line)
            .map(|(day, value)| format!("{:.1},{:.1}", f64::from(day) * step, height - value / most * height))
            .collect();
        let _ = write!(
            out,
            "<polyline class=\"{class}\" fill=\"none\" stroke-width=\"2\" points=\"{}\"/>",
            points.join(" ")
        );
    }
    let _ = write!(out, "<text x=\"4\" y=\"14\" font-size=\"13\">{most:.0}</text>");
    out + "</svg>"
}

/// Somebody's words between tags.
fn text(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Somebody's words in a cell.
fn cell(words: &str) -> String {
    let is_formula = words.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let plain: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let plain = if is_formula { format!("'{plain}") } else { plain };
    if plain.contains(['"', ',']) { format!("\"{}\"", plain.replace('"', "\"\"")) } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screen::past::tests::stay;
    use crate::testing::{at, circuit, event, feed, reading, world};
    use rust_decimal::Decimal;

    /// January 2027 begins so many minutes before minute 0.
    const BEGIN: i64 = -(3 * 1440 + 540);

    fn january(title: &str) -> Report {
        let mut hq = circuit("=HQ,\"1\"", "100M");
        hq.highest = crate::testing::tier("1G");
        let mut world = world(&[hq, circuit("Branch", "100M")], &[feed("office", &["=HQ,\"1\"", "Branch"])]);
        world.tenant.name = "<b>Acme</b>".into();
        world.here.readings.insert("office".into(), (at(0), reading(vec![event(600, 707, title)])));
        world.refresh(at(0));
        let stays = vec![stay(BEGIN, 0, "100M", "100M")];
        report(&world, &Past { stays, ..Past::default() }, "2027-01-15".parse().unwrap(), at(0))
    }

    #[test]
    fn columns_add_up_to_their_sums_to_the_last_cent() {
        let report = january("1 Gbps, stream");
        for (column, name) in COLUMNS.iter().enumerate() {
            let parts: Decimal = report.circuits.iter().map(|row| row.cells()[column].known.amount).sum();
            let sum = report.sum.cells()[column].known.amount;
            assert_eq!((parts, sum.scale() <= 2), (sum, true), "{name}");
        }
    }

    #[test]
    fn a_spreadsheet_gets_no_formula_and_every_row_as_many_cells() {
        let csv = january("1 Gbps, stream").csv();
        let lines: Vec<&str> = csv.trim_end().split("\r\n").collect();
        assert_eq!(lines.len(), 4, "{csv}");
        assert!(lines.iter().any(|line| line.contains("\"'=HQ,\"\"1\"\"\"")), "{csv}");
        let cells = |line: &str| line.replace("\"'=HQ,\"\"1\"\"\"", "x").matches(',').count();
        assert!(lines.iter().all(|line| cells(line) == cells(lines[0])), "{csv}");
    }

    #[test]
    fn a_page_to_print_runs_nothing_and_shows_hostile_titles_as_text() {
        let html = january("1 Gbps <script>alert(1)</script>").html();
        assert!(
            !html.contains("<script") && html.contains("&lt;script&gt;") && html.contains("&lt;b&gt;Acme")
        );
        assert!(html.contains("default-src 'none'") && !html.contains("http:") && !html.contains("src="));
        assert!(html.contains("<polyline class=\"actual\"") && html.contains("circuits in January 2027"));
    }
}
