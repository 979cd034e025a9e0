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
use journal::contact::Hello;
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
    fn offer(&mut self, toward: Toward, budget_bytes: usize) -> Result<Offer, OutboxError> {
        Ok(self.offer_to(toward, budget_bytes)?)
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
        Ok(self.at_once(|store| store.take_answer(answer, exchange))?)
    }
}

impl DeviceStore {
    fn take_answer(&mut self, answer: &CheckedAnswer, exchange: &Exchange) -> Result<Accepted> {
        let mut accepted = Accepted { more: answer.more, ..Accepted::default() };
        let at = exchange.received.wall;
        if answer.keys_are_new || self.kit.keys.is_none() {
            rows::set_fact(&self.db, "key_list", &answer.keys.to_bytes())?;
            self.kit.keys = Some(answer.keys.clone());
        }
        for receipt in &answer.receipts {
            self.take_receipt(receipt, at, &mut accepted)?;
        }
        self.look_at_relay(exchange.toward, answer, &mut accepted)?;
        for held in &answer.held {
            // The check of the answer let no relay name a key of headquarters'.
            self.take_held(held, held.claimed().key > 0, at, &mut accepted)?;
        }
        for refused in &answer.refused {
            self.db.execute(
                "UPDATE pages SET refused = ?1 WHERE hash = ?2 AND state = 0",
                params![refusal_code(refused.refusal), refused.hash.0.as_slice()],
            )?;
            self.take_carried_refusal(refused)?;
        }
        let by_hq = answer.answerer == Answerer::Headquarters;
        // What a relay says it has was named and is not looked at.
        for have in answer.have.iter().filter(|_| by_hq) {
            self.compare(have, &mut accepted)?;
        }
        if let (Answerer::Relay(chain), Toward::Relay { spki }) =
            (&answer.answerer, &exchange.toward)
        {
            self.relay_answered(spki, chain, answer, &mut accepted)?;
            self.mark_custody(at)?;
        }
        self.take_owns(&answer.owns, by_hq)?;
        let own = answer.own.filter(|own| by_hq || self.believes(*own, &answer.pages));
        accepted.taken = self.take_told(own, &answer.pages)?;
        self.settle_offer(exchange.toward, answer, &mut accepted)?;
        if let Some(endpoints) = &answer.endpoints {
            let bytes = minicbor::to_vec(endpoints)
                .map_err(|error| StoreError::Database(error.to_string()))?;
            rows::set_fact(&self.db, "endpoints", &bytes)?;
            self.kit.endpoints.clone_from(endpoints);
        }
        if by_hq && answer.refusal.is_none() {
            self.compare_clock(answer.time, exchange)?;
        }
        Ok(accepted)
    }

    /// A receipt, own or carried; its signature was checked. `at` is this device's clock.
    pub(super) fn take_receipt(
        &mut self,
        receipt: &Attested<Receipt>,
        at: i64,
        accepted: &mut Accepted,
    ) -> Result<()> {
        let body = receipt.claimed();
        if body.number == PageNumber(0) {
            return Ok(());
        }
        self.take_carried_receipt(receipt, at, accepted)?;
        let Some(seq) = self.own_seq(body.journal) else { return Ok(()) };
        match self.page_hash(seq, body.number)? {
            Some(hash) if hash == body.hash => {}
            Some(_) => {
                let (journal, number, hash) = (body.journal, body.number, body.hash);
                accepted.alarms.push(Alarm::ForeignReceipt { journal, number, hash });
                self.offer_again(seq)?;
                return self.doubt(body.journal, ContinuedBecause::ForeignReceipt);
            }
            None => {
                let (journal, number) = (body.journal, body.number);
                accepted.alarms.push(Alarm::PeerHoldsMore { journal, number });
                return self.doubt(body.journal, ContinuedBecause::PeerHoldsMore);
            }
        }
        // A page that was held and then admitted lies under the receipt's links too.
        let newly = self.db.execute(
            "UPDATE pages SET state = 1, held = 0, refused = 0 \
             WHERE journal = ?1 AND number <= ?2 AND state <> 1",
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

    /// A Held answer, own or carried; `by_hq`: a receipt key signed it, which was checked. A
    /// relay's takes nothing out of the offer: it is shown with the custody, and headquarters has
    /// the word.
    pub(super) fn take_held(
        &self,
        held: &Attested<Held>,
        by_hq: bool,
        at: i64,
        accepted: &mut Accepted,
    ) -> Result<()> {
        let body = held.claimed();
        if by_hq {
            self.take_carried_held(held, at, accepted)?;
        }
        let Some(seq) = self.own_seq(body.journal) else { return Ok(()) };
        let (state, number) = (if by_hq { 2 } else { 0 }, body.number.0.min(u64::MAX >> 1));
        let newly = self.db.execute(
            "UPDATE pages SET state = ?1, held = ?2, refused = 0 \
             WHERE journal = ?3 AND number = ?4 AND hash = ?5 AND state = 0",
            params![state, held_code(body.reason), seq, number, body.hash.0.as_slice()],
        )?;
        accepted.held += if by_hq { newly as u64 } else { 0 };
        Ok(())
    }

    /// What headquarters has of a journal: more than I do, or less than it receipted.
    fn compare(&mut self, have: &Have, accepted: &mut Accepted) -> Result<()> {
        self.compare_carried(have, accepted)?;
        let Some(seq) = self.own_seq(have.journal) else { return Ok(()) };
        let (journal, number) = (have.journal, have.number);
        match self.page_hash(seq, number)? {
            None if number > PageNumber(0) => {
                accepted.alarms.push(Alarm::PeerHoldsMore { journal, number });
                return self.doubt(journal, ContinuedBecause::PeerHoldsMore);
            }
            Some(hash) if hash != have.hash => {
                accepted.alarms.push(Alarm::ForeignReceipt { journal, number, hash: have.hash });
                return self.doubt(journal, ContinuedBecause::ForeignReceipt);
            }
            Some(_) | None => {}
        }
        if number < self.receipted(seq)?.number {
            accepted.alarms.push(Alarm::PeerHoldsLess { journal, number });
            // Who lost pages lost its quarantine, too.
            self.db.execute(
                "UPDATE pages SET state = 0, held = 0 WHERE journal = ?1 AND state > 0 \
                 AND (number > ?2 OR state = 2)",
                params![seq, number.0],
            )?;
            accepted.more = true;
        }
        self.fill_gap(seq, have, accepted)
    }

    /// What headquarters keeps beyond a gap waits for pages that it may have held before it was
    /// restored: they go out again, and get their Held again.
    fn fill_gap(&self, seq: i64, have: &Have, accepted: &mut Accepted) -> Result<()> {
        let Some(last) = have.waiting.iter().max() else { return Ok(()) };
        let again = self.db.execute(
            "UPDATE pages SET state = 0, held = 0 \
             WHERE journal = ?1 AND state = 2 AND number > ?2 AND number < ?3",
            params![seq, have.number.0, last.0.min(u64::MAX >> 1)],
        )?;
        accepted.more |= again > 0;
        Ok(())
    }

    /// Another branch of this journal counts at headquarters: what was receipted of this one
    /// before (by an endpoint since restored) need not be there any more.
    fn offer_again(&self, seq: i64) -> Result<()> {
        self.db.execute("UPDATE pages SET state = 0 WHERE journal = ?1 AND state = 1", [seq])?;
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

    /// A kept page's bytes, split.
    pub(super) fn page_of(&self, bytes: &[u8]) -> Result<Page> {
        Page::decode(self.kit.election, bytes)
            .map_err(|error| StoreError::Corrupt(error.to_string()))
    }

    /// The last number of the journal written now that may leave: a page the guard does not know
    /// yet may still be forgotten by a copy put back.
    pub(super) fn guarded(&self) -> u64 {
        if self.guard.journal == self.own.id { self.guard.number.0 } else { 0 }
    }

    /// Own pages that are to be sent, urgent ones first, then in order.
    pub(super) fn own_unsent(&self) -> Result<Vec<Vec<u8>>> {
        let mut select = self.db.prepare_cached(
            "SELECT bytes FROM pages WHERE state = 0 AND (journal <> ?1 OR number <= ?2) \
             ORDER BY urgent DESC, journal, number",
        )?;
        let found = select.query_map(params![self.own.seq, self.guarded()], |row| row.get(0))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
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
