//! What is durable on the stage: the records in order, the audit trail and the feeds' texts, and the disk that takes them
//! or does not. Owns what a start finds again.

use super::{At, Heard, Stage};
use std::collections::{BTreeMap, BTreeSet};
use tidegate_core::audit::{self, Verifier};
use tidegate_core::ids::FeedId;
use tidegate_core::restored::restored;
use tidegate_core::world::{Record, World};

/// What a disk takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Disk {
    /// Everything.
    Takes,
    /// What was put aside for drops and the ends of orders.
    Tight,
    /// Nothing.
    Refuses,
}

/// A ledger beside the stage's own.
pub(crate) trait Ledger {
    /// Makes the records durable.
    fn commit(&mut self, records: &[Record]);
    /// What one starts with.
    fn world(&self) -> World;
}

/// What was durable at some time.
#[derive(Clone)]
pub(crate) struct Copied {
    /// When the copy was made, by the computer's clock.
    pub(crate) made: At,
    records: usize,
    audit: usize,
    texts: BTreeMap<FeedId, Vec<u8>>,
}

impl Stage {
    /// Makes records durable and then true; whether the disk took them.
    pub(crate) fn commit(&mut self, records: Vec<Record>) -> bool {
        if self.disk == Disk::Refuses && !records.is_empty() {
            return false;
        }
        self.commits += usize::from(!records.is_empty());
        if let Some(ledger) = &mut self.ledger {
            ledger.commit(&records);
        }
        for record in &records {
            if let Record::Audit(entry) = record {
                let prev = self.audit.last().map_or(audit::GENESIS.to_owned(), |row| row.hash.clone());
                let seq = i64::try_from(self.audit.len()).expect("few rows") + 1;
                self.audit.push(audit::row(seq, &prev, &self.tenant.id, entry));
            }
            if let Record::FeedText(id, bytes) = record {
                self.texts.insert(id.clone(), bytes.clone());
            }
            if self.is_heard {
                self.heard.push((self.now, Heard::Record(Box::new(record.clone()))));
            }
        }
        self.world.apply(&records);
        self.durable.extend(
            records.into_iter().filter(|record| !matches!(record, Record::Audit(_) | Record::FeedText(..))),
        );
        true
    }

    /// From now on everything durable is kept in a ledger too, and a start reads it from there.
    pub(crate) fn keeps_in(&mut self, mut ledger: Box<dyn Ledger>) {
        ledger.commit(&[Record::Tenant(Box::new(self.tenant.clone()))]);
        ledger.commit(&self.durable);
        self.ledger = Some(ledger);
    }

    /// What a start would know from the stage's memory, and from its ledger.
    pub(crate) fn known(&self) -> (String, String) {
        let mut memory = World::new(self.tenant.clone());
        memory.apply(&self.durable);
        let ledger = self.ledger.as_ref().map(|ledger| ledger.world());
        let ledger = ledger.unwrap_or_else(|| World::new(self.tenant.clone()));
        // Of what was counted against the quota a start reads the newest days.
        while memory.quota.len() > ledger.quota.len() {
            memory.quota.pop_first();
        }
        (format!("{memory:#?}"), format!("{ledger:#?}"))
    }

    /// A copy of what is durable.
    pub(crate) fn copied(&self) -> Copied {
        let (records, audit) = (self.durable.len(), self.audit.len());
        Copied { made: self.local(), records, audit, texts: self.texts.clone() }
    }

    /// Damages what is kept of a feed.
    pub(crate) fn spoil(&mut self, feed: &FeedId) {
        self.texts.insert(feed.clone(), b"damaged".to_vec());
    }

    /// The feed's text as it was made durable last.
    pub(crate) fn text(&self, feed: &FeedId) -> &[u8] {
        self.texts.get(feed).map_or(&[], Vec::as_slice)
    }

    /// The audit trail verifies, and how long it is.
    pub(crate) fn verify_audit(&self) -> i64 {
        let mut verifier = Verifier::default();
        self.audit.iter().for_each(|row| verifier.take(row).expect("the audit trail verifies"));
        verifier.rows()
    }

    /// The last line of the audit trail's hash: two runs of one story end with the same.
    pub(crate) fn audit_hash(&self) -> String {
        self.audit.last().map(|row| row.hash.clone()).unwrap_or_default()
    }

    /// What was kept or told although the secret, or a token, stands in it.
    pub(crate) fn secrets_told(&self, secret: &str) -> Vec<String> {
        let kept = self.durable.iter().map(|record| format!("{record:?}"));
        let texts = kept.chain(self.audit.iter().map(|row| row.line.clone()));
        let told = |text: &String| {
            text.contains(secret) || self.token.as_ref().is_some_and(|token| text.contains(token.as_str()))
        };
        texts.filter(told).collect()
    }

    /// References under which the carrier accepted more than one order of ours.
    pub(crate) fn doubled(&self) -> BTreeSet<String> {
        let mut seen = BTreeSet::new();
        let ours = self.carrier.orders().iter().filter_map(|order| order.reference.clone());
        ours.filter(|reference| !seen.insert(reference.clone())).collect()
    }

    /// The program is stopped, a copy is put in the place of what is durable, and the program starts from that.
    pub(crate) fn put_back(&mut self, copy: Copied) {
        self.kill();
        self.durable.truncate(copy.records);
        self.audit.truncate(copy.audit);
        self.texts = copy.texts;
        self.start();
        let records = restored(&self.world, copy.made, self.acts_at());
        self.commit(records);
    }
}
