//! Relays this device has met, and what each says it carries.
//!
//! A relay's latest answer replaces what it said of the own journals before: one that lost its
//! store must not keep pages from being given to it again. A note shortens what is offered to
//! that relay and nothing else; toward headquarters it changes nothing. It refuses to count a
//! note as a receipt. Rejected: remembering which page was sent to whom, which a lost answer or
//! a wiped relay would falsify.

use journal::answer::CheckedAnswer;
use journal::attested::Attested;
use journal::certificate::{Certificate, Chain};
use journal::ids::{Hash, JournalId, PageNumber};
use journal::outbox::{Accepted, Alarm};
use journal::receipts::CustodyNote;
use rusqlite::params;

use super::offering::is_covered;
use super::tables::CarriedRow;
use crate::device::DeviceStore;
use crate::error::{Result, StoreError};
use crate::rows;

/// A relay as it was met before, under one TLS key.
pub(super) struct Met {
    pub(super) chain: Chain,
}

/// Whether a note says that this page is carried.
pub(in crate::device) fn covers(note: &CustodyNote, number: PageNumber, hash: Hash) -> bool {
    let inside = (note.first..=note.number).contains(&number);
    let missing = note.gaps.iter().any(|(a, b)| (*a..=*b).contains(&number));
    inside && !missing && (number != note.number || hash == note.hash)
}

impl DeviceStore {
    /// The relay behind a TLS key, if it was met and its certificate still holds.
    pub(super) fn relay_of(&self, spki: &[u8; 32]) -> Result<Option<Met>> {
        let mut select = self.db.prepare_cached(
            "SELECT c.certificate FROM relays r JOIN relay_certificates c ON c.relay = r.relay \
             WHERE r.spki = ?1",
        )?;
        let mut found = select.query([spki.as_slice()])?;
        let Some(row) = found.next()? else { return Ok(None) };
        let bytes: Vec<u8> = row.get(0)?;
        let Some(keys) = &self.kit.keys else { return Ok(None) };
        let chain = Certificate::decode(&bytes).ok().and_then(|it| it.check(keys).ok());
        Ok(chain.map(|chain| Met { chain }))
    }

    /// A relay answered under this TLS key. Part of the caller's transaction.
    pub(in crate::device) fn relay_answered(
        &self,
        spki: &[u8; 32],
        chain: &Chain,
        answer: &CheckedAnswer,
        accepted: &mut Accepted,
    ) -> Result<()> {
        self.db.prepare_cached(include_str!("relay_met.sql"))?.execute(params![
            spki.as_slice(),
            chain.first_journal().0.as_slice(),
            answer.time
        ])?;
        if let Some(certificate) = &answer.certificate {
            self.keep_relay_certificate(chain, certificate)?;
        }
        // A request refused whole says nothing of what is carried.
        if answer.refusal.is_none() {
            self.replace_notes(chain, &answer.custody, accepted)?;
        }
        Ok(())
    }

    pub(super) fn keep_relay_certificate(
        &self,
        chain: &Chain,
        certificate: &Certificate,
    ) -> Result<()> {
        self.db.prepare_cached(include_str!("keep_relay_certificate.sql"))?.execute(params![
            chain.first_journal().0.as_slice(),
            chain.links().len(),
            certificate.encode()
        ])?;
        Ok(())
    }

    /// The relay's notes of now in place of its earlier ones for the own journals. Where it now
    /// says less than before it lost its store: what it said of others is forgotten too. Pages
    /// it no longer names and nobody has receipted are an alarm, and go along in this contact.
    fn replace_notes(
        &self,
        chain: &Chain,
        notes: &[Attested<CustodyNote>],
        accepted: &mut Accepted,
    ) -> Result<()> {
        let before = self.own_notes(chain)?;
        let said = |old: &CustodyNote| {
            let same = notes.iter().map(Attested::claimed).filter(|n| n.journal == old.journal);
            same.map(|new| new.number).max().is_some_and(|number| number >= old.number)
        };
        let lost = !before.iter().all(said);
        for link in chain.links() {
            let relay = link.journal.0;
            self.db
                .prepare_cached("DELETE FROM custody WHERE relay = ?1")?
                .execute([relay.as_slice()])?;
            if lost {
                self.db
                    .prepare_cached("DELETE FROM carried_custody WHERE relay = ?1")?
                    .execute([relay.as_slice()])?;
            }
        }
        for note in notes {
            match self.own_seq(note.claimed().journal) {
                Some(seq) => self.keep_own_note(seq, note)?,
                None => self.keep_carried_note(note)?,
            }
        }
        let now: Vec<CustodyNote> = notes.iter().map(|note| note.claimed().clone()).collect();
        for bytes in self.own_unsent()? {
            let page = self.page_of(&bytes)?;
            if is_covered(&before, &page) && !is_covered(&now, &page) {
                let (journal, number) = (page.header().journal, page.header().number);
                accepted.alarms.push(Alarm::CustodyLost { journal, number });
                accepted.more = true;
                break;
            }
        }
        Ok(())
    }

    /// Since when each own page is with a relay: `at` for those a note newly covers, nothing for
    /// those no note covers any more. A note renewed at each contact does not move it.
    pub(in crate::device) fn mark_custody(&self, at: i64) -> Result<()> {
        let mut notes = Vec::new();
        let mut select = self.db.prepare_cached("SELECT bytes FROM custody")?;
        let found = select.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
        for bytes in found {
            notes.push(note_of(&bytes?)?.claimed().clone());
        }
        for bytes in self.own_unsent()? {
            let page = self.page_of(&bytes)?;
            let since = if is_covered(&notes, &page) { at } else { 0 };
            self.db
                .prepare_cached(
                    "UPDATE pages SET custody_at = ?1 \
                     WHERE hash = ?2 AND state = 0 AND (custody_at = 0) <> (?1 = 0)",
                )?
                .execute(params![since, page.hash().0.as_slice()])?;
        }
        Ok(())
    }

    /// A relay's note for an own journal, signature checked by the caller; the latest stays.
    pub(super) fn keep_own_note(&self, seq: i64, note: &Attested<CustodyNote>) -> Result<()> {
        let body = note.claimed();
        self.db.prepare_cached(include_str!("keep_own_note.sql"))?.execute(params![
            seq,
            body.relay.0.as_slice(),
            body.number.0.min(u64::MAX >> 1),
            body.received_at,
            note.encode()
        ])?;
        Ok(())
    }

    /// Another relay's note for a carried journal, signature checked by the caller; the latest
    /// stays. Notes for journals nothing is carried for are ignored.
    pub(super) fn keep_carried_note(&self, note: &Attested<CustodyNote>) -> Result<()> {
        let body = note.claimed();
        if CarriedRow::find(&self.db, body.journal)?.is_none() {
            return Ok(());
        }
        self.db.prepare_cached(include_str!("keep_carried_note.sql"))?.execute(params![
            body.journal.0.as_slice(),
            body.relay.0.as_slice(),
            body.number.0.min(u64::MAX >> 1),
            body.received_at,
            note.encode()
        ])?;
        Ok(())
    }

    /// What a relay says it carries of the own journals.
    fn own_notes(&self, chain: &Chain) -> Result<Vec<CustodyNote>> {
        self.notes_of(chain, "SELECT bytes FROM custody WHERE relay = ?1")
    }

    /// What a relay says it carries, of any journal.
    pub(super) fn notes_by(&self, chain: &Chain) -> Result<Vec<CustodyNote>> {
        let mut notes = self.own_notes(chain)?;
        notes.extend(self.notes_of(chain, "SELECT bytes FROM carried_custody WHERE relay = ?1")?);
        Ok(notes)
    }

    fn notes_of(&self, chain: &Chain, sql: &str) -> Result<Vec<CustodyNote>> {
        let mut notes = Vec::new();
        for link in chain.links() {
            let mut select = self.db.prepare_cached(sql)?;
            let mut found = select.query([link.journal.0.as_slice()])?;
            while let Some(row) = found.next()? {
                notes.push(note_of(&row.get::<_, Vec<u8>>(0)?)?.claimed().clone());
            }
        }
        Ok(notes)
    }

    /// Notes of every relay for pages that are not receipted, with the relay's certificate:
    /// headquarters then knows who owes it pages. Notes of relays unknown here stay here.
    pub(super) fn notes_to_pass(&self) -> Result<Vec<(Vec<u8>, Certificate)>> {
        let mut select = self.db.prepare(include_str!("notes_to_pass.sql"))?;
        let mut found = select.query([])?;
        let certificates = self.relay_certificates()?;
        let mut notes = Vec::new();
        while let Some(row) = found.next()? {
            let relay = JournalId(rows::sixteen(&row.get::<_, Vec<u8>>(1)?)?);
            let known = certificates.iter().find(|(_, chain)| chain.link_of(relay).is_some());
            if let Some((certificate, _)) = known {
                notes.push((row.get(0)?, certificate.clone()));
            }
        }
        Ok(notes)
    }

    /// Certificates of relays that still hold.
    fn relay_certificates(&self) -> Result<Vec<(Certificate, Chain)>> {
        let Some(keys) = &self.kit.keys else { return Ok(Vec::new()) };
        let mut select = self.db.prepare_cached("SELECT certificate FROM relay_certificates")?;
        let found = select.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
        let mut known = Vec::new();
        for bytes in found {
            let bytes = bytes?;
            let certificate = Certificate::decode(&bytes)
                .map_err(|error| StoreError::Corrupt(error.to_string()))?;
            if let Ok(chain) = certificate.check(keys) {
                known.push((certificate, chain));
            }
        }
        Ok(known)
    }
}

pub(super) fn note_of(bytes: &[u8]) -> Result<Attested<CustodyNote>> {
    Attested::decode(bytes).map_err(|error| StoreError::Corrupt(error.to_string()))
}
