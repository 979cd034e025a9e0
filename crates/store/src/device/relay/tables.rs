//! Rows of carried journals: whose they are, and what headquarters said of them.
//!
//! First contacts and decisions lie in tables of the endpoint's shape and are read by its code.
//! Nothing here holds content, a name or a station. It refuses a certificate of another writer
//! for a journal that is known. Rejected: sharing the endpoint's table of journals, which has
//! a linked head and a fold's cursor that a relay must never have.

use journal::certificate::{Certificate, Chain};
use journal::ids::{Hash, InvitationId, JournalId, PageNumber};
use journal::judge::{FirstContact, same_writer};
use journal::keylist::TrustedKeys;
use journal::page::Head;
use rusqlite::{Connection, Row, params};

use crate::error::{Result, StoreError};
use crate::rows;

/// Who named headquarters' journal for a carried device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NamedBy {
    Nobody = 0,
    Relay = 1,
    Headquarters = 2,
}

/// A row of `carried_journals`.
#[derive(Debug, Clone)]
pub(super) struct CarriedRow {
    pub(super) seq: i64,
    pub(super) journal: JournalId,
    pub(super) invitation: InvitationId,
    /// Empty when it was lost with a damaged database.
    pub(super) certificate: Vec<u8>,
    pub(super) links: usize,
    /// Headquarters' journal for this device.
    pub(super) hq: Option<JournalId>,
    pub(super) hq_by: NamedBy,
    /// The last page a receipt names.
    pub(super) receipted: Head,
    /// That receipt as signed; empty for none.
    pub(super) receipt: Vec<u8>,
}

const COLUMNS: &str = "seq, journal, invitation, certificate, links, hq, hq_by, receipted, \
                       receipted_hash, receipt";

impl CarriedRow {
    fn read(row: &Row<'_>) -> Result<Self> {
        let (journal, invitation): (Vec<u8>, Vec<u8>) = (row.get(1)?, row.get(2)?);
        let (hq, hash): (Vec<u8>, Vec<u8>) = (row.get(5)?, row.get(8)?);
        Ok(Self {
            seq: row.get(0)?,
            journal: JournalId(rows::sixteen(&journal)?),
            invitation: InvitationId(rows::sixteen(&invitation)?),
            certificate: row.get(3)?,
            links: row.get(4)?,
            hq: if hq.is_empty() { None } else { Some(JournalId(rows::sixteen(&hq)?)) },
            hq_by: match row.get(6)? {
                0i64 => NamedBy::Nobody,
                1 => NamedBy::Relay,
                2 => NamedBy::Headquarters,
                _ => return Err(StoreError::Corrupt("who named a journal".into())),
            },
            receipted: Head { number: PageNumber(row.get(7)?), hash: rows::hash(&hash)? },
            receipt: row.get(9)?,
        })
    }

    /// A journal's row, `None` if nothing is carried for it.
    pub(super) fn find(db: &Connection, journal: JournalId) -> Result<Option<Self>> {
        let sql = format!("SELECT {COLUMNS} FROM carried_journals WHERE journal = ?1");
        let mut select = db.prepare_cached(&sql)?;
        let mut found = select.query([journal.0.as_slice()])?;
        found.next()?.map(Self::read).transpose()
    }

    /// Every row in the order they came.
    pub(super) fn all(db: &Connection) -> Result<Vec<Self>> {
        let sql = format!("SELECT {COLUMNS} FROM carried_journals ORDER BY seq");
        let mut select = db.prepare_cached(&sql)?;
        let mut found = select.query([])?;
        let mut all = Vec::new();
        while let Some(row) = found.next()? {
            all.push(Self::read(row)?);
        }
        Ok(all)
    }

    /// The author's certificate, checked again.
    pub(super) fn author(&self, keys: &TrustedKeys) -> Result<(Certificate, Chain)> {
        let damaged = |error: String| StoreError::Corrupt(format!("certificate: {error}"));
        let certificate =
            Certificate::decode(&self.certificate).map_err(|e| damaged(e.to_string()))?;
        let chain = certificate.check(keys).map_err(|e| damaged(e.to_string()))?;
        Ok((certificate, chain))
    }

    /// Whether the journal belongs to another writer than the one that came.
    pub(super) fn is_foreign(&self, came: &Certificate, chain: &Chain, keys: &TrustedKeys) -> bool {
        if self.certificate.is_empty() || self.certificate == came.encode() {
            return false;
        }
        match self.author(keys) {
            Ok((_, known)) => !same_writer(&known, chain, self.journal),
            Err(_) => true,
        }
    }
}

/// Enters a journal, or finds it; a longer certificate takes the place of a shorter one.
pub(super) fn enter(
    db: &Connection,
    journal: JournalId,
    chain: &Chain,
    certificate: &Certificate,
) -> Result<i64> {
    let links = chain.links().len();
    if let Some(row) = CarriedRow::find(db, journal)? {
        if row.links < links {
            db.prepare_cached(
                "UPDATE carried_journals SET certificate = ?1, links = ?2, invitation = ?3 \
                 WHERE seq = ?4",
            )?
            .execute(params![
                certificate.encode(),
                links,
                chain.invitation.0.as_slice(),
                row.seq
            ])?;
        }
        return Ok(row.seq);
    }
    db.prepare_cached(include_str!("enter_carried_journal.sql"))?.execute(params![
        journal.0.as_slice(),
        chain.invitation.0.as_slice(),
        certificate.encode(),
        links,
        Hash::ZERO.0.as_slice()
    ])?;
    Ok(db.last_insert_rowid())
}

/// An invitation's first use here, if there was one.
pub(super) fn known_contact(
    db: &Connection,
    invitation: InvitationId,
) -> Result<Option<FirstContact>> {
    let mut select =
        db.prepare_cached("SELECT journal, at FROM first_contacts WHERE invitation = ?1")?;
    let mut found = select.query([invitation.0.as_slice()])?;
    let Some(row) = found.next()? else { return Ok(None) };
    let journal: Vec<u8> = row.get(0)?;
    Ok(Some(FirstContact { journal: JournalId(rows::sixteen(&journal)?), at: row.get(1)? }))
}
