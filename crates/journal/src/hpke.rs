//! The seal: HPKE base mode, one shot (RFC 9180), in one place.
//!
//! DHKEM(X25519, HKDF-SHA256) / HKDF-SHA256 / ChaCha20-Poly1305; info = context ‖ election,
//! AAD = what stands in clear beside it (a page's header). A libsodium sealed box was rejected:
//! it binds neither election nor header. No forward secrecy: whoever gets the reader's key
//! reads all. Changing this changes bytes.

use ::hpke::aead::ChaCha20Poly1305;
use ::hpke::kdf::HkdfSha256;
use ::hpke::kem::{Kem, X25519HkdfSha256};
use ::hpke::{
    Deserializable, OpModeR, OpModeS, Serializable, single_shot_open, single_shot_seal_with_rng,
};
use rand_core::CryptoRng;

use crate::ids::ElectionId;
use crate::keys::{SealKey, SealSecret};

/// The bytes a seal adds: the authentication tag.
pub(crate) const TAG: usize = 16;

/// What a seal is bound to besides the key: a context string, the election, and bytes in clear.
#[derive(Clone, Copy)]
pub(crate) struct Bound<'a> {
    /// From [`crate::contexts`].
    pub context: &'static [u8],
    pub election: ElectionId,
    pub aad: &'a [u8],
}

impl Bound<'_> {
    fn info(&self) -> Vec<u8> {
        [self.context, &self.election.0].concat()
    }
}

/// Seals to a key: the encapsulated key and the ciphertext. `None` for an unusable key.
pub(crate) fn seal(
    bound: Bound<'_>,
    reader: &SealKey,
    plain: &[u8],
    mut rng: &mut dyn CryptoRng,
) -> Option<([u8; 32], Vec<u8>)> {
    let key = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(&reader.0).ok()?;
    let (enc, ciphertext) = single_shot_seal_with_rng::<
        ChaCha20Poly1305,
        HkdfSha256,
        X25519HkdfSha256,
    >(&OpModeS::Base, &key, &bound.info(), plain, bound.aad, &mut rng)
    .ok()?;
    Some((enc.to_bytes().into(), ciphertext))
}

/// Opens a ciphertext; `None` for another key, another bond or altered bytes.
pub(crate) fn open(
    bound: Bound<'_>,
    reader: &SealSecret,
    enc: &[u8],
    ciphertext: &[u8],
) -> Option<Vec<u8>> {
    let secret = <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(&*reader.to_bytes()).ok()?;
    let enc = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(enc).ok()?;
    single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &secret,
        &enc,
        &bound.info(),
        ciphertext,
        bound.aad,
    )
    .ok()
}
