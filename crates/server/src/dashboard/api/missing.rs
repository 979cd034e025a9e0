//! Words of the missing list: who has not reported, and rows of the schedule not done.
//!
//! Late is known, silent is not: the page must show them apart. Nobody is called removed here,
//! which only a person says.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Somebody expected, from whom nothing is here.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NotReported {
    /// Headquarters' own note for the invitation.
    pub label: String,
    /// UUID of the invitation.
    pub invitation: String,
    /// Assigned stations' codes.
    pub stations: Vec<String>,
    /// How far this person came.
    pub state: ReportState,
    /// Last contact, if any.
    pub last_heard: Option<String>,
}

/// How far an invited person came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReportState {
    /// Never seen here. Silence only, nothing is claimed.
    NeverSeen,
    /// Made contact, sent no page.
    NothingSent,
    /// Sent pages, none for long at an open station (three hours, if not defined otherwise).
    Silent,
}

/// A row of the schedule that is late, or of which nothing was heard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Overdue {
    /// Headquarters' own note for the invitation.
    pub label: String,
    /// UUID of the invitation.
    pub invitation: String,
    /// Code of the station; empty for a lead without one.
    pub station: String,
    /// The row's number in the definition.
    pub row: u32,
    /// Which time it comes, from 1.
    pub round: u32,
    /// What is to be done: a code of the domain's tasks.
    pub task: String,
    /// The row's names by language; empty where the task's own word is meant.
    pub names: BTreeMap<String, String>,
    /// By when it should have been done, station time, `HH:MM`.
    pub due_local: String,
    /// The same in UTC.
    pub due: String,
    /// Whether that is known.
    pub state: OverdueState,
}

/// What is known of a row that was not done. Never *removed*: only a person says that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OverdueState {
    /// The device was heard since it was due, and it is not done.
    Late,
    /// Nothing was heard since it was due.
    Silent,
}
