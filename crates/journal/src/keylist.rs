//! Headquarters' public keys: one numbered list, signed by the root key and nothing else.
//!
//! The root key signs only this; every other key is found here by role and number, so a stolen
//! online key can be withdrawn by the next list. Key n of a role is the n-th entry (from 1),
//! the last is current, `null` is withdrawn. X.509 for everything was rejected: it brings
//! dates, and dates are not trusted here. Changing this changes bytes.

use minicbor::{Decode, Encode};

use crate::attested::{Attested, Body};
use crate::contexts;
use crate::error::DecodeError;
use crate::ids::{ElectionId, Hash, JournalId};
use crate::keys::{BadSignature, SealKey, VerifyKey};
use crate::page::{Page, Signed};

/// The longest key list in bytes.
pub const KEY_LIST_BYTES_MAX: usize = 4096;

/// The list as signed. Changing this changes bytes.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct KeyList {
    /// The election.
    #[n(0)]
    pub election: ElectionId,
    /// The list's number, from 1; a higher one replaces a lower one.
    #[n(1)]
    pub number: u32,
    /// When it was signed, Unix seconds (a claim of the root key's holder).
    #[n(2)]
    pub issued_at: i64,
    /// Keys for receipts, Held, sync answers and signed time.
    #[n(3)]
    pub receipt: Vec<Option<VerifyKey>>,
    /// Keys for pages of headquarters' own journals.
    #[n(4)]
    pub journal: Vec<Option<VerifyKey>>,
    /// Keys for invitations' public parts.
    #[n(5)]
    pub invitation: Vec<Option<VerifyKey>>,
    /// Keys that devices seal their pages to.
    #[n(6)]
    pub sealing: Vec<Option<SealKey>>,
    /// Keys that the common journal is sealed to; invitations carry the private half.
    #[n(7)]
    pub members: Vec<Option<SealKey>>,
    /// SHA-256 of the SubjectPublicKeyInfo of the election's TLS authority.
    #[n(8)]
    pub authority: Vec<Option<Hash>>,
    /// Headquarters' common journal.
    #[n(9)]
    pub common: JournalId,
    /// A practice election: its keys are refused by a real endpoint.
    #[n(10)]
    pub practice: bool,
}

impl Body for KeyList {
    const CONTEXT: &'static [u8] = contexts::KEY_LIST;
    const BYTES_MAX: usize = KEY_LIST_BYTES_MAX;
    fn election(&self) -> ElectionId {
        self.election
    }
}

/// A key list whose root signature was checked, with its bytes for passing on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedKeys {
    attested: Attested<KeyList>,
}

/// Why a key list is not trusted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyListError {
    /// Not a key list's bytes.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// The root key did not sign it.
    #[error("key list: {0}")]
    Signature(#[from] BadSignature),
    /// For another election.
    #[error("key list of another election")]
    OtherElection,
    /// A role has no current key.
    #[error("key list lacks a current key")]
    MissingKey,
}

impl TrustedKeys {
    /// Checks `bytes` (as written by [`Attested::encode`]) with the root key.
    pub fn open(
        bytes: &[u8],
        election: ElectionId,
        root: &VerifyKey,
    ) -> Result<Self, KeyListError> {
        let attested = Attested::<KeyList>::decode(bytes)?;
        let list = attested.verify(root)?;
        if list.election != election {
            return Err(KeyListError::OtherElection);
        }
        let whole = current(&list.receipt).is_some()
            && current(&list.journal).is_some()
            && current(&list.invitation).is_some()
            && current(&list.sealing).is_some()
            && current(&list.members).is_some()
            && current(&list.authority).is_some();
        if whole { Ok(Self { attested }) } else { Err(KeyListError::MissingKey) }
    }

    /// The list.
    pub const fn list(&self) -> &KeyList {
        self.attested.claimed()
    }

    /// The signed bytes, for passing on.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.attested.encode()
    }

    /// The current receipt key and its number.
    pub fn current_receipt(&self) -> (u32, VerifyKey) {
        current(&self.list().receipt).unwrap_or((0, VerifyKey([0; 32])))
    }

    /// The current sealing key and its number: what devices seal to.
    pub fn current_sealing(&self) -> (u32, SealKey) {
        current(&self.list().sealing).unwrap_or((0, SealKey([0; 32])))
    }

    /// The current members' key and its number: what the common journal is sealed to.
    pub fn current_members(&self) -> (u32, SealKey) {
        current(&self.list().members).unwrap_or((0, SealKey([0; 32])))
    }

    /// The current authority's SPKI hash.
    pub fn current_authority(&self) -> Hash {
        current(&self.list().authority).map_or(Hash::ZERO, |(_, hash)| hash)
    }

    /// Receipt key number `number`, unless withdrawn.
    pub fn receipt(&self, number: u32) -> Option<VerifyKey> {
        numbered(&self.list().receipt, number)
    }

    /// Invitation key number `number`, unless withdrawn.
    pub fn invitation(&self, number: u32) -> Option<VerifyKey> {
        numbered(&self.list().invitation, number)
    }

    /// Checks a body signed by receipt key `number`.
    pub fn check_by_receipt_key<'a, T: Body>(
        &self,
        attested: &'a Attested<T>,
        number: u32,
    ) -> Result<&'a T, BadSignature> {
        if attested.claimed().election() != self.list().election {
            return Err(BadSignature);
        }
        attested.verify(&self.receipt(number).ok_or(BadSignature)?)
    }

    /// Checks a page of one of headquarters' journals: the key list is its certificate.
    pub fn check_page(&self, page: Page) -> Result<Signed<Page>, BadSignature> {
        let known = self.list().journal.iter().flatten().find(|key| page.is_signed_by(key));
        match known {
            Some(_) if page.election() == self.list().election => Ok(Signed::checked(page)),
            _ => Err(BadSignature),
        }
    }
}

fn current<K: Copy>(keys: &[Option<K>]) -> Option<(u32, K)> {
    let number = u32::try_from(keys.len()).ok()?;
    keys.last().copied().flatten().map(|key| (number, key))
}

fn numbered<K: Copy>(keys: &[Option<K>], number: u32) -> Option<K> {
    let index = usize::try_from(number).ok()?.checked_sub(1)?;
    keys.get(index).copied().flatten()
}
