//! Folding behind the cursor: linked pages are opened, their events become rows, in transactions
//! of their own. A receipt never waits for it and is never undone by it.
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

/// Pages folded in one transaction at most.
const PAGES_PER_COMMIT: u64 = 256;

/// What one call of [`EndpointStore::fold_pages`] did.
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

impl EndpointStore {
    /// Folds linked pages that are not folded yet, at most a few hundred a call, in one
    /// transaction. Call again while `more`.
    pub fn fold_pages(&mut self, openers: &Openers, at: i64) -> Result<FoldReport> {
        let mut report = FoldReport::default();
        if openers.is_empty() {
            return Ok(report);
        }
        self.write(|store| {
            let mut left = PAGES_PER_COMMIT;
            for row in store.to_fold()? {
                if left == 0 {
                    report.more = true;
                    break;
                }
                left -= store.fold_journal(&row, openers, at, left, &mut report)?;
            }
            Ok(())
        })?;
        Ok(report)
    }

    /// Forgets all views: the next folds make them anew from sealed pages, and headquarters'
    /// own from the kept events.
    pub fn rebuild(&mut self) -> Result<()> {
        self.write(|store| {
            store.db.execute_batch(
                "DELETE FROM views; DELETE FROM findings WHERE reported = 0; \
                 UPDATE journals SET folded = 0 WHERE role = 1;",
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

    /// Folds up to `left` pages of one journal; gives how many.
    fn fold_journal(
        &self,
        row: &JournalRow,
        openers: &Openers,
        at: i64,
        left: u64,
        report: &mut FoldReport,
    ) -> Result<u64> {
        let until = row.counts_to().0.min(row.folded.0 + left);
        report.more |= until < row.counts_to().0;
        let mut fold = match rows::resume(&self.db, row.seq)? {
            Some(fold) => fold,
            None => return Err(StoreError::Domain("a view's row".into())),
        };
        let (mut done, mut changed) = (0, Vec::new());
        for page in self.pages_between(row.seq, row.folded.0 + 1, until)? {
            let Some(opened) = self.read_page(&page, openers) else { break };
            if let Some((problem, detail)) = opened.problem {
                let finding = Finding {
                    journal: row.journal,
                    number: page.header().number,
                    hash: page.hash(),
                    problem,
                    detail,
                    found_at: at,
                    reported: false,
                };
                self.keep_finding(row.seq, &finding)?;
                report.findings.push(finding);
            }
            report.events += opened.events.len() as u64;
            changed.extend(fold.apply(&opened.events));
            done += 1;
        }
        if done == 0 {
            return Ok(0);
        }
        // The newest value of a row that several pages changed is the last one.
        let newest: BTreeMap<_, _> =
            changed.into_iter().map(|row| ((row.view, row.key.clone()), row)).collect();
        rows::save(&self.db, row.seq, &newest.into_values().collect::<Vec<_>>())?;
        self.db
            .prepare_cached("UPDATE journals SET folded = ?1 WHERE seq = ?2")?
            .execute(params![row.folded.0 + done, row.seq])?;
        report.pages += done;
        report.changed.insert(row.journal);
        Ok(done)
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
