//! A signed body: the raw bytes as they came, the signature, and the parsed view beside them.
//!
//! The raw bytes are what is signed and passed on, so fields a newer program added survive an
//! older one. Parsing, dropping and re-encoding was rejected for that reason. On the wire:
//! CBOR `[body: bstr, signature: bstr 64]`. Changing this changes bytes.

use minicbor::bytes::ByteVec;

use crate::canonical::check_one;
use crate::error::DecodeError;
use crate::ids::ElectionId;
use crate::keys::{BadSignature, Signature, SigningKey, VerifyKey};

/// The longest attested body in bytes; answers are longer and have their own bound.
pub const BODY_BYTES_MAX: usize = 16 * 1024;

/// A kind of body that can be signed.
pub trait Body: Sized + for<'b> minicbor::Decode<'b, ()> + minicbor::Encode<()> {
    /// Its context string, from [`crate::contexts`].
    const CONTEXT: &'static [u8];
    /// The longest body in bytes.
    const BYTES_MAX: usize = BODY_BYTES_MAX;
    /// The election it belongs to: part of what is signed.
    fn election(&self) -> ElectionId;
}

/// A body with its signature. Holding one means nothing until it was verified with a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attested<T> {
    raw: Vec<u8>,
    signature: Signature,
    view: T,
}

impl<T: Body> Attested<T> {
    /// Encodes and signs. `more` is signed before the body but not carried.
    pub(crate) fn sign_over(view: T, more: &[u8], key: &SigningKey) -> Self {
        let raw = encode(&view);
        let signature = key.sign(T::CONTEXT, view.election(), &[more, &raw]);
        Self { raw, signature, view }
    }

    /// Encodes and signs a body.
    pub fn sign(view: T, key: &SigningKey) -> Self {
        Self::sign_over(view, &[], key)
    }

    /// Checks the signature and gives the body.
    pub fn verify(&self, key: &VerifyKey) -> Result<&T, BadSignature> {
        self.verify_over(&[], key)
    }

    pub(crate) fn verify_over(&self, more: &[u8], key: &VerifyKey) -> Result<&T, BadSignature> {
        let election = self.view.election();
        key.verify(T::CONTEXT, election, &[more, &self.raw], &self.signature)?;
        Ok(&self.view)
    }

    /// The body as claimed, signature not looked at: for finding the key to check with.
    pub const fn claimed(&self) -> &T {
        &self.view
    }

    /// The body's bytes as signed.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// The signature as carried.
    pub const fn signature(&self) -> Signature {
        self.signature
    }

    /// Takes `[body, signature]`; the signature is not yet checked.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        if bytes.len() > T::BYTES_MAX.saturating_add(80) {
            return Err(DecodeError::TooLong { limit: T::BYTES_MAX });
        }
        check_one(bytes, false)?;
        let (raw, signature): (ByteVec, Signature) = minicbor::decode(bytes)?;
        Self::from_parts(raw.into(), signature)
    }

    /// Takes body bytes and signature apart; the signature is not yet checked.
    pub fn from_parts(raw: Vec<u8>, signature: Signature) -> Result<Self, DecodeError> {
        if raw.len() > T::BYTES_MAX {
            return Err(DecodeError::TooLong { limit: T::BYTES_MAX });
        }
        check_one(&raw, false)?;
        let view = minicbor::decode(&raw)?;
        Ok(Self { raw, signature, view })
    }

    /// The bytes `[body, signature]`.
    pub fn encode(&self) -> Vec<u8> {
        encode(&(ByteVec::from(self.raw.clone()), self.signature))
    }
}

/// Encodes into memory: the encoders of this crate cannot fail there.
pub(crate) fn encode<T: minicbor::Encode<()>>(value: &T) -> Vec<u8> {
    minicbor::to_vec(value).unwrap_or_default()
}
