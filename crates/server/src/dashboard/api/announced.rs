//! Words of announced figures: totals by moment, what looks wrong, figures of areas.
//!
//! Figures cross as they were announced. A percentage crosses as text and names no number of
//! persons.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What was announced of stations and areas on the day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AnnouncedDay {
    /// One line a moment, the earliest first.
    pub totals: Vec<AnnouncedTotal>,
    /// Figures that fall or stand above their station's list; at most 500, the total beside it.
    pub wrong: Vec<AnnouncedWrong>,
    /// How many there are in all.
    pub wrong_total: u32,
    /// Figures of areas, by area and moment.
    pub areas: Vec<AreaFigure>,
}

/// What was announced of stations for one moment, added up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AnnouncedTotal {
    /// The moment.
    pub as_of: String,
    /// The same in the election's zone, `HH:MM`.
    pub as_of_local: String,
    /// What was counted: a code of `TurnoutNoted`.
    pub what: String,
    /// Number of the contest, where told apart.
    pub contest: Option<u32>,
    /// Stations with a figure for it.
    pub stations: u32,
    /// Their sum.
    pub sum: u32,
}

/// An announced figure that looks wrong. It is kept as it was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AnnouncedWrong {
    /// The station's code.
    pub station: String,
    /// What is wrong with it.
    pub why: AnnouncedWhy,
    /// What was counted: a code of `TurnoutNoted`.
    pub what: String,
    /// Number of the contest, where told apart.
    pub contest: Option<u32>,
    /// The figure.
    pub figure: u32,
    /// The earlier figure it falls below, or the voters on the list.
    pub than: u32,
    /// The moment it is for, `HH:MM` in the zone it was announced in, else the station's.
    pub as_of_local: String,
}

/// What is wrong with an announced figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AnnouncedWhy {
    /// It is smaller than the one before it.
    Falls,
    /// It is above the voters on the list.
    AboveList,
}

/// A figure announced of an area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AreaFigure {
    /// From the largest area to the smallest.
    pub area: Vec<String>,
    /// Persons as a whole number, or a percentage with two decimals.
    pub figure: String,
    /// It is a percentage of voters on a list that was not named.
    pub percent: bool,
    /// The moment it is for, `HH:MM` in the zone it was announced in.
    pub as_of_local: String,
    /// That zone (IANA name).
    pub zone: String,
    /// When it was published.
    pub published_at: Option<String>,
    /// The exact words; empty where not kept.
    pub words: String,
    /// Where it was published; empty where not kept.
    pub link: String,
}
