//! `announced import`: official figures into headquarters' own list.
//!
//! One bad row stops the whole file, because a table of official figures with holes would be
//! read as complete. Nothing of it is sent to devices.

use std::path::Path;

use anyhow::{Context as _, bail};

use super::Say;
use crate::announced::{Announced, read};
use crate::data_folder::{self, DataFolder};
use crate::election_file::ElectionFile;
use crate::texts;

/// Reads figures; with refused rows it imports nothing.
pub fn import(folder: &DataFolder, file: &Path, say: &mut Say<'_>) -> anyhow::Result<usize> {
    let text = String::from_utf8(data_folder::read(&folder.election_toml())?)?;
    let election = ElectionFile::parse(&text)?;
    let zone = domain::hours::zone(&election.definition.zone).context("time zone")?;
    let bytes = data_folder::read(file)?;
    let (good, refused) = read(&bytes, zone).context(file.display().to_string())?;
    for row in &refused {
        say.note(texts::refused_row(row))?;
    }
    if !refused.is_empty() {
        bail!(texts::NOTHING_IMPORTED_AT_ALL);
    }
    let count = good.len();
    let mut all = Announced::load(&folder.announced())?;
    all.add(good);
    all.save(&folder.announced())?;
    say.line(texts::announced_read(count))?;
    Ok(count)
}
