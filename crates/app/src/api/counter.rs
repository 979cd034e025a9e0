//! The count screen in one answer: this hour, the day, the watch, what can be undone.
//!
//! An hour nobody watched is unknown and has no figure here that could be drawn as zero. It refuses
//! to hand out events; the interface draws and counts nothing itself.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{session::VisitView, tally::TallyView, text::Texts};

/// Everything the count screen shows. Every figure in it is durable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CounterView {
    /// Where; none while covered.
    pub visit: Option<VisitView>,
    /// The watch.
    pub watch: WatchView,
    /// This hour, also outside the polling hours.
    pub hour: HourView,
    /// Persons of the day at this station by this device.
    pub day_persons: u32,
    /// The day has gaps: `day_persons` is a floor ("at least").
    pub day_is_floor: bool,
    /// Persons outside the total (turned away, left without voting) today.
    pub day_outside: u32,
    /// Persons of tallies that stand, apart from `day_persons`.
    pub day_tallied: u32,
    /// Persons of the day told at a hand-over that nobody's record here shows; beside the rest.
    pub day_told: u32,
    /// Tallies of the day by this device, the newest first.
    pub tallies: Vec<TallyView>,
    /// Hours from opening to closing, and any other hour in which something was counted.
    pub hours: Vec<HourView>,
    /// What undo would take back; none = the button is off.
    pub undo: Option<UndoView>,
    /// Categories; the first is what a tap on the counter means.
    pub categories: Vec<CategoryView>,
    /// Counting points a watch can start at.
    pub points: Vec<PointView>,
    /// Which clock the hours follow.
    pub clock: ClockBasis,
    /// An event of a kind this program does not know concerns these figures.
    pub incomplete: bool,
    /// Quiet for the definition's minutes, else fifteen: the silent "still watching?" stands.
    pub ask_still_watching: bool,
}

/// One hour on the station's wall, half-open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HourView {
    /// Its start, civil text.
    pub start: String,
    /// `11:00`
    pub from: String,
    /// `12:00`
    pub to: String,
    /// It runs now.
    pub current: bool,
    /// Persons counted in it so far; the figure of `state` again, 0 where nobody watched.
    pub persons: u32,
    /// What is known about it.
    pub state: HourState,
    /// Persons of tallies that stand and lie wholly in it, apart from `persons`.
    pub tallied: u32,
    /// Minutes that tallies which stand watched here and no watch did.
    pub tallied_minutes: u32,
    /// Minutes of which nobody can say whether somebody watched.
    pub doubtful_minutes: u32,
}

/// What is known about an hour. *Unknown* is never zero; *not yet* is not unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum HourState {
    /// Watched without a gap (so far, if it runs now).
    Counted {
        /// Persons.
        persons: u32,
    },
    /// Watched with gaps: at least so many persons.
    Partly {
        /// Persons, a floor.
        persons: u32,
        /// Minutes watched, 1–59.
        minutes: u32,
    },
    /// Past, and nobody watched.
    Unknown,
    /// Still to come.
    NotYet,
}

/// Which time the hours follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ClockBasis {
    /// This device's own clock, never compared since it was started.
    Claimed,
    /// Corrected by headquarters' signed time.
    Corrected {
        /// Seconds added to the device's clock.
        by_s: i32,
    },
}

/// The state of watching, shown as a chip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum WatchView {
    /// Not watching.
    None,
    /// Watching now.
    Watching {
        /// Ordinal of its start.
        watch: u32,
        /// Where one looks.
        point: PointView,
        /// What it covers (names of desks or boxes); empty = the whole point.
        covers: Vec<String>,
        /// How well one sees.
        view: ViewOfPoint,
        /// Since when, civil text.
        since: String,
    },
    /// Paused with a reason.
    Paused {
        /// Ordinal of its start.
        watch: u32,
        /// Where one looked.
        point: PointView,
        /// Why.
        reason: PauseReason,
        /// Since when, civil text.
        since: String,
    },
    /// The phone died or the app was killed: the person is asked about the gap.
    Interrupted {
        /// Ordinal of its start.
        watch: u32,
        /// Where one looked.
        point: PointView,
        /// Last sign of life, civil text: watched until here.
        last_sign: String,
        /// Minutes from then until now.
        gap_minutes: u32,
    },
}

/// What one counts at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PointKind {
    /// Where ballots are handed out.
    BallotDesk,
    /// The ballot box.
    Box,
    /// The door of the room.
    RoomEntrance,
    /// The door of the building.
    BuildingEntrance,
    /// A recording.
    Recording,
}

/// A counting point of the definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PointView {
    /// Its number in the definition, what `start_watch` takes.
    pub point: u32,
    /// What it is; the interface has words for it.
    pub what: PointKind,
    /// Names in the election's languages; empty where the word for `what` is enough.
    pub names: Texts,
}

/// How well the point is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ViewOfPoint {
    /// Nothing in the way.
    Full,
    /// Partly blocked.
    PartlyBlocked,
    /// Cannot be seen.
    None,
}

/// Why a watch pauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    /// A meal or a short break.
    Break,
    /// Away with the mobile ballot box.
    BoxTrip,
    /// Busy with a complaint.
    Complaint,
    /// Was sent out.
    SentOut,
    /// The view was blocked.
    ViewBlocked,
    /// The phone was taken.
    PhoneTaken,
    /// Filling a checklist or talking to the team.
    OtherTask,
    /// Anything else.
    Other,
}

/// How a category bears on the total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CategoryRole {
    /// Each is one more person.
    Adds,
    /// Marks somebody already counted; adds nobody.
    Part,
    /// Stands outside the total.
    Outside,
}

/// A category one can count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CategoryView {
    /// Its number in the definition, what `record_voter` takes.
    pub category: u32,
    /// Its stable code (`voter`, `assisted`, …); built-in ones are named by the interface.
    pub code: String,
    /// Names in the election's languages; empty for built-in categories.
    pub names: Texts,
    /// How it bears on the total.
    pub role: CategoryRole,
    /// Counted in it today.
    pub day_count: u32,
}

/// What undo would take back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UndoView {
    /// Ordinal of the counted event.
    pub event: u32,
    /// Its category.
    pub category: u32,
    /// Persons it takes back: 1, or a whole group.
    pub persons: u32,
    /// When it was counted, civil text.
    pub at: String,
}
