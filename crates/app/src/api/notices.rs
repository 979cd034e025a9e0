//! What headquarters says to this device: short notices, and stations given or taken.
//!
//! Its text is a person's and crosses as it was written. That it was read is recorded by a command,
//! not by being drawn.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Everything headquarters has told this device, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NoticesView {
    /// Short notices.
    pub notices: Vec<NoticeView>,
    /// Changes of the assignment.
    pub assignments: Vec<AssignmentView>,
    /// Notices not read.
    pub unread: u32,
}

/// A short notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NoticeView {
    /// Its number, what `read_notice` takes.
    pub notice: u32,
    /// In headquarters' words; empty if it was withdrawn.
    pub text: String,
    /// When it was written, civil text.
    pub sent_at: String,
    /// When it was read here, civil text; none if not yet.
    pub read_at: Option<String>,
}

/// A station given to this device or taken from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AssignmentView {
    /// The station's code.
    pub station_code: String,
    /// Its name; empty where only the code is known.
    pub name: String,
    /// Given; otherwise taken.
    pub assigned: bool,
    /// When headquarters said so, civil text.
    pub at: String,
}
