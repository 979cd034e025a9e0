//! The seal: HPKE base mode, one shot (RFC 9180), in one place.
//!
//! DHKEM(X25519, HKDF-SHA256) / HKDF-SHA256 / ChaCha20-Poly1305; info = context ‖ election,
//! AAD = all header bytes. A libsodium sealed box was rejected: it binds neither election nor
//! header. No forward secrecy: whoever gets the reader's key reads all. Changing this changes
//! bytes.

use ::hpke::aead::ChaCha20Poly1305;
use ::hpke::kdf::HkdfSha256;
use ::hpke::kem::{Kem, X25519HkdfSha256};
use ::hpke::{
    Deserializable, OpModeR, OpModeS, Serializable, single_shot_open, single_shot_seal_with_rng,
};
use rand_core::CryptoRng;

use crate::contexts;
use crate::ids::ElectionId;
use crate::keys::{SealKey, SealSecret};
use crate::page::{Header, Page};

/// Seals to a key: the encapsulated key and the ciphertext. `None` for an unusable key.
pub(crate) fn seal(
    election: ElectionId,
    reader: &SealKey,
    header: &Header,
    plain: &[u8],
    mut rng: &mut dyn CryptoRng,
) -> Option<([u8; 32], Vec<u8>)> {
    let key = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(&reader.0).ok()?;
    let (enc, ciphertext) =
        single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeS::Base,
            &key,
            &info(election),
            plain,
            &header.encode(),
            &mut rng,
        )
        .ok()?;
    Some((enc.to_bytes().into(), ciphertext))
}

/// Opens a page's ciphertext; `None` for another key or altered bytes.
pub(crate) fn open(page: &Page, reader: &SealSecret) -> Option<Vec<u8>> {
    let secret = <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(&*reader.to_bytes()).ok()?;
    let enc = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(page.enc()).ok()?;
    single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &secret,
        &enc,
        &info(page.election()),
        page.ciphertext(),
        page.header_bytes(),
    )
    .ok()
}

fn info(election: ElectionId) -> Vec<u8> {
    [contexts::PAGE, &election.0].concat()
}
