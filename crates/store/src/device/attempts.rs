//! Wrong tries are counted on the disk before the try is made, and each waits longer.
//!
//! A thief who cuts the power after each try gains nothing, since the count is durable first. The
//! wait is measured by the time since boot, never by the wall clock, which anyone can set. It
//! refuses to be the only protection: who copies the folder guesses elsewhere, and only the
//! key store's secret or a long passphrase answers that. Rejected: the counter inside the
//! encrypted database, which nobody can read before the try.

use std::path::Path;

use journal::event::Anchor;
use minicbor::{Decode, Encode};

use super::files;
use crate::error::{Result, StoreError};

/// What the lock says before a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LockState {
    /// Wrong tries in a row.
    pub tries: u32,
    /// Seconds to wait before the next try is let through, 0 if none.
    pub wait_s: u32,
    /// Tries left before the keys are destroyed, where the person chose a limit.
    pub tries_left: Option<u32>,
}

/// The counter file's content.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct Attempts {
    #[n(1)]
    pub(crate) tries: u32,
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    boot: [u8; 16],
    #[n(3)]
    boottime: i64,
}

impl Attempts {
    /// The count as last written; a missing file is zero, a damaged one waits the longest.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let Some(bytes) = files::read_small(path)? else { return Ok(Self::default()) };
        Ok(minicbor::decode(&bytes).unwrap_or(Self {
            tries: TRIES_OF_A_DAMAGED_FILE,
            boot: [0; 16],
            boottime: 0,
        }))
    }

    /// Counts one try and makes it durable.
    pub(crate) fn count(self, path: &Path, now: Anchor) -> Result<Self> {
        let counted =
            Self { tries: self.tries.saturating_add(1), boot: now.boot.0, boottime: now.boottime };
        counted.write(path)?;
        Ok(counted)
    }

    /// The right secret was given: the count is zero again.
    pub(crate) fn clear(self, path: &Path) -> Result<()> {
        Self::default().write(path)
    }

    /// Seconds to wait at this moment.
    pub(crate) fn wait_s(self, now: Anchor) -> u32 {
        let since = if self.boot == now.boot.0 {
            now.boottime.saturating_sub(self.boottime)
        } else {
            // Another boot: only the time since it started is sure to have passed.
            now.boottime
        };
        let since = u32::try_from(since.max(0)).unwrap_or(u32::MAX);
        delay_s(self.tries).saturating_sub(since)
    }

    fn write(self, path: &Path) -> Result<()> {
        let bytes = minicbor::to_vec(self).map_err(|e| StoreError::Database(e.to_string()))?;
        Ok(files::write_durably(path, &bytes)?)
    }
}

/// Enough to wait the full hour, not enough to reach a limit by itself.
const TRIES_OF_A_DAMAGED_FILE: u32 = 12;

/// Three tries are free (thumbs slip), then 5 s doubling to one hour.
fn delay_s(tries: u32) -> u32 {
    match tries {
        0..=2 => 0,
        n => 5u32.checked_shl(n - 3).unwrap_or(u32::MAX).min(3600),
    }
}

#[cfg(test)]
mod tests;
