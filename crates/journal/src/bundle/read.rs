//! Reads a bundle, damaged or not.
//!
//! After a bad stretch it looks for the next frame's magic; each stretch is reported with its
//! place. Nothing is believed here: signatures are the caller's. Work and memory are bounded by
//! the file's length, whatever the file says.

use super::{
    BUNDLE_BYTES_MAX, FRAME_BYTES_MAX, FRAME_HEAD, FRAME_MAGIC, FrameKind, HEAD, checksum,
};
use crate::attested::Attested;
use crate::certificate::Certificate;
use crate::error::DecodeError;
use crate::ids::ElectionId;
use crate::page::Page;
use crate::receipts::{CustodyNote, Held, Receipt};

/// How many bytes may be hashed for frames that then prove bad: an honest file needs its own
/// length at most, one made to waste time is given up.
const IN_VAIN_BYTES_MAX: usize = 4 * BUNDLE_BYTES_MAX;

/// What a bundle holds, in the order of the file. Decoded, not verified.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bundle {
    /// The election it names; `None` where that frame is lost.
    pub election: Option<ElectionId>,
    /// The key list as signed; `None` where none came or the frame is lost.
    pub key_list: Option<Vec<u8>>,
    /// Certificates of authors and relays.
    pub certificates: Vec<Certificate>,
    /// Devices' pages.
    pub pages: Vec<Page>,
    /// Receipts.
    pub receipts: Vec<Attested<Receipt>>,
    /// Custody notes.
    pub custody: Vec<Attested<CustodyNote>>,
    /// Held answers.
    pub held: Vec<Attested<Held>>,
    /// Pages of headquarters' journals.
    pub headquarters_pages: Vec<Page>,
    /// Bad stretches, in order; neighbours with one reason are one stretch.
    pub damaged: Vec<Damage>,
}

/// A stretch of the file that could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damage {
    /// Where it begins, in bytes from the file's start.
    pub offset: usize,
    /// How long it is, in bytes.
    pub length: usize,
    /// What is wrong there.
    pub reason: DamageReason,
}

/// What is wrong with a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DamageReason {
    /// The file does not begin as a bundle does.
    NoHead,
    /// Bytes where a frame should begin.
    NoFrame,
    /// A frame claims more than a frame may have.
    BadLength,
    /// A frame ends after the file does.
    Cut,
    /// A frame's bytes do not have its checksum.
    BadChecksum,
    /// A whole frame, whose payload is not what its kind says.
    Unreadable,
    /// Beyond what is read: the file is too long, or was made to waste time.
    NotRead,
}

/// Reads all of a bundle that can be read. Pages are taken as pages of `election`: a bundle that
/// names another one ([`Bundle::election`]) is the caller's to refuse.
pub fn read(bytes: &[u8], election: ElectionId) -> Bundle {
    let mut bundle = Bundle::default();
    let whole = bytes;
    let bytes = whole.get(..BUNDLE_BYTES_MAX).unwrap_or(whole);
    let mut at = 0;
    if bytes.starts_with(HEAD) {
        at = HEAD.len();
    } else {
        let end = next_magic(bytes, 0);
        bundle.damage(0, end, DamageReason::NoHead);
        at = at.max(end);
    }
    let mut in_vain = 0;
    while at < bytes.len() && in_vain <= IN_VAIN_BYTES_MAX {
        at = match frame(bytes, at) {
            Ok((kind, payload)) => {
                let end = at + FRAME_HEAD + payload.len();
                if bundle.take(kind, payload, election).is_err() {
                    bundle.damage(at, end, DamageReason::Unreadable);
                }
                end
            }
            Err((reason, hashed)) => {
                in_vain += hashed;
                let end = next_magic(bytes, at + 1);
                bundle.damage(at, end, reason);
                end
            }
        };
    }
    bundle.damage(at, whole.len(), DamageReason::NotRead);
    bundle
}

/// The frame at `at`, or what is wrong and how many bytes were hashed to know it.
fn frame(bytes: &[u8], at: usize) -> Result<(u8, &[u8]), (DamageReason, usize)> {
    let rest = bytes.get(at..).unwrap_or_default();
    let Some(rest) = rest.strip_prefix(FRAME_MAGIC.as_slice()) else {
        return Err((DamageReason::NoFrame, 0));
    };
    let cut = (DamageReason::Cut, 0);
    let (kind, rest) = rest.split_first().ok_or(cut)?;
    let (length, rest) = rest.split_first_chunk::<4>().ok_or(cut)?;
    let (sum, rest) = rest.split_first_chunk::<32>().ok_or(cut)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
    if length > FRAME_BYTES_MAX {
        return Err((DamageReason::BadLength, 0));
    }
    let payload = rest.get(..length).ok_or(cut)?;
    if checksum(*kind, payload) == *sum {
        Ok((*kind, payload))
    } else {
        Err((DamageReason::BadChecksum, length))
    }
}

/// Where the next frame may begin, or the end.
fn next_magic(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    let found = rest.windows(FRAME_MAGIC.len()).position(|window| window == FRAME_MAGIC);
    found.map_or(bytes.len(), |position| from + position)
}

impl Bundle {
    /// A frame of a kind that a newer program wrote is passed over.
    fn take(&mut self, kind: u8, payload: &[u8], election: ElectionId) -> Result<(), DecodeError> {
        let Some(kind) = FrameKind::from_code(kind) else { return Ok(()) };
        match kind {
            FrameKind::Election => self.take_election(payload)?,
            FrameKind::Certificate => self.certificates.push(Certificate::decode(payload)?),
            FrameKind::Page => self.pages.push(Page::decode(election, payload)?),
            FrameKind::Receipt => self.receipts.push(Attested::decode(payload)?),
            FrameKind::Custody => self.custody.push(Attested::decode(payload)?),
            FrameKind::Held => self.held.push(Attested::decode(payload)?),
            FrameKind::HeadquartersPage => {
                self.headquarters_pages.push(Page::decode(election, payload)?);
            }
        }
        Ok(())
    }

    /// The first one counts.
    fn take_election(&mut self, payload: &[u8]) -> Result<(), DecodeError> {
        let (id, list) = payload
            .split_first_chunk::<16>()
            .ok_or_else(|| DecodeError::Malformed("an election's id has 16 bytes".into()))?;
        if self.election.is_none() {
            self.election = Some(ElectionId(*id));
            self.key_list = (!list.is_empty()).then(|| list.to_vec());
        }
        Ok(())
    }

    fn damage(&mut self, offset: usize, end: usize, reason: DamageReason) {
        let Some(length) = end.checked_sub(offset).filter(|length| *length > 0) else { return };
        match self.damaged.last_mut() {
            Some(last) if last.reason == reason && last.offset + last.length == offset => {
                last.length += length;
            }
            _ => self.damaged.push(Damage { offset, length, reason }),
        }
    }
}
