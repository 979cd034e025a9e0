//! A device's status word for its lead: one of a few words, sealed to the lead's device.
//!
//! It answers "are you all right, and where are you in the day" at a relay, where nothing of a
//! journal can be read. It is bound to one hello and one journal, so that a copy says nothing,
//! and always has the same length, so that its size says nothing. Never a text, never a place.
//! A line of free text was rejected: a searched lead must not hold what the team wrote.
//! Changing this changes bytes.

use rand_core::CryptoRng;

use crate::contact::Nonce;
use crate::contexts;
use crate::error::DecodeError;
use crate::hpke::{self, Bound};
use crate::ids::{ElectionId, JournalId};
use crate::keys::{SealKey, SealSecret};

/// The length of a sealed status word in bytes.
pub const STATUS_BYTES: usize = ENC + PLAIN + hpke::TAG;

const ENC: usize = 32;
const PLAIN: usize = 3;

/// What a person says of themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusWord {
    /// At the station.
    InPlace,
    /// Not let in.
    NotAdmitted,
    /// The votes are being counted.
    Counting,
    /// The result sheet was copied.
    SheetCopied,
    /// A copy of the result sheet was refused.
    SheetRefused,
    /// Sent out of the station.
    Removed,
    /// Safely at home.
    SafeHome,
}

/// The word, and how new the definition is that the device works with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Status {
    /// The word.
    pub word: StatusWord,
    /// The highest number of a form's or the definition's version that the device holds.
    pub version: u16,
}

impl StatusWord {
    /// All words, by number.
    pub const ALL: [Self; 7] = [
        Self::InPlace,
        Self::NotAdmitted,
        Self::Counting,
        Self::SheetCopied,
        Self::SheetRefused,
        Self::Removed,
        Self::SafeHome,
    ];

    /// The word's number. Changing this changes bytes.
    pub const fn code(self) -> u8 {
        match self {
            Self::InPlace => 1,
            Self::NotAdmitted => 2,
            Self::Counting => 3,
            Self::SheetCopied => 4,
            Self::SheetRefused => 5,
            Self::Removed => 6,
            Self::SafeHome => 7,
        }
    }

    /// The word of a number; `None` for one that is not known here.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|word| word.code() == code)
    }
}

/// Seals a status word to the current X25519 key of a lead's certificate, for one hello.
/// `None` if that key is unusable. Changing this changes bytes.
pub fn seal_status(
    rng: &mut dyn CryptoRng,
    lead: &SealKey,
    election: ElectionId,
    nonce: Nonce,
    journal: JournalId,
    status: Status,
) -> Option<Vec<u8>> {
    let [high, low] = status.version.to_be_bytes();
    let aad = aad(nonce, journal);
    let bound = Bound { context: contexts::STATUS, election, aad: &aad };
    let (enc, ciphertext) = hpke::seal(bound, lead, &[status.word.code(), high, low], rng)?;
    Some([enc.as_slice(), &ciphertext].concat())
}

/// Opens a status word of a hello with this nonce, signed by the device with this journal.
pub fn open_status(
    lead: &SealSecret,
    election: ElectionId,
    nonce: Nonce,
    journal: JournalId,
    sealed: &[u8],
) -> Result<Status, DecodeError> {
    if sealed.len() != STATUS_BYTES {
        return Err(DecodeError::Malformed("a status word has 51 bytes".into()));
    }
    let (enc, ciphertext) = sealed.split_at(ENC);
    let aad = aad(nonce, journal);
    let bound = Bound { context: contexts::STATUS, election, aad: &aad };
    let plain = hpke::open(bound, lead, enc, ciphertext)
        .ok_or_else(|| DecodeError::Malformed("status word not sealed to this key".into()))?;
    match plain.as_slice() {
        [code, high, low] => Ok(Status {
            word: StatusWord::from_code(*code)
                .ok_or(DecodeError::UnknownFormat(u64::from(*code)))?,
            version: u16::from_be_bytes([*high, *low]),
        }),
        _ => Err(DecodeError::Malformed("a status word has three bytes".into())),
    }
}

fn aad(nonce: Nonce, journal: JournalId) -> [u8; 32] {
    let mut bytes = [0; 32];
    let (first, second) = bytes.split_at_mut(16);
    first.copy_from_slice(&nonce.0);
    second.copy_from_slice(&journal.0);
    bytes
}
