//! Who holds the phone, what is enrolled on it, and where they are.
//!
//! While it is locked or covered nothing that was recorded crosses here, not even an election's
//! name; only that something is enrolled, whether it is practice, and covered whether a moment
//! can be marked.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::text::Texts;

/// The whole answer to "which screen": what is enrolled, what is open, where the person is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SessionView {
    /// Everything enrolled on this device, oldest first; practice ones too.
    pub enrolments: Vec<EnrolmentView>,
    /// The invitation read and waiting for a secret, if any.
    pub invitation: Option<InvitationView>,
    /// The lock.
    pub lock: LockState,
    /// The open election; none while locked.
    pub open: Option<EnrolmentView>,
    /// The open visit; none before a station is chosen, and none while covered.
    pub visit: Option<VisitView>,
    /// A key store protects the secret on this device; without one a passphrase is asked for.
    pub secret_shape: SecretShape,
    /// The figure the interface shows in every screen's header: events not at headquarters.
    pub undelivered: u32,
    /// Pages of others that this device still has to carry to headquarters.
    pub carried: u32,
    /// Notices of headquarters not read here.
    pub unread: u32,
}

/// Locked, covered or open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LockState {
    /// Nothing is enrolled yet.
    Empty,
    /// PIN or passphrase needed.
    Locked {
        /// Seconds until a try is taken; 0 = at once.
        wait_s: u32,
    },
    /// A watch runs: the counter works, nothing else can be read until the secret is given.
    Covered,
    /// Everything can be read.
    Open,
}

/// What a person is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SecretShape {
    /// Six digits or more; only where a key store holds the other half.
    Pin,
    /// Eight characters or more.
    Passphrase,
}

/// One enrolment folder on this device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EnrolmentView {
    /// Folder name, the handle for `unlock` and `wipe`.
    pub id: String,
    /// The election's name; empty while locked on devices that hide it.
    pub election: Texts,
    /// A practice election: a banner stands on every screen.
    pub practice: bool,
    /// Languages of the election's texts, its own order; none while locked or covered.
    pub languages: Vec<String>,
    /// What the holder is in it; observer while locked or covered.
    pub role: Role,
    /// The definition has arrived; until then built-in categories and a typed station code. False
    /// while locked or covered.
    pub defined: bool,
    /// Parts the election uses; none while locked, while covered incidents alone, for the mark.
    pub switched_on: Vec<Feature>,
}

/// A part of the program that an election may leave out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Feature {
    /// The voter counter.
    Count,
    /// Announced figures.
    Turnout,
    /// Checklists.
    Checklists,
    /// The station's log.
    Log,
    /// Incidents and complaints.
    Incidents,
    /// The mobile ballot box.
    BoxTrips,
    /// Handing a count over.
    HandOver,
    /// Collecting a team's day.
    Collect,
}

/// An invitation that was read and not yet used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct InvitationView {
    /// The election's name; empty when it came as a code, which holds none.
    pub election: Texts,
    /// A practice election.
    pub practice: bool,
    /// Who the holder will be.
    pub role: Role,
    /// Last day it can be used, `YYYY-MM-DD` (UTC); none if it does not expire.
    pub expires: Option<String>,
    /// Addresses of headquarters it names.
    pub endpoints: Vec<String>,
}

/// What an invitation makes its holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Counts and checks at a station.
    Observer,
    /// Also collects a team's pages.
    Lead,
}

/// A station the person may choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StationView {
    /// Its code as headquarters writes it.
    pub code: String,
    /// Its name; empty where only a code was typed.
    pub name: String,
    /// Region path, outermost first.
    pub region: Vec<String>,
    /// Voters on the list as imported, if known.
    pub registered: Option<u32>,
    /// Assigned by headquarters to this device; a typed one is not.
    pub assigned: bool,
    /// Opening, civil text.
    pub opens: String,
    /// Closing, civil text.
    pub closes: String,
    /// IANA name of its zone.
    pub zone: String,
}

/// The open visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct VisitView {
    /// Ordinal of its `Arrived` event: the visit's name.
    pub visit: u32,
    /// Where.
    pub station: StationView,
    /// Inside, outside, or not admitted.
    pub presence: Presence,
    /// Since when, civil text.
    pub since: String,
    /// The polling day it belongs to, `YYYY-MM-DD`.
    pub day: String,
}

/// Where the observer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// In the room.
    Inside,
    /// Outside by choice or task.
    Outside,
    /// Was not let in.
    NotAdmitted,
}
