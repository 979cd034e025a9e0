//! Certificates that name a journal of somebody else's: found, kept, told to the operator.
//!
//! A journal's id stands in clear in its pages, so that whoever carries them could enrol once
//! more under it. The first certificate that named a journal owns it, unless nothing of it ever
//! counted: then it gives way to one that counts, and what it left in quarantine is set aside.
//! It refuses to delete, and to let one that does not count push out another. Rejected: two
//! writers under one id, which no receipt could tell apart.

use journal::certificate::{Certificate, Chain};
use journal::ids::{InvitationId, JournalId, PageNumber};
use journal::judge::{Place, Status, same_writer};
use journal::page::Page;
use rusqlite::params;

use super::EndpointStore;
use super::check::CheckReport;
use super::tables::{self, JournalRow};
use crate::error::{Result, StoreError};
use crate::rows;

/// Most claims of one invitation that are kept by name.
const CLAIMS_OF_AN_INVITATION_MAX: i64 = 32;

/// An invitation whose holder named a journal of another writer's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignClaim {
    /// The journal.
    pub journal: JournalId,
    /// Who claims it.
    pub invitation: InvitationId,
    /// When it was first seen, Unix seconds.
    pub seen_at: i64,
    /// It came first, never counted, and gave way to the journal's writer of now.
    pub gave_way: bool,
}

impl EndpointStore {
    /// All claims on journals of others, in the order they were seen.
    pub fn foreign_claims(&self) -> Result<Vec<ForeignClaim>> {
        let mut select = self.db.prepare_cached(include_str!("foreign_claims.sql"))?;
        let mut found = select.query([])?;
        let mut all = Vec::new();
        while let Some(row) = found.next()? {
            let (journal, invitation): (Vec<u8>, Vec<u8>) = (row.get(0)?, row.get(1)?);
            all.push(ForeignClaim {
                journal: JournalId(rows::sixteen(&journal)?),
                invitation: InvitationId(rows::sixteen(&invitation)?),
                seen_at: row.get(2)?,
                gave_way: row.get(3)?,
            });
        }
        Ok(all)
    }

    /// Whether the journal is the writer's whose certificate came, or is from now on; `status` is
    /// what the journal would be under it. What is another's is kept as a claim.
    pub(super) fn yields(
        &self,
        row: &JournalRow,
        came: (&Chain, &Certificate),
        status: Status,
        at: i64,
    ) -> Result<bool> {
        if !self.is_foreign(row, came) {
            return Ok(true);
        }
        let never_counted = row.status != Status::Good && row.head.number == PageNumber(0);
        let at_headquarters = self.place == Place::Headquarters && !row.certificate.is_empty();
        if at_headquarters && never_counted && status == Status::Good {
            self.give_way(row, came, at)?;
            return Ok(true);
        }
        let (chain, certificate) = came;
        let known: i64 = self
            .db
            .prepare_cached("SELECT COUNT(*) FROM claims WHERE invitation = ?1")?
            .query_row([chain.invitation.0.as_slice()], |row| row.get(0))?;
        if known < CLAIMS_OF_AN_INVITATION_MAX {
            self.note_claim(row.journal, chain.invitation, &certificate.encode(), at, false)?;
        }
        Ok(false)
    }

    /// Whether a journal belongs to another writer than the one that came.
    fn is_foreign(&self, row: &JournalRow, (chain, came): (&Chain, &Certificate)) -> bool {
        if row.certificate == came.encode() {
            return false;
        }
        // Headquarters' own journals have no author: nobody else may write them.
        match row.author(&self.keys) {
            Ok((_, known)) => !same_writer(&known, chain, row.journal),
            Err(_) => true,
        }
    }

    /// The certificate that came takes the place of one that never counted.
    fn give_way(
        &self,
        row: &JournalRow,
        (chain, certificate): (&Chain, &Certificate),
        at: i64,
    ) -> Result<()> {
        let damaged = |error: String| StoreError::Corrupt(format!("certificate: {error}"));
        let before =
            Certificate::decode(&row.certificate).map_err(|error| damaged(error.to_string()))?;
        let invitation = before.invitation().claimed().invitation;
        self.note_claim(row.journal, invitation, &row.certificate, at, true)?;
        let claim: i64 = self
            .db
            .prepare_cached("SELECT seq FROM claims WHERE journal = ?1 AND certificate = ?2")?
            .query_row(params![row.journal.0.as_slice(), row.certificate], |row| row.get(0))?;
        self.db.execute(include_str!("set_claimed_aside.sql"), params![claim, row.seq])?;
        for table in ["quarantine", "waiting", "ways"] {
            self.db.execute(&format!("DELETE FROM {table} WHERE journal = ?1"), [row.seq])?;
        }
        let (status, until) = tables::status_codes(Status::Good);
        self.db.execute(
            include_str!("give_way.sql"),
            params![
                chain.invitation.0.as_slice(),
                certificate.encode(),
                chain.links().len(),
                status,
                until,
                row.seq
            ],
        )?;
        // What headquarters wrote to the claimant is sealed to another key: it is told anew.
        self.db.execute(
            "UPDATE journals SET subject = journal WHERE role = 3 AND subject = ?1",
            [row.journal.0.as_slice()],
        )?;
        tables::touch_beside(&self.db, row.seq)
    }

    fn note_claim(
        &self,
        journal: JournalId,
        invitation: InvitationId,
        certificate: &[u8],
        at: i64,
        gave_way: bool,
    ) -> Result<()> {
        let (journal, invitation) = (journal.0.as_slice(), invitation.0.as_slice());
        self.db.prepare_cached(include_str!("note_claim.sql"))?.execute(params![
            journal,
            invitation,
            certificate,
            at,
            gave_way
        ])?;
        Ok(())
    }

    /// Pages set aside: each must be signed by the certificate of its claim.
    pub(super) fn check_claims(&self, report: &mut CheckReport) -> Result<()> {
        let mut select = self.db.prepare(
            "SELECT c.journal, c.certificate, p.number, p.bytes FROM claimed_pages p \
             JOIN claims c ON c.seq = p.claim ORDER BY p.claim, p.number",
        )?;
        let mut found = select.query([])?;
        while let Some(row) = found.next()? {
            let (journal, certificate): (Vec<u8>, Vec<u8>) = (row.get(0)?, row.get(1)?);
            let (number, bytes): (u64, Vec<u8>) = (row.get(2)?, row.get(3)?);
            let chain = Certificate::decode(&certificate).ok();
            let chain = chain.and_then(|it| it.check(&self.keys).ok());
            let page = Page::decode(self.election(), &bytes).ok();
            match chain.zip(page).map(|(chain, page)| chain.check_page(page)) {
                Some(Ok(_)) => report.held += 1,
                Some(Err(_)) | None => {
                    let journal = JournalId(rows::sixteen(&journal)?);
                    let problem = format!("{journal}: claimed page {number} does-not-hold");
                    report.problems.push(problem);
                }
            }
        }
        Ok(())
    }
}
