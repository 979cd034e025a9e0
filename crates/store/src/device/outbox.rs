//! The sending side: what is offered to a peer, and what its signed answer changes.
//!
//! A page leaves the offer when a receipt names it or a Held does, and stays on the device even
//! then. It refuses to believe a receipt whose hash is not its own: that is an alarm. An answer is
//! taken in one transaction, and taking it twice changes nothing. Rejected: a separate queue
//! table, which could disagree with the pages.

use domain::event::ClockCompared;
use domain::{Event, Payload};
use journal::answer::{Answerer, CheckedAnswer, Have};
use journal::attested::Attested;
use journal::contact::{Hello, Position};
use journal::ids::{Hash, JournalId, PageNumber};
use journal::outbox::{Accepted, Alarm, Exchange, Offer, Outbox, OutboxError, Toward};
use journal::page::{Head, Page};
use journal::receipts::{Held, Receipt};
use rusqlite::params;

use super::{ContinuedBecause, DeviceStore};
use crate::error::{Result, StoreError};
use crate::rows;

/// A comparison within this many seconds of the last one is no news.
const COMPARED_NEWS_S: i64 = 2;

impl From<StoreError> for OutboxError {
    fn from(error: StoreError) -> Self {
        if error.is_full() { Self::Full } else { Self::Broken(error.to_string()) }
    }
}

impl Outbox for DeviceStore {
    fn offer(&mut self, _toward: Toward, budget_bytes: usize) -> Result<Offer, OutboxError> {
        let (pages, more) = self.unreceipted(budget_bytes)?;
        let position =
            |journal, head: Head| Position { journal, number: head.number, hash: head.hash };
        let held =
            self.headquarters_heads().into_iter().map(|(id, head)| position(id, head)).collect();
        Ok(Offer {
            election: self.kit.election,
            root: self.kit.root,
            keys: self.kit.keys.clone(),
            receipt_key: self.kit.receipt_now(),
            certificate: self.kit.certificate.clone(),
            held,
            receipted: position(self.own.id, self.receipted(self.own.seq)?),
            sealed: position(self.own.id, self.own.head),
            pages,
            carried: Vec::new(),
            positions: Vec::new(),
            custody: Vec::new(),
            status: None,
            admission: None,
            more,
        })
    }

    fn sign_hello(
        &self,
        hello: Hello,
        expected: &[u8; 32],
    ) -> Result<Attested<Hello>, OutboxError> {
        Ok(Attested::sign_hello(hello, expected, &self.kit.signing))
    }

    fn accept(
        &mut self,
        answer: &CheckedAnswer,
        exchange: &Exchange,
    ) -> Result<Accepted, OutboxError> {
        self.db.execute_batch("BEGIN IMMEDIATE").map_err(StoreError::from)?;
        let taken = self.take_answer(answer, exchange).and_then(|accepted| {
            self.faults.before_commit()?;
            self.db.execute_batch("COMMIT")?;
            Ok(accepted)
        });
        match taken {
            Ok(accepted) => Ok(accepted),
            Err(error) => {
                // The first failure is what the caller must hear of.
                if !self.db.is_autocommit() {
                    self.db.execute_batch("ROLLBACK").map_err(StoreError::from)?;
                }
                self.load_again()?;
                Err(error.into())
            }
        }
    }
}

impl DeviceStore {
    fn take_answer(&mut self, answer: &CheckedAnswer, exchange: &Exchange) -> Result<Accepted> {
        let mut accepted = Accepted { more: answer.more, ..Accepted::default() };
        if answer.keys_are_new || self.kit.keys.is_none() {
            rows::set_fact(&self.db, "key_list", &answer.keys.to_bytes())?;
            self.kit.keys = Some(answer.keys.clone());
        }
        for receipt in &answer.receipts {
            self.take_receipt(receipt, &mut accepted)?;
        }
        for held in &answer.held {
            self.take_held(held, answer.time, &mut accepted)?;
        }
        for refused in &answer.refused {
            self.db.execute(
                "UPDATE pages SET refused = ?1 WHERE hash = ?2 AND state = 0",
                params![refusal_code(refused.refusal), refused.hash.0.as_slice()],
            )?;
        }
        for have in &answer.have {
            self.compare(have, answer.answerer == Answerer::Headquarters, &mut accepted)?;
        }
        for note in &answer.custody {
            self.keep_custody(note)?;
        }
        accepted.taken = self.take_pages(answer.own, &answer.pages)?;
        if let Some(endpoints) = &answer.endpoints {
            let bytes = minicbor::to_vec(endpoints)
                .map_err(|error| StoreError::Database(error.to_string()))?;
            rows::set_fact(&self.db, "endpoints", &bytes)?;
            self.kit.endpoints.clone_from(endpoints);
        }
        if answer.answerer == Answerer::Headquarters && answer.refusal.is_none() {
            self.compare_clock(answer.time, exchange)?;
        }
        Ok(accepted)
    }

    fn take_receipt(&mut self, receipt: &Attested<Receipt>, accepted: &mut Accepted) -> Result<()> {
        let body = receipt.claimed();
        let Some(seq) = self.own_seq(body.journal) else { return Ok(()) };
        if body.number == PageNumber(0) {
            return Ok(());
        }
        match self.page_hash(seq, body.number)? {
            Some(hash) if hash == body.hash => {}
            Some(_) => {
                let (journal, number, hash) = (body.journal, body.number, body.hash);
                accepted.alarms.push(Alarm::ForeignReceipt { journal, number, hash });
                return self.doubt(body.journal, ContinuedBecause::ForeignReceipt);
            }
            None => {
                let (journal, number) = (body.journal, body.number);
                accepted.alarms.push(Alarm::PeerHoldsMore { journal, number });
                return self.doubt(body.journal, ContinuedBecause::PeerHoldsMore);
            }
        }
        let newly = self.db.execute(
            "UPDATE pages SET state = 1, refused = 0 \
             WHERE journal = ?1 AND number <= ?2 AND state = 0",
            params![seq, body.number.0],
        )?;
        accepted.receipted += newly as u64;
        self.db.execute(
            "INSERT INTO receipts (journal, number, hash, received_at, bytes) \
             VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (journal, number) DO NOTHING",
            params![seq, body.number.0, body.hash.0.as_slice(), body.received_at, receipt.encode()],
        )?;
        Ok(())
    }

    fn take_held(
        &mut self,
        held: &Attested<Held>,
        _at: i64,
        accepted: &mut Accepted,
    ) -> Result<()> {
        let body = held.claimed();
        let Some(seq) = self.own_seq(body.journal) else { return Ok(()) };
        let newly = self.db.execute(
            "UPDATE pages SET state = 2, held = ?1, refused = 0 \
             WHERE journal = ?2 AND number = ?3 AND hash = ?4 AND state = 0",
            params![held_code(body.reason), seq, body.number.0, body.hash.0.as_slice()],
        )?;
        accepted.held += newly as u64;
        Ok(())
    }

    /// What the peer has of my journals: more than I do, or less than it receipted.
    fn compare(&mut self, have: &Have, by_hq: bool, accepted: &mut Accepted) -> Result<()> {
        let Some(seq) = self.own_seq(have.journal) else { return Ok(()) };
        if have.number == PageNumber(0) && !by_hq {
            return Ok(());
        }
        let (journal, number) = (have.journal, have.number);
        match self.page_hash(seq, number)? {
            None if number > PageNumber(0) => {
                accepted.alarms.push(Alarm::PeerHoldsMore { journal, number });
                // Only headquarters' word ends a journal; a relay's is an alarm.
                return match by_hq {
                    true => self.doubt(journal, ContinuedBecause::PeerHoldsMore),
                    false => Ok(()),
                };
            }
            Some(hash) if hash != have.hash => {
                accepted.alarms.push(Alarm::ForeignReceipt { journal, number, hash: have.hash });
                return match by_hq {
                    true => self.doubt(journal, ContinuedBecause::ForeignReceipt),
                    false => Ok(()),
                };
            }
            Some(_) | None => {}
        }
        if by_hq && number < self.receipted(seq)?.number {
            accepted.alarms.push(Alarm::PeerHoldsLess { journal, number });
            self.db.execute(
                "UPDATE pages SET state = 0 WHERE journal = ?1 AND number > ?2 AND state = 1",
                params![seq, number.0],
            )?;
            accepted.more = true;
        }
        Ok(())
    }

    fn keep_custody(&self, note: &Attested<journal::receipts::CustodyNote>) -> Result<()> {
        let body = note.claimed();
        let Some(seq) = self.own_seq(body.journal) else { return Ok(()) };
        self.db.execute(
            "INSERT INTO custody (journal, relay, number, received_at, bytes) \
             VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (journal, relay) DO UPDATE SET \
             number = excluded.number, received_at = excluded.received_at, \
             bytes = excluded.bytes",
            params![seq, body.relay.0.as_slice(), body.number.0, body.received_at, note.encode()],
        )?;
        Ok(())
    }

    /// Headquarters' signed time beside this boot's clock: an event, where it is news.
    fn compare_clock(&mut self, time: i64, exchange: &Exchange) -> Result<()> {
        let (sent, received) = (exchange.sent, exchange.received);
        if sent.boot != received.boot {
            return Ok(());
        }
        let boottime = sent.boottime + (received.boottime - sent.boottime) / 2;
        let offset = time.saturating_sub(boottime);
        let known = self
            .own
            .fold
            .clocks()
            .find(|clock| clock.boot == received.boot.0)
            .and_then(|clock| clock.offset);
        if known.is_some_and(|known| (known - offset).abs() <= COMPARED_NEWS_S) {
            return Ok(());
        }
        let compared = ClockCompared { boot: received.boot.0, boottime, headquarters_time: time };
        let event = Event::new(received.wall, Payload::ClockCompared(compared));
        let ordinal = self.own.next;
        let kept = super::KeptEvent { ordinal, clock: received.clock(), bytes: event.encode() };
        let changed = super::record::stamp(&kept).map(|stamped| self.own.fold.apply(&[stamped]));
        super::record::insert(&self.db, self.own.seq, &[(ordinal, kept.clock, kept.bytes)])?;
        rows::save(&self.db, self.own.seq, &changed.unwrap_or_default())?;
        self.own.next += 1;
        Ok(())
    }

    /// The journal that is written now is in doubt: nothing more is sealed in it.
    fn doubt(&mut self, journal: JournalId, because: ContinuedBecause) -> Result<()> {
        if journal == self.own.id {
            rows::set_fact(&self.db, "must_continue", &[because.code()])?;
            self.must_continue = Some(because);
        }
        Ok(())
    }

    fn unreceipted(&self, budget_bytes: usize) -> Result<(Vec<Page>, bool)> {
        let mut select = self.db.prepare_cached(
            "SELECT bytes FROM pages WHERE state = 0 AND (journal <> ?1 OR number <= ?2) \
             ORDER BY journal, number LIMIT 257",
        )?;
        // A page the guard does not know yet may still be forgotten by a copy put back.
        let guarded = if self.guard.journal == self.own.id { self.guard.number.0 } else { 0 };
        let mut found = select.query(params![self.own.seq, guarded])?;
        let mut pages: Vec<Page> = Vec::new();
        let mut left = budget_bytes;
        while let Some(row) = found.next()? {
            let bytes: Vec<u8> = row.get(0)?;
            let fits = bytes.len() <= left && pages.len() < 256;
            if !fits && !pages.is_empty() {
                return Ok((pages, true));
            }
            left = left.saturating_sub(bytes.len());
            let page = Page::decode(self.kit.election, &bytes)
                .map_err(|error| StoreError::Corrupt(error.to_string()))?;
            pages.push(page);
        }
        Ok((pages, false))
    }

    /// The last page of an own journal that a receipt names.
    pub(super) fn receipted(&self, seq: i64) -> Result<Head> {
        let mut select = self.db.prepare_cached(
            "SELECT number, hash FROM pages \
             WHERE journal = ?1 AND state = 1 ORDER BY number DESC LIMIT 1",
        )?;
        let mut found = select.query([seq])?;
        let Some(row) = found.next()? else { return Ok(Head::START) };
        let hash: Vec<u8> = row.get(1)?;
        Ok(Head { number: PageNumber(row.get(0)?), hash: rows::hash(&hash)? })
    }

    fn page_hash(&self, seq: i64, number: PageNumber) -> Result<Option<Hash>> {
        let mut select =
            self.db.prepare_cached("SELECT hash FROM pages WHERE journal = ?1 AND number = ?2")?;
        let mut found = select.query(params![seq, number.0.min(u64::MAX >> 1)])?;
        let Some(row) = found.next()? else { return Ok(None) };
        let hash: Vec<u8> = row.get(0)?;
        rows::hash(&hash).map(Some)
    }

    /// The row number of an own journal, current or former.
    pub(super) fn own_seq(&self, journal: JournalId) -> Option<i64> {
        std::iter::once(&self.own)
            .chain(&self.former)
            .find(|own| own.id == journal)
            .map(|own| own.seq)
    }
}

/// A held reason's number in the table; the same as on the wire.
pub(super) const fn held_code(reason: journal::receipts::HeldReason) -> u8 {
    use journal::receipts::HeldReason as Reason;
    match reason {
        Reason::Revoked => 1,
        Reason::Expired => 2,
        Reason::Fork => 3,
        Reason::SecondEnrolment => 4,
        Reason::Ended => 5,
    }
}

/// A refusal's number in the table; the same as on the wire.
pub(super) const fn refusal_code(refusal: journal::answer::Refusal) -> u8 {
    use journal::answer::Refusal;
    match refusal {
        Refusal::WrongVersion => 1,
        Refusal::NoValidChain => 2,
        Refusal::Oversize => 3,
        Refusal::Quota => 4,
        Refusal::OtherElection => 5,
        Refusal::BadHello => 6,
        Refusal::Malformed => 7,
        Refusal::Busy => 8,
        Refusal::NotAdmitted => 9,
    }
}
