//! Signing and sealing keys as newtypes over the dalek crates.
//!
//! Only `verify_strict` is offered: the lax check accepts several signatures for one message,
//! and a page must have one. Secrets are zeroed on drop and never printed. Keys of other
//! libraries do not leave this module, so that a library can be replaced in one place.

use std::fmt;

use ed25519_dalek::Signer as _;
use minicbor::{Decode, Encode};
use rand_core::CryptoRng;
use zeroize::ZeroizeOnDrop;

use crate::ids::ElectionId;

/// An Ed25519 public key, 32 bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct VerifyKey(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 32]);

/// An X25519 public key, 32 bytes: pages are sealed to it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct SealKey(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 32]);

/// An Ed25519 signature, 64 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct Signature(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 64]);

/// The signature does not hold for this key, context, election and body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("signature does not hold")]
pub struct BadSignature;

/// An Ed25519 private key.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

/// An X25519 private key: opens pages sealed to its [`SealKey`].
#[derive(Clone, ZeroizeOnDrop)]
pub struct SealSecret([u8; 32]);

impl SigningKey {
    /// A new key from the caller's chance.
    pub fn random(rng: &mut dyn CryptoRng) -> Self {
        let mut seed = zeroize::Zeroizing::new([0; 32]);
        rng.fill_bytes(&mut *seed);
        Self::from_bytes(&seed)
    }

    /// From the 32-byte seed of RFC 8032.
    pub fn from_bytes(seed: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// The 32-byte seed, for sealing it at rest.
    pub fn to_bytes(&self) -> zeroize::Zeroizing<[u8; 32]> {
        zeroize::Zeroizing::new(self.0.to_bytes())
    }

    /// The public half.
    pub fn public(&self) -> VerifyKey {
        VerifyKey(self.0.verifying_key().to_bytes())
    }

    /// Signs `context ‖ election ‖ parts…`. Changing this changes bytes.
    pub fn sign(&self, context: &[u8], election: ElectionId, parts: &[&[u8]]) -> Signature {
        Signature(self.0.sign(&message(context, election, parts)).to_bytes())
    }
}

impl VerifyKey {
    /// Checks a signature over `context ‖ election ‖ parts…` (strictly, see the module).
    pub fn verify(
        &self,
        context: &[u8],
        election: ElectionId,
        parts: &[&[u8]],
        signature: &Signature,
    ) -> Result<(), BadSignature> {
        let key = ed25519_dalek::VerifyingKey::from_bytes(&self.0).map_err(|_| BadSignature)?;
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        key.verify_strict(&message(context, election, parts), &signature).map_err(|_| BadSignature)
    }
}

impl SealSecret {
    /// A new key from the caller's chance.
    pub fn random(rng: &mut dyn CryptoRng) -> Self {
        let mut bytes = [0; 32];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// From 32 bytes as kept at rest.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes, for sealing them at rest.
    pub fn to_bytes(&self) -> zeroize::Zeroizing<[u8; 32]> {
        zeroize::Zeroizing::new(self.0)
    }

    /// The public half.
    pub fn public(&self) -> SealKey {
        let secret = x25519_dalek::StaticSecret::from(self.0);
        SealKey(x25519_dalek::PublicKey::from(&secret).to_bytes())
    }
}

impl SealKey {
    /// Whether the key is of low order: it agrees on zero with everybody, so nothing can be
    /// sealed to it (RFC 9180 §7.1.4).
    pub fn is_weak(&self) -> bool {
        // Any secret tells: clamping makes it a multiple of the curve's cofactor.
        let any = x25519_dalek::StaticSecret::from([1; 32]);
        !any.diffie_hellman(&x25519_dalek::PublicKey::from(self.0)).was_contributory()
    }
}

fn message(context: &[u8], election: ElectionId, parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(64 + parts.iter().map(|p| p.len()).sum::<usize>());
    bytes.extend_from_slice(context);
    bytes.extend_from_slice(&election.0);
    parts.iter().for_each(|part| bytes.extend_from_slice(part));
    bytes
}

fn hex(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

impl fmt::Debug for VerifyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        hex(f, &self.0)
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        hex(f, &self.0)
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        hex(f, &self.0)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey(public {:?})", self.public())
    }
}

impl fmt::Debug for SealSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealSecret(public {:?})", self.public())
    }
}
