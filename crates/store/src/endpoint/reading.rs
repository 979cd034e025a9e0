//! What the dashboard and the commands ask for: devices, folds, findings, quarantine, waiting.
//!
//! Plain reads of rows; what they mean is computed by `domain` from the folds. It refuses to
//! count anything itself. Rejected: one query a screen, which would be rules in SQL.

use domain::event::PageProblem;
use domain::{Fold, Stamped};
use journal::certificate::Certificate;
use journal::ids::{Hash, InvitationId, JournalId, PageNumber};
use journal::judge::{FirstContact, Status};
use journal::page::{Head, Page};
use journal::receipts::HeldReason;

use super::EndpointStore;
use super::folding::{Finding, Openers, problem_code};
use super::tables::{self, JournalRow};
use crate::error::{Result, StoreError};
use crate::rows;

/// A device's journal as it stands.
#[derive(Debug, Clone)]
pub struct DeviceRow {
    /// The journal.
    pub journal: JournalId,
    /// The author's newest certificate.
    pub certificate: Certificate,
    /// The invitation it enrolled with.
    pub invitation: InvitationId,
    /// Whether it counts.
    pub status: Status,
    /// The last linked page.
    pub head: Head,
    /// When that page was kept, Unix seconds; 0 before the first.
    pub head_received_at: i64,
    /// The last page that is folded.
    pub folded: PageNumber,
    /// The last page that counts.
    pub counts_to: PageNumber,
}

/// A page in quarantine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarantinedPage {
    /// The journal.
    pub journal: JournalId,
    /// The page's number.
    pub number: PageNumber,
    /// Its hash.
    pub hash: Hash,
    /// Why.
    pub reason: HeldReason,
    /// When it came, Unix seconds.
    pub held_at: i64,
}

/// A page beyond a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingPage {
    /// The journal.
    pub journal: JournalId,
    /// The page's number.
    pub number: PageNumber,
    /// Its hash.
    pub hash: Hash,
    /// The first page that is missing before it.
    pub missing_from: PageNumber,
    /// When it came, Unix seconds.
    pub received_at: i64,
}

impl EndpointStore {
    /// Every device's journal that made contact, in order of first contact.
    pub fn devices(&self) -> Result<Vec<DeviceRow>> {
        let columns = tables::COLUMNS;
        let sql = format!("SELECT {columns} FROM journals WHERE role = 1 ORDER BY seq");
        let mut select = self.db.prepare_cached(&sql)?;
        let mut found = select.query([])?;
        let mut devices = Vec::new();
        while let Some(row) = found.next()? {
            devices.push(device(&JournalRow::read(row)?)?);
        }
        Ok(devices)
    }

    /// One device's journal.
    pub fn device(&self, journal: JournalId) -> Result<Option<DeviceRow>> {
        match JournalRow::find(&self.db, journal)? {
            Some(row) if !row.certificate.is_empty() => device(&row).map(Some),
            Some(_) | None => Ok(None),
        }
    }

    /// The first use of an invitation here.
    pub fn first_contact(&self, invitation: InvitationId) -> Result<Option<FirstContact>> {
        let mut select = self
            .db
            .prepare_cached("SELECT journal, at FROM first_contacts WHERE invitation = ?1")?;
        let mut found = select.query([invitation.0.as_slice()])?;
        let Some(row) = found.next()? else { return Ok(None) };
        let journal: Vec<u8> = row.get(0)?;
        Ok(Some(FirstContact { journal: JournalId(rows::sixteen(&journal)?), at: row.get(1)? }))
    }

    /// A journal as folded so far; `None` for a journal nobody knows.
    pub fn fold(&self, journal: JournalId) -> Result<Option<Fold>> {
        match JournalRow::find(&self.db, journal)? {
            Some(row) => self.fold_of(row.seq).map(Some),
            None => Ok(None),
        }
    }

    /// Every row of every view, as kept: journal, view, key, value; for comparing.
    pub fn view_rows(&self) -> Result<Vec<rows::ViewRow<JournalId>>> {
        let mut select = self.db.prepare(
            "SELECT j.journal, v.view, v.key, v.value FROM views v \
             JOIN journals j ON j.seq = v.journal ORDER BY j.journal, v.view, v.key",
        )?;
        let mut found = select.query([])?;
        let mut all = Vec::new();
        while let Some(row) = found.next()? {
            let journal: Vec<u8> = row.get(0)?;
            let id = JournalId(rows::sixteen(&journal)?);
            all.push((id, row.get(1)?, row.get(2)?, row.get(3)?));
        }
        Ok(all)
    }

    /// The events of a device's linked pages, opened anew.
    pub fn events(&self, journal: JournalId, openers: &Openers) -> Result<Vec<Stamped>> {
        let Some(row) = JournalRow::find(&self.db, journal)? else { return Ok(Vec::new()) };
        let pages = self.pages_between(row.seq, 1, row.head.number.0)?;
        Ok(self.opened(&pages, openers))
    }

    /// Pages beyond a gap.
    pub fn waiting(&self) -> Result<Vec<WaitingPage>> {
        let mut select = self.db.prepare_cached(
            "SELECT j.journal, w.number, w.hash, j.head, w.received_at FROM waiting w \
             JOIN journals j ON j.seq = w.journal ORDER BY w.journal, w.number",
        )?;
        let mut found = select.query([])?;
        let mut all = Vec::new();
        while let Some(row) = found.next()? {
            let (journal, hash): (Vec<u8>, Vec<u8>) = (row.get(0)?, row.get(2)?);
            all.push(WaitingPage {
                journal: JournalId(rows::sixteen(&journal)?),
                number: PageNumber(row.get(1)?),
                hash: rows::hash(&hash)?,
                missing_from: PageNumber(row.get(3)?).next(),
                received_at: row.get(4)?,
            });
        }
        Ok(all)
    }

    /// Pages in quarantine.
    pub fn quarantine(&self) -> Result<Vec<QuarantinedPage>> {
        let mut select = self.db.prepare_cached(
            "SELECT j.journal, q.number, q.hash, q.reason, q.held_at FROM quarantine q \
             JOIN journals j ON j.seq = q.journal ORDER BY q.journal, q.number, q.hash",
        )?;
        let mut found = select.query([])?;
        let mut all = Vec::new();
        while let Some(row) = found.next()? {
            let (journal, hash): (Vec<u8>, Vec<u8>) = (row.get(0)?, row.get(2)?);
            all.push(QuarantinedPage {
                journal: JournalId(rows::sixteen(&journal)?),
                number: PageNumber(row.get(1)?),
                hash: rows::hash(&hash)?,
                reason: tables::reason(row.get(3)?)?,
                held_at: row.get(4)?,
            });
        }
        Ok(all)
    }

    /// Pages that are kept and receipted but could not be used.
    pub fn findings(&self) -> Result<Vec<Finding>> {
        self.findings_where("?1 = ?1", &0)
    }

    /// Those of one journal.
    pub fn findings_of(&self, journal: JournalId) -> Result<Vec<Finding>> {
        self.findings_where("j.journal = ?1", &journal.0.as_slice())
    }

    /// Those the device was not told of yet.
    pub fn findings_to_report(&self) -> Result<Vec<Finding>> {
        self.findings_where("f.reported = ?1", &0)
    }

    fn findings_where(&self, which: &str, value: &dyn rusqlite::ToSql) -> Result<Vec<Finding>> {
        let sql = format!(include_str!("findings.sql"), which = which);
        let mut select = self.db.prepare_cached(&sql)?;
        let mut found = select.query([value])?;
        let mut all = Vec::new();
        while let Some(row) = found.next()? {
            let (journal, hash): (Vec<u8>, Vec<u8>) = (row.get(0)?, row.get(2)?);
            all.push(Finding {
                journal: JournalId(rows::sixteen(&journal)?),
                number: PageNumber(row.get(1)?),
                hash: rows::hash(&hash)?,
                problem: problem(row.get(3)?)?,
                detail: row.get(4)?,
                found_at: row.get(5)?,
                reported: row.get(6)?,
            });
        }
        Ok(all)
    }

    pub(super) fn opened(&self, pages: &[Page], openers: &Openers) -> Vec<Stamped> {
        let read = pages.iter().filter_map(|page| self.read_page(page, openers));
        read.flat_map(|page| page.events).collect()
    }
}

fn device(row: &JournalRow) -> Result<DeviceRow> {
    let certificate = Certificate::decode(&row.certificate)
        .map_err(|error| StoreError::Corrupt(error.to_string()))?;
    Ok(DeviceRow {
        journal: row.journal,
        invitation: certificate.invitation().claimed().invitation,
        certificate,
        status: row.status,
        head: row.head,
        head_received_at: row.head_received_at,
        folded: row.folded,
        counts_to: row.counts_to(),
    })
}

fn problem(code: u8) -> Result<PageProblem> {
    [PageProblem::DoesNotOpen, PageProblem::DoesNotDecode]
        .into_iter()
        .find(|problem| problem_code(*problem) == code)
        .ok_or_else(|| StoreError::Corrupt("a problem's code".into()))
}
