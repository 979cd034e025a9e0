//! Announced figures entered at headquarters: what officials said of a station's turnout.
//!
//! They stay here, apart from what observers noted, and stand beside the own count. Read
//! from a CSV file with the columns `station`, `figure`, `as_of` (station time) and, if
//! there, `source`; a later import for the same station and moment replaces the figure.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{NaiveDateTime, TimeZone as _};
use chrono_tz::Tz;
use domain::station_key;
use serde::{Deserialize, Serialize};

use crate::data_folder::{self, FolderError};
use crate::stations::whole_number;
use crate::table::{RefusedRow, Table, TableError};

/// A figure headquarters entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Code as written.
    pub station: String,
    /// Voters since the opening.
    pub figure: u32,
    /// The moment it counts to, Unix seconds.
    pub as_of: i64,
    /// Who published it, headquarters' words.
    pub source: String,
}

/// All entries, by station key and moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Announced {
    entries: BTreeMap<(String, i64), Entry>,
}

/// Why the figures cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum AnnouncedError {
    /// The file.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// Its content.
    #[error("the announced figures are damaged: {0}")]
    Damaged(#[from] serde_json::Error),
    /// The CSV file.
    #[error(transparent)]
    Table(#[from] TableError),
}

impl Announced {
    /// Reads what was entered; none yet is no error.
    pub fn load(path: &Path) -> Result<Self, AnnouncedError> {
        let Some(bytes) = data_folder::read_if_there(path)? else { return Ok(Self::default()) };
        let mut all = Self::default();
        all.add(serde_json::from_slice::<Vec<Entry>>(&bytes)?);
        Ok(all)
    }

    /// Writes all in one step.
    pub fn save(&self, path: &Path) -> Result<(), AnnouncedError> {
        let all: Vec<&Entry> = self.entries.values().collect();
        Ok(data_folder::write_private(path, &serde_json::to_vec(&all)?)?)
    }

    /// Takes in entries; the same station and moment are replaced.
    pub fn add(&mut self, entries: impl IntoIterator<Item = Entry>) {
        for entry in entries {
            self.entries.insert((station_key(&entry.station), entry.as_of), entry);
        }
    }

    /// A station's figures within a stretch of time, oldest first.
    pub fn of_station(&self, key: &str, from: i64, to: i64) -> impl Iterator<Item = &Entry> {
        let (first, last) = ((key.to_owned(), from), (key.to_owned(), to.max(from)));
        self.entries.range(first..last).map(|(_, entry)| entry)
    }

    /// Keys of all stations that have a figure.
    pub fn station_keys(&self) -> impl Iterator<Item = &String> {
        self.entries.keys().map(|(key, _)| key)
    }
}

/// Reads a CSV file; times are read in `zone`.
pub fn read(bytes: &[u8], zone: Tz) -> Result<(Vec<Entry>, Vec<RefusedRow>), AnnouncedError> {
    let table = Table::read(bytes, None, &["station", "figure", "as_of"])?;
    let (station, figure) = (table.column("station")?, table.column("figure")?);
    let as_of = table.column("as_of")?;
    let source = table.column_if_there("source")?;
    let (mut good, mut refused) = (Vec::new(), Vec::new());
    for row in table.rows() {
        let entry = row.and_then(|row| {
            let code = row.cell(&station);
            if code.is_empty() {
                return Err(row.refuse(&station, "empty"));
            }
            let number = whole_number(row.cell(&figure))
                .ok_or_else(|| row.refuse(&figure, "not a whole number"))?;
            let at = instant(row.cell(&as_of), zone)
                .ok_or_else(|| row.refuse(&as_of, "no time such as 2026-12-06 12:00"))?;
            let source = source.as_ref().map_or("", |column| row.cell(column));
            Ok(Entry {
                station: code.to_owned(),
                figure: number,
                as_of: at,
                source: source.to_owned(),
            })
        });
        match entry {
            Ok(entry) => good.push(entry),
            Err(row) => refused.push(row),
        }
    }
    Ok((good, refused))
}

fn instant(text: &str, zone: Tz) -> Option<i64> {
    let formats = ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S"];
    let local = formats.iter().find_map(|it| NaiveDateTime::parse_from_str(text, it).ok())?;
    zone.from_local_datetime(&local).earliest().map(|at| at.timestamp())
}

#[cfg(test)]
mod tests;
