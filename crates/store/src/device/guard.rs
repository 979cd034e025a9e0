//! The guard: what the database must at least hold, kept beside it.
//!
//! A nonce that changes at every opening and the last sealed page, under AEAD by the master key. A
//! database with another nonce or an earlier head was put back from a copy: going on would seal
//! a second page under a number that was sent before. It refuses to guess who copied it: a
//! store in doubt starts a new journal. Rejected: relying on the peer to notice, since a
//! phone may be offline for the whole day.

use std::path::Path;

use journal::ids::{Hash, JournalId, PageNumber};
use journal::page::Head;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use rand_core::CryptoRng;

use super::files;
use super::wrap::{self, MasterKey};
use crate::error::{Result, StoreError};

/// What the guard remembers.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct Guard {
    /// The nonce the database must hold.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub(crate) current: [u8; 16],
    /// A nonce that was on its way into the database.
    #[n(2)]
    pub(crate) pending: Option<minicbor::bytes::ByteArray<16>>,
    /// The own journal.
    #[n(3)]
    pub(crate) journal: JournalId,
    /// Its last sealed page's number.
    #[n(4)]
    pub(crate) number: PageNumber,
    /// That page's hash.
    #[n(5)]
    pub(crate) hash: Hash,
    /// The machine the folder was last opened on, as the caller names it.
    #[n(6)]
    pub(crate) machine: Option<minicbor::bytes::ByteArray<32>>,
}

#[derive(Encode, Decode)]
struct Sealed {
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    nonce: [u8; 24],
    #[n(1)]
    sealed: ByteVec,
}

impl Guard {
    /// The last sealed page.
    pub(crate) const fn head(&self) -> Head {
        Head { number: self.number, hash: self.hash }
    }

    /// Reads the guard; `None` when it is missing or was not made by this master key.
    pub(crate) fn read(path: &Path, master: &MasterKey) -> Result<Option<Self>> {
        let Some(bytes) = files::read_small(path)? else { return Ok(None) };
        let Ok(file) = minicbor::decode::<Sealed>(&bytes) else { return Ok(None) };
        let opened = wrap::open(&master.guard(), &file.nonce, b"sanaq guard", &file.sealed);
        Ok(opened.and_then(|plain| minicbor::decode(&plain).ok()))
    }

    /// Writes the guard durably.
    pub(crate) fn write(
        &self,
        path: &Path,
        master: &MasterKey,
        rng: &mut dyn CryptoRng,
    ) -> Result<()> {
        let plain = minicbor::to_vec(self).map_err(|e| StoreError::Database(e.to_string()))?;
        let mut nonce = [0; 24];
        rng.fill_bytes(&mut nonce);
        let sealed = wrap::seal(&master.guard(), &nonce, b"sanaq guard", &plain)?.into();
        let bytes = minicbor::to_vec(Sealed { nonce, sealed })
            .map_err(|e| StoreError::Database(e.to_string()))?;
        Ok(files::write_durably(path, &bytes)?)
    }
}

#[cfg(test)]
mod tests;
