//! The role of whoever sends pages: a device with its own journal.
//!
//! `store::device` implements it, `sync`'s client drives it. It gives what to offer and takes
//! a [`CheckedAnswer`]; it never sees an unchecked one. It must not discard: a page leaves the
//! offer when a receipt names it, or a Held answer does, and stays on the device even then.

use crate::answer::CheckedAnswer;
use crate::attested::Attested;
use crate::certificate::Certificate;
use crate::contact::{CONTACT_VERSION, Hello, Nonce, Position, SyncRequest};
use crate::event::Anchor;
use crate::ids::{ElectionId, Hash, JournalId, PageNumber};
use crate::keylist::TrustedKeys;
use crate::keys::{SealKey, VerifyKey};
use crate::page::Page;
use crate::status::{Status, seal_status};
use rand_core::CryptoRng;

/// Whom an offer is made to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Toward {
    /// Headquarters, by the election's authority.
    Headquarters,
    /// A relay.
    Relay {
        /// SHA-256 of its TLS SubjectPublicKeyInfo.
        spki: [u8; 32],
    },
}

/// What a device offers at one contact.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The election.
    pub election: ElectionId,
    /// The root key of the invitation.
    pub root: VerifyKey,
    /// The key list; none when enrolled by QR and not yet synced.
    pub keys: Option<TrustedKeys>,
    /// Headquarters' receipt key: whom a hello to headquarters is meant for.
    pub receipt_key: VerifyKey,
    /// The device's certificate.
    pub certificate: Certificate,
    /// Last page held of each headquarters journal.
    pub held: Vec<Position>,
    /// The last own page a receipt names.
    pub receipted: Position,
    /// The last own page sealed.
    pub sealed: Position,
    /// Sealed pages without a receipt and not held by headquarters, within the budget: urgent
    /// ones, then own ones in order, then carried ones. Toward a relay without the own ones
    /// that its latest custody note covers.
    pub pages: Vec<Page>,
    /// Certificates of the carried pages' authors, and of the relays of `custody`.
    pub carried: Vec<Certificate>,
    /// For each journal carried or still owed a receipt: the last page receipted as far as is
    /// known here. At most [`crate::contact::POSITIONS_MAX`].
    pub positions: Vec<Position>,
    /// Relays' notes, as they came, for pages without a receipt.
    pub custody: Vec<Vec<u8>>,
    /// The status word and whom it is sealed to: only toward a relay whose certificate is known.
    pub status: Option<(Status, SealKey)>,
    /// The token of the relay's code.
    pub admission: Option<[u8; 16]>,
    /// More pages wait than the budget took.
    pub more: bool,
}

/// With whom one exchange was, and the clock readings round it, for `ClockCompared`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exchange {
    /// With whom.
    pub toward: Toward,
    /// When the request left.
    pub sent: Anchor,
    /// When the answer was whole.
    pub received: Anchor,
}

/// What an answer changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Accepted {
    /// Pages newly receipted.
    pub receipted: u64,
    /// Pages newly held by the peer.
    pub held: u64,
    /// Headquarters' pages newly kept.
    pub taken: u64,
    /// Pages still to be sent, or the peer has more to give.
    pub more: bool,
    /// What a person must hear of.
    pub alarms: Vec<Alarm>,
}

/// Facts that must not pass in silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alarm {
    /// A receipt names a page of mine with a hash that is not mine.
    ForeignReceipt {
        /// The journal.
        journal: JournalId,
        /// The number it names.
        number: PageNumber,
        /// The hash it names.
        hash: Hash,
    },
    /// The peer holds more of my journal than I do: this store is old, restored or a clone.
    PeerHoldsMore {
        /// The journal.
        journal: JournalId,
        /// The number it holds.
        number: PageNumber,
    },
    /// The peer holds less than it receipted: it was restored; pages go out again.
    PeerHoldsLess {
        /// The journal.
        journal: JournalId,
        /// The number it holds.
        number: PageNumber,
    },
    /// A relay no longer says that it carries pages it said it carried; they go out again.
    CustodyLost {
        /// The journal.
        journal: JournalId,
        /// The first of these pages.
        number: PageNumber,
    },
    /// A relay was given pages twice and said nothing of them.
    RelaySilent {
        /// The journal.
        journal: JournalId,
        /// The first of these pages.
        number: PageNumber,
    },
    /// A relay handed over a receipt for a journal that this device neither writes nor carries.
    StrangersReceipt {
        /// The journal it names.
        journal: JournalId,
    },
    /// A relay gave a page of headquarters' common journal from before what was asked for.
    OldCommon {
        /// The page's number.
        number: PageNumber,
    },
    /// A relay said what it has of journals, which only headquarters does: it was not believed.
    RelayOverstepped {
        /// The relay's own journal.
        relay: JournalId,
    },
    /// A receipt for a carried journal names another page than the one carried: its device has
    /// written two branches.
    CarriedFork {
        /// The journal.
        journal: JournalId,
        /// The number it names.
        number: PageNumber,
    },
}

/// Why the outbox could not answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutboxError {
    /// The disk is full: nothing changed.
    #[error("no room left")]
    Full,
    /// The store failed; the detail is for the log.
    #[error("store failed: {0}")]
    Broken(String),
}

/// Offers pages and takes answers. See the module.
pub trait Outbox {
    /// What to offer now, with pages up to about `budget_bytes` (one page at least).
    fn offer(&mut self, toward: Toward, budget_bytes: usize) -> Result<Offer, OutboxError>;

    /// Signs a hello with the device key, over the 32 bytes expected of the peer.
    fn sign_hello(&self, hello: Hello, expected: &[u8; 32])
    -> Result<Attested<Hello>, OutboxError>;

    /// Takes a checked answer, durably, in one transaction. Twice equals once.
    fn accept(
        &mut self,
        answer: &CheckedAnswer,
        exchange: &Exchange,
    ) -> Result<Accepted, OutboxError>;
}

impl Offer {
    /// The hello of this offer; the status word, if any, is sealed here.
    pub fn hello(&self, nonce: Nonce, wall: i64, rng: &mut dyn CryptoRng) -> Hello {
        let journal = self.certificate.journal();
        let status = self
            .status
            .as_ref()
            .and_then(|(word, key)| seal_status(rng, key, self.election, nonce, journal, *word))
            .map(Into::into);
        Hello {
            version: CONTACT_VERSION,
            election: self.election,
            nonce,
            wall,
            held: self.held.clone(),
            key_list: self.keys.as_ref().map_or(0, |keys| keys.list().number),
            receipted: self.receipted,
            sealed: self.sealed,
            admission: self.admission,
            status,
        }
    }

    /// The whole request.
    pub fn request(self, hello: Attested<Hello>) -> SyncRequest {
        SyncRequest {
            hello,
            certificate: self.certificate,
            key_list: self.keys.as_ref().map(TrustedKeys::to_bytes),
            pages: self.pages,
            carried: self.carried,
            positions: self.positions,
            custody: self.custody.iter().filter_map(|b| Attested::decode(b).ok()).collect(),
        }
    }
}
