//! What a device and a peer say to each other: hello, pages, and the one answer.
//!
//! Only a valid signed answer is contact; a captive portal's 200 is nothing. Maps have integer
//! keys and unknown ones are ignored, so that both sides can grow. The pages travel in the same
//! request as the hello, optimistically: one round trip. Changing this changes bytes.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::attested::{Attested, Body, encode};
use crate::canonical::check_one;
use crate::certificate::{CERTIFICATE_BYTES_MAX, Certificate};
use crate::contexts;
use crate::error::DecodeError;
use crate::ids::{ElectionId, Hash, JournalId, PageNumber};
use crate::keylist::KEY_LIST_BYTES_MAX;
use crate::keys::{BadSignature, SigningKey, VerifyKey};
use crate::page::{PAGE_BYTES_MAX, Page};
use crate::receipts::CustodyNote;

/// The version of hello and answer spoken here.
pub const CONTACT_VERSION: u32 = 1;
/// The longest sync request in bytes.
pub const REQUEST_BYTES_MAX: usize = 2 * 1024 * 1024;
/// The longest answer in bytes.
pub const ANSWER_BYTES_MAX: usize = 2 * 1024 * 1024;
/// The most pages one request or answer carries.
pub const PAGES_MAX: usize = 256;
/// The most carried positions, custody notes or carried certificates of one request.
pub const POSITIONS_MAX: usize = 256;

/// How far somebody holds a journal without gaps; number 0 and zero hash for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Position {
    /// The journal.
    #[n(0)]
    pub journal: JournalId,
    /// The last page held.
    #[n(1)]
    pub number: PageNumber,
    /// Its hash.
    #[n(2)]
    pub hash: Hash,
}

/// What a device says first. Signed by its current key over the key it expects to answer.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Hello {
    /// Version of the words.
    #[n(0)]
    pub version: u32,
    /// The election.
    #[n(1)]
    pub election: ElectionId,
    /// Random bytes the answer signs back.
    #[n(2)]
    pub nonce: Nonce,
    /// The device's wall clock, Unix seconds (a claim).
    #[n(3)]
    pub wall: i64,
    /// Last page held of each headquarters journal.
    #[n(4)]
    pub held: Vec<Position>,
    /// Number of the newest key list held; 0 for none.
    #[n(5)]
    pub key_list: u32,
    /// The last page of the own journal a receipt names.
    #[n(6)]
    pub receipted: Position,
    /// The last page of the own journal sealed so far.
    #[n(7)]
    pub sealed: Position,
    /// Toward a relay: the token of its code.
    #[cbor(n(8), with = "minicbor::bytes")]
    pub admission: Option<[u8; 16]>,
    /// Toward a relay: the sealed status word ([`crate::status`]).
    #[n(9)]
    pub status: Option<ByteVec>,
}

/// Sixteen random bytes, used once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(transparent)]
pub struct Nonce(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 16]);

impl Body for Hello {
    const CONTEXT: &'static [u8] = contexts::HELLO;
    fn election(&self) -> ElectionId {
        self.election
    }
}

impl Attested<Hello> {
    /// Signs a hello over the 32 bytes expected of the peer: headquarters' current receipt
    /// key, or the SHA-256 of a relay's TLS key.
    pub fn sign_hello(hello: Hello, expected: &[u8; 32], device: &SigningKey) -> Self {
        Self::sign_over(hello, expected, device)
    }

    /// Checks a hello that must be meant for `expected`.
    pub fn verify_hello(
        &self,
        expected: &[u8; 32],
        device: &VerifyKey,
    ) -> Result<&Hello, BadSignature> {
        self.verify_over(expected, device)
    }
}

/// A whole request: hello, certificate, key list, pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncRequest {
    /// The signed hello.
    pub hello: Attested<Hello>,
    /// The device's certificate.
    pub certificate: Certificate,
    /// The key list the device holds, as signed; a relay may not have it yet.
    pub key_list: Option<Vec<u8>>,
    /// Pages after the last receipt, in order, of one or more journals of this certificate.
    pub pages: Vec<Page>,
    /// Certificates of other devices whose pages a relay carries, and of relays whose custody
    /// notes come along, as they travel.
    pub carried: Vec<Certificate>,
    /// For each journal carried, or still owed a receipt: the last page receipted as far as
    /// the sender knows.
    pub positions: Vec<Position>,
    /// Relays' notes for pages the sender has no receipt for.
    pub custody: Vec<Attested<CustodyNote>>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct SyncRequestWire {
    #[n(0)]
    hello: ByteVec,
    #[n(1)]
    certificate: ByteVec,
    #[n(2)]
    key_list: Option<ByteVec>,
    #[n(3)]
    pages: Vec<ByteVec>,
    #[n(4)]
    carried: Option<Vec<ByteVec>>,
    #[n(5)]
    positions: Option<Vec<Position>>,
    #[n(6)]
    custody: Option<Vec<ByteVec>>,
}

impl SyncRequest {
    /// The bytes of the request's body.
    pub fn encode(&self) -> Vec<u8> {
        let carried: Vec<ByteVec> = self.carried.iter().map(|c| c.encode().into()).collect();
        let custody: Vec<ByteVec> = self.custody.iter().map(|n| n.encode().into()).collect();
        encode(&SyncRequestWire {
            hello: self.hello.encode().into(),
            certificate: self.certificate.encode().into(),
            key_list: self.key_list.clone().map(ByteVec::from),
            pages: self.pages.iter().map(|page| page.bytes().to_vec().into()).collect(),
            carried: (!carried.is_empty()).then_some(carried),
            positions: (!self.positions.is_empty()).then(|| self.positions.clone()),
            custody: (!custody.is_empty()).then_some(custody),
        })
    }

    /// Takes a request's body; nothing in it is believed yet.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        if bytes.len() > REQUEST_BYTES_MAX {
            return Err(DecodeError::TooLong { limit: REQUEST_BYTES_MAX });
        }
        check_one(bytes, false)?;
        let wire: SyncRequestWire = minicbor::decode(bytes)?;
        let carried = wire.carried.unwrap_or_default();
        let positions = wire.positions.unwrap_or_default();
        let custody = wire.custody.unwrap_or_default();
        if wire.pages.len() > PAGES_MAX {
            return Err(DecodeError::TooLong { limit: PAGES_MAX });
        }
        if carried.len().max(positions.len()).max(custody.len()) > POSITIONS_MAX {
            return Err(DecodeError::TooLong { limit: POSITIONS_MAX });
        }
        if wire.key_list.as_ref().is_some_and(|list| list.len() > KEY_LIST_BYTES_MAX + 80) {
            return Err(DecodeError::TooLong { limit: KEY_LIST_BYTES_MAX });
        }
        let hello = Attested::<Hello>::decode(&wire.hello)?;
        let election = hello.claimed().election;
        Ok(Self {
            certificate: Certificate::decode(&wire.certificate)?,
            key_list: wire.key_list.map(Into::into),
            pages: pages(election, &wire.pages)?,
            carried: carried
                .iter()
                .map(|bytes| Certificate::decode(bytes))
                .collect::<Result<_, _>>()?,
            positions,
            custody: custody
                .iter()
                .map(|bytes| Attested::decode(bytes))
                .collect::<Result<_, _>>()?,
            hello,
        })
    }

    /// How many bytes a page adds to a request: for filling a budget.
    pub const fn page_cost(page_bytes: usize) -> usize {
        page_bytes + 5
    }

    /// The longest a request is without pages.
    pub const BASE_BYTES_MAX: usize = CERTIFICATE_BYTES_MAX + KEY_LIST_BYTES_MAX + 4096;
}

pub(crate) fn pages(election: ElectionId, raw: &[ByteVec]) -> Result<Vec<Page>, DecodeError> {
    raw.iter()
        .map(|bytes| {
            if bytes.len() > PAGE_BYTES_MAX {
                return Err(DecodeError::TooLong { limit: PAGE_BYTES_MAX });
            }
            Page::decode(election, bytes)
        })
        .collect()
}
