//! What is signed of a trail: how a seal is written, and the check of rows against seals. A chain alone cannot tell that
//! its end was cut off or that all of it was written anew; a seal names a row by its hash, and only who holds the key
//! can make one. Keys and signatures are the engine's matter, the store of seals too.
//!
//! A seal is a line of JSON, exactly the bytes that are signed. The seals of one key are a chain of their own: `seal`
//! counts from one, `prev` is the hash of the line before.

use super::{Broken, GENESIS, Row, hash};
use crate::ids::TenantId;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// What one seal says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// The form's version.
    pub v: u8,
    /// Counts the seals of one key, from one.
    pub seal: i64,
    /// When it was made.
    pub at: Instant,
    /// Whose trail.
    pub tenant: TenantId,
    /// The row it is about: the trail's last one then.
    pub rows: i64,
    /// The hash of that row's line.
    pub head: String,
    /// The public key, as it is written: raw bytes in base 64.
    pub key: String,
    /// The hash of the line of this key's seal before.
    pub prev: String,
}

/// A seal and its signature, as stored and exported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// One line of JSON: the bytes that are signed.
    pub line: String,
    /// The signature over them, in base 64.
    pub signature: String,
}

impl Seal {
    /// The seal that follows a key's last one, about a trail's last row.
    pub fn after(
        last: Option<&Sealed>,
        tenant: &TenantId,
        (rows, head): (i64, &str),
        key: &str,
        at: Instant,
    ) -> Self {
        let number = last.and_then(|last| read(&last.line)).map_or(0, |last| last.seal);
        let prev = last.map_or_else(|| GENESIS.to_owned(), |last| hash(last.line.as_bytes()));
        let (tenant, head, key) = (tenant.clone(), head.to_owned(), key.to_owned());
        Self { v: 1, seal: number + 1, at, tenant, rows, head, key, prev }
    }

    /// The line that is signed.
    pub fn line(&self) -> String {
        serde_json::to_string(self).expect("a line of strings and numbers is always JSON")
    }
}

fn read(line: &str) -> Option<Seal> {
    serde_json::from_str(line).ok()
}

/// The newest seal as it is kept away from the ledger: who takes seals out of the ledger does not know of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// Its number.
    pub seal: i64,
    /// The row it is about.
    pub rows: i64,
    /// That row's hash.
    pub head: String,
    /// When it was made.
    pub at: Instant,
}

impl From<&Seal> for Anchor {
    fn from(seal: &Seal) -> Self {
        Self { seal: seal.seal, rows: seal.rows, head: seal.head.clone(), at: seal.at }
    }
}

/// The seals of one key beside the rows of a trail. Rows are handed over in order; memory does not grow with them.
#[derive(Clone, Debug, Default)]
pub struct Seals {
    anchors: Vec<Anchor>,
    next: usize,
    signed: i64,
    missing: Option<i64>,
}

impl Seals {
    /// The seals of one key in their order, `is_signed` saying whether a signature is that key's, and the newest as it
    /// is kept elsewhere. Refuses seals that were changed, taken out or moved, with the number of the first.
    pub fn of(
        sealed: &[Sealed],
        is_signed: impl Fn(&Seal, &Sealed) -> bool,
        kept: Option<&Anchor>,
    ) -> Result<Self, Broken> {
        let (mut anchors, mut prev) = (Vec::new(), GENESIS.to_owned());
        for (one, number) in sealed.iter().zip(1_i64..) {
            let seal = read(&one.line).ok_or(Broken::Unsigned(number))?;
            if !is_signed(&seal, one) {
                return Err(Broken::Unsigned(number));
            }
            if seal.seal != number || seal.prev != prev {
                return Err(Broken::SealMissing(number));
            }
            prev = hash(one.line.as_bytes());
            anchors.push(Anchor::from(&seal));
        }
        let last = anchors.last().map_or(0, |last| last.seal);
        let kept = kept.filter(|kept| kept.seal > last);
        anchors.extend(kept.cloned()); // its row is looked for first: rows are what a person wants named
        Ok(Self { anchors, next: 0, signed: 0, missing: kept.map(|_| last + 1) })
    }

    /// Takes the next row. Refuses one that is not the row that was signed.
    pub fn take(&mut self, row: &Row) -> Result<(), Broken> {
        while let Some(anchor) = self.anchors.get(self.next).filter(|anchor| anchor.rows <= row.seq) {
            if anchor.rows != row.seq || anchor.head != row.hash {
                return Err(Broken::Rewritten { after: self.signed, row: anchor.rows, at: anchor.at });
            }
            (self.signed, self.next) = (anchor.rows, self.next + 1);
        }
        Ok(())
    }

    /// The trail has ended at this row. Refuses one that went further when it was signed, and one of whose seals the
    /// last were taken out.
    pub fn end(&self, rows: i64) -> Result<(), Broken> {
        match (self.anchors.get(self.next..).and_then(<[Anchor]>::last), self.missing) {
            (Some(anchor), _) => Err(Broken::CutOff { rows, signed: anchor.rows, at: anchor.at }),
            (None, Some(seal)) => Err(Broken::SealMissing(seal)),
            (None, None) => Ok(()),
        }
    }

    /// The last row that is signed; zero where none is.
    pub fn signed(&self) -> i64 {
        self.signed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{Entry, Verifier, row};
    use crate::ids::Actor;
    use crate::testing::at;

    fn trail(rows: i64, word: &str) -> Vec<Row> {
        let (tenant, mut prev, mut out) = (TenantId::from("office"), GENESIS.to_owned(), Vec::new());
        for seq in 1..=rows {
            let entry = Entry::new(at(seq), Actor::Program, "order.sent", format!("{word} {seq}"));
            let row = row(seq, &prev, &tenant, &entry);
            prev.clone_from(&row.hash);
            out.push(row);
        }
        out
    }

    /// Seals of some rows; the signature of these tests is the line's hash.
    fn sealed(rows: &[Row], of: &[usize]) -> Vec<Sealed> {
        let mut out: Vec<Sealed> = Vec::new();
        for row in of.iter().map(|row| &rows[row - 1]) {
            let seal = Seal::after(out.last(), &"office".into(), (row.seq, &row.hash), "K", at(row.seq));
            let line = seal.line();
            out.push(Sealed { signature: hash(line.as_bytes()), line });
        }
        out
    }

    fn check(rows: &[Row], sealed: &[Sealed], kept: Option<&Anchor>) -> Result<i64, Broken> {
        let is_signed =
            |seal: &Seal, one: &Sealed| seal.key == "K" && one.signature == hash(one.line.as_bytes());
        let mut seals = Seals::of(sealed, is_signed, kept)?;
        let mut verifier = Verifier::default();
        for row in rows {
            verifier.take(row)?;
            seals.take(row)?;
        }
        seals.end(verifier.rows())?;
        Ok(seals.signed())
    }

    fn newest(sealed: &[Sealed]) -> Anchor {
        Anchor::from(&read(&sealed.last().unwrap().line).unwrap())
    }

    #[test]
    fn a_trail_that_goes_on_after_its_last_seal_is_whole_and_says_what_is_signed() {
        let rows = trail(9, "row");
        let seals = sealed(&rows, &[3, 7, 7]);
        assert_eq!(check(&rows, &seals, Some(&newest(&seals))), Ok(7));
        assert_eq!(check(&rows, &[], None), Ok(0), "nothing was signed yet");
    }

    #[test]
    fn a_tail_that_was_cut_off_is_found_and_its_rows_are_named() {
        let rows = trail(9, "row");
        let seals = sealed(&rows, &[3, 7]);
        let cut = Broken::CutOff { rows: 5, signed: 7, at: at(7) };
        assert_eq!(check(&rows[..5], &seals, None), Err(cut.clone()));
        assert_eq!(
            cut.to_string(),
            "the trail ends at row 5, but row 7 was signed on 2027-01-04T09:07:00Z: rows 6 to 7 were cut off"
        );
        // With its seal taken out of the ledger too, the one kept elsewhere still knows.
        assert_eq!(check(&rows[..5], &seals[..1], None), Ok(3));
        assert_eq!(check(&rows[..5], &seals[..1], Some(&newest(&seals))), Err(cut));
    }

    #[test]
    fn a_trail_written_anew_from_a_row_on_is_found_between_two_seals() {
        let (rows, others) = (trail(9, "row"), trail(9, "other"));
        let seals = sealed(&rows, &[3, 7]);
        assert_eq!(
            check(&others, &seals, None),
            Err(Broken::Rewritten { after: 0, row: 3, at: at(3) }),
            "its chain is whole, and it is not the trail that was signed"
        );
        let mut late = rows[..5].to_vec();
        for seq in 6..=9 {
            let entry = Entry::new(at(seq), Actor::Program, "order.sent", "forged");
            late.push(row(seq, &late.last().unwrap().hash.clone(), &"office".into(), &entry));
        }
        let found = check(&late, &seals, None).unwrap_err();
        assert_eq!(found, Broken::Rewritten { after: 3, row: 7, at: at(7) });
        assert!(found.to_string().contains("rows 4 to 7"), "{found}");
        // The seal about it taken out as well, the one kept elsewhere still knows.
        assert_eq!(check(&late, &seals[..1], Some(&newest(&seals))), Err(found));
    }

    #[test]
    fn a_seal_that_was_changed_taken_out_moved_or_made_with_another_key_is_named() {
        let rows = trail(9, "row");
        let seals = sealed(&rows, &[2, 4, 6]);
        let with = |change: &dyn Fn(&mut Vec<Sealed>)| {
            let mut seals = seals.clone();
            change(&mut seals);
            check(&rows, &seals, None)
        };
        assert_eq!(
            with(&|all| all[1].line = all[1].line.replace("\"rows\":4", "\"rows\":5")),
            Err(Broken::Unsigned(2))
        );
        assert_eq!(with(&|all| drop(all.remove(1))), Err(Broken::SealMissing(2)));
        assert_eq!(with(&|all| all.swap(0, 1)), Err(Broken::SealMissing(1)));
        let forged = |all: &mut Vec<Sealed>| {
            let line = all[2].line.replace("\"key\":\"K\"", "\"key\":\"F\"");
            all[2] = Sealed { signature: hash(line.as_bytes()), line };
        };
        assert_eq!(with(&forged), Err(Broken::Unsigned(3)));
        let gone = check(&rows, &seals[..2], Some(&newest(&seals)));
        assert_eq!(gone, Err(Broken::SealMissing(3)), "the one kept elsewhere knows of it");
    }
}
