//! By which invitation a folder was made, told only to whoever holds that invitation.
//!
//! The same file opened a second time would make a second enrolment, whose day headquarters only
//! quarantines; and the one that is there may be locked. So the folder keeps in clear a salted
//! derivation of the one-time key, which nothing but the invitation itself holds: headquarters'
//! list, a bundle or a page does not lead to it, nor it to them. Rejected: a hash of the
//! invitation's number, by which a seized list of invitations would name a seized locked phone.

use std::path::Path;

use hkdf::Hkdf;
use journal::keys::SigningKey;
use rand_core::CryptoRng;
use sha2::Sha256;

use super::{DeviceStore, files};
use crate::error::Result;

const FILE: &str = "invited";
const SALT_BYTES: usize = 16;

impl DeviceStore {
    /// Marks a folder, which need not exist yet, as made by the invitation with this one-time
    /// key. Before [`DeviceStore::create`]: without a store the mark means nothing.
    ///
    /// # Errors
    /// The disk failed or is full.
    pub fn mark_invited(
        folder: &Path,
        one_time: &SigningKey,
        rng: &mut dyn CryptoRng,
    ) -> Result<()> {
        std::fs::create_dir_all(folder)?;
        let mut salt = [0; SALT_BYTES];
        rng.fill_bytes(&mut salt);
        let mark = [salt.as_slice(), &derived(one_time, &salt)].concat();
        Ok(files::write_durably(&folder.join(FILE), &mark)?)
    }

    /// Whether a folder was made by the invitation with this one-time key.
    ///
    /// # Errors
    /// The disk failed.
    pub fn invited_by(folder: &Path, one_time: &SigningKey) -> Result<bool> {
        let mark = files::read_small(&folder.join(FILE))?.unwrap_or_default();
        let Some((salt, kept)) = mark.split_at_checked(SALT_BYTES) else { return Ok(false) };
        Ok(kept == derived(one_time, salt))
    }
}

fn derived(one_time: &SigningKey, salt: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    // 32 bytes are always within HKDF-SHA256's 8,160.
    let done = Hkdf::<Sha256>::new(Some(salt), one_time.to_bytes().as_slice())
        .expand(b"sanaq device invited 1", &mut out);
    debug_assert!(done.is_ok());
    out
}
