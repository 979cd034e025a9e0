//! What came in last: pages, figures, answers, notes.
//!
//! Codes and times only; the page has the words.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One line of the latest list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Latest {
    /// When it came in, or was recorded for notes.
    pub at: String,
    /// Station time, `HH:MM`.
    pub at_local: String,
    /// Station's code, empty when none.
    pub station: String,
    /// The name an observer gave that station; empty where it is on the list.
    pub added_name: String,
    /// Label of the invitation.
    pub label: String,
    /// What it is.
    pub what: LatestKind,
    /// A figure where there is one.
    pub figure: Option<u32>,
}

/// What the latest list tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LatestKind {
    /// Pages arrived.
    PagesReceived,
    /// An official figure was noted.
    TurnoutNoted,
    /// A noted figure is below an earlier one.
    FigureFalls,
    /// Checklist answers arrived.
    Answered,
    /// A log entry was written.
    LogNoted,
    /// Pages went to quarantine.
    Quarantined,
    /// A page does not open or decode.
    PageUnreadable,
}
