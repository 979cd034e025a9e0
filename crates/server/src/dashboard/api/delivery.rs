//! How pages came, what only leads hold, and who read a notice: the words for the page.
//!
//! Same rules as in the module above: codes and figures, never a sentence. What a lead says to
//! hold has types of its own, so that no screen can add it to what is here.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Who writes a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Person {
    /// UUID of the journal.
    pub journal: String,
    /// Headquarters' own note for the invitation, empty when unknown.
    pub label: String,
    /// What leads' devices call the person, empty when unknown.
    pub call_sign: String,
}

/// How pages came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Straight from the device.
    Direct,
    /// Carried by a lead's device.
    Relay,
    /// In a bundle file.
    File,
}

/// Pages that came one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WayRow {
    /// How.
    pub way: Way,
    /// Whose device carried them; `null` unless one did.
    pub relay: Option<Person>,
    /// How many pages.
    pub pages: u32,
    /// Of how many devices.
    pub devices: u32,
    /// When the last came.
    pub last_at: String,
    /// In the election's zone, `HH:MM`.
    pub last_local: String,
}

/// Pages of a device that a lead says to hold and that are not here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WithLead {
    /// Whose pages.
    pub device: Person,
    /// Who holds them.
    pub lead: Person,
    /// How many.
    pub pages: u32,
    /// When the lead's device said so, by its own clock.
    pub noted_at: String,
    /// In the election's zone, `HH:MM`.
    pub noted_local: String,
}

/// A lead whose delivery is awaited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Owing {
    /// The lead.
    pub lead: Person,
    /// Of how many devices.
    pub devices: u32,
    /// How many pages.
    pub pages: u32,
    /// The newest of the lead's words, by the lead's own clock.
    pub noted_at: String,
    /// In the election's zone, `HH:MM`.
    pub noted_local: String,
}

/// A notice to a device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NoticeRow {
    /// To whom.
    pub device: Person,
    /// Its number for that device.
    pub notice: u32,
    /// What it says.
    pub text: String,
    /// Who sent it.
    pub operator: String,
    /// When.
    pub sent_at: String,
    /// In the election's zone, `HH:MM`.
    pub sent_local: String,
    /// When it was read; `null` when that is not known.
    pub read_at: Option<String>,
    /// In the election's zone, `HH:MM`.
    pub read_local: Option<String>,
}

/// Pages of one device, one after the other, that came the same way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PageRun {
    /// The first page.
    pub first: u32,
    /// The last page.
    pub last: u32,
    /// How they came.
    pub way: Way,
    /// Whose device carried them; `null` unless one did.
    pub relay: Option<Person>,
    /// When the last of them came.
    pub received_at: String,
    /// In the election's zone, `HH:MM`.
    pub received_local: String,
}
