//! The wrap file: how a PIN or passphrase, and the key store's secret, open a device's folder.
//!
//! A random master key is wrapped (XChaCha20-Poly1305) by HKDF(Argon2id(PIN) ‖ key-store secret);
//! from the master key come the database's raw key and the key that seals the device's secrets in
//! the same file, so that they survive a damaged database. It refuses parameters below the floor
//! (19 MiB, 2 passes), also when a file asks for them. Rejected: keys in the database only (a
//! salvaged device could not continue its journal), and a PIN without a derivation cost.
//!
//! The bytes of this file are a format: changing them locks people out.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use rand_core::CryptoRng;
use sha2::Sha256;
use zeroize::{Zeroize, Zeroizing};

use crate::error::{Result, StoreError};

/// What a person types and what the system's key store gives.
#[derive(Clone, Copy)]
pub struct Unlock<'a> {
    /// PIN or passphrase, UTF-8, as typed.
    pub passphrase: &'a str,
    /// 32 bytes of the system's key store; `None` where there is none.
    pub key_store: Option<&'a [u8; 32]>,
}

/// The cost of one guess at the passphrase (Argon2id, one lane).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct KdfCost {
    /// Memory in KiB.
    #[n(0)]
    pub memory_kib: u32,
    /// Passes over that memory.
    #[n(1)]
    pub passes: u32,
}

impl KdfCost {
    /// The least that is ever accepted: 19 MiB, two passes (OWASP password storage).
    pub const FLOOR: Self = Self { memory_kib: 19 * 1024, passes: 2 };

    /// From cheap to dear; calibration takes the dearest that fits the time.
    const LADDER: [Self; 4] = [
        Self::FLOOR,
        Self { memory_kib: 46 * 1024, passes: 2 },
        Self { memory_kib: 64 * 1024, passes: 3 },
        Self { memory_kib: 128 * 1024, passes: 3 },
    ];

    /// The dearest cost whose derivation stays within `budget_ms` on this machine.
    /// `elapsed_ms` is a monotonic clock of the caller's, in milliseconds.
    pub fn calibrated(budget_ms: u64, elapsed_ms: &mut dyn FnMut() -> u64) -> Result<Self> {
        let mut taken = Self::FLOOR;
        for cost in Self::LADDER {
            let before = elapsed_ms();
            stretch("calibration", &[7; 16], cost)?;
            if elapsed_ms().saturating_sub(before) > budget_ms {
                break;
            }
            taken = cost;
        }
        Ok(taken)
    }

    /// A file that asks for less than the floor, or for absurdly much, is not obeyed.
    fn checked(self) -> Result<Self> {
        let sane = (Self::FLOOR.memory_kib..=1 << 20).contains(&self.memory_kib)
            && (Self::FLOOR.passes..=64).contains(&self.passes);
        if sane { Ok(self) } else { Err(StoreError::Refused("key derivation cost out of bounds")) }
    }
}

/// The wrap file as it stands on disk. Nothing in it is secret without the passphrase.
#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
pub(crate) struct WrapFile {
    #[n(1)]
    version: u32,
    #[n(2)]
    cost: KdfCost,
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    salt: [u8; 16],
    /// Wrong tries in a row after which the keys are destroyed; none unless the person chose it.
    #[n(4)]
    pub(crate) wipe_after: Option<u32>,
    #[n(5)]
    #[cbor(with = "minicbor::bytes")]
    nonce: [u8; 24],
    #[n(6)]
    wrapped: ByteVec,
    #[n(7)]
    #[cbor(with = "minicbor::bytes")]
    secrets_nonce: [u8; 24],
    #[n(8)]
    secrets: ByteVec,
}

/// The only version there is.
const VERSION: u32 = 1;

/// The key under everything in a device's folder; wiped from memory when dropped.
pub(crate) struct MasterKey(Zeroizing<[u8; 32]>);

impl MasterKey {
    /// The database's raw key.
    pub(crate) fn database(&self) -> Zeroizing<[u8; 32]> {
        self.derive(b"sanaq device database 1")
    }

    /// The guard file's key.
    pub(crate) fn guard(&self) -> Zeroizing<[u8; 32]> {
        self.derive(b"sanaq device guard 1")
    }

    fn secrets(&self) -> Zeroizing<[u8; 32]> {
        self.derive(b"sanaq device secrets 1")
    }

    fn derive(&self, info: &[u8]) -> Zeroizing<[u8; 32]> {
        expand(self.0.as_slice(), info)
    }
}

impl WrapFile {
    /// A new file around a new master key and these secrets.
    pub(crate) fn create(
        unlock: Unlock<'_>,
        cost: KdfCost,
        wipe_after: Option<u32>,
        secrets: &[u8],
        rng: &mut dyn CryptoRng,
    ) -> Result<(Self, MasterKey)> {
        let mut key = Zeroizing::new([0; 32]);
        rng.fill_bytes(key.as_mut_slice());
        let master = MasterKey(key);
        let mut file = Self {
            version: VERSION,
            cost,
            salt: [0; 16],
            wipe_after,
            nonce: [0; 24],
            wrapped: Vec::new().into(),
            secrets_nonce: [0; 24],
            secrets: Vec::new().into(),
        };
        file.wrap(&master, unlock, cost, wipe_after, rng)?;
        file.reseal(&master, secrets, rng)?;
        Ok((file, master))
    }

    /// Wraps the master key again: another passphrase, cost or limit.
    pub(crate) fn wrap(
        &mut self,
        master: &MasterKey,
        unlock: Unlock<'_>,
        cost: KdfCost,
        wipe_after: Option<u32>,
        rng: &mut dyn CryptoRng,
    ) -> Result<()> {
        self.cost = cost.checked()?;
        self.wipe_after = wipe_after;
        rng.fill_bytes(&mut self.salt);
        rng.fill_bytes(&mut self.nonce);
        let key = self.wrapping_key(unlock)?;
        self.wrapped = seal(&key, &self.nonce, &self.bound()?, master.0.as_slice())?.into();
        Ok(())
    }

    /// Seals other secrets under the same master key.
    pub(crate) fn reseal(
        &mut self,
        master: &MasterKey,
        secrets: &[u8],
        rng: &mut dyn CryptoRng,
    ) -> Result<()> {
        rng.fill_bytes(&mut self.secrets_nonce);
        self.secrets =
            seal(&master.secrets(), &self.secrets_nonce, b"sanaq secrets", secrets)?.into();
        Ok(())
    }

    /// Opens the file; `None` when the passphrase or the key store's secret is wrong.
    pub(crate) fn open(
        &self,
        unlock: Unlock<'_>,
    ) -> Result<Option<(MasterKey, Zeroizing<Vec<u8>>)>> {
        self.cost.checked()?;
        let key = self.wrapping_key(unlock)?;
        let Some(mut opened) = open(&key, &self.nonce, &self.bound()?, &self.wrapped) else {
            return Ok(None);
        };
        let mut bytes = Zeroizing::new([0; 32]);
        if opened.len() != bytes.len() {
            return Err(StoreError::Corrupt("wrap file: key length".into()));
        }
        bytes.copy_from_slice(&opened);
        opened.zeroize();
        let master = MasterKey(bytes);
        let secrets = self.secrets(&master)?;
        Ok(Some((master, secrets)))
    }

    /// The sealed secrets.
    pub(crate) fn secrets(&self, master: &MasterKey) -> Result<Zeroizing<Vec<u8>>> {
        open(&master.secrets(), &self.secrets_nonce, b"sanaq secrets", &self.secrets)
            .map(Zeroizing::new)
            .ok_or_else(|| StoreError::Corrupt("wrap file: secrets".into()))
    }

    /// The file's bytes.
    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>> {
        minicbor::to_vec(self).map_err(|e| StoreError::Database(e.to_string()))
    }

    /// Reads the file's bytes.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let file: Self = minicbor::decode(bytes)
            .map_err(|_| StoreError::Corrupt("wrap file cannot be read".into()))?;
        if file.version > VERSION {
            return Err(StoreError::Newer { found: file.version, known: VERSION });
        }
        Ok(file)
    }

    fn wrapping_key(&self, unlock: Unlock<'_>) -> Result<Zeroizing<[u8; 32]>> {
        let stretched = stretch(unlock.passphrase, &self.salt, self.cost)?;
        let mut material = Zeroizing::new(stretched.to_vec());
        if let Some(secret) = unlock.key_store {
            material.extend_from_slice(secret);
        }
        Ok(expand(&material, b"sanaq device wrap 1"))
    }

    /// What the wrapping vouches for besides the key: nobody lowers the cost or lifts the limit.
    fn bound(&self) -> Result<Vec<u8>> {
        minicbor::to_vec((self.version, self.cost, self.wipe_after))
            .map_err(|e| StoreError::Database(e.to_string()))
    }
}

fn stretch(passphrase: &str, salt: &[u8; 16], cost: KdfCost) -> Result<Zeroizing<[u8; 32]>> {
    let params = Params::new(cost.memory_kib, cost.passes, 1, Some(32))
        .map_err(|_| StoreError::Refused("key derivation cost out of bounds"))?;
    let mut out = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, out.as_mut_slice())
        .map_err(|_| StoreError::Refused("passphrase cannot be derived"))?;
    Ok(out)
}

fn expand(material: &[u8], info: &[u8]) -> Zeroizing<[u8; 32]> {
    let mut out = Zeroizing::new([0; 32]);
    // 32 bytes are always within HKDF-SHA256's 8,160.
    let done = Hkdf::<Sha256>::new(None, material).expand(info, out.as_mut_slice());
    debug_assert!(done.is_ok());
    out
}

/// AEAD by a key and a fresh random nonce; also used by the guard file.
pub(crate) fn seal(
    key: &[u8; 32],
    nonce: &[u8; 24],
    bound: &[u8],
    plain: &[u8],
) -> Result<Vec<u8>> {
    XChaCha20Poly1305::new(key.into())
        .encrypt(&XNonce::from(*nonce), Payload { msg: plain, aad: bound })
        .map_err(|_| StoreError::Refused("nothing can be sealed"))
}

/// Opens what [`seal`] made, `None` if the key or the bytes are wrong.
pub(crate) fn open(
    key: &[u8; 32],
    nonce: &[u8; 24],
    bound: &[u8],
    sealed: &[u8],
) -> Option<Vec<u8>> {
    XChaCha20Poly1305::new(key.into())
        .decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: bound })
        .ok()
}

#[cfg(test)]
mod tests;
