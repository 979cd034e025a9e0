//! Being collected: the lead's device this one has joined, and those announced near by.
//!
//! A relay is met beside headquarters and never instead of it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::collect::StatusWord;

/// Leads' devices near by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RelaysView {
    /// The one joined.
    pub joined: Option<RelayView>,
    /// Announced on the local network by a certified lead; joining takes its handle.
    pub announced: Vec<AnnouncedView>,
    /// They are looked for, and this network lets them be found; if not, scan or paste the code.
    pub looking: bool,
    /// The word told to a lead at the next contact.
    pub status: Option<StatusWord>,
    /// The person chose that word; otherwise it follows from the visit and the watch.
    pub status_said: bool,
}

/// The relay this device has joined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RelayView {
    /// A short handle, the same as the lead's device shows.
    pub relay: String,
    /// Where it is looked for.
    pub addresses: Vec<String>,
    /// Name of the Wi-Fi its code named, if any.
    pub wifi_name: Option<String>,
    /// That Wi-Fi's password, if any.
    pub wifi_password: Option<String>,
    /// Its last valid answer, civil text; none if never.
    pub last_met: Option<String>,
    /// How the last try ended; none before the first.
    pub outcome: Option<RelayOutcome>,
    /// A try runs now.
    pub running: bool,
}

/// A relay that announces itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AnnouncedView {
    /// A short handle, the same as the lead's device shows.
    pub relay: String,
    /// Where it is.
    pub addresses: Vec<String>,
}

/// How a try to meet the joined relay ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RelayOutcome {
    /// A valid answer of a certified lead.
    Met,
    /// Nobody answered there: another network, or the lead stopped.
    NoNetwork,
    /// Somebody else answered there: not the device of the code.
    WrongDevice,
    /// The device of the code, but no lead's certificate under this election.
    NotTrusted,
    /// The evening is over: ask for a new code.
    NotAdmitted,
    /// It refused for another reason.
    Refused,
    /// Its answer's signature or content is wrong.
    BadAnswer,
}
