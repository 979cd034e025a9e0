//! Collecting the team: the code a lead shows, and who has come.
//!
//! A lead's device knows call-signs and figures of carriage, nothing else: no name, no station, no
//! count of another device can be shown here because none arrives.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::delivery::HeldReason;

/// What a lead asks in the evening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CollectCommand {
    /// Begins to collect the team; leads only. Own recording goes on. Reply: `collect`.
    StartCollecting {
        /// Name of the Wi-Fi to put into the code.
        wifi_name: Option<String>,
        /// Its password.
        wifi_password: Option<String>,
    },
    /// Stops collecting. Reply: `collect`.
    StopCollecting,
    /// Seals and sends own and carried pages to headquarters at once. Reply: `collect` before the
    /// contact; a notice follows it.
    SendOn,
    /// Keeps the team's list after headquarters has receipted all, or not. Reply: `collect`.
    KeepTeamList {
        /// Keep it.
        keep: bool,
    },
}

/// The lead's evening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CollectView {
    /// The host answers now.
    pub running: bool,
    /// The short handle devices show for this one; empty while not running.
    pub relay: String,
    /// The evening's code as text, to paste; empty while not running.
    pub code: String,
    /// The same as a picture; none while not running.
    pub qr: Option<QrView>,
    /// `ip:port` of each address the code names.
    pub addresses: Vec<String>,
    /// The device also announces itself on the local network (not every network lets it).
    pub announced: bool,
    /// Name of the Wi-Fi the code carries, if one was given.
    pub wifi_name: Option<String>,
    /// When it stops by itself if nobody comes, civil text; none while not running.
    pub until: Option<String>,
    /// The last device's contact, civil text; none before the first of this start.
    pub last_contact: Option<String>,
    /// Passing on to headquarters runs now.
    pub sending: bool,
    /// The list stays after headquarters has receipted everything.
    pub kept: bool,
    /// When the list was wiped last before this unlocking, civil text: whoever was met before
    /// that is not known any more.
    pub wiped: Option<String>,
    /// The name of the team; empty before headquarters has told it.
    pub team: String,
    /// The team by call-sign, the missing first; then devices that are not of the team.
    pub members: Vec<MemberView>,
    /// Bytes of other devices that wait to be sent on.
    pub unsent_bytes: u32,
}

/// A picture of dark and light squares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct QrView {
    /// Squares a side, without the quiet zone.
    pub size: u32,
    /// `size` × `size` characters, row by row: `1` is dark, `0` is light.
    pub dark: String,
}

/// One device, as far as a lead may know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MemberView {
    /// From the team list; a short handle for a device that is not on it.
    pub call_sign: String,
    /// Whether it has come.
    pub state: MemberState,
    /// Its last contact, civil text.
    pub last_contact: Option<String>,
    /// Pages held here, quarantine included.
    pub pages: u32,
    /// Their bytes.
    pub bytes: u32,
    /// Of these pages, at headquarters under its receipt.
    pub receipted: u32,
    /// Of these pages, still to send on.
    pub unsent: u32,
    /// What became of its pages.
    pub result: MemberResult,
    /// Last page of headquarters' common journal that the device has.
    pub common: u32,
    /// It holds an older definition than this device, or lacks a page of headquarters' common
    /// journal that is here; false while it cannot be known.
    pub old_version: bool,
    /// The word it sealed to this lead; none before its second request.
    pub status: Option<StatusWord>,
    /// When it said that, civil text; none where that is not known.
    pub status_at: Option<String>,
    /// Why pages of it are held aside, here or at headquarters.
    pub held: Vec<HeldReason>,
}

/// Whether a device has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MemberState {
    /// On the team list and not met since the list was last wiped.
    Missing,
    /// On the team list and met.
    Come,
    /// Met, and not on the team list (another team, or a lead that passes on).
    Guest,
}

/// What became of a device's pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MemberResult {
    /// None are here.
    Nothing,
    /// Some wait to be sent on.
    Waiting,
    /// All are at headquarters.
    AtHeadquarters,
    /// Headquarters holds some aside; the rest is there.
    Held,
}

/// A word about oneself, sealed to the lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StatusWord {
    /// At the station.
    InPlace,
    /// Was not let in.
    NotAdmitted,
    /// The count runs.
    Counting,
    /// The result sheet is copied.
    SheetCopied,
    /// A copy of the sheet was refused.
    SheetRefused,
    /// Was made to leave.
    Removed,
    /// Safe at home.
    SafeHome,
}
