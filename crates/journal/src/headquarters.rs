//! Headquarters' private keys by role, and what they make: key list, invitations, own pages.
//!
//! The root key is not among the online keys: it signs key lists and nothing else, and a
//! program that answers requests never holds it. One key for all roles was rejected: a stolen
//! receipt key must not be able to invite. Keeping them at rest is the server's work.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::attested::{Attested, encode};
use crate::canonical::check_one;
use crate::certificate::{Chain, InvitationPublic, Role};
use crate::error::DecodeError;
use crate::ids::{ElectionId, Hash, InvitationId, JournalId, Ordinal};
use crate::keylist::{KeyList, KeyListError, TrustedKeys};
use crate::keys::{SealSecret, SigningKey};
use crate::page::{Head, Page};
use crate::receipts::{Held, Receipt};
use crate::seal::{Draft, DraftEvent, OpenError, Opened, Reader, SealError, Sealed};

/// The online private keys, each with its number in the key list.
#[derive(Debug, Clone)]
pub struct RoleKeys {
    /// Signs receipts, Held and answers.
    pub receipt: SigningKey,
    /// Signs pages of headquarters' journals.
    pub journal: SigningKey,
    /// Signs invitations.
    pub invitation: SigningKey,
    /// Opens devices' pages.
    pub sealing: SealSecret,
    /// Opens the common journal; every invitation carries it.
    pub members: SealSecret,
    /// The keys' number in the key list: 1 until a role's key is replaced.
    pub numbers: RoleNumbers,
}

/// Numbers of the role keys in the key list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct RoleNumbers {
    /// Of the receipt key.
    #[n(0)]
    pub receipt: u32,
    /// Of the journal key.
    #[n(1)]
    pub journal: u32,
    /// Of the invitation key.
    #[n(2)]
    pub invitation: u32,
    /// Of the sealing key.
    #[n(3)]
    pub sealing: u32,
    /// Of the members' key.
    #[n(4)]
    pub members: u32,
}

/// What a first key list says besides keys.
#[derive(Debug, Clone, Copy)]
pub struct ListFacts {
    /// The election.
    pub election: ElectionId,
    /// Headquarters' common journal.
    pub common: JournalId,
    /// SHA-256 of the TLS authority's SubjectPublicKeyInfo.
    pub authority: Hash,
    /// When it is signed, Unix seconds.
    pub issued_at: i64,
    /// A practice election.
    pub practice: bool,
}

#[derive(Encode, Decode)]
struct Wire(
    #[n(0)] ByteVec,
    #[n(1)] ByteVec,
    #[n(2)] ByteVec,
    #[n(3)] ByteVec,
    #[n(4)] ByteVec,
    #[n(5)] RoleNumbers,
);

impl RoleKeys {
    /// New keys from the caller's chance, all number 1.
    pub fn random(rng: &mut dyn CryptoRng) -> Self {
        Self {
            receipt: SigningKey::random(rng),
            journal: SigningKey::random(rng),
            invitation: SigningKey::random(rng),
            sealing: SealSecret::random(rng),
            members: SealSecret::random(rng),
            numbers: RoleNumbers { receipt: 1, journal: 1, invitation: 1, sealing: 1, members: 1 },
        }
    }

    /// The first key list (number 1), signed by the root key.
    pub fn first_list(
        &self,
        facts: &ListFacts,
        root: &SigningKey,
    ) -> Result<TrustedKeys, KeyListError> {
        let list = KeyList {
            election: facts.election,
            number: 1,
            issued_at: facts.issued_at,
            receipt: vec![Some(self.receipt.public())],
            journal: vec![Some(self.journal.public())],
            invitation: vec![Some(self.invitation.public())],
            sealing: vec![Some(self.sealing.public())],
            members: vec![Some(self.members.public())],
            authority: vec![Some(facts.authority)],
            common: facts.common,
            practice: facts.practice,
        };
        let bytes = Attested::sign(list, root).encode();
        TrustedKeys::open(&bytes, facts.election, &root.public())
    }

    /// A new invitation's signed public part and its one-time private key.
    pub fn invite(
        &self,
        election: ElectionId,
        role: Role,
        expires_at: i64,
        rng: &mut dyn CryptoRng,
    ) -> (Attested<InvitationPublic>, SigningKey) {
        let one_time = SigningKey::random(rng);
        let public = InvitationPublic {
            election,
            invitation: InvitationId::random(rng),
            one_time: one_time.public(),
            role,
            expires_at,
            key: self.numbers.invitation,
        };
        (Attested::sign(public, &self.invitation), one_time)
    }

    /// A receipt for what is durable and linked.
    pub fn receipt(
        &self,
        election: ElectionId,
        journal: JournalId,
        head: Head,
        received_at: i64,
    ) -> Attested<Receipt> {
        let Head { number, hash } = head;
        let key = self.numbers.receipt;
        Attested::sign(Receipt { election, journal, number, hash, received_at, key }, &self.receipt)
    }

    /// A Held answer; `held.key` is set here.
    pub fn held(&self, held: Held) -> Attested<Held> {
        Attested::sign(Held { key: self.numbers.receipt, ..held }, &self.receipt)
    }

    /// Opens a device's page.
    pub fn open(&self, page: &Page) -> Result<Opened, OpenError> {
        page.open(&self.sealing)
    }

    /// Seals the next page of the common journal.
    pub fn seal_common(
        &self,
        draft: OwnDraft,
        rng: &mut dyn CryptoRng,
    ) -> Result<Sealed, SealError> {
        let reader = Reader { key: self.members.public(), number: self.numbers.members };
        draft.into_draft().seal(&reader, &self.journal, rng)
    }

    /// Seals the next page of the journal for one device, to its current X25519 key.
    pub fn seal_for(
        &self,
        device: &Chain,
        draft: OwnDraft,
        rng: &mut dyn CryptoRng,
    ) -> Result<Sealed, SealError> {
        let link = device.current();
        let reader = Reader { key: link.seal, number: link.key };
        draft.into_draft().seal(&reader, &self.journal, rng)
    }

    /// The keys' bytes, for sealing them at rest. A secret.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(encode(&Wire(
            self.receipt.to_bytes().to_vec().into(),
            self.journal.to_bytes().to_vec().into(),
            self.invitation.to_bytes().to_vec().into(),
            self.sealing.to_bytes().to_vec().into(),
            self.members.to_bytes().to_vec().into(),
            self.numbers,
        )))
    }

    /// From bytes as kept at rest.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        check_one(bytes, false)?;
        let wire: Wire = minicbor::decode(bytes)?;
        Ok(Self {
            receipt: SigningKey::from_bytes(&*seed(&wire.0)?),
            journal: SigningKey::from_bytes(&*seed(&wire.1)?),
            invitation: SigningKey::from_bytes(&*seed(&wire.2)?),
            sealing: SealSecret::from_bytes(*seed(&wire.3)?),
            members: SealSecret::from_bytes(*seed(&wire.4)?),
            numbers: wire.5,
        })
    }
}

fn seed(bytes: &ByteVec) -> Result<Zeroizing<[u8; 32]>, DecodeError> {
    let seed: [u8; 32] = bytes
        .as_slice()
        .try_into()
        .map_err(|_| DecodeError::Malformed("a key has 32 bytes".into()))?;
    Ok(Zeroizing::new(seed))
}

/// The next page of one of headquarters' journals, before it is sealed.
#[derive(Debug, Clone)]
pub struct OwnDraft {
    /// The election.
    pub election: ElectionId,
    /// The journal.
    pub journal: JournalId,
    /// The page before.
    pub after: Head,
    /// Ordinal of the first event.
    pub first: Ordinal,
    /// The events, one at least.
    pub events: Vec<DraftEvent>,
    /// Headquarters' clock, Unix seconds.
    pub sealed_at: i64,
}

impl OwnDraft {
    fn into_draft(self) -> Draft {
        Draft {
            election: self.election,
            journal: self.journal,
            after: self.after,
            first: self.first,
            events: self.events,
            sealed_at: self.sealed_at,
            padded: false,
        }
    }
}
