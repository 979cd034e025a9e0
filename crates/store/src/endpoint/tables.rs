//! A journal's row, and the codes its columns hold.
//!
//! Status, reasons and decisions are numbers in the tables and enums everywhere else; this is the
//! only place that knows both. It refuses numbers it does not know as damage. Rejected: the
//! enums' debug names as text, which a renaming would silently break.

use journal::certificate::{Certificate, Chain};
use journal::ids::{Hash, JournalId, PageNumber};
use journal::judge::{FirstContact, Status};
use journal::keylist::TrustedKeys;
use journal::page::Head;
use journal::receipts::HeldReason;
use rusqlite::{Connection, Row, params};

use crate::error::{Result, StoreError};
use crate::rows;

/// Whose a journal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Device = 1,
    Common = 2,
    Assigned = 3,
    Desk = 4,
}

/// A row of `journals`.
#[derive(Debug, Clone)]
pub(super) struct JournalRow {
    pub(super) seq: i64,
    pub(super) journal: JournalId,
    pub(super) certificate: Vec<u8>,
    pub(super) links: usize,
    pub(super) status: Status,
    pub(super) head: Head,
    pub(super) head_received_at: i64,
    pub(super) folded: PageNumber,
    pub(super) revision: u64,
}

pub(super) const COLUMNS: &str = "seq, journal, certificate, links, status, until, head, \
                                  head_hash, head_received_at, folded, revision";

impl JournalRow {
    pub(super) fn read(row: &Row<'_>) -> Result<Self> {
        let journal: Vec<u8> = row.get(1)?;
        let hash: Vec<u8> = row.get(7)?;
        Ok(Self {
            seq: row.get(0)?,
            journal: JournalId(rows::sixteen(&journal)?),
            certificate: row.get(2)?,
            links: row.get(3)?,
            status: status(row.get(4)?, row.get(5)?)?,
            head: Head { number: PageNumber(row.get(6)?), hash: rows::hash(&hash)? },
            head_received_at: row.get(8)?,
            folded: PageNumber(row.get(9)?),
            revision: row.get(10)?,
        })
    }

    /// A journal's row, `None` if it is not known.
    pub(super) fn find(db: &Connection, journal: JournalId) -> Result<Option<Self>> {
        let sql = format!("SELECT {COLUMNS} FROM journals WHERE journal = ?1");
        let mut select = db.prepare_cached(&sql)?;
        let mut found = select.query([journal.0.as_slice()])?;
        found.next()?.map(Self::read).transpose()
    }

    /// The author's certificate, checked again.
    pub(super) fn author(&self, keys: &TrustedKeys) -> Result<(Certificate, Chain)> {
        let damaged = |error: String| StoreError::Corrupt(format!("certificate: {error}"));
        let certificate =
            Certificate::decode(&self.certificate).map_err(|e| damaged(e.to_string()))?;
        let chain = certificate.check(keys).map_err(|e| damaged(e.to_string()))?;
        Ok((certificate, chain))
    }

    /// The last page that may be folded.
    pub(super) fn counts_to(&self) -> PageNumber {
        match self.status {
            Status::Good => self.head.number,
            Status::Expired | Status::SecondEnrolment | Status::Forked => PageNumber(0),
            Status::Revoked(last) | Status::Ended(last) => self.head.number.min(last),
        }
    }
}

impl JournalRow {
    /// Whether pages folded from `before` up to `until` may be kept: nobody else folded, nothing
    /// was forgotten, and all of them still count.
    pub(super) fn is_where(&self, before: &Self, until: PageNumber) -> bool {
        self.folded == before.folded
            && self.revision == before.revision
            && self.counts_to() >= until
    }
}

/// Enters a device's journal, or finds it. A certificate that only adds continuations to the known
/// one takes its place.
pub(super) fn enter_device(
    db: &Connection,
    keys: &TrustedKeys,
    journal: JournalId,
    author: (&Chain, &Certificate),
    status: Status,
) -> Result<JournalRow> {
    let (chain, certificate) = author;
    if let Some(row) = JournalRow::find(db, journal)? {
        if row.links < chain.links().len() && chain.extends(&row.author(keys)?.1) {
            db.prepare_cached("UPDATE journals SET certificate = ?1, links = ?2 WHERE seq = ?3")?
                .execute(params![certificate.encode(), chain.links().len(), row.seq])?;
        }
        return Ok(JournalRow { status, ..row });
    }
    insert(db, journal, Role::Device, &[], Some(author), status)?;
    JournalRow::find(db, journal)?.ok_or_else(|| StoreError::Corrupt("a journal's row".into()))
}

/// Enters a journal.
pub(super) fn insert(
    db: &Connection,
    journal: JournalId,
    role: Role,
    subject: &[u8],
    author: Option<(&Chain, &Certificate)>,
    status: Status,
) -> Result<()> {
    let (code, until) = status_codes(status);
    let (invitation, certificate, links) = match author {
        Some((chain, certificate)) => {
            (chain.invitation.0.to_vec(), certificate.encode(), chain.links().len())
        }
        None => (Vec::new(), Vec::new(), 0),
    };
    db.prepare_cached(include_str!("enter_journal.sql"))?.execute(params![
        journal.0.as_slice(),
        role as i64,
        subject,
        invitation,
        certificate,
        links,
        code,
        until,
        Hash::ZERO.0.as_slice()
    ])?;
    Ok(())
}

/// An invitation's first use, entered if this is it.
pub(crate) fn first_contact(db: &Connection, chain: &Chain, at: i64) -> Result<FirstContact> {
    db.prepare_cached(
        "INSERT INTO first_contacts (invitation, journal, at) VALUES (?1, ?2, ?3) \
         ON CONFLICT (invitation) DO NOTHING",
    )?
    .execute(params![
        chain.invitation.0.as_slice(),
        chain.first_journal().0.as_slice(),
        at
    ])?;
    first_contact_if(db, chain, at)
}

/// An invitation's first use as it is entered, or as it would be if this were it.
pub(super) fn first_contact_if(db: &Connection, chain: &Chain, at: i64) -> Result<FirstContact> {
    let mut select =
        db.prepare_cached("SELECT journal, at FROM first_contacts WHERE invitation = ?1")?;
    let mut found = select.query([chain.invitation.0.as_slice()])?;
    let Some(row) = found.next()? else {
        return Ok(FirstContact { journal: chain.first_journal(), at });
    };
    let journal: Vec<u8> = row.get(0)?;
    Ok(FirstContact { journal: JournalId(rows::sixteen(&journal)?), at: row.get(1)? })
}

/// Says that a journal's quarantine or waiting pages changed.
pub(super) fn touch_beside(db: &Connection, seq: i64) -> Result<()> {
    db.prepare_cached(
        "UPDATE journals SET beside = (SELECT COALESCE(MAX(beside), 0) + 1 FROM journals) \
         WHERE seq = ?1",
    )?
    .execute([seq])?;
    Ok(())
}

/// A page number as a column.
pub(super) fn signed(number: PageNumber) -> i64 {
    i64::try_from(number.0).unwrap_or(i64::MAX)
}

/// A status as its two columns.
pub(super) fn status_codes(status: Status) -> (u8, i64) {
    match status {
        Status::Good => (1, 0),
        Status::Expired => (2, 0),
        Status::SecondEnrolment => (3, 0),
        Status::Revoked(last) => (4, signed(last)),
        Status::Ended(last) => (5, signed(last)),
        Status::Forked => (6, 0),
    }
}

fn status(code: u8, until: i64) -> Result<Status> {
    let last = PageNumber(u64::try_from(until).unwrap_or(0));
    match code {
        1 => Ok(Status::Good),
        2 => Ok(Status::Expired),
        3 => Ok(Status::SecondEnrolment),
        4 => Ok(Status::Revoked(last)),
        5 => Ok(Status::Ended(last)),
        6 => Ok(Status::Forked),
        _ => Err(StoreError::Corrupt("a journal's status".into())),
    }
}

/// A reason's number, the same as on the wire.
pub(crate) const fn reason_code(reason: HeldReason) -> u8 {
    match reason {
        HeldReason::Revoked => 1,
        HeldReason::Expired => 2,
        HeldReason::Fork => 3,
        HeldReason::SecondEnrolment => 4,
        HeldReason::Ended => 5,
    }
}

/// The reason of a number.
pub(crate) fn reason(code: u8) -> Result<HeldReason> {
    [
        HeldReason::Revoked,
        HeldReason::Expired,
        HeldReason::Fork,
        HeldReason::SecondEnrolment,
        HeldReason::Ended,
    ]
    .into_iter()
    .find(|reason| reason_code(*reason) == code)
    .ok_or_else(|| StoreError::Corrupt("a held reason".into()))
}
