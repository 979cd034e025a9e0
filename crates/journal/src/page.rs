//! A page: a run of a journal's events, sealed to its reader, signed by its author.
//!
//! Bytes: header (CBOR array of 7) ‖ enc (32) ‖ ciphertext ‖ signature (64). The header is all
//! that stands in clear; how many events a page holds is the turnout, so it is inside the seal.
//! `Signed` and `Verified` can be made only by checking: a page somebody merely received is a
//! plain [`Page`]. A CBOR frame round the parts was rejected: 12 bytes a page that say nothing.
//! Changing this changes bytes.

use sha2::{Digest, Sha256};

use crate::canonical::item_end;
use crate::contexts;
use crate::error::DecodeError;
use crate::ids::{ElectionId, Hash, JournalId, PageNumber};
use crate::keys::{Signature, SigningKey, VerifyKey};

/// The longest page in bytes, everything included.
pub const PAGE_BYTES_MAX: usize = 64 * 1024;
/// The format's number, first in every header. Changing this changes bytes.
pub const PAGE_FORMAT: u64 = 1;
/// `sealed_at` counts these, in seconds.
pub const QUARTER_S: i64 = 900;
const ENC: usize = 32;
const SIGNATURE: usize = 64;
const TAG: usize = 16;

/// What stands in clear. Nothing else does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// The journal.
    pub journal: JournalId,
    /// The page's number in it, from 1.
    pub number: PageNumber,
    /// Hash of the page before; zero for page 1.
    pub previous: Hash,
    /// Root over the salted events, see [`crate::root`].
    pub content_root: Hash,
    /// When it was sealed, in whole quarter hours since 1970 (rounded down, a claim).
    pub sealed_quarter: u64,
    /// Number of the reader's key: sealing key, members' key or device key by journal.
    pub key: u32,
}

/// A page's bytes, split but not believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    election: ElectionId,
    bytes: Vec<u8>,
    header: Header,
    header_length: usize,
    hash: Hash,
}

/// A page whose author's signature and certificate hold. Made only by checking:
///
/// ```compile_fail
/// fn believe(page: journal::page::Page) -> journal::page::Signed<journal::page::Page> {
///     journal::page::Signed(page)
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed<T>(T);

/// A signed page linked back to page 1. Made only by [`Head::link`]:
///
/// ```compile_fail
/// use journal::page::{Page, Signed, Verified};
/// fn believe(page: Signed<Page>) -> Verified<Page> {
///     page.into()
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified<T>(T);

/// The last page of an unbroken run from page 1; number 0 before the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Number of the last page.
    pub number: PageNumber,
    /// Hash of the last page.
    pub hash: Hash,
}

/// The page does not continue this head. The page comes back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("page does not follow the head")]
pub struct NotNext(pub Box<Signed<Page>>);

impl Header {
    /// When it was sealed, Unix seconds.
    pub fn sealed_at(&self) -> i64 {
        i64::try_from(self.sealed_quarter).unwrap_or(0).saturating_mul(QUARTER_S)
    }

    /// The quarter hour a moment lies in; moments before 1970 count as 0.
    pub fn quarter_of(unix_s: i64) -> u64 {
        u64::try_from(unix_s / QUARTER_S).unwrap_or(0)
    }

    /// The header's bytes. Changing this changes bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(104);
        let mut e = minicbor::Encoder::new(&mut out);
        let written = e
            .array(7)
            .and_then(|e| e.u64(PAGE_FORMAT))
            .and_then(|e| e.bytes(&self.journal.0))
            .and_then(|e| e.u64(self.number.0))
            .and_then(|e| e.bytes(&self.previous.0))
            .and_then(|e| e.bytes(&self.content_root.0))
            .and_then(|e| e.u64(self.sealed_quarter))
            .and_then(|e| e.u32(self.key));
        debug_assert!(written.is_ok(), "writing into memory cannot fail");
        out
    }

    fn decode(bytes: &[u8]) -> Result<(Self, usize), DecodeError> {
        let end = item_end(bytes, 0, false)?;
        let mut d = minicbor::Decoder::new(bytes.get(..end).unwrap_or_default());
        if d.array()? != Some(7) {
            return Err(DecodeError::Malformed("a header has seven items".into()));
        }
        let format = d.u64()?;
        if format != PAGE_FORMAT {
            return Err(DecodeError::UnknownFormat(format));
        }
        let header = Self {
            journal: d.decode()?,
            number: d.decode()?,
            previous: d.decode()?,
            content_root: d.decode()?,
            sealed_quarter: d.u64()?,
            key: d.u32()?,
        };
        let first = header.number.0 == 1;
        if header.number.0 == 0 || first != (header.previous == Hash::ZERO) {
            return Err(DecodeError::Malformed("number and previous hash disagree".into()));
        }
        Ok((header, end))
    }
}

impl Page {
    /// Splits page bytes of an election. Nothing is checked but shape and canonical form.
    pub fn decode(election: ElectionId, bytes: &[u8]) -> Result<Self, DecodeError> {
        if bytes.len() > PAGE_BYTES_MAX {
            return Err(DecodeError::TooLong { limit: PAGE_BYTES_MAX });
        }
        let (header, header_length) = Header::decode(bytes)?;
        if bytes.len() < header_length + ENC + TAG + SIGNATURE {
            return Err(DecodeError::Malformed("page ends too early".into()));
        }
        let mut page =
            Self { election, bytes: bytes.to_vec(), header, header_length, hash: Hash::ZERO };
        page.hash = page.hash_now();
        Ok(page)
    }

    /// Puts a page together and signs it. Changing this changes bytes.
    pub(crate) fn build(
        election: ElectionId,
        header: Header,
        enc: &[u8; 32],
        ciphertext: &[u8],
        author: &SigningKey,
    ) -> Self {
        let mut bytes = header.encode();
        let header_length = bytes.len();
        bytes.extend_from_slice(enc);
        bytes.extend_from_slice(ciphertext);
        let signature = author.sign(contexts::PAGE, election, &[&bytes]);
        bytes.extend_from_slice(&signature.0);
        let mut page = Self { election, bytes, header, header_length, hash: Hash::ZERO };
        page.hash = page.hash_now();
        page
    }

    /// The election it was decoded for: part of its hash and its signature.
    pub const fn election(&self) -> ElectionId {
        self.election
    }

    /// The header in clear.
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// All bytes, as they travel and are kept.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// SHA-256 over context ‖ election ‖ all bytes but the signature.
    pub const fn hash(&self) -> Hash {
        self.hash
    }

    /// Number and hash, as a head names them.
    pub const fn head(&self) -> Head {
        Head { number: self.header.number, hash: self.hash }
    }

    /// Whether this key signed the page.
    pub fn is_signed_by(&self, key: &VerifyKey) -> bool {
        let (signed, signature) = self.bytes.split_at(self.signed_length());
        let Ok(signature) = signature.try_into() else { return false };
        key.verify(contexts::PAGE, self.election, &[signed], &Signature(signature)).is_ok()
    }

    /// The header's bytes: what the seal is bound to.
    pub(crate) fn header_bytes(&self) -> &[u8] {
        self.bytes.get(..self.header_length).unwrap_or_default()
    }

    /// The encapsulated key.
    pub(crate) fn enc(&self) -> &[u8] {
        self.bytes.get(self.header_length..self.header_length + ENC).unwrap_or_default()
    }

    /// The sealed content with its tag.
    pub(crate) fn ciphertext(&self) -> &[u8] {
        self.bytes.get(self.header_length + ENC..self.signed_length()).unwrap_or_default()
    }

    fn signed_length(&self) -> usize {
        self.bytes.len().saturating_sub(SIGNATURE)
    }

    fn hash_now(&self) -> Hash {
        let mut hash = Sha256::new();
        hash.update(contexts::PAGE);
        hash.update(self.election.0);
        hash.update(self.bytes.get(..self.signed_length()).unwrap_or_default());
        Hash(hash.finalize().into())
    }
}

impl Signed<Page> {
    /// For this crate's checks only.
    pub(crate) const fn checked(page: Page) -> Self {
        Self(page)
    }

    /// The page.
    pub const fn page(&self) -> &Page {
        &self.0
    }

    /// The page, owned.
    pub fn into_page(self) -> Page {
        self.0
    }
}

impl Verified<Page> {
    /// The page.
    pub const fn page(&self) -> &Page {
        &self.0
    }

    /// The page, owned.
    pub fn into_page(self) -> Page {
        self.0
    }
}

impl Head {
    /// Before the first page.
    pub const START: Self = Self { number: PageNumber(0), hash: Hash::ZERO };

    /// Links the next page, or gives it back.
    pub fn link(&self, page: Signed<Page>) -> Result<Verified<Page>, NotNext> {
        let header = page.0.header();
        if header.number == self.number.next() && header.previous == self.hash {
            Ok(Verified(page.0))
        } else {
            Err(NotNext(Box::new(page)))
        }
    }
}
