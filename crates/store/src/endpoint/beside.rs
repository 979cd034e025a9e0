//! What stands beside the journals: quarantine and waiting pages, read for the journals that
//! changed and for no other.
//!
//! It refuses to read everything on every turn: an insider who fills a quarantine would make
//! each turn as long as that. Branches of a fork are found here, since they are what an
//! operator can choose. Rejected: counters kept by hand, which drift from the rows.

use std::collections::BTreeMap;

use domain::Stamped;
use journal::ids::{Hash, InvitationId, JournalId, PageNumber};
use journal::judge::Status;
use journal::page::{Head, Page};
use journal::receipts::HeldReason;
use rusqlite::params;

use super::folding::Openers;
use super::tables::{self, JournalRow};
use super::{EndpointStore, WaitingPage};
use crate::error::Result;
use crate::rows;

/// Branches of one journal that are named one by one.
const BRANCHES_NAMED_MAX: usize = 8;

/// What stands beside one journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BesideJournal {
    /// The journal.
    pub journal: JournalId,
    /// Its invitation.
    pub invitation: InvitationId,
    /// Pages in quarantine, by what an operator can do about them.
    pub held: Vec<HeldPages>,
    /// Pages beyond a gap.
    pub waiting: Vec<WaitingPage>,
}

/// Pages in quarantine for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldPages {
    /// Why.
    pub reason: HeldReason,
    /// How many.
    pub pages: u32,
    /// When the last came, Unix seconds.
    pub held_at: i64,
    /// What a decision can admit.
    pub admissible: Admissible,
}

/// What one operator decision can admit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admissible {
    /// The whole journal.
    Journal,
    /// The branch that begins with this page, in the place of what counts now.
    Branch(Head),
    /// Nothing: a branch whose first page follows none that is kept.
    Nothing,
}

/// A page in quarantine that belongs to a fork.
struct Forked {
    head: Head,
    previous: Hash,
    held_at: i64,
}

impl EndpointStore {
    /// What stands beside the journals that changed after `mark`, and the mark to ask with next
    /// time. Mark 0: all of it. A journal beside which nothing stands any more is told as empty.
    pub fn beside_since(&self, mark: u64) -> Result<(u64, Vec<BesideJournal>)> {
        self.faults.before_reading()?;
        let newest: u64 = self
            .db
            .prepare_cached("SELECT COALESCE(MAX(beside), 0) FROM journals")?
            .query_row([], |row| row.get(0))?;
        let columns = tables::COLUMNS;
        let sql = match mark {
            0 => format!(
                "SELECT {columns} FROM journals WHERE role = 1 AND ?1 >= 0 AND seq IN \
                 (SELECT journal FROM quarantine UNION SELECT journal FROM waiting) ORDER BY seq"
            ),
            _ => format!("SELECT {columns} FROM journals WHERE beside > ?1 ORDER BY seq"),
        };
        let mut select = self.db.prepare_cached(&sql)?;
        let mut found = select.query([mark])?;
        let mut all = Vec::new();
        while let Some(row) = found.next()? {
            all.push(self.beside_journal(&JournalRow::read(row)?)?);
        }
        Ok((newest, all))
    }

    fn beside_journal(&self, row: &JournalRow) -> Result<BesideJournal> {
        let invitation: Vec<u8> = self
            .db
            .prepare_cached("SELECT invitation FROM journals WHERE seq = ?1")?
            .query_row([row.seq], |found| found.get(0))?;
        Ok(BesideJournal {
            journal: row.journal,
            invitation: InvitationId(rows::sixteen(&invitation)?),
            held: self.held_pages(row)?,
            waiting: self.waiting_of(row)?,
        })
    }

    fn held_pages(&self, row: &JournalRow) -> Result<Vec<HeldPages>> {
        let mut select = self.db.prepare_cached(
            "SELECT reason, COUNT(*), MAX(held_at) FROM quarantine WHERE journal = ?1 \
             GROUP BY reason ORDER BY reason",
        )?;
        let found =
            select.query_map([row.seq], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let mut all = Vec::new();
        for group in found {
            let (code, pages, held_at): (u8, u32, i64) = group?;
            let reason = tables::reason(code)?;
            // The journal as a whole may be a fork: then nothing of it is linked.
            if reason == HeldReason::Fork && row.status != Status::Forked {
                all.extend(self.branches(row)?);
            } else {
                all.push(HeldPages { reason, pages, held_at, admissible: Admissible::Journal });
            }
        }
        Ok(all)
    }

    /// A fork's pages by branch; those that follow nothing kept together at the end.
    fn branches(&self, row: &JournalRow) -> Result<Vec<HeldPages>> {
        let mut left = self.forked(row.seq)?;
        let reason = HeldReason::Fork;
        let mut all = Vec::new();
        for first in left.keys().copied().collect::<Vec<_>>() {
            let Some(page) = left.get(&first) else { continue };
            if all.len() >= BRANCHES_NAMED_MAX || !self.follows_kept(row.seq, page)? {
                continue;
            }
            let begins = page.head;
            let (mut pages, mut held_at, mut next) = (0, i64::MIN, Some(first));
            while let Some(page) = next.take().and_then(|key| left.remove(&key)) {
                (pages, held_at) = (pages + 1, held_at.max(page.held_at));
                let after = page.head.number.next();
                let mut range = left.range((after, Hash::ZERO)..=(after, Hash([0xff; 32])));
                next = range.find(|(_, one)| one.previous == page.head.hash).map(|(key, _)| *key);
            }
            let admissible = Admissible::Branch(begins);
            all.push(HeldPages { reason, pages, held_at, admissible });
        }
        if let Some(held_at) = left.values().map(|page| page.held_at).max() {
            let pages = u32::try_from(left.len()).unwrap_or(u32::MAX);
            all.push(HeldPages { reason, pages, held_at, admissible: Admissible::Nothing });
        }
        Ok(all)
    }

    fn forked(&self, seq: i64) -> Result<BTreeMap<(PageNumber, Hash), Forked>> {
        let code = tables::reason_code(HeldReason::Fork);
        let mut select = self.db.prepare_cached(
            "SELECT held_at, bytes FROM quarantine WHERE journal = ?1 AND reason = ?2",
        )?;
        let mut found = select.query(params![seq, code])?;
        let mut all = BTreeMap::new();
        while let Some(row) = found.next()? {
            let page = self.decode(&row.get::<_, Vec<u8>>(1)?)?;
            let (head, previous) = (page.head(), page.header().previous);
            let forked = Forked { head, previous, held_at: row.get(0)? };
            all.insert((head.number, head.hash), forked);
        }
        Ok(all)
    }

    fn follows_kept(&self, seq: i64, page: &Forked) -> Result<bool> {
        let before = self.head_before(seq, page.head.number)?;
        Ok(before.is_some_and(|before| before.hash == page.previous))
    }

    fn waiting_of(&self, row: &JournalRow) -> Result<Vec<WaitingPage>> {
        let mut select = self.db.prepare_cached(
            "SELECT number, hash, received_at FROM waiting WHERE journal = ?1 \
             ORDER BY number, hash",
        )?;
        let found =
            select.query_map([row.seq], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        found
            .map(|page| {
                let (number, hash, received_at): (u64, Vec<u8>, i64) = page?;
                Ok(WaitingPage {
                    journal: row.journal,
                    number: PageNumber(number),
                    hash: rows::hash(&hash)?,
                    missing_from: row.head.number.next(),
                    received_at,
                })
            })
            .collect()
    }

    /// What a journal's waiting pages say: to be shown as *not yet linked*, never counted. `None`
    /// for a page that does not open or decode.
    pub fn not_yet_linked(
        &self,
        journal: JournalId,
        openers: &Openers,
    ) -> Result<Vec<(WaitingPage, Option<Vec<Stamped>>)>> {
        let Some(row) = JournalRow::find(&self.db, journal)? else { return Ok(Vec::new()) };
        let mut all = Vec::new();
        for waiting in self.waiting_of(&row)? {
            let page = self.waiting_page(row.seq, &waiting)?;
            let read = self.read_page(&page, openers);
            let events = read.filter(|read| read.problem.is_none()).map(|read| read.events);
            all.push((waiting, events));
        }
        Ok(all)
    }

    /// Whether a waiting page opens and decodes.
    pub fn opens(&self, waiting: &WaitingPage, openers: &Openers) -> Result<bool> {
        let Some(row) = JournalRow::find(&self.db, waiting.journal)? else { return Ok(false) };
        let page = self.waiting_page(row.seq, waiting)?;
        Ok(self.read_page(&page, openers).is_some_and(|read| read.problem.is_none()))
    }

    fn waiting_page(&self, seq: i64, waiting: &WaitingPage) -> Result<Page> {
        let bytes: Vec<u8> = self
            .db
            .prepare_cached(
                "SELECT bytes FROM waiting WHERE journal = ?1 AND number = ?2 AND hash = ?3",
            )?
            .query_row(params![seq, waiting.number.0, waiting.hash.0.as_slice()], |row| {
                row.get(0)
            })?;
        self.decode(&bytes)
    }
}
