//! A file sealed with a passphrase: Argon2id (64 MiB, 3 passes) makes the key,
//! ChaCha20-Poly1305 seals; the file's kind is bound in, so that one sealed file cannot
//! be passed off as another.
//!
//! Layout (changing this changes bytes): `SANAQSEAL1` ‖ memory KiB u32 ‖ passes u32 ‖
//! salt 16 ‖ nonce 12 ‖ ciphertext and tag; integers big-endian; everything before the
//! nonce, and the kind's name, are the AAD. Costs are read from the file within bounds.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use zeroize::Zeroizing;

use crate::clock;

const MAGIC: &[u8; 10] = b"SANAQSEAL1";
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
/// A foreign file must not make this program take gigabytes.
const MEMORY_KIB_MAX: u32 = 1024 * 1024;
const PASSES_MAX: u32 = 16;
const HEAD: usize = 10 + 4 + 4 + 16;
const NONCE: usize = 12;

/// Why a sealed file does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// Not a sealed file, or of another version.
    #[error("not a sealed file of this program")]
    Foreign,
    /// Wrong passphrase, or the file was changed; the two cannot be told apart.
    #[error("the passphrase is wrong, or the file was changed")]
    Closed,
    /// The machine has too little memory for Argon2id.
    #[error("too little memory to derive the key")]
    Memory,
}

/// Seals `secret` as a file of `kind`.
pub fn seal(kind: &str, passphrase: &str, secret: &[u8]) -> Result<Vec<u8>, VaultError> {
    let mut file = Vec::with_capacity(HEAD + NONCE + secret.len() + 16);
    file.extend_from_slice(MAGIC);
    file.extend_from_slice(&MEMORY_KIB.to_be_bytes());
    file.extend_from_slice(&PASSES.to_be_bytes());
    let salt = clock::random::<16>();
    file.extend_from_slice(&salt);
    let key = derive(passphrase, &salt, MEMORY_KIB, PASSES)?;
    let nonce = clock::random::<NONCE>();
    let aad = [file.as_slice(), kind.as_bytes()].concat();
    let sealed = ChaCha20Poly1305::new(&Key::from(*key))
        .encrypt(&Nonce::from(nonce), Payload { msg: secret, aad: &aad })
        .map_err(|_| VaultError::Closed)?;
    file.extend_from_slice(&nonce);
    file.extend_from_slice(&sealed);
    Ok(file)
}

/// Opens a file of `kind`.
pub fn open(kind: &str, passphrase: &str, file: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let (head, rest) = file.split_at_checked(HEAD).ok_or(VaultError::Foreign)?;
    let (nonce, sealed) = rest.split_at_checked(NONCE).ok_or(VaultError::Foreign)?;
    let costs = head.strip_prefix(MAGIC.as_slice()).ok_or(VaultError::Foreign)?;
    let (memory, costs) = costs.split_first_chunk::<4>().ok_or(VaultError::Foreign)?;
    let (passes, salt) = costs.split_first_chunk::<4>().ok_or(VaultError::Foreign)?;
    let salt: [u8; 16] = salt.try_into().map_err(|_| VaultError::Foreign)?;
    let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| VaultError::Foreign)?;
    let (memory, passes) = (u32::from_be_bytes(*memory), u32::from_be_bytes(*passes));
    if memory > MEMORY_KIB_MAX || passes > PASSES_MAX {
        return Err(VaultError::Foreign);
    }
    let key = derive(passphrase, &salt, memory, passes)?;
    let aad = [head, kind.as_bytes()].concat();
    ChaCha20Poly1305::new(&Key::from(*key))
        .decrypt(&Nonce::from(nonce), Payload { msg: sealed, aad: &aad })
        .map(Zeroizing::new)
        .map_err(|_| VaultError::Closed)
}

fn derive(
    passphrase: &str,
    salt: &[u8; 16],
    memory_kib: u32,
    passes: u32,
) -> Result<Zeroizing<[u8; 32]>, VaultError> {
    let params = Params::new(memory_kib, passes, 1, Some(32)).map_err(|_| VaultError::Foreign)?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, key.as_mut_slice())
        .map_err(|_| VaultError::Memory)?;
    Ok(key)
}

#[cfg(test)]
mod tests;
