//! What a peer says about pages it was given: receipt, custody note, Held.
//!
//! A receipt is headquarters' word, a custody note a relay's; they share fields and nothing
//! else, and neither converts into the other. A single "acknowledged" message was rejected:
//! a screen could then show a relay's word as headquarters'. Changing this changes bytes.

use minicbor::{Decode, Encode};

use crate::attested::{Attested, Body};
use crate::certificate::{Chain, Role};
use crate::contexts;
use crate::ids::{ElectionId, Hash, JournalId, PageNumber};
use crate::keylist::TrustedKeys;
use crate::keys::BadSignature;

/// Pages of a journal up to `number` are durable at headquarters and linked (not: opened).
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Receipt {
    /// The election.
    #[n(0)]
    pub election: ElectionId,
    /// The journal.
    #[n(1)]
    pub journal: JournalId,
    /// The last page of the unbroken run from page 1.
    #[n(2)]
    pub number: PageNumber,
    /// That page's hash.
    #[n(3)]
    pub hash: Hash,
    /// Headquarters' clock when the page was kept, Unix seconds.
    #[n(4)]
    pub received_at: i64,
    /// Number of the receipt key that signs.
    #[n(5)]
    pub key: u32,
}

/// A relay holds pages to carry on. Never shown as a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct CustodyNote {
    /// The election.
    #[n(0)]
    pub election: ElectionId,
    /// The journal.
    #[n(1)]
    pub journal: JournalId,
    /// The highest page held.
    #[n(2)]
    pub number: PageNumber,
    /// That page's hash.
    #[n(3)]
    pub hash: Hash,
    /// The relay's clock, Unix seconds (a claim).
    #[n(4)]
    pub received_at: i64,
    /// The relay's own journal: its certificate has the key.
    #[n(5)]
    pub relay: JournalId,
    /// The lowest page held.
    #[n(6)]
    pub first: PageNumber,
    /// Runs of pages missing between first and number: both ends inclusive.
    #[n(7)]
    pub gaps: Vec<(PageNumber, PageNumber)>,
}

/// A page is in quarantine: it was kept, it may not count, do not send it again.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Held {
    /// The election.
    #[n(0)]
    pub election: ElectionId,
    /// The journal.
    #[n(1)]
    pub journal: JournalId,
    /// The page's number.
    #[n(2)]
    pub number: PageNumber,
    /// The page's hash.
    #[n(3)]
    pub hash: Hash,
    /// Why.
    #[n(4)]
    pub reason: HeldReason,
    /// The peer's clock when the page was held, Unix seconds.
    #[n(5)]
    pub held_at: i64,
    /// Number of the receipt key that signs; 0 where a relay signs.
    #[n(6)]
    pub key: u32,
}

/// Why a page of a known device may not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum HeldReason {
    /// The invitation or journal was revoked, and the page lies after the last good one.
    #[n(1)]
    Revoked,
    /// The invitation had run out before first contact.
    #[n(2)]
    Expired,
    /// Another page has this number, or the page continues another branch.
    #[n(3)]
    Fork,
    /// The invitation was used before by another device.
    #[n(4)]
    SecondEnrolment,
    /// The journal was ended at an earlier page by a continuation or an operator.
    #[n(5)]
    Ended,
}

impl CustodyNote {
    /// Whether it says that this page of its journal is held: between first and number, in no
    /// gap, and with the hash it names where it is the highest.
    pub fn covers(&self, number: PageNumber, hash: Hash) -> bool {
        let missing = self.gaps.iter().any(|(from, to)| (*from..=*to).contains(&number));
        (self.first..=self.number).contains(&number)
            && !missing
            && (number != self.number || hash == self.hash)
    }
}

impl Body for Receipt {
    const CONTEXT: &'static [u8] = contexts::RECEIPT;
    fn election(&self) -> ElectionId {
        self.election
    }
}

impl Body for CustodyNote {
    const CONTEXT: &'static [u8] = contexts::CUSTODY;
    fn election(&self) -> ElectionId {
        self.election
    }
}

impl Body for Held {
    const CONTEXT: &'static [u8] = contexts::HELD;
    fn election(&self) -> ElectionId {
        self.election
    }
}

impl Attested<Receipt> {
    /// Checks the receipt with the key list.
    pub fn check(&self, keys: &TrustedKeys) -> Result<&Receipt, BadSignature> {
        keys.check_by_receipt_key(self, self.claimed().key)
    }
}

impl Attested<Held> {
    /// Checks headquarters' Held with the key list.
    pub fn check(&self, keys: &TrustedKeys) -> Result<&Held, BadSignature> {
        keys.check_by_receipt_key(self, self.claimed().key)
    }
}

impl Attested<CustodyNote> {
    /// Checks a relay's note with its certificate: a lead's, of this journal and election.
    pub fn check(&self, relay: &Chain) -> Result<&CustodyNote, BadSignature> {
        let claimed = self.claimed();
        let link = relay.link_of(claimed.relay).ok_or(BadSignature)?;
        if relay.role != Role::Lead || claimed.election != relay.election {
            return Err(BadSignature);
        }
        self.verify(&link.verify)
    }
}
