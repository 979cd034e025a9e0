//! Where everything is: on this device, at a relay, at headquarters, held back, refused.
//!
//! Figures for the delivery screen, straight from the pages' states. It refuses to count a relay's
//! custody as delivered. Rejected: keeping a second tally beside the pages.

use journal::answer::Refusal;
use journal::ids::{Hash, JournalId, PageNumber};
use journal::receipts::HeldReason;

use super::outbox::{held_code, refusal_code};
use super::{DeviceStore, record, relay};
use crate::error::{Result, StoreError};
use crate::rows;

/// Where a sealed page stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageState {
    /// To be sent; perhaps refused by a peer before, with its reason.
    Waiting(Option<Refusal>),
    /// Named by a receipt of headquarters.
    Receipted,
    /// In a peer's quarantine.
    Held(HeldReason),
}

/// A sealed page of an own journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedPage {
    /// The journal.
    pub journal: JournalId,
    /// Its number.
    pub number: PageNumber,
    /// Its hash.
    pub hash: Hash,
    /// Its length in bytes.
    pub bytes: u32,
    /// Ordinal of its last event.
    pub last_ordinal: u64,
    /// Where it stands.
    pub state: PageState,
    /// A relay carries it in quarantine, with its reason; headquarters has the word.
    pub apart_at_relay: Option<HeldReason>,
    /// Headquarters' clock at the receipt that names it or a later page, Unix seconds.
    pub received_at: Option<i64>,
    /// Since when a relay has said that it carries the page, this device's clock, Unix seconds;
    /// none where none says so. Kept while notes are renewed, gone when no note covers it.
    pub custody_at: Option<i64>,
}

/// The whole outbox in figures. Events of the clock's own comparisons are not counted as tail:
/// they are written by a contact and go with the next page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeliveryState {
    /// Events on this device, all own journals.
    pub events: u64,
    /// Events not yet sealed: durable, not yet provable.
    pub unsealed: u64,
    /// Sealed pages.
    pub pages: u64,
    /// Pages to be sent.
    pub waiting: u64,
    /// Of these, pages a relay says it carries.
    pub in_custody: u64,
    /// Pages at headquarters by its receipt.
    pub receipted: u64,
    /// Events in these pages.
    pub receipted_events: u64,
    /// Pages in quarantine.
    pub held: u64,
    /// Headquarters' clock at the newest receipt, Unix seconds.
    pub last_receipt_at: Option<i64>,
}

impl DeviceStore {
    /// Sealed pages of all own journals in order.
    pub fn sealed_pages(&self) -> Result<Vec<SealedPage>> {
        let mut pages = Vec::new();
        for own in self.former.iter().chain(std::iter::once(&self.own)) {
            let mut select = self.db.prepare_cached(include_str!("sealed_pages.sql"))?;
            let mut found = select.query([own.seq])?;
            while let Some(row) = found.next()? {
                let hash: Vec<u8> = row.get(1)?;
                pages.push(SealedPage {
                    journal: own.id,
                    number: PageNumber(row.get(0)?),
                    hash: rows::hash(&hash)?,
                    bytes: row.get(2)?,
                    last_ordinal: row.get(3)?,
                    state: state(row.get(4)?, row.get(5)?, row.get(6)?)?,
                    apart_at_relay: match row.get(4)? {
                        0u8 => reason(row.get(5)?),
                        _ => None,
                    },
                    received_at: row.get(7)?,
                    custody_at: Some(row.get(8)?).filter(|at| *at != 0),
                });
            }
        }
        Ok(pages)
    }

    /// The outbox in figures.
    pub fn delivery(&self) -> Result<DeliveryState> {
        let mut sum = DeliveryState::default();
        let mut before = (None, 0);
        for page in self.sealed_pages()? {
            if before.0 != Some(page.journal) {
                before = (Some(page.journal), 0);
            }
            let events = page.last_ordinal - before.1;
            before.1 = page.last_ordinal;
            sum.pages += 1;
            sum.events += events;
            match page.state {
                PageState::Waiting(_) => {
                    sum.waiting += 1;
                    sum.in_custody += u64::from(self.is_in_custody(&page)?);
                }
                PageState::Receipted => {
                    sum.receipted += 1;
                    sum.receipted_events += events;
                }
                PageState::Held(_) => sum.held += 1,
            }
        }
        let from = self.own.sealed_to + 1;
        for event in record::read(&self.db, self.own.seq, from, self.own.next)? {
            sum.events += 1;
            let comparison = record::stamp(&event).is_some_and(|stamped| {
                matches!(stamped.event.payload, domain::Payload::ClockCompared(_))
            });
            sum.unsealed += u64::from(!comparison);
        }
        sum.last_receipt_at =
            self.db.query_row("SELECT MAX(received_at) FROM receipts", [], |row| row.get(0))?;
        Ok(sum)
    }

    /// Whether a relay says that it carries this page. Never shown as a receipt.
    pub fn is_in_custody(&self, page: &SealedPage) -> Result<bool> {
        let Some(seq) = self.own_seq(page.journal) else { return Ok(false) };
        let mut select = self.db.prepare_cached("SELECT bytes FROM custody WHERE journal = ?1")?;
        let notes = select.query_map([seq], |row| row.get::<_, Vec<u8>>(0))?;
        for note in notes {
            let note =
                journal::attested::Attested::<journal::receipts::CustodyNote>::decode(&note?)
                    .map_err(|error| StoreError::Corrupt(error.to_string()))?;
            if relay::covers(note.claimed(), page.number, page.hash) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn state(state: u8, held: u8, refused: u8) -> Result<PageState> {
    match state {
        0 => Ok(PageState::Waiting(REFUSALS.into_iter().find(|r| refusal_code(*r) == refused))),
        1 => Ok(PageState::Receipted),
        2 => reason(held)
            .map(PageState::Held)
            .ok_or_else(|| StoreError::Corrupt("a held reason".into())),
        _ => Err(StoreError::Corrupt("a page's state".into())),
    }
}

fn reason(code: u8) -> Option<HeldReason> {
    HELD.into_iter().find(|reason| held_code(*reason) == code)
}

const HELD: [HeldReason; 5] = [
    HeldReason::Revoked,
    HeldReason::Expired,
    HeldReason::Fork,
    HeldReason::SecondEnrolment,
    HeldReason::Ended,
];

const REFUSALS: [Refusal; 9] = [
    Refusal::WrongVersion,
    Refusal::NoValidChain,
    Refusal::Oversize,
    Refusal::Quota,
    Refusal::OtherElection,
    Refusal::BadHello,
    Refusal::Malformed,
    Refusal::Busy,
    Refusal::NotAdmitted,
];
