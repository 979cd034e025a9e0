//! Folding behind the cursor: linked pages are opened and their events become rows. A receipt never
//! waits for it and is never undone by it: the work is done outside any write, in bounded
//! slices, and only the finished rows are written, if the journal is still where it was.
//!
//! Repeatable: the cursor and the rows move together, and an event at or before the last ordinal
//! changes nothing. A page that does not open or decode becomes a finding and is passed; a page
//! whose key is not at hand stops its journal until it is (collect-only). Rejected: folding in
//! the keeper's transaction, where one poison page would cost everyone's receipt.

use std::collections::{BTreeMap, BTreeSet};

use domain::event::PageProblem;
use domain::{Event, Fold, Stamped};
use journal::ids::{Hash, JournalId, PageNumber};
use journal::keys::SealSecret;
use journal::page::Page;
use rusqlite::params;

use super::EndpointStore;
use super::tables::{self, JournalRow};
use crate::error::{Result, StoreError};
use crate::rows;

/// Sealing keys by the number in a page's header. Empty: collect only.
pub type Openers = BTreeMap<u32, SealSecret>;

/// Pages folded in one slice at most.
const PAGES_PER_SLICE: u64 = 256;
/// Events after which a slice takes no further page: what one write has to carry.
const EVENTS_PER_SLICE: u64 = 16_384;

/// What one slice did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoldReport {
    /// Pages passed.
    pub pages: u64,
    /// Events in them.
    pub events: u64,
    /// Journals whose rows changed.
    pub changed: BTreeSet<JournalId>,
    /// New findings.
    pub findings: Vec<Finding>,
    /// Journals whose kept pages or rows cannot be read, with the detail for the log; they stop
    /// nobody else.
    pub broken: Vec<(JournalId, String)>,
    /// More pages wait to be folded.
    pub more: bool,
}

/// A page that is kept and receipted but could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The journal.
    pub journal: JournalId,
    /// The page's number.
    pub number: PageNumber,
    /// Its hash.
    pub hash: Hash,
    /// What was wrong.
    pub problem: PageProblem,
    /// A code for the log.
    pub detail: String,
    /// When it was found, Unix seconds.
    pub found_at: i64,
    /// The device was told in its own journal of headquarters.
    pub reported: bool,
}

/// Pages opened and folded in memory, to be kept by [`EndpointStore::keep_folded`].
#[derive(Debug, Default)]
pub struct Folded {
    journals: Vec<FoldedJournal>,
    pages: u64,
    events: u64,
    broken: Vec<(JournalId, String)>,
    more: bool,
}

#[derive(Debug)]
struct FoldedJournal {
    row: JournalRow,
    /// The cursor after it.
    until: PageNumber,
    rows: Vec<domain::Row>,
    findings: Vec<Finding>,
}

impl Folded {
    const fn is_full(&self) -> bool {
        self.pages >= PAGES_PER_SLICE || self.events >= EVENTS_PER_SLICE
    }
}

impl EndpointStore {
    /// Folds linked pages that are not folded yet, one slice a call. Call again while `more`.
    pub fn fold_pages(&mut self, openers: &Openers, at: i64) -> Result<FoldReport> {
        let folded = self.fold_slice(openers, at)?;
        self.keep_folded(folded)
    }

    /// Opens and folds the next pages in memory. Writes nothing and holds no lock.
    pub fn fold_slice(&self, openers: &Openers, at: i64) -> Result<Folded> {
        let mut slice = Folded::default();
        if openers.is_empty() {
            return Ok(slice);
        }
        for row in self.to_fold()? {
            if slice.is_full() {
                slice.more = true;
                break;
            }
            let journal = row.journal;
            if let Err(error) = self.fold_journal(row, openers, at, &mut slice) {
                slice.broken.push((journal, error.to_string()));
            }
        }
        Ok(slice)
    }

    /// Writes what was folded, in one short transaction. A journal that an operator's decision
    /// or another process moved meanwhile is left out and folded again.
    pub fn keep_folded(&mut self, folded: Folded) -> Result<FoldReport> {
        let Folded { broken, more, .. } = folded;
        let mut report = FoldReport { more, broken, ..FoldReport::default() };
        if folded.journals.is_empty() {
            return Ok(report);
        }
        self.write(|store| {
            for journal in folded.journals {
                let now = JournalRow::find(&store.db, journal.row.journal)?;
                if !now.is_some_and(|now| now.is_where(&journal.row, journal.until)) {
                    report.more = true;
                    continue;
                }
                rows::save(&store.db, journal.row.seq, &journal.rows)?;
                store
                    .db
                    .prepare_cached("UPDATE journals SET folded = ?1 WHERE seq = ?2")?
                    .execute(params![journal.until.0, journal.row.seq])?;
                for finding in &journal.findings {
                    store.keep_finding(journal.row.seq, finding)?;
                }
                report.changed.insert(journal.row.journal);
                report.findings.extend(journal.findings);
            }
            Ok(())
        })?;
        (report.pages, report.events) = (folded.pages, folded.events);
        Ok(report)
    }

    /// Forgets all views: the next folds make them anew from sealed pages, and headquarters'
    /// own from the kept events.
    pub fn rebuild(&mut self) -> Result<()> {
        self.write(|store| {
            store.db.execute_batch(
                "DELETE FROM views; DELETE FROM findings WHERE reported = 0; \
                 UPDATE journals SET folded = 0, revision = revision + 1 WHERE role = 1;",
            )?;
            let mut select = store.db.prepare("SELECT seq FROM journals WHERE role <> 1")?;
            let own: Vec<i64> =
                select.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            for seq in own {
                let mut fold = Fold::new();
                let events = store.kept_events(seq)?;
                let changed = fold.apply(&events);
                rows::save(&store.db, seq, &changed)?;
            }
            rows::set_fold_version(&store.db)
        })
    }

    /// Says that the device was told of a finding.
    pub fn mark_reported(&mut self, journal: JournalId, number: PageNumber) -> Result<()> {
        self.db.execute(
            "UPDATE findings SET reported = 1 WHERE number = ?1 \
             AND journal = (SELECT seq FROM journals WHERE journal = ?2)",
            params![number.0, journal.0.as_slice()],
        )?;
        Ok(())
    }

    fn to_fold(&self) -> Result<Vec<JournalRow>> {
        let columns = tables::COLUMNS;
        let sql =
            format!("SELECT {columns} FROM journals WHERE role = 1 AND head > folded ORDER BY seq");
        let mut select = self.db.prepare_cached(&sql)?;
        let mut found = select.query([])?;
        let mut due = Vec::new();
        while let Some(row) = found.next()? {
            let row = JournalRow::read(row)?;
            if row.counts_to() > row.folded {
                due.push(row);
            }
        }
        Ok(due)
    }

    /// Folds pages of one journal into the slice until it is full.
    fn fold_journal(
        &self,
        row: JournalRow,
        openers: &Openers,
        at: i64,
        slice: &mut Folded,
    ) -> Result<()> {
        let mut fold = match rows::resume(&self.db, row.seq)? {
            Some(fold) => fold,
            None => return Err(StoreError::Domain("a view's row".into())),
        };
        let (mut events, mut findings) = (Vec::new(), Vec::new());
        let (mut until, counts_to) = (row.folded, row.counts_to());
        while until < counts_to && !slice.is_full() {
            let next = until.next();
            let Some(page) = self.pages_between(row.seq, next.0, next.0)?.pop() else { break };
            let Some(opened) = self.read_page(&page, openers) else { break };
            if let Some((problem, detail)) = opened.problem {
                findings.push(Finding {
                    journal: row.journal,
                    number: page.header().number,
                    hash: page.hash(),
                    problem,
                    detail,
                    found_at: at,
                    reported: false,
                });
            }
            slice.pages += 1;
            slice.events += opened.events.len() as u64;
            events.extend(opened.events);
            until = next;
        }
        slice.more |= until < counts_to && slice.is_full();
        if until > row.folded {
            // All at once: what makes a run of events linear is made once a run.
            let rows = fold.apply(&events);
            slice.journals.push(FoldedJournal { row, until, rows, findings });
        }
        Ok(())
    }

    pub(super) fn pages_between(&self, seq: i64, from: u64, until: u64) -> Result<Vec<Page>> {
        let mut select = self.db.prepare_cached(
            "SELECT bytes FROM pages WHERE journal = ?1 AND number BETWEEN ?2 AND ?3 \
             ORDER BY number",
        )?;
        let found = select.query_map(params![seq, from, until.min(u64::MAX >> 1)], |row| {
            row.get::<_, Vec<u8>>(0)
        })?;
        found.map(|bytes| self.decode(&bytes?)).collect()
    }

    /// Opens a page; `None` when its key exists but is not at hand.
    pub(super) fn read_page(&self, page: &Page, openers: &Openers) -> Option<ReadPage> {
        let number = page.header().key;
        let Some(opener) = openers.get(&number) else {
            let known = self.keys.list().sealing.len() as u64;
            return match (1..=known).contains(&u64::from(number)) {
                true => None,
                false => Some(ReadPage::poison(PageProblem::DoesNotOpen, "unknown-key")),
            };
        };
        let opened = match page.open(opener) {
            Ok(opened) => opened,
            Err(error) => {
                let (problem, detail) = problem_of(&error);
                return Some(ReadPage::poison(problem, detail));
            }
        };
        let mut read = ReadPage { events: Vec::new(), problem: None };
        for event in opened.events {
            match Event::decode(event.bytes.as_slice()) {
                Ok(decoded) => read.events.push(Stamped {
                    ordinal: event.ordinal.0,
                    boot: event.clock.boot.0,
                    drift: event.clock.drift,
                    event: decoded,
                }),
                Err(_) => {
                    let detail = format!("event-{}", event.ordinal.0);
                    read.problem.get_or_insert((PageProblem::DoesNotDecode, detail));
                }
            }
        }
        Some(read)
    }

    fn keep_finding(&self, seq: i64, finding: &Finding) -> Result<()> {
        self.db.execute(
            "INSERT OR IGNORE INTO findings (journal, number, hash, problem, detail, found_at, \
             reported) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)",
            params![
                seq,
                finding.number.0,
                finding.hash.0.as_slice(),
                problem_code(finding.problem),
                finding.detail,
                finding.found_at
            ],
        )?;
        Ok(())
    }
}

/// A page's events as far as they can be read.
pub(super) struct ReadPage {
    pub(super) events: Vec<Stamped>,
    pub(super) problem: Option<(PageProblem, String)>,
}

impl ReadPage {
    fn poison(problem: PageProblem, detail: &str) -> Self {
        Self { events: Vec::new(), problem: Some((problem, detail.to_owned())) }
    }
}

fn problem_of(error: &journal::seal::OpenError) -> (PageProblem, &'static str) {
    use journal::seal::OpenError;
    match error {
        OpenError::NotForThisKey => (PageProblem::DoesNotOpen, "not-for-this-key"),
        OpenError::Decode(_) => (PageProblem::DoesNotDecode, "content"),
        OpenError::OtherContent => (PageProblem::DoesNotDecode, "content-root"),
    }
}

/// A problem's number in the table.
pub(super) const fn problem_code(problem: PageProblem) -> u8 {
    match problem {
        PageProblem::DoesNotOpen => 1,
        PageProblem::DoesNotDecode => 2,
    }
}
