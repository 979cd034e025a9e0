//! Sealing a run of events into a page, and opening a page again.
//!
//! A draft is sealed once: the caller keeps the page's bytes and the salt before anything
//! leaves, and retries send those bytes. Sealing the same events again was rejected: chance
//! would give a second byte string under one number. Changing this changes bytes.

use rand_core::CryptoRng;

use crate::error::DecodeError;
use crate::event::{EventBytes, EventClock, OpenedEvent};
use crate::hpke::Bound;
use crate::ids::{ElectionId, Hash, JournalId, Ordinal};
use crate::keys::{SealKey, SealSecret, SigningKey};
use crate::page::{Head, Header, PAGE_BYTES_MAX, Page};
use crate::root::{self, Leaf, PageSalt};
use crate::{columns, compress, contexts, hpke};

/// The most events in a page.
pub const EVENTS_MAX: usize = 4096;
/// The most bytes a page opens to.
pub const OPENED_BYTES_MAX: usize = 512 * 1024;
/// Padding fills the sealed content up to a multiple of this.
pub const PADDING_BYTES: usize = 256;

/// Whom a page is sealed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reader {
    /// The reader's public key.
    pub key: SealKey,
    /// Its number in the header.
    pub number: u32,
}

/// An event with its boot and drift, as the store keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftEvent {
    /// Boot and drift when it was recorded.
    pub clock: EventClock,
    /// Its bytes.
    pub bytes: EventBytes,
}

/// A page before it is sealed. Sealing takes it, so that it cannot be sealed twice by mistake.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The election.
    pub election: ElectionId,
    /// The journal.
    pub journal: JournalId,
    /// The page before.
    pub after: Head,
    /// Ordinal of the first event.
    pub first: Ordinal,
    /// The events in order, at least one.
    pub events: Vec<DraftEvent>,
    /// The device's wall clock, Unix seconds; the header says its quarter hour.
    pub sealed_at: i64,
    /// Fill up to a multiple of 256 bytes (an election's option).
    pub padded: bool,
}

/// A sealed page, and the salt that opens its events one by one to third parties.
#[derive(Debug, Clone)]
pub struct Sealed {
    /// The page.
    pub page: Page,
    /// The salt; kept beside the events, secret until evidence is given.
    pub salt: PageSalt,
}

/// A page's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Ordinal of the first event.
    pub first: Ordinal,
    /// The page's salt.
    pub salt: PageSalt,
    /// The events in order.
    pub events: Vec<OpenedEvent>,
}

/// Why a draft cannot be sealed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// No events.
    #[error("nothing to seal")]
    Empty,
    /// More than a page takes: seal fewer events.
    #[error("too much for one page")]
    TooMuch,
    /// The reader's key is not a usable X25519 key.
    #[error("reader's key is not usable")]
    BadKey,
}

/// Why a page does not open. Such a page is still receipted; it becomes a finding.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Sealed to another key, or altered.
    #[error("page is not sealed to this key")]
    NotForThisKey,
    /// Opens, but to something that is no page's content.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// Its events are not those the header names.
    #[error("content root does not match")]
    OtherContent,
}

impl Draft {
    /// Seals and signs. Takes the draft: what is sealed is sealed once.
    pub fn seal(
        self,
        reader: &Reader,
        author: &SigningKey,
        rng: &mut dyn CryptoRng,
    ) -> Result<Sealed, SealError> {
        if self.events.is_empty() {
            return Err(SealError::Empty);
        }
        let opened: usize = self.events.iter().map(|event| event.bytes.as_slice().len()).sum();
        if self.events.len() > EVENTS_MAX || opened > OPENED_BYTES_MAX {
            return Err(SealError::TooMuch);
        }
        let mut salt = PageSalt([0; 16]);
        rng.fill_bytes(&mut salt.0);
        let pairs = self.events.iter().map(|event| (event.clock, &event.bytes));
        let leaves = root::leaves(&salt, self.first, pairs);
        let header = Header {
            journal: self.journal,
            number: self.after.number.next(),
            previous: self.after.hash,
            content_root: root::tree_head(&leaves.iter().map(Leaf::hash).collect::<Vec<_>>()),
            sealed_quarter: Header::quarter_of(self.sealed_at),
            key: reader.number,
        };
        let content = columns::write(&salt, self.first, &self.events);
        if content.bytes.len() > OPENED_BYTES_MAX {
            return Err(SealError::TooMuch);
        }
        let plain = compress::pack(&content, self.padded);
        let aad = header.encode();
        let bound = Bound { context: contexts::PAGE, election: self.election, aad: &aad };
        let (enc, ciphertext) =
            hpke::seal(bound, &reader.key, &plain, rng).ok_or(SealError::BadKey)?;
        let page = Page::build(self.election, header, &enc, &ciphertext, author);
        if page.bytes().len() > PAGE_BYTES_MAX {
            return Err(SealError::TooMuch);
        }
        Ok(Sealed { page, salt })
    }
}

impl Page {
    /// Opens with the reader's key and checks the content root.
    pub fn open(&self, reader: &SealSecret) -> Result<Opened, OpenError> {
        let (election, aad) = (self.election(), self.header_bytes());
        let bound = Bound { context: contexts::PAGE, election, aad };
        let plain = hpke::open(bound, reader, self.enc(), self.ciphertext())
            .ok_or(OpenError::NotForThisKey)?;
        let opened = columns::read(&compress::unpack(&plain)?)?;
        if opened.content_root() == self.header().content_root {
            Ok(opened)
        } else {
            Err(OpenError::OtherContent)
        }
    }
}

impl Opened {
    /// The root over these events, as a header names it.
    pub fn content_root(&self) -> Hash {
        root::tree_head(&self.leaves().iter().map(Leaf::hash).collect::<Vec<_>>())
    }

    pub(crate) fn leaves(&self) -> Vec<Leaf> {
        let pairs = self.events.iter().map(|event| (event.clock, &event.bytes));
        root::leaves(&self.salt, self.first, pairs)
    }
}
