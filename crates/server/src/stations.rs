//! The list of polling stations headquarters works with, as last imported.
//!
//! It stays here: a device gets its own stations by its own journal, and the whole list
//! only where the definition says so. Codes are one station when they match after trim
//! and Unicode lower case; two rows that coincide are both refused, because nobody but
//! their author knows which is right. A second import updates and never deletes; coordinates
//! it does not name stay.

mod import;
mod place;

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use domain::StationSpec;
use serde::{Deserialize, Serialize};

pub(crate) use import::whole_number;
pub use import::{Columns, Import, ImportError, read};
pub use place::{Axis, StationPlace};

use crate::data_folder::{self, FolderError};

/// A station in headquarters' list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Station {
    /// As written in the file, trimmed.
    pub code: String,
    /// Its name.
    pub name: String,
    /// From the largest area to the smallest.
    pub region: Vec<String>,
    /// Voters on the list, a claim of the file.
    pub registered: Option<u32>,
    /// Where it is, by the file. A list written before there were coordinates has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<StationPlace>,
    /// Its own IANA zone, where not the election's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Its own opening on days that are not early, minutes after midnight.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens_minutes: Option<u16>,
    /// Its own closing; above 1,440 it is on the next date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes_minutes: Option<u16>,
    /// The polling days on which it votes; none is all of the election's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<NaiveDate>,
}

/// The list, by the key two spellings of one code share.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StationList {
    stations: BTreeMap<String, Station>,
}

/// What an import changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    /// New stations.
    pub added: usize,
    /// Stations of which anything changed.
    pub updated: usize,
    /// Stations that were there just so.
    pub unchanged: usize,
}

/// Why the list cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// The file.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// Its content.
    #[error("the station list is damaged: {0}")]
    Damaged(#[from] serde_json::Error),
}

impl StationList {
    /// Reads the list; an endpoint without one has an empty list.
    pub fn load(path: &Path) -> Result<Self, ListError> {
        let Some(bytes) = data_folder::read_if_there(path)? else { return Ok(Self::default()) };
        let stations: Vec<Station> = serde_json::from_slice(&bytes)?;
        Ok(stations.into_iter().collect())
    }

    /// Writes the list in one step.
    pub fn save(&self, path: &Path) -> Result<(), ListError> {
        let all: Vec<&Station> = self.stations.values().collect();
        Ok(data_folder::write_private(path, &serde_json::to_vec(&all)?)?)
    }

    /// Takes in imported stations; those not named stay as they are.
    pub fn update(&mut self, imported: impl IntoIterator<Item = Station>) -> Changes {
        let mut changes = Changes::default();
        for mut station in imported {
            let key = domain::station_key(&station.code);
            if station.place.is_none() {
                station.place = self.stations.get(&key).and_then(|before| before.place.clone());
            }
            match self.stations.get(&key) {
                None => changes.added += 1,
                Some(before) if *before == station => changes.unchanged += 1,
                Some(_) => changes.updated += 1,
            }
            self.stations.insert(key, station);
        }
        changes
    }

    /// The station a code means, however it is spelt.
    pub fn get(&self, code: &str) -> Option<&Station> {
        self.stations.get(&domain::station_key(code))
    }

    /// A code as the list spells it; `None` where it is not in the list. Without a list every
    /// code is taken.
    pub fn spelt(&self, code: &str) -> Option<String> {
        match self.get(code) {
            Some(station) => Some(station.code.clone()),
            None => self.is_empty().then(|| code.to_owned()),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.stations.len()
    }

    /// There are none.
    pub fn is_empty(&self) -> bool {
        self.stations.is_empty()
    }

    /// All, in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = &Station> {
        self.stations.values()
    }
}

impl FromIterator<Station> for StationList {
    fn from_iter<I: IntoIterator<Item = Station>>(all: I) -> Self {
        let mut list = Self::default();
        list.update(all);
        list
    }
}

impl Station {
    /// As it travels to a device.
    pub fn spec(&self) -> StationSpec {
        StationSpec {
            name: self.name.clone(),
            region: self.region.clone(),
            registered: self.registered,
            zone: self.zone.clone(),
            opens_minutes: self.opens_minutes,
            closes_minutes: self.closes_minutes,
            days: self.days.clone(),
            ..StationSpec::of_code(&self.code)
        }
    }
}

#[cfg(test)]
mod tests;
