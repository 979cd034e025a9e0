//! `check`: every page, chain and view looked at again, from the file alone.
//!
//! It reads and reports; it mends nothing, since a mended proof proves nothing. Rejected: trusting
//! `integrity_check`, which knows SQLite's pages and not ours.

use domain::Fold;
use journal::certificate::Chain;
use journal::page::{Head, Page};

use super::EndpointStore;
use super::folding::Openers;
use super::tables::{self, JournalRow};
use crate::error::Result;
use crate::{connection, rows};

/// What a check found. `problems` is empty when all is sound.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// Journals looked at, headquarters' own included.
    pub journals: u64,
    /// Pages whose signature, hash and link held.
    pub pages: u64,
    /// Journals whose views, made anew from their pages, equal the kept rows.
    pub views: u64,
    /// Pages beyond a gap whose signature held.
    pub waiting: u64,
    /// Pages in quarantine whose signature held.
    pub held: u64,
    /// What does not hold: a journal or table, and a code.
    pub problems: Vec<String>,
}

impl EndpointStore {
    /// Checks the whole file. Views are compared where the sealing keys are given.
    pub fn check(&self, openers: &Openers) -> Result<CheckReport> {
        let mut report =
            CheckReport { problems: connection::integrity(&self.db)?, ..CheckReport::default() };
        let columns = tables::COLUMNS;
        let sql = format!("SELECT {columns}, role FROM journals ORDER BY seq");
        let mut select = self.db.prepare(&sql)?;
        let mut found = select.query([])?;
        while let Some(row) = found.next()? {
            let journal = JournalRow::read(row)?;
            let device = row.get::<_, u8>("role")? == 1;
            report.journals += 1;
            self.check_pages(&journal, device, &mut report)?;
            self.check_views(&journal, device, openers, &mut report)?;
        }
        self.check_claims(&mut report)?;
        Ok(report)
    }

    fn check_pages(&self, row: &JournalRow, device: bool, report: &mut CheckReport) -> Result<()> {
        let id = row.journal;
        let chain = match device {
            true => match row.author(&self.keys) {
                Ok((_, chain)) => Some(chain),
                Err(_) => {
                    report.problems.push(format!("{id}: certificate-does-not-hold"));
                    return Ok(());
                }
            },
            false => None,
        };
        let mut head = Head::START;
        for page in self.pages_between(row.seq, 1, u64::MAX)? {
            let number = page.header().number.0;
            let signed = match &chain {
                Some(chain) => chain.check_page(page),
                None => self.keys.check_page(page),
            };
            let Ok(signed) = signed else {
                report.problems.push(format!("{id}: page {number} signature-does-not-hold"));
                return Ok(());
            };
            // A relay carries runs with gaps; headquarters' pages are linked from the first.
            if self.place == journal::judge::Place::Relay && device {
                report.pages += 1;
                continue;
            }
            match head.link(signed) {
                Ok(verified) => head = verified.page().head(),
                Err(_) => {
                    report.problems.push(format!("{id}: page {number} does-not-follow"));
                    return Ok(());
                }
            }
            report.pages += 1;
        }
        if let Some(chain) = &chain {
            report.waiting += self.check_beside("waiting", row, chain, &mut report.problems)?;
            report.held += self.check_beside("quarantine", row, chain, &mut report.problems)?;
        }
        if head != row.head && self.place == journal::judge::Place::Headquarters {
            report.problems.push(format!("{id}: head-does-not-match"));
        }
        Ok(())
    }

    /// Pages that wait or are held: each must be its journal's, under its own number and hash,
    /// and signed by a key of the chain. They link to nothing yet.
    fn check_beside(
        &self,
        table: &str,
        row: &JournalRow,
        chain: &Chain,
        problems: &mut Vec<String>,
    ) -> Result<u64> {
        let (id, mut sound) = (row.journal, 0);
        for (number, hash, bytes) in self.beside(table, row.seq)? {
            let page = Page::decode(self.election(), &bytes).ok().filter(|page| {
                page.header().journal == id && page.header().number == number && page.hash() == hash
            });
            match page.map(|page| chain.check_page(page)) {
                Some(Ok(_)) => sound += 1,
                Some(Err(_)) => problems
                    .push(format!("{id}: {table} page {} signature-does-not-hold", number.0)),
                None => problems.push(format!("{id}: {table} page {} is-another", number.0)),
            }
        }
        Ok(sound)
    }

    fn check_views(
        &self,
        row: &JournalRow,
        device: bool,
        openers: &Openers,
        report: &mut CheckReport,
    ) -> Result<()> {
        let mut fold = Fold::new();
        if device {
            if openers.is_empty() {
                return Ok(());
            }
            let pages = self.pages_between(row.seq, 1, row.folded.0)?;
            fold.apply(&self.opened(&pages, openers));
        } else {
            fold.apply(&self.kept_events(row.seq)?);
        }
        let mut made: Vec<_> = fold
            .rows()
            .into_iter()
            .filter_map(|row| Some((row.view.name().to_owned(), row.key, row.value?)))
            .collect();
        made.sort();
        if made == rows::load(&self.db, row.seq)? {
            report.views += 1;
        } else {
            report.problems.push(format!("{}: views-differ", row.journal));
        }
        Ok(())
    }
}
