//! The carrier's bill beside the ledger. Which columns it has is asked once and remembered; what differs and why is core's
//! (`screen::money::bill`).

use super::window::look;
use super::{Answer, CommandError, at_desk, json, words};
use crate::host::Round;
use tidegate_core::audit::Entry;
use tidegate_core::ids::Actor;
use tidegate_core::screen::money::bill::{Columns, compared, read, span};
use tidegate_core::screen::past::Past;
use tidegate_core::world::{Record, Tenant};
use tidegate_door::command::BillColumns;

/// Compares a bill; the columns that it was read by are kept where they are other ones than before.
pub(super) async fn compare(round: &Round, text: String, named: BillColumns) -> Answer {
    at_desk(round, move |desk| {
        let now = look(desk);
        let old = desk.world.tenant.bill_columns.clone();
        // A bill whose heads are others than those remembered is looked at as if it were the first.
        let known = told(old.as_ref(), &named);
        let found = match (read(&text, known.as_ref()), &old) {
            (Err(_), Some(_)) if named == BillColumns::default() => read(&text, None),
            (found, _) => found,
        };
        let (rows, columns) = found.map_err(|error| CommandError::usage(error.to_string()))?;
        let past = match span(&desk.world, &rows) {
            Some((from, to)) => desk.store.past(from, to)?,
            None => Past::default(),
        };
        let answer = json(&compared(&desk.world, &past, &rows, now))?;
        if old.as_ref() != Some(&columns) {
            let why = format!(
                "the carrier's bill is read by its columns {}, {}, {}",
                columns.circuit, columns.from, columns.amount
            );
            let entry = Entry::new(desk.now(), Actor::Person(words::person()), "bill.columns", why);
            let tenant = Tenant { bill_columns: Some(columns), ..desk.world.tenant.clone() };
            desk.commit(&[Record::Tenant(Box::new(tenant)), Record::Audit(entry)])?;
        }
        Ok(answer)
    })
    .await
}

/// The columns as a person named them, the others as they were; none where some is not known yet.
fn told(old: Option<&Columns>, named: &BillColumns) -> Option<Columns> {
    let either = |new: &Option<String>, old: Option<&String>| new.as_ref().or(old).cloned();
    let to = match named.to.as_deref() {
        Some("none") => None,
        Some(column) => Some(column.to_owned()),
        None => old.and_then(|old| old.to.clone()),
    };
    Some(Columns {
        circuit: either(&named.circuit, old.map(|old| &old.circuit))?,
        from: either(&named.from, old.map(|old| &old.from))?,
        to,
        amount: either(&named.amount, old.map(|old| &old.amount))?,
    })
}
