//! Proof that one journal was written twice: two signed pages with one number.
//!
//! Anyone with the root key and the key list can check it; nobody's word is needed. Guessing
//! which branch is honest is refused here. A log line was rejected: it proves nothing.
//! Changing this changes bytes.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::attested::encode;
use crate::canonical::check_one;
use crate::certificate::{CERTIFICATE_BYTES_MAX, Certificate, Chain};
use crate::error::DecodeError;
use crate::ids::ElectionId;
use crate::keylist::TrustedKeys;
use crate::page::{PAGE_BYTES_MAX, Page};

/// Two pages of one journal with one number and different bytes, and who may write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForkProof {
    /// The author's certificate.
    pub certificate: Certificate,
    /// The page with the lower hash.
    pub one: Page,
    /// The page with the higher hash.
    pub other: Page,
}

/// What two pages do not prove.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoFork {
    /// Different journals, different numbers, or the same page twice.
    #[error("pages do not contradict each other")]
    NoContradiction,
    /// Certificate or signatures do not hold.
    #[error("pages are not proven to be the author's")]
    NotSigned,
}

#[derive(Encode, Decode)]
struct Wire {
    #[n(0)]
    certificate: ByteVec,
    #[n(1)]
    one: ByteVec,
    #[n(2)]
    other: ByteVec,
}

impl ForkProof {
    /// Puts a proof together; the order of the pages does not matter.
    pub fn new(certificate: Certificate, a: Page, b: Page) -> Result<Self, NoFork> {
        let (x, y) = (a.header(), b.header());
        let same = x.journal == y.journal && x.number == y.number && a.election() == b.election();
        if !same || a.hash() == b.hash() {
            return Err(NoFork::NoContradiction);
        }
        let (one, other) = if a.hash() < b.hash() { (a, b) } else { (b, a) };
        Ok(Self { certificate, one, other })
    }

    /// Checks that both pages are the author's.
    pub fn check(&self, keys: &TrustedKeys) -> Result<Chain, NoFork> {
        let chain = self.certificate.check(keys).map_err(|_| NoFork::NotSigned)?;
        chain.check_page(self.one.clone()).map_err(|_| NoFork::NotSigned)?;
        chain.check_page(self.other.clone()).map_err(|_| NoFork::NotSigned)?;
        Ok(chain)
    }

    /// The bytes for evidence.
    pub fn encode(&self) -> Vec<u8> {
        encode(&Wire {
            certificate: self.certificate.encode().into(),
            one: self.one.bytes().to_vec().into(),
            other: self.other.bytes().to_vec().into(),
        })
    }

    /// Takes proof bytes; nothing is believed before [`ForkProof::check`].
    pub fn decode(election: ElectionId, bytes: &[u8]) -> Result<Self, DecodeError> {
        let limit = CERTIFICATE_BYTES_MAX + 2 * PAGE_BYTES_MAX + 64;
        if bytes.len() > limit {
            return Err(DecodeError::TooLong { limit });
        }
        check_one(bytes, false)?;
        let wire: Wire = minicbor::decode(bytes)?;
        let certificate = Certificate::decode(&wire.certificate)?;
        let one = Page::decode(election, &wire.one)?;
        let other = Page::decode(election, &wire.other)?;
        Self::new(certificate, one, other)
            .map_err(|error| DecodeError::Malformed(error.to_string()))
    }
}
