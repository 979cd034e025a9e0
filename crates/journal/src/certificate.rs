//! A device's certificate: who may write a journal, provable offline with the root key.
//!
//! Certificate = invitation's signed public part, enrolment, continuations. It holds no name
//! and no station. Judging revocation or expiry is refused here: that needs what a peer knows
//! and lies in [`crate::judge`]. X.509 was rejected: dates, names, extensions nobody needs.
//! Changing this changes bytes.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::attested::{Attested, Body, encode};
use crate::canonical::check_one;
use crate::contexts;
use crate::error::DecodeError;
use crate::ids::{ElectionId, Hash, InvitationId, JournalId, PageNumber};
use crate::keylist::TrustedKeys;
use crate::keys::{BadSignature, SealKey, Signature, SigningKey, VerifyKey};
use crate::page::{Page, Signed};

/// The longest certificate in bytes.
pub const CERTIFICATE_BYTES_MAX: usize = 8192;
/// The most continuations a certificate may hold.
pub const CONTINUATIONS_MAX: usize = 16;

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

/// A certificate as it travels; nothing in it is believed before [`Certificate::check`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    invitation: Attested<InvitationPublic>,
    enrolment: TwiceSigned<Enrolment>,
    continuations: Vec<TwiceSigned<Continuation>>,
}

/// A body under two signatures: CBOR `[body: bstr, first: bstr 64, second: bstr 64]`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct TwiceSigned<T> {
    first: Attested<T>,
    second: Attested<T>,
}

/// A checked certificate: every signature up to the root held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// The election.
    pub election: ElectionId,
    /// The invitation that began it.
    pub invitation: InvitationId,
    /// What the holder may be.
    pub role: Role,
    /// First contact after this is too late, Unix seconds.
    pub expires_at: i64,
    /// The journals in order; the last is current. Never empty.
    links: Vec<ChainLink>,
}

/// One journal of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainLink {
    /// The journal.
    pub journal: JournalId,
    /// Who signs its pages.
    pub verify: VerifyKey,
    /// Who opens headquarters' journal for this device.
    pub seal: SealKey,
    /// Number of that key in page headers: 1 for the enrolment, 2 for the first continuation…
    pub key: u32,
    /// Where a continuation ended it: last number and hash the device knew.
    pub ended: Option<(PageNumber, Hash)>,
}

/// Why a certificate proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    /// Not a certificate's bytes.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// A signature does not hold, or its key is withdrawn.
    #[error("certificate: {0}")]
    Signature(#[from] BadSignature),
    /// Its parts name different elections, invitations or journals.
    #[error("certificate's parts do not belong together")]
    Mismatch,
}

impl Certificate {
    /// Enrols: signs the device's keys with the one-time key and the device key.
    pub fn enrol(
        invitation: Attested<InvitationPublic>,
        one_time: &SigningKey,
        journal: JournalId,
        device: &SigningKey,
        seal: SealKey,
    ) -> Self {
        let body = Enrolment {
            election: invitation.claimed().election,
            invitation: invitation.claimed().invitation,
            journal,
            verify: device.public(),
            seal,
        };
        let enrolment = TwiceSigned::sign(body, one_time, device);
        Self { invitation, enrolment, continuations: Vec::new() }
    }

    /// Adds a new journal after the current one, signed by the old key and the new one.
    pub fn continued(
        &self,
        old: &SigningKey,
        last: (PageNumber, Hash),
        journal: JournalId,
        device: &SigningKey,
        seal: SealKey,
    ) -> Self {
        let body = Continuation {
            election: self.invitation.claimed().election,
            old: self.journal(),
            last: last.0,
            hash: last.1,
            new: journal,
            verify: device.public(),
            seal,
        };
        let mut next = self.clone();
        next.continuations.push(TwiceSigned::sign(body, old, device));
        next
    }

    /// The current journal as claimed.
    pub fn journal(&self) -> JournalId {
        match self.continuations.last() {
            Some(last) => last.first.claimed().new,
            None => self.enrolment.first.claimed().journal,
        }
    }

    /// The signed public part as claimed.
    pub const fn invitation(&self) -> &Attested<InvitationPublic> {
        &self.invitation
    }

    /// Takes certificate bytes; nothing is believed yet.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        if bytes.len() > CERTIFICATE_BYTES_MAX {
            return Err(DecodeError::TooLong { limit: CERTIFICATE_BYTES_MAX });
        }
        check_one(bytes, false)?;
        let wire: CertificateWire = minicbor::decode(bytes)?;
        if wire.continuations.len() > CONTINUATIONS_MAX {
            return Err(DecodeError::Malformed("too many continuations".into()));
        }
        Ok(Self {
            invitation: Attested::from_parts(wire.invitation.into(), wire.signature)?,
            enrolment: TwiceSigned::from_wire(wire.enrolment)?,
            continuations: wire
                .continuations
                .into_iter()
                .map(TwiceSigned::from_wire)
                .collect::<Result<_, _>>()?,
        })
    }

    /// The bytes that travel.
    pub fn encode(&self) -> Vec<u8> {
        encode(&CertificateWire {
            invitation: self.invitation.raw().to_vec().into(),
            signature: self.invitation.signature(),
            enrolment: self.enrolment.to_wire(),
            continuations: self.continuations.iter().map(TwiceSigned::to_wire).collect(),
        })
    }

    /// Checks every signature from the key list down.
    pub fn check(&self, keys: &TrustedKeys) -> Result<Chain, ChainError> {
        let key = keys.invitation(self.invitation.claimed().key).ok_or(BadSignature)?;
        let public = self.invitation.verify(&key)?;
        let enrolment = self.enrolment.verify(&public.one_time, |body| body.verify)?;
        let election = keys.list().election;
        if public.election != election
            || enrolment.election != election
            || enrolment.invitation != public.invitation
        {
            return Err(ChainError::Mismatch);
        }
        let mut current = ChainLink {
            journal: enrolment.journal,
            verify: enrolment.verify,
            seal: enrolment.seal,
            key: 1,
            ended: None,
        };
        let mut links = Vec::new();
        for signed in &self.continuations {
            let next = signed.verify(&current.verify, |body| body.verify)?;
            if next.election != election || next.old != current.journal {
                return Err(ChainError::Mismatch);
            }
            let key = current.key + 1;
            current.ended = Some((next.last, next.hash));
            links.push(current);
            current = ChainLink {
                journal: next.new,
                verify: next.verify,
                seal: next.seal,
                key,
                ended: None,
            };
        }
        links.push(current);
        Ok(Chain {
            election,
            invitation: public.invitation,
            role: public.role,
            expires_at: public.expires_at,
            links,
        })
    }
}

#[derive(Encode, Decode)]
struct CertificateWire {
    #[n(0)]
    invitation: ByteVec,
    #[n(1)]
    signature: Signature,
    #[n(2)]
    enrolment: TwiceWire,
    #[n(3)]
    continuations: Vec<TwiceWire>,
}

#[derive(Encode, Decode)]
struct TwiceWire {
    #[n(0)]
    body: ByteVec,
    #[n(1)]
    first: Signature,
    #[n(2)]
    second: Signature,
}

impl<T: Body + Clone> TwiceSigned<T> {
    fn sign(body: T, first: &SigningKey, second: &SigningKey) -> Self {
        Self { first: Attested::sign(body.clone(), first), second: Attested::sign(body, second) }
    }

    fn verify(
        &self,
        first: &VerifyKey,
        second: impl Fn(&T) -> VerifyKey,
    ) -> Result<&T, BadSignature> {
        let body = self.first.verify(first)?;
        self.second.verify(&second(body))
    }

    fn from_wire(wire: TwiceWire) -> Result<Self, DecodeError> {
        let body: Vec<u8> = wire.body.into();
        Ok(Self {
            first: Attested::from_parts(body.clone(), wire.first)?,
            second: Attested::from_parts(body, wire.second)?,
        })
    }

    fn to_wire(&self) -> TwiceWire {
        TwiceWire {
            body: self.first.raw().to_vec().into(),
            first: self.first.signature(),
            second: self.second.signature(),
        }
    }
}

impl Chain {
    /// The journal that is written now, with its keys.
    ///
    /// A chain has one link at least, by construction.
    pub fn current(&self) -> &ChainLink {
        match self.links.last() {
            Some(link) => link,
            None => unreachable!("a chain is made with one link"),
        }
    }

    /// All journals in order.
    pub fn links(&self) -> &[ChainLink] {
        &self.links
    }

    /// The journal the invitation was first used for.
    pub fn first_journal(&self) -> JournalId {
        self.links.first().map_or(self.current().journal, |link| link.journal)
    }

    /// The link of a journal of this chain.
    pub fn link_of(&self, journal: JournalId) -> Option<&ChainLink> {
        self.links.iter().find(|link| link.journal == journal)
    }

    /// Checks that a page was signed by the writer of its journal.
    pub fn check_page(&self, page: Page) -> Result<Signed<Page>, BadSignature> {
        let link = self.link_of(page.header().journal).ok_or(BadSignature)?;
        if page.election() == self.election && page.is_signed_by(&link.verify) {
            Ok(Signed::checked(page))
        } else {
            Err(BadSignature)
        }
    }
}
