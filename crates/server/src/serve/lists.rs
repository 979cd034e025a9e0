//! Headquarters' lists as the running server sees them: read again when a file changed.
//!
//! Commands write these files while the server runs; each is replaced whole, so a reader
//! sees the old or the new one. A file that cannot be read leaves the old list in place.

use std::path::PathBuf;
use std::time::SystemTime;

use crate::data_folder::DataFolder;
use crate::invitations::Notes;
use crate::stations::StationList;

/// The lists.
#[derive(Debug, Clone)]
pub struct Lists {
    /// Stations.
    pub stations: StationList,
    /// Invitations.
    pub notes: Notes,
    seen: Vec<Option<SystemTime>>,
}

impl Lists {
    /// Reads all.
    pub fn load(folder: &DataFolder) -> anyhow::Result<Self> {
        let seen = times(folder);
        Ok(Self {
            stations: StationList::load(&folder.stations())?,
            notes: Notes::load(&folder.invitations())?,
            seen,
        })
    }

    /// The lists anew, where a file changed since; an unreadable one is told to the log.
    pub fn if_changed(&self, folder: &DataFolder) -> Option<Self> {
        if times(folder) == self.seen {
            return None;
        }
        match Self::load(folder) {
            Ok(lists) => Some(lists),
            Err(error) => {
                tracing::warn!(%error, "a list cannot be read; the one before is used");
                None
            }
        }
    }
}

fn times(folder: &DataFolder) -> Vec<Option<SystemTime>> {
    let files: [PathBuf; 2] = [folder.stations(), folder.invitations()];
    let time = |file: &PathBuf| std::fs::metadata(file).and_then(|it| it.modified()).ok();
    files.iter().map(time).collect()
}
