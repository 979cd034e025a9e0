//! Counts that are no taps, as they cross the seam.
//!
//! A group counted at once and a figure kept on paper are typed, never tapped, so they carry the
//! time they stand for. Rejected: taps made up for them, which would invent times nobody saw.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::codes::CorrectionReason;

/// A count that is no tapping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Entry {
    /// A group at once, in the running watch.
    Group {
        /// How many, 1 to 10,000.
        persons: u32,
        /// Who they were.
        group: GroupKind,
        /// When they came; none: now.
        came: Option<CameView>,
    },
    /// A figure kept without the app; it needs no watch.
    Tally {
        /// The figure.
        tally: TallyInput,
    },
}

/// A figure kept without the app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TallyInput {
    /// How many, 1 to 10,000.
    pub persons: u32,
    /// Its first minute, `HH:MM` on the station's wall.
    pub from: String,
    /// The first minute after it, likewise.
    pub to: String,
    /// What it was kept with.
    pub method: TallyMethod,
    /// How it stands to the taps of its time.
    pub relation: TallyRelation,
    /// Number of the counting point; none: the one watched last at this visit.
    pub point: Option<u32>,
    /// Names of desks or boxes in sight, where a point is named.
    pub covers: Vec<String>,
}

/// When a group came, as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CameView {
    /// The first minute, `HH:MM` on the station's wall.
    pub from: String,
    /// The first minute after the last of them, likewise; they count by then.
    pub to: String,
}

/// Who came together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum GroupKind {
    /// Soldiers or cadets.
    Conscripts,
    /// Students.
    Students,
    /// Patients or residents of a home.
    Residents,
    /// People of one workplace.
    Workers,
    /// Brought by a vehicle.
    Brought,
    /// People in custody.
    Detained,
    /// Any other group.
    Other,
}

/// What a tally was kept with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TallyMethod {
    /// Strokes on paper.
    Paper,
    /// A hand clicker.
    Clicker,
    /// A recording, watched afterwards.
    Recording,
    /// From memory.
    Memory,
}

/// How a tally stands to the taps of its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TallyRelation {
    /// Beside them.
    Adds,
    /// Instead of them.
    Replaces,
}

/// Whether a tally is in the day's figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TallyStanding {
    /// It is.
    Counts,
    /// It is not: somebody tapped meanwhile, for so many minutes.
    OverlapsTaps {
        /// Minutes watched in its time.
        minutes: u32,
    },
    /// It is not: another tally, or another count, stands there.
    OtherStands,
    /// It is not: taken back.
    Undone,
}

/// A tally of this day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TallyView {
    /// Ordinal of the event, what `undo_count` takes.
    pub event: u32,
    /// `09:10`
    pub from: String,
    /// `09:50`
    pub to: String,
    /// Persons.
    pub persons: u32,
    /// Whether it is in the day's figure.
    pub standing: TallyStanding,
    /// An hour's figure corrected: the figure that was seen, and why.
    pub corrected: Option<CorrectedView>,
}

/// What a correction corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CorrectedView {
    /// The figure that was seen.
    pub old: u32,
    /// Why it is another.
    pub reason: CorrectionReason,
}
