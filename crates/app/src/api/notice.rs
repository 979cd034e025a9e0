//! What the core says unasked: that something changed, never what; the interface asks again.
//!
//! So a notice that is lost or comes twice does no harm. Rejected: views in notices, which could
//! overtake the reply to a command and show an older figure last.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::delivery::{AlarmKind, ContactOutcome};
use super::relay::RelayOutcome;

/// Pushed through the channel given to `notices`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Notice {
    /// These answers are no longer what they were.
    Changed {
        /// Which.
        topics: Vec<Topic>,
    },
    /// A try to reach headquarters ended.
    Contact {
        /// How.
        outcome: ContactOutcome,
    },
    /// A try to meet the joined relay ended.
    Relay {
        /// How.
        outcome: RelayOutcome,
    },
    /// Something the person must see.
    Alarm {
        /// What.
        alarm: AlarmKind,
    },
}

/// What may have changed; one topic a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// `session`, `stations`
    Session,
    /// `counter` (also each minute while a watch runs)
    Counter,
    /// `checklists`, `checklist`
    Checklists,
    /// `delivery`
    Delivery,
    /// `collect`
    Collect,
    /// `relays`
    Relays,
    /// `notices`
    Notices,
    /// `urgent`
    Urgent,
    /// `incidents`, and what waits in `now`
    Incidents,
}
