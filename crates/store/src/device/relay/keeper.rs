//! The relay place over a device's own database: one transaction a batch, `journal` judges.
//!
//! A page comes from any number on, with its author's certificate, and is kept as it came; what
//! may not count lies in quarantine and is carried on all the same. Pages of this device's own
//! journals that come back, or that a copy of it wrote, are told apart and never mixed in. It
//! refuses to sign: custody notes are made by the caller after `commit` returned. Rejected: a
//! keeper in a file of its own beside the database, which a crash could let run apart.

use std::collections::BTreeMap;

use journal::answer::{Refusal, RefusedPage};
use journal::attested::Attested;
use journal::certificate::{Certificate, Chain};
use journal::ids::{Hash, InvitationId, JournalId, PageNumber};
use journal::judge::{Beside, JournalView, Place, Plan, Status, plan, same_writer, status_of};
use journal::keeper::{
    Decision, Delivery, JournalOutcome, Keeper, KeeperError, Outcome, Recipient, Run, Standing,
    Via, Word,
};
use journal::keylist::TrustedKeys;
use journal::page::{Head, Page, Signed};
use journal::receipts::{CustodyNote, HeldReason};
use rusqlite::params;

use super::tables::{self, CarriedRow};
use crate::device::DeviceStore;
use crate::endpoint::{decisions, tables as shared};
use crate::error::{Result, StoreError};
use crate::rows;

/// Column values are signed: no honest journal ever has this many pages.
const NUMBER_MAX: u64 = u64::MAX >> 1;

const CARRIED: &str = include_str!("carried_after.sql");
const HANDED: &str =
    "SELECT bytes FROM handed_pages WHERE journal = ?1 AND number > ?2 ORDER BY number";
const OF_THIS_DEVICE: &str = "SELECT p.bytes FROM pages p JOIN journals j ON p.journal = j.seq \
     WHERE j.journal = ?1 AND p.number > ?2 ORDER BY p.number";

/// A journal and its pages of one delivery.
struct Arrival<'a> {
    certificate: &'a Certificate,
    chain: &'a Chain,
    journal: JournalId,
    status: Status,
    pages: Vec<Signed<Page>>,
    received_at: i64,
    via: Via,
}

impl Keeper for DeviceStore {
    fn commit(&mut self, batch: Vec<Delivery>) -> Result<Vec<Outcome>, KeeperError> {
        Ok(self.at_once(|store| store.deliver_all(batch))?)
    }

    fn decide(&mut self, decision: Decision, at: i64) -> Result<(), KeeperError> {
        Ok(self.at_once(|store| {
            decisions::keep_at_a_relay(&store.db, decision, at)?;
            store.judge_again()
        })?)
    }

    fn standing(&self, journal: JournalId) -> Result<Option<Standing>, KeeperError> {
        Ok(self.carried_standing(journal)?)
    }

    fn pages(
        &self,
        journal: JournalId,
        after: PageNumber,
        budget_bytes: usize,
    ) -> Result<Run, KeeperError> {
        Ok(self.kept_run(journal, after, budget_bytes)?)
    }

    fn keep_own(&mut self, recipient: Recipient, page: Signed<Page>) -> Result<Head, KeeperError> {
        let kept = self.at_once(|store| store.keep_page_for(recipient, &page))?;
        kept.ok_or(KeeperError::NotNext)
    }

    fn own_journal(&self, recipient: Recipient) -> Result<Option<(JournalId, Head)>, KeeperError> {
        Ok(self.headquarters_for(recipient)?.filter(|(_, head)| head.number > PageNumber(0)))
    }

    fn word(&self, journal: JournalId) -> Result<Word, KeeperError> {
        Ok(self.words_for(journal)?)
    }

    fn keep_custody(&mut self, notes: &[Attested<CustodyNote>]) -> Result<(), KeeperError> {
        if notes.is_empty() {
            return Ok(());
        }
        Ok(self.at_once(|store| notes.iter().try_for_each(|note| store.keep_carried_note(note)))?)
    }
}

impl DeviceStore {
    /// Runs `work` in one transaction; an error undoes all of it, in memory too.
    pub(in crate::device) fn at_once<R>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<R>,
    ) -> Result<R> {
        self.db.execute_batch("BEGIN IMMEDIATE")?;
        let done = work(self).and_then(|result| {
            self.faults.before_commit()?;
            self.db.execute_batch("COMMIT")?;
            Ok(result)
        });
        if done.is_err() {
            // The first failure is what the caller must hear of.
            if !self.db.is_autocommit() {
                self.db.execute_batch("ROLLBACK")?;
            }
            self.load_again()?;
        }
        done
    }

    /// Keeps deliveries; part of the caller's transaction.
    pub(super) fn deliver_all(&mut self, batch: Vec<Delivery>) -> Result<Vec<Outcome>> {
        let keys = self.known_keys()?;
        let decisions = self.decisions()?;
        batch.into_iter().map(|delivery| self.deliver(delivery, &decisions, &keys)).collect()
    }

    pub(super) fn known_keys(&self) -> Result<TrustedKeys> {
        self.kit.keys.clone().ok_or(StoreError::Refused("no key list is known yet"))
    }

    fn deliver(
        &self,
        delivery: Delivery,
        decisions: &[Decision],
        keys: &TrustedKeys,
    ) -> Result<Outcome> {
        let Delivery { certificate, chain, pages, received_at, via } = delivery;
        let current = chain.current().journal;
        let row = CarriedRow::find(&self.db, current)?;
        if self.is_foreign(current, row.as_ref(), &certificate, &chain, keys)? {
            return Ok(Outcome::foreign(pages));
        }
        let first = shared::first_contact(&self.db, &chain, received_at)?;
        let (absurd, pages): (Vec<_>, Vec<_>) =
            pages.into_iter().partition(|page| page.page().header().number.0 > NUMBER_MAX);
        let mut by_journal: BTreeMap<JournalId, Vec<Signed<Page>>> = BTreeMap::new();
        for page in pages {
            by_journal.entry(page.page().header().journal).or_default().push(page);
        }
        let mut journals = Vec::new();
        for link in chain.links() {
            let journal = link.journal;
            let pages = by_journal.remove(&journal).unwrap_or_default();
            let row = CarriedRow::find(&self.db, journal)?;
            if self.is_foreign(journal, row.as_ref(), &certificate, &chain, keys)? {
                journals.push(JournalOutcome::foreign(journal, &pages));
            } else if row.is_some() || !pages.is_empty() || journal == current {
                let status = status_of(&chain, journal, first, None, decisions);
                let (certificate, chain) = (&certificate, &chain);
                let arrival =
                    Arrival { certificate, chain, journal, status, pages, received_at, via };
                journals.push(self.take_arrival(arrival)?);
            }
        }
        for page in absurd {
            let Head { number, hash } = page.page().head();
            let (journal, refusal) = (page.page().header().journal, Refusal::Malformed);
            let mine = |one: &&mut JournalOutcome| one.journal == journal;
            if let Some(outcome) = journals.iter_mut().find(mine) {
                outcome.refused.push(RefusedPage { journal, number, hash, refusal });
            }
        }
        Ok(Outcome { journals, foreign: false })
    }

    /// Whether a journal belongs to another writer than the one that came: headquarters', this
    /// device, or the device whose certificate is known.
    fn is_foreign(
        &self,
        journal: JournalId,
        row: Option<&CarriedRow>,
        came: &Certificate,
        chain: &Chain,
        keys: &TrustedKeys,
    ) -> Result<bool> {
        if self.own_seq(journal).is_some() {
            let mine = self.kit.certificate.check(keys);
            return Ok(!mine.is_ok_and(|mine| same_writer(&mine, chain, journal)));
        }
        if self.is_headquarters(journal)? {
            return Ok(true);
        }
        Ok(row.is_some_and(|row| row.is_foreign(came, chain, keys)))
    }

    fn take_arrival(&self, arrival: Arrival<'_>) -> Result<JournalOutcome> {
        let own = self.own_seq(arrival.journal);
        let row = CarriedRow::find(&self.db, arrival.journal)?;
        let (mut kept, held) = match &row {
            Some(row) => self.carried_hashes(row.seq)?,
            None => (BTreeMap::new(), BTreeMap::new()),
        };
        if let Some(seq) = own {
            kept.extend(self.own_hashes(seq)?);
        }
        let view = JournalView {
            place: Place::Relay,
            journal: arrival.journal,
            status: arrival.status,
            head: Head::START,
            head_received_at: 0,
            kept,
            waiting: Vec::new(),
            held,
            beside: self.beside(arrival.chain.invitation, arrival.journal)?,
            quota: self.quota,
        };
        let plan = plan(view, arrival.pages, arrival.received_at);
        // What only came home needs no row: it is this device's own.
        if own.is_none() || !plan.carry.is_empty() || !plan.hold.is_empty() {
            let (certificate, chain) = (arrival.certificate, arrival.chain);
            let seq = tables::enter(&self.db, arrival.journal, chain, certificate)?;
            let Plan { carry, hold, .. } = &plan;
            for page in carry {
                self.insert_carried(seq, page.page(), 0, arrival.received_at, arrival.via)?;
            }
            for (page, reason) in hold {
                let code = shared::reason_code(*reason);
                self.insert_carried(seq, page.page(), code, arrival.received_at, arrival.via)?;
            }
        }
        Ok(plan.outcome)
    }

    /// What the invitation's other journals keep here: in quarantine, and to carry on.
    fn beside(&self, invitation: InvitationId, journal: JournalId) -> Result<Beside> {
        let of_others = params![invitation.0.as_slice(), journal.0.as_slice()];
        let (held, carried) = self
            .db
            .prepare_cached(include_str!("beside.sql"))?
            .query_row(of_others, |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Beside { waiting: 0, held, carried })
    }

    fn insert_carried(
        &self,
        seq: i64,
        page: &Page,
        quarantine: u8,
        received_at: i64,
        via: Via,
    ) -> Result<()> {
        let (via, relay) = match via {
            Via::Direct => (1, Vec::new()),
            Via::Relay(relay) => (2, relay.0.to_vec()),
            Via::File => (3, Vec::new()),
        };
        self.db.prepare_cached(include_str!("keep_carried.sql"))?.execute(params![
            seq,
            page.header().number.0,
            page.hash().0.as_slice(),
            quarantine,
            via,
            relay,
            received_at,
            page.bytes()
        ])?;
        Ok(())
    }

    /// Hashes of what is carried of a journal, and of what lies in quarantine with the reason.
    #[allow(clippy::type_complexity, reason = "the two maps of a `JournalView`")]
    pub(super) fn carried_hashes(
        &self,
        seq: i64,
    ) -> Result<(BTreeMap<PageNumber, Hash>, BTreeMap<(PageNumber, Hash), HeldReason>)> {
        let mut select = self.db.prepare_cached(
            "SELECT number, hash, quarantine FROM carried_pages WHERE journal = ?1",
        )?;
        let mut found = select.query([seq])?;
        let (mut kept, mut held) = (BTreeMap::new(), BTreeMap::new());
        while let Some(row) = found.next()? {
            let number = PageNumber(row.get(0)?);
            let hash = rows::hash(&row.get::<_, Vec<u8>>(1)?)?;
            match row.get(2)? {
                0 => {
                    kept.insert(number, hash);
                }
                code => {
                    held.insert((number, hash), shared::reason(code)?);
                }
            }
        }
        Ok((kept, held))
    }

    fn own_hashes(&self, seq: i64) -> Result<BTreeMap<PageNumber, Hash>> {
        let mut select =
            self.db.prepare_cached("SELECT number, hash FROM pages WHERE journal = ?1")?;
        let mut found = select.query([seq])?;
        let mut kept = BTreeMap::new();
        while let Some(row) = found.next()? {
            let hash = rows::hash(&row.get::<_, Vec<u8>>(1)?)?;
            kept.insert(PageNumber(row.get(0)?), hash);
        }
        Ok(kept)
    }

    /// Pages after a number, in order: carried ones, headquarters' for a carried device, or those
    /// of a journal this device holds for itself.
    pub(super) fn kept_run(
        &self,
        journal: JournalId,
        after: PageNumber,
        budget: usize,
    ) -> Result<Run> {
        let mut run = Run { pages: Vec::new(), more: false };
        let mut left = budget;
        let after = after.0.min(NUMBER_MAX);
        let held_for_itself = self.own_seq(journal).is_some()
            || self.headquarters_heads().iter().any(|(known, _)| *known == journal);
        let mut select = self.db.prepare_cached(match () {
            () if held_for_itself => OF_THIS_DEVICE,
            () if self.is_headquarters(journal)? => HANDED,
            () => CARRIED,
        })?;
        let mut found = select.query(params![journal.0.as_slice(), after])?;
        while let Some(row) = found.next()? {
            let page = self.page_of(&row.get::<_, Vec<u8>>(0)?)?;
            if page.bytes().len() > left && !run.pages.is_empty() {
                run.more = true;
                break;
            }
            left = left.saturating_sub(page.bytes().len());
            run.pages.push(page);
        }
        Ok(run)
    }
}
