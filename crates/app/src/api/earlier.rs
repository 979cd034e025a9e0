//! Visits that were left, as they cross the seam, and what can still be mended at them.
//!
//! A wrong door is noticed in the evening, and a paper sheet is read on the way home: nothing need
//! be typed again for it. What needs somebody at the station (a watch, a box, a hand-over) is not
//! here. Rejected: a visit opened again, in which nobody stands at the door.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::codes::CorrectionReason;
use super::counter::{HourView, PointView};
use super::session::VisitView;
use super::tally::{TallyInput, TallyView};

/// What is mended at a visit that was left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Mend {
    /// It was at another station all the time.
    Move {
        /// The station it really was at.
        station_code: String,
        /// In own words; may be empty.
        text: String,
    },
    /// A figure kept without the app.
    Tally {
        /// The figure.
        tally: TallyInput,
    },
    /// Takes such a figure, or a correction, back.
    TakeBack {
        /// Its event.
        event: u32,
    },
    /// An hour's figure is another; the taps stay.
    Correct {
        /// The hour's start, as the view names it.
        start: String,
        /// The figure that is right.
        persons: u32,
        /// Why.
        reason: CorrectionReason,
        /// In own words; may be empty.
        text: String,
    },
}

/// A visit that was left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EarlierView {
    /// The visit.
    pub visit: VisitView,
    /// When it was left, civil text.
    pub left: String,
    /// A watch stood in it: a tally belongs to its point unless another is named.
    pub watched: bool,
    /// Hours of the point that is shown.
    pub hours: Vec<HourView>,
    /// Tallies of that day, the newest first.
    pub tallies: Vec<TallyView>,
    /// Counting points to choose from.
    pub points: Vec<PointView>,
}
