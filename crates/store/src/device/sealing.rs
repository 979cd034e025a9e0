//! Sealing the tail: the page's bytes and the events it takes are one commit, then the guard.
//!
//! Only after both is a page offered to anyone, so a crash anywhere leaves one byte string under
//! one number, ever. It refuses to seal in a journal that must be continued. Rejected: sealing
//! at the moment of sending, where a retry makes other bytes.

use journal::event::EventBytes;
use journal::ids::{Ordinal, PageNumber};
use journal::page::Head;
use journal::seal::{Draft, DraftEvent, Reader, SealError, Sealed};
use rand_core::CryptoRng;
use rusqlite::params;

use super::{DeviceStore, record};
use crate::error::{Result, StoreError};

/// The most events one page takes: at this many the tail is due.
pub const EVENTS_PER_PAGE: u64 = 1000;

impl DeviceStore {
    /// Seals the whole tail, in as many pages as it needs; gives their heads, none when there is
    /// no tail. `sealed_at` is the wall clock; the page says its quarter hour only.
    pub fn seal(&mut self, sealed_at: i64, rng: &mut dyn CryptoRng) -> Result<Vec<Head>> {
        self.seal_tail(sealed_at, false, rng)
    }

    /// The same for an urgent tail: its pages leave before all others, to whoever is met. That
    /// they are urgent stands in no signed byte and on no other device.
    pub fn seal_urgent(&mut self, sealed_at: i64, rng: &mut dyn CryptoRng) -> Result<Vec<Head>> {
        self.seal_tail(sealed_at, true, rng)
    }

    fn seal_tail(
        &mut self,
        sealed_at: i64,
        urgent: bool,
        rng: &mut dyn CryptoRng,
    ) -> Result<Vec<Head>> {
        if self.must_continue.is_some() {
            return Err(StoreError::Refused("the journal must be continued before sealing"));
        }
        self.guard_head(rng)?;
        let mut heads = Vec::new();
        while self.own.sealed_to + 1 < self.own.next {
            heads.push(self.seal_one(sealed_at, urgent, rng)?);
        }
        Ok(heads)
    }

    /// Whether the tail is due: a thousand events, or the hour of its first event is over.
    /// `hour_began` is the wall clock's second at which the present hour began.
    pub fn seal_due(&self, hour_began: i64) -> Result<bool> {
        let tail = self.own.next - 1 - self.own.sealed_to;
        if tail == 0 || tail >= EVENTS_PER_PAGE {
            return Ok(tail > 0);
        }
        let first =
            record::read(&self.db, self.own.seq, self.own.sealed_to + 1, self.own.sealed_to + 1)?;
        Ok(first
            .into_iter()
            .any(|event| EventBytes::new(event.bytes).is_ok_and(|bytes| bytes.time() < hour_began)))
    }

    fn seal_one(&mut self, sealed_at: i64, urgent: bool, rng: &mut dyn CryptoRng) -> Result<Head> {
        let first = self.own.sealed_to + 1;
        let mut take = EVENTS_PER_PAGE;
        let (sealed, last) = loop {
            let events = record::read(&self.db, self.own.seq, first, first + take - 1)?;
            let last = first + events.len() as u64 - 1;
            match self.draft(first, events, sealed_at)?.seal(&self.reader(), &self.kit.signing, rng)
            {
                Ok(sealed) => break (sealed, last),
                Err(SealError::TooMuch) if take > 1 => take /= 2,
                Err(error) => return Err(StoreError::Journal(error.to_string())),
            }
        };
        let head = sealed.page.head();
        self.keep_sealed(&sealed, last, urgent)?;
        self.own.head = head;
        self.own.sealed_to = last;
        self.guard_head(rng)?;
        Ok(head)
    }

    /// Brings the guard up to the last sealed page; before that it is not offered.
    pub(super) fn guard_head(&mut self, rng: &mut dyn CryptoRng) -> Result<()> {
        let own = &self.own;
        if self.guard.journal == own.id && self.guard.head() == own.head {
            return Ok(());
        }
        let mut next = self.guard.clone();
        (next.journal, next.number, next.hash) = (own.id, own.head.number, own.head.hash);
        next.write(&self.folder.guard(), &self.master, rng)?;
        self.guard = next;
        Ok(())
    }

    fn keep_sealed(&mut self, sealed: &Sealed, last: u64, urgent: bool) -> Result<()> {
        let PageNumber(number) = sealed.page.header().number;
        let tx = self.db.unchecked_transaction()?;
        tx.prepare_cached(
            "INSERT INTO pages (journal, number, last_ordinal, hash, salt, state, held, refused, \
             bytes, urgent) VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, 0, ?6, ?7)",
        )?
        .execute(params![
            self.own.seq,
            number,
            last,
            sealed.page.hash().0.as_slice(),
            sealed.salt.0.as_slice(),
            sealed.page.bytes(),
            urgent
        ])?;
        self.faults.before_commit()?;
        tx.commit()?;
        Ok(())
    }

    fn draft(&self, first: u64, events: Vec<record::KeptEvent>, sealed_at: i64) -> Result<Draft> {
        let events = events
            .into_iter()
            .map(|event| {
                let bytes = EventBytes::new(event.bytes)
                    .map_err(|error| StoreError::Journal(error.to_string()))?;
                Ok(DraftEvent { clock: event.clock, bytes })
            })
            .collect::<Result<_>>()?;
        Ok(Draft {
            election: self.kit.election,
            journal: self.own.id,
            after: self.own.head,
            first: Ordinal(first),
            events,
            sealed_at,
            padded: false,
        })
    }

    fn reader(&self) -> Reader {
        let (number, key) = self.kit.sealing_now();
        Reader { key, number }
    }
}
