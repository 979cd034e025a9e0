//! The file that carries pages where no network does: from a device to a lead or headquarters,
//! and, with receipts or custody notes, back.
//!
//! Every frame stands alone with its own checksum, so that a damaged file loses only what was
//! damaged; the checksum finds damage, the signatures inside find lies. What is in it is what
//! travels on the wire, byte for byte: no names, no stations. An archive format was rejected:
//! one bad block and its index is gone. Changing this changes bytes.

mod read;

pub use read::{Bundle, Damage, DamageReason, read};

use sha2::{Digest, Sha256};

use crate::certificate::Certificate;
use crate::ids::ElectionId;
use crate::page::Page;

/// What a bundle begins with. Changing this changes bytes.
pub const HEAD: &[u8; 8] = b"SANAQB1\n";
/// What a frame begins with.
pub const FRAME_MAGIC: &[u8; 4] = b"SNQF";
/// The longest payload of a frame in bytes.
pub const FRAME_BYTES_MAX: usize = 64 * 1024 + 512;
/// The longest bundle in bytes.
pub const BUNDLE_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Magic, kind, length, checksum.
const FRAME_HEAD: usize = 4 + 1 + 4 + 32;

/// What a frame holds. Its number is the kind byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FrameKind {
    /// The election's id, then the key list as signed (nothing where none is known).
    Election,
    /// A certificate: a page's author, or a relay whose note comes along.
    Certificate,
    /// A device's page.
    Page,
    /// Headquarters' receipt.
    Receipt,
    /// A relay's custody note.
    Custody,
    /// A Held answer.
    Held,
    /// A page of one of headquarters' journals.
    HeadquartersPage,
}

impl FrameKind {
    /// All kinds, by number.
    pub const ALL: [Self; 7] = [
        Self::Election,
        Self::Certificate,
        Self::Page,
        Self::Receipt,
        Self::Custody,
        Self::Held,
        Self::HeadquartersPage,
    ];

    /// The kind byte. Changing this changes bytes.
    pub const fn code(self) -> u8 {
        match self {
            Self::Election => 1,
            Self::Certificate => 2,
            Self::Page => 3,
            Self::Receipt => 4,
            Self::Custody => 5,
            Self::Held => 6,
            Self::HeadquartersPage => 7,
        }
    }

    /// The kind of a byte; `None` for one that is not known here.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// The bundle, or one of its frames, would be too long: nothing of the frame was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no room in the bundle")]
pub struct BundleFull;

/// Writes a bundle, frame by frame.
#[derive(Debug, Clone)]
pub struct BundleWriter {
    bytes: Vec<u8>,
    bytes_max: usize,
}

impl BundleWriter {
    /// A bundle of an election; `key_list` as signed, empty where none is known.
    pub fn new(election: ElectionId, key_list: &[u8]) -> Result<Self, BundleFull> {
        let mut writer = Self { bytes: HEAD.to_vec(), bytes_max: BUNDLE_BYTES_MAX };
        writer.frame(FrameKind::Election, &[&election.0, key_list].concat())?;
        Ok(writer)
    }

    /// The same, and no longer than this many bytes.
    #[must_use]
    pub fn within(mut self, bytes_max: usize) -> Self {
        self.bytes_max = self.bytes_max.min(bytes_max);
        self
    }

    /// Adds a certificate.
    pub fn certificate(&mut self, certificate: &Certificate) -> Result<(), BundleFull> {
        self.frame(FrameKind::Certificate, &certificate.encode())
    }

    /// Adds a device's page.
    pub fn page(&mut self, page: &Page) -> Result<(), BundleFull> {
        self.frame(FrameKind::Page, page.bytes())
    }

    /// Adds a receipt, as [`crate::attested::Attested::encode`] wrote it.
    pub fn receipt(&mut self, attested: &[u8]) -> Result<(), BundleFull> {
        self.frame(FrameKind::Receipt, attested)
    }

    /// Adds a custody note, likewise.
    pub fn custody(&mut self, attested: &[u8]) -> Result<(), BundleFull> {
        self.frame(FrameKind::Custody, attested)
    }

    /// Adds a Held answer, likewise.
    pub fn held(&mut self, attested: &[u8]) -> Result<(), BundleFull> {
        self.frame(FrameKind::Held, attested)
    }

    /// Adds a page of one of headquarters' journals.
    pub fn headquarters_page(&mut self, page: &Page) -> Result<(), BundleFull> {
        self.frame(FrameKind::HeadquartersPage, page.bytes())
    }

    /// How long the bundle is so far, in bytes.
    pub const fn length(&self) -> usize {
        self.bytes.len()
    }

    /// The file's bytes.
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }

    fn frame(&mut self, kind: FrameKind, payload: &[u8]) -> Result<(), BundleFull> {
        let room = self.bytes_max.saturating_sub(self.bytes.len());
        if payload.len() > FRAME_BYTES_MAX || FRAME_HEAD + payload.len() > room {
            return Err(BundleFull);
        }
        let length = u32::try_from(payload.len()).map_err(|_| BundleFull)?;
        self.bytes.extend_from_slice(FRAME_MAGIC);
        self.bytes.push(kind.code());
        self.bytes.extend_from_slice(&length.to_be_bytes());
        self.bytes.extend_from_slice(&checksum(kind.code(), payload));
        self.bytes.extend_from_slice(payload);
        Ok(())
    }
}

fn checksum(kind: u8, payload: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update([kind]).chain_update(payload).finalize().into()
}
