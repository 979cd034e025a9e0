//! Alarms: removed and in danger.
//!
//! Codes and times only; the page has the words. What was not told is left out, so that an alarm
//! just raised has a kind, a person and a time and nothing that looks like an answer.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Field;

/// An alarm; one that is over stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UrgentRow {
    /// UUID of the journal its first event is in.
    pub journal: String,
    /// Number of that event.
    pub event: u32,
    /// Label of the invitation, empty when unknown.
    pub label: String,
    /// Station's code, empty when none is known.
    pub station: String,
    /// The name an observer gave that station; empty where it is on the list.
    pub added_name: String,
    /// Which of the two.
    pub kind: UrgentKind,
    /// What was told of it since, by name; what was not told is left out.
    pub told: Vec<Field>,
    /// When it happened.
    pub at: String,
    /// The same in the election's zone, `HH:MM`.
    pub at_local: String,
    /// `at` is corrected by headquarters' signed time.
    pub corrected: bool,
    /// The person's words, in order.
    pub texts: Vec<String>,
    /// `false`: it stands in a page that waits for the ones before it.
    pub linked: bool,
    /// Said to be over: a claim of whoever held the phone.
    pub over: Option<UrgentEnd>,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum UrgentKind {
    /// Sent out of the station.
    Removed,
    /// In danger.
    InDanger,
}

/// That an alarm is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UrgentEnd {
    /// `safe_again`, `by_mistake`, `back_inside` or `well`.
    pub word: String,
    /// When, in the election's zone, `HH:MM`.
    pub at_local: String,
    /// The person's words.
    pub text: String,
    /// `false`: it stands in a page that waits for the ones before it.
    pub linked: bool,
}
