//! The signed bodies a certificate is made of. Changing this changes bytes.
//!
//! They name random ids, keys, a role and an expiry. They refuse names and stations: a certificate
//! travels with every page, and whoever carries it reads it.

use minicbor::{Decode, Encode};

use crate::attested::Body;
use crate::contexts;
use crate::ids::{ElectionId, Hash, InvitationId, JournalId, PageNumber};
use crate::keys::{SealKey, VerifyKey};

/// What an invitation allows its holder to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Role {
    /// Observes at stations.
    #[n(1)]
    Observer,
    /// Leads a team and may relay its pages.
    #[n(2)]
    Lead,
}

/// The public part of an invitation, signed by headquarters' invitation key.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct InvitationPublic {
    /// The election.
    #[n(0)]
    pub election: ElectionId,
    /// The invitation's random name.
    #[n(1)]
    pub invitation: InvitationId,
    /// Public half of the one-time key that the invitation's holder enrols with.
    #[n(2)]
    pub one_time: VerifyKey,
    /// What the holder may be.
    #[n(3)]
    pub role: Role,
    /// First contact after this is too late, Unix seconds.
    #[n(4)]
    pub expires_at: i64,
    /// Number of the invitation key that signs.
    #[n(5)]
    pub key: u32,
}

/// A device's keys for a new journal, signed by the one-time key and by the device key.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Enrolment {
    /// The election.
    #[n(0)]
    pub election: ElectionId,
    /// The invitation used.
    #[n(1)]
    pub invitation: InvitationId,
    /// The device's new journal.
    #[n(2)]
    pub journal: JournalId,
    /// The device's signing key.
    #[n(3)]
    pub verify: VerifyKey,
    /// The device's X25519 key: headquarters seals this device's own journal to it.
    #[n(4)]
    pub seal: SealKey,
}

/// A new journal after an old one, signed by the old device key and by the new one.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Continuation {
    /// The election.
    #[n(0)]
    pub election: ElectionId,
    /// The journal that ends.
    #[n(1)]
    pub old: JournalId,
    /// Its last page known to the device; 0 if none.
    #[n(2)]
    pub last: PageNumber,
    /// That page's hash; zero if none.
    #[n(3)]
    pub hash: Hash,
    /// The journal that begins.
    #[n(4)]
    pub new: JournalId,
    /// The new signing key.
    #[n(5)]
    pub verify: VerifyKey,
    /// The new X25519 key.
    #[n(6)]
    pub seal: SealKey,
}

impl Body for InvitationPublic {
    const CONTEXT: &'static [u8] = contexts::INVITATION;
    fn election(&self) -> ElectionId {
        self.election
    }
}

impl Body for Enrolment {
    const CONTEXT: &'static [u8] = contexts::ENROLMENT;
    fn election(&self) -> ElectionId {
        self.election
    }
}

impl Body for Continuation {
    const CONTEXT: &'static [u8] = contexts::CONTINUATION;
    fn election(&self) -> ElectionId {
        self.election
    }
}
