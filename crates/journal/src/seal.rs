//! Sealing a run of events into a page, and opening a page again.
//!
//! A draft is sealed once: the caller keeps the page's bytes and the salt before anything
//! leaves, and retries send those bytes. Sealing the same events again was rejected: chance
//! would give a second byte string under one number. Changing this changes bytes.

use rand_core::CryptoRng;

use crate::error::DecodeError;
use crate::event::{EventBytes, EventClock, OpenedEvent};
use crate::ids::{ElectionId, JournalId, Ordinal};
use crate::keys::{SealKey, SealSecret, SigningKey};
use crate::page::{Head, Page};
use crate::root::PageSalt;

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

/// A page before it is sealed.
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
        let _ = (reader, author, rng);
        todo!("within the hour")
    }
}

impl Page {
    /// Opens with the reader's key and checks the content root.
    pub fn open(&self, reader: &SealSecret) -> Result<Opened, OpenError> {
        let _ = reader;
        todo!("within the hour")
    }
}
