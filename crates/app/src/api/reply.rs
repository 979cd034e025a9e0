//! What comes back: always the fresh view, so that one call is enough.
//!
//! A reply to a command is sent after the disk has it. Rejected: patches, of which a missed one
//! would leave the screen wrong for the rest of the day.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    beside::{BesideView, OpenedHourView},
    bundle::{BundleView, ImportedView},
    checklist::{ChecklistSummary, ChecklistView},
    collect::CollectView,
    counter::CounterView,
    delivery::{DeliveryView, WipeView},
    earlier::EarlierView,
    incident::IncidentsView,
    notices::NoticesView,
    now::NowView,
    relay::RelaysView,
    session::{SessionView, StationView},
    turnout::{AskedNext, ContestView, LogView, TurnoutView},
    urgent::UrgentView,
};

/// The answer to a command or query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Reply {
    /// Done, nothing to show.
    Done,
    /// Which screen.
    Session {
        /// The view.
        view: SessionView,
    },
    /// Stations, assigned first.
    Stations {
        /// The list.
        list: Vec<StationView>,
    },
    /// The count screen.
    Counter {
        /// The view.
        view: CounterView,
    },
    /// What stands beside the count.
    Beside {
        /// The view.
        view: BesideView,
    },
    /// What a hand-over's code says; nothing is taken yet.
    HandOverRead {
        /// Persons of the day until then.
        figure: u32,
        /// `13:00`
        at: String,
    },
    /// Visits that were left, the latest first.
    Earlier {
        /// The list.
        list: Vec<EarlierView>,
    },
    /// An hour opened.
    OpenedHour {
        /// The view.
        view: OpenedHourView,
    },
    /// Checklists of the visit.
    Checklists {
        /// The list.
        list: Vec<ChecklistSummary>,
    },
    /// One checklist.
    Checklist {
        /// The view.
        view: ChecklistView,
    },
    /// A figure is noted.
    TurnoutNoted {
        /// All figures, newest first.
        list: Vec<TurnoutView>,
        /// What to ask now.
        ask: AskedNext,
    },
    /// Announced figures, newest first.
    Turnouts {
        /// The list.
        list: Vec<TurnoutView>,
        /// Contests to choose from; empty where they are not told apart.
        contests: Vec<ContestView>,
    },
    /// The schedule's rows.
    Now {
        /// The view.
        view: NowView,
    },
    /// The station's log, newest first.
    Log {
        /// The list.
        list: Vec<LogView>,
    },
    /// Own alarms, standing ones first, then the newest.
    Urgent {
        /// The list; empty while covered.
        list: Vec<UrgentView>,
    },
    /// Incidents, complaints and marks that wait.
    Incidents {
        /// The view.
        view: IncidentsView,
    },
    /// What lies where.
    Delivery {
        /// The view.
        view: DeliveryView,
    },
    /// The lead's evening.
    Collect {
        /// The view.
        view: CollectView,
    },
    /// Leads' devices near by.
    Relays {
        /// The view.
        view: RelaysView,
    },
    /// What headquarters says to this device.
    Notices {
        /// The view.
        view: NoticesView,
    },
    /// A file to save or share.
    Bundle {
        /// The file.
        view: BundleView,
    },
    /// What a file held.
    Imported {
        /// The figures.
        view: ImportedView,
    },
    /// What a wipe would destroy.
    Wipe {
        /// The view.
        view: WipeView,
    },
}
