//! Words of a station's day in full: its counting points, what stands beside the taps, what looks
//! wrong, and the events behind a figure.
//!
//! A finding is a code with its values; nothing is corrected and nothing is blocked by it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Field;

/// What stands beside the taps of one hour.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HourBeside {
    /// Persons of tallies that stand and lie wholly in the hour: never in its count; `null`
    /// without one, and where another reaches beyond the hour, so that nobody can say.
    pub tallied: Option<u32>,
    /// Tallies that touch the hour, standing or not.
    pub tallies: u32,
    /// A tally that stands was kept over more than this hour.
    pub over_hours: bool,
    /// Codes of how those stand that are not added, each once.
    pub others: Vec<String>,
    /// Minutes of which nobody can say whether somebody watched.
    pub doubtful_minutes: u32,
}

/// One counting point's day; different points are never added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PointLine {
    /// Its number in the definition.
    pub point: u32,
    /// What it is: a code of the domain's kinds of point; empty where that is not known.
    pub kind: String,
    /// Its names by language; may be empty.
    pub names: BTreeMap<String, String>,
    /// Persons of taps and groups.
    pub persons: u32,
    /// Persons of tallies that stand, apart from those.
    pub tallied: u32,
    /// Persons taken over of whose counting nothing is known here.
    pub told: u32,
    /// Minutes somebody watched.
    pub minutes_watched: u32,
    /// Minutes of which nobody can say whether somebody watched.
    pub doubtful_minutes: u32,
    /// Watches ran at once here: the longer leads, they are not added.
    pub parallel: bool,
    /// Watches of different desks are added here.
    pub split: bool,
    /// The station's figures are this point's.
    pub leads: bool,
}

/// Something that looks wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FindingRow {
    /// What: a code of the domain's findings.
    pub code: String,
    /// Label of the journal it is about, empty when unknown or of several.
    pub label: String,
    /// Its values by name.
    pub values: Vec<Field>,
    /// The events it is about.
    pub events: Vec<EventAt>,
}

/// An event, named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EventAt {
    /// UUID of its journal.
    pub journal: String,
    /// Its number there.
    pub event: u32,
}

/// A finding and its station.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StationFinding {
    /// The station's code.
    pub station: String,
    /// The name an observer gave that station; empty where it is on the list.
    pub added_name: String,
    /// What was found.
    pub finding: FindingRow,
}

/// Answer of `GET /api/stations/{code}/counted?day=YYYY-MM-DD&point=N&hour=INDEX`; without `hour`
/// the whole day's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CountedEvents {
    /// The counting point.
    pub point: u32,
    /// The hour's label; empty for the day.
    pub hour: String,
    /// Events in order, at most 5,000.
    pub events: Vec<CountedRow>,
    /// There are more.
    pub more: bool,
}

/// An event behind a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CountedRow {
    /// The event.
    pub event: EventAt,
    /// Label of its journal.
    pub label: String,
    /// Station time, `HH:MM:SS`; of a tally, its first second.
    pub at_local: String,
    /// What it is: a code of the domain's kinds of counted event.
    pub what: String,
    /// Code of its category, else its number; empty for a figure taken over.
    pub category: String,
    /// Names of the category by language; may be empty.
    pub names: BTreeMap<String, String>,
    /// Persons it says.
    pub persons: u32,
    /// How it stands to the figure, a code: only those that are `counts` add up to it.
    pub stands: String,
}
