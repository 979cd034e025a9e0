//! The `Keeper` over SQLite: one transaction a batch, judged by `journal`'s one pure function.
//!
//! A journal's view is loaded, `plan` decides, its writes are done; when the commit returns, all of
//! the batch is on the disk and receipts may be signed. It refuses half a batch: an error keeps
//! nothing. Rejected: a transaction a request, which costs an fsync each.

use std::collections::BTreeMap;

use journal::answer::{Refusal, RefusedPage};
use journal::attested::Attested;
use journal::certificate::Chain;
use journal::ids::{Hash, JournalId, PageNumber};
use journal::judge::{Beside, JournalView, Place, Plan, Quota, Status, plan, status_of};
use journal::keeper::{
    Decision, Delivery, HeldPage, JournalOutcome, Keeper, KeeperError, Outcome, Recipient, Run,
    Standing, Word,
};
use journal::page::{Head, Page, Signed};
use journal::receipts::{CustodyNote, HeldReason};
use rusqlite::{Connection, params};

use super::tables::{self, JournalRow, Role};
use super::{EndpointStore, continuations, decisions, ways};
use crate::error::{Result, StoreError};
use crate::rows;

/// The highest page number that is kept.
const NUMBER_MAX: u64 = 1 << 48;

impl From<StoreError> for KeeperError {
    fn from(error: StoreError) -> Self {
        if error.is_full() { Self::Full } else { Self::Broken(error.to_string()) }
    }
}

impl Keeper for EndpointStore {
    fn commit(&mut self, batch: Vec<Delivery>) -> Result<Vec<Outcome>, KeeperError> {
        Ok(self.write(|store| {
            let decisions = decisions::all(&store.db)?;
            batch.into_iter().map(|delivery| store.deliver(delivery, &decisions)).collect()
        })?)
    }

    fn decide(&mut self, decision: Decision, at: i64) -> Result<(), KeeperError> {
        Ok(self.write(|store| store.take_decisions(&[decision], at))?)
    }

    fn standing(&self, journal: JournalId) -> Result<Option<Standing>, KeeperError> {
        let Some(row) = JournalRow::find(&self.db, journal)? else { return Ok(None) };
        Ok(Some(Standing {
            status: row.status,
            head: row.head,
            head_received_at: row.head_received_at,
            waiting: self
                .beside("waiting", row.seq)?
                .into_iter()
                .map(|(number, hash, _)| (number, hash))
                .collect(),
            held: self
                .held(row.seq)?
                .into_iter()
                .map(|((number, hash), reason)| HeldPage { number, hash, reason })
                .collect(),
        }))
    }

    fn pages(
        &self,
        journal: JournalId,
        after: PageNumber,
        budget_bytes: usize,
    ) -> Result<Run, KeeperError> {
        Ok(self.run(journal, after, budget_bytes)?)
    }

    fn keep_own(&mut self, recipient: Recipient, page: Signed<Page>) -> Result<Head, KeeperError> {
        let kept = self.write(|store| store.link_own(recipient, page))?;
        kept.ok_or(KeeperError::NotNext)
    }

    fn own_journal(&self, recipient: Recipient) -> Result<Option<(JournalId, Head)>, KeeperError> {
        Ok(self.own_row(recipient)?.map(|row| (row.journal, row.head)))
    }

    fn word(&self, _journal: JournalId) -> Result<Word, KeeperError> {
        Ok(Word::default())
    }

    fn keep_custody(&mut self, notes: &[Attested<CustodyNote>]) -> Result<(), KeeperError> {
        if notes.is_empty() {
            return Ok(());
        }
        Ok(self.write(|store| store.keep_notes(notes))?)
    }
}

impl EndpointStore {
    /// Runs `work` in one transaction; an error undoes all of it.
    pub(super) fn write<R>(&mut self, work: impl FnOnce(&mut Self) -> Result<R>) -> Result<R> {
        self.db.execute_batch("BEGIN IMMEDIATE")?;
        let done = work(self).and_then(|result| {
            self.faults.before_commit()?;
            self.db.execute_batch("COMMIT")?;
            Ok(result)
        });
        if done.is_err() && !self.db.is_autocommit() {
            // The first failure is what the caller must hear of.
            let _undone = self.db.execute_batch("ROLLBACK");
        }
        done
    }

    fn deliver(&mut self, delivery: Delivery, decisions: &[Decision]) -> Result<Outcome> {
        let Delivery { certificate, chain, pages, received_at, via } = delivery;
        let author = (&chain, &certificate);
        if let Some(row) = JournalRow::find(&self.db, chain.current().journal)? {
            let first = tables::first_contact_if(&self.db, &chain, received_at)?;
            let side = continuations::side(&self.db, &chain)?;
            let status = status_of(&chain, row.journal, first, side, decisions);
            if !self.yields(&row, author, status, received_at)? {
                return Ok(Outcome::foreign(pages));
            }
        }
        let first = tables::first_contact(&self.db, &chain, received_at)?;
        let side = continuations::remember(&self.db, &chain, received_at)?;
        // A relay carries all of them; what counts is headquarters' to say.
        let side = side.filter(|_| self.place == Place::Headquarters);
        let mut by_journal: BTreeMap<JournalId, Vec<Signed<Page>>> = BTreeMap::new();
        // A number no honest device reaches in a lifetime, and no column holds.
        let (absurd, pages): (Vec<_>, Vec<_>) =
            pages.into_iter().partition(|page| page.page().header().number.0 > NUMBER_MAX);
        for page in pages {
            by_journal.entry(page.page().header().journal).or_default().push(page);
        }
        let mut journals = Vec::new();
        for link in chain.links() {
            let incoming = by_journal.remove(&link.journal).unwrap_or_default();
            let row = JournalRow::find(&self.db, link.journal)?;
            let known = row.is_some();
            if !known && incoming.is_empty() && link.journal != chain.current().journal {
                continue;
            }
            let status = status_of(&chain, link.journal, first, side, decisions);
            let mine = match &row {
                Some(row) => self.yields(row, author, status, received_at)?,
                None => true,
            };
            journals.push(if !mine {
                JournalOutcome::foreign(link.journal, &incoming)
            } else if !known && !self.has_room(&chain, status)? {
                JournalOutcome::refused(link.journal, &incoming, Refusal::Quota)
            } else {
                let row = tables::enter_device(&self.db, &self.keys, link.journal, author, status)?;
                let new = ways::new_here(&self.db, row.seq, via, &incoming)?;
                let outcome = self.take(&row, &chain, incoming, received_at, self.quota)?;
                ways::keep(&self.db, row.seq, via, new, &outcome)?;
                outcome
            });
        }
        for page in absurd {
            let (journal, number) = (page.page().header().journal, page.page().header().number);
            let hash = page.page().hash();
            let refused = RefusedPage { journal, number, hash, refusal: Refusal::Malformed };
            let outcome =
                journals.iter_mut().find(|one: &&mut JournalOutcome| one.journal == journal);
            if let Some(outcome) = outcome {
                outcome.refused.push(refused);
            }
        }
        Ok(Outcome { journals, foreign: false })
    }

    /// Whether one more journal of an invitation may be entered: those that count always are.
    fn has_room(&self, chain: &Chain, status: Status) -> Result<bool> {
        if status == Status::Good || self.place == Place::Relay {
            return Ok(true);
        }
        let idle: usize = self
            .db
            .prepare_cached(
                "SELECT COUNT(*) FROM journals WHERE invitation = ?1 AND role = 1 AND status <> 1",
            )?
            .query_row([chain.invitation.0.as_slice()], |row| row.get(0))?;
        Ok(idle < self.quota.journals)
    }

    pub(super) fn take(
        &self,
        row: &JournalRow,
        chain: &Chain,
        incoming: Vec<Signed<Page>>,
        received_at: i64,
        quota: Quota,
    ) -> Result<JournalOutcome> {
        let mut view = self.view(row, chain, quota)?;
        for page in &incoming {
            let number = page.page().header().number;
            if let Some(hash) = kept_hash(&self.db, row.seq, number)? {
                view.kept.insert(number, hash);
            }
        }
        let plan = plan(view, incoming, received_at);
        self.carry_out(row, plan, received_at)
    }

    /// A journal as it stands; which linked pages are of interest is the caller's to say.
    pub(super) fn view(
        &self,
        row: &JournalRow,
        chain: &Chain,
        quota: Quota,
    ) -> Result<JournalView> {
        let waiting = self
            .beside("waiting", row.seq)?
            .into_iter()
            .map(|(_, _, bytes)| signed(self.decode(&bytes)?, chain))
            .collect::<Result<_>>()?;
        let others = |table: &str| -> Result<usize> {
            let sql = format!(
                "SELECT COUNT(*) FROM {table} WHERE journal IN \
                 (SELECT seq FROM journals WHERE invitation = ?1 AND seq <> ?2)"
            );
            let mut count = self.db.prepare_cached(&sql)?;
            Ok(count.query_row(params![chain.invitation.0.as_slice(), row.seq], |n| n.get(0))?)
        };
        let kept = match self.place {
            Place::Headquarters => BTreeMap::new(),
            Place::Relay => all_kept(&self.db, row.seq)?,
        };
        Ok(JournalView {
            place: self.place,
            journal: row.journal,
            status: row.status,
            head: row.head,
            head_received_at: row.head_received_at,
            kept,
            waiting,
            held: self.held(row.seq)?,
            beside: Beside {
                waiting: others("waiting")?,
                held: others("quarantine")?,
                carried: match self.place {
                    Place::Headquarters => 0,
                    Place::Relay => others("pages")?,
                },
            },
            quota,
        })
    }

    pub(super) fn carry_out(
        &self,
        row: &JournalRow,
        plan: Plan,
        at: i64,
    ) -> Result<JournalOutcome> {
        // What waits is told with the first page that is missing before it.
        let moved = !plan.link.is_empty() && !plan.outcome.waiting.is_empty();
        if moved || !(plan.unwait.is_empty() && plan.wait.is_empty() && plan.hold.is_empty()) {
            tables::touch_beside(&self.db, row.seq)?;
        }
        for (number, hash) in plan.unwait {
            self.db
                .prepare_cached(
                    "DELETE FROM waiting WHERE journal = ?1 AND number = ?2 AND hash = ?3",
                )?
                .execute(params![row.seq, number.0, hash.0.as_slice()])?;
        }
        for page in plan.link {
            insert_page(&self.db, row.seq, page.page(), at)?;
        }
        for page in plan.carry {
            insert_page(&self.db, row.seq, page.page(), at)?;
        }
        for page in plan.wait {
            let page = page.page();
            self.db
                .prepare_cached(
                    "INSERT OR IGNORE INTO waiting (journal, number, hash, received_at, bytes) \
                     VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![
                    row.seq,
                    page.header().number.0,
                    page.hash().0.as_slice(),
                    at,
                    page.bytes()
                ])?;
        }
        for (page, reason) in plan.hold {
            hold(&self.db, row.seq, page.page(), reason, at)?;
        }
        let outcome = plan.outcome;
        let (code, until) = tables::status_codes(outcome.status);
        self.db
            .prepare_cached(
                "UPDATE journals SET head = ?1, head_hash = ?2, head_received_at = ?3, \
                 status = ?4, until = ?5 WHERE seq = ?6",
            )?
            .execute(params![
                outcome.head.number.0,
                outcome.head.hash.0.as_slice(),
                outcome.head_received_at,
                code,
                until,
                row.seq
            ])?;
        Ok(outcome)
    }

    /// Pages of `waiting` or `quarantine`.
    pub(super) fn beside(&self, table: &str, seq: i64) -> Result<Vec<(PageNumber, Hash, Vec<u8>)>> {
        let sql = format!(
            "SELECT number, hash, bytes FROM {table} WHERE journal = ?1 ORDER BY number, hash"
        );
        let mut select = self.db.prepare_cached(&sql)?;
        let found = select.query_map([seq], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        found
            .map(|row| {
                let (number, hash, bytes): (u64, Vec<u8>, Vec<u8>) = row?;
                Ok((PageNumber(number), rows::hash(&hash)?, bytes))
            })
            .collect()
    }

    pub(super) fn held(&self, seq: i64) -> Result<BTreeMap<(PageNumber, Hash), HeldReason>> {
        let mut select = self
            .db
            .prepare_cached("SELECT number, hash, reason FROM quarantine WHERE journal = ?1")?;
        let found = select.query_map([seq], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        found
            .map(|row| {
                let (number, hash, code): (u64, Vec<u8>, u8) = row?;
                Ok(((PageNumber(number), rows::hash(&hash)?), tables::reason(code)?))
            })
            .collect()
    }

    fn run(&self, journal: JournalId, after: PageNumber, budget_bytes: usize) -> Result<Run> {
        let mut run = Run { pages: Vec::new(), more: false };
        let Some(row) = JournalRow::find(&self.db, journal)? else { return Ok(run) };
        let after = after.0.min(u64::MAX >> 1);
        let mut select = self.db.prepare_cached(
            "SELECT bytes FROM pages WHERE journal = ?1 AND number > ?2 ORDER BY number",
        )?;
        let mut found = select.query(params![row.seq, after])?;
        let mut left = budget_bytes;
        while let Some(row) = found.next()? {
            let page = self.decode(&row.get::<_, Vec<u8>>(0)?)?;
            if page.bytes().len() > left && !run.pages.is_empty() {
                run.more = true;
                break;
            }
            left = left.saturating_sub(page.bytes().len());
            run.pages.push(page);
        }
        Ok(run)
    }

    /// `None` when the page does not follow, or the recipient's journal is another one.
    pub(super) fn link_own(
        &mut self,
        recipient: Recipient,
        page: Signed<Page>,
    ) -> Result<Option<Head>> {
        let journal = page.page().header().journal;
        let row = match self.own_row(recipient)? {
            Some(row) if row.journal == journal => row,
            Some(_) => return Ok(None),
            None => {
                let (role, subject) = own_columns(&recipient);
                tables::insert(
                    &self.db,
                    journal,
                    role,
                    subject,
                    None,
                    journal::judge::Status::Good,
                )?;
                match self.own_row(recipient)? {
                    Some(row) => row,
                    None => return Ok(None),
                }
            }
        };
        let Ok(verified) = row.head.link(page) else { return Ok(None) };
        insert_page(&self.db, row.seq, verified.page(), 0)?;
        let head = verified.page().head();
        self.db
            .prepare_cached("UPDATE journals SET head = ?1, head_hash = ?2 WHERE seq = ?3")?
            .execute(params![head.number.0, head.hash.0.as_slice(), row.seq])?;
        Ok(Some(head))
    }

    pub(super) fn own_row(&self, recipient: Recipient) -> Result<Option<JournalRow>> {
        let (role, subject) = own_columns(&recipient);
        let columns = tables::COLUMNS;
        let sql = format!("SELECT {columns} FROM journals WHERE role = ?1 AND subject = ?2");
        let mut select = self.db.prepare_cached(&sql)?;
        let mut found = select.query(params![role as i64, subject])?;
        found.next()?.map(JournalRow::read).transpose()
    }

    pub(super) fn decode(&self, bytes: &[u8]) -> Result<Page> {
        Page::decode(self.election(), bytes)
            .map_err(|error| StoreError::Corrupt(format!("page: {error}")))
    }
}

fn own_columns(recipient: &Recipient) -> (Role, &[u8]) {
    match recipient {
        Recipient::Common => (Role::Common, &[]),
        Recipient::Device(journal) => (Role::Assigned, &journal.0),
        Recipient::Desk => (Role::Desk, &[]),
    }
}

pub(super) fn signed(page: Page, chain: &Chain) -> Result<Signed<Page>> {
    chain.check_page(page).map_err(|_| StoreError::Corrupt("a kept page's signature".into()))
}

fn kept_hash(db: &Connection, seq: i64, number: PageNumber) -> Result<Option<Hash>> {
    let mut select =
        db.prepare_cached("SELECT hash FROM pages WHERE journal = ?1 AND number = ?2")?;
    let mut found = select.query(params![seq, number.0.min(u64::MAX >> 1)])?;
    let Some(row) = found.next()? else { return Ok(None) };
    rows::hash(&row.get::<_, Vec<u8>>(0)?).map(Some)
}

fn all_kept(db: &Connection, seq: i64) -> Result<BTreeMap<PageNumber, Hash>> {
    let mut select = db.prepare_cached("SELECT number, hash FROM pages WHERE journal = ?1")?;
    let found = select.query_map([seq], |row| Ok((PageNumber(row.get(0)?), row.get(1)?)))?;
    found
        .map(|row| {
            let (number, hash): (PageNumber, Vec<u8>) = row?;
            Ok((number, rows::hash(&hash)?))
        })
        .collect()
}

fn insert_page(db: &Connection, seq: i64, page: &Page, at: i64) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO pages (journal, number, hash, received_at, bytes) \
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        seq,
        page.header().number.0,
        page.hash().0.as_slice(),
        at,
        page.bytes()
    ])?;
    Ok(())
}

fn hold(db: &Connection, seq: i64, page: &Page, reason: HeldReason, at: i64) -> Result<()> {
    db.prepare_cached(
        "INSERT OR REPLACE INTO quarantine (journal, number, hash, reason, held_at, bytes) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        seq,
        page.header().number.0,
        page.hash().0.as_slice(),
        tables::reason_code(reason),
        at,
        page.bytes()
    ])?;
    Ok(())
}
