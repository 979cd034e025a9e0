//! What others say about turnout, and the station's log.
//!
//! A figure crosses with its kind, source and time, since a figure alone means nothing. One that
//! falls is recorded all the same and asked about, never corrected.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::text::Texts;

/// A figure somebody announced, as the person enters it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TurnoutInput {
    /// The figure.
    pub figure: u32,
    /// Since opening, or this interval only.
    pub counts: FigureCounts,
    /// The time it is said to hold for: `HH:MM` on the station's wall.
    pub as_of: String,
    /// What was counted.
    pub what: FigureWhat,
    /// Whether the mobile box is in it.
    pub mobile_box: MobileBox,
    /// Number of the contest; none where they are not told apart.
    pub contest: Option<u32>,
    /// Where it comes from.
    pub source: FigureSource,
    /// By whom, for `told`; empty otherwise.
    pub told_by: String,
}

/// What a figure runs over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FigureCounts {
    /// Everything since opening.
    SinceOpening,
    /// Only since the last figure.
    ThisInterval,
    /// It was not said.
    Unclear,
}

/// What was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FigureWhat {
    /// Ballots handed out.
    BallotsIssued,
    /// Signatures in the list.
    Signatures,
    /// Papers dropped into the box.
    Dropped,
    /// Not said.
    Unclear,
}

/// Whether the mobile box is included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MobileBox {
    /// Included.
    Yes,
    /// Not included.
    No,
    /// Not known.
    Unknown,
}

/// Where a figure comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FigureSource {
    /// The observer counted the list.
    OwnCount,
    /// Somebody said it.
    Told,
    /// It hangs on the wall.
    Displayed,
    /// Overheard.
    Overheard,
}

/// A contest of the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ContestView {
    /// Its number in the definition.
    pub contest: u32,
    /// Names in the election's languages.
    pub names: Texts,
}

/// A figure as it was noted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TurnoutView {
    /// Ordinal of the event.
    pub event: u32,
    /// As entered.
    pub noted: TurnoutInput,
    /// When it was noted, civil text.
    pub noted_at: String,
    /// It was said anew; the figure noted first.
    pub first_figure: Option<u32>,
    /// It does not stand any more.
    pub withdrawn: bool,
    /// Own count since opening at `as_of`; none if it cannot be said.
    pub own: Option<u32>,
    /// Own count has gaps before `as_of`: it is a floor.
    pub own_is_floor: bool,
    /// Minutes before `as_of` in which nobody watched.
    pub unwatched_minutes: u32,
    /// A figure since opening is at most so many more than counted; none where the own count is
    /// as high or they cannot be compared.
    pub at_most: Option<u32>,
}

/// What the interface asks after a figure was noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AskedNext {
    /// Nothing.
    Nothing,
    /// It fell: "since opening, or only since the last one?"; both stay recordable.
    SinceOpeningOrInterval,
}

/// What a log entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LogKind {
    /// A remark.
    Remark,
    /// The station opened.
    Opened,
    /// The station closed.
    Closed,
    /// Something went wrong.
    Incident,
    /// Somebody was spoken to.
    Conversation,
    /// Observers or officials came or went.
    People,
    /// About seals, boxes or papers.
    Material,
}

/// A log entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LogView {
    /// Ordinal of the event.
    pub event: u32,
    /// What about.
    pub about: LogKind,
    /// In the observer's words; may be empty.
    pub text: String,
    /// When it was seen, civil text.
    pub seen_at: String,
}
