//! What the interface asks. Changes nothing, and always answers from durable state.
//!
//! One query a screen, so that a screen never mixes two moments. What may not be shown (locked,
//! covered) is refused with a code instead of an empty answer.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A question; each names its [`super::Reply`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Query {
    /// Which screen. Reply: `session`.
    Session,
    /// Stations to choose from. Reply: `stations`.
    Stations,
    /// The count screen. Reply: `counter`.
    Counter,
    /// What stands beside the count at this visit. Reply: `beside`.
    Beside,
    /// What a hand-over's code says, before it is taken. Reply: `hand_over_read`.
    ReadHandOver {
        /// Fourteen digits, or what the square code says.
        code: String,
    },
    /// Visits that were left, to be mended. Reply: `earlier`.
    Earlier,
    /// An hour opened down to its events. Reply: `opened_hour`.
    OpenedHour {
        /// The hour's start, as the counter names it.
        start: String,
    },
    /// All checklists of the visit. Reply: `checklists`.
    Checklists,
    /// One checklist. Reply: `checklist`.
    Checklist {
        /// The form's number.
        form: u32,
        /// Which filling, from 1.
        instance: u32,
    },
    /// Announced figures of the visit's station today. Reply: `turnouts`.
    Turnouts,
    /// The schedule's rows at this station. Reply: `now`.
    Now,
    /// The station's log. Reply: `log`.
    Log,
    /// Own alarms, standing ones first. Reply: `urgent`.
    Urgent,
    /// Incidents, complaints and marks that wait. Reply: `incidents`.
    Incidents,
    /// What lies where. Reply: `delivery`.
    Delivery,
    /// The lead's evening; leads only. Reply: `collect`.
    Collect,
    /// Leads' devices near by, and the one joined. Reply: `relays`.
    Relays {
        /// The person looks for one now: while this is asked with `true` the local network is
        /// listened to; the first `false` ends that.
        look: bool,
    },
    /// What headquarters says to this device. Reply: `notices`.
    Notices,
    /// What a wipe would destroy. Reply: `wipe`.
    Wipe {
        /// Folder name.
        enrolment: String,
    },
}
