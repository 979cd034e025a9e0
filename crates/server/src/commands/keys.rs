//! `keys verify-backup`: opens a copy of the recovery file and compares every key.
//!
//! Run it on the copy, not on the original: it says so when it was given the original. Only
//! then does `invite` work.

use std::path::Path;

use super::Say;
use crate::data_folder::DataFolder;
use crate::passphrase::Passphrases;
use crate::{keys, texts};

/// Opens a copy of the recovery file and compares every key.
pub fn verify_backup(
    folder: &DataFolder,
    copy: Option<&Path>,
    passphrases: &Passphrases,
    say: &mut Say<'_>,
) -> anyhow::Result<()> {
    let own = folder.recovery();
    let copy = copy.unwrap_or(&own);
    keys::verify_backup(folder, copy, passphrases)?;
    say.line(texts::BACKUP_VERIFIED)?;
    if copy == own {
        say.note(texts::BACKUP_IS_HERE)?;
    }
    Ok(())
}
