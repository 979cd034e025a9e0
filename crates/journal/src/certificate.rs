//! A device's certificate: who may write a journal, provable offline with the root key.
//!
//! Certificate = invitation's signed public part, enrolment, continuations. It holds no name
//! and no station. Judging revocation or expiry is refused here: that needs what a peer knows
//! and lies in [`crate::judge`]. X.509 was rejected: dates, names, extensions nobody needs.
//! Changing this changes bytes.

mod bodies;
mod chain;

pub use bodies::{Continuation, Enrolment, InvitationPublic, Role};
pub use chain::{Chain, ChainLink};

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::attested::{Attested, Body, encode};
use crate::canonical::check_one;
use crate::error::DecodeError;
use crate::ids::{Hash, JournalId, PageNumber};
use crate::keylist::TrustedKeys;
use crate::keys::{BadSignature, SealKey, Signature, SigningKey, VerifyKey};
use crate::page::Head;

/// The longest certificate in bytes.
pub const CERTIFICATE_BYTES_MAX: usize = 8192;
/// The most continuations a certificate may hold.
pub const CONTINUATIONS_MAX: usize = 16;

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
    /// An X25519 key of low order: headquarters could seal nothing to this device.
    #[error("certificate: a sealing key of low order")]
    WeakSealKey,
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

    /// The journal before the current one and its last page as its device knew it, as claimed;
    /// none for a journal that continues nothing.
    pub fn ended(&self) -> Option<(JournalId, Head)> {
        let last = self.continuations.last()?.first.claimed();
        Some((last.old, Head { number: last.last, hash: last.hash }))
    }

    /// All journals of the device in their order, the current one last, as claimed.
    pub fn journals(&self) -> Vec<JournalId> {
        let first = self.enrolment.first.claimed().journal;
        let later = self.continuations.iter().map(|one| one.first.claimed().new);
        std::iter::once(first).chain(later).collect()
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
        if links.iter().any(|link| link.seal.is_weak()) {
            return Err(ChainError::WeakSealKey);
        }
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
